//! Reads bibliographies: it reads none, and says so.

use std::ops::Range;

use serde::de::Error;

use crate::Library;

/// What a template that asks for a bibliography is told.
const NONE: &str = "un rapport n’a pas de bibliographie";

/// Reads a bibliography in Hayagriva's own format.
///
/// # Errors
/// Always.
pub fn from_yaml_str(_text: &str) -> Result<Library, serde_yaml::Error> {
    Err(serde_yaml::Error::custom(NONE))
}

/// Reads a bibliography in the format of BibLaTeX.
///
/// # Errors
/// Always.
pub fn from_biblatex_str(text: &str) -> Result<Library, Vec<BibLaTeXError>> {
    Err(vec![BibLaTeXError::Type(Unread {
        span: 0..text.len(),
        kind: NONE,
    })])
}

/// Why a bibliography could not be read.
#[derive(Debug)]
pub enum BibLaTeXError {
    /// It is no BibLaTeX.
    Parse(Unread),
    /// It does not say what it should.
    Type(Unread),
}

/// What could not be read.
#[derive(Debug)]
pub struct Unread {
    /// Its bytes.
    pub span: Range<usize>,
    /// Why.
    pub kind: &'static str,
}
