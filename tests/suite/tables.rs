//! Tables that count themselves, from the files of a structure to what is judged.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use mediaudit_core::record::Fault;
use mediaudit_core::record::grid::{Grid, GridCell};
use mediaudit_core::record::item::Format;
use mediaudit_evidence::contents;
use serde_json::Value;

use super::made::{odf, zip};
use super::support::place;

/// A dossier on the shipped norm.
pub(crate) fn dossier(name: &str, body: &str, files: &[(&str, &[u8])]) -> PathBuf {
    let folder = place(name);
    let head = "schema = 1\nid = \"essai\"\nnorme = \"nf-x60-600\"\nversion-norme = \"1.0.0\"\ngenre = \"auto-evaluation\"\ndate-audit = 2026-11-23\ncycle = \"initial\"\n[structure]\nnom = \"Association d’essai\"\n";
    for (path, bytes) in files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    fs::write(folder.join("dossier.toml"), format!("{head}{body}")).unwrap();
    folder
}

pub(crate) fn mediaudit(arguments: &[&str], folder: &Path) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mediaudit"));
    let (name, rest) = arguments.split_first().unwrap();
    let output = command.arg(name).arg(folder).args(rest).output().unwrap();
    let both = [output.stdout, output.stderr].concat();
    let text = String::from_utf8_lossy(&both).into_owned();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

pub(crate) fn inputs(folder: &Path) -> Value {
    let text = mediaudit(&["rapport", "--format", "json"], folder);
    first::<Value>(&text)["entrees"].clone()
}

/// What a command answers to a program, before what it tells a person.
pub(crate) fn first<T: serde::de::DeserializeOwned>(text: &str) -> T {
    let mut all = serde_json::Deserializer::from_str(text).into_iter::<T>();
    all.next().unwrap().unwrap()
}

/// Value and reason of what a table counts for a fact.
fn counted<'a>(inputs: &'a Value, fact: &str) -> (&'a str, &'a str) {
    let computed = &inputs["calculs"][fact];
    let text = |value: &'a Value| value.as_str().unwrap_or_default();
    (text(&computed["valeur"]["nombre"]), text(&computed["ecarte"]))
}

/// What is judged of a fact.
fn judged<'a>(inputs: &'a Value, fact: &str) -> &'a str {
    inputs["faits"][fact]["valeur"]["nombre"]
        .as_str()
        .unwrap_or_default()
}

/// What is counted of these, each as `fact = value`, or the reason why it is not.
pub(crate) fn check(inputs: &Value, wanted: &[(&str, &str)]) {
    for (fact, value) in wanted {
        let (found, why) = counted(inputs, fact);
        let found = if why.is_empty() { found } else { why };
        assert_eq!(found, *value, "{fact}");
        if why.is_empty() {
            assert_eq!(judged(inputs, fact), *value, "{fact}");
        }
    }
}

/// A workbook of one sheet.
fn xlsx(sheet: &str, book: &str, more: &[(&str, &str)]) -> Vec<u8> {
    let workbook = format!(
        "<workbook>{book}<sheets><sheet name=\"Année\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
    );
    let mut members = vec![
        ("xl/workbook.xml", workbook.as_str()),
        (
            "xl/_rels/workbook.xml.rels",
            "<Relationships><Relationship Id=\"rId1\" Target=\"worksheets/sheet1.xml\"/></Relationships>",
        ),
        (
            "xl/styles.xml",
            "<styleSheet><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>",
        ),
        ("xl/worksheets/sheet1.xml", sheet),
    ];
    members.extend_from_slice(more);
    zip(&members)
}

