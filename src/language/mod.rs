//! Analysing a language: tags, lemmas, dependency trees (English).
//!
//! Comes in: a sentence's tokens. Goes out: a [`Tree`].
//! Never imported here: text, mentions, statements, graph. Data: `data/language/en/`.

mod asides;
mod attachments;
mod dictionary;
pub(crate) mod encoder;
mod english;
pub(crate) mod gates;
pub(crate) mod hash;
mod lemmatiser;
mod lexeme;
mod lexicon;
pub(crate) mod linear;
mod parser;
mod repairs;
pub(crate) mod row_table;
mod tagger;
mod tagset;
#[cfg(test)]
mod tests;
mod tree;
mod weights;
pub(crate) mod wire;

pub use english::{English, N_COMPANY};
pub use tree::{Rel, Tree, Upos, Word};
pub use weights::{N_LABELS_MAX, Weights};

/// What `cargo xtask train` needs in order to train exactly what is read here.
pub mod training {
    pub use super::dictionary::{Dictionary, compile as compile_dictionary};
    pub use super::english::Models;
    pub use super::gates::{N_GATES, squash};
    pub use super::hash::{normal, word as word_atom};
    pub use super::lemmatiser::{Edit, Lemmatiser, N_ENDING};
    pub use super::lexeme::{Lexeme, lexemes};
    pub use super::lexicon::{AtomMap, Lexicon};
    pub use super::linear::Matrix;
    pub use super::parser::{
        FAR, N_RELATIONS, N_SLOTS, Network, Parser, Trained, Vectors, distance, row_keys,
    };
    pub use super::tagger::{Tagger, features as tagger_features};
    pub use super::tagset::{Tag, TagSet};
    pub use super::weights::{N_LABELS_MAX, Row, Weights};
}
