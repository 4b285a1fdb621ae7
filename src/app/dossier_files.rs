//! A dossier as a folder, each file of it read through its one door; what cannot be read is told to its author.

use std::io::{self, ErrorKind};
use std::path::Path;

use super::diags::{
    BehindLink, DossierIsFile, DossierUnreadable, LogoNoPicture, LogoTooLarge, ReportGiven, UnreadableFile,
};
use mediaudit_core::audit::no_dossier;
use mediaudit_core::diag::{Diagnostic, Diagnostics, toml_text};
use mediaudit_core::kernel::words;
use mediaudit_core::record::inventory::Inventory;
use mediaudit_core::record::reading::Plan;
use mediaudit_core::store::{DossierStore, OwnFolder, Paper, Papers, Reader};
use mediaudit_evidence::disk::{self, EVIDENCE, why};
use mediaudit_evidence::door::{Door, OpenFolder, Unopened};
use mediaudit_evidence::papers;
use mediaudit_evidence::whole::small;

/// Largest issued assessment that is read back, in bytes.
const MAX_HISTORY: u64 = 256 * 1024 * 1024;

/// Largest logo read, in bytes.
pub(super) const MAX_LOGO: u64 = 2 * 1024 * 1024;

/// Opens the folder that a person named.
pub(super) fn open(folder: &Path, sink: &mut Diagnostics) -> Option<OpenFolder> {
    OpenFolder::open(folder)
        .map_err(|error| sink.push(unopened(folder, &error)))
        .ok()
}

fn unopened(folder: &Path, error: &io::Error) -> Diagnostic {
    let shown = folder.to_string_lossy();
    match error.kind() {
        ErrorKind::NotFound => no_dossier(&folder.display().to_string(), &[]),
        ErrorKind::NotADirectory if is_report(folder) => ReportGiven { file: &shown }.into(),
        ErrorKind::NotADirectory => {
            let parent = folder.parent().filter(|parent| !parent.as_os_str().is_empty());
            DossierIsFile {
                folder: &shown,
                parent: &parent.unwrap_or(Path::new(".")).to_string_lossy(),
            }
            .into()
        }
        _ => DossierUnreadable {
            folder: &shown,
            why: why(error),
        }
        .into(),
    }
}

fn is_report(path: &Path) -> bool {
    let end = path.extension().map(std::ffi::OsStr::to_ascii_lowercase);
    end.is_some_and(|end| ["pdf", "json", "html"].iter().any(|known| end == **known))
}

/// The dossier behind a door.
#[derive(Debug)]
pub(super) struct DossierFolder<'a> {
    door: &'a dyn Door,
    name: &'a Path,
}

impl<'a> DossierFolder<'a> {
    /// `name` is what a person calls it.
    pub(super) fn new(door: &'a dyn Door, name: &'a Path) -> Self {
        Self { door, name }
    }
}

impl DossierStore for DossierFolder<'_> {
    fn name(&self) -> String {
        self.name.display().to_string()
    }

    fn paper(&self, name: &str) -> Result<Option<Paper>, Diagnostic> {
        let found = small(self.door, Path::new(name), toml_text::MAX_BYTES as u64)
            .map_err(|error| refused(name, &error))?;
        let path = name.to_owned();
        Ok(found.map(|bytes| Paper { path, bytes }))
    }

    fn papers(&self, folder: &str, extension: &str) -> Papers {
        let most = if extension == "toml" {
            toml_text::MAX_BYTES as u64
        } else {
            MAX_HISTORY
        };
        let found = papers::read(self.door, folder, extension, most);
        Papers {
            read: found
                .read
                .into_iter()
                .map(|(path, bytes)| Paper { path, bytes })
                .collect(),
            faults: found
                .faults
                .iter()
                .map(|(path, error)| refused(path, error))
                .collect(),
            misplaced: found.misplaced,
        }
    }

    fn unread(&self) -> OwnFolder {
        papers::unread(self.door)
    }

    fn evidence(&self, plan: Plan<'_>, reader: &dyn Reader) -> Result<Inventory, Diagnostic> {
        let memory = reader.memory(self.name);
        disk::inventory(self.door, plan, reader, memory.as_deref()).map_err(|error| refused(EVIDENCE, &error))
    }

    /// Told by its first bytes.
    fn picture(&self, path: &str) -> Result<Option<Vec<u8>>, Diagnostic> {
        let shown = &words::safe(path);
        match small(self.door, Path::new(path), MAX_LOGO) {
            Ok(Some(bytes)) if bytes.len() as u64 > MAX_LOGO => Err(LogoTooLarge { path: shown }.into()),
            Ok(Some(bytes)) if is_picture(&bytes) => Ok(Some(bytes)),
            Ok(Some(_)) => Err(LogoNoPicture { path: shown }.into()),
            Ok(None) => Ok(None),
            Err(error) => Err(refused(path, &error)),
        }
    }
}

/// Told by its first bytes.
pub(super) fn is_picture(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\x89PNG\r\n\x1a\n") || bytes.starts_with(b"\xff\xd8\xff")
}

/// Something of the dossier that is there and cannot be read.
fn refused(path: &str, error: &Unopened) -> Diagnostic {
    let told = error.told(path);
    match error {
        Unopened::Link(_) => BehindLink { told }.into(),
        Unopened::Irregular | Unopened::Outside | Unopened::Changing | Unopened::System(_) => {
            UnreadableFile { told }.into()
        }
    }
}
