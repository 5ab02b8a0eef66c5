//! Questions to a graph that need not all of it: answered from a store's index where there is one.

use std::fs::File;
use std::io::{BufReader, Cursor, Read, Seek};
use std::path::PathBuf;

use jiff::civil::Date;

use super::args::{Building, LevelWord};
use super::{Failure, input};
use crate::error::Error;
use crate::graph::{Damaged, Frozen, Graph, Labels, Rules, Unanswered, freeze};
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
struct Asked {
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
            Source::Store(asked) => asked.answer(|frozen, store| {
                frozen.between(one, other, &mut |keys| store.statements_of(keys))
            }),
        }
    }

    /// A graph that has at least the relations in force on any of the days; `None` is the latest day.
    ///
    /// # Errors
    /// As [`input::graph`].
    pub(super) fn in_force(self, days: &[Option<Date>]) -> Result<Graph, Failure> {
        match self.source {
            Source::Whole(graph) => Ok(*graph),
            Source::Store(asked) => asked.answer(|frozen, store| {
                frozen.in_force(days, &mut |keys| store.statements_of(keys))
            }),
        }
    }
}

impl Asked {
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
    fn answer(
        self,
        ask: impl Fn(Frozen<Box<dyn Bytes>>, &Store) -> Result<Graph, Unanswered>,
    ) -> Result<Graph, Failure> {
        let answer = match ask(self.frozen, &self.store) {
            Err(Unanswered::Damaged(_)) => {
                let anew = made(&self.store, self.index.as_ref(), self.seal.as_ref())?;
                ask(anew, &self.store)
            }
            answer => answer,
        };
        answer.map_err(told)
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
    let fetch = &mut |keys: &[u32]| store.statements_of(keys);
    frozen.with_tail(tail, fetch).map(Some)
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
    let bytes = freeze(records, &rules, fetch).map_err(told)?;
    if let (Some(index), Some(seal)) = (index, seal) {
        index.keep(seal, &bytes);
    }
    let bytes: Box<dyn Bytes> = Box::new(Cursor::new(bytes));
    let frozen = Frozen::open(bytes, rules, Labels::embedded()?);
    frozen.map_err(|damaged| told(damaged.into()))
}

fn told(unanswered: Unanswered) -> Failure {
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
