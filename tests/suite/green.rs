//! A green that has to be earned: what a structure might put into its folder instead of the papers that it should have gives no
//! favourable conclusion, and each says why; honest papers do.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use mediaudit_core::diag::{Diagnostics, Sources};
use mediaudit_core::kernel::TypeId;
use mediaudit_core::norm::Norm;
use mediaudit_core::norm::model::{Criterion, EvidenceType, Rule};
use mediaudit_core::record::item::{Format, Modality};
use serde_json::Value;

use crate::{made, support};

const STRUCTURE: &str = "Association Passerelles d'essai";
const DAY: &str = "2026-09-01";

static NORM: LazyLock<Norm> = LazyLock::new(|| {
    let (mut sources, mut sink) = (Sources::default(), Diagnostics::default());
    mediaudit_app::norms::find("nf-x60-600", &mut sources, &mut sink).unwrap()
});

fn papers() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/papiers")
}

/// A text worded after public documents, of this type.
fn model(kind: &TypeId) -> String {
    static TEXTS: LazyLock<Vec<(Vec<String>, String)>> = LazyLock::new(|| {
        let table: toml::Table =
            toml::from_str(&fs::read_to_string(papers().join("attendus.toml")).unwrap()).unwrap();
        let texts = table["texte"].as_array().unwrap().iter();
        texts
            .map(|text| {
                let types = text["types"].as_array().unwrap().iter();
                let types = types.map(|id| id.as_str().unwrap().to_owned()).collect();
                let file = papers().join(text["fichier"].as_str().unwrap());
                (types, fs::read_to_string(file).unwrap())
            })
            .collect()
    });
    let of = |(types, text): &&(Vec<String>, String)| {
        let place = types.iter().position(|id| id == kind.as_str());
        (place.unwrap(), std::cmp::Reverse(text.len()))
    };
    let mut known: Vec<_> = TEXTS
        .iter()
        .filter(|(types, _)| types.iter().any(|id| id == kind.as_str()))
        .collect();
    known.sort_by_key(of);
    let folded = |text: &str| mediaudit_core::record::text::Folded::of(text);
    let kinds = &NORM.evidence_types[kind];
    let fits = |text: &str| {
        let text = folded(text);
        kinds.known_by.iter().all(|group| text.begins_as_one_of(group))
    };
    let best = known.iter().find(|(_, text)| fits(text)).or(known.first());
    best.unwrap().1.clone()
}

/// What the rules ask to stand in a paper of this type.
fn asked_words(kind: &TypeId) -> Vec<String> {
    let mut out = Vec::new();
    for rule in NORM.criteria.iter().flat_map(Criterion::rules) {
        rule.walk(&mut |rule| {
            if let Rule::Evidence(asked) = rule
                && asked.types.contains(kind)
            {
                out.extend(asked.contains.iter().cloned());
            }
        });
    }
    out
}

/// How many papers of this type the rules ask at most.
fn asked_count(kind: &TypeId) -> usize {
    let mut most = 1;
    for rule in NORM.criteria.iter().flat_map(Criterion::rules) {
        rule.walk(&mut |rule| {
            if let Rule::Evidence(asked) = rule
                && asked.types.contains(kind)
            {
                most = most.max(asked.count.max(asked.min_origins).max(asked.min_modalities) as usize);
            }
        });
    }
    most
}

/// Which type's paper establishes a fact here.
fn establishing(key: &str) -> Option<TypeId> {
    let def = NORM.facts.get(key)?;
    let kinds = def.established_by.iter();
    kinds
        .into_iter()
        .find(|id| is_paper(&NORM.evidence_types[*id]))
        .cloned()
}

fn is_paper(kind: &EvidenceType) -> bool {
    kind.modalities.contains(&Modality::Document)
}

fn extension(kind: &EvidenceType) -> &'static str {
    match kind.formats.as_slice() {
        [] => "pdf",
        formats if formats.contains(&Format::Pdf) => "pdf",
        _ => "ods",
    }
}

