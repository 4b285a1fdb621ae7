//! Lines of `entrees` in, as many lines of results out, in the same order: a filter that other programs run, on one machine or on many.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};

use rayon::prelude::*;

use super::super::refusal::Refusal;
use super::diags::{unread, unwritten};
use mediaudit_core::assessment::{Inputs, Results};
use mediaudit_core::portfolio::line::{self, LineFault, LineNorms, NormHolder};

/// Lines that are judged at one time, at most.
const BATCH: usize = 256;

/// Bytes of the lines that are judged at one time; the last one may go beyond.
const BYTES: usize = 16 * 1024 * 1024;

/// How far the reader looks ahead.
const AHEAD: usize = 1024 * 1024;

/// How many lines came, and how many went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Flowed {
    /// Lines read.
    pub read: usize,
    /// Lines written: as many, unless whoever reads them went away.
    pub written: usize,
}

/// A line that was read: its bytes, or that it was too long to be kept.
type Kept = Result<Vec<u8>, LineFault>;

/// Answers every line of `input`, in order, and gives each answer away at once: whoever waits for one before writing the next line
/// never waits in vain.
pub fn serve(input: impl Read, output: &mut impl Write, holder: &dyn NormHolder) -> Result<Flowed, Refusal> {
    let mut input = BufReader::with_capacity(AHEAD, input);
    let norms = LineNorms::new(holder);
    let mut flowed = Flowed::default();
    loop {
        let lines = batch(&mut input).map_err(|error| unread(&error))?;
        if lines.is_empty() {
            return Ok(flowed);
        }
        flowed.read += lines.len();
        let answers: Vec<Vec<u8>> = lines.par_iter().map(|line| answer(line, &norms)).collect();
        for answer in &answers {
            match output.write_all(answer).and_then(|()| output.flush()) {
                Ok(()) => flowed.written += 1,
                Err(error) if error.kind() == io::ErrorKind::BrokenPipe => return Ok(flowed),
                Err(error) => return Err(unwritten(&error)),
            }
        }
    }
}

fn answer(kept: &Kept, norms: &LineNorms<'_>) -> Vec<u8> {
    match kept {
        Ok(bytes) => line::answer(bytes, &judged(bytes, norms)),
        Err(fault) => line::answer(&[], &Err(fault.clone())),
    }
}

/// A line is judged apart: what breaks on it takes no other line with it.
fn judged(bytes: &[u8], norms: &LineNorms<'_>) -> Result<(Inputs, Results), LineFault> {
    catch_unwind(AssertUnwindSafe(|| norms.judge(bytes))).unwrap_or(Err(LineFault::Broken))
}

/// The next line, waited for, and those that are there already.
fn batch(input: &mut BufReader<impl Read>) -> io::Result<Vec<Kept>> {
    let mut out = Vec::new();
    let mut bytes = 0;
    while let Some(line) = next(input)? {
        bytes += line.as_ref().map_or(0, Vec::len);
        out.push(line);
        if out.len() >= BATCH || bytes >= BYTES || !input.buffer().contains(&b'\n') {
            break;
        }
    }
    Ok(out)
}

/// One line without its line break; none at the end. Of one that is too long nothing is kept.
fn next(input: &mut BufReader<impl Read>) -> io::Result<Option<Kept>> {
    let mut line = Vec::new();
    let most = line::MOST + 1;
    let read = input.take(most as u64).read_until(b'\n', &mut line)?;
    if read == 0 {
        return Ok(None);
    }
    if line.last() == Some(&b'\n') {
        line.pop();
        return Ok(Some(Ok(line)));
    }
    if read < most {
        // the last line, which nothing ends
        return Ok(Some(Ok(line)));
    }
    drop(line);
    input.skip_until(b'\n')?;
    Ok(Some(Err(LineFault::TooLong)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(bytes: &[u8]) -> Vec<Kept> {
        let mut input = BufReader::with_capacity(8, bytes);
        std::iter::from_fn(|| next(&mut input).unwrap()).collect()
    }

    #[test]
    fn every_line_is_one() {
        let line = |text: &str| Ok(text.as_bytes().to_vec());
        assert_eq!(lines(b"a\n\nbcd"), [line("a"), line(""), line("bcd")]);
        assert_eq!(lines(b""), []);
        assert_eq!(lines(b"\n"), [line("")]);
    }

    #[test]
    fn a_line_beyond_measure_is_not_kept_and_the_next_one_is_read() {
        let mut long = vec![b'x'; line::MOST + 5];
        long.extend(b"\nshort\n");
        let found = lines(&long);
        assert_eq!(found, [Err(LineFault::TooLong), Ok(b"short".to_vec())]);
        let mut just = vec![b'x'; line::MOST];
        just.push(b'\n');
        assert_eq!(lines(&just).len(), 1);
        assert!(lines(&just)[0].is_ok());
    }
}
