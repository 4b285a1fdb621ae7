//! How many there are of each sort of thing, one perhaps seen as another: « what if this one came out otherwise? » is asked of the same
//! counts, and costs no copy of them.

/// Sorts of things, each once, in their order, with how many there are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sorts<T>(Vec<(T, usize)>);

/// The same as somebody sees them: as they are, or one of them as another.
#[derive(Debug)]
pub(crate) struct SortsSeen<'a, T> {
    all: &'a [(T, usize)],
    swap: Option<(usize, &'a T)>,
}

impl<T: Ord> Sorts<T> {
    /// Those of some things.
    pub(crate) fn of(things: impl IntoIterator<Item = T>) -> Self {
        let mut all: Vec<(T, usize)> = things.into_iter().map(|thing| (thing, 1)).collect();
        all.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
        all.dedup_by(|(later, n), (thing, all)| {
            let same = later == thing;
            *all += if same { *n } else { 0 };
            same
        });
        Self(all)
    }

    /// Which sort a thing is of.
    pub(crate) fn place(&self, thing: &T) -> Option<usize> {
        self.0.binary_search_by(|(own, _)| own.cmp(thing)).ok()
    }

    /// As they are.
    pub(crate) fn seen(&self) -> SortsSeen<'_, T> {
        SortsSeen {
            all: &self.0,
            swap: None,
        }
    }

    /// One of a sort seen as `new`.
    pub(crate) fn seen_as<'a>(&'a self, place: Option<usize>, new: &'a T) -> SortsSeen<'a, T> {
        SortsSeen {
            all: &self.0,
            swap: place.map(|place| (place, new)),
        }
    }
}

impl<T> Clone for SortsSeen<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for SortsSeen<'_, T> {}

impl<'a, T> SortsSeen<'a, T> {
    /// Each sort of which there is one at least; one that is seen as another stands last, by itself.
    pub(crate) fn iter(self) -> impl Iterator<Item = (&'a T, usize)> {
        let less = move |place: usize| usize::from(self.swap.is_some_and(|(old, _)| old == place));
        let own = self.all.iter().enumerate();
        own.map(move |(place, (thing, n))| (thing, n.saturating_sub(less(place))))
            .filter(|(_, n)| *n > 0)
            .chain(self.swap.map(|(_, new)| (new, 1)))
    }

    /// Is there nothing?
    pub(crate) fn is_empty(self) -> bool {
        self.all.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_seen_as_another_and_the_rest_stays() {
        let sorts = Sorts::of(["b", "a", "b", "c"]);
        let all: Vec<_> = sorts.seen().iter().collect();
        assert_eq!(all, [(&"a", 1), (&"b", 2), (&"c", 1)]);
        let seen: Vec<_> = sorts.seen_as(sorts.place(&"b"), &"a").iter().collect();
        assert_eq!(seen, [(&"a", 1), (&"b", 1), (&"c", 1), (&"a", 1)]);
        let seen: Vec<_> = sorts.seen_as(sorts.place(&"c"), &"d").iter().collect();
        assert_eq!(seen, [(&"a", 1), (&"b", 2), (&"d", 1)]);
        assert_eq!(sorts.place(&"d"), None);
        assert!(Sorts::<u8>::of([]).seen().is_empty());
    }
}
