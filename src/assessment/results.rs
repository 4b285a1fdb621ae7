//! What a judgement gives.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::kernel::{Id, Interval, Ratio, Status};

/// Why something is unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
pub enum Cause {
    /// A fact or level was not stated.
    #[serde(rename = "non-renseigne")]
    NotStated,
    /// No piece of the type asked.
    #[serde(rename = "preuve-absente")]
    NoEvidence,
    /// A piece does not meet what the rule asks of it (modality, format, pages, words, signature).
    #[serde(rename = "ne-convient-pas")]
    Unfit,
    /// Out of validity.
    #[serde(rename = "perimee")]
    Expired,
    /// Older than the rule admits.
    #[serde(rename = "trop-ancienne")]
    TooOld,
    /// Dated after the audit.
    #[serde(rename = "posterieure")]
    Later,
    /// Without date.
    #[serde(rename = "sans-date")]
    Undated,
    /// The metadata do not contradict, and do not suffice.
    #[serde(rename = "date-a-confirmer")]
    DateToConfirm,
    /// Cannot be read.
    #[serde(rename = "illisible")]
    Unreadable,
    /// Has no text in which to seek words: an image, a scan, a format that is not read.
    #[serde(rename = "sans-texte")]
    NoText,
    /// Said, but not shown.
    #[serde(rename = "declare-sans-preuve")]
    DeclaredOnly,
    /// Zero over zero.
    #[serde(rename = "denominateur-nul")]
    ZeroWhole,
    /// Waits for a person.
    #[serde(rename = "jugement-humain")]
    HumanJudgement,
    /// Two auditors differ.
    #[serde(rename = "desaccord")]
    Disagreement,
    /// Another criterion is itself not settled.
    #[serde(rename = "autre-critere")]
    OtherCriterion,
    /// Something went wrong; never taken for true.
    #[serde(rename = "erreur")]
    Error,
}

/// Three truth values (strong Kleene logic).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
pub enum Truth {
    /// True.
    #[serde(rename = "vrai")]
    Yes,
    /// False.
    #[serde(rename = "faux")]
    No,
    /// Not known.
    #[serde(rename = "inconnu")]
    Unknown,
    /// Leaves its combinator.
    #[serde(rename = "sans-objet")]
    Void,
}

/// What a truth rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
pub enum Support {
    /// Said by the structure.
    #[serde(rename = "declare")]
    Declared,
    /// Shown by evidence or by an auditor.
    #[serde(rename = "montre")]
    Shown,
}

/// One step of the evaluation; its children follow the rule's own order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Trace {
    /// Outcome.
    #[serde(rename = "verite")]
    pub truth: Truth,
    /// What it rests on, where true.
    #[serde(rename = "appui", default, skip_serializing_if = "Option::is_none")]
    pub support: Option<Support>,
    /// Why, where unknown.
    #[serde(rename = "causes", default, skip_serializing_if = "BTreeSet::is_empty")]
    pub causes: BTreeSet<Cause>,
    /// Pieces looked at: what keeps each from counting, or nothing where it counts.
    #[serde(rename = "preuves", default, skip_serializing_if = "BTreeMap::is_empty")]
    pub evidence: BTreeMap<Id, Option<Cause>>,
    /// The rate that was computed.
    #[serde(rename = "taux", default, skip_serializing_if = "Option::is_none")]
    pub rate: Option<Ratio>,
    /// Steps below.
    #[serde(rename = "etapes", default, skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<Trace>,
}

/// How an element came out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ElementResult {
    /// Full id (`C05.a`).
    pub id: Id,
    /// Outcome: true only when met.
    #[serde(rename = "verite")]
    pub truth: Truth,
    /// Why, where unknown.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub causes: BTreeSet<Cause>,
    /// The evaluation; none: a person judges.
    #[serde(rename = "trace", default, skip_serializing_if = "Option::is_none")]
    pub trace: Option<Trace>,
    /// The finding that settled it.
    #[serde(rename = "constat", default, skip_serializing_if = "Option::is_none")]
    pub finding: Option<Id>,
}

/// Which line of the ordered rule gave the status (design §6).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub enum Reason {
    /// Not in force at the audit date.
    #[serde(rename = "pas-en-vigueur")]
    NotInForce,
    /// `applicable-si` is false.
    #[serde(rename = "hors-champ")]
    OutOfScope,
    /// Set aside by the structure, with a reason.
    #[serde(rename = "ecarte-avec-motif")]
    SetAside,
    /// An element is contradicted.
    #[serde(rename = "element-contredit")]
    ElementFalse,
    /// The declared level is below the one wanted.
    #[serde(rename = "niveau-insuffisant")]
    LevelBelow,
    /// Nothing was said.
    #[serde(rename = "rien-de-dit")]
    Silent,
    /// Everything is met.
    #[serde(rename = "tout-est-montre")]
    AllMet,
    /// Said, not shown.
    #[serde(rename = "reste-a-montrer")]
    Unproven,
    /// An auditor decided.
    #[serde(rename = "constat-d-auditeur")]
    Auditor,
    /// Two auditors differ.
    #[serde(rename = "desaccord")]
    Disagreement,
}

