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
    /// How many kin there are.
    n_kin: usize,
}

impl Matter {
    /// The lane as a number below 4.
    fn side(self) -> usize {
        self.lane.map_or(3, |lane| lane as usize)
    }
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
        let of_code = kin.collect();
        Self {
            of_code,
            n_kin: numbers.len(),
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
        // Of each matter when its records begin, with their places.
        let mut begun: Vec<Vec<(Day, u32)>> = vec![Vec::new(); matters.len()];
        let mut places: Vec<[Option<usize>; 4]> = vec![[None; 4]; self.n_kin];
        for (nth, matter) in matters.iter().enumerate() {
            places[matter.kin as usize][matter.side()] = Some(nth);
        }
        for (at, record) in (0..).zip(records) {
            if let Some(own) = self.of_record(record, first, legend)
                && let Some(nth) = places[own.kin as usize][own.side()]
            {
                begun[nth].push((from(record), at));
            }
        }
        let near_days = rules.near_at_most();
        let mut is_met = vec![false; records.len()];
        for begun in &mut begun {
            begun.sort_unstable();
            let mut rest = begun.as_slice();
            while let Some(&(first, at)) = rest.first() {
                let mut until = self.until(&records[at as usize]);
                let goes_on = |&&(from, at): &&(Day, u32)| {
                    let near = from <= until.plus(near_days);
                    if near {
                        until = until.max(self.until(&records[at as usize]));
                    }
                    near
                };
                let n = rest.iter().take_while(goes_on).count();
                let (stretch, others) = rest.split_at(n);
                let meets = |day: &Option<Day>| day.is_none_or(|day| first <= day && day <= until);
                if days.iter().any(meets) {
                    stretch
                        .iter()
                        .for_each(|&(_, at)| is_met[at as usize] = true);
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
        // No day lies before all days.
        let last = record.start.max(record.end).max(record.published);
        let over = last.known().zip(kin.and_then(|kin| kin.holds));
        over.map_or(Day::LAST, |(last, holds)| last.plus(holds))
    }
}

/// The first day on which it may.
fn from(record: &Record) -> Day {
    let days = [record.start, record.end, record.published].into_iter();
    days.filter_map(Day::known).min().unwrap_or(Day::NONE)
}
