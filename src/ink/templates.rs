//! Tera set-up: the embedded templates, a user's laid over them, everything escaped by construction for its format.
//!
//! One engine a format. The embedded templates bear the reserved prefix `mediaudit/`: a user's `rapport.html` replaces the embedded one,
//! and may still extend or include it as `mediaudit/rapport.html`. A template is pure: it sees the view, and opens nothing.

pub mod fault;

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::{Deserialize, Serialize};
use tera::{Context, Kwargs, State, Tera, TeraResult, Value};

use super::{html, pdf, text};
use fault::TemplateFault;

/// Before the names of the embedded templates.
pub const PREFIX: &str = "mediaudit/";

/// Most bytes that a template may give: a report of a thousand pages has a tenth of it.
pub const MOST_OUTPUT: usize = 64 * 1024 * 1024;

/// The formats that a template exists for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Template {
    /// Typst markup, for the PDF.
    Typst,
    /// One page of HTML.
    Html,
    /// Plain text.
    Text,
}

/// What is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PrintedKind {
    /// A report.
    Report,
    /// The sheet of a funder's profile.
    Sheet,
}

impl Template {
    /// Every format.
    pub const ALL: [Self; 3] = [Self::Typst, Self::Html, Self::Text];

    /// The embedded files of a format: those that are rendered, and those that they include or extend.
    pub fn embedded(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Typst => &[
                (
                    "rapport.typ",
                    include_str!(concat!(
                        env!("CARGO_MANIFEST_DIR"),
                        "/../../audit-templates/rapport.typ"
                    )),
                ),
                (
                    "fiche.typ",
                    include_str!(concat!(
                        env!("CARGO_MANIFEST_DIR"),
                        "/../../audit-templates/fiche.typ"
                    )),
                ),
            ],
            Self::Html => &[
                (
                    "rapport.html",
                    include_str!(concat!(
                        env!("CARGO_MANIFEST_DIR"),
                        "/../../audit-templates/rapport.html"
                    )),
                ),
                (
                    "rapport.css",
                    include_str!(concat!(
                        env!("CARGO_MANIFEST_DIR"),
                        "/../../audit-templates/rapport.css"
                    )),
                ),
                (
                    "fiche.html",
                    include_str!(concat!(
                        env!("CARGO_MANIFEST_DIR"),
                        "/../../audit-templates/fiche.html"
                    )),
                ),
            ],
            Self::Text => &[
                (
                    "rapport.txt",
                    include_str!(concat!(
                        env!("CARGO_MANIFEST_DIR"),
                        "/../../audit-templates/rapport.txt"
                    )),
                ),
                (
                    "fiche.txt",
                    include_str!(concat!(
                        env!("CARGO_MANIFEST_DIR"),
                        "/../../audit-templates/fiche.txt"
                    )),
                ),
            ],
        }
    }

    fn entry(self, document: PrintedKind) -> &'static str {
        match (document, self) {
            (PrintedKind::Report, Self::Typst) => "rapport.typ",
            (PrintedKind::Report, Self::Html) => "rapport.html",
            (PrintedKind::Report, Self::Text) => "rapport.txt",
            (PrintedKind::Sheet, Self::Typst) => "fiche.typ",
            (PrintedKind::Sheet, Self::Html) => "fiche.html",
            (PrintedKind::Sheet, Self::Text) => "fiche.txt",
        }
    }

    /// What a template of this format may read.
    pub fn variables(self) -> &'static [&'static str] {
        match self {
            Self::Html => &["r", "logo", "marque", "evaluation"],
            Self::Typst | Self::Text => &["r"],
        }
    }

    fn escape(self) -> tera::EscapeFn {
        match self {
            Self::Typst => |text, out| out.write_all(pdf::text::escape_markup(text).as_bytes()),
            Self::Html => |text, out| out.write_all(html::text::escape(text).as_bytes()),
            Self::Text => |text, out| out.write_all(text::escape(text).as_bytes()),
        }
    }
}

/// The names that a folder of templates may hold.
pub fn names() -> Vec<&'static str> {
    Template::ALL
        .into_iter()
        .flat_map(Template::embedded)
        .map(|(name, _)| *name)
        .collect()
}

/// What a user's folder lays over the embedded templates.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overlay {
    /// Templates, by name.
    pub templates: BTreeMap<String, String>,
    /// The mark of whoever wrote them, beside the structure's own: a PNG or a JPEG.
    pub mark: Option<Vec<u8>>,
}

impl Overlay {
    fn of(&self, template: Template) -> impl Iterator<Item = (&str, &str)> {
        template
            .embedded()
            .iter()
            .filter_map(|(name, _)| Some((*name, self.templates.get(*name)?.as_str())))
    }

