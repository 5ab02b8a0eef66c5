//! The network that scores arcs: word vectors, two bidirectional gated layers, and one scorer each for heads and
//! relations.
//!
//! Layers follow quasi-recurrent networks (Bradbury et al. 2017), scorers deep biaffine attention (Dozat and Manning
//! 2017). All sums of products are of whole numbers, so that every machine gives the same tree.

#![allow(
    clippy::inline_always,
    reason = "what is not inlined into a kernel is compiled for any processor"
)]

#[cfg(target_arch = "x86_64")]
use std::arch::x86_64::{__m256i, __m512i};
use std::borrow::Cow;

#[cfg(target_arch = "x86_64")]
use pulp::NullaryFnOnce;
#[cfg(target_arch = "x86_64")]
use pulp::x86::{V3, V4};
use wide::{f32x4, f32x8, i16x8, i32x4};

use super::rows::{Vectors, row_keys};
use crate::error::{Error, Result};
use crate::language::Rel;
use crate::language::lexeme::Lexeme;
use crate::language::lexicon::AtomMap;
use crate::language::tagset::Tag;
use crate::language::wire::{Reader, write_varint};

/// First bytes of a network file; the digit changes with the format and with the row keys.
const MAGIC: &[u8] = b"DTN1";

/// Steps to the unit of an activation in memory.
const UNIT: f32 = 512.0;

/// Largest activation in memory, so that a sum of 512 products fits 32 bits.
const ACTIVATION_MAX: f32 = 4_095.0;

/// Most inputs of a matrix, for the same reason.
const N_IN_MAX: usize = 512;

/// Largest weight in memory.
const WEIGHT_MAX: f32 = 1_023.0;

/// Distances between a word and its head are told apart up to here, on each side.
pub const FAR: usize = 12;

/// Relations, and what fills the last tile.
pub const N_RELATIONS: usize = Rel::ALL.len().next_multiple_of(TILE);

/// Gates of a unit: candidate, forget, output.
pub const N_GATES: usize = 3;

/// A linear map: `n_out` rows of `n_in` weights, and biases.
#[derive(Debug, Clone, Default)]
#[allow(missing_docs)]
pub struct Matrix {
    pub n_in: usize,
    pub weights: Vec<f32>,
    pub biases: Vec<f32>,
}

/// A network as it is trained, in the order of the file.
#[derive(Debug, Clone, Default)]
pub struct Trained {
    /// Rows that a word adds to its vector, by key.
    pub rows: Vec<(u32, Vec<f32>)>,
    /// Vector projection, layers, dependent's and head's arc views, arc product, dependent's and head's
    /// relation views, relations.
    pub matrices: Vec<Matrix>,
    /// Score for being a head at all, root's arc view, root's relation view, distances.
    pub lists: Vec<Vec<f32>>,
}

impl Trained {
    /// As a file.
    pub fn encode(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        let width = self.rows.first().map_or(0, |row| row.1.len());
        let mut rows: Vec<_> = self.rows.iter().collect();
        rows.sort_by_key(|row| row.0);
        write_varint(&mut bytes, rows.len() as u64);
        write_varint(&mut bytes, width as u64);
        let mut last = 0;
        for (key, row) in rows {
            write_varint(&mut bytes, u64::from(key - last));
            last = *key;
            let scale = largest(row) / 127.0;
            bytes.extend(scale.to_le_bytes());
            bytes.extend(
                row.iter()
                    .map(|weight| (weight / scale).round() as i8 as u8),
            );
        }
        for matrix in &self.matrices {
            write_varint(&mut bytes, matrix.n_in as u64);
            write_varint(&mut bytes, matrix.biases.len() as u64);
            let scale = largest(&matrix.weights) / WEIGHT_MAX;
            bytes.extend(scale.to_le_bytes());
            for weight in &matrix.weights {
                bytes.extend(((weight / scale).round() as i16).to_le_bytes());
            }
            write_list(&mut bytes, &matrix.biases);
        }
        for list in &self.lists {
            write_list(&mut bytes, list);
        }
        bytes
    }
}

