//! What reading a file gave: what stands in it, or why it could not be read. The readers are in `evidence`; a judgement knows these
//! values only.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::grid::Grid;
use super::item::Format;
use super::survey::{Picture, Sheet, Signature};
use super::{Fault, Memory};
use crate::kernel::Date;

/// What metadata say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Facts {
    /// Pages or slides, where the format has any.
    pub pages: Option<u32>,
    /// Newest date in the file's own metadata.
    pub newest: Option<Date>,
}

/// What stands in a file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Contents {
    /// Pages and dates.
    pub facts: Facts,
    /// The pages one by one, where the format lays them out.
    pub sheets: Vec<Sheet>,
    /// The best of the pictures in it.
    pub picture: Picture,
    /// Letters that no eye sees: white, hidden, tiny, off the page. They are not in the text.
    pub unseen: u32,
    /// A signature of the file itself.
    pub signature: Signature,
    /// Files attached inside it, as to the cover of a PDF portfolio: nobody reads them.
    pub attachments: u32,
    /// NFC, one space between words, one line break between lines; none: no text at all (an image, a scan without text recognition),
    /// which is not « these words are not in the text ».
    pub text: Option<String>,
    /// What no eye sees, as far as it is text: it says nothing for the structure, and is searched for data of persons all the same.
    pub concealed: Option<String>,
    /// Where in the text each page ends, in bytes, where the format lays its pages out.
    pub pages: Vec<usize>,
    /// The sheets of a workbook, or of a file of values; other files have none.
    pub grids: Vec<Grid>,
}

impl Contents {
    /// The text of a page, counted from 0, of this text of the file.
    pub fn page<'t>(&self, text: &'t str, rank: usize) -> Option<&'t str> {
        let end = *self.pages.get(rank)?;
        let begin = match rank.checked_sub(1) {
            Some(before) => *self.pages.get(before)?,
            None => 0,
        };
        text.get(begin..end)
    }
}

/// What reading a file gave. Depends on its bytes only.
pub type Answer = Result<Contents, Fault>;

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
    fn read(&self, format: Format, bytes: &[u8]) -> Result<Answer, Fuse>;

    /// What was read before of this dossier, until it is dropped; none: everything is read anew, as whatever is sealed or sent must be.
    fn memory(&self, _dossier: &Path) -> Option<Box<dyn Memory>> {
        None
    }
}

/// Has this format a parser?
pub fn is_read(format: Format) -> bool {
    !matches!(format, Format::Mail | Format::OldOffice | Format::Other)
}
