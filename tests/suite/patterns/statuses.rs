//! R1 to R4: statuses, what does not apply, scales.

use crate::cases;

use super::{SCALE, Trial, norm};

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
        calcul = "A1 ne s’écarte pas : rien n’en est dit, non évalué ; A2 s’écarte"
        ecartes = ["A1", "A2"]
        constats = [{ critere = "B1", statut = "conforme" }]
        attendu = { criteres = { A1 = "non-evalue", A2 = "non-applicable" }, conclusion = "aucune" }
        [[cas]]
        nom = "tous les éléments écartés par l’auditeur"
        calcul = "A2 : ses éléments ne s’appliquent pas, donc lui non plus ; A1 protégé : reste à montrer"
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
        calcul = "aucun critère ne s’écarte : trois non évalués"
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
        calcul = "A : (4 × 1 + 3 × 0) / 7 ; B1 ne se juge qu’au suivi ; ensemble 4/7"
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
        calcul = "A1 hors du champ : reste A2, 0 ; rien d’autre"
        faits = { equipe = 12, sous-traitant = true }
        constats = [{ critere = "A2", statut = "non-conforme" }]
        attendu = { criteres = { A1 = "non-applicable" }, score = "0" }
        [[cas]]
        nom = "avant l’entrée en vigueur"
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
        calcul = "partielle ≥ partielle ; seul l’élément a de B1 est voulu"
        constats = [{ critere = "A1", element = "a", cote = "partielle" }, { critere = "B1", element = "a", etat = "satisfait" }]
        attendu = { criteres = { A1 = "conforme", B1 = "conforme" } }
        [[cas]]
        nom = "au suivi, il doit être mis en œuvre"
        calcul = "partielle < en-place ; l’élément a de B1 n’est plus regardé, b l’est"
        cycle = "suivi"
        constats = [{ critere = "A1", element = "a", cote = "partielle" }, { critere = "B1", element = "a", etat = "satisfait" }]
        attendu = { criteres = { A1 = "non-conforme", B1 = "non-demontre" } }
        "#,
    );
}
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
        nom = "rien n’est coté : de 1 à 4"
        calcul = "non évalué : tout l’intervalle de l’échelle"
        attendu = { valeurs = { A1 = ["1", "4"] }, score = ["1", "4"] }
        "#,
    );
}
