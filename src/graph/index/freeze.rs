//! A graph written down from records, without its statements.

use std::collections::HashMap;
use std::ops::Range;

use super::frozen::Numbers;
use super::head::{Chunk, Extent, Head, PairRow};
use super::life_row::{Told, of_pair};
use super::names::{Names, NamesRow};
use super::order::{in_order, sort};
use super::pen::Pen;
use super::{FIXED, FORM, Fetch, Unanswered, record_row};
use crate::error::Error;
use crate::graph::build::on_all_cores;
use crate::graph::claim::AllTerms;
use crate::graph::rules::Rules;
use crate::model::{ActorId, Day, Legend, QuickMap, Record, Records};

/// The block of a pair.
struct Block {
    records: Vec<u8>,
    lives: Vec<u8>,
    /// When each life is in force, and the end of its bytes.
    extents: Vec<(Extent, usize)>,
    first: Day,
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
    let (legend, unsorted) = records.into_parts();
    let mut names = Names::default();
    unsorted
        .iter()
        .for_each(|record| names.add(record, &legend));
    let ids = names.ids(&legend);
    let (pairs, rows) = by_pair(&unsorted, &nodes(&legend, &ids));
    drop(unsorted);
    let terms = AllTerms::of_codes(&legend, rules);
    let make = |((one, other), _): &(Numbers, Range<usize>), sorted: &[Record]| {
        let pair = (&ids[*one as usize], &ids[*other as usize]);
        block(pair, sorted, (&legend, &terms, rules)).ok_or_else(too_long)
    };
    let blocks = on_all_cores(&pairs, |pair| {
        let mut own = rows[pair.1.clone()].to_vec();
        // Where words decide they are fetched, which only one can do.
        in_order(&mut own, &legend).then(|| make(pair, &own))
    });
    let mut written = Written::default();
    for (pair, block) in pairs.iter().zip(blocks) {
        let block = if let Some(block) = block {
            block
        } else {
            let mut own = rows[pair.1.clone()].to_vec();
            sort(&mut own, &legend, fetch)?;
            make(pair, &own)
        };
        written.add(pair.0, block?)?;
    }
    written.all(&Head::new(&legend, NamesRow::from(&names)))
}

/// The pairs in order, and the records in order of their pairs, with the places of those of each pair.
fn by_pair(rows: &[Record], node_of: &[u32]) -> (Vec<(Numbers, Range<usize>)>, Vec<Record>) {
    let pair = |record: &Record| {
        let (one, other) = (
            node_of[record.source as usize],
            node_of[record.target as usize],
        );
        (one.min(other), one.max(other))
    };
    // Counted and laid in place: there are few pairs for many records, and sorting takes three times as long.
    let mut counts: QuickMap<Numbers, usize> = QuickMap::default();
    for record in rows {
        *counts.entry(pair(record)).or_default() += 1;
    }
    let mut pairs: Vec<(Numbers, usize)> = counts.iter().map(|(pair, n)| (*pair, *n)).collect();
    pairs.sort_unstable();
    let mut end = 0;
    let pairs: Vec<(Numbers, Range<usize>)> = pairs
        .into_iter()
        .map(|(pair, n)| {
            let start = end;
            end += n;
            counts.insert(pair, start);
            (pair, start..end)
        })
        .collect();
    let mut laid = rows.to_vec();
    for record in rows {
        if let Some(place) = counts.get_mut(&pair(record)) {
            laid[*place] = *record;
            *place += 1;
        }
    }
    (pairs, laid)
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

fn block(pair: (&ActorId, &ActorId), records: &[Record], told: Told<'_>) -> Option<Block> {
    let mut lives = Pen::default();
    let mut extents = Vec::new();
    let (first, rows) = of_pair(pair, records, told, |_| true)?;
    for life in &rows {
        life.write(&mut lives);
        extents.push((life.extent(), lives.bytes.len()));
    }
    let mut written = Pen::default();
    record_row::write(records, told.0, &mut written);
    Some(Block {
        records: written.bytes,
        lives: lives.bytes,
        extents,
        first: first.unwrap_or(Day::NONE),
    })
}

fn too_long() -> Error {
    Error::Internal("more than 4 GiB about one pair, or 4 billion relations".to_owned())
}

/// Bytes of a chunk of lives, beyond which another begins: what is read for a few lives is then little more than they.
const CHUNK: usize = 8 << 10;

#[derive(Default)]
struct Written {
    pairs: Vec<u8>,
    blocks: Vec<u8>,
    lives: Vec<u8>,
    /// Of each life: its extent's class and first day, which are its order, its pair and its bytes.
    places: Vec<(u32, Extent, u32, Range<usize>)>,
}

impl Written {
    fn add(&mut self, pair: (u32, u32), block: Block) -> Result<(), Unanswered> {
        let number = |n: usize| u32::try_from(n).map_err(|_| too_long());
        let nth = number(self.pairs.len() / PairRow::N_BYTES)?;
        PairRow {
            pair,
            at: self.blocks.len() as u64,
            n_bytes: number(block.records.len())?,
            checksum: crc32fast::hash(&block.records),
            first: block.first,
        }
        .write(&mut self.pairs);
        self.blocks.extend(block.records);
        let mut start = self.lives.len();
        for (extent, end) in block.extents {
            let end = self.lives.len() + end;
            self.places.push((extent.class(), extent, nth, start..end));
            start = end;
        }
        self.lives.extend(block.lives);
        Ok(())
    }

    /// Puts the lives behind the records, in order of length and time; gives where they stand.
    fn chunks(&mut self) -> Result<Vec<u8>, Unanswered> {
        let order = |place: &(u32, Extent, u32, Range<usize>)| {
            (place.0, place.1.from, place.2, place.3.start)
        };
        self.places.sort_unstable_by_key(order);
        let mut chunks = Vec::new();
        let mut pen = Pen::default();
        let mut open: Option<(u32, Extent)> = None;
        let mut close = |pen: &mut Pen, extent: Extent, blocks: &mut Vec<u8>| {
            Chunk {
                extent,
                at: blocks.len() as u64,
                n_bytes: u32::try_from(pen.bytes.len()).map_err(|_| too_long())?,
                checksum: crc32fast::hash(&pen.bytes),
            }
            .write(&mut chunks);
            blocks.append(&mut pen.bytes);
            Ok::<(), Unanswered>(())
        };
        for (class, extent, pair, bytes) in &self.places {
            if let Some((own, reached)) = open
                && (own != *class || pen.bytes.len() >= CHUNK)
            {
                close(&mut pen, reached, &mut self.blocks)?;
                open = None;
            }
            let until = open.map_or(extent.until, |(_, reached)| reached.until.max(extent.until));
            let from = open.map_or(extent.from, |(_, reached)| reached.from);
            open = Some((*class, Extent { from, until }));
            pen.number(u64::from(*pair));
            pen.bytes.extend(&self.lives[bytes.clone()]);
        }
        if let Some((_, reached)) = open {
            close(&mut pen, reached, &mut self.blocks)?;
        }
        Ok(chunks)
    }

    fn all(mut self, head: &Head) -> Result<Vec<u8>, Unanswered> {
        let head = postcard::to_stdvec(head).map_err(|error| Error::Internal(error.to_string()))?;
        let chunks = self.chunks()?;
        let parts = [&head, &self.pairs, &chunks];
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
