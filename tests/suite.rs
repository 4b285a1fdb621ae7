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

#[path = "suite/architecture.rs"]
mod architecture;
#[path = "suite/bad_files.rs"]
mod bad_files;
#[path = "suite/cases.rs"]
#[expect(clippy::panic, reason = "a table that cannot be read says why")]
mod cases;
#[path = "suite/changing.rs"]
mod changing;
#[path = "suite/cmd.rs"]
mod cmd;
#[path = "suite/contents.rs"]
#[expect(clippy::cast_possible_truncation, reason = "limits fit in any word")]
mod contents;
#[path = "suite/docs.rs"]
mod docs;
#[path = "suite/findings.rs"]
mod findings;
#[path = "suite/follow_up.rs"]
mod follow_up;
#[path = "suite/golden.rs"]
mod golden;
#[path = "suite/html.rs"]
mod html;
#[path = "suite/licences.rs"]
mod licences;
#[cfg(unix)]
#[path = "suite/links.rs"]
mod links;
#[path = "suite/made.rs"]
#[expect(clippy::cast_possible_truncation, reason = "small files, made here")]
mod made;
#[path = "suite/masked.rs"]
#[expect(clippy::panic, reason = "what is no report says what it is")]
mod masked;
#[path = "suite/naive/mod.rs"]
#[expect(
    clippy::similar_names,
    clippy::many_single_char_names,
    clippy::option_option,
    reason = "a short evaluator reads as formulas"
)]
mod naive;
#[path = "suite/norm_guide.rs"]
#[expect(clippy::panic, reason = "an example that cannot be read says why")]
mod norm_guide;
#[path = "suite/norms.rs"]
mod norms;
#[path = "suite/notices.rs"]
mod notices;
#[path = "suite/nouveau.rs"]
mod nouveau;
#[path = "suite/outputs.rs"]
mod outputs;
#[path = "suite/overlay.rs"]
mod overlay;
#[path = "suite/page.rs"]
mod page;
#[path = "suite/patterns/mod.rs"]
#[expect(clippy::format_collect, reason = "trial norms are text, put together")]
mod patterns;
#[path = "suite/personal.rs"]
mod personal;
#[path = "suite/pipeline.rs"]
mod pipeline;
#[path = "suite/properties.rs"]
mod properties;
#[path = "suite/random/mod.rs"]
mod random;
#[path = "suite/reading.rs"]
mod reading;
#[path = "suite/same_bytes.rs"]
mod same_bytes;
#[path = "suite/schema.rs"]
mod schema;
#[path = "suite/scheme_faults.rs"]
mod scheme_faults;
#[path = "suite/schemes.rs"]
mod schemes;
#[path = "suite/support.rs"]
mod support;
#[path = "suite/templates.rs"]
mod templates;
#[path = "suite/threshold.rs"]
mod threshold;
#[path = "suite/unread.rs"]
mod unread;