/// The rows of a sheet from texts; a number stands as one, `=45000` as a day.
pub(crate) fn rows(values: &[&[&str]]) -> String {
    let mut out = String::from("<worksheet><sheetData>");
    for row in values {
        out.push_str("<row>");
        for value in *row {
            match (value.strip_prefix('='), value.parse::<f64>()) {
                (Some(serial), _) => write!(out, "<c s=\"1\"><v>{serial}</v></c>").unwrap(),
                (None, Ok(_)) => write!(out, "<c><v>{value}</v></c>").unwrap(),
                (None, Err(_)) => write!(out, "<c t=\"inlineStr\"><is><t>{value}</t></is></c>").unwrap(),
            }
        }
        out.push_str("</row>");
    }
    out + "</sheetData></worksheet>"
}

fn grids(format: Format, bytes: &[u8]) -> Result<Vec<Grid>, Fault> {
    contents::read(format, bytes).map(|contents| contents.grids)
}

const STAFF: &str = "Effectif du service, au 1er octobre 2026;;;;;
Nom;Poste;Date d'embauche;Date de départ;Engagement signé;SST
Amina Belkacem;Médiatrice sociale;01/03/2021;;oui;12/05/2025
Karim Dupont;médiateur;12/09/2025;;oui;
Léa Fournier;Coordinatrice;02/01/2019;;oui;oui
Paul Garnier;médiateur;01/02/2020;30/06/2026;oui;non
Zoé Hamon;Médiatrice;15/10/2024;31/12/2026;non;x
Total;5;;;;
";

#[test]
fn a_table_of_staff_counts_who_is_there_at_the_audit_and_names_nobody() {
    let typed = "[faits]\nequipe.mediateurs = 4\nequipe.encadrants = 1\n";
    let files: [(&str, &[u8]); 1] = [(
        "preuves/tableau-personnel/2026-10-01-effectif.csv",
        STAFF.as_bytes(),
    )];
    let folder = dossier("tables-staff", typed, &files);
    let found = inputs(&folder);
    // Paul has left, Zoé leaves after the audit; Karim alone came less than two years ago
    check(
        &found,
        &[
            ("equipe.mediateurs", "3"),
            ("equipe.encadrants", "1"),
            ("equipe.effectif-du-service", "4"),
            ("equipe.engagements-signes", "2"),
            ("equipe.secouristes", "2"),
            ("equipe.nouveaux", "1"),
            ("equipe.recrutements", "1"),
            ("equipe.titulaires", "colonne-absente"),
        ],
    );
    let map = mediaudit(&["preuves"], &folder);
    assert!(
        map.contains("Médiateurs en poste : 3 personnes d’après le tableau, au lieu de 4 personnes saisi"),
        "{map}"
    );
    assert!(
        map.contains("1 ligne de total ou de note laissée de côté"),
        "{map}"
    );
    // the report shows both values, and which is judged
    let whole = mediaudit(&["rapport", "--etendue", "complet", "--format", "texte"], &folder);
    assert!(
        whole.contains("Valeurs saisies et valeurs comptées") && whole.contains("Tableaux comptés"),
        "{whole}"
    );
    let short = mediaudit(
        &["rapport", "--etendue", "essentiel", "--format", "texte"],
        &folder,
    );
    assert!(
        short.contains(
            "nombres sont comptés dans les tableaux déposés, dont 1 à la place d’une valeur saisie."
        ),
        "{short}"
    );
    let told = mediaudit(&["expliquer", "C05"], &folder);
    assert!(told.contains("lignes feuille 1!3-4"), "{told}");
    let report = mediaudit(&["rapport", "--format", "json"], &folder);
    for name in ["Amina", "Karim", "Fournier", "Garnier", "Zoé"] {
        for text in [&map, &told, &report] {
            assert!(!text.contains(name), "{name}");
        }
    }
}

