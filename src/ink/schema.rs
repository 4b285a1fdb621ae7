//! JSON schemas of the files that people write and of the assessment, in French, so that editors help whoever writes.
//!
//! They are files, `audit-templates/schemas`; tests of `mediaudit-core` make them from its types.

macro_rules! schemas {
    ($(#[doc = $doc:literal] $kind:ident = $name:literal;)+) => {
        /// What a schema describes.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum SchemaKind { $(#[doc = $doc] $kind,)+ }

        impl SchemaKind {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$kind,)+];

            /// Its name, as typed.
            pub fn name(self) -> &'static str {
                match self { $(Self::$kind => $name,)+ }
            }
        }

        /// The schema (draft 7, which editors know best), with a final line break.
        pub fn text(kind: SchemaKind) -> &'static str {
            match kind {
                $(SchemaKind::$kind => include_str!(concat!(
                    env!("CARGO_MANIFEST_DIR"),
                    "/../../audit-templates/schemas/",
                    $name,
                    ".json"
                )),)+
            }
        }
    };
}

schemas! {
    /// A file of a norm.
    Norm = "norme";
    /// `dossier.toml`.
    Dossier = "dossier";
    /// `constats/<nom>.toml`.
    Findings = "constats";
    /// `actions.toml`.
    Actions = "actions";
    /// `observations.toml`.
    Observations = "observations";
    /// `surcouche.toml`.
    Overlay = "surcouche";
    /// The assessment.
    Assessment = "evaluation";
    /// What `verifier` answers to a program.
    Verification = "verification";
    /// What `norme verifier` answers to a program.
    NormVerification = "verification-norme";
    /// `reponses/<nom>.toml`.
    Answers = "reponses";
    /// What `questions` answers to a program.
    Questions = "questions";
    /// What `preuves ranger` answers to a program.
    Sorting = "rangement";
    /// What `constats verifier` gives.
    Interviews = "entretiens";
    /// What a sheet carries inside.
    Sheet = "fiche";
    /// What `comparer-fiches` answers to a program.
    SheetsBeside = "comparaison-fiches";
    /// A line that `portefeuille` writes.
    Portfolio = "portefeuille";
}
