//! What is wrong in the keys of a policy is told with its code, its place and a hint; what is sound but in vain, by the linter.

use mediaudit_core::diag::{Diagnostics, Sources, snippet};
use mediaudit_core::norm::{self, lint};

const BASE: &str = include_str!("../fixtures/norms/essai/norme.toml");

/// Where a fragment enters the trial norm.
#[derive(Clone, Copy)]
enum At {
    /// A key of `[politique]`.
    Policy,
    /// At the end of the file: tables of the policy, of the profiles.
    End,
    /// A key of the criterion E1.
    Criterion,
    /// A key of its element b.
    Element,
    /// The whole rule of its element b.
    Rule,
    /// A key of each level.
    Levels,
    /// A key of the chapter.
    Chapter,
    /// A sub-table of the kind NC-MAJ.
    Kind,
}

fn laid(at: At, fragment: &str) -> String {
    let after = |needle: &str| {
        assert!(BASE.contains(needle), "{needle}");
        BASE.replacen(needle, &format!("{needle}{fragment}\n"), 1)
    };
    match at {
        At::Policy => after("credit-partiel = \"elements\"\n"),
        At::End => format!("{BASE}\n{fragment}\n"),
        At::Criterion => after("niveau-requis = \"en-place\"\n"),
        At::Element => after("effort = 1 # b\n"),
        At::Rule => {
            let line = BASE.lines().find(|line| line.contains("taux =")).unwrap();
            BASE.replacen(line, fragment, 1)
        }
        At::Levels => BASE.replace("texte = \"Rien.\"\n", &format!("texte = \"Rien.\"\n{fragment}\n")),
        At::Chapter => after("presentation = \"Un chapitre.\"\n"),
        At::Kind => after("texte = \"Grave.\"\n"),
    }
}

/// What is said of a norm, loader first, then the linter.
fn said(text: &str) -> (Diagnostics, Sources) {
    let (mut sources, mut sink) = (Sources::default(), Diagnostics::default());
    let files = vec![("norme.toml".to_owned(), text.as_bytes().to_vec())];
    if let Some((norm, places)) = norm::load_placed(files, &mut sources, &mut sink) {
        lint::check(&norm, &places, &mut sink);
    }
    (sink, sources)
}

