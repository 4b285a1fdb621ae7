//! The report: every section put together.

use super::brief::SAMPLING;
use super::cautions::cautions;
use super::privacy::privacy;
use super::records::{Report, Row};
use super::short::{Extent, shorten};
use super::{tables, words};
use crate::assessment::results::{ChapterResult, CriterionResult};
use crate::assessment::{Assessment, Inputs};
use crate::engine::pieces::PieceBook;
use crate::kernel::french;
use crate::kernel::{Interval, SourceId, Status, words as text};
use crate::norm::Norm;
use crate::norm::model::{AuditKind, Confidence};

/// Puts an assessment into words, all of it.
pub fn report(assessment: &Assessment) -> Report {
    report_in(assessment, Extent::Full)
}

/// Puts an assessment into words, as many as are wanted.
pub fn report_in(assessment: &Assessment, extent: Extent) -> Report {
    let view = View::of(assessment);
    let mut report = whole(&view, assessment);
    if extent == Extent::Essential {
        shorten(&mut report, &view, assessment);
    }
    report
}

fn whole(view: &View<'_>, assessment: &Assessment) -> Report {
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
    let compared = view.compared();
    let gaps = view.gaps(&compared);
    let (findings, decided) = (view.findings(), view.decided());
    let named = findings
        .iter()
        .flat_map(|row| &row.seen)
        .chain(decided.iter().flat_map(|row| &row.evidence))
        .collect();
    let evidence = view.evidence(&named);
    let kind = inputs.audit.label();
    let profile = inputs.norm.profile(&inputs.profile);
    let plan = view.proposed(&gaps);
    let chapters = view.chapters();
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
        audit_key: inputs.audit.key().to_owned(),
        purpose: view.purpose().to_owned(),
        brief: view.brief(),
        cycle: words::cycle(inputs.cycle.as_ref(), &inputs.norm),
        logo: inputs.structure.logo.is_some(),
        logo_alt: format!("Logo de {}", text::printable(&inputs.structure.name)),
        privacy_line: inputs
            .privacy
            .as_ref()
            .map(|found| privacy(found).scanned)
            .unwrap_or_default(),
        date: inputs.date.in_words(),
        iso_date: inputs.date.to_string(),
        norm: format!("{} — reformulation {}", inputs.norm.edition, inputs.norm.version),
        warning: inputs.norm.warning.clone(),
        profile: profile.map(|p| p.title.clone()).unwrap_or_default(),
        partial: profile.is_some_and(|p| p.partial),
        banner: banner(inputs),
        summary: view.summary(&gaps, &compared),
        method: view.method(),
        numbers: tables::chapters(&chapters),
        chapters,
        evolution: view.evolution(),
        policy: tables::policy(&view.policy()),
        principles: view.principles(),
        gap_list: tables::gaps(&gaps),
        findings: tables::findings(&findings),
        differences: if compared.is_empty() {
            String::new()
        } else {
            View::differences(&compared)
        },
        compared: tables::compared(&compared),
        disputes: view.disputes(),
        sampling: if inputs.samples.is_empty() {
            String::new()
        } else {
            SAMPLING.to_owned()
        },
        samples: view.samples(),
        decided: tables::decided(&decided),
        plan: tables::plan(&plan),
        observations: tables::observations(&view.observations()),
        to_show: results
            .criteria
            .iter()
            .filter(|c| c.to_show)
            .filter_map(|c| view.row(c))
            .collect(),
        doubts: results
            .criteria
            .iter()
            .filter_map(|c| Some((c, view.norm.criterion(&c.id)?)))
            .flat_map(|(c, norm)| {
                let said = cautions(inputs, norm, c);
                said.into_iter().map(|text| (c.id.to_string(), text))
            })
            .collect(),
        not_applicable: by(Status::NotApplicable),
        not_assessed: by(Status::NotAssessed),
        evidence: tables::register(&evidence),
        digests: tables::digests(&evidence),
        privacy: inputs.privacy.as_ref().map(privacy),
        sources: tables::sources(&view.sources()),
        confidence: tables::confidence(
            &[Confidence::A, Confidence::AMinus, Confidence::B, Confidence::C]
                .map(|c| (c.code().to_owned(), c.meaning().to_owned())),
        ),
        overlay: inputs.norm.overlay.as_ref().map(|mark| {
            format!(
                "Surcouche en vigueur : {} ({}), empreinte {}.",
                text::printable(&mark.owner),
                french::count(mark.targets, "cible modifiée", "cibles modifiées"),
                mark.digest
            )
        }),
        provenance: [
            ("médiaudit", Some(assessment.provenance.tool.clone())),
            ("licence des données de la norme", inputs.norm.licence.clone()),
            (
                "empreinte de la norme",
                Some(assessment.provenance.norm.to_string()),
            ),
            (
                "empreinte du dossier",
                Some(assessment.provenance.dossier.to_string()),
            ),
        ]
        .into_iter()
        .filter_map(|(name, value)| Some((name.to_owned(), text::printable(&value?))))
        .collect(),
        short: None,
        gaps,
    }
}

