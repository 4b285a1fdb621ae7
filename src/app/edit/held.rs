//! One desk a dossier: the first keeps the others out, and says where it is.

use std::path::Path;

use super::{NotChanged, open, refused, versions};
use crate::output::inside::Lock;

/// A dossier that one desk has for itself, until it is dropped.
#[derive(Debug)]
pub struct HeldDossier {
    /// None where the dossier cannot be written in: whoever reads needs no turn.
    _lock: Option<Lock>,
}

/// Who has the dossier already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldBy {
    /// The address of its desk, as it wrote it.
    pub address: Option<String>,
}

/// Takes a dossier for the desk at an address.
pub fn hold(folder: &Path, address: &str) -> Result<Result<HeldDossier, HeldBy>, NotChanged> {
    let dossier = open(folder)?;
    let Ok(turn) = versions::desk(&dossier) else {
        return Ok(Ok(HeldDossier { _lock: None }));
    };
    let Some(lock) = turn else {
        let address = dossier.read(versions::ADDRESS).ok().flatten();
        let address = address.and_then(|bytes| String::from_utf8(bytes).ok());
        // what stands in a dossier that somebody sent may say anything
        let address = address.filter(|text| is_address(text));
        return Ok(Err(HeldBy { address }));
    };
    let before = dossier
        .read(versions::ADDRESS)
        .map_err(refused(versions::ADDRESS))?;
    dossier
        .replace(versions::ADDRESS, before.as_deref(), address.as_bytes())
        .map_err(refused(versions::ADDRESS))?;
    Ok(Ok(HeldDossier { _lock: Some(lock) }))
}

fn is_address(text: &str) -> bool {
    let port = text
        .strip_prefix("http://127.0.0.1:")
        .and_then(|rest| rest.strip_suffix('/'));
    port.is_some_and(|port| port.parse::<u16>().is_ok())
}
