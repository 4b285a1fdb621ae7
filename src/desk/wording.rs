//! Commands that a text proposes, as who is at a page does the same: « mediaudit preuves DOSSIER » is the page « Papiers ».

/// How a proposed command begins.
const PROGRAM: &str = "mediaudit ";

/// Commands, the longer first, and what does the same here.
const DOES_THE_SAME: [(&str, &str); 6] = [
    ("preuves", "la page « Papiers »"),
    ("questions", "la page « Questions »"),
    ("constats", "la page « Audit »"),
    ("rapport", "la page « Rapport »"),
    ("verifier", "la page « Où nous en sommes »"),
    ("annuler", "le bouton « Annuler la dernière modification »"),
];

/// A page, its commands told as what is on a page; what a person typed into a field stays as it is.
pub(super) fn for_a_page(page: &str) -> String {
    let mut out = String::with_capacity(page.len());
    let mut typed = false;
    let mut rest = page;
    while let Some((text, tag)) = rest.split_once('<') {
        out.push_str(&if typed { text.to_owned() } else { told(text) });
        typed = tag.starts_with("textarea");
        let (tag, after) = tag.split_once('>').unwrap_or((tag, ""));
        out.push('<');
        out.push_str(tag);
        out.push('>');
        rest = after;
    }
    out + rest
}

fn told(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(PROGRAM) {
        let same = DOES_THE_SAME
            .iter()
            .find_map(|(command, same)| Some((after.strip_prefix(command)?, *same)));
        let Some((arguments, same)) = same else {
            out.push_str(before);
            out.push_str(PROGRAM);
            rest = after;
            continue;
        };
        let opened = ["« ", "«\u{a0}", "«\u{202f}"]
            .iter()
            .find_map(|mark| before.strip_suffix(mark));
        let closed = arguments.split_once('»').map(|(_, after)| after);
        match opened.zip(closed) {
            Some((before, after)) => {
                out.push_str(before);
                rest = after;
            }
            None => {
                out.push_str(before);
                rest = unquoted(arguments);
            }
        }
        let begins = out.trim_end().is_empty() || out.trim_end().ends_with(['.', '!', '?']);
        if begins {
            let mut letters = same.chars();
            out.extend(letters.next().into_iter().flat_map(char::to_uppercase));
            out.push_str(letters.as_str());
        } else {
            out.push_str(same);
        }
    }
    out + rest
}

/// What follows a command that no quotes hold: its other words and the folder are passed over.
fn unquoted(arguments: &str) -> &str {
    let words = arguments.split_inclusive(' ').take_while(|word| {
        let word = word.trim();
        word.is_empty() || word == "dater" || word == "ranger" || word.starts_with("--")
    });
    let passed: usize = words.map(str::len).sum();
    let rest = arguments.get(passed..).unwrap_or_default();
    match rest.strip_prefix("DOSSIER") {
        Some(rest) => rest,
        None if passed == 0 => rest,
        // the blank before an ordinary word stays
        None => arguments.get(passed.saturating_sub(1)..).unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::for_a_page;

    #[test]
    fn a_command_is_told_as_the_page_that_does_the_same() {
        for (told, wanted) in [
            (
                "<p>« mediaudit preuves DOSSIER » donne l’identifiant</p>",
                "<p>La page « Papiers » donne l’identifiant</p>",
            ),
            (
                "<li>0 preuve (détail : mediaudit preuves DOSSIER)</li>",
                "<li>0 preuve (détail : la page « Papiers »)</li>",
            ),
            (
                "<p>dites-la à « mediaudit preuves dater DOSSIER », ou écrivez</p>",
                "<p>dites-la à la page « Papiers », ou écrivez</p>",
            ),
            (
                "<p>Plus rien ici : mediaudit verifier dit où vous en êtes</p>",
                "<p>Plus rien ici : la page « Où nous en sommes » dit où vous en êtes</p>",
            ),
            (
                "<p>créez-en un : mediaudit nouveau mon-dossier</p>",
                "<p>créez-en un : mediaudit nouveau mon-dossier</p>",
            ),
        ] {
            assert_eq!(for_a_page(told), wanted);
        }
    }

    #[test]
    fn what_a_person_typed_stays() {
        let page = "<input value=\"mediaudit preuves\"><textarea id=\"a\">\n« mediaudit preuves DOSSIER »</textarea>é<br>";
        assert_eq!(for_a_page(page), page);
    }
}
