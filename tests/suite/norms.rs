//! Every shipped norm loads without a fault, holds nothing in vain, and each of its examples comes out as its author meant.

use mediaudit_app::norms;
use mediaudit_core::diag::{Diagnostics, Sources, snippet};

#[test]
fn shipped_norms_have_nothing_to_mend() {
    let shipped = norms::shipped();
    assert!(!shipped.is_empty());
    for shipped in shipped {
        let (mut sources, mut sink) = (Sources::default(), Diagnostics::default());
        let verified = norms::verify(shipped.id.as_str(), &mut sources, &mut sink);
        assert!(sink.is_empty(), "{}", snippet::render_all(&sink, &sources, false));
        let norms::Verified::Checked(norm, run) = verified else {
            panic!("{} was not loaded", shipped.id)
        };
        // two examples at least that end differently: the verification says so
        assert!(run >= 2 * norm.criteria.len());
    }
}

/// What each shipped norm covers is written beside it; MEDIAUDIT_REECRIRE=1 writes it anew.
#[test]
fn each_shipped_norm_says_what_it_covers() {
    for shipped in norms::shipped() {
        let (mut sources, mut sink) = (Sources::default(), Diagnostics::default());
        let norm =
            norms::load_shipped(&shipped.id, Some(&shipped.version), None, &mut sources, &mut sink).unwrap();
        let page = mediaudit_core::view::coverage::page(&norm);
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
