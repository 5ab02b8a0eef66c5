//! `detente draw`: the picture.

mod page;
mod subject;

use std::path::{Path as FilePath, PathBuf};

use clap::{Args, ValueEnum};
use jiff::civil::Date;
use serde::Serialize;

use self::subject::subject;
use super::args::{Building, Choice, day};
use super::question::Question;
use super::screen::{Screen, complain, count};
use super::{Failure, Outcome, graphviz, input};
use crate::error::Error;
use crate::graph::Graph;
use crate::model::PartialDate;
use crate::render::{self, Places, Style, Theme, View};

const EXAMPLES: &str = "\
Examples:
  detente draw data/samples -o relations.svg
  detente draw data/samples --at 1999-04-15 -o april.svg
  detente draw data/samples --diff 1999-02-20 1999-08-01 -o change.svg
  detente draw data/samples --at 1999-07-21 --path NATO Britain -o path.dot
  detente draw data/samples --dates 1999-03,1999-06,1999-12 -o year.svg
  detente draw data/samples --timeline Russia NATO -o lives.svg
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
    /// The same actors on several dates, with commas, each in its place: 1999-02,1999-05,1999-12
    #[arg(long, value_name = "DATES", value_delimiter = ',', num_args = 1, conflicts_with_all = ["at", "diff", "path", "timeline"])]
    dates: Vec<PartialDate>,
    /// The lives of the relations of one actor, or of a pair
    #[arg(long, num_args = 1..=2, value_names = ["ACTOR", "OTHER"], conflicts_with_all = ["at", "diff", "path", "around"])]
    timeline: Option<Vec<String>>,
    /// The file to write: .svg, .png, .dot or .html
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Lines between actors, or a matrix
    #[arg(long, value_enum, default_value_t = ViewWord::Auto)]
    view: ViewWord,
    /// At most so many actors, the best connected [default: 60, cut down to 40 when there are more]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(2..=60), conflicts_with = "timeline")]
    strongest: Option<u16>,
    /// The colours
    #[arg(long, value_enum, default_value_t = ThemeWord::Light)]
    theme: ThemeWord,
    /// Keep actors where they stand in an earlier .svg or .html
    #[arg(long, value_name = "FILE")]
    stable_with: Option<PathBuf>,
    /// Who lays out: detente, or an installed Graphviz
    #[arg(long, value_enum, default_value_t = Engine::Own)]
    engine: Engine,
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

/// Who lays the picture out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Engine {
    /// Détente itself
    Own,
    /// Graphviz's dot
    Dot,
}

/// [`View`] as an argument.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ViewWord {
    /// Lines, or a matrix where a dozen actors or more are dense
    Auto,
    /// Lines
    Graph,
    /// A row and a column for each actor
    Matrix,
}

impl From<ViewWord> for View {
    fn from(word: ViewWord) -> Self {
        match word {
            ViewWord::Auto => Self::Auto,
            ViewWord::Graph => Self::Graph,
            ViewWord::Matrix => Self::Matrix,
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
    if arguments.engine == Engine::Dot && !matches!(form, Form::Svg | Form::Png) {
        return Err(Error::Usage("--engine dot writes .svg and .png".to_owned()).into());
    }
    let usual = Style::default();
    let style = Style {
        theme: arguments.theme.into(),
        view: arguments.view.into(),
        places: arguments.stable_with.as_deref().map(places).transpose()?,
        max_actors: arguments.strongest.map_or(usual.max_actors, usize::from),
        ..usual
    };
    let graph = graph(arguments, form)?;
    let Some(mut subject) = subject(arguments, &graph)? else {
        return Ok(Outcome::Nothing);
    };
    if let Some(title) = &arguments.title {
        subject.title().clone_from(title);
    }
    let svg = || match arguments.engine {
        Engine::Own => Ok(subject.svg(&style)),
        Engine::Dot => graphviz::svg(&render::dot(&subject.drawing(), style.theme)),
    };
    let picture = match form {
        Form::Svg => svg()?.into_bytes(),
        Form::Png => pixels(&svg()?)?,
        Form::Dot => render::dot(&subject.drawing(), style.theme).into_bytes(),
        Form::Page => page::page(arguments, &graph, &subject)?.into_bytes(),
    };
    let drawing = subject.drawing();
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

/// The relations that the picture needs: those in force on its dates, or all.
fn graph(arguments: &Arguments, form: Form) -> Result<Graph, Failure> {
    let (files, building) = (&arguments.files, &arguments.building);
    // A page can be turned to other levels and times.
    if form == Form::Page || arguments.timeline.is_some() {
        return input::graph(files, building);
    }
    let days: Vec<Option<Date>> = match (&arguments.dates[..], arguments.diff.as_deref()) {
        ([], None) => vec![day(arguments.at)],
        ([], Some(two)) => two.iter().map(|date| Some(date.last())).collect(),
        (dates, _) => dates.iter().map(|date| Some(date.last())).collect(),
    };
    Question::new(files, building)?.in_force(&days)
}

/// Where actors stood in an earlier picture.
fn places(path: &FilePath) -> Result<Places, Error> {
    let text = std::fs::read_to_string(path).map_err(|source| Error::Io {
        path: path.to_owned(),
        source,
    })?;
    render::places(&text).ok_or_else(|| {
        Error::Usage(format!(
            "{}: no actors found; --stable-with takes an .svg or .html that detente drew",
            path.display()
        ))
    })
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
