//! What is in force on a day, picked out of the chunks that may have it.

use std::cmp::Reverse;
use std::io::{Read, Seek, SeekFrom};

use super::frozen::{Answer, Frozen, Numbers, Pair, checked, intact, next_bytes};
use super::head::{Chunk, PairRow};
use super::life_row::{LifeRow, of_pair};
use super::pen::Eye;
use super::standing::Known;
use super::tail::unfolded;
use super::{Damaged, Fetch};
use crate::graph::build::on_all_cores;
use crate::graph::claim::AllTerms;
use crate::model::{ActorId, Day};

/// Pairs of which something came later, whose histories are held while all cores unfold them.
const PAIRS_AT_A_TIME: usize = 256;

/// Chunks that stand one behind the other, and are read at once.
struct Run {
    /// From the start of the blocks.
    at: u64,
    n_bytes: u64,
    /// The bytes of each chunk and their checksum.
    chunks: Vec<(u32, u32)>,
}

impl<R: Read + Seek> Frozen<R> {
    /// What is picked of the lives in force on any of the days, of all actors or one; a missing day is every day.
    pub(super) fn pick_in_force<T: Send>(
        &mut self,
        days: &[Option<Day>],
        actor: Option<&ActorId>,
        fetch: &mut Fetch<'_>,
        pick: impl Fn(&Known<'_>, Numbers, &LifeRow) -> Option<T> + Sync,
    ) -> Answer<Vec<T>> {
        self.tail.touch(&self.legend, &self.rules);
        let actor = actor.map(|actor| self.number(actor));
        let is_wanted = |(one, other): Numbers| {
            actor.is_none_or(|actor| [Some(one), Some(other)].contains(&actor))
        };
        let pick = |known: &Known<'_>, numbers: Numbers, life: &LifeRow| {
            is_wanted(numbers)
                .then(|| pick(known, numbers, life))
                .flatten()
        };
        let mut picked = self.pick_written(days, &pick)?;
        let mut first = self.first_untouched();
        // How early the first life of a pair may begin, of which not all is unfolded.
        let mut earliest: Vec<(Pair, Day)> = Vec::new();
        let mut pairs: Vec<(Numbers, Pair, Option<PairRow>)> = Vec::new();
        for numbers in self.tail.pairs() {
            let pair = self.pair(numbers).ok_or(Damaged)?;
            let row = self.row(&pair);
            let written = row.and_then(|row| row.first.known());
            let begins = [written, self.tail.earliest(numbers)].into_iter().flatten();
            earliest.extend(begins.min().map(|day| (pair.clone(), day)));
            if is_wanted(numbers) {
                pairs.push((numbers, pair, row));
            }
        }
        // The longest first, so that no core is left with one when the others are done.
        pairs.sort_by_key(|(_, _, row)| Reverse(row.map_or(0, |row| row.n_bytes)));
        for some in pairs.chunks(PAIRS_AT_A_TIME) {
            let mut histories = Vec::with_capacity(some.len());
            for (_, _, row) in some {
                let bytes = row.map(|row| self.bytes(row.at, row.n_bytes));
                histories.push(bytes.transpose()?.unwrap_or_default());
            }
            let some: Vec<_> = some.iter().zip(&histories).collect();
            let (tail, known) = (&self.tail, self.known());
            let terms = AllTerms::of_codes(known.legend, known.rules);
            let told = (known.legend, &terms, known.rules);
            let all = on_all_cores(&some, |((numbers, pair, row), bytes)| {
                row.map_or(Ok(()), |row| intact(bytes, row.checksum))?;
                let of = (*numbers, pair);
                let met = tail.met_of(of, bytes, days, (known.legend, known.rules))?;
                let unfolded = |met: Vec<_>| unfolded((&known, told), of, &met, days, pick);
                met.map(|met| unfolded(met).ok_or(Damaged)).transpose()
            });
            for (own, ((numbers, pair, _), _)) in all.into_iter().zip(some) {
                let (own_first, own) = if let Some(own) = own? {
                    own
                } else {
                    // Words decide, which only one can fetch.
                    let records = self.records(pair, fetch)?;
                    let known = self.known();
                    let by = (known.legend, known.rules);
                    let met = self.tail.met((*numbers, pair), records, days, by);
                    let terms = AllTerms::of_codes(known.legend, known.rules);
                    let told = (&known, (known.legend, &terms, known.rules));
                    unfolded(told, (*numbers, pair), &met, days, pick).ok_or(Damaged)?
                };
                first = [first, own_first].into_iter().flatten().min();
                picked.extend(own);
            }
        }
        earliest.sort_by_key(|(_, earliest)| *earliest);
        for (pair, earliest) in earliest {
            if first.is_none_or(|first| earliest < first) {
                let records = self.records(&pair, fetch)?;
                let (legend, rules) = (self.known().legend, self.known().rules);
                let told = (legend, &AllTerms::of_codes(legend, rules), rules);
                let unfolded = of_pair((&pair.0, &pair.1), &records, told, |_| false);
                let (own_first, _) = unfolded.ok_or(Damaged)?;
                first = [first, own_first].into_iter().flatten().min();
            }
        }
        self.first = first.and_then(Day::date);
        Ok(picked)
    }

