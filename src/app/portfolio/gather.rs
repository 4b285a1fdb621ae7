//! From files and folders to the rows of a portfolio: dossiers, assessments and reports in any mix.
//!
//! Each is read, judged and folded to its row before it is let go, a few at a time: what is held does not grow with how many there are,
//! but for the rows.

use std::ffi::OsStr;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::super::assess::{Request, fit};
use super::super::refusal::Refusal;
use super::super::shared::Shared;
use super::carried;
use super::diags::{no_source, sources, unwritten};
use super::held::HeldNorms;
use super::remembered::RowMemory;
use mediaudit_core::assessment::{Inputs, Results};
use mediaudit_core::audit::{Fitted, JudgedBeside, Means};
use mediaudit_core::diag::{Diagnostics, Severity, Sources};
use mediaudit_core::engine::Firmness;
use mediaudit_core::kernel::words;
use mediaudit_core::portfolio::gathered::{Gathered, GatheredRow, UnreadSource};
use mediaudit_core::portfolio::line::{self, LineFault, LineNorms, Recovered};
use mediaudit_core::portfolio::row::{Lots, Origin, RowFault, RowSource, row};
use mediaudit_evidence::disk;
use mediaudit_evidence::door::{Door, EntryKind, OpenFolder, Reach};
use mediaudit_ink::html;
use mediaudit_ink::pdf::carried::Seal;

/// Sources that are read at one time, at most: what bounds the memory.
const BATCH: usize = 32;

/// How deep a folder of dossiers is searched.
const DEPTH: usize = 8;

/// Largest assessment or report that is read, in bytes.
const MOST: u64 = 64 * 1024 * 1024;

/// What the name of a report in HTML ends in.
const PAGE: [&str; 2] = ["html", "htm"];

/// The file that makes a folder a dossier.
const MAIN: &str = "dossier.toml";

/// Something that should give a row.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct PortfolioSource {
    path: PathBuf,
    /// What it is; none: nothing that is known.
    origin: Result<Origin, String>,
}

/// What the paths lead to, each once, in one order.
pub fn find(paths: &[PathBuf]) -> Result<Vec<PortfolioSource>, Refusal> {
    let mut out = Vec::new();
    for path in paths {
        match OpenFolder::open(path) {
            Ok(door) => below(&door, path, Path::new(""), DEPTH, &mut out),
            Err(error) => out.push(match by_name(path) {
                Some(origin) if !error_is_absence(&error) => PortfolioSource {
                    path: path.clone(),
                    origin: Ok(origin),
                },
                Some(_) => unknown(path, disk::why(&error)),
                None if error_is_absence(&error) => unknown(path, disk::why(&error)),
                None => unknown(path, sources::NEITHER.to_owned()),
            }),
        }
    }
    out.sort();
    out.dedup();
    if out.is_empty() {
        return Err(no_source());
    }
    Ok(out)
}

fn error_is_absence(error: &std::io::Error) -> bool {
    error.kind() == std::io::ErrorKind::NotFound
}

fn unknown(path: &Path, why: String) -> PortfolioSource {
    PortfolioSource {
        path: path.to_path_buf(),
        origin: Err(why),
    }
}

/// What the name of a file ends in, in lower case.
fn ending(path: &Path) -> Option<String> {
    let end = path.extension().map(OsStr::to_ascii_lowercase)?;
    end.into_string().ok()
}

fn by_name(path: &Path) -> Option<Origin> {
    match ending(path)?.as_str() {
        "json" => Some(Origin::Assessment),
        end if PAGE.contains(&end) => Some(Origin::Report),
        "pdf" => Some(Origin::Report),
        _ => None,
    }
}

/// Dossiers, assessments and reports below a folder; nothing is looked for inside a dossier, nor behind a link.
fn below(door: &OpenFolder, root: &Path, folder: &Path, depth: usize, out: &mut Vec<PortfolioSource>) {
    let here = root.join(folder);
    let entries = match door.entries(folder, Reach::Direct) {
        Ok(entries) => entries,
        Err(error) => return out.push(unknown(&here, error.to_string())),
    };
    let entries: Vec<_> = entries.into_iter().flatten().collect();
    let is_main = |name: Option<&str>| name == Some(MAIN);
    if entries.iter().any(|entry| is_main(entry.name())) {
        out.push(PortfolioSource {
            path: here,
            origin: Ok(Origin::Dossier),
        });
        return;
    }
    for entry in entries {
        let name = entry.name().unwrap_or_default();
        if name.starts_with('.') {
            continue;
        }
        let path = root.join(&entry.path);
        match entry.kind {
            EntryKind::Folder if depth > 0 => below(door, root, &entry.path, depth - 1, out),
            EntryKind::Folder => out.push(unknown(&path, sources::DEEP.to_owned())),
            EntryKind::File => out.extend(by_name(&path).map(|origin| PortfolioSource {
                path,
                origin: Ok(origin),
            })),
            EntryKind::Link if by_name(&path).is_some() => {
                out.push(unknown(&path, sources::LINK.to_owned()));
            }
            EntryKind::Link | EntryKind::Other => {}
        }
    }
}

