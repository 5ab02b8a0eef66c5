//! Files of event data: opened, unpacked, told apart by their first line.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;

use flate2::read::MultiGzDecoder;
use indicatif::ProgressBar;
use zip::ZipArchive;

use super::Failure;
use super::progress::{Progress, counted};
use super::screen::{complain, count};
use super::set_aside::SetAsideFile;
use crate::error::{Error, Result};
use crate::interchange::events::{Account, Count, Format, Rows, TableMap};
use crate::model::Events;
use crate::vocabulary::actors::Actors;

/// Rows that are handed over at a time.
pub(super) const AT_A_TIME: usize = 20_000;
/// Rows that are handed over at first, so that they are kept while others are read.
const AT_FIRST: usize = 2_500;
/// How many times as many as before are handed over then: few pieces, since for each the marks of all reports are gone
/// through.
const GROWTH: usize = 3;
/// Bytes in which the first line must end.
const FIRST_LINE: usize = 1 << 16;
/// Bytes that a ZIP archive may unpack to, since they are held in memory. A day of GDELT is some 50 MiB; a bomb of a
/// few kilobytes may hold terabytes.
const UNPACKED: u64 = 1 << 30;
/// Endings of the files in folders that are looked into for event data; `true`: always a table if there is a map.
const ENDINGS: [(&str, bool); 8] = [
    ("csv", true),
    ("tab", true),
    ("tsv", true),
    ("gz", false),
    ("jsonl", false),
    ("ndjson", false),
    ("txt", false),
    ("zip", false),
];

/// A file of event data. It is opened when its turn comes, since there may be thousands.
pub(super) struct EventFile {
    path: PathBuf,
    format: Format,
    /// Standard input, which cannot be opened again, from its first byte on.
    standard_input: Option<Box<dyn BufRead>>,
}

/// What a file turned out to hold.
pub(super) enum Opened {
    /// Event data.
    Events(EventFile),
    /// Something else; standard input is given back from its first byte on.
    Other(Box<dyn BufRead>),
}

/// What reading rows needs beside the file.
#[derive(Clone)]
pub(super) struct RowReading {
    /// Whom names and codes mean.
    pub(super) actors: Arc<Actors>,
    /// Where rows go that are not kept.
    pub(super) set_aside: Option<Rc<RefCell<SetAsideFile>>>,
    pub(super) progress: Progress,
}

/// The rows of a file, part by part. At the end they tell what became of them.
pub(super) struct EventRows {
    file: EventFile,
    reading: RowReading,
    /// Once the file is open.
    rows: Option<Rows<Box<dyn BufRead>>>,
    bar: ProgressBar,
    done: bool,
}

/// Whether a file in a folder is looked into for event data, and if so, whether a map holds for it.
pub(super) fn in_folder(path: &Path) -> Option<bool> {
    let ending = path.extension()?.to_str()?.to_ascii_lowercase();
    let (_, is_table) = ENDINGS.iter().find(|(known, _)| *known == ending)?;
    Some(*is_table)
}

impl EventFile {
    /// Looks what a file holds, or standard input for `-`, plain, gzipped or zipped. With a map it is a table,
    /// whatever it looks like.
    ///
    /// # Errors
    /// When the file cannot be read or unpacked; a packed file that holds no event data; a table without a column
    /// that the map names.
    pub(super) fn open(path: &Path, map: Option<&TableMap>) -> Result<Opened> {
        let (mut input, packed) = unpacked(path, &ProgressBar::hidden())?;
        let mut first = Vec::new();
        (&mut input)
            .take(FIRST_LINE as u64)
            .read_until(b'\n', &mut first)
            .map_err(|source| Error::Io {
                path: path.to_owned(),
                source,
            })?;
        let first_line = String::from_utf8_lossy(&first).into_owned();
        let format = match map {
            Some(map) => {
                let table = map.table(&first_line).map_err(|message| Error::Input {
                    path: path.to_owned(),
                    line: Some(1),
                    message: format!("{message}; mend `--map` or the table"),
                })?;
                Some(Format::Table(table))
            }
            None => Format::of(&first_line),
        };
        let input = Box::new(io::Cursor::new(first).chain(input));
        match format {
            Some(format) => Ok(Opened::Events(Self {
                path: path.to_owned(),
                format,
                standard_input: is_standard_input(path).then_some(input as Box<dyn BufRead>),
            })),
            None if packed => Err(Error::Input {
                path: path.to_owned(),
                line: None,
                message: "packed, and no event data that Détente knows; unpack it, or give the columns of a table by `--map`"
                    .to_owned(),
            }),
            None => Ok(Opened::Other(input)),
        }
    }

    /// Its rows.
    pub(super) fn rows(self, reading: RowReading) -> EventRows {
        EventRows {
            file: self,
            reading,
            rows: None,
            bar: ProgressBar::hidden(),
            done: false,
        }
    }
}

