//! Is a finding well formed? What the norm asks of it beside its shape.

use std::collections::BTreeMap;

use super::diags::{
    AfterAudit, AuditorSetsAside, BarredKind, ExtremeUncommented, HeardNobody, KindAgainstState,
    KindAgainstStatus, MissingParts, NamedPerson, NothingShown, NothingToReconcile, ReconcilesElsewhere,
    ShortReason,
};
use super::{Noted, RawFinding};
use crate::assessment::Inputs;
use crate::assessment::inputs::{Finding, GapPart, Grounds};
use crate::assessment::results::{CriterionResult, Results};
use crate::diag::Diagnostics;
use crate::diag::toml_text::Value;
use crate::kernel::{Date, FileId, FindingId, LevelId, Located, Span, Status, french, persons, words};
use crate::norm::Norm;
use crate::norm::model::{Criterion, FindingRules, Kind};
use crate::norm::raw::FindingState;

/// What a finding rests on beside pieces; a part that says nothing is none.
pub(super) fn grounds(raw: &RawFinding) -> Grounds {
    let parts = [
        (GapPart::Requirement, &raw.requirement),
        (GapPart::Observation, &raw.observation),
        (GapPart::Shortfall, &raw.shortfall),
        (GapPart::Stake, &raw.stake),
    ];
    let said = parts.into_iter().filter_map(|(part, text)| {
        let text = text.as_ref().filter(|text| !text.trim().is_empty())?;
        Some((part, text.clone()))
    });
    Grounds {
        on_site: raw.on_site,
        heard: raw.heard.iter().map(|role| role.get().clone()).collect(),
        parts: said.collect(),
        reconciles: raw.reconciles.iter().map(|id| id.get().clone()).collect(),
    }
}

/// Whatever its norm: who is heard has a function, a kind does not contradict its status. Then what the norm asks.
pub(super) fn check(
    raw: &RawFinding,
    criterion: &Criterion,
    value: &Value<'_>,
    norm: &Norm,
    sink: &mut Diagnostics,
) {
    let place = value.span();
    for role in raw.heard.iter().filter(|role| role.get().trim().is_empty()) {
        sink.push(HeardNobody {
            place: role.span(value.file()),
        });
    }
    for role in &raw.heard {
        unnamed(role, value.file(), sink);
    }
    let kind = raw.kind.as_ref().and_then(|code| norm.kind(code.get()));
    let status = raw.status.as_ref().map(|status| *status.get());
    if let (Some(kind), Some(status)) = (kind, status)
        && contradicts(kind, status)
    {
        sink.push(KindAgainstStatus {
            kind: kind.code.as_str(),
            status: status.label(),
            place: place.clone(),
        });
    }
    let state = raw.state.as_ref().map(|state| *state.get());
    if let (Some(kind), Some(state)) = (kind, state)
        && contradicts_element(kind, state)
    {
        sink.push(KindAgainstState {
            kind: kind.code.as_str(),
            state: state.label(),
            place: place.clone(),
        });
    }
    let Some(rules) = &norm.policy.findings else {
        return;
    };
    if rules.established && kind.is_some_and(|kind| kind.nonconformity) {
        established(raw, &place, sink);
    }
    if rules.always_applies && criterion.always_applies && status == Some(Status::NotApplicable) {
        sink.push(AuditorSetsAside {
            criterion: criterion.id.as_str(),
            place,
        });
    }
    let rating = raw.rating.as_ref().map(Located::get);
    reason(raw, rules, is_extreme(kind, status, rating, norm), value, sink);
}

/// Who audits or is heard is told by a function.
pub(super) fn unnamed(role: &Located<String>, file: FileId, sink: &mut Diagnostics) {
    if persons::names_somebody(role.get()) {
        sink.push(NamedPerson {
            place: role.span(file),
        });
    }
}

/// A nonconformity of what conforms or does not apply has a message of its own.
fn contradicts(kind: &Kind, status: Status) -> bool {
    match status {
        Status::Conforming => false,
        Status::NotApplicable => !kind.nonconformity,
        Status::NotAssessed => true,
        Status::Nonconforming | Status::NotDemonstrated => kind.favourable,
    }
}

/// What is met, or has no object, is no nonconformity; what is not met is no strong point.
fn contradicts_element(kind: &Kind, state: FindingState) -> bool {
    match state {
        FindingState::Met | FindingState::Void => kind.nonconformity,
        FindingState::NotMet => kind.favourable,
    }
}

