//! What a person copied out of a page that no machine reads.

use serde::{Deserialize, Serialize};

use super::survey::Survey;
use crate::kernel::Date;

/// The words of one page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Transcript {
    /// Which page, from 1; none: the piece has one only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<u32>,
    /// Its words, as they stand there.
    #[serde(rename = "texte")]
    pub text: String,
    /// How many words, one said again and again counted three times.
    #[serde(rename = "mots")]
    pub words: u32,
    /// Who copied it (a function).
    #[serde(rename = "par", default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// When.
    #[serde(rename = "le", default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Date>,
}

impl Transcript {
    /// Does it say which of the piece's pages it is of, and is that page an image? `survey`: what was noted of the piece, if it was read.
    pub fn fits(&self, survey: Option<&Survey>) -> Result<(), Misplaced> {
        let sheets = survey.map_or(&[][..], |survey| &survey.sheets);
        let place = match (self.page, sheets.len()) {
            (None, 2..) => return Err(Misplaced::WhichPage),
            (None, _) => 1,
            (Some(page), _) => page as usize,
        };
        let image = match sheets {
            [] if place == 1 => survey.is_none_or(|survey| survey.words == 0),
            sheets => {
                let page = place.checked_sub(1).and_then(|rank| sheets.get(rank));
                page.ok_or(Misplaced::NoPage)?.image
            }
        };
        if image { Ok(()) } else { Err(Misplaced::HasText) }
    }
}

/// Why a transcription is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Misplaced {
    /// The page has a text of its own.
    HasText,
    /// There is no such page.
    NoPage,
    /// Several pages, and it says of none.
    WhichPage,
}

/// Does every image among the pages have its transcription?
pub(super) fn covers(all: &[Transcript], survey: Option<&Survey>) -> bool {
    let sheets = survey.map_or(&[][..], |survey| &survey.sheets);
    let told = |rank: usize| {
        let here = |page: u32| page as usize == rank + 1;
        all.iter().any(|one| one.page.is_none_or(here))
    };
    let mut images = sheets.iter().enumerate().filter(|(_, sheet)| sheet.image);
    !all.is_empty() && images.all(|(rank, _)| told(rank))
}
