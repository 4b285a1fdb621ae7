//! R5 to R9: how values go up, rounding, denominators, parts, what an imperative bounds.

use mediaudit_core::engine::{account, assess};

use crate::cases;

use super::{SCALE, Trial, norm};

#[test]
fn r5_means_go_up_a_tree() {
    let chapters = "[[chapitre]]\nid = \"A\"\ntitre = \"A\"\npresentation = \"p\"\npoids = 3\n[[chapitre]]\nid = \"A-a\"\nparent = \"A\"\ntitre = \"Aa\"\npresentation = \"p\"\npoids = 2\n[[chapitre]]\nid = \"A-a-1\"\nparent = \"A-a\"\ntitre = \"Aa1\"\npresentation = \"p\"\n[[chapitre]]\nid = \"B\"\ntitre = \"B\"\npresentation = \"p\"\n";
    let list = [("A1", "A-a-1"), ("A2", "A-a-1"), ("A3", "A"), ("B1", "B")];
    let criteria = [("A1", "poids = 2")];
    let found = r#"constats = [{ critere = "A1", statut = "conforme" }, { critere = "A2", statut = "non-conforme" }, { critere = "A3", statut = "non-conforme" }, { critere = "B1", statut = "conforme" }]"#;
    let weighted = Trial {
        chapters,
        list: &list,
        criteria: &criteria,
        ..Trial::default()
    };
    cases::run(
        &norm(&weighted),
        &format!(
            "[[cas]]\nnom = \"pondérée\"\ncalcul = \"A-a-1 : 2/3 ; A-a : 2/3 ; A : (2 × 2/3 + 1 × 0) / 3 = 4/9 ; ensemble (3 × 4/9 + 1) / 4 = 7/12\"\n{found}\nattendu = {{ chapitres = {{ A-a-1 = \"2/3\", A-a = \"2/3\", A = \"4/9\", B = \"1\" }}, score = \"7/12\" }}\n"
        ),
    );
    let plain = Trial {
        keys: "agregation = \"moyenne\"",
        ..weighted
    };
    cases::run(
        &norm(&plain),
        &format!(
            "[[cas]]\nnom = \"simple\"\ncalcul = \"A-a-1 : 1/2 ; A-a : 1/2 ; A : (1/2 + 0) / 2 = 1/4 ; ensemble (1/4 + 1) / 2 = 5/8\"\n{found}\nattendu = {{ chapitres = {{ A = \"1/4\" }}, score = \"5/8\" }}\n"
        ),
    );
    // one chapter with a rule of its own
    let own = chapters.replace(
        "titre = \"Aa\"\npresentation = \"p\"\npoids = 2\n",
        "titre = \"Aa\"\npresentation = \"p\"\npoids = 2\n[chapitre.politique]\nagregation = \"minimum\"\n",
    );
    cases::run(
        &norm(&Trial {
            chapters: &own,
            ..weighted
        }),
        &format!(
            "[[cas]]\nnom = \"minimum dans A-a et dessous\"\ncalcul = \"A-a-1 : min(1, 0) = 0 ; A-a : 0 ; A : 0 ; ensemble (3 × 0 + 1) / 4\"\n{found}\nattendu = {{ chapitres = {{ A-a = \"0\", A = \"0\" }}, score = \"1/4\" }}\n"
        ),
    );
}

