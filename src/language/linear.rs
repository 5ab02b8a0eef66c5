//! Linear maps in whole numbers, so that every machine gives the same sums: what the parser's network and the arbiter's
//! are made of.

#![allow(
    clippy::inline_always,
    reason = "what is not inlined into a kernel is compiled for any processor"
)]

#[cfg(target_arch = "x86_64")]
use std::arch::x86_64::{__m256i, __m512i};

#[cfg(target_arch = "x86_64")]
use pulp::NullaryFnOnce;
#[cfg(target_arch = "x86_64")]
use pulp::x86::{V3, V4};
use wide::{f32x4, f32x8, i16x8, i32x4};

use super::wire::{Reader, write_varint};

/// Steps to the unit of an activation in memory.
pub const UNIT: f32 = 512.0;

/// Largest activation in memory, so that a sum of 512 products fits 32 bits.
const ACTIVATION_MAX: f32 = 4_095.0;

/// Most inputs of a matrix, for the same reason.
const N_IN_MAX: usize = 512;

/// Largest weight in memory.
const WEIGHT_MAX: f32 = 1_023.0;

/// A linear map: `n_out` rows of `n_in` weights, and biases.
#[derive(Debug, Clone, Default)]
#[allow(missing_docs)]
pub struct Matrix {
    pub n_in: usize,
    pub weights: Vec<f32>,
    pub biases: Vec<f32>,
}

impl Matrix {
    /// Appends it as a file holds it.
    pub fn write(&self, bytes: &mut Vec<u8>) {
        write_varint(bytes, self.n_in as u64);
        write_varint(bytes, self.biases.len() as u64);
        let scale = largest(&self.weights) / WEIGHT_MAX;
        bytes.extend(scale.to_le_bytes());
        for weight in &self.weights {
            bytes.extend(((weight / scale).round() as i16).to_le_bytes());
        }
        write_list(bytes, &self.biases);
    }
}

/// The largest size among weights.
pub fn largest(weights: &[f32]) -> f32 {
    weights
        .iter()
        .fold(1e-6, |largest, weight| weight.abs().max(largest))
}

/// Appends numbers with their count.
pub fn write_list(bytes: &mut Vec<u8>, list: &[f32]) {
    write_varint(bytes, list.len() as u64);
    list.iter()
        .for_each(|number| bytes.extend(number.to_le_bytes()));
}

/// Whole numbers that are multiplied at once.
pub const LANES: usize = 8;

/// Rows of a matrix that are worked on at once.
pub const TILE: usize = 4;

/// A matrix ready for multiplying.
#[derive(Debug)]
pub struct Linear {
    /// Numbers of the input.
    pub n_in: usize,
    /// Tiles of rows one after the other, each by columns.
    weights: Vec<[i16x8; TILE]>,
    /// What one step of weight times one step of activation is worth.
    scale: f32,
    /// By tile.
    biases: Vec<f32x4>,
}

impl Linear {
    /// Reads a map from a file.
    pub fn read(reader: &mut Reader) -> Option<Self> {
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

    /// Numbers of the output.
    pub fn n_out(&self) -> usize {
        self.biases.len() * TILE
    }

    /// Maps each row of `inputs` to a row of the output.
    pub fn map(&self, inputs: &[i16x8]) -> Vec<f32> {
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
pub fn dot(left: &[i16x8], right: &[i16x8]) -> i32 {
    let mut sum = i32x4::ZERO;
    for (left, right) in left.iter().zip(right) {
        sum += left.dot(*right);
    }
    sum.reduce_add()
}

/// Activations as steps; their number is a multiple of [`LANES`].
pub fn steps(activations: &[f32]) -> Vec<i16x8> {
    let most = f32x8::splat(ACTIVATION_MAX);
    activations
        .as_chunks::<LANES>()
        .0
        .iter()
        .map(|&activations| {
            let steps = (f32x8::new(activations) * f32x8::splat(UNIT))
                .fast_min(most)
                .fast_max(-most);
            i16x8::from_i32x8_saturate(steps.fast_trunc_int())
        })
        .collect()
}

/// The next number of a file.
pub fn float(reader: &mut Reader) -> Option<f32> {
    reader
        .take(4)
        .map(|bytes| f32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]))
}

/// The next numbers of a file, after their count.
pub fn read_list(reader: &mut Reader) -> Option<Vec<f32>> {
    let n = reader.varint()? as usize;
    Some(
        reader
            .take(n.checked_mul(4)?)?
            .chunks_exact(4)
            .map(|bytes| f32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]))
            .collect(),
    )
}

/// Zeros for what is below.
pub fn positive(mut activations: Vec<f32>) -> Vec<f32> {
    for activation in &mut activations {
        *activation = activation.max(0.0);
    }
    activations
}
