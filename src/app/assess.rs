//! From a folder to an [`Assessment`].

use std::path::Path;

use super::{dossier_files, norms};
use mediaudit_core::assessment::{Assessment, Provenance};
use mediaudit_core::diag::toml_text;
use mediaudit_core::diag::{Code, Diagnostic, Diagnostics, Sources};
use mediaudit_core::dossier::{self, Beside, Dossier, Version, history};
use mediaudit_core::engine;
use mediaudit_core::kernel::{Date, Digest, ProfileId, words};
use mediaudit_core::norm::{Norm, overlay};
use mediaudit_core::record::Reader;
use mediaudit_core::record::inventory::Inventory;
use mediaudit_core::scope::{self, Leftovers, Needs, ReadingPlan, Terms, When};
use mediaudit_evidence::door::Door;
use mediaudit_evidence::whole::small;
use mediaudit_evidence::{disk, papers};

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
    let door = dossier_files::open(folder, sink)?;
    judge(&door, folder, request, reader, sources, sink)
}

/// Judges the dossier behind a door; `folder` is what a person calls it.
pub fn judge(
    door: &dyn Door,
    folder: &Path,
    request: &Request,
    reader: &dyn Reader,
    sources: &mut Sources,
    sink: &mut Diagnostics,
) -> Option<Outcome> {
    let misnamed = papers::misnamed(door);
    let bytes = dossier_files::main(door, folder, &misnamed, sink)?;
    let dossier_digest = Digest::of(&bytes);
    let file = mediaudit_core::diag::toml_text::decode("dossier.toml", bytes, sources, sink)?;
    let norm = load_norm(file, request, sources, sink)?;
    let norm = lay_over(norm, door, request, sources, sink)?;
    let mut misplaced = misnamed;
    let findings = dossier_files::folder(door, "constats", "toml", &mut misplaced, sink);
    let history = dossier_files::folder(door, "historique", "json", &mut misplaced, sink);
    let actions = dossier_files::beside(door, "actions.toml", sink);
    let observations = dossier_files::beside(door, "observations.toml", sink);
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
    let plan = ReadingPlan::new(&needs, &norm, &dossier, request.privacy);
    let mut inventory = dossier_files::evidence(door, &|path| plan.wanted(path), reader, sink)?;
    inventory.misplaced = misplaced;
    let read = findings
        .iter()
        .chain(&history)
        .chain(&actions)
        .chain(&observations);
    let digest = inputs_digest(dossier_digest, read, &inventory);
    let norm_digest = norm.digest;
    let asked = Terms {
        profile,
        when,
        privacy: request.privacy,
    };
    // its path as it is written: in the inputs it may be masked
    let logo = dossier.structure.logo.clone();
    let (inputs, leftovers) = scope::join(norm, dossier, &mut inventory, asked, sink)?;
    let logo = match logo {
        Some(path) => Some(dossier_files::logo(door, &path, sink)?),
        None => None,
    };
    let results = engine::assess(&inputs)
        .map_err(|error| sink.push(Diagnostic::internal(&error)))
        .ok()?;
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

fn load_norm(
    file: mediaudit_core::kernel::FileId,
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
                mediaudit_core::diag::toml_text::parse(file, &text, sink);
            }
            if !sink.has_errors() {
                let span = mediaudit_core::kernel::Span::new(file, 0..0);
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
    door: &dyn Door,
    request: &Request,
    sources: &mut Sources,
    sink: &mut Diagnostics,
) -> Option<Norm> {
    const OWN: &str = "surcouche.toml";
    let most = toml_text::MAX_BYTES as u64;
    let (name, outcome) = match &request.overlay {
        Some(path) => (path.to_string_lossy().into_owned(), disk::read_small(path, most)),
        None => {
            let beside = request.norm.as_ref().filter(|norm| norms::is_path(norm));
            let outcome = match (small(door, Path::new(OWN), most), beside) {
                (Ok(None), Some(norm)) => disk::read_small(&Path::new(norm).join(OWN), most),
                (own, _) => own,
            };
            (OWN.to_owned(), outcome)
        }
    };
    let told = match outcome {
        Ok(Some(bytes)) => {
            let digest = Digest::of(&bytes);
            let file = toml_text::decode(&words::safe(&name), bytes, sources, sink)?;
            return overlay::apply(norm, file, digest, sources, sink);
        }
        Ok(None) if request.overlay.is_none() => return Some(norm),
        Ok(None) => format!("« {} » : introuvable", words::safe(&name)),
        Err(error) => error.told(&name),
    };
    let hint = if request.overlay.is_some() {
        "vérifiez le chemin donné à --surcouche"
    } else {
        "mettez le fichier lui-même à cette place, ou retirez-le"
    };
    sink.push(Diagnostic::new(Code::BadPath, told).hint(hint));
    None
}

fn choose_profile(
    norm: &Norm,
    dossier: &Dossier,
    request: &Request,
    sink: &mut Diagnostics,
) -> Option<ProfileId> {
    match (&request.profile, &dossier.profile) {
        (None, Some(own)) => Some(own.clone()),
        (wanted, _) => norms::profile(norm, wanted.as_deref(), sink),
    }
}
