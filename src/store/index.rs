//! The index beside the store: bytes that whoever asks has worked out from the statements, to save doing it again.
//!
//! The store does not know what they mean. It knows whether they still belong to what it holds.

use std::fs::{self, File};
use std::io::{BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use super::open::{Store, beside};
use super::seal::Seal;

/// With which an index begins; the last byte grows when what follows changes.
const MAGIC: &[u8; 8] = b"dtntidx\x02";
/// Bytes before those that are kept: the mark, the program, the seal, a checksum.
const HEADER: usize = MAGIC.len() + 24 + Seal::N_BYTES + 4;

/// Bytes that are read for a small part; longer ones are read as they are.
const BUFFER: usize = 4 << 10;

/// The place of a store's index.
#[derive(Debug)]
pub struct Index {
    store: PathBuf,
    /// The program's length and time of change, since the rules are built in.
    program: [u8; 24],
}

impl Index {
    /// The index of a store, whether there is one or not. `None` when the program's own file cannot be found.
    pub fn of(store: &Path) -> Option<Self> {
        Some(Self {
            store: store.to_owned(),
            program: face(&std::env::current_exe().ok()?)?,
        })
    }

    /// Its bytes and the seal under which they were kept, if all that they were worked out from is in the store still.
    /// What was saved later is not in them.
    pub fn open(&self, store: &Store) -> Option<(BufReader<File>, Seal)> {
        let mut file = BufReader::with_capacity(BUFFER, File::open(self.path()).ok()?);
        let mut found = [0; HEADER];
        file.read_exact(&mut found).ok()?;
        let (header, checksum) = found.split_last_chunk::<4>()?;
        if crc32fast::hash(header).to_le_bytes() != *checksum {
            return None;
        }
        let (face, seal) = header.split_last_chunk::<{ Seal::N_BYTES }>()?;
        let seal = Seal::of_bytes(seal);
        let fits = face.starts_with(MAGIC) && face.ends_with(&self.program) && store.has(&seal);
        fits.then_some((file, seal))
    }

    /// Keeps what was worked out from all that is in the store under the seal. Where no file can be made nothing is
    /// kept: without an index the answer is the same, and only takes longer.
    ///
    /// The file takes the place of the old one in one step, and who may read the store may read it.
    pub fn keep(&self, seal: &Seal, bytes: &[u8]) {
        let new = beside(&self.path(), &format!(".{}", std::process::id()));
        if self.write(&new, seal, bytes).is_none() || fs::rename(&new, self.path()).is_err() {
            // What cannot be removed either was never made, or the disk is gone.
            let _ = fs::remove_file(&new);
        }
    }

    fn write(&self, path: &Path, seal: &Seal, bytes: &[u8]) -> Option<()> {
        let permissions = fs::metadata(&self.store).ok()?.permissions();
        let mut header = Vec::with_capacity(HEADER);
        header.extend(MAGIC);
        header.extend(self.program);
        header.extend(seal.bytes());
        header.extend(crc32fast::hash(&header).to_le_bytes());
        let mut file = File::create(path).ok()?;
        file.set_permissions(permissions).ok()?;
        file.write_all(&header).ok()?;
        file.write_all(bytes).ok()
    }

    fn path(&self) -> PathBuf {
        beside(&self.store, ".index")
    }
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
