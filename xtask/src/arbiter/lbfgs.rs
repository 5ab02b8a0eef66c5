//! Finding the least of a smooth convex function by L-BFGS (Liu and Nocedal 1989).

use std::collections::VecDeque;

/// Steps that are remembered.
const MEMORY: usize = 8;
/// Part of the expected descent that a step must reach.
const ENOUGH: f64 = 1e-4;
/// Shortest step that is tried.
const SHORTEST: f64 = 1e-8;
/// Part of the value below which a round gains too little to go on.
const LITTLE: f64 = 1e-5;

/// Moves `weights` to where a function is least, in so many rounds at most. The function gives its value and its slope; two
/// runs give the same bytes if it does. Cost a round is one or a few values of the function.
pub fn minimise(
    weights: &mut Vec<f64>,
    rounds: usize,
    mut function: impl FnMut(&[f64]) -> (f64, Vec<f64>),
    mut told: impl FnMut(usize, f64),
) {
    let mut memory: VecDeque<(Vec<f64>, Vec<f64>, f64)> = VecDeque::new();
    let (mut value, mut slope) = function(weights);
    for round in 0..rounds {
        // Two-loop recursion.
        let mut direction = slope.clone();
        let mut shares = Vec::new();
        for (step, change, curvature) in memory.iter().rev() {
            let share = dot(step, &direction) / curvature;
            add(&mut direction, change, -share);
            shares.push(share);
        }
        if let Some((_, change, curvature)) = memory.back() {
            let scale = curvature / dot(change, change);
            direction.iter_mut().for_each(|d| *d *= scale);
        }
        for ((step, change, curvature), share) in memory.iter().zip(shares.iter().rev()) {
            let back = dot(change, &direction) / curvature;
            add(&mut direction, step, share - back);
        }
        let descent = dot(&direction, &slope);
        let mut length = if memory.is_empty() {
            1.0 / dot(&slope, &slope).sqrt()
        } else {
            1.0
        };
        let start = weights.clone();
        let (next_value, next_slope) = loop {
            weights.clone_from(&start);
            add(weights, &direction, -length);
            let (next, slope) = function(weights);
            if next <= value - ENOUGH * length * descent || length < SHORTEST {
                break (next, slope);
            }
            length *= 0.5;
        };
        let step: Vec<f64> = weights.iter().zip(&start).map(|(a, b)| a - b).collect();
        let change: Vec<f64> = next_slope.iter().zip(&slope).map(|(a, b)| a - b).collect();
        let curvature = dot(&step, &change);
        if curvature > 1e-12 {
            memory.push_back((step, change, curvature));
            if memory.len() > MEMORY {
                memory.pop_front();
            }
        }
        let gain = value - next_value;
        (value, slope) = (next_value, next_slope);
        told(round, value);
        if gain < LITTLE * value {
            break;
        }
    }
}

pub fn dot(left: &[f64], right: &[f64]) -> f64 {
    left.iter().zip(right).map(|(a, b)| a * b).sum()
}

fn add(sum: &mut [f64], numbers: &[f64], times: f64) {
    sum.iter_mut()
        .zip(numbers)
        .for_each(|(s, n)| *s += n * times);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_least_of_a_bowl_is_found() {
        let bowl = |at: &[f64]| {
            let slope = vec![2.0 * (at[0] - 3.0), 20.0 * (at[1] + 1.0)];
            (
                (at[0] - 3.0).powi(2) + 10.0 * (at[1] + 1.0).powi(2) + 1.0,
                slope,
            )
        };
        let mut weights = vec![0.0, 0.0];
        minimise(&mut weights, 50, bowl, |_, _| ());
        assert!((weights[0] - 3.0).abs() < 0.01 && (weights[1] + 1.0).abs() < 0.01);
    }
}
