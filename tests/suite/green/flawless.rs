//! Four flawless structures, from a lone mediator to a town: each reaches the best conclusion of both profiles, and no further once one
//! imperative is breached.

use super::Made;

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
            assert!(found.reserves().is_empty(), "{structure}: {}", found.told());
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

/// One imperative breached, all the rest as it should be: its papers agree.
#[test]
fn one_imperative_breached_is_enough() {
    let breaches = [
        // its mediators do control tasks
        (
            "mediatrice-seule",
            "commande.taches-de-controle",
            toml::Value::Boolean(true),
        ),
        (
            "pimms-qui-recoit",
            "commande.taches-de-controle",
            toml::Value::Boolean(true),
        ),
        // what was confided was told to others, once, without a word to the person
        (
            "association-de-sept",
            "activite.partages-avec-accord",
            toml::Value::Integer(23),
        ),
        // a mediator kept a case in which a friend took part
        (
            "service-de-ville",
            "activite.situations-reattribuees",
            toml::Value::Integer(4),
        ),
    ];
    for (structure, key, value) in breaches {
        let mut made = Made::honest(structure);
        made.structure.facts.insert(key.to_owned(), value);
        made.write_again();
        for (profile, _) in BEST {
            made.profile = profile;
            let found = made.judge(structure);
            assert!(!found.is_favourable(), "{structure}: {}", found.told());
            let kinds: Vec<String> = found.faults().into_values().collect();
            assert_eq!(kinds, ["non-conforme NC-MAJ"], "{structure}: {}", found.told());
        }
    }
}
