//! `licences`: what the binary holds of others, and under which terms.

use crate::{Exit, answer_bytes};
use mediaudit_app::licences;

pub(super) fn run() -> Exit {
    answer_bytes(licences::text().as_bytes(), Exit::Done)
}
