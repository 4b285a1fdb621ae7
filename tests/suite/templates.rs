//! A user's folder of templates: laid over the embedded ones, checked before anything is rendered, stopped where it does not end.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use mediaudit_app::printing;
use mediaudit_app::report::{self, Look, ReportError, ReportFormat};
use mediaudit_app::templates;
use mediaudit_core::assessment::Assessment;
use mediaudit_core::diag::{Diagnostics, Sources, snippet};
use mediaudit_ink::templates::{Overlay, Template, names};

use crate::page::{Page, spaced};
use crate::support::{dossier, files, good, run};

/// A folder of templates.
fn folder(name: &str, templates: &[(&str, &str)]) -> PathBuf {
    let folder = super::support::place(&format!("gabarits-{name}"));
    fs::create_dir_all(&folder).unwrap();
    for (file, text) in templates {
        fs::write(folder.join(file), text).unwrap();
    }
    folder
}

fn overlay(templates: &[(&str, &str)]) -> Overlay {
    Overlay {
        templates: templates
            .iter()
            .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
            .collect(),
        mark: None,
    }
}

fn assessment(name: &str) -> Assessment {
    let output = run(
        &dossier(name, &good(), &files()),
        &["rapport", "--etendue", "complet", "--format", "json"],
    );
    serde_json::from_slice(&output.stdout).unwrap()
}

/// What the command tells of a folder of templates, and how it ends.
fn report_by(name: &str, format: &str, templates: &[(&str, &str)]) -> (Option<i32>, String, String) {
    let laid = folder(name, templates);
    let dossier = dossier(&format!("templates-{name}"), &good(), &files());
    let output = run(
        &dossier,
        &[
            "rapport",
            "--etendue",
            "complet",
            "--format",
            format,
            "-o",
            "/dev/stdout",
            "--gabarits",
            laid.to_str().unwrap(),
        ],
    );
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    (
        output.status.code(),
        String::from_utf8_lossy(&output.stdout).into_owned(),
        said.replace(&format!("{}/", laid.display()), ""),
    )
}

fn text_by(name: &str, template: &str) -> (Option<i32>, String, String) {
    let laid = folder(name, &[("rapport.txt", template)]);
    let dossier = dossier(&format!("templates-{name}"), &good(), &files());
    let output = run(
        &dossier,
        &[
            "rapport",
            "--etendue",
            "complet",
            "--format",
            "texte",
            "--gabarits",
            laid.to_str().unwrap(),
        ],
    );
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    (
        output.status.code(),
        String::from_utf8_lossy(&output.stdout).into_owned(),
        said.replace(&format!("{}/", laid.display()), ""),
    )
}

#[test]
fn a_template_replaces_the_embedded_one_of_its_name() {
    let (code, text, said) = text_by("replaces", "{{ r.structure }}, {{ r.iso_date }}\n");
    assert_eq!(code, Some(0), "{said}");
    assert_eq!(text, "Association d’essai, 2026-11-23\n");
}

#[test]
fn a_template_extends_or_includes_the_embedded_one() {
    let made = assessment("templates-extends");
    let write = |templates: &[(&str, &str)], format| {
        String::from_utf8(report::write(&made, None, Look::full(format), &overlay(templates)).unwrap())
            .unwrap()
    };
    let plain = Page::parse(&write(&[], ReportFormat::Html));
    let own = Page::parse(&write(
        &[(
            "rapport.html",
            "{% extends \"mediaudit/rapport.html\" %}\n{% block methode %}<h2 id=\"methode\">Notre méthode</h2>{{ super() }}{% endblock %}",
        )],
        ReportFormat::Html,
    ));
    let titles = |page: &Page| page.all("h2").map(|h| h.text.clone()).collect::<Vec<_>>();
    let mut wanted = titles(&plain);
    wanted.insert(1, "Notre méthode".to_owned());
    assert_eq!(titles(&own), wanted);

    // the style sheet alone: the embedded page takes it
    let styled = write(
        &[("rapport.css", "h1 { color: rebeccapurple; }")],
        ReportFormat::Html,
    );
    assert_eq!(
        Page::parse(&styled).one("style").text,
        "h1 { color: rebeccapurple; }"
    );

    let text = write(
        &[(
            "rapport.txt",
            "En-tête de la maison\n{% include \"mediaudit/rapport.txt\" %}",
        )],
        ReportFormat::Text,
    );
    assert_eq!(
        text,
        format!("En-tête de la maison\n{}", write(&[], ReportFormat::Text))
    );
}

