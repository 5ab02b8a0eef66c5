//! From files to statements and the graph.

use std::path::PathBuf;

use super::args::{Building, Reading, day};
use super::{Failure, screen};
use crate::graph::{Graph, Labels, Rules};
use crate::model::{PartialDate, Published, Statement};
use crate::pipeline::Reader;
use crate::text::{self, ReadOptions, Warning};

/// Reads files, folders and standard input, and hands over the statements text by text, so that a long list of texts
/// is answered as it is read; says on standard error what was passed over.
///
/// # Errors
/// As [`text::read`], and what `take` gives.
pub(super) fn each(
    files: &[PathBuf],
    reading: &Reading,
    mut take: impl FnMut(Vec<Statement>) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let options = ReadOptions {
        published: reading.published.map(PartialDate::first).map(Published),
    };
    let inputs = text::read(files, &options)?;
    warn(&inputs.warnings);
    if !inputs.statements.is_empty() {
        take(inputs.statements)?;
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
