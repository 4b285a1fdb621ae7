//! How a difference is said.

use crate::kernel::french;

/// What is said of one thing that both versions hold.
#[derive(Debug, Default)]
pub(super) struct Told(Vec<String>);

impl Told {
    /// « poids, de 1 à 2 ».
    pub(super) fn moved<T: PartialEq>(&mut self, what: &str, old: &T, new: &T, show: impl Fn(&T) -> String) {
        if old != new {
            let (was, is) = (show(old), show(new));
            self.0.push(if was == is {
                otherwise(what)
            } else {
                format!("{what}, {} à {is}", french::of(&was))
            });
        }
    }

    /// « … : avant, … ; désormais, … » for what is itself a sentence.
    pub(super) fn turned<T: PartialEq>(&mut self, what: &str, old: &T, new: &T, [was, is]: [String; 2]) {
        if old != new {
            self.0.push(if was == is {
                otherwise(what)
            } else {
                format!("{what} : avant, {was} ; désormais, {is}")
            });
        }
    }

    /// A text of which only that it is another one is said.
    pub(super) fn rewritten<T: PartialEq>(&mut self, said: &str, old: &T, new: &T) {
        if old != new {
            self.0.push(said.to_owned());
        }
    }

    /// What is said where it becomes so, and where it ceases to be.
    pub(super) fn flag(&mut self, old: bool, new: bool, [on, off]: [&str; 2]) {
        if old != new {
            self.0.push(if new { on } else { off }.to_owned());
        }
    }

    pub(super) fn extend(&mut self, lines: impl IntoIterator<Item = String>) {
        self.0.extend(lines);
    }

    /// One line that names the thing; none where nothing is said of it.
    pub(super) fn of(self, name: &str) -> Option<String> {
        (!self.0.is_empty()).then(|| format!("{name} : {}", self.0.join(" ; ")))
    }

    pub(super) fn lines(self) -> Vec<String> {
        self.0
    }
}

/// Said where both are told in the same words.
fn otherwise(what: &str) -> String {
    format!("{what} : écrit autrement")
}

/// Two lists of things that bear a name, held against each other.
#[derive(Debug)]
pub(super) struct Paired<T> {
    pub(super) added: Vec<T>,
    pub(super) removed: Vec<T>,
    /// Those of both lists, in the order of the second.
    pub(super) kept: Vec<(T, T)>,
    /// Do they stand in another order?
    pub(super) reordered: bool,
}

/// Holds two lists against each other.
pub(super) fn held<T: Copy, K: PartialEq>(
    before: impl IntoIterator<Item = T>,
    after: impl IntoIterator<Item = T>,
    key: impl Fn(T) -> K,
) -> Paired<T> {
    let before: Vec<T> = before.into_iter().collect();
    let after: Vec<T> = after.into_iter().collect();
    let place = |list: &[T], item: T| list.iter().position(|other| key(*other) == key(item));
    let alone = |list: &[T], other: &[T]| {
        let own = list.iter().copied();
        own.filter(|item| place(other, *item).is_none()).collect()
    };
    let places: Vec<(usize, T)> = after
        .iter()
        .filter_map(|item| Some((place(&before, *item)?, *item)))
        .collect();
    Paired {
        added: alone(&after, &before),
        removed: alone(&before, &after),
        reordered: !places.is_sorted_by_key(|(at, _)| *at),
        kept: places
            .into_iter()
            .filter_map(|(at, new)| Some((*before.get(at)?, new)))
            .collect(),
    }
}