    /// Everything that can be told of the templates before one is rendered: syntax, names of filters, tests, functions, blocks and
    /// templates, and variables that there never are.
    pub fn check(&self) -> Vec<TemplateFault> {
        let mut faults = Vec::new();
        for template in Template::ALL {
            // each by itself first, so that one fault does not hide those of another file
            let alone: Vec<TemplateFault> = self
                .of(template)
                .filter_map(|file| engine(template, [file]).err())
                .flatten()
                .collect();
            if alone.is_empty() {
                match engine(template, self.of(template)) {
                    Ok(tera) => faults.extend(
                        self.of(template)
                            .flat_map(|(name, text)| unknown_variables(&tera, template, name, text)),
                    ),
                    Err(together) => faults.extend(together),
                }
            }
            faults.extend(alone);
        }
        faults
    }
}

/// A variable of Tera that shows all the others.
const RESERVED: &str = "__tera_context";

/// Variables that no view has, wherever they stand, even in a branch that this report does not take.
fn unknown_variables(tera: &Tera, template: Template, name: &str, text: &str) -> Vec<TemplateFault> {
    // INVARIANT: these are the names of the templates that this engine was just given
    let mut unknown: Vec<&str> = tera
        .get_template_variables(name)
        .map(|found| found.into_iter().collect())
        .unwrap_or_default();
    // what it shows comes in no fixed order
    unknown.extend(text.contains(RESERVED).then_some(RESERVED));
    unknown.retain(|variable| !template.variables().contains(variable));
    unknown.sort_unstable();
    unknown
        .into_iter()
        .filter_map(|variable| fault::unknown_variable(name, text, variable, template.variables()))
        .collect()
}

fn engine<'a>(
    template: Template,
    own: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> Result<Tera, Vec<TemplateFault>> {
    let own: Vec<(&str, &str)> = own.into_iter().collect();
    let mut tera = Tera::default();
    // every name ends so: whatever the file is called, what it prints is escaped
    tera.autoescape_on([""]);
    tera.set_escape_fn(template.escape());
    match template {
        Template::Typst => tera.register_filter("lit", |value: &Value, _: Kwargs, _: &State| {
            Value::safe_string(&match value.as_str() {
                Some(text) => pdf::text::escape_string(text),
                None => value.to_string(),
            })
        }),
        Template::Html | Template::Text => {}
    }
    tera.register_filter("safe", number);
    for name in ["escape", "escape_html", "escape_xml", "newlines_to_br"] {
        tera.register_filter(name, refuse);
    }
    let embedded = template
        .embedded()
        .iter()
        .map(|(name, text)| (format!("{PREFIX}{name}"), *text));
    tera.set_fallback_prefixes([PREFIX])
        .and_then(|()| {
            tera.add_raw_templates(embedded.chain(own.iter().map(|(name, text)| ((*name).to_owned(), *text))))
        })
        .map_err(|error| fault::all(&error))?;
    Ok(tera)
}

/// A number, or what another filter has made safe, goes as it is; a text does not.
fn number(value: &Value, kwargs: Kwargs, state: &State) -> TeraResult<Value> {
    if value.is_safe() || value.is_number() {
        return Ok(Value::safe_string(&value.to_string()));
    }
    refuse(value, kwargs, state)
}

/// What is printed is data, whatever it holds: the filters that let a text through as markup are closed.
fn refuse(_: &Value, _: Kwargs, _: &State) -> TeraResult<Value> {
    Err(tera::Error::message(fault::CLOSED_FILTER))
}

/// Renders a view. What a template prints is a text in its format, never markup: data cannot become anything else.
pub fn render(
    template: Template,
    document: PrintedKind,
    overlay: &Overlay,
    values: &[(&'static str, Value)],
) -> Result<String, TemplateFault> {
    render_entry(template, overlay.of(template), template.entry(document), values)
}

/// Renders a template of our own (name, text), which may use what the embedded ones of its format hold.
pub(super) fn render_own(
    template: Template,
    (name, text): (&'static str, &'static str),
    values: &[(&'static str, Value)],
) -> Result<String, TemplateFault> {
    render_entry(template, [(name, text)], name, values)
}

fn render_entry<'a>(
    template: Template,
    own: impl IntoIterator<Item = (&'a str, &'a str)>,
    entry: &str,
    values: &[(&'static str, Value)],
) -> Result<String, TemplateFault> {
    // INVARIANT: an engine that refuses says why; without a word it would still be a refusal
    let first = |faults: Vec<TemplateFault>| faults.into_iter().next().unwrap_or_default();
    let tera = engine(template, own).map_err(first)?;
    let mut context = Context::new();
    for (name, value) in values {
        context.insert_value(*name, value.clone());
    }
    let mut out = Capped::default();
    tera.render_to(entry, &context, &mut out)
        .map_err(|error| first(fault::all(&error)))?;
    String::from_utf8(out.0).map_err(|_| TemplateFault::default())
}

/// Takes what is written, up to [`MOST_OUTPUT`] bytes.
#[derive(Default)]
struct Capped(Vec<u8>);

impl Write for Capped {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.len() + bytes.len() > MOST_OUTPUT {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
