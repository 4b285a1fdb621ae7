//! The validated norm: every reference resolves, every rule suits its facts. Its JSON form is part of each assessment.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::evidence::item::{Format, Modality};
use crate::kernel::{Cycle, Date, Digest, FactKey, Id, Period, Ratio, Status};

pub use super::scheme::*;

/// A norm (audit criteria, ISO 19011).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Norm {
    /// Identifier of the norm.
    pub id: Id,
    /// Title.
    #[serde(rename = "titre")]
    pub title: String,
    /// Edition of the reference text.
    pub edition: String,
    /// Version of this transcription.
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
    /// Licence of this transcription.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub licence: Option<String>,
    /// Public sources.
    pub sources: BTreeMap<Id, Source>,
    /// Scale of declared practice, lowest first.
    #[serde(rename = "niveaux")]
    pub levels: Vec<Level>,
    /// Kinds of finding.
    #[serde(rename = "constats")]
    pub kinds: Vec<Kind>,
    /// Typed facts.
    #[serde(rename = "faits")]
    pub facts: BTreeMap<FactKey, FactDef>,
    /// The order in which facts are asked.
    #[serde(rename = "groupes-faits", default, skip_serializing_if = "Vec::is_empty")]
    pub fact_groups: Vec<FactGroup>,
    /// Evidence types.
    #[serde(rename = "types-preuve")]
    pub evidence_types: BTreeMap<Id, EvidenceType>,
    /// Lists of labels that cut across chapters.
    #[serde(rename = "axes")]
    pub axes: Vec<Axis>,
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Level {
    /// Identifier.
    pub id: Id,
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Kind {
    /// Code (`NC-MAJ`).
    pub code: Id,
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
    /// What is due, and by which day, for an audit of this date and cycle.
    pub fn due(&self, date: Date, cycle: Cycle) -> Vec<(&str, Date)> {
        self.deadlines
            .iter()
            .filter(|deadline| deadline.cycles.is_empty() || deadline.cycles.contains(&cycle))
            .map(|deadline| (deadline.stage.as_str(), date.plus(deadline.within)))
            .collect()
    }
}

/// Type of a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
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
            Self::Choice => "l'un des choix de la liste, entre guillemets",
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
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
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

/// A typed fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
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
}

/// Facts that share the first part of their key, in the order of the norm's files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FactGroup {
    /// First part of the keys.
    pub id: Id,
    /// Name, where the norm gives one.
    #[serde(rename = "titre", default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Its facts.
    #[serde(rename = "faits")]
    pub facts: Vec<FactKey>,
}

/// One choice of a fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// Identifier.
    pub id: Id,
    /// Name.
    #[serde(rename = "libelle")]
    pub label: String,
}

/// Personal data that an evidence type may rightly hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
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
}

/// A list of labels.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Axis {
    /// Identifier.
    pub id: Id,
    /// Name.
    #[serde(rename = "libelle")]
    pub label: String,
    /// What it is.
    #[serde(rename = "aide")]
    pub help: String,
    /// Its values.
    #[serde(rename = "valeurs")]
    pub values: Vec<AxisValue>,
}

/// Is a label sourced?
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AxisValue {
    /// Identifier.
    pub id: Id,
    /// Name.
    #[serde(rename = "libelle")]
    pub label: String,
    /// Its standing.
    #[serde(rename = "statut")]
    pub standing: Standing,
    /// Sources.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<Id>,
}

/// A chapter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Chapter {
    /// Identifier.
    pub id: Id,
    /// Title.
    #[serde(rename = "titre")]
    pub title: String,
    /// The chapter it stands in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<Id>,
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

/// How much a criterion matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Importance {
    /// Without it, the framework is not respected.
    #[serde(rename = "imperatif")]
    Imperative,
    /// Expected.
    #[serde(rename = "exigible")]
    Required,
    /// Good practice.
    #[serde(rename = "recommande")]
    Recommended,
}

