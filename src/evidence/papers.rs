//! The papers of a dossier beside its evidence: `constats/*.toml`, `historique/*.json`, the files next to `dossier.toml`. Those that
//! lie where they would be read but for their name or place are told, with what to do.

use std::collections::BTreeSet;
use std::io;
use std::path::Path;

use super::disk::{not_evidence, shown};
use super::door::{Door, Entry, EntryKind, Reach, Unopened};
use super::whole::small;
use mediaudit_core::record::inventory::Skipped;
use mediaudit_core::record::item::extension;
use mediaudit_core::store::OwnFolder;

/// What a folder of papers held.
#[derive(Debug, Default)]
pub struct PaperFolder {
    /// What was read: path from the dossier, bytes, in byte order of the names.
    pub read: Vec<(String, Vec<u8>)>,
    /// What could not be read: path, why.
    pub faults: Vec<(String, Unopened)>,
    /// What was not read, though it seems meant to be.
    pub misplaced: Vec<Skipped>,
}

/// Reads the files directly in `folder` that end in `.extension`; of each, `most` bytes and one more at most.
pub fn read(door: &dyn Door, folder: &str, extension: &str, most: u64) -> PaperFolder {
    let mut out = PaperFolder::default();
    let entries = match door.entries(Path::new(folder), Reach::Direct) {
        Ok(entries) => entries,
        Err(error) if error.is_absent() => return out,
        Err(error) => {
            out.faults.push((folder.to_owned(), error));
            return out;
        }
    };
    let mut others = Vec::new();
    for entry in entries {
        match entry {
            Ok(entry) if is_paper(&entry, extension) => {
                let path = shown(&entry.path);
                match small(door, &entry.path, most) {
                    Ok(Some(bytes)) => out.read.push((path, bytes)),
                    Ok(None) => {
                        let gone = io::Error::from(io::ErrorKind::NotFound);
                        out.faults.push((path, gone.into()));
                    }
                    Err(error) => out.faults.push((path, error)),
                }
            }
            Ok(entry) => others.push(entry),
            Err(unlisted) => out.faults.push((shown(&unlisted.path), unlisted.error.into())),
        }
    }
    let known: BTreeSet<&str> = out
        .read
        .iter()
        .filter_map(|(path, _)| path.rsplit('/').next())
        .collect();
    out.misplaced = others
        .iter()
        .filter_map(|entry| {
            let path = shown(&entry.path);
            let name = path.rsplit('/').next().unwrap_or_default();
            Some(Skipped {
                reason: misplaced(entry.kind, name, folder, extension, &known)?,
                path,
            })
        })
        .collect();
    out
}

/// Does it end in exactly this extension? Whether it can be opened is told when it is.
fn is_paper(entry: &Entry, extension: &str) -> bool {
    let hidden = entry
        .path
        .file_name()
        .is_some_and(|name| name.to_string_lossy().starts_with('.'));
    entry.kind != EntryKind::Folder
        && !hidden
        && entry.path.extension().is_some_and(|found| found == extension)
}

/// Why something in a folder of papers is not read, with what to do; none where nobody means it to be.
fn misplaced(
    kind: EntryKind,
    name: &str,
    folder: &str,
    extension: &str,
    known: &BTreeSet<&str>,
) -> Option<String> {
    if not_evidence(name).is_some() {
        return None;
    }
    if kind == EntryKind::Folder {
        return Some(format!(
            "c’est un dossier, qui n’est pas lu : déplacez ses fichiers directement dans « {folder} »"
        ));
    }
    if let Some(right) = right_name(name, extension) {
        return Some(rename(&right, known.contains(right.as_str())));
    }
    // another form of a paper that was read, such as the PDF of an assessment
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let paper = format!("{stem}.{extension}");
    (!known.contains(paper.as_str())).then(|| {
        format!(
            "seuls les fichiers « .{extension} » sont lus dans « {folder} » : si c’en est un, renommez-le en « {paper} », sinon rangez-le ailleurs"
        )
    })
}

fn rename(right: &str, taken: bool) -> String {
    if taken {
        format!("n’est pas lu, « {right} » l’est : gardez ce qu’il dit dans « {right} », puis retirez-le")
    } else {
        format!("n’est pas lu sous ce nom : renommez-le en « {right} »")
    }
}

/// `auditrice.toml` for `auditrice.TOML`, `auditrice.toml.txt`, `auditrice.toml~`, `auditrice.toml (copie)`.
fn right_name(name: &str, extension: &str) -> Option<String> {
    let lower = name.to_ascii_lowercase();
    let dotted = format!(".{extension}");
    let at = lower.find(&dotted)?;
    let after = lower.get(at + dotted.len()..)?;
    if after.starts_with(char::is_alphanumeric) {
        return None;
    }
    let stem = name.get(..at).filter(|stem| !stem.is_empty())?;
    Some(format!("{stem}{dotted}"))
}

/// The files of a dossier next to one another, without their extension.
const FILES: [&str; 4] = ["dossier", "actions", "observations", "surcouche"];

/// The folders of a dossier.
const FOLDERS: [&str; 3] = [super::disk::EVIDENCE, "constats", "historique"];

