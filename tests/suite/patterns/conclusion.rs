//! R15 to R17 and R19: bands, points, ordered decisions, and how firm a conclusion is.

use crate::cases;

use super::{Trial, norm};

#[test]
fn r15_bands_with_bounds_that_are_said() {
    let list = [("A1", "A")];
    let levels = [
        ("absente", "valeur = 0"),
        ("partielle", "valeur = 0.3"),
        ("en-place", "valeur = 0.3005"),
        ("evaluee", "valeur = 0.301"),
    ];
    let criteria = [("A1", "poids = 1000")];
    let chapters = "[[chapitre]]\nid = \"A\"\ntitre = \"A\"\npresentation = \"p\"\n";
    let closed = "[[politique.bande]]\nlibelle = \"Initial\"\na-partir-de = 1\njusqu-a = 300\ntexte = \"t\"\n[[politique.bande]]\nlibelle = \"Progression\"\na-partir-de = 301\njusqu-a = 500\ntexte = \"t\"\n";
    let open = closed
        .replace("jusqu-a = 300\n", "")
        .replace("jusqu-a = 500\n", "");
    for (tables, labels) in [
        (closed, ["aucune", "Initial", "aucune", "Progression"]),
        (open.as_str(), ["aucune", "Initial", "Initial", "Progression"]),
    ] {
        let trial = Trial {
            keys: "agregation = \"somme\"\ncredit-partiel = \"niveau\"",
            tables,
            levels: &levels,
            list: &list,
            criteria: &criteria,
            chapters,
            ..Trial::default()
        };
        let made = norm(&trial);
        for ((level, points), label) in [
            ("absente", "0"),
            ("partielle", "300"),
            ("en-place", "601/2"),
            ("evaluee", "301"),
        ]
        .into_iter()
        .zip(labels)
        {
            cases::run(
                &made,
                &format!(
                    "[[cas]]\nnom = \"{points} points\"\ncalcul = \"1000 × la valeur du niveau\"\nconstats = [{{ critere = \"A1\", element = \"a\", cote = \"{level}\" }}]\nattendu = {{ score = \"{points}\", bande = \"{label}\" }}\n"
                ),
            );
        }
    }
    // a threshold hit exactly, and missed by a hair that rounding would cross
    let names: Vec<String> = (1..=250).map(|k| format!("A{k}")).collect();
    let list: Vec<(&str, &str)> = names.iter().map(|id| (id.as_str(), "A")).collect();
    let tables = "[[politique.bande]]\nlibelle = \"partielle\"\na-partir-de = \"0 %\"\ntexte = \"t\"\n[[politique.bande]]\nlibelle = \"totale\"\na-partir-de = \"100 %\"\ntexte = \"t\"\n[[politique.conclusion]]\nid = \"total\"\nsi = { score = { au-moins = \"99.6 %\" } }\ntitre = \"t\"\ntexte = \"t\"\n[[politique.conclusion]]\nid = \"autre\"\ntitre = \"t\"\ntexte = \"t\"\n";
    cases::run(
        &norm(&Trial {
            list: &list,
            chapters,
            tables,
            ..Trial::default()
        }),
        r#"
        [[cas]]
        nom = "99,6 %, tout juste"
        calcul = "249/250 = 99,6 % : le seuil est atteint, et pourtant ce n’est pas 100 %"
        defaut = "conforme"
        constats = [{ critere = "A1", statut = "non-conforme" }]
        attendu = { score = "249/250", bande = "partielle", conclusion = "total" }
        [[cas]]
        nom = "tout"
        calcul = "250/250"
        defaut = "conforme"
        attendu = { score = "1", bande = "totale" }
        [[cas]]
        nom = "248 sur 250"
        calcul = "99,2 % < 99,6 %"
        defaut = "conforme"
        constats = [{ critere = "A1", statut = "non-conforme" }, { critere = "A2", statut = "non-conforme" }]
        attendu = { score = "124/125", bande = "partielle", conclusion = "autre" }
        "#,
    );
}

