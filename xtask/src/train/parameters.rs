//! Learning the weights of networks: gradients by hand, Adam (Kingma and Ba 2015), dropout.

use std::ops::Range;

use detente::language::training::{Matrix, N_GATES, squash};
use ndarray::{Array2, ArrayView2, ArrayViewMut2, Axis};

use super::random::Random;

/// Where the parts of the network lie among its weights.
#[derive(Clone)]
struct Part {
    range: Range<usize>,
    n_in: usize,
}

/// What a layer did, for the way back.
pub struct Layer {
    input: Array2<f32>,
    gates: Array2<f32>,
    memory: Array2<f32>,
    pub output: Array2<f32>,
}

/// The weights of a network in training, in parts that are known by number.
pub struct Parameters {
    weights: Vec<f32>,
    gradients: Vec<f32>,
    means: Vec<f32>,
    squares: Vec<f32>,
    parts: Vec<Part>,
    n_steps: i32,
    /// Draws the first weights, and what is left out in training.
    pub random: Random,
}

impl Parameters {
    /// No parts as yet.
    pub fn new(seed: u64) -> Self {
        Self {
            weights: Vec::new(),
            gradients: Vec::new(),
            means: Vec::new(),
            squares: Vec::new(),
            parts: Vec::new(),
            n_steps: 0,
            random: Random::new(seed),
        }
    }

    /// Appends a part of `n` random weights up to `size`.
    pub fn part(&mut self, n_in: usize, n: usize, size: f64) {
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

    /// Appends a matrix of random weights and its biases, as two parts.
    pub fn matrix_part(&mut self, n_in: usize, n_out: usize) {
        let size = (3.0 / n_in as f64).sqrt();
        self.part(n_in, n_in * n_out, size);
        self.part(n_out, n_out, 0.0);
    }

    /// Makes memories long that start out with the layer's matrix.
    pub fn remember(&mut self, matrix: usize) {
        let biases = self.parts[2 * matrix + 1].range.clone();
        let hidden = biases.len() / (2 * N_GATES);
        for side in 0..2 {
            let start = biases.start + (side * N_GATES + 1) * hidden;
            self.weights[start..start + hidden].fill(0.5);
        }
    }

    /// Makes room for gradients, once all parts are there.
    pub fn complete(&mut self) {
        self.gradients = vec![0.0; self.weights.len()];
        self.means = self.gradients.clone();
        self.squares = self.gradients.clone();
    }

    /// The weights of a part.
    pub fn list(&self, part: usize) -> &[f32] {
        &self.weights[self.parts[part].range.clone()]
    }

    /// A matrix and its biases are two parts, one after the other.
    fn matrix(&self, matrix: usize) -> ArrayView2<'_, f32> {
        let part = &self.parts[2 * matrix];
        let n_out = part.range.len() / part.n_in;
        ArrayView2::from_shape((n_out, part.n_in), &self.weights[part.range.clone()])
            .expect("a part has its shape")
    }

    /// Numbers that a matrix takes in.
    pub fn n_in(&self, matrix: usize) -> usize {
        self.parts[2 * matrix].n_in
    }

