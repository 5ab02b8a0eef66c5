//! The cells of a row by name.

use std::collections::HashMap;

/// Where a file with a header has its columns. Names are compared without case, blanks and underscores, since the
/// releases of one data set spell them differently.
#[derive(Debug, Clone, Default)]
pub(super) struct Columns {
    positions: HashMap<String, usize>,
    n_columns: usize,
}

impl Columns {
    pub(super) fn of(header: &str) -> Self {
        let names: Vec<String> = header.split('\t').map(plain).collect();
        Self {
            n_columns: names.len(),
            positions: names.into_iter().zip(0..).collect(),
        }
    }

    pub(super) fn len(&self) -> usize {
        self.n_columns
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.positions.contains_key(&plain(name))
    }

    /// The cell; empty when the file has no such column or the cell says that nothing is known.
    pub(super) fn get<'r>(&self, cells: &[&'r str], name: &str) -> &'r str {
        self.positions
            .get(&plain(name))
            .and_then(|&at| cells.get(at))
            .map_or("", |cell| known(cell))
    }
}

/// The cell, or nothing where it says that nothing is known.
pub(super) fn known(cell: &str) -> &str {
    match cell.trim() {
        "None" | "NULL" | "NA" | "NaN" | "---" => "",
        cell => cell,
    }
}

fn plain(name: &str) -> String {
    name.trim_matches(|c: char| c == '\u{feff}' || c.is_whitespace())
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}
