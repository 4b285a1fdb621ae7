//! `constats`: an auditor's work, from the plan of the interviews to a draw by lot.

mod left;
mod writing;

use crate::Run;
use crate::args::constats::Findings;
use crate::reply::Ended;
use mediaudit_app::findings::{AuditorSignature, DrawOrder};

pub(super) fn run(command: &Findings, run: &mut Run) -> Ended {
    match command {
        Findings::Nouveau {
            target,
            auditor,
            role,
            body,
            independence,
        } => {
            let signature = AuditorSignature {
                auditor: auditor.clone(),
                role: role.clone(),
                body: body.clone(),
                independence: independence.clone(),
            };
            writing::prepared(target, &signature, run)
        }
        Findings::Ajouter {
            target,
            criterion,
            auditor,
            id,
            said,
        } => {
            let mut order = writing::order(said);
            order.criterion = Some(criterion.clone());
            order.auditor.clone_from(auditor);
            order.id.clone_from(id);
            writing::added(target, &order, run)
        }
        Findings::Regler {
            target,
            id,
            criterion,
            said,
            cleared,
            withdraw,
        } => {
            let mut order = writing::order(said);
            order.criterion.clone_from(criterion);
            order.cleared.clone_from(cleared);
            writing::settled(target, id, (!withdraw).then_some(&order), run)
        }
        Findings::Verifier {
            target,
            who,
            format,
            again: _,
        } => left::run(target, who.as_deref(), *format, run),
        Findings::Tirer {
            under,
            auditor,
            seed,
            tables,
            rows,
            functions,
            on,
        } => {
            let order = DrawOrder {
                auditor: auditor.clone(),
                seed: seed.clone(),
                tables: tables.clone(),
                rows: usize::from(*rows),
                functions: usize::from(*functions),
                on: *on,
            };
            writing::drawn(under, &order, run)
        }
    }
}
