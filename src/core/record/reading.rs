//! What is wanted of a file beyond depth 1, and what came of it. The text itself is not kept: only what was sought in it.

use std::collections::{BTreeMap, BTreeSet};

use super::item::Format;
use super::text::Folded;
use super::{Answer, Depth, Facts, Fault, Fuse, Reader, Text, is_read};
use crate::kernel::persons::{self, Hits};

/// What is wanted of one file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Wanted {
    /// Pages or dates (depth 2).
    pub facts: bool,
    /// Words to seek (depth 3).
    pub words: BTreeSet<String>,
    /// Data of persons to look for (depth 3).
    pub privacy: bool,
}

impl Wanted {
    /// The depth that it takes; none: depth 1 is enough.
    pub fn depth(&self) -> Option<Depth> {
        if self.privacy || !self.words.is_empty() {
            Some(Depth::Text)
        } else {
            self.facts.then_some(Depth::Facts)
        }
    }
}

/// What is wanted of each file, from its path.
pub type Plan<'a> = &'a (dyn Fn(&str) -> Wanted + Sync);

/// What became of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextState {
    /// Nobody asked for it.
    NotAsked,
    /// It was read whole.
    Read,
    /// There is none: an image, a scan.
    Absent,
    /// It could not be read.
    Faulty(Fault),
}

/// What was seen in one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// Pages and dates.
    pub facts: Result<Facts, Fault>,
    /// The text.
    pub text: TextState,
    /// Whether the words sought stand in it.
    pub words: BTreeMap<String, bool>,
    /// Data of persons.
    pub personal: Hits,
}

/// Reads a file as far as wanted; none where nothing is wanted or its format is not read.
pub fn see(wanted: &Wanted, format: Format, bytes: &[u8], reader: &dyn Reader) -> Option<Result<Seen, Fuse>> {
    let depth = wanted.depth().filter(|_| is_read(format))?;
    Some(
        reader
            .read(format, depth, bytes)
            .map(|answer| seek(wanted, answer)),
    )
}

/// What a file over the limit of size gives, without reading it.
pub fn refuse(wanted: &Wanted, format: Format, fault: Fault) -> Option<Result<Seen, Fuse>> {
    let depth = wanted.depth().filter(|_| is_read(format))?;
    Some(Ok(seek(wanted, Answer::fault(fault, depth))))
}

fn seek(wanted: &Wanted, answer: Answer) -> Seen {
    let mut seen = Seen {
        facts: answer.facts,
        text: TextState::NotAsked,
        words: BTreeMap::new(),
        personal: Hits::new(),
    };
    match answer.text {
        None => {}
        Some(Ok(Text::Absent)) => seen.text = TextState::Absent,
        Some(Err(fault)) => seen.text = TextState::Faulty(fault),
        Some(Ok(Text::Words(text))) => {
            seen.text = TextState::Read;
            if !wanted.words.is_empty() {
                let folded = Folded::of(&text);
                seen.words = wanted
                    .words
                    .iter()
                    .map(|words| (words.clone(), folded.contains(words)))
                    .collect();
            }
            if wanted.privacy {
                seen.personal = persons::find(&text).hits;
            }
        }
    }
    seen
}
