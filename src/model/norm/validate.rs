//! From decoded blocks to the [`Norm`]: uniqueness, references, types. Faults are pushed, never returned at the first.

use std::collections::{BTreeMap, BTreeSet};

use super::bar;
use super::blocks::{Block, Blocks};
use super::criteria::{self, Named};
use super::cycle;
use super::diags::{
    self, BoundOfOther, ChoicesAndType, DuplicateBlock, EmptyOrigin, EmptyProfile, FactPrefix,
    GroupWithoutFact, LevelValue, MinAboveMax, MissingBlock, NoModality, NoProfile, NoWords, NothingToSeek,
    OriginTwice, OwnParent, ParentAfterChild, SameRole, UnknownLanguage, ZeroOfOther,
};
use super::model::{
    Axis, AxisValue, Chapter, Choice, Criterion, Deadline, EvidenceType, FactDef, FactGroup, FactType, Kind,
    Level, Milestone, Norm, Profile, Source,
};
use super::papers;
use super::policy::check::{self, Figures, Known};
use super::raw::{RawEvidenceType, RawFact};
use super::references::{SeenIds, milestone, resolve, source_refs};
use super::respondent::{self, Respondent};
use super::rules::Context;
use super::tables;
use super::utility;
use super::values::{Scalar, Values};
use crate::diag::{Diagnostics, Sources};
use crate::kernel::{
    ChapterId, CriterionId, Digest, FactKey, FileId, Located, Ratio, SourceId, TableId, TypeId,
};
use crate::record::table::TableDef;
use crate::record::text::Folded;

