//! The HTML report: one well-formed page that needs nothing else, says what the other formats say, and prints data as data.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;
use std::sync::LazyLock;

use mediaudit_app::report::{self, Look, ReportFormat};
use mediaudit_core::assessment::Assessment;
use mediaudit_core::view;
use mediaudit_ink::templates::Overlay;
use serde_json::Value;

use crate::page::{Element, Page, spaced};
use crate::printed;
use crate::support::{PDF, dossier, files, good, run};

fn example() -> Assessment {
    serde_json::from_slice(&printed::json("passerelles-du-mail")).unwrap()
}

fn trial(name: &str, body: &str, evidence: &[(&str, &[u8])]) -> Assessment {
    let output = run(
        &dossier(name, body, evidence),
        &["rapport", "--etendue", "complet", "--format", "json"],
    );
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_slice(&output.stdout).unwrap()
}

fn written(assessment: &Assessment, format: ReportFormat) -> String {
    String::from_utf8(report::write(assessment, None, Look::full(format), &Overlay::default()).unwrap())
        .unwrap()
}

/// Reports that take every branch of the template: gaps and none, evidence and none, nothing declared at all.
/// The files of a dossier that was audited, planned and answered.
fn audited() -> Vec<(&'static str, &'static [u8])> {
    let mut all = files();
    all.push(("constats/a.toml", b"schema = 1\n[auditeur]\nfonction = \"auditrice\"\norganisme = \"cabinet\"\n[[constat]]\nid = \"K-1\"\ncritere = \"E1\"\nelement = \"a\"\netat = \"non-satisfait\"\nnature = \"NC-MAJ\"\nraison = \"Vide.\"\nvu = [\"liste\"]\nle = 2026-11-23\n[[constat]]\nid = \"K-2\"\ncritere = \"E2\"\nnature = \"PS\"\nraison = \"Peu clair.\"\n"));
    all.push(("actions.toml", b"schema = 1\n[[action]]\nid = \"S-1\"\ncritere = \"E1\"\nelement = \"a\"\npilote = \"directrice\"\necheance = 2026-11-01\n[[action]]\nid = \"S-2\"\ncritere = \"E2\"\naction = \"Ouvrir.\"\netat = \"faite\"\npreuves = [\"liste\"]\n"));
    all.push(("observations.toml", b"schema = 1\n[[observation]]\nid = \"O-1\"\nconstat = \"K-1\"\ntexte = \"Contest\xc3\xa9.\"\npar = \"directrice\"\nle = 2026-11-24\n"));
    all
}

static SAMPLES: LazyLock<Vec<(&str, Assessment)>> = LazyLock::new(|| {
    vec![
        ("example", example()),
        ("good", trial("html-good", &good(), &files())),
        ("empty", trial("html-empty", "", &[])),
        ("audited", trial("html-audited", &good(), &audited())),
        (
            "poor",
            trial(
                "html-poor",
                &good().replace("niveau = \"en-place\"", "niveau = \"absente\""),
                &files(),
            ),
        ),
    ]
});

