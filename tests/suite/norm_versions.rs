//! What `norme comparer` says of two versions: each change, by its name; and « rien qui change un jugement » only where none does.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;

use mediaudit_core::assessment::Inputs;
use mediaudit_core::engine::assess;
use mediaudit_core::norm::Norm;
use mediaudit_core::norm::model::Profile;
use mediaudit_core::view::comparison;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use crate::cases;
use crate::properties::{cases as so_many, tapes};
use crate::random::{self, Tape};

const BEFORE: &str = include_str!("../fixtures/norms/essai/norme.toml");

fn told(before: &Norm, after: &Norm) -> Vec<String> {
    let sections = comparison::norms(before, after);
    sections.into_iter().flat_map(|section| section.lines).collect()
}

/// Before, with two profiles, two chapters and a conclusion of its own in each.
fn before() -> String {
    let more =
        "[[profil]]\nid = \"court\"\ntitre = \"Court\"\ndescription = \"Court.\"\ncriteres = [\"E1\"]\n";
    let chapter = "[[chapitre]]\nid = \"F\"\ntitre = \"Fin\"\npresentation = \"Un autre.\"\n";
    format!(
        "{}\n{more}\n{chapter}",
        BEFORE
            .replace("id = \"E2\"\n", "id = \"E2\"\nchapitre = \"E\"\n")
            .replace("id = \"E1\"\ntitre", "id = \"E1\"\nchapitre = \"E\"\ntitre")
    )
}

#[test]
fn each_change_is_said() {
    let level = "[[niveau]]\nid = \"partielle\"\nlibelle = \"Partielle\"\ntexte = \"Un peu.\"\n\n";
    let (absent, there) = (
        "[[niveau]]\nid = \"absente\"\nlibelle = \"Absente\"\ntexte = \"Rien.\"\n\n",
        "[[niveau]]\nid = \"en-place\"\nlibelle = \"En place\"\ntexte = \"C'est fait.\"\n\n",
    );
    let swapped = format!("{there}{absent}");
    let both = format!("{absent}{there}");
    let inserted = format!("{absent}{level}{there}");
    let first = "[[profil]]\nid = \"tout\"\ntitre = \"Tout\"\ndescription = \"Tout.\"\ntout = true\n";
    let table: &[(&str, &str, &str)] = &[
        (
            "chapitre = \"E\"\ntitre = \"Ouverture\"",
            "chapitre = \"F\"\ntitre = \"Ouverture\"",
            "E2 — Ouverture : chapitre, de E à F",
        ),
        (
            "id = \"F\"\n",
            "id = \"F\"\nparent = \"E\"\n",
            "F : chapitre parent, d’aucun à E",
        ),
        (
            "criteres = [\"E1\"]",
            "criteres = [\"E2\"]",
            "« Court » : retient aussi E2 ; ne retient plus E1",
        ),
        (
            "criteres = [\"E1\"]",
            "criteres = [\"E1\"]\npartiel = true",
            "« Court » : ne couvre plus qu’une partie de la norme",
        ),
        (
            "criteres = [\"E1\"]",
            "criteres = [\"E1\"]\n[[profil.conclusion]]\nid = \"vu\"\ntitre = \"Vu\"\ntexte = \"Vu.\"\n",
            "« Court » : conclut dans ses propres mots ; ajoutée : « Vu », dans tous les autres cas",
        ),
        (first, "", "« Court » sert désormais d’ordinaire"),
        (
            "rang = 20\nbloquant = false\nnon-conformite = false",
            "rang = 20\nbloquant = false\nnon-conformite = true",
            "PS : devient une non-conformité",
        ),
        (
            "rang = 20\nbloquant = false",
            "rang = 21\nbloquant = true",
            "PS : rang, de 20 à 21 ; bloque désormais",
        ),
        (
            both.as_str(),
            swapped.as_str(),
            "l’ordre des niveaux change, du plus bas au plus haut : en-place puis absente",
        ),
        (
            both.as_str(),
            inserted.as_str(),
            "ajouté : partielle « Partielle », au-dessus de « Absente »",
        ),
        (
            "confiance = \"C\"\n",
            "confiance = \"C\"\nnote = \"À revoir.\"\n",
            "E2 — Ouverture : note réécrite",
        ),
        (
            "titre = \"Bien\"",
            "titre = \"Très bien\"",
            "« Très bien » : titre, de « Bien » à « Très bien »",
        ),
        (
            "texte = \"C'est bien.\"",
            "texte = \"C'est très bien.\"",
            "« Bien » : texte réécrit",
        ),
        (
            "[[politique.conclusion]]\nid = \"sinon\"\n",
            "[[politique.conclusion]]\nid = \"assez\"\nsi = { score = { au-moins = \"66,6 %\" } }\ntitre = \"Assez\"\ntexte = \"Assez.\"\n[[politique.conclusion]]\nid = \"sinon\"\n",
            "ajoutée : « Assez », degré de satisfaction : au moins 66,6 %",
        ),
        (
            "id = \"bien\"\n",
            "id = \"bien\"\ngenres = [\"audit\"]\n",
            "« Bien » : genres d’audit, de tous à audit",
        ),
        (
            "part-grave = \"1/2\"",
            "part-grave = \"0.501\"",
            "avant, non conforme avec moins de 50 % des éléments",
        ),
        (
            "niveau-grave = \"absente\"",
            "niveau-grave = \"en-place\"",
            "d’au plus « en place »",
        ),
        ("au-moins = \"100 %\"", "au-moins = \"99,5 %\"", "au moins 99,5 %"),
        (
            "au-moins = \"100 %\"",
            "au-moins = \"100 %\", depassement = true",
            "E1 — Règle : règle de b : avant, ",
        ),
        (
            "effort = 3\n",
            "effort = 4\n",
            "E2 — Ouverture : a : effort, de 3 à 4",
        ),
        (
            "facultatif = true",
            "",
            "E2 — Ouverture : b : n’est plus facultatif",
        ),
        (
            "validite = \"P3Y\"",
            "validite = \"P36M\"",
            "regle : validité, de 3 ans à 36 mois",
        ),
        (
            "modalites = [\"document\", \"entretien\"]",
            "modalites = [\"document\"]",
            "liste : modalités, de document, entretien à document",
        ),
        (
            "agregation = \"moyenne-ponderee\"",
            "agregation = \"moyenne\"",
            "désormais, moyenne simple",
        ),
        (
            "presentation = \"Un autre.\"\n",
            "presentation = \"Un autre.\"\npolitique = { agregation = \"minimum\" }\n",
            "F : règles de calcul : avant, celles de l’ensemble ; désormais, chapitre et ensemble : la plus basse valeur",
        ),
        (
            "avertissement = \"Sert aux tests.\"",
            "avertissement = \"Sert.\"",
            "avertissement réécrit",
        ),
        (
            "cle = \"ouvert\"\nlibelle = \"Ouvert à tous\"",
            "cle = \"ouvert\"\nlibelle = \"Ouvert\"",
            "ouvert : libellé, de « Ouvert à tous » à « Ouvert »",
        ),
        (
            "lu-le = 2026-01-01",
            "lu-le = 2026-02-01",
            "S1 : lue, de 1er janvier 2026 à 1er février 2026",
        ),
        (
            "apres = \"P2Y\"",
            "apres = \"P3Y\"",
            "suivi : quand : avant, 2 ans après le premier audit ; désormais, 3 ans après le premier audit",
        ),
        (
            "[[cycle]]\nid = \"renouvellement\"\nlibelle = \"renouvellement\"\napres = \"P4Y\"\n",
            "",
            "supprimée : « renouvellement »",
        ),
        (
            "libelle = \"renouvellement\"",
            "libelle = \"nouveau départ\"",
            "renouvellement : libellé, de « renouvellement » à « nouveau départ »",
        ),
        (
            "confiance = \"C\"\n",
            "confiance = \"C\"\ncycles = [\"suivi\"]\n",
            "E2 — Ouverture : étapes, de toutes à suivi à deux ans",
        ),
    ];
    let text = before();
    let norm = cases::from_text(&text);
    assert!(told(&norm, &norm).is_empty());
    for (from, to, expected) in table {
        assert!(text.contains(from), "{from}");
        let lines = told(&norm, &cases::from_text(&text.replacen(from, to, 1)));
        let said = lines
            .iter()
            .any(|line| line.replace('\u{a0}', " ").contains(expected));
        assert!(
            said,
            "{from} → {to} : « {expected} » n'est pas dans\n{}",
            lines.join("\n")
        );
    }
}

