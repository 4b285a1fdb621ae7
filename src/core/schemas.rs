//! JSON schemas of the files that people write and of what is given to programs, in French, so that editors help whoever writes.
//!
//! They are files, `audit-templates/schemas`, made here: shapes come from the types that the loaders decode, words from one table,
//! `audit-templates/cles.toml`. The program gives them out; only tests make them. The crates below derive the shapes of their types
//! whoever asks, since a test of this one cannot have it done for itself alone.

#![expect(
    clippy::disallowed_methods,
    reason = "a test reads and writes the files that it makes"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::assessment::Assessment;
use crate::assessment::verification::{NormVerification, Verification};
use crate::portfolio::record::PortfolioLine;
use crate::sorting::Sorting;
use crate::view::ethics::{EthicsSheet, SheetsBeside};
use crate::view::interviews::InterviewPlan;
use crate::view::questions::QuestionList;
use crate::{dossier, norm};

type Shape = fn(&mut SchemaGenerator) -> Schema;

/// Files that people write, in TOML.
const WRITTEN: [(&str, Shape); 7] = [
    ("norme", norm::schema::file),
    ("dossier", dossier::schema::dossier),
    ("constats", dossier::schema::findings),
    ("actions", dossier::schema::actions),
    ("observations", dossier::schema::observations),
    ("surcouche", norm::overlay::schema),
    ("reponses", dossier::schema::answers),
];

/// What is given to programs.
const GIVEN: [(&str, Shape); 9] = [
    ("evaluation", Assessment::json_schema),
    ("verification", Verification::json_schema),
    ("verification-norme", NormVerification::json_schema),
    ("questions", QuestionList::json_schema),
    ("rangement", Sorting::json_schema),
    ("entretiens", InterviewPlan::json_schema),
    ("fiche", EthicsSheet::json_schema),
    ("comparaison-fiches", SheetsBeside::json_schema),
    ("portefeuille", PortfolioLine::json_schema),
];

/// The table of words.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SchemaWords {
    schemas: BTreeMap<String, String>,
    #[serde(rename = "formes")]
    forms: BTreeMap<String, String>,
    #[serde(rename = "cles")]
    keys: BTreeMap<String, String>,
}

fn templates() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../audit-templates")
}

fn words() -> SchemaWords {
    toml::from_str(&fs::read_to_string(templates().join("cles.toml")).unwrap()).unwrap()
}

/// Every schema by name (draft 7, which editors know best), with a final line break.
fn all(words: &SchemaWords) -> Vec<(&'static str, String)> {
    let written = WRITTEN.iter().map(|(name, shape)| (*name, *shape, true));
    let given = GIVEN.iter().map(|(name, shape)| (*name, *shape, false));
    written
        .chain(given)
        .map(|(name, shape, toml)| (name, text(name, shape, &Dress { words, toml })))
        .collect()
}

fn text(name: &str, shape: Shape, dress: &Dress) -> String {
    let settings = SchemaSettings::draft07().with(|settings| settings.meta_schema = None);
    let mut generator = SchemaGenerator::new(if dress.toml {
        settings
    } else {
        settings.for_serialize()
    });
    let schema = shape(&mut generator);
    let definitions = generator.take_definitions(true);
    let mut root = Map::new();
    root.insert(
        "$schema".to_owned(),
        json!("http://json-schema.org/draft-07/schema#"),
    );
    root.insert("title".to_owned(), json!(name));
    root.insert("description".to_owned(), json!(dress.words.schemas[name]));
    if let Value::Object(shape) = dress.value(schema.to_value(), name) {
        root.extend(shape);
    }
    let forms = definitions
        .into_iter()
        .map(|(name, shape)| {
            let form = dress.form(&name);
            let shape = dress.value(shape, &form);
            (form, shape)
        })
        .collect();
    root.insert("definitions".to_owned(), Value::Object(forms));
    format!("{:#}\n", Value::Object(root))
}

/// Puts a schema into French.
struct Dress<'a> {
    words: &'a SchemaWords,
    toml: bool,
}