    /// The same of matters of which nothing came later; all cores read.
    fn pick_written<T: Send>(
        &mut self,
        days: &[Option<Day>],
        pick: &(impl Fn(&Known<'_>, Numbers, &LifeRow) -> Option<T> + Sync),
    ) -> Result<Vec<T>, Damaged> {
        let runs = self.chunks_in_force(days)?;
        let mut chunks: Vec<(&[u8], u32)> = Vec::new();
        for (bytes, run) in &runs {
            let mut left = bytes.as_slice();
            for &(n_bytes, checksum) in &run.chunks {
                let (chunk, after) = left.split_at_checked(n_bytes as usize).ok_or(Damaged)?;
                chunks.push((chunk, checksum));
                left = after;
            }
        }
        let known = self.known();
        let of_chunk = |&(bytes, checksum): &(&[u8], u32)| {
            intact(bytes, checksum)?;
            let mut picked = Vec::new();
            let mut life = LifeRow::default();
            let mut eye = Eye::on(bytes);
            while !eye.is_done() {
                let nth = eye.small().ok_or(Damaged)?;
                life.read(&mut eye).ok_or(Damaged)?;
                if !life.extent().meets(days) {
                    continue;
                }
                let numbers = self.pairs.get(nth as usize).ok_or(Damaged)?.pair;
                if !self.tail.touches_life(numbers, (life.matter, life.lane)) {
                    picked.extend(pick(&known, numbers, &life));
                }
            }
            Ok(picked)
        };
        let mut picked = Vec::new();
        for of_chunk in on_all_cores(&chunks, of_chunk) {
            picked.extend(of_chunk?);
        }
        Ok(picked)
    }

    /// The chunks with lives that may be in force on any of the days, with their bytes.
    fn chunks_in_force(&mut self, days: &[Option<Day>]) -> Result<Vec<(Vec<u8>, Run)>, Damaged> {
        let (at, n_bytes, checksum) = self.chunks;
        self.input.seek(SeekFrom::Start(at)).map_err(|_| Damaged)?;
        let chunks = checked(&mut self.input, n_bytes, checksum)?;
        let (chunks, []) = chunks.as_chunks::<{ Chunk::N_BYTES }>() else {
            return Err(Damaged);
        };
        let mut runs: Vec<Run> = Vec::new();
        for chunk in chunks {
            let chunk = Chunk::read(chunk).ok_or(Damaged)?;
            if !chunk.extent.meets(days) {
                continue;
            }
            match runs.last_mut() {
                Some(run) if run.at + run.n_bytes == chunk.at => {
                    run.n_bytes += u64::from(chunk.n_bytes);
                    run.chunks.push((chunk.n_bytes, chunk.checksum));
                }
                _ => runs.push(Run {
                    at: chunk.at,
                    n_bytes: u64::from(chunk.n_bytes),
                    chunks: vec![(chunk.n_bytes, chunk.checksum)],
                }),
            }
        }
        let mut read = Vec::with_capacity(runs.len());
        for run in runs {
            let at = self.blocks.checked_add(run.at).ok_or(Damaged)?;
            self.input.seek(SeekFrom::Start(at)).map_err(|_| Damaged)?;
            read.push((next_bytes(&mut self.input, run.n_bytes)?, run));
        }
        Ok(read)
    }
}
