//! Questions to a graph that need not all of it: answered from a store's index where there is one.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufReader, Cursor, Read, Seek};
use std::path::PathBuf;

use jiff::civil::Date;

use super::args::{Building, LevelWord};
use super::in_parts::{Differing, InForce};
use super::{Failure, input};
use crate::error::Error;
use crate::graph::{
    Actor, ChangeKind, Damaged, Frozen, Graph, Keep, Labels, Lives, Outline, PathOptions, Reports,
    Rules, Unanswered, freeze,
};
use crate::model::{ActorId, Legend};
use crate::store::{Index, Seal, Store, is_store};

/// Statements that came after the index, of which each question works out anew what they change. With more, in relation
/// to all, the index is made anew instead: so that the cost of a reading stays one of what is read.
const TAIL_AT_MOST: usize = 20_000;
/// The part of all statements that may be in the tail.
const TAIL_PART: usize = 16;

/// Files about which something is asked.
pub(super) struct Question<'a> {
    files: &'a [PathBuf],
    building: &'a Building,
    source: Source,
}

enum Source {
    Whole(Box<Graph>),
    Store(Box<Asked>),
}

/// A store that is asked, and its graph as it was written down.
pub(super) struct Asked {
    store: Store,
    index: Option<Index>,
    seal: Option<Seal>,
    frozen: Frozen<Box<dyn Bytes>>,
}

/// Where a frozen graph is read from: its file, or memory where no file can be kept.
trait Bytes: Read + Seek {}
impl Bytes for BufReader<File> {}
impl Bytes for Cursor<Vec<u8>> {}

impl<'a> Question<'a> {
    /// Finds the index of the store, if one store is all that is asked and its relations are built in the usual way,
    /// and makes it if there is none that fits; otherwise reads everything.
    ///
    /// # Errors
    /// As [`input::graph`].
    pub(super) fn new(files: &'a [PathBuf], building: &'a Building) -> Result<Self, Failure> {
        let source = match files {
            [path] if as_usual(building) && is_store(path) => {
                let store = Store::open(path)?;
                let seal = store.hold()?;
                let asked = Asked::new(store, Index::of(path), seal)?;
                input::warn_of_undated(asked.frozen.names());
                Source::Store(Box::new(asked))
            }
            _ => Source::Whole(Box::new(input::graph(files, building)?)),
        };
        Ok(Self {
            files,
            building,
            source,
        })
    }

    /// A graph that knows all actors, and may have no relations.
    pub(super) fn names(&self) -> &Graph {
        match &self.source {
            Source::Whole(graph) => graph,
            Source::Store(asked) => asked.frozen.names(),
        }
    }

    /// A graph that has everything, the statements included.
    ///
    /// # Errors
    /// As [`input::graph`].
    pub(super) fn everything(self) -> Result<Graph, Failure> {
        match self.source {
            Source::Whole(graph) => Ok(*graph),
            Source::Store(_) => input::graph(self.files, self.building),
        }
    }

    /// A graph that has at least the relations between the two.
    ///
    /// # Errors
    /// As [`input::graph`].
    pub(super) fn between(self, one: &ActorId, other: &ActorId) -> Result<Graph, Failure> {
        match self.source {
            Source::Whole(graph) => Ok(*graph),
            Source::Store(mut asked) => asked.answer(|frozen, store| {
                frozen.between(one, other, &mut |keys| store.statements_of(keys))
            }),
        }
    }

    /// What is in force on a day and wanted; without a day, on that of the latest publication.
    ///
    /// # Errors
    /// As [`input::graph`].
    pub(super) fn shown(self, at: Option<Date>, keep: Keep<'_>) -> Result<InForce, Failure> {
        match self.source {
            Source::Whole(graph) => Ok(InForce::of_graph(*graph, at, keep)),
            Source::Store(asked) => InForce::of_store(asked, at, keep),
        }
    }

    /// What differs between two days and is wanted, as it stands on the last of them on which it does.
    ///
    /// # Errors
    /// As [`input::graph`].
    pub(super) fn differing(
        self,
        (from, to): (Date, Date),
        keep: Keep<'_>,
    ) -> Result<Differing, Failure> {
        match self.source {
            Source::Whole(graph) => {
                let diff = graph.diff(Some(from), Some(to));
                let diff = diff.only(|standing| keep.keeps(&Outline::of(standing)));
                Ok(Differing::of_diff(diff, *graph))
            }
            Source::Store(asked) => Differing::of_store(asked, (from, to), keep),
        }
    }

    /// A graph that has at least the relations in force on any of the days; `None` is the latest day.
    ///
    /// # Errors
    /// As [`input::graph`].
    pub(super) fn in_force(self, days: &[Option<Date>]) -> Result<Graph, Failure> {
        self.in_force_as(days, Keep::all())
    }

    /// A graph that has at least those of the relations in force on any of the days that are wanted.
    ///
    /// # Errors
    /// As [`input::graph`].
    pub(super) fn in_force_as(
        self,
        days: &[Option<Date>],
        keep: Keep<'_>,
    ) -> Result<Graph, Failure> {
        match self.source {
            Source::Whole(graph) => Ok(*graph),
            Source::Store(mut asked) => asked.answer(|frozen, store| {
                frozen.in_force(days, keep, &mut |keys| store.statements_of(keys))
            }),
        }
    }