fn largest(weights: &[f32]) -> f32 {
    weights
        .iter()
        .fold(1e-6, |largest, weight| weight.abs().max(largest))
}

fn write_list(bytes: &mut Vec<u8>, list: &[f32]) {
    write_varint(bytes, list.len() as u64);
    list.iter()
        .for_each(|number| bytes.extend(number.to_le_bytes()));
}

/// Whole numbers that are multiplied at once.
const LANES: usize = 8;

/// Rows of a matrix that are worked on at once.
const TILE: usize = 4;

/// A matrix ready for multiplying.
#[derive(Debug)]
struct Linear {
    n_in: usize,
    /// Tiles of rows one after the other, each by columns.
    weights: Vec<[i16x8; TILE]>,
    /// What one step of weight times one step of activation is worth.
    scale: f32,
    /// By tile.
    biases: Vec<f32x4>,
}

impl Linear {
    fn read(reader: &mut Reader) -> Option<Self> {
        let n_in = reader.varint()? as usize;
        let n_out = reader.varint()? as usize;
        let scale = float(reader)?;
        let bytes = reader.take(n_in.checked_mul(n_out)?.checked_mul(2)?)?;
        let biases = read_list(reader)?;
        let fits = n_in > 0
            && n_in <= N_IN_MAX
            && n_in.is_multiple_of(LANES)
            && n_out.is_multiple_of(TILE)
            && biases.len() == n_out;
        if !fits {
            return None;
        }
        let rows: Vec<&[u8]> = bytes.chunks_exact(2 * n_in).collect();
        let columns = |rows: &[&[u8]], column: usize| -> [i16x8; TILE] {
            std::array::from_fn(|row| {
                let bytes = &rows[row][2 * LANES * column..];
                i16x8::new(std::array::from_fn(|lane| {
                    i16::from_le_bytes([bytes[2 * lane], bytes[2 * lane + 1]])
                }))
            })
        };
        let tiles = rows.chunks_exact(TILE);
        Some(Self {
            n_in,
            weights: tiles
                .flat_map(|rows| (0..n_in / LANES).map(move |column| columns(rows, column)))
                .collect(),
            scale: scale / UNIT,
            biases: biases
                .chunks_exact(TILE)
                .map(|biases| f32x4::new(std::array::from_fn(|row| biases[row])))
                .collect(),
        })
    }

    fn n_out(&self) -> usize {
        self.biases.len() * TILE
    }

    /// Maps each row of `inputs` to a row of the output.
    fn map(&self, inputs: &[i16x8]) -> Vec<f32> {
        #[cfg(target_arch = "x86_64")]
        {
            let linear = self;
            if let Some(cpu) = V4::try_new() {
                return cpu.vectorize(OnCpu {
                    linear,
                    inputs,
                    cpu,
                });
            }
            if let Some(cpu) = V3::try_new() {
                return cpu.vectorize(OnCpu {
                    linear,
                    inputs,
                    cpu,
                });
            }
        }
        self.map_by(inputs, &Narrow)
    }

    /// The same with the kernel that suits the processor. All kernels give the same whole numbers.
    #[inline(always)]
    fn map_by(&self, inputs: &[i16x8], kernel: &impl Kernel) -> Vec<f32> {
        let width = self.n_in / LANES;
        let n_out = self.n_out();
        let mut out = vec![0.0; inputs.len() / width * n_out];
        let tiles = self.weights.chunks_exact(width).zip(&self.biases);
        for (at, (weights, &bias)) in tiles.enumerate() {
            // Two words at a time, so that each weight is fetched once for both; the last may be alone.
            for (inputs, out) in inputs.chunks(2 * width).zip(out.chunks_mut(2 * n_out)) {
                let (left, right) = inputs.split_at(width);
                let other = if right.is_empty() { left } else { right };
                let [first, second] = kernel.multiply_both(weights, left, other);
                let first = scaled(first, self.scale, bias);
                out[at * TILE..][..TILE].copy_from_slice(&first);
                if !right.is_empty() {
                    let second = scaled(second, self.scale, bias);
                    out[n_out + at * TILE..][..TILE].copy_from_slice(&second);
                }
            }
        }
        out
    }
}