#[test]
fn r16_a_band_with_two_inputs() {
    let criteria = [("A1", "importance = \"imperatif\"")];
    let tables = "[[politique.bande]]\nlibelle = \"D\"\na-partir-de = \"0 %\"\ntexte = \"t\"\n[[politique.bande]]\nlibelle = \"C\"\na-partir-de = \"50 %\"\ntexte = \"t\"\n[[politique.bande]]\nlibelle = \"A\"\na-partir-de = \"75 %\"\nsi = { satisfaits = { imperatif = { au-moins = \"100 %\" } } }\ntexte = \"t\"\n";
    cases::run(
        &norm(&Trial {
            criteria: &criteria,
            tables,
            ..Trial::default()
        }),
        r#"
        [[cas]]
        nom = "assez haut, impératif tenu"
        calcul = "A : (1 + 0)/2, B : 1, ensemble 3/4 ; impératifs 1 sur 1"
        defaut = "conforme"
        constats = [{ critere = "A2", statut = "non-conforme" }]
        attendu = { score = "3/4", bande = "A" }
        [[cas]]
        nom = "assez haut, impératif manqué"
        calcul = "même score, impératifs 0 sur 1 : la bande en dessous"
        defaut = "conforme"
        constats = [{ critere = "A1", statut = "non-conforme" }]
        attendu = { score = "3/4", bande = "C" }
        [[cas]]
        nom = "impératif non applicable"
        calcul = "rien à tenir : la condition ne retient rien"
        defaut = "conforme"
        constats = [{ critere = "A1", statut = "non-applicable" }]
        attendu = { score = "1", bande = "A" }
        "#,
    );
}

#[test]
fn r17_negative_points() {
    let levels = [
        ("absente", "valeur = -30"),
        ("partielle", "valeur = 0"),
        ("en-place", "valeur = 5"),
        ("evaluee", "valeur = 10"),
    ];
    let trial = Trial {
        keys: "agregation = \"somme\"\ncredit-partiel = \"niveau\"",
        tables: "[politique.echelle]\nmin = -30\nmax = 10\nunite = \"points\"\n[[politique.bande]]\nlibelle = \"retenue\"\na-partir-de = -90\ntexte = \"t\"\n[[politique.bande]]\nlibelle = \"prime\"\na-partir-de = 1\ntexte = \"t\"\n",
        levels: &levels,
        ..Trial::default()
    };
    cases::run(
        &norm(&trial),
        r#"
        [[cas]]
        nom = "un E efface deux A"
        calcul = "10 + 10 − 30 = −10"
        constats = [{ critere = "A1", element = "a", cote = "evaluee" }, { critere = "A2", element = "a", cote = "evaluee" }, { critere = "B1", element = "a", cote = "absente" }]
        attendu = { score = "-10", bande = "retenue" }
        [[cas]]
        nom = "non applicable : hors du compte"
        calcul = "10 + 5"
        constats = [{ critere = "A1", element = "a", cote = "evaluee" }, { critere = "A2", element = "a", cote = "en-place" }, { critere = "B1", statut = "non-applicable" }]
        attendu = { score = "15", bande = "prime" }
        [[cas]]
        nom = "non évalué : de −30 à 10"
        calcul = "10 + 5 + [−30, 10]"
        constats = [{ critere = "A1", element = "a", cote = "evaluee" }, { critere = "A2", element = "a", cote = "en-place" }]
        attendu = { score = ["-15", "25"], bande = "aucune" }
        "#,
    );
}

