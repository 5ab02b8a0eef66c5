//! Relations over time: what held on a date, what changed, who is connected to whom and by what.
//!
//! Comes in: statements, of any origin. Goes out: [`Relation`]s with their life, and the answers to questions
//! about them: [`Snapshot`], [`Diff`], [`Path`], and figures ([`measure`]).
//! Never imported here: text, language, mentions, statements, render, cli. The graph knows no language.
//! Data: `data/relations/life.toml` (how long what holds), `data/relations/labels.tsv` and `articles.tsv` (words for pictures and sentences).

mod actor;
mod articles;
mod build;
mod change;
mod claim;
mod find;
#[allow(clippy::module_inception)] // The graph is what this room is about.
mod graph;
mod in_force;
mod index;
mod labels;
mod life;
pub mod measure;
mod merged;
mod neighbourhood;
mod occurrence;
mod path;
mod relation;
mod rules;
mod search;
mod snapshot;
mod spell;
mod steps;
mod strict;
mod timeline;
mod valid;
mod ways;

pub use actor::Actor;
pub use build::Options;
pub use change::{Change, ChangeKind, Diff};
pub use find::Found;
pub use graph::Graph;
pub use in_force::{EndInForce, RuleInForce};
pub use index::{
    Count, Damaged, Difference, Fetch, Frozen, Keep, Lives, Outline, Reports, Stand, Unanswered,
    freeze,
};
pub use labels::{Labels, Words};
pub use merged::{Merged, Nearness};
pub use neighbourhood::{Neighbour, Neighbourhood};
pub use path::{Connections, Hop, Path, PathOptions, Paths};
pub use relation::{Closing, Level, Occurrence, Relation, RelationId, Sign, Stage};
pub use rules::Rules;
pub use search::{Claimed, Passage, Search, SearchError};
pub use snapshot::{Snapshot, Standing};
pub use spell::Spell;
pub use timeline::{Entry, Step};
pub use valid::{Dated, DatedBy, Valid};

#[cfg(test)]
mod notation;
#[cfg(test)]
mod tests;
