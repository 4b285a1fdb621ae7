//! Files made on the fly: sound ones, and the bad ones that nobody should keep in a repository.

use std::io::Write;

use flate2::Compression;
use flate2::write::{DeflateEncoder, ZlibEncoder};

/// A member of a zip: name, contents, bytes claimed (the true number if none).
pub(crate) struct Member<'a> {
    pub(crate) name: &'a str,
    pub(crate) bytes: &'a [u8],
    pub(crate) claimed: Option<u32>,
}

pub(crate) fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

pub(crate) fn zlib(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// A zip of these members, with these flags on each.
pub(crate) fn zip_of<'a>(members: impl IntoIterator<Item = Member<'a>>, flags: u16) -> Vec<u8> {
    let (mut out, mut directory, mut count) = (Vec::new(), Vec::new(), 0_usize);
    for member in members {
        // the kind of an OpenDocument stands uncompressed at its start
        let (method, packed) = match member.name {
            "mimetype" => (0, member.bytes.to_vec()),
            _ => (8, deflate(member.bytes)),
        };
        let mut crc = flate2::Crc::new();
        crc.update(member.bytes);
        let size = member.claimed.unwrap_or(member.bytes.len() as u32);
        let offset = out.len() as u32;
        let mut common = Vec::new();
        for word in [20, flags, method, 0, 0x21] {
            common.extend_from_slice(&u16::to_le_bytes(word));
        }
        for word in [crc.sum(), packed.len() as u32, size] {
            common.extend_from_slice(&word.to_le_bytes());
        }
        common.extend_from_slice(&(member.name.len() as u16).to_le_bytes());
        out.extend_from_slice(b"PK\x03\x04");
        out.extend_from_slice(&common);
        out.extend_from_slice(&[0, 0]);
        out.extend_from_slice(member.name.as_bytes());
        out.extend_from_slice(&packed);
        directory.extend_from_slice(b"PK\x01\x02\x14\x00");
        directory.extend_from_slice(&common);
        directory.extend_from_slice(&[0; 12]);
        directory.extend_from_slice(&offset.to_le_bytes());
        directory.extend_from_slice(member.name.as_bytes());
        count += 1;
    }
    let start = out.len() as u32;
    let length = directory.len() as u32;
    out.extend_from_slice(&directory);
    out.extend_from_slice(b"PK\x05\x06\0\0\0\0");
    let count = u16::try_from(count).unwrap_or(u16::MAX);
    out.extend_from_slice(&count.to_le_bytes());
    out.extend_from_slice(&count.to_le_bytes());
    out.extend_from_slice(&length.to_le_bytes());
    out.extend_from_slice(&start.to_le_bytes());
    out.extend_from_slice(&[0, 0]);
    out
}

pub(crate) fn zip(members: &[(&str, &str)]) -> Vec<u8> {
    let members = members.iter().map(|(name, text)| Member {
        name,
        bytes: text.as_bytes(),
        claimed: None,
    });
    zip_of(members, 0)
}

const TYPES: (&str, &str) = (
    "[Content_Types].xml",
    "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>",
);

pub(crate) const CORE: (&str, &str) = (
    "docProps/core.xml",
    "<cp:coreProperties xmlns:cp=\"c\" xmlns:dcterms=\"d\"><dcterms:created>2023-01-05T10:00:00Z</dcterms:created><dcterms:modified>2024-03-01T10:00:00Z</dcterms:modified></cp:coreProperties>",
);

/// A DOCX with this body (WordprocessingML without its prefix) and these parts besides.
pub(crate) fn docx(body: &str, more: &[(&str, &str)]) -> Vec<u8> {
    let document = format!("<w:document xmlns:w=\"w\"><w:body>{body}</w:body></w:document>");
    let mut members = vec![TYPES, ("word/document.xml", document.as_str())];
    members.extend_from_slice(more);
    zip(&members)
}

