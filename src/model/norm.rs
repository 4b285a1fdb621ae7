//! A norm, as data.
//!
//! `raw` is the image of the TOML with spans, `load` decodes it item by item, `validate` (with `criteria`, `rules`, `policy`) turns it
//! into the [`model`] that the engine may trust (`criterion_model`, `rule_model`, `policy` and `cycle` are parts of it); `overlay` lays the changes of a licensed owner over it; `lint` tells what a sound norm
//! holds in vain. What is judged under is a [`SharedNorm`]: it does not change, and keeps what its criteria read (`reads`) and whether it
//! holds together (`sound`).

mod bar;
mod blocks;
mod criteria;
mod criterion_model;
mod cycle;
mod diags;
pub mod lint;
mod load;
pub mod model;
pub mod overlay;
mod papers;
pub mod places;
mod policy;
pub mod raw;
pub mod reads;
pub(crate) mod references;
mod respondent;
mod rule_model;
pub(crate) mod rules;
pub mod schema;
mod shared;
mod sound;
mod tables;
pub mod typed;
mod utility;
mod validate;
pub mod values;

pub use load::{load, load_placed};
pub use model::Norm;
pub use shared::SharedNorm;
