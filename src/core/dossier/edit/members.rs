//! What one key says of the whole structure and of its sites: one value, or several in an array.

use super::diags::{self, EditError};
use super::fields::{self, Field};
use super::layout::{Layout, ValueNode};
use super::literal::dotted;
use super::splice::Splice;
use super::tree::{Branch, Home, Host, Spelling};
use super::{lines, lists};
use crate::kernel::SiteId;

/// One of the things that a key says.
#[derive(Debug, Clone, Copy)]
pub(super) enum SiteMember<'b, 'l> {
    /// A value without details.
    Bare(&'l ValueNode),
    /// A table of details.
    Detailed(&'b Branch<'l>),
}

fn member<'b, 'l>(written: &'b Spelling<'l>) -> Option<SiteMember<'b, 'l>> {
    match written {
        Spelling::Plain(node, _) => Some(SiteMember::Bare(node)),
        Spelling::Branch(branch) => Some(SiteMember::Detailed(branch)),
        Spelling::Array(..) | Spelling::Blocks(_) => None,
    }
}

/// All that a key says. None where an array holds arrays.
pub(super) fn all<'b, 'l>(written: &'b Spelling<'l>) -> Option<Vec<SiteMember<'b, 'l>>> {
    match written {
        Spelling::Array(_, items, _) => items.iter().map(member).collect(),
        Spelling::Blocks(blocks) => Some(blocks.iter().map(SiteMember::Detailed).collect()),
        one => member(one).map(|one| vec![one]),
    }
}

/// The text of a key.
pub(super) fn text(layout: &Layout<'_>, branch: &Branch<'_>, key: &str) -> Option<String> {
    let Spelling::Plain(node, _) = branch.get(key)? else {
        return None;
    };
    let value: toml::Value = layout.raw(&node.span).parse().ok()?;
    value.as_str().map(str::to_owned)
}

/// The rank of what is said of a site, or of the whole structure.
pub(super) fn of_site(
    layout: &Layout<'_>,
    members: &[SiteMember<'_, '_>],
    site: Option<&SiteId>,
) -> Option<usize> {
    members.iter().position(|member| {
        let found = match member {
            SiteMember::Bare(_) => None,
            SiteMember::Detailed(branch) => text(layout, branch, "site"),
        };
        found.as_deref() == site.map(SiteId::as_str)
    })
}

/// Adds a thing to those that a key says already.
pub(super) fn add(
    layout: &Layout<'_>,
    written: &Spelling<'_>,
    path: &[&str],
    new: &[Field],
    what: &str,
) -> Result<Vec<Splice>, EditError> {
    let inline = fields::inline(new)?;
    let beside = |node: &ValueNode| {
        vec![
            Splice::at(node.span.start, "["),
            Splice::at(node.span.end, format!(", {inline}]")),
        ]
    };
    let block = |part: usize| -> Result<Splice, EditError> {
        let mut block = vec![format!("[[{}]]", dotted(path.iter().copied()))];
        block.extend(fields::lines_of(new)?);
        Ok(lines::block(layout, Some(part), &block))
    };
    let own_header = |branch: &Branch<'_>| match &branch.home {
        Some(Home {
            host: Host::Part(part),
            prefix,
        }) if prefix.is_empty() => layout.parts.get(*part)?.header.as_ref(),
        _ => None,
    };
    match written {
        Spelling::Array(node, ..) => Ok(lists::append(layout.text, node, &inline)),
        Spelling::Plain(node, Some(_)) => Ok(beside(node)),
        Spelling::Branch(branch) => match (branch.inline, own_header(branch), branch.parts.as_slice()) {
            (Some(node), _, _) => Ok(beside(node)),
            // one table becomes the first of several
            (None, Some(opening), [part]) => Ok(vec![
                Splice::at(opening.span.start, "["),
                Splice::at(opening.span.end, "]"),
                block(*part)?,
            ]),
            _ => Err(EditError::Shape {
                what: what.to_owned(),
                instead: diags::gathered(&dotted(path.iter().skip(1).copied()), &inline),
            }),
        },
        Spelling::Blocks(blocks) => {
            let last = blocks.last().and_then(|last| last.parts.last().copied());
            Ok(vec![block(last.unwrap_or(0))?])
        }
        Spelling::Plain(_, None) => Ok(Vec::new()),
    }
}

/// Takes away the thing of that rank; the last one takes its key along.
pub(super) fn remove(
    layout: &Layout<'_>,
    written: &Spelling<'_>,
    rank: usize,
    what: &str,
) -> Result<Vec<Splice>, EditError> {
    let cuts = match written {
        Spelling::Array(node, items, _) if items.len() > 1 => {
            Some(lists::remove(layout.text, node, rank..rank + 1))
        }
        Spelling::Blocks(blocks) => blocks
            .get(rank)
            .and_then(|block| fields::remove_parts(layout, block))
            .map(|cut| vec![cut]),
        written => fields::remove(layout, written),
    };
    cuts.ok_or_else(|| EditError::Shape {
        what: what.to_owned(),
        instead: diags::TAKE_LINES.to_owned(),
    })
}
