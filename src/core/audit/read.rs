//! The first step: everything that an audit reads.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::diags::{LogoAbsent, Misnamed, NoAuditDate, NoDossier, NoPin, OverlayAbsent, UnknownProfile};
use super::{Means, Request};
use crate::diag::{Diagnostic, Diagnostics, Sources, toml_text};
use crate::dossier::{self, Beside, Dossier, ParsedDossier, history};
use crate::kernel::{Digest, ProfileId, Span, words};
use crate::norm::{Norm, SharedNorm, overlay};
use crate::record::inventory::{Inventory, Skipped};
use crate::scope::{Needs, ReadingPlan, Terms, When};
use crate::store::{DossierStore, NormName, NormStore, OverlayName, OwnFolder, Paper, Papers};

/// The file that makes a folder a dossier.
const MAIN: &str = "dossier.toml";

/// What its owner lays over a norm.
const OVERLAY: &str = "surcouche.toml";

/// A dossier and its norm, read.
#[derive(Debug)]
pub struct DossierRead {
    /// The norm, with what is laid over it.
    pub norm: SharedNorm,
    /// What the dossier says.
    pub dossier: Dossier,
    /// What is asked of the judgement.
    pub terms: Terms,
    /// What was sought in its files.
    pub needs: Needs,
    /// What the walk of its evidence found.
    pub inventory: Inventory,
    /// Digest of all that was read of it.
    pub digest: Digest,
    /// The bytes of the structure's logo.
    pub logo: Option<Vec<u8>>,
    /// What tells each file that was read beside the evidence from what it may become, by its path.
    pub papers: BTreeMap<String, Digest>,
}

/// Reads a dossier, and the norm that it pins or that is asked.
pub fn read(
    store: &dyn DossierStore,
    means: Means<'_>,
    request: &Request,
    sources: &mut Sources,
    sink: &mut Diagnostics,
) -> Option<DossierRead> {
    let OwnFolder {
        misnamed: mut misplaced,
        strays,
    } = store.unread();
    let main = main(store, &misplaced, sink)?;
    let dossier_digest = Digest::of(&main.bytes);
    let file = toml_text::decode(&main.path, main.bytes, sources, sink)?;
    let text = Arc::clone(&sources.read(file, sink)?.text);
    let main = ParsedDossier::of(file, &text);
    let norm = norm_for(&main, store, means.norms, request, sources, sink)?;
    let papers = BesidePapers::read(store, &mut misplaced, sink);
    let beside = papers.decode(sources, sink);
    let dossier = dossier::load(main, &beside, &norm, request.version, sources, sink)?;
    let terms = terms(&norm, &dossier, &papers, request, sink)?;
    // another date than its own is a simulation, in which findings stay where they are
    dossier::after_audit(&dossier.findings, dossier.date.unwrap_or(terms.when.date), sink);
    let sought = means.sought.sought(&norm, &terms.profile);
    let needs = Needs::of(sought, &dossier, terms.when.date);
    let plan = ReadingPlan::new(&needs, &norm, &dossier, request.privacy);
    let mut inventory = store
        .evidence(&|path| plan.wanted(path), means.reader)
        .map_err(|fault| sink.push(fault))
        .ok()?;
    inventory.misplaced = misplaced;
    // its path as it is written: in the inputs it may be masked
    let logo = dossier.structure.logo.as_ref();
    inventory.strays = strays;
    inventory.strays.retain(|stray| Some(&stray.path) != logo);
    let logo = logo.and_then(|path| picture(store, path, sink));
    let papers = papers
        .all()
        .map(|paper| (paper.path.as_str(), Digest::of(&paper.bytes)));
    let papers: Vec<(&str, Digest)> = std::iter::once((MAIN, dossier_digest)).chain(papers).collect();
    Some(DossierRead {
        digest: inputs_digest(&papers, &inventory),
        papers: papers
            .iter()
            .map(|(path, digest)| ((*path).to_owned(), *digest))
            .collect(),
        norm,
        dossier,
        terms,
        needs,
        inventory,
        logo,
    })
}

