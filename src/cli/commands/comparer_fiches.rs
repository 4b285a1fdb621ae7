//! `comparer-fiches`: sheets of several structures beside one another, on the screen or on one page.

use std::path::{Path, PathBuf};

use crate::args::Shape;
use crate::page::{Page, Part};
use crate::reply::{Ended, Reply};
use crate::{Exit, Run};
use mediaudit_app::beside::{sheets_beside, write_beside};
use mediaudit_app::report;
use mediaudit_core::kernel::french;
use mediaudit_core::view::ethics::{BesideCell, SheetsBeside};

pub(super) fn run(files: &[PathBuf], format: Shape, output: Option<&Path>, run: &mut Run) -> Ended {
    let page = sheets_beside(files, &run.shared)?;
    if let Some(path) = output {
        write_beside(&page, path, files)?;
        let said = format!("Page écrite : {}", path.display());
        return Ok(Reply::page(Page::of(&said), Exit::Done));
    }
    match format {
        Shape::Json => Ok(Reply::bytes(report::pretty(&page)?, Exit::Done)),
        Shape::Texte => Ok(Reply::page(lay_out(&page), Exit::Done)),
    }
}

fn lay_out(beside: &SheetsBeside) -> Page {
    let mut page = Page::default();
    page.line(&[Part::Title(&beside.title)]);
    page.heading("Ce qui ne se compare pas");
    for said in &beside.apart {
        page.paragraph(2, 2, &format!("- {said}"));
    }
    if beside.apart.is_empty() {
        page.line(&[Part::Text(
            "  Rien : même genre, même norme, même profil, moins d’un an d’écart.",
        )]);
    }
    page.heading("Fiches");
    for sheet in &beside.sheets {
        page.paragraph(
            2,
            3,
            &format!(
                "{}. {} — {}, jugé au {}",
                sheet.number, sheet.structure, sheet.audit, sheet.day
            ),
        );
        page.paragraph(5, 0, &format!("{} ; {}", sheet.headline, sheet.score));
        if sheet.alerts > 0 {
            let counted = french::count(sheet.alerts, "impératif contredit", "impératifs contredits");
            page.line(&[Part::Text("     "), Part::Title(&counted)]);
        }
    }
    page.heading("Principe par principe");
    let row = |number: &str, cells: Vec<String>| {
        let cells: Vec<String> = cells.iter().map(|cell| format!(" {cell:>5}")).collect();
        format!("  {number:>3}{}", cells.concat())
    };
    let letters = beside.principles.iter().map(|principle| principle.letter.clone());
    page.block(0, &row("", letters.collect()));
    for sheet in &beside.sheets {
        let cells = sheet.cells.iter().map(BesideCell::marked);
        page.block(0, &row(&sheet.number.to_string(), cells.collect()));
    }
    page.blank();
    for principle in &beside.principles {
        page.paragraph(2, 3, &format!("{}. {}", principle.letter, principle.title));
    }
    page.blank();
    for said in &beside.reading {
        page.paragraph(2, 2, &format!("- {said}"));
    }
    page
}
