//! Typed edits of the blocks that a file repeats: pieces, lifted alerts, findings, actions, observations; as texts before and after.

use std::collections::BTreeMap;

use mediaudit_core::assessment::inputs::{ActionState, Auditor, ElementFinding, Settles};
use mediaudit_core::diag::{Diagnostics, Sources, snippet, toml_text};
use mediaudit_core::dossier::edit::{
    ActionWish, AuditorWish, Document, DoubtWish, Edit, FindingWish, Listed, ObservationWish, PieceWish,
    Wish, apply, plan,
};
use mediaudit_core::dossier::{self, Beside, Dossier, ParsedDossier, Version};
use mediaudit_core::kernel::Status;
use mediaudit_core::kernel::persons::AlertKind;

use crate::edits::{NORM, check, check_of, dated, day, edited, piece, text};
use crate::random::id;

#[test]
fn the_dates_of_a_piece() {
    let set = piece("p", dated("2026-01-05"));
    for (before, after) in [
        (
            "[[preuve]]\nid = \"o\"\ntypes = [\"regle\"]\n\n[[preuve]]\nid = \"p\"\ntypes = [\"regle\"] # une\n\n[[preuve]]\nid = \"q\"\n",
            "[[preuve]]\nid = \"o\"\ntypes = [\"regle\"]\n\n[[preuve]]\nid = \"p\"\ntypes = [\"regle\"] # une\ndate-effet = 2026-01-05\n\n[[preuve]]\nid = \"q\"\n",
        ),
        (
            "preuve = [{ id = \"p\", date-effet = 2025-01-01 }]\n",
            "preuve = [{ id = \"p\", date-effet = 2026-01-05 }]\n",
        ),
        (
            "[[preuve]]\nid = \"P\"\n",
            "[[preuve]]\nid = \"P\"\ndate-effet = 2026-01-05\n",
        ),
        (
            "[[preuve]]\nid = \"p\"\ndate-effet = 2026-01-05\n",
            "[[preuve]]\nid = \"p\"\ndate-effet = 2026-01-05\n",
        ),
    ] {
        check(before, &set, after);
    }
    let all = PieceWish {
        expires: Wish::Set(day("2027-01-05")),
        covers: Wish::Set((day("2026-01-01"), day("2026-12-31"))),
        effect: Wish::Clear,
        ..PieceWish::default()
    };
    check(
        "[[preuve]]\nid = \"p\"\ndate-effet = 2026-01-05\nperiode = [\n  2025-01-01, # du\n  2025-12-31,\n]\n",
        &piece("p", all),
        "[[preuve]]\nid = \"p\"\nperiode = [2026-01-01, 2026-12-31]\nexpire = 2027-01-05\n",
    );
}

#[test]
fn a_piece_that_is_not_declared_yet() {
    let new = piece(
        "f-0123456789ab",
        PieceWish {
            file: text("preuves/regle/dit \"le\" plan.pdf"),
            types: Wish::Set(vec![id("regle"), id("liste")]),
            ..dated("2026-01-05")
        },
    );
    let block = "[[preuve]]\nid = \"f-0123456789ab\"\nfichier = \"preuves/regle/dit \\\"le\\\" plan.pdf\"\ntypes = [\"regle\", \"liste\"]\ndate-effet = 2026-01-05\n";
    for (before, after) in [
        ("schema = 1\n".to_owned(), format!("schema = 1\n\n{block}")),
        ("[[preuve]]\nid = \"a\"\n\n# la suite\n[x]\n".to_owned(), format!("[[preuve]]\nid = \"a\"\n\n{block}\n# la suite\n[x]\n")),
        (
            "preuve = [\n  { id = \"a\" },\n]\n".to_owned(),
            "preuve = [\n  { id = \"a\" },\n  { id = \"f-0123456789ab\", fichier = \"preuves/regle/dit \\\"le\\\" plan.pdf\", types = [\"regle\", \"liste\"], date-effet = 2026-01-05 },\n]\n".to_owned(),
        ),
    ] {
        check(&before, &new, &after);
    }
    // it must say what it is
    let error = edited("dossier.toml", b"", &[piece("p", dated("2026-01-05"))]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "pour ajouter la preuve « p », donnez aussi « types »"
    );
    // taken back, with its blank line
    let gone = Edit::Withdraw(Listed::Piece(id("f-0123456789ab")));
    check(
        &format!("[[preuve]]\nid = \"a\"\n\n{block}\n# la suite\n[x]\n"),
        &gone,
        "[[preuve]]\nid = \"a\"\n\n# la suite\n[x]\n",
    );
    check(
        "preuve = [{ id = \"f-0123456789ab\" }, { id = \"a\" }]\n",
        &gone,
        "preuve = [{ id = \"a\" }]\n",
    );
}

