//! `norms/README.md` teaches how to write a norm: its examples are what the tool loads.

use std::collections::BTreeMap;

use mediaudit_core::diag::{Diagnostics, Sources, snippet, toml_text};
use mediaudit_core::kernel::Digest;
use mediaudit_core::norm::{self, Norm, SharedNorm, lint, overlay};

const GUIDE: &str = include_str!("../../norms/README.md");

/// Fenced TOML: what the fence says after `toml`, and the text.
fn blocks() -> Vec<(String, String)> {
    let mut out = Vec::new();
    let mut lines = GUIDE.lines();
    while let Some(line) = lines.next() {
        if let Some(kind) = line.strip_prefix("```toml") {
            let text: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
            out.push((kind.trim().to_owned(), text.join("\n") + "\n"));
        }
    }
    out
}

fn of_kind(kind: &str) -> Vec<String> {
    blocks()
        .into_iter()
        .filter(|(found, _)| found == kind)
        .map(|(_, text)| text)
        .collect()
}

/// The complete example: the pieces of each file, one after the other.
fn example() -> BTreeMap<String, String> {
    let mut files = BTreeMap::<String, String>::new();
    for (kind, text) in blocks() {
        if let Some(name) = kind.strip_prefix("fichier=") {
            let file = files.entry(name.to_owned()).or_default();
            file.push('\n');
            file.push_str(&text);
        }
    }
    files
}

fn load(files: BTreeMap<String, String>, lints: bool) -> (Option<Norm>, Sources, String) {
    let (mut sources, mut sink) = (Sources::default(), Diagnostics::default());
    let files = files
        .into_iter()
        .map(|(name, text)| (name, text.into_bytes()))
        .collect();
    let loaded = norm::load_placed(files, &mut sources, &mut sink);
    let norm = loaded.map(|(norm, places)| {
        if lints {
            lint::check(&norm, &places, &mut sink);
        }
        norm
    });
    let shown = snippet::render_all(&sink, &sources, false);
    (norm, sources, shown)
}

fn outcomes(norm: &Norm) {
    let norm = &SharedNorm::from(norm.clone());
    for criterion in &norm.criteria {
        for sample in &criterion.examples {
            let got = mediaudit_core::engine::example::run(norm, criterion, sample);
            assert_eq!(got.retained, sample.expected, "{} {}", criterion.id, sample.name);
        }
    }
}

#[test]
fn every_block_is_of_a_known_kind() {
    for (kind, text) in blocks() {
        let known = ["bloc", "regle", "surcouche", "bareme", "points"].contains(&kind.as_str())
            || kind.starts_with("fichier=");
        assert!(known, "« {kind} »\n{text}");
    }
}

#[test]
fn the_complete_example_has_nothing_to_mend() {
    let (norm, _, shown) = load(example(), true);
    assert_eq!(shown, "");
    let norm = norm.unwrap();
    assert_eq!(norm.criteria.len(), 2);
    outcomes(&norm);
}

#[test]
fn the_further_blocks_and_every_rule_load() {
    let mut files = example();
    let mut more = "schema = 1\n".to_owned();
    for block in of_kind("bloc") {
        more.push('\n');
        more.push_str(&block);
    }
    let rules = of_kind("regle");
    assert!(!rules.is_empty());
    more.push_str(
        "[[critere]]\nid = \"Z\"\nchapitre = \"A\"\ntitre = \"t\"\nexigence = \"e\"\nenjeu = \"e\"\nimportance = \"exigible\"\njuge = \"automatique\"\nconfiance = \"C\"\n",
    );
    for (rank, rule) in rules.iter().enumerate() {
        more.push_str(&format!(
            "[[critere.element]]\nid = \"e{rank}\"\nlibelle = \"l\"\n{rule}action = \"a\"\neffort = 1\n"
        ));
    }
    files.insert("plus.toml".to_owned(), more);
    let (norm, _, shown) = load(files, false);
    assert_eq!(shown, "");
    outcomes(&norm.unwrap());
    // every leaf and combinator is shown
    for key in [
        "pratique",
        "fait",
        "taux",
        "preuve",
        "critere",
        "tous",
        "un-parmi",
        "au-moins-n",
        "non",
        "selon-date",
    ] {
        let wanted = format!("si = {{ {key} = ");
        assert!(rules.iter().any(|rule| rule.starts_with(&wanted)), "{key}");
    }
}