/// An assessment on its way into words.
pub(super) struct View<'a> {
    pub(super) a: &'a Assessment,
    pub(super) norm: &'a Norm,
    pub(super) book: PieceBook<'a>,
}

impl<'a> View<'a> {
    /// The view of an assessment.
    pub(super) fn of(assessment: &'a Assessment) -> Self {
        Self {
            a: assessment,
            norm: &assessment.inputs.norm,
            book: PieceBook::of(assessment),
        }
    }
}

impl View<'_> {
    /// The score of the whole; while not all is answered, how far that has come stands before it.
    pub(super) fn overall(&self) -> String {
        let results = &self.a.results;
        let score = self.score(results.score.as_ref());
        let all = results.criteria.len();
        let silent = results.statuses.get(&Status::NotAssessed).copied().unwrap_or(0);
        let open = results.score.as_ref().is_none_or(|score| score.min != score.max);
        if silent == 0 || !open {
            return score;
        }
        format!(
            "{} sur {} ; {score}",
            french::count(all - silent, "critère renseigné", "critères renseignés"),
            french::number(all)
        )
    }

    pub(super) fn score(&self, interval: Option<&Interval>) -> String {
        let (date, out_of) = (self.a.inputs.date, &self.a.results.out_of);
        words::score(interval, &self.norm.display(None, date, out_of))
    }

    /// The score of a chapter, now or at another time.
    pub(super) fn chapter_score(&self, chapter: &ChapterResult, interval: Option<&Interval>) -> String {
        let date = self.a.inputs.date;
        words::score(
            interval,
            &self.norm.display(Some(&chapter.id), date, &chapter.out_of),
        )
    }

    pub(super) fn kind(&self, result: &CriterionResult) -> Option<&crate::norm::model::Kind> {
        self.norm.kind(result.kind.as_ref()?)
    }

    pub(super) fn kind_label(&self, kind: &crate::norm::model::Kind) -> String {
        words::kind(kind, self.a.inputs.audit)
    }

    pub(super) fn row(&self, result: &CriterionResult) -> Option<Row> {
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
            retained: result.retained,
            kind: self.kind(result).map(|k| self.kind_label(k)).unwrap_or_default(),
            importance: c.importance.label().to_owned(),
            confidence: c.confidence.code().to_owned(),
            sources: c
                .sources
                .iter()
                .map(SourceId::as_str)
                .collect::<Vec<_>>()
                .join(", "),
            reason,
            clause: c.clause.clone().unwrap_or_default(),
            anchor: format!("critere-{}", c.id),
            has_gap: Self::is_gap(result),
            gap: format!("ecart-{}", c.id),
        })
    }

    pub(super) fn is_gap(result: &CriterionResult) -> bool {
        matches!(result.retained, Status::Nonconforming | Status::NotDemonstrated) && !result.to_show
    }
}

/// What no reader may take the result for.
pub fn banner(inputs: &Inputs) -> String {
    match inputs.audit {
        AuditKind::SelfAssessment if !inputs.findings.is_empty() => {
            "Ceci n’est pas un certificat : c’est une auto-évaluation, où un auditeur a porté des constats."
                .to_owned()
        }
        AuditKind::SelfAssessment => {
            "Ceci n’est pas un certificat : la structure s’évalue elle-même.".to_owned()
        }
        AuditKind::Mock => "Ceci n’est pas un certificat : c’est une répétition avant un audit.".to_owned(),
        AuditKind::Audit => "Ce rapport ne vaut pas décision de certification.".to_owned(),
    }
}
