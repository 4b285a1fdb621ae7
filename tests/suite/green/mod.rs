//! A green that has to be earned: what a structure might put into its folder instead of the papers that it should have gives no
//! favourable conclusion, and each says why; honest papers do, of whatever size.

mod cheats;
mod flawless;
mod further_cheats;
mod imperfect;
pub(crate) mod paper;
pub(crate) mod structure;
mod truth;
mod witness;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;
use std::sync::{LazyLock, Mutex};

use mediaudit_app::assess::{Request, judge};
use mediaudit_app::norms::NormFiles;
use mediaudit_core::assessment::Assessment;
use mediaudit_core::audit::Means;
use mediaudit_core::diag::{Diagnostics, Sources};
use mediaudit_core::kernel::TypeId;
use mediaudit_core::norm::Norm;
use mediaudit_core::norm::model::{Criterion, EvidenceType};
use mediaudit_core::record::item::{Format, Modality};
use mediaudit_core::record::memory::{KnownFile, Stamp};
use mediaudit_core::record::{Answer, Fuse, Memory, Reader};
use mediaudit_core::scope::SoughtBook;
use mediaudit_core::store::OnceNorms;
use mediaudit_evidence::contents::InProcess;
use mediaudit_evidence::door::MemoryFolder;
use serde_json::Value;
use sha2::{Digest, Sha256};

use paper::{establishing, extension, file, honest, is_paper};
use structure::Structure;

pub(crate) static NORM: LazyLock<Norm> = LazyLock::new(|| {
    let (mut sources, mut sink) = (Sources::default(), Diagnostics::default());
    mediaudit_app::norms::find("nf-x60-600", &mut sources, &mut sink).unwrap()
});

static SOUGHT: LazyLock<SoughtBook> = LazyLock::new(SoughtBook::default);
static NORMS: LazyLock<OnceNorms<NormFiles>> = LazyLock::new(|| OnceNorms::new(NormFiles));

/// What was read, by format and digest.
type Known = BTreeMap<(Format, Vec<u8>), Answer>;

/// Reads each content once, however many dossiers hold it, and seeks the same in it once.
struct Once;

impl Reader for Once {
    fn read(&self, format: Format, bytes: &[u8]) -> Result<Answer, Fuse> {
        static READ: LazyLock<Mutex<Known>> = LazyLock::new(Mutex::default);
        let key = (format, Sha256::digest(bytes).to_vec());
        if let Some(answer) = READ.lock().unwrap().get(&key) {
            return Ok(answer.clone());
        }
        let answer = InProcess.read(format, bytes)?;
        READ.lock().unwrap().insert(key, answer.clone());
        Ok(answer)
    }

    fn memory(&self, _dossier: &Path) -> Option<Box<dyn Memory>> {
        Some(Box::new(Self))
    }
}

/// Remembers what was sought in each file, as a desk does.
impl Memory for Once {
    fn recall(&self, stamp: &Stamp) -> Option<KnownFile> {
        SEEN.lock().unwrap().get(&stamp.digest("")).cloned()
    }

    fn keep(&self, stamp: &Stamp, known: &KnownFile) {
        SEEN.lock().unwrap().insert(stamp.digest(""), known.clone());
    }
}

static SEEN: LazyLock<Mutex<BTreeMap<mediaudit_core::kernel::Digest, KnownFile>>> =
    LazyLock::new(Mutex::default);

/// One piece of a dossier.
#[derive(Clone)]
struct Paper {
    id: String,
    types: Vec<String>,
    file: Option<(String, Vec<u8>)>,
    date: String,
    more: String,
}

/// A dossier of the shipped norm.
#[derive(Clone)]
struct Made {
    structure: Structure,
    /// The piece that each fact names; none: nothing.
    proof: BTreeMap<String, String>,
    papers: Vec<Paper>,
    /// What is said of each criterion.
    practice: String,
    /// What is said of some instead.
    practices: BTreeMap<String, String>,
    profile: &'static str,
    /// Is all that may be set aside so?
    aside: bool,
    /// What the structure says of its doubts.
    notes: String,
    /// A file of findings, written by somebody.
    findings: String,
}

