//! Knowledge as data: which words name an act, which actors there are.
//!
//! Comes in: the tables of `data/`. Goes out: checked indexes.
//! Never imported here: rooms that read texts.

pub mod actors;
pub mod relations;
