//! A norm that many judgements share, with what is sought in it once for all of them.

use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::reads::Reads;
use super::{Norm, sound};
use crate::kernel::InternalError;

/// A norm that is not changed any more: a copy shares it, and what its criteria read is sought once.
#[derive(Debug, Clone)]
pub struct SharedNorm(Arc<Kept>);

#[derive(Debug, Clone)]
struct Kept {
    norm: Norm,
    reads: OnceLock<Reads>,
    checked: OnceLock<Result<(), InternalError>>,
}

impl Kept {
    fn new(norm: Norm) -> Self {
        Self {
            norm,
            reads: OnceLock::new(),
            checked: OnceLock::new(),
        }
    }
}

impl SharedNorm {
    /// What its criteria read.
    pub fn reads(&self) -> &Reads {
        self.0.reads.get_or_init(|| Reads::sought(&self.0.norm))
    }

    /// Does it hold together?
    pub fn check(&self) -> Result<(), InternalError> {
        let kept = &self.0;
        kept.checked
            .get_or_init(|| sound::check(&kept.norm, self.reads()))
            .clone()
    }

    /// Is it the very same, not only an equal one?
    pub fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    /// The norm, to be changed: those who share it keep theirs.
    pub fn make_mut(&mut self) -> &mut Norm {
        let Kept { norm, reads, checked } = Arc::make_mut(&mut self.0);
        (*reads, *checked) = (OnceLock::new(), OnceLock::new());
        norm
    }
}

impl From<Norm> for SharedNorm {
    fn from(norm: Norm) -> Self {
        Self(Arc::new(Kept::new(norm)))
    }
}

impl Deref for SharedNorm {
    type Target = Norm;

    fn deref(&self) -> &Norm {
        &self.0.norm
    }
}

impl PartialEq for SharedNorm {
    fn eq(&self, other: &Self) -> bool {
        self.is(other) || **self == **other
    }
}

impl Eq for SharedNorm {}

impl Serialize for SharedNorm {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (**self).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for SharedNorm {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Norm::deserialize(deserializer).map(Self::from)
    }
}

impl schemars::JsonSchema for SharedNorm {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        <Norm as schemars::JsonSchema>::schema_name()
    }
    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        <Norm as schemars::JsonSchema>::json_schema(generator)
    }
}
