//! Relations over time: what held on a date, what changed, who is connected to whom and by what.
//!
//! Comes in: statements, of any origin. Goes out: [`Relation`]s with their life, and the answers to questions
//! about them: [`Snapshot`], [`Diff`], [`Path`].
//! Never imported here: text, language, mentions, statements, render, cli. The graph knows no language.
//! Data: `data/relations/life.toml` (how long what holds), `data/relations/labels.tsv` (words for the picture).

mod actor;
mod change;
mod path;
mod relation;
mod snapshot;
mod valid;

pub use actor::Actor;
pub use change::{Change, ChangeKind, Diff};
pub use path::{Hop, Path};
pub use relation::{Closing, Level, Occurrence, Relation, RelationId, Sign, Stage};
pub use snapshot::{Snapshot, Standing};
pub use valid::{Dated, DatedBy, Valid};
