//! Sheets of questions, for one person to fill in: by hand, or as a file of `reponses`. Their templates are our own.

use mediaudit_core::view::ethics::SheetsBeside;
use mediaudit_core::view::questions::QuestionList;
use tera::{Kwargs, State, Value};

use super::pdf::text::{escape_markup, escape_string};
use super::starter::{render_source, text_engine};

/// The page of sheets beside one another, as markup.
pub fn beside_pages(page: &SheetsBeside) -> Result<String, tera::Error> {
    let source = include_str!(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../audit-templates/comparaison.typ"
    ));
    render_source(typst_engine(), source, "c", page)
}

/// An engine whose values are text of Typst markup; « literal » gives them as strings of its code.
fn typst_engine() -> tera::Tera {
    let mut engine = text_engine();
    engine.set_escape_fn(|value, out| out.write_all(escape_markup(value).as_bytes()));
    engine.register_filter("literal", |value: &str, _: Kwargs, _: &State| {
        Value::safe_string(&escape_string(value))
    });
    engine
}

/// What a sheet can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SheetKind {
    /// Plain text, to print and fill in by hand.
    Text,
    /// Markup of pages to print and fill in by hand.
    Pages,
    /// A file of `reponses`, to fill in.
    Answers,
}

/// A sheet of questions. The same questions give the same bytes.
pub fn sheet(list: &QuestionList, kind: SheetKind) -> Result<String, tera::Error> {
    let source = match kind {
        SheetKind::Text => include_str!(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../../audit-templates/questions/fiche.txt"
        )),
        SheetKind::Pages => include_str!(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../../audit-templates/questions/fiche.typ"
        )),
        SheetKind::Answers => include_str!(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../../audit-templates/questions/reponses.toml"
        )),
    };
    let engine = if kind == SheetKind::Pages {
        typst_engine()
    } else {
        text_engine()
    };
    render_source(engine, source, "q", list)
}