#[test]
fn an_alert_lifted_and_standing_again() {
    let lift = Edit::Lift {
        digest: "0123456789ab".to_owned(),
        kind: AlertKind::Phone,
        reason: "Numéro public.".to_owned(),
    };
    let block = "[[alerte-levee]]\nempreinte = \"0123456789ab\"\nnature = \"telephone\"\nraison = \"Numéro public.\"\n";
    check("schema = 1\n", &lift, &format!("schema = 1\n\n{block}"));
    check(
        "[[alerte-levee]]\nempreinte = \"0123456789abCDEF\"\nnature = \"telephone\"\nraison = \"…\"\n",
        &lift,
        "[[alerte-levee]]\nempreinte = \"0123456789abCDEF\"\nnature = \"telephone\"\nraison = \"Numéro public.\"\n",
    );
    // of another kind: another alert
    let other = "[[alerte-levee]]\nempreinte = \"0123456789ab\"\nnature = \"courriel\"\nraison = \"…\"\n";
    check(other, &lift, &format!("{other}\n{block}"));
    let again = Edit::Withdraw(Listed::Lifted("0123456789ab".to_owned(), AlertKind::Phone));
    check(&format!("{other}\n{block}"), &again, other);
}

#[test]
fn a_doubt_is_explained_by_the_structure_and_lifted_by_an_auditor() {
    let doubt = |auditor: Option<&str>, seen: &[&str]| Edit::Doubt {
        auditor: auditor.map(id),
        id: id("une-piece-0123456789ab"),
        wish: DoubtWish {
            reason: text("Au dos."),
            seen: Wish::exactly((!seen.is_empty()).then(|| seen.iter().map(|&id| id.to_owned()).collect())),
            ..DoubtWish::default()
        },
    };
    let block = "[[doute-leve]]\ndoute = \"une-piece-0123456789ab\"\nraison = \"Au dos.\"\n";
    check(
        "schema = 1\n",
        &doubt(None, &[]),
        &format!("schema = 1\n\n{block}"),
    );
    // said otherwise, in its place; the note on another doubt stays
    let other = "[[doute-leve]]\ndoute = \"meme-texte-0123456789ab\"\nraison = \"…\"\n";
    check(
        &format!("{other}\n{}", block.replace("Au dos.", "…")),
        &doubt(None, &[]),
        &format!("{other}\n{block}"),
    );
    let seen = ["a", "preuves/regle/b.pdf"];
    check_of(
        "constats/auditrice.toml",
        "schema = 1\n",
        &doubt(Some("auditrice"), &seen),
        &format!("schema = 1\n\n{block}vu = [\"a\", \"preuves/regle/b.pdf\"]\n"),
    );
    check_of(
        "constats/auditrice.toml",
        &format!("{block}vu = [\"c\"]\n"),
        &doubt(Some("auditrice"), &[]),
        block,
    );
}

