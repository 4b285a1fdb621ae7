//! The evidence register and the public sources.

use std::collections::BTreeSet;

use super::records::{EvidenceRow, SourceRow};
use super::report::View;
use super::words;
use crate::kernel::{FactKey, SourceId, words as text};
use crate::norm::model::{Criterion, Rule};
use crate::record::item::{Held, Item};

impl View<'_> {
    /// The pieces; of a profile that is a part, those alone that serve it or that the report names.
    pub(super) fn evidence(&self, named: &BTreeSet<&String>) -> Vec<EvidenceRow> {
        let mut all = self.all_evidence();
        let profile = self.norm.profile(&self.a.inputs.profile);
        if profile.is_some_and(|profile| profile.partial) {
            all.retain(|row| !row.criteria.is_empty() || named.contains(&row.id));
        }
        all
    }

    fn all_evidence(&self) -> Vec<EvidenceRow> {
        self.a
            .inputs
            .evidence
            .iter()
            .map(|item| EvidenceRow {
                anchor: format!("preuve-{}", item.id),
                id: item.id.to_string(),
                place: text::safe(item.whereabouts()),
                types: item
                    .types
                    .iter()
                    .map(|id| {
                        self.norm
                            .evidence_types
                            .get(id)
                            .map_or_else(|| id.to_string(), |t| t.label.clone())
                    })
                    .collect::<Vec<_>>()
                    .join(", "),
                effect: item.dates.effect,
                expires: item.dates.expires,
                state: match (&item.held, &item.reading) {
                    (_, reading) if reading.trouble().is_some() => reading.trouble().unwrap_or_default().to_owned(),
                    (Held::Missing { path: _ }, _) => "fichier absent".to_owned(),
                    (Held::Elsewhere { .. }, _) => "gardée ailleurs".to_owned(),
                    (Held::Reported { .. }, _) => format!("{} rapporté", words::modality(item.modality)),
                    (Held::File(file), _) => words::format(file.format).to_owned(),
                },
                digest: match &item.held {
                    Held::File(file) => file.digest.to_string(),
                    _ => String::new(),
                },
                criteria: self
                    .a
                    .results
                    .criteria
                    .iter()
                    .filter_map(|c| self.norm.criterion(&c.id))
                    .filter(|c| self.serves(item, c))
                    .map(|c| c.id.to_string())
                    .collect(),
            })
            .collect()
    }

    /// Is a piece of use for a criterion: of a type that it asks, or the proof of a fact that it reads?
    fn serves(&self, item: &Item, criterion: &Criterion) -> bool {
        let inputs = &self.a.inputs;
        let proves = |key: &FactKey| {
            let whole = inputs.facts.get(key).into_iter();
            let local = inputs.by_site.values().filter_map(|own| own.facts.get(key));
            whole
                .chain(local)
                .any(|fact| fact.evidence.as_ref() == Some(&item.id))
        };
        criterion
            .evidence_types()
            .iter()
            .any(|id| item.types.contains(*id))
            || criterion.rules().flat_map(Rule::facts).any(proves)
    }

    pub(super) fn sources(&self) -> Vec<SourceRow> {
        let used: BTreeSet<&SourceId> = self
            .a
            .results
            .criteria
            .iter()
            .filter_map(|c| self.norm.criterion(&c.id))
            .flat_map(|c| &c.sources)
            .collect();
        used.into_iter()
            .filter_map(|key| {
                let source = self.norm.sources.get(key)?;
                Some(SourceRow {
                    key: key.to_string(),
                    title: source.title.clone(),
                    url: source.url.clone().unwrap_or_default(),
                })
            })
            .collect()
    }
}
