//! Learning the encoder that our networks share.

use ndarray::Array2;

use super::parameters::{Layer, Parameters};

/// A property without a row: rare, or left out.
pub const NO_ROW: u32 = u32::MAX;

/// The encoder's matrices by number: those that a network begins with.
pub const PROJECTION: usize = 0;
pub const LAYERS: [usize; 2] = [1, 2];

/// Shares that are left out at random in training.
#[derive(Clone, Copy)]
pub struct Dropout<const N: usize> {
    /// Of words' rows, by property.
    pub rows: [f64; N],
    pub vector: f64,
    pub activation: f64,
}

/// What the encoder did, for the way back.
pub struct Encoded<const N: usize> {
    vectors: Array2<f32>,
    rows: Vec<[u32; N]>,
    /// Number of the part that holds the rows.
    table: usize,
    ends: Vec<usize>,
    word_mask: Array2<f32>,
    below: Layer,
    below_mask: Array2<f32>,
    above: Layer,
    output_mask: Array2<f32>,
    /// What is made of each word.
    pub output: Array2<f32>,
}

impl<const N: usize> Encoded<N> {
    /// Encodes the words of sentences that end at `ends`, each of its rows and its vector.
    pub fn new<'w>(
        parameters: &mut Parameters,
        table: usize,
        dropout: &Dropout<N>,
        words: impl Iterator<Item = (&'w [u32; N], &'w [f32])>,
        ends: Vec<usize>,
    ) -> Self {
        let n = ends.last().copied().unwrap_or_default();
        let mut vectors = Array2::zeros((n, parameters.n_in(PROJECTION)));
        let mut rows = Vec::with_capacity(n);
        for (mut kept, (word, vector)) in vectors.rows_mut().into_iter().zip(words) {
            if parameters.random.fraction() >= dropout.vector {
                kept.iter_mut()
                    .zip(vector)
                    .for_each(|(kept, number)| *kept = *number);
            }
            let mut word = *word;
            for (row, share) in word.iter_mut().zip(dropout.rows) {
                if parameters.random.fraction() < share {
                    *row = NO_ROW;
                }
            }
            rows.push(word);
        }
        let mut words = parameters.map(PROJECTION, &vectors);
        let width = words.ncols();
        let weights = parameters.list(table);
        for (mut word, rows) in words.rows_mut().into_iter().zip(&rows) {
            for &row in rows.iter().filter(|&&row| row != NO_ROW) {
                word.iter_mut()
                    .zip(&weights[row as usize * width..][..width])
                    .for_each(|(sum, weight)| *sum += weight);
            }
        }
        let word_mask = parameters.mask(words.dim(), dropout.activation);
        let below = parameters.layer(LAYERS[0], words * &word_mask, &ends);
        let below_mask = parameters.mask(below.output.dim(), dropout.activation);
        let above = parameters.layer(LAYERS[1], &below.output * &below_mask, &ends);
        let output_mask = parameters.mask(above.output.dim(), dropout.activation);
        let output = (&above.output + &below.output) * &output_mask;
        Self {
            vectors,
            rows,
            table,
            ends,
            word_mask,
            below,
            below_mask,
            above,
            output_mask,
            output,
        }
    }

    /// Adds the gradients of the encoder's parts, given those of its output.
    pub fn back(&self, parameters: &mut Parameters, mut output_back: Array2<f32>) {
        output_back *= &self.output_mask;
        let mut below_back =
            parameters.layer_back(LAYERS[1], &self.above, &output_back, &self.ends);
        below_back *= &self.below_mask;
        below_back += &output_back;
        let words_back = parameters.layer_back(LAYERS[0], &self.below, &below_back, &self.ends)
            * &self.word_mask;
        parameters.back(PROJECTION, &self.vectors, &words_back);
        for (back, rows) in words_back.rows().into_iter().zip(&self.rows) {
            let back = back.as_slice().expect("rows are whole");
            for &row in rows.iter().filter(|&&row| row != NO_ROW) {
                parameters.add_to_row(self.table, row as usize, back);
            }
        }
    }
}

/// Where sentences of such lengths end that lie one after the other.
pub fn ends(lengths: impl Iterator<Item = usize>) -> Vec<usize> {
    lengths
        .scan(0, |end, length| {
            *end += length;
            Some(*end)
        })
        .collect()
}

/// The rows of the keys that a network has, as its file holds them.
pub fn trained_rows<'k>(
    parameters: &Parameters,
    table: usize,
    keys: impl Iterator<Item = (&'k u32, &'k u32)>,
) -> Vec<(u32, Vec<f32>)> {
    let width = parameters.n_in(LAYERS[0]);
    let weights = parameters.list(table);
    keys.map(|(&key, &row)| (key, weights[row as usize * width..][..width].to_vec()))
        .collect()
}

/// Log-odds to probabilities.
pub fn softmax(scores: &mut [f32]) {
    let most = scores.iter().copied().fold(f32::MIN, f32::max);
    scores
        .iter_mut()
        .for_each(|score| *score = (*score - most).exp());
    let total: f32 = scores.iter().sum();
    scores.iter_mut().for_each(|score| *score /= total);
}
