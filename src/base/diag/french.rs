//! One catalogue that turns the messages of toml and serde into French.
//!
//! What it does not know becomes « valeur ou syntaxe non valide ici », with the original as a note: nothing is hidden,
//! and a test fails when a known form of the libraries slips through in English.

use super::Code;

/// A message in French, with its code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Translated {
    /// Which fault it is.
    pub(super) code: Code,
    /// The sentence.
    pub(super) message: String,
    /// Hints, or the original where no translation is known.
    pub(super) notes: Vec<String>,
}

impl Translated {
    fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            notes: Vec::new(),
        }
    }

    fn note(mut self, text: impl Into<String>) -> Self {
        self.notes.push(text.into());
        self
    }
}

/// The TOML parser's own messages, without what it expected.
const SYNTAX: &[(&str, &str, &str)] = &[
    (
        "duplicate key",
        "clé écrite deux fois",
        "supprimez l’une des deux, ou réunissez leurs valeurs",
    ),
    (
        "string values must be quoted",
        "ce texte doit être entre guillemets",
        "écrivez \"…\" autour du texte",
    ),
    (
        "invalid value",
        "valeur non valide",
        "un texte s’écrit entre guillemets droits : \"…\"",
    ),
    (
        "missing value",
        "il manque une valeur après le signe égal",
        "écrivez une valeur après « = »",
    ),
    (
        "key with no value",
        "cette clé n’a pas de valeur",
        "écrivez « clé = valeur »",
    ),
    (
        "missing opening quote",
        "guillemet ouvrant manquant",
        "un texte s’écrit entre guillemets droits : \"…\"",
    ),
    (
        "missing comma between array elements",
        "il manque une virgule entre deux éléments de la liste",
        "séparez les éléments par des virgules",
    ),
    (
        "missing comma between key-value pairs",
        "il manque une virgule entre deux clés",
        "séparez les clés par des virgules",
    ),
    (
        "missing assignment between key-value pairs",
        "il manque un signe égal entre la clé et sa valeur",
        "écrivez « clé = valeur »",
    ),
    (
        "extra comma in inline table",
        "virgule de trop entre accolades",
        "supprimez la dernière virgule",
    ),
    (
        "extra comma in array",
        "virgule de trop dans la liste",
        "supprimez la virgule",
    ),
    (
        "extra assignment between key-value pairs",
        "signe égal de trop",
        "une seule valeur par clé",
    ),
    ("extra `=`", "signe égal de trop", "une seule valeur par clé"),
    (
        "unexpected `=` in array",
        "signe égal inattendu dans une liste",
        "une liste ne tient que des valeurs",
    ),
    ("unclosed table", "crochet fermant manquant", "écrivez « [nom] »"),
    (
        "unclosed array table",
        "doubles crochets fermants manquants",
        "écrivez « [[nom]] »",
    ),
    (
        "unclosed inline table",
        "accolade fermante manquante",
        "fermez avec « } » sur la même ligne",
    ),
    (
        "unclosed array",
        "crochet fermant manquant",
        "fermez la liste avec « ] »",
    ),
    (
        "invalid unquoted key",
        "clé non valide",
        "une clé s’écrit en lettres sans accent, chiffres, « - » et « _ » ; sinon entre guillemets",
    ),
    (
        "unquoted keys cannot be empty",
        "clé vide",
        "écrivez un nom avant le signe égal",
    ),
    (
        "unexpected key or value",
        "clé ou valeur inattendue",
        "une seule « clé = valeur » par ligne",
    ),
    (
        "invalid key-value pair",
        "« clé = valeur » non valide",
        "écrivez « clé = valeur »",
    ),
    ("missing inline table opening", "accolade ouvrante manquante", ""),
    ("missing array opening", "crochet ouvrant manquant", ""),
    ("missing table open", "crochet ouvrant manquant", ""),
    (
        "missing escaped value",
        "caractère manquant après la barre oblique inversée",
        "doublez la barre : \\\\",
    ),
    (
        "invalid comment character",
        "caractère de contrôle dans un commentaire",
        "supprimez-le",
    ),
    (
        "carriage return must be followed by newline",
        "retour chariot isolé",
        "enregistrez le fichier avec des fins de ligne ordinaires",
    ),
    (
        "cannot recurse further; max recursion depth met",
        "imbrication trop profonde",
        "rapprochez les crochets et les accolades de ce qu’il faut",
    ),
    (
        "keys cannot be multi-line literal strings",
        "une clé tient sur une seule ligne",
        "",
    ),
    (
        "keys cannot be multi-line basic strings",
        "une clé tient sur une seule ligne",
        "",
    ),
    (
        "unexpected leading zero",
        "zéro de trop au début du nombre",
        "écrivez le nombre sans zéro devant ; une date s’écrit AAAA-MM-JJ",
    ),
    ("redundant numeric sign", "signe de trop devant le nombre", ""),
    (
        "integers with a radix cannot be signed",
        "un nombre 0x, 0o ou 0b ne porte pas de signe",
        "",
    ),
    (
        "radix must be lowercase",
        "écrivez 0x, 0o ou 0b en minuscules",
        "",
    ),
    (
        "`_` may only go between digits",
        "« _ » ne va qu’entre deux chiffres",
        "",
    ),
    ("too few unicode value digits", "code Unicode trop court", ""),
    (
        "cannot extend value of type array with a dotted key",
        "cette clé prolonge une liste déjà écrite",
        "",
    ),
    (
        "cannot extend value of type inline table with a dotted key",
        "cette clé prolonge une table déjà écrite entre accolades",
        "mettez toutes les clés entre les mêmes accolades",
    ),
    (
        "invalid basic string",
        "texte non valide",
        "il manque le guillemet fermant, ou le texte contient un caractère qui ne se voit pas",
    ),
    (
        "invalid literal string",
        "texte non valide",
        "il manque l’apostrophe fermante",
    ),
    (
        "invalid multi-line basic string",
        "texte non valide",
        "il manque les trois guillemets fermants",
    ),
    (
        "invalid multi-line literal string",
        "texte non valide",
        "il manque les trois apostrophes fermantes",
    ),
    (
        "invalid date",
        "date non valide",
        "une date s’écrit AAAA-MM-JJ : 2026-01-15",
    ),
    (
        "invalid time",
        "heure non valide",
        "une date s’écrit sans heure : 2026-01-15",
    ),
    (
        "invalid datetime",
        "date non valide",
        "une date s’écrit sans heure : 2026-01-15",
    ),
    (
        "invalid boolean",
        "true ou false attendu",
        "oui s’écrit true, non s’écrit false, sans guillemets",
    ),
    (
        "invalid float",
        "nombre non valide",
        "un nombre décimal prend un point : 0.5",
    ),
    (
        "invalid mantissa",
        "nombre non valide",
        "un nombre décimal prend un point, un chiffre devant : 0.5",
    ),
    (
        "invalid fraction",
        "nombre non valide",
        "un nombre décimal prend un chiffre après le point : 5.0",
    ),
    (
        "invalid exponent",
        "nombre non valide",
        "écrivez le nombre en entier, sans exposant",
    ),
    (
        "invalid binary number",
        "nombre binaire non valide",
        "écrivez le nombre en base dix, sans 0b",
    ),
    (
        "invalid octal number",
        "nombre octal non valide",
        "écrivez le nombre en base dix, sans 0o",
    ),
    (
        "invalid hexadecimal number",
        "nombre hexadécimal non valide",
        "écrivez le nombre en base dix, sans 0x",
    ),
];

