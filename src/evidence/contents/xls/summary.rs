//! The dates that a workbook says of itself: the summary information of a compound file ([MS-OLEPS] §2.21, §3.1.2).

use mediaudit_core::kernel::Date;

/// The set of properties that every program of the office writes (FMTID_SummaryInformation).
const SUMMARY: [u8; 16] = [
    0xe0, 0x85, 0x9f, 0xf2, 0xf9, 0x4f, 0x68, 0x10, 0xab, 0x91, 0x08, 0x00, 0x2b, 0x27, 0xb3, 0xd9,
];

/// When it was made, and when it was last kept.
const DATES: [u32; 2] = [0x0c, 0x0d];

/// A moment, in tenths of a microsecond since 1601.
const MOMENT: u32 = 0x40;

const PER_DAY: u64 = 24 * 60 * 60 * 10_000_000;

/// Most properties that are looked through: a summary has twenty.
const MOST: u32 = 256;

/// The dates of a summary; none where it is cut or says none.
pub(super) fn dates(stream: &[u8]) -> Vec<Date> {
    let Some(set) = set(stream) else { return Vec::new() };
    let count = word(set, 4).unwrap_or(0).min(MOST);
    (0..count)
        .filter_map(|rank| {
            let entry = usize::try_from(8 + rank * 8).ok()?;
            let id = word(set, entry)?;
            DATES.contains(&id).then(|| date(set, word(set, entry + 4)?))?
        })
        .collect()
}

/// The set of the summary, from where it begins.
fn set(stream: &[u8]) -> Option<&[u8]> {
    // a mark of byte order, a version, a system, a class, how many sets; then each by what it is and where it stands
    let count = word(stream, 24)?.min(2);
    (0..count).find_map(|rank| {
        let entry = usize::try_from(28 + rank * 20).ok()?;
        let name = stream.get(entry..entry.checked_add(16)?)?;
        let at = usize::try_from(word(stream, entry + 16)?).ok()?;
        (name == SUMMARY).then(|| stream.get(at..))?
    })
}

fn date(set: &[u8], at: u32) -> Option<Date> {
    let at = usize::try_from(at).ok()?;
    if word(set, at)? != MOMENT {
        return None;
    }
    let moment =
        u64::from(word(set, at.checked_add(4)?)?) | (u64::from(word(set, at.checked_add(8)?)?) << 32);
    Date::new(1601, 1, 1)?.days_later(u32::try_from(moment / PER_DAY).ok()?)
}

fn word(bytes: &[u8], at: usize) -> Option<u32> {
    let bytes = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes(bytes.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A stream of one set, with one property.
    fn stream(id: u32, kind: u32, moment: u64) -> Vec<u8> {
        let mut out = vec![0; 24];
        out.extend(1_u32.to_le_bytes());
        out.extend(SUMMARY);
        out.extend(48_u32.to_le_bytes());
        for word in [32, 1, id, 16, kind] {
            out.extend(u32::to_le_bytes(word));
        }
        out.extend(moment.to_le_bytes());
        out
    }

    #[test]
    fn a_summary_says_its_days_and_a_damaged_one_none() {
        // 1 March 2024, noon: 154,557 days and a half after 1 January 1601
        let noon = 154_557 * PER_DAY + PER_DAY / 2;
        let kept = stream(0x0d, MOMENT, noon);
        assert_eq!(dates(&kept), [Date::new(2024, 3, 1).unwrap()]);
        assert_eq!(dates(&stream(0x0e, MOMENT, noon)), []);
        assert_eq!(dates(&stream(0x0d, 3, noon)), []);
        assert_eq!(dates(&stream(0x0d, MOMENT, u64::MAX)), []);
        for length in 0..kept.len() {
            assert_eq!(dates(&kept[..length]), [], "{length} bytes");
        }
    }
}