fn paper_types() -> impl Iterator<Item = (&'static TypeId, &'static EvidenceType)> {
    let norm: &'static Norm = &NORM;
    // tables are counted, not worded after public documents
    let counted = |id: &TypeId| norm.tables.values().any(|table| table.types.contains(id));
    norm.evidence_types.iter().filter(move |(id, _)| !counted(id))
}

/// The day of a paper: one of a half-year, not the same for all.
fn day(kind: &TypeId, rank: usize) -> String {
    let seed: usize = kind.as_str().bytes().map(usize::from).sum::<usize>() + 11 * rank;
    format!("2026-{:02}-{:02}", 6 + seed % 5, 1 + seed % 28)
}

fn paper(kind: &TypeId, bytes: Vec<u8>, extension: &str, rank: usize) -> Paper {
    let day = day(kind, rank);
    let mut more = "signee = true\nperiode = [2025-01-01, 2026-11-23]\n".to_owned();
    if NORM.evidence_types[kind].general {
        let asks = |c: &&Criterion| c.rules().any(|rule| rule.evidence_types().contains(kind));
        let ids: Vec<&str> = NORM.criteria.iter().filter(asks).map(|c| c.id.as_str()).collect();
        writeln!(more, "criteres = {ids:?}").unwrap();
    }
    Paper {
        id: name(kind, rank),
        types: vec![kind.to_string()],
        file: Some((
            format!("preuves/{kind}/{day}-{}.{extension}", name(kind, rank)),
            bytes,
        )),
        date: day,
        more,
    }
}

/// The id of a piece: its type, and which of them it is.
fn name(kind: &TypeId, rank: usize) -> String {
    if rank == 0 {
        kind.to_string()
    } else {
        format!("{kind}-{}", rank + 1)
    }
}

/// An interview or a look that the structure wrote down.
fn report(kind: &TypeId, of: &EvidenceType, rank: usize) -> Paper {
    let way = if of.modalities.contains(&Modality::Observation) {
        "observation"
    } else {
        "entretien"
    };
    Paper {
        id: name(kind, rank),
        types: vec![kind.to_string()],
        file: None,
        date: day(kind, rank),
        more: format!(
            "modalite = \"{way}\"\norigine = \"{}\"\n",
            ["habitants", "partenaires", "bailleur", "école"][rank % 4]
        ),
    }
}