pub(crate) fn validate(
    blocks: &Blocks,
    texts: &Sources,
    digest: Digest,
    sink: &mut Diagnostics,
) -> Option<Norm> {
    let identity = single(&blocks.identity, "norme", sink);
    let policy_block = single(&blocks.policy, "politique", sink);
    let mut seen = SeenIds::default();
    let mut sources = BTreeMap::new();
    for b in &blocks.sources {
        if seen.add(&b.item.key, b.file, sink) {
            let s = &b.item;
            sources.insert(
                s.key.get().clone(),
                Source {
                    title: s.title.clone(),
                    url: s.url.clone(),
                    read_on: s.read_on,
                    read: s.read.clone(),
                },
            );
        }
    }
    let mut seen = SeenIds::default();
    let mut levels = Vec::new();
    for b in &blocks.levels {
        if seen.add(&b.item.id, b.file, sink) {
            levels.push(Level {
                id: b.item.id.get().clone(),
                label: b.item.label.clone(),
                text: b.item.text.clone(),
                value: level_value(b, texts, sink),
            });
        }
    }
    let cycle = cycle::milestones(blocks, sink);
    let kinds = kinds(blocks, &cycle, sink);
    let types = evidence_types(blocks, sink);
    let respondents = respondent::respondents(blocks, sink);
    let tables = tables::tables(blocks, &types, &respondents, sink);
    let papers = papers::papers(blocks, (&types, &tables), &respondents, sink);
    let facts = facts(blocks, (&types, &tables), &respondents, texts, sink);
    let fact_groups = fact_groups(blocks, sink);
    let axes = axes(blocks, &sources, sink);
    let cohorts = utility::cohorts(blocks, &facts, sink);
    let indicators = utility::indicators(blocks, &facts, &axes, &sources, sink);
    let mut chapters = chapters(blocks, sink);
    let source_keys: BTreeSet<SourceId> = sources.keys().cloned().collect();
    let mut seen = SeenIds::default();
    for b in &blocks.criteria {
        seen.add(&b.item.criterion.id, b.file, sink);
    }
    let ids: BTreeSet<CriterionId> = blocks
        .criteria
        .iter()
        .map(|b| b.item.criterion.id.get().clone())
        .collect();
    let default_whose = policy_block
        .and_then(|b| bar::whose(b.item.whose.as_ref()?, &source_keys, b.file, sink))
        .unwrap_or_default();
    let ctx = |file| Context {
        facts: &facts,
        types: &types,
        levels: &levels,
        milestones: &cycle,
        criteria: &ids,
        sources: &source_keys,
        values: Values::of(file, texts),
        default_whose: &default_whose,
    };
    let criteria: Vec<Criterion> = blocks
        .criteria
        .iter()
        .filter_map(|b| {
            let named = Named {
                chapters: &chapters,
                sources: &sources,
                axes: &axes,
                kinds: &kinds,
                respondents: &respondents,
            };
            criteria::criterion(b, blocks, named, ctx(b.file), sink)
        })
        .collect();
    criteria::cycles(&criteria, blocks, sink);
    let figures = policy_block.map_or(Figures::Percent, |b| Figures::of(&b.item));
    for b in &blocks.chapters {
        let change = b
            .item
            .policy
            .as_ref()
            .map(|raw| check::chapter_change(raw, figures, ctx(b.file), sink));
        if let Some(chapter) = chapters.iter_mut().find(|c| &c.id == b.item.id.get()) {
            chapter.policy = change;
        }
    }
    let known = |file| Known {
        ctx: ctx(file),
        kinds: &kinds,
        chapters: &chapters,
        sources: &sources,
    };
    let policy = policy_block.and_then(|b| check::policy(b, known(b.file), sink));
    let profiles = profiles(blocks, &criteria, figures, &known, sink);
    let identity = identity?;
    let raw = &identity.item;
    if raw.language.get() != "fr" {
        sink.push(UnknownLanguage {
            place: raw.language.span(identity.file),
        });
    }
    let mut norm = Norm {
        id: raw.id.get().clone(),
        title: raw.title.clone(),
        edition: raw.edition.clone(),
        version: raw.version.get().clone(),
        status: raw.status,
        warning: raw.warning.clone(),
        from: raw.from.as_ref().map(|d| *d.get()),
        until: raw.until.as_ref().map(|d| *d.get()),
        licence: raw.licence.clone(),
        sources,
        levels: levels.clone(),
        cycle: cycle.clone(),
        kinds,
        respondents: respondents.clone(),
        facts: facts.clone(),
        fact_groups,
        evidence_types: types.clone(),
        papers,
        tables,
        axes,
        cohorts,
        indicators,
        chapters,
        criteria,
        policy: policy?,
        profiles,
        overlay: None,
        digest,
    };
    if let Some(block) = policy_block {
        check::effective(&norm, blocks, block, sink);
    }
    criteria::forbid_exclusion(&mut norm);
    Some(norm)
}

fn single<'a, T>(blocks: &'a [Block<T>], name: &str, sink: &mut Diagnostics) -> Option<&'a Block<T>> {
    for extra in blocks.iter().skip(1) {
        sink.push(DuplicateBlock {
            name,
            place: extra.span.clone(),
        });
    }
    if blocks.is_empty() {
        sink.push(MissingBlock { name });
    }
    blocks.first()
}

fn kinds(blocks: &Blocks, cycle: &[Milestone], sink: &mut Diagnostics) -> Vec<Kind> {
    let mut seen = SeenIds::default();
    let mut out = Vec::new();
    for b in &blocks.kinds {
        let k = &b.item;
        if seen.add(&k.code, b.file, sink) {
            out.push(Kind {
                code: k.code.get().clone(),
                label: k.label.clone(),
                self_label: k.self_label.clone().unwrap_or_else(|| k.label.clone()),
                rank: k.rank,
                blocking: k.blocking,
                nonconformity: k.nonconformity,
                favourable: k.favourable,
                deadlines: k
                    .deadlines
                    .iter()
                    .map(|d| Deadline {
                        stage: d.stage.clone(),
                        within: d.within,
                        cycles: d
                            .cycles
                            .iter()
                            .filter_map(|id| milestone(id.get(), id.span(b.file), cycle, sink))
                            .collect(),
                    })
                    .collect(),
                text: k.text.clone(),
            });
        }
    }
    out
}