#[test]
fn what_a_judgement_would_see_otherwise_is_named() {
    let seen = RefCell::new(BTreeSet::new());
    let (told_apart, judged_apart) = (Cell::new(0_u32), Cell::new(0_u32));
    let config = so_many(1200);
    let n = config.cases;
    let run = TestRunner::new(config).run(&(tapes(), tapes()), |(tape, other)| {
        let mut inputs: Inputs = random::inputs(&mut Tape(&tape));
        // another profile, that could be the first
        let short = Profile {
            id: random::id("court"),
            title: "Court".to_owned(),
            criteria: inputs.norm.profiles[0].criteria.iter().take(2).cloned().collect(),
            ..inputs.norm.profiles[0].clone()
        };
        inputs.norm.make_mut().profiles.push(short);
        let before = inputs.clone();
        let name = random::change(&mut Tape(&other), inputs.norm.make_mut());
        inputs.profile = inputs.norm.profiles[0].id.clone();
        let sections = comparison::norms(&before.norm, &inputs.norm);
        if before.norm == inputs.norm {
            prop_assert!(sections.is_empty(), "{sections:?}");
            return Ok(());
        }
        told_apart.set(told_apart.get() + 1);
        judged_apart.set(judged_apart.get() + u32::from(assess(&before) != assess(&inputs)));
        let there = sections.iter().find(|section| section.title == name.section);
        let lines = there.map(|section| section.lines.as_slice()).unwrap_or_default();
        prop_assert!(
            lines.iter().any(|line| line.contains(&name.name)),
            "{name:?} is not in {sections:?}"
        );
        seen.borrow_mut().insert(name.section);
        Ok(())
    });
    run.unwrap();
    // every kind of change was made
    assert_eq!(*seen.borrow(), random::SECTIONS.iter().copied().collect());
    // the trial bites: changes are changes, and many change a judgement
    assert!(told_apart.get() > n / 2, "{}", told_apart.get());
    assert!(judged_apart.get() > n / 10, "{}", judged_apart.get());
}
