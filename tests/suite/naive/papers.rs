//! What the papers seen together cast a doubt on, what rests on a person's eye, and which ten a person is to open.

use std::collections::{BTreeMap, BTreeSet};

use mediaudit_core::assessment::Inputs;
use mediaudit_core::assessment::results::{DoubtKind, Support};
use mediaudit_core::kernel::{Date, PieceId, TypeId};
use mediaudit_core::norm::model::{AuditKind, Criterion, Rule};
use mediaudit_core::record::item::{Held, Item};
use sha2::{Digest as _, Sha256};

use super::condition::Chosen;
use super::day::day;
use super::gather::verdicts;
use super::number::int;
use super::reads::{reads, rules};
use super::{At, F, Sample, Verdicts};

/// A doubt: what it is, how much, which day, which pieces.
pub(super) type Told = (DoubtKind, Option<F>, Option<Date>, BTreeSet<PieceId>);

/// A paper with a text, and the types that it counts for.
type Paper<'a> = (&'a Item, BTreeSet<&'a TypeId>);

/// The leaves of a rule that hold at the audit date.
fn live<'a>(i: &Inputs, rule: &'a Rule) -> Vec<&'a Rule> {
    match rule {
        Rule::All(rules) | Rule::Any(rules) | Rule::AtLeast { rules, .. } => {
            rules.iter().flat_map(|rule| live(i, rule)).collect()
        }
        Rule::Not(rule) => live(i, rule),
        Rule::Dated(series) => {
            let past = series.iter().rfind(|dated| day(dated.from) <= day(i.date));
            past.map_or(vec![], |dated| live(i, &dated.rule))
        }
        leaf => vec![leaf],
    }
}

fn at<'a>(i: &'a Inputs, own: &'a Criterion, sample: &'a Sample, done: &'a Verdicts) -> At<'a> {
    At {
        i,
        site: sample.site.as_ref(),
        done,
        own,
        hopeful: false,
        looked: false,
    }
}

/// The pieces that count for what the elements of one sample ask.
fn counting(i: &Inputs, own: &Criterion, sample: &Sample, done: &Verdicts) -> BTreeSet<PieceId> {
    let mut out = BTreeSet::new();
    for found in sample.elements.iter().filter(|e| e.look.is_some()) {
        let model = own.elements.iter().find(|e| e.id == found.id).unwrap();
        for leaf in live(i, model.rule.as_ref().unwrap()) {
            let pieces = at(i, own, sample, done).look(leaf).pieces;
            out.extend(
                pieces
                    .into_iter()
                    .filter(|(_, why)| why.is_none())
                    .map(|(id, _)| id),
            );
        }
    }
    out
}

fn papers<'a>(i: &'a Inputs, chosen: &Chosen<'a>, done: &Verdicts) -> Vec<Paper<'a>> {
    let asked = reads(chosen.iter().flat_map(|(c, _)| rules(c))).types;
    let mut used: BTreeSet<PieceId> = BTreeSet::new();
    for (c, v) in chosen {
        used.extend(v.samples.iter().flat_map(|s| counting(i, c, s, done)));
    }
    for facts in i.by_site.values().map(|own| &own.facts).chain([&i.facts]) {
        used.extend(facts.values().filter_map(|fact| fact.evidence.clone()));
    }
    let text = |p: &&Item| {
        let printed = p.survey.as_ref().is_some_and(|s| s.text.is_some());
        matches!(p.held, Held::File(_)) && printed && !At::picture(p) && used.contains(&p.id)
    };
    let own = |p: &'a Item| {
        let lacks = |t: &TypeId| p.lacking.get(t).is_some_and(|ranks| !ranks.is_empty());
        let known = p.types.iter().filter(|t| asked.contains(*t) && !lacks(t));
        (p, known.collect())
    };
    i.evidence.iter().filter(text).map(own).collect()
}

/// Are seven in eight of their rows of words the same, as far as their fingerprints tell, or all of their words?
fn alike(a: &Item, b: &Item) -> bool {
    let print = |p: &Item| p.survey.as_ref().unwrap().text.clone().unwrap();
    let (a, b) = (print(a), print(b));
    let hex = |p: &mediaudit_core::record::survey::Print| {
        serde_json::to_value(p.likeness)
            .unwrap()
            .as_str()
            .unwrap()
            .to_owned()
    };
    let (one, other) = (hex(&a), hex(&b));
    let parts = one.as_bytes().chunks(4).zip(other.as_bytes().chunks(4));
    let same = parts.filter(|(a, b)| a == b);
    a.digest == b.digest || same.count() >= 56
}

