//! The objects of a PDF, looked up through references, and its streams, unpacked within one budget.

use std::cell::Cell;
use std::io::Read;

use flate2::read::{DeflateDecoder, ZlibDecoder};
use lopdf::{DecompressError, Dictionary, Document, Error, Object, Stream};

use super::{Fault, limits};

#[expect(clippy::cast_possible_truncation, reason = "16 Mio fit in any usize")]
const STREAM: usize = limits::STREAM_BYTES as usize;

/// Filters that leave a picture packed: its own decoders take over.
const PICTURES: [&[u8]; 7] = [
    b"DCTDecode",
    b"DCT",
    b"JPXDecode",
    b"CCITTFaxDecode",
    b"CCF",
    b"JBIG2Decode",
    b"Crypt",
];

/// A PDF and what may still be unpacked of it.
#[derive(Debug)]
pub(super) struct File<'a> {
    pub(super) document: &'a Document,
    left: Cell<u64>,
}

/// A stream unpacked up to the filter that only a decoder of pictures undoes.
#[derive(Debug)]
pub(super) struct Unpacked<'a> {
    pub(super) bytes: Vec<u8>,
    /// That filter, with its parameters.
    pub(super) picture: Option<(&'a [u8], Option<&'a Dictionary>)>,
}

impl<'a> File<'a> {
    pub(super) fn new(document: &'a Document, budget: u64) -> Self {
        Self {
            document,
            left: Cell::new(budget),
        }
    }

