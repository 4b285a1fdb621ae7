//! The evidence register and the public sources.

use std::collections::BTreeSet;

use super::pieces;
use super::records::{EvidenceRow, SourceRow};
use super::report::View;
use crate::engine::pieces::{PieceState, WhyNot};
use crate::kernel::{Date, SourceId, words as text};
use crate::norm::model::{Confidence, Criterion};
use crate::record::item::{Held, Item};

/// Where a piece is, and where the same content was filed again.
fn place(item: &Item) -> String {
    let own = text::safe(item.whereabouts());
    let again: Vec<String> = match &item.held {
        Held::File(file) => file.copies.iter().map(|path| text::safe(path)).collect(),
        _ => Vec::new(),
    };
    let mut out = own;
    if !again.is_empty() {
        out = format!("{out} (déposée aussi : {})", text::list(&again, "et"));
    }
    if !item.transcripts.is_empty() {
        let pages: Vec<String> = item
            .transcripts
            .iter()
            .filter_map(|told| told.page)
            .map(|page| page.to_string())
            .collect();
        let which = match pages.as_slice() {
            [] => String::new(),
            [one] => format!(" de la page {one}"),
            many => format!(" des pages {}", text::list(many, "et")),
        };
        out = format!("{out} (texte{which} recopié par la structure)");
    }
    match &item.quoted {
        Some(quoted) => format!("{out} (reconnue à ces mots : « {} »)", text::safe(&quoted.words)),
        None => out,
    }
}

/// The last day on which a piece counts, or counted.
fn ends(state: &PieceState) -> Option<Date> {
    match state {
        PieceState::Usable(counted) => counted.until,
        PieceState::Given(WhyNot::Expired(last) | WhyNot::EndsTooSoon(last)) => Some(*last),
        PieceState::Absent | PieceState::Given(_) => None,
    }
}

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
                place: place(item),
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
                expires: ends(&self.book.state(&item.id)),
                state: [
                    Some(pieces::state(&self.book.state(&item.id))),
                    pieces::inside(item),
                ]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(" ; "),
                digest: match &item.held {
                    Held::File(file) => file.digest.to_string(),
                    _ => String::new(),
                },
                criteria: self
                    .book
                    .serves(&item.id)
                    .iter()
                    .map(ToString::to_string)
                    .collect(),
            })
            .collect()
    }

    /// The criteria of the profile, as the norm states them.
    fn judged(&self) -> impl Iterator<Item = &Criterion> {
        let results = self.a.results.criteria.iter();
        results.filter_map(|c| self.norm.criterion(&c.id))
    }

    /// Confidence codes, with their meaning and the criteria that have them.
    pub(super) fn confidence(&self) -> Vec<(String, String, Vec<String>)> {
        let codes = [Confidence::A, Confidence::AMinus, Confidence::B, Confidence::C];
        let of = |code: Confidence| {
            let own = self.judged().filter(move |c| c.confidence == code);
            own.map(|c| c.id.to_string()).collect()
        };
        codes
            .map(|code| (code.code().to_owned(), code.meaning().to_owned(), of(code)))
            .to_vec()
    }

    pub(super) fn sources(&self) -> Vec<SourceRow> {
        let used: BTreeSet<&SourceId> = self.judged().flat_map(|c| &c.sources).collect();
        used.into_iter()
            .filter_map(|key| {
                let source = self.norm.sources.get(key)?;
                Some(SourceRow {
                    key: key.to_string(),
                    title: source.title.clone(),
                    url: source.url.clone().unwrap_or_default(),
                    criteria: self
                        .judged()
                        .filter(|c| c.sources.contains(key))
                        .map(|c| c.id.to_string())
                        .collect(),
                })
            })
            .collect()
    }
}
