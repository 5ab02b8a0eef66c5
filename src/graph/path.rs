//! By which relations two actors are connected: on one day, or step by step over time.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use petgraph::graph::NodeIndex;
use serde::Serialize;

use super::actor::Actor;
use super::graph::Graph;
use super::relation::{Relation, Sign, Stage};
use super::snapshot::{Snapshot, Standing};
use super::ways::{ALWAYS, Contact, Limits, Net, STEP, Way, ways};
use crate::model::{Action, ActorId, Status};

/// One step of a path.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Hop {
    /// Where the step begins.
    pub from: ActorId,
    /// Where it leads.
    pub to: ActorId,
    /// Of a path over time: the first day on which it can be taken after the step before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on: Option<Date>,
    /// The relations between the two, never empty, in either direction; the latest first.
    pub by: Vec<Standing>,
}

/// A way from one actor to another over relations in force.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Path {
    /// The date on which the relations are in force; `None` for a path over time, whose steps have their own.
    pub at: Option<Date>,
    /// The number of steps; weighted by evidence, the sum of one divided by the documents behind each.
    pub length: f64,
    /// The actors on the way.
    pub actors: BTreeMap<ActorId, Actor>,
    /// The steps, in order.
    pub hops: Vec<Hop>,
}

/// The paths found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Paths {
    /// By length, then by number of steps, then by the ids on the way.
    pub paths: Vec<Path>,
    /// Whether the search was given up before it had found all that were asked for: after a million beginnings of
    /// paths, or ten thousand paths.
    pub cut_off: bool,
}

/// Which relations a path may use, and how long it may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PathOptions {
    /// At most so many steps.
    pub max_hops: usize,
    /// At most so many paths, the shortest first; `None` for all.
    pub n_paths: Option<usize>,
    /// Only these actions; empty for all.
    pub only: Vec<Action>,
    /// Only these statuses; empty for all.
    pub statuses: Vec<Status>,
    /// Only relations of this sign.
    pub sign: Option<Sign>,
    /// Whether a step must run from source to target; mutual relations run both ways.
    pub directed: bool,
    /// Whether a step is the shorter the more documents report a relation that it may use.
    pub by_evidence: bool,
}

impl Default for PathOptions {
    fn default() -> Self {
        Self {
            max_hops: 6,
            n_paths: Some(3),
            only: Vec::new(),
            statuses: Vec::new(),
            sign: None,
            directed: false,
            by_evidence: false,
        }
    }
}

impl PathOptions {
    /// Whether a path may use the relation as it stands.
    pub fn admits(&self, standing: &Standing) -> bool {
        self.admits_as(standing.action, standing.status, standing.sign)
    }

    /// Whether a path may use a relation that stands so.
    pub(super) fn admits_as(&self, action: Action, status: Status, sign: Sign) -> bool {
        (self.only.is_empty() || self.only.contains(&action))
            && (self.statuses.is_empty() || self.statuses.contains(&status))
            && self.sign.is_none_or(|wanted| sign == wanted)
    }

    pub(super) fn search(
        &self,
        net: &Net<'_>,
        ends: (&ActorId, &ActorId),
        begin: Date,
        n_ways: Option<usize>,
    ) -> (Vec<Way>, bool) {
        let (Some(start), Some(goal)) = (net.node(ends.0), net.node(ends.1)) else {
            return (Vec::new(), false);
        };
        let limits = Limits {
            max_hops: self.max_hops,
            n_ways,
            begin,
        };
        let ways = ways(net, start, goal, &limits);
        (ways.found, ways.cut_off)
    }
}

impl Snapshot {
    /// The shortest paths between two actors without loops.
    ///
    /// The k shortest loopless paths of Yen ("Finding the K Shortest Loopless Paths in a Network", Management
    /// Science 17, 1971), found best first. Weighted by evidence, a step that n documents report is 1/n long.
    /// Empty when there is none, or when `from` and `to` are one actor.
    /// Cost: two searches over the net, and the beginnings of paths no longer than those given; at most a million.
    pub fn paths(&self, from: &ActorId, to: &ActorId, options: &PathOptions) -> Paths {
        self.connections(options).paths(from, to)
    }

    /// The relations that paths may use, joined into a net once for many questions.
    pub fn connections<'a>(&'a self, options: &'a PathOptions) -> Connections<'a> {
        let contacts = self
            .standings
            .iter()
            .enumerate()
            .filter(|(_, standing)| options.admits(standing))
            .map(|(number, standing)| Contact {
                source: &standing.source,
                target: &standing.target,
                both_ways: standing.mutual || !options.directed,
                days: ALWAYS,
                documents: Contact::documents(&standing.statements),
                number,
            })
            .collect();
        Connections {
            snapshot: self,
            options,
            net: Net::new(contacts, options.by_evidence),
        }
    }
}

/// The net of a [`Snapshot`], for paths between many actors.
pub struct Connections<'a> {
    snapshot: &'a Snapshot,
    options: &'a PathOptions,
    net: Net<'a>,
}