#[test]
fn a_template_of_the_pdf_is_laid_over_too() {
    let laid = folder(
        "pdf",
        &[(
            "rapport.typ",
            "{% extends \"mediaudit/rapport.typ\" %}{% block methode %}= Notre méthode\n{{ r.structure }}\n{% endblock %}",
        )],
    );
    let dossier = dossier("templates-pdf", &good(), &files());
    let path = dossier.join("rapport.pdf");
    let output = run(
        &dossier,
        &[
            "rapport",
            "--etendue",
            "complet",
            "-o",
            path.to_str().unwrap(),
            "--gabarits",
            laid.to_str().unwrap(),
        ],
    );
    assert_eq!(
        output.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let document = lopdf::Document::load(&path).unwrap();
    let titles: Vec<String> = document
        .get_toc()
        .unwrap()
        .toc
        .into_iter()
        .map(|entry| entry.title)
        .collect();
    assert!(titles.iter().any(|title| title == "Notre méthode"), "{titles:?}");
    assert!(
        titles.iter().any(|title| title == "Registre des preuves"),
        "{titles:?}"
    );
    assert!(
        !titles.iter().any(|title| title.contains("limites")),
        "{titles:?}"
    );
}

#[test]
fn every_name_and_every_embedded_template_passes_the_check() {
    let all: Vec<(&str, &str)> = Template::ALL
        .into_iter()
        .flat_map(Template::embedded)
        .copied()
        .collect();
    assert_eq!(overlay(&all).check(), Vec::new());
    assert_eq!(all.iter().map(|(name, _)| *name).collect::<Vec<_>>(), names());
}

/// Name, templates by name, what is told.
type Case = (
    &'static str,
    &'static [(&'static str, &'static str)],
    &'static [&'static str],
);

