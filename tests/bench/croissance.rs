//! How the judgement grows with the norm: 100 criteria, then 1,000, on one dossier; wall time of `engine::assess`, which opens no file.
//!
//! `cargo bench --bench croissance`

#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::float_arithmetic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a benchmark prints figures"
)]

#[path = "mesure.rs"]
mod mesure;

use std::path::Path;
use std::time::Instant;

use mediaudit_app::assess::{Request, assess};
use mediaudit_app::norms::NormFiles;
use mediaudit_core::assessment::Inputs;
use mediaudit_core::audit::Means;
use mediaudit_core::diag::{Diagnostics, Sources};
use mediaudit_core::engine;
use mediaudit_core::kernel::CriterionId;
use mediaudit_core::scope::SoughtBook;
use mediaudit_evidence::contents::InProcess;

const ROUNDS: usize = 15;

fn main() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/passerelles-du-mail");
    let (mut sources, mut sink) = (Sources::default(), Diagnostics::default());
    let means = Means {
        norms: &NormFiles,
        sought: &SoughtBook::default(),
        reader: &InProcess,
    };
    let outcome = assess(&folder, &Request::default(), means, &mut sources, &mut sink);
    let base = outcome.expect("the example is sound").assessment.inputs;
    let (small, large) = (grown(&base, 100), grown(&base, 1_000));
    let (small, large) = (median(&small), median(&large));
    println!("100 critères    {small:8.2} ms");
    println!("1 000 critères  {large:8.2} ms");
    println!("rapport         {:8.2} (visé : 11 au plus)", large / small);
}

/// The example with so many criteria: those of its norm, again and again under other ids.
fn grown(base: &Inputs, wanted: usize) -> Inputs {
    let mut inputs = base.clone();
    let own = base.norm.criteria.clone();
    inputs.norm.make_mut().criteria.clear();
    inputs.practices.clear();
    for rank in 0..wanted {
        let model = &own[rank % own.len()];
        let turn = rank / own.len();
        let id = if turn == 0 {
            model.id.clone()
        } else {
            CriterionId::parse(&format!("{}-{turn}", model.id)).expect("an identifier")
        };
        if let Some(practice) = base.practices.get(&model.id) {
            inputs.practices.insert(id.clone(), practice.clone());
        }
        let mut criterion = model.clone();
        criterion.id = id;
        inputs.norm.make_mut().criteria.push(criterion);
    }
    let all: Vec<CriterionId> = inputs.norm.criteria.iter().map(|c| c.id.clone()).collect();
    for profile in &mut inputs.norm.make_mut().profiles {
        if profile.id == inputs.profile {
            profile.criteria.clone_from(&all);
        }
    }
    inputs
}

fn median(inputs: &Inputs) -> f64 {
    let times: Vec<f64> = (0..ROUNDS)
        .map(|_| {
            let start = Instant::now();
            std::hint::black_box(engine::assess(inputs).expect("inputs that hold together"));
            start.elapsed().as_secs_f64() * 1e3
        })
        .collect();
    mesure::median(times)
}