impl Importance {
    /// All three, strongest first.
    pub const ALL: [Self; 3] = [Self::Imperative, Self::Required, Self::Recommended];

    /// In French.
    pub fn label(self) -> &'static str {
        match self {
            Self::Imperative => "impératif",
            Self::Required => "exigible",
            Self::Recommended => "recommandé",
        }
    }
}

/// How a criterion is judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Judged {
    /// By its rules alone.
    #[serde(rename = "automatique")]
    Automatic,
    /// By what the structure declares.
    #[serde(rename = "declare")]
    Declared,
    /// By both.
    #[serde(rename = "mixte")]
    Mixed,
    /// By a person only.
    #[serde(rename = "humain")]
    Human,
}

impl Judged {
    /// In French.
    pub fn label(self) -> &'static str {
        match self {
            Self::Automatic => "automatiquement",
            Self::Declared => "sur déclaration",
            Self::Mixed => "sur déclaration et preuves",
            Self::Human => "par une personne",
        }
    }
}

/// Who is bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Bound {
    /// The employer.
    #[serde(rename = "employeur")]
    Employer,
    /// Who commissions and pays.
    #[serde(rename = "commanditaire")]
    Commissioner,
    /// Managers of mediators.
    #[serde(rename = "encadrants")]
    Managers,
    /// Mediators.
    #[serde(rename = "mediateurs")]
    Mediators,
}

impl Bound {
    /// In French.
    pub fn label(self) -> &'static str {
        match self {
            Self::Employer => "employeur",
            Self::Commissioner => "commanditaire",
            Self::Managers => "encadrants",
            Self::Mediators => "médiateurs",
        }
    }
}

/// How well a criterion is sourced (A: a public source says so … C: good practice of the sector).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub enum Confidence {
    /// A public source says that the norm, or its certification, demands this.
    A,
    /// A public source ties the theme to the norm.
    #[serde(rename = "A-")]
    AMinus,
    /// A certified structure says that it has this.
    B,
    /// Good practice of the sector.
    C,
}

impl Confidence {
    /// The code.
    pub fn code(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::AMinus => "A-",
            Self::B => "B",
            Self::C => "C",
        }
    }

    /// What it means.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::A => "une source publique dit que la norme, ou sa certification, le demande",
            Self::AMinus => {
                "une source publique relie le thème à la norme ; la forme précise est notre lecture"
            }
            Self::B => "une structure certifiée, ou son réseau, dit l'avoir",
            Self::C => "bonne pratique du secteur ; aucune source ne la relie à la norme",
        }
    }
}

