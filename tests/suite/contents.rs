//! What stands inside files, and what bad files do: nothing, but to be « illisible ».

use mediaudit_core::record::item::{Format, Reading};
use mediaudit_core::record::survey::Picture;
use mediaudit_core::record::{Answer, Contents, Fault, limits};
use mediaudit_evidence::contents::read;
use mediaudit_evidence::kind;

use super::made::{
    self, CORE, Member, docx, odf, page, paragraph, pdf, pdf_of, pdf_pages, stream, zip, zip_of, zlib,
};

fn text(format: Format, bytes: &[u8]) -> Answer {
    read(format, bytes)
}

fn sound(format: Format, bytes: &[u8]) -> Contents {
    text(format, bytes).unwrap()
}

fn words(format: Format, bytes: &[u8]) -> String {
    sound(format, bytes).text.unwrap_or_default()
}

fn facts(format: Format, bytes: &[u8]) -> (Option<u32>, Option<String>) {
    let facts = sound(format, bytes).facts;
    (facts.pages, facts.newest.map(|date| date.to_string()))
}

/// Depth 1: kind and state, as the walk of a dossier tells them.
fn first_look(name: &str, bytes: &[u8]) -> (Format, Reading) {
    let head = &bytes[..bytes.len().min(kind::EDGE)];
    let tail = &bytes[bytes.len().saturating_sub(kind::tail(head))..];
    kind::look(name, bytes.len() as u64, head, tail)
}

fn refused(fault: Fault) -> Reading {
    Reading::Unreadable {
        reason: fault.reason(),
    }
}

#[test]
fn a_pdf_gives_pages_dates_and_text() {
    let info = b"<</CreationDate(D:20230105101010+01'00')/ModDate(D:20240301)>>".to_vec();
    let bytes = pdf_pages(
        &[page("Règle d'accès\nau service"), page("Page deux")],
        &[info],
        "/Info 8 0 R",
    );
    assert_eq!(
        facts(Format::Pdf, &bytes),
        (Some(2), Some("2024-03-01".to_owned()))
    );
    assert_eq!(words(Format::Pdf, &bytes), "Règle d'accès\nau service\nPage deux");
    // words without a single space in the file: only places tell them apart
    let placed =
        "BT /F1 10 Tf 60 700 Td [(Con) -20 (fiance) -400 (et)] TJ 0 -14 Td (discr) Tj (\\351tion) Tj ET";
    assert_eq!(
        words(Format::Pdf, &pdf_pages(&[stream("", placed.as_bytes())], &[], "")),
        "Confiance et\ndiscrétion"
    );
    // dates of an XMP packet; a clock that was never set gives none
    let xmp = "<x><rdf:D xmlns:rdf='r' xmlns:xmp='x' xmp:CreateDate='2022-02-02T00:00:00Z'><xmp:ModifyDate>2025-05-05</xmp:ModifyDate></rdf:D></x>";
    let objects = |xmp: &str| {
        pdf_of(
            &[
                b"<</Type/Catalog/Pages 2 0 R/Metadata 4 0 R>>".to_vec(),
                b"<</Type/Pages/Kids[3 0 R]/Count 1>>".to_vec(),
                b"<</Type/Page/Parent 2 0 R>>".to_vec(),
                stream("/Type/Metadata", xmp.as_bytes()),
            ],
            "",
        )
    };
    assert_eq!(facts(Format::Pdf, &objects(xmp)).1.unwrap(), "2025-05-05");
    assert_eq!(
        facts(Format::Pdf, &objects("<x><a CreateDate='1970-01-01'/></x>")).1,
        None
    );
    assert_eq!(facts(Format::Pdf, &objects("<x><a")).1, None);
}