impl Dress<'_> {
    fn form(&self, name: &str) -> String {
        self.words
            .forms
            .get(name)
            .cloned()
            .unwrap_or_else(|| name.to_owned())
    }

    fn value(&self, value: Value, form: &str) -> Value {
        match value {
            Value::Object(map) => self.object(map, form),
            Value::Array(items) => items.into_iter().map(|item| self.value(item, form)).collect(),
            other => other,
        }
    }

    fn object(&self, mut map: Map<String, Value>, form: &str) -> Value {
        // the docs of the code are for developers; widths of numbers are theirs too
        map.remove("title");
        map.remove("description");
        if map.get("format").is_some_and(|format| format != "date") {
            map.remove("format");
        }
        if map
            .get("default")
            .is_some_and(|default| default.is_null() || *default == json!([]))
        {
            map.remove("default");
        }
        if let Some(Value::String(path)) = map.get("$ref") {
            let (base, name) = path.rsplit_once('/').unwrap_or(("", path));
            return json!({ "$ref": format!("{base}/{}", self.form(name)) });
        }
        let mut out = Map::new();
        for (key, value) in map {
            let value = match (key.as_str(), value) {
                ("properties", Value::Object(properties)) => properties
                    .into_iter()
                    .map(|(key, shape)| {
                        let shape = self.described(self.value(shape, form), form, &key);
                        (key, shape)
                    })
                    .collect(),
                ("type", Value::Array(types)) if self.toml => {
                    one(types.into_iter().filter(|t| t != "null").collect())
                }
                ("enum" | "const" | "default" | "required", value) => value,
                (_, value) => self.value(value, form),
            };
            out.insert(key, value);
        }
        for choice in ["oneOf", "anyOf"] {
            if let Some(Value::Array(shapes)) = out.remove(choice) {
                self.choice(choice, shapes, &mut out);
            }
        }
        Value::Object(out)
    }

    /// Constants of a choice become one list; what TOML cannot write leaves it.
    fn choice(&self, keyword: &str, shapes: Vec<Value>, out: &mut Map<String, Value>) {
        let mut constants = Vec::new();
        let mut others = Vec::new();
        for shape in shapes {
            match (shape.get("const"), shape.get("enum")) {
                (Some(constant), _) => constants.push(constant.clone()),
                (_, Some(Value::Array(list))) => constants.extend(list.iter().cloned()),
                _ if self.toml && shape.get("type").is_some_and(|t| t == "null") => {}
                _ => others.push(shape),
            }
        }
        match (constants.is_empty(), others.as_slice()) {
            (false, []) => {
                out.insert("enum".to_owned(), Value::Array(constants));
            }
            (true, [Value::Object(only)]) => out.extend(only.clone()),
            (true, _) => {
                out.insert(keyword.to_owned(), Value::Array(others));
            }
            (false, _) => {
                others.insert(0, json!({ "enum": constants }));
                out.insert(keyword.to_owned(), Value::Array(others));
            }
        }
    }

    /// A key with what it says. Beside a reference nothing counts in draft 7: it goes into `allOf`.
    fn described(&self, shape: Value, form: &str, key: &str) -> Value {
        let own = self.words.keys.get(&format!("{form}.{key}"));
        let Some(said) = own.or_else(|| self.words.keys.get(key)) else {
            return shape;
        };
        let mut map = match shape {
            Value::Object(map) if !map.contains_key("$ref") => map,
            other => Map::from_iter([("allOf".to_owned(), json!([other]))]),
        };
        map.insert("description".to_owned(), json!(said));
        Value::Object(map)
    }
}

fn one(mut types: Vec<Value>) -> Value {
    match types.len() {
        1 => types.remove(0),
        _ => Value::Array(types),
    }
}

/// Every key of the schemas, with its form and whether it says what it is; every form.
fn keys(value: &Value, form: &str, found: &mut BTreeSet<(String, String, bool)>) {
    match value {
        Value::Object(map) => {
            for (key, inner) in map {
                if let ("properties", Value::Object(properties)) = (key.as_str(), inner) {
                    for (name, shape) in properties {
                        let said = shape.get("description").is_some();
                        found.insert((form.to_owned(), name.clone(), said));
                        keys(shape, form, found);
                    }
                } else if let ("definitions", Value::Object(forms)) = (key.as_str(), inner) {
                    for (name, shape) in forms {
                        keys(shape, name, found);
                    }
                } else {
                    keys(inner, form, found);
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| keys(item, form, found)),
        _ => {}
    }
}

#[test]
fn every_key_has_its_words_and_every_word_its_key() {
    let words = words();
    let (mut used, mut forms, mut faults) = (BTreeSet::new(), BTreeSet::new(), Vec::new());
    for (name, text) in all(&words) {
        let schema: Value = serde_json::from_str(&text).unwrap();
        let mut found = BTreeSet::new();
        keys(&schema, name, &mut found);
        for (form, key, said) in found {
            if !said {
                faults.push(format!("{name}: no words for {form}.{key}"));
            }
            let own = format!("{form}.{key}");
            used.insert(if words.keys.contains_key(&own) { own } else { key });
        }
        forms.extend(schema["definitions"].as_object().unwrap().keys().cloned());
    }
    let known: BTreeSet<String> = words.forms.values().cloned().collect();
    faults.extend(
        forms
            .iter()
            .filter(|form| !known.contains(*form))
            .map(|form| format!("no French name for {form}")),
    );
    faults.extend(
        known
            .iter()
            .filter(|form| !forms.contains(*form))
            .map(|form| format!("unused form {form}")),
    );
    faults.extend(
        words
            .keys
            .keys()
            .filter(|key| !used.contains(*key))
            .map(|key| format!("unused words {key}")),
    );
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
/// MEDIAUDIT_REECRIRE=1 writes them anew.
#[test]
fn the_files_are_what_the_types_say() {
    let folder = templates().join("schemas");
    let mut names = BTreeSet::new();
    for (name, made) in all(&words()) {
        let file = format!("{name}.json");
        if std::env::var_os("MEDIAUDIT_REECRIRE").is_some() {
            fs::write(folder.join(&file), &made).unwrap();
        }
        let kept = fs::read_to_string(folder.join(&file)).unwrap_or_default();
        assert!(kept == made, "{file} is not up to date: MEDIAUDIT_REECRIRE=1");
        names.insert(file);
    }
    let kept: BTreeSet<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(kept, names, "no other file stands there");
}
