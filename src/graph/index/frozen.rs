//! A graph that was written down, read as far as a question needs it.

use std::cell::OnceCell;
use std::collections::{BTreeSet, HashMap};
use std::io::{Read, Seek, SeekFrom};
use std::sync::Arc;

use jiff::civil::Date;

use super::head::{Head, PairRow, Pairs};
use super::in_words::Lives;
use super::life_row::LifeRow;
use super::names::Names;
use super::order::sort;
use super::standing::{Keep, Known};
use super::tail::Tail;
use super::{Damaged, FIXED, FORM, Fetch, Unanswered, record_row};
use crate::graph::build::{Options, of_pair as relations_of_pair};
use crate::graph::claim::Termed;
use crate::graph::graph::Graph;
use crate::graph::labels::Labels;
use crate::graph::relation::Relation;
use crate::graph::rules::Rules;
use crate::model::{ActorId, Day, Legend, QuickSet, Record, Records, Statement};

/// Bytes of the head and its tables at most, so that a damaged length asks for no memory that is not there.
const PART_AT_MOST: u64 = 1 << 36;

/// Bytes for which memory is asked before any are read.
const PART_AT_ONCE: u64 = 1 << 20;

/// Statements that are fetched at a time, so that a long answer is not held twice.
const FETCHED_AT_ONCE: usize = 4096;

/// Two actors, in the order of their ids.
pub(super) type Pair = (ActorId, ActorId);
/// Two actors as numbers, in the order of their ids.
pub(super) type Numbers = (u32, u32);
pub(super) type Answer<T> = std::result::Result<T, Unanswered>;