#[test]
fn faults_are_told_before_anything_is_rendered() {
    let cases: &[Case] = &[
        (
            "variable",
            &[("rapport.txt", "{% if false %}\n  {{ rapport.title }}{% endif %}")],
            &["gabarit/faute", "rapport.txt:2:6", "« rapport »", "variables : r"],
        ),
        (
            "reserved",
            &[("rapport.txt", "{{ __tera_context }}")],
            &["rapport.txt:1:4", "« __tera_context » n’existe pas"],
        ),
        (
            "filter",
            &[("rapport.txt", "{{ r.title | uper }}")],
            &[
                "rapport.txt:1:14",
                "le filtre « uper »",
                "vouliez-vous dire « upper »",
            ],
        ),
        (
            "test",
            &[("rapport.txt", "{% if r.title is strng %}{% endif %}")],
            &["rapport.txt:1:", "le test « strng »"],
        ),
        (
            "function",
            &[("rapport.txt", "{{ get_env(name=\"HOME\") }}")],
            &["rapport.txt:1:", "la fonction « get_env »"],
        ),
        (
            "include",
            &[("rapport.txt", "{% include \"../../etc/passwd\" %}")],
            &[
                "rapport.txt:1:",
                "le gabarit « ../../etc/passwd » n’existe pas",
                "mediaudit/rapport.txt",
            ],
        ),
        (
            "parent",
            &[("rapport.html", "{% extends \"base.html\" %}")],
            &["le gabarit « base.html » n’existe pas"],
        ),
        (
            "itself",
            &[("rapport.html", "{% extends \"rapport.html\" %}")],
            &["ce gabarit se contient lui-même", "mediaudit/rapport.html"],
        ),
        (
            "block",
            &[(
                "rapport.typ",
                "{% extends \"mediaudit/rapport.typ\" %}{% block registr %}{% endblock %}",
            )],
            &[
                "rapport.typ:1:",
                "pas de bloc « registr »",
                "vouliez-vous dire « registre »",
            ],
        ),
        (
            "open",
            &[("rapport.txt", "{% for g in r.gaps %}\n{{ g.id }}\n")],
            &["rapport.txt:", "s’arrête avant la fin"],
        ),
        (
            "syntax",
            &[("rapport.txt", "a\nb {{ r. }}")],
            &["rapport.txt:2:", "syntaxe non valide ici", "message d’origine"],
        ),
        (
            "two",
            &[("rapport.txt", "{{ a }}{{ b }}"), ("rapport.css", "{{ c }}")],
            &["« a »", "« b »", "« c »", "3 erreurs"],
        ),
        (
            "unknown",
            &[("raport.typ", "")],
            &["gabarit/nom", "vouliez-vous dire « rapport.typ »", "noms admis"],
        ),
        ("empty", &[], &["ne contient aucun gabarit", "rapport.html"]),
    ];
    for (name, laid, wanted) in cases {
        // another format than that of the fault: all are checked
        let (code, out, said) = report_by(&format!("fault-{name}"), "json", laid);
        assert_eq!(code, Some(2), "{name}: {said}");
        assert!(out.is_empty(), "{name}");
        for part in *wanted {
            assert!(said.contains(part), "{name}: « {part} » expected\n{said}");
        }
    }
}

#[test]
fn what_is_found_while_rendering_is_told_at_its_line() {
    let cases: &[(&str, &str, &[&str])] = &[
        (
            "field",
            "ligne\n{{ r.titre }}",
            &[
                "rapport.txt:2:6",
                "le champ « titre » n’existe pas",
                "vouliez-vous dire « title »",
                "champs : ",
            ],
        ),
        (
            "list",
            "{% for c in r.title.x %}{% endfor %}",
            &["rapport.txt:1:"],
        ),
        (
            "number",
            "{{ r.title * 2 }}",
            &["rapport.txt:1:", "cette opération"],
        ),
        (
            "number-loop",
            "{% for c in r.summary.statuses[0].count %}{% endfor %}",
            &["« for » ne parcourt"],
        ),
        (
            "range",
            "{% for n in range(end=200000) %}{% endfor %}",
            &["100 000"],
        ),
        (
            "safe",
            "{{ r.title | safe }}",
            &["rapport.txt:1:", "comme du balisage"],
        ),
        ("html", "{{ r.title | escape_html }}", &["comme du balisage"]),
    ];
    for (name, template, wanted) in cases {
        let (code, out, said) = text_by(&format!("render-{name}"), template);
        assert_eq!(code, Some(2), "{name}: {said}");
        assert!(out.is_empty(), "{name}");
        for part in *wanted {
            assert!(said.contains(part), "{name}: « {part} » expected\n{said}");
        }
    }
}

#[test]
fn an_embedded_page_with_a_users_style_stays_escaped() {
    // data in a template of another suffix is escaped all the same
    let made = assessment("templates-escape");
    let mut hostile = made.clone();
    hostile.inputs.structure.name = "</style><script>alert(1)</script>".to_owned();
    let written = report::write(
        &hostile,
        None,
        Look::full(ReportFormat::Html),
        &overlay(&[("rapport.css", "/* {{ r.structure }} */")]),
    );
    let page = String::from_utf8(written.unwrap()).unwrap();
    assert!(!page.contains("<script>alert"));
    assert!(page.contains("/* &lt;/style&gt;"));
}

