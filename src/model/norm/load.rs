//! From the files of a norm to [`Norm`]: text → tables → items, each decoded by itself, then validated together.

use crate::diag::toml_text::{self, TomlTable, Value};
use crate::diag::{Diagnostics, Sources};
use crate::kernel::{Digest, FileId};

use super::blocks::{Block, Blocks, CriterionParts};
use super::diags::MisplacedKey;
use super::model::Norm;
use super::places::Places;
use super::validate;

/// Keys of a criterion, for the hint on a key placed after a sub-table.
const CRITERION_KEYS: &[&str] = &[
    "chapitre",
    "titre",
    "exigence",
    "enjeu",
    "importance",
    "poids",
    "juge",
    "oblige",
    "niveau-requis",
    "confiance",
    "sources",
    "etiquettes",
    "en-vigueur",
    "retire",
    "ancien-id",
    "applicable-si",
    "na-interdit",
    "note",
];

const BLOCKS: &[&str] = &[
    "schema",
    "norme",
    "source",
    "niveau",
    "cycle",
    "constat",
    "interlocuteur",
    "groupe",
    "fait",
    "type-preuve",
    "papier",
    "tableau",
    "axe",
    "cohorte",
    "indicateur",
    "chapitre",
    "critere",
    "politique",
    "profil",
];

/// Loads a norm from its files (path to show, bytes). Faults go to the sink; a norm comes back only where there is no error.
///
/// First all faults of syntax of all files; where there are none, all faults of shape, one per item; where there are none,
/// all faults of meaning across files.
pub fn load(files: Vec<(String, Vec<u8>)>, sources: &mut Sources, sink: &mut Diagnostics) -> Option<Norm> {
    load_placed(files, sources, sink).map(|(norm, _)| norm)
}

/// As [`load`], with the places of the norm's parts, for whoever has something to say of them.
pub fn load_placed(
    mut files: Vec<(String, Vec<u8>)>,
    sources: &mut Sources,
    sink: &mut Diagnostics,
) -> Option<(Norm, Places)> {
    files.sort_by(|a, b| a.0.cmp(&b.0));
    let digest = Digest::of_parts(
        files
            .iter()
            .map(|(path, bytes)| (file_name(path), bytes.as_slice())),
    );
    let mut found = Diagnostics::default();
    let ids: Vec<FileId> = files
        .into_iter()
        .filter_map(|(path, bytes)| toml_text::decode(&path, bytes, sources, &mut found))
        .collect();

    let texts: &Sources = sources;
    let parse = |id: FileId, found: &mut Diagnostics| {
        texts
            .get(id)
            .and_then(|file| toml_text::parse(id, &file.text, found))
            .map(|table| (id, table))
    };
    let tables: Vec<(FileId, TomlTable<'_>)> =
        ids.into_iter().filter_map(|id| parse(id, &mut found)).collect();
    if found.has_errors() {
        sink.extend(found);
        return None;
    }

    let mut blocks = Blocks::default();
    for (_, table) in tables {
        read_file(table, &mut blocks, &mut found);
    }
    if found.has_errors() {
        sink.extend(found);
        return None;
    }

    let norm = validate::validate(&blocks, texts, digest, &mut found);
    let sound = !found.has_errors();
    sink.extend(found);
    norm.filter(|_| sound).map(|norm| (norm, Places::of(&blocks)))
}

fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

fn read_file(mut table: TomlTable<'_>, blocks: &mut Blocks, sink: &mut Diagnostics) {
    table.take_schema(sink);
    blocks
        .identity
        .extend(table.take("norme").and_then(|value| block(&value, sink)));
    blocks
        .policy
        .extend(table.take("politique").and_then(|value| block(&value, sink)));
    blocks.sources.extend(items(&mut table, "source", sink));
    blocks.levels.extend(items(&mut table, "niveau", sink));
    blocks.milestones.extend(items(&mut table, "cycle", sink));
    blocks.kinds.extend(items(&mut table, "constat", sink));
    blocks
        .respondents
        .extend(items(&mut table, "interlocuteur", sink));
    blocks.fact_groups.extend(items(&mut table, "groupe", sink));
    blocks.facts.extend(items(&mut table, "fait", sink));
    blocks.types.extend(items(&mut table, "type-preuve", sink));
    blocks.papers.extend(items(&mut table, "papier", sink));
    blocks.tables.extend(items(&mut table, "tableau", sink));
    blocks.axes.extend(items(&mut table, "axe", sink));
    blocks.cohorts.extend(items(&mut table, "cohorte", sink));
    blocks.indicators.extend(items(&mut table, "indicateur", sink));
    blocks.chapters.extend(items(&mut table, "chapitre", sink));
    blocks.profiles.extend(items(&mut table, "profil", sink));
    for value in table.take_items("critere", sink) {
        blocks.criteria.extend(read_criterion(value, sink));
    }
    table.finish(BLOCKS, sink);
}

/// Elements and examples are taken out and decoded by themselves, so that one fault hides no other.
fn read_criterion(value: Value<'_>, sink: &mut Diagnostics) -> Option<Block<CriterionParts>> {
    let (file, span) = (value.file(), value.span());
    let mut table = value.into_table("critere", sink)?;
    let elements = table
        .take_items("element", sink)
        .into_iter()
        .filter_map(|item| part(item, "critere.element", sink))
        .collect();
    let examples = table
        .take_items("exemple", sink)
        .into_iter()
        .filter_map(|item| part(item, "critere.exemple", sink))
        .collect();
    let rest = table.into_value();
    let criterion = rest.decode(sink)?;
    Some(Block {
        file,
        span,
        item: CriterionParts {
            criterion,
            elements,
            examples,
        },
    })
}

/// A sub-table; a key of its criterion that slipped into it gets its own message.
fn part<T: serde::de::DeserializeOwned>(
    value: Value<'_>,
    name: &str,
    sink: &mut Diagnostics,
) -> Option<Block<T>> {
    let (file, span) = (value.file(), value.span());
    let mut table = value.into_table(name, sink)?;
    let mut misplaced = false;
    for key in CRITERION_KEYS {
        if let Some((_, place)) = table.take_with_key(key) {
            misplaced = true;
            sink.push(MisplacedKey { key, place });
        }
    }
    if misplaced {
        return None;
    }
    let item = table.into_value().decode(sink)?;
    Some(Block { file, span, item })
}

fn items<T: serde::de::DeserializeOwned>(
    table: &mut TomlTable<'_>,
    key: &str,
    sink: &mut Diagnostics,
) -> Vec<Block<T>> {
    table
        .take_items(key, sink)
        .iter()
        .filter_map(|value| block(value, sink))
        .collect()
}

fn block<T: serde::de::DeserializeOwned>(value: &Value<'_>, sink: &mut Diagnostics) -> Option<Block<T>> {
    let item = value.decode(sink)?;
    Some(Block {
        file: value.file(),
        span: value.span(),
        item,
    })
}
