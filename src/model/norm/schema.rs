//! The shape of a norm's files, for editors: what `load` takes apart, put together.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Value, json};

use super::raw::{
    RawAxis, RawChapter, RawCohort, RawCriterion, RawElement, RawEvidenceType, RawExample, RawFact,
    RawFactGroup, RawIdentity, RawIndicator, RawKind, RawLevel, RawMilestone, RawPolicy, RawProfile,
    RawRespondent, RawSource, RawTable, RawUsualPaper,
};

/// A file of a norm: any of its blocks.
pub fn file(generator: &mut SchemaGenerator) -> Schema {
    let elements = items::<RawElement>(generator);
    let examples = items::<RawExample>(generator);
    let criteria = items::<RawCriterion>(generator);
    // elements and examples are decoded by themselves, so that one fault hides no other
    if let Some(Value::Object(criterion)) = generator.definitions_mut().get_mut("RawCriterion") {
        if let Some(Value::Object(properties)) = criterion.get_mut("properties") {
            properties.insert("element".to_owned(), elements);
            properties.insert("exemple".to_owned(), examples);
        }
        if let Some(Value::Array(required)) = criterion.get_mut("required") {
            required.push(json!("element"));
        }
    }
    json_schema!({
        "type": "object",
        "properties": {
            "schema": { "const": 1 },
            "norme": generator.subschema_for::<RawIdentity>(),
            "source": items::<RawSource>(generator),
            "niveau": items::<RawLevel>(generator),
            "cycle": items::<RawMilestone>(generator),
            "constat": items::<RawKind>(generator),
            "interlocuteur": items::<RawRespondent>(generator),
            "groupe": items::<RawFactGroup>(generator),
            "fait": items::<RawFact>(generator),
            "type-preuve": items::<RawEvidenceType>(generator),
            "papier": items::<RawUsualPaper>(generator),
            "tableau": items::<RawTable>(generator),
            "axe": items::<RawAxis>(generator),
            "cohorte": items::<RawCohort>(generator),
            "indicateur": items::<RawIndicator>(generator),
            "chapitre": items::<RawChapter>(generator),
            "critere": criteria,
            "politique": generator.subschema_for::<RawPolicy>(),
            "profil": items::<RawProfile>(generator),
        },
        "required": ["schema"],
        "additionalProperties": false,
    })
}

fn items<T: JsonSchema>(generator: &mut SchemaGenerator) -> Value {
    json!({ "type": "array", "items": generator.subschema_for::<T>() })
}
