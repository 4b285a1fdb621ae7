//! One bad norm per diagnostic: a small edit of a sound norm, the code and the place that must be told.

use mediaudit::diag::{Code, Diagnostics, Sources, snippet};
use mediaudit::norm;

const SOUND: &str = include_str!("../fixtures/norms/essai/norme.toml");

fn load(text: &str) -> (Vec<(Code, usize)>, String) {
    let (mut sources, mut sink) = (Sources::default(), Diagnostics::default());
    let loaded = norm::load(
        vec![("norme.toml".to_owned(), text.as_bytes().to_vec())],
        &mut sources,
        &mut sink,
    );
    assert_eq!(loaded.is_none(), sink.has_errors());
    let told = sink.sorted();
    let places = told
        .iter()
        .map(|d| {
            (
                d.code,
                d.labels
                    .first()
                    .and_then(|l| sources.position(&l.span))
                    .map_or(0, |(line, _)| line),
            )
        })
        .collect();
    (places, snippet::render_all(&sink, &sources, false))
}

#[test]
fn the_sound_norm_is_sound() {
    let (told, text) = load(SOUND);
    assert!(told.is_empty(), "{text}");
}

#[test]
fn each_fault_has_its_code_its_line_and_french_words() {
    let cases: &[(Code, &str, &str)] = &[
        (Code::Syntax, "poids = 2", "poids = "),
        (Code::Schema, "schema = 1", "schema = 2"),
        (Code::UnknownKey, "poids = 2", "poid = 2"),
        (Code::MissingKey, "exigence = \"Une règle existe.\"\n", ""),
        (Code::WrongType, "poids = 2", "poids = \"deux\""),
        (
            Code::WrongValue,
            "importance = \"imperatif\"",
            "importance = \"imperative\"",
        ),
        (
            Code::MisplacedKey,
            "effort = 1 # b",
            "effort = 1\n  na-interdit = true",
        ),
        (Code::BareThreshold, "au-moins = \"100 %\"", "au-moins = 100"),
        (Code::TwoIdentities, "[politique]\n", "[norme2]\n"),
        (Code::DuplicateId, "id = \"b\" # element", "id = \"A\""),
        (Code::UnknownReference, "type = \"regle\"", "type = \"regles\""),
        (
            Code::RuleType,
            "fait = { cle = \"equipe.mediateurs\", au-moins = 1 }",
            "fait = { cle = \"ouvert\", au-moins = 1 }",
        ),
        (
            Code::RuleShape,
            "cle = \"ouvert\", vaut = true",
            "cle = \"ouvert\", vaut = true, renseigne = true",
        ),
        (
            Code::NegatedEvidence,
            "si = { preuve = { type = \"regle\" } }",
            "si = { non = { preuve = { type = \"regle\" } } }",
        ),
        (
            Code::EvidenceInScope,
            "applicable-si = { fait = { cle = \"equipe.mediateurs\", au-moins = 1 } }",
            "applicable-si = { preuve = { type = \"regle\" } }",
        ),
        (
            Code::FactPrefix,
            "cle = \"ouvert\"\nlibelle",
            "cle = \"equipe\"\nlibelle",
        ),
        (Code::Bounds, "effort = 1 # b", "effort = 9"),
        (
            Code::Policy,
            "id = \"sinon\"",
            "id = \"sinon\"\nsi = { score = { au-moins = \"10 %\" } }",
        ),
        (
            Code::Cycle,
            "si = { preuve = { type = \"regle\" } }",
            "si = { critere = { id = \"E2\", statut = \"conforme\" } }",
        ),
    ];
    for (code, from, to) in cases {
        assert!(SOUND.contains(from), "the sound norm does not hold {from:?}");
        let (told, text) = load(&SOUND.replacen(from, to, 1));
        if *code == Code::TwoIdentities {
            assert!(!told.is_empty(), "{text}");
            continue;
        }
        assert!(
            told.iter().any(|(found, _)| found == code),
            "{code:?} expected\n{text}"
        );
        assert!(
            told.iter()
                .filter(|(found, _)| found == code)
                .all(|(_, line)| *line > 0),
            "{code:?} without a place\n{text}"
        );
        for english in [
            "expected",
            "missing",
            "invalid",
            "unknown",
            "duplicate",
            "message d'origine",
        ] {
            assert!(!text.contains(english), "{code:?}: « {english} »\n{text}");
        }
    }
}

#[test]
fn several_faults_are_told_in_one_pass() {
    let bad = SOUND
        .replacen("poids = 2", "poid = 2", 1)
        .replacen("effort = 1 # b", "effort = \"x\"", 1)
        .replacen("type = \"booleen\"", "type = \"bool\"", 1);
    let (told, text) = load(&bad);
    assert_eq!(told.len(), 3, "{text}");
}
