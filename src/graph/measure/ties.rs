//! The signed network of a date: one tie for each pair.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::Serialize;

use crate::graph::{Actor, Sign, Snapshot};
use crate::model::ActorId;

/// What a relation counts for in the tie of its pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Weight {
    /// One: cooperative 1, hostile −1, neutral 0.
    #[default]
    Count,
    /// Its Goldstein value, −10 to 10, in tenths. A neutral relation counts 0 here too.
    Goldstein,
}

/// Two actors, and all relations in force between them added up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Tie {
    /// The actor with the lesser id.
    pub one: ActorId,
    /// The other.
    pub other: ActorId,
    /// Cooperative relations in force.
    pub n_cooperative: usize,
    /// Neutral relations in force.
    pub n_neutral: usize,
    /// Hostile relations in force.
    pub n_hostile: usize,
    /// The sum over the relations: a count, or tenths of the Goldstein scale.
    pub weight: i64,
}

impl Tie {
    /// The sign of the sum; neutral when cooperation and hostility weigh the same.
    pub fn sign(&self) -> Sign {
        match self.weight {
            1.. => Sign::Cooperative,
            0 => Sign::Neutral,
            _ => Sign::Hostile,
        }
    }
}

/// The signed network of a date.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Ties {
    /// The date.
    pub at: Option<Date>,
    /// The actors that have a tie.
    pub actors: BTreeMap<ActorId, Actor>,
    /// One for each pair with a relation in force, by the ids.
    pub ties: Vec<Tie>,
}

impl Snapshot {
    /// Adds the relations of each pair up, whoever is source. What an actor does to itself is left out.
    ///
    /// A pair may stand well in one matter and badly in another; its tie is what is left when both are weighed.
    pub fn ties(&self, weight: Weight) -> Ties {
        let mut ties: BTreeMap<(&ActorId, &ActorId), Tie> = BTreeMap::new();
        for standing in &self.standings {
            let (source, target) = (&standing.source, &standing.target);
            if source == target {
                continue;
            }
            let (one, other) = (source.min(target), source.max(target));
            let tie = ties.entry((one, other)).or_insert_with(|| Tie {
                one: one.clone(),
                other: other.clone(),
                n_cooperative: 0,
                n_neutral: 0,
                n_hostile: 0,
                weight: 0,
            });
            let (n, unit) = match standing.sign {
                Sign::Cooperative => (&mut tie.n_cooperative, 1),
                Sign::Neutral => (&mut tie.n_neutral, 0),
                Sign::Hostile => (&mut tie.n_hostile, -1),
            };
            *n += 1;
            tie.weight += match weight {
                Weight::Count => unit,
                // The sign is that of the matter as it stands; the value says how much it weighs.
                Weight::Goldstein => {
                    unit * (f64::from(standing.goldstein) * 10.0).round().abs() as i64
                }
            };
        }
        let ties: Vec<Tie> = ties.into_values().collect();
        let ends: BTreeSet<&ActorId> = ties.iter().flat_map(|tie| [&tie.one, &tie.other]).collect();
        Ties {
            at: self.at,
            actors: ends
                .into_iter()
                .filter_map(|id| Some((id.clone(), self.actors.get(id)?.clone())))
                .collect(),
            ties,
        }
    }
}

/// The ties as lists of neighbours, actors numbered in the order of their ids.
pub(super) struct Neighbours<'a> {
    pub(super) ids: Vec<&'a ActorId>,
    /// For each actor its neighbours in order, with the weight of the tie.
    pub(super) of: Vec<Vec<(usize, i64)>>,
}

impl Ties {
    /// The ties that pass, as lists.
    pub(super) fn neighbours(&self, keep: impl Fn(&Tie) -> bool) -> Neighbours<'_> {
        let ids: Vec<&ActorId> = self.actors.keys().collect();
        let numbers: BTreeMap<&ActorId, usize> = ids
            .iter()
            .enumerate()
            .map(|(number, id)| (*id, number))
            .collect();
        let mut of = vec![Vec::new(); ids.len()];
        for tie in self.ties.iter().filter(|tie| keep(tie)) {
            if let (Some(&one), Some(&other)) = (numbers.get(&tie.one), numbers.get(&tie.other)) {
                of[one].push((other, tie.weight));
                of[other].push((one, tie.weight));
            }
        }
        for list in &mut of {
            list.sort_unstable();
        }
        Neighbours { ids, of }
    }
}
