use lopdf::{Document, Object};

use super::text::escape_markup;
use super::*;

fn sample() -> PdfSource {
    let hostile = escape_markup("#panic(\"x\") ] *a* $c$ <l> @x // y \\ 中");
    let rows: String = (1..120)
        .map(|n| format!("[{n}], [ligne],"))
        .collect::<Vec<_>>()
        .concat();
    PdfSource {
        markup: format!(
            "#set document(title: \"Essai\")\n#set text(font: \"Atkinson Hyperlegible Next\", lang: \"fr\")\n#set table.cell(breakable: false)\n= Un <un>\n{hostile}\n\n- a\n- b\n\n== Deux\n#link(<un>)[retour] #link(\"https://exemple.fr\")[page]\n\n#table(columns: 2, table.header[N°][Texte], {rows})\n#figure(alt: \"deux barres\", rect(width: 4cm, height: 1cm, fill: rgb(\"#123456\")), caption: [Barres])\n"
        ),
        title: "Essai".to_owned(),
        author: "Association".to_owned(),
        subject: "Auto-évaluation".to_owned(),
        date: (2026, 11, 23),
        logo: None,
        mark: None,
        attachments: vec![Attachment {
            name: "evaluation.json".to_owned(),
            media_type: "application/json".to_owned(),
            description: "données".to_owned(),
            bytes: b"{\"a\":1}".to_vec(),
        }],
    }
}

#[test]
fn the_same_source_gives_the_same_bytes_and_the_id_can_be_computed_again() {
    let first = write(&sample()).unwrap();
    assert_eq!(first, write(&sample()).unwrap());
    let document = Document::load_mem(&first).unwrap();
    let id = document.trailer.get(b"ID").unwrap().as_array().unwrap()[0]
        .as_str()
        .unwrap()
        .to_vec();
    let hex = id.iter().map(|b| format!("{b:02X}")).collect::<Vec<_>>().concat();
    let needle = format!("<{hex}>").into_bytes();
    let mut bytes = first.clone();
    while let Some(at) = bytes.windows(needle.len()).position(|w| w == needle) {
        bytes[at..at + needle.len()].copy_from_slice(b"<00000000000000000000000000000000>");
    }
    assert_eq!(mediaudit_core::kernel::Digest::of(&bytes).bytes()[..16], id[..]);
}

/// The kinds of all elements of the structure.
fn kinds(document: &Document) -> Vec<String> {
    document
        .objects
        .values()
        .filter_map(|o| o.as_dict().ok())
        .filter(|d| d.get(b"Type").and_then(Object::as_name).ok() == Some(b"StructElem"))
        .filter_map(|d| {
            d.get(b"S")
                .and_then(Object::as_name)
                .ok()
                .map(|n| String::from_utf8_lossy(n).into_owned())
        })
        .collect()
}

#[test]
fn a_table_without_rows_has_a_body_all_the_same() {
    let mut source = sample();
    source.markup = "#table(columns: 2, table.header[Clé][PdfSource])".to_owned();
    let kinds = kinds(&Document::load_mem(&write(&source).unwrap()).unwrap());
    let count = |kind: &str| kinds.iter().filter(|k| *k == kind).count();
    let counts = ["Table", "THead", "TBody", "TR", "TH", "TD"].map(count);
    assert_eq!(counts, [1, 0, 1, 1, 2, 0], "{kinds:?}");
}

#[test]
fn whatever_a_structure_is_called_the_metadata_are_xml() {
    let mut source = sample();
    for name in [
        "a\u{fffe}b",
        "a\u{ffff}b",
        "a\u{1}b",
        "a\u{b}b\nc",
        "<a> & \"b\" ]]>",
    ] {
        (source.title, source.author, source.subject) = (name.to_owned(), name.to_owned(), name.to_owned());
        let document = Document::load_mem(&write(&source).unwrap()).unwrap();
        let metadata = document.catalog().unwrap().get(b"Metadata").unwrap();
        let stream = document.get_object(metadata.as_reference().unwrap()).unwrap();
        let packet = String::from_utf8(stream.as_stream().unwrap().content.clone()).unwrap();
        // the production Char of XML 1.0; quick-xml leaves it to its callers
        let admitted = |c: char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
        assert!(packet.chars().all(admitted), "{name:?}");
        let mut reader = quick_xml::Reader::from_str(&packet);
        while !matches!(reader.read_event().unwrap(), quick_xml::events::Event::Eof) {}
        assert_eq!(
            packet.matches("[U+").count(),
            3 * usize::from(name.starts_with('a')),
            "{name:?}"
        );
    }
}

#[test]
fn everything_is_tagged() {
    let document = Document::load_mem(&write(&sample()).unwrap()).unwrap();
    let catalog = document.catalog().unwrap();
    for key in [
        &b"StructTreeRoot"[..],
        b"MarkInfo",
        b"Lang",
        b"Metadata",
        b"OutputIntents",
        b"AF",
        b"Outlines",
    ] {
        assert!(catalog.has(key), "{}", String::from_utf8_lossy(key));
    }
    let kinds = kinds(&document);
    for kind in [
        "Document", "H1", "H2", "P", "L", "LI", "Lbl", "LBody", "Link", "Table", "TR", "TH", "TD", "Figure",
        "Caption",
    ] {
        assert!(kinds.iter().any(|k| k == kind), "{kind}");
    }
    let count = |kind: &str| kinds.iter().filter(|k| *k == kind).count();
    // one header row only, in its group: its repetitions are artifacts; every other row has its own header
    assert_eq!((count("THead"), count("TBody")), (1, 1));
    assert_eq!(count("TH"), 2 + (count("TR") - 1));
    for page in document.get_pages().into_values() {
        let dict = document.get_dictionary(page).unwrap();
        for annotation in dict
            .get(b"Annots")
            .and_then(Object::as_array)
            .cloned()
            .unwrap_or_default()
        {
            let annotation = document
                .get_dictionary(annotation.as_reference().unwrap())
                .unwrap();
            assert!(annotation.has(b"StructParent") && annotation.has(b"Contents"));
        }
    }
}

#[test]
fn the_attachment_comes_out_as_it_went_in() {
    let document = Document::load_mem(&write(&sample()).unwrap()).unwrap();
    let found = document
        .objects
        .values()
        .filter_map(|o| o.as_stream().ok())
        .find(|s| s.dict.get(b"Type").and_then(Object::as_name).ok() == Some(b"EmbeddedFile"))
        .unwrap();
    let bytes = found
        .decompressed_content()
        .unwrap_or_else(|_| found.content.clone());
    assert_eq!(bytes, b"{\"a\":1}");
}

#[test]
fn a_character_without_glyph_shows_its_code() {
    assert_eq!(escape_markup("a中\"b"), "#\"a[U+4E2D]\\\"b\";");
    assert_eq!(
        escape_markup("« é œ Œ ç – — ’ € ≥ ≤ • … »"),
        "#\"« é œ Œ ç – — ’ € ≥ ≤ • … »\";"
    );
}

#[test]
fn a_broken_template_says_where() {
    let mut source = sample();
    source.markup = "a\nb\n#inconnu()".to_owned();
    let said = write(&source).unwrap_err().to_string();
    assert!(said.contains("ligne 3"), "{said}");
}
