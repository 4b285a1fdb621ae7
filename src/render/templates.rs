//! Tera set-up: the embedded templates, escaped by construction for their format.

use serde::Serialize;
use tera::{Context, Kwargs, State, Tera};

use crate::kernel::words;

use super::pdf::text::{escape_markup, escape_string};

/// A template that could not be rendered: a fault of the template.
#[derive(Debug, thiserror::Error)]
#[error("gabarit « {name} » : {source}")]
pub struct TemplateError {
    /// Which template.
    name: String,
    /// What Tera says.
    source: tera::Error,
}

/// The formats that a template exists for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Template {
    /// Typst markup, for the PDF.
    Typst,
    /// Plain text.
    Text,
    /// `dossier.toml` of a new dossier.
    NewDossier,
    /// `LISEZMOI.txt` of a new dossier.
    NewReadMe,
    /// `LISEZMOI.txt` of the folder of an evidence type.
    NewEvidence,
    /// `LISEZMOI.txt` of `preuves/_autres`.
    NewOthers,
    /// `LISEZMOI.txt` of `constats`.
    NewFindings,
    /// `LISEZMOI.txt` of `historique`.
    NewHistory,
}

impl Template {
    fn name(self) -> &'static str {
        match self {
            Self::Typst => "rapport.typ",
            Self::Text => "rapport.txt",
            Self::NewDossier => "nouveau/dossier.toml",
            Self::NewReadMe => "nouveau/lisezmoi.txt",
            Self::NewEvidence => "nouveau/preuve.txt",
            Self::NewOthers => "nouveau/autres.txt",
            Self::NewFindings => "nouveau/constats.txt",
            Self::NewHistory => "nouveau/historique.txt",
        }
    }

    fn source(self) -> &'static str {
        match self {
            Self::Typst => include_str!("../../audit-templates/rapport.typ"),
            Self::Text => include_str!("../../audit-templates/rapport.txt"),
            Self::NewDossier => include_str!("../../audit-templates/nouveau/dossier.toml"),
            Self::NewReadMe => include_str!("../../audit-templates/nouveau/lisezmoi.txt"),
            Self::NewEvidence => include_str!("../../audit-templates/nouveau/preuve.txt"),
            Self::NewOthers => include_str!("../../audit-templates/nouveau/autres.txt"),
            Self::NewFindings => include_str!("../../audit-templates/nouveau/constats.txt"),
            Self::NewHistory => include_str!("../../audit-templates/nouveau/historique.txt"),
        }
    }
}

/// Renders a view. In the Typst template every `{{ … }}` is a string expression: no text of a dossier is ever parsed as markup.
pub fn render<T: Serialize>(template: Template, name: &str, view: &T) -> Result<String, TemplateError> {
    let fail = |source| TemplateError {
        name: template.name().to_owned(),
        source,
    };
    let mut tera = Tera::default();
    tera.register_filter("lit", |text: &str, _: Kwargs, _: &State| escape_string(text));
    tera.register_filter("wrap", wrap);
    tera.register_filter("quote", |text: &str, _: Kwargs, _: &State| quote(text));
    if template == Template::Typst {
        tera.set_escape_fn(|text, out| out.write_all(escape_markup(text).as_bytes()));
        tera.autoescape_on(vec![".typ"]);
    }
    tera.add_raw_template(template.name(), template.source())
        .map_err(fail)?;
    let mut context = Context::new();
    context.insert(name.to_owned(), view);
    tera.render(template.name(), &context).map_err(fail)
}

/// Columns of the text files that people read.
const WIDTH: usize = 100;

/// Lines of at most [`WIDTH`] columns; `first` begins the first, `rest` those after it. No text can break out of its lines.
#[expect(
    clippy::needless_pass_by_value,
    reason = "a filter of Tera takes its arguments so"
)]
fn wrap(text: &str, kwargs: Kwargs, _: &State) -> tera::TeraResult<String> {
    let first = kwargs.get::<&str>("first")?.unwrap_or_default();
    let rest = kwargs.get::<&str>("rest")?.unwrap_or(first);
    let width = WIDTH.saturating_sub(rest.chars().count().max(first.chars().count()));
    let lines = words::wrap(&words::printable(text), width);
    let begun = lines
        .iter()
        .enumerate()
        .map(|(at, line)| format!("{}{line}", if at == 0 { first } else { rest }));
    Ok(begun.collect::<Vec<_>>().join("\n"))
}

/// A TOML string, on one line.
fn quote(text: &str) -> String {
    toml::Value::String(words::printable(text)).to_string()
}
