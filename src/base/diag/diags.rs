//! What the reader of TOML files tells their author, beside the catalogue of the parser's own messages.

use crate::diags;
use crate::kernel::Span;

diags! {
    /// A file larger than any that people write.
    TooLarge<'a> { path: &'a str, bytes: usize, most: usize }
    => TooLarge, "« {path} » est trop gros : {bytes} octets, au plus {most}"
        .hint("un fichier de norme ou de dossier est bien plus petit : est-ce le bon ?");

    /// Bytes that are no text.
    NotText<'a> { path: &'a str, line: usize }
    => Encoding, "« {path} » n’est pas un texte UTF-8 (premier octet fautif à la ligne {line})"
        .hint("dans votre éditeur, enregistrez le fichier avec l’encodage « UTF-8 »");

    /// Bytes that begin as wide text and are none.
    BrokenWide<'a> { path: &'a str }
    => Encoding, "« {path} » commence comme un texte UTF-16, et n’en est pas un"
        .hint("dans votre éditeur, enregistrez le fichier avec l’encodage « UTF-8 »");

    /// A document of a word processor under the name of a text.
    RichText<'a> { path: &'a str }
    => Encoding, "« {path} » est un document RTF, pas un texte"
        .hint("convertissez-le au format texte dans l’éditeur qui l’a écrit, puis enregistrez-le");

    /// No version of the format.
    NoSchema { known: i64, place: Span }
    => Schema, "la version du format manque".at(place, "")
        .hint(format!("écrivez « schema = {known} » à la première ligne"));

    /// A version of the format that is not known.
    OtherSchema { known: i64, place: Span }
    => Schema, "version de format inconnue, seule la version {known} est lue".at(place, "")
        .hint("mettez médiaudit à jour, ou corrigez le numéro");

    /// A block that should stand between double brackets.
    NotRepeated<'a> { key: &'a str, place: Span }
    => WrongType, "« {key} » doit être répété entre doubles crochets".at(place, "")
        .hint(format!("écrivez « [[{key}]] »"));

    /// A value where a table is wanted.
    NotTable<'a> { name: &'a str, place: Span }
    => WrongType, "« {name} » doit être une table".at(place, "")
        .hint(format!("écrivez « [{name}] », puis les clés sur les lignes suivantes"));

    /// A key that the format does not have.
    UnknownKey<'a> { key: &'a str, place: Span, known: &'a [&'a str] }
    => UnknownKey, "clé inconnue « {key} »".at(place, "").nearest(key, known.iter().copied())
        .hint(format!("clés admises ici : {}", known.join(", ")));
}
