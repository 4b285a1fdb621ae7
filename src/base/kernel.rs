//! The words that every other module shares. Imports nothing of ours.

pub mod command;
mod date;
mod digest;
mod exercise;
pub mod french;
mod id;
mod ids;
mod internal;
pub mod persons;
mod ratio;
mod span;
mod status;
pub mod words;

pub use date::{Date, Period};
pub use digest::Digest;
pub use exercise::Exercise;
pub use id::{IdError, folded};
pub use ids::{
    ActionId, AuditorId, AxisId, AxisLabel, AxisValueId, BandId, ChapterId, ChoiceId, CohortId, ColumnId,
    ConclusionId, CriterionId, DossierId, DoubtId, DrawId, ElementId, ElementRef, FactGroupId, FactKey,
    FindingId, FormFieldId, GateId, Identifier, IndicatorId, KindCode, LevelId, MilestoneId, NormId,
    ObservationId, PaperId, PieceId, PieceName, ProfileId, RespondentId, SiteId, SourceId, TableId, TypeId,
};
pub use internal::InternalError;
pub use ratio::{Interval, Ratio};
pub(crate) use span::PLACED;
pub use span::{FileId, Located, Span};
pub use status::Status;
