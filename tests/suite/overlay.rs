//! Overlays: what they change, what the result says of them, what they may not do.

use std::fs;
use std::path::Path;

use crate::support::{dossier, files, good, json, run, status};

const HEAD: &str =
    "schema = 1\nnorme = \"essai\"\nversion-norme = \"1.0.0\"\ntitulaire = \"Exemplaire de l’association\"\n";

fn lay(folder: &Path, body: &str) {
    fs::write(folder.join("surcouche.toml"), format!("{HEAD}{body}")).unwrap();
}

#[test]
fn an_overlay_renames_numbers_and_tightens_and_the_result_says_so() {
    let folder = dossier("overlay", &good(), &files());
    let plain = json(&folder);
    assert_eq!(status(&plain, "E1"), "conforme");
    lay(
        &folder,
        "[criteres.E1]\narticle = \"5.2\"\ntitre = \"La règle\"\n[criteres.E1.elements.a]\nage-max = \"P6M\"\n[niveaux.en-place]\nlibelle = \"Tenue\"\n",
    );
    let laid = json(&folder);
    // the rule's proof is of January 2025, the audit of November 2026
    assert_eq!(status(&laid, "E1"), "non-demontre");
    let norm = &laid["entrees"]["norme"];
    let first = &norm["criteres"][0];
    assert_eq!(
        (&first["article"], &first["titre"]),
        (&"5.2".into(), &"La règle".into())
    );
    assert_eq!(norm["surcouche"]["titulaire"], "Exemplaire de l’association");
    assert_eq!(norm["surcouche"]["cibles"], 3);
    assert_ne!(norm["empreinte"], plain["entrees"]["norme"]["empreinte"]);
    let text =
        String::from_utf8(run(&folder, &["rapport", "--etendue", "complet", "--format", "texte"]).stdout)
            .unwrap();
    assert!(text.contains("Exemplaire de l’association"), "{text}");
}

#[test]
fn what_an_overlay_may_not_do_is_told_with_its_place() {
    let cases: &[(&str, &str, &str)] = &[
        (
            "criterion",
            "[criteres.E9]\narticle = \"1\"\n",
            "surcouche/cible-inconnue",
        ),
        (
            "element",
            "[criteres.E1.elements.z]\nlibelle = \"x\"\n",
            "surcouche/cible-inconnue",
        ),
        (
            "level",
            "[niveaux.enplace]\nlibelle = \"x\"\n",
            "surcouche/cible-inconnue",
        ),
        (
            "chapter",
            "[chapitres.Z]\ntitre = \"x\"\n",
            "surcouche/cible-inconnue",
        ),
        (
            "kind",
            "[constats.NC]\nlibelle = \"x\"\n",
            "surcouche/cible-inconnue",
        ),
        (
            "type",
            "[types-preuve.regles]\nlibelle = \"x\"\n",
            "surcouche/cible-inconnue",
        ),
        (
            "looser",
            "[criteres.E1.elements.b]\nseuil = \"90 %\"\n",
            "surcouche/assouplit",
        ),
        (
            "validity",
            "[types-preuve.regle]\nvalidite = \"P4Y\"\n",
            "surcouche/assouplit",
        ),
        (
            "no-threshold",
            "[criteres.E1.elements.a]\nseuil = \"90 %\"\n",
            "surcouche/cible-pas-unique",
        ),
        (
            "no-evidence",
            "[criteres.E1.elements.b]\nage-max = \"P1Y\"\n",
            "surcouche/cible-pas-unique",
        ),
        (
            "bare",
            "[criteres.E1.elements.b]\nseuil = 90\n",
            "forme/seuil-sans-pourcent",
        ),
        ("key", "[criteres.E1]\narticl = \"1\"\n", "forme/cle-inconnue"),
    ];
    for (name, body, code) in cases {
        let folder = dossier(&format!("overlay-bad-{name}"), &good(), &files());
        lay(&folder, body);
        let output = run(&folder, &["verifier"]);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{name}\n{said}");
        assert!(said.contains(code), "{name}: {code} expected\n{said}");
        assert!(said.contains("surcouche.toml:"), "{name}: no place\n{said}");
    }
    let folder = dossier("overlay-other", &good(), &files());
    fs::write(folder.join("surcouche.toml"), HEAD.replace("1.0.0", "2.0.0")).unwrap();
    let said = run(&folder, &["verifier"]).stderr;
    assert!(String::from_utf8_lossy(&said).contains("surcouche/norme"));
}
