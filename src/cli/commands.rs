//! One file a command: call a use case, print its outcome, choose the exit code.

mod expliquer;
mod norme;
mod preuves;
mod rapport;
mod verifier;

use super::args::{Arguments, Command, Norms, Target};
use super::{Exit, tell};
use crate::app::assess::{Outcome, Request, assess};
use crate::app::helper;
use crate::diag::{Diagnostics, Sources};
use crate::kernel::Date;

pub(super) fn run(arguments: &Arguments) -> Exit {
    match &arguments.command {
        Command::Verifier { target, format } => verifier::run(target, *format),
        Command::Rapport {
            target,
            output,
            format,
        } => rapport::run(target, output.as_deref(), *format),
        Command::Expliquer { target, criterion } => expliquer::run(target, criterion),
        Command::Preuves { target } => preuves::run(target),
        Command::LireContenus => read_contents(),
        Command::Norme(Norms::Liste) => norme::list(),
        Command::Norme(Norms::Montrer { norm }) => norme::show(norm),
        Command::Norme(Norms::Verifier { norm, threshold }) => norme::verify(norm, *threshold),
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "only the command line asks the clock, for the local day"
)]
fn today() -> Date {
    Date::from(jiff::Zoned::now().date())
}

/// Contents are read by médiaudit itself, started again when the first file needs it.
fn reader() -> helper::Helper {
    helper::Helper::new(std::env::current_exe().unwrap_or_default(), helper::PATIENCE)
}

fn judge(target: &Target, privacy: bool) -> Result<Outcome, Exit> {
    let (mut sources, mut sink) = (Sources::default(), Diagnostics::default());
    let request = Request {
        norm: target.norm.clone(),
        overlay: target.overlay.clone(),
        profile: target.profile.clone(),
        date: target.date,
        today: Some(today()),
        privacy,
    };
    let outcome = assess(&target.folder, &request, &reader(), &mut sources, &mut sink);
    tell(&sink, &sources);
    outcome.ok_or(Exit::Failed)
}

/// 3 where something could not be read, else `otherwise`.
fn ending(outcome: &Outcome, otherwise: Exit) -> Exit {
    if outcome.assessment.inputs.incidents.is_empty() {
        otherwise
    } else {
        Exit::Incomplete
    }
}

/// A helper's whole life; whoever started it reads its answers, and nobody its complaints.
fn read_contents() -> Exit {
    let (mut input, mut output) = (std::io::stdin().lock(), std::io::stdout().lock());
    match helper::serve(&mut input, &mut output) {
        Ok(()) => Exit::Done,
        Err(_) => Exit::Failed,
    }
}
