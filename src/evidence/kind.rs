//! Depth 1, pure: the true kind of a file and whether it is whole, from its first and last bytes.

use file_format::FileFormat;

use super::contents::Fault;
use super::item::{Format, Reading};
use super::zip_directory;
use crate::kernel::words;

/// Bytes needed of the start of a file, and of its end where it is no zip.
pub const EDGE: usize = 64 * 1024;

/// Bytes needed of the end of a file that begins so.
pub fn tail(head: &[u8]) -> usize {
    if head.starts_with(b"PK") {
        zip_directory::TAIL
    } else {
        EDGE
    }
}

fn extension(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.')
        .map(|(_, extension)| extension.to_lowercase())
        .unwrap_or_default()
}

/// The true kind, from the first bytes; the extension only tells texts apart.
pub fn kind(path: &str, head: &[u8]) -> Format {
    match FileFormat::from_bytes(head) {
        FileFormat::PortableDocumentFormat => Format::Pdf,
        FileFormat::OfficeOpenXmlDocument => Format::Docx,
        FileFormat::OfficeOpenXmlSpreadsheet => Format::Xlsx,
        FileFormat::OfficeOpenXmlPresentation => Format::Pptx,
        FileFormat::OpendocumentText => Format::Odt,
        FileFormat::OpendocumentSpreadsheet => Format::Ods,
        FileFormat::OpendocumentPresentation => Format::Odp,
        FileFormat::HypertextMarkupLanguage => Format::Html,
        FileFormat::PortableNetworkGraphics
        | FileFormat::JointPhotographicExpertsGroup
        | FileFormat::TagImageFileFormat
        | FileFormat::Webp
        | FileFormat::GraphicsInterchangeFormat
        | FileFormat::HighEfficiencyImageCoding => Format::Image,
        FileFormat::CompoundFileBinary
        | FileFormat::MicrosoftWordDocument
        | FileFormat::MicrosoftExcelSpreadsheet => Format::OldOffice,
        FileFormat::Zip => zipped(head),
        FileFormat::ArbitraryBinaryData | FileFormat::PlainText | FileFormat::Empty => text_kind(path, head),
        _ => text_kind(path, head),
    }
}

/// An office file whose zip directory lies beyond the bytes kept: told by its first members.
fn zipped(head: &[u8]) -> Format {
    let has = |name: &[u8]| head.windows(name.len()).any(|window| window == name);
    if has(b"word/") {
        Format::Docx
    } else if has(b"xl/") {
        Format::Xlsx
    } else if has(b"ppt/") {
        Format::Pptx
    } else if has(b"opendocument.text") {
        Format::Odt
    } else if has(b"opendocument.spreadsheet") {
        Format::Ods
    } else if has(b"opendocument.presentation") {
        Format::Odp
    } else {
        Format::Other
    }
}

fn text_kind(path: &str, head: &[u8]) -> Format {
    let binary = head.contains(&0) && !head.starts_with(&[0xff, 0xfe]) && !head.starts_with(&[0xfe, 0xff]);
    if binary {
        return Format::Other;
    }
    match extension(path).as_str() {
        "csv" => Format::Csv,
        "html" | "htm" => Format::Html,
        "eml" => Format::Mail,
        "txt" | "md" => Format::Txt,
        _ => Format::Other,
    }
}

/// Whole, or why not. Never a proof of more: contents are read at depths 2 and 3.
pub fn state(path: &str, format: Format, size: u64, head: &[u8], tail: &[u8]) -> Reading {
    let has = |bytes: &[u8], word: &[u8]| bytes.windows(word.len()).any(|window| window == word);
    let wanted: &[Format] = match extension(path).as_str() {
        "pdf" => &[Format::Pdf],
        "docx" => &[Format::Docx],
        "odt" => &[Format::Odt],
        "xlsx" => &[Format::Xlsx],
        "ods" => &[Format::Ods],
        "pptx" => &[Format::Pptx],
        "odp" => &[Format::Odp],
        "png" | "jpg" | "jpeg" | "tif" | "tiff" | "webp" | "gif" | "heic" => &[Format::Image],
        _ => &[],
    };
    let reason = if head.is_empty() {
        "le fichier est vide".to_owned()
    } else if format == Format::OldOffice
        && wanted
            .iter()
            .any(|f| matches!(f, Format::Docx | Format::Xlsx | Format::Pptx))
    {
        "le document est protégé par un mot de passe, ou d'un format ancien".to_owned()
    } else if !wanted.is_empty() && !wanted.contains(&format) {
        format!(
            "le nom finit par « .{} » mais le contenu est d'une autre nature",
            words::safe(&extension(path))
        )
    } else if format == Format::Pdf && !has(tail, b"%%EOF") {
        "le PDF est coupé : sa fin manque".to_owned()
    } else if format == Format::Pdf && has(tail, b"/Encrypt") {
        Fault::Encrypted.reason()
    } else if let Some(fault) = is_package(format)
        .then(|| zip_directory::read(tail, size).err())
        .flatten()
    {
        fault.reason()
    } else {
        return Reading::Readable;
    };
    Reading::Unreadable { reason }
}

/// Is it a zip with a document inside?
fn is_package(format: Format) -> bool {
    matches!(
        format,
        Format::Docx | Format::Odt | Format::Xlsx | Format::Ods | Format::Pptx | Format::Odp
    )
}
