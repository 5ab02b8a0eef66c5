//! Long answers about a day or two, told relation by relation as their words are fetched.

use std::cell::RefCell;
use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::ser::{Error as _, SerializeSeq as _};
use serde::{Serialize, Serializer};

use super::Failure;
use super::question::Asked;
use super::screen::Screen;
use crate::graph::{
    Actor, Change, ChangeKind, Diff, Graph, Keep, Lives, Outline, Reports, Snapshot, Standing,
};
use crate::model::ActorId;

/// What is in force on a day.
pub(super) struct InForce {
    /// Knows all actors and days, and may have no relations.
    pub(super) graph: Graph,
    /// All but the relations.
    pub(super) head: Snapshot,
    pub(super) n_relations: usize,
    source: Source<Vec<Standing>>,
}

/// What differs between two days.
pub(super) struct Differing {
    /// Knows all actors and days, and may have no relations.
    pub(super) graph: Graph,
    /// All but the relations.
    head: Diff,
    /// How each of the relations differs, in order; `None`: it does not.
    kinds: Vec<Option<ChangeKind>>,
    source: Source<(Vec<Change>, Vec<Standing>)>,
}

/// Where relations come from; those of a whole graph are told once.
enum Source<T> {
    Whole(RefCell<T>),
    Store(RefCell<Box<Asked>>, Lives),
}

/// What is told one after the other, and fetched some at a time.
pub(super) struct Parts<'a, T> {
    ready: std::vec::IntoIter<T>,
    more: Box<dyn FnMut() -> Option<Result<Vec<T>, Failure>> + 'a>,
}

impl<T> Iterator for Parts<'_, T> {
    type Item = Result<T, Failure>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(one) = self.ready.next() {
                return Some(Ok(one));
            }
            match (self.more)()? {
                Ok(part) => self.ready = part.into_iter(),
                Err(failure) => return Some(Err(failure)),
            }
        }
    }
}

impl<'a, T> Parts<'a, T> {
    fn whole(all: Vec<T>) -> Self {
        Self {
            ready: all.into_iter(),
            more: Box::new(|| None),
        }
    }

    /// Of the lives that are wanted, by their positions, each told from a graph that has it.
    fn fetched(
        (asked, lives): (&'a RefCell<Box<Asked>>, &'a Lives),
        is_wanted: impl Fn(usize) -> bool,
        reports: Reports,
        tell: impl Fn(&Graph) -> Vec<T> + 'a,
    ) -> Self {
        let mut parts = lives.parts(is_wanted).into_iter();
        let more = move || {
            let part = parts.next()?;
            Some((asked.borrow_mut()).in_words((lives, &part), reports, &tell))
        };
        Self {
            ready: Vec::new().into_iter(),
            more: Box::new(more),
        }
    }
}

/// Parts as a list of JSON.
struct Told<'a, T> {
    parts: RefCell<Parts<'a, T>>,
    /// Why it could not be told to its end.
    failure: &'a RefCell<Option<Failure>>,
}

impl<T: Serialize> Serialize for Told<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(None)?;
        for one in &mut *self.parts.borrow_mut() {
            match one {
                Ok(one) => list.serialize_element(&one)?,
                Err(failure) => {
                    self.failure.replace(Some(failure));
                    return Err(S::Error::custom("not all could be told"));
                }
            }
        }
        list.end()
    }
}

impl InForce {
    /// Those of a whole graph that are wanted.
    pub(super) fn of_graph(graph: Graph, at: Option<Date>, keep: Keep<'_>) -> Self {
        let snapshot = graph.snapshot(at, None);
        let mut head = snapshot.only(|standing| keep.keeps(&Outline::of(standing)));
        let standings = std::mem::take(&mut head.standings);
        Self {
            graph,
            head,
            n_relations: standings.len(),
            source: Source::Whole(RefCell::new(standings)),
        }
    }

    /// Those of a store that are wanted.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub(super) fn of_store(
        mut asked: Box<Asked>,
        at: Option<Date>,
        keep: Keep<'_>,
    ) -> Result<Self, Failure> {
        let lives = asked.lives(&[at], keep)?;
        let graph = asked.in_words((&lives, &[]), Reports::All, Graph::clone)?;
        let head = Snapshot {
            at: at.or(graph.latest()),
            known: None,
            actors: asked.actors_of(&lives),
            standings: Vec::new(),
        };
        Ok(Self {
            graph,
            head,
            n_relations: lives.len(),
            source: Source::Store(RefCell::new(asked), lives),
        })
    }

    /// The relations, by their ids.
    pub(super) fn standings(&self, reports: Reports) -> Parts<'_, Standing> {
        let at = self.head.at;
        match &self.source {
            Source::Whole(standings) => Parts::whole(standings.take()),
            Source::Store(asked, lives) => {
                let tell = move |graph: &Graph| graph.snapshot(at, None).standings;
                Parts::fetched((asked, lives), |_| true, reports, tell)
            }
        }
    }

    /// Writes it as a [`Snapshot`] is written.
    ///
    /// # Errors
    /// When the store cannot be read or nobody listens.
    pub(super) fn write_json(&self, out: &mut Screen) -> Result<(), Failure> {
        #[derive(Serialize)]
        struct Written<'a> {
            at: Option<Date>,
            known: Option<Date>,
            actors: &'a BTreeMap<ActorId, Actor>,
            relations: Told<'a, Standing>,
        }
        let failure = RefCell::new(None);
        let outcome = out.json(&Written {
            at: self.head.at,
            known: self.head.known,
            actors: &self.head.actors,
            relations: Told {
                parts: RefCell::new(self.standings(Reports::All)),
                failure: &failure,
            },
        });
        failure.take().map_or(outcome, Err)
    }
}

