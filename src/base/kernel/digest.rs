//! SHA-256, the digest that anyone can check with `sha256sum`.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// A SHA-256 digest; written as 64 lower-case hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest([u8; 32]);

impl Digest {
    /// The digest of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// The digest of a list of named parts: each part enters with its name and its length, so that no two lists collide.
    pub fn of_parts<'a>(parts: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> Self {
        let mut hasher = Sha256::new();
        for (name, bytes) in parts {
            hasher.update(format!("{}:{}:{}:", name.len(), name, bytes.len()));
            hasher.update(bytes);
        }
        Self(hasher.finalize().into())
    }

    /// Wraps the 32 bytes that a hasher gave.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The 32 bytes.
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// How many hexadecimal digits are enough to recognise a file in a table.
    pub(crate) const SHORT: usize = 12;

    /// The first hexadecimal digits, enough to recognise a file in a table.
    pub fn short(&self) -> String {
        self.to_string().chars().take(Self::SHORT).collect()
    }

    /// Reads 64 hexadecimal digits.
    pub fn parse(text: &str) -> Option<Self> {
        let (pairs, rest) = text.as_bytes().as_chunks();
        let pairs: &[[u8; 2]; 32] = pairs.try_into().ok().filter(|_| rest.is_empty())?;
        let mut bytes = [0_u8; 32];
        for (slot, [high, low]) in bytes.iter_mut().zip(pairs) {
            *slot = digit(*high)? << 4 | digit(*low)?;
        }
        Some(Self(bytes))
    }
}

/// What a hexadecimal digit stands for.
fn digit(written: u8) -> Option<u8> {
    match written {
        b'0'..=b'9' => Some(written - b'0'),
        b'a'..=b'f' => Some(written - b'a' + 10),
        b'A'..=b'F' => Some(written - b'A' + 10),
        _ => None,
    }
}

/// A hexadecimal digit.
fn written(half: u8) -> u8 {
    if half < 10 { b'0' + half } else { b'a' + half - 10 }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut digits = [[0_u8; 2]; 32];
        for (pair, byte) in digits.iter_mut().zip(&self.0) {
            *pair = [written(byte >> 4), written(byte & 15)];
        }
        // INVARIANT: hexadecimal digits are a text
        f.write_str(std::str::from_utf8(digits.as_flattened()).unwrap_or_default())
    }
}

impl Serialize for Digest {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Digest {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        Self::parse(&text)
            .ok_or_else(|| serde::de::Error::custom("empreinte SHA-256 attendue : 64 chiffres hexadécimaux"))
    }
}

impl schemars::JsonSchema for Digest {
    fn schema_name() -> Cow<'static, str> {
        "Empreinte".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "pattern": "^[0-9a-f]{64}$", "description": "SHA-256" })
    }
}