#[inline(always)]
fn scaled(sums: [i32x4; TILE], scale: f32, bias: f32x4) -> [f32; TILE] {
    let [first, second, third, fourth] = i32x4::transpose(sums);
    let sums = (first + second) + (third + fourth);
    (sums.round_float() * f32x4::splat(scale) + bias).to_array()
}

/// How a processor multiplies whole numbers.
trait Kernel {
    /// Four rows of weights times two inputs.
    fn multiply_both(
        &self,
        weights: &[[i16x8; TILE]],
        left: &[i16x8],
        right: &[i16x8],
    ) -> [[i32x4; TILE]; 2];
}

/// Any processor.
struct Narrow;

impl Kernel for Narrow {
    #[inline(always)]
    fn multiply_both(
        &self,
        weights: &[[i16x8; TILE]],
        left: &[i16x8],
        right: &[i16x8],
    ) -> [[i32x4; TILE]; 2] {
        let mut sums = [[i32x4::ZERO; TILE]; 2];
        for ((weights, left), right) in weights.iter().zip(left).zip(right) {
            for row in 0..TILE {
                sums[0][row] += weights[row].dot(*left);
                sums[1][row] += weights[row].dot(*right);
            }
        }
        sums
    }
}

/// A processor that works on two rows in one go. Loops are spelt out: what is not inlined here is compiled for any
/// processor.
#[cfg(target_arch = "x86_64")]
impl Kernel for V3 {
    #[inline(always)]
    fn multiply_both(
        &self,
        weights: &[[i16x8; TILE]],
        left: &[i16x8],
        right: &[i16x8],
    ) -> [[i32x4; TILE]; 2] {
        let avx2 = self.avx2;
        let zero: __m256i = pulp::cast([0_i64; 4]);
        let mut sums = [[zero; TILE / 2]; 2];
        let n = weights.len().min(left.len()).min(right.len());
        let (weights, left, right) = (&weights[..n], &left[..n], &right[..n]);
        for at in 0..n {
            let [first, second]: [__m256i; TILE / 2] = pulp::cast(weights[at]);
            let left = avx2._mm256_broadcastsi128_si256(pulp::cast(left[at]));
            let right = avx2._mm256_broadcastsi128_si256(pulp::cast(right[at]));
            let products = [
                avx2._mm256_madd_epi16(first, left),
                avx2._mm256_madd_epi16(second, left),
                avx2._mm256_madd_epi16(first, right),
                avx2._mm256_madd_epi16(second, right),
            ];
            sums[0][0] = avx2._mm256_add_epi32(sums[0][0], products[0]);
            sums[0][1] = avx2._mm256_add_epi32(sums[0][1], products[1]);
            sums[1][0] = avx2._mm256_add_epi32(sums[1][0], products[2]);
            sums[1][1] = avx2._mm256_add_epi32(sums[1][1], products[3]);
        }
        [pulp::cast(sums[0]), pulp::cast(sums[1])]
    }
}