/// What the papers together cast a doubt on.
pub(super) fn doubts(i: &Inputs, chosen: &Chosen<'_>, done: &Verdicts) -> Vec<Told> {
    let Some(bounds) = &i.norm.policy.vigilance else {
        return vec![];
    };
    let papers = papers(i, chosen, done);
    let ids = |of: &[&Paper<'_>]| -> BTreeSet<PieceId> { of.iter().map(|p| p.0.id.clone()).collect() };
    let mut out = vec![];
    if let Some(least) = bounds.same_text {
        let mut found = BTreeSet::new();
        for p in &papers {
            let twin = |q: &&Paper<'_>| q.0.id != p.0.id && q.1 != p.1 && alike(p.0, q.0);
            let twins: Vec<&Paper<'_>> = papers.iter().filter(twin).collect();
            if twins.len() >= least as usize - 1 {
                found.extend(ids(&twins));
                found.insert(p.0.id.clone());
            }
        }
        out.push((DoubtKind::SameText, None, None, found));
    }
    if let Some(most) = bounds.one_piece {
        let many: Vec<&Paper<'_>> = papers.iter().filter(|p| p.1.len() > most as usize).collect();
        out.push((DoubtKind::OnePiece, None, None, ids(&many)));
    }
    // under ten papers days and names say nothing
    let share = |n: usize, bound: &mediaudit_core::kernel::Ratio| {
        let share = int(n).over(int(papers.len()))?;
        (papers.len() >= 10 && share > F::of(bound)).then_some(share)
    };
    if let Some(bound) = &bounds.same_day {
        let unsaid = |p: &&Paper<'_>, of: Date| {
            p.0.dates.effect == Some(of) && !p.0.survey.as_ref().unwrap().dates.contains(&of)
        };
        let days: BTreeSet<Date> = papers.iter().filter_map(|p| p.0.dates.effect).collect();
        let each = days.into_iter().map(|of| {
            let own: Vec<&Paper<'_>> = papers.iter().filter(|p| unsaid(p, of)).collect();
            (own.len(), of, ids(&own))
        });
        if let Some((n, of, own)) = each.max()
            && let Some(share) = share(n, bound)
        {
            out.push((DoubtKind::SameDay, Some(share), Some(of), own));
        }
    }
    if let Some(bound) = &bounds.unnamed {
        let silent: Vec<&Paper<'_>> = papers.iter().filter(|p| p.0.names.is_empty()).collect();
        if let Some(share) = share(silent.len(), bound) {
            out.push((DoubtKind::Unnamed, Some(share), None, ids(&silent)));
        }
    }
    out.retain(|told| !told.3.is_empty());
    out
}

/// Of the weight that is met in a self-assessment, the share that rests on what a person has to read.
pub(super) fn on_eyes(i: &Inputs, chosen: &Chosen<'_>) -> Option<F> {
    let mut blind = i.clone();
    blind.evidence.retain(|p| !At::picture(p) && p.quoted.is_none());
    let then = verdicts(&blind);
    super::vigilance::lost(i, chosen, &then)
}

/// The five on which most rests, and five by lot.
pub(super) fn to_open(i: &Inputs, chosen: &Chosen<'_>, done: &Verdicts) -> Vec<PieceId> {
    if i.norm.policy.vigilance.is_none() {
        return vec![];
    }
    let mut weights: BTreeMap<PieceId, usize> = BTreeMap::new();
    for (c, v) in chosen {
        let mut used = BTreeSet::new();
        for s in &v.samples {
            used.extend(counting(i, c, s, done));
            let at = at(i, c, s, done);
            for rule in c.elements.iter().filter_map(|e| e.rule.as_ref()) {
                for key in reads(live(i, rule)).facts {
                    if let Some(fact) = at.fact(key)
                        && at.proven(key, fact) == Support::Shown
                    {
                        used.extend(fact.evidence.clone());
                    }
                }
            }
        }
        for id in used {
            *weights.entry(id).or_default() += v.weight as usize;
        }
    }
    let mut left: Vec<(usize, PieceId, String)> = vec![];
    for p in &i.evidence {
        if let (Held::File(file), Some(weight)) = (&p.held, weights.get(&p.id)) {
            left.push((*weight, p.id.clone(), file.digest.to_string()));
        }
    }
    let mut out = vec![];
    // the heaviest first; among equals the first by name
    left.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    out.extend(left.drain(..left.len().min(5)).map(|p| p.1));
    let told: String = i.auditors.values().filter_map(|a| a.seed.clone()).collect();
    let seed = match &i.seed {
        _ if i.audit != AuditKind::SelfAssessment && !told.is_empty() => told,
        Some(seed) => seed.clone(),
        None => i.dossier.to_string(),
    };
    let mut lots: Vec<(Vec<u8>, PieceId)> = vec![];
    for (_, id, digest) in left {
        lots.push((Sha256::digest(format!("{seed}{digest}")).to_vec(), id));
    }
    lots.sort();
    out.extend(lots.into_iter().take(5).map(|lot| lot.1));
    out
}
