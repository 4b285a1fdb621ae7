//! Blocks that a file repeats, each known by its id: `[[preuve]]`, `[[action]]`, `[[constat]]`…

use super::diags::{self, EditError};
use super::fields::{self, Field};
use super::layout::Layout;
use super::literal::Literal;
use super::members::{self, SiteMember};
use super::splice::Splice;
use super::tree::{Branch, Spelling};
use super::work::Work;
use super::{Wish, lines, lists};
use crate::kernel::persons::AlertKind;
use crate::kernel::{ActionId, DoubtId, DrawId, FindingId, ObservationId, PieceId};

/// All blocks of a kind, and the rank of the one sought.
struct Sought<'b, 'l> {
    written: &'b Spelling<'l>,
    members: Vec<SiteMember<'b, 'l>>,
    rank: Option<usize>,
}

/// What tells a block from others of its kind.
#[derive(Debug, Clone)]
enum Known {
    Id(String),
    Alert(String, AlertKind),
    Doubt(String),
}

/// A block, and what is wished of it.
#[derive(Debug, Clone)]
pub(super) struct Keyed {
    /// The name in the double brackets.
    pub(super) array: &'static str,
    known: Known,
    /// With its article: « l'action « x » ».
    what: String,
    fields: Vec<Field>,
    /// What only a new one says.
    new: Vec<Field>,
    /// What a new one must say.
    needs: &'static [&'static str],
}

impl Known {
    fn is(&self, text: impl Fn(&str) -> Option<String>) -> bool {
        match self {
            Self::Id(id) => text("id").is_some_and(|found| found.eq_ignore_ascii_case(id)),
            Self::Doubt(id) => text("doute").is_some_and(|found| found.eq_ignore_ascii_case(id)),
            Self::Alert(digest, kind) => {
                let (digest, found) = (digest.to_ascii_lowercase(), text("empreinte").unwrap_or_default());
                let found = found.to_ascii_lowercase();
                let same = found.starts_with(&digest) || digest.starts_with(&found);
                same && !found.is_empty() && text("nature").as_deref() == Some(kind.key())
            }
        }
    }

    /// The keys that say so in a new block.
    fn fields(&self) -> Vec<Field> {
        let text = |key, value: &str| Field::new(key, Wish::Set(Literal::Text(value.to_owned())));
        match self {
            Self::Id(id) => vec![text("id", id)],
            Self::Doubt(id) => vec![text("doute", id)],
            Self::Alert(digest, kind) => vec![text("empreinte", digest), text("nature", kind.key())],
        }
    }
}

