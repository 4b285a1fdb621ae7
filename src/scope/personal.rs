//! Data of persons: what was found in files, in their names and in what the dossier says, less what their types admit, less what
//! the structure silenced with a reason.

use std::collections::{BTreeMap, BTreeSet};

use crate::assessment::privacy::{Alert, Privacy, Unscanned};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::dossier::{Dossier, Place, Silence};
use crate::evidence::contents::is_read;
use crate::evidence::inventory::{Found, Inventory};
use crate::evidence::item::{Held, Item, Reading};
use crate::evidence::privacy::{self, Kind};
use crate::evidence::reading::TextState;
use crate::kernel::{Digest, Id};
use crate::norm::Norm;
use crate::norm::model::{FactValue, PersonalData};

/// Gathers the outcome of a search.
pub(super) fn gather(
    norm: &Norm,
    dossier: &Dossier,
    inventory: &Inventory,
    items: &BTreeMap<Id, Item>,
    sink: &mut Diagnostics,
) -> Privacy {
    let mut alerts = in_texts(dossier);
    let mut known: BTreeSet<Digest> = alerts.iter().map(|(digest, _)| *digest).collect();
    let admitted = admitted(norm, items);
    let mut unscanned = Vec::new();
    for found in &inventory.files {
        known.insert(found.digest);
        if let Some(reason) = unscanned_because(found) {
            unscanned.push(Unscanned {
                path: found.path.clone(),
                reason,
            });
        }
        let mut hits = privacy::scan_name(&found.path);
        if let Some(Ok(seen)) = &found.contents {
            for (kind, count) in &seen.personal {
                *hits.entry(*kind).or_default() += count;
            }
        }
        let rightly = admitted.get(&found.digest);
        hits.retain(|kind, _| !rightly.is_some_and(|kinds| kinds.contains(kind)));
        alerts.extend(entries(&found.path, found.digest, &hits));
    }
    let mut alerts: Vec<Alert> = alerts.into_iter().map(|(_, alert)| alert).collect();
    alerts.sort();
    silence(&mut alerts, &dossier.silences, &known, sink);
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    Privacy {
        scanned: count(inventory.files.len() - unscanned.len()),
        files: count(inventory.files.len() + inventory.unfinished.len()),
        unscanned: unscanned
            .into_iter()
            .chain(inventory.unfinished.iter().map(|skipped| Unscanned {
                path: skipped.path.clone(),
                reason: skipped.reason.clone(),
            }))
            .collect(),
        alerts,
    }
}

fn entries(place: &str, digest: Digest, hits: &privacy::Hits) -> Vec<(Digest, Alert)> {
    hits.iter()
        .map(|(kind, count)| {
            let alert = Alert {
                place: place.to_owned(),
                kind: *kind,
                count: *count,
                digest,
                silenced: None,
            };
            (digest, alert)
        })
        .collect()
}

