//! Workbooks of Excel 97 to 2003: written by another's hand (`tests/tools/classeur.py`), and made to harm.

use std::fs;
use std::io::{Cursor, Write as _};
use std::path::Path;

use mediaudit_core::kernel::Date;
use mediaudit_core::record::grid::{Grid, GridCell};
use mediaudit_core::record::item::{Format, Reading};
use mediaudit_core::record::{Contents, Fault};
use mediaudit_evidence::{contents, kind};

fn kept(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/tableaux");
    fs::read(folder.join(name)).unwrap()
}

fn read(bytes: &[u8]) -> Result<Contents, Fault> {
    contents::read(Format::Xls, bytes)
}

fn cells(grid: &Grid, row: u32) -> Vec<GridCell> {
    let row = grid.rows.iter().find(|one| one.number == row).unwrap();
    row.cells.iter().map(|(_, cell)| cell.clone()).collect()
}

fn words(text: &str) -> GridCell {
    GridCell::Text(text.to_owned())
}

#[test]
fn every_kind_of_cell_is_read_as_it_was_kept() {
    let found = read(&kept("cellules.xls")).unwrap();
    let grid = &found.grids[0];
    assert_eq!(grid.name, "Feuille");
    let numbers = ["1", "-7", "0.05", "35.4", "1234567.891", "1000000000"];
    assert_eq!(
        cells(grid, 1),
        numbers.map(|number| GridCell::Number(number.to_owned()))
    );
    let second = cells(grid, 2);
    assert_eq!(second[..2], [GridCell::Truth(true), words("é — ’")]);
    assert_eq!(second[2], words(&"x".repeat(200)));
    // a formula has the value that was kept of it, which is none here
    assert_eq!(second[3..], [words("gras et maigre")]);
    let hidden: Vec<bool> = grid.rows.iter().map(|row| row.hidden).collect();
    assert_eq!(hidden, [false, false, true, false]);
    // a text that goes on from record to record is whole, in letters of one byte and of two
    let text = found.text.unwrap();
    let long = "x".repeat(9000) + "œ" + &"y".repeat(9000);
    assert!(text.contains(&long));
    assert!(!text.contains("masquée") && found.unseen > 0);
    // the far end costs one cell
    assert_eq!(grid.rows.last().unwrap().number, 65_536);
    assert_eq!(grid.rows.last().unwrap().cells[0].0, 256);
}

#[test]
fn days_are_those_of_the_workbook_and_what_is_hidden_is_known() {
    for name in ["activite.xls", "activite-1904.xls"] {
        let found = read(&kept(name)).unwrap();
        let grid = &found.grids[0];
        assert_eq!(cells(grid, 4)[0], GridCell::Day(Date::new(2025, 1, 6).unwrap()));
        assert_eq!(grid.hidden_columns.iter().copied().collect::<Vec<_>>(), [6]);
        assert_eq!(
            found.grids.iter().map(|grid| grid.hidden).collect::<Vec<_>>(),
            [false, true]
        );
        let text = found.text.unwrap();
        assert!(text.contains("06/01/2025"), "{text}");
        assert!(!text.contains("Untel") && !text.contains("caché"), "{text}");
    }
}

#[test]
fn a_workbook_is_known_by_its_name_and_its_first_bytes() {
    let look = |path: &str, bytes: &[u8]| {
        let head = &bytes[..bytes.len().min(kind::EDGE)];
        kind::look(path, bytes.len() as u64, head, head)
    };
    let bytes = kept("activite.xls");
    assert_eq!(look("a.xls", &bytes), (Format::Xls, Reading::Readable));
    assert_eq!(look("a.doc", &bytes).0, Format::OldOffice);
    // many tools call so what they write as values
    assert_eq!(
        look("a.xls", "Date;Registre\n05/01/2025;C\n".as_bytes()).0,
        Format::Csv
    );
}

/// A record.
fn record(kind: u16, body: &[u8]) -> Vec<u8> {
    let length = u16::try_from(body.len()).unwrap();
    [&kind.to_le_bytes(), &length.to_le_bytes(), body].concat()
}

fn begin(version: u16, what: u16) -> Vec<u8> {
    record(0x0809, &[version.to_le_bytes(), what.to_le_bytes()].concat())
}

/// A sheet at this place of the stream.
fn place(at: usize) -> Vec<u8> {
    let at = u32::try_from(at).unwrap().to_le_bytes();
    record(0x0085, &[&at[..], &[0, 0, 1, 0, b'f']].concat())
}

/// A number in a cell.
fn number(row: u16, column: u16, value: f64) -> Vec<u8> {
    let place = [row, column, 0].map(u16::to_le_bytes).concat();
    record(0x0203, &[&place[..], &value.to_le_bytes()].concat())
}

fn end() -> Vec<u8> {
    record(0x000a, &[])
}

/// A workbook of these records and one sheet.
fn workbook(globals: &[Vec<u8>], sheet: &[Vec<u8>]) -> Vec<u8> {
    let start = [begin(0x0600, 5), globals.concat()].concat();
    let at = start.len() + place(0).len() + end().len();
    let stream = [
        start,
        place(at),
        end(),
        begin(0x0600, 0x10),
        sheet.concat(),
        end(),
    ];
    compound("/Workbook", &stream.concat())
}

