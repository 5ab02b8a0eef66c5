//! What can go wrong, for the person at the keyboard.

use std::path::PathBuf;

/// Why a command could not do its work. The message says what was found and what to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A file or folder could not be read or written.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// The system's reason.
        source: std::io::Error,
    },
    /// Something in a file is wrong.
    #[error("{}{}: {message}", path.display(), line.map(|n| format!(":{n}")).unwrap_or_default())]
    Input {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: Option<usize>,
        /// What was found, what was expected, what to do.
        message: String,
    },
    /// The command was asked for something impossible.
    #[error("{0}")]
    Usage(String),
    /// Our fault: embedded data does not load.
    #[error("internal error: {0}; please report it")]
    Internal(String),
}

/// Shorthand.
pub type Result<T> = std::result::Result<T, Error>;
