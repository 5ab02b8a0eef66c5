//! Questions to a graph that need not all of it: answered from a store's index where there is one.

use std::fs::File;
use std::io::BufReader;
use std::path::PathBuf;

use jiff::civil::Date;

use super::args::{Building, LevelWord};
use super::{Failure, input};
use crate::graph::{Frozen, Graph, Labels, Rules};
use crate::model::ActorId;
use crate::store::{Index, is_store};

/// Files about which something is asked.
pub(super) struct Question<'a> {
    files: &'a [PathBuf],
    building: &'a Building,
    /// Where the index of the one store is kept, if that is all that is asked, and in the usual way.
    index: Option<Index>,
    source: Source,
}

enum Source {
    Whole(Box<Graph>),
    Index(Box<Frozen<BufReader<File>>>),
}

impl<'a> Question<'a> {
    /// Finds the index of the store, if one store is all that is asked and its relations are built in the usual way;
    /// otherwise reads everything, and leaves an index for the next question to that store.
    ///
    /// # Errors
    /// As [`input::graph`].
    pub(super) fn new(files: &'a [PathBuf], building: &'a Building) -> Result<Self, Failure> {
        let index = match files {
            [store] if as_usual(building) && is_store(store) => Index::of(store),
            _ => None,
        };
        let source = match frozen(index.as_ref())? {
            Some(frozen) => {
                input::warn_of_undated(frozen.names());
                Source::Index(Box::new(frozen))
            }
            None => Source::Whole(Box::new(whole(files, building, index.as_ref())?)),
        };
        Ok(Self {
            files,
            building,
            index,
            source,
        })
    }

    /// A graph that knows all actors, and may have no relations.
    pub(super) fn names(&self) -> &Graph {
        match &self.source {
            Source::Whole(graph) => graph,
            Source::Index(frozen) => frozen.names(),
        }
    }

    /// A graph that has everything, the statements included.
    ///
    /// # Errors
    /// As [`input::graph`].
    pub(super) fn everything(self) -> Result<Graph, Failure> {
        match self.source {
            Source::Whole(graph) => Ok(*graph),
            Source::Index(_) => whole(self.files, self.building, self.index.as_ref()),
        }
    }

    /// A graph that has at least the relations between the two.
    ///
    /// # Errors
    /// As [`input::graph`].
    pub(super) fn between(self, one: &ActorId, other: &ActorId) -> Result<Graph, Failure> {
        match self.source {
            Source::Whole(graph) => Ok(*graph),
            Source::Index(frozen) => frozen
                .between(one, other)
                .or_else(|_| whole(self.files, self.building, self.index.as_ref())),
        }
    }

    /// A graph that has at least the relations in force on any of the days; `None` is the latest day.
    ///
    /// # Errors
    /// As [`input::graph`].
    pub(super) fn in_force(self, days: &[Option<Date>]) -> Result<Graph, Failure> {
        match self.source {
            Source::Whole(graph) => Ok(*graph),
            Source::Index(frozen) => frozen
                .in_force(days)
                .or_else(|_| whole(self.files, self.building, self.index.as_ref())),
        }
    }
}

/// The index, if it was kept, belongs to the store as it is, and begins well.
fn frozen(index: Option<&Index>) -> Result<Option<Frozen<BufReader<File>>>, Failure> {
    let Some(kept) = index.and_then(Index::open) else {
        return Ok(None);
    };
    Ok(Frozen::open(kept, Rules::embedded()?, Labels::embedded()?).ok())
}

/// The graph of everything, after which the index is as it should be.
fn whole(files: &[PathBuf], building: &Building, index: Option<&Index>) -> Result<Graph, Failure> {
    let graph = input::graph(files, building)?;
    if let Some(index) = index {
        index.keep(&graph.freeze()?);
    }
    Ok(graph)
}

/// Whether relations are built as the index has them.
fn as_usual(building: &Building) -> bool {
    building.level == LevelWord::Principal
        && building.known.is_none()
        && building.window.is_none()
        && !building.strict
        && !building.no_merge
}
