//! Ways through a net of contacts: the shortest few, or all, in order, within a bound of work.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap, VecDeque};

use jiff::civil::Date;
use petgraph::Direction;
use petgraph::algo::dijkstra;
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::{EdgeRef, Reversed};

use super::steps::Steps;
use crate::model::{ActorId, Statement};

/// Cost of a step without weights, and of one that a single source attests; divisible by 1 to 16.
pub(super) const STEP: u64 = 720_720;
/// Beginnings of ways that are looked at before the search gives up, so that a dense net cannot hang it. A million
/// take about a second.
const BEGINNINGS_AT_MOST: usize = 1_000_000;
/// Ways given at most when all are asked for.
const WAYS_AT_MOST: usize = 10_000;

/// The days of a contact of which only one day is asked.
pub(super) const ALWAYS: (Date, Date) = (Date::MIN, Date::MAX);

/// Two actors in touch on some days.
pub(super) struct Contact<'a> {
    pub(super) source: &'a ActorId,
    pub(super) target: &'a ActorId,
    /// Whether it leads both ways.
    pub(super) both_ways: bool,
    /// First and last day, both included.
    pub(super) days: (Date, Date),
    /// The documents that report it.
    pub(super) documents: BTreeSet<&'a str>,
    /// The caller's number for it.
    pub(super) number: usize,
}

impl Contact<'_> {
    pub(super) fn documents<'a>(
        statements: impl IntoIterator<Item = &'a std::sync::Arc<Statement>>,
    ) -> BTreeSet<&'a str> {
        statements
            .into_iter()
            .map(|statement| statement.document.as_str())
            .collect()
    }
}

/// All contacts from one actor to another.
pub(super) struct Link {
    /// Days, both included, and the caller's number, by first day.
    pub(super) contacts: Vec<((Date, Date), usize)>,
    /// More sources, lower cost: [`STEP`] divided by the number of documents, if sources count.
    cost: u64,
}

impl Link {
    /// The first day from `day` on at which the link can be used.
    fn first_use(&self, day: Date) -> Option<Date> {
        self.contacts
            .iter()
            .filter(|((_, last), _)| *last >= day)
            .map(|((first, _), _)| day.max(*first))
            .min()
    }

    /// The last day up to `day` at which the link can be used.
    fn last_use(&self, day: Date) -> Option<Date> {
        self.contacts
            .iter()
            .filter(|((first, _), _)| *first <= day)
            .map(|((_, last), _)| day.min(*last))
            .max()
    }
}

/// Actors as nodes in the order of their ids, one edge for each pair and way.
pub(super) struct Net<'a> {
    pub(super) graph: DiGraph<&'a ActorId, Link>,
    /// Where nothing but the number of steps counts; only then.
    steps: Option<Steps>,
    nodes: BTreeMap<&'a ActorId, NodeIndex>,
}

impl<'a> Net<'a> {
    pub(super) fn new(contacts: Vec<Contact<'a>>, by_evidence: bool) -> Self {
        type Ends<'a> = (&'a ActorId, &'a ActorId);
        type Found<'a> = (Vec<((Date, Date), usize)>, BTreeSet<&'a str>);
        let mut links: BTreeMap<Ends<'a>, Found<'a>> = BTreeMap::new();
        for contact in contacts {
            if contact.source == contact.target {
                continue;
            }
            let there = (contact.source, contact.target);
            let back = contact.both_ways.then_some((there.1, there.0));
            for ends in [Some(there), back].into_iter().flatten() {
                let (of_link, documents) = links.entry(ends).or_default();
                of_link.push((contact.days, contact.number));
                documents.extend(&contact.documents);
            }
        }
        let steps_count = !by_evidence
            && links
                .values()
                .all(|(contacts, _)| contacts.iter().all(|(days, _)| *days == ALWAYS));
        let ids: BTreeSet<&ActorId> = links.keys().flat_map(|&(from, to)| [from, to]).collect();
        let mut graph = DiGraph::new();
        let nodes: BTreeMap<&ActorId, NodeIndex> =
            ids.into_iter().map(|id| (id, graph.add_node(id))).collect();
        for ((from, to), (mut contacts, documents)) in links {
            contacts.sort_unstable();
            let cost = if by_evidence {
                STEP / (documents.len().max(1) as u64).min(STEP)
            } else {
                STEP
            };
            graph.add_edge(nodes[from], nodes[to], Link { contacts, cost });
        }
        let steps = steps_count.then(|| Steps::of(&graph));
        Self {
            graph,
            steps,
            nodes,
        }
    }

    pub(super) fn node(&self, id: &ActorId) -> Option<NodeIndex> {
        self.nodes.get(id).copied()
    }
}

/// A way from one node to another without loops.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Way {
    pub(super) nodes: Vec<NodeIndex>,
    /// For each step the first day on which it can be taken after the one before.
    pub(super) days: Vec<Date>,
    pub(super) cost: u64,
}

