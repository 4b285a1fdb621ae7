//! `constats/<nom>.toml`: what auditors found, one file per auditor.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::Deserialize;

use super::named::{self, check_site, given};
use crate::assessment::inputs::{Auditor, ElementFinding, Finding, Settles, Site};
use crate::diag::toml_text::{self, Value};
use crate::diag::{Code, Diagnostic, Diagnostics, Sources};
use crate::kernel::{
    AuditorId, CriterionId, Date, ElementId, ElementRef, FileId, FindingId, FormFieldId, KindCode, LevelId,
    Located, PieceId, SiteId, Span, Status, folded, words,
};
use crate::norm::Norm;
use crate::norm::model::Criterion;
use crate::norm::raw::FindingState;

/// A finding, with the places of the evidence that it names: those ids are checked once the evidence is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Noted {
    /// The finding; `seen` is still empty.
    pub finding: Finding,
    /// Evidence seen, as written.
    pub seen: Vec<Located<PieceId>>,
    /// The file.
    pub file: FileId,
}

/// The auditor who signs the file: a function, never a name that is not needed.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RawAuditor {
    #[serde(rename = "fonction")]
    role: Located<String>,
    #[serde(rename = "organisme", default)]
    body: Option<String>,
    #[serde(rename = "independance", default)]
    independence: Option<String>,
}

#[derive(Debug, Clone, Deserialize, JsonSchema)]
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
    seen: Vec<Located<PieceId>>,
    #[serde(rename = "par", default)]
    by: Option<String>,
    #[serde(rename = "le", default)]
    on: Option<Date>,
}

/// What the files of `constats/` hold.
#[derive(Debug, Default)]
pub(super) struct Read {
    pub(super) auditors: BTreeMap<AuditorId, Auditor>,
    pub(super) findings: Vec<Noted>,
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
                sink.push(
                    Diagnostic::new(Code::MissingKey, "le bloc « [auditeur] » manque")
                        .at(start, "")
                        .hint("écrivez [auditeur], puis « fonction = \"auditrice externe\" »"),
                );
                None
            }
        };
        let auditor = auditor.and_then(|raw| auditor_of(raw, *file, sink));
        let mut own = Vec::new();
        for value in table.take_items("constat", sink) {
            let Some(raw) = value.decode::<RawFinding>(sink) else {
                continue;
            };
            given(&raw.id, "le constat", *file, &mut seen, sink);
            check_site(raw.site.as_ref(), sites, *file, sink);
            if let Some(id) = &id {
                own.extend(finding(raw, id, &value, norm, sink).map(|noted| (noted, value.span())));
            }
        }
        table.finish(&["schema", "auditeur", "constat"], sink);
        contradictions(&own, norm, sink);
        out.findings.extend(own.into_iter().map(|(noted, _)| noted));
        out.auditors.extend(id.zip(auditor));
    }
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
            let diagnostic = Diagnostic::new(
                Code::WrongValue,
                format!(
                    "le nom de ce fichier, « {} », est l'identifiant de l'auditeur : {error}",
                    words::safe(stem)
                ),
            )
            .at(place, "");
            sink.push(match AuditorId::slug(stem) {
                Some(slug) => diagnostic.hint(format!("renommez-le « {slug}.toml »")),
                None => diagnostic.hint("renommez-le, par exemple « auditrice.toml »"),
            });
            return None;
        }
    };
    named::impersonal(id.as_str(), place.clone(), sink);
    if !signed.insert(folded(&id)) {
        sink.push(
            Diagnostic::new(
                Code::DossierDuplicate,
                format!("deux fichiers de constats s'appellent « {id}.toml », aux majuscules près"),
            )
            .at(place, "")
            .hint("un fichier par auditeur, chacun avec son nom"),
        );
    }
    Some(id)
}

/// Who signs the file; a function at least.
fn auditor_of(raw: RawAuditor, file: FileId, sink: &mut Diagnostics) -> Option<Auditor> {
    if raw.role.get().trim().is_empty() {
        sink.push(
            Diagnostic::new(Code::WrongValue, "la fonction de l'auditeur est vide")
                .at(raw.role.span(file), "")
                .hint("écrivez par exemple \"auditrice externe\""),
        );
        return None;
    }
    Some(Auditor {
        role: raw.role.into_inner(),
        body: raw.body,
        independence: raw.independence,
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
            let site = later
                .site
                .as_ref()
                .map_or_else(String::new, |id| format!(", site {id}"));
            sink.push(
                Diagnostic::new(
                    Code::FindingConflict,
                    format!("{} et {} disent deux choses différentes de {what}{site}", earlier.id, later.id),
                )
                .at(place.clone(), "ici")
                .at(first.clone(), "et d'abord ici")
                .hint("gardez le constat qui vaut ; un désaccord entre deux auditeurs s'écrit dans deux fichiers"),
            );
        }
    }
}

