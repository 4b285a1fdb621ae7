//! One function a command: call a use case, print its outcome, choose the exit code.

use std::path::{Path, PathBuf};

use super::args::{Arguments, Command, Format, Norms, Shape, Target};
use super::{Exit, cannot_write, err, out, tell};
use crate::app::assess::{Outcome, Request, assess};
use crate::app::{helper, norms, output, report};
use crate::assessment::results::{Trace, Truth};
use crate::diag::{Code, Diagnostic, Diagnostics, Sources};
use crate::engine::example;
use crate::kernel::{Date, Id, Status, words};
use crate::norm::Norm;
use crate::norm::model::{Importance, Rule};
use crate::view::words as said;

pub(super) fn run(arguments: &Arguments) -> Exit {
    match &arguments.command {
        Command::Verifier { target, format } => verify(target, *format),
        Command::Rapport {
            target,
            output,
            format,
        } => write_report(target, output.as_deref(), *format),
        Command::Expliquer { target, criterion } => explain(target, criterion),
        Command::Preuves { target } => evidence(target),
        Command::LireContenus => read_contents(),
        Command::Norme(Norms::Liste) => list_norms(),
        Command::Norme(Norms::Montrer { norm }) => show_norm(norm),
        Command::Norme(Norms::Verifier { norm }) => verify_norm(norm),
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

fn verify(target: &Target, format: Shape) -> Exit {
    let outcome = match judge(target, true) {
        Ok(outcome) => outcome,
        Err(exit) => return exit,
    };
    let assessment = &outcome.assessment;
    match format {
        Shape::Json => out(&report::json(assessment)),
        Shape::Texte => match report::text(assessment) {
            Ok(text) => out(&text),
            Err(error) => {
                err(&format!("erreur : {error}\n"));
                return Exit::Failed;
            }
        },
    }
    let norm = &assessment.inputs.norm;
    let open = assessment.results.criteria.iter().any(|c| {
        matches!(c.retained, Status::Nonconforming | Status::NotDemonstrated)
            && norm
                .criterion(&c.id)
                .is_some_and(|n| n.importance == Importance::Imperative)
    });
    ending(&outcome, if open { Exit::Found } else { Exit::Done })
}

fn write_report(target: &Target, path: Option<&Path>, format: Format) -> Exit {
    let outcome = match judge(target, true) {
        Ok(outcome) => outcome,
        Err(exit) => return exit,
    };
    let assessment = &outcome.assessment;
    let bytes = match format {
        Format::Pdf => report::pdf(assessment),
        Format::Json => Ok(report::json(assessment).into_bytes()),
        Format::Texte => report::text(assessment).map(String::into_bytes),
    };
    let bytes = match bytes {
        Ok(bytes) => bytes,
        Err(error) => {
            err(&format!("erreur : {error}\n"));
            return Exit::Failed;
        }
    };
    let default = || {
        PathBuf::from(format!(
            "rapport-{}-{}.pdf",
            assessment.inputs.dossier, assessment.inputs.date
        ))
    };
    let path = match (path, format) {
        (Some(path), _) => path.to_path_buf(),
        (None, Format::Pdf) => default(),
        (None, _) => {
            out(&String::from_utf8_lossy(&bytes));
            return ending(&outcome, Exit::Done);
        }
    };
    if let Err(error) = output::write(&path, &bytes) {
        return cannot_write(&path, &error);
    }
    out(&format!(
        "Rapport écrit : {} (jugé au {})\n",
        path.display(),
        assessment.inputs.date.in_words()
    ));
    ending(&outcome, Exit::Done)
}

fn explain(target: &Target, wanted: &str) -> Exit {
    let outcome = match judge(target, false) {
        Ok(outcome) => outcome,
        Err(exit) => return exit,
    };
    let inputs = &outcome.assessment.inputs;
    let norm = &inputs.norm;
    let found = outcome
        .assessment
        .results
        .criteria
        .iter()
        .find(|c| c.id.folded() == wanted.to_ascii_lowercase());
    let Some((result, criterion)) = found.and_then(|result| Some((result, norm.criterion(&result.id)?)))
    else {
        let ids = outcome.assessment.results.criteria.iter().map(|c| c.id.as_str());
        let hint = words::nearest(wanted, ids)
            .map(|near| format!("aide : vouliez-vous dire « {near} » ?\n"))
            .unwrap_or_default();
        err(&format!(
            "erreur : le critère « {} » n'est pas dans ce profil\n{hint}",
            words::safe(wanted)
        ));
        return Exit::Failed;
    };
    let mut text = format!(
        "{} — {}\n{}\n\nStatut : {} ({})\n",
        criterion.id,
        criterion.title,
        criterion.requirement,
        result.retained,
        said::reason(result.reason)
    );
    if result.computed != result.retained {
        text.push_str(&format!("Calculé par les règles : {}\n", result.computed));
    }
    for (element, judged) in criterion.elements.iter().zip(result.elements()) {
        let state = match judged.truth {
            Truth::Yes => "satisfait".to_owned(),
            Truth::No => "contredit".to_owned(),
            Truth::Void => "sans objet".to_owned(),
            Truth::Unknown => said::causes(judged.causes.iter().copied()),
        };
        text.push_str(&format!("\n{} {} — {state}\n", judged.id, element.label));
        if let (Some(rule), Some(trace)) = (&element.rule, &judged.trace) {
            steps(rule, trace, norm, 1, &mut text);
        }
        if judged.truth != Truth::Yes {
            text.push_str(&format!("  → {}\n", element.action));
        }
    }
    out(&text);
    ending(&outcome, Exit::Done)
}

fn steps(rule: &Rule, trace: &Trace, norm: &Norm, depth: usize, text: &mut String) {
    let indent = "  ".repeat(depth);
    let below: Vec<&Rule> = match rule {
        Rule::All(rules) | Rule::Any(rules) | Rule::AtLeast { n: _, rules } => rules.iter().collect(),
        Rule::Not(rule) => vec![rule],
        _ => Vec::new(),
    };
    let head = match rule {
        Rule::All(_) => "tous".to_owned(),
        Rule::Any(_) => "un parmi".to_owned(),
        Rule::AtLeast { n, rules: _ } => format!("au moins {n} parmi"),
        Rule::Not(_) => "le contraire de".to_owned(),
        leaf => said::rule(leaf, norm),
    };
    text.push_str(&format!("{indent}{head} : {}\n", said::outcome(trace)));
    for (id, cause) in &trace.evidence {
        text.push_str(&format!(
            "{indent}  preuve {id} : {}\n",
            cause.map_or("compte", said::cause)
        ));
    }
    for (rule, step) in below.into_iter().zip(&trace.steps) {
        steps(rule, step, norm, depth + 1, text);
    }
}

fn evidence(target: &Target) -> Exit {
    let outcome = match judge(target, true) {
        Ok(outcome) => outcome,
        Err(exit) => return exit,
    };
    let view = crate::view::report(&outcome.assessment);
    let mut text = format!("Carte des preuves, au {}\n\n", view.date);
    for row in &view.evidence {
        let asked = if row.criteria.is_empty() {
            "aucun critère ne la demande".to_owned()
        } else {
            format!("demandée par {}", row.criteria.join(", "))
        };
        text.push_str(&format!(
            "{}\n  {}\n  {} · effet {} · {} · {asked}\n",
            row.id, row.place, row.types, row.effect, row.state
        ));
    }
    for (title, list) in [
        ("Sans type", &outcome.leftovers.untyped),
        ("Ignorés", &outcome.inventory.ignored),
        ("Refusés", &outcome.inventory.refused),
        ("Non lus", &outcome.inventory.unfinished),
    ] {
        if !list.is_empty() {
            text.push_str(&format!("\n{title}\n"));
            list.iter().for_each(|skipped| {
                text.push_str(&format!(
                    "  {} : {}\n",
                    words::safe(&skipped.path),
                    skipped.reason
                ));
            });
        }
    }
    out(&text);
    ending(&outcome, Exit::Done)
}

/// A helper's whole life; whoever started it reads its answers, and nobody its complaints.
fn read_contents() -> Exit {
    let (mut input, mut output) = (std::io::stdin().lock(), std::io::stdout().lock());
    match helper::serve(&mut input, &mut output) {
        Ok(()) => Exit::Done,
        Err(_) => Exit::Failed,
    }
}

fn list_norms() -> Exit {
    norms::shipped()
        .iter()
        .for_each(|norm| out(&format!("{} {}\n", norm.id, norm.version)));
    Exit::Done
}

fn load(text: &str) -> (Option<Norm>, Sources, Diagnostics) {
    let (mut sources, mut sink) = (Sources::default(), Diagnostics::default());
    let norm = if norms::is_path(text) {
        norms::load_folder(Path::new(text), &mut sources, &mut sink)
    } else {
        norms::load_shipped(text, None, &mut sources, &mut sink)
    };
    (norm, sources, sink)
}

fn show_norm(text: &str) -> Exit {
    let (norm, sources, sink) = load(text);
    tell(&sink, &sources);
    let Some(norm) = norm else { return Exit::Failed };
    let mut text = format!("{} — {}\n{}\n", norm.title, norm.version, norm.warning);
    for chapter in &norm.chapters {
        text.push_str(&format!("\n{}. {}\n", chapter.id, chapter.title));
        for c in norm.criteria.iter().filter(|c| c.chapter == chapter.id) {
            text.push_str(&format!(
                "  {} {} ({}, confiance {})\n",
                c.id,
                c.title,
                c.importance.label(),
                c.confidence.code()
            ));
        }
    }
    out(&text);
    Exit::Done
}

fn verify_norm(text: &str) -> Exit {
    let (norm, sources, mut sink) = load(text);
    let mut run = 0;
    if let Some(norm) = &norm {
        for criterion in &norm.criteria {
            for sample in &criterion.examples {
                run += 1;
                let got = example::run(norm, criterion, sample).map(|result| result.retained);
                if got != Some(sample.expected) {
                    let found = got.map_or_else(|| "rien".to_owned(), |status| status.label().to_owned());
                    let place: Id = criterion.id.clone();
                    sink.push(Diagnostic::new(
                        Code::FailedExample,
                        format!(
                            "{place}, exemple « {} » : {} attendu, {found} obtenu",
                            sample.name, sample.expected
                        ),
                    ));
                }
            }
        }
    }
    tell(&sink, &sources);
    let Some(norm) = norm else { return Exit::Failed };
    if sink.has_errors() {
        return Exit::Found;
    }
    out(&format!(
        "{} {} : {} critères, {run} exemples, rien à redire.\n",
        norm.id,
        norm.version,
        norm.criteria.len()
    ));
    Exit::Done
}
