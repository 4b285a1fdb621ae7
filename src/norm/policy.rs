//! Score, findings and conclusion, checked: every case must be settled.

use std::collections::{BTreeMap, BTreeSet};

use super::blocks::Block;
use super::model::{
    Aggregation, AuditKind, Band, Chapter, ConclusionRule, Condition, Draw, Escalation, Excluded, Form,
    FormField, Gate, GateForm, Kind, KindRow, PartialCredit, Policy, Recheck, Revision, Rounding,
    SampleRules, SampleStatus, Scale, ScoreChange, ScoreRules, Source, Threshold, Unlifted, Unsettled,
};
use super::raw::{
    RawBand, RawChange, RawConclusion, RawCondition, RawGate, RawKindRow, RawPolicy, RawRevision,
    RawRounding, RawSamples, RawScale, RawThreshold, Scalar,
};
use super::rules::Context;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::kernel::{Cycle, Id, Located, Ratio, Span};

/// What a policy may refer to, beside the rules' own context.
#[derive(Clone, Copy)]
pub(crate) struct Known<'a> {
    pub(crate) ctx: Context<'a>,
    pub(crate) kinds: &'a [Kind],
    pub(crate) chapters: &'a [Chapter],
    pub(crate) sources: &'a BTreeMap<Id, Source>,
}

impl Known<'_> {
    fn kind(&self, id: &Located<Id>, sink: &mut Diagnostics) -> Option<Id> {
        let known = self.kinds.iter().map(|k| &k.code);
        self.ctx.resolve(id, "la nature de constat", known, sink)
    }

    fn criteria(&self, ids: &[Located<Id>], sink: &mut Diagnostics) -> BTreeSet<Id> {
        ids.iter()
            .filter_map(|id| self.ctx.resolve(id, "le critère", self.ctx.criteria.iter(), sink))
            .collect()
    }

    fn source(&self, id: &Located<Id>, sink: &mut Diagnostics) -> Option<Id> {
        self.ctx.resolve(id, "la source", self.sources.keys(), sink)
    }
}

/// How figures of the score are written in the file: percentages, or plain numbers where the norm has a scale of its own or adds points.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Figures {
    Percent,
    Plain,
}

impl Figures {
    pub(crate) fn of(raw: &RawPolicy) -> Self {
        if raw.scale.is_some() || raw.aggregation == Aggregation::Sum {
            Self::Plain
        } else {
            Self::Percent
        }
    }

    fn read(self, scalar: &Located<Scalar>, ctx: Context<'_>, sink: &mut Diagnostics) -> Option<Ratio> {
        match self {
            Self::Percent => ctx.percent(scalar, sink),
            Self::Plain => {
                let value = ctx.number(scalar);
                if value.is_none() {
                    sink.push(
                        Diagnostic::new(Code::WrongType, "nombre attendu, dans l'unité de l'échelle")
                            .at(scalar.span(ctx.file), "")
                            .hint("écrivez par exemple 301, sans guillemets ni pourcent"),
                    );
                }
                value
            }
        }
    }

    fn threshold(
        self,
        raw: &RawThreshold,
        place: &Span,
        ctx: Context<'_>,
        sink: &mut Diagnostics,
    ) -> Option<Threshold> {
        match (&raw.at_least, &raw.at_most) {
            (Some(v), None) => self.read(v, ctx, sink).map(Threshold::AtLeast),
            (None, Some(v)) => self.read(v, ctx, sink).map(Threshold::AtMost),
            _ => {
                sink.push(
                    Diagnostic::new(Code::RuleShape, "un score porte un seul seuil")
                        .at(place.clone(), "")
                        .hint("écrivez « au-moins » ou « au-plus »"),
                );
                None
            }
        }
    }
}

