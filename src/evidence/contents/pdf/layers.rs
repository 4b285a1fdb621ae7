//! Layers (optional content): what is switched off is not seen.

use std::collections::BTreeSet;

use hayro_syntax::content::Instruction;
use hayro_syntax::object::Object as Operand;
use lopdf::{Dictionary, Object, ObjectId};

use super::file::File;

/// The layers that are off when the document is opened.
#[derive(Debug, Default)]
pub(super) struct Layers {
    off: BTreeSet<ObjectId>,
}

impl Layers {
    pub(super) fn new(file: &File<'_>) -> Self {
        let off = || {
            let layers = file.dict(file.document.catalog().ok()?, b"OCProperties")?;
            let first = file.dict(layers, b"D")?;
            let off = file.array(first, b"OFF").unwrap_or_default();
            let mut found: BTreeSet<ObjectId> = ids(off).collect();
            if file.name(first, b"BaseState") == Some(b"OFF") {
                found.extend(ids(file.array(layers, b"OCGs").unwrap_or_default()));
                for on in ids(file.array(first, b"ON").unwrap_or_default()) {
                    found.remove(&on);
                }
            }
            Some(found)
        };
        Self {
            off: off().unwrap_or_default(),
        }
    }

    /// Does a marked part (`/OC /name BDC`) belong to a layer that is off?
    pub(super) fn hides(
        &self,
        file: &File<'_>,
        resources: &Dictionary,
        instruction: &Instruction<'_, '_>,
    ) -> bool {
        if self.off.is_empty() {
            return false;
        }
        let mut operands = instruction.operands();
        let (Some(Operand::Name(tag)), Some(Operand::Name(name))) = (operands.next(), operands.next()) else {
            return false;
        };
        let named = || {
            let (_, properties) = file
                .document
                .dereference(resources.get(b"Properties").ok()?)
                .ok()?;
            properties.as_dict().ok()?.get(name).ok()
        };
        tag.as_ref() == b"OC" && named().is_some_and(|layer| self.is_off(file, layer))
    }

    /// Does a drawing belong to a layer that is off?
    pub(super) fn hides_object(&self, file: &File<'_>, dict: &Dictionary) -> bool {
        !self.off.is_empty() && dict.get(b"OC").is_ok_and(|layer| self.is_off(file, layer))
    }

    /// One layer, or several that are all off.
    fn is_off(&self, file: &File<'_>, layer: &Object) -> bool {
        if layer.as_reference().is_ok_and(|id| self.off.contains(&id)) {
            return true;
        }
        let members = || {
            let (_, membership) = file.document.dereference(layer).ok()?;
            match membership.as_dict().ok()?.get(b"OCGs").ok()? {
                Object::Reference(id) => Some(vec![*id]),
                Object::Array(list) => Some(ids(list).collect()),
                _ => None,
            }
        };
        members().is_some_and(|members| !members.is_empty() && members.iter().all(|id| self.off.contains(id)))
    }
}

fn ids(list: &[Object]) -> impl Iterator<Item = ObjectId> + '_ {
    list.iter().filter_map(|object| object.as_reference().ok())
}