fn is_standard_input(path: &Path) -> bool {
    path == Path::new("-")
}

impl EventRows {
    /// What became of the rows.
    fn tell(&self, account: &Account) {
        complain(&format!(
            "{}: {}, {}: {} kept, {} set aside",
            self.file.path.display(),
            self.file.format.as_str(),
            count(account.rows, "row"),
            account.kept,
            account.n_set_aside()
        ));
        let list = |what: &str, counts: &BTreeMap<&'static str, Count>| {
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

    /// Opens the file, and shows how far reading has come.
    fn opened(&mut self) -> Result<Rows<Box<dyn BufRead>>> {
        let path = &self.file.path;
        let name = path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default();
        let input = if let Some(input) = self.file.standard_input.take() {
            self.bar = self.reading.progress.bytes(&name, None);
            Box::new(BufReader::new(counted(&self.bar, input)))
        } else {
            let n_bytes = std::fs::metadata(path).map_or(0, |file| file.len());
            self.bar = self.reading.progress.bytes(&name, Some(n_bytes));
            unpacked(path, &self.bar)?.0
        };
        let actors = Arc::clone(&self.reading.actors);
        let rows = Rows::new(input, self.file.format.clone(), &name, actors)?;
        Ok(match self.reading.set_aside {
            Some(_) => rows.with_set_aside(),
            None => rows,
        })
    }

    /// What the next rows say; `None` after the last.
    fn next_events(&mut self) -> Result<Option<Events>> {
        let mut rows = match self.rows.take() {
            Some(rows) => rows,
            None => self.opened()?,
        };
        let n_rows = (GROWTH * rows.account().rows).clamp(AT_FIRST, AT_A_TIME);
        let next = rows.next_batch(n_rows).map_err(|source| Error::Io {
            path: self.file.path.clone(),
            source,
        })?;
        let Some(batch) = next else {
            self.bar.finish_and_clear();
            self.tell(rows.account());
            return Ok(None);
        };
        if let Some(file) = &self.reading.set_aside {
            file.borrow_mut().write(&self.file.path, &batch.set_aside)?;
        }
        self.rows = Some(rows);
        Ok(Some(batch.events))
    }
}

impl Iterator for EventRows {
    type Item = std::result::Result<Events, Failure>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done {
            return None;
        }
        let next = self.next_events();
        self.done = !matches!(next, Ok(Some(_)));
        next.map_err(Failure::Told).transpose()
    }
}

/// The bytes of a file or standard input, counted on the bar and then unpacked, and whether they were packed.
fn unpacked(path: &Path, bar: &ProgressBar) -> Result<(Box<dyn BufRead>, bool)> {
    let io = |source| Error::Io {
        path: path.to_owned(),
        source,
    };
    let input: Box<dyn Read> = if is_standard_input(path) {
        Box::new(io::stdin().lock())
    } else {
        Box::new(File::open(path).map_err(io)?)
    };
    let mut input = BufReader::with_capacity(FIRST_LINE, counted(bar, input));
    let mut start = Vec::new();
    (&mut input).take(4).read_to_end(&mut start).map_err(io)?;
    let whole = io::Cursor::new(start.clone()).chain(input);
    Ok(match &start[..] {
        [0x1f, 0x8b, ..] => (Box::new(BufReader::new(MultiGzDecoder::new(whole))), true),
        b"PK\x03\x04" => (unzipped(path, whole)?, true),
        _ => (Box::new(whole), false),
    })
}

/// The one file of an archive. It is held and unpacked in memory, since its table stands at its end.
fn unzipped(path: &Path, input: impl Read) -> Result<Box<dyn BufRead>> {
    let wrong = |message: String| Error::Input {
        path: path.to_owned(),
        line: None,
        message,
    };
    let whole = |input: &mut dyn Read| {
        at_most(input, UNPACKED)
            .map_err(|source| Error::Io {
                path: path.to_owned(),
                source,
            })?
            .ok_or_else(|| {
                wrong(format!(
                    "a ZIP archive of more than {} MiB; unpack it first",
                    UNPACKED >> 20
                ))
            })
    };
    let packed = whole(&mut { input })?;
    let mut archive = ZipArchive::new(io::Cursor::new(packed))
        .map_err(|error| wrong(format!("a damaged ZIP archive ({error})")))?;
    if archive.len() != 1 {
        return Err(wrong(format!(
            "a ZIP archive of {}; unpack it first",
            count(archive.len(), "file")
        )));
    }
    let mut file = archive
        .by_index(0)
        .map_err(|error| wrong(format!("a damaged ZIP archive ({error})")))?;
    Ok(Box::new(io::Cursor::new(whole(&mut file)?)))
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
