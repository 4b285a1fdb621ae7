//! The two doors to the terminal. Every refusal, warning and fault of a file is formatted here, and nowhere else.

use std::io::{self, IsTerminal, Write};

use super::reply::{Body, Ended, Reply};
use super::{Exit, Run};
use mediaudit_app::refusal::Refusal;
use mediaudit_core::diag::snippet;
use mediaudit_core::kernel::words;

/// Shows what a command came to, and says how the run ends.
pub(super) fn end(ended: Ended, run: &Run) -> Exit {
    if !run.sink.is_empty() {
        err(&snippet::render_all(
            &run.sink,
            &run.sources,
            io::stderr().is_terminal(),
        ));
    }
    match ended.and_then(|reply| give(&reply, run)) {
        Ok(exit) => exit,
        Err(refusal) => {
            refuse(&refusal, run);
            Exit::Failed
        }
    }
}

/// Is a person reading what we give?
#[expect(clippy::disallowed_methods, reason = "the one door to stdout")]
pub(super) fn is_terminal() -> bool {
    io::stdout().is_terminal()
}

/// Gives lines before the command has ended: it goes on until a person ends it. Who reads none is told nothing.
#[expect(clippy::disallowed_methods, reason = "the one door to stdout")]
pub(super) fn announce(lines: &[String]) {
    let mut text = String::new();
    for line in lines {
        text.push_str(&words::printable(line));
        text.push('\n');
    }
    drop(whole(anstream::stdout().lock(), text.as_bytes()));
}

/// Gives a result; what could not be written is not done.
#[expect(clippy::disallowed_methods, reason = "the one door to stdout")]
fn give(reply: &Reply, run: &Run) -> Result<Exit, Refusal> {
    for warning in &reply.warnings {
        err(&format!(
            "avertissement : {}\n",
            words::printable(&run.said(warning))
        ));
    }
    let outcome = match &reply.body {
        Body::Page(page) => whole(anstream::stdout().lock(), page.as_str().as_bytes()),
        Body::Bytes(bytes) => whole(io::stdout().lock(), bytes),
        Body::Nothing => Ok(()),
    };
    match outcome {
        Ok(()) => Ok(reply.exit),
        // a reader that went away ends the run quietly
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(reply.exit),
        Err(error) => Err(Refusal::said(format!(
            "impossible d’écrire sur la sortie standard ({})",
            mediaudit_evidence::disk::why(&error)
        ))),
    }
}

fn whole(mut stdout: impl Write, bytes: &[u8]) -> io::Result<()> {
    stdout.write_all(bytes).and_then(|()| stdout.flush())
}

/// Says why a command could not be done, and what would help.
fn refuse(refusal: &Refusal, run: &Run) {
    let Refusal::Said { message, hints } = refusal else {
        return;
    };
    let message: Vec<String> = message.lines().map(words::printable).collect();
    let mut text = format!("erreur : {}\n", message.join("\n"));
    for hint in hints {
        text.push_str(&format!("aide : {}\n", words::printable(&run.said(hint))));
    }
    err(&text);
}

/// Writes a message to stderr. Who reads none is told nothing; the exit code stands.
fn err(text: &str) {
    let mut stderr = anstream::stderr().lock();
    drop(stderr.write_all(text.as_bytes()).and_then(|()| stderr.flush()));
}
