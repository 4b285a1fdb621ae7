//! What a judgement gives.
use super::causes::CauseSet;
use crate::kernel::{
    ChapterId, ConclusionId, CriterionId, Date, DoubtId, ElementRef, FindingId, GateId, Interval, KindCode,
    LevelId, PieceId, Ratio, SiteId, Status,
};
use crate::norm::model::{Criterion, Element};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Why something is unknown.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema,
)]
pub enum Cause {
    /// A fact or level was not stated.
    #[serde(rename = "non-renseigne")]
    NotStated,
    /// No piece of the type asked.
    #[serde(rename = "preuve-absente")]
    NoEvidence,
    /// An interview where a document is wanted, or the like.
    #[serde(rename = "modalite-non-admise")]
    WrongModality,
    /// A file of a format that is not admitted.
    #[serde(rename = "format-non-admis")]
    WrongFormat,
    /// Fewer pages than wanted.
    #[serde(rename = "pages-insuffisantes")]
    TooFewPages,
    /// Words that are wanted do not stand in the text.
    #[serde(rename = "mots-absents")]
    WordsMissing,
    /// Not said to be signed.
    #[serde(rename = "non-signee")]
    Unsigned,
    /// Its text is not known as what it should be.
    #[serde(rename = "non-reconnue")]
    Unrecognised,
    /// Too few words for what it should be.
    #[serde(rename = "trop-mince")]
    TooThin,
    /// A general paper that does not say for which criteria it counts.
    #[serde(rename = "sans-critere")]
    Unbound,
    /// The number does not stand in the piece that should establish it.
    #[serde(rename = "nombre-introuvable")]
    NoFigure,
    /// The piece says another number than the structure.
    #[serde(rename = "contredit-par-la-piece")]
    Contradicted,
    /// Not a piece that can establish the number that names it.
    #[serde(rename = "piece-inadaptee")]
    Unsuited,
    /// Out of validity.
    #[serde(rename = "perimee")]
    Expired,
    /// Older than the rule admits.
    #[serde(rename = "trop-ancienne")]
    TooOld,
    /// Pieces that count, whose periods leave days open that must be covered.
    #[serde(rename = "periode-non-couverte")]
    PeriodOpen,
    /// Pieces that count, and that too few sides speak in.
    #[serde(rename = "origine-manquante")]
    SidesMissing,
    /// Pieces that count, and that are all of one sort: documents, interviews, observations.
    #[serde(rename = "nature-manquante")]
    SortsMissing,
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
    /// Was read, and says nothing to an eye.
    #[serde(rename = "vide")]
    Empty,
    /// A format or a picture that is not read.
    #[serde(rename = "non-lu")]
    Unread,
    /// Has no text in which to seek words: an image, a scan, a format that is not read.
    #[serde(rename = "sans-texte")]
    NoText,
    /// Said, but not shown.
    #[serde(rename = "declare-sans-preuve")]
    DeclaredOnly,
    /// Zero over zero.
    #[serde(rename = "denominateur-nul")]
    ZeroWhole,
    /// A number short of a target of the tool's own, or a piece older than its age, and no contradiction.
    #[serde(rename = "sous-la-cible")]
    BelowTarget,
    /// None of what the rule is about: it has no object.
    #[serde(rename = "sans-objet")]
    NoObject,
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

impl Cause {
    /// All of them, in order.
    pub const ALL: [Self; 33] = [
        Self::NotStated,
        Self::NoEvidence,
        Self::WrongModality,
        Self::WrongFormat,
        Self::TooFewPages,
        Self::WordsMissing,
        Self::Unsigned,
        Self::Unrecognised,
        Self::TooThin,
        Self::Unbound,
        Self::NoFigure,
        Self::Contradicted,
        Self::Unsuited,
        Self::Expired,
        Self::TooOld,
        Self::PeriodOpen,
        Self::SidesMissing,
        Self::SortsMissing,
        Self::Later,
        Self::Undated,
        Self::DateToConfirm,
        Self::Unreadable,
        Self::Empty,
        Self::Unread,
        Self::NoText,
        Self::DeclaredOnly,
        Self::ZeroWhole,
        Self::BelowTarget,
        Self::NoObject,
        Self::HumanJudgement,
        Self::Disagreement,
        Self::OtherCriterion,
        Self::Error,
    ];
}

/// Three truth values (strong Kleene logic).
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema,
)]
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
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema,
)]
pub enum Support {
    /// Said by the structure.
    #[serde(rename = "declare")]
    Declared,
    /// Shown by evidence or by an auditor.
    #[serde(rename = "montre")]
    Shown,
}

