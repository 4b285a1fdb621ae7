//! A disk that fails, files that change while they are read, a system without means: nothing passes for less evidence, or for more.

use std::fs;
use std::io::{self, Cursor, Read};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};

use mediaudit_app::assess::{Outcome, Request, judge};
use mediaudit_app::norms::NormFiles;
use mediaudit_core::audit::Means;
use mediaudit_core::diag::{Diagnostics, Sources};
use mediaudit_core::kernel::Digest;
use mediaudit_core::scope::SoughtBook;
use mediaudit_evidence::contents::InProcess;
use mediaudit_evidence::door::{Door, Entry, OpenFolder, Opened, Reach, State, Unlisted, Unopened};

use super::support::{dossier, files, good, norm};

type Listing = Result<Vec<Result<Entry, Unlisted>>, Unopened>;
type File = Result<Box<dyn Opened>, Unopened>;

/// A folder that listens to what is asked, and may answer otherwise.
struct Double<'a> {
    inner: OpenFolder,
    list: &'a (dyn Fn(&OpenFolder, &Path, Reach) -> Listing + Sync),
    open: &'a (dyn Fn(&OpenFolder, &Path) -> File + Sync),
}

impl std::fmt::Debug for Double<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Double")
    }
}

impl Door for Double<'_> {
    fn entries(&self, folder: &Path, reach: Reach) -> Listing {
        (self.list)(&self.inner, folder, reach)
    }

    fn open(&self, path: &Path) -> File {
        (self.open)(&self.inner, path)
    }
}

const REAL_LIST: &(dyn Fn(&OpenFolder, &Path, Reach) -> Listing + Sync) =
    &|inner, folder, reach| inner.entries(folder, reach);
const REAL_OPEN: &(dyn Fn(&OpenFolder, &Path) -> File + Sync) = &|inner, path| inner.open(path);

fn judged(door: &dyn Door) -> (Option<Outcome>, Vec<String>) {
    let request = Request {
        norm: Some(norm().to_string_lossy().into_owned()),
        privacy: true,
        ..Request::default()
    };
    let (mut sources, mut sink) = (Sources::default(), Diagnostics::default());
    let means = Means {
        norms: &NormFiles,
        sought: &SoughtBook::default(),
        reader: &InProcess,
    };
    let outcome = judge(door, Path::new("d"), &request, means, &mut sources, &mut sink);
    let told = sink.sorted().iter().map(|found| found.message.clone()).collect();
    (outcome, told)
}

fn eio() -> io::Error {
    io::Error::from_raw_os_error(5)
}

const PIECE: &str = "preuves/regle/2025-01-01-regle.pdf";

#[test]
fn a_folder_of_evidence_that_cannot_be_looked_at_is_not_an_empty_one() {
    let folder = dossier("eio-folder", &good(), &files());
    let door = Double {
        inner: OpenFolder::open(&folder).unwrap(),
        list: &|inner, folder, reach| match folder.to_str() {
            Some("preuves") => Err(eio().into()),
            _ => inner.entries(folder, reach),
        },
        open: REAL_OPEN,
    };
    let inputs = judged(&door).0.unwrap().assessment;
    assert_eq!(
        inputs.inputs.incidents,
        ["preuves : lecture impossible (erreur 5 du système)"]
    );
    assert!(inputs.results.conclusion.is_none());
}

#[test]
fn a_folder_or_a_file_below_that_cannot_be_read_leaves_the_run_incomplete() {
    let folder = dossier("eio-below", &good(), &files());
    let below = Double {
        inner: OpenFolder::open(&folder).unwrap(),
        list: &|inner, folder, reach| {
            let mut all = inner.entries(folder, reach)?;
            if folder == Path::new("preuves") {
                all.push(Err(Unlisted {
                    path: PathBuf::from("preuves/regle/vieux"),
                    error: eio(),
                }));
            }
            Ok(all)
        },
        open: &|inner, path| match path.to_str() {
            Some(PIECE) => Ok(Box::new(Made::new(vec![Err(eio())], [0, 0]))),
            _ => inner.open(path),
        },
    };
    let inputs = judged(&below).0.unwrap().assessment.inputs;
    assert_eq!(
        inputs.incidents,
        [
            format!("{PIECE} : lecture impossible (erreur 5 du système)"),
            "preuves/regle/vieux : lecture impossible (erreur 5 du système)".to_owned(),
        ]
    );
}

#[test]
fn findings_that_cannot_be_looked_at_are_not_findings_that_are_not_there() {
    let folder = dossier("eio-findings", &good(), &files());
    for name in ["constats", "historique"] {
        let door = Double {
            inner: OpenFolder::open(&folder).unwrap(),
            list: &|inner, folder, reach| match folder.to_str() {
                Some(asked) if asked == name => Err(eio().into()),
                _ => inner.entries(folder, reach),
            },
            open: REAL_OPEN,
        };
        let (outcome, told) = judged(&door);
        assert!(outcome.is_none());
        assert_eq!(told, [format!("« {name} » : erreur 5 du système")]);
    }
}

