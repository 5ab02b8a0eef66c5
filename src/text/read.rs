//! From paths to documents and statements.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::model::{Document, Published, Statement};

/// What the caller knows about the texts.
#[derive(Debug, Clone, Default)]
pub struct ReadOptions {
    /// The publication date of all texts that give none themselves.
    pub published: Option<Published>,
}

/// What was read.
#[derive(Debug, Clone, Default)]
pub struct Inputs {
    /// Texts, in the order of the paths.
    pub documents: Vec<Document>,
    /// Statements from JSON Lines files that this program wrote.
    pub statements: Vec<Statement>,
    /// What was wrong but not fatal.
    pub warnings: Vec<Warning>,
}

/// Something in an input that was passed over or guessed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// The file.
    pub path: PathBuf,
    /// The line, from 1, where there is one.
    pub line: Option<usize>,
    /// What was found and what was done about it.
    pub message: String,
}

/// Reads files, folders and standard input (`-`), in the given order.
///
/// # Errors
/// When a path cannot be read.
pub fn read(paths: &[PathBuf], options: &ReadOptions) -> Result<Inputs> {
    let mut inputs = Inputs::default();
    for path in paths {
        let io = |source| Error::Io {
            path: path.clone(),
            source,
        };
        let bytes = if path == Path::new("-") {
            let mut bytes = Vec::new();
            std::io::stdin().read_to_end(&mut bytes).map_err(io)?;
            bytes
        } else {
            std::fs::read(path).map_err(io)?
        };
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let name = path.file_name().map_or_else(
            || "-".to_owned(),
            |name| name.to_string_lossy().into_owned(),
        );
        if path
            .extension()
            .is_some_and(|extension| extension == "jsonl")
        {
            for line in text.lines().filter(|line| !line.trim().is_empty()) {
                if let Ok(value) = serde_json::from_str::<serde_json::Value>(line) {
                    let field = |names: &[&str]| {
                        names
                            .iter()
                            .find_map(|name| value[name].as_str())
                            .map(str::to_owned)
                    };
                    inputs.documents.push(Document {
                        id: field(&["id"]).unwrap_or_else(|| name.clone()),
                        published: field(&["published", "date"])
                            .and_then(|date| date.parse().ok())
                            .map(Published)
                            .or(options.published),
                        title: field(&["title"]),
                        text: field(&["text", "event_text"]).unwrap_or_default(),
                        ..Document::default()
                    });
                }
            }
        } else {
            inputs.documents.push(Document {
                id: name,
                published: options.published,
                text,
                ..Document::default()
            });
        }
    }
    Ok(inputs)
}
