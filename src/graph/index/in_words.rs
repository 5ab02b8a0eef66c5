//! Relations in force in words, some at a time, so that a long answer is told without being held.

use std::collections::BTreeMap;
use std::io::{Read, Seek};

use jiff::civil::Date;

use super::frozen::{Answer, Frozen, Numbers};
use super::life_row::LifeRow;
use super::standing::{Keep, Stand, stand};
use super::{Count, Damaged, Fetch};
use crate::graph::actor::Actor;
use crate::graph::change::ChangeKind;
use crate::graph::graph::Graph;
use crate::graph::relation::RelationId;
use crate::model::{ActorId, Day};

/// Statements of relations whose words are fetched at a time, where one has not more.
const AT_A_TIME: usize = 2048;

/// Which of the reports behind a relation are fetched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reports {
    /// All of them.
    All,
    /// The leading one; how many documents report it is counted. The reason names the persons of that report only.
    Leading,
}

/// Relations in force on one or two days, in numbers, by their ids.
#[derive(Debug)]
pub struct Lives {
    days: Vec<Option<Day>>,
    all: Vec<Chosen>,
}

#[derive(Debug)]
struct Chosen {
    id: RelationId,
    pair: Numbers,
    life: LifeRow,
    /// How it stands on each of the days.
    stands: Vec<Option<Stand>>,
}

impl Lives {
    /// How many they are.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// How they stand, on each of the days on which they do.
    pub(super) fn stands(&self) -> impl Iterator<Item = &Stand> {
        self.all
            .iter()
            .flat_map(|chosen| chosen.stands.iter().flatten())
    }

    /// Keeps those between pairs that are wanted.
    pub(super) fn keep(&mut self, is_wanted: impl Fn(Numbers) -> bool) {
        self.all.retain(|chosen| is_wanted(chosen.pair));
    }

    pub(super) fn into_rows(self) -> Vec<(Numbers, LifeRow)> {
        let chosen = self.all.into_iter();
        chosen.map(|chosen| (chosen.pair, chosen.life)).collect()
    }

    /// Those that are wanted, by their positions, in parts: none has many statements, if it has more than one relation.
    pub fn parts(&self, wanted: impl Fn(usize) -> bool) -> Vec<Vec<usize>> {
        let mut parts: Vec<Vec<usize>> = Vec::new();
        let mut n_keys = usize::MAX;
        for (at, chosen) in self.all.iter().enumerate().filter(|(at, _)| wanted(*at)) {
            n_keys = n_keys.saturating_add(chosen.life.keys.len());
            match parts.last_mut() {
                Some(part) if n_keys <= AT_A_TIME => part.push(at),
                _ => {
                    parts.push(vec![at]);
                    n_keys = chosen.life.keys.len();
                }
            }
        }
        parts
    }
}

impl<R: Read + Seek> Frozen<R> {
    /// The relations in force on any of the days that pass as they stand on the last of these, in numbers. Of each life it has the
    /// part that tells how it stands on the days and what happened between them.
    /// A missing day is that of the latest publication.
    ///
    /// Cost: as [`Frozen::standings`], and some 40 bytes of memory for each report.
    ///
    /// # Errors
    /// As [`Frozen::standings`].
    pub fn lives_in_force(
        &mut self,
        days: &[Option<Date>],
        keep: Keep<'_>,
        fetch: &mut Fetch<'_>,
    ) -> Answer<Lives> {
        let days: Vec<Option<Day>> = days.iter().map(|&day| self.day(day)).collect();
        let picked = self.pick_in_force(&days, keep.actor(), fetch, |known, pair, life| {
            let stand = |&day: &Option<Day>| stand(pair, life, day);
            let stands: Vec<Option<Stand>> = days.iter().map(stand).collect();
            let last = stands.iter().rev().flatten().next()?;
            keep.keeps(&known.outline(last)?)
                .then(|| (pair, life.part(&days), stands))
        })?;
        let known = self.known();
        let mut all = Vec::with_capacity(picked.len());
        for (pair, life, stands) in picked {
            let ends = known.node(pair.0).zip(known.node(pair.1));
            let id = life.id(ends.ok_or(Damaged)?, (known.legend, known.rules));
            all.push(Chosen {
                id: id.ok_or(Damaged)?,
                pair,
                life,
                stands,
            });
        }
        all.sort_by(|one, other| one.id.cmp(&other.id));
        Ok(Lives { days, all })
    }

    /// How each differs between two days; `None`: it does not. The lives must be those of two days.
    pub fn kinds(&self, lives: &Lives) -> Vec<Option<ChangeKind>> {
        let status = |stand: &Stand| self.code(stand.code).map(|code| code.status);
        let kind = |chosen: &Chosen| match chosen.stands.as_slice() {
            [None, _] => Some(ChangeKind::Added),
            [_, None] => Some(ChangeKind::Removed),
            [Some(before), Some(after)] if status(before) != status(after) => {
                Some(ChangeKind::Status)
            }
            [before, after] if before != after => Some(ChangeKind::Confirmed),
            _ => None,
        };
        lives.all.iter().map(kind).collect()
    }

    /// The actors of the relations, as they stand on the days.
    pub fn actors_of(&self, lives: &Lives) -> BTreeMap<ActorId, Actor> {
        let all = lives.all.iter();
        let stands = all.flat_map(|chosen| chosen.stands.iter().flatten());
        let ends = stands.flat_map(|stand| [stand.source, stand.target]);
        self.names()
            .some_actors(ends.filter_map(|end| self.node(end)))
    }

    /// What is told of the graph with some of these relations, by their positions in order.
    ///
    /// Cost: the words of the statements behind them, some 5 µs each; of leading reports only, 1 µs for each other one.
    ///
    /// # Errors
    /// What `fetch` and `count` give; [`Damaged`] when one of the statements makes no sense.
    pub fn in_words<T>(
        &mut self,
        (lives, part): (&Lives, &[usize]),
        reports: Reports,
        (fetch, count): (&mut Fetch<'_>, &mut Count<'_>),
        tell: impl FnOnce(&Graph) -> T,
    ) -> Answer<T> {
        let chosen = part.iter().filter_map(|&at| lives.all.get(at));
        let row = |one: &Chosen| match reports {
            Reports::All => (one.pair, one.life.clone()),
            Reports::Leading => (one.pair, one.life.leading()),
        };
        let rows: Vec<(Numbers, LifeRow)> = chosen.clone().map(row).collect();
        let relations = self.relations(&rows, fetch)?;
        let mut graph = self.with_relations(relations);
        for one in chosen.filter(|_| reports == Reports::Leading) {
            for (&day, stand) in lives.days.iter().zip(&one.stands) {
                if stand.is_some() {
                    let n_documents = count(&one.life.keys_behind(day))?;
                    graph.note_documents(one.id.clone(), day.and_then(Day::date), n_documents);
                }
            }
        }
        let told = tell(&graph);
        // Actors and names are made once for all parts.
        self.take_back(graph);
        Ok(told)
    }
}
