//! The result in words. Plain records for the templates: they hold layout only, the words are chosen here.

pub mod accounts;
mod binder;
mod cautions;
mod chapters;
pub mod comparison;
mod counting;
pub mod coverage;
pub mod dating;
pub mod evidence_map;
mod evolution;
pub mod explanation;
mod findings;
mod follow_up;
mod gaps;
pub mod issued;
mod method;
pub mod norm_sheets;
mod pieces;
mod policy;
pub mod privacy;
pub mod questions;
mod records;
mod register;
mod remedy;
mod report;
pub mod sorting;
pub mod standing;
pub mod starter;
mod summary;
pub mod table;
mod tables;
mod vigilance;
pub mod words;

pub use records::Report;
pub use report::report;
