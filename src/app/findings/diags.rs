//! What is told of a finding that is not written, and of a draw that is not made.

use crate::refusal::Refusal;
use mediaudit_core::kernel::{FindingId, IdError, Status, persons, words};

fn safe(text: &str) -> String {
    words::safe(&persons::masked(text))
}

fn meant(near: &str) -> String {
    format!("vouliez-vous dire « {near} » ?")
}

/// A file of drafts that its template does not make.
pub(super) fn undrafted(error: &impl std::fmt::Display) -> String {
    format!("ébauche de constats : {error}")
}

/// A name that no file of findings can bear.
pub(super) fn auditor_name(name: &str, error: &IdError, better: Option<&str>) -> Refusal {
    Refusal::said(format!("« {} » ne peut nommer un auditeur : {error}", safe(name)))
        .hints(better.map(|better| format!("par exemple : --auditeur {better}")))
}

/// An identifier that is none.
pub(super) fn typed_id(what: &str, text: &str, error: &IdError) -> Refusal {
    Refusal::said(format!("{what} « {} » : {error}", safe(text)))
        .hint("« mediaudit preuves DOSSIER » et « mediaudit norme montrer » donnent les identifiants")
}

/// A finding of that id that is there.
pub(super) fn there_already(id: &FindingId) -> Refusal {
    Refusal::said(format!("le constat « {id} » existe déjà")).hint(format!(
        "« mediaudit constats regler DOSSIER {id} … » le change ; sans --id, le prochain numéro libre est pris"
    ))
}

/// A finding on nothing.
pub(super) fn no_criterion() -> Refusal {
    Refusal::said("un constat porte sur un critère").hint("donnez son identifiant, comme C05")
}

/// Nobody audits yet.
pub(super) fn nobody_audits() -> Refusal {
    Refusal::said("aucun auditeur n’a de fichier dans « constats »")
        .hint("mediaudit constats nouveau DOSSIER --auditeur auditrice")
}

/// Several auditors, and none named.
pub(super) fn which_auditor(known: &[&str]) -> Refusal {
    Refusal::said("de quel auditeur est ce constat ?").hint(format!("--auditeur : {}", known.join(", ")))
}

/// An auditor who has no file.
pub(super) fn no_such_auditor(name: &str, near: Option<&str>) -> Refusal {
    Refusal::said(format!("« {} » n’a pas de fichier dans « constats »", safe(name)))
        .hints(near.map(meant))
        .hint("« mediaudit constats nouveau DOSSIER --auditeur … » le prépare")
}

/// A finding that is not there.
pub(super) fn no_such_finding(id: &str, near: Option<&str>) -> Refusal {
    Refusal::said(format!("« {} » n’est le constat d’aucun auditeur", safe(id))).hints(near.map(meant))
}

/// A status that is none.
pub(super) fn status(word: &str) -> Refusal {
    let known: Vec<&str> = Status::ALL.into_iter().map(Status::key).collect();
    Refusal::said(format!("« {} » n’est pas un statut", safe(word)))
        .hint(format!("statuts : {}", known.join(", ")))
}

/// A state of an element that is none.
pub(super) fn state(word: &str) -> Refusal {
    Refusal::said(format!("« {} » n’est pas un état d’élément", safe(word)))
        .hint("états : satisfait, non-satisfait, non-applicable")
}

/// Both ways to say what was found of an element.
pub(super) fn state_and_rating() -> Refusal {
    Refusal::said("un élément a un état, ou une cote, pas les deux").hint("gardez --etat ou --cote")
}

/// An element, and what was found of it is not said.
pub(super) fn no_state() -> Refusal {
    Refusal::said("que constatez-vous de cet élément ?")
        .hint("--etat satisfait, non-satisfait ou non-applicable ; ou --cote et un niveau")
}

/// A state of no element.
pub(super) fn no_element() -> Refusal {
    Refusal::said("un état se dit d’un élément, et aucun n’est nommé").hint("--element a, par exemple")
}

/// A key that is not cleared.
pub(super) fn not_cleared(key: &str, known: &[&str]) -> Refusal {
    let near = words::nearest(key, known.iter().copied());
    Refusal::said(format!("« {} » ne s’ôte pas d’un constat", safe(key)))
        .hints(near.map(meant))
        .hint(format!("s’ôtent : {}", known.join(", ")))
}

/// A draw without a seed.
pub(super) fn no_seed() -> Refusal {
    Refusal::said("un tirage part d’une graine, et cet auditeur n’en a pas")
        .hint("--graine, et ce que la structure ne peut deviner : un nombre lu à voix haute le premier jour, par exemple")
}

/// Another seed than the one that is written.
pub(super) fn other_seed(own: &str) -> Refusal {
    Refusal::said(format!("la graine de cet auditeur est déjà « {} »", safe(own)))
        .hint("en changer après un tirage, ce serait choisir : relancez sans --graine")
}

/// A table that the dossier does not hold.
pub(super) fn no_such_table(name: &str, known: &[String]) -> Refusal {
    let refusal = Refusal::said(format!(
        "« {} » n’est pas un tableau lu dans ce dossier",
        safe(name)
    ));
    if known.is_empty() {
        return refusal
            .hint("aucun fichier n’y est reconnu comme un tableau de la norme : « mediaudit preuves DOSSIER » dit pourquoi");
    }
    refusal.hint(format!("tableaux lus : {}", known.join(", ")))
}

/// Nothing to draw from.
pub(super) fn nothing_to_draw() -> Refusal {
    Refusal::said("il n’y a rien à tirer : ni ligne d’un tableau, ni fonction")
        .hint("déposez un tableau de la norme, ou demandez --fonctions 3")
}
