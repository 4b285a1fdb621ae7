//! A portfolio in ink: our own templates, with the tables, bars and colours of the report.

use mediaudit_core::portfolio::sheet::PortfolioSheet;
use tera::Value;

use super::templates::fault::TemplateFault;
use super::templates::{self, Template};

/// What a portfolio can be printed as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PortfolioInk {
    /// One page for a browser.
    Html,
    /// Markup of pages.
    Typst,
}

/// A portfolio, printed. The same one gives the same bytes.
pub fn print(sheet: &PortfolioSheet, ink: PortfolioInk) -> Result<String, TemplateFault> {
    let (template, name, source) = match ink {
        PortfolioInk::Html => (
            Template::Html,
            "portefeuille.html",
            include_str!(concat!(
                env!("CARGO_MANIFEST_DIR"),
                "/../../audit-templates/portefeuille/portefeuille.html"
            )),
        ),
        PortfolioInk::Typst => (
            Template::Typst,
            "portefeuille.typ",
            include_str!(concat!(
                env!("CARGO_MANIFEST_DIR"),
                "/../../audit-templates/portefeuille/portefeuille.typ"
            )),
        ),
    };
    templates::render_own(
        template,
        (name, source),
        &[("p", Value::from_serializable(sheet))],
    )
}