/// One step of the evaluation; its children follow the rule's own order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Trace {
    /// Outcome.
    #[serde(rename = "verite")]
    pub truth: Truth,
    /// What it rests on, where true.
    #[serde(rename = "appui", default, skip_serializing_if = "Option::is_none")]
    pub support: Option<Support>,
    /// Why, where unknown.
    #[serde(rename = "causes", default, skip_serializing_if = "CauseSet::is_empty")]
    pub causes: CauseSet,
    /// Pieces looked at: what keeps each from counting, or nothing where it counts.
    #[serde(rename = "preuves", default, skip_serializing_if = "BTreeMap::is_empty")]
    pub evidence: BTreeMap<PieceId, Option<Cause>>,
    /// The rate that was computed.
    #[serde(rename = "taux", default, skip_serializing_if = "Option::is_none")]
    pub rate: Option<RateFound>,
    /// Of a rule by dates: the day from which the one that was used holds. The other fields are that rule's.
    #[serde(rename = "depuis", default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Date>,
    /// Steps below.
    #[serde(rename = "etapes", default, skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<Trace>,
}

/// A rate, as it was counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct RateFound {
    /// How many.
    #[serde(rename = "de")]
    pub part: Ratio,
    /// Of how many; never zero.
    #[serde(rename = "sur")]
    pub whole: Ratio,
}

impl RateFound {
    /// The rate itself.
    pub fn value(&self) -> Ratio {
        // INVARIANT: no rate is made of zero
        Ratio::of(&self.part, &self.whole).unwrap_or_else(Ratio::zero)
    }
}

/// How an element came out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ElementResult {
    /// Full id (`C05.a`).
    pub id: ElementRef,
    /// Outcome: true only when met.
    #[serde(rename = "verite")]
    pub truth: Truth,
    /// Why, where unknown.
    #[serde(default, skip_serializing_if = "CauseSet::is_empty")]
    pub causes: CauseSet,
    /// The evaluation; none: a person judges.
    #[serde(rename = "trace", default, skip_serializing_if = "Option::is_none")]
    pub trace: Option<Trace>,
    /// The finding that settled it.
    #[serde(rename = "constat", default, skip_serializing_if = "Option::is_none")]
    pub finding: Option<FindingId>,
    /// The level that an auditor gave it.
    #[serde(rename = "cote", default, skip_serializing_if = "Option::is_none")]
    pub rating: Option<LevelId>,
}

/// Which line of the ordered rule gave the status (design §6).
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema,
)]
pub enum Reason {
    /// Not in force at the audit date.
    #[serde(rename = "pas-en-vigueur")]
    NotInForce,
    /// Not judged in this cycle.
    #[serde(rename = "hors-cycle")]
    OtherCycle,
    /// An auditor found that none of its elements applies.
    #[serde(rename = "elements-sans-objet")]
    AllVoid,
    /// There is none of what its elements are about.
    #[serde(rename = "sans-objet")]
    NoObject,
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Sample {
    /// The site; none: the whole structure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub site: Option<SiteId>,
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
    /// Only a target of the tool's own is missed.
    #[serde(rename = "sous-la-cible", default, skip_serializing_if = "std::ops::Not::not")]
    pub only_below: bool,
    /// Kind of finding.
    #[serde(rename = "nature", default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<KindCode>,
    /// Value for the score; none: leaves it.
    #[serde(rename = "valeur", default, skip_serializing_if = "Option::is_none")]
    pub value: Option<Interval>,
}

/// Why a finding is graver than by itself.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Raised {
    /// What it was by itself.
    #[serde(rename = "de")]
    pub from: KindCode,
    /// Why.
    #[serde(rename = "motif")]
    pub why: RaisedBy,
}

