//! The records that templates print, section by section (`users.md` skeleton).

use serde::Serialize;

use super::ethics::EthicsPage;
use super::privacy::PrivacyView;
use super::short::Short;
use super::table::{Link, Table};
use crate::kernel::{Date, Status};

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
    /// The same, for a template that looks otherwise by it (`audit-blanc`).
    pub audit_key: String,
    /// What such a report is, in one sentence.
    pub purpose: String,
    /// What was agreed of the audit, and by whom it is made: head, words. None in a self-assessment.
    pub brief: Vec<(String, String)>,
    /// Place in the cycle.
    pub cycle: String,
    /// Has the structure given its logo?
    pub logo: bool,
    /// The logo, in words.
    pub logo_alt: String,
    /// How many files were searched for personal data, in one sentence.
    pub privacy_line: String,
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
    /// Is it a part of the norm?
    pub partial: bool,
    /// « Ceci n'est pas un certificat ».
    pub banner: String,
    /// Page 2.
    pub summary: Summary,
    /// How it was judged, sentence by sentence.
    pub method: Vec<String>,
    /// How many criteria of each chapter have each status.
    pub numbers: Table,
    /// Chapters.
    pub chapters: Vec<ChapterView>,
    /// What moved since the audit before.
    pub evolution: Option<Evolution>,
    /// The scoring rules, from the policy itself.
    pub policy: Table,
    /// The ethical framework: what contradicts it, and the conclusion on it alone.
    pub framework: EthicsPage,
    /// The same, principle by principle.
    pub ethics: Table,
    /// What the short report says instead of sheets and registers; the full one has none.
    pub short: Option<Short>,
    /// Gap sheets.
    pub gaps: Vec<Gap>,
    /// Whom the criteria of the profile are asked of: id, and in words.
    pub respondents: Vec<RespondentRow>,
    /// The gaps, one a row.
    pub gap_list: Table,
    /// What auditors found, strong points first.
    pub findings: Table,
    /// What was declared, computed, found and retained, of the criteria that auditors spoke of.
    pub compared: Table,
    /// How many of these came out otherwise than the tool computes; empty: there are none.
    pub differences: String,
    /// Criteria on which auditors differ.
    pub disputes: Vec<Dispute>,
    /// What auditors drew by lot, one sentence a draw.
    pub samples: Vec<String>,
    /// What must stand beside them; empty: nothing was drawn.
    pub sampling: String,
    /// What the structure has decided to do.
    pub decided: Table,
    /// Actions proposed, and not decided yet.
    pub plan: Table,
    /// What the structure answers.
    pub observations: Table,
    /// To show to the auditor.
    pub to_show: Vec<Row>,
    /// What a status does not say: criterion, sentence.
    pub doubts: Vec<(String, String)>,
    /// Not applicable.
    pub not_applicable: Vec<Row>,
    /// Not assessed.
    pub not_assessed: Vec<Row>,
    /// Social utility, as the structure states it; none where it states nothing, or in the short report.
    pub utility: Option<Table>,
    /// Evidence register.
    pub evidence: Table,
    /// Digests of the files of that register.
    pub digests: Table,
    /// What the tables of the dossier counted.
    pub counted: Table,
    /// Numbers that were typed and that a table counts otherwise.
    pub replaced: Table,
    /// The search for data of persons, where one was made.
    pub privacy: Option<PrivacyView>,
    /// Sources used.
    pub sources: Table,
    /// Confidence codes, with their meaning.
    pub confidence: Table,
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
    /// Score, with its interval where something is unknown, and how many criteria it rests on.
    pub score: String,
    /// The same without these.
    pub degree: String,
    /// Counts by status, for the bar.
    pub statuses: Vec<StatusCount>,
    /// The same, with what each means.
    pub counts: Table,
    /// Counts by kind of finding, in words (« 5 écarts mineurs ») and as a number.
    pub kinds: Vec<(String, usize)>,
    /// Strong points.
    pub strengths: Vec<Row>,
    /// What to do first.
    pub priorities: Vec<Priority>,
    /// The band of the score; empty while it is an interval over several.
    pub band: String,
    /// Where the imperatives stand.
    pub gate: String,
    /// Is the conclusion robust? Empty where there is none.
    pub firmness: String,
    /// What moved since the audit before, in one sentence; empty: there is none to compare with.
    pub progress: String,
    /// What the norm's policy did beyond judging criteria one by one.
    pub notes: Vec<String>,
    /// Pieces that a person should open, each with what to look for.
    pub to_open: Vec<String>,
    /// What came of the elements in this dossier, with how many: shown, said, left unsaid.
    pub means: Vec<(String, usize)>,
    /// The bar, in words.
    pub alt: String,
}

