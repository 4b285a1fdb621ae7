//! What is sought in the files: every one is read, and its text answers what the rules of the profile ask of its types.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::binder::{Binder, FiledUnder};
use super::diags::UNDECODED;
use crate::assessment::inputs::Structure;
use crate::dossier::{Dossier, Place};
use crate::kernel::{CriterionId, Date, PieceId, ProfileId, TypeId};
use crate::norm::Norm;
use crate::norm::model::{Criterion, FactType, FactValue, Rule};
use crate::record::counting::{KnownColumns, Rivals, TableQuestion};
use crate::record::figure::Figure;
use crate::record::inventory::Found;
use crate::record::item::{Item, Mark, Quoted, Reading};
use crate::record::reading::{Seen, SoughtText, Test, Wanted};
use crate::record::survey::Saying;
use crate::record::table::{AskedCount, TableDef};
use crate::record::tally::TableSeen;
use crate::record::{Fault, Fuse};

/// What the rules of a profile ask of the contents of each evidence type.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Needs {
    /// Words sought in each type.
    words: BTreeMap<TypeId, BTreeSet<String>>,
    /// By what a text passes for a piece of each type: of each group, one beginning of a word.
    groups: BTreeMap<TypeId, Vec<Vec<String>>>,
    /// The usual papers, whose pieces are of the types that their text shows.
    binder: Binder,
    /// Numbers that name a piece as their proof, by that piece.
    figures: BTreeMap<PieceId, BTreeMap<String, Figure>>,
    /// Words by which the structure has a piece recognised.
    quotes: BTreeMap<PieceId, String>,
    /// What is asked of each table; the days that a piece covers are its own.
    tables: Vec<TableQuestion>,
    /// All of them, for a file that may hold any.
    every: Option<Arc<Rivals>>,
}

impl Needs {
    /// Those of a profile: its criteria, and those whose status they read.
    pub fn of(norm: &Norm, profile: &ProfileId) -> Self {
        let mut needs = Self {
            binder: Binder::of(norm),
            ..Self::default()
        };
        for (id, kind) in norm
            .evidence_types
            .iter()
            .filter(|(_, kind)| !kind.known_by.is_empty())
        {
            needs.known_by(id.clone(), kind.known_by.clone());
        }
        let mut waiting: Vec<&CriterionId> = norm
            .profile(profile)
            .into_iter()
            .flat_map(|profile| &profile.criteria)
            .collect();
        let mut known: BTreeSet<&CriterionId> = BTreeSet::new();
        while let Some(id) = waiting.pop() {
            if !known.insert(id) {
                continue;
            }
            for rule in norm.criterion(id).into_iter().flat_map(Criterion::rules) {
                waiting.extend(rule.criteria());
                rule.walk(&mut |rule| needs.add(rule));
            }
        }
        needs
    }

    /// Also what a dossier has sought: the numbers that name a piece, and the words quoted from it.
    #[must_use]
    pub fn with(mut self, dossier: &Dossier, norm: &Norm, date: Date) -> Self {
        self.tables = norm
            .tables
            .values()
            .map(|table| question(table, dossier, norm, date))
            .collect();
        self.every = Some(rivals(self.tables.iter()));
        let by_site = dossier.by_site.values().flat_map(|site| &site.facts);
        for (key, fact) in dossier.facts.iter().chain(by_site) {
            let def = norm.facts.get(key).filter(|def| !def.words.is_empty());
            if let (Some(def), Some(id), FactValue::Number(value)) = (def, &fact.evidence, &fact.value) {
                let figure = Figure::of(value, def.kind == FactType::Percentage, &def.words);
                self.figures
                    .entry(id.clone())
                    .or_default()
                    .insert(Item::figure(key, value), figure);
            }
        }
        let quoted = dossier
            .evidence
            .iter()
            .filter_map(|piece| Some((&piece.id, piece.quoted.as_ref()?)));
        self.quotes
            .extend(quoted.map(|(id, words)| (id.clone(), words.clone())));
        self
    }

