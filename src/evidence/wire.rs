//! What the application and its helper say to each other over pipes: a length, a header in JSON, bytes. Everything is bounded, and what
//! comes back from the helper is checked as if it came from the file itself.

use std::io::{self, Read, Write};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use mediaudit_core::record::grid::Grid;
use mediaudit_core::record::item::Format;
use mediaudit_core::record::survey::{Picture, Sheet, Signature};
use mediaudit_core::record::{Answer, Contents, Facts, Fault, limits};

/// Largest header, in bytes: it holds figures of every page.
const HEADER: u32 = 1024 * 1024;

/// Most bytes of the sheets of a file: their cells, each as long as is kept of it.
const GRIDS: u64 = 384 * 1024 * 1024;

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    format: Format,
    length: u64,
    /// The file inside it that is wanted, in the place of what it says itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    inside: Option<String>,
}

/// What is asked of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContentsAsked {
    /// What it is.
    pub format: Format,
    /// The file inside it that is wanted; none: what it says itself.
    pub inside: Option<String>,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Answered {
    facts: Facts,
    sheets: Vec<Sheet>,
    picture: Picture,
    unseen: u32,
    signature: Signature,
    attachments: u32,
    /// Length of the text that follows; none: the file holds no text.
    text: Option<u64>,
    /// Where each page ends in it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pages: Vec<usize>,
    /// Length of the text that no eye sees, which follows it; none: there is none.
    concealed: Option<u64>,
    /// Length of the sheets that follow the texts, in JSON; 0: none.
    grids: u64,
}

/// Asks for a file to be read.
pub fn ask(out: &mut impl Write, format: Format, inside: Option<&str>, bytes: &[u8]) -> io::Result<()> {
    let asked = Asked {
        format,
        length: bytes.len() as u64,
        inside: inside.map(str::to_owned),
    };
    header(out, &asked)?;
    out.write_all(bytes)?;
    out.flush()
}

/// The next file to read; none at the end of the pipe.
pub fn asked(input: &mut impl Read) -> io::Result<Option<ContentsAsked>> {
    let Some(asked) = parse::<Asked>(input)? else {
        return Ok(None);
    };
    if asked.length > limits::FILE_BYTES {
        return Err(nonsense());
    }
    Ok(Some(ContentsAsked {
        format: asked.format,
        inside: asked.inside,
        bytes: body(input, asked.length)?,
    }))
}

/// Gives an answer.
pub fn answer(out: &mut impl Write, answer: &Answer) -> io::Result<()> {
    let contents = answer.as_ref().ok();
    let words = contents.and_then(|contents| contents.text.as_deref());
    let concealed = contents.and_then(|contents| contents.concealed.as_deref());
    let grids = match answer {
        Ok(contents) if !contents.grids.is_empty() => serde_json::to_vec(&contents.grids)?,
        _ => Vec::new(),
    };
    let answered = answer.as_ref().map_err(|fault| *fault).map(|contents| Answered {
        facts: contents.facts,
        sheets: contents.sheets.clone(),
        picture: contents.picture,
        unseen: contents.unseen,
        signature: contents.signature,
        attachments: contents.attachments,
        text: words.map(|words| words.len() as u64),
        concealed: concealed.map(|words| words.len() as u64),
        pages: contents.pages.clone(),
        grids: grids.len() as u64,
    });
    header(out, &answered)?;
    out.write_all(words.unwrap_or_default().as_bytes())?;
    out.write_all(concealed.unwrap_or_default().as_bytes())?;
    out.write_all(&grids)?;
    out.flush()
}

