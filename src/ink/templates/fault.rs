//! Tera's errors in French: which template, which line, what is undefined, what there is.

use std::fmt;

use serde::{Deserialize, Serialize};
use tera::{Error, ErrorKind, Span};

use super::{MOST_OUTPUT, PREFIX, Template, names};
use mediaudit_core::kernel::words;

/// Phrase by the filters that would let a text through as markup.
pub(super) const CLOSED_FILTER: &str = "ce filtre laisserait passer une donnée comme du balisage";

/// The filters that a template may use: Tera's, but for those that are closed, and `lit` (in Typst).
const FILTERS: &[&str] = &[
    "abs",
    "capitalize",
    "default",
    "first",
    "float",
    "get",
    "group_by",
    "indent",
    "int",
    "join",
    "keys",
    "last",
    "length",
    "lit",
    "lower",
    "nth",
    "pairs",
    "pluralize",
    "replace",
    "reverse",
    "round",
    "sort",
    "split",
    "str",
    "title",
    "trim",
    "trim_end",
    "trim_start",
    "truncate",
    "unique",
    "upper",
    "values",
    "wordcount",
];

/// What keeps a template from being rendered.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TemplateFault {
    /// Which template; the embedded ones with their prefix.
    pub template: String,
    /// Line, from 1; 0 where the whole file is at fault.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// How many characters are at fault.
    pub length: usize,
    /// What is wrong.
    pub message: String,
    /// What would mend it.
    pub hints: Vec<String>,
}

impl fmt::Display for TemplateFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "gabarit « {} »", self.template)?;
        if self.line > 0 {
            write!(f, ", ligne {}", self.line)?;
        }
        write!(f, " : {}", self.message)?;
        self.hints
            .iter()
            .try_for_each(|hint| write!(f, "\naide : {hint}"))
    }
}

impl std::error::Error for TemplateFault {}

impl TemplateFault {
    fn whole(template: &str, said: Phrase) -> Self {
        Self {
            template: template.to_owned(),
            message: said.message,
            hints: said.hints,
            ..Self::default()
        }
    }

    fn at(template: &str, span: &Span, said: Phrase) -> Self {
        Self {
            line: span.start_line,
            column: span.start_col + 1,
            length: if span.end_line == span.start_line {
                span.end_col.saturating_sub(span.start_col).max(1)
            } else {
                1
            },
            ..Self::whole(template, said)
        }
    }

    /// The bytes of `text` at fault: empty at its beginning where no line is known.
    pub fn range(&self, text: &str) -> std::ops::Range<usize> {
        let Some(line) = self.line.checked_sub(1) else {
            return 0..0;
        };
        let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
        let rest = text.get(start..).unwrap_or_default();
        let offset = |chars: usize| -> usize { rest.chars().take(chars).map(char::len_utf8).sum() };
        let from = self.column.saturating_sub(1);
        start + offset(from)..start + offset(from + self.length)
    }
}

/// A message, with its hints.
struct Phrase {
    message: String,
    hints: Vec<String>,
}

impl Phrase {
    fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            hints: Vec::new(),
        }
    }

    fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    fn nearest<'a>(self, word: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        match words::nearest(word, known) {
            Some(near) => self.hint(format!("vouliez-vous dire « {near} » ?")),
            None => self,
        }
    }
}

/// All that an error of Tera tells.
pub(crate) fn all(error: &Error) -> Vec<TemplateFault> {
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            vec![TemplateFault::at(
                report.filename(),
                report.span(),
                french(report.message()),
            )]
        }
        ErrorKind::CircularExtend { tpl, .. } | ErrorKind::CircularInclude { tpl, .. } => {
            let base = tpl.trim_start_matches(PREFIX);
            vec![TemplateFault::whole(
                tpl,
                Phrase::new("ce gabarit se contient lui-même")
                    .hint(format!("le gabarit fourni s’appelle « {PREFIX}{base} »")),
            )]
        }
        ErrorKind::MissingParent { current, parent } => {
            vec![TemplateFault::whole(current, no_template(parent))]
        }
        ErrorKind::Io(std::io::ErrorKind::FileTooLarge) => vec![TemplateFault::whole(
            "",
            Phrase::new(format!(
                "le gabarit produit plus de {} Mo : une boucle en répète-t-elle une autre ?",
                MOST_OUTPUT / 1024 / 1024
            )),
        )],
        ErrorKind::Msg(text) => from_reports(text),
        other => vec![TemplateFault::whole("", french(&other.to_string()))],
    }
}

