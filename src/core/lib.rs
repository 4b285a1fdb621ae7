//! médiaudit: audit of social mediation practice against declarative criteria. The pure part: values in, values out.
//!
//! # The five steps of an audit
//!
//! ```text
//! norms/<id>/<version>/*.toml ──► norm ────┐
//! <dossier>/dossier.toml ───────► dossier ─├─► scope ─► engine ─► Assessment ─► view ─► ink ─► PDF · HTML · JSON · texte
//! <dossier>/preuves/** ─────────► record ──┘   (fit)    (judge)   (facts)     (words)
//! ```
//!
//! Data goes up, imports go down. The crates of the house, lowest first, are kept apart by the compiler:
//!
//! ```text
//! base ← model ← engine ← core ← { evidence, ink } ← app ← { cli, desk }
//! ```
//!
//! | Crate | What it does |
//! |---|---|
//! | `mediaudit-base` | what the whole house says with: ids, dates, fractions, diagnostics, pieces as records |
//! | `mediaudit-model` | what an audit reads and gives, as data: norm, inputs, results |
//! | `mediaudit-engine` | the judgement, compiled for speed |
//! | `mediaudit-core` | this one: no file, no clock, no ink; it gives the rooms of the three above again |
//! | `mediaudit-evidence` | what is on disk: the walk, kinds of files, their contents |
//! | `mediaudit-ink` | words in ink: PDF, HTML, text, schemas |
//! | `mediaudit-app` | use cases, which open files for the others and give typed values |
//! | `mediaudit-cli` | the command line: parses, calls, prints |
//! | `mediaudit-desk` | the local web page |
//!
//! Inside a crate, each room may import only those of the floors below its own; a test (`tests/suite/architecture.rs`) reads the
//! sources and keeps that true.
//!
//! | Floor | Rooms | What they do |
//! |---|---|---|
//! | 0 | [`kernel`] | words that everyone shares: ids, dates, exact fractions, digests |
//! | 1 | [`diag`] | what we tell authors about their files: code, place, hint |
//! | 2 | [`record`] | pieces of evidence, as records |
//! | 3 | [`norm`] | the criteria, as data |
//! | 4 | [`assessment`] | the one result, as data: inputs, results, provenance |
//! | 4 | [`store`] | where an audit finds what it reads, by traits |
//! | 5 | [`dossier`] | what the structure declares, checked against its norm; edits of its files, as bytes |
//! | 6 | [`scope`], [`engine`] | the join of the three inputs; the judgement |
//! | 6 | [`sorting`] | papers dropped anywhere, and where each would go |
//! | 7 | [`audit`] | one audit, step by step: read, fit, judge |
//! | 8 | [`view`] | the result in words |
//! | 9 | [`portfolio`] | many results: lines, rows, what they add up to, what may be published |
//!
//! # One audit, in memory
//!
//! Files come through traits ([`store`]), the audit date is a value: the same inputs give the same result.
//!
//! ```
//! use mediaudit_core::audit::{Means, Request, audit};
//! use mediaudit_core::diag::{Diagnostics, Sources};
//! use mediaudit_core::kernel::{Date, Status};
//! use mediaudit_core::scope::SoughtBook;
//! use mediaudit_core::store::memory::{MemoryDossier, MemoryNorms, NoReader};
//!
//! # const NORM: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/example/norme.toml"));
//! # const DOSSIER: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/example/dossier.toml"));
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let norms = MemoryNorms::default().norm("accueil", vec![("norme.toml".to_owned(), NORM.into())]);
//! let dossier = MemoryDossier::new(DOSSIER);
//! let means = Means { norms: &norms, sought: &SoughtBook::default(), reader: &NoReader };
//! let request = Request { date: Date::parse("2026-11-23"), ..Request::default() };
//! let (mut sources, mut sink) = (Sources::default(), Diagnostics::default());
//! let outcome = audit(&dossier, means, &request, &mut sources, &mut sink).ok_or("outcome")?;
//! assert_eq!(outcome.assessment.results.criteria[0].retained, Status::Conforming);
//! # Ok(())
//! # }
//! ```
//!
//! What is wrong in a text goes to the sink, in French and with its place: [`diag::snippet::render_all`] shows it. The norm of the
//! example (`NORM`):
//!
//! ```toml
#![doc = include_str!("example/norme.toml")]
//! ```
//!
//! and the dossier (`DOSSIER`):
//!
//! ```toml
#![doc = include_str!("example/dossier.toml")]
//! ```

pub use mediaudit_base::{diag, kernel, record};
pub use mediaudit_model::{assessment, norm};

#[doc(inline)]
pub use mediaudit_engine as engine;

pub use mediaudit_base::diags;

pub mod store;

pub mod dossier;

pub mod scope;

pub mod audit;

pub mod sorting;

pub mod view;

pub mod portfolio;

#[cfg(test)]
mod schemas;
