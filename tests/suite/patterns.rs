//! The 24 patterns of rules that schemes use (`norms/README.md`, « Barèmes et décisions »), each with its table of cases, worked out by hand.

use mediaudit::engine::{account, assess};
use mediaudit::kernel::{Cycle, Date};
use mediaudit::norm::Norm;

use crate::cases;

/// A norm of two chapters: `A` with A1 and A2, `B` with B1; what a test adds to the policy, to the chapters and to the criteria.
#[derive(Default)]
struct Trial<'a> {
    /// Keys of `[politique]`, before its sub-tables; `agregation` and `arrondi` have defaults.
    keys: &'a str,
    /// Sub-tables of `[politique]`.
    tables: &'a str,
    /// Keys of each criterion, by id.
    criteria: &'a [(&'a str, &'a str)],
    /// Sub-tables of each criterion, and the rule of its element, by id.
    rules: &'a [(&'a str, &'a str)],
    /// Keys of each level.
    levels: &'a [(&'a str, &'a str)],
    /// Replaces the two chapters.
    chapters: &'a str,
    /// Which criteria there are, with their chapter.
    list: &'a [(&'a str, &'a str)],
    /// Sub-tables of NC-MAJ.
    major: &'a str,
    version: &'a str,
}

fn of<'a>(table: &[(&str, &'a str)], id: &str) -> &'a str {
    table
        .iter()
        .find(|(key, _)| *key == id)
        .map_or("", |(_, text)| text)
}

fn norm(trial: &Trial<'_>) -> Norm {
    let version = if trial.version.is_empty() {
        "1.0.0"
    } else {
        trial.version
    };
    let mut text = format!(
        "schema = 1\n[norme]\nid = \"essai\"\ntitre = \"Essai\"\nedition = \"essai\"\nversion = \"{version}\"\nstatut = \"essai\"\navertissement = \"Essai.\"\nlangue = \"fr\"\n[[source]]\ncle = \"S1\"\ntitre = \"Source\"\nlu-le = 2026-01-01\n"
    );
    for level in ["absente", "partielle", "en-place", "evaluee"] {
        text += &format!(
            "[[niveau]]\nid = \"{level}\"\nlibelle = \"{level}\"\ntexte = \"t\"\n{}\n",
            of(trial.levels, level)
        );
    }
    for (code, rank, bad) in [("NC-MAJ", 50, true), ("NC-MIN", 40, true), ("PS", 20, false)] {
        text += &format!(
            "[[constat]]\ncode = \"{code}\"\nlibelle = \"{code}\"\nrang = {rank}\nbloquant = {bad}\nnon-conformite = {bad}\ntexte = \"t\"\n{}\n",
            if code == "NC-MAJ" { trial.major } else { "" }
        );
    }
    text += "[[fait]]\ncle = \"equipe\"\nlibelle = \"Équipe\"\ntype = \"entier\"\naide = \"a\"\n[[fait]]\ncle = \"sous-traitant\"\nlibelle = \"Sous-traitant\"\ntype = \"booleen\"\naide = \"a\"\n";
    text += "[[type-preuve]]\nid = \"regle\"\nlibelle = \"Règle\"\naide = \"a\"\nvalidite = \"P3Y\"\nmodalites = [\"document\", \"entretien\", \"observation\"]\n";
    text += if trial.chapters.is_empty() {
        "[[chapitre]]\nid = \"A\"\ntitre = \"A\"\npresentation = \"p\"\n[[chapitre]]\nid = \"B\"\ntitre = \"B\"\npresentation = \"p\"\n"
    } else {
        trial.chapters
    };
    let list: &[(&str, &str)] = if trial.list.is_empty() {
        &[("A1", "A"), ("A2", "A"), ("B1", "B")]
    } else {
        trial.list
    };
    for (id, chapter) in list {
        let keys = of(trial.criteria, id);
        let or = |key: &str, line: &str| {
            if keys.contains(key) {
                String::new()
            } else {
                format!("{line}\n")
            }
        };
        let rules = of(trial.rules, id);
        text += &format!(
            "[[critere]]\nid = \"{id}\"\nchapitre = \"{chapter}\"\ntitre = \"{id}\"\nexigence = \"e\"\nenjeu = \"e\"\nconfiance = \"C\"\n{}{}{keys}\n",
            or("importance", "importance = \"exigible\""),
            or("juge", "juge = \"humain\""),
        );
        if rules.contains("[[critere.element]]") {
            text += rules;
        } else {
            text += &format!(
                "[[critere.element]]\nid = \"a\"\nlibelle = \"a\"\naction = \"f\"\neffort = 1\n{rules}\n"
            );
        }
    }
    let or = |key: &str, line: &str| {
        if trial.keys.contains(key) {
            String::new()
        } else {
            format!("{line}\n")
        }
    };
    text += &format!(
        "[politique]\n{}{}part-grave = \"0\"\n{}\n{}\n",
        or("agregation", "agregation = \"moyenne-ponderee\""),
        or("arrondi", "arrondi = { decimales = 0 }"),
        trial.keys,
        if trial.tables.contains("[politique.natures") {
            String::new()
        } else {
            ["imperatif", "exigible", "recommande"]
                .map(|i| format!("[politique.natures.{i}]\nnon-conforme-grave = \"NC-MAJ\"\nnon-conforme = \"NC-MIN\"\nnon-demontre = \"PS\"\n"))
                .concat()
        }
    );
    text += trial.tables;
    if !trial.tables.contains("[[politique.conclusion]]") {
        text += "\n[[politique.conclusion]]\nid = \"fin\"\ntitre = \"Fin\"\ntexte = \"t\"\n";
    }
    text += "\n[[profil]]\nid = \"tout\"\ntitre = \"Tout\"\ndescription = \"d\"\ntout = true\n";
    cases::from_text(&text)
}

