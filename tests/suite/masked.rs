//! Data of persons that somebody wrote by mistake: told, and shown by no output.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use mediaudit_core::assessment::Assessment;
use mediaudit_core::assessment::results::Truth;
use mediaudit_core::record::Reader;
use mediaudit_core::record::item::Format;
use mediaudit_evidence::contents::InProcess;

use super::made::pdf;
use super::support::{dossier, norm, place};

/// The one number that the norm below asks for, and says itself.
const HOTLINE: &str = "06 00 00 00 99";

/// Phone numbers made up for these tests, one a place, so that a leak names its door.
fn phone(n: usize) -> String {
    format!("06 00 00 00 {n:02}")
}

/// The trial norm, with a text to state and a number of its own to compare it with.
fn asking(name: &str) -> PathBuf {
    let folder = place(&format!("masque-norme-{name}"));
    fs::create_dir_all(&folder).unwrap();
    let sound = fs::read_to_string(norm().join("norme.toml")).unwrap();
    let facts = "[[fait]]\ncle = \"contact\"\nlibelle = \"Contact\"\ntype = \"texte\"\naide = \"Qui ?\"\n\n[[fait]]\ncle = \"ligne\"\nlibelle = \"Ligne\"\ntype = \"texte\"\naide = \"Laquelle ?\"\n\n[[type-preuve]]";
    let asked = format!(
        "[[critere]]\nid = \"E3\"\ntitre = \"Ligne\"\nexigence = \"La ligne commune est donnée.\"\nenjeu = \"Joindre.\"\nimportance = \"recommande\"\njuge = \"automatique\"\nconfiance = \"C\"\n\n  [[critere.element]]\n  id = \"a\"\n  libelle = \"La ligne est celle du réseau\"\n  si = {{ fait = {{ cle = \"ligne\", vaut = \"{HOTLINE}\" }} }}\n  action = \"La donner.\"\n  effort = 1\n  declaration-suffit = true\n\n  [[critere.element]]\n  id = \"b\"\n  libelle = \"Un contact est donné\"\n  si = {{ fait = {{ cle = \"contact\", renseigne = true }} }}\n  action = \"Le donner.\"\n  effort = 1\n  declaration-suffit = true\n\n[politique]"
    );
    let text = sound
        .replacen("[[type-preuve]]", facts, 1)
        .replacen("[politique]", &asked, 1);
    fs::write(folder.join("norme.toml"), text).unwrap();
    folder
}