/// A processor that works on all four rows in one go.
#[cfg(target_arch = "x86_64")]
impl Kernel for V4 {
    #[inline(always)]
    fn multiply_both(
        &self,
        weights: &[[i16x8; TILE]],
        left: &[i16x8],
        right: &[i16x8],
    ) -> [[i32x4; TILE]; 2] {
        let (avx512f, avx512bw) = (self.avx512f, self.avx512bw);
        let zero: __m512i = pulp::cast([0_i64; 8]);
        let mut sums = [zero; 2];
        let n = weights.len().min(left.len()).min(right.len());
        let (weights, left, right) = (&weights[..n], &left[..n], &right[..n]);
        for at in 0..n {
            let weights: __m512i = pulp::cast(weights[at]);
            let left = avx512f._mm512_broadcast_i32x4(pulp::cast(left[at]));
            let right = avx512f._mm512_broadcast_i32x4(pulp::cast(right[at]));
            sums[0] = avx512f._mm512_add_epi32(sums[0], avx512bw._mm512_madd_epi16(weights, left));
            sums[1] = avx512f._mm512_add_epi32(sums[1], avx512bw._mm512_madd_epi16(weights, right));
        }
        [pulp::cast(sums[0]), pulp::cast(sums[1])]
    }
}

/// A mapping on a processor whose kernel is known.
#[cfg(target_arch = "x86_64")]
struct OnCpu<'a, C> {
    linear: &'a Linear,
    inputs: &'a [i16x8],
    cpu: C,
}

#[cfg(target_arch = "x86_64")]
impl<C: Kernel> NullaryFnOnce for OnCpu<'_, C> {
    type Output = Vec<f32>;

    #[inline(always)]
    fn call(self) -> Vec<f32> {
        self.linear.map_by(self.inputs, &self.cpu)
    }
}

/// Sum of products.
#[inline]
fn dot(left: &[i16x8], right: &[i16x8]) -> i32 {
    let mut sum = i32x4::ZERO;
    for (left, right) in left.iter().zip(right) {
        sum += left.dot(*right);
    }
    sum.reduce_add()
}

/// Activations as steps; their number is a multiple of [`LANES`].
fn steps(activations: &[f32]) -> Vec<i16x8> {
    let most = f32x8::splat(ACTIVATION_MAX);
    activations
        .chunks_exact(LANES)
        .map(|activations| {
            let activations = f32x8::new(std::array::from_fn(|lane| activations[lane]));
            let steps = (activations * f32x8::splat(UNIT))
                .fast_min(most)
                .fast_max(-most);
            i16x8::from_i32x8_saturate(steps.fast_trunc_int())
        })
        .collect()
}

fn float(reader: &mut Reader) -> Option<f32> {
    reader
        .take(4)
        .map(|bytes| f32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]))
}

fn read_list(reader: &mut Reader) -> Option<Vec<f32>> {
    let n = reader.varint()? as usize;
    Some(
        reader
            .take(n.checked_mul(4)?)?
            .chunks_exact(4)
            .map(|bytes| f32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]))
            .collect(),
    )
}

/// A row that a word adds to its vector.
#[derive(Debug)]
struct Row {
    start: u32,
    scale: f32,
}

/// A network ready for scoring.
#[derive(Debug)]
pub struct Network {
    bytes: Cow<'static, [u8]>,
    rows: AtomMap<Row>,
    width: usize,
    vectors: Vectors,
    projection: Linear,
    layers: [Linear; 2],
    dependent: Linear,
    head: Linear,
    product: Linear,
    dependent_label: Linear,
    head_label: Linear,
    labels: Linear,
    headship: Vec<f32>,
    root: Vec<f32>,
    root_label: Vec<f32>,
    distances: Vec<f32>,
}

/// What a sentence's words look like to the scorers.
pub struct Scores {
    n: usize,
    /// Scores of heads by dependent: `n` rows of `n + 1`, the root last.
    pub heads: Vec<f32>,
    dependent_labels: Vec<f32>,
    head_labels: Vec<f32>,
}

impl Network {
    /// Reads a network file and its word vectors.
    ///
    /// # Errors
    /// [`Error::Internal`] if one is cut short or of another version.
    pub fn read(bytes: impl Into<Cow<'static, [u8]>>, vectors: Vectors) -> Result<Self> {
        Self::decode(bytes.into(), vectors).ok_or_else(|| {
            Error::Internal("the parser's model is cut short or of another version".into())
        })
    }

