//! The plan of an auditor's interviews: whom to meet, what to ask, what to look at, which doubts to lift, which pieces to open; and what
//! is left once findings are written.

mod records;

use std::collections::BTreeSet;

pub use records::{CriterionUnderAudit, FindingsDraft, InterviewPlan, InterviewPoint, Meeting};

use super::brief::SAMPLING;
use super::cautions::cautions;
use super::questions::Labelled;
use super::report::View;
use super::{vigilance, words};
use crate::assessment::Assessment;
use crate::assessment::inputs::{Fact, Finding};
use crate::assessment::results::{Cause, CriterionResult, DoubtLift, ElementResult, Support, Truth, wanted};
use crate::kernel::{CriterionId, FactKey, PieceId, Status, french, words as text};
use crate::norm::model::{AuditKind, Criterion, Element, Rule};
use crate::record::item::Item;

/// Pieces that are named of one criterion.
const PIECES: usize = 4;

/// The plan for a dossier.
pub fn plan(assessment: &Assessment) -> InterviewPlan {
    View::of(assessment).interviews()
}

/// A criterion as an auditor settles it: what to ask and to look at, the pieces that a finding may name, the findings that there are.
pub fn under_audit(assessment: &Assessment, id: &CriterionId) -> Option<CriterionUnderAudit> {
    let view = View::of(assessment);
    let result = assessment
        .results
        .criteria
        .iter()
        .find(|result| &result.id == id)?;
    let named = |item: &Item| Labelled {
        id: item.id.to_string(),
        text: text::safe(item.whereabouts()),
    };
    let pieces = assessment.inputs.evidence.iter();
    let (serving, others): (Vec<&Item>, Vec<&Item>) =
        pieces.partition(|item| view.book.serves(&item.id).contains(id));
    Some(CriterionUnderAudit {
        point: view.point(view.norm.criterion(id)?, result),
        serving: serving.into_iter().map(named).collect(),
        others: others.into_iter().map(named).collect(),
        findings: view.sheets_on(id),
    })
}

/// What was drawn by lot, in sentences, with what must stand beside it.
pub fn drawn(assessment: &Assessment) -> Vec<String> {
    let mut said = View::of(assessment).samples();
    said.push(SAMPLING.to_owned());
    said
}

