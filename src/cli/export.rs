//! `detente export`: the graph for other programs.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::args::{Building, Choice, day};
use super::screen::{Screen, complain, count};
use super::{Failure, Outcome, input};
use crate::error::Error;
use crate::interchange::export::{
    Network, actors_csv, cypher, gexf, graphml, json_ld, node_link, plover, relations_csv,
};
#[cfg(feature = "parquet")]
use crate::interchange::export::{relations_parquet, statements_parquet};
use crate::model::PartialDate;

const EXAMPLES: &str = "\
Examples:
  detente export data/samples --to gexf -o relations.gexf
  detente export data/samples --to graphml --at 1999-04-15 -o april.graphml
  detente export data/samples --to csv --only ties,violence > relations.csv
  detente export data/samples --to plover > events.jsonl
  detente export data/samples --to parquet -o relations.parquet

Without --at, each relation comes with its whole life: a first and a last day for each of its statuses. For Graphviz,
detente draw -o relations.dot.";

/// Writes relations for other programs.
#[derive(Debug, Args)]
#[command(about = "Writes relations for Gephi, NetworkX, R, Neo4j, DuckDB, the web of data or a spreadsheet", after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// Texts, JSON Lines, event data, stores, folders, or - for standard input
    #[arg(value_name = "FILES", required = true)]
    files: Vec<PathBuf>,
    /// The form
    #[arg(long, value_enum, value_name = "FORM")]
    to: Form,
    /// Only what is in force on this date
    #[arg(long, value_name = "DATE")]
    at: Option<PartialDate>,
    /// The file to write; without it, standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    choice: Choice,
    #[command(flatten)]
    building: Building,
}

/// For which program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// Gephi, with a timeline
    Gexf,
    #[value(help = "yEd, igraph, NetworkX")]
    Graphml,
    #[value(help = "Node-link JSON: NetworkX, D3")]
    Json,
    /// Relations as a table, with the headings of Gephi
    Csv,
    /// Actors as a table
    ActorsCsv,
    /// Neo4j
    Cypher,
    #[value(help = "Linked data with provenance: JSON-LD in the words of PROV-O and schema.org")]
    Jsonld,
    /// The statements as PLOVER events, one JSON object a line
    Plover,
    #[cfg(feature = "parquet")]
    #[value(help = "Relations as a table for DuckDB, pandas, Spark")]
    Parquet,
    #[cfg(feature = "parquet")]
    #[value(help = "The statements as a table for DuckDB, pandas, Spark")]
    StatementsParquet,
}

impl Form {
    /// Whether it writes what was said, statement by statement, rather than how things stand.
    fn is_of_statements(self) -> bool {
        match self {
            Self::Plover => true,
            #[cfg(feature = "parquet")]
            Self::StatementsParquet => true,
            _ => false,
        }
    }
}

pub(super) fn run(arguments: &Arguments, out: &mut Screen) -> Result<Outcome, Failure> {
    if arguments.to.is_of_statements()
        && (arguments.at.is_some() || arguments.choice.sign.is_some())
    {
        return Err(Error::Usage(
            "this form has what was said, not how things stand: leave --at and --sign out"
                .to_owned(),
        )
        .into());
    }
    let graph = input::graph(&arguments.files, &arguments.building)?;
    let choice = &arguments.choice;
    let network = Network::new(&graph, day(arguments.at)).only(&graph, |spell| {
        choice.admits(spell.standing.action, spell.standing.sign)
    });
    let statements = graph
        .statements()
        .iter()
        .filter(|one| choice.only.is_empty() || choice.only.contains(&one.action));
    let bytes = match arguments.to {
        Form::Gexf => gexf(&network).into_bytes(),
        Form::Graphml => graphml(&network).into_bytes(),
        Form::Json => node_link(&network).into_bytes(),
        Form::Csv => relations_csv(&network).into_bytes(),
        Form::ActorsCsv => actors_csv(&network).into_bytes(),
        Form::Cypher => cypher(&network).into_bytes(),
        Form::Jsonld => json_ld(&network).into_bytes(),
        Form::Plover => statements
            .map(|one| plover(one))
            .collect::<String>()
            .into_bytes(),
        #[cfg(feature = "parquet")]
        Form::Parquet => relations_parquet(&network)?,
        #[cfg(feature = "parquet")]
        Form::StatementsParquet => statements_parquet(statements.map(|one| &**one))?,
    };
    let n_relations = network.spells.len();
    if let Some(path) = &arguments.output {
        std::fs::write(path, bytes).map_err(|source| Error::Io {
            path: path.clone(),
            source,
        })?;
        out.line(
            &format!(
                "{}: {}, {}",
                path.display(),
                count(network.actors.len(), "actor"),
                count(n_relations, "spell")
            ),
            0,
        )?;
    } else {
        out.raw(&bytes)?;
    }
    if n_relations == 0 {
        complain("no such relation; the file is empty");
        return Ok(Outcome::Nothing);
    }
    Ok(Outcome::Found)
}
