//! What is sought in the files: every one is read, and its text answers what the rules of the profile ask of its types.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::binder::FiledUnder;
use super::diags::UNDECODED;
use super::sought::{Sought, posed, rivals};
use crate::assessment::inputs::{Fact, Structure};
use crate::dossier::{Dossier, Piece, Place};
use crate::kernel::{Date, FactKey, PieceId, TypeId};
use crate::norm::Norm;
use crate::norm::model::FactValue;
use crate::record::counting::{KnownColumns, Rivals, TableQuestion};
use crate::record::figure::{Figure, FigurePlace, FigureSeen};
use crate::record::inventory::Found;
use crate::record::item::{Item, Mark, Quoted, Reading};
use crate::record::reading::{Seen, Test, Wanted};
use crate::record::survey::Saying;
use crate::record::table::AskedCount;
use crate::record::tally::TableSeen;
use crate::record::text::Folded;
use crate::record::transcript::Transcript;
use crate::record::{Fault, Fuse, Posed};

/// What is sought in the files of one dossier.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Needs {
    /// By its norm and profile.
    sought: Arc<Sought>,
    /// Numbers that name a piece as their proof, by that piece.
    figures: BTreeMap<PieceId, BTreeSet<Arc<Posed<Figure>>>>,
    /// Words by which the structure has a piece recognised.
    quotes: BTreeMap<PieceId, Arc<Posed<Test>>>,
    /// The marks by which a text names the structure.
    marks: Vec<(Mark, Arc<Posed<Test>>)>,
    /// What is asked of each table; the days that a piece covers are its own.
    tables: Vec<TableQuestion>,
    /// All of them, for a file that may hold any.
    every: Option<Arc<Rivals>>,
}

impl Needs {
    /// What is sought in any dossier, and what this one has sought: the numbers that name a piece, and the words quoted from it.
    #[must_use]
    pub fn of(sought: Arc<Sought>, dossier: &Dossier, date: Date) -> Self {
        let tables: Vec<TableQuestion> = sought
            .tables
            .iter()
            .map(|(known, asked)| question(known, asked, dossier, date))
            .collect();
        let own = |asked: &TableQuestion| !asked.known.own.is_empty();
        let every = if tables.iter().any(own) {
            Some(rivals(tables.iter().map(|asked| &asked.known)))
        } else {
            sought.every.clone()
        };
        let mut needs = Self {
            sought,
            tables,
            every,
            marks: marks(&dossier.structure),
            ..Self::default()
        };
        let by_site = dossier.by_site.values().flat_map(|site| &site.facts);
        for (key, fact) in dossier.facts.iter().chain(by_site) {
            if let Some(id) = &fact.evidence
                && let Some(figure) = needs.figure(key, fact)
            {
                let figure = Arc::new(Posed::of(figure));
                needs.figures.entry(id.clone()).or_default().insert(figure);
            }
        }
        let quoted = dossier
            .evidence
            .iter()
            .filter_map(|piece| Some((&piece.id, piece.quoted.as_ref()?)));
        needs
            .quotes
            .extend(quoted.map(|(id, words)| (id.clone(), posed(Test::Words(words.clone())))));
        needs
    }

    /// A number to be found in the piece that a fact names: beside the fact's words, or where it is said to stand.
    pub(super) fn figure(&self, key: &FactKey, fact: &Fact) -> Option<Figure> {
        let FactValue::Number(value) = &fact.value else {
            return None;
        };
        let known = self.sought.figures.get(key)?;
        let sought = !known.is_empty() || fact.at.is_some();
        sought.then(|| Figure::of(value, known, fact.at.clone()))
    }

    /// Does any criterion or table of the norm ask pieces of this type?
    pub(super) fn asks(&self, id: &TypeId) -> bool {
        self.sought.asked.contains(id)
    }

