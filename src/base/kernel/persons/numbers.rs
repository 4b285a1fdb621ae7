//! What has digits or a key: numéros de sécurité sociale, IBAN, phones, births; and e-mail addresses.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::{AlertKind, Finds};

/// Addresses of a function, not of a person: what stands before the « @ ».
const FUNCTIONS: &[&str] = &[
    "accueil",
    "administration",
    "association",
    "communication",
    "compta",
    "comptabilite",
    "contact",
    "coordination",
    "direction",
    "dpo",
    "info",
    "infos",
    "mairie",
    "mediation",
    "noreply",
    "no-reply",
    "presse",
    "qualite",
    "rh",
    "secretariat",
    "service",
    "siege",
    "webmaster",
];

/// Countries of the SEPA zone and lengths of their IBAN (SWIFT, IBAN Registry, release 99).
const IBAN: &[(&str, usize)] = &[
    ("AD", 24),
    ("AT", 20),
    ("BE", 16),
    ("BG", 22),
    ("CH", 21),
    ("CY", 28),
    ("CZ", 24),
    ("DE", 22),
    ("DK", 18),
    ("EE", 20),
    ("ES", 24),
    ("FI", 18),
    ("FR", 27),
    ("GB", 22),
    ("GI", 23),
    ("GR", 27),
    ("HR", 21),
    ("HU", 28),
    ("IE", 22),
    ("IS", 26),
    ("IT", 27),
    ("LI", 21),
    ("LT", 20),
    ("LU", 20),
    ("LV", 21),
    ("MC", 27),
    ("MT", 31),
    ("NL", 18),
    ("NO", 15),
    ("PL", 28),
    ("PT", 25),
    ("RO", 24),
    ("SE", 24),
    ("SI", 19),
    ("SK", 24),
    ("SM", 27),
    ("VA", 22),
];

const DAY: &str = r"(?:[0-9]{1,2}\s?[/.-]\s?[0-9]{1,2}\s?[/.-]\s?(?:[0-9]{4}|[0-9]{2})|[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}(?:er)?\s+(?:janvier|février|fevrier|mars|avril|mai|juin|juillet|août|aout|septembre|octobre|novembre|décembre|decembre)\s+[0-9]{4})";

/// A pattern, made ready when a text first holds what none of its matches goes without: most texts of a dossier hold none, and making
/// all of them ready takes longer than reading most files.
struct Pattern(LazyLock<Result<Regex, regex::Error>>);

impl Pattern {
    const fn of(make: fn() -> Result<Regex, regex::Error>) -> Self {
        Self(LazyLock::new(make))
    }

    /// None where it makes no sense: the tests make each of them ready.
    fn ready(&self) -> Option<&Regex> {
        self.0.as_ref().ok()
    }
}

// word boundaries are those of ASCII: the others make the search many times slower

static SOCIAL: Pattern = Pattern::of(|| {
    Regex::new(
        r"(?-u:\b)([1-478])[ .-]?([0-9]{2})[ .-]?([0-9]{2})[ .-]?([0-9]{2}|2[ABab])[ .-]?([0-9]{3})[ .-]?([0-9]{3})[ .-]?([0-9]{2})(?-u:\b)",
    )
});

static ACCOUNT: Pattern = Pattern::of(|| Regex::new(r"(?-u:\b)([A-Z]{2})[0-9]{2}(?: ?[A-Z0-9]){11,32}"));

static PHONE: Pattern = Pattern::of(|| {
    Regex::new(r"(?:^|[^0-9A-Za-z+])((?:(?:\+|00)33[ .-]?(?:\(0\)[ .-]?)?|0)[1-79](?:[ .-]?[0-9]{2}){4})")
});

static MAIL: Pattern = Pattern::of(|| Regex::new(r"[A-Za-z0-9._%+-]+@(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}"));

static BIRTH: Pattern = Pattern::of(|| {
    Regex::new(&format!(
        r"(?i)(?-u:\b)(?:(?:née?s?|né\(e\)s?|ne\(e\)s?|nee?)\s+le\s*:?\s+|naissance\s*:?\s*(?:le\s+)?)({DAY})"
    ))
});

static HEAD: Pattern = Pattern::of(|| Regex::new(r"(?i)(?-u:\b)naissance(?-u:\b)|^né\(?e?\)? le$|^ddn$"));

