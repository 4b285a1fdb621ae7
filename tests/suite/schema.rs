//! The JSON schemas admit every file that we ship or write, refuse what the loaders refuse, and speak French.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{LazyLock, Mutex};

use mediaudit_ink::schema::SchemaKind;
use regex::Regex;
use serde_json::{Value, json};

use crate::support;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn schema(kind: &str) -> Value {
    let output = Command::new(env!("CARGO_BIN_EXE_mediaudit"))
        .args(["norme", "schema", kind])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0), "{kind}");
    serde_json::from_slice(&output.stdout).unwrap()
}

/// A TOML text as an editor hands it to a validator: dates are texts.
fn from_toml(text: &str) -> Value {
    fn plain(value: toml::Value) -> Value {
        match value {
            toml::Value::Datetime(date) => json!(date.to_string()),
            toml::Value::Array(items) => items.into_iter().map(plain).collect(),
            toml::Value::Table(table) => table
                .into_iter()
                .map(|(key, value)| (key, plain(value)))
                .collect(),
            other => serde_json::to_value(other).unwrap(),
        }
    }
    plain(toml::Value::Table(text.parse().unwrap()))
}

/// Draft 7, for the keywords that our schemas use; any other keyword fails the test.
struct Checker<'a> {
    root: &'a Value,
}

impl Checker<'_> {
    fn check(&self, shape: &Value, value: &Value, at: &str, faults: &mut Vec<String>) {
        let Value::Object(map) = shape else {
            if shape == &json!(false) {
                faults.push(format!("{at}: nothing is admitted"));
            }
            return;
        };
        let one_of = |shapes: &Value| -> usize {
            let count = |shape: &&Value| {
                let mut inner = Vec::new();
                self.check(shape, value, at, &mut inner);
                inner.is_empty()
            };
            shapes.as_array().unwrap().iter().filter(count).count()
        };
        let mut fault = |ok: bool, said: &str| {
            if !ok {
                faults.push(format!("{at}: {said}, found {value}"));
            }
        };
        let number = |limit: &Value| Some((value.as_f64()?, limit.as_f64()?));
        let mut below: Vec<(&Value, &Value, String)> = Vec::new();
        for (keyword, said) in map {
            match keyword.as_str() {
                "$schema" | "title" | "description" | "default" | "definitions" => {}
                "$ref" => {
                    let path = said.as_str().unwrap().strip_prefix('#').unwrap();
                    below.push((self.root.pointer(path).unwrap(), value, at.to_owned()));
                }
                "allOf" => below.extend(
                    said.as_array()
                        .unwrap()
                        .iter()
                        .map(|shape| (shape, value, at.to_owned())),
                ),
                "anyOf" => fault(one_of(said) > 0, "none of the shapes"),
                "oneOf" => fault(one_of(said) == 1, "not one of the shapes"),
                "not" => fault(one_of(&json!([said])) == 0, "a shape that is excluded"),
                "type" => {
                    let types = said.as_array().cloned().unwrap_or_else(|| vec![said.clone()]);
                    fault(
                        types.iter().any(|t| is_of(value, t.as_str().unwrap())),
                        &format!("{said} expected"),
                    );
                }
                "const" => fault(value == said, &format!("{said} expected")),
                "enum" => fault(
                    said.as_array().unwrap().contains(value),
                    &format!("one of {said} expected"),
                ),
                "pattern" => {
                    // the one look-ahead, « not empty », is not of the regular kind
                    let pattern = compiled(&said.as_str().unwrap().replace("(?=.)", ""));
                    fault(
                        value.as_str().is_none_or(|text| pattern.is_match(text)),
                        &format!("{said} expected"),
                    );
                }
                "format" => {
                    assert_eq!(said, "date");
                    let is_date = |text: &str| mediaudit_core::kernel::Date::parse(text).is_some();
                    fault(value.as_str().is_none_or(is_date), "a date expected");
                }
                "maxLength" => fault(
                    value
                        .as_str()
                        .is_none_or(|t| t.chars().count() as u64 <= said.as_u64().unwrap()),
                    "too long",
                ),
                "minimum" => fault(number(said).is_none_or(|(n, limit)| n >= limit), "too low"),
                "maximum" => fault(number(said).is_none_or(|(n, limit)| n <= limit), "too high"),
                "minItems" => fault(
                    value
                        .as_array()
                        .is_none_or(|v| v.len() as u64 >= said.as_u64().unwrap()),
                    "too few",
                ),
                "maxItems" => fault(
                    value
                        .as_array()
                        .is_none_or(|v| v.len() as u64 <= said.as_u64().unwrap()),
                    "too many",
                ),
                "uniqueItems" => {
                    let different = |v: &Vec<Value>| {
                        v.iter().map(ToString::to_string).collect::<BTreeSet<_>>().len() == v.len()
                    };
                    fault(value.as_array().is_none_or(different), "twice the same");
                }
                "required" => {
                    for key in said.as_array().unwrap() {
                        let there = value
                            .as_object()
                            .is_none_or(|o| o.contains_key(key.as_str().unwrap()));
                        fault(there, &format!("{key} is missing"));
                    }
                }
                "items" => {
                    for (rank, item) in value.as_array().into_iter().flatten().enumerate() {
                        let shape = said.as_array().map_or(Some(said), |shapes| shapes.get(rank));
                        below.extend(shape.map(|shape| (shape, item, format!("{at}[{rank}]"))));
                    }
                }
                "properties" => {
                    for (key, inner) in value.as_object().into_iter().flatten() {
                        below.extend(said.get(key).map(|shape| (shape, inner, format!("{at}.{key}"))));
                    }
                }
                "additionalProperties" => {
                    let known = map.get("properties").and_then(Value::as_object);
                    let patterns = map.get("patternProperties").and_then(Value::as_object);
                    for (key, inner) in value.as_object().into_iter().flatten() {
                        let matched = patterns
                            .into_iter()
                            .flatten()
                            .any(|(p, _)| compiled(p).is_match(key));
                        if !matched && !known.is_some_and(|known| known.contains_key(key)) {
                            below.push((said, inner, format!("{at}.{key}")));
                        }
                    }
                }
                "patternProperties" => {
                    for (pattern, shape) in said.as_object().unwrap() {
                        let pattern = compiled(pattern);
                        for (key, inner) in value
                            .as_object()
                            .into_iter()
                            .flatten()
                            .filter(|(key, _)| pattern.is_match(key))
                        {
                            below.push((shape, inner, format!("{at}.{key}")));
                        }
                    }
                }
                other => fault(false, &format!("the keyword {other} is not known to this test")),
            }
        }
        for (shape, value, at) in below {
            self.check(shape, value, &at, faults);
        }
    }
}

