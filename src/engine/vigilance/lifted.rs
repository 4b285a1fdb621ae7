//! The id of a doubt, which rests on what it rests on, and who lifted it.

use crate::assessment::Inputs;
use crate::assessment::results::{Doubt, DoubtKind, DoubtLift};
use crate::kernel::{CriterionId, Date, Digest, DoubtId, PieceId, Ratio};
use crate::norm::model::AuditKind;
use crate::record::item::Held;

/// A doubt as it was found, before anybody is asked.
pub(super) struct DoubtFound {
    pub(super) kind: DoubtKind,
    pub(super) share: Option<Ratio>,
    pub(super) criteria: Vec<CriterionId>,
    pub(super) pieces: Vec<PieceId>,
    pub(super) day: Option<Date>,
}

impl DoubtFound {
    pub(super) fn of(kind: DoubtKind) -> Self {
        Self {
            kind,
            share: None,
            criteria: Vec::new(),
            pieces: Vec::new(),
            day: None,
        }
    }

    /// The kind, with a digest of all it rests on: the bytes of its pieces, the criteria set aside, how much, which day.
    fn id(&self, inputs: &Inputs) -> DoubtId {
        let mut rests_on: Vec<String> = self.criteria.iter().map(ToString::to_string).collect();
        let items = inputs
            .evidence
            .iter()
            .filter(|item| self.pieces.contains(&item.id));
        rests_on.extend(items.map(|item| match &item.held {
            Held::File(file) => file.digest.to_string(),
            _ => item.id.to_string(),
        }));
        rests_on.sort_unstable();
        rests_on.extend(self.share.iter().map(ToString::to_string));
        rests_on.extend(self.day.iter().map(ToString::to_string));
        DoubtId::of(self.kind.key(), &Digest::of(rests_on.join("\n").as_bytes()))
    }
}

/// The doubts, each with who lifted it: an auditor comes before the structure.
pub(super) fn settle(found: Vec<DoubtFound>, inputs: &Inputs) -> Vec<Doubt> {
    let settled = found.into_iter().map(|found| {
        let id = found.id(inputs);
        let mut notes = inputs
            .doubt_notes
            .iter()
            .filter(|note| note.doubt == id)
            .peekable();
        let explained = notes.peek().map(|_| DoubtLift::Explained);
        // in a self-assessment nobody knows who wrote what stands in a file of findings
        let auditor = inputs.audit != AuditKind::SelfAssessment && notes.any(|note| note.auditor.is_some());
        Doubt {
            id,
            kind: found.kind,
            share: found.share,
            criteria: found.criteria,
            pieces: found.pieces,
            day: found.day,
            lifted: if auditor {
                Some(DoubtLift::Auditor)
            } else {
                explained
            },
        }
    });
    settled.collect()
}
