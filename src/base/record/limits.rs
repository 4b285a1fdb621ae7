//! Every counted limit on the reading of contents, in one place.
//!
//! They count work, not time, so that a file has the same fate on every machine: one unit over is « illisible », with the limit
//! in the reason. They are « règles de l'outil », set well above what a document of a structure holds. The fuses (clock and
//! memory of the helper) are apart: see `app::helper`.

/// Largest file whose contents are read, in bytes. Larger ones are hashed, no more.
pub const FILE_BYTES: u64 = 64 * MIB;

/// Bytes that the compressed parts of one file may inflate to, in all.
pub const INFLATED_BYTES: u64 = 128 * MIB;

/// Bytes that one stream of a PDF (a page, a font, a group of objects; not an image) may inflate to.
pub const STREAM_BYTES: u64 = 16 * MIB;

/// Objects of a PDF.
pub const OBJECTS: usize = 500_000;

/// Pages.
pub const PAGES: u32 = 10_000;

/// Steps of drawing of a PDF: operators, letters, names and numbers of a line, each as often as it is played.
pub const DRAWINGS: u64 = 20_000_000;

/// Pixels of one picture that is looked at. Larger ones count as pictures that are not decoded.
pub const PIXELS: u64 = 64 * 1024 * 1024;

/// Pixels that are looked at in the pictures of one file, in all.
pub const ALL_PIXELS: u64 = 2 * PIXELS;

/// Characters of text.
pub const CHARACTERS: usize = 4_000_000;

/// Cells of the tables of one file that hold something, repeated ones counted as often as they are repeated.
pub const TABLE_CELLS: usize = 400_000;

/// Columns of a table. Cells further to the right are counted, not kept.
pub const TABLE_COLUMNS: u32 = 512;

/// Characters of one cell of a table that are kept.
pub const CELL_CHARACTERS: usize = 200;

/// Characters of the name of a sheet that are kept.
pub const SHEET_NAME: usize = 60;

/// Elements inside elements, in XML.
pub const XML_DEPTH: usize = 256;

/// Members of a zip.
pub const MEMBERS: usize = 4_096;

/// Bytes of a zip's directory: also what depth 1 keeps of the end of a zip.
pub const DIRECTORY_BYTES: usize = 1024 * 1024;

const MIB: u64 = 1024 * 1024;