#[test]
fn r6_rounding_says_how_and_where() {
    // A1 is worth (2 + 4 + 4) / 3 = 10/3, A2 (2 + 4) / 2 = 3, B1 (1 + 2) / 2 = 3/2
    let elements = |n: usize| {
        ["a", "b", "c"][..n]
            .iter()
            .map(|id| {
                format!("[[critere.element]]\nid = \"{id}\"\nlibelle = \"x\"\naction = \"f\"\neffort = 1\n")
            })
            .collect::<String>()
    };
    let (three, two) = (elements(3), elements(2));
    let rules = [("A1", three.as_str()), ("A2", two.as_str()), ("B1", two.as_str())];
    let found = r#"constats = [
        { critere = "A1", element = "a", cote = "partielle" }, { critere = "A1", element = "b", cote = "en-place" }, { critere = "A1", element = "c", cote = "en-place" },
        { critere = "A2", element = "a", cote = "partielle" }, { critere = "A2", element = "b", cote = "en-place" },
        { critere = "B1", element = "a", cote = "absente" }, { critere = "B1", element = "b", cote = "partielle" },
    ]"#;
    // how, where, worth of A1 and B1, chapter A, the whole
    let table = [
        ("{ decimales = 0 }", "10/3", "3/2", "19/6", "7/3"),
        ("{ decimales = 0, a = \"critere\" }", "3", "2", "3", "5/2"),
        (
            "{ decimales = 0, a = \"critere\", mode = \"demi-pair\" }",
            "3",
            "2",
            "3",
            "5/2",
        ),
        (
            "{ decimales = 0, a = \"critere\", mode = \"bas\" }",
            "3",
            "1",
            "3",
            "2",
        ),
        (
            "{ decimales = 2, a = \"critere\", mode = \"bas\" }",
            "333/100",
            "3/2",
            "633/200",
            "933/400",
        ),
        ("{ decimales = 0, a = \"niveaux\" }", "3", "2", "3", "3"),
        (
            "{ decimales = 0, a = \"niveaux\", mode = \"demi-pair\" }",
            "3",
            "2",
            "3",
            "2",
        ),
        (
            "{ decimales = 1, a = \"niveaux\", mode = \"bas\" }",
            "33/10",
            "3/2",
            "31/10",
            "23/10",
        ),
        (
            "{ decimales = 0, mode = \"aucun\" }",
            "10/3",
            "3/2",
            "19/6",
            "7/3",
        ),
    ];
    for (rounding, a1, b1, a, whole) in table {
        let keys = format!("credit-partiel = \"niveau\"\narrondi = {rounding}");
        let trial = Trial {
            keys: &keys,
            tables: "[politique.echelle]\nmin = 1\nmax = 4\nunite = \"sur 4\"\n",
            levels: &SCALE,
            rules: &rules,
            ..Trial::default()
        };
        cases::run(
            &norm(&trial),
            &format!(
                "[[cas]]\nnom = '''{rounding}'''\ncalcul = \"A1 10/3, A2 3, B1 3/2 ; A (10/3 + 3)/2 ; ensemble (A + B)/2, arrondis comme dit\"\n{found}\nattendu = {{ valeurs = {{ A1 = \"{a1}\", B1 = \"{b1}\" }}, chapitres = {{ A = \"{a}\" }}, score = \"{whole}\" }}\n"
            ),
        );
    }
}

