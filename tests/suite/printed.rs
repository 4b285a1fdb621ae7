//! What the program writes of an example, once for all who look at it: the same inputs give the same bytes, so that what one test printed
//! another reads. [`crate::same_bytes`] holds them against what is written elsewhere.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, LazyLock, Mutex, OnceLock};

/// Whoever asks first makes it, the others wait for it alone.
type Awaited = Arc<OnceLock<Arc<[u8]>>>;

/// The three examples.
pub(crate) const EXAMPLES: [&str; 3] = ["passerelles-du-mail", "regie-des-tilleuls", "ville-de-clairval"];

pub(crate) fn example(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(name)
}

/// What `rapport` writes of an example, asked so.
pub(crate) fn written(name: &str, asked: &[&str]) -> Arc<[u8]> {
    static WRITTEN: LazyLock<Mutex<BTreeMap<Vec<String>, Awaited>>> = LazyLock::new(Mutex::default);
    let key = [name]
        .iter()
        .chain(asked)
        .map(|word| (*word).to_owned())
        .collect();
    let awaited = Arc::clone(WRITTEN.lock().unwrap().entry(key).or_default());
    Arc::clone(awaited.get_or_init(|| write(&example(name), asked)))
}

/// What `rapport` writes of a dossier, far in the east, on one thread, in another folder.
pub(crate) fn write(folder: &Path, asked: &[&str]) -> Arc<[u8]> {
    let output = Command::new(env!("CARGO_BIN_EXE_mediaudit"))
        .arg("rapport")
        .arg(folder)
        .args(asked)
        .args(["-o", "-"])
        .env("TZ", "Pacific/Kiritimati")
        .env("LC_ALL", "C")
        .env("RAYON_NUM_THREADS", "1")
        .current_dir(std::env::temp_dir())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    output.stdout.into()
}

/// Its report of an extent.
pub(crate) fn pdf(name: &str, extent: &str) -> Arc<[u8]> {
    written(name, &["--etendue", extent, "--format", "pdf"])
}

/// Its assessment.
pub(crate) fn json(name: &str) -> Arc<[u8]> {
    written(name, &["--format", "json"])
}
