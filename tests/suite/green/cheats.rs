//! What a structure might try instead: none of it gets a favourable conclusion, and each is told by its word.

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use mediaudit_core::kernel::TypeId;
use mediaudit_core::norm::model::EvidenceType;
use rayon::prelude::*;

use super::paper::{extension, file, honest, is_paper, line, model, papers, picture};
use super::structure::Structure;
use super::{Made, NORM, Paper, paper_types};

/// The structure that cheats.
const SOUND: &str = "service-de-ville";

/// A page of the norm's own words.
fn norm_words() -> String {
    let mut out = String::new();
    for criterion in &NORM.criteria {
        writeln!(out, "{}\n{}", criterion.title, criterion.requirement).unwrap();
        for element in &criterion.elements {
            writeln!(out, "{}", element.label).unwrap();
        }
    }
    for kind in NORM.evidence_types.values() {
        writeln!(out, "{}. {}", kind.label, kind.help).unwrap();
    }
    out
}

/// Every number of an honest structure, in one table.
fn all_numbers() -> String {
    Structure::of(SOUND)
        .facts
        .iter()
        .fold(String::new(), |mut out, (key, value)| {
            writeln!(out, "{}", line(key, value)).unwrap();
            out
        })
}

fn elsewhere() -> Vec<String> {
    let mut names: Vec<PathBuf> = fs::read_dir(papers().join("ailleurs"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "txt"))
        .collect();
    names.sort();
    names
        .iter()
        .map(|path| fs::read_to_string(path).unwrap())
        .collect()
}

fn blank(_: &TypeId, of: &EvidenceType, rank: usize) -> (Vec<u8>, &'static str) {
    (file(&"\n".repeat(rank), extension(of)), extension(of))
}

/// One file, declared as every type that is a paper.
fn one_file(bytes: Vec<u8>) -> Made {
    let mut made = Made::with(Structure::of(SOUND), blank);
    made.papers.retain(|paper| paper.file.is_none());
    let types: Vec<String> = paper_types()
        .filter(|(_, of)| is_paper(of))
        .map(|(id, _)| id.to_string())
        .collect();
    for piece in made.proof.values_mut() {
        "tout".clone_into(piece);
    }
    made.papers.push(Paper {
        id: "tout".to_owned(),
        types,
        file: Some(("preuves/_autres/2026-09-01-tout.pdf".to_owned(), bytes)),
        date: "2026-09-01".to_owned(),
        more: "signee = true\nperiode = [2025-01-01, 2026-11-23]\n".to_owned(),
    });
    made
}