#[test]
fn r7_denominators_are_policies() {
    let found = r#"constats = [{ critere = "A1", statut = "conforme" }, { critere = "B1", statut = "non-conforme" }]"#;
    for (policy, score) in [
        ("bornes", "[\"1/4\", \"1/2\"]"),
        ("sort", "\"1/2\""),
        ("echec", "\"1/4\""),
    ] {
        let keys = format!("non-evalue = \"{policy}\"");
        cases::run(
            &norm(&Trial {
                keys: &keys,
                ..Trial::default()
            }),
            &format!(
                "[[cas]]\nnom = \"non évalué : {policy}\"\ncalcul = \"A : A1 = 1, A2 selon la règle ; B : 0 ; moyenne des deux\"\n{found}\nattendu = {{ score = {score}, conclusion = \"aucune\", bande = \"aucune\" }}\n"
            ),
        );
    }
    // A1 (weight 3) conforms, A2 (weight 1) fails, A3 (weight 2) does not apply
    let list = [("A1", "A"), ("A2", "A"), ("A3", "A")];
    let criteria = [("A1", "poids = 3"), ("A3", "poids = 2")];
    let chapters = "[[chapitre]]\nid = \"A\"\ntitre = \"A\"\npresentation = \"p\"\n";
    let found = r#"constats = [{ critere = "A1", statut = "conforme" }, { critere = "A2", statut = "non-conforme" }, { critere = "A3", statut = "non-applicable" }]"#;
    for (policy, calculation, score) in [
        ("non-applicable = \"sort\"", "3 / 4", "3/4"),
        ("non-applicable = \"plein\"", "(3 + 2) / 6", "5/6"),
        (
            "non-applicable = \"cible\"\ncible = \"80 %\"",
            "(3 + 2 × 4/5) / 6",
            "23/30",
        ),
        ("non-applicable = \"egal\"", "poids 3 + 1 et 1 + 1 : 4 / 6", "2/3"),
        (
            "non-applicable = \"prorata\"",
            "poids 3 × 6/4 et 1 × 6/4 : 9/2 / 6",
            "3/4",
        ),
    ] {
        let trial = Trial {
            keys: policy,
            list: &list,
            criteria: &criteria,
            chapters,
            ..Trial::default()
        };
        cases::run(
            &norm(&trial),
            &format!(
                "[[cas]]\nnom = '''{policy}'''\ncalcul = \"{calculation}\"\n{found}\nattendu = {{ score = \"{score}\" }}\n"
            ),
        );
    }
    // points: redistributing keeps the maximum, dropping lowers it
    for (policy, calculation, score, out_of) in [
        ("non-applicable = \"sort\"", "3 sur 4", "3", "4"),
        ("non-applicable = \"egal\"", "4 sur 6", "4", "6"),
        ("non-applicable = \"prorata\"", "9/2 sur 6", "9/2", "6"),
    ] {
        let keys = format!("agregation = \"somme\"\n{policy}");
        let trial = Trial {
            keys: &keys,
            list: &list,
            criteria: &criteria,
            chapters,
            ..Trial::default()
        };
        let made = norm(&trial);
        let table = format!(
            "[[cas]]\nnom = '''{policy}'''\ncalcul = \"{calculation}\"\n{found}\nattendu = {{ score = \"{score}\" }}\n"
        );
        cases::run(&made, &table);
        let results = assess(&cases::first(&made, &table)).unwrap();
        assert_eq!(results.out_of.to_string(), out_of, "{policy}");
    }
    // nothing applies, nothing weighs, nothing is assessed
    let none = "ecartes = [\"A1\", \"A2\", \"B1\"]";
    for (keys, what, score) in [
        ("", none, "\"aucun\""),
        ("total-vide = \"zero\"", none, "\"0\""),
        ("total-vide = \"plein\"", none, "\"1\""),
        ("groupe-vide = \"zero\"", none, "\"0\""),
        ("groupe-vide = \"plein\"", none, "\"1\""),
        ("agregation = \"produit\"", none, "\"aucun\""),
        ("agregation = \"minimum\"", none, "\"aucun\""),
        ("agregation = \"somme\"", none, "\"aucun\""),
        ("agregation = \"tous\"", none, "\"aucun\""),
        ("non-applicable = \"egal\"", none, "\"aucun\""),
        ("non-applicable = \"prorata\"", none, "\"aucun\""),
        ("non-applicable = \"plein\"", none, "\"1\""),
        ("", "", "[\"0\", \"1\"]"),
        ("non-evalue = \"sort\"", "", "\"aucun\""),
        ("non-evalue = \"echec\"", "", "\"0\""),
    ] {
        cases::run(
            &norm(&Trial {
                keys,
                ..Trial::default()
            }),
            &format!(
                "[[cas]]\nnom = '''rien : {keys}'''\ncalcul = \"aucun critère ne compte, ou aucun n’est évalué\"\n{what}\nattendu = {{ score = {score}, conclusion = \"{}\" }}\n",
                if what.is_empty() { "aucune" } else { "fin" }
            ),
        );
    }
    let zero = [("A1", "poids = 0"), ("A2", "poids = 0")];
    for (keys, score, a) in [
        ("poids-nul = \"zero\"", "0", "\"aucun\""),
        ("poids-nul = \"un\"", "1/4", "\"1/2\""),
    ] {
        cases::run(
            &norm(&Trial {
                keys,
                criteria: &zero,
                ..Trial::default()
            }),
            &format!(
                "[[cas]]\nnom = '''poids nuls : {keys}'''\ncalcul = \"A : deux poids de 0 ; B : 0\"\nconstats = [{{ critere = \"A1\", statut = \"conforme\" }}, {{ critere = \"A2\", statut = \"non-conforme\" }}, {{ critere = \"B1\", statut = \"non-conforme\" }}]\nattendu = {{ chapitres = {{ A = {a} }}, score = \"{score}\" }}\n"
            ),
        );
    }
    // what an inconsistent figure counts for
    let rate = [(
        "A1",
        "si = { taux = { de = \"equipe\", sur = \"equipe\", au-moins = \"50 %\" } }\ndeclaration-suffit = true",
    )];
    let automatic = [("A1", "juge = \"automatique\"")];
    for (keys, score) in [("erreur = \"echec\"", "1/4"), ("erreur = \"sort\"", "1/2")] {
        cases::run(
            &norm(&Trial {
                keys,
                criteria: &automatic,
                rules: &rate,
                ..Trial::default()
            }),
            &format!(
                "[[cas]]\nnom = '''{keys}'''\ncalcul = \"A1 : -1 sur -1, incohérent ; A2 conforme ; B1 non conforme\"\nfaits = {{ equipe = -1 }}\nconstats = [{{ critere = \"A2\", statut = \"conforme\" }}, {{ critere = \"B1\", statut = \"non-conforme\" }}]\nattendu = {{ criteres = {{ A1 = \"non-demontre\" }}, score = \"{score}\" }}\n"
            ),
        );
    }
}