#[test]
fn r1_five_statuses_and_two_of_them_never_merged() {
    cases::run(
        &norm(&Trial::default()),
        r#"
        [[cas]]
        nom = "non évalué et non applicable"
        calcul = "A : A1 conforme 1, A2 non évalué [0, 1] → [1/2, 1] ; B : sans objet, sort ; ensemble [1/2, 1]"
        constats = [{ critere = "A1", statut = "conforme" }, { critere = "B1", statut = "non-applicable" }]
        attendu = { statuts = { conforme = 1, non-evalue = 1, non-applicable = 1 }, score = ["1/2", "1"], conclusion = "aucune" }
        [[cas]]
        nom = "non démontré et non conforme"
        calcul = "A : (1 + 0) / 2 ; B : 0 ; ensemble (1/2 + 0) / 2"
        constats = [{ critere = "A1", statut = "conforme" }, { critere = "A2", statut = "non-conforme" }, { critere = "B1", statut = "non-demontre" }]
        attendu = { statuts = { conforme = 1, non-conforme = 1, non-demontre = 1 }, score = "1/4", conclusion = "fin" }
        "#,
    );
}

#[test]
fn r2_not_applicable_is_refused_where_it_is_forbidden() {
    let flagged = [("A1", "na-interdit = true")];
    cases::run(
        &norm(&Trial {
            criteria: &flagged,
            ..Trial::default()
        }),
        r#"
        [[cas]]
        nom = "écarter le critère protégé"
        calcul = "A1 ne s'écarte pas : rien n'en est dit, non évalué ; A2 s'écarte"
        ecartes = ["A1", "A2"]
        constats = [{ critere = "B1", statut = "conforme" }]
        attendu = { criteres = { A1 = "non-evalue", A2 = "non-applicable" }, conclusion = "aucune" }
        [[cas]]
        nom = "tous les éléments écartés par l'auditeur"
        calcul = "A2 : ses éléments ne s'appliquent pas, donc lui non plus ; A1 protégé : reste à montrer"
        constats = [{ critere = "A1", element = "a", etat = "non-applicable" }, { critere = "A2", element = "a", etat = "non-applicable" }]
        attendu = { criteres = { A1 = "non-demontre", A2 = "non-applicable" } }
        "#,
    );
    cases::run(
        &norm(&Trial {
            keys: "non-applicable = \"interdit\"",
            ..Trial::default()
        }),
        r#"
        [[cas]]
        nom = "interdit partout"
        calcul = "aucun critère ne s'écarte : trois non évalués"
        ecartes = ["A1", "A2", "B1"]
        attendu = { statuts = { non-evalue = 3 }, score = ["0", "1"] }
        "#,
    );
}

