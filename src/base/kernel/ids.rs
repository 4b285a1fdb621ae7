//! What each identifier names, as a type: the compiler refuses one where another is meant.

use std::borrow::Borrow;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use super::Digest;
use super::id::{self, Id, IdError};

/// An identifier, of whatever it may be.
pub trait Identifier: AsRef<str> + fmt::Display + Clone + Eq {
    /// What it names, in the words of a message: « le critère ».
    const NAMED: &'static str;
}

/// One type for each thing that bears an identifier. All read the same grammar, unless another is named, and are written as plain texts.
macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident $(by $parse:ident)? = $named:literal,)+) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
            #[serde(transparent)]
            pub struct $name(Id);

            impl $name {
                /// Checks the grammar.
                pub fn parse(text: &str) -> Result<Self, IdError> {
                    ids!(@parse text $($parse)?).map(Self)
                }

                /// The text, as written.
                pub fn as_str(&self) -> &str {
                    self.0.as_str()
                }
            }

            impl Identifier for $name {
                const NAMED: &'static str = $named;
            }

            impl AsRef<str> for $name {
                fn as_ref(&self) -> &str {
                    self.as_str()
                }
            }

            impl Borrow<str> for $name {
                fn borrow(&self) -> &str {
                    self.as_str()
                }
            }

            impl fmt::Display for $name {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    f.write_str(self.as_str())
                }
            }

            impl FromStr for $name {
                type Err = IdError;
                fn from_str(text: &str) -> Result<Self, IdError> {
                    Self::parse(text)
                }
            }

            impl<'de> Deserialize<'de> for $name {
                fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    id::read(deserializer, Self::parse)
                }
            }

                        impl schemars::JsonSchema for $name {
                fn schema_name() -> std::borrow::Cow<'static, str> {
                    <Id as schemars::JsonSchema>::schema_name()
                }
                fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
                    <Id as schemars::JsonSchema>::json_schema(generator)
                }
            }
        )+
    };
    (@parse $text:ident) => { Id::parse($text) };
    (@parse $text:ident $parse:ident) => { Id::$parse($text) };
}

ids! {
    /// A norm.
    NormId = "la norme",
    /// A public source of a norm.
    SourceId = "la source",
    /// A level of declared practice.
    LevelId = "le niveau",
    /// A kind of finding (`NC-MAJ`).
    KindCode = "la nature de constat",
    /// A fact: identifiers joined by dots (`equipe.mediateurs`).
    FactKey = "le fait",
    /// The first part of the keys of facts that are asked together.
    FactGroupId = "le groupe de faits",
    /// One of the choices of a fact.
    ChoiceId = "le choix",
    /// An evidence type.
    TypeId = "le type de preuve",
    /// A usual paper.
    PaperId = "le papier",
    /// A table that a structure keeps.
    TableId = "le tableau",
    /// A column of a table.
    ColumnId = "la colonne",
    /// An axis of labels.
    AxisId = "l’axe",
    /// A value of an axis.
    AxisValueId = "la valeur",
    /// A label that a criterion bears: an axis and its value, with a slash between (`principe/confidentialite`).
    AxisLabel = "l’étiquette",
    /// A chapter.
    ChapterId = "le chapitre",
    /// A criterion; dots may stand inside (`1.1`).
    CriterionId = "le critère",
    /// An element within its criterion (`a`): without dots, so that the last dot of `1.1.a` parts the two.
    ElementId by parse_part = "l’élément",
    /// A field of the form that a norm asks for a criterion that fails.
    FormFieldId = "le champ",
    /// A gate of the score.
    GateId = "la porte",
    /// A conclusion.
    ConclusionId = "la conclusion",
    /// Who in a structure knows the answer to a question (`direction`, `encadrement`…).
    RespondentId = "l’interlocuteur",
    /// A cohort by which structures are compared.
    CohortId = "la cohorte",
    /// A band of a cohort.
    BandId = "la tranche",
    /// An indicator of social utility.
    IndicatorId = "l’indicateur",
    /// A milestone of the cycle of certification (`initial`, `suivi`…).
    MilestoneId = "l’étape du cycle",
    /// A profile: a named selection of criteria.
    ProfileId = "le profil",
    /// A dossier.
    DossierId = "le dossier",
    /// A site of the structure.
    SiteId = "le site",
    /// A piece of evidence.
    PieceId = "la preuve",
    /// An auditor: the name of the file that holds the findings.
    AuditorId = "l’auditeur",
    /// A finding.
    FindingId = "le constat",
    /// A draw of an auditor.
    DrawId = "le tirage",
    /// An action of the plan.
    ActionId = "l’action",
    /// An answer of the structure.
    ObservationId = "l’observation",
    /// A doubt: its kind, and what it rests on.
    DoubtId = "le doute",
}

impl FactKey {
    /// What its first part names.
    pub fn group(&self) -> FactGroupId {
        FactGroupId(self.0.first_part())
    }
}

impl AxisLabel {
    /// The label of a value.
    pub fn new(axis: &AxisId, value: &AxisValueId) -> Self {
        Self(axis.0.joined('/', &value.0))
    }

    /// Is it a value of this axis?
    pub fn is_of(&self, axis: &AxisId) -> bool {
        self.parts().is_some_and(|(own, _)| own == axis.as_str())
    }

    /// The axis and the value that it names, where it has a slash.
    pub fn parts(&self) -> Option<(&str, &str)> {
        self.as_str().split_once('/')
    }
}

impl TypeId {
    /// What would be the id of this name.
    pub fn slug(name: &str) -> Option<Self> {
        Id::slug(name).map(Self)
    }
}

