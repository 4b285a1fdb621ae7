//! Reads the files of a dossier, each through its one door; what cannot be read is told to its author.

use std::io::{self, ErrorKind};
use std::path::Path;

use mediaudit_core::diag::{Code, Diagnostic, Diagnostics, toml_text};
use mediaudit_core::kernel::words;
use mediaudit_core::record::Reader;
use mediaudit_core::record::inventory::{Inventory, Skipped};
use mediaudit_evidence::disk::{self, EVIDENCE, why};
use mediaudit_evidence::door::{Door, OpenFolder, Unopened};
use mediaudit_evidence::papers;
use mediaudit_evidence::whole::small;

/// The file that makes a folder a dossier.
const MAIN: &str = "dossier.toml";

/// Largest issued assessment that is read back, in bytes.
const MAX_HISTORY: u64 = 256 * 1024 * 1024;

/// Largest logo read, in bytes.
const MAX_LOGO: u64 = 2 * 1024 * 1024;

/// Opens the folder that a person named.
pub(super) fn open(folder: &Path, sink: &mut Diagnostics) -> Option<OpenFolder> {
    OpenFolder::open(folder)
        .map_err(|error| sink.push(unopened(folder, &error)))
        .ok()
}

fn unopened(folder: &Path, error: &io::Error) -> Diagnostic {
    match error.kind() {
        ErrorKind::NotFound => no_dossier(folder, &[]),
        ErrorKind::NotADirectory => {
            let parent = folder.parent().filter(|parent| !parent.as_os_str().is_empty());
            Diagnostic::new(
                Code::BadPath,
                format!("« {} » est un fichier, pas un dossier", folder.display()),
            )
            .hint(format!(
                "donnez le dossier qui contient dossier.toml : {}",
                parent.unwrap_or(Path::new(".")).display()
            ))
        }
        _ => Diagnostic::new(
            Code::BadPath,
            format!("« {} » : {}", folder.display(), why(error)),
        ),
    }
}

fn no_dossier(folder: &Path, misnamed: &[Skipped]) -> Diagnostic {
    let nearly = misnamed
        .iter()
        .find(|skipped| skipped.path.to_lowercase().starts_with(MAIN));
    Diagnostic::new(
        Code::BadPath,
        format!("pas de dossier.toml dans « {} »", folder.display()),
    )
    .hint(match nearly {
        Some(skipped) => format!("« {} » {}", words::safe(&skipped.path), skipped.reason),
        None => {
            "donnez le dossier qui le contient, ou créez-en un : mediaudit nouveau mon-dossier".to_owned()
        }
    })
}

/// The bytes of `dossier.toml`.
pub(super) fn main(
    door: &dyn Door,
    folder: &Path,
    misnamed: &[Skipped],
    sink: &mut Diagnostics,
) -> Option<Vec<u8>> {
    match small(door, Path::new(MAIN), toml_text::MAX_BYTES as u64) {
        Ok(Some(bytes)) => return Some(bytes),
        Ok(None) => sink.push(no_dossier(folder, misnamed)),
        Err(error) => sink.push(refused(MAIN, &error)),
    }
    None
}

/// A file that may stand beside `dossier.toml`: its name, its bytes.
pub(super) fn beside(door: &dyn Door, name: &str, sink: &mut Diagnostics) -> Option<(String, Vec<u8>)> {
    match small(door, Path::new(name), toml_text::MAX_BYTES as u64) {
        Ok(bytes) => Some((name.to_owned(), bytes?)),
        Err(error) => {
            sink.push(refused(name, &error));
            None
        }
    }
}

/// The files of a folder of the dossier that end in `extension`, in byte order: path from the dossier, bytes.
pub(super) fn folder(
    door: &dyn Door,
    name: &str,
    extension: &str,
    misplaced: &mut Vec<Skipped>,
    sink: &mut Diagnostics,
) -> Vec<(String, Vec<u8>)> {
    let most = if extension == "toml" {
        toml_text::MAX_BYTES as u64
    } else {
        MAX_HISTORY
    };
    let found = papers::read(door, name, extension, most);
    for (path, error) in &found.faults {
        sink.push(refused(path, error));
    }
    misplaced.extend(found.misplaced);
    found.read
}

/// What the folder of evidence holds.
pub(super) fn evidence(
    door: &dyn Door,
    plan: disk::Plan<'_>,
    reader: &dyn Reader,
    sink: &mut Diagnostics,
) -> Option<Inventory> {
    disk::inventory(door, plan, reader)
        .map_err(|error| sink.push(refused(EVIDENCE, &error)))
        .ok()
}

/// The logo: a PNG or a JPEG of the dossier, told by its first bytes.
pub(super) fn logo(door: &dyn Door, path: &str, sink: &mut Diagnostics) -> Option<Vec<u8>> {
    let shown = words::safe(path);
    let fault = match small(door, Path::new(path), MAX_LOGO) {
        Ok(Some(bytes)) if bytes.len() as u64 > MAX_LOGO => "le logo dépasse 2 Mio".to_owned(),
        Ok(Some(bytes)) if bytes.starts_with(b"\x89PNG\r\n\x1a\n") || bytes.starts_with(b"\xff\xd8\xff") => {
            return Some(bytes);
        }
        Ok(Some(_)) => "le logo n'est ni un PNG ni un JPEG".to_owned(),
        Ok(None) => "le logo n'est pas là".to_owned(),
        Err(error) => {
            sink.push(refused(path, &error));
            return None;
        }
    };
    sink.push(
        Diagnostic::new(Code::BadPath, format!("« {shown} » : {fault}")).hint(
            "déposez une petite image PNG ou JPEG à côté de dossier.toml, ou retirez la ligne « logo »",
        ),
    );
    None
}

/// Something of the dossier that is there and cannot be read.
fn refused(path: &str, error: &Unopened) -> Diagnostic {
    let told = Diagnostic::new(Code::BadPath, error.told(path));
    match error {
        Unopened::Link(_) => told
            .hint("rien n'est lu à travers un lien : copiez à sa place ce vers quoi il mène, ou retirez-le"),
        Unopened::Irregular | Unopened::Outside | Unopened::Changing | Unopened::System(_) => told,
    }
}