/// What makes a finding graver.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema,
)]
pub enum RaisedBy {
    /// Several on one criterion.
    #[serde(rename = "repetee")]
    Repeated,
    /// It was there at the audit before.
    #[serde(rename = "non-levee")]
    Unlifted,
}

/// How a criterion came out: by default the worst of its samples decides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a fact of its own in the published format"
)]
pub struct CriterionResult {
    /// Criterion.
    pub id: CriterionId,
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
    pub kind: Option<KindCode>,
    /// What made the finding graver.
    #[serde(rename = "aggravee", default, skip_serializing_if = "Option::is_none")]
    pub raised: Option<Raised>,
    /// Weight beside its siblings, once the facts that change it were read.
    #[serde(rename = "poids")]
    pub weight: u32,
    /// Samples: one, or one a site.
    #[serde(rename = "echantillons")]
    pub samples: Vec<Sample>,
    /// Which sample decides, counted from 0.
    #[serde(rename = "decisif", default)]
    pub decisive: usize,
    /// Only an auditor's look is missing.
    #[serde(rename = "a-montrer", default)]
    pub to_show: bool,
    /// Only a target of the tool's own is missed.
    #[serde(rename = "sous-la-cible", default, skip_serializing_if = "std::ops::Not::not")]
    pub only_below: bool,
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

/// Elements that count: neither optional nor without object.
pub fn wanted<'a>(
    criterion: &'a Criterion,
    elements: &'a [ElementResult],
) -> impl Iterator<Item = &'a ElementResult> {
    wanted_with(criterion, elements).map(|(_, result)| result)
}

/// The same, each with what the norm says of it.
pub fn wanted_with<'a>(
    criterion: &'a Criterion,
    elements: &'a [ElementResult],
) -> impl Iterator<Item = (&'a Element, &'a ElementResult)> {
    let each = criterion.elements.iter().zip(elements);
    each.filter(|(element, result)| !element.optional && result.truth != Truth::Void)
}

impl DoubtKind {
    /// Its name in data.
    pub fn key(self) -> &'static str {
        match self {
            Self::SetAside => "ecarte",
            Self::SameText => "memes-textes",
            Self::OnePiece => "une-piece",
            Self::SameDay => "meme-jour",
            Self::Unnamed => "sans-nom",
        }
    }
}

impl Doubt {
    /// Does it stand still?
    pub fn stands(&self) -> bool {
        self.lifted.is_none()
    }
}

impl Results {
    /// Is a favourable conclusion held back, by doubts or by what nobody opened?
    pub fn is_suspended(&self) -> bool {
        let held =
            |why: &NoConclusion| matches!(why, NoConclusion::Suspended(_) | NoConclusion::Provisional { .. });
        self.no_conclusion.iter().any(held)
    }

    /// The doubts that stand.
    pub fn standing_doubts(&self) -> impl Iterator<Item = &Doubt> {
        self.doubts.iter().filter(|doubt| doubt.stands())
    }
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChapterResult {
    /// Chapter.
    pub id: ChapterId,
    /// Score; none: nothing in it counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<Interval>,
    /// The highest score that it could have.
    #[serde(rename = "sur")]
    pub out_of: Ratio,
    /// Criteria by retained status, sub-chapters included.
    #[serde(rename = "statuts")]
    pub statuses: BTreeMap<Status, usize>,
}

/// Why there is no conclusion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub enum NoConclusion {
    /// Criteria that bind are not assessed.
    #[serde(rename = "criteres-non-evalues")]
    NotAssessed(Vec<CriterionId>),
    /// An audit that leaves elements without a finding.
    #[serde(rename = "jugements-en-attente")]
    AwaitingJudgement(Vec<CriterionId>),
    /// Something could not be read to the end.
    #[serde(rename = "lecture-incomplete")]
    Incomplete,
    /// Judged at another date than that of the findings.
    #[serde(rename = "simulation")]
    Simulation,
    /// The norm needs the audit before, and it is not known.
    #[serde(rename = "sans-precedent")]
    NoPrevious,
    /// Criteria that this cycle wants looked at again bear no finding.
    #[serde(rename = "reexamens-manquants")]
    Recheck(Vec<CriterionId>),
    /// A favourable conclusion that doubts hold back.
    #[serde(rename = "avis-suspendu")]
    Suspended(ConclusionId),
    /// A favourable conclusion of an audit that is provisional: these pieces to open were not seen.
    #[serde(rename = "audit-provisoire")]
    Provisional {
        /// The conclusion held back.
        conclusion: ConclusionId,
        /// Pieces to open that bear no « vu ».
        #[serde(rename = "preuves")]
        unseen: Vec<PieceId>,
    },
    /// Criteria that fail lack the form that the norm asks.
    #[serde(rename = "fiches-manquantes")]
    FormMissing(Vec<CriterionId>),
}

