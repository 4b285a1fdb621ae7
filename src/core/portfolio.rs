//! Many assessments at once: lines that programs exchange, small rows, what they add up to, and what of that may be published.
//!
//! `line` reads and answers one line of `entrees`.

pub mod gathered;
pub mod kept;
pub mod line;
pub mod published;
pub mod record;
pub mod row;
pub mod sheet;