#[test]
fn office_documents_give_dates_and_text() {
    let app = ("docProps/app.xml", "<Properties><Pages>3</Pages></Properties>");
    let deleted = "<w:del><w:r><w:delText>effacé</w:delText></w:r></w:del>";
    let bytes = docx(
        &format!(
            "{}{deleted}{}",
            paragraph("Règle &amp; usage"),
            paragraph("suite")
        ),
        &[CORE, app],
    );
    assert_eq!(first_look("a.docx", &bytes), (Format::Docx, Reading::Readable));
    assert_eq!(
        facts(Format::Docx, &bytes),
        (Some(3), Some("2024-03-01".to_owned()))
    );
    assert_eq!(words(Format::Docx, &bytes), "Règle & usage\nsuite");
    let row = |cells: [&str; 2]| {
        let cells = cells.map(|cell| format!("<w:tc>{}</w:tc>", paragraph(cell)));
        format!("<w:tr>{}</w:tr>", cells.concat())
    };
    let table = format!(
        "<w:tbl>{}{}</w:tbl>",
        row(["Nom", "Naissance"]),
        row(["X", "12/03/1987"])
    );
    assert_eq!(
        words(Format::Docx, &docx(&table, &[])),
        "Nom\tNaissance\nX\t12/03/1987"
    );

    let sheet = zip(&[
        ("[Content_Types].xml", "<Types/>"),
        ("xl/workbook.xml", "<workbook/>"),
        (
            "xl/sharedStrings.xml",
            "<sst><si><t>Nom</t></si><si><r><t>Co</t></r><r><t>mité</t></r></si></sst>",
        ),
        (
            "xl/worksheets/sheet1.xml",
            "<worksheet><sheetData><row><c t=\"s\"><v>0</v></c><c t=\"s\"><v>1</v></c></row><row><c><v>12</v></c><c t=\"inlineStr\"><is><t>direct</t></is></c></row></sheetData></worksheet>",
        ),
        CORE,
    ]);
    assert_eq!(words(Format::Xlsx, &sheet), "Nom\tComité\n12\tdirect");
    assert_eq!(facts(Format::Xlsx, &sheet), (None, Some("2024-03-01".to_owned())));

    let slides = zip(&[
        ("[Content_Types].xml", "<Types/>"),
        (
            "ppt/presentation.xml",
            "<p:presentation xmlns:p='p'><p:sldIdLst><p:sldId/><p:sldId/></p:sldIdLst></p:presentation>",
        ),
        (
            "ppt/slides/slide2.xml",
            "<p:sld xmlns:p='p' xmlns:a='a'><a:p><a:t>deux</a:t></a:p></p:sld>",
        ),
        (
            "ppt/slides/slide1.xml",
            "<p:sld xmlns:p='p' xmlns:a='a'><a:p><a:t>un</a:t></a:p></p:sld>",
        ),
    ]);
    assert_eq!(facts(Format::Pptx, &slides).0, Some(2));
    assert_eq!(words(Format::Pptx, &slides), "un\ndeux");

    let meta = (
        "meta.xml",
        "<m:m xmlns:m='m' xmlns:dc='dc'><dc:date>2024-06-07T00:00:00</dc:date><m:document-statistic m:page-count='4'/></m:m>",
    );
    let letter = odf(
        "text",
        "<office:text><text:p>Vous êtes<text:s/>libre</text:p><text:h>Titre</text:h></office:text>",
        &[meta],
    );
    assert_eq!(first_look("a.odt", &letter), (Format::Odt, Reading::Readable));
    assert_eq!(
        facts(Format::Odt, &letter),
        (Some(4), Some("2024-06-07".to_owned()))
    );
    assert_eq!(words(Format::Odt, &letter), "Vous êtes libre\nTitre");
    let table = "<table:table><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell><table:table-cell><text:p>b</text:p></table:table-cell></table:table-row></table:table>";
    assert_eq!(words(Format::Ods, &odf("spreadsheet", table, &[])), "a\tb");
    let show = odf(
        "presentation",
        "<draw:page><text:p>un</text:p></draw:page><draw:page/>",
        &[],
    );
    assert_eq!(facts(Format::Odp, &show).0, Some(2));
}

#[test]
fn a_scan_has_no_text_which_is_not_a_text_without_the_words() {
    let blank = sound(Format::Pdf, &pdf(&[""]));
    assert_eq!(
        (blank.text, blank.facts.pages, blank.picture),
        (None, Some(1), Picture::None)
    );
}

#[test]
fn bad_pdf() {
    let whole = pdf(&["texte"]);
    let same = |bytes: &[u8], fault| assert_eq!(text(Format::Pdf, bytes), Err(fault));
    let replaced = |old: &str, new: &str| {
        let source = String::from_utf8(whole.clone()).unwrap();
        assert!(source.contains(old) && old.len() == new.len(), "{old}");
        source.replace(old, new).into_bytes()
    };
    // no table of objects, none where it is said to be, junk
    same(&replaced("startxref", "startxxxx"), Fault::Broken);
    same(&replaced("xref\n0", "yref\n0"), Fault::Broken);
    same(b"%PDF-1.4\n%%EOF\n", Fault::Broken);
    same(&whole[..whole.len() / 2], Fault::Broken);
    // pages that send back to one another; none at all
    let pages = |kids: &str| {
        pdf_of(
            &[
                b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
                format!("<</Type/Pages/Kids[{kids}]/Count 1>>").into_bytes(),
                b"<</Type/Pages/Kids[2 0 R]/Count 1>>".to_vec(),
            ],
            "",
        )
    };
    same(&pages("3 0 R"), Fault::PageLoop);
    same(&pages("2 0 R"), Fault::PageLoop);
    same(&pages(""), Fault::NoPage);
    // a password
    let locked = pdf_pages(&[page("secret")], &[b"<</Filter/Standard/V 2/R 3/Length 128/P -44/O(01234567890123456789012345678901)/U(01234567890123456789012345678901)>>".to_vec()], "/Encrypt 6 0 R/ID[(0123456789012345)(0123456789012345)]");
    same(&locked, Fault::Encrypted);
    assert_eq!(first_look("a.pdf", &locked).1, Reading::Readable);
    // a number of pages that is false is not believed, nor is a length
    assert_eq!(facts(Format::Pdf, &replaced("/Count 1", "/Count 9")).0, Some(1));
    assert_eq!(
        facts(Format::Pdf, &replaced("/Length 45", "/Length 99")).0,
        Some(1)
    );
}

