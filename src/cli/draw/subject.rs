//! What is drawn: the state on a date, a diff, a path, several dates, or lives.

use std::borrow::Cow;

use super::Arguments;
use crate::cli::args::day;
use crate::cli::screen::complain;
use crate::cli::show::nothing;
use crate::cli::{Failure, actor};
use crate::graph::{Graph, PathOptions};
use crate::render::{self, Chronicle, Drawing, Panel, Style};

/// What is drawn.
pub(super) enum Subject {
    /// The state on a date, a diff or a path.
    Drawing(Drawing),
    /// Several dates.
    Series {
        title: String,
        note: String,
        panels: Vec<Panel>,
    },
    /// Lives of relations: a pair's, or those of an actor by its id.
    Lives(Chronicle, Option<String>),
}

impl Subject {
    pub(super) fn title(&mut self) -> &mut String {
        match self {
            Self::Drawing(drawing) => &mut drawing.title,
            Self::Series { title, .. } => title,
            Self::Lives(chronicle, _) => &mut chronicle.drawing.title,
        }
    }

    pub(super) fn svg(&self, style: &Style) -> String {
        match self {
            Self::Drawing(drawing) => render::svg(drawing, style),
            Self::Series {
                title,
                note,
                panels,
            } => render::multiples(title, note, panels, style),
            Self::Lives(chronicle, of) => render::timeline(chronicle, of.as_deref(), style),
        }
    }

    /// All relations as one graph: what DOT holds.
    pub(super) fn drawing(&self) -> Cow<'_, Drawing> {
        match self {
            Self::Drawing(drawing) => Cow::Borrowed(drawing),
            Self::Series {
                title,
                note,
                panels,
            } => Cow::Owned(render::side_by_side(title, note, panels)),
            Self::Lives(chronicle, _) => Cow::Borrowed(&chronicle.drawing),
        }
    }
}

/// What is to be drawn; `None`, and a word on standard error, if there is nothing.
pub(super) fn subject(arguments: &Arguments, graph: &Graph) -> Result<Option<Subject>, Failure> {
    if !arguments.dates.is_empty() {
        return series(arguments, graph);
    }
    if let Some(words) = arguments.timeline.as_deref() {
        return lives(arguments, graph, words);
    }
    Ok(drawing(arguments, graph)?.map(Subject::Drawing))
}

fn series(arguments: &Arguments, graph: &Graph) -> Result<Option<Subject>, Failure> {
    let overlays = &arguments.building.reading.overlay;
    let around = match &arguments.around {
        Some(word) => Some(actor::find(graph, word, overlays)?),
        None => None,
    };
    let mut panels = Vec::new();
    for date in &arguments.dates {
        let mut snapshot = graph.snapshot(Some(date.last()), None);
        if let Some(actor) = &around {
            snapshot = snapshot.around(actor);
        }
        let snapshot =
            snapshot.only(|standing| arguments.choice.admits(standing.action, standing.sign));
        panels.push(Panel {
            heading: date.last().strftime("%-d %B %Y").to_string(),
            drawing: Drawing::from(&snapshot),
        });
    }
    if panels.iter().all(|panel| panel.drawing.edges.is_empty()) {
        complain("no such relation in force on any of these dates");
        return Ok(None);
    }
    let largest = panels.iter().max_by_key(|panel| panel.drawing.edges.len());
    let (title, note) = largest.map_or_else(Default::default, |panel| {
        (panel.drawing.title.clone(), panel.drawing.note.clone())
    });
    Ok(Some(Subject::Series {
        title,
        note,
        panels,
    }))
}

fn lives(
    arguments: &Arguments,
    graph: &Graph,
    words: &[String],
) -> Result<Option<Subject>, Failure> {
    let overlays = &arguments.building.reading.overlay;
    let ids: Vec<_> = words
        .iter()
        .map(|word| actor::find(graph, word, overlays))
        .collect::<Result<_, _>>()?;
    let (one, other) = (ids[0].to_string(), ids.get(1).map(ToString::to_string));
    let choice = &arguments.choice;
    let chronicle = Chronicle::from(graph)
        .about(&one, other.as_deref())
        .only(|edge, life| {
            life.action
                .parse()
                .is_ok_and(|action| choice.admits(action, edge.sign.into()))
        });
    if chronicle.lives.is_empty() {
        complain(&format!("nothing found of {}", chronicle.drawing.title));
        return Ok(None);
    }
    let of = other.is_none().then_some(one);
    Ok(Some(Subject::Lives(chronicle, of)))
}

/// The state on a date, a diff or a path.
fn drawing(arguments: &Arguments, graph: &Graph) -> Result<Option<Drawing>, Failure> {
    let overlays = &arguments.building.reading.overlay;
    let choice = &arguments.choice;
    if let Some([from, to]) = arguments.diff.as_deref() {
        let mut diff = graph.diff(Some(from.last()), Some(to.last()));
        diff.changes.retain(|change| {
            change
                .shown()
                .is_some_and(|standing| choice.admits(standing.action, standing.sign))
        });
        diff.unchanged
            .retain(|standing| choice.admits(standing.action, standing.sign));
        let shown = diff
            .changes
            .iter()
            .filter_map(|change| change.shown())
            .chain(&diff.unchanged);
        let shown: Vec<_> = shown
            .flat_map(|standing| [standing.source.clone(), standing.target.clone()])
            .collect();
        diff.actors.retain(|id, _| shown.contains(id));
        if diff.changes.is_empty() && diff.unchanged.is_empty() {
            complain("no such relation in force on either date");
            return Ok(None);
        }
        return Ok(Some(Drawing::from(&diff)));
    }
    let mut snapshot = graph.snapshot(day(arguments.at), None);
    if let Some([from, to]) = arguments.path.as_deref() {
        let (from, to) = (
            actor::find(graph, from, overlays)?,
            actor::find(graph, to, overlays)?,
        );
        let options = PathOptions {
            n_paths: Some(1),
            only: choice.only.clone(),
            sign: choice.sign,
            ..PathOptions::default()
        };
        let Some(path) = snapshot
            .paths(&from, &to, &options)
            .paths
            .into_iter()
            .next()
        else {
            complain(&format!(
                "no path from {} to {}",
                graph.name(&from),
                graph.name(&to)
            ));
            return Ok(None);
        };
        return Ok(Some(Drawing::of_path(&path, &snapshot)));
    }
    if let Some(word) = &arguments.around {
        snapshot = snapshot.around(&actor::find(graph, word, overlays)?);
    }
    let snapshot = snapshot.only(|standing| choice.admits(standing.action, standing.sign));
    if snapshot.standings.is_empty() {
        complain(&nothing(graph, &snapshot));
        return Ok(None);
    }
    Ok(Some(Drawing::from(&snapshot)))
}
