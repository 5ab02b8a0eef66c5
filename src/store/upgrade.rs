//! What the next reading does to a store of an earlier version, beyond its tables.

use rusqlite::Transaction;

use super::documents;
use super::load::{Cell, each_worded};
use super::save::{Actors, Key};
use super::save_events::{Batch, Dictionary, EventRow};

/// Turns the rows of event data that an earlier version kept as statements into events, under the keys that they have.
pub(super) fn repack(
    change: &Transaction<'_>,
    actors: &mut Actors,
    dictionary: &mut Dictionary,
) -> Cell<()> {
    let mut packed = Vec::new();
    let mut batch = Batch::default();
    each_worded(change, |key, statement| {
        // Texts have a digest, and keep their sentences.
        if !documents::has_text(change, &statement.document)?
            && let Some(row) = dictionary.row(change, actors, &statement)?
        {
            dictionary.insert(change, &row, key, &mut batch)?;
            packed.push(key);
        }
        Ok(())
    })?;
    dictionary.close(change, batch)?;
    for key in packed {
        change
            .prepare_cached("DELETE FROM statements WHERE key = ?")?
            .execute([key])?;
    }
    change.execute_batch(
        "DELETE FROM sentences WHERE NOT EXISTS (SELECT 1 FROM statements WHERE sentence = sentences.key)",
    )?;
    Ok(())
}

/// Marks the rows of batches that an earlier version left unmarked.
pub(super) fn mark_batches(change: &Transaction<'_>) -> rusqlite::Result<()> {
    let batches: Vec<(Key, Key)> = change
        .prepare("SELECT first, last FROM batches WHERE marks IS NULL")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    change.execute("DELETE FROM batches WHERE marks IS NULL", [])?;
    let mut dictionary = Dictionary::default();
    for (first, last) in batches {
        let mut batch = Batch::default();
        let mut query = change.prepare_cached(
            "SELECT source, target, code, day, delay, document, sentence, rest, place, key FROM events
             WHERE key BETWEEN ? AND ? ORDER BY key",
        )?;
        let mut rows = query.query([first, last])?;
        while let Some(cells) = rows.next()? {
            let (row, key) = (EventRow::of(cells)?, cells.get(9)?);
            if batch.is_full(key) {
                dictionary.close(change, std::mem::take(&mut batch))?;
            }
            batch.add(&row, key);
        }
        dictionary.close(change, batch)?;
    }
    Ok(())
}
