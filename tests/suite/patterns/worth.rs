//! What counts for what: weight that is shared out, groups in which nothing weighs, levels beside an auditor's word.

use crate::cases;

use super::{SCALE, Trial, norm};

const ALONE: &str = "[[chapitre]]\nid = \"A\"\ntitre = \"A\"\npresentation = \"p\"\n";

#[test]
fn weight_is_given_to_those_that_have_some() {
    let list = [("A1", "A"), ("A2", "A"), ("A3", "A")];
    let criteria = [("A1", "poids = 0")];
    for (aggregation, share, score) in [
        ("somme", "egal", "2"),
        ("moyenne-ponderee", "egal", "1"),
        ("somme", "prorata", "2"),
        ("moyenne-ponderee", "prorata", "1"),
    ] {
        let keys = format!("agregation = \"{aggregation}\"\nnon-applicable = \"{share}\"");
        cases::run(
            &norm(&Trial {
                keys: &keys,
                list: &list,
                criteria: &criteria,
                chapters: ALONE,
                ..Trial::default()
            }),
            &format!(
                r#"[[cas]]
                nom = "{aggregation}, {share}"
                calcul = "A1 ne pèse rien et échoue, A2 (1) ne s'applique pas : son poids va tout entier à A3 (1 + 1), conforme"
                constats = [{{ critere = "A1", statut = "non-conforme" }}, {{ critere = "A2", statut = "non-applicable" }}, {{ critere = "A3", statut = "conforme" }}]
                attendu = {{ score = "{score}" }}
                [[cas]]
                nom = "rien d'autre ne pèse : {aggregation}, {share}"
                calcul = "A1 ne pèse rien, les deux autres ne s'appliquent pas : nul n'en reçoit le poids"
                constats = [{{ critere = "A1", statut = "conforme" }}, {{ critere = "A2", statut = "non-applicable" }}, {{ critere = "A3", statut = "non-applicable" }}]
                attendu = {{ score = "aucun" }}
                "#
            ),
        );
    }
}

#[test]
fn nothing_weighs_is_not_nothing_applies() {
    let criteria = [("A1", "poids = 0"), ("A2", "poids = 0")];
    let weightless = r#"constats = [{ critere = "A1", statut = "conforme" }, { critere = "A2", statut = "non-conforme" }, { critere = "B1", statut = "conforme" }]"#;
    let none = r#"ecartes = ["A1", "A2"]
constats = [{ critere = "B1", statut = "conforme" }]"#;
    for (keys, found, a, score) in [
        ("", weightless, "aucun", "1"),
        ("groupe-sans-poids = \"sort\"", weightless, "aucun", "1"),
        ("groupe-sans-poids = \"zero\"", weightless, "0", "1/2"),
        ("groupe-vide = \"plein\"", weightless, "aucun", "1"),
        (
            "groupe-vide = \"plein\"\ngroupe-sans-poids = \"zero\"",
            weightless,
            "0",
            "1/2",
        ),
        ("groupe-sans-poids = \"zero\"", none, "aucun", "1"),
        ("groupe-vide = \"zero\"", none, "0", "1/2"),
        (
            "agregation = \"minimum\"\ngroupe-sans-poids = \"zero\"",
            weightless,
            "0",
            "0",
        ),
        (
            "agregation = \"produit\"\ngroupe-sans-poids = \"zero\"",
            weightless,
            "0",
            "0",
        ),
        (
            "agregation = \"tous\"\ngroupe-sans-poids = \"zero\"",
            weightless,
            "0",
            "0",
        ),
        (
            "agregation = \"somme\"\ngroupe-sans-poids = \"zero\"",
            weightless,
            "0",
            "1",
        ),
        ("agregation = \"somme\"", weightless, "aucun", "1"),
        // in a plain mean every weight is 1
        (
            "agregation = \"moyenne\"\ngroupe-sans-poids = \"zero\"",
            weightless,
            "1/2",
            "3/4",
        ),
    ] {
        cases::run(
            &norm(&Trial {
                keys,
                criteria: &criteria,
                ..Trial::default()
            }),
            &format!(
                "[[cas]]\nnom = '''{keys}'''\ncalcul = \"A : deux poids de 0, ou rien qui s'applique ; B : 1\"\n{found}\nattendu = {{ chapitres = {{ A = \"{a}\" }}, score = \"{score}\" }}\n"
            ),
        );
    }
}

#[test]
fn nothing_of_a_sum_is_no_point_lost() {
    let tables = "[politique.echelle]\nmin = -30\nmax = 10\nunite = \"points\"\n";
    for keys in ["groupe-vide = \"zero\"", "total-vide = \"zero\""] {
        let keys = format!("agregation = \"somme\"\n{keys}");
        cases::run(
            &norm(&Trial {
                keys: &keys,
                tables,
                ..Trial::default()
            }),
            &format!(
                "[[cas]]\nnom = '''{keys}'''\ncalcul = \"une somme sans terme vaut 0 point, pas -30\"\necartes = [\"A1\", \"A2\", \"B1\"]\nattendu = {{ score = \"0\" }}\n"
            ),
        );
    }
}

