//! Event data in: GDELT, ICEWS and POLECAT as they are published.

mod account;
mod columns;
mod format;
mod gdelt;
mod icews;
mod parties;
mod polecat;
mod rows;

pub use account::{Account, Count};
pub use format::Format;
pub use rows::Rows;

#[cfg(test)]
mod tests;
