//! `norme`: the shipped norms, and those of a folder.

use crate::app::norms;
use crate::cli::{Exit, out, tell};
use crate::diag::{Code, Diagnostic, Diagnostics, Sources};
use crate::engine::example;
use crate::kernel::Id;
use crate::norm::Norm;

pub(super) fn list() -> Exit {
    norms::shipped()
        .iter()
        .for_each(|norm| out(&format!("{} {}\n", norm.id, norm.version)));
    Exit::Done
}

fn load(text: &str) -> (Option<Norm>, Sources, Diagnostics) {
    let (mut sources, mut sink) = (Sources::default(), Diagnostics::default());
    let norm = norms::find(text, &mut sources, &mut sink);
    (norm, sources, sink)
}

pub(super) fn show(text: &str) -> Exit {
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

pub(super) fn verify(text: &str) -> Exit {
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