    /// A graph in which the paths of a day from one actor to another are those of all relations.
    ///
    /// # Errors
    /// As [`input::graph`].
    pub(super) fn on_the_way(
        self,
        at: Option<Date>,
        ends: (&ActorId, &ActorId),
        options: &PathOptions,
    ) -> Result<Graph, Failure> {
        match self.source {
            Source::Whole(graph) => Ok(*graph),
            Source::Store(mut asked) => asked.answer(|frozen, store| {
                frozen.on_the_way(at, ends, options, &mut |keys| store.statements_of(keys))
            }),
        }
    }
}

impl Asked {
    /// The relations in force on the days that are wanted, in numbers.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub(super) fn lives(
        &mut self,
        days: &[Option<Date>],
        keep: Keep<'_>,
    ) -> Result<Lives, Failure> {
        self.answer(|frozen, store| {
            frozen.lives_in_force(days, keep, &mut |keys| store.statements_of(keys))
        })
    }

    /// What is told of the graph with some of them.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub(super) fn in_words<T>(
        &mut self,
        part: (&Lives, &[usize]),
        reports: Reports,
        tell: impl FnOnce(&Graph) -> T,
    ) -> Result<T, Failure> {
        let fetch = &mut |keys: &[u32]| self.store.statements_of(keys);
        let count = &mut |keys: &[u32]| self.store.n_documents_of(keys);
        let told = self.frozen.in_words(part, reports, (fetch, count), tell);
        told.map_err(told_why)
    }

    /// How each differs between two days.
    pub(super) fn kinds(&self, lives: &Lives) -> Vec<Option<ChangeKind>> {
        self.frozen.kinds(lives)
    }

    /// The actors of the relations.
    pub(super) fn actors_of(&self, lives: &Lives) -> BTreeMap<ActorId, Actor> {
        self.frozen.actors_of(lives)
    }

    fn new(store: Store, index: Option<Index>, seal: Option<Seal>) -> Result<Self, Failure> {
        let frozen = match kept(&store, index.as_ref(), seal.as_ref()) {
            Ok(Some(frozen)) => frozen,
            Ok(None) | Err(Unanswered::Damaged(_)) => made(&store, index.as_ref(), seal.as_ref())?,
            Err(Unanswered::Words(error)) => return Err(error.into()),
        };
        Ok(Self {
            store,
            index,
            seal,
            frozen,
        })
    }

    /// The answer; if the index turns out to be damaged, that of a new one.
    fn answer<T>(
        &mut self,
        ask: impl Fn(&mut Frozen<Box<dyn Bytes>>, &Store) -> Result<T, Unanswered>,
    ) -> Result<T, Failure> {
        let answer = match ask(&mut self.frozen, &self.store) {
            Err(Unanswered::Damaged(_)) => {
                self.frozen = made(&self.store, self.index.as_ref(), self.seal.as_ref())?;
                ask(&mut self.frozen, &self.store)
            }
            answer => answer,
        };
        answer.map_err(told_why)
    }
}

/// The graph as it was kept beside the store, with what came later; `None` if it was not kept, belongs to what the
/// store held before it was changed, or is too far behind.
fn kept(
    store: &Store,
    index: Option<&Index>,
    now: Option<&Seal>,
) -> Result<Option<Frozen<Box<dyn Bytes>>>, Unanswered> {
    let (Some((bytes, then)), Some(now)) = (index.and_then(|index| index.open(store)), now) else {
        return Ok(None);
    };
    let n_later = now.n_since(&then);
    if n_later > TAIL_AT_MOST.max(now.n_statements() / TAIL_PART) {
        return Ok(None);
    }
    let bytes: Box<dyn Bytes> = Box::new(bytes);
    let frozen = Frozen::open(bytes, Rules::embedded()?, Labels::embedded()?)?;
    if n_later == 0 {
        return Ok(Some(frozen));
    }
    let tail = store.records(frozen.legend(), Some(&then))?;
    Ok(Some(frozen.with_tail(tail)))
}

/// The graph of all that is in the store, which is kept for the next question.
fn made(
    store: &Store,
    index: Option<&Index>,
    seal: Option<&Seal>,
) -> Result<Frozen<Box<dyn Bytes>>, Failure> {
    let rules = Rules::embedded()?;
    let records = store.records(Legend::default(), None)?;
    let fetch = &mut |keys: &[u32]| store.statements_of(keys);
    let bytes = freeze(records, &rules, fetch).map_err(told_why)?;
    if let (Some(index), Some(seal)) = (index, seal) {
        index.keep(seal, &bytes);
    }
    let bytes: Box<dyn Bytes> = Box::new(Cursor::new(bytes));
    let frozen = Frozen::open(bytes, rules, Labels::embedded()?);
    frozen.map_err(|damaged| told_why(damaged.into()))
}

fn told_why(unanswered: Unanswered) -> Failure {
    match unanswered {
        Unanswered::Words(error) => error.into(),
        // It has just been made.
        Unanswered::Damaged(Damaged) => {
            Error::Internal("what was written down cannot be read again".to_owned()).into()
        }
    }
}

/// Whether relations are built as the index has them.
fn as_usual(building: &Building) -> bool {
    building.level == LevelWord::Principal
        && building.known.is_none()
        && building.window.is_none()
        && !building.strict
        && !building.no_merge
}
