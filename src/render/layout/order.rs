//! Who stands above whom in a rank: as few crossings as possible, blocks kept together.
//!
//! Barycentre sweeps with adjacent exchanges (Sugiyama, Tagawa and Toda 1981; Gansner et al. 1993, section 3).

use super::network::Network;
use super::ranks::{Place, Ranks};

/// More sweeps improve dense graphs by a few crossings and cost time in proportion.
const SWEEPS: usize = 14;
/// A step between an office holder and the actor it speaks for weighs like this many crossings.
const OFFICE_DISTANCE: f64 = 0.6;

/// Units of each rank, or items of each unit, from top to bottom.
type Order = Vec<Vec<usize>>;

/// Orders every rank in place.
pub(super) fn order(ranks: &mut Ranks, network: &Network) {
    let mut best: Option<(f64, Order, Order)> = None;
    for sweep in 0..SWEEPS {
        sweep_once(ranks, sweep % 2 == 0);
        exchange(ranks, network);
        let cost = crossings(ranks) as f64 + office_cost(ranks, network);
        if best.as_ref().is_none_or(|(least, ..)| cost < *least - 1e-9) {
            let members = ranks.units.iter().map(|unit| unit.items.clone()).collect();
            best = Some((cost, ranks.units_of.clone(), members));
        }
        if cost < 0.5 {
            break;
        }
    }
    if let Some((_, order, members)) = best {
        ranks.units_of = order;
        for (unit, items) in ranks.units.iter_mut().zip(members) {
            unit.items = items;
        }
    }
}

/// One sweep over the ranks: each is sorted by where its neighbours on one side stand.
fn sweep_once(ranks: &mut Ranks, rightwards: bool) {
    let n = ranks.units_of.len();
    let mut position = fractions(ranks);
    for step in 0..n {
        let rank = if rightwards { step } else { n - 1 - step };
        // Sum and number of the places that an item leads to on that side.
        let centre = |item: usize, ranks: &Ranks, position: &[f64]| -> Option<(f64, usize)> {
            let (sum, n) = if rightwards {
                let near = &ranks.leftward[item];
                (
                    near.iter()
                        .map(|&s| position[ranks.segments[s].left])
                        .sum::<f64>(),
                    near.len(),
                )
            } else {
                let near = &ranks.rightward[item];
                (
                    near.iter()
                        .map(|&s| position[ranks.segments[s].right])
                        .sum::<f64>(),
                    near.len(),
                )
            };
            (n > 0).then_some((sum, n))
        };
        let mut keyed: Vec<(f64, usize, usize)> = Vec::with_capacity(ranks.units_of[rank].len());
        for i in 0..ranks.units_of[rank].len() {
            let unit = ranks.units_of[rank][i];
            if let [item] = ranks.units[unit].items[..] {
                // Most units are a single line or label.
                let key = centre(item, ranks, &position)
                    .map_or(position[item], |(sum, n)| sum / n as f64);
                keyed.push((key, i, unit));
                continue;
            }
            let mut members: Vec<(f64, usize, usize)> = Vec::new();
            let (mut sum, mut count) = (0.0, 0);
            let items = std::mem::take(&mut ranks.units[unit].items);
            let own =
                items.iter().map(|&item| position[item]).sum::<f64>() / items.len().max(1) as f64;
            for (k, &item) in items.iter().enumerate() {
                let found = centre(item, ranks, &position);
                if let Some((s, c)) = found {
                    sum += s;
                    count += c;
                }
                members.push((found.map_or(position[item], |(s, c)| s / c as f64), k, item));
            }
            members.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            ranks.units[unit].items = members.into_iter().map(|(_, _, item)| item).collect();
            keyed.push((if count > 0 { sum / count as f64 } else { own }, i, unit));
        }
        keyed.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        ranks.units_of[rank] = keyed.into_iter().map(|(_, _, unit)| unit).collect();
        ranks.restore(rank);
        let items: Vec<usize> = ranks.items_of(rank).collect();
        let count = items.len().max(1) as f64;
        for (i, item) in items.into_iter().enumerate() {
            position[item] = (i as f64 + 0.5) / count;
        }
    }
}

/// Each item's place in its rank as a share of the rank's length.
fn fractions(ranks: &Ranks) -> Vec<f64> {
    let mut position = vec![0.0; ranks.items.len()];
    for rank in 0..ranks.units_of.len() {
        let items: Vec<usize> = ranks.items_of(rank).collect();
        let count = items.len().max(1) as f64;
        for (i, item) in items.into_iter().enumerate() {
            position[item] = (i as f64 + 0.5) / count;
        }
    }
    position
}

