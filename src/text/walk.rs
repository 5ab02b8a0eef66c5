//! Finding the files in folders.

use std::path::{Path, PathBuf};

use super::format::ENDINGS;
use crate::error::{Error, Result};

/// The files of a folder, sorted by path.
///
/// Hidden files and folders are left out; links to folders are not followed, so that loops cannot arise.
///
/// # Errors
/// When a folder cannot be listed.
pub fn files_in(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
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
            } else {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}

/// Whether a file's ending is one of a text's; files without an ending count.
pub(super) fn may_hold_text(path: &Path) -> bool {
    // A pipe or a device is not read until it ends, which may be never.
    path.is_file()
        && path
            .extension()
            .is_none_or(|ending| ENDINGS.contains(&&*ending.to_string_lossy().to_ascii_lowercase()))
}
