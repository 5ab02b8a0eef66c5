//! Opening and making stores.

use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rusqlite::{Connection, ErrorCode, OpenFlags, TransactionBehavior};

use super::documents;
use super::fault::{damaged, told};
use super::load::{Cell, Fault};
use super::reports;
use super::save::Actors;
use super::save_events::EventWriter;
use super::upgrade::{mark_batches, mend, repack, reword};
use super::words::Words;
use crate::error::Result;

/// The mark in the file's header that tells our stores from other `SQLite` files: "dtnt".
const APPLICATION_ID: i32 = 0x6474_6e74;

/// The text with which every `SQLite` file begins.
const MAGIC: &[u8; 16] = b"SQLite format 3\0";

/// The tables, version by version; `PRAGMA user_version` counts how many of these a file has gone through.
const MIGRATIONS: [&str; 6] = [
    include_str!("schema_1.sql"),
    include_str!("schema_2.sql"),
    include_str!("schema_3.sql"),
    include_str!("schema_4.sql"),
    include_str!("schema_5.sql"),
    include_str!("schema_6.sql"),
];

/// The version from which event data are kept as numbers.
const EVENTS_SINCE: usize = 2;
/// The version from which documents are found by a hash.
const MOVED_SINCE: usize = 3;
/// The version from which reports have a table of their own, and from which a store can be read as it is.
const REPORTS_SINCE: usize = 4;

/// Kibibytes of the file that are held in memory for the first batch, which goes through the marks of all reports: memory
/// that is asked for anew costs more than to read a page again.
const CACHE_AT_FIRST: i64 = 4 << 10;
/// The same while more batches are written. What they touch is in no order, so that without it most pages would be read
/// and written again for each.
const CACHE: i64 = 64 << 10;
/// Pages of the log after which it is brought into the file.
const LOG: i64 = 16 << 10;

/// How long a writer waits for another one.
const PATIENCE: Duration = Duration::from_secs(30);
/// How long it waits between two trials where `SQLite` does not wait for it.
const BREATH: Duration = Duration::from_millis(5);

/// An open store.
///
/// One process writes at a time, others wait; readers see the last finished batch and never wait.
#[derive(Debug)]
pub struct Store {
    pub(super) path: PathBuf,
    pub(super) connection: Connection,
    pub(super) actors: Actors,
    pub(super) writer: EventWriter,
    /// A store that is asked is held as it is, and keys never change their meaning.
    pub(super) words: Words,
}

/// Whether a file is an `SQLite` file, so that it should be opened as a store. Files that cannot be read are none.
pub fn is_store(path: &Path) -> bool {
    let mut start = [0; MAGIC.len()];
    path.is_file()
        && File::open(path)
            .and_then(|mut file| file.read_exact(&mut start))
            .is_ok_and(|()| start == *MAGIC)
}

