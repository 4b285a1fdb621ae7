//! What is wished of the keys of one thing, and those keys as its file writes them.

use std::collections::BTreeMap;

use super::fields::Field;
use super::literal::{CopiedPage, Literal};
use crate::assessment::inputs::{ActionState, ElementFinding, GapPart};
use crate::kernel::{
    CriterionId, Date, Digest, ElementId, FindingId, FormFieldId, KindCode, LevelId, PieceId, Ratio,
    RespondentId, SiteId, Status, TableId, TypeId,
};
use crate::norm::model::FactValue;
use crate::record::item::{Modality, Witness};

/// What is wished of one key.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Wish<T> {
    /// It stays as it is, or absent.
    #[default]
    Keep,
    /// It says this.
    Set(T),
    /// It goes.
    Clear,
}

impl<T> Wish<T> {
    /// The same, borrowed.
    pub fn as_ref(&self) -> Wish<&T> {
        match self {
            Self::Keep => Wish::Keep,
            Self::Set(value) => Wish::Set(value),
            Self::Clear => Wish::Clear,
        }
    }

    /// The same, of another type.
    pub fn map<U>(self, to: impl FnOnce(T) -> U) -> Wish<U> {
        match self {
            Self::Keep => Wish::Keep,
            Self::Set(value) => Wish::Set(to(value)),
            Self::Clear => Wish::Clear,
        }
    }

    /// A value, or its absence.
    pub fn exactly(value: Option<T>) -> Self {
        value.map_or(Self::Clear, Self::Set)
    }
}

/// What changes in what is stated of a criterion.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PracticeWish {
    /// Declared level; cleared, the criterion is unanswered again.
    pub level: Wish<LevelId>,
    /// Since when.
    pub since: Wish<Date>,
    /// Why the criterion does not apply.
    pub not_applicable: Wish<String>,
    /// Who says so (a function).
    pub by: Wish<String>,
    /// When it was said.
    pub on: Wish<Date>,
    /// Comment.
    pub comment: Wish<String>,
}

/// What changes in a fact.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FactWish {
    /// Its value.
    pub value: Wish<FactValue>,
    /// The day it holds for.
    pub on: Wish<Date>,
    /// Where it comes from, in words.
    pub source: Wish<String>,
    /// The piece that proves it.
    pub evidence: Wish<PieceId>,
    /// Who says so (a function).
    pub by: Wish<String>,
    /// When it was said.
    pub stated_on: Wish<Date>,
}

/// What changes in a declared piece.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PieceWish {
    /// The file and the types of a piece that is not declared yet: a block that is there keeps its own.
    pub undeclared: Option<(String, Vec<TypeId>)>,
    /// Its file, from the dossier's folder.
    pub file: Wish<String>,
    /// Where else it is.
    pub elsewhere: Wish<String>,
    /// Who holds it there (a function).
    pub holder: Wish<String>,
    /// How it shows something.
    pub modality: Wish<Modality>,
    /// Who witnessed it.
    pub witness: Wish<Witness>,
    /// Evidence types.
    pub types: Wish<Vec<TypeId>>,
    /// Criteria that it is restricted to.
    pub criteria: Wish<Vec<CriterionId>>,
    /// Site.
    pub site: Wish<SiteId>,
    /// The day it takes effect.
    pub effect: Wish<Date>,
    /// Its last day.
    pub expires: Wish<Date>,
    /// First and last day that it reports on.
    pub covers: Wish<(Date, Date)>,
    /// Said to be signed.
    pub signed: Wish<bool>,
    /// Words of its own text by which it is to be recognised.
    pub quoted: Wish<String>,
    /// All that was copied out of its pages.
    pub copied: Wish<Vec<CopiedPage>>,
    /// Where it comes from.
    pub source: Wish<String>,
    /// Title.
    pub title: Wish<String>,
    /// Who added it (a function).
    pub by: Wish<String>,
    /// When it was added.
    pub added_on: Wish<Date>,
}

/// What changes in the signature of a file of findings.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AuditorWish {
    /// Function.
    pub role: Wish<String>,
    /// Body.
    pub body: Wish<String>,
    /// What is said of independence.
    pub independence: Wish<String>,
    /// What draws start from.
    pub seed: Wish<String>,
}

/// What changes in why a doubt need not stand.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DoubtWish {
    /// Why.
    pub reason: Wish<String>,
    /// Evidence that an auditor has seen, as the files of a dossier name it: by its id, or by the path of its file.
    pub seen: Wish<Vec<String>>,
    /// Who says so (a function).
    pub by: Wish<String>,
    /// When.
    pub on: Wish<Date>,
}

