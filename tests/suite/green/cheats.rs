//! What a structure might try instead: none of it gets a favourable conclusion, and each is told by its word.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use mediaudit_core::kernel::TypeId;
use mediaudit_core::norm::model::EvidenceType;
use rayon::prelude::*;

use super::paper::{extension, file, honest, is_paper, line, model, papers, picture};
use super::structure::Structure;
use super::{Made, NORM, Paper, paper_types};
use crate::{made, support};

/// The structure that cheats.
pub(super) const SOUND: &str = "service-de-ville";

/// A page of the norm's own words.
pub(super) fn norm_words() -> String {
    let mut out = String::new();
    for criterion in &NORM.criteria {
        writeln!(out, "{}\n{}", criterion.title, criterion.requirement).unwrap();
        for element in &criterion.elements {
            writeln!(out, "{}", element.label).unwrap();
        }
    }
    for kind in NORM.evidence_types.values() {
        writeln!(out, "{}.", kind.label).unwrap();
    }
    out
}

/// Every number of an honest structure, in one table.
pub(super) fn all_numbers() -> String {
    Structure::of(SOUND)
        .facts
        .iter()
        .fold(String::new(), |mut out, (key, value)| {
            writeln!(out, "{}", line(key, value)).unwrap();
            out
        })
}

/// A report of this very tool, as text.
fn own_report() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/passerelles-du-mail.txt");
    let text = fs::read_to_string(path).unwrap();
    // its first pages: enough to be taken for many papers
    text.lines().take(200).collect::<Vec<_>>().join("\n")
}

/// What our own folders say of a type, as `nouveau` writes it.
fn readme(kind: &TypeId) -> String {
    static FOLDERS: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
        // tests run in processes of their own, too
        let folder = support::place(&format!("green-readmes-{}", std::process::id()));
        let output = Command::new(env!("CARGO_BIN_EXE_mediaudit"))
            .arg("nouveau")
            .arg(&folder)
            .output()
            .unwrap();
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        let papers = fs::read_dir(folder.join("preuves")).unwrap();
        let told = papers.filter_map(|entry| {
            let entry = entry.unwrap();
            let text = fs::read_to_string(entry.path().join("LISEZMOI.txt")).ok()?;
            Some((entry.file_name().into_string().unwrap(), text))
        });
        let told = told.collect();
        fs::remove_dir_all(&folder).unwrap();
        told
    });
    FOLDERS[NORM.folder(kind).unwrap()].clone()
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

/// Every criterion found conforming, « seen on site », by an auditor that nobody sent.
fn own_findings() -> String {
    let mut out = "schema = 1\n[auditeur]\nfonction = \"auditrice\"\n".to_owned();
    for criterion in &NORM.criteria {
        writeln!(
            out,
            "[[constat]]\nid = \"K{id}\"\ncritere = \"{id}\"\nstatut = \"conforme\"\nraison = \"Tout est bien en place ici.\"\nvu-sur-site = true",
            id = criterion.id
        )
        .unwrap();
    }
    out
}

/// A note that lifts a doubt, written by the structure as if it were an auditor's, who has seen all.
fn own_note(doubt: &str, made: &Made) -> String {
    let files = made.papers.iter().filter(|paper| paper.file.is_some());
    let seen: Vec<&str> = files.map(|paper| paper.id.as_str()).collect();
    format!(
        "schema = 1\n[auditeur]\nfonction = \"auditrice\"\n[[doute-leve]]\ndoute = {doubt:?}\nraison = \"Originaux vus sur place.\"\nvu = {seen:?}\n"
    )
}

