//! Reads a file as one version of it: what was cut, grown or written to meanwhile is read once more, else refused.

use std::io::{self, Read};
use std::path::Path;

use super::door::{Door, State, Unopened};

/// What reading a file gave.
#[derive(Debug)]
pub struct Whole<T> {
    /// What was made of its bytes.
    pub value: T,
    /// Did it change the first time, so that it was read again?
    pub again: bool,
    /// Its state, the same before and after.
    pub state: State,
}

/// Hands the bytes of a file, `most` and one more at most, to `read`; again where the file changed meanwhile. `read` must read to
/// the end, and keep nothing of a first time.
pub fn whole<T>(
    door: &dyn Door,
    path: &Path,
    most: u64,
    read: &mut dyn FnMut(&mut dyn Read) -> io::Result<T>,
) -> Result<Whole<T>, Unopened> {
    for again in [false, true] {
        if let Some((value, state)) = once(door, path, most, read)? {
            return Ok(Whole { value, again, state });
        }
    }
    Err(Unopened::Changing)
}

fn once<T>(
    door: &dyn Door,
    path: &Path,
    most: u64,
    read: &mut dyn FnMut(&mut dyn Read) -> io::Result<T>,
) -> Result<Option<(T, State)>, Unopened> {
    let mut file = door.open(path)?;
    let before = file.state()?;
    // one byte more than there were shows a file that grows, and never follows it
    let mut bytes = Counted {
        inner: file.as_mut().take(before.size.min(most).saturating_add(1)),
        count: 0,
    };
    let value = read(&mut bytes)?;
    let expected = if before.size > most {
        most.saturating_add(1)
    } else {
        before.size
    };
    let read_whole = bytes.count == expected;
    Ok((read_whole && file.state()? == before).then_some((value, before)))
}

struct Counted<R> {
    inner: R,
    count: u64,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer)?;
        self.count += n as u64;
        Ok(n)
    }
}

/// Bytes of most papers.
const SMALL: usize = 16 * 1024;

/// A small file, none where it is not there; of a larger one `most` bytes and one more.
pub fn small(door: &dyn Door, path: &Path, most: u64) -> Result<Option<Vec<u8>>, Unopened> {
    let outcome = whole(door, path, most, &mut |bytes| {
        // most are smaller: one look reads them
        let mut all = Vec::with_capacity(SMALL);
        bytes.read_to_end(&mut all)?;
        Ok(all)
    });
    match outcome {
        Ok(read) => Ok(Some(read.value)),
        Err(error) if error.is_absent() => Ok(None),
        Err(error) => Err(error),
    }
}
