//! What came later than the graph was written down, and what of it that leaves as it was.

use std::collections::{BTreeMap, BTreeSet};

use super::frozen::{Numbers, Pair};
use super::head::Extent;
use super::life_row::{LifeRow, of_pair};
use super::matter::{Matter, Matters};
use super::order::in_order;
use super::standing::Known;
use super::{Damaged, record_row};
use crate::graph::claim::Lane;
use crate::graph::rules::Rules;
use crate::model::{ActorId, Day, Legend, Record};

/// Records that came later.
#[derive(Debug, Default)]
pub(super) struct Tail {
    /// By pair, in order.
    pub(super) records: BTreeMap<Pair, Vec<Record>>,
    matters: Matters,
    /// The pairs of which they speak, and the matters.
    touched: BTreeMap<Numbers, BTreeSet<Matter>>,
}

impl Tail {
    /// Records in order, under a legend.
    pub(super) fn new(records: &[Record], legend: &Legend, rules: &Rules) -> Self {
        let mut by_pair: BTreeMap<Pair, Vec<Record>> = BTreeMap::new();
        for record in records {
            let principal = |party: u32| &legend.parties[party as usize].principal;
            let (one, other) = (principal(record.source), principal(record.target));
            let pair = (one.min(other).clone(), one.max(other).clone());
            by_pair.entry(pair).or_default().push(*record);
        }
        Self {
            records: by_pair,
            matters: Matters::new(legend, rules),
            touched: BTreeMap::new(),
        }
    }

    /// The same once the actors have numbers.
    pub(super) fn touching(
        mut self,
        number: impl Fn(&ActorId) -> Option<u32>,
        legend: &Legend,
    ) -> Self {
        let of_pair = self.records.iter().filter_map(|(pair, records)| {
            let numbers = (number(&pair.0)?, number(&pair.1)?);
            let records = records.iter();
            let matters = records.filter_map(|record| self.matter(record, pair, legend));
            Some((numbers, matters.collect()))
        });
        self.touched = of_pair.collect();
        self
    }

    fn matter(&self, record: &Record, pair: &Pair, legend: &Legend) -> Option<Matter> {
        let source = legend.parties.get(record.source as usize)?;
        self.matters.of_record(record, source.principal == pair.0)
    }

    /// The pairs of which something came later.
    pub(super) fn pairs(&self) -> Vec<Numbers> {
        self.touched.keys().copied().collect()
    }

    /// Whether something came later of the pair.
    pub(super) fn touches(&self, numbers: Numbers) -> bool {
        self.touched.contains_key(&numbers)
    }

    /// Whether something came later that the life of a pair may have met.
    pub(super) fn touches_life(&self, numbers: Numbers, (code, lane): (u32, Lane)) -> bool {
        self.touched.get(&numbers).is_some_and(|touched| {
            let matter = self.matters.of_life(code, lane);
            matter.is_none_or(|matter| touched.contains(&matter))
        })
    }

    /// Of the records of a pair those that may have a part in what is in force on any of the days, in matters of which
    /// something came later.
    pub(super) fn met(
        &self,
        (numbers, pair): (Numbers, &Pair),
        records: Vec<Record>,
        days: &[Option<Day>],
        (legend, rules): (&Legend, &Rules),
    ) -> Vec<Record> {
        let touched = self.touched.get(&numbers);
        let of_matter = |record: Record| {
            let matter = self.matter(&record, pair, legend)?;
            touched?.contains(&matter).then_some((matter, record))
        };
        let records = records.into_iter().filter_map(of_matter);
        let days: Option<Vec<Day>> = days.iter().copied().collect();
        match days {
            Some(days) => {
                let records: Vec<(Matter, Record)> = records.collect();
                self.matters.met(&records, &days, rules)
            }
            None => records.map(|(_, record)| record).collect(),
        }
    }

    /// The same from what is written of a pair and what came later, in order. `None` where they have places in texts, or
    /// only words tell their order.
    pub(super) fn met_of(
        &self,
        (numbers, pair): (Numbers, &Pair),
        written: &[u8],
        days: &[Option<Day>],
        (legend, rules): (&Legend, &Rules),
    ) -> Result<Option<Vec<Record>>, Damaged> {
        let (mut records, places) = record_row::read(written, legend).ok_or(Damaged)?;
        records.extend(self.records.get(pair).into_iter().flatten());
        let mut met = self.met((numbers, pair), records, days, (legend, rules));
        let in_order = places.is_empty() && in_order(&mut met, legend);
        Ok(in_order.then_some(met))
    }

    /// The first day of which what came later of a pair speaks.
    pub(super) fn earliest(&self, pair: &Pair) -> Option<Day> {
        let records = self.records.get(pair).into_iter().flatten();
        let days = records.flat_map(|record| [record.start, record.end, record.published]);
        days.filter(|&day| day != Day::NONE).min()
    }
}

/// When the first life begins that the records of a pair make, and what is picked of those in force on any of the days.
/// `None`: the records make no sense.
pub(super) fn unfolded<T>(
    known: &Known<'_>,
    (numbers, pair): (Numbers, &Pair),
    records: &[Record],
    days: &[Option<Day>],
    pick: impl Fn(&Known<'_>, Numbers, &LifeRow) -> Option<T>,
) -> Option<(Option<Day>, Vec<T>)> {
    let in_force = |extent: Extent| extent.meets(days);
    let by = (known.legend, known.rules);
    let (first, lives) = of_pair((&pair.0, &pair.1), records, by, in_force)?;
    let picked = lives.iter().filter_map(|life| pick(known, numbers, life));
    Some((first, picked.collect()))
}
