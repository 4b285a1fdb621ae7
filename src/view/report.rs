//! The report, section by section (`users.md` skeleton): everything that a template prints.

use serde::Serialize;

use super::privacy::{PrivacyView, privacy};
use super::words;
use crate::assessment::Assessment;
use crate::assessment::results::{CriterionResult, ElementResult, NoConclusion, Truth};
use crate::evidence::item::{Held, Reading};
use crate::kernel::{Id, Interval, Status, words as text};
use crate::norm::Norm;
use crate::norm::model::{AuditKind, Criterion, Element, Importance, PartialCredit};

/// Everything that a report shows.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    /// « Rapport d'auto-évaluation ».
    pub title: String,
    /// Name of the structure.
    pub structure: String,
    /// Legal form and SIRET, in one line.
    pub identity: String,
    /// Sites.
    pub sites: Vec<String>,
    /// Kind of audit.
    pub audit: String,
    /// Audit date in words.
    pub date: String,
    /// Audit date, ISO.
    pub iso_date: String,
    /// Norm, edition, version.
    pub norm: String,
    /// Warning of the norm.
    pub warning: String,
    /// Profile.
    pub profile: String,
    /// « Ceci n'est pas un certificat ».
    pub banner: String,
    /// Page 2.
    pub summary: Summary,
    /// How it was judged, sentence by sentence.
    pub method: Vec<String>,
    /// Chapters.
    pub chapters: Vec<ChapterView>,
    /// The ethical framework.
    pub ethics: Vec<Row>,
    /// Gap sheets.
    pub gaps: Vec<Gap>,
    /// To show to the auditor.
    pub to_show: Vec<Row>,
    /// Not applicable.
    pub not_applicable: Vec<Row>,
    /// Not assessed.
    pub not_assessed: Vec<Row>,
    /// Evidence register.
    pub evidence: Vec<EvidenceRow>,
    /// The search for data of persons, where one was made.
    pub privacy: Option<PrivacyView>,
    /// Sources used.
    pub sources: Vec<SourceRow>,
    /// Confidence codes, with their meaning.
    pub confidence: Vec<(String, String)>,
    /// The overlay that was in force.
    pub overlay: Option<String>,
    /// Digests.
    pub provenance: Vec<(String, String)>,
}

/// The page for a board.
#[derive(Debug, Clone, Serialize)]
pub struct Summary {
    /// The conclusion's words, or that there is none.
    pub headline: String,
    /// What it means.
    pub text: String,
    /// Score, with its interval where something is unknown.
    pub score: String,
    /// Counts by status: label, number, meaning, key.
    pub statuses: Vec<StatusCount>,
    /// Counts by kind of finding.
    pub kinds: Vec<(String, usize)>,
    /// Strong points.
    pub strengths: Vec<Row>,
    /// What to do first.
    pub priorities: Vec<Priority>,
    /// The bar, in words.
    pub alt: String,
    /// How judged.
    pub judged: Vec<(String, usize)>,
}

/// A status with its count.
#[derive(Debug, Clone, Serialize)]
pub struct StatusCount {
    /// Key (`conforme`).
    pub key: String,
    /// Label.
    pub label: String,
    /// How many.
    pub count: usize,
    /// What it means.
    pub meaning: String,
    /// Share of the applicable criteria, in thousandths, for the drawing.
    pub share: usize,
}

/// One thing to do.
#[derive(Debug, Clone, Serialize)]
pub struct Priority {
    /// Criterion.
    pub id: String,
    /// What to do.
    pub action: String,
    /// Why.
    pub why: String,
}

/// A criterion in a table.
#[derive(Debug, Clone, Serialize)]
pub struct Row {
    /// Id.
    pub id: String,
    /// Title.
    pub title: String,
    /// Status label.
    pub status: String,
    /// Status key.
    pub key: String,
    /// Kind of finding.
    pub kind: String,
    /// Importance.
    pub importance: String,
    /// How judged.
    pub judged: String,
    /// Confidence code.
    pub confidence: String,
    /// Sources.
    pub sources: String,
    /// Reason, in words.
    pub reason: String,
    /// Has it a gap sheet?
    pub has_gap: bool,
    /// Label of that sheet.
    pub gap: String,
}

