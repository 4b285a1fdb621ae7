//! What the join of norm, dossier and evidence tells the author of the dossier.

use crate::diags;
use crate::kernel::{Date, PieceId, Span, TypeId, french, words};
use crate::norm::Norm;
use crate::record::transcript::Misplaced;

diags! {
    /// Copies of one file, with dates that contradict one another.
    ContradictoryDates { paths: String, first: Date }
    => ContradictoryDates, "un même fichier porte deux dates d’effet : {paths}"
        .hint(format!("la plus ancienne compte, le {} ; gardez une seule copie, ou la même date partout", first.in_words()));

    /// A piece that a file beside the dossier names, and that there is not.
    UnknownEvidence<'a> { piece: &'a str, place: Span, known: Vec<&'a str> }
    => UnknownEvidence, "la preuve « {piece} » n’est pas dans le dossier".at(place, "").nearest(piece, known)
        .hint("« mediaudit preuves DOSSIER » donne l’identifiant de chaque preuve");

    /// A draw that its own seed does not give.
    DrawAltered { place: Span }
    => DrawShape, "ce tirage n’est pas celui que donne la graine de son auditeur".at(place, "")
        .hint("un tirage ne se choisit ni ne se corrige : retirez ce bloc, et refaites « mediaudit constats tirer »");

    /// A transcription that is not read.
    UselessTranscript { why: &'static str, place: Span }
    => UselessTranscript, "{why}".at(place, "").hint("une transcription dit ce que montre une image : retirez-la, ou corrigez « page »");

    /// A digest of nothing in the dossier.
    DigestOfNothing { place: Span }
    => UselessSilence, "cette empreinte n’est celle d’aucun fichier ni texte du dossier".at(place, "")
        .hint(COPY_AGAIN);

    /// A digest of what holds no such data.
    NothingToSilence<'a> { kind: &'a str, place: Span }
    => UselessSilence, "il n’y a pas d’alerte « {kind} » pour cette empreinte".at(place, "").hint(COPY_AGAIN);
}

/// Why a transcription is not read.
pub(super) fn misplaced(why: Misplaced) -> &'static str {
    match why {
        Misplaced::HasText => "cette page a son propre texte : c’est lui qui est lu",
        Misplaced::NoPage => "la pièce n’a pas cette page",
        Misplaced::WhichPage => "la pièce a plusieurs pages : dites laquelle",
    }
}

const COPY_AGAIN: &str = "retirez ce bloc, ou recopiez l’empreinte que donne « mediaudit preuves DOSSIER »";

/// Why a file was not looked through for data of persons.
pub(super) const NO_TEXT: &str = "pas de texte à lire (image ou document numérisé)";
pub(super) const NOT_SCANNED: &str = "non parcouru";
pub(super) const NOT_READ: &str = "médiaudit ne lit pas ce format";

/// Why a file is evidence of nothing: the folder that it lies in, if any, is no evidence type.
pub(super) fn untyped(folder: Option<&str>, norm: &Norm) -> String {
    match folder {
        Some(folder) => {
            let slug = TypeId::slug(folder);
            let wanted = slug.as_ref().map_or(folder, TypeId::as_str);
            let papers = norm.papers.iter().map(|paper| paper.id.as_str());
            let known = papers.chain(norm.evidence_types.keys().map(TypeId::as_str));
            let near = words::nearest(wanted, known);
            format!(
                "« {} » n’est ni un papier ni un type de preuve de la norme{}",
                words::safe(folder),
                near.map_or_else(String::new, |near| format!(" : vouliez-vous dire « {near} » ?"))
            )
        }
        None => "aucun type : rangez ce fichier dans le dossier d’un papier ou d’un type, ou déclarez-le dans dossier.toml"
            .to_owned(),
    }
}

/// Why a declared file is not there, with the one that it may be.
pub(super) fn astray(piece: &PieceId, near: Option<&str>) -> String {
    let way = near.map_or_else(
        || "déposez-le à cette place, ou retirez la ligne".to_owned(),
        |near| format!("vouliez-vous dire « {near} » ?"),
    );
    format!("déclaré par la preuve « {piece} », ce fichier n’est pas là : {way}")
}

/// Why a mail was not looked through whole.
pub(super) fn attached(n: usize) -> String {
    let said = french::count(n, "pièce jointe, non lue", "pièces jointes, non lues");
    let them = if n > 1 { "les" } else { "la" };
    format!("contient {said} : enregistrez-{them} à part et rangez-{them} à côté")
}

/// Why a picture could not be looked at.
pub(super) const UNDECODED: &str =
    "image d’un format qui n’est pas décodé : enregistrez-la en JPEG, PNG ou PDF";

/// Where a reason of the structure is written.
pub(super) const SILENCES: &str = "dossier.toml, alerte-levee";

/// Where the words of a declaration are written.
pub(super) fn declaration(id: &PieceId) -> String {
    format!("dossier.toml, preuve {id}")
}