const TWO: &str = "[[critere.element]]\nid = \"a\"\nlibelle = \"a\"\naction = \"f\"\neffort = 1\n[[critere.element]]\nid = \"b\"\nlibelle = \"b\"\naction = \"f\"\neffort = 1\n";

#[test]
fn what_an_auditor_retains_reaches_the_value() {
    let levels = [
        ("absente", "valeur = 0"),
        ("partielle", "valeur = 0.5"),
        ("en-place", "valeur = 1"),
        ("evaluee", "valeur = 1"),
    ];
    let rules = [("A1", TWO)];
    let rated =
        |id: &str, level: &str| format!("{{ critere = \"A1\", element = \"{id}\", cote = \"{level}\" }}");
    let met = "{ critere = \"A1\", element = \"b\", etat = \"satisfait\" }".to_owned();
    let (half, top) = (rated("a", "partielle"), rated("a", "en-place"));
    let also_top = rated("b", "en-place");
    for (wanted, status, findings, how, value) in [
        (
            "evaluee",
            "conforme",
            vec![&half],
            "un constat conforme vaut tout",
            "\"1\"",
        ),
        (
            "evaluee",
            "conforme",
            vec![&half, &also_top],
            "de même, contre ses cotes",
            "\"1\"",
        ),
        (
            "partielle",
            "conforme",
            vec![&half, &met],
            "un élément sans cote : le constat l'emporte",
            "\"1\"",
        ),
        (
            "partielle",
            "conforme",
            vec![&half, &also_top],
            "les cotes suffisent : (1/2 + 1) / 2",
            "\"3/4\"",
        ),
        (
            "partielle",
            "",
            vec![&half, &also_top],
            "sans constat de statut, de même",
            "\"3/4\"",
        ),
        (
            "en-place",
            "non-conforme",
            vec![&top, &also_top],
            "au plus un niveau de moins, sur deux : (1 + 1/2) / 2",
            "\"3/4\"",
        ),
        (
            "en-place",
            "non-conforme",
            vec![&half, &also_top],
            "(1/2 + 1) / 2, déjà moins que tout",
            "\"3/4\"",
        ),
        (
            "en-place",
            "non-conforme",
            vec![&top],
            "b sans cote : de (1 + 0) / 2 à (1 + 1/2) / 2",
            "[\"1/2\", \"3/4\"]",
        ),
        (
            "en-place",
            "non-demontre",
            vec![&top, &also_top],
            "non démontré n'est pas tout non plus",
            "\"3/4\"",
        ),
    ] {
        let level = format!("niveau-requis = \"{wanted}\"");
        let criteria = [("A1", level.as_str())];
        let mut noted: Vec<String> = findings.into_iter().cloned().collect();
        if !status.is_empty() {
            noted.push(format!("{{ critere = \"A1\", statut = \"{status}\" }}"));
        }
        cases::run(
            &norm(&Trial {
                keys: "credit-partiel = \"niveau\"",
                levels: &levels,
                criteria: &criteria,
                rules: &rules,
                ..Trial::default()
            }),
            &format!(
                "[[cas]]\nnom = '''{wanted}, {status} : {noted:?}'''\ncalcul = \"{how}\"\nconstats = [{}]\nattendu = {{ valeurs = {{ A1 = {value} }} }}\n",
                noted.join(", ")
            ),
        );
    }
}

#[test]
fn a_criterion_that_fails_is_not_worth_all_for_its_declared_level() {
    let criteria = [("A1", "juge = \"declare\"\nniveau-requis = \"evaluee\"")];
    for (level, value) in [
        ("absente", "1"),
        ("partielle", "2"),
        ("en-place", "2"),
        ("evaluee", "2"),
    ] {
        cases::run(
            &norm(&Trial {
                keys: "credit-partiel = \"niveau\"",
                tables: "[politique.echelle]\nmin = 1\nmax = 4\nunite = \"sur 4\"\n",
                levels: &SCALE,
                criteria: &criteria,
                ..Trial::default()
            }),
            &format!(
                "[[cas]]\nnom = \"{level}\"\ncalcul = \"1, 2, puis 4 ramené au niveau d'en dessous : l'élément est contredit\"\nniveaux = {{ A1 = \"{level}\" }}\nconstats = [{{ critere = \"A1\", element = \"a\", etat = \"non-satisfait\" }}]\nattendu = {{ criteres = {{ A1 = \"non-conforme\" }}, valeurs = {{ A1 = \"{value}\" }} }}\n"
            ),
        );
    }
}
