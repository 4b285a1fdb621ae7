//! Floor 4: what the structure declares, checked against its norm.

mod load;
mod path;
mod raw;
mod silence;

pub use load::{Dossier, Piece, Pin, Place, load, pin};
pub use silence::Silence;
