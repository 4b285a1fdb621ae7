//! Does a piece count for what asks it, until when, and if not, why not: the one check, which the judgement makes, too.

use std::collections::BTreeSet;

use crate::assessment::results::{Cause, Support};
use crate::kernel::{Date, Period, Ratio, TypeId};
use crate::norm::model::{AuditKind, EvidenceRule, EvidenceType, FactValue};
use crate::record::figure::{FigurePlace, NoPlace};
use crate::record::item::{DateOrigin, Format, Held, Item, Modality, Reading, extension};
use crate::record::survey::Signature;
use crate::sight::Sight;

/// So many years between the dates of a text and the name of its file are to be confirmed (design §5).
const YEARS_OLDER: u16 = 2;

/// How a piece counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PieceWorth {
    /// As shown, or as said by the structure until an auditor has seen it.
    pub support: Support,
    /// The last day on which it does; none: it has no end.
    pub until: Option<Date>,
}

/// The one reason for which a piece does not count. Earlier ones come first: what cannot be opened has no date to speak of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum WhyNot {
    /// The file is not there; or it is, and was not read: why.
    Missing(Option<String>),
    /// Never proof: empty, cut, under a password: why.
    Unreadable(String),
    /// A fuse blew while it was read: why.
    Unfinished(String),
    /// It was read whole, and says nothing to an eye.
    Empty,
    /// An interview where a document is wanted, or the like.
    Modality {
        /// What it is.
        found: Modality,
        /// What is admitted.
        admitted: Vec<Modality>,
    },
    /// A file of another format.
    Format {
        /// The extension of its name, in lower case; empty: it has none.
        extension: String,
        /// What it is.
        found: Format,
        /// What is admitted.
        admitted: Vec<Format>,
    },
    /// It may well say something, in a format or a picture that is not read: why.
    Unread(String),
    /// Its text is not known as one of the types that are asked: the label of one, and words of which one is missing.
    Unrecognised {
        /// The type's label.
        label: String,
        /// Beginnings of words of which none stands in it.
        missing: Vec<String>,
    },
    /// The words that were quoted from it do not stand in it.
    Misquoted(String),
    /// Too few words for what it should be.
    TooThin {
        /// How many are wanted.
        wanted: u32,
        /// How many there are.
        found: u32,
    },
    /// Fewer pages than wanted.
    Pages {
        /// How many are wanted.
        wanted: u32,
        /// How many there are; none: they cannot be counted.
        found: Option<u32>,
    },
    /// Words that do not stand in its text.
    Words(Vec<String>),
    /// Not said to be signed.
    Unsigned,
    /// Its text could not be read, so that words could not be sought.
    NoText,
    /// Kept elsewhere, or only told, so that words could not be sought.
    NotHere,
    /// Its last day is past.
    Expired(Date),
    /// Its last day comes sooner after the audit than the rule wants.
    EndsTooSoon(Date),
    /// Older than this.
    TooOld(Period),
    /// Its date of effect comes after the audit.
    Later(Date),
    /// Without date of effect.
    Undated,
    /// Its own metadata do not contradict, and do not suffice.
    DateToConfirm,
    /// A general paper that does not say for which criteria it counts: the label of its type.
    Unbound(String),
    /// Not of a type that can establish the number that names it: the labels of those that can.
    Unsuited(Vec<String>),
    /// The number is of a later day than it.
    BeforeFact(Date),
    /// This number does not stand in its text.
    NoFigure {
        /// The number.
        value: Ratio,
        /// Is it a percentage?
        percent: bool,
        /// Where it was sought; none: everywhere.
        at: Option<FigurePlace>,
    },
    /// The place where the number is said to stand is not there, or holds no number.
    NoPlace {
        /// The place.
        at: FigurePlace,
        /// Why.
        why: NoPlace,
    },
    /// Another number stands there, which is judged.
    Contradicted {
        /// What the structure said.
        said: FactValue,
        /// What the piece says.
        found: FactValue,
        /// Is it a percentage?
        percent: bool,
    },
    /// Nothing in the profile asks it.
    Unasked,
    /// Nothing says yet what it is: it lies under a usual paper, and its text shows none of its types.
    Untyped,
}