fn compound(name: &str, stream: &[u8]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    file.create_stream(name).unwrap().write_all(stream).unwrap();
    file.flush().unwrap();
    file.into_inner().into_inner()
}

#[test]
fn a_workbook_is_as_old_as_it_says() {
    let kept = workbook(&[], &[number(0, 0, 12.0)]);
    assert_eq!(read(&kept).unwrap().facts.newest, None);
    let mut file = cfb::CompoundFile::open(Cursor::new(kept)).unwrap();
    // [MS-OLEPS]: one set, which says when the workbook was last kept: 154,557 days after 1 January 1601
    let class = 0xe085_9ff2_f94f_6810_ab91_0800_2b27_b3d9_u128.to_be_bytes();
    let mut summary = vec![0; 24];
    summary.extend([1, 0, 0, 0]);
    summary.extend(class);
    for word in [48_u32, 32, 1, 0x0d, 16, 0x40] {
        summary.extend(word.to_le_bytes());
    }
    summary.extend((154_557_u64 * 24 * 60 * 60 * 10_000_000).to_le_bytes());
    let mut stream = file.create_stream("/\u{5}SummaryInformation").unwrap();
    stream.write_all(&summary).unwrap();
    drop(stream);
    file.flush().unwrap();
    let found = read(&file.into_inner().into_inner()).unwrap();
    assert_eq!(found.facts.newest, Date::new(2024, 3, 1));
}

#[test]
fn hostile_workbooks_get_their_reason_within_bounds() {
    let one = || number(0, 0, 1.0);
    assert_eq!(read(&workbook(&[], &[one()])).unwrap().grids[0].rows.len(), 1);
    // a password, in the workbook and around it
    assert_eq!(
        read(&workbook(&[record(0x002f, &[1, 0, 1, 0])], &[one()])),
        Err(Fault::Encrypted)
    );
    assert_eq!(read(&compound("/EncryptedPackage", b"x")), Err(Fault::Encrypted));
    // older than the format that is read, and no workbook at all
    let old = [begin(0x0500, 5), end()].concat();
    assert_eq!(read(&compound("/Book", &old)), Err(Fault::OldWorkbook));
    assert_eq!(read(&compound("/Workbook", &old)), Err(Fault::OldWorkbook));
    assert_eq!(read(&compound("/WordDocument", b"x")), Err(Fault::Broken));
    assert_eq!(read(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), Err(Fault::Broken));
    // more texts than there are, a text longer than its records, a cell that names one that is not there: nothing is allocated for them
    let many = record(0x00fc, &[0xff; 12]);
    let missing = record(0x00fd, &[0, 0, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0x7f]);
    let found = read(&workbook(&[many], &[missing, one()])).unwrap();
    assert_eq!(cells(&found.grids[0], 1), [GridCell::Number("1".to_owned())]);
    // more cells than any table has
    let rows = (0..65_535).flat_map(|row| (0..7).map(move |column| (row, column)));
    let all: Vec<Vec<u8>> = rows.map(|(row, column)| number(row, column, 1.0)).collect();
    assert_eq!(read(&workbook(&[], &all)), Err(Fault::TooManyCells));
    // a chart inside the sheet has numbers of its own, which are copies; a sheet that never ends is cut
    let chart = [begin(0x0600, 0x20), number(9, 9, 3.0), end()].concat();
    let found = read(&workbook(&[], &[chart, one()])).unwrap();
    assert_eq!(found.grids[0].rows.len(), 1);
    let endless = workbook(&[], &[begin(0x0600, 0x20), one()]);
    assert_eq!(read(&endless), Err(Fault::Broken));
    // a formula: a link to another workbook gives what was kept, an error or no text gives a fault; nothing is computed or followed
    let formula = |column: u8, kept: [u8; 8]| {
        let head = [0, 0, column, 0, 0, 0];
        record(0x0006, &[&head[..], &kept, &[0; 8]].concat())
    };
    let linked = [
        record(0x01ae, b"\x01\x00\x12\x00\x00http://exemple/x.xls"),
        formula(0, 7.5_f64.to_le_bytes()),
        formula(1, [2, 0, 0x17, 0, 0, 0, 0xff, 0xff]),
        formula(2, [0, 0, 0, 0, 0, 0, 0xff, 0xff]),
        formula(3, [1, 0, 1, 0, 0, 0, 0xff, 0xff]),
    ];
    let found = read(&workbook(&[], &linked)).unwrap();
    assert_eq!(
        cells(&found.grids[0], 1),
        [
            GridCell::Number("7.5".to_owned()),
            GridCell::Faulty,
            GridCell::Faulty,
            GridCell::Truth(true)
        ]
    );
}

#[test]
fn a_workbook_cut_or_altered_anywhere_never_breaks_the_reader() {
    let whole = kept("activite.xls");
    for at in (0..whole.len()).step_by(97) {
        let _cut = read(&whole[..at]);
        let mut altered = whole.clone();
        altered[at] ^= 0xff;
        if let Err(fault) = read(&altered) {
            assert_ne!(fault, Fault::Defeated, "byte {at}");
        }
    }
}
