//! What the desk itself says: of its own doors, never of a dossier.

use mediaudit_app::edit::held::HeldBy;
use mediaudit_app::refusal::Refusal;

use super::DeskEnd;

/// Where the desk is, for the terminal.
pub fn address(url: &str) -> [String; 3] {
    [
        "Le bureau de médiaudit est ouvert sur cet ordinateur.".to_owned(),
        format!("  {url}"),
        "Cette adresse ne sert qu’une fois. Pour arrêter : « Quitter médiaudit » en bas de la page, ou Ctrl-C ici."
            .to_owned(),
    ]
}

/// How a desk ended, for the terminal.
pub fn ended(end: DeskEnd) -> String {
    match end {
        DeskEnd::Asked => "Le bureau est fermé. Tout ce qui a été enregistré est dans le dossier.".to_owned(),
        DeskEnd::Idle(minutes) => format!(
            "Le bureau s’est fermé seul : personne ne lui a rien demandé pendant {minutes} minutes. Tout ce qui a été enregistré est dans le dossier ; relancez la commande pour reprendre."
        ),
    }
}

/// Another desk has the dossier.
pub(super) fn already_open(held: &HeldBy) -> Refusal {
    match &held.address {
        Some(address) => Refusal::said(format!("le bureau de ce dossier est déjà ouvert : {address}")).hint(
            "allez à cette adresse dans le navigateur où il s’est ouvert ; s’il n’y est plus, fermez-le (Ctrl-C là où il a été lancé), puis recommencez",
        ),
        None => Refusal::said("le bureau de ce dossier est déjà ouvert, ici ou sur un autre ordinateur")
            .hint("fermez-le d’abord, puis recommencez"),
    }
}

pub(super) fn port(port: Option<u16>, why: &str) -> Refusal {
    match port {
        Some(port) => Refusal::said(format!("le port {port} ne s’ouvre pas ({why})"))
            .hint("sans --port, médiaudit en prend un qui est libre"),
        None => Refusal::said(format!("aucun port ne s’ouvre sur cet ordinateur ({why})")),
    }
}

pub(super) fn no_thread(why: &str) -> Refusal {
    Refusal::said(format!("le bureau ne peut démarrer ({why})"))
}

pub(super) fn no_secret() -> Refusal {
    Refusal::said(
        "cet ordinateur ne donne pas de hasard : le bureau ne peut pas être protégé, il ne s’ouvre pas",
    )
}
