//! From the tables of a norm as written to [`TableDef`] and [`Calculation`]: columns that exist, conditions that suit their types.

mod diags;

use std::collections::BTreeMap;

use super::blocks::Blocks;
use super::model::{EvidenceType, FactType};
use super::raw::{RawCalculation, RawRowCondition, RawTable};
use super::references::{SeenIds, resolve};
use super::respondent::{self, Respondent};
use super::values::{Scalar, Values};
use crate::diag::{Diagnostics, Sources};
use crate::kernel::{Date, FileId, Located, Period, Span, TableId, TypeId};
use crate::record::table::{
    Calculation, ColumnChoice, ColumnDef, ColumnTest, ColumnType, DayBound, Operation, RESERVED,
    RowCondition, TableDef,
};
use diags::{
    ColumnOfOther, ConditionTests, NoDay, NotCounted, NotDay, OperationColumn, OtherChoice, PartOfOther,
    ReservedColumn,
};

/// The tables, by id.
pub(super) fn tables(
    blocks: &Blocks,
    types: &BTreeMap<TypeId, EvidenceType>,
    respondents: &[Respondent],
    sink: &mut Diagnostics,
) -> BTreeMap<TableId, TableDef> {
    let mut seen = SeenIds::default();
    let mut out = BTreeMap::new();
    for b in &blocks.tables {
        if seen.add(&b.item.id, b.file, sink) {
            out.insert(
                b.item.id.get().clone(),
                table(&b.item, types, respondents, b.file, sink),
            );
        }
    }
    out
}

fn table(
    raw: &RawTable,
    types: &BTreeMap<TypeId, EvidenceType>,
    respondents: &[Respondent],
    file: FileId,
    sink: &mut Diagnostics,
) -> TableDef {
    for column in &raw.columns {
        if RESERVED.contains(&column.id.as_str()) {
            sink.push(ReservedColumn {
                column: column.id.as_str(),
                place: column.id.span(file),
            });
        }
    }
    let mut seen = SeenIds::default();
    let columns: Vec<ColumnDef> = raw
        .columns
        .iter()
        .filter(|column| seen.add(&column.id, file, sink))
        .map(|column| ColumnDef {
            id: column.id.get().clone(),
            label: column.label.clone(),
            kind: column.kind,
            needed: column.needed,
            personal: column.personal,
            synonyms: column.synonyms.clone(),
            choices: column
                .choices
                .iter()
                .map(|choice| ColumnChoice {
                    value: choice.value.clone(),
                    words: choice.words.clone(),
                })
                .collect(),
        })
        .collect();
    let day = raw.day.as_ref().and_then(|id| {
        let known = resolve(id, columns.iter().map(|column| &column.id), file, sink)?;
        let dated = columns
            .iter()
            .any(|column| column.id == known && column.kind == ColumnType::Date);
        if !dated {
            sink.push(NotDay { place: id.span(file) });
        }
        dated.then_some(known)
    });
    let who = respondent::who(raw.who.as_ref(), respondents, file, sink);
    let mut known = |ids: &[Located<TypeId>]| {
        ids.iter()
            .filter_map(|id| resolve(id, types.keys(), file, sink))
            .collect()
    };
    TableDef {
        id: raw.id.get().clone(),
        label: raw.label.clone(),
        help: raw.help.clone(),
        who,
        types: known(&raw.types),
        serves: known(&raw.serves),
        day,
        columns,
        forbidden: raw.forbidden.clone(),
    }
}

/// Reads what is counted for a fact.
pub(super) struct Counting<'a> {
    pub(super) tables: &'a BTreeMap<TableId, TableDef>,
    pub(super) texts: &'a Sources,
    pub(super) file: FileId,
}

