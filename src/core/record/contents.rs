//! What reading a file gave: facts, text, or why not. The readers are in `evidence`; a judgement knows these values only.

use serde::{Deserialize, Serialize};

use super::Fault;
use super::item::Format;
use crate::kernel::Date;

/// How far a file is to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Depth {
    /// Depth 2: pages and dates.
    Facts,
    /// Depth 3: text besides.
    Text,
}

/// What metadata say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Facts {
    /// Pages or slides, where the format has any.
    pub pages: Option<u32>,
    /// Newest date in the file's own metadata.
    pub newest: Option<Date>,
    /// Files attached to it, as to the cover of a PDF portfolio: they are not read.
    #[serde(default)]
    pub attached: u32,
}

/// What text was found. « No text at all » is not « these words are not in the text ».
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Text {
    /// NFC, one space between words, one line break between lines.
    Words(String),
    /// There is nothing to read: an image, a scan without text recognition.
    Absent,
}

/// What reading gave. Each half stands for itself: pages may be counted where the text is over a limit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Depth 2.
    pub facts: Result<Facts, Fault>,
    /// Depth 3, where it was asked.
    pub text: Option<Result<Text, Fault>>,
}

impl Answer {
    /// The same fault at both depths.
    pub fn fault(fault: Fault, depth: Depth) -> Self {
        Self {
            facts: Err(fault),
            text: (depth == Depth::Text).then_some(Err(fault)),
        }
    }
}

/// A fuse that blew. Depends on the machine: the run is incomplete.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fuse {
    /// The helper ended while reading (memory, crash, killed).
    Died,
    /// The helper took too long.
    Clock,
    /// The helper's answer makes no sense.
    Nonsense,
    /// The helper could not be started.
    NoHelper,
}

impl Fuse {
    /// The reason, in French, without the file's name.
    pub fn reason(self) -> &'static str {
        match self {
            Self::Died => {
                "la lecture du contenu s’est arrêtée (fichier piégé ou mémoire insuffisante) : réenregistrez le document ou retirez-le"
            }
            Self::Clock => {
                "la lecture du contenu a duré trop longtemps : réenregistrez le document ou retirez-le"
            }
            Self::Nonsense => {
                "la lecture du contenu a donné une réponse incohérente : réenregistrez le document ou retirez-le"
            }
            Self::NoHelper => "le lecteur de contenus n’a pas pu être lancé",
        }
    }
}

/// Reads contents for whoever holds bytes. Handed in by the application.
pub trait Reader: Sync {
    /// Reads one file.
    fn read(&self, format: Format, depth: Depth, bytes: &[u8]) -> Result<Answer, Fuse>;
}

/// Has this format a parser?
pub fn is_read(format: Format) -> bool {
    !matches!(format, Format::Mail | Format::OldOffice | Format::Other)
}
