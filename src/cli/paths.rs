//! `detente paths`: by which relations two actors are connected.

use std::ffi::OsString;
use std::fmt::Write as _;

use clap::Args;
use jiff::civil::Date;
use serde::Serialize;

use super::args::{Building, Choice, Period, Statuses, day, files_and_two};
use super::question::Question;
use super::screen::{Screen, complain, count, long, relation_line};
use super::{Failure, Outcome, actor};
use crate::error::Error;
use crate::graph::{Graph, Path, PathOptions, Paths};
use crate::model::PartialDate;

const EXAMPLES: &str = "\
Examples:
  detente paths data/samples NATO Britain --at 1999-07-21
  detente paths data/samples China Yugoslavia --at 1999-05-20 --max-hops 3
  detente paths data/samples Russia Finland --at 1999-06-05 --sign + --json
  detente paths data/samples NATO Russia --at 1999-07-24 --all --max-hops 3 --status done
  detente paths data/samples NATO Finland --time-respecting --from 1999-03 --to 1999-06

With --weighted, a step that n documents report is 1/n long. docs/measures.md says how paths are found.";

/// The shortest ways from one actor to another over relations in force, with a sentence for each step
#[allow(clippy::struct_excessive_bools)] // Each is a flag that people give by itself.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES, override_usage = "detente paths [OPTIONS] <FILES>... <FROM> <TO>")]
pub(super) struct Arguments {
    /// Texts, JSON Lines, event data, stores or folders, then the two actors
    #[arg(value_name = "FILES... FROM TO", num_args = 1.., required = true)]
    files_from_to: Vec<OsString>,
    /// The date on which the relations are in force
    #[arg(long, value_name = "DATE", conflicts_with = "time_respecting")]
    at: Option<PartialDate>,
    /// At most so many steps
    #[arg(long, value_name = "N", default_value_t = 6, value_parser = clap::value_parser!(u8).range(1..))]
    max_hops: u8,
    /// At most so many paths
    #[arg(short = 'k', long, alias = "k", value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u16).range(1..))]
    paths: u16,
    /// All paths of at most --max-hops steps
    #[arg(long, conflicts_with = "paths")]
    all: bool,
    /// Only along the direction of relations, from source to target
    #[arg(long)]
    directed: bool,
    /// The shorter, the more documents report each step
    #[arg(long)]
    weighted: bool,
    /// Step by step over time, each relation in force no earlier than the one before
    #[arg(long)]
    time_respecting: bool,
    #[command(flatten)]
    period: Period,
    #[command(flatten)]
    choice: Choice,
    #[command(flatten)]
    statuses: Statuses,
    #[command(flatten)]
    building: Building,
}

#[derive(Serialize)]
struct Answer<'a> {
    at: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    period: Option<(Date, Date)>,
    from: &'a str,
    to: &'a str,
    #[serde(flatten)]
    paths: &'a Paths,
}

pub(super) fn run(arguments: &Arguments, out: &mut Screen) -> Result<Outcome, Failure> {
    let days = arguments.period.days()?;
    let (files, [from, to]) = files_and_two(&arguments.files_from_to, "two actors")?;
    if !arguments.time_respecting && (arguments.period.from.or(arguments.period.to)).is_some() {
        return Err(Error::Usage(
            "--from and --to go with --time-respecting; --at DATE is for one day".to_owned(),
        )
        .into());
    }
    let question = Question::new(&files, &arguments.building)?;
    let overlays = &arguments.building.reading.overlay;
    let (from, to) = (
        actor::find(question.names(), &from, overlays)?,
        actor::find(question.names(), &to, overlays)?,
    );
    let options = PathOptions {
        max_hops: arguments.max_hops.into(),
        n_paths: (!arguments.all).then_some(arguments.paths.into()),
        only: arguments.choice.only.clone(),
        statuses: arguments.statuses.status.clone(),
        sign: arguments.choice.sign,
        directed: arguments.directed,
        by_evidence: arguments.weighted,
    };
    let (graph, at, period, paths) = if arguments.time_respecting {
        let graph = question.everything()?;
        let period = within(&graph, days);
        let paths = graph.paths_over(&from, &to, period, &options);
        (graph, None, Some(period), paths)
    } else {
        let graph = question.on_the_way(day(arguments.at), (&from, &to), &options)?;
        let snapshot = graph.snapshot(day(arguments.at), None);
        let paths = snapshot.paths(&from, &to, &options);
        (graph, snapshot.at, None, paths)
    };
    if paths.cut_off {
        complain(&format!(
            "warning: there may be more paths than the {} found; a lower --max-hops, -k N or a filter makes the search smaller",
            paths.paths.len()
        ));
    }
    let outcome = if paths.paths.is_empty() {
        Outcome::Nothing
    } else {
        Outcome::Found
    };
    if arguments.building.reading.json {
        out.json(&Answer {
            at,
            period,
            from: from.as_str(),
            to: to.as_str(),
            paths: &paths,
        })?;
        return Ok(outcome);
    }
    if paths.paths.is_empty() {
        let when = match (at, period) {
            (_, Some((first, last))) => {
                format!(
                    ", one after the other from {} to {}",
                    long(first),
                    long(last)
                )
            }
            (Some(day), None) => format!(" on {}", long(day)),
            (None, None) => String::new(),
        };
        complain(&format!(
            "no path from {} to {} over relations in force{when} within {}",
            graph.name(&from),
            graph.name(&to),
            count(options.max_hops, "step")
        ));
        return Ok(outcome);
    }
    for (at, path) in paths.paths.iter().enumerate() {
        if at > 0 {
            out.blank()?;
        }
        tell(&graph, path, arguments.weighted, out)?;
    }
    Ok(outcome)
}

/// The period, no wider than what was read.
fn within(graph: &Graph, (first, last): (Date, Date)) -> (Date, Date) {
    let first = if first == Date::MIN {
        graph.first_day().unwrap_or(first).min(last)
    } else {
        first
    };
    let last = if last == Date::MAX {
        graph.latest().unwrap_or(last).max(first)
    } else {
        last
    };
    (first, last)
}

fn tell(graph: &Graph, path: &Path, weighted: bool, out: &mut Screen) -> Result<(), Failure> {
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
    if weighted {
        let _ = write!(heading, " (length {:.2})", path.length);
    }
    out.heading(&heading)?;
    for (at, hop) in path.hops.iter().enumerate() {
        let on = hop
            .on
            .map_or_else(String::new, |on| format!(", on {}", long(on)));
        out.line(
            &format!(
                "  {}. {} and {}{on}",
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
