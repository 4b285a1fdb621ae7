//! R20 to R24: cycles, sites, crossed evidence, what lasts, which version holds.

use mediaudit_core::engine::assess;

use crate::cases;

use super::{Trial, norm};

#[test]
fn r20_a_cycle_wants_some_criteria_looked_at_again() {
    let criteria = [
        ("A2", "nature-unique = \"NC-MAJ\"\nimportance = \"recommande\""),
        ("A1", "importance = \"recommande\""),
        ("B1", "importance = \"recommande\""),
    ];
    let tables = "[[politique.reexamen]]\ncycle = \"suivi\"\ncriteres = [\"A1\"]\nnature-unique = true\nnon-conformites = true\n";
    cases::run(
        &norm(&Trial {
            criteria: &criteria,
            tables,
            ..Trial::default()
        }),
        r#"
        [[cas]]
        nom = "A1 et A2 revus, B1 n’avait rien"
        calcul = "A1 est nommé, A2 est à nature unique"
        cycle = "suivi"
        constats = [{ critere = "A1", statut = "conforme" }, { critere = "A2", statut = "conforme" }]
        attendu = { conclusion = "fin" }
        [[cas]]
        nom = "A2 n’est pas revu"
        calcul = "il manque"
        cycle = "suivi"
        constats = [{ critere = "A1", statut = "conforme" }]
        attendu = { conclusion = "aucune" }
        [[cas]]
        nom = "B1 portait une non-conformité"
        calcul = "il doit être revu"
        cycle = "suivi"
        precedent = { B1 = "NC-MIN" }
        constats = [{ critere = "A1", statut = "conforme" }, { critere = "A2", statut = "conforme" }]
        attendu = { conclusion = "aucune" }
        [[cas]]
        nom = "au renouvellement, la règle ne joue pas"
        calcul = "elle est du cycle suivi"
        cycle = "renouvellement"
        constats = [{ critere = "B1", statut = "conforme" }]
        attendu = { conclusion = "fin" }
        [[cas]]
        nom = "une auto-évaluation n’en dépend pas"
        calcul = "seul un audit revoit"
        cycle = "suivi"
        genre = "auto-evaluation"
        constats = [{ critere = "B1", statut = "conforme" }]
        attendu = { conclusion = "fin" }
        "#,
    );
}

#[test]
fn r21_several_sites_a_draw_and_how_they_are_put_together() {
    // SHA-256 of « 2026 » followed by the id, ascending: worked out with sha256sum
    let draw = |keys: &str| format!("[politique.tirage]\ngenres = [\"audit\"]\n{keys}\n");
    for (keys, genre, sites, expected) in [
        ("", "audit", 9, "DRAW9"),
        ("siege = \"en-plus\"", "audit", 9, "BESIDE9"),
        ("", "audit", 2, "DRAW2"),
        ("", "audit", 3, "DRAW3"),
        ("arrondi = \"proche\"", "audit", 2, "NEAR2"),
        ("", "auto-evaluation", 9, "[]"),
    ] {
        let expected = match expected {
            "DRAW9" => DRAWN[..3].to_vec(),
            "BESIDE9" => DRAWN[..4].to_vec(),
            "DRAW2" => vec!["s1", "s2"],
            "DRAW3" => vec![
                "s1",
                if DRAWN.iter().position(|s| *s == "s2") < DRAWN.iter().position(|s| *s == "s3") {
                    "s2"
                } else {
                    "s3"
                },
            ],
            "NEAR2" => vec!["s1"],
            _ => Vec::new(),
        };
        let names: Vec<String> = (1..=sites).map(|k| format!("s{k}")).collect();
        let tables = draw(keys);
        cases::run(
            &norm(&Trial {
                tables: &tables,
                ..Trial::default()
            }),
            &format!(
                "[[cas]]\nnom = '''{sites} sites, {keys}, {genre}'''\ncalcul = \"racine de {sites}, siège s1\"\ngenre = \"{genre}\"\ngraine = \"2026\"\nsites = {names:?}\ndefaut = \"conforme\"\nattendu = {{ sites = {expected:?} }}\n"
            ),
        );
    }
    // statuses of three sites for A1; what the criterion becomes, and its value
    for (keys, statuses, status, value) in [
        (
            "",
            ["conforme", "conforme", "non-conforme"],
            "non-conforme",
            "\"0\"",
        ),
        (
            "",
            ["conforme", "non-applicable", "conforme"],
            "conforme",
            "\"1\"",
        ),
        (
            "",
            ["non-applicable", "non-applicable", "non-applicable"],
            "non-applicable",
            "\"aucun\"",
        ),
        ("", ["conforme", "", "conforme"], "non-evalue", "[\"0\", \"1\"]"),
        (
            "non-evalue = \"ignore\"",
            ["conforme", "", "conforme"],
            "conforme",
            "\"1\"",
        ),
        (
            "non-evalue = \"ignore\"",
            ["", "", "non-conforme"],
            "non-conforme",
            "\"0\"",
        ),
        // it may well apply where nobody looked
        (
            "non-evalue = \"ignore\"",
            ["non-applicable", "", "non-applicable"],
            "non-evalue",
            "[\"0\", \"1\"]",
        ),
        (
            "valeur = \"moyenne\"",
            ["conforme", "conforme", "non-conforme"],
            "non-conforme",
            "\"2/3\"",
        ),
        (
            "valeur = \"un-echec\"",
            ["conforme", "conforme", "non-conforme"],
            "non-conforme",
            "\"0\"",
        ),
        (
            "statut = \"part\"\npart = \"60 %\"\nvaleur = \"moyenne\"",
            ["conforme", "conforme", "non-conforme"],
            "conforme",
            "\"2/3\"",
        ),
        (
            "statut = \"part\"\npart = \"67 %\"",
            ["conforme", "conforme", "non-conforme"],
            "non-conforme",
            "\"0\"",
        ),
    ] {
        let tables = format!("[politique.echantillons]\n{keys}\n");
        let found: Vec<String> = statuses
            .iter()
            .enumerate()
            .filter(|(_, s)| !s.is_empty())
            .map(|(k, s)| format!("{{ critere = \"A1\", site = \"s{}\", statut = \"{s}\" }}", k + 1))
            .collect();
        cases::run(
            &norm(&Trial {
                tables: &tables,
                ..Trial::default()
            }),
            &format!(
                "[[cas]]\nnom = '''{statuses:?}, {keys}'''\ncalcul = \"site par site\"\nsites = [\"s1\", \"s2\", \"s3\"]\nconstats = [{}]\nattendu = {{ criteres = {{ A1 = \"{status}\" }}, valeurs = {{ A1 = {value} }} }}\n",
                found.join(", ")
            ),
        );
    }
}

