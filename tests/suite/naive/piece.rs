//! Is a piece good for what is asked, and if not, why?

use std::collections::{BTreeMap, BTreeSet};

use mediaudit_core::assessment::results::{Cause, Support, Truth};
use mediaudit_core::kernel::{FactKey, Period, TableId, TypeId};
use mediaudit_core::norm::model::{AuditKind, Coverage, EvidenceRule, Whose};
use mediaudit_core::record::figure::FigureSeen;
use mediaudit_core::record::item::{DateOrigin, Held, Item, Modality, Reading, Witness};
use mediaudit_core::record::survey::{Signature, Survey};

use super::day::{Day, day, minus, plus, tomorrow, yesterday};
use super::{At, Look};

/// Each number of a period, doubled.
fn twice(period: Period) -> Period {
    let mut out = String::new();
    let mut number = 0;
    for sign in period.to_string().chars() {
        match sign.to_digit(10) {
            Some(digit) => number = 10 * number + digit,
            None if sign == 'P' => out.push(sign),
            None => {
                out.push_str(&format!("{}{sign}", 2 * number));
                number = 0;
            }
        }
    }
    Period::parse(&out).unwrap()
}

impl<'a> At<'a> {
    /// Pieces of these types that may serve this criterion here.
    pub(super) fn pieces(&self, types: &BTreeSet<TypeId>) -> Vec<&'a Item> {
        let asked = |p: &&Item| {
            self.here(p.site.as_ref())
                && p.types.iter().any(|t| types.contains(t))
                && (p.criteria.is_empty() || p.criteria.contains(&self.own.id))
        };
        self.i.evidence.iter().filter(asked).collect()
    }

    /// What keeps a piece from counting, were it of one type only.
    fn lacks_in_time(&self, p: &Item, validity: Option<Period>, rule: &EvidenceRule) -> Option<Cause> {
        let today = day(self.i.date);
        let expires = p.dates.expires.map(day);
        // what the piece itself says of its end takes the place of the type's
        let validity = validity.filter(|_| expires.is_none());
        if expires.is_some_and(|last| last < today) {
            return Some(Cause::Expired);
        }
        let last = match p.dates.effect.map(day) {
            None if rule.max_age.is_none() && validity.is_none() => expires,
            None => {
                let Some(newest) = p.dates.not_after.map(day) else {
                    return Some(Cause::Undated);
                };
                let gone = |period: Option<Period>| period.is_some_and(|period| plus(newest, period) < today);
                return Some(match (gone(rule.max_age), gone(validity)) {
                    (true, _) => Cause::TooOld,
                    (false, true) => Cause::Expired,
                    (false, false) => Cause::DateToConfirm,
                });
            }
            Some(effect) if effect > today => return Some(Cause::Later),
            // its name says one thing, its text another
            Some(effect)
                if p.dates.origin == Some(DateOrigin::FileName)
                    && p.survey.as_ref().is_some_and(|s| {
                        !s.dates.is_empty()
                            && s.dates
                                .iter()
                                .all(|d| plus(day(*d), Period::parse("P2Y").unwrap()) < effect)
                    }) =>
            {
                return Some(Cause::DateToConfirm);
            }
            Some(effect) if rule.max_age.is_some_and(|age| plus(effect, age) < today) => {
                return Some(Cause::TooOld);
            }
            Some(effect) => expires.or(validity.map(|period| plus(effect, period))),
        };
        let until = rule.still_valid.map_or(today, |more| plus(today, more));
        last.filter(|last| *last < until).map(|_| Cause::Expired)
    }

    /// A file without words, or of which every other page is an image.
    pub(super) fn picture(p: &Item) -> bool {
        let file = matches!(p.held, Held::File(_));
        let told = !p.transcripts.is_empty();
        file && p.survey.as_ref().map_or(told, |s| {
            let images = s.sheets.iter().filter(|sheet| sheet.image).count();
            s.words == 0 || (images > 0 && 2 * images >= s.sheets.len())
        })
    }

    /// A picture of which some page was copied out by nobody.
    fn untold(p: &Item) -> bool {
        let pages = p.survey.iter().flat_map(|s| s.sheets.iter().enumerate());
        let mut images = pages.filter(|(_, sheet)| sheet.image);
        let told = |n: usize| {
            p.transcripts
                .iter()
                .any(|t| t.page.is_none_or(|page| page as usize == n + 1))
        };
        Self::picture(p) && (p.transcripts.is_empty() || images.any(|(n, _)| !told(n)))
    }

    /// What a machine that reads it does not find of a type.
    fn unknown(&self, p: &Item, t: &TypeId) -> Option<Cause> {
        let mut words = p.transcripts.iter().map(|t| t.words).sum::<u32>();
        match &p.survey {
            Some(read) => words += read.words,
            None if p.transcripts.is_empty() => return None,
            None => {}
        }
        // its columns say what it is
        let columns = p.tables.iter().any(|seen| {
            let table = &self.i.norm.tables[&seen.table];
            !seen.sheets.is_empty() && (table.types.contains(t) || table.serves.contains(t))
        });
        if Self::untold(p) || self.looked_at(p) || columns {
            return None;
        }
        let thin = self.i.norm.evidence_types[t].min_words.is_some_and(|n| words < n);
        let lacks = p.lacking.get(t).is_some_and(|ranks| !ranks.is_empty());
        match &p.quoted {
            Some(quoted) if !quoted.found => Some(Cause::Unrecognised),
            _ if thin => Some(Cause::TooThin),
            None if lacks => Some(Cause::Unrecognised),
            _ => None,
        }
    }

    /// What keeps a piece from counting for what is asked: a general paper counts where it says so.
    fn lacks_here(&self, p: &Item, rule: &EvidenceRule) -> Option<Cause> {
        let shut = matches!(p.held, Held::Missing { .. })
            || matches!(
                p.reading,
                Reading::Unreadable { .. } | Reading::Unfinished { .. } | Reading::Empty
            );
        if shut || !p.criteria.is_empty() || !rule.contains.is_empty() {
            return self.lacks(p, rule);
        }
        let mut own = rule.clone();
        own.types
            .retain(|t| !p.types.contains(t) || !self.i.norm.evidence_types[t].general);
        if own.types.iter().any(|t| p.types.contains(t)) {
            self.lacks(p, &own)
        } else {
            Some(Cause::Unbound)
        }
    }

    /// What keeps a piece from counting, named or not.
    fn lacks(&self, p: &Item, rule: &EvidenceRule) -> Option<Cause> {
        match (&p.held, &p.reading) {
            (Held::Missing { .. }, _) => return Some(Cause::NoEvidence),
            (_, Reading::Unreadable { .. }) => return Some(Cause::Unreadable),
            (_, Reading::Unfinished { .. }) => return Some(Cause::Error),
            // no eye sees anything in it, an auditor's no more than another
            (_, Reading::Empty) => return Some(Cause::Empty),
            (_, Reading::Unread { .. } | Reading::Readable) => {}
        }
        let (mut fitting, mut way_is_right) = (vec![], false);
        for t in p.types.iter().filter(|t| rule.types.contains(*t)) {
            let own = &self.i.norm.evidence_types[t];
            let ways = if rule.modalities.is_empty() {
                &own.modalities
            } else {
                &rule.modalities
            };
            let formats = if rule.formats.is_empty() {
                &own.formats
            } else {
                &rule.formats
            };
            let in_format = match &p.held {
                Held::File(file) => formats.is_empty() || formats.contains(&file.format),
                _ => true,
            };
            way_is_right |= ways.contains(&p.modality);
            if ways.contains(&p.modality) && in_format {
                fitting.push((own.validity, self.unknown(p, t)));
            }
        }
        let thin = rule.min_pages.is_some_and(|n| p.pages.unwrap_or(0) < n);
        let found = |word: &String| p.contents.get(word).copied();
        let silent = !self.looked_at(p) && rule.contains.iter().any(|word| found(word) == Some(false));
        let by_eye = Self::picture(p) || self.looked_at(p);
        let shows = |s: &Survey| matches!(s.signature, Signature::Block | Signature::Electronic);
        let unsigned = rule.signed && !p.survey.as_ref().filter(|_| !by_eye).map_or(p.signed, shows);
        if !way_is_right {
            return Some(Cause::WrongModality);
        }
        if fitting.is_empty() {
            return Some(Cause::WrongFormat);
        }
        // a person reads what no machine does
        let read = self.looked_at(p) || !p.transcripts.is_empty();
        let shut = matches!(p.reading, Reading::Unread { .. }) && !read;
        if shut {
            return Some(Cause::Unread);
        }
        if fitting.iter().all(|(_, unknown)| unknown.is_some()) {
            let thin = |(_, unknown): &(_, Option<Cause>)| *unknown == Some(Cause::TooThin);
            // what lacks its words comes before what has too few of them
            return Some(if fitting.iter().all(thin) {
                Cause::TooThin
            } else {
                Cause::Unrecognised
            });
        }
        for (so, cause) in [
            (thin, Cause::TooFewPages),
            (silent, Cause::WordsMissing),
            (unsigned, Cause::Unsigned),
        ] {
            if so {
                return Some(cause);
            }
        }
        if !self.looked_at(p) && rule.contains.iter().any(|word| found(word).is_none()) {
            return Some(Cause::NoText);
        }
        let known = fitting.iter().filter(|(_, unknown)| unknown.is_none());
        let outcomes: Vec<Option<Cause>> = known.map(|(v, _)| self.lacks_in_time(p, *v, rule)).collect();
        if outcomes.contains(&None) {
            return None;
        }
        outcomes.into_iter().min().unwrap()
    }

    /// Has somebody other than the structure seen it?
    fn seen(&self, p: &Item) -> bool {
        let reported = matches!(
            p.held,
            Held::Reported {
                witness: Witness::Structure
            }
        );
        let own = self.looked && reported && p.dates.effect.is_some();
        let audit = self.i.audit != AuditKind::SelfAssessment;
        let copied = audit && (!p.transcripts.is_empty() || Self::picture(p));
        let witness = p.modality != Modality::Document;
        let stands = !witness || p.source.is_some() && Self::signs(p);
        matches!(p.held, Held::File(_)) && !copied && stands || self.looked_at(p) || own
    }

    /// Is the paper of somebody else signed, as it shows?
    fn signs(p: &Item) -> bool {
        let own = p.survey.as_ref().filter(|_| !Self::picture(p));
        own.map_or(p.signed, |s| {
            matches!(s.signature, Signature::Block | Signature::Electronic)
        })
    }

    /// Did an auditor look at it?
    fn looked_at(&self, p: &Item) -> bool {
        let notes = self.i.doubt_notes.iter().map(|n| &n.seen);
        self.i
            .findings
            .iter()
            .map(|f| &f.seen)
            .chain(notes)
            .any(|seen| seen.contains(&p.id))
    }

    /// Does it prove a number, as one of the types that can establish it, and while it is fresh?
    pub(super) fn proves(&self, p: &Item, key: &FactKey) -> bool {
        let def = &self.i.norm.facts[key];
        // counted in the table that the piece is: the table says it, whatever may establish the number otherwise
        let counted = self.counted(p, key);
        let can = |t: &TypeId| match counted {
            Some(table) => self.i.norm.tables[table].types.contains(t),
            None => def.established_by.is_empty() || def.established_by.contains(t),
        };
        let (on, of) = (
            self.fact(key).and_then(|f| f.on).map(day),
            p.dates.effect.map(day),
        );
        let fresh = def.freshness.is_none_or(|period| match (on, of) {
            (Some(on), Some(of)) if on > of => false,
            (None, None) => false,
            _ => plus(on.into_iter().chain(of).min().unwrap(), period) >= day(self.i.date),
        });
        // a talk proves no number, whoever wrote it down
        let at = At {
            looked: false,
            ..*self
        };
        let as_one = |t: &TypeId| EvidenceRule {
            types: BTreeSet::from([t.clone()]),
            ..EvidenceRule::any()
        };
        let written = self.fact(key).is_none_or(|f| {
            let read = matches!(f.seen, None | Some(FigureSeen::Found | FigureSeen::Other(_)));
            f.typed.is_none() && (read || Self::untold(p) || self.looked_at(p))
        });
        fresh
            && (written || counted.is_some())
            && at.seen(p)
            && p.types
                .iter()
                .any(|t| can(t) && self.lacks(p, &as_one(t)).is_none())
    }

    /// The table that this piece is, where the number that is judged was counted in it.
    fn counted(&self, p: &Item, key: &FactKey) -> Option<&TableId> {
        let of_site = self.site.and_then(|site| self.i.by_site.get(site));
        let own = of_site.filter(|own| own.facts.contains_key(key));
        let c = own.map_or(&self.i.computed, |own| &own.computed).get(key)?;
        let judged = self.fact(key).map(|f| &f.value) == c.value.as_ref();
        (judged && c.not_taken.is_none() && c.pieces.contains(&p.id)).then_some(&c.table)
    }

    /// The days that must be covered, one of these; with whether the start cut them.
    fn windows(&self, covers: Coverage) -> Vec<(Day, Day, bool)> {
        let today = day(self.i.date);
        let all = match covers {
            Coverage::ClosedYear => {
                let text = self.i.structure.exercise.to_string();
                let (month, first) = text.split_once('-').unwrap();
                let (month, first) = (month.parse().unwrap(), first.parse().unwrap());
                let closing = |y| {
                    (
                        yesterday((y, month, first)),
                        plus(yesterday((y, month, first)), Period::parse("P18M").unwrap()),
                    )
                };
                let years = (today.0 - 3..=today.0).rev();
                years
                    .filter(|y| closing(*y).0 < today && closing(*y).1 > today)
                    .map(|y| ((y - 1, month, first), closing(y).0))
                    .collect()
            }
            Coverage::Last(period) => vec![(tomorrow(minus(today, period)), today)],
        };
        let start = self.i.structure.start.map(day);
        let lived = all
            .into_iter()
            .filter(|(_, last)| start.is_none_or(|start| start <= *last));
        lived
            .map(|(first, last)| match start {
                Some(start) if start > first => (start, last, true),
                _ => (first, last, false),
            })
            .collect()
    }

    /// Does a piece say on which day the structure began?
    fn began(&self) -> bool {
        let structure = &self.i.structure;
        let (Some(start), Some(proof)) = (structure.start, &structure.start_proof) else {
            return false;
        };
        let piece = self.i.evidence.iter().find(|p| p.id == *proof);
        piece.is_some_and(|p| {
            let file = matches!(p.held, Held::File(_)) && p.reading == Reading::Readable;
            let says = p.survey.as_ref().is_some_and(|s| s.dates.contains(&start));
            file && says || self.looked_at(p)
        })
    }

    fn enough(&self, of: &[&Item], rule: &EvidenceRule, sure: bool) -> bool {
        let ways: BTreeSet<String> = of.iter().map(|p| format!("{:?}", p.modality)).collect();
        let origins: BTreeSet<String> = of
            .iter()
            .filter_map(|p| Some(p.source.as_ref()?.to_lowercase()))
            .collect();
        let covered = |asked: Day| {
            let within = |p: &&Item| {
                p.dates
                    .covers
                    .is_some_and(|(a, b)| day(a) <= asked && asked <= day(b))
            };
            of.iter().any(within)
        };
        let all_days = rule.covers.is_none_or(|covers| {
            let windows = self.windows(covers).into_iter();
            windows
                .filter(|(_, _, cut)| !sure || !cut || self.began())
                .any(|(first, last, _)| {
                    std::iter::successors(Some(first), |d| Some(tomorrow(*d)))
                        .take_while(|d| *d <= last)
                        .all(covered)
                })
        });
        of.len() >= rule.count as usize
            && ways.len() >= rule.min_modalities as usize
            && (rule.min_origins == 1 || origins.len() >= rule.min_origins as usize)
            && all_days
    }

    pub(super) fn evidence(&self, rule: &EvidenceRule) -> Look {
        if rule.covers.is_some_and(|covers| self.windows(covers).is_empty()) {
            return Look {
                truth: Truth::Void,
                support: Some(if self.began() {
                    Support::Shown
                } else {
                    Support::Declared
                }),
                causes: BTreeSet::from([Cause::NoObject]),
                pieces: BTreeMap::new(),
            };
        }
        let asked = self.asked(rule);
        let mut older = rule.clone();
        let own = rule.whose == Whose::Tool;
        older.max_age = rule.max_age.filter(|_| own).map(twice);
        if asked.truth == Truth::Yes || older.max_age.is_none() {
            return asked;
        }
        let then = self.asked(&older);
        if then.truth != Truth::Yes {
            return asked;
        }
        let mut causes = asked.causes;
        causes.insert(Cause::BelowTarget);
        if self.hopeful {
            then
        } else {
            Look { causes, ..asked }
        }
    }

    fn asked(&self, rule: &EvidenceRule) -> Look {
        let pieces = self.pieces(&rule.types);
        let good: Vec<&Item> = pieces
            .iter()
            .copied()
            .filter(|p| self.lacks_here(p, rule).is_none())
            .collect();
        let shown: Vec<&Item> = good.iter().copied().filter(|p| self.seen(p)).collect();
        let mut causes: BTreeSet<Cause> = pieces.iter().filter_map(|p| self.lacks_here(p, rule)).collect();
        // enough of them, and yet not all that is asked of them together
        let only = |covers: bool, sides: bool, sorts: bool| {
            let mut one = rule.clone();
            one.covers = one.covers.filter(|_| covers);
            one.min_origins = if sides { one.min_origins } else { 1 };
            one.min_modalities = if sorts { one.min_modalities } else { 0 };
            self.enough(&good, &one, false)
        };
        if only(false, false, false) {
            let each = [
                (Cause::PeriodOpen, only(true, false, false)),
                (Cause::SidesMissing, only(false, true, false)),
                (Cause::SortsMissing, only(false, false, true)),
            ];
            causes.extend(each.iter().filter(|(_, held)| !held).map(|(cause, _)| *cause));
        }
        if causes.is_empty() {
            causes.insert(Cause::NoEvidence);
        }
        let support = match (self.enough(&shown, rule, true), self.enough(&good, rule, false)) {
            (true, _) => Some(Support::Shown),
            (false, true) => Some(Support::Declared),
            (false, false) => None,
        };
        Look {
            truth: if support.is_some() {
                Truth::Yes
            } else {
                Truth::Unknown
            },
            causes: if support.is_some() {
                BTreeSet::new()
            } else {
                causes
            },
            support,
            pieces: pieces
                .iter()
                .map(|p| (p.id.clone(), self.lacks_here(p, rule)))
                .collect(),
        }
    }
}