/// A criterion: one requirement used as reference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Criterion {
    /// Stable id.
    pub id: Id,
    /// Its chapter.
    #[serde(rename = "chapitre")]
    pub chapter: Id,
    /// Title.
    #[serde(rename = "titre")]
    pub title: String,
    /// What is required, in our own words.
    #[serde(rename = "exigence")]
    pub requirement: String,
    /// What is at stake.
    #[serde(rename = "enjeu")]
    pub stake: String,
    /// How much it matters.
    pub importance: Importance,
    /// Weight beside its siblings.
    #[serde(rename = "poids")]
    pub weight: u32,
    /// How it is judged.
    #[serde(rename = "juge")]
    pub judged: Judged,
    /// Who is bound.
    #[serde(rename = "oblige", default, skip_serializing_if = "Vec::is_empty")]
    pub binds: Vec<Bound>,
    /// Declared level wanted.
    #[serde(rename = "niveau-requis", default, skip_serializing_if = "Option::is_none")]
    pub level: Option<Id>,
    /// Declared level wanted in single cycles.
    #[serde(
        rename = "niveau-requis-selon",
        default,
        skip_serializing_if = "BTreeMap::is_empty"
    )]
    pub levels: BTreeMap<Cycle, Id>,
    /// Cycles in which it is judged; empty: all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cycles: Vec<Cycle>,
    /// Weights that replace its own where a rule holds; the first that does.
    #[serde(rename = "poids-si", default, skip_serializing_if = "Vec::is_empty")]
    pub weights: Vec<ReducedWeight>,
    /// The one kind of finding that it gives, however it fails.
    #[serde(rename = "nature-unique", default, skip_serializing_if = "Option::is_none")]
    pub single_kind: Option<Id>,
    /// How well it is sourced.
    #[serde(rename = "confiance")]
    pub confidence: Confidence,
    /// Sources.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<Id>,
    /// Labels, `axe/valeur`.
    #[serde(rename = "etiquettes", default, skip_serializing_if = "Vec::is_empty")]
    pub labels: Vec<Id>,
    /// First day in force.
    #[serde(rename = "en-vigueur", default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Date>,
    /// Withdrawn from this day on.
    #[serde(rename = "retire", default, skip_serializing_if = "Option::is_none")]
    pub withdrawn: Option<Date>,
    /// Names it bore before.
    #[serde(rename = "ancien-id", default, skip_serializing_if = "Vec::is_empty")]
    pub former_ids: Vec<Id>,
    /// When it applies.
    #[serde(rename = "applicable-si", default, skip_serializing_if = "Option::is_none")]
    pub applies_if: Option<Rule>,
    /// May it not be set aside?
    #[serde(rename = "na-interdit")]
    pub always_applies: bool,
    /// What stays open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Clause number, from an overlay only.
    #[serde(rename = "article", default, skip_serializing_if = "Option::is_none")]
    pub clause: Option<String>,
    /// What is looked at.
    pub elements: Vec<Element>,
    /// Tests.
    #[serde(rename = "exemples", default, skip_serializing_if = "Vec::is_empty")]
    pub examples: Vec<Example>,
}

/// A weight that holds where a rule does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReducedWeight {
    /// The rule.
    #[serde(rename = "si")]
    pub rule: Rule,
    /// The weight.
    #[serde(rename = "poids")]
    pub weight: u32,
}

/// An element of a criterion (élément d'appréciation).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Element {
    /// Id within the criterion.
    pub id: Id,
    /// What is wanted.
    #[serde(rename = "libelle")]
    pub label: String,
    /// The rule; none: a person judges.
    #[serde(rename = "si", default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<Rule>,
    /// What would close a gap.
    pub action: String,
    /// Effort of that action, 1 (an hour) to 5 (months).
    pub effort: u8,
    /// Is a declaration enough?
    #[serde(rename = "declaration-suffit")]
    pub declaration_suffices: bool,
    /// Does it inform only?
    #[serde(rename = "facultatif")]
    pub optional: bool,
    /// Cycles in which it is wanted; empty: all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cycles: Vec<Cycle>,
}

/// A rule: an externally tagged tree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Rule {
    /// The declared level.
    #[serde(rename = "pratique")]
    Practice {
        /// Lowest level.
        #[serde(rename = "au-moins")]
        at_least: Id,
        /// For how long at least.
        #[serde(rename = "depuis-au-moins", default, skip_serializing_if = "Option::is_none")]
        since: Option<Period>,
        /// Of which criterion; its own by default.
        #[serde(rename = "critere", default, skip_serializing_if = "Option::is_none")]
        criterion: Option<Id>,
    },
    /// A fact.
    #[serde(rename = "fait")]
    Fact {
        /// Which.
        #[serde(rename = "cle")]
        key: FactKey,
        /// What is asked of it.
        test: FactTest,
    },
    /// One fact over another.
    #[serde(rename = "taux")]
    Rate {
        /// The part.
        #[serde(rename = "de")]
        part: FactKey,
        /// The whole.
        #[serde(rename = "sur")]
        whole: FactKey,
        /// The threshold.
        #[serde(rename = "seuil")]
        threshold: Threshold,
        /// May the part exceed the whole?
        #[serde(rename = "depassement", default)]
        may_exceed: bool,
    },
    /// Evidence.
    #[serde(rename = "preuve")]
    Evidence(EvidenceRule),
    /// The retained status of another criterion.
    #[serde(rename = "critere")]
    Criterion {
        /// Which.
        id: Id,
        /// The status wanted.
        #[serde(rename = "statut")]
        status: Status,
    },
    /// All of them.
    #[serde(rename = "tous")]
    All(Vec<Rule>),
    /// One of them.
    #[serde(rename = "un-parmi")]
    Any(Vec<Rule>),
    /// At least n of them.
    #[serde(rename = "au-moins-n")]
    AtLeast {
        /// How many.
        n: u32,
        /// Of which.
        #[serde(rename = "regles")]
        rules: Vec<Rule>,
    },
    /// The contrary.
    #[serde(rename = "non")]
    Not(Box<Rule>),
    /// The one in force at the audit date; without object before the first.
    #[serde(rename = "selon-date")]
    Dated(Vec<DatedRule>),
}

