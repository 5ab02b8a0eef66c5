//! By which relations two actors are connected.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use petgraph::algo::astar;
use petgraph::graph::{Graph as Petgraph, NodeIndex};
use petgraph::visit::{EdgeFiltered, EdgeRef};
use serde::Serialize;

use super::actor::Actor;
use super::relation::Sign;
use super::snapshot::{Snapshot, Standing};
use crate::model::{Action, ActorId};

/// One step of a path.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Hop {
    /// Where the step begins.
    pub from: ActorId,
    /// Where it leads.
    pub to: ActorId,
    /// The relations between the two, never empty, in either direction; the latest first.
    pub by: Vec<Standing>,
}

/// A way from one actor to another over relations in force.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Path {
    /// The date on which the relations are in force.
    pub at: Option<Date>,
    /// The actors on the way.
    pub actors: BTreeMap<ActorId, Actor>,
    /// The steps, in order.
    pub hops: Vec<Hop>,
}

/// Which relations a path may use, and how long it may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PathOptions {
    /// At most so many steps.
    pub max_hops: usize,
    /// At most so many paths, the shortest first.
    pub n_paths: usize,
    /// Only these actions; empty for all.
    pub only: Vec<Action>,
    /// Only relations of this sign.
    pub sign: Option<Sign>,
    /// Whether a step must run from source to target; mutual relations run both ways.
    pub directed: bool,
}

impl Default for PathOptions {
    fn default() -> Self {
        Self {
            max_hops: 6,
            n_paths: 3,
            only: Vec::new(),
            sign: None,
            directed: false,
        }
    }
}

impl PathOptions {
    fn admits(&self, standing: &Standing) -> bool {
        (self.only.is_empty() || self.only.contains(&standing.action))
            && self.sign.is_none_or(|sign| standing.sign == sign)
    }
}

/// Actors as nodes, one edge for each pair and way with all its relations.
type Net<'a> = Petgraph<&'a ActorId, Vec<&'a Standing>>;

impl Snapshot {
    /// The shortest paths between two actors without loops, by number of steps, then by the ids on the way.
    ///
    /// Yen's algorithm ("Finding the K Shortest Loopless Paths in a Network", Management Science 17, 1971)
    /// over petgraph's A*. Empty when there is none, or when `from` and `to` are one actor.
    /// Cost: `n_paths` times the length of a path times one breadth-first search.
    pub fn paths(&self, from: &ActorId, to: &ActorId, options: &PathOptions) -> Vec<Path> {
        let (net, nodes) = self.net(options);
        let (Some(&start), Some(&goal)) = (nodes.get(from), nodes.get(to)) else {
            return Vec::new();
        };
        if start == goal {
            return Vec::new();
        }
        shortest_paths(&net, start, goal, options)
            .iter()
            .map(|way| self.path(&net, way))
            .collect()
    }

    fn net(&self, options: &PathOptions) -> (Net<'_>, BTreeMap<&ActorId, NodeIndex>) {
        let mut ways: BTreeMap<(&ActorId, &ActorId), Vec<&Standing>> = BTreeMap::new();
        for standing in self
            .standings
            .iter()
            .filter(|standing| options.admits(standing))
        {
            let (source, target) = (&standing.source, &standing.target);
            if source == target {
                continue;
            }
            ways.entry((source, target)).or_default().push(standing);
            if standing.mutual || !options.directed {
                ways.entry((target, source)).or_default().push(standing);
            }
        }
        let mut net = Net::new();
        let mut nodes = BTreeMap::new();
        for (&(from, to), standings) in &ways {
            let from = *nodes.entry(from).or_insert_with(|| net.add_node(from));
            let to = *nodes.entry(to).or_insert_with(|| net.add_node(to));
            net.add_edge(from, to, standings.clone());
        }
        (net, nodes)
    }

    fn path(&self, net: &Net<'_>, way: &[NodeIndex]) -> Path {
        let hops: Vec<Hop> = way
            .windows(2)
            .map(|step| {
                let mut by: Vec<Standing> = net
                    .edges_connecting(step[0], step[1])
                    .flat_map(|edge| edge.weight().iter().map(|&standing| standing.clone()))
                    .collect();
                // The latest says best how the two stand now; of one day, the better attested.
                by.sort_by(|one, other| {
                    let recent = |standing: &Standing| standing.since.map(|since| since.day);
                    recent(other)
                        .cmp(&recent(one))
                        .then_with(|| other.n_documents().cmp(&one.n_documents()))
                        .then_with(|| one.relation.cmp(&other.relation))
                });
                Hop {
                    from: net[step[0]].clone(),
                    to: net[step[1]].clone(),
                    by,
                }
            })
            .collect();
        let on_the_way: BTreeSet<&ActorId> = way.iter().map(|&node| net[node]).collect();
        let mut actors = self.actors.clone();
        actors.retain(|id, _| on_the_way.contains(id));
        Path {
            at: self.at,
            actors,
            hops,
        }
    }
}

/// Yen's algorithm. Every edge costs one step.
fn shortest_paths(
    net: &Net<'_>,
    start: NodeIndex,
    goal: NodeIndex,
    options: &PathOptions,
) -> Vec<Vec<NodeIndex>> {
    let nothing = (BTreeSet::new(), BTreeSet::new());
    let Some(first) = shortest(net, start, goal, &nothing.0, &nothing.1) else {
        return Vec::new();
    };
    let fits = |way: &Vec<NodeIndex>| way.len() <= options.max_hops + 1;
    let mut found = vec![first];
    // Ordered by length, then by the ids on the way, so that the answer does not depend on chance.
    let names =
        |way: &[NodeIndex]| -> Vec<ActorId> { way.iter().map(|&node| net[node].clone()).collect() };
    let mut candidates: BTreeMap<(usize, Vec<ActorId>), Vec<NodeIndex>> = BTreeMap::new();
    while found.len() < options.n_paths {
        let last = found[found.len() - 1].clone();
        for at in 0..last.len() - 1 {
            let root = &last[..=at];
            let taken: BTreeSet<(NodeIndex, NodeIndex)> = found
                .iter()
                .filter(|way| way.len() > at + 1 && way[..=at] == *root)
                .map(|way| (way[at], way[at + 1]))
                .collect();
            let passed: BTreeSet<NodeIndex> = root[..at].iter().copied().collect();
            if let Some(spur) = shortest(net, last[at], goal, &taken, &passed) {
                let way: Vec<NodeIndex> = root[..at].iter().copied().chain(spur).collect();
                if fits(&way) && !found.contains(&way) {
                    candidates.insert((way.len(), names(&way)), way);
                }
            }
        }
        let Some((_, next)) = candidates.pop_first() else {
            break;
        };
        found.push(next);
    }
    found.retain(fits);
    found
}

fn shortest(
    net: &Net<'_>,
    start: NodeIndex,
    goal: NodeIndex,
    taken: &BTreeSet<(NodeIndex, NodeIndex)>,
    passed: &BTreeSet<NodeIndex>,
) -> Option<Vec<NodeIndex>> {
    let open = EdgeFiltered::from_fn(net, |edge| {
        !taken.contains(&(edge.source(), edge.target())) && !passed.contains(&edge.target())
    });
    astar(&open, start, |node| node == goal, |_| 1_usize, |_| 0).map(|(_, way)| way)
}