/// A message of the TOML parser: a known sentence, then perhaps « , expected … ».
pub(super) fn toml(message: &str) -> Translated {
    let (head, _) = message.split_once(", expected ").unwrap_or((message, ""));
    if let Some((_, said, hint)) = SYNTAX.iter().find(|(english, _, _)| *english == head) {
        let answer = Translated::new(Code::Syntax, *said);
        return if hint.is_empty() {
            answer
        } else {
            answer.note(*hint)
        };
    }
    if head.starts_with("cannot extend value of type") {
        return Translated::new(
            Code::Syntax,
            "cette clé prolonge une valeur qui n’est pas une table",
        );
    }
    Translated::new(Code::Syntax, "syntaxe non valide ici").note(format!("message d’origine : {message}"))
}

/// A message of serde while a value is decoded.
pub(super) fn serde(message: &str) -> Translated {
    if let Some((key, rest)) = quoted(message, "unknown field `") {
        let known = names(rest);
        let mut said = Translated::new(Code::UnknownKey, format!("clé inconnue « {key} »"));
        if let Some(near) = crate::kernel::words::nearest(key, known.iter().copied()) {
            said = said.note(format!("vouliez-vous dire « {near} » ?"));
        }
        return if known.is_empty() {
            said
        } else {
            said.note(format!("clés admises ici : {}", known.join(", ")))
        };
    }
    if let Some((key, _)) = quoted(message, "missing field `") {
        return Translated::new(Code::MissingKey, format!("la clé « {key} » manque"))
            .note(format!("ajoutez « {key} = … »"));
    }
    if let Some((word, rest)) = quoted(message, "unknown variant `") {
        let known = names(rest);
        let mut said = Translated::new(Code::WrongValue, format!("« {word} » n’est pas admis ici"));
        if let Some(near) = crate::kernel::words::nearest(word, known.iter().copied()) {
            said = said.note(format!("vouliez-vous dire « {near} » ?"));
        }
        return said.note(format!("valeurs admises : {}", known.join(", ")));
    }
    if message == "wanted exactly 1 element" {
        return Translated::new(Code::RuleShape, "une règle porte exactement une clé")
            .note("écrivez une seule règle entre accolades, ou réunissez-les : { tous = [{ … }, { … }] }");
    }
    if message == "wanted string or table" {
        return Translated::new(Code::WrongType, "règle attendue entre accolades")
            .note("par exemple : { preuve = { type = \"projet-de-service\" } }");
    }
    if let Some(rest) = message.strip_prefix("invalid type: ") {
        return mismatch(Code::WrongType, rest);
    }
    if let Some(rest) = message.strip_prefix("invalid value: ") {
        return mismatch(Code::WrongValue, rest);
    }
    if let Some(rest) = message.strip_prefix("invalid length ") {
        let length = rest.split_once(',').map_or(rest, |(length, _)| length);
        return Translated::new(
            Code::WrongValue,
            format!("liste d’une longueur inattendue ({length})"),
        );
    }
    if message.contains("overflowed") {
        return Translated::new(Code::WrongValue, "nombre trop grand");
    }
    // our own `Deserialize` implementations already speak French
    if is_french(message) {
        let (said, hint) = message.split_once('\n').unwrap_or((message, ""));
        let answer = Translated::new(Code::WrongValue, said);
        return if hint.is_empty() {
            answer
        } else {
            answer.note(hint)
        };
    }
    Translated::new(Code::WrongValue, "valeur non valide ici").note(format!("message d’origine : {message}"))
}

