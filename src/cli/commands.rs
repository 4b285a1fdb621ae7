//! One file a command: call a use case, print its outcome, choose the exit code.

mod evidence;
mod explain;
mod norms;
mod report;
mod verify;

use super::args::{Arguments, Command, Norms, Target};
use super::{Exit, tell};
use crate::app::assess::{Outcome, Request, assess};
use crate::diag::{Diagnostics, Sources};
use crate::kernel::Date;

pub(super) fn run(arguments: &Arguments) -> Exit {
    match &arguments.command {
        Command::Verifier { target, format } => verify::verify(target, *format),
        Command::Rapport {
            target,
            output,
            format,
        } => report::write_report(target, output.as_deref(), *format),
        Command::Expliquer { target, criterion } => explain::explain(target, criterion),
        Command::Preuves { target } => evidence::evidence(target),
        Command::Norme(Norms::Liste) => norms::list_norms(),
        Command::Norme(Norms::Montrer { norm }) => norms::show_norm(norm),
        Command::Norme(Norms::Verifier { norm }) => norms::verify_norm(norm),
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "only the command line asks the clock, for the local day"
)]
fn today() -> Date {
    Date::from(jiff::Zoned::now().date())
}

fn judge(target: &Target) -> Result<Outcome, Exit> {
    let (mut sources, mut sink) = (Sources::default(), Diagnostics::default());
    let request = Request {
        norm: target.norm.clone(),
        profile: target.profile.clone(),
        date: target.date,
        today: Some(today()),
    };
    let outcome = assess(&target.folder, &request, &mut sources, &mut sink);
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
