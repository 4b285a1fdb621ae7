//! The files of a new dossier. Their templates are our own: nothing is laid over them.

use serde::Serialize;
use tera::{Context, Kwargs, State, Tera, TeraResult, Value};

use super::text;
use mediaudit_core::kernel::words;

/// Columns of the text files that people read.
const WIDTH: usize = 100;

/// A file of a new dossier, by its template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leaf {
    /// `dossier.toml`.
    Dossier,
    /// `LISEZMOI.txt` at the top.
    ReadMe,
    /// `LISEZMOI.txt` of a usual paper's folder.
    Paper,
    /// `LISEZMOI.txt` of an evidence type's folder.
    Evidence,
    /// `LISEZMOI.txt` of `preuves/_autres`.
    Others,
    /// `LISEZMOI.txt` of `constats`.
    Findings,
    /// `LISEZMOI.txt` of `historique`.
    History,
    /// `actions.toml`.
    Actions,
    /// `observations.toml`.
    Observations,
}

impl Leaf {
    fn source(self) -> &'static str {
        match self {
            Self::Dossier => include_str!(concat!(
                env!("CARGO_MANIFEST_DIR"),
                "/../../audit-templates/nouveau/dossier.toml"
            )),
            Self::ReadMe => include_str!(concat!(
                env!("CARGO_MANIFEST_DIR"),
                "/../../audit-templates/nouveau/lisezmoi.txt"
            )),
            Self::Paper => include_str!(concat!(
                env!("CARGO_MANIFEST_DIR"),
                "/../../audit-templates/nouveau/papier.txt"
            )),
            Self::Evidence => include_str!(concat!(
                env!("CARGO_MANIFEST_DIR"),
                "/../../audit-templates/nouveau/preuve.txt"
            )),
            Self::Others => include_str!(concat!(
                env!("CARGO_MANIFEST_DIR"),
                "/../../audit-templates/nouveau/autres.txt"
            )),
            Self::Findings => include_str!(concat!(
                env!("CARGO_MANIFEST_DIR"),
                "/../../audit-templates/nouveau/constats.txt"
            )),
            Self::History => include_str!(concat!(
                env!("CARGO_MANIFEST_DIR"),
                "/../../audit-templates/nouveau/historique.txt"
            )),
            Self::Actions => include_str!(concat!(
                env!("CARGO_MANIFEST_DIR"),
                "/../../audit-templates/nouveau/actions.toml"
            )),
            Self::Observations => include_str!(concat!(
                env!("CARGO_MANIFEST_DIR"),
                "/../../audit-templates/nouveau/observations.toml"
            )),
        }
    }
}

/// Renders a file; the view is `d` in its template. What is printed is one line of text, whatever it holds.
pub fn render<T: Serialize>(leaf: Leaf, view: &T) -> Result<String, tera::Error> {
    render_source(text_engine(), leaf.source(), "d", view)
}

/// An engine whose values are one line of text each.
pub(super) fn text_engine() -> Tera {
    let mut tera = Tera::default();
    tera.autoescape_on([""]);
    tera.set_escape_fn(|value, out| out.write_all(text::escape(value).as_bytes()));
    tera.register_filter("wrap", wrap);
    tera.register_filter("quote", |value: &str, _: Kwargs, _: &State| {
        Value::safe_string(&toml::Value::String(words::printable(value)).to_string())
    });
    tera
}

/// Renders one template with one view, which it calls `name`.
pub(super) fn render_source<T: Serialize>(
    mut engine: Tera,
    source: &'static str,
    name: &'static str,
    view: &T,
) -> Result<String, tera::Error> {
    engine.add_raw_template("texte", source)?;
    let mut context = Context::new();
    context.insert(name, view);
    engine.render("texte", &context)
}

/// Lines of at most [`WIDTH`] columns; `first` begins the first, `rest` those after it. No text can break out of its lines.
#[expect(
    clippy::needless_pass_by_value,
    reason = "a filter of Tera takes its arguments so"
)]
fn wrap(value: &str, kwargs: Kwargs, _: &State) -> TeraResult<Value> {
    let first = kwargs.get::<&str>("first")?.unwrap_or_default();
    let rest = kwargs.get::<&str>("rest")?.unwrap_or(first);
    let width = WIDTH.saturating_sub(rest.chars().count().max(first.chars().count()));
    let lines = words::wrap(&words::printable(value), width, width);
    let begun = lines
        .iter()
        .enumerate()
        .map(|(at, line)| format!("{}{line}", if at == 0 { first } else { rest }));
    Ok(Value::safe_string(&begun.collect::<Vec<_>>().join("\n")))
}
