//! The screens of every criterion keep the width of a terminal that nobody has widened.

use std::collections::BTreeSet;
use std::path::Path;

use super::{expliquer, montrer};
use crate::page::{Page, WIDTH};
use mediaudit_app::assess::{Request, assess};
use mediaudit_app::explain::{Explained, explain};
use mediaudit_app::norms::{self, NormFiles};
use mediaudit_core::audit::Means;
use mediaudit_core::diag::{Diagnostics, Sources};
use mediaudit_core::dossier::Version;
use mediaudit_core::scope::SoughtBook;
use mediaudit_core::store::OnceNorms;
use mediaudit_evidence::contents::InProcess;

/// Lines that are too long. A word longer than a line, as a path, and lines to copy stay whole.
fn wide(page: &Page, into: &mut BTreeSet<String>) {
    let plain = anstream::adapter::strip_str(page.as_str()).to_string();
    assert!(!plain.is_empty());
    for line in plain.lines() {
        let one = line.trim().split(' ').count() < 3;
        if line.chars().count() > WIDTH && !one && !line.contains(" = ") {
            into.insert(line.to_owned());
        }
    }
}

#[test]
fn every_criterion_is_explained_and_shown_within_the_width_of_a_terminal() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/passerelles-du-mail");
    let (mut sources, mut sink) = (Sources::default(), Diagnostics::default());
    let loaded = OnceNorms::new(NormFiles);
    let means = Means {
        norms: &loaded,
        sought: &SoughtBook::default(),
        reader: &InProcess,
    };
    let request = Request {
        norm: None,
        overlay: None,
        profile: None,
        date: None,
        today: None,
        privacy: false,
        version: Version::Pinned,
    };
    let outcome = assess(&folder, &request, means, &mut sources, &mut sink).unwrap();
    let norm = &outcome.assessment.inputs.norm;
    let mut found = BTreeSet::new();
    for criterion in &norm.criteria {
        let id = criterion.id.as_str();
        if let Ok(Explained::Criterion(told)) = explain(&outcome, id) {
            wide(&expliquer::screen::criterion(&told), &mut found);
        }
        wide(&montrer::one(&norms::criterion(norm, id).unwrap()), &mut found);
    }
    assert!(norm.criteria.len() > 70 && found.is_empty(), "{found:#?}");
}