/// Our own messages are told by an accent, a guillemet or a marker word: the libraries write plain ASCII English.
fn is_french(message: &str) -> bool {
    !message.is_ascii() || message.contains("attendu") || message.contains("identifiant")
}

/// What is wanted most often.
const QUOTED: &str = "texte entre guillemets";
const LIST: &str = "liste entre crochets";
const WHOLE: &str = "nombre entier positif";
const DATE: &str = "date AAAA-MM-JJ";

fn mismatch(code: Code, rest: &str) -> Translated {
    let (found, wanted) = rest.split_once(", expected ").unwrap_or((rest, ""));
    let wanted = wanted_in_french(wanted);
    let found = found_in_french(found);
    if wanted.is_empty() {
        return Translated::new(code, format!("{found} ne convient pas ici"));
    }
    let said = Translated::new(
        code,
        format!("{}, {}", agreed(&wanted, "attendu"), agreed(&found, "trouvé")),
    );
    match (wanted.as_str(), text_of(&found)) {
        (QUOTED, _) => said.note("écrivez le texte entre guillemets droits : \"…\""),
        (LIST, Some(text)) => said.note(format!("écrivez [\"{text}\"]")),
        (WHOLE, _) if found.starts_with("nombre ") && found.contains('.') => {
            said.note("un nombre sans décimale ; des poids de 0.5 et 1, par exemple, s’écrivent 1 et 2")
        }
        (DATE, _) => said.note("une date s’écrit sans guillemets : 2026-01-15"),
        _ => said,
    }
}

/// « liste attendue », « nombre attendu ».
fn agreed(noun: &str, participle: &str) -> String {
    let feminine = ["liste", "table", "date", "valeur", "règle", "période"];
    let end = if feminine.iter().any(|f| noun.starts_with(f)) {
        "e"
    } else {
        ""
    };
    format!("{noun} {participle}{end}")
}

/// The text of « texte « duerp » ».
fn text_of(found: &str) -> Option<&str> {
    found.strip_prefix("texte « ")?.strip_suffix(" »")
}

