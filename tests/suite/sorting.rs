//! A heap of papers, named as people name them, sorted into the binder of a dossier, then judged.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

use crate::binder::{photo, text, types};
use crate::{green, support};

/// The papers of an association of seven, as they lie on its computer: the name that somebody gave each, and what it is. Where a folder
/// is given it is the one to be proposed; where a day is, that day.
const PAPERS: [(&str, &str, &str, &str); 25] = [
    (
        "Projet asso.pdf",
        "001-projet-associatif-sud.txt",
        "projet",
        "2024-06-18",
    ),
    (
        "Convention Ville 2024-2026 signée.pdf",
        "017-convention-ville-association.txt",
        "convention",
        "",
    ),
    ("plaquette.pdf", "013-plaquette-sud.txt", "plaquette", ""),
    (
        "Livret médiateur vf2.pdf",
        "004-livret-mediateur-regie.txt",
        "livret-du-mediateur",
        "",
    ),
    ("RA_2025.pdf", "009-rapport-activite-sud.txt", "bilan-annuel", ""),
    (
        "fiche de poste médiateur.pdf",
        "024-fiche-poste-adulte-relais.txt",
        "dossier-rh",
        "2025-01-02",
    ),
    (
        "lettre référent 20250312.pdf",
        "835-lettre-referent-utilite.txt",
        "",
        "2025-03-12",
    ),
    (
        "effectifs mars 2026.pdf",
        "029-etat-personnel-sud.txt",
        "dossier-rh",
        "",
    ),
    (
        "engagements signés.pdf",
        "032-engagements-signatures.txt",
        "dossier-rh",
        "2024-12-03",
    ),
    (
        "plan formation 2026.pdf",
        "034-plan-formation-sud.txt",
        "formation",
        "",
    ),
    (
        "attestation formation médiation.pdf",
        "038-certificat-realisation.txt",
        "formation",
        "2025-03-10",
    ),
    (
        "DUERP 15.01.2026.pdf",
        "046-document-unique-sud.txt",
        "risques-professionnels",
        "2026-01-15",
    ),
    (
        "RGPD registre.pdf",
        "048-registre-traitements-pimms.txt",
        "registre-rgpd",
        "",
    ),
    (
        "PV CA 12-03-2025.pdf",
        "051-pv-ca-politique-qualite.txt",
        "instances",
        "2025-03-12",
    ),
    (
        "Copil 2 octobre 2026.pdf",
        "060-copil-sud.txt",
        "comite-de-pilotage",
        "2026-10-02",
    ),
    (
        "CR réunion équipe 3 novembre 2026.pdf",
        "063-cr-point-equipe-pimms.txt",
        "reunions-equipe",
        "2026-11-03",
    ),
    (
        "Plan amélioration.pdf",
        "056-plan-amelioration-sud.txt",
        "demarche-qualite",
        "2025-01-07",
    ),
    ("contacts partenaires.pdf", "068-annuaire-sud.txt", "annuaire", ""),
    ("planning nov.pdf", "072-planning-nuit.txt", "planning", ""),
    (
        "APP calendrier et émargement.pdf",
        "075-calendrier-emargement-sud.txt",
        "analyse-des-pratiques",
        "",
    ),
    (
        "note de veille sept 2026.pdf",
        "077-note-veille-sud.txt",
        "veille",
        "",
    ),
    (
        "Fiche intervention VIERGE.pdf",
        "081-fiche-intervention-sud.txt",
        "fiche-intervention",
        "",
    ),
    (
        "évaluation utilité sociale.pdf",
        "095-rapport-evaluation-regie.txt",
        "evaluation",
        "",
    ),
    (
        "enquête satisfaction.pdf",
        "097-enquete-satisfaction-regie.txt",
        "retours",
        "",
    ),
    (
        "scan0001.pdf",
        "023-accord-ccas-regie.txt",
        "accord-partenaire",
        "2024-10-10",
    ),
];

