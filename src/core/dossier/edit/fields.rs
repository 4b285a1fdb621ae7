//! The keys of one thing: a practice, a fact with its details, a block.

use super::diags::EditError;
use super::layout::Layout;
use super::literal::Literal;
use super::splice::Splice;
use super::tree::{At, Branch, Host, Spelling};
use super::{Wish, lines, lists, place};

/// A key of the thing, and what is wished of it.
#[derive(Debug, Clone)]
pub(super) struct Field {
    /// One name, or two where the key is in a table of the thing.
    pub(super) key: Vec<String>,
    pub(super) wish: Wish<Literal>,
}

impl Field {
    pub(super) fn new(key: &str, wish: Wish<Literal>) -> Self {
        Self {
            key: vec![key.to_owned()],
            wish,
        }
    }

    /// `key = value`, where something is set.
    pub(super) fn line(&self) -> Option<Result<String, EditError>> {
        let Wish::Set(value) = &self.wish else {
            return None;
        };
        let key = super::literal::dotted(self.key.iter().map(String::as_str));
        Some(value.written().map(|value| format!("{key} = {value}")))
    }
}

/// What is set before what is cleared: a thing that is written by its keys alone must not be gone in between.
pub(super) fn in_order(fields: &[Field]) -> impl Iterator<Item = &Field> {
    let set = |field: &&Field| matches!(field.wish, Wish::Set(_));
    fields
        .iter()
        .filter(set)
        .chain(fields.iter().filter(move |field| !set(field)))
}

/// `key = value` of each field that is set.
pub(super) fn lines_of(fields: &[Field]) -> Result<Vec<String>, EditError> {
    fields.iter().filter_map(Field::line).collect()
}

/// All fields that are set between braces.
pub(super) fn inline(fields: &[Field]) -> Result<String, EditError> {
    Ok(format!("{{ {} }}", lines_of(fields)?.join(", ")))
}

/// Does what is wished of one key of a table. `what` names the thing where it cannot be done.
pub(super) fn set(
    layout: &Layout<'_>,
    branch: &Branch<'_>,
    field: &Field,
    what: &str,
) -> Result<Vec<Splice>, EditError> {
    if matches!(field.wish, Wish::Keep) {
        return Ok(Vec::new());
    }
    let names: Vec<&str> = field.key.iter().map(String::as_str).collect();
    match find(branch, &names) {
        Lookup::Missing { above, rest } => match (&field.wish, &above.home) {
            (Wish::Set(value), Some(home)) => Ok(place::key(layout, home, rest, &value.written()?)),
            (Wish::Set(_), None) => Err(shape(field, what)),
            (Wish::Keep | Wish::Clear, _) => Ok(Vec::new()),
        },
        Lookup::Here(written) => match (&field.wish, written) {
            (Wish::Set(value), Spelling::Plain(node, _) | Spelling::Array(node, ..)) => {
                if value.is(layout.raw(&node.span)) {
                    Ok(Vec::new())
                } else {
                    Ok(vec![Splice::replace(node.span.clone(), value.written()?)])
                }
            }
            (Wish::Set(_), _) => Err(shape(field, what)),
            (Wish::Keep | Wish::Clear, written) => remove(layout, written).ok_or_else(|| shape(field, what)),
        },
        Lookup::Blocked => Err(shape(field, what)),
    }
}

fn shape(field: &Field, what: &str) -> EditError {
    let key = super::literal::dotted(field.key.iter().map(String::as_str));
    EditError::Shape {
        what: what.to_owned(),
        instead: match field.line() {
            Some(Ok(line)) => format!("« {line} »"),
            _ => format!("retirez « {key} »"),
        },
    }
}

/// Where a dotted key leads.
pub(super) enum Lookup<'b, 'l, 'n> {
    Here(&'b Spelling<'l>),
    /// The last table on the way, and the names that it lacks.
    Missing {
        above: &'b Branch<'l>,
        rest: &'n [&'n str],
    },
    /// Something on the way is no table.
    Blocked,
}

pub(super) fn find<'b, 'l, 'n>(branch: &'b Branch<'l>, names: &'n [&'n str]) -> Lookup<'b, 'l, 'n> {
    let mut above = branch;
    for (depth, name) in names.iter().enumerate() {
        match above.get(name) {
            None => {
                let rest = names.get(depth..).unwrap_or_default();
                return Lookup::Missing { above, rest };
            }
            Some(written) if depth + 1 == names.len() => return Lookup::Here(written),
            Some(Spelling::Branch(inner)) => above = inner,
            Some(_) => return Lookup::Blocked,
        }
    }
    Lookup::Blocked
}

/// Takes away all that writes a key. None where that cannot be told apart.
pub(super) fn remove(layout: &Layout<'_>, written: &Spelling<'_>) -> Option<Vec<Splice>> {
    let cuts = match written {
        Spelling::Plain(_, at) | Spelling::Array(_, _, at) => {
            take_out(layout, std::slice::from_ref(at.as_ref()?))
        }
        Spelling::Branch(branch) if branch.pairs.is_empty() => vec![remove_parts(layout, branch)?],
        Spelling::Branch(branch) if branch.parts.is_empty() => take_out(layout, &branch.pairs),
        Spelling::Branch(_) => return None,
        Spelling::Blocks(blocks) => {
            let cuts = blocks.iter().map(|block| remove_parts(layout, block));
            cuts.collect::<Option<_>>()?
        }
    };
    Some(lines::joined(layout.text, cuts))
}

/// Takes a table with a header away, and those below it.
pub(super) fn remove_parts(layout: &Layout<'_>, branch: &Branch<'_>) -> Option<Splice> {
    let (first, last) = (*branch.parts.first()?, *branch.parts.last()?);
    // nothing else may stand between them
    (last - first + 1 == branch.parts.len()).then_some(())?;
    lines::remove_block(layout, first, last)
}

/// Takes pairs away, each from where it stands.
fn take_out(layout: &Layout<'_>, pairs: &[At<'_>]) -> Vec<Splice> {
    let mut cuts = Vec::new();
    let mut rest = pairs;
    while let Some(at) = rest.first() {
        let mut taken = 1;
        match at.host {
            Host::Part(_) => cuts.push(lines::remove(layout.text, at.pair)),
            Host::Inline(node) => {
                let same = |next: &&At<'_>| matches!(next.host, Host::Inline(own) if std::ptr::eq(own, node));
                let starts = rest.iter().take_while(same).map(|next| next.pair.start());
                let ranks = lists::run(layout.text, node, starts);
                taken = ranks.len().max(1);
                cuts.extend(lists::remove(layout.text, node, ranks));
            }
        }
        rest = rest.get(taken..).unwrap_or_default();
    }
    cuts
}
