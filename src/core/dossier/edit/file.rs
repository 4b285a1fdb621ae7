//! The files of a dossier that edits bear on, by their paths from its folder: no other is ever written.

use std::fmt;

use super::diags::EditError;
use crate::kernel::AuditorId;

/// A file that edits bear on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EditedFile {
    /// `dossier.toml`.
    Main,
    /// What a colleague answers, by the name of the file.
    Answers(String),
    /// What an auditor found.
    Findings(AuditorId),
    /// `actions.toml`.
    Actions,
    /// `observations.toml`.
    Observations,
}

impl EditedFile {
    /// The file that makes a folder a dossier.
    pub const MAIN: &str = "dossier.toml";

    /// The file of an auditor; an id that leads into another folder names none.
    pub fn of_auditor(id: &AuditorId) -> Result<Self, EditError> {
        if id.as_str().contains('/') {
            return Err(EditError::FileName(id.to_string()));
        }
        Ok(Self::Findings(id.clone()))
    }

    /// The file at a path, where edits may bear on it.
    pub fn parse(path: &str) -> Option<Self> {
        match path {
            Self::MAIN => Some(Self::Main),
            "actions.toml" => Some(Self::Actions),
            "observations.toml" => Some(Self::Observations),
            _ => {
                if let Some(name) = path.strip_prefix("reponses/") {
                    let name = name.strip_suffix(".toml").filter(|name| !name.is_empty());
                    return name
                        .filter(|name| !name.contains('/'))
                        .map(|name| Self::Answers(name.to_owned()));
                }
                let name = path.strip_prefix("constats/")?.strip_suffix(".toml")?;
                Self::of_auditor(&AuditorId::parse(name).ok()?).ok()
            }
        }
    }
}

impl fmt::Display for EditedFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Main => f.write_str(Self::MAIN),
            Self::Answers(name) => write!(f, "reponses/{name}.toml"),
            Self::Findings(auditor) => write!(f, "constats/{auditor}.toml"),
            Self::Actions => f.write_str("actions.toml"),
            Self::Observations => f.write_str("observations.toml"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_that_of_a_file_that_edits_bear_on_or_of_none() {
        for path in [
            "dossier.toml",
            "actions.toml",
            "observations.toml",
            "constats/auditrice.toml",
            "reponses/direction.toml",
        ] {
            assert_eq!(EditedFile::parse(path).unwrap().to_string(), path);
        }
        for path in [
            "notes.toml",
            "surcouche.toml",
            "constats/a/b.toml",
            "constats/../dossier.toml",
            "constats/.toml",
            "reponses/.toml",
            "reponses/a/b.toml",
            "constats/a.txt",
            "../dossier.toml",
            "/dossier.toml",
        ] {
            assert_eq!(EditedFile::parse(path), None, "{path}");
        }
    }
}
