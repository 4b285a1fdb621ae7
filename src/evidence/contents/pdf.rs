//! PDF: what its pages show, their pictures, dates, signatures and attachments.
//!
//! lopdf parses the file, within limits on what it inflates. The pages are then played for what an eye would see of them (see
//! `play`), counting every step; nothing is rendered.

mod encoding;
mod facts;
mod file;
mod font;
mod inline;
mod layers;
mod lines;
mod looks;
mod pages;
mod play;
mod sight;
mod state;
mod widths;

use lopdf::{DecompressError, Document, Error, LoadOptions};

use super::{Answer, Contents, Facts, Fault, limits};
use file::File;
use looks::Looker;
use mediaudit_core::record::survey::{FEW_WORDS, Picture, Sheet};
use mediaudit_core::record::text::Folded;
use play::{DrawnPage, Player};

#[expect(clippy::cast_possible_truncation, reason = "16 Mio fit in any usize")]
const STREAM: usize = limits::STREAM_BYTES as usize;

/// Lines and curves that make a drawing: an organisation chart whose letters are outlines, a map. Fewer are frames and rules.
const DRAWING: u32 = 200;

pub(super) fn read(bytes: &[u8]) -> Answer {
    within(bytes, limits::DRAWINGS)
}

/// Reads a PDF, in so many steps of drawing at most.
pub(super) fn within(bytes: &[u8], steps: u64) -> Answer {
    let document = load(bytes)?;
    let file = File::new(&document, limits::INFLATED_BYTES);
    let leaves = pages::leaves(&file)?;
    let mut player = Player::new(&file, steps);
    let mut looker = Looker::new(&file);
    let (mut text, mut concealed) = (String::new(), String::new());
    let mut contents = Contents {
        facts: Facts {
            pages: Some(u32::try_from(leaves.len()).map_err(|_| Fault::TooManyPages)?),
            newest: facts::newest(&file),
        },
        signature: facts::signature(&file),
        attachments: facts::attachments(&file),
        ..Contents::default()
    };
    let mut waiting = Vec::new();
    for leaf in &leaves {
        let drawn = player.page(leaf)?;
        contents.unseen = contents.unseen.saturating_add(drawn.unseen);
        let (sheet, seen) = sheet(&drawn, &mut looker)?;
        contents.picture = contents.picture.max(seen);
        contents.sheets.push(sheet);
        text.push_str(&drawn.text);
        text.push('\n');
        contents.pages.push(text.len());
        concealed.push_str(&drawn.concealed);
        concealed.push('\n');
        if contents.picture != Picture::Shown && waiting.len() < MOST_WAITING {
            waiting.extend(drawn.pictures);
        }
    }
    // without a word, even a small picture says something
    if contents.sheets.iter().all(|sheet| sheet.words == 0) {
        for placed in &waiting {
            if contents.picture == Picture::Shown {
                break;
            }
            contents.picture = contents.picture.max(looker.look(placed)?);
        }
    }
    contents.text = Some(text);
    contents.concealed = Some(concealed);
    Ok(contents)
}

/// The text of a file that is attached under this name.
pub(super) fn inside(bytes: &[u8], name: &str) -> Answer {
    let document = load(bytes)?;
    let file = File::new(&document, limits::INFLATED_BYTES);
    Ok(Contents {
        text: facts::attached(&file, name)?,
        ..Contents::default()
    })
}

/// Pictures that are kept until it is known whether the file holds a word.
const MOST_WAITING: usize = 1_000;

/// What a page holds, and the best of what covers half of it.
fn sheet(drawn: &DrawnPage<'_>, looker: &mut Looker<'_, '_>) -> Result<(Sheet, Picture), Fault> {
    let words = Folded::of(&drawn.text).words();
    let letters = drawn.text.chars().filter(|c| c.is_alphanumeric()).count();
    let unread = usize::try_from(drawn.unmapped).unwrap_or(usize::MAX) > letters;
    let few = words < FEW_WORDS;
    let mut seen = if drawn.strokes >= DRAWING {
        Picture::Shown
    } else {
        Picture::None
    };
    let covered: u32 = drawn.pictures.iter().map(|placed| placed.share).sum();
    let mut image = unread && drawn.unmapped > 0 || (few && drawn.strokes >= DRAWING);
    if few && covered >= 500 {
        let mut shown = 0_u32;
        for placed in &drawn.pictures {
            let look = looker.look(placed)?;
            seen = seen.max(look);
            if look >= Picture::Undecoded {
                shown = shown.saturating_add(placed.share);
            }
        }
        image |= shown >= 500;
    }
    let sheet = Sheet {
        words,
        image,
        unmapped: drawn.unmapped,
    };
    Ok((sheet, seen))
}

fn load(bytes: &[u8]) -> Result<Document, Fault> {
    let options = LoadOptions::with_max_decompressed_size(STREAM);
    let document = Document::load_mem_with_options(bytes, options).map_err(|error| match error {
        Error::Decompress(DecompressError::MemoryLimitExceeded { .. }) => Fault::TooInflated,
        Error::InvalidPassword | Error::Decryption(_) => Fault::Encrypted,
        _ => Fault::Broken,
    })?;
    // what opens without a password has lost its lock by now
    if document.is_encrypted() {
        Err(Fault::Encrypted)
    } else if document.objects.len() > limits::OBJECTS {
        Err(Fault::TooManyObjects)
    } else {
        Ok(document)
    }
}
