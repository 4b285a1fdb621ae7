//! What is counted for a fact, as a French sentence.

use crate::kernel::ColumnId;
use crate::record::table::{Calculation, ColumnTest, DayBound, Operation, RowCondition, TableDef};

/// The sentence that says what is counted, without a capital nor a point.
pub(super) fn counted(calculation: &Calculation, table: &TableDef) -> String {
    let of = calculation.of.as_ref().and_then(|id| table.column(id));
    let of = of.map_or("", |column| column.label.as_str());
    let where_ = |conditions: &[RowCondition]| {
        let each: Vec<String> = conditions.iter().map(|one| condition(one, table)).collect();
        each.join(" et ")
    };
    let rows = if calculation.conditions.is_empty() {
        "toutes les lignes".to_owned()
    } else {
        format!("les lignes où {}", where_(&calculation.conditions))
    };
    let made = match calculation.operation {
        Operation::Count => "nombre de lignes".to_owned(),
        Operation::Distinct => format!("nombre de valeurs différentes de « {of} »"),
        Operation::Sum => format!("somme de « {of} »"),
        Operation::Least => format!("plus petite valeur de « {of} »"),
        Operation::Most => format!("plus grande valeur de « {of} »"),
        Operation::Share => format!("part des lignes où {}", where_(&calculation.part)),
    };
    format!("{made}, parmi {rows} du tableau « {} »", table.label)
}

/// As the end of a sentence: « où « Registre » est « conflit » ».
fn condition(one: &RowCondition, table: &TableDef) -> String {
    let name = |id: &ColumnId| {
        table
            .column(id)
            .map_or(id.as_str(), |column| column.label.as_str())
            .to_owned()
    };
    let column = name(&one.column);
    let said = match &one.test {
        ColumnTest::Is(true) => "dit oui".to_owned(),
        ColumnTest::Is(false) => "ne dit pas oui".to_owned(),
        ColumnTest::Among(values) => {
            let quoted: Vec<String> = values.iter().map(|value| format!("« {value} »")).collect();
            format!("est {}", quoted.join(" ou "))
        }
        ColumnTest::Filled(true) => "est rempli".to_owned(),
        ColumnTest::Filled(false) => "est vide".to_owned(),
        ColumnTest::Before(day) => format!("ne dépasse pas {}", bound(*day)),
        ColumnTest::After(day) => format!("ne précède pas {}", bound(*day)),
        ColumnTest::NotBefore(day) => format!("est vide ou ne précède pas {}", bound(*day)),
        ColumnTest::Between(from, to) => format!("va de {} à {}", bound(*from), bound(*to)),
        ColumnTest::AtLeast(n) => format!("vaut au moins {}", n.exactly(2)),
        ColumnTest::AtMost(n) => format!("vaut au plus {}", n.exactly(2)),
        ColumnTest::During => "est un jour de l’exercice".to_owned(),
        ColumnTest::Same(other) => format!("est comme « {} »", name(other)),
    };
    format!("« {column} » {said}")
}

fn bound(day: DayBound) -> String {
    match day {
        DayBound::Audit => "la date de l’audit".to_owned(),
        DayBound::Ago(period) => format!("la date qui précède l’audit de {}", period.in_words()),
        DayBound::On(date) => date.in_words(),
    }
}
