//! `flux`: a line of results for each line of `entrees`.

use std::io;

use crate::reply::{Ended, Reply};
use crate::{Exit, Run};
use mediaudit_app::portfolio::flow;
use mediaudit_app::portfolio::held::HeldNorms;
use mediaudit_app::threads;
use mediaudit_core::kernel::french;

#[expect(
    clippy::disallowed_methods,
    reason = "its answers go out line after line, while it reads"
)]
pub(super) fn run(run: &Run) -> Ended {
    threads::ready();
    let means = run.shared.means()?;
    let flowed = flow::serve(
        io::stdin().lock(),
        &mut io::stdout().lock(),
        &HeldNorms(means.norms),
    )?;
    let mut reply = Reply::nothing(Exit::Done);
    reply.notes.push(format!(
        "{}, {}",
        french::count(flowed.read, "ligne lue", "lignes lues"),
        french::count(flowed.written, "écrite", "écrites")
    ));
    Ok(reply)
}
