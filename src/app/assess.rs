//! From a folder to an [`Assessment`].

use std::path::Path;

use super::norms;
use crate::assessment::{Assessment, Provenance};
use crate::diag::{Code, Diagnostic, Diagnostics, Sources};
use crate::dossier::{self, Dossier};
use crate::engine;
use crate::evidence::contents::Reader;
use crate::evidence::disk;
use crate::evidence::inventory::Inventory;
use crate::kernel::{Date, Digest, Id};
use crate::norm::Norm;
use crate::scope::{self, Asked, Leftovers, Needs, Plan};

/// What the caller chooses.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// A norm other than the pinned one: an id, or a path.
    pub norm: Option<String>,
    /// A profile other than the dossier's.
    pub profile: Option<String>,
    /// An audit date other than the dossier's.
    pub date: Option<Date>,
    /// Today, where neither says it.
    pub today: Option<Date>,
    /// Also search files for data of persons.
    pub privacy: bool,
}

/// A dossier, judged.
#[derive(Debug)]
pub struct Outcome {
    /// The result.
    pub assessment: Assessment,
    /// What the walk found.
    pub inventory: Inventory,
    /// What fits nowhere.
    pub leftovers: Leftovers,
}

/// Judges the dossier of a folder. Contents of files go through `reader`. Faults of the dossier's author go to the sink.
pub fn assess(
    folder: &Path,
    request: &Request,
    reader: &dyn Reader,
    sources: &mut Sources,
    sink: &mut Diagnostics,
) -> Option<Outcome> {
    let bytes = match disk::read_small(
        &folder.join("dossier.toml"),
        crate::diag::toml_text::MAX_BYTES as u64,
    ) {
        Ok(Some(bytes)) => bytes,
        Ok(None) => {
            sink.push(
                Diagnostic::new(
                    Code::BadPath,
                    format!("pas de dossier.toml dans « {} »", folder.display()),
                )
                .hint("donnez le dossier qui le contient, ou créez-en un : mediaudit nouveau mon-dossier"),
            );
            return None;
        }
        Err(error) => {
            sink.push(Diagnostic::new(
                Code::BadPath,
                format!("dossier.toml : {}", disk::why(&error)),
            ));
            return None;
        }
    };
    let dossier_digest = Digest::of(&bytes);
    let file = crate::diag::toml_text::decode("dossier.toml", bytes, sources, sink)?;
    let norm = load_norm(file, request, sources, sink)?;
    let dossier = dossier::load(file, &norm, sources, sink)?;
    let profile = choose_profile(&norm, &dossier, request, sink)?;
    let Some(date) = request.date.or(dossier.date).or(request.today) else {
        sink.push(
            Diagnostic::new(Code::MissingKey, "aucune date d'audit")
                .hint("donnez --date AAAA-MM-JJ, ou « date-audit » dans dossier.toml"),
        );
        return None;
    };
    let needs = Needs::of(&norm, &profile);
    let plan = Plan::new(&needs, &norm, &dossier, request.privacy);
    let inventory = disk::inventory(folder, &|path, format| plan.wanted(path, format), reader);
    let digest = inputs_digest(dossier_digest, &inventory);
    let norm_digest = norm.digest;
    let asked = Asked {
        profile,
        date,
        privacy: request.privacy,
    };
    let (inputs, leftovers) = scope::join(norm, dossier, &inventory, asked, sink)?;
    let results = engine::assess(&inputs);
    let provenance = Provenance {
        tool: env!("CARGO_PKG_VERSION").to_owned(),
        norm: norm_digest,
        dossier: digest,
    };
    Some(Outcome {
        assessment: Assessment {
            schema: 1,
            inputs,
            results,
            provenance,
        },
        inventory,
        leftovers,
    })
}

/// The dossier's digest covers its inputs only, so that a report written inside changes nothing.
fn inputs_digest(dossier: Digest, inventory: &Inventory) -> Digest {
    let files = inventory
        .files
        .iter()
        .map(|found| (found.path.as_str(), found.digest.bytes().as_slice()));
    Digest::of_parts(std::iter::once(("dossier.toml", dossier.bytes().as_slice())).chain(files))
}

fn load_norm(
    file: crate::kernel::FileId,
    request: &Request,
    sources: &mut Sources,
    sink: &mut Diagnostics,
) -> Option<Norm> {
    if let Some(wanted) = &request.norm {
        return if norms::is_path(wanted) {
            norms::load_folder(Path::new(wanted), sources, sink)
        } else {
            norms::load_shipped(wanted, None, sources, sink)
        };
    }
    match dossier::pin(file, sources) {
        Some(pin) => norms::load_shipped(&pin.norm, Some(&pin.version), sources, sink),
        None => {
            // say first what keeps the file from being read at all
            if let Some(source) = sources.get(file) {
                let text = source.text.clone();
                crate::diag::toml_text::parse(file, &text, sink);
            }
            if !sink.has_errors() {
                let span = crate::kernel::Span::new(file, 0..0);
                sink.push(
                    Diagnostic::new(Code::MissingKey, "le dossier n'épingle pas de norme")
                        .at(span, "")
                        .hint("écrivez « norme = \"nf-x60-600\" » et « version-norme = \"1.0.0\" »"),
                );
            }
            None
        }
    }
}

fn choose_profile(norm: &Norm, dossier: &Dossier, request: &Request, sink: &mut Diagnostics) -> Option<Id> {
    let wanted = match &request.profile {
        Some(text) => Id::parse(text).ok().filter(|id| norm.profile(id).is_some()),
        None => dossier
            .profile
            .clone()
            .or_else(|| norm.profiles.first().map(|p| p.id.clone())),
    };
    if wanted.is_none() {
        let text = request.profile.clone().unwrap_or_default();
        let known: Vec<&str> = norm.profiles.iter().map(|p| p.id.as_str()).collect();
        sink.push(
            Diagnostic::new(
                Code::UnknownReference,
                format!("le profil « {text} » n'est pas dans la norme"),
            )
            .nearest(&text, known.iter().copied())
            .hint(format!("profils : {}", known.join(", "))),
        );
    }
    wanted
}
