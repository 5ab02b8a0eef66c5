//! Which acts of a pair may meet: what came later leaves the others as they were written down.

use std::collections::BTreeMap;

use crate::graph::claim::Lane;
use crate::graph::rules::Rules;
use crate::model::{Day, Legend, Precision, Record};

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

    /// That of a record. `None`: it is not under this legend.
    pub(super) fn of_record(&self, record: &Record, legend: &Legend) -> Option<Matter> {
        let both = self.of_code.get(record.code as usize)?.both;
        let party = |number: u32| legend.parties.get(number as usize);
        let (source, target) = (party(record.source)?, party(record.target)?);
        let forward = source.principal <= target.principal;
        self.of_life(record.code, Lane::of(both, forward))
    }

    /// Of records of one pair, each with its matter, those that may have a part in what is in force on any of the days.
    ///
    /// The records of a matter fall into stretches of time between which nothing is in force or near: no act of one meets
    /// a life of another.
    pub(super) fn met(
        &self,
        records: &[(Matter, Record)],
        days: &[Day],
        rules: &Rules,
    ) -> Vec<Record> {
        let near_days = rules.near_at_most();
        let mut spans: Vec<(Matter, Span, usize)> = Vec::with_capacity(records.len());
        for (at, (matter, record)) in records.iter().enumerate() {
            spans.push((*matter, self.span(record), at));
        }
        spans.sort_unstable();
        let mut met = Vec::new();
        let mut rest = spans.as_slice();
        while let Some(&(matter, first, _)) = rest.first() {
            let mut until = first.until;
            let goes_on = |(other, span, _): &&(Matter, Span, usize)| {
                let near = *other == matter && span.from.0 <= until.0.saturating_add(near_days);
                until = until.max(span.until);
                near
            };
            let n = rest.iter().take_while(goes_on).count();
            let (stretch, others) = rest.split_at(n);
            let until = stretch.iter().map(|(_, span, _)| span.until).max();
            let until = until.unwrap_or(first.until);
            if days.iter().any(|&day| first.from <= day && day <= until) {
                met.extend(stretch.iter().map(|&(_, _, at)| records[at].1));
            }
            rest = others;
        }
        met
    }

    /// The days on which a record may have an effect by itself.
    fn span(&self, record: &Record) -> Span {
        let days = [record.start, record.end, record.published];
        let known = days.into_iter().filter(|&day| day != Day::NONE);
        let kin = self.of_code.get(record.code as usize);
        let holds = kin.and_then(|kin| kin.holds);
        let over = known.clone().max().zip(holds);
        Span {
            from: known.min().unwrap_or(Day::NONE),
            until: over.map_or(Day(i32::MAX), |(last, holds)| {
                Day(last.0.saturating_add(holds))
            }),
        }
    }
}

/// Days, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Span {
    from: Day,
    until: Day,
}
