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
use wide::{f32x8, i16x8, i32x4};

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

/// Whole numbers of a vector.
pub const LANES: usize = 8;

/// The number of a map's outputs is a multiple of this.
pub const TILE: usize = 4;

/// Outputs that are worked on at once: as many sums as the widest processor holds.
const WIDE: usize = 16;

/// Most inputs that are worked on at once, so that each weight is fetched once for all of them.
const N_TOGETHER: usize = 6;

/// Weights of two neighbouring numbers of the input for each of [`WIDE`] outputs: what is multiplied in one go, and added
/// to as many sums without a sum across lanes.
#[derive(Debug, Clone, Copy)]
#[repr(align(64))]
pub struct Step([i16x8; WIDE / TILE]);

/// A matrix ready for multiplying.
#[derive(Debug)]
pub struct Linear {
    /// Numbers of the input.
    pub n_in: usize,
    n_out: usize,
    /// For each [`WIDE`] outputs, the last filled up with zeros, the steps over the input.
    weights: Vec<Step>,
    /// What one step of weight times one step of activation is worth.
    scale: f32,
    biases: Vec<[f32; WIDE]>,
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
        let rows = bytes.as_chunks::<{ 2 * LANES }>().0.iter().map(|bytes| {
            i16x8::new(std::array::from_fn(|lane| {
                i16::from_le_bytes([bytes[2 * lane], bytes[2 * lane + 1]])
            }))
        });
        fits.then(|| Self::new(n_in, &rows.collect::<Vec<_>>(), scale / UNIT, &biases))
    }

    /// A map of rows of `n_in` weights, a row and a bias for each output.
    pub fn new(n_in: usize, rows: &[i16x8], scale: f32, biases: &[f32]) -> Self {
        let n_out = biases.len();
        let n_steps = n_in / 2;
        let rows: &[i32] = pulp::bytemuck::cast_slice(rows);
        let mut weights = Vec::with_capacity(n_out.div_ceil(WIDE) * n_steps);
        for rows in rows.chunks(WIDE * n_steps) {
            for step in 0..n_steps {
                let mut pairs = [0_i32; WIDE];
                for (pair, row) in pairs.iter_mut().zip(rows.chunks_exact(n_steps)) {
                    *pair = row[step];
                }
                weights.push(Step(pulp::cast(pairs)));
            }
        }
        let biases = biases.chunks(WIDE).map(|biases| {
            std::array::from_fn(|output| biases.get(output).copied().unwrap_or_default())
        });
        Self {
            n_in,
            n_out,
            weights,
            scale,
            biases: biases.collect(),
        }
    }

    /// Numbers of the output.
    pub fn n_out(&self) -> usize {
        self.n_out
    }

    /// Maps each row of `inputs` to a row of the output.
    pub fn map(&self, inputs: &[i16x8]) -> Vec<f32> {
        let mut out = vec![0.0; inputs.len() * LANES / self.n_in * self.n_out];
        let linear = self;
        on_cpu(Mapping {
            linear,
            inputs,
            out: &mut out,
        });
        out
    }
}

/// A mapping, whatever the processor.
struct Mapping<'a> {
    linear: &'a Linear,
    inputs: &'a [i16x8],
    out: &'a mut [f32],
}

impl Work for Mapping<'_> {
    #[inline(always)]
    fn run(self, kernel: impl Kernel) {
        let Self {
            linear,
            inputs,
            out,
        } = self;
        let n_steps = linear.n_in / 2;
        let inputs: &[i32] = pulp::bytemuck::cast_slice(inputs);
        let n = inputs.len() / n_steps;
        let pairs = linear.weights.chunks(2 * n_steps);
        for (at, weights) in pairs.enumerate() {
            let first = 2 * at * WIDE;
            let (left, right) = weights.split_at(n_steps);
            let mut next = 0;
            while next < n {
                let inputs = &inputs[next * n_steps..];
                let out = &mut out[next * linear.n_out..];
                next += if right.is_empty() {
                    linear.map_some(kernel, [left], first, inputs, out)
                } else {
                    linear.map_some(kernel, [left, right], first, inputs, out)
                };
            }
        }
    }
}

impl Linear {
    /// Maps as many inputs as are worked on at once to some tiles of outputs; gives their number.
    #[inline(always)]
    fn map_some<const T: usize>(
        &self,
        kernel: impl Kernel,
        tiles: [&[Step]; T],
        first: usize,
        inputs: &[i32],
        out: &mut [f32],
    ) -> usize {
        // Those at the end cost no more than they are.
        match inputs.len() / tiles[0].len() {
            1 => self.map_tiles::<T, 1>(kernel, tiles, first, inputs, out),
            2 => self.map_tiles::<T, 2>(kernel, tiles, first, inputs, out),
            3 => self.map_tiles::<T, 3>(kernel, tiles, first, inputs, out),
            4 => self.map_tiles::<T, 4>(kernel, tiles, first, inputs, out),
            5 => self.map_tiles::<T, 5>(kernel, tiles, first, inputs, out),
            _ => self.map_tiles::<T, N_TOGETHER>(kernel, tiles, first, inputs, out),
        }
    }

