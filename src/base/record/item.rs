//! A piece of evidence, as attributes: all that a judgement may know of it.
use super::survey::Survey;
use super::tally::TableSeen;
use super::transcript::{self, Transcript};
use crate::kernel::{CriterionId, Date, Digest, PaperId, PieceId, SiteId, TypeId};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// How a piece shows something (ISO 19011: records, statements, observation).
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Modality {
    /// A document that can be opened again.
    Document,
    /// An interview.
    #[serde(rename = "entretien")]
    Interview,
    /// An observation on the spot.
    Observation,
}

/// Who saw what a reported interview or observation tells.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Witness {
    /// The structure itself.
    Structure,
    /// A third party (a partner, a network); still reported by the structure.
    Tiers,
}

/// Family of file formats, as found in the bytes.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    /// PDF.
    Pdf,
    /// Word (OOXML).
    Docx,
    /// OpenDocument text.
    Odt,
    /// Excel (OOXML).
    Xlsx,
    /// Excel 97 to 2003.
    Xls,
    /// OpenDocument sheet.
    Ods,
    /// PowerPoint (OOXML).
    Pptx,
    /// OpenDocument slides.
    Odp,
    /// Plain text.
    Txt,
    /// Comma-separated values.
    Csv,
    /// HTML page.
    Html,
    /// PNG, JPEG, TIFF, WebP, GIF, HEIC.
    Image,
    /// An e-mail (EML, MSG): accepted, not read.
    #[serde(rename = "courriel")]
    Mail,
    /// Old binary office formats (DOC, PPT): accepted, not read.
    #[serde(rename = "bureautique-ancien")]
    OldOffice,
    /// Anything else.
    #[serde(rename = "autre")]
    Other,
}

/// What reading the piece gave.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case", tag = "etat")]
pub enum Reading {
    /// The bytes are whole and of a known kind; contents were read as far as rules needed.
    #[serde(rename = "lisible")]
    Readable,
    /// Never proof: empty, cut, encrypted, not what its extension says, over a counted limit.
    #[serde(rename = "illisible")]
    Unreadable {
        /// Why, in French, without the file's name.
        #[serde(rename = "raison")]
        reason: String,
    },
    /// Never proof: it was read whole, and says nothing to an eye (no word, no picture, or a picture of one colour).
    #[serde(rename = "vide")]
    Empty,
    /// No proof by itself: it may well say something, in a format or a picture that is not read.
    #[serde(rename = "non-lu")]
    Unread {
        /// Why, in French, without the file's name.
        #[serde(rename = "raison")]
        reason: String,
    },
    /// A fuse blew (clock, memory) or the file could not be opened: the whole run is incomplete.
    #[serde(rename = "inacheve")]
    Unfinished {
        /// Why, in French, without the file's name.
        #[serde(rename = "raison")]
        reason: String,
    },
}

impl Reading {
    /// Why the piece was not read, or says nothing; none where it is readable.
    pub fn trouble(&self) -> Option<&str> {
        match self {
            Self::Readable => None,
            Self::Empty => Some("vide : ni mot, ni image qui montre quelque chose"),
            Self::Unreadable { reason } | Self::Unread { reason } | Self::Unfinished { reason } => {
                Some(reason)
            }
        }
    }
}

/// A file of the dossier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct FileFacts {
    /// Path from the dossier's folder, with `/`, in Unicode NFC; the first in byte order among equal files.
    #[serde(rename = "chemin")]
    pub path: String,
    /// Size in bytes.
    #[serde(rename = "taille")]
    pub size: u64,
    /// SHA-256 of the bytes.
    #[serde(rename = "empreinte")]
    pub digest: Digest,
    /// True kind, from the bytes.
    pub format: Format,
    /// Other paths with the same bytes, in byte order: they count once.
    #[serde(rename = "copies", default, skip_serializing_if = "Vec::is_empty")]
    pub copies: Vec<String>,
}

/// Words of a piece's own text, quoted by the structure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Quoted {
    /// The words.
    #[serde(rename = "mots")]
    pub words: String,
    /// Do they stand in its text?
    #[serde(rename = "lus")]
    pub found: bool,
}

