//! Repeats: reports of one act from many sentences and documents become one occurrence with many sources.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use super::claim::{Claim, Lane, is_fact};
use super::rules::Rules;
use super::valid::{DatedBy, days_apart};
use crate::model::{Action, ActorId, Day, Precision, Status};

/// The persons that speak for the first and the second of a pair. `None`: nobody is named.
type Persons<'a> = Option<Box<[BTreeSet<&'a ActorId>; 2]>>;

/// One act, and the claims that report it; the first claim leads.
#[derive(Debug, Clone)]
pub(super) struct Act<'a> {
    pub(super) claims: &'a [Claim<'a>],
    pub(super) lane: Lane,
    pub(super) begins: Option<Day>,
    pub(super) latest: Option<Day>,
    pub(super) due: Option<(Day, Day)>,
    /// Latest report.
    pub(super) said: Option<Day>,
    pub(super) persons: Persons<'a>,
}

impl<'a> Act<'a> {
    pub(super) fn leading(&self) -> &Claim<'a> {
        &self.claims[0]
    }

    pub(super) fn status(&self) -> Status {
        self.leading().status()
    }

    pub(super) fn action(&self) -> Action {
        self.leading().terms.action
    }
}

/// An act while claims still join it.
struct Draft<'a> {
    /// The place of the most exact of its claims.
    first: u32,
    n_claims: u32,
    begins: Option<Day>,
    due: Option<(Day, Day)>,
    said: Option<Day>,
    persons: Persons<'a>,
}

impl<'a> Draft<'a> {
    fn new(claim: &Claim<'a>, place: u32) -> Self {
        Self {
            first: place,
            n_claims: 1,
            begins: claim.begins(),
            due: claim.due(),
            said: claim.said,
            persons: persons(claim),
        }
    }

    fn add(&mut self, claim: &Claim<'a>) {
        self.n_claims += 1;
        self.said = self.said.max(claim.said);
        // The plan is known from its first report.
        if !is_fact(claim.status()) {
            self.begins = match (self.begins, claim.begins()) {
                (Some(own), Some(new)) => Some(own.min(new)),
                (own, new) => own.or(new),
            };
        }
        self.due = self.due.or(claim.due());
        if let Some(own) = &mut self.persons {
            for (persons, person) in own.iter_mut().zip(claim.persons) {
                persons.extend(person);
            }
        } else {
            self.persons = persons(claim);
        }
    }

    fn act<'c>(self, claims: &'c [Claim<'a>]) -> Act<'c>
    where
        'a: 'c,
    {
        let begins = if is_fact(claims[0].status()) {
            claims[0].begins()
        } else {
            self.begins
        };
        Act {
            claims,
            lane: claims[0].lane(),
            begins,
            latest: claims.iter().filter_map(Claim::latest).min().max(begins),
            due: self.due,
            said: self.said,
            persons: self.persons,
        }
    }
}

fn persons<'a>(claim: &Claim<'a>) -> Persons<'a> {
    let persons = claim.persons;
    let named = persons.iter().any(Option::is_some);
    named.then(|| Box::new(persons.map(|person| person.into_iter().collect())))
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

pub(super) fn conflict(one: &Persons<'_>, other: &Persons<'_>) -> Conflict {
    let (Some(one), Some(other)) = (one, other) else {
        return Conflict::None;
    };
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

/// Joins the claims of one pair into acts, and lays those of each act side by side.
///
/// Claims are taken from the most exact to the vaguest, so that "in March" joins "on 24 March" and not the reverse;
/// each joins the nearest act of the same matter, within the days that `[near]` allows of the first claim of that act.
/// Nothing is dropped: every claim is in exactly one act.
pub(super) fn join<'c, 'a: 'c>(
    claims: &'c mut Vec<Claim<'a>>,
    rules: &Rules,
    merge: bool,
) -> Vec<Act<'c>> {
    // Claims come in order of their statements, so that their place decides where nothing else does.
    let mut order: Vec<u128> = claims.iter().zip(0..).map(exactness).collect();
    order.sort_unstable();
    let mut drafts: Vec<Draft<'a>> = Vec::with_capacity(claims.len());
    // The claims by their places, each with its act.
    let mut joined: Vec<(u32, u32)> = Vec::with_capacity(claims.len());
    for matter in order.chunk_by(|one, next| one >> MATTER == next >> MATTER) {
        let mut days = Days::default();
        for &key in matter {
            let place = key as u32;
            let claim = &claims[place as usize];
            let found = merge.then(|| nearest(claim, &days, (&drafts, claims), rules));
            let act = if let Some(act) = found.flatten() {
                drafts[act].add(claim);
                act
            } else {
                days.add(key >> LAYER, (anchor(claim), drafts.len()));
                drafts.push(Draft::new(claim, place));
                drafts.len() - 1
            };
            joined.push((act as u32, place));
        }
    }
    joined.sort_unstable();
    let together = joined.iter().map(|&(_, place)| claims[place as usize]);
    *claims = together.collect();
    let mut rest = claims.as_mut_slice();
    let acts = drafts.into_iter().map(|draft| {
        let (own, others) = std::mem::take(&mut rest).split_at_mut(draft.n_claims as usize);
        rest = others;
        own.sort_unstable_by(by_telling);
        draft.act(own)
    });
    acts.collect()
}

