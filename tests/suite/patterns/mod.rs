//! The 24 patterns of rules that schemes use (`norms/README.md`, « Barèmes et décisions »), each with its table of cases, worked out by hand.

mod conclusion;
mod display;
mod findings;
mod score;
mod statuses;
mod time;
mod worth;

use mediaudit_core::norm::Norm;

use crate::cases;

/// A norm of two chapters: `A` with A1 and A2, `B` with B1; what a test adds to the policy, to the chapters and to the criteria.
#[derive(Default)]
struct Trial<'a> {
    /// Keys of `[politique]`, before its sub-tables; `agregation` and `arrondi` have defaults.
    keys: &'a str,
    /// Sub-tables of `[politique]`.
    tables: &'a str,
    /// Keys of each criterion, by id.
    criteria: &'a [(&'a str, &'a str)],
    /// Sub-tables of each criterion, and the rule of its element, by id.
    rules: &'a [(&'a str, &'a str)],
    /// Keys of each level.
    levels: &'a [(&'a str, &'a str)],
    /// Replaces the two chapters.
    chapters: &'a str,
    /// Which criteria there are, with their chapter.
    list: &'a [(&'a str, &'a str)],
    /// Sub-tables of NC-MAJ.
    major: &'a str,
    version: &'a str,
}

fn of<'a>(table: &[(&str, &'a str)], id: &str) -> &'a str {
    table
        .iter()
        .find(|(key, _)| *key == id)
        .map_or("", |(_, text)| text)
}

fn norm(trial: &Trial<'_>) -> Norm {
    let version = if trial.version.is_empty() {
        "1.0.0"
    } else {
        trial.version
    };
    let mut text = format!(
        "schema = 1\n[norme]\nid = \"essai\"\ntitre = \"Essai\"\nedition = \"essai\"\nversion = \"{version}\"\nstatut = \"essai\"\navertissement = \"Essai.\"\nlangue = \"fr\"\n[[source]]\ncle = \"S1\"\ntitre = \"Source\"\nlu-le = 2026-01-01\n"
    );
    text += "[[cycle]]\nid = \"initial\"\nlibelle = \"initial\"\n[[cycle]]\nid = \"suivi\"\nlibelle = \"suivi\"\napres = \"P2Y\"\n[[cycle]]\nid = \"renouvellement\"\nlibelle = \"renouvellement\"\napres = \"P4Y\"\n";
    for level in ["absente", "partielle", "en-place", "evaluee"] {
        text += &format!(
            "[[niveau]]\nid = \"{level}\"\nlibelle = \"{level}\"\ntexte = \"t\"\n{}\n",
            of(trial.levels, level)
        );
    }
    for (code, rank, bad) in [("NC-MAJ", 50, true), ("NC-MIN", 40, true), ("PS", 20, false)] {
        text += &format!(
            "[[constat]]\ncode = \"{code}\"\nlibelle = \"{code}\"\nrang = {rank}\nbloquant = {bad}\nnon-conformite = {bad}\ntexte = \"t\"\n{}\n",
            if code == "NC-MAJ" { trial.major } else { "" }
        );
    }
    text += "[[fait]]\ncle = \"equipe\"\nlibelle = \"Équipe\"\ntype = \"entier\"\naide = \"a\"\n[[fait]]\ncle = \"sous-traitant\"\nlibelle = \"Sous-traitant\"\ntype = \"booleen\"\naide = \"a\"\n";
    text += "[[type-preuve]]\nid = \"regle\"\nlibelle = \"Règle\"\naide = \"a\"\nvalidite = \"P3Y\"\nmodalites = [\"document\", \"entretien\", \"observation\"]\n";
    text += if trial.chapters.is_empty() {
        "[[chapitre]]\nid = \"A\"\ntitre = \"A\"\npresentation = \"p\"\n[[chapitre]]\nid = \"B\"\ntitre = \"B\"\npresentation = \"p\"\n"
    } else {
        trial.chapters
    };
    let list: &[(&str, &str)] = if trial.list.is_empty() {
        &[("A1", "A"), ("A2", "A"), ("B1", "B")]
    } else {
        trial.list
    };
    for (id, chapter) in list {
        let keys = of(trial.criteria, id);
        let or = |key: &str, line: &str| {
            if keys.contains(key) {
                String::new()
            } else {
                format!("{line}\n")
            }
        };
        let rules = of(trial.rules, id);
        text += &format!(
            "[[critere]]\nid = \"{id}\"\nchapitre = \"{chapter}\"\ntitre = \"{id}\"\nexigence = \"e\"\nenjeu = \"e\"\nconfiance = \"C\"\n{}{}{keys}\n",
            or("importance", "importance = \"exigible\""),
            or("juge", "juge = \"humain\""),
        );
        if rules.contains("[[critere.element]]") {
            text += rules;
        } else {
            text += &format!(
                "[[critere.element]]\nid = \"a\"\nlibelle = \"a\"\naction = \"f\"\neffort = 1\n{rules}\n"
            );
        }
    }
    let or = |key: &str, line: &str| {
        if trial.keys.contains(key) {
            String::new()
        } else {
            format!("{line}\n")
        }
    };
    text += &format!(
        "[politique]\n{}{}part-grave = \"0\"\n{}\n{}\n",
        or("agregation", "agregation = \"moyenne-ponderee\""),
        or("arrondi", "arrondi = { decimales = 0 }"),
        trial.keys,
        if trial.tables.contains("[politique.natures") {
            String::new()
        } else {
            ["imperatif", "exigible", "recommande"]
                .map(|i| format!("[politique.natures.{i}]\nnon-conforme-grave = \"NC-MAJ\"\nnon-conforme = \"NC-MIN\"\nnon-demontre = \"PS\"\n"))
                .concat()
        }
    );
    text += trial.tables;
    if !trial.tables.contains("[[politique.conclusion]]") {
        text += "\n[[politique.conclusion]]\nid = \"fin\"\ntitre = \"Fin\"\ntexte = \"t\"\n";
    }
    text += "\n[[profil]]\nid = \"tout\"\ntitre = \"Tout\"\ndescription = \"d\"\ntout = true\n";
    cases::from_text(&text)
}

/// Minor findings on the first `n` of eleven criteria.
fn minors(n: usize) -> String {
    let list: Vec<String> = (1..=n)
        .map(|k| format!("{{ critere = \"A{k}\", nature = \"NC-MIN\" }}"))
        .collect();
    format!("defaut = \"conforme\"\nconstats = [{}]", list.join(", "))
}

const SCALE: [(&str, &str); 4] = [
    ("absente", "valeur = 1"),
    ("partielle", "valeur = 2"),
    ("en-place", "valeur = 4"),
    ("evaluee", "valeur = 4"),
];
