//! What is stated of a criterion: under a header of its own, in the table of practices, by the whole structure or by a site.

use super::diags::{self, EditError};
use super::fields::{self, Field, Lookup};
use super::layout::Layout;
use super::literal::{Literal, dotted};
use super::members::{self, SiteMember};
use super::splice::Splice;
use super::tree::{Branch, Home, Host, Spelling};
use super::work::Work;
use super::{PracticeWish, Wish, lines, place};
use crate::kernel::{CriterionId, SiteId, words};
use crate::norm::Norm;
use crate::norm::model::Criterion;

/// The table of all.
const TABLE: &str = "pratiques";

struct PracticeEdit<'a> {
    norm: &'a Norm,
    criterion: &'a Criterion,
    site: Option<&'a SiteId>,
    fields: Vec<Field>,
    what: String,
}

pub(super) fn make(
    work: &mut Work<'_>,
    criterion: &CriterionId,
    site: Option<&SiteId>,
    wish: &PracticeWish,
) -> Result<(), EditError> {
    let norm = work.norm;
    let practice = PracticeEdit {
        norm,
        criterion: criterion_of(norm, criterion)?,
        site,
        fields: wish.fields(),
        what: format!("la pratique « {criterion} »"),
    };
    let mut there = false;
    work.step(|layout, root| practice.main(layout, root, &mut there))?;
    for field in fields::in_order(&practice.fields).filter(|_| there) {
        work.step(|layout, root| match practice.member(layout, root)? {
            Some(branch) => fields::set(layout, branch, field, &practice.what),
            None => Ok(Vec::new()),
        })?;
    }
    Ok(())
}

/// The criterion of that id, present or former.
pub(super) fn criterion_of<'n>(norm: &'n Norm, id: &CriterionId) -> Result<&'n Criterion, EditError> {
    let former = || norm.criteria.iter().find(|c| c.former_ids.contains(id));
    norm.criterion(id).or_else(former).ok_or_else(|| {
        let near = words::nearest(id.as_str(), norm.criteria.iter().map(|c| c.id.as_str()));
        EditError::UnknownCriterion(id.to_string(), near.map(str::to_owned))
    })
}

/// The ids under which a criterion may be written: its own first.
pub(super) fn names(criterion: &Criterion) -> impl Iterator<Item = &str> {
    std::iter::once(&criterion.id)
        .chain(&criterion.former_ids)
        .map(CriterionId::as_str)
}

