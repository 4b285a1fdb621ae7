//! One file a command: call a use case, print its outcome, choose the exit code.

mod annuler;
mod calcul;
mod comparer_fiches;
mod completions;
mod constats;
mod dater;
mod doutes;
mod expliquer;
mod flux;
mod licences;
mod montrer;
mod norme;
mod nouveau;
mod ouvrir;
mod portefeuille;
mod preuves;
mod questions;
mod ranger;
mod rapport;
mod verifier;
#[cfg(test)]
mod width;

use std::io::{self, StdinLock, StdoutLock};
use std::path::Path;

use super::args::{Arguments, Command, Evidence, Norms, Under};
use super::reply::{Ended, Reply};
use super::{Exit, Run};
use mediaudit_app::assess::{Outcome, Request, assess};
use mediaudit_app::dating::DatingRequest;
use mediaudit_app::portfolio::carried;
use mediaudit_app::refusal::Refusal;
use mediaudit_app::sorting::{SortingRequest, Taking};
use mediaudit_app::threshold::ExitThreshold;
use mediaudit_app::{create, helper, printing, threads};
use mediaudit_core::dossier::Version;
use mediaudit_core::kernel::Date;

pub(super) fn run(arguments: &Arguments, run: &mut Run) -> Ended {
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
                form: None,
                siret: None,
                today: today(),
            },
            run,
        ),
        Command::Ouvrir { folder, how } => ouvrir::run(folder.as_deref(), how),
        Command::Verifier {
            target,
            format,
            threshold,
            other,
            again: _,
        } => verifier::run(target, *format, threshold.as_deref(), other.as_deref(), run),
        Command::Rapport {
            target,
            output,
            format,
            extent,
            diffusion,
            templates,
            threshold,
        } => {
            let typed = rapport::Typed {
                target,
                output: output.as_deref(),
                format: *format,
                extent: *extent,
                diffusion: *diffusion,
                templates: templates.as_deref(),
                threshold: threshold.as_deref(),
            };
            rapport::run(&typed, run)
        }
        Command::Expliquer {
            target,
            criterion,
            again: _,
        } => expliquer::run(target, criterion, run),
        Command::Questions {
            target,
            who,
            format,
            output,
            again: _,
        } => questions::run(target, who.as_deref(), *format, output.as_deref(), run),
        Command::Preuves {
            command:
                Some(Evidence::Dater {
                    under,
                    pieces,
                    days,
                    write,
                }),
            ..
        } => {
            let asked = DatingRequest {
                pieces: pieces.clone(),
                days: days.clone(),
            };
            dater::run(under, &asked, *write, run)
        }
        Command::Preuves {
            command:
                Some(Evidence::Ranger {
                    under,
                    heap,
                    folders,
                    days,
                    criteria,
                    write,
                    take_away,
                    format,
                }),
            ..
        } => {
            let asked = SortingRequest {
                heap: heap.clone(),
                folders: folders.clone(),
                days: days.clone(),
                criteria: criteria.clone(),
            };
            let taking = if *take_away { Taking::Move } else { Taking::Copy };
            let typed = ranger::SortingTyped {
                under,
                asked: &asked,
                taking: write.then_some(taking),
                format: *format,
            };
            ranger::run(&typed, run)
        }
        Command::Preuves {
            command: None,
            under: Some(under),
            date,
            again: _,
        } => preuves::run(under, *date, run),
        // the parser has asked for the folder
        Command::Preuves {
            command: None,
            under: None,
            date: _,
            again: _,
        } => Ok(Reply::nothing(Exit::Failed)),
        Command::Constats(command) => constats::run(command, run),
        Command::Doutes {
            target,
            doubt,
            said,
            again: _,
        } => doutes::run(target, doubt.as_deref(), said, run),
        Command::Annuler { folder, forget } => annuler::run(folder, *forget),
        Command::ComparerFiches {
            files,
            format,
            output,
        } => comparer_fiches::run(files, *format, output.as_deref(), run),
        Command::Flux => flux::run(run),
        Command::Portefeuille {
            paths,
            date,
            profile,
            before,
            output,
            dialect,
            publish,
            format,
            entries,
            again: _,
        } => {
            let typed = portefeuille::PortfolioTyped {
                paths,
                date: *date,
                profile: profile.as_deref(),
                before,
                output: output.as_deref(),
                dialect: (*dialect).into(),
                publish: publish.as_deref(),
                format: *format,
                entries: *entries,
            };
            portefeuille::run(&typed, run)
        }
        Command::Licences => Ok(licences::run()),
        Command::Completions { shell } => Ok(completions::run(*shell)),
        Command::LireContenus => Ok(serve(helper::serve)),
        Command::ImprimerRapport => Ok(serve(printing::serve)),
        Command::OuvrirRapport => Ok(serve(carried::serve)),
        Command::Norme(Norms::Liste) => norme::list(run),
        Command::Norme(Norms::Montrer { norm, criterion }) => norme::show(norm, criterion.as_deref(), run),
        Command::Norme(Norms::Comparer { before, after }) => norme::compare(before, after, run),
        Command::Norme(Norms::Schema { kind }) => Ok(norme::schema(*kind)),
        Command::Norme(Norms::Verifier {
            norm,
            threshold,
            format,
        }) => norme::verify(norm, *threshold, *format, run),
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "only the command line asks the clock, for the local day"
)]
fn today() -> Date {
    Date::from(jiff::Zoned::now().date())
}

/// How a dossier is judged: under what was typed, else what it says itself.
fn request(under: &Under, date: Option<Date>, privacy: bool) -> Request {
    Request {
        norm: under.norm.clone(),
        overlay: under.overlay.clone(),
        profile: under.profile.clone(),
        date,
        today: Some(today()),
        privacy,
        version: Version::Pinned,
    }
}

fn judge(folder: &Path, request: &Request, run: &mut Run) -> Result<Outcome, Refusal> {
    threads::ready();
    let named = folder.to_string_lossy().into_owned();
    let Run {
        shared,
        sources,
        folder: judged,
        sink,
    } = run;
    let outcome = assess(folder, request, shared.means()?, sources, sink);
    sink.about(&named);
    *judged = Some(named);
    outcome.ok_or(Refusal::Files)
}

/// 3 where something could not be read, else `otherwise`.
fn ending(outcome: &Outcome, otherwise: Exit) -> Exit {
    if outcome.assessment.inputs.incidents.is_empty() {
        otherwise
    } else {
        Exit::Incomplete
    }
}

/// What `--seuil` says for this norm.
fn threshold(
    given: Option<&str>,
    default: ExitThreshold,
    outcome: &Outcome,
) -> Result<ExitThreshold, Refusal> {
    given.map_or(Ok(default), |text| {
        ExitThreshold::parse(text, &outcome.assessment.inputs.norm)
    })
}

/// A child's whole life; whoever started it reads its answers, and nobody its complaints.
#[expect(
    clippy::disallowed_methods,
    reason = "a child's stdout is a pipe to its parent"
)]
fn serve(life: fn(&mut StdinLock<'static>, &mut StdoutLock<'static>) -> io::Result<()>) -> Reply {
    Reply::nothing(match life(&mut io::stdin().lock(), &mut io::stdout().lock()) {
        Ok(()) => Exit::Done,
        Err(_) => Exit::Failed,
    })
}
