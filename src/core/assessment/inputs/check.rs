//! Do the inputs hold together? Those that were read from a dossier always do; those of a JSON file may have been altered, and what
//! names nothing would count for nothing, unseen.

use std::collections::BTreeMap;
use std::fmt::Display;

use rustc_hash::FxHashSet;

use super::{ElementFinding, Fact, Finding, Inputs, Practice, Settles};
use crate::kernel::{CriterionId, FactKey, InternalError, KindCode, SiteId};
use crate::norm::Norm;
use crate::norm::model::{FactType, FactValue, KindRow, Rule};

type Checked = Result<(), InternalError>;

fn broken<T>(what: &str, id: &impl Display) -> Result<T, InternalError> {
    Err(InternalError::new(format!(
        "{what} « {id} » n’est pas dans ces entrées"
    )))
}

fn held(known: bool, what: &str, id: &impl Display) -> Checked {
    if known { Ok(()) } else { broken(what, id) }
}

impl Inputs {
    /// Everything that the inputs name is there, and is of its kind.
    pub fn check(&self) -> Checked {
        // asked for each practice: not sought from the first on
        let known: FxHashSet<&CriterionId> = self.norm.criteria.iter().map(|c| &c.id).collect();
        self.check_norm(&known)?;
        match &self.cycle {
            Some(id) => held(self.norm.milestone(id).is_some(), "l’étape", id)?,
            None if self.norm.cycle.is_empty() => {}
            None => return Err(InternalError::new("l’étape du cycle n’est pas dans ces entrées")),
        }
        self.check_stated(&known, &self.facts, &self.practices)?;
        for (site, own) in &self.by_site {
            self.check_site(Some(site))?;
            self.check_stated(&known, &own.facts, &own.practices)?;
        }
        let mut pieces = FxHashSet::default();
        for item in &self.evidence {
            self.check_site(item.site.as_ref())?;
            if !pieces.insert(&item.id) {
                return Err(InternalError::new(format!(
                    "la preuve « {} » y est deux fois",
                    item.id
                )));
            }
        }
        self.findings
            .iter()
            .try_for_each(|finding| self.check_finding(finding))
    }

    fn check_norm(&self, known: &FxHashSet<&CriterionId>) -> Checked {
        let norm = &self.norm;
        let Some(profile) = norm.profile(&self.profile) else {
            return broken("le profil", &self.profile);
        };
        for id in &profile.criteria {
            held(known.contains(id), "le critère", id)?;
        }
        let mut above = FxHashSet::default();
        for chapter in &norm.chapters {
            if let Some(parent) = &chapter.parent {
                held(above.contains(parent), "le chapitre", parent)?;
            }
            above.insert(&chapter.id);
        }
        norm.criteria.iter().try_for_each(|criterion| {
            held(
                above.contains(&criterion.chapter),
                "le chapitre",
                &criterion.chapter,
            )
        })?;
        for code in kinds_named(norm) {
            held(norm.kind(code).is_some(), "le constat", code)?;
        }
        uncircled(norm, known)
    }

    fn check_site(&self, site: Option<&SiteId>) -> Checked {
        site.map_or(Ok(()), |id| {
            held(self.sites.iter().any(|s| &s.id == id), "le site", id)
        })
    }

    fn check_stated<'a>(
        &self,
        known: &FxHashSet<&CriterionId>,
        facts: impl IntoIterator<Item = (&'a FactKey, &'a Fact)>,
        practices: impl IntoIterator<Item = (&'a CriterionId, &'a Practice)>,
    ) -> Checked {
        for (key, fact) in facts {
            let Some(def) = self.norm.facts.get(key) else {
                return broken("le fait", key);
            };
            if !suits(def.kind, &fact.value) {
                return Err(InternalError::new(format!(
                    "le fait « {key} » n’est pas du type qu’en dit la norme"
                )));
            }
        }
        for (id, practice) in practices {
            held(known.contains(id), "le critère", id)?;
            if let Some(level) = &practice.level {
                held(self.norm.level(level).is_some(), "le niveau", level)?;
            }
        }
        Ok(())
    }

    fn check_finding(&self, finding: &Finding) -> Checked {
        self.check_site(finding.site.as_ref())?;
        let Some(criterion) = self.norm.criterion(&finding.criterion) else {
            return broken("le critère", &finding.criterion);
        };
        finding.settles.iter().try_for_each(|settles| match settles {
            Settles::Element { id, state } => {
                held(criterion.elements.iter().any(|e| &e.id == id), "l’élément", id)?;
                match state {
                    ElementFinding::Rated(level) => {
                        held(self.norm.level(level).is_some(), "le niveau", level)
                    }
                    ElementFinding::Met | ElementFinding::NotMet | ElementFinding::Void => Ok(()),
                }
            }
            Settles::Whole { status: _, kind } => kind.as_ref().map_or(Ok(()), |code| {
                held(self.norm.kind(code).is_some(), "le constat", code)
            }),
        })
    }
}

/// The kinds of finding that criteria and the policy give or count.
fn kinds_named(norm: &Norm) -> impl Iterator<Item = &KindCode> {
    let policy = &norm.policy;
    let rows = policy.kinds.values().flat_map(|row| {
        let KindRow {
            grave,
            nonconforming,
            not_demonstrated,
            no_evidence,
            below,
        } = row;
        [grave, nonconforming, not_demonstrated, no_evidence, below]
            .into_iter()
            .flatten()
    });
    let raised = policy.escalations.iter().flat_map(|rule| [&rule.from, &rule.to]);
    let unlifted = policy.unlifted.iter().flat_map(|rule| [&rule.from, &rule.to]);
    let only = norm.criteria.iter().filter_map(|c| c.single_kind.as_ref());
    rows.chain(raised).chain(unlifted).chain(only)
}

/// Criteria that read one another in a circle would never be settled.
fn uncircled(norm: &Norm, known: &FxHashSet<&CriterionId>) -> Checked {
    // what reads no other one is in no circle
    let mut reads: BTreeMap<&CriterionId, FxHashSet<&CriterionId>> = BTreeMap::new();
    for criterion in &norm.criteria {
        let read = criterion.rules().flat_map(Rule::criteria);
        for other in read.filter(|id| known.contains(id)) {
            reads.entry(&criterion.id).or_default().insert(other);
        }
    }
    let readers: FxHashSet<&CriterionId> = reads.keys().copied().collect();
    for read in reads.values_mut() {
        read.retain(|id| readers.contains(id));
    }
    while !reads.is_empty() {
        let free: Vec<&CriterionId> = reads
            .iter()
            .filter(|(_, read)| read.is_empty())
            .map(|(id, _)| *id)
            .collect();
        if free.is_empty() {
            return Err(InternalError::new("des critères s’y lisent en cercle"));
        }
        for id in free {
            reads.remove(id);
            for read in reads.values_mut() {
                read.remove(id);
            }
        }
    }
    Ok(())
}

fn suits(kind: FactType, value: &FactValue) -> bool {
    match kind {
        FactType::Boolean => matches!(value, FactValue::Boolean(_)),
        FactType::Integer | FactType::Decimal | FactType::Percentage => matches!(value, FactValue::Number(_)),
        FactType::Date => matches!(value, FactValue::Date(_)),
        FactType::Choice | FactType::Text => matches!(value, FactValue::Text(_)),
    }
}
