//! What the rules alone cost: lines of « entrees » read, judged and written on one core, with nothing else in the process.
//!
//! `cargo bench -p mediaudit-core --bench regles -- entrees.jsonl`, where « mediaudit portefeuille … --entrees » wrote the lines under a
//! norm of this repository.

#![expect(
    clippy::cast_precision_loss,
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::float_arithmetic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a benchmark prints figures"
)]

#[path = "mesure.rs"]
mod mesure;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use mediaudit_core::assessment::Inputs;
use mediaudit_core::diag::{Diagnostics, Sources};
use mediaudit_core::engine;
use mediaudit_core::norm::{self, SharedNorm};
use mediaudit_core::portfolio::line::{self, LineNorms, NormHolder, NormMark};
use rustix::time::{ClockId, clock_gettime};

const ROUNDS: usize = 5;

/// The norms of the repository, each loaded once.
struct Held(BTreeMap<NormMark, SharedNorm>);

impl NormHolder for Held {
    fn held(&self, mark: &NormMark) -> Option<SharedNorm> {
        self.0.get(mark).cloned()
    }
}

impl Held {
    fn new() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../norms");
        let below = |folder: &Path| -> Vec<PathBuf> {
            let entries = fs::read_dir(folder).into_iter().flatten();
            entries.map(|entry| entry.expect("an entry").path()).collect()
        };
        let mut all = BTreeMap::new();
        for folder in below(&root).iter().flat_map(|norm| below(norm)) {
            let own = below(&folder).into_iter();
            let toml = own.filter(|path| path.extension().is_some_and(|end| end == "toml"));
            let files = toml.map(|path| {
                let name = path.file_name().expect("a name").to_string_lossy().into_owned();
                (name, fs::read(&path).expect("a file of a norm"))
            });
            let (mut sources, mut sink) = (Sources::default(), Diagnostics::default());
            if let Some(norm) = norm::load(files.collect(), &mut sources, &mut sink) {
                all.insert(NormMark::of(&norm), SharedNorm::from(norm));
            }
        }
        Self(all)
    }
}

fn main() {
    // cargo says « --bench », too
    let Some(path) = std::env::args().skip(1).find(|said| !said.starts_with("--")) else {
        println!("nommez un fichier de « entrees », une évaluation la ligne");
        return;
    };
    let text = fs::read(&path).expect("a file of lines");
    let lines: Vec<&[u8]> = text
        .split(|byte| *byte == b'\n')
        .filter(|line| !line.is_empty())
        .collect();
    let held = Held::new();
    let norms = LineNorms::new(&held);
    let inputs: Vec<Inputs> = lines
        .iter()
        .map(|line| norms.inputs(line).expect("a line under a norm of the repository"))
        .collect();
    let rates = [
        (
            "lire",
            rate(lines.len(), || {
                lines.iter().for_each(|line| drop(norms.inputs(line)));
            }),
        ),
        (
            "juger",
            rate(lines.len(), || {
                inputs.iter().for_each(|one| drop(engine::assess(one)));
            }),
        ),
        (
            "lire, juger et écrire",
            rate(lines.len(), || {
                lines
                    .iter()
                    .for_each(|line| drop(line::answer(line, &norms.judge(line))));
            }),
        ),
    ];
    println!(
        "{} évaluations, {} octets la ligne",
        lines.len(),
        text.len() / lines.len().max(1)
    );
    for (what, rate) in rates {
        println!("{what:<24} {rate:>8.0} structures par seconde et cœur");
    }
}

/// Time of the processor, which nothing beside changes.
fn spent() -> Duration {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    Duration::new(
        time.tv_sec.unsigned_abs(),
        u32::try_from(time.tv_nsec).expect("nanoseconds"),
    )
}

/// The middle one of several rates.
fn rate(lines: usize, turn: impl Fn()) -> f64 {
    let times = (0..ROUNDS).map(|_| {
        let start = spent();
        turn();
        spent().saturating_sub(start).as_secs_f64()
    });
    lines as f64 / mesure::median(times.collect())
}
