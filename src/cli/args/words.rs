//! The words that an option takes, and how they are read.

use clap::ValueEnum;

use mediaudit_app::issue::ExtentAsked;
use mediaudit_app::report;
use mediaudit_core::kernel::Date;
use mediaudit_core::view::Extent;
use mediaudit_core::view::ethics::Diffusion;
use mediaudit_ink::schema;
use mediaudit_ink::tabular::CsvDialect;

pub(super) fn day(text: &str) -> Result<Date, String> {
    Date::parse(text).ok_or_else(|| "date AAAA-MM-JJ attendue".to_owned())
}

pub(super) fn port(text: &str) -> Result<u16, String> {
    let port = text.parse().ok().filter(|port| *port > 0);
    port.ok_or_else(|| "un nombre de 1 à 65535 attendu".to_owned())
}

pub(super) fn minutes(text: &str) -> Result<u64, String> {
    let minutes = text.parse().ok().filter(|minutes| (1..=10_080).contains(minutes));
    minutes.ok_or_else(|| "un nombre de minutes attendu, de 1 à 10080".to_owned())
}

pub(super) fn piece_day(text: &str) -> Result<(String, Date), String> {
    let parts = text
        .rsplit_once('=')
        .and_then(|(piece, day)| Some((piece.trim(), Date::parse(day.trim())?)));
    parts
        .filter(|(piece, _)| !piece.is_empty())
        .map(|(piece, day)| (piece.to_owned(), day))
        .ok_or_else(|| "écrivez la preuve, le signe égal, la date : f-c190f4fffadf=2025-03-12".to_owned())
}

/// A file and its folder, as `--place` takes them: a name may hold an equals sign, a folder holds none.
pub(super) fn file_folder(text: &str) -> Result<(String, String), String> {
    let parts = text
        .rsplit_once('=')
        .map(|(file, folder)| (file.trim(), folder.trim()));
    parts
        .filter(|(file, folder)| !file.is_empty() && !folder.is_empty())
        .map(|(file, folder)| (file.to_owned(), folder.to_owned()))
        .ok_or_else(|| "écrivez le fichier, le signe égal, le papier : \"PV CA.pdf=instances\"".to_owned())
}

/// A file and the criteria for which it counts, as `--criteres` takes them.
pub(super) fn file_criteria(text: &str) -> Result<(String, Vec<String>), String> {
    let (file, ids) = text.rsplit_once('=').unwrap_or_default();
    let ids: Vec<String> = ids
        .split([',', ' ', ';'])
        .filter(|id| !id.is_empty())
        .map(str::to_owned)
        .collect();
    if file.trim().is_empty() || ids.is_empty() {
        return Err("écrivez le fichier, le signe égal, les critères : \"CR équipe.pdf=C04,D02\"".to_owned());
    }
    Ok((file.trim().to_owned(), ids))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in super::super) enum Shape {
    Texte,
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in super::super) enum DialectWord {
    Tableur,
    Ouvert,
}

impl From<DialectWord> for CsvDialect {
    fn from(dialect: DialectWord) -> Self {
        match dialect {
            DialectWord::Tableur => Self::Spreadsheet,
            DialectWord::Ouvert => Self::Open,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in super::super) enum PortfolioShape {
    Texte,
    Jsonl,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in super::super) enum Described {
    Norme,
    Dossier,
    Constats,
    Actions,
    Observations,
    Surcouche,
    Evaluation,
    Verification,
    VerificationNorme,
    Reponses,
    Questions,
    Rangement,
    Entretiens,
    Fiche,
    ComparaisonFiches,
    Portefeuille,
}

impl From<Described> for schema::SchemaKind {
    fn from(described: Described) -> Self {
        match described {
            Described::Norme => Self::Norm,
            Described::Dossier => Self::Dossier,
            Described::Constats => Self::Findings,
            Described::Actions => Self::Actions,
            Described::Observations => Self::Observations,
            Described::Surcouche => Self::Overlay,
            Described::Evaluation => Self::Assessment,
            Described::Verification => Self::Verification,
            Described::VerificationNorme => Self::NormVerification,
            Described::Reponses => Self::Answers,
            Described::Questions => Self::Questions,
            Described::Rangement => Self::Sorting,
            Described::Entretiens => Self::Interviews,
            Described::Fiche => Self::Sheet,
            Described::ComparaisonFiches => Self::SheetsBeside,
            Described::Portefeuille => Self::Portfolio,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in super::super) enum Gravity {
    Erreur,
    Avertissement,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in super::super) enum FormatWord {
    Pdf,
    Html,
    Json,
    Texte,
    Xlsx,
}

impl From<FormatWord> for report::ReportFormat {
    fn from(format: FormatWord) -> Self {
        match format {
            FormatWord::Pdf => Self::Pdf,
            FormatWord::Html => Self::Html,
            FormatWord::Json => Self::Json,
            FormatWord::Texte => Self::Text,
            FormatWord::Xlsx => Self::Workbook,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in super::super) enum ExtentWord {
    Essentiel,
    Complet,
    Fiche,
}

impl From<ExtentWord> for ExtentAsked {
    fn from(extent: ExtentWord) -> Self {
        match extent {
            ExtentWord::Essentiel => Self::Report(Extent::Essential),
            ExtentWord::Complet => Self::Report(Extent::Full),
            ExtentWord::Fiche => Self::Sheet,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in super::super) enum DiffusionWord {
    Publique,
    Interne,
}

impl From<DiffusionWord> for Diffusion {
    fn from(diffusion: DiffusionWord) -> Self {
        match diffusion {
            DiffusionWord::Publique => Self::Public,
            DiffusionWord::Interne => Self::Internal,
        }
    }
}
