//! What pages were made of one judged state of the dossier: each view is made once, and all are forgotten when anything changes.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use serde::Serialize;
use tera::Value;

/// So many views are kept; then all are made again.
const MOST: usize = 400;

/// The views of one judged state, by what they show. They hold nothing that a person typed and that no file says yet.
#[derive(Debug, Clone, Default)]
pub(super) struct KeptViews(Rc<RefCell<BTreeMap<String, Value>>>);

impl KeptViews {
    /// A view: made where it is not there yet.
    pub(super) fn view<T: Serialize>(&self, what: &str, make: impl FnOnce() -> T) -> Value {
        let kept = self.view_or(what, || Ok::<T, std::convert::Infallible>(make()));
        match kept {
            Ok(view) => view,
            Err(never) => match never {},
        }
    }

    /// The same, where something may stand against it: that is not kept.
    pub(super) fn view_or<T: Serialize, E>(
        &self,
        what: &str,
        make: impl FnOnce() -> Result<T, E>,
    ) -> Result<Value, E> {
        if let Some(view) = self.0.borrow().get(what) {
            return Ok(view.clone());
        }
        let view = Value::from_serializable(&make()?);
        let mut all = self.0.borrow_mut();
        if all.len() >= MOST {
            all.clear();
        }
        all.insert(what.to_owned(), view.clone());
        Ok(view)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_view_is_made_once_and_what_stood_against_it_is_not_kept() {
        let views = KeptViews::default();
        assert_eq!(views.view_or("a", || Err::<u8, _>("non")).unwrap_err(), "non");
        assert_eq!(views.view("a", || 1).to_string(), "1");
        assert_eq!(views.view("a", || 2).to_string(), "1");
        assert_eq!(views.view("b", || 2).to_string(), "2");
        for n in 0..MOST {
            views.view(&format!("n{n}"), || n);
        }
        assert_eq!(views.view("a", || 3).to_string(), "3");
    }
}