#[test]
fn what_cannot_be_read_leaves_the_typed_value_as_said() {
    let staff = STAFF
        .replace("12/09/2025", "septembre")
        .replace(";x\n", ";peut-être\n");
    let files: [(&str, &[u8]); 1] = [(
        "preuves/tableau-personnel/2026-10-01-effectif.csv",
        staff.as_bytes(),
    )];
    let typed = "[faits]\nequipe.mediateurs = 4\n";
    let folder = dossier("tables-unreadable", typed, &files);
    let found = inputs(&folder);
    check(
        &found,
        &[
            ("equipe.mediateurs", "lignes-illisibles"),
            ("equipe.secouristes", "lignes-illisibles"),
            // Karim's date has no bearing on who leads
            ("equipe.encadrants", "1"),
        ],
    );
    assert_eq!(judged(&found, "equipe.mediateurs"), "4");
    let map = mediaudit(&["preuves"], &folder);
    assert!(map.contains("feuille 1!C4"), "{map}");
}

/// An export as Médios names its columns, in the encoding that Excel writes in France.
pub(crate) fn first_export() -> Vec<u8> {
    let mut text = String::from(
        "Extraction du 10/01/2026;;;;\r\nN° fiche;Date d’ouverture de la situation;Enregistrée le;Champ;Processus ?\r\n",
    );
    // twelve months, two rows each: the first entered on the day, the second a day later; a field lacks in March
    for month in 1..=12 {
        let field = if month == 3 { "" } else { "Voisinage" };
        write!(
            text,
            "{month}-1;05/{month:02}/2025;05/{month:02}/2025 17:40;{field};Oui\r\n"
        )
        .unwrap();
        write!(
            text,
            "{month}-2;20/{month:02}/2025;21/{month:02}/2025 09:10;École;Non\r\n"
        )
        .unwrap();
    }
    // one of the year after
    text.push_str("13-1;05/01/2026;05/01/2026 10:00;École;Oui\r\n;;;;\r\nTotal;25;;;\r\n");
    text.chars()
        .map(|c| match c {
            '’' => 0x92,
            c => u8::try_from(u32::from(c)).unwrap(),
        })
        .collect()
}

#[test]
fn an_export_enters_by_the_names_of_its_own_columns() {
    let bytes = first_export();
    let files: [(&str, &[u8]); 1] = [("preuves/tableau-activite/2026-01-10-export.csv", &bytes)];
    let folder = dossier("tables-export", "[faits]\nactivite.interventions = 300\n", &files);
    // as it is, its date is not known: the lines to write are proposed
    assert_eq!(inputs(&folder)["calculs"], Value::Null);
    let map = mediaudit(&["preuves"], &folder);
    assert!(
        map.contains("[correspondance.tableau-activite] date = \"Date d’ouverture de la situation\""),
        "{map}"
    );
    let own = "[faits]\nactivite.interventions = 300\n[correspondance.tableau-activite]\ndate = \"Date d’ouverture de la situation\"\nsaisie = \"Enregistrée le\"\nregistre = \"Champ\"\nmediation = \"Processus ?\"\n";
    let found = inputs(&dossier("tables-export-tied", own, &files));
    // by hand: 24 rows of 2025, of which one without a field, 12 of the same day, 12 mediations
    check(
        &found,
        &[
            ("activite.interventions", "24"),
            ("activite.interventions-codees", "23"),
            ("activite.saisies-le-jour-meme", "12"),
            ("activite.mediations", "12"),
            ("activite.accords", "colonne-absente"),
        ],
    );
    let one = &found["calculs"]["activite.interventions"];
    assert_eq!(one["exercice"], serde_json::json!(["2025-01-01", "2025-12-31"]));
    assert_eq!(one["periode"], serde_json::json!(["2025-01-01", "2026-01-31"]));
    assert_eq!(one["saisie"]["nombre"], "300");
}

