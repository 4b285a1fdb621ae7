//! Data of persons in texts: which kinds, how many, and the text without them.
//!
//! A scan finds what has a shape; it proves nothing by its silence. It changes no status (design §5): it makes a person look.
//! Which kinds an evidence type may rightly hold is the norm's to say (`donnees-admises`), so filtering comes later, in `scope`.

mod names;
mod numbers;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use serde::{Deserialize, Serialize};

/// A kind of personal data.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum AlertKind {
    /// Numéro de sécurité sociale, its key right.
    #[serde(rename = "numero-securite-sociale")]
    SocialSecurity,
    /// A date beside « né(e) le » or in a column of births.
    #[serde(rename = "date-de-naissance")]
    Birth,
    /// A French phone number.
    #[serde(rename = "telephone")]
    Phone,
    /// An e-mail address that is not that of a function.
    #[serde(rename = "courriel")]
    Mail,
    /// A bank account, its key right.
    #[serde(rename = "iban")]
    Iban,
    /// A list of names.
    #[serde(rename = "liste-de-noms")]
    Names,
    /// A column, filled in, that names the people helped where a table must not.
    #[serde(rename = "colonne-de-personnes")]
    Column,
}

impl AlertKind {
    /// As written in dossier.toml.
    pub fn key(self) -> &'static str {
        match self {
            Self::SocialSecurity => "numero-securite-sociale",
            Self::Birth => "date-de-naissance",
            Self::Phone => "telephone",
            Self::Mail => "courriel",
            Self::Iban => "iban",
            Self::Names => "liste-de-noms",
            Self::Column => "colonne-de-personnes",
        }
    }
}

impl AlertKind {
    /// One, and several.
    pub fn nouns(self) -> (&'static str, &'static str) {
        match self {
            Self::SocialSecurity => ("numéro de sécurité sociale", "numéros de sécurité sociale"),
            Self::Birth => ("date de naissance", "dates de naissance"),
            Self::Phone => ("numéro de téléphone", "numéros de téléphone"),
            Self::Mail => ("adresse de courriel", "adresses de courriel"),
            Self::Iban => ("compte bancaire (IBAN)", "comptes bancaires (IBAN)"),
            Self::Names => ("nom dans une liste", "noms dans une liste"),
            Self::Column => (
                "colonne qui désigne des personnes aidées",
                "colonnes qui désignent des personnes aidées",
            ),
        }
    }

    /// « un numéro de téléphone ».
    pub fn one(self) -> String {
        let article = match self {
            Self::Birth | Self::Mail | Self::Column => "une",
            Self::SocialSecurity | Self::Phone | Self::Iban | Self::Names => "un",
        };
        format!("{article} {}", self.nouns().0)
    }
}

/// How many of each kind; kinds that were not found are absent.
pub type Hits = BTreeMap<AlertKind, u32>;

/// Stands for each character that is not shown; spaces stay, so that lines break where they did and columns keep their numbers.
pub const MASK: char = '•';

/// What was found in a text, and where.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Finds {
    /// How many of each kind.
    pub hits: Hits,
    /// The bytes of the data; a list of names counts by line, and may hold several on one.
    ranges: Vec<(AlertKind, Range<usize>)>,
}

impl Finds {
    fn add(&mut self, kind: AlertKind, range: Range<usize>) {
        *self.hits.entry(kind).or_default() += 1;
        self.ranges.push((kind, range));
    }
}

/// Searches a text.
pub fn find(text: &str) -> Finds {
    let mut finds = Finds::default();
    numbers::find(text, &mut finds);
    let (lines, cells) = names::listed(text);
    if lines > 0 {
        finds.hits.insert(AlertKind::Names, lines);
        finds
            .ranges
            .extend(cells.into_iter().map(|range| (AlertKind::Names, range)));
    }
    finds
}

/// Does a text, where a function is wanted, name somebody: « Mme Benali », « Fatima BENALI »?
pub fn names_somebody(text: &str) -> bool {
    names::titled(text) || names::alone(text)
}

/// Searches the path of a file, where « _ » stands for a space. The end that tells its kind stays out of it where that hides nothing:
/// `a.b@exemple.org.pdf` ends in `.pdf`.
pub fn find_in_path(path: &str) -> Finds {
    let search = |path: &str| {
        let mut finds = Finds::default();
        numbers::find(&path.replace('_', " "), &mut finds);
        finds
    };
    let whole = search(path);
    match path.rsplit_once('.').map(|(stem, _)| search(stem)) {
        Some(short) if short.hits == whole.hits => short,
        _ => whole,
    }
}

