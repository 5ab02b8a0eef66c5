//! `detente check`: whether what is known of actors holds together.

use std::path::PathBuf;

use clap::Args;
use jiff::civil::Date;
use serde::Serialize;

use super::args::day;
use super::screen::{Screen, complain, count};
use super::{Failure, Outcome, input};
use crate::error::Error;
use crate::model::PartialDate;
use crate::vocabulary::actors::{Actors, Class};

const EXAMPLES: &str = "\
Examples:
  detente check
  detente check mine.toml people.tsv phoenix.actors
  detente check --gaps 2015-06-30

Faults are told all at once, with file and line: unknown ids, ends before beginnings, dates that are none, missing
names, ids given twice, and names that mean two actors at the same time. Exit status 2 when there are any.";

/// Whether the knowledge of actors, with own files on top, holds together
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// Overlay files: .toml, .tsv, .actors, .agents
    #[arg(value_name = "FILES")]
    files: Vec<PathBuf>,
    /// Also list the states for which nobody is known in a great office on a date
    #[arg(long, value_name = "DATE")]
    gaps: Option<PartialDate>,
    /// Write JSON
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Told {
    actors: usize,
    names: usize,
    faults: Vec<String>,
    conflicts: Vec<String>,
    gaps: Vec<String>,
}

pub(super) fn run(arguments: &Arguments, out: &mut Screen) -> Result<Outcome, Failure> {
    let files = input::overlay_files(&arguments.files)?;
    let (actors, faults) = match Actors::embedded().with_overlays(&files) {
        Ok(actors) => (actors, Vec::new()),
        Err(faults) => (
            Actors::embedded(),
            faults.iter().map(input::told).collect::<Vec<String>>(),
        ),
    };
    let conflicts: Vec<String> = actors
        .conflicts()
        .into_iter()
        .map(|conflict| format!("'{}' means {}", conflict.alias, conflict.ids.join(" and ")))
        .collect();
    let gaps = day(arguments.gaps).map_or_else(Vec::new, |on| gaps(&actors, on));
    let (n_actors, n_names) = actors.counts();
    let n_faults = faults.len() + conflicts.len();
    if arguments.json {
        out.json(&Told {
            actors: n_actors,
            names: n_names,
            faults,
            conflicts,
            gaps,
        })?;
    } else {
        for line in faults.iter().chain(&conflicts) {
            complain(line);
        }
        for line in &gaps {
            out.line(line, 2)?;
        }
        let verdict = if n_faults == 0 {
            "No faults.".to_owned()
        } else {
            format!("{}.", count(n_faults, "fault"))
        };
        out.line(
            &format!(
                "{} under {}. {verdict}",
                count(n_actors, "actor"),
                count(n_names, "name")
            ),
            0,
        )?;
    }
    out.flush()?;
    if n_faults > 0 {
        return Err(Error::Usage(format!(
            "{} in what is known of actors",
            count(n_faults, "fault")
        ))
        .into());
    }
    Ok(Outcome::Found)
}

/// The states without a known holder of a great office, a line each.
fn gaps(actors: &Actors, on: Date) -> Vec<String> {
    let offices = [
        (Class::HeadOfState, "head of state"),
        (Class::HeadOfGovernment, "head of government"),
        (Class::ForeignMinister, "foreign minister"),
    ];
    actors
        .states_on(on)
        .into_iter()
        .filter_map(|state| {
            let missing: Vec<&str> = offices
                .iter()
                .filter(|(class, _)| actors.holders_on(state, *class, on).is_empty())
                .map(|(_, name)| *name)
                .collect();
            (!missing.is_empty()).then(|| {
                format!(
                    "{} ({}): no {}",
                    actors.name_text(state),
                    actors.id_text(state),
                    missing.join(", ")
                )
            })
        })
        .collect()
}
