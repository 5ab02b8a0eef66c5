//! Analysing a language: tags, lemmas, dependency trees (English).
//!
//! Comes in: a sentence's tokens. Goes out: a [`Tree`].
//! Never imported here: mentions, statements, graph. Data: `data/language/en/`.

mod tree;

pub use tree::{Rel, Tree, Upos, Word};
