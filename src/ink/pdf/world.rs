//! The compiler's whole environment: one text, four fonts, one date. No file, network, clock or system font.

use std::sync::LazyLock;

use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World, WorldExt};

use super::french::french;

/// The embedded families: Atkinson Hyperlegible Next and Mono (Braille Institute, OFL 1.1).
static FONTS: LazyLock<Vec<Font>> = LazyLock::new(|| {
    let files: [&'static [u8]; 4] = [
        include_bytes!(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../../audit-templates/polices/AtkinsonHyperlegibleNext_400Regular.ttf"
        )),
        include_bytes!(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../../audit-templates/polices/AtkinsonHyperlegibleNext_700Bold.ttf"
        )),
        include_bytes!(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../../audit-templates/polices/AtkinsonHyperlegibleNext_400Regular_Italic.ttf"
        )),
        include_bytes!(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../../audit-templates/polices/AtkinsonHyperlegibleMono_400Regular.ttf"
        )),
    ];
    files
        .into_iter()
        .flat_map(|file| Font::iter(Bytes::new(file)).collect::<Vec<_>>())
        .collect()
});

/// Do all four fonts have a glyph for this character?
pub(super) fn covers(c: char) -> bool {
    FONTS
        .iter()
        .all(|font| font.info().coverage.contains(u32::from(c)))
}

/// How many characters of a faulty line are shown.
const EXCERPT: usize = 60;

pub(super) struct HermeticWorld {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    main: Source,
    logo: Option<Bytes>,
    mark: Option<Bytes>,
    date: (i16, i8, i8),
}

impl HermeticWorld {
    pub(super) fn new(markup: String, date: (i16, i8, i8), pictures: [Option<Vec<u8>>; 2]) -> Self {
        let [logo, mark] = pictures.map(|picture| picture.map(Bytes::new));
        #[expect(clippy::expect_used, reason = "a constant path")]
        let path = VirtualPath::new("rapport.typ").expect("a plain file name is a path");
        let main = Source::new(FileId::new(RootedPath::new(VirtualRoot::Project, path)), markup);
        Self {
            library: LazyHash::new(Library::default()),
            book: LazyHash::new(FontBook::from_fonts(FONTS.iter())),
            main,
            logo,
            mark,
            date,
        }
    }

    /// The first faults of a template, each with its line in the markup that it gave.
    pub(super) fn describe(&self, errors: &[SourceDiagnostic]) -> String {
        let one = |error: &SourceDiagnostic| {
            let said = french(&error.message);
            let range = self.range(error.span);
            let before = range.and_then(|range| self.main.text().get(..range.start));
            let Some(line) = before.map(|text| text.matches('\n').count()) else {
                return said;
            };
            let markup = self.main.text().lines().nth(line).unwrap_or_default().trim();
            let shown: String = markup.chars().take(EXCERPT).collect();
            let more = if shown.len() < markup.len() { "…" } else { "" };
            format!(
                "ligne {} du balisage produit, « {shown}{more} » : {said}",
                line + 1
            )
        };
        errors.iter().take(5).map(one).collect::<Vec<_>>().join("\n")
    }
}

impl World for HermeticWorld {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main.id() {
            Ok(self.main.clone())
        } else {
            Err(FileError::AccessDenied)
        }
    }

    /// The two files are pictures: the structure's logo, and the mark of whoever wrote the templates.
    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let picture = match id.vpath().get_without_slash() {
            "logo" => &self.logo,
            "marque" => &self.mark,
            _ => &None,
        };
        picture.clone().ok_or(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        FONTS.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        let (year, month, day) = self.date;
        Datetime::from_ymd(
            i32::from(year),
            u8::try_from(month).ok()?,
            u8::try_from(day).ok()?,
        )
    }
}