impl Made {
    /// With these bytes as every paper, by type.
    fn with(
        structure: Structure,
        bytes: impl Fn(&TypeId, &EvidenceType, usize) -> (Vec<u8>, &'static str),
    ) -> Self {
        let mut papers = Vec::new();
        for (kind, of) in paper_types() {
            for rank in 0..structure.count(kind) {
                papers.push(if is_paper(of) {
                    let (bytes, extension) = bytes(kind, of, rank);
                    paper(kind, bytes, extension, rank)
                } else {
                    report(kind, of, rank)
                });
            }
        }
        let proof = structure
            .facts
            .keys()
            .filter_map(|key| Some((key.clone(), establishing(key, &structure)?.to_string())));
        Self {
            proof: proof.collect(),
            papers,
            practice: "niveau = \"evaluee\"\ndepuis = 2023-01-01\n".to_owned(),
            practices: BTreeMap::new(),
            profile: "complet",
            aside: false,
            notes: String::new(),
            findings: String::new(),
            structure,
        }
    }

    fn honest(structure: &str) -> Self {
        let structure = Structure::of(structure);
        Self::with(structure.clone(), |kind, of, rank| {
            (own(kind, rank, &structure), extension(of))
        })
    }

    /// Another text for one piece.
    fn rewrite(&mut self, id: &str, change: impl Fn(String) -> String) {
        let (kind, day) = (self.piece(id).types[0].clone(), self.piece(id).date.clone());
        let kind = TypeId::parse(&kind).unwrap();
        let text = change(honest(&kind, &self.structure, &day));
        let of = &NORM.evidence_types[&kind];
        self.piece(id).file.as_mut().unwrap().1 = file(&text, extension(of));
    }

    /// Its papers once more, after what it states, or their days, changed: those that are honest texts.
    fn write_again(&mut self) {
        for rank in 0..self.papers.len() {
            let paper = &self.papers[rank];
            let kind = TypeId::parse(&paper.types[0]).unwrap();
            if paper
                .file
                .as_ref()
                .is_some_and(|(path, _)| path.ends_with("pdf") || path.ends_with("ods"))
            {
                let text = format!(
                    "{}\nFeuille n° {}",
                    honest(&kind, &self.structure, &paper.date),
                    rank + 1
                );
                let bytes = file(&text, extension(&NORM.evidence_types[&kind]));
                self.papers[rank].file.as_mut().unwrap().1 = bytes;
            }
        }
    }

    /// Every honest text changed so; the change is told the structure's name, too.
    fn retell(&mut self, change: impl Fn(String, &str) -> String) {
        let name = self.structure.name.clone();
        let ids: Vec<String> = self
            .papers
            .iter()
            .filter(|paper| paper.file.is_some())
            .map(|paper| paper.id.clone())
            .collect();
        for id in ids {
            self.rewrite(&id, |text| format!("{}\n{id}", change(text, &name)));
        }
    }

    fn piece(&mut self, id: &str) -> &mut Paper {
        self.papers.iter_mut().find(|paper| paper.id == id).unwrap()
    }

    fn judge(&self, name: &str) -> Verdict {
        Verdict(serde_json::to_value(self.assessment(name).results).unwrap())
    }

    fn assessment(&self, name: &str) -> Assessment {
        let mut text = format!(
            "schema = 1\nid = \"essai\"\nnorme = \"nf-x60-600\"\nversion-norme = \"1.0.0\"\ngenre = \"auto-evaluation\"\ndate-audit = 2026-11-23\ncycle = \"initial\"\n[structure]\nnom = \"{}\"\nforme = \"{}\"\n[faits]\n",
            self.structure.name, self.structure.form
        );
        for (key, value) in &self.structure.facts {
            match self.proof.get(key) {
                Some(piece) => {
                    writeln!(text, "{key} = {{ valeur = {value}, preuve = \"{piece}\" }}").unwrap();
                }
                None => writeln!(text, "{key} = {value}").unwrap(),
            }
        }
        for criterion in &NORM.criteria {
            let said = if self.aside && !criterion.always_applies {
                "non-applicable = \"La structure n’est pas concernée par ce sujet.\"\n"
            } else {
                self.practices
                    .get(criterion.id.as_str())
                    .unwrap_or(&self.practice)
            };
            writeln!(text, "[pratiques.{}]\n{said}", criterion.id).unwrap();
        }
        let mut folder = MemoryFolder::default();
        for paper in &self.papers {
            let types: Vec<String> = paper.types.iter().map(|id| format!("{id:?}")).collect();
            write!(
                text,
                "[[preuve]]\nid = {:?}\ntypes = [{}]\n{}{}",
                paper.id,
                types.join(", "),
                if paper.date.is_empty() {
                    String::new()
                } else {
                    format!("date-effet = {}\n", paper.date)
                },
                paper.more
            )
            .unwrap();
            if let Some((path, bytes)) = &paper.file {
                writeln!(text, "fichier = {path:?}").unwrap();
                folder = folder.file(path, bytes.clone());
            }
        }
        text.push_str(&self.notes);
        let folder = match self.findings.as_str() {
            "" => folder,
            text => folder.file("constats/auditrice.toml", text),
        };
        let folder = folder.file("dossier.toml", text);
        let request = Request {
            profile: Some(self.profile.to_owned()),
            ..Request::default()
        };
        let means = Means {
            norms: &*NORMS,
            sought: &SOUGHT,
            reader: &Once,
        };
        let (mut sources, mut sink) = (Sources::default(), Diagnostics::default());
        let outcome = judge(&folder, Path::new("d"), &request, means, &mut sources, &mut sink);
        assert!(outcome.is_some(), "{name}: {sink:?}");
        outcome.unwrap().assessment
    }
}

/// The file of an honest paper.
fn own(kind: &TypeId, rank: usize, structure: &Structure) -> Vec<u8> {
    let text = format!(
        "{}\nFeuille n° {}",
        honest(kind, structure, &day(kind, rank)),
        rank + 1
    );
    file(&text, extension(&NORM.evidence_types[kind]))
}

struct Verdict(Value);

impl Verdict {
    fn conclusion(&self) -> Option<&str> {
        self.0["conclusion"].as_str()
    }

