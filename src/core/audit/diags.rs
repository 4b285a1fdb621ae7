//! What an audit tells of what it looks for and does not find.

use crate::diags;
use crate::kernel::Span;

diags! {
    /// No day of the audit.
    NoAuditDate {}
    => NoAuditDate, "aucune date d’audit".hint("donnez --date AAAA-MM-JJ, ou « date-audit » dans dossier.toml");

    /// A dossier that names no norm.
    NoPin { place: Span }
    => MissingKey, "le dossier n’épingle pas de norme".at(place, "")
        .hint("écrivez « norme = \"nf-x60-600\" » et « version-norme = \"1.0.0\" »");

    /// A profile that the norm does not hold.
    UnknownProfile<'a> { profile: &'a str, known: Vec<&'a str> }
    => UnknownProfile, "le profil « {profile} » n’est pas dans la norme"
        .nearest(profile, known.iter().copied()).hint(format!("profils : {}", known.join(", ")));

    /// An overlay that was asked for and is not there.
    OverlayAbsent<'a> { path: &'a str }
    => OverlayFile, "« {path} » : introuvable".hint("vérifiez le chemin donné à --surcouche");

    /// A folder without `dossier.toml`.
    NoDossier<'a> { folder: &'a str }
    => NoDossier, "pas de dossier.toml dans « {folder} »"
        .hint("donnez le dossier qui le contient, ou créez-en un : mediaudit nouveau mon-dossier");

    /// A folder whose `dossier.toml` bears another name.
    Misnamed<'a> { folder: &'a str, file: &'a str, why: &'a str }
    => NoDossier, "pas de dossier.toml dans « {folder} »".hint(format!("« {file} » {why}"));

    /// A logo that is not there.
    LogoAbsent<'a> { path: &'a str }
    => Logo, "« {path} » : le logo n’est pas là".hint(LOGO);
}

/// What a report can bear.
const LOGO: &str =
    "déposez une petite image PNG ou JPEG à côté de dossier.toml, ou retirez la ligne « logo »";
