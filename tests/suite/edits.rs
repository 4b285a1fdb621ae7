//! Typed edits, as texts before and after: one table of spellings each for facts, practices, pieces and blocks.

use std::sync::LazyLock;

use mediaudit_core::diag::{Diagnostics, Sources, snippet};
use mediaudit_core::dossier::edit::{
    ActionWish, Document, Edit, EditError, FactWish, PieceWish, PracticeWish, Wish, apply, plan,
};
use mediaudit_core::kernel::{Date, Ratio};
use mediaudit_core::norm::Norm;
use mediaudit_core::norm::model::FactValue;

use crate::random::id;

/// A criterion whose id holds a dot.
const DOTTED: &str = "[[critere]]
id = \"1.1\"
chapitre = \"E\"
titre = \"Accueil\"
exigence = \"Chacun est accueilli.\"
enjeu = \"Sans accueil, rien.\"
importance = \"exigible\"
juge = \"declare\"
niveau-requis = \"en-place\"
confiance = \"C\"

  [[critere.element]]
  id = \"a\"
  libelle = \"L'accueil existe\"
  action = \"Accueillir.\"
  effort = 1

";

/// What a finding may have to tell.
const FORM: &str = "[politique.fiche]
importances = [\"imperatif\"]

[[politique.fiche.champ]]
id = \"causes\"
libelle = \"Causes\"

";

/// The trial norm, with more to edit.
pub(crate) fn norm_text() -> String {
    let text = include_str!("../fixtures/norms/essai/norme.toml");
    let facts = [("part", "pourcentage"), ("delai", "decimal")].map(|(key, kind)| {
        format!("[[fait]]\ncle = \"{key}\"\nlibelle = \"{key}\"\ntype = \"{kind}\"\naide = \"\"\n\n")
    });
    text.replace("id = \"E2\"", "id = \"E2\"\nancien-id = [\"E0\"]")
        .replace("[politique]\n", &format!("{DOTTED}[politique]\n"))
        .replace("[[politique.bande]]", &format!("{FORM}[[politique.bande]]"))
        .replace(
            "[[type-preuve]]\nid = \"regle\"",
            &format!("{}[[type-preuve]]\nid = \"regle\"", facts.concat()),
        )
}

pub(crate) static NORM: LazyLock<Norm> = LazyLock::new(|| {
    let (mut sources, mut sink) = (Sources::default(), Diagnostics::default());
    let files = vec![("norme.toml".to_owned(), norm_text().into_bytes())];
    mediaudit_core::norm::load(files, &mut sources, &mut sink).unwrap_or_else(|| unreadable(&sink, &sources))
});

fn unreadable(sink: &Diagnostics, sources: &Sources) -> Norm {
    panic!("{}", snippet::render_all(sink, sources, false))
}

pub(crate) fn day(text: &str) -> Date {
    Date::parse(text).unwrap()
}

fn number(n: i64) -> Wish<FactValue> {
    Wish::Set(FactValue::Number(Ratio::whole(n)))
}

pub(crate) fn text(text: &str) -> Wish<String> {
    Wish::Set(text.to_owned())
}

/// A fact of the whole structure, or of a site.
fn fact(key: &str, site: &str, value: Wish<FactValue>) -> Edit {
    Edit::Fact {
        key: id(key),
        site: (!site.is_empty()).then(|| id(site)),
        wish: FactWish {
            value,
            ..FactWish::default()
        },
    }
}

fn practice(criterion: &str, site: &str, wish: PracticeWish) -> Edit {
    Edit::Practice {
        criterion: id(criterion),
        site: (!site.is_empty()).then(|| id(site)),
        wish,
    }
}

fn level(level: &str) -> PracticeWish {
    PracticeWish {
        level: Wish::Set(id(level)),
        ..PracticeWish::default()
    }
}

pub(crate) fn piece(name: &str, wish: PieceWish) -> Edit {
    Edit::Piece {
        id: id(name),
        wish: Box::new(wish),
    }
}

pub(crate) fn dated(date: &str) -> PieceWish {
    PieceWish {
        effect: Wish::Set(day(date)),
        ..PieceWish::default()
    }
}

/// What the edits make of a text.
pub(crate) fn edited(path: &str, before: &[u8], edits: &[Edit]) -> Result<Vec<u8>, EditError> {
    let document = Document::read(path, before.to_vec())?;
    Ok(apply(before, &plan(&document, edits, &NORM)?))
}

/// Before and after as they stand, and with other line ends, a mark of order, no last line end: what stands around never changes.
pub(crate) fn check_of(path: &str, before: &str, edit: &Edit, after: &str) {
    let edits = std::slice::from_ref(edit);
    let spellings: [fn(&str) -> String; 4] = [
        str::to_owned,
        |text| text.replace('\n', "\r\n"),
        |text| format!("\u{feff}{text}"),
        |text| text.trim_end_matches('\n').to_owned(),
    ];
    for spelling in spellings {
        let (before, after) = (spelling(before), spelling(after));
        let found = edited(path, before.as_bytes(), edits)
            .unwrap_or_else(|error| panic!("{before}\n{edit:?}\n{error}"));
        let found = String::from_utf8(found).unwrap();
        assert_eq!(
            found, after,
            "\n--- before\n{before}\n--- found\n{found}\n--- expected\n{after}\n{edit:?}"
        );
        // asked again, nothing changes
        let document = Document::read(path, found.into_bytes()).unwrap();
        assert_eq!(plan(&document, edits, &NORM).unwrap(), [], "{after}");
    }
}

pub(crate) fn check(before: &str, edit: &Edit, after: &str) {
    check_of("dossier.toml", before, edit, after);
}

#[test]
fn a_fact_is_set_in_whatever_way_it_is_written() {
    let twelve = fact("equipe.mediateurs", "", number(12));
    for (before, after) in [
        // bare, with what stands around
        (
            "a = 1\n[faits] # ici\nequipe.signes = 4\n  equipe.mediateurs   =  3   # au bureau\nouvert = true\n",
            "a = 1\n[faits] # ici\nequipe.signes = 4\n  equipe.mediateurs   =  12   # au bureau\nouvert = true\n",
        ),
        // with details
        (
            "[faits]\nequipe.mediateurs = { valeur = 3, au = 2026-01-01 } # vu\n",
            "[faits]\nequipe.mediateurs = { valeur = 12, au = 2026-01-01 } # vu\n",
        ),
        (
            "[faits.equipe.mediateurs]\nau = 2026-01-01\nvaleur = 3\n",
            "[faits.equipe.mediateurs]\nau = 2026-01-01\nvaleur = 12\n",
        ),
        (
            "[faits]\nequipe.mediateurs.valeur = 3\nequipe.mediateurs.au = 2026-01-01\n",
            "[faits]\nequipe.mediateurs.valeur = 12\nequipe.mediateurs.au = 2026-01-01\n",
        ),
        // other tables
        (
            "[faits.equipe]\nmediateurs = 3\n",
            "[faits.equipe]\nmediateurs = 12\n",
        ),
        (
            "faits.equipe.mediateurs = 3\n[structure]\n",
            "faits.equipe.mediateurs = 12\n[structure]\n",
        ),
        (
            "[faits]\nequipe = { mediateurs = 3, signes = 4 }\n",
            "[faits]\nequipe = { mediateurs = 12, signes = 4 }\n",
        ),
        (
            "faits = { equipe.mediateurs = 3 }\n",
            "faits = { equipe.mediateurs = 12 }\n",
        ),
        (
            "faits = { 'equipe' = { \"mediateurs\" = 3 } }\n",
            "faits = { 'equipe' = { \"mediateurs\" = 12 } }\n",
        ),
        // by site, in an array
        (
            "[faits]\nequipe.mediateurs = [\n  { valeur = 2, site = \"nord\" }, # nord\n  3, # tous\n]\n",
            "[faits]\nequipe.mediateurs = [\n  { valeur = 2, site = \"nord\" }, # nord\n  12, # tous\n]\n",
        ),
        (
            "[[faits.equipe.mediateurs]]\nvaleur = 2\nsite = \"nord\"\n\n[[faits.equipe.mediateurs]]\nvaleur = 3\n",
            "[[faits.equipe.mediateurs]]\nvaleur = 2\nsite = \"nord\"\n\n[[faits.equipe.mediateurs]]\nvaleur = 12\n",
        ),
        // already so, in another spelling
        (
            "[faits]\nequipe.mediateurs = 1_2 # douze\n",
            "[faits]\nequipe.mediateurs = 1_2 # douze\n",
        ),
        (
            "[faits]\nequipe.mediateurs = 0xc\n",
            "[faits]\nequipe.mediateurs = 0xc\n",
        ),
    ] {
        check(before, &twelve, after);
    }
}

#[test]
fn a_missing_fact_goes_beside_those_like_it() {
    let twelve = fact("equipe.mediateurs", "", number(12));
    for (before, after) in [
        // after the last of its group
        (
            "[faits]\nequipe.signes = 4 # signés\nouvert = true\n\n[pratiques.E1]\nniveau = \"absente\"\n",
            "[faits]\nequipe.signes = 4 # signés\nequipe.mediateurs = 12\nouvert = true\n\n[pratiques.E1]\nniveau = \"absente\"\n",
        ),
        (
            "[faits]\n  equipe.signes = [\n    4, # signés\n  ]\n\n[x]\n",
            "[faits]\n  equipe.signes = [\n    4, # signés\n  ]\n  equipe.mediateurs = 12\n\n[x]\n",
        ),
        // under the commented line that stands for it, wherever that is
        (
            "[faits]\n# Médiateurs. Combien ?\n# À écrire : un nombre.\n#equipe.mediateurs =\n\n# Signés.\nequipe.signes = 4\n",
            "[faits]\n# Médiateurs. Combien ?\n# À écrire : un nombre.\n#equipe.mediateurs =\nequipe.mediateurs = 12\n\n# Signés.\nequipe.signes = 4\n",
        ),
        // but not under one that belongs to another block
        (
            "[faits]\nouvert = true\n\n#[faits.autre]\n#equipe.mediateurs = 3\n",
            "[faits]\nouvert = true\nequipe.mediateurs = 12\n\n#[faits.autre]\n#equipe.mediateurs = 3\n",
        ),
        ("[faits]\n", "[faits]\nequipe.mediateurs = 12\n"),
        ("[faits]\n[x]\n", "[faits]\nequipe.mediateurs = 12\n[x]\n"),
        (
            "[faits.equipe] # l'équipe\n[x]\n",
            "[faits.equipe] # l'équipe\nmediateurs = 12\n[x]\n",
        ),
        (
            "[faits.equipe.signes]\nvaleur = 4\n# fin\n\n# autre\n[x]\n",
            "[faits.equipe.signes]\nvaleur = 4\n# fin\n\n[faits.equipe]\nmediateurs = 12\n\n# autre\n[x]\n",
        ),
        (
            "[faits]\nequipe = { signes = 4 }\n",
            "[faits]\nequipe = { signes = 4, mediateurs = 12 }\n",
        ),
        (
            "[faits]\nequipe = {}\n",
            "[faits]\nequipe = { mediateurs = 12 }\n",
        ),
        (
            "faits = { equipe.signes = 4 }\n",
            "faits = { equipe.signes = 4, equipe.mediateurs = 12 }\n",
        ),
        (
            "faits.equipe.signes = 4\n\n[structure]\n",
            "faits.equipe.signes = 4\nfaits.equipe.mediateurs = 12\n\n[structure]\n",
        ),
        // no table of facts: at the end
        (
            "schema = 1\n\n[structure]\nnom = \"A\"\n",
            "schema = 1\n\n[structure]\nnom = \"A\"\n\n[faits]\nequipe.mediateurs = 12\n",
        ),
    ] {
        check(before, &twelve, after);
    }
    // no group of its own
    check(
        "[faits.equipe]\nsignes = 4\n",
        &fact("ouvert", "", Wish::Set(FactValue::Boolean(true))),
        "[faits.equipe]\nsignes = 4\n\n[faits]\nouvert = true\n",
    );
}

#[test]
fn a_value_is_written_in_the_form_of_its_type() {
    let ratio = |text| Wish::Set(FactValue::Number(Ratio::parse_fraction(text).unwrap()));
    for (key, value, written) in [
        ("ouvert", Wish::Set(FactValue::Boolean(false)), "false"),
        ("delai", ratio("7/2"), "3.5"),
        ("delai", ratio("3"), "3"),
        ("part", ratio("4/5"), "\"80 %\""),
        ("part", ratio("1/8"), "\"12,5 %\""),
    ] {
        check(
            "[faits]\n",
            &fact(key, "", value),
            &format!("[faits]\n{key} = {written}\n"),
        );
    }
    let third = edited("dossier.toml", b"[faits]\n", &[fact("delai", "", ratio("1/3"))]);
    assert!(third.unwrap_err().to_string().contains("1/3"));
}

#[test]
fn the_details_of_a_fact() {
    let whole = Edit::Fact {
        key: id("equipe.mediateurs"),
        site: None,
        wish: FactWish {
            value: number(12),
            on: Wish::Set(day("2026-10-01")),
            source: text("registre \"RH\""),
            evidence: Wish::Set(id("liste")),
            by: Wish::Clear,
            stated_on: Wish::Keep,
        },
    };
    let written = "{ valeur = 12, au = 2026-10-01, source = \"registre \\\"RH\\\"\", preuve = \"liste\" }";
    for (before, after) in [
        ("[faits]\n", format!("[faits]\nequipe.mediateurs = {written}\n")),
        ("[faits]\nequipe.mediateurs = 3 # vu\n", format!("[faits]\nequipe.mediateurs = {written} # vu\n")),
        // a number that is already so keeps its spelling
        (
            "[faits]\nequipe.mediateurs = 0xc\n",
            format!("[faits]\nequipe.mediateurs = {}\n", written.replace("12,", "0xc,")),
        ),
        (
            "[faits]\nequipe.mediateurs = { source = 'registre', valeur = 3, par = \"directrice\", le = 2026-01-01 }\n",
            "[faits]\nequipe.mediateurs = { source = \"registre \\\"RH\\\"\", valeur = 12, le = 2026-01-01, au = 2026-10-01, preuve = \"liste\" }\n".to_owned(),
        ),
        (
            "[faits.equipe.mediateurs]\nvaleur = 3 # trois\npar = \"directrice\" # elle\n\n[x]\n",
            "[faits.equipe.mediateurs]\nvaleur = 12 # trois\n# elle\nau = 2026-10-01\nsource = \"registre \\\"RH\\\"\"\npreuve = \"liste\"\n\n[x]\n".to_owned(),
        ),
        (
            "[faits]\nequipe.mediateurs.valeur = 3\nouvert = true\n",
            "[faits]\nequipe.mediateurs.valeur = 12\nequipe.mediateurs.au = 2026-10-01\nequipe.mediateurs.source = \"registre \\\"RH\\\"\"\nequipe.mediateurs.preuve = \"liste\"\nouvert = true\n".to_owned(),
        ),
    ] {
        check(before, &whole, &after);
    }
}

#[test]
fn a_fact_of_one_more_site() {
    let north = fact("equipe.mediateurs", "nord", number(2));
    for (before, after) in [
        (
            "[faits]\n",
            "[faits]\nequipe.mediateurs = { valeur = 2, site = \"nord\" }\n",
        ),
        (
            "[faits]\nequipe.mediateurs = 12 # tous\n",
            "[faits]\nequipe.mediateurs = [12, { valeur = 2, site = \"nord\" }] # tous\n",
        ),
        (
            "[faits]\nequipe = { mediateurs = { valeur = 12 } }\n",
            "[faits]\nequipe = { mediateurs = [{ valeur = 12 }, { valeur = 2, site = \"nord\" }] }\n",
        ),
        (
            "[faits]\nequipe.mediateurs = [12]\n",
            "[faits]\nequipe.mediateurs = [12, { valeur = 2, site = \"nord\" }]\n",
        ),
        (
            "[faits.equipe.mediateurs] # ici\nvaleur = 12\n\n[x]\n",
            "[[faits.equipe.mediateurs]] # ici\nvaleur = 12\n\n[[faits.equipe.mediateurs]]\nvaleur = 2\nsite = \"nord\"\n\n[x]\n",
        ),
        (
            "[[faits.equipe.mediateurs]]\nvaleur = 12\n[x]\n",
            "[[faits.equipe.mediateurs]]\nvaleur = 12\n\n[[faits.equipe.mediateurs]]\nvaleur = 2\nsite = \"nord\"\n\n[x]\n",
        ),
        (
            "[faits]\nequipe.mediateurs = [{ valeur = 1, site = \"nord\" }, 12]\n",
            "[faits]\nequipe.mediateurs = [{ valeur = 2, site = \"nord\" }, 12]\n",
        ),
    ] {
        check(before, &north, after);
    }
    // several lines that would have to become one: never guessed
    let error = edited(
        "dossier.toml",
        b"[faits]\nequipe.mediateurs.valeur = 12\n",
        &[north],
    )
    .unwrap_err();
    let hint = error.hint().unwrap();
    assert!(
        hint.contains("equipe.mediateurs = [{ … }, { valeur = 2, site = \"nord\" }]"),
        "{hint}"
    );
}

#[test]
fn a_fact_taken_back() {
    let gone = fact("equipe.mediateurs", "", Wish::Clear);
    for (before, after) in [
        (
            "[faits]\nouvert = true\nequipe.mediateurs = 3\n",
            "[faits]\nouvert = true\n",
        ),
        // a comment stays
        (
            "[faits]\nequipe.mediateurs = 3 # vu\nouvert = true\n",
            "[faits]\n# vu\nouvert = true\n",
        ),
        (
            "[faits]\nequipe = { mediateurs = 3, signes = 4 }\n",
            "[faits]\nequipe = { signes = 4 }\n",
        ),
        (
            "[faits]\nequipe = { signes = 4, mediateurs = 3 }\n",
            "[faits]\nequipe = { signes = 4 }\n",
        ),
        (
            "[faits]\nequipe.mediateurs = [3, { valeur = 2, site = \"nord\" }]\n",
            "[faits]\nequipe.mediateurs = [{ valeur = 2, site = \"nord\" }]\n",
        ),
        (
            "[faits]\nequipe.mediateurs = [3]\nouvert = true\n",
            "[faits]\nouvert = true\n",
        ),
        (
            "[faits]\nequipe.mediateurs.valeur = 3\nouvert = true\nequipe.mediateurs.au = 2026-01-01\n",
            "[faits]\nouvert = true\n",
        ),
        // all that stands below
        (
            "[faits]\nouvert = true\nequipe.mediateurs.valeur = 3\nequipe.mediateurs.au = 2026-01-01\nequipe.mediateurs.source = \"x\"\n",
            "[faits]\nouvert = true\n",
        ),
        (
            "[faits]\nequipe = { mediateurs.valeur = 3, mediateurs.au = 2026-01-01, signes = 4 }\n",
            "[faits]\nequipe = { signes = 4 }\n",
        ),
        (
            "[faits]\nequipe = { signes = 4, mediateurs.valeur = 3, mediateurs.au = 2026-01-01 }\n",
            "[faits]\nequipe = { signes = 4 }\n",
        ),
        (
            "[a]\n\n[faits.equipe.mediateurs]\nvaleur = 3\n# et\nau = 2026-01-01\n\n[x]\n",
            "[a]\n\n[x]\n",
        ),
        (
            "[[faits.equipe.mediateurs]]\nvaleur = 3\n\n[[faits.equipe.mediateurs]]\nvaleur = 2\nsite = \"nord\"\n",
            "\n[[faits.equipe.mediateurs]]\nvaleur = 2\nsite = \"nord\"\n",
        ),
        ("[faits]\nouvert = true\n", "[faits]\nouvert = true\n"),
        // another site's stays
        (
            "[faits]\nequipe.mediateurs = { valeur = 2, site = \"nord\" }\n",
            "[faits]\nequipe.mediateurs = { valeur = 2, site = \"nord\" }\n",
        ),
    ] {
        check(before, &gone, after);
    }
}

#[test]
fn a_level_is_set_in_whatever_way_the_practice_is_written() {
    let set = practice("E1", "", level("en-place"));
    for (before, after) in [
        (
            "[pratiques.E1]\nniveau = \"absente\" # vu en CA\npar = \"directrice\"\n",
            "[pratiques.E1]\nniveau = \"en-place\" # vu en CA\npar = \"directrice\"\n",
        ),
        (
            "[pratiques.E1]\ncommentaire = \"\"\"\nniveau = \"autre\"\n\"\"\" # fin\n\n[x]\n",
            "[pratiques.E1]\ncommentaire = \"\"\"\nniveau = \"autre\"\n\"\"\" # fin\nniveau = \"en-place\"\n\n[x]\n",
        ),
        (
            "[pratiques]\nE1 = { niveau = 'absente' }\n",
            "[pratiques]\nE1 = { niveau = \"en-place\" }\n",
        ),
        (
            "[pratiques]\nE1.niveau = \"absente\"\n",
            "[pratiques]\nE1.niveau = \"en-place\"\n",
        ),
        (
            "[pratiques]\nE1.par = \"directrice\"\n",
            "[pratiques]\nE1.par = \"directrice\"\nE1.niveau = \"en-place\"\n",
        ),
        (
            "pratiques.E1.niveau = \"absente\"\n",
            "pratiques.E1.niveau = \"en-place\"\n",
        ),
        (
            "pratiques = { E1 = {} }\n",
            "pratiques = { E1 = { niveau = \"en-place\" } }\n",
        ),
        (
            "[pratiques.\"E1\"]\n",
            "[pratiques.\"E1\"]\nniveau = \"en-place\"\n",
        ),
        (
            "[pratiques]\nE1 = [{ niveau = \"absente\", site = \"nord\" }, { niveau = \"absente\" }]\n",
            "[pratiques]\nE1 = [{ niveau = \"absente\", site = \"nord\" }, { niveau = \"en-place\" }]\n",
        ),
        // under the commented line, which stays
        (
            "[pratiques.E1]\n# Niveau attendu : en-place\n  # niveau = \"en-place\"\n#depuis = 2026-01-01\npar = \"directrice\"\n",
            "[pratiques.E1]\n# Niveau attendu : en-place\n  # niveau = \"en-place\"\n  niveau = \"en-place\"\n#depuis = 2026-01-01\npar = \"directrice\"\n",
        ),
        // the whole block is commented, as a new dossier has it
        (
            "[faits]\nouvert = true\n\n# E1 — Règle\n#[pratiques.E1]\n# Niveau attendu : en-place\n#niveau = \"\"\n#par = \"\"\n\n# E2 — Ouverture\n#[pratiques.E2]\n#niveau = \"\"\n",
            "[faits]\nouvert = true\n\n# E1 — Règle\n#[pratiques.E1]\n[pratiques.E1]\n# Niveau attendu : en-place\n#niveau = \"\"\nniveau = \"en-place\"\n#par = \"\"\n\n# E2 — Ouverture\n#[pratiques.E2]\n#niveau = \"\"\n",
        ),
        // …but what comes below belongs to another table
        (
            "[faits]\n#[pratiques.E1]\n#niveau = \"\"\nouvert = true\n",
            "[faits]\n#[pratiques.E1]\n#niveau = \"\"\nouvert = true\n\n[pratiques.E1]\nniveau = \"en-place\"\n",
        ),
        // missing: as its siblings are
        (
            "[pratiques]\nE2 = { niveau = \"absente\" }\n",
            "[pratiques]\nE2 = { niveau = \"absente\" }\nE1 = { niveau = \"en-place\" }\n",
        ),
        (
            "[pratiques]\nE2.niveau = \"absente\"\n",
            "[pratiques]\nE2.niveau = \"absente\"\nE1.niveau = \"en-place\"\n",
        ),
        (
            "pratiques.E2.niveau = \"absente\"\n[x]\n",
            "pratiques.E2.niveau = \"absente\"\npratiques.E1.niveau = \"en-place\"\n[x]\n",
        ),
        (
            "pratiques = { E2 = {} }\n",
            "pratiques = { E2 = {}, E1 = { niveau = \"en-place\" } }\n",
        ),
        ("[pratiques]\n", "[pratiques]\nE1.niveau = \"en-place\"\n"),
        // under the commented line of a new dossier
        (
            "[pratiques]\n#E1.niveau = \"\"\n#E1.non-applicable = \"\"\n\n# E2\n#E2.niveau = \"\"\n",
            "[pratiques]\n#E1.niveau = \"\"\nE1.niveau = \"en-place\"\n#E1.non-applicable = \"\"\n\n# E2\n#E2.niveau = \"\"\n",
        ),
        (
            "[pratiques.E2]\nniveau = \"absente\"\n\n[x]\n",
            "[pratiques.E2]\nniveau = \"absente\"\n\n[pratiques.E1]\nniveau = \"en-place\"\n\n[x]\n",
        ),
        (
            "schema = 1\n",
            "schema = 1\n\n[pratiques.E1]\nniveau = \"en-place\"\n",
        ),
        // already so
        (
            "[pratiques.E1]\nniveau = '''\nen-place'''\n",
            "[pratiques.E1]\nniveau = '''\nen-place'''\n",
        ),
    ] {
        check(before, &set, after);
    }
    // in the norm's order, and under the id that the file uses
    check(
        "[pratiques.E1]\nniveau = \"absente\"\n# E1, fin\n\n# suite\n[x]\n",
        &practice("E2", "", level("en-place")),
        "[pratiques.E1]\nniveau = \"absente\"\n# E1, fin\n\n[pratiques.E2]\nniveau = \"en-place\"\n\n# suite\n[x]\n",
    );
    let dotted = practice("1.1", "", level("en-place"));
    for (before, after) in [
        (
            "[pratiques.\"1.1\"]\n",
            "[pratiques.\"1.1\"]\nniveau = \"en-place\"\n",
        ),
        (
            "[pratiques]\n'1.1' = { par = \"d\" }\n",
            "[pratiques]\n'1.1' = { par = \"d\", niveau = \"en-place\" }\n",
        ),
        (
            "[pratiques]\nE1.par = \"d\"\n",
            "[pratiques]\nE1.par = \"d\"\n\"1.1\".niveau = \"en-place\"\n",
        ),
        (
            "#[pratiques.\"1.1\"]\n#niveau = \"\"\n",
            "#[pratiques.\"1.1\"]\n[pratiques.\"1.1\"]\n#niveau = \"\"\nniveau = \"en-place\"\n",
        ),
        (
            "schema = 1\n",
            "schema = 1\n\n[pratiques.\"1.1\"]\nniveau = \"en-place\"\n",
        ),
    ] {
        check(before, &dotted, after);
    }
    check(
        "[pratiques.E0]\n",
        &practice("E2", "", level("en-place")),
        "[pratiques.E0]\nniveau = \"en-place\"\n",
    );
}

#[test]
fn a_practice_of_one_more_site_and_one_set_aside() {
    let north = practice("E1", "nord", level("en-place"));
    for (before, after) in [
        (
            "[pratiques.E1]\nniveau = \"absente\"\n",
            "[[pratiques.E1]]\nniveau = \"absente\"\n\n[[pratiques.E1]]\nsite = \"nord\"\nniveau = \"en-place\"\n",
        ),
        (
            "[pratiques]\nE1 = { niveau = \"absente\" }\n",
            "[pratiques]\nE1 = [{ niveau = \"absente\" }, { site = \"nord\", niveau = \"en-place\" }]\n",
        ),
        (
            "[pratiques]\nE2.niveau = \"absente\"\n",
            "[pratiques]\nE2.niveau = \"absente\"\nE1 = { site = \"nord\", niveau = \"en-place\" }\n",
        ),
        (
            "#[pratiques.E1]\n#niveau = \"\"\n",
            "#[pratiques.E1]\n[pratiques.E1]\nsite = \"nord\"\n#niveau = \"\"\nniveau = \"en-place\"\n",
        ),
        (
            "schema = 1\n",
            "schema = 1\n\n[pratiques.E1]\nsite = \"nord\"\nniveau = \"en-place\"\n",
        ),
    ] {
        check(before, &north, after);
    }
    let aside = practice(
        "E2",
        "",
        PracticeWish {
            level: Wish::Clear,
            not_applicable: text("Sans objet :\nil n'y a « rien »."),
            ..PracticeWish::default()
        },
    );
    check(
        "[pratiques.E2]\nniveau = \"absente\" # avant\ndepuis = 2026-01-01\n",
        &aside,
        "[pratiques.E2]\n# avant\ndepuis = 2026-01-01\nnon-applicable = \"Sans objet :\\nil n'y a « rien ».\"\n",
    );
    // a level taken back
    let unanswered = practice(
        "E2",
        "",
        PracticeWish {
            level: Wish::Clear,
            ..PracticeWish::default()
        },
    );
    check(
        "[pratiques]\nE2 = { niveau = \"absente\", par = \"d\" }\n",
        &unanswered,
        "[pratiques]\nE2 = { par = \"d\" }\n",
    );
    check(
        "[pratiques.E2]\nniveau = \"absente\"\n",
        &unanswered,
        "[pratiques.E2]\n",
    );
    check("[pratiques.E1]\n", &unanswered, "[pratiques.E1]\n");
}

#[test]
fn several_edits_are_planned_one_on_the_other() {
    let before = "schema = 1\n";
    let edits = [
        practice("E2", "", level("absente")),
        fact("equipe.mediateurs", "", number(12)),
        fact("equipe.signes", "", number(4)),
        practice("E1", "", level("en-place")),
        fact("equipe.mediateurs", "", Wish::Clear),
    ];
    let after = edited("dossier.toml", before.as_bytes(), &edits).unwrap();
    let expected = "schema = 1\n\n[pratiques.E2]\nniveau = \"absente\"\n\n[pratiques.E1]\nniveau = \"en-place\"\n\n[faits]\nequipe.signes = 4\n";
    assert_eq!(String::from_utf8(after).unwrap(), expected);
    // what is put and taken back leaves the table that it needed
    let document = Document::read("dossier.toml", before.into()).unwrap();
    let back = [
        fact("ouvert", "", Wish::Set(FactValue::Boolean(true))),
        fact("ouvert", "", Wish::Clear),
    ];
    let splices = plan(&document, &back, &NORM).unwrap();
    assert_eq!(
        String::from_utf8(apply(before.as_bytes(), &splices)).unwrap(),
        "schema = 1\n\n[faits]\n"
    );
}

#[test]
fn what_is_not_edited_says_what_to_do() {
    let ouvert = fact("ouvert", "", Wish::Set(FactValue::Boolean(true)));
    let refused = |bytes: &[u8], edits: &[Edit]| {
        let error = edited("dossier.toml", bytes, edits).unwrap_err();
        format!("{error} — {}", error.hint().unwrap_or_default())
    };
    for (bytes, edit, words) in [
        (b"\xff\xfes\0".as_slice(), &ouvert, "UTF-16"),
        (b"nom = \"\xe9\"", &ouvert, "UTF-8"),
        (b"[faits\n", &ouvert, "mediaudit verifier"),
        (b"a = 1\na = 2\n", &ouvert, "mediaudit verifier"),
        (b"faits = 3\n", &ouvert, "« ouvert = … » sous [faits]"),
        (
            b"faits.ouvert = [[true]]\n",
            &ouvert,
            "« ouvert = … » sous [faits]",
        ),
        (
            b"pratiques.E1 = 3\n",
            &practice("E1", "", level("absente")),
            "[pratiques.E1]",
        ),
        (b"[preuve]\n", &piece("p", dated("2026-01-05")), "[[preuve]]"),
        (
            b"",
            &fact("ouvertt", "", Wish::Clear),
            "vouliez-vous dire « ouvert »",
        ),
        (
            b"",
            &practice("E11", "", level("absente")),
            "vouliez-vous dire « E1 »",
        ),
        (
            b"",
            &Edit::Action {
                id: id("a"),
                wish: ActionWish::default(),
            },
            "faites-en deux modifications",
        ),
    ] {
        let said = refused(bytes, std::slice::from_ref(edit));
        assert!(said.contains(words), "« {words} » expected: {said}");
    }
    let outside = Edit::Finding {
        auditor: id("a/b"),
        id: id("K1"),
        wish: Box::default(),
    };
    assert!(outside.file().is_err());
}
