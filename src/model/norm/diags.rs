//! What the loader of a norm tells its author. The policy, the overlay and the lints have theirs.

use crate::diag::{Code, Diagnostic};
use crate::diags;
use crate::kernel::{Identifier, Located, MilestoneId, Span};

/// What a reader of values expects.
pub(super) const SIMPLE_VALUE: &str = "une valeur simple (texte, nombre, true, false ou date)";
pub(super) const VALUE_OR_FACTS: &str = "une valeur simple ou une table de faits";

diags! {
    /// A key of a criterion that slipped into one of its sub-tables.
    MisplacedKey<'a> { key: &'a str, place: Span }
    => MisplacedKey, "« {key} » appartient au critère"
        .at(place, "cette clé se trouve dans une sous-table")
        .hint("placez-la avant le premier « [[critere.element]] »");

    /// A block that the norm must have.
    MissingBlock<'a> { name: &'a str }
    => MissingBlock, "le bloc « [{name}] » manque".hint(format!("ajoutez « [{name}] » à norme.toml"));

    /// No profile.
    NoProfile {}
    => MissingBlock, "aucun profil".hint("ajoutez un bloc « [[profil]] » avec « tout = true »");

    /// A block that may stand once only.
    DuplicateBlock<'a> { name: &'a str, place: Span }
    => DuplicateBlock, "le bloc « [{name}] » est écrit deux fois"
        .at(place, "")
        .hint("gardez-en un seul, dans norme.toml");

    /// A language that the tool does not speak.
    UnknownLanguage { place: Span }
    => WrongValue, "seule la langue « fr » est lue pour l’instant".at(place, "");

    /// An identifier that is used twice.
    DuplicateId<'a> { what: &'static str, id: &'a str, first: Span, place: Span }
    => DuplicateId, "{what} « {id} » apparaît deux fois".at(place, "ici encore").at(first, "d’abord ici");

    /// A name of something that the norm does not hold.
    UnknownReference<'a> { what: &'static str, id: &'a str, place: Span, known: Vec<&'a str> }
    => UnknownReference, "{what} « {id} » n’est pas dans la norme".at(place, "").nearest(id, known);

    /// A milestone in a norm that has no cycle.
    NoCycle<'a> { id: &'a MilestoneId, place: Span }
    => UnknownReference, "l’étape « {id} » n’est dans aucun cycle".at(place, "")
        .hint("ajoutez les étapes du cycle, chacune dans un bloc « [[cycle]] »");

    /// A milestone that the norm's cycle does not hold.
    NoSuchMilestone<'a> { id: &'a MilestoneId, place: Span, known: Vec<&'a str> }
    => UnknownReference, "l’étape « {id} » n’est pas dans le cycle de la norme".at(place, "")
        .nearest(id.as_str(), known.iter().copied()).hint(format!("étapes admises : {}", known.join(", ")));

    /// A milestone after another, of which the norm does not say how long.
    MilestoneWithoutDay<'a> { id: &'a MilestoneId, place: Span }
    => MissingKey, "quand vient l’étape « {id} » ?".at(place, "")
        .hint("ajoutez « apres = \"P2Y\" », compté depuis le premier audit");

    /// A first milestone that should come after something.
    FirstMilestoneAfter<'a> { id: &'a MilestoneId, place: Span }
    => CycleOrder, "« {id} » ouvre le cycle : rien ne vient avant elle".at(place, "")
        .hint("retirez « apres », ou écrivez d’abord l’étape du premier audit");

    /// A milestone that comes before the one above it.
    MilestonesReversed { place: Span }
    => CycleOrder, "les étapes du cycle vont de la première à la dernière".at(place, "")
        .hint("« apres » se compte toujours depuis le premier audit");

    /// Two axes in one part of the report.
    SameRole { place: Span }
    => SameRole, "deux axes jouent le même rôle".at(place, "").hint("retirez « role » de l’un des deux");

    /// A group of facts that no fact belongs to.
    GroupWithoutFact<'a> { group: &'a str, place: Span }
    => UnknownReference, "aucun fait ne commence par « {group}. »".at(place, "");

    /// A fact key that is the beginning of another.
    FactPrefix<'a> { key: &'a str, longer: &'a str, place: Span }
    => FactPrefix, "« {key} » est aussi le début de « {longer} »".at(place, "").hint("renommez l’un des deux");

    /// A bound that is no number, or bounds a fact that has none.
    BoundOfOther { place: Span }
    => WrongType, "une borne est un nombre, pour un fait qui se compte".at(place, "");

    /// The least value above the greatest.
    MinAboveMax { place: Span }
    => Bounds, "« min » dépasse « max »".at(place, "");

    /// Choices without the type, or the type without choices.
    ChoicesAndType { place: Span }
    => KeysTogether, "« choix » va avec le type « choix », et seulement avec lui".at(place, "");

    /// An evidence type that admits no modality.
    NoModality { place: Span }
    => WrongValue, "au moins une modalité est attendue".at(place, "").hint("document, entretien ou observation");

    /// A level whose worth is no number.
    LevelValue { place: Span }
    => WrongType, "nombre attendu".at(place, "").hint("écrivez par exemple « valeur = 3 »");

    /// A chapter within itself.
    OwnParent<'a> { chapter: &'a str, place: Span }
    => Circle, "le chapitre « {chapter} » est son propre parent".at(place, "")
        .hint("retirez « parent », ou nommez le chapitre qui contient celui-ci");

    /// A chapter written after one that it contains.
    ParentAfterChild<'a> { parent: &'a str, place: Span }
    => WrongOrder, "le chapitre « {parent} » doit venir avant ses sous-chapitres".at(place, "")
        .hint("déplacez son bloc « [[chapitre]] » au-dessus de celui-ci");

    /// A profile that selects nothing.
    EmptyProfile<'a> { profile: &'a str, place: Span }
    => EmptyProfile, "le profil « {profile} » ne retient aucun critère".at(place, "")
        .hint("écrivez « tout = true », « chapitres » ou « criteres »");

    /// A criterion whose chapter cannot be told.
    NoChapter<'a> { criterion: &'a str, place: Span }
    => NoChapter, "à quel chapitre appartient « {criterion} » ?".at(place, "")
        .hint("ajoutez « chapitre = \"…\" », ou un seul « [[chapitre]] » par fichier");

    /// A criterion judged by a level that it does not name.
    NoRequiredLevel { place: Span }
    => MissingKey, "un critère jugé sur déclaration demande « niveau-requis »".at(place, "");

    /// A criterion without element.
    NoElement<'a> { criterion: &'a str, place: Span }
    => NoElement, "le critère « {criterion} » n’a pas d’élément d’appréciation".at(place, "")
        .hint("ajoutez « [[critere.element]] »");

    /// An effort out of its range.
    Effort { place: Span }
    => OutOfRange, "l’effort va de 1 à 5".at(place, "");

    /// An example that sets an element aside.
    VoidInExample { place: Span }
    => WrongValue, "dans un exemple, un élément est satisfait ou non-satisfait".at(place, "");

    /// A fact of an example, written as a table without its value.
    ExampleWithoutValue { place: Span }
    => MissingKey, "« valeur » manque".at(place, "");

    /// Criteria that need one another in a circle.
    CriterionCycle<'a> { criterion: &'a str, place: Option<Span> }
    => Circle, "le critère « {criterion} » finit par dépendre de lui-même".at_known(place)
        .hint("retirez l’une des règles « critere » du cercle");

    /// A rule in too many rules.
    TooDeep { most: usize, place: Span }
    => TooDeep, "règle imbriquée sur plus de {most} niveaux".at(place, "")
        .hint("répartissez-la entre plusieurs éléments du critère");

    /// A combinator over nothing.
    EmptyRules { place: Span }
    => EmptyRules, "liste de règles vide".at(place, "").hint("mettez au moins une règle");

    /// Evidence asked by a rule that only selects.
    EvidenceInCondition<'a> { key: &'a str, place: Span }
    => EvidenceInCondition, "« preuve » n’a pas sa place dans « {key} »".at(place, "")
        .hint("l’absence d’une preuve ne dit rien de ce qui s’applique : servez-vous d’un fait");

    /// More rules wanted than there are, or none.
    CountOfRules { most: usize, place: Span }
    => OutOfRange, "« n » doit aller de 1 à {most}".at(place, "");

    /// A rule that takes the absence of proof for a proof.
    NegatedEvidence { place: Span }
    => NegatedEvidence, "« non » ne peut porter sur une preuve ni sur un critère".at(place, "")
        .hint("l’absence de preuve ne prouve rien : demandez ce qui montre, ou servez-vous d’un fait");

    /// Dated rules that do not follow one another.
    SeriesOrder { place: Span }
    => WrongOrder, "les règles d’une série vont de la plus ancienne à la plus récente".at(place, "");

    /// A fact compared in no way, or in several.
    FactTests { place: Span }
    => RuleShape, "un fait se compare d’une seule façon".at(place, "")
        .hint("une clé parmi : vaut, au-moins, au-plus, parmi, renseigne = true");

    /// A fact that has no order, compared by one.
    NoOrder<'a> { fact: &'a str, kind: &'a str, place: Span }
    => RuleType, "« {fact} » n’a ni plus ni moins : c’est {kind}".at(place, "")
        .hint("servez-vous de « vaut » ou de « parmi »");

    /// A rate of what is no number.
    RateOfOther<'a> { fact: &'a str, kind: &'a str, place: Span }
    => RuleType, "un taux se calcule sur des nombres ; « {fact} » est {kind}".at(place, "");

    /// A rate with no threshold, or with two.
    RateThreshold { place: Span }
    => RuleShape, "un taux porte un seul seuil".at(place, "").hint("écrivez « au-moins » ou « au-plus »");

    /// A threshold of nobody that the norm knows.
    UnknownWhose<'a> { whose: &'a str, known: Vec<&'a str>, place: Span }
    => UnknownReference, "« seuil-de » : « {whose} » n’est pas une source de cette norme".at(place, "")
        .nearest(whose, known)
        .hint("écrivez \"outil\" (un nombre de l’outil), \"exigence\" (le mot même de l’exigence) ou la clé d’une source");

    /// A floor beside `au-plus`, a ceiling beside `au-moins`.
    StrayFloor { key: &'static str, beside: &'static str, place: Span }
    => RuleShape, "« {key} » ne va qu’avec {beside}".at(place, "")
        .hint("au plancher ou en deçà, au plafond ou au-delà, le nombre contredit ; entre lui et le seuil, il est sous la cible");

    /// A floor above its threshold.
    FloorBeyond { key: &'static str, side: &'static str, place: Span }
    => OutOfRange, "« {key} » doit être {side} du seuil".at(place, "");

    /// A threshold of the tool's own that does not say from where on it contradicts.
    NoFloor { key: &'static str, place: Span }
    => MissingKey, "un seuil de l’outil demande « {key} »".at(place, "")
        .hint("sur un critère impératif ou exigible, dites d’où le nombre contredit l’exigence (par exemple plancher = \"0 %\"), ou seuil-de = \"exigence\" si le nombre est le sien");

    /// A meaning of zero for what is not counted.
    ZeroOfOther { place: Span }
    => WrongType, "« zero » ne va qu’à un fait qui se compte".at(place, "");

    /// A cohort whose bands leave numbers out, or hold some twice.
    CohortBands<'a> { id: &'a str, place: Span }
    => WrongValue, "les tranches de « {id} » ne se suivent pas".at(place, "")
        .hint("donnez-les de la plus petite à la plus grande, chacune avec « jusqu-a », la dernière sans");

    /// A fact that counts nothing, where a number is wanted.
    NotNumber<'a> { key: &'a str, place: Span }
    => RuleType, "« {key} » n’est pas un nombre".at(place, "")
        .hint("une cohorte ou un indicateur prend un fait entier ou décimal");

    /// Words that cannot be sought.
    NoWords { place: Span }
    => WrongValue, "des mots à chercher sont attendus".at(place, "");

    /// A group of words by which nothing can be known.
    NothingToSeek { place: Span }
    => WrongValue, "un groupe de « reconnu-a » a au moins un début de mot, et aucun de vide".at(place, "")
        .hint("écrivez par exemple reconnu-a = [[\"procedure\", \"conduite a tenir\"], [\"alerte\"]]");

    /// A side from which pieces come, without a word.
    EmptyOrigin { place: Span }
    => WrongValue, "un côté d’où viennent des pièces se dit en un mot au moins".at(place, "")
        .hint("écrivez par exemple origines = [\"habitants\", \"bailleur\"]");

    /// A side from which pieces come, said twice.
    OriginTwice<'a> { origin: &'a str, place: Span }
    => DuplicateId, "le côté « {origin} » est dit deux fois".at(place, "");

    /// A usual paper that bears the id of an evidence type.
    PaperNamedAsType<'a> { id: &'a str, place: Span }
    => DuplicateId, "le papier « {id} » porte l’identifiant d’un type de preuve".at(place, "")
        .hint("un dossier de preuves/ nomme un papier ou un type : donnez à chacun le sien");

    /// A usual paper that can be nothing.
    PaperOfNothing { place: Span }
    => WrongValue, "un papier peut être d’un type de preuve au moins".at(place, "");

    /// A type that no document is of, in a usual paper.
    PaperNeverDocument<'a> { id: &'a str, place: Span }
    => WrongValue, "aucun document n’est du type « {id} » : un papier ne peut l’être".at(place, "")
        .hint("ses « modalites » n’admettent pas « document » : un entretien ou une observation se déclare");

    /// A type that any text passes for, in a usual paper that can be others.
    PaperOfAnyText<'a> { id: &'a str, place: Span }
    => WrongValue, "le type « {id} » n’est reconnu à rien : tout fichier de ce papier compterait pour lui".at(place, "")
        .hint("donnez à ce type « reconnu-a », ou un papier à lui seul");

    /// Evidence of no type, or of both keys for it.
    EvidenceWithoutType { place: Span }
    => RuleShape, "une preuve demande « type » ou « types »".at(place, "")
        .hint("écrivez par exemple { preuve = { type = \"projet-de-service\" } }");

    /// A coverage that is no period.
    NotCoverage<'a> { text: &'a str, place: Span }
    => WrongValue, "« {text} » n’est ni une période ni « exercice-clos »".at(place, "")
        .hint("écrivez par exemple \"P12M\"");

    /// A count of nothing.
    NotOne { place: Span }
    => OutOfRange, "ce nombre doit être d’au moins 1".at(place, "");

    /// A text that is no percentage.
    NotPercent<'a> { text: &'a str, place: Span }
    => WrongValue, "« {text} » n’est pas un pourcentage".at(place, "").hint("écrivez par exemple \"80 %\"");

    /// A threshold written as a bare number.
    BareThreshold<'a> { text: &'a str, place: Span }
    => BareThreshold, "seuil sans pourcent : {text}".at(place, "")
        .hint(format!("écrivez \"{text} %\", entre guillemets"));

    /// A threshold that is no number at all.
    PercentExpected { place: Span }
    => WrongType, "pourcentage attendu".at(place, "").hint("écrivez par exemple \"80 %\"");
}

