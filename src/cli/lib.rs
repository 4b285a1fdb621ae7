//! The command line. The only place that prints, reads the environment and asks the clock.

mod args;
mod commands;
mod french;
mod page;

use std::io::{IsTerminal, Write};
use std::process::ExitCode;

use mediaudit_core::diag::{Diagnostics, Sources, snippet};
use mediaudit_core::kernel::words;
use page::Page;

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

/// Gives the result of a command, which ends as `exit` says where the result could be written.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "one of the two doors to stdout")]
fn answer(page: &Page, exit: Exit) -> Exit {
    write_out(anstream::stdout().lock(), page.as_str().as_bytes(), exit)
}

/// Gives a result that is somebody's file, byte for byte.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "one of the two doors to stdout")]
fn answer_bytes(bytes: &[u8], exit: Exit) -> Exit {
    write_out(std::io::stdout().lock(), bytes, exit)
}

/// A reader that went away ends the run quietly; what could not be written is not done.
fn write_out(mut stdout: impl Write, bytes: &[u8], exit: Exit) -> Exit {
    let outcome = stdout.write_all(bytes).and_then(|()| stdout.flush());
    match outcome {
        Ok(()) => exit,
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => exit,
        Err(error) => fail(
            &format!(
                "impossible d'écrire sur la sortie standard ({})",
                mediaudit_evidence::disk::why(&error)
            ),
            &[],
        ),
    }
}

/// Says why a command could not be done, and what would help.
#[must_use]
fn fail(message: &str, hints: &[String]) -> Exit {
    let message: Vec<String> = message.lines().map(words::printable).collect();
    let mut text = format!("erreur : {}\n", message.join("\n"));
    for hint in hints {
        text.push_str(&format!("aide : {}\n", words::printable(hint)));
    }
    err(&text);
    Exit::Failed
}

/// Says what should be known of what was done.
fn warn(message: &str) {
    err(&format!("avertissement : {}\n", words::printable(message)));
}

/// Writes a message to stderr. Who reads none is told nothing; the exit code stands.
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