/// Exchanges neighbours, units and members of units, while that removes crossings.
pub(super) fn exchange(ranks: &mut Ranks, network: &Network) {
    let mut position = ranks.positions();
    for _ in 0..12 {
        let mut improved = false;
        for rank in 0..ranks.units_of.len() {
            for i in 1..ranks.units_of[rank].len() {
                let (upper, lower) = (ranks.units_of[rank][i - 1], ranks.units_of[rank][i]);
                if ranks.old_y(upper).is_some() && ranks.old_y(lower).is_some() {
                    continue;
                }
                let now = between(
                    ranks,
                    &position,
                    &ranks.units[upper].items,
                    &ranks.units[lower].items,
                );
                let then = between(
                    ranks,
                    &position,
                    &ranks.units[lower].items,
                    &ranks.units[upper].items,
                );
                if then < now {
                    ranks.units_of[rank].swap(i - 1, i);
                    improved = true;
                    renumber(ranks, rank, &mut position);
                }
            }
            for at in 0..ranks.units_of[rank].len() {
                let u = ranks.units_of[rank][at];
                for i in 1..ranks.units[u].items.len() {
                    let (upper, lower) = (ranks.units[u].items[i - 1], ranks.units[u].items[i]);
                    let is_kept = |item: usize| ranks.items[item].old_y.is_some();
                    if is_kept(upper) && is_kept(lower) {
                        continue;
                    }
                    let offices = office_cost_of(ranks, network, u);
                    let now = between(ranks, &position, &[upper], &[lower]) as f64 + offices;
                    ranks.units[u].items.swap(i - 1, i);
                    let then = between(ranks, &position, &[lower], &[upper]) as f64
                        + office_cost_of(ranks, network, u);
                    if then < now - 1e-9 {
                        improved = true;
                        renumber(ranks, rank, &mut position);
                    } else {
                        ranks.units[u].items.swap(i - 1, i);
                    }
                }
            }
        }
        if !improved {
            break;
        }
    }
}

fn renumber(ranks: &Ranks, rank: usize, position: &mut [usize]) {
    for (i, item) in ranks.items_of(rank).enumerate() {
        position[item] = i;
    }
}

/// Crossings between the segments of `upper` and of `lower` when the first stand above the second.
fn between(ranks: &Ranks, position: &[usize], upper: &[usize], lower: &[usize]) -> usize {
    let mut n = 0;
    for &above in upper {
        for &below in lower {
            for &s in &ranks.leftward[above] {
                let far = position[ranks.segments[s].left];
                n += ranks.leftward[below]
                    .iter()
                    .filter(|&&t| position[ranks.segments[t].left] < far)
                    .count();
            }
            for &s in &ranks.rightward[above] {
                let far = position[ranks.segments[s].right];
                n += ranks.rightward[below]
                    .iter()
                    .filter(|&&t| position[ranks.segments[t].right] < far)
                    .count();
            }
        }
    }
    n
}

/// How far office holders stand from those they speak for, beyond side by side.
fn office_cost(ranks: &Ranks, network: &Network) -> f64 {
    (0..ranks.units.len())
        .map(|unit| office_cost_of(ranks, network, unit))
        .sum()
}

fn office_cost_of(ranks: &Ranks, network: &Network, unit: usize) -> f64 {
    let items = &ranks.units[unit].items;
    if items.len() < 3 {
        return 0.0;
    }
    let place = |actor: usize| {
        items
            .iter()
            .position(|&item| ranks.items[item].place == Place::Actor(actor))
    };
    network
        .offices
        .iter()
        .filter_map(|&(holder, principal)| Some(place(holder)?.abs_diff(place(principal)?)))
        .map(|distance| OFFICE_DISTANCE * (distance as f64 - 1.0))
        .sum()
}

/// All crossings of segments.
pub(super) fn crossings(ranks: &Ranks) -> usize {
    let position = ranks.positions();
    let mut by_rank: Vec<Vec<(usize, usize)>> = vec![Vec::new(); ranks.units_of.len()];
    for segment in &ranks.segments {
        by_rank[ranks.items[segment.left].rank]
            .push((position[segment.left], position[segment.right]));
    }
    by_rank
        .iter_mut()
        .map(|pairs| {
            pairs.sort_unstable();
            let mut n = 0;
            for (i, (left, right)) in pairs.iter().enumerate() {
                n += pairs[i + 1..]
                    .iter()
                    .filter(|(l, r)| l > left && r < right)
                    .count();
            }
            n
        })
        .sum()
}
