//! What an output may not replace: the inputs of any dossier, issued assessments, and what this run itself reads.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use mediaudit_evidence::disk;

/// The file that makes a folder a dossier.
const DOSSIER: &str = "dossier.toml";

/// The files beside it that a judgement reads: their names are taken, whether they are there or not.
const BESIDE: &[&str] = &[DOSSIER, "actions.toml", "observations.toml", "surcouche.toml"];

/// Issued assessments, in a dossier or kept elsewhere.
const ISSUED: &str = "historique";

/// The folders of a dossier whose files are inputs, or what an edit may have to give back.
const HELD: &[&str] = &["preuves", "constats", "reponses", ISSUED, ".mediaudit"];

/// What keeps an output from being written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Guarded {
    Input,
    Issued,
}

/// Is `name` in `folder` (a path without links nor `..`) something to keep? `exists`: there is such a file now. `read`: files that the
/// run reads, and folders of such.
///
/// Names are compared without regard to case, since some disks have none: on the others that refuses a little too much, and loses
/// nothing.
pub(super) fn guarded(folder: &Path, name: &OsStr, exists: bool, read: &[PathBuf]) -> Option<Guarded> {
    let is = |name: &OsStr, known: &str| name.eq_ignore_ascii_case(known);
    let is_dossier = |folder: &Path| disk::exists(&folder.join(DOSSIER));
    if exists && folder.file_name().is_some_and(|own| is(own, ISSUED)) {
        return Some(Guarded::Issued);
    }
    let held = || within(folder, &is_dossier, &is);
    // a report is never a TOML file: one that is there is somebody's norm, dossier, findings or overlay
    let is_toml = Path::new(name).extension().is_some_and(|end| is(end, "toml"));
    let is_beside = || BESIDE.iter().any(|known| is(name, known)) && is_dossier(folder);
    let input = if is_toml {
        exists || is_beside() || held()
    } else {
        exists && (held() || is_read(folder, name, read))
    };
    input.then_some(Guarded::Input)
}

/// Is this folder one of those that a dossier holds, or below one?
fn within(folder: &Path, is_dossier: &dyn Fn(&Path) -> bool, is: &dyn Fn(&OsStr, &str) -> bool) -> bool {
    folder.ancestors().any(|held| {
        let known = held
            .file_name()
            .is_some_and(|own| HELD.iter().any(|known| is(own, known)));
        known && held.parent().is_some_and(is_dossier)
    })
}

/// The identity of files decides, so that no spelling of a path hides one.
fn is_read(folder: &Path, name: &OsStr, read: &[PathBuf]) -> bool {
    let same = |a: &Path, b: &Path| same_file::is_same_file(a, b).unwrap_or(false);
    let output = folder.join(name);
    read.iter()
        .any(|input| same(&output, input) || same(folder, input))
}
