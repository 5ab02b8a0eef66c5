//! The nouns: documents, actors, actions, statuses, statements, dates, and what was left unsaid.
//!
//! Comes in: nothing. Goes out: types that every room uses.
//! Never imported here: any other room; no I/O, no language.

mod action;
mod actor;
mod date;
mod document;
mod event;
mod pattern;
mod quick;
mod record;
mod span;
mod statement;
mod unsaid;

pub use action::{Action, Status, UnknownWord};
pub use actor::{ActorId, ActorKind, Alternative, Party};
pub use date::{DateError, Day, PartialDate, Precision, Published, When};
pub use document::{Document, OffsetMap, Sentence};
pub use event::{Event, EventKind, Events, Own, Rest, Row, Told};
pub use pattern::{IdForm, evidence};
pub use quick::{QuickMap, QuickSet, quick_hash, quick_identity};
pub use record::{Code, Legend, Place, Record, Records, mark};
pub use span::Span;
pub use statement::{Attribution, EventCode, Evidence, Reason, Statement};
pub use unsaid::{Candidate, Uncoded, Unsaid};
