//! What the people of a dossier wrote, wherever the inputs hold it: the one list, for whoever must look at every text.
//!
//! Each record is taken apart field by field, so that a new field does not compile before somebody says here what it is. Identifiers,
//! the seed of the draw among them, are no texts: a dossier whose identifiers hold data of persons is refused when it is loaded.

use std::collections::{BTreeMap, BTreeSet};

use super::inputs::{
    Action, AuditBrief, Auditor, DoubtNote, Fact, Finding, Inputs, Observation, Practice, SampleDrawn,
    SampleOut, Site, SiteInputs, Structure,
};
use crate::kernel::{CriterionId, Digest, FactKey};
use crate::norm::Norm;
use crate::norm::model::{Criterion, FactTest, FactType, FactValue, Rule};
use crate::record::figure::FigurePlace;
use crate::record::item::{FileFacts, Held, Item};
use crate::record::tally::TableSeen;
use crate::record::transcript::Transcript;

/// What a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// Prose.
    Text,
    /// A path that somebody wrote.
    Path,
    /// The path of a file that is there, with its digest.
    File(Digest),
}

/// Takes a text, with the place it stands in, in words.
pub type Visit<'v> = &'v mut dyn FnMut(Written, &str, &mut String);

/// Shows every text to `visit`, which may change it.
pub fn each(inputs: &mut Inputs, visit: Visit<'_>) {
    let Inputs {
        norm,
        profile: _,
        dossier: _,
        audit: _,
        cycle: _,
        date: _,
        seed: _,
        brief,
        structure,
        sites,
        facts,
        // numbers, and ids of the dossier
        computed: _,
        practices,
        by_site,
        evidence,
        auditors,
        findings,
        samples,
        doubt_notes,
        actions,
        observations,
        // statuses and scores
        previous: _,
        simulated: _,
        // made of paths that were seen already
        incidents: _,
        // made of the walk, which is masked itself
        unread: _,
        privacy: _,
    } = inputs;
    // a norm under an overlay is this dossier's own; one that is shared is looked at, not copied
    if norm.overlay.is_some()
        && let Some(overlay) = &mut norm.make_mut().overlay
    {
        visit(Written::Text, "surcouche.toml", &mut overlay.owner);
    }
    let norm = Words::of(norm);
    if let Some(brief) = brief {
        of_brief(brief, visit);
    }
    each_of_structure(structure, visit);
    for site in sites {
        let Site {
            id,
            name,
            head_office: _,
        } = site;
        visit(Written::Text, &format!("dossier.toml, site {id}"), name);
    }
    stated(&norm, facts, practices, visit);
    for own in by_site.values_mut() {
        let SiteInputs {
            facts,
            practices,
            // numbers and ids
            computed: _,
        } = own;
        stated(&norm, facts, practices, visit);
    }
    for item in evidence {
        piece(item, visit);
    }
    for auditor in auditors.values_mut() {
        of_auditor(auditor, visit);
    }
    for finding in findings {
        of_finding(finding, visit);
    }
    for drawn in samples {
        of_sample(drawn, visit);
    }
    for note in doubt_notes {
        let DoubtNote {
            doubt,
            auditor: _,
            reason,
            seen: _,
            by,
            on: _,
        } = note;
        let place = format!("doute {doubt}");
        visit(Written::Text, &place, reason);
        some(&place, [by], visit);
    }
    for action in actions {
        of_action(action, visit);
    }
    for observation in observations {
        let Observation {
            id,
            criterion: _,
            finding: _,
            text,
            by,
            on: _,
        } = observation;
        let place = format!("observation {id}");
        visit(Written::Text, &place, text);
        some(&place, [by], visit);
    }
}

/// The words of a norm that facts are held against: a fact that says one of them says nothing of its own.
struct Words<'n> {
    norm: &'n Norm,
    compared: BTreeSet<&'n str>,
}

impl<'n> Words<'n> {
    fn of(norm: &'n Norm) -> Self {
        let mut compared = BTreeSet::new();
        let mut note = |value: &'n FactValue| {
            if let FactValue::Text(text) = value {
                compared.insert(text.as_str());
            }
        };
        for rule in norm
            .criteria
            .iter()
            .flat_map(Criterion::rules)
            .flat_map(Rule::each)
        {
            match rule {
                Rule::Fact {
                    key: _,
                    bar: _,
                    test: FactTest::Equals(value),
                } => note(value),
                Rule::Fact {
                    key: _,
                    bar: _,
                    test: FactTest::Among(values),
                } => values.iter().for_each(&mut note),
                _ => {}
            }
        }
        Self { norm, compared }
    }

    fn are_own(&self, key: &FactKey, text: &str) -> bool {
        let kind = self.norm.facts.get(key).map(|def| def.kind);
        kind != Some(FactType::Text) || self.compared.contains(text)
    }
}

fn some<'t>(place: &str, texts: impl IntoIterator<Item = &'t mut Option<String>>, visit: Visit<'_>) {
    for text in texts.into_iter().flatten() {
        visit(Written::Text, place, text);
    }
}

fn each_of_structure(structure: &mut Structure, visit: Visit<'_>) {
    const PLACE: &str = "dossier.toml, structure";
    let Structure {
        exercise: _,
        start: _,
        start_proof: _,
        name,
        form,
        territory,
        helps: _,
        siret,
        logo,
    } = structure;
    for text in [name, form, territory, siret] {
        visit(Written::Text, PLACE, text);
    }
    if let Some(path) = logo {
        visit(Written::Path, PLACE, path);
    }
}