impl Counting<'_> {
    /// The calculation of a fact of this type.
    pub(super) fn calculation(
        &self,
        raw: &Located<RawCalculation>,
        kind: FactType,
        sink: &mut Diagnostics,
    ) -> Option<Calculation> {
        let place = raw.span(self.file);
        let raw = raw.get();
        let table = self
            .tables
            .get(&resolve(&raw.table, self.tables.keys(), self.file, sink)?)?;
        let share = raw.operation == Operation::Share;
        if !counts(kind) || share != (kind == FactType::Percentage) {
            sink.push(NotCounted {
                wanted: kind.in_words(),
                place: place.clone(),
            });
        }
        if share == raw.part.is_empty() {
            sink.push(PartOfOther { place: place.clone() });
        }
        let of = raw.of.as_ref().and_then(|id| {
            let known = resolve(id, table.columns.iter().map(|column| &column.id), self.file, sink)?;
            let suits = match raw.operation {
                Operation::Sum | Operation::Least | Operation::Most => table
                    .column(&known)
                    .is_some_and(|column| column.kind == ColumnType::Number),
                _ => true,
            };
            if !suits {
                sink.push(ColumnOfOther {
                    wanted: diags::held(ColumnType::Number),
                    place: id.span(self.file),
                });
            }
            Some(known)
        });
        let wants = !matches!(raw.operation, Operation::Count | Operation::Share);
        if wants != raw.of.is_some() {
            sink.push(OperationColumn { place });
        }
        let mut all = |list: &[Located<RawRowCondition>]| -> Vec<RowCondition> {
            list.iter()
                .filter_map(|condition| self.condition(condition, table, sink))
                .collect()
        };
        Some(Calculation {
            table: table.id.clone(),
            operation: raw.operation,
            of,
            conditions: all(&raw.conditions),
            part: all(&raw.part),
        })
    }

    fn condition(
        &self,
        raw: &Located<RawRowCondition>,
        table: &TableDef,
        sink: &mut Diagnostics,
    ) -> Option<RowCondition> {
        let place = raw.span(self.file);
        let raw = raw.get();
        let id = resolve(
            &raw.column,
            table.columns.iter().map(|column| &column.id),
            self.file,
            sink,
        )?;
        let column = table.column(&id)?;
        let mut tests: Vec<ColumnTest> = Vec::new();
        let mut given = 0;
        if let Some(value) = &raw.equals {
            given += 1;
            tests.extend(self.equals(value, column, sink));
        }
        if let Some(values) = &raw.among {
            given += 1;
            let known: Vec<String> = values
                .iter()
                .filter_map(|value| choice(value.get(), value.span(self.file), column, sink))
                .collect();
            tests.push(ColumnTest::Among(known));
        }
        if let Some(filled) = raw.filled {
            given += 1;
            tests.push(ColumnTest::Filled(filled));
        }
        let mut dated = |sink: &mut Diagnostics| {
            if column.kind != ColumnType::Date {
                sink.push(ColumnOfOther {
                    wanted: diags::held(ColumnType::Date),
                    place: place.clone(),
                });
            }
            given += 1;
        };
        if let Some(day) = &raw.before {
            dated(sink);
            tests.extend(self.day(day, sink).map(ColumnTest::Before));
        }
        if let Some(day) = &raw.after {
            dated(sink);
            tests.extend(self.day(day, sink).map(ColumnTest::After));
        }
        if let Some(day) = &raw.not_before {
            dated(sink);
            tests.extend(self.day(day, sink).map(ColumnTest::NotBefore));
        }
        if let Some((from, to)) = &raw.between {
            dated(sink);
            let both = self.day(from, sink).zip(self.day(to, sink));
            tests.extend(both.map(|(from, to)| ColumnTest::Between(from, to)));
        }
        if let Some(during) = &raw.during {
            dated(sink);
            if during.get() == "exercice" {
                tests.push(ColumnTest::During);
            } else {
                sink.push(NoDay {
                    place: during.span(self.file),
                });
            }
        }
        for (bound, test) in [
            (&raw.at_least, ColumnTest::AtLeast as fn(_) -> _),
            (&raw.at_most, ColumnTest::AtMost as fn(_) -> _),
        ] {
            let Some(bound) = bound else { continue };
            given += 1;
            let number = Values::of(self.file, self.texts).number(bound);
            if column.kind != ColumnType::Number || number.is_none() {
                sink.push(ColumnOfOther {
                    wanted: diags::held(ColumnType::Number),
                    place: bound.span(self.file),
                });
            }
            tests.extend(number.map(test));
        }
        if let Some(other) = &raw.same {
            given += 1;
            let known = resolve(
                other,
                table.columns.iter().map(|column| &column.id),
                self.file,
                sink,
            );
            if let Some(known) = known {
                if table.column(&known).map(|column| column.kind) != Some(column.kind) {
                    sink.push(ColumnOfOther {
                        wanted: diags::held(column.kind),
                        place: other.span(self.file),
                    });
                }
                tests.push(ColumnTest::Same(known));
            }
        }
        if given != 1 {
            sink.push(ConditionTests { place });
            return None;
        }
        tests.pop().map(|test| RowCondition { column: id, test })
    }

    fn equals(
        &self,
        value: &Located<Scalar>,
        column: &ColumnDef,
        sink: &mut Diagnostics,
    ) -> Option<ColumnTest> {
        let place = value.span(self.file);
        match (column.kind, value.get()) {
            (ColumnType::YesNo, Scalar::Boolean(yes)) => Some(ColumnTest::Is(*yes)),
            (ColumnType::Choice | ColumnType::Text, Scalar::Text(text)) => {
                choice(text, place, column, sink).map(|text| ColumnTest::Among(vec![text]))
            }
            _ => {
                sink.push(ColumnOfOther {
                    wanted: diags::held(column.kind),
                    place,
                });
                None
            }
        }
    }

    /// `"audit"`, `"P24M"`, `"2025-01-31"`.
    fn day(&self, written: &Located<String>, sink: &mut Diagnostics) -> Option<DayBound> {
        let text = written.get().as_str();
        let bound = match text {
            "audit" => Some(DayBound::Audit),
            _ => Period::parse(text)
                .map(DayBound::Ago)
                .or_else(|| Date::parse(text).map(DayBound::On)),
        };
        if bound.is_none() {
            sink.push(NoDay {
                place: written.span(self.file),
            });
        }
        bound
    }
}

/// A text that a column may hold.
fn choice(text: &str, place: Span, column: &ColumnDef, sink: &mut Diagnostics) -> Option<String> {
    match column.kind {
        ColumnType::Text => Some(text.to_owned()),
        ColumnType::Choice => {
            let known = || column.choices.iter().map(|choice| choice.value.as_str());
            if known().any(|value| value == text) {
                return Some(text.to_owned());
            }
            sink.push(OtherChoice {
                value: text,
                column: &column.label,
                known: known().collect(),
                place,
            });
            None
        }
        _ => {
            sink.push(ColumnOfOther {
                wanted: diags::held(column.kind),
                place,
            });
            None
        }
    }
}

/// Has a fact of this type a number that may be counted?
fn counts(kind: FactType) -> bool {
    matches!(kind, FactType::Integer | FactType::Decimal | FactType::Percentage)
}