    /// The numbers of these pieces; what names a piece by its file may be any file's.
    fn figures<'a>(
        &'a self,
        ids: &'a BTreeSet<&'a PieceId>,
        declared: &'a BTreeSet<&'a PieceId>,
    ) -> impl Iterator<Item = &'a Arc<Posed<Figure>>> {
        let own = move |id: &PieceId| ids.contains(id) || !declared.contains(id);
        let figures = self.figures.iter().filter(move |(id, _)| own(id));
        figures.flat_map(|(_, figures)| figures)
    }

    /// The quoted words of these pieces.
    fn quotes<'a>(&'a self, ids: &'a BTreeSet<&'a PieceId>) -> impl Iterator<Item = &'a Arc<Posed<Test>>> {
        let quotes = self.quotes.iter().filter(move |(id, _)| ids.contains(*id));
        quotes.map(|(_, words)| words)
    }

    /// All that is asked of the text of a piece of these types.
    fn tests<'a>(&'a self, types: &'a BTreeSet<TypeId>) -> impl Iterator<Item = &'a Arc<Posed<Test>>> {
        let groups = types.iter().filter_map(|id| self.sought.groups.get(id)).flatten();
        self.words(types).chain(groups)
    }

    /// What is asked of a piece of these types that covers these days, table by table.
    fn tables<'a>(
        &'a self,
        types: &'a BTreeSet<TypeId>,
        covers: Option<(Date, Date)>,
    ) -> impl Iterator<Item = Posed<TableQuestion>> + 'a {
        let may_be = |asked: &&TableQuestion| asked.known.table.types.iter().any(|id| types.contains(id));
        let count = self.tables.iter().filter(may_be).count();
        let rivals = match &self.every {
            _ if count < 2 => None,
            Some(every) if count == self.tables.len() => Some(every.clone()),
            _ => Some(rivals(
                self.tables.iter().filter(may_be).map(|asked| &asked.known),
            )),
        };
        self.tables.iter().filter(may_be).map(move |asked| {
            Posed::of(TableQuestion {
                covers,
                rivals: rivals.clone(),
                ..asked.clone()
            })
        })
    }

    /// The words sought in a piece of these types.
    fn words<'a>(&'a self, types: &'a BTreeSet<TypeId>) -> impl Iterator<Item = &'a Arc<Posed<Test>>> {
        types.iter().filter_map(|id| self.sought.words.get(id)).flatten()
    }
}

/// What is asked of a table of the norm in this dossier.
fn question(
    known: &Arc<KnownColumns>,
    asked: &Arc<[AskedCount]>,
    dossier: &Dossier,
    date: Date,
) -> TableQuestion {
    let own = dossier.tables.get(&known.table.id);
    let columns = own.map(|own| &own.columns).filter(|own| !own.is_empty());
    TableQuestion {
        known: columns.map_or_else(
            || Arc::clone(known),
            |own| {
                Arc::new(KnownColumns {
                    table: known.table.clone(),
                    own: own.clone(),
                })
            },
        ),
        rivals: None,
        asked: Arc::clone(asked),
        site: own.and_then(|own| own.site.clone()),
        audit: date,
        exercise: dossier.structure.exercise,
        covers: None,
    }
}

/// The marks by which a text names the structure, each as a question.
fn marks(structure: &Structure) -> Vec<(Mark, Arc<Posed<Test>>)> {
    let name = (!structure.name.is_empty()).then(|| (Mark::Name, Test::Name(structure.name.clone())));
    let siret = (!structure.siret.is_empty()).then(|| (Mark::Siret, Test::Number(structure.siret.clone())));
    let marks = name.into_iter().chain(siret);
    marks.map(|(mark, test)| (mark, posed(test))).collect()
}

/// What is wanted of each file of a dossier, by its path: for whoever walks them.
#[derive(Debug)]
pub struct ReadingPlan<'a> {
    needs: &'a Needs,
    norm: &'a Norm,
    /// The declared pieces.
    known: BTreeSet<&'a PieceId>,
    /// Those of each file, by its path.
    declared: BTreeMap<&'a str, Vec<&'a Piece>>,
    privacy: bool,
}

impl<'a> ReadingPlan<'a> {
    /// With `privacy`, every file is also searched for data of persons.
    pub fn new(needs: &'a Needs, norm: &'a Norm, dossier: &'a Dossier, privacy: bool) -> Self {
        let mut declared: BTreeMap<&str, Vec<&Piece>> = BTreeMap::new();
        for piece in &dossier.evidence {
            if let Place::File(path) = &piece.place {
                declared.entry(path).or_default().push(piece);
            }
        }
        Self {
            needs,
            norm,
            known: dossier.evidence.iter().map(|piece| &piece.id).collect(),
            declared,
            privacy,
        }
    }

    /// What is wanted of the file at this path.
    pub fn wanted(&self, path: &str) -> Wanted {
        let folder = path.split('/').nth(1);
        let FiledUnder { mut types, papers } = FiledUnder::of(folder, self.norm);
        types.extend(self.needs.sought.binder.may_be(&papers).cloned());
        let declared = self.declared.get(path).map_or(&[][..], Vec::as_slice);
        types.extend(declared.iter().flat_map(|piece| piece.types.iter().cloned()));
        let covers = declared
            .iter()
            .min_by(|a, b| a.id.cmp(&b.id))
            .and_then(|piece| piece.dates.covers);
        let ids: BTreeSet<&PieceId> = declared.iter().map(|piece| &piece.id).collect();
        let marks = self.needs.marks.iter().map(|(_, test)| test);
        Wanted {
            tests: self
                .needs
                .tests(&types)
                .chain(marks)
                .chain(self.needs.quotes(&ids))
                .cloned()
                .collect(),
            figures: self.needs.figures(&ids, &self.known).cloned().collect(),
            tables: self.needs.tables(&types, covers).collect(),
            privacy: self.privacy,
        }
    }
}