/// The norm that a dossier is read against, with what is laid over it.
pub fn norm_of(
    store: &dyn DossierStore,
    norms: &dyn NormStore,
    request: &Request,
    sources: &mut Sources,
    sink: &mut Diagnostics,
) -> Option<SharedNorm> {
    let main = main(store, &store.unread().misnamed, sink)?;
    let file = toml_text::decode(&main.path, main.bytes, sources, sink)?;
    let text = Arc::clone(&sources.read(file, sink)?.text);
    norm_for(
        &ParsedDossier::of(file, &text),
        store,
        norms,
        request,
        sources,
        sink,
    )
}

fn norm_for(
    main: &ParsedDossier<'_>,
    store: &dyn DossierStore,
    norms: &dyn NormStore,
    request: &Request,
    sources: &mut Sources,
    sink: &mut Diagnostics,
) -> Option<SharedNorm> {
    let norm = load_norm(main, norms, request, sources, sink)?;
    lay_over(norm, store, norms, request, sources, sink)
}

/// `dossier.toml`.
fn main(store: &dyn DossierStore, misnamed: &[Skipped], sink: &mut Diagnostics) -> Option<Paper> {
    match store.paper(MAIN) {
        Ok(Some(main)) => return Some(main),
        Ok(None) => sink.push(no_dossier(&store.name(), misnamed)),
        Err(fault) => sink.push(fault),
    }
    None
}

/// There is no dossier here. `misnamed`: what lies here under nearly the name of something that is read.
pub fn no_dossier(name: &str, misnamed: &[Skipped]) -> Diagnostic {
    let nearly = misnamed
        .iter()
        .find(|skipped| skipped.path.to_lowercase().starts_with(MAIN));
    match nearly {
        Some(skipped) => Misnamed {
            folder: name,
            file: &words::safe(&skipped.path),
            why: &skipped.reason,
        }
        .into(),
        None => NoDossier { folder: name }.into(),
    }
}

/// The logo, told of where it is not there.
fn picture(store: &dyn DossierStore, path: &str, sink: &mut Diagnostics) -> Option<Vec<u8>> {
    let found = store.picture(path).and_then(|found| {
        found.ok_or_else(|| {
            LogoAbsent {
                path: &words::safe(path),
            }
            .into()
        })
    });
    found.map_err(|fault| sink.push(fault)).ok()
}

/// The papers beside `dossier.toml`.
#[derive(Debug, Default)]
struct BesidePapers {
    answers: Vec<Paper>,
    findings: Vec<Paper>,
    history: Vec<Paper>,
    actions: Option<Paper>,
    observations: Option<Paper>,
}

impl BesidePapers {
    fn read(store: &dyn DossierStore, misplaced: &mut Vec<Skipped>, sink: &mut Diagnostics) -> Self {
        let mut folder = |name: &str, extension: &str| {
            let Papers {
                read,
                faults,
                misplaced: more,
            } = store.papers(name, extension);
            faults.into_iter().for_each(|fault| sink.push(fault));
            misplaced.extend(more);
            read
        };
        let answers = folder("reponses", "toml");
        let (findings, history) = (folder("constats", "toml"), folder("historique", "json"));
        let mut paper = |name: &str| {
            store.paper(name).unwrap_or_else(|fault| {
                sink.push(fault);
                None
            })
        };
        Self {
            answers,
            findings,
            history,
            actions: paper("actions.toml"),
            observations: paper("observations.toml"),
        }
    }

    fn decode(&self, sources: &mut Sources, sink: &mut Diagnostics) -> Beside {
        let mut decode = |paper: &Paper| toml_text::decode(&paper.path, paper.bytes.clone(), sources, sink);
        Beside {
            answers: self.answers.iter().filter_map(&mut decode).collect(),
            findings: self.findings.iter().filter_map(&mut decode).collect(),
            actions: self.actions.as_ref().and_then(&mut decode),
            observations: self.observations.as_ref().and_then(&mut decode),
        }
    }