/// The score keys of a raw block, as a change. A macro because three raw blocks bear them.
macro_rules! change {
    ($raw:expr, $aggregation:expr, $rounding:expr, $figures:expr, $ctx:expr, $sink:expr) => {
        ScoreChange {
            aggregation: $aggregation,
            partial_credit: $raw
                .partial_credit
                .as_ref()
                .and_then(|text| credit(text, $ctx, $sink)),
            not_assessed: $raw.not_assessed,
            not_demonstrated: $raw.not_demonstrated,
            not_applicable: target_stated($raw.not_applicable.as_ref(), $raw.target.is_some(), $ctx, $sink),
            target: $raw
                .target
                .as_ref()
                .and_then(|value| $figures.read(value, $ctx, $sink)),
            error: $raw.error,
            empty_group: $raw.empty_group,
            zero_weight: $raw.zero_weight,
            rounding: $rounding,
        }
    };
}
pub(crate) fn policy(block: &Block<RawPolicy>, known: Known<'_>, sink: &mut Diagnostics) -> Option<Policy> {
    let (raw, ctx) = (&block.item, known.ctx);
    let figures = Figures::of(raw);
    let scale = scale(raw.scale.as_ref(), figures, ctx, sink);
    let share = fraction(&raw.grave_share, ctx, sink);
    let grave_level = raw
        .grave_level
        .as_ref()
        .and_then(|id| ctx.resolve(id, "le niveau", ctx.levels.iter().map(|l| &l.id), sink));
    let rows = raw
        .kinds
        .iter()
        .map(|(importance, row)| (*importance, kind_row(row, known, sink)))
        .collect();
    let mut score = ScoreRules {
        aggregation: raw.aggregation,
        partial_credit: PartialCredit::None,
        not_assessed: Unsettled::Bounds,
        not_demonstrated: Unsettled::Fails,
        not_applicable: Excluded::Leaves,
        target: None,
        error: raw.error.unwrap_or_default(),
        empty_group: raw.empty_group.unwrap_or_default(),
        zero_weight: raw.zero_weight.unwrap_or_default(),
        rounding: rounding(&raw.rounding, ctx, sink),
    };
    change!(raw, Some(raw.aggregation), None, figures, ctx, sink).over(&mut score);
    settled(&score, &scale, &block.span, sink);
    let revisions = revisions(&raw.revisions, figures, known, sink);
    let bands = bands(&raw.bands, figures, &scale, known, sink);
    let conclusions = conclusions(&raw.conclusions, figures, known, sink);
    for (rule, raw) in conclusions.iter().zip(&raw.conclusions) {
        for name in rule.condition.iter().flat_map(|c| &c.bands) {
            if !bands.iter().any(|band| &band.label == name) {
                sink.push(
                    Diagnostic::new(
                        Code::UnknownReference,
                        format!("la bande « {name} » n'est pas dans la norme"),
                    )
                    .at(raw.span(ctx.file), "")
                    .nearest(name, bands.iter().map(|band| band.label.as_str())),
                );
            }
        }
    }
    check_cover(&conclusions, block, sink);
    let gates = raw
        .gates
        .iter()
        .filter_map(|g| gate(g, figures, &scale, known, sink))
        .collect();
    Some(Policy {
        score,
        revisions,
        empty_total: raw.empty_total,
        scale,
        grave_share: share?,
        grave_level,
        kinds: rows,
        escalations: escalations(raw, known, sink),
        unlifted: raw
            .unlifted
            .iter()
            .filter_map(|u| {
                Some(Unlifted {
                    from: known.kind(&u.from, sink)?,
                    to: known.kind(&u.to, sink)?,
                    no_previous: u.no_previous,
                })
            })
            .collect(),
        form: raw.form.as_ref().map(|form| Form {
            importances: form.importances.iter().copied().collect(),
            fields: form
                .fields
                .iter()
                .map(|f| FormField {
                    id: f.id.get().clone(),
                    label: f.label.clone(),
                })
                .collect(),
        }),
        rechecks: raw
            .rechecks
            .iter()
            .map(|r| Recheck {
                cycle: r.cycle,
                criteria: known.criteria(&r.criteria, sink),
                single_kind: r.single_kind,
                nonconformities: r.nonconformities,
            })
            .collect(),
        samples: raw
            .samples
            .as_ref()
            .map(|s| samples(s, ctx, sink))
            .unwrap_or_default(),
        draw: raw.draw.as_ref().map(|draw| Draw {
            audits: draw.audits.clone(),
            rounding: draw.rounding,
            head_office: draw.head_office,
        }),
        gates,
        complete_bands: raw.complete_bands,
        bands,
        conclusions,
    })
}

