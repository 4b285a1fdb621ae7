//! The file that an auditor fills in: a draft a criterion, as comments, in the order of the interviews. Its template is our own.

use mediaudit_core::view::interviews::FindingsDraft;

use super::starter::{render_source, text_engine};

/// A file of findings. The same plan gives the same bytes.
pub fn findings(draft: &FindingsDraft) -> Result<String, tera::Error> {
    let source = include_str!(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../audit-templates/constats/nouveau.toml"
    ));
    let text = render_source(text_engine(), source, "e", draft)?;
    Ok(format!("{}\n", text.trim_end()))
}
