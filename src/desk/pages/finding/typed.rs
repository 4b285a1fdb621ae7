//! A finding as a form holds it.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::fields::Fields;
use mediaudit_app::answering;
use mediaudit_app::findings::FindingOrder;
use mediaudit_core::assessment::inputs::{ElementFinding, Finding, GapPart};
use mediaudit_core::kernel::{FindingId, PieceId};

/// What a message says, and the field that it is about. What is about none of them is told above the form.
pub(super) const FIELD_OF: [(&str, &str); 15] = [
    ("ne nomme rien qui la montre", "vu"),
    ("il manque à cette non-conformité", "exigence"),
    ("la raison", "raison"),
    ("contredit le statut", "nature"),
    ("la nature", "nature"),
    ("un entretien dit", "entretien"),
    ("nomme une personne", "entretien"),
    ("que constatez-vous de cet élément", "trouve"),
    ("l’élément", "element"),
    ("un état se dit", "element"),
    ("une cote, pas les deux", "trouve"),
    ("concilie", "concilie"),
    ("ce constat est du", "le"),
    ("statut", "statut"),
    ("s’applique à toutes les structures", "statut"),
];

/// Fields of one line or text, named as the keys of a finding.
const PLAIN: [&str; 8] = [
    "site",
    "element",
    "statut",
    "nature",
    "raison",
    "entretien",
    "par",
    "le",
];

/// How a level is sent among the states of an element.
const RATED: &str = "cote:";

/// How a field of the norm's own form is sent.
const FORM: &str = "fiche.";

/// A finding, as it was typed.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct TypedFinding {
    /// By field.
    values: BTreeMap<String, String>,
    /// Pieces that are ticked.
    seen: Vec<String>,
    on_site: bool,
    /// Findings that are ticked.
    reconciles: Vec<String>,
}

impl TypedFinding {
    /// As the file says it.
    pub(super) fn of(found: &Finding) -> Self {
        let mut values = BTreeMap::new();
        let mut put = |key: &str, value: Option<String>| {
            values.insert(key.to_owned(), value.unwrap_or_default());
        };
        put("site", found.site.as_ref().map(ToString::to_string));
        let element = found.element();
        put("element", element.map(|(id, _)| id.to_string()));
        put("trouve", element.map(|(_, state)| sent(state)));
        put("statut", found.status().map(|status| status.key().to_owned()));
        put("nature", found.kind().map(ToString::to_string));
        put("raison", Some(found.reason.clone()));
        put("entretien", Some(found.grounds.heard.join(", ")));
        put("par", found.by.clone());
        put("le", found.on.map(|day| day.to_string()));
        for part in GapPart::ALL {
            put(part.key(), found.grounds.parts.get(&part).cloned());
        }
        for (field, text) in &found.form {
            put(&format!("{FORM}{field}"), Some(text.clone()));
        }
        Self {
            values,
            seen: found.seen.iter().map(PieceId::to_string).collect(),
            on_site: found.grounds.on_site,
            reconciles: found
                .grounds
                .reconciles
                .iter()
                .map(FindingId::to_string)
                .collect(),
        }
    }

    /// As a form sent it.
    pub(super) fn sent(fields: &Fields) -> Self {
        let parts = GapPart::ALL.into_iter().map(GapPart::key);
        let names = PLAIN.into_iter().chain(["trouve"]).chain(parts);
        let mut values: BTreeMap<String, String> = names
            .map(|name| {
                (
                    name.to_owned(),
                    fields.get(name).unwrap_or_default().trim().to_owned(),
                )
            })
            .collect();
        values.extend(fields.starting(FORM));
        Self {
            values,
            seen: fields.all("vu"),
            on_site: fields.get("vu-sur-site").is_some(),
            reconciles: fields.all("concilie"),
        }
    }

    /// Is this piece ticked?
    pub(super) fn names(&self, piece: &str) -> bool {
        self.seen.iter().any(|seen| seen == piece)
    }

    fn value(&self, name: &str) -> &str {
        self.values.get(name).map_or("", String::as_str)
    }

    /// What is asked of the use case; `before`: the finding as the file says it. A day that is none is told.
    pub(super) fn order(&self, before: Option<&Self>) -> Result<FindingOrder, String> {
        let new = |name: &str| {
            let (now, was) = (self.value(name), before.map_or("", |before| before.value(name)));
            (!now.is_empty() && now != was).then(|| now.to_owned())
        };
        let gone = |name: &str| {
            before.is_some_and(|before| !before.value(name).is_empty() && self.value(name).is_empty())
        };
        let cleared = PLAIN
            .into_iter()
            .chain(GapPart::ALL.into_iter().map(GapPart::key))
            .filter(|name| gone(name))
            .map(str::to_owned);
        let was_seen = before.is_some_and(|before| !before.seen.is_empty());
        let was_on_site = before.is_some_and(|before| before.on_site);
        let reconciled = before.is_some_and(|before| !before.reconciles.is_empty());
        let lists = [
            ("vu", was_seen && self.seen.is_empty()),
            ("vu-sur-site", was_on_site && !self.on_site),
            ("concilie", reconciled && self.reconciles.is_empty()),
        ];
        let lists = lists
            .into_iter()
            .filter(|(_, gone)| *gone)
            .map(|(name, _)| name.to_owned());
        let element = new("element");
        let found = match &element {
            // an element goes with what was found of it
            Some(_) => Some(self.value("trouve").to_owned()).filter(|found| !found.is_empty()),
            None => new("trouve"),
        };
        let rating = found
            .as_deref()
            .and_then(|found| found.strip_prefix(RATED))
            .map(str::to_owned);
        let heard = new("entretien").unwrap_or_default();
        let parts = GapPart::ALL
            .into_iter()
            .filter_map(|part| Some((part, new(part.key())?)));
        let form = self.values.keys().filter_map(|name| {
            let field = name.strip_prefix(FORM)?;
            Some((field.to_owned(), new(name)?))
        });
        Ok(FindingOrder {
            site: new("site"),
            element,
            state: found.filter(|_| rating.is_none()),
            rating,
            status: new("statut"),
            kind: new("nature"),
            reason: new("raison"),
            parts: parts.collect(),
            form: form.collect(),
            seen: self.seen.clone(),
            on_site: self.on_site,
            heard: heard
                .split(',')
                .map(|role| role.trim().to_owned())
                .filter(|role| !role.is_empty())
                .collect(),
            reconciles: self.reconciles.clone(),
            by: new("par"),
            on: match new("le") {
                Some(day) => answering::day(&day)?,
                None => None,
            },
            cleared: cleared.chain(lists).collect(),
            ..FindingOrder::default()
        })
    }
}

/// What was found of an element, as a form sends it.
fn sent(state: &ElementFinding) -> String {
    match state {
        ElementFinding::Met => "satisfait".to_owned(),
        ElementFinding::NotMet => "non-satisfait".to_owned(),
        ElementFinding::Void => "non-applicable".to_owned(),
        ElementFinding::Rated(level) => format!("{RATED}{level}"),
    }
}