#[test]
fn a_pdf_cannot_grow_without_end() {
    let large = vec![b' '; limits::STREAM_BYTES as usize + 1];
    let bombs = [
        stream("/Filter/FlateDecode", &zlib(&large)),
        stream("/Filter[/FlateDecode/FlateDecode]", &zlib(&zlib(&large))),
    ];
    for bomb in bombs {
        let bytes = pdf_pages(&[bomb], &[], "");
        assert!(bytes.len() < 200_000);
        assert_eq!(text(Format::Pdf, &bytes), Err(Fault::TooInflated));
    }
    // an image is not inflated: nobody looks for words in pixels
    let image = stream(
        "/Subtype/Image/Width 8000/Height 8000/Filter/FlateDecode",
        &zlib(&large),
    );
    let bytes = pdf_pages(&[page("légende")], &[image], "");
    assert_eq!(words(Format::Pdf, &bytes), "légende");
    // a group of objects is inflated to find the pages
    let group = stream(
        "/Type/ObjStm/N 1/First 4/Filter/FlateDecode",
        &zlib(&[b"9 0 ".as_slice(), &large].concat()),
    );
    let bytes = pdf_pages(&[page("sauf")], &[group], "");
    assert_eq!(words(Format::Pdf, &bytes), "sauf");
}

#[test]
fn a_zip_is_bounded_before_anything_is_inflated() {
    let main = || Member {
        name: "word/document.xml",
        bytes: b"<w:document/>",
        claimed: None,
    };
    let types = || Member {
        name: "[Content_Types].xml",
        bytes: b"<Types/>",
        claimed: None,
    };
    let named = |name| Member {
        name,
        bytes: b"x",
        claimed: None,
    };
    let bomb = Member {
        claimed: Some(limits::INFLATED_BYTES as u32),
        ..named("word/media/a.bin")
    };
    let numbers: Vec<String> = (0..70_000).map(|n| format!("word/{n}")).collect();
    let many = zip_of(
        [types(), main()]
            .into_iter()
            .chain(numbers.iter().map(|name| named(name))),
        0,
    );
    let cases: Vec<(&str, Vec<u8>, Fault)> = vec![
        ("bomb", zip_of([types(), main(), bomb], 0), Fault::TooInflated),
        ("70,000 members", many, Fault::TooManyMembers),
        (
            "slip",
            zip_of([types(), main(), named("word/../../x")], 0),
            Fault::EscapingMember,
        ),
        (
            "absolute",
            zip_of([types(), main(), named("/etc/x")], 0),
            Fault::EscapingMember,
        ),
        (
            "backslash",
            zip_of([types(), main(), named("..\\x")], 0),
            Fault::EscapingMember,
        ),
        (
            "duplicate",
            zip_of([types(), main(), main()], 0),
            Fault::DuplicateMember,
        ),
        (
            "duplicate, other case",
            zip_of([types(), main(), named("Word/Document.xml")], 0),
            Fault::DuplicateMember,
        ),
        ("password", zip_of([types(), main()], 1), Fault::Encrypted),
        (
            "cut",
            zip_of([types(), main()], 0).split_last().unwrap().1.to_vec(),
            Fault::CutZip,
        ),
    ];
    for (name, bytes, fault) in cases {
        let (format, reading) = first_look("a.docx", &bytes);
        assert_eq!(format, Format::Docx, "{name}");
        assert_eq!(reading, refused(fault), "{name}");
        assert_eq!(text(Format::Docx, &bytes), Err(fault), "{name}");
    }
    // what a member claims is not believed: more, or less, than it says
    for claimed in [1, 200] {
        let lie = Member {
            claimed: Some(claimed),
            ..main()
        };
        assert_eq!(text(Format::Docx, &zip_of([types(), lie], 0)), Err(Fault::Broken));
    }
    // a false directory length, and a directory of lies
    for at in [12, 16, 20] {
        let mut bytes = zip_of([types(), main()], 0);
        let place = bytes.len() - 22 + at - 2;
        bytes[place] ^= 0x41;
        assert_ne!(first_look("a.docx", &bytes).1, Reading::Readable, "{at}");
    }
}

