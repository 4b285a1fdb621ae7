//! The pages of the desk: its templates, which are our own, its style, its script and its fonts. Nothing comes from elsewhere.

use std::sync::LazyLock;

use tera::{Context, Kwargs, State, Tera, Value};

use super::html;
use mediaudit_core::kernel::{InternalError, words};

/// A file of `audit-templates/bureau/`.
macro_rules! own {
    ($name:literal) => {
        (
            $name,
            include_str!(concat!(
                env!("CARGO_MANIFEST_DIR"),
                "/../../audit-templates/bureau/",
                $name
            )),
        )
    };
}

/// A font of `audit-templates/polices/`.
macro_rules! font {
    ($name:literal) => {
        (
            $name,
            include_bytes!(concat!(
                env!("CARGO_MANIFEST_DIR"),
                "/../../audit-templates/polices/",
                $name
            )),
        )
    };
}

/// Every template.
const PAGES: &[(&str, &str)] = &[
    own!("accueil.html"),
    own!("adieu.html"),
    own!("audit.html"),
    own!("cadre.html"),
    own!("comparaison.html"),
    own!("composants.html"),
    own!("constat.html"),
    own!("critere.html"),
    own!("depot.html"),
    own!("dossier-illisible.html"),
    own!("message.html"),
    own!("papiers.html"),
    own!("piece.html"),
    own!("plan.html"),
    own!("questions.html"),
    own!("rapport.html"),
    own!("refus.html"),
    own!("situation.html"),
];

/// The style of every page.
pub const STYLE: &str = own!("bureau.css").1;

/// The one script: comfort only, every page does without.
pub const SCRIPT: &str = own!("bureau.js").1;

/// The picture of the browser's tab.
pub const ICON: &str = own!("icone.svg").1;

/// The fonts of the report, by file name.
const FONTS: &[(&str, &[u8])] = &[
    font!("AtkinsonHyperlegibleNext_400Regular.ttf"),
    font!("AtkinsonHyperlegibleNext_400Regular_Italic.ttf"),
    font!("AtkinsonHyperlegibleNext_700Bold.ttf"),
    font!("AtkinsonHyperlegibleMono_400Regular.ttf"),
];

/// The font of this name.
pub fn font(name: &str) -> Option<&'static [u8]> {
    FONTS
        .iter()
        .find(|(own, _)| *own == name)
        .map(|(_, bytes)| *bytes)
}

static ENGINE: LazyLock<Result<Tera, String>> = LazyLock::new(|| {
    let mut tera = Tera::default();
    // every name ends so: whatever is printed is escaped
    tera.autoescape_on([""]);
    tera.set_escape_fn(|text, out| out.write_all(html::text::escape(text).as_bytes()));
    // what a person typed comes back to the letter, without the spaces of our typography
    tera.register_filter("champ", |text: &str, _: Kwargs, _: &State| {
        Value::safe_string(&html::text::escape_exactly(text))
    });
    // the first letter alone: « capitalize » makes « pdf » of « PDF »
    tera.register_filter("majuscule", |text: &str, _: Kwargs, _: &State| {
        words::capital(text)
    });
    tera.register_filter("adresse", |text: &str, _: Kwargs, _: &State| {
        Value::safe_string(&address(text))
    });
    tera.add_raw_templates(PAGES.iter().copied())
        .map_err(|error| error.to_string())?;
    Ok(tera)
});

/// A page, by the name of its template. What it prints is a text, whatever it holds.
pub fn page(name: &str, values: &[(&'static str, Value)]) -> Result<String, InternalError> {
    let tera = ENGINE.as_ref().map_err(InternalError::new)?;
    let mut context = Context::new();
    for (name, value) in values {
        context.insert_value(*name, value.clone());
    }
    tera.render(name, &context)
        .map_err(|error| InternalError::new(error.to_string()))
}

/// A text as a part of an address.
pub fn address(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}
