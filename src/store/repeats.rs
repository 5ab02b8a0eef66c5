//! What is in the store already: found by short hashes kept with each run of rows, without an index over all.
//!
//! An index in order of what rows say would be longer than the rows, and most of it written anew with every batch.

use super::save::Key;

/// Bytes that a row leaves: a hash, and its place in the run.
const N_BYTES: usize = 6;
/// Keys that a run may span, so that places fit.
pub(super) const SPAN: Key = 1 << 16;

/// The marks of a run whose first key is given, sorted.
pub(super) fn marks(first: Key, rows: &mut [(u32, Key)]) -> Vec<u8> {
    rows.sort_unstable();
    let mut bytes = Vec::with_capacity(N_BYTES * rows.len());
    for (hash, key) in rows {
        bytes.extend(hash.to_be_bytes());
        bytes.extend(((*key - first) as u16).to_be_bytes());
    }
    bytes
}

/// Hands over the keys of a run whose hashes are among those asked for, with what is asked. `asked` is sorted.
///
/// A hash is shared by chance once in 4 billion, so that what has it is to be looked up.
/// Cost: the fewer are asked, the less of the run is gone through.
pub(super) fn alike(
    (first, marks): (Key, &[u8]),
    asked: &[(u32, usize)],
    mut take: impl FnMut(Key, usize) -> rusqlite::Result<()>,
) -> rusqlite::Result<()> {
    let (marks, _) = marks.as_chunks::<N_BYTES>();
    let hash = |[a, b, c, d, _, _]: [u8; N_BYTES]| u32::from_be_bytes([a, b, c, d]);
    let mut left = marks;
    for &(own, at) in asked {
        // From where the last one was in growing steps, then by halves.
        let mut step = 1;
        while step < left.len() && hash(left[step]) < own {
            step *= 2;
        }
        let near = &left[step / 2..left.len().min(step + 1)];
        left = &left[step / 2 + near.partition_point(|&mark| hash(mark) < own)..];
        for &[.., high, low] in left.iter().take_while(|&&mark| hash(mark) == own) {
            take(first + Key::from(u16::from_be_bytes([high, low])), at)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_found_among_many() {
        let mut rows: Vec<(u32, Key)> = (0..1000)
            .map(|n| (n * n % 7919, 100 + Key::from(n)))
            .collect();
        let bytes = marks(100, &mut rows);
        let asked: Vec<(u32, usize)> = (0..7919).map(|hash| (hash, hash as usize)).collect();
        for part in [
            &asked[..],
            &asked[17..18],
            &[],
            &[(9, 1), (9, 2), (u32::MAX, 3)],
        ] {
            let mut found = Vec::new();
            alike((100, &bytes), part, |key, at| {
                found.push((at, key));
                Ok(())
            })
            .unwrap();
            let mut right = Vec::new();
            for &(hash, at) in part {
                right.extend(
                    rows.iter()
                        .filter(|row| row.0 == hash)
                        .map(|row| (at, row.1)),
                );
            }
            assert_eq!(found, right);
        }
    }
}
