//! What the network holds of sentences that it has read: at their parties, and over all words by attention and at most.

use std::ops::Range;

use ndarray::{Array2, ArrayView1};

use crate::train::encoder::softmax;

/// What is held of sentences that lie one after the other, a row each.
pub struct Pooled {
    /// At the source, then at the target.
    pub parties: Array2<f32>,
    /// The mean of the words, each by the attention that it draws, then what is most in any word.
    pub sentences: Array2<f32>,
    attention: Vec<f32>,
    pools: Vec<Pool>,
}

/// How one sentence was held.
struct Pool {
    words: Range<usize>,
    parties: [usize; 2],
    /// The attention that each word draws, 1 in all.
    draws: Vec<f32>,
    /// The word where each number is most.
    peaks: Vec<usize>,
}

impl Pooled {
    /// Of sentences that end at `ends` in what was read of their words, each with the positions of its parties.
    pub fn new(
        read: &Array2<f32>,
        attention: &[f32],
        ends: &[usize],
        parties: impl Iterator<Item = [usize; 2]>,
    ) -> Self {
        let width = read.ncols();
        let starts = std::iter::once(0).chain(ends.iter().copied());
        let words = starts.zip(ends).map(|(start, &end)| start..end);
        let pools: Vec<Pool> = words
            .zip(parties)
            .map(|(words, parties)| Pool::new(read, attention, words, parties))
            .collect();
        let mut at_parties = Array2::zeros((pools.len(), 2 * width));
        let mut over_sentence = Array2::zeros((pools.len(), 2 * width));
        for (nth, pool) in pools.iter().enumerate() {
            let row = at_parties
                .row_mut(nth)
                .into_slice()
                .expect("rows are whole");
            for (held, at) in row.chunks_exact_mut(width).zip(pool.parties) {
                held.copy_from_slice(slice(read.row(at)));
            }
            let row = over_sentence
                .row_mut(nth)
                .into_slice()
                .expect("rows are whole");
            let (mean, most) = row.split_at_mut(width);
            for (at, draw) in pool.words.clone().zip(&pool.draws) {
                for (mean, value) in mean.iter_mut().zip(read.row(at)) {
                    *mean += draw * value;
                }
            }
            for (number, (most, &peak)) in most.iter_mut().zip(&pool.peaks).enumerate() {
                *most = read[[peak, number]];
            }
        }
        Self {
            parties: at_parties,
            sentences: over_sentence,
            attention: attention.to_vec(),
            pools,
        }
    }

    /// From the gradients of what is held to those of what was read, and of attention.
    pub fn back(
        &self,
        read: &Array2<f32>,
        parties_back: &Array2<f32>,
        sentences_back: &Array2<f32>,
    ) -> (Array2<f32>, Vec<f32>) {
        let width = read.ncols();
        let mut read_back = Array2::<f32>::zeros(read.raw_dim());
        let mut attention_back = vec![0.0; width];
        for (nth, pool) in self.pools.iter().enumerate() {
            let back = slice(parties_back.row(nth));
            for (back, at) in back.chunks_exact(width).zip(pool.parties) {
                for (sum, back) in read_back.row_mut(at).iter_mut().zip(back) {
                    *sum += back;
                }
            }
            let (mean_back, most_back) = slice(sentences_back.row(nth)).split_at(width);
            for ((number, &peak), back) in pool.peaks.iter().enumerate().zip(most_back) {
                read_back[[peak, number]] += back;
            }
            // What a word's attention is worth, beside what attention is worth on the mean.
            let worths: Vec<f32> = pool
                .words
                .clone()
                .map(|at| dot(slice(read.row(at)), mean_back))
                .collect();
            let level = dot(&worths, &pool.draws);
            for ((at, draw), worth) in pool.words.clone().zip(&pool.draws).zip(&worths) {
                let pull = draw * (worth - level);
                let row = read_back.row_mut(at);
                for (number, sum) in row.into_iter().enumerate() {
                    *sum += draw * mean_back[number] + pull * self.attention[number];
                    attention_back[number] += pull * read[[at, number]];
                }
            }
        }
        (read_back, attention_back)
    }
}

impl Pool {
    fn new(
        read: &Array2<f32>,
        attention: &[f32],
        words: Range<usize>,
        parties: [usize; 2],
    ) -> Self {
        let mut draws: Vec<f32> = words
            .clone()
            .map(|at| dot(slice(read.row(at)), attention))
            .collect();
        softmax(&mut draws);
        let first = words.start;
        let mut peaks = vec![first; read.ncols()];
        for at in words.clone().skip(1) {
            for (number, peak) in peaks.iter_mut().enumerate() {
                if read[[at, number]] > read[[*peak, number]] {
                    *peak = at;
                }
            }
        }
        Self {
            parties: parties.map(|at| first + at),
            words,
            draws,
            peaks,
        }
    }
}

fn slice(row: ArrayView1<'_, f32>) -> &[f32] {
    row.to_slice().expect("rows are whole")
}

fn dot(left: &[f32], right: &[f32]) -> f32 {
    left.iter().zip(right).map(|(a, b)| a * b).sum()
}
