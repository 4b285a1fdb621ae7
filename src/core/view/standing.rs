//! Where a dossier stands: the outcome on one screen, ending with the next three things to do.

use serde::Serialize;

use super::comparison::Section;
use super::questions::questions;
use super::records::{ChapterView, Gap, Report};
use super::report;
use crate::assessment::Assessment;
use crate::assessment::privacy::Privacy;
use crate::engine::pieces::{PieceBook, PieceState, WhyNot};
use crate::kernel::french;
use crate::kernel::{Status, words as text};
use crate::record::inventory::Inventory;
use crate::scope::Leftovers;

/// The screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StandingSheet {
    /// Name of the structure.
    pub structure: String,
    /// What was judged, when, under which profile.
    pub judged: String,
    /// The norm, and that this is no certificate.
    pub norm: Vec<String>,
    /// The overlay that was in force.
    pub overlay: Option<String>,
    /// The conclusion, or that there is none.
    pub headline: String,
    /// What it means.
    pub text: String,
    /// The score.
    pub score: String,
    /// Criteria by status.
    pub statuses: Vec<Counts>,
    /// Findings by kind, and what else there is to know.
    pub notes: Vec<String>,
    /// Chapter by chapter.
    pub chapters: ChapterCounts,
    /// The gravest gaps.
    pub gaps: Option<GapList>,
    /// Heading of what there is to say of the evidence.
    pub evidence_title: String,
    /// The evidence.
    pub evidence: Vec<EvidenceLine>,
    /// What is still to be answered; none: nothing is.
    pub left: Option<Section>,
    /// What to do first.
    pub priorities: NextThings,
}

/// Something that there is to say of the evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EvidenceLine {
    /// What.
    pub said: String,
    /// The command that tells more, for a terminal; empty: none does.
    pub more: String,
}

impl EvidenceLine {
    fn alone(said: String) -> Self {
        let more = String::new();
        Self { said, more }
    }
}

/// How many criteria have a status.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// The status.
    pub status: Status,
    /// Its label.
    pub label: String,
    /// How many.
    pub count: usize,
}

/// Statuses by chapter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChapterCounts {
    /// Heading.
    pub title: String,
    /// What the last column is.
    pub score: String,
    /// Chapters.
    pub rows: Vec<ChapterCount>,
}

/// A chapter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChapterCount {
    /// Id and title.
    pub name: String,
    /// Criteria, in the order of [`Status::ALL`].
    pub counts: Vec<usize>,
    /// Score.
    pub score: String,
}

/// The gravest gaps; the report holds them all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GapList {
    /// Heading.
    pub title: String,
    /// Criterion, what its gap is.
    pub rows: Vec<(String, String)>,
    /// How many more there are; empty: none.
    pub more: String,
}

/// The next things to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NextThings {
    /// Heading.
    pub title: String,
    /// The things, the first first.
    pub things: Vec<String>,
    /// What is said where there are none.
    pub none: String,
}

/// Gaps that are shown.
const SHOWN: usize = 8;

/// Where a dossier stands.
pub fn standing(assessment: &Assessment, inventory: &Inventory, leftovers: &Leftovers) -> StandingSheet {
    standing_of(&report(assessment), assessment, inventory, leftovers)
}

