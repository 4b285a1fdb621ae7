//! What reading evidence costs beside a bare walk with SHA-256: 1,000 files, 100 MB, depth 1, CPU time of the whole process.
//!
//! `cargo bench --bench lecture`

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

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use mediaudit_core::record::reading::Wanted;
use mediaudit_evidence::contents::InProcess;
use mediaudit_evidence::disk;
use mediaudit_evidence::door::OpenFolder;
use rustix::time::{ClockId, clock_gettime};
use sha2::{Digest, Sha256};
use walkdir::WalkDir;

const FILES: usize = 1_000;
const SIZE: usize = 100_000;
const ROUNDS: usize = 9;

fn main() {
    let root = std::env::temp_dir().join(format!("mediaudit-lecture-{}", std::process::id()));
    make(&root);
    // one thread, as the bare walk: two threads on one physical core each cost more processor time
    let alone = rayon::ThreadPoolBuilder::new()
        .num_threads(1)
        .build()
        .expect("a pool of one thread");
    let (mut bare, mut read, mut parallel) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        bare.push(cpu(|| walk_and_hash(&root)));
        read.push(cpu(|| alone.install(|| inventory(&root))));
        parallel.push(cpu(|| inventory(&root)));
    }
    fs::remove_dir_all(&root).expect("the folder that was made");
    let bare = mesure::median(bare);
    println!("parcours nu et SHA-256               {bare:7.1} ms de processeur");
    for (name, times) in [("un fil", read), ("tous les fils", parallel)] {
        let read = mesure::median(times);
        println!(
            "inventaire, profondeur 1, {name:13} {read:7.1} ms de processeur, rapport {:.2} (visé : 1,30 au plus)",
            read / bare
        );
    }
}

fn make(root: &Path) {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    for n in 0..FILES {
        let (folder, extension, head): (_, _, &[u8]) = match n % 4 {
            0 => ("procedure-alerte", "pdf", b"%PDF-1.7\n"),
            1 => ("fiche-de-poste", "jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00"),
            2 => ("registre-formations", "txt", b"registre\n"),
            _ => ("bilan-annuel", "png", b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR"),
        };
        let mut bytes = head.to_vec();
        while bytes.len() < SIZE {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            bytes.extend(format!("{state:016x}\n").bytes());
        }
        let path = root.join("preuves").join(folder);
        fs::create_dir_all(&path).expect("a temporary folder");
        fs::write(path.join(format!("2026-01-15-{n:04}.{extension}")), &bytes).expect("a temporary file");
    }
}

fn walk_and_hash(root: &Path) {
    let mut chunk = vec![0; 256 * 1024];
    let mut paths: Vec<PathBuf> = WalkDir::new(root)
        .into_iter()
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_file())
        .map(walkdir::DirEntry::into_path)
        .collect();
    paths.sort();
    let mut all = Sha256::new();
    for path in &paths {
        let mut file = fs::File::open(path).expect("a file that was made");
        let mut hasher = Sha256::new();
        loop {
            let n = file.read(&mut chunk).expect("a file that was made");
            if n == 0 {
                break;
            }
            hasher.update(&chunk[..n]);
        }
        all.update(hasher.finalize());
    }
    assert_eq!(paths.len(), FILES);
    std::hint::black_box(all.finalize());
}

fn inventory(root: &Path) {
    let folder = OpenFolder::open(root).expect("the folder that was made");
    let found = disk::inventory(&folder, &|_| Wanted::default(), &InProcess, None).expect("a folder of evidence");
    assert_eq!(found.files.len(), FILES);
    std::hint::black_box(found);
}

/// CPU time of the process, all threads, in milliseconds.
fn cpu(work: impl FnOnce()) -> f64 {
    let now = || {
        let time = clock_gettime(ClockId::ProcessCPUTime);
        time.tv_sec as f64 * 1e3 + time.tv_nsec as f64 / 1e6
    };
    let start = now();
    work();
    now() - start
}
