//! A fact: bare, or with its details; one value, or one per site.

use super::diags::EditError;
use super::fields::{self, Field, Lookup};
use super::layout::Layout;
use super::literal::Literal;
use super::members::{self, SiteMember};
use super::splice::Splice;
use super::tree::Branch;
use super::work::Work;
use super::{FactWish, Wish, place};
use crate::kernel::{FactKey, SiteId, words};
use crate::norm::model::FactDef;

/// The key under which a table of details holds the value.
const VALUE: &str = "valeur";

struct FactEdit<'a> {
    names: Vec<&'a str>,
    site: Option<&'a SiteId>,
    value: Wish<Literal>,
    details: Vec<Field>,
    what: String,
}

pub(super) fn make(
    work: &mut Work<'_>,
    key: &FactKey,
    site: Option<&SiteId>,
    wish: &FactWish,
) -> Result<(), EditError> {
    let def = def(work, key)?;
    let fact = FactEdit {
        names: std::iter::once("faits").chain(key.as_str().split('.')).collect(),
        site,
        value: wish.value.clone().map(|value| Literal::of(&value, def)),
        details: wish.details(),
        what: format!("le fait « {key} »"),
    };
    let mut detailed = false;
    work.step(|layout, root| fact.main(layout, root, &mut detailed))?;
    let mut all = vec![Field::new(VALUE, fact.value.clone())];
    all.extend(fact.details.iter().cloned());
    for field in fields::in_order(&all).filter(|_| detailed) {
        work.step(|layout, root| match fact.member(layout, root)? {
            Some(SiteMember::Detailed(branch)) => fields::set(layout, branch, field, &fact.what),
            _ => Ok(Vec::new()),
        })?;
    }
    Ok(())
}

fn def<'n>(work: &Work<'n>, key: &FactKey) -> Result<&'n FactDef, EditError> {
    let known = &work.norm.facts;
    known.get(key).ok_or_else(|| {
        let near = words::nearest(key.as_str(), known.keys().map(FactKey::as_str));
        EditError::UnknownFact(key.to_string(), near.map(str::to_owned))
    })
}

impl FactEdit<'_> {
    fn shape(&self) -> EditError {
        let path = self.names.iter().skip(1).copied();
        EditError::Shape {
            what: self.what.clone(),
            instead: format!("« {} = … » sous [faits]", super::literal::dotted(path)),
        }
    }

    /// What the file says of it, for that site.
    fn member<'b, 'l>(
        &self,
        layout: &Layout<'_>,
        root: &'b Branch<'l>,
    ) -> Result<Option<SiteMember<'b, 'l>>, EditError> {
        let Lookup::Here(written) = fields::find(root, &self.names) else {
            return Ok(None);
        };
        let members = members::all(written).ok_or_else(|| self.shape())?;
        let rank = members::of_site(layout, &members, self.site);
        Ok(rank.and_then(|rank| members.get(rank).copied()))
    }

    /// The value with its details, for a site where there is one.
    fn all(&self) -> Vec<Field> {
        let site = self.site.map(|id| Literal::Text(id.as_str().to_owned()));
        let mut all = vec![Field::new(VALUE, self.value.clone())];
        all.extend(self.details.iter().cloned());
        all.extend(site.map(|site| Field::new("site", Wish::Set(site))));
        all
    }

    /// Has it more to say than its value?
    fn has_details(&self) -> bool {
        self.site.is_some()
            || self
                .details
                .iter()
                .any(|field| matches!(field.wish, Wish::Set(_)))
    }

    /// All but the details of a table, which are set one by one: `detailed` says so.
    fn main(
        &self,
        layout: &Layout<'_>,
        root: &Branch<'_>,
        detailed: &mut bool,
    ) -> Result<Vec<Splice>, EditError> {
        let written = match fields::find(root, &self.names) {
            Lookup::Here(written) => written,
            Lookup::Blocked => return Err(self.shape()),
            Lookup::Missing { above, rest } => {
                let Wish::Set(value) = &self.value else {
                    return Ok(Vec::new());
                };
                let value = if self.has_details() {
                    fields::inline(&self.all())?
                } else {
                    value.written()?
                };
                let path = self
                    .names
                    .get(..self.names.len() - rest.len())
                    .unwrap_or_default();
                return Ok(place::add(layout, above, path, rest, &value));
            }
        };
        let members = members::all(written).ok_or_else(|| self.shape())?;
        let Some(rank) = members::of_site(layout, &members, self.site) else {
            return match &self.value {
                Wish::Set(_) => members::add(layout, written, &self.names, &self.all(), &self.what),
                Wish::Keep | Wish::Clear => Ok(Vec::new()),
            };
        };
        if self.value == Wish::Clear {
            return members::remove(layout, written, rank, &self.what);
        }
        match members.get(rank) {
            Some(SiteMember::Detailed(_)) => {
                *detailed = true;
                Ok(Vec::new())
            }
            Some(SiteMember::Bare(node)) => {
                let raw = layout.raw(&node.span);
                let changed = match &self.value {
                    Wish::Set(value) if !value.is(raw) => Some(value.written()?),
                    _ => None,
                };
                if !self.has_details() {
                    return Ok(changed
                        .map(|value| Splice::replace(node.span.clone(), value))
                        .into_iter()
                        .collect());
                }
                let value = changed.unwrap_or_else(|| raw.to_owned());
                let mut parts = vec![format!("{VALUE} = {value}")];
                parts.extend(fields::lines_of(&self.details)?);
                let inline = format!("{{ {} }}", parts.join(", "));
                Ok(vec![Splice::replace(node.span.clone(), inline)])
            }
            None => Ok(Vec::new()),
        }
    }
}