/// What changes in a finding.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FindingWish {
    /// Criterion.
    pub criterion: Wish<CriterionId>,
    /// Site.
    pub site: Wish<SiteId>,
    /// The element that it settles, with what was found of it.
    pub element: Wish<(ElementId, ElementFinding)>,
    /// The status that it retains for the criterion as a whole.
    pub status: Wish<Status>,
    /// Kind of finding, for the criterion as a whole.
    pub kind: Wish<KindCode>,
    /// The fields of the norm's form; those not named stay.
    pub form: BTreeMap<FormFieldId, Wish<String>>,
    /// Why.
    pub reason: Wish<String>,
    /// The parts of a nonconformity; those not named stay.
    pub parts: BTreeMap<GapPart, Wish<String>>,
    /// Evidence seen.
    pub seen: Wish<Vec<PieceId>>,
    /// Was it seen where it happens?
    pub on_site: Wish<bool>,
    /// Who was heard, by function.
    pub heard: Wish<Vec<String>>,
    /// Findings of others that it reconciles.
    pub reconciles: Wish<Vec<FindingId>>,
    /// Who noted it (a function).
    pub by: Wish<String>,
    /// When.
    pub on: Wish<Date>,
}

/// What changes in a draw.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DrawWish {
    /// The piece, as the files of a dossier name it: by its id, or by the path of its file.
    pub piece: Wish<String>,
    /// The table that it is.
    pub table: Wish<TableId>,
    /// Its digest.
    pub digest: Wish<Digest>,
    /// How many rows it has.
    pub of: Wish<u32>,
    /// The rows drawn.
    pub rows: Wish<Vec<String>>,
    /// The functions drawn.
    pub functions: Wish<Vec<RespondentId>>,
    /// When.
    pub on: Wish<Date>,
}

/// What changes in an action.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ActionWish {
    /// Criterion.
    pub criterion: Wish<CriterionId>,
    /// Element.
    pub element: Wish<ElementId>,
    /// What will be done.
    pub text: Wish<String>,
    /// Who answers for it (a function).
    pub lead: Wish<String>,
    /// Its last day.
    pub due: Wish<Date>,
    /// Where it stands.
    pub state: Wish<ActionState>,
    /// The day it was done.
    pub done_on: Wish<Date>,
    /// Evidence that it was done.
    pub evidence: Wish<Vec<PieceId>>,
    /// Who says so (a function).
    pub by: Wish<String>,
    /// When it was said.
    pub on: Wish<Date>,
}

/// What changes in an observation.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ObservationWish {
    /// Criterion.
    pub criterion: Wish<CriterionId>,
    /// The finding that it answers.
    pub finding: Wish<FindingId>,
    /// What it says.
    pub text: Wish<String>,
    /// Who says so (a function).
    pub by: Wish<String>,
    /// When it was said.
    pub on: Wish<Date>,
}

fn text(key: &str, wish: &Wish<String>) -> Field {
    Field::new(key, wish.clone().map(Literal::Text))
}

/// Why an alert is lifted.
pub(super) fn reason(why: &str) -> Field {
    text("raison", &Wish::Set(why.to_owned()))
}

fn id<T: AsRef<str>>(key: &str, wish: &Wish<T>) -> Field {
    Field::new(key, wish.as_ref().map(|id| Literal::Text(id.as_ref().to_owned())))
}

fn ids<T: AsRef<str>>(key: &str, wish: &Wish<Vec<T>>) -> Field {
    let all = |ids: &Vec<T>| ids.iter().map(|id| id.as_ref().to_owned()).collect();
    Field::new(key, wish.as_ref().map(|ids| Literal::Ids(all(ids))))
}

fn day(key: &str, wish: &Wish<Date>) -> Field {
    Field::new(key, wish.clone().map(Literal::Day))
}

/// A word of the format, as its type is read and written everywhere.
fn word<T: serde::Serialize>(key: &str, wish: &Wish<T>) -> Field {
    let said = |value: &T| {
        let json = serde_json::to_value(value).unwrap_or_default();
        Literal::Text(json.as_str().unwrap_or_default().to_owned())
    };
    Field::new(key, wish.as_ref().map(said))
}

impl PracticeWish {
    pub(super) fn fields(&self) -> Vec<Field> {
        vec![
            id("niveau", &self.level),
            day("depuis", &self.since),
            text("non-applicable", &self.not_applicable),
            text("par", &self.by),
            day("le", &self.on),
            text("commentaire", &self.comment),
        ]
    }
}

impl FactWish {
    /// All but the value.
    pub(super) fn details(&self) -> Vec<Field> {
        vec![
            day("au", &self.on),
            text("source", &self.source),
            id("preuve", &self.evidence),
            text("par", &self.by),
            day("le", &self.stated_on),
        ]
    }
}

