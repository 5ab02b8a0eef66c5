//! By which relations two actors are connected.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use super::actor::Actor;
use super::snapshot::Standing;
use crate::model::ActorId;

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
