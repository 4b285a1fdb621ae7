//! What a table counts for a fact, beside what was typed.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::kernel::{Date, PieceId, TableId};
use crate::norm::model::FactValue;

/// What tables count for one fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Computed {
    /// The table.
    #[serde(rename = "tableau")]
    pub table: TableId,
    /// The pieces that are it.
    #[serde(rename = "preuves")]
    pub pieces: BTreeSet<PieceId>,
    /// The exercise that is counted, where one is.
    #[serde(rename = "exercice", default, skip_serializing_if = "Option::is_none")]
    pub exercise: Option<(Date, Date)>,
    /// The days that the table covers, from its first to its last.
    #[serde(rename = "periode", default, skip_serializing_if = "Option::is_none")]
    pub period: Option<(Date, Date)>,
    /// What the rows that can be read give.
    #[serde(rename = "valeur", default, skip_serializing_if = "Option::is_none")]
    pub value: Option<FactValue>,
    /// What the structure had typed.
    #[serde(rename = "saisie", default, skip_serializing_if = "Option::is_none")]
    pub typed: Option<FactValue>,
    /// How many rows it is made of.
    #[serde(rename = "lignes")]
    pub rows: u32,
    /// How many rows might be of it and cannot be read, or are hidden.
    #[serde(rename = "illisibles", default)]
    pub doubtful: u32,
    /// Why it does not stand in place of what was typed; none: it does.
    #[serde(rename = "ecarte", default, skip_serializing_if = "Option::is_none")]
    pub not_taken: Option<NotTaken>,
}

impl Computed {
    /// Is it judged, from this piece?
    pub fn stands(&self, piece: &PieceId) -> bool {
        self.not_taken.is_none() && self.pieces.contains(piece)
    }

    /// Does it stand in place of another value?
    pub fn replaces(&self) -> bool {
        self.not_taken.is_none() && self.typed.is_some() && self.typed != self.value
    }
}

/// Why what a table counts is not judged.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum NotTaken {
    /// Rows that might be of it cannot be read.
    #[serde(rename = "lignes-illisibles")]
    Unreadable,
    /// Several tables cover one day.
    #[serde(rename = "chevauchement")]
    Overlap,
    /// A column that it needs is in none.
    #[serde(rename = "colonne-absente")]
    ColumnsMissing,
    /// It covers no whole exercise that was closed less than 18 months ago.
    #[serde(rename = "sans-exercice")]
    NoExercise,
    /// It is empty, and says no days.
    #[serde(rename = "vide-sans-periode")]
    EmptyWithoutPeriod,
    /// What is different in each of several files may be the same in two.
    #[serde(rename = "plusieurs-fichiers")]
    SeveralFiles,
    /// No row says a number.
    #[serde(rename = "rien-a-compter")]
    NothingToCount,
    /// A part of one where whole ones are counted.
    #[serde(rename = "pas-entier")]
    NotWhole,
    /// A part of a site beside a whole of the structure, or the other way round.
    #[serde(rename = "sans-l-autre-nombre")]
    WithoutOther,
}

impl NotTaken {
    /// Why, and what to do, in French.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Unreadable => "des lignes ne se lisent pas ou sont masquées : corrigez ces cellules",
            Self::Overlap => {
                "plusieurs tableaux couvrent les mêmes jours : nommez le bon par « preuve » dans « [correspondance] »"
            }
            Self::ColumnsMissing => "une colonne manque : dites laquelle c’est dans « [correspondance] »",
            Self::NoExercise => {
                "il ne couvre aucun exercice entier clos depuis moins de dix-huit mois : écrivez sa « periode »"
            }
            Self::EmptyWithoutPeriod => "il est vide : écrivez la « periode » qu’il couvre",
            Self::SeveralFiles => {
                "ce compte ne s’additionne pas d’un fichier à l’autre : réunissez-les en un seul"
            }
            Self::NothingToCount => "aucune ligne ne le dit",
            Self::NotWhole => "le compte n’est pas un nombre entier",
            Self::WithoutOther => "l’autre nombre du même rapport n’est pas connu pour ce site",
        }
    }
}