fn found_in_french(found: &str) -> String {
    let value = found.split('`').nth(1);
    let quoted_text = found.strip_prefix("string ").map(|text| text.trim_matches('"'));
    match (found, value, quoted_text) {
        (_, _, Some(text)) => format!("texte « {text} »"),
        (f, Some(v), _) if f.starts_with("integer") => format!("nombre {v}"),
        (f, Some(v), _) if f.starts_with("floating point") => format!("nombre {v}"),
        (f, Some(v), _) if f.starts_with("boolean") => format!("booléen {v}"),
        ("map", ..) => "table".to_owned(),
        ("sequence", ..) => "liste".to_owned(),
        ("date", ..) => "date".to_owned(),
        _ => "valeur d’un autre type".to_owned(),
    }
}

fn wanted_in_french(wanted: &str) -> String {
    let plain = wanted.trim_start_matches("a ").trim_start_matches("an ");
    match plain {
        "" => String::new(),
        "string" | "borrowed string" | "str" => QUOTED.to_owned(),
        "boolean" => "true ou false".to_owned(),
        "sequence" => LIST.to_owned(),
        "map" => "table".to_owned(),
        "datetime" | "TOML datetime" => DATE.to_owned(),
        number if ["u8", "u16", "u32", "u64", "usize"].contains(&number) => WHOLE.to_owned(),
        number if ["i8", "i16", "i32", "i64", "isize"].contains(&number) => "nombre entier".to_owned(),
        number if ["f32", "f64"].contains(&number) => "nombre".to_owned(),
        table if table.starts_with("struct ") || table.starts_with("enum ") => "table".to_owned(),
        list if list.starts_with("array") || list.starts_with("tuple") => LIST.to_owned(),
        other if is_french(other) || other.starts_with("une ") || other.starts_with("un ") => other
            .trim_start_matches("une ")
            .trim_start_matches("un ")
            .to_owned(),
        _ => "autre chose".to_owned(),
    }
}

/// Splits `prefix` + name + backquote + rest.
fn quoted<'a>(message: &'a str, prefix: &str) -> Option<(&'a str, &'a str)> {
    message.strip_prefix(prefix)?.split_once('`')
}

