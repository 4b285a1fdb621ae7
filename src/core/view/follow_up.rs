//! What the structure has decided and what it answers, in words.

use std::cmp::Ordering;

use super::records::{DecidedRow, Gap, ObservationRow, PlanRow};
use super::report::View;
use crate::assessment::inputs::{Action, ActionState, Observation};
use crate::assessment::results::CriterionResult;
use crate::kernel::french;
use crate::kernel::{CriterionId, Date, ElementRef, PieceId, Status, words as text};

impl View<'_> {
    /// The actions on criteria of the profile: a partial report tells nothing of the others.
    fn actions(&self) -> Vec<&Action> {
        let actions = self.a.inputs.actions.iter();
        let mut own: Vec<&Action> = actions.filter(|a| self.result(&a.criterion).is_some()).collect();
        own.sort_by(|a, b| order(a, b));
        own
    }

    fn result(&self, criterion: &CriterionId) -> Option<&CriterionResult> {
        self.a.results.criteria.iter().find(|c| &c.id == criterion)
    }

    /// The plan in force: what is open first, by due day, then what is done, then what was given up.
    pub(super) fn decided(&self) -> Vec<DecidedRow> {
        self.actions()
            .into_iter()
            .map(|action| self.decided_row(action))
            .collect()
    }

    fn decided_row(&self, action: &Action) -> DecidedRow {
        let result = self.result(&action.criterion);
        let sheet = result.is_some_and(Self::is_gap);
        let link = if sheet { "ecart" } else { "critere" };
        DecidedRow {
            id: action.id.to_string(),
            target: target(action),
            link: format!("{link}-{}", action.criterion),
            action: self.decided_text(action),
            lead: action.lead.as_deref().map(text::printable).unwrap_or_default(),
            due: action.due.map(Date::in_words).unwrap_or_default(),
            late: action.is_late(self.a.inputs.date),
            state: self.state(action, result.map(|c| c.retained)),
            evidence: action.evidence.iter().map(PieceId::to_string).collect(),
        }
    }

    /// Its own words, else those that the norm proposes for its element.
    fn decided_text(&self, action: &Action) -> String {
        let proposed = || {
            let criterion = self.norm.criterion(&action.criterion)?;
            let element = action.element.as_ref()?;
            criterion.elements.iter().find(|e| &e.id == element)
        };
        match &action.text {
            Some(said) => text::printable(said),
            // INVARIANT: an action without words names an element (checked when it is read)
            None => proposed().map(|e| e.action.clone()).unwrap_or_default(),
        }
    }

    /// « en cours, en retard », « faite le 3 mars 2026 ; l'écart reste ouvert ».
    fn state(&self, action: &Action, status: Option<Status>) -> String {
        let late = if action.is_late(self.a.inputs.date) {
            ", en retard"
        } else {
            ""
        };
        match action.state {
            ActionState::Todo => format!("à faire{late}"),
            ActionState::Started => format!("en cours{late}"),
            ActionState::Dropped => "abandonnée".to_owned(),
            ActionState::Done => {
                let day = action.done_on.map(|day| format!(" le {}", day.in_words()));
                let open = matches!(status, Some(Status::Nonconforming | Status::NotDemonstrated));
                let still = if open { " ; l’écart reste ouvert" } else { "" };
                format!("faite{}{still}", day.unwrap_or_default())
            }
        }
    }

    /// The actions of a criterion that are not given up, each in one line.
    pub(super) fn decided_for(&self, criterion: &CriterionId) -> Vec<String> {
        self.actions()
            .into_iter()
            .filter(|a| &a.criterion == criterion && a.state != ActionState::Dropped)
            .map(|action| {
                let row = self.decided_row(action);
                let due = if row.due.is_empty() {
                    String::new()
                } else {
                    format!("échéance {}", row.due)
                };
                let said: Vec<String> = [row.lead, due, row.state]
                    .into_iter()
                    .filter(|part| !part.is_empty())
                    .collect();
                format!("{} ({})", row.action.trim_end_matches('.'), said.join(", "))
            })
            .collect()
    }

    /// The open action that covers an element, or a criterion as a whole, where there is one.
    pub(super) fn covering(&self, id: &str, criterion: &str) -> Option<&Action> {
        let covers = |action: &Action| match &action.element {
            Some(element) => ElementRef::new(&action.criterion, element).to_string() == id,
            None => action.criterion.as_str() == criterion,
        };
        let open = |action: &Action| matches!(action.state, ActionState::Todo | ActionState::Started);
        self.actions()
            .into_iter()
            .find(|action| open(action) && covers(action))
    }

    /// What is proposed and covered by no open action.
    pub(super) fn proposed(&self, gaps: &[Gap]) -> Vec<PlanRow> {
        let mut plan = self.plan(gaps);
        plan.retain(|row| self.covering(&row.id, &row.criterion).is_none());
        plan
    }

    /// « Plan d'action : 2 actions en retard, 1 en cours. », where there is a plan.
    pub(super) fn plan_note(&self) -> Option<String> {
        let actions = self.actions();
        let today = self.a.inputs.date;
        let count = |wanted: &dyn Fn(&Action) -> bool| actions.iter().filter(|a| wanted(a)).count();
        let open = |state| move |a: &Action| a.state == state && !a.is_late(today);
        let counts = [
            (count(&|a| a.is_late(today)), "en retard", "en retard"),
            (count(&open(ActionState::Started)), "en cours", "en cours"),
            (count(&open(ActionState::Todo)), "à faire", "à faire"),
            (count(&open(ActionState::Done)), "faite", "faites"),
            (count(&open(ActionState::Dropped)), "abandonnée", "abandonnées"),
        ];
        let said: Vec<String> = counts
            .into_iter()
            .filter(|(n, ..)| *n > 0)
            .map(|(n, one, many)| french::count(n, one, many))
            .collect();
        (!said.is_empty()).then(|| {
            format!(
                "Plan de la structure, {} : {}.",
                french::count(actions.len(), "action", "actions"),
                said.join(", ")
            )
        })
    }

    /// Everything that the structure answers, by criterion, what bears on the whole last.
    pub(super) fn observations(&self) -> Vec<ObservationRow> {
        let told = |o: &&Observation| o.criterion.as_ref().is_none_or(|id| self.result(id).is_some());
        let mut all: Vec<&Observation> = self.a.inputs.observations.iter().filter(told).collect();
        all.sort_by(|a, b| {
            (a.criterion.is_none(), &a.criterion, &a.id).cmp(&(b.criterion.is_none(), &b.criterion, &b.id))
        });
        all.into_iter()
            .map(|observation| ObservationRow {
                about: match (&observation.criterion, &observation.finding) {
                    (Some(criterion), Some(finding)) => format!("{criterion}, constat {finding}"),
                    (Some(criterion), None) => criterion.to_string(),
                    (None, _) => "Ensemble du rapport".to_owned(),
                },
                text: text::printable(&observation.text),
                by: signed(observation.by.as_deref(), observation.on),
            })
            .collect()
    }

    /// What the structure answers on one criterion.
    pub(super) fn answers(&self, criterion: &CriterionId) -> Vec<String> {
        let own = |o: &&Observation| o.criterion.as_ref() == Some(criterion);
        self.a
            .inputs
            .observations
            .iter()
            .filter(own)
            .map(|observation| {
                let by = signed(observation.by.as_deref(), observation.on);
                let by = if by.is_empty() { by } else { format!(" ({by})") };
                format!("{}{by}", text::printable(&observation.text))
            })
            .collect()
    }
}

/// « C05.a », or « C05 » for the whole.
fn target(action: &Action) -> String {
    match &action.element {
        Some(element) => ElementRef::new(&action.criterion, element).to_string(),
        None => action.criterion.to_string(),
    }
}

/// « directrice, le 3 mars 2026 ».
fn signed(by: Option<&str>, on: Option<Date>) -> String {
    let day = on.map(|day| format!("le {}", day.in_words()));
    let parts: Vec<String> = by.map(text::printable).into_iter().chain(day).collect();
    parts.join(", ")
}

fn order(a: &Action, b: &Action) -> Ordering {
    let stage = |action: &Action| match action.state {
        ActionState::Todo | ActionState::Started => 0,
        ActionState::Done => 1,
        ActionState::Dropped => 2,
    };
    let key = |action: &Action| (stage(action), action.due.is_none(), action.due);
    key(a).cmp(&key(b)).then_with(|| a.id.cmp(&b.id))
}