#[test]
fn the_overlay_lays_over_the_example() {
    let (norm, mut sources, _) = load(example(), false);
    let overlays = of_kind("surcouche");
    assert_eq!(overlays.len(), 1);
    let mut sink = Diagnostics::default();
    for text in overlays {
        let digest = Digest::of(text.as_bytes());
        let file = toml_text::decode("surcouche.toml", text.into_bytes(), &mut sources, &mut sink).unwrap();
        let laid = overlay::apply(norm.as_ref().unwrap(), file, digest, &sources, &mut sink);
        assert!(laid.is_some(), "{}", snippet::render_all(&sink, &sources, false));
    }
}

/// Lays a fragment over a norm: tables merge, items of a list merge by their identifier and are added otherwise.
fn merge(into: &mut toml::Table, fragment: toml::Table) {
    for (key, value) in fragment {
        match (into.get_mut(&key), value) {
            (Some(toml::Value::Table(own)), toml::Value::Table(more)) => merge(own, more),
            (Some(toml::Value::Array(own)), toml::Value::Array(more)) => {
                for item in more {
                    let name = |item: &toml::Value| {
                        let keys = ["id", "code", "cle", "libelle"];
                        keys.iter().find_map(|key| item.get(key)).cloned()
                    };
                    let same = own
                        .iter_mut()
                        .find(|known| name(known).is_some() && name(known) == name(&item));
                    match (same, item) {
                        (Some(toml::Value::Table(known)), toml::Value::Table(more)) => merge(known, more),
                        // a band or a rule of escalation stands before the last, which holds everywhere
                        (_, item) => own.push(item),
                    }
                }
            }
            (_, value) => {
                into.insert(key, value);
            }
        }
    }
}

/// The example as one table, with the fragments laid over it.
fn with(fragments: &[String]) -> BTreeMap<String, String> {
    let mut whole = toml::Table::new();
    for (_, text) in example() {
        merge(&mut whole, toml::from_str(&text).unwrap());
    }
    for criterion in whole["critere"].as_array_mut().unwrap() {
        criterion
            .as_table_mut()
            .unwrap()
            .insert("chapitre".to_owned(), "A".into());
    }
    for text in fragments {
        merge(
            &mut whole,
            toml::from_str(text).unwrap_or_else(|error| panic!("{error}\n{text}")),
        );
    }
    BTreeMap::from([("norme.toml".to_owned(), toml::to_string(&whole).unwrap())])
}

#[test]
fn every_pattern_has_a_short_example_that_loads() {
    for n in 1..=24 {
        assert!(GUIDE.contains(&format!("**R{n}. ")), "R{n}");
    }
    let fragments = of_kind("bareme");
    assert!(fragments.len() > 20, "{}", fragments.len());
    for text in &fragments {
        assert!(text.lines().count() <= 6, "{text}");
        let (norm, _, shown) = load(with(std::slice::from_ref(text)), false);
        assert!(norm.is_some(), "{shown}\n{text}");
        // and it does change the norm
        let (plain, _, _) = load(with(&[]), false);
        let bare = |norm: Option<Norm>| Norm {
            digest: Digest::of(b""),
            ..norm.unwrap()
        };
        assert!(bare(norm) != bare(plain), "changes nothing:\n{text}");
    }
    // the bands and the conclusion of the example are percentages: points are another norm
    for text in of_kind("points") {
        let mut files = with(&[text]);
        let text = files.get_mut("norme.toml").unwrap();
        *text = text.replace("\"0 %\"", "-30").replace("\"80 %\"", "8");
        let (norm, _, shown) = load(files, false);
        assert!(norm.is_some(), "{shown}");
    }
}
