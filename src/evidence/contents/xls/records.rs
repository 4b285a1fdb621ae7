//! Records of a BIFF8 stream ([MS-XLS] §2.1.4), and the texts in them, which may go on in the next record.

/// Kinds of records that are read.
pub(super) mod kind {
    pub(in super::super) const FORMULA: u16 = 0x0006;
    pub(in super::super) const END: u16 = 0x000a;
    pub(in super::super) const DATE_MODE: u16 = 0x0022;
    pub(in super::super) const FILE_PASS: u16 = 0x002f;
    pub(in super::super) const FONT: u16 = 0x0031;
    pub(in super::super) const CONTINUE: u16 = 0x003c;
    pub(in super::super) const COLUMNS: u16 = 0x007d;
    pub(in super::super) const SHEET: u16 = 0x0085;
    pub(in super::super) const RUN_OF_RK: u16 = 0x00bd;
    pub(in super::super) const RICH_LABEL: u16 = 0x00d6;
    pub(in super::super) const CELL_FORMAT: u16 = 0x00e0;
    pub(in super::super) const SHARED_STRINGS: u16 = 0x00fc;
    pub(in super::super) const SHARED_LABEL: u16 = 0x00fd;
    pub(in super::super) const DRAWN_TEXT: u16 = 0x01b6;
    pub(in super::super) const NUMBER: u16 = 0x0203;
    pub(in super::super) const LABEL: u16 = 0x0204;
    pub(in super::super) const TRUTH: u16 = 0x0205;
    pub(in super::super) const STRING: u16 = 0x0207;
    pub(in super::super) const ROW: u16 = 0x0208;
    pub(in super::super) const RK: u16 = 0x027e;
    pub(in super::super) const NUMBER_FORMAT: u16 = 0x041e;
    pub(in super::super) const BEGIN: u16 = 0x0809;
}

/// A record.
#[derive(Debug, Clone, Copy)]
pub(super) struct Record<'a> {
    /// What it is.
    pub(super) kind: u16,
    /// What it holds.
    pub(super) body: &'a [u8],
    /// What follows it: the records that go on with it, first of all.
    pub(super) after: &'a [u8],
}

/// The records of a stream, one after another; it ends where one is cut.
#[derive(Debug, Clone)]
pub(super) struct Records<'a>(pub(super) &'a [u8]);

impl<'a> Iterator for Records<'a> {
    type Item = Record<'a>;

    fn next(&mut self) -> Option<Record<'a>> {
        let kind = number(self.0, 0)?;
        let length = usize::from(number(self.0, 2)?);
        let (body, after) = self.0.get(4..)?.split_at_checked(length)?;
        self.0 = after;
        Some(Record { kind, body, after })
    }
}

/// Two bytes of a record, the low one first.
pub(super) fn number(body: &[u8], at: usize) -> Option<u16> {
    let bytes = body.get(at..at.checked_add(2)?)?;
    bytes.try_into().ok().map(u16::from_le_bytes)
}

/// Four bytes of a record.
pub(super) fn long(body: &[u8], at: usize) -> Option<u32> {
    let bytes = body.get(at..at.checked_add(4)?)?;
    bytes.try_into().ok().map(u32::from_le_bytes)
}

/// Eight bytes of a record, as a binary fraction.
pub(super) fn double(body: &[u8], at: usize) -> Option<f64> {
    let bytes = body.get(at..at.checked_add(8)?)?;
    bytes.try_into().ok().map(f64::from_le_bytes)
}

/// The body of a record and those of the records that go on with it.
#[derive(Debug)]
pub(super) struct Parts<'a> {
    now: &'a [u8],
    after: Records<'a>,
}

impl<'a> Parts<'a> {
    /// From here in a record.
    pub(super) fn of(record: &Record<'a>, from: usize) -> Self {
        Self {
            now: record.body.get(from..).unwrap_or_default(),
            after: Records(record.after),
        }
    }

    /// The next of the records that go on; false where there is none.
    fn go_on(&mut self) -> bool {
        let mut after = self.after.clone();
        match after.next().filter(|record| record.kind == kind::CONTINUE) {
            Some(record) => {
                self.now = record.body;
                self.after = after;
                true
            }
            None => false,
        }
    }

    fn byte(&mut self) -> Option<u8> {
        while self.now.is_empty() {
            self.go_on().then_some(())?;
        }
        let (first, rest) = self.now.split_first()?;
        self.now = rest;
        Some(*first)
    }

    pub(super) fn number(&mut self) -> Option<u16> {
        Some(u16::from_le_bytes([self.byte()?, self.byte()?]))
    }

    pub(super) fn long(&mut self) -> Option<u32> {
        let (low, high) = (self.number()?, self.number()?);
        Some(u32::from(low) | u32::from(high) << 16)
    }

    fn skip(&mut self, mut bytes: usize) -> Option<()> {
        loop {
            let here = bytes.min(self.now.len());
            self.now = self.now.get(here..)?;
            bytes -= here;
            if bytes == 0 {
                return Some(());
            }
            self.go_on().then_some(())?;
        }
    }

    /// So many signs. Where they go on in another record, it begins by saying whether they are wide ([MS-XLS] §2.5.293).
    pub(super) fn signs(&mut self, count: usize, mut wide: bool) -> Option<String> {
        let mut units: Vec<u16> = Vec::with_capacity(count.min(self.now.len()));
        while units.len() < count {
            if self.now.is_empty() {
                self.go_on().then_some(())?;
                wide = self.byte()? & 1 == 1;
            }
            let unit = if wide {
                self.number()?
            } else {
                u16::from(self.byte()?)
            };
            units.push(unit);
        }
        Some(String::from_utf16_lossy(&units))
    }

    /// A text with its length and its marks: shapes of letters and hints of how to say it are passed over.
    pub(super) fn text(&mut self) -> Option<String> {
        let count = usize::from(self.number()?);
        let marks = self.byte()?;
        let shapes = if marks & 8 == 0 {
            0
        } else {
            usize::from(self.number()?)
        };
        let hints = if marks & 4 == 0 {
            0
        } else {
            usize::try_from(self.long()?).ok()?
        };
        let text = self.signs(count, marks & 1 == 1)?;
        self.skip(shapes.checked_mul(4)?.checked_add(hints)?)?;
        Some(text)
    }
}
