//! How it was judged, sentence by sentence.

use std::collections::BTreeSet;

use super::report::View;
use crate::kernel::words as text;
use crate::norm::model::AuditKind;

impl View<'_> {
    pub(super) fn method(&self) -> Vec<String> {
        let inputs = &self.a.inputs;
        let mut said = vec![
            format!("Les critères sont ceux de « {} », reformulation {} ; l’avertissement en tête du rapport dit ce qu’ils sont.", self.norm.title, self.norm.version),
            format!("Toutes les durées et validités sont comptées au {}, date de l’audit.", inputs.date.in_words()),
            "Un audit procède par échantillon : ce qui n’a pas été regardé peut différer de ce qui l’a été.".to_owned(),
            "Un critère est conforme quand chacun de ses éléments est montré par une preuve valable et le niveau requis atteint. Dire ne suffit pas : nombre saisi, pièce gardée ailleurs, entretien rapporté comptent comme déclarés.".to_owned(),
            "Une pièce se reconnaît à son texte, et un nombre se lit dans la pièce qui l’établit ; une image, elle, doit être lue par une personne.".to_owned(),
            beside_the_others(inputs.audit).to_owned(),
            "L’absence de preuve ne prouve rien : elle donne « non démontré », jamais « non conforme ».".to_owned(),
            "Un seuil suivi de « seuil de l’outil » est une règle de l’outil, modifiable ; aucun nombre n’est présenté comme celui de la norme.".to_owned(),
        ];
        let auditors: BTreeSet<String> = inputs
            .findings
            .iter()
            .filter_map(|f| inputs.auditors.get(&f.auditor))
            .map(|auditor| text::printable(&auditor.signature()))
            .collect();
        let auditors: Vec<String> = auditors.into_iter().collect();
        if !auditors.is_empty() {
            said.insert(0, format!("Qui a audité : {}.", auditors.join(" ; ")));
        }
        for incident in &inputs.incidents {
            said.push(format!("Lecture inachevée — {}", text::printable(incident)));
        }
        for skipped in &inputs.unread {
            said.push(format!(
                "Non lu — {} : {}",
                text::safe(&skipped.path),
                text::printable(&skipped.reason)
            ));
        }
        said
    }
}

/// How such a report is read beside one of another kind.
fn beside_the_others(kind: AuditKind) -> &'static str {
    match kind {
        AuditKind::SelfAssessment => {
            "Une auto-évaluation ne se compare pas à un audit : ici, « montré » veut dire qu’une pièce de la bonne sorte a été reconnue par l’outil ; dans un audit, une personne extérieure l’a regardée."
        }
        AuditKind::Mock => {
            "Un audit blanc se lit entre l’auto-évaluation et l’audit : un regard extérieur, qui ne décide rien."
        }
        AuditKind::Audit => {
            "Un audit ne se compare pas à une auto-évaluation : là où une personne extérieure a constaté, son constat remplace ce que l’outil avait calculé."
        }
    }
}
