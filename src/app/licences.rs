//! The licences of what is in the binary: our own, the norm data's, the fonts', the libraries'.

/// Libraries, with their notices; written by a test (`tests/suite/licences.rs`), which also keeps it true.
const LIBRARIES: &str = include_str!(concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../audit-templates/licences.txt"
));

/// Every licence and notice, whole.
pub fn text() -> String {
    let parts = [
        (
            "MÉDIAUDIT — European Union Public Licence 1.2 (EUPL-1.2)",
            include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../LICENSE")),
        ),
        (
            "DONNÉES DES NORMES LIVRÉES — Licence Ouverte 2.0 (Etalab)",
            include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../norms/LICENCE.txt")),
        ),
        (
            "POLICES Atkinson Hyperlegible — SIL Open Font License 1.1",
            include_str!(concat!(
                env!("CARGO_MANIFEST_DIR"),
                "/../../audit-templates/polices/LICENCE-OFL.txt"
            )),
        ),
        ("BIBLIOTHÈQUES", LIBRARIES),
    ];
    let rule = "=".repeat(80);
    let parts: Vec<String> = parts
        .iter()
        .map(|(title, text)| format!("{rule}\n{title}\n{rule}\n\n{}\n", text.trim_end()))
        .collect();
    parts.join("\n")
}
