//! What a person asks of a finding, as it was typed.

use super::diags;
use crate::refusal::Refusal;
use mediaudit_core::assessment::inputs::{ElementFinding, GapPart};
use mediaudit_core::dossier::edit::{FindingWish, FindingWritten, Wish};
use mediaudit_core::kernel::{Date, ElementId, FormFieldId, IdError, LevelId, Status};

/// What a finding says; what is not said stays, or is absent. Cleared keys go.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FindingOrder {
    /// Whose file.
    pub auditor: Option<String>,
    /// Its id; none: the next one.
    pub id: Option<String>,
    /// Criterion.
    pub criterion: Option<String>,
    /// Site.
    pub site: Option<String>,
    /// Element.
    pub element: Option<String>,
    /// What was found of the element.
    pub state: Option<String>,
    /// Or its level.
    pub rating: Option<String>,
    /// Status of the criterion as a whole.
    pub status: Option<String>,
    /// Kind.
    pub kind: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// Parts of a nonconformity.
    pub parts: Vec<(GapPart, String)>,
    /// Fields of the norm's form.
    pub form: Vec<(String, String)>,
    /// Pieces seen.
    pub seen: Vec<String>,
    /// Was it seen on site?
    pub on_site: bool,
    /// Functions heard.
    pub heard: Vec<String>,
    /// Findings that it reconciles.
    pub reconciles: Vec<String>,
    /// Who noted it.
    pub by: Option<String>,
    /// When.
    pub on: Option<Date>,
    /// Keys that go.
    pub cleared: Vec<String>,
}

/// Keys that a person may clear.
const CLEARED: &[&str] = &[
    "concilie",
    "constat",
    "ecart",
    "element",
    "enjeu",
    "entretien",
    "exigence",
    "le",
    "nature",
    "par",
    "site",
    "statut",
    "vu",
    "vu-sur-site",
];

/// An identifier that was typed.
pub(super) fn id<T: std::str::FromStr<Err = IdError>>(text: &str, what: &str) -> Result<T, Refusal> {
    text.parse().map_err(|error| diags::typed_id(what, text, &error))
}

fn ids<T: std::str::FromStr<Err = IdError>>(texts: &[String], what: &str) -> Result<Wish<Vec<T>>, Refusal> {
    if texts.is_empty() {
        return Ok(Wish::Keep);
    }
    let all: Result<Vec<T>, Refusal> = texts.iter().map(|text| id(text, what)).collect();
    Ok(Wish::Set(all?))
}

fn one<T: std::str::FromStr<Err = IdError>>(text: Option<&String>, what: &str) -> Result<Wish<T>, Refusal> {
    text.map_or(Ok(Wish::Keep), |text| Ok(Wish::Set(id(text, what)?)))
}

fn said<T: Clone>(value: Option<&T>) -> Wish<T> {
    value.cloned().map_or(Wish::Keep, Wish::Set)
}

impl FindingOrder {
    /// What is wished of the file; `written`: the finding that is there already.
    pub(super) fn wish(&self, written: Option<&FindingWritten>) -> Result<FindingWish, Refusal> {
        let mut wish = FindingWish {
            criterion: one(self.criterion.as_ref(), "le critère")?,
            site: one(self.site.as_ref(), "le site")?,
            element: self.element(written)?,
            status: match &self.status {
                None => Wish::Keep,
                Some(word) => Wish::Set(Status::parse(word).ok_or_else(|| diags::status(word))?),
            },
            kind: one(self.kind.as_ref(), "la nature")?,
            form: self
                .form
                .iter()
                .map(|(field, text)| Ok((id::<FormFieldId>(field, "le champ")?, Wish::Set(text.clone()))))
                .collect::<Result<_, Refusal>>()?,
            reason: said(self.reason.as_ref()),
            parts: self
                .parts
                .iter()
                .map(|(part, text)| (*part, Wish::Set(text.clone())))
                .collect(),
            seen: ids(&self.seen, "la preuve")?,
            on_site: if self.on_site { Wish::Set(true) } else { Wish::Keep },
            heard: if self.heard.is_empty() {
                Wish::Keep
            } else {
                Wish::Set(self.heard.clone())
            },
            reconciles: ids(&self.reconciles, "le constat")?,
            by: said(self.by.as_ref()),
            on: said(self.on.as_ref()),
        };
        for key in &self.cleared {
            clear(&mut wish, key)?;
        }
        Ok(wish)
    }

    /// The element, with what was found of it: what is not typed is what the finding says.
    fn element(
        &self,
        written: Option<&FindingWritten>,
    ) -> Result<Wish<(ElementId, ElementFinding)>, Refusal> {
        if self.element.is_none() && self.state.is_none() && self.rating.is_none() {
            return Ok(Wish::Keep);
        }
        let own = self
            .element
            .as_ref()
            .map(|text| id(text, "l’élément"))
            .transpose()?;
        let element = own.or_else(|| written?.element.clone());
        let typed = match (&self.state, &self.rating) {
            (Some(_), Some(_)) => return Err(diags::state_and_rating()),
            (Some(word), None) => Some(ElementFinding::parse(word).ok_or_else(|| diags::state(word))?),
            (None, Some(level)) => Some(ElementFinding::Rated(id::<LevelId>(level, "le niveau")?)),
            (None, None) => None,
        };
        let found = typed.or_else(|| written?.found.clone());
        match (element, found) {
            (Some(element), Some(found)) => Ok(Wish::Set((element, found))),
            (Some(_), None) => Err(diags::no_state()),
            (None, _) => Err(diags::no_element()),
        }
    }
}

fn clear(wish: &mut FindingWish, key: &str) -> Result<(), Refusal> {
    let part = GapPart::ALL.into_iter().find(|part| part.key() == key);
    if let Some(part) = part {
        wish.parts.insert(part, Wish::Clear);
        return Ok(());
    }
    match key {
        "concilie" => wish.reconciles = Wish::Clear,
        "element" => wish.element = Wish::Clear,
        "entretien" => wish.heard = Wish::Clear,
        "le" => wish.on = Wish::Clear,
        "nature" => wish.kind = Wish::Clear,
        "par" => wish.by = Wish::Clear,
        "site" => wish.site = Wish::Clear,
        "statut" => wish.status = Wish::Clear,
        "vu" => wish.seen = Wish::Clear,
        "vu-sur-site" => wish.on_site = Wish::Clear,
        _ => return Err(diags::not_cleared(key, CLEARED)),
    }
    Ok(())
}
