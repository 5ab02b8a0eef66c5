//! The smoothest line through a corridor.
//!
//! A line is a height at each of many even steps to the right. Among all that keep between a lower and an upper bound
//! the one is wanted with the least bending and a little tension: a quadratic programme whose matrix has five bands,
//! solved with an active set. Straight pieces joined by rounded corners, the simpler way, looked like plumbing.

/// Tension against bending. The length over which bends spread is the step divided by the root of this.
const TENSION: f64 = 0.012;
/// Weight that holds a point at its bound.
const HOLD: f64 = 1e5;
/// Rounds of the active set. Few lines need more than ten.
const ROUNDS: usize = 60;
/// Trespass that does not show.
const TOLERANCE: f64 = 0.3;

/// Heights from `start` to `end`, as many as there are bounds; `bounds` holds (least, most) for each step.
///
/// Where bounds contradict each other the middle is taken.
pub(super) fn taut(bounds: &[(f64, f64)], start: f64, end: f64) -> Vec<f64> {
    let n = bounds.len();
    if n < 3 {
        return vec![start, end];
    }
    let bounds: Vec<(f64, f64)> = bounds
        .iter()
        .map(|&(low, high)| {
            if low > high {
                (f64::midpoint(low, high), f64::midpoint(low, high))
            } else {
                (low, high)
            }
        })
        .collect();
    let mut held: Vec<Option<f64>> = vec![None; n];
    (held[0], held[n - 1]) = (Some(start), Some(end));
    let mut y = solve(&held);
    for round in 0..ROUNDS {
        let mut changed = false;
        // Let go where the line would stay inside by itself. Not in late rounds, so that the search must end.
        if round < ROUNDS / 2 {
            for k in 1..n - 1 {
                let Some(at) = held[k] else { continue };
                let (low, high) = bounds[k];
                let pull = y[k] - at;
                if (high - low).abs() > 1e-9
                    && ((at - low).abs() < 1e-9 && pull > 0.0
                        || (at - high).abs() < 1e-9 && pull < 0.0)
                {
                    held[k] = None;
                    changed = true;
                }
            }
        }
        // Hold the worst point of each stretch that trespasses.
        let trespass = |k: usize, y: &[f64]| (bounds[k].0 - y[k]).max(y[k] - bounds[k].1);
        let mut k = 1;
        while k < n - 1 {
            if trespass(k, &y) <= TOLERANCE {
                k += 1;
                continue;
            }
            let is_low = y[k] < bounds[k].0;
            let mut worst = k;
            while k < n - 1 && trespass(k, &y) > TOLERANCE && (y[k] < bounds[k].0) == is_low {
                if trespass(k, &y) > trespass(worst, &y) {
                    worst = k;
                }
                k += 1;
            }
            let bound = if is_low {
                bounds[worst].0
            } else {
                bounds[worst].1
            };
            if held[worst] != Some(bound) {
                held[worst] = Some(bound);
                changed = true;
            }
        }
        if !changed {
            break;
        }
        y = solve(&held);
    }
    for (height, (low, high)) in y.iter_mut().zip(&bounds).take(n - 1).skip(1) {
        *height = height.clamp(*low, *high);
    }
    (y[0], y[n - 1]) = (start, end);
    y
}

/// The line of least bending and tension through the held points: a symmetric system with five bands.
fn solve(held: &[Option<f64>]) -> Vec<f64> {
    let n = held.len();
    let (mut main, mut one, mut two) = (vec![0.0; n], vec![0.0; n], vec![0.0; n]);
    let mut right = vec![0.0; n];
    for k in 1..n - 1 {
        // (y[k-1] - 2 y[k] + y[k+1])²
        main[k - 1] += 1.0;
        main[k] += 4.0;
        main[k + 1] += 1.0;
        one[k - 1] -= 2.0;
        one[k] -= 2.0;
        two[k - 1] += 1.0;
    }
    for k in 0..n - 1 {
        main[k] += TENSION;
        main[k + 1] += TENSION;
        one[k] -= TENSION;
    }
    for (k, at) in held.iter().enumerate() {
        if let Some(at) = at {
            main[k] += HOLD;
            right[k] += HOLD * at;
        }
    }
    // LDLᵀ with two lower bands.
    let (mut d, mut l1, mut l2) = (vec![0.0; n], vec![0.0; n], vec![0.0; n]);
    for k in 0..n {
        let mut pivot = main[k];
        if k >= 1 {
            pivot -= l1[k - 1] * l1[k - 1] * d[k - 1];
        }
        if k >= 2 {
            pivot -= l2[k - 2] * l2[k - 2] * d[k - 2];
        }
        d[k] = pivot;
        let mut next = one[k];
        if k >= 1 {
            next -= l2[k - 1] * l1[k - 1] * d[k - 1];
        }
        l1[k] = next / pivot;
        l2[k] = two[k] / pivot;
    }
    for k in 0..n {
        if k >= 1 {
            right[k] -= l1[k - 1] * right[k - 1];
        }
        if k >= 2 {
            right[k] -= l2[k - 2] * right[k - 2];
        }
    }
    for k in 0..n {
        right[k] /= d[k];
    }
    for k in (0..n).rev() {
        if k + 1 < n {
            right[k] -= l1[k] * right[k + 1];
        }
        if k + 2 < n {
            right[k] -= l2[k] * right[k + 2];
        }
    }
    right
}

#[cfg(test)]
mod tests {
    use super::*;

    const FREE: (f64, f64) = (f64::NEG_INFINITY, f64::INFINITY);

    #[test]
    fn a_free_line_is_straight() {
        let y = taut(&[FREE; 21], 0.0, 40.0);
        assert!((y[10] - 20.0).abs() < 1e-6);
    }

    #[test]
    fn a_line_keeps_to_its_corridor() {
        let mut bounds = vec![FREE; 81];
        for bound in &mut bounds[30..40] {
            bound.1 = -50.0;
        }
        for bound in &mut bounds[60..70] {
            bound.0 = 30.0;
        }
        let y = taut(&bounds, 0.0, 0.0);
        for (height, (low, high)) in y.iter().zip(&bounds) {
            assert!(*height >= low - 0.5 && *height <= high + 0.5);
        }
        let sharpest = y
            .windows(3)
            .map(|w| (w[0] - 2.0 * w[1] + w[2]).abs())
            .fold(0.0, f64::max);
        assert!(sharpest < 4.0, "bends by {sharpest} a step");
    }

    #[test]
    fn contradicting_bounds_do_no_harm() {
        let mut bounds = vec![FREE; 11];
        bounds[5] = (10.0, -10.0);
        assert!(taut(&bounds, 0.0, 0.0).iter().all(|y| y.is_finite()));
    }
}
