//! The fewest steps from one node to another, where nothing else counts.

use petgraph::Direction;
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::EdgeRef;

/// Neighbours of each node side by side in memory: what is searched often is then read in few places.
#[derive(Debug)]
pub(super) struct Steps {
    out: Neighbours,
    back: Neighbours,
}

#[derive(Debug)]
struct Neighbours {
    /// Where those of each node begin, and at last where they end.
    starts: Vec<u32>,
    all: Vec<u32>,
}

impl Neighbours {
    fn of<N, E>(graph: &DiGraph<N, E>, direction: Direction) -> Self {
        let mut starts = vec![0];
        let mut all = Vec::with_capacity(graph.edge_count());
        for node in graph.node_indices() {
            let edges = graph.edges_directed(node, direction);
            let first = all.len();
            all.extend(edges.map(|edge| {
                let other = match direction {
                    Direction::Outgoing => edge.target(),
                    Direction::Incoming => edge.source(),
                };
                other.index() as u32
            }));
            all[first..].sort_unstable();
            starts.push(all.len() as u32);
        }
        Self { starts, all }
    }

    fn of_node(&self, node: u32) -> &[u32] {
        let at = node as usize;
        &self.all[self.starts[at] as usize..self.starts[at + 1] as usize]
    }
}

/// One end of a search: how far the nodes are from it that were reached, and the outermost of these.
struct Front {
    /// `u32::MAX`: not reached.
    steps: Vec<u32>,
    outermost: Vec<u32>,
    reach: u32,
}

impl Front {
    fn at(node: u32, n_nodes: usize) -> Self {
        let mut steps = vec![u32::MAX; n_nodes];
        steps[node as usize] = 0;
        Self {
            steps,
            outermost: vec![node],
            reach: 0,
        }
    }

    /// Goes a step further; says whether it has met the other.
    fn advance(&mut self, neighbours: &Neighbours, other: &Self) -> bool {
        self.reach += 1;
        let mut met = false;
        let mut reached = Vec::new();
        for &node in &self.outermost {
            for &next in neighbours.of_node(node) {
                if self.steps[next as usize] == u32::MAX {
                    self.steps[next as usize] = self.reach;
                    met |= other.steps[next as usize] != u32::MAX;
                    reached.push(next);
                }
            }
        }
        self.outermost = reached;
        met
    }
}

impl Steps {
    pub(super) fn of<N, E>(graph: &DiGraph<N, E>) -> Self {
        Self {
            out: Neighbours::of(graph, Direction::Outgoing),
            back: Neighbours::of(graph, Direction::Incoming),
        }
    }

    /// The way of the fewest steps, and of those the first by the order of the nodes on it.
    ///
    /// Breadth first from both ends, the smaller front first; then from the start, the least node first, to where they
    /// met. Cost: what lies nearer to the ends than half the way.
    pub(super) fn shortest(
        &self,
        start: NodeIndex,
        goal: NodeIndex,
        max_hops: usize,
    ) -> Option<Vec<NodeIndex>> {
        let n_nodes = self.out.starts.len() - 1;
        let (start, goal) = (start.index() as u32, goal.index() as u32);
        let mut from = Front::at(start, n_nodes);
        let mut to = Front::at(goal, n_nodes);
        let mut met = start == goal;
        while !met {
            if (from.reach + to.reach) as usize >= max_hops {
                return None;
            }
            let (front, neighbours, other) = if from.outermost.len() <= to.outermost.len() {
                (&mut from, &self.out, &to)
            } else {
                (&mut to, &self.back, &from)
            };
            if front.outermost.is_empty() {
                return None;
            }
            met = front.advance(neighbours, other);
        }
        let mut way = self.to_meeting(start, &mut from, &to)?;
        // From where the fronts met, each node that is one nearer is on a way.
        for left in (0..to.reach).rev() {
            let last = *way.last()?;
            let mut nexts = self.out.of_node(last).iter();
            way.push(*nexts.find(|&&next| to.steps[next as usize] == left)?);
        }
        let nodes = way.into_iter();
        Some(nodes.map(|node| NodeIndex::new(node as usize)).collect())
    }

    /// The first way, by the order of the nodes on it, to where the fronts met. Nodes from which none leads there are
    /// struck out of the front, so that each is tried once.
    fn to_meeting(&self, start: u32, from: &mut Front, to: &Front) -> Option<Vec<u32>> {
        let mut way = vec![start];
        loop {
            let n_steps = way.len() as u32 - 1;
            let node = *way.last()?;
            if n_steps == from.reach && to.steps[node as usize] == to.reach {
                return Some(way);
            }
            let further = |&&next: &&u32| from.steps[next as usize] == n_steps + 1;
            if let Some(&next) = self.out.of_node(node).iter().find(further) {
                way.push(next);
            } else {
                from.steps[node as usize] = u32::MAX;
                way.pop();
            }
        }
    }
}
