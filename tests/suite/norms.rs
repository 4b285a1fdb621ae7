//! Every shipped norm loads without a fault, and each of its examples comes out as its author meant.

use mediaudit::app::norms;
use mediaudit::diag::{Diagnostics, Sources, snippet};
use mediaudit::engine::example;

#[test]
fn shipped_norms_are_sound_and_their_examples_hold() {
    let shipped = norms::shipped();
    assert!(!shipped.is_empty());
    for shipped in shipped {
        let (mut sources, mut sink) = (Sources::default(), Diagnostics::default());
        let norm = norms::load_shipped(&shipped.id, Some(&shipped.version), &mut sources, &mut sink);
        assert!(sink.is_empty(), "{}", snippet::render_all(&sink, &sources, false));
        let norm = norm.unwrap();
        let mut faults = Vec::new();
        for criterion in &norm.criteria {
            assert!(
                criterion.examples.len() >= 2,
                "{} has fewer than two examples",
                criterion.id
            );
            let outcomes: std::collections::BTreeSet<_> =
                criterion.examples.iter().map(|e| e.expected).collect();
            assert!(
                outcomes.len() >= 2,
                "the examples of {} all end alike",
                criterion.id
            );
            for sample in &criterion.examples {
                let got = example::run(&norm, criterion, sample).unwrap().retained;
                if got != sample.expected {
                    faults.push(format!(
                        "{} « {} »: {} expected, {got} found",
                        criterion.id, sample.name, sample.expected
                    ));
                }
            }
        }
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    }
}

/// What each shipped norm covers is written beside it; MEDIAUDIT_REECRIRE=1 writes it anew.
#[test]
fn each_shipped_norm_says_what_it_covers() {
    for shipped in norms::shipped() {
        let (mut sources, mut sink) = (Sources::default(), Diagnostics::default());
        let norm = norms::load_shipped(&shipped.id, Some(&shipped.version), &mut sources, &mut sink).unwrap();
        let page = mediaudit::view::coverage::page(&norm);
        for criterion in &norm.criteria {
            assert!(
                page.contains(&format!("**{}** ", criterion.id)),
                "{}",
                criterion.id
            );
        }
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("norms")
            .join(&shipped.id)
            .join(&shipped.version)
            .join("COVERAGE.md");
        if std::env::var_os("MEDIAUDIT_REECRIRE").is_some() {
            std::fs::write(&path, &page).unwrap();
        }
        let kept = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(
            kept == page,
            "{} is not up to date: MEDIAUDIT_REECRIRE=1",
            path.display()
        );
    }
}
