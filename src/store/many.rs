//! Many rows by one command: what a command costs beside its rows is then little.

use rusqlite::Transaction;
use rusqlite::types::{ToSqlOutput, Value};

use super::save::Key;

/// Rows that one command writes.
pub(super) const AT_ONCE: usize = 64;

/// A row of a table whose first column is its key.
pub(super) trait Row<const N: usize> {
    /// What it is put into: `events (key, source)`.
    const INTO: &'static str;

    /// The cells after the key.
    fn cells(&self) -> [ToSqlOutput<'_>; N];
}

/// Rows of a table on their way into it, the keys growing.
#[derive(Debug)]
pub(super) struct Waiting<R> {
    rows: Vec<(Key, R)>,
}

impl<R> Default for Waiting<R> {
    fn default() -> Self {
        Self { rows: Vec::new() }
    }
}

impl<R> Waiting<R> {
    /// Adds a row whose key is greater than those before and all in the table.
    pub(super) fn push<const N: usize>(
        &mut self,
        change: &Transaction<'_>,
        key: Key,
        row: R,
    ) -> rusqlite::Result<()>
    where
        R: Row<N>,
    {
        self.rows.push((key, row));
        if self.rows.len() == AT_ONCE {
            self.write(change)?;
        }
        Ok(())
    }

    /// Writes what waits.
    pub(super) fn write<const N: usize>(&mut self, change: &Transaction<'_>) -> rusqlite::Result<()>
    where
        R: Row<N>,
    {
        if self.rows.is_empty() {
            return Ok(());
        }
        let gaps = format!("(?{})", ", ?".repeat(N));
        let all = vec![gaps; self.rows.len()].join(", ");
        let mut insert = change.prepare_cached(&format!("INSERT INTO {} VALUES {all}", R::INTO))?;
        let mut before = None;
        for (nth, (key, row)) in self.rows.iter().enumerate() {
            // Without a key a row gets the one after the last, for which nothing is looked up.
            let follows = before.is_some_and(|before| before + 1 == *key);
            let own = (!follows).then_some(*key);
            before = Some(*key);
            let first = nth * (N + 1) + 1;
            insert.raw_bind_parameter(first, own)?;
            for (at, cell) in (first + 1..).zip(row.cells()) {
                insert.raw_bind_parameter(at, cell)?;
            }
        }
        insert.raw_execute()?;
        self.rows.clear();
        Ok(())
    }
}

/// A number as a cell.
pub(super) fn number(number: impl Into<i64>) -> ToSqlOutput<'static> {
    ToSqlOutput::Owned(Value::Integer(number.into()))
}