impl Store {
    /// Opens a store for reading. Works in folders that may not be written.
    ///
    /// # Errors
    /// When the file is missing, damaged, no store, or written by a later version of the program.
    pub fn open(path: &Path) -> Result<Self> {
        // A connection is used by one thread, so that SQLite need not lock it for each cell.
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
            | OpenFlags::SQLITE_OPEN_URI
            | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags)
            .and_then(|connection| probe(&connection).map(|()| connection))
            .or_else(|error| {
                // The write-ahead log needs a file beside the store. Where none can be made, nobody can be writing.
                if is_store(path) && !beside(path, "-wal").exists() {
                    let connection = Connection::open_with_flags(unchanging(path), flags)?;
                    probe(&connection).map(|()| connection)
                } else {
                    Err(error)
                }
            })
            .map_err(|error| told(path, &error))?;
        let store = Self {
            path: path.to_owned(),
            connection,
            actors: Actors::default(),
            writer: EventWriter::default(),
            words: Words::default(),
        };
        let version = store.checked_version()?;
        if (version as usize) < REPORTS_SINCE {
            return Err(damaged(
                path,
                format!(
                    "a store of version {version}; read something `--into` it once to bring it to version {}",
                    MIGRATIONS.len()
                ),
            ));
        }
        Ok(store)
    }

    /// Opens a store for writing; makes it if there is none, and brings an older one up to date.
    ///
    /// # Errors
    /// When the file cannot be made or written, is damaged, no store, or written by a later version of the program.
    pub fn create(path: &Path) -> Result<Self> {
        let fault = |error| told(path, &error);
        let connection = Connection::open(path).map_err(fault)?;
        connection.busy_timeout(PATIENCE).map_err(fault)?;
        let mut store = Self {
            path: path.to_owned(),
            connection,
            actors: Actors::default(),
            writer: EventWriter::default(),
            words: Words::default(),
        };
        let empty = store.number("SELECT count(*) FROM sqlite_schema")? == 0;
        if !empty {
            store.checked_version()?;
        }
        // The log lets others read while we write; FULL keeps what was acknowledged through a power cut.
        patiently(|| {
            store.connection.execute_batch(&format!(
                "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = OFF;
                 PRAGMA cache_size = -{CACHE_AT_FIRST}; PRAGMA wal_autocheckpoint = {LOG};"
            ))
        })
        .map_err(fault)?;
        store.migrate().map_err(|fault| fault.told(path))?;
        // A table to which others refer may have been replaced.
        store
            .connection
            .execute_batch("PRAGMA foreign_keys = ON;")
            .map_err(fault)?;
        Ok(store)
    }

    /// Holds more of the file in memory, for batches after the first.
    pub(super) fn enlarge_cache(&self) -> Result<()> {
        let enlarge = format!("PRAGMA cache_size = -{CACHE}");
        let enlarged = self.connection.execute_batch(&enlarge);
        enlarged.map_err(|error| told(&self.path, &error))
    }

    /// Applies what is missing, all of it or nothing.
    fn migrate(&mut self) -> Cell<()> {
        let change = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        // Asked anew inside of the transaction: another process may have been faster.
        let version: i64 = change.query_row("PRAGMA user_version", [], |row| row.get(0))?;
        let done = usize::try_from(version).unwrap_or(0);
        for (version, step) in (1..).zip(MIGRATIONS).skip(done) {
            change.execute_batch(step)?;
            match version {
                MOVED_SINCE => documents::move_all(&change)?,
                REPORTS_SINCE => reports::move_all(&change)?,
                _ => {}
            }
        }
        reports::mark_all(&change)?;
        if (1..EVENTS_SINCE).contains(&done) {
            repack(&change, &mut self.actors, &mut self.writer)?;
        }
        if (1..REPORTS_SINCE).contains(&done) {
            reword(&change, &mut self.actors, &mut self.writer)?;
            mark_batches(&change)?;
            // What it has written stands elsewhere now.
            self.writer.clear();
        }
        if done < MIGRATIONS.len() {
            change.pragma_update(None, "application_id", APPLICATION_ID)?;
            change.pragma_update(None, "user_version", MIGRATIONS.len() as i64)?;
        }
        mend(&change)?;
        change.commit().map_err(Fault::from)
    }

    /// The version of the file's tables, if it is one of our stores and not from the future.
    fn checked_version(&self) -> Result<i64> {
        if self.number("PRAGMA application_id")? != i64::from(APPLICATION_ID) {
            return Err(damaged(
                &self.path,
                "an SQLite file, but no store of detente".to_owned(),
            ));
        }
        let version = self.number("PRAGMA user_version")?;
        if version < 1 || version as usize > MIGRATIONS.len() {
            return Err(damaged(
                &self.path,
                format!(
                    "a store of version {version}; this program knows up to {}: use a later one",
                    MIGRATIONS.len()
                ),
            ));
        }
        Ok(version)
    }

    pub(super) fn number(&self, query: &str) -> Result<i64> {
        self.connection
            .query_row(query, [], |row| row.get(0))
            .map_err(|error| told(&self.path, &error))
    }
}

/// Does what `SQLite` waits for nobody with, although it is told to: two programs that make one store at the same moment
/// both want it to have a log.
fn patiently(mut work: impl FnMut() -> rusqlite::Result<()>) -> rusqlite::Result<()> {
    let begun = Instant::now();
    loop {
        let done = work();
        let code = done
            .as_ref()
            .err()
            .and_then(rusqlite::Error::sqlite_error_code);
        let busy = matches!(
            code,
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked)
        );
        if !busy || begun.elapsed() >= PATIENCE {
            return done;
        }
        std::thread::sleep(BREATH);
    }
}

/// Reads once, since `SQLite` opens files lazily.
fn probe(connection: &Connection) -> rusqlite::Result<()> {
    connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))
}

/// The name of a file that is kept beside a store.
pub(super) fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// The path as a URI that says that nobody writes to the file.
fn unchanging(path: &Path) -> String {
    let mut uri = String::from("file:");
    for byte in path.as_os_str().as_encoded_bytes() {
        if byte.is_ascii_alphanumeric() || b"/-_.~".contains(byte) {
            uri.push(char::from(*byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    uri.push_str("?immutable=1");
    uri
}
