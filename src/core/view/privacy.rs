//! The search for data of persons, in words: places, kinds and counts, never the data.

use serde::Serialize;

use super::counting;
use crate::assessment::privacy::{Alert, Privacy};
use crate::dossier::edit::{self, Edit};
use crate::kernel::french;
use crate::kernel::persons::AlertKind;
use crate::kernel::words as text;
use crate::record::tally::ForbiddenColumn;

/// What a report and the terminal say of the search.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PrivacyView {
    /// How many files were searched, of how many.
    pub scanned: String,
    /// What the search is worth, and what to do.
    pub advice: String,
    /// Alerts that stand.
    pub alerts: Vec<AlertRow>,
    /// Alerts that the structure silenced.
    pub silenced: Vec<AlertRow>,
    /// Files whose text was not searched: path, reason.
    pub unscanned: Vec<(String, String)>,
}

/// One alert.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AlertRow {
    /// Where.
    pub place: String,
    /// Kind and count, in words.
    pub what: String,
    /// Kind of data.
    pub kind: AlertKind,
    /// How the digest begins: enough to silence the alert.
    pub digest: String,
    /// Why it was silenced.
    pub reason: String,
}

/// Puts a search into words.
pub fn privacy(found: &Privacy) -> PrivacyView {
    let rows = |silenced: bool| -> Vec<AlertRow> {
        found
            .alerts
            .iter()
            .filter(|alert| alert.silenced.is_some() == silenced)
            .map(row)
            .collect()
    };
    let alerts = rows(false);
    let advice = if alerts.is_empty() {
        "Rien n’a été signalé ; une recherche automatique ne voit pas tout."
    } else {
        "Noms et textes signalés sont masqués ici. Ce qui concerne les personnes accueillies n’a pas sa place dans un dossier d’audit : masquez-le ou retirez le fichier."
    };
    PrivacyView {
        scanned: format!(
            "Recherche de données personnelles : texte parcouru dans {} sur {}.",
            french::count(found.scanned as usize, "fichier", "fichiers"),
            found.files
        ),
        advice: advice.to_owned(),
        alerts,
        silenced: rows(true),
        unscanned: found
            .unscanned
            .iter()
            .map(|file| (text::safe(&file.path), file.reason.clone()))
            .collect(),
    }
}

fn row(alert: &Alert) -> AlertRow {
    let (one, many) = alert.kind.nouns();
    AlertRow {
        place: text::safe(&alert.place),
        what: french::count(alert.count as usize, one, many) + &concealed(alert) + &columns(&alert.columns),
        kind: alert.kind,
        digest: alert.digest.short(),
        reason: text::printable(alert.silenced.as_deref().unwrap_or_default()),
    }
}

/// How many of them no eye sees: whoever looks for them in the file must know.
fn concealed(alert: &Alert) -> String {
    match alert.concealed {
        0 => String::new(),
        some if some == alert.count => {
            ", que l’œil ne voit pas (texte, ligne, colonne ou feuille cachés)".to_owned()
        }
        some => format!(", dont {some} que l’œil ne voit pas (texte, ligne, colonne ou feuille cachés)"),
    }
}

/// Which columns, by their places and what they announce.
fn columns(all: &[ForbiddenColumn]) -> String {
    if all.is_empty() {
        return String::new();
    }
    format!(" : {}", counting::forbidden(all))
}

impl PrivacyView {
    /// Line by line, for whoever prints plain text.
    pub fn lines(&self) -> Vec<String> {
        let mut out = vec![format!("{} {}", self.scanned, self.advice)];
        for row in &self.alerts {
            out.push(format!("{} : {} (empreinte {})", row.place, row.what, row.digest));
        }
        for row in &self.silenced {
            out.push(format!("{} : {}, levée — {}", row.place, row.what, row.reason));
        }
        for (path, reason) in &self.unscanned {
            out.push(format!("non parcouru : {path} — {reason}"));
        }
        out
    }

    /// The block of dossier.toml that silences the first alert that stands.
    pub fn silencing(&self) -> Option<String> {
        let row = self.alerts.first()?;
        let lift = Edit::Lift {
            digest: row.digest.clone(),
            kind: row.kind,
            reason: "…".to_owned(),
        };
        Some(edit::lines(&lift).ok()?.join("\n"))
    }
}
