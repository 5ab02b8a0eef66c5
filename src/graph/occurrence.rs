//! Repeats: reports of one act from many sentences and documents become one occurrence with many sources.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::claim::{Claim, Lane, is_fact};
use super::rules::Rules;
use super::valid::{DatedBy, days_apart, last_day_of, plus_days};
use crate::model::{Action, ActorId, Precision, Status};

/// The matter that claims may share: about what, in which lane, how it stands, whether it undoes.
type Matter<'a> = (Action, &'a str, Lane, Status, bool);

/// One act, and the claims that report it; the first claim leads.
#[derive(Debug, Clone)]
pub(super) struct Act<'a> {
    pub(super) claims: Vec<Claim<'a>>,
    pub(super) lane: Lane,
    pub(super) begins: Option<Date>,
    pub(super) latest: Option<Date>,
    pub(super) due: Option<(Date, Date)>,
    /// Latest report.
    pub(super) said: Option<Date>,
    pub(super) persons: [BTreeSet<&'a ActorId>; 2],
}

impl<'a> Act<'a> {
    fn new(claim: Claim<'a>, lane: Lane) -> Self {
        Self {
            lane,
            begins: claim.begins(),
            latest: claim.latest(),
            due: claim.due(),
            said: claim.said,
            persons: claim.persons.map(|person| person.into_iter().collect()),
            claims: vec![claim],
        }
    }

    pub(super) fn leading(&self) -> &Claim<'a> {
        &self.claims[0]
    }

    pub(super) fn status(&self) -> Status {
        self.claims[0].status
    }

    pub(super) fn action(&self) -> Action {
        self.claims[0].action
    }

    fn add(&mut self, claim: Claim<'a>) {
        self.said = self.said.max(claim.said);
        // The plan is known from its first report.
        if !is_fact(claim.status) {
            self.begins = match (self.begins, claim.begins()) {
                (Some(own), Some(new)) => Some(own.min(new)),
                (own, new) => own.or(new),
            };
        }
        self.due = self.due.or(claim.due());
        for (persons, person) in self.persons.iter_mut().zip(claim.persons) {
            persons.extend(person);
        }
        self.claims.push(claim);
    }
}

/// How far two sets of persons on the two sides of a pair exclude each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Conflict {
    /// None named that differ.
    None,
    /// One side is the same person, the other side differs: one round of talks with two hosts.
    Partial,
    /// Other people altogether.
    Full,
}

pub(super) fn conflict(one: &[BTreeSet<&ActorId>; 2], other: &[BTreeSet<&ActorId>; 2]) -> Conflict {
    let side = |index: usize| -> Option<bool> {
        let (one, other) = (&one[index], &other[index]);
        (!one.is_empty() && !other.is_empty()).then(|| !one.is_disjoint(other))
    };
    match (side(0), side(1)) {
        (None | Some(true), None | Some(true)) => Conflict::None,
        (Some(true), Some(false)) | (Some(false), Some(true)) => Conflict::Partial,
        _ => Conflict::Full,
    }
}

/// Joins the claims of one pair into acts.
///
/// Claims are taken from the most exact to the vaguest, so that "in March" joins "on 24 March" and not the reverse;
/// each joins the nearest act of the same matter, within the days that `[near]` allows of the first claim of that act.
/// Nothing is dropped: every claim is in exactly one act.
pub(super) fn join<'a>(mut claims: Vec<Claim<'a>>, rules: &Rules, merge: bool) -> Vec<Act<'a>> {
    claims.sort_by(by_exactness);
    let mut acts: Vec<Act<'a>> = Vec::new();
    let mut places: BTreeMap<Matter<'a>, BTreeMap<Option<Date>, Vec<usize>>> = BTreeMap::new();
    for claim in claims {
        let lane = claim.lane(rules);
        let matter = (
            claim.action,
            claim.family,
            lane,
            claim.status,
            claim.undoing,
        );
        let by_day = places.entry(matter).or_default();
        let found = if merge {
            nearest(&claim, by_day, &acts, rules)
        } else {
            None
        };
        if let Some(index) = found {
            acts[index].add(claim);
        } else {
            by_day.entry(anchor(&claim)).or_default().push(acts.len());
            acts.push(Act::new(claim, lane));
        }
    }
    for act in &mut acts {
        act.claims.sort_by(by_telling);
        let leading = &act.claims[0];
        if is_fact(leading.status) {
            act.begins = leading.begins();
        }
        act.latest = act
            .claims
            .iter()
            .filter_map(Claim::latest)
            .min()
            .max(act.begins);
    }
    acts
}

