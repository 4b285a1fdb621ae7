//! What holds for every typed edit, tried on thousands of random dossiers in several spellings: what is not edited stays byte for byte,
//! and what comes out loads and reads back as asked.

use mediaudit_app::assess::Request;
use mediaudit_app::edit::{NotChanged, change, take_back};
use mediaudit_app::norms::NormFiles;
use mediaudit_core::assessment::inputs::{Fact, Practice, SiteInputs};
use mediaudit_core::diag::{Diagnostics, Sources, snippet, toml_text};
use mediaudit_core::dossier::edit::{
    Document, Edit, EditError, FactWish, PieceWish, PracticeWish, Wish, apply, plan,
};
use mediaudit_core::dossier::{self, Beside, Dossier, ParsedDossier, Version};
use mediaudit_core::kernel::{Date, Digest, PieceId, Ratio};
use mediaudit_core::norm::model::FactValue;
use mediaudit_core::record::item::DateOrigin;
use proptest::prelude::*;

use crate::edits::{NORM, day, norm_text};
use crate::properties::cases;
use crate::random::text::{self, CRITERIA, Chunk, FACTS, Owner, PIECES};
use crate::random::{Tape, id};

fn load(bytes: &[u8]) -> Result<Dossier, String> {
    let (mut sources, mut sink) = (Sources::default(), Diagnostics::default());
    let dossier =
        toml_text::decode("dossier.toml", bytes.to_vec(), &mut sources, &mut sink).and_then(|file| {
            dossier::load(
                ParsedDossier::of(file, &sources.get(file)?.text),
                &Beside::default(),
                &NORM,
                Version::Pinned,
                &sources,
                &mut sink,
            )
        });
    dossier.ok_or_else(|| snippet::render_all(&sink, &sources, false))
}

/// Keep, set or clear.
pub(crate) fn wish<T>(t: &mut Tape<'_>, value: T) -> Wish<T> {
    match t.below(4) {
        0 | 1 => Wish::Keep,
        2 => Wish::Set(value),
        _ => Wish::Clear,
    }
}

pub(crate) fn some_day(t: &mut Tape<'_>) -> Date {
    day(["2026-01-02", "2024-02-29", "2026-11-30"][t.below(3)])
}

fn words(t: &mut Tape<'_>) -> String {
    ["registre", "dit \"le\" plan \\ \u{e9}", "deux\nlignes\t# [x]", ""][t.below(4)].to_owned()
}

fn value(t: &mut Tape<'_>, fact: &str) -> FactValue {
    let ratio = |text: &str| FactValue::Number(Ratio::parse_fraction(text).unwrap());
    match fact {
        "ouvert" => FactValue::Boolean(t.below(2) == 0),
        "part" => ratio(["1/2", "7/8", "1/5"][t.below(3)]),
        "delai" => ratio(["3.5", "10.25", "4", "0.001"][t.below(4)]),
        _ => ratio(["3", "4", "120"][t.below(3)]),
    }
}

