//! What the check of a policy tells the author of a norm.

use crate::diags;
use crate::kernel::{MilestoneId, Span};

diags! {
    /// A share below nothing or above all.
    ShareBounds { place: Span }
    => OutOfRange, "une part va de 0 % à 100 %".at(place, "");

    /// A figure that is no number, in a norm that counts points.
    NumberExpected { place: Span }
    => WrongType, "nombre attendu, dans l’unité de l’échelle".at(place, "")
        .hint("écrivez par exemple 301, sans guillemets ni pourcent");

    /// A score with no threshold, or with two.
    ScoreThreshold { place: Span }
    => RuleShape, "un score porte un seul seuil".at(place, "").hint("écrivez « au-moins » ou « au-plus »");

    /// A product where values go beyond one.
    ProductScale { key: &'static str, place: Span }
    => ProductScale, "un produit ne se calcule que sur une échelle de 0 à 1".at(place, "")
        .hint(format!("choisissez une autre « {key} », ou retirez « echelle »"));

    /// A sum, where figures are percentages.
    SumInPercent { place: Span }
    => SumScale, "une somme ne se dit pas en pourcentage".at(place, "")
        .hint("choisissez une autre « agregation », ou comptez tout en points : « agregation = \"somme\" » dans « [politique] »");

    /// A sum below what takes a mean of it.
    SumBelow { place: Span }
    => SumScale, "une somme sort de l’échelle, et ce qui est au-dessus n’est pas une somme".at(place, "")
        .hint("choisissez une autre « agregation », ou « somme » aussi au-dessus");

    /// A figure that no score reaches.
    OutOfScale<'a> { what: &'a str, ends: [String; 2], place: Span }
    => OutOfScale, "{what} sort de l’échelle".at(place, "").hint(from_to(&ends));

    /// A level that is worth less than nothing, or more than all.
    LevelOutOfScale<'a> { level: &'a str, ends: [String; 2], place: Span }
    => OutOfScale, "la valeur du niveau « {level} » sort de l’échelle".at(place, "").hint(from_to(&ends));

    /// A credit by level, where a level is worth nothing that was said.
    LevelWithoutValue { place: Span }
    => LevelWithoutValue, "« niveau » demande que chaque niveau ait une valeur".at(place, "")
        .hint("ajoutez « valeur = … » à chaque « [[niveau]] »");

    /// No partial credit that there is.
    PartialCreditWord<'a> { text: &'a str, place: Span }
    => WrongValue, "« {text} » n’est pas un crédit partiel".at(place, "")
        .hint("l’une de ces valeurs : \"aucun\", \"elements\", \"niveau\", ou une fraction comme \"1/2\"");

    /// No fraction from 0 to 1.
    Fraction { place: Span }
    => WrongValue, "fraction entre 0 et 1 attendue".at(place, "").hint("écrivez par exemple \"1/2\"");

    /// A target that is announced and not given.
    TargetMissing { place: Span }
    => MissingKey, "« non-applicable = \"cible\" » demande la clé « cible »".at(place, "")
        .hint("ajoutez par exemple « cible = \"80 %\" »");

    /// A target that no set of rules reads.
    IdleTarget { place: Span }
    => RuleShape, "cette cible ne sert jamais".at(place, "")
        .hint("ajoutez « non-applicable = \"cible\" », ou retirez « cible »");

    /// An exclusion that a revision forbids, or allows again.
    RevisedExclusion { place: Span }
    => RevisedExclusion, "« interdit » vaut pour toute une version : aucune révision ne le pose ni ne le lève".at(place, "")
        .hint("écrivez-le dans « [politique] », ou « na-interdit = true » à chaque critère");

    /// A weight of zero, where the policy refuses it.
    WeightOfZero<'a> { what: &'static str, id: &'a str, place: Span }
    => ZeroWeight, "{what} « {id} » a un poids nul, que la politique refuse".at(place, "")
        .hint("donnez-lui un poids, ou changez « poids-nul »");

    /// A place of rounding, where nothing is rounded.
    RoundedNowhere { place: Span }
    => RuleShape, "« mode = \"aucun\" » n’arrondit nulle part : « a » n’y change rien".at(place, "")
        .hint("retirez « a », ou choisissez un autre « mode »");

    /// More decimals than anyone reads.
    Decimals { place: Span }
    => OutOfRange, "au plus 4 décimales".at(place, "");

    /// A scale that ends before it begins.
    ScaleReversed { place: Span }
    => Bounds, "l’échelle va d’une valeur à une autre, plus grande".at(place, "");

    /// Revisions that do not follow one another.
    RevisionOrder { place: Span }
    => WrongOrder, "les révisions vont de la plus ancienne à la plus récente".at(place, "");

    /// A revision that changes nothing.
    IdleRevision { place: Span }
    => IdleRevision, "cette révision ne change rien".at(place, "")
        .hint("ajoutez la clé qui change, comme « agregation » ou « arrondi »");

    /// A gate that looks at nothing.
    GateWithoutCriteria { place: Span }
    => MissingKey, "une porte dit quels critères elle regarde".at(place, "")
        .hint("ajoutez « importance = \"imperatif\" » ou « criteres = [\"…\"] »");

    /// A ceiling without its form, or the form without a ceiling.
    CeilingAndForm { place: Span }
    => KeysTogether, "« forme = \"plafond\" » et la clé « plafond » vont ensemble".at(place, "");

    /// Bands that do not follow one another.
    BandOrder { place: Span }
    => WrongOrder, "les bandes vont de la plus basse, à partir de 0 %, à la plus haute".at(place, "");

    /// A band that ends before it begins.
    BandReversed { place: Span }
    => Bounds, "la bande finit avant de commencer".at(place, "");

    /// A case that no conclusion settles.
    OpenCase<'a> { audit: &'a str, place: Span }
    => OpenCase, "aucune conclusion n’est prévue dans tous les cas pour le genre « {audit} »"
        .at(place, "").hint("ajoutez en dernier une conclusion sans « si »");

    /// A case that no conclusion settles, in one cycle only.
    OpenCycle<'a> { audit: &'a str, at: &'a MilestoneId, place: Span }
    => OpenCase, "aucune conclusion n’est prévue dans tous les cas pour le genre « {audit} », cycle « {at} »"
        .at(place, "").hint("ajoutez en dernier une conclusion sans « si »");

    /// A band that a conclusion names and that there is not.
    UnknownBand<'a> { band: &'a str, place: Span, known: Vec<&'a str> }
    => UnknownReference, "la bande « {band} » n’est pas dans la norme".at(place, "").nearest(band, known);

    /// An accumulation of one.
    EscalationCount { place: Span }
    => OutOfRange, "une accumulation commence à 2 constats".at(place, "");

    /// Many findings that make a milder one.
    MilderEscalation { place: Span }
    => MilderEscalation, "une accumulation mène à un constat plus grave (de rang plus élevé)".at(place, "");

    /// An audit that is blocked for want of the one before, where nothing says that there was one.
    NothingPrecedes { place: Span }
    => CycleOrder, "sans cycle, rien ne dit qu’un audit en suit un autre : l’absence du précédent ne bloque rien"
        .at(place, "")
        .hint("ajoutez les étapes du cycle, chacune dans un bloc « [[cycle]] », ou retirez « sans-precedent »");

    /// A share without its status, or the status without a share.
    ShareAndStatus { place: Span }
    => KeysTogether, "« statut = \"part\" » et « part = \"80 %\" » vont ensemble".at(place, "");
}

/// The scale, from one end to the other.
fn from_to(ends: &[String; 2]) -> String {
    format!("l’échelle va de {}", ends.join(" à ")).replace('\u{a0}', " ")
}
