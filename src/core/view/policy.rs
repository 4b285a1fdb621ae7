//! The scoring rules in words, generated from the policy itself: nothing here is known of any norm.

mod conclusion;
mod findings;
mod score;

pub(super) use score::aggregation;

use super::report::View;
use crate::kernel::{KindCode, french};
use crate::norm::model::{Kind, Norm, Profile};

/// Rows of the table of rules: subject, rule.
pub(crate) type Rows = Vec<(String, String)>;

/// The words of one norm's said.
pub(crate) struct PolicyWords<'a> {
    pub(crate) norm: &'a Norm,
    /// How a kind of finding is called here.
    pub(crate) kind: &'a dyn Fn(&Kind) -> String,
}

impl View<'_> {
    /// The scoring rules, from the policy itself.
    pub(super) fn policy(&self) -> Rows {
        let kind = |kind: &Kind| french::inside(&self.kind_label(kind));
        let said = PolicyWords {
            norm: self.norm,
            kind: &kind,
        };
        let inputs = &self.a.inputs;
        let mut out = said.rows();
        if let Some(profile) = self.norm.profile(&inputs.profile) {
            out.extend(waiting(profile));
            let rules = self.norm.conclusions(profile).iter();
            for rule in rules.filter(|r| r.is_for(inputs.audit, inputs.cycle.as_ref())) {
                let said = rule
                    .condition
                    .as_ref()
                    .map_or_else(|| "dans tous les autres cas".to_owned(), |c| said.condition(c));
                out.push((format!("Conclusion « {} »", rule.title), said));
            }
        }
        out.extend(said.bands());
        out
    }
}

impl PolicyWords<'_> {
    /// Everything but the conclusions and the bands.
    fn rows(&self) -> Rows {
        [
            self.scale(),
            self.whole(),
            self.empty_total(),
            self.chapter_weights(),
            self.samples(),
            self.draw(),
            self.chapters(),
            self.revisions(),
            self.kinds(),
            self.by_importance(),
            self.single_kinds(),
            self.escalations(),
            self.unlifted(),
            self.due(),
            self.form(),
            self.well_formed(),
            self.rechecks(),
            self.vigilance(),
            self.gates(),
        ]
        .concat()
    }

    fn kind(&self, code: Option<&KindCode>) -> String {
        code.and_then(|code| self.norm.kind(code))
            .map_or_else(|| "aucun constat".to_owned(), |kind| (self.kind)(kind))
    }
}

/// The profile's own bound of what waits for an auditor.
fn waiting(profile: &Profile) -> Option<(String, String)> {
    let share = profile.waiting.as_ref()?.percent_exactly(0);
    Some(row(
        "Avant un avis favorable",
        format!("dans ce profil, une réserve si plus de {share} du poids attend le regard d’un auditeur"),
    ))
}

fn row(subject: &str, rule: String) -> (String, String) {
    (subject.to_owned(), rule)
}
