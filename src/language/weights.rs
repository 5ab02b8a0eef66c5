//! The weights of a linear model: which feature speaks for which label, and how loudly.
//!
//! On disk: keys sorted and written as varint differences, then for each weight its label and one companded
//! byte. A linear byte would cost 4 points of labelled attachment, a square-root one 0.1, since the many
//! small weights decide as often as the few large ones.
//! In memory: an open-addressing table in the order of the keys, so that loading writes straight through it. Features
//! that speak for many labels also have a whole row of numbers, which a processor adds up in a few steps.

#![allow(
    clippy::inline_always,
    reason = "what is not inlined into a kernel is compiled for any processor"
)]

use std::borrow::Cow;

use super::linear::{Kernel, Work, on_cpu};
use super::wire::{Reader, write_varint};
use crate::error::{Error, Result};

/// Labels a model may have; score arrays have this length.
pub const N_LABELS_MAX: usize = 128;

/// First bytes of a weights file; the digit changes with the format and with the feature hashes.
const MAGIC: &[u8] = b"DTW2";

/// Steps of a companded weight on each side of zero.
const STEPS: f32 = 127.0;

/// Largest weight in memory; sums of some 200 features stay far inside 32 bits.
const LARGEST: f32 = 32_000.0;

/// Bits of a table entry that count the weights of a feature.
const COUNT_BITS: u32 = 8;

/// A feature with more weights has a whole row; with fewer, adding them one by one is as fast …
const SPARSE_MAX: u8 = 6;

/// … or with more than this share of all labels.
const SPARSE_SHARE: usize = 8;

/// Places of the table that are looked at in one go.
const NEAR: usize = 4;

/// The count that stands for a whole row.
const WHOLE: u8 = u8::MAX;

/// Labels of a block.
const BLOCK: usize = 32;

/// A part of a whole row, in memory where the processor fetches it in one go.
#[derive(Debug, Clone, Copy)]
#[repr(align(64))]
struct Block([i16; BLOCK]);

/// One feature's weights, by label.
pub type Row = (u32, Vec<(u8, f32)>);

/// A model's weights, ready for scoring.
///
/// The table holds, in the order of the keys: the key (32 bits), then where in the file the feature's weights start
/// (24 bits) or, if it has only one, that weight itself, or, if it has many, the number of its whole row, then the
/// number of weights (8 bits); 0 where free.
#[derive(Debug)]
pub struct Weights {
    bytes: Cow<'static, [u8]>,
    table: Vec<u64>,
    /// How far a key is shifted to give its place in the table.
    shift: u32,
    /// Whole rows, `width` blocks each, the last filled up with zeros.
    rows: Vec<Block>,
    width: usize,
    /// What the companded bytes stand for.
    sizes: [i16; 256],
}

impl Weights {
    /// Reads a weights file for some number of labels.
    ///
    /// # Errors
    /// [`Error::Internal`] if it is cut short or of another version.
    pub fn read(bytes: impl Into<Cow<'static, [u8]>>, n_labels: usize) -> Result<Self> {
        Self::decode(bytes.into(), n_labels).ok_or_else(|| {
            Error::Internal("a language model is cut short or of another version".into())
        })
    }

