//! Which acts of a pair may meet: what came later leaves the others as they were written down.

use std::collections::{BTreeMap, BTreeSet};

use crate::graph::claim::Lane;
use crate::graph::rules::Rules;
use crate::model::{ActorId, Day, Legend, Precision, Record};

/// A part of what there is between two actors, whose lives meet none outside of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Matter {
    kin: u32,
    /// `None`: who acts makes no difference.
    lane: Option<Lane>,
}

/// The matters of codes, as positions in [`Legend::codes`].
#[derive(Debug, Default)]
pub(super) struct Matters {
    of_code: Vec<Kin>,
}

#[derive(Debug, Clone, Copy)]
struct Kin {
    number: u32,
    /// Whether its lanes are apart.
    laned: bool,
    /// Whether both sides act.
    both: bool,
    /// Days at most for which it holds after the last of which it speaks; `None`: it may hold for good.
    holds: Option<i32>,
}

impl Matters {
    /// Lives meet within an action, family and lane; actions that end another or are ended are one matter together.
    pub(super) fn new(legend: &Legend, rules: &Rules) -> Self {
        let mut numbers: BTreeMap<Option<(u8, &str)>, u32> = BTreeMap::new();
        let codes = legend.codes.iter();
        let kin = codes.map(|code| {
            let apart = !rules.ends_or_is_ended(code.action);
            let family = rules.family(code.action, &code.kind);
            let own = apart.then_some((code.action as u8, family));
            let next = numbers.len() as u32;
            Kin {
                number: *numbers.entry(own).or_insert(next),
                laned: apart,
                both: code.mutual || rules.either(code.action),
                holds: (code.precision == Precision::Day && !code.open)
                    .then(|| rules.holds_at_most(code.action, &code.kind, code.status))
                    .flatten(),
            }
        });
        Self {
            of_code: kin.collect(),
        }
    }

    /// That of a life in the lane. `None`: no such code.
    pub(super) fn of_life(&self, code: u32, lane: Lane) -> Option<Matter> {
        let kin = self.of_code.get(code as usize)?;
        Some(Matter {
            kin: kin.number,
            lane: kin.laned.then_some(lane),
        })
    }

    /// That of a record of a pair. `None`: it is not under this legend.
    pub(super) fn of_record(
        &self,
        record: &Record,
        first: &ActorId,
        legend: &Legend,
    ) -> Option<Matter> {
        let kin = self.of_code.get(record.code as usize)?;
        let source = legend.parties.get(record.source as usize)?;
        let lane = || Lane::of(kin.both, kin.both || source.principal == *first);
        Some(Matter {
            kin: kin.number,
            lane: kin.laned.then(lane),
        })
    }

    /// Of the records of a pair, those of some matters that may have a part in what is in force on any of the days, in
    /// their order; a missing day is every day.
    ///
    /// The records of a matter fall into stretches of time between which nothing is in force or near: no act of one meets
    /// a life of another.
    pub(super) fn met(
        &self,
        records: &[Record],
        (first, matters): (&ActorId, &BTreeSet<Matter>),
        days: &[Option<Day>],
        (legend, rules): (&Legend, &Rules),
    ) -> Vec<Record> {
        let mut begun: Vec<(Matter, Vec<(Day, usize)>)> =
            matters.iter().map(|&matter| (matter, Vec::new())).collect();
        for (at, record) in records.iter().enumerate() {
            if let Some(own) = self.of_record(record, first, legend)
                && let Ok(nth) = begun.binary_search_by_key(&own, |&(matter, _)| matter)
            {
                begun[nth].1.push((from(record), at));
            }
        }
        let near_days = rules.near_at_most();
        let mut is_met = vec![false; records.len()];
        for (_, begun) in &mut begun {
            begun.sort_unstable();
            let mut rest = begun.as_slice();
            while let Some(&(first, at)) = rest.first() {
                let mut until = self.until(&records[at]);
                let goes_on = |&&(from, at): &&(Day, usize)| {
                    let near = from <= until.plus(near_days);
                    if near {
                        until = until.max(self.until(&records[at]));
                    }
                    near
                };
                let n = rest.iter().take_while(goes_on).count();
                let (stretch, others) = rest.split_at(n);
                let meets = |day: &Option<Day>| day.is_none_or(|day| first <= day && day <= until);
                if days.iter().any(meets) {
                    stretch.iter().for_each(|&(_, at)| is_met[at] = true);
                }
                rest = others;
            }
        }
        let met = records.iter().zip(is_met).filter(|(_, is_met)| *is_met);
        met.map(|(record, _)| *record).collect()
    }

    /// The last day on which a record may have an effect by itself; the last of all days if it may hold for good.
    fn until(&self, record: &Record) -> Day {
        let kin = self.of_code.get(record.code as usize);
        let last = known_days(record).max();
        let over = last.zip(kin.and_then(|kin| kin.holds));
        over.map_or(Day::LAST, |(last, holds)| last.plus(holds))
    }
}

/// The first day on which it may.
fn from(record: &Record) -> Day {
    known_days(record).min().unwrap_or(Day::NONE)
}

fn known_days(record: &Record) -> impl Iterator<Item = Day> {
    let days = [record.start, record.end, record.published];
    days.into_iter().filter(|&day| day != Day::NONE)
}