    /// The numbers and quoted words of these pieces; what names a piece by its file may be any file's.
    fn of_pieces<'a>(
        &'a self,
        ids: &'a BTreeSet<&'a PieceId>,
        declared: &'a BTreeSet<&'a PieceId>,
    ) -> impl Iterator<Item = Test> + 'a {
        let own = move |id: &PieceId| ids.contains(id) || !declared.contains(id);
        let figures = self.figures.iter().filter(move |(id, _)| own(id));
        let quotes = self.quotes.iter().filter(move |(id, _)| ids.contains(*id));
        figures
            .flat_map(|(_, figures)| figures.values().cloned().map(Test::Figure))
            .chain(quotes.map(|(_, words)| Test::Words(words.clone())))
    }

    fn add(&mut self, rule: &Rule) {
        let Rule::Evidence(asked) = rule else { return };
        for id in asked.types.iter().filter(|_| !asked.contains.is_empty()) {
            self.words
                .entry(id.clone())
                .or_default()
                .extend(asked.contains.iter().cloned());
        }
    }

    /// Also seeks, in pieces of this type, the groups of beginnings of words by which its papers are known.
    pub fn known_by(&mut self, id: TypeId, groups: Vec<Vec<String>>) {
        self.groups.insert(id, groups);
    }

    /// All that is asked of the text of a piece of these types.
    fn tests<'a>(&'a self, types: &'a BTreeSet<TypeId>) -> impl Iterator<Item = Test> + 'a {
        let groups = types.iter().filter_map(|id| self.groups.get(id)).flatten();
        self.words(types)
            .cloned()
            .map(Test::Words)
            .chain(groups.cloned().map(Test::Group))
    }

    /// What is asked of a piece of these types that covers these days, table by table.
    fn tables<'a>(
        &'a self,
        types: &'a BTreeSet<TypeId>,
        covers: Option<(Date, Date)>,
    ) -> impl Iterator<Item = TableQuestion> + 'a {
        let may_be = |asked: &&TableQuestion| asked.known.table.types.iter().any(|id| types.contains(id));
        let count = self.tables.iter().filter(may_be).count();
        let rivals = match &self.every {
            _ if count < 2 => None,
            Some(every) if count == self.tables.len() => Some(every.clone()),
            _ => Some(rivals(self.tables.iter().filter(may_be))),
        };
        self.tables.iter().filter(may_be).map(move |asked| TableQuestion {
            covers,
            rivals: rivals.clone(),
            ..asked.clone()
        })
    }

    /// The words sought in a piece of these types.
    fn words<'a>(&'a self, types: &'a BTreeSet<TypeId>) -> impl Iterator<Item = &'a String> {
        types.iter().filter_map(|id| self.words.get(id)).flatten()
    }
}

fn rivals<'a>(tables: impl Iterator<Item = &'a TableQuestion>) -> Arc<Rivals> {
    Arc::new(Rivals::of(tables.map(|asked| asked.known.clone()).collect()))
}

/// What is asked of a table of the norm in this dossier.
fn question(table: &TableDef, dossier: &Dossier, norm: &Norm, date: Date) -> TableQuestion {
    let asked = norm.facts.iter().filter_map(|(key, def)| {
        let calculation = def.calculation.as_ref()?;
        (calculation.table == table.id).then(|| AskedCount {
            fact: key.clone(),
            calculation: calculation.clone(),
        })
    });
    let own = dossier.tables.get(&table.id);
    TableQuestion {
        known: KnownColumns {
            table: table.clone(),
            own: own.map(|own| own.columns.clone()).unwrap_or_default(),
        },
        rivals: None,
        asked: asked.collect(),
        site: own.and_then(|own| own.site.clone()),
        audit: date,
        exercise: dossier.structure.exercise,
        covers: None,
    }
}

/// The marks by which a text names the structure, each as a question.
fn marks(structure: &Structure) -> impl Iterator<Item = (Mark, Test)> {
    let name = (!structure.name.is_empty()).then(|| (Mark::Name, Test::Name(structure.name.clone())));
    let siret = (!structure.siret.is_empty()).then(|| (Mark::Siret, Test::Number(structure.siret.clone())));
    name.into_iter().chain(siret)
}

/// What is wanted of each file of a dossier, by its path: for whoever walks them.
#[derive(Debug)]
pub struct ReadingPlan<'a> {
    needs: &'a Needs,
    norm: &'a Norm,
    dossier: &'a Dossier,
    privacy: bool,
}

impl<'a> ReadingPlan<'a> {
    /// With `privacy`, every file is also searched for data of persons.
    pub fn new(needs: &'a Needs, norm: &'a Norm, dossier: &'a Dossier, privacy: bool) -> Self {
        Self {
            needs,
            norm,
            dossier,
            privacy,
        }
    }

    /// What is wanted of the file at this path.
    pub fn wanted(&self, path: &str) -> Wanted {
        let folder = path.split('/').nth(1);
        let FiledUnder { mut types, papers } = FiledUnder::of(folder, self.norm);
        types.extend(self.needs.binder.may_be(&papers).cloned());
        let declared = self
            .dossier
            .evidence
            .iter()
            .filter(|piece| matches!(&piece.place, Place::File(known) if known == path));
        let declared: Vec<_> = declared.collect();
        types.extend(declared.iter().flat_map(|piece| piece.types.iter().cloned()));
        let covers = declared
            .iter()
            .min_by(|a, b| a.id.cmp(&b.id))
            .and_then(|piece| piece.dates.covers);
        let ids: BTreeSet<&PieceId> = declared.iter().map(|piece| &piece.id).collect();
        let known: BTreeSet<&PieceId> = self.dossier.evidence.iter().map(|piece| &piece.id).collect();
        let marks = marks(&self.dossier.structure).map(|(_, test)| test);
        Wanted {
            tests: self
                .needs
                .tests(&types)
                .chain(marks)
                .chain(self.needs.of_pieces(&ids, &known))
                .collect(),
            tables: self.needs.tables(&types, covers).collect(),
            privacy: self.privacy,
        }
    }
}