fn edit(t: &mut Tape<'_>, sites: &[&str]) -> Edit {
    let site = match t.below(2 + sites.len()) {
        rank if rank < sites.len() => Some(id(sites[rank])),
        _ => None,
    };
    match t.below(3) {
        0 => {
            let key = FACTS[t.below(FACTS.len())];
            let value = value(t, key);
            let mut wishes = FactWish {
                value: match t.below(5) {
                    0 => Wish::Keep,
                    1 => Wish::Clear,
                    _ => Wish::Set(value),
                },
                ..FactWish::default()
            };
            if t.below(2) == 0 {
                let (on, source, by) = (some_day(t), words(t), words(t));
                wishes.on = wish(t, on);
                wishes.source = wish(t, source);
                wishes.by = wish(t, by);
            }
            Edit::Fact {
                key: id(key),
                site,
                wish: wishes,
            }
        }
        1 => {
            let (since, by, comment) = (some_day(t), words(t), words(t));
            // either is said, never both
            let (level, not_applicable) = match t.below(6) {
                0 => (Wish::Keep, Wish::Keep),
                1 => (Wish::Clear, Wish::Clear),
                2 => (Wish::Clear, Wish::Set("Sans \"b\u{e2}ti\".".to_owned())),
                _ => (Wish::Set(id("en-place")), Wish::Clear),
            };
            Edit::Practice {
                criterion: id(CRITERIA[t.below(CRITERIA.len())]),
                site,
                wish: PracticeWish {
                    level,
                    since: wish(t, since),
                    not_applicable,
                    by: wish(t, by),
                    on: Wish::Keep,
                    comment: wish(t, comment),
                },
            }
        }
        _ => {
            let (effect, title) = (some_day(t), words(t));
            let new = PIECES[t.below(PIECES.len())];
            Edit::Piece {
                id: id(new),
                wish: Box::new(PieceWish {
                    file: Wish::Set(format!("preuves/regle/{new}.txt")),
                    types: Wish::Set(vec![id("liste")]),
                    effect: wish(t, effect),
                    covers: wish(t, (day("2026-01-01"), day("2026-06-30"))),
                    title: wish(t, title),
                    ..PieceWish::default()
                }),
            }
        }
    }
}

fn say<T: Clone>(field: &mut Option<T>, wish: &Wish<T>) {
    match wish {
        Wish::Keep => {}
        Wish::Set(value) => *field = Some(value.clone()),
        Wish::Clear => *field = None,
    }
}

/// The same edit, made on what was read.
fn expected(before: &Dossier, edit: &Edit) -> Dossier {
    let mut out = before.clone();
    match edit {
        Edit::Fact { key, site, wish } => {
            let facts = match site {
                None => &mut out.facts,
                Some(site) => &mut out.by_site.entry(site.clone()).or_default().facts,
            };
            let known = facts.remove(key);
            let value = match &wish.value {
                Wish::Set(value) => Some(value.clone()),
                Wish::Keep => known.as_ref().map(|fact| fact.value.clone()),
                Wish::Clear => None,
            };
            if let Some(value) = value {
                let mut fact = Fact {
                    value: value.clone(),
                    ..known.unwrap_or(Fact {
                        value,
                        on: None,
                        source: None,
                        evidence: None,
                        at: None,
                        seen: None,
                        typed: None,
                        by: None,
                        stated_on: None,
                    })
                };
                say(&mut fact.on, &wish.on);
                say(&mut fact.source, &wish.source);
                say(&mut fact.by, &wish.by);
                facts.insert(key.clone(), fact);
            }
        }
        Edit::Practice {
            criterion,
            site,
            wish,
        } => {
            let practices = match site {
                None => &mut out.practices,
                Some(site) => &mut out.by_site.entry(site.clone()).or_default().practices,
            };
            let practice = practices.entry(criterion.clone()).or_default();
            say(&mut practice.level, &wish.level);
            say(&mut practice.since, &wish.since);
            say(&mut practice.not_applicable, &wish.not_applicable);
            say(&mut practice.by, &wish.by);
            say(&mut practice.comment, &wish.comment);
        }
        Edit::Piece { id, wish } => {
            let there = out.evidence.iter_mut().find(|piece| &piece.id == id);
            let piece = match there {
                Some(piece) => piece,
                None => {
                    let new = load_piece(id);
                    out.evidence.push(new);
                    out.evidence.last_mut().unwrap()
                }
            };
            if let Wish::Set(types) = &wish.types {
                piece.types = types.iter().cloned().collect();
            }
            say(&mut piece.dates.effect, &wish.effect);
            piece.dates.origin = piece.dates.effect.map(|_| DateOrigin::Declared);
            say(&mut piece.dates.covers, &wish.covers);
            say(&mut piece.title, &wish.title);
        }
        _ => {}
    }
    comparable(out)
}