#[test]
fn r3_applicability_from_facts_cycle_and_date_and_reduced_weights() {
    let criteria = [
        (
            "A1",
            "poids = 4\napplicable-si = { fait = { cle = \"sous-traitant\", vaut = false } }\nen-vigueur = 2025-01-01",
        ),
        (
            "A2",
            "poids = 3\n[[critere.poids-si]]\nsi = { fait = { cle = \"equipe\", au-plus = 3 } }\npoids = 1",
        ),
        ("B1", "cycles = [\"suivi\"]"),
    ];
    cases::run(
        &norm(&Trial {
            criteria: &criteria,
            ..Trial::default()
        }),
        r#"
        [[cas]]
        nom = "grande équipe, premier audit"
        calcul = "A : (4 × 1 + 3 × 0) / 7 ; B1 ne se juge qu'au suivi ; ensemble 4/7"
        faits = { equipe = 12, sous-traitant = false }
        defaut = "conforme"
        constats = [{ critere = "A2", statut = "non-conforme" }, { critere = "B1", element = "a", etat = "satisfait" }]
        attendu = { criteres = { B1 = "non-applicable" }, chapitres = { A = "4/7" }, score = "4/7" }
        [[cas]]
        nom = "petite équipe : poids réduit"
        calcul = "A : (4 × 1 + 1 × 0) / 5"
        faits = { equipe = 3, sous-traitant = false }
        constats = [{ critere = "A1", statut = "conforme" }, { critere = "A2", statut = "non-conforme" }]
        attendu = { chapitres = { A = "4/5" } }
        [[cas]]
        nom = "sous-traitant"
        calcul = "A1 hors du champ : reste A2, 0 ; rien d'autre"
        faits = { equipe = 12, sous-traitant = true }
        constats = [{ critere = "A2", statut = "non-conforme" }]
        attendu = { criteres = { A1 = "non-applicable" }, score = "0" }
        [[cas]]
        nom = "avant l'entrée en vigueur"
        calcul = "A1 entre en vigueur en 2025"
        date = 2024-12-31
        faits = { sous-traitant = false }
        attendu = { criteres = { A1 = "non-applicable", A2 = "non-evalue" } }
        [[cas]]
        nom = "au suivi, B1 se juge"
        calcul = "B1 conforme, 1"
        cycle = "suivi"
        faits = { sous-traitant = true }
        ecartes = ["A2"]
        constats = [{ critere = "B1", element = "a", etat = "satisfait" }]
        attendu = { criteres = { B1 = "conforme" }, score = "1" }
        "#,
    );
    // the expected level and the elements that are wanted follow the cycle
    let criteria = [(
        "A1",
        "niveau-requis-selon = { initial = \"partielle\", suivi = \"en-place\" }",
    )];
    let rules = [(
        "B1",
        "[[critere.element]]\nid = \"a\"\nlibelle = \"a\"\naction = \"f\"\neffort = 1\ncycles = [\"initial\"]\n[[critere.element]]\nid = \"b\"\nlibelle = \"b\"\naction = \"f\"\neffort = 1\ncycles = [\"suivi\"]\n",
    )];
    cases::run(
        &norm(&Trial {
            criteria: &criteria,
            rules: &rules,
            ..Trial::default()
        }),
        r#"
        [[cas]]
        nom = "au premier audit, le processus écrit suffit"
        calcul = "partielle ≥ partielle ; seul l'élément a de B1 est voulu"
        constats = [{ critere = "A1", element = "a", cote = "partielle" }, { critere = "B1", element = "a", etat = "satisfait" }]
        attendu = { criteres = { A1 = "conforme", B1 = "conforme" } }
        [[cas]]
        nom = "au suivi, il doit être mis en œuvre"
        calcul = "partielle < en-place ; l'élément a de B1 n'est plus regardé, b l'est"
        cycle = "suivi"
        constats = [{ critere = "A1", element = "a", cote = "partielle" }, { critere = "B1", element = "a", etat = "satisfait" }]
        attendu = { criteres = { A1 = "non-conforme", B1 = "non-demontre" } }
        "#,
    );
}

