//! Rows that are in the store already: found by short hashes kept with each batch, without an index over all rows.
//!
//! An index in order of what rows say would be longer than the rows, and written all over with every batch.

use rusqlite::{OptionalExtension as _, Transaction};

use super::save::Key;
use super::save_events::EventRow;

/// Bytes that a row leaves: a hash, and its place in the batch.
const N_BYTES: usize = 6;
/// Keys that a batch may span, so that places fit.
pub(super) const SPAN: Key = 1 << 16;

/// The marks of a batch whose first key is given, sorted.
pub(super) fn marks(first: Key, rows: &mut [(u32, Key)]) -> Vec<u8> {
    rows.sort_unstable();
    let mut bytes = Vec::with_capacity(N_BYTES * rows.len());
    for (hash, key) in rows {
        bytes.extend(hash.to_be_bytes());
        bytes.extend(((*key - first) as u16).to_be_bytes());
    }
    bytes
}

/// Which of these rows the batch has. `rows` holds their hashes with their places, sorted.
///
/// A hash is shared by chance once in 4 billion, so that what has it is looked up.
pub(super) fn in_batch(
    change: &Transaction<'_>,
    (first, marks): (Key, &[u8]),
    rows: &[(u32, usize)],
    all: &[Option<EventRow>],
    take: &mut impl FnMut(usize),
) -> rusqlite::Result<()> {
    let (marks, _) = marks.as_chunks::<N_BYTES>();
    let mut left = rows;
    for mark in marks {
        let [a, b, c, d, place @ ..] = *mark;
        let hash = u32::from_be_bytes([a, b, c, d]);
        while let [(own, _), rest @ ..] = left
            && *own < hash
        {
            left = rest;
        }
        for &(_, at) in left.iter().take_while(|(own, _)| *own == hash) {
            let key = first + Key::from(u16::from_be_bytes(place));
            let there = change
                .prepare_cached(
                    "SELECT source, target, code, day, delay, document, sentence, rest, place FROM events
                     WHERE key = ?",
                )?
                .query_row([key], EventRow::of)
                .optional()?;
            if there.is_some() && there == all[at] {
                take(at);
            }
        }
    }
    Ok(())
}