static DATED: Pattern =
    Pattern::of(|| Regex::new(&format!(r"(?i)^{DAY}(?-u:\b)|^[1-4][0-9]{{4}}(?:\.0+)?$")));

/// What tells soon that a text holds no number of a kind.
struct Holds {
    digits: usize,
    capitals: usize,
    at: bool,
}

impl Holds {
    fn of(text: &str) -> Self {
        let mut all = Self {
            digits: 0,
            capitals: 0,
            at: false,
        };
        for byte in text.bytes() {
            match byte {
                b'0'..=b'9' => all.digits += 1,
                b'A'..=b'Z' => all.capitals += 1,
                b'@' => all.at = true,
                _ => {}
            }
        }
        all
    }

    fn account(&self) -> bool {
        // country and key; the shortest of all has fifteen signs
        self.capitals >= 2 && self.digits >= 2 && self.capitals + self.digits >= 15
    }

    fn social(&self) -> bool {
        // « 2A » stands for two of the fifteen
        self.digits >= 14
    }

    fn phone(&self) -> bool {
        self.digits >= 10
    }

    fn day(&self) -> bool {
        self.digits >= 4
    }
}

pub(super) fn find(text: &str, finds: &mut Finds) {
    let holds = Holds::of(text);
    // an account holds digits that look like a phone: what is found is blanked before the next search, and keeps its place
    let mut rest = Cow::Borrowed(text);
    if holds.account()
        && let Some(pattern) = ACCOUNT.ready()
    {
        rest = take(pattern, rest, AlertKind::Iban, finds, |found, _| {
            Some(0..iban(found)?)
        });
    }
    if holds.social()
        && let Some(pattern) = SOCIAL.ready()
    {
        rest = take(
            pattern,
            rest,
            AlertKind::SocialSecurity,
            finds,
            |found, captures| social_security(captures).then_some(0..found.len()),
        );
    }
    if holds.at
        && let Some(pattern) = MAIL.ready()
    {
        rest = take(pattern, rest, AlertKind::Mail, finds, |found, _| {
            let local = found.split('@').next().unwrap_or_default().to_lowercase();
            (!FUNCTIONS.contains(&local.as_str())).then_some(0..found.len())
        });
    }
    if holds.day() {
        births(&rest, finds);
        column(&rest, finds);
    }
    if holds.phone()
        && let Some(pattern) = PHONE.ready()
    {
        take(pattern, rest, AlertKind::Phone, finds, |found, captures| {
            // the character before is only looked at
            let number = captures.get(1)?.len();
            Some(found.len() - number..found.len())
        });
    }
}

/// Days beside « né(e) le » or « naissance ».
fn births(text: &str, finds: &mut Finds) {
    let born = |word: &str| {
        let le = word
            .get(..2)
            .is_some_and(|start| start.eq_ignore_ascii_case("le"));
        le && matches!(word.as_bytes().get(2), None | Some(b':'))
    };
    let bytes = text.as_bytes();
    let said =
        bytes.windows(3).any(|part| part.eq_ignore_ascii_case(b"nai")) || text.split_whitespace().any(born);
    if let Some(pattern) = BIRTH.ready().filter(|_| said) {
        for captures in pattern.captures_iter(text) {
            if let Some(day) = captures.get(1) {
                finds.add(AlertKind::Birth, day.range());
            }
        }
    }
}

/// Notes the matches that hold (`holds` says which bytes of a match belong to it), and gives the text with blanks in their place. A
/// match that a digit follows is a part of a longer number.
fn take<'t>(
    pattern: &Regex,
    text: Cow<'t, str>,
    kind: AlertKind,
    finds: &mut Finds,
    holds: impl Fn(&str, &Captures<'_>) -> Option<Range<usize>>,
) -> Cow<'t, str> {
    let (mut rest, mut from) = (String::new(), 0);
    for captures in pattern.captures_iter(&text) {
        let Some(found) = captures.get(0) else { continue };
        let Some(own) = holds(found.as_str(), &captures) else {
            continue;
        };
        let range = found.start() + own.start..found.start() + own.end;
        let after = text.get(range.end..).and_then(|after| after.chars().next());
        if after.is_some_and(|c| c.is_ascii_digit()) {
            continue;
        }
        rest.push_str(text.get(from..range.start).unwrap_or_default());
        rest.extend(std::iter::repeat_n('\u{1}', range.len()));
        from = range.end;
        finds.add(kind, range);
    }
    if from == 0 {
        return text;
    }
    rest.push_str(text.get(from..).unwrap_or_default());
    Cow::Owned(rest)
}