    /// What an object is, once references are followed.
    pub(super) fn follow(&self, object: &'a Object) -> Option<&'a Object> {
        self.document.dereference(object).ok().map(|(_, object)| object)
    }

    pub(super) fn get(&self, dict: &'a Dictionary, key: &[u8]) -> Option<&'a Object> {
        self.follow(dict.get(key).ok()?)
    }

    pub(super) fn dict(&self, dict: &'a Dictionary, key: &[u8]) -> Option<&'a Dictionary> {
        match self.get(dict, key)? {
            Object::Dictionary(found) => Some(found),
            Object::Stream(stream) => Some(&stream.dict),
            _ => None,
        }
    }

    pub(super) fn array(&self, dict: &'a Dictionary, key: &[u8]) -> Option<&'a [Object]> {
        self.get(dict, key)?.as_array().ok().map(Vec::as_slice)
    }

    pub(super) fn name(&self, dict: &'a Dictionary, key: &[u8]) -> Option<&'a [u8]> {
        self.get(dict, key)?.as_name().ok()
    }

    pub(super) fn integer(&self, dict: &'a Dictionary, key: &[u8]) -> Option<i64> {
        self.get(dict, key)?.as_i64().ok()
    }

    pub(super) fn number(object: &Object) -> Option<f64> {
        object.as_float().ok().map(f64::from)
    }

    /// So many numbers, exactly.
    pub(super) fn numbers<const N: usize>(&self, dict: &'a Dictionary, key: &[u8]) -> Option<[f64; N]> {
        let found = self
            .array(dict, key)?
            .iter()
            .map(|n| self.follow(n).and_then(Self::number));
        found.collect::<Option<Vec<f64>>>()?.try_into().ok()
    }

    /// The bytes of a stream that is no picture.
    pub(super) fn unpack(&self, stream: &'a Stream) -> Result<Vec<u8>, Fault> {
        let unpacked = self.unpack_picture(stream, STREAM)?;
        // a picture's filter on what should be text: nothing to read
        Ok(if unpacked.picture.is_some() {
            Vec::new()
        } else {
            unpacked.bytes
        })
    }

    /// The bytes of any stream, `most` at most.
    pub(super) fn unpack_picture(&self, stream: &'a Stream, most: usize) -> Result<Unpacked<'a>, Fault> {
        let filters: Vec<&[u8]> = match self
            .get(&stream.dict, b"Filter")
            .or_else(|| self.get(&stream.dict, b"F"))
        {
            Some(Object::Name(name)) => vec![name],
            Some(Object::Array(names)) => names
                .iter()
                .filter_map(|name| self.follow(name)?.as_name().ok())
                .collect(),
            _ => Vec::new(),
        };
        let said = self
            .get(&stream.dict, b"DecodeParms")
            .or_else(|| self.get(&stream.dict, b"DP"));
        let params = |at: usize| match said? {
            Object::Dictionary(dict) if at == 0 || filters.len() == 1 => Some(dict),
            Object::Array(list) => self.follow(list.get(at)?)?.as_dict().ok(),
            _ => None,
        };
        let mut bytes: Option<Vec<u8>> = None;
        for (at, filter) in filters.iter().copied().enumerate() {
            let packed = bytes.as_deref().unwrap_or(&stream.content);
            if PICTURES.contains(&filter) {
                if filter == b"Crypt" {
                    continue;
                }
                return Ok(Unpacked {
                    bytes: bytes.unwrap_or_else(|| stream.content.clone()),
                    picture: Some((filter, params(at))),
                });
            }
            let most = most.min(usize::try_from(self.left.get()).unwrap_or(most));
            let out = undo(filter, packed, params(at), most)?;
            self.left.set(self.left.get().saturating_sub(out.len() as u64));
            bytes = Some(out);
        }
        let bytes = match bytes {
            Some(bytes) => bytes,
            None if stream.content.len() > most => return Err(Fault::TooInflated),
            None => stream.content.clone(),
        };
        Ok(Unpacked { bytes, picture: None })
    }
}

/// Undoes one filter; more than `most` bytes are too many. What is damaged gives what came before the damage.
fn undo(filter: &[u8], packed: &[u8], params: Option<&Dictionary>, most: usize) -> Result<Vec<u8>, Fault> {
    let predicted = params.is_some_and(|params| {
        params
            .get(b"Predictor")
            .and_then(Object::as_i64)
            .is_ok_and(|predictor| predictor > 1)
    });
    match filter {
        b"FlateDecode" | b"Fl" if !predicted => inflate(packed, most),
        b"FlateDecode" | b"Fl" => library(b"FlateDecode", packed, params, most),
        b"LZWDecode" | b"LZW" => library(b"LZWDecode", packed, params, most),
        b"ASCII85Decode" | b"A85" => library(b"ASCII85Decode", packed, None, most),
        b"ASCIIHexDecode" | b"AHx" => Ok(hexadecimal(packed)),
        b"RunLengthDecode" | b"RL" => runs(packed, most),
        _ => Ok(Vec::new()),
    }
}

fn inflate(packed: &[u8], most: usize) -> Result<Vec<u8>, Fault> {
    let limit = most as u64 + 1;
    let mut out = Vec::new();
    let zlib = ZlibDecoder::new(packed).take(limit).read_to_end(&mut out);
    if zlib.is_err() && out.is_empty() {
        // without its head, or with a wrong one
        drop(DeflateDecoder::new(packed).take(limit).read_to_end(&mut out));
        if out.is_empty() {
            let body = packed.get(2..).unwrap_or_default();
            drop(DeflateDecoder::new(body).take(limit).read_to_end(&mut out));
        }
    }
    if out.len() > most {
        Err(Fault::TooInflated)
    } else {
        Ok(out)
    }
}

/// Undone by lopdf, within the same limit.
fn library(name: &[u8], packed: &[u8], params: Option<&Dictionary>, most: usize) -> Result<Vec<u8>, Fault> {
    let mut dict = Dictionary::new();
    dict.set("Filter", Object::Name(name.to_vec()));
    if let Some(params) = params {
        dict.set("DecodeParms", params.clone());
    }
    match Stream::new(dict, packed.to_vec()).decompressed_content_with_limit(most) {
        Ok(out) => Ok(out),
        Err(Error::Decompress(DecompressError::MemoryLimitExceeded { .. })) => Err(Fault::TooInflated),
        Err(_) => Ok(Vec::new()),
    }
}

fn hexadecimal(packed: &[u8]) -> Vec<u8> {
    let digits: Vec<u8> = packed
        .iter()
        .take_while(|byte| **byte != b'>')
        .filter_map(|byte| char::from(*byte).to_digit(16))
        .filter_map(|digit| u8::try_from(digit).ok())
        .collect();
    digits
        .chunks(2)
        .map(|pair| (pair.first().unwrap_or(&0) << 4) | pair.get(1).unwrap_or(&0))
        .collect()
}

fn runs(packed: &[u8], most: usize) -> Result<Vec<u8>, Fault> {
    let mut out = Vec::new();
    let mut rest = packed;
    while let Some((length, after)) = rest.split_first() {
        let length = usize::from(*length);
        rest = match length {
            0..=127 => {
                let copied = after.get(..=length).unwrap_or(after);
                out.extend_from_slice(copied);
                after.get(copied.len()..).unwrap_or_default()
            }
            128 => break,
            _ => {
                let Some((byte, after)) = after.split_first() else {
                    break;
                };
                out.resize(out.len() + 257 - length, *byte);
                after
            }
        };
        if out.len() > most {
            return Err(Fault::TooInflated);
        }
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use lopdf::dictionary;

    use super::*;

    #[test]
    fn many_small_bombs_are_one_large_bomb() {
        let document = Document::new();
        let mut stream = Stream::new(Dictionary::new(), vec![b' '; 1000]);
        stream.compress().unwrap();
        let file = File::new(&document, 2_500);
        assert_eq!(file.unpack(&stream).map(|bytes| bytes.len()), Ok(1000));
        assert!(file.unpack(&stream).is_ok());
        assert_eq!(file.unpack(&stream), Err(Fault::TooInflated));
    }

    #[test]
    fn filters_are_undone_one_after_the_other() {
        let document = Document::new();
        let file = File::new(&document, 1000);
        for (filter, packed, plain) in [
            ("AHx", &b"4 1 42>zz"[..], &b"AB"[..]),
            ("RunLengthDecode", b"\x01AB\xfeC\x80rest", b"ABCCC"),
            ("ASCII85Decode", b"87cURDZ~>", b"Hello"),
            ("Unknown", b"AB", b""),
            ("DCTDecode", b"AB", b""),
        ] {
            let stream = Stream::new(dictionary! { "Filter" => filter }, packed.to_vec());
            assert_eq!(file.unpack(&stream).unwrap(), plain, "{filter}");
        }
        let both = dictionary! { "Filter" => vec!["AHx".into(), "RL".into()] };
        assert_eq!(
            file.unpack(&Stream::new(both, b"0041 80>".to_vec())).unwrap(),
            b"A"
        );
    }
}