/// The same, of a report that is at hand.
pub fn standing_of(
    report: &Report,
    assessment: &Assessment,
    inventory: &Inventory,
    leftovers: &Leftovers,
) -> StandingSheet {
    let kinds: Vec<String> = report
        .summary
        .kinds
        .iter()
        .filter(|(_, n)| *n > 0)
        .map(|(said, _)| said.clone())
        .collect();
    let kinds = (!kinds.is_empty()).then(|| format!("Constats — {}", kinds.join(" · ")));
    let notes = report.summary.notes.iter().chain([&report.summary.firmness]);
    StandingSheet {
        judged: format!(
            "{}, jugé au {} · profil « {} »",
            report.audit, report.date, report.profile
        ),
        score: format!("Degré de satisfaction : {}", report.summary.score),
        statuses: Status::ALL
            .into_iter()
            .zip(&report.summary.statuses)
            .map(|(status, counted)| Counts {
                status,
                label: french::agreed(counted.count, &counted.label),
                count: counted.count,
            })
            .collect(),
        notes: kinds
            .into_iter()
            .chain(notes.filter(|note| !note.is_empty()).cloned())
            .collect(),
        chapters: ChapterCounts {
            title: "Chapitre par chapitre".to_owned(),
            score: "degré".to_owned(),
            rows: report.chapters.iter().map(chapter).collect(),
        },
        gaps: gaps(&report.gaps),
        evidence_title: "Preuves".to_owned(),
        evidence: evidence(assessment, inventory, leftovers),
        left: left(assessment),
        priorities: priorities(report),
        structure: report.structure.clone(),
        norm: vec![report.norm.clone(), report.banner.clone()],
        overlay: report.overlay.clone(),
        headline: report.summary.headline.clone(),
        text: report.summary.text.clone(),
    }
}

/// Criteria that are named; more are counted.
const OPEN: usize = 12;

/// What is still to be answered, how much is, how that is counted, and the command that asks it.
fn left(assessment: &Assessment) -> Option<Section> {
    let list = questions(assessment, None);
    if list.questions.is_empty() {
        return None;
    }
    let counted = list
        .questions
        .iter()
        .filter(|asked| asked.table.is_some())
        .count();
    let told = match counted {
        0 => String::new(),
        n => format!(
            ", dont {} que vos tableaux peuvent donner",
            french::count(n, "nombre", "nombres")
        ),
    };
    let mut lines = vec![
        format!("{}.", list.progress),
        format!(
            "{}{told} : {}.",
            french::count(list.questions.len(), "réponse manque", "réponses manquent"),
            list.time
        ),
    ];
    let open = assessment
        .results
        .criteria
        .iter()
        .filter(|found| found.retained == Status::NotAssessed);
    let mut open: Vec<String> = open.map(|found| found.id.to_string()).collect();
    let rest = open.len().saturating_sub(OPEN);
    if !open.is_empty() {
        let title = french::count(open.len(), "critère à évaluer", "critères à évaluer");
        open.truncate(OPEN);
        if rest > 0 {
            open.push(french::count(rest, "autre", "autres"));
        }
        lines.push(format!("{title} : {}.", text::list(&open, "et")));
    }
    lines.push("Pour continuer : mediaudit questions DOSSIER".to_owned());
    Section::of("Ce qui reste à répondre", lines)
}

fn chapter(chapter: &ChapterView) -> ChapterCount {
    ChapterCount {
        name: format!("{}  {}", chapter.id, chapter.title),
        counts: chapter.statuses.iter().map(|s| s.count).collect(),
        score: chapter.score.clone(),
    }
}

fn gaps(gaps: &[Gap]) -> Option<GapList> {
    let row = |gap: &Gap| {
        let kind = if gap.kind.is_empty() {
            String::new()
        } else {
            format!(" [{}]", gap.kind)
        };
        (gap.id.clone(), format!("{} — {}{kind}", gap.title, gap.status))
    };
    let rest = gaps.len().saturating_sub(SHOWN);
    (!gaps.is_empty()).then(|| GapList {
        title: "Écarts, les plus graves d’abord".to_owned(),
        rows: gaps.iter().take(SHOWN).map(row).collect(),
        more: if rest == 0 {
            String::new()
        } else {
            let more = french::count(rest, "autre écart", "autres écarts");
            format!("et {more}, dans le rapport")
        },
    })
}

fn priorities(report: &Report) -> NextThings {
    NextThings {
        title: "Les trois prochaines choses à faire".to_owned(),
        things: report
            .summary
            .priorities
            .iter()
            .map(|priority| format!("{} ({}, {})", priority.action, priority.id, priority.why))
            .collect(),
        none: "Rien à faire d’ici le prochain audit, que de garder les preuves à jour.".to_owned(),
    }
}