fn load_piece(id: &PieceId) -> dossier::Piece {
    let text = format!(
        "schema = 1\nid = \"x\"\nnorme = \"essai\"\nversion-norme = \"1.0.0\"\ngenre = \"auto-evaluation\"\ncycle = \"initial\"\n[structure]\nnom = \"A\"\n[[preuve]]\nid = \"{id}\"\nfichier = \"preuves/regle/{id}.txt\"\ntypes = [\"liste\"]\n"
    );
    load(text.as_bytes()).unwrap().evidence.remove(0)
}

/// A practice of which nothing is said, a site that says nothing, are as if they were not there; pieces have no order.
fn comparable(mut dossier: Dossier) -> Dossier {
    let sites = dossier.by_site.values_mut();
    for practices in sites
        .map(|own| &mut own.practices)
        .chain([&mut dossier.practices])
    {
        practices.retain(|_, practice| practice != &Practice::default());
    }
    dossier.by_site.retain(|_, own| own != &SiteInputs::default());
    dossier.evidence.sort_by(|a, b| a.id.cmp(&b.id));
    dossier
}

fn name_of(edit: &Edit) -> String {
    match edit {
        Edit::Fact { key, .. } => key.to_string(),
        Edit::Practice { criterion, .. } => criterion.to_string(),
        Edit::Piece { id, .. } => id.to_string(),
        other => panic!("{other:?}"),
    }
}

/// The first chunk that is not edited and does not stand in the text, after those before it.
pub(crate) fn lost<'c>(chunks: &'c [Chunk], name: &str, taken_back: bool, after: &str) -> Option<&'c str> {
    let closed = whole(chunks).ends_with('\n');
    let mut rest = after;
    for chunk in chunks {
        let stays = match &chunk.owner {
            Owner::Nobody => true,
            Owner::Of(owner) => *owner != name,
            Owner::Within(owner) => *owner != name || !taken_back,
            Owner::Loose => false,
        };
        if !stays {
            continue;
        }
        let bare = chunk.text.trim_end_matches(['\r', '\n']);
        rest = match rest.split_once(chunk.text.as_str()) {
            Some((_, rest)) => rest,
            // a file without a last line end keeps without, whatever its last line becomes
            None if !closed && rest.ends_with(bare) => "",
            None => return Some(&chunk.text),
        };
    }
    None
}

pub(crate) fn whole(chunks: &[Chunk]) -> String {
    chunks.iter().map(|chunk| chunk.text.as_str()).collect()
}

proptest! {
    #![proptest_config(cases(3000))]

    #[test]
    fn an_edit_leaves_all_else_and_reads_back_as_asked(tape in prop::collection::vec(any::<u8>(), 0..600)) {
        let mut tape = Tape(&tape);
        let edit_first = Tape(tape.0);
        let (chunks, sites) = text::dossier(&mut tape);
        let mut tape = if tape.0.is_empty() { edit_first } else { tape };
        let edit = edit(&mut tape, sites);
        let text = whole(&chunks);
        let before = load(text.as_bytes());
        prop_assert!(before.is_ok(), "{text}\n{}", before.unwrap_err());
        let document = Document::read("dossier.toml", text.clone().into_bytes()).unwrap();
        let splices = match plan(&document, std::slice::from_ref(&edit), &NORM) {
            Ok(splices) => splices,
            // several dotted lines that would have to become one
            Err(error @ EditError::Shape { .. }) => {
                let several = matches!(&edit, Edit::Fact { .. } | Edit::Practice { .. });
                prop_assert!(several && error.to_string().contains("cette façon d’écrire"), "{text}\n{edit:?}\n{error}");
                return Ok(());
            }
            Err(error) => return Err(TestCaseError::fail(format!("{text}\n{edit:?}\n{error}"))),
        };
        let after = apply(text.as_bytes(), &splices);
        let shown = String::from_utf8(after.clone()).unwrap();
        let taken_back = matches!(&edit, Edit::Fact { wish, .. } if wish.value == Wish::Clear);
        prop_assert_eq!(lost(&chunks, &name_of(&edit), taken_back, &shown), None, "\n{}\n=====\n{}\n{:?}", text, shown, edit);
        match load(&after) {
            Ok(read) => prop_assert_eq!(comparable(read), expected(&before.unwrap(), &edit), "\n{}\n=====\n{}\n{:?}", text, shown, edit),
            Err(said) => prop_assert!(false, "{text}\n=====\n{shown}\n{edit:?}\n{said}"),
        }
    }
}

