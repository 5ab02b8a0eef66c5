//! What the next reading does to a store of an earlier version, beyond its tables.

use rusqlite::Transaction;

use super::codes::codes;
use super::documents;
use super::load::{Cell, EVENTS, Fault, each_worded, event_statement};
use super::save::{Actors, Key};
use super::save_events::{Batch, CELLS, EventRow, EventWriter};
use super::seal::{is_sealed, seal};
use super::words::Words;

/// Turns the rows of event data that an earlier version kept as statements into events, under the keys that they have.
pub(super) fn repack(
    change: &Transaction<'_>,
    actors: &mut Actors,
    writer: &mut EventWriter,
) -> Cell<()> {
    let mut packed = Vec::new();
    let mut batch = Batch::default();
    each_worded(change, |key, statement| {
        // Texts have a digest, and keep their sentences.
        if !documents::has_text(change, &statement.document)?
            && let Some(row) = writer.reported(change, actors, &statement)?
        {
            writer.insert(change, row, key, &mut batch)?;
            packed.push(key);
        }
        Ok(())
    })?;
    writer.close(change, batch)?;
    for key in packed {
        change
            .prepare_cached("DELETE FROM statements WHERE key = ?")?
            .execute([key])?;
    }
    change.execute_batch(
        "DELETE FROM sentences WHERE NOT EXISTS (SELECT 1 FROM statements WHERE sentence = sentences.key);
         DELETE FROM documents WHERE digest IS NULL
             AND NOT EXISTS (SELECT 1 FROM sentences WHERE document = documents.key);",
    )?;
    Ok(())
}

/// Words ids anew whose patterns are none of today's: the same row would no longer be known.
pub(super) fn reword(
    change: &Transaction<'_>,
    actors: &mut Actors,
    writer: &mut EventWriter,
) -> Cell<()> {
    let words = Words::default();
    for (_, code) in codes(change, "ORDER BY key", [])?
        .into_iter()
        .filter(|(kind, _)| !kind.is_usual())
    {
        let keys: Vec<Key> = change
            .prepare_cached("SELECT key FROM events WHERE code = ?")?
            .query_map([code], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        for key in keys {
            let mut query = change.prepare_cached(&format!("{EVENTS} WHERE events.key = ?"))?;
            let mut rows = query.query([key])?;
            let cells = rows.next()?;
            let cells = cells.ok_or_else(|| Fault::Cell(format!("no event {key}")))?;
            let statement = event_statement(cells, change, &words)?;
            if let Some(row) = writer.reported(change, actors, &statement)? {
                row.put_in_place(change, key)?;
            }
        }
    }
    Ok(())
}

/// Sets a seal where somebody has changed or removed rows, which are then no longer counted and looked for; tells
/// whether it was so.
pub(super) fn mend(change: &Transaction<'_>) -> rusqlite::Result<bool> {
    if is_sealed(change)? {
        return Ok(false);
    }
    mark_batches(change)?;
    seal(change)?;
    Ok(true)
}

/// Marks all events anew.
pub(super) fn mark_batches(change: &Transaction<'_>) -> rusqlite::Result<()> {
    change.execute("DELETE FROM batches", [])?;
    let mut batch = Batch::default();
    let mut query = change.prepare(&format!("SELECT {CELLS}, key FROM events ORDER BY key"))?;
    let mut rows = query.query([])?;
    while let Some(cells) = rows.next()? {
        let (row, key) = (EventRow::of(cells)?, cells.get(9)?);
        if batch.is_full(key) {
            std::mem::take(&mut batch).close(change)?;
        }
        batch.add(&row, key);
    }
    batch.close(change)?;
    Ok(())
}
