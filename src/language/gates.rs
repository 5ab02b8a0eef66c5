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
                    let out = &mut out[(at * 2 + side) * half..][..half];
                    advance(&mut memory, gates, out);
                }
            }
            start += n;
        }
    }
}

/// Units that are worked on at once; their number need not be a multiple.
const N_TOGETHER: usize = 8;

/// Takes the memory of all units one word further.
#[inline(always)]
fn advance(memory: &mut [f32], gates: &[f32], out: &mut [f32]) {
    let half = memory.len();
    let (candidates, rest) = gates.split_at(half);
    let (forget, output) = rest.split_at(half);
    let (memory, last_memory) = memory.as_chunks_mut::<N_TOGETHER>();
    let (out, last_out) = out.as_chunks_mut::<N_TOGETHER>();
    let (candidates, last_candidates) = candidates.as_chunks::<N_TOGETHER>();
    let (forget, last_forget) = forget.as_chunks::<N_TOGETHER>();
    let (output, last_output) = output.as_chunks::<N_TOGETHER>();
    for at in 0..memory.len() {
        for unit in 0..N_TOGETHER {
            (memory[at][unit], out[at][unit]) = gated(
                memory[at][unit],
                candidates[at][unit],
                forget[at][unit],
                output[at][unit],
            );
        }
    }
    for unit in 0..last_memory.len() {
        (last_memory[unit], last_out[unit]) = gated(
            last_memory[unit],
            last_candidates[unit],
            last_forget[unit],
            last_output[unit],
        );
    }
}

/// What a unit remembers, and what it shows of that.
#[inline(always)]
fn gated(memory: f32, candidate: f32, forget: f32, output: f32) -> (f32, f32) {
    let keep = 0.5 + 0.5 * squash(forget);
    let memory = keep * memory + (1.0 - keep) * squash(candidate);
    (memory, (0.5 + 0.5 * squash(output)) * memory)
}
