//! `licences`: what the binary holds of others, and under which terms.

use crate::Exit;
use crate::reply::Reply;
use mediaudit_app::licences;

pub(super) fn run() -> Reply {
    Reply::bytes(licences::text(), Exit::Done)
}
