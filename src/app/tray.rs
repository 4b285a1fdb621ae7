//! Where files that a browser sends lie until a person has said where they go: a private folder, gone with the tray.

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

use mediaudit_core::kernel::Digest;
use tempfile::TempDir;

/// A tray.
#[derive(Debug)]
pub struct Tray {
    folder: TempDir,
    /// As they lie there.
    names: Vec<String>,
}

/// A file that is being received.
#[derive(Debug)]
pub struct Incoming(File);

impl Incoming {
    /// Takes what came.
    pub fn take(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.0.write_all(bytes)
    }
}

impl Tray {
    /// An empty one.
    pub fn new() -> io::Result<Self> {
        Ok(Self {
            folder: tempfile::Builder::new().prefix("mediaudit-").tempdir()?,
            names: Vec::new(),
        })
    }

    /// Where it is.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The file whose name has this digest: a page names a file so, since a name may hold data of persons.
    pub fn named(&self, digest: &str) -> Option<&str> {
        let own = |name: &&String| Self::mark(name) == digest;
        self.names.iter().find(own).map(String::as_str)
    }

    /// The digest of a name.
    pub fn mark(name: &str) -> String {
        Digest::of(name.as_bytes()).to_string()
    }

    /// How many files it holds.
    pub fn count(&self) -> usize {
        self.names.len()
    }

    /// How many of them still lie there.
    pub fn left(&mut self) -> usize {
        let folder = self.folder.path();
        self.names
            .retain(|name| mediaudit_evidence::disk::exists(&folder.join(name)));
        self.names.len()
    }

    /// A place for a file of this name, as the browser says it: a path says no more than its last part, and no name leads anywhere.
    pub fn receive(&mut self, said: &str) -> io::Result<Incoming> {
        let name = self.free(&sound(said));
        let file = File::options()
            .write(true)
            .create_new(true)
            .open(self.folder.path().join(&name))?;
        self.names.push(name);
        Ok(Incoming(file))
    }

    /// The name, or the same with a number, where the tray has one that a disk may not tell from it.
    fn free(&self, name: &str) -> String {
        let taken = |name: &str| {
            let own = name.to_lowercase();
            self.names.iter().any(|other| other.to_lowercase() == own)
        };
        let (stem, end) = match name.rsplit_once('.') {
            Some((stem, end)) if !stem.is_empty() => (stem, format!(".{end}")),
            _ => (name, String::new()),
        };
        let mut all = (2..).map(|n| format!("{stem} ({n}){end}"));
        if taken(name) {
            // INVARIANT: a tray holds fewer files than there are numbers
            all.find(|name| !taken(name)).unwrap_or_else(|| name.to_owned())
        } else {
            name.to_owned()
        }
    }
}

/// Longest name that is kept, in bytes: disks take 255.
const LONGEST: usize = 180;

/// A name that every system takes.
fn sound(said: &str) -> String {
    let last = said.rsplit(['/', '\\']).next().unwrap_or_default();
    let mut name: String = last
        .chars()
        .map(|c| {
            let forbidden = c.is_control() || "<>:\"|?*".contains(c);
            if forbidden { '_' } else { c }
        })
        .collect();
    while name.len() > LONGEST {
        let (stem, end) = match name.rsplit_once('.') {
            Some((stem, end)) if !stem.is_empty() && end.len() < 10 => (stem.to_owned(), format!(".{end}")),
            _ => (name.clone(), String::new()),
        };
        let shorter: String = stem
            .chars()
            .take(stem.chars().count().saturating_sub(1))
            .collect();
        name = format!("{shorter}{end}");
    }
    let plain = name.trim_matches(['.', ' ']);
    if plain.is_empty() {
        "sans-nom".to_owned()
    } else {
        name.trim().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_leads_out_of_the_tray() {
        for (said, wanted) in [
            ("../../etc/passwd", "passwd"),
            ("C:\\Users\\a\\PV CA.pdf", "PV CA.pdf"),
            ("..", "sans-nom"),
            ("", "sans-nom"),
            ("a\u{0}b?.pdf", "a_b_.pdf"),
            ("Été.PDF", "Été.PDF"),
        ] {
            assert_eq!(sound(said), wanted, "{said}");
        }
        let long = sound(&format!("{}.pdf", "é".repeat(300)));
        assert_eq!(Path::new(&long).extension().unwrap(), "pdf");
        assert!(sound(&"é".repeat(300)).len() <= LONGEST);
    }

    #[test]
    fn two_files_of_one_name_are_both_kept() {
        let mut tray = Tray::new().unwrap();
        for name in ["a.pdf", "A.pdf", "dossier/a.pdf"] {
            tray.receive(name).unwrap().take(b"x").unwrap();
        }
        assert_eq!(tray.count(), 3);
        assert_eq!(tray.names, ["a.pdf", "A (2).pdf", "a (3).pdf"]);
    }
}
