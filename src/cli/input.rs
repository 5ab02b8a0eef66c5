//! From files to statements and the graph.

use std::cell::RefCell;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;

use super::args::{Building, LevelWord, Reading, day};
use super::event_file::{self, AT_A_TIME, EventFile, Opened, RowReading};
use super::progress::Progress;
use super::set_aside::SetAsideFile;
use super::{Failure, screen};
use crate::error::Error;
use crate::graph::{Graph, Labels, Rules};
use crate::interchange::events::{Format, TableMap};
use crate::model::{ActorId, Document, Events, PartialDate, Published, Statement};
use crate::pipeline::Reader;
use crate::store::{Store, is_store};
use crate::text::{self, ReadOptions, Warning};
use crate::vocabulary::actors::{Actors, Fault, OverlayFile};

/// What the files hold.
pub(super) struct Inputs<'a> {
    /// Statements and event data in parts, from one file after the other; each is opened when its turn comes.
    pub(super) events: Box<dyn Iterator<Item = Result<Events, Failure>> + 'a>,
    /// Whether some come from files of event data.
    pub(super) has_rows: bool,
    /// Texts, not read yet.
    pub(super) documents: Vec<Document>,
}

/// Tells stores, event data, statements and texts apart, by content; says on standard error what was passed over.
///
/// # Errors
/// As [`text::read`], [`EventFile::open`] and [`actors`]; a map that means nothing.
pub(super) fn split<'a>(
    files: &'a [PathBuf],
    reading: &Reading,
    progress: Progress,
) -> Result<Inputs<'a>, Failure> {
    let map = reading.map.as_deref().map(table_map).transpose()?;
    let set_aside = match &reading.set_aside {
        Some(path) => Some(Rc::new(RefCell::new(SetAsideFile::create(path, files)?))),
        None => None,
    };
    let mut options = ReadOptions {
        published: reading.published.map(PartialDate::first).map(Published),
        ..ReadOptions::default()
    };
    let mut others = Vec::new();
    let mut standard_input: Box<dyn Read> = Box::new(std::io::empty());
    let mut known: Option<RowReading> = None;
    let mut in_rows: Vec<Box<dyn Iterator<Item = Result<Events, Failure>>>> = Vec::new();
    let mut add = |events: EventFile, in_rows: &mut Vec<_>| -> Result<(), Failure> {
        let row_reading = match &known {
            Some(known) => known.clone(),
            None => known
                .insert(RowReading {
                    actors: Arc::new(actors(&reading.overlay)?),
                    set_aside: set_aside.clone(),
                    progress,
                })
                .clone(),
        };
        in_rows.push(Box::new(events.rows(row_reading)) as Box<dyn Iterator<Item = _>>);
        Ok(())
    };
    for path in files {
        if path.is_dir() {
            for (path, events) in events_in(path, map.as_ref())? {
                options.elsewhere.insert(path);
                if let Some(events) = events {
                    add(events, &mut in_rows)?;
                }
            }
            others.push(path.clone());
        } else if is_store(path) {
            let load = || Ok(Store::open(path)?.statements()?);
            in_rows.push(Box::new(std::iter::once_with(load).flat_map(parts)));
        } else if path == Path::new("-") || path.is_file() {
            match EventFile::open(path, map.as_ref())? {
                Opened::Events(events) => add(events, &mut in_rows)?,
                Opened::Other(input) => {
                    if path == Path::new("-") {
                        standard_input = Box::new(input);
                    }
                    others.push(path.clone());
                }
            }
        } else {
            others.push(path.clone());
        }
    }
    let inputs = text::read(&others, &options, standard_input)?;
    warn(&inputs.warnings);
    let has_rows = known.is_some();
    let events = parts(Ok(inputs.statements)).chain(in_rows.into_iter().flatten());
    Ok(Inputs {
        events: Box::new(events.filter(|read| !read.as_ref().is_ok_and(Events::is_empty))),
        has_rows,
        documents: inputs.documents,
    })
}

/// Statements in parts, or why they could not be read.
fn parts(
    statements: Result<Vec<Statement>, Failure>,
) -> Box<dyn Iterator<Item = Result<Events, Failure>>> {
    match statements {
        Ok(statements) => Box::new(Events::in_parts(statements, AT_A_TIME).map(Ok)),
        Err(failure) => Box::new(std::iter::once(Err(failure))),
    }
}

/// The files of event data in a folder. One that looks like event data and cannot be read is passed over with a
/// warning, and stands here without its rows.
///
/// # Errors
/// When the folder cannot be listed.
fn events_in(
    folder: &Path,
    map: Option<&TableMap>,
) -> Result<Vec<(PathBuf, Option<EventFile>)>, Error> {
    let mut found = Vec::new();
    for path in text::files_in(folder)? {
        let Some(is_table) = event_file::in_folder(&path).filter(|_| path.is_file()) else {
            continue;
        };
        match EventFile::open(&path, map.filter(|_| is_table)) {
            Ok(Opened::Events(events)) => found.push((path, Some(events))),
            Ok(Opened::Other(_)) => {}
            Err(error) => {
                screen::complain(&format!("warning: {error}; passed over"));
                found.push((path, None));
            }
        }
    }
    Ok(found)
}

