//! Doubts: who lifts them, what revives them, and when an audit is over.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

use crate::support::{copy, norm, report, results, temporary};

/// A dossier of which one paper serves two types, under a norm that doubts such a paper.
pub(crate) fn doubted(name: &str, kind: &str) -> PathBuf {
    let place = temporary(name);
    copy(&norm(), &place.join("norme"));
    let path = place.join("norme/norme.toml");
    let text = fs::read_to_string(&path).unwrap();
    let text = text
        .replace("type = \"regle\" }", "types = [\"regle\", \"liste\"] }")
        .replace("id = \"bien\"", "id = \"bien\"\nfavorable = true")
        .replace(
            "[[politique.bande]]",
            "[politique.vigilance]\nune-piece = 1\n\n[[politique.bande]]",
        );
    fs::write(&path, text).unwrap();
    let folder = place.join("dossier");
    fs::create_dir_all(folder.join("preuves/regle")).unwrap();
    write(&folder, "La règle, et la liste de ceux qui ont signé.");
    let body = format!(
        "schema = 1\nid = \"essai\"\nnorme = \"essai\"\nversion-norme = \"1.0.0\"\ngenre = \"{kind}\"\ndate-audit = 2026-11-23\ncycle = \"initial\"\n[structure]\nnom = \"Essai\"\n[faits]\nouvert = true\nequipe.mediateurs = {{ valeur = 4, preuve = \"tout\" }}\nequipe.signes = {{ valeur = 4, preuve = \"tout\" }}\n[pratiques.E1]\nniveau = \"en-place\"\n[[preuve]]\nid = \"tout\"\ntypes = [\"liste\", \"regle\"]\nfichier = \"preuves/regle/2026-01-05-tout.txt\"\n"
    );
    fs::write(folder.join("dossier.toml"), body).unwrap();
    folder
}

fn write(folder: &Path, text: &str) {
    fs::write(folder.join("preuves/regle/2026-01-05-tout.txt"), text).unwrap();
}

fn explain(folder: &Path, doubt: &Value) {
    let path = folder.join("dossier.toml");
    let note = format!("[[doute-leve]]\ndoute = {doubt}\nraison = \"La liste est au dos de la règle.\"\n");
    fs::write(&path, fs::read_to_string(&path).unwrap() + &note).unwrap();
}

fn lift(folder: &Path, doubt: &Value, seen: &str) {
    fs::create_dir_all(folder.join("constats")).unwrap();
    let text = format!(
        "schema = 1\n[auditeur]\nfonction = \"auditrice externe\"\ngraine = \"2026\"\n[[doute-leve]]\ndoute = {doubt}\nraison = \"Original vu.\"\nvu = [{seen}]\n"
    );
    fs::write(folder.join("constats/auditrice.toml"), text).unwrap();
}

#[test]
fn a_doubt_holds_a_favourable_conclusion_back() {
    let folder = doubted("doubt-stands", "auto-evaluation");
    let found = results(&folder);
    assert!(found.get("conclusion").is_none(), "{found}");
    assert_eq!(found["sans-conclusion"][0]["avis-suspendu"], "bien");
    let id = found["doutes"][0]["id"].as_str().unwrap();
    assert!(id.starts_with("une-piece-"), "{id}");
    assert!(
        report(&folder, "texte").contains(id),
        "whoever lifts it finds its id in the report"
    );
}

#[test]
fn the_structures_own_word_lifts_a_doubt_and_leaves_a_reserve() {
    let folder = doubted("doubt-explained", "auto-evaluation");
    explain(&folder, &results(&folder)["doutes"][0]["id"]);
    let found = results(&folder);
    assert_eq!(found["conclusion"], "bien");
    assert_eq!(found["doutes"][0]["leve"], "explique");
    assert_eq!(found["reserves"][0]["doutes-expliques"]["nombre"], 1);
    let text = report(&folder, "texte");
    assert!(text.contains("Avis sous réserve"), "{text}");
    assert!(text.contains("La liste est au dos de la règle."), "{text}");
}

#[test]
fn a_changed_piece_revives_the_doubt() {
    let folder = doubted("doubt-revived", "auto-evaluation");
    explain(&folder, &results(&folder)["doutes"][0]["id"]);
    write(&folder, "Une tout autre page.");
    let found = results(&folder);
    assert_eq!(found["sans-conclusion"][0]["avis-suspendu"], "bien");
    assert!(found["doutes"][0].get("leve").is_none());
    assert!(report(&folder, "texte").contains("ont changé"));
}

#[test]
fn an_audit_is_over_once_an_auditor_settled_every_doubt_and_opened_the_pieces() {
    let folder = doubted("doubt-audit", "audit-blanc");
    let other = "schema = 1\n[auditeur]\nfonction = \"second auditeur\"\n[[constat]]\nid = \"S-1\"\ncritere = \"E2\"\nelement = \"a\"\netat = \"satisfait\"\nraison = \"Chacun est reçu.\"\nvu-sur-site = true\n";
    fs::create_dir_all(folder.join("constats")).unwrap();
    fs::write(folder.join("constats/autre.toml"), other).unwrap();
    let doubt = results(&folder)["doutes"][0]["id"].clone();
    // in an audit, the structure's word settles nothing
    explain(&folder, &doubt);
    let found = results(&folder);
    assert_eq!(found["etat-de-l-audit"], "provisoire");
    assert!(found.get("conclusion").is_none(), "{found}");
    // nor does a look at no piece
    lift(&folder, &doubt, "");
    let found = results(&folder);
    assert_eq!(found["doutes"][0]["leve"], "auditeur");
    assert_eq!(found["etat-de-l-audit"], "provisoire");
    assert_eq!(
        found["sans-conclusion"][0]["audit-provisoire"]["preuves"][0],
        "tout"
    );
    assert!(report(&folder, "texte").contains("Audit provisoire"));
    lift(&folder, &doubt, "\"tout\"");
    let found = results(&folder);
    assert_eq!(found["etat-de-l-audit"], "definitif");
    assert_eq!(found["conclusion"], "bien");
    assert!(found.get("reserves").is_none(), "{found}");
    assert!(report(&folder, "texte").contains("Audit définitif"));
}

