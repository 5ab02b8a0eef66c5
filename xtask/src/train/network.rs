//! Learning the parser's network: gradients by hand, Adam (Kingma and Ba 2015), dropout.

use std::collections::HashMap;
use std::ops::Range;

use detente::language::Rel;
use detente::language::training::{
    FAR, Matrix, N_GATES, N_RELATIONS, N_SLOTS, Trained, distance, squash,
};
use ndarray::{Array2, ArrayView2, ArrayViewMut2, Axis, Slice};

use super::random::Random;

/// Numbers in a word's vector, in one direction of a layer, in the views that score heads and relations.
const WORD: usize = 96;
const HIDDEN: usize = 72;
const ARC: usize = 80;
const LABEL: usize = 80;

/// Shares of words' own rows, of other rows, of vectors, and of activations that are left out at random in training.
const WORD_DROPOUT: f64 = 0.2;
const ROW_DROPOUT: f64 = 0.05;
const VECTOR_DROPOUT: f64 = 0.1;
const DROPOUT: f64 = 0.2;

/// A row that no word of the training text has.
pub const NO_ROW: u32 = u32::MAX;

/// One sentence to learn from.
pub struct Lesson {
    pub rows: Vec<[u32; N_SLOTS]>,
    /// Word vectors, one after the other.
    pub vectors: Vec<f32>,
    /// The position of each word's head; the number of words for the root's.
    pub heads: Vec<usize>,
    pub rels: Vec<Rel>,
    /// How much its mistakes count.
    pub weight: f32,
}

/// Where the parts of the network lie among its weights.
#[derive(Clone)]
struct Part {
    range: Range<usize>,
    n_in: usize,
}

/// Parts by number: the matrices of [`Trained`] with their biases, then its lists, then the rows.
const N_MATRICES: usize = 9;
const PROJECTION: usize = 0;
const LAYERS: [usize; 2] = [1, 2];
const DEPENDENT: usize = 3;
const HEAD: usize = 4;
const PRODUCT: usize = 5;
const DEPENDENT_LABEL: usize = 6;
const HEAD_LABEL: usize = 7;
const LABELS: usize = 8;
const HEADSHIP: usize = 2 * N_MATRICES;
const ROOT: usize = HEADSHIP + 1;
const ROOT_LABEL: usize = HEADSHIP + 2;
const DISTANCES: usize = HEADSHIP + 3;
const ROWS: usize = HEADSHIP + 4;

/// A network in training.
pub struct Learner {
    weights: Vec<f32>,
    gradients: Vec<f32>,
    means: Vec<f32>,
    squares: Vec<f32>,
    parts: Vec<Part>,
    n_steps: i32,
    random: Random,
}

/// What a layer did, for the way back.
struct Layer {
    input: Array2<f32>,
    gates: Array2<f32>,
    memory: Array2<f32>,
    output: Array2<f32>,
}

impl Learner {
    /// A network of random weights.
    pub fn new(n_rows: usize, vector: usize, seed: u64) -> Self {
        let mut learner = Self {
            weights: Vec::new(),
            gradients: Vec::new(),
            means: Vec::new(),
            squares: Vec::new(),
            parts: Vec::new(),
            n_steps: 0,
            random: Random::new(seed),
        };
        let both = 2 * HIDDEN;
        for (n_in, n_out) in [
            (vector, WORD),
            (WORD, both * N_GATES),
            (both, both * N_GATES),
            (both, ARC),
            (both, ARC),
            (ARC, ARC),
            (both, LABEL),
            (both, LABEL),
            (LABEL, N_RELATIONS),
        ] {
            let size = (3.0 / n_in as f64).sqrt();
            learner.part(n_in, n_in * n_out, size);
            learner.part(n_out, n_out, 0.0);
        }
        learner.part(ARC, ARC, 0.05);
        learner.part(ARC, ARC, 0.3);
        learner.part(LABEL, LABEL, 0.3);
        learner.part(2 * FAR + 1, 2 * FAR + 1, 0.0);
        learner.part(WORD, n_rows * WORD, 0.15);
        // Memories start out long.
        for layer in LAYERS {
            let biases = learner.parts[2 * layer + 1].range.clone();
            for side in 0..2 {
                let start = biases.start + (side * N_GATES + 1) * HIDDEN;
                learner.weights[start..start + HIDDEN].fill(0.5);
            }
        }
        learner.gradients = vec![0.0; learner.weights.len()];
        learner.means = learner.gradients.clone();
        learner.squares = learner.gradients.clone();
        learner
    }