/// What is made within so many seconds.
fn printed_within(
    patience: u64,
    template: &[(&str, &str)],
    format: ReportFormat,
    made: &Assessment,
) -> Result<Vec<u8>, ReportError> {
    printing::write(
        Path::new(env!("CARGO_BIN_EXE_mediaudit")),
        Duration::from_secs(patience),
        made,
        None,
        Look::full(format),
        &overlay(template),
    )
}

fn printed(
    template: &[(&str, &str)],
    format: ReportFormat,
    made: &Assessment,
) -> Result<Vec<u8>, ReportError> {
    printed_within(5, template, format, made)
}

#[test]
fn templates_that_do_not_end_are_stopped() {
    let made = assessment("templates-endless");
    let loops = |inside: &str| {
        (0..8).fold(inside.to_owned(), |body, depth| {
            format!("{{% for n{depth} in range(end=100000) %}}{body}{{% endfor %}}")
        })
    };
    // a text that grows: the bytes are counted
    let grown = printed(
        &[("rapport.txt", &loops(&"x".repeat(4096)))],
        ReportFormat::Text,
        &made,
    );
    assert!(
        matches!(&grown, Err(ReportError::Template(fault)) if fault.message.contains("64 Mo")),
        "{grown:?}"
    );
    // nothing is written: the clock ends it
    let silent = printed_within(1, &[("rapport.txt", &loops(""))], ReportFormat::Text, &made);
    assert!(matches!(silent, Err(ReportError::Clock(1))), "{silent:?}");
    // a text that doubles: memory ends it, where the system bounds it
    let doubled = printed(
        &[(
            "rapport.txt",
            "{% set_global t = \"xxxxxxxxxxxxxxxx\" %}{% for n in range(end=60) %}{% set_global t = t ~ t %}{% endfor %}{{ t | length }}",
        )],
        ReportFormat::Text,
        &made,
    );
    assert!(
        matches!(doubled, Err(ReportError::Died | ReportError::Clock(_))),
        "{doubled:?}"
    );
    // Typst is a language, too
    let typst = printed_within(
        2,
        &[(
            "rapport.typ",
            "#let f(n) = { let s = 0; for i in range(1000000) { for j in range(1000000) { s += 1 } }; s }\n#f(1)",
        )],
        ReportFormat::Pdf,
        &made,
    );
    assert!(matches!(typst, Err(ReportError::Clock(2))), "{typst:?}");
}

#[test]
fn a_template_opens_nothing_and_typst_speaks_french() {
    let made = assessment("templates-pure");
    for (markup, wanted) in [
        ("#read(\"/etc/hostname\")", "n’ouvre aucun fichier"),
        ("#include \"/etc/hostname\"", "n’ouvre aucun fichier"),
        ("#image(\"/etc/hostname\")", "n’ouvre aucun fichier"),
        ("#import \"@preview/cetz:0.3.1\"", "ne charge aucun paquet"),
        (
            "a\n#foo b",
            "ligne 2 du balisage produit, « #foo b » : la variable Typst « foo »",
        ),
        ("#let x = ", "message d’origine"),
        ("#while true {}", "ne finit pas"),
        ("#let f(x) = f(x); #f(1)", "s’imbriquent trop"),
        ("#link(<ici>)[a]", "<ici>"),
        ("$a", "n’est pas fermé"),
        (
            "#bibliography(bytes(\"a: 1\"))",
            "un rapport n’a pas de bibliographie",
        ),
    ] {
        let outcome = printed(&[("rapport.typ", markup)], ReportFormat::Pdf, &made);
        let said = outcome.unwrap_err().to_string();
        assert!(said.contains("mise en page impossible"), "{said}");
        assert!(said.contains(wanted), "« {wanted} » expected\n{said}");
    }
}

