//! Files of event data: opened, unpacked, told apart by their first line.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use flate2::read::MultiGzDecoder;
use zip::ZipArchive;

use super::Failure;
use super::screen::{complain, count};
use crate::error::{Error, Result};
use crate::interchange::events::{Count, Format, Rows};
use crate::model::Statement;
use crate::vocabulary::actors::Actors;

/// Statements that are handed over at a time.
const AT_A_TIME: usize = 20_000;
/// Bytes in which the first line must end.
const FIRST_LINE: usize = 1 << 16;
/// Bytes that a ZIP archive may unpack to, since they are held in memory. A day of GDELT is some 50 MiB; a bomb of a
/// few kilobytes may hold terabytes.
const UNPACKED: u64 = 1 << 30;

/// A file of event data, opened.
pub(super) struct EventFile {
    path: PathBuf,
    format: Format,
    input: Box<dyn BufRead>,
}

/// Its rows, as batches of statements. At the end they tell what became of them.
pub(super) struct EventRows {
    path: PathBuf,
    format: Format,
    rows: Rows<Box<dyn BufRead>>,
    done: bool,
}

impl EventFile {
    /// Opens a file if it holds event data, plain, gzipped or zipped; `None` if it holds something else.
    ///
    /// # Errors
    /// When the file cannot be read or unpacked; a packed file that holds no event data.
    pub(super) fn open(path: &Path) -> Result<Option<Self>> {
        if !path.is_file() {
            return Ok(None);
        }
        let io = |source| Error::Io {
            path: path.to_owned(),
            source,
        };
        let mut file = File::open(path).map_err(io)?;
        let mut start = [0; 4];
        let n_read = file.read(&mut start).map_err(io)?;
        let file = File::open(path).map_err(io)?;
        let packed = start.starts_with(b"\x1f\x8b") || start == *b"PK\x03\x04";
        let mut input: Box<dyn BufRead> = match &start[..n_read] {
            [0x1f, 0x8b, ..] => Box::new(BufReader::new(MultiGzDecoder::new(file))),
            b"PK\x03\x04" => unzipped(path, file)?,
            _ => Box::new(BufReader::with_capacity(FIRST_LINE, file)),
        };
        let mut first = Vec::new();
        (&mut input)
            .take(FIRST_LINE as u64)
            .read_until(b'\n', &mut first)
            .map_err(io)?;
        let Some(format) = Format::of(&String::from_utf8_lossy(&first)) else {
            return if packed {
                Err(Error::Input {
                    path: path.to_owned(),
                    line: None,
                    message:
                        "packed, and no event data of GDELT, ICEWS or POLECAT; unpack it first"
                            .to_owned(),
                })
            } else {
                Ok(None)
            };
        };
        Ok(Some(Self {
            path: path.to_owned(),
            format,
            input: Box::new(BufReader::new(io::Cursor::new(first).chain(input))),
        }))
    }

    /// Its rows, whose actors are looked up in what is known of actors.
    ///
    /// # Errors
    /// As [`Rows::new`].
    pub(super) fn rows(self, actors: Arc<Actors>) -> Result<EventRows> {
        let name = self
            .path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default();
        Ok(EventRows {
            path: self.path,
            format: self.format,
            rows: Rows::new(self.input, self.format, &name, actors)?,
            done: false,
        })
    }
}

impl EventRows {
    /// What became of the rows.
    fn tell(&self) {
        let account = self.rows.account();
        complain(&format!(
            "{}: {}, {}: {} kept, {} set aside",
            self.path.display(),
            self.format.as_str(),
            count(account.rows, "row"),
            account.kept,
            account.n_set_aside()
        ));
        let list = |what: &str, counts: &std::collections::BTreeMap<&'static str, Count>| {
            for (why, rows) in counts {
                complain(&format!(
                    "  {what}: {} {why}; the first is line {}",
                    rows.rows, rows.first_line
                ));
            }
        };
        list("set aside", &account.set_aside);
        list("kept", &account.remarked);
    }
}

impl Iterator for EventRows {
    type Item = std::result::Result<Vec<Statement>, Failure>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done {
            return None;
        }
        match self.rows.next_statements(AT_A_TIME) {
            Ok(statements) if statements.is_empty() => {
                self.done = true;
                self.tell();
                None
            }
            Ok(statements) => Some(Ok(statements)),
            Err(source) => {
                self.done = true;
                let path = self.path.clone();
                Some(Err(Failure::Told(Error::Io { path, source })))
            }
        }
    }
}

/// The one file of an archive. It is unpacked in memory, since what reads it outlives the archive.
fn unzipped(path: &Path, file: File) -> Result<Box<dyn BufRead>> {
    let wrong = |message: String| Error::Input {
        path: path.to_owned(),
        line: None,
        message,
    };
    let mut archive =
        ZipArchive::new(file).map_err(|error| wrong(format!("a damaged ZIP archive ({error})")))?;
    if archive.len() != 1 {
        return Err(wrong(format!(
            "a ZIP archive of {}; unpack it first",
            count(archive.len(), "file")
        )));
    }
    let packed = archive
        .by_index(0)
        .map_err(|error| wrong(format!("a damaged ZIP archive ({error})")))?;
    let bytes = at_most(packed, UNPACKED)
        .map_err(|source| Error::Io {
            path: path.to_owned(),
            source,
        })?
        .ok_or_else(|| {
            wrong(format!(
                "a ZIP archive of more than {} MiB unpacked; unpack it first",
                UNPACKED >> 20
            ))
        })?;
    Ok(Box::new(io::Cursor::new(bytes)))
}

/// All bytes, or `None` if there are more than the limit. What an archive says of its size may be false, so the bytes
/// are counted as they come.
fn at_most(input: impl Read, limit: u64) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    input.take(limit + 1).read_to_end(&mut bytes)?;
    Ok((bytes.len() as u64 <= limit).then_some(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_more_is_unpacked_than_the_limit() {
        assert_eq!(at_most(&b"abc"[..], 3).unwrap(), Some(b"abc".to_vec()));
        assert_eq!(at_most(&b"abcd"[..], 3).unwrap(), None);
        assert_eq!(at_most(io::repeat(b'x'), 1000).unwrap(), None);
    }
}
