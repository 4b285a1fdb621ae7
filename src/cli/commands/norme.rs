//! `norme`: the shipped norms, and those of a folder.

use super::montrer;
use crate::args::{Described, Gravity};
use crate::page::{Page, Part};
use crate::{Exit, answer, answer_bytes, fail, tell};
use mediaudit_app::norms::{self, Verified};
use mediaudit_core::diag::{Diagnostics, Sources};
use mediaudit_core::kernel::{folded, words};
use mediaudit_core::norm::Norm;
use mediaudit_core::view::comparison;
use mediaudit_ink::schema as schemas;

pub(super) fn list() -> Exit {
    let mut page = Page::default();
    for shipped in norms::shipped() {
        let (norm, sources, sink) = load(&format!("{}@{}", shipped.id, shipped.version));
        tell(&sink, &sources);
        let Some(norm) = norm else { return Exit::Failed };
        let profiles: Vec<&str> = norm.profiles.iter().map(|p| p.id.as_str()).collect();
        let name = format!("{} {} — {}", norm.id, norm.version, norm.title);
        let holds = format!(
            "  {} · {} · profils : {}",
            norm.edition,
            words::count(norm.criteria.len(), "critère", "critères"),
            profiles.join(", ")
        );
        page.line(&[Part::Text(&name)]);
        page.line(&[Part::Text(&holds)]);
    }
    answer(&page, Exit::Done)
}

fn load(text: &str) -> (Option<Norm>, Sources, Diagnostics) {
    let (mut sources, mut sink) = (Sources::default(), Diagnostics::default());
    let norm = norms::find(text, &mut sources, &mut sink);
    (norm, sources, sink)
}

pub(super) fn schema(kind: Described) -> Exit {
    answer_bytes(schemas::text(kind.into()).as_bytes(), Exit::Done)
}

pub(super) fn show(text: &str, wanted: Option<&str>) -> Exit {
    let (norm, sources, sink) = load(text);
    tell(&sink, &sources);
    let Some(norm) = norm else { return Exit::Failed };
    let Some(wanted) = wanted else {
        return answer(&montrer::all(&norm), Exit::Done);
    };
    let found = norm
        .criteria
        .iter()
        .find(|c| folded(&c.id) == wanted.to_ascii_lowercase());
    let Some(criterion) = found else {
        let hint = words::nearest(wanted, norm.criteria.iter().map(|c| c.id.as_str()))
            .map(|near| format!("vouliez-vous dire « {near} » ?"));
        let message = format!(
            "« {} » n'est pas un critère de la norme {}",
            words::safe(wanted),
            norm.id
        );
        return fail(&message, hint.as_slice());
    };
    answer(&montrer::one(&norm, criterion), Exit::Done)
}

pub(super) fn compare(before: &str, after: &str) -> Exit {
    let pair = [before, after].map(|text| {
        let (norm, sources, sink) = load(text);
        tell(&sink, &sources);
        norm
    });
    let [Some(before), Some(after)] = pair else {
        return Exit::Failed;
    };
    let name = |norm: &Norm| format!("{} {}", norm.id, norm.version);
    let mut page = Page::of(&format!("De {} à {}", name(&before), name(&after)));
    let sections = comparison::norms(&before, &after);
    for section in &sections {
        page.heading(&section.title);
        for line in &section.lines {
            page.paragraph(2, 2, &format!("– {line}"));
        }
    }
    if sections.is_empty() {
        page.line(&[Part::Text("Rien qui change un jugement.")]);
    }
    answer(&page, Exit::Done)
}

pub(super) fn verify(text: &str, threshold: Gravity) -> Exit {
    let (mut sources, mut sink) = (Sources::default(), Diagnostics::default());
    let verified = norms::verify(text, &mut sources, &mut sink);
    tell(&sink, &sources);
    let (norm, run) = match verified {
        Verified::Absent => return Exit::Failed,
        Verified::Refused => return Exit::Found,
        Verified::Checked(norm, run) => (norm, run),
    };
    let (errors, warnings) = sink.counts();
    if errors > 0 {
        return Exit::Found;
    }
    let said = match warnings {
        0 => "rien à redire".to_owned(),
        n => words::count(n, "avertissement", "avertissements"),
    };
    let done = match threshold {
        Gravity::Avertissement if warnings > 0 => Exit::Found,
        Gravity::Avertissement | Gravity::Erreur => Exit::Done,
    };
    let outcome = format!(
        "{} {} : {}, {}, {said}.",
        norm.id,
        norm.version,
        words::count(norm.criteria.len(), "critère", "critères"),
        words::count(run, "exemple", "exemples"),
    );
    answer(&Page::of(&outcome), done)
}