#[test]
fn the_child_writes_what_the_parent_would() {
    let made = assessment("templates-child");
    for format in [
        ReportFormat::Pdf,
        ReportFormat::Html,
        ReportFormat::Text,
        ReportFormat::Json,
    ] {
        let template: &[(&str, &str)] = &[("rapport.css", "h1 { margin: 0; }")];
        assert_eq!(
            printed(template, format, &made).unwrap(),
            report::write(&made, None, Look::full(format), &overlay(template)).unwrap()
        );
    }
    // a map is walked in one order, whatever the run
    let keys = "{% for key, value in r.summary %}{{ key }} {% endfor %}";
    let first = printed(&[("rapport.txt", keys)], ReportFormat::Text, &made).unwrap();
    assert_eq!(
        first,
        printed(&[("rapport.txt", keys)], ReportFormat::Text, &made).unwrap()
    );
    assert!(spaced(&String::from_utf8(first).unwrap()).starts_with("headline text score"));
}

#[test]
fn a_folder_is_read_with_care() {
    let laid = folder(
        "care",
        &[
            ("rapport.txt", "\u{feff}{{ r.title }}\r\n"),
            (".caché", "x"),
            ("LISEZMOI.md", "x"),
        ],
    );
    let (mut sources, mut sink) = (Sources::default(), Diagnostics::default());
    let found = templates::load(&laid, &mut sources, &mut sink).unwrap();
    assert_eq!(found.overlay.templates["rapport.txt"], "{{ r.title }}\r\n");

    let large = folder("large", &[("rapport.txt", &"x".repeat(1024 * 1024 + 1))]);
    assert!(templates::load(&large, &mut sources, &mut sink).is_none());
    let missing = large.join("nulle-part");
    assert!(templates::load(&missing, &mut sources, &mut sink).is_none());
    fs::create_dir(large.join("sous-dossier")).unwrap();
    fs::write(large.join("rapport.txt"), b"\xe9t\xe9").unwrap();
    assert!(templates::load(&large, &mut sources, &mut sink).is_none());
    let said = snippet::render_all(&sink, &sources, false);
    for part in ["trop gros", "ne peut être lu", "« sous-dossier »", "UTF-8"] {
        assert!(said.contains(part), "{part}\n{said}");
    }
}

#[test]
fn a_network_shows_its_mark_its_colours_and_its_words() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let made = |format: &str| {
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_mediaudit"))
            .current_dir(root)
            .args(["rapport", "examples/passerelles-du-mail", "--gabarits"])
            .args(["examples/gabarits-reseau", "--format", format, "-o", "-"])
            .output()
            .unwrap();
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        output.stdout
    };
    let pdf = made("pdf");
    let read = mediaudit_evidence::contents::read(mediaudit_core::record::item::Format::Pdf, &pdf).unwrap();
    let text = spaced(&read.text.unwrap());
    assert!(text.contains("il ne les note pas"), "{text}");
    let document = lopdf::Document::load_mem(&pdf).unwrap();
    let pictures = document.objects.values().filter(|object| {
        let dict = object.as_stream().ok().map(|stream| &stream.dict);
        dict.and_then(|dict| dict.get(b"Subtype").and_then(lopdf::Object::as_name).ok())
            == Some(b"Image".as_slice())
    });
    assert_eq!(pictures.count(), 1, "its mark: this structure has no logo");
    let page = Page::parse(&String::from_utf8(made("html")).unwrap());
    let mark = page.all("img").next().unwrap();
    assert!(mark.attributes["src"].starts_with("data:image/png;base64,"));
    assert!(page.one("style").text.contains("--ink: #5a1e5c"));
}

#[test]
fn a_mark_that_is_no_picture_is_refused() {
    let laid = folder("marque", &[("rapport.css", "/* x */"), ("marque.png", "<svg/>")]);
    let dossier = dossier("templates-marque", &good(), &files());
    let output = run(
        &dossier,
        &[
            "rapport",
            "-o",
            "/dev/stdout",
            "--gabarits",
            laid.to_str().unwrap(),
        ],
    );
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(
        said.contains("marque.png") && said.contains("ni un PNG ni un JPEG"),
        "{said}"
    );
}
