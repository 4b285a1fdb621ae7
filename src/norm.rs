//! Floor 2: a norm, as data.
//!
//! `raw` is the image of the TOML with spans, `load` decodes it item by item, `validate` (with `rules`, `policy`) turns it into
//! the [`model`] that the engine may trust; `overlay` lays the changes of a licensed owner over it.

pub mod load;
pub mod model;
pub mod overlay;
mod policy;
pub(crate) mod raw;
pub(crate) mod rules;
mod validate;

pub use load::load;
pub use model::Norm;