/// The score rules that a chapter states for itself.
pub(crate) fn chapter_change(
    raw: &RawChange,
    figures: Figures,
    ctx: Context<'_>,
    sink: &mut Diagnostics,
) -> ScoreChange {
    let rounding = raw.rounding.as_ref().map(|r| rounding(r, ctx, sink));
    change!(raw, raw.aggregation, rounding, figures, ctx, sink)
}

fn revisions(
    raw: &[RawRevision],
    figures: Figures,
    known: Known<'_>,
    sink: &mut Diagnostics,
) -> Vec<Revision> {
    let ctx = known.ctx;
    let mut out: Vec<Revision> = Vec::new();
    for r in raw {
        if out.last().is_some_and(|last| last.from >= *r.from.get()) {
            sink.push(
                Diagnostic::new(
                    Code::Policy,
                    "les révisions vont de la plus ancienne à la plus récente",
                )
                .at(r.from.span(ctx.file), ""),
            );
        }
        let rounding = r.rounding.as_ref().map(|raw| self::rounding(raw, ctx, sink));
        let change = change!(r, r.aggregation, rounding, figures, ctx, sink);
        if change == ScoreChange::default() {
            sink.push(
                Diagnostic::new(Code::Policy, "cette révision ne change rien")
                    .at(r.from.span(ctx.file), "")
                    .hint("ajoutez la clé qui change, comme « agregation » ou « arrondi »"),
            );
        }
        if let Some(source) = known.source(&r.source, sink) {
            out.push(Revision {
                from: *r.from.get(),
                source,
                change,
            });
        }
    }
    out
}

fn fraction(text: &Located<String>, ctx: Context<'_>, sink: &mut Diagnostics) -> Option<Ratio> {
    let share = Ratio::parse_fraction(text.get());
    if share
        .as_ref()
        .is_none_or(|s| s.is_negative() || *s > Ratio::one())
    {
        sink.push(
            Diagnostic::new(Code::WrongValue, "fraction entre 0 et 1 attendue")
                .at(text.span(ctx.file), "")
                .hint("écrivez par exemple \"1/2\""),
        );
        return None;
    }
    share
}

fn credit(text: &Located<String>, ctx: Context<'_>, sink: &mut Diagnostics) -> Option<PartialCredit> {
    match text.get().as_str() {
        "aucun" => Some(PartialCredit::None),
        "elements" => Some(PartialCredit::Elements),
        "niveau" => {
            if ctx.levels.iter().any(|level| level.value.is_none()) {
                sink.push(
                    Diagnostic::new(
                        Code::Policy,
                        "« niveau » demande que chaque niveau ait une valeur",
                    )
                    .at(text.span(ctx.file), "")
                    .hint("ajoutez « valeur = … » à chaque « [[niveau]] »"),
                );
            }
            Some(PartialCredit::Level)
        }
        other if Ratio::parse_fraction(other).is_some() => {
            fraction(text, ctx, sink).map(PartialCredit::Fixed)
        }
        other => {
            sink.push(
                Diagnostic::new(Code::WrongValue, format!("« {other} » n'est pas un crédit partiel"))
                    .at(text.span(ctx.file), "")
                    .hint("l'une de ces valeurs : \"aucun\", \"elements\", \"niveau\", ou une fraction comme \"1/2\""),
            );
            None
        }
    }
}

