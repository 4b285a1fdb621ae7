//! Paths written in a dossier: relative, with `/`, never out of it. Checked before anything is opened.

use unicode_normalization::UnicodeNormalization;

/// The path in NFC, or why it is refused.
pub(super) fn check(text: &str) -> Result<String, &'static str> {
    let bad_part = |part: &str| part.is_empty() || part == "." || part == "..";
    if text.is_empty() {
        Err("chemin vide")
    } else if text.contains('\0') {
        Err("caractère nul dans le chemin")
    } else if text.contains('\\') {
        Err("les dossiers se séparent par « / », pas par « \\ »")
    } else if text.contains("://") || text.starts_with("file:") {
        Err("une adresse n'est pas un fichier du dossier")
    } else if text.starts_with('/') || text.chars().nth(1) == Some(':') {
        Err("le chemin doit partir du dossier, sans « / » ni lettre de disque au début")
    } else if text.split('/').any(bad_part) {
        Err("le chemin ne peut sortir du dossier ni contenir « . » ou « .. »")
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