/// Head office, then the others in the order of their digests.
const DRAWN: [&str; 9] = ["s1", "s3", "s2", "s4", "s9", "s8", "s7", "s5", "s6"];

#[test]
fn r22_crossed_evidence_k_sources_of_m_modalities() {
    let criteria = [("A1", "juge = \"automatique\"")];
    let rules = [(
        "A1",
        "si = { preuve = { type = \"regle\", nombre = 3, modalites-min = 2, origines-min = 2 } }",
    )];
    let doc = "{ type = \"regle\", date-effet = 2025-06-01, origine = \"ville\" }";
    let other = "{ type = \"regle\", date-effet = 2025-06-02, origine = \"habitants\" }";
    let nameless = "{ type = \"regle\", date-effet = 2025-06-02 }";
    let talk = "{ type = \"regle\", date-effet = 2025-06-03, modalite = \"entretien\", vu = true }";
    let unseen = "{ type = \"regle\", date-effet = 2025-06-03, modalite = \"entretien\" }";
    for (name, pieces, status) in [
        (
            "trois pièces, deux modalités, deux origines",
            vec![doc, other, talk],
            "conforme",
        ),
        (
            "une pièce qui ne dit pas d’où elle vient n’est pas d’une autre origine",
            vec![doc, nameless, talk],
            "non-demontre",
        ),
        ("deux pièces seulement", vec![doc, talk], "non-demontre"),
        ("une seule modalité", vec![doc, other, doc], "non-demontre"),
        ("une seule origine", vec![other, other, talk], "non-demontre"),
        (
            "l’entretien n’a pas été vu par l’auditeur : déclaré",
            vec![doc, other, unseen],
            "non-demontre",
        ),
    ] {
        cases::run(
            &norm(&Trial {
                criteria: &criteria,
                rules: &rules,
                ..Trial::default()
            }),
            &format!(
                "[[cas]]\nnom = \"{name}\"\ncalcul = \"3 pièces, 2 modalités et 2 origines voulues\"\npreuves = [{}]\nattendu = {{ criteres = {{ A1 = \"{status}\" }} }}\n",
                pieces.join(", ")
            ),
        );
    }
}