/// A paper of an honest structure: a text of its kind, its numbers, what is asked of it, its date and signature.
fn honest(kind: &TypeId, facts: &BTreeMap<String, toml::Value>) -> String {
    let mut text = format!("{STRUCTURE}\n{}\n\n", NORM.evidence_types[kind].label);
    text.push_str(&model(kind));
    text.push('\n');
    for (key, value) in facts {
        let def = &NORM.facts[key.as_str()];
        if establishing(key).as_ref() == Some(kind) && !matches!(value, toml::Value::Boolean(_)) {
            let value = match (def.kind, value) {
                (_, toml::Value::String(text)) => text.clone(),
                (_, toml::Value::Float(n)) => n.to_string().replace('.', ","),
                (_, other) => other.to_string(),
            };
            // beside the words that people use for it
            let words = def.words.first().cloned().unwrap_or_default();
            writeln!(text, "{} ({words}) : {value}", def.label).unwrap();
        }
    }
    let words = asked_words(kind);
    if !words.is_empty() {
        writeln!(text, "Il y est question de : {}.", words.join(", ")).unwrap();
    }
    text.push_str("\nFait le 1er septembre 2026\nSignature de la direction : lu et approuvé, signé le 1er septembre 2026\n");
    text
}

/// The file of a text.
fn file(text: &str, extension: &str) -> Vec<u8> {
    if extension == "ods" {
        let mut rows = String::new();
        for line in text.lines() {
            rows.push_str("<table:table-row>");
            for cell in line.replace('&', "et").replace(['<', '>'], "").split('\t') {
                write!(
                    rows,
                    "<table:table-cell><text:p>{cell}</text:p></table:table-cell>"
                )
                .unwrap();
            }
            rows.push_str("</table:table-row>");
        }
        let body = format!(
            "<office:spreadsheet><table:table table:name=\"Feuille1\">{rows}</table:table></office:spreadsheet>"
        );
        return made::odf("spreadsheet", &body, &[]);
    }
    let plain: String = text
        .replace('’', "'")
        .replace('œ', "oe")
        .replace(['–', '—', '−'], "-")
        .replace(['(', ')', '\\'], " ")
        .chars()
        .filter(|c| u32::from(*c) < 256)
        .collect();
    let mut lines: Vec<String> = Vec::new();
    for line in plain.lines() {
        let mut now = String::new();
        for word in line.split_whitespace() {
            if now.len() + word.len() > 76 {
                lines.push(std::mem::take(&mut now));
            }
            if !now.is_empty() {
                now.push(' ');
            }
            now.push_str(word);
        }
        lines.push(now);
    }
    let pages: Vec<String> = lines.chunks(44).map(|page| page.join("\n")).collect();
    if pages.is_empty() {
        return made::pdf(&[""]);
    }
    made::pdf(&pages.iter().map(String::as_str).collect::<Vec<_>>())
}

/// One piece of a dossier.
#[derive(Clone)]
struct Paper {
    id: String,
    types: Vec<String>,
    file: Option<(String, Vec<u8>)>,
    date: &'static str,
    more: String,
}

/// A dossier of the shipped norm.
#[derive(Clone)]
struct Made {
    facts: BTreeMap<String, toml::Value>,
    /// The piece that each fact names; none: nothing.
    proof: BTreeMap<String, String>,
    papers: Vec<Paper>,
    /// What is said of each criterion.
    practice: String,
    profile: &'static str,
    /// Is all that may be set aside so?
    aside: bool,
}

/// What an honest service of sixteen mediators says.
fn told() -> BTreeMap<String, toml::Value> {
    let text = fs::read_to_string(papers().join("faits-honnetes.toml")).unwrap();
    let table: toml::Table = toml::from_str(&text).unwrap();
    table.into_iter().collect()
}

fn paper_types() -> impl Iterator<Item = (&'static TypeId, &'static EvidenceType)> {
    let norm: &'static Norm = &NORM;
    // tables are counted, not worded after public documents
    let counted = |id: &TypeId| norm.tables.values().any(|table| table.types.contains(id));
    norm.evidence_types.iter().filter(move |(id, _)| !counted(id))
}

fn paper(kind: &TypeId, bytes: Vec<u8>, extension: &str, rank: usize) -> Paper {
    Paper {
        id: name(kind, rank),
        types: vec![kind.to_string()],
        file: Some((
            format!("preuves/{kind}/{DAY}-{}.{extension}", name(kind, rank)),
            bytes,
        )),
        date: DAY,
        more: "signee = true\nperiode = [2025-01-01, 2026-11-20]\n".to_owned(),
    }
}

/// The id of a piece: its type, and which of them it is.
fn name(kind: &TypeId, rank: usize) -> String {
    if rank == 0 {
        kind.to_string()
    } else {
        format!("{kind}-{}", rank + 1)
    }
}

