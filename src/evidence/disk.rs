//! Depth 1: walks `preuves/`, hashes every file, tells its true kind from the same bytes. The one door to evidence on disk.

use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

use file_format::FileFormat;
use rayon::prelude::*;
use sha2::{Digest as _, Sha256};
use unicode_normalization::UnicodeNormalization;
use walkdir::WalkDir;

use super::inventory::{Found, Inventory, Skipped};
use super::item::{Format, Reading};
use crate::kernel::{Digest, words};

/// Bytes kept from the start and from the end of a file to tell its kind.
const EDGE: usize = 64 * 1024;

/// Bytes read at a time.
const CHUNK: usize = 256 * 1024;

/// Walks `<root>/preuves`. Links are never followed nor opened; the order of the result is that of the paths.
pub fn inventory(root: &Path) -> Inventory {
    let mut out = Inventory::default();
    let mut paths = Vec::new();
    let base = root.join("preuves");
    if fs::symlink_metadata(&base).is_err() {
        return out;
    }
    for entry in WalkDir::new(&base).follow_links(false).sort_by_file_name() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let path = error
                    .path()
                    .map_or_else(|| "preuves".to_owned(), |path| shown(root, path));
                out.unfinished.push(Skipped {
                    path,
                    reason: "dossier ou fichier illisible (droits d'accès ?)".to_owned(),
                });
                continue;
            }
        };
        let kind = entry.file_type();
        if kind.is_dir() {
            continue;
        }
        let path = shown(root, entry.path());
        let skipped = |reason: &str| Skipped {
            path: path.clone(),
            reason: reason.to_owned(),
        };
        let Some(name) = entry.file_name().to_str() else {
            out.refused.push(skipped(
                "le nom du fichier n'est pas un texte lisible : renommez-le",
            ));
            continue;
        };
        if kind.is_symlink() {
            out.refused.push(skipped(
                "c'est un lien : copiez le document lui-même dans le dossier",
            ));
        } else if !kind.is_file() {
            out.refused.push(skipped("ce n'est pas un fichier ordinaire"));
        } else if let Some(reason) = not_evidence(name) {
            out.ignored.push(skipped(reason));
        } else {
            paths.push(entry.into_path());
        }
    }
    let read: Vec<Result<Found, Skipped>> = paths
        .par_iter()
        .map(|path| {
            look(root, path).map_err(|error| Skipped {
                path: shown(root, path),
                reason: format!("lecture impossible ({})", why(&error)),
            })
        })
        .collect();
    for outcome in read {
        match outcome {
            Ok(found) => out.files.push(found),
            Err(skipped) => out.unfinished.push(skipped),
        }
    }
    out.files.sort_by(|a, b| a.path.cmp(&b.path));
    out
}

/// Is there something at this path?
pub fn exists(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

/// A small file of the dossier, `None` where it is not there. Links are refused.
pub fn read_small(path: &Path, most: u64) -> std::io::Result<Option<Vec<u8>>> {
    let meta = match fs::symlink_metadata(path) {
        Ok(meta) => meta,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    if !meta.is_file() {
        return Err(std::io::Error::other("ce n'est pas un fichier ordinaire"));
    }
    let mut bytes = Vec::new();
    open(path)?.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
    Ok(Some(bytes))
}

/// Largest issued assessment that is read back, in bytes.
const MAX_HISTORY: u64 = 256 * 1024 * 1024;

/// Regular files directly in a folder of the dossier that end in `extension`, in byte order of their names; links are refused.
pub fn folder(root: &Path, name: &str, extension: &str) -> Vec<(String, std::io::Result<Vec<u8>>)> {
    let base = root.join(name);
    if fs::symlink_metadata(&base).is_err() {
        return Vec::new();
    }
    let mut out = Vec::new();
    for entry in WalkDir::new(&base)
        .min_depth(1)
        .max_depth(1)
        .follow_links(false)
        .sort_by_file_name()
    {
        match entry {
            Ok(entry) => {
                let wanted = entry.path().extension().is_some_and(|found| found == extension);
                if wanted && !entry.file_name().to_string_lossy().starts_with('.') {
                    let bytes = read_small(entry.path(), MAX_HISTORY).map(Option::unwrap_or_default);
                    out.push((shown(root, entry.path()), bytes));
                }
            }
            Err(error) => out.push((name.to_owned(), Err(error.into()))),
        }
    }
    out
}

#[expect(
    clippy::disallowed_methods,
    reason = "the one place that opens files of the dossier, after a check that it is no link"
)]
fn open(path: &Path) -> std::io::Result<File> {
    File::open(path)
}

