//! Doubts: who lifts them, what revives them, and when an audit is over.

use std::fs;
use std::path::{Path, PathBuf};

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
