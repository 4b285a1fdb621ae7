//! Four flawless structures, from a lone mediator to a town: each reaches the best conclusion of both profiles, and no further once one
//! imperative is breached.

use super::{LOOK, Made};

const ALL: [&str; 4] = [
    "mediatrice-seule",
    "association-de-sept",
    "service-de-ville",
    "pimms-qui-recoit",
];

const BEST: [(&str, &str); 2] = [("complet", "pret"), ("cadre-ethique", "cadre-documente")];

#[test]
fn each_flawless_structure_reaches_the_best_conclusion() {
    for structure in ALL {
        let mut made = Made::honest(structure);
        for (profile, best) in BEST {
            made.profile = profile;
            let found = made.judge(structure);
            assert!(found.doubts().is_empty(), "{structure}: {}", found.told());
            // what only an auditor may see is a fifth of all criteria, and up to two fifths of the ethical ones
            let reserves: Vec<String> = found.reserves().into_iter().collect();
            let expected: &[&str] = if profile == "complet" { &[] } else { &[LOOK] };
            assert_eq!(reserves, expected, "{structure}: {}", found.told());
            assert_eq!(found.conclusion(), Some(best), "{structure}: {}", found.told());
            assert!(
                found.faults().is_empty(),
                "{structure}: {:?} {}",
                found.faults(),
                found.told()
            );
        }
    }
}

/// Its mediators do control tasks: one imperative breached, all the rest as it should be.
#[test]
fn one_imperative_breached_is_enough() {
    for structure in ALL {
        let mut made = Made::honest(structure);
        made.structure.facts.insert(
            "commande.taches-de-controle".to_owned(),
            toml::Value::Boolean(true),
        );
        for (profile, _) in BEST {
            made.profile = profile;
            let found = made.judge(structure);
            assert!(!found.is_favourable(), "{structure}: {}", found.told());
            assert!(found.words().contains("NC-MAJ"), "{structure}: {}", found.told());
        }
    }
}
