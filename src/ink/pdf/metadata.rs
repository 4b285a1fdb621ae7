//! Language, XMP, Info, colour profile, attachments.

use lopdf::{Document, Object, Stream, StringFormat, dictionary};

use super::{PdfError, PdfSource};
use mediaudit_core::kernel::words;

const PRODUCER: &str = "printpdf 0.12.8";
const CREATOR: &str = concat!("médiaudit ", env!("CARGO_PKG_VERSION"));

/// A text string, UTF-16 with its mark.
pub(super) fn text(value: &str) -> Object {
    let bytes = [0xFE, 0xFF]
        .into_iter()
        .chain(value.encode_utf16().flat_map(u16::to_be_bytes))
        .collect();
    Object::String(bytes, StringFormat::Hexadecimal)
}

/// A name.
pub(super) fn name(value: &str) -> Object {
    Object::Name(value.as_bytes().to_vec())
}

pub(super) fn add(file: &mut Document, source: &PdfSource) -> Result<(), PdfError> {
    "1.7".clone_into(&mut file.version);
    let said = Metadata {
        title: property(&source.title),
        author: property(&source.author),
        subject: property(&source.subject),
    };
    let (year, month, day) = source.date;
    let pdf_date = Object::string_literal(format!("D:{year:04}{month:02}{day:02}000000+00'00'"));
    let xmp = Stream::new(
        dictionary! { "Type" => "Metadata", "Subtype" => "XML" },
        xmp(&said, source.date).into_bytes(),
    )
    .with_compression(false);
    let xmp = file.add_object(xmp);
    let profile = file.add_object(Stream::new(
        dictionary! { "N" => 3 },
        typst_assets::icc::S_RGB_V4.to_vec(),
    ));
    let mut names = Vec::new();
    let mut specs = Vec::new();
    for attachment in &source.attachments {
        let size = i64::try_from(attachment.bytes.len()).unwrap_or(i64::MAX);
        let head = dictionary! {
            "Type" => "EmbeddedFile", "Subtype" => name(&attachment.media_type),
            "Params" => dictionary! { "Size" => size, "ModDate" => pdf_date.clone() },
        };
        let stream = file.add_object(Stream::new(head, attachment.bytes.clone()));
        let spec = file.add_object(dictionary! {
            "Type" => "Filespec", "F" => text(&attachment.name), "UF" => text(&attachment.name), "Desc" => text(&attachment.description),
            "AFRelationship" => "Source", "EF" => dictionary! { "F" => stream, "UF" => stream },
        });
        names.extend([text(&attachment.name), Object::Reference(spec)]);
        specs.push(Object::Reference(spec));
    }
    let info = file.add_object(dictionary! {
        "Title" => text(&said.title), "Author" => text(&said.author), "Subject" => text(&said.subject),
        "Creator" => text(CREATOR), "Producer" => text(PRODUCER), "CreationDate" => pdf_date.clone(), "ModDate" => pdf_date,
    });
    if let Ok(old) = file.trailer.get(b"Info").and_then(Object::as_reference) {
        file.objects.remove(&old);
    }
    file.trailer.set("Info", info);
    let catalog = file.catalog_mut()?;
    catalog.set("Lang", text("fr-FR"));
    catalog.set("Metadata", xmp);
    catalog.set("ViewerPreferences", dictionary! { "DisplayDocTitle" => true });
    let intent = dictionary! {
        "Type" => "OutputIntent", "S" => "GTS_PDFA1", "OutputConditionIdentifier" => Object::string_literal("sRGB"),
        "Info" => Object::string_literal("sRGB IEC61966-2.1"), "DestOutputProfile" => profile,
    };
    catalog.set("OutputIntents", vec![Object::Dictionary(intent)]);
    if !specs.is_empty() {
        catalog.set("AF", specs);
        catalog.set(
            "Names",
            dictionary! { "EmbeddedFiles" => dictionary! { "Names" => names } },
        );
    }
    Ok(())
}

/// A text as the file's properties say it: one line, and the code of what would not be seen, as on the pages. Some of these characters
/// are none of XML's.
fn property(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for c in value.chars() {
        match c {
            '\n' | '\r' | '\t' => out.push(' '),
            c if words::is_hidden(c) => out.push_str(&format!("[U+{:04X}]", u32::from(c))),
            c => out.push(c),
        }
    }
    out
}

fn xml(value: &str) -> String {
    value
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

/// What the file says of itself, in its Info dictionary and in its XMP packet.
struct Metadata {
    title: String,
    author: String,
    subject: String,
}

/// The XMP packet: it says what the Info dictionary says, and names the two standards.
fn xmp(said: &Metadata, (year, month, day): (i16, i8, i8)) -> String {
    let date = format!("{year:04}-{month:02}-{day:02}T00:00:00+00:00");
    let (title, author, subject) = (xml(&said.title), xml(&said.author), xml(&said.subject));
    format!(
        r#"<?xpacket begin="{bom}" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<dc:language><rdf:Bag><rdf:li>fr-FR</rdf:li></rdf:Bag></dc:language>
<xmp:CreateDate>{date}</xmp:CreateDate><xmp:ModifyDate>{date}</xmp:ModifyDate><xmp:CreatorTool>{CREATOR}</xmp:CreatorTool>
<pdf:Producer>{PRODUCER}</pdf:Producer>
<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance><pdfuaid:part>1</pdfuaid:part>
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI><pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>PDF/UA version</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"#,
        bom = '\u{feff}',
    )
}
