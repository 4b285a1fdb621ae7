//! Two texts, read by the TOML library itself: are they alike but for what an edit is about?

use super::{Edit, practices};
use crate::norm::Norm;

/// Are they? Also no, where one of them cannot be read.
pub(super) fn alike(before: &str, after: &str, edit: &Edit, norm: &Norm) -> bool {
    let (Ok(mut before), Ok(mut after)) = (before.parse::<toml::Table>(), after.parse::<toml::Table>())
    else {
        return false;
    };
    prune(&mut before, edit, norm);
    prune(&mut after, edit, norm);
    before == after
}

/// Takes away what the edit is about.
fn prune(table: &mut toml::Table, edit: &Edit, norm: &Norm) {
    if let Some(block) = edit.block() {
        if let Some(toml::Value::Array(rows)) = table.get_mut(block.array) {
            rows.retain(|row| !block.is_row(row));
            if rows.is_empty() {
                table.remove(block.array);
            }
        }
        return;
    }
    match edit {
        Edit::Fact { key, .. } => {
            let names: Vec<&str> = std::iter::once("faits").chain(key.as_str().split('.')).collect();
            cut(table, &names);
        }
        Edit::Practice { criterion, .. } => {
            if let Ok(criterion) = practices::criterion_of(norm, criterion) {
                practices::names(criterion).for_each(|name| cut(table, &["pratiques", name]));
            }
        }
        Edit::Auditor { .. } => cut(table, &["auditeur"]),
        _ => {}
    }
}

/// Takes a key away, with the tables that hold nothing else.
fn cut(table: &mut toml::Table, names: &[&str]) {
    let Some((first, rest)) = names.split_first() else {
        return;
    };
    if rest.is_empty() {
        table.remove(*first);
        return;
    }
    if let Some(toml::Value::Table(inner)) = table.get_mut(*first) {
        cut(inner, rest);
        if inner.is_empty() {
            table.remove(*first);
        }
    }
}
