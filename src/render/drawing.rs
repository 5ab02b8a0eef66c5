//! What is to be drawn, free of where it came from.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::graph::Sign as GraphSign;
use crate::model::{ActorKind, Status};

/// A picture's content: actors, relations between them, and the words around them.
///
/// It is plain data. A snapshot, a diff or a path becomes one, and so may anything else with actors and relations.
/// Relations whose source or target is not among the actors are not drawn.
#[derive(Debug, Clone, Default)]
pub struct Drawing {
    /// The heading; may be empty.
    pub title: String,
    /// The line below the heading. Empty: it is composed from the counts and the date.
    pub subtitle: String,
    /// The day whose state is shown.
    pub as_of: Option<Date>,
    /// Who is drawn, each id once.
    pub actors: Vec<DrawnActor>,
    /// The relations, in an order that gives the same picture for the same input.
    pub edges: Vec<DrawnEdge>,
    /// Names for the groups that actors belong to.
    pub clusters: Vec<DrawnCluster>,
    /// What [`DrawnEdge::weight`] counts, for the legend: "reports".
    pub weight_means: String,
    /// A line below the picture: sources, what was left out.
    pub note: String,
}

/// An actor of a picture.
#[derive(Debug, Clone)]
pub struct DrawnActor {
    /// A stable id, unique in the drawing.
    pub id: String,
    /// The name to show.
    pub name: String,
    /// The office held, shown below a person's name.
    pub office: Option<String>,
    /// Decides the shape.
    pub kind: ActorKind,
    /// The id of the actor it speaks for, where that is another one.
    pub principal: Option<String>,
    /// The id of the group it is drawn in.
    pub cluster: Option<String>,
    /// The leaning of a matter that several share: a meeting of many. `None` for actors.
    pub matter: Option<Sign>,
}

/// A group of actors, drawn as a tinted box when it has two members or more.
#[derive(Debug, Clone)]
pub struct DrawnCluster {
    /// What [`DrawnActor::cluster`] refers to.
    pub id: String,
    /// The box's heading.
    pub name: String,
}

/// A relation of a picture.
#[derive(Debug, Clone)]
pub struct DrawnEdge {
    /// The id of the actor it starts from.
    pub source: String,
    /// The id of the actor it points to; the same as `source` for a loop.
    pub target: String,
    /// The matter in a few words: "severed ties". May be empty.
    pub label: String,
    /// Its date in words, on a second line: "Mar 1999". May be empty.
    pub date_label: String,
    /// Hostile, cooperative or neither: the hue.
    pub sign: Sign,
    /// How the matter stands: the line's dash.
    pub status: Status,
    /// Whether both do it to each other: heads at both ends.
    pub mutual: bool,
    /// Whether something was broken off: a bar instead of a head.
    pub broken: bool,
    /// Strength, from 0; see [`Drawing::weight_means`].
    pub weight: f64,
    /// How many documents report it.
    pub n_sources: usize,
    /// What a reader sees who points at it.
    pub tooltip: Tooltip,
    /// What became of it between two dates, in a diff.
    pub change: Option<EdgeChange>,
    /// Its place in a path, from 1.
    pub hop: Option<usize>,
    /// Whether it joins an actor with a matter that several share; it has no heads.
    pub is_spoke: bool,
    /// Relations between the same two actors with the same number are never in force together (a plan, then what
    /// came of it): they share one line's place, and whoever shows the picture shows one of them.
    pub slot: Option<usize>,
}

impl DrawnEdge {
    /// A solid, neutral relation without words between two actors.
    pub fn new(source: &str, target: &str) -> Self {
        Self {
            source: source.to_owned(),
            target: target.to_owned(),
            label: String::new(),
            date_label: String::new(),
            sign: Sign::Neutral,
            status: Status::Done,
            mutual: false,
            broken: false,
            weight: 1.0,
            n_sources: 1,
            tooltip: Tooltip::default(),
            change: None,
            hop: None,
            is_spoke: false,
            slot: None,
        }
    }
}

/// The words behind a relation.
#[derive(Debug, Clone, Default)]
pub struct Tooltip {
    /// The sentence that says so.
    pub sentence: String,
    /// The document it stands in.
    pub document: String,
    /// When the document was published, in words.
    pub date: String,
    /// Where to read it. Only http and https links are kept.
    pub link: Option<String>,
}

/// Which way a relation leans.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sign {
    /// Against the other side.
    Hostile,
    /// For or with the other side.
    Cooperative,
    /// Neither.
    Neutral,
}