#[test]
fn the_page_is_well_formed_and_accessible() {
    for (name, assessment) in SAMPLES.iter() {
        let page = Page::parse(&written(assessment, ReportFormat::Html));
        let attribute = |e: &Element, key: &str| e.attributes.get(key).cloned().unwrap_or_default();
        assert_eq!(attribute(page.one("html"), "lang"), "fr");
        assert!(page.all("title").next().unwrap().text.contains("Rapport"));
        for landmark in ["header", "nav", "main", "footer", "h1"] {
            page.one(landmark);
        }
        let skip = page.all("a").next().unwrap();
        assert_eq!(
            attribute(skip, "href"),
            format!("#{}", attribute(page.one("main"), "id"))
        );

        let ids: Vec<String> = page
            .elements
            .iter()
            .filter_map(|e| e.attributes.get("id").cloned())
            .collect();
        let unique: BTreeSet<String> = ids.iter().map(|id| id.to_lowercase()).collect();
        assert_eq!(ids.len(), unique.len(), "{name}: ids are unique");
        for element in &page.elements {
            if let Some(target) = attribute(element, "href").strip_prefix('#') {
                assert!(page.with_id(target).is_some(), "{name}: #{target} is nowhere");
            }
            for target in attribute(element, "aria-labelledby").split_whitespace() {
                let label = page.with_id(target).unwrap_or_else(|| panic!("{name}: {target}"));
                assert!(!label.text.is_empty(), "{name}: {target} says nothing");
            }
        }

        let mut level = 0;
        for heading in page
            .elements
            .iter()
            .filter(|e| ["h1", "h2", "h3", "h4"].contains(&e.name.as_str()))
        {
            let own: usize = heading.name.trim_start_matches('h').parse().unwrap();
            assert!(own <= level + 1, "{name}: {} skips a level", heading.text);
            assert!(!heading.text.is_empty());
            level = own;
        }

        assert!(page.all("table").count() >= 4, "{name}");
        for table in page.all("table") {
            let inner: Vec<&Element> = page.inside(table).collect();
            assert_eq!(inner[0].name, "caption", "{name}");
            assert!(!inner[0].text.is_empty());
            let mut heads = inner.iter().filter(|e| e.name == "th");
            assert!(heads.clone().any(|th| attribute(th, "scope") == "col"), "{name}");
            assert!(heads.all(|th| ["col", "row"].contains(&attribute(th, "scope").as_str())));
        }
        for list in page
            .elements
            .iter()
            .filter(|e| ["ul", "ol", "dl"].contains(&e.name.as_str()))
        {
            assert!(page.inside(list).next().is_some(), "{name}: an empty list");
        }
        assert!(page.all("svg").count() >= 2, "{name}");
        for chart in page.all("svg") {
            assert_eq!(attribute(chart, "role"), "img");
            let names: Vec<&str> = page.inside(chart).take(2).map(|e| e.name.as_str()).collect();
            assert_eq!(names, ["title", "desc"], "{name}");
        }
    }
}

#[test]
fn nothing_is_loaded_and_nothing_runs() {
    for (name, assessment) in SAMPLES.iter() {
        let page = Page::parse(&written(assessment, ReportFormat::Html));
        for element in &page.elements {
            assert!(
                ![
                    "link", "iframe", "object", "embed", "base", "form", "use", "image"
                ]
                .contains(&element.name.as_str()),
                "{name}: <{}>",
                element.name
            );
            for (key, value) in &element.attributes {
                assert!(!key.starts_with("on") && key != "style", "{name}: {key}");
                if key == "href" {
                    assert!(
                        value.starts_with('#') || value.starts_with("https://"),
                        "{name}: {value}"
                    );
                } else if key == "src" {
                    assert!(value.starts_with("data:image/"), "{name}: {value}");
                } else {
                    assert!(!value.contains("//"), "{name}: {key}={value}");
                }
            }
        }
        let style = &page.one("style").text;
        for loading in ["url(", "@import", "//", "expression"] {
            assert!(!style.contains(loading), "{loading}");
        }
        assert_eq!(page.one("script").attributes["type"], "application/json");
        let policy = page
            .all("meta")
            .find_map(|e| e.attributes.get("content").filter(|c| c.contains("default-src")));
        assert!(policy.unwrap().starts_with("default-src 'none'"));
    }
}

#[test]
fn the_page_embeds_the_assessment() {
    for (name, assessment) in SAMPLES.iter() {
        let page = Page::parse(&written(assessment, ReportFormat::Html));
        let data = page.with_id("evaluation").unwrap();
        assert!(!data.raw.contains(['<', '>', '&']));
        let embedded: Assessment = serde_json::from_str(&data.raw).unwrap();
        assert_eq!(
            mediaudit_core::engine::assess(&embedded.inputs).unwrap(),
            assessment.results,
            "{name}"
        );
        assert!(
            report::json(&embedded).unwrap() == report::json(assessment).unwrap(),
            "{name}"
        );
    }
}

/// Fields of the view that are no text of the report: keys, labels of places, and what only some format shows.
const UNSEEN: &[&str] = &[
    "key", "anchor", "gap", "url", "read", "rank", "share", "open", "ticks", "iso_date", "effort",
];