#[test]
fn r8_a_part_for_what_is_partly_met() {
    let two = "[[critere.element]]\nid = \"a\"\nlibelle = \"a\"\naction = \"f\"\neffort = 1\n[[critere.element]]\nid = \"b\"\nlibelle = \"b\"\naction = \"f\"\neffort = 1\n[[critere.element]]\nid = \"c\"\nlibelle = \"c\"\naction = \"f\"\neffort = 1\n";
    let rules = [("A1", two)];
    for (credit, some, nothing) in [
        ("1/2", "1/2", "0"),
        ("0.25", "1/4", "0"),
        ("elements", "1/3", "0"),
        ("aucun", "0", "0"),
    ] {
        let keys = format!("credit-partiel = \"{credit}\"");
        cases::run(
            &norm(&Trial {
                keys: &keys,
                rules: &rules,
                ..Trial::default()
            }),
            &format!(
                "[[cas]]\nnom = \"un élément sur trois : {credit}\"\ncalcul = \"1 satisfait, 2 non\"\nconstats = [{{ critere = \"A1\", element = \"a\", etat = \"satisfait\" }}, {{ critere = \"A1\", element = \"b\", etat = \"non-satisfait\" }}, {{ critere = \"A1\", element = \"c\", etat = \"non-satisfait\" }}]\nattendu = {{ valeurs = {{ A1 = \"{some}\" }} }}\n[[cas]]\nnom = \"aucun : {credit}\"\ncalcul = \"rien n’est satisfait\"\nconstats = [{{ critere = \"A1\", element = \"a\", etat = \"non-satisfait\" }}]\nattendu = {{ valeurs = {{ A1 = \"{nothing}\" }} }}\n"
            ),
        );
    }
}

#[test]
fn r9_an_imperative_bounds_the_score_and_asks_for_a_form() {
    let imperative = [("A1", "importance = \"imperatif\"")];
    for (gate, fails, open) in [
        (
            "forme = \"plafond\"\nplafond = \"50 %\"",
            "1/2",
            "[\"1/2\", \"1\"]",
        ),
        ("forme = \"minimum\"", "0", "[\"0\", \"1\"]"),
        ("forme = \"produit\"", "0", "[\"0\", \"1\"]"),
        ("forme = \"tous\"", "0", "[\"0\", \"1\"]"),
    ] {
        let tables = format!(
            "[[politique.porte]]\nid = \"p\"\nlibelle = \"Impératifs\"\nimportance = \"imperatif\"\n{gate}\n"
        );
        cases::run(
            &norm(&Trial {
                criteria: &imperative,
                tables: &tables,
                ..Trial::default()
            }),
            &format!(
                "[[cas]]\nnom = '''échoue : {gate}'''\ncalcul = \"sans la porte : A 1/2, B 1, ensemble 3/4\"\ndefaut = \"conforme\"\nconstats = [{{ critere = \"A1\", statut = \"non-conforme\" }}]\nattendu = {{ score = \"{fails}\" }}\n[[cas]]\nnom = '''franchie : {gate}'''\ncalcul = \"tout est conforme\"\ndefaut = \"conforme\"\nattendu = {{ score = \"1\" }}\n[[cas]]\nnom = '''ouverte : {gate}'''\ncalcul = \"A1 non évalué : A [1/2, 1], ensemble [3/4, 1], la porte pourrait se fermer\"\nconstats = [{{ critere = \"A2\", statut = \"conforme\" }}, {{ critere = \"B1\", statut = \"conforme\" }}]\nattendu = {{ score = {open} }}\n[[cas]]\nnom = '''sans objet : {gate}'''\ncalcul = \"A1 ne s’applique pas : la porte n’a rien à regarder\"\ndefaut = \"conforme\"\nconstats = [{{ critere = \"A1\", statut = \"non-applicable\" }}]\nattendu = {{ score = \"1\" }}\n"
            ),
        );
    }
    let tables = "[politique.fiche]\nimportances = [\"imperatif\"]\n[[politique.fiche.champ]]\nid = \"causes\"\nlibelle = \"Causes\"\n[[politique.fiche.champ]]\nid = \"pilote\"\nlibelle = \"Pilote\"\n";
    cases::run(
        &norm(&Trial {
            criteria: &imperative,
            tables,
            ..Trial::default()
        }),
        r#"
        [[cas]]
        nom = "sans fiche, pas de conclusion"
        calcul = "A1 impératif échoue, aucune fiche"
        defaut = "conforme"
        constats = [{ critere = "A1", statut = "non-conforme" }]
        attendu = { conclusion = "aucune" }
        [[cas]]
        nom = "fiche à moitié remplie"
        calcul = "il manque le pilote"
        defaut = "conforme"
        constats = [{ critere = "A1", statut = "non-conforme", fiche = { causes = "Un départ.", pilote = "  " } }]
        attendu = { conclusion = "aucune" }
        [[cas]]
        nom = "fiche remplie"
        calcul = "les deux champs sont écrits"
        defaut = "conforme"
        constats = [{ critere = "A1", statut = "non-conforme", fiche = { causes = "Un départ.", pilote = "directrice" } }]
        attendu = { conclusion = "fin" }
        [[cas]]
        nom = "un exigible n’en demande pas"
        calcul = "B1 n’est pas impératif"
        defaut = "conforme"
        constats = [{ critere = "B1", statut = "non-conforme" }]
        attendu = { conclusion = "fin" }
        "#,
    );
}

