//! Floor 6: the result in words. Plain records for the templates: they hold layout only, the words are chosen here.

pub mod paste;
pub mod plan;
pub mod privacy;
pub mod report;
pub mod words;

pub use report::{Report, report};
