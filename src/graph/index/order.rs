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

/// Sorts the records of one pair. Those that differ in their words only are fetched; copies are dropped.
pub(super) fn sort(
    records: &mut Vec<Record>,
    legend: &Legend,
    fetch: &mut Fetch<'_>,
) -> Result<(), Unanswered> {
    let order = |record: &Record| Order::of(record, legend);
    records.sort_by(|one, other| {
        one.published
            .cmp(&other.published)
            .then_with(|| order(one).cmp(&order(other)))
    });
    let alike = |one: &Record, next: &Record| {
        one.mark == next.mark && one.published == next.published && order(one) == order(next)
    };
    if !records.windows(2).any(|two| alike(&two[0], &two[1])) {
        return Ok(());
    }
    let mut sorted = Vec::with_capacity(records.len());
    for run in records.chunk_by(alike) {
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