/// By what a text names the structure.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Mark {
    /// Its name.
    #[serde(rename = "nom")]
    Name,
    /// Its SIRET.
    Siret,
}

/// What a file's name ends in after its last point, in lower case; empty where it has none.
pub fn extension(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.')
        .map(|(_, extension)| extension.to_lowercase())
        .unwrap_or_default()
}

/// Where the piece is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case", tag = "ou")]
pub enum Held {
    /// In the dossier, as a file.
    #[serde(rename = "fichier")]
    File(FileFacts),
    /// Kept elsewhere: counts as declared until an auditor has seen it.
    #[serde(rename = "ailleurs")]
    Elsewhere {
        /// Where, in the structure's words.
        #[serde(rename = "lieu")]
        place: String,
        /// Who holds it (a function, not a name).
        #[serde(rename = "detenteur", default, skip_serializing_if = "Option::is_none")]
        holder: Option<String>,
    },
    /// An interview or observation that the structure reports: declared.
    #[serde(rename = "rapporte")]
    Reported {
        /// Who witnessed it.
        #[serde(rename = "temoin")]
        witness: Witness,
    },
    /// Declared with a file that is not there, or that was found and not read: then its reading says why.
    #[serde(rename = "absent")]
    Missing {
        /// The path that was declared.
        #[serde(rename = "chemin")]
        path: String,
    },
}

/// What says the date of effect.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum DateOrigin {
    /// `date-effet` in dossier.toml.
    #[serde(rename = "declaree")]
    Declared,
    /// A file name that begins with the date.
    #[serde(rename = "nom-du-fichier")]
    FileName,
}

/// The dates of a piece.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Dates {
    /// Date of effect, where known.
    #[serde(rename = "effet", default, skip_serializing_if = "Option::is_none")]
    pub effect: Option<Date>,
    /// What says so.
    #[serde(rename = "origine", default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<DateOrigin>,
    /// Last day of validity that the dossier states; replaces the type's default.
    #[serde(rename = "expire", default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<Date>,
    /// First and last day that the piece reports on.
    #[serde(rename = "periode", default, skip_serializing_if = "Option::is_none")]
    pub covers: Option<(Date, Date)>,
    /// The newest date in the file's own metadata: its contents are no younger, and may be much older.
    #[serde(rename = "metadonnees", default, skip_serializing_if = "Option::is_none")]
    pub not_after: Option<Date>,
}

