//! `surcouche.toml`: what the owner of a licensed copy lays over a norm, without touching its files: clause numbers, names,
//! stricter thresholds. A target that the norm does not hold, and a change that contradicts it, are diagnostics.

mod diags;

use std::collections::BTreeMap;

use serde::Deserialize;

use diags::{
    Loosens, NoThreshold, NotOneEvidenceRule, OtherNorm, OtherVersion, SeveralThresholds, UnknownTarget,
};

use super::model::{Element, FactTest, Norm, OverlayMark, Rule, Standing, Threshold};
use super::values::{Scalar, Values};
use crate::diag::toml_text;
use crate::diag::{Code, Diagnostics, Sources};
use crate::kernel::{
    AxisLabel, ChapterId, CriterionId, Digest, ElementId, FactKey, FileId, Identifier, KindCode, LevelId,
    Located, Period, Span, TypeId,
};

/// An overlay as written.
#[derive(Debug, Clone, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawOverlay {
    #[serde(rename = "norme")]
    norm: Located<String>,
    #[serde(rename = "version-norme")]
    version: Located<String>,
    #[serde(rename = "titulaire")]
    owner: String,
    #[serde(rename = "criteres", default)]
    criteria: BTreeMap<String, Located<RawCriterionChange>>,
    #[serde(rename = "chapitres", default)]
    chapters: BTreeMap<String, Located<RawChapterChange>>,
    #[serde(rename = "niveaux", default)]
    levels: BTreeMap<String, Located<RawLabel>>,
    #[serde(rename = "constats", default)]
    kinds: BTreeMap<String, Located<RawKindChange>>,
    #[serde(rename = "etiquettes", default)]
    labels: BTreeMap<String, Located<RawAxisChange>>,
    #[serde(rename = "types-preuve", default)]
    types: BTreeMap<String, Located<RawTypeChange>>,
}

macro_rules! changes {
    ($($name:ident { $($field:ident : $type:ty = $key:literal,)* })+) => {
        $(
            #[derive(Debug, Clone, Deserialize)]
            #[derive(schemars::JsonSchema)]
            #[serde(deny_unknown_fields)]
            struct $name { $(#[serde(rename = $key, default)] $field: $type,)* }
        )+
    };
}

changes! {
    RawCriterionChange {
        clause: Option<String> = "article",
        title: Option<String> = "titre",
        requirement: Option<String> = "exigence",
        level: Option<Located<LevelId>> = "niveau-requis",
        elements: BTreeMap<String, Located<RawElementChange>> = "elements",
    }
    RawElementChange {
        label: Option<String> = "libelle",
        threshold: Option<Located<Scalar>> = "seuil",
        max_age: Option<Located<Period>> = "age-max",
        count: Option<Located<u32>> = "nombre",
    }
    RawChapterChange { clause: Option<String> = "article", title: Option<String> = "titre", }
    RawLabel { label: Option<String> = "libelle", }
    RawKindChange { label: Option<String> = "libelle", self_label: Option<String> = "libelle-auto", }
    RawAxisChange { label: Option<String> = "libelle", standing: Option<Standing> = "statut", }
    RawTypeChange { label: Option<String> = "libelle", validity: Option<Located<Period>> = "validite", }
}

/// The shape of an overlay, for editors.
pub fn schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
    let mut schema = <RawOverlay as schemars::JsonSchema>::json_schema(generator);
    if let Some(serde_json::Value::Object(properties)) = schema.get_mut("properties") {
        properties.insert("schema".to_owned(), serde_json::json!({ "const": 1 }));
    }
    if let Some(serde_json::Value::Array(required)) = schema.get_mut("required") {
        required.push(serde_json::json!("schema"));
    }
    schema
}

/// A norm with an overlay laid over it. `digest` is that of the overlay's bytes. None where there is an error.
pub fn apply(
    norm: &Norm,
    file: FileId,
    digest: Digest,
    sources: &Sources,
    sink: &mut Diagnostics,
) -> Option<Norm> {
    let text = &sources.read(file, sink)?.text;
    let mut norm = norm.clone();
    let mut found = Diagnostics::default();
    let raw: Option<RawOverlay> = toml_text::parse(file, text, &mut found).and_then(|mut table| {
        table.take_schema(&mut found);
        table.into_value().decode(&mut found)
    });
    if let Some(raw) = raw {
        let owner = raw.owner.clone();
        let mut laying = Laying {
            norm: &mut norm,
            file,
            sources,
            sink: &mut found,
            targets: 0,
        };
        laying.all(raw);
        let targets = laying.targets;
        norm.digest = Digest::of_parts([
            ("norme", norm.digest.bytes().as_slice()),
            ("surcouche", digest.bytes().as_slice()),
        ]);
        norm.overlay = Some(OverlayMark {
            owner,
            digest,
            targets,
        });
    }
    let sound = !found.has_errors();
    sink.extend(found);
    sound.then_some(norm)
}

struct Laying<'a> {
    norm: &'a mut Norm,
    file: FileId,
    sources: &'a Sources,
    sink: &'a mut Diagnostics,
    targets: usize,
}

