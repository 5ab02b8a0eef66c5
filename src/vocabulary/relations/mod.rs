//! The relation vocabulary: which words name which act, what sets its status, and the field's codes for it.
//!
//! Comes in: the tables of `data/relations/` and `data/lexicon/`, embedded. Goes out: [`Relations`], indexed by lemma.
//! Never imported here: anything but `model`. Grammar is code in `statements`; every word list is data.

mod events;
mod frames;
mod inverse;
mod pattern;
mod table;

pub use events::Events;
pub use frames::{Effect, NounSense, Operator, OperatorNoun, Relations, Requirement, VerbSense};
pub use inverse::{Acts, EventCodes, Meaning};
pub use pattern::{Complement, Pattern, Slot};
pub use table::TableError;
