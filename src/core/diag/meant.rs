//! What the author of a broken line most likely meant: the few ways of writing a value that everybody has in a spreadsheet or a letter,
//! and that TOML does not take.

/// The hint for the line that holds byte `at` of a text, where what stands after its equals sign is one of those ways.
pub(super) fn hint(text: &str, at: usize) -> Option<String> {
    let at = at.min(text.len());
    let start = text.get(..at)?.rfind('\n').map_or(0, |line| line + 1);
    let line = text.get(start..)?.lines().next()?;
    let (_, value) = line.split_once('=')?;
    let value = value.split('#').next()?.trim();
    // where the value is sound, the fault of the line is another
    let sound = toml::from_str::<toml::Table>(&format!("v = {value}")).is_ok();
    of(value).filter(|_| !sound)
}

fn of(value: &str) -> Option<String> {
    let folded = value.to_lowercase();
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let space = |c: char| matches!(c, ' ' | '\u{a0}' | '\u{202f}');
    if ["oui", "vrai", "yes", "true"].contains(&folded.as_str()) {
        return Some("pour oui, écrivez true, sans guillemets".to_owned());
    }
    if ["non", "faux", "no", "false"].contains(&folded.as_str()) {
        return Some("pour non, écrivez false, sans guillemets".to_owned());
    }
    if let Some((whole, part)) = value.split_once([',', '.'])
        && (digits(whole) || whole.is_empty())
        && digits(part)
    {
        let whole = if whole.is_empty() { "0" } else { whole };
        return Some(format!("un nombre décimal prend un point : {whole}.{part}"));
    }
    let date: Vec<&str> = value.split(['/', '.', '-']).collect();
    if let [day, month, year] = date.as_slice()
        && [day, month, year].iter().all(|part| digits(part))
    {
        return Some(match (day.len(), month.len(), year.len()) {
            (4, 2, 2) => "ce jour n’existe pas : l’année, le mois de 01 à 12, puis le jour".to_owned(),
            (1 | 2, 1 | 2, 4) => format!("une date s’écrit AAAA-MM-JJ : {year}-{month:0>2}-{day:0>2}"),
            (4, 1 | 2, 1 | 2) => format!("une date s’écrit AAAA-MM-JJ : {day}-{month:0>2}-{year:0>2}"),
            _ => "une date s’écrit AAAA-MM-JJ".to_owned(),
        });
    }
    if let Some(number) = value.strip_suffix('%').map(|n| n.trim_end_matches(space))
        && digits(number)
    {
        return Some(format!(
            "un pourcentage s’écrit entre guillemets : \"{number} %\""
        ));
    }
    let joined: String = value.chars().filter(|c| !space(*c)).collect();
    if joined.len() < value.len() && digits(&joined) {
        return Some(format!("un nombre s’écrit sans espace : {joined}"));
    }
    if value.starts_with(['«', '“', '”', '‘', '’']) {
        return Some("les guillemets sont droits : \"…\"".to_owned());
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_of_writing_that_everybody_has() {
        for (value, said) in [
            ("oui", "pour oui, écrivez true, sans guillemets"),
            ("Non", "pour non, écrivez false, sans guillemets"),
            ("True", "pour oui, écrivez true, sans guillemets"),
            ("0,2", "un nombre décimal prend un point : 0.2"),
            (".5", "un nombre décimal prend un point : 0.5"),
            (
                "2026-13-01",
                "ce jour n’existe pas : l’année, le mois de 01 à 12, puis le jour",
            ),
            ("3/9/2026", "une date s’écrit AAAA-MM-JJ : 2026-09-03"),
            ("2026/9/3", "une date s’écrit AAAA-MM-JJ : 2026-09-03"),
            ("03-09-26", "une date s’écrit AAAA-MM-JJ"),
            ("80 %", "un pourcentage s’écrit entre guillemets : \"80 %\""),
            ("1 200", "un nombre s’écrit sans espace : 1200"),
            ("1\u{202f}200", "un nombre s’écrit sans espace : 1200"),
            ("« en place »", "les guillemets sont droits : \"…\""),
        ] {
            assert_eq!(of(value).as_deref(), Some(said), "{value}");
        }
        for value in ["", "en-place", "12", "\"oui\"", "[1, 2]"] {
            assert_eq!(of(value), None, "{value}");
        }
    }

    #[test]
    fn the_line_is_the_one_of_the_fault() {
        let text = "a = 1\nb = oui # vraiment\nc = 0,5";
        assert!(hint(text, 10).is_some_and(|said| said.contains("true")));
        assert!(hint(text, text.len()).is_some_and(|said| said.ends_with("0.5")));
        assert_eq!(hint(text, 0), None);
        assert_eq!(hint("é", 1), None);
        assert_eq!(hint("a = 1\na = true", 6), None, "a key written twice");
    }
}
