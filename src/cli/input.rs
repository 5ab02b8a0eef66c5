//! From files to statements and the graph.

use std::path::PathBuf;

use super::args::{Building, Reading, day};
use super::{Failure, screen};
use crate::graph::{Graph, Labels, Rules};
use crate::model::{Document, PartialDate, Published, Statement};
use crate::pipeline::Reader;
use crate::store::{Store, is_store};
use crate::text::{self, ReadOptions, Warning};

/// What the files hold.
pub(super) struct Inputs<'a> {
    /// Statements, from one file after the other; each is opened when its turn comes.
    pub(super) statements: Box<dyn Iterator<Item = Result<Vec<Statement>, Failure>> + 'a>,
    /// Texts, not read yet.
    pub(super) documents: Vec<Document>,
}

/// Tells stores, statements and texts apart, by content; says on standard error what was passed over.
///
/// # Errors
/// As [`text::read`].
pub(super) fn split<'a>(files: &'a [PathBuf], reading: &Reading) -> Result<Inputs<'a>, Failure> {
    let options = ReadOptions {
        published: reading.published.map(PartialDate::first).map(Published),
    };
    let (stores, others): (Vec<&PathBuf>, Vec<&PathBuf>) =
        files.iter().partition(|path| is_store(path));
    let others: Vec<PathBuf> = others.into_iter().cloned().collect();
    let inputs = text::read(&others, &options)?;
    warn(&inputs.warnings);
    let of_stores = stores
        .into_iter()
        .map(|path| Ok(Store::open(path)?.statements()?));
    let statements = std::iter::once(Ok(inputs.statements)).chain(of_stores);
    Ok(Inputs {
        statements: Box::new(statements.filter(|read| !read.as_ref().is_ok_and(Vec::is_empty))),
        documents: inputs.documents,
    })
}

/// Reads files, folders, stores and standard input, and hands over the statements text by text, so that a long list
/// of texts is answered as it is read.
///
/// # Errors
/// As [`split`], and what `take` gives.
pub(super) fn each(
    files: &[PathBuf],
    reading: &Reading,
    mut take: impl FnMut(Vec<Statement>) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let inputs = split(files, reading)?;
    for statements in inputs.statements {
        take(statements?)?;
    }
    if !inputs.documents.is_empty() {
        let reader = Reader::embedded()?;
        for document in inputs.documents {
            take(reader.read(&document).statements)?;
        }
    }
    Ok(())
}

/// Reads files into a graph.
///
/// # Errors
/// As [`text::read`].
pub(super) fn graph(files: &[PathBuf], building: &Building) -> Result<Graph, Failure> {
    let mut statements = Vec::new();
    each(files, &building.reading, |read| {
        statements.extend(read);
        Ok(())
    })?;
    let mut rules = Rules::embedded()?;
    if let Some(days) = building.window {
        rules = rules.with_window(days);
    }
    let graph = Graph::build(statements, building.options(), rules, Labels::embedded()?);
    let (_, n_undated) = graph.n_without_own_date();
    if n_undated > 0 {
        screen::complain(&format!(
            "warning: {} without any date, taken to hold on every day; --published DATE dates texts",
            screen::count(n_undated, "statement")
        ));
    }
    Ok(match day(building.known) {
        Some(known) => graph.as_known(known),
        None => graph,
    })
}

/// Tells what was passed over or guessed.
pub(super) fn warn(warnings: &[Warning]) {
    for warning in warnings {
        let line = warning
            .line
            .map(|line| format!(":{line}"))
            .unwrap_or_default();
        screen::complain(&format!(
            "warning: {}{line}: {}",
            warning.path.display(),
            warning.message
        ));
    }
}
