//! `detente diff`: what changed between two dates, or between two stores.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::Args;
use jiff::civil::Date;

use super::args::{Building, Choice, Since, day, files_and_two};
use super::in_parts::Differing;
use super::question::Question;
use super::screen::{Screen, count, long, relation_line};
use super::{Failure, Outcome};
use crate::error::Error;
use crate::graph::{Change, ChangeKind, Diff, Graph, Keep, Outline, Reports};
use crate::model::PartialDate;

const EXAMPLES: &str = "\
Examples:
  detente diff data/samples 1999-02-20 1999-04-15
  detente diff data/samples 1999-06 1999-12 --only ties,meeting
  detente diff data/samples --since 2w --at 1999-04-07
  detente diff data/samples 1999-04-15 1999-08-01 --as-known --json
  detente diff data/samples/1999-03-26-ties.txt data/samples/1999-summer.jsonl --at 1999-07-31

A month or a year stands for its last day. Two arguments that are no dates are two stores, files or folders, compared
on one day. The exit status is 1 when something differs, as with diff(1).";

/// What changed between two dates, or between two stores: relations added, removed, or under another status, with the
/// sentences that say so
#[derive(Debug, Args)]
#[command(
    after_help = EXAMPLES,
    override_usage = "detente diff [OPTIONS] <FILES>... <DATE1> <DATE2>\n       detente diff [OPTIONS] <FILES>... --since <AGO>\n       detente diff [OPTIONS] <OLD> <NEW>"
)]
pub(super) struct Arguments {
    /// Texts, JSON Lines, event data, stores or folders, then the two dates; or two of them to compare
    #[arg(value_name = "FILES... DATE1 DATE2", num_args = 1.., required = true)]
    files_and_dates: Vec<OsString>,
    /// What changed since: 7d, 2w, 3m, 1y, or a date; up to --at
    #[arg(long, value_name = "AGO")]
    since: Option<Since>,
    /// With --since the later date, with two stores the date of both [default: of the latest publication]
    #[arg(long, value_name = "DATE")]
    at: Option<PartialDate>,
    /// Take the first date as it was known then, by what was published by that day
    #[arg(long, conflicts_with = "known")]
    as_known: bool,
    #[command(flatten)]
    choice: Choice,
    #[command(flatten)]
    building: Building,
}

/// What is compared.
enum Compared {
    Dates(Vec<PathBuf>, Date, Date),
    Since(Vec<PathBuf>),
    Stores(PathBuf, PathBuf),
}

impl Compared {
    fn of(arguments: &Arguments) -> Result<Self, Error> {
        let given = &arguments.files_and_dates;
        if arguments.since.is_some() {
            return Ok(Self::Since(given.iter().map(PathBuf::from).collect()));
        }
        if let [old, new] = given.as_slice()
            && [old, new].iter().all(|one| Path::new(one).exists())
        {
            if arguments.as_known {
                return Err(Error::Usage(
                    "--as-known goes with dates, not with two stores".to_owned(),
                ));
            }
            return Ok(Self::Stores(old.into(), new.into()));
        }
        let (files, dates) = files_and_two(given, "two dates, or --since, or two stores alone")?;
        let date = |word: &str| -> Result<PartialDate, Error> {
            word.parse().map_err(|error| {
                Error::Usage(format!(
                    "{error}; `detente diff` takes files, then two dates; or two stores that exist"
                ))
            })
        };
        let (from, to) = (date(&dates[0])?.last(), date(&dates[1])?.last());
        if arguments.at.is_some() {
            return Err(Error::Usage(
                "--at goes with --since or with two stores; two dates are given already".to_owned(),
            ));
        }
        Ok(Self::Dates(files, from, to))
    }
}

/// What differs, and between what.
fn compare(arguments: &Arguments) -> Result<(Differing, String), Failure> {
    let choice = &arguments.choice;
    let whole = |diff: Diff, graph: Graph| {
        let diff = diff.only(|standing| choice.admits(standing.action, standing.sign));
        Differing::of_diff(diff, graph)
    };
    let building = &arguments.building;
    let no_date =
        || Error::Usage("nothing here has a date to reckon from; give --at DATE".to_owned());
    let (files, from, to) = match Compared::of(arguments)? {
        Compared::Stores(old, new) => {
            let [old_files, new_files] = [[old], [new]];
            let first = Question::new(&old_files, building)?.everything()?;
            let second = Question::new(&new_files, building)?.everything()?;
            let at = day(arguments.at).or(first.latest().max(second.latest()));
            let on = at.map_or_else(String::new, |at| format!(" on {}", long(at)));
            let between = format!(
                "From {} to {}{on}",
                old_files[0].display(),
                new_files[0].display()
            );
            return Ok((whole(second.diff_from(&first, at, at), second), between));
        }
        Compared::Dates(files, from, to) => (files, Some(from), Some(to)),
        Compared::Since(files) => (files, None, day(arguments.at)),
    };
    let question = Question::new(&files, building)?;
    let to = to
        .or_else(|| question.names().latest())
        .ok_or_else(no_date)?;
    let from = match (from, arguments.since) {
        (None, Some(since)) => since.before(to)?,
        (from, _) => from.unwrap_or(to),
    };
    let between = format!("From {} to {}", long(from), long(to));
    if arguments.as_known {
        let graph = question.everything()?;
        let diff = graph.diff_from(&graph.as_known(from), Some(from), Some(to));
        return Ok((whole(diff, graph), between));
    }
    let admits = |outline: &Outline<'_>| choice.admits(outline.action, outline.sign);
    let differing = question.differing((from, to), Keep::those(&admits))?;
    Ok((differing, between))
}

pub(super) fn run(arguments: &Arguments, out: &mut Screen) -> Result<Outcome, Failure> {
    let (differing, between) = compare(arguments)?;
    let n_of = |kind| differing.n_of(Some(kind));
    let [n_added, n_removed, n_changed] =
        [ChangeKind::Added, ChangeKind::Removed, ChangeKind::Status].map(n_of);
    // As with diff(1), a difference is what the status tells.
    let outcome = if n_added + n_removed + n_changed > 0 {
        Outcome::Nothing
    } else {
        Outcome::Found
    };
    if arguments.building.reading.json {
        differing.write_json(out)?;
        return Ok(outcome);
    }
    let n_confirmed = n_of(ChangeKind::Confirmed);
    out.heading(&format!(
        "{between}: {n_added} added, {n_removed} removed, {n_changed} changed, {} unchanged",
        differing.n_of(None) + n_confirmed
    ))?;
    for (kind, title) in [
        (ChangeKind::Added, "Added"),
        (ChangeKind::Removed, "Removed"),
        (ChangeKind::Status, "Changed"),
    ] {
        if n_of(kind) == 0 {
            continue;
        }
        out.blank()?;
        out.heading(title)?;
        for change in differing.changes(|own| own == kind, Reports::Leading) {
            tell(&differing.graph, &change?, out)?;
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
