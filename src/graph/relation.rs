//! The graph's edge: one matter between two actors, and its life.

use std::fmt;
use std::sync::Arc;

use jiff::civil::Date;
use serde::{Deserialize, Serialize, Serializer};

use super::valid::Valid;
use crate::model::{Action, ActorId, Statement, Status};

/// At which level actors are the graph's nodes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// States and organisations: a minister counts as his state.
    #[default]
    Principal,
    /// Persons and institutions as the text names them.
    Party,
}

/// Whether a relation is friendly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Sign {
    /// Conflict, in words or in deeds.
    Hostile,
    /// Neither, or not yet clear: a meeting put off, something asked for.
    Neutral,
    /// Cooperation, in words or in deeds, done or promised.
    Cooperative,
}

impl Sign {
    /// The word used in data, JSON and on screen.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Hostile => "hostile",
            Self::Neutral => "neutral",
            Self::Cooperative => "cooperative",
        }
    }
}

/// Identity of a relation: parties, action, family and first day, as in `NATO~RUS:meeting:1999-07-20`.
///
/// It follows from what the relation says, not from the order of reading, so that it is the same
/// in every snapshot of the same statements.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RelationId(Arc<str>);

impl RelationId {
    pub(super) fn new(id: &str) -> Self {
        Self(id.into())
    }

    /// The id's characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RelationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl Serialize for RelationId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

/// One happening or saying, however many sentences report it.
#[derive(Debug, Clone, PartialEq)]
pub struct Occurrence {
    /// How the matter stands by it.
    pub status: Status,
    /// Who acts.
    pub source: ActorId,
    /// On or with whom.
    pub target: ActorId,
    /// Whether both do it to each other.
    pub mutual: bool,
    /// When.
    pub valid: Valid,
    /// First day on which the status holds: for a plan the day it became known, for a fact the day it happened.
    pub begins: Option<Date>,
    /// The days for which the act is planned, offered or was planned before it was put off; both included.
    pub due: Option<(Date, Date)>,
    /// Every statement that reports it, never empty; the most telling first.
    pub statements: Vec<Arc<Statement>>,
}

impl Occurrence {
    /// The statement that stands for the others: dated by its text before dated by publication, then the surest.
    pub fn leading(&self) -> &Arc<Statement> {
        &self.statements[0]
    }
}

/// Why a stage came to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Closing {
    /// The next stage of the same matter took its place.
    Changed,
    /// Another matter ended it: a truce the fighting, new fighting the truce. Its statement is the cause.
    #[serde(rename = "ended")]
    EndedByOther,
    /// The text gives its last day.
    Stated,
    /// Its time ran out without further word; `docs/time.md` says how long each holds.
    Lapsed,
}

impl Closing {
    /// All of them.
    pub(super) const ALL: &'static [Self] = &[
        Self::Changed,
        Self::EndedByOther,
        Self::Stated,
        Self::Lapsed,
    ];
}

/// A stretch of a relation's life under one status.
#[derive(Debug, Clone, PartialEq)]
pub struct Stage {
    /// How the matter stands.
    pub status: Status,
    /// First day; `None` reaches back without a known beginning.
    pub from: Option<Date>,
    /// First day on which it no longer holds; `None` means that it still does.
    pub until: Option<Date>,
    /// Why it ended, when it did.
    pub closing: Option<Closing>,
    /// The occurrences behind it, as positions in [`Relation::occurrences`]; the first began it.
    pub occurrences: Vec<usize>,
    /// The statement of the other matter that ended it.
    pub ended_by: Option<Arc<Statement>>,
}

impl Stage {
    /// Whether the matter stands so on the day.
    ///
    /// A stage without a beginning reaches back without end. One that was replaced on a day that nobody names
    /// is in force on no day, since its successor stands.
    pub fn in_force(&self, day: Date) -> bool {
        let replaced_undated = self.closing.is_some() && self.until.is_none();
        let begun = self.from.is_none_or(|from| from <= day);
        let over = self.until.is_some_and(|until| until <= day);
        begun && !over && !replaced_undated
    }

    /// The days of the period on which the matter stands so; both ends of either are included. `None`: none.
    pub fn days_in(&self, period: (Date, Date)) -> Option<(Date, Date)> {
        let first = self.from.map_or(period.0, |from| from.max(period.0));
        let last = match self.until {
            Some(until) => until.yesterday().ok()?.min(period.1),
            None => period.1,
        };
        (first <= last && self.in_force(first)).then_some((first, last))
    }
}

/// One matter between two actors and its life: what is said of it, in order of time.
#[derive(Debug, Clone, PartialEq)]
pub struct Relation {
    /// Its identity.
    pub id: RelationId,
    /// The two actors; for a matter that belongs to both alike, in the order of their ids.
    pub parties: (ActorId, ActorId),
    /// What it is about.
    pub action: Action,
    /// Which kinds of the action belong together; the action's own name where all do.
    pub family: String,
    /// What happened or was said, in order of time.
    pub occurrences: Vec<Occurrence>,
    /// Its statuses, in order of time, never overlapping.
    pub stages: Vec<Stage>,
    /// Occurrences that changed nothing (a plan recalled after the event), as positions in `occurrences`.
    pub asides: Vec<usize>,
}

impl Relation {
    /// The stage in force on the day, if any; without a day the stages that have no beginning or no end.
    pub fn stage(&self, day: Option<Date>) -> Option<&Stage> {
        match day {
            Some(day) => self.stages.iter().rev().find(|stage| stage.in_force(day)),
            None => self.stages.last().filter(|stage| stage.closing.is_none()),
        }
    }
}
