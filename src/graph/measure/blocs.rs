//! Blocs: who holds together, and against whom.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::ties::{Neighbours, Ties};
use crate::graph::Sign;
use crate::model::ActorId;

/// Actors that hold together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Bloc {
    /// By id.
    pub members: Vec<ActorId>,
    /// Cooperative ties among the members.
    pub n_friendly_inside: usize,
    /// Hostile ties among them.
    pub n_hostile_inside: usize,
}

/// The blocs of a date.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Blocs {
    /// The largest first, then by their first member. Actors without a signed tie are in none.
    pub blocs: Vec<Bloc>,
    /// How much better than chance they fit, at most 1; `None` without signed ties.
    pub modularity: Option<f64>,
}

/// A network as modularity sees it: friendly and hostile weights apart, in whole numbers, so that no result hangs on
/// rounding and no round goes in a circle.
struct Net {
    /// For each node its neighbours with the friendly and the hostile weight.
    links: Vec<BTreeMap<usize, [i128; 2]>>,
    /// Sum of friendly and of hostile weights at each node.
    sums: Vec<[i128; 2]>,
    /// The same over all nodes: twice the weight of all ties.
    total: [i128; 2],
}

impl Ties {
    /// Divides the actors so that friends are together and enemies apart, better than chance would.
    ///
    /// Modularity of signed networks (Gómez, Jensen and Arenas, "Analysis of Community Structure in Networks of
    /// Correlated Data", Physical Review E 80, 016114, 2009), made great by the moves of Louvain (Blondel et al.,
    /// "Fast Unfolding of Communities in Large Networks", Journal of Statistical Mechanics P10008, 2008). Actors are
    /// gone through in the order of their ids and gains are whole numbers, so that the same ties give the same blocs.
    /// As with every such method, a better division may exist: it is not proven best.
    /// Cost: a few rounds over the ties, and over pairs of actors that share an enemy.
    pub fn blocs(&self) -> Blocs {
        let signed = self.neighbours(|tie| tie.sign() != Sign::Neutral);
        let net = Net::of(&signed);
        let bloc_of = net.divided();
        let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (actor, bloc) in bloc_of.iter().enumerate() {
            if !signed.of[actor].is_empty() {
                members.entry(*bloc).or_default().push(actor);
            }
        }
        let mut blocs: Vec<Bloc> = members
            .into_values()
            .map(|members| {
                let inside = |friendly: bool| {
                    let ties = members
                        .iter()
                        .flat_map(|&one| signed.of[one].iter().map(move |tie| (one, *tie)));
                    ties.filter(|&(one, (other, weight))| {
                        one < other && bloc_of[one] == bloc_of[other] && (weight > 0) == friendly
                    })
                    .count()
                };
                Bloc {
                    n_friendly_inside: inside(true),
                    n_hostile_inside: inside(false),
                    members: members
                        .iter()
                        .map(|&actor| signed.ids[actor].clone())
                        .collect(),
                }
            })
            .collect();
        blocs.sort_by(|one, other| {
            let by_size = other.members.len().cmp(&one.members.len());
            by_size.then_with(|| one.members.cmp(&other.members))
        });
        Blocs {
            blocs,
            modularity: net.modularity(&bloc_of),
        }
    }
}

impl Net {
    fn of(signed: &Neighbours<'_>) -> Self {
        let links = signed.of.iter().map(|list| {
            list.iter()
                .map(|&(other, weight)| {
                    let weight = i128::from(weight);
                    (other, [weight.max(0), (-weight).max(0)])
                })
                .collect()
        });
        Self::with_links(links.collect())
    }

    fn with_links(links: Vec<BTreeMap<usize, [i128; 2]>>) -> Self {
        let add = |sum: [i128; 2], more: &[i128; 2]| [sum[0] + more[0], sum[1] + more[1]];
        let sums: Vec<[i128; 2]> = (links.iter())
            .map(|list| list.values().fold([0, 0], add))
            .collect();
        let total = sums.iter().fold([0, 0], add);
        Self { links, sums, total }
    }