/// Every text and number of the view, with where it stands.
fn leaves(value: &Value, path: &str, out: &mut Vec<(String, String)>) {
    match value {
        // a table: its heads are the page's, its cells are everybody's
        Value::Object(map) if map.contains_key("columns") => {
            if map["rows"].as_array().unwrap().is_empty() {
                return;
            }
            leaves(&map["caption"], &format!("{path}.head"), out);
            let titles: Vec<Value> = map["columns"]
                .as_array()
                .unwrap()
                .iter()
                .map(|c| c["title"].clone())
                .collect();
            leaves(&Value::Array(titles), &format!("{path}.head"), out);
            for cell in map["rows"]
                .as_array()
                .unwrap()
                .iter()
                .flat_map(|row| row.as_array().unwrap())
            {
                leaves(&cell["said"], &format!("{path}.cell"), out);
                leaves(&cell["note"], &format!("{path}.cell"), out);
            }
        }
        Value::Object(map) => map
            .iter()
            .filter(|(key, _)| !UNSEEN.contains(&key.as_str()))
            .for_each(|(key, value)| leaves(value, &format!("{path}.{key}"), out)),
        Value::Array(items) => items.iter().for_each(|item| leaves(item, path, out)),
        Value::String(text) => out.push((path.to_owned(), spaced(text))),
        Value::Number(number) => out.push((path.to_owned(), number.to_string())),
        Value::Null | Value::Bool(_) => {}
    }
}

#[test]
fn every_format_says_what_the_view_holds() {
    for (name, assessment) in SAMPLES.iter() {
        let page = Page::parse(&written(assessment, ReportFormat::Html));
        let html = &page.one("body").text;
        let text = spaced(&written(assessment, ReportFormat::Text));
        let mut wanted = Vec::new();
        leaves(
            &serde_json::to_value(view::report(assessment)).unwrap(),
            "",
            &mut wanted,
        );
        for (path, leaf) in wanted {
            // told by each gap sheet, each pair of bars; how a cover looks
            let elsewhere = [".summary.judged", ".evolution.alt", ".logo_alt", ".audit_key"];
            if elsewhere.iter().any(|head| path.starts_with(head)) {
                continue;
            }
            let place = ["critere-", "ecart-", "preuve-"]
                .iter()
                .any(|head| leaf.starts_with(head));
            if path == ".privacy.alerts.kind" || place && page.with_id(&leaf).is_some() {
                continue;
            }
            // a row says the rest in the sheet of its gap, or where it is set apart; the text has no chart to describe
            let in_sheet = [".sources", ".judged", ".strengths.reason", ".to_show.reason"]
                .iter()
                .any(|end| path.ends_with(end));
            assert!(in_sheet || html.contains(&leaf), "{name}, HTML: {path} = {leaf}");
            let drawn = path
                .rsplit('.')
                .next()
                .is_some_and(|last| ["alt", "meaning", "head", "was", "is"].contains(&last))
                || leaf == "–"
                || path == ".numbers.cell"
                || path == ".summary.counts.cell";
            assert!(
                in_sheet || drawn || text.contains(&leaf),
                "{name}, text: {path} = {leaf}"
            );
        }
    }
}

/// The rows of a table, as texts.
fn rows(page: &Page, caption: &str) -> Vec<Vec<String>> {
    let table = page
        .all("table")
        .find(|table| page.inside(table).next().unwrap().text == caption)
        .unwrap();
    page.inside(table)
        .filter(|e| e.name == "tr")
        .skip(1)
        .map(|row| {
            page.inside(row)
                .filter(|e| e.name == "td" || e.name == "th")
                .map(|cell| cell.text.clone())
                .collect()
        })
        .collect()
}