/// Schemas say the same patterns again and again.
fn compiled(pattern: &str) -> Regex {
    static KNOWN: LazyLock<Mutex<BTreeMap<String, Regex>>> = LazyLock::new(Mutex::default);
    let mut known = KNOWN.lock().unwrap();
    let new = || Regex::new(pattern).unwrap();
    known.entry(pattern.to_owned()).or_insert_with(new).clone()
}

fn is_of(value: &Value, kind: &str) -> bool {
    match kind {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        // « null »; a type that does not exist admits nothing
        other => other == "null" && value.is_null(),
    }
}

fn faults(schema: &Value, value: &Value) -> Vec<String> {
    let mut faults = Vec::new();
    Checker { root: schema }.check(schema, value, "", &mut faults);
    faults
}

fn toml_files(folder: &Path, out: &mut Vec<PathBuf>) {
    let walk = walkdir::WalkDir::new(folder).sort_by_file_name();
    let entries = walk.into_iter().map(|entry| entry.unwrap().into_path());
    out.extend(entries.filter(|path| path.extension().is_some_and(|e| e == "toml")));
}

/// Which schema a TOML file goes by.
fn kind_of(path: &Path) -> &'static str {
    let name = path.file_name().unwrap().to_str().unwrap();
    let parent = path.parent().unwrap().file_name().unwrap().to_str().unwrap();
    match (name, parent) {
        ("dossier.toml", _) => "dossier",
        ("surcouche.toml", _) => "surcouche",
        ("actions.toml", _) => "actions",
        ("observations.toml", _) => "observations",
        (_, "constats") => "constats",
        _ => "norme",
    }
}

#[test]
fn shipped_files_suit_their_schemas() {
    let mut files = Vec::new();
    for folder in ["norms", "examples", "tests/fixtures/norms"] {
        toml_files(&root().join(folder), &mut files);
    }
    let mut seen = BTreeSet::new();
    for path in files {
        let kind = kind_of(&path);
        seen.insert(kind);
        let found = faults(&schema(kind), &from_toml(&fs::read_to_string(&path).unwrap()));
        assert!(found.is_empty(), "{}\n{}", path.display(), found.join("\n"));
    }
    for kind in ["norme", "dossier", "actions", "observations"] {
        assert!(seen.contains(kind), "{kind}: {seen:?}");
    }
}

