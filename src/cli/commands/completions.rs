//! `completions`: a script for the shell, made from the command line itself.

use clap_complete::Shell;

use crate::reply::Reply;
use crate::{Exit, args};

pub(super) fn run(shell: Shell) -> Reply {
    let whole = args::command();
    let commands = whole.get_subcommands().filter(|command| !command.is_hide_set());
    let mut shown = clap::Command::new("mediaudit")
        .version(env!("CARGO_PKG_VERSION"))
        .disable_version_flag(true)
        .disable_help_flag(true)
        .disable_help_subcommand(true)
        .args(whole.get_arguments())
        .subcommands(commands);
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut shown, "mediaudit", &mut script);
    Reply::bytes(script, Exit::Done)
}
