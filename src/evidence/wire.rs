//! What the application and its helper say to each other over pipes: a length, a header in JSON, bytes. Everything is bounded, and what
//! comes back from the helper is checked as if it came from the file itself.

use std::io::{self, Read, Write};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use mediaudit_core::record::item::Format;
use mediaudit_core::record::{Answer, Depth, Facts, Fault, Text, limits};

/// Largest header, in bytes.
const HEADER: u32 = 4096;

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    format: Format,
    depth: Depth,
    length: u64,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Answered {
    facts: Result<Facts, Fault>,
    /// Length of the text that follows; none: the file holds no text.
    text: Option<Result<Option<u64>, Fault>>,
}

/// Asks for a file to be read.
pub fn ask(out: &mut impl Write, format: Format, depth: Depth, bytes: &[u8]) -> io::Result<()> {
    let length = bytes.len() as u64;
    header(
        out,
        &Asked {
            format,
            depth,
            length,
        },
    )?;
    out.write_all(bytes)?;
    out.flush()
}

/// The next file to read; none at the end of the pipe.
pub fn asked(input: &mut impl Read) -> io::Result<Option<(Format, Depth, Vec<u8>)>> {
    let Some(asked) = parse::<Asked>(input)? else {
        return Ok(None);
    };
    if asked.length > limits::FILE_BYTES {
        return Err(nonsense());
    }
    Ok(Some((asked.format, asked.depth, body(input, asked.length)?)))
}

/// Gives an answer.
pub fn answer(out: &mut impl Write, answer: &Answer) -> io::Result<()> {
    let words = match &answer.text {
        Some(Ok(Text::Words(words))) => Some(words.as_bytes()),
        _ => None,
    };
    let text = answer.text.as_ref().map(|text| {
        text.as_ref()
            .map(|_| words.map(|w| w.len() as u64))
            .map_err(|f| *f)
    });
    header(
        out,
        &Answered {
            facts: answer.facts,
            text,
        },
    )?;
    out.write_all(words.unwrap_or_default())?;
    out.flush()
}

/// The answer to what was asked at this depth. `InvalidData` where it makes no sense; any other error is that of the pipe.
pub fn answered(input: &mut impl Read, depth: Depth) -> io::Result<Answer> {
    let answered = parse::<Answered>(input)?.ok_or(io::ErrorKind::UnexpectedEof)?;
    let pages = answered.facts.ok().and_then(|facts| facts.pages).unwrap_or(0);
    if pages > limits::PAGES || answered.text.is_some() != (depth == Depth::Text) {
        return Err(nonsense());
    }
    let text = match answered.text {
        None => None,
        Some(Err(fault)) => Some(Err(fault)),
        Some(Ok(None)) => Some(Ok(Text::Absent)),
        // a character takes four bytes at most
        Some(Ok(Some(length))) if length > 4 * limits::CHARACTERS as u64 => return Err(nonsense()),
        Some(Ok(Some(length))) => {
            let words = String::from_utf8(body(input, length)?).map_err(|_| nonsense())?;
            Some(Ok(Text::Words(words)))
        }
    };
    Ok(Answer {
        facts: answered.facts,
        text,
    })
}

fn nonsense() -> io::Error {
    io::Error::from(io::ErrorKind::InvalidData)
}

fn header(out: &mut impl Write, value: &impl Serialize) -> io::Result<()> {
    let json = serde_json::to_vec(value)?;
    let length = u32::try_from(json.len()).map_err(|_| nonsense())?;
    out.write_all(&length.to_le_bytes())?;
    out.write_all(&json)
}

fn parse<T: DeserializeOwned>(input: &mut impl Read) -> io::Result<Option<T>> {
    let mut length = [0; 4];
    // the end between two messages is an end; inside one it is an error
    let first = input.read(&mut length)?;
    if first == 0 {
        return Ok(None);
    }
    input.read_exact(length.get_mut(first..).unwrap_or_default())?;
    let length = u32::from_le_bytes(length);
    if length > HEADER {
        return Err(nonsense());
    }
    let json = body(input, u64::from(length))?;
    serde_json::from_slice(&json).map(Some).map_err(|_| nonsense())
}

/// Exactly these bytes; memory grows with what comes, not with what is announced.
fn body(input: &mut impl Read, length: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    input.take(length).read_to_end(&mut bytes)?;
    if bytes.len() as u64 == length {
        Ok(bytes)
    } else {
        Err(io::ErrorKind::UnexpectedEof.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn round(answer_given: &Answer, depth: Depth) -> io::Result<Answer> {
        let mut pipe = Vec::new();
        answer(&mut pipe, answer_given).unwrap();
        answered(&mut pipe.as_slice(), depth)
    }

    #[test]
    fn answers_come_back_whole() {
        let facts = Ok(Facts {
            pages: Some(3),
            newest: mediaudit_core::kernel::Date::new(2024, 3, 1),
            attached: 2,
        });
        for text in [
            Ok(Text::Words("été".to_owned())),
            Ok(Text::Absent),
            Err(Fault::TooManyCharacters),
        ] {
            let given = Answer {
                facts,
                text: Some(text),
            };
            assert_eq!(round(&given, Depth::Text).unwrap(), given);
        }
        let given = Answer::fault(Fault::Broken, Depth::Facts);
        assert_eq!(round(&given, Depth::Facts).unwrap(), given);
    }

    #[test]
    fn answers_are_not_trusted() {
        let facts = |pages| {
            Ok(Facts {
                pages: Some(pages),
                newest: None,
                attached: 0,
            })
        };
        let unasked = Answer {
            facts: facts(1),
            text: Some(Ok(Text::Absent)),
        };
        assert!(round(&unasked, Depth::Facts).is_err());
        let many = Answer {
            facts: facts(limits::PAGES + 1),
            text: None,
        };
        assert!(round(&many, Depth::Facts).is_err());
        let framed = |json: &str, rest: &[u8]| {
            let mut bytes = u32::try_from(json.len()).unwrap().to_le_bytes().to_vec();
            bytes.extend_from_slice(json.as_bytes());
            bytes.extend_from_slice(rest);
            answered(&mut bytes.as_slice(), Depth::Text).unwrap_err().kind()
        };
        let head = "{\"facts\":{\"Ok\":{\"pages\":null,\"newest\":null}},\"text\":{\"Ok\":";
        for (json, rest, kind) in [
            ("{}", &b""[..], io::ErrorKind::InvalidData),
            (&*format!("{head}4}}}}"), b"abc", io::ErrorKind::UnexpectedEof),
            (&*format!("{head}2}}}}"), b"\xff\xff", io::ErrorKind::InvalidData),
            (
                &*format!("{head}99999999999}}}}"),
                b"",
                io::ErrorKind::InvalidData,
            ),
            (&*format!("{head}1}},\"x\":1}}"), b"a", io::ErrorKind::InvalidData),
        ] {
            assert_eq!(framed(json, rest), kind, "{json}");
        }
        assert!(answered(&mut &b""[..], Depth::Text).is_err());
        assert!(answered(&mut &b"\xff\xff\xff\xff"[..], Depth::Text).is_err());
        assert!(answered(&mut &b"\x01"[..], Depth::Text).is_err());
    }
}
