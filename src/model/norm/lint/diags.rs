//! What the lints tell the author of a sound norm.

use std::fmt;

use crate::diags;
use crate::kernel::{CriterionId, ElementId};

/// Whose rule it is.
#[derive(Debug, Clone, Copy)]
pub(super) struct RuleOwner<'a> {
    pub(super) criterion: &'a CriterionId,
    /// None: of the criterion's applicability.
    pub(super) element: Option<&'a ElementId>,
}

impl fmt::Display for RuleOwner<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.element {
            Some(element) => write!(f, "{}.{element}", self.criterion),
            None => write!(f, "{}, « applicable-si »", self.criterion),
        }
    }
}

/// Why a conclusion is never given.
#[derive(Debug)]
pub(super) enum Impossible<'a> {
    /// A count that is at least more than it is at most.
    Count { name: String, min: u32, max: u32 },
    /// More criteria than there are.
    Criteria { wanted: u64, criteria: usize },
    /// A score above the greatest.
    Above(String),
    /// A score below the least.
    Below(String),
    /// A share of criteria out of 0 to 1.
    Share,
    /// Another conclusion, written before, takes all of its cases.
    Taken(&'a str),
}

impl fmt::Display for Impossible<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Count { name, min, max } => {
                write!(f, "« {name} » doit être d’au moins {min} et d’au plus {max}")
            }
            Self::Criteria { wanted, criteria } => {
                write!(f, "{wanted} critères sont demandés, il y en a {criteria}")
            }
            Self::Above(most) => write!(f, "un score ne dépasse pas {most}"),
            Self::Below(least) => write!(f, "un score ne descend pas sous {least}"),
            Self::Share => f.write_str("une part de critères va de 0 % à 100 %"),
            Self::Taken(first) => write!(f, "« {first} », plus haut, est donnée dans tous ces cas"),
        }
    }
}

/// What to do with a block that nothing uses.
const REMOVE: &str = "servez-vous-en dans un critère, ou retirez ce bloc";
/// What to do with a key that changes nothing.
const CHANGE: &str = "retirez la clé, ou changez-la";
/// What to do with examples that show too little.
const TWO: &str = "il en faut deux au moins, dont un qui réussit et un qui échoue";
/// What to do with a threshold that no rate crosses.
const EXCEED: &str = "baissez le seuil, ou écrivez « depassement = true » si la part peut dépasser le tout";

