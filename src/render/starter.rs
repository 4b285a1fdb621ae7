//! The files of a new dossier. They are written once, from the norm alone: no user's template is laid over them.

use serde::Serialize;
use tera::{Context, Kwargs, State, Tera};

use super::templates::fault::{self, Fault};
use crate::kernel::words;

/// A file of a new dossier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum File {
    /// `dossier.toml`.
    Dossier,
    /// `LISEZMOI.txt`.
    ReadMe,
    /// `LISEZMOI.txt` of the folder of an evidence type.
    Evidence,
    /// `LISEZMOI.txt` of `preuves/_autres`.
    Others,
    /// `LISEZMOI.txt` of `constats`.
    Findings,
    /// `LISEZMOI.txt` of `historique`.
    History,
}

impl File {
    fn source(self) -> (&'static str, &'static str) {
        match self {
            Self::Dossier => (
                "nouveau/dossier.toml",
                include_str!("../../audit-templates/nouveau/dossier.toml"),
            ),
            Self::ReadMe => (
                "nouveau/lisezmoi.txt",
                include_str!("../../audit-templates/nouveau/lisezmoi.txt"),
            ),
            Self::Evidence => (
                "nouveau/preuve.txt",
                include_str!("../../audit-templates/nouveau/preuve.txt"),
            ),
            Self::Others => (
                "nouveau/autres.txt",
                include_str!("../../audit-templates/nouveau/autres.txt"),
            ),
            Self::Findings => (
                "nouveau/constats.txt",
                include_str!("../../audit-templates/nouveau/constats.txt"),
            ),
            Self::History => (
                "nouveau/historique.txt",
                include_str!("../../audit-templates/nouveau/historique.txt"),
            ),
        }
    }
}

/// Renders a file; `name` is what its template calls the view.
pub fn render<T: Serialize>(file: File, name: &str, view: &T) -> Result<String, Fault> {
    let (path, source) = file.source();
    let fail = |error: tera::Error| fault::all(&error).into_iter().next().unwrap_or_default();
    let mut tera = Tera::default();
    tera.register_filter("wrap", wrap);
    tera.register_filter("quote", |text: &str, _: Kwargs, _: &State| quote(text));
    tera.add_raw_template(path, source).map_err(fail)?;
    let mut context = Context::new();
    context.insert(name.to_owned(), view);
    tera.render(path, &context).map_err(fail)
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