impl PracticeEdit<'_> {
    fn shape(&self) -> EditError {
        EditError::Shape {
            what: self.what.clone(),
            instead: diags::own_table(&dotted([TABLE, self.criterion.id.as_str()])),
        }
    }

    /// All that the file says of the criterion, and under which id.
    fn written<'b, 'l>(&self, root: &'b Branch<'l>) -> Result<Option<(&str, &'b Spelling<'l>)>, EditError> {
        for name in names(self.criterion) {
            match fields::find(root, &[TABLE, name]) {
                Lookup::Here(written) => return Ok(Some((name, written))),
                Lookup::Missing { .. } => {}
                Lookup::Blocked => return Err(self.shape()),
            }
        }
        Ok(None)
    }

    /// What the file says of it, for that site.
    fn member<'b, 'l>(
        &self,
        layout: &Layout<'_>,
        root: &'b Branch<'l>,
    ) -> Result<Option<&'b Branch<'l>>, EditError> {
        let Some((_, written)) = self.written(root)? else {
            return Ok(None);
        };
        let members = members::all(written).ok_or_else(|| self.shape())?;
        let rank = members::of_site(layout, &members, self.site);
        match rank.and_then(|rank| members.get(rank)) {
            Some(SiteMember::Detailed(branch)) => Ok(Some(branch)),
            Some(SiteMember::Bare(_)) => Err(self.shape()),
            None => Ok(None),
        }
    }

    /// All that is set, for a site where there is one.
    fn all(&self) -> Vec<Field> {
        let site = self.site.map(|id| Literal::Text(id.as_str().to_owned()));
        let site = site.map(|site| Field::new("site", Wish::Set(site)));
        site.into_iter().chain(self.fields.iter().cloned()).collect()
    }

    /// All but the keys of a practice that is there, or for which only the header was put: `there` says so.
    fn main(
        &self,
        layout: &Layout<'_>,
        root: &Branch<'_>,
        there: &mut bool,
    ) -> Result<Vec<Splice>, EditError> {
        if self.member(layout, root)?.is_some() {
            *there = true;
            return Ok(Vec::new());
        }
        // nothing is asked of what is not there
        if !self.fields.iter().any(|field| matches!(field.wish, Wish::Set(_))) {
            return Ok(Vec::new());
        }
        if let Some((name, written)) = self.written(root)? {
            return members::add(layout, written, &[TABLE, name], &self.all(), &self.what);
        }
        let all = match root.get(TABLE) {
            None => None,
            Some(Spelling::Branch(all)) => Some(all),
            Some(_) => return Err(self.shape()),
        };
        let id = self.criterion.id.as_str();
        let like = all.and_then(|all| all.entries.last()).map(|(_, written)| written);
        match (all.and_then(|all| all.home.as_ref()), like) {
            // between braces, or as dotted keys at the head of the file: no header may be added
            (Some(home), like) if !home.prefix.is_empty() || matches!(home.host, Host::Inline(_)) => {
                self.as_key(layout, home, like.is_none_or(is_dotted), there)
            }
            // in the table of practices, where nothing stands yet
            (Some(home), None) => self.as_key(layout, home, true, there),
            // in it, as its last one
            (Some(home), Some(like)) if !has_header(like) => {
                self.as_key(layout, home, is_dotted(like), there)
            }
            _ => {
                let header = format!("[{}]", dotted([TABLE, id]));
                if let Some(place) = place::commented_header(layout, &[TABLE, id]) {
                    let mut head = vec![header];
                    if self.site.is_some() {
                        head.extend(self.all().first().and_then(Field::line).transpose()?);
                    }
                    *there = true;
                    return Ok(vec![lines::after(layout.text, place, place, &head)]);
                }
                let mut block = vec![header];
                block.extend(fields::lines_of(&self.all())?);
                let beside = all.and_then(|all| self.neighbour(all));
                Ok(vec![lines::block(layout, beside, &block)])
            }
        }
    }

    /// As a key of the table of practices: dotted, or with its details between braces.
    fn as_key(
        &self,
        layout: &Layout<'_>,
        home: &Home<'_>,
        as_dotted: bool,
        there: &mut bool,
    ) -> Result<Vec<Splice>, EditError> {
        let id = self.criterion.id.as_str();
        let first = self.fields.iter().find_map(|field| match &field.wish {
            Wish::Set(value) => Some((field.key.first()?.as_str(), value)),
            Wish::Keep | Wish::Clear => None,
        });
        match first {
            Some((key, value)) if as_dotted && self.site.is_none() => {
                *there = true;
                Ok(place::key(layout, home, &[id, key], &value.written()?))
            }
            _ => Ok(place::key(layout, home, &[id], &fields::inline(&self.all())?)),
        }
    }

    /// The part after which a header of its own goes: that of the criterion before it in the norm, else the last one.
    fn neighbour(&self, all: &Branch<'_>) -> Option<usize> {
        let rank = |name: &str| {
            let found = |c: &Criterion| names(c).any(|own| own == name);
            self.norm.criteria.iter().position(found)
        };
        let own = rank(self.criterion.id.as_str());
        let before = all.entries.iter().filter(|(name, _)| rank(name) < own);
        let nearest = before.max_by_key(|(name, _)| rank(name));
        let parts = nearest.and_then(|(_, written)| match written {
            Spelling::Branch(branch) => branch.parts.last(),
            Spelling::Blocks(blocks) => blocks.last()?.parts.last(),
            Spelling::Plain(..) | Spelling::Array(..) => None,
        });
        parts.or(all.parts.last()).copied()
    }
}

fn has_header(written: &Spelling<'_>) -> bool {
    match written {
        Spelling::Branch(branch) => !branch.parts.is_empty(),
        Spelling::Blocks(_) => true,
        Spelling::Plain(..) | Spelling::Array(..) => false,
    }
}

fn is_dotted(written: &Spelling<'_>) -> bool {
    matches!(written, Spelling::Branch(branch) if branch.inline.is_none() && branch.parts.is_empty())
}
