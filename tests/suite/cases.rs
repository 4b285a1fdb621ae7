//! Tables of cases: a norm, what was said and found, and the outcome worked out by hand.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use mediaudit_app::norms;
use mediaudit_core::assessment::inputs::{
    ElementFinding, Fact, Finding, Inputs, Practice, Previous, PreviousCriterion, Settles, Site, Structure,
};
use mediaudit_core::assessment::results::Results;
use mediaudit_core::diag::{Diagnostics, Sources, snippet};
use mediaudit_core::engine::assess;
use mediaudit_core::kernel::{
    AuditorId, ChapterId, CriterionId, Date, Digest, DossierId, ElementId, FactKey, FindingId, FormFieldId,
    Interval, KindCode, LevelId, MilestoneId, PieceId, Ratio, SiteId, Status, TypeId,
};
use mediaudit_core::norm::Norm;
use mediaudit_core::norm::model::{AuditKind, FactType, FactValue};
use mediaudit_core::record::item::{Dates, FileFacts, Format, Held, Item, Modality, Reading, Witness};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    cas: Vec<Case>,
}

/// One case; see `tests/fixtures/cas/`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Case {
    nom: String,
    /// How the outcome was worked out: never empty.
    calcul: String,
    #[serde(default)]
    source: Option<String>,
    #[serde(default)]
    date: Option<Date>,
    #[serde(default)]
    genre: Option<AuditKind>,
    #[serde(default)]
    cycle: Option<MilestoneId>,
    #[serde(default)]
    graine: Option<String>,
    #[serde(default)]
    faits: BTreeMap<String, toml::Value>,
    #[serde(default)]
    niveaux: BTreeMap<CriterionId, LevelId>,
    #[serde(default)]
    sites: Vec<SiteId>,
    #[serde(default)]
    defaut: Option<Status>,
    #[serde(default)]
    ecartes: Vec<CriterionId>,
    #[serde(default)]
    constats: Vec<Noted>,
    #[serde(default)]
    preuves: Vec<Given>,
    #[serde(default)]
    precedent: BTreeMap<CriterionId, KindCode>,
    attendu: Expected,
}

#[derive(Deserialize, Clone)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Noted {
    critere: CriterionId,
    #[serde(default)]
    site: Option<SiteId>,
    #[serde(default)]
    element: Option<ElementId>,
    #[serde(default)]
    etat: Option<String>,
    #[serde(default)]
    cote: Option<LevelId>,
    #[serde(default)]
    statut: Option<Status>,
    #[serde(default)]
    nature: Option<KindCode>,
    #[serde(default)]
    fiche: BTreeMap<FormFieldId, String>,
}

/// A piece: a file, or, where the modality is another, what an auditor has seen unless `vu = false`.
#[derive(Deserialize, Clone)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Given {
    #[serde(rename = "type")]
    kind: TypeId,
    #[serde(default)]
    modalite: Option<Modality>,
    #[serde(default)]
    origine: Option<String>,
    #[serde(default)]
    date_effet: Option<Date>,
    #[serde(default)]
    expire: Option<Date>,
    #[serde(default)]
    vu: Option<bool>,
}

#[derive(Deserialize, PartialEq)]
#[serde(untagged)]
enum Figure {
    One(String),
    Between([String; 2]),
}

#[derive(Deserialize, Default, PartialEq)]
#[serde(deny_unknown_fields, default)]
struct Expected {
    conclusion: Option<String>,
    natures: BTreeMap<KindCode, usize>,
    statuts: BTreeMap<Status, usize>,
    score: Option<Figure>,
    bande: Option<String>,
    criteres: BTreeMap<CriterionId, Status>,
    constats: BTreeMap<CriterionId, String>,
    valeurs: BTreeMap<CriterionId, Figure>,
    chapitres: BTreeMap<ChapterId, Figure>,
    sites: Option<Vec<SiteId>>,
    bascules: Option<Vec<CriterionId>>,
}

pub(crate) fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/norms")
}

pub(crate) fn load(folder: &Path) -> Norm {
    let (mut sources, mut sink) = (Sources::default(), Diagnostics::default());
    let norm = norms::load_folder(folder, &mut sources, &mut sink);
    norm.unwrap_or_else(|| panic!("{}", snippet::render_all(&sink, &sources, false)))
}

pub(crate) fn from_text(text: &str) -> Norm {
    let (mut sources, mut sink) = (Sources::default(), Diagnostics::default());
    let files = vec![("norme.toml".to_owned(), text.as_bytes().to_vec())];
    let norm = mediaudit_core::norm::load(files, &mut sources, &mut sink);
    norm.unwrap_or_else(|| panic!("{}\n{text}", snippet::render_all(&sink, &sources, false)))
}

