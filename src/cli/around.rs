//! `detente around`: who stands around an actor.

use std::ffi::OsString;

use clap::Args;

use super::args::{Building, Choice, Statuses, day, files_and_one};
use super::question::Question;
use super::screen::{Screen, complain, count, long, relation_line};
use super::{Failure, Outcome, actor};
use crate::graph::{Graph, Keep, Neighbour, PathOptions};
use crate::model::PartialDate;

const EXAMPLES: &str = "\
Examples:
  detente around data/samples Russia --at 1999-04-15
  detente around data/samples Finland --at 1999-06-05 --hops 2 --sign +
  detente around data/samples NATO --at 1999-04-15 --directed --json";

/// The actors around one on a date: by which relations they are tied to it, friendly or hostile, and how far they are
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES, override_usage = "detente around [OPTIONS] <FILES>... <ACTOR>")]
pub(super) struct Arguments {
    /// Texts, JSON Lines, event data, stores or folders, then the actor
    #[arg(value_name = "FILES... ACTOR", num_args = 1.., required = true)]
    files_and_actor: Vec<OsString>,
    /// The date on which the relations are in force
    #[arg(long, value_name = "DATE")]
    at: Option<PartialDate>,
    /// Those that are so many steps away, at most
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..))]
    hops: u8,
    /// Only along the direction of relations, from source to target
    #[arg(long)]
    directed: bool,
    #[command(flatten)]
    choice: Choice,
    #[command(flatten)]
    statuses: Statuses,
    #[command(flatten)]
    building: Building,
}

pub(super) fn run(arguments: &Arguments, out: &mut Screen) -> Result<Outcome, Failure> {
    let (files, word) = files_and_one(&arguments.files_and_actor, "an actor")?;
    let question = Question::new(&files, &arguments.building)?;
    let overlays = &arguments.building.reading.overlay;
    let id = actor::find(question.names(), &word, overlays)?;
    // Farther off, others than the actor's own relations count.
    let keep = Keep::all().of((arguments.hops == 1).then_some(&id));
    let graph = question.in_force_as(&[day(arguments.at)], keep)?;
    let options = PathOptions {
        max_hops: arguments.hops.into(),
        only: arguments.choice.only.clone(),
        statuses: arguments.statuses.status.clone(),
        sign: arguments.choice.sign,
        directed: arguments.directed,
        ..PathOptions::default()
    };
    let around = graph
        .snapshot(day(arguments.at), None)
        .neighbourhood(&id, &options);
    let outcome = if around.neighbours.is_empty() {
        Outcome::Nothing
    } else {
        Outcome::Found
    };
    if arguments.building.reading.json {
        out.json(&around)?;
        return Ok(outcome);
    }
    let on = around
        .at
        .map_or_else(String::new, |at| format!(" on {}", long(at)));
    if around.neighbours.is_empty() {
        complain(&format!(
            "no such relation of {} in force{on}",
            graph.name(&id)
        ));
        return Ok(outcome);
    }
    out.heading(&format!(
        "Around {}{on}: {}",
        graph.name(&id),
        count(around.neighbours.len(), "actor")
    ))?;
    for neighbour in &around.neighbours {
        out.blank()?;
        tell(&graph, neighbour, out)?;
    }
    Ok(outcome)
}

fn tell(graph: &Graph, neighbour: &Neighbour, out: &mut Screen) -> Result<(), Failure> {
    let far = if neighbour.hops > 1 {
        let through: Vec<&str> = neighbour.through.iter().map(|id| graph.name(id)).collect();
        format!(", {} steps, through {}", neighbour.hops, through.join(", "))
    } else {
        String::new()
    };
    out.line(
        &format!(
            "{}: {} cooperative, {} neutral, {} hostile{far}",
            neighbour.actor.name, neighbour.n_cooperative, neighbour.n_neutral, neighbour.n_hostile
        ),
        4,
    )?;
    for standing in &neighbour.by {
        let (source, target) = (graph.name(&standing.source), graph.name(&standing.target));
        out.signed(standing.sign, &relation_line(standing, source, target), 2)?;
        out.evidence(standing.leading(), 6)?;
    }
    Ok(())
}
