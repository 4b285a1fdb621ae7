//! The members of an office document, inflated within one budget.

use std::io::Read;

use flate2::read::DeflateDecoder;

use super::{Fault, limits, picture};
use crate::zip_directory::{self, Directory, Member};
use mediaudit_core::record::survey::Picture;

/// An open office document.
#[derive(Debug)]
pub(super) struct Package<'a> {
    bytes: &'a [u8],
    directory: Directory,
    left: u64,
}

impl<'a> Package<'a> {
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, Fault> {
        let kept = bytes.len().saturating_sub(zip_directory::TAIL);
        let tail = bytes.get(kept..).unwrap_or_default();
        let directory = zip_directory::read(tail, bytes.len() as u64)?;
        Ok(Self {
            bytes,
            directory,
            left: limits::INFLATED_BYTES,
        })
    }

    /// Names of the members, in the directory's order.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.directory.members.iter().map(|member| member.name.as_str())
    }

    /// The text of a member; none where there is no such member.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<String>, Fault> {
        let found = self
            .directory
            .members
            .iter()
            .find(|member| member.name.eq_ignore_ascii_case(name));
        let Some(member) = found.cloned() else {
            return Ok(None);
        };
        let bytes = self.inflate(&member)?;
        Ok(Some(super::plain::decode(bytes)))
    }

    /// The best of the pictures in these folders, where a text says nothing: beside words they need not be looked at.
    pub(super) fn pictures_without(&mut self, text: &str, folders: &[&str]) -> Result<Picture, Fault> {
        /// Pictures that are looked at.
        const MOST: usize = 100;
        if text.chars().any(char::is_alphanumeric) {
            return Ok(Picture::None);
        }
        let found: Vec<Member> = self
            .directory
            .members
            .iter()
            .filter(|member| member.size > 0 && folders.iter().any(|folder| member.name.starts_with(folder)))
            .take(MOST)
            .cloned()
            .collect();
        let mut best = Picture::None;
        for member in found {
            if best == Picture::Shown {
                break;
            }
            let bytes = self.inflate(&member)?;
            // drawings (EMF, SVG) and whatever is damaged: something, that is not looked at
            best = best.max(picture::look(&bytes).unwrap_or(Picture::Undecoded));
        }
        Ok(best)
    }

    fn inflate(&mut self, member: &Member) -> Result<Vec<u8>, Fault> {
        let packed = self.packed(member).ok_or(Fault::Broken)?;
        let mut out = Vec::new();
        // one byte over the budget is enough to know
        let most = self.left.saturating_add(1);
        let read = match member.method {
            0 => packed.take(most).read_to_end(&mut out),
            8 => DeflateDecoder::new(packed).take(most).read_to_end(&mut out),
            _ => return Err(Fault::Broken),
        };
        let length = out.len() as u64;
        if length > self.left {
            return Err(Fault::TooInflated);
        }
        self.left -= length;
        let mut crc = flate2::Crc::new();
        crc.update(&out);
        if read.is_err() || length != u64::from(member.size) || crc.sum() != member.crc {
            return Err(Fault::Broken);
        }
        Ok(out)
    }

    /// The compressed bytes, after the local header (APPNOTE §4.3.7: 30 bytes, then name and extra field).
    fn packed(&self, member: &Member) -> Option<&'a [u8]> {
        let start = usize::try_from(self.directory.base + u64::from(member.offset)).ok()?;
        let header = self.bytes.get(start..start.checked_add(30)?)?;
        if !header.starts_with(b"PK\x03\x04") {
            return None;
        }
        let length = |at: usize| {
            let two = header.get(at..at + 2)?;
            Some(usize::from(u16::from_le_bytes(two.try_into().ok()?)))
        };
        let from = start + 30 + length(26)? + length(28)?;
        self.bytes.get(from..from.checked_add(member.packed as usize)?)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    #[test]
    fn all_parts_share_one_budget() {
        let mut encoder = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(&[b'a'; 1000]).unwrap();
        let packed = encoder.finish().unwrap();
        let mut crc = flate2::Crc::new();
        crc.update(&[b'a'; 1000]);
        let member = Member {
            name: "a".to_owned(),
            method: 8,
            crc: crc.sum(),
            packed: u32::try_from(packed.len()).unwrap(),
            size: 1000,
            offset: 0,
        };
        let mut bytes = b"PK\x03\x04".to_vec();
        bytes.resize(30, 0);
        bytes.extend_from_slice(&packed);
        let mut package = Package {
            bytes: &bytes,
            directory: Directory {
                members: vec![member],
                base: 0,
            },
            left: 2500,
        };
        assert_eq!(package.part("A").unwrap().unwrap().len(), 1000);
        assert_eq!(package.part("b"), Ok(None));
        assert!(package.part("a").is_ok());
        assert_eq!(package.part("a"), Err(Fault::TooInflated));
    }
}
