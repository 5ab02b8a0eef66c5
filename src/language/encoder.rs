//! What our networks share: words' vectors and rows, then two gated layers.

#![allow(
    clippy::inline_always,
    reason = "what is not inlined into a kernel is compiled for any processor"
)]

use std::borrow::Cow;

use wide::i16x8;

use super::gates::{N_GATES, recur};
use super::linear::{Kernel, Linear, Work, on_cpu, steps};
use super::row_table::{Row, RowTable};
use super::wire::Reader;

/// Makes of each word of a sentence a list of numbers that also tell of the words around it.
#[derive(Debug)]
pub struct Encoder {
    rows: RowTable,
    projection: Linear,
    layers: [Linear; 2],
    /// Bytes that the matrices take after the rows.
    n_read: usize,
}

impl Encoder {
    /// Reads what a file holds after its magic number; nothing if it is cut short or does not fit together.
    pub fn read(bytes: Cow<'static, [u8]>, magic: &[u8]) -> Option<Self> {
        if !bytes.starts_with(magic) {
            return None;
        }
        let rows = RowTable::read(bytes, magic.len())?;
        let mut reader = Reader::new(rows.rest());
        let mut linear = || Linear::read(&mut reader);
        let projection = linear()?;
        let layers = [linear()?, linear()?];
        let n_read = rows.rest().len() - reader.left();
        let width = layers[0].n_out() / N_GATES;
        let fits = projection.n_out() == rows.width()
            && [layers[0].n_in, layers[1].n_in] == [rows.width(), width]
            && layers.iter().all(|layer| layer.n_out() == width * N_GATES)
            && width.is_multiple_of(2);
        fits.then_some(Self {
            rows,
            projection,
            layers,
            n_read,
        })
    }

    /// What the file holds after the encoder.
    pub fn rest(&self) -> &[u8] {
        &self.rows.rest()[self.n_read..]
    }

    /// Numbers in a word's vector.
    pub fn n_in(&self) -> usize {
        self.projection.n_in
    }

    /// Numbers that are made of a word.
    pub fn width(&self) -> usize {
        self.layers[1].n_out() / N_GATES
    }

    /// Numbers of a word before those around it are looked at.
    pub fn word_width(&self) -> usize {
        self.rows.width()
    }

    /// Words as they are by themselves, from their vectors.
    pub fn words(&self, vectors: &[i16x8]) -> Vec<f32> {
        self.projection.map(vectors)
    }

    /// Adds to each word the rows of its keys.
    pub fn add_rows<const N: usize>(
        &self,
        words: &mut [f32],
        keys: impl Iterator<Item = [u32; N]>,
    ) {
        // All are looked up before one is added, so that the processor fetches many at once.
        let found = keys
            .map(|keys| keys.map(|key| self.rows.find(key)))
            .collect();
        let rows = &self.rows;
        on_cpu(Adding { rows, words, found });
    }

    /// Encodes sentences of some lengths, whose words stand one after the other. Takes time in proportion to the number of
    /// words.
    pub fn encode(&self, words: &[f32], lengths: &[usize]) -> Vec<f32> {
        let [first, second] = &self.layers;
        let below = recur(&first.map(&steps(words)), first.n_out(), lengths);
        let mut above = recur(&second.map(&steps(&below)), second.n_out(), lengths);
        above
            .iter_mut()
            .zip(&below)
            .for_each(|(above, below)| *above += below);
        above
    }
}

/// Rows that are added to words.
struct Adding<'a, const N: usize> {
    rows: &'a RowTable,
    words: &'a mut [f32],
    found: Vec<[Option<Row>; N]>,
}

impl<const N: usize> Work for Adding<'_, N> {
    #[inline(always)]
    fn run(self, _: impl Kernel) {
        let words = self.words.chunks_exact_mut(self.rows.width());
        for (word, found) in words.zip(self.found) {
            for row in found.into_iter().flatten() {
                self.rows.add(row, word);
            }
        }
    }
}