impl View<'_> {
    fn interviews(&self) -> InterviewPlan {
        let (inputs, norm) = (&self.a.inputs, self.norm);
        let cases: Vec<(&Criterion, &CriterionResult)> = self
            .a
            .results
            .criteria
            .iter()
            .filter_map(|result| Some((norm.criterion(&result.id)?, result)))
            .collect();
        let known = norm.respondents.iter().map(|respondent| {
            let own = |criterion: &Criterion| criterion.who.as_ref() == Some(&respondent.id);
            let points = self.points(&cases, own);
            meeting(
                respondent.id.as_str(),
                &respondent.label,
                &respondent.help,
                points,
            )
        });
        let nobody = {
            let points = self.points(&cases, |criterion| criterion.who.is_none());
            meeting("", NOBODY.0, NOBODY.1, points)
        };
        let meetings: Vec<Meeting> = known
            .chain([nobody])
            .filter(|meeting| !meeting.points.is_empty())
            .collect();
        let found: BTreeSet<_> = inputs.findings.iter().map(|finding| &finding.criterion).collect();
        let left = meetings.iter().map(|meeting| meeting.left).sum();
        InterviewPlan {
            structure: text::printable(&inputs.structure.name),
            profile: norm
                .profile(&inputs.profile)
                .map(|profile| profile.title.clone())
                .unwrap_or_default(),
            audit: inputs.audit.label().to_owned(),
            date: inputs.date.in_words(),
            progress: format!(
                "{} sur {} ; {}",
                french::count(found.len(), "critère avec un constat", "critères avec un constat"),
                french::number(cases.len()),
                french::count(left, "attend encore", "attendent encore")
            ),
            whole: self.left_of_the_whole(),
            meetings,
            kinds: norm
                .kinds
                .iter()
                .map(|kind| Labelled {
                    id: kind.code.to_string(),
                    text: kind.label.clone(),
                })
                .collect(),
        }
    }

    /// What an audit wants beside findings on criteria.
    fn left_of_the_whole(&self) -> Vec<String> {
        let (inputs, results) = (&self.a.inputs, &self.a.results);
        let lacking = inputs.brief_lacks();
        let brief = (!lacking.is_empty()).then(|| {
            let keys: Vec<String> = lacking.iter().map(|key| format!("« {key} »")).collect();
            format!(
                "À écrire sous « [audit] » de dossier.toml : {}.",
                text::list(&keys, "et")
            )
        });
        let doubts = results
            .doubts
            .iter()
            .filter(|doubt| doubt.lifted != Some(DoubtLift::Auditor))
            .map(|doubt| {
                format!(
                    "Doute à lever par « [[doute-leve]] », {} : {}.",
                    doubt.id,
                    vigilance::about(doubt, inputs)
                )
            });
        let seen: BTreeSet<&PieceId> = inputs.seen().collect();
        let audited = inputs.audit != AuditKind::SelfAssessment;
        let unseen = results.to_open.iter().filter(|id| audited && !seen.contains(id));
        let open = unseen.filter_map(|id| {
            let item = inputs.evidence.iter().find(|item| item.id == *id)?;
            let place = text::safe(item.whereabouts());
            Some(format!("Pièce à ouvrir, et à citer par « vu » : {id} ({place})"))
        });
        brief.into_iter().chain(doubts).chain(open).collect()
    }

    /// The points of one person: what obliges first, then the norm's order.
    fn points(
        &self,
        cases: &[(&Criterion, &CriterionResult)],
        own: impl Fn(&Criterion) -> bool,
    ) -> Vec<InterviewPoint> {
        let mut chosen: Vec<_> = cases.iter().filter(|(criterion, _)| own(criterion)).collect();
        chosen.sort_by_key(|(criterion, _)| criterion.importance);
        chosen
            .into_iter()
            .map(|(criterion, result)| self.point(criterion, result))
            .collect()
    }

    fn point(&self, criterion: &Criterion, result: &CriterionResult) -> InterviewPoint {
        let inputs = &self.a.inputs;
        let own = |finding: &&Finding| finding.criterion == criterion.id;
        let findings: Vec<&Finding> = inputs.findings.iter().filter(own).collect();
        let pairs: Vec<(&Element, &ElementResult)> =
            criterion.elements.iter().zip(result.elements()).collect();
        let human: Vec<Labelled> = pairs
            .iter()
            .filter(|(_, found)| {
                result.retained != Status::NotApplicable && found.causes.contains(&Cause::HumanJudgement)
            })
            .map(|(element, _)| Labelled {
                id: element.id.to_string(),
                text: element.label.clone(),
            })
            .collect();
        InterviewPoint {
            criterion: criterion.id.to_string(),
            title: criterion.title.clone(),
            requirement: criterion.requirement.clone(),
            stake: criterion.stake.clone(),
            importance: criterion.importance.label().to_owned(),
            declared: self.declared(criterion, result),
            status: result.retained.label().to_owned(),
            seen: pairs
                .iter()
                .map(|(element, found)| seen(element, found))
                .collect(),
            ask: self.ask(criterion, result, &pairs),
            look: pairs.iter().filter_map(|(e, r)| look(e, r)).collect(),
            doubts: self.doubts_on(criterion, result),
            open: self.to_open_for(criterion),
            waits: self.waits(criterion, result, &human, findings.is_empty()),
            elements: human,
            findings: findings.iter().map(|finding| finding.id.to_string()).collect(),
        }
    }

    /// Why a criterion waits for a finding; empty where it does not.
    fn waits(
        &self,
        criterion: &Criterion,
        result: &CriterionResult,
        human: &[Labelled],
        silent: bool,
    ) -> String {
        if self.disputed().iter().any(|disputed| disputed.id == criterion.id) {
            return "deux auditeurs diffèrent : un constat doit les concilier, par « concilie »".to_owned();
        }
        let only_people = wanted(criterion, result.elements())
            .any(|found| found.finding.is_none() && found.causes.contains(&Cause::HumanJudgement));
        if only_people && result.retained != Status::NotApplicable {
            let ids: Vec<String> = human.iter().map(|element| element.id.clone()).collect();
            return match ids.as_slice() {
                [one] => format!("l’élément {one} attend votre regard"),
                many => format!("les éléments {} attendent votre regard", text::list(many, "et")),
            };
        }
        if !silent {
            return String::new();
        }
        match result.retained {
            Status::Conforming => "",
            Status::NotApplicable if criterion.always_applies => "",
            Status::NotApplicable => {
                let practice = self.practice(criterion, result);
                let aside = practice.is_some_and(|practice| practice.not_applicable.is_some());
                if aside {
                    "la structure l’écarte : à confirmer"
                } else {
                    ""
                }
            }
            Status::NotAssessed => "rien n’a été dit",
            Status::NotDemonstrated => "non démontré : à voir ou à entendre",
            Status::Nonconforming => "non conforme selon l’outil : à confirmer, en quatre parties",
        }
        .to_owned()
    }

    fn ask(
        &self,
        criterion: &Criterion,
        result: &CriterionResult,
        pairs: &[(&Element, &ElementResult)],
    ) -> Vec<String> {
        let inputs = &self.a.inputs;
        let practice = self.practice(criterion, result);
        if let Some(why) = practice.and_then(|practice| practice.not_applicable.as_ref()) {
            return vec![format!(
                "La structure l’écarte : « {} ». Est-ce toujours vrai, partout ?",
                text::printable(why)
            )];
        }
        let level = practice.and_then(|practice| self.norm.level(practice.level.as_ref()?));
        let mut out = vec![match level {
            Some(level) => format!(
                "Ils se disent « {} » : un exemple récent, puis le même par quelqu’un d’autre.",
                french::inside(&level.label)
            ),
            None => "Aucun niveau n’est déclaré : comment cela se passe-t-il, depuis quand ?".to_owned(),
        }];
        let human = pairs
            .iter()
            .filter(|(_, r)| r.causes.contains(&Cause::HumanJudgement));
        out.extend(
            human.map(|(element, _)| {
                format!("{} ({}) : comment, et quel exemple ?", element.label, element.id)
            }),
        );
        let open = pairs
            .iter()
            .filter(|(element, found)| !element.optional && found.truth == Truth::Unknown);
        let keys: BTreeSet<&FactKey> = open
            .filter_map(|(element, _)| element.rule.as_ref())
            .flat_map(Rule::facts)
            .collect();
        let site = result.lead().and_then(|sample| sample.site.as_ref());
        let own = site.and_then(|id| inputs.by_site.get(id));
        for key in keys {
            let Some(def) = self.norm.facts.get(key) else {
                continue;
            };
            let fact: Option<&Fact> = own
                .and_then(|own| own.facts.get(key))
                .or_else(|| inputs.facts.get(key));
            out.push(match fact {
                None => format!("« {} » : rien n’est dit ; qu’en est-il ?", def.label),
                Some(fact) if fact.evidence.is_none() => format!(
                    "« {} » : {}, dit-on ; d’où cela vient-il, et qu’est-ce qui le montre ?",
                    def.label,
                    words::value(&fact.value, Some(def))
                ),
                Some(_) => continue,
            });
        }
        out
    }

    fn doubts_on(&self, criterion: &Criterion, result: &CriterionResult) -> Vec<String> {
        let (inputs, results) = (&self.a.inputs, &self.a.results);
        let serves = |id: &PieceId| self.book.serves(id).contains(&criterion.id);
        let told = results.doubts.iter().filter(|doubt| {
            doubt.lifted != Some(DoubtLift::Auditor)
                && (doubt.criteria.contains(&criterion.id) || doubt.pieces.iter().any(serves))
        });
        let told = told.map(|doubt| text::capital(&vigilance::about(doubt, inputs)));
        told.chain(cautions(inputs, criterion, result)).collect()
    }

    /// The pieces that serve a criterion, those that a person is to open first.
    fn to_open_for(&self, criterion: &Criterion) -> Vec<String> {
        let results = &self.a.results;
        let serving = self
            .a
            .inputs
            .evidence
            .iter()
            .filter(|item| self.book.serves(&item.id).contains(&criterion.id));
        let mut serving: Vec<_> = serving.collect();
        serving.sort_by_key(|item| !results.to_open.contains(&item.id));
        let rest = serving.len().saturating_sub(PIECES);
        let named = serving.into_iter().take(PIECES).map(|item| {
            let mut known = item
                .types
                .iter()
                .filter_map(|id| self.norm.evidence_types.get(id));
            let look = known.find_map(|kind| kind.look_for.as_deref());
            let look = look.map(|look| format!(" — {look}"));
            format!(
                "{} ({}){}",
                item.id,
                text::safe(item.whereabouts()),
                look.unwrap_or_default()
            )
        });
        let more = (rest > 0).then(|| format!("et {}", french::count(rest, "autre", "autres")));
        named.chain(more).collect()
    }
}