/// What a portfolio is read with.
#[derive(Debug)]
struct Desk<'s> {
    request: &'s Request,
    means: Means<'s>,
    program: &'s Path,
    norms: LineNorms<'s>,
    holder: &'s HeldNorms<'s>,
}

/// What a source holds.
struct Taken {
    found: Found,
    mark: line::NormMark,
    known: bool,
}

/// What is to be judged.
enum Found {
    /// A dossier, with the places in it and what was told of it.
    Dossier(Fitted, Sources, Diagnostics),
    /// Inputs of a file, what it says came out, and whether it was altered since it was written.
    File(Inputs, Results, bool),
}

type Took = Result<Taken, String>;

/// Reads, judges and folds every source; one that has not changed since it was judged in the same way has the row that it had.
pub fn gather(found: Vec<PortfolioSource>, request: &Request, shared: &Shared) -> Result<Gathered, Refusal> {
    let lots = Lots::default();
    let memory = RowMemory::open(shared.rows(), shared.program()?, request);
    let (mut rows, mut unread) = (Vec::new(), Vec::new());
    each(
        found,
        request,
        shared,
        |source, desk| {
            let now = memory.as_ref().zip(source.origin.as_ref().ok());
            let now = now.and_then(|(memory, origin)| Some((memory, memory.state(&source.path, *origin)?)));
            if let Some((memory, now)) = &now
                && let Some(row) = memory.recall(&source.path, now, desk.holder, &lots)
            {
                return Ok(row);
            }
            let made = desk
                .taken(source)
                .and_then(|taken| unbroken(|| folded(source, taken, &lots)));
            if let (Some((memory, then)), Ok(row)) = (&now, &made) {
                memory.keep(&source.path, then, row);
            }
            made.map_err(|why| UnreadSource {
                source: named(source),
                why,
            })
        },
        |made| match made {
            Ok(row) => rows.push(row),
            Err(fault) => unread.push(fault),
        },
    )?;
    Ok(Gathered::new(rows, unread))
}

/// The inputs of every source as a line of `entrees`, given away one by one, in the order of the sources. Gives what has none.
pub fn entries(
    found: Vec<PortfolioSource>,
    request: &Request,
    shared: &Shared,
    mut give: impl FnMut(&[u8]) -> Result<(), Refusal>,
) -> Result<Vec<UnreadSource>, Refusal> {
    let means = shared.means()?;
    let holder = HeldNorms(means.norms);
    let mut unread = Vec::new();
    let mut given = Ok(());
    each(
        found,
        request,
        shared,
        |source, desk| {
            desk.taken(source)
                .and_then(|taken| unbroken(|| Ok(line::write(taken.found.inputs()?, &holder))))
                .map_err(|why| UnreadSource {
                    source: named(source),
                    why,
                })
        },
        |made| match made {
            Ok(line) if given.is_ok() => given = give(&line),
            Ok(_) => {}
            Err(fault) => unread.push(fault),
        },
    )?;
    given.map(|()| unread)
}

