//! A compact fingerprint of a text by which near-identical texts are paired: MinHash over five words in a row, deterministic.
//!
//! The share of equal parts of two fingerprints estimates how many of all rows of five words the texts have in common (Broder 1997).
//! 64 parts tell a share of 0.8 from one of 0.5 in all but a few of a thousand pairs.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::record::text::Folded;

/// Parts of a fingerprint.
const PARTS: usize = 64;

/// Words in a row.
const ROW: usize = 5;

/// The fingerprint: 64 parts of 16 bits, written in hexadecimal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Likeness([u16; PARTS]);

impl Likeness {
    /// Of a text. One with fewer than five words is one row.
    pub fn of(text: &Folded) -> Self {
        let words: Vec<u64> = text.each_word().map(hash).collect();
        let mut least = [u64::MAX; PARTS];
        let mut add = |row: &[u64]| {
            let row = row.iter().fold(0_u64, |sum, word| mix(sum ^ word));
            for (part, least) in (1_u64..).zip(&mut least) {
                // odd, so that no two rows fall together
                *least = (*least).min(mix(row.wrapping_mul(part.wrapping_mul(2).wrapping_add(1))));
            }
        };
        if words.len() < ROW {
            add(&words);
        }
        words.windows(ROW).for_each(&mut add);
        // the low bits of a least value are as even as those of any
        Self(least.map(|least| u16::try_from(least & 0xffff).unwrap_or_default()))
    }

    /// How many parts of 64 two texts have in common.
    pub fn shared(&self, other: &Self) -> usize {
        self.0.iter().zip(other.0).filter(|(a, b)| **a == *b).count()
    }

    /// The number of parts.
    pub const fn parts() -> usize {
        PARTS
    }

    fn parse(text: &str) -> Option<Self> {
        let mut parts = [0; PARTS];
        if text.len() != 4 * PARTS {
            return None;
        }
        for (at, part) in parts.iter_mut().enumerate() {
            *part = u16::from_str_radix(text.get(4 * at..4 * at + 4)?, 16).ok()?;
        }
        Some(Self(parts))
    }
}

/// FNV-1a.
fn hash(word: &str) -> u64 {
    word.bytes().fold(0xcbf2_9ce4_8422_2325, |sum, byte| {
        (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// The finaliser of splitmix64.
fn mix(mut value: u64) -> u64 {
    value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

impl Serialize for Likeness {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let text: String = {
            let parts: Vec<String> = self.0.iter().map(|part| format!("{part:04x}")).collect();
            parts.concat()
        };
        serializer.serialize_str(&text)
    }
}

impl<'de> Deserialize<'de> for Likeness {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom("256 chiffres hexadécimaux attendus"))
    }
}

impl schemars::JsonSchema for Likeness {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Ressemblance".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "pattern": "^[0-9a-f]{256}$" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Likeness {
        Likeness::of(&Folded::of(text))
    }

    fn text(words: usize, seed: usize) -> String {
        let each = (0..words).map(|n| format!("mot{} ", (n * 7919 + seed) % 1009));
        each.collect::<Vec<_>>().concat()
    }

    #[test]
    fn near_identical_texts_share_most_and_others_little() {
        let plain = text(300, 1);
        let changed = plain.replace("mot8 ", "autre ");
        assert_eq!(of(&plain).shared(&of(&plain.to_uppercase())), Likeness::parts());
        assert!(of(&plain).shared(&of(&format!("Titre nouveau\n{changed}"))) > 48);
        let strangers: String = plain.split(' ').rev().collect::<Vec<_>>().join(" ");
        assert!(of(&plain).shared(&of(&strangers)) < 8);
        assert_eq!(of("deux mots").shared(&of("Deux  mots")), Likeness::parts());
        assert!(of("deux mots").shared(&of("trois mots")) < 8);
    }

    #[test]
    fn it_is_written_and_read_again() {
        let likeness = of(&text(30, 3));
        let json = serde_json::to_string(&likeness).unwrap();
        assert_eq!(serde_json::from_str::<Likeness>(&json).unwrap(), likeness);
        for bad in ["\"\"", "\"zz\"", &json.replace('"', "\"é")] {
            assert!(serde_json::from_str::<Likeness>(bad).is_err());
        }
    }
}