    /// Maps `N` inputs to `T` tiles of outputs from the one at `first`; gives the number of inputs.
    #[inline(always)]
    fn map_tiles<const T: usize, const N: usize>(
        &self,
        kernel: impl Kernel,
        tiles: [&[Step]; T],
        first: usize,
        inputs: &[i32],
        out: &mut [f32],
    ) -> usize {
        let n_steps = tiles[0].len();
        let mut together = [&inputs[..n_steps]; N];
        for of in 1..N {
            together[of] = &inputs[of * n_steps..][..n_steps];
        }
        let sums = kernel.multiply(tiles, together);
        for tile in 0..T {
            let start = first + tile * WIDE;
            let biases = &self.biases[start / WIDE];
            for of in 0..N {
                let out = &mut out[of * self.n_out..][..self.n_out][start..];
                let sums = &sums[tile][of];
                // Numbers that stand nowhere else are worked on all at once.
                let mut numbers = [0.0; WIDE];
                for output in 0..WIDE {
                    numbers[output] = sums[output] as f32 * self.scale + biases[output];
                }
                // A length that the compiler sees spares a call.
                if let Some(out) = out.first_chunk_mut() {
                    *out = numbers;
                } else {
                    out.copy_from_slice(&numbers[..out.len()]);
                }
            }
        }
        N
    }
}

/// Something that is compiled for each kind of processor. All give the same numbers.
pub trait Work: Sized {
    /// Does it.
    fn run(self, kernel: impl Kernel);
}

/// Runs it as the processor at hand is fastest.
pub fn on_cpu(work: impl Work) {
    #[cfg(target_arch = "x86_64")]
    {
        if let Some(cpu) = V4::try_new() {
            return cpu.vectorize(OnCpu { work, cpu });
        }
        if let Some(cpu) = V3::try_new() {
            return cpu.vectorize(OnCpu { work, cpu });
        }
    }
    work.run(Narrow);
}

/// How a processor multiplies whole numbers.
pub trait Kernel: Copy {
    /// The products of some tiles' steps of weights with some inputs, two numbers of an input in each of its parts.
    fn multiply<const T: usize, const N: usize>(
        self,
        tiles: [&[Step]; T],
        inputs: [&[i32]; N],
    ) -> [[[i32; WIDE]; N]; T];
}

/// Slices of a length that the compiler sees.
#[inline(always)]
fn cut<S, const N: usize>(mut slices: [&[S]; N], n: usize) -> [&[S]; N] {
    for slice in &mut slices {
        *slice = &slice[..n];
    }
    slices
}

/// Any processor.
#[derive(Clone, Copy)]
struct Narrow;

impl Kernel for Narrow {
    #[inline(always)]
    fn multiply<const T: usize, const N: usize>(
        self,
        tiles: [&[Step]; T],
        inputs: [&[i32]; N],
    ) -> [[[i32; WIDE]; N]; T] {
        let mut out = [[[0; WIDE]; N]; T];
        for tile in 0..T {
            for of in 0..N {
                let mut sums = [i32x4::ZERO; WIDE / TILE];
                for (weights, &pair) in tiles[tile].iter().zip(inputs[of]) {
                    let pair: i16x8 = pulp::cast([pair; TILE]);
                    for (sum, weights) in sums.iter_mut().zip(weights.0) {
                        *sum += weights.dot(pair);
                    }
                }
                out[tile][of] = pulp::cast(sums);
            }
        }
        out
    }
}

/// A processor that adds up eight outputs in one go. It holds the sums of one tile. Loops are spelt out: what is not
/// inlined here is compiled for any processor.
#[cfg(target_arch = "x86_64")]
impl Kernel for V3 {
    #[inline(always)]
    fn multiply<const T: usize, const N: usize>(
        self,
        tiles: [&[Step]; T],
        inputs: [&[i32]; N],
    ) -> [[[i32; WIDE]; N]; T] {
        let (avx, avx2) = (self.avx, self.avx2);
        let zero: __m256i = pulp::cast([0_i64; 4]);
        let mut out = [[[0; WIDE]; N]; T];
        for tile in 0..T {
            let mut sums = [[zero; 2]; N];
            let inputs = cut(inputs, tiles[tile].len());
            for (at, &weights) in tiles[tile].iter().enumerate() {
                let [low, high]: [__m256i; 2] = pulp::cast(weights.0);
                for of in 0..N {
                    let pair = avx._mm256_set1_epi32(inputs[of][at]);
                    let products = [
                        avx2._mm256_madd_epi16(low, pair),
                        avx2._mm256_madd_epi16(high, pair),
                    ];
                    sums[of][0] = avx2._mm256_add_epi32(sums[of][0], products[0]);
                    sums[of][1] = avx2._mm256_add_epi32(sums[of][1], products[1]);
                }
            }
            for of in 0..N {
                out[tile][of] = pulp::cast(sums[of]);
            }
        }
        out
    }
}