/// The days of the acts of one matter, by which acts are found again.
#[derive(Debug, Default)]
struct Days {
    /// Claims that are known alike come in order of their days, so that each of these is in order.
    layers: Vec<Vec<(Option<Day>, usize)>>,
    /// Of the last layer.
    alike: u128,
}

impl Days {
    fn add(&mut self, alike: u128, act: (Option<Day>, usize)) {
        match self.layers.last_mut() {
            Some(layer) if self.alike == alike => layer.push(act),
            _ => {
                self.alike = alike;
                self.layers.push(vec![act]);
            }
        }
    }

    /// The acts between two days, both included; without days, those that have none.
    fn between(
        &self,
        first: Option<Day>,
        last: Option<Day>,
    ) -> impl Iterator<Item = (Option<Day>, usize)> + '_ {
        self.layers.iter().flat_map(move |layer| {
            let from = match layer.last() {
                Some(&(day, _)) if day < first => layer.len(),
                _ => layer.partition_point(|&(day, _)| day < first),
            };
            let near = layer[from..].iter().copied();
            near.take_while(move |&(day, _)| day <= last)
        })
    }
}

/// Whether two claims can report one act, by who acts.
///
/// In a matter of both, either side's plan for talks is the plan; but who broke them off is not the same.
fn same_side(one: &Claim<'_>, other: &Claim<'_>) -> bool {
    one.acts == other.acts
        || one.acts == Lane::Both
        || other.acts == Lane::Both
        || matches!(
            one.status(),
            Status::Done | Status::Underway | Status::Planned | Status::Possible
        )
}

/// The day by which an act is found again: the first day that its first claim speaks of.
fn anchor(claim: &Claim<'_>) -> Option<Day> {
    claim.valid.from.or(claim.valid.to)
}

fn nearest<'a>(
    claim: &Claim<'a>,
    days: &Days,
    (drafts, claims): (&[Draft<'a>], &[Claim<'a>]),
    rules: &Rules,
) -> Option<usize> {
    let fits = |act: usize| {
        let draft = &drafts[act];
        same_side(claim, &claims[draft.first as usize])
            && (!claim.terms.persons
                || conflict(&persons(claim), &draft.persons) <= Conflict::Partial)
    };
    let Some(first) = anchor(claim) else {
        let mut undated = days.between(None, None).map(|(_, act)| act);
        return undated.find(|&act| fits(act));
    };
    let last = claim.valid.last_day().unwrap_or(first);
    let near = rules.near();
    let day_precise = matches!(claim.valid.precision, Precision::Day);
    let reach = match (day_precise, claim.valid.dated_by) {
        (false, _) => 0,
        (true, DatedBy::Publication) => near.publication_days,
        (true, _) => near.text_days.max(near.publication_days),
    };
    days.between(Some(first.plus(-reach)), Some(last.plus(reach)))
        .filter(|&(_, act)| {
            // Claims come from exact to vague, so that the first of an act is its most exact.
            let own = &claims[drafts[act].first as usize];
            let Some(own_first) = anchor(own) else {
                return false;
            };
            let own_last = own.valid.last_day().unwrap_or(own_first);
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
        .filter(|&(_, act)| fits(act))
        .min_by_key(|&(day, act)| (day.map(|day| (day.0 - first.0).abs()), act))
        .map(|(_, act)| act)
}

/// Bits of the order of claims below those that say how they are known, and of what.
const LAYER: u32 = 32 + 32 + 32;
/// The same below those that say of which matter they are.
const MATTER: u32 = LAYER + 5;

/// The order of claims as one number: matter by matter, from exact to vague. That is by precision, then who dates it,
/// then time, then the place in the list.
fn exactness((claim, place): (&Claim<'_>, u128)) -> u128 {
    let terms = claim.terms;
    let matter = u128::from(terms.topic) << 7
        | (claim.lane() as u128) << 5
        | (terms.status as u128) << 1
        | u128::from(terms.undoing);
    let known = (claim.valid.precision as u128) << 2 | claim.valid.dated_by as u128;
    matter << MATTER
        | known << LAYER
        | in_order(anchor(claim)) << 64
        | in_order(claim.said) << 32
        | place
}

/// A day as a number in 32 bits that has its order; none is before all.
pub(super) fn in_order(day: Option<Day>) -> u128 {
    let day = day.unwrap_or(Day::NONE);
    u128::from(day.0.cast_unsigned() ^ 1 << 31)
}

/// What is at least this sure, in tenths, is likelier than not.
const LIKELY: i32 = 5;

/// From telling to less so: dated by its text, exact, likely, weighty, early, and then the place in the list.
///
/// How much likelier does not count: it does not make the recall of an envoy tell more than the severing of ties.
fn by_telling(one: &Claim<'_>, other: &Claim<'_>) -> Ordering {
    let first = |claim: &Claim<'_>| (claim.valid.dated_by, claim.valid.precision);
    let likely = |claim: &Claim<'_>| claim.terms.tenths >= LIKELY;
    let last = |claim: &Claim<'_>| (anchor(claim), claim.said, claim.statement);
    first(one)
        .cmp(&first(other))
        .then_with(|| likely(other).cmp(&likely(one)))
        .then_with(|| (other.terms.weight).total_cmp(&one.terms.weight))
        .then_with(|| last(one).cmp(&last(other)))
}
