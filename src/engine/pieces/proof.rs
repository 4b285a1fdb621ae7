//! Does a piece establish a number that names it: is it of a type that can, does the number stand in it, and how long is it fresh?

use super::weigh::{PieceWorth, WhyNot, longest, unusable, weigh_as_named};
use crate::kernel::{Date, FactKey, Period, TypeId};
use crate::norm::model::{EvidenceRule, FactType};
use crate::record::figure::FigureSeen;
use crate::record::item::Item;
use crate::record::table::TableDef;
use crate::sight::Sight;

/// What a piece is worth for a fact that names it as its proof: as the best of its types that can establish it, as long as it is fresh.
pub(crate) fn weigh_proof(item: &Item, key: &FactKey, sight: Sight<'_>) -> Result<PieceWorth, WhyNot> {
    if let Some(why) = unusable(item) {
        return Err(why);
    }
    let def = sight.inputs().norm.facts.get(key);
    let counted = counted(item, key, sight);
    // what its table counts is established by the table itself
    let able = |id: &&TypeId| match counted {
        Some(table) => table.types.contains(id),
        None => def.is_none_or(|def| def.established_by.is_empty() || def.established_by.contains(id)),
    };
    if !item.types.iter().any(|id| able(&id)) {
        let types = &sight.inputs().norm.evidence_types;
        let able = def.map_or(&[][..], |def| &def.established_by);
        let labels = able
            .iter()
            .filter_map(|id| types.get(id))
            .map(|kind| kind.label.clone());
        return Err(WhyNot::Unsuited(labels.collect()));
    }
    let (types, plain) = (&sight.inputs().norm.evidence_types, EvidenceRule::any());
    let each = item.types.iter().filter(able).map(|id| {
        let asked = types.get_key_value(id);
        weigh_as_named(item, asked.as_slice(), &plain, sight)
    });
    // of one piece all count in the same way: as shown, or as said
    let mut support = None;
    let until = longest(each.map(|outcome| {
        outcome.map(|counted| {
            support = Some(counted.support);
            counted.until
        })
    }))?;
    if let Some(why) = no_figure(item, key, sight).filter(|_| counted.is_none()) {
        return Err(why);
    }
    let fresh = match def.and_then(|def| def.freshness) {
        Some(period) => Some(still_fresh(item, key, period, sight)?),
        None => None,
    };
    let until = [until, fresh].into_iter().flatten().min();
    support.map_or(Err(WhyNot::Unasked), |support| Ok(PieceWorth { support, until }))
}

/// The table that a piece is and that the value of a fact was counted from.
fn counted<'a>(item: &Item, key: &FactKey, sight: Sight<'a>) -> Option<&'a TableDef> {
    let inputs = sight.inputs();
    let computed = inputs.computed(key, sight.site)?;
    let own = sight.fact(key).map(|fact| &fact.value) == computed.value.as_ref();
    (own && computed.stands(&item.id)).then(|| inputs.norm.tables.get(&computed.table))?
}

/// Does the number that names a piece not stand in it, or another one in its place? What was not sought, or cannot be read by a machine,
/// is not missing.
fn no_figure(item: &Item, key: &FactKey, sight: Sight<'_>) -> Option<WhyNot> {
    let fact = sight.fact(key)?;
    let kind = sight.inputs().norm.reads().fact(key).map(|asked| asked.kind);
    let percent = kind == Some(FactType::Percentage);
    if let Some(said) = &fact.typed {
        return Some(WhyNot::Contradicted {
            said: said.clone(),
            found: fact.value.clone(),
            percent,
        });
    }
    if item.is_untold_image() || sight.board.is_seen(&item.id) {
        return None;
    }
    match (fact.seen.as_ref()?, &fact.at) {
        (FigureSeen::Missing, at) => Some(WhyNot::NoFigure {
            value: fact.value.number()?.clone(),
            percent,
            at: at.clone(),
        }),
        (FigureSeen::Nowhere(why), Some(at)) => Some(WhyNot::NoPlace {
            at: at.clone(),
            why: *why,
        }),
        (FigureSeen::Found | FigureSeen::Other(_) | FigureSeen::Nowhere(_), _) => None,
    }
}

/// The last day on which a number that a piece establishes is fresh: the period runs from the older of the number's day and the piece's.
fn still_fresh(item: &Item, key: &FactKey, period: Period, sight: Sight<'_>) -> Result<Date, WhyNot> {
    let (on, effect) = (sight.fact(key).and_then(|fact| fact.on), item.dates.effect);
    if let Some((on, _)) = on.zip(effect).filter(|(on, effect)| on > effect) {
        return Err(WhyNot::BeforeFact(on));
    }
    let from = match (on, effect) {
        (Some(on), Some(effect)) => on.min(effect),
        (one, other) => one.or(other).ok_or(WhyNot::Undated)?,
    };
    let last = from.plus(period);
    if last < sight.inputs().date {
        return Err(WhyNot::TooOld(period));
    }
    Ok(last)
}
