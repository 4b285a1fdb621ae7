//! `portefeuille`: many structures at once, for a funder's own use.

mod screen;

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::today;
use crate::args::PortfolioShape;
use crate::page::Page;
use crate::reply::{Ended, Reply};
use crate::{Exit, Run};
use mediaudit_app::assess::Request;
use mediaudit_app::portfolio::write::PortfolioFormat;
use mediaudit_app::portfolio::{earlier, gather, publish, write};
use mediaudit_app::refusal::Refusal;
use mediaudit_app::threads;
use mediaudit_core::kernel::{Date, french};
use mediaudit_core::portfolio::gathered::{Gathered, UnreadSource};
use mediaudit_core::portfolio::published::Published;
use mediaudit_core::portfolio::{record, sheet};
use mediaudit_ink::tabular::CsvDialect;

/// What was typed.
pub(super) struct PortfolioTyped<'a> {
    pub(super) paths: &'a [PathBuf],
    pub(super) date: Option<Date>,
    pub(super) profile: Option<&'a str>,
    pub(super) before: &'a [PathBuf],
    pub(super) output: Option<&'a Path>,
    pub(super) dialect: CsvDialect,
    pub(super) publish: Option<&'a Path>,
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
        return entries(found, &request, run);
    }
    let portfolio = || gather::gather(found, &request, &run.shared);
    if let Some(folder) = typed.publish {
        return Ok(published(
            &publish::publish(&portfolio()?, typed.before, folder)?,
            folder,
        ));
    }
    let format = typed
        .output
        .map(|path| PortfolioFormat::named(path, typed.dialect))
        .transpose()?;
    let before = earlier::one(typed.before)?;
    let portfolio = portfolio()?;
    let exit = if portfolio.is_whole() {
        Exit::Done
    } else {
        Exit::Incomplete
    };
    if let (Some(path), Some(format)) = (typed.output, format) {
        let read: Vec<PathBuf> = typed.paths.iter().chain(typed.before).cloned().collect();
        write::put(path, &portfolio, before.as_deref(), format, &read)?;
        return Ok(Reply::page(Page::of(&written(path, &portfolio)), exit));
    }
    Ok(match typed.format {
        PortfolioShape::Jsonl => {
            give(record::lines(&portfolio))?;
            Reply::nothing(exit)
        }
        PortfolioShape::Texte => Reply::page(
            screen::lay_out(&sheet::sheet(&portfolio, before.as_deref())),
            exit,
        ),
    })
}

fn written(path: &Path, portfolio: &Gathered) -> String {
    format!(
        "Portefeuille écrit : {} ({}, {})",
        path.display(),
        french::count(portfolio.counted(), "évaluation comptée", "évaluations comptées"),
        french::count(portfolio.unread.len(), "source illisible", "sources illisibles")
    )
}

fn published(out: &Published, folder: &Path) -> Reply {
    let mut page = Page::of(&format!(
        "Publication écrite : {} ({})",
        folder.display(),
        french::count(out.cells.len(), "ligne", "lignes")
    ));
    if !out.withheld.is_empty() {
        page.heading("Retenu, et dit à vous seul");
        out.withheld.iter().for_each(|said| page.paragraph(2, 2, said));
    }
    Reply::page(page, Exit::Done)
}

/// Gives lines away one by one, as they are made.
#[expect(
    clippy::disallowed_methods,
    reason = "all lines together take more room than what they are made of"
)]
fn give(lines: impl Iterator<Item = Vec<u8>>) -> Result<(), Refusal> {
    let mut stdout = io::BufWriter::new(io::stdout().lock());
    for line in lines {
        match stdout.write_all(&line) {
            Ok(()) => {}
            gone => return gather::given(gone),
        }
    }
    gather::given(stdout.flush())
}

#[expect(
    clippy::disallowed_methods,
    reason = "lines go out one by one, while others are made"
)]
fn entries(found: Vec<gather::PortfolioSource>, request: &Request, run: &Run) -> Ended {
    let mut stdout = io::stdout().lock();
    let mut written = 0;
    let unread = gather::entries(found, request, &run.shared, |line| {
        written += 1;
        gather::given(stdout.write_all(line))
    })?;
    gather::given(stdout.flush())?;
    let exit = if unread.is_empty() {
        Exit::Done
    } else {
        Exit::Incomplete
    };
    let mut reply = Reply::nothing(exit);
    let told = |unread: &UnreadSource| format!("{} : {}", unread.source, unread.why);
    reply.warnings.extend(unread.iter().map(told));
    reply
        .notes
        .push(french::count(written, "ligne écrite", "lignes écrites"));
    Ok(reply)
}