/// Tera joins what it finds wrong between templates into one text: each report begins with its message, then its place.
fn from_reports(text: &str) -> Vec<TemplateFault> {
    let mut faults = Vec::new();
    let mut message = None;
    for line in text.lines() {
        if let Some(said) = line.strip_prefix("error: ") {
            message = Some(said);
        } else if let Some((_, place)) = line.split_once("--> ")
            && let Some(said) = message.take()
        {
            let mut parts = place.rsplitn(3, ':');
            let mut number = || parts.next().and_then(|n| n.parse().ok()).unwrap_or(0);
            let (column, line) = (number(), number());
            faults.push(TemplateFault {
                line,
                column,
                length: quoted(said).first().map_or(1, |name| name.chars().count().max(1)),
                ..TemplateFault::whole(parts.next().unwrap_or_default(), french(said))
            });
        }
    }
    if faults.is_empty() {
        faults.push(TemplateFault::whole("", french(text)));
    }
    faults
}

/// A variable that no view has: its first place in the text.
pub(super) fn unknown_variable(
    name: &str,
    text: &str,
    variable: &str,
    known: &[&str],
) -> Option<TemplateFault> {
    let assigned = text
        .split("set ")
        .chain(text.split("set_global "))
        .skip(1)
        .any(|rest| {
            let found: String = rest.trim_start().chars().take_while(|c| is_name(*c)).collect();
            found == variable
        });
    if assigned {
        return None;
    }
    let place = text.match_indices(variable).find(|(at, _)| {
        // INVARIANT: a match begins and ends between characters
        let before = text.get(..*at).unwrap_or_default();
        let after = text.get(at + variable.len()..).unwrap_or_default();
        let inside = before.rfind("{{").max(before.rfind("{%")) > before.rfind("}}").max(before.rfind("%}"));
        inside
            && !before.ends_with(|c: char| is_name(c) || c == '.' || c == '"')
            && !after.starts_with(|c: char| is_name(c) || c == '=')
    });
    let before = place.and_then(|(at, _)| text.get(..at)).unwrap_or_default();
    Some(TemplateFault {
        line: before.matches('\n').count() + 1,
        column: before
            .rsplit_once('\n')
            .map_or(before, |(_, line)| line)
            .chars()
            .count()
            + 1,
        length: variable.chars().count(),
        ..TemplateFault::whole(name, no_variable(variable, known.iter().copied()))
    })
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn no_variable<'a>(name: &str, known: impl Iterator<Item = &'a str> + Clone) -> Phrase {
    let list = known.clone().collect::<Vec<_>>().join(", ");
    Phrase::new(format!("la variable « {name} » n’existe pas"))
        .nearest(name, known)
        .hint(format!("variables : {list}"))
}

fn no_template(name: &str) -> Phrase {
    let known: Vec<String> = names()
        .into_iter()
        .map(|known| format!("{PREFIX}{known}"))
        .collect();
    Phrase::new(format!("le gabarit « {name} » n’existe pas"))
        .hint(format!("gabarits fournis : {}", known.join(", ")))
}

fn no_block(name: &str) -> Phrase {
    let mut blocks: Vec<&str> = Vec::new();
    let embedded = Template::ALL.into_iter().flat_map(Template::embedded);
    for rest in embedded.flat_map(|(_, text)| text.split("{% block ").skip(1)) {
        let block = rest.split_once(' ').map_or(rest, |(block, _)| block);
        if !blocks.contains(&block) {
            blocks.push(block);
        }
    }
    Phrase::new(format!("le gabarit étendu n’a pas de bloc « {name} »"))
        .nearest(name, blocks.iter().copied())
        .hint(format!("blocs des gabarits fournis : {}", blocks.join(", ")))
}

