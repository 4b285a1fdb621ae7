//! `constats/<nom>.toml`: what auditors found, one file per auditor.

mod diags;
mod draws;
mod formed;

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::diags::{
    AuditorName, AuditorTwice, ConformingNonconformity, Contradiction, FindingWithoutReason, NoAuditor,
    NoRole, NoState, NothingConcluded, StateAndRating, StateOfNothing, UnknownField, UnknownKind,
    UnknownLevel, VoidForbidden,
};
use super::doubts::{self, Lifted, RawLifted};
use super::named::{self, check_site, given};
use crate::assessment::inputs::{Auditor, ElementFinding, Finding, Settles, Site};
use crate::diag::toml_text::{self, Value};
use crate::diag::{Diagnostics, Sources};
use crate::kernel::{
    AuditorId, CriterionId, Date, ElementId, ElementRef, FileId, FindingId, FormFieldId, KindCode, LevelId,
    Located, PieceName, SiteId, Span, Status, folded, words,
};
use crate::norm::Norm;
use crate::norm::model::Criterion;
use crate::norm::raw::FindingState;
pub use draws::DrawNoted;
#[cfg(test)]
pub(super) use draws::RawSample;
pub use formed::{after_audit, barred};

/// A finding, with the places of the evidence that it names: those ids are checked once the evidence is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Noted {
    /// The finding; `seen` is still empty.
    pub finding: Finding,
    /// Evidence seen, as written.
    pub seen: Vec<Located<PieceName>>,
    /// The file.
    pub file: FileId,
    /// Where it stands.
    pub place: Span,
    /// Those that it reconciles, as written.
    pub reconciles: Vec<Located<FindingId>>,
    /// Where its day stands.
    pub day: Option<Span>,
}

/// The auditor who signs the file: a function, never a name that is not needed.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(super) struct RawAuditor {
    #[serde(rename = "fonction")]
    role: Located<String>,
    #[serde(rename = "organisme", default)]
    body: Option<String>,
    #[serde(rename = "independance", default)]
    independence: Option<String>,
    #[serde(rename = "graine", default)]
    seed: Option<Located<String>>,
}

#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(super) struct RawFinding {
    id: Located<FindingId>,
    #[serde(rename = "critere")]
    criterion: Located<CriterionId>,
    #[serde(default)]
    site: Option<Located<SiteId>>,
    #[serde(default)]
    element: Option<Located<ElementId>>,
    #[serde(rename = "etat", default)]
    state: Option<Located<FindingState>>,
    #[serde(rename = "cote", default)]
    rating: Option<Located<LevelId>>,
    #[serde(rename = "statut", default)]
    status: Option<Located<Status>>,
    #[serde(rename = "nature", default)]
    kind: Option<Located<KindCode>>,
    #[serde(rename = "fiche", default)]
    form: BTreeMap<FormFieldId, String>,
    #[serde(rename = "raison")]
    reason: Located<String>,
    #[serde(rename = "vu", default)]
    seen: Vec<Located<PieceName>>,
    #[serde(rename = "vu-sur-site", default)]
    on_site: bool,
    #[serde(rename = "entretien", default)]
    heard: Vec<Located<String>>,
    #[serde(rename = "exigence", default)]
    requirement: Option<String>,
    #[serde(rename = "constat", default)]
    observation: Option<String>,
    #[serde(rename = "ecart", default)]
    shortfall: Option<String>,
    #[serde(rename = "enjeu", default)]
    stake: Option<String>,
    #[serde(rename = "concilie", default)]
    reconciles: Vec<Located<FindingId>>,
    #[serde(rename = "par", default)]
    by: Option<String>,
    #[serde(rename = "le", default)]
    on: Option<Located<Date>>,
}

/// What the files of `constats/` hold.
#[derive(Debug, Default)]
pub(super) struct Read {
    pub(super) auditors: BTreeMap<AuditorId, Auditor>,
    pub(super) findings: Vec<Noted>,
    pub(super) lifted: Vec<Lifted>,
    pub(super) draws: Vec<DrawNoted>,
}