impl WhyNot {
    /// The cause that it is of an unknown.
    pub(crate) fn cause(&self) -> Cause {
        match self {
            Self::Missing(_) | Self::Unasked | Self::Untyped => Cause::NoEvidence,
            Self::Unreadable(_) => Cause::Unreadable,
            Self::Unfinished(_) => Cause::Error,
            Self::Empty => Cause::Empty,
            Self::Unread(_) => Cause::Unread,
            Self::Modality { .. } => Cause::WrongModality,
            Self::Format { .. } => Cause::WrongFormat,
            Self::Unrecognised { .. } | Self::Misquoted(_) => Cause::Unrecognised,
            Self::TooThin { .. } => Cause::TooThin,
            Self::Unbound(_) => Cause::Unbound,
            Self::NoFigure { .. } | Self::NoPlace { .. } => Cause::NoFigure,
            Self::Contradicted { .. } => Cause::Contradicted,
            Self::Pages { .. } => Cause::TooFewPages,
            Self::Words(_) => Cause::WordsMissing,
            Self::Unsigned => Cause::Unsigned,
            Self::NoText | Self::NotHere => Cause::NoText,
            Self::Expired(_) | Self::EndsTooSoon(_) => Cause::Expired,
            Self::TooOld(_) => Cause::TooOld,
            Self::Later(_) | Self::BeforeFact(_) => Cause::Later,
            Self::Unsuited(_) => Cause::Unsuited,
            Self::Undated => Cause::Undated,
            Self::DateToConfirm => Cause::DateToConfirm,
        }
    }

    /// Would a date make the piece count?
    pub fn wants_a_date(&self) -> bool {
        matches!(self, Self::Undated | Self::DateToConfirm)
    }
}

/// What a piece is worth for a `preuve` leaf: a general paper counts where it is said to, or where words that are asked stand in it.
pub(crate) fn weigh(item: &Item, rule: &EvidenceRule, sight: Sight<'_>) -> Result<PieceWorth, WhyNot> {
    if let Some(why) = unusable(item) {
        return Err(why);
    }
    let types = &sight.inputs().norm.evidence_types;
    let own = rule.types.intersection(&item.types);
    let mut asked: Vec<TypeAsked<'_>> = own.filter_map(|id| types.get_key_value(id)).collect();
    if item.criteria.is_empty() && rule.contains.is_empty() {
        let general = asked.iter().find(|(_, kind)| kind.general).copied();
        asked.retain(|(_, kind)| !kind.general);
        if let Some((_, kind)) = general.filter(|_| asked.is_empty()) {
            return Err(WhyNot::Unbound(kind.label.clone()));
        }
    }
    weigh_as_named(item, &asked, rule, sight)
}

/// A type that is asked, by its id.
pub(super) type TypeAsked<'a> = (&'a TypeId, &'a EvidenceType);