/// How one sample of a criterion came out: a site, or the whole structure where nothing that it reads belongs to a site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Sample {
    /// The site; none: the whole structure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub site: Option<Id>,
    /// Status by the rules.
    #[serde(rename = "calcule")]
    pub computed: Status,
    /// Status retained: the computed one, or an auditor's.
    #[serde(rename = "retenu")]
    pub retained: Status,
    /// Which line of the rule gave the retained status.
    #[serde(rename = "motif")]
    pub reason: Reason,
    /// Elements.
    pub elements: Vec<ElementResult>,
    /// Only an auditor's look is missing.
    #[serde(rename = "a-montrer", default)]
    pub to_show: bool,
    /// Value for the score; none: leaves it.
    #[serde(rename = "valeur", default, skip_serializing_if = "Option::is_none")]
    pub value: Option<Interval>,
}

/// How a criterion came out: the worst of its samples decides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct CriterionResult {
    /// Criterion.
    pub id: Id,
    /// Status by the rules.
    #[serde(rename = "calcule")]
    pub computed: Status,
    /// Status retained: the computed one, or an auditor's.
    #[serde(rename = "retenu")]
    pub retained: Status,
    /// Which line of the rule gave the retained status.
    #[serde(rename = "motif")]
    pub reason: Reason,
    /// Kind of finding.
    #[serde(rename = "nature", default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<Id>,
    /// Samples: one, or one a site.
    #[serde(rename = "echantillons")]
    pub samples: Vec<Sample>,
    /// Which sample decides, counted from 0.
    #[serde(rename = "decisif", default)]
    pub decisive: usize,
    /// Only an auditor's look is missing.
    #[serde(rename = "a-montrer", default)]
    pub to_show: bool,
    /// Declared level below, and yet every element met.
    #[serde(rename = "contradiction", default)]
    pub contradiction: bool,
    /// Applicability could not be settled; the criterion is judged all the same.
    #[serde(rename = "applicabilite-inconnue", default)]
    pub applicability_unknown: bool,
    /// Value for the score; none: leaves it.
    #[serde(rename = "valeur", default, skip_serializing_if = "Option::is_none")]
    pub value: Option<Interval>,
}

impl CriterionResult {
    /// The sample that decides.
    pub fn lead(&self) -> Option<&Sample> {
        self.samples.get(self.decisive)
    }

    /// The elements of the sample that decides.
    pub fn elements(&self) -> &[ElementResult] {
        self.lead().map_or(&[], |sample| &sample.elements)
    }
}

/// How a chapter came out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChapterResult {
    /// Chapter.
    pub id: Id,
    /// Score; none: nothing in it is judged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<Interval>,
    /// Criteria by retained status, sub-chapters included.
    #[serde(rename = "statuts")]
    pub statuses: BTreeMap<Status, usize>,
}

/// Why there is no conclusion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum NoConclusion {
    /// Criteria that bind are not assessed.
    #[serde(rename = "criteres-non-evalues")]
    NotAssessed(Vec<Id>),
    /// An audit that leaves elements without a finding.
    #[serde(rename = "jugements-en-attente")]
    AwaitingJudgement(Vec<Id>),
    /// Something could not be read to the end.
    #[serde(rename = "lecture-incomplete")]
    Incomplete,
    /// Judged at another date than that of the findings.
    #[serde(rename = "simulation")]
    Simulation,
}

/// The whole judgement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Results {
    /// Criteria of the profile, in the norm's order.
    #[serde(rename = "criteres")]
    pub criteria: Vec<CriterionResult>,
    /// Chapters that hold at least one of them.
    #[serde(rename = "chapitres")]
    pub chapters: Vec<ChapterResult>,
    /// Score of the whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<Interval>,
    /// Criteria by retained status.
    #[serde(rename = "statuts")]
    pub statuses: BTreeMap<Status, usize>,
    /// Findings by kind.
    #[serde(rename = "natures")]
    pub kinds: BTreeMap<Id, usize>,
    /// Id of the conclusion that matched.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conclusion: Option<Id>,
    /// Why there is none.
    #[serde(rename = "sans-conclusion", default, skip_serializing_if = "Vec::is_empty")]
    pub no_conclusion: Vec<NoConclusion>,
}