/// Loads the files of `constats/`. Every fault is pushed; ids are unique across files.
pub(super) fn load(
    files: &[FileId],
    norm: &Norm,
    sites: &[Site],
    sources: &Sources,
    sink: &mut Diagnostics,
) -> Read {
    let mut seen = BTreeSet::new();
    let mut drawn_ids = BTreeSet::new();
    let mut signed = BTreeSet::new();
    let mut out = Read::default();
    for file in files {
        let Some(source) = sources.read(*file, sink) else {
            continue;
        };
        let Some(mut table) = toml_text::parse(*file, &source.text, sink) else {
            continue;
        };
        table.take_schema(sink);
        let start = table.span();
        let id = auditor_id(&source.path, *file, &mut signed, sink);
        let auditor: Option<RawAuditor> = match table.take("auditeur") {
            Some(value) => value.decode(sink),
            None => {
                sink.push(NoAuditor { place: start });
                None
            }
        };
        let auditor = auditor.and_then(|raw| auditor_of(raw, *file, sink));
        let mut own = Vec::new();
        for value in table.take_items("constat", sink) {
            let Some(raw) = value.decode::<RawFinding>(sink) else {
                continue;
            };
            given(&raw.id, *file, &mut seen, sink);
            check_site(raw.site.as_ref(), sites, *file, sink);
            let name = raw.id.to_string();
            match id.as_ref().and_then(|id| finding(raw, id, &value, norm, sink)) {
                Some(noted) => own.push((noted, value.span())),
                None => sink.faulty(name),
            }
        }
        let lifted = table.take_items("doute-leve", sink);
        if let Some(id) = &id {
            out.lifted
                .extend(doubts::read::<RawLifted>(&lifted, Some(id), sink));
        }
        let drawn = table.take_items("tirage", sink);
        if let Some(id) = &id {
            let own = (id, auditor.as_ref());
            out.draws
                .extend(draws::read(&drawn, own, norm, &mut drawn_ids, sink));
        }
        table.finish(&["schema", "auditeur", "constat", "doute-leve", "tirage"], sink);
        contradictions(&own, norm, sink);
        out.findings.extend(own.into_iter().map(|(noted, _)| noted));
        out.auditors.extend(id.zip(auditor));
    }
    formed::reconciliations(&out.findings, sink);
    out
}

/// The auditor bears the name of the file.
fn auditor_id(
    path: &str,
    file: FileId,
    signed: &mut BTreeSet<String>,
    sink: &mut Diagnostics,
) -> Option<AuditorId> {
    let name = path.rsplit('/').next().unwrap_or(path);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let place = Span::new(file, 0..0);
    let id = match AuditorId::parse(stem) {
        Ok(id) => id,
        Err(error) => {
            let better = AuditorId::slug(stem);
            sink.push(AuditorName {
                stem: &words::safe(stem),
                error,
                better: better.map_or_else(|| "auditrice".to_owned(), |slug| slug.to_string()),
                place,
            });
            return None;
        }
    };
    named::impersonal(id.as_str(), place.clone(), sink);
    if !signed.insert(folded(&id)) {
        sink.push(AuditorTwice {
            auditor: id.as_str(),
            place,
        });
    }
    Some(id)
}

/// Who signs the file; a function at least.
fn auditor_of(raw: RawAuditor, file: FileId, sink: &mut Diagnostics) -> Option<Auditor> {
    if raw.role.get().trim().is_empty() {
        sink.push(NoRole {
            place: raw.role.span(file),
        });
        return None;
    }
    formed::unnamed(&raw.role, file, sink);
    if let Some(seed) = &raw.seed {
        named::impersonal(seed.get(), seed.span(file), sink);
    }
    Some(Auditor {
        role: raw.role.into_inner(),
        body: raw.body,
        independence: raw.independence,
        seed: raw.seed.map(Located::into_inner),
    })
}

/// Auditors may differ, and their disagreement is shown; one auditor who says two things of one thing, at one place, has to choose.
fn contradictions(own: &[(Noted, Span)], norm: &Norm, sink: &mut Diagnostics) {
    for (rank, (later, place)) in own.iter().enumerate() {
        let later = &later.finding;
        let before = own.iter().take(rank).find_map(|(earlier, first)| {
            let what = contradicts(&earlier.finding, later, norm)?;
            Some((&earlier.finding, first, what))
        });
        if let Some((earlier, first, what)) = before {
            sink.push(Contradiction {
                earlier: earlier.id.as_str(),
                later: later.id.as_str(),
                about: match &later.site {
                    Some(site) => format!("{what}, site {site}"),
                    None => what,
                },
                first: first.clone(),
                place: place.clone(),
            });
        }
    }
}

/// What two findings of one auditor contradict each other about.
fn contradicts(a: &Finding, b: &Finding, norm: &Norm) -> Option<String> {
    let settled = a.grounds.reconciles.contains(&b.id) || b.grounds.reconciles.contains(&a.id);
    if a.criterion != b.criterion || a.site != b.site || settled {
        return None;
    }
    if let (Some((one, found)), Some((other, differently))) = (a.element(), b.element())
        && one == other
        && found != differently
    {
        return Some(ElementRef::new(&a.criterion, one).to_string());
    }
    let (one, other) = (a.retains(norm)?, b.retains(norm)?);
    (one != other).then(|| a.criterion.to_string())
}

