//! The directory of a zip, read from the end of the file within limits: part of depth 1, and the map of depths 2 and 3.
//!
//! Parsed here and not by a library, for two reasons: depth 1 has only the last bytes of the file at hand, and both depths must
//! see the same members (two parsers that disagree on a zip are a known way to hide contents).
//! Layout: PKWARE APPNOTE 6.3.10, §4.3.12 (directory) and §4.3.16 (its end). Zip64 is refused: no document of 4 GiB is read.

use std::collections::BTreeSet;

use mediaudit_core::record::Fault;
use mediaudit_core::record::limits;

/// One member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Its name.
    pub name: String,
    /// Compression method: 0 stored, 8 deflate.
    pub method: u16,
    /// CRC-32 of the contents.
    pub crc: u32,
    /// Bytes in the file.
    pub packed: u32,
    /// Bytes once inflated, as declared.
    pub size: u32,
    /// Place of its local header, from the start of the zip.
    pub offset: u32,
}

/// A directory, with the place of the zip's start in the file (junk may stand before it).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Directory {
    /// Members, in the directory's order.
    pub members: Vec<Member>,
    /// Where offsets count from.
    pub base: u64,
}

/// Bytes of the end of a file that may hold its directory, the end record and a comment.
pub const TAIL: usize = limits::DIRECTORY_BYTES + 128 * 1024;

const END: &[u8] = b"PK\x05\x06";
const ENTRY: &[u8] = b"PK\x01\x02";

/// Reads the directory from the last bytes of a file of `size` bytes.
pub fn read(tail: &[u8], size: u64) -> Result<Directory, Fault> {
    let end = end_record(tail).ok_or(Fault::CutZip)?;
    let count = usize::from(u16_at(tail, end + 10).ok_or(Fault::CutZip)?);
    let length = u32_at(tail, end + 12).ok_or(Fault::CutZip)? as usize;
    let offset = u32_at(tail, end + 16).ok_or(Fault::CutZip)?;
    if count > limits::MEMBERS || length > limits::DIRECTORY_BYTES {
        return Err(Fault::TooManyMembers);
    }
    let start = end.checked_sub(length).ok_or(Fault::Broken)?;
    let in_file = size - tail.len() as u64 + start as u64;
    let base = in_file.checked_sub(u64::from(offset)).ok_or(Fault::Broken)?;
    let mut members = Vec::with_capacity(count);
    let mut names = BTreeSet::new();
    let mut inflated = 0_u64;
    let mut at = start;
    while at < end {
        let (member, next) = entry(tail, at)?;
        inflated += u64::from(member.size);
        if inflated > limits::INFLATED_BYTES {
            return Err(Fault::TooInflated);
        }
        if escapes(&member.name) {
            return Err(Fault::EscapingMember);
        }
        // names of documents are told apart without regard to case (ECMA-376 part 2, §6.2.2.3)
        if !names.insert(member.name.to_lowercase()) {
            return Err(Fault::DuplicateMember);
        }
        members.push(member);
        if members.len() > limits::MEMBERS {
            return Err(Fault::TooManyMembers);
        }
        at = next;
    }
    if members.len() != count {
        return Err(Fault::Broken);
    }
    Ok(Directory { members, base })
}

/// The last end record whose comment fits in what follows it.
fn end_record(tail: &[u8]) -> Option<usize> {
    let mut to = tail.len();
    loop {
        let at = tail
            .get(..to)?
            .windows(END.len())
            .rposition(|window| window == END)?;
        let comment = u16_at(tail, at + 20).map(usize::from);
        if comment.is_some_and(|comment| at + 22 + comment <= tail.len()) {
            return Some(at);
        }
        to = at + END.len() - 1;
    }
}

fn entry(tail: &[u8], at: usize) -> Result<(Member, usize), Fault> {
    let parse = || {
        let u16 = |offset: usize| u16_at(tail, at + offset);
        let u32 = |offset: usize| u32_at(tail, at + offset);
        if tail.get(at..at + 4)? != ENTRY {
            return None;
        }
        let name_length = usize::from(u16(28)?);
        let next = at + 46 + name_length + usize::from(u16(30)?) + usize::from(u16(32)?);
        let name = tail.get(at + 46..at + 46 + name_length)?;
        let member = Member {
            name: String::from_utf8_lossy(name).into_owned(),
            method: u16(10)?,
            crc: u32(16)?,
            packed: u32(20)?,
            size: u32(24)?,
            offset: u32(42)?,
        };
        Some((member, next, u16(8)?))
    };
    let (member, next, flags) = parse().ok_or(Fault::Broken)?;
    // bit 0 of the flags: encrypted (§4.4.4)
    if flags & 1 == 1 {
        return Err(Fault::Encrypted);
    }
    Ok((member, next))
}

/// Would this name, unpacked, leave its folder?
fn escapes(name: &str) -> bool {
    name.is_empty()
        || name.starts_with('/')
        || name.contains('\\')
        || name.contains('\0')
        || name.chars().nth(1) == Some(':')
        || name.split('/').any(|part| part == "..")
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    let two = bytes.get(at..at.checked_add(2)?)?;
    Some(u16::from_le_bytes(two.try_into().ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    let four = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes(four.try_into().ok()?))
}
