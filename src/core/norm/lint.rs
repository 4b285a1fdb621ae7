//! What a sound norm holds in vain: what nothing uses, rules that nothing can meet or that everything meets, conclusions that
//! are never given, criteria whose examples show too little. All are warnings: the norm can be used.

mod policy;
mod rules;

use std::collections::BTreeSet;

use super::model::{Confidence, Criterion, Judged, Norm, PartialCredit, Rule};
use super::places::{NormPart, Places};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::kernel::{AxisLabel, FactKey, LevelId, MilestoneId, SourceId, TypeId};

/// Pushes a warning for each.
pub fn check(norm: &Norm, places: &Places, sink: &mut Diagnostics) {
    let mut said = LintSink { places, sink };
    unused(norm, &mut said);
    for criterion in &norm.criteria {
        self::criterion(criterion, norm, &mut said);
        rules::check(criterion, norm, &mut said);
    }
    policy::check(norm, &mut said);
}

/// The sink, with the places.
struct LintSink<'a> {
    places: &'a Places,
    sink: &'a mut Diagnostics,
}

impl LintSink<'_> {
    fn push(&mut self, diagnostic: Diagnostic, part: &NormPart) {
        self.sink.push(match self.places.get(part) {
            Some(span) => diagnostic.at(span.clone(), ""),
            None => diagnostic,
        });
    }

    fn unused(&mut self, what: &str, id: &str, why: &str, hint: &str, part: &NormPart) {
        let message = format!("{what} « {id} » ne sert à rien : {why}");
        self.push(Diagnostic::new(Code::Unused, message).hint(hint), part);
    }
}

fn unused(norm: &Norm, said: &mut LintSink<'_>) {
    let used = Used::of(norm);
    let remove = "servez-vous-en dans un critère, ou retirez ce bloc";
    for key in norm.facts.keys().filter(|key| !used.facts.contains(key)) {
        let part = NormPart::Fact(key.clone());
        said.unused("le fait", key.as_str(), "aucune règle ne le lit", remove, &part);
    }
    for id in norm.evidence_types.keys().filter(|id| !used.types.contains(id)) {
        let part = NormPart::EvidenceType(id.clone());
        let why = "aucune règle ne le demande";
        said.unused("le type de preuve", id.as_str(), why, remove, &part);
    }
    for id in norm.sources.keys().filter(|id| !used.sources.contains(id)) {
        let part = NormPart::Source(id.clone());
        let why = "ni critère ni étiquette ne la cite";
        said.unused("la source", id.as_str(), why, remove, &part);
    }
    for axis in &norm.axes {
        for value in &axis.values {
            let label = format!("{}/{}", axis.id, value.id);
            if !used.labels.contains(label.as_str()) {
                let part = NormPart::AxisValue(axis.id.clone(), value.id.clone());
                let why = "aucun critère ne la porte";
                said.unused("l'étiquette", &label, why, remove, &part);
            }
        }
    }
    // the lowest level is where a practice begins: it needs no use
    for level in norm
        .levels
        .iter()
        .skip(1)
        .filter(|l| !used.levels.contains(&l.id))
    {
        let part = NormPart::Level(level.id.clone());
        let why = "aucun critère, aucun exemple et aucune règle de gravité ne le nomme";
        let hint = "montrez dans un exemple ce qu'il change, ou retirez-le de l'échelle";
        said.unused("le niveau", level.id.as_str(), why, hint, &part);
    }
    for chapter in &norm.chapters {
        let is_used = norm.criteria.iter().any(|c| c.chapter == chapter.id)
            || norm
                .chapters
                .iter()
                .any(|c| c.parent.as_ref() == Some(&chapter.id));
        if !is_used {
            let part = NormPart::Chapter(chapter.id.clone());
            let hint = "placez-y un critère, ou retirez-le";
            said.unused("le chapitre", chapter.id.as_str(), "il est vide", hint, &part);
        }
    }
}

/// What criteria, axes, examples and the policy use.
#[derive(Default)]
struct Used<'a> {
    facts: BTreeSet<&'a FactKey>,
    types: BTreeSet<&'a TypeId>,
    sources: BTreeSet<&'a SourceId>,
    labels: BTreeSet<&'a str>,
    levels: BTreeSet<&'a LevelId>,
}