/// A reference that leads nowhere, whatever it should name.
pub(super) fn unknown<'k, T: Identifier + 'k>(
    id: &Located<T>,
    place: Span,
    known: impl IntoIterator<Item = &'k T>,
) -> Diagnostic {
    let known = known.into_iter().map(AsRef::as_ref).collect();
    let id = id.get().as_ref();
    UnknownReference {
        what: T::NAMED,
        id,
        place,
        known,
    }
    .into()
}

/// A value that does not suit its fact: in a dossier, or in a rule.
#[derive(Debug)]
pub(super) struct FactMismatch<'a> {
    pub(super) code: Code,
    pub(super) fact: &'a str,
    pub(super) wanted: &'a str,
    pub(super) choices: Vec<&'a str>,
    /// What stands between quotes, where it would suit without them.
    pub(super) unquoted: Option<&'a str>,
    pub(super) place: Span,
}

impl From<FactMismatch<'_>> for Diagnostic {
    fn from(fault: FactMismatch<'_>) -> Self {
        let choices =
            (!fault.choices.is_empty()).then(|| format!("choix admis : {}", fault.choices.join(", ")));
        Self::new(fault.code, format!("« {} » demande {}", fault.fact, fault.wanted))
            .at(fault.place, "")
            .hints(choices)
            .hints(
                fault
                    .unquoted
                    .map(|value| format!("enlevez les guillemets : {value}")),
            )
    }
}

/// A value beyond a bound of its fact.
#[derive(Debug)]
pub(super) struct OutOfBounds<'a> {
    pub(super) code: Code,
    pub(super) fact: &'a str,
    /// Below the least, or above the greatest.
    pub(super) below: bool,
    pub(super) bound: String,
    pub(super) place: Span,
}

impl From<OutOfBounds<'_>> for Diagnostic {
    fn from(fault: OutOfBounds<'_>) -> Self {
        let cannot = if fault.below {
            "être inférieur à"
        } else {
            "dépasser"
        };
        Self::new(
            fault.code,
            format!("« {} » ne peut {cannot} {}", fault.fact, fault.bound),
        )
        .at(fault.place, "")
    }
}

/// What a norm that was altered after it was loaded names in vain.
pub(super) mod unsound {
    use crate::kernel::{ChapterId, InternalError, KindCode};

    pub(in crate::norm) fn chapter(id: &ChapterId) -> InternalError {
        InternalError::absent("le chapitre", id)
    }

    pub(in crate::norm) fn kind(code: &KindCode) -> InternalError {
        InternalError::absent("le constat", code)
    }

    pub(in crate::norm) fn circle() -> InternalError {
        InternalError::new("des critères s’y lisent en cercle")
    }
}
