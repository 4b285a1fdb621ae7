//! `ouvrir`: a dossier in the browser of this machine, until a person closes it.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use super::today;
use crate::args::DeskOptions;
use crate::page::{Page, Part};
use crate::reply::{Ended, Reply};
use crate::streams;
use crate::{Exit, cache_folder, home_folder, program};
use mediaudit_app::findings::auditor_id;
use mediaudit_core::audit::Request;
use mediaudit_core::dossier::Version;
use mediaudit_desk::{DeskSettings, address, ended, serve};

pub(super) fn run(folder: Option<&Path>, how: &DeskOptions) -> Ended {
    let settings = DeskSettings {
        folder: folder.map(Path::to_path_buf),
        port: how.port,
        auditor: how.auditor.as_deref().map(auditor_id).transpose()?,
        idle: Duration::from_secs(how.idle * 60),
        request: Request {
            norm: how.norm.clone(),
            overlay: how.overlay.clone(),
            profile: how.profile.clone(),
            date: how.date,
            today: None,
            privacy: true,
            version: Version::Pinned,
        },
        program: program(),
        cache: cache_folder(),
        home: home_folder(),
        today,
    };
    let end = serve(settings, &mut |url| {
        streams::announce(&address(url));
        if !how.no_browser {
            show(url);
        }
    })?;
    let mut page = Page::default();
    page.line(&[Part::Text(&ended(end))]);
    Ok(Reply::page(page, Exit::Done))
}

/// Asks the system for its browser; where there is none, the address stands on the terminal.
fn show(url: &str) {
    let mut command = if cfg!(windows) {
        let mut command = Command::new("rundll32");
        command.arg("url.dll,FileProtocolHandler");
        command
    } else if cfg!(target_os = "macos") {
        Command::new("open")
    } else {
        Command::new("xdg-open")
    };
    let quiet = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    drop(quiet.arg(url).spawn());
}
