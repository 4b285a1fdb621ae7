//! What status has a criterion, looked at in one place? The ordered rule, then what auditors say of it.

use std::collections::BTreeSet;

use mediaudit_core::assessment::inputs::{ElementFinding, Finding};
use mediaudit_core::assessment::results::{Cause, Reason, Support, Truth};
use mediaudit_core::kernel::{ElementId, LevelId, MilestoneId, Status};
use mediaudit_core::norm::model::{self, AuditKind, Judged};

use super::day::day;
use super::reads::{asks, reads};
use super::{At, Element, Sample, given, kind_of, settled};

/// What lacks, beside what waits for a person.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Lacks {
    Nothing,
    Target,
    More,
}

/// Does it wait for a person, and for nothing else?
pub(super) fn human(e: &Element) -> bool {
    e.truth == Truth::Unknown && e.causes.iter().all(|c| *c == Cause::HumanJudgement)
}

impl At<'_> {
    /// Is this audit at one of these milestones?
    fn now(&self, of: &[MilestoneId]) -> bool {
        of.is_empty() || of.iter().any(|m| Some(m) == self.i.cycle.as_ref())
    }

    /// What an auditor says of an element, with the level that is given.
    fn said(&self, f: &Finding, element: &ElementId) -> Option<(Truth, Option<LevelId>)> {
        let (_, state) = settled(f).filter(|(id, _)| *id == element)?;
        let top = self.i.norm.levels.len() - 1;
        Some(match state {
            ElementFinding::Void => (Truth::Void, None),
            ElementFinding::Met => (Truth::Yes, None),
            ElementFinding::NotMet => (Truth::No, None),
            ElementFinding::Rated(level) => {
                let reached = self.place(level) >= self.wanted().unwrap_or(top);
                (if reached { Truth::Yes } else { Truth::No }, Some(level.clone()))
            }
        })
    }

    fn element(&self, e: &model::Element) -> Element {
        let mut out = Element {
            id: e.id.clone(),
            optional: e.optional,
            truth: Truth::Void,
            causes: BTreeSet::new(),
            look: None,
            rating: None,
            found: false,
        };
        if !self.now(&e.cycles) {
            return out;
        }
        let rule = e.rule.as_ref().filter(|_| self.own.judged != Judged::Human);
        out.look = rule.map(|rule| self.look(rule));
        let mut told: Vec<&Finding> = self.findings();
        told.retain(|f| self.said(f, &e.id).is_some());
        told.sort_by(|a, b| a.id.cmp(&b.id));
        let told: Vec<_> = told.iter().map(|f| self.said(f, &e.id).unwrap()).collect();
        out.found = !told.is_empty();
        let (truth, causes) = match (told.first(), &out.look) {
            (Some(first), _) if told.iter().all(|t| t.0 == first.0) => {
                out.rating.clone_from(&first.1);
                (first.0, vec![])
            }
            (Some(_), _) => (Truth::Unknown, vec![Cause::Disagreement]),
            (None, None) => (Truth::Unknown, vec![Cause::HumanJudgement]),
            (None, Some(l))
                if l.truth == Truth::Yes
                    && l.support == Some(Support::Declared)
                    && !e.declaration_suffices =>
            {
                let keys = reads(e.rule.iter()).facts;
                let contradicted = keys
                    .iter()
                    .any(|key| self.fact(key).is_some_and(|f| f.typed.is_some()));
                let cause = if contradicted {
                    Cause::Contradicted
                } else {
                    Cause::DeclaredOnly
                };
                (Truth::Unknown, vec![cause])
            }
            (None, Some(l)) => (l.truth, l.causes.iter().copied().collect()),
        };
        // a talk or a look that the structure wrote down itself waits for an auditor's
        let looked = || {
            At {
                looked: true,
                ..*self
            }
            .look(e.rule.as_ref().unwrap())
        };
        let alone = self.i.audit == AuditKind::SelfAssessment;
        let waits = alone && causes == [Cause::DeclaredOnly] && {
            let then = looked();
            then.truth == Truth::Yes && then.support == Some(Support::Shown)
        };
        out.truth = truth;
        out.causes = if waits {
            [Cause::HumanJudgement].into()
        } else {
            causes.into_iter().collect()
        };
        out
    }

    /// Was anything said or found that bears on the criterion?
    fn spoken(&self) -> bool {
        let read = reads(self.own.elements.iter().filter_map(|e| e.rule.as_ref()));
        let mut asked = self
            .own
            .elements
            .iter()
            .filter_map(|e| e.rule.as_ref())
            .flat_map(asks);
        self.declared(&self.own.id).is_some()
            || !self.findings().is_empty()
            || asked.any(|key| self.fact(key).is_some())
            || read.practices.iter().any(|id| self.declared(id).is_some())
            || !self.pieces(&read.types).is_empty()
    }

    fn computed(&self, scope: Option<Truth>, elements: &[Element], live: &[&Element]) -> (Status, Reason) {
        let (c, today) = (self.own, day(self.i.date));
        let started = c.from.is_none_or(|from| day(from) <= today);
        let ended = c.withdrawn.is_some_and(|end| day(end) <= today);
        let aside = self.practice(&c.id).is_some_and(|p| p.not_applicable.is_some());
        let voided = |e: &Element| e.truth == Truth::Void && e.found;
        let below = self
            .wanted()
            .is_some_and(|w| self.declared(&c.id).is_some_and(|d| d < w));
        let objectless = elements
            .iter()
            .any(|e| !e.optional && e.causes.contains(&Cause::NoObject));
        let alone = self.i.audit == AuditKind::SelfAssessment;
        // a level is in play: reached, or still to be said
        let asked = self.says_level() && self.wanted().is_some();
        if !started || ended {
            (Status::NotApplicable, Reason::NotInForce)
        } else if !self.now(&c.cycles) {
            (Status::NotApplicable, Reason::OtherCycle)
        } else if scope == Some(Truth::No) {
            (Status::NotApplicable, Reason::OutOfScope)
        } else if aside && !c.always_applies {
            (Status::NotApplicable, Reason::SetAside)
        } else if !c.always_applies && elements.iter().all(voided) {
            (Status::NotApplicable, Reason::AllVoid)
        } else if !c.always_applies && live.is_empty() && objectless {
            (Status::NotApplicable, Reason::NoObject)
        } else if live.iter().any(|e| e.truth == Truth::No) {
            (Status::Nonconforming, Reason::ElementFalse)
        } else if below && self.says_level() {
            (Status::Nonconforming, Reason::LevelBelow)
        } else if alone && !live.is_empty() && live.iter().all(|e| human(e)) && !asked {
            (Status::NotDemonstrated, Reason::Unproven)
        } else if !self.spoken() {
            (Status::NotAssessed, Reason::Silent)
        } else if !live.is_empty() && live.iter().all(|e| e.truth == Truth::Yes) && !self.undeclared() {
            (Status::Conforming, Reason::AllMet)
        } else {
            (Status::NotDemonstrated, Reason::Unproven)
        }
    }

    /// A level is wanted, and none is said where it should be.
    fn undeclared(&self) -> bool {
        self.says_level() && self.wanted().is_some() && self.declared(&self.own.id).is_none()
    }

    /// Is the structure's word about the level part of the verdict?
    pub(super) fn says_level(&self) -> bool {
        [Judged::Declared, Judged::Mixed].contains(&self.own.judged)
    }

    /// Statuses that auditors give: in so many words, or by a kind that is a nonconformity.
    fn told(&self) -> Vec<Status> {
        let one = |f: &Finding| {
            let (status, kind) = given(f);
            let bad = kind.is_some_and(|k| kind_of(self.i, k).nonconformity);
            status.or(bad.then_some(Status::Nonconforming))
        };
        self.findings().into_iter().filter_map(one).collect()
    }

    fn quarrel(&self, told: &[Status]) -> bool {
        let split = |e: &model::Element| {
            let said: Vec<Truth> = self
                .findings()
                .iter()
                .filter_map(|f| Some(self.said(f, &e.id)?.0))
                .collect();
            self.now(&e.cycles) && said.iter().any(|t| *t != said[0])
        };
        // each auditor's gravest kind
        let mut worst: Vec<(String, i64, String, bool)> = Vec::new();
        for f in self.findings() {
            if let Some(code) = given(f).1 {
                let kind = kind_of(self.i, code);
                worst.push((
                    f.auditor.to_string(),
                    kind.rank,
                    code.to_string(),
                    kind.nonconformity,
                ));
            }
        }
        worst.sort();
        let last = |w: &&(String, i64, String, bool)| !worst.iter().any(|v| v.0 == w.0 && v > w);
        let kept: Vec<_> = worst.iter().filter(last).collect();
        if kept.iter().any(|w| w.2 != kept[0].2) && kept.iter().any(|w| w.3) {
            return true;
        }
        match told {
            [] => self.own.elements.iter().any(split),
            [first, rest @ ..] => rest.iter().any(|s| s != first),
        }
    }

    pub(super) fn judge(&self) -> Sample {
        let scope = self.own.applies_if.as_ref().map(|rule| self.look(rule).truth);
        let elements: Vec<Element> = self.own.elements.iter().map(|e| self.element(e)).collect();
        let live: Vec<&Element> = elements
            .iter()
            .filter(|e| !e.optional && e.truth != Truth::Void)
            .collect();
        let (computed, why) = self.computed(scope, &elements, &live);
        let told = self.told();
        let (retained, reason) = match told.first() {
            _ if self.quarrel(&told) => (Status::NotAssessed, Reason::Disagreement),
            Some(status) => (*status, Reason::Auditor),
            None => (computed, why),
        };
        // all that lacks is an auditor's look
        let only = !live.is_empty() && live.iter().all(|e| e.truth == Truth::Yes || human(e));
        // were each target of the tool's own reached, would anything lack?
        let hopeful = At {
            hopeful: true,
            ..*self
        };
        let done = |e: &&&Element| {
            let model = self.own.elements.iter().find(|m| m.id == e.id).unwrap();
            e.truth == Truth::Yes
                || human(e)
                || (e.truth == Truth::Unknown && !e.found && hopeful.element(model).truth == Truth::Yes)
        };
        let lacks = match (only || live.is_empty(), live.iter().all(|e| done(&e))) {
            (true, _) => Lacks::Nothing,
            (_, true) => Lacks::Target,
            _ => Lacks::More,
        };
        let below_only = reason == Reason::Unproven && !self.undeclared() && lacks == Lacks::Target;
        let waits = reason == Reason::Unproven && !self.undeclared() && only;
        let met = live.iter().filter(|e| e.truth == Truth::Yes).count();
        let below = self
            .wanted()
            .is_some_and(|w| self.declared(&self.own.id).is_some_and(|d| d < w));
        Sample {
            site: self.site.cloned(),
            kind: self.kind((retained, reason), (waits, below_only, lacks), &live),
            value: self
                .worth((computed, retained, reason), &live)
                .map(|value| self.perhaps_gone(value, scope, (retained, reason)))
                .filter(|_| !(waits && self.i.audit == AuditKind::SelfAssessment)),
            contradiction: below && !live.is_empty() && met == live.len(),
            scope_unknown: scope == Some(Truth::Unknown),
            computed,
            retained,
            reason,
            waits,
            below: below_only,
            elements,
        }
    }
}