fn facts(
    blocks: &Blocks,
    known: (&BTreeMap<TypeId, EvidenceType>, &BTreeMap<TableId, TableDef>),
    respondents: &[Respondent],
    texts: &Sources,
    sink: &mut Diagnostics,
) -> BTreeMap<FactKey, FactDef> {
    let mut seen = SeenIds::default();
    let mut out = BTreeMap::new();
    for b in &blocks.facts {
        if seen.add(&b.item.key, b.file, sink) {
            out.insert(
                b.item.key.get().clone(),
                fact_def(b, known, respondents, texts, sink),
            );
        }
    }
    for b in &blocks.facts {
        let prefix = format!("{}.", b.item.key.get());
        if let Some(longer) = out.keys().find(|key| key.as_str().starts_with(&prefix)) {
            sink.push(FactPrefix {
                key: b.item.key.as_str(),
                longer: longer.as_str(),
                place: b.item.key.span(b.file),
            });
        }
    }
    out
}

/// Facts by the first part of their key, in the order of the files; `[[groupe]]` names the parts.
fn fact_groups(blocks: &Blocks, sink: &mut Diagnostics) -> Vec<FactGroup> {
    let mut out: Vec<FactGroup> = Vec::new();
    for b in &blocks.facts {
        let key = b.item.key.get();
        let id = key.group();
        match out.iter_mut().find(|group| group.id == id) {
            Some(group) if group.facts.contains(key) => {}
            Some(group) => group.facts.push(key.clone()),
            None => out.push(FactGroup {
                id,
                title: None,
                facts: vec![key.clone()],
            }),
        }
    }
    let mut seen = SeenIds::default();
    for b in &blocks.fact_groups {
        let id = &b.item.id;
        if !seen.add(id, b.file, sink) {
            continue;
        }
        match out.iter_mut().find(|group| &group.id == id.get()) {
            Some(group) => group.title = Some(b.item.title.clone()),
            None => sink.push(GroupWithoutFact {
                group: id.as_str(),
                place: id.span(b.file),
            }),
        }
    }
    out
}

/// Words that may be sought: there must be a letter or a digit in them.
pub(super) fn spoken(words: &Located<String>, file: FileId, sink: &mut Diagnostics) -> Option<String> {
    if words.get().chars().any(char::is_alphanumeric) {
        return Some(words.get().clone());
    }
    sink.push(NoWords {
        place: words.span(file),
    });
    None
}

fn fact_def(
    block: &Block<RawFact>,
    (types, tables): (&BTreeMap<TypeId, EvidenceType>, &BTreeMap<TableId, TableDef>),
    respondents: &[Respondent],
    texts: &Sources,
    sink: &mut Diagnostics,
) -> FactDef {
    let raw = &block.item;
    let values = Values::of(block.file, texts);
    let mut bound = |scalar: &Option<Located<Scalar>>| {
        let scalar = scalar.as_ref()?;
        let value = if raw.kind == FactType::Percentage {
            return values.percent(scalar, sink);
        } else {
            values.number(scalar)
        };
        if value.is_none() || !matches!(raw.kind, FactType::Integer | FactType::Decimal) {
            sink.push(BoundOfOther {
                place: scalar.span(block.file),
            });
        }
        value
    };
    let (mut min, mut max) = (bound(&raw.min), bound(&raw.max));
    if min.as_ref().zip(max.as_ref()).is_some_and(|(min, max)| min > max) {
        sink.push(MinAboveMax {
            place: raw.key.span(block.file),
        });
        // no value lies between them: what is compared with either would be told as another fault
        (min, max) = (None, None);
    }
    if (raw.kind == FactType::Choice) == raw.choices.is_empty() {
        sink.push(ChoicesAndType {
            place: raw.key.span(block.file),
        });
    }
    let choices = raw
        .choices
        .iter()
        .map(|c| Choice {
            id: c.id.get().clone(),
            label: c.label.clone(),
        })
        .collect();
    let zero = raw.zero.as_ref().filter(|zero| {
        let counted = matches!(raw.kind, FactType::Integer | FactType::Decimal);
        if !counted {
            sink.push(ZeroOfOther {
                place: zero.span(block.file),
            });
        }
        counted
    });
    let zero = zero.map(|zero| *zero.get());
    FactDef {
        label: raw.label.clone(),
        kind: raw.kind,
        unit: raw.unit.clone(),
        min,
        max,
        choices,
        help: raw.help.clone(),
        zero,
        lever: raw.lever,
        who: respondent::who(raw.who.as_ref(), respondents, block.file, sink),
        established_by: raw
            .established_by
            .iter()
            .filter_map(|id| resolve(id, types.keys(), block.file, sink))
            .collect(),
        freshness: raw.freshness,
        words: raw
            .words
            .iter()
            .filter_map(|words| spoken(words, block.file, sink))
            .collect(),
        calculation: raw.calculation.as_ref().and_then(|written| {
            let file = block.file;
            tables::Counting { tables, texts, file }.calculation(written, raw.kind, sink)
        }),
    }
}

