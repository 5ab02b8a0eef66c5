//! Finding the files in folders.

use std::path::{Path, PathBuf};

use super::format::ENDINGS;
use crate::error::{Error, Result};

/// The files of a folder that may hold texts, sorted by path, and how many others were passed over.
///
/// Hidden files and folders are left out; links to folders are not followed, so that loops cannot arise.
///
/// # Errors
/// When a folder cannot be listed.
pub(super) fn files_in(folder: &Path) -> Result<(Vec<PathBuf>, usize)> {
    let mut files = Vec::new();
    let mut n_others = 0;
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        let io = |source| Error::Io {
            path: folder.clone(),
            source,
        };
        for entry in std::fs::read_dir(&folder).map_err(io)? {
            let entry = entry.map_err(io)?;
            let path = entry.path();
            if entry.file_name().to_string_lossy().starts_with('.') {
                continue;
            }
            let kind = entry.file_type().map_err(io)?;
            if kind.is_dir() {
                open.push(path);
            } else if path.is_file() && may_hold_text(&path) {
                files.push(path);
            } else {
                n_others += 1;
            }
        }
    }
    files.sort();
    Ok((files, n_others))
}

/// Whether a file's ending is one of a text's; files without an ending count.
fn may_hold_text(path: &Path) -> bool {
    path.extension()
        .is_none_or(|ending| ENDINGS.contains(&&*ending.to_string_lossy().to_ascii_lowercase()))
}