/// The text with the data of the kinds that `hidden` holds for masked.
pub fn mask<'t>(text: &'t str, finds: &Finds, hidden: impl Fn(AlertKind) -> bool) -> Cow<'t, str> {
    let mut ranges: Vec<&Range<usize>> = finds
        .ranges
        .iter()
        .filter(|(kind, _)| hidden(*kind))
        .map(|(_, range)| range)
        .collect();
    if ranges.is_empty() {
        return Cow::Borrowed(text);
    }
    ranges.sort_by_key(|range| range.start);
    let mut left = ranges.into_iter().peekable();
    let masked = text
        .char_indices()
        .map(|(at, c)| {
            while left.next_if(|range| range.end <= at).is_some() {}
            let inside = left.peek().is_some_and(|range| range.contains(&at));
            if inside && !c.is_whitespace() { MASK } else { c }
        })
        .collect();
    Cow::Owned(masked)
}

/// A text that may name files, with all data of persons masked: for what is shown before anybody could say that some may stay.
pub fn masked(text: &str) -> Cow<'_, str> {
    let mut finds = find(text);
    if text.contains('_') {
        finds.ranges.extend(find_in_path(text).ranges);
    }
    mask(text, &finds, |_| true)
}

/// Was something masked in this text?
pub fn is_masked(text: &str) -> bool {
    text.contains(MASK)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_function_is_no_name_even_with_a_title() {
        for named in [
            "Mme Benali",
            "entretien avec M. Roux, encadrant",
            "Monsieur Roux",
            "Fatima BENALI",
            "encadrante (DURAND Paul)",
        ] {
            assert!(names_somebody(named), "{named}");
        }
        for function in [
            "encadrante",
            "Madame la maire",
            "médiateurs de l’équipe du soir",
            "Directrice du CCAS",
            "Responsable Qualité",
            "agent ASVP",
            "Référente QSE",
            "M. le directeur",
        ] {
            assert!(!names_somebody(function), "{function}");
        }
    }

    #[test]
    fn only_the_data_are_masked_and_every_column_keeps_its_number() {
        for (text, shown) in [
            (
                "appeler le 06 12 34 56 78, à midi",
                "appeler le •• •• •• •• ••, à midi",
            ),
            ("06.12.34.56.78", "••••••••••••••"),
            ("NIR 2 55 08 14 168 025 38.", "NIR • •• •• •• ••• ••• ••."),
            (
                "Éloïse, née le 12 août 1987 à Lyon",
                "Éloïse, née le •• •••• •••• à Lyon",
            ),
            ("zoe.legoff@exemple.org", "••••••••••••••••••••••"),
            (
                "FR14 2004 1010 0505 0001 3M02 606",
                "•••• •••• •••• •••• •••• •••• •••",
            ),
            ("nom;naissance\nA;12/03/1987", "nom;naissance\nA;••••••••••"),
            ("rien", "rien"),
        ] {
            assert_eq!(masked(text), shown);
            assert_eq!(find(shown).hits, Hits::new(), "{shown}");
        }
        let list =
            "Présents :\nMarie DUPONT;1\nAwa NDIAYE\nJean\tMARTIN\nZoé LE GOFF, Ali BEN SAÏD\nLéa PETIT\n";
        assert_eq!(
            masked(list),
            "Présents :\n••••• ••••••;1\n••• ••••••\n••••\t••••••\n••• •• ••••, ••• ••• ••••\n••• •••••\n"
        );
    }

    #[test]
    fn a_path_is_searched_whole_and_one_kind_may_stay() {
        let named = |path: &str| mask(path, &find_in_path(path), |_| true).into_owned();
        assert_eq!(named("x/de a.b@exemple.org.pdf"), "x/de •••••••••••••••.pdf");
        assert_eq!(named("x/de a.b@exemple.org"), "x/de •••••••••••••••");
        let path = "preuves/tel_0612345678/a.b@exemple.org_06_12_34_56_78.pdf";
        let finds = find_in_path(path);
        assert_eq!(
            finds.hits,
            Hits::from([(AlertKind::Phone, 2), (AlertKind::Mail, 1)])
        );
        assert_eq!(
            mask(path, &finds, |kind| kind == AlertKind::Mail),
            "preuves/tel_0612345678/•••••••••••••••_06_12_34_56_78.pdf"
        );
        assert_eq!(
            mask(path, &finds, |_| true),
            "preuves/tel_••••••••••/•••••••••••••••_••••••••••••••.pdf"
        );
    }
}