/// Every case of a table against a norm; all that differ are told at once.
pub(crate) fn run(norm: &Norm, table: &str) {
    let table: Table = toml::from_str(table).unwrap_or_else(|error| panic!("{error}"));
    assert!(!table.cas.is_empty());
    let wrong: Vec<String> = table.cas.iter().flat_map(|case| check(norm, case)).collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// The inputs of the first case of a table.
pub(crate) fn first(norm: &Norm, table: &str) -> Inputs {
    let table: Table = toml::from_str(table).unwrap_or_else(|error| panic!("{error}"));
    inputs(norm, &table.cas[0])
}

pub(crate) fn run_file(norm: &str, table: &str, at_least: usize) {
    let text = fs::read_to_string(folder().join("../cas").join(table)).unwrap();
    let count = toml::from_str::<Table>(&text)
        .unwrap_or_else(|error| panic!("{table}: {error}"))
        .cas
        .len();
    assert!(count >= at_least, "{table}: {count}");
    run(&load(&folder().join(norm)), &text);
}

fn fact(norm: &Norm, key: &str, value: &toml::Value) -> (FactKey, Fact) {
    let id = FactKey::parse(key).unwrap();
    let def = norm.facts.get(&id).unwrap_or_else(|| panic!("fait {key}"));
    let value = match value {
        toml::Value::Boolean(b) => FactValue::Boolean(*b),
        toml::Value::Integer(n) => FactValue::Number(Ratio::whole(*n)),
        toml::Value::String(text) if def.kind == FactType::Percentage => {
            FactValue::Number(Ratio::parse_percent(text).unwrap())
        }
        toml::Value::String(text) => FactValue::Text(text.clone()),
        other => panic!("{key}: {other}"),
    };
    let fact = Fact {
        value,
        on: None,
        source: None,
        evidence: None,
        at: None,
        seen: None,
        typed: None,
        by: None,
        stated_on: None,
    };
    (id, fact)
}

/// `{ a = { b = 1 } }` as `a.b = 1`.
fn flat(prefix: &str, value: &toml::Value, out: &mut Vec<(String, toml::Value)>) {
    match value {
        toml::Value::Table(table) => {
            for (key, value) in table {
                let path = if prefix.is_empty() {
                    key.clone()
                } else {
                    format!("{prefix}.{key}")
                };
                flat(&path, value, out);
            }
        }
        other => out.push((prefix.to_owned(), other.clone())),
    }
}

fn piece(given: &Given, rank: usize) -> Item {
    let modality = given.modalite.unwrap_or(Modality::Document);
    let held = if modality == Modality::Document {
        Held::File(FileFacts {
            path: format!("preuves/{}/{rank}.pdf", given.kind),
            size: 1,
            digest: Digest::of(&[u8::try_from(rank).unwrap()]),
            format: Format::Pdf,
            copies: Vec::new(),
        })
    } else {
        Held::Reported {
            witness: Witness::Structure,
        }
    };
    Item {
        id: PieceId::parse(&format!("p{rank}")).unwrap(),
        types: BTreeSet::from([given.kind.clone()]),
        criteria: BTreeSet::new(),
        site: None,
        modality,
        held,
        dates: Dates {
            effect: given.date_effet,
            origin: None,
            expires: given.expire,
            covers: None,
            not_after: None,
        },
        signed: false,
        source: given.origine.clone(),
        pages: None,
        survey: None,
        names: BTreeSet::new(),
        papers: BTreeSet::new(),
        lacking: BTreeMap::new(),
        tables: Vec::new(),
        quoted: None,
        transcripts: Vec::new(),
        reading: Reading::Readable,
        contents: BTreeMap::new(),
        by: None,
        added_on: None,
        title: None,
    }
}

pub(crate) fn inputs(norm: &Norm, case: &Case) -> Inputs {
    let mut facts = Vec::new();
    for (key, value) in &case.faits {
        flat(key, value, &mut facts);
    }
    let mut noted: Vec<Noted> = case.constats.clone();
    if let Some(status) = case.defaut {
        let named: BTreeSet<&CriterionId> = case
            .constats
            .iter()
            .map(|n| &n.critere)
            .chain(&case.ecartes)
            .collect();
        let others = norm
            .criteria
            .iter()
            .filter(|c| !named.contains(&c.id))
            .map(|c| Noted {
                critere: c.id.clone(),
                site: None,
                element: None,
                etat: None,
                cote: None,
                statut: Some(status),
                nature: None,
                fiche: BTreeMap::new(),
            });
        noted.extend(others.collect::<Vec<_>>());
    }
    let findings = noted.into_iter().enumerate().map(|(rank, n)| {
        let criterion = norm.criterion(&n.critere);
        assert!(criterion.is_some(), "{}: {}", case.nom, n.critere);
        let found = match (n.etat.as_deref(), n.cote) {
            (_, Some(level)) => ElementFinding::Rated(level),
            (Some("satisfait"), None) => ElementFinding::Met,
            (Some("non-applicable"), None) => ElementFinding::Void,
            (_, None) => ElementFinding::NotMet,
        };
        let element = n.element.map(|id| Settles::Element { id, state: found });
        let whole = Settles::Whole {
            status: n.statut,
            kind: n.nature,
        };
        Finding {
            id: FindingId::parse(&format!("c{rank}")).unwrap(),
            auditor: AuditorId::parse("auditrice").unwrap(),
            criterion: n.critere,
            site: n.site,
            settles: element.into_iter().chain([whole]).collect(),
            form: n.fiche,
            reason: "Vu.".to_owned(),
            seen: BTreeSet::new(),
            grounds: mediaudit_core::assessment::inputs::Grounds::default(),
            by: None,
            on: None,
        }
    });
    let looks = case
        .preuves
        .iter()
        .enumerate()
        .filter(|(_, g)| g.vu == Some(true))
        .map(|(rank, _)| Finding {
            id: FindingId::parse(&format!("v{rank}")).unwrap(),
            auditor: AuditorId::parse("auditrice").unwrap(),
            criterion: norm.criteria[0].id.clone(),
            site: None,
            settles: Vec::new(),
            form: BTreeMap::new(),
            reason: "Vu.".to_owned(),
            seen: BTreeSet::from([PieceId::parse(&format!("p{rank}")).unwrap()]),
            grounds: mediaudit_core::assessment::inputs::Grounds::default(),
            by: None,
            on: None,
        });
    let aside = case.ecartes.iter().map(|id| {
        let practice = Practice {
            not_applicable: Some("Sans objet.".to_owned()),
            ..Practice::default()
        };
        (id.clone(), practice)
    });
    let stated = case.niveaux.iter().map(|(id, level)| {
        let practice = Practice {
            level: Some(level.clone()),
            ..Practice::default()
        };
        (id.clone(), practice)
    });
    let previous = (!case.precedent.is_empty()).then(|| Previous {
        date: Date::parse("2024-01-15").unwrap(),
        version: norm.version.clone(),
        criteria: case
            .precedent
            .iter()
            .map(|(id, kind)| {
                let before = PreviousCriterion {
                    retained: Status::Nonconforming,
                    kind: Some(kind.clone()),
                };
                (id.clone(), before)
            })
            .collect(),
        chapters: BTreeMap::new(),
    });
    Inputs {
        norm: norm.clone().into(),
        profile: norm.profiles[0].id.clone(),
        dossier: DossierId::parse("cas").unwrap(),
        audit: case.genre.unwrap_or(AuditKind::Audit),
        cycle: case
            .cycle
            .clone()
            .or_else(|| norm.cycle.first().map(|first| first.id.clone())),
        date: case.date.unwrap_or_else(|| Date::parse("2026-01-15").unwrap()),
        seed: case.graine.clone(),
        brief: None,
        structure: Structure {
            name: case.nom.clone(),
            form: String::new(),
            territory: String::new(),
            helps: false,
            siret: String::new(),
            exercise: mediaudit_core::kernel::Exercise::default(),
            start: None,
            start_proof: None,
            logo: None,
        },
        sites: case
            .sites
            .iter()
            .enumerate()
            .map(|(rank, id)| Site {
                id: id.clone(),
                name: id.to_string(),
                head_office: rank == 0,
            })
            .collect(),
        facts: facts.iter().map(|(key, value)| fact(norm, key, value)).collect(),
        practices: aside.chain(stated).collect(),
        computed: BTreeMap::new(),
        by_site: BTreeMap::new(),
        evidence: case
            .preuves
            .iter()
            .enumerate()
            .map(|(rank, given)| piece(given, rank))
            .collect(),
        auditors: BTreeMap::new(),
        findings: findings.chain(looks).collect(),
        samples: Vec::new(),
        doubt_notes: Vec::new(),
        actions: Vec::new(),
        observations: Vec::new(),
        previous,
        simulated: false,
        incidents: Vec::new(),
        unread: Vec::new(),
        privacy: None,
    }
}

fn same(figure: &Figure, value: Option<&Interval>) -> bool {
    let r = |text: &str| {
        Ratio::parse_fraction(text).unwrap_or_else(|| panic!("« {text} » n’est pas une fraction"))
    };
    match (figure, value) {
        (Figure::One(text), None) => text == "aucun",
        (Figure::One(text), Some(value)) => text != "aucun" && *value == Interval::exact(r(text)),
        (Figure::Between([low, high]), Some(value)) => value.min == r(low) && value.max == r(high),
        (Figure::Between(_), None) => false,
    }
}

fn shown(value: Option<&Interval>) -> String {
    value.map_or_else(
        || "aucun".to_owned(),
        |v| {
            if v.is_exact() {
                v.min.to_string()
            } else {
                format!("[{}, {}]", v.min, v.max)
            }
        },
    )
}

/// What differs from what was worked out by hand.
fn check(norm: &Norm, case: &Case) -> Vec<String> {
    assert!(!case.calcul.trim().is_empty(), "{}: comment ?", case.nom);
    let something = case.attendu != Expected::default();
    assert!(something, "{}: rien n'est attendu", case.nom);
    if let Some(source) = &case.source {
        assert!(
            norm.sources.keys().any(|key| key.as_str() == source),
            "{}: {source}",
            case.nom
        );
    }
    let results: Results = assess(&inputs(norm, case)).unwrap();
    let (want, mut out) = (&case.attendu, Vec::new());
    let mut differ =
        |what: String, found: String| out.push(format!("{} : {what} ; trouvé : {found}", case.nom));
    let conclusion = results.conclusion.as_ref().map_or("aucune", |id| id.as_str());
    if let Some(id) = want.conclusion.as_ref().filter(|id| *id != conclusion) {
        differ(
            format!("conclusion {id}"),
            format!("{conclusion} {:?}", results.no_conclusion),
        );
    }
    let band = results.band.as_deref().unwrap_or("aucune");
    if let Some(label) = want.bande.as_ref().filter(|label| *label != band) {
        differ(
            format!("bande {label}"),
            format!("{band}, score {}", shown(results.score.as_ref())),
        );
    }
    for (kind, n) in &want.natures {
        let found = results.kinds.get(kind).copied().unwrap_or(0);
        if found != *n {
            differ(format!("{kind} = {n}"), found.to_string());
        }
    }
    for (status, n) in &want.statuts {
        let found = results.statuses.get(status).copied().unwrap_or(0);
        if found != *n {
            differ(format!("{status} = {n}"), found.to_string());
        }
    }
    if let Some(figure) = &want.score
        && !same(figure, results.score.as_ref())
    {
        differ("score".to_owned(), shown(results.score.as_ref()));
    }
    for (id, figure) in &want.chapitres {
        let found = results
            .chapters
            .iter()
            .find(|c| &c.id == id)
            .and_then(|c| c.score.as_ref());
        if !same(figure, found) {
            differ(format!("chapitre {id}"), shown(found));
        }
    }
    let criterion = |id: &CriterionId| {
        let found = results.criteria.iter().find(|c| &c.id == id);
        found.unwrap_or_else(|| panic!("{}: {id}", case.nom))
    };
    for (id, status) in &want.criteres {
        let found = criterion(id).retained;
        if found != *status {
            differ(format!("{id} {status}"), found.to_string());
        }
    }
    for (id, kind) in &want.constats {
        let found = criterion(id).kind.as_ref().map_or("aucun", |k| k.as_str());
        if found != kind {
            differ(format!("{id} : {kind}"), found.to_owned());
        }
    }
    for (id, figure) in &want.valeurs {
        let found = criterion(id).value.as_ref();
        if !same(figure, found) {
            differ(format!("valeur de {id}"), shown(found));
        }
    }
    if let Some(sites) = &want.sites {
        let found = results
            .drawn
            .as_ref()
            .map(|d| d.sites.clone())
            .unwrap_or_default();
        if &found != sites {
            differ(format!("sites {sites:?}"), format!("{found:?}"));
        }
    }
    if let Some(ids) = &want.bascules {
        let mut found: Vec<CriterionId> = results.swings.iter().map(|s| s.criterion.clone()).collect();
        found.dedup();
        if &found != ids {
            differ(format!("bascules {ids:?}"), format!("{found:?}"));
        }
    }
    out
}
