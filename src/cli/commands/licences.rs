//! `licences`: what the binary holds of others, and under which terms.

use crate::app::licences;
use crate::cli::{Exit, out};

pub(super) fn run() -> Exit {
    out(&licences::text());
    Exit::Done
}
