//! From files to statements and the graph.

use std::path::PathBuf;

use super::args::{Building, Reading, day};
use super::screen;
use crate::error::Result;
use crate::graph::{Graph, Labels, Rules};
use crate::model::{PartialDate, Published, Statement};
use crate::pipeline::Reader;
use crate::text::{self, ReadOptions, Warning};

/// Reads files, folders and standard input into statements; says on standard error what was passed over.
///
/// # Errors
/// As [`text::read`].
pub(super) fn statements(files: &[PathBuf], reading: &Reading) -> Result<Vec<Statement>> {
    let options = ReadOptions {
        published: reading.published.map(PartialDate::first).map(Published),
    };
    let inputs = text::read(files, &options)?;
    warn(&inputs.warnings);
    let mut statements = inputs.statements;
    if !inputs.documents.is_empty() {
        let reader = Reader::embedded()?;
        for document in &inputs.documents {
            statements.extend(reader.read(document).statements);
        }
    }
    Ok(statements)
}

/// Reads files into a graph.
///
/// # Errors
/// As [`statements`].
pub(super) fn graph(files: &[PathBuf], building: &Building) -> Result<Graph> {
    let statements = statements(files, &building.reading)?;
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
