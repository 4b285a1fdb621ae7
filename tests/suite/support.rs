//! A dossier on the trial norm, and the binary run on it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

pub(crate) fn norm() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/norms/essai")
}

/// A path of its own for one test, below the folder that cargo keeps for tests; nothing is there yet.
pub(crate) fn place(name: &str) -> PathBuf {
    let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    match fs::symlink_metadata(&place) {
        Ok(left) if left.is_dir() => fs::remove_dir_all(&place).unwrap(),
        Ok(_) => fs::remove_file(&place).unwrap(),
        Err(_) => {}
    }
    place
}

/// A dossier in a new folder.
pub(crate) fn dossier(name: &str, body: &str, files: &[(&str, &[u8])]) -> PathBuf {
    let folder = place(name);
    fs::create_dir_all(&folder).unwrap();
    let head = "schema = 1\nid = \"essai\"\nnorme = \"essai\"\nversion-norme = \"1.0.0\"\ngenre = \"auto-evaluation\"\ndate-audit = 2026-11-23\ncycle = \"initial\"\n[structure]\nnom = \"Association d’essai\"\n";
    fs::write(folder.join("dossier.toml"), format!("{head}{body}")).unwrap();
    for (path, bytes) in files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    folder
}

pub(crate) fn run(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mediaudit"));
    let (name, rest) = arguments.split_first().unwrap();
    command
        .arg(name)
        .arg(folder)
        .args(rest)
        .arg("--norme")
        .arg(norm())
        .output()
        .unwrap()
}

pub(crate) fn json(folder: &Path) -> serde_json::Value {
    let output = run(folder, &["rapport", "--etendue", "complet", "--format", "json"]);
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The full report of a dossier whose norm lies beside it, in one line of text.
pub(crate) fn report(folder: &Path, format: &str) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_mediaudit"))
        .args(["rapport", "--etendue", "complet", "--format", format, "--norme"])
        .arg(folder.parent().unwrap().join("norme"))
        .arg(folder)
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let text = String::from_utf8(output.stdout).unwrap();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What was judged of it.
pub(crate) fn results(folder: &Path) -> serde_json::Value {
    let mut all: serde_json::Value = serde_json::from_str(&report(folder, "json")).unwrap();
    all["resultats"].take()
}

pub(crate) fn status<'a>(report: &'a serde_json::Value, id: &str) -> &'a str {
    let criteria = report["resultats"]["criteres"].as_array().unwrap();
    criteria.iter().find(|c| c["id"] == id).unwrap()["retenu"]
        .as_str()
        .unwrap()
}

/// Sound PDFs of one page, with a word each.
pub(crate) const PDF: &[u8] = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>> endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>> endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>> endobj\n4 0 obj<</Length 36>>stream\nBT /F1 12 Tf 60 780 Td (Liste) Tj ET\nendstream endobj\n5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>> endobj\nxref\n0 6\n0000000000 65535 f \n0000000009 00000 n \n0000000053 00000 n \n0000000103 00000 n \n0000000214 00000 n \n0000000296 00000 n \ntrailer<</Size 6/Root 1 0 R>>\nstartxref\n358\n%%EOF\n";
pub(crate) const RULE: &[u8] = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>> endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>> endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>> endobj\n4 0 obj<</Length 36>>stream\nBT /F1 12 Tf 60 780 Td (Regle) Tj ET\nendstream endobj\n5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>> endobj\nxref\n0 6\n0000000000 65535 f \n0000000009 00000 n \n0000000053 00000 n \n0000000103 00000 n \n0000000214 00000 n \n0000000296 00000 n \ntrailer<</Size 6/Root 1 0 R>>\nstartxref\n358\n%%EOF\n";
pub(crate) const OTHER: &[u8] = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>> endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>> endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>> endobj\n4 0 obj<</Length 36>>stream\nBT /F1 12 Tf 60 780 Td (Autre) Tj ET\nendstream endobj\n5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>> endobj\nxref\n0 6\n0000000000 65535 f \n0000000009 00000 n \n0000000053 00000 n \n0000000103 00000 n \n0000000214 00000 n \n0000000296 00000 n \ntrailer<</Size 6/Root 1 0 R>>\nstartxref\n358\n%%EOF\n";
const GOOD: &str = "[faits]\nouvert = true\nequipe.mediateurs = 4\nequipe.signes = { valeur = 4, preuve = \"liste\" }\n[faits.x]\n";

pub(crate) fn good() -> String {
    GOOD.replace("[faits.x]\n", "").replace(
        "equipe.mediateurs = 4",
        "equipe.mediateurs = { valeur = 4, preuve = \"liste\" }",
    ) + "[pratiques.E1]\nniveau = \"en-place\"\n[[preuve]]\nid = \"liste\"\ntypes = [\"liste\"]\nfichier = \"preuves/liste/2026-01-05-liste.pdf\"\n"
}

pub(crate) fn files() -> Vec<(&'static str, &'static [u8])> {
    vec![
        ("preuves/liste/2026-01-05-liste.pdf", PDF),
        ("preuves/regle/2025-01-01-regle.pdf", RULE),
    ]
}

/// A new empty folder.
pub(crate) fn temporary(name: &str) -> PathBuf {
    let folder = place(name);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// Copies a folder with all that is in it.
pub(crate) fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// Copies a folder, every path and text of it changed by `change`; links are left out.
pub(crate) fn copy_renamed(from: &Path, to: &Path, change: impl Fn(&str) -> String) {
    for entry in walkdir::WalkDir::new(from) {
        let entry = entry.unwrap();
        let inside = entry.path().strip_prefix(from).unwrap().to_str().unwrap();
        let target = to.join(change(inside));
        if entry.file_type().is_dir() {
            fs::create_dir_all(target).unwrap();
        } else if entry.file_type().is_file() {
            match String::from_utf8(fs::read(entry.path()).unwrap()) {
                Ok(text) => fs::write(target, change(&text)).unwrap(),
                Err(bytes) => fs::write(target, bytes.into_bytes()).unwrap(),
            }
        }
    }
}
