//! Draws diagnostics as text: file:line:column, the source line, the underline, the hints.

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};

use std::collections::BTreeMap;

use super::shown::Shown;
use super::{Diagnostic, Diagnostics, Severity, Sources};
use crate::kernel::french;
use crate::kernel::{FileId, words};

/// Most messages drawn; the rest is counted.
pub const MOST: usize = 50;

/// Longest source line drawn: beyond, only the place is given.
const MAX_LINE: usize = 400;

/// All messages, sorted, at most [`MOST`], with a closing count. `colour` adds ANSI styles.
pub fn render_all(diagnostics: &Diagnostics, sources: &Sources, colour: bool) -> String {
    let list = diagnostics.sorted();
    let mut out = String::new();
    let mut files = BTreeMap::new();
    for diagnostic in list.iter().take(MOST) {
        for id in diagnostic.labels.iter().map(|label| label.span.file) {
            if let Some(file) = sources.get(id) {
                files.entry(id).or_insert_with(|| Shown::of(file));
            }
        }
        out.push_str(&render(diagnostic, &files, colour));
        out.push_str("\n\n");
    }
    if list.len() > MOST {
        out.push_str(&format!(
            "… et {} de plus, non affichés.\n\n",
            french::count(list.len() - MOST, "message", "messages")
        ));
    }
    let errors = list.iter().filter(|d| d.severity() == Severity::Error).count();
    let warnings = list.len() - errors;
    let mut parts = Vec::new();
    if errors > 0 {
        parts.push(french::count(errors, "erreur", "erreurs"));
    }
    if warnings > 0 {
        parts.push(french::count(warnings, "avertissement", "avertissements"));
    }
    if !parts.is_empty() {
        out.push_str(&words::list(&parts, "et"));
        out.push('\n');
    }
    out
}

/// The head of a hint; French wants a space before the colon that is drawn after it.
const HELP: &str = "aide ";

/// A message that no place explains.
fn placeless(diagnostic: &Diagnostic) -> String {
    let name = match diagnostic.severity() {
        Severity::Error => "erreur",
        Severity::Warning => "avertissement",
    };
    let message = Shown::safe(&diagnostic.message);
    let mut out = format!("{name}[{}]: {message}", diagnostic.code.as_str());
    for hint in &diagnostic.hints {
        out.push_str(&format!("\n{HELP}: {}", Shown::safe(hint)));
    }
    out
}

/// One message.
fn render(diagnostic: &Diagnostic, files: &BTreeMap<FileId, Shown<'_>>, colour: bool) -> String {
    if diagnostic.labels.is_empty() {
        return placeless(diagnostic);
    }
    let level = match diagnostic.severity() {
        Severity::Error => Level::ERROR.with_name("erreur"),
        Severity::Warning => Level::WARNING.with_name("avertissement"),
    };
    let message = Shown::safe(&diagnostic.message);
    let mut group = level
        .primary_title(message.clone())
        .id(diagnostic.code.as_str())
        .elements(Vec::<Snippet<'_, annotate_snippets::Annotation<'_>>>::new());
    for (rank, label) in diagnostic.labels.iter().enumerate() {
        let Some(file) = files.get(&label.span.file) else {
            continue;
        };
        let range = file.range(&label.span);
        if line_around(file.text(), range.start).len() > MAX_LINE {
            group = group.element(Level::NOTE.with_name("où ").message(file.place(&label.span)));
            continue;
        }
        let kind = if rank == 0 {
            AnnotationKind::Primary
        } else {
            AnnotationKind::Context
        };
        let annotation = kind.span(range);
        let annotation = if label.text.is_empty() {
            annotation
        } else {
            annotation.label(Shown::safe(&label.text))
        };
        group = group.element(
            Snippet::source(file.text())
                .path(file.path())
                .annotation(annotation),
        );
    }
    for hint in &diagnostic.hints {
        group = group.element(Level::HELP.with_name(HELP).message(Shown::safe(hint)));
    }
    let renderer = if colour {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    renderer.render(&[group])
}

fn line_around(text: &str, at: usize) -> &str {
    // INVARIANT: as above, and a text has a line wherever one looks
    let before = text.get(..at).unwrap_or_default();
    let start = before.rfind('\n').map_or(0, |n| n + 1);
    text.get(start..)
        .unwrap_or_default()
        .lines()
        .next()
        .unwrap_or_default()
}