fn target_stated(
    excluded: Option<&Located<Excluded>>,
    target: bool,
    ctx: Context<'_>,
    sink: &mut Diagnostics,
) -> Option<Excluded> {
    let excluded = excluded?;
    if *excluded.get() == Excluded::Target && !target {
        sink.push(
            Diagnostic::new(
                Code::MissingKey,
                "« non-applicable = \"cible\" » demande la clé « cible »",
            )
            .at(excluded.span(ctx.file), "")
            .hint("ajoutez par exemple « cible = \"80 %\" »"),
        );
    }
    Some(*excluded.get())
}

fn rounding(raw: &RawRounding, ctx: Context<'_>, sink: &mut Diagnostics) -> Rounding {
    if *raw.decimals.get() > 4 {
        sink.push(Diagnostic::new(Code::Bounds, "au plus 4 décimales").at(raw.decimals.span(ctx.file), ""));
    }
    Rounding {
        mode: raw.mode,
        decimals: *raw.decimals.get(),
        place: raw.place,
    }
}

fn scale(raw: Option<&RawScale>, figures: Figures, ctx: Context<'_>, sink: &mut Diagnostics) -> Scale {
    let Some(raw) = raw else {
        return Scale {
            unit: (figures == Figures::Plain).then(|| "points".to_owned()),
            ..Scale::default()
        };
    };
    let min = figures.read(&raw.min, ctx, sink).unwrap_or_else(Ratio::zero);
    let max = figures.read(&raw.max, ctx, sink).unwrap_or_else(Ratio::one);
    if min >= max {
        sink.push(
            Diagnostic::new(Code::Bounds, "l'échelle va d'une valeur à une autre, plus grande")
                .at(raw.max.span(ctx.file), ""),
        );
    }
    Scale {
        min,
        max,
        unit: Some(raw.unit.clone()),
    }
}

/// What one parameter asks of another.
fn settled(score: &ScoreRules, scale: &Scale, place: &Span, sink: &mut Diagnostics) {
    let unit = scale.min == Ratio::zero() && scale.max == Ratio::one();
    if score.aggregation == Aggregation::Product && !unit {
        sink.push(
            Diagnostic::new(
                Code::Policy,
                "un produit ne se calcule que sur une échelle de 0 à 1",
            )
            .at(place.clone(), "")
            .hint("retirez « echelle », ou choisissez une autre « agregation »"),
        );
    }
}

fn kind_row(row: &RawKindRow, known: Known<'_>, sink: &mut Diagnostics) -> KindRow {
    let mut code = |id: &Option<Located<Id>>| id.as_ref().and_then(|id| known.kind(id, sink));
    KindRow {
        grave: code(&row.grave),
        nonconforming: code(&row.nonconforming),
        not_demonstrated: code(&row.not_demonstrated),
        no_evidence: code(&row.no_evidence),
    }
}

fn escalations(raw: &RawPolicy, known: Known<'_>, sink: &mut Diagnostics) -> Vec<Escalation> {
    let mut out = Vec::new();
    for e in &raw.escalations {
        let (from, to) = (known.kind(&e.from, sink), known.kind(&e.to, sink));
        if *e.count.get() < 2 {
            sink.push(
                Diagnostic::new(Code::Bounds, "une accumulation commence à 2 constats")
                    .at(e.count.span(known.ctx.file), ""),
            );
        }
        let rank = |id: &Option<Id>| {
            let id = id.as_ref()?;
            known.kinds.iter().find(|k| &k.code == id).map(|k| k.rank)
        };
        if rank(&from).zip(rank(&to)).is_some_and(|(from, to)| to <= from) {
            sink.push(
                Diagnostic::new(
                    Code::Policy,
                    "une accumulation mène à un constat plus grave (de rang plus élevé)",
                )
                .at(e.to.span(known.ctx.file), ""),
            );
        }
        let source = e.source.as_ref().and_then(|id| known.source(id, sink));
        if let (Some(from), Some(to)) = (from, to) {
            out.push(Escalation {
                count: *e.count.get(),
                from,
                to,
                reach: e.reach,
                effect: e.effect,
                repeats: e.repeats,
                source,
            });
        }
    }
    out
}

