//! The kinds of events out of the file.

use rusqlite::{Connection, Params, Row};

use crate::model::{EventCode, EventKind};

/// Some of the kinds with their keys.
pub(super) fn codes<P: Params>(
    connection: &Connection,
    which: &str,
    parameters: P,
) -> rusqlite::Result<Vec<(EventKind, i64)>> {
    let word = |row: &Row<'_>, at: usize| -> rusqlite::Result<String> { row.get(at) };
    let wrong = |at: usize, message: String| {
        rusqlite::Error::FromSqlConversionFailure(at, rusqlite::types::Type::Text, message.into())
    };
    connection
        .prepare_cached(&format!(
            "SELECT key, rule, action, kind, status, mutual, plover, mode, cameo, quad, goldstein, confidence,
                 published_inferred, id, evidence FROM codes {which}"
        ))?
        .query_map(parameters, |row| {
            let kind = EventKind {
                rule: word(row, 1)?,
                action: word(row, 2)?
                    .parse()
                    .map_err(|error| wrong(2, format!("{error}")))?,
                kind: word(row, 3)?,
                status: word(row, 4)?
                    .parse()
                    .map_err(|error| wrong(4, format!("{error}")))?,
                mutual: row.get(5)?,
                event: EventCode {
                    plover: word(row, 6)?,
                    mode: word(row, 7)?,
                    cameo: word(row, 8)?,
                    quad: row.get(9)?,
                    goldstein: row.get::<_, f64>(10)? as f32,
                },
                confidence: row.get::<_, f64>(11)? as f32,
                published_inferred: row.get(12)?,
                id: word(row, 13)?,
                evidence: word(row, 14)?,
            };
            Ok((kind, row.get(0)?))
        })?
        .collect()
}