/// Ways by cost, then by number of steps, then by the ids on the way.
pub(super) struct Ways {
    pub(super) found: Vec<Way>,
    /// Whether there may be more that were asked for and are not given.
    pub(super) cut_off: bool,
}

/// How far ways may lead.
pub(super) struct Limits {
    pub(super) max_hops: usize,
    /// `None`: all.
    pub(super) n_ways: Option<usize>,
    /// The first day of the first step.
    pub(super) begin: Date,
}

/// A way that has not arrived. Its order is that of the ways it may become: what is taken out of the heap first
/// cannot be beaten by what comes later.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Beginning {
    /// Cost so far and, at the least, from here.
    cost_in_all: u64,
    hops_in_all: u64,
    nodes: Vec<NodeIndex>,
    days: Vec<Date>,
    cost: u64,
}

/// The ways from `start` to `goal`, each step no earlier than the one before.
///
/// Best first over beginnings of ways, with the cost left for the least (Dijkstra's, by petgraph, on the net turned
/// round) as what A* calls a heuristic; so the first to arrive is the best, and the next the next best, without the
/// repeated searches of Yen's method. What cannot arrive in the steps or days that are left is not begun.
pub(super) fn ways(net: &Net<'_>, start: NodeIndex, goal: NodeIndex, limits: &Limits) -> Ways {
    let graph = &net.graph;
    let mut answer = Ways {
        found: Vec::new(),
        cut_off: false,
    };
    if start == goal || limits.n_ways == Some(0) {
        return answer;
    }
    if let (Some(1), Some(steps)) = (limits.n_ways, &net.steps) {
        let nodes = steps.shortest(start, goal, limits.max_hops);
        answer.found.extend(nodes.map(|nodes| Way {
            days: vec![limits.begin; nodes.len() - 1],
            cost: STEP * (nodes.len() as u64 - 1),
            nodes,
        }));
        return answer;
    }
    let back = Reversed(graph);
    let cost_left = dijkstra(back, goal, None, |edge| edge.weight().cost);
    let hops_left = dijkstra(back, goal, None, |_| 1_u64);
    let latest = latest_departures(graph, goal);
    let Some(&least) = cost_left.get(&start) else {
        return answer;
    };
    if hops_left[&start] > limits.max_hops as u64 {
        return answer;
    }
    let mut heap = BinaryHeap::from([Reverse(Beginning {
        cost_in_all: least,
        hops_in_all: hops_left[&start],
        nodes: vec![start],
        days: Vec::new(),
        cost: 0,
    })]);
    let mut n_begun = 0;
    while let Some(Reverse(beginning)) = heap.pop() {
        let at = beginning.nodes[beginning.nodes.len() - 1];
        if at == goal {
            answer.found.push(Way {
                nodes: beginning.nodes,
                days: beginning.days,
                cost: beginning.cost,
            });
            if answer.found.len() >= limits.n_ways.unwrap_or(WAYS_AT_MOST) {
                answer.cut_off = limits.n_ways.is_none() && !heap.is_empty();
                break;
            }
            continue;
        }
        let day = beginning.days.last().copied().unwrap_or(limits.begin);
        let n_hops = beginning.days.len() as u64 + 1;
        for edge in graph.edges(at) {
            let next = edge.target();
            let (Some(&left), Some(&hops), Some(&latest)) = (
                cost_left.get(&next),
                hops_left.get(&next),
                latest.get(&next),
            ) else {
                continue;
            };
            if n_hops + hops > limits.max_hops as u64 || beginning.nodes.contains(&next) {
                continue;
            }
            let Some(on) = edge.weight().first_use(day).filter(|on| *on <= latest) else {
                continue;
            };
            if n_begun == BEGINNINGS_AT_MOST {
                answer.cut_off = true;
                return answer;
            }
            n_begun += 1;
            let cost = beginning.cost + edge.weight().cost;
            let with = |last| [beginning.nodes.as_slice(), &[last]].concat();
            heap.push(Reverse(Beginning {
                cost_in_all: cost + left,
                hops_in_all: n_hops + hops,
                nodes: with(next),
                days: [beginning.days.as_slice(), &[on]].concat(),
                cost,
            }));
        }
    }
    answer
}

/// For each node the last day on which one may set out from it and still arrive.
fn latest_departures(
    graph: &DiGraph<&ActorId, Link>,
    goal: NodeIndex,
) -> BTreeMap<NodeIndex, Date> {
    let mut latest = BTreeMap::from([(goal, Date::MAX)]);
    let mut changed = VecDeque::from([goal]);
    while let Some(node) = changed.pop_front() {
        let by = latest[&node];
        for edge in graph.edges_directed(node, Direction::Incoming) {
            let Some(day) = edge.weight().last_use(by) else {
                continue;
            };
            let from = edge.source();
            if latest.get(&from).is_none_or(|known| *known < day) {
                latest.insert(from, day);
                changed.push_back(from);
            }
        }
    }
    latest
}
