//! `detente find`: sentences by their words.

use std::ffi::OsString;

use clap::Args;

use super::args::{Building, Choice, Period, Statuses, files_and_one};
use super::question::Question;
use super::screen::{Screen, complain, count};
use super::{Failure, Outcome, actor};
use crate::error::Error;
use crate::graph::{Graph, Level, Passage, Search};
use crate::model::{Party, Statement};

const EXAMPLES: &str = "\
Examples:
  detente find data/samples 'ties'
  detente find data/samples 'sever* \"the alliance\"'
  detente find data/samples 'talk*' --actor NATO --from 1999-07 --only meeting --json

All words must stand in the sentence, whole, in any order and any case. * stands for any ending,
\"quotation marks\" keep words together. --from and --to mean the day of publication.";

/// The sentences behind the relations that have these words, with what was read in them
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES, override_usage = "detente find [OPTIONS] <FILES>... <WORDS>")]
pub(super) struct Arguments {
    /// Texts, JSON Lines, event data, stores or folders, then the words, in one argument
    #[arg(value_name = "FILES... WORDS", num_args = 1.., required = true)]
    files_and_words: Vec<OsString>,
    /// Only what is said of this actor
    #[arg(long, value_name = "NAME")]
    actor: Option<String>,
    #[command(flatten)]
    period: Period,
    #[command(flatten)]
    choice: Choice,
    #[command(flatten)]
    statuses: Statuses,
    #[command(flatten)]
    building: Building,
}

pub(super) fn run(arguments: &Arguments, out: &mut Screen) -> Result<Outcome, Failure> {
    let (first, last) = arguments.period.days()?;
    let bounded = arguments.period.from.or(arguments.period.to).is_some();
    let (files, words) = files_and_one(&arguments.files_and_words, "the words to look for")?;
    let search: Search = words
        .parse()
        .map_err(|error| Error::Usage(format!("'{words}': {error}")))?;
    let graph = Question::new(&files, &arguments.building)?.everything()?;
    let overlays = &arguments.building.reading.overlay;
    let actor = arguments
        .actor
        .as_ref()
        .map(|word| actor::find(&graph, word, overlays))
        .transpose()?;
    let level = arguments.building.options().level;
    let is_actor = |party: &Party| {
        let id = match level {
            Level::Principal => &party.principal,
            Level::Party => &party.id,
        };
        actor.as_ref().is_none_or(|wanted| wanted == id)
    };
    let keep = |statement: &Statement| {
        let sign = graph
            .rules()
            .sign(statement.action, statement.status, statement.event.quad);
        arguments.choice.admits(statement.action, sign)
            && arguments.statuses.admits(statement.status)
            && (is_actor(&statement.source) || is_actor(&statement.target))
            && statement
                .published
                .map_or(!bounded, |published| (first..=last).contains(&published.0))
    };
    let passages = graph.search(&search, keep);
    if arguments.building.reading.json {
        for passage in &passages {
            out.json(passage)?;
        }
    } else if passages.is_empty() {
        complain(&format!("no sentence behind a relation has '{words}'"));
    } else {
        out.heading(&count(passages.len(), "sentence"))?;
        for passage in &passages {
            out.blank()?;
            tell(&graph, passage, level, out)?;
        }
    }
    Ok(if passages.is_empty() {
        Outcome::Nothing
    } else {
        Outcome::Found
    })
}

fn tell(graph: &Graph, passage: &Passage, level: Level, out: &mut Screen) -> Result<(), Failure> {
    if let Some(first) = passage.claims.first() {
        out.evidence(&first.statement, 0)?;
    }
    for claimed in &passage.claims {
        let statement = &claimed.statement;
        let sign = graph
            .rules()
            .sign(statement.action, statement.status, statement.event.quad);
        let name = |party: &Party| match level {
            Level::Principal => graph.name(&party.principal).to_owned(),
            Level::Party => graph.name(&party.id).to_owned(),
        };
        let arrow = if statement.mutual { "↔" } else { "→" };
        let line = format!(
            "{} {arrow} {}: {} {} [{}]",
            name(&statement.source),
            name(&statement.target),
            statement.action,
            statement.status,
            claimed.relation
        );
        out.signed(sign, &line, 4)?;
    }
    Ok(())
}