#[test]
fn numbers_and_order_are_those_of_the_view() {
    for (name, assessment) in SAMPLES.iter() {
        let page = Page::parse(&written(assessment, ReportFormat::Html));
        let text = written(assessment, ReportFormat::Text);
        let view = view::report(assessment);
        let counts: Vec<(String, String)> = view
            .summary
            .statuses
            .iter()
            .map(|s| (s.label.clone(), s.count.to_string()))
            .collect();
        let shown: Vec<(String, String)> = rows(&page, "Critères par statut")
            .into_iter()
            .map(|row| (row[0].clone(), row[1].clone()))
            .collect();
        assert_eq!(shown, counts, "{name}");
        for status in &view.summary.statuses {
            assert!(
                text.lines().any(|line| line.trim() == status.counted),
                "{name}: {}",
                status.label
            );
        }
        for chapter in &view.chapters {
            let listed: Vec<String> = rows(&page, &format!("Chapitre {} : critères", chapter.id))
                .into_iter()
                .map(|row| row.join("|"))
                .collect();
            let wanted: Vec<String> = chapter
                .criteria
                .rows
                .iter()
                .map(|row| {
                    row.iter()
                        .map(|cell| spaced(&cell.said))
                        .collect::<Vec<_>>()
                        .join("|")
                })
                .collect();
            assert_eq!(listed, wanted, "{name}");
        }
        let table: Vec<Vec<String>> = rows(&page, "Chapitres : nombre de critères par statut");
        let numbers: Vec<Vec<String>> = view
            .chapters
            .iter()
            .map(|c| {
                let counts = c.statuses.iter().map(|s| s.count.to_string());
                let head = [c.id.clone(), spaced(&c.title)].into_iter();
                head.chain(counts).chain([spaced(&c.score)]).collect()
            })
            .collect();
        assert_eq!(table, numbers, "{name}");
        let sheets: Vec<String> = page
            .all("article")
            .map(|sheet| page.inside(sheet).next().unwrap().text.clone())
            .collect();
        let gaps: Vec<String> = view
            .gaps
            .iter()
            .map(|g| format!("{} — {}", g.id, g.title))
            .collect();
        assert_eq!(sheets, gaps, "{name}");
        // the bars are as long as the shares say
        let widths: usize = page
            .inside(page.all("svg").next().unwrap())
            .filter_map(|e| e.attributes.get("width"))
            .map(|w| w.parse::<usize>().unwrap())
            .sum();
        assert_eq!(
            widths,
            view.summary.statuses.iter().map(|s| s.share).sum::<usize>()
        );
    }
}

#[test]
fn sections_come_in_the_order_of_the_pdf() {
    let assessment = example();
    let titles: Vec<String> = Page::parse(&written(&assessment, ReportFormat::Html))
        .all("h2")
        .map(|h| h.text.clone())
        .collect();
    let typst: Vec<String> = include_str!("../../audit-templates/rapport.typ")
        .split("{% block ")
        .filter(|block| !block.starts_with("essentiel "))
        .flat_map(str::lines)
        .filter_map(|line| {
            let part = line
                .strip_prefix("#part[= ")
                .and_then(|line| line.strip_suffix(']'));
            part.or_else(|| line.strip_prefix("= "))
        })
        .map(|title| title.replace("{{ r.evolution.date }}", "1er mars 2026"))
        .collect();
    assert_eq!(titles, typst);
}

#[test]
fn the_logo_is_in_the_page() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/ville-de-clairval");
    let target = crate::support::place("logo.html");
    let output = Command::new(env!("CARGO_BIN_EXE_mediaudit"))
        .args(["rapport", "--etendue", "complet", "--format", "html", "-o"])
        .args([&target, &folder])
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let page = Page::parse(&std::fs::read_to_string(&target).unwrap());
    std::fs::remove_file(target).unwrap();
    let logo = page.one("img");
    assert!(logo.attributes["src"].starts_with("data:image/png;base64,iVBOR"));
    assert_eq!(
        logo.attributes["alt"],
        "Logo de Ville de Clairval, service de médiation"
    );
}

#[test]
fn the_same_assessment_gives_the_same_page() {
    let assessment = example();
    assert_eq!(
        written(&assessment, ReportFormat::Html),
        written(&assessment, ReportFormat::Html)
    );
}

