//! Lines ready to paste into dossier.toml: médiaudit proposes, a person decides and writes.

use crate::evidence::item::{Held, Item};
use crate::kernel::Id;

/// The lines that would date a piece: its whole block, or one line for a block that is there. The day is the newest that the file's
/// own metadata show, which is never proof of the day of effect: a person confirms or corrects it.
pub fn date(item: &Item) -> Option<String> {
    let Held::File(file) = &item.held else {
        return None;
    };
    let day = item
        .dates
        .not_after
        .map_or_else(|| "AAAA-MM-JJ".to_owned(), |day| day.to_string());
    let line = format!("date-effet = {day}");
    // a piece that the dossier does not declare bears an id made of its digest
    if item.id.as_str() != format!("f-{}", file.digest.short()) {
        return Some(format!(
            "# dans le bloc [[preuve]] où id = \"{}\"\n{line}",
            item.id
        ));
    }
    let types: Vec<String> = item.types.iter().map(quoted).collect();
    Some(format!(
        "[[preuve]]\nid = {}\nfichier = {}\ntypes = [{}]\n{line}",
        quoted(&item.id),
        toml::Value::String(file.path.clone()),
        types.join(", ")
    ))
}

fn quoted(id: &Id) -> String {
    format!("\"{id}\"")
}