const SCALE: [(&str, &str); 4] = [
    ("absente", "valeur = 1"),
    ("partielle", "valeur = 2"),
    ("en-place", "valeur = 4"),
    ("evaluee", "valeur = 4"),
];

#[test]
fn r4_a_scale_with_a_value_for_each_level_the_star_included() {
    let trial = Trial {
        keys: "credit-partiel = \"niveau\"",
        tables: "[politique.echelle]\nmin = 1\nmax = 4\nunite = \"sur 4\"\n",
        levels: &SCALE,
        ..Trial::default()
    };
    cases::run(
        &norm(&trial),
        r#"
        [[cas]]
        nom = "la cote au-delà du plus haut compte 4"
        calcul = "A1 : étoile, 4 ; A2 : partielle, 2 ; A : (4 + 2) / 2 = 3"
        constats = [{ critere = "A1", element = "a", cote = "evaluee" }, { critere = "A2", element = "a", cote = "partielle" }]
        attendu = { valeurs = { A1 = "4", A2 = "2" }, chapitres = { A = "3" } }
        [[cas]]
        nom = "sans cote, le niveau déclaré"
        calcul = "A1 non conforme, déclaré partielle : 2"
        niveaux = { A1 = "partielle" }
        constats = [{ critere = "A1", statut = "non-conforme" }]
        attendu = { valeurs = { A1 = "2" } }
        [[cas]]
        nom = "rien n'est coté : de 1 à 4"
        calcul = "non évalué : tout l'intervalle de l'échelle"
        attendu = { valeurs = { A1 = ["1", "4"] }, score = ["1", "4"] }
        "#,
    );
}

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
            "{ decimales = 0, a = \"niveaux\", mode = \"aucun\" }",
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
        let results = assess(&cases::first(&made, &table));
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
                "[[cas]]\nnom = '''rien : {keys}'''\ncalcul = \"aucun critère ne compte, ou aucun n'est évalué\"\n{what}\nattendu = {{ score = {score}, conclusion = \"{}\" }}\n",
                if what.is_empty() { "aucune" } else { "fin" }
            ),
        );
    }
    let zero = [("A1", "poids = 0"), ("A2", "poids = 0")];
    for (keys, score, a) in [
        ("poids-nul = \"zero\"", "0", "\"aucun\""),
        ("poids-nul = \"un\"", "1/4", "\"1/2\""),
        ("poids-nul = \"zero\"\ngroupe-vide = \"plein\"", "1/2", "\"1\""),
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
                "[[cas]]\nnom = \"un élément sur trois : {credit}\"\ncalcul = \"1 satisfait, 2 non\"\nconstats = [{{ critere = \"A1\", element = \"a\", etat = \"satisfait\" }}, {{ critere = \"A1\", element = \"b\", etat = \"non-satisfait\" }}, {{ critere = \"A1\", element = \"c\", etat = \"non-satisfait\" }}]\nattendu = {{ valeurs = {{ A1 = \"{some}\" }} }}\n[[cas]]\nnom = \"aucun : {credit}\"\ncalcul = \"rien n'est satisfait\"\nconstats = [{{ critere = \"A1\", element = \"a\", etat = \"non-satisfait\" }}]\nattendu = {{ valeurs = {{ A1 = \"{nothing}\" }} }}\n"
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
                "[[cas]]\nnom = '''échoue : {gate}'''\ncalcul = \"sans la porte : A 1/2, B 1, ensemble 3/4\"\ndefaut = \"conforme\"\nconstats = [{{ critere = \"A1\", statut = \"non-conforme\" }}]\nattendu = {{ score = \"{fails}\" }}\n[[cas]]\nnom = '''franchie : {gate}'''\ncalcul = \"tout est conforme\"\ndefaut = \"conforme\"\nattendu = {{ score = \"1\" }}\n[[cas]]\nnom = '''ouverte : {gate}'''\ncalcul = \"A1 non évalué : A [1/2, 1], ensemble [3/4, 1], la porte pourrait se fermer\"\nconstats = [{{ critere = \"A2\", statut = \"conforme\" }}, {{ critere = \"B1\", statut = \"conforme\" }}]\nattendu = {{ score = {open} }}\n[[cas]]\nnom = '''sans objet : {gate}'''\ncalcul = \"A1 ne s'applique pas : la porte n'a rien à regarder\"\ndefaut = \"conforme\"\nconstats = [{{ critere = \"A1\", statut = \"non-applicable\" }}]\nattendu = {{ score = \"1\" }}\n"
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
        nom = "un exigible n'en demande pas"
        calcul = "B1 n'est pas impératif"
        defaut = "conforme"
        constats = [{ critere = "B1", statut = "non-conforme" }]
        attendu = { conclusion = "fin" }
        "#,
    );
}

