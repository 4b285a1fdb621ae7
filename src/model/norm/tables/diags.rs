//! What the loader tells of tables and of what is counted in them.

use crate::diags;
use crate::kernel::Span;
use crate::record::table::ColumnType;

/// What the cells of a column hold, in the words of a message.
pub(super) fn held(kind: ColumnType) -> &'static str {
    match kind {
        ColumnType::Text => "un texte",
        ColumnType::Number => "un nombre",
        ColumnType::Date => "une date",
        ColumnType::YesNo => "oui ou non",
        ColumnType::Choice => "une des valeurs connues",
    }
}

diags! {
    /// A column called as a key of the dossier beside the columns.
    ReservedColumn<'a> { column: &'a str, place: Span }
    => WrongValue, "une colonne ne peut s’appeler « {column} »".at(place, "")
        .hint("dans « [correspondance] », « preuve » nomme une pièce et « site » la colonne des sites : choisissez un autre mot");

    /// The day of a table that is no column of dates.
    NotDay { place: Span }
    => WrongType, "« jour » nomme une colonne de type « date »".at(place, "");

    /// A calculation for a fact that is not counted so.
    NotCounted { wanted: &'static str, place: Span }
    => WrongType, "ce compte ne donne pas {wanted}, que veut ce fait".at(place, "")
        .hint("« part » va avec un fait de type pourcentage, les autres comptes avec un entier ou un décimal");

    /// `dont` without `part`, or the other way round.
    PartOfOther { place: Span }
    => KeysTogether, "« dont » va avec « compte = \"part\" », et seulement avec lui".at(place, "");

    /// An operation without its column, or with one in vain.
    OperationColumn { place: Span }
    => KeysTogether, "« de » va avec « distinct », « somme », « min » et « max », et seulement avec eux".at(place, "");

    /// A column of another type.
    ColumnOfOther { wanted: &'static str, place: Span }
    => WrongType, "cela ne va pas avec cette colonne : {wanted} y est attendu".at(place, "")
        .hint("types de colonne : texte, nombre, date, oui-non, choix");

    /// A condition with no test, or several.
    ConditionTests { place: Span }
    => KeysTogether, "une condition dit une chose, et une seule".at(place, "")
        .hint("gardez une clé parmi « egal », « parmi », « renseigne », « avant », « apres », « pas-avant », « entre », « pendant », « au-moins », « au-plus », « comme »");

    /// A value that no choice of the column has.
    OtherChoice<'a> { value: &'a str, column: &'a str, known: Vec<&'a str>, place: Span }
    => UnknownReference, "« {value} » n’est pas une valeur de « {column} »".at(place, "")
        .nearest(value, known.iter().copied());

    /// What is no day.
    NoDay { place: Span }
    => WrongValue, "ce n’est pas un jour".at(place, "")
        .hint("écrivez « audit », une durée avant l’audit (« P24M »), un jour (« 2025-01-31 »), ou « pendant = \"exercice\" »");
}