/// The account that owns nothing, where the tests run as one that may read everything.
#[cfg(unix)]
#[test]
fn evidence_under_lock_gives_exit_code_3() {
    use std::os::unix::fs::PermissionsExt;
    use std::os::unix::process::CommandExt;

    let folder = dossier("locked", &good(), &files());
    let lock = |mode| fs::set_permissions(folder.join("preuves"), fs::Permissions::from_mode(mode)).unwrap();
    lock(0o000);
    let mut command = Command::new(env!("CARGO_BIN_EXE_mediaudit"));
    command.arg("verifier").arg(&folder).arg("--norme").arg(norm());
    if fs::read_dir(folder.join("preuves")).is_ok() {
        command.uid(65534);
    }
    let output = command.output().unwrap();
    lock(0o755);
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(
        output.status.code(),
        Some(3),
        "{text}{}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(
        text.contains("Lecture inachevée — preuves : lecture impossible (accès refusé)"),
        "{text}"
    );
}

/// A file made of what each reading gives, and of its size before and after.
#[derive(Debug)]
struct Made {
    pieces: std::vec::IntoIter<io::Result<Vec<u8>>>,
    now: Cursor<Vec<u8>>,
    sizes: [u64; 2],
    asked: AtomicUsize,
}

impl Made {
    fn new(pieces: Vec<io::Result<Vec<u8>>>, sizes: [u64; 2]) -> Self {
        Self {
            pieces: pieces.into_iter(),
            now: Cursor::default(),
            sizes,
            asked: AtomicUsize::new(0),
        }
    }
}

impl Read for Made {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.now.read(buffer)?;
        if n > 0 {
            return Ok(n);
        }
        match self.pieces.next() {
            Some(piece) => {
                self.now = Cursor::new(piece?);
                self.now.read(buffer)
            }
            None => Ok(0),
        }
    }
}

impl Opened for Made {
    fn state(&self) -> io::Result<State> {
        let time = self.asked.fetch_add(1, Ordering::Relaxed);
        Ok(State {
            size: self.sizes[time],
            changed: None,
            identity: None,
        })
    }
}

const BYTES: &[u8] = super::support::OTHER;

/// A first reading of the piece that went wrong, and the bytes that every other gives.
fn first(case: &str) -> Made {
    let whole = BYTES.to_vec();
    let size = BYTES.len() as u64;
    match case {
        "cut" => Made::new(vec![Ok(whole[..9].to_vec())], [size, 9]),
        "grown" => Made::new(vec![Ok(whole), Ok(b"suite".to_vec())], [size, size + 5]),
        "grown-after" => Made::new(vec![Ok(whole)], [size, size + 5]),
        "cut-and-refilled" => Made::new(vec![Ok(whole[..9].to_vec())], [size, size]),
        _ => unreachable!(),
    }
}

const CASES: [&str; 4] = ["cut", "grown", "grown-after", "cut-and-refilled"];

#[test]
fn a_file_that_changes_while_it_is_read_is_read_again_and_told() {
    let folder = dossier("changed-once", &good(), &files());
    for case in CASES {
        let times = AtomicUsize::new(0);
        let door = Double {
            inner: OpenFolder::open(&folder).unwrap(),
            list: REAL_LIST,
            open: &|inner, path| match path.to_str() {
                Some(PIECE) if times.fetch_add(1, Ordering::Relaxed) == 0 => Ok(Box::new(first(case))),
                Some(PIECE) => {
                    let size = BYTES.len() as u64;
                    Ok(Box::new(Made::new(vec![Ok(BYTES.to_vec())], [size; 2])))
                }
                _ => inner.open(path),
            },
        };
        let outcome = judged(&door).0.unwrap();
        let found = outcome
            .inventory
            .files
            .iter()
            .find(|file| file.path == PIECE)
            .unwrap();
        assert_eq!(found.digest, Digest::of(BYTES), "{case}");
        assert_eq!(found.size, BYTES.len() as u64, "{case}");
        assert!(outcome.assessment.inputs.incidents.is_empty(), "{case}");
        let [told] = outcome.inventory.again.as_slice() else {
            panic!("{case}: {:?}", outcome.inventory.again)
        };
        assert_eq!(
            (told.path.as_str(), told.reason.as_str()),
            (PIECE, "a changé pendant la lecture : relu en entier")
        );
    }
}

#[test]
fn a_file_that_keeps_changing_is_in_no_report() {
    let folder = dossier("changing", &good(), &files());
    for case in CASES {
        let times = AtomicUsize::new(0);
        let door = Double {
            inner: OpenFolder::open(&folder).unwrap(),
            list: REAL_LIST,
            open: &|inner, path| match path.to_str() {
                Some(PIECE) => {
                    times.fetch_add(1, Ordering::Relaxed);
                    Ok(Box::new(first(case)))
                }
                _ => inner.open(path),
            },
        };
        let outcome = judged(&door).0.unwrap();
        assert_eq!(times.load(Ordering::Relaxed), 2, "{case}: once more, no oftener");
        assert!(
            outcome.inventory.files.iter().all(|file| file.path != PIECE),
            "{case}"
        );
        assert_eq!(
            outcome.assessment.inputs.incidents,
            [format!(
                "{PIECE} : lecture impossible (le fichier change pendant qu’on le lit : fermez le programme qui l’écrit, puis recommencez)"
            )],
            "{case}"
        );
    }
}