    fn decode(bytes: Cow<'static, [u8]>, vectors: Vectors) -> Option<Self> {
        let mut reader = Reader::new(&bytes);
        if reader.take(MAGIC.len())? != MAGIC {
            return None;
        }
        let n_rows = reader.varint()? as usize;
        let width = reader.varint()? as usize;
        let mut rows = AtomMap::default();
        rows.reserve(n_rows.min(bytes.len()));
        let mut key = 0_u32;
        for _ in 0..n_rows {
            key = key.checked_add(u32::try_from(reader.varint()?).ok()?)?;
            let scale = float(&mut reader)?;
            let start = u32::try_from(bytes.len() - reader.left()).ok()?;
            reader.take(width)?;
            rows.insert(key, Row { start, scale });
        }
        let mut linear = || Linear::read(&mut reader);
        let projection = linear()?;
        let layers = [linear()?, linear()?];
        let (dependent, head, product) = (linear()?, linear()?, linear()?);
        let (dependent_label, head_label, labels) = (linear()?, linear()?, linear()?);
        let mut list = || read_list(&mut reader);
        let (headship, root, root_label, distances) = (list()?, list()?, list()?, list()?);
        let hidden = layers[0].n_out() / N_GATES;
        let fits = projection.n_in == vectors.width()
            && projection.n_out() == width
            && layers[0].n_in == width
            && [&layers[1], &dependent, &head, &dependent_label, &head_label]
                .iter()
                .all(|layer| layer.n_in == hidden)
            && layers.iter().all(|layer| layer.n_out() == hidden * N_GATES)
            && hidden.is_multiple_of(2)
            && [&dependent, &head, &product]
                .iter()
                .all(|view| view.n_out() == product.n_in)
            && [headship.len(), root.len()] == [product.n_in; 2]
            && [
                dependent_label.n_out(),
                head_label.n_out(),
                root_label.len(),
            ] == [labels.n_in; 3]
            && labels.n_out() == N_RELATIONS
            && distances.len() == 2 * FAR + 1
            && reader.left() == 0;
        fits.then_some(Self {
            bytes,
            rows,
            width,
            vectors,
            projection,
            layers,
            dependent,
            head,
            product,
            dependent_label,
            head_label,
            labels,
            headship,
            root,
            root_label,
            distances,
        })
    }

    /// The word vectors.
    pub fn vectors(&self) -> &Vectors {
        &self.vectors
    }

    /// What the layers make of a sentence's words. Takes time in proportion to its length.
    fn layers(&self, lexemes: &[Lexeme], tags: &[Tag]) -> Vec<f32> {
        let vectors: Vec<i16x8> = lexemes
            .iter()
            .flat_map(|lexeme| self.vectors.steps(lexeme.word))
            .collect();
        let mut words = self.projection.map(&vectors);
        for ((lexeme, &tag), word) in lexemes
            .iter()
            .zip(tags)
            .zip(words.chunks_exact_mut(self.width))
        {
            for key in row_keys(lexeme, tag) {
                if let Some(row) = self.rows.get(&key) {
                    let start = row.start as usize;
                    for (sum, &weight) in
                        word.iter_mut().zip(&self.bytes[start..start + self.width])
                    {
                        *sum += f32::from(weight as i8) * row.scale;
                    }
                }
            }
        }
        let below = recur(&self.layers[0].map(&steps(&words)), self.layers[0].n_out());
        let mut above = recur(&self.layers[1].map(&steps(&below)), self.layers[1].n_out());
        above
            .iter_mut()
            .zip(&below)
            .for_each(|(above, below)| *above += below);
        above
    }

