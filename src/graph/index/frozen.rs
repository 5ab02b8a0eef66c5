//! A graph that was written down, read as far as a question needs it.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::io::{Read, Seek, SeekFrom};
use std::sync::Arc;

use jiff::civil::Date;

use super::freeze::{earliest, extent, first_of};
use super::head::{Extent, Head, PairRow};
use super::life_row::{LifeRow, of_pair};
use super::names::Names;
use super::order::sort;
use super::pen::Eye;
use super::{Damaged, FIXED, FORM, Fetch, Unanswered, record_row};
use crate::graph::build::{Options, of_pair as relations_of_pair};
use crate::graph::graph::Graph;
use crate::graph::labels::Labels;
use crate::graph::relation::Relation;
use crate::graph::rules::Rules;
use crate::model::{ActorId, Day, Legend, Record, Records, Statement};

/// Bytes of the head and its tables at most, so that a damaged length asks for no memory that is not there.
const PART_AT_MOST: u64 = 1 << 36;

type Pair = (ActorId, ActorId);
type Answer<T> = std::result::Result<T, Unanswered>;

/// A graph written down by [`super::freeze`], with the statements that came later.
///
/// It knows all actors, and takes relations from its bytes when asked.
#[derive(Debug)]
pub struct Frozen<R> {
    input: R,
    /// Where its relations stand, their number of bytes and their checksum.
    extents: (u64, u64, u32),
    /// Where its blocks begin.
    blocks: u64,
    legend: Legend,
    names: Names,
    /// The nodes when it was written down, in order.
    ids: Vec<ActorId>,
    pairs: Vec<PairRow>,
    /// What came later, by pair; in order.
    tail: BTreeMap<Pair, Vec<Record>>,
    graph: Graph,
}

impl<R: Read + Seek> Frozen<R> {
    /// Reads what is known of the whole. The bytes begin where the input stands.
    ///
    /// The rules and words must be those that the graph was written down with; options are the usual ones.
    /// Cost: grows with the actors, their names and the pairs.
    ///
    /// # Errors
    /// [`Damaged`], also when the input cannot be read: the graph is then to be frozen anew.
    pub fn open(mut input: R, rules: Rules, labels: Labels) -> Result<Self, Damaged> {
        let start = input.stream_position().map_err(|_| Damaged)?;
        let mut fixed = [0; FIXED];
        input.read_exact(&mut fixed).map_err(|_| Damaged)?;
        let (form, parts) = fixed.split_first_chunk::<4>().ok_or(Damaged)?;
        if *form != FORM.to_le_bytes() {
            return Err(Damaged);
        }
        let part = |nth: usize| -> Option<(u64, u32)> {
            let (length, checksum) = parts.get(12 * nth..12 * nth + 12)?.split_at(8);
            let length = u64::from_le_bytes(length.try_into().ok()?);
            let checksum = u32::from_le_bytes(checksum.try_into().ok()?);
            (length <= PART_AT_MOST).then_some((length, checksum))
        };
        let (head, pairs, extents) = (
            part(0).ok_or(Damaged)?,
            part(1).ok_or(Damaged)?,
            part(2).ok_or(Damaged)?,
        );
        let head_bytes = checked(&mut input, head.0, head.1)?;
        let head_row: Head = postcard::from_bytes(&head_bytes).map_err(|_| Damaged)?;
        let (legend, names) = head_row.into_parts();
        let names = names.names(&legend).ok_or(Damaged)?;
        let pair_rows: Vec<PairRow> = checked(&mut input, pairs.0, pairs.1)?
            .chunks(PairRow::N_BYTES)
            .map(PairRow::read)
            .collect::<Option<_>>()
            .ok_or(Damaged)?;
        let ids = names.ids();
        let known = |row: &PairRow| row.pair.0 <= row.pair.1 && (row.pair.1 as usize) < ids.len();
        if !pair_rows.iter().all(known) {
            return Err(Damaged);
        }
        let extents_at = start + FIXED as u64 + head.0 + pairs.0;
        let mut frozen = Self {
            input,
            extents: (extents_at, extents.0, extents.1),
            blocks: extents_at + extents.0,
            graph: Graph::of_parts(
                names.actors(&legend),
                names.about(&legend),
                Options::default(),
                rules,
                labels,
            ),
            legend,
            names,
            ids,
            pairs: pair_rows,
            tail: BTreeMap::new(),
        };
        frozen.graph.about.as_mut().ok_or(Damaged)?.first = frozen.first_untouched();
        Ok(frozen)
    }

    /// In which terms statements that came later are to be told to [`Frozen::with_tail`].
    pub fn legend(&self) -> Legend {
        self.legend.clone()
    }

