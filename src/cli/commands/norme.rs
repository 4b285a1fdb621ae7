//! `norme`: the shipped norms, and those of a folder.

use super::montrer;
use crate::app::norms::{self, Verified};
use crate::cli::args::{Described, Gravity};
use crate::cli::page::{heading, paragraph};
use crate::cli::{Exit, err, out, tell};
use crate::diag::{Diagnostics, Sources};
use crate::kernel::words;
use crate::norm::Norm;
use crate::render::schema as schemas;
use crate::view::comparison;

pub(super) fn list() -> Exit {
    for shipped in norms::shipped() {
        let (norm, sources, sink) = load(&format!("{}@{}", shipped.id, shipped.version));
        tell(&sink, &sources);
        let Some(norm) = norm else { return Exit::Failed };
        let profiles: Vec<&str> = norm.profiles.iter().map(|p| p.id.as_str()).collect();
        out(&format!("{} {} — {}\n", norm.id, norm.version, norm.title));
        out(&format!(
            "  {} · {} · profils : {}\n",
            norm.edition,
            words::count(norm.criteria.len(), "critère", "critères"),
            profiles.join(", ")
        ));
    }
    Exit::Done
}

fn load(text: &str) -> (Option<Norm>, Sources, Diagnostics) {
    let (mut sources, mut sink) = (Sources::default(), Diagnostics::default());
    let norm = norms::find(text, &mut sources, &mut sink);
    (norm, sources, sink)
}

pub(super) fn schema(kind: Described) -> Exit {
    out(&schemas::text(kind.into()));
    Exit::Done
}

pub(super) fn show(text: &str, wanted: Option<&str>) -> Exit {
    let (norm, sources, sink) = load(text);
    tell(&sink, &sources);
    let Some(norm) = norm else { return Exit::Failed };
    let Some(wanted) = wanted else {
        out(&montrer::all(&norm));
        return Exit::Done;
    };
    let found = norm
        .criteria
        .iter()
        .find(|c| c.id.folded() == wanted.to_ascii_lowercase());
    let Some(criterion) = found else {
        let hint = words::nearest(wanted, norm.criteria.iter().map(|c| c.id.as_str()))
            .map(|near| format!("aide : vouliez-vous dire « {near} » ?\n"))
            .unwrap_or_default();
        err(&format!(
            "erreur : « {} » n'est pas un critère de la norme {}\n{hint}",
            words::safe(wanted),
            norm.id
        ));
        return Exit::Failed;
    };
    out(&montrer::one(&norm, criterion));
    Exit::Done
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
    let mut text = format!("De {} à {}\n", name(&before), name(&after));
    let sections = comparison::norms(&before, &after);
    for section in &sections {
        heading(&mut text, &section.title);
        for line in &section.lines {
            paragraph(&mut text, 2, 2, &format!("– {line}"));
        }
    }
    if sections.is_empty() {
        text.push_str("Rien qui change un jugement.\n");
    }
    out(&text);
    Exit::Done
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
    out(&format!(
        "{} {} : {}, {}, {said}.\n",
        norm.id,
        norm.version,
        words::count(norm.criteria.len(), "critère", "critères"),
        words::count(run, "exemple", "exemples"),
    ));
    match threshold {
        Gravity::Avertissement if warnings > 0 => Exit::Found,
        Gravity::Avertissement | Gravity::Erreur => Exit::Done,
    }
}