/// What was tried, by what it is called.
fn cheats() -> Vec<(&'static str, Made)> {
    let sound = Made::honest(SOUND);
    let name = sound.structure.name.clone();
    let structure = || sound.structure.clone();
    let one_text = |text: &str| {
        Made::with(structure(), |kind, of, rank| {
            let text = format!("{text}\n{kind} {rank}");
            (file(&text, extension(of)), extension(of))
        })
    };
    let lorem = fs::read_to_string(papers().join("ailleurs/09-lorem-ipsum.txt")).unwrap();
    let cake = fs::read_to_string(papers().join("ailleurs/01-recette-gateau.txt")).unwrap();
    let project = model(
        &TypeId::parse("projet-de-service").unwrap(),
        &sound.structure.texts,
    );
    let others = elsewhere();
    let mut all = vec![
        ("one-blank-page", one_file(file("", "pdf"))),
        ("blank-pages", Made::with(structure(), blank)),
        ("one-colour-scans", Made::with(structure(), picture(true))),
        ("noise-for-scans", Made::with(structure(), picture(false))),
        ("lorem-ipsum", one_text(&lorem)),
        ("cake-recipe", one_text(&cake)),
        ("one-project-for-all", one_text(&format!("{name}\n{project}"))),
        (
            "texts-of-other-subjects",
            Made::with(structure(), |kind, of, rank| {
                let at = (kind.as_str().len() * 7 + rank) % others.len();
                (
                    file(&format!("{kind}\n{}", others[at]), extension(of)),
                    extension(of),
                )
            }),
        ),
        (
            "a-sentence-of-its-own-words",
            Made::with(structure(), |_, of, rank| {
                let words: Vec<&str> = of
                    .known_by
                    .iter()
                    .filter_map(|group| group.get(rank % group.len()))
                    .map(String::as_str)
                    .collect();
                (
                    file(&format!("{name} {} {}", of.label, words.join(" ")), extension(of)),
                    extension(of),
                )
            }),
        ),
        (
            "the-norm-pasted",
            one_text(&format!("{name}\n{}\n{}", norm_words(), all_numbers())),
        ),
        (
            "one-paper-of-everything",
            one_file(file(
                &format!("{name}\n{}\n{}", norm_words(), all_numbers()),
                "pdf",
            )),
        ),
    ];
    let mut change = |name, change: &dyn Fn(&mut Made)| {
        let mut made = sound.clone();
        change(&mut made);
        all.push((name, made));
    };
    change("no-proof-of-any-number", &|made| made.proof.clear());
    change("one-paper-for-all-numbers", &|made| {
        for piece in made.proof.values_mut() {
            "projet-de-service".clone_into(piece);
        }
    });
    change("papers-of-2009", &|made| {
        for paper in made.papers.iter_mut().filter(|paper| paper.file.is_some()) {
            "2009-01-05".clone_into(&mut paper.date);
        }
    });
    change("no-papers-at-all", &|made| {
        made.papers.retain(|paper| paper.file.is_none());
        made.proof.clear();
    });
    change("papers-kept-elsewhere", &|made| {
        for paper in made.papers.iter_mut().filter(|paper| paper.file.is_some()) {
            paper.file = None;
            "ailleurs = \"classeur du bureau\"\n".clone_into(&mut paper.more);
        }
    });
    change("old-papers-renamed", &|made| {
        let structure = made.structure.clone();
        for paper in made.papers.iter_mut().filter(|paper| paper.file.is_some()) {
            let kind = TypeId::parse(&paper.types[0]).unwrap();
            let of = &NORM.evidence_types[&kind];
            let old = (2015..=2026).fold(honest(&kind, &structure, &paper.date), |text, year| {
                text.replace(&year.to_string(), "2011")
            });
            let path = paper.file.take().unwrap().0;
            paper.file = Some((path, file(&format!("{old}\n{}", paper.id), extension(of))));
            paper.date.clear();
        }
    });
    change("other-subjects-recognised-by-quotation", &|made| {
        for (rank, paper) in made
            .papers
            .iter_mut()
            .filter(|paper| paper.file.is_some())
            .enumerate()
        {
            let text = &others[rank % others.len()];
            let quote: Vec<&str> = text
                .split_whitespace()
                .filter(|word| word.chars().all(char::is_alphabetic))
                .take(1)
                .collect();
            let kind = TypeId::parse(&paper.types[0]).unwrap();
            let own = format!(
                "{name} atteste ceci {}\n{text}\nSignature : signé le 1er septembre 2026\n{}",
                quote.concat(),
                all_numbers()
            );
            let path = paper.file.take().unwrap().0;
            paper.file = Some((
                path,
                file(
                    &format!("{own}\n{}", paper.id),
                    extension(&NORM.evidence_types[&kind]),
                ),
            ));
            paper.more.push_str(
                "reconnu = \"atteste ceci\"\n"
                    .replace("ceci", &format!("ceci {}", quote.concat()))
                    .as_str(),
            );
        }
    });
    change("all-set-aside", &|made| made.aside = true);
    change("zeros-everywhere", &|made| {
        for value in made.structure.facts.values_mut() {
            if matches!(value, toml::Value::Integer(_)) {
                *value = toml::Value::Integer(0);
            }
        }
        made.proof.clear();
    });
    change("talks-with-oneself-for-papers", &|made| {
        for paper in made.papers.iter_mut().filter(|paper| paper.file.is_some()) {
            paper.file = None;
            "modalite = \"entretien\"\n".clone_into(&mut paper.more);
        }
    });
    change("nothing-said-of-levels", &|made| made.practice.clear());
    change("other-numbers-than-the-papers", &|made| {
        for (key, value) in &mut made.structure.facts {
            if let toml::Value::Integer(n) = value
                && NORM.facts[key.as_str()].max.is_none()
            {
                *n += 1_003;
            }
        }
    });
    all
}

/// The word by which each is told.
const SAID: [(&str, &str); 23] = [
    ("other-subjects-recognised-by-quotation", "images"),
    ("old-papers-renamed", "date-a-confirmer"),
    ("one-blank-page", "vide"),
    ("blank-pages", "vide"),
    ("one-colour-scans", "vide"),
    ("noise-for-scans", "images"),
    ("lorem-ipsum", "non-reconnue"),
    ("cake-recipe", "non-reconnue"),
    ("one-project-for-all", "memes-textes"),
    ("texts-of-other-subjects", "non-reconnue"),
    ("a-sentence-of-its-own-words", "trop-mince"),
    ("the-norm-pasted", "memes-textes"),
    ("one-paper-of-everything", "une-piece"),
    ("no-proof-of-any-number", "declare-sans-preuve"),
    ("one-paper-for-all-numbers", "declare-sans-preuve"),
    ("papers-of-2009", "trop-ancienne"),
    ("no-papers-at-all", "preuve-absente"),
    ("papers-kept-elsewhere", "declare-sans-preuve"),
    ("all-set-aside", "ecarte"),
    ("zeros-everywhere", "sans-objet"),
    ("talks-with-oneself-for-papers", "modalite-non-admise"),
    ("nothing-said-of-levels", "sans-reponse"),
    ("other-numbers-than-the-papers", "declare-sans-preuve"),
];

#[test]
fn no_cheat_gets_a_favourable_conclusion_in_any_profile() {
    cheats().into_par_iter().for_each(|(name, mut made)| {
        let why = SAID.iter().find(|(cheat, _)| *cheat == name).unwrap().1;
        let found = made.judge(name);
        assert!(!found.is_favourable(), "{name}: {}", found.told());
        assert!(found.words().contains(why), "{name}: {why}: {}", found.told());
        // in this profile only two recommended criteria may be set aside, which is no cheat
        if name == "all-set-aside" {
            return;
        }
        made.profile = "cadre-ethique";
        let found = made.judge(name);
        assert!(!found.is_favourable(), "{name}: {}", found.told());
    });
}
