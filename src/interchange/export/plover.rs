//! Events in PLOVER's words, one JSON object a line.

use serde_json::{Value, json};

use super::network::decimal;
use crate::model::{Party, Statement};

/// A statement as a PLOVER event, on one line.
///
/// The date is the first day that the text gives, else that of the publication. What PLOVER has no field for, above
/// all the status, is kept under our own names.
pub fn plover(statement: &Statement) -> String {
    let day = statement
        .when
        .as_ref()
        .and_then(|when| when.start.or(when.end))
        .or(statement.published.map(|published| published.0));
    let event = json!({
        "id": statement.id,
        "date": day,
        "event": statement.event.plover,
        "mode": statement.event.mode,
        "quad_code": statement.event.quad,
        "goldstein": decimal(statement.event.goldstein),
        "cameo": statement.event.cameo,
        "source": party(&statement.source),
        "target": party(&statement.target),
        "action": statement.action,
        "status": statement.status,
        "mutual": statement.mutual,
        "text": statement.evidence.text,
        "document": statement.document,
        "publication_date": statement.published,
    });
    format!("{event}\n")
}

fn party(party: &Party) -> Value {
    json!({"actor": party.principal, "name": party.name, "kind": party.kind})
}
