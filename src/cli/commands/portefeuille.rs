//! `portefeuille`: many structures at once, for a funder's own use.

mod screen;

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::today;
use crate::args::PortfolioShape;
use crate::reply::{Ended, Reply};
use crate::{Exit, Run};
use mediaudit_app::assess::Request;
use mediaudit_app::portfolio::{earlier, gather};
use mediaudit_app::threads;
use mediaudit_core::kernel::{Date, french};
use mediaudit_core::portfolio::gathered::UnreadSource;
use mediaudit_core::portfolio::{record, sheet};

/// What was typed.
pub(super) struct PortfolioTyped<'a> {
    pub(super) paths: &'a [PathBuf],
    pub(super) date: Option<Date>,
    pub(super) profile: Option<&'a str>,
    pub(super) before: Option<&'a Path>,
    pub(super) format: PortfolioShape,
    pub(super) entries: bool,
}

pub(super) fn run(typed: &PortfolioTyped<'_>, run: &Run) -> Ended {
    threads::ready();
    let found = gather::find(typed.paths)?;
    let request = Request {
        profile: typed.profile.map(str::to_owned),
        date: typed.date,
        today: Some(today()),
        ..Request::default()
    };
    if typed.entries {
        return entries(&found, &request, run);
    }
    let before = typed.before.map(earlier::read).transpose()?;
    let portfolio = gather::gather(&found, &request, &run.shared)?;
    let exit = if portfolio.is_whole() { Exit::Done } else { Exit::Incomplete };
    Ok(match typed.format {
        PortfolioShape::Jsonl => Reply::bytes(record::lines(&portfolio), exit),
        PortfolioShape::Texte => Reply::page(screen::lay_out(&sheet::sheet(&portfolio, before.as_deref())), exit),
    })
}

#[expect(clippy::disallowed_methods, reason = "lines go out one by one, while others are made")]
fn entries(found: &[gather::PortfolioSource], request: &Request, run: &Run) -> Ended {
    let mut stdout = io::stdout().lock();
    let mut written = 0;
    let unread = gather::entries(found, request, &run.shared, |line| {
        written += 1;
        gather::given(stdout.write_all(line))
    })?;
    gather::given(stdout.flush())?;
    let exit = if unread.is_empty() { Exit::Done } else { Exit::Incomplete };
    let mut reply = Reply::nothing(exit);
    let told = |unread: &UnreadSource| format!("{} : {}", unread.source, unread.why);
    reply.warnings.extend(unread.iter().map(told));
    reply.notes.push(french::count(written, "ligne écrite", "lignes écrites"));
    Ok(reply)
}
