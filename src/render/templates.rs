//! Tera set-up: the embedded templates, escaped by construction for their format.

use serde::Serialize;
use tera::{Context, Kwargs, State, Tera};

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
}

impl Template {
    fn name(self) -> &'static str {
        match self {
            Self::Typst => "rapport.typ",
            Self::Text => "rapport.txt",
        }
    }

    fn source(self) -> &'static str {
        match self {
            Self::Typst => include_str!("../../audit-templates/rapport.typ"),
            Self::Text => include_str!("../../audit-templates/rapport.txt"),
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
