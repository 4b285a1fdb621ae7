//! The validated norm: every reference resolves, every rule suits its facts. Its JSON form is part of each assessment.
use crate::kernel::{
    AxisId, AxisLabel, AxisValueId, ChapterId, ChoiceId, ConclusionId, CriterionId, Date, Digest,
    FactGroupId, FactKey, KindCode, LevelId, MilestoneId, NormId, Period, ProfileId, Ratio, RespondentId,
    SourceId, TableId, TypeId,
};
use crate::record::item::{Format, Modality};
use crate::record::table::{Calculation, TableDef};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

pub use super::bar::{Bar, Whose};
pub use super::criterion_model::*;
use super::cycle;
pub use super::cycle::Milestone;
pub use super::papers::UsualPaper;
pub use super::policy::*;
pub use super::respondent::Respondent;
pub use super::rule_model::*;
pub use super::utility::{Cohort, CohortBand, Indicator, Reached};

/// A norm (audit criteria, ISO 19011).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Norm {
    /// Identifier of the norm.
    pub id: NormId,
    /// Title.
    #[serde(rename = "titre")]
    pub title: String,
    /// Edition of the reference text.
    pub edition: String,
    /// Version of this reformulation.
    pub version: String,
    /// `reformulation`, `texte-public` or `essai`.
    #[serde(rename = "statut")]
    pub status: NormStatus,
    /// Warning printed in every report.
    #[serde(rename = "avertissement")]
    pub warning: String,
    /// First day in force.
    #[serde(rename = "en-vigueur", default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Date>,
    /// Last day in force.
    #[serde(rename = "fin", default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
    /// Licence of this reformulation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub licence: Option<String>,
    /// Public sources.
    pub sources: BTreeMap<SourceId, Source>,
    /// Scale of declared practice, lowest first.
    #[serde(rename = "niveaux")]
    pub levels: Vec<Level>,
    /// Milestones of the cycle, in order; the first is a first audit.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cycle: Vec<Milestone>,
    /// Kinds of finding.
    #[serde(rename = "constats")]
    pub kinds: Vec<Kind>,
    /// Who in a structure knows what is asked, in the norm's order.
    #[serde(rename = "interlocuteurs", default, skip_serializing_if = "Vec::is_empty")]
    pub respondents: Vec<Respondent>,
    /// Typed facts.
    #[serde(rename = "faits")]
    pub facts: BTreeMap<FactKey, FactDef>,
    /// The order in which facts are asked.
    #[serde(rename = "groupes-faits", default, skip_serializing_if = "Vec::is_empty")]
    pub fact_groups: Vec<FactGroup>,
    /// Evidence types.
    #[serde(rename = "types-preuve")]
    pub evidence_types: BTreeMap<TypeId, EvidenceType>,
    /// Usual papers, in the order of the files.
    #[serde(rename = "papiers", default, skip_serializing_if = "Vec::is_empty")]
    pub papers: Vec<UsualPaper>,
    /// Tables that a structure keeps anyway.
    #[serde(rename = "tableaux", default, skip_serializing_if = "BTreeMap::is_empty")]
    pub tables: BTreeMap<TableId, TableDef>,
    /// Lists of labels that cut across chapters.
    #[serde(rename = "axes")]
    pub axes: Vec<Axis>,
    /// Cohorts by which structures are compared.
    #[serde(rename = "cohortes", default, skip_serializing_if = "Vec::is_empty")]
    pub cohorts: Vec<Cohort>,
    /// Indicators of social utility. No judgement reads them.
    #[serde(rename = "indicateurs", default, skip_serializing_if = "Vec::is_empty")]
    pub indicators: Vec<Indicator>,
    /// Chapters, in order; a parent comes before its children.
    #[serde(rename = "chapitres")]
    pub chapters: Vec<Chapter>,
    /// Criteria, in the order of their chapters and files.
    #[serde(rename = "criteres")]
    pub criteria: Vec<Criterion>,
    /// Score and conclusion.
    #[serde(rename = "politique")]
    pub policy: Policy,
    /// Named selections of criteria; the first is the default.
    #[serde(rename = "profils")]
    pub profiles: Vec<Profile>,
    /// The overlay in force, if any.
    #[serde(rename = "surcouche", default, skip_serializing_if = "Option::is_none")]
    pub overlay: Option<OverlayMark>,
    /// Digest of the norm's files (and of the overlay).
    #[serde(rename = "empreinte")]
    pub digest: Digest,
}

