//! Which files must be opened, and for what: depths 2 and 3 cost, so they are for what a rule of the profile asks.

use std::collections::{BTreeMap, BTreeSet};

use crate::dossier::{Dossier, Place};
use crate::kernel::{CriterionId, Date, ProfileId, TypeId};
use crate::norm::Norm;
use crate::norm::model::{Criterion, Rule};
use crate::record::Fuse;
use crate::record::inventory::Found;
use crate::record::item::{Dates, Item, Reading};
use crate::record::reading::{Seen, TextState, Wanted};

/// What the rules of a profile ask of the contents of each evidence type.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Needs {
    /// Types whose pages are counted.
    pages: BTreeSet<TypeId>,
    /// Types that must not be older than something.
    aged: BTreeSet<TypeId>,
    /// Types that last for a time, unless the dossier says when a piece expires.
    lasting: BTreeSet<TypeId>,
    /// Words sought in each type.
    words: BTreeMap<TypeId, BTreeSet<String>>,
}

impl Needs {
    /// Those of a profile: its criteria, and those whose status they read.
    pub fn of(norm: &Norm, profile: &ProfileId) -> Self {
        let mut needs = Self {
            lasting: norm
                .evidence_types
                .iter()
                .filter(|(_, kind)| kind.validity.is_some())
                .map(|(id, _)| id.clone())
                .collect(),
            ..Self::default()
        };
        let mut waiting: Vec<&CriterionId> = norm
            .profile(profile)
            .into_iter()
            .flat_map(|profile| &profile.criteria)
            .collect();
        let mut known: BTreeSet<&CriterionId> = BTreeSet::new();
        while let Some(id) = waiting.pop() {
            if !known.insert(id) {
                continue;
            }
            for rule in norm.criterion(id).into_iter().flat_map(Criterion::rules) {
                waiting.extend(rule.criteria());
                rule.walk(&mut |rule| needs.add(rule));
            }
        }
        needs
    }

    fn add(&mut self, rule: &Rule) {
        let Rule::Evidence(asked) = rule else { return };
        if asked.min_pages.is_some() {
            self.pages.extend(asked.types.iter().cloned());
        }
        if asked.max_age.is_some() {
            self.aged.extend(asked.types.iter().cloned());
        }
        for id in asked.types.iter().filter(|_| !asked.contains.is_empty()) {
            self.words
                .entry(id.clone())
                .or_default()
                .extend(asked.contains.iter().cloned());
        }
    }

    /// What a piece of these types needs, given what is known of its dates.
    fn wanted(&self, types: &BTreeSet<TypeId>, dates: &Dates) -> Wanted {
        Wanted {
            facts: self.pages(types) || self.date(types, dates),
            words: types
                .iter()
                .filter_map(|id| self.words.get(id))
                .flatten()
                .cloned()
                .collect(),
            privacy: false,
        }
    }

    fn pages(&self, types: &BTreeSet<TypeId>) -> bool {
        !self.pages.is_disjoint(types)
    }

    /// Does a rule or a validity need a date of effect that is missing?
    fn date(&self, types: &BTreeSet<TypeId>, dates: &Dates) -> bool {
        dates.effect.is_none()
            && (!self.aged.is_disjoint(types)
                || (dates.expires.is_none() && !self.lasting.is_disjoint(types)))
    }
}

/// What is wanted of each file of a dossier, by its path: for whoever walks them.
#[derive(Debug)]
pub struct ReadingPlan<'a> {
    needs: &'a Needs,
    norm: &'a Norm,
    dossier: &'a Dossier,
    privacy: bool,
}

impl<'a> ReadingPlan<'a> {
    /// With `privacy`, every file is also searched for data of persons.
    pub fn new(needs: &'a Needs, norm: &'a Norm, dossier: &'a Dossier, privacy: bool) -> Self {
        Self {
            needs,
            norm,
            dossier,
            privacy,
        }
    }

    /// What is wanted of the file at this path.
    pub fn wanted(&self, path: &str) -> Wanted {
        let folder = path.split('/').nth(1);
        let mut types: BTreeSet<TypeId> = folder
            .and_then(|folder| self.norm.evidence_types.get_key_value(folder))
            .map(|(id, _)| id.clone())
            .into_iter()
            .collect();
        let mut dates = Dates {
            effect: path.rsplit('/').next().and_then(Date::leading),
            ..Dates::default()
        };
        let declared = self
            .dossier
            .evidence
            .iter()
            .filter(|piece| matches!(&piece.place, Place::File(known) if known == path));
        for piece in declared {
            types.extend(piece.types.iter().cloned());
            dates.effect = dates.effect.or(piece.dates.effect);
            dates.expires = dates.expires.or(piece.dates.expires);
        }
        Wanted {
            privacy: self.privacy,
            ..self.needs.wanted(&types, &dates)
        }
    }
}

/// Completes an item with what was seen in its file: only what the rules asked, so that a search for data of persons, done or
/// not, changes nothing else.
pub(super) fn complete(item: &mut Item, needs: &Needs, copies: &[&Found]) {
    let looked: Vec<&Result<Seen, Fuse>> = copies
        .iter()
        .filter_map(|found| found.contents.as_ref())
        .collect();
    if let Some(fuse) = looked.iter().find_map(|seen| seen.as_ref().err()) {
        item.reading = Reading::Unfinished {
            reason: fuse.reason().to_owned(),
        };
        return;
    }
    let seen: Vec<&Seen> = looked.into_iter().filter_map(|seen| seen.as_ref().ok()).collect();
    let Some(first) = seen.first() else { return };
    let wanted = needs.wanted(&item.types, &item.dates);
    let text_fault = seen.iter().find_map(|seen| match seen.text {
        TextState::Faulty(fault) => Some(fault),
        _ => None,
    });
    let fault = wanted
        .depth()
        .and_then(|_| first.facts.err())
        .or_else(|| text_fault.filter(|_| !wanted.words.is_empty()));
    if let Some(fault) = fault {
        item.reading = Reading::Unreadable {
            reason: fault.reason(),
        };
        return;
    }
    if let Ok(facts) = first.facts {
        item.pages = facts.pages.filter(|_| needs.pages(&item.types));
        item.dates.not_after = facts.newest.filter(|_| needs.date(&item.types, &item.dates));
    }
    item.contents = seen
        .iter()
        .flat_map(|seen| &seen.words)
        .filter(|(words, _)| wanted.words.contains(*words))
        .map(|(words, found)| (words.clone(), *found))
        .collect();
}
