//! The desk, asked as a browser asks it: over its port, with no browser.

mod gate;
mod history;
mod kept;
mod lifting;
mod pages;

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use regex::Regex;

use crate::support::{copy, place};

/// A desk that runs, closed when the test ends.
pub(crate) struct Desk {
    child: Child,
    pub(crate) folder: PathBuf,
    /// The address, which works once.
    pub(crate) entrance: String,
    pub(crate) port: u16,
    pub(crate) cookie: String,
}

impl Drop for Desk {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// What was answered.
#[derive(Debug, Clone)]
pub(crate) struct Answered {
    pub(crate) status: u16,
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) body: Vec<u8>,
}

impl Answered {
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }
}

/// One request, byte for byte, on a connection of its own.
pub(crate) fn raw(port: u16, request: &[u8]) -> Answered {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    // a server that has refused may not read the rest
    drop(stream.write_all(request));
    let mut all = Vec::new();
    drop(stream.read_to_end(&mut all));
    let end = all.windows(4).position(|w| w == b"\r\n\r\n").unwrap_or(all.len());
    let head = String::from_utf8_lossy(&all[..end]).into_owned();
    let mut lines = head.lines();
    let status = lines.next().unwrap_or_default();
    let status = status.split(' ').nth(1).and_then(|code| code.parse().ok());
    let headers = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
        .collect();
    Answered {
        status: status.unwrap_or_default(),
        headers,
        body: all.get(end + 4..).unwrap_or_default().to_vec(),
    }
}

impl Desk {
    /// Opens a copy of an example.
    pub(crate) fn of_example(test: &str, example: &str) -> Self {
        let folder = place(test);
        let from = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("examples")
            .join(example);
        copy(&from, &folder);
        Self::open(folder, &[])
    }

    /// Opens a dossier, and goes in.
    pub(crate) fn open(folder: PathBuf, more: &[&str]) -> Self {
        let home = folder.with_extension("home");
        fs::create_dir_all(&home).unwrap();
        let mut child = Command::new(env!("CARGO_BIN_EXE_mediaudit"))
            .arg("ouvrir")
            .arg(&folder)
            .arg("--sans-navigateur")
            .args(more)
            .env("XDG_CACHE_HOME", home.join("cache"))
            .env("HOME", &home)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let entrance = lines
            .by_ref()
            .map_while(Result::ok)
            .find_map(|line| Some(line.trim().to_owned()).filter(|line| line.starts_with("http://")))
            .unwrap();
        let port = entrance.split([':', '/']).nth(4).unwrap().parse().unwrap();
        let mut desk = Self {
            child,
            folder,
            entrance,
            port,
            cookie: String::new(),
        };
        let entered = desk.enter();
        assert_eq!(entered.status, 303, "{}", entered.text());
        let cookie = entered.header("set-cookie").split(';').next().unwrap().to_owned();
        desk.cookie = cookie;
        desk
    }

    /// Goes to the one-time address.
    pub(crate) fn enter(&self) -> Answered {
        let path = self.entrance.split_once(&format!(":{}", self.port)).unwrap().1;
        let host = format!("127.0.0.1:{}", self.port);
        raw(
            self.port,
            format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").as_bytes(),
        )
    }

    /// A request with these headers beside the host; the key is ours where `cookie` stands for it.
    pub(crate) fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answered {
        let mut head = format!("{method} {path} HTTP/1.1\r\nConnection: close\r\n");
        if !headers.iter().any(|(name, _)| *name == "Host") {
            head.push_str(&format!("Host: 127.0.0.1:{}\r\n", self.port));
        }
        for (name, value) in headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head.push_str(&format!("Content-Length: {}\r\n\r\n", body.len()));
        raw(self.port, &[head.as_bytes(), body].concat())
    }

    pub(crate) fn get(&self, path: &str) -> Answered {
        self.ask("GET", path, &[("Cookie", &self.cookie)], b"")
    }

    /// A form, as a page of the desk sends it.
    pub(crate) fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answered {
        let own = format!("http://127.0.0.1:{}", self.port);
        let headers = [
            ("Cookie", self.cookie.as_str()),
            ("Origin", own.as_str()),
            ("Content-Type", "application/x-www-form-urlencoded"),
        ];
        self.ask("POST", path, &headers, encoded(fields).as_bytes())
    }

