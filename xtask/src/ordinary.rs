//! Statements that are read in ordinary news, where there are none to read.

use std::io;
use std::path::Path;

use detente::model::{Document, Statement};
use detente::pipeline::Reader;

/// One sentence a line.
pub const SENTENCES: &str = "data/corpus/ordinary.txt";

/// What is read in sentences without relations, one a line, each by itself; all of it is wrong.
///
/// # Errors
/// When the file cannot be read or the embedded data do not load.
pub fn read(path: &Path) -> io::Result<Vec<Statement>> {
    let reader = Reader::embedded().map_err(io::Error::other)?;
    let text = std::fs::read_to_string(path)?;
    let documents = text.lines().enumerate().map(|(at, line)| Document {
        id: format!("ordinary-{}", at + 1),
        text: line.to_owned(),
        ..Document::default()
    });
    Ok(documents
        .flat_map(|document| reader.read(&document).statements)
        .collect())
}

/// A statement with its line, for people: "ordinary-12 NOR meeting/meet done SWE | the sentence".
pub fn told(statement: &Statement) -> String {
    format!(
        "{} {} {} {} {} {:.2} | {}",
        statement.document,
        statement.source.principal,
        statement.rule,
        statement.status,
        statement.target.principal,
        statement.confidence,
        statement.evidence.text
    )
}
