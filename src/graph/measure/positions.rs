//! How alike the positions of two actors towards all others are.

use std::collections::BTreeMap;

use serde::Serialize;

use super::ties::Ties;
use crate::graph::Sign;
use crate::model::ActorId;

/// The greatest distance between two positions: friendly against hostile.
const WIDEST: f64 = 2.0;

/// How alike two actors stand towards third ones. A position is 1 (friendly), 0 (neither, or no tie) or −1 (hostile).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Likeness {
    /// The actor with the lesser id.
    pub one: ActorId,
    /// The other.
    pub other: ActorId,
    /// Third actors.
    pub n_others: usize,
    /// Third actors towards whom at least one of the two has a position.
    pub n_positions: usize,
    /// Signorino and Ritter's S, −1 (opposed in everything) to 1 (alike in everything).
    pub s: f64,
    /// Cohen's kappa with squared distances, up to 1; 0 is what chance gives. `None`: their positions do not
    /// vary, so that chance cannot be told apart.
    pub kappa: Option<f64>,
    /// Scott's pi with squared distances, read as kappa.
    pub pi: Option<f64>,
    /// Cosine of the two rows of positions, −1 to 1. `None`: one of them is empty.
    pub cosine: Option<f64>,
}

#[derive(Default)]
struct Sums {
    sum: [f64; 2],
    square: [f64; 2],
    product: f64,
    apart: f64,
    n_positions: usize,
}

impl Ties {
    /// The likeness of each two actors, by the ids; of one actor with each other, if one is given. Empty with fewer
    /// than three actors.
    ///
    /// What the two are to each other does not count, only where they stand towards the n others of the network.
    /// - S = 1 − 2 Σ|x − y| / (2 n): Signorino and Ritter, "Tau-b or Not Tau-b", International Studies Quarterly 43,
    ///   1999, unweighted. Where most have nothing to do with each other, S is near 1 for every pair;
    /// - kappa = 1 − Σ(x − y)² / (Σ(x − x̄)² + Σ(y − ȳ)² + n (x̄ − ȳ)²): Cohen, "Weighted Kappa", Psychological
    ///   Bulletin 70, 1968; pi = 1 − Σ(x − y)² / (Σ(x − m)² + Σ(y − m)²), m the mean of both: Scott, "Reliability of
    ///   Content Analysis", Public Opinion Quarterly 19, 1955. Both take off what chance gives; for foreign policy:
    ///   Häge, "Choice or Circumstance?", Political Analysis 19, 2011.
    ///
    /// Cost: pairs times their ties.
    pub fn likenesses(&self, of: Option<&ActorId>) -> Vec<Likeness> {
        let net = self.neighbours(|tie| tie.sign() != Sign::Neutral);
        let rows: Vec<BTreeMap<usize, f64>> = net
            .of
            .iter()
            .map(|list| {
                list.iter()
                    .map(|&(actor, weight)| (actor, weight.signum() as f64))
                    .collect()
            })
            .collect();
        let mut found = Vec::new();
        if net.ids.len() < 3 {
            return found;
        }
        for one in 0..net.ids.len() {
            for other in one + 1..net.ids.len() {
                if of.is_none_or(|id| id == net.ids[one] || id == net.ids[other]) {
                    let sums = sums(&rows, one, other);
                    let ids = (net.ids[one], net.ids[other]);
                    found.push(likeness(ids, net.ids.len() - 2, &sums));
                }
            }
        }
        found
    }
}

fn sums(rows: &[BTreeMap<usize, f64>], one: usize, other: usize) -> Sums {
    let mut sums = Sums::default();
    let thirds = rows[one].keys().chain(
        rows[other]
            .keys()
            .filter(|third| !rows[one].contains_key(third)),
    );
    for third in thirds.filter(|third| ![one, other].contains(third)) {
        let [x, y] = [one, other].map(|of| rows[of].get(third).copied().unwrap_or_default());
        for (side, value) in [x, y].into_iter().enumerate() {
            sums.sum[side] += value;
            sums.square[side] += value * value;
        }
        sums.product += x * y;
        sums.apart += (x - y).abs();
        sums.n_positions += 1;
    }
    sums
}

fn likeness((one, other): (&ActorId, &ActorId), n_others: usize, sums: &Sums) -> Likeness {
    let n = n_others as f64;
    let squares_apart = sums.square[0] + sums.square[1] - 2.0 * sums.product;
    let mean = [sums.sum[0] / n, sums.sum[1] / n];
    // Σ(x − x̄)² + Σ(y − ȳ)² + n (x̄ − ȳ)², the squared distance when everybody is compared with everybody.
    let by_chance = sums.square[0] + sums.square[1] - 2.0 * n * mean[0] * mean[1];
    let middle = f64::midpoint(mean[0], mean[1]);
    let by_chance_pooled = sums.square[0] + sums.square[1] - 2.0 * n * middle * middle;
    // All values are whole numbers, so that what should be nothing is nearly so.
    let beyond = |expected: f64| (expected > 1e-9).then(|| 1.0 - squares_apart / expected);
    let lengths = (sums.square[0] * sums.square[1]).sqrt();
    Likeness {
        one: one.clone(),
        other: other.clone(),
        n_others,
        n_positions: sums.n_positions,
        s: 1.0 - 2.0 * sums.apart / (WIDEST * n),
        kappa: beyond(by_chance),
        pi: beyond(by_chance_pooled),
        cosine: (lengths > 0.0).then(|| sums.product / lengths),
    }
}
