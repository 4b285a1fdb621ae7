//! Commands that a message proposes: they name the dossier, as a shell takes it.

/// Stands in a command for the folder of the dossier, which only a door of the house knows: « mediaudit preuves DOSSIER ».
const FOLDER: &str = "DOSSIER";

/// How a proposed command begins.
const PROGRAM: &str = "mediaudit ";

/// A folder, or another argument, as a shell takes it: quoted where it must be.
pub fn typed(argument: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "_./:@%+,=-\\".contains(c);
    if argument.starts_with('-') {
        return typed(&format!("./{argument}"));
    }
    if !argument.is_empty() && argument.chars().all(plain) {
        return argument.to_owned();
    }
    if argument.contains(['"', '$', '`', '!']) {
        return format!("'{}'", argument.replace('\'', "'\\''"));
    }
    format!("\"{argument}\"")
}

/// The commands of a text, about the dossier in this folder.
pub fn about(text: &str, folder: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(PROGRAM) {
        let words = after.split_inclusive(' ').take_while(|word| {
            let word = word.trim_end();
            !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase())
        });
        let (command, after) = after.split_at(words.map(str::len).sum());
        out.push_str(before);
        out.push_str(PROGRAM);
        out.push_str(command);
        rest = match after.strip_prefix(FOLDER) {
            Some(after) => {
                out.push_str(&typed(folder));
                after
            }
            None => after,
        };
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::{about, typed};

    #[test]
    fn a_folder_is_quoted_where_a_shell_would_take_it_apart() {
        for (folder, wanted) in [
            ("mon-dossier", "mon-dossier"),
            ("./Été_2026/dossier", "./Été_2026/dossier"),
            ("Mon Association d'été", "\"Mon Association d'été\""),
            ("a & b", "\"a & b\""),
            ("prix 5$ l'un", "'prix 5$ l'\\''un'"),
            ("-d", "./-d"),
            ("", "\"\""),
        ] {
            assert_eq!(typed(folder), wanted);
        }
    }

    #[test]
    fn each_command_of_a_text_names_the_dossier() {
        let text = "« mediaudit preuves DOSSIER » les donne ; puis mediaudit preuves dater DOSSIER --ecrire";
        assert_eq!(
            about(text, "a b"),
            "« mediaudit preuves \"a b\" » les donne ; puis mediaudit preuves dater \"a b\" --ecrire"
        );
        for same in [
            "DOSSIER",
            "mediaudit norme liste",
            "mediaudit",
            "mediaudit nouveau mon-dossier",
        ] {
            assert_eq!(about(same, "x"), same);
        }
    }
}