/// A chapter.
#[derive(Debug, Clone, Serialize)]
pub struct ChapterView {
    /// Id.
    pub id: String,
    /// Title.
    pub title: String,
    /// Introduction.
    pub introduction: String,
    /// Score.
    pub score: String,
    /// The bar, in words.
    pub alt: String,
    /// Bars.
    pub statuses: Vec<StatusCount>,
    /// Criteria.
    pub rows: Vec<Row>,
}

/// A gap sheet.
#[derive(Debug, Clone, Serialize)]
pub struct Gap {
    /// Label of the sheet.
    pub anchor: String,
    /// Criterion id.
    pub id: String,
    /// Title.
    pub title: String,
    /// Status label.
    pub status: String,
    /// Status key.
    pub key: String,
    /// Kind of finding.
    pub kind: String,
    /// Rank of the kind.
    pub rank: i64,
    /// What is required.
    pub requirement: String,
    /// What was seen.
    pub seen: Vec<String>,
    /// Evidence looked at: id, words, label in the register.
    pub evidence: Vec<(String, String, String)>,
    /// What is missing.
    pub missing: Vec<String>,
    /// What is at stake.
    pub stake: String,
    /// Which rule fired.
    pub rule: String,
    /// What would close it: element, action, effort.
    pub actions: Vec<Action>,
    /// Sources and confidence.
    pub origin: String,
}

/// An action.
#[derive(Debug, Clone, Serialize)]
pub struct Action {
    /// Element id.
    pub id: String,
    /// What to do.
    pub text: String,
    /// Effort, 1 to 5.
    pub effort: u8,
    /// Effort in words.
    pub effort_words: String,
}

/// A piece in the register.
#[derive(Debug, Clone, Serialize)]
pub struct EvidenceRow {
    /// Label in the register.
    pub anchor: String,
    /// Id.
    pub id: String,
    /// Where.
    pub place: String,
    /// Types.
    pub types: String,
    /// Date of effect.
    pub effect: String,
    /// Expiry.
    pub expires: String,
    /// State.
    pub state: String,
    /// SHA-256.
    pub digest: String,
    /// Criteria that ask it.
    pub criteria: Vec<String>,
}

/// A source.
#[derive(Debug, Clone, Serialize)]
pub struct SourceRow {
    /// Key.
    pub key: String,
    /// Title.
    pub title: String,
    /// Address.
    pub url: String,
    /// What was read.
    pub read: String,
}