/// A rule that holds from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DatedRule {
    /// First audit date that it holds for.
    #[serde(rename = "depuis")]
    pub from: Date,
    /// Who says so.
    pub source: Id,
    /// The rule.
    #[serde(rename = "regle")]
    pub rule: Rule,
}

/// What is asked of a fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FactTest {
    /// Exactly this.
    #[serde(rename = "vaut")]
    Equals(FactValue),
    /// This or more.
    #[serde(rename = "au-moins")]
    AtLeast(FactValue),
    /// This or less.
    #[serde(rename = "au-plus")]
    AtMost(FactValue),
    /// One of these.
    #[serde(rename = "parmi")]
    Among(Vec<FactValue>),
    /// That it be stated.
    #[serde(rename = "renseigne")]
    Stated,
}

/// A threshold of a rate or of a count; exact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Threshold {
    /// This or more.
    #[serde(rename = "au-moins")]
    AtLeast(Ratio),
    /// This or less.
    #[serde(rename = "au-plus")]
    AtMost(Ratio),
}

impl Threshold {
    /// Does the value meet it?
    pub fn admits(&self, value: &Ratio) -> bool {
        match self {
            Self::AtLeast(bound) => value >= bound,
            Self::AtMost(bound) => value <= bound,
        }
    }
}

/// What a piece must report on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Coverage {
    /// A period that ends on the audit date.
    #[serde(rename = "periode")]
    Last(Period),
    /// The calendar year before the audit date's.
    #[serde(rename = "annee-precedente")]
    PreviousYear,
}

/// What is asked of evidence: every condition bears on the same pieces, and `count` counts pieces that meet them all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct EvidenceRule {
    /// One of these types.
    pub types: BTreeSet<Id>,
    /// How many pieces.
    #[serde(rename = "nombre")]
    pub count: u32,
    /// Age at most.
    #[serde(rename = "age-max", default, skip_serializing_if = "Option::is_none")]
    pub max_age: Option<Period>,
    /// Still valid this long after the audit date.
    #[serde(rename = "valide-encore", default, skip_serializing_if = "Option::is_none")]
    pub still_valid: Option<Period>,
    /// What the union of the pieces' periods must cover.
    #[serde(rename = "couvre", default, skip_serializing_if = "Option::is_none")]
    pub covers: Option<Coverage>,
    /// Modalities admitted; empty: those of the type.
    #[serde(rename = "modalites", default, skip_serializing_if = "Vec::is_empty")]
    pub modalities: Vec<Modality>,
    /// Different modalities wanted among the pieces.
    #[serde(rename = "modalites-min")]
    pub min_modalities: u32,
    /// Different origins wanted among the pieces.
    #[serde(rename = "origines-min")]
    pub min_origins: u32,
    /// Formats admitted; empty: those of the type.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub formats: Vec<Format>,
    /// Pages at least.
    #[serde(rename = "pages-min", default, skip_serializing_if = "Option::is_none")]
    pub min_pages: Option<u32>,
    /// Words that must stand in the text.
    #[serde(rename = "contient", default, skip_serializing_if = "Vec::is_empty")]
    pub contains: Vec<String>,
    /// Must it be said to be signed?
    #[serde(rename = "signee", default)]
    pub signed: bool,
}