/// The free texts of the dossier. No type of evidence admits anything there.
fn in_texts(dossier: &Dossier) -> Vec<(Digest, Alert)> {
    let mut texts: Vec<(String, &str)> = Vec::new();
    let local = || dossier.by_site.values();
    let practices = local().flat_map(|own| &own.practices);
    for (id, practice) in dossier.practices.iter().chain(practices) {
        let said = [&practice.comment, &practice.not_applicable, &practice.by];
        let place = format!("dossier.toml, pratiques.{id}");
        texts.extend(
            said.into_iter()
                .flatten()
                .map(|text| (place.clone(), text.as_str())),
        );
    }
    let facts = local().flat_map(|own| &own.facts);
    for (key, fact) in dossier.facts.iter().chain(facts) {
        let value = match &fact.value {
            FactValue::Text(text) => Some(text),
            _ => None,
        };
        let place = format!("dossier.toml, faits.{key}");
        let said = fact.source.iter().chain(value);
        texts.extend(said.map(|text| (place.clone(), text.as_str())));
    }
    for found in &dossier.findings {
        let place = format!("constat {}", found.finding.id);
        let said = std::iter::once(&found.finding.reason).chain(found.finding.form.values());
        texts.extend(said.map(|text| (place.clone(), text.as_str())));
    }
    for decided in &dossier.actions {
        let action = &decided.action;
        let said = [&action.text, &action.lead, &action.by].into_iter().flatten();
        texts.extend(said.map(|text| (format!("action {}", action.id), text.as_str())));
    }
    for observation in &dossier.observations {
        let said = std::iter::once(&observation.text).chain(&observation.by);
        texts.extend(said.map(|text| (format!("observation {}", observation.id), text.as_str())));
    }
    for piece in &dossier.evidence {
        let place = match &piece.place {
            Place::Elsewhere(place, holder) => [Some(place), holder.as_ref()],
            Place::File(_) | Place::Reported(_) => [None, None],
        };
        let said = [&piece.title, &piece.source, &piece.by].map(Option::as_ref);
        for text in said.into_iter().chain(place).flatten() {
            texts.push((format!("dossier.toml, preuve {}", piece.id), text));
        }
    }
    texts
        .into_iter()
        .flat_map(|(place, text)| entries(&place, Digest::of(text.as_bytes()), &privacy::scan(text)))
        .collect()
}

/// What the types of each file rightly hold.
fn admitted(norm: &Norm, items: &BTreeMap<Id, Item>) -> BTreeMap<Digest, BTreeSet<Kind>> {
    let mut out: BTreeMap<Digest, BTreeSet<Kind>> = BTreeMap::new();
    for item in items.values() {
        let Held::File(file) = &item.held else { continue };
        let kinds = item
            .types
            .iter()
            .filter_map(|id| norm.evidence_types.get(id))
            .flat_map(|kind| &kind.admitted)
            .map(|data| match data {
                PersonalData::Names => Kind::Names,
                PersonalData::Phones => Kind::Phone,
                PersonalData::Mails => Kind::Mail,
                PersonalData::Iban => Kind::Iban,
            });
        out.entry(file.digest).or_default().extend(kinds);
    }
    out
}

fn unscanned_because(found: &Found) -> Option<String> {
    if let Reading::Unreadable { reason } | Reading::Unfinished { reason } = &found.reading {
        return Some(reason.clone());
    }
    match &found.contents {
        Some(Err(fuse)) => Some(fuse.reason().to_owned()),
        Some(Ok(seen)) => match seen.text {
            TextState::Read => None,
            TextState::Faulty(fault) => Some(fault.reason()),
            TextState::Absent => Some("pas de texte à lire (image ou document numérisé)".to_owned()),
            TextState::NotAsked => Some("non parcouru".to_owned()),
        },
        None if is_read(found.format) => Some("non parcouru".to_owned()),
        None => Some("médiaudit ne lit pas ce format".to_owned()),
    }
}

/// Marks what the structure silenced; what it silenced for nothing is a warning.
fn silence(alerts: &mut [Alert], silences: &[Silence], known: &BTreeSet<Digest>, sink: &mut Diagnostics) {
    for silence in silences {
        let mut used = false;
        for alert in alerts.iter_mut() {
            if alert.kind == silence.kind && alert.digest.to_string().starts_with(&silence.digest) {
                alert.silenced.get_or_insert_with(|| silence.reason.clone());
                used = true;
            }
        }
        if !used {
            let there = known
                .iter()
                .any(|digest| digest.to_string().starts_with(&silence.digest));
            let message = if there {
                format!(
                    "il n'y a pas d'alerte « {} » pour cette empreinte",
                    silence.kind.key()
                )
            } else {
                "cette empreinte n'est celle d'aucun fichier ni texte du dossier".to_owned()
            };
            sink.push(
                Diagnostic::new(Code::UselessSilence, message)
                    .at(silence.span.clone(), "")
                    .hint("retirez ce bloc, ou recopiez l'empreinte que donne « mediaudit preuves »"),
            );
        }
    }
}
