//! Who in a structure knows the answer to a question.

use serde::{Deserialize, Serialize};

use super::Norm;
use super::blocks::Blocks;
use super::references::{SeenIds, resolve};
use crate::diag::Diagnostics;
use crate::kernel::{FileId, Located, RespondentId};

/// Somebody, by function, who can answer what a fact or a level asks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Respondent {
    /// Identifier.
    pub id: RespondentId,
    /// The function, in words.
    #[serde(rename = "libelle")]
    pub label: String,
    /// Who that is where nobody bears the title.
    #[serde(rename = "aide")]
    pub help: String,
}

/// Whom a block names, where it names anybody.
pub(super) fn who(
    written: Option<&Located<RespondentId>>,
    respondents: &[Respondent],
    file: FileId,
    sink: &mut Diagnostics,
) -> Option<RespondentId> {
    let known = respondents.iter().map(|respondent| &respondent.id);
    written.and_then(|who| resolve(who, known, file, sink))
}

/// The respondents of a norm, in its order.
pub(super) fn respondents(blocks: &Blocks, sink: &mut Diagnostics) -> Vec<Respondent> {
    let mut seen = SeenIds::default();
    let mut out = Vec::new();
    for b in &blocks.respondents {
        if seen.add(&b.item.id, b.file, sink) {
            out.push(Respondent {
                id: b.item.id.get().clone(),
                label: b.item.label.clone(),
                help: b.item.help.clone(),
            });
        }
    }
    out
}

impl Norm {
    /// The function of a respondent, in words.
    pub fn who(&self, id: Option<&RespondentId>) -> Option<&str> {
        let known = self
            .respondents
            .iter()
            .find(|respondent| Some(&respondent.id) == id);
        known.map(|respondent| respondent.label.as_str())
    }
}
