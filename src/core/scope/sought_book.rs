//! What norms have sought in files, worked out once for all dossiers that are judged under them.

use std::sync::{Arc, Mutex, PoisonError};

use super::sought::Sought;
use crate::kernel::ProfileId;
use crate::norm::SharedNorm;

/// So many at one time: norms that overlays make one by one do not pile up.
const MOST: usize = 16;

/// What is sought under a norm and a profile. The norm is kept with it: it is told from others by where it lies.
type Known = (SharedNorm, ProfileId, Arc<Sought>);

/// Keeps what is sought under each norm and profile of a run.
#[derive(Debug, Default)]
pub struct SoughtBook(Mutex<Vec<Known>>);

impl SoughtBook {
    /// What is sought under this norm and profile.
    pub fn sought(&self, norm: &SharedNorm, profile: &ProfileId) -> Arc<Sought> {
        let known = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let same = |(held, of, _): &&Known| held.is(norm) && of == profile;
        if let Some((_, _, sought)) = known().iter().find(same) {
            return Arc::clone(sought);
        }
        let sought = Arc::new(Sought::of(norm, profile));
        let mut known = known();
        if known.len() >= MOST {
            known.remove(0);
        }
        known.push((norm.clone(), profile.clone(), Arc::clone(&sought)));
        sought
    }
}
