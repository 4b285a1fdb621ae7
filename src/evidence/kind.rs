//! Depth 1, pure: the true kind of a file and whether it is whole, from its first and last bytes.

use file_format::FileFormat;

use super::zip_directory::{self, Directory};
use mediaudit_core::kernel::words;
use mediaudit_core::record::is_read;
use mediaudit_core::record::item::{Format, Reading, extension};

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

/// Is it a zip? Its kind is told by its directory, at its end.
fn is_zip(head: &[u8]) -> bool {
    head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06")
}

/// The container of MSG, of DOC and XLS, and of any OOXML under a password: told apart by the name, and by what is read.
fn is_compound(head: &[u8]) -> bool {
    head.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
}

/// May a file that begins so be of a format that is read?
pub fn may_be_read(path: &str, head: &[u8]) -> bool {
    is_zip(head) || is_read(flat(path, head))
}

/// The true kind and state of a file of `size` bytes, from its first and last bytes.
pub fn look(path: &str, size: u64, head: &[u8], tail: &[u8]) -> (Format, Reading) {
    if !is_zip(head) {
        let format = flat(path, head);
        return (format, state(path, format, head, tail));
    }
    match zip_directory::read(tail, size) {
        Ok(directory) => {
            let format = package(head, &directory);
            (format, state(path, format, head, tail))
        }
        Err(fault) => {
            let reason = fault.reason();
            (zipped(head), Reading::Unreadable { reason })
        }
    }
}

/// The mark of a PDF. Readers look for it in the first 1,024 bytes (ISO 32000-1, annex H, note 13); where the name does not say that
/// it is one, only blanks may come before, so that a text about PDF stays a text.
fn is_pdf(path: &str, head: &[u8]) -> bool {
    let first = head.get(..1024).unwrap_or(head);
    let before = memchr::memmem::find(first, b"%PDF-").and_then(|at| head.get(..at));
    before.is_some_and(|before| {
        extension(path) == "pdf"
            || before
                .strip_prefix(b"\xef\xbb\xbf")
                .unwrap_or(before)
                .trim_ascii()
                .is_empty()
    })
}

/// What is no zip. The extension only tells texts apart.
fn flat(path: &str, head: &[u8]) -> Format {
    if is_pdf(path, head) {
        return Format::Pdf;
    }
    match FileFormat::from_bytes(head) {
        FileFormat::HypertextMarkupLanguage => Format::Html,
        FileFormat::PortableNetworkGraphics
        | FileFormat::JointPhotographicExpertsGroup
        | FileFormat::TagImageFileFormat
        | FileFormat::Webp
        | FileFormat::GraphicsInterchangeFormat
        | FileFormat::HighEfficiencyImageCoding => Format::Image,
        _ if is_compound(head) => match extension(path).as_str() {
            "msg" => Format::Mail,
            "xls" => Format::Xls,
            _ => Format::OldOffice,
        },
        FileFormat::ArbitraryBinaryData | FileFormat::PlainText | FileFormat::Empty => text_kind(path, head),
        _ => text_kind(path, head),
    }
}

/// A zip, by the part that makes it a document; an OpenDocument says what it is in its first member (ODF 1.3 part 2, §3.3).
fn package(head: &[u8], directory: &Directory) -> Format {
    let has = |stem: &str| {
        directory
            .members
            .iter()
            .filter_map(|member| member.name.strip_suffix(".xml"))
            .any(|name| name.starts_with(stem))
    };
    if has("word/document") {
        Format::Docx
    } else if has("xl/workbook") {
        Format::Xlsx
    } else if has("ppt/presentation") {
        Format::Pptx
    } else if has("content") {
        zipped(head)
    } else {
        Format::Other
    }
}

/// A zip whose directory is of no help: told by the first names and bytes.
fn zipped(head: &[u8]) -> Format {
    let has = |name: &[u8]| memchr::memmem::find(head, name).is_some();
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
        // many tools call so what they write as values
        "csv" | "xls" => Format::Csv,
        "html" | "htm" => Format::Html,
        "eml" => Format::Mail,
        "txt" | "md" => Format::Txt,
        _ => Format::Other,
    }
}

/// What stands in place of a document that is somewhere else: the way to the document itself.
fn stand_in(path: &str, head: &[u8], tail: &[u8]) -> Option<&'static str> {
    match extension(path).as_str() {
        "gdoc" | "gsheet" | "gslides" | "gdraw" | "gform" => Some(
            "raccourci vers Google Docs : ouvrez-le, téléchargez le document en PDF et déposez-le à sa place",
        ),
        "url" | "webloc" | "website" | "lnk" | "desktop" | "alias" => Some(
            "raccourci, pas un document : ouvrez-le, enregistrez le document lui-même et déposez-le à sa place",
        ),
        _ if head.iter().chain(tail).all(|byte| *byte == 0) => Some(
            "ne contient que des zéros : peut-être resté dans le nuage ; ouvrez-le une fois, puis déposez-le à nouveau",
        ),
        _ => None,
    }
}

/// Why a whole file is not read, and the way to one that is.
fn not_read(path: &str, format: Format) -> &'static str {
    match extension(path).as_str() {
        "zip" | "rar" | "7z" | "tar" | "gz" | "tgz" => {
            "médiaudit n’ouvre pas les archives : sortez-en les documents et rangez-les ici"
        }
        _ if format == Format::Mail => {
            "médiaudit ne lit pas les courriels : enregistrez celui-ci en PDF, et ce qui y est joint à côté"
        }
        _ => "médiaudit ne lit pas ce format : enregistrez le document en PDF",
    }
}

/// Whole, or why not. Never a proof of more: contents are read at depths 2 and 3.
fn state(path: &str, format: Format, head: &[u8], tail: &[u8]) -> Reading {
    let has = |bytes: &[u8], word: &str| memchr::memmem::find(bytes, word.as_bytes()).is_some();
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
    if head.is_empty() {
        return Reading::Empty;
    }
    let reason = if let Some(reason) = stand_in(path, head, tail) {
        reason.to_owned()
    } else if format == Format::OldOffice
        && wanted
            .iter()
            .any(|f| matches!(f, Format::Docx | Format::Xlsx | Format::Pptx))
    {
        "le document est protégé par un mot de passe, ou d’un format ancien".to_owned()
    } else if !wanted.is_empty() && !wanted.contains(&format) {
        format!(
            "le nom finit par « .{} » mais le contenu est d’une autre nature",
            words::safe(&extension(path))
        )
    } else if format == Format::Pdf && !has(tail, "%%EOF") {
        "le PDF est coupé : sa fin manque".to_owned()
    } else if is_read(format) {
        return Reading::Readable;
    } else {
        return Reading::Unread {
            reason: not_read(path, format).to_owned(),
        };
    };
    Reading::Unreadable { reason }
}
