//! What stores tell of what they do not hold.

use crate::diags;
use crate::kernel::Span;

diags! {
    /// A norm that is not held.
    UnknownNorm<'a> { norm: &'a str, id: &'a str, place: Option<Span>, known: Vec<&'a str>, listed: String, way: String }
    => UnknownNorm, "la norme « {norm} » n’est pas dans ce médiaudit".at_known(place).nearest(id, known)
        .hint(format!("normes connues : {listed} ; une autre se donne par le chemin de son dossier : {way}"));
}
