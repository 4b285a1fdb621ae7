//! Integration tests: one binary, one file a subject.

#![expect(
    clippy::disallowed_methods,
    reason = "tests read fixtures and write to temporary folders"
)]
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a helper of a test may fail the test"
)]

mod architecture;
mod auditor;
mod bad_case;
mod bad_files;
mod binder;
mod by_site;
mod carried_out;
#[expect(clippy::panic, reason = "a table that cannot be read says why")]
mod cases;
mod changes;
mod changing;
mod cmd;
mod confusions;
#[expect(clippy::cast_possible_truncation, reason = "limits fit in any word")]
mod contents;
mod cycle;
mod dates_said;
mod desk;
mod docs;
mod doubts;
mod edit_block_properties;
mod edit_blocks;
#[expect(clippy::panic, reason = "an edit that the test does not make says so")]
mod edit_properties;
#[expect(clippy::panic, reason = "a table of texts says which one fails")]
mod edits;
mod ethics;
mod evolution;
mod findings;
mod follow_up;
mod golden;
mod green;
mod html;
mod licences;
#[cfg(unix)]
mod links;
#[expect(clippy::cast_possible_truncation, reason = "small files, made here")]
mod made;
#[expect(clippy::panic, reason = "what is no report says what it is")]
mod masked;
#[expect(
    clippy::many_single_char_names,
    reason = "a short evaluator reads as formulas"
)]
mod naive;
#[expect(clippy::panic, reason = "an example that cannot be read says why")]
mod norm_guide;
mod norm_versions;
mod norms;
mod notices;
mod nouveau;
mod old_workbooks;
mod outputs;
mod overlay;
mod page;
mod pages;
#[expect(clippy::format_collect, reason = "trial norms are text, put together")]
mod patterns;
mod personal;
mod pieces;
mod pipeline;
mod plays;
mod policy_faults;
mod portfolio;
mod printed;
mod properties;
mod published;
mod questions;
mod random;
mod reading;
mod recomputed;
mod remembered;
mod same_bytes;
mod schema;
mod schemes;
mod second_page;
mod seen;
mod sorting;
mod stated_places;
mod stores;
mod support;
mod tables;
mod templates;
mod threshold;
mod transcripts;
mod unread;

mod versions;
mod way_out;
mod workspace;
mod year;
