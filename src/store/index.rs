//! The index beside the store: bytes that whoever asks has worked out from the statements, to save doing it again.
//!
//! The store does not know what they mean. It knows whether they still belong to what it holds.

use std::fs::{self, File};
use std::io::{BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use sha2::{Digest as _, Sha256};

use super::open::beside;

/// With which an index begins; the last byte grows when what follows changes.
const MAGIC: &[u8; 8] = b"dtntidx\x01";
/// Bytes of `SQLite`'s header, with the counter of changes.
const HEADER: usize = 100;
/// Bytes of the write-ahead log's header, with its salt.
const LOG_HEADER: usize = 32;
/// Bytes of the log's index that count its frames and changes.
const LOG_INDEX: usize = 48;

/// The place of a store's index, as long as the store stays as it is.
#[derive(Debug)]
pub struct Index {
    store: PathBuf,
    stamp: [u8; 32],
}

impl Index {
    /// The index of a store as it is at this moment, whether there is one or not. `None` when the files cannot be read.
    ///
    /// The moment is told by the sizes, times and headers of the store, its log and the program: some of these change
    /// with every batch, with every other program that writes, and with the rules, which are built in.
    /// Not to be called while this process has the store open, since closing a file gives up the process's locks on it.
    pub fn of(store: &Path) -> Option<Self> {
        Some(Self {
            store: store.to_owned(),
            stamp: stamp(store)?,
        })
    }

    /// Its bytes, if they were kept for the store as it is.
    pub fn open(&self) -> Option<BufReader<File>> {
        let mut file = BufReader::new(File::open(self.path()).ok()?);
        let mut found = [0; MAGIC.len() + 32];
        file.read_exact(&mut found).ok()?;
        (found.starts_with(MAGIC) && found.ends_with(&self.stamp)).then_some(file)
    }

    /// Keeps what was worked out from the statements. Nothing is kept if the store has changed since [`Index::of`], or
    /// where no file can be made: without an index the answer is the same, and only takes longer.
    ///
    /// The file takes the place of the old one in one step, and who may read the store may read it.
    pub fn keep(&self, bytes: &[u8]) {
        if stamp(&self.store) != Some(self.stamp) {
            return;
        }
        let new = beside(&self.path(), &format!(".{}", std::process::id()));
        if self.write(&new, bytes).is_none() || fs::rename(&new, self.path()).is_err() {
            // What cannot be removed either was never made, or the disk is gone.
            let _ = fs::remove_file(&new);
        }
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> Option<()> {
        let permissions = fs::metadata(&self.store).ok()?.permissions();
        let mut file = File::create(path).ok()?;
        file.set_permissions(permissions).ok()?;
        file.write_all(MAGIC).ok()?;
        file.write_all(&self.stamp).ok()?;
        file.write_all(bytes).ok()
    }

    fn path(&self) -> PathBuf {
        beside(&self.store, ".index")
    }
}

fn stamp(store: &Path) -> Option<[u8; 32]> {
    let mut hasher = Sha256::new();
    hasher.update(face(&std::env::current_exe().ok()?)?);
    hasher.update(face(store)?);
    hasher.update(start(store, HEADER)?);
    let log = beside(store, "-wal");
    // A log that is empty or gone means the same.
    if fs::metadata(&log).is_ok_and(|log| log.len() > 0) {
        hasher.update(face(&log)?);
        hasher.update(start(&log, LOG_HEADER)?);
        hasher.update(start(&beside(store, "-shm"), LOG_INDEX).unwrap_or_default());
    }
    Some(hasher.finalize().into())
}

/// A file's length and time of change.
fn face(path: &Path) -> Option<[u8; 24]> {
    let about = fs::metadata(path).ok()?;
    let changed = about.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    let mut face = [0; 24];
    face[..8].copy_from_slice(&about.len().to_le_bytes());
    face[8..].copy_from_slice(&changed.as_nanos().to_le_bytes());
    Some(face)
}

/// The first bytes of a file, fewer if it is shorter.
fn start(path: &Path, n_bytes: usize) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(n_bytes);
    File::open(path)
        .ok()?
        .take(n_bytes as u64)
        .read_to_end(&mut bytes)
        .ok()?;
    Some(bytes)
}