/// A nonconformity names what shows it, and is told in four parts.
fn established(raw: &RawFinding, place: &Span, sink: &mut Diagnostics) {
    if raw.seen.is_empty() && !raw.on_site && raw.heard.is_empty() {
        sink.push(NothingShown { place: place.clone() });
    }
    let told = grounds(raw).parts;
    let missing: Vec<String> = GapPart::ALL
        .into_iter()
        .filter(|part| !told.contains_key(part))
        .map(|part| part.key().to_owned())
        .collect();
    if !missing.is_empty() {
        sink.push(MissingParts {
            missing: words::list(&missing, "et"),
            place: place.clone(),
        });
    }
}

/// The best or the worst that may be said.
fn is_extreme(kind: Option<&Kind>, status: Option<Status>, rating: Option<&LevelId>, norm: &Norm) -> bool {
    let ends = [norm.levels.first(), norm.levels.last()];
    kind.is_some_and(|kind| kind.favourable || kind.blocking)
        || matches!(status, Some(Status::Conforming | Status::Nonconforming))
        || ends.into_iter().flatten().any(|level| Some(&level.id) == rating)
}

/// A reason says something; an empty one has a message of its own.
fn reason(raw: &RawFinding, rules: &FindingRules, extreme: bool, value: &Value<'_>, sink: &mut Diagnostics) {
    let said = raw.reason.get().split_whitespace();
    let found = said.filter(|word| word.contains(char::is_alphanumeric)).count();
    let place = raw.reason.span(value.file());
    let count = |n: usize| french::count(n, "mot", "mots");
    let least = rules.reason_words as usize;
    let comment = rules.extreme_words as usize;
    if found == 0 {
    } else if found < least {
        sink.push(ShortReason {
            found: count(found),
            least: french::number(least),
            place,
        });
    } else if extreme && found < comment {
        sink.push(ExtremeUncommented {
            found: count(found),
            least: french::number(comment),
            place,
        });
    }
}

/// What reconciles others names findings that are there, on its own criterion.
pub(super) fn reconciliations(all: &[Noted], sink: &mut Diagnostics) {
    for noted in all {
        for id in &noted.reconciles {
            let place = id.span(noted.file);
            let others = || all.iter().filter(|other| other.finding.id != noted.finding.id);
            match others().find(|other| &other.finding.id == id.get()) {
                None => sink.push(NothingToReconcile {
                    finding: id.as_str(),
                    known: others().map(|other| other.finding.id.as_str()).collect(),
                    place,
                }),
                Some(other) if other.finding.criterion != noted.finding.criterion => {
                    sink.push(ReconcilesElsewhere {
                        finding: id.as_str(),
                        of: other.finding.criterion.as_str(),
                        criterion: noted.finding.criterion.as_str(),
                        place,
                    });
                }
                Some(_) => {}
            }
        }
    }
}

/// No finding is of a day after the audit.
pub fn after_audit(findings: &[Noted], audit: Date, sink: &mut Diagnostics) {
    for noted in findings {
        if let Some((on, place)) = noted.finding.on.zip(noted.day.clone())
            && on > audit
        {
            sink.push(AfterAudit { on, audit, place });
        }
    }
}

/// Kinds that the norm does not admit where the criterion stands so: what was judged decides, where the finding says no status itself.
pub fn barred(
    inputs: &Inputs,
    results: &Results,
    places: &BTreeMap<FindingId, Span>,
    sink: &mut Diagnostics,
) {
    let norm = &inputs.norm;
    let Some(rules) = &norm.policy.findings else {
        return;
    };
    for finding in &inputs.findings {
        let criterion = norm.criterion(&finding.criterion);
        let result = results.criteria.iter().find(|c| c.id == finding.criterion);
        let (Some(criterion), Some(result), Some(kind)) = (criterion, result, finding.kind()) else {
            continue;
        };
        let stands = statuses(finding, result);
        let met = rules.exclusions.iter().find(|barred| {
            barred.importances.contains(&criterion.importance)
                && barred.kinds.contains(kind)
                && stands.contains(&barred.status)
        });
        if let Some((barred, place)) = met.zip(places.get(&finding.id)) {
            sink.push(BarredKind {
                kind: kind.as_str(),
                criterion: criterion.id.as_str(),
                importance: criterion.importance.label(),
                status: barred.status.label(),
                place: place.clone(),
            });
        }
    }
}

/// How its criterion stands where the finding looks.
fn statuses(finding: &Finding, result: &CriterionResult) -> Vec<Status> {
    if let Some(own) = finding.status() {
        return vec![own];
    }
    let here = |site| finding.site.is_none() || finding.site.as_ref() == site;
    let samples = result.samples.iter();
    samples
        .filter(|sample| here(sample.site.as_ref()))
        .map(|sample| sample.retained)
        .collect()
}
