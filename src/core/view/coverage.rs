//! What a norm covers and how, as a page of Markdown: generated beside each shipped norm, for its readers and reviewers.
use crate::kernel::SourceId;
use crate::norm::Norm;
use crate::norm::model::{Confidence, Criterion, Element, Importance, Judged, Rule};
use std::collections::BTreeMap;

/// How an element is looked at.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Way {
    Checked,
    Declared,
    Person,
}

const WAYS: [Way; 3] = [Way::Checked, Way::Declared, Way::Person];

impl Way {
    fn of(criterion: &Criterion, element: &Element) -> Self {
        match &element.rule {
            None => Self::Person,
            Some(_) if criterion.judged == Judged::Human => Self::Person,
            Some(rule) if element.declaration_suffices || is_said(rule) => Self::Declared,
            Some(_) => Self::Checked,
        }
    }

    fn label(self) -> &'static str {
        match self {
            Self::Checked => "sur preuve",
            Self::Declared => "sur déclaration",
            Self::Person => "par une personne",
        }
    }
}

/// Does the rule read declared levels only?
fn is_said(rule: &Rule) -> bool {
    let mut all = rule.each();
    all.all(|rule| {
        !matches!(
            rule,
            Rule::Fact { .. } | Rule::Rate { .. } | Rule::Evidence(_) | Rule::Criterion { .. }
        )
    })
}

/// The page of a norm.
pub fn page(norm: &Norm) -> String {
    let mut out = format!(
        "# {}, version {} : ce qui est couvert, et comment\n\n{}\n\n\
         Page écrite par médiaudit à partir des fichiers de la norme ; ne la modifiez pas à la main.\n\n",
        cell(&norm.title),
        norm.version,
        norm.warning
    );
    out.push_str(
        "Chaque critère se compose d’éléments d’appréciation, désignés par leur lettre :\n\n\
         - **sur preuve** : médiaudit vérifie lui-même la règle, et l’élément n’est satisfait que si une preuve valable le montre ;\n\
         - **sur déclaration** : médiaudit vérifie la règle sur ce que dit la structure, et cela suffit ;\n\
         - **par une personne** : seul un auditeur peut conclure.\n\n",
    );
    totals(norm, &mut out);
    for chapter in &norm.chapters {
        let criteria: Vec<&Criterion> = norm.criteria.iter().filter(|c| c.chapter == chapter.id).collect();
        if !criteria.is_empty() {
            out.push_str(&format!("## {}. {}\n\n", chapter.id, cell(&chapter.title)));
            table(&criteria, &mut out);
        }
    }
    confidence(norm, &mut out);
    thresholds(norm, &mut out);
    sources(norm, &mut out);
    out
}

/// Elements of some criteria, counted by way.
fn ways<'a>(criteria: impl Iterator<Item = &'a Criterion>) -> BTreeMap<Way, usize> {
    let mut counts = BTreeMap::new();
    for criterion in criteria {
        for element in &criterion.elements {
            *counts.entry(Way::of(criterion, element)).or_default() += 1;
        }
    }
    counts
}

fn totals(norm: &Norm, out: &mut String) {
    out.push_str("## Totaux\n\n| Chapitre | Critères |");
    let heads = Importance::ALL
        .iter()
        .map(|i| i.label().to_owned())
        .chain(WAYS.iter().map(|way| format!("éléments {}", way.label())));
    for head in heads {
        out.push_str(&format!(" {head} |"));
    }
    out.push_str("\n|---|---:|---:|---:|---:|---:|---:|---:|\n");
    let mut row = |name: &str, criteria: &[&Criterion]| {
        out.push_str(&format!("| {name} | {} |", criteria.len()));
        for importance in Importance::ALL {
            let n = criteria.iter().filter(|c| c.importance == importance).count();
            out.push_str(&format!(" {n} |"));
        }
        let counts = ways(criteria.iter().copied());
        for way in WAYS {
            out.push_str(&format!(" {} |", counts.get(&way).copied().unwrap_or(0)));
        }
        out.push('\n');
    };
    for chapter in &norm.chapters {
        let own: Vec<&Criterion> = norm.criteria.iter().filter(|c| c.chapter == chapter.id).collect();
        if !own.is_empty() {
            row(&format!("{}. {}", chapter.id, cell(&chapter.title)), &own);
        }
    }
    row("**Ensemble**", &norm.criteria.iter().collect::<Vec<_>>());
    out.push('\n');
}

fn table(criteria: &[&Criterion], out: &mut String) {
    out.push_str(
        "| Critère | Importance | Jugé | Sur preuve | Sur déclaration | Par une personne | Confiance | Sources |\n\
         |---|---|---|---|---|---|---|---|\n",
    );
    for c in criteria {
        let letters = |wanted: Way| {
            let ids: Vec<&str> = c
                .elements
                .iter()
                .filter(|e| Way::of(c, e) == wanted)
                .map(|e| e.id.as_str())
                .collect();
            if ids.is_empty() {
                "–".to_owned()
            } else {
                ids.join(", ")
            }
        };
        let level = match &c.level {
            Some(level) if c.judged.asks_level() => format!(", niveau « {level} »"),
            _ => String::new(),
        };
        let sources: Vec<&str> = c.sources.iter().map(SourceId::as_str).collect();
        out.push_str(&format!(
            "| **{}** {} | {} | {}{level} | {} | {} | {} | {} | {} |\n",
            c.id,
            cell(&c.title),
            c.importance.label(),
            c.judged.label(),
            letters(Way::Checked),
            letters(Way::Declared),
            letters(Way::Person),
            c.confidence.code(),
            sources.join(", ")
        ));
    }
    out.push('\n');
}

fn confidence(norm: &Norm, out: &mut String) {
    out.push_str("## Confiance\n\n| Code | Sens | Critères |\n|---|---|---:|\n");
    for code in [Confidence::A, Confidence::AMinus, Confidence::B, Confidence::C] {
        let n = norm.criteria.iter().filter(|c| c.confidence == code).count();
        out.push_str(&format!("| {} | {} | {n} |\n", code.code(), code.meaning()));
    }
    out.push('\n');
}

/// The thresholds that criteria own as the tool's, in the words of their notes.
fn thresholds(norm: &Norm, out: &mut String) {
    let notes = norm.criteria.iter().filter_map(|c| {
        let note = c.note.as_ref()?;
        let plain = note.replace('\'', "’");
        (plain.contains("règle de l’outil") || plain.contains("règles de l’outil")).then_some((&c.id, note))
    });
    out.push_str(
        "## Seuils qui sont des règles de l’outil\n\n\
         Aucun de ces nombres n’est présenté comme celui de la norme ; une surcouche peut les durcir.\n\n",
    );
    for (id, note) in notes {
        out.push_str(&format!("- **{id}** : {}\n", note.trim()));
    }
    out.push('\n');
}

fn sources(norm: &Norm, out: &mut String) {
    out.push_str("## Sources des critères\n\n");
    for (id, source) in norm
        .sources
        .iter()
        .filter(|(id, _)| norm.criteria.iter().any(|c| c.cites(id)))
    {
        let url = source
            .url
            .as_ref()
            .map(|url| format!(", <{url}>"))
            .unwrap_or_default();
        out.push_str(&format!(
            "- **{id}** : {}{url} (lu le {})\n",
            cell(&source.title),
            source.read_on.in_words()
        ));
    }
}

/// A text that stands in a cell: one line, no bar.
fn cell(text: &str) -> String {
    text.split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .replace('|', "\\|")
}
