//! `detente diff`: what changed between two dates.

use std::ffi::OsString;

use clap::Args;

use super::args::{Building, Choice, files_and_two};
use super::question::Question;
use super::screen::{Screen, count, long, relation_line};
use super::{Failure, Outcome};
use crate::error::Error;
use crate::graph::{Change, ChangeKind, Graph};
use crate::model::PartialDate;

const EXAMPLES: &str = "\
Examples:
  detente diff data/samples 1999-02-20 1999-04-15
  detente diff data/samples 1999-06 1999-12 --only ties,meeting
  detente diff data/samples 1999-04-15 1999-08-01 --json

A month or a year stands for its last day. The exit status is 1 when something differs, as with diff(1).";

/// What changed between two dates: relations added, removed, or under another status, with the sentences that say so
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES, override_usage = "detente diff [OPTIONS] <FILES>... <DATE1> <DATE2>")]
pub(super) struct Arguments {
    /// Texts, JSON Lines, event data, stores or folders, then the two dates
    #[arg(value_name = "FILES... DATE1 DATE2", num_args = 1.., required = true)]
    files_and_dates: Vec<OsString>,
    #[command(flatten)]
    choice: Choice,
    #[command(flatten)]
    building: Building,
}

pub(super) fn run(arguments: &Arguments, out: &mut Screen) -> Result<Outcome, Failure> {
    let (files, dates) = files_and_two(&arguments.files_and_dates, "two dates")?;
    let date = |word: &str| -> Result<PartialDate, Error> {
        word.parse().map_err(|error| {
            Error::Usage(format!(
                "{error}; `detente diff` takes files, then two dates"
            ))
        })
    };
    let (from, to) = (date(&dates[0])?.last(), date(&dates[1])?.last());
    let graph = Question::new(&files, &arguments.building)?.in_force(&[Some(from), Some(to)])?;
    let mut diff = graph.diff(Some(from), Some(to));
    diff.changes.retain(|change| {
        change
            .shown()
            .is_some_and(|standing| arguments.choice.admits(standing.action, standing.sign))
    });
    diff.unchanged
        .retain(|standing| arguments.choice.admits(standing.action, standing.sign));
    // As with diff(1), a difference is what the status tells.
    let outcome = if diff.has_differences() {
        Outcome::Nothing
    } else {
        Outcome::Found
    };
    if arguments.building.reading.json {
        out.json(&diff)?;
        return Ok(outcome);
    }
    let n_confirmed = diff.of_kind(ChangeKind::Confirmed).count();
    out.heading(&format!(
        "From {} to {}: {} added, {} removed, {} changed, {} unchanged",
        long(from),
        long(to),
        diff.of_kind(ChangeKind::Added).count(),
        diff.of_kind(ChangeKind::Removed).count(),
        diff.of_kind(ChangeKind::Status).count(),
        diff.unchanged.len() + n_confirmed
    ))?;
    for (kind, title) in [
        (ChangeKind::Added, "Added"),
        (ChangeKind::Removed, "Removed"),
        (ChangeKind::Status, "Changed"),
    ] {
        let changes: Vec<&Change> = diff.of_kind(kind).collect();
        if changes.is_empty() {
            continue;
        }
        out.blank()?;
        out.heading(title)?;
        for change in changes {
            tell(&graph, change, out)?;
        }
    }
    if n_confirmed > 0 {
        out.blank()?;
        out.line(
            &format!(
                "Reported again, unchanged: {}",
                count(n_confirmed, "relation")
            ),
            0,
        )?;
    }
    Ok(outcome)
}

fn tell(graph: &Graph, change: &Change, out: &mut Screen) -> Result<(), Failure> {
    let Some(shown) = change.shown() else {
        return Ok(());
    };
    let line = relation_line(shown, graph.name(&shown.source), graph.name(&shown.target));
    let line = match (change.kind, &change.before) {
        (ChangeKind::Status, Some(before)) => {
            format!("{line}, was: {} ({})", before.label, before.date_text())
        }
        (ChangeKind::Removed, _) => format!("{line}, {}", change.why),
        _ => line,
    };
    out.signed(shown.sign, &line, 2)?;
    if let Some(cause) = change.causes.first() {
        out.evidence(cause, 6)?;
    }
    Ok(())
}