fn finding(
    raw: RawFinding,
    auditor: &AuditorId,
    value: &Value<'_>,
    norm: &Norm,
    sink: &mut Diagnostics,
) -> Option<Noted> {
    let file = value.file();
    if raw.reason.get().trim().is_empty() {
        sink.push(FindingWithoutReason {
            place: raw.reason.span(file),
        });
    }
    let criterion = named::criterion(&raw.criterion, norm, file, sink)?;
    shape(&raw, criterion, value, norm, sink);
    formed::check(&raw, criterion, value, norm, sink);
    let grounds = formed::grounds(&raw);
    let found = match (raw.state.as_ref().map(Located::get), raw.rating) {
        (Some(FindingState::Met), _) => Some(ElementFinding::Met),
        (Some(FindingState::NotMet), _) => Some(ElementFinding::NotMet),
        (Some(FindingState::Void), _) => Some(ElementFinding::Void),
        (None, Some(level)) => Some(ElementFinding::Rated(level.into_inner())),
        (None, None) => None,
    };
    let element = raw.element.map(Located::into_inner).zip(found);
    let status = raw.status.map(Located::into_inner);
    let kind = raw.kind.map(Located::into_inner);
    let whole = (status.is_some() || kind.is_some()).then_some(Settles::Whole { status, kind });
    let element = element.map(|(id, state)| Settles::Element { id, state });
    Some(Noted {
        finding: Finding {
            id: raw.id.into_inner(),
            auditor: auditor.clone(),
            criterion: criterion.id.clone(),
            site: raw.site.map(Located::into_inner),
            settles: element.into_iter().chain(whole).collect(),
            form: raw.form,
            reason: raw.reason.into_inner(),
            seen: BTreeSet::new(),
            grounds,
            by: raw.by,
            on: raw.on.as_ref().map(|day| *day.get()),
        },
        seen: raw.seen,
        file,
        place: value.span(),
        reconciles: raw.reconciles,
        day: raw.on.map(|day| day.span(file)),
    })
}

/// What a finding says must hold together.
fn shape(raw: &RawFinding, criterion: &Criterion, value: &Value<'_>, norm: &Norm, sink: &mut Diagnostics) {
    let file = value.file();
    if let Some(id) = &raw.element {
        named::element(id, criterion, file, sink);
    }
    if let Some(level) = &raw.rating
        && norm.level(level.get()).is_none()
    {
        sink.push(UnknownLevel {
            level: level.as_str(),
            place: level.span(file),
            known: norm.levels.iter().map(|l| l.id.as_str()).collect(),
        });
    }
    let fields = norm.policy.form.iter().flat_map(|form| &form.fields);
    let fields: Vec<&str> = fields.map(|field| field.id.as_str()).collect();
    for id in raw.form.keys().filter(|id| !fields.contains(&id.as_str())) {
        sink.push(UnknownField {
            field: id.as_str(),
            place: value.span(),
            known: fields.clone(),
        });
    }
    let kind = raw.kind.as_ref().and_then(|code| {
        let found = norm.kind(code.get());
        if found.is_none() {
            sink.push(UnknownKind {
                kind: code.as_str(),
                place: code.span(file),
                known: norm.kinds.iter().map(|k| k.code.as_str()).collect(),
            });
        }
        found
    });
    let place = value.span();
    match (&raw.element, &raw.state, &raw.rating) {
        (Some(_), None, None) => sink.push(NoState { place: place.clone() }),
        (Some(_), Some(_), Some(_)) => sink.push(StateAndRating { place: place.clone() }),
        (None, Some(_), _) => sink.push(StateOfNothing {
            key: "etat",
            place: place.clone(),
        }),
        (None, None, Some(_)) => sink.push(StateOfNothing {
            key: "cote",
            place: place.clone(),
        }),
        _ => {}
    }
    if raw
        .state
        .as_ref()
        .is_some_and(|state| *state.get() == FindingState::Void)
        && criterion.always_applies
    {
        sink.push(VoidForbidden { place: place.clone() });
    }
    if raw.element.is_none() && raw.status.is_none() && raw.kind.is_none() {
        sink.push(NothingConcluded { place: place.clone() });
    }
    let conforming = raw
        .status
        .as_ref()
        .is_some_and(|status| matches!(status.get(), Status::Conforming | Status::NotApplicable));
    if conforming && kind.is_some_and(|kind| kind.nonconformity) {
        sink.push(ConformingNonconformity { place });
    }
}