#[test]
fn every_form_of_a_dossier_a_finding_and_an_overlay() {
    let head = "schema = 1\nid = \"a\"\nnorme = \"essai\"\nversion-norme = \"1.0.0\"\ngenre = \"audit\"\ncycle = \"suivi\"\ndate-audit = 2026-11-23\n[structure]\nnom = \"A\"\n";
    let dossier = schema("dossier");
    for body in [
        "[faits]\nouvert = true\nequipe.mediateurs = 4\nequipe.signes = { valeur = 4, au = 2026-01-01, preuve = \"x\" }\n",
        "[faits]\nequipe.mediateurs = [{ valeur = 4, site = \"a\" }, { valeur = 2, site = \"b\" }]\nx.y.z = \"80 %\"\n",
        "[pratiques.\"1.1\"]\nniveau = \"en-place\"\n[[pratiques.C05]]\nsite = \"a\"\nnon-applicable = \"non\"\n",
        "[[preuve]]\nid = \"x\"\ntypes = [\"t\"]\nailleurs = \"bureau\"\nperiode = [2026-01-01, 2026-06-30]\n",
        "[[alerte-levee]]\nempreinte = \"0123456789ab\"\nnature = \"telephone\"\nraison = \"public\"\n",
    ] {
        let found = faults(&dossier, &from_toml(&format!("{head}{body}")));
        assert!(found.is_empty(), "{body}\n{}", found.join("\n"));
    }
    for (body, wanted) in [
        (
            "[faits]\nx = { valeur = 4, preuves = \"x\" }\n",
            "none of the shapes",
        ),
        ("[[preuve]]\nid = \"x\"\n", "\"types\" is missing"),
        ("[[preuve]]\nid = \"x y\"\ntypes = []\n", "expected"),
        (
            "[[site]]\nid = \"a\"\nnom = \"A\"\nsiege = \"oui\"\n",
            "\"boolean\" expected",
        ),
        ("[pratiques.C05]\nnivau = \"x\"\n", "none of the shapes"),
        ("[fait]\n", "nothing is admitted"),
    ] {
        let found = faults(&dossier, &from_toml(&format!("{head}{body}"))).join("\n");
        assert!(found.contains(wanted), "{body}\n{found}");
    }
    let findings = "schema = 1\n[auditeur]\nfonction = \"auditrice\"\n[[constat]]\nid = \"K1\"\ncritere = \"C05\"\nelement = \"a\"\netat = \"satisfait\"\nraison = \"Vu.\"\nvu = [\"x\"]\n";
    assert_eq!(
        faults(&schema("constats"), &from_toml(findings)),
        Vec::<String>::new()
    );
    assert!(
        !faults(
            &schema("constats"),
            &from_toml(&findings.replace("satisfait", "oui"))
        )
        .is_empty()
    );
    let overlay = "schema = 1\nnorme = \"essai\"\nversion-norme = \"1.0.0\"\ntitulaire = \"A\"\n[criteres.E1]\narticle = \"4.2\"\n[criteres.E1.elements.a]\nseuil = \"90 %\"\nage-max = \"P2Y\"\n";
    assert_eq!(
        faults(&schema("surcouche"), &from_toml(overlay)),
        Vec::<String>::new()
    );
    assert!(
        !faults(
            &schema("surcouche"),
            &from_toml(&overlay.replace("titulaire", "titulair"))
        )
        .is_empty()
    );
}

#[test]
fn a_new_dossier_and_its_assessment_suit_their_schemas() {
    let folder = crate::support::place("schema");
    let output = Command::new(env!("CARGO_BIN_EXE_mediaudit"))
        .arg("nouveau")
        .arg(&folder)
        .output()
        .unwrap();
    assert!(output.status.success());
    let text = fs::read_to_string(folder.join("dossier.toml")).unwrap();
    assert_eq!(
        faults(&schema("dossier"), &from_toml(&text)),
        Vec::<String>::new()
    );

    let assessment = schema("evaluation");
    for folder in [
        support::dossier("schema", &support::good(), &support::files()),
        support::dossier("schema-silent", "[faits]\nouvert = true\n", &[]),
    ] {
        let mut report = support::json(&folder);
        assert_eq!(faults(&assessment, &report), Vec::<String>::new());
        report["resultats"]["criteres"][0]["retenu"] = json!("oui");
        assert!(!faults(&assessment, &report).is_empty(), "a wrong status passes");
    }
    for example in fs::read_dir(root().join("examples")).unwrap() {
        let folder = example.unwrap().path();
        if folder.join("dossier.toml").exists() {
            let output = Command::new(env!("CARGO_BIN_EXE_mediaudit"))
                .args(["rapport", "--etendue", "complet", "--format", "json"])
                .arg(&folder)
                .output()
                .unwrap();
            let report: Value = serde_json::from_slice(&output.stdout).unwrap();
            let found = faults(&assessment, &report);
            assert!(found.is_empty(), "{}\n{}", folder.display(), found.join("\n"));
        }
    }
}

