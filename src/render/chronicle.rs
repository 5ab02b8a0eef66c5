//! Relations with their lives: what a page that moves through time is drawn from.

use jiff::civil::Date;

use crate::graph::{Graph, Stage};

use super::drawing::{Drawing, Tooltip};
use super::from_graph::{assemble, edge_of, sources, title_of, tooltip_of};

/// Every stage of every relation as an edge of one drawing, and when each is in force.
#[derive(Debug, Clone, Default)]
pub struct Chronicle {
    /// The union of all dates. Stages of one relation share a slot.
    pub drawing: Drawing,
    /// By edge of the drawing.
    pub lives: Vec<Life>,
    /// The day that is shown first.
    pub at: Option<Date>,
    /// The earlier day that it is compared with at first, if any.
    pub before: Option<Date>,
}

/// When an edge of a [`Chronicle`] is in force, and what says so.
#[derive(Debug, Clone)]
pub struct Life {
    /// The relation that it is a stage of.
    pub relation: String,
    /// What the relation is about: an action's word.
    pub action: String,
    /// First day in force; `None`: since ever.
    pub from: Option<Date>,
    /// First day no longer in force; `None`: to this day.
    pub until: Option<Date>,
    /// The surest statement's confidence, from 0 to 1.
    pub confidence: f32,
    /// The sentences behind it, the most telling first.
    pub evidence: Vec<Tooltip>,
}

impl From<&Graph> for Chronicle {
    /// All stages of the graph's relations, in the order of the relations.
    fn from(graph: &Graph) -> Self {
        let mut edges = Vec::new();
        let mut lives = Vec::new();
        let mut standings = Vec::new();
        for (slot, relation) in graph.relations().iter().enumerate() {
            for stage in &relation.stages {
                let Some(standing) = last_day(stage, graph.latest())
                    .and_then(|day| graph.standing(relation, Some(day)))
                    .filter(|standing| standing.status == stage.status)
                else {
                    continue;
                };
                let mut edge = edge_of(&standing);
                edge.slot = Some(slot);
                edges.push(edge);
                lives.push(Life {
                    relation: relation.id.to_string(),
                    action: relation.action.to_string(),
                    from: stage.from,
                    until: stage.until,
                    confidence: standing
                        .statements
                        .iter()
                        .map(|s| s.confidence)
                        .fold(0.0, f32::max),
                    evidence: standing
                        .statements
                        .iter()
                        .map(|statement| tooltip_of(statement))
                        .collect(),
                });
                standings.push(standing);
            }
        }
        let mut actors = graph.actors().clone();
        actors.retain(|id, _| {
            standings
                .iter()
                .any(|standing| standing.other(id).is_some())
        });
        let mut drawing = assemble(&actors, edges);
        drawing.title = title_of(&drawing);
        drawing.note = sources(standings.iter());
        Self {
            drawing,
            lives,
            at: graph.latest(),
            before: None,
        }
    }
}

/// The last day on which a stage is in force, so that everything said during it counts.
fn last_day(stage: &Stage, latest: Option<Date>) -> Option<Date> {
    let day = match (stage.until, latest) {
        (Some(until), _) => until.yesterday().ok()?,
        (None, Some(latest)) => stage.from.map_or(latest, |from| from.max(latest)),
        (None, None) => stage.from?,
    };
    stage.in_force(day).then_some(day)
}