impl<'a> Used<'a> {
    fn of(norm: &'a Norm) -> Self {
        let mut used = Self::default();
        for criterion in &norm.criteria {
            used.sources
                .extend(norm.sources.keys().filter(|id| criterion.cites(id)));
            used.labels.extend(criterion.labels.iter().map(AxisLabel::as_str));
            used.levels.extend(&criterion.level);
            used.levels.extend(criterion.levels.values());
            used.levels
                .extend(criterion.examples.iter().filter_map(|e| e.level.as_ref()));
            for rule in criterion.rules() {
                used.facts.extend(rule.facts());
                used.types.extend(rule.evidence_types());
                rule.walk(&mut |rule| {
                    if let Rule::Practice { at_least, .. } = rule {
                        used.levels.insert(at_least);
                    }
                    if let Rule::Dated(series) = rule {
                        used.sources.extend(series.iter().map(|dated| &dated.source));
                    }
                });
            }
        }
        used.sources
            .extend(norm.axes.iter().flat_map(|a| &a.values).flat_map(|v| &v.sources));
        used.levels.extend(&norm.policy.grave_level);
        let policy = &norm.policy;
        used.sources
            .extend(policy.escalations.iter().filter_map(|e| e.source.as_ref()));
        used.sources.extend(policy.revisions.iter().map(|r| &r.source));
        // each level of the scale has its worth in the score
        let own = norm.chapters.iter().filter_map(|c| c.policy.as_ref());
        let later = policy.revisions.iter().map(|r| &r.change);
        let by_level = own
            .chain(later)
            .any(|change| change.partial_credit == Some(PartialCredit::Level));
        if by_level || policy.score.partial_credit == PartialCredit::Level {
            used.levels.extend(norm.levels.iter().map(|l| &l.id));
        }
        used
    }
}

fn criterion(criterion: &Criterion, norm: &Norm, said: &mut LintSink<'_>) {
    let place = NormPart::Criterion(criterion.id.clone());
    let id = &criterion.id;
    let outcomes: BTreeSet<_> = criterion.examples.iter().map(|e| e.expected).collect();
    let few = match (criterion.examples.len(), outcomes.into_iter().next()) {
        (0, _) => Some(format!("{id} n'a pas d'exemple")),
        (1, _) => Some(format!("{id} n'a qu'un exemple")),
        (_, Some(only)) if criterion.examples.iter().all(|e| e.expected == only) => {
            Some(format!("les exemples de {id} finissent tous « {only} »"))
        }
        _ => None,
    };
    if let Some(message) = few {
        let hint = "il en faut deux au moins, dont un qui réussit et un qui échoue";
        said.push(Diagnostic::new(Code::FewExamples, message).hint(hint), &place);
    }
    if criterion.sources.is_empty() && criterion.confidence != Confidence::C {
        let code = criterion.confidence.code();
        let meaning = criterion.confidence.meaning();
        let message = format!("{id} a la confiance {code} ({meaning}) et ne nomme aucune source");
        let hint = "ajoutez « sources = [\"…\"] », ou passez à « confiance = \"C\" »";
        said.push(Diagnostic::new(Code::Unsourced, message).hint(hint), &place);
    }
    if let Some(level) = norm
        .levels
        .first()
        .filter(|l| criterion.level.as_ref() == Some(&l.id))
    {
        let message = format!(
            "« niveau-requis » de {id} est le plus bas de l'échelle (« {} »)",
            level.id
        );
        let hint = "demandez un niveau plus haut, ou retirez la clé";
        said.push(Diagnostic::new(Code::NoEffect, message).hint(hint), &place);
    }
    let hint = "retirez la clé, ou changez-la";
    let at_every = |holds: &dyn Fn(&MilestoneId) -> bool| {
        !norm.cycle.is_empty() && norm.cycle.iter().all(|milestone| holds(&milestone.id))
    };
    if at_every(&|id| criterion.cycles.contains(id)) {
        let message = format!("« cycles » de {id} les nomme tous : la clé ne change rien");
        said.push(Diagnostic::new(Code::NoEffect, message).hint(hint), &place);
    }
    if criterion.level.is_some() && at_every(&|id| criterion.levels.contains_key(id)) {
        let message = format!(
            "« niveau-requis » de {id} n'est jamais lu : « niveau-requis-selon » dit tous les cycles"
        );
        said.push(Diagnostic::new(Code::NoEffect, message).hint(hint), &place);
    }
    for element in criterion.elements.iter().filter(|e| !e.cycles.is_empty()) {
        if !element.cycles.iter().any(|id| criterion.is_in(Some(id))) {
            let message = format!("{id}.{} n'est voulu dans aucun cycle où {id} se juge", element.id);
            let own = NormPart::Element(id.clone(), element.id.clone());
            said.push(Diagnostic::new(Code::NoEffect, message).hint(hint), &own);
        }
    }
    for element in &criterion.elements {
        let rule = NormPart::Rule(id.clone(), Some(element.id.clone()), 0);
        let own = NormPart::Element(id.clone(), element.id.clone());
        if criterion.judged == Judged::Human && element.rule.is_some() {
            let message = format!(
                "la règle de {id}.{} n'est jamais lue : une personne juge ce critère",
                element.id
            );
            let hint = "retirez « si », ou changez « juge »";
            said.push(Diagnostic::new(Code::NoEffect, message).hint(hint), &rule);
        }
        if element.rule.is_none() && element.declaration_suffices {
            let message = format!(
                "« declaration-suffit » ne change rien à {}.{} : sans « si », une personne juge",
                id, element.id
            );
            let hint = "retirez la clé, ou ajoutez « si »";
            said.push(Diagnostic::new(Code::NoEffect, message).hint(hint), &own);
        }
    }
}
