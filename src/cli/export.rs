//! `detente export`: the graph for other programs.

use std::path::{Path, PathBuf};
use std::{fs, io};

use clap::{Args, ValueEnum};

use self::Written::{File, Folder};
use super::args::{Building, Choice, day};
use super::screen::{Screen, complain, count};
use super::{Failure, Outcome, input};
use crate::error::Error;
use crate::interchange::export::{
    Network, Tables, actors_csv, cypher, gephi, gexf, graphml, json_ld, neo4j, node_link, plover,
    relations_csv,
};
#[cfg(feature = "parquet")]
use crate::interchange::export::{relations_parquet, statements_parquet};
use crate::model::PartialDate;

const EXAMPLES: &str = "\
Examples:
  detente export data/samples --to gexf -o relations.gexf
  detente export data/samples --to graphml --at 1999-04-15 -o april.graphml
  detente export data/samples --to csv --only ties,violence > relations.csv
  detente export data/samples --to neo4j -o for-neo4j
  detente export data/samples --to plover > events.jsonl
  detente export data/samples --to parquet -o relations.parquet

Without --at, each relation comes with its whole life: a first and a last day for each of its statuses. The forms neo4j
and gephi are two files, actors.csv and relations.csv, in the folder that -o names. For Graphviz, detente draw
-o relations.dot.";

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
    /// The file to write, or the folder for neo4j and gephi; without it, standard output
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
    /// Relations as a table
    Csv,
    /// Actors as a table
    ActorsCsv,
    /// Two tables for Gephi's Import spreadsheet, with a timeline
    Gephi,
    #[value(help = "Two tables for neo4j-admin database import")]
    Neo4j,
    #[value(help = "Neo4j while it runs")]
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

    fn is_of_two_files(self) -> bool {
        matches!(self, Self::Gephi | Self::Neo4j)
    }
}

/// What an export is on the disk.
enum Written {
    File(Vec<u8>),
    Folder(Tables),
}

impl Written {
    /// Writes the file, or the files of the folder, which is made where it is missing.
    fn write(&self, path: &Path) -> Result<(), Error> {
        match self {
            File(bytes) => at(path, |path| fs::write(path, bytes)),
            Folder(tables) => {
                at(path, |path| fs::create_dir_all(path))?;
                let files = [
                    ("actors.csv", &tables.actors),
                    ("relations.csv", &tables.relations),
                ];
                for (name, table) in files {
                    at(&path.join(name), |path| fs::write(path, table))?;
                }
                Ok(())
            }
        }
    }
}

/// Does something to a path, whose name goes with what the system says when it cannot.
fn at(path: &Path, act: impl FnOnce(&Path) -> io::Result<()>) -> Result<(), Error> {
    act(path).map_err(|source| Error::Io {
        path: path.to_owned(),
        source,
    })
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
    if arguments.to.is_of_two_files() && arguments.output.is_none() {
        return Err(Error::Usage(
            "this form is two files, actors.csv and relations.csv: name a folder for them with -o"
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
    let written = match arguments.to {
        Form::Gexf => File(gexf(&network).into_bytes()),
        Form::Graphml => File(graphml(&network).into_bytes()),
        Form::Json => File(node_link(&network).into_bytes()),
        Form::Csv => File(relations_csv(&network).into_bytes()),
        Form::ActorsCsv => File(actors_csv(&network).into_bytes()),
        Form::Gephi => Folder(gephi(&network)),
        Form::Neo4j => Folder(neo4j(&network)),
        Form::Cypher => File(cypher(&network).into_bytes()),
        Form::Jsonld => File(json_ld(&network).into_bytes()),
        Form::Plover => File(
            statements
                .map(|one| plover(one))
                .collect::<String>()
                .into_bytes(),
        ),
        #[cfg(feature = "parquet")]
        Form::Parquet => File(relations_parquet(&network)?),
        #[cfg(feature = "parquet")]
        Form::StatementsParquet => File(statements_parquet(statements.map(|one| &**one))?),
    };
    let n_relations = network.spells.len();
    if let Some(path) = &arguments.output {
        written.write(path)?;
        out.line(
            &format!(
                "{}: {}, {}",
                path.display(),
                count(network.actors.len(), "actor"),
                count(n_relations, "spell")
            ),
            0,
        )?;
    } else if let File(bytes) = written {
        out.raw(&bytes)?;
    }
    if n_relations == 0 {
        complain("no such relation; the file is empty");
        return Ok(Outcome::Nothing);
    }
    Ok(Outcome::Found)
}
