//! A user's folder of templates: read, checked whole, its faults told at their lines.

use std::collections::BTreeMap;
use std::path::Path;

use mediaudit_core::diag::{Code, Diagnostic, Diagnostics, Sources, toml_text};
use mediaudit_core::kernel::{FileId, Span, words};
use mediaudit_evidence::disk::shown;
use mediaudit_evidence::door::OpenFolder;
use mediaudit_evidence::whole::small;
use mediaudit_ink::templates::fault::TemplateFault;
use mediaudit_ink::templates::{Overlay, names};

/// Largest template, in bytes: the embedded ones have a fiftieth of it.
pub const MAX_BYTES: u64 = 1024 * 1024;

/// Templates that a user laid over the embedded ones, with their texts among the sources.
#[derive(Debug, Default)]
pub struct Folder {
    /// What the templates say.
    pub overlay: Overlay,
    files: BTreeMap<String, FileId>,
}

/// Reads and checks a folder of templates. Faults go to the sink; none is rendered where there is one.
pub fn load(folder: &Path, sources: &mut Sources, sink: &mut Diagnostics) -> Option<Folder> {
    let mut found = Folder::default();
    let mut sound = true;
    let Ok((door, entries)) = OpenFolder::listed(folder) else {
        sink.push(
            Diagnostic::new(
                Code::TemplateFile,
                format!("le dossier de gabarits « {} » ne peut être lu", folder.display()),
            )
            .hint("vérifiez le chemin donné à --gabarits"),
        );
        return None;
    };
    for entry in entries {
        let name = shown(&entry.path);
        if name.starts_with('.') || name.starts_with("LISEZMOI") {
            continue;
        }
        match text(&door, folder, &entry.path, &name, sources, sink) {
            Some((id, text)) => {
                found.overlay.0.insert(name.clone(), text);
                found.files.insert(name, id);
            }
            None => sound = false,
        }
    }
    if sound && found.files.is_empty() {
        sink.push(
            Diagnostic::new(
                Code::TemplateFile,
                format!("« {} » ne contient aucun gabarit", folder.display()),
            )
            .hint(format!(
                "un dossier de gabarits contient un ou plusieurs de : {}",
                names().join(", ")
            )),
        );
        return None;
    }
    let faults = found.overlay.check();
    sound &= faults.is_empty();
    for fault in &faults {
        sink.push(found.diagnostic(fault, sources));
    }
    sound.then_some(found)
}

fn text(
    door: &OpenFolder,
    folder: &Path,
    path: &Path,
    name: &str,
    sources: &mut Sources,
    sink: &mut Diagnostics,
) -> Option<(FileId, String)> {
    let refuse =
        |why: String| Diagnostic::new(Code::TemplateFile, format!("« {} » {why}", words::safe(name)));
    let known = names();
    if !known.contains(&name) {
        sink.push(
            refuse("n'est le nom d'aucun gabarit".to_owned())
                .nearest(name, known.iter().copied())
                .hint(format!("noms admis : {}", known.join(", "))),
        );
        return None;
    }
    match small(door, path, MAX_BYTES) {
        Ok(Some(bytes)) if bytes.len() as u64 <= MAX_BYTES => {
            let id = toml_text::decode(&folder.join(path).to_string_lossy(), bytes, sources, sink)?;
            Some((id, sources.get(id)?.text.clone()))
        }
        Ok(Some(_)) => {
            sink.push(refuse("est trop gros : un gabarit tient en 1 Mo".to_owned()));
            None
        }
        Ok(None) => None,
        Err(error) => {
            sink.push(refuse(format!("ne peut être lu : {error}")));
            None
        }
    }
}

impl Folder {
    /// A fault, at its place in the user's file where it is in one.
    pub fn diagnostic(&self, fault: &TemplateFault, sources: &Sources) -> Diagnostic {
        let place = self.files.get(&fault.template).and_then(|id| {
            let range = fault.range(&sources.get(*id)?.text);
            Some(Span::new(*id, range))
        });
        let mut told = Diagnostic::new(Code::Template, fault.message.clone());
        if let Some(span) = place {
            told = told.at(span, "");
        }
        fault.hints.iter().cloned().fold(told, Diagnostic::hint)
    }
}