/// Standing of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum NormStatus {
    /// Criteria in our own words.
    #[serde(rename = "reformulation")]
    Reworded,
    /// A public text.
    #[serde(rename = "texte-public")]
    PublicText,
    /// A trial.
    #[serde(rename = "essai")]
    Trial,
}

/// A public source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Source {
    /// What it is.
    #[serde(rename = "titre")]
    pub title: String,
    /// Address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Day on which it was read.
    #[serde(rename = "lu-le")]
    pub read_on: Date,
    /// How much of it was read.
    #[serde(rename = "lu", default, skip_serializing_if = "Option::is_none")]
    pub read: Option<String>,
}

/// A level of declared practice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Level {
    /// Identifier.
    pub id: LevelId,
    /// Name.
    #[serde(rename = "libelle")]
    pub label: String,
    /// What it means.
    #[serde(rename = "texte")]
    pub text: String,
    /// What it is worth, in the scale's unit.
    #[serde(rename = "valeur", default, skip_serializing_if = "Option::is_none")]
    pub value: Option<Ratio>,
}

/// A kind of finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Kind {
    /// Code (`NC-MAJ`).
    pub code: KindCode,
    /// Name, an auditor's word.
    #[serde(rename = "libelle")]
    pub label: String,
    /// Name in a self-assessment.
    #[serde(rename = "libelle-auto")]
    pub self_label: String,
    /// Higher is worse.
    #[serde(rename = "rang")]
    pub rank: i64,
    /// Does it block?
    #[serde(rename = "bloquant")]
    pub blocking: bool,
    /// Is it a nonconformity (rather than advice)?
    #[serde(rename = "non-conformite")]
    pub nonconformity: bool,
    /// Is it a strong point?
    #[serde(rename = "favorable")]
    pub favourable: bool,
    /// How long an answer may take.
    #[serde(rename = "delais", default, skip_serializing_if = "Vec::is_empty")]
    pub deadlines: Vec<Deadline>,
    /// What it means.
    #[serde(rename = "texte")]
    pub text: String,
}

impl Kind {
    /// What is due, and by which day, for an audit of this date and place in the cycle.
    pub fn due(&self, date: Date, at: Option<&MilestoneId>) -> Vec<(&str, Date)> {
        self.deadlines
            .iter()
            .filter(|deadline| cycle::holds(&deadline.cycles, at))
            .map(|deadline| (deadline.stage.as_str(), date.plus(deadline.within)))
            .collect()
    }
}

/// Type of a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FactType {
    /// `true` or `false`.
    #[serde(rename = "booleen")]
    Boolean,
    /// Whole number.
    #[serde(rename = "entier")]
    Integer,
    /// Decimal number, read exactly.
    #[serde(rename = "decimal")]
    Decimal,
    /// `"80 %"`.
    #[serde(rename = "pourcentage")]
    Percentage,
    /// A day.
    #[serde(rename = "date")]
    Date,
    /// One of a list.
    #[serde(rename = "choix")]
    Choice,
    /// Free text.
    #[serde(rename = "texte")]
    Text,
}

impl FactType {
    /// In French, with its article, for messages.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Boolean => "true ou false",
            Self::Integer => "un nombre entier",
            Self::Decimal => "un nombre",
            Self::Percentage => "un pourcentage entre guillemets, comme \"80 %\"",
            Self::Date => "une date AAAA-MM-JJ sans guillemets",
            Self::Choice => "l’un des choix de la liste, entre guillemets",
            Self::Text => "un texte entre guillemets",
        }
    }

    /// Do its values stand in an order?
    pub fn is_ordered(self) -> bool {
        matches!(
            self,
            Self::Integer | Self::Decimal | Self::Percentage | Self::Date
        )
    }
}

/// The value of a fact.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FactValue {
    /// Yes or no.
    #[serde(rename = "booleen")]
    Boolean(bool),
    /// Integer, decimal or percentage (as a fraction of one).
    #[serde(rename = "nombre")]
    Number(Ratio),
    /// A day.
    #[serde(rename = "date")]
    Date(Date),
    /// A text or the id of a choice.
    #[serde(rename = "texte")]
    Text(String),
}