impl Laying<'_> {
    fn all(&mut self, raw: RawOverlay) {
        let (aimed, loaded) = (raw.norm.get(), self.norm.id.as_str());
        if aimed != loaded {
            let place = raw.norm.span(self.file);
            self.sink.push(OtherNorm { aimed, loaded, place });
        }
        let (aimed, loaded) = (raw.version.get(), self.norm.version.as_str());
        if aimed != loaded {
            let place = raw.version.span(self.file);
            self.sink.push(OtherVersion { aimed, loaded, place });
        }
        for (id, change) in raw.criteria {
            self.criterion(&id, change);
        }
        for (id, change) in raw.chapters {
            let span = change.span(self.file);
            match self.norm.chapters.iter().position(|c| c.id.as_str() == id) {
                Some(place) => {
                    let change = change.into_inner();
                    if let Some(chapter) = self.norm.chapters.get_mut(place) {
                        set(&mut chapter.title, change.title);
                        chapter.clause = change.clause.or(chapter.clause.take());
                    }
                    self.targets += 1;
                }
                None => {
                    let known: Vec<ChapterId> = self.norm.chapters.iter().map(|c| c.id.clone()).collect();
                    self.unknown(&id, span, &known);
                }
            }
        }
        self.names(raw.levels, raw.kinds, raw.labels, raw.types);
    }

    fn names(
        &mut self,
        levels: BTreeMap<String, Located<RawLabel>>,
        kinds: BTreeMap<String, Located<RawKindChange>>,
        labels: BTreeMap<String, Located<RawAxisChange>>,
        types: BTreeMap<String, Located<RawTypeChange>>,
    ) {
        for (id, change) in levels {
            let span = change.span(self.file);
            if let Some(level) = self.norm.levels.iter_mut().find(|l| l.id.as_str() == id) {
                set(&mut level.label, change.into_inner().label);
                self.targets += 1;
            } else {
                let known: Vec<LevelId> = self.norm.levels.iter().map(|l| l.id.clone()).collect();
                self.unknown(&id, span, &known);
            }
        }
        for (code, change) in kinds {
            let span = change.span(self.file);
            if let Some(kind) = self.norm.kinds.iter_mut().find(|k| k.code.as_str() == code) {
                let change = change.into_inner();
                set(&mut kind.label, change.label);
                set(&mut kind.self_label, change.self_label);
                self.targets += 1;
            } else {
                let known: Vec<KindCode> = self.norm.kinds.iter().map(|k| k.code.clone()).collect();
                self.unknown(&code, span, &known);
            }
        }
        for (label, change) in labels {
            let span = change.span(self.file);
            let (axis, value) = label.split_once('/').unwrap_or((&label, ""));
            let target = self
                .norm
                .axes
                .iter_mut()
                .find(|a| a.id.as_str() == axis)
                .and_then(|a| a.values.iter_mut().find(|v| v.id.as_str() == value));
            if let Some(target) = target {
                let change = change.into_inner();
                set(&mut target.label, change.label);
                set(&mut target.standing, change.standing);
                self.targets += 1;
            } else {
                let known: Vec<AxisLabel> = self
                    .norm
                    .axes
                    .iter()
                    .flat_map(|a| a.values.iter().map(|v| AxisLabel::new(&a.id, &v.id)))
                    .collect();
                self.unknown(&label, span, &known);
            }
        }
        for (id, change) in types {
            let span = change.span(self.file);
            let Some(target) = self.norm.evidence_types.get_mut(id.as_str()) else {
                let known: Vec<TypeId> = self.norm.evidence_types.keys().cloned().collect();
                self.unknown(&id, span, &known);
                continue;
            };
            let change = change.into_inner();
            set(&mut target.label, change.label);
            let longer =
                |new: &Located<Period>| target.validity.is_some_and(|old| new.get().is_longer_than(old));
            match change.validity {
                Some(new) if longer(&new) => self.loosens("validite", &new),
                Some(new) => target.validity = Some(new.into_inner()),
                None => {}
            }
            self.targets += 1;
        }
    }

    fn criterion(&mut self, id: &str, change: Located<RawCriterionChange>) {
        let span = change.span(self.file);
        let Some(place) = self.norm.criteria.iter().position(|c| c.id.as_str() == id) else {
            let known: Vec<CriterionId> = self.norm.criteria.iter().map(|c| c.id.clone()).collect();
            self.unknown(id, span, &known);
            return;
        };
        let change = change.into_inner();
        if let Some(level) = &change.level {
            let rank = self.norm.level_rank(level.get());
            let own = self
                .norm
                .criteria
                .get(place)
                .and_then(|c| c.level.as_ref())
                .and_then(|l| self.norm.level_rank(l));
            if rank.is_none() {
                let known: Vec<LevelId> = self.norm.levels.iter().map(|l| l.id.clone()).collect();
                self.unknown(level.as_str(), level.span(self.file), &known);
            } else if rank < own {
                self.loosens("niveau-requis", level);
            }
        }
        for (element, new) in change.elements {
            self.element(place, &element, new);
        }
        if let Some(criterion) = self.norm.criteria.get_mut(place) {
            set(&mut criterion.title, change.title);
            set(&mut criterion.requirement, change.requirement);
            criterion.clause = change.clause.or(criterion.clause.take());
            criterion.level = change.level.map(Located::into_inner).or(criterion.level.take());
        }
        self.targets += 1;
    }

    fn element(&mut self, criterion: usize, id: &str, change: Located<RawElementChange>) {
        let span = change.span(self.file);
        let elements = || {
            self.norm
                .criteria
                .get(criterion)
                .into_iter()
                .flat_map(|c| &c.elements)
        };
        let Some((place, mut element)) = elements().cloned().enumerate().find(|(_, e)| e.id.as_str() == id)
        else {
            let known: Vec<ElementId> = elements().map(|e| e.id.clone()).collect();
            self.unknown(id, span, &known);
            return;
        };
        let change = change.into_inner();
        set(&mut element.label, change.label);
        if let Some(new) = &change.threshold {
            self.threshold(&mut element, new);
        }
        if let Some(new) = &change.max_age {
            self.evidence(&mut element, new, "age-max", |rule, period| {
                let tighter = rule.max_age.is_none_or(|old| !period.is_longer_than(old));
                rule.max_age = Some(*period);
                tighter
            });
        }
        if let Some(new) = &change.count {
            self.evidence(&mut element, new, "nombre", |rule, n| {
                let tighter = *n >= rule.count;
                rule.count = *n;
                tighter
            });
        }
        let target = self
            .norm
            .criteria
            .get_mut(criterion)
            .and_then(|c| c.elements.get_mut(place));
        if let Some(target) = target {
            *target = element;
        }
        self.targets += 1;
    }

    /// The one threshold of a rule; where there is none, or more than one, the overlay must say no more than the norm.
    fn threshold(&mut self, element: &mut Element, new: &Located<Scalar>) {
        let values = Values::of(self.file, self.sources);
        let mut leaves = Vec::new();
        if let Some(rule) = &mut element.rule {
            rule.walk_mut(&mut |leaf| match leaf {
                Rule::Rate { .. } => leaves.push(ThresholdPlace::Rate),
                Rule::Fact {
                    test: FactTest::AtLeast(_) | FactTest::AtMost(_),
                    key,
                    bar: _,
                } => leaves.push(ThresholdPlace::Fact(key.clone())),
                _ => {}
            });
        }
        let tighter = match leaves.as_slice() {
            [ThresholdPlace::Rate] => {
                let Some(value) = values.percent(new, self.sink) else {
                    return;
                };
                let mut tighter = true;
                rewrite(element, |leaf| {
                    if let Rule::Rate { threshold, .. } = leaf {
                        tighter = match threshold {
                            Threshold::AtLeast(old) => value >= *old,
                            Threshold::AtMost(old) => value <= *old,
                        };
                        *threshold = match threshold {
                            Threshold::AtLeast(_) => Threshold::AtLeast(value.clone()),
                            Threshold::AtMost(_) => Threshold::AtMost(value.clone()),
                        };
                    }
                });
                tighter
            }
            [ThresholdPlace::Fact(key)] => {
                // INVARIANT: the facts of a rule are those of its norm
                let Some(def) = self.norm.facts.get(key) else {
                    return;
                };
                let Some(value) = values.of_fact(def, new.get(), new, Code::RuleType, self.sink) else {
                    return;
                };
                let mut tighter = true;
                rewrite(element, |leaf| match leaf {
                    Rule::Fact {
                        test: FactTest::AtLeast(old),
                        key: _,
                        bar: _,
                    } => {
                        tighter = value >= *old;
                        *old = value.clone();
                    }
                    Rule::Fact {
                        test: FactTest::AtMost(old),
                        key: _,
                        bar: _,
                    } => {
                        tighter = value <= *old;
                        *old = value.clone();
                    }
                    _ => {}
                });
                tighter
            }
            [] => {
                let place = new.span(self.file);
                self.sink.push(NoThreshold { place });
                return;
            }
            [..] => {
                let place = new.span(self.file);
                self.sink.push(SeveralThresholds { place });
                return;
            }
        };
        if !tighter {
            self.loosens("seuil", new);
        }
    }

    /// Changes the one `preuve` leaf of an element.
    fn evidence<T>(
        &mut self,
        element: &mut Element,
        new: &Located<T>,
        key: &str,
        change: impl Fn(&mut super::model::EvidenceRule, &T) -> bool,
    ) {
        let (mut seen, mut tighter) = (0, true);
        rewrite(element, |leaf| {
            if let Rule::Evidence(rule) = leaf {
                seen += 1;
                tighter &= change(rule, new.get());
            }
        });
        if seen != 1 {
            self.sink.push(NotOneEvidenceRule {
                key,
                count: seen,
                place: new.span(self.file),
            });
        } else if !tighter {
            self.loosens(key, new);
        }
    }

    fn unknown<T: Identifier>(&mut self, id: &str, place: Span, known: &[T]) {
        self.sink.push(UnknownTarget {
            what: T::NAMED,
            id,
            place,
            known: known.iter().map(AsRef::as_ref).collect(),
        });
    }

    fn loosens<T>(&mut self, key: &str, place: &Located<T>) {
        let place = place.span(self.file);
        self.sink.push(Loosens { key, place });
    }
}

enum ThresholdPlace {
    Rate,
    Fact(FactKey),
}

fn rewrite(element: &mut Element, mut change: impl FnMut(&mut Rule)) {
    if let Some(rule) = &mut element.rule {
        rule.walk_mut(&mut change);
    }
}

fn set<T>(target: &mut T, new: Option<T>) {
    if let Some(new) = new {
        *target = new;
    }
}
