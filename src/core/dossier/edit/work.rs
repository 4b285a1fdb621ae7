//! Edits on one text, step after step: each step lays the text out as it stands.

use super::diags::{AUDITOR, AUDITOR_TABLE, EditError};
use super::layout::Layout;
use super::splice::{Draft, Splice};
use super::tree::{self, Branch};
use super::{Edit, checked, columns, facts, fields, lines, practices};
use crate::norm::Norm;

#[derive(Clone)]
pub(super) struct Work<'n> {
    pub(super) norm: &'n Norm,
    /// The file, as it is named to the person.
    file: String,
    draft: Draft,
}

impl<'n> Work<'n> {
    pub(super) fn new(file: &str, text: &str, norm: &'n Norm) -> Self {
        Self {
            norm,
            file: file.to_owned(),
            draft: Draft::new(text),
        }
    }

    /// One step: what `plan` wants on the text as it stands.
    pub(super) fn step(
        &mut self,
        plan: impl FnOnce(&Layout<'_>, &Branch<'_>) -> Result<Vec<Splice>, EditError>,
    ) -> Result<(), EditError> {
        let unreadable = || EditError::Unreadable(self.file.clone());
        let splices = {
            let layout = Layout::read(self.draft.text()).ok_or_else(unreadable)?;
            let root = tree::root(&layout).ok_or_else(unreadable)?;
            plan(&layout, &root)?
        };
        if splices.is_empty() {
            return Ok(());
        }
        let made = self.draft.make(splices);
        made.ok_or_else(|| EditError::Unsafe(self.file.clone()))
    }

    /// One edit, checked: nothing else has changed, and the text says what was asked.
    pub(super) fn edit(&mut self, edit: &Edit) -> Result<(), EditError> {
        let before = self.draft.text().to_owned();
        self.make(edit)?;
        let after = self.draft.text();
        if before == after {
            return Ok(());
        }
        let mut again = self.clone();
        again.make(edit)?;
        if again.draft.text() != after || !checked::alike(&before, after, edit, self.norm) {
            return Err(EditError::Unsafe(self.file.clone()));
        }
        Ok(())
    }

    fn make(&mut self, edit: &Edit) -> Result<(), EditError> {
        match edit {
            Edit::Practice {
                criterion,
                site,
                wish,
            } => practices::make(self, criterion, site.as_ref(), wish),
            Edit::Fact { key, site, wish } => facts::make(self, key, site.as_ref(), wish),
            Edit::Column {
                table,
                column,
                heading,
            } => columns::make(self, table, column, heading),
            Edit::Auditor { auditor: _, wish } => self.auditor(wish),
            Edit::Withdraw(_) => edit.block().map_or(Ok(()), |block| block.withdraw(self)),
            Edit::Piece { .. }
            | Edit::Lift { .. }
            | Edit::Doubt { .. }
            | Edit::Finding { .. }
            | Edit::Draw { .. }
            | Edit::Action { .. }
            | Edit::Observation { .. } => edit.block().map_or(Ok(()), |block| block.put(self)),
        }
    }

    /// The table of the auditor, which stands alone.
    fn auditor(&mut self, wish: &super::AuditorWish) -> Result<(), EditError> {
        let what = AUDITOR;
        let all = wish.fields();
        let mut there = false;
        self.step(|layout, root| {
            if root.get("auditeur").is_some() {
                there = true;
                return Ok(Vec::new());
            }
            let mut block = vec!["[auditeur]".to_owned()];
            block.extend(fields::lines_of(&all)?);
            if block.len() == 1 {
                return Ok(Vec::new());
            }
            Ok(vec![lines::block(layout, None, &block)])
        })?;
        for field in fields::in_order(&all).filter(|_| there) {
            self.step(|layout, root| match root.get("auditeur") {
                Some(tree::Spelling::Branch(branch)) => fields::set(layout, branch, field, what),
                _ => Err(EditError::Shape {
                    what: what.to_owned(),
                    instead: AUDITOR_TABLE.to_owned(),
                }),
            })?;
        }
        Ok(())
    }

    pub(super) fn splices(&self) -> Vec<Splice> {
        self.draft.splices()
    }
}