impl FactValue {
    /// Its number, where it is one.
    pub fn number(&self) -> Option<&Ratio> {
        match self {
            Self::Number(n) => Some(n),
            Self::Boolean(_) | Self::Date(_) | Self::Text(_) => None,
        }
    }
}

/// What a whole of none means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ZeroMeans {
    /// Nobody came, nothing was due: what is asked of them has no object.
    #[serde(rename = "sans-objet")]
    NoObject,
    /// Nothing was done.
    #[serde(rename = "rien-fait")]
    NothingDone,
}

/// A typed fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct FactDef {
    /// Name.
    #[serde(rename = "libelle")]
    pub label: String,
    /// Type.
    #[serde(rename = "type")]
    pub kind: FactType,
    /// Unit, in words.
    #[serde(rename = "unite", default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// Lowest value admitted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<Ratio>,
    /// Highest value admitted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<Ratio>,
    /// The choices: id, label.
    #[serde(rename = "choix", default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<Choice>,
    /// Help for whoever fills it in.
    #[serde(rename = "aide")]
    pub help: String,
    /// What none of it means where it is a whole; none: a rate over it cannot be computed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zero: Option<ZeroMeans>,
    /// May the structure act on it? A count of events that others bring is not to be advised up or down.
    #[serde(rename = "levier", default = "yes")]
    pub lever: bool,
    /// Who in the structure knows it.
    #[serde(rename = "qui", default, skip_serializing_if = "Option::is_none")]
    pub who: Option<RespondentId>,
    /// Types of evidence that can establish it; empty: any.
    #[serde(rename = "etabli-par", default, skip_serializing_if = "Vec::is_empty")]
    pub established_by: Vec<TypeId>,
    /// How old what establishes it may be.
    #[serde(rename = "fraicheur", default, skip_serializing_if = "Option::is_none")]
    pub freshness: Option<Period>,
    /// Words beside which its number stands in its piece; none: the number is not sought.
    #[serde(rename = "mots", default, skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<String>,
    /// How it is counted from a table; none: it is typed.
    #[serde(rename = "calcul", default, skip_serializing_if = "Option::is_none")]
    pub calculation: Option<Calculation>,
}

/// The default of [`FactDef::lever`].
pub(crate) fn yes() -> bool {
    true
}

/// Facts that share the first part of their key, in the order of the norm's files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FactGroup {
    /// First part of the keys.
    pub id: FactGroupId,
    /// Name, where the norm gives one.
    #[serde(rename = "titre", default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Its facts.
    #[serde(rename = "faits")]
    pub facts: Vec<FactKey>,
}

/// One choice of a fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// Identifier.
    pub id: ChoiceId,
    /// Name.
    #[serde(rename = "libelle")]
    pub label: String,
}

/// Personal data that an evidence type may rightly hold.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum PersonalData {
    /// Names of staff.
    #[serde(rename = "noms")]
    Names,
    /// Phone numbers.
    #[serde(rename = "telephones")]
    Phones,
    /// E-mail addresses.
    #[serde(rename = "courriels")]
    Mails,
    /// Bank accounts.
    #[serde(rename = "iban")]
    Iban,
}

/// An evidence type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct EvidenceType {
    /// Name.
    #[serde(rename = "libelle")]
    pub label: String,
    /// What is expected.
    #[serde(rename = "aide")]
    pub help: String,
    /// Formats admitted; empty: any.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub formats: Vec<Format>,
    /// Default validity.
    #[serde(rename = "validite", default, skip_serializing_if = "Option::is_none")]
    pub validity: Option<Period>,
    /// Modalities admitted.
    #[serde(rename = "modalites")]
    pub modalities: Vec<Modality>,
    /// Personal data that it may rightly hold.
    #[serde(rename = "donnees-admises", default, skip_serializing_if = "Vec::is_empty")]
    pub admitted: Vec<PersonalData>,
    /// What must not be in it.
    #[serde(
        rename = "ne-doit-pas-contenir",
        default,
        skip_serializing_if = "Option::is_none"
    )]
    pub banned: Option<String>,
    /// What its text is known by: of each group, one beginning of words must stand in it; empty: any text.
    #[serde(rename = "reconnu-a", default, skip_serializing_if = "Vec::is_empty")]
    pub known_by: Vec<Vec<String>>,
    /// A piece that holds fewer words is too thin; none: no such limit (posters, cards).
    #[serde(rename = "mots-min", default, skip_serializing_if = "Option::is_none")]
    pub min_words: Option<u32>,
    /// From which sides a piece may come (`origine`), and no other; empty: any words.
    #[serde(rename = "origines", default, skip_serializing_if = "Vec::is_empty")]
    pub origins: Vec<String>,
    /// A general paper, which would serve all (minutes, a plan): a piece counts for the criteria that it names, and for no other.
    #[serde(rename = "a-relier", default, skip_serializing_if = "std::ops::Not::not")]
    pub general: bool,
    /// What a person who opens it looks for.
    #[serde(rename = "a-regarder", default, skip_serializing_if = "Option::is_none")]
    pub look_for: Option<String>,
}