/// One piece of evidence. Its id is stable: declared, or made of the file's digest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Item {
    /// Stable id.
    pub id: PieceId,
    /// Evidence types that it counts for.
    pub types: BTreeSet<TypeId>,
    /// Usual papers in whose folders it lies: its types are those of them that its text shows, and those that the dossier says.
    #[serde(rename = "papiers", default, skip_serializing_if = "BTreeSet::is_empty")]
    pub papers: BTreeSet<PaperId>,
    /// Criteria it is restricted to; empty: every criterion that asks one of its types.
    #[serde(rename = "criteres", default, skip_serializing_if = "BTreeSet::is_empty")]
    pub criteria: BTreeSet<CriterionId>,
    /// Site it belongs to; none means the whole structure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub site: Option<SiteId>,
    /// How it shows something.
    #[serde(rename = "modalite")]
    pub modality: Modality,
    /// Where it is.
    #[serde(rename = "support")]
    pub held: Held,
    /// Its dates.
    pub dates: Dates,
    /// Said to be signed.
    #[serde(rename = "signee", default, skip_serializing_if = "is_false")]
    pub signed: bool,
    /// Where it comes from (CAF, bailleur…), in the structure's words.
    #[serde(rename = "origine", default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Pages, where they were counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pages: Option<u32>,
    /// What reading it gave.
    #[serde(rename = "lecture")]
    pub reading: Reading,
    /// What was noted of its contents; none where no file was read.
    #[serde(rename = "releve", default, skip_serializing_if = "Option::is_none")]
    pub survey: Option<Survey>,
    /// Marks of the structure that stand in its text.
    #[serde(rename = "nomme", default, skip_serializing_if = "BTreeSet::is_empty")]
    pub names: BTreeSet<Mark>,
    /// Outcome of each `contient` test that a rule asked: the words sought, and whether they stand in the text.
    #[serde(rename = "contenu", default, skip_serializing_if = "BTreeMap::is_empty")]
    pub contents: BTreeMap<String, bool>,
    /// For each type whose papers are known by groups of words: the groups, counted from 0, of which no word stands in the text. A type
    /// is absent where that was not asked, or there is no text.
    #[serde(
        rename = "groupes-absents",
        default,
        skip_serializing_if = "BTreeMap::is_empty"
    )]
    pub lacking: BTreeMap<TypeId, BTreeSet<usize>>,
    /// What was counted in its tables, for those of the norm that it may be.
    #[serde(rename = "tableaux", default, skip_serializing_if = "Vec::is_empty")]
    pub tables: Vec<TableSeen>,
    /// Words of its own text by which the structure has it recognised, and whether they stand in it.
    #[serde(rename = "reconnu", default, skip_serializing_if = "Option::is_none")]
    pub quoted: Option<Quoted>,
    /// What the structure copied out of pages that no machine reads.
    #[serde(rename = "transcriptions", default, skip_serializing_if = "Vec::is_empty")]
    pub transcripts: Vec<Transcript>,
    /// Who added it (a function).
    #[serde(rename = "par", default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// When it was added.
    #[serde(rename = "le", default, skip_serializing_if = "Option::is_none")]
    pub added_on: Option<Date>,
    /// A title or comment of the structure.
    #[serde(rename = "titre", default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde's skip_serializing_if hands a reference"
)]
fn is_false(value: &bool) -> bool {
    !*value
}

impl Item {
    /// Does a person have to read it: a picture, or a text that is recognised by a quotation alone?
    pub fn wants_an_eye(&self) -> bool {
        self.is_image() || self.quoted.is_some()
    }

    /// Is it what somebody else than the structure saw or said, in a file of its own?
    pub fn is_third_party(&self) -> bool {
        self.modality != Modality::Document && matches!(self.held, Held::File(_))
    }

    /// Is what it shows a picture, which a person must read? No text, or half of its pages are images.
    pub fn is_image(&self) -> bool {
        let Held::File(_) = &self.held else { return false };
        let told = !self.transcripts.is_empty();
        self.survey.as_ref().map_or(told, |survey| {
            let sheets = survey.sheets.len();
            survey.words == 0 || (sheets > 0 && survey.images() * 2 >= sheets)
        })
    }

    /// Is it a picture of which nobody gave all the words? Then no word of it is known to be missing.
    pub fn is_untold_image(&self) -> bool {
        self.is_image() && !transcript::covers(&self.transcripts, self.survey.as_ref())
    }

    /// Words that are known of it: read, or copied out by the structure.
    pub fn known_words(&self) -> u32 {
        let read = self.survey.as_ref().map_or(0, |survey| survey.words);
        let told = self.transcripts.iter().map(|told| told.words);
        told.fold(read, u32::saturating_add)
    }

    /// The digest of its bytes, where it is a file that is there.
    pub fn digest(&self) -> Option<Digest> {
        match &self.held {
            Held::File(file) => Some(file.digest),
            Held::Elsewhere { .. } | Held::Reported { .. } | Held::Missing { .. } => None,
        }
    }

    /// The path or place that a person would look at.
    pub fn whereabouts(&self) -> &str {
        match &self.held {
            Held::File(file) => &file.path,
            Held::Elsewhere { place, holder: _ } => place,
            Held::Reported { witness: _ } => "rapporté par la structure",
            Held::Missing { path } => path,
        }
    }

    /// What names it in a file whatever becomes of its bytes: the id that was declared, else the path of its file.
    pub fn lasting_name(&self) -> String {
        let of_bytes = self
            .digest()
            .is_some_and(|digest| self.id.as_str() == format!("f-{}", digest.short()));
        if of_bytes {
            self.whereabouts().to_owned()
        } else {
            self.id.to_string()
        }
    }
}
