//! The graph written down in order of the pairs, so that a question reads the part that it needs.
//!
//! ```text
//! head | pairs | chunks | records of each pair | lives, chunk by chunk
//! ```
//!
//! The head holds the actors, their names and the codes; `pairs` says where the records of each stand, `chunks` where
//! the lives stand: by how long they are and then in order of time, so that those in force on a day are together. A
//! record is a statement in numbers, some 16 bytes; a life another 15.
//! Words are not in it: they are fetched from where the statements are kept, for what an answer shows.
//! Statements that came after it was written are a tail, whose matters are unfolded anew when they are asked for.

mod freeze;
mod frozen;
mod head;
mod in_words;
mod life_bytes;
mod life_row;
mod life_words;
mod matter;
mod names;
mod on_the_way;
mod order;
mod pen;
mod pick;
mod record_row;
mod standing;
mod tail;

pub use freeze::freeze;
pub use frozen::Frozen;
pub use in_words::{Lives, Reports};
pub use standing::{Difference, Keep, Outline, Stand};

use crate::error::{Error, Result};
use crate::model::Statement;

/// Says that the bytes are not those of [`freeze`]: cut short, damaged, or of another version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the frozen graph is damaged or of another version")]
pub struct Damaged;

/// Why a question to a [`Frozen`] graph has no answer.
#[derive(Debug, thiserror::Error)]
pub enum Unanswered {
    /// The graph is to be frozen anew.
    #[error(transparent)]
    Damaged(#[from] Damaged),
    /// The statements could not be fetched.
    #[error(transparent)]
    Words(#[from] Error),
}

/// Fetches the statements with these keys, in the order of the keys.
pub type Fetch<'f> = dyn FnMut(&[u32]) -> Result<Vec<Statement>> + 'f;

/// Counts the documents in which the statements with these keys stand.
pub type Count<'c> = dyn FnMut(&[u32]) -> Result<usize> + 'c;

/// The form's version; it grows whenever what is written changes.
const FORM: u32 = 4;
/// Bytes before the head: version; length and checksum of the head, the pairs and the chunks.
const FIXED: usize = 4 + 3 * 12;