/// What lies in a dossier's own folder, and is not read there.
pub fn unread(door: &dyn Door) -> OwnFolder {
    match door.entries(Path::new(""), Reach::Direct) {
        Ok(entries) => {
            let entries: Vec<Entry> = entries.into_iter().filter_map(Result::ok).collect();
            OwnFolder {
                misnamed: misnamed(&entries, door),
                strays: strays(&entries),
            }
        }
        Err(error) => OwnFolder {
            misnamed: vec![Skipped {
                path: ".".to_owned(),
                reason: format!("ce que contient le dossier ne peut être dit ({error})"),
            }],
            strays: Vec::new(),
        },
    }
}

/// What lies there under nearly the name of something that is read.
fn misnamed(entries: &[Entry], door: &dyn Door) -> Vec<Skipped> {
    let names: BTreeSet<&str> = entries.iter().filter_map(Entry::name).collect();
    entries
        .iter()
        .filter_map(|entry| {
            let name = entry.name()?;
            if let Some(of) = copied(name).filter(|_| entry.kind == EntryKind::File) {
                return Some(Skipped {
                    path: shown(&entry.path),
                    reason: format!(
                        "c’est une copie de « {of} », qui n’est pas lue : gardez ce qui est à garder dans « {of} », puis retirez-la"
                    ),
                });
            }
            let right = intended(name, entry.kind)?;
            let there = names.contains(right.as_str());
            // a disk that takes both cases for one name has read it under its right one
            if right == name || (!there && opens(door, &right, entry.kind)) {
                return None;
            }
            let reason = match entry.kind {
                EntryKind::Folder if there => {
                    format!("ce dossier n’est pas lu, « {right} » l’est : mettez-y ce qu’il contient")
                }
                EntryKind::Folder => {
                    format!("ce dossier n’est pas lu sous ce nom : renommez-le en « {right} »")
                }
                _ => rename(&right, there),
            };
            Some(Skipped {
                path: shown(&entry.path),
                reason,
            })
        })
        .collect()
}

/// Names that end so are those of documents that a person wants to count.
const DOCUMENTS: [&str; 27] = [
    "pdf", "docx", "odt", "xlsx", "ods", "pptx", "odp", "csv", "doc", "xls", "ppt", "rtf", "pages",
    "numbers", "gdoc", "gsheet", "msg", "eml", "zip", "png", "jpg", "jpeg", "tif", "tiff", "webp", "heic",
    "url",
];

/// Documents that lie there, where none is read. The reports that médiaudit writes there are none of them.
fn strays(entries: &[Entry]) -> Vec<Skipped> {
    let mut out: Vec<Skipped> = entries
        .iter()
        .filter(|entry| entry.kind == EntryKind::File)
        .filter(|entry| {
            entry.name().is_some_and(|name| {
                DOCUMENTS.contains(&extension(name).as_str())
                    && not_evidence(name).is_none()
                    && !name.starts_with("rapport-")
            })
        })
        .map(|entry| Skipped {
            path: shown(&entry.path),
            reason: "à côté de dossier.toml, il ne compte pour rien : rangez-le dans « preuves », dans le dossier de son type"
                .to_owned(),
        })
        .collect();
    out.sort();
    out
}

/// `dossier (conflit copie).toml`, `dossier - Copie.toml`, `Copie de dossier.toml`: the file that they were copied from.
fn copied(name: &str) -> Option<String> {
    let lower = name.to_lowercase();
    let stem = lower.strip_suffix(".toml")?;
    FILES
        .iter()
        .find(|known| {
            let after = stem.strip_prefix(**known);
            let before = stem.strip_suffix(**known);
            after.is_some_and(|rest| rest.starts_with([' ', '(', '-', '_', '~', '.']))
                || before.is_some_and(|rest| rest.starts_with("copie de ") || rest.starts_with("copy of "))
        })
        .map(|known| format!("{known}.toml"))
}

/// The name of a dossier's own that this one nearly is.
fn intended(name: &str, kind: EntryKind) -> Option<String> {
    if kind == EntryKind::Folder {
        let lower = name.to_lowercase();
        let one = |known: &&&str| known.trim_end_matches('s') == lower.trim_end_matches('s');
        return FOLDERS.iter().find(one).map(|known| (*known).to_owned());
    }
    let right = right_name(name, "toml")?.to_lowercase();
    let known = right.strip_suffix(".toml")?;
    FILES.contains(&known).then_some(right)
}

fn opens(door: &dyn Door, name: &str, kind: EntryKind) -> bool {
    match kind {
        EntryKind::Folder => door.entries(Path::new(name), Reach::Direct).is_ok(),
        _ => door.open(Path::new(name)).is_ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_is_nearly_right_is_known() {
        for name in [
            "a.TOML",
            "a.toml.txt",
            "a.Toml.TXT",
            "a.toml~",
            "a.toml (copie)",
            "a.toml.bak",
        ] {
            assert_eq!(right_name(name, "toml").as_deref(), Some("a.toml"), "{name}");
        }
        for name in [
            "dossier (conflit copie).toml",
            "dossier - Copie.toml",
            "Copie de dossier.toml",
            "dossier(1).toml",
        ] {
            assert_eq!(copied(name).as_deref(), Some("dossier.toml"), "{name}");
        }
        for name in ["dossier.toml", "dossiers.toml", "mon-dossier.toml"] {
            assert_eq!(copied(name), None, "{name}");
        }
        for name in ["a.tomlette", "a.txt", ".toml", "toml", "atoml.txt"] {
            assert_eq!(right_name(name, "toml"), None, "{name}");
        }
    }
}