    /// The number of the bloc of each node.
    fn divided(&self) -> Vec<usize> {
        let bloc_of = self.moved();
        let different: BTreeSet<usize> = bloc_of.iter().copied().collect();
        if different.len() == self.links.len() {
            return bloc_of;
        }
        // Each bloc becomes a node, and they are moved in turn.
        let numbers: BTreeMap<usize, usize> = different
            .into_iter()
            .enumerate()
            .map(|(number, bloc)| (bloc, number))
            .collect();
        let mut links = vec![BTreeMap::new(); numbers.len()];
        for (node, list) in self.links.iter().enumerate() {
            let own: &mut BTreeMap<usize, [i128; 2]> = &mut links[numbers[&bloc_of[node]]];
            for (other, weight) in list {
                let sum = own.entry(numbers[&bloc_of[*other]]).or_default();
                *sum = [sum[0] + weight[0], sum[1] + weight[1]];
            }
        }
        let above = Self::with_links(links).divided();
        bloc_of.iter().map(|bloc| above[numbers[bloc]]).collect()
    }

    /// Moves single nodes to the bloc that gains most, until none gains.
    fn moved(&self) -> Vec<usize> {
        let n = self.links.len();
        let mut bloc_of: Vec<usize> = (0..n).collect();
        let mut sums_of = self.sums.clone();
        let mut n_members = vec![1_usize; n];
        let mut empty: BTreeSet<usize> = BTreeSet::new();
        loop {
            let mut any = false;
            for node in 0..n {
                let own = bloc_of[node];
                let mut towards: BTreeMap<usize, [i128; 2]> = BTreeMap::new();
                for (&other, weight) in self.links[node].iter().filter(|(other, _)| **other != node)
                {
                    let sum = towards.entry(bloc_of[other]).or_default();
                    *sum = [sum[0] + weight[0], sum[1] + weight[1]];
                    // Those who share an enemy may belong together without any tie.
                    if weight[1] > 0 {
                        for (&third, weight) in &self.links[other] {
                            if weight[1] > 0 && third != node {
                                towards.entry(bloc_of[third]).or_default();
                            }
                        }
                    }
                }
                towards.entry(own).or_default();
                // It may be better off alone.
                if n_members[own] > 1
                    && let Some(&empty) = empty.first()
                {
                    towards.entry(empty).or_default();
                }
                let minus =
                    |sum: [i128; 2]| [sum[0] - self.sums[node][0], sum[1] - self.sums[node][1]];
                let gain = |bloc: usize, weight: [i128; 2]| {
                    let others = if bloc == own {
                        minus(sums_of[own])
                    } else {
                        sums_of[bloc]
                    };
                    self.gain(weight, self.sums[node], others)
                };
                let stay = gain(own, towards[&own]);
                let mut best = (stay, own);
                for (&bloc, &weight) in &towards {
                    let gained = gain(bloc, weight);
                    if gained > best.0 {
                        best = (gained, bloc);
                    }
                }
                if best.1 != own {
                    sums_of[own] = minus(sums_of[own]);
                    let new = &mut sums_of[best.1];
                    *new = [new[0] + self.sums[node][0], new[1] + self.sums[node][1]];
                    n_members[own] -= 1;
                    if n_members[own] == 0 {
                        empty.insert(own);
                    }
                    empty.remove(&best.1);
                    n_members[best.1] += 1;
                    bloc_of[node] = best.1;
                    any = true;
                }
            }
            if !any {
                return bloc_of;
            }
        }
    }

    /// What it gains to have a node with these `sums` and this `weight` of ties towards it in a bloc of `others`, in
    /// parts of 1 / (total[0] total[1]).
    fn gain(&self, weight: [i128; 2], sums: [i128; 2], others: [i128; 2]) -> i128 {
        let [friendly, hostile] = self.total.map(|total| total.max(1));
        let expected = [sums[0] * others[0], sums[1] * others[1]];
        (weight[0] - weight[1]) * friendly * hostile - expected[0] * hostile
            + expected[1] * friendly
    }