/// A status with its count.
#[derive(Debug, Clone, Serialize)]
pub struct StatusCount {
    /// The status.
    #[serde(skip)]
    pub status: Status,
    /// Key (`conforme`).
    pub key: String,
    /// Label.
    pub label: String,
    /// How many.
    pub count: usize,
    /// How many, with its label.
    pub counted: String,
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

/// Whom something is asked of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct RespondentRow {
    /// Id.
    pub key: String,
    /// In words.
    pub label: String,
}

/// A criterion in a table.
#[derive(Debug, Clone, Serialize)]
pub struct Row {
    /// Id.
    pub id: String,
    /// Title.
    pub title: String,
    /// The status.
    #[serde(skip)]
    pub retained: Status,
    /// Kind of finding.
    pub kind: String,
    /// Importance.
    pub importance: String,
    /// Whom to ask: id, and in words.
    #[serde(skip)]
    pub who: Option<RespondentRow>,
    /// Reason, in words.
    pub reason: String,
    /// Clause number, from an overlay.
    pub clause: String,
    /// Label of the row itself.
    pub anchor: String,
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
    pub criteria: Table,
}

/// What moved since the audit before.
#[derive(Debug, Clone, Serialize)]
pub struct Evolution {
    /// Date of the audit before.
    pub date: String,
    /// Chapters, for the drawing.
    pub chapters: Vec<EvolutionRow>,
    /// The same, as numbers.
    pub scores: Table,
    /// Criteria whose status changed.
    pub changes: Table,
    /// The drawing, in words.
    pub alt: String,
    /// What the light bars are: « le 1er mars 2026 ».
    pub was: String,
    /// What the dark bars are.
    pub is: String,
    /// What the hatched ends of bars are, where there are any.
    pub open: Option<String>,
    /// The axis.
    pub ticks: Vec<Tick>,
}

/// A chapter, before and now.
#[derive(Debug, Clone, Serialize)]
pub struct EvolutionRow {
    /// Id.
    pub id: String,
    /// Title.
    pub title: String,
    /// Score before.
    pub before: String,
    /// Score now.
    pub now: String,
    /// The bar before.
    pub before_bar: EvolutionBar,
    /// The bar now.
    pub now_bar: EvolutionBar,
}

/// A score on the axis, in thousandths of its length.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct EvolutionBar {
    /// What is sure.
    pub share: i64,
    /// What may come to it.
    pub open: i64,
}

/// A mark of the axis.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Tick {
    /// Where it stands, in thousandths.
    pub share: i64,
    /// What it says.
    pub label: String,
}

/// What an auditor found.
#[derive(Debug, Clone)]
pub(super) struct FindingRow {
    /// Its id.
    pub(super) id: String,
    /// Criterion, or element.
    pub(super) target: String,
    /// Label of the gap sheet, else of the criterion's row.
    pub(super) link: String,
    /// The site it bears on.
    pub(super) site: String,
    /// What it settles: kind, status, element met or not.
    pub(super) says: String,
    /// Why.
    pub(super) reason: String,
    /// Evidence seen, as ids of the register.
    pub(super) seen: Vec<String>,
    /// What it rests on beside pieces.
    pub(super) grounds: String,
    /// Whom it reconciles, or that it counts no more.
    pub(super) standing: String,
    /// Who found it, and when.
    pub(super) by: String,
}

/// What an auditor found, told whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FindingSheet {
    /// Its id.
    pub id: String,
    /// Criterion or element, and site.
    pub target: String,
    /// What it settles.
    pub says: String,
    /// Who found it, by function, and when.
    pub by: String,
    /// The parts of a nonconformity: head, words.
    pub parts: Vec<(String, String)>,
    /// Why.
    pub reason: String,
    /// Evidence seen.
    pub seen: Vec<Link>,
    /// What it rests on beside pieces; empty: nothing.
    pub grounds: String,
    /// Whom it reconciles, or that it counts no more; empty: neither.
    pub standing: String,
    /// Does it count? Not where another one reconciles it.
    pub counts: bool,
}

