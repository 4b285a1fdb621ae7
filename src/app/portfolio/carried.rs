//! The assessment that a report in PDF carries, taken out by a child: a PDF may come from anyone.

use std::io::{self, Read, Write};
use std::path::Path;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::super::child::{self, Asked};
use super::super::helper;
use super::super::report::ATTACHED;
use mediaudit_ink::pdf::carried::{Seal, carried, seal};

/// The hidden command that makes such a child.
pub const COMMAND: &str = "ouvrir-rapport";

/// How long one report may take.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// Address space of the child, in bytes.
pub const MEMORY: u64 = 1024 * 1024 * 1024;

/// What a report holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenedReport {
    /// Is it, byte for byte, what was written?
    pub seal: Seal,
    /// The assessment, as JSON; none where it carries none, or could not be opened.
    pub assessment: Option<Vec<u8>>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Head {
    seal: Seal,
    found: bool,
}

/// Opens a report by a child of `program`; none where it died or took too long.
pub fn open(program: &Path, file: &[u8]) -> Option<OpenedReport> {
    match child::ask(program, COMMAND, PATIENCE, file) {
        Asked::Answered(Head { seal, found }, bytes) => Some(OpenedReport {
            seal,
            assessment: found.then_some(bytes),
        }),
        Asked::Died | Asked::Late => None,
    }
}

/// The life of the child: one report, one answer.
pub fn serve(input: &mut impl Read, output: &mut impl Write) -> io::Result<()> {
    helper::limit(MEMORY);
    helper::limit_time(PATIENCE);
    let mut file = Vec::new();
    input.read_to_end(&mut file)?;
    let found = carried(&file, ATTACHED);
    let head = Head {
        seal: seal(&file),
        found: found.is_some(),
    };
    child::reply(&head, &found.unwrap_or_default(), output)
}