#[test]
fn r10_a_criterion_with_one_kind_of_finding_only() {
    let single = [("A1", "nature-unique = \"NC-MAJ\"")];
    cases::run(
        &norm(&Trial {
            criteria: &single,
            ..Trial::default()
        }),
        r#"
        [[cas]]
        nom = "un échec partiel y est majeur"
        calcul = "A1 : majeure quoi qu'il arrive ; A2 : mineure"
        defaut = "conforme"
        constats = [{ critere = "A1", statut = "non-conforme" }, { critere = "A2", statut = "non-conforme" }]
        attendu = { constats = { A1 = "NC-MAJ", A2 = "NC-MIN" }, natures = { NC-MAJ = 1, NC-MIN = 1 } }
        [[cas]]
        nom = "même si l'auditeur écrit mineure"
        calcul = "nature-unique l'emporte"
        defaut = "conforme"
        constats = [{ critere = "A1", nature = "NC-MIN" }]
        attendu = { constats = { A1 = "NC-MAJ" } }
        [[cas]]
        nom = "non démontré aussi"
        calcul = "une défaillance, donc majeure"
        defaut = "conforme"
        constats = [{ critere = "A1", statut = "non-demontre" }]
        attendu = { constats = { A1 = "NC-MAJ" } }
        [[cas]]
        nom = "conforme : aucun constat"
        calcul = "rien ne manque"
        defaut = "conforme"
        attendu = { constats = { A1 = "aucun" } }
        "#,
    );
}

/// Minor findings on the first `n` of eleven criteria.
fn minors(n: usize) -> String {
    let list: Vec<String> = (1..=n)
        .map(|k| format!("{{ critere = \"A{k}\", nature = \"NC-MIN\" }}"))
        .collect();
    format!("defaut = \"conforme\"\nconstats = [{}]", list.join(", "))
}

