//! `detente paths`: by which relations two actors are connected.

use std::ffi::OsString;
use std::fmt::Write as _;

use clap::Args;
use serde::Serialize;

use super::args::{Building, Choice, day, files_and_two};
use super::question::Question;
use super::screen::{Screen, complain, count, long, relation_line};
use super::{Failure, Outcome, actor};
use crate::graph::{Graph, Path, PathOptions};
use crate::model::PartialDate;

const EXAMPLES: &str = "\
Examples:
  detente paths data/samples NATO Britain --at 1999-07-21
  detente paths data/samples China Yugoslavia --at 1999-05-20 --max-hops 3
  detente paths data/samples Russia Finland --at 1999-06-05 --sign + --json";

/// The shortest ways from one actor to another over relations in force, with a sentence for each step
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES, override_usage = "detente paths [OPTIONS] <FILES>... <FROM> <TO>")]
pub(super) struct Arguments {
    /// Texts, JSON Lines, event data, stores or folders, then the two actors
    #[arg(value_name = "FILES... FROM TO", num_args = 1.., required = true)]
    files_from_to: Vec<OsString>,
    /// The date on which the relations are in force
    #[arg(long, value_name = "DATE")]
    at: Option<PartialDate>,
    /// At most so many steps
    #[arg(long, value_name = "N", default_value_t = 6, value_parser = clap::value_parser!(u8).range(1..))]
    max_hops: u8,
    /// At most so many paths
    #[arg(short = 'k', long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u16).range(1..))]
    paths: u16,
    /// Only along the direction of relations, from source to target
    #[arg(long)]
    directed: bool,
    #[command(flatten)]
    choice: Choice,
    #[command(flatten)]
    building: Building,
}

#[derive(Serialize)]
struct Answer<'a> {
    at: Option<jiff::civil::Date>,
    from: &'a str,
    to: &'a str,
    paths: &'a [Path],
}

pub(super) fn run(arguments: &Arguments, out: &mut Screen) -> Result<Outcome, Failure> {
    let (files, [from, to]) = files_and_two(&arguments.files_from_to, "two actors")?;
    let question = Question::new(&files, &arguments.building)?;
    let overlays = &arguments.building.reading.overlay;
    let (from, to) = (
        actor::find(question.names(), &from, overlays)?,
        actor::find(question.names(), &to, overlays)?,
    );
    let graph = question.in_force(&[day(arguments.at)])?;
    let options = PathOptions {
        max_hops: arguments.max_hops.into(),
        n_paths: arguments.paths.into(),
        only: arguments.choice.only.clone(),
        sign: arguments.choice.sign,
        directed: arguments.directed,
    };
    let snapshot = graph.snapshot(day(arguments.at), None);
    let paths = snapshot.paths(&from, &to, &options);
    let outcome = if paths.is_empty() {
        Outcome::Nothing
    } else {
        Outcome::Found
    };
    if arguments.building.reading.json {
        out.json(&Answer {
            at: snapshot.at,
            from: from.as_str(),
            to: to.as_str(),
            paths: &paths,
        })?;
        return Ok(outcome);
    }
    if paths.is_empty() {
        let on = snapshot
            .at
            .map(|day| format!(" on {}", long(day)))
            .unwrap_or_default();
        complain(&format!(
            "no path from {} to {} over relations in force{on} within {}",
            graph.name(&from),
            graph.name(&to),
            count(options.max_hops, "step")
        ));
        return Ok(outcome);
    }
    for (at, path) in paths.iter().enumerate() {
        if at > 0 {
            out.blank()?;
        }
        tell(&graph, path, out)?;
    }
    Ok(outcome)
}

fn tell(graph: &Graph, path: &Path, out: &mut Screen) -> Result<(), Failure> {
    let mut heading = String::new();
    for hop in &path.hops {
        let label = hop
            .by
            .first()
            .map(|standing| standing.label.as_str())
            .unwrap_or_default();
        if heading.is_empty() {
            heading.push_str(graph.name(&hop.from));
        }
        let _ = write!(heading, " – {label} – {}", graph.name(&hop.to));
    }
    out.heading(&heading)?;
    for (at, hop) in path.hops.iter().enumerate() {
        out.line(
            &format!(
                "  {}. {} and {}",
                at + 1,
                graph.name(&hop.from),
                graph.name(&hop.to)
            ),
            5,
        )?;
        for (nth, standing) in hop.by.iter().enumerate() {
            let line = relation_line(
                standing,
                graph.name(&standing.source),
                graph.name(&standing.target),
            );
            out.signed(standing.sign, &line, 5)?;
            // The first carries the step; the others are named, and `explain` has their sentences.
            if nth == 0 {
                out.line(&format!("       {}.", standing.reason), 7)?;
                out.evidence(standing.leading(), 7)?;
            }
        }
    }
    Ok(())
}
