//! What an eye sees of a piece is what is read of it: no more, no less.

use mediaudit_core::record::item::Format;
use mediaudit_core::record::survey::{Picture, Signature};
use mediaudit_core::record::{Contents, Fault};
use mediaudit_evidence::contents::{read, read_pdf_within};

use super::made::{docx, odf, paragraph, pdf_of, pdf_pages, png, stream, zip, zlib};

fn drawn(content: &str) -> Contents {
    read(
        Format::Pdf,
        &pdf_pages(&[stream("", content.as_bytes())], &[], ""),
    )
    .unwrap()
}

fn line(at: (u32, u32), text: &str) -> String {
    format!("BT /F1 12 Tf {} {} Td ({text}) Tj ET ", at.0, at.1)
}

#[test]
fn text_that_no_eye_sees_is_not_read() {
    let plain = line((60, 700), "vu");
    for (name, hidden) in [
        ("white", format!("1 g {}", line((60, 600), "cache"))),
        ("white ink", format!("0 0 0 0 k {}", line((60, 600), "cache"))),
        (
            "no ink",
            "q 3 Tr BT /F1 12 Tf 60 600 Td (cache) Tj ET Q".to_owned(),
        ),
        ("off the page", line((700, 600), "cache")),
        ("tiny", "BT /F1 0.5 Tf 60 600 Td (cache) Tj ET".to_owned()),
        (
            "cut away",
            format!("q 0 0 10 10 re W n {} Q", line((60, 600), "cache")),
        ),
        (
            "covered",
            format!("{} 1 g 50 590 200 30 re f", line((60, 600), "cache")),
        ),
        (
            "black on black",
            format!("0 g 50 590 200 30 re f {}", line((60, 600), "cache")),
        ),
    ] {
        let found = drawn(&format!("{plain} {hidden}"));
        assert_eq!(found.text.as_deref(), Some("vu"), "{name}");
        assert_eq!(found.unseen, 5, "{name}");
        assert_eq!(found.concealed.as_deref(), Some("cache"), "{name}");
    }
    for (name, shown) in [
        (
            "white on blue",
            format!("0 0 1 rg 50 590 200 30 re f 1 g {}", line((60, 600), "montre")),
        ),
        (
            "white on a round shape",
            format!(
                "0.2 g 50 590 m 250 590 l 260 600 260 610 250 620 c 50 620 l f 1 g {}",
                line((60, 600), "montre")
            ),
        ),
        (
            "beside a surface",
            format!("{} 0.9 g 300 590 200 30 re f", line((60, 600), "montre")),
        ),
        (
            "on a grey ground",
            format!("0.9 g 0 0 595 842 re f 0 g {}", line((60, 600), "montre")),
        ),
        (
            "under a rule",
            format!("{} 55 604 100 1 re f", line((60, 600), "montre")),
        ),
    ] {
        let found = drawn(&shown);
        assert_eq!(found.text.as_deref(), Some("montre"), "{name}");
        assert_eq!((found.unseen, found.concealed), (0, None), "{name}");
    }
}

#[test]
fn a_layer_that_is_off_is_not_read_and_a_filled_field_is() {
    let catalog = "<</Type/Catalog/Pages 2 0 R/OCProperties<</OCGs[6 0 R 7 0 R]/D<</OFF[6 0 R]>>>>/AcroForm<</Fields[8 0 R 10 0 R]>>>>";
    let content = "/OC /Non BDC BT /F1 12 Tf 60 700 Td (cache) Tj ET EMC /OC /Oui BDC BT /F1 12 Tf 60 680 Td (montre) Tj ET EMC";
    let field = |flags: u32| {
        format!("<</Subtype/Widget/FT/Tx/F {flags}/Rect[60 500 200 520]/AP<</N 9 0 R>>>>").into_bytes()
    };
    let form = stream(
        "/Subtype/Form/BBox[0 0 140 20]/Resources<</Font<</F1 5 0 R>>>>",
        b"BT /F1 12 Tf 2 5 Td (rempli) Tj ET",
    );
    let of = |flags| {
        pdf_of(
            &[
                catalog.as_bytes().to_vec(),
                b"<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 595 842]>>".to_vec(),
                b"<</Type/Page/Parent 2 0 R/Contents 4 0 R/Annots[8 0 R]/Resources<</Font<</F1 5 0 R>>/Properties<</Non 6 0 R/Oui 7 0 R>>>>>>".to_vec(),
                stream("", content.as_bytes()),
                b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>".to_vec(),
                b"<</Type/OCG/Name(a)>>".to_vec(),
                b"<</Type/OCG/Name(b)>>".to_vec(),
                field(flags),
                form.clone(),
                b"<</FT/Sig/T(s)>>".to_vec(),
            ],
            "",
        )
    };
    let found = read(Format::Pdf, &of(4)).unwrap();
    assert_eq!(found.text.as_deref(), Some("montre\nrempli"));
    assert_eq!(found.signature, Signature::Field);
    assert_eq!(read(Format::Pdf, &of(2)).unwrap().text.as_deref(), Some("montre"));
}