/// An interview or a look that the structure wrote down.
fn report(kind: &TypeId, of: &EvidenceType, rank: usize) -> Paper {
    let way = if of.modalities.contains(&Modality::Observation) {
        "observation"
    } else {
        "entretien"
    };
    Paper {
        id: name(kind, rank),
        types: vec![kind.to_string()],
        file: None,
        date: DAY,
        more: format!(
            "modalite = \"{way}\"\norigine = \"{}\"\n",
            ["habitants", "partenaires", "bailleur", "école"][rank % 4]
        ),
    }
}

impl Made {
    /// With these bytes as every paper, by type.
    fn with(bytes: impl Fn(&TypeId, &EvidenceType, usize) -> (Vec<u8>, &'static str)) -> Self {
        let facts = told();
        let mut papers = Vec::new();
        for (kind, of) in paper_types() {
            for rank in 0..asked_count(kind) {
                papers.push(if is_paper(of) {
                    let (bytes, extension) = bytes(kind, of, rank);
                    paper(kind, bytes, extension, rank)
                } else {
                    report(kind, of, rank)
                });
            }
        }
        let proof = facts
            .keys()
            .filter_map(|key| Some((key.clone(), establishing(key)?.to_string())));
        Self {
            proof: proof.collect(),
            papers,
            practice: "niveau = \"evaluee\"\ndepuis = 2023-01-01\n".to_owned(),
            profile: "complet",
            aside: false,
            facts,
        }
    }

    fn honest() -> Self {
        let facts = told();
        Self::with(|kind, of, rank| {
            let text = format!("{}\nFeuille n° {}", honest(kind, &facts), rank + 1);
            (file(&text, extension(of)), extension(of))
        })
    }

    /// With one text as every paper.
    fn one_text(text: &str) -> Self {
        Self::with(|kind, of, rank| {
            let text = format!("{text}\n{kind} {rank}");
            (file(&text, extension(of)), extension(of))
        })
    }

    fn judge(&self, name: &str) -> Verdict {
        let folder = support::place(&format!("green-{name}"));
        fs::create_dir_all(&folder).unwrap();
        let mut text = format!(
            "schema = 1\nid = \"essai\"\nnorme = \"nf-x60-600\"\nversion-norme = \"1.0.0\"\ngenre = \"auto-evaluation\"\ndate-audit = 2026-11-23\ncycle = \"initial\"\n[structure]\nnom = \"{STRUCTURE}\"\nforme = \"association\"\n[faits]\n"
        );
        for (key, value) in &self.facts {
            match self.proof.get(key) {
                Some(piece) => {
                    writeln!(text, "{key} = {{ valeur = {value}, preuve = \"{piece}\" }}").unwrap();
                }
                None => writeln!(text, "{key} = {value}").unwrap(),
            }
        }
        for criterion in &NORM.criteria {
            let said = if self.aside && !criterion.always_applies {
                "non-applicable = \"La structure n’est pas concernée par ce sujet.\"
"
            } else {
                &self.practice
            };
            writeln!(
                text,
                "[pratiques.{}]
{said}",
                criterion.id
            )
            .unwrap();
        }
        for paper in &self.papers {
            let types: Vec<String> = paper.types.iter().map(|id| format!("{id:?}")).collect();
            write!(
                text,
                "[[preuve]]\nid = {:?}\ntypes = [{}]\n{}{}",
                paper.id,
                types.join(", "),
                if paper.date.is_empty() {
                    String::new()
                } else {
                    format!("date-effet = {}\n", paper.date)
                },
                paper.more
            )
            .unwrap();
            if let Some((path, bytes)) = &paper.file {
                writeln!(text, "fichier = {path:?}").unwrap();
                let path = folder.join(path);
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(path, bytes).unwrap();
            }
        }
        fs::write(folder.join("dossier.toml"), text).unwrap();
        let output = Command::new(env!("CARGO_BIN_EXE_mediaudit"))
            .args(["rapport", "--format", "json", "--profil", self.profile])
            .arg(&folder)
            .output()
            .unwrap();
        assert!(
            output.status.success(),
            "{name}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        Verdict(serde_json::from_slice(&output.stdout).unwrap())
    }
}

struct Verdict(Value);

impl Verdict {
    fn conclusion(&self) -> Option<&str> {
        self.0["resultats"]["conclusion"].as_str()
    }

    /// Is it a conclusion that the norm marks so, without reserve?
    fn is_favourable(&self) -> bool {
        let reserves = self.0["resultats"]["reserves"]
            .as_array()
            .is_some_and(|all| !all.is_empty());
        let rules = NORM.policy.conclusions.iter();
        let mut rules = rules.chain(NORM.profiles.iter().flat_map(|profile| &profile.conclusions));
        let given = |id: &str| rules.any(|rule| rule.favourable && rule.id.as_str() == id);
        self.conclusion().is_some_and(given) && !reserves
    }

    fn doubts(&self) -> Vec<&str> {
        let doubts = self.0["resultats"]["doutes"].as_array();
        doubts
            .into_iter()
            .flatten()
            .map(|doubt| doubt["genre"].as_str().unwrap())
            .collect()
    }

    /// Every word that says why: doubts, reserves, causes.
    fn words(&self) -> BTreeSet<String> {
        let results = &self.0["resultats"];
        let mut out: BTreeSet<String> = self.doubts().into_iter().map(str::to_owned).collect();
        let reserves = results["reserves"].as_array().into_iter().flatten();
        out.extend(reserves.flat_map(|r| r.as_object().unwrap().keys().cloned()));
        if results["sans-reponse"]
            .as_array()
            .is_some_and(|all| !all.is_empty())
        {
            out.insert("sans-reponse".to_owned());
        }
        for criterion in results["criteres"].as_array().unwrap() {
            out.extend(criterion["nature"].as_str().map(str::to_owned));
            for element in criterion["echantillons"][0]["elements"].as_array().unwrap() {
                let causes = element["causes"].as_array().into_iter().flatten();
                out.extend(causes.map(|cause| cause.as_str().unwrap().to_owned()));
            }
        }
        out
    }

    /// Of what fails, in a few words.
    fn told(&self) -> String {
        let results = &self.0["resultats"];
        let mut out = format!(
            "conclusion {:?}, doubts {:?}, reserves {}, unanswered {}, kinds {}, statuses {}\n",
            self.conclusion(),
            self.doubts(),
            results["reserves"],
            results["sans-reponse"],
            results["constats"],
            results["statuts"]
        );
        for criterion in results["criteres"].as_array().unwrap() {
            let status = criterion["retenu"].as_str().unwrap();
            if status != "conforme" && criterion["a-montrer"] != true {
                write!(out, "{} {status}:", criterion["id"].as_str().unwrap()).unwrap();
                for element in criterion["echantillons"][0]["elements"].as_array().unwrap() {
                    if element["verite"] != "vrai" {
                        write!(
                            out,
                            " {} {} {}",
                            element["id"], element["verite"], element["causes"]
                        )
                        .unwrap();
                    }
                }
                out.push('\n');
            }
        }
        out
    }
}

#[test]
fn honest_papers_reach_the_best_conclusion() {
    let found = Made::honest().judge("honest");
    assert!(found.is_favourable(), "{}", found.told());
    assert_eq!(found.conclusion(), Some("pret"), "{}", found.told());
}

#[test]
fn honest_papers_document_the_ethical_frame() {
    let mut made = Made::honest();
    made.profile = "cadre-ethique";
    let found = made.judge("honest-frame");
    assert_eq!(found.conclusion(), Some("cadre-documente"), "{}", found.told());
}

/// Its mediators do control tasks: one imperative breached, all the rest as it should be.
#[test]
fn one_imperative_breached_is_enough() {
    for profile in ["complet", "cadre-ethique"] {
        let mut made = Made::honest();
        made.profile = profile;
        made.facts.insert(
            "commande.taches-de-controle".to_owned(),
            toml::Value::Boolean(true),
        );
        let found = made.judge(&format!("breach-{profile}"));
        assert!(!found.is_favourable(), "{}", found.told());
        assert!(found.words().contains("NC-MAJ"), "{}", found.told());
    }
}

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
    told().iter().fold(String::new(), |mut out, (key, value)| {
        let def = &NORM.facts[key.as_str()];
        writeln!(
            out,
            "{} ({}) : {value}",
            def.label,
            def.words.first().cloned().unwrap_or_default()
        )
        .unwrap();
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
    let mut made = Made::with(blank);
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
        date: DAY,
        more: "signee = true\nperiode = [2025-01-01, 2026-11-20]\n".to_owned(),
    });
    made
}

fn picture(plain: bool) -> impl Fn(&TypeId, &EvidenceType, usize) -> (Vec<u8>, &'static str) {
    move |kind, of, rank| {
        let seed = kind.as_str().len() + rank;
        let grey = |x: u32, y: u32| {
            if plain {
                200
            } else {
                u8::try_from((x as usize * 7 + y as usize * 13 + seed * 29) % 256).unwrap()
            }
        };
        let content = made::stream("", b"q 595 0 0 842 0 0 cm /I Do Q");
        let (width, height) = (64, 64);
        let rows: Vec<u8> = (0..height)
            .flat_map(|y| (0..width).map(move |x| grey(x, y)))
            .collect();
        let image = made::stream(
            &format!(
                "/Type/XObject/Subtype/Image/Width {width}/Height {height}/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/FlateDecode"
            ),
            &made::zlib(&rows),
        );
        let objects = vec![
            b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
            b"<</Type/Pages/Count 1/Kids[3 0 R]>>".to_vec(),
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</XObject<</I 5 0 R>>>>>>".to_vec(),
            content,
            image,
        ];
        let _ = of;
        (made::pdf_of(&objects, &format!("/Rang({kind}{rank})")), "pdf")
    }
}

/// What was tried, by what it is called.
fn cheats() -> Vec<(&'static str, Made)> {
    let sound = Made::honest();
    let lorem = fs::read_to_string(papers().join("ailleurs/09-lorem-ipsum.txt")).unwrap();
    let cake = fs::read_to_string(papers().join("ailleurs/01-recette-gateau.txt")).unwrap();
    let project = model(&TypeId::parse("projet-de-service").unwrap());
    let others = elsewhere();
    let mut all = vec![
        ("one-blank-page", one_file(file("", "pdf"))),
        ("blank-pages", Made::with(blank)),
        ("one-colour-scans", Made::with(picture(true))),
        ("noise-for-scans", Made::with(picture(false))),
        ("lorem-ipsum", Made::one_text(&lorem)),
        ("cake-recipe", Made::one_text(&cake)),
        (
            "one-project-for-all",
            Made::one_text(&format!("{STRUCTURE}\n{project}")),
        ),
        (
            "texts-of-other-subjects",
            Made::with(|kind, of, rank| {
                let at = (kind.as_str().len() * 7 + rank) % others.len();
                (
                    file(&format!("{kind}\n{}", others[at]), extension(of)),
                    extension(of),
                )
            }),
        ),
        (
            "a-sentence-of-its-own-words",
            Made::with(|_, of, rank| {
                let words: Vec<&str> = of
                    .known_by
                    .iter()
                    .filter_map(|group| group.get(rank % group.len()))
                    .map(String::as_str)
                    .collect();
                (
                    file(
                        &format!("{STRUCTURE} {} {}", of.label, words.join(" ")),
                        extension(of),
                    ),
                    extension(of),
                )
            }),
        ),
        (
            "the-norm-pasted",
            Made::one_text(&format!("{STRUCTURE}\n{}\n{}", norm_words(), all_numbers())),
        ),
        (
            "one-paper-of-everything",
            one_file(file(
                &format!("{STRUCTURE}\n{}\n{}", norm_words(), all_numbers()),
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
            paper.date = "2009-01-05";
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
        let facts = told();
        for paper in made.papers.iter_mut().filter(|paper| paper.file.is_some()) {
            let kind = TypeId::parse(&paper.types[0]).unwrap();
            let of = &NORM.evidence_types[&kind];
            let old = (2015..=2026).fold(honest(&kind, &facts), |text, year| {
                text.replace(&year.to_string(), "2011")
            });
            let path = paper.file.take().unwrap().0;
            paper.file = Some((path, file(&format!("{old}\n{}", paper.id), extension(of))));
            paper.date = "";
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
                "{STRUCTURE} atteste ceci {}\n{text}\nSignature : signé le 1er septembre 2026\n{}",
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
        for value in made.facts.values_mut() {
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
        for (key, value) in &mut made.facts {
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
fn no_cheat_gets_a_favourable_conclusion() {
    for (name, made) in cheats() {
        let found = made.judge(name);
        assert!(!found.is_favourable(), "{name}: {}", found.told());
        let why = SAID.iter().find(|(cheat, _)| *cheat == name).unwrap().1;
        assert!(found.words().contains(why), "{name}: {why}: {}", found.told());
    }
}

#[test]
fn no_cheat_gets_the_ethical_frame_either() {
    for (name, mut made) in cheats() {
        made.profile = "cadre-ethique";
        let found = made.judge(&format!("cadre-{name}"));
        assert!(!found.is_favourable(), "{name}: {}", found.told());
    }
}
