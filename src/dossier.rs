//! Floor 4: what the structure declares, checked against its norm.

mod load;
mod path;
mod raw;

pub use load::{Dossier, Piece, Pin, Place, load, pin};
