//! A bad case: what `fautes.toml` does to the sound files of `tests/fixtures/bad/socle`, and how their real loader reads the result.

use std::fs;
use std::path::{Path, PathBuf};

use mediaudit_app::assess::{Outcome, Request, assess};
use mediaudit_app::create::{NewDossier, create};
use mediaudit_app::{norms, report, templates};
use mediaudit_core::audit::Means;
use mediaudit_core::diag::{Diagnostics, Sources, snippet};
use mediaudit_core::kernel::Date;
use mediaudit_core::scope::SoughtBook;
use mediaudit_evidence::contents::InProcess;
use serde::Deserialize;

/// What is done to the sound files, in this order: some are put in the place of others, pieces of text are replaced, files are
/// written, removed, linked, swollen.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Faults {
    /// `norme`, `dossier`, `gabarits` or `nouveau`: whose loader reads them; by the domain of the code where it is not said.
    #[serde(default)]
    lire: Option<Read>,
    /// Is the norm that the dossier pins looked for, rather than the sound one given?
    #[serde(default)]
    norme_epinglee: bool,
    #[serde(default)]
    remplacer: Vec<Replaced>,
    #[serde(default)]
    ecrire: Vec<Written>,
    /// The assessment of the sound dossier, under another id where one is given.
    #[serde(default)]
    emettre: Vec<Issued>,
    /// What is taken away; « . » takes the folder itself.
    #[serde(default)]
    retirer: Vec<String>,
    /// Links that lead to the sound norm.
    #[serde(default)]
    lier: Vec<String>,
    /// Files that become larger than anything read.
    #[serde(default)]
    gonfler: Vec<String>,
    /// The file that is given in the place of the folder.
    #[serde(default)]
    donner: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Read {
    Norme,
    Dossier,
    Gabarits,
    Nouveau,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Replaced {
    dans: String,
    ceci: String,
    par: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    fichier: String,
    texte: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Issued {
    fichier: String,
    id: String,
}

/// What was found, in its words.
pub(super) struct Told {
    pub(super) sink: Diagnostics,
    pub(super) sources: Sources,
    pub(super) shown: String,
}

pub(super) fn bad() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/bad")
}

fn lay(from: &Path, to: &Path) {
    for entry in walkdir::WalkDir::new(from) {
        let entry = entry.unwrap();
        let target = to.join(entry.path().strip_prefix(from).unwrap());
        if entry.file_type().is_dir() {
            fs::create_dir_all(target).unwrap();
        } else if !["attendu.txt", "fautes.toml"].contains(&entry.file_name().to_str().unwrap()) {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// Lays the sound files into `root`, with the faults of the folder `case`, if any; gives how they are read.
pub(super) fn make(root: &Path, read: Read, case: Option<&Path>) -> (Faults, Read) {
    let mut faults = Faults::default();
    if let Some(case) = case {
        let text = fs::read_to_string(case.join("fautes.toml")).unwrap();
        faults = toml::from_str(&text)
            .map_err(|error| format!("{}: {error}", case.display()))
            .unwrap();
    }
    let read = faults.lire.unwrap_or(read);
    // the norm of a dossier stands beside it: its paths begin with « norme/ »
    let norm = norm_of(root);
    match read {
        Read::Norme => lay(&bad().join("socle/norme"), root),
        Read::Dossier => {
            lay(&bad().join("socle/dossier"), root);
            lay(&bad().join("socle/norme"), &norm);
        }
        Read::Gabarits | Read::Nouveau => {}
    }
    let at = |path: &str| match path.strip_prefix("norme/") {
        Some(file) if read == Read::Dossier => norm.join(file),
        _ if path == "." => root.to_path_buf(),
        _ => root.join(path),
    };
    if let Some(case) = case {
        lay(case, root);
    }
    for Issued { fichier, id } in &faults.emettre {
        let text = fs::read_to_string(root.join("dossier.toml")).unwrap();
        let other = text.replacen("id = \"essai\"", &format!("id = \"{id}\""), 1);
        let place = super::support::place("emission");
        fs::create_dir_all(&place).unwrap();
        fs::write(place.join("dossier.toml"), other).unwrap();
        lay(&bad().join("socle/norme"), &norm_of(&place));
        let (_, outcome) = assessed(&place, &place, false);
        let json = report::json(&outcome.unwrap().assessment).unwrap();
        fs::create_dir_all(at(fichier).parent().unwrap()).unwrap();
        fs::write(at(fichier), json).unwrap();
    }
    for Replaced { dans, ceci, par } in &faults.remplacer {
        let path = at(dans);
        let text = fs::read_to_string(&path).unwrap();
        assert_eq!(text.matches(ceci.as_str()).count(), 1, "{case:?}, {dans}: {ceci}");
        fs::write(path, text.replacen(ceci.as_str(), par, 1)).unwrap();
    }
    for Written { fichier, texte } in &faults.ecrire {
        fs::create_dir_all(at(fichier).parent().unwrap()).unwrap();
        fs::write(at(fichier), texte).unwrap();
    }
    for path in &faults.gonfler {
        let sound = fs::read_to_string(at(path)).unwrap_or_default();
        let most = mediaudit_core::diag::toml_text::MAX_BYTES;
        fs::write(at(path), format!("{sound}#{}\n", "x".repeat(most))).unwrap();
    }
    for path in &faults.retirer {
        let path = at(path);
        if path.is_dir() {
            fs::remove_dir_all(path).unwrap();
        } else {
            fs::remove_file(path).unwrap();
        }
    }
    for path in &faults.lier {
        drop(fs::remove_file(at(path)));
        #[cfg(unix)]
        std::os::unix::fs::symlink(bad().join("socle/norme/norme.toml"), at(path)).unwrap();
    }
    (faults, read)
}

fn norm_of(root: &Path) -> PathBuf {
    root.with_extension("norme")
}

/// Judges the dossier of a folder, under the norm beside it or the one that it pins.
fn assessed(root: &Path, folder: &Path, pinned: bool) -> (Told, Option<Outcome>) {
    let (mut sources, mut sink) = (Sources::default(), Diagnostics::default());
    let request = Request {
        norm: (!pinned).then(|| norm_of(root).to_string_lossy().into_owned()),
        privacy: true,
        ..Request::default()
    };
    let means = Means {
        norms: &norms::NormFiles,
        sought: &SoughtBook::default(),
        reader: &InProcess,
    };
    let outcome = assess(folder, &request, means, &mut sources, &mut sink);
    let shown = snippet::render_all(&sink, &sources, false);
    (Told { sink, sources, shown }, outcome)
}

/// The sound files with the faults of a case, read.
pub(super) fn read(name: &str, read: Read, case: Option<&Path>) -> Told {
    let root = super::support::place(&format!("fautif-{}", name.replace('/', "-")));
    fs::create_dir_all(&root).unwrap();
    let (faults, read) = make(&root, read, case);
    let given = faults.donner.map_or_else(|| root.clone(), |file| root.join(file));
    let mut told = if read == Read::Dossier {
        assessed(&root, &given, faults.norme_epinglee).0
    } else {
        let (mut sources, mut sink) = (Sources::default(), Diagnostics::default());
        match read {
            Read::Gabarits => drop(templates::load(&given, &mut sources, &mut sink)),
            Read::Nouveau => {
                let asked = NewDossier {
                    name: None,
                    norm: None,
                    profile: None,
                    form: None,
                    siret: None,
                    today: Date::parse("2026-11-23").unwrap(),
                };
                drop(create(&given, &asked, &mut sources, &mut sink));
            }
            Read::Norme | Read::Dossier => {
                norms::verify(&given.to_string_lossy(), &mut sources, &mut sink);
            }
        }
        let shown = snippet::render_all(&sink, &sources, false);
        Told { sink, sources, shown }
    };
    drop(fs::remove_dir_all(&root));
    drop(fs::remove_dir_all(norm_of(&root)));
    let place = root.display().to_string();
    told.shown = told
        .shown
        .replace(&norm_of(&root).display().to_string(), "norme")
        .replace(&format!("{place}/"), "")
        .replace(&place, "./essai")
        .replace(&bad().display().to_string(), "…");
    told
}
