//! Nobody but the person at this machine, from a page of this desk, sees or changes anything.

use std::collections::BTreeSet;
use std::fs;
use std::process::Command;

use super::{Desk, addresses, encoded};
use crate::support::temporary;

const EXAMPLE: &str = "regie-des-tilleuls";

#[test]
fn another_name_for_this_machine_is_refused_before_anything_else() {
    let desk = Desk::of_example("desk-host", EXAMPLE);
    let port = desk.port;
    for host in [
        "evil.example".to_owned(),
        format!("evil.example:{port}"),
        "127.0.0.1".to_owned(),
        format!("127.0.0.1:{}", port.wrapping_add(1)),
        format!("127.0.0.1.evil.example:{port}"),
        format!("0.0.0.0:{port}"),
        String::new(),
    ] {
        for path in ["/", "/statique/bureau.css", "/papiers"] {
            let answered = desk.ask("GET", path, &[("Host", &host), ("Cookie", &desk.cookie)], b"");
            assert!(
                matches!(answered.status, 400 | 421),
                "{host} {path}: {}",
                answered.status
            );
            assert!(!answered.text().contains("Tilleuls"), "{host} {path}");
        }
    }
    let twice = [
        ("Host", "evil.example"),
        ("Host", &format!("127.0.0.1:{port}")),
        ("Cookie", &desk.cookie),
    ];
    assert!(matches!(desk.ask("GET", "/", &twice, b"").status, 400 | 421));
    let named = format!("localhost:{port}");
    assert_eq!(
        desk.ask("GET", "/", &[("Host", &named), ("Cookie", &desk.cookie)], b"")
            .status,
        200
    );
}

#[test]
fn the_address_opens_once_and_leaves_a_key_that_no_script_reads() {
    let desk = Desk::of_example("desk-once", EXAMPLE);
    let replayed = desk.enter();
    assert_eq!(replayed.status, 401);
    assert_eq!(replayed.header("set-cookie"), "");
    assert!(
        replayed.text().contains("ne sert qu’une fois"),
        "{}",
        replayed.text()
    );
    // its name bears the port: a browser sends cookies to every port of a machine
    assert!(
        desk.cookie.starts_with(&format!("mediaudit-{}=", desk.port)),
        "{}",
        desk.cookie
    );
    for headers in [
        vec![],
        vec![("Cookie", "mediaudit=1".to_owned())],
        vec![("Cookie", format!("mediaudit-{}=", desk.port))],
        vec![("Cookie", desk.cookie.replace('=', "=0"))],
    ] {
        let headers: Vec<(&str, &str)> = headers.iter().map(|(a, b)| (*a, b.as_str())).collect();
        for path in [
            "/",
            "/questions/C05",
            "/papiers",
            "/rapport/pdf",
            "/vivant",
            "/entree",
            "/entree?cle=",
        ] {
            let answered = desk.ask("GET", path, &headers, b"");
            assert_eq!(answered.status, 401, "{path}");
            assert!(!answered.text().contains("Tilleuls"), "{path}");
        }
    }
    let (fresh, flags) = {
        let other = Desk::of_example("desk-once-flags", EXAMPLE);
        (other.cookie.clone(), other.port)
    };
    assert!(!fresh.is_empty() && flags != 0);
}

