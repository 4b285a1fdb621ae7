//! How well the words of the shipped norm recognise papers: the texts worded after public documents, those of the examples, and texts of
//! other subjects. What is taken for something else is written beside the norm, for people to read; MEDIAUDIT_REECRIRE=1 writes it anew.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use mediaudit_core::kernel::TypeId;
use mediaudit_core::norm::model::EvidenceType;
use mediaudit_core::record::text::Folded;
use rayon::prelude::*;

use crate::green::NORM;
use crate::green::paper::{MODELS, is_known};

/// Recall that the words must reach, in hundredths.
const LEAST_RECALL: usize = 95;

/// A text, and what it is taken for.
struct Read {
    name: String,
    /// What it is above all.
    main: String,
    /// What a fair reader accepts it as.
    types: BTreeSet<String>,
    /// What a fair reader says that it is not.
    not: BTreeSet<String>,
    /// What it passes as.
    passes: BTreeSet<String>,
}

/// The types that words make known; a table is known by its columns.
fn worded() -> impl Iterator<Item = (&'static TypeId, &'static EvidenceType)> {
    NORM.evidence_types
        .iter()
        .filter(|(_, of)| !of.known_by.is_empty())
}

impl Read {
    fn of(name: String, types: &[String], not: &[String], text: &str) -> Self {
        let text = Folded::of(text);
        let words = text.words();
        let passes =
            worded().filter(|(_, of)| of.min_words.is_none_or(|least| words >= least) && is_known(of, &text));
        Self {
            name,
            main: types.first().cloned().unwrap_or_default(),
            types: types.iter().cloned().collect(),
            not: not.iter().cloned().collect(),
            passes: passes.map(|(id, _)| id.to_string()).collect(),
        }
    }
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn texts(folder: &str) -> Vec<(String, String)> {
    let mut files: Vec<PathBuf> = fs::read_dir(root().join(folder))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "txt"))
        .collect();
    files.sort();
    files
        .iter()
        .map(|path| {
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            (name, fs::read_to_string(path).unwrap())
        })
        .collect()
}

/// The texts worded after public documents.
fn public() -> Vec<Read> {
    MODELS
        .par_iter()
        .map(|model| Read::of(model.file.clone(), &model.types, &model.not, &model.text))
        .collect()
}

/// The papers of the examples, each under one heading that says its type; nobody judged what else they are.
fn of_examples() -> Vec<Read> {
    let mut out = Vec::new();
    for (name, text) in texts("examples/papiers") {
        for paper in text.trim_start_matches("=== ").split("\n=== ") {
            let (head, body) = paper.split_once('\n').unwrap();
            let kind = head.split_whitespace().next().unwrap().to_owned();
            // a table is known by its columns: it has no words to be told by
            if !worded().any(|(id, _)| id.as_str() == kind) {
                continue;
            }
            // a paragraph of one structure alone is one of the paper
            let body = body.replace("\n@", "\n");
            out.push(Read::of(format!("{name}, {head}"), &[kind], &[], &body));
        }
    }
    out
}

/// « a 2, b », most first.
fn counted(all: &BTreeMap<&str, usize>) -> String {
    let mut all: Vec<(&str, usize)> = all.iter().map(|(id, n)| (*id, *n)).collect();
    all.sort_by_key(|(id, n)| (std::cmp::Reverse(*n), *id));
    let told = all.iter().map(|(id, n)| match n {
        1 => format!("`{id}`"),
        n => format!("`{id}` {n}"),
    });
    told.collect::<Vec<_>>().join(", ")
}

/// How many of the texts of a type are recognised as it, of how many.
fn recall(read: &[Read], kind: &str) -> (usize, usize) {
    let of = read.iter().filter(|text| text.types.contains(kind));
    let all: Vec<&Read> = of.collect();
    let known = all.iter().filter(|text| text.passes.contains(kind)).count();
    (known, all.len())
}

/// A row a type of which a text is missed, or taken for what it is not.
fn table(read: &[Read]) -> String {
    let mut out =
        "| Type | Reconnus | Textes de ce type d’abord, pris aussi pour |\n|---|---|---|\n".to_owned();
    for kind in worded().map(|(id, _)| id) {
        let (known, of) = recall(read, kind.as_str());
        let mut others: BTreeMap<&str, usize> = BTreeMap::new();
        for text in read.iter().filter(|text| text.main == kind.as_str()) {
            for other in text.passes.difference(&text.types) {
                *others.entry(other).or_default() += 1;
            }
        }
        if of > 0 && (known < of || !others.is_empty()) {
            writeln!(out, "| `{kind}` | {known} sur {of} | {} |", counted(&others)).unwrap();
        }
    }
    out
}

