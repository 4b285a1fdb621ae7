//! One assessment's `entrees` a line, as `jq -c .entrees` gives them, and one line of answer to each.
//!
//! The norm is the greatest part of a line, and the same in all of them: where médiaudit holds it, a line may name it only. A norm
//! that stands whole in its line is read once while it stays the same, byte for byte.

use std::fmt;
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::assessment::{Inputs, Results};
use crate::engine;
use crate::kernel::{Digest, InternalError, NormId};
use crate::norm::{Norm, SharedNorm};

/// Longest line that is read, in bytes: the shipped norm, whole, takes a twentieth of it.
pub const MOST: usize = 16 * 1024 * 1024;

/// The major version of assessments that is read.
const SCHEMA: u32 = 1;

/// Longest text that names a norm without being it.
const MARK: usize = 512;

/// What names a norm: no other one has this digest.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NormMark {
    /// Identifier.
    pub id: NormId,
    /// Version.
    pub version: String,
    /// Digest of its files.
    #[serde(rename = "empreinte")]
    pub digest: Digest,
}

impl NormMark {
    /// What names this norm.
    pub fn of(norm: &Norm) -> Self {
        Self {
            id: norm.id.clone(),
            version: norm.version.clone(),
            digest: norm.digest,
        }
    }
}

impl fmt::Display for NormMark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.id, self.version)
    }
}

/// Where norms that are only named are found.
pub trait NormHolder: Sync {
    /// The norm of this name, whatever its digest.
    fn held(&self, mark: &NormMark) -> Option<SharedNorm>;
}

/// Why a line of `entrees` has no result.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LineFault {
    /// It holds nothing.
    #[error("la ligne est vide")]
    Empty,
    /// It is no JSON of this form.
    #[error("ce n’est pas un jeu d’entrées de médiaudit : la lecture s’arrête au caractère {0}")]
    Unreadable(usize),
    /// It is of a form that this médiaudit does not read.
    #[error("évaluation de forme {0}, que ce médiaudit ne lit pas")]
    Schema(u32),
    /// It is longer than any line needs to be.
    #[error("la ligne dépasse {} Mio", MOST / 1024 / 1024)]
    TooLong,
    /// It names a norm that médiaudit does not hold.
    #[error("ce médiaudit ne connaît pas la norme « {0} »")]
    UnknownNorm(String),
    /// It names a norm of which médiaudit holds another text.
    #[error("la norme « {0} » de ce médiaudit n’a pas l’empreinte que dit la ligne")]
    OtherNorm(String),
    /// It holds together in no way.
    #[error("ces entrées ne tiennent pas ensemble : {}", .0.what())]
    Unsound(InternalError),
    /// médiaudit itself failed on it.
    #[error("médiaudit n’a pas su juger cette ligne")]
    Broken,
}

impl LineFault {
    /// Stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "entrees/vides",
            Self::Unreadable(_) => "entrees/illisibles",
            Self::Schema(_) => "entrees/forme",
            Self::TooLong => "entrees/trop-longues",
            Self::UnknownNorm(_) => "entrees/norme-inconnue",
            Self::OtherNorm(_) => "entrees/autre-norme",
            Self::Unsound(_) => "entrees/incoherentes",
            Self::Broken => "entrees/non-jugees",
        }
    }

    /// What would mend it.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Empty | Self::Unreadable(_) => {
                "une ligne est l’objet « entrees » d’une évaluation, sans saut de ligne : mediaudit portefeuille DOSSIERS --entrees en écrit"
            }
            Self::Schema(_) => "prenez la version de médiaudit qui l’a écrite, ou une plus récente",
            Self::TooLong => "une ligne ne porte qu’une évaluation",
            Self::UnknownNorm(_) => {
                "mettez la norme entière dans la ligne, ou une version que « mediaudit norme liste » donne"
            }
            Self::OtherNorm(_) => {
                "prenez la version de médiaudit qui a écrit la ligne, ou mettez la norme entière dans la ligne"
            }
            Self::Unsound(_) => {
                "ces entrées ont été modifiées, ou écrites par un autre programme : reprenez celles de l’évaluation"
            }
            Self::Broken => "signalez-le, avec la ligne",
        }
    }
}

/// What a line is answered.
#[derive(Debug, Serialize)]
struct LineAnswer<'a> {
    /// The line's own `id`, else its dossier; null where neither can be read.
    id: Option<&'a str>,
    #[serde(rename = "resultats", skip_serializing_if = "Option::is_none")]
    results: Option<&'a Results>,
    #[serde(rename = "faute", skip_serializing_if = "Option::is_none")]
    fault: Option<ToldFault>,
}

#[derive(Debug, Serialize)]
struct ToldFault {
    code: &'static str,
    message: String,
    #[serde(rename = "aide")]
    hint: &'static str,
}

/// By what a line is known, where nothing else of it may be.
#[derive(Deserialize)]
struct Named {
    dossier: Option<String>,
}

/// What is read of an assessment, as `rapport --format json` writes it.
#[derive(Deserialize)]
struct IssuedWhole<'a> {
    schema: u32,
    #[serde(rename = "entrees", borrow)]
    inputs: Inputs<&'a RawValue>,
    #[serde(rename = "resultats")]
    results: Results,
}

/// Inputs that came as a file, and what is known of their norm.
#[derive(Debug)]
pub struct Recovered {
    /// The inputs.
    pub inputs: Inputs,
    /// What the file says came out.
    pub said: Results,
    /// What names the norm; its digest is that of what it holds, where médiaudit does not know it.
    pub mark: NormMark,
    /// Is it a norm that médiaudit holds?
    pub known: bool,
}