/// What a piece is worth that was named for what is asked: as the best of those of its types.
pub(super) fn weigh_as_named(
    item: &Item,
    asked: &[TypeAsked<'_>],
    rule: &EvidenceRule,
    sight: Sight<'_>,
) -> Result<PieceWorth, WhyNot> {
    let inputs = sight.inputs();
    let fitting = fitting(item, asked, rule)?;
    let seen = sight.board.is_seen(&item.id);
    // what an auditor has seen needs no machine to read it
    if let Reading::Unread { reason } = &item.reading
        && item.transcripts.is_empty()
        && !seen
    {
        return Err(WhyNot::Unread(reason.clone()));
    }
    let (mut known, mut why) = (Vec::with_capacity(fitting.len()), None);
    for (id, kind) in fitting {
        match not_recognised(item, id, kind, seen || is_table(item, id, sight)) {
            None => known.push(kind),
            Some(other) => why = why.into_iter().chain([other]).min(),
        }
    }
    if known.is_empty() {
        return Err(why.unwrap_or(WhyNot::Unasked));
    }
    if let Some(wanted) = rule.min_pages
        && item.pages.is_none_or(|pages| pages < wanted)
    {
        let found = item.pages;
        return Err(WhyNot::Pages { wanted, found });
    }
    // what an auditor has seen is settled: its text, too
    let absent = |word: &&String| !seen && item.contents.get(*word) == Some(&false);
    let lacking: Vec<String> = rule.contains.iter().filter(absent).cloned().collect();
    if !lacking.is_empty() {
        return Err(WhyNot::Words(lacking));
    }
    if rule.signed && !is_signed(item, seen) {
        return Err(WhyNot::Unsigned);
    }
    // words that could not be sought are not words that are not there
    if !seen && !rule.contains.iter().all(|word| item.contents.contains_key(word)) {
        return Err(match item.held {
            Held::File(_) => WhyNot::NoText,
            _ => WhyNot::NotHere,
        });
    }
    // the type that lets the piece live longest, among those that it is of
    let outcomes = known
        .into_iter()
        .map(|kind| in_time(item, kind.validity, rule, inputs.date));
    let until = longest(outcomes)?;
    let support = match item.held {
        Held::File(_) if !seen && is_on_trust(item, inputs.audit) => Support::Declared,
        Held::File(_) => Support::Shown,
        _ if seen => Support::Shown,
        _ => Support::Declared,
    };
    Ok(PieceWorth { support, until })
}

/// Does a file show nothing by itself yet? In an audit a picture, told or not, until the auditor has seen it: the structure's word for
/// what a page says costs no more than silence about it. What a third party saw or said, unless its body is named and has signed.
pub(crate) fn is_on_trust(item: &Item, audit: AuditKind) -> bool {
    let pictured = !item.transcripts.is_empty() || item.is_image();
    (audit != AuditKind::SelfAssessment && pictured) || (item.is_third_party() && !is_vouched(item))
}

/// Does a third party stand by what it saw? Its body is named, and the file is signed.
fn is_vouched(item: &Item) -> bool {
    item.source.is_some() && is_signed(item, false)
}

/// Is it recognised as a table that counts for a type, by its columns?
fn is_table(item: &Item, id: &TypeId, sight: Sight<'_>) -> bool {
    let tables = &sight.inputs().norm.tables;
    let mut own = item.tables.iter().filter(|seen| seen.is_recognised());
    own.any(|seen| {
        tables
            .get(&seen.table)
            .is_some_and(|table| table.types.contains(id) || table.serves.contains(id))
    })
}

/// Why a piece is not taken for one of a type, where a machine can tell: what an auditor has seen, and what must be looked at, is.
fn not_recognised(item: &Item, id: &TypeId, kind: &EvidenceType, seen: bool) -> Option<WhyNot> {
    let read = item.survey.is_some() || !item.transcripts.is_empty();
    if seen || !read || item.is_untold_image() {
        return None;
    }
    let found = item.known_words();
    let quoted = item.quoted.as_ref();
    if let Some(quoted) = quoted.filter(|quoted| !quoted.found) {
        return Some(WhyNot::Misquoted(quoted.words.clone()));
    }
    if let Some(wanted) = kind.min_words.filter(|wanted| found < *wanted) {
        return Some(WhyNot::TooThin { wanted, found });
    }
    let missing = item.lacking.get(id).and_then(|ranks| ranks.first());
    let missing = missing.filter(|_| quoted.is_none())?;
    Some(WhyNot::Unrecognised {
        label: kind.label.clone(),
        missing: kind.known_by.get(*missing).cloned().unwrap_or_default(),
    })
}

/// Is it signed? As far as its own text shows; of a picture, as the structure says.
fn is_signed(item: &Item, seen: bool) -> bool {
    match &item.survey {
        Some(survey) if !seen && !item.is_image() => {
            matches!(survey.signature, Signature::Block | Signature::Electronic)
        }
        _ => item.signed,
    }
}

/// The latest end of several ways to count, none being the latest of all; where there is none, the first reason.
pub(super) fn longest(
    outcomes: impl Iterator<Item = Result<Option<Date>, WhyNot>>,
) -> Result<Option<Date>, WhyNot> {
    let (mut latest, mut why): (Option<Option<Date>>, Option<WhyNot>) = (None, None);
    for outcome in outcomes {
        match outcome {
            // one way without an end is enough for the piece to have none
            Ok(end) => {
                latest = Some(latest.map_or(end, |other| other.zip(end).map(|(one, two)| one.max(two))));
            }
            Err(other) => why = why.into_iter().chain([other]).min(),
        }
    }
    latest.ok_or_else(|| why.unwrap_or(WhyNot::Unasked))
}

/// What keeps a piece from counting for anything, whoever looks at it.
pub(super) fn unusable(item: &Item) -> Option<WhyNot> {
    match (&item.held, &item.reading) {
        (Held::Missing { path: _ }, Reading::Readable | Reading::Empty | Reading::Unread { reason: _ }) => {
            Some(WhyNot::Missing(None))
        }
        (Held::Missing { path: _ }, Reading::Unreadable { reason } | Reading::Unfinished { reason }) => {
            Some(WhyNot::Missing(Some(reason.clone())))
        }
        (_, Reading::Unreadable { reason }) => Some(WhyNot::Unreadable(reason.clone())),
        (_, Reading::Unfinished { reason }) => Some(WhyNot::Unfinished(reason.clone())),
        (_, Reading::Empty) => Some(WhyNot::Empty),
        // that depends on who looks at it
        (_, Reading::Unread { reason: _ } | Reading::Readable) => None,
    }
}

/// The types, among those asked, that admit the modality and the format of a piece.
fn fitting<'a>(
    item: &Item,
    asked: &[TypeAsked<'a>],
    rule: &EvidenceRule,
) -> Result<Vec<TypeAsked<'a>>, WhyNot> {
    fn or<'l, T>(own: &'l Vec<T>, default: &'l Vec<T>) -> &'l Vec<T> {
        if own.is_empty() { default } else { own }
    }
    let modalities = |(_, kind): &TypeAsked<'a>| or(&rule.modalities, &kind.modalities);
    let shows = |asked: &&TypeAsked<'a>| modalities(asked).contains(&item.modality);
    let mut fits: Vec<TypeAsked<'a>> = asked.iter().filter(shows).copied().collect();
    if fits.is_empty() {
        return Err(WhyNot::Modality {
            found: item.modality,
            admitted: once(asked.iter().map(modalities)),
        });
    }
    let Held::File(file) = &item.held else {
        return Ok(fits);
    };
    let formats = |(_, kind): &TypeAsked<'a>| or(&rule.formats, &kind.formats);
    let admits = |asked: &TypeAsked<'a>| {
        let admitted = formats(asked);
        admitted.is_empty() || admitted.contains(&file.format)
    };
    if !fits.iter().any(admits) {
        return Err(WhyNot::Format {
            extension: extension(&file.path),
            found: file.format,
            admitted: once(fits.iter().map(formats)),
        });
    }
    fits.retain(admits);
    Ok(fits)
}

