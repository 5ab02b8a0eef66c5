//! What happened between two actors, in order of time.

use std::cmp::Reverse;

use jiff::civil::Date;
use serde::Serialize;

use super::graph::Graph;
use super::relation::{Closing, Occurrence, Relation, Stage};
use super::snapshot::Standing;
use super::valid::DatedBy;
use crate::model::ActorId;

/// What an entry does to the relation that it belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Step {
    /// It begins the relation.
    Opens,
    /// It changes its status.
    Changes,
    /// It reports the same status again.
    Repeats,
    /// It changes nothing.
    Aside,
}

/// One occurrence in the life of a relation.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Entry {
    /// First day; `None`: undated.
    pub date: Option<Date>,
    /// What it does to its relation.
    pub step: Step,
    /// The relation as this occurrence has it, with its statements.
    pub standing: Standing,
    /// First day on which this status no longer held, where it ended.
    pub until: Option<Date>,
    /// Why it ended.
    pub closing: Option<Closing>,
}

impl Graph {
    /// Every occurrence between two actors, whoever acts, in order of time; the undated first.
    pub fn timeline(&self, one: &ActorId, other: &ActorId) -> Vec<Entry> {
        let mut entries: Vec<Entry> = self
            .between(one, other)
            .into_iter()
            .flat_map(|relation| self.entries(relation))
            .collect();
        entries.sort_by(|one, other| {
            let key = |entry: &Entry| {
                (
                    entry.date,
                    Reverse(entry.standing.since.map(|since| since.precision)),
                )
            };
            key(one)
                .cmp(&key(other))
                .then_with(|| one.standing.relation.cmp(&other.standing.relation))
        });
        entries
    }

    fn entries(&self, relation: &Relation) -> Vec<Entry> {
        let mut entries = Vec::new();
        for (at, stage) in relation.stages.iter().enumerate() {
            for (nth, &index) in stage.occurrences.iter().enumerate() {
                let step = match (at, nth) {
                    (0, 0) => Step::Opens,
                    (_, 0) => Step::Changes,
                    _ => Step::Repeats,
                };
                let (until, closing) = if nth == 0 {
                    (stage.until, stage.closing)
                } else {
                    (None, None)
                };
                let entry = relation.occurrences.get(index).and_then(|occurrence| {
                    self.entry(
                        relation,
                        occurrence,
                        index,
                        step,
                        if nth == 0 {
                            stage.from
                        } else {
                            occurrence.begins
                        },
                    )
                });
                entries.extend(entry.map(|entry| Entry {
                    until,
                    closing,
                    ..entry
                }));
            }
        }
        for &index in &relation.asides {
            let occurrence = relation.occurrences.get(index);
            let entry = occurrence.and_then(|occurrence| {
                self.entry(relation, occurrence, index, Step::Aside, occurrence.begins)
            });
            entries.extend(entry);
        }
        entries
    }

    fn entry(
        &self,
        relation: &Relation,
        occurrence: &Occurrence,
        index: usize,
        step: Step,
        date: Option<Date>,
    ) -> Option<Entry> {
        // The occurrence seen as a stage of its own.
        let alone = Stage {
            status: occurrence.status,
            from: date,
            until: None,
            closing: None,
            occurrences: vec![index],
            ended_by: None,
        };
        let standing = self.standing_in(relation, &alone, None)?;
        Some(Entry {
            date,
            step,
            standing,
            until: None,
            closing: None,
        })
    }

    /// Number of statements whose day is only that of their publication, and of those without any day.
    pub fn n_without_own_date(&self) -> (usize, usize) {
        if let Some(about) = &self.about {
            return (about.n_by_publication, about.n_undated);
        }
        let by = |dated_by: DatedBy| {
            self.statements
                .iter()
                .filter(|statement| super::valid::Valid::of(statement).dated_by == dated_by)
                .count()
        };
        (by(DatedBy::Publication), by(DatedBy::Nothing))
    }
}
