//! JSON that anyone may look at: the same values, every character of them seen, a line for each.

use mediaudit_core::kernel::words;

/// Writes what would not be seen, and `marks`, as the escapes of JSON: what reads it finds the same values, and a terminal no orders.
/// All that is not inside a text of a JSON is ASCII, so that only texts change.
pub fn escape(json: &str, marks: &[char]) -> String {
    let mut out = String::with_capacity(json.len());
    let mut written = 0;
    let not_seen = |c: char| marks.contains(&c) || (c != '\n' && words::is_hidden(c));
    for (at, c) in json.char_indices().filter(|(_, c)| not_seen(*c)) {
        out.push_str(json.get(written..at).unwrap_or_default());
        let mut units = [0; 2];
        for unit in c.encode_utf16(&mut units) {
            out.push_str(&format!("\\u{unit:04x}"));
        }
        written = at + c.len_utf8();
    }
    out.push_str(json.get(written..).unwrap_or_default());
    out
}

/// Puts each value of a JSON written without spaces on a line of its own, as `serde_json` would: written so, it would carry all that
/// writes our types a second time.
pub fn indented(json: &str) -> String {
    let mut out = String::with_capacity(json.len() * 2);
    let (mut depth, mut quoted, mut escaped) = (0_usize, false, false);
    let mut chars = json.chars().peekable();
    while let Some(c) = chars.next() {
        if quoted {
            out.push(c);
            quoted = escaped || c != '"';
            escaped = c == '\\' && !escaped;
            continue;
        }
        match c {
            '{' | '[' => {
                out.push(c);
                if chars.peek().is_some_and(|next| matches!(next, '}' | ']')) {
                    out.extend(chars.next());
                } else {
                    depth += 1;
                    line(&mut out, depth);
                }
            }
            '}' | ']' => {
                depth = depth.saturating_sub(1);
                line(&mut out, depth);
                out.push(c);
            }
            ',' => {
                out.push(c);
                line(&mut out, depth);
            }
            ':' => out.push_str(": "),
            c => {
                quoted = c == '"';
                out.push(c);
            }
        }
    }
    out
}

/// Begins a line.
fn line(out: &mut String, depth: usize) {
    out.push('\n');
    out.extend(std::iter::repeat_n("  ", depth));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_json_is_indented_as_its_writer_would() {
        for json in [
            r#"{"a":{"b":[],"c":{},"d":[1,-2.5,{"e":null}]},"f":"x:{[,]}\\\"y\\","g\"":true}"#,
            r#"[[],[[]],"\\"]"#,
            r#""seul""#,
            "{}",
        ] {
            let value: serde_json::Value = serde_json::from_str(json).unwrap();
            assert_eq!(indented(&value.to_string()), format!("{value:#}"));
        }
    }
}