/// Each member of some lists once, in the order in which they come.
fn once<'l, T: Copy + Ord + 'l>(lists: impl Iterator<Item = &'l Vec<T>>) -> Vec<T> {
    let mut known = BTreeSet::new();
    lists
        .flatten()
        .copied()
        .filter(|member| known.insert(*member))
        .collect()
}

/// Last day of validity = date of effect + period, inclusive; `expire` replaces the type's default; `age-max` applies besides.
/// Gives the last day on which the piece counts.
fn in_time(
    item: &Item,
    validity: Option<Period>,
    rule: &EvidenceRule,
    date: Date,
) -> Result<Option<Date>, WhyNot> {
    let dates = &item.dates;
    let validity = if dates.expires.is_some() { None } else { validity };
    if let Some(last) = dates.expires.filter(|last| *last < date) {
        return Err(WhyNot::Expired(last));
    }
    let Some(effect) = dates.effect else {
        if rule.max_age.is_none() && validity.is_none() {
            return still_valid(dates.expires, rule, date);
        }
        // metadata may show that a piece is too old, never that it is recent enough
        let Some(newest) = dates.not_after else {
            return Err(WhyNot::Undated);
        };
        let gone = |period: &Period| newest.plus(*period) < date;
        let old = rule.max_age.filter(gone).map(WhyNot::TooOld);
        let past = validity.filter(gone);
        let past = past.map(|period| WhyNot::Expired(newest.plus(period)));
        return Err(old.or(past).unwrap_or(WhyNot::DateToConfirm));
    };
    if effect > date {
        return Err(WhyNot::Later(effect));
    }
    if is_older_than_its_name(item, effect) {
        return Err(WhyNot::DateToConfirm);
    }
    let young = rule.max_age.map(|period| (period, effect.plus(period)));
    if let Some((period, _)) = young.filter(|(_, last)| *last < date) {
        return Err(WhyNot::TooOld(period));
    }
    let last = dates
        .expires
        .or_else(|| validity.map(|period| effect.plus(period)));
    if let Some(last) = last.filter(|last| *last < date) {
        return Err(WhyNot::Expired(last));
    }
    let valid = still_valid(last, rule, date)?;
    let ends = [valid, young.map(|(_, last)| last)];
    Ok(ends.into_iter().flatten().min())
}

/// Are all dates in its text years older than the one that its name begins with? A name is quickly changed; who declares the date
/// answers for it.
fn is_older_than_its_name(item: &Item, effect: Date) -> bool {
    let newest = item
        .survey
        .as_ref()
        .and_then(|survey| survey.dates.last().copied());
    let named = item.dates.origin == Some(DateOrigin::FileName);
    named && newest.is_some_and(|newest| newest.plus(Period::years(YEARS_OLDER)) < effect)
}

/// The last day on which a piece is still valid for as long as the rule wants it to be.
fn still_valid(last: Option<Date>, rule: &EvidenceRule, date: Date) -> Result<Option<Date>, WhyNot> {
    let (Some(last), Some(margin)) = (last, rule.still_valid) else {
        return Ok(last);
    };
    if last < date.plus(margin) {
        return Err(WhyNot::EndsTooSoon(last));
    }
    // months have unequal ends: a margin taken back from a last day may miss by a few days
    let about = last.minus(margin);
    let later = std::iter::successors(Some(about), |day| day.tomorrow()).take(4);
    let earlier = std::iter::successors(Some(about), |day| day.yesterday()).take(4);
    let holds = |day: &Date| day.plus(margin) <= last;
    Ok(later.chain(earlier).filter(holds).max())
}
