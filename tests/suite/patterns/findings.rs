//! R10 to R14 and R18: findings, how they add up, when they are due.
use mediaudit_core::kernel::{Date, MilestoneId};

use crate::cases;

use super::{Trial, minors, norm};

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
        calcul = "A1 : majeure quoi qu’il arrive ; A2 : mineure"
        defaut = "conforme"
        constats = [{ critere = "A1", statut = "non-conforme" }, { critere = "A2", statut = "non-conforme" }]
        attendu = { constats = { A1 = "NC-MAJ", A2 = "NC-MIN" }, natures = { NC-MAJ = 1, NC-MIN = 1 } }
        [[cas]]
        nom = "même si l’auditeur écrit mineure"
        calcul = "nature-unique l’emporte"
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
            "[[cas]]\nnom = \"le chapitre d’abord\"\ncalcul = \"cinq de B consommées, il en reste trois : pas de seconde accumulation\"\n{}\nattendu = {{ natures = {{ NC-MIN = 3, NC-MAJ = 1 }} }}\n[[cas]]\nnom = \"puis l’ensemble\"\ncalcul = \"3 + 2 : rien par chapitre, cinq dans l’ensemble\"\n{}\nattendu = {{ natures = {{ NC-MIN = 0, NC-MAJ = 1 }} }}\n",
            minors(8),
            minors(5)
        ),
    );
}

#[test]
fn what_the_whole_replaced_no_chapter_counts_again() {
    let names: Vec<String> = (1..=4).map(|k| format!("A{k}")).collect();
    let halves: Vec<(&str, &str)> = names
        .iter()
        .enumerate()
        .map(|(k, id)| (id.as_str(), if k < 2 { "A" } else { "B" }))
        .collect();
    let tables = "[[politique.escalade]]\nnombre = 3\nde = \"NC-MIN\"\nvers = \"NC-MAJ\"\neffet = \"consomme\"\n[[politique.escalade]]\nnombre = 2\nde = \"NC-MIN\"\nvers = \"NC-MAJ\"\nportee = \"chapitre\"\neffet = \"consomme\"\n";
    let norm = norm(&Trial {
        list: &halves,
        tables,
        ..Trial::default()
    });
    let case = |name: &str, reckoning: &str, n: usize, minor: usize, major: usize| {
        let table = format!(
            "[[cas]]\nnom = \"{name}\"\ncalcul = \"{reckoning}\"\n{}\nattendu = {{ natures = {{ NC-MIN = {minor}, NC-MAJ = {major} }} }}\n",
            minors(n)
        );
        cases::run(&norm, &table);
    };
    case(
        "trois",
        "deux de A et une de B : une majeure, rien ne reste",
        3,
        0,
        1,
    );
    case("quatre", "il en reste une en B : ce n'est pas deux", 4, 1, 1);
    case("deux", "pas trois en tout, mais deux en A", 2, 0, 1);
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
        calcul = "mineure hier, mineure aujourd’hui : majeure"
        cycle = "suivi"
        precedent = { A1 = "NC-MIN" }
        defaut = "conforme"
        constats = [{ critere = "A1", nature = "NC-MIN" }]
        attendu = { constats = { A1 = "NC-MAJ" }, natures = { NC-MAJ = 1 } }
        [[cas]]
        nom = "levée"
        calcul = "conforme aujourd’hui"
        cycle = "suivi"
        precedent = { A1 = "NC-MIN" }
        defaut = "conforme"
        attendu = { constats = { A1 = "aucun" }, conclusion = "fin" }
        [[cas]]
        nom = "une autre, nouvelle"
        calcul = "A2 n’avait rien"
        cycle = "suivi"
        precedent = { A1 = "NC-MIN" }
        defaut = "conforme"
        constats = [{ critere = "A2", nature = "NC-MIN" }]
        attendu = { constats = { A2 = "NC-MIN" } }
        [[cas]]
        nom = "un premier audit n’a pas de précédent"
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
                "[[cas]]\nnom = \"sans fichier précédent : {policy}\"\ncalcul = \"au suivi, l’audit précédent manque\"\ncycle = \"suivi\"\ndefaut = \"conforme\"\nattendu = {{ conclusion = \"{conclusion}\" }}\n"
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
        calcul = "valable jusqu’au 2023-01-01 : ce n’est pas une absence"
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
fn r18_deadlines_by_severity_and_stage() {
    let major = "[[constat.delai]]\netape = \"plan d’action\"\ndelai = \"P1M\"\n[[constat.delai]]\netape = \"correction\"\ndelai = \"P3M\"\ncycles = [\"initial\"]\n[[constat.delai]]\netape = \"correction\"\ndelai = \"P6W\"\ncycles = [\"suivi\", \"renouvellement\"]\n";
    let made = norm(&Trial {
        major,
        ..Trial::default()
    });
    let kind = |code: &str| made.kinds.iter().find(|k| k.code.as_str() == code).unwrap();
    let date = Date::parse("2026-01-31").unwrap();
    let due = |code: &str, at: &str| -> Vec<String> {
        let at = MilestoneId::parse(at).unwrap();
        kind(code)
            .due(date, Some(&at))
            .into_iter()
            .map(|(stage, day)| format!("{stage} {day}"))
            .collect()
    };
    // 31 January plus a month is 28 February; six weeks are 42 days
    assert_eq!(
        due("NC-MAJ", "initial"),
        ["plan d’action 2026-02-28", "correction 2026-04-30"]
    );
    assert_eq!(
        due("NC-MAJ", "suivi"),
        ["plan d’action 2026-02-28", "correction 2026-03-14"]
    );
    assert_eq!(due("NC-MIN", "initial"), [""; 0]);
}