/// A dossier with a number in each place where somebody may write; 40 places.
fn everywhere(name: &str) -> PathBuf {
    let p = phone;
    let body = format!(
        "forme = \"association {p1}\"\nlogo = \"logo_{p2}.png\"\n[[site]]\nid = \"nord\"\nnom = \"Nord {p3}\"\n[faits]\nouvert = {{ valeur = true, source = \"demander {p4}\", par = \"accueil {p5}\" }}\ncontact = \"Zoé {p6}\"\nligne = \"{HOTLINE}\"\nequipe.mediateurs = [{{ valeur = 4 }}, {{ valeur = 2, site = \"nord\", source = \"tableau {p7}\" }}]\n[pratiques.E1]\nniveau = \"en-place\"\ncommentaire = \"appeler {p8}\"\npar = \"chef {p9}\"\n[pratiques.E2]\nnon-applicable = \"voir {p10}\"\n[[preuve]]\nid = \"armoire\"\ntypes = [\"regle\"]\nailleurs = \"chez {p11}\"\ndetenteur = \"direction {p12}\"\ntitre = \"Règle {p13}\"\norigine = \"CAF {p14}\"\npar = \"elle {p15}\"\n[[preuve]]\nid = \"partie\"\ntypes = [\"regle\"]\nfichier = \"preuves/regle/parti-{p16}.pdf\"\n[[preuve]]\nid = \"zz-encore\"\ntypes = [\"liste\"]\nfichier = \"preuves/regle/tel_{p17}.pdf\"\ntitre = \"encore {p18}\"\n[[preuve]]\nid = \"une\"\ntypes = [\"regle\"]\nfichier = \"preuves/regle/tel_{p17}.pdf\"\n[[alerte-levee]]\nempreinte = \"0123456789ab\"\nnature = \"iban\"\nraison = \"dit au {p19}\"\n",
        p1 = p(1),
        p2 = p(2),
        p3 = p(3),
        p4 = p(4),
        p5 = p(5),
        p6 = p(6),
        p7 = p(7),
        p8 = p(8),
        p9 = p(9),
        p10 = p(10),
        p11 = p(11),
        p12 = p(12),
        p13 = p(13),
        p14 = p(14),
        p15 = p(15),
        p16 = p(16),
        p17 = p(17),
        p18 = p(18),
        p19 = p(19),
    );
    let page = pdf(&["La règle de la maison, écrite en équipe et affichée à l’accueil."]);
    let other = pdf(&["Une autre page, qui dit autre chose."]);
    let logo = fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/apercu-page-2.png")).unwrap();
    let files: Vec<(String, Vec<u8>)> = vec![
        (format!("preuves/regle/tel_{}.pdf", p(17)), page.clone()),
        (format!("preuves/regle/copie {}.pdf", p(20)), page),
        (format!("preuves/liste/sans-date-{}.pdf", p(21)), other),
        (format!("preuves/pas un type {}/x.txt", p(22)), b"x".to_vec()),
        (format!("preuves/regle/.cache-{}", p(23)), b"x".to_vec()),
        (format!("preuves/regle/illisible-{}.pdf", p(24)), b"x".to_vec()),
        (format!("logo_{}.png", p(2)), logo),
        (
            "constats/auditrice.toml".to_owned(),
            format!(
                    "schema = 1\n[auditeur]\nfonction = \"auditrice {}\"\norganisme = \"réseau {}\"\n[[constat]]\nid = \"k1\"\ncritere = \"E2\"\nnature = \"PS\"\nraison = \"Dit par {}.\"\npar = \"élève {}\"\n",
                    p(25), p(26), p(27), p(28)
                ).into_bytes(),
        ),
        (
            "actions.toml".to_owned(),
            format!(
                    "schema = 1\n[[action]]\nid = \"a1\"\ncritere = \"E1\"\naction = \"Rappeler {}\"\npilote = \"lui {}\"\npar = \"elle {}\"\n",
                    p(29), p(30), p(31)
                ).into_bytes(),
        ),
        (
            "observations.toml".to_owned(),
            format!(
                    "schema = 1\n[[observation]]\nid = \"o1\"\ncritere = \"E1\"\ntexte = \"Voir {}.\"\npar = \"elle {}\"\n",
                    p(32), p(33)
                ).into_bytes(),
        ),
        (
            "surcouche.toml".to_owned(),
            format!(
                    "schema = 1\nnorme = \"essai\"\nversion-norme = \"1.0.0\"\ntitulaire = \"la maison {}\"\n",
                    p(34)
                ).into_bytes(),
        ),
    ];
    let files: Vec<(&str, &[u8])> = files
        .iter()
        .map(|(path, bytes)| (path.as_str(), bytes.as_slice()))
        .collect();
    let folder = dossier(name, "", &files);
    let head = fs::read_to_string(folder.join("dossier.toml")).unwrap();
    let head = head.replace("Association d’essai", &format!("Association {}", p(35)));
    fs::write(folder.join("dossier.toml"), head + &body).unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink("x", folder.join(format!("preuves/regle/lien-{}.pdf", p(36)))).unwrap();
    folder
}

fn run(folder: &Path, norm: &Path, arguments: &[&str]) -> Output {
    let (name, rest) = arguments.split_first().unwrap();
    Command::new(env!("CARGO_BIN_EXE_mediaudit"))
        .arg(name)
        .arg(folder)
        .args(rest)
        .arg("--norme")
        .arg(norm)
        .output()
        .unwrap()
}

/// The numbers of ours that a text shows, whatever stands between their digits.
fn shown(text: &str) -> Vec<usize> {
    let digits: String = text
        .chars()
        .filter(|c| !matches!(c, ' ' | '\u{a0}' | '\n'))
        .collect();
    (1..=40)
        .filter(|n| digits.contains(&phone(*n).replace(' ', "")))
        .collect()
}