/// Takes every source, a few at a time, and lets it go; `turn` is asked on any thread, `put` in the order of the sources.
fn each<T: Send>(
    found: Vec<PortfolioSource>,
    request: &Request,
    shared: &Shared,
    turn: impl Fn(&PortfolioSource, &Desk<'_>) -> T + Sync,
    mut put: impl FnMut(T),
) -> Result<(), Refusal> {
    let means = shared.means()?;
    let holder = HeldNorms(means.norms);
    let desk = Desk {
        request,
        means,
        program: shared.program()?,
        norms: LineNorms::new(&holder),
        holder: &holder,
    };
    let mut found = found.into_iter();
    loop {
        let batch: Vec<PortfolioSource> = found.by_ref().take(BATCH).collect();
        if batch.is_empty() {
            break;
        }
        let made: Vec<T> = batch.par_iter().map(|source| turn(source, &desk)).collect();
        made.into_iter().for_each(&mut put);
    }
    Ok(())
}

/// What came of giving a line away: a reader that went away wants no more, and nothing is wrong.
pub fn given(outcome: std::io::Result<()>) -> Result<(), Refusal> {
    match outcome {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(unwritten(&error)),
        _ => Ok(()),
    }
}

fn named(source: &PortfolioSource) -> String {
    words::safe(&source.path.to_string_lossy())
}

/// What breaks on one source takes no other with it.
fn unbroken<T>(turn: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    let outcome = catch_unwind(AssertUnwindSafe(turn));
    outcome.unwrap_or_else(|_| Err(sources::BROKEN.to_owned()))
}

impl Found {
    /// Its inputs, where it can be judged.
    fn inputs(self) -> Result<Inputs, String> {
        match self {
            Self::Dossier(fitted, sources, mut sink) => {
                if fitted.holds(&mut sink) {
                    Ok(fitted.inputs)
                } else {
                    Err(first(&sink, &sources))
                }
            }
            Self::File(inputs, _, _) => Ok(inputs),
        }
    }
}

fn folded(source: &PortfolioSource, taken: Taken, lots: &Lots) -> Result<GatheredRow, String> {
    let Taken { found, mark, known } = taken;
    let (name, origin) = (named(source), source.origin.clone()?);
    let from = |said| RowSource {
        source: &name,
        origin,
        said,
    };
    Ok(match found {
        Found::Dossier(fitted, sources, mut sink) => {
            let lot = lots
                .of(&fitted.inputs, mark, known)
                .map_err(|fault| fault.to_string())?;
            let judged = fitted.judged(&lot.partial, Firmness::LeftOut, &mut sink);
            let judged = judged.ok_or_else(|| first(&sink, &sources))?;
            GatheredRow::of(row(fitted.inputs, judged, &from(None), lot), false)
        }
        Found::File(inputs, said, altered) => {
            let unsound = |error| RowFault::Unsound(error).to_string();
            inputs.check().map_err(unsound)?;
            let lot = lots.of(&inputs, mark, known).map_err(|fault| fault.to_string())?;
            // it is held against all that the file says
            let judged = JudgedBeside::of(&inputs, &lot.partial, Firmness::Sought).map_err(unsound)?;
            GatheredRow::of(row(inputs, judged, &from(Some(&said)), lot), altered)
        }
    })
}

impl Desk<'_> {
    /// What a source holds; what breaks on it takes no other with it.
    fn taken(&self, source: &PortfolioSource) -> Took {
        unbroken(|| self.take(source))
    }

    fn take(&self, source: &PortfolioSource) -> Took {
        match source.origin.as_ref().map_err(Clone::clone)? {
            Origin::Dossier => self.dossier(&source.path),
            Origin::Assessment => self.assessment(&file(&source.path)?, false),
            Origin::Report => self.report(&source.path),
        }
    }

    fn dossier(&self, folder: &Path) -> Took {
        let (mut sources, mut sink) = (Sources::default(), Diagnostics::default());
        let fitted = fit(folder, self.request, self.means, &mut sources, &mut sink);
        let Some(mut fitted) = fitted else {
            return Err(first(&sink, &sources));
        };
        let (norm, mark, known) = self.norms.known(fitted.inputs.norm.clone());
        fitted.inputs.norm = norm;
        Ok(Taken {
            found: Found::Dossier(fitted, sources, sink),
            mark,
            known,
        })
    }

    fn assessment(&self, bytes: &[u8], altered: bool) -> Took {
        let recovered = self.norms.recover(bytes).map_err(|fault| fault.to_string())?;
        Ok(recovered_as(recovered, altered))
    }

    fn report(&self, path: &Path) -> Took {
        let bytes = file(path)?;
        if ending(path).is_some_and(|end| PAGE.contains(&end.as_str())) {
            return self.page(&bytes);
        }
        let opened = carried::open(self.program, &bytes).ok_or_else(|| sources::UNOPENED.to_owned())?;
        let assessment = opened
            .assessment
            .ok_or_else(|| sources::NO_ASSESSMENT.to_owned())?;
        self.assessment(&assessment, opened.seal != Seal::Whole)
    }

    /// A page has no seal: as an assessment in JSON, what it says is judged again. That of a sheet carries what it shows, no assessment.
    fn page(&self, bytes: &[u8]) -> Took {
        let none = || sources::NO_ASSESSMENT.to_owned();
        let embedded = html::embedded(bytes).ok_or_else(none)?;
        let recovered = self.norms.recover(embedded.as_bytes());
        let recovered = recovered.map_err(|fault| match fault {
            LineFault::Unreadable(_) => none(),
            other => other.to_string(),
        })?;
        Ok(recovered_as(recovered, false))
    }
}

fn recovered_as(recovered: Recovered, altered: bool) -> Taken {
    let Recovered {
        inputs,
        said,
        mark,
        known,
    } = recovered;
    Taken {
        found: Found::File(inputs, said, altered),
        mark,
        known,
    }
}

fn file(path: &Path) -> Result<Vec<u8>, String> {
    match disk::read_small(path, MOST) {
        Ok(Some(bytes)) if bytes.len() as u64 <= MOST => Ok(bytes),
        Ok(Some(_)) => Err(sources::LARGE.to_owned()),
        Ok(None) => Err(sources::GONE.to_owned()),
        Err(error) => Err(error.to_string()),
    }
}

/// The first thing that keeps a dossier from being judged, and how many more there are.
fn first(sink: &Diagnostics, sources: &Sources) -> String {
    let messages = sink.messages(sources);
    let mut errors = messages
        .iter()
        .filter(|message| message.severity == Severity::Error);
    let Some(error) = errors.next() else {
        return sources::UNJUDGED.to_owned();
    };
    let place = error.places.first();
    let place = place.map(|place| format!("{}:{}", place.file, place.line));
    sources::told(&error.message, place.as_deref(), errors.count())
}
