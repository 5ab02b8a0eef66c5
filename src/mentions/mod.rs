//! Who and when: the words that name actors, and the words that date.
//!
//! Comes in: a document's sentences and trees. Goes out: [`Mention`]s and [`TimeExpression`]s.
//! Never imported here: statements, graph, render. Data: `data/actors/`, `data/lexicon/`.

mod apposition;
mod context;
mod dates;
mod descriptions;
mod finder;
mod groups;
mod memory;
mod mention;
mod names;
mod people;
mod phrases;
mod pronouns;
mod reader;
mod roles;
#[cfg(test)]
mod tests;
mod words;

pub use dates::{carry, time_expressions};
pub use finder::Finder;
pub use mention::{Bound, Form, Mention, TimeExpression};