/// Two folders side by side: a new dossier, and the heap.
fn place(name: &str, files: &[(&str, Vec<u8>)]) -> (PathBuf, PathBuf) {
    let base = support::place(&format!("sorting-{name}"));
    let (dossier, heap) = (base.join("dossier"), base.join("mes papiers"));
    fs::create_dir_all(&heap).unwrap();
    for (path, bytes) in files {
        let path = heap.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    let made = mediaudit(&["nouveau", dossier.to_str().unwrap()]);
    assert_eq!(made.status.code(), Some(0), "{made:?}");
    (dossier, heap)
}

fn mediaudit(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mediaudit"));
    command.args(arguments).output().unwrap()
}

fn sorted(dossier: &Path, heap: &Path, more: &[&str]) -> Output {
    let paths = [dossier.to_str().unwrap(), heap.to_str().unwrap()];
    mediaudit(&[&["preuves", "ranger"], &paths[..], more].concat())
}

/// What is proposed, by the name of the file.
fn proposed(dossier: &Path, heap: &Path, more: &[&str]) -> BTreeMap<String, Value> {
    let output = sorted(dossier, heap, &[more, &["--format", "json"]].concat());
    assert_eq!(
        output.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    let files = answer["fichiers"].as_array().unwrap().iter();
    files
        .map(|file| {
            let path = file["chemin"].as_str().unwrap();
            (path.rsplit('/').next().unwrap().to_owned(), file.clone())
        })
        .collect()
}

/// All files below a folder, with their bytes.
fn tree(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut out = BTreeMap::new();
    for entry in walkdir::WalkDir::new(folder) {
        let entry = entry.unwrap();
        if entry.file_type().is_file() {
            out.insert(entry.path().to_path_buf(), fs::read(entry.path()).unwrap());
        }
    }
    out
}

#[test]
fn the_heap_of_an_association_of_seven_is_sorted_and_judged() {
    let files: Vec<(&str, Vec<u8>)> = PAPERS
        .iter()
        .map(|(name, source, ..)| (*name, green::paper::file(&text(source), "pdf")))
        .collect();
    let (dossier, heap) = place("seven", &files);
    let before = (tree(&dossier), tree(&heap));
    let found = proposed(&dossier, &heap, &[]);
    for (name, _, folder, day) in PAPERS {
        let file = &found[name];
        if folder.is_empty() {
            assert_eq!(file["place"]["etat"], "a-choisir", "{name}: {file}");
            assert!(
                file["place"]["candidats"].as_array().unwrap().len() > 1,
                "{name}: {file}"
            );
        } else {
            assert_eq!(file["place"]["dossier"], folder, "{name}: {file}");
            assert!(!file["place"]["raison"].as_str().unwrap().is_empty(), "{name}");
            assert!(!file["types"].as_array().unwrap().is_empty(), "{name}: {file}");
        }
        if !day.is_empty() {
            assert_eq!(file["jour"]["jour"], day, "{name}: {file}");
        }
        assert!(!file["jour"]["raison"].as_str().unwrap().is_empty(), "{name}");
    }
    // a month has no day, and two dates are no date
    assert_eq!(found["effectifs mars 2026.pdf"]["jour"]["jour"], Value::Null);
    assert_eq!(found["contacts partenaires.pdf"]["jour"]["jour"], Value::Null);
    // nothing was written, neither here nor there
    assert_eq!((tree(&dossier), tree(&heap)), before);

    let output = sorted(
        &dossier,
        &heap,
        &[
            "--ecrire",
            "--place",
            "lettre référent 20250312.pdf=dossier-rh",
            "--date",
            "contacts partenaires.pdf=2026-01-15",
        ],
    );
    assert_eq!(
        output.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert_eq!(tree(&heap), before.1, "copied");
    let types = types(&dossier);
    assert_eq!(types.len(), PAPERS.len());
    assert!(types.values().all(|types| !types.is_empty()), "{types:?}");
    let all: std::collections::BTreeSet<&String> = types.values().flatten().collect();
    assert!(all.len() >= 45, "{} types of 25 papers: {all:?}", all.len());
    assert!(
        types.contains_key("preuves/annuaire/2026-01-15-contacts partenaires.pdf"),
        "{types:?}"
    );
    assert!(
        types["preuves/dossier-rh/2025-03-12-lettre référent 20250312.pdf"].contains("lettre-de-mission")
    );
    // once more: all of it is there
    let again = proposed(&dossier, &heap, &[]);
    assert!(
        again.values().all(|file| file["place"]["etat"] == "deja-la"),
        "{again:?}"
    );
    // and judged: its pieces count, or say why not
    let judged = mediaudit(&["preuves", dossier.to_str().unwrap()]);
    let told = String::from_utf8(judged.stdout).unwrap();
    assert!(told.contains("compte pour"), "{told}");
    assert!(!told.contains("Sans type"), "{told}");
}

#[test]
fn pictures_of_a_phone_go_where_their_names_say_and_count_once_a_person_says_what_they_show() {
    let (dossier, heap) = place(
        "phone",
        &[
            ("fiche de poste.png", photo(10)),
            ("badge et veste 3 mars 2026.png", photo(20)),
            ("IMG_20260412_101530.png", photo(30)),
            ("affiche.png", photo(40)),
            ("PV CA.png", photo(50)),
        ],
    );
    let found = proposed(&dossier, &heap, &[]);
    for (name, folder) in [
        ("fiche de poste.png", "dossier-rh"),
        ("badge et veste 3 mars 2026.png", "tenue"),
        ("affiche.png", "plaquette"),
        ("PV CA.png", "instances"),
    ] {
        assert_eq!(found[name]["place"]["dossier"], folder, "{name}: {}", found[name]);
        assert_eq!(found[name]["sans-texte"], true, "{name}");
    }
    // a camera's name says nothing of what is on the picture
    assert_eq!(found["IMG_20260412_101530.png"]["place"]["etat"], "a-choisir");
    assert_eq!(
        found["badge et veste 3 mars 2026.png"]["jour"]["jour"],
        "2026-03-03"
    );
    let place = ["--ecrire", "--place", "IMG_20260412_101530.png=planning"];
    let output = sorted(&dossier, &heap, &place);
    assert_eq!(output.status.code(), Some(0));
    // what neither name nor folder says is asked with the lines to complete
    let told = String::from_utf8(output.stdout).unwrap();
    assert!(
        told.contains("fichier = \"preuves/instances/PV CA.png\"")
            && told.contains("#date-effet = AAAA-MM-JJ"),
        "{told}"
    );
    let filed = types(&dossier);
    assert_eq!(filed.len(), 5);
    // the folder of one type says what a picture is, that of several does not
    let of = |name: &str| filed.iter().find(|(path, _)| path.contains(name)).unwrap().1;
    assert!(of("badge et veste").contains("tenue-et-signe"));
    assert!(of("PV CA").is_empty());
    let map = String::from_utf8(mediaudit(&["preuves", dossier.to_str().unwrap()]).stdout).unwrap();
    assert_eq!(map.matches("Aucun texte n’y est lu").count(), 4, "{map}");
}

#[test]
fn nothing_is_replaced_nothing_is_followed_and_what_moves_leaves_the_heap() {
    let charter = green::paper::file(&text("802-charte-mediateurs-bailleur.txt"), "pdf");
    let other = green::paper::file(&text("007-charte-femmes-relais.txt"), "pdf");
    let (dossier, heap) = place(
        "careful",
        &[
            ("charte 12-03-2025.pdf", charter.clone()),
            ("copies/charte 12-03-2025.pdf", charter.clone()),
            ("autre/charte 12-03-2025.pdf", other.clone()),
            ("vide.pdf", Vec::new()),
            (".cache", b"x".to_vec()),
        ],
    );
    let secret = dossier.parent().unwrap().join("ailleurs.pdf");
    fs::write(&secret, green::paper::file(&text("013-plaquette-sud.txt"), "pdf")).unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink(&secret, heap.join("plaquette.pdf")).unwrap();
    // somebody's file is there under that very name
    let taken = dossier.join("preuves/livret-du-mediateur/2025-03-12-charte 12-03-2025.pdf");
    fs::write(&taken, "à moi").unwrap();
    let output = sorted(&dossier, &heap, &["--ecrire", "--deplacer"]);
    assert_eq!(
        output.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert_eq!(fs::read(&taken).unwrap(), "à moi".as_bytes());
    let folder = taken.parent().unwrap();
    let numbered = |n: u32| folder.join(format!("2025-03-12-charte 12-03-2025 ({n}).pdf"));
    let both = [fs::read(numbered(2)).unwrap(), fs::read(numbered(3)).unwrap()];
    assert!(both.contains(&charter) && both.contains(&other));
    // what was filed has left; the copy, the empty file, the hidden one and the link stay
    assert!(
        !heap.join("charte 12-03-2025.pdf").exists() && !heap.join("autre/charte 12-03-2025.pdf").exists()
    );
    for stays in ["copies/charte 12-03-2025.pdf", "vide.pdf", ".cache"] {
        assert!(heap.join(stays).exists(), "{stays}");
    }
    assert!(secret.exists());
    #[cfg(unix)]
    assert!(heap.join("plaquette.pdf").is_symlink());
    assert!(
        !tree(&dossier)
            .keys()
            .any(|path| path.to_str().unwrap().contains("plaquette.pdf"))
    );
}

#[test]
fn minutes_of_a_team_say_for_which_criteria_they_count() {
    let minutes = green::paper::file(&text("062-cr-reunion-equipe-regie.txt"), "pdf");
    let name = "CR équipe.pdf";
    let (dossier, heap) = place("bound", &[(name, minutes)]);
    let where_to = format!("{name}=compte-rendu-reunion-equipe");
    let day = format!("{name}=2026-03-12");
    let more = ["--place", where_to.as_str(), "--date", day.as_str()];
    let asked = proposed(&dossier, &heap, &more);
    let may: Vec<&str> = asked[name]["criteres-possibles"]
        .as_array()
        .unwrap()
        .iter()
        .map(|id| id.as_str().unwrap())
        .collect();
    assert!(may.len() > 2, "{may:?}");
    let told = sorted(&dossier, &heap, &more);
    let told = String::from_utf8_lossy(&told.stdout).into_owned();
    assert!(told.contains("critères à dire"), "{told}");
    // filed without a word: the lines to complete are given
    let before = fs::read_to_string(dossier.join("dossier.toml")).unwrap();
    let silent = sorted(&dossier, &heap, &[&more[..], &["--ecrire"]].concat());
    let silent = String::from_utf8_lossy(&silent.stdout).into_owned();
    assert!(silent.contains("#criteres = [\""), "{silent}");
    assert_eq!(fs::read_to_string(dossier.join("dossier.toml")).unwrap(), before);
    // said, they are written
    fs::remove_dir_all(dossier.join("preuves/compte-rendu-reunion-equipe")).unwrap();
    let said = format!("{name}={},{}", may[0], may[1].to_lowercase());
    let written = sorted(
        &dossier,
        &heap,
        &[&more[..], &["--criteres", &said, "--ecrire"]].concat(),
    );
    assert_eq!(
        written.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&written.stderr)
    );
    let after = fs::read_to_string(dossier.join("dossier.toml")).unwrap();
    let line = format!("criteres = [\"{}\", \"{}\"]", may[0], may[1]);
    assert!(after.contains(&line), "{after}");
    assert!(
        after.contains("types = [\"compte-rendu-reunion-equipe\"]"),
        "{after}"
    );
    // and the piece counts for what was said, and for nothing else
    let map = mediaudit(&["preuves", dossier.to_str().unwrap()]);
    let map = String::from_utf8_lossy(&map.stdout).into_owned();
    assert!(!map.contains("est un papier général"), "{map}");
}

#[test]
fn what_cannot_be_done_is_said() {
    let charter = green::paper::file(&text("802-charte-mediateurs-bailleur.txt"), "pdf");
    let (dossier, heap) = place("refused", &[("charte.pdf", charter)]);
    for (more, wanted) in [
        (
            &["--place", "chart.pdf=instances"][..],
            "n’est aucun des fichiers donnés",
        ),
        (
            &["--place", "charte.pdf=instance"],
            "vouliez-vous dire « instances »",
        ),
        (&["--place", "charte.pdf"], "le signe égal"),
        (&["--date", "charte.pdf=12-03-2025"], "le signe égal"),
        (&["--deplacer"], "--ecrire"),
        (&["--criteres", "charte.pdf="], "le signe égal"),
        (
            &["--criteres", "charte.pdf=C99"],
            "n’est pas un critère de la norme",
        ),
    ] {
        let output = sorted(&dossier, &heap, more);
        let told = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{more:?}: {told}");
        assert!(told.contains(wanted), "{more:?}: {told}");
    }
    let output = sorted(&dossier, &heap.join("absent"), &[]);
    assert_eq!(output.status.code(), Some(2));
    // one file, by its own path
    let one = proposed(&dossier, &heap.join("charte.pdf"), &[]);
    assert_eq!(one["charte.pdf"]["place"]["dossier"], "livret-du-mediateur");
}

/// Text alone: on papers that were worded without a thought for sorting, the folder is the right one, or it is asked.
#[test]
fn papers_without_a_name_are_placed_right_or_asked() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/papiers");
    let table: toml::Table =
        toml::from_str(&fs::read_to_string(folder.join("attendus.toml")).unwrap()).unwrap();
    let texts = table["texte"].as_array().unwrap();
    let named: Vec<(String, &toml::Value)> = texts
        .iter()
        .enumerate()
        .map(|(rank, text)| (format!("doc{rank:04}.txt"), text))
        .collect();
    let files: Vec<(&str, Vec<u8>)> = named
        .iter()
        .map(|(name, of)| (name.as_str(), text(of["fichier"].as_str().unwrap()).into_bytes()))
        .collect();
    let (dossier, heap) = place("unnamed", &files);
    let found = proposed(&dossier, &heap, &[]);
    let (mut right, mut wrong) = (0, Vec::new());
    for (name, of) in &named {
        let place = &found[name]["place"];
        let Some(folder) = place["dossier"].as_str() else {
            continue;
        };
        let wanted = of["types"].as_array().unwrap()[0].as_str().unwrap();
        let paper = crate::binder::NORM.paper(folder).unwrap();
        if paper.may_be().any(|id| id.as_str() == wanted) {
            right += 1;
        } else {
            wrong.push(format!("{} → {folder}", of["fichier"]));
        }
    }
    assert!(right * 100 >= named.len() * 85, "{right} of {}", named.len());
    assert!(wrong.len() * 100 <= named.len() * 2, "{wrong:#?}");
}
