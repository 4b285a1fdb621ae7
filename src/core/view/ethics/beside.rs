//! Sheets of several structures beside one another: no ranking, and what cannot be compared is said first.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::sheet::{EthicsSheet, SheetPrinciple};
use crate::kernel::{Date, Period, Status, french, words as text};

/// Sheets that fit on one page.
pub const MOST: usize = 20;

/// Letters of a name that a row holds.
const NAME: usize = 48;

/// Letters of a conclusion or a score that a row holds.
const LONG: usize = 72;

/// The only version of this format so far.
const SCHEMA: u32 = 1;

/// Sheets beside one another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SheetsBeside {
    /// Version of this format.
    pub schema: u32,
    /// How many, in words.
    #[serde(rename = "titre")]
    pub title: String,
    /// What may not be compared, one sentence each.
    #[serde(rename = "non-comparable")]
    pub apart: Vec<String>,
    /// Principles, each with the letter of its column.
    #[serde(rename = "principes")]
    pub principles: Vec<BesidePrinciple>,
    /// The sheets, in the order of the files.
    #[serde(rename = "fiches")]
    pub sheets: Vec<SheetBeside>,
    /// How the page is read.
    #[serde(rename = "lecture")]
    pub reading: Vec<String>,
}

/// A principle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct BesidePrinciple {
    /// The letter of its column.
    #[serde(rename = "lettre")]
    pub letter: String,
    /// Its name.
    #[serde(rename = "titre")]
    pub title: String,
}

/// A sheet, in one row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub struct SheetBeside {
    /// Its number, by which sentences name it.
    #[serde(rename = "numero")]
    pub number: usize,
    /// Name of the structure.
    pub structure: String,
    /// Kind of audit.
    #[serde(rename = "genre")]
    pub audit: String,
    /// Day on which it was judged.
    pub date: Date,
    /// The same, in figures.
    #[serde(rename = "jour")]
    pub day: String,
    /// The conclusion, or that there is none.
    #[serde(rename = "avis")]
    pub headline: String,
    /// The score, in words.
    #[serde(rename = "degre")]
    pub score: String,
    /// What contradicts a principle that binds.
    #[serde(rename = "alertes")]
    pub alerts: usize,
    /// One cell a principle.
    #[serde(rename = "principes")]
    pub cells: Vec<BesideCell>,
}

/// Where a structure stands on one principle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct BesideCell {
    /// Criteria that are met, of those that apply: « 2/3 »; a dash where the sheet does not have the principle.
    #[serde(rename = "dit")]
    pub said: String,
    /// The worst status among them; none where nothing applies.
    #[serde(rename = "statut", skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
}

impl BesideCell {
    /// The same with its mark, where letters stand alone: one that is contradicted is seen.
    pub fn marked(&self) -> String {
        let mark = match self.status {
            Some(Status::Nonconforming) => "!",
            Some(Status::NotAssessed) => "?",
            _ => "",
        };
        format!("{mark}{}", self.said)
    }
}

/// Puts sheets beside one another.
pub fn beside(sheets: &[EthicsSheet]) -> SheetsBeside {
    let mut titles: Vec<&str> = Vec::new();
    for principle in sheets.iter().flat_map(|sheet| &sheet.principles) {
        if !titles.contains(&principle.title.as_str()) {
            titles.push(&principle.title);
        }
    }
    SheetsBeside {
        schema: SCHEMA,
        title: format!(
            "{} l’une à côté de l’autre",
            french::count(sheets.len(), "fiche", "fiches")
        ),
        apart: apart(sheets),
        principles: ('a'..='z')
            .zip(&titles)
            .map(|(letter, title)| BesidePrinciple {
                letter: letter.to_string(),
                title: cut_at(title, LONG),
            })
            .collect(),
        sheets: sheets
            .iter()
            .enumerate()
            .map(|(at, sheet)| row(at + 1, sheet, &titles))
            .collect(),
        reading: [
            "L’ordre est celui des fichiers donnés : ce n’est pas un classement, et aucun total ne range les structures.",
            "« 2/3 » : deux critères conformes sur trois qui s’appliquent ; « ! » : un au moins est contredit ; « ? » : un au moins n’est pas évalué ; « – » : sans objet, ou pas dans la fiche.",
            "Une fiche ne prouve pas ce qu’elle dit : qui l’a altérée n’est pas vu ici. En cas de doute, demandez à la structure son rapport.",
        ]
        .map(str::to_owned)
        .to_vec(),
    }
}

fn row(number: usize, sheet: &EthicsSheet, titles: &[&str]) -> SheetBeside {
    SheetBeside {
        number,
        structure: cut(&sheet.structure),
        audit: cut(&sheet.audit),
        date: sheet.date,
        day: sheet.date.in_figures(),
        headline: cut_at(&sheet.headline, LONG),
        score: cut_at(&sheet.score, LONG),
        alerts: sheet.alerts.len(),
        cells: titles
            .iter()
            .take(26)
            .map(|title| {
                cell(
                    sheet
                        .principles
                        .iter()
                        .find(|principle| principle.title == **title),
                )
            })
            .collect(),
    }
}

