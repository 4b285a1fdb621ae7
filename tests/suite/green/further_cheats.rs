//! More of what a structure might try: nothing of it gets a favourable conclusion, and each is told by its word.

use mediaudit_core::kernel::TypeId;
use rayon::prelude::*;

use super::cheats::{SOUND, all_numbers, norm_words};
use super::paper::{extension, file, honest, line};
use super::{Made, NORM};

/// The same words, in another order for each rank.
fn shuffled(text: &str, rank: usize) -> String {
    let mut words: Vec<&str> = text.split_whitespace().collect();
    let mut seed = rank as u64 * 7_919 + 17;
    for at in (1..words.len()).rev() {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        words.swap(at, (seed >> 33) as usize % (at + 1));
    }
    let lines: Vec<String> = words.chunks(12).map(|line| line.join(" ")).collect();
    lines.join("\n")
}

/// Every file, told anew from its type and rank.
fn each_file(made: &mut Made, text: impl Fn(&TypeId, usize, &str) -> String) {
    for (rank, paper) in made.papers.iter_mut().enumerate() {
        let kind = TypeId::parse(&paper.types[0]).unwrap();
        let day = paper.date.clone();
        if let Some((_, bytes)) = &mut paper.file {
            *bytes = file(&text(&kind, rank, &day), extension(&NORM.evidence_types[&kind]));
        }
    }
}

fn cheats() -> Vec<(&'static str, &'static str, Made)> {
    let sound = Made::honest(SOUND);
    let name = sound.structure.name.clone();
    let structure = sound.structure.clone();
    let mut all = Vec::new();
    let mut change = |name, why, change: &dyn Fn(&mut Made)| {
        let mut made = sound.clone();
        change(&mut made);
        all.push((name, why, made));
    };
    change(
        "the-norm-pasted-in-another-order-each-time",
        "non-reconnue",
        &|made| {
            each_file(made, |_, rank, _| {
                format!("{name}\n{}", shuffled(&norm_words(), rank))
            });
        },
    );
    change(
        "all-words-and-all-numbers-in-another-order",
        "non-reconnue",
        &|made| {
            let numbers = all_numbers();
            each_file(made, |_, rank, _| {
                format!("{name}\n{}\n{numbers}", shuffled(&norm_words(), rank))
            });
        },
    );
    change("old-papers-that-never-expire", "trop-ancienne", &|made| {
        for paper in made.papers.iter_mut().filter(|paper| paper.file.is_some()) {
            "2009-01-05".clone_into(&mut paper.date);
            paper.more.push_str("expire = 2099-12-31\n");
        }
    });
    change("a-structure-that-began-last-week", "preuve-absente", &|made| {
        made.structure.form.push_str("\"\ndebut-activite = 2026-11-16\n#");
        made.papers.retain(|paper| paper.file.is_none());
        made.proof.clear();
    });
    change("an-exercise-that-has-just-begun", "preuve-absente", &|made| {
        made.structure.form.push_str("\"\nexercice = \"11-22\"\n#");
        made.papers.retain(|paper| paper.file.is_none());
        made.proof.clear();
    });
    change("no-to-whatever-widens-what-is-asked", "preuve-absente", &|made| {
        for value in made.structure.facts.values_mut() {
            if matches!(value, toml::Value::Boolean(_)) {
                *value = toml::Value::Boolean(false);
            }
        }
        made.papers.retain(|paper| paper.file.is_none());
        made.proof.clear();
    });
    change(
        "third-parties-that-only-we-heard",
        "modalite-non-admise",
        &|made| {
            for paper in made.papers.iter_mut().filter(|paper| paper.file.is_some()) {
                paper.file = None;
                "modalite = \"entretien\"\ntemoin = \"tiers\"\norigine = \"bailleur\"\n"
                    .clone_into(&mut paper.more);
            }
        },
    );
    change("papers-of-another-structure-with-its-name", "sans-nom", &|made| {
        made.retell(|text, name| text.replace(name, "Régie des Trois Pins"));
    });
    change("the-first-words-of-each-paper", "trop-mince", &|made| {
        made.retell(|text, name| {
            let words: Vec<&str> = text.split_whitespace().take(24).collect();
            format!("{name}\n{}", words.join(" "))
        });
    });
    change(
        "better-numbers-than-the-rows-of-ones-own-papers",
        "contredit-par-la-piece",
        &|made| {
            // the state of the staff says, row by row, half of what is declared
            let piece = made.piece("etat-du-personnel");
            let kind = TypeId::parse("etat-du-personnel").unwrap();
            let mut text = honest(&kind, &structure, &piece.date);
            for (key, value) in &structure.facts {
                if let toml::Value::Integer(n) = value {
                    let row = format!("{}\t{}", NORM.facts[key.as_str()].label, n / 2);
                    text = text.replace(&line(key, value), &row);
                }
            }
            let path = format!("preuves/etat-du-personnel/{}-etat.ods", piece.date);
            piece.file = Some((path, file(&text, "ods")));
        },
    );
    all
}

#[test]
fn no_further_cheat_gets_a_favourable_conclusion_in_any_profile() {
    let wrong: Vec<String> = cheats()
        .into_par_iter()
        .filter_map(|(name, why, mut made)| {
            let found = made.judge(name);
            let mut wrong = Vec::new();
            if found.is_favourable() {
                wrong.push("favourable".to_owned());
            }
            if !found.words().contains(why) {
                wrong.push(format!("not told by {why}"));
            }
            let told = found.told();
            made.profile = "cadre-ethique";
            if made.judge(name).is_favourable() {
                wrong.push("favourable in its ethics".to_owned());
            }
            (!wrong.is_empty()).then(|| format!("{name}: {wrong:?}: {told}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}
