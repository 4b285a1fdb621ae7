//! What the structure declares, checked against its norm.

mod answers;
mod brief;
mod correspondence;
mod diags;
mod doubts;
pub mod edit;
mod findings;
mod follow_up;
pub mod history;
mod load;
mod model;
mod named;
mod path;
mod pieces;
mod raw;
#[cfg(test)]
pub(crate) mod schema;
mod silence;
mod stated;
mod structure;

pub use correspondence::OwnTable;
pub use doubts::Lifted;
pub use findings::{DrawNoted, Noted, after_audit, barred};
pub use follow_up::Decided;
pub use load::{ParsedDossier, load};
pub use model::{Beside, Dossier, Piece, Pin, Place, Version};
pub use silence::Silence;