    /// The graph with the statements that came after it was written down, under its legend.
    ///
    /// Cost: grows with the tail; what it does to relations is worked out when a pair is asked for.
    ///
    /// # Errors
    /// [`Damaged`] as [`Frozen::open`], and what `fetch` gives.
    pub fn with_tail(mut self, tail: Records, fetch: &mut Fetch<'_>) -> Answer<Self> {
        let (legend, records) = tail.into_parts();
        self.legend = legend;
        for record in &records {
            self.names.add(record, &self.legend);
            let principal = |party: u32| &self.legend.parties[party as usize].principal;
            let (one, other) = (principal(record.source), principal(record.target));
            let pair = (one.min(other).clone(), one.max(other).clone());
            self.tail.entry(pair).or_default().push(*record);
        }
        self.graph = Graph::of_parts(
            self.names.actors(&self.legend),
            self.names.about(&self.legend),
            self.graph.options,
            self.graph.rules.clone(),
            self.graph.labels.clone(),
        );
        self.set_first(fetch)?;
        Ok(self)
    }

    /// The first day of the relations of pairs of which nothing came later.
    fn first_untouched(&self) -> Option<Date> {
        let touched: HashSet<(u32, u32)> = self
            .tail
            .keys()
            .filter_map(|pair| Some(self.row(pair)?.pair))
            .collect();
        self.pairs
            .iter()
            .filter(|row| row.first != Day::NONE && !touched.contains(&row.pair))
            .map(|row| row.first)
            .min()
            .and_then(Day::date)
    }

    /// Finds the first day of all relations. Of the touched pairs only those are unfolded whose statements reach back
    /// before it.
    fn set_first(&mut self, fetch: &mut Fetch<'_>) -> Answer<()> {
        let mut first = self.first_untouched();
        let mut bounds: Vec<(Day, Pair)> = Vec::with_capacity(self.tail.len());
        for (pair, records) in &self.tail {
            let own = earliest(records, &self.legend, &self.graph.rules);
            let written = self.row(pair).map(|row| row.earliest);
            let days = [own, written].into_iter().flatten();
            if let Some(bound) = days.filter(|&day| day != Day::NONE).min() {
                bounds.push((bound, pair.clone()));
            }
        }
        bounds.sort_unstable();
        for (bound, pair) in bounds {
            if first.is_some_and(|first| Day::of(first) <= bound) {
                break;
            }
            let own = first_of(&self.lives(&pair, fetch)?).and_then(Day::date);
            first = match (first, own) {
                (Some(first), Some(own)) => Some(first.min(own)),
                (first, own) => first.or(own),
            };
        }
        self.graph.about.as_mut().ok_or(Damaged)?.first = first;
        Ok(())
    }

    /// The graph with all its actors and none of its relations: enough to find out whom a word means.
    pub fn names(&self) -> &Graph {
        &self.graph
    }

    /// The graph with the relations between two actors.
    ///
    /// # Errors
    /// [`Damaged`] as [`Frozen::open`], and what `fetch` gives.
    pub fn between(
        mut self,
        one: &ActorId,
        other: &ActorId,
        fetch: &mut Fetch<'_>,
    ) -> Answer<Graph> {
        let pair = (one.min(other).clone(), one.max(other).clone());
        let records = self.records(&pair, fetch)?;
        let keys: Vec<u32> = records.iter().map(|record| record.key).collect();
        let statements: Vec<Arc<Statement>> = fetch(&keys)?.into_iter().map(Arc::new).collect();
        let mut relations = relations_of_pair(
            (&pair.0, &pair.1),
            0..statements.len(),
            &statements,
            self.graph.options,
            &self.graph.rules,
        );
        relations.sort_by(|one, other| one.id.cmp(&other.id));
        Ok(self.graph.with_relations(relations))
    }

    /// The graph with the relations that are in force on any of the days, and perhaps some others.
    /// A missing day is that of the latest publication.
    ///
    /// Cost: a look at when each relation is in force, and the lives of the pairs that have one in force then.
    ///
    /// # Errors
    /// [`Damaged`] as [`Frozen::open`], and what `fetch` gives.
    pub fn in_force(mut self, days: &[Option<Date>], fetch: &mut Fetch<'_>) -> Answer<Graph> {
        let latest = self.graph.latest();
        let days: Vec<Option<Day>> = days.iter().map(|day| day.or(latest).map(Day::of)).collect();
        let mut lives = self.written_in_force(&days)?;
        let touched: Vec<Pair> = self.tail.keys().cloned().collect();
        for pair in touched {
            let own = self.lives(&pair, fetch)?;
            let in_force = own.into_iter().filter(|life| extent(life, 0).meets(&days));
            lives.extend(in_force.map(|life| (pair.clone(), life)));
        }
        let relations = self.relations(&lives, fetch)?;
        Ok(self.graph.with_relations(relations))
    }