#[test]
fn signatures_and_attachments_of_a_pdf_are_noted() {
    let of = |value: &str| {
        pdf_of(
            &[
                b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[<</T(a)/Kids[4 0 R]>>]>>/Names<</EmbeddedFiles<</Names[(a) 5 0 R]>>>>>>".to_vec(),
                b"<</Type/Pages/Kids[3 0 R]/Count 1>>".to_vec(),
                b"<</Type/Page/Parent 2 0 R>>".to_vec(),
                format!("<</FT/Sig{value}>>").into_bytes(),
                b"<</Type/Filespec/F(a.pdf)/EF<</F 6 0 R>>>>".to_vec(),
                stream("/Type/EmbeddedFile", b"x"),
            ],
            "",
        )
    };
    let unsigned = read(Format::Pdf, &of("")).unwrap();
    assert_eq!((unsigned.signature, unsigned.attachments), (Signature::Field, 1));
    let signed = read(Format::Pdf, &of("/V<</ByteRange[0 1 2 3]/Contents<00>>>")).unwrap();
    assert_eq!(signed.signature, Signature::Electronic);
}

/// A page with this picture over all of it, then this content.
fn scan(dict: &str, bytes: &[u8], content: &str) -> Contents {
    let content = format!("q 595 0 0 842 0 0 cm /Im Do Q {content}");
    let bytes = pdf_of(
        &[
            b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
            b"<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 595 842]>>".to_vec(),
            b"<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>/XObject<</Im 6 0 R>>>>>>"
                .to_vec(),
            stream("", content.as_bytes()),
            b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>".to_vec(),
            stream(&format!("/Subtype/Image/Width 16/Height 16{dict}"), bytes),
        ],
        "",
    );
    read(Format::Pdf, &bytes).unwrap()
}

#[test]
fn a_page_that_a_picture_covers_is_an_image_unless_it_shows_nothing() {
    let squares: Vec<u8> = (0..=255).collect();
    let grey = "/ColorSpace/DeviceGray/BitsPerComponent 8";
    let found = scan(grey, &squares, "");
    assert_eq!((found.text, found.picture), (None, Picture::Shown));
    assert!(found.sheets[0].image);
    let packed = scan(&format!("{grey}/Filter/FlateDecode"), &zlib(&squares), "");
    assert!(packed.sheets[0].image);
    // bits, and colours from a list
    let bits: Vec<u8> = [0xf0, 0x0f].repeat(16);
    assert!(scan("/ColorSpace/DeviceGray/BitsPerComponent 1", &bits, "").sheets[0].image);
    let list = "/ColorSpace[/Indexed/DeviceRGB 1 <ffffff101010>]/BitsPerComponent 1";
    assert!(scan(list, &bits, "").sheets[0].image);
    let same = "/ColorSpace[/Indexed/DeviceRGB 1 <ffffffffffff>]/BitsPerComponent 1";
    assert_eq!(scan(same, &bits, "").picture, Picture::Plain);
    // of one colour
    let blank = scan(grey, &[250; 256], "");
    assert_eq!((blank.picture, blank.sheets[0].image), (Picture::Plain, false));
    // what cannot be decoded may say something
    let fax = scan("/Filter/JPXDecode", b"not a picture", "");
    assert_eq!((fax.picture, fax.sheets[0].image), (Picture::Undecoded, true));
    // twenty words make it a page of text
    let words = (0..20).map(|n| format!("mot{n} ")).collect::<Vec<_>>().concat();
    let (first, second) = words.split_at(words.len() / 2);
    let ground = "1 g 0 0 595 842 re f 0 g";
    let text = format!("{ground} {} {}", line((10, 700), first), line((10, 680), second));
    assert!(!scan(grey, &squares, &text).sheets[0].image);
    // a text laid under the picture is not seen
    let under = scan(grey, &squares, "").sheets[0];
    assert_eq!(under.words, 0);
}

