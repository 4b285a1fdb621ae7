//! What may be asked of the files of a dossier.

use super::blocks::Keyed;
use super::diags::EditError;
use super::file::EditedFile;
use super::wishes::{
    ActionWish, AuditorWish, DoubtWish, DrawWish, FactWish, FindingWish, ObservationWish, PieceWish,
    PracticeWish, reason,
};
use crate::kernel::persons::AlertKind;
use crate::kernel::{
    ActionId, AuditorId, ColumnId, CriterionId, DoubtId, DrawId, FactKey, FindingId, ObservationId, PieceId,
    SiteId, TableId,
};

/// One edit of one file of a dossier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edit {
    /// What is stated of a criterion, by the whole structure or by one site.
    Practice {
        /// Criterion.
        criterion: CriterionId,
        /// Site; none: the whole structure.
        site: Option<SiteId>,
        /// What changes.
        wish: PracticeWish,
    },
    /// A fact, of the whole structure or of one site. Clearing its value takes it back.
    Fact {
        /// Fact.
        key: FactKey,
        /// Site; none: the whole structure.
        site: Option<SiteId>,
        /// What changes.
        wish: FactWish,
    },
    /// A declared piece of evidence, or a new one.
    Piece {
        /// Piece.
        id: PieceId,
        /// What changes.
        wish: Box<PieceWish>,
    },
    /// An alert about data of persons, lifted for one digest.
    Lift {
        /// SHA-256 of the file or text, or how it begins: at least twelve digits.
        digest: String,
        /// Kind of data.
        kind: AlertKind,
        /// Why these data may stay.
        reason: String,
    },
    /// What a column of the norm's table is called in the structure's own.
    Column {
        /// Table.
        table: TableId,
        /// Column, as the norm names it.
        column: ColumnId,
        /// How its own table heads it.
        heading: String,
    },
    /// Why a doubt need not stand.
    Doubt {
        /// The auditor who lifts it, whose id the file bears; none: the structure explains it.
        auditor: Option<AuditorId>,
        /// Doubt.
        id: DoubtId,
        /// What changes.
        wish: DoubtWish,
    },
    /// Who signs a file of findings.
    Auditor {
        /// The auditor, whose id the file bears.
        auditor: AuditorId,
        /// What changes.
        wish: AuditorWish,
    },
    /// A finding, or a new one.
    Finding {
        /// The auditor, whose id the file bears.
        auditor: AuditorId,
        /// Finding.
        id: FindingId,
        /// What changes.
        wish: Box<FindingWish>,
    },
    /// What an auditor drew by lot.
    Draw {
        /// The auditor, whose id the file bears.
        auditor: AuditorId,
        /// Draw.
        id: DrawId,
        /// What changes.
        wish: Box<DrawWish>,
    },
    /// An action, or a new one.
    Action {
        /// Action.
        id: ActionId,
        /// What changes.
        wish: ActionWish,
    },
    /// An answer of the structure, or a new one.
    Observation {
        /// Observation.
        id: ObservationId,
        /// What changes.
        wish: ObservationWish,
    },
    /// A block is taken back.
    Withdraw(Listed),
}

/// A block among those of its kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Listed {
    /// A declared piece of evidence.
    Piece(PieceId),
    /// A lifted alert, which stands again.
    Lifted(String, AlertKind),
    /// A finding, of that auditor.
    Finding(AuditorId, FindingId),
    /// An action.
    Action(ActionId),
    /// An observation.
    Observation(ObservationId),
}

impl Edit {
    /// The file that it edits.
    pub fn file(&self) -> Result<EditedFile, EditError> {
        match self {
            Self::Practice { .. }
            | Self::Fact { .. }
            | Self::Piece { .. }
            | Self::Lift { .. }
            | Self::Column { .. }
            | Self::Doubt { auditor: None, .. }
            | Self::Withdraw(Listed::Piece(_) | Listed::Lifted(..)) => Ok(EditedFile::Main),
            Self::Auditor { auditor, .. }
            | Self::Doubt {
                auditor: Some(auditor),
                ..
            }
            | Self::Finding { auditor, .. }
            | Self::Draw { auditor, .. }
            | Self::Withdraw(Listed::Finding(auditor, _)) => EditedFile::of_auditor(auditor),
            Self::Action { .. } | Self::Withdraw(Listed::Action(_)) => Ok(EditedFile::Actions),
            Self::Observation { .. } | Self::Withdraw(Listed::Observation(_)) => Ok(EditedFile::Observations),
        }
    }

    /// Does it edit what may stand in a file of `reponses`, too?
    pub fn is_answer(&self) -> bool {
        matches!(
            self,
            Self::Practice { .. } | Self::Fact { .. } | Self::Piece { .. } | Self::Withdraw(Listed::Piece(_))
        )
    }

    /// The block that it edits, where it is one.
    pub(super) fn block(&self) -> Option<Keyed> {
        match self {
            Self::Piece { id, wish } => Some(Keyed::piece(id, wish.new_fields(), wish.fields())),
            Self::Lift {
                digest,
                kind,
                reason: why,
            } => Some(Keyed::lifted(digest, *kind, vec![reason(why)])),
            Self::Doubt { auditor: _, id, wish } => Some(Keyed::doubt(id, wish.fields())),
            Self::Finding { auditor: _, id, wish } => Some(Keyed::finding(id, wish.fields())),
            Self::Draw { auditor: _, id, wish } => Some(Keyed::draw(id, wish.fields())),
            Self::Action { id, wish } => Some(Keyed::action(id, wish.fields())),
            Self::Observation { id, wish } => Some(Keyed::observation(id, wish.fields())),
            Self::Withdraw(listed) => Some(match listed {
                Listed::Piece(id) => Keyed::piece(id, Vec::new(), Vec::new()),
                Listed::Lifted(digest, kind) => Keyed::lifted(digest, *kind, Vec::new()),
                Listed::Finding(_, id) => Keyed::finding(id, Vec::new()),
                Listed::Action(id) => Keyed::action(id, Vec::new()),
                Listed::Observation(id) => Keyed::observation(id, Vec::new()),
            }),
            Self::Practice { .. } | Self::Fact { .. } | Self::Auditor { .. } | Self::Column { .. } => None,
        }
    }
}