/// A map of a table's columns: `field=column` with commas between, or a file that has one on each line.
///
/// # Errors
/// When the file cannot be read, or a map means nothing.
fn table_map(argument: &str) -> Result<TableMap, Error> {
    if argument.contains('=') {
        return TableMap::parse(&argument.replace(',', "\n"))
            .map_err(|message| Error::Usage(format!("--map: {message}")));
    }
    let path = PathBuf::from(argument);
    let text = std::fs::read_to_string(&path).map_err(|source| match source.kind() {
        ErrorKind::NotFound => Error::Usage(format!(
            "--map: there is no file '{argument}'; write field=column with commas between, or give a file that has one \
             on each line. Without a map {} are read",
            Format::BUILT_IN.map(|format| format.as_str()).join(", ")
        )),
        _ => Error::Io {
            path: path.clone(),
            source,
        },
    })?;
    TableMap::parse(&text).map_err(|message| Error::Input {
        path,
        line: None,
        message,
    })
}

/// Reads files, folders, stores, event data and standard input, and hands over the statements text by text, so that a long list
/// of texts is answered as it is read.
///
/// # Errors
/// As [`split`], and what `take` gives.
pub(super) fn each(
    files: &[PathBuf],
    reading: &Reading,
    mut take: impl FnMut(Vec<Statement>) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let inputs = split(files, reading, Progress::Hidden)?;
    for events in inputs.events {
        take(events?.into_statements())?;
    }
    if !inputs.documents.is_empty() {
        let reader = reader(reading)?;
        for document in inputs.documents {
            take(reader.read(&document).statements)?;
        }
    }
    Ok(())
}

/// What is known of actors, with the user's own files on top.
///
/// # Errors
/// When a file cannot be read; when files have faults, with all of them told.
pub(super) fn actors(overlays: &[PathBuf]) -> Result<Actors, Failure> {
    if overlays.is_empty() {
        return Ok(Actors::embedded());
    }
    Actors::embedded()
        .with_overlays(&overlay_files(overlays)?)
        .map_err(|faults| {
            for fault in &faults {
                screen::complain(&told(fault));
            }
            Error::Usage(format!(
                "{} in the overlay",
                screen::count(faults.len(), "fault")
            ))
            .into()
        })
}

/// The overlays' texts.
///
/// # Errors
/// When one cannot be read or is not UTF-8.
pub(super) fn overlay_files(overlays: &[PathBuf]) -> Result<Vec<OverlayFile>, Error> {
    overlays
        .iter()
        .map(|path| {
            let text = std::fs::read_to_string(path).map_err(|source| Error::Io {
                path: path.clone(),
                source,
            })?;
            Ok(OverlayFile {
                name: path.display().to_string(),
                text,
            })
        })
        .collect()
}

/// A fault with its file and line.
pub(super) fn told(fault: &Fault) -> String {
    let line = match fault.line {
        0 => String::new(),
        line => format!(":{line}"),
    };
    format!("{}{line}: {}", fault.file, fault.message)
}

/// A reader as the user wants it: with own knowledge of actors, with or without hubs.
///
/// # Errors
/// As [`actors`].
pub(super) fn reader(reading: &Reading) -> Result<Reader, Failure> {
    Ok(Reader::with_actors(actors(&reading.overlay)?)?.pairwise(reading.pairwise))
}

/// Counts parties as institutions or blocs, where the level asks for it. What two parties do that then are one is
/// within it, and no relation.
fn fold(statements: &mut Vec<Statement>, building: &Building) -> Result<(), Failure> {
    if !matches!(building.level, LevelWord::Institution | LevelWord::Bloc) {
        return Ok(());
    }
    let actors = actors(&building.reading.overlay)?;
    let mut blocs = Vec::new();
    for id in &building.blocs {
        let bloc = ActorId::new(id.as_str());
        if actors.find(&bloc).is_none() {
            return Err(Error::Usage(format!(
                "--blocs: '{id}' is no known actor; `detente actors {id}` looks for it"
            ))
            .into());
        }
        blocs.push(bloc);
    }
    for statement in statements.iter_mut() {
        let on = statement
            .when
            .as_ref()
            .and_then(|when| when.start)
            .or(statement.published.map(|published| published.0));
        for party in [&mut statement.source, &mut statement.target] {
            *party = if building.level == LevelWord::Bloc {
                actors.as_bloc(party, &blocs, on)
            } else {
                actors.as_institution(party, on)
            };
        }
    }
    statements.retain(|statement| statement.source.id != statement.target.id);
    Ok(())
}

/// Reads files into a graph.
///
/// # Errors
/// As [`text::read`].
pub(super) fn graph(files: &[PathBuf], building: &Building) -> Result<Graph, Failure> {
    let mut statements = Vec::new();
    each(files, &building.reading, |read| {
        statements.extend(read);
        Ok(())
    })?;
    fold(&mut statements, building)?;
    let mut rules = Rules::embedded()?;
    if let Some(days) = building.window {
        rules = rules.with_window(days);
    }
    if building.strict {
        rules = rules.strictly();
    }
    let graph = Graph::build(statements, building.options(), rules, Labels::embedded()?);
    warn_of_undated(&graph);
    Ok(match day(building.known) {
        Some(known) => graph.as_known(known),
        None => graph,
    })
}

pub(super) fn warn_of_undated(graph: &Graph) {
    let (_, n_undated) = graph.n_without_own_date();
    if n_undated > 0 {
        screen::complain(&format!(
            "warning: {} without any date, taken to hold on every day; --published DATE dates texts",
            screen::count(n_undated, "statement")
        ));
    }
}

/// Tells what was passed over or guessed.
pub(super) fn warn(warnings: &[Warning]) {
    for warning in warnings {
        let line = warning
            .line
            .map(|line| format!(":{line}"))
            .unwrap_or_default();
        screen::complain(&format!(
            "warning: {}{line}: {}",
            warning.path.display(),
            warning.message
        ));
    }
}