fn under_the_next_type(made: &mut Made) {
    let of: Vec<usize> = (0..made.papers.len())
        .filter(|rank| made.papers[*rank].file.is_some())
        .collect();
    let bytes: Vec<Vec<u8>> = of
        .iter()
        .map(|rank| made.papers[*rank].file.clone().unwrap().1)
        .collect();
    for (place, rank) in of.iter().enumerate() {
        let other = bytes[(place + 7) % of.len()].clone();
        made.papers[*rank].file.as_mut().unwrap().1 = other;
    }
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
        ("the-norm-pasted", one_text(&format!("{name}\n{}", norm_words()))),
        (
            "reports-of-this-tool",
            one_text(&format!("{name}\n{}", own_report())),
        ),
        (
            "readmes-of-our-own-folders",
            Made::with(structure(), |kind, of, rank| {
                let text = format!("{name}\n{}\n{}", readme(kind), rank + 1);
                (file(&text, extension(of)), extension(of))
            }),
        ),
        (
            "the-help-of-each-type",
            Made::with(structure(), |_, of, rank| {
                let text = format!(
                    "{name}\n{}\n{}\n{}\n{}",
                    of.label,
                    of.help,
                    of.look_for.clone().unwrap_or_default(),
                    rank + 1
                );
                (file(&text, extension(of)), extension(of))
            }),
        ),
        (
            "titles-without-a-text",
            Made::with(structure(), |_, of, rank| {
                let text = format!("{name}\n{} n° {}", of.label, rank + 1);
                (file(&text, extension(of)), extension(of))
            }),
        ),
        (
            "files-that-are-cut",
            Made::with(structure(), |kind, of, rank| {
                (format!("%PDF-1.4 {kind} {rank}").into_bytes(), extension(of))
            }),
        ),
        (
            "text-that-no-eye-sees",
            Made::with(structure(), |kind, of, rank| {
                let text = honest(kind, &sound.structure, "2026-09-01");
                let line: String = text.chars().filter(char::is_ascii_alphanumeric).collect();
                let drawn = format!("BT 3 Tr /F1 12 Tf 60 780 Td ({line}) Tj ET % {rank}");
                let page = made::stream("", drawn.as_bytes());
                (made::pdf_pages(&[page], &[], ""), extension(of))
            }),
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
    change("papers-of-next-year", &|made| {
        for paper in made.papers.iter_mut().filter(|paper| paper.file.is_some()) {
            "2027-01-05".clone_into(&mut paper.date);
        }
    });
    change("papers-of-one-day-that-they-do-not-say", &|made| {
        made.retell(|text, _| text.split_once("\nFait le").unwrap().0.to_owned());
        for paper in made.papers.iter_mut().filter(|paper| paper.file.is_some()) {
            "2026-09-01".clone_into(&mut paper.date);
        }
    });
    change("papers-that-name-nobody", &|made| {
        made.retell(|text, name| text.replace(name, ""));
    });
    change("each-paper-under-the-next-type", &under_the_next_type);
    change("other-papers-that-a-note-on-a-doubt-says-to-be-seen", &|made| {
        under_the_next_type(made);
        made.findings = own_note("sans-nom-0123456789ab", made);
    });
    change("levels-and-no-fact", &|made| {
        made.structure.facts.clear();
        made.proof.clear();
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
    change("photographs-with-invented-transcriptions", &|made| {
        let structure = made.structure.clone();
        for paper in made.papers.iter_mut().filter(|paper| paper.file.is_some()) {
            let kind = TypeId::parse(&paper.types[0]).unwrap();
            let of = &NORM.evidence_types[&kind];
            let rank = paper.id.len();
            let text = honest(&kind, &structure, &paper.date);
            let path = paper.file.take().unwrap().0;
            paper.file = Some((path, picture(false)(&kind, of, rank).0));
            writeln!(
                paper.more,
                "lu = [{{ page = 1, texte = {}, par = \"direction\", le = 2026-11-02 }}]",
                toml::Value::String(text)
            )
            .unwrap();
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
    change("findings-of-ones-own-hand", &|made| {
        made.papers.clear();
        made.structure.facts.clear();
        made.findings = own_findings();
    });
    all
}

/// The word by which each is told.
const SAID: [(&str, &str); 37] = [
    ("other-papers-that-a-note-on-a-doubt-says-to-be-seen", "constats"),
    ("findings-of-ones-own-hand", "constats"),
    ("photographs-with-invented-transcriptions", "images"),
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
    ("reports-of-this-tool", "memes-textes"),
    ("readmes-of-our-own-folders", "non-reconnue"),
    ("the-help-of-each-type", "non-reconnue"),
    ("titles-without-a-text", "trop-mince"),
    ("files-that-are-cut", "illisible"),
    ("text-that-no-eye-sees", "vide"),
    ("papers-of-next-year", "posterieure"),
    ("papers-of-one-day-that-they-do-not-say", "meme-jour"),
    ("papers-that-name-nobody", "sans-nom"),
    ("each-paper-under-the-next-type", "non-reconnue"),
    ("levels-and-no-fact", "sans-reponse"),
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
        made.profile = "cadre-ethique";
        let found = made.judge(name);
        assert!(!found.is_favourable(), "{name}: {}", found.told());
    });
}

#[test]
fn doubts_lifted_by_ones_own_word_leave_a_reserve() {
    let doubtful = [
        "papers-that-name-nobody",
        "papers-of-one-day-that-they-do-not-say",
    ];
    for (name, mut made) in cheats() {
        if !doubtful.contains(&name) {
            continue;
        }
        let before = made.judge(name);
        let ids = before.doubt_ids();
        assert!(!ids.is_empty(), "{name}: {}", before.told());
        for id in ids {
            writeln!(
                made.notes,
                "[[doute-leve]]\ndoute = {id:?}\nraison = \"Nos pièces sont ainsi faites.\""
            )
            .unwrap();
        }
        let found = made.judge(name);
        assert!(!found.is_favourable(), "{name}: {}", found.told());
        assert!(
            found.reserves().contains("doutes-expliques"),
            "{name}: {}",
            found.told()
        );
        // the same in a file of findings: nobody knows who wrote it
        let ids: Vec<String> = found.doubt_ids().into_iter().map(str::to_owned).collect();
        made.notes.clear();
        made.findings = "schema = 1\n[auditeur]\nfonction = \"auditrice\"\n".to_owned();
        for id in ids {
            writeln!(
                made.findings,
                "[[doute-leve]]\ndoute = {id:?}\nraison = \"Originaux vus sur place.\""
            )
            .unwrap();
        }
        let found = made.judge(name);
        assert!(!found.is_favourable(), "{name}: {}", found.told());
        assert!(
            found.reserves().contains("doutes-expliques"),
            "{name}: {}",
            found.told()
        );
    }
}

/// What no machine catches, as `norms/README.md` says: each gets as far as honest papers do.
fn uncaught() -> Vec<(&'static str, Made)> {
    let sound = Made::honest(SOUND);
    let each = |text: &dyn Fn(&TypeId, &str) -> String| {
        let mut made = sound.clone();
        for paper in made.papers.iter_mut().filter(|paper| paper.file.is_some()) {
            let kind = TypeId::parse(&paper.types[0]).unwrap();
            let own = honest(&kind, &sound.structure, &paper.date);
            let text = format!("{}\n{}", text(&kind, &own), paper.id);
            paper.file.as_mut().unwrap().1 = file(&text, extension(&NORM.evidence_types[&kind]));
        }
        made
    };
    let texts = &sound.structure.texts;
    let mut invented = sound.clone();
    for value in invented.structure.facts.values_mut() {
        if let toml::Value::Integer(n) = value
            && *n > 200
        {
            *n *= 3;
        }
    }
    invented.write_again();
    vec![
        (
            "its own words, said again until they fill a page",
            each(&|kind, own| {
                let of = &NORM.evidence_types[kind];
                let words: Vec<&str> = of.known_by.iter().map(|group| group[0].as_str()).collect();
                let sentence = format!("{} : {}. ", of.label, words.join(", "));
                let times = 1 + of.min_words.unwrap_or(0) as usize / 4;
                own.replace(model(kind, texts), &sentence.repeat(times))
            }),
        ),
        (
            "papers of another structure, under another name",
            each(&|kind, own| own.replace(model(kind, texts), model(kind, "Pimms"))),
        ),
        ("activity three times as large, in papers that agree", invented),
    ]
}

#[test]
fn what_no_machine_catches_is_among_the_pieces_to_open() {
    for (name, made) in uncaught() {
        let found = made.judge(name);
        assert!(
            found.is_favourable(),
            "{name}: caught now: say so in norms/README.md: {}",
            found.told()
        );
        let open = found.to_open();
        assert_eq!(open.len(), 10, "{name}: {open:?}");
        for id in open {
            let paper = made.papers.iter().find(|paper| paper.id == id).unwrap();
            assert!(paper.file.is_some(), "{name}: {id}");
            let kind = TypeId::parse(&paper.types[0]).unwrap();
            assert!(NORM.evidence_types[&kind].look_for.is_some(), "{name}: {id}");
        }
    }
}