    /// Scores all arcs of a sentence. Takes time and memory in proportion to the square of its length.
    pub fn score(&self, lexemes: &[Lexeme], tags: &[Tag]) -> Scores {
        let n = lexemes.len();
        let words = steps(&self.layers(lexemes, tags));
        let dependents = steps(&positive(self.dependent.map(&words)));
        let mut heads = positive(self.head.map(&words));
        heads.extend(&self.root);
        let headship: Vec<f32> = heads
            .chunks_exact(self.headship.len())
            .map(|head| head.iter().zip(&self.headship).map(|(a, b)| a * b).sum())
            .collect();
        let heads = steps(&self.product.map(&steps(&heads)));
        let width = self.product.n_out() / LANES;
        let mut scores = Vec::with_capacity(n * (n + 1));
        for (at, dependent) in dependents.chunks_exact(width).enumerate() {
            for (to, (head, headship)) in heads.chunks_exact(width).zip(&headship).enumerate() {
                let near = if to == n {
                    0.0
                } else {
                    self.distances[distance(at, to)]
                };
                scores.push(dot(dependent, head) as f32 / (UNIT * UNIT) + headship + near);
            }
        }
        let mut head_labels = self.head_label.map(&words);
        head_labels.extend(&self.root_label);
        Scores {
            n,
            heads: scores,
            dependent_labels: self.dependent_label.map(&words),
            head_labels,
        }
    }

    /// The relations of words to their heads. `None` is the root's head, and only the root gets that relation.
    pub fn relations(&self, scores: &Scores, heads: &[Option<usize>]) -> Vec<Rel> {
        let width = self.labels.n_in;
        let view =
            |views: &[f32], at: usize| -> Vec<f32> { views[at * width..(at + 1) * width].to_vec() };
        let mut both = Vec::with_capacity(heads.len() * width);
        for (at, head) in heads.iter().enumerate() {
            let dependent = view(&scores.dependent_labels, at);
            let head = view(&scores.head_labels, head.unwrap_or(scores.n));
            both.extend(dependent.iter().zip(&head).map(|(a, b)| (a + b).max(0.0)));
        }
        self.labels
            .map(&steps(&both))
            .chunks_exact(N_RELATIONS)
            .zip(heads)
            .map(|(scores, head)| {
                if head.is_none() {
                    return Rel::Root;
                }
                let mut best = Rel::Dep;
                let mut most = f32::MIN;
                for (&rel, &score) in Rel::ALL.iter().zip(scores) {
                    if score > most && rel != Rel::Root {
                        (best, most) = (rel, score);
                    }
                }
                best
            })
            .collect()
    }
}

/// Where in the list of distances a dependent and a head fall.
pub fn distance(dependent: usize, head: usize) -> usize {
    if head >= dependent {
        FAR + (head - dependent).min(FAR)
    } else {
        FAR - (dependent - head).min(FAR)
    }
}

fn positive(mut activations: Vec<f32>) -> Vec<f32> {
    for activation in &mut activations {
        *activation = activation.max(0.0);
    }
    activations
}

/// A squashing function without exponentials: from -1 to 1.
#[inline]
pub fn squash(sum: f32) -> f32 {
    sum / (1.0 + sum.abs())
}

/// Runs the gates of both directions over a sentence. Each word's gates are those of the forward direction (candidates,
/// forget gates, output gates), then those of the backward one.
fn recur(gates: &[f32], n_gates: usize) -> Vec<f32> {
    let half = n_gates / (2 * N_GATES);
    let n = gates.len() / n_gates;
    let mut out = vec![0.0; n * 2 * half];
    for side in 0..2 {
        let mut memory = vec![0.0_f32; half];
        for step in 0..n {
            let at = if side == 0 { step } else { n - 1 - step };
            let gates = &gates[at * n_gates + side * half * N_GATES..][..half * N_GATES];
            let (candidates, rest) = gates.split_at(half);
            let (forget, output) = rest.split_at(half);
            let out = &mut out[(at * 2 + side) * half..][..half];
            for unit in 0..half {
                let keep = 0.5 + 0.5 * squash(forget[unit]);
                memory[unit] = keep * memory[unit] + (1.0 - keep) * squash(candidates[unit]);
                out[unit] = (0.5 + 0.5 * squash(output[unit])) * memory[unit];
            }
        }
    }
    out
}
