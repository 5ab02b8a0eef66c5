//! `detente explain`: every sentence behind an edge, and what the rule of a statement means.

use std::ffi::OsString;

use clap::Args;
use jiff::civil::Date;
use serde::Serialize;

use super::args::{Building, files_and_two};
use super::question::Question;
use super::screen::{Screen, complain, count, long};
use super::{Failure, Outcome, actor, rule};
use crate::graph::{Closing, Graph, Merged, Occurrence, Relation, Stage};
use crate::model::{Statement, Status};

const EXAMPLES: &str = "\
Examples:
  detente explain data/samples Russia NATO
  detente explain data/samples NATO Yugoslavia --json

Each statement names the rule that read it; what a rule stands for is told without any files:
  detente explain --rule ties/sever
  detente explain --rule op:refuse
  detente explain --rule arbiter:praise/praise
  detente explain --rule icews/0331";

/// Every relation between two actors with its life, and every sentence behind it; or what a rule stands for
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES, override_usage = "detente explain [OPTIONS] <FILES>... <A> <B>\n       detente explain --rule <ID> [--json]")]
pub(super) struct Arguments {
    /// Texts, JSON Lines, event data, stores or folders, then the two actors
    #[arg(value_name = "FILES... A B", num_args = 1.., required_unless_present = "rule")]
    files_one_other: Vec<OsString>,
    /// The rule of a statement: what it is about, which words have it, how it is coded
    #[arg(long, value_name = "ID", conflicts_with = "files_one_other")]
    rule: Option<String>,
    #[command(flatten)]
    building: Building,
}

/// A relation in JSON: its stages, each with its occurrences, each with its statements in full; and why statements were
/// taken for reports of one occurrence.
#[derive(Serialize)]
struct Explained<'a> {
    relation: &'a str,
    parties: [&'a str; 2],
    action: &'a str,
    family: &'a str,
    stages: Vec<ExplainedStage<'a>>,
    asides: Vec<Vec<&'a Statement>>,
    merged: Vec<Merged<'a>>,
}

#[derive(Serialize)]
struct ExplainedStage<'a> {
    status: Status,
    from: Option<Date>,
    until: Option<Date>,
    closing: Option<Closing>,
    ended_by: Option<&'a Statement>,
    occurrences: Vec<Vec<&'a Statement>>,
}

pub(super) fn run(arguments: &Arguments, out: &mut Screen) -> Result<Outcome, Failure> {
    if let Some(id) = &arguments.rule {
        return rule::run(id, arguments.building.reading.json, out);
    }
    let (files, [one, other]) = files_and_two(&arguments.files_one_other, "two actors")?;
    let question = Question::new(&files, &arguments.building)?;
    let overlays = &arguments.building.reading.overlay;
    let (one, other) = (
        actor::find(question.names(), &one, overlays)?,
        actor::find(question.names(), &other, overlays)?,
    );
    let graph = question.between(&one, &other)?;
    let relations = graph.between(&one, &other);
    if relations.is_empty() {
        complain(&format!(
            "nothing found between {} and {}",
            graph.name(&one),
            graph.name(&other)
        ));
        return Ok(Outcome::Nothing);
    }
    for (at, relation) in relations.iter().enumerate() {
        if arguments.building.reading.json {
            out.json(&explained(relation))?;
        } else {
            if at > 0 {
                out.blank()?;
            }
            tell(&graph, relation, out)?;
        }
    }
    Ok(Outcome::Found)
}

fn explained(relation: &Relation) -> Explained<'_> {
    Explained {
        relation: relation.id.as_str(),
        parties: [relation.parties.0.as_str(), relation.parties.1.as_str()],
        action: relation.action.as_str(),
        family: &relation.family,
        stages: relation
            .stages
            .iter()
            .map(|stage| ExplainedStage {
                status: stage.status,
                from: stage.from,
                until: stage.until,
                closing: stage.closing,
                ended_by: stage.ended_by.as_deref(),
                occurrences: statements(relation, &stage.occurrences),
            })
            .collect(),
        asides: statements(relation, &relation.asides),
        merged: relation
            .occurrences
            .iter()
            .flat_map(Occurrence::merged)
            .collect(),
    }
}

fn statements<'a>(relation: &'a Relation, indices: &'a [usize]) -> Vec<Vec<&'a Statement>> {
    occurrences(relation, indices)
        .map(|occurrence| occurrence.statements.iter().map(AsRef::as_ref).collect())
        .collect()
}

fn tell(graph: &Graph, relation: &Relation, out: &mut Screen) -> Result<(), Failure> {
    let (source, target) = (
        graph.name(&relation.parties.0),
        graph.name(&relation.parties.1),
    );
    let n_statements: usize = relation
        .occurrences
        .iter()
        .map(|occurrence| occurrence.statements.len())
        .sum();
    out.heading(&format!(
        "{source} and {target}: {} [{}], {}",
        relation.action,
        relation.id,
        count(n_statements, "statement")
    ))?;
    for stage in &relation.stages {
        out.line(&format!("  {}, {}", stage.status, days(stage)), 4)?;
        tell_statements(relation, &stage.occurrences, out)?;
        if let Some(statement) = &stage.ended_by {
            out.line("    ended by:", 4)?;
            out.evidence(statement, 6)?;
        }
    }
    if !relation.asides.is_empty() {
        out.line("  said besides, without changing anything:", 4)?;
        tell_statements(relation, &relation.asides, out)?;
    }
    Ok(())
}

fn tell_statements(
    relation: &Relation,
    indices: &[usize],
    out: &mut Screen,
) -> Result<(), Failure> {
    for statement in occurrences(relation, indices).flat_map(|occurrence| &occurrence.statements) {
        out.evidence(statement, 4)?;
    }
    Ok(())
}

fn occurrences<'a>(
    relation: &'a Relation,
    indices: &'a [usize],
) -> impl Iterator<Item = &'a Occurrence> {
    indices
        .iter()
        .filter_map(|&index| relation.occurrences.get(index))
}

/// "from 20 Jul 1999 until 22 Jul 1999 (lapsed)".
fn days(stage: &Stage) -> String {
    let from = stage
        .from
        .map_or_else(|| "undated".to_owned(), |day| format!("from {}", long(day)));
    let how = match stage.closing {
        None => return from,
        Some(Closing::Changed) => "changed",
        Some(Closing::EndedByOther) => "ended",
        Some(Closing::Stated) => "as stated",
        Some(Closing::Lapsed) => "lapsed",
    };
    match stage.until {
        Some(day) => format!("{from} until {} ({how})", long(day)),
        None => format!("{from} ({how})"),
    }
}
