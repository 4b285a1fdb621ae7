//! The result in words. Plain records for the templates: they hold layout only, the words are chosen here.

mod chapters;
pub mod comparison;
pub mod coverage;
pub mod doubts;
mod findings;
mod follow_up;
mod gaps;
mod method;
pub mod paste;
pub mod policy;
pub mod privacy;
mod records;
mod register;
pub mod remedy;
mod report;
pub mod starter;
mod summary;
pub mod words;

pub use records::Report;
pub use report::report;