#[test]
fn every_fault_of_a_policy_is_told_where_it_stands() {
    // where, what, code, words of the message or of its hints, text that is underlined
    let table: &[(At, &str, &str, &str, &str)] = &[
        (
            At::Policy,
            "non-evalue = \"peut-etre\"",
            "forme/valeur",
            "bornes",
            "\"peut-etre\"",
        ),
        (
            At::Policy,
            "non-applicable = \"cible\"",
            "forme/cle-manquante",
            "cible = \"80 %\"",
            "\"cible\"",
        ),
        (
            At::Policy,
            "cible = 80",
            "forme/seuil-sans-pourcent",
            "\"80 %\"",
            "80",
        ),
        (
            At::Policy,
            "total-vide = \"rien\"",
            "forme/valeur",
            "sans-objet",
            "\"rien\"",
        ),
        (
            At::Policy,
            "poid-nul = \"un\"",
            "forme/cle-inconnue",
            "poids-nul",
            "poid-nul",
        ),
        (
            At::Policy,
            "echelle = { min = 4, max = 1, unite = \"sur 4\" }",
            "norme/bornes",
            "plus grande",
            "1",
        ),
        (
            At::Policy,
            "echelle = { min = \"0 %\", max = 4 }",
            "forme/type",
            "301",
            "\"0 %\"",
        ),
        (
            At::Policy,
            "fiche = { importances = [\"vital\"] }",
            "forme/valeur",
            "imperatif",
            "\"vital\"",
        ),
        (
            At::Policy,
            "echantillons = { statut = \"part\" }",
            "norme/cles-liees",
            "vont ensemble",
            "\"part\"",
        ),
        (
            At::Policy,
            "echantillons = { part = \"80 %\" }",
            "norme/cles-liees",
            "vont ensemble",
            "\"80 %\"",
        ),
        (
            At::Policy,
            "tirage = { arrondi = \"inferieur\" }",
            "forme/valeur",
            "superieur",
            "\"inferieur\"",
        ),
        (
            At::End,
            "[[politique.porte]]\nid = \"p\"\nlibelle = \"P\"\nforme = \"plafond\"\nimportance = \"imperatif\"",
            "norme/cles-liees",
            "plafond",
            "\"plafond\"",
        ),
        (
            At::End,
            "[[politique.porte]]\nid = \"p\"\nlibelle = \"P\"\nforme = \"minimum\"",
            "forme/cle-manquante",
            "quels critères",
            "\"p\"",
        ),
        (
            At::End,
            "[[politique.porte]]\nid = \"p\"\nlibelle = \"P\"\nforme = \"minimum\"\ncriteres = [\"E9\"]",
            "norme/reference-inconnue",
            "E9",
            "\"E9\"",
        ),
        (
            At::End,
            "[[politique.porte]]\nid = \"p\"\nlibelle = \"P\"\nforme = \"minimum\"\nimportance = \"recommande\"",
            "norme/sans-effet",
            "ne regarde aucun critère",
            "\"p\"",
        ),
        (
            At::End,
            "[[politique.escalade]]\nnombre = 1\nde = \"PS\"\nvers = \"NC-MAJ\"",
            "norme/hors-bornes",
            "commence à 2",
            "1",
        ),
        (
            At::End,
            "[[politique.escalade]]\nnombre = 2\nde = \"PM\"\nvers = \"NC-MAJ\"",
            "norme/reference-inconnue",
            "PS",
            "\"PM\"",
        ),
        (
            At::End,
            "[[politique.escalade]]\nnombre = 2\nde = \"NC-MAJ\"\nvers = \"PS\"",
            "norme/escalade-moins-grave",
            "plus grave",
            "\"PS\"",
        ),
        (
            At::End,
            "[[politique.escalade]]\nnombre = 9\nde = \"PS\"\nvers = \"NC-MAJ\"",
            "norme/sans-effet",
            "il y a 2 critères",
            "\"PS\"",
        ),
        (
            At::End,
            "[[politique.escalade]]\nnombre = 2\nde = \"PS\"\nvers = \"NC-MAJ\"\nportee = \"site\"",
            "forme/valeur",
            "critere",
            "\"site\"",
        ),
        (
            At::End,
            "[[politique.non-levee]]\nde = \"PS\"\nvers = \"NC-MAX\"",
            "norme/reference-inconnue",
            "NC-MAJ",
            "\"NC-MAX\"",
        ),
        (
            At::End,
            "[[politique.reexamen]]\ncycle = \"mi-parcours\"",
            "norme/reference-inconnue",
            "étapes admises : initial, suivi, renouvellement",
            "\"mi-parcours\"",
        ),
        (
            At::Criterion,
            "niveau-requis-selon = { suivit = \"absente\" }",
            "norme/reference-inconnue",
            "« suivi »",
            "suivit",
        ),
        (
            At::End,
            "[[cycle]]\nid = \"apres-coup\"\nlibelle = \"a\"",
            "forme/cle-manquante",
            "compté depuis le premier audit",
            "\"apres-coup\"",
        ),
        (
            At::End,
            "[[cycle]]\nid = \"trop-tot\"\nlibelle = \"a\"\napres = \"P48M\"",
            "norme/ordre-du-cycle",
            "de la première à la dernière",
            "\"P48M\"",
        ),
        (
            At::End,
            "[[cycle]]\nid = \"Suivi\"\nlibelle = \"a\"\napres = \"P5Y\"",
            "norme/identifiant-en-double",
            "l’étape du cycle",
            "\"Suivi\"",
        ),
        (
            At::End,
            "[[axe]]\nid = \"p\"\nlibelle = \"p\"\naide = \"p\"\nrole = \"ethique\"",
            "forme/valeur",
            "deontologie",
            "\"ethique\"",
        ),
        (
            At::End,
            "[[axe]]\nid = \"p\"\nlibelle = \"p\"\naide = \"p\"\nrole = \"deontologie\"\n[[axe]]\nid = \"q\"\nlibelle = \"q\"\naide = \"q\"\nrole = \"deontologie\"",
            "norme/role-en-double",
            "même rôle",
            "\"deontologie\"",
        ),
        (
            At::End,
            "[[politique.reexamen]]\ncycle = \"suivi\"\ncriteres = [\"E7\"]",
            "norme/reference-inconnue",
            "E7",
            "\"E7\"",
        ),
        (
            At::End,
            "[[politique.revision]]\ndepuis = 2025-01-01\nsource = \"S1\"",
            "norme/revision-vide",
            "ne change rien",
            "2025-01-01",
        ),
        (
            At::End,
            "[[politique.revision]]\ndepuis = 2025-01-01\nsource = \"S9\"\npoids-nul = \"un\"",
            "norme/reference-inconnue",
            "S1",
            "\"S9\"",
        ),
        (
            At::End,
            "[[politique.revision]]\ndepuis = 2025-01-01\nsource = \"S1\"\npoids-nul = \"un\"\n[[politique.revision]]\ndepuis = 2024-01-01\nsource = \"S1\"\npoids-nul = \"zero\"",
            "norme/ordre",
            "plus ancienne",
            "2024-01-01",
        ),
        (
            At::End,
            "[[politique.bande]]\nlibelle = \"b\"\na-partir-de = \"40 %\"\njusqu-a = \"30 %\"\ntexte = \"t\"",
            "norme/bornes",
            "finit avant",
            "\"30 %\"",
        ),
        (
            At::End,
            "[[politique.bande]]\nlibelle = \"b\"\na-partir-de = \"140 %\"\ntexte = \"t\"",
            "norme/inatteignable",
            "100 %",
            "\"140 %\"",
        ),
        (
            At::End,
            "[[politique.bande]]\nlibelle = \"b\"\na-partir-de = \"40 %\"\nsi = { chapitres = { Z = { au-moins = \"1 %\" } } }\ntexte = \"t\"",
            "norme/reference-inconnue",
            "chapitre « Z »",
            "\"b\"",
        ),
        (
            At::End,
            "[[politique.bande]]\nlibelle = \"b\"\na-partir-de = \"40 %\"\nsi = { satisfaits = { imperatif = { au-moins = 1 } } }\ntexte = \"t\"",
            "forme/seuil-sans-pourcent",
            "\"1 %\"",
            "1",
        ),
        (
            At::Criterion,
            "nature-unique = \"NC-MOY\"",
            "norme/reference-inconnue",
            "NC-MAJ",
            "\"NC-MOY\"",
        ),
        (
            At::Criterion,
            "niveau-requis-selon = { suivi = \"en-plac\" }",
            "norme/reference-inconnue",
            "en-place",
            "\"en-plac\"",
        ),
        (
            At::Criterion,
            "niveau-requis-selon = { mi-parcours = \"en-place\" }",
            "norme/reference-inconnue",
            "suivi",
            "mi-parcours",
        ),
        (
            At::Criterion,
            "niveau-requis-selon = { initial = \"en-place\", suivi = \"en-place\", renouvellement = \"en-place\" }",
            "norme/sans-effet",
            "n’est jamais lu",
            "\"E1\"",
        ),
        (
            At::Criterion,
            "cycles = [\"initial\", \"suivi\", \"renouvellement\"]",
            "norme/sans-effet",
            "les nomme tous",
            "\"E1\"",
        ),
        (
            At::Criterion,
            "poids-si = [{ si = { preuve = { type = \"regle\" } }, poids = 1 }]",
            "norme/preuve-dans-condition",
            "un fait",
            "{ preuve = { type = \"regle\" } }",
        ),
        (
            At::Element,
            "  cycles = [\"annuel\"]",
            "norme/reference-inconnue",
            "initial",
            "\"annuel\"",
        ),
        (
            At::Rule,
            "  si = { selon-date = [] }",
            "norme/regles-vides",
            "liste de règles vide",
            "{ selon-date = [] }",
        ),
        (
            At::Rule,
            "  si = { selon-date = [{ depuis = 2025-01-01, source = \"S1\", regle = { fait = { cle = \"ouvert\", vaut = true } } }, { depuis = 2024-01-01, source = \"S1\", regle = { fait = { cle = \"ouvert\", vaut = true } } }] }",
            "norme/ordre",
            "plus ancienne",
            "2024-01-01",
        ),
        (
            At::Rule,
            "  si = { selon-date = [{ depuis = 2025-01-01, source = \"S2\", regle = { fait = { cle = \"ouvert\", vaut = true } } }] }",
            "norme/reference-inconnue",
            "S1",
            "\"S2\"",
        ),
        (
            At::Rule,
            "  si = { selon-date = [{ depuis = 2025-01-01, source = \"S1\", regle = { fait = { cle = \"ouver\", vaut = true } } }] }",
            "norme/reference-inconnue",
            "ouvert",
            "\"ouver\"",
        ),
        (
            At::Levels,
            "valeur = \"un\"",
            "forme/type",
            "valeur = 3",
            "\"un\"",
        ),
        (
            At::Chapter,
            "[chapitre.politique]\nagregation = \"mediane\"",
            "forme/valeur",
            "minimum",
            "\"mediane\"",
        ),
        (
            At::Chapter,
            "[chapitre.politique]\ncredit-partiel = \"niveau\"",
            "norme/niveau-sans-valeur",
            "valeur",
            "\"niveau\"",
        ),
        (
            At::Chapter,
            "[chapitre.politique]\ncredit-partiel = \"3/2\"",
            "forme/valeur",
            "\"1/2\"",
            "\"3/2\"",
        ),
        (
            At::Chapter,
            "[chapitre.politique]\ncredit-partiel = \"moitie\"",
            "forme/valeur",
            "fraction",
            "\"moitie\"",
        ),
        (
            At::Policy,
            "cible = \"80 %\"",
            "norme/regle-incoherente",
            "non-applicable = \"cible\"",
            "\"80 %\"",
        ),
        (
            At::Policy,
            "non-applicable = \"cible\"\ncible = \"120 %\"",
            "norme/hors-echelle",
            "de 0 % à 100 %",
            "\"120 %\"",
        ),
        (
            At::Chapter,
            "[chapitre.politique]\nnon-applicable = \"cible\"",
            "forme/cle-manquante",
            "cible = \"80 %\"",
            "\"cible\"",
        ),
        (
            At::End,
            "[[politique.revision]]\ndepuis = 2025-01-01\nsource = \"S1\"\nnon-applicable = \"interdit\"",
            "norme/interdit-par-revision",
            "na-interdit = true",
            "\"interdit\"",
        ),
        (
            At::End,
            "[[politique.revision]]\ndepuis = 2025-01-01\nsource = \"S1\"\narrondi = { decimales = 1, mode = \"aucun\", a = \"critere\" }",
            "norme/regle-incoherente",
            "retirez « a »",
            "\"critere\"",
        ),
        (
            At::Chapter,
            "[chapitre.politique]\nagregation = \"somme\"",
            "norme/somme-impossible",
            "en pourcentage",
            "\"somme\"",
        ),
        (
            At::End,
            "[[politique.revision]]\ndepuis = 2025-01-01\nsource = \"S1\"\nagregation = \"somme\"",
            "norme/somme-impossible",
            "tout en points",
            "\"somme\"",
        ),
        (
            At::Levels,
            "valeur = 1.5",
            "norme/hors-echelle",
            "l’échelle va de 0 à 1",
            "1.5",
        ),
        (
            At::End,
            "[[politique.porte]]\nid = \"p\"\nlibelle = \"P\"\nforme = \"plafond\"\nimportance = \"imperatif\"\nplafond = \"101 %\"",
            "norme/hors-echelle",
            "le plafond",
            "\"101 %\"",
        ),
        (
            At::Policy,
            "groupe-sans-poids = \"plein\"",
            "forme/valeur",
            "sort, zero",
            "\"plein\"",
        ),
        (
            At::Kind,
            "[[constat.delai]]\netape = \"plan\"\ndelai = \"1 mois\"",
            "forme/valeur",
            "P",
            "\"1 mois\"",
        ),
        (
            At::Kind,
            "[[constat.delai]]\ndelai = \"P1M\"",
            "forme/cle-manquante",
            "etape",
            "",
        ),
    ];
    let mut wrong = Vec::new();
    for (at, fragment, code, words, underlined) in table {
        let text = laid(*at, fragment);
        let (sink, sources) = said(&text);
        let shown = snippet::render_all(&sink, &sources, false);
        let found = sink.sorted().into_iter().any(|diagnostic| {
            let place = diagnostic
                .labels
                .first()
                .and_then(|label| text.get(label.span.start..label.span.end));
            let told = std::iter::once(&diagnostic.message).chain(&diagnostic.hints);
            diagnostic.code.as_str() == *code
                && told.into_iter().any(|line| line.contains(words))
                && place.is_some_and(|place| underlined.is_empty() || place.trim() == *underlined)
        });
        if !found {
            wrong.push(format!(
                "{fragment}\n  {code} « {words} » sur {underlined}\n{shown}"
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// In points, so that sums can be told.
fn on_points(policy: &str, chapter: &str) -> String {
    let text = laid(At::Policy, policy)
        .replace("\"0 %\"", "0")
        .replace("\"80 %\"", "3");
    let after = "presentation = \"Un chapitre.\"\n";
    text.replacen(after, &format!("{after}{chapter}"), 1)
}

#[test]
fn no_chapter_and_no_revision_leaves_the_scale() {
    let scale = "echelle = { min = 0, max = 5, unite = \"sur 5\" }";
    let later = "\n[[politique.revision]]\ndepuis = 2025-01-01\nsource = \"S1\"\n";
    for (policy, chapter, code, words) in [
        (
            "",
            "[chapitre.politique]\nagregation = \"produit\"\n",
            "norme/produit-hors-echelle",
            "échelle de 0 à 1",
        ),
        (
            "agregation = \"produit\"",
            "",
            "norme/produit-hors-echelle",
            "échelle de 0 à 1",
        ),
        (
            "",
            "[chapitre.politique]\nagregation = \"somme\"\n",
            "norme/somme-impossible",
            "au-dessus n’est pas une somme",
        ),
        (
            "agregation = \"tous\"",
            "[chapitre.politique]\nagregation = \"somme\"\n",
            "norme/somme-impossible",
            "au-dessus",
        ),
        (
            "poids-nul = \"refuse\"",
            "poids = 0\n",
            "norme/poids-nul",
            "le chapitre « E » a un poids nul",
        ),
    ] {
        let text = on_points(scale, chapter);
        let text = if policy.is_empty() {
            text
        } else {
            format!("{text}{later}{policy}\n")
        };
        let (sink, sources) = said(&text);
        let shown = snippet::render_all(&sink, &sources, false);
        let told = shown.matches("erreur[").count();
        assert!(
            told == 1 && shown.contains(code) && shown.contains(words),
            "{shown}"
        );
    }
    // what the whole asks holds below it, and a sum in a sum, or below what only asks whether all is met
    for (policy, whole) in [
        ("non-applicable = \"cible\"\ncible = 3", "moyenne-ponderee"),
        ("", "somme"),
        ("", "tous"),
    ] {
        let chapter = if policy.is_empty() {
            "agregation = \"somme\""
        } else {
            "non-applicable = \"cible\""
        };
        let text = on_points(
            &format!("{scale}\n{policy}"),
            &format!("[chapitre.politique]\n{chapter}\n"),
        )
        .replacen(
            "agregation = \"moyenne-ponderee\"",
            &format!("agregation = \"{whole}\""),
            1,
        );
        let (sink, sources) = said(&text);
        assert!(
            !sink.has_errors(),
            "{}",
            snippet::render_all(&sink, &sources, false)
        );
    }
}

#[test]
fn a_weight_of_zero_a_product_on_a_scale_and_an_open_cycle_are_refused() {
    let refused = |text: String, code: &str, words: &str| {
        let (sink, sources) = said(&text);
        let shown = snippet::render_all(&sink, &sources, false);
        assert!(shown.contains(code) && shown.contains(words), "{shown}");
    };
    let zero = laid(At::Policy, "poids-nul = \"refuse\"");
    refused(
        zero.replacen("poids = 2\n", "poids = 0\n", 1),
        "norme/poids-nul",
        "le critère « E1 » a un poids nul",
    );
    let scale = laid(At::Policy, "echelle = { min = 1, max = 4, unite = \"sur 4\" }")
        .replace("agregation = \"moyenne-ponderee\"", "agregation = \"produit\"")
        .replace("\"0 %\"", "1")
        .replace("\"80 %\"", "3");
    refused(scale, "norme/produit-hors-echelle", "une échelle de 0 à 1");
    let open = BASE.replace(
        "id = \"sinon\"\n",
        "id = \"sinon\"\ncycles = [\"initial\", \"suivi\"]\n",
    );
    refused(open, "norme/conclusion-manquante", "cycle « renouvellement »");
}
