//! A user's folder of templates: read, checked whole, its faults told at their lines.

use std::collections::BTreeMap;
use std::path::Path;

use super::diags::{
    LogoNoPicture, LogoTooLarge, NoTemplate, TemplateFolder, TemplateName, TemplateTooLarge,
    TemplateUnreadable, UnsoundTemplate,
};
use super::dossier_files::{MAX_LOGO as MAX_PICTURE, is_picture};
use mediaudit_core::diag::{Diagnostic, Diagnostics, Sources, toml_text};
use mediaudit_core::kernel::{FileId, Span, words};
use mediaudit_evidence::disk::shown;
use mediaudit_evidence::door::OpenFolder;
use mediaudit_evidence::whole::small;
use mediaudit_ink::templates::fault::TemplateFault;
use mediaudit_ink::templates::{Overlay, names};

/// Largest template, in bytes: the embedded ones have a fiftieth of it.
pub const MAX_BYTES: u64 = 1024 * 1024;

/// Names that the mark of whoever wrote the templates may bear.
const MARKS: [&str; 3] = ["marque.png", "marque.jpg", "marque.jpeg"];

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
        sink.push(TemplateFolder {
            folder: &folder.to_string_lossy(),
        });
        return None;
    };
    for entry in entries {
        let name = shown(&entry.path);
        if name.starts_with('.') || name.starts_with("LISEZMOI") {
            continue;
        }
        if MARKS.contains(&name.as_str()) {
            match mark(&door, &entry.path, &name) {
                Ok(bytes) => found.overlay.mark = Some(bytes),
                Err(fault) => {
                    sink.push(fault);
                    sound = false;
                }
            }
            continue;
        }
        match text(&door, folder, &entry.path, &name, sources, sink) {
            Some((id, text)) => {
                found.overlay.templates.insert(name.clone(), text);
                found.files.insert(name, id);
            }
            None => sound = false,
        }
    }
    if sound && found.files.is_empty() {
        sink.push(NoTemplate {
            folder: &folder.to_string_lossy(),
            known: names().join(", "),
        });
        return None;
    }
    let faults = found.overlay.check();
    sound &= faults.is_empty();
    for fault in &faults {
        sink.push(found.diagnostic(fault, sources));
    }
    sound.then_some(found)
}

/// The mark of whoever wrote the templates; a picture is told by its first bytes.
fn mark(door: &OpenFolder, path: &Path, name: &str) -> Result<Vec<u8>, Diagnostic> {
    let shown = &words::safe(name);
    match small(door, path, MAX_PICTURE) {
        Ok(Some(bytes)) if bytes.len() as u64 > MAX_PICTURE => Err(LogoTooLarge { path: shown }.into()),
        Ok(Some(bytes)) if is_picture(&bytes) => Ok(bytes),
        Ok(_) => Err(LogoNoPicture { path: shown }.into()),
        Err(error) => Err(TemplateUnreadable {
            name: shown,
            why: error.to_string(),
        }
        .into()),
    }
}

fn text(
    door: &OpenFolder,
    folder: &Path,
    path: &Path,
    name: &str,
    sources: &mut Sources,
    sink: &mut Diagnostics,
) -> Option<(FileId, String)> {
    let shown = words::safe(name);
    let known = names();
    if !known.contains(&name) {
        sink.push(TemplateName { name: &shown, known });
        return None;
    }
    match small(door, path, MAX_BYTES) {
        Ok(Some(bytes)) if bytes.len() as u64 <= MAX_BYTES => {
            let id = toml_text::decode(&folder.join(path).to_string_lossy(), bytes, sources, sink)?;
            return Some((id, sources.get(id)?.text.to_string()));
        }
        Ok(Some(_)) => sink.push(TemplateTooLarge { name: &shown }),
        Ok(None) => {}
        Err(error) => sink.push(TemplateUnreadable {
            name: &shown,
            why: error.to_string(),
        }),
    }
    None
}

impl Folder {
    /// A fault, at its place in the user's file where it is in one.
    pub fn diagnostic(&self, fault: &TemplateFault, sources: &Sources) -> Diagnostic {
        let place = self.files.get(&fault.template).and_then(|id| {
            let range = fault.range(&sources.get(*id)?.text);
            Some(Span::new(*id, range))
        });
        UnsoundTemplate {
            message: &fault.message,
            place,
            hints: &fault.hints,
        }
        .into()
    }
}
