//! The page for a board: outcome, counts, strengths, the next three things to do.

use super::compared::ComparedRow;
use super::records::{Gap, Priority, Row, StatusCount, Summary};
use super::report::View;
use super::{tables, words};
use crate::assessment::results::{Cause, NoConclusion, Support, Truth, wanted};
use crate::kernel::french;
use crate::kernel::{ConclusionId, CriterionId, KindCode, Status, words as text};
use crate::norm::model::Importance;

/// Criteria that are named; more are counted.
const SHOWN: usize = 6;

impl View<'_> {
    /// The band that holds the whole interval of the score, where one does.
    fn band(&self) -> String {
        // INVARIANT: the band of a result is one of its policy
        let label = self.a.results.band.as_ref();
        label
            .and_then(|label| self.norm.policy.bands.iter().find(|band| &band.label == label))
            .map_or_else(String::new, |band| format!("« {} » : {}", band.label, band.text))
    }

    /// Would the conclusion change if one criterion came out otherwise?
    fn firmness(&self) -> String {
        let results = &self.a.results;
        if results.conclusion.is_none() {
            return String::new();
        }
        let title = |id: &ConclusionId| {
            self.norm
                .conclusion(&self.a.inputs.profile, id)
                .map_or_else(|| id.to_string(), |rule| rule.title.clone())
        };
        // criteria that would turn it in the same way are told together
        let mut ways: Vec<(Status, &ConclusionId, Vec<CriterionId>)> = Vec::new();
        for swing in &results.swings {
            let same = ways
                .iter_mut()
                .find(|(status, to, _)| *status == swing.status && *to == &swing.conclusion);
            match same {
                Some((_, _, ids)) => ids.push(swing.criterion.clone()),
                None => ways.push((swing.status, &swing.conclusion, vec![swing.criterion.clone()])),
            }
        }
        if ways.is_empty() {
            return "Conclusion robuste : aucun critère ne la changerait à lui seul.".to_owned();
        }
        // and so are the statuses that would turn the same ones
        let mut told: Vec<(Vec<String>, &ConclusionId, Vec<CriterionId>)> = Vec::new();
        for (status, to, ids) in ways {
            let label = status.label().to_owned();
            match told
                .iter_mut()
                .find(|(_, known, same)| *known == to && *same == ids)
            {
                Some((statuses, ..)) => statuses.push(label),
                None => told.push((vec![label], to, ids)),
            }
        }
        let said: Vec<String> = told
            .iter()
            .map(|(statuses, to, ids)| {
                let status = text::list(statuses, "ou");
                let who = match ids.as_slice() {
                    [_] => format!("si {} devenait {status}", words::titles(self.norm, ids)),
                    many => format!(
                        "si l’un de {} critères devenait {status} : {}",
                        many.len(),
                        words::titles(self.norm, many)
                    ),
                };
                format!("« {} » {who}", title(to))
            })
            .collect();
        format!(
            "Conclusion fragile, un seul critère peut la changer : elle deviendrait {}.",
            said.join(", et ")
        )
    }

    /// Is the audit dated outside the days in which the norm is in force?
    fn out_of_force(&self) -> Option<String> {
        let today = self.a.inputs.date;
        let (from, until) = (self.norm.from, self.norm.until);
        if let Some(first) = from.filter(|first| today < *first) {
            return Some(format!(
                "La norme n’entre en vigueur que le {} : ce dossier est jugé avant.",
                first.in_words()
            ));
        }
        let last = until.filter(|last| *last < today)?;
        Some(format!(
            "La norme n’est plus en vigueur depuis le {} : voyez si une version plus récente la remplace.",
            last.in_words()
        ))
    }

    /// What was not read though it seems meant to be; the method says why, one by one.
    fn unread_note(&self) -> Option<String> {
        let unread = &self.a.inputs.unread;
        let mut names: Vec<String> = unread
            .iter()
            .take(SHOWN)
            .map(|skipped| format!("« {} »", text::safe(&skipped.path)))
            .collect();
        let more = unread.len().saturating_sub(SHOWN);
        if more > 0 {
            names.push(french::count(more, "autre", "autres"));
        }
        (!names.is_empty()).then(|| {
            format!(
                "N’{} pas été {} et ne {} pour rien : {}.",
                if unread.len() > 1 { "ont" } else { "a" },
                if unread.len() > 1 { "lus" } else { "lu" },
                if unread.len() > 1 { "comptent" } else { "compte" },
                text::list(&names, "et")
            )
        })
    }

    /// What the norm's policy did beyond judging criteria one by one.
    fn policy_notes(&self) -> Vec<String> {
        let results = &self.a.results;
        let kind = |code: &KindCode| {
            self.norm
                .kind(code)
                .map_or_else(|| code.to_string(), |kind| self.kind_label(kind))
        };
        let mut out = Vec::new();
        out.extend(self.out_of_force());
        for found in &results.accumulated {
            out.push(words::accumulated(found, self.norm, self.a.inputs.audit));
        }
        for criterion in &results.criteria {
            if let Some(raised) = &criterion.raised {
                out.push(format!(
                    "{} : « {} » aggravé, {}.",
                    words::titles(self.norm, std::slice::from_ref(&criterion.id)),
                    kind(&raised.from),
                    words::raised(raised.why)
                ));
            }
        }
        out.extend(self.policy_gates());
        if let Some(drawn) = &results.drawn {
            let sites: Vec<String> = drawn.sites.iter().map(ToString::to_string).collect();
            out.push(format!(
                "Sites tirés : {} sur {} ({}), graine « {} ».",
                sites.len(),
                drawn.of,
                sites.join(", "),
                text::printable(&drawn.seed)
            ));
        }
        for day in &results.revisions {
            out.push(format!(
                "Règles de calcul révisées, en vigueur depuis le {}.",
                day.in_words()
            ));
        }
        out
    }

    /// How the gates of the policy came out.
    pub(super) fn policy_gates(&self) -> Vec<String> {
        let (results, policy) = (&self.a.results, &self.norm.policy);
        let mut out = Vec::new();
        for (gate, result) in policy.gates.iter().zip(&results.gates) {
            let said = words::gate(result.passed);
            let before = if result.before == results.score || result.before.is_none() {
                String::new()
            } else {
                format!(
                    " ; sans elle, le score serait {}",
                    self.score(result.before.as_ref())
                )
            };
            out.push(format!("Porte « {} » : {said}{before}.", gate.label));
        }
        out
    }

    /// Where the imperatives stand, in one sentence.
    pub(super) fn gate(&self) -> String {
        let imperatives: Vec<Status> = self
            .a
            .results
            .criteria
            .iter()
            .filter(|c| {
                self.norm
                    .criterion(&c.id)
                    .is_some_and(|n| n.importance == Importance::Imperative)
            })
            .map(|c| c.retained)
            .filter(|status| *status != Status::NotApplicable)
            .collect();
        let met = imperatives
            .iter()
            .filter(|status| **status == Status::Conforming)
            .count();
        match (met, imperatives.len()) {
            (_, 0) => "Aucun critère impératif dans ce profil.".to_owned(),
            (met, all) if met == all => format!("Les {all} critères impératifs sont conformes."),
            (met, all) => format!(
                "{} sur {all} : {} à traiter d’abord.",
                french::count(met, "critère impératif conforme", "critères impératifs conformes"),
                french::count(all - met, "reste", "restent")
            ),
        }
    }

    /// What came of the elements in this dossier: how many were shown, said, left unsaid. Those that do not apply are not counted.
    pub(super) fn means(&self) -> Vec<(String, usize)> {
        let mut counts = [0; 6];
        let live = self
            .a
            .results
            .criteria
            .iter()
            .filter(|c| c.retained != Status::NotApplicable)
            .filter_map(|c| Some((self.norm.criterion(&c.id)?, c)))
            .flat_map(|(norm, c)| wanted(norm, c.elements()));
        for element in live {
            let only = |cause: Cause| element.causes.iter().all(|own| *own == cause);
            let silent = |cause: &Cause| matches!(cause, Cause::NotStated | Cause::NoEvidence);
            let shown = element.finding.is_some()
                || element.trace.as_ref().and_then(|trace| trace.support) == Some(Support::Shown);
            let place = match element.truth {
                Truth::Yes if shown => 0,
                Truth::Yes => 1,
                Truth::No => 2,
                Truth::Unknown if only(Cause::HumanJudgement) => 5,
                Truth::Unknown if only(Cause::DeclaredOnly) => 1,
                Truth::Unknown if element.causes.iter().all(silent) => 4,
                Truth::Unknown | Truth::Void => 3,
            };
            // INVARIANT: each place is one of the six
            if let Some(count) = counts.get_mut(place) {
                *count += 1;
            }
        }
        let said = [
            (
                "montré par une preuve ou un auditeur",
                "montrés par une preuve ou un auditeur",
            ),
            ("seulement déclaré", "seulement déclarés"),
            ("contredit", "contredits"),
            (
                "dont la preuve ne suffit pas encore",
                "dont la preuve ne suffit pas encore",
            ),
            ("dont rien n’est dit", "dont rien n’est dit"),
            ("qui attend un auditeur", "qui attendent un auditeur"),
        ];
        said.into_iter()
            .zip(counts)
            .filter(|(_, count)| *count > 0)
            .map(|((one, many), count)| (if count > 1 { many } else { one }.to_owned(), count))
            .collect()
    }

    /// The conclusion, or that there is none, and what it means.
    pub(super) fn outcome(&self) -> (String, String) {
        let results = &self.a.results;
        let rule = results
            .conclusion
            .as_ref()
            .and_then(|id| self.norm.conclusion(&self.a.inputs.profile, id));
        match rule {
            Some(rule) if !results.reserves.is_empty() => (
                format!("Avis sous réserve : « {} »", rule.title),
                rule.text.clone(),
            ),
            Some(rule) => (rule.title.clone(), rule.text.clone()),
            None if results.is_suspended() => ("Avis suspendu".to_owned(), self.obstacles()),
            None => ("Pas de conclusion à ce stade".to_owned(), self.obstacles()),
        }
    }

    pub(super) fn summary(&self, gaps: &[Gap], compared: &[ComparedRow]) -> Summary {
        let results = &self.a.results;
        let (headline, said) = self.outcome();
        let strengths = results
            .criteria
            .iter()
            .filter(|c| c.retained == Status::Conforming)
            .filter_map(|c| {
                // a strong point that an auditor noted comes before all
                let noted = self.kind(c).is_some_and(|kind| kind.favourable);
                Some(((!noted, self.norm.criterion(&c.id)?.importance), self.row(c)?))
            });
        let mut strengths: Vec<((bool, Importance), Row)> = strengths.collect();
        strengths.sort_by_key(|(order, _)| *order);
        let mut kinds: Vec<&crate::norm::model::Kind> = self.norm.kinds.iter().collect();
        kinds.sort_by_key(|k| (!k.favourable, std::cmp::Reverse(k.rank)));
        Summary {
            band: self.band(),
            gate: self.gate(),
            firmness: self.firmness(),
            progress: self.progress(),
            notes: self
                .vigilance()
                .into_iter()
                .chain(self.audit_notes(compared))
                .chain(self.lived())
                .chain(self.unopened())
                .chain(self.unread_note())
                .chain(self.policy_notes())
                .chain(self.plan_note())
                .collect(),
            to_open: self.to_open(),
            means: self.means(),
            headline,
            text: said,
            score: self.overall(),
            degree: self.score(results.score.as_ref()),
            alt: Self::alt("Ensemble des critères", &results.statuses),
            counts: tables::statuses(&Self::status_counts(&results.statuses)),
            statuses: Self::status_counts(&results.statuses),
            kinds: kinds
                .into_iter()
                .map(|k| (k, results.kinds.get(&k.code).copied().unwrap_or(0)))
                // strong points are an auditor's to note: where there is none, none is counted
                .filter(|(k, n)| !k.favourable || *n > 0)
                .map(|(k, n)| (french::counted(n, &french::inside(&self.kind_label(k))), n))
                .collect(),
            strengths: strengths.into_iter().map(|(_, row)| row).take(3).collect(),
            priorities: self.priorities(gaps),
        }
    }

    /// The three things to do next: the gravest gaps, the lightest action first; where there is none, what is not assessed.
    pub(super) fn priorities(&self, gaps: &[Gap]) -> Vec<Priority> {
        let from_gaps = gaps.iter().filter_map(|gap| {
            // a declaration comes after what it would declare
            let action = gap.actions.iter().min_by_key(|a| (a.id == gap.id, a.effort))?;
            let why = if gap.kind.is_empty() {
                gap.status.clone()
            } else {
                format!("{}, {}", gap.status, french::inside(&gap.kind))
            };
            let decided = self.covering(&action.id, &gap.id).map(|own| {
                let due = own.due.map(|day| format!(" pour le {}", day.in_words()));
                let late = if own.is_late(self.a.inputs.date) {
                    ", en retard"
                } else {
                    ""
                };
                format!(" ; déjà décidé{}{late}", due.unwrap_or_default())
            });
            Some(Priority {
                id: gap.id.clone(),
                action: action.text.clone(),
                why: why + &decided.unwrap_or_default(),
            })
        });
        let silent = self
            .a
            .results
            .criteria
            .iter()
            .filter(|c| c.retained == Status::NotAssessed)
            .filter_map(|c| {
                let norm = self.norm.criterion(&c.id)?;
                Some((
                    norm.importance,
                    Priority {
                        id: c.id.to_string(),
                        action: format!("Dire où vous en êtes : {}.", norm.title),
                        why: "non évalué".to_owned(),
                    },
                ))
            });
        let mut silent: Vec<_> = silent.collect();
        silent.sort_by_key(|(importance, _)| *importance);
        from_gaps
            .chain(silent.into_iter().map(|(_, p)| p))
            .take(3)
            .collect()
    }

    pub(super) fn obstacles(&self) -> String {
        let titles = |ids: &[CriterionId]| words::titles(self.norm, ids);
        let said: Vec<String> = self
            .a
            .results
            .no_conclusion
            .iter()
            .map(|why| match why {
                NoConclusion::NotAssessed(ids) => match ids.as_slice() {
                    [_] => format!("{} (impératif ou exigible) n’est pas évalué : tant qu’il ne l’est pas, aucune conclusion n’est donnée.", titles(ids)),
                    many => format!("{} critères (impératifs ou exigibles) ne sont pas évalués : {}. Tant qu’ils ne le sont pas, aucune conclusion n’est donnée.", french::number(many.len()), titles(many)),
                },
                NoConclusion::AwaitingJudgement(ids) => match ids.as_slice() {
                    [_] => format!("{} attend le constat d’un auditeur.", titles(ids)),
                    many => format!("{} critères attendent le constat d’un auditeur : {}.", french::number(many.len()), titles(many)),
                },
                NoConclusion::Simulation => "La date d’audit n’est pas celle des constats : c’est une simulation, qui ne conclut pas.".to_owned(),
                NoConclusion::NoPrevious => "L’audit précédent n’est pas dans le dossier : sans lui, la norme ne laisse pas conclure.".to_owned(),
                NoConclusion::Recheck(ids) => format!("À revoir à cette étape du cycle, et sans constat : {}.", titles(ids)),
                NoConclusion::Suspended(id) => {
                    let title = self.norm.conclusion(&self.a.inputs.profile, id).map_or("", |rule| rule.title.as_str());
                    let doubts = french::count(self.a.results.standing_doubts().count(), "doute doit être levé", "doutes doivent être levés");
                    format!("Avis suspendu : avant « {title} », {doubts}.")
                }
                NoConclusion::Provisional { conclusion, unseen: _ } => {
                    let title = self.norm.conclusion(&self.a.inputs.profile, conclusion).map_or("", |rule| rule.title.as_str());
                    format!("Audit provisoire : « {title} » ne se dit qu’une fois chaque doute levé par un auditeur et chaque pièce à ouvrir vue.")
                }
                NoConclusion::FormMissing(ids) => format!("La fiche obligatoire manque pour {}.", titles(ids)),
                NoConclusion::Incomplete => "Des fichiers n’ont pas pu être lus jusqu’au bout : ce résultat est incomplet.".to_owned(),
            })
            .collect();
        if said.is_empty() {
            "Aucune règle de conclusion ne s’applique.".to_owned()
        } else {
            said.join(" ")
        }
    }

    pub(super) fn status_counts(counts: &std::collections::BTreeMap<Status, usize>) -> Vec<StatusCount> {
        let total: usize = counts.values().sum();
        Status::ALL
            .into_iter()
            .map(|status| {
                let count = counts.get(&status).copied().unwrap_or(0);
                StatusCount {
                    status,
                    key: status.key().to_owned(),
                    label: status.label().to_owned(),
                    counted: french::counted(count, status.label()),
                    count,
                    meaning: words::status_meaning(status).to_owned(),
                    share: (count * 1000).checked_div(total).unwrap_or(0),
                }
            })
            .collect()
    }

    /// A bar chart in words, for those who do not see it.
    pub(super) fn alt(what: &str, counts: &std::collections::BTreeMap<Status, usize>) -> String {
        let parts: Vec<String> = Self::status_counts(counts)
            .into_iter()
            .map(|s| s.counted)
            .collect();
        format!("{what} : {}.", text::list(&parts, "et"))
    }
}