/// The norms of a stream of lines.
pub struct LineNorms<'h> {
    holder: &'h dyn NormHolder,
    /// The last one that stood whole in its line.
    whole: Mutex<Option<(Box<str>, SharedNorm)>>,
}

impl fmt::Debug for LineNorms<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LineNorms").finish_non_exhaustive()
    }
}

impl<'h> LineNorms<'h> {
    /// None is read yet.
    pub fn new(holder: &'h dyn NormHolder) -> Self {
        Self {
            holder,
            whole: Mutex::default(),
        }
    }

    fn find(&self, said: &RawValue) -> Result<SharedNorm, LineFault> {
        let text = said.get();
        if text.len() <= MARK
            && let Ok(mark) = serde_json::from_slice::<NormMark>(text.as_bytes())
        {
            return match self.holder.held(&mark) {
                Some(norm) if norm.digest == mark.digest => Ok(norm),
                Some(_) => Err(LineFault::OtherNorm(mark.to_string())),
                None => Err(LineFault::UnknownNorm(mark.to_string())),
            };
        }
        let known = || self.whole.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, norm)) = known().as_ref().filter(|(known, _)| **known == *text) {
            return Ok(norm.clone());
        }
        let norm: SharedNorm = serde_json::from_slice(text.as_bytes()).map_err(|error| unreadable(&error))?;
        *known() = Some((text.into(), norm.clone()));
        Ok(norm)
    }

    /// The inputs of a line, with the norm that they are judged under.
    pub fn inputs(&self, line: &[u8]) -> Result<Inputs, LineFault> {
        let said: Inputs<&RawValue> = serde_json::from_slice(line).map_err(|error| unreadable(&error))?;
        let norm = self.find(said.norm)?;
        Ok(said.under(norm))
    }

    /// The inputs of an assessment, and what it says came out.
    pub fn recover(&self, file: &[u8]) -> Result<Recovered, LineFault> {
        let issued: IssuedWhole<'_> = serde_json::from_slice(file).map_err(|error| unreadable(&error))?;
        if issued.schema != SCHEMA {
            return Err(LineFault::Schema(issued.schema));
        }
        let norm = self.find(issued.inputs.norm)?;
        let (norm, mark, known) = self.known(norm);
        Ok(Recovered {
            inputs: issued.inputs.under(norm),
            said: issued.results,
            mark,
            known,
        })
    }

    /// The norm itself where médiaudit holds it and it is the same, whatever its name; else what it holds names it: a norm that calls
    /// itself by the name of another is not taken for it.
    pub fn known(&self, norm: SharedNorm) -> (SharedNorm, NormMark, bool) {
        let mark = NormMark::of(&norm);
        match self.holder.held(&mark) {
            Some(held) if held == norm => (held, mark, true),
            _ => {
                // INVARIANT: keys are texts and numbers are exact, JSON holds all of it
                let text = serde_json::to_vec(&norm).unwrap_or_default();
                let digest = Digest::of(&text);
                (norm, NormMark { digest, ..mark }, false)
            }
        }
    }

    /// The results of a line, and the inputs that give them.
    pub fn judge(&self, line: &[u8]) -> Result<(Inputs, Results), LineFault> {
        if line.len() > MOST {
            return Err(LineFault::TooLong);
        }
        if line.iter().all(u8::is_ascii_whitespace) {
            return Err(LineFault::Empty);
        }
        let inputs = self.inputs(line)?;
        let results = engine::assess(&inputs).map_err(LineFault::Unsound)?;
        Ok((inputs, results))
    }
}

fn unreadable(error: &serde_json::Error) -> LineFault {
    LineFault::Unreadable(error.column())
}

/// Bytes of the results of a line, mostly: they are written into room that need not grow.
const USUAL: usize = 80 * 1024;

/// One line of JSON, with its line break, for one line of `entrees`: its results, or why it has none.
pub fn answer(line: &[u8], outcome: &Result<(Inputs, Results), LineFault>) -> Vec<u8> {
    let named: Option<Named>;
    let answer = match outcome {
        Ok((inputs, results)) => LineAnswer {
            id: Some(inputs.dossier.as_str()),
            results: Some(results),
            fault: None,
        },
        Err(fault) => {
            named = serde_json::from_slice(line).ok();
            LineAnswer {
                id: named.as_ref().and_then(|named| named.dossier.as_deref()),
                results: None,
                fault: Some(ToldFault {
                    code: fault.code(),
                    message: fault.to_string(),
                    hint: fault.hint(),
                }),
            }
        }
    };
    let mut out = Vec::with_capacity(if outcome.is_ok() { USUAL } else { 0 });
    // INVARIANT: keys are texts and numbers are exact, JSON holds all of it
    if serde_json::to_writer(&mut out, &answer).is_err() {
        out.clear();
    }
    out.push(b'\n');
    out
}

/// The inputs of one assessment as one line, with its line break; the norm is only named where its holder gives it back.
pub fn write(inputs: Inputs, holder: &dyn NormHolder) -> Vec<u8> {
    let mark = NormMark::of(&inputs.norm);
    let held = holder.held(&mark).is_some_and(|norm| norm.digest == mark.digest);
    let written = if held {
        serde_json::to_vec(&inputs.under(mark))
    } else {
        serde_json::to_vec(&inputs)
    };
    // INVARIANT: as above
    let mut out = written.unwrap_or_default();
    out.push(b'\n');
    out
}