/// The length of the account at the start of this text, if its key is right (ISO 13616: modulo 97 of the text turned round is 1).
fn iban(text: &str) -> Option<usize> {
    let length = IBAN
        .iter()
        .find(|(country, _)| text.starts_with(country))
        .map(|(_, length)| *length)?;
    let mut digits = 0;
    let end = text.char_indices().find_map(|(at, c)| {
        digits += usize::from(c != ' ');
        (digits == length).then_some(at + c.len_utf8())
    })?;
    // a letter glued to the end belongs to a longer word
    let after = text.get(end..).and_then(|after| after.chars().next());
    if after.is_some_and(char::is_alphanumeric) {
        return None;
    }
    let compact: String = text.get(..end)?.chars().filter(|c| *c != ' ').collect();
    let (head, tail) = compact.split_at_checked(4)?;
    let remainder = tail.chars().chain(head.chars()).try_fold(0_u32, |sum, c| {
        let value = c.to_digit(36)?;
        Some((sum * if value > 9 { 100 } else { 10 } + value) % 97)
    })?;
    (remainder == 1).then_some(end)
}

/// Key: 97 − (number mod 97), with 2A read as 19 and 2B as 18; months 1–12, or 20–42 and 50–99 where the month is not known
/// (INSEE, « Numéro de sécurité sociale »; décret n° 82-103 du 22 janvier 1982).
fn social_security(captures: &Captures<'_>) -> bool {
    let part = |at: usize| captures.get(at).map_or("", |found| found.as_str());
    let department = match part(4).to_ascii_uppercase().as_str() {
        "2A" => "19".to_owned(),
        "2B" => "18".to_owned(),
        other => other.to_owned(),
    };
    let number = [part(1), part(2), part(3), &department, part(5), part(6)].concat();
    let month: u32 = part(3).parse().unwrap_or(0);
    let (Ok(number), Ok(key)) = (number.parse::<u64>(), part(7).parse::<u64>()) else {
        return false;
    };
    matches!(month, 1..=12 | 20..=42 | 50..=99) && key == 97 - number % 97
}

