//! The items of a norm as decoded, each with the place of its block.

use super::raw::{
    RawAxis, RawChapter, RawCohort, RawCriterion, RawElement, RawEvidenceType, RawExample, RawFact,
    RawFactGroup, RawIdentity, RawIndicator, RawKind, RawLevel, RawMilestone, RawPolicy, RawProfile,
    RawRespondent, RawSource, RawTable, RawUsualPaper,
};
use crate::kernel::{FileId, Span};

/// A file's decoded item, with the place of its block.
#[derive(Debug, Clone)]
pub(crate) struct Block<T> {
    pub(crate) file: FileId,
    pub(crate) span: Span,
    pub(crate) item: T,
}

/// A criterion with its parts.
#[derive(Debug, Clone)]
pub(crate) struct CriterionParts {
    pub(crate) criterion: RawCriterion,
    pub(crate) elements: Vec<Block<RawElement>>,
    pub(crate) examples: Vec<Block<RawExample>>,
}

/// All blocks of a norm, file after file.
#[derive(Debug, Default)]
pub(crate) struct Blocks {
    pub(crate) identity: Vec<Block<RawIdentity>>,
    pub(crate) sources: Vec<Block<RawSource>>,
    pub(crate) levels: Vec<Block<RawLevel>>,
    pub(crate) milestones: Vec<Block<RawMilestone>>,
    pub(crate) kinds: Vec<Block<RawKind>>,
    pub(crate) respondents: Vec<Block<RawRespondent>>,
    pub(crate) fact_groups: Vec<Block<RawFactGroup>>,
    pub(crate) facts: Vec<Block<RawFact>>,
    pub(crate) types: Vec<Block<RawEvidenceType>>,
    pub(crate) papers: Vec<Block<RawUsualPaper>>,
    pub(crate) tables: Vec<Block<RawTable>>,
    pub(crate) axes: Vec<Block<RawAxis>>,
    pub(crate) cohorts: Vec<Block<RawCohort>>,
    pub(crate) indicators: Vec<Block<RawIndicator>>,
    pub(crate) chapters: Vec<Block<RawChapter>>,
    pub(crate) criteria: Vec<Block<CriterionParts>>,
    pub(crate) policy: Vec<Block<RawPolicy>>,
    pub(crate) profiles: Vec<Block<RawProfile>>,
}