#[test]
fn letters_that_map_to_nothing_make_an_image() {
    let font = b"<</Type/Font/Subtype/Type3/FontMatrix[0.001 0 0 0.001 0 0]/Encoding<</Differences[65/g1/g2]>>/FirstChar 65/Widths[500 500]>>".to_vec();
    let bytes = pdf_of(
        &[
            b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>".to_vec(),
            b"<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>".to_vec(),
            stream("", line((60, 700), "ABAB").as_bytes()),
            font,
        ],
        "",
    );
    let found = read(Format::Pdf, &bytes).unwrap();
    assert_eq!(found.text, None);
    assert_eq!((found.sheets[0].unmapped, found.sheets[0].image), (4, true));
}

#[test]
fn hidden_words_of_office_documents_are_not_read() {
    let run = |look: &str, text: &str| format!("<w:r><w:rPr>{look}</w:rPr><w:t>{text}</w:t></w:r>");
    let hidden = [
        run("<w:vanish/>", "un"),
        run("<w:color w:val=\"FFFFFF\"/>", "deux"),
        run("<w:sz w:val=\"1\"/>", "trois"),
        run("<w:rStyle w:val=\"Cache\"/>", "quatre"),
    ]
    .concat();
    let styles = (
        "word/styles.xml",
        "<w:styles xmlns:w=\"w\"><w:style w:styleId=\"Cache\"><w:rPr><w:vanish/></w:rPr></w:style></w:styles>",
    );
    let shaded = format!(
        "<w:tbl><w:tr><w:tc><w:tcPr><w:shd w:fill=\"1F4E79\"/></w:tcPr><w:p>{}</w:p></w:tc></w:tr></w:tbl>",
        run("<w:color w:val=\"FFFFFF\"/>", "entête")
    );
    let visible = run("<w:vanish w:val=\"0\"/>", "vu");
    let found = read(
        Format::Docx,
        &docx(&format!("<w:p>{hidden}{visible}</w:p>{shaded}"), &[styles]),
    )
    .unwrap();
    assert_eq!(found.text.as_deref(), Some("vu\nentête"));
    assert_eq!(found.unseen, 17);

    let styles = "<office:automatic-styles><style:style style:name=\"B\"><style:text-properties fo:color=\"#ffffff\"/></style:style><style:style style:name=\"C\"><style:text-properties text:display=\"none\"/></style:style></office:automatic-styles>";
    let body = format!(
        "{styles}<text:p>vu<text:span text:style-name=\"B\">blanc</text:span></text:p><text:p text:style-name=\"C\">rien</text:p>"
    )
    .replace("style:", "s:")
    .replace("fo:", "f:")
    .replace("<office:automatic-s:s>", "<office:automatic-styles>");
    let namespaced = odf("text", &format!("<x xmlns:s=\"s\" xmlns:f=\"f\">{body}</x>"), &[]);
    let found = read(Format::Odt, &namespaced).unwrap();
    assert_eq!((found.text.as_deref(), found.unseen), (Some("vu"), 9));

    let sheet = |name: &str, rows: &str| (name.to_owned(), format!("<worksheet>{rows}</worksheet>"));
    let (shown, secret) = (
        sheet(
            "xl/worksheets/sheet1.xml",
            "<cols><col min=\"2\" max=\"2\" hidden=\"1\"/></cols><sheetData><row><c r=\"A1\"><v>1</v></c><c r=\"B1\"><v>2</v></c><c r=\"C1\" s=\"1\"><v>3</v></c></row><row hidden=\"1\"><c r=\"A2\"><v>4</v></c></row></sheetData>",
        ),
        sheet(
            "xl/worksheets/sheet2.xml",
            "<sheetData><row><c><v>5</v></c></row></sheetData>",
        ),
    );
    let book = zip(&[
        ("[Content_Types].xml", "<Types/>"),
        (
            "xl/workbook.xml",
            "<workbook xmlns:r=\"r\"><sheets><sheet r:id=\"a\"/><sheet r:id=\"b\" state=\"veryHidden\"/></sheets></workbook>",
        ),
        (
            "xl/_rels/workbook.xml.rels",
            "<Relationships><Relationship Id=\"b\" Target=\"worksheets/sheet2.xml\"/></Relationships>",
        ),
        (
            "xl/styles.xml",
            "<styleSheet><fonts><font/><font><color rgb=\"FFFFFFFF\"/></font></fonts><fills><fill><patternFill patternType=\"none\"/></fill></fills><cellXfs><xf fontId=\"0\" fillId=\"0\"/><xf fontId=\"1\" fillId=\"0\"/></cellXfs></styleSheet>",
        ),
        (&shown.0, &shown.1),
        (&secret.0, &secret.1),
    ]);
    let found = read(Format::Xlsx, &book).unwrap();
    assert_eq!((found.text.as_deref(), found.unseen), (Some("1"), 4));
}

