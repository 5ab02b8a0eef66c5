//! The file on disk: statements and where they come from, kept in `SQLite`.
//!
//! Comes in: documents with their statements; event data in numbers, statements alone. Goes out: the same statements.
//! Statements that are rows of event data are kept in numbers (`save_events.rs`). Whoever needs no words gets
//! all statements in numbers (`numbers.rs`), and the words of some when they are to be shown.
//! Never imported here: text, language, mentions, statements (the room), graph, render, cli.
//! Data: `schema_1.sql` and its successors, applied in order; `docs/store.md` explains the tables.

mod codes;
mod dictionary;
mod documents;
mod fault;
mod index;
mod load;
mod many;
mod numbers;
mod open;
mod repeats;
mod reports;
mod save;
mod save_events;
mod seal;
mod upgrade;
mod words;

pub use index::Index;
pub use open::{Store, is_store};
pub use save::Saved;
pub use seal::Seal;

#[cfg(test)]
mod tests;
