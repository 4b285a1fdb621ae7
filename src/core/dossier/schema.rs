//! The shape of `dossier.toml` and of the files beside it, for editors: what the loaders take apart, put together.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Value, json};

use super::brief::RawBrief;
use super::correspondence::RawOwnColumn;
use super::doubts::{RawExplained, RawLifted};
use super::findings::{RawAuditor, RawFinding, RawSample};
use super::follow_up::{RawAction, RawObservation};
use super::raw::{
    RawAnswersHead, RawHead, RawPiece, RawPractice, RawSilence, RawSite, RawStatedFact, RawStructure,
};
use crate::norm::values::Scalar;

/// `dossier.toml`.
pub(crate) fn dossier(generator: &mut SchemaGenerator) -> Schema {
    let mut more = stated(generator);
    let own = generator.subschema_for::<RawOwnColumn>();
    let tables = json!({ "type": "object", "additionalProperties": {
        "type": "object", "additionalProperties": { "anyOf": [{ "type": "string" }, own] }
    } });
    more.extend([
        (
            "audit".to_owned(),
            generator.subschema_for::<RawBrief>().to_value(),
        ),
        ("correspondance".to_owned(), tables),
        (
            "structure".to_owned(),
            generator.subschema_for::<RawStructure>().to_value(),
        ),
        ("site".to_owned(), items::<RawSite>(generator)),
        ("alerte-levee".to_owned(), items::<RawSilence>(generator)),
        ("doute-leve".to_owned(), items::<RawExplained>(generator)),
    ]);
    let mut schema = RawHead::json_schema(generator);
    if let Some(Value::Object(properties)) = schema.get_mut("properties") {
        properties.extend(more);
    }
    if let Some(Value::Array(required)) = schema.get_mut("required") {
        required.extend([json!("schema"), json!("structure")]);
    }
    schema
}

/// `reponses/<nom>.toml`.
pub(crate) fn answers(generator: &mut SchemaGenerator) -> Schema {
    let more = stated(generator);
    let mut schema = RawAnswersHead::json_schema(generator);
    if let Some(Value::Object(properties)) = schema.get_mut("properties") {
        properties.extend(more);
    }
    schema.insert("required".to_owned(), json!(["schema"]));
    schema
}

/// What both hold.
fn stated(generator: &mut SchemaGenerator) -> serde_json::Map<String, Value> {
    let scalar = generator.subschema_for::<Scalar>();
    let stated = generator.subschema_for::<RawStatedFact>();
    let practice = generator.subschema_for::<RawPractice>();
    let here = format!("#{}/RawFacts", generator.settings().definitions_path);
    generator.definitions_mut().insert(
        "RawFacts".to_owned(),
        json!({ "anyOf": [
            scalar,
            stated,
            { "type": "array", "items": { "anyOf": [scalar, stated] } },
            { "type": "object", "not": { "required": ["valeur"] }, "additionalProperties": { "$ref": here } },
        ] }),
    );
    let more = json!({
        "schema": { "const": 1 },
        "faits": { "type": "object", "additionalProperties": { "$ref": here } },
        "pratiques": { "type": "object", "additionalProperties": {
            "anyOf": [practice, { "type": "array", "items": practice }]
        } },
        "preuve": items::<RawPiece>(generator),
    });
    match more {
        Value::Object(more) => more,
        _ => serde_json::Map::new(),
    }
}

/// `constats/<nom>.toml`.
pub(crate) fn findings(generator: &mut SchemaGenerator) -> Schema {
    json_schema!({
        "type": "object",
        "properties": {
            "schema": { "const": 1 },
            "auditeur": generator.subschema_for::<RawAuditor>(),
            "constat": items::<RawFinding>(generator),
            "doute-leve": items::<RawLifted>(generator),
            "tirage": items::<RawSample>(generator),
        },
        "required": ["schema", "auditeur"],
        "additionalProperties": false,
    })
}

/// `actions.toml`.
pub(crate) fn actions(generator: &mut SchemaGenerator) -> Schema {
    list("action", &items::<RawAction>(generator))
}

/// `observations.toml`.
pub(crate) fn observations(generator: &mut SchemaGenerator) -> Schema {
    list("observation", &items::<RawObservation>(generator))
}

/// A file that holds items of one name, and nothing else.
fn list(name: &str, items: &Value) -> Schema {
    json_schema!({
        "type": "object",
        "properties": { "schema": { "const": 1 }, name: items },
        "required": ["schema"],
        "additionalProperties": false,
    })
}

fn items<T: JsonSchema>(generator: &mut SchemaGenerator) -> Value {
    json!({ "type": "array", "items": generator.subschema_for::<T>() })
}