    fn decode(bytes: Cow<'static, [u8]>, n_labels: usize) -> Option<Self> {
        let mut reader = Reader::new(&bytes);
        if reader.take(MAGIC.len())? != MAGIC
            || bytes.len() >= 1 << (32 - COUNT_BITS)
            || n_labels > N_LABELS_MAX
        {
            return None;
        }
        let n_features = reader.varint()? as usize;
        // Sorted keys allow a dense table: a probe ends at the first larger key.
        let bits = (n_features * 5 / 4)
            .max(2)
            .next_power_of_two()
            .trailing_zeros();
        let shift = 32 - bits;
        let mut table: Vec<u64> = Vec::with_capacity((1 << bits) + 64);
        let sizes = expand();
        let width = n_labels.div_ceil(BLOCK);
        let sparse_max = usize::from(SPARSE_MAX).max(n_labels / SPARSE_SHARE);
        let mut rows: Vec<Block> = Vec::new();
        let mut key = 0_u32;
        for _ in 0..n_features {
            key = key.checked_add(u32::try_from(reader.varint()?).ok()?)?;
            let mut count = reader.byte()?;
            let start = bytes.len() - reader.left();
            let weights = reader.take(usize::from(count) * 2)?;
            let payload = match *weights {
                [label, size] => u32::from(label) << 16 | u32::from(size) << 8,
                _ if usize::from(count) > sparse_max => {
                    let row = rows.len();
                    rows.resize(row + width, Block([0; BLOCK]));
                    for weight in weights.chunks_exact(2) {
                        let label = usize::from(weight[0]);
                        let block = rows[row..].get_mut(label / BLOCK)?;
                        block.0[label % BLOCK] += sizes[usize::from(weight[1])];
                    }
                    count = WHOLE;
                    ((row / width) as u32) << COUNT_BITS
                }
                _ => (start as u32) << COUNT_BITS,
            };
            let home = (key >> shift) as usize;
            if table.len() < home {
                table.resize(home, 0);
            }
            table.push(u64::from(key) << 32 | u64::from(payload | u32::from(count)));
        }
        // Free entries after the last one end every probe.
        let n_places = table.len().max(1 << bits) + NEAR;
        table.resize(n_places, 0);
        let is_whole = reader.left() == 0;
        is_whole.then_some(Self {
            bytes,
            table,
            shift,
            rows,
            width,
            sizes,
        })
    }

    /// The sums of the features' weights, by label; see [`Weights::add`].
    pub fn score(&self, keys: &[u32], found: &mut Vec<u32>, scores: &mut [i32; N_LABELS_MAX]) {
        scores.fill(0);
        self.add(keys, found, scores);
    }

    /// Adds the weights of the features to the scores of their labels.
    ///
    /// In passes without branches that wait for memory: first all places of the table are asked for, then all
    /// rows that were found, then all are added, those of one kind after the other. So the processor overlaps the cache
    /// misses and guesses the branches, which is where the time goes; a single pass takes about twice as long.
    pub fn add(&self, keys: &[u32], found: &mut Vec<u32>, scores: &mut [i32; N_LABELS_MAX]) {
        on_cpu(Scoring {
            weights: self,
            keys,
            found,
            scores,
        });
    }
}

/// The sum of some features' weights.
struct Scoring<'a> {
    weights: &'a Weights,
    keys: &'a [u32],
    found: &'a mut Vec<u32>,
    scores: &'a mut [i32; N_LABELS_MAX],
}

impl Work for Scoring<'_> {
    #[inline(always)]
    fn run(self, _: impl Kernel) {
        let Self {
            weights:
                Weights {
                    bytes,
                    table,
                    shift,
                    rows,
                    width,
                    sizes,
                },
            keys,
            found,
            scores,
        } = self;
        let mut touched = 0;
        for &key in keys {
            touched ^= table[(key >> shift) as usize];
        }
        std::hint::black_box(touched);
        // Those with one weight, with some, with whole rows.
        found.clear();
        found.resize(3 * keys.len(), 0);
        let (singles, rest) = found.split_at_mut(keys.len());
        let (lists, wholes) = rest.split_at_mut(keys.len());
        let (mut n_singles, mut n_lists, mut n_wholes) = (0, 0, 0);
        for &key in keys {
            let home = (key >> shift) as usize;
            let mut near = [0; NEAR];
            near.copy_from_slice(&table[home..home + NEAR]);
            // Without a branch for each.
            let mut entry = 0;
            for next in near {
                if (next >> 32) as u32 == key {
                    entry = next;
                }
            }
            if near[NEAR - 1] != 0 && ((near[NEAR - 1] >> 32) as u32) < key {
                let mut place = home + NEAR;
                entry = table[place];
                while entry != 0 && ((entry >> 32) as u32) < key {
                    place += 1;
                    entry = table[place];
                }
            }
            let there = entry != 0 && (entry >> 32) as u32 == key;
            let entry = entry as u32;
            let count = entry as u8;
            (singles[n_singles], lists[n_lists], wholes[n_wholes]) = (entry, entry, entry);
            n_singles += usize::from(there && count == 1);
            n_lists += usize::from(there && count != 1 && count != WHOLE);
            n_wholes += usize::from(there && count == WHOLE);
        }
        let mut touched = 0;
        for &entry in &lists[..n_lists] {
            touched ^= bytes[(entry >> COUNT_BITS) as usize];
        }
        std::hint::black_box(touched);
        for (at, sums) in scores.as_chunks_mut().0[..*width].iter_mut().enumerate() {
            // Numbers that stand nowhere else the compiler keeps at hand, and adds up all at once.
            let mut more: [i32; BLOCK] = *sums;
            for &entry in &wholes[..n_wholes] {
                let block = rows[(entry >> COUNT_BITS) as usize * width + at].0;
                for label in 0..BLOCK {
                    more[label] += i32::from(block[label]);
                }
            }
            *sums = more;
        }
        let mut add = |label: u8, size: u8| {
            scores[usize::from(label) % N_LABELS_MAX] += i32::from(sizes[usize::from(size)]);
        };
        for &entry in &singles[..n_singles] {
            add((entry >> 16) as u8, (entry >> 8) as u8);
        }
        for &entry in &lists[..n_lists] {
            let start = (entry >> COUNT_BITS) as usize;
            for weight in bytes[start..start + 2 * usize::from(entry as u8)].chunks_exact(2) {
                add(weight[0], weight[1]);
            }
        }
    }
}

