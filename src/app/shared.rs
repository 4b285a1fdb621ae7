//! What all use cases of one process share: each norm is loaded once, and contents are read by one pool of helpers.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::cache::CacheFolder;
use super::diags;
use super::helper::{self, Helper};
use super::norms::NormFiles;
use super::refusal::Refusal;
use mediaudit_core::audit::Means;
use mediaudit_core::diag::{Diagnostics, Sources};
use mediaudit_core::norm::SharedNorm;
use mediaudit_core::scope::SoughtBook;
use mediaudit_core::store::{NormName, NormStore, OnceNorms};

/// What one process shares.
#[derive(Debug)]
pub struct Shared {
    norms: OnceNorms<NormFiles>,
    sought: SoughtBook,
    children: Option<Children>,
    /// Rows of portfolios; none: nothing is remembered.
    rows: Option<Arc<CacheFolder>>,
}

/// Contents are read by médiaudit itself, started again when the first file needs it.
#[derive(Debug)]
struct Children {
    helper: Helper,
    /// Reads all anew; none where the other does so, too.
    anew: Option<Helper>,
    program: PathBuf,
}

impl Shared {
    /// Nothing is loaded yet, nothing started. Children are `program`, started again; none where médiaudit does not know where it is.
    /// What was read before is remembered in the user's folder `cache`; none: all is read anew.
    pub fn new(program: Option<PathBuf>, cache: Option<PathBuf>) -> Self {
        Self {
            norms: OnceNorms::new(NormFiles),
            sought: SoughtBook::default(),
            rows: cache.as_deref().map(CacheFolder::of_rows),
            children: program.map(|program| Children {
                anew: cache
                    .is_some()
                    .then(|| Helper::new(program.clone(), helper::PATIENCE)),
                helper: match cache {
                    Some(cache) => Helper::new(program.clone(), helper::PATIENCE).remembering(&cache),
                    None => Helper::new(program.clone(), helper::PATIENCE),
                },
                program,
            }),
        }
    }

    /// What an audit finds its norm by, and reads contents with.
    pub fn means(&self) -> Result<Means<'_>, Refusal> {
        Ok(Means {
            norms: &self.norms,
            sought: &self.sought,
            reader: &self.children()?.helper,
        })
    }

    /// Reads what others made.
    pub(super) fn helper(&self) -> Result<&Helper, Refusal> {
        Ok(&self.children()?.helper)
    }

    /// The same for what goes to others: it rests on files that were all read anew.
    pub fn means_anew(&self) -> Result<Means<'_>, Refusal> {
        let children = self.children()?;
        Ok(Means {
            norms: &self.norms,
            sought: &self.sought,
            reader: children.anew.as_ref().unwrap_or(&children.helper),
        })
    }

    /// A norm by its name, loaded once; none where there is no such norm, or it does not load.
    pub fn norm(&self, name: &str) -> Option<SharedNorm> {
        let (mut sources, mut sink) = (Sources::default(), Diagnostics::default());
        self.norms.norm(NormName::Named(name), &mut sources, &mut sink)
    }

    /// Where rows of portfolios are kept.
    pub(super) fn rows(&self) -> Option<&Arc<CacheFolder>> {
        self.rows.as_ref()
    }

    /// The program that children are made of.
    pub fn program(&self) -> Result<&Path, Refusal> {
        Ok(&self.children()?.program)
    }

    fn children(&self) -> Result<&Children, Refusal> {
        self.children.as_ref().ok_or_else(diags::no_program)
    }
}
