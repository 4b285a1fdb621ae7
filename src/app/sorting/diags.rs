//! What is told of a heap that is not sorted, or of one of its files that is not filed.

use std::path::Path;

use crate::output::filing::NotReplaced;
use crate::refusal::Refusal;
use mediaudit_core::kernel::{french, words};

fn meant(near: &str) -> String {
    format!("vouliez-vous dire « {near} » ?")
}

/// What a person gave, and that cannot be opened.
pub(super) fn absent(given: &Path, why: &str) -> Refusal {
    Refusal::said(format!("« {} » : {why}", words::safe(&given.to_string_lossy())))
        .hint("donnez des fichiers, ou le dossier qui les contient")
}

/// More files than one heap may hold.
pub(super) fn too_large(count: usize, most: usize) -> Refusal {
    Refusal::said(format!(
        "{} à ranger : médiaudit en range {} à la fois",
        french::count(count, "fichier", "fichiers"),
        french::number(most)
    ))
    .hint("est-ce le bon dossier ? sinon, donnez-en un plus petit")
}

/// A name that is of no file of the heap, or of several.
pub(super) fn not_in_heap(name: &str, found: usize, near: Option<&str>) -> Refusal {
    let name = words::safe(name);
    if found > 1 {
        return Refusal::said(format!("« {name} » est le nom de plusieurs des fichiers donnés"))
            .hint("donnez le chemin entier, comme médiaudit l’affiche");
    }
    Refusal::said(format!("« {name} » n’est aucun des fichiers donnés")).hints(near.map(meant))
}

/// A folder that is neither a paper nor a type.
pub(super) fn unknown_folder(folder: &str, near: Option<&str>) -> Refusal {
    Refusal::said(format!(
        "« {} » n’est ni un papier ni un type de preuve de la norme",
        words::safe(folder)
    ))
    .hints(near.map(meant))
}

/// A criterion that is none.
pub(super) fn unknown_criterion(id: &str, near: Option<&str>) -> Refusal {
    Refusal::said(format!(
        "« {} » n’est pas un critère de la norme",
        words::safe(id)
    ))
    .hints(near.map(meant))
}

/// Why a file was not filed.
pub(super) fn not_filed(error: &NotReplaced) -> String {
    match error {
        NotReplaced::Changed => "un autre fichier a pris cette place : relancez la commande".to_owned(),
        NotReplaced::Protected | NotReplaced::Unopened(_) => error.to_string(),
    }
}

/// A file of the heap is not the one that was read.
pub(super) const CHANGED: &str = "a changé depuis qu’il a été lu : relancez la commande";

/// A copy stands in the dossier, and the file in the heap.
pub(super) fn stays(error: &dyn std::fmt::Display) -> String {
    format!("copié, mais n’a pu être ôté du tas ({error})")
}
