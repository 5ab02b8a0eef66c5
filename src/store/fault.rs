//! What `SQLite` reports, in words that say what to do.

use std::path::Path;

use rusqlite::ErrorCode;

use crate::error::Error;

/// The error for the person at the keyboard.
pub(super) fn told(path: &Path, error: &rusqlite::Error) -> Error {
    let code = error.sqlite_error_code();
    let message = match code {
        Some(ErrorCode::DiskFull) => {
            "the disk is full; what was kept before is safe, make room and read again".to_owned()
        }
        Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => {
            "the store or its folder may not be written; copy it to a folder of your own".to_owned()
        }
        Some(ErrorCode::CannotOpen) => {
            "the store cannot be opened; does its folder exist, and may it be written?".to_owned()
        }
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => format!(
            "the store is damaged ({error}); restore a copy, or save what can be saved with `sqlite3 FILE .recover`"
        ),
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            "another program has been writing to the store for too long; try again when it is done"
                .to_owned()
        }
        Some(ErrorCode::SystemIoFailure) => {
            format!("the disk refused ({error}); is it full or gone? What was kept before is safe")
        }
        _ => format!("the store cannot be used ({error})"),
    };
    damaged(path, message)
}

/// An error about the store with a message of its own.
pub(super) fn damaged(path: &Path, message: String) -> Error {
    Error::Input {
        path: path.to_owned(),
        line: None,
        message,
    }
}
