//! JSON schemas of the files that people write and of the assessment, in French, so that editors help whoever writes.
//!
//! Shapes come from the types that the loaders decode; words come from one table, `audit-templates/cles.toml`.

use std::collections::BTreeMap;

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, SchemaGenerator};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use mediaudit_core::assessment::Assessment;
use mediaudit_core::assessment::verification::{NormVerification, Verification};
use mediaudit_core::sorting::Sorting;
use mediaudit_core::view::interviews::InterviewPlan;
use mediaudit_core::view::questions::QuestionList;
use mediaudit_core::{dossier, norm};

/// What a schema describes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SchemaKind {
    /// A file of a norm.
    Norm,
    /// `dossier.toml`.
    Dossier,
    /// `constats/<nom>.toml`.
    Findings,
    /// `actions.toml`.
    Actions,
    /// `observations.toml`.
    Observations,
    /// `surcouche.toml`.
    Overlay,
    /// The assessment.
    Assessment,
    /// What `verifier` answers to a program.
    Verification,
    /// What `norme verifier` answers to a program.
    NormVerification,
    /// `reponses/<nom>.toml`.
    Answers,
    /// What `questions` answers to a program.
    Questions,
    /// What `preuves ranger` answers to a program.
    Sorting,
    /// What `constats verifier` gives.
    Interviews,
}

impl SchemaKind {
    /// All of them.
    pub const ALL: [Self; 13] = [
        Self::Norm,
        Self::Dossier,
        Self::Findings,
        Self::Actions,
        Self::Observations,
        Self::Overlay,
        Self::Assessment,
        Self::Verification,
        Self::NormVerification,
        Self::Answers,
        Self::Questions,
        Self::Sorting,
        Self::Interviews,
    ];

    /// Its name, as typed.
    pub fn name(self) -> &'static str {
        match self {
            Self::Norm => "norme",
            Self::Dossier => "dossier",
            Self::Findings => "constats",
            Self::Actions => "actions",
            Self::Observations => "observations",
            Self::Overlay => "surcouche",
            Self::Assessment => "evaluation",
            Self::Verification => "verification",
            Self::NormVerification => "verification-norme",
            Self::Answers => "reponses",
            Self::Questions => "questions",
            Self::Sorting => "rangement",
            Self::Interviews => "entretiens",
        }
    }

    /// Is it a file that people write, in TOML?
    fn is_toml(self) -> bool {
        !matches!(
            self,
            Self::Assessment
                | Self::Verification
                | Self::NormVerification
                | Self::Questions
                | Self::Sorting
                | Self::Interviews
        )
    }
}

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

/// The table, as it is in the binary.
// INVARIANT: it parses: a test below reads it, and finds a word for every key
fn words() -> SchemaWords {
    toml::from_str(include_str!(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../audit-templates/cles.toml"
    )))
    .unwrap_or_else(|_| SchemaWords {
        schemas: BTreeMap::new(),
        forms: BTreeMap::new(),
        keys: BTreeMap::new(),
    })
}

/// The schema (draft 7, which editors know best), with a final line break.
pub fn text(kind: SchemaKind) -> String {
    let settings = SchemaSettings::draft07().with(|settings| settings.meta_schema = None);
    let mut generator = SchemaGenerator::new(match kind {
        written if written.is_toml() => settings,
        _ => settings.for_serialize(),
    });
    let schema = match kind {
        SchemaKind::Norm => norm::schema::file(&mut generator),
        SchemaKind::Dossier => dossier::schema::dossier(&mut generator),
        SchemaKind::Findings => dossier::schema::findings(&mut generator),
        SchemaKind::Actions => dossier::schema::actions(&mut generator),
        SchemaKind::Observations => dossier::schema::observations(&mut generator),
        SchemaKind::Overlay => norm::overlay::schema(&mut generator),
        SchemaKind::Assessment => Assessment::json_schema(&mut generator),
        SchemaKind::Verification => Verification::json_schema(&mut generator),
        SchemaKind::NormVerification => NormVerification::json_schema(&mut generator),
        SchemaKind::Answers => dossier::schema::answers(&mut generator),
        SchemaKind::Questions => QuestionList::json_schema(&mut generator),
        SchemaKind::Sorting => Sorting::json_schema(&mut generator),
        SchemaKind::Interviews => InterviewPlan::json_schema(&mut generator),
    };
    let definitions = generator.take_definitions(true);
    let words = words();
    let dress = Dress {
        words: &words,
        toml: kind.is_toml(),
    };
    let mut root = Map::new();
    root.insert(
        "$schema".to_owned(),
        json!("http://json-schema.org/draft-07/schema#"),
    );
    root.insert("title".to_owned(), json!(kind.name()));
    root.insert("description".to_owned(), json!(words.schemas.get(kind.name())));
    if let Value::Object(shape) = dress.value(schema.to_value(), kind.name()) {
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

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
        for kind in SchemaKind::ALL {
            let schema: Value = serde_json::from_str(&text(kind)).unwrap();
            assert!(words.schemas.contains_key(kind.name()));
            let mut found = BTreeSet::new();
            keys(&schema, kind.name(), &mut found);
            for (form, key, said) in found {
                if !said {
                    faults.push(format!("{}: no words for {form}.{key}", kind.name()));
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
}
