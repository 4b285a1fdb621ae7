//! Paths written in a dossier: relative, with `/`, never out of it. Checked before anything is opened.

use unicode_normalization::UnicodeNormalization;

/// Why a path is none within the dossier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PathFault {
    /// Nothing written.
    Empty,
    /// A character that no path holds.
    Nul,
    /// The separator of another system.
    Backslash,
    /// The address of a page.
    Address,
    /// A path from the root of a disk.
    Absolute,
    /// A path that leads out, or goes through « . ».
    Outside,
}

/// The path in NFC, or why it is refused.
pub(super) fn check(text: &str) -> Result<String, PathFault> {
    let bad_part = |part: &str| part.is_empty() || part == "." || part == "..";
    if text.is_empty() {
        Err(PathFault::Empty)
    } else if text.contains('\0') {
        Err(PathFault::Nul)
    } else if text.contains('\\') {
        Err(PathFault::Backslash)
    } else if text.contains("://") || text.starts_with("file:") {
        Err(PathFault::Address)
    } else if text.starts_with('/') || text.chars().nth(1) == Some(':') {
        Err(PathFault::Absolute)
    } else if text.split('/').any(bad_part) {
        Err(PathFault::Outside)
    } else {
        Ok(text.nfc().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn nothing_leaves_the_dossier() {
        for bad in [
            "",
            ".",
            "..",
            "../x",
            "a/../../b",
            "/etc/passwd",
            "C:/x",
            "a\\b",
            "\\\\srv\\x",
            "http://x",
            "file:///x",
            "file:x",
            "a//b",
            "a/./b",
            "a\0b",
            "a/",
        ] {
            assert!(check(bad).is_err(), "{bad}");
        }
        assert_eq!(
            check("preuves/duerp/e\u{301}te\u{301}.pdf").unwrap(),
            "preuves/duerp/été.pdf"
        );
    }
}