impl Differing {
    /// Those of a diff, and the graph that knows the second date.
    pub(super) fn of_diff(mut diff: Diff, graph: Graph) -> Self {
        let changes = std::mem::take(&mut diff.changes);
        let unchanged = std::mem::take(&mut diff.unchanged);
        let kinds = changes.iter().map(|change| Some(change.kind));
        Self {
            graph,
            kinds: kinds.chain(unchanged.iter().map(|_| None)).collect(),
            head: diff,
            source: Source::Whole(RefCell::new((changes, unchanged))),
        }
    }

    /// Those of a store that are wanted.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub(super) fn of_store(
        mut asked: Box<Asked>,
        (from, to): (Date, Date),
        keep: Keep<'_>,
    ) -> Result<Self, Failure> {
        let lives = asked.lives(&[Some(from), Some(to)], keep)?;
        let head = Diff {
            from: Some(from),
            to: Some(to),
            from_known: None,
            to_known: None,
            actors: asked.actors_of(&lives),
            changes: Vec::new(),
            unchanged: Vec::new(),
        };
        Ok(Self {
            graph: asked.in_words((&lives, &[]), Reports::All, Graph::clone)?,
            head,
            kinds: asked.kinds(&lives),
            source: Source::Store(RefCell::new(asked), lives),
        })
    }

    /// How many relations differ so; `None`: do not differ.
    pub(super) fn n_of(&self, kind: Option<ChangeKind>) -> usize {
        self.kinds.iter().filter(|own| **own == kind).count()
    }

    /// What differs so, by relation.
    pub(super) fn changes(
        &self,
        is_wanted: impl Fn(ChangeKind) -> bool,
        reports: Reports,
    ) -> Parts<'_, Change> {
        let (from, to) = (self.head.from, self.head.to);
        match &self.source {
            Source::Whole(told) => {
                let (changes, unchanged) = told.take();
                let (wanted, others) =
                    (changes.into_iter()).partition(|change| is_wanted(change.kind));
                told.replace((others, unchanged));
                Parts::whole(wanted)
            }
            Source::Store(asked, lives) => {
                let is_wanted = |at: usize| self.kinds[at].is_some_and(&is_wanted);
                let tell = move |graph: &Graph| graph.diff(from, to).changes;
                Parts::fetched((asked, lives), is_wanted, reports, tell)
            }
        }
    }

    /// What does not differ, by relation.
    fn unchanged(&self) -> Parts<'_, Standing> {
        let (from, to) = (self.head.from, self.head.to);
        match &self.source {
            Source::Whole(told) => {
                let (changes, unchanged) = told.take();
                told.replace((changes, Vec::new()));
                Parts::whole(unchanged)
            }
            Source::Store(asked, lives) => {
                let is_wanted = |at: usize| self.kinds[at].is_none();
                let tell = move |graph: &Graph| graph.diff(from, to).unchanged;
                Parts::fetched((asked, lives), is_wanted, Reports::All, tell)
            }
        }
    }

    /// Writes it as a [`Diff`] is written.
    ///
    /// # Errors
    /// When the store cannot be read or nobody listens.
    pub(super) fn write_json(&self, out: &mut Screen) -> Result<(), Failure> {
        #[derive(Serialize)]
        struct Written<'a> {
            from: Option<Date>,
            to: Option<Date>,
            from_known: Option<Date>,
            to_known: Option<Date>,
            actors: &'a BTreeMap<ActorId, Actor>,
            changes: Told<'a, Change>,
            unchanged: Told<'a, Standing>,
        }
        let failure = RefCell::new(None);
        let outcome = out.json(&Written {
            from: self.head.from,
            to: self.head.to,
            from_known: self.head.from_known,
            to_known: self.head.to_known,
            actors: &self.head.actors,
            changes: Told {
                parts: RefCell::new(self.changes(|_| true, Reports::All)),
                failure: &failure,
            },
            unchanged: Told {
                parts: RefCell::new(self.unchanged()),
                failure: &failure,
            },
        });
        failure.take().map_or(outcome, Err)
    }
}