/// What became of the numbers that name a piece.
pub(super) type FiguresSeen = BTreeMap<Figure, FigureSeen>;

/// Completes an item with what was seen in its file; gives what became of the numbers that name it.
pub(super) fn complete(
    item: &mut Item,
    needs: &Needs,
    (copies, ids): (&[&Found], &[&PieceId]),
) -> FiguresSeen {
    let looked: Vec<&Result<Arc<Seen>, Fuse>> = copies
        .iter()
        .filter_map(|found| found.contents.as_ref())
        .collect();
    if let Some(fuse) = looked.iter().find_map(|seen| seen.as_ref().err()) {
        item.reading = Reading::Unfinished {
            reason: fuse.reason().to_owned(),
        };
        return FiguresSeen::new();
    }
    // one digest, one content: copies differ by what was asked of them
    let seen: Vec<&Seen> = looked
        .into_iter()
        .filter_map(|seen| seen.as_deref().ok())
        .collect();
    match seen.first() {
        Some(first) => {
            item.reading = state(first);
            item.pages = first.pages;
            item.dates.not_after = first.newest;
            item.survey = first.survey.as_ref().ok().cloned();
        }
        None if item.transcripts.is_empty() => return FiguresSeen::new(),
        None => {}
    }
    // what the structure copied out answers where the piece itself does not
    let told: Vec<&str> = item.transcripts.iter().map(|told| told.text.as_str()).collect();
    let told = told.join("\n");
    let folded = (!told.is_empty()).then(|| Folded::of(&told));
    let answer = |test: &Posed<Test>| {
        let own = seen.iter().find_map(|seen| seen.answer(test));
        let from_told = || Some(test.asked().holds(folded.as_ref()?));
        own.filter(|found| *found).or_else(from_told).or(own)
    };
    let may_be: BTreeSet<&TypeId> = needs
        .sought
        .binder
        .may_be(&item.papers)
        .chain(&item.types)
        .collect();
    item.lacking = needs
        .sought
        .groups
        .iter()
        .filter(|(id, _)| may_be.contains(*id))
        .filter_map(|(id, groups)| Some((id.clone(), lacking(groups, answer)?)))
        .collect();
    // a binder of tables: each that one of the sheets is
    let declared = |asked: &TableQuestion| asked.known.table.types.iter().any(|id| item.types.contains(id));
    let may_be: BTreeSet<TypeId> = may_be.into_iter().cloned().collect();
    let tables: Vec<TableSeen> = needs
        .tables(&may_be, item.dates.covers)
        .filter_map(|asked| {
            let found = seen.iter().find_map(|seen| seen.table(&asked))?;
            (found.is_recognised() || declared(asked.asked())).then(|| found.clone())
        })
        .collect();
    item.tables = tables;
    item.types.extend(needs.sought.binder.shown(item));
    item.contents = needs
        .words(&item.types)
        .filter_map(|test| match test.asked() {
            Test::Words(words) => Some((words.clone(), answer(test)?)),
            _ => None,
        })
        .collect();
    let paths: Vec<PieceId> = copies.iter().map(|copy| PieceId::at(&copy.path)).collect();
    let own = || ids.iter().copied().chain([&item.id]).chain(&paths);
    let figures = own()
        .filter_map(|id| needs.figures.get(id))
        .flatten()
        .filter_map(|figure| {
            let own = seen.iter().find_map(|seen| seen.figure(figure));
            let figure = figure.asked();
            Some((figure.clone(), told_or(own, figure, item)?))
        })
        .collect();
    item.quoted = own().find_map(|id| {
        let test = needs.quotes.get(id)?;
        let Test::Words(words) = test.asked() else {
            return None;
        };
        let (words, found) = (words.clone(), answer(test)?);
        Some(Quoted { words, found })
    });
    let served = needs.tables.iter().filter(|asked| {
        let own = |seen: &TableSeen| seen.table == asked.known.table.id && seen.is_recognised();
        item.tables.iter().any(own)
    });
    let served: Vec<TypeId> = served
        .flat_map(|asked| {
            let table = &asked.known.table;
            // the type of a table is shown by its headings
            let own = table.types.iter().filter(|id| may_be.contains(*id));
            own.chain(&table.serves).cloned().collect::<Vec<_>>()
        })
        .collect();
    item.types.extend(served);
    let marks = needs.marks.iter();
    item.names = marks
        .filter(|(_, test)| answer(test) == Some(true))
        .map(|(mark, _)| *mark)
        .collect();
    figures
}

