//! What holds for every edit of a block, tried on random files in several spellings: all other blocks and bytes stay, the block says what
//! was asked and, but for that, what it said; what comes out loads.

use mediaudit_core::assessment::inputs::{ActionState, ElementFinding, GapPart};
use mediaudit_core::diag::{Diagnostics, Sources, snippet, toml_text};
use mediaudit_core::dossier::edit::{
    ActionWish, AuditorWish, Document, Edit, EditedFile, FindingWish, Listed, ObservationWish, Wish, apply,
    plan,
};
use mediaudit_core::dossier::{self, Beside, ParsedDossier, Version};
use mediaudit_core::kernel::persons::AlertKind;
use mediaudit_core::kernel::{Date, Status};
use proptest::prelude::*;
use toml::{Table, Value};

use crate::edit_properties::{lost, some_day, whole, wish};
use crate::edits::NORM;
use crate::properties::cases;
use crate::random::text::blocks::{self, Kind};
use crate::random::{Tape, id};

const HEAD: &str = "schema = 1\nid = \"x\"\nnorme = \"essai\"\nversion-norme = \"1.0.0\"\ngenre = \"auto-evaluation\"\ncycle = \"initial\"\n";
const STRUCTURE: &str = "[structure]\nnom = \"A\" # [[x]]\n";
const SIGNED: &str = "[auditeur]\nfonction = 'auditrice'\n";
const SETTLED: &str = "schema = 1\n[auditeur]\nfonction = \"a\"\n[[constat]]\nid = \"K0\"\ncritere = \"E1\"\nstatut = \"conforme\"\nraison = \"Vu.\"\n";

const ACTIONS: Kind = Kind {
    array: "action",
    top: "schema = 1 # un\n",
    table: "",
    blocks: [
        ("a0", &["id = \"a0\"", "critere = \"E1\"", "element = \"a\""]),
        (
            "a1",
            &[
                "critere = 'E1'",
                "id = 'a1'",
                "element = \"a\"",
                "action = \"\"\"un\n[[action]] = 'a'\n\"\"\"",
            ],
        ),
        (
            "a2",
            &["element = \"b\"", "critere = \"E1\"", "id = \"\\u0061\\u0032\""],
        ),
    ],
    sometimes: &[
        &["pilote = \"direction, si\\u00e8ge\""],
        &["echeance = 2026-09-01"],
        &["etat = \"faite\"", "faite-le = 2026-02-03"],
        &["preuves = [\n  'p0', # une\n]"],
        &["le = 2026-02-03", "par = 'qui'"],
    ],
    form: None,
};

const FINDINGS: Kind = Kind {
    array: "constat",
    top: "schema = 1\n",
    table: SIGNED,
    blocks: [
        (
            "K0",
            &[
                "id = 'K0'",
                "critere = \"E1\"",
                "element = \"a\"",
                "etat = \"satisfait\"",
                "raison = \"Vu.\"",
            ],
        ),
        (
            "K1",
            &[
                "raison = '''\n[x] # vu'''",
                "critere = \"E1\"",
                "element = \"b\"",
                "cote = \"absente\"",
                "id = \"K1\"",
            ],
        ),
        (
            "K2",
            &[
                "critere = \"E2\"",
                "id = \"K2\"",
                "raison = \"Vu.\"",
                "statut = \"non-conforme\"",
            ],
        ),
    ],
    sometimes: &[
        &["vu = [\n  'p0', # une\n  'p1' ]"],
        &["nature = 'PS'"],
        &["le = 2026-02-03", "par = 'qui'"],
    ],
    form: Some(("fiche", "causes = \"?\"")),
};

const OBSERVATIONS: Kind = Kind {
    array: "observation",
    top: "# pour nous\nschema = 1\n",
    table: "",
    blocks: [
        ("o0", &["id = 'o0'", "texte = \"Non, # [[x]]\""]),
        ("o1", &["texte = '''\nNon.'''", "id = \"o1\""]),
        ("o2", &["id = 'o2'", "texte = \"Non.\""]),
    ],
    sometimes: &[
        &["critere = \"E1\""],
        &["constat = 'K0'"],
        &["le = 2026-02-03", "par = 'qui'"],
    ],
    form: None,
};