/// A list of labels.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Axis {
    /// Identifier.
    pub id: AxisId,
    /// Name.
    #[serde(rename = "libelle")]
    pub label: String,
    /// What it is.
    #[serde(rename = "aide")]
    pub help: String,
    /// What the report uses it for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<AxisRole>,
    /// Its values.
    #[serde(rename = "valeurs")]
    pub values: Vec<AxisValue>,
}

/// What the report uses an axis for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub enum AxisRole {
    /// Its values are the ethical principles: the report tells, principle by principle, where the structure stands.
    #[serde(rename = "deontologie")]
    Ethics,
}

/// Is a label sourced?
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// Read in a source.
    #[serde(rename = "source")]
    Sourced,
    /// To be confirmed.
    #[serde(rename = "a-confirmer")]
    ToConfirm,
}

/// One label.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AxisValue {
    /// Identifier.
    pub id: AxisValueId,
    /// Name.
    #[serde(rename = "libelle")]
    pub label: String,
    /// Its standing.
    #[serde(rename = "statut")]
    pub standing: Standing,
    /// Sources.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<SourceId>,
}

/// A chapter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Chapter {
    /// Identifier.
    pub id: ChapterId,
    /// Title.
    #[serde(rename = "titre")]
    pub title: String,
    /// The chapter it stands in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<ChapterId>,
    /// Weight beside its siblings.
    #[serde(rename = "poids")]
    pub weight: u32,
    /// What it is about.
    #[serde(rename = "presentation")]
    pub introduction: String,
    /// Score rules of its own, for itself and what is below it.
    #[serde(rename = "politique", default, skip_serializing_if = "Option::is_none")]
    pub policy: Option<ScoreChange>,
    /// Clause number, from an overlay only.
    #[serde(rename = "article", default, skip_serializing_if = "Option::is_none")]
    pub clause: Option<String>,
}

/// Kind of audit.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum AuditKind {
    /// By the structure itself.
    #[serde(rename = "auto-evaluation")]
    SelfAssessment,
    /// A rehearsal.
    #[serde(rename = "audit-blanc")]
    Mock,
    /// An audit.
    #[serde(rename = "audit")]
    Audit,
}

impl AuditKind {
    /// All three.
    pub const ALL: [Self; 3] = [Self::SelfAssessment, Self::Mock, Self::Audit];

    /// In French.
    pub fn label(self) -> &'static str {
        match self {
            Self::SelfAssessment => "auto-évaluation",
            Self::Mock => "audit blanc",
            Self::Audit => "audit",
        }
    }

    /// As written in dossier.toml.
    pub fn key(self) -> &'static str {
        match self {
            Self::SelfAssessment => "auto-evaluation",
            Self::Mock => "audit-blanc",
            Self::Audit => "audit",
        }
    }
}

/// A named selection of criteria.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Profile {
    /// Identifier.
    pub id: ProfileId,
    /// Title.
    #[serde(rename = "titre")]
    pub title: String,
    /// What it is for.
    pub description: String,
    /// Its criteria, in the norm's order.
    #[serde(rename = "criteres")]
    pub criteria: Vec<CriterionId>,
    /// Does it cover a part only?
    #[serde(rename = "partiel")]
    pub partial: bool,
    /// Are its criteria those to begin with? A new dossier asks about them first.
    #[serde(rename = "commencer", default, skip_serializing_if = "std::ops::Not::not")]
    pub first: bool,
    /// Is its report a sheet of two pages, for a funder?
    #[serde(rename = "fiche", default, skip_serializing_if = "std::ops::Not::not")]
    pub sheet: bool,
    /// Weight that waits for an auditor, beyond this share: a reserve; none: the norm's bound.
    #[serde(rename = "attente", default, skip_serializing_if = "Option::is_none")]
    pub waiting: Option<Ratio>,
    /// Its own conclusions; empty: those of the norm.
    #[serde(rename = "conclusions", default, skip_serializing_if = "Vec::is_empty")]
    pub conclusions: Vec<ConclusionRule>,
}