fn samples(raw: &RawSamples, ctx: Context<'_>, sink: &mut Diagnostics) -> SampleRules {
    let share = raw.share.as_ref().and_then(|value| ctx.percent(value, sink));
    let status = raw
        .status
        .as_ref()
        .map_or(SampleStatus::Worst, |status| *status.get());
    if (status == SampleStatus::Share) != raw.share.is_some() {
        let place = match (&raw.status, &raw.share) {
            (_, Some(share)) => share.span(ctx.file),
            (Some(status), None) => status.span(ctx.file),
            (None, None) => return SampleRules::default(),
        };
        sink.push(
            Diagnostic::new(
                Code::RuleShape,
                "« statut = \"part\" » et « part = \"80 %\" » vont ensemble",
            )
            .at(place, ""),
        );
    }
    SampleRules {
        status,
        share,
        value: raw.value,
        gap: raw.gap,
    }
}

fn gate(
    raw: &RawGate,
    figures: Figures,
    scale: &Scale,
    known: Known<'_>,
    sink: &mut Diagnostics,
) -> Option<Gate> {
    let place = raw.id.span(known.ctx.file);
    let form = *raw.form.get();
    if raw.importance.is_none() && raw.criteria.is_empty() {
        sink.push(
            Diagnostic::new(Code::RuleShape, "une porte dit quels critères elle regarde")
                .at(place, "")
                .hint("ajoutez « importance = \"imperatif\" » ou « criteres = [\"…\"] »"),
        );
    }
    if (form == GateForm::Ceiling) != raw.ceiling.is_some() {
        sink.push(
            Diagnostic::new(
                Code::RuleShape,
                "« forme = \"plafond\" » et la clé « plafond » vont ensemble",
            )
            .at(raw.form.span(known.ctx.file), ""),
        );
    }
    if form == GateForm::Product && !(scale.min == Ratio::zero() && scale.max == Ratio::one()) {
        sink.push(
            Diagnostic::new(
                Code::Policy,
                "un produit ne se calcule que sur une échelle de 0 à 1",
            )
            .at(raw.form.span(known.ctx.file), ""),
        );
    }
    let ceiling = match &raw.ceiling {
        Some(value) => Some(figures.read(value, known.ctx, sink)?),
        None => None,
    };
    Some(Gate {
        id: raw.id.get().clone(),
        label: raw.label.clone(),
        form,
        importance: raw.importance,
        criteria: known.criteria(&raw.criteria, sink),
        ceiling,
    })
}

fn bands(
    raw: &[RawBand],
    figures: Figures,
    scale: &Scale,
    known: Known<'_>,
    sink: &mut Diagnostics,
) -> Vec<Band> {
    let ctx = known.ctx;
    let mut bands: Vec<Band> = Vec::new();
    for band in raw {
        let Some(from) = figures.read(&band.from, ctx, sink) else {
            continue;
        };
        let in_order = match bands.last() {
            Some(last) => last.from < from || (last.from == from && band.condition.is_some()),
            None => figures == Figures::Plain || from == scale.min,
        };
        if !in_order {
            sink.push(
                Diagnostic::new(
                    Code::Policy,
                    "les bandes vont de la plus basse, à partir de 0 %, à la plus haute",
                )
                .at(band.from.span(ctx.file), ""),
            );
        }
        let to = band.to.as_ref().and_then(|to| {
            let value = figures.read(to, ctx, sink)?;
            if value < from {
                sink.push(
                    Diagnostic::new(Code::Bounds, "la bande finit avant de commencer")
                        .at(to.span(ctx.file), ""),
                );
            }
            Some(value)
        });
        let place = band.label.span(ctx.file);
        bands.push(Band {
            label: band.label.get().clone(),
            from,
            to,
            condition: band
                .condition
                .as_ref()
                .map(|c| condition(c, &place, figures, known, sink)),
            text: band.text.clone(),
        });
    }
    bands
}