/// A paragraph of a DOCX.
pub(crate) fn paragraph(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

/// An OpenDocument file of this kind (`text`, `spreadsheet`, `presentation`).
pub(crate) fn odf(kind: &str, body: &str, more: &[(&str, &str)]) -> Vec<u8> {
    let mimetype = format!("application/vnd.oasis.opendocument.{kind}");
    let content = format!(
        "<office:document-content xmlns:office=\"o\" xmlns:text=\"t\" xmlns:table=\"b\" xmlns:draw=\"d\"><office:body>{body}</office:body></office:document-content>"
    );
    let mut members = vec![("mimetype", mimetype.as_str()), ("content.xml", content.as_str())];
    members.extend_from_slice(more);
    zip(&members)
}

/// A PDF of these objects, numbered from 1; the first is the catalog.
pub(crate) fn pdf_of(objects: &[Vec<u8>], trailer: &str) -> Vec<u8> {
    let mut out = b"%PDF-1.5\n".to_vec();
    let mut offsets = Vec::new();
    for (at, body) in objects.iter().enumerate() {
        offsets.push(out.len());
        out.extend_from_slice(format!("{} 0 obj\n", at + 1).as_bytes());
        out.extend_from_slice(body);
        out.extend_from_slice(b"\nendobj\n");
    }
    let start = out.len();
    out.extend_from_slice(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).as_bytes());
    for offset in offsets {
        out.extend_from_slice(format!("{offset:010} 00000 n \n").as_bytes());
    }
    out.extend_from_slice(
        format!(
            "trailer\n<</Size {}/Root 1 0 R{trailer}>>\nstartxref\n{start}\n%%EOF\n",
            objects.len() + 1
        )
        .as_bytes(),
    );
    out
}

pub(crate) fn stream(dict: &str, bytes: &[u8]) -> Vec<u8> {
    let mut out = format!("<<{dict}/Length {}>>\nstream\n", bytes.len()).into_bytes();
    out.extend_from_slice(bytes);
    out.extend_from_slice(b"\nendstream");
    out
}

/// The catalog, the page tree and one page a content stream; then a font and what else is given.
pub(crate) fn pdf_pages(contents: &[Vec<u8>], more: &[Vec<u8>], trailer: &str) -> Vec<u8> {
    let font = 3 + 2 * contents.len();
    let kids: Vec<String> = (0..contents.len())
        .map(|at| format!("{} 0 R", 3 + 2 * at))
        .collect();
    let mut objects = vec![
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        format!(
            "<</Type/Pages/Count {}/Kids[{}]>>",
            contents.len(),
            kids.join(" ")
        )
        .into_bytes(),
    ];
    for (at, content) in contents.iter().enumerate() {
        objects.push(
            format!(
                "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {} 0 R/Resources<</Font<</F1 {font} 0 R>>>>>>",
                4 + 2 * at
            )
            .into_bytes(),
        );
        objects.push(content.clone());
    }
    objects.push(b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".to_vec());
    objects.extend_from_slice(more);
    pdf_of(&objects, trailer)
}

/// A PDF with one page a text.
pub(crate) fn pdf(texts: &[&str]) -> Vec<u8> {
    let contents: Vec<Vec<u8>> = texts.iter().map(|text| page(text)).collect();
    pdf_pages(&contents, &[], "")
}

/// The content of a page that shows this text, line by line.
pub(crate) fn page(text: &str) -> Vec<u8> {
    let mut drawn = b"BT /F1 12 Tf 16 TL 60 780 Td ".to_vec();
    for line in text.lines() {
        drawn.push(b'(');
        drawn.extend(line.chars().map(|c| u32::from(c) as u8));
        drawn.extend_from_slice(b") Tj T* ");
    }
    drawn.extend_from_slice(b"ET");
    stream("", &drawn)
}

/// A PNG of greys.
pub(crate) fn png(width: u32, height: u32, grey: impl Fn(u32, u32) -> u8) -> Vec<u8> {
    let mut out = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut chunk = |kind: &[u8], bytes: &[u8]| {
        out.extend_from_slice(&(bytes.len() as u32).to_be_bytes());
        let mut crc = flate2::Crc::new();
        crc.update(kind);
        crc.update(bytes);
        out.extend_from_slice(kind);
        out.extend_from_slice(bytes);
        out.extend_from_slice(&crc.sum().to_be_bytes());
    };
    let mut head = [width.to_be_bytes(), height.to_be_bytes()].concat();
    head.extend_from_slice(&[8, 0, 0, 0, 0]);
    chunk(b"IHDR", &head);
    let rows: Vec<u8> = (0..height)
        .flat_map(|y| std::iter::once(0).chain((0..width).map(|x| grey(x, y)).collect::<Vec<_>>()))
        .collect();
    chunk(b"IDAT", &zlib(&rows));
    chunk(b"IEND", b"");
    out
}
