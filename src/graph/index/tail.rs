//! What came later than the graph was written down, and what of it that leaves as it was.

use std::collections::{BTreeMap, BTreeSet};

use super::frozen::{Numbers, Pair};
use super::head::Extent;
use super::life_row::{LifeRow, Told, of_pair};
use super::matter::{Matter, Matters};
use super::order::in_order;
use super::standing::Known;
use super::{Damaged, record_row};
use crate::graph::claim::Lane;
use crate::graph::rules::Rules;
use crate::model::{ActorId, Day, Legend, QuickMap, Record};

/// Records that came later.
#[derive(Debug, Default)]
pub(super) struct Tail {
    /// By pair, in order.
    records: BTreeMap<Numbers, Vec<Record>>,
    /// What they touch, once a day is asked for.
    touched: Option<Touched>,
}

/// The pairs of which the records speak, and the matters.
#[derive(Debug)]
struct Touched {
    matters: Matters,
    of_pair: BTreeMap<Numbers, BTreeSet<Matter>>,
}

impl Tail {
    /// Records in order, under a legend whose actors have numbers.
    pub(super) fn new(
        records: &[Record],
        legend: &Legend,
        number: impl Fn(&ActorId) -> Option<u32>,
    ) -> Self {
        let mut by_pair: BTreeMap<Numbers, Vec<Record>> = BTreeMap::new();
        let mut numbers: QuickMap<u32, Option<u32>> = QuickMap::default();
        for record in records {
            let principal = |party: u32| Some(&legend.parties.get(party as usize)?.principal);
            let mut number = |party: u32| {
                let number = || principal(party).and_then(&number);
                *numbers.entry(party).or_insert_with(number)
            };
            let ends = (number(record.source), number(record.target));
            let (Some(source), Some(target)) = ends else {
                continue;
            };
            // Later actors have no numbers in the order of their ids.
            let pair = if principal(record.source) <= principal(record.target) {
                (source, target)
            } else {
                (target, source)
            };
            by_pair.entry(pair).or_default().push(*record);
        }
        Self {
            records: by_pair,
            touched: None,
        }
    }

    /// What came later of the pair, in order.
    pub(super) fn of_pair(&self, numbers: Numbers) -> &[Record] {
        self.records.get(&numbers).map_or(&[], Vec::as_slice)
    }

    /// Finds out what it touches.
    pub(super) fn touch(&mut self, legend: &Legend, rules: &Rules) {
        if self.touched.is_some() {
            return;
        }
        let matters = Matters::new(legend, rules);
        let of_pair = self.records.iter().map(|(numbers, records)| {
            let ends = records
                .iter()
                .flat_map(|record| [record.source, record.target]);
            let principals =
                ends.filter_map(|end| Some(&legend.parties.get(end as usize)?.principal));
            let own = principals.min().map(|first| {
                let records = records.iter();
                let own = records.filter_map(|record| matters.of_record(record, first, legend));
                own.collect()
            });
            (*numbers, own.unwrap_or_default())
        });
        let of_pair = of_pair.collect();
        self.touched = Some(Touched { matters, of_pair });
    }

    /// The pairs of which something came later.
    pub(super) fn pairs(&self) -> Vec<Numbers> {
        self.records.keys().copied().collect()
    }

    /// Whether something came later of the pair.
    pub(super) fn touches(&self, numbers: Numbers) -> bool {
        self.records.contains_key(&numbers)
    }

    /// Whether something came later that the life of a pair may have met.
    pub(super) fn touches_life(&self, numbers: Numbers, (code, lane): (u32, Lane)) -> bool {
        self.touched.as_ref().is_some_and(|touched| {
            touched.of_pair.get(&numbers).is_some_and(|own| {
                let matter = touched.matters.of_life(code, lane);
                matter.is_none_or(|matter| own.contains(&matter))
            })
        })
    }

    /// Of the records of a pair those that may have a part in what is in force on any of the days, in matters of which
    /// something came later.
    pub(super) fn met(
        &self,
        (numbers, pair): (Numbers, &Pair),
        records: Vec<Record>,
        days: &[Option<Day>],
        by: (&Legend, &Rules),
    ) -> Vec<Record> {
        let Some(touched) = &self.touched else {
            return records;
        };
        match touched.of_pair.get(&numbers) {
            Some(own) => touched.matters.met(&records, (&pair.0, own), days, by),
            None => Vec::new(),
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
        records.extend(self.of_pair(numbers));
        let mut met = self.met((numbers, pair), records, days, (legend, rules));
        let in_order = places.is_empty() && in_order(&mut met, legend);
        Ok(in_order.then_some(met))
    }

    /// The first day of which what came later of a pair speaks.
    pub(super) fn earliest(&self, numbers: Numbers) -> Option<Day> {
        let records = self.of_pair(numbers).iter();
        let days = records.flat_map(|record| [record.start, record.end, record.published]);
        days.filter(|&day| day != Day::NONE).min()
    }
}

/// When the first life begins that the records of a pair make, and what is picked of those in force on any of the days.
/// `None`: the records make no sense.
pub(super) fn unfolded<T>(
    (known, told): (&Known<'_>, Told<'_>),
    (numbers, pair): (Numbers, &Pair),
    records: &[Record],
    days: &[Option<Day>],
    pick: impl Fn(&Known<'_>, Numbers, &LifeRow) -> Option<T>,
) -> Option<(Option<Day>, Vec<T>)> {
    let in_force = |extent: Extent| extent.meets(days);
    let (first, lives) = of_pair((&pair.0, &pair.1), records, told, in_force)?;
    let picked = lives.iter().filter_map(|life| pick(known, numbers, life));
    Some((first, picked.collect()))
}
