//! What Typst refuses in a template, in French; an unknown message says so and keeps the original.

use typst::ecow::EcoString;

/// One message.
pub(super) fn french(message: &EcoString) -> String {
    let message = message.as_str();
    let rest = |head: &str| message.strip_prefix(head).map(str::trim);
    if let Some(name) = rest("unknown variable:") {
        return format!("la variable Typst « {name} » n’existe pas");
    }
    if let Some(label) = rest("label ").and_then(|rest| rest.split_once(" does not exist")) {
        return format!("rien ne porte le repère {}", label.0);
    }
    if let Some(said) = rest("panicked with:") {
        return format!("le gabarit s’arrête de lui-même : {said}");
    }
    if message.starts_with("failed to load file") {
        return "un gabarit n’ouvre aucun fichier et ne charge aucun paquet".to_owned();
    }
    if message.starts_with("unclosed ") {
        return "ce qui est ouvert ici n’est pas fermé".to_owned();
    }
    if message == "condition is always true" || message == "loop seems to be infinite" {
        return "cette boucle ne finit pas".to_owned();
    }
    if message.starts_with("maximum ") && message.contains("depth exceeded") {
        return "des appels s’imbriquent trop".to_owned();
    }
    format!("Typst refuse ce balisage ; message d’origine : {message}")
}
