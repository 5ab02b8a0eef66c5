//! The relation vocabulary: which words name which act, what sets its status, and the field's codes for it.
//!
//! Comes in: the tables of `data/relations/` and `data/lexicon/`, embedded. Goes out: [`Relations`], indexed by lemma.
//! Never imported here: anything but `model`. Grammar is code in `statements`; every word list is data.

mod card;
mod events;
mod frames;
mod inverse;
mod pattern;
mod requirement;
mod table;

pub use card::{CardCode, CardRow, RuleCard};
pub use events::Events;
pub use frames::{Class, Effect, NounSense, Operator, OperatorNoun, Relations, VerbSense};
pub use inverse::{Acts, CameoCode, EventCodes, Meaning};
pub use pattern::{Complement, Pattern, Slot};
pub use requirement::Requirement;
pub use table::TableError;

const VERBS: &str = include_str!("../../../data/relations/verbs.tsv");
const NOUNS: &str = include_str!("../../../data/relations/nouns.tsv");
const OPERATORS: &str = include_str!("../../../data/relations/operators.tsv");
const REVERSALS: &str = include_str!("../../../data/relations/reversals.tsv");
const MODIFIERS: &str = include_str!("../../../data/lexicon/modifiers.tsv");
const JUDGEMENTS: &str = include_str!("../../../data/lexicon/judgements.tsv");