impl EvidenceRule {
    /// One piece, without any condition; the types are still to be named.
    pub fn any() -> Self {
        Self {
            types: BTreeSet::new(),
            count: 1,
            max_age: None,
            still_valid: None,
            covers: None,
            modalities: Vec::new(),
            min_modalities: 1,
            min_origins: 1,
            formats: Vec::new(),
            min_pages: None,
            contains: Vec::new(),
            signed: false,
        }
    }
}

impl Coverage {
    /// First and last day that must be covered, for an audit of this date.
    pub fn window(self, date: Date) -> (Date, Date) {
        match self {
            Self::Last(period) => (date.minus(period).tomorrow().unwrap_or(date), date),
            Self::PreviousYear => {
                let year = date.parts().0 - 1;
                let day = |month, day| Date::new(year, month, day).unwrap_or(date);
                (day(1, 1), day(12, 31))
            }
        }
    }
}

/// A test that stands beside its criterion: judges this criterion alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Example {
    /// What it shows.
    #[serde(rename = "nom")]
    pub name: String,
    /// Its audit date.
    pub date: Date,
    /// Its cycle.
    pub cycle: Cycle,
    /// Facts, with the type of the piece that proves them.
    #[serde(rename = "faits", default, skip_serializing_if = "BTreeMap::is_empty")]
    pub facts: BTreeMap<FactKey, ExampleFact>,
    /// Declared level.
    #[serde(rename = "niveau", default, skip_serializing_if = "Option::is_none")]
    pub level: Option<Id>,
    /// Set aside, with this reason.
    #[serde(rename = "non-applicable", default, skip_serializing_if = "Option::is_none")]
    pub not_applicable: Option<String>,
    /// Evidence.
    #[serde(rename = "preuves", default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<ExampleEvidence>,
    /// What an auditor found of elements.
    #[serde(rename = "constats", default, skip_serializing_if = "BTreeMap::is_empty")]
    pub findings: BTreeMap<Id, bool>,
    /// Statuses of other criteria.
    #[serde(rename = "autres", default, skip_serializing_if = "BTreeMap::is_empty")]
    pub others: BTreeMap<Id, Status>,
    /// Status expected.
    #[serde(rename = "attendu")]
    pub expected: Status,
}

/// A fact of an example.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct ExampleFact {
    /// Its value.
    #[serde(rename = "valeur")]
    pub value: FactValue,
    /// Type of the piece that proves it.
    #[serde(rename = "preuve", default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<Id>,
}

/// A piece of evidence of an example: readable and in a file unless said otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct ExampleEvidence {
    /// Type.
    #[serde(rename = "type")]
    pub kind: Id,
    /// Date of effect.
    #[serde(rename = "date-effet", default, skip_serializing_if = "Option::is_none")]
    pub effect: Option<Date>,
    /// Last day of validity.
    #[serde(rename = "expire", default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<Date>,
    /// What it reports on.
    #[serde(rename = "periode", default, skip_serializing_if = "Option::is_none")]
    pub covers: Option<(Date, Date)>,
    /// Kept elsewhere?
    #[serde(rename = "ailleurs", default)]
    pub elsewhere: bool,
    /// Modality; other than a document, it is reported by the structure.
    #[serde(rename = "modalite")]
    pub modality: Modality,
    /// Pages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pages: Option<u32>,
    /// Its text.
    #[serde(rename = "texte", default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Unreadable?
    #[serde(rename = "illisible", default)]
    pub unreadable: bool,
    /// Signed?
    #[serde(rename = "signee", default)]
    pub signed: bool,
    /// Origin.
    #[serde(rename = "origine", default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

/// Kind of audit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
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
}