#[test]
fn a_column_gets_the_name_that_the_structures_own_table_gives_it() {
    let named = Edit::Column {
        table: id("tableau-activite"),
        column: id("date"),
        heading: "Date d’ouverture".to_owned(),
    };
    let line = "date = \"Date d’ouverture\"\n";
    for (before, after) in [
        ("schema = 1\n".to_owned(), format!("schema = 1\n\n[correspondance.tableau-activite]\n{line}")),
        (
            "[correspondance.tableau-activite]\nregistre = \"Champ\"\n".to_owned(),
            format!("[correspondance.tableau-activite]\nregistre = \"Champ\"\n{line}"),
        ),
        (
            "[correspondance.tableau-activite]\ndate = \"Jour\" # ici\n".to_owned(),
            "[correspondance.tableau-activite]\ndate = \"Date d’ouverture\" # ici\n".to_owned(),
        ),
        (
            "[correspondance.tableau-demandes]\ndate = \"Arrivée\"\n".to_owned(),
            format!(
                "[correspondance.tableau-demandes]\ndate = \"Arrivée\"\n\n[correspondance.tableau-activite]\n{line}"
            ),
        ),
        (
            "[correspondance.tableau-activite]\ndate = { colonne = \"Jour\", valeurs = { a = \"b\" } }\n".to_owned(),
            "[correspondance.tableau-activite]\ndate = { colonne = \"Date d’ouverture\", valeurs = { a = \"b\" } }\n"
                .to_owned(),
        ),
    ] {
        check(&before, &named, &after);
    }
}

#[test]
fn findings_actions_and_observations() {
    let finding = Edit::Finding {
        auditor: id("auditrice"),
        id: id("K1"),
        wish: Box::new(FindingWish {
            criterion: Wish::Set(id("E1")),
            element: Wish::Set((id("a"), ElementFinding::NotMet)),
            reason: text("Vu."),
            seen: Wish::Set(vec![id("f-0123456789ab")]),
            form: BTreeMap::from([(id("causes"), text("Un départ."))]),
            ..FindingWish::default()
        }),
    };
    let auditor = Edit::Auditor {
        auditor: id("auditrice"),
        wish: AuditorWish {
            role: text("auditrice externe"),
            ..AuditorWish::default()
        },
    };
    let block = "[[constat]]\nid = \"K1\"\ncritere = \"E1\"\nelement = \"a\"\netat = \"non-satisfait\"\nraison = \"Vu.\"\nvu = [\"f-0123456789ab\"]\nfiche.causes = \"Un départ.\"\n";
    let whole = format!("schema = 1\n\n[auditeur]\nfonction = \"auditrice externe\"\n\n{block}");
    // a file that is not there yet
    let absent = Document::absent("constats/auditrice.toml");
    let made = apply(
        b"",
        &plan(&absent, &[auditor.clone(), finding.clone()], &NORM).unwrap(),
    );
    assert_eq!(String::from_utf8(made).unwrap(), whole);
    check_of("constats/auditrice.toml", &whole, &auditor, &whole);
    // one that is there, its form in a table of its own
    let form = "[[constat]]\nid = \"K1\"\ncritere = \"E1\"\nelement = \"a\"\netat = \"satisfait\"\nraison = \"Vu.\"\n\n[constat.fiche]\n# pourquoi\ncauses = \"?\"\n";
    check_of(
        "constats/auditrice.toml",
        form,
        &finding,
        &form
            .replace("\"satisfait\"", "\"non-satisfait\"")
            .replace("\"?\"", "\"Un départ.\"")
            .replace(
                "raison = \"Vu.\"\n",
                "raison = \"Vu.\"\nvu = [\"f-0123456789ab\"]\n",
            ),
    );
    let action = |state, done| Edit::Action {
        id: id("a1"),
        wish: ActionWish {
            criterion: Wish::Set(id("E1")),
            text: text("Écrire la règle."),
            due: Wish::Set(day("2027-01-31")),
            state: Wish::Set(state),
            done_on: done,
            ..ActionWish::default()
        },
    };
    let block = "[[action]]\nid = \"a1\"\ncritere = \"E1\"\naction = \"Écrire la règle.\"\necheance = 2027-01-31\netat = \"en-cours\"\n";
    check_of(
        "actions.toml",
        "schema = 1\n",
        &action(ActionState::Started, Wish::Keep),
        &format!("schema = 1\n\n{block}"),
    );
    check_of(
        "actions.toml",
        &format!("schema = 1\n\n{block}"),
        &action(ActionState::Done, Wish::Set(day("2027-01-02"))),
        &format!(
            "schema = 1\n\n{}faite-le = 2027-01-02\n",
            block.replace("en-cours", "faite")
        ),
    );
    let answer = Edit::Observation {
        id: id("o1"),
        wish: ObservationWish {
            finding: Wish::Set(id("K1")),
            text: text("La règle est affichée."),
            ..ObservationWish::default()
        },
    };
    check_of(
        "observations.toml",
        "schema = 1\n",
        &answer,
        "schema = 1\n\n[[observation]]\nid = \"o1\"\nconstat = \"K1\"\ntexte = \"La règle est affichée.\"\n",
    );
}

