//! `detente draw`: the picture.

use std::path::{Path as FilePath, PathBuf};

use clap::{Args, ValueEnum};
use serde::Serialize;

use super::args::{Building, Choice, day};
use super::screen::{Screen, complain, count};
use super::show::nothing;
use super::{Failure, Outcome, actor, input};
use crate::error::Error;
use crate::graph::{Graph, PathOptions};
use crate::model::PartialDate;
use crate::render::{self, Chronicle, Drawing, Style, Theme};

const EXAMPLES: &str = "\
Examples:
  detente draw data/samples -o relations.svg
  detente draw data/samples --at 1999-04-15 -o april.svg
  detente draw data/samples --diff 1999-02-20 1999-08-01 -o change.svg
  detente draw data/samples --at 1999-07-21 --path NATO Britain -o path.dot
  detente draw data/samples -o relations.html

The ending decides: .svg and .png are drawn by detente itself, .dot is for Graphviz, .html is a page for a browser, without a
network, with all dates, filters and the sentences. Without -o, SVG goes to standard output.";

/// Draws the relations in force on a date, what changed between two, or how two actors are connected
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// Texts, JSON Lines, event data, stores, folders, or - for standard input
    #[arg(value_name = "FILES", required = true)]
    files: Vec<PathBuf>,
    /// The date
    #[arg(long, value_name = "DATE", conflicts_with = "diff")]
    at: Option<PartialDate>,
    /// What changed between two dates
    #[arg(long, num_args = 2, value_names = ["DATE1", "DATE2"], conflicts_with_all = ["path", "around"])]
    diff: Option<Vec<PartialDate>>,
    /// How two actors are connected
    #[arg(long, num_args = 2, value_names = ["FROM", "TO"], conflicts_with = "around")]
    path: Option<Vec<String>>,
    /// The relations of one actor
    #[arg(long, value_name = "NAME")]
    around: Option<String>,
    /// The file to write: .svg, .png, .dot or .html
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// The colours
    #[arg(long, value_enum, default_value_t = ThemeWord::Light)]
    theme: ThemeWord,
    /// The picture's heading
    #[arg(long, value_name = "WORDS")]
    title: Option<String>,
    #[command(flatten)]
    choice: Choice,
    #[command(flatten)]
    building: Building,
}

/// [`Theme`] as an argument.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ThemeWord {
    /// Dark ink on white
    Light,
    /// Light ink on near-black
    Dark,
    /// Inks that stay apart in greys
    Print,
}

impl From<ThemeWord> for Theme {
    fn from(word: ThemeWord) -> Self {
        match word {
            ThemeWord::Light => Self::Light,
            ThemeWord::Dark => Self::Dark,
            ThemeWord::Print => Self::Print,
        }
    }
}

/// Which form the picture takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Svg,
    Dot,
    Page,
    Png,
}

/// What `--json` says of the picture.
#[derive(Serialize)]
struct Drawn<'a> {
    file: Option<&'a FilePath>,
    title: &'a str,
    n_actors: usize,
    n_relations: usize,
}

pub(super) fn run(arguments: &Arguments, out: &mut Screen) -> Result<Outcome, Failure> {
    // A wrong ending is told before the texts are read.
    let form = form(arguments.output.as_deref())?;
    if arguments.building.reading.json && arguments.output.is_none() {
        return Err(
            Error::Usage("--json describes the picture; give its file with -o".to_owned()).into(),
        );
    }
    let graph = input::graph(&arguments.files, &arguments.building)?;
    let Some(mut drawing) = drawing(arguments, &graph)? else {
        return Ok(Outcome::Nothing);
    };
    if let Some(title) = &arguments.title {
        drawing.title.clone_from(title);
    }
    let style = Style {
        theme: arguments.theme.into(),
        ..Style::default()
    };
    let picture = match form {
        Form::Svg => render::svg(&drawing, &style).into_bytes(),
        Form::Png => pixels(&render::svg(&drawing, &style))?,
        Form::Dot => render::dot(&drawing).into_bytes(),
        Form::Page => {
            let mut chronicle = Chronicle::from(&graph);
            chronicle.at = drawing.as_of.or(chronicle.at);
            if let Some([from, to]) = arguments.diff.as_deref() {
                (chronicle.before, chronicle.at) = (Some(from.last()), Some(to.last()));
            }
            if let Some(title) = &arguments.title {
                chronicle.drawing.title.clone_from(title);
            }
            render::page(&chronicle).into_bytes()
        }
    };
    match &arguments.output {
        Some(path) => {
            std::fs::write(path, picture).map_err(|source| Error::Io {
                path: path.clone(),
                source,
            })?;
            if arguments.building.reading.json {
                out.json(&Drawn {
                    file: Some(path),
                    title: &drawing.title,
                    n_actors: drawing.actors.len(),
                    n_relations: drawing.edges.len(),
                })?;
            } else {
                complain(&format!(
                    "{}: {}, {}",
                    path.display(),
                    count(drawing.actors.len(), "actor"),
                    count(drawing.edges.len(), "relation")
                ));
            }
        }
        None => out.raw(&picture)?,
    }
    Ok(Outcome::Found)
}

