//! How far down each item stands.
//!
//! Every line wants to run level. For a rank between fixed neighbours that is a least-squares problem with the order
//! and the distances as constraints, which pooling adjacent violators solves exactly (Barlow et al. 1972);
//! sweeping over the ranks until nothing moves gives the whole.

use super::ports::Ports;
use super::ranks::{Place, Ranks};

/// Free room between two actors, between actor and line, between lines and labels.
pub(super) const ACTOR_GAP: f64 = 26.0;
const MIXED_GAP: f64 = 12.0;
const LINE_GAP: f64 = 6.0;
/// Room that a cluster's box adds around its actors, and above for its heading.
pub(super) const CLUSTER_PAD: f64 = 16.0;
pub(super) const CLUSTER_HEAD: f64 = 16.0;
/// Between a box and whatever is next to it.
const CLUSTER_GAP: f64 = 20.0;

const SWEEPS: usize = 160;

/// How much a line between two kinds of item wants to be level: bends show most in the middle of a long line.
fn stiffness(left: Place, right: Place) -> f64 {
    match (left, right) {
        (Place::Turn(_), _) | (_, Place::Turn(_)) => 2.0,
        (Place::Actor(_), _) | (_, Place::Actor(_)) => 1.0,
        _ => 3.0,
    }
}

/// The unit's reach above and below its first item's line, and the offset of each member from it.
struct Reach {
    up: f64,
    down: f64,
    offsets: Vec<f64>,
}

fn reach(ranks: &Ranks, unit: usize, is_boxed: bool) -> Reach {
    let items = &ranks.units[unit].items;
    let mut offsets = Vec::with_capacity(items.len());
    let mut y = 0.0;
    for (i, &item) in items.iter().enumerate() {
        if i > 0 {
            y += ranks.items[items[i - 1]].down + ACTOR_GAP + ranks.items[item].up;
        }
        offsets.push(y);
    }
    let pad = if is_boxed { CLUSTER_PAD } else { 0.0 };
    let head = if is_boxed { CLUSTER_HEAD } else { 0.0 };
    let up = items.first().map_or(0.0, |&item| ranks.items[item].up) + pad + head;
    let down = y + items.last().map_or(0.0, |&item| ranks.items[item].down) + pad;
    Reach { up, down, offsets }
}

