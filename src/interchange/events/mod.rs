//! Event data in: GDELT, ICEWS and POLECAT as they are published, what PETRARCH and PLOVER coders write, own tables.

mod account;
mod codes;
mod columns;
mod format;
mod gdelt;
mod icews;
mod lines;
mod map;
mod parties;
mod petrarch;
mod plover;
mod polecat;
mod row;
mod rows;
mod table;

pub use account::{Account, Count};
pub use format::Format;
pub use map::{Table, TableMap};
pub use rows::{Batch, Rows, SetAside};

#[cfg(test)]
mod tests;