/// What became of a number: in the piece itself, else in what the structure copied out of it, of the page that is meant.
fn told_or(own: Option<&FigureSeen>, figure: &Figure, item: &Item) -> Option<FigureSeen> {
    if own == Some(&FigureSeen::Found) {
        return own.cloned();
    }
    let here = |told: &&Transcript| match &figure.at {
        None => true,
        Some(FigurePlace::Page(page)) => told.page.unwrap_or(1) == *page,
        Some(FigurePlace::Cell { .. }) => false,
    };
    let told: Vec<&str> = item
        .transcripts
        .iter()
        .filter(here)
        .map(|told| told.text.as_str())
        .collect();
    let copied = (!told.is_empty()).then(|| figure.seen_in_copy(&told.join("\n")));
    match (own, copied) {
        (_, Some(FigureSeen::Found)) => Some(FigureSeen::Found),
        (own, copied) => own.cloned().or(copied),
    }
}

/// The ranks of the groups of which nothing stands in a text; none where one of them was not sought, or there is no text.
fn lacking(
    groups: &[Arc<Posed<Test>>],
    answer: impl Fn(&Posed<Test>) -> Option<bool>,
) -> Option<BTreeSet<usize>> {
    let mut out = BTreeSet::new();
    for (rank, group) in groups.iter().enumerate() {
        if !answer(group)? {
            out.insert(rank);
        }
    }
    Some(out)
}

/// Whether what was seen can prove anything.
fn state(seen: &Seen) -> Reading {
    match seen.survey.as_ref().map(crate::record::survey::Survey::saying) {
        Ok(Saying::Something) => Reading::Readable,
        Ok(Saying::Nothing) => Reading::Empty,
        Ok(Saying::Unknown) => Reading::Unread {
            reason: UNDECODED.to_owned(),
        },
        Err(fault) => Reading::Unreadable {
            reason: Fault::reason(*fault),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::{Digest, PieceId};
    use crate::record::item::{Dates, Format, Held, Modality, Witness};
    use crate::record::{Answer, Contents, Reader, reading};

    /// Reads bytes as text; no bytes hold no text.
    struct AsText;

    impl Reader for AsText {
        fn read(&self, _format: Format, bytes: &[u8]) -> Result<Answer, Fuse> {
            let text = String::from_utf8_lossy(bytes).into_owned();
            Ok(Ok(Contents {
                text: (!text.is_empty()).then_some(text),
                ..Contents::default()
            }))
        }
    }

    /// A piece of this type, completed with what was asked of this text.
    fn completed(kind: &TypeId, text: &str, needs: &Needs) -> Item {
        let types = BTreeSet::from([kind.clone()]);
        let wanted = Wanted {
            tests: needs.tests(&types).cloned().collect(),
            ..Wanted::default()
        };
        let found = Found {
            path: "preuves/pv/a.txt".to_owned(),
            type_folder: None,
            size: 1,
            digest: Digest::of(b"a"),
            format: Format::Txt,
            reading: Reading::Readable,
            contents: reading::see(&wanted, Format::Txt, text.as_bytes(), &AsText),
        };
        let mut item = Item {
            id: PieceId::trial(1),
            types,
            papers: BTreeSet::new(),
            criteria: BTreeSet::new(),
            site: None,
            modality: Modality::Document,
            held: Held::Reported {
                witness: Witness::Structure,
            },
            dates: Dates::default(),
            signed: false,
            source: None,
            pages: None,
            reading: Reading::Readable,
            survey: None,
            contents: BTreeMap::new(),
            names: BTreeSet::new(),
            lacking: BTreeMap::new(),
            tables: Vec::new(),
            quoted: None,
            transcripts: Vec::new(),
            by: None,
            added_on: None,
            title: None,
        };
        let _ = complete(&mut item, needs, (&[&found], &[]));
        item
    }

    #[test]
    fn a_piece_keeps_which_groups_its_text_lacks_and_how_many_words_it_has() {
        let (minutes, other) = (TypeId::parse("pv").unwrap(), TypeId::parse("plan").unwrap());
        let group = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        let mut sought = Sought::default();
        sought.known_by(
            minutes.clone(),
            &[
                group(&["procès-verb", "compte rendu"]),
                group(&["quorum", "délib"]),
            ],
        );
        let needs = Needs {
            sought: Arc::new(sought),
            ..Needs::default()
        };
        let item = completed(&minutes, "PROCES-VERBAL de la délibération", &needs);
        assert_eq!(item.lacking, BTreeMap::from([(minutes.clone(), BTreeSet::new())]));
        assert_eq!(item.survey.map(|survey| survey.words), Some(4));
        let item = completed(&minutes, "compte rendu", &needs);
        assert_eq!(
            item.lacking,
            BTreeMap::from([(minutes.clone(), BTreeSet::from([1]))])
        );
        // no text is not a text without the words
        assert_eq!(completed(&minutes, "", &needs).lacking, BTreeMap::new());
        assert_eq!(completed(&other, "compte rendu", &needs).lacking, BTreeMap::new());
    }
}