fn cell(principle: Option<&SheetPrinciple>) -> BesideCell {
    const WORST: [Status; 4] = [
        Status::Nonconforming,
        Status::NotAssessed,
        Status::NotDemonstrated,
        Status::Conforming,
    ];
    let criteria = principle.map(|principle| principle.criteria.as_slice());
    let live: Vec<Status> = criteria
        .into_iter()
        .flatten()
        .filter_map(super::sheet::SheetCriterion::retained)
        .filter(|status| *status != Status::NotApplicable)
        .collect();
    if live.is_empty() {
        return BesideCell {
            said: "–".to_owned(),
            status: None,
        };
    }
    let met = live
        .iter()
        .filter(|status| **status == Status::Conforming)
        .count();
    BesideCell {
        said: format!("{met}/{}", live.len()),
        status: WORST.into_iter().find(|status| live.contains(status)),
    }
}

/// A text that somebody else wrote, in one short line.
fn cut(said: &str) -> String {
    cut_at(said, NAME)
}

fn cut_at(said: &str, most: usize) -> String {
    let said = text::printable(said);
    if said.chars().count() <= most {
        return said;
    }
    let kept: String = said.chars().take(most - 1).collect();
    format!("{}…", kept.trim_end())
}

/// Which sheets say what, where they do not all say the same.
fn differing(sheets: &[EthicsSheet], of: impl Fn(&EthicsSheet) -> String) -> Option<String> {
    let mut groups: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (at, sheet) in sheets.iter().enumerate() {
        groups
            .entry(cut(&of(sheet)))
            .or_default()
            .push((at + 1).to_string());
    }
    let said: Vec<String> = groups
        .iter()
        .map(|(value, numbers)| format!("{value} ({})", numbers.join(", ")))
        .collect();
    (groups.len() > 1).then(|| said.join(" ; "))
}

/// What may not be compared.
fn apart(sheets: &[EthicsSheet]) -> Vec<String> {
    let kinds = differing(sheets, |sheet| sheet.audit.clone()).map(|said| {
        format!("Genres différents : {said}. Une auto-évaluation et un audit ne se comparent pas : ni les avis, ni les degrés, ni les statuts.")
    });
    let norms = differing(sheets, |sheet| format!("{} {}", sheet.norm, sheet.version)).map(|said| {
        format!("Normes ou versions différentes : {said}. Un même numéro peut y demander autre chose.")
    });
    let overlays = differing(sheets, |sheet| {
        sheet
            .overlay
            .as_ref()
            .map_or_else(|| "aucune".to_owned(), |digest| digest.chars().take(12).collect())
    })
    .map(|said| format!("Surcouches différentes : {said}. Des seuils peuvent y être plus durs."));
    let profiles = differing(sheets, |sheet| sheet.profile.clone())
        .map(|said| format!("Profils différents : {said}. Ils ne jugent pas les mêmes critères."));
    let criteria = |sheet: &EthicsSheet| -> BTreeSet<String> {
        let all = sheet.principles.iter().flat_map(|p| &p.criteria);
        all.map(|c| c.id.clone()).collect()
    };
    let same = sheets.windows(2).all(|pair| match pair {
        [one, other] => criteria(one) == criteria(other),
        _ => true,
    });
    let scope = (!same && profiles.is_none())
        .then(|| "Les fiches ne portent pas sur les mêmes critères, sous un même profil.".to_owned());
    [
        kinds,
        norms,
        overlays,
        profiles,
        scope,
        far(sheets),
        twice(sheets),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Days of judgement more than a year apart.
fn far(sheets: &[EthicsSheet]) -> Option<String> {
    let first = sheets.iter().map(|sheet| sheet.date).min()?;
    let last = sheets.iter().map(|sheet| sheet.date).max()?;
    let year = Period::parse("P1Y")?;
    (first.plus(year) < last).then(|| {
        format!(
            "Dates éloignées : la première est jugée au {}, la dernière au {}, plus d’un an après.",
            first.in_words(),
            last.in_words()
        )
    })
}

/// Structures that stand twice.
fn twice(sheets: &[EthicsSheet]) -> Option<String> {
    let mut seen: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for (at, sheet) in sheets.iter().enumerate() {
        seen.entry(&sheet.dossier).or_default().push((at + 1).to_string());
    }
    let again: Vec<String> = seen
        .values()
        .filter(|numbers| numbers.len() > 1)
        .map(|numbers| text::list(numbers, "et"))
        .collect();
    (!again.is_empty()).then(|| format!("Un même dossier y est plusieurs fois : {}.", again.join(" ; ")))
}
