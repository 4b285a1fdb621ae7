//! What is sought in a file beyond depth 1, and what came of it. The text itself is not kept: only what was noted of it.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::counting::TableQuestion;
use super::figure::{Figure, FigureSeen, Legible};
use super::item::Format;
use super::survey::Survey;
use super::tally::TableSeen;
use super::text::Folded;
use super::{Answer, Fault, Fuse, Posed, Reader, is_read};
use crate::kernel::persons::{self, Hits};
use crate::kernel::{Date, Digest};

/// A question to the text of a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Test {
    /// Do these words stand in it (`contient`)?
    Words(String),
    /// Does this name stand in it, as words of its own?
    Name(String),
    /// Does this number stand in it, however it is grouped (a SIRET)?
    Number(String),
    /// Does a word in it begin as one of these do?
    Group(Vec<String>),
}

impl Test {
    /// The answer of a text.
    pub fn holds(&self, text: &Folded) -> bool {
        match self {
            Self::Words(words) => text.contains(words),
            Self::Name(name) => text.names(name),
            Self::Number(digits) => text.holds_number(digits),
            Self::Group(group) => text.begins_as_one_of(group),
        }
    }
}

/// What is wanted of each file, from its path.
pub type Plan<'a> = &'a (dyn Fn(&str) -> Wanted + Sync);

/// What is sought in one file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Wanted {
    /// Questions to its text.
    pub tests: Vec<Arc<Posed<Test>>>,
    /// Numbers that name it as their proof, or may.
    pub figures: Vec<Arc<Posed<Figure>>>,
    /// Questions to its tables.
    pub tables: Vec<Posed<TableQuestion>>,
    /// Data of persons to look for.
    pub privacy: bool,
}

/// What was seen in one file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// What was noted of it, or why it could not be read.
    pub survey: Result<Survey, Fault>,
    /// Pages or slides, where the format has any.
    pub pages: Option<u32>,
    /// Newest date in the file's own metadata.
    pub newest: Option<Date>,
    /// The answers of its text, by the digests of the questions; none where there is no text, which is not a text without the words.
    answers: BTreeMap<Digest, bool>,
    /// What became of each number, by the digest of its question; none where a picture may hold it.
    #[serde(default)]
    figures: BTreeMap<Digest, Option<FigureSeen>>,
    /// What was counted in its tables, by the digests of the questions.
    #[serde(default)]
    tables: BTreeMap<Digest, TableSeen>,
    /// Data of persons; none: not looked for.
    pub personal: Option<Hits>,
    /// Of these, those that no eye sees.
    #[serde(default)]
    pub concealed: Hits,
}

impl Seen {
    /// A file that could not be read.
    pub fn fault(fault: Fault) -> Self {
        Self {
            survey: Err(fault),
            pages: None,
            newest: None,
            answers: BTreeMap::new(),
            figures: BTreeMap::new(),
            tables: BTreeMap::new(),
            personal: None,
            concealed: Hits::new(),
        }
    }

    /// Was text read in it?
    pub fn has_text(&self) -> bool {
        self.survey.as_ref().is_ok_and(|survey| survey.text.is_some())
    }

    /// Does it answer all that is wanted? What has no text answers every question to it, but may hold a text that no eye sees.
    pub fn serves(&self, wanted: &Wanted) -> bool {
        let conceals = self.survey.as_ref().is_ok_and(|survey| survey.unseen > 0);
        let is_searched = self.personal.is_some() || !wanted.privacy || !(self.has_text() || conceals);
        let answers = wanted.tests.iter().all(|test| self.answer(test).is_some())
            && wanted
                .figures
                .iter()
                .all(|figure| self.figures.contains_key(figure.key()))
            && wanted.tables.iter().all(|asked| self.table(asked).is_some());
        is_searched && (answers || !self.has_text())
    }

    /// The answer to one question.
    pub fn answer(&self, test: &Posed<Test>) -> Option<bool> {
        self.answers.get(test.key()).copied()
    }

    /// What became of a number that names it.
    pub fn figure(&self, asked: &Posed<Figure>) -> Option<&FigureSeen> {
        self.figures.get(asked.key())?.as_ref()
    }

    /// The answer to a question to its tables.
    pub fn table(&self, asked: &Posed<TableQuestion>) -> Option<&TableSeen> {
        self.tables.get(asked.key())
    }

    /// With what was answered before, too, up to a bound.
    #[must_use]
    pub fn with(mut self, former: &Self) -> Self {
        /// Answers that are kept of one file.
        const MOST: usize = 2_000;
        for (test, answer) in &former.answers {
            if self.answers.len() < MOST {
                self.answers.entry(*test).or_insert(*answer);
            }
        }
        for (asked, answer) in &former.figures {
            if self.figures.len() < MOST {
                self.figures.entry(*asked).or_insert_with(|| answer.clone());
            }
        }
        for (asked, answer) in &former.tables {
            if self.tables.len() < MOST {
                self.tables.entry(*asked).or_insert_with(|| answer.clone());
            }
        }
        if self.personal.is_none() {
            self.personal.clone_from(&former.personal);
            self.concealed.clone_from(&former.concealed);
        }
        self
    }
}

/// Reads a file; none where its format is not read.
pub fn see(
    wanted: &Wanted,
    format: Format,
    bytes: &[u8],
    reader: &dyn Reader,
) -> Option<Result<Arc<Seen>, Fuse>> {
    let read = || reader.read(format, bytes);
    is_read(format).then(|| read().map(|answer| Arc::new(seek(wanted, answer))))
}

fn seek(wanted: &Wanted, answer: Answer) -> Seen {
    let contents = match answer {
        Ok(contents) => contents,
        Err(fault) => return Seen::fault(fault),
    };
    let folded = contents.text.as_deref().map(Folded::of);
    let hits = |text: &Option<String>| {
        text.as_deref()
            .filter(|_| wanted.privacy)
            .map_or_else(Hits::new, |text| persons::find(text).hits)
    };
    let concealed = hits(&contents.concealed);
    let mut personal = hits(&contents.text);
    for (kind, count) in &concealed {
        *personal.entry(*kind).or_default() += count;
    }
    let legible = Legible::of(&contents);
    Seen {
        survey: Ok(Survey::of(&contents, folded.as_ref())),
        pages: contents.facts.pages,
        newest: contents.facts.newest,
        answers: folded
            .iter()
            .flat_map(|text| {
                let answer = |test: &Arc<Posed<Test>>| (*test.key(), test.asked().holds(text));
                wanted.tests.iter().map(answer)
            })
            .collect(),
        figures: wanted
            .figures
            .iter()
            .map(|figure| {
                let seen = figure.asked().seen_in(&contents, legible.as_ref());
                (*figure.key(), seen)
            })
            .collect(),
        tables: wanted
            .tables
            .iter()
            .map(|asked| (*asked.key(), asked.asked().answer(&contents.grids)))
            .collect(),
        personal: wanted.privacy.then_some(personal),
        concealed,
    }
}
