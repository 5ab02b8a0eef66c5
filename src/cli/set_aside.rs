//! The file for rows of event data that were not kept.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::interchange::events::SetAside;
use crate::interchange::export::csv_line;
use crate::store::is_store;

/// Rows that were not kept, as CSV: file, line, reason, and the row as it stood.
pub(super) struct SetAsideFile {
    path: PathBuf,
    out: BufWriter<File>,
}

impl SetAsideFile {
    /// Begins the file anew.
    ///
    /// # Errors
    /// When it is one of the `inputs` or a store, which would be lost; when it cannot be written.
    pub(super) fn create(path: &Path, inputs: &[PathBuf]) -> Result<Self> {
        let same = |one: &PathBuf| match (one.canonicalize(), path.canonicalize()) {
            (Ok(one), Ok(other)) => one == other,
            _ => false,
        };
        if is_store(path) || inputs.iter().any(same) {
            return Err(Error::Input {
                path: path.to_owned(),
                line: None,
                message:
                    "is read here or a store, and would be lost; give `--set-aside` another name"
                        .to_owned(),
            });
        }
        let out = File::create(path).map_err(|source| Error::Io {
            path: path.to_owned(),
            source,
        })?;
        let mut file = Self {
            path: path.to_owned(),
            out: BufWriter::new(out),
        };
        file.line(["file", "line", "reason", "row"].map(str::to_owned))?;
        Ok(file)
    }

    /// Writes rows of a file down, so that they are on their way before the next are read.
    ///
    /// # Errors
    /// When they cannot be written.
    pub(super) fn write(&mut self, file: &Path, rows: &[SetAside]) -> Result<()> {
        for row in rows {
            self.line([
                file.display().to_string(),
                row.line.to_string(),
                row.why.to_owned(),
                row.row.clone(),
            ])?;
        }
        self.out.flush().map_err(|source| self.io(source))
    }

    fn line(&mut self, cells: [String; 4]) -> Result<()> {
        let mut line = String::new();
        csv_line(&mut line, cells.into_iter());
        self.out
            .write_all(line.as_bytes())
            .map_err(|source| self.io(source))
    }

    fn io(&self, source: std::io::Error) -> Error {
        Error::Io {
            path: self.path.clone(),
            source,
        }
    }
}
