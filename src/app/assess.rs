//! From a folder to an [`Assessment`].

use std::path::Path;

use super::norms;
use crate::assessment::{Assessment, Provenance};
use crate::diag::toml_text;
use crate::diag::{Code, Diagnostic, Diagnostics, Sources};
use crate::dossier::{self, Beside, Dossier, Version, history};
use crate::engine;
use crate::evidence::contents::Reader;
use crate::evidence::disk;
use crate::evidence::inventory::Inventory;
use crate::kernel::{Date, Digest, Id, words};
use crate::norm::{Norm, overlay};
use crate::scope::{self, Asked, Leftovers, Needs, Plan, When};

/// What the caller chooses.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// A norm other than the pinned one: an id, or a path.
    pub norm: Option<String>,
    /// An overlay other than the dossier's.
    pub overlay: Option<std::path::PathBuf>,
    /// A profile other than the dossier's.
    pub profile: Option<String>,
    /// An audit date other than the dossier's.
    pub date: Option<Date>,
    /// Today, where neither says it.
    pub today: Option<Date>,
    /// Also search files for data of persons.
    pub privacy: bool,
    /// Which version of its norm the dossier is read against: another than the pinned one only beside it, never instead.
    pub version: Version,
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
    /// The bytes of the structure's logo.
    pub logo: Option<Vec<u8>>,
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
        Err(error) if error.kind() == std::io::ErrorKind::NotADirectory => {
            let parent = folder.parent().filter(|parent| !parent.as_os_str().is_empty());
            sink.push(
                Diagnostic::new(
                    Code::BadPath,
                    format!("« {} » est un fichier, pas un dossier", folder.display()),
                )
                .hint(format!(
                    "donnez le dossier qui contient dossier.toml : {}",
                    parent.unwrap_or(Path::new(".")).display()
                )),
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
    let norm = lay_over(norm, folder, request, sources, sink)?;
    let findings = read_folder(folder, "constats", "toml", sink);
    let history = read_folder(folder, "historique", "json", sink);
    let actions = read_beside(folder, "actions.toml", sink);
    let observations = read_beside(folder, "observations.toml", sink);
    let mut decode =
        |(path, bytes): &(String, Vec<u8>)| toml_text::decode(path, bytes.clone(), sources, sink);
    let beside = Beside {
        findings: findings.iter().filter_map(&mut decode).collect(),
        actions: actions.as_ref().and_then(&mut decode),
        observations: observations.as_ref().and_then(&mut decode),
    };
    let dossier = dossier::load(file, &beside, &norm, request.version, sources, sink)?;
    let profile = choose_profile(&norm, &dossier, request, sink)?;
    let Some(date) = request.date.or(dossier.date).or(request.today) else {
        sink.push(
            Diagnostic::new(Code::MissingKey, "aucune date d'audit")
                .hint("donnez --date AAAA-MM-JJ, ou « date-audit » dans dossier.toml"),
        );
        return None;
    };
    let when = When {
        date,
        simulated: !dossier.findings.is_empty() && dossier.date.is_some_and(|own| own != date),
        previous: history::previous(&history, &dossier.id, date, sink),
    };
    let needs = Needs::of(&norm, &profile);
    let plan = Plan::new(&needs, &norm, &dossier, request.privacy);
    let mut inventory = disk::inventory(folder, &|path| plan.wanted(path), reader);
    let read = findings
        .iter()
        .chain(&history)
        .chain(&actions)
        .chain(&observations);
    let digest = inputs_digest(dossier_digest, read, &inventory);
    let norm_digest = norm.digest;
    let asked = Asked {
        profile,
        when,
        privacy: request.privacy,
    };
    // its path as it is written: in the inputs it may be masked
    let logo = dossier.structure.logo.clone();
    let (inputs, leftovers) = scope::join(norm, dossier, &mut inventory, asked, sink)?;
    let logo = match logo {
        Some(path) => Some(read_logo(folder, &path, sink)?),
        None => None,
    };
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
        logo,
    })
}

/// The dossier's digest covers its inputs only, so that a report written inside changes nothing.
fn inputs_digest<'a>(
    dossier: Digest,
    read: impl Iterator<Item = &'a (String, Vec<u8>)>,
    inventory: &'a Inventory,
) -> Digest {
    let read: Vec<(&str, Digest)> = read
        .map(|(path, bytes)| (path.as_str(), Digest::of(bytes)))
        .collect();
    let files = inventory
        .files
        .iter()
        .map(|found| (found.path.as_str(), found.digest.bytes().as_slice()));
    let read = read
        .iter()
        .map(|(path, digest)| (*path, digest.bytes().as_slice()));
    Digest::of_parts(
        std::iter::once(("dossier.toml", dossier.bytes().as_slice()))
            .chain(read)
            .chain(files),
    )
}

