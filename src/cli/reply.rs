//! What a command gives back: something to show and how the run ends, or why it could not be done.

use super::Exit;
use super::page::Page;
use mediaudit_app::refusal::Refusal;

/// What a command comes to.
pub(super) type Ended = Result<Reply, Refusal>;

/// A result, to be given on the standard output.
#[derive(Debug)]
pub(super) struct Reply {
    pub(super) body: Body,
    /// What should be known of what was done.
    pub(super) warnings: Vec<String>,
    /// How it went, told beside the result once it was given.
    pub(super) notes: Vec<String>,
    /// How the run ends where the body could be given.
    pub(super) exit: Exit,
}

/// What is shown.
#[derive(Debug)]
pub(super) enum Body {
    /// Lines for a terminal.
    Page(Page),
    /// Somebody's file, byte for byte.
    Bytes(Vec<u8>),
    /// The exit code says it all.
    Nothing,
}

impl Reply {
    pub(super) fn page(page: Page, exit: Exit) -> Self {
        Self::of(Body::Page(page), exit)
    }

    pub(super) fn bytes(bytes: impl Into<Vec<u8>>, exit: Exit) -> Self {
        Self::of(Body::Bytes(bytes.into()), exit)
    }

    pub(super) fn nothing(exit: Exit) -> Self {
        Self::of(Body::Nothing, exit)
    }

    fn of(body: Body, exit: Exit) -> Self {
        Self {
            body,
            warnings: Vec::new(),
            notes: Vec::new(),
            exit,
        }
    }
}