#[test]
fn a_second_tool_names_its_values_otherwise_too() {
    // 45658 is 1 January 2025, 46022 is 31 December; titles above, a hidden remark below
    let sheet = rows(&[
        &["Registre des sollicitations 2025"],
        &[
            "Réf",
            "Arrivée",
            "Famille",
            "Retour fait le",
            "Clos sans suite",
            "Pourquoi",
        ],
        &["1", "=45658", "SOL", "=45660", "non"],
        &["2", "=45700.5", "SOL", "", "oui", "hors secteur"],
        &["3", "=45800", "PLA", "=45810", "non"],
        &["4", "=45900", "HC", "=45901", "oui", "gardiennage"],
        &["5", "=46022", "SOL", "=46022", "oui"],
    ]);
    let bytes = xlsx(&sheet, "", &[]);
    let files: [(&str, &[u8]); 1] = [("preuves/tableau-demandes/2026-01-10-registre.xlsx", &bytes)];
    let own = "[correspondance.tableau-demandes]\ndate = \"Arrivée\"\nreponse = \"Retour fait le\"\nrefus = \"Clos sans suite\"\nmotif = \"Pourquoi\"\n[correspondance.tableau-demandes.nature]\ncolonne = \"Famille\"\nvaleurs = { SOL = \"demande\", PLA = \"reclamation\", HC = \"hors-cadre\" }\n";
    let found = inputs(&dossier("tables-second", own, &files));
    check(
        &found,
        &[
            ("demandes.recues", "3"),
            ("demandes.repondues", "2"),
            ("demandes.refusees", "2"),
            ("demandes.refus-motives", "1"),
            ("demandes.hors-cadre", "1"),
            ("demandes.hors-cadre-repondues", "1"),
            ("reclamations.recues", "1"),
            ("reclamations.repondues", "1"),
        ],
    );
}

#[test]
fn tables_of_the_same_days_wait_for_one_to_be_named() {
    let bytes = first_export();
    let more = [bytes.clone(), b"14-1;06/01/2026;06/01/2026;x;Oui\r\n".to_vec()].concat();
    let files: [(&str, &[u8]); 2] = [
        ("preuves/tableau-activite/2026-01-10-export.csv", &bytes),
        ("preuves/tableau-activite/2026-01-12-export.csv", &more),
    ];
    let own = "[correspondance.tableau-activite]\ndate = \"Date d’ouverture de la situation\"\n";
    let found = inputs(&dossier("tables-overlap", own, &files));
    check(&found, &[("activite.interventions", "chevauchement")]);
    let named = format!(
        "{own}preuve = \"bon\"\n[[preuve]]\nid = \"bon\"\ntypes = [\"tableau-activite\"]\nfichier = \"preuves/tableau-activite/2026-01-12-export.csv\"\n"
    );
    let found = inputs(&dossier("tables-overlap-named", &named, &files));
    check(&found, &[("activite.interventions", "24")]);
}

#[test]
fn a_sheet_of_a_workbook_is_the_table_that_it_fits_best() {
    let meetings = "Date;Nature;Tenue;Compte rendu\n05/01/2025;copil;oui;oui\n20/12/2025;équipe;oui;non\n";
    let files: [(&str, &[u8]); 1] = [("preuves/tableaux/2026-01-10-reunions.csv", meetings.as_bytes())];
    let found = inputs(&dossier("tables-binder", "", &files));
    // it has the columns that a table of alerts needs, too, and is none
    let tables: Vec<&str> = found["preuves"][0]["tableaux"]
        .as_array()
        .unwrap()
        .iter()
        .map(|table| table["tableau"].as_str().unwrap())
        .collect();
    assert_eq!(tables, ["tableau-reunions"]);
    check(&found, &[("gouvernance.reunions-tenues", "1")]);
    // two columns that two tables have are neither: a person says which folder
    let unsure = meetings
        .replace(";Tenue;Compte rendu", "")
        .replace(";oui;oui", "")
        .replace(";oui;non", "");
    let files: [(&str, &[u8]); 1] = [("preuves/tableaux/2026-01-10-x.csv", unsure.as_bytes())];
    let found = inputs(&dossier("tables-unsure", "", &files));
    assert_eq!(found["preuves"][0]["tableaux"], Value::Null);
}