    /// Lives of pairs of which nothing came later.
    fn written_in_force(&mut self, days: &[Option<Day>]) -> Result<Vec<(Pair, LifeRow)>, Damaged> {
        let (at, n_bytes, checksum) = self.extents;
        self.input.seek(SeekFrom::Start(at)).map_err(|_| Damaged)?;
        let extents = checked(&mut self.input, n_bytes, checksum)?;
        let (extents, []) = extents.as_chunks::<{ Extent::N_BYTES }>() else {
            return Err(Damaged);
        };
        let mut found = Vec::new();
        for nth in 0..self.pairs.len() {
            let row = self.pairs[nth];
            let end = self
                .pairs
                .get(nth + 1)
                .map_or(extents.len(), |next| next.first_relation as usize);
            let own = extents
                .get(row.first_relation as usize..end)
                .ok_or(Damaged)?;
            let mut chosen = own
                .iter()
                .map(Extent::read)
                .filter(|extent| extent.meets(days))
                .peekable();
            if chosen.peek().is_none() {
                continue;
            }
            let pair = self.pair(row);
            if self.tail.contains_key(&pair) {
                continue;
            }
            let bytes = self.part(
                row.at + u64::from(row.n_bytes.0),
                row.n_bytes.1,
                row.checksums.1,
            )?;
            for extent in chosen {
                let bytes = bytes.get(extent.at as usize..).ok_or(Damaged)?;
                let life = LifeRow::read(&mut Eye::on(bytes)).ok_or(Damaged)?;
                found.push((pair.clone(), life));
            }
        }
        Ok(found)
    }

    /// The relations that have these lives, by their ids.
    fn relations(&self, lives: &[(Pair, LifeRow)], fetch: &mut Fetch<'_>) -> Answer<Vec<Relation>> {
        let mut keys: Vec<u32> = lives.iter().flat_map(|(_, life)| life.keys()).collect();
        keys.sort_unstable();
        keys.dedup();
        let statements = fetch(&keys)?.into_iter().map(Arc::new);
        let statements: HashMap<u32, Arc<Statement>> =
            keys.iter().copied().zip(statements).collect();
        let known = (&self.legend, &self.graph.rules);
        let relation = |((one, other), life): &(Pair, LifeRow)| {
            life.relation((one, other), known, &statements)
        };
        let relations: Option<Vec<Relation>> = lives.iter().map(relation).collect();
        let mut relations = relations.ok_or(Damaged)?;
        relations.sort_by(|one, other| one.id.cmp(&other.id));
        Ok(relations)
    }

    /// The lives of a pair by all that is known.
    fn lives(&mut self, pair: &Pair, fetch: &mut Fetch<'_>) -> Answer<Vec<LifeRow>> {
        let records = self.records(pair, fetch)?;
        let lives = of_pair(
            (&pair.0, &pair.1),
            &records,
            &self.legend,
            &self.graph.rules,
        );
        Ok(lives.ok_or(Damaged)?)
    }

    /// All records of a pair, in order.
    fn records(&mut self, pair: &Pair, fetch: &mut Fetch<'_>) -> Answer<Vec<Record>> {
        let mut records = match self.row(pair) {
            Some(row) => {
                let bytes = self.part(row.at, row.n_bytes.0, row.checksums.0)?;
                record_row::read(&bytes, &mut self.legend).ok_or(Damaged)?
            }
            None => Vec::new(),
        };
        if let Some(later) = self.tail.get(pair) {
            records.extend(later);
            sort(&mut records, &self.legend, fetch)?;
        }
        Ok(records)
    }

    fn row(&self, pair: &Pair) -> Option<PairRow> {
        let place = |id: &ActorId| self.ids.binary_search(id).ok();
        let pair = (place(&pair.0)? as u32, place(&pair.1)? as u32);
        let at = self
            .pairs
            .binary_search_by_key(&pair, |row| row.pair)
            .ok()?;
        Some(self.pairs[at])
    }

    fn pair(&self, row: PairRow) -> Pair {
        let id = |at: u32| self.ids[at as usize].clone();
        (id(row.pair.0), id(row.pair.1))
    }

    fn part(&mut self, at: u64, n_bytes: u32, checksum: u32) -> Result<Vec<u8>, Damaged> {
        let at = self.blocks.checked_add(at).ok_or(Damaged)?;
        self.input.seek(SeekFrom::Start(at)).map_err(|_| Damaged)?;
        checked(&mut self.input, u64::from(n_bytes), checksum)
    }
}

/// The next bytes, if there are so many and they are those that were written.
fn checked(input: &mut impl Read, n_bytes: u64, checksum: u32) -> Result<Vec<u8>, Damaged> {
    let mut bytes = Vec::new();
    input
        .take(n_bytes)
        .read_to_end(&mut bytes)
        .map_err(|_| Damaged)?;
    if bytes.len() as u64 != n_bytes || crc32fast::hash(&bytes) != checksum {
        return Err(Damaged);
    }
    Ok(bytes)
}
