//! The weights of a linear model: which feature speaks for which label, and how loudly.
//!
//! On disk: keys sorted and written as varint differences, then for each weight its label and one companded
//! byte. A linear byte would cost 4 points of labelled attachment, a square-root one 0.1, since the many
//! small weights decide as often as the few large ones.
//! In memory: an open-addressing table in the order of the keys, so that loading writes straight through it.

use super::wire::{Reader, write_varint};
use crate::error::{Error, Result};

/// Labels a model may have; score arrays have this length.
pub const N_LABELS_MAX: usize = 128;

/// First bytes of a weights file; the digit changes with the format and with the feature hashes.
const MAGIC: &[u8] = b"DTW1";

/// Steps of a companded weight on each side of zero.
const STEPS: f32 = 127.0;

/// Largest weight in memory; sums of some 200 features stay far inside 32 bits.
const LARGEST: f32 = 32_000.0;

/// Bits of a table entry that count the weights of a feature.
const COUNT_BITS: u32 = 8;

/// One feature's weights, by label.
pub type Row = (u32, Vec<(u8, f32)>);

/// A model's weights, ready for scoring.
#[derive(Debug)]
pub struct Weights {
    /// Key in the high half; position of the first weight and number of weights in the low half; 0 when free.
    table: Vec<u64>,
    /// How far a key is shifted to give its place in the table.
    shift: u32,
    /// Label in the high half, weight in the low half.
    weights: Vec<u32>,
}

impl Weights {
    /// Reads the weights of a file, and what follows them.
    pub fn read(bytes: &[u8]) -> Result<Self> {
        Self::decode(bytes).ok_or_else(|| {
            Error::Internal("a language model is cut short or of another version".into())
        })
    }

    fn decode(bytes: &[u8]) -> Option<Self> {
        let mut reader = Reader::new(bytes.strip_prefix(MAGIC)?);
        let (n_features, n_weights) = (reader.varint()? as usize, reader.varint()? as usize);
        let by_byte = expand();
        // Load between a half and five eighths at most: short probes, yet a small table.
        let bits = (n_features * 8 / 5)
            .max(2)
            .next_power_of_two()
            .trailing_zeros();
        let shift = 32 - bits;
        let mut table = Vec::with_capacity((1 << bits) + 64);
        let mut weights = Vec::with_capacity(n_weights);
        let mut key = 0_u32;
        for _ in 0..n_features {
            key = key.checked_add(u32::try_from(reader.varint()?).ok()?)?;
            let count = reader.byte()?;
            let home = (key >> shift) as usize;
            if table.len() < home {
                table.resize(home, 0);
            }
            table.push(
                u64::from(key) << 32 | (weights.len() as u64) << COUNT_BITS | u64::from(count),
            );
            for pair in reader.take(usize::from(count) * 2)?.chunks_exact(2) {
                if usize::from(pair[0]) >= N_LABELS_MAX {
                    return None;
                }
                weights.push(
                    u32::from(pair[0]) << 16 | u32::from(by_byte[usize::from(pair[1])] as u16),
                );
            }
        }
        // A free entry after the last one ends every probe.
        table.resize(table.len().max(1 << bits) + 1, 0);
        (weights.len() == n_weights && n_weights < 1 << (32 - COUNT_BITS)).then_some(Self {
            table,
            shift,
            weights,
        })
    }

    /// Adds up the weights of the features, by label.
    ///
    /// Two passes: the lookups of the first do not wait for each other, so the processor overlaps their
    /// cache misses, which is where the time goes.
    pub fn score(&self, keys: &[u32], found: &mut Vec<u32>, scores: &mut [i32; N_LABELS_MAX]) {
        scores.fill(0);
        found.clear();
        for &key in keys {
            let mut place = (key >> self.shift) as usize;
            loop {
                let entry = self.table[place];
                if entry == 0 {
                    break;
                }
                if (entry >> 32) as u32 == key {
                    found.push(entry as u32);
                    break;
                }
                place += 1;
            }
        }
        for &entry in found.iter() {
            let first = (entry >> COUNT_BITS) as usize;
            for &weight in &self.weights[first..first + (entry & 0xFF) as usize] {
                scores[(weight >> 16) as usize & (N_LABELS_MAX - 1)] +=
                    i32::from(weight as u16 as i16);
            }
        }
    }

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
        write_varint(&mut bytes, rows.iter().map(|row| row.1.len() as u64).sum());
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
        ];
        let weights = Weights::read(&Weights::encode(rows)).unwrap();
        let both = scores(&weights, &[5, u32::MAX, 77]);
        assert!(
            (both[0] + 8_000).abs() < 200,
            "a quarter of the largest: {}",
            both[0]
        );
        assert_eq!(both[3], 32_000);
        assert!((both[9] - 16_000).abs() < 300);
        assert_eq!(scores(&weights, &[4, 7, u32::MAX - 1]), [0; N_LABELS_MAX]);
    }

    #[test]
    fn broken_files_are_refused() {
        let whole = Weights::encode(vec![(5, vec![(0, 1.0)]), (9, vec![(1, 1.0)])]);
        for cut in 0..whole.len() {
            assert!(Weights::read(&whole[..cut]).is_err(), "cut at {cut}");
        }
        assert!(Weights::read(b"something else").is_err());
    }
}
