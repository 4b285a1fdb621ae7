//! Lines ready to paste into dossier.toml: médiaudit proposes, a person decides and writes.

use crate::kernel::{PieceId, persons, words};
use crate::record::item::{Held, Item};
use std::fmt;

/// The lines that would date a piece: its whole block, or one line for a block that is there. The day is the newest that the file's
/// own metadata show, which is never proof of the day of effect: a person confirms or corrects it. None where the file's name is
/// masked: its lines would lead nowhere.
pub(super) fn date(item: &Item) -> Option<String> {
    let Held::File(file) = &item.held else {
        return None;
    };
    let day = item
        .dates
        .not_after
        .map_or_else(|| "AAAA-MM-JJ".to_owned(), |day| day.to_string());
    let line = format!("date-effet = {day}");
    // a piece that the dossier does not declare bears an id made of its digest
    if item.id != PieceId::of_file(&file.digest) {
        return Some(format!(
            "# dans le bloc [[preuve]] où id = \"{}\"\n{line}",
            item.id
        ));
    }
    if persons::is_masked(&file.path) {
        return None;
    }
    let types: Vec<String> = item.types.iter().map(quoted).collect();
    Some(format!(
        "[[preuve]]\nid = {}\nfichier = {}\ntypes = [{}]\n{line}",
        quoted(&item.id),
        text(&file.path),
        types.join(", ")
    ))
}

fn quoted(id: impl fmt::Display) -> String {
    format!("\"{id}\"")
}

/// A text of TOML, all of it seen: what would move the text beside it is written as its code.
fn text(text: &str) -> String {
    let mut out = String::from('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if words::is_hidden(c) => out.push_str(&format!("\\U{:08X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