/// Largest logo read, in bytes.
const MAX_LOGO: u64 = 2 * 1024 * 1024;

/// The logo: a PNG or a JPEG of the dossier, told by its first bytes.
fn read_logo(root: &Path, path: &str, sink: &mut Diagnostics) -> Option<Vec<u8>> {
    let shown = words::safe(path);
    let fault = match disk::read_small(&root.join(path), MAX_LOGO) {
        Ok(Some(bytes)) if bytes.len() as u64 > MAX_LOGO => "le logo dépasse 2 Mio".to_owned(),
        Ok(Some(bytes)) if bytes.starts_with(b"\x89PNG\r\n\x1a\n") || bytes.starts_with(b"\xff\xd8\xff") => {
            return Some(bytes);
        }
        Ok(Some(_)) => "le logo n'est ni un PNG ni un JPEG".to_owned(),
        Ok(None) => "le logo n'est pas là".to_owned(),
        Err(error) => disk::why(&error),
    };
    sink.push(
        Diagnostic::new(Code::BadPath, format!("« {shown} » : {fault}")).hint(
            "déposez une petite image PNG ou JPEG à côté de dossier.toml, ou retirez la ligne « logo »",
        ),
    );
    None
}

/// A file that may stand beside `dossier.toml`: its name, its bytes.
fn read_beside(root: &Path, name: &str, sink: &mut Diagnostics) -> Option<(String, Vec<u8>)> {
    match disk::read_small(&root.join(name), toml_text::MAX_BYTES as u64) {
        Ok(bytes) => Some((name.to_owned(), bytes?)),
        Err(error) => {
            sink.push(Diagnostic::new(
                Code::BadPath,
                format!("« {name} » : {}", disk::why(&error)),
            ));
            None
        }
    }
}

/// The files of a folder of the dossier that end in `extension`, in byte order: path from the dossier, bytes.
fn read_folder(root: &Path, name: &str, extension: &str, sink: &mut Diagnostics) -> Vec<(String, Vec<u8>)> {
    let mut out = Vec::new();
    for (path, outcome) in disk::folder(root, name, extension) {
        match outcome {
            Ok(bytes) => out.push((path, bytes)),
            Err(error) => sink.push(Diagnostic::new(
                Code::BadPath,
                format!("« {} » : {}", words::safe(&path), disk::why(&error)),
            )),
        }
    }
    out
}

fn load_norm(
    file: crate::kernel::FileId,
    request: &Request,
    sources: &mut Sources,
    sink: &mut Diagnostics,
) -> Option<Norm> {
    if let Some(wanted) = &request.norm {
        return norms::find(wanted, sources, sink);
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

/// The overlay that was asked for, else `surcouche.toml` of the dossier, else that of the norm's own folder.
fn lay_over(
    norm: Norm,
    folder: &Path,
    request: &Request,
    sources: &mut Sources,
    sink: &mut Diagnostics,
) -> Option<Norm> {
    let (path, shown) = match &request.overlay {
        Some(path) => (path.clone(), words::safe(&path.to_string_lossy())),
        None => {
            let beside = request.norm.as_ref().filter(|norm| norms::is_path(norm));
            let own = folder.join("surcouche.toml");
            let path = match (disk::exists(&own), beside) {
                (false, Some(norm)) => Path::new(norm).join("surcouche.toml"),
                _ => own,
            };
            (path, "surcouche.toml".to_owned())
        }
    };
    match disk::read_small(&path, toml_text::MAX_BYTES as u64) {
        Ok(None) if request.overlay.is_none() => Some(norm),
        Ok(Some(bytes)) => {
            let digest = Digest::of(&bytes);
            let file = toml_text::decode(&shown, bytes, sources, sink)?;
            overlay::apply(norm, file, digest, sources, sink)
        }
        outcome => {
            let why = outcome
                .err()
                .map_or_else(|| "introuvable".to_owned(), |error| disk::why(&error));
            sink.push(
                Diagnostic::new(Code::BadPath, format!("« {shown} » : {why}"))
                    .hint("vérifiez le chemin donné à --surcouche"),
            );
            None
        }
    }
}

fn choose_profile(norm: &Norm, dossier: &Dossier, request: &Request, sink: &mut Diagnostics) -> Option<Id> {
    match (&request.profile, &dossier.profile) {
        (None, Some(own)) => Some(own.clone()),
        (wanted, _) => norms::profile(norm, wanted.as_deref(), sink),
    }
}
