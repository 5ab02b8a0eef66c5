//! What became of each row.

use std::collections::BTreeMap;

use serde::Serialize;

/// Rows of one fate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Count {
    /// How many.
    pub rows: usize,
    /// The line of the first, from 1.
    pub first_line: usize,
}

/// What became of the rows of a file. Each row is kept or set aside; of those kept, some are remarked upon.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Account {
    /// Rows, without the header.
    pub rows: usize,
    /// Rows that became a statement.
    pub kept: usize,
    /// Why the others did not.
    pub set_aside: BTreeMap<&'static str, Count>,
    /// What is odd about rows that were kept all the same.
    pub remarked: BTreeMap<&'static str, Count>,
}

impl Account {
    pub(super) fn set_aside(&mut self, why: &'static str, line: usize) {
        count(&mut self.set_aside, why, line);
    }

    pub(super) fn remark(&mut self, what: &'static str, line: usize) {
        count(&mut self.remarked, what, line);
    }

    /// Rows that were set aside, for whatever reason.
    pub fn n_set_aside(&self) -> usize {
        self.set_aside.values().map(|count| count.rows).sum()
    }
}

fn count(counts: &mut BTreeMap<&'static str, Count>, what: &'static str, line: usize) {
    counts
        .entry(what)
        .and_modify(|count| count.rows += 1)
        .or_insert(Count {
            rows: 1,
            first_line: line,
        });
}