/// Puts an assessment into words.
pub fn report(assessment: &Assessment) -> Report {
    let view = View {
        a: assessment,
        norm: &assessment.inputs.norm,
    };
    let inputs = &assessment.inputs;
    let results = &assessment.results;
    let by = |status: Status| -> Vec<Row> {
        results
            .criteria
            .iter()
            .filter(|c| c.retained == status)
            .filter_map(|c| view.row(c))
            .collect()
    };
    let gaps = view.gaps();
    let kind = inputs.audit.label();
    Report {
        title: match inputs.audit {
            AuditKind::SelfAssessment => "Rapport d’auto-évaluation".to_owned(),
            AuditKind::Mock => "Rapport d’audit blanc".to_owned(),
            AuditKind::Audit => "Rapport d’audit".to_owned(),
        },
        structure: text::printable(&inputs.structure.name),
        identity: [
            inputs.structure.form.clone(),
            if inputs.structure.siret.is_empty() {
                String::new()
            } else {
                format!("SIRET {}", inputs.structure.siret)
            },
        ]
        .into_iter()
        .filter(|part| !part.is_empty())
        .map(|part| text::printable(&part))
        .collect::<Vec<_>>()
        .join(" · "),
        sites: inputs.sites.iter().map(|s| text::printable(&s.name)).collect(),
        audit: kind.to_owned(),
        date: inputs.date.in_words(),
        iso_date: inputs.date.to_string(),
        norm: format!("{} — transcription {}", inputs.norm.edition, inputs.norm.version),
        warning: inputs.norm.warning.clone(),
        profile: inputs
            .norm
            .profile(&inputs.profile)
            .map(|p| p.title.clone())
            .unwrap_or_default(),
        banner: match inputs.audit {
            AuditKind::SelfAssessment => {
                "Ceci n’est pas un certificat : la structure s’évalue elle-même.".to_owned()
            }
            AuditKind::Mock => {
                "Ceci n’est pas un certificat : c’est une répétition avant un audit.".to_owned()
            }
            AuditKind::Audit => "Ce rapport ne vaut pas décision de certification.".to_owned(),
        },
        summary: view.summary(&gaps),
        method: view.method(),
        chapters: view.chapters(),
        ethics: view.ethics(),
        to_show: results
            .criteria
            .iter()
            .filter(|c| c.to_show)
            .filter_map(|c| view.row(c))
            .collect(),
        not_applicable: by(Status::NotApplicable),
        not_assessed: by(Status::NotAssessed),
        evidence: view.evidence(),
        privacy: inputs.privacy.as_ref().map(privacy),
        sources: view.sources(),
        confidence: [
            crate::norm::model::Confidence::A,
            crate::norm::model::Confidence::AMinus,
            crate::norm::model::Confidence::B,
            crate::norm::model::Confidence::C,
        ]
        .into_iter()
        .map(|c| (c.code().to_owned(), c.meaning().to_owned()))
        .collect(),
        overlay: inputs.norm.overlay.as_ref().map(|mark| {
            format!(
                "Surcouche en vigueur : {} ({}), empreinte {}.",
                text::printable(&mark.owner),
                text::count(mark.targets, "cible modifiée", "cibles modifiées"),
                mark.digest
            )
        }),
        provenance: vec![
            ("médiaudit".to_owned(), assessment.provenance.tool.clone()),
            (
                "empreinte de la norme".to_owned(),
                assessment.provenance.norm.to_string(),
            ),
            (
                "empreinte du dossier".to_owned(),
                assessment.provenance.dossier.to_string(),
            ),
        ],
        gaps,
    }
}

struct View<'a> {
    a: &'a Assessment,
    norm: &'a Norm,
}