    fn all(&self) -> impl Iterator<Item = &Paper> {
        self.answers
            .iter()
            .chain(&self.findings)
            .chain(&self.history)
            .chain(&self.actions)
            .chain(&self.observations)
    }
}

fn terms(
    norm: &Norm,
    dossier: &Dossier,
    papers: &BesidePapers,
    request: &Request,
    sink: &mut Diagnostics,
) -> Option<Terms> {
    let profile = match (&request.profile, &dossier.profile) {
        (None, Some(own)) => own.clone(),
        (wanted, _) => profile(norm, wanted.as_deref(), sink)?,
    };
    let Some(date) = request.date.or(dossier.date).or(request.today) else {
        sink.push(NoAuditDate {});
        return None;
    };
    Some(Terms {
        profile,
        when: When {
            date,
            simulated: !dossier.findings.is_empty() && dossier.date.is_some_and(|own| own != date),
            previous: history::previous(&papers.history, &dossier.id, date, sink),
        },
        privacy: request.privacy,
    })
}

/// The profile that a person names, or the norm's first.
pub fn profile(norm: &Norm, wanted: Option<&str>, sink: &mut Diagnostics) -> Option<ProfileId> {
    let found = match wanted {
        Some(text) => ProfileId::parse(text).ok().and_then(|id| norm.profile(&id)),
        None => norm.profiles.first(),
    };
    if found.is_none() {
        sink.push(UnknownProfile {
            profile: wanted.unwrap_or_default(),
            known: norm.profiles.iter().map(|p| p.id.as_str()).collect(),
        });
    }
    found.map(|profile| profile.id.clone())
}

/// The dossier's digest covers its inputs only, so that a report written inside changes nothing.
fn inputs_digest(papers: &[(&str, Digest)], inventory: &Inventory) -> Digest {
    let files = inventory
        .files
        .iter()
        .map(|found| (found.path.as_str(), found.digest.bytes().as_slice()));
    let papers = papers
        .iter()
        .map(|(path, digest)| (*path, digest.bytes().as_slice()));
    Digest::of_parts(papers.chain(files))
}

fn load_norm(
    main: &ParsedDossier<'_>,
    norms: &dyn NormStore,
    request: &Request,
    sources: &mut Sources,
    sink: &mut Diagnostics,
) -> Option<SharedNorm> {
    if let Some(wanted) = &request.norm {
        return norms.norm(NormName::Named(wanted), sources, sink);
    }
    if let Some(pin) = main.pin() {
        let pinned = NormName::Pinned {
            id: &pin.norm,
            version: &pin.version,
            place: &pin.norm.span(main.file()),
        };
        return norms.norm(pinned, sources, sink);
    }
    // say first what keeps the file from being read at all
    sink.extend(main.faults().clone());
    if !sink.has_errors() {
        let place = Span::new(main.file(), 0..0);
        sink.push(NoPin { place });
    }
    None
}

/// The overlay that was asked for, else `surcouche.toml` of the dossier, else that of the norm's own folder.
fn lay_over(
    norm: SharedNorm,
    store: &dyn DossierStore,
    norms: &dyn NormStore,
    request: &Request,
    sources: &mut Sources,
    sink: &mut Diagnostics,
) -> Option<SharedNorm> {
    let found = match (&request.overlay, &request.norm) {
        (Some(path), _) => norms.overlay(OverlayName::Given(path)).and_then(|found| {
            let path = words::safe(&path.to_string_lossy());
            found
                .ok_or_else(|| OverlayAbsent { path: &path }.into())
                .map(Some)
        }),
        (None, named) => match (store.paper(OVERLAY), named) {
            (Ok(None), Some(norm)) => norms.overlay(OverlayName::Beside(norm)),
            (own, _) => own,
        },
    };
    match found {
        Ok(None) => Some(norm),
        Ok(Some(paper)) => {
            let digest = Digest::of(&paper.bytes);
            let file = toml_text::decode(&words::safe(&paper.path), paper.bytes, sources, sink)?;
            overlay::apply(&norm, file, digest, sources, sink).map(SharedNorm::from)
        }
        Err(fault) => {
            sink.push(fault);
            None
        }
    }
}
