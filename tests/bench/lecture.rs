//! What reading evidence costs: beside a bare walk with SHA-256, where nothing is read (1,000 files, 100 MB); and for real PDFs,
//! 100 of a folder that you name, per page and for `verifier` with and without what it remembers.
//!
//! `cargo bench --bench lecture -- /usr/share/doc`

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
use std::process::Command;
use std::time::{Duration, Instant};

use mediaudit_core::record::item::Format;
use mediaudit_core::record::reading::Wanted;
use mediaudit_evidence::contents::{self, InProcess};
use mediaudit_evidence::disk;
use mediaudit_evidence::door::OpenFolder;
use rustix::time::{ClockId, clock_gettime};
use sha2::{Digest, Sha256};
use walkdir::WalkDir;

const FILES: usize = 1_000;
const SIZE: usize = 100_000;
const ROUNDS: usize = 9;

/// PDFs that are read.
const PAPERS: usize = 100;

/// Pages of the longest of them.
const LONGEST: usize = 40;

fn main() {
    let root = std::env::temp_dir().join(format!("mediaudit-lecture-{}", std::process::id()));
    beside_a_walk(&root);
    fs::remove_dir_all(&root).expect("the folder that was made");
    // cargo says « --bench », too
    match std::env::args()
        .skip(1)
        .find(|argument| !argument.starts_with("--"))
    {
        Some(folder) => {
            papers(&root, Path::new(&folder));
            fs::remove_dir_all(&root).expect("the folder that was made");
        }
        None => println!("nommez un dossier pour mesurer la lecture de ses PDF"),
    }
}

fn beside_a_walk(root: &Path) {
    make(root);
    // one thread, as the bare walk: two threads on one physical core each cost more processor time
    let alone = rayon::ThreadPoolBuilder::new()
        .num_threads(1)
        .build()
        .expect("a pool of one thread");
    let (mut bare, mut read, mut parallel) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        bare.push(cpu(|| walk_and_hash(root)));
        read.push(cpu(|| alone.install(|| inventory(root))));
        parallel.push(cpu(|| inventory(root)));
    }
    let bare = mesure::median(bare);
    println!("parcours nu et SHA-256               {bare:7.1} ms de processeur");
    for (name, times) in [("un fil", read), ("tous les fils", parallel)] {
        let read = mesure::median(times);
        println!(
            "inventaire, rien à lire, {name:13} {read:7.1} ms de processeur, rapport {:.2} (visé : 1,30 au plus)",
            read / bare
        );
    }
}

/// Real PDFs: read one by one, then as the pieces of a dossier.
fn papers(root: &Path, folder: &Path) {
    let all: Vec<(PathBuf, usize)> = WalkDir::new(folder)
        .sort_by_file_name()
        .into_iter()
        .filter_map(Result::ok)
        .filter(|entry| entry.path().extension().is_some_and(|end| end == "pdf"))
        .filter_map(|entry| {
            let pages = lopdf::Document::load(entry.path()).ok()?.get_pages().len();
            (1..=LONGEST).contains(&pages).then(|| (entry.into_path(), pages))
        })
        .collect();
    let stride = (all.len() / PAPERS).max(1);
    let chosen: Vec<&(PathBuf, usize)> = all.iter().step_by(stride).take(PAPERS).collect();
    let pages: usize = chosen.iter().map(|(_, pages)| pages).sum();
    println!("{} PDF, {pages} pages, de {}", chosen.len(), folder.display());
    let bytes: Vec<Vec<u8>> = chosen
        .iter()
        .map(|(path, _)| fs::read(path).expect("a file that was found"))
        .collect();
    let (mut faults, mut words) = (0, 0);
    let read = cpu(|| {
        for bytes in &bytes {
            match contents::read(Format::Pdf, bytes) {
                Ok(read) => words += read.text.map_or(0, |text| text.split_whitespace().count()),
                Err(_) => faults += 1,
            }
        }
    });
    println!(
        "lecture, un fil                      {read:7.1} ms de processeur, {:.2} ms par page (visé : 1,20 au plus) ; {words} mots, {faults} illisibles",
        read / pages as f64
    );
    let dossier = root.join("dossier");
    let pieces = dossier.join("preuves/rapport-activite");
    fs::create_dir_all(&pieces).expect("a temporary folder");
    let head = "schema = 1\nid = \"mesure\"\nnorme = \"nf-x60-600\"\nversion-norme = \"1.0.0\"\ngenre = \"auto-evaluation\"\ndate-audit = 2026-11-23\ncycle = \"initial\"\n[structure]\nnom = \"Mesure\"\n";
    fs::write(dossier.join("dossier.toml"), head).expect("a temporary file");
    for (n, bytes) in bytes.iter().enumerate() {
        fs::write(pieces.join(format!("2026-01-15-{n:03}.pdf")), bytes).expect("a temporary file");
    }
    // what changed just now is not remembered
    std::thread::sleep(Duration::from_secs(3));
    let cache = root.join("cache");
    for (name, most) in [("à froid", "3,0"), ("à nouveau", "0,3"), ("à nouveau", "0,3")] {
        let start = Instant::now();
        let output = Command::new(env!("CARGO_BIN_EXE_mediaudit"))
            .arg("verifier")
            .arg(&dossier)
            .env("XDG_CACHE_HOME", &cache)
            .output()
            .expect("the binary");
        let lasted = start.elapsed().as_secs_f64();
        assert_ne!(
            output.status.code(),
            Some(2),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        println!("verifier, {name:9}                  {lasted:7.2} s (visé : {most} au plus)");
    }
}

fn make(root: &Path) {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    for n in 0..FILES {
        let folder = [
            "procedure-alerte",
            "fiche-de-poste",
            "registre-formations",
            "bilan-annuel",
        ][n % 4];
        // a kind that is not read
        let mut bytes = b"dessin\n".to_vec();
        while bytes.len() < SIZE {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            bytes.extend(format!("{state:016x}\n").bytes());
        }
        let path = root.join("preuves").join(folder);
        fs::create_dir_all(&path).expect("a temporary folder");
        fs::write(path.join(format!("2026-01-15-{n:04}.odg")), &bytes).expect("a temporary file");
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
    let found =
        disk::inventory(&folder, &|_| Wanted::default(), &InProcess, None).expect("a folder of evidence");
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
