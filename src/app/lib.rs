//! Use cases. They open files for the floors below and give typed outcomes; they print nothing.

pub mod answering;
pub mod assess;
pub mod beside;
pub mod cache;
pub mod copying;
pub mod create;
pub mod dating;
pub mod diff;
pub mod edit;
pub mod explain;
pub mod findings;
pub mod helper;
pub mod history;
pub mod issue;
pub mod licences;
pub mod lifting;
pub mod norms;
pub mod output;
pub mod places;
pub mod planning;
pub mod portfolio;
pub mod printing;
pub mod questions;
pub mod refusal;
pub mod report;
pub mod shared;
pub mod sorting;
pub mod templates;
pub mod threads;
pub mod threshold;
pub mod tray;
pub mod watch;

mod child;
mod diags;
mod dossier_files;