#[test]
fn the_key_is_given_with_the_marks_that_keep_it() {
    let folder = temporary("desk-marks");
    fs::write(folder.join("dossier.toml"), "schema = 1\n").unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_mediaudit"))
        .args(["ouvrir", "--sans-navigateur"])
        .arg(&folder)
        .env("XDG_CACHE_HOME", folder.with_extension("cache"))
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = std::io::BufRead::lines(std::io::BufReader::new(child.stdout.take().unwrap()));
    let url = lines
        .find_map(|line| Some(line.unwrap().trim().to_owned()).filter(|l| l.starts_with("http")))
        .unwrap();
    let (host, path) = url.trim_start_matches("http://").split_once('/').unwrap();
    let port = host.split_once(':').unwrap().1.parse().unwrap();
    let request = format!("GET /{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
    let entered = super::raw(port, request.as_bytes());
    let cookie = entered.header("set-cookie").to_owned();
    for mark in ["HttpOnly", "SameSite=Strict", "Path=/"] {
        assert!(cookie.contains(mark), "{cookie}");
    }
    // what remains in the history of the browser opens nothing
    assert_eq!(entered.header("location"), "/");
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn a_change_comes_from_a_page_of_this_very_desk() {
    let desk = Desk::of_example("desk-origin", EXAMPLE);
    let before = desk.files();
    let own = format!("http://127.0.0.1:{}", desk.port);
    let other = format!("http://127.0.0.1:{}", desk.port.wrapping_add(1));
    let form = desk.form("/questions/C05", "/questions/C05");
    let form = super::changed(&form, &[("niveau", "prevue")]);
    let body = encoded(&super::borrowed(&form));
    for headers in [
        vec![("Origin", "https://evil.example")],
        vec![("Origin", "null")],
        vec![("Origin", other.as_str())],
        vec![("Origin", "http://localhost")],
        vec![("Origin", own.as_str()), ("Sec-Fetch-Site", "cross-site")],
        vec![("Origin", own.as_str()), ("Sec-Fetch-Site", "same-site")],
        vec![("Sec-Fetch-Site", "none")],
        vec![("Sec-Fetch-Site", "same-site")],
        vec![],
    ] {
        for path in [
            "/questions/C05",
            "/annuler",
            "/quitter",
            "/plan/prendre",
            "/papiers/deposer",
            "/accueil/ouvrir",
        ] {
            let mut all = headers.clone();
            all.push(("Cookie", &desk.cookie));
            all.push(("Content-Type", "application/x-www-form-urlencoded"));
            let answered = desk.ask("POST", path, &all, body.as_bytes());
            assert_eq!(answered.status, 403, "{path} {headers:?}");
        }
    }
    // of this origin, without the token of its forms
    for token in ["", "0", "00000000000000000000000000000000"] {
        let form = super::changed(&form, &[("jeton", token)]);
        assert_eq!(
            desk.post("/questions/C05", &super::borrowed(&form)).status,
            403,
            "{token}"
        );
        assert_eq!(desk.post("/quitter", &[("jeton", token)]).status, 403, "{token}");
    }
    assert_eq!(desk.files(), before);
    assert_eq!(desk.get("/").status, 200, "it goes on");
}

#[test]
fn no_address_leads_to_a_file() {
    let desk = Desk::of_example("desk-paths", EXAMPLE);
    fs::write(desk.folder.parent().unwrap().join("secret.txt"), "secret").unwrap();
    let marks = ["version-norme", "secret", "root:"];
    for id in [
        "..",
        "../dossier.toml",
        "..%2fdossier.toml",
        "..%2f..%2fsecret.txt",
        "%2e%2e%2fdossier.toml",
        "dossier.toml",
        "preuves%2f",
        "%2fetc%2fpasswd",
        "C:%5Cwindows",
        "%00",
    ] {
        for path in [
            format!("/papiers/piece/{id}/fichier"),
            format!("/papiers/piece/{id}"),
            format!("/statique/{id}"),
            format!("/questions/{id}"),
            format!("/{id}"),
        ] {
            let answered = desk.get(&path);
            assert!(
                matches!(answered.status, 400..=422),
                "{path}: {}",
                answered.status
            );
            let text = answered.text();
            assert!(!marks.iter().any(|mark| text.contains(mark)), "{path}: {text}");
        }
    }
}

#[test]
fn evidence_is_given_to_be_kept_whatever_it_holds() {
    let folder = temporary("desk-svg");
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>";
    let page = "<!DOCTYPE html><html><body><script>alert(1)</script></body></html>";
    fs::create_dir_all(folder.join("preuves/_autres")).unwrap();
    fs::write(folder.join("preuves/_autres/dessin.svg"), svg).unwrap();
    fs::write(folder.join("preuves/_autres/page.html"), page).unwrap();
    let pieces = "[[preuve]]\nid = \"dessin\"\nfichier = \"preuves/_autres/dessin.svg\"\ntypes = [\"organigramme\"]\n[[preuve]]\nid = \"page\"\nfichier = \"preuves/_autres/page.html\"\ntypes = [\"organigramme\"]\n";
    let head = "schema = 1\nid = \"essai\"\nnorme = \"nf-x60-600\"\nversion-norme = \"1.0.0\"\ngenre = \"auto-evaluation\"\ndate-audit = 2026-11-23\ncycle = \"initial\"\n[structure]\nnom = \"Essai\"\n";
    fs::write(folder.join("dossier.toml"), format!("{head}{pieces}")).unwrap();
    let desk = Desk::open(folder, &[]);
    for (id, bytes) in [("dessin", svg), ("page", page)] {
        let given = desk.get(&format!("/papiers/piece/{id}/fichier"));
        assert_eq!(given.text(), bytes);
        assert_eq!(given.header("content-type"), "application/octet-stream");
        assert!(given.header("content-disposition").starts_with("attachment;"));
        assert_eq!(given.header("x-content-type-options"), "nosniff");
        assert_eq!(
            given.header("content-security-policy"),
            "default-src 'none'; sandbox"
        );
        let shown = desk.get(&format!("/papiers/piece/{id}")).text();
        assert!(!shown.contains("<script>alert"), "{shown}");
    }
}

#[test]
fn a_pdf_alone_is_shown_and_in_no_frame_but_ours() {
    let folder = temporary("desk-sight");
    fs::create_dir_all(folder.join("preuves/_autres")).unwrap();
    let page = "<!DOCTYPE html><html><body><script>alert(1)</script>%PDF-1.4</body></html>";
    fs::write(folder.join("preuves/_autres/vrai.pdf"), crate::support::PDF).unwrap();
    fs::write(folder.join("preuves/_autres/faux.pdf"), page).unwrap();
    let piece = |id: &str| {
        format!(
            "[[preuve]]\nid = \"{id}\"\nfichier = \"preuves/_autres/{id}.pdf\"\ntypes = [\"organigramme\"]\n"
        )
    };
    let head = "schema = 1\nid = \"essai\"\nnorme = \"nf-x60-600\"\nversion-norme = \"1.0.0\"\ngenre = \"auto-evaluation\"\ndate-audit = 2026-11-23\ncycle = \"initial\"\n[structure]\nnom = \"Essai\"\n";
    fs::write(
        folder.join("dossier.toml"),
        format!("{head}{}{}", piece("vrai"), piece("faux")),
    )
    .unwrap();
    let desk = Desk::open(folder, &[]);
    let shown = desk.get("/papiers/piece/vrai/vue");
    assert_eq!(shown.body, crate::support::PDF);
    assert_eq!(shown.header("content-type"), "application/pdf");
    assert_eq!(shown.header("content-disposition"), "");
    assert_eq!(shown.header("x-content-type-options"), "nosniff");
    assert_eq!(shown.header("x-frame-options"), "SAMEORIGIN");
    let policy = shown.header("content-security-policy");
    assert!(
        policy.starts_with("default-src 'none';") && policy.ends_with("frame-ancestors 'self'"),
        "{policy}"
    );
    assert!(!policy.contains("script-src"), "{policy}");
    // what only calls itself one is not
    assert_eq!(desk.get("/papiers/piece/faux/vue").status, 404);
    assert!(!desk.get("/papiers/piece/faux").text().contains("<iframe"));
    let page = desk.get("/papiers/piece/vrai");
    assert!(page.text().contains("<iframe"));
    let policy = page.header("content-security-policy");
    assert!(
        policy.contains("frame-src 'self'") && policy.contains("frame-ancestors 'none'"),
        "{policy}"
    );
    // no other page holds a frame
    assert!(
        !desk
            .get("/papiers")
            .header("content-security-policy")
            .contains("frame-src")
    );
}

#[test]
fn a_form_is_bounded() {
    let desk = Desk::of_example("desk-bounded", EXAMPLE);
    let before = desk.files();
    let long = "a".repeat(2 * 1024 * 1024);
    let token = desk.form("/questions/C05", "/questions/C05");
    let form = super::changed(&token, &[("commentaire", &long)]);
    let answered = desk.post("/questions/C05", &super::borrowed(&form));
    assert_eq!(answered.status, 413);
    assert_eq!(desk.files(), before);
    assert_eq!(desk.get("/").status, 200);
}

#[test]
fn a_dossier_has_one_desk_and_the_second_says_where_the_first_is() {
    let desk = Desk::of_example("desk-two", EXAMPLE);
    let second = || {
        Command::new(env!("CARGO_BIN_EXE_mediaudit"))
            .args(["ouvrir", "--sans-navigateur"])
            .arg(&desk.folder)
            .env("XDG_CACHE_HOME", desk.folder.with_extension("cache"))
            .output()
            .unwrap()
    };
    let refused = second();
    let told = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert_eq!(refused.status.code(), Some(2), "{told}");
    assert!(
        told.contains(&format!("http://127.0.0.1:{}/", desk.port)),
        "{told}"
    );
    assert!(!told.contains("cle="), "{told}");
    // what stands in a dossier that somebody sent is no address to follow
    fs::write(desk.folder.join(".mediaudit/bureau.txt"), "http://evil.example/").unwrap();
    let told = String::from_utf8_lossy(&second().stderr).into_owned();
    assert!(!told.contains("evil"), "{told}");
}

#[cfg(unix)]
#[test]
fn nothing_is_read_or_written_through_a_link() {
    use std::os::unix::fs::symlink;
    let outside = temporary("desk-outside");
    fs::write(outside.join("secret.pdf"), crate::support::PDF).unwrap();
    let desk = Desk::of_example("desk-link", EXAMPLE);
    symlink(outside.join("secret.pdf"), desk.folder.join("preuves/lien.pdf")).unwrap();
    symlink(&outside, desk.folder.join("preuves/ailleurs")).unwrap();
    let page = desk.get("/papiers");
    assert_eq!(page.status, 200);
    assert!(!page.text().contains("secret.pdf"));
    for path in addresses(&page.text())
        .iter()
        .filter(|path| path.contains("/piece/"))
    {
        let given = desk.get(&format!("{path}/fichier"));
        assert_ne!(given.body, crate::support::PDF, "{path}");
    }
    // the file that edits write is swapped for a link: nothing is written
    let kept = outside.join("dossier.toml");
    fs::copy(desk.folder.join("dossier.toml"), &kept).unwrap();
    let form = desk.form("/questions/C05", "/questions/C05");
    fs::remove_file(desk.folder.join("dossier.toml")).unwrap();
    symlink(&kept, desk.folder.join("dossier.toml")).unwrap();
    let before = fs::read(&kept).unwrap();
    let form = super::changed(&form, &[("niveau", "prevue")]);
    let answered = desk.post("/questions/C05", &super::borrowed(&form));
    assert_eq!(answered.status, 422, "{}", answered.text());
    assert_eq!(fs::read(&kept).unwrap(), before);
}

#[test]
fn looking_changes_nothing_and_every_answer_bears_its_guards() {
    let desk = Desk::of_example("desk-crawl", EXAMPLE);
    let before = desk.files();
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let mut todo = vec![
        "/".to_owned(),
        "/accueil".to_owned(),
        "/vivant".to_owned(),
        "/nulle-part".to_owned(),
        "/annuler".to_owned(),
        "/quitter".to_owned(),
        "/plan/prendre".to_owned(),
        "/papiers/deposer".to_owned(),
        "/papiers/depot/1".to_owned(),
        "/rapport/html?etendue=zut".to_owned(),
        "/?dit=-1".to_owned(),
    ];
    while let Some(path) = todo.pop() {
        // one page of each kind is enough for those that are many; reports are read elsewhere
        let kind = path.split(['?', '#']).next().unwrap();
        let kind: String = kind.chars().filter(|c| !c.is_ascii_digit()).collect();
        let many = path.contains("/piece/") && seen.iter().filter(|p| p.contains("/piece/")).count() > 4;
        let many = many
            || path.starts_with("/accueil?dans")
            || kind.starts_with("/questions/") && seen.contains(&kind);
        if many || path.starts_with("/rapport/pdf") || !seen.insert(path.clone()) {
            continue;
        }
        seen.insert(kind);
        let answered = desk.get(&path);
        for (name, wanted) in [
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "same-origin"),
            ("x-frame-options", "DENY"),
            ("cross-origin-resource-policy", "same-origin"),
        ] {
            assert_eq!(answered.header(name), wanted, "{path}: {name}");
        }
        let policy = answered.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'"), "{path}: {policy}");
        assert!(
            !answered.headers.contains_key("access-control-allow-origin"),
            "{path}"
        );
        let kept = answered.header("cache-control");
        assert!(
            kept == "no-store" || path.starts_with("/statique/"),
            "{path}: {kept}"
        );
        if answered.header("content-type").starts_with("text/html") {
            let text = answered.text();
            if !path.starts_with("/rapport/html") {
                assert!(!policy.contains("unsafe"), "{path}: {policy}");
                assert!(
                    !text.contains("<style") && !text.contains(" style=") && !text.contains(" onclick"),
                    "{path}"
                );
                assert!(!text.contains("<script>"), "{path}");
            }
            todo.extend(addresses(&text));
        } else if answered.status >= 400 {
            panic!("{path}: {} {}", answered.status, answered.text());
        }
    }
    assert!(seen.len() > 25, "{seen:?}");
    assert_eq!(desk.files(), before);
}
