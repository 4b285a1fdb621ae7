//! The stable codes of all messages to authors. A test checks that each has its bad file under `tests/fixtures/bad/`.

use serde::{Serialize, Serializer};

use super::Severity;

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $variant:ident = $text:literal, $severity:ident;)+) => {
        /// A stable code, `domaine/nom`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $($(#[doc = $doc])+ $variant,)+ }

        impl Code {
            /// Every code, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The code as printed.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)+ }
            }

            /// Its gravity.
            pub fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity,)+ }
            }
        }
    };
}

codes! {
    /// The file cannot be read as UTF-8 text.
    Encoding = "toml/encodage", Error;
    /// The file breaks the TOML grammar.
    Syntax = "toml/syntaxe", Error;
    /// The file is larger than any norm or dossier needs.
    TooLarge = "toml/trop-gros", Error;
    /// `schema` is missing, or of a version that this médiaudit does not know.
    Schema = "forme/schema", Error;
    /// A key that the format does not have.
    UnknownKey = "forme/cle-inconnue", Error;
    /// A key that the format wants.
    MissingKey = "forme/cle-manquante", Error;
    /// A value of the wrong type.
    WrongType = "forme/type", Error;
    /// A value outside of what the key admits.
    WrongValue = "forme/valeur", Error;
    /// A key placed after a sub-table, which TOML gives to the sub-table.
    MisplacedKey = "forme/cle-apres-sous-table", Error;
    /// A threshold written as a bare number.
    BareThreshold = "forme/seuil-sans-pourcent", Error;
    /// A rule nested deeper than 16 levels.
    TooDeep = "forme/imbrication", Error;
    /// A text that must say something, and is empty.
    EmptyText = "dossier/texte-vide", Error;
    /// A norm that this médiaudit does not hold.
    UnknownNorm = "dossier/norme-inconnue", Error;
    /// The folder of a norm cannot be opened.
    NormFolder = "norme/dossier-illisible", Error;
    /// A file of a norm cannot be opened.
    NormFile = "norme/fichier-illisible", Error;
    /// A block that a norm must have is in none of its files.
    MissingBlock = "norme/bloc-manquant", Error;
    /// Two `[norme]` or `[politique]` blocks.
    DuplicateBlock = "norme/bloc-en-double", Error;
    /// An identifier used twice in a norm.
    DuplicateId = "norme/identifiant-en-double", Error;
    /// A reference to something that the norm does not hold.
    UnknownReference = "norme/reference-inconnue", Error;
    /// Criteria that need one another in a circle, or a chapter within itself.
    Circle = "norme/cercle", Error;
    /// Audits that should follow one another, in a cycle that does not say so.
    CycleOrder = "norme/ordre-du-cycle", Error;
    /// Two axes that play one part.
    SameRole = "norme/role-en-double", Error;
    /// A rule that does not suit the type of the fact it reads.
    RuleType = "norme/regle-type", Error;
    /// A rule whose keys contradict one another, or do not say enough.
    RuleShape = "norme/regle-incoherente", Error;
    /// A combinator over no rule.
    EmptyRules = "norme/regles-vides", Error;
    /// Two keys of which one is written without the other.
    KeysTogether = "norme/cles-liees", Error;
    /// `non` over evidence or a criterion: absence of proof proves nothing.
    NegatedEvidence = "norme/negation-de-preuve", Error;
    /// Evidence asked by a rule that only selects: `applicable-si`, `poids-si`.
    EvidenceInCondition = "norme/preuve-dans-condition", Error;
    /// A criterion without element.
    NoElement = "norme/sans-element", Error;
    /// A fact key that is the beginning of another.
    FactPrefix = "norme/fait-prefixe", Error;
    /// Two bounds in the wrong order.
    Bounds = "norme/bornes", Error;
    /// A number out of the range of its key.
    OutOfRange = "norme/hors-bornes", Error;
    /// Blocks or items that do not follow one another as they must.
    WrongOrder = "norme/ordre", Error;
    /// A criterion whose chapter cannot be told.
    NoChapter = "norme/chapitre-indetermine", Error;
    /// A profile that selects no criterion.
    EmptyProfile = "norme/profil-vide", Error;
    /// A weight of zero where the policy refuses it.
    ZeroWeight = "norme/poids-nul", Error;
    /// A figure outside of the scale of the score.
    OutOfScale = "norme/hors-echelle", Error;
    /// A product on a scale that goes beyond one.
    ProductScale = "norme/produit-hors-echelle", Error;
    /// A sum where figures are percentages, or below what is no sum.
    SumScale = "norme/somme-impossible", Error;
    /// A key that holds for a whole version, changed by a revision.
    RevisedExclusion = "norme/interdit-par-revision", Error;
    /// A credit by level where a level has no value.
    LevelWithoutValue = "norme/niveau-sans-valeur", Error;
    /// A revision that changes nothing.
    IdleRevision = "norme/revision-vide", Error;
    /// An accumulation that leads to a finding which is no graver.
    MilderEscalation = "norme/escalade-moins-grave", Error;
    /// A case that no conclusion settles.
    OpenCase = "norme/conclusion-manquante", Error;
    /// An example whose outcome is not the one it announces.
    FailedExample = "norme/exemple-faux", Error;
    /// Something declared that nothing uses.
    Unused = "norme/inutilise", Warning;
    /// A rule that nothing can meet.
    NeverMet = "norme/jamais-rempli", Warning;
    /// A rule that is met whatever is stated.
    AlwaysMet = "norme/toujours-rempli", Warning;
    /// A `preuve` rule that asks for what its types do not admit.
    AgainstType = "norme/preuve-contraire-au-type", Warning;
    /// A conclusion or band that is never given.
    Unreachable = "norme/inatteignable", Warning;
    /// A key that changes nothing.
    NoEffect = "norme/sans-effet", Warning;
    /// A criterion with fewer than two examples, or whose examples all end alike.
    FewExamples = "norme/exemples-insuffisants", Warning;
    /// A criterion whose confidence rests on sources that it does not name.
    Unsourced = "norme/sans-source", Warning;
    /// There is no dossier where the command looks for one.
    NoDossier = "dossier/absent", Error;
    /// A file of the dossier is there and cannot be read.
    UnreadableFile = "dossier/fichier-illisible", Error;
    /// A logo that is not there, or is no picture that a report can bear.
    Logo = "dossier/logo", Error;
    /// A block that a file of the dossier must have is missing.
    DossierBlock = "dossier/bloc-manquant", Error;
    /// Nothing says on which day the audit is.
    NoAuditDate = "dossier/date-absente", Error;
    /// The name of a new dossier gives no identifier.
    NewName = "nouveau/nom", Error;
    /// There is something where a new dossier should be.
    NewPlace = "nouveau/place-prise", Error;
    /// The folder that should hold a new dossier is not there.
    NewParent = "nouveau/parent-absent", Error;
    /// A new dossier could not be written.
    NewUnwritten = "nouveau/ecriture", Error;
    /// The dossier pins another norm.
    DossierNorm = "dossier/norme", Error;
    /// The dossier pins another version of the norm.
    DossierVersion = "dossier/version-norme", Error;
    /// A fact that the norm does not declare.
    UnknownFact = "dossier/fait-inconnu", Error;
    /// A fact written with a quoted key.
    QuotedFact = "dossier/fait-entre-guillemets", Error;
    /// A fact whose value does not suit its type or bounds.
    FactValue = "dossier/fait-valeur", Error;
    /// A place in a piece that is none, or that nothing asks.
    FigurePlace = "dossier/fait-lieu", Error;
    /// A criterion that the norm does not hold.
    UnknownCriterion = "dossier/critere-inconnu", Error;
    /// A criterion that bears another name now.
    RenamedCriterion = "dossier/critere-renomme", Warning;
    /// A milestone that the norm's cycle does not hold.
    UnknownMilestone = "dossier/cycle-inconnu", Error;
    /// A level that the norm's scale does not hold.
    UnknownLevel = "dossier/niveau-inconnu", Error;
    /// An evidence type that the norm does not hold.
    UnknownEvidenceType = "dossier/type-preuve-inconnu", Error;
    /// A piece that comes from a side that its type does not know.
    UnknownSide = "dossier/cote-inconnu", Error;
    /// An element that its criterion does not hold.
    UnknownElement = "dossier/element-inconnu", Error;
    /// A profile that the norm does not hold.
    UnknownProfile = "dossier/profil-inconnu", Error;
    /// An identifier used twice in the dossier.
    DossierDuplicate = "dossier/identifiant-en-double", Error;
    /// A fact or a practice stated twice for one place.
    StatedTwice = "dossier/dit-deux-fois", Error;
    /// Two files of `reponses` answer the same question differently.
    AnswersDiffer = "dossier/reponses-differentes", Error;
    /// An identifier that holds data of persons.
    PersonalId = "dossier/identifiant-personnel", Error;
    /// A site that is not declared.
    UnknownSite = "dossier/site-inconnu", Error;
    /// A path that is none within the dossier.
    BadPath = "dossier/chemin", Error;
    /// A criterion, or an element of one, that may not be set aside.
    NotApplicableForbidden = "dossier/non-applicable-interdit", Error;
    /// A criterion set aside without a reason.
    NotApplicableReason = "dossier/non-applicable-sans-raison", Error;
    /// A criterion set aside and declared at once.
    NotApplicableDeclared = "dossier/ecarte-et-declare", Error;
    /// A piece of evidence that is neither a file, nor elsewhere, nor reported, or is two of them.
    EvidenceShape = "dossier/preuve-incomplete", Error;
    /// A fact or finding that names evidence which is not there.
    UnknownEvidence = "dossier/preuve-inconnue", Error;
    /// A transcription of a page that has a text of its own, or is not there.
    UselessTranscript = "dossier/transcription-sans-effet", Warning;
    /// Copies of one file with dates that contradict one another.
    ContradictoryDates = "dossier/dates-contradictoires", Warning;
    /// Dates in the wrong order.
    DossierDates = "dossier/dates", Error;
    /// The brief of an audit where there is none.
    IdleBrief = "dossier/audit-sans-objet", Warning;
    /// Somebody leads the audit whom no file of findings knows.
    UnknownAuditor = "dossier/auditeur-inconnu", Error;
    /// A file of findings whose name is no identifier of an auditor.
    AuditorName = "constats/nom-de-fichier", Error;
    /// A finding that leaves open what it is about, or what it concludes.
    FindingIncomplete = "constats/incomplet", Error;
    /// A finding that contradicts itself.
    FindingShape = "constats/incoherent", Error;
    /// A kind of finding that the norm does not hold.
    UnknownKind = "constats/nature-inconnue", Error;
    /// A field that the norm's form does not hold.
    UnknownField = "constats/champ-inconnu", Error;
    /// Two findings of one auditor that contradict each other.
    FindingConflict = "constats/contradiction", Error;
    /// A person named where a function is wanted.
    NamedPerson = "constats/nom-de-personne", Error;
    /// A draw that nobody can make again.
    DrawShape = "constats/tirage", Error;
    /// An action that does not say what will be done.
    ActionIncomplete = "suivi/incomplet", Error;
    /// An action or an observation that contradicts itself.
    FollowUpShape = "suivi/incoherent", Error;
    /// An observation on a finding that there is not.
    UnknownFinding = "suivi/constat-inconnu", Error;
    /// An issued assessment that cannot be read back.
    History = "historique/illisible", Error;
    /// An issued assessment of another dossier.
    HistoryOfOther = "historique/autre-dossier", Error;
    /// An overlay that cannot be read.
    OverlayFile = "surcouche/illisible", Error;
    /// An overlay written for another norm or version.
    OverlayNorm = "surcouche/norme", Error;
    /// An overlay that names something which the norm does not hold.
    OverlayTarget = "surcouche/cible-inconnue", Error;
    /// A change whose target in the rule is none, or is not the only one.
    OverlayUnclear = "surcouche/cible-pas-unique", Error;
    /// A change that asks for less than the norm.
    OverlayLoosens = "surcouche/assouplit", Error;
    /// A folder of templates that cannot be read, or holds none.
    TemplateFolder = "gabarit/dossier", Error;
    /// A file whose name is that of no template.
    TemplateName = "gabarit/nom", Error;
    /// A template that cannot be opened, or is too large.
    TemplateFile = "gabarit/fichier", Error;
    /// A template that cannot be rendered.
    Template = "gabarit/faute", Error;
    /// A promise of médiaudit itself that is not kept: the one code that no file brings about.
    Internal = "interne/invariant", Error;
    /// A SIRET whose key is wrong.
    Siret = "dossier/siret", Warning;
    /// An alert about data of persons that is silenced, and is not there.
    UselessSilence = "dossier/alerte-levee-inconnue", Warning;
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl schemars::JsonSchema for Code {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Code".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let all: Vec<&str> = Self::ALL.iter().map(|code| code.as_str()).collect();
        schemars::json_schema!({ "type": "string", "enum": all })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique() {
        let mut texts: Vec<_> = Code::ALL.iter().map(|code| code.as_str()).collect();
        texts.sort_unstable();
        texts.dedup();
        assert_eq!(texts.len(), Code::ALL.len());
    }
}
