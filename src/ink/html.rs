//! One page of HTML that needs nothing else: no script, no file beside it, no address that is loaded.

pub(crate) mod text;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;
use tera::Value;

use super::templates::fault::TemplateFault;
use super::templates::{self, Overlay, PrintedKind, Template};

/// JSON for a `<script>` of data: the same values, with no mark that could end the element or open a comment, and none unseen.
pub fn data_block(json: &str) -> String {
    super::json::escape(json, &['<', '>', '&'])
}

/// What opens the block of data, as the templates write it.
const BLOCK: &str = r#"<script type="application/json" id="evaluation">"#;

/// The JSON that a page of ours embeds; none where it embeds none. What stands in it is for the reader of the JSON to judge.
pub fn embedded(page: &[u8]) -> Option<&str> {
    // what a person wrote holds no mark that opens an element: the last one is the template's
    let (_, data) = std::str::from_utf8(page).ok()?.rsplit_once(BLOCK)?;
    Some(data.split_once('<')?.0)
}

/// An image as an address that holds it: a PNG, else a JPEG.
fn data_address(image: &[u8]) -> String {
    let kind = if image.starts_with(b"\x89PNG") {
        "png"
    } else {
        "jpeg"
    };
    format!("data:image/{kind};base64,{}", STANDARD.encode(image))
}

/// The page of a report or a sheet, with its data embedded, and the structure's logo.
pub fn write<T: Serialize>(
    document: PrintedKind,
    report: &T,
    json: &str,
    logo: Option<&[u8]>,
    overlay: &Overlay,
) -> Result<String, TemplateFault> {
    templates::render(
        Template::Html,
        document,
        overlay,
        &[
            ("r", Value::from_serializable(report)),
            ("logo", Value::from(logo.map(data_address).unwrap_or_default())),
            (
                "marque",
                Value::from(overlay.mark.as_deref().map(data_address).unwrap_or_default()),
            ),
            ("evaluation", Value::safe_string(&data_block(json))),
        ],
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_cannot_leave_its_block_and_reads_back_the_same() {
        let value = serde_json::json!({"a": "</script><!-- &amp; \u{2028}\\u003c \u{e0041}"});
        let block = data_block(&value.to_string());
        assert!(!block.contains(['<', '>', '&', '\u{2028}', '\u{e0041}']));
        assert_eq!(serde_json::from_str::<serde_json::Value>(&block).unwrap(), value);
    }

    #[test]
    fn what_is_embedded_is_found_and_nothing_else() {
        let page = br#"<p>x</p><script type="application/json" id="evaluation">{"a": 1}</script></body>"#;
        assert_eq!(embedded(page), Some(r#"{"a": 1}"#));
        assert_eq!(embedded(b"<p>evaluation</p>"), None);
        assert_eq!(embedded(BLOCK.as_bytes()), None, "it has no end");
    }
}
