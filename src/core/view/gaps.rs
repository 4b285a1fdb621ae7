//! Gap sheets, and the plan that they make.

use std::collections::BTreeSet;

use super::cautions::cautions;
use super::compared::ComparedRow;
use super::records::{Gap, PlanRow, ProposedAction};
use super::report::View;
use super::{pieces, words};
use crate::assessment::inputs::{GapPart, Practice};
use crate::assessment::results::{Cause, CriterionResult, ElementResult, Reason, Truth};
use crate::kernel::french;
use crate::kernel::{ElementRef, FactKey, SourceId, words as text};
use crate::norm::model::{AuditKind, Criterion, Element, FactDef, FactType, Rule};

impl View<'_> {
    /// One line an action, the gravest gap first, then the lightest effort.
    pub(super) fn plan(&self, gaps: &[Gap]) -> Vec<PlanRow> {
        let mut rows: Vec<(i64, u8, PlanRow)> = gaps
            .iter()
            .flat_map(|gap| gap.actions.iter().map(move |action| (gap, action)))
            .map(|(gap, action)| {
                let row = PlanRow {
                    id: action.id.clone(),
                    criterion: gap.id.clone(),
                    gap: gap.anchor.clone(),
                    kind: if gap.kind.is_empty() {
                        text::capital(&gap.status)
                    } else {
                        gap.kind.clone()
                    },
                    action: action.text.clone(),
                    effort: action.effort_words.clone(),
                    proof: self.proof(&action.id),
                };
                (gap.rank, action.effort, row)
            })
            .collect();
        rows.sort_by(|a, b| {
            b.0.cmp(&a.0)
                .then(a.1.cmp(&b.1))
                .then_with(|| a.2.id.cmp(&b.2.id))
        });
        rows.into_iter().map(|(_, _, row)| row).collect()
    }

    /// What would show that an element is met: the pieces that its rule asks, else an auditor's finding.
    fn proof(&self, element: &str) -> String {
        let rule = self.norm.criteria.iter().find_map(|c| {
            c.elements
                .iter()
                .find(|e| ElementRef::new(&c.id, &e.id).to_string() == element)
                .map(|e| e.rule.as_ref())
        });
        let rule = match rule {
            Some(Some(rule)) => rule,
            Some(None) => return "constat d’un auditeur".to_owned(),
            // of the whole criterion: what an auditor found of it, else its level
            None if self.is_decided_by_auditor(element) => return "constat d’un auditeur".to_owned(),
            None => return "niveau déclaré dans dossier.toml".to_owned(),
        };
        let types: Vec<String> = rule
            .evidence_types()
            .into_iter()
            .filter_map(|id| self.norm.evidence_types.get(id))
            .map(|kind| french::inside(&kind.label))
            .collect();
        if types.is_empty() {
            let counts = rule.facts().into_iter().any(|key| {
                self.norm.facts.get(key).is_some_and(|def| {
                    matches!(
                        def.kind,
                        FactType::Integer | FactType::Decimal | FactType::Percentage
                    )
                })
            });
            if counts {
                "pièce qui établit le nombre".to_owned()
            } else {
                "pièce qui établit cette réponse".to_owned()
            }
        } else {
            text::list(&types, "ou")
        }
    }

    fn is_decided_by_auditor(&self, criterion: &str) -> bool {
        let mut results = self.a.results.criteria.iter();
        results.any(|c| c.id.as_str() == criterion && c.reason == Reason::Auditor)
    }

    pub(super) fn gaps(&self, compared: &[ComparedRow]) -> Vec<Gap> {
        let mut gaps: Vec<Gap> = self
            .a
            .results
            .criteria
            .iter()
            .filter(|c| Self::is_gap(c))
            .filter_map(|c| self.gap(c, compared))
            .collect();
        gaps.sort_by(|a, b| b.rank.cmp(&a.rank).then_with(|| a.id.cmp(&b.id)));
        gaps
    }

    /// The facts that the open elements read, as they were stated.
    fn stated(&self, c: &Criterion, result: &CriterionResult) -> Vec<String> {
        let inputs = &self.a.inputs;
        let site = result.lead().and_then(|sample| sample.site.as_ref());
        let own = site.and_then(|id| inputs.by_site.get(id));
        let open = c
            .elements
            .iter()
            .zip(result.elements())
            .filter(|(e, r)| !e.optional && !matches!(r.truth, Truth::Yes | Truth::Void))
            .filter_map(|(e, _)| e.rule.as_ref());
        let keys: BTreeSet<&FactKey> = open.flat_map(Rule::facts).collect();
        keys.into_iter()
            .filter_map(|key| {
                let fact = own
                    .and_then(|own| own.facts.get(key))
                    .or_else(|| inputs.facts.get(key))?;
                let def = self.norm.facts.get(key);
                let label = def.map_or_else(|| key.to_string(), |def| def.label.clone());
                let value = words::value(&fact.value, def);
                let counted = inputs.computed(key, site);
                Some(match &fact.typed {
                    Some(typed) => {
                        let typed = words::value(typed, def);
                        format!("Déclaré : {label}, {typed} ; la pièce dit {value}, et c’est jugé.")
                    }
                    None if counted.is_some_and(|one| one.not_taken.is_none()) => {
                        format!("D’après le tableau : {label}, {value}.")
                    }
                    None => format!("Déclaré : {label}, {value}."),
                })
            })
            .collect()
    }

    /// The form that the norm asks for a criterion that fails, as its auditor filled it in.
    fn form(&self, criterion: &Criterion) -> Vec<String> {
        let findings = || {
            self.a
                .inputs
                .findings
                .iter()
                .filter(|f| f.criterion == criterion.id)
        };
        let fields = self.norm.policy.form.iter().flat_map(|form| &form.fields);
        fields
            .flat_map(|field| {
                let filled = findings().filter_map(|f| f.form.get(&field.id));
                filled.map(|said| format!("{} : {}", field.label, text::printable(said)))
            })
            .collect()
    }

    /// Days by which an auditor's finding must be answered.
    fn deadlines(&self, result: &CriterionResult) -> Vec<String> {
        let inputs = &self.a.inputs;
        if inputs.audit == AuditKind::SelfAssessment {
            return Vec::new();
        }
        self.kind(result)
            .map(|kind| kind.due(inputs.date, inputs.cycle.as_ref()))
            .unwrap_or_default()
            .into_iter()
            .map(|(stage, day)| format!("{} : au plus tard le {}", text::capital(stage), day.in_words()))
            .collect()
    }

    /// What was said, seen and found of a criterion.
    fn seen(&self, c: &Criterion, result: &CriterionResult) -> Vec<String> {
        let practice = self.practice(c, result);
        let mut seen = Vec::new();
        if let Some(level) = practice
            .and_then(|p| p.level.as_ref())
            .and_then(|id| self.norm.level(id))
        {
            seen.push(format!("Niveau déclaré : {}.", french::inside(&level.label)));
        } else if c.judged.asks_level() {
            seen.push("Aucun niveau de pratique n’est déclaré.".to_owned());
        }
        if let Some(comment) = practice.and_then(|p| p.comment.as_ref()) {
            seen.push(format!(
                "Commentaire de la structure : {}",
                text::printable(comment)
            ));
        }
        for (element, r) in c
            .elements
            .iter()
            .zip(result.elements())
            .filter(|(_, r)| r.truth == Truth::Yes)
        {
            seen.push(format!("Satisfait : {} ({}).", element.label, r.id));
        }
        seen.extend(self.stated(c, result));
        for r in result.elements() {
            let level = r.rating.as_ref().and_then(|id| self.norm.level(id));
            seen.extend(level.map(|level| {
                format!(
                    "{}, coté par l’auditeur : {}.",
                    r.id,
                    french::inside(&level.label)
                )
            }));
        }
        seen.extend(self.form(c));
        if seen.is_empty() && !self.a.inputs.findings.iter().any(|f| f.criterion == c.id) {
            seen.push("Rien n’est déclaré ni constaté.".to_owned());
        }
        seen
    }

    /// What was declared of a criterion, where its decisive sample was looked at.
    pub(super) fn practice(&self, c: &Criterion, result: &CriterionResult) -> Option<&Practice> {
        let inputs = &self.a.inputs;
        let site = result.lead().and_then(|sample| sample.site.as_ref());
        let own = site.and_then(|id| inputs.by_site.get(id));
        own.and_then(|own| own.practices.get(&c.id))
            .or_else(|| inputs.practices.get(&c.id))
    }

    /// What the declared level itself asks for, where it is wanted and is not there.
    fn level_action(&self, c: &Criterion, result: &CriterionResult) -> Option<ProposedAction> {
        let wanted = c
            .level_in(self.a.inputs.cycle.as_ref())
            .and_then(|id| self.norm.level(id))?;
        let label = french::inside(&wanted.label);
        let silent = self.practice(c, result).is_none_or(|p| p.level.is_none());
        let text = match result.reason {
            Reason::LevelBelow if result.contradiction => {
                "La déclaration et les preuves se contredisent : laquelle dit vrai ?".to_owned()
            }
            Reason::LevelBelow => {
                format!("Mettre en place ce que demande le niveau «\u{a0}{label}\u{a0}».")
            }
            Reason::Unproven if silent && c.judged.asks_level() => {
                format!("Dire quel niveau décrit ce qui se fait («\u{a0}{label}\u{a0}» est attendu).")
            }
            _ => return None,
        };
        let heaviest = c.elements.iter().filter(|e| !e.optional).map(|e| e.effort).max();
        let effort = if result.reason == Reason::LevelBelow && !result.contradiction {
            // INVARIANT: a criterion has an element that is not optional, or its level alone asks for the least
            heaviest.unwrap_or(1)
        } else {
            1
        };
        Some(ProposedAction::new(&c.id, text, effort))
    }

    /// What is to be done of a criterion that only an auditor's finding holds back: to mend what was found.
    fn answer(&self, c: &Criterion) -> ProposedAction {
        let found = self.a.inputs.standing_findings().filter(|f| f.criterion == c.id);
        let gaps: Vec<String> = found
            .filter_map(|f| f.grounds.parts.get(&GapPart::Shortfall))
            .map(|said| text::printable(said))
            .collect();
        let said = if gaps.is_empty() {
            "Corriger ce que dit le constat de l’audit, et en garder la trace.".to_owned()
        } else {
            format!("Corriger ce que l’audit a constaté : « {} »", gaps.join(" » « "))
        };
        let heaviest = c.elements.iter().filter(|e| !e.optional).map(|e| e.effort).max();
        // INVARIANT: a criterion has an element that is not optional
        ProposedAction::new(&c.id, said, heaviest.unwrap_or(1))
    }

    /// What is to be answered before anything is to be done: the facts of an element that nobody stated.
    fn question(&self, element: &Element, found: &ElementResult, result: &CriterionResult) -> Option<String> {
        if found.truth != Truth::Unknown || !found.causes.contains(&Cause::NotStated) {
            return None;
        }
        let inputs = &self.a.inputs;
        let site = result.lead().and_then(|sample| sample.site.as_ref());
        let own = site.and_then(|id| inputs.by_site.get(id));
        let stated = |key: &&FactKey| {
            inputs.facts.contains_key(*key) || own.is_some_and(|own| own.facts.contains_key(*key))
        };
        let rule = element.rule.as_ref()?.in_force(inputs.date)?;
        let silent: Vec<&FactDef> = rule
            .facts()
            .into_iter()
            .filter(|key| !stated(key))
            .filter_map(|key| self.norm.facts.get(key))
            .collect();
        let labels: Vec<String> = silent
            .iter()
            .map(|def| format!("«\u{a0}{}\u{a0}»", def.label))
            .collect();
        let asks = if silent.iter().all(|def| def.kind == FactType::Boolean) {
            "Dire oui ou non"
        } else {
            "Dire d’abord ce qu’il en est, même si c’est zéro"
        };
        (!labels.is_empty()).then(|| format!("{asks} : {}.", text::list(&labels, "et")))
    }

    fn gap(&self, result: &CriterionResult, compared: &[ComparedRow]) -> Option<Gap> {
        let c = self.norm.criterion(&result.id)?;
        let open: Vec<(&Element, &ElementResult)> = c
            .elements
            .iter()
            .zip(result.elements())
            .filter(|(e, r)| !e.optional && !matches!(r.truth, Truth::Yes | Truth::Void))
            .collect();
        let seen = self.seen(c, result);
        let evidence = self.looked_at(c, result);
        // where an auditor has decided of the whole, elements that nobody settled are not what is missing
        let decided = result.reason == Reason::Auditor;
        let waits = |r: &ElementResult| r.causes.iter().all(|cause| *cause == Cause::HumanJudgement);
        let mut missing: Vec<String> = open
            .iter()
            .filter(|(_, r)| !(decided && r.truth == Truth::Unknown && waits(r)))
            .map(|(e, r)| {
                let why = if r.truth == Truth::No {
                    "contredit".to_owned()
                } else {
                    words::causes(r.causes.iter().copied())
                };
                format!("{} — {why}.", e.label)
            })
            .collect();
        if decided && missing.is_empty() {
            missing.push("Ce que dit le constat de l’audit.".to_owned());
        }
        missing.extend(cautions(&self.a.inputs, c, result));
        if result.reason == Reason::LevelBelow
            && let Some(level) = c
                .level_in(self.a.inputs.cycle.as_ref())
                .and_then(|id| self.norm.level(id))
        {
            missing.push(format!(
                "Le niveau requis est « {} ».",
                french::inside(&level.label)
            ));
        }
        let rules: Vec<String> = open
            .iter()
            .filter_map(|(e, r)| {
                let rule = e.rule.as_ref()?;
                let held = rule.in_force(self.a.inputs.date).unwrap_or(rule);
                let trace = r
                    .trace
                    .as_ref()
                    .map(|t| format!(" — {}", words::outcome(held, t)))
                    .unwrap_or_default();
                Some(format!("{} : {}{trace}", r.id, words::rule(rule, self.norm)))
            })
            .collect();
        let mut actions: Vec<ProposedAction> = open
            .iter()
            .map(|(e, r)| match self.question(e, r, result) {
                Some(question) => ProposedAction::new(&r.id, question, 1),
                None => ProposedAction::new(&r.id, e.action.clone(), e.effort),
            })
            .chain(self.level_action(c, result))
            .collect();
        if actions.is_empty() {
            actions.push(self.answer(c));
        }
        let kind = self.kind(result);
        Some(Gap {
            anchor: format!("ecart-{}", c.id),
            id: c.id.to_string(),
            title: c.title.clone(),
            retained: result.retained,
            status: result.retained.label().to_owned(),
            key: result.retained.key().to_owned(),
            kind: kind.map(|k| self.kind_label(k)).unwrap_or_default(),
            rank: kind.map_or(0, |k| k.rank),
            requirement: c.requirement.clone(),
            seen,
            sides: Self::sides(compared, &c.id).unwrap_or_default(),
            findings: self.sheets_on(&c.id),
            evidence,
            missing,
            stake: c.stake.clone(),
            row: format!("critere-{}", c.id),
            importance: c.importance.label().to_owned(),
            who: self.who(c).into_iter().collect(),
            rule: format!("{}.", text::capital(words::reason(result.reason))),
            rules,
            actions,
            decided: self.decided_for(&c.id),
            answers: self.answers(&c.id),
            deadlines: self.deadlines(result),
            origin: format!(
                "{} ; confiance {} : {}",
                c.sources
                    .iter()
                    .map(SourceId::as_str)
                    .collect::<Vec<_>>()
                    .join(", "),
                c.confidence.code(),
                c.confidence.meaning()
            ),
        })
    }

    /// The pieces that serve a criterion, where its decisive sample was looked at: id, where it is and what it is worth, label in
    /// the register.
    fn looked_at(&self, c: &Criterion, result: &CriterionResult) -> Vec<(String, String, String)> {
        let site = result.lead().and_then(|sample| sample.site.as_ref());
        self.a
            .inputs
            .evidence
            .iter()
            .filter_map(|item| {
                let said = pieces::for_criterion(&item.id, &c.id, site, &self.book)?;
                let place = text::safe(item.whereabouts());
                Some((
                    item.id.to_string(),
                    format!("{place} : {said}"),
                    format!("preuve-{}", item.id),
                ))
            })
            .collect()
    }
}

impl ProposedAction {
    fn new(id: &impl ToString, text: String, rank: u8) -> Self {
        Self {
            id: id.to_string(),
            text,
            effort: rank,
            effort_words: effort(rank).to_owned(),
        }
    }
}

fn effort(effort: u8) -> &'static str {
    match effort {
        1 => "une heure ou deux",
        2 => "une demi-journée",
        3 => "quelques jours",
        4 => "quelques semaines",
        _ => "plusieurs mois",
    }
}
