//! Real schemes, as norms of our own words: Qualiopi, RGAA, HAS ESSMS. Each case says how its outcome was worked out.

use crate::cases;

#[test]
fn qualiopi() {
    cases::run_file("qualiopi", "qualiopi.toml", 12);
}

#[test]
fn rgaa() {
    cases::run_file("rgaa", "rgaa.toml", 10);
}

#[test]
fn has_with_both_versions_of_its_rounding() {
    cases::run_file("has-2023", "has-2023.toml", 7);
    cases::run_file("has-2024", "has-2024.toml", 7);
}
