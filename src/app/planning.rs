//! What a person decides of the plan of action: an action that is proposed is taken, one that is decided is changed.

use std::path::Path;

use super::assess::{Outcome, Request};
use super::diags::{FIELD_STATE, field_text};
use super::diff::Changed;
use super::edit::{NotChanged, change};
use mediaudit_core::assessment::inputs::ActionState;
use mediaudit_core::diag::{Diagnostics, Sources};
use mediaudit_core::dossier::edit::{ActionWish, Edit, EditedFile, Wish};
use mediaudit_core::kernel::{ActionId, CriterionId, Date, ElementId, ElementRef};
use mediaudit_core::store::NormStore;

/// What is said of an action.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ActionSaid {
    /// What will be done, in the structure's own words; none: as the norm proposes.
    pub text: Option<String>,
    /// Who answers for it (a function).
    pub lead: Option<String>,
    /// Its last day.
    pub due: Option<Date>,
    /// Where it stands.
    pub state: ActionState,
    /// The day it was done.
    pub done_on: Option<Date>,
}

impl ActionSaid {
    fn wish(&self) -> ActionWish {
        ActionWish {
            text: Wish::exactly(self.text.clone()),
            lead: Wish::exactly(self.lead.clone()),
            due: Wish::exactly(self.due),
            state: Wish::Set(self.state),
            done_on: Wish::exactly(self.done_on),
            ..ActionWish::default()
        }
    }
}

/// A state, by its word in `actions.toml`.
pub fn state(word: &str) -> Result<ActionState, String> {
    serde_json::from_value(serde_json::Value::String(word.to_owned()))
        .map_err(|_| field_text(word, FIELD_STATE))
}

/// Takes a proposed action into the plan. `outcome` is of the dossier as it is now.
pub fn take(
    folder: &Path,
    request: &Request,
    norms: &dyn NormStore,
    (outcome, target): (&Outcome, &str),
    said: &ActionSaid,
    sources: &mut Sources,
    sink: &mut Diagnostics,
) -> Result<Option<Changed>, NotChanged> {
    let Some((criterion, element)) = of(target, outcome) else {
        return Ok(None);
    };
    let mut wish = said.wish();
    wish.criterion = Wish::Set(criterion);
    wish.element = Wish::exactly(element);
    let edit = Edit::Action {
        id: new_id(outcome),
        wish,
    };
    write(folder, request, norms, outcome, edit, sources, sink).map(Some)
}

/// Changes an action of the plan.
pub fn revise(
    folder: &Path,
    request: &Request,
    norms: &dyn NormStore,
    (outcome, id): (&Outcome, &ActionId),
    said: &ActionSaid,
    sources: &mut Sources,
    sink: &mut Diagnostics,
) -> Result<Option<Changed>, NotChanged> {
    let actions = &outcome.assessment.inputs.actions;
    if !actions.iter().any(|action| &action.id == id) {
        return Ok(None);
    }
    let edit = Edit::Action {
        id: id.clone(),
        wish: said.wish(),
    };
    write(folder, request, norms, outcome, edit, sources, sink).map(Some)
}

fn write(
    folder: &Path,
    request: &Request,
    norms: &dyn NormStore,
    outcome: &Outcome,
    edit: Edit,
    sources: &mut Sources,
    sink: &mut Diagnostics,
) -> Result<Changed, NotChanged> {
    let seen = outcome.papers.get(&EditedFile::Actions.to_string()).copied();
    change(folder, request, norms, seen, &[edit], sources, sink)
}

/// The criterion, and the element, that « C05.a » names.
fn of(target: &str, outcome: &Outcome) -> Option<(CriterionId, Option<ElementId>)> {
    let norm = &outcome.assessment.inputs.norm;
    let criteria = norm.criteria.iter();
    criteria
        .flat_map(|criterion| {
            let elements = criterion.elements.iter();
            let elements = elements.map(move |element| {
                let name = ElementRef::new(&criterion.id, &element.id).to_string();
                (name, criterion, Some(element.id.clone()))
            });
            std::iter::once((criterion.id.to_string(), criterion, None)).chain(elements)
        })
        .find(|(name, ..)| name == target)
        .map(|(_, criterion, element)| (criterion.id.clone(), element))
}

/// An id that no action has: action-1, action-2…
fn new_id(outcome: &Outcome) -> ActionId {
    let actions = &outcome.assessment.inputs.actions;
    let taken = |id: &ActionId| {
        actions
            .iter()
            .any(|action| action.id.as_str().eq_ignore_ascii_case(id.as_str()))
    };
    let mut all = (1..=u32::MAX).filter_map(|n| ActionId::parse(&format!("action-{n}")).ok());
    // INVARIANT: a plan has fewer actions than there are numbers
    all.find(|id| !taken(id)).unwrap_or_else(|| new_id(outcome))
}
