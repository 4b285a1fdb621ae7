//! What we tell authors about their files.
//!
//! A [`Diagnostic`] has a stable [`Code`], a place (file, line, column, underlined text) and hints. Loaders push into a
//! [`Diagnostics`] sink and never stop at the first fault; [`snippet`] draws them for a terminal, without knowing of terminals, and
//! [`Message`] is what programs read. Each room declares its messages in its `diags.rs` ([`diags!`](crate::diags)).

mod code;
mod diags;
mod french;
mod meant;
mod message;
mod shape;
mod shown;
pub mod snippet;
mod told;
pub mod toml_text;

use std::collections::BTreeSet;
use std::sync::Arc;

use serde::Serialize;

use crate::kernel::{FileId, InternalError, Span, command};
pub use code::Code;
pub use message::{Message, MessagePlace};

/// How grave a message is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// The file is refused.
    #[serde(rename = "erreur")]
    Error,
    /// The file is accepted; its author should know.
    #[serde(rename = "avertissement")]
    Warning,
}

/// One place, with what there is to say of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The bytes underlined.
    pub span: Span,
    /// Said beside the underline; may be empty.
    pub text: String,
}

/// A message to the author of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Stable code.
    pub code: Code,
    /// The sentence: lower case, no final point, what the person wrote between « ».
    pub message: String,
    /// First the fault, then the places that explain it. May be empty (a whole file is missing).
    pub labels: Vec<Label>,
    /// What would mend it.
    pub hints: Vec<String>,
    /// The name that was not found, where that is the fault.
    missed: Option<String>,
}

impl Diagnostic {
    /// A message without place.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            labels: Vec::new(),
            hints: Vec::new(),
            missed: None,
        }
    }

    /// Adds a place.
    #[must_use]
    pub fn at(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label {
            span,
            text: text.into(),
        });
        self
    }

    /// Adds a place, where it is known.
    #[must_use]
    pub fn at_known(self, place: Option<Span>) -> Self {
        match place {
            Some(span) => self.at(span, ""),
            None => self,
        }
    }

    /// Adds a hint.
    #[must_use]
    pub fn hint(mut self, text: impl Into<String>) -> Self {
        self.hints.push(text.into());
        self
    }

    /// Adds « vouliez-vous dire » where a near word is known.
    #[must_use]
    pub fn nearest<'a>(mut self, word: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        self.missed = Some(word.to_owned());
        match crate::kernel::words::nearest(word, known) {
            Some(near) => self.hint(format!("vouliez-vous dire « {near} » ?")),
            None => self,
        }
    }

    /// A promise of the house that is not kept: no file can mend it.
    pub fn internal(error: &InternalError) -> Self {
        Self::new(Code::Internal, error.to_string()).hint(InternalError::HINT)
    }

    /// Adds hints, as many as there are.
    #[must_use]
    pub fn hints<T: Into<String>>(mut self, texts: impl IntoIterator<Item = T>) -> Self {
        self.hints.extend(texts.into_iter().map(Into::into));
        self
    }

    /// The gravity, which belongs to the code.
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }
}

/// One text that was read.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// Path to show: relative, with `/`.
    pub path: String,
    /// Its text, which may be read while others are added.
    pub text: Arc<str>,
}

/// The texts of one run, so that spans can be shown.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    files: Vec<SourceFile>,
}

impl Sources {
    /// Adds a text and gives its id.
    pub fn add(&mut self, path: impl Into<String>, text: impl Into<Arc<str>>) -> FileId {
        // INVARIANT: a run reads far fewer files than a u32 counts
        let id = FileId(u32::try_from(self.files.len()).unwrap_or(u32::MAX));
        self.files.push(SourceFile {
            path: path.into(),
            text: text.into(),
        });
        id
    }

    /// The file of this id.
    pub fn get(&self, id: FileId) -> Option<&SourceFile> {
        self.files.get(id.0 as usize)
    }

    /// The file of this id, of which the sink is told where it is not there.
    pub fn read(&self, id: FileId, sink: &mut Diagnostics) -> Option<&SourceFile> {
        let found = self.get(id);
        if found.is_none() {
            let error = InternalError::new("un fichier n’est pas parmi les textes lus");
            sink.push(Diagnostic::internal(&error));
        }
        found
    }

    /// Line and column (in characters), both from 1, of the start of a span.
    pub fn position(&self, span: &Span) -> Option<(usize, usize)> {
        position(&self.get(span.file)?.text, span.start)
    }
}

fn position(text: &str, offset: usize) -> Option<(usize, usize)> {
    let before = text.get(..offset)?;
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().map_or(0, |last| last.chars().count()) + 1;
    Some((line, column))
}

/// The sink of one run.
#[derive(Debug, Clone, Default)]
pub struct Diagnostics {
    all: Vec<Diagnostic>,
    /// Names of blocks that are there, and could not be read.
    faulty: BTreeSet<String>,
}

impl Diagnostics {
    /// Adds a message.
    pub fn push(&mut self, message: impl Into<Diagnostic>) {
        self.all.push(message.into());
    }

    /// Adds all of another sink.
    pub fn extend(&mut self, other: Self) {
        self.all.extend(other.all);
        self.faulty.extend(other.faulty);
    }

    /// The commands that hints propose, about the dossier in this folder.
    pub fn about(&mut self, folder: &str) {
        for hint in self.all.iter_mut().flat_map(|told| &mut told.hints) {
            *hint = command::about(hint, folder);
        }
    }

    /// A block of this name is there, with a fault that was told: nobody is told besides that there is none.
    pub fn faulty(&mut self, name: impl Into<String>) {
        self.faulty.insert(name.into());
    }

    /// Does a message only follow from another?
    fn follows(&self, told: &Diagnostic) -> bool {
        told.code != Code::UnknownKey
            && told
                .missed
                .as_ref()
                .is_some_and(|name| self.faulty.contains(name))
    }

    /// Is there an error among them?
    pub fn has_errors(&self) -> bool {
        self.all.iter().any(|d| d.severity() == Severity::Error)
    }

    /// Errors and warnings, counted as they are shown.
    pub fn counts(&self) -> (usize, usize) {
        let shown = self.sorted();
        let errors = shown.iter().filter(|d| d.severity() == Severity::Error).count();
        (errors, shown.len() - errors)
    }

    /// Is it empty?
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// All messages by file, place and code, each once: the order never depends on how they were found.
    pub fn sorted(&self) -> Vec<Diagnostic> {
        let mut seen = BTreeSet::new();
        let mut list: Vec<&Diagnostic> = self.all.iter().filter(|d| !self.follows(d)).collect();
        list.sort_by_key(|d| {
            (
                d.labels.first().map(|l| l.span.clone()),
                d.severity(),
                d.code,
                d.message.clone(),
            )
        });
        list.into_iter()
            .filter(|d| {
                seen.insert((
                    d.labels.first().map(|l| l.span.clone()),
                    d.code,
                    d.message.clone(),
                ))
            })
            .cloned()
            .collect()
    }
}