fn condition(
    raw: &RawCondition,
    place: &Span,
    figures: Figures,
    known: Known<'_>,
    sink: &mut Diagnostics,
) -> Condition {
    let ctx = known.ctx;
    let unknown = |what: &str, id: &Id, names: Vec<&str>, sink: &mut Diagnostics| {
        sink.push(
            Diagnostic::new(
                Code::UnknownReference,
                format!("{what} « {id} » n'est pas dans la norme"),
            )
            .at(place.clone(), "")
            .nearest(id.as_str(), names),
        );
    };
    for code in raw
        .kinds
        .keys()
        .filter(|code| !known.kinds.iter().any(|k| &k.code == *code))
    {
        let names = known.kinds.iter().map(|k| k.code.as_str()).collect();
        unknown("la nature de constat", code, names, sink);
    }
    let mut chapters = BTreeMap::new();
    for (id, threshold) in &raw.chapters {
        if !known.chapters.iter().any(|c| &c.id == id) {
            unknown(
                "le chapitre",
                id,
                known.chapters.iter().map(|c| c.id.as_str()).collect(),
                sink,
            );
        }
        chapters.extend(
            figures
                .threshold(threshold, place, ctx, sink)
                .map(|t| (id.clone(), t)),
        );
    }
    let mut met = BTreeMap::new();
    for (importance, threshold) in &raw.met {
        // a share of criteria, whatever the scale
        met.extend(
            Figures::Percent
                .threshold(threshold, place, ctx, sink)
                .map(|t| (*importance, t)),
        );
    }
    Condition {
        kinds: raw.kinds.clone(),
        statuses: raw.statuses.clone(),
        score: raw
            .score
            .as_ref()
            .and_then(|t| figures.threshold(t, place, ctx, sink)),
        met,
        chapters,
        gates: raw.gates,
        unlifted: raw.unlifted.clone(),
        bands: raw.bands.iter().map(|band| band.get().clone()).collect(),
    }
}

/// Conclusions, in order; their conditions name kinds that exist.
pub(crate) fn conclusions(
    raw: &[Located<RawConclusion>],
    figures: Figures,
    known: Known<'_>,
    sink: &mut Diagnostics,
) -> Vec<ConclusionRule> {
    let mut seen = BTreeSet::new();
    let mut out = Vec::new();
    for rule in raw {
        let place = rule.span(known.ctx.file);
        if !seen.insert(rule.id.folded()) {
            sink.push(
                Diagnostic::new(
                    Code::DuplicateId,
                    format!("la conclusion « {} » est écrite deux fois", rule.id.get()),
                )
                .at(rule.id.span(known.ctx.file), ""),
            );
        }
        out.push(ConclusionRule {
            id: rule.id.get().clone(),
            audits: rule.audits.clone(),
            cycles: rule.cycles.clone(),
            condition: rule
                .condition
                .as_ref()
                .map(|c| condition(c, &place, figures, known, sink)),
            title: rule.title.clone(),
            text: rule.text.clone(),
        });
    }
    out
}

fn check_cover(rules: &[ConclusionRule], block: &Block<RawPolicy>, sink: &mut Diagnostics) {
    for audit in AuditKind::ALL {
        let open = Cycle::ALL.into_iter().find(|cycle| {
            let last = rules.iter().rfind(|rule| rule.is_for(audit, *cycle));
            last.is_none_or(|rule| rule.condition.is_some())
        });
        if let Some(cycle) = open {
            let whole = rules.iter().all(|rule| rule.cycles.is_empty());
            let cycle = if whole {
                String::new()
            } else {
                format!(", cycle « {} »", cycle.label())
            };
            sink.push(
                Diagnostic::new(
                    Code::Policy,
                    format!(
                        "aucune conclusion n'est prévue dans tous les cas pour le genre « {} »{cycle}",
                        audit.label()
                    ),
                )
                .at(block.span.clone(), "")
                .hint("ajoutez en dernier une conclusion sans « si »"),
            );
        }
    }
}
