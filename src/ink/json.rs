//! JSON that anyone may look at: the same values, every character of them seen.

use mediaudit_core::kernel::words;

/// Writes what would not be seen, and `marks`, as the escapes of JSON: what reads it finds the same values, and a terminal no orders.
/// All that is not inside a text of a JSON is ASCII, so that only texts change.
pub fn escape(json: &str, marks: &[char]) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        if marks.contains(&c) || (c != '\n' && words::is_hidden(c)) {
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                out.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            out.push(c);
        }
    }
    out
}