impl Weights {
    /// Writes rows as a weights file. Rows may come in any order; their keys must differ.
    pub fn encode(mut rows: Vec<Row>) -> Vec<u8> {
        rows.sort_by_key(|row| row.0);
        let loudest = rows
            .iter()
            .flat_map(|row| &row.1)
            .fold(f32::MIN_POSITIVE, |loudest, weight| {
                loudest.max(weight.1.abs())
            });
        for row in &mut rows {
            row.1
                .retain(|weight| compand(weight.1 / loudest) & 0x7F != 0);
            row.1.sort_by_key(|weight| weight.0);
        }
        rows.retain(|row| !row.1.is_empty());
        let mut bytes = MAGIC.to_vec();
        write_varint(&mut bytes, rows.len() as u64);
        let mut last = 0;
        for (key, weights) in &rows {
            write_varint(&mut bytes, u64::from(key - last));
            last = *key;
            bytes.push(weights.len() as u8);
            for &(label, weight) in weights {
                bytes.push(label);
                bytes.push(compand(weight / loudest));
            }
        }
        bytes
    }
}

/// A weight from -1 to 1 as a sign bit and seven bits of its square root.
fn compand(weight: f32) -> u8 {
    let size = (weight.abs().min(1.0).sqrt() * STEPS).round() as u8;
    size | if weight < 0.0 { 0x80 } else { 0 }
}

/// The weight in memory for each companded byte.
fn expand() -> [i16; 256] {
    std::array::from_fn(|byte| {
        let root = (byte & 0x7F) as f32 / STEPS;
        let size = (root * root * LARGEST).round() as i16;
        if byte & 0x80 == 0 { size } else { -size }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scores(weights: &Weights, keys: &[u32]) -> [i32; N_LABELS_MAX] {
        let mut scores = [7; N_LABELS_MAX];
        weights.score(keys, &mut Vec::new(), &mut scores);
        scores
    }

    #[test]
    fn written_weights_read_back() {
        let rows = vec![
            (u32::MAX, vec![(3, 1.0)]),
            (5, vec![(0, -0.25), (9, 0.5)]),
            (6, vec![(0, 1.0)]),
            (8, (0..10).map(|label| (label, -1.0)).collect()),
        ];
        let weights = Weights::read(Weights::encode(rows), 10).unwrap();
        let both = scores(&weights, &[5, u32::MAX, 77]);
        assert!(
            (both[0] + 8_000).abs() < 200,
            "a quarter of the largest: {}",
            both[0]
        );
        assert_eq!(both[3], 32_000);
        assert!((both[9] - 16_000).abs() < 300);
        assert_eq!(scores(&weights, &[4, 7, u32::MAX - 1]), [0; N_LABELS_MAX]);
        let many = scores(&weights, &[6, 8]);
        assert_eq!(
            many[..11],
            [
                0, -32_000, -32_000, -32_000, -32_000, -32_000, -32_000, -32_000, -32_000, -32_000,
                0
            ]
        );
    }

    #[test]
    fn broken_files_are_refused() {
        let whole = Weights::encode(vec![(5, vec![(0, 1.0)]), (9, vec![(1, 1.0)])]);
        for cut in 0..whole.len() {
            assert!(
                Weights::read(whole[..cut].to_vec(), 2).is_err(),
                "cut at {cut}"
            );
        }
        assert!(Weights::read(b"something else".as_slice(), 2).is_err());
    }
}
