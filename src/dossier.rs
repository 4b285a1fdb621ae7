//! Floor 4: what the structure declares, checked against its norm.

mod findings;
pub mod history;
mod load;
mod path;
mod pieces;
mod raw;
pub(crate) mod schema;
mod silence;
mod stated;
mod structure;

pub use findings::Found;
pub use load::{Dossier, Piece, Pin, Place, Version, load, pin};
pub use silence::Silence;
