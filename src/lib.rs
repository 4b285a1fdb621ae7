//! médiaudit: audit of social mediation practice against declarative criteria.
//!
//! # The five steps of an audit
//!
//! ```text
//! norms/<id>/<version>/*.toml ──► norm ────┐
//! <dossier>/dossier.toml ───────► dossier ─├─► scope ─► engine ─► Assessment ─► view ─► render ─► PDF · HTML · JSON · texte
//! <dossier>/preuves/** ─────────► evidence ┘   (fit)    (judge)   (facts)     (words)   (ink)
//! ```
//!
//! Data goes up, imports go down. Each module may import only those of the floors below its own; a test
//! (`tests/suite/architecture.rs`) reads the sources and keeps that true.
//!
//! | Floor | Modules | What they do |
//! |---|---|---|
//! | 0 | [`kernel`] | what everyone shares: ids, dates, exact fractions, digests, data of persons to mask |
//! | 1 | [`diag`] | what we tell authors about their files: code, place, hint |
//! | 2 | [`record`] | pieces of evidence, as records |
//! | 3 | [`evidence`] | what is on disk |
//! | 4 | [`norm`] | the criteria, as data |
//! | 5 | [`assessment`] | the one result, as data: inputs, results, provenance |
//! | 6 | [`dossier`] | what the structure declares, checked against its norm |
//! | 7 | [`scope`], [`engine`] | the join of the three inputs; the judgement, pure |
//! | 8 | [`view`] | the result in words |
//! | 9 | [`render`] | the words in ink: PDF, text |
//! | 10 | [`app`] | use cases, which open files for the floors below |
//! | 11 | [`cli`] | the command line |
//!
//! Floors 0 to 9 (but for `evidence::door` and `evidence::disk`) open no file, ask no clock and print nothing.

pub mod kernel;

pub mod evidence;

pub mod record;

pub mod diag;

pub mod norm;

pub mod assessment;

pub mod engine;

pub mod dossier;

pub mod scope;

pub mod app;

pub mod view;

pub mod render;

pub mod cli;
