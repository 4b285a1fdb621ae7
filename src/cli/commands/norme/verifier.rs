//! `norme verifier`: a norm, its examples, and what in it serves nothing.

use crate::args::{Gravity, Shape};
use crate::page::Page;
use crate::reply::{Ended, Reply};
use crate::{Exit, Run};
use mediaudit_app::norms::{self, Verified};
use mediaudit_app::report;
use mediaudit_core::assessment::verification::NormVerification;
use mediaudit_core::view::norm_sheets;

pub(in crate::commands) fn run(text: &str, threshold: Gravity, format: Shape, run: &mut Run) -> Ended {
    let verified = norms::verify(text, &mut run.sources, &mut run.sink);
    let (errors, warnings) = run.sink.counts();
    let done = match (&verified, threshold) {
        (Verified::Absent, _) => Exit::Failed,
        (Verified::Refused, _) => Exit::Found,
        (Verified::Checked(..), _) if errors > 0 => Exit::Found,
        (Verified::Checked(..), Gravity::Avertissement) if warnings > 0 => Exit::Found,
        (Verified::Checked(..), Gravity::Avertissement | Gravity::Erreur) => Exit::Done,
    };
    if format == Shape::Json {
        let answer = NormVerification::new(run.messages(), verified.looked());
        return Ok(Reply::bytes(report::pretty(&answer)?, done));
    }
    Ok(match verified {
        Verified::Checked(norm, examples) if errors == 0 => {
            let said = norm_sheets::verified(&norm, examples, warnings);
            Reply::page(Page::of(&said), done)
        }
        // the sink says it all
        Verified::Absent | Verified::Refused | Verified::Checked(..) => Reply::nothing(done),
    })
}
