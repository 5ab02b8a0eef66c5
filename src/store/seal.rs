//! By what a store is known again: a seal is set on each batch, and broken by whatever changes what was saved.

use rusqlite::{Connection, OptionalExtension as _};

use super::fault::told;
use super::open::Store;
use crate::error::Result;

/// A store as it is at one moment, and how far it goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seal {
    number: i64,
    nonce: [u8; 16],
    /// The last key of each of the two tables.
    pub(super) last: Last,
}

/// The last keys of the statements and of the events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Last {
    pub(super) statements: i64,
    pub(super) events: i64,
}

impl Seal {
    /// How many statements there are at most.
    pub fn n_statements(&self) -> usize {
        usize::try_from(self.last.statements.max(self.last.events)).unwrap_or_default()
    }

    /// How many statements at most were saved after that seal.
    pub fn n_since(&self, then: &Self) -> usize {
        let later = |now: i64, then: i64| usize::try_from(now - then).unwrap_or_default();
        later(self.last.statements, then.last.statements)
            .max(later(self.last.events, then.last.events))
    }

    /// Bytes that it is written in.
    pub(super) const N_BYTES: usize = 40;

    pub(super) fn bytes(self) -> [u8; Self::N_BYTES] {
        let mut bytes = [0; Self::N_BYTES];
        bytes[..8].copy_from_slice(&self.number.to_le_bytes());
        bytes[8..24].copy_from_slice(&self.nonce);
        bytes[24..32].copy_from_slice(&self.last.statements.to_le_bytes());
        bytes[32..].copy_from_slice(&self.last.events.to_le_bytes());
        bytes
    }

    pub(super) fn of_bytes(bytes: &[u8; Self::N_BYTES]) -> Self {
        let number = |at: usize| {
            let mut own = [0; 8];
            own.copy_from_slice(&bytes[at..at + 8]);
            i64::from_le_bytes(own)
        };
        let mut nonce = [0; 16];
        nonce.copy_from_slice(&bytes[8..24]);
        Self {
            number: number(0),
            nonce,
            last: Last {
                statements: number(24),
                events: number(32),
            },
        }
    }
}

impl Store {
    /// From here on this store is read as it is now, whoever writes to it; its seal, if it is unbroken.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn hold(&self) -> Result<Option<Seal>> {
        let held = || -> rusqlite::Result<Option<Seal>> {
            self.connection.execute_batch("BEGIN")?;
            let last = Last {
                statements: last(&self.connection, "statements")?,
                events: last(&self.connection, "events")?,
            };
            self.connection
                .query_row(
                    "SELECT number, nonce FROM seals ORDER BY number DESC LIMIT 1",
                    [],
                    |row| {
                        Ok(Seal {
                            number: row.get(0)?,
                            nonce: row.get(1)?,
                            last,
                        })
                    },
                )
                .optional()
        };
        held().map_err(|error| told(&self.path, &error))
    }

    /// Whether all that was in the store when the seal was taken is in it still.
    pub(super) fn has(&self, seal: &Seal) -> bool {
        self.connection
            .query_row(
                "SELECT EXISTS (SELECT 1 FROM seals WHERE number = ? AND nonce = ?)",
                (seal.number, seal.nonce),
                |row| row.get(0),
            )
            .unwrap_or(false)
    }
}

fn last(connection: &Connection, table: &str) -> rusqlite::Result<i64> {
    let query = format!("SELECT coalesce(max(key), 0) FROM {table}");
    connection.query_row(&query, [], |row| row.get(0))
}

/// Seals what is in the store.
pub(super) fn seal(connection: &Connection) -> rusqlite::Result<()> {
    connection
        .prepare_cached("INSERT INTO seals (nonce) VALUES (randomblob(16))")?
        .execute([])
        .map(|_| ())
}

/// Whether nobody has changed or removed what was saved since the store was last written.
pub(super) fn is_sealed(connection: &Connection) -> rusqlite::Result<bool> {
    connection.query_row("SELECT EXISTS (SELECT 1 FROM seals)", [], |row| row.get(0))
}