fn evidence(assessment: &Assessment, inventory: &Inventory, leftovers: &Leftovers) -> Vec<EvidenceLine> {
    let inputs = &assessment.inputs;
    let book = PieceBook::of(assessment);
    let (mut counting, mut idle, mut absent, mut unreadable, mut short, mut untyped) = (0, 0, 0, 0, 0, 0);
    for item in &inputs.evidence {
        match book.state(&item.id) {
            PieceState::Usable(_) => counting += 1,
            PieceState::Absent => absent += 1,
            PieceState::Given(WhyNot::Unasked) => idle += 1,
            PieceState::Given(WhyNot::Untyped) => untyped += 1,
            PieceState::Given(WhyNot::Unreadable(_) | WhyNot::Unfinished(_)) => unreadable += 1,
            PieceState::Given(_) => short += 1,
        }
    }
    let mut said = vec![french::count(inputs.evidence.len(), "preuve", "preuves")];
    for (n, one, many) in [
        (counting, "compte", "comptent"),
        (short, "ne compte pas", "ne comptent pas"),
        (unreadable, "illisible", "illisibles"),
        (
            absent,
            "déclarée sans que le fichier soit là",
            "déclarées sans que leur fichier soit là",
        ),
        (
            untyped,
            "dont il reste à dire ce qu’elle est",
            "dont il reste à dire ce qu’elles sont",
        ),
        (idle, "que rien ne demande", "que rien ne demande"),
        (inventory.refused.len(), "refusée", "refusées"),
        (
            book.ending_before_next().len(),
            "expire avant le prochain rendez-vous",
            "expirent avant le prochain rendez-vous",
        ),
    ] {
        if n > 0 {
            said.push(french::count(n, one, many));
        }
    }
    let mut out = vec![EvidenceLine {
        said: said.join(" · "),
        more: " (détail : mediaudit preuves DOSSIER)".to_owned(),
    }];
    out.extend(nowhere(inventory, leftovers).map(EvidenceLine::alone));
    let alerts = inputs.privacy.as_ref().map_or(0, Privacy::standing);
    if alerts > 0 {
        let counted = french::count(
            alerts,
            "alerte de données personnelles",
            "alertes de données personnelles",
        );
        out.push(EvidenceLine {
            said: counted,
            more: " : voyez « mediaudit preuves DOSSIER »".to_owned(),
        });
    }
    for incident in &inputs.incidents {
        let told = format!("Lecture inachevée — {}", text::printable(incident));
        out.push(EvidenceLine::alone(told));
    }
    let unread = inputs.unread.iter().map(|skipped| ("Non lu", skipped));
    let again = inventory.again.iter().map(|skipped| ("Relu", skipped));
    for (what, skipped) in unread.chain(again) {
        out.push(EvidenceLine::alone(format!(
            "{what} — {} : {}",
            text::safe(&skipped.path),
            text::printable(&skipped.reason)
        )));
    }
    out
}

/// Files that are named and no more; the rest is counted.
const NAMED: usize = 6;

/// Files that lie where they count for nothing, by name.
fn nowhere(inventory: &Inventory, leftovers: &Leftovers) -> Option<String> {
    let mut names: Vec<String> = leftovers
        .untyped
        .iter()
        .chain(&inventory.strays)
        .map(|skipped| text::safe(&skipped.path))
        .collect();
    let total = names.len();
    names.truncate(NAMED);
    if total > NAMED {
        names.push(french::count(total - NAMED, "autre", "autres"));
    }
    let said = match total {
        0 => return None,
        1 => "1 fichier n’est rangé nulle part et ne compte pour rien".to_owned(),
        many => format!("{many} fichiers ne sont rangés nulle part et ne comptent pour rien"),
    };
    Some(format!("{said} : {}", text::list(&names, "et")))
}
