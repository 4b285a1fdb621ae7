//! What a report of an audit says of itself before anything else: for what, on what, when, by whom; and what was drawn by lot.

use std::collections::BTreeSet;

use super::report::View;
use crate::assessment::inputs::{SampleDrawn, SampleOut};
use crate::kernel::{Date, french, words as text};
use crate::norm::model::AuditKind;

impl View<'_> {
    /// What such a report is, in one sentence.
    pub(super) fn purpose(&self) -> &'static str {
        match self.a.inputs.audit {
            AuditKind::SelfAssessment => {
                "Ce que la structure dit de ses pratiques, et ce qu’elle en montre déjà."
            }
            AuditKind::Mock => {
                "Une répétition : un auditeur a regardé, pour préparer l’audit et sans rien décider."
            }
            AuditKind::Audit => {
                "Ce que des auditeurs ont constaté, avec ce qui le montre ; ils ont regardé un échantillon."
            }
        }
    }

    /// The lines of a cover, each with its head; none in a self-assessment that nobody audited.
    pub(super) fn brief(&self) -> Vec<(String, String)> {
        let inputs = &self.a.inputs;
        if inputs.audit == AuditKind::SelfAssessment {
            return Vec::new();
        }
        let brief = inputs.brief.clone().unwrap_or_default();
        let criteria = format!("{}, profil « {} »", self.norm.edition, self.profile_title());
        let criteria = match &brief.more_criteria {
            Some(more) => format!("{criteria} ; {more}"),
            None => criteria,
        };
        let lead = inputs.lead().map(|(id, _)| id);
        let several = inputs.auditors.len() > 1;
        let team: Vec<String> = inputs
            .auditors
            .iter()
            .map(|(id, auditor)| {
                let leads = if several && lead == Some(id) {
                    " (responsable de l’audit)"
                } else {
                    ""
                };
                format!("{}{leads}", auditor.signature())
            })
            .collect();
        let days: Vec<String> = brief.on_site.iter().map(|day| day.in_words()).collect();
        [
            ("Objectifs", brief.aims),
            ("Champ", brief.scope),
            ("Critères", Some(criteria)),
            ("Commanditaire", brief.client),
            ("Sur place", some(&days, "et")),
            ("Équipe d’audit", some(&team, "et")),
            ("Fonctions entendues", some(&self.heard(), "et")),
            ("Non couvert", brief.left_out),
        ]
        .into_iter()
        .filter_map(|(head, said)| Some((head.to_owned(), text::printable(&said?))))
        .collect()
    }

    fn profile_title(&self) -> &str {
        let profile = self.norm.profile(&self.a.inputs.profile);
        profile.map_or("", |profile| profile.title.as_str())
    }

    /// The functions that findings say were heard, each once.
    fn heard(&self) -> Vec<String> {
        let mut seen = BTreeSet::new();
        let findings = self.a.inputs.findings.iter();
        let all = findings.flat_map(|finding| &finding.grounds.heard);
        all.filter(|role| seen.insert(role.to_lowercase()))
            .cloned()
            .collect()
    }

    /// What auditors drew by lot, one sentence a draw; none where nothing was drawn.
    pub(super) fn samples(&self) -> Vec<String> {
        self.a
            .inputs
            .samples
            .iter()
            .filter_map(|drawn| self.sample(drawn))
            .collect()
    }

    fn sample(&self, drawn: &SampleDrawn) -> Option<String> {
        let inputs = &self.a.inputs;
        let auditor = inputs.auditors.get(&drawn.auditor)?;
        let on = drawn.on.map(|day| format!(", le {}", Date::in_words(day)));
        let by = format!(
            "{}{}, graine « {} »",
            text::printable(&auditor.role),
            on.unwrap_or_default(),
            text::printable(auditor.seed.as_deref().unwrap_or_default())
        );
        Some(match &drawn.out {
            SampleOut::Functions(ids) => {
                let labels: Vec<String> = ids
                    .iter()
                    .filter_map(|id| self.norm.who(Some(id)))
                    .map(french::inside)
                    .collect();
                format!("Fonctions à rencontrer : {} ({by}).", text::list(&labels, "et"))
            }
            SampleOut::Rows {
                piece,
                table,
                digest,
                of,
                rows,
            } => {
                let item = inputs.evidence.iter().find(|item| item.id == *piece)?;
                let name = self.norm.tables.get(table).map_or("", |def| def.label.as_str());
                let changed = if item.digest() == Some(*digest) {
                    ""
                } else {
                    " Le fichier a changé depuis : ces lignes ne sont peut-être plus les mêmes."
                };
                format!(
                    "« {name} » ({}), {} sur {} : {} ({by}).{changed}",
                    text::safe(item.whereabouts()),
                    french::count(rows.len(), "ligne", "lignes"),
                    french::number(*of as usize),
                    by_sheet(rows)
                )
            }
        })
    }
}

/// Rows, sheet by sheet: « les 8, 13 et 20 de feuille 1 ».
fn by_sheet(rows: &[String]) -> String {
    let mut sheets: Vec<(&str, Vec<String>)> = Vec::new();
    for row in rows {
        let (sheet, number) = row.rsplit_once('!').unwrap_or(("", row));
        match sheets.last_mut().filter(|(known, _)| *known == sheet) {
            Some((_, numbers)) => numbers.push(number.to_owned()),
            None => sheets.push((sheet, vec![number.to_owned()])),
        }
    }
    let said: Vec<String> = sheets
        .into_iter()
        .map(|(sheet, numbers)| {
            let numbers = text::list(&numbers, "et");
            if sheet.is_empty() {
                return numbers;
            }
            format!("{numbers} de « {} »", text::printable(sheet))
        })
        .collect();
    said.join(" ; ")
}

/// What must stand beside every draw.
pub(super) const SAMPLING: &str = "Un échantillon conforme ne prouve pas le tout.";

fn some(all: &[String], last: &str) -> Option<String> {
    (!all.is_empty()).then(|| text::list(all, last))
}