/// Days in a column of a table whose head speaks of birth (in a sheet, a day is a number of days since 1900).
fn column(text: &str, finds: &mut Finds) {
    let mut at: Option<usize> = None;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let mut cells: Vec<(usize, &str)> = Vec::new();
        if line.contains(['\t', ';']) {
            let mut from = start;
            for cell in line.split(['\t', ';']) {
                cells.push((from, cell));
                from += cell.len() + 1;
            }
        }
        start += line.len();
        let is_head = |cell: &str| HEAD.ready().is_some_and(|head| head.is_match(cell.trim()));
        if let Some(head) = cells.iter().position(|(_, cell)| is_head(cell)) {
            at = Some(head);
        } else if let Some((from, cell)) = at.and_then(|at| cells.get(at)) {
            let bare = cell.trim().trim_matches('"');
            if DATED.ready().is_some_and(|day| day.is_match(bare)) {
                let from = from + cell.find(bare).unwrap_or_default();
                finds.add(AlertKind::Birth, from..from + bare.len());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(AlertKind, u32)> {
        let mut finds = Finds::default();
        find(text, &mut finds);
        finds.hits.into_iter().collect()
    }

    /// A number with its right key.
    fn social(number: &str) -> String {
        let plain: u64 = number
            .replace("2A", "19")
            .replace("2B", "18")
            .replace(' ', "")
            .parse()
            .unwrap();
        format!("{number} {:02}", 97 - plain % 97)
    }

    #[test]
    fn each_pattern_makes_sense() {
        let all = [&SOCIAL, &ACCOUNT, &PHONE, &MAIL, &BIRTH, &HEAD, &DATED];
        for (rank, pattern) in all.into_iter().enumerate() {
            assert!(pattern.ready().is_some(), "{rank}");
        }
    }

    /// The shortest of each kind: a text that is told to hold none holds none.
    #[test]
    fn the_shortest_are_sought() {
        for (text, kind) in [
            ("NO9386011117947", AlertKind::Iban),
            ("0123456789", AlertKind::Phone),
            ("a@b.fr", AlertKind::Mail),
            ("né le 1/1/87", AlertKind::Birth),
            ("NÉE LE: 1-1-87", AlertKind::Birth),
            ("NAISSANCE 1.1.87", AlertKind::Birth),
            ("ddn;\n1/1/87;", AlertKind::Birth),
        ] {
            assert_eq!(found(text), [(kind, 1)], "{text}");
        }
        let corsican = social("1 69 05 2A 115 005");
        assert_eq!(found(&corsican), [(AlertKind::SocialSecurity, 1)], "{corsican}");
    }

    #[test]
    fn social_security_numbers_need_their_key() {
        for number in [
            "2 55 08 14 168 025",
            "1850578006084",
            "1 69 05 2A 115 005",
            "1 69 05 2B 115 005",
            "2 84 32 99 123 456",
        ] {
            let right = social(number);
            assert_eq!(
                found(&format!("NIR {right}.")),
                [(AlertKind::SocialSecurity, 1)],
                "{right}"
            );
            let key: u32 = right.get(right.len() - 2..).unwrap().parse().unwrap();
            let wrong = format!("{number} {:02}", key % 97 + 1);
            assert_eq!(found(&wrong), [], "{wrong}");
        }
        // a published example, with its key
        assert_eq!(found("2 55 08 14 168 025 38"), [(AlertKind::SocialSecurity, 1)]);
        // part of a longer number
        assert_eq!(found("2550814168025389"), []);
    }

    #[test]
    fn accounts_need_their_key() {
        // the examples of the IBAN registry
        for account in [
            "FR14 2004 1010 0505 0001 3M02 606",
            "FR1420041010050500013M02606",
            "DE89370400440532013000",
            "BE68 5390 0754 7034",
        ] {
            assert_eq!(
                found(&format!("IBAN : {account} BIC PSSTFRPP")),
                [(AlertKind::Iban, 1)],
                "{account}"
            );
        }
        assert_eq!(found("FR14 2004 1010 0505 0001 3M02 607"), []);
        assert_eq!(found("FR14 2004 1010"), []);
    }

    #[test]
    fn phones() {
        for phone in [
            "06 12 34 56 78",
            "0612345678",
            "01.23.45.67.89",
            "+33 6 12 34 56 78",
            "0033612345678",
            "+33 (0)1 23 45 67 89",
        ] {
            assert_eq!(
                found(&format!("Tél. {phone}")),
                [(AlertKind::Phone, 1)],
                "{phone}"
            );
        }
        // numbers of services, of firms, dates, years
        for other in [
            "08 00 12 34 56",
            "3919",
            "732 829 320 00074",
            "le 01/02/2024",
            "2024-01-02",
            "061234567890",
            "X0612345678",
        ] {
            assert_eq!(found(other), [], "{other}");
        }
    }

    #[test]
    fn mails_of_persons() {
        assert_eq!(
            found("écrire à prenom.nom@exemple.fr, ou a.b@c.exemple.org"),
            [(AlertKind::Mail, 2)]
        );
        assert_eq!(
            found("contact@exemple.fr, Direction@exemple.fr, @exemple, a@b"),
            []
        );
    }

    #[test]
    fn births() {
        for text in [
            "née le 12/03/1987",
            "Né(e) le 1er mars 1987",
            "NÉ LE 12.03.87",
            "Date de naissance : 1987-03-12",
            "né le 12 mars 1987",
        ] {
            assert_eq!(found(text), [(AlertKind::Birth, 1)], "{text}");
        }
        for text in [
            "réunion le 12/03/1987",
            "une née le matin",
            "née en 1987",
            "un projet mené le 12/03/2024",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
        let table = "Rang;Date de naissance;Ville\n1;12/03/1987;Lyon\n2;04/11/1990;Lyon\n3;inconnue;Lyon";
        assert_eq!(found(table), [(AlertKind::Birth, 2)]);
        assert_eq!(found("id\tnaissance\n7\t31848\n8\t120"), [(AlertKind::Birth, 1)]);
    }
}
