//! Relations with their lives: what a page that moves through time is drawn from.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::graph::{Graph, Stage};

use super::drawing::{Drawing, DrawnEdge, Tooltip};
use super::from_graph::{assemble, documents, edge_of, sources, title_of, tooltip_of};

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
    /// The days on which it was reported, in order, each once.
    pub reports: Vec<Date>,
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
                let days: BTreeSet<Date> = standing
                    .statements
                    .iter()
                    .filter_map(|statement| statement.published)
                    .map(|published| published.0)
                    .collect();
                lives.push(Life {
                    reports: days.into_iter().collect(),
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

impl Chronicle {
    /// Only the relations between `one` and `other`, or, without another, those of `one`; titled by them.
    #[must_use]
    pub fn about(mut self, one: &str, other: Option<&str>) -> Self {
        let is_end = |edge: &DrawnEdge, id: &str| edge.source == id || edge.target == id;
        let (mut edges, mut lives) = (Vec::new(), Vec::new());
        for (edge, life) in self.drawing.edges.into_iter().zip(self.lives) {
            if is_end(&edge, one) && other.is_none_or(|other| is_end(&edge, other)) {
                edges.push(edge);
                lives.push(life);
            }
        }
        let name = |id: &str| {
            let actor = self.drawing.actors.iter().find(|actor| actor.id == id);
            actor.map_or_else(|| id.to_owned(), |actor| actor.name.clone())
        };
        self.drawing.title = match other {
            Some(other) => format!("{} and {}", name(one), name(other)),
            None => name(one),
        };
        self.drawing
            .actors
            .retain(|actor| edges.iter().any(|edge| is_end(edge, &actor.id)));
        self.drawing.edges = edges;
        self.lives = lives;
        self.drawing.note = documents(
            self.lives
                .iter()
                .flat_map(|life| &life.evidence)
                .map(|tooltip| tooltip.document.as_str()),
        );
        self
    }

    /// Only the edges for which `keep` holds.
    #[must_use]
    pub fn only(mut self, keep: impl Fn(&DrawnEdge, &Life) -> bool) -> Self {
        let edges = std::mem::take(&mut self.drawing.edges);
        let lives = std::mem::take(&mut self.lives);
        (self.drawing.edges, self.lives) = edges
            .into_iter()
            .zip(lives)
            .filter(|(edge, life)| keep(edge, life))
            .unzip();
        self
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
