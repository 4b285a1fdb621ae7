//! Do the inputs hold together? Those that were read from a dossier always do; those of a JSON file may have been altered, and what
//! names nothing would count for nothing, unseen.

use std::fmt::Display;

use rustc_hash::FxHashSet;

use super::{ElementFinding, Fact, Finding, Inputs, Practice, Settles};
use crate::kernel::{CriterionId, FactKey, InternalError, SiteId};
use crate::norm::model::{FactType, FactValue};

type Checked = Result<(), InternalError>;

fn broken<T>(what: &str, id: &impl Display) -> Result<T, InternalError> {
    Err(InternalError::absent(what, id))
}

fn held(known: bool, what: &str, id: &impl Display) -> Checked {
    if known { Ok(()) } else { broken(what, id) }
}

impl Inputs {
    /// Everything that the inputs name is there, and is of its kind.
    pub fn check(&self) -> Checked {
        self.check_norm()?;
        match &self.cycle {
            Some(id) => held(self.norm.milestone(id).is_some(), "l’étape", id)?,
            None if self.norm.cycle.is_empty() => {}
            None => return Err(InternalError::new("l’étape du cycle n’est pas dans ces entrées")),
        }
        self.check_stated(&self.facts, &self.practices)?;
        for (site, own) in &self.by_site {
            self.check_site(Some(site))?;
            self.check_stated(&own.facts, &own.practices)?;
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

    fn check_norm(&self) -> Checked {
        self.norm.check()?;
        let Some(profile) = self.norm.profile(&self.profile) else {
            return broken("le profil", &self.profile);
        };
        let mut wanted = profile.criteria.iter();
        wanted.try_for_each(|id| held(self.norm.reads().place(id).is_some(), "le critère", id))
    }

    fn check_site(&self, site: Option<&SiteId>) -> Checked {
        site.map_or(Ok(()), |id| {
            held(self.sites.iter().any(|s| &s.id == id), "le site", id)
        })
    }

    fn check_stated<'a>(
        &self,
        facts: impl IntoIterator<Item = (&'a FactKey, &'a Fact)>,
        practices: impl IntoIterator<Item = (&'a CriterionId, &'a Practice)>,
    ) -> Checked {
        for (key, fact) in facts {
            let Some(asked) = self.norm.reads().fact(key) else {
                return broken("le fait", key);
            };
            if !suits(asked.kind, &fact.value) {
                return Err(InternalError::new(format!(
                    "le fait « {key} » n’est pas du type qu’en dit la norme"
                )));
            }
        }
        for (id, practice) in practices {
            held(self.norm.reads().place(id).is_some(), "le critère", id)?;
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

fn suits(kind: FactType, value: &FactValue) -> bool {
    match kind {
        FactType::Boolean => matches!(value, FactValue::Boolean(_)),
        FactType::Integer | FactType::Decimal | FactType::Percentage => matches!(value, FactValue::Number(_)),
        FactType::Date => matches!(value, FactValue::Date(_)),
        FactType::Choice | FactType::Text => matches!(value, FactValue::Text(_)),
    }
}
