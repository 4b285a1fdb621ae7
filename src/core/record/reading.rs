//! What is sought in a file beyond depth 1, and what came of it. The text itself is not kept: only what was noted of it.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::counting::TableQuestion;
use super::figure::{CutText, Figure};
use super::item::Format;
use super::survey::Survey;
use super::tally::TableSeen;
use super::text::Folded;
use super::{Answer, Fault, Fuse, Reader, is_read};
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
    /// Does this number stand in it, beside its words?
    Figure(Figure),
}

impl Test {
    /// By what its answer is kept: the words of a question may be a name.
    pub fn digest(&self) -> Digest {
        let written = serde_json::to_vec(self).unwrap_or_default();
        Digest::of(&written)
    }

    /// The answer of a text.
    pub fn holds(&self, text: &SoughtText<'_>) -> bool {
        match self {
            Self::Words(words) => text.folded.contains(words),
            Self::Name(name) => text.folded.names(name),
            Self::Number(digits) => text.folded.holds_number(digits),
            Self::Group(group) => text.folded.begins_as_one_of(group),
            Self::Figure(figure) => figure.stands_in(text.cut()),
        }
    }
}

/// A text to which questions are put: folded and cut once for all of them.
#[derive(Debug)]
pub struct SoughtText<'a> {
    raw: &'a str,
    folded: Folded,
    cut: OnceCell<CutText>,
}

impl<'a> SoughtText<'a> {
    /// Folds a text.
    pub fn of(raw: &'a str) -> Self {
        Self {
            raw,
            folded: Folded::of(raw),
            cut: OnceCell::new(),
        }
    }

    fn cut(&self) -> &CutText {
        self.cut.get_or_init(|| CutText::of(self.raw))
    }
}

/// What is wanted of each file, from its path.
pub type Plan<'a> = &'a (dyn Fn(&str) -> Wanted + Sync);

/// What is sought in one file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Wanted {
    /// Questions to its text.
    pub tests: BTreeSet<Test>,
    /// Questions to its tables.
    pub tables: BTreeSet<TableQuestion>,
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
    /// What was counted in its tables, by the digests of the questions.
    #[serde(default)]
    tables: BTreeMap<Digest, TableSeen>,
    /// Data of persons; none: not looked for.
    pub personal: Option<Hits>,
}

impl Seen {
    /// A file that could not be read.
    pub fn fault(fault: Fault) -> Self {
        Self {
            survey: Err(fault),
            pages: None,
            newest: None,
            answers: BTreeMap::new(),
            tables: BTreeMap::new(),
            personal: None,
        }
    }

    /// Was text read in it?
    pub fn has_text(&self) -> bool {
        self.survey.as_ref().is_ok_and(|survey| survey.text.is_some())
    }

    /// Does it answer all that is wanted? What has no text answers everything.
    pub fn serves(&self, wanted: &Wanted) -> bool {
        !self.has_text()
            || ((self.personal.is_some() || !wanted.privacy)
                && wanted.tests.iter().all(|test| self.answer(test).is_some())
                && wanted.tables.iter().all(|asked| self.table(asked).is_some()))
    }

    /// The answer to one question.
    pub fn answer(&self, test: &Test) -> Option<bool> {
        self.answers.get(&test.digest()).copied()
    }

    /// The answer to a question to its tables.
    pub fn table(&self, asked: &TableQuestion) -> Option<&TableSeen> {
        self.tables.get(&asked.digest())
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
        for (asked, answer) in &former.tables {
            if self.tables.len() < MOST {
                self.tables.entry(*asked).or_insert_with(|| answer.clone());
            }
        }
        if self.personal.is_none() {
            self.personal.clone_from(&former.personal);
        }
        self
    }
}

/// Reads a file; none where its format is not read.
pub fn see(wanted: &Wanted, format: Format, bytes: &[u8], reader: &dyn Reader) -> Option<Result<Seen, Fuse>> {
    is_read(format).then(|| reader.read(format, bytes).map(|answer| seek(wanted, answer)))
}

fn seek(wanted: &Wanted, answer: Answer) -> Seen {
    let contents = match answer {
        Ok(contents) => contents,
        Err(fault) => return Seen::fault(fault),
    };
    let text = contents.text.as_deref().map(SoughtText::of);
    Seen {
        survey: Ok(Survey::of(&contents, text.as_ref().map(|text| &text.folded))),
        pages: contents.facts.pages,
        newest: contents.facts.newest,
        answers: text
            .iter()
            .flat_map(|text| {
                let answer = |test: &Test| (test.digest(), test.holds(text));
                wanted.tests.iter().map(answer)
            })
            .collect(),
        tables: wanted
            .tables
            .iter()
            .map(|asked| (asked.digest(), asked.answer(&contents.grids)))
            .collect(),
        personal: wanted.privacy.then(|| {
            contents
                .text
                .as_deref()
                .map_or_else(Hits::new, |text| persons::find(text).hits)
        }),
    }
}
