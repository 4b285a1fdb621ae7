//! The one result, as data: inputs, results, provenance. No judgement here; every output format is a view of it.

mod causes;
pub mod inputs;
pub mod privacy;
pub mod results;
pub mod verification;
pub mod written;

use serde::{Deserialize, Serialize};

use crate::kernel::Digest;
pub use causes::CauseSet;
pub use inputs::Inputs;
pub use results::Results;

/// What was judged, what came out, and where it comes from. `engine::assess(&inputs)` gives `results` again, without any file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Assessment {
    /// Version of this format.
    pub schema: u32,
    /// All that the judgement read.
    #[serde(rename = "entrees")]
    pub inputs: Inputs,
    /// The judgement.
    #[serde(rename = "resultats")]
    pub results: Results,
    /// Digests and versions.
    pub provenance: Provenance,
}

/// Where an assessment comes from. No path of a machine, no user, no clock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Provenance {
    /// Version of médiaudit.
    #[serde(rename = "mediaudit")]
    pub tool: String,
    /// Digest of the norm's files.
    #[serde(rename = "norme")]
    pub norm: Digest,
    /// Digest of the dossier's inputs: its TOML files and its evidence.
    #[serde(rename = "dossier")]
    pub dossier: Digest,
}
