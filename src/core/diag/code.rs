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
    /// No `[norme]` block in the folder.
    NoIdentity = "norme/identite-absente", Error;
    /// Two `[norme]` or `[politique]` blocks.
    TwoIdentities = "norme/bloc-en-double", Error;
    /// An identifier used twice.
    DuplicateId = "norme/identifiant-en-double", Error;
    /// A reference to something that the norm does not hold.
    UnknownReference = "norme/reference-inconnue", Error;
    /// Rules, or chapters, that need one another in a circle.
    Circle = "norme/cercle", Error;
    /// A rule that does not suit the type of the fact it reads.
    RuleType = "norme/regle-type", Error;
    /// A rule whose keys contradict one another.
    RuleShape = "norme/regle-incoherente", Error;
    /// `non` over evidence or a criterion: absence of proof proves nothing.
    NegatedEvidence = "norme/negation-de-preuve", Error;
    /// Evidence asked inside `applicable-si`.
    EvidenceInScope = "norme/preuve-dans-applicabilite", Error;
    /// A criterion without element.
    NoElement = "norme/sans-element", Error;
    /// A fact key that is the beginning of another.
    FactPrefix = "norme/fait-prefixe", Error;
    /// Bounds or dates in the wrong order.
    Bounds = "norme/bornes", Error;
    /// A criterion whose chapter cannot be told.
    NoChapter = "norme/chapitre-indetermine", Error;
    /// A policy that leaves a case open.
    Policy = "norme/politique", Error;
    /// A figure outside of the scale of the score.
    OutOfScale = "norme/hors-echelle", Error;
    /// A product of figures that do not go from 0 to 1.
    OffUnitProduct = "norme/produit-impossible", Error;
    /// A sum where figures are percentages, or below what is no sum.
    OffScaleSum = "norme/somme-impossible", Error;
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
    /// An identifier used twice in the dossier.
    DossierDuplicate = "dossier/identifiant-en-double", Error;
    /// An identifier that holds data of persons.
    PersonalId = "dossier/identifiant-personnel", Error;
    /// A site that is not declared.
    UnknownSite = "dossier/site-inconnu", Error;
    /// A path that leaves the dossier, or is none.
    BadPath = "dossier/chemin", Error;
    /// A criterion that may not be set aside.
    NotApplicableForbidden = "dossier/non-applicable-interdit", Error;
    /// A criterion set aside without a reason, or set aside and declared at once.
    NotApplicableReason = "dossier/non-applicable-sans-raison", Error;
    /// A piece of evidence that is neither a file, nor elsewhere, nor reported, or is two of them.
    EvidenceShape = "dossier/preuve-incomplete", Error;
    /// A fact or finding that names evidence which is not there.
    UnknownEvidence = "dossier/preuve-inconnue", Error;
    /// Copies of one file with dates that contradict one another.
    ContradictoryDates = "dossier/dates-contradictoires", Warning;
    /// Dates in the wrong order.
    DossierDates = "dossier/dates", Error;
    /// A finding that says nothing, or contradicts itself.
    FindingShape = "constats/incoherent", Error;
    /// Two findings of one auditor that contradict each other.
    FindingConflict = "constats/contradiction", Error;
    /// An action or an observation that says nothing, or contradicts itself.
    FollowUpShape = "suivi/incoherent", Error;
    /// An issued assessment that cannot be read back.
    History = "historique/illisible", Error;
    /// An overlay written for another norm or version.
    OverlayNorm = "surcouche/norme", Error;
    /// An overlay that names something which the norm does not hold.
    OverlayTarget = "surcouche/cible-inconnue", Error;
    /// An overlay whose changes contradict the norm or one another.
    OverlayConflict = "surcouche/conflit", Error;
    /// A folder of templates that cannot be read, or holds what is no template.
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
