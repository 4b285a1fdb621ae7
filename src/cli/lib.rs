//! The command line. The only place that prints, reads the environment and asks the clock.

mod args;
mod commands;
mod french;
mod page;
mod reply;
mod streams;

use std::path::PathBuf;
use std::process::ExitCode;

use mediaudit_app::shared::Shared;
use mediaudit_core::diag::{Diagnostics, Message, Sources};
use mediaudit_core::kernel::command;

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// Done.
    Done,
    /// Done, and something is at or above the threshold.
    Found,
    /// Could not be done.
    Failed,
    /// Done on incomplete input.
    Incomplete,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Done => 0,
            Exit::Found => 1,
            Exit::Failed => 2,
            Exit::Incomplete => 3,
        })
    }
}

/// What a run holds for its command.
#[derive(Debug)]
struct Run {
    /// Norms and helpers.
    shared: Shared,
    /// The texts that were read.
    sources: Sources,
    /// The folder of the dossier that was judged: the commands that are proposed name it.
    folder: Option<String>,
    /// What their authors should know, told once the command has run.
    sink: Diagnostics,
}

impl Run {
    /// A text that may propose commands, as it is said of this run's dossier.
    fn said(&self, text: &str) -> String {
        match &self.folder {
            Some(folder) => command::about(text, folder),
            None => text.to_owned(),
        }
    }

    /// What there is to say, given to be put into an answer instead of being told beside it.
    fn messages(&mut self) -> Vec<Message> {
        std::mem::take(&mut self.sink).messages(&self.sources)
    }
}

/// Runs the command line.
pub fn run() -> ExitCode {
    let mut run = Run {
        shared: Shared::new(None, None),
        sources: Sources::default(),
        folder: None,
        sink: Diagnostics::default(),
    };
    let ended = match if meant_for_a_screen() {
        args::desk()
    } else {
        args::parse()
    } {
        Ok(arguments) => {
            let cache = cache_folder().filter(|_| arguments.remembers());
            run.shared = Shared::new(program(), cache);
            commands::run(&arguments, &mut run)
        }
        Err(error) => french::usage(&error),
    };
    streams::end(ended, &run).into()
}

/// médiaudit itself, for its children.
fn program() -> Option<PathBuf> {
    std::env::current_exe().ok()
}

/// The person's own folder.
fn home_folder() -> Option<PathBuf> {
    let name = if cfg!(windows) { "USERPROFILE" } else { "HOME" };
    std::env::var_os(name)
        .map(PathBuf::from)
        .filter(|path| path.is_absolute())
}

/// Nothing was typed, at a terminal of a machine with a screen: whoever did so clicked on the program, or does not know its words.
fn meant_for_a_screen() -> bool {
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let far = is_set("SSH_CONNECTION");
    let screen = if cfg!(any(windows, target_os = "macos")) {
        !far
    } else {
        is_set("DISPLAY") || is_set("WAYLAND_DISPLAY")
    };
    screen && std::env::args_os().len() <= 1 && streams::is_terminal()
}

/// Where this user's programs keep what they can make again.
fn cache_folder() -> Option<PathBuf> {
    let named = |name: &str| {
        std::env::var_os(name)
            .map(PathBuf::from)
            .filter(|path| path.is_absolute())
    };
    named("XDG_CACHE_HOME").or_else(|| {
        if cfg!(windows) {
            return named("LOCALAPPDATA");
        }
        let own = if cfg!(target_os = "macos") {
            "Library/Caches"
        } else {
            ".cache"
        };
        Some(named("HOME")?.join(own))
    })
}
