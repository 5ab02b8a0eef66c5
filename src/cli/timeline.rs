//! `detente timeline`: what happened between two actors.

use std::ffi::OsString;

use clap::Args;

use super::args::{Building, Choice, files_and_two};
use super::screen::{Screen, complain, long};
use super::{Failure, Outcome, actor, input};
use crate::graph::{Closing, Entry, Step};

const EXAMPLES: &str = "\
Examples:
  detente timeline data/samples Russia NATO
  detente timeline data/samples NATO Yugoslavia --only violence,truce
  detente timeline data/samples Russia NATO --json";

/// Everything between two actors in order of time, with what each report changed
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES, override_usage = "detente timeline [OPTIONS] <FILES>... <A> <B>")]
pub(super) struct Arguments {
    /// Texts, JSON Lines, event data, stores or folders, then the two actors
    #[arg(value_name = "FILES... A B", num_args = 1.., required = true)]
    files_one_other: Vec<OsString>,
    #[command(flatten)]
    choice: Choice,
    #[command(flatten)]
    building: Building,
}

pub(super) fn run(arguments: &Arguments, out: &mut Screen) -> Result<Outcome, Failure> {
    let (files, [one, other]) = files_and_two(&arguments.files_one_other, "two actors")?;
    let graph = input::graph(&files, &arguments.building)?;
    let (one, other) = (actor::find(&graph, &one)?, actor::find(&graph, &other)?);
    let entries: Vec<Entry> = graph
        .timeline(&one, &other)
        .into_iter()
        .filter(|entry| {
            arguments
                .choice
                .admits(entry.standing.action, entry.standing.sign)
        })
        .collect();
    if arguments.building.reading.json {
        for entry in &entries {
            out.json(entry)?;
        }
    } else if entries.is_empty() {
        complain(&format!(
            "nothing found between {} and {}",
            graph.name(&one),
            graph.name(&other)
        ));
    } else {
        out.heading(&format!("{} and {}", graph.name(&one), graph.name(&other)))?;
        for entry in &entries {
            out.blank()?;
            let date = entry
                .standing
                .since
                .map_or_else(|| "undated".to_owned(), |since| since.to_string());
            out.signed(
                entry.standing.sign,
                &format!("{date}: {}{}", entry.standing.reason, remark(entry)),
                0,
            )?;
            out.evidence(entry.standing.leading(), 4)?;
        }
    }
    Ok(if entries.is_empty() {
        Outcome::Nothing
    } else {
        Outcome::Found
    })
}

/// What else there is to say of an entry: for when it is planned, until when it held.
fn remark(entry: &Entry) -> String {
    let mut remarks = Vec::new();
    if let Some(due) = entry.standing.due {
        remarks.push(format!("for {due}"));
    }
    match entry.step {
        Step::Opens | Step::Changes => {}
        Step::Repeats => remarks.push("again".to_owned()),
        Step::Aside => remarks.push("changes nothing".to_owned()),
    }
    if let Some(until) = entry.until {
        let how = match entry.closing {
            Some(Closing::Lapsed) => "lapsed",
            Some(Closing::EndedByOther) => "ended",
            Some(Closing::Stated) => "over",
            Some(Closing::Changed) | None => "until",
        };
        remarks.push(format!("{how} {}", long(until)));
    }
    if remarks.is_empty() {
        String::new()
    } else {
        format!(" ({})", remarks.join(", "))
    }
}
