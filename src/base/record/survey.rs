//! What is noted of a file's contents: figures and fingerprints, from which whoever judges or compares needs no file. Never its text.

mod dates;
mod likeness;
mod signature;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

pub use dates::{DatedWords, dates_in, each_date};
pub use likeness::Likeness;
pub use signature::has_block;

use super::contents::Contents;
use super::text::Folded;
use crate::kernel::{Date, Digest};

/// Under so many words, a page that a picture covers by half is an image.
pub const FEW_WORDS: u32 = 20;

/// Dates of a text that are kept: the newest.
pub const DATES: usize = 200;

/// One page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Sheet {
    /// Words that a reader sees.
    #[serde(rename = "mots")]
    pub words: u32,
    /// A picture covers half of it and it holds under 20 words, or its letters mostly map to nothing.
    #[serde(default, skip_serializing_if = "is_false")]
    pub image: bool,
    /// Letters that map to nothing: seen, but not read.
    #[serde(rename = "signes-inconnus", default, skip_serializing_if = "is_zero")]
    pub unmapped: u32,
}

/// What there is to look at, besides words.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Picture {
    /// Nothing.
    #[default]
    #[serde(rename = "aucune")]
    None,
    /// Of one colour.
    #[serde(rename = "unie")]
    Plain,
    /// Something, in a format or of a size that is not decoded.
    #[serde(rename = "non-decodee")]
    Undecoded,
    /// At 256 pixels, at least 0.5 % of them differ from the median by more than 24 of 255.
    #[serde(rename = "visible")]
    Shown,
}

/// How a file is signed, as far as it shows by itself.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Signature {
    /// It does not show.
    #[default]
    #[serde(rename = "aucune")]
    None,
    /// The words of a signature, with a date beside them.
    #[serde(rename = "bloc")]
    Block,
    /// A field for a signature, unfilled.
    #[serde(rename = "champ")]
    Field,
    /// An electronic signature. Whether it holds is not checked.
    #[serde(rename = "electronique")]
    Electronic,
}

/// The fingerprints of a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Print {
    /// SHA-256 of the text without case, accents, hyphens and layout: equal for one text in two files.
    #[serde(rename = "empreinte")]
    pub digest: Digest,
    /// By which near-identical texts are found.
    #[serde(rename = "ressemblance")]
    pub likeness: Likeness,
}

/// What was noted of a file's contents.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Survey {
    /// Words of its text, one that is said again and again counted three times.
    #[serde(rename = "mots")]
    pub words: u32,
    /// Its pages one by one, where the format lays them out.
    #[serde(rename = "pages", default, skip_serializing_if = "Vec::is_empty")]
    pub sheets: Vec<Sheet>,
    /// The best of the pictures in it.
    #[serde(rename = "image", default, skip_serializing_if = "is_default")]
    pub picture: Picture,
    /// Letters that no eye sees, which were not read.
    #[serde(rename = "lettres-invisibles", default, skip_serializing_if = "is_zero")]
    pub unseen: u32,
    /// How it is signed.
    #[serde(default, skip_serializing_if = "is_default")]
    pub signature: Signature,
    /// Files attached inside it, which nobody reads.
    #[serde(rename = "pieces-jointes", default, skip_serializing_if = "is_zero")]
    pub attachments: u32,
    /// Full dates that stand in its text; of many, the newest.
    #[serde(rename = "dates", default, skip_serializing_if = "BTreeSet::is_empty")]
    pub dates: BTreeSet<Date>,
    /// The fingerprints of its text.
    #[serde(rename = "texte", default, skip_serializing_if = "Option::is_none")]
    pub text: Option<Print>,
}

/// Can contents say anything to a reader?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Saying {
    /// Words, or a picture.
    Something,
    /// Neither.
    Nothing,
    /// Only pictures that could not be looked at.
    Unknown,
}

impl Survey {
    /// Notes what stands in a file. `folded` is its text, where it has any.
    pub fn of(contents: &Contents, folded: Option<&Folded>) -> Self {
        let text = contents.text.as_deref().unwrap_or_default();
        let mut dates = dates_in(text);
        while dates.len() > DATES {
            dates.pop_first();
        }
        let words = folded.map_or(0, Folded::varied_words);
        Self {
            words,
            sheets: contents.sheets.clone(),
            picture: contents.picture,
            unseen: contents.unseen,
            signature: match contents.signature {
                Signature::None if has_block(text) => Signature::Block,
                known => known,
            },
            attachments: contents.attachments,
            dates,
            text: folded.filter(|_| words > 0).map(|folded| Print {
                digest: Digest::of(folded.as_str().as_bytes()),
                likeness: Likeness::of(folded),
            }),
        }
    }

    /// Pages that are images.
    pub fn images(&self) -> usize {
        self.sheets.iter().filter(|sheet| sheet.image).count()
    }

    /// Does it say something to a reader's eye?
    pub fn saying(&self) -> Saying {
        match self.picture {
            _ if self.words > 0 || self.sheets.iter().any(|sheet| sheet.image) => Saying::Something,
            Picture::Shown => Saying::Something,
            Picture::Undecoded => Saying::Unknown,
            Picture::None | Picture::Plain => Saying::Nothing,
        }
    }
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde's skip_serializing_if hands a reference"
)]
fn is_false(value: &bool) -> bool {
    !*value
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde's skip_serializing_if hands a reference"
)]
fn is_zero(value: &u32) -> bool {
    *value == 0
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}
