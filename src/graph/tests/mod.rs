//! Lives of relations, told in one line a statement (see `notation.rs`).

mod asking;
mod laws;
mod lives;
mod measures;
mod parts;
mod paths;
mod repeats;

use jiff::civil::Date;

use super::notation::say;
use super::{Closing, Graph, Options};

fn graph(lines: &[&str]) -> Graph {
    Graph::new(lines.iter().map(|line| say(line)), Options::default()).unwrap()
}

#[allow(clippy::unnecessary_wraps)] // Questions take a date that may be missing.
fn day(text: &str) -> Option<Date> {
    Some(text.parse().unwrap())
}

/// The relations in force as `RUS>GBR visit planned`, sorted.
fn standing(graph: &Graph, at: &str) -> Vec<String> {
    let mut lines: Vec<String> = graph
        .snapshot(day(at), None)
        .standings
        .iter()
        .map(|standing| {
            let way = if standing.mutual { '~' } else { '>' };
            format!(
                "{}{way}{} {} {}",
                standing.source, standing.target, standing.action, standing.status
            )
        })
        .collect();
    lines.sort();
    lines
}

/// The stages of the only relation as `planned 1999-07-20..1999-07-22 changed`.
fn stages(graph: &Graph) -> Vec<String> {
    assert_eq!(graph.relations().len(), 1, "{:#?}", graph.relations());
    let day = |day: Option<Date>| day.map_or(String::new(), |day| day.to_string());
    graph.relations()[0]
        .stages
        .iter()
        .map(|stage| {
            let closing = match stage.closing {
                None => "open",
                Some(Closing::Changed) => "changed",
                Some(Closing::EndedByOther) => "ended",
                Some(Closing::Stated) => "stated",
                Some(Closing::Lapsed) => "lapsed",
            };
            format!(
                "{} {}..{} {closing}",
                stage.status,
                day(stage.from),
                day(stage.until)
            )
        })
        .collect()
}