/// The answer to what was asked. `InvalidData` where it makes no sense; any other error is that of the pipe.
pub fn answered(input: &mut impl Read) -> io::Result<Answer> {
    let answered = parse::<Result<Answered, Fault>>(input)?.ok_or(io::ErrorKind::UnexpectedEof)?;
    let answered = match answered {
        Ok(answered) => answered,
        Err(fault) => return Ok(Err(fault)),
    };
    let most = limits::PAGES as usize;
    let pages = answered.facts.pages.unwrap_or(0);
    if pages > limits::PAGES || answered.sheets.len() > most {
        return Err(nonsense());
    }
    let text = words(input, answered.text)?;
    let concealed = words(input, answered.concealed)?;
    let length = text.as_ref().map_or(0, String::len);
    let rising = answered.pages.is_sorted() && answered.pages.iter().all(|end| *end <= length);
    if answered.pages.len() > most || !rising {
        return Err(nonsense());
    }
    let grids = match answered.grids {
        0 => Vec::new(),
        length if length > GRIDS => return Err(nonsense()),
        length => {
            let grids: Vec<Grid> = serde_json::from_slice(&body(input, length)?).map_err(|_| nonsense())?;
            let cells: usize = grids
                .iter()
                .flat_map(|grid| &grid.rows)
                .map(|row| row.cells.len())
                .sum();
            if cells > limits::TABLE_CELLS {
                return Err(nonsense());
            }
            grids
        }
    };
    Ok(Ok(Contents {
        facts: answered.facts,
        sheets: answered.sheets,
        picture: answered.picture,
        unseen: answered.unseen,
        signature: answered.signature,
        attachments: answered.attachments,
        text,
        concealed,
        pages: answered.pages,
        grids,
    }))
}

fn words(input: &mut impl Read, length: Option<u64>) -> io::Result<Option<String>> {
    match length {
        None => Ok(None),
        // a character takes four bytes at most
        Some(length) if length > 4 * limits::CHARACTERS as u64 => Err(nonsense()),
        Some(length) => String::from_utf8(body(input, length)?)
            .map(Some)
            .map_err(|_| nonsense()),
    }
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

    fn round(given: &Answer) -> io::Result<Answer> {
        let mut pipe = Vec::new();
        answer(&mut pipe, given).unwrap();
        answered(&mut pipe.as_slice())
    }

    fn contents(pages: u32) -> Contents {
        Contents {
            facts: Facts {
                pages: Some(pages),
                newest: mediaudit_core::kernel::Date::new(2024, 3, 1),
            },
            ..Contents::default()
        }
    }

    #[test]
    fn answers_come_back_whole() {
        let sheet = Sheet {
            words: 12,
            image: true,
            unmapped: 3,
        };
        for given in [
            Ok(Contents {
                text: Some("été".to_owned()),
                concealed: Some("caché à l’œil".to_owned()),
                sheets: vec![sheet; 3],
                picture: Picture::Shown,
                unseen: 7,
                signature: Signature::Field,
                attachments: 1,
                pages: vec![0, 2, 5],
                ..contents(3)
            }),
            Ok(contents(1)),
            Err(Fault::TooManyCharacters),
        ] {
            assert_eq!(round(&given).unwrap(), given);
        }
        let largest = Ok(Contents {
            sheets: vec![
                Sheet {
                    words: u32::MAX,
                    image: true,
                    unmapped: u32::MAX,
                };
                limits::PAGES as usize
            ],
            ..contents(limits::PAGES)
        });
        assert_eq!(round(&largest).unwrap(), largest);
    }

    #[test]
    fn answers_are_not_trusted() {
        assert!(round(&Ok(contents(limits::PAGES + 1))).is_err());
        let framed = |json: &str, rest: &[u8]| {
            let mut bytes = u32::try_from(json.len()).unwrap().to_le_bytes().to_vec();
            bytes.extend_from_slice(json.as_bytes());
            bytes.extend_from_slice(rest);
            answered(&mut bytes.as_slice()).unwrap_err().kind()
        };
        let head = "{\"Ok\":{\"facts\":{\"pages\":null,\"newest\":null},\"sheets\":[],\"picture\":\"aucune\",\"unseen\":0,\"signature\":\"aucune\",\"attachments\":0,\"grids\":0,\"concealed\":null,\"text\":";
        for (json, rest, kind) in [
            ("{}", &b""[..], io::ErrorKind::InvalidData),
            (&*format!("{head}4}}}}"), b"abc", io::ErrorKind::UnexpectedEof),
            (&*format!("{head}2}}}}"), b"\xff\xff", io::ErrorKind::InvalidData),
            (
                &*format!("{head}99999999999}}}}"),
                b"",
                io::ErrorKind::InvalidData,
            ),
            (&*format!("{head}1,\"x\":1}}}}"), b"a", io::ErrorKind::InvalidData),
        ] {
            assert_eq!(framed(json, rest), kind, "{json}");
        }
        assert!(answered(&mut &b""[..]).is_err());
        assert!(answered(&mut &b"\xff\xff\xff\xff"[..]).is_err());
        assert!(answered(&mut &b"\x01"[..]).is_err());
    }
}