#[test]
fn a_document_without_a_word_may_hold_a_picture() {
    let squares = png(16, 16, |x, y| u8::try_from(x * y).unwrap());
    let with = |picture: &[u8]| {
        let members = [
            ("[Content_Types].xml", &b"<Types/>"[..]),
            (
                "word/document.xml",
                b"<w:document xmlns:w=\"w\"><w:p/></w:document>",
            ),
            ("word/media/image1.png", picture),
        ];
        let members = members.map(|(name, bytes)| super::made::Member {
            name,
            bytes,
            claimed: None,
        });
        read(Format::Docx, &super::made::zip_of(members, 0))
            .unwrap()
            .picture
    };
    assert_eq!(with(&squares), Picture::Shown);
    assert_eq!(with(&png(16, 16, |_, _| 9)), Picture::Plain);
    assert_eq!(with(b"\x01\0\0\0 a drawing of Windows"), Picture::Undecoded);
    assert_eq!(
        read(Format::Docx, &docx("<w:p/>", &[])).unwrap().picture,
        Picture::None
    );
    let chart = (
        "word/diagrams/data1.xml",
        "<d><a:p xmlns:a='a'><a:r><a:t>Direction</a:t></a:r></a:p></d>",
    );
    let found = read(Format::Docx, &docx(&paragraph("Organigramme"), &[chart])).unwrap();
    assert_eq!(found.text.as_deref(), Some("Organigramme\nDirection"));
}

/// A drawing of drawings of drawings; `q` without end; one long string on many surfaces, drawn over and over.
#[test]
fn the_steps_of_drawing_are_counted() {
    let form = |content: &[u8], next: usize| {
        stream(
            &format!("/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X {next} 0 R>>>>"),
            content,
        )
    };
    let mut objects = vec![
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>".to_vec(),
        b"<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</XObject<</X 5 0 R>>>>>>".to_vec(),
        stream("", &b"/X Do ".repeat(20)),
    ];
    for next in 6..16 {
        objects.push(form(&b"/X Do ".repeat(20), next));
    }
    objects.push(form(b"0 0 9 9 re f", 1));
    // the steps that it takes to say so are as many as were given
    let steps = |file: &[u8]| read_pdf_within(file, 200_000);
    assert_eq!(steps(&pdf_of(&objects, "")), Err(Fault::TooManyDrawings));
    // one that draws itself
    let mut turning = objects[..4].to_vec();
    turning.push(form(b"/X Do", 5));
    assert_eq!(
        read(Format::Pdf, &pdf_of(&turning, "")),
        Err(Fault::TooManyDrawings)
    );

    let plain = pdf_pages(&[stream("", b"0 0 9 9 re f 0 0 9 9 re f 0 0 9 9 re f")], &[], "");
    let flood = stream("/Filter/FlateDecode", &zlib(&b"q ".repeat(1 << 20)));
    assert_eq!(
        read(Format::Pdf, &pdf_pages(&[flood], &[], "")).map(|read| read.text),
        Ok(None)
    );
    let string = [b"BT /F1 12 Tf (".as_slice(), &vec![b'x'; 1 << 14], b") Tj ET "]
        .concat()
        .repeat(4);
    let long = [b"0 0 9 9 re f ".repeat(300), string].concat();
    let long = stream("/Filter/FlateDecode", &zlib(&long));
    let long = pdf_pages(&[long], &[], "");
    assert_eq!(steps(&long), Err(Fault::TooManyDrawings));
    // what anybody draws is far below, and the same file with more of them is read
    assert!(read_pdf_within(&plain, 200_000).is_ok() && read_pdf_within(&plain, 3).is_err());
}
