//! A graph written down from records, without its statements.

use std::collections::HashMap;

use super::head::{Extent, Head, PairRow};
use super::life_row::{LifeRow, of_pair};
use super::names::{Names, NamesRow};
use super::order::sort;
use super::pen::Pen;
use super::{FIXED, FORM, Fetch, Unanswered, record_row};
use crate::error::Error;
use crate::graph::build::on_all_cores;
use crate::graph::claim::Claim;
use crate::graph::rules::Rules;
use crate::model::{ActorId, Day, Legend, Record, Records};

/// The block of a pair.
struct Block {
    records: Vec<u8>,
    lives: Vec<u8>,
    extents: Vec<Extent>,
    first: Day,
    earliest: Day,
}

/// The graph of these records by the rules, as bytes from which [`super::Frozen`] reads the part that a question needs.
///
/// Cost: a sort, and the unfolding of each pair on all cores; 36 bytes of memory a record beside the result of some 45.
///
/// # Errors
/// What `fetch` gives, which is asked where only words tell the order of statements; [`Error::Internal`] for more than
/// 4 GiB in one pair.
pub fn freeze(
    records: Records,
    rules: &Rules,
    fetch: &mut Fetch<'_>,
) -> Result<Vec<u8>, Unanswered> {
    let (legend, mut rows) = records.into_parts();
    let mut names = Names::default();
    rows.iter().for_each(|record| names.add(record, &legend));
    let ids = names.ids();
    let node_of = nodes(&legend, &ids);
    let pair = |record: &Record| {
        let (one, other) = (
            node_of[record.source as usize],
            node_of[record.target as usize],
        );
        (one.min(other), one.max(other))
    };
    rows.sort_unstable_by_key(|record| (pair(record), record.published, record.mark));
    let mut pairs: Vec<((u32, u32), Vec<Record>)> = Vec::new();
    for run in rows.chunk_by(|one, next| pair(one) == pair(next)) {
        let mut own = run.to_vec();
        sort(&mut own, &legend, fetch)?;
        pairs.push((pair(&run[0]), own));
    }
    drop(rows);
    let blocks = on_all_cores(&pairs, |((one, other), records)| {
        block(
            (&ids[*one as usize], &ids[*other as usize]),
            records,
            &legend,
            rules,
        )
    });
    let mut written = Written::default();
    for ((pair, _), block) in pairs.iter().zip(blocks) {
        written.add(*pair, block.ok_or_else(too_long)?)?;
    }
    written.all(&Head::new(&legend, NamesRow::from(&names)))
}

/// The position among the ids of each party's node.
pub(super) fn nodes(legend: &Legend, ids: &[ActorId]) -> Vec<u32> {
    let places: HashMap<&ActorId, u32> = ids.iter().zip(0..).collect();
    let place = |id| places.get(id).copied().unwrap_or_default();
    legend
        .parties
        .iter()
        .map(|party| place(&party.principal))
        .collect()
}

/// The earliest day on which a statement could make a relation begin.
pub(super) fn earliest(records: &[Record], legend: &Legend, rules: &Rules) -> Option<Day> {
    let begins = records.iter().enumerate().filter_map(|(position, record)| {
        let claim = Claim::of_record(record, position, legend, rules)?;
        claim.begins().map(Day::of)
    });
    begins.min()
}

/// When the first of the relations begins; `None`: none has a day.
pub(super) fn first_of(lives: &[LifeRow]) -> Option<Day> {
    let firsts = lives.iter().map(LifeRow::first);
    firsts.filter(|&first| first != Day::NONE).min()
}

/// When it is in force; the end is never [`Day::NONE`].
pub(super) fn extent(life: &LifeRow, at: u32) -> Extent {
    let (from, until) = life.days();
    Extent {
        from,
        until: if until == Day::NONE {
            Day(i32::MAX)
        } else {
            until
        },
        at,
    }
}

fn block(
    pair: (&ActorId, &ActorId),
    records: &[Record],
    legend: &Legend,
    rules: &Rules,
) -> Option<Block> {
    let mut lives = Pen::default();
    let mut extents = Vec::new();
    let rows = of_pair(pair, records, legend, rules)?;
    for life in &rows {
        extents.push(extent(life, u32::try_from(lives.bytes.len()).ok()?));
        life.write(&mut lives);
    }
    let mut written = Pen::default();
    record_row::write(records, legend, &mut written);
    Some(Block {
        records: written.bytes,
        lives: lives.bytes,
        extents,
        first: first_of(&rows).unwrap_or(Day::NONE),
        earliest: earliest(records, legend, rules).unwrap_or(Day::NONE),
    })
}

fn too_long() -> Error {
    Error::Internal("more than 4 GiB about one pair, or 4 billion relations".to_owned())
}

#[derive(Default)]
struct Written {
    pairs: Vec<u8>,
    extents: Vec<u8>,
    blocks: Vec<u8>,
}

impl Written {
    fn add(&mut self, pair: (u32, u32), block: Block) -> Result<(), Unanswered> {
        let number = |n: usize| u32::try_from(n).map_err(|_| too_long());
        PairRow {
            pair,
            at: self.blocks.len() as u64,
            n_bytes: (number(block.records.len())?, number(block.lives.len())?),
            checksums: (
                crc32fast::hash(&block.records),
                crc32fast::hash(&block.lives),
            ),
            first_relation: number(self.extents.len() / Extent::N_BYTES)?,
            first: block.first,
            earliest: block.earliest,
        }
        .write(&mut self.pairs);
        for extent in &block.extents {
            extent.write(&mut self.extents);
        }
        self.blocks.extend(block.records);
        self.blocks.extend(block.lives);
        Ok(())
    }

    fn all(self, head: &Head) -> Result<Vec<u8>, Unanswered> {
        let head = postcard::to_stdvec(head).map_err(|error| Error::Internal(error.to_string()))?;
        let parts = [&head, &self.pairs, &self.extents];
        let n_bytes: usize = parts.iter().map(|part| part.len()).sum();
        let mut all = Vec::with_capacity(FIXED + n_bytes + self.blocks.len());
        all.extend(FORM.to_le_bytes());
        for part in parts {
            all.extend((part.len() as u64).to_le_bytes());
            all.extend(crc32fast::hash(part).to_le_bytes());
        }
        parts.iter().for_each(|part| all.extend(*part));
        all.extend(self.blocks);
        Ok(all)
    }
}
