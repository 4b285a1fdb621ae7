//! A file of a dossier, as bytes that may be edited.

use super::diags::EditError;
use crate::diag::toml_text::{MAX_BYTES, SCHEMA};
use crate::kernel::Digest;

/// The mark of order at the head of some UTF-8 files.
const MARK: &[u8] = b"\xef\xbb\xbf";

/// The bytes of a text, without its mark of order.
pub fn unmarked(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(MARK).unwrap_or(bytes)
}

/// A file of a dossier: its bytes, and what tells them from others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    path: String,
    bytes: Vec<u8>,
    text: String,
    /// None: there is no such file yet.
    digest: Option<Digest>,
}

impl Document {
    /// A file that is there. `path` starts from the dossier's folder.
    pub fn read(path: &str, bytes: Vec<u8>) -> Result<Self, EditError> {
        if bytes.len() > MAX_BYTES {
            return Err(EditError::TooLarge(path.to_owned()));
        }
        if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
            return Err(EditError::Utf16(path.to_owned()));
        }
        let text = std::str::from_utf8(unmarked(&bytes)).map_err(|_| EditError::Encoding(path.to_owned()))?;
        Ok(Self {
            path: path.to_owned(),
            text: text.to_owned(),
            digest: Some(Digest::of(&bytes)),
            bytes,
        })
    }

    /// A file that is not there yet.
    pub fn absent(path: &str) -> Self {
        Self {
            path: path.to_owned(),
            bytes: Vec::new(),
            text: String::new(),
            digest: None,
        }
    }

    /// The path from the dossier's folder.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The text, without mark of order.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The digest of the bytes; none: there is no such file yet.
    pub fn digest(&self) -> Option<Digest> {
        self.digest
    }

    /// How many bytes stand before the text.
    pub(super) fn offset(&self) -> usize {
        self.bytes.len() - self.text.len()
    }

    /// What a new file begins with.
    pub(super) fn head(&self) -> Option<String> {
        self.digest.is_none().then(|| format!("schema = {SCHEMA}\n"))
    }
}
