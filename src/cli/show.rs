//! `detente show`: relations in force.

use std::path::PathBuf;

use clap::Args;

use super::args::{Building, Choice, day};
use super::question::Question;
use super::screen::{Screen, complain, count, long, relation_line};
use super::{Failure, Outcome, actor};
use crate::graph::{Graph, Keep, Outline, Reports, Snapshot};
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
    let question = Question::new(&arguments.files, &arguments.building)?;
    let overlays = &arguments.building.reading.overlay;
    let actor = match &arguments.actor {
        Some(word) => Some(actor::find(question.names(), word, overlays)?),
        None => None,
    };
    let choice = &arguments.choice;
    let admits = |outline: &Outline<'_>| choice.admits(outline.action, outline.sign);
    let keep = Keep::those(&admits).of(actor.as_ref());
    let shown = question.shown(day(arguments.at), keep)?;
    let outcome = if shown.n_relations == 0 {
        Outcome::Nothing
    } else {
        Outcome::Found
    };
    if arguments.building.reading.json {
        shown.write_json(out)?;
        return Ok(outcome);
    }
    let (graph, head) = (&shown.graph, &shown.head);
    if outcome == Outcome::Nothing {
        complain(&nothing(graph, head));
        return Ok(outcome);
    }
    let when = (head.at).map_or_else(
        || "without a date".to_owned(),
        |day| format!("on {}", long(day)),
    );
    out.heading(&format!(
        "In force {when}: {} between {}",
        count(shown.n_relations, "relation"),
        count(head.actors.len(), "actor")
    ))?;
    for standing in shown.standings(Reports::Leading) {
        let standing = standing?;
        out.blank()?;
        let (source, target) = (graph.name(&standing.source), graph.name(&standing.target));
        let line = relation_line(&standing, source, target);
        out.signed(standing.sign, &line, 0)?;
        out.evidence(standing.leading(), 4)?;
    }
    Ok(outcome)
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