#[test]
fn a_table_that_counts_little_says_which_columns_would_count_more() {
    let text = "Reçu le;Objet;Réponse le\n12/01/2025;bruit;20/01/2025\n20/12/2025;retard;\n";
    let files: [(&str, &[u8]); 1] = [(
        "preuves/tableau-demandes/2026-01-10-plaintes.csv",
        text.as_bytes(),
    )];
    let map = mediaudit(&["preuves"], &dossier("tables-wanting", "", &files));
    let map = map.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        map.contains("compte 0 nombre du dossier avec les colonnes « Nature », « Refusée » et « Motif du refus », 8 nombres de plus y seraient comptés"),
        "{map}"
    );
}

#[test]
fn an_empty_table_says_the_days_that_it_covers() {
    let empty = "Date de la demande;Nature;Date de réponse\n";
    let files: [(&str, &[u8]); 1] = [(
        "preuves/tableau-demandes/2026-01-10-plaintes.csv",
        empty.as_bytes(),
    )];
    let found = inputs(&dossier("tables-empty", "", &files));
    check(&found, &[("reclamations.recues", "vide-sans-periode")]);
    let own = "[[preuve]]\nid = \"plaintes\"\ntypes = [\"tableau-demandes\"]\nfichier = \"preuves/tableau-demandes/2026-01-10-plaintes.csv\"\ndate-effet = 2026-01-10\nperiode = [2025-01-01, 2025-12-31]\n";
    let folder = dossier("tables-empty-period", own, &files);
    check(
        &inputs(&folder),
        &[("reclamations.recues", "0"), ("reclamations.repondues", "0")],
    );
}

#[test]
fn a_table_of_activity_names_nobody_who_was_helped() {
    let text =
        "Date;Registre;Nom de l’habitant Martin;Téléphone\n05/01/2025;C;Jean;0601020304\n20/12/2025;C;;\n";
    let files: [(&str, &[u8]); 1] = [("preuves/tableau-activite/2026-01-10-t.csv", text.as_bytes())];
    let folder = dossier("tables-forbidden", "", &files);
    let map = mediaudit(&["preuves"], &folder);
    assert!(
        map.contains("aucune personne aidée : videz ou retirez les colonnes feuille 1!C (« nom »), feuille 1!D (« téléphone »)"),
        "{map}"
    );
    // it is an alert as any other data of persons, told column by column until it is silenced with a reason
    let columns =
        "2 colonnes qui désignent des personnes aidées : feuille 1!C (« nom »), feuille 1!D (« téléphone »)";
    assert!(map.contains(columns), "{map}");
    let told = mediaudit(&["verifier"], &folder);
    assert!(told.contains("1 alerte de données personnelles"), "{told}");
    let whole = mediaudit(&["rapport", "--etendue", "complet", "--format", "texte"], &folder);
    assert!(whole.contains(columns), "{whole}");
    // what it counts reads no such column: the count stands, and neither the datum nor the heading is shown
    let report = mediaudit(&["rapport", "--format", "json"], &folder);
    check(&inputs(&folder), &[("activite.interventions", "2")]);
    for said in [&map, &told, &whole, &report] {
        for datum in ["Jean", "0601020304", "Martin"] {
            assert!(!said.contains(datum), "{datum}: {said}");
        }
    }
}