#[test]
fn r23_evidence_lasts_so_long() {
    let criteria = [("A1", "juge = \"automatique\"")];
    let rules = [("A1", "si = { preuve = { type = \"regle\" } }")];
    for (piece, status) in [
        ("date-effet = 2023-01-15", "conforme"),
        ("date-effet = 2023-01-14", "non-demontre"),
        ("date-effet = 2026-01-16", "non-demontre"),
        ("date-effet = 2015-01-01, expire = 2026-01-15", "conforme"),
        ("date-effet = 2025-01-01, expire = 2026-01-14", "non-demontre"),
        ("origine = \"ville\"", "non-demontre"),
    ] {
        cases::run(
            &norm(&Trial {
                criteria: &criteria,
                rules: &rules,
                ..Trial::default()
            }),
            &format!(
                "[[cas]]\nnom = '''{piece}'''\ncalcul = \"trois ans, dernier jour compris ; « expire » remplace ; jugé au 2026-01-15\"\npreuves = [{{ type = \"regle\", {piece} }}]\nattendu = {{ criteres = {{ A1 = \"{status}\" }} }}\n"
            ),
        );
    }
    // a threshold that changed with the years
    let rules = [(
        "A1",
        "declaration-suffit = true\nsi = { selon-date = [{ depuis = 2022-01-01, source = \"S1\", regle = { fait = { cle = \"equipe\", au-moins = 3 } } }, { depuis = 2026-01-01, source = \"S1\", regle = { fait = { cle = \"equipe\", au-moins = 5 } } }] }",
    )];
    let made = norm(&Trial {
        criteria: &criteria,
        rules: &rules,
        ..Trial::default()
    });
    for (date, status, since) in [
        ("2021-12-31", "non-demontre", None),
        ("2022-01-01", "conforme", Some("2022-01-01")),
        ("2025-12-31", "conforme", Some("2022-01-01")),
        ("2026-01-01", "non-conforme", Some("2026-01-01")),
    ] {
        let table = format!(
            "[[cas]]\nnom = \"{date}\"\ncalcul = \"4 personnes ; 3 demandées depuis 2022, 5 depuis 2026, rien avant\"\ndate = {date}\nfaits = {{ equipe = 4 }}\nattendu = {{ criteres = {{ A1 = \"{status}\" }} }}\n"
        );
        cases::run(&made, &table);
        // the assessment says which of them it used
        let results = assess(&cases::first(&made, &table)).unwrap();
        let trace = results.criteria[0].elements()[0].trace.clone().unwrap();
        assert_eq!(trace.since.map(|day| day.to_string()).as_deref(), since, "{date}");
    }
}

#[test]
fn r24_each_version_and_each_revision_keeps_its_own_rules() {
    let two = [(
        "A1",
        "[[critere.element]]\nid = \"a\"\nlibelle = \"a\"\naction = \"f\"\neffort = 1\n[[critere.element]]\nid = \"b\"\nlibelle = \"b\"\naction = \"f\"\neffort = 1\n",
    )];
    let found = "constats = [{ critere = \"A1\", element = \"a\", cote = \"partielle\" }, { critere = \"A1\", element = \"b\", cote = \"en-place\" }]";
    let scale = "[politique.echelle]\nmin = 1\nmax = 4\nunite = \"sur 4\"\n";
    let levels = [
        ("absente", "valeur = 1"),
        ("partielle", "valeur = 3"),
        ("en-place", "valeur = 4"),
        ("evaluee", "valeur = 4"),
    ];
    let v1 = Trial {
        keys: "credit-partiel = \"niveau\"\narrondi = { decimales = 0, a = \"critere\" }",
        tables: scale,
        levels: &levels,
        rules: &two,
        version: "2023.0.0",
        ..Trial::default()
    };
    let v2 = Trial {
        keys: "credit-partiel = \"niveau\"\narrondi = { decimales = 2, a = \"critere\", mode = \"bas\" }",
        version: "2024.0.0",
        ..v1
    };
    for (trial, value) in [(&v1, "4"), (&v2, "7/2")] {
        cases::run(
            &norm(trial),
            &format!(
                "[[cas]]\nnom = \"{}\"\ncalcul = \"(3 + 4) / 2 = 7/2, arrondi à l’entier ou à deux décimales vers le bas\"\n{found}\nattendu = {{ valeurs = {{ A1 = \"{value}\" }} }}\n",
                trial.version
            ),
        );
    }
    // the same, as a dated revision within one version
    let tables = format!(
        "{scale}[[politique.revision]]\ndepuis = 2024-10-09\nsource = \"S1\"\narrondi = {{ decimales = 2, a = \"critere\", mode = \"bas\" }}\n"
    );
    let made = norm(&Trial {
        tables: &tables,
        ..v1
    });
    for (date, value, revisions) in [("2024-10-08", "4", 0), ("2024-10-09", "7/2", 1)] {
        let table = format!(
            "[[cas]]\nnom = \"{date}\"\ncalcul = \"la révision vaut à partir du 9 octobre 2024\"\ndate = {date}\n{found}\nattendu = {{ valeurs = {{ A1 = \"{value}\" }} }}\n"
        );
        cases::run(&made, &table);
        assert_eq!(
            assess(&cases::first(&made, &table)).unwrap().revisions.len(),
            revisions
        );
    }
}