#[test]
fn r11_minor_findings_accumulate_in_the_whole_and_in_a_chapter() {
    let names: Vec<String> = (1..=11).map(|k| format!("A{k}")).collect();
    let list: Vec<(&str, &str)> = names.iter().map(|id| (id.as_str(), "A")).collect();
    let rule = |more: &str| {
        format!("[[politique.escalade]]\nnombre = 5\nde = \"NC-MIN\"\nvers = \"NC-MAJ\"\n{more}\n")
    };
    // effect, count of minors, minors and majors that are left
    for (more, n, minor, major) in [
        ("effet = \"consomme\"", 4, 4, 0),
        ("effet = \"consomme\"", 5, 0, 1),
        ("effet = \"consomme\"", 7, 2, 1),
        ("effet = \"consomme\"", 10, 5, 1),
        ("effet = \"consomme\"\nrepete = true", 10, 0, 2),
        ("effet = \"consomme\"\nrepete = true", 11, 1, 2),
        ("effet = \"ajoute\"", 4, 4, 0),
        ("effet = \"ajoute\"", 5, 5, 1),
        ("effet = \"ajoute\"\nrepete = true", 10, 10, 2),
        ("portee = \"chapitre\"", 5, 0, 1),
    ] {
        let tables = rule(more);
        cases::run(
            &norm(&Trial {
                list: &list,
                tables: &tables,
                ..Trial::default()
            }),
            &format!(
                "[[cas]]\nnom = '''{n} mineures, {more}'''\ncalcul = \"par paquets de cinq\"\n{}\nattendu = {{ natures = {{ NC-MIN = {minor}, NC-MAJ = {major} }} }}\n",
                minors(n)
            ),
        );
    }
    // by chapter, five spread over two chapters do not meet; the order of the rules is that of the file
    let halves: Vec<(&str, &str)> = names
        .iter()
        .enumerate()
        .map(|(k, id)| (id.as_str(), if k < 3 { "A" } else { "B" }))
        .collect();
    let tables = rule("portee = \"chapitre\"");
    cases::run(
        &norm(&Trial {
            list: &halves,
            tables: &tables,
            ..Trial::default()
        }),
        &format!(
            "[[cas]]\nnom = \"3 + 2\"\ncalcul = \"trois dans A, deux dans B\"\n{}\nattendu = {{ natures = {{ NC-MIN = 5, NC-MAJ = 0 }} }}\n[[cas]]\nnom = \"3 + 5\"\ncalcul = \"cinq dans B\"\n{}\nattendu = {{ natures = {{ NC-MIN = 3, NC-MAJ = 1 }} }}\n",
            minors(5),
            minors(8)
        ),
    );
    let both = rule("portee = \"chapitre\"") + &rule("portee = \"norme\"");
    cases::run(
        &norm(&Trial {
            list: &halves,
            tables: &both,
            ..Trial::default()
        }),
        &format!(
            "[[cas]]\nnom = \"le chapitre d'abord\"\ncalcul = \"cinq de B consommées, il en reste trois : pas de seconde accumulation\"\n{}\nattendu = {{ natures = {{ NC-MIN = 3, NC-MAJ = 1 }} }}\n[[cas]]\nnom = \"puis l'ensemble\"\ncalcul = \"3 + 2 : rien par chapitre, cinq dans l'ensemble\"\n{}\nattendu = {{ natures = {{ NC-MIN = 0, NC-MAJ = 1 }} }}\n",
            minors(8),
            minors(5)
        ),
    );
}

#[test]
fn r12_several_minor_findings_on_one_criterion() {
    let tables =
        "[[politique.escalade]]\nnombre = 3\nde = \"NC-MIN\"\nvers = \"NC-MAJ\"\nportee = \"critere\"\n";
    cases::run(
        &norm(&Trial {
            tables,
            ..Trial::default()
        }),
        r#"
        [[cas]]
        nom = "deux sur A1, une sur A2"
        calcul = "trois en tout, mais pas sur le même critère"
        defaut = "conforme"
        constats = [{ critere = "A1", nature = "NC-MIN" }, { critere = "A1", nature = "NC-MIN" }, { critere = "A2", nature = "NC-MIN" }]
        attendu = { constats = { A1 = "NC-MIN", A2 = "NC-MIN" }, natures = { NC-MIN = 2, NC-MAJ = 0 } }
        [[cas]]
        nom = "trois sur A1"
        calcul = "3 ≥ 3"
        defaut = "conforme"
        constats = [{ critere = "A1", nature = "NC-MIN" }, { critere = "A1", nature = "NC-MIN" }, { critere = "A1", nature = "NC-MIN" }]
        attendu = { constats = { A1 = "NC-MAJ" }, natures = { NC-MIN = 0, NC-MAJ = 1 } }
        [[cas]]
        nom = "une par site, trois sites"
        calcul = "trois échantillons non conformes du même critère"
        sites = ["s1", "s2", "s3"]
        defaut = "conforme"
        constats = [{ critere = "A1", site = "s1", statut = "non-conforme" }, { critere = "A1", site = "s2", statut = "non-conforme" }, { critere = "A1", site = "s3", statut = "non-conforme" }]
        attendu = { constats = { A1 = "NC-MAJ" } }
        "#,
    );
}