/// Each item's line, with 0 as the top of the component. `is_boxed` tells which units are drawn as a cluster's box.
pub(super) fn heights(ranks: &Ranks, ports: &Ports, is_boxed: &[bool]) -> Vec<f64> {
    let reaches: Vec<Reach> = (0..ranks.units.len())
        .map(|unit| reach(ranks, unit, is_boxed[unit]))
        .collect();
    let gap = |upper: usize, lower: usize| {
        let is_actor = |unit: usize| ranks.units[unit].block.is_some();
        if is_boxed[upper] || is_boxed[lower] {
            CLUSTER_GAP
        } else {
            match (is_actor(upper), is_actor(lower)) {
                (true, true) => ACTOR_GAP,
                (false, false) => LINE_GAP,
                _ => MIXED_GAP,
            }
        }
    };
    let distance =
        |upper: usize, lower: usize| reaches[upper].down + gap(upper, lower) + reaches[lower].up;

    let mut unit_y = vec![0.0_f64; ranks.units.len()];
    for rank in &ranks.units_of {
        let mut y = 0.0;
        for (i, &unit) in rank.iter().enumerate() {
            if i > 0 {
                y += distance(rank[i - 1], unit);
            }
            unit_y[unit] = y;
        }
        let middle = y / 2.0;
        for &unit in rank {
            unit_y[unit] -= middle;
        }
    }
    let mut item_y = vec![0.0; ranks.items.len()];
    let settle = |rank: usize, unit_y: &[f64], item_y: &mut [f64]| {
        for &unit in &ranks.units_of[rank] {
            for (&item, offset) in ranks.units[unit].items.iter().zip(&reaches[unit].offsets) {
                item_y[item] = unit_y[unit] + offset;
            }
        }
    };
    for rank in 0..ranks.units_of.len() {
        settle(rank, &unit_y, &mut item_y);
    }
    for sweep in 0..SWEEPS {
        for step in 0..ranks.units_of.len() {
            let rank = if sweep % 2 == 0 {
                step
            } else {
                ranks.units_of.len() - 1 - step
            };
            let units = &ranks.units_of[rank];
            if units.is_empty() {
                continue;
            }
            let mut wanted = Vec::with_capacity(units.len());
            let mut weights = Vec::with_capacity(units.len());
            let mut shift = 0.0;
            let mut shifts = Vec::with_capacity(units.len());
            for (i, &unit) in units.iter().enumerate() {
                if i > 0 {
                    shift += distance(units[i - 1], unit);
                }
                shifts.push(shift);
                let (mut sum, mut weight) = (0.0, 0.0);
                for (&item, offset) in ranks.units[unit].items.iter().zip(&reaches[unit].offsets) {
                    let sides = [&ranks.leftward[item], &ranks.rightward[item]];
                    // Early sweeps look to the side they come from, to bring order into the whole.
                    let looks = if sweep < 8 {
                        [sweep % 2 == 0, sweep % 2 == 1]
                    } else {
                        [true, true]
                    };
                    for (side, _) in sides.iter().zip(looks).filter(|(_, looks)| *looks) {
                        for &s in *side {
                            let segment = ranks.segments[s];
                            let other = if segment.left == item {
                                segment.right
                            } else {
                                segment.left
                            };
                            let (own_port, far_port) = ports.of(s, segment.left == item);
                            let stiff = stiffness(
                                ranks.items[segment.left].place,
                                ranks.items[segment.right].place,
                            );
                            sum += stiff * (item_y[other] + far_port - own_port - offset);
                            weight += stiff;
                        }
                    }
                }
                if weight > 0.0 {
                    wanted.push(sum / weight - shift);
                    weights.push(weight);
                } else {
                    wanted.push(unit_y[unit] - shift);
                    weights.push(0.05);
                }
            }
            for ((&unit, z), shift) in units.iter().zip(isotonic(&wanted, &weights)).zip(shifts) {
                unit_y[unit] = z + shift;
            }
            settle(rank, &unit_y, &mut item_y);
        }
    }
    let top = ranks
        .units_of
        .iter()
        .filter_map(|rank| rank.first())
        .map(|&unit| unit_y[unit] - reaches[unit].up)
        .fold(f64::INFINITY, f64::min);
    if top.is_finite() {
        for y in &mut item_y {
            *y -= top;
        }
    }
    item_y
}

/// The non-decreasing sequence nearest to `wanted` in weighted least squares.
fn isotonic(wanted: &[f64], weights: &[f64]) -> Vec<f64> {
    let mut pools: Vec<(f64, f64, usize)> = Vec::with_capacity(wanted.len());
    for (&value, &weight) in wanted.iter().zip(weights) {
        let mut pool = (value, weight, 1);
        while let Some(&(mean, mass, count)) = pools.last() {
            if mean <= pool.0 {
                break;
            }
            pools.pop();
            let total = mass + pool.1;
            pool = (
                (mean * mass + pool.0 * pool.1) / total,
                total,
                count + pool.2,
            );
        }
        pools.push(pool);
    }
    pools
        .iter()
        .flat_map(|&(mean, _, count)| std::iter::repeat_n(mean, count))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pools_what_is_out_of_order() {
        assert_eq!(
            isotonic(&[1.0, 3.0, 2.0, 4.0], &[1.0; 4]),
            [1.0, 2.5, 2.5, 4.0]
        );
        assert_eq!(isotonic(&[3.0, 0.0], &[1.0, 2.0]), [1.0, 1.0]);
    }
}
