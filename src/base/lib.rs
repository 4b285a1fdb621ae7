//! What the whole house says with: ids, dates, exact fractions; what is told to authors; pieces of evidence, as records.
//!
//! The lowest crate: no file, no clock, no ink. Programs that judge use `mediaudit-core`, which gives its rooms again.

pub mod kernel;

pub mod diag;

pub mod record;