    /// Is it a conclusion that the norm marks so, without a reserve?
    fn is_favourable(&self) -> bool {
        let rules = NORM.policy.conclusions.iter();
        let mut rules = rules.chain(NORM.profiles.iter().flat_map(|profile| &profile.conclusions));
        let given = |id: &str| rules.any(|rule| rule.favourable && rule.id.as_str() == id);
        self.conclusion().is_some_and(given) && self.reserves().is_empty()
    }

    fn reserves(&self) -> BTreeSet<String> {
        let reserves = self.0["reserves"].as_array().into_iter().flatten();
        reserves
            .flat_map(|reserve| reserve.as_object().unwrap().keys().cloned())
            .collect()
    }

    fn doubts(&self) -> Vec<&str> {
        let doubts = self.0["doutes"].as_array();
        doubts
            .into_iter()
            .flatten()
            .map(|doubt| doubt["genre"].as_str().unwrap())
            .collect()
    }

    fn doubt_ids(&self) -> Vec<&str> {
        let doubts = self.0["doutes"].as_array().into_iter().flatten();
        doubts.map(|doubt| doubt["id"].as_str().unwrap()).collect()
    }

    /// The pieces that a person is told to open.
    fn to_open(&self) -> Vec<&str> {
        let pieces = self.0["a-ouvrir"].as_array().into_iter().flatten();
        pieces.map(|id| id.as_str().unwrap()).collect()
    }

    /// What is told of each criterion that is not as it should be: its kind of finding, or why it is not shown.
    fn faults(&self) -> BTreeMap<String, String> {
        let criteria = self.0["criteres"].as_array().unwrap().iter();
        criteria
            .filter(|criterion| criterion["a-montrer"] != true)
            .filter_map(|criterion| {
                let status = criterion["retenu"].as_str().unwrap();
                let kind = criterion["nature"].as_str();
                let is_sound = matches!(status, "conforme" | "non-applicable") && kind.is_none();
                let told = format!("{status} {}", kind.unwrap_or("–"));
                (!is_sound).then(|| (criterion["id"].as_str().unwrap().to_owned(), told))
            })
            .collect()
    }

    /// Every word that says why: doubts, reserves, causes.
    fn words(&self) -> BTreeSet<String> {
        let results = &self.0;
        let mut out: BTreeSet<String> = self.doubts().into_iter().map(str::to_owned).collect();
        out.extend(self.reserves());
        if results["sans-reponse"]
            .as_array()
            .is_some_and(|all| !all.is_empty())
        {
            out.insert("sans-reponse".to_owned());
        }
        for criterion in results["criteres"].as_array().unwrap() {
            out.extend(criterion["nature"].as_str().map(str::to_owned));
            for element in criterion["echantillons"][0]["elements"].as_array().unwrap() {
                let causes = element["causes"].as_array().into_iter().flatten();
                out.extend(causes.map(|cause| cause.as_str().unwrap().to_owned()));
            }
        }
        out
    }

    /// Of what fails, in a few words.
    fn told(&self) -> String {
        let results = &self.0;
        let mut out = format!(
            "conclusion {:?}, doubts {:?}, reserves {}, unanswered {}, kinds {}, statuses {}\n",
            self.conclusion(),
            self.doubts(),
            results["reserves"],
            results["sans-reponse"],
            results["constats"],
            results["statuts"]
        );
        for criterion in results["criteres"].as_array().unwrap() {
            let status = criterion["retenu"].as_str().unwrap();
            if status != "conforme" && criterion["a-montrer"] != true {
                write!(out, "{} {status}:", criterion["id"].as_str().unwrap()).unwrap();
                for element in criterion["echantillons"][0]["elements"].as_array().unwrap() {
                    if element["verite"] != "vrai" {
                        write!(
                            out,
                            " {} {} {}",
                            element["id"], element["verite"], element["causes"]
                        )
                        .unwrap();
                    }
                }
                out.push('\n');
            }
        }
        out
    }
}
