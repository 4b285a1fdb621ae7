//! What an audit reads and gives, as data: the criteria of a norm, the inputs of a judgement, its results.
//!
//! No file, no clock, no ink. Programs that judge use `mediaudit-core`, which gives these rooms again.

use mediaudit_base::{diag, diags, kernel, record};

pub mod norm;

pub mod assessment;