fn parsed(output: &std::process::Output) -> Value {
    let (out, err) = (&output.stdout, String::from_utf8_lossy(&output.stderr));
    let told = |_| format!("{}\n{err}", String::from_utf8_lossy(out));
    serde_json::from_slice(out).map_err(told).unwrap()
}

/// A program asks, and gets one answer on the standard output: faults and result alike.
#[test]
fn a_dossier_that_cannot_be_judged_tells_a_program_where_its_faults_are() {
    let body = "[faits]\nouvret = true\n[structur]\n";
    let folder = support::dossier("json-faults", body, &[]);
    let output = support::run(&folder, &["verifier", "--format", "json"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        output.stderr.is_empty(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let answer = parsed(&output);
    assert_eq!(faults(&schema("verification"), &answer), Vec::<String>::new());
    assert!(answer.get("evaluation").is_none());
    let told = &answer["messages"][0];
    assert_eq!(told["code"], "dossier/fait-inconnu");
    assert_eq!(told["gravite"], "erreur");
    assert_eq!(told["message"], "le fait « ouvret » n’est pas dans la norme");
    assert_eq!(told["aides"], json!(["vouliez-vous dire « ouvert » ?"]));
    assert_eq!(
        told["lieux"],
        json!([{ "fichier": "dossier.toml", "ligne": 11, "colonne": 1, "texte": "ouvret" }])
    );
    assert_eq!(answer["messages"][1]["code"], "forme/cle-inconnue");
}

#[test]
fn what_a_judged_dossier_should_know_stands_beside_its_assessment() {
    let body = support::good()
        + "[[alerte-levee]]\nempreinte = \"0123456789ab\"\nnature = \"telephone\"\nraison = \"06 12 34 56 78 est public.\"\n";
    let folder = support::dossier("json-warning", &body, &support::files());
    let output = support::run(&folder, &["verifier", "--format", "json"]);
    let answer = parsed(&output);
    assert!(output.stderr.is_empty());
    assert_eq!(faults(&schema("verification"), &answer), Vec::<String>::new());
    let told = answer["messages"].as_array().unwrap();
    assert_eq!(told.len(), 1);
    assert_eq!(told[0]["gravite"], "avertissement");
    // what `historique` keeps is the assessment alone, and it is the same one
    let report = support::run(&folder, &["rapport", "--etendue", "complet", "--format", "json"]);
    assert_eq!(answer["evaluation"], parsed(&report));
    assert!(!answer.to_string().contains("06 12"));
    let other = support::norm();
    let both = support::run(
        &folder,
        &[
            "verifier",
            "--format",
            "json",
            "--norme-version",
            other.to_str().unwrap(),
        ],
    );
    let both = parsed(&both);
    assert_eq!(both["autre-evaluation"], both["evaluation"]);
    assert_eq!(faults(&schema("verification"), &both), Vec::<String>::new());
}

#[test]
fn a_norm_tells_a_program_what_is_wrong_with_it() {
    let verify = |norm: &Path| {
        let output = Command::new(env!("CARGO_BIN_EXE_mediaudit"))
            .args(["norme", "verifier", "--format", "json"])
            .arg(norm)
            .output()
            .unwrap();
        assert!(output.stderr.is_empty());
        let answer = parsed(&output);
        assert_eq!(
            faults(&schema("verification-norme"), &answer),
            Vec::<String>::new()
        );
        (output.status.code(), answer)
    };
    let (code, answer) = verify(&support::norm());
    assert_eq!(code, Some(0));
    assert_eq!(answer["norme"]["id"], "essai");
    assert!(
        answer["messages"]
            .as_array()
            .unwrap()
            .iter()
            .all(|told| told["gravite"] == "avertissement")
    );
    let folder = support::temporary("json-norm");
    support::copy(&support::norm(), &folder);
    let path = folder.join("norme.toml");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replacen("importance = ", "importanse = ", 1)).unwrap();
    let (code, answer) = verify(&folder);
    assert_eq!(code, Some(1));
    assert!(answer.get("norme").is_none());
    assert_eq!(answer["messages"][0]["code"], "forme/cle-inconnue");
    assert_eq!(answer["messages"][0]["lieux"][0]["texte"], "importanse");
    let (code, answer) = verify(Path::new("./nulle-part"));
    assert_eq!(code, Some(2));
    assert_eq!(answer["messages"][0]["code"], "norme/dossier-illisible");
}

#[test]
fn schemas_speak_french() {
    const ENGLISH: &[&str] = &[
        "the", "of", "a value", "what", "which", "date of", "is", "how", "where", "day",
    ];
    for kind in SchemaKind::ALL.iter().map(|kind| kind.name()) {
        let text = schema(kind).to_string();
        assert!(!text.contains("Raw"), "{kind}");
        for said in text.split("\"description\":\"").skip(1) {
            let said = said.split('"').next().unwrap();
            let words: Vec<&str> = said.split(|c: char| !c.is_alphanumeric()).collect();
            assert!(!words.iter().any(|word| ENGLISH.contains(word)), "{kind}: {said}");
        }
    }
}

/// One key means several things: what an editor shows is about the block in which it stands.
#[test]
fn what_a_key_says_is_about_the_block_that_bears_it() {
    let norm = schema("norme");
    let said = |form: &str, key: &str| {
        let shape = &norm["definitions"][form]["properties"][key];
        shape["description"]
            .as_str()
            .unwrap_or_else(|| panic!("{form}.{key}: {shape}"))
            .to_owned()
    };
    for (form, key, word) in [
        ("Porte", "forme", "porte"),
        ("Escalade", "effet", "s’accumulent"),
        ("Politique", "non-applicable", "poids"),
        ("Revision", "non-applicable", "poids"),
        ("Tirage", "arrondi", "sites"),
        ("Conclusion", "si", "conclusion"),
        ("PoidsSi", "si", "poids"),
    ] {
        assert!(
            said(form, key).contains(word),
            "{form}.{key}: {}",
            said(form, key)
        );
    }
}

#[test]
fn an_identifier_that_the_loader_takes_is_one_for_an_editor_too() {
    let norm = schema("norme");
    let pattern = norm["definitions"]["Identifiant"]["pattern"].as_str().unwrap();
    let pattern = regex::Regex::new(pattern).unwrap();
    for text in [
        "8.2.1",
        "equipe.mediateurs",
        "principe/ecoute",
        "A-1",
        "a-",
        "8..2",
        ".8",
        "8.",
        "8.-a",
        "-a",
        "a/",
        "é",
        "",
    ] {
        let taken = mediaudit_core::kernel::CriterionId::parse(text).is_ok();
        assert_eq!(pattern.is_match(text), taken, "« {text} »");
    }
}

#[test]
fn a_key_is_described_by_the_block_that_it_stands_in() {
    let schema = schema("norme");
    let mut told: Vec<(String, String)> = Vec::new();
    let mut left = vec![&schema];
    while let Some(value) = left.pop() {
        if let Some(keys) = value.get("properties").and_then(Value::as_object) {
            for (key, of) in keys {
                if let Some(said) = of.get("description").and_then(Value::as_str) {
                    told.push((key.clone(), said.to_owned()));
                }
            }
        }
        match value {
            Value::Object(map) => left.extend(map.values()),
            Value::Array(items) => left.extend(items),
            _ => {}
        }
    }
    // one name, several blocks: each says its own, and none what it means in a dossier
    for (key, own, other) in [
        ("forme", "porte", "juridique"),
        ("effet", "constats", "Date"),
        ("arrondi", "sites tirés", "juridique"),
        ("non-applicable", "poids d’un critère", "juridique"),
        ("si", "conclusion", "juridique"),
    ] {
        let said: Vec<&str> = told
            .iter()
            .filter(|(k, _)| k == key)
            .map(|(_, said)| said.as_str())
            .collect();
        assert!(said.iter().any(|said| said.contains(own)), "{key}: {said:?}");
        assert!(said.iter().all(|said| !said.contains(other)), "{key}: {said:?}");
    }
}