/// A graph written down by [`super::freeze`], with the statements that came later.
///
/// It knows all actors, and takes relations from its bytes when asked.
#[derive(Debug)]
pub struct Frozen<R> {
    pub(super) input: R,
    /// Where it is told where its lives stand, in how many bytes, and their checksum.
    pub(super) chunks: (u64, u64, u32),
    /// Where its blocks begin.
    pub(super) blocks: u64,
    pub(super) legend: Legend,
    names: Names,
    /// The nodes when it was written down, in order.
    ids: Vec<ActorId>,
    /// Those who came later.
    later: Vec<ActorId>,
    pub(super) pairs: Pairs,
    /// What came later.
    pub(super) tail: Tail,
    pub(super) rules: Rules,
    labels: Labels,
    /// When the first of all relations begins, once a day was asked for.
    pub(super) first: Option<Date>,
    /// With all actors and none of the relations; made when it is first asked for.
    graph: OnceCell<Graph>,
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
        let (head, pairs, chunks) = (
            part(0).ok_or(Damaged)?,
            part(1).ok_or(Damaged)?,
            part(2).ok_or(Damaged)?,
        );
        let head_bytes = checked(&mut input, head.0, head.1)?;
        let head_row: Head = postcard::from_bytes(&head_bytes).map_err(|_| Damaged)?;
        let (legend, names) = head_row.into_parts();
        let names = Names::from(names);
        let ids = names.ids(&legend);
        let pairs_read = checked(&mut input, pairs.0, pairs.1)?;
        let pair_rows = Pairs::new(pairs_read, ids.len()).ok_or(Damaged)?;
        let chunks_at = start + FIXED as u64 + head.0 + pairs.0;
        Ok(Self {
            input,
            chunks: (chunks_at, chunks.0, chunks.1),
            blocks: chunks_at + chunks.0,
            rules,
            labels,
            first: None,
            graph: OnceCell::new(),
            legend,
            names,
            ids,
            later: Vec::new(),
            pairs: pair_rows,
            tail: Tail::default(),
        })
    }

    /// In which terms statements that came later are to be told to [`Frozen::with_tail`].
    pub fn legend(&self) -> Legend {
        self.legend.clone()
    }

    /// The graph with the statements that came after it was written down, under its legend.
    ///
    /// Cost: grows with the tail; what it does to relations is worked out when a pair is asked for.
    #[must_use]
    pub fn with_tail(mut self, tail: Records) -> Self {
        let (legend, records) = tail.into_parts();
        self.legend = legend;
        for record in &records {
            self.names.add(record, &self.legend);
        }
        let parties = records
            .iter()
            .flat_map(|record| [record.source, record.target]);
        let parties: QuickSet<u32> = parties.collect();
        let principal = |party: u32| &self.legend.parties[party as usize].principal;
        let later: BTreeSet<&ActorId> = parties
            .into_iter()
            .map(principal)
            .filter(|id| self.ids.binary_search(id).is_err())
            .collect();
        self.later = later.into_iter().cloned().collect();
        self.tail = Tail::new(&records, &self.legend, |id| self.number(id));
        self.graph = OnceCell::new();
        self
    }

    /// The first day of the relations of pairs of which nothing came later.
    pub(super) fn first_untouched(&self) -> Option<Day> {
        self.pairs
            .all()
            .filter(|row| row.first != Day::NONE && !self.tail.touches(row.pair))
            .map(|row| row.first)
            .min()
    }

    /// The graph with all its actors and none of its relations: enough to find out whom a word means. It does not know
    /// when the first relation begins.
    pub fn names(&self) -> &Graph {
        self.graph.get_or_init(|| self.make())
    }

    fn make(&self) -> Graph {
        Graph::of_parts(
            self.names.actors(&self.legend),
            self.names.about(&self.legend),
            Options::default(),
            self.rules.clone(),
            self.labels.clone(),
        )
    }

    /// The same with these relations, sorted by their ids.
    pub(super) fn with_relations(&mut self, relations: Vec<Relation>) -> Graph {
        let graph = self.graph.take().unwrap_or_else(|| self.make());
        graph.with_relations(relations, self.first)
    }

    /// Keeps a graph for the next that is asked for.
    pub(super) fn take_back(&mut self, graph: Graph) {
        self.graph = OnceCell::from(graph.with_relations(Vec::new(), None));
    }

    /// The graph with the relations between two actors.
    ///
    /// # Errors
    /// [`Damaged`] as [`Frozen::open`], and what `fetch` gives.
    pub fn between(
        &mut self,
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
            (&statements, &Termed::new(&statements, &self.rules)),
            Options::default(),
            &self.rules,
        );
        relations.sort_by(|one, other| one.id.cmp(&other.id));
        Ok(self.with_relations(relations))
    }

    /// The graph with the relations in force on any of the days that pass as they stand on the last of these. Of each
    /// life it has the part that tells how it stands on the days and what happened between them.
    /// A missing day is that of the latest publication.
    ///
    /// Cost: as [`Frozen::standings`], and the words of the statements behind the statuses, some 5 µs each.
    ///
    /// # Errors
    /// [`Damaged`] as [`Frozen::open`], and what `fetch` gives.
    pub fn in_force(
        &mut self,
        days: &[Option<Date>],
        keep: Keep<'_>,
        fetch: &mut Fetch<'_>,
    ) -> Answer<Graph> {
        let lives = self.lives_in_force(days, keep, fetch)?;
        self.whole(lives, fetch)
    }

    /// The graph with all of these relations, in words.
    pub(super) fn whole(&mut self, lives: Lives, fetch: &mut Fetch<'_>) -> Answer<Graph> {
        let relations = self.relations(&lives.into_rows(), fetch)?;
        Ok(self.with_relations(relations))
    }

    pub(super) fn known(&self) -> Known<'_> {
        Known {
            ids: &self.ids,
            later: &self.later,
            legend: &self.legend,
            rules: &self.rules,
        }
    }

    /// The relations that have these lives, by their ids.
    pub(super) fn relations(
        &self,
        lives: &[(Numbers, LifeRow)],
        fetch: &mut Fetch<'_>,
    ) -> Answer<Vec<Relation>> {
        let all = lives.iter().flat_map(|(_, life)| life.all_keys());
        let mut keys: Vec<u32> = all.collect();
        keys.sort_unstable();
        keys.dedup();
        let mut statements: HashMap<u32, Arc<Statement>> = HashMap::with_capacity(keys.len());
        for some in keys.chunks(FETCHED_AT_ONCE) {
            let fetched = fetch(some)?.into_iter().map(Arc::new);
            statements.extend(some.iter().copied().zip(fetched));
        }
        let known = (&self.legend, &self.rules);
        let relation = |(numbers, life): &(Numbers, LifeRow)| {
            let ends = (self.node(numbers.0)?, self.node(numbers.1)?);
            life.relation(ends, known, &statements)
        };
        let relations: Option<Vec<Relation>> = lives.iter().map(relation).collect();
        let mut relations = relations.ok_or(Damaged)?;
        relations.sort_by(|one, other| one.id.cmp(&other.id));
        Ok(relations)
    }

    /// All records of a pair, in order.
    pub(super) fn records(&mut self, pair: &Pair, fetch: &mut Fetch<'_>) -> Answer<Vec<Record>> {
        let mut records = match self.row(pair) {
            Some(row) => {
                let bytes = self.bytes(row.at, row.n_bytes)?;
                intact(&bytes, row.checksum)?;
                let read = record_row::read(&bytes, &self.legend);
                let (records, places) = read.ok_or(Damaged)?;
                self.legend.places.extend(places);
                records
            }
            None => Vec::new(),
        };
        let numbers = self.number(&pair.0).zip(self.number(&pair.1));
        let later = numbers.map_or(&[][..], |numbers| self.tail.of_pair(numbers));
        if !later.is_empty() {
            records.extend(later);
            sort(&mut records, &self.legend, fetch)?;
        }
        Ok(records)
    }

    pub(super) fn row(&self, pair: &Pair) -> Option<PairRow> {
        let place = |id: &ActorId| self.ids.binary_search(id).ok();
        let pair = (place(&pair.0)? as u32, place(&pair.1)? as u32);
        self.pairs.find(pair)
    }

    pub(super) fn pair(&self, (one, other): Numbers) -> Option<Pair> {
        Some((self.node(one)?.clone(), self.node(other)?.clone()))
    }

    pub(super) fn node(&self, number: u32) -> Option<&ActorId> {
        self.known().node(number)
    }

    pub(super) fn day(&self, date: Option<Date>) -> Option<Day> {
        date.or(self.names().latest()).map(Day::of)
    }

    pub(super) fn number(&self, id: &ActorId) -> Option<u32> {
        let later = |_| self.later.binary_search(id).map(|at| self.ids.len() + at);
        let number = self.ids.binary_search(id).or_else(later);
        number.ok().map(|number| number as u32)
    }

    /// Bytes of the blocks, whose checksum is yet to be compared.
    pub(super) fn bytes(&mut self, at: u64, n_bytes: u32) -> Result<Vec<u8>, Damaged> {
        let at = self.blocks.checked_add(at).ok_or(Damaged)?;
        self.input.seek(SeekFrom::Start(at)).map_err(|_| Damaged)?;
        next_bytes(&mut self.input, u64::from(n_bytes))
    }
}

/// The next bytes, if there are so many and they are those that were written.
pub(super) fn checked(
    input: &mut impl Read,
    n_bytes: u64,
    checksum: u32,
) -> Result<Vec<u8>, Damaged> {
    let bytes = next_bytes(input, n_bytes)?;
    intact(&bytes, checksum)?;
    Ok(bytes)
}

/// Whether the bytes are those that were written.
pub(super) fn intact(bytes: &[u8], checksum: u32) -> Result<(), Damaged> {
    if crc32fast::hash(bytes) == checksum {
        Ok(())
    } else {
        Err(Damaged)
    }
}

/// The next bytes, if there are so many.
pub(super) fn next_bytes(input: &mut impl Read, n_bytes: u64) -> Result<Vec<u8>, Damaged> {
    // No more at once than a damaged length may ask for.
    let mut bytes = Vec::with_capacity(n_bytes.min(PART_AT_ONCE) as usize);
    let mut input = input.take(n_bytes);
    input.read_to_end(&mut bytes).map_err(|_| Damaged)?;
    if bytes.len() as u64 == n_bytes {
        Ok(bytes)
    } else {
        Err(Damaged)
    }
}
