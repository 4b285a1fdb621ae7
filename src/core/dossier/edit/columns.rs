//! What a structure's own table calls a column: `[correspondance.<tableau>]`, `colonne = "…"`.

use super::diags::{self, EditError};
use super::fields::{self, Field, Lookup};
use super::literal::{Literal, dotted};
use super::tree::Spelling;
use super::work::Work;
use super::{Wish, lines, place};
use crate::kernel::{ColumnId, TableId};

/// The table of all.
pub(super) const TABLE: &str = "correspondance";

/// The key of a heading whose values are told, too.
const HEADING: &str = "colonne";

pub(super) fn make(
    work: &mut Work<'_>,
    table: &TableId,
    column: &ColumnId,
    heading: &str,
) -> Result<(), EditError> {
    let names = [TABLE, table.as_str(), column.as_str()];
    let what = diags::column(column.as_str());
    let value = Literal::Text(heading.to_owned());
    let shape = || {
        let header = dotted([TABLE, table.as_str()]);
        Ok::<EditError, EditError>(EditError::Shape {
            what: what.clone(),
            instead: format!(
                "« [{header}] », puis « {} = {} »",
                dotted([column.as_str()]),
                value.written()?
            ),
        })
    };
    work.step(|layout, root| {
        if root.get(TABLE).is_none() {
            let block = [
                format!("[{}]", dotted([TABLE, table.as_str()])),
                format!("{} = {}", dotted([column.as_str()]), value.written()?),
            ];
            return Ok(vec![lines::block(layout, None, &block)]);
        }
        match fields::find(root, &names) {
            Lookup::Missing { above, rest } => {
                let path = names.get(..names.len() - rest.len()).unwrap_or_default();
                Ok(place::add(layout, above, path, rest, &value.written()?))
            }
            // a heading with its values keeps them
            Lookup::Here(Spelling::Branch(own)) => {
                let field = Field::new(HEADING, Wish::Set(value.clone()));
                fields::set(layout, own, &field, &what)
            }
            Lookup::Here(Spelling::Plain(..)) => match root.get(TABLE) {
                Some(Spelling::Branch(all)) => match all.get(table.as_str()) {
                    Some(Spelling::Branch(own)) => {
                        let field = Field::new(column.as_str(), Wish::Set(value.clone()));
                        fields::set(layout, own, &field, &what)
                    }
                    _ => Err(shape()?),
                },
                _ => Err(shape()?),
            },
            Lookup::Here(_) | Lookup::Blocked => Err(shape()?),
        }
    })
}