impl Keyed {
    fn of(
        array: &'static str,
        what: &str,
        id: &str,
        needs: &'static [&'static str],
        fields: Vec<Field>,
    ) -> Self {
        Self {
            array,
            known: Known::Id(id.to_owned()),
            what: format!("{what} « {id} »"),
            fields,
            new: Vec::new(),
            needs,
        }
    }

    pub(super) fn piece(id: &PieceId, new: Vec<Field>, fields: Vec<Field>) -> Self {
        let block = Self::of("preuve", "la preuve", id.as_str(), &["types"], fields);
        Self { new, ..block }
    }

    pub(super) fn finding(id: &FindingId, fields: Vec<Field>) -> Self {
        Self::of(
            "constat",
            "le constat",
            id.as_str(),
            &["critere", "raison"],
            fields,
        )
    }

    pub(super) fn draw(id: &DrawId, fields: Vec<Field>) -> Self {
        Self::of("tirage", "le tirage", id.as_str(), &[], fields)
    }

    pub(super) fn action(id: &ActionId, fields: Vec<Field>) -> Self {
        Self::of("action", "l’action", id.as_str(), &["critere"], fields)
    }

    pub(super) fn observation(id: &ObservationId, fields: Vec<Field>) -> Self {
        Self::of("observation", "l’observation", id.as_str(), &["texte"], fields)
    }

    pub(super) fn lifted(digest: &str, kind: AlertKind, fields: Vec<Field>) -> Self {
        Self {
            array: "alerte-levee",
            known: Known::Alert(digest.to_owned(), kind),
            what: diags::lifted(digest),
            fields,
            new: Vec::new(),
            needs: &["raison"],
        }
    }

    pub(super) fn doubt(id: &DoubtId, fields: Vec<Field>) -> Self {
        Self {
            array: "doute-leve",
            known: Known::Doubt(id.to_string()),
            what: diags::doubt(id.as_str()),
            fields,
            new: Vec::new(),
            needs: &["raison"],
        }
    }

    /// Is it this table of a file that was read?
    pub(super) fn is_row(&self, row: &toml::Value) -> bool {
        self.known.is(|key| row.get(key)?.as_str().map(str::to_owned))
    }

    fn rank(&self, layout: &Layout<'_>, members: &[SiteMember<'_, '_>]) -> Option<usize> {
        members.iter().position(|member| match member {
            SiteMember::Bare(_) => false,
            SiteMember::Detailed(branch) => self.known.is(|key| members::text(layout, branch, key)),
        })
    }

    fn shape(&self, instead: String) -> EditError {
        EditError::Shape {
            what: self.what.clone(),
            instead,
        }
    }

    /// All that a new block says.
    pub(super) fn new_fields(&self) -> Vec<Field> {
        let mut all = self.known.fields();
        all.extend(self.new.iter().chain(&self.fields).cloned());
        all
    }

    /// The block as it is written where there is none.
    pub(super) fn lines(&self) -> Result<Vec<String>, EditError> {
        let mut out = vec![format!("[[{}]]", self.array)];
        out.extend(fields::lines_of(&self.new_fields())?);
        Ok(out)
    }

    /// All blocks of its kind, with the rank of this one.
    fn sought<'b, 'l>(
        &self,
        layout: &Layout<'_>,
        root: &'b Branch<'l>,
    ) -> Result<Option<Sought<'b, 'l>>, EditError> {
        let Some(written) = root.get(self.array) else {
            return Ok(None);
        };
        let members = match written {
            Spelling::Array(..) | Spelling::Blocks(_) => members::all(written),
            Spelling::Plain(..) | Spelling::Branch(_) => None,
        };
        let members = members.ok_or_else(|| self.shape(format!("répétez « [[{}]] »", self.array)))?;
        let rank = self.rank(layout, &members);
        Ok(Some(Sought {
            written,
            members,
            rank,
        }))
    }

    /// Changes the block, or adds it.
    pub(super) fn put(&self, work: &mut Work<'_>) -> Result<(), EditError> {
        let mut there = false;
        work.step(|layout, root| match self.sought(layout, root)? {
            Some(sought) if sought.rank.is_some() => {
                there = true;
                Ok(Vec::new())
            }
            Some(sought) => self.add(layout, Some(sought.written)),
            None => self.add(layout, None),
        })?;
        for field in fields::in_order(&self.fields).filter(|_| there) {
            work.step(|layout, root| {
                let sought = self.sought(layout, root)?;
                let member = sought.and_then(|sought| sought.members.get(sought.rank?).copied());
                match member {
                    Some(SiteMember::Detailed(branch)) => fields::set(layout, branch, field, &self.what),
                    _ => Ok(Vec::new()),
                }
            })?;
        }
        Ok(())
    }

    fn add(&self, layout: &Layout<'_>, written: Option<&Spelling<'_>>) -> Result<Vec<Splice>, EditError> {
        let set = |key: &str| {
            let is = |field: &Field| field.key == [key] && matches!(field.wish, Wish::Set(_));
            self.new.iter().chain(&self.fields).any(is)
        };
        // nothing is asked of what is not there
        if !self.fields.iter().any(|field| matches!(field.wish, Wish::Set(_))) {
            return Ok(Vec::new());
        }
        if let Some(key) = self.needs.iter().find(|key| !set(key)) {
            return Err(EditError::Incomplete {
                what: self.what.clone(),
                key,
            });
        }
        match written {
            Some(Spelling::Array(node, ..)) => {
                let new = fields::inline(&self.new_fields())?;
                Ok(lists::append(layout.text, node, &new))
            }
            Some(Spelling::Blocks(blocks)) => {
                let last = blocks.last().and_then(|last| last.parts.last().copied());
                Ok(vec![lines::block(layout, last, &self.lines()?)])
            }
            _ => Ok(vec![lines::block(layout, None, &self.lines()?)]),
        }
    }

    /// Takes the block away, where it is there.
    pub(super) fn withdraw(&self, work: &mut Work<'_>) -> Result<(), EditError> {
        work.step(|layout, root| match self.sought(layout, root)? {
            Some(Sought {
                written,
                members: _,
                rank: Some(rank),
            }) => members::remove(layout, written, rank, &self.what),
            _ => Ok(Vec::new()),
        })
    }
}