/// The texts between `\`` marks of a message, in order.
fn quoted(message: &str) -> Vec<&str> {
    message.split('`').skip(1).step_by(2).collect()
}

fn after<'a>(message: &'a str, mark: &str) -> Vec<&'a str> {
    message
        .split_once(mark)
        .map(|(_, list)| list.split(", ").collect())
        .unwrap_or_default()
}

/// One message of Tera in French; an unknown one says so, and keeps the original as a hint.
fn french(message: &str) -> Phrase {
    let original = || format!("message d’origine : {message}");
    let named = quoted(message);
    let name = named.first().copied().unwrap_or_default();
    let starts = |head: &str| message.starts_with(head);
    if message.contains(CLOSED_FILTER) {
        return Phrase::new(CLOSED_FILTER)
            .hint("écrivez la donnée sans filtre : elle est échappée pour son format");
    }
    if starts("Variable `") && message.contains("is not defined") {
        return no_variable(name, after(message, "Available variables: ").into_iter());
    }
    if starts("Field `") {
        let known = after(message, "Available fields: ");
        return Phrase::new(format!("le champ « {name} » n’existe pas"))
            .nearest(name, known.iter().copied())
            .hint(format!("champs : {}", known.join(", ")));
    }
    if starts("Tried to render a variable") {
        return Phrase::new("cette expression n’a pas de valeur ici").hint(original());
    }
    if starts("Unknown filter") {
        return Phrase::new(format!("le filtre « {name} » n’existe pas"))
            .nearest(name, FILTERS.iter().copied())
            .hint(format!("filtres : {}", FILTERS.join(", ")));
    }
    if starts("Unknown test") {
        return Phrase::new(format!("le test « {name} » n’existe pas")).hint("les tests sont ceux de Tera 2");
    }
    if starts("Unknown function") {
        return Phrase::new(format!("la fonction « {name} » n’existe pas"))
            .hint("fonctions : range, super, throw");
    }
    if starts("Unknown component") {
        return Phrase::new(format!("le composant « {name} » n’existe pas"))
            .hint("un composant se définit par {% component %}");
    }
    if starts("Unknown template") {
        return no_template(name);
    }
    if starts("Block `") {
        return no_block(name);
    }
    if starts("Unexpected end of input") {
        return Phrase::new("le gabarit s’arrête avant la fin d’une balise")
            .hint("fermez {% if %}, {% for %} ou {% block %}, et les accolades");
    }
    if starts("Iteration not possible") {
        return Phrase::new("« for » ne parcourt que des listes").hint(original());
    }
    if starts("Math operations")
        || message.contains("requires both operands")
        || starts("Cannot compare")
        || starts("Only numbers can be negated")
    {
        return Phrase::new("cette opération ne convient pas à ces valeurs").hint(original());
    }
    if starts("Invalid type for the value") || starts("Missing keyword argument") {
        return Phrase::new("ce filtre ou cette fonction ne convient pas à cette valeur").hint(original());
    }
    if starts("Function `range`") {
        return Phrase::new("« range » ne compte pas au-delà de 100 000").hint(original());
    }
    if starts("Maximum render recursion depth") {
        return Phrase::new("un composant s’appelle lui-même plus de vingt fois");
    }
    if starts("Cannot divide by 0") {
        return Phrase::new("division par zéro");
    }
    if starts("Unknown tag") {
        return Phrase::new("cette balise n’existe pas, ou ferme ce qui n’est pas ouvert")
            .hint("balises : if, elif, else, for, set, block, extends, include, component, filter, raw");
    }
    if starts("Template already contains a block") {
        return Phrase::new(format!("le bloc « {name} » est écrit deux fois"));
    }
    if starts("String opened with") {
        return Phrase::new("il manque le guillemet fermant").hint(original());
    }
    if starts("unexpected end of raw block") || starts("Closing comment tag") {
        return Phrase::new("le gabarit s’arrête avant la fin d’une balise")
            .hint("fermez {% raw %} par {% endraw %}, et {# par #}");
    }
    Phrase::new("syntaxe non valide ici").hint(original())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    /// What Tera says of a template, alone or with one that it extends, in French.
    fn told(text: &str) -> String {
        let mut tera = tera::Tera::default();
        let outcome = tera
            .add_raw_templates([("base", "{% block b %}{% endblock %}"), ("t", text)])
            .and_then(|()| {
                let mut context = tera::Context::new();
                context.insert("a", "texte");
                context.insert("l", &[1, 2]);
                context.insert("o", &BTreeMap::from([("k", "v")]));
                tera.render("t", &context)
            });
        let error = outcome.expect_err(text);
        all(&error)
            .into_iter()
            .map(|fault| fault.message)
            .collect::<Vec<_>>()
            .join(" ; ")
    }

    /// The words are those of the very library that is compiled in: one that says it otherwise fails here, not before a person.
    #[test]
    fn each_thing_that_the_library_says_of_a_template_is_said_in_french() {
        for (text, said) in [
            ("{{ x }}", "la variable « x » n’existe pas"),
            ("{{ o.z }}", "le champ « z » n’existe pas"),
            ("{{ l[9] }}", "cette expression n’a pas de valeur ici"),
            ("{{ a | zz }}", "le filtre « zz » n’existe pas"),
            ("{{ a is zz }}", "le test « zz » n’existe pas"),
            ("{{ zz() }}", "la fonction « zz » n’existe pas"),
            ("{{<zz/>}}", "le composant « zz » n’existe pas"),
            ("{% include 'zz' %}", "le gabarit « zz » n’existe pas"),
            ("{% extends 'zz' %}", "le gabarit « zz » n’existe pas"),
            ("{% extends 't' %}", "ce gabarit se contient lui-même"),
            (
                "{% extends 'base' %}{% block zz %}{% endblock %}",
                "le gabarit étendu n’a pas de bloc « zz »",
            ),
            ("{{ a", "le gabarit s’arrête avant la fin d’une balise"),
            ("{% raw %}", "le gabarit s’arrête avant la fin d’une balise"),
            ("{# x", "le gabarit s’arrête avant la fin d’une balise"),
            (
                "{% for x in 1 %}{% endfor %}",
                "« for » ne parcourt que des listes",
            ),
            ("{{ a + 1 }}", "cette opération ne convient pas à ces valeurs"),
            ("{{ a * 2 }}", "cette opération ne convient pas à ces valeurs"),
            ("{{ a < 1 }}", "cette opération ne convient pas à ces valeurs"),
            ("{{ -a }}", "cette opération ne convient pas à ces valeurs"),
            ("{{ 1 / 0 }}", "division par zéro"),
            (
                "{{ 1 | upper }}",
                "ce filtre ou cette fonction ne convient pas à cette valeur",
            ),
            (
                "{{ range() }}",
                "ce filtre ou cette fonction ne convient pas à cette valeur",
            ),
            (
                "{{ range(end=1000000) }}",
                "« range » ne compte pas au-delà de 100 000",
            ),
            (
                "{% component c() %}{{<c/>}}{% endcomponent c %}{{<c/>}}",
                "un composant s’appelle lui-même plus de vingt fois",
            ),
            (
                "{% block b %}{% endblock %}{% block b %}{% endblock %}",
                "le bloc « b » est écrit deux fois",
            ),
            (
                "{% zz %}",
                "cette balise n’existe pas, ou ferme ce qui n’est pas ouvert",
            ),
            ("{{ 'x }}", "il manque le guillemet fermant"),
            ("{{ a ~ }}", "syntaxe non valide ici"),
        ] {
            assert_eq!(told(text), said, "{text}");
        }
    }
}
