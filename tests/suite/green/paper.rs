//! The papers of a structure: a text of their kind, its numbers, what is asked of them, their day and a signature.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{LazyLock, Mutex};

use mediaudit_core::kernel::TypeId;
use mediaudit_core::norm::model::{Criterion, EvidenceRule, EvidenceType, Rule};
use mediaudit_core::record::item::{Format, Modality};
use mediaudit_core::record::text::Folded;

use super::NORM;
use super::structure::Structure;
use crate::made;

pub(super) fn papers() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/papiers")
}

/// A text worded after public documents.
pub(crate) struct Model {
    pub(crate) file: String,
    pub(crate) structure: String,
    pub(crate) types: Vec<String>,
    /// What it might be mistaken for.
    pub(crate) not: Vec<String>,
    pub(crate) text: String,
    pub(crate) folded: Folded,
}

pub(crate) static MODELS: LazyLock<Vec<Model>> = LazyLock::new(|| {
    let table: toml::Table =
        toml::from_str(&fs::read_to_string(papers().join("attendus.toml")).unwrap()).unwrap();
    let texts = table["texte"].as_array().unwrap().iter();
    let list = |of: Option<&toml::Value>| {
        let all = of.and_then(toml::Value::as_array).into_iter().flatten();
        all.map(|id| id.as_str().unwrap().to_owned()).collect()
    };
    texts
        .map(|says| {
            let file = says["fichier"].as_str().unwrap().to_owned();
            let text = fs::read_to_string(papers().join(&file)).unwrap();
            Model {
                structure: says["structure"].as_str().unwrap().to_owned(),
                types: list(says.get("types")),
                not: list(says.get("pas")),
                folded: Folded::of(&text),
                file,
                text,
            }
        })
        .collect()
});

/// Does a text say what a type is known by?
pub(crate) fn is_known(kind: &EvidenceType, text: &Folded) -> bool {
    kind.known_by.iter().all(|group| text.begins_as_one_of(group))
}

/// A text of this type, by preference of a structure of this kind.
pub(super) fn model(kind: &TypeId, structure: &str) -> &'static str {
    static CHOSEN: LazyLock<Mutex<BTreeMap<(TypeId, String), &'static Model>>> =
        LazyLock::new(Mutex::default);
    let key = (kind.clone(), structure.to_owned());
    if let Some(model) = CHOSEN.lock().unwrap().get(&key) {
        return &model.text;
    }
    let place = |model: &Model| model.types.iter().position(|id| id == kind.as_str());
    let mut known: Vec<&'static Model> = MODELS.iter().filter(|model| place(model).is_some()).collect();
    // this type first among what the paper is (one text for many types is a doubt), this very kind of structure, the longest
    known.sort_by_key(|model| {
        (
            place(model),
            model.structure != structure,
            std::cmp::Reverse(model.text.len()),
        )
    });
    let of = &NORM.evidence_types[kind];
    let best = known
        .iter()
        .find(|model| is_known(of, &model.folded))
        .or(known.first());
    let best = *best.unwrap();
    CHOSEN.lock().unwrap().insert(key, best);
    &best.text
}

/// What the rules ask to stand in a paper of this type.
fn asked_words(kind: &TypeId) -> Vec<String> {
    let words = asking(kind).flat_map(|asked| &asked.contains);
    words.cloned().collect()
}

/// The leaves that ask papers of this type.
fn asking(kind: &TypeId) -> impl Iterator<Item = &'static EvidenceRule> {
    let rules = NORM.criteria.iter().flat_map(Criterion::rules);
    rules.flat_map(Rule::each).filter_map(move |rule| match rule {
        Rule::Evidence(asked) if asked.types.contains(kind) => Some(asked),
        _ => None,
    })
}

/// How many papers of this type the rules ask at most.
pub(super) fn asked_count(kind: &TypeId) -> usize {
    let each = asking(kind).map(|asked| asked.count.max(asked.min_origins).max(asked.min_modalities));
    each.max().map_or(1, |most| most as usize).max(1)
}

/// Which type's paper establishes a fact for this structure.
pub(crate) fn establishing(key: &str, structure: &Structure) -> Option<TypeId> {
    let mut kinds = NORM.facts.get(key)?.established_by.iter();
    kinds
        .find(|id| is_paper(&NORM.evidence_types[*id]) && structure.has(id))
        .cloned()
}

pub(crate) fn is_paper(kind: &EvidenceType) -> bool {
    kind.modalities.contains(&Modality::Document)
}

pub(super) fn extension(kind: &EvidenceType) -> &'static str {
    match kind.formats.as_slice() {
        [] => "pdf",
        formats if formats.contains(&Format::Pdf) => "pdf",
        _ => "ods",
    }
}

/// A number as a paper writes it.
fn written(value: &toml::Value) -> String {
    match value {
        toml::Value::String(text) => text.clone(),
        toml::Value::Float(n) => n.to_string().replace('.', ","),
        other => other.to_string(),
    }
}

/// The line of a paper that gives a number, beside the words that people use for it.
pub(super) fn line(key: &str, value: &toml::Value) -> String {
    let def = &NORM.facts[key];
    let words = def.words.first().cloned().unwrap_or_default();
    format!("{} ({words}) : {}", def.label, written(value))
}

/// A paper of an honest structure.
pub(crate) fn honest(kind: &TypeId, structure: &Structure, day: &str) -> String {
    let mut text = format!("{}\n{}\n\n", structure.name, NORM.evidence_types[kind].label);
    text.push_str(model(kind, &structure.texts));
    text.push('\n');
    for (key, value) in &structure.facts {
        if establishing(key, structure).as_ref() == Some(kind) && !matches!(value, toml::Value::Boolean(_)) {
            writeln!(text, "{}", line(key, value)).unwrap();
        }
    }
    let words = asked_words(kind);
    if !words.is_empty() {
        writeln!(text, "Il y est question de : {}.", words.join(", ")).unwrap();
    }
    let day = in_words(day);
    write!(
        text,
        "\nFait le {day}\nSignature de la direction : lu et approuvé, signé le {day}\n"
    )
    .unwrap();
    text
}

/// A civil day, as a letter gives it.
pub(super) fn in_words(day: &str) -> String {
    const MONTHS: [&str; 12] = [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ];
    let parts: Vec<usize> = day.split('-').map(|part| part.parse().unwrap()).collect();
    let first = if parts[2] == 1 { "er" } else { "" };
    format!("{}{first} {} {}", parts[2], MONTHS[parts[1] - 1], parts[0])
}

/// The file of a text.
pub(crate) fn file(text: &str, extension: &str) -> Vec<u8> {
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

/// Pages that are pictures: of one grey, or of noise.
pub(super) fn picture(plain: bool) -> impl Fn(&TypeId, &EvidenceType, usize) -> (Vec<u8>, &'static str) {
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
