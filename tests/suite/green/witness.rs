//! What somebody else than the structure saw: shown where its body is named and has signed, told otherwise.

use super::Made;
use super::paper::{file, honest};
use mediaudit_core::kernel::TypeId;

/// Is this element of D02 met?
fn looked_at(name: &str, change: impl Fn(String) -> String, more: &str) -> String {
    let mut made = Made::honest("association-de-sept");
    let structure = made.structure.clone();
    for paper in &mut made.papers {
        if paper.types[0] == "grille-observation" {
            let kind = TypeId::parse(&paper.types[0]).unwrap();
            let text = change(honest(&kind, &structure, &paper.date));
            let path = format!("preuves/_autres/{}-{}.pdf", paper.date, paper.id);
            paper.file = Some((path, file(&format!("{text}\n{}", paper.id), "pdf")));
            paper.more = format!("modalite = \"observation\"\ntemoin = \"tiers\"\n{more}");
        }
    }
    let found = made.judge(name);
    let criteria = found.0["criteres"].as_array().unwrap();
    let criterion = criteria
        .iter()
        .find(|criterion| criterion["id"] == "D02")
        .unwrap();
    let element = &criterion["echantillons"][0]["elements"][0];
    element["verite"].as_str().unwrap().to_owned()
}

#[test]
fn what_a_third_party_saw_is_shown_once_its_body_is_named_and_has_signed() {
    let body = "origine = \"partenaires\"\n";
    assert_eq!(looked_at("witness", |text| text, body), "vrai");
    assert_eq!(looked_at("witness-of-nobody", |text| text, ""), "inconnu");
    let unsigned = |text: String| text.split("\nFait le").next().unwrap().to_owned();
    assert_eq!(looked_at("witness-unsigned", unsigned, body), "inconnu");
}