/// All words between backquotes.
fn names(text: &str) -> Vec<&str> {
    text.split('`').skip(1).step_by(2).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde::Deserialize;
    use serde::de::DeserializeOwned;

    use super::*;

    /// Texts that bring about every message that the parser is known to have.
    const BROKEN: &[&str] = &[
        "a = 1\na = 2",
        "a = b",
        "a",
        "a = b\"",
        "a = {b=1 c=2}",
        "a = {b 1}",
        "a = {,}",
        "a = [1,,2]",
        "a == 1",
        "a = [b = 1]",
        "[a",
        "[[a",
        "a = {",
        "a = [",
        "é = 1",
        " = 1",
        "a = 1 # x\0",
        "# a\rb",
        "a = }",
        "a = ]",
        "]",
        "}",
        "a = \"\\\"",
        "a = \"\\u12\"",
        "a = \"\\ud800\"",
        "'''a''' = 1",
        "\"\"\"a\"\"\" = 1",
        "a = 01",
        "a = +-1",
        "a = 0x0x1",
        "a = -0x1",
        "a = 0X1",
        "a = 1__0",
        "a = [1]\na.b = 1",
        "a = {b=1}\na.c = 1",
        "a = 1\na.b = 2",
        "a = \"x",
        "a = \"\"\"x",
        "a = '''x",
        "a = 'x",
        "a = 2026-13-01",
        "a = 12:99",
        "a = 1979-05-27 07:32:00Zx",
        "a = tru",
        "a = inf1",
        "a = .5",
        "a = 5.",
        "a = 1e",
        "a = 0b2",
        "a = 0o9",
    ];

    fn told(text: &str) -> Vec<String> {
        let (_, errors) = toml::de::DeTable::parse_recoverable(text);
        assert!(!errors.is_empty(), "{text}");
        errors.iter().map(|error| error.message().to_owned()).collect()
    }

    #[test]
    fn each_row_of_the_catalogue_is_brought_about_by_the_parser_and_each_message_has_its_row() {
        let deep = "a = ".to_owned() + &"[".repeat(200);
        let messages: Vec<String> = BROKEN
            .iter()
            .copied()
            .chain([deep.as_str()])
            .flat_map(told)
            .collect();
        let heads: BTreeSet<&str> = messages
            .iter()
            .map(|message| message.split(", expected ").next().unwrap_or_default())
            .collect();
        for (english, _, _) in SYNTAX {
            // ours, where the parser takes a missing value for a text
            assert!(
                heads.contains(english) || *english == "missing value",
                "{english}"
            );
        }
        for message in &messages {
            let said = toml(message);
            assert!(
                !said.notes.iter().any(|note| note.contains("message d’origine")),
                "{message}"
            );
        }
        assert_eq!(toml("new words").notes, ["message d’origine : new words"]);
    }

    fn decoded<T: DeserializeOwned>(text: &str) -> Translated {
        let table = ::toml::de::DeTable::parse(text).unwrap();
        let place = table.span();
        let value = ::toml::Spanned::new(place, ::toml::de::DeValue::Table(table.into_inner()));
        match T::deserialize(super::super::shape::Handed::Value(&value)) {
            Ok(_) => panic!("{text} is sound"),
            Err(misfit) => serde(&misfit.message),
        }
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only read")]
    struct Sample {
        one: Option<u8>,
        text: Option<String>,
        flag: Option<bool>,
        list: Option<Vec<u8>>,
        word: Option<Word>,
        pair: Option<(u8, u8)>,
        half: Option<f64>,
        deep: Option<Box<Needy>>,
        signed: Option<i64>,
        day: Option<crate::kernel::Date>,
        map: Option<std::collections::BTreeMap<String, u8>>,
    }

    #[derive(Debug, Deserialize)]
    #[expect(dead_code, reason = "only read")]
    struct Needy {
        need: i64,
    }

    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "kebab-case")]
    #[expect(dead_code, reason = "only read")]
    enum Word {
        First,
        Second(u8),
    }

    #[test]
    fn what_serde_says_of_a_value_is_said_in_french() {
        for (text, said) in [
            ("onne = 1", "clé inconnue « onne »"),
            ("deep = {}", "la clé « need » manque"),
            ("word = \"firsst\"", "« firsst » n’est pas admis ici"),
            (
                "word = { first = 1, second = 2 }",
                "une règle porte exactement une clé",
            ),
            ("word = 1", "règle attendue entre accolades"),
            ("one = \"x\"", "nombre entier positif attendu, texte « x » trouvé"),
            ("one = 300", "nombre entier positif attendu, nombre 300 trouvé"),
            ("one = 1.5", "nombre entier positif attendu, nombre 1.5 trouvé"),
            ("one = true", "nombre entier positif attendu, booléen true trouvé"),
            ("one = {}", "nombre entier positif attendu, table trouvée"),
            ("one = []", "nombre entier positif attendu, liste trouvée"),
            ("text = 1", "texte entre guillemets attendu, nombre 1 trouvé"),
            ("flag = 1", "true ou false attendu, nombre 1 trouvé"),
            ("flag = 0x1F", "true ou false attendu, nombre 31 trouvé"),
            (
                "text = 99999999999999999999",
                "texte entre guillemets attendu, nombre 99999999999999999999 trouvé",
            ),
            ("text = 0.5", "texte entre guillemets attendu, nombre 0.5 trouvé"),
            (
                "text = 2026-01-15",
                "texte entre guillemets attendu, date trouvée",
            ),
            ("list = 1", "liste entre crochets attendue, nombre 1 trouvé"),
            ("half = \"x\"", "nombre attendu, texte « x » trouvé"),
            ("deep = 1", "table attendue, nombre 1 trouvé"),
            ("pair = [1]", "liste d’une longueur inattendue (1)"),
            (
                "one = 99999999999999999999",
                "nombre entier positif attendu, nombre 99999999999999999999 trouvé",
            ),
            (
                "one = 9999999999999999999999999999999999999999999999",
                "nombre trop grand",
            ),
            ("half = 1e999", "nombre trop grand"),
            ("pair = 1", "liste entre crochets attendue, nombre 1 trouvé"),
            ("signed = \"x\"", "nombre entier attendu, texte « x » trouvé"),
            ("day = 1", "date AAAA-MM-JJ attendue, nombre 1 trouvé"),
            ("map = 1", "table attendue, nombre 1 trouvé"),
            ("word = []", "règle attendue entre accolades"),
            ("one = 2026-01-01", "nombre entier positif attendu, date trouvée"),
            ("deep = [1]", "table attendue, liste trouvée"),
        ] {
            let found = decoded::<Sample>(text);
            assert_eq!(found.message, said, "{text}");
            assert!(
                !found.notes.iter().any(|note| note.contains("message d’origine")),
                "{text}"
            );
        }
        assert_eq!(serde("new words").notes, ["message d’origine : new words"]);
    }
}
