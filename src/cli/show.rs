//! `detente show`: relations in force.

use std::path::PathBuf;

use clap::Args;

use super::args::{Building, Choice, day};
use super::question::Question;
use super::screen::{Screen, complain, count, long, relation_line};
use super::{Failure, Outcome, actor};
use crate::graph::{Graph, Snapshot};
use crate::model::PartialDate;

const EXAMPLES: &str = "\
Examples:
  detente show data/samples --at 1999-04-15
  detente show data/samples --at 1999-08 --actor NATO
  detente show data/samples --at 1999-04-15 --only ties,violence --json

A month or a year stands for its last day. Without --at: the day of the latest publication.";

/// Relations in force on a date, each with its status then and the sentence behind it
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// Texts, JSON Lines, event data, stores, folders, or - for standard input
    #[arg(value_name = "FILES", required = true)]
    files: Vec<PathBuf>,
    /// The date
    #[arg(long, value_name = "DATE")]
    at: Option<PartialDate>,
    /// Only the relations of this actor
    #[arg(long, value_name = "NAME")]
    actor: Option<String>,
    #[command(flatten)]
    choice: Choice,
    #[command(flatten)]
    building: Building,
}

pub(super) fn run(arguments: &Arguments, out: &mut Screen) -> Result<Outcome, Failure> {
    let graph =
        Question::new(&arguments.files, &arguments.building)?.in_force(&[day(arguments.at)])?;
    let mut snapshot = graph.snapshot(day(arguments.at), None);
    if let Some(word) = &arguments.actor {
        snapshot = snapshot.around(&actor::find(
            &graph,
            word,
            &arguments.building.reading.overlay,
        )?);
    }
    let snapshot =
        snapshot.only(|standing| arguments.choice.admits(standing.action, standing.sign));
    if arguments.building.reading.json {
        out.json(&snapshot)?;
        return Ok(outcome(&snapshot));
    }
    if snapshot.standings.is_empty() {
        complain(&nothing(&graph, &snapshot));
        return Ok(Outcome::Nothing);
    }
    let when = snapshot.at.map_or_else(
        || "without a date".to_owned(),
        |day| format!("on {}", long(day)),
    );
    out.heading(&format!(
        "In force {when}: {} between {}",
        count(snapshot.standings.len(), "relation"),
        count(snapshot.actors.len(), "actor")
    ))?;
    for standing in &snapshot.standings {
        out.blank()?;
        let line = relation_line(
            standing,
            graph.name(&standing.source),
            graph.name(&standing.target),
        );
        out.signed(standing.sign, &line, 0)?;
        out.evidence(standing.leading(), 4)?;
    }
    Ok(Outcome::Found)
}

fn outcome(snapshot: &Snapshot) -> Outcome {
    if snapshot.standings.is_empty() {
        Outcome::Nothing
    } else {
        Outcome::Found
    }
}

/// Why nothing is in force, with the days on which something is.
pub(super) fn nothing(graph: &Graph, snapshot: &Snapshot) -> String {
    match (snapshot.at, graph.first_day(), graph.latest()) {
        _ if graph.is_empty() => "no statements found".to_owned(),
        (Some(at), Some(first), Some(last)) => format!(
            "no such relation in force on {}; what was read begins on {} and was published up to {}",
            long(at),
            long(first),
            long(last)
        ),
        _ => "no such relation in force".to_owned(),
    }
}