/// What a criterion falls under that no function is asked about.
const NOBODY: (&str, &str) = ("Sans interlocuteur", "La norme ne dit pas à qui le demander.");

fn meeting(id: &str, label: &str, help: &str, points: Vec<InterviewPoint>) -> Meeting {
    Meeting {
        id: id.to_owned(),
        label: label.to_owned(),
        help: help.to_owned(),
        left: points.iter().filter(|point| !point.waits.is_empty()).count(),
        points,
    }
}

/// How the tool saw an element.
fn seen(element: &Element, found: &ElementResult) -> String {
    let support = found.trace.as_ref().and_then(|trace| trace.support);
    let shown = support == Some(Support::Shown);
    let how = match found.truth {
        Truth::Yes if found.finding.is_some() => "satisfait, dit un auditeur".to_owned(),
        Truth::Yes if !shown => "déclaré, sans preuve".to_owned(),
        Truth::Yes => "montré".to_owned(),
        Truth::No if found.finding.is_some() => "non satisfait, dit un auditeur".to_owned(),
        Truth::No => "contredit".to_owned(),
        Truth::Void => "sans objet".to_owned(),
        Truth::Unknown => words::causes(found.causes.iter().copied()),
    };
    let optional = if element.optional { ", facultatif" } else { "" };
    format!("{}{optional} — {} : {how}", element.id, element.label)
}

/// What is to be looked at: an element that no paper shows yet, or that papers contradict.
fn look(element: &Element, found: &ElementResult) -> Option<String> {
    if element.optional {
        return None;
    }
    let human = found.causes.contains(&Cause::HumanJudgement);
    match found.truth {
        Truth::Unknown if human => Some(format!("{} ({}), là où cela se fait", element.label, element.id)),
        Truth::Unknown => Some(format!(
            "{} ({}) : {} ; ce qui le montrerait",
            element.label,
            element.id,
            words::causes(found.causes.iter().copied())
        )),
        Truth::No => Some(format!(
            "{} ({}) : est-ce bien ainsi, et depuis quand ?",
            element.label, element.id
        )),
        Truth::Yes | Truth::Void => None,
    }
}
