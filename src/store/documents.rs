//! Documents by their ids.

use rusqlite::{Connection, OptionalExtension as _, Transaction, params};

use super::save::{Key, day, program};
use crate::model::{Document, Statement, mark};

/// What follows once the documents are moved.
const MOVED: &str = include_str!("schema_3_moved.sql");

/// The key of the document with this id.
pub(super) fn find(connection: &Connection, id: &str) -> rusqlite::Result<Option<Key>> {
    connection
        .prepare_cached("SELECT key FROM documents WHERE mark = ? AND id = ?")?
        .query_row(params![mark(id), id], |row| row.get(0))
        .optional()
}

/// Whether a text was read under the id.
pub(super) fn has_text(connection: &Connection, id: &str) -> rusqlite::Result<bool> {
    connection
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM documents WHERE mark = ? AND id = ? AND digest IS NOT NULL)",
        )?
        .query_row(params![mark(id), id], |row| row.get(0))
}

/// The row of a statement's document, made if there is none.
pub(super) fn of_statement(
    change: &Transaction<'_>,
    statement: &Statement,
) -> rusqlite::Result<Key> {
    let id = &statement.document;
    if let Some(key) = find(change, id)? {
        return Ok(key);
    }
    change
        .prepare_cached("INSERT INTO documents (id, mark) VALUES (?, ?)")?
        .execute(params![id, mark(id)])?;
    Ok(change.last_insert_rowid())
}

/// Keeps a text under the id, in the place of the one that had it.
pub(super) fn keep_text(
    change: &Transaction<'_>,
    id: &str,
    document: &Document,
    digest: &[u8],
) -> rusqlite::Result<()> {
    let published = document.published.map(day);
    match find(change, id)? {
        Some(key) => change
            .prepare_cached(
                "UPDATE documents SET published = ?, digest = ?, program = ? WHERE key = ?",
            )?
            .execute(params![published, digest, program(), key])?,
        None => change
            .prepare_cached(
                "INSERT INTO documents (id, mark, published, digest, program) VALUES (?, ?, ?, ?, ?)",
            )?
            .execute(params![id, mark(id), published, digest, program()])?,
    };
    Ok(())
}

/// Moves the documents of version 2 into the table of version 3.
pub(super) fn move_all(change: &Transaction<'_>) -> rusqlite::Result<()> {
    {
        let mut query =
            change.prepare("SELECT key, id, published, digest, program FROM documents")?;
        let mut add = change.prepare(
            "INSERT INTO documents_3 (key, id, mark, published, digest, program) VALUES (?, ?, ?, ?, ?, ?)",
        )?;
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            let id: String = row.get(1)?;
            add.execute(params![
                row.get::<_, Key>(0)?,
                id,
                mark(&id),
                row.get::<_, Option<String>>(2)?,
                row.get::<_, Option<Vec<u8>>>(3)?,
                row.get::<_, Option<String>>(4)?,
            ])?;
        }
    }
    change.execute_batch(MOVED)
}
