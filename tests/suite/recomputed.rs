//! Inputs that come back from a JSON file are judged only where they hold together: what names nothing would count for nothing, unseen.

use mediaudit_core::assessment::Assessment;
use mediaudit_core::diag::{Code, Diagnostic, Severity};
use mediaudit_core::engine::assess;
use serde_json::{Value, json};

use crate::support::{self, dossier, files, good};

#[test]
fn inputs_that_do_not_hold_together_give_no_result() {
    let sites = "[[site]]\nid = \"nord\"\nnom = \"Nord\"\n";
    let folder = dossier("recompute", &(good() + sites), &files());
    std::fs::create_dir_all(folder.join("constats")).unwrap();
    std::fs::write(
        folder.join("constats/a.toml"),
        "schema = 1\n[auditeur]\nfonction = \"a\"\n[[constat]]\nid = \"A-1\"\ncritere = \"E1\"\nelement = \"a\"\netat = \"satisfait\"\nnature = \"PS\"\nsite = \"nord\"\nraison = \"Vu.\"\n",
    )
    .unwrap();
    let sound = support::json(&folder);
    let read = |value: &Value| serde_json::from_value::<Assessment>(value.clone()).unwrap();
    assert_eq!(assess(&read(&sound).inputs).unwrap(), read(&sound).results);
    let altered: &[(&str, Value, &str)] = &[
        ("/profil", json!("ailleurs"), "le profil « ailleurs »"),
        ("/cycle", json!("ailleurs"), "l’étape « ailleurs »"),
        ("/norme/profils/0/criteres/0", json!("E9"), "le critère « E9 »"),
        ("/norme/criteres/0/chapitre", json!("Z"), "le chapitre « Z »"),
        ("/norme/chapitres/0/parent", json!("Z"), "le chapitre « Z »"),
        (
            "/faits/equipe.mediateurs/valeur",
            json!({"booleen": true}),
            "« equipe.mediateurs »",
        ),
        (
            "/pratiques/E1/niveau",
            json!("ailleurs"),
            "le niveau « ailleurs »",
        ),
        ("/preuves/0/site", json!("sud"), "le site « sud »"),
        ("/constats/0/site", json!("sud"), "le site « sud »"),
        ("/constats/0/critere", json!("E9"), "le critère « E9 »"),
        ("/constats/0/tranche/0/element/id", json!("z"), "l’élément « z »"),
        (
            "/constats/0/tranche/1/ensemble/nature",
            json!("ZZ"),
            "le constat « ZZ »",
        ),
    ];
    for (place, value, said) in altered {
        let mut other = sound.clone();
        let (above, key) = place.rsplit_once('/').unwrap();
        let above = other.pointer_mut(&format!("/entrees{above}")).unwrap();
        match above {
            Value::Array(list) => list[key.parse::<usize>().unwrap()] = value.clone(),
            _ => above[key] = value.clone(),
        }
        let error = assess(&read(&other).inputs).unwrap_err();
        let shown = Diagnostic::internal(&error);
        assert_eq!((shown.code, shown.severity()), (Code::Internal, Severity::Error));
        assert!(shown.message.starts_with("erreur interne : "), "{place}");
        assert!(shown.message.contains(said), "{place}: {}", shown.message);
    }
    let mut twice = sound.clone();
    let first = twice["entrees"]["preuves"][0].clone();
    twice["entrees"]["preuves"].as_array_mut().unwrap().push(first);
    assert!(assess(&read(&twice).inputs).is_err());
}
