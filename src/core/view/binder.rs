//! The binder of a structure, paper by paper: what each piece serves, what more it would serve if it said more, what a person has to
//! say of a picture.

use std::collections::BTreeSet;

use super::dating::declaring;
use super::evidence_map::Pasted;
use crate::assessment::Inputs;
use crate::kernel::{TypeId, french, words as text};
use crate::norm::Norm;
use crate::norm::model::{Criterion, EvidenceType, UsualPaper};
use crate::record::item::{Item, Reading};
use crate::sorting::is_named_as;

/// So many types are proposed for a piece: those that its text is nearest to.
const MOST: usize = 3;

/// What a piece of a binder would serve besides, if it said more.
pub(super) fn would_serve(item: &Item, inputs: &Inputs) -> Vec<String> {
    let Some(survey) = item.survey.as_ref().filter(|survey| survey.words > 0) else {
        return Vec::new();
    };
    let mut near: Vec<(usize, String)> = Vec::new();
    for (id, kind) in open_types(item, inputs) {
        let Some(lacking) = item.lacking.get(id) else {
            continue;
        };
        // nearer to something else than to this: nobody would write it there
        if lacking.len() * 2 > kind.known_by.len() {
            continue;
        }
        let asking = asking(id, inputs);
        if asking.is_empty() {
            continue;
        }
        let thin = kind.min_words.filter(|wanted| survey.words < *wanted);
        let more = match thin {
            Some(wanted) if lacking.is_empty() => format!(
                "s’il en disait plus ({} lus, {} au moins) : {}",
                french::count(survey.words as usize, "mot", "mots"),
                french::number(wanted as usize),
                kind.must_say()
            ),
            _ => format!("s’il disait {}", kind.must_say()),
        };
        let label = format!("«\u{a0}{}\u{a0}»", kind.label);
        near.push((
            lacking.len(),
            format!(
                "servirait aussi pour {} comme {label}, {more}",
                text::list(&asking, "et")
            ),
        ));
    }
    near.sort_by_key(|(missing, _)| *missing);
    near.into_iter().take(MOST).map(|(_, said)| said).collect()
}

/// What a person has to say of a piece of a binder whose text tells nothing, with the lines to paste.
pub(super) fn to_say(item: &Item, inputs: &Inputs) -> Option<Pasted> {
    if !item.types.is_empty() || item.papers.is_empty() {
        return None;
    }
    let is_read = matches!(item.reading, Reading::Readable) && !item.is_image();
    let why = match (&item.reading, is_read) {
        (Reading::Readable | Reading::Unread { reason: _ }, false) => {
            "Aucun texte n’y est lu : regardez-la, et dites dans dossier.toml ce qu’elle montre"
        }
        (Reading::Readable, true) => {
            "Son texte ne montre aucun des types de ce papier : complétez-la, rangez-la ailleurs, ou dites ce qu’elle est et citez-en trois mots (reconnu = \"…\")"
        }
        _ => return None,
    };
    // what its name calls it, else what its papers are first
    let named = papers(item, &inputs.norm)
        .flat_map(UsualPaper::may_be)
        .filter(|id| {
            let kind = inputs.norm.evidence_types.get(*id);
            kind.is_some_and(|kind| is_named_as(item.whereabouts(), kind))
        });
    let mut types: Vec<TypeId> = named.cloned().collect();
    if types.is_empty() {
        types.extend(
            papers(item, &inputs.norm)
                .filter_map(|paper| paper.types.first())
                .cloned(),
        );
    }
    let known: Vec<String> = papers(item, &inputs.norm)
        .flat_map(UsualPaper::may_be)
        .map(ToString::to_string)
        .collect();
    Some(Pasted {
        said: format!("{why}. Types de ce papier : {}.", text::list(&known, "ou")),
        lines: declaring(item, &types).join("\n"),
    })
}

/// The types that a piece might be of, is not, and that nothing else in the dossier is.
fn open_types<'a>(
    item: &'a Item,
    inputs: &'a Inputs,
) -> impl Iterator<Item = (&'a TypeId, &'a EvidenceType)> {
    let there: BTreeSet<&TypeId> = inputs.evidence.iter().flat_map(|item| &item.types).collect();
    let mut seen = BTreeSet::new();
    papers(item, &inputs.norm)
        .flat_map(UsualPaper::may_be)
        .filter(move |id| !there.contains(id) && seen.insert(*id))
        .filter_map(|id| inputs.norm.evidence_types.get_key_value(id))
}

/// The usual papers that a piece lies under.
pub(super) fn papers<'a>(item: &'a Item, norm: &'a Norm) -> impl Iterator<Item = &'a UsualPaper> {
    item.papers.iter().filter_map(|id| norm.paper(id.as_str()))
}

/// The criteria of the profile that ask a type.
fn asking(id: &TypeId, inputs: &Inputs) -> Vec<String> {
    let profile = inputs.norm.profile(&inputs.profile);
    let criteria = profile.into_iter().flat_map(|profile| &profile.criteria);
    criteria
        .filter_map(|criterion| inputs.norm.criterion(criterion))
        .filter(|criterion: &&Criterion| criterion.evidence_types().contains(id))
        .map(|criterion| criterion.id.to_string())
        .collect()
}