/// What two findings of one auditor contradict each other about.
fn contradicts(a: &Finding, b: &Finding, norm: &Norm) -> Option<String> {
    if a.criterion != b.criterion || a.site != b.site {
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
        sink.push(
            Diagnostic::new(Code::FindingShape, "un constat dit pourquoi : la raison est vide")
                .at(raw.reason.span(file), "")
                .hint("écrivez ce qui a été vu, et où"),
        );
    }
    let criterion = named::criterion(&raw.criterion, norm, file, sink)?;
    shape(&raw, criterion, value, norm, sink);
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
            by: raw.by,
            on: raw.on,
        },
        seen: raw.seen,
        file,
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
        let known: Vec<&str> = norm.levels.iter().map(|l| l.id.as_str()).collect();
        sink.push(
            Diagnostic::new(
                Code::UnknownReference,
                format!("le niveau « {} » n'est pas dans la norme", level.get()),
            )
            .at(level.span(file), "")
            .nearest(level.as_str(), known.iter().copied())
            .hint(format!("niveaux admis : {}", known.join(", "))),
        );
    }
    let fields = norm.policy.form.iter().flat_map(|form| &form.fields);
    let fields: Vec<&str> = fields.map(|field| field.id.as_str()).collect();
    for id in raw.form.keys().filter(|id| !fields.contains(&id.as_str())) {
        sink.push(
            Diagnostic::new(
                Code::UnknownReference,
                format!("le champ « {id} » n'est pas dans la fiche de la norme"),
            )
            .at(value.span(), "")
            .nearest(id.as_str(), fields.iter().copied()),
        );
    }
    let kind = raw.kind.as_ref().and_then(|code| {
        let found = norm.kind(code.get());
        if found.is_none() {
            let known: Vec<&str> = norm.kinds.iter().map(|k| k.code.as_str()).collect();
            sink.push(
                Diagnostic::new(
                    Code::UnknownReference,
                    format!(
                        "la catégorie de constat « {} » n'est pas dans la norme",
                        code.get()
                    ),
                )
                .at(code.span(file), "")
                .nearest(code.as_str(), known.iter().copied())
                .hint(format!("catégories admises : {}", known.join(", "))),
            );
        }
        found
    });
    let mut fault = |message: &str, hint: &str| {
        sink.push(
            Diagnostic::new(Code::FindingShape, message)
                .at(value.span(), "")
                .hint(hint),
        );
    };
    match (&raw.element, &raw.state, &raw.rating) {
        (Some(_), None, None) => fault(
            "le constat porte sur un élément sans dire s'il est satisfait",
            "ajoutez « etat = \"satisfait\" » ou « etat = \"non-satisfait\" », ou une « cote »",
        ),
        (Some(_), Some(_), Some(_)) => fault(
            "le constat donne un état et une cote au même élément",
            "gardez la cote : c'est le niveau requis qui dit s'il est satisfait",
        ),
        (None, Some(_), _) => fault(
            "« etat » se dit d'un élément, et aucun n'est nommé",
            "ajoutez « element = \"a\" »",
        ),
        (None, None, Some(_)) => fault(
            "« cote » se dit d'un élément, et aucun n'est nommé",
            "ajoutez « element = \"a\" »",
        ),
        _ => {}
    }
    if raw
        .state
        .as_ref()
        .is_some_and(|state| *state.get() == FindingState::Void)
        && criterion.always_applies
    {
        fault(
            "ce critère s'applique toujours : aucun de ses éléments ne peut être écarté",
            "dites « satisfait » ou « non-satisfait »",
        );
    }
    if raw.element.is_none() && raw.status.is_none() && raw.kind.is_none() {
        fault(
            "le constat ne conclut rien",
            "donnez « element » et « etat », ou « statut », ou « nature »",
        );
    }
    let conforming = raw
        .status
        .as_ref()
        .is_some_and(|status| matches!(status.get(), Status::Conforming | Status::NotApplicable));
    if conforming && kind.is_some_and(|kind| kind.nonconformity) {
        fault(
            "un critère conforme ou non applicable ne peut porter une non-conformité",
            "corrigez « statut » ou « nature »",
        );
    }
}