/// The least dossier, with one file of findings.
fn with_findings(findings: &str) -> Result<Dossier, String> {
    const LEAST: &str = "schema = 1\nid = \"x\"\nnorme = \"essai\"\nversion-norme = \"1.0.0\"\ngenre = \"auto-evaluation\"\ncycle = \"initial\"\n[structure]\nnom = \"A\"\n";
    let (mut sources, mut sink) = (Sources::default(), Diagnostics::default());
    let mut read = |path, text: &str| {
        toml_text::decode(path, text.as_bytes().to_vec(), &mut sources, &mut sink).unwrap()
    };
    let main = read("dossier.toml", LEAST);
    let beside = Beside {
        findings: vec![read("constats/auditrice.toml", findings)],
        ..Beside::default()
    };
    let main = ParsedDossier::of(main, &sources.get(main).unwrap().text);
    let loaded = dossier::load(main, &beside, &NORM, Version::Pinned, &sources, &mut sink);
    loaded.ok_or_else(|| snippet::render_all(&sink, &sources, false))
}

#[test]
fn a_finding_reads_back_as_it_was_settled() {
    let element = |state| Settles::Element { id: id("a"), state };
    let whole = |status, kind: &str| Settles::Whole {
        status,
        kind: (!kind.is_empty()).then(|| id(kind)),
    };
    let all = [
        vec![element(ElementFinding::Met)],
        vec![element(ElementFinding::Rated(id("absente")))],
        vec![
            element(ElementFinding::NotMet),
            whole(Some(Status::Nonconforming), "NC-MAJ"),
        ],
        vec![whole(None, "PS")],
        vec![element(ElementFinding::Void), whole(Some(Status::Conforming), "")],
    ];
    let wish = |settles: &[Settles]| {
        let mut wish = FindingWish {
            criterion: Wish::Set(id("E1")),
            element: Wish::Clear,
            status: Wish::Clear,
            kind: Wish::Clear,
            reason: text("Vu."),
            ..FindingWish::default()
        };
        for settled in settles.iter().cloned() {
            match settled {
                Settles::Element { id, state } => wish.element = Wish::Set((id, state)),
                Settles::Whole { status, kind } => {
                    wish.status = Wish::exactly(status);
                    wish.kind = Wish::exactly(kind);
                }
            }
        }
        Edit::Finding {
            auditor: id("auditrice"),
            id: id("K1"),
            wish: Box::new(wish),
        }
    };
    let auditor = Auditor {
        role: "auditrice externe".to_owned(),
        body: Some("France Médiation".to_owned()),
        independence: None,
        seed: None,
    };
    let signed = Edit::Auditor {
        auditor: id("auditrice"),
        wish: AuditorWish {
            role: Wish::Set(auditor.role.clone()),
            body: Wish::exactly(auditor.body.clone()),
            independence: Wish::exactly(auditor.independence.clone()),
            seed: Wish::Keep,
        },
    };
    let path = "constats/auditrice.toml";
    let start = edited(path, b"schema = 1\n", &[signed]).unwrap();
    for before in &all {
        let first = edited(path, &start, &[wish(before)]).unwrap();
        for after in &all {
            let second = edited(path, &first, &[wish(after)]).unwrap();
            let written = String::from_utf8(second).unwrap();
            let read = with_findings(&written).unwrap_or_else(|said| panic!("{written}\n{said}"));
            assert_eq!(read.auditors.values().collect::<Vec<_>>(), [&auditor]);
            let [noted] = read.findings.as_slice() else {
                panic!("{written}");
            };
            assert_eq!(&noted.finding.settles, after, "{written}");
            assert_eq!(noted.finding.auditor.as_str(), "auditrice");
        }
    }
}
