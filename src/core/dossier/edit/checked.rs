//! Two texts, read by the TOML library itself: are they alike but for what an edit is about?

use super::{Edit, columns, practices};
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
        Edit::Column {
            table: of, column, ..
        } => cut(table, &[columns::TABLE, of.as_str(), column.as_str()]),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::{Diagnostics, Sources};
    use crate::dossier::edit::{ActionWish, FactWish, Listed};
    use crate::kernel::{ActionId, FactKey};

    #[test]
    fn what_is_not_asked_may_not_change() {
        let text = include_str!("../../../../tests/fixtures/norms/essai/norme.toml");
        let files = vec![("norme.toml".to_owned(), text.as_bytes().to_vec())];
        let (mut sources, mut sink) = (Sources::default(), Diagnostics::default());
        let norm = crate::norm::load(files, &mut sources, &mut sink).unwrap();
        let id = |text| ActionId::parse(text).unwrap();
        let fact = Edit::Fact {
            key: FactKey::parse("equipe.mediateurs").unwrap(),
            site: None,
            wish: FactWish::default(),
        };
        let action = Edit::Action {
            id: id("a"),
            wish: ActionWish::default(),
        };
        let gone = Edit::Withdraw(Listed::Action(id("a")));
        let one = "[[action]]\nid = \"a\"\netat = \"faite\"\n";
        let other = "[[action]]\nid = \"b\"\n";
        for (before, after, edit, expected) in [
            ("x = 1", "x = 1\nfaits.equipe.mediateurs = 3", &fact, true),
            ("x = 1", "x = 2\nfaits.equipe.mediateurs = 3", &fact, false),
            (
                "",
                "faits.equipe.mediateurs = 3\nfaits.ouvert = true",
                &fact,
                false,
            ),
            ("[faits]\nouvert = true", "[faits]\nouvert = false", &fact, false),
            ("", "faits = [", &fact, false),
            ("", one, &action, true),
            (one, "", &gone, true),
            (one, other, &action, false),
            (other, "", &gone, false),
        ] {
            assert_eq!(alike(before, after, edit, &norm), expected, "{before} → {after}");
        }
    }
}
