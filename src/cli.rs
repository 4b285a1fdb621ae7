//! Floor 9: the command line. The only place that prints, reads the environment and asks the clock.

mod args;
mod commands;
mod french;
mod page;

use std::io::{IsTerminal, Write};
use std::path::Path;
use std::process::ExitCode;

use crate::diag::{Diagnostics, Sources, snippet};

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// Done.
    Done,
    /// Done, and something is at or above the threshold.
    Found,
    /// Could not be done.
    Failed,
    /// Done on incomplete input.
    Incomplete,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Done => 0,
            Exit::Found => 1,
            Exit::Failed => 2,
            Exit::Incomplete => 3,
        })
    }
}

/// Runs the command line.
pub fn run() -> ExitCode {
    match args::parse() {
        Ok(arguments) => commands::run(&arguments).into(),
        Err(error) => french::usage(&error).into(),
    }
}

/// Writes a result to stdout. A reader that went away is no fault of ours.
fn out(text: &str) {
    let mut stdout = anstream::stdout().lock();
    drop(stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()));
}

/// Writes a whole file to stdout, byte for byte. A reader that went away is no fault of ours; a full disk is one.
fn out_bytes(bytes: &[u8]) -> std::io::Result<()> {
    let mut stdout = std::io::stdout().lock();
    match stdout.write_all(bytes).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        outcome => outcome,
    }
}

/// Writes a message to stderr.
fn err(text: &str) {
    let mut stderr = anstream::stderr().lock();
    drop(stderr.write_all(text.as_bytes()).and_then(|()| stderr.flush()));
}

/// Shows what the authors of files should know.
fn tell(diagnostics: &Diagnostics, sources: &Sources) {
    if !diagnostics.is_empty() {
        err(&snippet::render_all(
            diagnostics,
            sources,
            std::io::stderr().is_terminal(),
        ));
    }
}

/// « fichier : raison » for a file that could not be written.
fn cannot_write(path: &Path, error: &std::io::Error) -> Exit {
    err(&format!(
        "erreur : impossible d'écrire « {} » ({})\n",
        path.display(),
        crate::evidence::disk::why(error)
    ));
    Exit::Failed
}
