//! What all use cases of one process share: each norm is loaded once, and contents are read by one pool of helpers.

use std::path::PathBuf;

use super::helper::{self, Helper};
use super::norms::NormFiles;
use mediaudit_core::audit::Means;
use mediaudit_core::store::OnceNorms;

/// What one process shares.
#[derive(Debug)]
pub struct Shared {
    norms: OnceNorms<NormFiles>,
    helper: Helper,
    program: PathBuf,
}

impl Shared {
    /// Nothing is loaded yet, nothing started. Children are `program`, started again.
    pub fn new(program: PathBuf) -> Self {
        Self {
            norms: OnceNorms::new(NormFiles),
            helper: Helper::new(program.clone(), helper::PATIENCE),
            program,
        }
    }

    /// What an audit finds its norm by, and reads contents with.
    pub fn means(&self) -> Means<'_> {
        Means {
            norms: &self.norms,
            reader: &self.helper,
        }
    }

    /// The program that children are made of.
    pub fn program(&self) -> &std::path::Path {
        &self.program
    }
}