#[test]
fn a_dossier_that_keeps_changing_is_not_judged_half_written() {
    let folder = dossier("changing-main", &good(), &files());
    let door = Double {
        inner: OpenFolder::open(&folder).unwrap(),
        list: REAL_LIST,
        open: &|inner, path| match path.to_str() {
            Some("dossier.toml") => Ok(Box::new(first("cut"))),
            _ => inner.open(path),
        },
    };
    let (outcome, told) = judged(&door);
    assert!(outcome.is_none());
    assert_eq!(told.len(), 1);
    assert!(
        told[0].starts_with("« dossier.toml » : le fichier change pendant qu’on le lit"),
        "{told:?}"
    );
}

#[cfg(unix)]
#[test]
fn what_is_swapped_for_a_link_after_it_was_listed_is_not_read() {
    use std::os::unix::fs::symlink;

    for (name, swapped) in [("file", PIECE), ("folder", "preuves/regle")] {
        let folder = dossier(&format!("swapped-{name}"), &good(), &files());
        let door = Double {
            inner: OpenFolder::open(&folder).unwrap(),
            list: &|inner, asked, reach| {
                let listed = inner.entries(asked, reach);
                if asked == Path::new("preuves") {
                    let (was, apart) = (folder.join(swapped), folder.join("a-part"));
                    fs::rename(&was, &apart).unwrap();
                    symlink(&apart, &was).unwrap();
                }
                listed
            },
            open: REAL_OPEN,
        };
        let outcome = judged(&door).0.unwrap();
        assert!(
            outcome.inventory.files.iter().all(|file| file.path != PIECE),
            "{name}"
        );
        let told: Vec<(&str, &str)> = outcome
            .assessment
            .inputs
            .unread
            .iter()
            .map(|skipped| (skipped.path.as_str(), skipped.reason.as_str()))
            .collect();
        assert_eq!(
            told,
            [(
                swapped,
                "c’est un lien : copiez le document lui-même dans le dossier"
            )],
            "{name}"
        );
    }
}

/// No stack of this size can be had, hence no thread.
#[cfg(unix)]
#[test]
fn a_system_without_a_thread_to_give_gets_the_same_report() {
    let words = format!("{}\n", "note de service 06 12 34 56 78");
    let all = [
        files(),
        vec![("preuves/liste/2026-02-01-note.txt", words.as_bytes())],
    ]
    .concat();
    let folder = dossier("threadless", &good(), &all);
    for format in ["json", "pdf"] {
        let report = |stack: Option<&str>| {
            let mut command = Command::new(env!("CARGO_BIN_EXE_mediaudit"));
            command
                .args([
                    "rapport",
                    "--etendue",
                    "complet",
                    "--format",
                    format,
                    "-o",
                    "-",
                    "--norme",
                ])
                .arg(norm())
                .arg(&folder);
            if let Some(stack) = stack {
                command.env("RUST_MIN_STACK", stack);
            }
            let output = command.output().unwrap();
            assert_eq!(
                output.status.code(),
                Some(0),
                "{}",
                String::from_utf8_lossy(&output.stderr)
            );
            output.stdout
        };
        assert!(report(Some("70368744177664")) == report(None), "{format}");
    }
}

/// As much memory as the program needs to start, and a little: what does not fit is told, and nothing dies.
#[cfg(target_os = "linux")]
#[test]
fn a_document_that_does_not_fit_in_memory_is_told() {
    const STEP: u64 = 8 * 1024;
    let large = b"mot ".repeat(12 << 20);
    let all = [
        files(),
        vec![("preuves/liste/2026-02-01-grand.txt", large.as_slice())],
    ]
    .concat();
    let folder = dossier("memory", &good(), &all);
    let within = |kib: u64, arguments: &[&str]| {
        Command::new("sh")
            .args(["-c", "ulimit -v \"$0\" && exec \"$@\""])
            .arg(kib.to_string())
            .arg(env!("CARGO_BIN_EXE_mediaudit"))
            .args(arguments)
            .output()
            .unwrap()
    };
    let least = (1..200)
        .map(|n| n * STEP)
        .find(|kib| within(*kib, &["--version"]).status.success())
        .unwrap();
    let (folder, norm) = (folder.to_string_lossy(), norm());
    let arguments = ["verifier", &folder, "--norme", &norm.to_string_lossy()];
    let mut told = 0;
    for more in [2, 4, 6] {
        let output = within(least + more * STEP, &arguments);
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        assert_eq!(
            output.status.code(),
            Some(3),
            "{text}{}",
            String::from_utf8_lossy(&output.stderr)
        );
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(
            text.contains("Lecture inachevée — preuves/liste/2026-02-01-grand.txt"),
            "{text}"
        );
        told += usize::from(text.contains("lecture impossible (mémoire insuffisante)"));
    }
    assert!(told > 0);
}