    /// The page to which a form leads.
    pub(crate) fn follow(&self, answered: &Answered) -> Answered {
        assert_eq!(answered.status, 303, "{}", answered.text());
        self.get(answered.header("location"))
    }

    /// The fields of the form of a page that goes to `action`, as it stands.
    pub(crate) fn form(&self, page: &str, action: &str) -> Vec<(String, String)> {
        let text = self.get(page).text();
        let (_, form) = text.split_once(&format!("action=\"{action}\"")).unwrap();
        let (form, _) = form.split_once("</form>").unwrap();
        fields(form)
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.folder.join(path)).unwrap()
    }

    /// All files of the dossier but those that médiaudit keeps for itself.
    pub(crate) fn files(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        walkdir::WalkDir::new(&self.folder)
            .into_iter()
            .map(Result::unwrap)
            .filter(|entry| entry.file_type().is_file())
            .filter(|entry| !entry.path().starts_with(self.folder.join(".mediaudit")))
            .map(|entry| (entry.path().to_path_buf(), fs::read(entry.path()).unwrap()))
            .collect()
    }

    /// Waits for its end.
    pub(crate) fn ended(&mut self) -> i32 {
        self.child.wait().unwrap().code().unwrap()
    }
}

/// The fields of a form, as a browser would send them.
fn fields(form: &str) -> Vec<(String, String)> {
    let decode = |text: &str| {
        let text = text.replace("&quot;", "\"").replace("&#39;", "'");
        text.replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&amp;", "&")
    };
    let attribute = |tag: &str, name: &str| {
        let found = Regex::new(&format!(" {name}=\"([^\"]*)\"")).unwrap();
        found.captures(tag).map(|c| decode(&c[1]))
    };
    let mut out = Vec::new();
    let tags =
        Regex::new(r"(?s)<input [^>]*>|<textarea [^>]*>\n?(.*?)</textarea>|<select .*?</select>").unwrap();
    let chosen = Regex::new("<option value=\"([^\"]*)\" selected>").unwrap();
    for found in tags.captures_iter(form) {
        let tag = &found[0];
        let Some(name) = attribute(tag, "name") else {
            continue;
        };
        let kind = attribute(tag, "type").unwrap_or_default();
        let value = match (tag.starts_with("<input"), tag.starts_with("<select")) {
            (true, _) if kind == "file" => continue,
            (true, _) if ["radio", "checkbox"].contains(&kind.as_str()) && !tag.contains(" checked") => {
                continue;
            }
            (true, _) => attribute(tag, "value").unwrap_or_default(),
            (_, true) => chosen.captures(tag).map(|c| decode(&c[1])).unwrap_or_default(),
            _ => decode(&found[1]),
        };
        out.push((name, value));
    }
    out
}

/// Fields, some of them changed.
pub(crate) fn changed(fields: &[(String, String)], change: &[(&str, &str)]) -> Vec<(String, String)> {
    let mut out: Vec<(String, String)> = fields.to_vec();
    for (name, value) in change {
        out.retain(|(own, _)| own != name);
        out.push(((*name).to_owned(), (*value).to_owned()));
    }
    out
}

pub(crate) fn borrowed(fields: &[(String, String)]) -> Vec<(&str, &str)> {
    fields.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect()
}

pub(crate) fn encoded(fields: &[(&str, &str)]) -> String {
    let part = |text: &str| {
        let byte = |b: u8| {
            if b.is_ascii_alphanumeric() {
                char::from(b).to_string()
            } else {
                format!("%{b:02X}")
            }
        };
        text.bytes().map(byte).collect::<String>()
    };
    let pairs = fields
        .iter()
        .map(|(name, value)| format!("{}={}", part(name), part(value)));
    pairs.collect::<Vec<_>>().join("&")
}

/// The addresses of this desk that a page names.
pub(crate) fn addresses(page: &str) -> Vec<String> {
    let found = Regex::new("(?:href|src)=\"(/[^\"#]*)").unwrap();
    let all = found.captures_iter(page).map(|c| c[1].replace("&amp;", "&"));
    all.collect()
}