impl View<'_> {
    fn decimals(&self) -> u32 {
        self.norm.policy.rounding.decimals
    }

    fn score(&self, interval: Option<&Interval>) -> String {
        let d = self.decimals();
        match interval {
            None => "sans objet".to_owned(),
            Some(i) if i.is_exact() => i.min.in_percent(d),
            Some(i) => format!("entre {} et {}", i.min.in_percent(d), i.max.in_percent(d)),
        }
    }

    fn kind(&self, result: &CriterionResult) -> Option<&crate::norm::model::Kind> {
        self.norm.kind(result.kind.as_ref()?)
    }

    fn kind_label(&self, kind: &crate::norm::model::Kind) -> String {
        if self.a.inputs.audit == AuditKind::SelfAssessment {
            kind.self_label.clone()
        } else {
            kind.label.clone()
        }
    }

    fn row(&self, result: &CriterionResult) -> Option<Row> {
        let c = self.norm.criterion(&result.id)?;
        let reason = match (
            result.retained,
            self.a
                .inputs
                .practices
                .get(&c.id)
                .and_then(|p| p.not_applicable.as_ref()),
        ) {
            (Status::NotApplicable, Some(why)) => text::printable(why),
            _ => words::reason(result.reason).to_owned(),
        };
        Some(Row {
            id: c.id.to_string(),
            title: c.title.clone(),
            status: result.retained.label().to_owned(),
            key: result.retained.key().to_owned(),
            kind: self.kind(result).map(|k| self.kind_label(k)).unwrap_or_default(),
            importance: c.importance.label().to_owned(),
            judged: c.judged.label().to_owned(),
            confidence: c.confidence.code().to_owned(),
            sources: c.sources.iter().map(Id::as_str).collect::<Vec<_>>().join(", "),
            reason,
            has_gap: Self::is_gap(result),
            gap: format!("ecart-{}", c.id),
        })
    }

    fn is_gap(result: &CriterionResult) -> bool {
        matches!(result.retained, Status::Nonconforming | Status::NotDemonstrated) && !result.to_show
    }

    fn status_counts(counts: &std::collections::BTreeMap<Status, usize>) -> Vec<StatusCount> {
        let total: usize = counts.values().sum();
        Status::ALL
            .into_iter()
            .map(|status| {
                let count = counts.get(&status).copied().unwrap_or(0);
                StatusCount {
                    key: status.key().to_owned(),
                    label: status.label().to_owned(),
                    count,
                    meaning: words::status_meaning(status).to_owned(),
                    share: (count * 1000).checked_div(total).unwrap_or(0),
                }
            })
            .collect()
    }

    /// A bar chart in words, for those who do not see it.
    fn alt(what: &str, counts: &std::collections::BTreeMap<Status, usize>) -> String {
        let parts: Vec<String> = Self::status_counts(counts)
            .into_iter()
            .map(|s| format!("{} {}", s.count, s.label))
            .collect();
        format!("{what} : {}.", text::list(&parts, "et"))
    }

    fn summary(&self, gaps: &[Gap]) -> Summary {
        let results = &self.a.results;
        let profile = self.norm.profile(&self.a.inputs.profile);
        let rule = results
            .conclusion
            .as_ref()
            .zip(profile)
            .and_then(|(id, p)| self.norm.conclusions(p).iter().find(|r| &r.id == id));
        let (headline, said) = match rule {
            Some(rule) => (rule.title.clone(), rule.text.clone()),
            None => ("Pas de conclusion à ce stade".to_owned(), self.obstacles()),
        };
        let strengths = results
            .criteria
            .iter()
            .filter(|c| c.retained == Status::Conforming)
            .filter_map(|c| Some((self.norm.criterion(&c.id)?.importance, self.row(c)?)));
        let mut strengths: Vec<(Importance, Row)> = strengths.collect();
        strengths.sort_by_key(|(importance, _)| *importance);
        let mut judged: Vec<(String, usize)> = Vec::new();
        for label in results
            .criteria
            .iter()
            .filter_map(|c| self.norm.criterion(&c.id))
            .map(|c| c.judged.label())
        {
            match judged.iter_mut().find(|(known, _)| known == label) {
                Some((_, n)) => *n += 1,
                None => judged.push((label.to_owned(), 1)),
            }
        }
        let mut kinds: Vec<&crate::norm::model::Kind> = self.norm.kinds.iter().collect();
        kinds.sort_by_key(|k| std::cmp::Reverse(k.rank));
        Summary {
            headline,
            text: said,
            score: self.score(results.score.as_ref()),
            alt: Self::alt("Ensemble des critères", &results.statuses),
            statuses: Self::status_counts(&results.statuses),
            kinds: kinds
                .into_iter()
                .filter(|k| !k.favourable)
                .map(|k| {
                    (
                        self.kind_label(k),
                        results.kinds.get(&k.code).copied().unwrap_or(0),
                    )
                })
                .collect(),
            strengths: strengths.into_iter().map(|(_, row)| row).take(3).collect(),
            priorities: self.priorities(gaps),
            judged,
        }
    }

    /// The three things to do next: the gravest gaps, the lightest action first; where there is none, what is not assessed.
    fn priorities(&self, gaps: &[Gap]) -> Vec<Priority> {
        let from_gaps = gaps.iter().filter_map(|gap| {
            let action = gap.actions.iter().min_by_key(|a| a.effort)?;
            let why = if gap.kind.is_empty() {
                gap.status.clone()
            } else {
                format!("{}, {}", gap.status, gap.kind.to_lowercase())
            };
            Some(Priority {
                id: gap.id.clone(),
                action: action.text.clone(),
                why,
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

    fn obstacles(&self) -> String {
        let said: Vec<String> = self
            .a
            .results
            .no_conclusion
            .iter()
            .map(|why| match why {
                NoConclusion::NotAssessed(ids) => format!(
                    "{} (impératifs ou exigibles) ne {} pas évalués : tant qu’ils ne le sont pas, aucune conclusion n’est donnée.",
                    text::count(ids.len(), "critère", "critères"),
                    if ids.len() > 1 { "sont" } else { "est" }
                ),
                NoConclusion::AwaitingJudgement(ids) => format!("{} attendent le constat d’un auditeur.", text::count(ids.len(), "critère", "critères")),
                NoConclusion::Simulation => "La date d’audit n’est pas celle des constats : c’est une simulation, qui ne conclut pas.".to_owned(),
                NoConclusion::Incomplete => "Des fichiers n’ont pas pu être lus jusqu’au bout : ce résultat est incomplet.".to_owned(),
            })
            .collect();
        if said.is_empty() {
            "Aucune règle de conclusion ne s’applique.".to_owned()
        } else {
            said.join(" ")
        }
    }

    fn method(&self) -> Vec<String> {
        let inputs = &self.a.inputs;
        let policy = &self.norm.policy;
        let mut said = vec![
            format!("Les critères sont ceux de « {} », version {} : {}", self.norm.title, self.norm.version, self.norm.warning),
            format!("Toutes les durées et validités sont comptées au {}, date de l’audit.", inputs.date.in_words()),
            "Un audit procède par échantillon : ce qui n’a pas été regardé peut différer de ce qui l’a été.".to_owned(),
            "Un critère est conforme quand chacun de ses éléments est montré par une preuve valable et que le niveau de pratique requis est atteint. Dire ne suffit pas : un nombre saisi, une pièce gardée ailleurs ou un entretien rapporté comptent comme déclarés.".to_owned(),
            "L’absence de preuve ne prouve rien : elle donne « non démontré », jamais « non conforme ».".to_owned(),
            match policy.partial_credit {
                PartialCredit::None => "Score : un critère conforme compte 1, un critère non conforme ou non démontré compte 0.".to_owned(),
                PartialCredit::Elements => "Score : un critère conforme compte 1 ; sinon il compte pour la part de ses éléments satisfaits.".to_owned(),
            },
            "Les critères non applicables sortent du calcul ; les critères non évalués le rendent incertain : le score est alors un intervalle. Les moyennes sont pondérées, calculées en fractions exactes ; l’arrondi ne sert qu’à l’affichage.".to_owned(),
            "Tous les seuils sont des règles de l’outil, modifiables ; aucun n’est présenté comme celui de la norme.".to_owned(),
        ];
        for incident in &inputs.incidents {
            said.push(format!("Lecture inachevée — {}", text::printable(incident)));
        }
        said
    }

    fn chapters(&self) -> Vec<ChapterView> {
        let results = &self.a.results;
        results
            .chapters
            .iter()
            .filter_map(|chapter| {
                let norm = self.norm.chapter(&chapter.id)?;
                let inside = |c: &&CriterionResult| {
                    self.norm
                        .criterion(&c.id)
                        .is_some_and(|n| n.chapter == chapter.id)
                };
                Some(ChapterView {
                    id: norm.id.to_string(),
                    title: norm.title.clone(),
                    introduction: norm.introduction.clone(),
                    score: self.score(chapter.score.as_ref()),
                    alt: Self::alt(&norm.title, &chapter.statuses),
                    statuses: Self::status_counts(&chapter.statuses),
                    rows: results
                        .criteria
                        .iter()
                        .filter(inside)
                        .filter_map(|c| self.row(c))
                        .collect(),
                })
            })
            .collect()
    }

    /// The criteria that carry an ethical principle.
    fn ethics(&self) -> Vec<Row> {
        let is_ethical = |c: &Criterion| {
            c.labels
                .iter()
                .any(|label| label.as_str().starts_with("principe/"))
        };
        self.a
            .results
            .criteria
            .iter()
            .filter(|c| self.norm.criterion(&c.id).is_some_and(is_ethical))
            .filter_map(|c| self.row(c))
            .collect()
    }

    fn gaps(&self) -> Vec<Gap> {
        let mut gaps: Vec<Gap> = self
            .a
            .results
            .criteria
            .iter()
            .filter(|c| Self::is_gap(c))
            .filter_map(|c| self.gap(c))
            .collect();
        gaps.sort_by(|a, b| b.rank.cmp(&a.rank).then_with(|| a.id.cmp(&b.id)));
        gaps
    }

    fn gap(&self, result: &CriterionResult) -> Option<Gap> {
        let c = self.norm.criterion(&result.id)?;
        let open: Vec<(&Element, &ElementResult)> = c
            .elements
            .iter()
            .zip(result.elements())
            .filter(|(e, r)| !e.optional && !matches!(r.truth, Truth::Yes | Truth::Void))
            .collect();
        let practice = self.a.inputs.practices.get(&c.id);
        let mut seen = Vec::new();
        if let Some(level) = practice
            .and_then(|p| p.level.as_ref())
            .and_then(|id| self.norm.level(id))
        {
            seen.push(format!("Niveau déclaré : {}.", level.label.to_lowercase()));
        } else {
            seen.push("Aucun niveau de pratique n’est déclaré.".to_owned());
        }
        if let Some(comment) = practice.and_then(|p| p.comment.as_ref()) {
            seen.push(format!(
                "Commentaire de la structure : {}",
                text::printable(comment)
            ));
        }
        for (element, r) in c
            .elements
            .iter()
            .zip(result.elements())
            .filter(|(_, r)| r.truth == Truth::Yes)
        {
            seen.push(format!("Satisfait : {} ({}).", element.label, r.id));
        }
        let mut evidence = Vec::new();
        for r in result.elements() {
            if let Some(trace) = &r.trace {
                self.collect(trace, &mut evidence);
            }
        }
        evidence.sort();
        evidence.dedup();
        let mut missing: Vec<String> = open
            .iter()
            .map(|(e, r)| {
                let why = if r.truth == Truth::No {
                    "contredit".to_owned()
                } else {
                    words::causes(r.causes.iter().copied())
                };
                format!("{} — {why}.", e.label)
            })
            .collect();
        if result.reason == crate::assessment::results::Reason::LevelBelow
            && let Some(level) = c.level.as_ref().and_then(|id| self.norm.level(id))
        {
            missing.push(format!(
                "Le niveau requis est « {} ».",
                level.label.to_lowercase()
            ));
        }
        let rules: Vec<String> = open
            .iter()
            .filter_map(|(e, r)| {
                let trace = r
                    .trace
                    .as_ref()
                    .map(|t| format!(" → {}", words::outcome(t)))
                    .unwrap_or_default();
                Some(format!(
                    "{} : {}{trace}",
                    r.id,
                    words::rule(e.rule.as_ref()?, self.norm)
                ))
            })
            .collect();
        let actions = open
            .iter()
            .map(|(e, r)| Action {
                id: r.id.to_string(),
                text: e.action.clone(),
                effort: e.effort,
                effort_words: effort(e.effort).to_owned(),
            })
            .collect();
        let kind = self.kind(result);
        Some(Gap {
            anchor: format!("ecart-{}", c.id),
            id: c.id.to_string(),
            title: c.title.clone(),
            status: result.retained.label().to_owned(),
            key: result.retained.key().to_owned(),
            kind: kind.map(|k| self.kind_label(k)).unwrap_or_default(),
            rank: kind.map_or(0, |k| k.rank),
            requirement: c.requirement.clone(),
            seen,
            evidence,
            missing,
            stake: c.stake.clone(),
            rule: format!("{}. {}", words::reason(result.reason), rules.join(" ; ")),
            actions,
            origin: format!(
                "{} ; confiance {} : {}",
                c.sources.iter().map(Id::as_str).collect::<Vec<_>>().join(", "),
                c.confidence.code(),
                c.confidence.meaning()
            ),
        })
    }

    fn collect(&self, trace: &crate::assessment::results::Trace, out: &mut Vec<(String, String, String)>) {
        for (id, cause) in &trace.evidence {
            let place = self
                .a
                .inputs
                .evidence
                .iter()
                .find(|i| &i.id == id)
                .map_or_else(String::new, |i| text::safe(i.whereabouts()));
            let state = cause.map_or("compte", words::cause);
            out.push((
                id.to_string(),
                format!("{place} : {state}"),
                format!("preuve-{id}"),
            ));
        }
        trace.steps.iter().for_each(|step| self.collect(step, out));
    }

    fn evidence(&self) -> Vec<EvidenceRow> {
        let day = |date: Option<crate::kernel::Date>| {
            date.map_or_else(|| "–".to_owned(), crate::kernel::Date::in_figures)
        };
        self.a
            .inputs
            .evidence
            .iter()
            .map(|item| EvidenceRow {
                anchor: format!("preuve-{}", item.id),
                id: item.id.to_string(),
                place: text::safe(item.whereabouts()),
                types: item
                    .types
                    .iter()
                    .map(|id| {
                        self.norm
                            .evidence_types
                            .get(id)
                            .map_or_else(|| id.to_string(), |t| t.label.clone())
                    })
                    .collect::<Vec<_>>()
                    .join(", "),
                effect: day(item.dates.effect),
                expires: day(item.dates.expires),
                state: match (&item.held, &item.reading) {
                    (Held::Missing { path: _ }, _) => "fichier absent".to_owned(),
                    (_, Reading::Unreadable { reason } | Reading::Unfinished { reason }) => reason.clone(),
                    (Held::Elsewhere { .. }, _) => "gardée ailleurs".to_owned(),
                    (Held::Reported { .. }, _) => format!("{} rapporté", words::modality(item.modality)),
                    (Held::File(file), Reading::Readable) => words::format(file.format).to_owned(),
                },
                digest: match &item.held {
                    Held::File(file) => file.digest.to_string(),
                    _ => String::new(),
                },
                criteria: self
                    .norm
                    .criteria
                    .iter()
                    .filter(|c| c.evidence_types().iter().any(|id| item.types.contains(*id)))
                    .map(|c| c.id.to_string())
                    .collect(),
            })
            .collect()
    }

    fn sources(&self) -> Vec<SourceRow> {
        let used: std::collections::BTreeSet<&Id> = self
            .a
            .results
            .criteria
            .iter()
            .filter_map(|c| self.norm.criterion(&c.id))
            .flat_map(|c| &c.sources)
            .collect();
        used.into_iter()
            .filter_map(|key| {
                let source = self.norm.sources.get(key)?;
                Some(SourceRow {
                    key: key.to_string(),
                    title: source.title.clone(),
                    url: source.url.clone().unwrap_or_default(),
                    read: source.read.clone().unwrap_or_default(),
                })
            })
            .collect()
    }
}

fn effort(effort: u8) -> &'static str {
    match effort {
        1 => "une heure ou deux",
        2 => "une demi-journée",
        3 => "quelques jours",
        4 => "quelques semaines",
        _ => "plusieurs mois",
    }
}