/// The groups of words that a type is known by; each must offer at least one that may be sought.
fn known_by(block: &Block<RawEvidenceType>, sink: &mut Diagnostics) -> Vec<Vec<String>> {
    let mut out = Vec::new();
    for group in &block.item.known_by {
        let sought = |words: &String| words.chars().any(char::is_alphanumeric);
        if group.get().is_empty() || !group.get().iter().all(sought) {
            sink.push(NothingToSeek {
                place: group.span(block.file),
            });
        }
        out.push(group.get().clone());
    }
    out
}

/// The sides from which pieces of a type come: two of them are two words.
fn origins(block: &Block<RawEvidenceType>, sink: &mut Diagnostics) -> Vec<String> {
    let mut seen = BTreeSet::new();
    for origin in &block.item.origins {
        let own = Folded::of(origin.get());
        if own.as_str().is_empty() {
            sink.push(EmptyOrigin {
                place: origin.span(block.file),
            });
        } else if !seen.insert(own.as_str().to_owned()) {
            sink.push(OriginTwice {
                origin: origin.get(),
                place: origin.span(block.file),
            });
        }
    }
    block
        .item
        .origins
        .iter()
        .map(|origin| origin.get().clone())
        .collect()
}

fn evidence_types(blocks: &Blocks, sink: &mut Diagnostics) -> BTreeMap<TypeId, EvidenceType> {
    let mut seen = SeenIds::default();
    let mut out = BTreeMap::new();
    for b in &blocks.types {
        let t = &b.item;
        if t.modalities.get().is_empty() {
            sink.push(NoModality {
                place: t.modalities.span(b.file),
            });
        }
        if seen.add(&t.id, b.file, sink) {
            out.insert(
                t.id.get().clone(),
                EvidenceType {
                    label: t.label.clone(),
                    help: t.help.clone(),
                    formats: t.formats.clone(),
                    validity: t.validity,
                    modalities: t.modalities.get().clone(),
                    admitted: t.admitted.clone(),
                    banned: t.banned.clone(),
                    known_by: known_by(b, sink),
                    min_words: t.min_words,
                    origins: origins(b, sink),
                    general: t.general,
                    look_for: t.look_for.clone(),
                },
            );
        }
    }
    out
}

fn axes(blocks: &Blocks, sources: &BTreeMap<SourceId, Source>, sink: &mut Diagnostics) -> Vec<Axis> {
    let mut seen = SeenIds::default();
    let mut out: Vec<Axis> = Vec::new();
    for b in &blocks.axes {
        if !seen.add(&b.item.id, b.file, sink) {
            continue;
        }
        let mut inner = SeenIds::default();
        let mut values = Vec::new();
        for v in &b.item.values {
            if inner.add(&v.id, b.file, sink) {
                values.push(AxisValue {
                    id: v.id.get().clone(),
                    label: v.label.clone(),
                    standing: v.standing,
                    sources: source_refs(&v.sources, sources, b.file, sink),
                });
            }
        }
        let role = b.item.role.as_ref();
        if let Some(role) = role.filter(|role| out.iter().any(|axis| axis.role == Some(*role.get()))) {
            sink.push(SameRole {
                place: role.span(b.file),
            });
        }
        out.push(Axis {
            id: b.item.id.get().clone(),
            label: b.item.label.clone(),
            help: b.item.help.clone(),
            role: role.map(|role| *role.get()),
            values,
        });
    }
    out
}

