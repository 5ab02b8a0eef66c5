//! Who stands in the middle.

use std::collections::VecDeque;

use serde::Serialize;

use super::ties::{Neighbours, Tie, Ties};
use crate::model::ActorId;

/// Chance of going on along a tie rather than starting anew, as in the paper.
const DAMPING: f64 = 0.85;
/// The ranks are settled when together they move by less than this.
const SETTLED: f64 = 1e-12;
/// Rounds at most. With the damping above, 200 leave 1e-14 of the first error.
const ROUNDS_AT_MOST: usize = 200;

/// The place of an actor in the network.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Centrality {
    /// Who.
    pub actor: ActorId,
    /// Actors with whom it has a tie.
    pub degree: usize,
    /// … a cooperative one.
    pub n_friends: usize,
    /// … a hostile one.
    pub n_enemies: usize,
    /// Relations in force.
    pub n_relations: usize,
    /// Share of the pairs of others whose shortest ways lead over it, 0 to 1; ways that are equally short share.
    pub betweenness: f64,
    /// Share of the time that a walker over relations spends at it; all together 1.
    pub pagerank: f64,
}

impl Ties {
    /// The centrality of each actor over all ties of whatever sign, by id. To measure among friends, take the ties
    /// of a snapshot that has only cooperative relations.
    ///
    /// - Degree and betweenness: Freeman, "Centrality in Social Networks: Conceptual Clarification", Social Networks
    ///   1, 1979; computed as in Brandes, "A Faster Algorithm for Betweenness Centrality", Journal of Mathematical
    ///   Sociology 25, 2001. Divided by (n − 1)(n − 2) / 2. Ties count alike.
    /// - `PageRank`: Brin and Page, "The Anatomy of a Large-Scale Hypertextual Web Search Engine", Computer Networks
    ///   30, 1998, over ties both ways, each as likely as it has relations.
    ///
    /// Cost: actors times ties.
    pub fn centralities(&self) -> Vec<Centrality> {
        let net = self.neighbours(|_| true);
        let betweenness = betweenness(&net);
        let pagerank = pagerank(self, &net);
        let mut found: Vec<Centrality> = net
            .ids
            .iter()
            .enumerate()
            .map(|(at, id)| Centrality {
                actor: (*id).clone(),
                degree: net.of[at].len(),
                n_friends: net.of[at].iter().filter(|(_, weight)| *weight > 0).count(),
                n_enemies: net.of[at].iter().filter(|(_, weight)| *weight < 0).count(),
                n_relations: 0,
                betweenness: betweenness[at],
                pagerank: pagerank[at],
            })
            .collect();
        for tie in &self.ties {
            for end in [&tie.one, &tie.other] {
                if let Ok(at) = net.ids.binary_search(&end) {
                    found[at].n_relations += n_relations(tie);
                }
            }
        }
        found
    }
}

fn n_relations(tie: &Tie) -> usize {
    tie.n_cooperative + tie.n_neutral + tie.n_hostile
}

/// Brandes' accumulation, from each actor in turn.
fn betweenness(net: &Neighbours<'_>) -> Vec<f64> {
    let n = net.ids.len();
    let mut between = vec![0.0; n];
    for start in 0..n {
        let mut n_ways = vec![0.0_f64; n];
        let mut far: Vec<Option<usize>> = vec![None; n];
        let mut order = Vec::new();
        let mut queue = VecDeque::from([start]);
        n_ways[start] = 1.0;
        far[start] = Some(0);
        while let Some(at) = queue.pop_front() {
            order.push(at);
            let next_far = far[at].map(|far| far + 1);
            for &(next, _) in &net.of[at] {
                if far[next].is_none() {
                    far[next] = next_far;
                    queue.push_back(next);
                }
                if far[next] == next_far {
                    n_ways[next] += n_ways[at];
                }
            }
        }
        let mut depends = vec![0.0; n];
        for &at in order.iter().rev() {
            let next_far = far[at].map(|far| far + 1);
            depends[at] = net.of[at]
                .iter()
                .filter(|(next, _)| far[*next] == next_far)
                .map(|&(next, _)| n_ways[at] / n_ways[next] * (1.0 + depends[next]))
                .sum();
            if at != start {
                between[at] += depends[at];
            }
        }
    }
    // Each pair was counted from both of its ends.
    let n_pairs = (n.saturating_sub(1) * n.saturating_sub(2)) as f64;
    if n_pairs > 0.0 {
        for value in &mut between {
            *value /= n_pairs;
        }
    }
    between
}

fn pagerank(ties: &Ties, net: &Neighbours<'_>) -> Vec<f64> {
    let n = net.ids.len();
    let mut leads: Vec<Vec<(usize, f64)>> = vec![Vec::new(); n];
    let mut sums = vec![0.0; n];
    for tie in &ties.ties {
        let ends = (
            net.ids.binary_search(&&tie.one),
            net.ids.binary_search(&&tie.other),
        );
        if let (Ok(one), Ok(other)) = ends {
            let weight = n_relations(tie) as f64;
            leads[one].push((other, weight));
            leads[other].push((one, weight));
            sums[one] += weight;
            sums[other] += weight;
        }
    }
    let start = 1.0 / n.max(1) as f64;
    let mut ranks = vec![start; n];
    for _ in 0..ROUNDS_AT_MOST {
        let mut next = vec![(1.0 - DAMPING) * start; n];
        for (at, list) in leads.iter().enumerate() {
            // Every actor here has a tie, so that nobody is left to stand still.
            for &(to, weight) in list {
                next[to] += DAMPING * ranks[at] * weight / sums[at];
            }
        }
        let moved: f64 = ranks
            .iter()
            .zip(&next)
            .map(|(old, new)| (old - new).abs())
            .sum();
        ranks = next;
        if moved < SETTLED {
            break;
        }
    }
    ranks
}