#[test]
fn a_column_of_names_is_told_wherever_it_is_put_away() {
    let column = |name: &str, own: &str, format: &str, bytes: &[u8]| {
        let path = format!("preuves/tableau-activite/2026-01-10-t.{format}");
        let folder = dossier(name, own, &[(path.as_str(), bytes)]);
        let alerts = inputs(&folder)["donnees-personnelles"]["alertes"].clone();
        alerts[0]["colonnes"][0]["endroit"]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    };
    // called by the name of a column of the norm
    let text = "Date;Nom\n05/01/2025;Jean\n20/12/2025;\n";
    let tied = "[correspondance.tableau-activite]\nregistre = \"Nom\"\n";
    assert_eq!(
        column("tables-forbidden-tied", tied, "csv", text.as_bytes()),
        "feuille 1!B"
    );
    // hidden
    let sheet = rows(&[&["Date", "Registre", "Nom"], &["=45700", "C", "Jean"]]).replace(
        "<sheetData>",
        "<cols><col min=\"3\" max=\"3\" hidden=\"1\"/></cols><sheetData>",
    );
    assert_eq!(
        column("tables-forbidden-hidden", "", "xlsx", &xlsx(&sheet, "", &[])),
        "Année!C"
    );
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/tableaux/activite.xls");
    assert_eq!(
        column("tables-forbidden-xls", "", "xls", &fs::read(kept).unwrap()),
        "Année 2025!F"
    );
    // an empty one names nobody
    assert_eq!(
        column("tables-forbidden-empty", "", "csv", b"Date;Nom\n05/01/2025;\n"),
        ""
    );
}

#[test]
fn hidden_rows_are_told_and_decide_nothing() {
    let sheet = rows(&[&["Date", "Nature"], &["=45700", "danger"], &["=45701", "danger"]]).replacen(
        "<row><c s=\"1\"><v>45701",
        "<row hidden=\"1\"><c s=\"1\"><v>45701",
        1,
    );
    let bytes = xlsx(&sheet, "", &[]);
    let files: [(&str, &[u8]); 1] = [("preuves/tableau-alertes/2026-01-10-a.xlsx", &bytes)];
    let own = "[[preuve]]\nid = \"a\"\ntypes = [\"tableau-alertes\"]\nfichier = \"preuves/tableau-alertes/2026-01-10-a.xlsx\"\nperiode = [2025-01-01, 2025-12-31]\n";
    let folder = dossier("tables-hidden", own, &files);
    check(
        &inputs(&folder),
        &[
            ("alertes.faites", "lignes-illisibles"),
            ("securite.incidents", "0"),
        ],
    );
    let map = mediaudit(&["preuves"], &folder);
    assert!(
        map.contains("1 ligne masquée") && map.contains("Année!3"),
        "{map}"
    );
}

#[test]
fn days_are_counted_from_the_workbooks_own_first() {
    let sheet = rows(&[&["Date"], &["=44196"]]);
    let day = |book: &str| {
        grids(Format::Xlsx, &xlsx(&sheet, book, &[])).unwrap()[0].rows[1].cells[0]
            .1
            .clone()
    };
    let is = |text: &str| GridCell::Day(text.parse_day());
    assert_eq!(day(""), is("2020-12-31"));
    assert_eq!(day("<workbookPr date1904=\"1\"/>"), is("2025-01-01"));
}

trait Day {
    fn parse_day(&self) -> mediaudit_core::kernel::Date;
}

impl Day for str {
    fn parse_day(&self) -> mediaudit_core::kernel::Date {
        mediaudit_core::kernel::Date::parse(self).unwrap()
    }
}

