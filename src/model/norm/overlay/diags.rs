//! What the laying of an overlay tells its author.

use crate::diags;
use crate::kernel::Span;

const LOOK_AGAIN: &str = "vérifiez que la surcouche convient encore, puis corrigez cette ligne";
const ONE_THRESHOLD: &str =
    "« seuil » ne remplace qu’un seuil unique ; pour le reste, copiez la norme et donnez-la par --norme";

diags! {
    /// An overlay for another norm.
    OtherNorm<'a> { aimed: &'a str, loaded: &'a str, place: Span }
    => OverlayNorm, "la surcouche vise la norme « {aimed} », celle qui est chargée est « {loaded} »".at(place, "")
        .hint(LOOK_AGAIN);

    /// An overlay for another version.
    OtherVersion<'a> { aimed: &'a str, loaded: &'a str, place: Span }
    => OverlayNorm, "la surcouche vise la version « {aimed} », celle qui est chargée est « {loaded} »".at(place, "")
        .hint(LOOK_AGAIN);

    /// A target that the norm does not hold.
    UnknownTarget<'a> { what: &'static str, id: &'a str, place: Span, known: Vec<&'a str> }
    => OverlayTarget, "{what} « {id} » n’est pas dans la norme".at(place, "").nearest(id, known);

    /// A rule that has no threshold to replace.
    NoThreshold { place: Span }
    => OverlayUnclear, "la règle de cet élément ne porte aucun seuil".at(place, "").hint(ONE_THRESHOLD);

    /// A rule that has several.
    SeveralThresholds { place: Span }
    => OverlayUnclear, "la règle de cet élément porte plusieurs seuils".at(place, "").hint(ONE_THRESHOLD);

    /// A key of the one `preuve` rule of an element that has none, or several.
    NotOneEvidenceRule<'a> { key: &'a str, count: usize, place: Span }
    => OverlayUnclear, "« {key} » vise une règle « preuve » unique ; cet élément en porte {count}".at(place, "")
        .hint("retirez cette clé, ou copiez la norme et donnez-la par --norme");

    /// A change that asks for less.
    Loosens<'a> { key: &'a str, place: Span }
    => OverlayLoosens, "« {key} » assouplit la norme".at(place, "")
        .hint("une surcouche précise ou durcit, elle n’assouplit pas ; pour d’autres règles, copiez la norme sous un autre identifiant");
}
