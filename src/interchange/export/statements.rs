//! What is exported of a statement, in forms that are tables.

use serde_json::{Value, json};

use super::network::ColumnType::{self, Boolean, Count, Day, Number, Text};
use super::network::decimal;
use crate::model::{Party, Statement};

/// The columns of a statement, with what they hold. `start` and `end` are the first and last day of when it happens or
/// stands, both included; `published` is when that was said.
pub(super) const STATEMENT_COLUMNS: [(&str, ColumnType); 32] = [
    ("id", Text),
    ("document", Text),
    ("published", Day),
    ("published_inferred", Boolean),
    ("sentence", Count),
    ("source", Text),
    ("source_name", Text),
    ("source_kind", Text),
    ("source_principal", Text),
    ("target", Text),
    ("target_name", Text),
    ("target_kind", Text),
    ("target_principal", Text),
    ("action", Text),
    ("kind", Text),
    ("status", Text),
    ("mutual", Boolean),
    ("plover", Text),
    ("mode", Text),
    ("cameo", Text),
    ("quad", Count),
    ("goldstein", Number),
    ("start", Day),
    ("end", Day),
    ("precision", Text),
    ("attributed_to", Text),
    ("place", Text),
    ("evidence", Text),
    ("evidence_start", Count),
    ("evidence_end", Count),
    ("rule", Text),
    ("confidence", Number),
];

/// The values of [`STATEMENT_COLUMNS`].
pub(super) fn statement_values(statement: &Statement) -> Vec<Value> {
    let when = statement.when.as_ref();
    let said_by: Vec<&str> = statement
        .attributed_to
        .iter()
        .map(|speaker| speaker.text.as_str())
        .collect();
    let event = &statement.event;
    let evidence = &statement.evidence;
    let party = |party: &Party| {
        [
            json!(party.id),
            json!(party.name),
            json!(party.kind),
            json!(party.principal),
        ]
    };
    let mut values = vec![
        json!(statement.id),
        json!(statement.document),
        json!(statement.published),
        json!(statement.published_inferred),
        json!(statement.sentence),
    ];
    values.extend(party(&statement.source));
    values.extend(party(&statement.target));
    values.extend([
        json!(statement.action),
        json!(statement.kind),
        json!(statement.status),
        json!(statement.mutual),
        json!(event.plover),
        json!(event.mode),
        json!(event.cameo),
        json!(event.quad),
        decimal(event.goldstein).into(),
        json!(when.and_then(|when| when.start)),
        json!(when.and_then(|when| when.end)),
        json!(when.map(|when| when.precision)),
        json!(Some(said_by.join("; ")).filter(|names| !names.is_empty())),
        json!(statement.place),
        json!(evidence.text),
        json!(evidence.span.start()),
        json!(evidence.span.end()),
        json!(statement.rule),
        json!(statement.confidence),
    ]);
    values
}