const LIFTED: Kind = Kind {
    array: "alerte-levee",
    top: HEAD,
    table: STRUCTURE,
    blocks: [
        (
            "0123456789ab",
            &[
                "empreinte = \"0123456789ab\"",
                "nature = 'telephone'",
                "raison = \"Public.\"",
            ],
        ),
        (
            "abcdef012345",
            &[
                "raison = \"Public.\"",
                "empreinte = 'ABCDEF0123456789'",
                "nature = \"telephone\"",
            ],
        ),
        (
            "fedcba987654",
            &[
                "nature = \"telephone\"",
                "raison = \"Public.\"",
                "empreinte = \"fedcba987654\"",
            ],
        ),
    ],
    sometimes: &[],
    form: None,
};

type Keys = Vec<(&'static str, Option<Value>)>;

/// An edit, with what its block has to say of each key that it is about.
struct Asked {
    edit: Edit,
    /// The block, as the generator names it.
    name: &'static str,
    /// What tells the block from others.
    known: Vec<(&'static str, &'static str)>,
    /// None: the key is no more there.
    keys: Keys,
    gone: bool,
}

fn say<T: Clone>(keys: &mut Keys, key: &'static str, wish: &Wish<T>, to: impl FnOnce(T) -> Value) {
    match wish {
        Wish::Keep => {}
        Wish::Set(value) => keys.push((key, Some(to(value.clone())))),
        Wish::Clear => keys.push((key, None)),
    }
}

fn text(value: impl Into<String>) -> Value {
    Value::String(value.into())
}

fn date(day: Date) -> Value {
    Value::Datetime(day.to_string().parse().unwrap())
}

fn phrase(t: &mut Tape<'_>) -> String {
    [
        "registre",
        "dit \"le\" plan \\ \u{e9}",
        "deux\nlignes\t# [x]",
        "# ''",
    ][t.below(4)]
    .to_owned()
}

/// A text that a block may do without.
fn maybe(t: &mut Tape<'_>) -> Wish<String> {
    let said = phrase(t);
    wish(t, said)
}

fn maybe_day(t: &mut Tape<'_>) -> Wish<Date> {
    let day = some_day(t);
    wish(t, day)
}

fn action(t: &mut Tape<'_>, rank: usize) -> Asked {
    let (name, element) = [("a0", "a"), ("a1", "a"), ("a2", "b")][rank];
    let (state, done_on) = match t.below(4) {
        0 => (Wish::Keep, Wish::Keep),
        1 => (Wish::Clear, Wish::Clear),
        2 => (Wish::Set(ActionState::Started), Wish::Clear),
        _ => (Wish::Set(ActionState::Done), Wish::Set(some_day(t))),
    };
    let wishes = ActionWish {
        criterion: Wish::Set(id("E1")),
        element: Wish::Set(id(element)),
        text: maybe(t),
        lead: maybe(t),
        due: maybe_day(t),
        state,
        done_on,
        evidence: wish(t, vec![id("p1"), id("p0")]),
        by: maybe(t),
        on: maybe_day(t),
    };
    let mut keys: Keys = vec![("critere", Some(text("E1"))), ("element", Some(text(element)))];
    say(&mut keys, "action", &wishes.text, text);
    say(&mut keys, "pilote", &wishes.lead, text);
    say(&mut keys, "echeance", &wishes.due, date);
    let word = |state| {
        text(if state == ActionState::Done {
            "faite"
        } else {
            "en-cours"
        })
    };
    say(&mut keys, "etat", &wishes.state, word);
    say(&mut keys, "faite-le", &wishes.done_on, date);
    say(&mut keys, "preuves", &wishes.evidence, |_| {
        Value::Array(vec![text("p1"), text("p0")])
    });
    say(&mut keys, "par", &wishes.by, text);
    say(&mut keys, "le", &wishes.on, date);
    Asked {
        edit: Edit::Action {
            id: id(name),
            wish: wishes,
        },
        name,
        known: vec![("id", name)],
        keys,
        gone: false,
    }
}

fn finding(t: &mut Tape<'_>, rank: usize) -> Asked {
    let (name, criterion) = [("K0", "E1"), ("K1", "E1"), ("K2", "E2")][rank];
    let mut wishes = FindingWish {
        criterion: Wish::Set(id(criterion)),
        reason: Wish::Set(phrase(t)),
        parts: [(GapPart::Requirement, maybe(t)), (GapPart::Stake, maybe(t))].into(),
        seen: wish(t, vec![id("p1")]),
        on_site: wish(t, true),
        heard: wish(t, vec!["encadrante".to_owned()]),
        by: maybe(t),
        on: maybe_day(t),
        ..FindingWish::default()
    };
    let mut keys: Keys = vec![("critere", Some(text(criterion)))];
    say(&mut keys, "raison", &wishes.reason, text);
    say(&mut keys, "vu", &wishes.seen, |_| Value::Array(vec![text("p1")]));
    for (part, said) in &wishes.parts {
        say(&mut keys, part.key(), said, text);
    }
    say(&mut keys, "vu-sur-site", &wishes.on_site, |_| {
        Value::Boolean(true)
    });
    say(&mut keys, "entretien", &wishes.heard, |_| {
        Value::Array(vec![text("encadrante")])
    });
    say(&mut keys, "par", &wishes.by, text);
    say(&mut keys, "le", &wishes.on, date);
    if rank == 2 {
        wishes.status = Wish::Set(Status::Conforming);
        wishes.kind = wish(t, id("PS"));
        say(&mut keys, "statut", &wishes.status, |_| text("conforme"));
        say(&mut keys, "nature", &wishes.kind, |_| text("PS"));
    } else {
        let element = ["a", "b"][rank];
        let (found, state, rating) = match t.below(3) {
            0 => (ElementFinding::Met, Some("satisfait"), None),
            1 => (ElementFinding::NotMet, Some("non-satisfait"), None),
            _ => (ElementFinding::Rated(id("en-place")), None, Some("en-place")),
        };
        wishes.element = Wish::Set((id(element), found));
        keys.extend([
            ("element", Some(text(element))),
            ("etat", state.map(text)),
            ("cote", rating.map(text)),
        ]);
    }
    let form = maybe(t);
    say(&mut keys, "fiche.causes", &form, text);
    wishes.form = [(id("causes"), form)].into();
    Asked {
        edit: Edit::Finding {
            auditor: id("auditrice"),
            id: id(name),
            wish: Box::new(wishes),
        },
        name,
        known: vec![("id", name)],
        keys,
        gone: false,
    }
}

fn observation(t: &mut Tape<'_>, rank: usize) -> Asked {
    let name = ["o0", "o1", "o2"][rank];
    let wishes = ObservationWish {
        criterion: wish(t, id("E1")),
        finding: wish(t, id("K0")),
        text: Wish::Set(phrase(t)),
        by: maybe(t),
        on: maybe_day(t),
    };
    let mut keys = Keys::new();
    say(&mut keys, "critere", &wishes.criterion, |_| text("E1"));
    say(&mut keys, "constat", &wishes.finding, |_| text("K0"));
    say(&mut keys, "texte", &wishes.text, text);
    say(&mut keys, "par", &wishes.by, text);
    say(&mut keys, "le", &wishes.on, date);
    Asked {
        edit: Edit::Observation {
            id: id(name),
            wish: wishes,
        },
        name,
        known: vec![("id", name)],
        keys,
        gone: false,
    }
}

fn lift(t: &mut Tape<'_>, rank: usize) -> Asked {
    let digest = LIFTED.blocks[rank].0;
    let reason = phrase(t);
    // the same data of another kind are another alert
    let (kind, word, name) = match t.below(4) {
        0 => (AlertKind::Mail, "courriel", "nobody"),
        _ => (AlertKind::Phone, "telephone", digest),
    };
    Asked {
        keys: vec![("raison", Some(text(reason.clone())))],
        edit: Edit::Lift {
            digest: digest.to_owned(),
            kind,
            reason,
        },
        name,
        known: vec![("empreinte", digest), ("nature", word)],
        gone: false,
    }
}

/// The block is taken back instead.
fn withdrawn(mut asked: Asked) -> Asked {
    let listed = match &asked.edit {
        Edit::Action { id, .. } => Listed::Action(id.clone()),
        Edit::Finding { auditor, id, .. } => Listed::Finding(auditor.clone(), id.clone()),
        Edit::Observation { id, .. } => Listed::Observation(id.clone()),
        Edit::Lift { digest, kind, .. } => Listed::Lifted(digest.clone(), *kind),
        _ => return asked,
    };
    asked.edit = Edit::Withdraw(listed);
    asked.gone = true;
    asked
}

/// Is it the block that was asked for? A digest may be written at more length.
fn is(row: &Value, known: &[(&str, &str)]) -> bool {
    known.iter().all(|(key, value)| {
        let said = row.get(key).and_then(Value::as_str).unwrap_or_default();
        said == *value || (*key == "empreinte" && said.to_lowercase().starts_with(value))
    })
}

/// The blocks of a file, and all else. A table that says nothing is as if it were not there.
fn parted(text: &str, array: &str) -> (Vec<Value>, Table) {
    let mut table: Table = text.trim_start_matches('\u{feff}').parse().unwrap();
    let rows = table.remove(array);
    let rows = rows.map_or(Vec::new(), |rows| rows.as_array().unwrap().clone());
    (trimmed(rows), table)
}

fn trimmed(mut rows: Vec<Value>) -> Vec<Value> {
    for row in rows.iter_mut().filter_map(Value::as_table_mut) {
        row.retain(|_, value| value.as_table().is_none_or(|table| !table.is_empty()));
    }
    rows
}

fn put(row: &mut Table, keys: &[(&str, Option<Value>)]) {
    for (key, value) in keys {
        let (table, key) = match key.split_once('.') {
            Some((inner, key)) => {
                let inner = row.entry(inner).or_insert_with(|| Value::Table(Table::new()));
                (inner.as_table_mut().unwrap(), key)
            }
            None => (&mut *row, *key),
        };
        match value {
            Some(value) => table.insert(key.to_owned(), value.clone()),
            None => table.remove(key),
        };
    }
}

/// The blocks, as they must be.
fn expected(mut rows: Vec<Value>, asked: &Asked) -> Vec<Value> {
    if asked.gone {
        rows.retain(|row| !is(row, &asked.known));
        return rows;
    }
    if !rows.iter().any(|row| is(row, &asked.known)) {
        let new = asked
            .known
            .iter()
            .map(|(key, value)| ((*key).to_owned(), text(*value)));
        rows.push(Value::Table(new.collect()));
    }
    let row = rows.iter_mut().find(|row| is(row, &asked.known)).unwrap();
    put(row.as_table_mut().unwrap(), &asked.keys);
    trimmed(rows)
}

/// Does a dossier with this file load? Else, why not.
fn load(file: &EditedFile, bytes: &[u8]) -> Result<(), String> {
    let (mut sources, mut sink) = (Sources::default(), Diagnostics::default());
    let mut read = |path: &str, bytes: &[u8]| {
        let read = toml_text::decode(path, bytes.to_vec(), &mut sources, &mut sink);
        read.ok_or_else(|| path.to_owned())
    };
    let own = read(&file.to_string(), bytes)?;
    let main = match file {
        EditedFile::Main | EditedFile::Answers(_) => own,
        _ => read("dossier.toml", format!("{HEAD}{STRUCTURE}").as_bytes())?,
    };
    let beside = match file {
        EditedFile::Main | EditedFile::Answers(_) => Beside::default(),
        EditedFile::Findings(_) => Beside {
            findings: vec![own],
            ..Beside::default()
        },
        EditedFile::Actions => Beside {
            actions: Some(own),
            ..Beside::default()
        },
        EditedFile::Observations => Beside {
            findings: vec![read("constats/autre.toml", SETTLED.as_bytes())?],
            observations: Some(own),
            ..Beside::default()
        },
    };
    let main = ParsedDossier::of(main, &sources.get(main).unwrap().text);
    let loaded = dossier::load(main, &beside, &NORM, Version::Pinned, &sources, &mut sink);
    loaded
        .map(drop)
        .ok_or_else(|| snippet::render_all(&sink, &sources, false))
}

proptest! {
    #![proptest_config(cases(3000))]

    #[test]
    fn an_edit_of_a_block_leaves_all_else_and_reads_back_as_asked(tape in prop::collection::vec(any::<u8>(), 0..300)) {
        let mut tape = Tape(&tape);
        let (which, rank) = (tape.below(4), tape.below(3));
        let asked = match which {
            0 => action(&mut tape, rank),
            1 => finding(&mut tape, rank),
            2 => observation(&mut tape, rank),
            _ => lift(&mut tape, rank),
        };
        let asked = if tape.below(5) == 4 { withdrawn(asked) } else { asked };
        let kind = [&ACTIONS, &FINDINGS, &OBSERVATIONS, &LIFTED][which];
        let chunks = blocks::file(&mut tape, kind);
        let before = whole(&chunks);
        let file = asked.edit.file().unwrap();
        let said = load(&file, before.as_bytes());
        prop_assert!(said.is_ok(), "{before}\n{}", said.unwrap_err());
        let document = Document::read(&file.to_string(), before.clone().into_bytes()).unwrap();
        let splices = plan(&document, std::slice::from_ref(&asked.edit), &NORM);
        prop_assert!(splices.is_ok(), "{before}\n{:?}\n{}", asked.edit, splices.unwrap_err());
        let after = String::from_utf8(apply(before.as_bytes(), &splices.unwrap())).unwrap();
        let shown = format!("\n{before}\n=====\n{after}\n{:?}", asked.edit);
        prop_assert_eq!(lost(&chunks, asked.name, asked.gone, &after), None, "{}", shown);
        let ((old, others), (new, same)) = (parted(&before, kind.array), parted(&after, kind.array));
        prop_assert_eq!(new, expected(old, &asked), "{}", shown);
        prop_assert_eq!(others, same, "{}", shown);
        let said = load(&file, after.as_bytes());
        prop_assert!(said.is_ok(), "{shown}\n{}", said.unwrap_err());
    }

    #[test]
    fn who_signs_is_said_and_the_findings_stay(tape in prop::collection::vec(any::<u8>(), 0..20)) {
        let mut tape = Tape(&tape);
        let signed = [
            "[auditeur]\nfonction = 'a' # un\norganisme = \"b\"\n",
            "auditeur = { fonction = 'a', organisme = \"b\" }\n",
            "auditeur.fonction = 'a'\nauditeur.organisme = \"b\" # un\n",
            "",
        ][tape.below(4)];
        let finding = "[[constat]]\nid = 'K0' # deux\ncritere = \"E1\"\nstatut = \"conforme\"\nraison = \"Vu.\"\n";
        let before = format!("schema = 1\n{signed}{finding}");
        let wishes = AuditorWish { role: Wish::Set(phrase(&mut tape)), body: maybe(&mut tape), independence: maybe(&mut tape), seed: maybe(&mut tape) };
        let mut keys = Keys::new();
        say(&mut keys, "auditeur.fonction", &wishes.role, text);
        say(&mut keys, "auditeur.organisme", &wishes.body, text);
        say(&mut keys, "auditeur.independance", &wishes.independence, text);
        say(&mut keys, "auditeur.graine", &wishes.seed, text);
        let edit = Edit::Auditor { auditor: id("auditrice"), wish: wishes };
        let document = Document::read("constats/auditrice.toml", before.clone().into_bytes()).unwrap();
        let after = apply(before.as_bytes(), &plan(&document, &[edit], &NORM).unwrap());
        let after = String::from_utf8(after).unwrap();
        prop_assert!(after.contains(finding), "{after}");
        prop_assert_eq!(before.contains("# un"), after.contains("# un"), "{}", after);
        let mut wanted: Table = before.parse().unwrap();
        put(&mut wanted, &keys);
        prop_assert_eq!(after.parse::<Table>().unwrap(), wanted, "{}", after);
        let said = load(&EditedFile::Findings(id("auditrice")), after.as_bytes());
        prop_assert!(said.is_ok(), "{after}\n{}", said.unwrap_err());
    }
}
