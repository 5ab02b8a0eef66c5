//! Who stands around an actor on a date, and by what.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::Serialize;

use super::actor::Actor;
use super::path::{PathOptions, latest_first};
use super::relation::Sign;
use super::snapshot::{Snapshot, Standing};
use crate::model::ActorId;

/// An actor that can be reached from another.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Neighbour {
    /// Who.
    pub actor: Actor,
    /// Steps on the shortest way, from 1.
    pub hops: usize,
    /// Those one step nearer with whom it has relations; for a neighbour of the first step the actor itself.
    pub through: Vec<ActorId>,
    /// Cooperative relations with them.
    pub n_cooperative: usize,
    /// Neutral relations with them.
    pub n_neutral: usize,
    /// Hostile relations with them.
    pub n_hostile: usize,
    /// The relations with them, never empty; the latest first.
    pub by: Vec<Standing>,
}

/// The actors around one, on a date.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Neighbourhood {
    /// The date on which the relations are in force.
    pub at: Option<Date>,
    /// Around whom.
    pub around: ActorId,
    /// By steps, then by number of relations, the most first, then by id.
    pub neighbours: Vec<Neighbour>,
}

impl Snapshot {
    /// The actors within some steps of one, over the relations that the options admit.
    ///
    /// Of the options only what a path may use counts, and `max_hops`. `directed` follows relations from source to
    /// target. Empty for an actor without relations. Cost: one breadth-first search.
    pub fn neighbourhood(&self, around: &ActorId, options: &PathOptions) -> Neighbourhood {
        let mut touching: BTreeMap<&ActorId, Vec<(&ActorId, &Standing)>> = BTreeMap::new();
        for standing in &self.standings {
            let (source, target) = (&standing.source, &standing.target);
            if source == target || !options.admits(standing) {
                continue;
            }
            touching.entry(source).or_default().push((target, standing));
            if standing.mutual || !options.directed {
                touching.entry(target).or_default().push((source, standing));
            }
        }
        let mut seen = BTreeSet::from([around]);
        let mut edge = BTreeSet::from([around]);
        let mut neighbours = Vec::new();
        for hops in 1..=options.max_hops {
            let mut reached: BTreeMap<&ActorId, Vec<(&ActorId, &Standing)>> = BTreeMap::new();
            for &near in &edge {
                for &(far, standing) in touching.get(near).into_iter().flatten() {
                    if !seen.contains(far) {
                        reached.entry(far).or_default().push((near, standing));
                    }
                }
            }
            if reached.is_empty() {
                break;
            }
            edge = reached.keys().copied().collect();
            seen.extend(&edge);
            let from = neighbours.len();
            for (id, ways) in reached {
                let Some(actor) = self.actors.get(id) else {
                    continue;
                };
                neighbours.push(neighbour(actor, hops, &ways));
            }
            neighbours[from..].sort_by(|one: &Neighbour, other| {
                let by_relations = other.by.len().cmp(&one.by.len());
                by_relations.then_with(|| one.actor.id.cmp(&other.actor.id))
            });
        }
        Neighbourhood {
            at: self.at,
            around: around.clone(),
            neighbours,
        }
    }
}

fn neighbour(actor: &Actor, hops: usize, ways: &[(&ActorId, &Standing)]) -> Neighbour {
    let through: BTreeSet<&ActorId> = ways.iter().map(|(near, _)| *near).collect();
    let mut by: Vec<Standing> = ways
        .iter()
        .map(|(_, standing)| (*standing).clone())
        .collect();
    latest_first(&mut by);
    let n_of = |sign: Sign| by.iter().filter(|standing| standing.sign == sign).count();
    Neighbour {
        actor: actor.clone(),
        hops,
        through: through.into_iter().cloned().collect(),
        n_cooperative: n_of(Sign::Cooperative),
        n_neutral: n_of(Sign::Neutral),
        n_hostile: n_of(Sign::Hostile),
        by,
    }
}
