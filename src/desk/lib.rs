//! The desk: a dossier in the browser of the same machine, for those who never open a terminal.
//!
//! The second door to `app`, and nothing more: no judgement, no rule and no text of its own. It prints nothing, asks no clock and reads
//! no environment: whoever opens it gives all that.
//!
//! ```text
//! browser ─► gate (Host, key, origin, headers) ─► routes (one file a page) ─► queue ─► Desk (one thread, one dossier) ─► app
//! ```

mod answer;
mod desk;
mod diags;
mod fields;
mod frame;
mod gate;
mod house;
mod kept;
mod pages;
mod server;
mod statics;
mod wording;

use std::path::PathBuf;
use std::time::Duration;

use mediaudit_core::audit::Request;
use mediaudit_core::kernel::{AuditorId, Date};

pub use diags::{address, ended};
pub use server::serve;

/// What whoever opens a desk gives it.
#[derive(Debug, Clone)]
pub struct DeskSettings {
    /// The dossier to open; none: the person chooses one.
    pub folder: Option<PathBuf>,
    /// The port; none: any that is free.
    pub port: Option<u16>,
    /// After so long without a request, it stops.
    pub idle: Duration,
    /// The auditor whose session it is; none: the structure's own.
    pub auditor: Option<AuditorId>,
    /// What the dossier is read under, as on the command line.
    pub request: Request,
    /// médiaudit itself, for its children.
    pub program: Option<PathBuf>,
    /// Where this user's programs keep what they can make again.
    pub cache: Option<PathBuf>,
    /// The person's own folder, where a choice of folders begins.
    pub home: Option<PathBuf>,
    /// Today.
    pub today: fn() -> Date,
}

/// Why a desk is no longer open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeskEnd {
    /// A person asked for it, on the page or at the terminal.
    Asked,
    /// Nobody asked anything for so many minutes.
    Idle(u64),
}
