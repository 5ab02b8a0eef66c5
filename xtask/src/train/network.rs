//! Learning the parser's network.

use std::collections::HashMap;

use detente::language::Rel;
use detente::language::training::{FAR, N_GATES, N_RELATIONS, N_SLOTS, Trained, distance};
use ndarray::{Array2, Axis, Slice};

use super::encoder::{Dropout, Encoded, LAYERS, PROJECTION, ends, softmax, trained_rows};
use super::parameters::Parameters;

/// Numbers in a word's vector, in one direction of a layer, in the views that score heads and relations.
const WORD: usize = 96;
const HIDDEN: usize = 72;
const ARC: usize = 80;
const LABEL: usize = 80;

/// Words' own rows, which come first, are left out more often than others.
const DROPOUT: Dropout<N_SLOTS> = {
    let mut rows = [0.05; N_SLOTS];
    rows[0] = 0.2;
    Dropout {
        rows,
        vector: 0.1,
        activation: 0.2,
    }
};

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

/// Parts by number: the matrices of [`Trained`] with their biases, then its lists, then the rows.
const N_MATRICES: usize = 9;
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
    parameters: Parameters,
}

impl Learner {
    /// A network of random weights.
    pub fn new(n_rows: usize, vector: usize, seed: u64) -> Self {
        let mut parameters = Parameters::new(seed);
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
            parameters.matrix_part(n_in, n_out);
        }
        parameters.part(ARC, ARC, 0.05);
        parameters.part(ARC, ARC, 0.3);
        parameters.part(LABEL, LABEL, 0.3);
        parameters.part(2 * FAR + 1, 2 * FAR + 1, 0.0);
        parameters.part(WORD, n_rows * WORD, 0.15);
        for layer in LAYERS {
            parameters.remember(layer);
        }
        parameters.complete();
        Self { parameters }
    }

    /// One step of learning from some sentences; gives the mean loss of a word.
    pub fn learn(&mut self, lessons: &[&Lesson], rate: f32) -> f32 {
        let width = self.parameters.n_in(PROJECTION);
        let ends = ends(lessons.iter().map(|lesson| lesson.heads.len()));
        let n = ends.last().copied().unwrap_or_default();
        let words = lessons
            .iter()
            .flat_map(|lesson| lesson.rows.iter().zip(lesson.vectors.chunks_exact(width)));
        let encoded = Encoded::new(&mut self.parameters, ROWS, &DROPOUT, words, ends.clone());
        let seen = &encoded.output;
        // Views.
        let positive = |sums: Array2<f32>| sums.mapv_into(|sum| sum.max(0.0));
        let dependents = positive(self.parameters.map(DEPENDENT, seen));
        let heads = positive(self.parameters.map(HEAD, seen));
        let dependent_mask = self.parameters.mask((n, ARC), DROPOUT.activation);
        let head_mask = self.parameters.mask((n, ARC), DROPOUT.activation);
        let dependents_kept = &dependents * &dependent_mask;
        let heads_kept = &heads * &head_mask;
        let dependent_labels = self.parameters.map(DEPENDENT_LABEL, seen);
        let head_labels = self.parameters.map(HEAD_LABEL, seen);
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
                .zip(self.parameters.list(ROOT))
                .for_each(|(own, root)| *own = *root);
            let products = self.parameters.map(PRODUCT, &own);
            let headship = self.parameters.list(HEADSHIP).to_vec();
            let of_heads: Vec<f32> = own
                .rows()
                .into_iter()
                .map(|row| row.iter().zip(&headship).map(|(a, b)| a * b).sum())
                .collect();
            let kept = dependents_kept.slice_axis(Axis(0), Slice::from(start..end));
            let mut scores = kept.dot(&products.t());
            let distances = self.parameters.list(DISTANCES).to_vec();
            let mut distances_back = vec![0.0; distances.len()];
            for (at, mut row) in scores.rows_mut().into_iter().enumerate() {
                for (to, score) in row.iter_mut().enumerate() {
                    *score += of_heads[to];
                    if to < n_words {
                        *score += distances[distance(at, to)];
                    }
                }
                row[at] = f32::MIN;
                softmax(row.as_slice_mut().expect("rows are whole"));
                loss -= row[lesson.heads[at]].max(1e-9).ln() * lesson.weight;
                row[lesson.heads[at]] -= 1.0;
                for (to, score) in row.iter_mut().enumerate() {
                    *score *= lesson.weight;
                    if to < n_words {
                        distances_back[distance(at, to)] += *score;
                    }
                }
            }
            self.parameters.add(DISTANCES, &distances_back);
            dependents_back
                .slice_axis_mut(Axis(0), Slice::from(start..end))
                .assign(&scores.dot(&products));
            let products_back = scores.t().dot(&kept);
            let mut own_back = self.parameters.back(PRODUCT, &own, &products_back);
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
            self.parameters.add(HEADSHIP, &headship_back);
            let root_back = own_back.row(n_words).to_vec();
            self.parameters.add(ROOT, &root_back);
            heads_back
                .slice_axis_mut(Axis(0), Slice::from(start..end))
                .assign(&own_back.slice_axis(Axis(0), Slice::from(..n_words)));
            for (at, &head) in lesson.heads.iter().enumerate() {
                let mut both = both.row_mut(start + at);
                for unit in 0..LABEL {
                    let of_head = if head == n_words {
                        self.parameters.list(ROOT_LABEL)[unit]
                    } else {
                        head_labels[[start + head, unit]]
                    };
                    both[unit] = (dependent_labels[[start + at, unit]] + of_head).max(0.0);
                }
            }
            start = end;
        }
        let label_mask = self.parameters.mask((n, LABEL), DROPOUT.activation);
        let both_kept = &both * &label_mask;
        let mut labels = self.parameters.map(LABELS, &both_kept);
        let gold = lessons
            .iter()
            .flat_map(|lesson| lesson.rels.iter().map(|&rel| (rel, lesson.weight)));
        for (mut row, (rel, weight)) in labels.rows_mut().into_iter().zip(gold) {
            softmax(row.as_slice_mut().expect("rows are whole"));
            loss -= row[rel as usize].max(1e-9).ln() * weight;
            row[rel as usize] -= 1.0;
            row.iter_mut().for_each(|score| *score *= weight);
        }
        let mut both_back = self.parameters.back(LABELS, &both_kept, &labels) * &label_mask;
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
        self.parameters.add(ROOT_LABEL, &root_label_back);
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
        let mut seen_back = self.parameters.back(DEPENDENT, seen, &dependents_back);
        seen_back += &self.parameters.back(HEAD, seen, &heads_back);
        seen_back += &self.parameters.back(DEPENDENT_LABEL, seen, &both_back);
        seen_back += &self.parameters.back(HEAD_LABEL, seen, &head_labels_back);
        encoded.back(&mut self.parameters, seen_back);
        self.parameters.step(rate, n as f32);
        loss / n as f32
    }

    /// The network as a file holds it; `keys` are those of the rows.
    pub fn trained(&self, keys: &HashMap<u32, u32>) -> Trained {
        Trained {
            rows: trained_rows(&self.parameters, ROWS, keys.iter()),
            matrices: (0..N_MATRICES)
                .map(|matrix| self.parameters.trained(matrix))
                .collect(),
            lists: (HEADSHIP..ROWS)
                .map(|list| self.parameters.list(list).to_vec())
                .collect(),
        }
    }
}