/// In French, why the system refused.
pub fn why(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "introuvable".to_owned(),
        std::io::ErrorKind::PermissionDenied => "accès refusé".to_owned(),
        std::io::ErrorKind::StorageFull => "disque plein".to_owned(),
        _ => error
            .raw_os_error()
            .map_or_else(|| error.to_string(), |code| format!("erreur {code} du système")),
    }
}

fn shown(root: &Path, path: &Path) -> String {
    let relative = path.strip_prefix(root).unwrap_or(path);
    let parts: Vec<String> = relative
        .components()
        .map(|part| part.as_os_str().to_string_lossy().nfc().collect())
        .collect();
    parts.join("/")
}

fn not_evidence(name: &str) -> Option<&'static str> {
    let lower = name.to_lowercase();
    if lower.starts_with("~$") || lower.starts_with(".~lock.") {
        Some("verrou d'une suite bureautique")
    } else if lower.starts_with('.') {
        Some("fichier caché")
    } else if lower == "thumbs.db" || lower == "desktop.ini" {
        Some("fichier du système")
    } else if lower.starts_with("lisezmoi") {
        Some("mode d'emploi")
    } else {
        None
    }
}

/// Reads a file once: digest, first and last bytes, kind.
fn look(root: &Path, path: &Path) -> std::io::Result<Found> {
    let mut file = open(path)?;
    let mut hasher = Sha256::new();
    let (mut head, mut tail, mut size) = (Vec::new(), Vec::new(), 0_u64);
    let mut buffer = vec![0_u8; CHUNK];
    loop {
        let n = file.read(&mut buffer)?;
        let Some(chunk) = buffer.get(..n).filter(|chunk| !chunk.is_empty()) else {
            break;
        };
        hasher.update(chunk);
        size += n as u64;
        if head.len() < EDGE {
            head.extend(chunk.iter().take(EDGE - head.len()));
        }
        tail.extend_from_slice(chunk);
        let extra = tail.len().saturating_sub(EDGE);
        tail.drain(..extra);
    }
    let path_shown = shown(root, path);
    let format = kind(&path_shown, &head);
    let reading = state(&path_shown, format, &head, &tail);
    let mut folders = path_shown.split('/').skip(1);
    let type_folder = folders
        .next()
        .filter(|first| *first != "_autres" && folders.next().is_some())
        .map(str::to_owned);
    Ok(Found {
        type_folder,
        path: path_shown,
        size,
        digest: Digest::from_bytes(hasher.finalize().into()),
        format,
        reading,
    })
}

fn extension(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.')
        .map(|(_, extension)| extension.to_lowercase())
        .unwrap_or_default()
}

/// The true kind, from the bytes; the extension only tells texts apart.
fn kind(path: &str, head: &[u8]) -> Format {
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

fn state(path: &str, format: Format, head: &[u8], tail: &[u8]) -> Reading {
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
        "le PDF est protégé par un mot de passe".to_owned()
    } else if matches!(
        format,
        Format::Docx | Format::Odt | Format::Xlsx | Format::Ods | Format::Pptx | Format::Odp
    ) && !has(tail, b"PK\x05\x06")
    {
        "le document est coupé : sa fin manque".to_owned()
    } else {
        return Reading::Readable;
    };
    Reading::Unreadable { reason }
}