/// A criterion on which auditors differ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Dispute {
    /// Criterion.
    pub id: String,
    /// Title.
    pub title: String,
    /// What each of them found.
    pub findings: Vec<FindingSheet>,
}

/// An action of the structure's own plan.
#[derive(Debug, Clone)]
pub(super) struct DecidedRow {
    /// Its id.
    pub(super) id: String,
    /// Criterion, or element.
    pub(super) target: String,
    /// Label of the gap sheet, else of the criterion's row.
    pub(super) link: String,
    /// What will be done.
    pub(super) action: String,
    /// Who answers for it.
    pub(super) lead: String,
    /// By which day.
    pub(super) due: String,
    /// Is it late?
    pub(super) late: bool,
    /// Where it stands.
    pub(super) state: String,
    /// Evidence of it, as ids of the register.
    pub(super) evidence: Vec<String>,
}

/// An answer of the structure.
#[derive(Debug, Clone)]
pub(super) struct ObservationRow {
    /// What it is about.
    pub(super) about: String,
    /// What it says.
    pub(super) text: String,
    /// Who said it, and when.
    pub(super) by: String,
}

/// One action proposed.
#[derive(Debug, Clone)]
pub(super) struct PlanRow {
    /// Element.
    pub(super) id: String,
    /// Its criterion.
    pub(super) criterion: String,
    /// Label of its gap sheet.
    pub(super) gap: String,
    /// Kind of finding.
    pub(super) kind: String,
    /// What to do.
    pub(super) action: String,
    /// Effort in words.
    pub(super) effort: String,
    /// What will show that it is done.
    pub(super) proof: String,
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
    /// The status.
    #[serde(skip)]
    pub retained: Status,
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
    /// Declared, computed, found, retained; empty: no auditor spoke of it.
    pub sides: String,
    /// What auditors found of it, told whole.
    pub findings: Vec<FindingSheet>,
    /// Evidence looked at: id, words, label in the register.
    pub evidence: Vec<(String, String, String)>,
    /// What is missing.
    pub missing: Vec<String>,
    /// What is at stake.
    pub stake: String,
    /// Label of its row in the chapter.
    pub row: String,
    /// Importance.
    pub importance: String,
    /// Whom to ask: id, and in words; empty where the norm does not say.
    pub who: Vec<RespondentRow>,
    /// Which line of the ordered rule gave the status.
    pub rule: String,
    /// The rules of the open elements, with the values that they saw.
    pub rules: Vec<String>,
    /// What would close it: element, action, effort.
    pub actions: Vec<ProposedAction>,
    /// What the structure has decided.
    pub decided: Vec<String>,
    /// What the structure answers.
    pub answers: Vec<String>,
    /// What is due, by which day, where the norm says so of this kind of finding and a person has audited.
    pub deadlines: Vec<String>,
    /// Sources and confidence.
    pub origin: String,
}

/// An action.
#[derive(Debug, Clone, Serialize)]
pub struct ProposedAction {
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
#[derive(Debug, Clone)]
pub(super) struct EvidenceRow {
    /// Label in the register.
    pub(super) anchor: String,
    /// Id.
    pub(super) id: String,
    /// Where.
    pub(super) place: String,
    /// Types.
    pub(super) types: String,
    /// Date of effect.
    pub(super) effect: Option<Date>,
    /// Expiry.
    pub(super) expires: Option<Date>,
    /// State.
    pub(super) state: String,
    /// SHA-256.
    pub(super) digest: String,
    /// Criteria of the profile that ask its type, or read a fact that it proves.
    pub(super) criteria: Vec<String>,
}

/// A source.
#[derive(Debug, Clone)]
pub(super) struct SourceRow {
    /// Key.
    pub(super) key: String,
    /// Title.
    pub(super) title: String,
    /// Address.
    pub(super) url: String,
    /// The criteria of the profile that rest on it.
    pub(super) criteria: Vec<String>,
}
