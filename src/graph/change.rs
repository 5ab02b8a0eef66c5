//! What differs between two snapshots.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use serde::Serialize;

use super::actor::Actor;
use super::snapshot::{Standing, as_sources};
use crate::model::{ActorId, Statement};

/// How a relation differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ChangeKind {
    /// In force on the second date only.
    Added,
    /// In force on the first date only.
    Removed,
    /// In force on both, under another status.
    Status,
    /// In force on both under the same status, with further reports.
    Confirmed,
}

/// One relation that differs, and why.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Change {
    /// How it differs.
    pub kind: ChangeKind,
    /// How it stood on the first date.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<Standing>,
    /// How it stands on the second date.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<Standing>,
    /// Why, in words: "held: talks underway", "lapsed: nothing further heard".
    pub why: String,
    /// The statements that caused it, never empty.
    #[serde(serialize_with = "as_sources")]
    pub causes: Vec<Arc<Statement>>,
}

impl Change {
    /// The standing to show: the later one where there is one.
    pub fn shown(&self) -> Option<&Standing> {
        self.after.as_ref().or(self.before.as_ref())
    }
}

/// What differs between the relations in force on two dates.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Diff {
    /// The first date.
    pub from: Option<Date>,
    /// The second date.
    pub to: Option<Date>,
    /// What was known for the first snapshot, as [`super::Snapshot::known`].
    pub from_known: Option<Date>,
    /// What was known for the second snapshot.
    pub to_known: Option<Date>,
    /// The actors of all relations below.
    pub actors: BTreeMap<ActorId, Actor>,
    /// What differs, sorted by relation.
    pub changes: Vec<Change>,
    /// What is the same on both dates, sorted by relation.
    pub unchanged: Vec<Standing>,
}

impl Diff {
    /// Changes of one kind, in order.
    pub fn of_kind(&self, kind: ChangeKind) -> impl Iterator<Item = &Change> {
        self.changes
            .iter()
            .filter(move |change| change.kind == kind)
    }

    /// Whether any relation was added, removed or changed its status; further reports do not count.
    pub fn has_differences(&self) -> bool {
        self.changes
            .iter()
            .any(|change| change.kind != ChangeKind::Confirmed)
    }
}
