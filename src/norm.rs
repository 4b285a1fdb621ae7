//! Floor 2: a norm, as data.
//!
//! `raw` is the image of the TOML with spans, `load` decodes it item by item, `validate` (with `rules`, `policy`) turns it into
//! the [`model`] that the engine may trust; `overlay` lays the changes of a licensed owner over it; `lint` tells what a sound norm
//! holds in vain.

pub mod lint;
pub mod load;
pub mod model;
pub mod overlay;
pub mod places;
mod policy;
pub(crate) mod raw;
pub(crate) mod rules;
pub(crate) mod schema;
pub mod scheme;
mod validate;

pub use load::{load, load_placed};
pub use model::Norm;