impl DossierId {
    /// An identifier made of a name: `Régie de l'Œuvre (Nord)` gives `regie-de-l-oeuvre-nord`. None where nothing of it is left.
    pub fn slug(name: &str) -> Option<Self> {
        Id::slug(name).map(Self)
    }

    /// One made for an example or a trial.
    pub fn trial() -> Self {
        Self(Id::numbered("essai", 1))
    }
}

impl AuditorId {
    /// One made for an example or a trial.
    pub fn trial() -> Self {
        Self(Id::numbered("essai", 1))
    }

    /// What would be the id of this name.
    pub fn slug(name: &str) -> Option<Self> {
        Id::slug(name).map(Self)
    }
}

impl CriterionId {
    /// One that no criterion has, for a trial.
    pub fn trial() -> Self {
        Self(Id::numbered("essai", 1))
    }
}

impl ProfileId {
    /// One made for an example, which is of no profile.
    pub fn trial() -> Self {
        Self(Id::numbered("essai", 1))
    }
}

impl FindingId {
    /// The first of K01, K02… that is not taken.
    pub fn free(taken: impl Fn(&Self) -> bool) -> Self {
        let mut rank = 1;
        loop {
            let id = Self(Id::ranked('K', rank));
            if !taken(&id) {
                return id;
            }
            rank += 1;
        }
    }

    /// One made for an example or a trial.
    pub fn trial(rank: usize) -> Self {
        Self(Id::numbered("essai", rank))
    }
}

impl PieceId {
    /// One made for an example or a trial.
    pub fn trial(rank: usize) -> Self {
        Self(Id::numbered("essai", rank))
    }

    /// What stands for the id of a piece until the file of this path is known.
    pub fn at(path: &str) -> Self {
        Self(Id::standing_for(path))
    }

    /// The id of a file that nobody declared: what its bytes are.
    pub fn of_file(digest: &Digest) -> Self {
        Self(Id::numbered("f", digest.short()))
    }
}

/// A piece as the files of a dossier name it: by its id, or by the path of its file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PieceName(PieceId);

impl PieceName {
    /// The id; of a path, what stands for it until the file is known.
    pub fn id(&self) -> &PieceId {
        &self.0
    }

    /// Is it said by the path of its file, or by the id that a file has which nobody declared?
    pub fn is_of_file(&self) -> bool {
        let name = self.0.as_str();
        let digits = name.strip_prefix("f-").filter(|rest| rest.len() == Digest::SHORT);
        name.contains('/') || digits.is_some_and(|rest| rest.chars().all(|c| c.is_ascii_hexdigit()))
    }
}

impl AsRef<str> for PieceName {
    fn as_ref(&self) -> &str {
        self.0.as_str()
    }
}

impl<'de> Deserialize<'de> for PieceName {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let named = |text: &str| {
            if text.contains('/') {
                Ok(PieceId::at(&text.nfc().collect::<String>()))
            } else {
                PieceId::parse(text)
            }
        };
        id::read(deserializer, named).map(Self)
    }
}

impl schemars::JsonSchema for PieceName {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "NomDePreuve".into()
    }
    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        <String as schemars::JsonSchema>::json_schema(generator)
    }
}

impl DoubtId {
    /// The id of a doubt of this kind that rests on this; what changes makes it another doubt.
    pub fn of(kind: &'static str, rests_on: &Digest) -> Self {
        Self(Id::numbered(kind, rests_on.short()))
    }
}

/// An element with its criterion, as `C05.a`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ElementRef {
    /// The criterion.
    pub criterion: CriterionId,
    /// The element, within it.
    pub element: ElementId,
}

impl ElementRef {
    /// An element of a criterion.
    pub fn new(criterion: &CriterionId, element: &ElementId) -> Self {
        Self {
            criterion: criterion.clone(),
            element: element.clone(),
        }
    }

    /// Reads `C05.a`; the last dot parts the two.
    pub fn parse(text: &str) -> Result<Self, IdError> {
        let (criterion, element) = text.rsplit_once('.').ok_or(IdError::BadShape)?;
        Ok(Self {
            criterion: CriterionId::parse(criterion)?,
            element: ElementId::parse(element)?,
        })
    }
}

impl fmt::Display for ElementRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.criterion, self.element)
    }
}

impl FromStr for ElementRef {
    type Err = IdError;
    fn from_str(text: &str) -> Result<Self, IdError> {
        Self::parse(text)
    }
}

impl Serialize for ElementRef {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for ElementRef {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        id::read(deserializer, Self::parse)
    }
}

impl schemars::JsonSchema for ElementRef {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        <Id as schemars::JsonSchema>::schema_name()
    }
    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        <Id as schemars::JsonSchema>::json_schema(generator)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_dot_parts_an_element_from_its_criterion() {
        let element = ElementRef::parse("1.1.a").unwrap();
        assert_eq!(element.criterion.as_str(), "1.1");
        assert_eq!(element.element.as_str(), "a");
        assert_eq!(element.to_string(), "1.1.a");
        assert_eq!(ElementRef::parse("C05"), Err(IdError::BadShape));
        assert_eq!(ElementId::parse("a.1"), Err(IdError::BadCharacter('.')));
    }

    #[test]
    fn the_first_part_of_a_key_names_its_group() {
        let group = |key| FactKey::parse(key).unwrap().group().to_string();
        assert_eq!(group("equipe.mediateurs.formes"), "equipe");
        assert_eq!(group("surface"), "surface");
    }
}