/// Whether two claims can report one act, by who acts.
///
/// In a matter of both, either side's plan for talks is the plan; but who broke them off is not the same.
fn same_side(one: &Claim<'_>, other: &Claim<'_>) -> bool {
    one.acts == other.acts
        || one.acts == Lane::Both
        || other.acts == Lane::Both
        || matches!(
            one.status,
            Status::Done | Status::Underway | Status::Planned | Status::Possible
        )
}

/// The day by which an act is found again: the first day that its first claim speaks of.
fn anchor(claim: &Claim<'_>) -> Option<Date> {
    claim.valid.from.or(claim.valid.to)
}

fn nearest<'a>(
    claim: &Claim<'a>,
    by_day: &BTreeMap<Option<Date>, Vec<usize>>,
    acts: &[Act<'a>],
    rules: &Rules,
) -> Option<usize> {
    let persons: [BTreeSet<&ActorId>; 2] = claim.persons.map(|person| person.into_iter().collect());
    let fits = |&&index: &&usize| {
        let act = &acts[index];
        same_side(claim, act.leading())
            && (!rules.persons(claim.action)
                || conflict(&persons, &act.persons) <= Conflict::Partial)
    };
    let Some(first) = anchor(claim) else {
        return by_day.get(&None)?.iter().find(fits).copied();
    };
    let last = last_day_of(&claim.valid).unwrap_or(first);
    let near = rules.near();
    let day_precise = matches!(claim.valid.precision, Precision::Day);
    let reach = match (day_precise, claim.valid.dated_by) {
        (false, _) => 0,
        (true, DatedBy::Publication) => near.publication_days,
        (true, _) => near.text_days.max(near.publication_days),
    };
    by_day
        .range(Some(plus_days(first, -reach))..=Some(plus_days(last, reach)))
        .flat_map(|(day, indices)| indices.iter().map(move |index| (day, index)))
        .filter(|(_, index)| fits(index))
        .filter(|(_, index)| {
            // Claims come from exact to vague, so that the first of an act is still its most exact.
            let own = acts[**index].leading();
            let Some(own_first) = anchor(own) else {
                return false;
            };
            let own_last = last_day_of(&own.valid).unwrap_or(own_first);
            let by_publication = [claim, own]
                .iter()
                .any(|one| one.valid.dated_by == DatedBy::Publication);
            let tolerance = match (day_precise, by_publication) {
                (false, _) => 0,
                (true, true) => near.publication_days,
                (true, false) => near.text_days,
            };
            days_apart((first, last), (own_first, own_last)) <= tolerance
        })
        .min_by_key(|(day, index)| {
            (
                day.map(|day| days_apart((day, day), (first, first))),
                **index,
            )
        })
        .map(|(_, index)| *index)
}

/// From exact to vague: precision, then who dates it, then time, then the place in the list.
fn by_exactness(one: &Claim<'_>, other: &Claim<'_>) -> Ordering {
    let key = |claim: &Claim<'_>| {
        (
            claim.valid.precision,
            claim.valid.dated_by,
            anchor(claim),
            claim.said,
            claim.statement,
        )
    };
    key(one).cmp(&key(other))
}

/// From telling to less so: dated by its text, exact, sure, weighty, early, and then the place in the list.
///
/// Confidence counts in tenths: a hundredth does not make the recall of an envoy tell more than the severing of ties.
fn by_telling(one: &Claim<'_>, other: &Claim<'_>) -> Ordering {
    let first = |claim: &Claim<'_>| (claim.valid.dated_by, claim.valid.precision);
    let last = |claim: &Claim<'_>| (anchor(claim), claim.said, claim.statement);
    first(one)
        .cmp(&first(other))
        .then_with(|| other.tenths.cmp(&one.tenths))
        .then_with(|| other.weight.total_cmp(&one.weight))
        .then_with(|| last(one).cmp(&last(other)))
}