#[test]
fn aggregations_on_all_small_groups() {
    // every assignment of three statuses to A1 (weight 2), A2 (weight 1), with B1 set aside: values worked out from their definitions
    for (name, of_all) in [
        (
            "moyenne-ponderee",
            (|v: &[(i64, i64)]| {
                (
                    v.iter().map(|(w, x)| w * x).sum::<i64>(),
                    v.iter().map(|(w, _)| w).sum::<i64>(),
                )
            }) as fn(&[(i64, i64)]) -> (i64, i64),
        ),
        ("moyenne", |v| {
            (v.iter().map(|(_, x)| x).sum(), i64::try_from(v.len()).unwrap())
        }),
        ("minimum", |v| (v.iter().map(|(_, x)| *x).min().unwrap(), 1)),
        ("produit", |v| (v.iter().map(|(_, x)| x).product(), 1)),
        ("somme", |v| (v.iter().map(|(w, x)| w * x).sum(), 1)),
        ("tous", |v| (i64::from(v.iter().all(|(_, x)| *x == 1)), 1)),
    ] {
        let keys = format!("agregation = \"{name}\"");
        let criteria = [("A1", "poids = 2")];
        let made = norm(&Trial {
            keys: &keys,
            criteria: &criteria,
            ..Trial::default()
        });
        for first in ["conforme", "non-conforme", "non-applicable"] {
            for second in ["conforme", "non-conforme", "non-applicable"] {
                let values: Vec<(i64, i64)> = [(2, first), (1, second)]
                    .into_iter()
                    .filter(|(_, s)| *s != "non-applicable")
                    .map(|(w, s)| (w, i64::from(s == "conforme")))
                    .collect();
                let expected = if values.is_empty() {
                    "aucun".to_owned()
                } else {
                    let (part, whole) = of_all(&values);
                    format!("{part}/{whole}")
                };
                let table = format!(
                    "[[cas]]\nnom = \"{name} : {first}, {second}\"\ncalcul = \"la définition, sur {values:?}\"\necartes = [\"B1\"]\nconstats = [{{ critere = \"A1\", statut = \"{first}\" }}, {{ critere = \"A2\", statut = \"{second}\" }}]\nattendu = {{ chapitres = {{ A = \"{expected}\" }} }}\n"
                );
                cases::run(&made, &table);
                let inputs = cases::first(&made, &table);
                let results = assess(&inputs).unwrap();
                let a = &results.chapters[0];
                assert_eq!(account::chapter(&inputs, &results, &a.id).unwrap().value, a.score);
            }
        }
    }
}
