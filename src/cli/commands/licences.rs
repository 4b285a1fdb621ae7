//! `licences`: what the binary holds of others, and under which terms.

use crate::app::licences;
use crate::cli::{Exit, answer_bytes};

pub(super) fn run() -> Exit {
    answer_bytes(licences::text().as_bytes(), Exit::Done)
}