impl From<GraphSign> for Sign {
    fn from(sign: GraphSign) -> Self {
        match sign {
            GraphSign::Hostile => Self::Hostile,
            GraphSign::Cooperative => Self::Cooperative,
            GraphSign::Neutral => Self::Neutral,
        }
    }
}

impl From<Sign> for GraphSign {
    fn from(sign: Sign) -> Self {
        match sign {
            Sign::Hostile => Self::Hostile,
            Sign::Cooperative => Self::Cooperative,
            Sign::Neutral => Self::Neutral,
        }
    }
}

/// What became of a relation between two dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EdgeChange {
    /// In force only on the later date.
    Added,
    /// In force only on the earlier date.
    Removed,
    /// In force on both, with another status.
    Changed,
    /// The same on both.
    Unchanged,
}

/// What sort of picture a drawing is; it follows from its relations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Picture {
    /// The state on a date.
    Graph,
    /// The difference of two dates.
    Diff,
    /// A path through the graph.
    Path,
}

impl Drawing {
    /// A path if any relation is a hop, else a diff if any carries a change, else a graph.
    pub fn picture(&self) -> Picture {
        if self.edges.iter().any(|edge| edge.hop.is_some()) {
            Picture::Path
        } else if self.edges.iter().any(|edge| edge.change.is_some()) {
            Picture::Diff
        } else {
            Picture::Graph
        }
    }

    /// The place of each actor among [`Self::actors`], by its id; the first counts.
    pub(super) fn index(&self) -> BTreeMap<&str, usize> {
        let places = self.actors.iter().enumerate().rev();
        places.map(|(i, actor)| (actor.id.as_str(), i)).collect()
    }

    /// How many actors there are, without the hubs of what many share.
    pub fn n_actors(&self) -> usize {
        let actors = self.actors.iter();
        actors.filter(|actor| actor.matter.is_none()).count()
    }

    /// The line below the heading: the given one, or counts and date.
    pub fn subtitle_line(&self) -> String {
        if !self.subtitle.is_empty() {
            return self.subtitle.clone();
        }
        let count =
            |n: usize, one: &str, many: &str| format!("{n} {}", if n == 1 { one } else { many });
        let counts = match self.picture() {
            Picture::Graph | Picture::Path => format!(
                "{}, {}.",
                count(self.n_actors(), "actor", "actors"),
                count(self.edges.len(), "relation", "relations")
            ),
            Picture::Diff => {
                let changes = [
                    (EdgeChange::Added, "+", "added"),
                    (EdgeChange::Removed, "−", "removed"),
                    (EdgeChange::Changed, "~", "changed"),
                    (EdgeChange::Unchanged, "", "unchanged"),
                ];
                let counts: Vec<String> = changes
                    .iter()
                    .map(|(change, mark, words)| {
                        let is = |edge: &&DrawnEdge| {
                            edge.change.unwrap_or(EdgeChange::Unchanged) == *change
                        };
                        (self.edges.iter().filter(is).count(), mark, words)
                    })
                    .filter(|(n, ..)| *n > 0)
                    .map(|(n, mark, words)| format!("{mark}{n} {words}"))
                    .collect();
                format!("{}.", counts.join(", "))
            }
        };
        self.dated(&counts)
    }

    /// Words about the picture with the day whose state it shows.
    pub(super) fn dated(&self, words: &str) -> String {
        match self.as_of {
            Some(day) => format!("{words} State on {}.", day.strftime("%-d %B %Y")),
            None => words.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subtitle_counts_and_dates() {
        let mut drawing = Drawing::default();
        drawing.edges.push(DrawnEdge::new("RUS", "NATO"));
        drawing.as_of = Some(jiff::civil::date(1999, 7, 21));
        assert_eq!(
            drawing.subtitle_line(),
            "0 actors, 1 relation. State on 21 July 1999."
        );
    }

    #[test]
    fn the_picture_follows_from_the_relations() {
        let mut drawing = Drawing {
            edges: vec![DrawnEdge::new("a", "b")],
            ..Drawing::default()
        };
        assert_eq!(drawing.picture(), Picture::Graph);
        drawing.edges[0].change = Some(EdgeChange::Added);
        assert_eq!(drawing.picture(), Picture::Diff);
        drawing.edges[0].hop = Some(1);
        assert_eq!(drawing.picture(), Picture::Path);
    }
}