    /// Q = Σ over pairs in one bloc (w⁺ − w⁻ − s⁺s⁺ / 2w⁺ + s⁻s⁻ / 2w⁻) / (2w⁺ + 2w⁻).
    fn modularity(&self, bloc_of: &[usize]) -> Option<f64> {
        let all = self.total[0] + self.total[1];
        if all == 0 {
            return None;
        }
        let mut inside = 0;
        let mut sums_of: BTreeMap<usize, [i128; 2]> = BTreeMap::new();
        for (node, list) in self.links.iter().enumerate() {
            for (other, weight) in list {
                if bloc_of[node] == bloc_of[*other] {
                    inside += weight[0] - weight[1];
                }
            }
            let sum = sums_of.entry(bloc_of[node]).or_default();
            *sum = [sum[0] + self.sums[node][0], sum[1] + self.sums[node][1]];
        }
        let [friendly, hostile] = self.total.map(|total| total.max(1) as f64);
        let by_chance: f64 = sums_of
            .values()
            .map(|sum| (sum[0] * sum[0]) as f64 / friendly - (sum[1] * sum[1]) as f64 / hostile)
            .sum();
        Some((inside as f64 - by_chance) / all as f64)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn net(n: usize, ties: &[(usize, usize, i64)]) -> Net {
        let mut links = vec![BTreeMap::new(); n];
        for &(one, other, weight) in ties {
            let weight = i128::from(weight);
            links[one].insert(other, [weight.max(0), (-weight).max(0)]);
            links[other].insert(one, [weight.max(0), (-weight).max(0)]);
        }
        Net::with_links(links)
    }

    /// The best of all divisions, by trying.
    fn best(net: &Net, bloc_of: &mut Vec<usize>) -> f64 {
        if bloc_of.len() == net.links.len() {
            return net.modularity(bloc_of).unwrap();
        }
        let n_blocs = bloc_of.iter().max().map_or(0, |last| last + 1);
        (0..=n_blocs)
            .map(|bloc| {
                bloc_of.push(bloc);
                let found = best(net, bloc_of);
                bloc_of.pop();
                found
            })
            .fold(f64::MIN, f64::max)
    }

    #[test]
    fn two_camps_are_told_apart() {
        let ties = [
            (0, 1, 1),
            (1, 2, 1),
            (0, 2, 1),
            (3, 4, 1),
            (2, 3, -1),
            (0, 4, -1),
        ];
        assert_eq!(net(5, &ties).divided(), [0, 0, 0, 1, 1]);
    }

    #[test]
    fn enemies_alone_are_divided_by_whom_they_share() {
        // Two against two, without a friendly tie.
        let ties = [(0, 2, -1), (0, 3, -1), (1, 2, -1), (1, 3, -1)];
        assert_eq!(net(4, &ties).divided(), [0, 0, 1, 1]);
    }

    proptest! {
        #[test]
        fn a_division_is_no_worse_than_none_and_no_better_than_the_best(
            ties in prop::collection::vec((0_usize..6, 0_usize..6, prop::sample::select(vec![-3_i64, -1, 1, 2])), 1..14)
        ) {
            let ties: Vec<_> = ties.into_iter().filter(|(one, other, _)| one != other).collect();
            prop_assume!(!ties.is_empty());
            let net = net(6, &ties);
            let bloc_of = net.divided();
            let found = net.modularity(&bloc_of).unwrap();
            let alone: Vec<usize> = (0..6).collect();
            prop_assert!(found >= net.modularity(&alone).unwrap() - 1e-12);
            prop_assert!(found <= best(&net, &mut Vec::new()) + 1e-12);
        }
    }
}