#[test]
fn xml_is_read_flat_and_fetches_nothing() {
    let document = |head: &str| {
        let document = format!(
            "{head}<w:document xmlns:w=\"w\"><w:p><w:t>avant &c;&f;&#233; après</w:t></w:p></w:document>"
        );
        zip(&[
            ("[Content_Types].xml", "<Types/>"),
            ("word/document.xml", &document),
        ])
    };
    assert_eq!(words(Format::Docx, &document("")), "avant é après");
    // a document type that declares what words stand for belongs in no office document
    let entities = "<!DOCTYPE x [<!ENTITY c \"ha\"><!ENTITY f SYSTEM \"file:///etc/passwd\">]>";
    assert_eq!(text(Format::Docx, &document(entities)), Err(Fault::Broken));

    let deep = format!("{}{}", "<a>".repeat(100_000), "</a>".repeat(100_000));
    assert_eq!(text(Format::Docx, &docx(&deep, &[])), Err(Fault::TooDeep));
    assert_eq!(text(Format::Odt, &odf("text", &deep, &[])), Err(Fault::TooDeep));
    for broken in ["<w:p>", "<w:p><w:t>x</w:p></w:t>", "<w:p", "</w:p>"] {
        assert_eq!(
            text(Format::Docx, &docx(broken, &[])),
            Err(Fault::Broken),
            "{broken}"
        );
    }
    // a macro is a part that nobody reads
    let macros = docx(
        &paragraph("sans danger"),
        &[("word/vbaProject.bin", "Sub AutoOpen()")],
    );
    assert_eq!(words(Format::Docx, &macros), "sans danger");
    // an encrypted OpenDocument says so in its manifest; an encrypted OOXML is no zip at all
    let manifest = (
        "META-INF/manifest.xml",
        "<m:manifest xmlns:m='m'><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>",
    );
    assert_eq!(
        text(Format::Odt, &odf("text", "", &[manifest])),
        Err(Fault::Encrypted)
    );
    let mut cfb = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    cfb.resize(4096, 0);
    assert_eq!(first_look("a.docx", &cfb).0, Format::OldOffice);
    assert_ne!(first_look("a.docx", &cfb).1, Reading::Readable);
}

#[test]
fn text_has_an_end() {
    let long = "mot ".repeat(limits::CHARACTERS / 4 + 1);
    for (format, bytes) in [
        (Format::Txt, long.clone().into_bytes()),
        (Format::Html, format!("<p>{long}</p>").into_bytes()),
        (Format::Docx, docx(&paragraph(&long), &[])),
        (Format::Odt, odf("text", &format!("<text:p>{long}</text:p>"), &[])),
    ] {
        assert_eq!(text(format, &bytes), Err(Fault::TooManyCharacters), "{format:?}");
    }
    let mut huge = vec![b'a'; limits::FILE_BYTES as usize + 1];
    assert_eq!(text(Format::Txt, &huge), Err(Fault::TooLarge));
    huge.pop();
    assert_eq!(text(Format::Txt, &huge), Err(Fault::TooManyCharacters));
}

#[test]
fn no_bytes_make_a_parser_fail_hard() {
    let formats = [
        Format::Pdf,
        Format::Docx,
        Format::Xlsx,
        Format::Pptx,
        Format::Odt,
        Format::Ods,
        Format::Odp,
        Format::Txt,
        Format::Csv,
        Format::Html,
        Format::Image,
        Format::Mail,
    ];
    let samples = [
        pdf(&["Règle"]),
        docx(&paragraph("Règle"), &[CORE]),
        odf("text", "<text:p>x</text:p>", &[]),
        b"<p>a&b".to_vec(),
    ];
    for (sample, step) in samples.iter().zip([1, 65, 129, 193]) {
        for format in formats {
            // every cut, and bytes changed one by one with a stride
            for at in (0..sample.len()).step_by(7) {
                text(format, &sample[..at]).ok();
                let mut changed = sample.clone();
                changed[at] = changed[at].wrapping_add(step);
                text(format, &changed).ok();
            }
        }
    }
    assert_eq!(made::zip(&[]).len(), 22);
    assert_eq!(text(Format::Docx, &zip(&[])), Err(Fault::Broken));
}
