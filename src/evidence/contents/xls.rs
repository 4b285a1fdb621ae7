//! XLS (Excel 97 to 2003): the workbook stream of a compound file, record by record ([MS-XLS]). Macros and links are streams and
//! records that nobody reads. The compound file is another's to open; its records are ours to walk, since a reader that hands out whole
//! rectangles of cells lets one stray cell cost millions, and says nothing of hidden rows.

mod globals;
mod records;
mod sheet;
mod summary;

use std::io::{Cursor, Read as _};

use super::{Answer, Contents, Facts, Fault, Page, limits, newest};
use cfb::CompoundFile as Compound;
use globals::Globals;
use mediaudit_core::record::grid::Gridding;
use mediaudit_core::record::survey::Signature;

/// The only version whose texts are of one kind.
const BIFF8: u16 = 0x0600;

pub(super) fn read(bytes: &[u8]) -> Answer {
    let mut file = Compound::open(Cursor::new(bytes)).map_err(|_| Fault::Broken)?;
    if file.exists("/EncryptedPackage") {
        return Err(Fault::Encrypted);
    }
    if !file.is_stream("/Workbook") {
        // Excel 5 and 95 call theirs « Book »
        return Err(if file.is_stream("/Book") {
            Fault::OldWorkbook
        } else {
            Fault::Broken
        });
    }
    let signature = if file.exists("/_signatures") || file.exists("/_xmlsignatures") {
        Signature::Electronic
    } else {
        Signature::None
    };
    let bytes = whole(&mut file, "/Workbook")?;
    // a workbook without a summary, or with a damaged one, is a workbook without date
    let dates = whole(&mut file, "/\u{5}SummaryInformation")
        .map_or_else(|_| Vec::new(), |bytes| summary::dates(&bytes));
    let (mut page, mut grids) = (Page::default(), Gridding::default());
    let book = Globals::of(&bytes)?;
    for (place, stream) in book.sheets(&bytes)? {
        sheet::read(stream, place, &book, &mut page, &mut grids)?;
    }
    Ok(Contents {
        facts: Facts {
            pages: None,
            newest: newest(dates),
        },
        unseen: page.unseen,
        signature,
        text: Some(page.text),
        concealed: Some(page.concealed),
        grids: grids.finish(),
        ..Contents::default()
    })
}

/// A stream of the file.
fn whole(file: &mut Compound<Cursor<&[u8]>>, name: &str) -> Result<Vec<u8>, Fault> {
    let mut bytes = Vec::new();
    file.open_stream(name)
        .map_err(|_| Fault::Broken)?
        .take(limits::FILE_BYTES)
        .read_to_end(&mut bytes)
        .map_err(|_| Fault::Broken)?;
    Ok(bytes)
}