/// Findings that were counted together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Accumulated {
    /// Rank of the rule among the policy's.
    #[serde(rename = "regle")]
    pub rule: usize,
    /// The chapter; none: the whole.
    #[serde(rename = "chapitre", default, skip_serializing_if = "Option::is_none")]
    pub chapter: Option<ChapterId>,
    /// How many there were.
    #[serde(rename = "compte")]
    pub counted: usize,
    /// How many of the worse kind they made.
    #[serde(rename = "ajoute")]
    pub added: usize,
    /// How many of them it took.
    #[serde(rename = "consomme")]
    pub consumed: usize,
}

/// How a gate came out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GateResult {
    /// Gate.
    pub id: GateId,
    /// Is it passed?
    #[serde(rename = "franchie")]
    pub passed: Truth,
    /// The score before it.
    #[serde(rename = "avant", default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Interval>,
}

/// The sites that were drawn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Drawn {
    /// What the draw started from.
    #[serde(rename = "graine")]
    pub seed: String,
    /// How many sites there are.
    #[serde(rename = "parmi")]
    pub of: usize,
    /// Those drawn, in the order of the draw; the head office first.
    pub sites: Vec<SiteId>,
}

/// Something that stands against a favourable conclusion until somebody looked at it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Doubt {
    /// Stable id: it changes with what the doubt rests on.
    pub id: DoubtId,
    /// What.
    #[serde(rename = "genre")]
    pub kind: DoubtKind,
    /// How much of the weight.
    #[serde(rename = "part", default, skip_serializing_if = "Option::is_none")]
    pub share: Option<Ratio>,
    /// Criteria that it bears on.
    #[serde(rename = "criteres", default, skip_serializing_if = "Vec::is_empty")]
    pub criteria: Vec<CriterionId>,
    /// Pieces that it rests on.
    #[serde(rename = "preuves", default, skip_serializing_if = "Vec::is_empty")]
    pub pieces: Vec<PieceId>,
    /// The day that it speaks of.
    #[serde(rename = "jour", default, skip_serializing_if = "Option::is_none")]
    pub day: Option<Date>,
    /// Who lifted it; none: it stands.
    #[serde(rename = "leve", default, skip_serializing_if = "Option::is_none")]
    pub lifted: Option<DoubtLift>,
}

/// Who lifted a doubt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub enum DoubtLift {
    /// The structure explained it; nobody checked.
    #[serde(rename = "explique")]
    Explained,
    /// An auditor looked.
    #[serde(rename = "auditeur")]
    Auditor,
}

/// Is an audit over?
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub enum Finality {
    /// A doubt stands that no auditor settled, or a piece to open was not seen.
    #[serde(rename = "provisoire")]
    Provisional,
    /// Every doubt is settled and every piece to open was seen.
    #[serde(rename = "definitif")]
    Final,
}

/// What a doubt is about.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema,
)]
pub enum DoubtKind {
    /// Much is set aside by the structure's own word.
    #[serde(rename = "ecarte")]
    SetAside,
    /// One text under many types.
    #[serde(rename = "memes-textes")]
    SameText,
    /// One piece for many types.
    #[serde(rename = "une-piece")]
    OnePiece,
    /// Most papers of one day.
    #[serde(rename = "meme-jour")]
    SameDay,
    /// Papers that never name the structure.
    #[serde(rename = "sans-nom")]
    Unnamed,
}

