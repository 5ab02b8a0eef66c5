//! Other people's formats: event data in, graphs out.
//!
//! Comes in: rows of event data; a graph and a snapshot of it. Goes out: statements with an account of every row;
//! the text of a file.
//! Never imported here: text, language, mentions, statements (the room), store, cli. No file is opened here:
//! readers and writers are handed in.
//! Data: `data/relations/from_cameo.tsv`, `from_plover.tsv`, `cameo.tsv`, `data/actors`.

pub mod events;
pub mod export;
