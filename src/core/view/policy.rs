//! The scoring rules in words, generated from the policy itself: nothing here is known of any norm.

mod conclusion;
mod findings;
mod score;

pub(super) use score::aggregation;

use super::report::View;
use crate::kernel::KindCode;
use crate::kernel::french;
use crate::norm::model::{EmptyTotal, Erring, Kind, Norm, Scale, ScoreChange, ZeroWeight};

/// The words of one norm's said.
pub(crate) struct PolicyWords<'a> {
    pub(crate) norm: &'a Norm,
    /// How a kind of finding is called here.
    pub(crate) kind: &'a dyn Fn(&Kind) -> String,
}

impl View<'_> {
    /// The scoring rules, from the policy itself: subject, rule.
    pub(super) fn policy(&self) -> Vec<(String, String)> {
        let kind = |kind: &Kind| french::inside(&self.kind_label(kind));
        let said = PolicyWords {
            norm: self.norm,
            kind: &kind,
        };
        let inputs = &self.a.inputs;
        let mut out = said.rows();
        if let Some(profile) = self.norm.profile(&inputs.profile) {
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
    pub(crate) fn rows(&self) -> Vec<(String, String)> {
        let policy = &self.norm.policy;
        let mut out = Vec::new();
        let mut row = |subject: &str, rule: String| out.push((subject.to_owned(), rule));
        let whole = ScoreChange {
            aggregation: Some(policy.score.aggregation),
            partial_credit: Some(policy.score.partial_credit.clone()),
            not_assessed: Some(policy.score.not_assessed),
            not_demonstrated: Some(policy.score.not_demonstrated),
            not_applicable: Some(policy.score.not_applicable),
            target: policy.score.target.clone(),
            error: Some(policy.score.error).filter(|error| *error != Erring::Fails),
            empty_group: Some(policy.score.empty_group),
            zero_weight: Some(policy.score.zero_weight).filter(|zero| *zero != ZeroWeight::Zero),
            rounding: Some(policy.score.rounding),
        };
        if policy.scale != Scale::default() {
            row(
                "Échelle",
                format!(
                    "de {} (non rempli) à {} (rempli)",
                    french::decimal(&policy.scale.min),
                    policy.scale.show(&policy.scale.max, 0)
                ),
            );
        }
        for (subject, rule) in self.score(&whole) {
            row(&subject, rule);
        }
        if policy.empty_total != EmptyTotal::None {
            row("Rien à noter", score::empty_total(policy.empty_total).to_owned());
        }
        row("Plusieurs sites", score::samples(&policy.samples));
        if let Some(draw) = &policy.draw {
            row("Sites audités", score::draw(draw));
        }
        for chapter in &self.norm.chapters {
            if let Some(change) = &chapter.policy {
                row(&format!("Chapitre {}", chapter.id), self.change(change));
            }
        }
        for revision in &policy.revisions {
            row(
                &format!("À partir du {}", revision.from.in_words()),
                format!("{} (source : {})", self.change(&revision.change), revision.source),
            );
        }
        self.findings(&mut row);
        self.gates(&mut row);
        out
    }

    fn kind(&self, code: Option<&KindCode>) -> String {
        code.and_then(|code| self.norm.kind(code))
            .map_or_else(|| "aucun constat".to_owned(), |kind| (self.kind)(kind))
    }
}