fn chapters(blocks: &Blocks, sink: &mut Diagnostics) -> Vec<Chapter> {
    let mut seen = SeenIds::default();
    let mut out: Vec<Chapter> = Vec::new();
    for b in &blocks.chapters {
        let c = &b.item;
        if let Some(parent) = c
            .parent
            .as_ref()
            .filter(|parent| !out.iter().any(|known| &known.id == parent.get()))
        {
            let (id, place) = (parent.get(), parent.span(b.file));
            if id == c.id.get() {
                sink.push(OwnParent {
                    chapter: id.as_str(),
                    place,
                });
            } else if blocks.chapters.iter().any(|other| other.item.id.get() == id) {
                sink.push(ParentAfterChild {
                    parent: id.as_str(),
                    place,
                });
            } else {
                let known = blocks.chapters.iter().map(|other| other.item.id.get());
                sink.push(diags::unknown(parent, place, known));
            }
        }
        if seen.add(&c.id, b.file, sink) {
            let parent = c.parent.as_ref().map(|p| p.get().clone());
            out.push(Chapter {
                id: c.id.get().clone(),
                title: c.title.clone(),
                parent,
                weight: c.weight,
                introduction: c.introduction.clone(),
                policy: None,
                clause: None,
            });
        }
    }
    out
}

/// A level's worth: a number.
fn level_value(
    block: &Block<super::raw::RawLevel>,
    texts: &Sources,
    sink: &mut Diagnostics,
) -> Option<Ratio> {
    let scalar = block.item.value.as_ref()?;
    let value = Values::of(block.file, texts).number(scalar);
    if value.is_none() {
        sink.push(LevelValue {
            place: scalar.span(block.file),
        });
    }
    value
}

fn profiles<'a>(
    blocks: &Blocks,
    criteria: &[Criterion],
    figures: Figures,
    known: &impl Fn(FileId) -> Known<'a>,
    sink: &mut Diagnostics,
) -> Vec<Profile> {
    let mut seen = SeenIds::default();
    let mut out = Vec::new();
    for b in &blocks.profiles {
        let raw = &b.item;
        let here = known(b.file);
        let (chapters, here) = (here.chapters, here.ctx);
        if !seen.add(&raw.id, b.file, sink) {
            continue;
        }
        let wanted_chapters: BTreeSet<ChapterId> = raw
            .chapters
            .iter()
            .filter_map(|id| here.resolve(id, chapters.iter().map(|c| &c.id), sink))
            .collect();
        let wanted: BTreeSet<CriterionId> = raw
            .criteria
            .iter()
            .filter_map(|id| here.resolve(id, here.criteria.iter(), sink))
            .collect();
        let chosen: Vec<CriterionId> = criteria
            .iter()
            .filter(|c| raw.all || wanted_chapters.contains(&c.chapter) || wanted.contains(&c.id))
            .map(|c| c.id.clone())
            .collect();
        // a criterion that could not be read is told by itself
        if chosen.is_empty() && criteria.len() == blocks.criteria.len() {
            sink.push(EmptyProfile {
                profile: raw.id.as_str(),
                place: raw.id.span(b.file),
            });
        }
        out.push(Profile {
            id: raw.id.get().clone(),
            title: raw.title.clone(),
            description: raw.description.clone(),
            criteria: chosen,
            partial: raw.partial,
            first: raw.first,
            sheet: raw.sheet,
            waiting: check::share(raw.waiting.as_ref(), here, sink),
            conclusions: check::conclusions(&raw.conclusions, figures, known(b.file), sink),
        });
    }
    if out.is_empty() {
        sink.push(NoProfile {});
    }
    out
}