#[test]
fn r19_decisions_are_an_ordered_list() {
    let rule = |id: &str, genres: &str, cond: &str| {
        format!("[[politique.conclusion]]\nid = \"{id}\"\n{genres}\n{cond}\ntitre = \"t\"\ntexte = \"t\"\n")
    };
    let tables = rule(
        "delivrer",
        "cycles = [\"initial\"]",
        "si = { constats = { NC-MAJ = { au-plus = 0 }, NC-MIN = { au-plus = 0 } } }",
    ) + &rule(
        "delivrer-avec-plan",
        "cycles = [\"initial\"]",
        "si = { constats = { NC-MAJ = { au-plus = 0 } } }",
    ) + &rule(
        "maintenir",
        "cycles = [\"suivi\", \"renouvellement\"]",
        "si = { constats = { NC-MAJ = { au-plus = 0 } }, non-levees = { au-plus = 0 }, chapitres = { A = { au-moins = \"50 %\" } } }",
    ) + &rule("suspendre", "cycles = [\"suivi\", \"renouvellement\"]", "")
        + &rule("refuser", "", "");
    cases::run(
        &norm(&Trial {
            tables: &tables,
            ..Trial::default()
        }),
        r#"
        [[cas]]
        nom = "tout est conforme"
        calcul = "première règle"
        defaut = "conforme"
        attendu = { conclusion = "delivrer" }
        [[cas]]
        nom = "une mineure"
        calcul = "la première ne tient pas, la deuxième oui"
        defaut = "conforme"
        constats = [{ critere = "A1", nature = "NC-MIN" }]
        attendu = { conclusion = "delivrer-avec-plan" }
        [[cas]]
        nom = "une majeure"
        calcul = "la dernière"
        defaut = "conforme"
        constats = [{ critere = "A1", nature = "NC-MAJ" }]
        attendu = { conclusion = "refuser" }
        [[cas]]
        nom = "au suivi, tout va"
        calcul = "aucune majeure, rien de l’audit précédent, A à 100 %"
        cycle = "suivi"
        precedent = { A1 = "NC-MIN" }
        defaut = "conforme"
        attendu = { conclusion = "maintenir" }
        [[cas]]
        nom = "au suivi, une ancienne est encore là"
        calcul = "non-levees = 1"
        cycle = "suivi"
        precedent = { A1 = "NC-MIN" }
        defaut = "conforme"
        constats = [{ critere = "A1", nature = "NC-MIN" }]
        attendu = { conclusion = "suspendre" }
        [[cas]]
        nom = "au suivi, le chapitre A est trop bas"
        calcul = "A : 0 sur 2"
        cycle = "suivi"
        defaut = "conforme"
        constats = [{ critere = "A1", nature = "NC-MIN" }, { critere = "A2", nature = "NC-MIN" }]
        attendu = { conclusion = "suspendre" }
        [[cas]]
        nom = "rien n’est fini"
        calcul = "A2 et B1 non évalués : pas de décision"
        constats = [{ critere = "A1", statut = "conforme" }]
        attendu = { conclusion = "aucune" }
        "#,
    );
}

#[test]
fn a_conclusion_is_robust_or_says_what_would_turn_it() {
    let tables = "[[politique.conclusion]]\nid = \"pret\"\nsi = { constats = { NC-MAJ = { au-plus = 0 } }, score = { au-moins = \"50 %\" } }\ntitre = \"t\"\ntexte = \"t\"\n[[politique.conclusion]]\nid = \"pas-pret\"\ntitre = \"t\"\ntexte = \"t\"\n";
    cases::run(
        &norm(&Trial {
            tables,
            ..Trial::default()
        }),
        r#"
        [[cas]]
        nom = "tout conforme : une seule majeure suffirait"
        calcul = "non conforme peut être majeure (natures de la table), sur chacun des trois"
        defaut = "conforme"
        attendu = { conclusion = "pret", bascules = ["A1", "A2", "B1"] }
        [[cas]]
        nom = "deux majeures : robuste"
        calcul = "en lever une laisse l’autre"
        defaut = "conforme"
        constats = [{ critere = "A1", nature = "NC-MAJ" }, { critere = "A2", nature = "NC-MAJ" }]
        attendu = { conclusion = "pas-pret", bascules = [] }
        [[cas]]
        nom = "une majeure : elle seule"
        calcul = "A1 conforme, non démontré ou écarté : plus de majeure, score 1 ou plus de 1/2"
        defaut = "conforme"
        constats = [{ critere = "A1", nature = "NC-MAJ" }]
        attendu = { conclusion = "pas-pret", bascules = ["A1"] }
        [[cas]]
        nom = "pas de conclusion, pas de bascule"
        calcul = "rien n’est évalué"
        attendu = { conclusion = "aucune", bascules = [] }
        "#,
    );
}
