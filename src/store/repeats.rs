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

/// Hashes that are looked for, each with what has it.
#[derive(Debug)]
pub(super) struct Sought {
    /// In order.
    hashes: Vec<(u32, usize)>,
    /// A bit for each beginning of a hash, set for those that are among them.
    beginnings: Vec<u64>,
}

/// Bits of a hash's beginning. A table of them fits the fastest memory, and a few thousand hashes leave most of it empty.
const BEGINNING: u32 = 16;
/// How many marks are gone through rather than searched for each hash that is sought.
const GONE_THROUGH: usize = 16;

impl Sought {
    pub(super) fn new(mut hashes: Vec<(u32, usize)>) -> Self {
        hashes.sort_unstable();
        let mut beginnings = vec![0; (1 << BEGINNING) / 64];
        for (hash, _) in &hashes {
            let beginning = hash >> (u32::BITS - BEGINNING);
            beginnings[beginning as usize / 64] |= 1_u64 << (beginning % 64);
        }
        Self { hashes, beginnings }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.hashes.is_empty()
    }

    /// Hands over the keys of a run whose hashes are among these, with what has them.
    ///
    /// A hash is shared by chance once in 4 billion, so that what has it is to be looked up.
    /// Cost: a run that is not much longer than what is sought is gone through; of a longer one the less, the fewer
    /// are sought.
    pub(super) fn among(
        &self,
        (first, marks): (Key, &[u8]),
        mut take: impl FnMut(Key, usize) -> rusqlite::Result<()>,
    ) -> rusqlite::Result<()> {
        let (marks, _) = marks.as_chunks::<N_BYTES>();
        if marks.len() > GONE_THROUGH * self.hashes.len() {
            return self.searched((first, marks), take);
        }
        for &[a, b, c, d, high, low] in marks {
            let beginning = u16::from_be_bytes([a, b]);
            if self.beginnings[usize::from(beginning) / 64] & (1 << (beginning % 64)) == 0 {
                continue;
            }
            let own = u32::from_be_bytes([a, b, c, d]);
            let from = self.hashes.partition_point(|&(hash, _)| hash < own);
            let alike = self.hashes[from..].iter();
            for &(_, at) in alike.take_while(|&&(hash, _)| hash == own) {
                take(first + Key::from(u16::from_be_bytes([high, low])), at)?;
            }
        }
        Ok(())
    }

    /// The same by a search for each hash.
    fn searched(
        &self,
        (first, marks): (Key, &[[u8; N_BYTES]]),
        mut take: impl FnMut(Key, usize) -> rusqlite::Result<()>,
    ) -> rusqlite::Result<()> {
        let hash = |[a, b, c, d, _, _]: [u8; N_BYTES]| u32::from_be_bytes([a, b, c, d]);
        let mut left = marks;
        for &(own, at) in &self.hashes {
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
            let sought = Sought::new(part.to_vec());
            assert_eq!(sought.is_empty(), part.is_empty());
            let among = sought.among((100, &bytes), |key, at| {
                found.push((at, key));
                Ok(())
            });
            among.unwrap();
            found.sort_unstable();
            let mut right = Vec::new();
            for &(hash, at) in part {
                right.extend(
                    rows.iter()
                        .filter(|row| row.0 == hash)
                        .map(|row| (at, row.1)),
                );
            }
            right.sort_unstable();
            assert_eq!(found, right);
        }
    }
}