fn page(public: &[Read], examples: &[Read], strangers: usize) -> String {
    let total = |read: &[Read]| {
        let all = worded().map(|(id, _)| id).map(|kind| recall(read, kind.as_str()));
        all.fold((0, 0), |sum, (known, of)| (sum.0 + known, sum.1 + of))
    };
    let (known, of) = total(public);
    let extra: usize = public
        .iter()
        .map(|text| text.passes.difference(&text.types).count())
        .sum();
    let refused: Vec<String> = public
        .iter()
        .flat_map(|text| {
            text.passes
                .intersection(&text.not)
                .map(move |kind| format!("`{kind}` dans {}", text.name))
        })
        .collect();
    let types = worded().count();
    let (known_here, of_here) = total(examples);
    format!(
        "# Ce que les mots de reconnaissance confondent\n\n\
         Écrit par les tests (`MEDIAUDIT_REECRIRE=1 cargo test confusions`) ; à relire quand des mots changent. Les {types} types sont \
         comparés à chaque texte, soit un tableau de {types} × {types} ; seules restent ici les lignes où un texte échappe à son type ou est \
         pris pour un autre. Une pièce qui passe pour un autre type n’y compte que si le dossier la déclare telle.\n\n\
         ## Textes rédigés d’après des documents publics\n\n\
         {} textes de structures inventées, {of} attentes d’un auditeur, {known} reconnues. Il reste {extra} confusions, dont l’auditeur \
         écarte expressément : {}. Les {strangers} textes d’autres sujets (recette, bail, chorale, Ehpad, copropriété…) ne passent \
         pour aucun type.\n\n\
         Un projet, un livret ou une plaquette disent tous ce qu’est le service, à qui il s’adresse et ce qu’il ne fait pas : être pris aussi \
         pour une présentation publique ou une liste de missions exclues n’est pas une faute, c’est souvent vrai d’une de leurs pages.\n\n{}\n\
         ## Papiers des exemples\n\n\
         Un seul type est dit de chacun ; personne n’a jugé ce qu’ils sont d’autre. {known_here} sur {of_here} sont reconnus.\n\n{}\n\
         ## Ce que valent ces nombres\n\n\
         Les mots ont été choisis sur ces textes : le rappel y est flatteur. Sur des textes tenus à part, avant que les mots ne soient revus \
         après eux, 29 de 36 papiers de longueur réelle aux mots ordinaires étaient reconnus, et un seul de 69 écrits pour éviter tout tour \
         habituel. Une pièce non reconnue n’est pas un écart : trois de ses mots, cités dans `reconnu`, la font compter, et le rapport le dit.\n",
        public.len(),
        if refused.is_empty() {
            "aucune".to_owned()
        } else {
            refused.join(", ")
        },
        table(public),
        table(examples),
    )
}

#[test]
fn what_the_words_confuse_is_written_beside_the_norm() {
    let (public, examples) = (public(), of_examples());
    let strangers: Vec<Read> = texts("tests/fixtures/papiers/ailleurs")
        .into_iter()
        .map(|(name, text)| Read::of(name, &[], &[], &text))
        .collect();
    assert!(strangers.len() >= 20);
    for text in &strangers {
        assert!(text.passes.is_empty(), "{}: {:?}", text.name, text.passes);
    }
    let (mut known, mut of) = (0, 0);
    for kind in worded().map(|(id, _)| id) {
        let (one, all) = recall(&public, kind.as_str());
        assert!(one > 0 || all == 0, "{kind} is never recognised");
        (known, of) = (known + one, of + all);
    }
    assert!(100 * known >= LEAST_RECALL * of, "{known} of {of}");
    for text in &examples {
        assert!(
            !text.types.is_disjoint(&text.passes),
            "{}: {:?}",
            text.name,
            text.passes
        );
    }
    let page = page(&public, &examples, strangers.len());
    let path = root().join("norms/nf-x60-600/1.0.0/CONFUSIONS.md");
    if std::env::var_os("MEDIAUDIT_REECRIRE").is_some() {
        fs::write(&path, &page).unwrap();
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        kept == page,
        "{} is not up to date: MEDIAUDIT_REECRIRE=1",
        path.display()
    );
}
