//! What is open: one dossier, judged, until something of it changes.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::answer::DeskAnswer;
use super::frame::{Notice, PageFrame, Spoken};
use super::kept::KeptViews;
use super::{DeskSettings, diags};
use mediaudit_app::assess::{self, Outcome};
use mediaudit_app::cache;
use mediaudit_app::edit::held::{self, HeldDossier};
use mediaudit_app::refusal::Refusal;
use mediaudit_app::shared::Shared;
use mediaudit_app::tray::Tray;
use mediaudit_app::watch;
use mediaudit_core::audit::Request;
use mediaudit_core::diag::{Diagnostics, Message, Severity, Sources};
use mediaudit_core::kernel::{Date, Digest};

/// The desk.
#[derive(Debug)]
pub(super) struct Desk {
    pub(super) settings: DeskSettings,
    /// Where it is.
    address: String,
    /// What forms bear.
    token: String,
    pub(super) shared: Shared,
    pub(super) dossier: Option<OpenDossier>,
    /// What was done, to be said once on the next page.
    pub(super) spoken: Spoken,
    /// Papers that wait for their place.
    pub(super) tray: Option<OpenTray>,
    trays: u32,
}

/// Papers that a browser sent, with the number that their page bears.
#[derive(Debug)]
pub(super) struct OpenTray {
    pub(super) number: u32,
    pub(super) tray: Tray,
}

/// The dossier.
#[derive(Debug)]
pub(super) struct OpenDossier {
    pub(super) folder: PathBuf,
    _held: HeldDossier,
    judged: Option<Judged>,
}

/// A judgement, and what it was of.
#[derive(Debug, Clone)]
struct Judged {
    state: Option<Digest>,
    day: Date,
    outcome: Option<Arc<Outcome>>,
    told: Arc<Vec<Message>>,
    views: KeptViews,
}

/// A dossier as a page shows it.
#[derive(Debug, Clone)]
pub(super) struct JudgedDossier {
    /// Its folder.
    pub(super) folder: PathBuf,
    /// The judgement.
    pub(super) outcome: Arc<Outcome>,
    /// What its author should know.
    pub(super) warnings: Vec<Message>,
    /// What pages made of it.
    pub(super) views: KeptViews,
}

impl Desk {
    pub(super) fn new(settings: DeskSettings, address: String, token: String) -> Self {
        Self {
            shared: Shared::new(settings.program.clone(), settings.cache.clone()),
            settings,
            address,
            token,
            dossier: None,
            spoken: Spoken::default(),
            tray: None,
            trays: 0,
        }
    }

    /// Opens a dossier, and lets go of the one before.
    pub(super) fn open(&mut self, folder: &Path) -> Result<(), Refusal> {
        let same = |open: &OpenDossier| open.folder == folder;
        if self.dossier.as_ref().is_some_and(same) {
            return Ok(());
        }
        let held = held::hold(folder, &self.address)?.map_err(|by| diags::already_open(&by))?;
        self.dossier = Some(OpenDossier {
            folder: folder.to_path_buf(),
            _held: held,
            judged: None,
        });
        self.tray = None;
        // a form about the dossier before writes nothing into this one
        self.token = Digest::of(format!("{} {}", self.token, folder.display()).as_bytes()).to_string();
        if let Some(cache) = &self.settings.cache {
            cache::opened(cache, folder);
        }
        Ok(())
    }

    /// Keeps papers that were sent until they have their place; those of before that have none are forgotten.
    pub(super) fn lay(&mut self, tray: Tray) -> u32 {
        self.trays += 1;
        self.tray = Some(OpenTray {
            number: self.trays,
            tray,
        });
        self.trays
    }

    pub(super) fn today(&self) -> Date {
        (self.settings.today)()
    }

    /// How the dossier is read.
    pub(super) fn request(&self) -> Request {
        Request {
            today: Some(self.today()),
            privacy: true,
            ..self.settings.request.clone()
        }
    }

    /// The dossier, judged again where a file of it or the day changed; else the page that says why there is none.
    pub(super) fn shown(&mut self) -> Result<JudgedDossier, DeskAnswer> {
        let request = self.request();
        let day = self.today();
        let Some(dossier) = &mut self.dossier else {
            return Err(DeskAnswer::To("/accueil".to_owned()));
        };
        let state = watch::state(&dossier.folder);
        let stands = |judged: &&Judged| judged.day == day && judged.state == state && state.is_some();
        let judged = match dossier.judged.as_ref().filter(stands) {
            Some(judged) => judged.clone(),
            None => {
                let (mut sources, mut sink) = (Sources::default(), Diagnostics::default());
                let outcome = match self.shared.means() {
                    Ok(means) => assess::assess(&dossier.folder, &request, means, &mut sources, &mut sink),
                    Err(refusal) => return Err(self.refuse(&refusal, "/")),
                };
                let judged = Judged {
                    state,
                    day,
                    outcome: outcome.map(Arc::new),
                    told: Arc::new(sink.messages(&sources)),
                    views: KeptViews::default(),
                };
                dossier.judged = Some(judged.clone());
                judged
            }
        };
        let folder = dossier.folder.clone();
        match judged.outcome {
            Some(outcome) => Ok(JudgedDossier {
                folder,
                outcome,
                views: judged.views,
                warnings: judged
                    .told
                    .iter()
                    .filter(|told| told.severity == Severity::Warning)
                    .cloned()
                    .collect(),
            }),
            None => Err(self.unreadable(&judged.told)),
        }
    }

    /// Judges the dossier before anybody asks.
    pub(super) fn warm(&mut self) {
        if self.dossier.is_some() {
            // what there is to say of it is said on the page
            drop(self.shown());
        }
    }

    /// The dossier judged on files that were all read anew, as what goes to others is; under a profile, where one is named.
    pub(super) fn anew(&mut self, profile: Option<&str>) -> Result<Arc<Outcome>, DeskAnswer> {
        let mut request = self.request();
        if let Some(profile) = profile {
            request.profile = Some(profile.to_owned());
        }
        let Some(dossier) = &self.dossier else {
            return Err(DeskAnswer::To("/accueil".to_owned()));
        };
        let (mut sources, mut sink) = (Sources::default(), Diagnostics::default());
        let outcome = match self.shared.means_anew() {
            Ok(means) => assess::assess(&dossier.folder, &request, means, &mut sources, &mut sink),
            Err(refusal) => return Err(self.refuse(&refusal, "/rapport")),
        };
        match outcome {
            Some(outcome) => Ok(Arc::new(outcome)),
            None => Err(self.unreadable(&sink.messages(&sources))),
        }
    }

    /// What pages have in common.
    pub(super) fn frame(&self, title: &str, section: &'static str) -> PageFrame {
        let audited = self.settings.auditor.is_some();
        PageFrame::new(title, section, &self.token, self.dossier.as_ref(), audited)
    }

    /// Is a form one of ours?
    pub(super) fn admits(&self, token: Option<&str>) -> bool {
        token.is_some_and(|token| Digest::of(token.as_bytes()) == Digest::of(self.token.as_bytes()))
    }

    /// Keeps what was done for the next page, and gives the address that says it.
    pub(super) fn say(&mut self, path: &str, said: Notice) -> DeskAnswer {
        let number = self.spoken.keep(said);
        let mark = if path.contains('?') { '&' } else { '?' };
        let (path, anchor) = path.split_once('#').unwrap_or((path, ""));
        let anchor = if anchor.is_empty() {
            String::new()
        } else {
            format!("#{anchor}")
        };
        DeskAnswer::To(format!("{path}{mark}dit={number}{anchor}"))
    }
}