/// Completes an item with what was seen in its file.
pub(super) fn complete(
    item: &mut Item,
    needs: &Needs,
    structure: &Structure,
    (copies, ids): (&[&Found], &[&PieceId]),
) {
    let looked: Vec<&Result<Seen, Fuse>> = copies
        .iter()
        .filter_map(|found| found.contents.as_ref())
        .collect();
    if let Some(fuse) = looked.iter().find_map(|seen| seen.as_ref().err()) {
        item.reading = Reading::Unfinished {
            reason: fuse.reason().to_owned(),
        };
        return;
    }
    // one digest, one content: copies differ by what was asked of them
    let seen: Vec<&Seen> = looked.into_iter().filter_map(|seen| seen.as_ref().ok()).collect();
    match seen.first() {
        Some(first) => {
            item.reading = state(first);
            item.pages = first.pages;
            item.dates.not_after = first.newest;
            item.survey = first.survey.as_ref().ok().cloned();
        }
        None if item.transcripts.is_empty() => return,
        None => {}
    }
    // what the structure copied out answers where the piece itself does not
    let told: Vec<&str> = item.transcripts.iter().map(|told| told.text.as_str()).collect();
    let told = told.join("\n");
    let told = (!told.is_empty()).then(|| SoughtText::of(&told));
    let answer = |test: &Test| {
        let own = seen.iter().find_map(|seen| seen.answer(test));
        let from_told = || Some(test.holds(told.as_ref()?));
        own.filter(|found| *found).or_else(from_told).or(own)
    };
    let may_be: BTreeSet<&TypeId> = needs.binder.may_be(&item.papers).chain(&item.types).collect();
    item.lacking = needs
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
            (found.is_recognised() || declared(&asked)).then(|| found.clone())
        })
        .collect();
    item.tables = tables;
    item.types.extend(needs.binder.shown(item));
    item.contents = needs
        .words(&item.types)
        .filter_map(|words| Some((words.clone(), answer(&Test::Words(words.clone()))?)))
        .collect();
    let paths: Vec<PieceId> = copies.iter().map(|copy| PieceId::at(&copy.path)).collect();
    let own = || ids.iter().copied().chain([&item.id]).chain(&paths);
    item.figures = own()
        .filter_map(|id| needs.figures.get(id))
        .flatten()
        .filter_map(|(label, figure)| Some((label.clone(), answer(&Test::Figure(figure.clone()))?)))
        .collect();
    item.quoted = own().find_map(|id| {
        let words = needs.quotes.get(id)?.clone();
        let found = answer(&Test::Words(words.clone()))?;
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
    item.names = marks(structure)
        .filter(|(_, test)| answer(test) == Some(true))
        .map(|(mark, _)| mark)
        .collect();
}

/// The ranks of the groups of which nothing stands in a text; none where one of them was not sought, or there is no text.
fn lacking(groups: &[Vec<String>], answer: impl Fn(&Test) -> Option<bool>) -> Option<BTreeSet<usize>> {
    let mut out = BTreeSet::new();
    for (rank, group) in groups.iter().enumerate() {
        if !answer(&Test::Group(group.clone()))? {
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

    fn structure() -> Structure {
        serde_json::from_str("{\"nom\":\"Le Pont\"}").unwrap()
    }

    /// A piece of this type, completed with what was asked of this text.
    fn completed(kind: &TypeId, text: &str, needs: &Needs) -> Item {
        let types = BTreeSet::from([kind.clone()]);
        let wanted = Wanted {
            tests: needs.tests(&types).collect(),
            tables: BTreeSet::new(),
            privacy: false,
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
            figures: BTreeMap::new(),
            tables: Vec::new(),
            quoted: None,
            transcripts: Vec::new(),
            by: None,
            added_on: None,
            title: None,
        };
        complete(&mut item, needs, &structure(), (&[&found], &[]));
        item
    }

    #[test]
    fn a_piece_keeps_which_groups_its_text_lacks_and_how_many_words_it_has() {
        let (minutes, other) = (TypeId::parse("pv").unwrap(), TypeId::parse("plan").unwrap());
        let group = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        let mut needs = Needs::default();
        needs.known_by(
            minutes.clone(),
            vec![
                group(&["procès-verb", "compte rendu"]),
                group(&["quorum", "délib"]),
            ],
        );
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