/// The overlay that was in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct OverlayMark {
    /// Who wrote it.
    #[serde(rename = "titulaire")]
    pub owner: String,
    /// Digest of the file.
    #[serde(rename = "empreinte")]
    pub digest: Digest,
    /// How many targets it changes.
    #[serde(rename = "cibles")]
    pub targets: usize,
}

impl Norm {
    /// The criterion of this id.
    pub fn criterion(&self, id: &CriterionId) -> Option<&Criterion> {
        self.criteria.iter().find(|criterion| &criterion.id == id)
    }

    /// The chapter of this id.
    pub fn chapter(&self, id: &ChapterId) -> Option<&Chapter> {
        self.chapters.iter().find(|chapter| &chapter.id == id)
    }

    /// Place of a level in the scale.
    pub fn level_rank(&self, id: &LevelId) -> Option<usize> {
        self.levels.iter().position(|level| &level.id == id)
    }

    /// The level of this id.
    pub fn level(&self, id: &LevelId) -> Option<&Level> {
        self.levels.iter().find(|level| &level.id == id)
    }

    /// The kind of finding of this code.
    pub fn kind(&self, code: &KindCode) -> Option<&Kind> {
        self.kinds.iter().find(|kind| &kind.code == code)
    }

    /// Place of a kind of finding among all of them.
    pub fn kind_place(&self, code: &KindCode) -> Option<usize> {
        self.kinds.iter().position(|kind| &kind.code == code)
    }

    /// The profile of this id.
    pub fn profile(&self, id: &ProfileId) -> Option<&Profile> {
        self.profiles.iter().find(|profile| &profile.id == id)
    }

    /// The axis that plays a role.
    pub fn axis_for(&self, role: AxisRole) -> Option<&Axis> {
        self.axes.iter().find(|axis| axis.role == Some(role))
    }

    /// The words of a label `axe/valeur`.
    pub fn axis_value(&self, label: &AxisLabel) -> Option<(&Axis, &AxisValue)> {
        let (axis, value) = label.parts()?;
        let axis = self.axes.iter().find(|a| a.id.as_str() == axis)?;
        Some((axis, axis.values.iter().find(|v| v.id.as_str() == value)?))
    }

    /// The score rules of a chapter at a date: those of the whole, then those that stand in the chapters above it and in its own.
    pub fn score_rules(&self, chapter: &ChapterId, date: Date) -> ScoreRules {
        self.laid_over(self.policy.score_at(date), chapter)
    }

    /// The score rules of a chapter before any revision.
    pub fn first_score_rules(&self, chapter: &ChapterId) -> ScoreRules {
        self.laid_over(self.policy.score.clone(), chapter)
    }

    /// A chapter and those above it, the nearest first.
    pub(super) fn path(&self, chapter: Option<&ChapterId>) -> Vec<&Chapter> {
        let mut path = Vec::new();
        let mut at = chapter.and_then(|id| self.chapter(id));
        while let Some(here) = at.filter(|_| path.len() <= self.chapters.len()) {
            path.push(here);
            at = here.parent.as_ref().and_then(|id| self.chapter(id));
        }
        path
    }

    fn laid_over(&self, mut rules: ScoreRules, chapter: &ChapterId) -> ScoreRules {
        let path = self.path(Some(chapter)).into_iter().rev();
        for change in path.filter_map(|c| c.policy.as_ref()) {
            change.over(&mut rules);
        }
        rules
    }

    /// A conclusion of a profile, by its id.
    pub fn conclusion(&self, profile: &ProfileId, id: &ConclusionId) -> Option<&ConclusionRule> {
        let profile = self.profile(profile)?;
        self.conclusions(profile).iter().find(|rule| &rule.id == id)
    }

    /// The conclusions that hold for a profile.
    pub fn conclusions<'a>(&'a self, profile: &'a Profile) -> &'a [ConclusionRule] {
        if profile.conclusions.is_empty() {
            &self.policy.conclusions
        } else {
            &profile.conclusions
        }
    }
}
