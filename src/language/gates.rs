//! Gated layers after quasi-recurrent networks (Bradbury et al. 2017): what a word keeps of those before it, and of those
//! after it.

#![allow(
    clippy::inline_always,
    reason = "what is not inlined into a kernel is compiled for any processor"
)]

use super::linear::{Kernel, Work, on_cpu};

/// Gates of a unit: candidate, forget, output.
pub const N_GATES: usize = 3;

/// A squashing function without exponentials: from -1 to 1.
#[inline(always)]
pub fn squash(sum: f32) -> f32 {
    sum / (1.0 + sum.abs())
}

/// Runs the gates of both directions over sentences of some lengths, whose words stand one after the other. Each word's
/// gates are those of the forward direction (candidates, forget gates, output gates), then those of the backward one.
pub fn recur(gates: &[f32], n_gates: usize, lengths: &[usize]) -> Vec<f32> {
    let mut out = vec![0.0; gates.len() / N_GATES];
    on_cpu(Recurrence {
        gates,
        half: n_gates / (2 * N_GATES),
        lengths,
        out: &mut out,
    });
    out
}

struct Recurrence<'a> {
    gates: &'a [f32],
    half: usize,
    lengths: &'a [usize],
    out: &'a mut [f32],
}

impl Work for Recurrence<'_> {
    #[inline(always)]
    fn run(self, _: impl Kernel) {
        let Self {
            gates,
            half,
            lengths,
            out,
        } = self;
        let mut memory = vec![0.0_f32; half];
        let mut start = 0;
        for &n in lengths {
            for side in 0..2 {
                memory.fill(0.0);
                for step in 0..n {
                    let at = start + if side == 0 { step } else { n - 1 - step };
                    let gates = &gates[(at * 2 + side) * half * N_GATES..][..half * N_GATES];
                    let (candidates, rest) = gates.split_at(half);
                    let (forget, output) = rest.split_at(half);
                    let out = &mut out[(at * 2 + side) * half..][..half];
                    let mut unit = 0;
                    while unit < half {
                        let memory = &mut memory[unit..];
                        let gates = [&candidates[unit..], &forget[unit..], &output[unit..]];
                        let out = &mut out[unit..];
                        unit += if half - unit >= N_TOGETHER {
                            advance::<N_TOGETHER>(memory, gates, out)
                        } else {
                            advance::<1>(memory, gates, out)
                        };
                    }
                }
            }
            start += n;
        }
    }
}

/// Units that are worked on at once.
const N_TOGETHER: usize = 8;

/// Takes the memory of the first `N` units one word further, with what they show of it; gives their number. Of as many
/// numbers as the compiler sees, which stand nowhere else, it works on all at once.
#[inline(always)]
fn advance<const N: usize>(
    memory: &mut [f32],
    [candidates, forget, output]: [&[f32]; N_GATES],
    out: &mut [f32],
) -> usize {
    let (mut kept, mut shown) = (own::<N>(memory), [0.0; N]);
    let (candidates, forget, output) = (own::<N>(candidates), own::<N>(forget), own::<N>(output));
    for unit in 0..N {
        let keep = 0.5 + 0.5 * squash(forget[unit]);
        kept[unit] = keep * kept[unit] + (1.0 - keep) * squash(candidates[unit]);
        shown[unit] = (0.5 + 0.5 * squash(output[unit])) * kept[unit];
    }
    memory[..N].copy_from_slice(&kept);
    out[..N].copy_from_slice(&shown);
    N
}

/// The first `N` numbers.
#[inline(always)]
fn own<const N: usize>(numbers: &[f32]) -> [f32; N] {
    let mut own = [0.0; N];
    own.copy_from_slice(&numbers[..N]);
    own
}