fn texts(output: &Output) -> String {
    format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

fn judged(folder: &Path, norm: &Path) -> Assessment {
    let output = run(
        folder,
        norm,
        &["rapport", "--etendue", "complet", "--format", "json"],
    );
    serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", texts(&output)))
}

#[test]
fn a_number_written_anywhere_stands_in_no_output() {
    let (folder, norm) = (everywhere("masque-partout"), asking("partout"));
    for arguments in [
        &["verifier"][..],
        &["verifier", "--format", "json"],
        &["verifier", "--norme-version", norm.to_str().unwrap()],
        &["preuves"],
        &["expliquer", "E1"],
        &["expliquer", "E2"],
        &["expliquer", "E3"],
        &["expliquer", "E"],
        &["expliquer", "score"],
        &["rapport", "--etendue", "complet", "--format", "texte"],
        &["rapport", "--etendue", "complet", "--format", "json"],
        &["rapport", "--etendue", "complet", "--format", "html", "-o", "-"],
    ] {
        let output = run(&folder, &norm, arguments);
        let said = texts(&output);
        assert!(
            matches!(output.status.code(), Some(0 | 1)),
            "{arguments:?}\n{said}"
        );
        assert_eq!(shown(&said), [0; 0], "{arguments:?}\n{said}");
    }
    let output = run(&folder, &norm, &["rapport", "--etendue", "complet", "-o", "-"]);
    let read = InProcess.read(Format::Pdf, &output.stdout).unwrap();
    let words = read.unwrap().text.unwrap();
    assert!(words.contains("••") && shown(&words).is_empty(), "{words}");
    let file = lopdf::Document::load_mem(&output.stdout).unwrap();
    let mut attached = 0;
    for object in file.objects.values() {
        let Ok(stream) = object.as_stream() else { continue };
        let bytes = stream
            .decompressed_content()
            .unwrap_or_else(|_| stream.content.clone());
        let text = String::from_utf8_lossy(&bytes);
        attached += usize::from(text.contains("\"entrees\""));
        assert_eq!(shown(&text), [0; 0]);
    }
    assert_eq!(attached, 1, "the assessment is in the PDF");
}

#[test]
fn a_number_written_anywhere_is_told_with_its_place() {
    let (folder, norm) = (everywhere("masque-dit"), asking("dit"));
    let assessment = judged(&folder, &norm);
    let alerts = &assessment.inputs.privacy.as_ref().unwrap().alerts;
    let count = |place: &str| -> u32 {
        alerts
            .iter()
            .filter(|alert| alert.place == place)
            .map(|alert| alert.count)
            .sum()
    };
    let mask = "•• •• •• •• ••";
    for (place, wanted) in [
        ("dossier.toml, structure".to_owned(), 3),
        ("dossier.toml, site nord".to_owned(), 1),
        ("dossier.toml, faits.ouvert".to_owned(), 2),
        ("dossier.toml, faits.contact".to_owned(), 1),
        // the norm's own number is nobody's
        ("dossier.toml, faits.ligne".to_owned(), 0),
        ("dossier.toml, faits.equipe.mediateurs".to_owned(), 1),
        ("dossier.toml, pratiques.E1".to_owned(), 2),
        ("dossier.toml, pratiques.E2".to_owned(), 1),
        ("dossier.toml, preuve armoire".to_owned(), 5),
        ("dossier.toml, preuve partie".to_owned(), 1),
        ("dossier.toml, preuve zz-encore".to_owned(), 1),
        ("dossier.toml, alerte-levee".to_owned(), 1),
        ("surcouche.toml".to_owned(), 1),
        ("constats, auditeur".to_owned(), 2),
        ("constat k1".to_owned(), 2),
        ("action a1".to_owned(), 3),
        ("observation o1".to_owned(), 2),
        (format!("preuves/regle/tel_{mask}.pdf"), 1),
        (format!("preuves/regle/copie {mask}.pdf"), 1),
        (format!("preuves/liste/sans-date-{mask}.pdf"), 1),
        (format!("preuves/pas un type {mask}/x.txt"), 1),
        (format!("preuves/regle/.cache-{mask}"), 1),
        (format!("preuves/regle/illisible-{mask}.pdf"), 1),
    ] {
        assert_eq!(count(&place), wanted, "{place}");
    }
}

#[test]
fn a_masked_assessment_is_judged_again_from_its_json_alone() {
    let (folder, norm) = (everywhere("masque-recalcul"), asking("recalcul"));
    let assessment = judged(&folder, &norm);
    assert_eq!(
        mediaudit_core::engine::assess(&assessment.inputs).unwrap(),
        assessment.results
    );
    // the same dossier without a number is judged the same
    let plain = place("masque-recalcul-sans");
    super::support::copy_renamed(&folder, &plain, |text| {
        (1..=40).fold(text.to_owned(), |text, n| text.replace(&phone(n), "quelque part"))
    });
    let same = judged(&plain, &norm);
    assert!(same.inputs.privacy.as_ref().unwrap().alerts.is_empty());
    assert_eq!(same.results, assessment.results);
    let own = assessment.results.criteria.iter().find(|c| c.id.as_str() == "E3");
    let met: Vec<Truth> = own.unwrap().elements().iter().map(|e| e.truth).collect();
    assert_eq!(
        met,
        [Truth::Yes, Truth::Yes],
        "the norm's own number is told from others"
    );
}

#[test]
fn a_number_that_may_stay_is_shown_and_no_other() {
    let comment = format!("permanence {}, et {}", phone(1), "zoe.legoff@exemple.org");
    let digest = mediaudit_core::kernel::Digest::of(comment.as_bytes()).to_string();
    let body = format!(
        "[pratiques.E1]\nniveau = \"en-place\"\ncommentaire = \"{comment}\"\n[[alerte-levee]]\nempreinte = \"{digest}\"\nnature = \"telephone\"\nraison = \"numéro public\"\n"
    );
    let folder = dossier("masque-leve", &body, &[]);
    let assessment = judged(&folder, &norm());
    let (_, practice) = assessment.inputs.practices.first_key_value().unwrap();
    assert_eq!(
        practice.comment.as_deref(),
        Some(format!("permanence {}, et ••••••••••••••••••••••", phone(1)).as_str())
    );
    let told = texts(&run(
        &folder,
        &norm(),
        &["rapport", "--etendue", "complet", "--format", "texte"],
    ));
    assert!(
        told.contains("1 alerte de données personnelles, masquée"),
        "{told}"
    );
}

#[test]
fn a_finding_with_a_number_warns_whoever_writes_the_report() {
    let folder = dossier(
        "masque-constat",
        "",
        &[(
            "constats/auditrice.toml",
            "schema = 1\n[auditeur]\nfonction = \"auditrice\"\n[[constat]]\nid = \"k1\"\ncritere = \"E2\"\nnature = \"PS\"\nraison = \"Une habitante, 06 00 00 00 01, le dit.\"\n".as_bytes(),
        )],
    );
    let verified = run(&folder, &norm(), &["verifier"]);
    assert!(texts(&verified).contains("1 alerte de données personnelles"));
    let report = folder.join("rapport.txt");
    for output in ["-", report.to_str().unwrap()] {
        let written = run(
            &folder,
            &norm(),
            &[
                "rapport",
                "--etendue",
                "complet",
                "--format",
                "texte",
                "-o",
                output,
            ],
        );
        let said = String::from_utf8_lossy(&written.stderr).into_owned();
        assert!(
            said.contains("avertissement : 1 alerte de données personnelles, masquée dans le rapport"),
            "{said}"
        );
    }
    let report = fs::read_to_string(report).unwrap();
    assert!(
        report.contains("Une habitante, •• •• •• •• ••, le dit."),
        "{report}"
    );
    assert!(report.contains("constat k1 : 1 numéro de téléphone"), "{report}");
}

#[test]
fn a_line_at_fault_is_shown_without_its_number_and_at_its_column() {
    let body = format!(
        "[faits]\nequipe.mediateurs = \"{}\" # ou {}\n[pratiques.E1]\nniveau = \"ailleurs\" # née le 12 août 1987, {}\n",
        phone(1),
        "2 55 08 14 168 025 38",
        "zoe.legoff@exemple.org"
    );
    let folder = dossier(&format!("masque-faute_{}", phone(2)), &body, &[]);
    let output = run(&folder, &norm(), &["verifier"]);
    let said = texts(&output);
    assert_eq!(output.status.code(), Some(2));
    for datum in ["12 août 1987", "zoe.legoff", "168 025 38"] {
        assert!(!said.contains(datum), "{said}");
    }
    assert_eq!(shown(&said), [0; 0], "{said}");
    assert!(
        said.contains("equipe.mediateurs = \"•• •• •• •• ••\" # ou • •• •• •• ••• ••• ••"),
        "{said}"
    );
    assert!(
        said.contains("dossier.toml:11:21") && said.contains("^^^^^^^^^^^^^^^^"),
        "{said}"
    );
    assert!(said.contains("# née le •• •••• ••••, ••"), "{said}");
}

#[test]
fn a_file_whose_name_is_masked_is_renamed_before_it_is_dated() {
    let folder = dossier(
        "masque-date",
        "[[preuve]]\nid = \"armoire\"\ntypes = [\"regle\"]\nailleurs = \"armoire\"\n",
        &[(
            "preuves/regle/de zoe.legoff@exemple.org.pdf",
            &pdf(&["La règle de la maison."]),
        )],
    );
    let map = super::page::spaced(&texts(&run(&folder, &norm(), &["preuves"])));
    assert!(map.contains("ôtez-en ce qui désigne une personne"), "{map}");
    assert!(!map.contains("fichier ="), "{map}");
    assert_eq!(
        map.matches("nom du fichier").count(),
        1,
        "what is no file has no name to change"
    );
}