impl Connections<'_> {
    /// As [`Snapshot::paths`], without making the net again.
    pub fn paths(&self, from: &ActorId, to: &ActorId) -> Paths {
        let (found, cut_off) =
            self.options
                .search(&self.net, (from, to), Date::MIN, self.options.n_paths);
        let snapshot = self.snapshot;
        let path = |way: &Way| {
            let by = |_: Date, numbers: &mut dyn Iterator<Item = usize>| {
                numbers
                    .map(|number| snapshot.standings[number].clone())
                    .collect()
            };
            path_of(&self.net, way, &snapshot.actors, (snapshot.at, false), by)
        };
        Paths {
            paths: found.iter().map(path).collect(),
            cut_off,
        }
    }

    /// The actors on the first of these paths, without its relations; empty when there is none.
    ///
    /// Cost: some microseconds where only the number of steps counts.
    pub fn first_way(&self, from: &ActorId, to: &ActorId) -> Vec<&ActorId> {
        let (found, _) = self
            .options
            .search(&self.net, (from, to), Date::MIN, Some(1));
        let nodes = found.first().map(|way| way.nodes.as_slice());
        let nodes = nodes.unwrap_or_default().iter();
        nodes.map(|&node| self.net.graph[node]).collect()
    }
}

impl Graph {
    /// The shortest time-respecting paths between two actors: the relations of each step are in force on its day, and
    /// no step is taken before the one before it. All days lie in the period, both ends included.
    ///
    /// Kempe, Kleinberg and Kumar ("Connectivity and Inference Problems for Temporal Networks", Journal of Computer
    /// and System Sciences 64, 2002); with contacts that last, Holme and Saramäki ("Temporal Networks", Physics
    /// Reports 519, 2012). Two steps may be taken on one day. Each step is given the first day on which it can be
    /// taken. Order, weights and cost as [`Snapshot::paths`]; what counts for a weight is the evidence of the period.
    /// What has no date at all is in force on every day.
    pub fn paths_over(
        &self,
        from: &ActorId,
        to: &ActorId,
        period: (Date, Date),
        options: &PathOptions,
    ) -> Paths {
        let stages: Vec<(&Relation, &Stage, Standing, (Date, Date))> = self
            .relations
            .iter()
            .flat_map(|relation| relation.stages.iter().map(move |stage| (relation, stage)))
            .filter_map(|(relation, stage)| {
                let days = stage.days_in(period)?;
                let standing = self.standing_in(relation, stage, Some(days.1))?;
                options
                    .admits(&standing)
                    .then_some((relation, stage, standing, days))
            })
            .collect();
        let contacts = stages
            .iter()
            .enumerate()
            .map(|(number, (_, _, standing, days))| Contact {
                source: &standing.source,
                target: &standing.target,
                both_ways: standing.mutual || !options.directed,
                days: *days,
                documents: Contact::documents(&standing.statements),
                number,
            })
            .collect();
        let net = Net::new(contacts, options.by_evidence);
        let (found, cut_off) = options.search(&net, (from, to), period.0, options.n_paths);
        let path = |way: &Way| {
            let by = |day: Date, numbers: &mut dyn Iterator<Item = usize>| {
                numbers
                    .filter_map(|number| {
                        let (relation, stage, ..) = &stages[number];
                        self.standing_in(relation, stage, Some(day))
                    })
                    .collect()
            };
            path_of(&net, way, &self.actors, (None, true), by)
        };
        Paths {
            paths: found.iter().map(path).collect(),
            cut_off,
        }
    }
}

/// Makes a way into a path. `by` gives the relations with these numbers as they stand on a day.
fn path_of(
    net: &Net<'_>,
    way: &Way,
    known: &BTreeMap<ActorId, Actor>,
    (at, over_time): (Option<Date>, bool),
    by: impl Fn(Date, &mut dyn Iterator<Item = usize>) -> Vec<Standing>,
) -> Path {
    let hop = |(step, &day): (&[NodeIndex], &Date)| {
        let mut numbers = net
            .graph
            .edges_connecting(step[0], step[1])
            .flat_map(|edge| &edge.weight().contacts)
            .filter(|((first, last), _)| *first <= day && day <= *last)
            .map(|(_, number)| *number);
        let mut by = by(day, &mut numbers);
        latest_first(&mut by);
        Hop {
            from: net.graph[step[0]].clone(),
            to: net.graph[step[1]].clone(),
            on: over_time.then_some(day),
            by,
        }
    };
    let on_the_way: BTreeSet<&ActorId> = way.nodes.iter().map(|&node| net.graph[node]).collect();
    Path {
        at,
        length: way.cost as f64 / STEP as f64,
        actors: on_the_way
            .into_iter()
            .filter_map(|id| Some((id.clone(), known.get(id)?.clone())))
            .collect(),
        hops: way.nodes.windows(2).zip(&way.days).map(hop).collect(),
    }
}

/// The latest says best how two actors stand now; of one day, the better attested.
pub(super) fn latest_first(standings: &mut [Standing]) {
    standings.sort_by(|one, other| {
        let recent = |standing: &Standing| standing.since.map(|since| since.day);
        recent(other)
            .cmp(&recent(one))
            .then_with(|| other.n_documents().cmp(&one.n_documents()))
            .then_with(|| one.relation.cmp(&other.relation))
    });
}