proptest! {
    #![proptest_config(cases(1000))]

    #[test]
    fn edits_made_one_after_the_other_change_the_lines_that_they_show(tape in prop::collection::vec(any::<u8>(), 200..900)) {
        let mut tape = Tape(&tape);
        let (chunks, sites) = text::dossier(&mut tape);
        let mut before = whole(&chunks);
        for _ in 0..6 {
            let edit = edit(&mut tape, sites);
            let document = Document::read("dossier.toml", before.clone().into_bytes()).unwrap();
            let splices = match plan(&document, std::slice::from_ref(&edit), &NORM) {
                Ok(splices) => splices,
                Err(EditError::Shape { .. }) => continue,
                Err(error) => return Err(TestCaseError::fail(format!("{before}\n{edit:?}\n{error}"))),
            };
            let after = String::from_utf8(apply(before.as_bytes(), &splices)).unwrap();
            // what changes no line changes no byte, and leaves nothing to take back
            let same = before.lines().eq(after.lines());
            prop_assert!(!same || splices.is_empty() && before == after, "\n{before:?}\n=====\n{after:?}\n{edit:?}\n{splices:?}");
            let read = load(after.as_bytes());
            prop_assert!(read.is_ok(), "{before}\n=====\n{after}\n{edit:?}\n{}", read.unwrap_err());
            before = after;
        }
    }
}

proptest! {
    #![proptest_config(cases(40))]

    #[test]
    fn what_was_written_is_taken_back_to_the_byte(tape in prop::collection::vec(any::<u8>(), 200..900)) {
        let folder = crate::support::place("edit-properties");
        let norm = folder.join("norme");
        std::fs::create_dir_all(&norm).unwrap();
        std::fs::write(norm.join("norme.toml"), norm_text()).unwrap();
        let request = Request { norm: Some(norm.to_string_lossy().into_owned()), today: Date::new(2026, 11, 23), ..Request::default() };
        let file = folder.join("dossier.toml");
        let mut tape = Tape(&tape);
        let (chunks, sites) = text::dossier(&mut tape);
        std::fs::write(&file, whole(&chunks)).unwrap();
        let mut states = vec![std::fs::read(&file).unwrap()];
        for _ in 0..6 {
            let edit = edit(&mut tape, sites);
            let seen = std::collections::BTreeMap::from([("dossier.toml".to_owned(), Digest::of(states.last().unwrap()))]);
            let (mut sources, mut sink) = (Sources::default(), Diagnostics::default());
            match change(&folder, &request, &NormFiles, &seen, &[edit], &mut sources, &mut sink) {
                Ok(made) if made.hunks.is_empty() => {}
                Ok(_) => states.push(std::fs::read(&file).unwrap()),
                Err(NotChanged::Edit(EditError::Shape { .. })) => {}
                Err(other) => prop_assert!(false, "{other}"),
            }
        }
        while let Some(state) = states.pop() {
            prop_assert_eq!(&std::fs::read(&file).unwrap(), &state);
            match take_back(&folder) {
                Ok(_) => {}
                Err(NotChanged::Nothing) => prop_assert!(states.is_empty()),
                Err(other) => prop_assert!(false, "{other}"),
            }
        }
    }
}
