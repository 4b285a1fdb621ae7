//! Whose number a threshold is, and from where on missing it contradicts (design §4, §6).

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::diags::{FloorBeyond, NoFloor, StrayFloor, UnknownWhose};
use super::model::{FactDef, FactType, FactValue, Threshold};
use super::rules::{Context, Seat};
use super::values::Scalar;
use crate::diag::{Code, Diagnostics};
use crate::kernel::{FileId, Located, Ratio, SourceId};

/// Up to this whole a share of our own never contradicts: one of three is no measure.
const SMALL_WHOLE: i64 = 3;

/// Whose number a threshold is.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Whose {
    /// The requirement's own word: each, none.
    #[default]
    #[serde(rename = "exigence")]
    Requirement,
    /// A number of the tool's own.
    #[serde(rename = "outil")]
    Tool,
    /// That of a source.
    #[serde(rename = "source")]
    Source(SourceId),
}

impl Whose {
    /// Is it the requirement's own word?
    pub fn is_requirement(&self) -> bool {
        *self == Self::Requirement
    }
}

/// What a threshold is worth where it is missed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Bar {
    /// Whose number it is.
    #[serde(rename = "seuil-de", default)]
    pub whose: Whose,
    /// `plancher` or `plafond`: from this number on, a threshold of the tool's own contradicts as well.
    #[serde(rename = "contredit-a", default, skip_serializing_if = "Option::is_none")]
    pub contradicts_at: Option<FactValue>,
    /// So many may be missing (or too many) whatever the share; never all.
    #[serde(rename = "tolerance", default)]
    pub tolerance: u32,
    /// It only selects: what misses it is false, and no gap.
    #[serde(rename = "condition", default)]
    pub selects: bool,
}

impl Bar {
    /// Is it a requirement, without more?
    pub fn is_plain(&self) -> bool {
        *self == Self::default()
    }

    /// Is a value that misses the threshold short of its target only, rather than a contradiction?
    /// `more`: the threshold asks for more, not for less; `whole`: of what the value is a share.
    pub fn only_below(&self, value: &FactValue, more: bool, whole: Option<&Ratio>) -> bool {
        if self.selects || self.whose != Whose::Tool {
            return false;
        }
        if whole.is_some_and(|whole| *whole <= Ratio::whole(SMALL_WHOLE)) {
            return true;
        }
        let none = FactValue::Number(Ratio::zero());
        match (&self.contradicts_at, more) {
            (Some(floor), true) => value > floor,
            (Some(ceiling), false) => value < ceiling,
            // nothing at all contradicts; of what has no zero, nothing does
            (None, true) => value.number().is_none() || *value > none,
            (None, false) => true,
        }
    }

    /// May what is missing of the whole, or too many, be passed over?
    pub fn forgives(&self, part: &Ratio, whole: &Ratio, threshold: &Threshold) -> bool {
        let few = Ratio::whole(i64::from(self.tolerance));
        match threshold {
            _ if self.tolerance == 0 => false,
            Threshold::AtLeast(_) => !part.is_zero() && whole.clone() - part.clone() <= few,
            Threshold::AtMost(_) => part < whole && *part <= few,
        }
    }
}

/// The keys of a threshold, as written.
pub(super) struct RawBar<'a> {
    pub(super) whose: Option<&'a Located<String>>,
    pub(super) floor: Option<&'a Located<Scalar>>,
    pub(super) ceiling: Option<&'a Located<Scalar>>,
    pub(super) tolerance: Option<&'a Located<u32>>,
    pub(super) condition: bool,
    /// Where the threshold asks for more (`au-moins`) or for less; none: it has no more and less.
    pub(super) more: Option<bool>,
}

/// Reads whose a threshold is: « outil », « exigence » or the key of a source.
pub(super) fn whose(
    text: &Located<String>,
    sources: &BTreeSet<SourceId>,
    file: FileId,
    sink: &mut Diagnostics,
) -> Option<Whose> {
    match text.get().as_str() {
        "outil" => Some(Whose::Tool),
        "exigence" => Some(Whose::Requirement),
        other => {
            if let Some(key) = sources.iter().find(|key| key.as_str() == other) {
                return Some(Whose::Source(key.clone()));
            }
            let known = ["outil", "exigence"].into_iter();
            sink.push(UnknownWhose {
                whose: other,
                known: known.chain(sources.iter().map(SourceId::as_str)).collect(),
                place: text.span(file),
            });
            None
        }
    }
}

/// Reads the keys of one threshold; `bound` is its number, `def` the fact where it is compared by itself (none: a rate).
pub(super) fn read<T>(
    raw: &RawBar<'_>,
    (bound, def): (Option<&FactValue>, Option<&FactDef>),
    ctx: Context<'_>,
    (seat, leaf): (Seat, &Located<T>),
    sink: &mut Diagnostics,
) -> Option<Bar> {
    let file = ctx.values.file;
    let whose = match raw.whose {
        Some(text) => whose(text, ctx.sources, file, sink)?,
        None => ctx.default_whose.clone(),
    };
    let (given, wanted) = match raw.more {
        Some(true) => (raw.floor, "plancher"),
        Some(false) => (raw.ceiling, "plafond"),
        None => (None, ""),
    };
    let stray = match raw.more {
        Some(true) => raw.ceiling.map(|place| (place, "plafond", "« au-plus »")),
        Some(false) => raw.floor.map(|place| (place, "plancher", "« au-moins »")),
        None => raw
            .floor
            .map(|place| (place, "plancher", "« au-moins »"))
            .or(raw.ceiling.map(|place| (place, "plafond", "« au-plus »"))),
    };
    if let Some((stray, key, beside)) = stray {
        sink.push(StrayFloor {
            key,
            beside,
            place: stray.span(file),
        });
        return None;
    }
    let contradicts_at = match given {
        None => None,
        Some(scalar) => Some(match def {
            Some(def) => ctx
                .values
                .of_fact(def, scalar.get(), scalar, Code::RuleType, sink)?,
            None => FactValue::Number(ctx.values.percent(scalar, sink)?),
        }),
    };
    let beyond = contradicts_at
        .as_ref()
        .zip(bound)
        .is_some_and(|(at, bound)| match raw.more {
            Some(false) => at <= bound,
            _ => at >= bound,
        });
    if let Some(scalar) = given.filter(|_| beyond) {
        let side = if raw.more == Some(false) {
            "au-dessus"
        } else {
            "au-dessous"
        };
        sink.push(FloorBeyond {
            key: wanted,
            side,
            place: scalar.span(file),
        });
        return None;
    }
    let selects = raw.condition || seat.selects();
    let counted = def.is_none_or(|def| def.kind != FactType::Date);
    let missing = raw.more.is_some() && counted && contradicts_at.is_none();
    if whose == Whose::Tool && missing && !selects && seat == Seat::Binding {
        sink.push(NoFloor {
            key: wanted,
            place: leaf.span(file),
        });
        return None;
    }
    Some(Bar {
        whose,
        contradicts_at,
        tolerance: raw.tolerance.map_or(0, |n| *n.get()),
        selects,
    })
}
