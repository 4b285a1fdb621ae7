//! The figure of what moved since the audit before: it reads alone, in every format, and an issued assessment stays readable.

use std::fs;
use std::sync::LazyLock;

use mediaudit_app::report::{self, Look, ReportFormat};
use mediaudit_core::assessment::Assessment;
use mediaudit_core::kernel::{Interval, Ratio};
use mediaudit_core::view;
use mediaudit_evidence::contents;
use mediaudit_ink::templates::Overlay;

use crate::page::{Element, Page, spaced};
use crate::printed;
use crate::support::{dossier, files, good, run};

/// The example that was judged before.
static JUDGED_BEFORE: LazyLock<Assessment> =
    LazyLock::new(|| serde_json::from_slice(&printed::json("passerelles-du-mail")).unwrap());

fn page(assessment: &Assessment) -> Page {
    let bytes = report::write(
        assessment,
        None,
        Look::full(ReportFormat::Html),
        &Overlay::default(),
    )
    .unwrap();
    Page::parse(&String::from_utf8(bytes).unwrap())
}

fn attribute<'a>(element: &'a Element, key: &str) -> &'a str {
    element.attributes.get(key).map_or("", String::as_str)
}

#[test]
fn a_figure_of_what_changed_says_which_bar_is_which_and_what_its_axis_counts() {
    let view = view::report(&JUDGED_BEFORE).evolution.unwrap();
    assert_eq!(view.was, "le 1er mars 2026");
    assert_eq!(view.is, "le 23 novembre 2026");
    let ticks: Vec<&str> = view.ticks.iter().map(|t| t.label.as_str()).collect();
    let expected = ["0\u{a0}%", "25\u{a0}%", "50\u{a0}%", "75\u{a0}%", "100\u{a0}%"];
    assert_eq!(ticks, expected);
    let page = page(&JUDGED_BEFORE);
    let with_class = |class: &str| {
        let found: Vec<&Element> = page
            .elements
            .iter()
            .filter(|e| attribute(e, "class").split(' ').any(|c| c == class))
            .collect();
        found
    };
    let legend = with_class("legend")[0];
    for said in ["Degré de satisfaction", "le 1er mars 2026", "le 23 novembre 2026"] {
        assert!(legend.text.contains(said), "{said}: {}", legend.text);
    }
    let marks: Vec<&str> = page
        .inside(with_class("ticks")[0])
        .map(|mark| mark.text.as_str())
        .collect();
    // at even distances, as the page sets them
    assert_eq!(marks, ["0 %", "25 %", "50 %", "75 %", "100 %"]);
    let places: Vec<i64> = view.ticks.iter().map(|t| t.share).collect();
    assert_eq!(places, [0, 250, 500, 750, 1000]);
    // each chapter has its name and its two bars, which begin where the axis does and end at its score
    let drawn = with_class("pair");
    assert_eq!(drawn.len(), view.chapters.len());
    for (svg, row) in drawn.iter().zip(&view.chapters) {
        let bars: Vec<&Element> = page.inside(svg).filter(|e| e.name == "rect").collect();
        let sure: Vec<_> = bars
            .iter()
            .filter(|b| !attribute(b, "class").contains("open"))
            .collect();
        let open: Vec<_> = bars
            .iter()
            .filter(|b| attribute(b, "class").contains("open"))
            .collect();
        assert!(sure.iter().all(|bar| attribute(bar, "x") == "0"), "{}", row.id);
        let widths: Vec<&str> = sure.iter().map(|bar| attribute(bar, "width")).collect();
        let wanted = [row.before_bar, row.now_bar].map(|bar| bar.share.to_string());
        assert_eq!(widths, wanted, "{}", row.id);
        let unsure = [row.before_bar, row.now_bar]
            .iter()
            .filter(|bar| bar.open > 0)
            .count();
        assert_eq!(open.len(), unsure, "{}", row.id);
        assert!(
            page.inside(with_class("evolution")[0])
                .any(|e| e.text == spaced(&row.title)),
            "{}",
            row.id
        );
    }
    assert!(
        legend.text.contains("des réponses qui manquent"),
        "some bars are open"
    );
}

#[test]
fn the_pdf_shows_the_same_figure() {
    let pdf = printed::pdf("passerelles-du-mail", "complet");
    let kind = mediaudit_core::record::item::Format::Pdf;
    let text = contents::read(kind, &pdf)
        .unwrap()
        .text
        .unwrap()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    let (_, figure) = text.split_once("Depuis l’audit du 1er mars 2026").unwrap();
    let (figure, _) = figure.split_once("Maintenant").unwrap();
    for said in [
        "Degré de satisfaction",
        "le 1er mars 2026",
        "le 23 novembre 2026",
        "Gouvernance",
        "25 %",
        "100 %",
    ] {
        assert!(figure.contains(said), "{said}: {figure}");
    }
}

#[test]
fn the_axis_is_that_of_the_norm_where_all_chapters_share_it() {
    let mut by_points = JUDGED_BEFORE.clone();
    let norm = by_points.inputs.norm.make_mut();
    norm.policy.scale.max = Ratio::whole(4);
    norm.policy.scale.unit = Some("sur 4".to_owned());
    for chapter in &mut by_points.results.chapters {
        chapter.out_of = Ratio::whole(4);
        chapter.score = Some(Interval {
            min: Ratio::whole(1),
            max: Ratio::whole(3),
        });
    }
    let drawn = view::report(&by_points).evolution.unwrap();
    assert_eq!(drawn.ticks[1].label, "1\u{a0}sur 4");
    let bar = drawn.chapters[0].now_bar;
    assert_eq!((bar.share, bar.open), (250, 500));
    // of different ends, each bar is a part of its own
    by_points.results.chapters[0].out_of = Ratio::whole(2);
    let drawn = view::report(&by_points).evolution.unwrap();
    assert_eq!(drawn.ticks[1].label, "25\u{a0}%");
    let bars = [drawn.chapters[0].now_bar, drawn.chapters[1].now_bar];
    assert_eq!(bars.map(|bar| (bar.share, bar.open)), [(500, 500), (250, 500)]);
}

#[test]
fn an_assessment_of_another_version_of_the_program_is_read_for_what_is_followed() {
    let folder = dossier("evolution-older", &good(), &files());
    let before = run(
        &folder,
        &[
            "rapport",
            "--etendue",
            "complet",
            "--format",
            "json",
            "--date",
            "2026-06-01",
        ],
    )
    .stdout;
    let mut other: serde_json::Value = serde_json::from_slice(&before).unwrap();
    other["entrees"]["nouveaute"] = true.into();
    other["entrees"].as_object_mut().unwrap().remove("profil");
    other["resultats"].as_object_mut().unwrap().remove("statuts");
    fs::create_dir_all(folder.join("historique")).unwrap();
    let file = folder.join("historique/2026-06-01.json");
    fs::write(&file, other.to_string()).unwrap();
    let report = crate::support::json(&folder);
    assert_eq!(report["entrees"]["precedent"]["date"], "2026-06-01");
    // of a format that is not known, nothing is guessed
    other["schema"] = 2.into();
    fs::write(&file, other.to_string()).unwrap();
    let output = run(&folder, &["verifier"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("historique/illisible"));
}
