//! One file a command: call a use case, print its outcome, choose the exit code.

mod calcul;
mod completions;
mod expliquer;
mod licences;
mod montrer;
mod norme;
mod nouveau;
mod preuves;
mod rapport;
mod verifier;

use std::io::{self, StdinLock, StdoutLock};
use std::path::PathBuf;

use super::args::{Arguments, Command, Norms, Target};
use super::{Exit, fail, tell};
use mediaudit_app::assess::{Outcome, Request, assess};
use mediaudit_app::threshold::ExitThreshold;
use mediaudit_app::{create, helper, printing, threads};
use mediaudit_core::diag::{Diagnostics, Sources};
use mediaudit_core::dossier::Version;
use mediaudit_core::kernel::{Date, words};

pub(super) fn run(arguments: &Arguments) -> Exit {
    match &arguments.command {
        Command::Nouveau {
            folder,
            name,
            norm,
            profile,
        } => nouveau::run(
            folder,
            &create::NewDossier {
                name: name.clone(),
                norm: norm.clone(),
                profile: profile.clone(),
                today: today(),
            },
        ),
        Command::Verifier {
            target,
            format,
            threshold,
            other,
        } => verifier::run(target, *format, threshold.as_deref(), other.as_deref()),
        Command::Rapport {
            target,
            output,
            format,
            templates,
            threshold,
        } => rapport::run(&rapport::Typed {
            target,
            output: output.as_deref(),
            format: *format,
            templates: templates.as_deref(),
            threshold: threshold.as_deref(),
        }),
        Command::Expliquer { target, criterion } => expliquer::run(target, criterion),
        Command::Preuves { target } => preuves::run(target),
        Command::Licences => licences::run(),
        Command::Completions { shell } => completions::run(*shell),
        Command::LireContenus => serve(helper::serve),
        Command::ImprimerRapport => serve(printing::serve),
        Command::Norme(Norms::Liste) => norme::list(),
        Command::Norme(Norms::Montrer { norm, criterion }) => norme::show(norm, criterion.as_deref()),
        Command::Norme(Norms::Comparer { before, after }) => norme::compare(before, after),
        Command::Norme(Norms::Schema { kind }) => norme::schema(*kind),
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
fn reader() -> Result<helper::Helper, Exit> {
    Ok(helper::Helper::new(program()?, helper::PATIENCE))
}

/// Where médiaudit itself is, to start it again.
fn program() -> Result<PathBuf, Exit> {
    std::env::current_exe().map_err(|_| {
        let hint = "l'a-t-on déplacé ou effacé pendant qu'il travaillait ?".to_owned();
        fail(
            "médiaudit ne retrouve pas son propre programme, qu'il relance pour lire les fichiers",
            &[hint],
        )
    })
}

fn judge(target: &Target, privacy: bool) -> Result<Outcome, Exit> {
    judge_under(target, target.norm.clone(), privacy, Version::Pinned)
}

/// As [`judge`], under a norm that is named, else the pinned one; `version`: the pinned one, or whatever is given.
fn judge_under(
    target: &Target,
    norm: Option<String>,
    privacy: bool,
    version: Version,
) -> Result<Outcome, Exit> {
    threads::ready();
    let (mut sources, mut sink) = (Sources::default(), Diagnostics::default());
    let request = Request {
        norm,
        overlay: target.overlay.clone(),
        profile: target.profile.clone(),
        date: target.date,
        today: Some(today()),
        privacy,
        version,
    };
    let outcome = assess(&target.folder, &request, &reader()?, &mut sources, &mut sink);
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

/// What `--seuil` says for this norm; an unknown code is refused with those that there are.
fn threshold(given: Option<&str>, default: ExitThreshold, outcome: &Outcome) -> Result<ExitThreshold, Exit> {
    let Some(text) = given else {
        return Ok(default);
    };
    ExitThreshold::parse(text, &outcome.assessment.inputs.norm).map_err(|known| {
        let message = format!(
            "le seuil « {} » n'est pas un constat de cette norme",
            words::safe(text)
        );
        fail(&message, &[known])
    })
}

/// A child's whole life; whoever started it reads its answers, and nobody its complaints.
#[expect(
    clippy::disallowed_methods,
    reason = "a child's stdout is a pipe to its parent"
)]
fn serve(life: fn(&mut StdinLock<'static>, &mut StdoutLock<'static>) -> io::Result<()>) -> Exit {
    match life(&mut io::stdin().lock(), &mut io::stdout().lock()) {
        Ok(()) => Exit::Done,
        Err(_) => Exit::Failed,
    }
}