/// What a favourable conclusion is given under reserve of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub enum Reserve {
    /// Much rests on pictures, or on texts recognised by a quotation, which a person has to read.
    #[serde(rename = "images")]
    Images {
        /// How much of the weight that is met.
        #[serde(rename = "part")]
        share: Ratio,
    },
    /// Much rests on findings in a self-assessment, where nothing tells who wrote them.
    #[serde(rename = "constats")]
    Findings {
        /// How much of the weight that is met.
        #[serde(rename = "part")]
        share: Ratio,
    },
    /// Doubts that the structure explained, and nobody checked.
    #[serde(rename = "doutes-expliques")]
    ExplainedDoubts {
        /// How many.
        #[serde(rename = "nombre")]
        count: usize,
    },
    /// Much waits for an auditor's look.
    #[serde(rename = "regard-d-auditeur")]
    AuditorsLook {
        /// How much of the weight.
        #[serde(rename = "part")]
        share: Ratio,
    },
}

/// A criterion whose status alone would change the conclusion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Swing {
    /// Criterion.
    #[serde(rename = "critere")]
    pub criterion: CriterionId,
    /// The other status.
    #[serde(rename = "statut")]
    pub status: Status,
    /// The conclusion that there would be.
    pub conclusion: ConclusionId,
}

/// The whole judgement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
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
    /// The highest score that there could be.
    #[serde(rename = "sur")]
    pub out_of: Ratio,
    /// Findings by kind, once they were counted together.
    #[serde(rename = "natures")]
    pub kinds: BTreeMap<KindCode, usize>,
    /// Findings that were counted together.
    #[serde(rename = "accumulations", default, skip_serializing_if = "Vec::is_empty")]
    pub accumulated: Vec<Accumulated>,
    /// Nonconformities of the audit before that are still there.
    #[serde(rename = "non-levees", default, skip_serializing_if = "Vec::is_empty")]
    pub unlifted: Vec<CriterionId>,
    /// Gates.
    #[serde(rename = "portes", default, skip_serializing_if = "Vec::is_empty")]
    pub gates: Vec<GateResult>,
    /// Band of the score.
    #[serde(rename = "bande", default, skip_serializing_if = "Option::is_none")]
    pub band: Option<String>,
    /// Sites that were drawn.
    #[serde(rename = "tirage", default, skip_serializing_if = "Option::is_none")]
    pub drawn: Option<Drawn>,
    /// Days from which the score rules that were used hold, beside the first ones.
    #[serde(rename = "revisions", default, skip_serializing_if = "Vec::is_empty")]
    pub revisions: Vec<Date>,
    /// Id of the conclusion that matched.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conclusion: Option<ConclusionId>,
    /// Criteria whose status alone would change the conclusion; empty, with a conclusion: it is robust.
    #[serde(rename = "bascules", default, skip_serializing_if = "Vec::is_empty")]
    pub swings: Vec<Swing>,
    /// Criteria that bind and of which something was not answered: no favourable conclusion.
    #[serde(rename = "sans-reponse", default, skip_serializing_if = "Vec::is_empty")]
    pub unanswered: Vec<CriterionId>,
    /// What stands against a favourable conclusion.
    #[serde(rename = "doutes", default, skip_serializing_if = "Vec::is_empty")]
    pub doubts: Vec<Doubt>,
    /// Pieces that a person should open: those on which most rests, then as many by lot.
    #[serde(rename = "a-ouvrir", default, skip_serializing_if = "Vec::is_empty")]
    pub to_open: Vec<PieceId>,
    /// Is the audit over? None in a self-assessment, and where the norm knows of no vigilance.
    #[serde(rename = "etat-de-l-audit", default, skip_serializing_if = "Option::is_none")]
    pub finality: Option<Finality>,
    /// What the favourable conclusion is given under reserve of.
    #[serde(rename = "reserves", default, skip_serializing_if = "Vec::is_empty")]
    pub reserves: Vec<Reserve>,
    /// Why there is none.
    #[serde(rename = "sans-conclusion", default, skip_serializing_if = "Vec::is_empty")]
    pub no_conclusion: Vec<NoConclusion>,
}
