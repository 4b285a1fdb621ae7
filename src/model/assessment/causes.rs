//! A set of causes: one bit each, so that a judgement, which makes thousands of them, asks for no memory.

use std::fmt;

use serde::de::{SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::results::Cause;

/// Causes, each once, in the order in which they are declared.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct CauseSet(u64);

// each has its place in the list, and a bit of its own
const _: () = {
    let all = Cause::ALL.as_slice();
    assert!(all.len() == Cause::Error as usize + 1 && all.len() <= u64::BITS as usize);
};

fn bit(cause: Cause) -> u64 {
    1 << (cause as u32)
}

impl CauseSet {
    /// None.
    pub const fn new() -> Self {
        Self(0)
    }

    /// Is there none?
    pub fn is_empty(&self) -> bool {
        self.0 == 0
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.count_ones() as usize
    }

    /// Is this one of them?
    pub fn contains(self, cause: &Cause) -> bool {
        self.0 & bit(*cause) != 0
    }

    /// Adds one.
    pub fn insert(&mut self, cause: Cause) {
        self.0 |= bit(cause);
    }

    /// Those of both.
    #[must_use]
    pub fn and(self, others: Self) -> Self {
        Self(self.0 | others.0)
    }

    /// Each of them, in order.
    pub fn iter(self) -> impl Iterator<Item = &'static Cause> {
        let mut left = self.0;
        std::iter::from_fn(move || {
            let place = left.trailing_zeros() as usize;
            // without the lowest bit
            left &= left.wrapping_sub(1);
            Cause::ALL.get(place)
        })
    }
}

impl fmt::Debug for CauseSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

impl FromIterator<Cause> for CauseSet {
    fn from_iter<I: IntoIterator<Item = Cause>>(causes: I) -> Self {
        causes.into_iter().fold(Self::new(), |mut all, cause| {
            all.insert(cause);
            all
        })
    }
}

impl<const N: usize> From<[Cause; N]> for CauseSet {
    fn from(causes: [Cause; N]) -> Self {
        causes.into_iter().collect()
    }
}

impl Serialize for CauseSet {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

impl<'de> Deserialize<'de> for CauseSet {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Read;
        impl<'de> Visitor<'de> for Read {
            type Value = CauseSet;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of causes")
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut causes: A) -> Result<CauseSet, A::Error> {
                let mut all = CauseSet::new();
                while let Some(cause) = causes.next_element()? {
                    all.insert(cause);
                }
                Ok(all)
            }
        }
        deserializer.deserialize_seq(Read)
    }
}

impl schemars::JsonSchema for CauseSet {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        <std::collections::BTreeSet<Cause> as schemars::JsonSchema>::schema_name()
    }
    fn inline_schema() -> bool {
        true
    }
    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        <std::collections::BTreeSet<Cause> as schemars::JsonSchema>::json_schema(generator)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn a_set_of_bits_is_the_set_that_a_tree_would_be() {
        for (place, cause) in Cause::ALL.iter().enumerate() {
            assert_eq!(*cause as usize, place, "the list follows the declaration");
        }
        for step in 1..Cause::ALL.len() {
            let tree: BTreeSet<Cause> = Cause::ALL.iter().rev().step_by(step).copied().collect();
            let bits: CauseSet = Cause::ALL.iter().rev().step_by(step).copied().collect();
            assert!(bits.iter().eq(&tree));
            assert_eq!(bits.len(), tree.len());
            assert!(
                Cause::ALL
                    .iter()
                    .all(|cause| bits.contains(cause) == tree.contains(cause))
            );
            let said = serde_json::to_string(&tree).unwrap();
            assert_eq!(serde_json::to_string(&bits).unwrap(), said);
            assert_eq!(serde_json::from_str::<CauseSet>(&said).unwrap(), bits);
        }
        assert!(CauseSet::new().is_empty());
    }
}