/// What `doutes` answers.
fn ask(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_mediaudit"))
        .arg("doutes")
        .arg(folder)
        .args(arguments)
        .arg("--norme")
        .arg(folder.parent().unwrap().join("norme"))
        .output()
        .unwrap()
}

fn words(output: &[u8]) -> String {
    let text = String::from_utf8_lossy(output);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_structure_reads_its_doubts_and_explains_one_from_a_terminal() {
    let folder = doubted("doubt-said", "auto-evaluation");
    let path = folder.join("dossier.toml");
    let before = fs::read_to_string(&path).unwrap();
    let told = words(&ask(&folder, &[]).stdout);
    let id = results(&folder)["doutes"][0]["id"].as_str().unwrap().to_owned();
    assert!(told.starts_with("1 doute à lever."), "{told}");
    assert!(told.contains(&format!("{id} : à lever")), "{told}");
    assert!(
        told.contains("Repose sur : preuves/regle/2026-01-05-tout.txt (tout)"),
        "{told}"
    );
    assert!(
        told.contains(&format!("{id} --raison \"…\"")) && told.contains("--auditeur NOM"),
        "{told}"
    );
    // a reason that says nothing, and a doubt that is none
    for (arguments, wanted) in [
        (vec![id.as_str(), "--raison", " "], "dites pourquoi"),
        (vec!["une-piece-0123456789ab"], "n’a pas, ou n’a plus, de doute"),
        (
            vec!["une-piece-0123456789ab", "--raison", "Rien."],
            "n’a pas, ou n’a plus, de doute",
        ),
    ] {
        let refused = ask(&folder, &arguments);
        assert_eq!(refused.status.code(), Some(2), "{arguments:?}");
        assert!(words(&refused.stderr).contains(wanted), "{arguments:?}");
    }
    assert_eq!(fs::read_to_string(&path).unwrap(), before);
    let said = "La liste est au dos de la règle.";
    let done = ask(
        &folder,
        &[&id, "--raison", said, "--par", "direction", "--le", "2026-11-20"],
    );
    assert_eq!(done.status.code(), Some(0), "{}", words(&done.stderr));
    assert!(words(&done.stdout).contains(&format!("+ raison = \"{said}\"")));
    let written = fs::read_to_string(&path).unwrap();
    let note = format!(
        "[[doute-leve]]\ndoute = \"{id}\"\nraison = \"{said}\"\npar = \"direction\"\nle = 2026-11-20\n"
    );
    assert!(written.contains(&note), "{written}");
    assert_eq!(results(&folder)["doutes"][0]["leve"], "explique");
    let told = words(&ask(&folder, &[&id]).stdout);
    assert!(told.starts_with("1 doute, aucun à lever."), "{told}");
    assert!(
        told.contains("expliqué par la structure, non vérifié")
            && told.contains(&format!("Raison de la structure (direction) : {said}")),
        "{told}"
    );
}

#[test]
fn an_auditor_lifts_a_doubt_from_a_terminal_in_the_file_of_findings() {
    let folder = doubted("doubt-lifted", "audit-blanc");
    fs::create_dir_all(folder.join("constats")).unwrap();
    let path = folder.join("constats/auditrice.toml");
    let before = "schema = 1\n[auditeur]\nfonction = \"auditrice externe\"\n";
    fs::write(&path, before).unwrap();
    let told = words(&ask(&folder, &[]).stdout);
    let id = told.split(' ').find(|word| word.starts_with("une-piece-"));
    let id = id.unwrap().to_owned();
    assert!(
        !told.contains("La structure l’explique"),
        "in an audit, the structure's word settles nothing: {told}"
    );
    let lift = |auditor: &str, seen: &str| {
        let said = ["--auditeur", auditor, "--raison", "Original vu.", "--vu", seen];
        ask(&folder, &[&[id.as_str()][..], &said].concat())
    };
    for (auditor, seen, wanted) in [
        ("personne", "tout", "personne"),
        ("auditrice", "tous", "vouliez-vous dire « tout »"),
    ] {
        let refused = lift(auditor, seen);
        assert_eq!(refused.status.code(), Some(2));
        let why = words(&refused.stderr);
        assert!(why.contains(wanted), "{why}");
        assert_eq!(fs::read_to_string(&path).unwrap(), before);
    }
    let done = lift("auditrice", "preuves/regle/2026-01-05-tout.txt");
    assert_eq!(done.status.code(), Some(0), "{}", words(&done.stderr));
    assert!(
        fs::read_to_string(&path)
            .unwrap()
            .contains("raison = \"Original vu.\"\nvu = [\"tout\"]")
    );
    let told = words(&ask(&folder, &[]).stdout);
    assert!(
        told.contains(&format!("{id} : levé par un auditeur"))
            && told.contains("Raison de l’auditeur (auditrice) : Original vu. Vu : tout.")
            && !told.contains("mediaudit doutes"),
        "nothing is left to be said: {told}"
    );
}