fn stated(
    norm: &Words<'_>,
    facts: &mut BTreeMap<FactKey, Fact>,
    practices: &mut BTreeMap<CriterionId, Practice>,
    visit: Visit<'_>,
) {
    for (key, fact) in facts {
        let Fact {
            value,
            on: _,
            source,
            evidence: _,
            at,
            seen: _,
            typed: _,
            by,
            stated_on: _,
        } = fact;
        let place = format!("dossier.toml, faits.{key}");
        match value {
            FactValue::Text(text) if !norm.are_own(key, text) => visit(Written::Text, &place, text),
            _ => {}
        }
        if let Some(FigurePlace::Cell {
            sheet: Some(sheet), ..
        }) = at
        {
            visit(Written::Text, &place, sheet);
        }
        some(&place, [source, by], visit);
    }
    for (id, practice) in practices {
        let Practice {
            level: _,
            since: _,
            not_applicable,
            by,
            on: _,
            comment,
        } = practice;
        let place = format!("dossier.toml, pratiques.{id}");
        some(&place, [comment, not_applicable, by], visit);
    }
}

fn piece(item: &mut Item, visit: Visit<'_>) {
    let Item {
        id,
        types: _,
        papers: _,
        criteria: _,
        site: _,
        modality: _,
        held,
        dates: _,
        signed: _,
        source,
        pages: _,
        // figures, dates and fingerprints
        survey: _,
        names: _,
        lacking: _,
        tables,
        quoted,
        reading: _,
        // words of the norm
        contents: _,
        transcripts,
        by,
        added_on: _,
        title,
    } = item;
    let place = format!("dossier.toml, preuve {id}");
    for seen in tables {
        of_table(seen, &place, visit);
    }
    if let Some(quoted) = quoted {
        visit(Written::Text, &place, &mut quoted.words);
    }
    for told in transcripts {
        let Transcript {
            page: _,
            text,
            words: _,
            by,
            on: _,
        } = told;
        visit(Written::Text, &place, text);
        some(&place, [by], visit);
    }
    match held {
        Held::File(file) => {
            let FileFacts {
                path,
                size: _,
                digest,
                format: _,
                copies,
            } = file;
            for path in std::iter::once(path).chain(copies) {
                visit(Written::File(*digest), &place, path);
            }
        }
        Held::Elsewhere {
            place: whereabouts,
            holder,
        } => {
            visit(Written::Text, &place, whereabouts);
            some(&place, [holder], visit);
        }
        Held::Reported { witness: _ } => {}
        Held::Missing { path } => visit(Written::Path, &place, path),
    }
    some(&place, [title, source, by], visit);
}

/// Names of sheets and headings are the structure's own words; what a cell holds is not kept.
fn of_table(seen: &mut TableSeen, place: &str, visit: Visit<'_>) {
    let TableSeen {
        table: _,
        sheets,
        missing: _,
        proposed,
        rows: _,
        runs,
        days: _,
        period: _,
        aside: _,
        hidden_rows: _,
        hidden_columns: _,
        beyond: _,
        forbidden,
        tallies,
    } = seen;
    let named = sheets.iter_mut().map(|sheet| &mut sheet.sheet);
    let named = named.chain(runs.iter_mut().map(|run| &mut run.sheet));
    let counted = tallies
        .iter_mut()
        .flat_map(|tally| tally.which.iter_mut().chain(&mut tally.cells));
    for text in named
        .chain(proposed.values_mut().flatten())
        .chain(forbidden.iter_mut().map(|column| &mut column.place))
        .chain(counted)
    {
        visit(Written::Text, place, text);
    }
}

fn of_auditor(auditor: &mut Auditor, visit: Visit<'_>) {
    const PLACE: &str = "constats, auditeur";
    let Auditor {
        role,
        body,
        independence,
        // refused where it holds data of persons, as identifiers are
        seed: _,
    } = auditor;
    visit(Written::Text, PLACE, role);
    some(PLACE, [body, independence], visit);
}

fn of_brief(brief: &mut AuditBrief, visit: Visit<'_>) {
    let AuditBrief {
        aims,
        scope,
        more_criteria,
        client,
        on_site: _,
        lead: _,
        left_out,
    } = brief;
    some(
        "dossier.toml, audit",
        [aims, scope, more_criteria, client, left_out],
        visit,
    );
}

/// Rows are named by their sheet, in the structure's own words.
fn of_sample(drawn: &mut SampleDrawn, visit: Visit<'_>) {
    let SampleDrawn {
        id,
        auditor: _,
        on: _,
        out,
    } = drawn;
    match out {
        SampleOut::Rows {
            piece: _,
            table: _,
            digest: _,
            of: _,
            rows,
        } => {
            let place = format!("tirage {id}");
            rows.iter_mut().for_each(|row| visit(Written::Text, &place, row));
        }
        SampleOut::Functions(_) => {}
    }
}

fn of_finding(finding: &mut Finding, visit: Visit<'_>) {
    let Finding {
        id,
        auditor: _,
        criterion: _,
        site: _,
        settles: _,
        form,
        reason,
        seen: _,
        grounds,
        by,
        on: _,
    } = finding;
    let place = format!("constat {id}");
    let told = form.values_mut().chain(grounds.parts.values_mut());
    for text in std::iter::once(reason).chain(told).chain(&mut grounds.heard) {
        visit(Written::Text, &place, text);
    }
    some(&place, [by], visit);
}

fn of_action(action: &mut Action, visit: Visit<'_>) {
    let Action {
        id,
        criterion: _,
        element: _,
        text,
        lead,
        due: _,
        state: _,
        done_on: _,
        evidence: _,
        by,
        on: _,
    } = action;
    some(&format!("action {id}"), [text, lead, by], visit);
}
