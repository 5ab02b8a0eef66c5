//! The order of records: that of their statements in [`super::super::build::in_order`].

use std::cmp::Ordering;

use super::{Fetch, Unanswered};
use crate::graph::build::by_words;
use crate::model::{Day, Legend, Place, Record};

/// What orders a record before its words do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Order {
    pub(super) published: Day,
    pub(super) place: Place,
    pub(super) mark: u32,
}

impl Order {
    pub(super) fn of(record: &Record, legend: &Legend) -> Self {
        let place = legend.places.get(record.place as usize);
        Self {
            published: record.published,
            place: place.copied().unwrap_or_default(),
            mark: record.mark,
        }
    }
}

/// Sorts the records of one pair; `false` where some differ in their words only, whose order is then open.
pub(super) fn in_order(records: &mut [Record], legend: &Legend) -> bool {
    records.sort_by(|one, other| {
        let by_day = one.published.cmp(&other.published);
        by_day.then_with(|| Order::of(one, legend).cmp(&Order::of(other, legend)))
    });
    let mut twos = records.windows(2);
    !twos.any(|two| alike(&two[0], &two[1], legend))
}

fn alike(one: &Record, next: &Record, legend: &Legend) -> bool {
    one.mark == next.mark
        && one.published == next.published
        && Order::of(one, legend) == Order::of(next, legend)
}

/// Sorts the records of one pair. Those that differ in their words only are fetched; copies are dropped.
pub(super) fn sort(
    records: &mut Vec<Record>,
    legend: &Legend,
    fetch: &mut Fetch<'_>,
) -> Result<(), Unanswered> {
    if in_order(records, legend) {
        return Ok(());
    }
    let mut sorted = Vec::with_capacity(records.len());
    for run in records.chunk_by(|one, next| alike(one, next, legend)) {
        if let [one] = run {
            sorted.push(*one);
            continue;
        }
        let keys: Vec<u32> = run.iter().map(|record| record.key).collect();
        let mut worded: Vec<_> = fetch(&keys)?.into_iter().zip(run).collect();
        worded.sort_by(|(one, _), (other, _)| by_words(one, other));
        worded.dedup_by(|(one, _), (other, _)| {
            by_words(one, other) == Ordering::Equal && one == other
        });
        sorted.extend(worded.into_iter().map(|(_, record)| *record));
    }
    *records = sorted;
    Ok(())
}