/// A processor that adds up all outputs of a tile in one go. It holds the sums of two tiles, so that each number of an
/// input is fetched once for both.
#[cfg(target_arch = "x86_64")]
impl Kernel for V4 {
    #[inline(always)]
    fn multiply<const T: usize, const N: usize>(
        self,
        tiles: [&[Step]; T],
        inputs: [&[i32]; N],
    ) -> [[[i32; WIDE]; N]; T] {
        let (avx512f, avx512bw) = (self.avx512f, self.avx512bw);
        let zero: __m512i = pulp::cast([0_i64; 8]);
        let mut sums = [[zero; N]; T];
        let n_steps = tiles[0].len();
        let (tiles, inputs) = (cut(tiles, n_steps), cut(inputs, n_steps));
        for at in 0..n_steps {
            let mut weights = [zero; T];
            for tile in 0..T {
                weights[tile] = pulp::cast(tiles[tile][at].0);
            }
            for of in 0..N {
                let pair = avx512f._mm512_set1_epi32(inputs[of][at]);
                for tile in 0..T {
                    let products = avx512bw._mm512_madd_epi16(weights[tile], pair);
                    sums[tile][of] = avx512f._mm512_add_epi32(sums[tile][of], products);
                }
            }
        }
        let mut out = [[[0; WIDE]; N]; T];
        for tile in 0..T {
            for of in 0..N {
                out[tile][of] = pulp::cast(sums[tile][of]);
            }
        }
        out
    }
}

/// Work on a processor whose kernel is known.
#[cfg(target_arch = "x86_64")]
struct OnCpu<W, C> {
    work: W,
    cpu: C,
}

#[cfg(target_arch = "x86_64")]
impl<W: Work, C: Kernel> NullaryFnOnce for OnCpu<W, C> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        self.work.run(self.cpu);
    }
}

/// The sum of products of each row with `factors`. Each is added up in order, some rows side by side, since an addition
/// waits for the one before.
#[inline(always)]
pub fn products(rows: &[f32], factors: &[f32]) -> Vec<f32> {
    let width = factors.len();
    let mut sums = Vec::with_capacity(rows.len() / width);
    let mut groups = rows.chunks_exact(LANES * width);
    for group in &mut groups {
        let mut sum = [0.0; LANES];
        for (at, factor) in factors.iter().enumerate() {
            for row in 0..LANES {
                sum[row] += group[row * width + at] * factor;
            }
        }
        sums.extend_from_slice(&sum);
    }
    for row in groups.remainder().chunks_exact(width) {
        sums.push(row.iter().zip(factors).map(|(a, b)| a * b).sum());
    }
    sums
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_processors_give_the_same_numbers() {
        // Outputs that fill no tile, inputs that fill no group.
        let (n_in, n_out, n) = (24, 20, 7);
        let numbers = |n: usize, step: usize| -> Vec<i16x8> {
            let lane = |at: usize, lane: usize| ((at * LANES + lane) * step % 2_001) as i16 - 1_000;
            (0..n / LANES)
                .map(|at| i16x8::new(std::array::from_fn(|l| lane(at, l))))
                .collect()
        };
        let (rows, inputs) = (numbers(n_in * n_out, 37), numbers(n_in * n, 101));
        let biases: Vec<f32> = (0..n_out).map(|output| output as f32).collect();
        let linear = Linear::new(n_in, &rows, 0.5, &biases);
        let mut narrow = vec![0.0; n * n_out];
        let work = Mapping {
            linear: &linear,
            inputs: &inputs,
            out: &mut narrow,
        };
        work.run(Narrow);
        let (width, mapped) = (n_in / LANES, linear.map(&inputs));
        assert_eq!(narrow, mapped);
        for (at, &number) in mapped.iter().enumerate() {
            let (input, output) = (at / n_out, at % n_out);
            let products = (0..width).map(|part| {
                let weights = rows[output * width + part].to_array();
                let inputs = inputs[input * width + part].to_array();
                weights
                    .iter()
                    .zip(inputs)
                    .map(|(a, b)| i32::from(*a) * i32::from(b))
                    .sum::<i32>()
            });
            let sum = products.sum::<i32>() as f32 * 0.5 + output as f32;
            assert!((number - sum).abs() < 1e-3, "{number} {sum}");
        }
    }
}
