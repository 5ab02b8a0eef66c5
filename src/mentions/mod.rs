//! Who and when: the words that name actors, and the words that date.
//!
//! Comes in: a document's sentences and trees. Goes out: [`Mention`]s and [`TimeExpression`]s.
//! Never imported here: statements, graph, render. Data: `data/actors/`, `data/lexicon/`.

mod dates;
mod mention;

pub use dates::time_expressions;
pub use mention::{Bound, Form, Mention, TimeExpression};