/// What is to be drawn; `None`, and a word on standard error, if there is nothing.
fn drawing(arguments: &Arguments, graph: &Graph) -> Result<Option<Drawing>, Failure> {
    let choice = &arguments.choice;
    if let Some([from, to]) = arguments.diff.as_deref() {
        let mut diff = graph.diff(Some(from.last()), Some(to.last()));
        diff.changes.retain(|change| {
            change
                .shown()
                .is_some_and(|standing| choice.admits(standing.action, standing.sign))
        });
        diff.unchanged
            .retain(|standing| choice.admits(standing.action, standing.sign));
        let shown = diff
            .changes
            .iter()
            .filter_map(|change| change.shown())
            .chain(&diff.unchanged);
        let shown: Vec<_> = shown
            .flat_map(|standing| [standing.source.clone(), standing.target.clone()])
            .collect();
        diff.actors.retain(|id, _| shown.contains(id));
        if diff.changes.is_empty() && diff.unchanged.is_empty() {
            complain("no such relation in force on either date");
            return Ok(None);
        }
        return Ok(Some(Drawing::from(&diff)));
    }
    let mut snapshot = graph.snapshot(day(arguments.at), None);
    if let Some([from, to]) = arguments.path.as_deref() {
        let (from, to) = (actor::find(graph, from)?, actor::find(graph, to)?);
        let options = PathOptions {
            n_paths: 1,
            only: choice.only.clone(),
            sign: choice.sign,
            ..PathOptions::default()
        };
        let Some(path) = snapshot.paths(&from, &to, &options).into_iter().next() else {
            complain(&format!(
                "no path from {} to {}",
                graph.name(&from),
                graph.name(&to)
            ));
            return Ok(None);
        };
        return Ok(Some(Drawing::of_path(&path, &snapshot)));
    }
    if let Some(word) = &arguments.around {
        snapshot = snapshot.around(&actor::find(graph, word)?);
    }
    let snapshot = snapshot.only(|standing| choice.admits(standing.action, standing.sign));
    if snapshot.standings.is_empty() {
        complain(&nothing(graph, &snapshot));
        return Ok(None);
    }
    Ok(Some(Drawing::from(&snapshot)))
}

#[cfg(feature = "png")]
fn pixels(svg: &str) -> Result<Vec<u8>, Error> {
    render::png(svg, None).map_err(|error| Error::Usage(error.to_string()))
}

#[cfg(not(feature = "png"))]
fn pixels(_: &str) -> Result<Vec<u8>, Error> {
    Err(Error::Usage(
        "this detente was built without PNG (cargo feature png); write .svg".to_owned(),
    ))
}

fn form(output: Option<&FilePath>) -> Result<Form, Error> {
    let Some(path) = output else {
        return Ok(Form::Svg);
    };
    match path.extension().and_then(|ending| ending.to_str()) {
        Some("svg") => Ok(Form::Svg),
        Some("dot" | "gv") => Ok(Form::Dot),
        Some("html" | "htm") => Ok(Form::Page),
        Some("png") => Ok(Form::Png),
        _ => Err(Error::Usage(format!(
            "{}: the file must end in .svg, .png, .dot or .html",
            path.display()
        ))),
    }
}
