//! Reading texts: files and folders in, documents, sentences and tokens out.
//!
//! Comes in: paths, or `-` for standard input. Goes out: [`Document`](crate::model::Document)s with their publication
//! date, [`Sentence`](crate::model::Sentence)s with their tokens, statements from our own JSON Lines.
//! Never imported here: language, mentions, statements (the room), graph, render.
//! Data: `data/lexicon/`.

pub(crate) mod calendar;
mod clean;
mod dateline;
mod decode;
mod entities;
mod format;
mod front_matter;
mod html;
mod json;
mod lexicon;
#[cfg(test)]
mod mapping_tests;
mod markdown;
mod marked;
mod paragraphs;
mod publication;
mod read;
mod sentences;
mod tokens;
mod walk;

pub use dateline::{Dateline, dateline};
pub use marked::{MarkedRow, read_marked};
pub use read::{Inputs, ReadOptions, Warning, read};
pub use sentences::{LONGEST_SENTENCE, Sentences, sentences};
pub use tokens::tokens;
pub use walk::files_in;