const HOSTILE: &[&str] = &[
    "</title><script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "{{ r.title }}{% include \\\"rapport.css\\\" %}{# x #}",
    "&lt;b&gt; &amp; ' ]]> --> <!--",
    "gauche\\u202Edroite\\u0007",
];

#[test]
fn hostile_texts_print_literally() {
    for (rank, hostile) in HOSTILE.iter().enumerate() {
        let quoted = if hostile.starts_with('"') {
            format!("'{hostile}'")
        } else {
            format!("\"{hostile}\"")
        };
        let name = format!("html-hostile-{rank}");
        let body = good().replace(
            "niveau = \"en-place\"\n",
            &format!("niveau = \"absente\"\ncommentaire = {quoted}\n"),
        ) + &format!(
            "[[preuve]]\nid = \"ailleurs\"\ntypes = [\"regle\"]\nailleurs = {quoted}\n[pratiques.E2]\nnon-applicable = {quoted}\n"
        ) + &format!("[[site]]\nid = \"siege\"\nnom = {quoted}\nsiege = true\n");
        let assessment = trial(&name, &body, &files());
        let html = written(&assessment, ReportFormat::Html);
        let page = Page::parse(&html);
        let inputs = &assessment.inputs;
        let raw = &inputs.sites[0].name;
        assert!(raw.len() > 10, "{raw}");
        // what is seen is what was written, but for marks that would not be seen
        let seen = spaced(&mediaudit_core::kernel::words::printable(raw));
        let main = &page.one("main").text;
        assert!(page.one("header").text.contains(&seen), "{seen}");
        assert!(
            main.contains(&format!("Commentaire de la structure : {seen}")),
            "{seen}"
        );
        assert!(!html.contains(['\u{202e}', '\u{7}']));
        assert_eq!(page.all("script").count(), 1);
        assert_eq!(page.all("img").count(), 0);
        let text = written(&assessment, ReportFormat::Text);
        assert!(spaced(&text).contains(&seen), "{text}");
        assert!(!text.contains(['\u{202e}', '\u{7}']));
    }
}

#[cfg(unix)]
#[test]
fn hostile_file_names_print_literally() {
    let path = "preuves/liste/2026-01-05-<b onload=x>{{ r }}&amp;\u{202e}fdp.pdf";
    let assessment = trial(
        "html-names",
        &good(),
        &[
            files()[1],
            (path, PDF),
            ("preuves/liste/2026-01-05-liste.pdf", super::support::OTHER),
        ],
    );
    let page = Page::parse(&written(&assessment, ReportFormat::Html));
    let shown = rows(&page, "Pièces, par identifiant")
        .into_iter()
        .map(|row| row[1].clone());
    let wanted = path.replace('\u{202e}', "\\u{202e}");
    assert!(
        shown.into_iter().any(|place| place.starts_with(&wanted)),
        "{wanted}"
    );
}

#[test]
fn the_command_writes_the_page() {
    let folder = dossier("html-command", &good(), &files());
    let path = folder.join("rapport.html");
    let output = run(
        &folder,
        &[
            "rapport",
            "--etendue",
            "complet",
            "--format",
            "html",
            "-o",
            path.to_str().unwrap(),
        ],
    );
    assert_eq!(
        output.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let page = std::fs::read_to_string(Path::new(&path)).unwrap();
    assert_eq!(
        page,
        written(&trial("html-command-2", &good(), &files()), ReportFormat::Html)
    );
}

/// The value of a custom property in one block of the style sheet.
fn colour(block: &str, name: &str) -> Option<[u8; 3]> {
    let value = block.split_once(&format!("--{name}: #"))?.1.get(..6)?;
    let part = |at: usize| u8::from_str_radix(value.get(at..at + 2)?, 16).ok();
    Some([part(0)?, part(2)?, part(4)?])
}

/// Contrast of two colours by WCAG 2.2 (<https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio>).
#[expect(clippy::float_arithmetic, reason = "a formula of colours, in a test")]
fn contrast(a: [u8; 3], b: [u8; 3]) -> f64 {
    let luminance = |colour: [u8; 3]| {
        let [r, g, b] = colour.map(|part| {
            let c = f64::from(part) / 255.0;
            if c <= 0.04045 {
                c / 12.92
            } else {
                ((c + 0.055) / 1.055).powf(2.4)
            }
        });
        0.2126 * r + 0.7152 * g + 0.0722 * b
    };
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[test]
fn every_colour_has_the_contrast_that_its_role_needs() {
    let css = include_str!("../../audit-templates/rapport.css");
    let blocks: Vec<&str> = css
        .split(":root {")
        .skip(1)
        .filter_map(|rest| rest.split('}').next())
        .collect();
    assert_eq!(blocks.len(), 3, "light, dark, print");
    assert!((contrast([0, 0, 0], [255, 255, 255]) - 21.0).abs() < 0.01);
    for block in blocks {
        let of = |name: &str| {
            colour(block, name)
                .or_else(|| colour(css, name))
                .unwrap_or_else(|| panic!("{name}"))
        };
        for ground in ["paper", "panel"] {
            for (name, least) in [
                ("text", 4.5),
                ("muted", 4.5),
                ("ink", 4.5),
                ("link", 4.5),
                ("conforme", 4.5),
                ("non-demontre", 4.5),
                ("non-conforme", 4.5),
                ("non-evalue", 4.5),
                ("non-applicable", 4.5),
                ("focus", 3.0),
                ("hair", 3.0),
            ] {
                let found = contrast(of(name), of(ground));
                assert!(found >= least, "{name} on {ground}: {found:.2} < {least}");
            }
        }
    }
}