    fn part(&mut self, n_in: usize, n: usize, size: f64) {
        let start = self.weights.len();
        for _ in 0..n {
            let weight = (self.random.fraction() * 2.0 - 1.0) * size;
            self.weights.push(weight as f32);
        }
        self.parts.push(Part {
            range: start..self.weights.len(),
            n_in,
        });
    }

    fn list(&self, part: usize) -> &[f32] {
        &self.weights[self.parts[part].range.clone()]
    }

    fn matrix(&self, matrix: usize) -> ArrayView2<'_, f32> {
        let part = &self.parts[2 * matrix];
        let n_out = part.range.len() / part.n_in;
        ArrayView2::from_shape((n_out, part.n_in), &self.weights[part.range.clone()])
            .expect("a part has its shape")
    }

    /// `inputs · weightsᵀ + biases`
    fn map(&self, matrix: usize, inputs: &Array2<f32>) -> Array2<f32> {
        let mut out = inputs.dot(&self.matrix(matrix).t());
        let biases = self.list(2 * matrix + 1);
        for mut row in out.rows_mut() {
            row.iter_mut()
                .zip(biases)
                .for_each(|(out, bias)| *out += bias);
        }
        out
    }

    /// Adds the gradients of a matrix and its biases, and gives those of the inputs.
    fn back(&mut self, matrix: usize, inputs: &Array2<f32>, out: &Array2<f32>) -> Array2<f32> {
        let below = out.dot(&self.matrix(matrix));
        let part = self.parts[2 * matrix].clone();
        let shape = (part.range.len() / part.n_in, part.n_in);
        let mut gradients = ArrayViewMut2::from_shape(shape, &mut self.gradients[part.range])
            .expect("a part has its shape");
        ndarray::linalg::general_mat_mul(1.0, &out.t(), inputs, 1.0, &mut gradients);
        let biases = self.parts[2 * matrix + 1].range.clone();
        for (gradient, sum) in self.gradients[biases].iter_mut().zip(out.sum_axis(Axis(0))) {
            *gradient += sum;
        }
        below
    }

    /// Ones and zeros, scaled so that sums stay the same.
    fn mask(&mut self, shape: (usize, usize)) -> Array2<f32> {
        let kept = (1.0 / (1.0 - DROPOUT)) as f32;
        Array2::from_shape_simple_fn(shape, || {
            if self.random.fraction() < DROPOUT {
                0.0
            } else {
                kept
            }
        })
    }

    fn layer(&self, matrix: usize, input: Array2<f32>, ends: &[usize]) -> Layer {
        let mut gates = self.map(matrix, &input);
        let n = input.nrows();
        let mut memory = Array2::zeros((n, 2 * HIDDEN));
        let mut output = Array2::zeros((n, 2 * HIDDEN));
        let mut start = 0;
        for &end in ends {
            for side in 0..2 {
                let mut last = [0.0_f32; HIDDEN];
                for step in start..end {
                    let at = if side == 0 {
                        step
                    } else {
                        start + end - 1 - step
                    };
                    let mut row = gates.row_mut(at);
                    let row = &mut row.as_slice_mut().expect("rows are whole")
                        [side * N_GATES * HIDDEN..][..N_GATES * HIDDEN];
                    let (candidate, rest) = row.split_at_mut(HIDDEN);
                    let (forget, open) = rest.split_at_mut(HIDDEN);
                    let mut memory = memory.row_mut(at);
                    let memory =
                        &mut memory.as_slice_mut().expect("rows are whole")[side * HIDDEN..];
                    let mut output = output.row_mut(at);
                    let output =
                        &mut output.as_slice_mut().expect("rows are whole")[side * HIDDEN..];
                    for unit in 0..HIDDEN {
                        candidate[unit] = squash(candidate[unit]);
                        forget[unit] = 0.5 + 0.5 * squash(forget[unit]);
                        open[unit] = 0.5 + 0.5 * squash(open[unit]);
                        last[unit] =
                            forget[unit] * last[unit] + (1.0 - forget[unit]) * candidate[unit];
                        memory[unit] = last[unit];
                        output[unit] = open[unit] * last[unit];
                    }
                }
            }
            start = end;
        }
        Layer {
            input,
            gates,
            memory,
            output,
        }
    }

    /// From the gradients of a layer's output to those of its input.
    fn layer_back(
        &mut self,
        matrix: usize,
        layer: &Layer,
        output: &Array2<f32>,
        ends: &[usize],
    ) -> Array2<f32> {
        let mut sums = Array2::zeros(layer.gates.raw_dim());
        let slope = |squashed: f32| (1.0 - squashed.abs()).powi(2);
        let mut start = 0;
        for &end in ends {
            for side in 0..2 {
                let mut carried = [0.0_f32; HIDDEN];
                for step in (start..end).rev() {
                    let at = if side == 0 {
                        step
                    } else {
                        start + end - 1 - step
                    };
                    let before = match side {
                        0 => at.checked_sub(1).filter(|&before| before >= start),
                        _ => Some(at + 1).filter(|&before| before < end),
                    };
                    let gates = layer.gates.row(at);
                    let gates = &gates.as_slice().expect("rows are whole")
                        [side * N_GATES * HIDDEN..][..N_GATES * HIDDEN];
                    let mut sums = sums.row_mut(at);
                    let sums = &mut sums.as_slice_mut().expect("rows are whole")
                        [side * N_GATES * HIDDEN..][..N_GATES * HIDDEN];
                    for unit in 0..HIDDEN {
                        let column = side * HIDDEN + unit;
                        let (candidate, forget, open) =
                            (gates[unit], gates[HIDDEN + unit], gates[2 * HIDDEN + unit]);
                        let gradient = output[[at, column]];
                        let memory = layer.memory[[at, column]];
                        let last = before.map_or(0.0, |before| layer.memory[[before, column]]);
                        let inside = carried[unit] + gradient * open;
                        sums[unit] = inside * (1.0 - forget) * slope(candidate);
                        sums[HIDDEN + unit] =
                            inside * (last - candidate) * 0.5 * slope(2.0 * forget - 1.0);
                        sums[2 * HIDDEN + unit] = gradient * memory * 0.5 * slope(2.0 * open - 1.0);
                        carried[unit] = inside * forget;
                    }
                }
            }
            start = end;
        }
        let input = layer.input.clone();
        self.back(matrix, &input, &sums)
    }

    /// One step of learning from some sentences; gives the mean loss of a word.
    pub fn learn(&mut self, lessons: &[&Lesson], rate: f32) -> f32 {
        let ends: Vec<usize> = lessons
            .iter()
            .scan(0, |end, lesson| {
                *end += lesson.heads.len();
                Some(*end)
            })
            .collect();
        let n = ends.last().copied().unwrap_or_default();
        let width = self.parts[0].n_in;
        // Words.
        let mut vectors = Array2::zeros((n, width));
        let mut rows = Vec::with_capacity(n);
        for (at, (word, vector)) in lessons
            .iter()
            .flat_map(|lesson| lesson.rows.iter().zip(lesson.vectors.chunks_exact(width)))
            .enumerate()
        {
            if self.random.fraction() >= VECTOR_DROPOUT {
                vectors
                    .row_mut(at)
                    .iter_mut()
                    .zip(vector)
                    .for_each(|(kept, number)| *kept = *number);
            }
            let mut slot = 0;
            rows.push(word.map(|row| {
                let share = if slot == 0 { WORD_DROPOUT } else { ROW_DROPOUT };
                slot += 1;
                if self.random.fraction() < share {
                    NO_ROW
                } else {
                    row
                }
            }));
        }
        let mut words = self.map(PROJECTION, &vectors);
        let table = self.list(ROWS);
        for (mut word, rows) in words.rows_mut().into_iter().zip(&rows) {
            for &row in rows.iter().filter(|&&row| row != NO_ROW) {
                let row = &table[row as usize * WORD..][..WORD];
                word.iter_mut()
                    .zip(row)
                    .for_each(|(sum, weight)| *sum += weight);
            }
        }
        let word_mask = self.mask((n, WORD));
        let below = self.layer(LAYERS[0], words * &word_mask, &ends);
        let below_mask = self.mask((n, 2 * HIDDEN));
        let above = self.layer(LAYERS[1], &below.output * &below_mask, &ends);
        let seen_mask = self.mask((n, 2 * HIDDEN));
        let seen = (&above.output + &below.output) * &seen_mask;
        // Views.
        let positive = |sums: Array2<f32>| sums.mapv_into(|sum| sum.max(0.0));
        let dependents = positive(self.map(DEPENDENT, &seen));
        let heads = positive(self.map(HEAD, &seen));
        let dependent_mask = self.mask((n, ARC));
        let head_mask = self.mask((n, ARC));
        let dependents_kept = &dependents * &dependent_mask;
        let heads_kept = &heads * &head_mask;
        let dependent_labels = self.map(DEPENDENT_LABEL, &seen);
        let head_labels = self.map(HEAD_LABEL, &seen);
        // Scores and their gradients, sentence by sentence.
        let mut dependents_back = Array2::zeros((n, ARC));
        let mut heads_back = Array2::zeros((n, ARC));
        let mut both = Array2::<f32>::zeros((n, LABEL));
        let mut loss = 0.0;
        let mut start = 0;
        for (lesson, &end) in lessons.iter().zip(&ends) {
            let n_words = end - start;
            let mut own = Array2::zeros((n_words + 1, ARC));
            own.slice_axis_mut(Axis(0), Slice::from(..n_words))
                .assign(&heads_kept.slice_axis(Axis(0), Slice::from(start..end)));
            own.row_mut(n_words)
                .iter_mut()
                .zip(self.list(ROOT))
                .for_each(|(own, root)| *own = *root);
            let products = self.map(PRODUCT, &own);
            let headship = self.list(HEADSHIP).to_vec();
            let of_heads: Vec<f32> = own
                .rows()
                .into_iter()
                .map(|row| row.iter().zip(&headship).map(|(a, b)| a * b).sum())
                .collect();
            let kept = dependents_kept.slice_axis(Axis(0), Slice::from(start..end));
            let mut scores = kept.dot(&products.t());
            let distances = self.list(DISTANCES).to_vec();
            let mut distances_back = vec![0.0; distances.len()];
            for (at, mut row) in scores.rows_mut().into_iter().enumerate() {
                for (to, score) in row.iter_mut().enumerate() {
                    *score += of_heads[to];
                    if to < n_words {
                        *score += distances[distance(at, to)];
                    }
                }
                row[at] = f32::MIN;
                let most = row.iter().copied().fold(f32::MIN, f32::max);
                row.iter_mut()
                    .for_each(|score| *score = (*score - most).exp());
                let total = row.sum();
                row.iter_mut().for_each(|score| *score /= total);
                loss -= row[lesson.heads[at]].max(1e-9).ln() * lesson.weight;
                row[lesson.heads[at]] -= 1.0;
                for (to, score) in row.iter_mut().enumerate() {
                    *score *= lesson.weight;
                    if to < n_words {
                        distances_back[distance(at, to)] += *score;
                    }
                }
            }
            self.add(DISTANCES, &distances_back);
            dependents_back
                .slice_axis_mut(Axis(0), Slice::from(start..end))
                .assign(&scores.dot(&products));
            let products_back = scores.t().dot(&kept);
            let mut own_back = self.back(PRODUCT, &own, &products_back);
            let totals = scores.sum_axis(Axis(0));
            let mut headship_back = vec![0.0; ARC];
            for ((mut back, own), &total) in
                own_back.rows_mut().into_iter().zip(own.rows()).zip(&totals)
            {
                for unit in 0..ARC {
                    back[unit] += total * headship[unit];
                    headship_back[unit] += total * own[unit];
                }
            }
            self.add(HEADSHIP, &headship_back);
            let root_back = own_back.row(n_words).to_vec();
            self.add(ROOT, &root_back);
            heads_back
                .slice_axis_mut(Axis(0), Slice::from(start..end))
                .assign(&own_back.slice_axis(Axis(0), Slice::from(..n_words)));
            for (at, &head) in lesson.heads.iter().enumerate() {
                let mut both = both.row_mut(start + at);
                for unit in 0..LABEL {
                    let of_head = if head == n_words {
                        self.list(ROOT_LABEL)[unit]
                    } else {
                        head_labels[[start + head, unit]]
                    };
                    both[unit] = (dependent_labels[[start + at, unit]] + of_head).max(0.0);
                }
            }
            start = end;
        }
        let label_mask = self.mask((n, LABEL));
        let both_kept = &both * &label_mask;
        let mut labels = self.map(LABELS, &both_kept);
        let gold = lessons
            .iter()
            .flat_map(|lesson| lesson.rels.iter().map(|&rel| (rel, lesson.weight)));
        for (mut row, (rel, weight)) in labels.rows_mut().into_iter().zip(gold) {
            let most = row.iter().copied().fold(f32::MIN, f32::max);
            row.iter_mut()
                .for_each(|score| *score = (*score - most).exp());
            let total = row.sum();
            row.iter_mut().for_each(|score| *score /= total);
            loss -= row[rel as usize].max(1e-9).ln() * weight;
            row[rel as usize] -= 1.0;
            row.iter_mut().for_each(|score| *score *= weight);
        }
        let mut both_back = self.back(LABELS, &both_kept, &labels) * &label_mask;
        both_back
            .iter_mut()
            .zip(&both)
            .for_each(|(back, &both)| *back = if both > 0.0 { *back } else { 0.0 });
        let mut head_labels_back = Array2::<f32>::zeros((n, LABEL));
        let mut root_label_back = vec![0.0; LABEL];
        let mut start = 0;
        for (lesson, &end) in lessons.iter().zip(&ends) {
            for (at, &head) in lesson.heads.iter().enumerate() {
                for unit in 0..LABEL {
                    let back = both_back[[start + at, unit]];
                    if head == end - start {
                        root_label_back[unit] += back;
                    } else {
                        head_labels_back[[start + head, unit]] += back;
                    }
                }
            }
            start = end;
        }
        self.add(ROOT_LABEL, &root_label_back);
        // The way back to the words.
        let through = |back: Array2<f32>, mask: &Array2<f32>, out: &Array2<f32>| {
            let mut back = back * mask;
            back.iter_mut()
                .zip(out)
                .for_each(|(back, &out)| *back = if out > 0.0 { *back } else { 0.0 });
            back
        };
        let dependents_back = through(dependents_back, &dependent_mask, &dependents);
        let heads_back = through(heads_back, &head_mask, &heads);
        let mut seen_back = self.back(DEPENDENT, &seen, &dependents_back);
        seen_back += &self.back(HEAD, &seen, &heads_back);
        seen_back += &self.back(DEPENDENT_LABEL, &seen, &both_back);
        seen_back += &self.back(HEAD_LABEL, &seen, &head_labels_back);
        seen_back *= &seen_mask;
        let mut below_back = self.layer_back(LAYERS[1], &above, &seen_back, &ends);
        below_back *= &below_mask;
        below_back += &seen_back;
        let words_back = self.layer_back(LAYERS[0], &below, &below_back, &ends) * &word_mask;
        self.back(PROJECTION, &vectors, &words_back);
        let start = self.parts[ROWS].range.start;
        for (back, rows) in words_back.rows().into_iter().zip(&rows) {
            for &row in rows.iter().filter(|&&row| row != NO_ROW) {
                let row = &mut self.gradients[start + row as usize * WORD..][..WORD];
                row.iter_mut()
                    .zip(back)
                    .for_each(|(sum, back)| *sum += back);
            }
        }
        self.step(rate, n as f32);
        loss / n as f32
    }

    fn add(&mut self, part: usize, back: &[f32]) {
        let range = self.parts[part].range.clone();
        self.gradients[range]
            .iter_mut()
            .zip(back)
            .for_each(|(gradient, back)| *gradient += back);
    }

    /// Moves the weights against their gradients.
    fn step(&mut self, rate: f32, n: f32) {
        const MEAN: f32 = 0.9;
        const SQUARE: f32 = 0.98;
        /// Longest gradient that is followed at full length.
        const LONGEST: f32 = 2.0;
        self.n_steps += 1;
        let length = self.gradients.iter().map(|g| g * g).sum::<f32>().sqrt() / n;
        let factor = if length > LONGEST {
            LONGEST / length
        } else {
            1.0
        } / n;
        let mean_part = 1.0 - MEAN.powi(self.n_steps);
        let square_part = 1.0 - SQUARE.powi(self.n_steps);
        let rate = rate * square_part.sqrt() / mean_part;
        for (((weight, gradient), mean), square) in self
            .weights
            .iter_mut()
            .zip(&mut self.gradients)
            .zip(&mut self.means)
            .zip(&mut self.squares)
        {
            let now = *gradient * factor;
            *gradient = 0.0;
            *mean = MEAN * *mean + (1.0 - MEAN) * now;
            *square = SQUARE * *square + (1.0 - SQUARE) * now * now;
            *weight -= rate * *mean / (square.sqrt() + 1e-8);
        }
    }

    /// The network as a file holds it; `keys` are those of the rows.
    pub fn trained(&self, keys: &HashMap<u32, u32>) -> Trained {
        let table = self.list(ROWS);
        Trained {
            rows: keys
                .iter()
                .map(|(&key, &row)| (key, table[row as usize * WORD..][..WORD].to_vec()))
                .collect(),
            matrices: (0..N_MATRICES)
                .map(|matrix| Matrix {
                    n_in: self.parts[2 * matrix].n_in,
                    weights: self.list(2 * matrix).to_vec(),
                    biases: self.list(2 * matrix + 1).to_vec(),
                })
                .collect(),
            lists: (HEADSHIP..ROWS)
                .map(|list| self.list(list).to_vec())
                .collect(),
        }
    }
}