diags! {
    /// A fact that no rule reads.
    UnusedFact<'a> { key: &'a str }
    => Unused, "le fait « {key} » ne sert à rien : aucune règle ne le lit".hint(REMOVE);

    /// An evidence type that no rule asks.
    UnusedType<'a> { id: &'a str }
    => Unused, "le type de preuve « {id} » ne sert à rien : aucune règle ne le demande".hint(REMOVE);

    /// A source that nothing cites.
    UnusedSource<'a> { id: &'a str }
    => Unused, "la source « {id} » ne sert à rien : ni critère ni étiquette ne la cite".hint(REMOVE);

    /// A label that no criterion bears.
    UnusedLabel<'a> { label: &'a str }
    => Unused, "l’étiquette « {label} » ne sert à rien : aucun critère ne la porte".hint(REMOVE);

    /// A level that makes no difference.
    UnusedLevel<'a> { id: &'a str }
    => Unused, "le niveau « {id} » ne sert à rien : aucun critère, aucun exemple et aucune règle de gravité ne le nomme"
        .hint("montrez dans un exemple ce qu’il change, ou retirez-le de l’échelle");

    /// A chapter that holds nothing.
    EmptyChapter<'a> { id: &'a str }
    => Unused, "le chapitre « {id} » ne sert à rien : il est vide".hint("placez-y un critère, ou retirez-le");

    /// A criterion that no example shows.
    NoExample<'a> { criterion: &'a CriterionId }
    => FewExamples, "{criterion} n’a pas d’exemple".hint(TWO);

    /// A criterion that one example shows.
    OneExample<'a> { criterion: &'a CriterionId }
    => FewExamples, "{criterion} n’a qu’un exemple".hint(TWO);

    /// Examples that all end alike.
    SameOutcome<'a> { criterion: &'a CriterionId, outcome: String }
    => FewExamples, "les exemples de {criterion} finissent tous « {outcome} »".hint(TWO);

    /// A confidence that rests on sources which are not named.
    Unsourced<'a> { criterion: &'a CriterionId, confidence: &'a str, meaning: &'a str }
    => Unsourced, "{criterion} a la confiance {confidence} ({meaning}) et ne nomme aucune source"
        .hint("ajoutez « sources = [\"…\"] », ou passez à « confiance = \"C\" »");

    /// A level asked that every declaration reaches.
    LowestLevel<'a> { criterion: &'a CriterionId, level: &'a str }
    => NoEffect, "« niveau-requis » de {criterion} est le plus bas de l’échelle (« {level} »)"
        .hint("demandez un niveau plus haut, ou retirez la clé");

    /// A choice of cycles that leaves none out.
    AllCycles<'a> { criterion: &'a CriterionId }
    => NoEffect, "« cycles » de {criterion} les nomme tous : la clé ne change rien".hint(CHANGE);

    /// A level that another key always replaces.
    LevelNeverRead<'a> { criterion: &'a CriterionId }
    => NoEffect, "« niveau-requis » de {criterion} n’est jamais lu : « niveau-requis-selon » dit tous les cycles"
        .hint(CHANGE);

    /// An element that no cycle wants.
    ElementInNoCycle<'a> { criterion: &'a CriterionId, element: &'a ElementId }
    => NoEffect, "{criterion}.{element} n’est voulu dans aucun cycle où {criterion} se juge".hint(CHANGE);

    /// A rule where a person judges.
    RuleNeverRead<'a> { criterion: &'a CriterionId, element: &'a ElementId }
    => NoEffect, "la règle de {criterion}.{element} n’est jamais lue : une personne juge ce critère"
        .hint("retirez « si », ou changez « juge »");

    /// A declaration that suffices, where a person judges.
    IdleDeclaration<'a> { criterion: &'a CriterionId, element: &'a ElementId }
    => NoEffect, "« declaration-suffit » ne change rien à {criterion}.{element} : sans « si », une personne juge"
        .hint("retirez la clé, ou ajoutez « si »");

    /// The level where a practice begins.
    LowestPractice<'a> { owner: RuleOwner<'a> }
    => AlwaysMet, "{owner} : le plus bas niveau est atteint dès qu’un niveau est déclaré"
        .hint("demandez un niveau plus haut");

    /// More rules wanted than can be met.
    TooFewPossible<'a> { owner: RuleOwner<'a>, wanted: usize, possible: usize, all: usize }
    => NeverMet, "{owner} : règles demandées : {wanted} ; règles qui peuvent être remplies : {possible} sur {all}"
        .hint("corrigez les règles signalées, ou baissez « n »");

    /// Bounds that no value lies between.
    NoValueLeft<'a> { owner: RuleOwner<'a>, fact: &'a str }
    => NeverMet, "{owner} : aucune valeur de « {fact} » ne remplit toutes ces règles".hint("corrigez les bornes");

    /// A test that every value passes.
    AnyValue<'a> { owner: RuleOwner<'a>, fact: &'a str }
    => AlwaysMet, "{owner} : toute valeur admise de « {fact} » remplit cette règle"
        .hint("demandez davantage, ou écrivez « renseigne = true » s’il suffit que le fait soit dit");

    /// A share greater than its whole.
    ShareAboveWhole<'a> { owner: RuleOwner<'a> }
    => NeverMet, "{owner} : une part ne peut dépasser son tout".hint(EXCEED);

    /// A threshold that every rate reaches.
    AnyRateReaches<'a> { owner: RuleOwner<'a> }
    => AlwaysMet, "{owner} : tout taux atteint ce seuil".hint("relevez le seuil");

    /// A threshold that no rate exceeds.
    NoRateExceeds<'a> { owner: RuleOwner<'a> }
    => AlwaysMet, "{owner} : aucun taux ne dépasse ce seuil".hint(EXCEED);

    /// A rate below zero.
    NegativeRate<'a> { owner: RuleOwner<'a> }
    => NeverMet, "{owner} : un taux n’est jamais négatif".hint("relevez le seuil");

    /// Modalities that the types do not admit.
    AgainstModalities<'a> { owner: RuleOwner<'a>, types: &'a str }
    => AgainstType, "{owner} : « modalites » demande ce que le type « {types} » n’admet pas"
        .hint("accordez les modalités de la règle et celles du type de preuve");

    /// Formats that the types do not admit.
    AgainstFormats<'a> { owner: RuleOwner<'a>, types: &'a str }
    => AgainstType, "{owner} : « formats » demande ce que le type « {types} » n’admet pas"
        .hint("accordez les formats de la règle et ceux du type de preuve");

    /// An age that the validity of the type already asks.
    IdleAge<'a> { owner: RuleOwner<'a>, age: String }
    => NoEffect, "{owner} : « age-max » ({age}) n’est pas plus court que la validité du type de preuve"
        .hint("il ne joue que si le dossier donne « expire » : raccourcissez-le, ou retirez-le");

    /// More modalities wanted than there are.
    TooFewModalities<'a> { owner: RuleOwner<'a>, wanted: u32, admitted: usize }
    => NeverMet, "{owner} : {wanted} modalités différentes sont demandées, {admitted} admises"
        .hint("baissez « modalites-min », ou admettez d’autres modalités");

    /// Pages or words of what is no document.
    NothingToRead<'a> { owner: RuleOwner<'a> }
    => NeverMet, "{owner} : un entretien ou une observation n’a ni pages ni texte à lire"
        .hint("retirez « pages-min » et « contient », ou admettez la modalité « document »");

    /// A band above the greatest score.
    BandBeyond<'a> { band: &'a str, least: String, most: String }
    => Unreachable, "la bande « {band} » commence au-delà de {most}".hint(format!("un score va de {least} à {most}"));

    /// A gate that looks at nothing.
    IdleGate<'a> { gate: &'a str }
    => NoEffect, "la porte « {gate} » ne regarde aucun critère"
        .hint("nommez des critères, ou une importance que la norme emploie");

    /// More findings than criteria can give.
    IdleEscalation<'a> { count: u32, kind: &'a str, criteria: usize }
    => NoEffect, "{count} constats « {kind} » ne se rencontrent jamais : il y a {criteria} critères"
        .hint("baissez « nombre »");

    /// A conclusion that is never given.
    UnreachableConclusion<'a> { conclusion: &'a str, why: Impossible<'a> }
    => Unreachable, "la conclusion « {conclusion} » n’est jamais donnée : {why}"
        .hint("la première conclusion qui convient est donnée : de la plus exigeante à la plus générale");
}