/// A named selection of criteria.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Profile {
    /// Identifier.
    pub id: Id,
    /// Title.
    #[serde(rename = "titre")]
    pub title: String,
    /// What it is for.
    pub description: String,
    /// Its criteria, in the norm's order.
    #[serde(rename = "criteres")]
    pub criteria: Vec<Id>,
    /// Does it cover a part only?
    #[serde(rename = "partiel")]
    pub partial: bool,
    /// Its own conclusions; empty: those of the norm.
    #[serde(rename = "conclusions", default, skip_serializing_if = "Vec::is_empty")]
    pub conclusions: Vec<ConclusionRule>,
}

/// The overlay that was in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
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
    pub fn criterion(&self, id: &Id) -> Option<&Criterion> {
        self.criteria.iter().find(|criterion| &criterion.id == id)
    }

    /// The chapter of this id.
    pub fn chapter(&self, id: &Id) -> Option<&Chapter> {
        self.chapters.iter().find(|chapter| &chapter.id == id)
    }

    /// Place of a level in the scale.
    pub fn level_rank(&self, id: &Id) -> Option<usize> {
        self.levels.iter().position(|level| &level.id == id)
    }

    /// The level of this id.
    pub fn level(&self, id: &Id) -> Option<&Level> {
        self.levels.iter().find(|level| &level.id == id)
    }

    /// The kind of finding of this code.
    pub fn kind(&self, code: &Id) -> Option<&Kind> {
        self.kinds.iter().find(|kind| &kind.code == code)
    }

    /// The profile of this id.
    pub fn profile(&self, id: &Id) -> Option<&Profile> {
        self.profiles.iter().find(|profile| &profile.id == id)
    }

    /// The words of a label `axe/valeur`.
    pub fn axis_value(&self, label: &Id) -> Option<(&Axis, &AxisValue)> {
        let (axis, value) = label.as_str().split_once('/')?;
        let axis = self.axes.iter().find(|a| a.id.as_str() == axis)?;
        Some((axis, axis.values.iter().find(|v| v.id.as_str() == value)?))
    }

    /// The score rules of a chapter at a date: those of the whole, then those that stand in the chapters above it and in its own.
    pub fn score_rules(&self, chapter: &Id, date: Date) -> ScoreRules {
        self.laid_over(self.policy.score_at(date), chapter)
    }

    /// The score rules of a chapter before any revision.
    pub fn first_score_rules(&self, chapter: &Id) -> ScoreRules {
        self.laid_over(self.policy.score.clone(), chapter)
    }

    fn laid_over(&self, mut rules: ScoreRules, chapter: &Id) -> ScoreRules {
        let mut path = Vec::new();
        let mut at = self.chapter(chapter);
        while let Some(here) = at.filter(|_| path.len() <= self.chapters.len()) {
            path.push(here);
            at = here.parent.as_ref().and_then(|id| self.chapter(id));
        }
        for change in path.iter().rev().filter_map(|c| c.policy.as_ref()) {
            change.over(&mut rules);
        }
        rules
    }

    /// A conclusion of a profile, by its id.
    pub fn conclusion(&self, profile: &Id, id: &Id) -> Option<&ConclusionRule> {
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

impl Rule {
    /// The rule itself; of a series by dates, the one that holds at a date, if any.
    pub fn in_force(&self, date: Date) -> Option<&Self> {
        match self {
            Self::Dated(series) => series
                .iter()
                .rfind(|dated| dated.from <= date)
                .and_then(|dated| dated.rule.in_force(date)),
            other => Some(other),
        }
    }

    /// Calls `visit` on this rule and on every rule below it.
    pub fn walk<'a>(&'a self, visit: &mut impl FnMut(&'a Self)) {
        visit(self);
        match self {
            Self::All(rules) | Self::Any(rules) | Self::AtLeast { n: _, rules } => {
                rules.iter().for_each(|rule| rule.walk(visit));
            }
            Self::Not(rule) => rule.walk(visit),
            Self::Dated(series) => series.iter().for_each(|dated| dated.rule.walk(visit)),
            Self::Practice { .. }
            | Self::Fact { .. }
            | Self::Rate { .. }
            | Self::Evidence(_)
            | Self::Criterion { .. } => {}
        }
    }

    /// Calls `visit` on this rule and on every rule below it, to change them.
    pub fn walk_mut(&mut self, visit: &mut impl FnMut(&mut Self)) {
        visit(self);
        match self {
            Self::All(rules) | Self::Any(rules) | Self::AtLeast { n: _, rules } => {
                rules.iter_mut().for_each(|rule| rule.walk_mut(visit));
            }
            Self::Not(rule) => rule.walk_mut(visit),
            Self::Dated(series) => series.iter_mut().for_each(|dated| dated.rule.walk_mut(visit)),
            Self::Practice { .. }
            | Self::Fact { .. }
            | Self::Rate { .. }
            | Self::Evidence(_)
            | Self::Criterion { .. } => {}
        }
    }

    /// The fact keys that it reads.
    pub fn facts(&self) -> BTreeSet<&FactKey> {
        let mut keys = BTreeSet::new();
        self.walk(&mut |rule| match rule {
            Self::Fact { key, test: _ } => {
                keys.insert(key);
            }
            Self::Rate {
                part,
                whole,
                threshold: _,
                may_exceed: _,
            } => {
                keys.extend([part, whole]);
            }
            _ => {}
        });
        keys
    }

    /// The evidence types that it asks.
    pub fn evidence_types(&self) -> BTreeSet<&Id> {
        let mut types = BTreeSet::new();
        self.walk(&mut |rule| {
            if let Self::Evidence(asked) = rule {
                types.extend(&asked.types);
            }
        });
        types
    }

    /// The other criteria whose declared level it reads.
    pub fn practices(&self) -> BTreeSet<&Id> {
        let mut ids = BTreeSet::new();
        self.walk(&mut |rule| {
            if let Self::Practice {
                criterion: Some(id),
                at_least: _,
                since: _,
            } = rule
            {
                ids.insert(id);
            }
        });
        ids
    }

    /// The criteria whose status it reads.
    pub fn criteria(&self) -> BTreeSet<&Id> {
        let mut ids = BTreeSet::new();
        self.walk(&mut |rule| {
            if let Self::Criterion { id, status: _ } = rule {
                ids.insert(id);
            }
        });
        ids
    }
}

impl Element {
    /// Is it wanted in a cycle?
    pub fn is_in(&self, cycle: Cycle) -> bool {
        self.cycles.is_empty() || self.cycles.contains(&cycle)
    }
}

impl Criterion {
    /// Every rule of the criterion: its elements', its applicability's, its weights'.
    pub fn rules(&self) -> impl Iterator<Item = &Rule> {
        self.elements
            .iter()
            .filter_map(|element| element.rule.as_ref())
            .chain(self.applies_if.as_ref())
            .chain(self.weights.iter().map(|reduced| &reduced.rule))
    }

    /// The declared level wanted in a cycle.
    pub fn level_in(&self, cycle: Cycle) -> Option<&Id> {
        self.levels.get(&cycle).or(self.level.as_ref())
    }

    /// Is it judged in a cycle?
    pub fn is_in(&self, cycle: Cycle) -> bool {
        self.cycles.is_empty() || self.cycles.contains(&cycle)
    }

    /// Does it rest on this source: among its own, or named in its note?
    pub fn cites(&self, source: &Id) -> bool {
        let named = |note: &String| {
            note.split(|c: char| !c.is_alphanumeric() && c != '-')
                .any(|word| word == source.as_str())
        };
        self.sources.contains(source) || self.note.as_ref().is_some_and(named)
    }

    /// The evidence types that its elements ask.
    pub fn evidence_types(&self) -> BTreeSet<&Id> {
        self.elements
            .iter()
            .filter_map(|element| element.rule.as_ref())
            .flat_map(Rule::evidence_types)
            .collect()
    }
}
