//! Pages that no machine reads, copied out by the structure: what they are worth, and how far they carry.

use std::fs;
use std::path::PathBuf;

use crate::made;
use crate::support::{copy, norm, report, results, temporary};

/// A dossier whose rule and list are photographs, under a norm that seeks a word in the rule.
fn photographed(name: &str, kind: &str, told: &str) -> PathBuf {
    let place = temporary(name);
    copy(&norm(), &place.join("norme"));
    let path = place.join("norme/norme.toml");
    let text = fs::read_to_string(&path).unwrap();
    let text = text
        .replace(
            "type = \"regle\" }",
            "type = \"regle\", contient = [\"accueil\"] }",
        )
        .replace("id = \"bien\"", "id = \"bien\"\nfavorable = true")
        .replace(
            "libelle = \"Règle\"",
            "libelle = \"Règle\"\nreconnu-a = [[\"règle\", \"règlement\"]]\nmots-min = 6",
        )
        .replace(
            "[[politique.bande]]",
            "[politique.vigilance]\nimages = \"33 %\"\n\n[[politique.bande]]",
        );
    fs::write(&path, text).unwrap();
    let folder = place.join("dossier");
    fs::create_dir_all(folder.join("preuves/regle")).unwrap();
    fs::create_dir_all(folder.join("preuves/liste")).unwrap();
    let picture = made::png(64, 64, |x, y| u8::try_from((x * 7 + y * 13) % 256).unwrap());
    fs::write(folder.join("preuves/regle/2026-01-05-regle.png"), picture).unwrap();
    fs::write(folder.join("preuves/liste/2026-01-05-liste.txt"), "Liste").unwrap();
    let body = format!(
        "schema = 1\nid = \"essai\"\nnorme = \"essai\"\nversion-norme = \"1.0.0\"\ngenre = \"{kind}\"\ndate-audit = 2026-11-23\ncycle = \"initial\"\n[structure]\nnom = \"Essai\"\n[faits]\nouvert = true\nequipe.mediateurs = {{ valeur = 4, preuve = \"liste\" }}\nequipe.signes = {{ valeur = 4, preuve = \"liste\" }}\n[pratiques.E1]\nniveau = \"en-place\"\n[[preuve]]\nid = \"liste\"\ntypes = [\"liste\"]\nfichier = \"preuves/liste/2026-01-05-liste.txt\"\n[[preuve]]\nid = \"photo\"\ntypes = [\"regle\"]\nfichier = \"preuves/regle/2026-01-05-regle.png\"\n{told}"
    );
    fs::write(folder.join("dossier.toml"), body).unwrap();
    folder
}

const TOLD: &str =
    "lu = [{ texte = \"Règle de l’accueil : chacun est reçu.\", par = \"référente\", le = 2026-11-02 }]\n";

#[test]
fn a_photograph_answers_no_search_for_words() {
    let found = results(&photographed("told-not", "auto-evaluation", ""));
    assert_eq!(found["criteres"][0]["retenu"], "non-demontre");
    let causes = &found["criteres"][0]["echantillons"][0]["elements"][0]["causes"];
    assert_eq!(causes[0], "sans-texte");
}

#[test]
fn a_photograph_copied_out_carries_as_far_as_a_reserve() {
    let folder = photographed("told", "auto-evaluation", TOLD);
    let found = results(&folder);
    assert_eq!(found["criteres"][0]["retenu"], "conforme");
    assert_eq!(found["conclusion"], "bien");
    assert!(found["reserves"][0].get("images").is_some(), "{found}");
    let to_open = found["a-ouvrir"].as_array().unwrap();
    assert!(to_open.iter().any(|piece| piece == "photo"), "{to_open:?}");
    let text = report(&folder, "texte");
    assert!(text.contains("Avis sous réserve"), "{text}");
    assert!(text.contains("comparez-le à l’image"), "{text}");
    assert!(text.contains("recopié par la structure"), "{text}");
}

#[test]
fn what_is_copied_out_must_be_known_for_what_it_is_said_to_be() {
    let cause = |name: &str, text: &str| {
        let told = format!("lu = [{{ texte = \"{text}\" }}]\n");
        let found = results(&photographed(name, "auto-evaluation", &told));
        found["criteres"][0]["echantillons"][0]["elements"][0]["causes"][0].clone()
    };
    let other = "Une recette : de la farine, des œufs, un accueil de beurre.";
    assert_eq!(cause("told-other", other), "non-reconnue");
    assert_eq!(cause("told-thin", "Règle de l’accueil."), "trop-mince");
    assert_eq!(
        cause("told-silent", "La règle dit que chacun est reçu."),
        "mots-absents"
    );
}

#[test]
fn in_an_audit_what_is_copied_out_is_declared_until_it_was_seen() {
    let folder = photographed("told-audit", "audit-blanc", TOLD);
    fs::create_dir_all(folder.join("constats")).unwrap();
    let look = |seen: &str| {
        let text = format!(
            "schema = 1\n[auditeur]\nfonction = \"auditrice\"\n[[constat]]\nid = \"A-1\"\ncritere = \"E2\"\nelement = \"a\"\netat = \"satisfait\"\nraison = \"Vu.\"\n{seen}"
        );
        fs::write(folder.join("constats/a.toml"), text).unwrap();
    };
    look("vu-sur-site = true\n");
    assert_eq!(results(&folder)["criteres"][0]["retenu"], "non-demontre");
    look("vu = [\"photo\"]\n");
    assert_eq!(results(&folder)["criteres"][0]["retenu"], "conforme");
}