#[test]
fn hostile_tables_get_their_reason_within_bounds() {
    // a stray cell at the far end costs one cell
    let stray = "<worksheet><sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c></row><row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row></sheetData></worksheet>";
    let found = grids(Format::Xlsx, &xlsx(stray, "", &[])).unwrap();
    assert_eq!((found[0].rows.len(), found[0].beyond), (1, 1));
    // two thousand million cells by repeat, and as many blank ones
    let ods = |row: &str| {
        odf(
            "spreadsheet",
            &format!(
                "<office:spreadsheet><table:table table:name=\"f\">{row}</table:table></office:spreadsheet>"
            ),
            &[],
        )
    };
    let cell = "<table:table-cell table:number-columns-repeated=\"2000\" office:value-type=\"float\" office:value=\"1\"><text:p>1</text:p></table:table-cell>";
    let filled = format!("<table:table-row table:number-rows-repeated=\"1048576\">{cell}</table:table-row>");
    assert_eq!(grids(Format::Ods, &ods(&filled)), Err(Fault::TooManyCells));
    let blank = "<table:table-row table:number-rows-repeated=\"1048576\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>";
    assert_eq!(grids(Format::Ods, &ods(blank)).unwrap()[0].rows.len(), 0);
    // seventy thousand columns
    let wide = "x;".repeat(70_000);
    assert_eq!(grids(Format::Csv, wide.as_bytes()).unwrap()[0].beyond, 69_488);
    // a formula gives the value that is kept of it, and none where none is; a link to another workbook is not followed; macros are not run
    let formulas = "<worksheet><sheetData><row><c><f>A1+1</f><v>3</v></c><c><f>[1]Feuil1!A1</f></c><c t=\"e\"><v>#REF!</v></c></row></sheetData></worksheet>";
    let more = [
        ("xl/externalLinks/externalLink1.xml", "<externalLink/>"),
        ("xl/vbaProject.bin", "Sub AutoOpen()"),
    ];
    let found = grids(Format::Xlsx, &xlsx(formulas, "", &more)).unwrap();
    let cells: Vec<GridCell> = found[0].rows[0]
        .cells
        .iter()
        .map(|(_, cell)| cell.clone())
        .collect();
    assert_eq!(
        cells,
        [
            GridCell::Number("3".to_owned()),
            GridCell::Faulty,
            GridCell::Faulty
        ]
    );
    // a hidden sheet is marked
    let protected = zip(&[
        ("META-INF/manifest.xml", "<m><encryption-data/></m>"),
        ("content.xml", "x"),
    ]);
    assert_eq!(grids(Format::Ods, &protected), Err(Fault::Encrypted));
}

#[test]
fn each_kind_of_table_counts_all_the_numbers_that_it_is_said_to_hold() {
    let any: [(&str, &[u8]); 1] = [("preuves/tableaux/2026-01-10-x.csv", b"x")];
    let norm = inputs(&dossier("tables-none", "", &any))["norme"].clone();
    let tables = norm["tableaux"].as_object().unwrap();
    let counted = |table: &str| -> Vec<String> {
        let facts = norm["faits"].as_object().unwrap();
        let of = facts
            .iter()
            .filter(|(_, fact)| fact["calcul"]["tableau"] == *table);
        of.map(|(key, _)| key.clone()).collect()
    };
    // personnel, activity, presence, requests and complaints, courses, meetings, partners, alerts, opinions, actions
    assert_eq!(tables.len(), 10);
    let total: usize = tables.keys().map(|table| counted(table).len()).sum();
    assert!(total >= 60, "{total}");
    for (id, table) in tables {
        let columns = table["colonnes"].as_array().unwrap();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let row = |day: &str| -> String {
            let cells = columns
                .iter()
                .map(|column| match column["type"].as_str().unwrap() {
                    "date" => day.to_owned(),
                    "nombre" => "3".to_owned(),
                    "oui-non" => "oui".to_owned(),
                    "choix" => text(&column["choix"][0]["mots"][0]),
                    _ => "mot".to_owned(),
                });
            cells.collect::<Vec<_>>().join(";")
        };
        let heads: Vec<String> = columns.iter().map(|column| text(&column["libelle"])).collect();
        let sheet = [
            heads.join(";"),
            row("01/01/2025"),
            row("15/06/2025"),
            row("31/12/2025"),
        ]
        .join("\n");
        let path = format!("preuves/{id}/2026-10-01-tout.csv");
        let found = inputs(&dossier(
            &format!("tables-each-{id}"),
            "",
            &[(path.as_str(), sheet.as_bytes())],
        ));
        let wanted = counted(id);
        assert!(!wanted.is_empty(), "{id}");
        for fact in wanted {
            let (value, why) = self::counted(&found, &fact);
            assert!(why.is_empty() && !value.is_empty(), "{id}, {fact}: {why}");
        }
    }
}