    /// `inputs · weightsᵀ + biases`
    pub fn map(&self, matrix: usize, inputs: &Array2<f32>) -> Array2<f32> {
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
    pub fn back(&mut self, matrix: usize, inputs: &Array2<f32>, out: &Array2<f32>) -> Array2<f32> {
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

    /// Zeros for a share, and for the rest ones, scaled so that sums stay the same.
    pub fn mask(&mut self, shape: (usize, usize), share: f64) -> Array2<f32> {
        let kept = (1.0 / (1.0 - share)) as f32;
        Array2::from_shape_simple_fn(shape, || {
            if self.random.fraction() < share {
                0.0
            } else {
                kept
            }
        })
    }

    /// What a gated layer makes of sequences that lie one after the other and end at `ends`.
    pub fn layer(&self, matrix: usize, input: Array2<f32>, ends: &[usize]) -> Layer {
        let mut gates = self.map(matrix, &input);
        let n = input.nrows();
        let hidden = gates.ncols() / (2 * N_GATES);
        let mut memory = Array2::zeros((n, 2 * hidden));
        let mut output = Array2::zeros((n, 2 * hidden));
        let mut start = 0;
        for &end in ends {
            for side in 0..2 {
                let mut last = vec![0.0_f32; hidden];
                for step in start..end {
                    let at = if side == 0 {
                        step
                    } else {
                        start + end - 1 - step
                    };
                    let mut row = gates.row_mut(at);
                    let row = &mut row.as_slice_mut().expect("rows are whole")
                        [side * N_GATES * hidden..][..N_GATES * hidden];
                    let (candidate, rest) = row.split_at_mut(hidden);
                    let (forget, open) = rest.split_at_mut(hidden);
                    let mut memory = memory.row_mut(at);
                    let memory =
                        &mut memory.as_slice_mut().expect("rows are whole")[side * hidden..];
                    let mut output = output.row_mut(at);
                    let output =
                        &mut output.as_slice_mut().expect("rows are whole")[side * hidden..];
                    for unit in 0..hidden {
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
    pub fn layer_back(
        &mut self,
        matrix: usize,
        layer: &Layer,
        output: &Array2<f32>,
        ends: &[usize],
    ) -> Array2<f32> {
        let mut sums = Array2::zeros(layer.gates.raw_dim());
        let hidden = layer.gates.ncols() / (2 * N_GATES);
        let slope = |squashed: f32| (1.0 - squashed.abs()).powi(2);
        let mut start = 0;
        for &end in ends {
            for side in 0..2 {
                let mut carried = vec![0.0_f32; hidden];
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
                        [side * N_GATES * hidden..][..N_GATES * hidden];
                    let mut sums = sums.row_mut(at);
                    let sums = &mut sums.as_slice_mut().expect("rows are whole")
                        [side * N_GATES * hidden..][..N_GATES * hidden];
                    for unit in 0..hidden {
                        let column = side * hidden + unit;
                        let (candidate, forget, open) =
                            (gates[unit], gates[hidden + unit], gates[2 * hidden + unit]);
                        let gradient = output[[at, column]];
                        let memory = layer.memory[[at, column]];
                        let last = before.map_or(0.0, |before| layer.memory[[before, column]]);
                        let inside = carried[unit] + gradient * open;
                        sums[unit] = inside * (1.0 - forget) * slope(candidate);
                        sums[hidden + unit] =
                            inside * (last - candidate) * 0.5 * slope(2.0 * forget - 1.0);
                        sums[2 * hidden + unit] = gradient * memory * 0.5 * slope(2.0 * open - 1.0);
                        carried[unit] = inside * forget;
                    }
                }
            }
            start = end;
        }
        let input = layer.input.clone();
        self.back(matrix, &input, &sums)
    }

    /// Adds the gradients of the row of a part.
    pub fn add_to_row(&mut self, part: usize, row: usize, back: &[f32]) {
        let start = self.parts[part].range.start + row * back.len();
        self.gradients[start..start + back.len()]
            .iter_mut()
            .zip(back)
            .for_each(|(gradient, back)| *gradient += back);
    }

    /// Adds the gradients of a part.
    pub fn add(&mut self, part: usize, back: &[f32]) {
        let range = self.parts[part].range.clone();
        self.gradients[range]
            .iter_mut()
            .zip(back)
            .for_each(|(gradient, back)| *gradient += back);
    }

    /// Moves the weights against their gradients, which are sums over `n`.
    pub fn step(&mut self, rate: f32, n: f32) {
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

    /// A matrix with its biases, as a file holds it.
    pub fn trained(&self, matrix: usize) -> Matrix {
        Matrix {
            n_in: self.parts[2 * matrix].n_in,
            weights: self.list(2 * matrix).to_vec(),
            biases: self.list(2 * matrix + 1).to_vec(),
        }
    }
}

/// For checking gradients against differences of the loss.
#[cfg(test)]
impl Parameters {
    /// The gradients so far, which are taken away.
    pub fn take_gradients(&mut self) -> Vec<f32> {
        let none = vec![0.0; self.weights.len()];
        std::mem::replace(&mut self.gradients, none)
    }

    /// Changes one weight.
    pub fn nudge(&mut self, weight: usize, by: f32) {
        self.weights[weight] += by;
    }
}