impl PieceWish {
    pub(super) fn fields(&self) -> Vec<Field> {
        let covers = self
            .covers
            .clone()
            .map(|(first, last)| Literal::Days(first, last));
        vec![
            text("fichier", &self.file),
            text("ailleurs", &self.elsewhere),
            text("detenteur", &self.holder),
            word("modalite", &self.modality),
            word("temoin", &self.witness),
            ids("types", &self.types),
            ids("criteres", &self.criteria),
            id("site", &self.site),
            day("date-effet", &self.effect),
            day("expire", &self.expires),
            Field::new("periode", covers),
            Field::new("signee", self.signed.clone().map(Literal::Boolean)),
            text("reconnu", &self.quoted),
            Field::new("lu", self.copied.clone().map(Literal::Pages)),
            text("origine", &self.source),
            text("titre", &self.title),
            text("par", &self.by),
            day("le", &self.added_on),
        ]
    }
}

impl PieceWish {
    /// What only a new block says.
    pub(super) fn new_fields(&self) -> Vec<Field> {
        let Some((path, types)) = self.undeclared.clone() else {
            return Vec::new();
        };
        vec![text("fichier", &Wish::Set(path)), ids("types", &Wish::Set(types))]
    }
}

impl AuditorWish {
    pub(super) fn fields(&self) -> Vec<Field> {
        vec![
            text("fonction", &self.role),
            text("organisme", &self.body),
            text("independance", &self.independence),
            text("graine", &self.seed),
        ]
    }
}

impl DoubtWish {
    pub(super) fn fields(&self) -> Vec<Field> {
        vec![
            text("raison", &self.reason),
            ids("vu", &self.seen),
            text("par", &self.by),
            day("le", &self.on),
        ]
    }
}

impl FindingWish {
    pub(super) fn fields(&self) -> Vec<Field> {
        // an element has a state or a level: the one replaces the other
        let (state, rating) = match &self.element {
            Wish::Keep => (Wish::Keep, Wish::Keep),
            Wish::Set((_, ElementFinding::Rated(level))) => (Wish::Clear, Wish::Set(level)),
            Wish::Set((_, found)) => (Wish::Set(found), Wish::Clear),
            Wish::Clear => (Wish::Clear, Wish::Clear),
        };
        let mut out = vec![
            id("critere", &self.criterion),
            id("site", &self.site),
            id("element", &self.element.as_ref().map(|(id, _)| id)),
            word("etat", &state),
            id("cote", &rating),
            word("statut", &self.status),
            id("nature", &self.kind),
            text("raison", &self.reason),
        ];
        let part = |part: GapPart| Some(text(part.key(), self.parts.get(&part)?));
        out.extend(GapPart::ALL.into_iter().filter_map(part));
        out.extend([
            ids("vu", &self.seen),
            Field::new("vu-sur-site", self.on_site.clone().map(Literal::Boolean)),
            ids("entretien", &self.heard),
            ids("concilie", &self.reconciles),
            text("par", &self.by),
            day("le", &self.on),
        ]);
        out.extend(self.form.iter().map(|(key, wish)| Field {
            key: vec!["fiche".to_owned(), key.as_str().to_owned()],
            wish: wish.clone().map(Literal::Text),
        }));
        out
    }
}

impl DrawWish {
    pub(super) fn fields(&self) -> Vec<Field> {
        let digest = self
            .digest
            .as_ref()
            .map(|digest| Literal::Text(digest.to_string()));
        let of = self
            .of
            .clone()
            .map(|n| Literal::Number(Ratio::whole(i64::from(n))));
        vec![
            text("preuve", &self.piece),
            id("tableau", &self.table),
            Field::new("empreinte", digest),
            Field::new("sur", of),
            ids("lignes", &self.rows),
            ids("fonctions", &self.functions),
            day("le", &self.on),
        ]
    }
}

impl ActionWish {
    pub(super) fn fields(&self) -> Vec<Field> {
        vec![
            id("critere", &self.criterion),
            id("element", &self.element),
            text("action", &self.text),
            text("pilote", &self.lead),
            day("echeance", &self.due),
            word("etat", &self.state),
            day("faite-le", &self.done_on),
            ids("preuves", &self.evidence),
            text("par", &self.by),
            day("le", &self.on),
        ]
    }
}

impl ObservationWish {
    pub(super) fn fields(&self) -> Vec<Field> {
        vec![
            id("critere", &self.criterion),
            id("constat", &self.finding),
            text("texte", &self.text),
            text("par", &self.by),
            day("le", &self.on),
        ]
    }
}
