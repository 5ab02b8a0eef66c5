//! Reading texts: files and folders in, documents, sentences and tokens out.
//!
//! Comes in: paths, or `-` for standard input. Goes out: [`Document`](crate::model::Document)s with their publication
//! date, [`Sentence`](crate::model::Sentence)s with their tokens, statements from our own JSON Lines.
//! Never imported here: language, mentions, statements (the room), graph, render.
//! Data: `data/lexicon/`.

mod dateline;
mod lexicon;
mod paragraphs;
mod read;
mod sentences;
mod tokens;

pub use dateline::{Dateline, dateline};
pub use read::{Inputs, ReadOptions, Warning, read};
pub use sentences::{LONGEST_SENTENCE, sentences};
pub use tokens::tokens;