#[test]
fn r13_a_minor_finding_that_was_not_lifted() {
    let rule = |blind: &str| format!("[[politique.non-levee]]\nde = \"NC-MIN\"\nvers = \"NC-MAJ\"\n{blind}");
    let cases_ = r#"
        [[cas]]
        nom = "toujours là au suivi"
        calcul = "mineure hier, mineure aujourd'hui : majeure"
        cycle = "suivi"
        precedent = { A1 = "NC-MIN" }
        defaut = "conforme"
        constats = [{ critere = "A1", nature = "NC-MIN" }]
        attendu = { constats = { A1 = "NC-MAJ" }, natures = { NC-MAJ = 1 } }
        [[cas]]
        nom = "levée"
        calcul = "conforme aujourd'hui"
        cycle = "suivi"
        precedent = { A1 = "NC-MIN" }
        defaut = "conforme"
        attendu = { constats = { A1 = "aucun" }, conclusion = "fin" }
        [[cas]]
        nom = "une autre, nouvelle"
        calcul = "A2 n'avait rien"
        cycle = "suivi"
        precedent = { A1 = "NC-MIN" }
        defaut = "conforme"
        constats = [{ critere = "A2", nature = "NC-MIN" }]
        attendu = { constats = { A2 = "NC-MIN" } }
        [[cas]]
        nom = "un premier audit n'a pas de précédent"
        calcul = "cycle initial : le précédent ne compte pas"
        cycle = "initial"
        precedent = { A1 = "NC-MIN" }
        defaut = "conforme"
        constats = [{ critere = "A1", nature = "NC-MIN" }]
        attendu = { constats = { A1 = "NC-MIN" } }
    "#;
    cases::run(
        &norm(&Trial {
            tables: &rule(""),
            ..Trial::default()
        }),
        cases_,
    );
    for (policy, conclusion) in [("sans-effet", "fin"), ("bloque", "aucune")] {
        let tables = rule(&format!("sans-precedent = \"{policy}\"\n"));
        cases::run(
            &norm(&Trial {
                tables: &tables,
                ..Trial::default()
            }),
            &format!(
                "[[cas]]\nnom = \"sans fichier précédent : {policy}\"\ncalcul = \"au suivi, l'audit précédent manque\"\ncycle = \"suivi\"\ndefaut = \"conforme\"\nattendu = {{ conclusion = \"{conclusion}\" }}\n"
            ),
        );
    }
}

