//! Where in its piece a number stands, in words.

use crate::kernel::words as text;
use crate::record::figure::{FigurePlace, NoPlace};

/// « en B12 de la feuille « Équipe » », « en page 4 ».
pub(super) fn at(place: &FigurePlace) -> String {
    match place {
        FigurePlace::Page(page) => format!("en page {page}"),
        FigurePlace::Cell {
            sheet: Some(sheet),
            column,
            row,
        } => {
            let cell = FigurePlace::Cell {
                sheet: None,
                column: *column,
                row: *row,
            };
            format!("en {cell} de la feuille «\u{a0}{}\u{a0}»", text::printable(sheet))
        }
        FigurePlace::Cell { sheet: None, .. } => format!("en {place}"),
    }
}

/// Why nothing can be read there, and what to do.
pub(super) fn no_place(place: &FigurePlace, why: NoPlace) -> String {
    let here = at(place);
    match why {
        NoPlace::NoTable => {
            "une cellule ne se désigne que dans un tableur (xlsx, ods, xls, csv) : retirez « ou », ou écrivez « page » pour un PDF".to_owned()
        }
        NoPlace::NoSheet => format!("le nombre est dit {here}, mais cette feuille n’y est pas : recopiez son nom de l’onglet"),
        NoPlace::WhichSheet => {
            format!("le nombre est dit {here}, mais la pièce a plusieurs feuilles : écrivez laquelle, ou = \"Feuille1!{place}\"")
        }
        NoPlace::Hidden => format!("le nombre est dit {here}, dans une feuille, une ligne ou une colonne masquée : affichez-la"),
        NoPlace::Outside => format!("le nombre est dit {here}, hors de ce qui est rempli : vérifiez la cellule"),
        NoPlace::EmptyCell => format!("le nombre est dit {here}, où la cellule est vide : vérifiez la cellule"),
        NoPlace::NoNumber => format!("le nombre est dit {here}, où ne se lit pas un nombre et un seul : vérifiez la cellule"),
        NoPlace::NoPages => {
            "seules les pages d’un PDF se distinguent : retirez « page », ou déposez un PDF".to_owned()
        }
        NoPlace::NoSuchPage => format!("le nombre est dit {here}, mais la pièce n’a pas tant de pages"),
    }
}
