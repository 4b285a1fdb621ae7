//! A flawless structure: what it states, which papers it has not, and why.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use mediaudit_core::kernel::TypeId;

use super::paper::asked_count;

#[derive(Clone)]
pub(crate) struct Structure {
    pub(crate) name: String,
    pub(crate) form: String,
    /// Whose texts its papers are worded after.
    pub(crate) texts: String,
    pub(crate) facts: BTreeMap<String, toml::Value>,
    without: BTreeMap<String, String>,
    count: BTreeMap<String, usize>,
}

impl Structure {
    pub(crate) fn of(file: &str) -> Self {
        let path =
            Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/fixtures/structures/{file}.toml"));
        let table: toml::Table = toml::from_str(&fs::read_to_string(path).unwrap()).unwrap();
        let text = |key: &str| table[key].as_str().unwrap().to_owned();
        let inner = |key: &str| {
            table
                .get(key)
                .and_then(toml::Value::as_table)
                .into_iter()
                .flatten()
        };
        Self {
            name: text("nom"),
            form: text("forme"),
            texts: text("textes"),
            facts: inner("faits")
                .map(|(key, value)| (key.clone(), value.clone()))
                .collect(),
            without: inner("sans")
                .map(|(key, why)| (key.clone(), why.as_str().unwrap().to_owned()))
                .collect(),
            count: inner("combien")
                .map(|(key, n)| (key.clone(), usize::try_from(n.as_integer().unwrap()).unwrap()))
                .collect(),
        }
    }

    /// Has it papers of this type?
    pub(crate) fn has(&self, kind: &TypeId) -> bool {
        !self.without.contains_key(kind.as_str())
    }

    /// How many.
    pub(crate) fn count(&self, kind: &TypeId) -> usize {
        if self.has(kind) {
            self.count
                .get(kind.as_str())
                .copied()
                .unwrap_or_else(|| asked_count(kind))
        } else {
            0
        }
    }
}
