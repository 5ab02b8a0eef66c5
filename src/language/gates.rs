//! Gated layers after quasi-recurrent networks (Bradbury et al. 2017): what a word keeps of those before it, and of those
//! after it.

/// Gates of a unit: candidate, forget, output.
pub const N_GATES: usize = 3;

/// A squashing function without exponentials: from -1 to 1.
#[inline]
pub fn squash(sum: f32) -> f32 {
    sum / (1.0 + sum.abs())
}

/// Runs the gates of both directions over a sentence. Each word's gates are those of the forward direction (candidates,
/// forget gates, output gates), then those of the backward one.
pub fn recur(gates: &[f32], n_gates: usize) -> Vec<f32> {
    let half = n_gates / (2 * N_GATES);
    let n = gates.len() / n_gates;
    let mut out = vec![0.0; n * 2 * half];
    for side in 0..2 {
        // Lengths that the compiler sees let it work on several units at once.
        let mut memory = vec![0.0_f32; half];
        let memory = &mut memory[..half];
        for step in 0..n {
            let at = if side == 0 { step } else { n - 1 - step };
            let gates = &gates[at * n_gates + side * half * N_GATES..][..half * N_GATES];
            let (candidates, rest) = gates.split_at(half);
            let (forget, output) = rest.split_at(half);
            let output = &output[..half];
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
