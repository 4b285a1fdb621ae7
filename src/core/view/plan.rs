//! The plan of action as a page on which a person decides: what is decided, what is proposed.

use serde::Serialize;

use super::records::DecidedRow;
use super::report::View;
use crate::assessment::Assessment;
use crate::assessment::inputs::{Action, ActionState};
use crate::engine::pieces::PieceBook;
use crate::kernel::{Date, words as text};

/// The plan.
#[derive(Debug, Clone, Serialize)]
pub struct PlanPage {
    /// How many, and where they stand; none where there is no plan.
    pub note: Option<String>,
    /// What is decided: what is open first, by due day.
    pub decided: Vec<DecidedAction>,
    /// What is decided, month by month; what has no day comes last.
    pub months: Vec<PlanMonth>,
    /// What is proposed and not decided: the gravest gap first, then the lightest effort.
    pub proposed: Vec<OpenAction>,
}

/// An action that was decided.
#[derive(Debug, Clone, Serialize)]
pub struct DecidedAction {
    /// Its id.
    pub id: String,
    /// Criterion, or element.
    pub target: String,
    /// Criterion.
    pub criterion: String,
    /// What will be done.
    pub action: String,
    /// The structure's own words; empty: those of the norm.
    pub own: String,
    /// Who answers for it (a function).
    pub lead: String,
    /// By which day, as a field takes it.
    pub due: String,
    /// The same, in words.
    pub due_words: String,
    /// Where it stands, as data.
    pub state: ActionState,
    /// The same, in words, with what is late.
    pub state_words: String,
    /// Is it late?
    pub late: bool,
    /// The day it was done.
    pub done_on: String,
}

/// A month of the plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlanMonth {
    /// The month, in words; empty: no day is set.
    pub month: String,
    /// Its actions, by their day: id, day and what will be done, where it stands.
    pub actions: Vec<(String, String, String)>,
}

/// An action that is proposed.
#[derive(Debug, Clone, Serialize)]
pub struct OpenAction {
    /// Element.
    pub element: String,
    /// Its criterion.
    pub criterion: String,
    /// Kind of finding.
    pub kind: String,
    /// What to do.
    pub action: String,
    /// Effort in words.
    pub effort: String,
    /// What will show that it is done.
    pub proof: String,
}

/// The plan of a dossier.
pub fn plan(assessment: &Assessment) -> PlanPage {
    let view = View {
        a: assessment,
        norm: &assessment.inputs.norm,
        book: PieceBook::of(assessment),
    };
    let actions = &assessment.inputs.actions;
    let find = |id: &str| actions.iter().find(|action| action.id.as_str() == id);
    let decided = view.decided();
    PlanPage {
        note: view.plan_note(),
        months: months(&decided, &find),
        decided: decided
            .into_iter()
            .filter_map(|row| {
                let action = find(&row.id)?;
                Some(DecidedAction {
                    target: row.target,
                    action: row.action,
                    due_words: row.due,
                    state_words: row.state,
                    late: row.late,
                    lead: row.lead,
                    ..of(action)
                })
            })
            .collect(),
        proposed: view
            .proposed(&view.gaps(&view.compared()))
            .into_iter()
            .map(|row| OpenAction {
                element: row.id,
                criterion: row.criterion,
                kind: row.kind,
                action: row.action,
                effort: row.effort,
                proof: row.proof,
            })
            .collect(),
    }
}

/// The actions by the months of their days.
fn months<'a>(decided: &[DecidedRow], find: &dyn Fn(&str) -> Option<&'a Action>) -> Vec<PlanMonth> {
    let mut rows: Vec<(Option<Date>, &DecidedRow)> = decided
        .iter()
        .filter_map(|row| Some((find(&row.id)?.due, row)))
        .collect();
    rows.sort_by_key(|(due, _)| (due.is_none(), *due));
    let mut out: Vec<PlanMonth> = Vec::new();
    for (due, row) in rows {
        let month = due.map(Date::month_in_words).unwrap_or_default();
        let day = due
            .map(|due| format!("{} : ", due.in_words()))
            .unwrap_or_default();
        let action = (row.id.clone(), format!("{day}{}", row.action), row.state.clone());
        match out.last_mut().filter(|last| last.month == month) {
            Some(last) => last.actions.push(action),
            None => out.push(PlanMonth {
                month,
                actions: vec![action],
            }),
        }
    }
    out
}

fn of(action: &Action) -> DecidedAction {
    let day = |day: Option<Date>| day.map(Date::in_figures).unwrap_or_default();
    DecidedAction {
        id: action.id.to_string(),
        target: String::new(),
        criterion: action.criterion.to_string(),
        action: String::new(),
        own: action.text.as_deref().map(text::printable).unwrap_or_default(),
        lead: String::new(),
        due: day(action.due),
        due_words: String::new(),
        state: action.state,
        state_words: String::new(),
        late: false,
        done_on: day(action.done_on),
    }
}