#[test]
fn r14_no_evidence_at_all_has_a_severity_of_its_own() {
    let criteria = [("A1", "juge = \"mixte\"\nniveau-requis = \"en-place\"")];
    let rules = [("A1", "si = { preuve = { type = \"regle\" } }")];
    let tables = "[politique.natures.exigible]\nnon-conforme-grave = \"NC-MAJ\"\nnon-conforme = \"NC-MIN\"\nnon-demontre = \"PS\"\npreuve-absente = \"NC-MAJ\"\n";
    cases::run(
        &norm(&Trial {
            criteria: &criteria,
            rules: &rules,
            tables,
            ..Trial::default()
        }),
        r#"
        [[cas]]
        nom = "aucune pièce"
        calcul = "dit, sans rien : majeure"
        niveaux = { A1 = "en-place" }
        attendu = { criteres = { A1 = "non-demontre" }, constats = { A1 = "NC-MAJ" } }
        [[cas]]
        nom = "une pièce périmée"
        calcul = "valable jusqu'au 2023-01-01 : ce n'est pas une absence"
        niveaux = { A1 = "en-place" }
        preuves = [{ type = "regle", date-effet = 2020-01-01 }]
        attendu = { criteres = { A1 = "non-demontre" }, constats = { A1 = "PS" } }
        [[cas]]
        nom = "une pièce valable"
        calcul = "conforme"
        niveaux = { A1 = "en-place" }
        preuves = [{ type = "regle", date-effet = 2025-01-01 }]
        attendu = { criteres = { A1 = "conforme" }, constats = { A1 = "aucun" } }
        "#,
    );
}

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
        calcul = "249/250 = 99,6 % : le seuil est atteint, et pourtant ce n'est pas 100 %"
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
fn r18_deadlines_by_severity_and_stage() {
    let major = "[[constat.delai]]\netape = \"plan d'action\"\ndelai = \"P1M\"\n[[constat.delai]]\netape = \"correction\"\ndelai = \"P3M\"\ncycles = [\"initial\"]\n[[constat.delai]]\netape = \"correction\"\ndelai = \"P6W\"\ncycles = [\"suivi\", \"renouvellement\"]\n";
    let made = norm(&Trial {
        major,
        ..Trial::default()
    });
    let kind = |code: &str| made.kinds.iter().find(|k| k.code.as_str() == code).unwrap();
    let date = Date::parse("2026-01-31").unwrap();
    let due = |code: &str, cycle: Cycle| -> Vec<String> {
        kind(code)
            .due(date, cycle)
            .into_iter()
            .map(|(stage, day)| format!("{stage} {day}"))
            .collect()
    };
    // 31 January plus a month is 28 February; six weeks are 42 days
    assert_eq!(
        due("NC-MAJ", Cycle::Initial),
        ["plan d'action 2026-02-28", "correction 2026-04-30"]
    );
    assert_eq!(
        due("NC-MAJ", Cycle::FollowUp),
        ["plan d'action 2026-02-28", "correction 2026-03-14"]
    );
    assert_eq!(due("NC-MIN", Cycle::Initial), [""; 0]);
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
        calcul = "aucune majeure, rien de l'audit précédent, A à 100 %"
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
        nom = "rien n'est fini"
        calcul = "A2 et B1 non évalués : pas de décision"
        constats = [{ critere = "A1", statut = "conforme" }]
        attendu = { conclusion = "aucune" }
        "#,
    );
}

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
        nom = "A1 et A2 revus, B1 n'avait rien"
        calcul = "A1 est nommé, A2 est à nature unique"
        cycle = "suivi"
        constats = [{ critere = "A1", statut = "conforme" }, { critere = "A2", statut = "conforme" }]
        attendu = { conclusion = "fin" }
        [[cas]]
        nom = "A2 n'est pas revu"
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
        nom = "une auto-évaluation n'en dépend pas"
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
    let other = "{ type = \"regle\", date-effet = 2025-06-02 }";
    let talk = "{ type = \"regle\", date-effet = 2025-06-03, modalite = \"entretien\", vu = true }";
    let unseen = "{ type = \"regle\", date-effet = 2025-06-03, modalite = \"entretien\" }";
    for (name, pieces, status) in [
        (
            "trois pièces, deux modalités, deux origines",
            vec![doc, other, talk],
            "conforme",
        ),
        ("deux pièces seulement", vec![doc, talk], "non-demontre"),
        ("une seule modalité", vec![doc, other, doc], "non-demontre"),
        ("une seule origine", vec![other, other, talk], "non-demontre"),
        (
            "l'entretien n'a pas été vu par l'auditeur : déclaré",
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
        let results = assess(&cases::first(&made, &table));
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
                "[[cas]]\nnom = \"{}\"\ncalcul = \"(3 + 4) / 2 = 7/2, arrondi à l'entier ou à deux décimales vers le bas\"\n{found}\nattendu = {{ valeurs = {{ A1 = \"{value}\" }} }}\n",
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
        assert_eq!(assess(&cases::first(&made, &table)).revisions.len(), revisions);
    }
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
        calcul = "en lever une laisse l'autre"
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
        calcul = "rien n'est évalué"
        attendu = { conclusion = "aucune", bascules = [] }
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
                let results = assess(&inputs);
                let a = &results.chapters[0];
                assert_eq!(account::chapter(&inputs, &results, &a.id).unwrap().value, a.score);
            }
        }
    }
}
