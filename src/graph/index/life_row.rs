//! The life of a relation in numbers, and as bytes.

use std::collections::HashMap;
use std::sync::Arc;

use super::head::Extent;
use super::pen::{Eye, Pen};
use crate::graph::build::{identity, ordinals};
use crate::graph::claim::{Claim, Lane};
use crate::graph::life::{Life, unfold};
use crate::graph::occurrence::{Act, join};
use crate::graph::relation::{Closing, Occurrence, Relation, RelationId, Stage};
use crate::graph::rules::Rules;
use crate::graph::valid::{DatedBy, Valid};
use crate::model::{ActorId, Day, Legend, Precision, Record, Statement};

/// The life of one relation.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct LifeRow {
    lane: Lane,
    /// What its id ends in when others of the pair began on the same day; empty for the first of them.
    rest: u32,
    acts: Vec<ActRow>,
    stages: Vec<StageRow>,
    asides: Vec<u32>,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct ActRow {
    /// Whether the first of the pair acts.
    pub(super) forward: bool,
    /// Position in [`Legend::codes`], of the leading statement.
    pub(super) code: u32,
    valid: Valid,
    begins: Day,
    pub(super) due: Option<(Day, Day)>,
    /// The statements, the leading first.
    pub(super) keys: Vec<u32>,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct StageRow {
    pub(super) from: Day,
    until: Day,
    closing: Option<Closing>,
    /// Positions in [`LifeRow::acts`].
    acts: Vec<u32>,
    /// The statement of the other matter that ended it.
    ended_by: Option<u32>,
}

// What a row says of itself in its first byte.
const SINGLE: u8 = 1;
const FORWARD: u8 = 2;
/// A single day that the text gives, on which it begins.
const FACT: u8 = 4;
/// A single day that the text gives, for which it is planned.
const DUE: u8 = 8;
const UNTIL: u8 = 2;
const BY_OTHER: u8 = 4;
/// It begins when its first act does.
const WITH_ACT: u8 = 8;
/// The bit from which on a byte holds a number.
const NUMBER: u8 = 4;

/// The lives of a pair, from its records in order. `None`: the records are not under this legend.
pub(super) fn of_pair(
    pair: (&ActorId, &ActorId),
    records: &[Record],
    legend: &Legend,
    rules: &Rules,
) -> Option<Vec<LifeRow>> {
    let claims = records
        .iter()
        .enumerate()
        .map(|(position, record)| Claim::of_record(record, position, legend, rules))
        .collect::<Option<Vec<_>>>()?;
    let mut acts = join(claims, rules, true);
    let lives = unfold(&mut acts, rules);
    let rests = ordinals(pair, &lives);
    let row = |(rest, life): (u32, &Life)| row(rest, life, &acts, (records, legend));
    Some(rests.into_iter().zip(&lives).map(row).collect())
}

fn row(
    rest: u32,
    life: &Life,
    acts: &[Act<'_>],
    (records, legend): (&[Record], &Legend),
) -> LifeRow {
    let own = life.acts();
    let positions = |acts: &[usize]| -> Vec<u32> {
        acts.iter()
            .filter_map(|act| own.binary_search(act).ok())
            .map(|position| position as u32)
            .collect()
    };
    let key = |claim: &Claim<'_>| records[claim.statement].key;
    let act_row = |&act: &usize| {
        let act = &acts[act];
        let leading = &records[act.leading().statement];
        let principal = |party: u32| &legend.parties[party as usize].principal;
        ActRow {
            forward: principal(leading.source) <= principal(leading.target),
            code: leading.code,
            valid: act.leading().valid,
            begins: Day::of_option(act.begins),
            due: act.due.map(|(first, last)| (Day::of(first), Day::of(last))),
            keys: act.claims.iter().map(key).collect(),
        }
    };
    let stages = life.stages.iter().map(|stage| StageRow {
        from: Day::of_option(stage.from),
        until: Day::of_option(stage.until),
        closing: stage.closing,
        acts: positions(&stage.acts),
        ended_by: stage.ended_by.map(|act| key(acts[act].leading())),
    });
    LifeRow {
        lane: life.lane,
        rest,
        acts: own.iter().map(act_row).collect(),
        stages: stages.collect(),
        asides: positions(&life.asides),
    }
}

impl LifeRow {
    /// From when to when it is in force.
    pub(super) fn extent(&self) -> Extent {
        let from = self.stages.iter().map(|stage| stage.from).min();
        let open = self.stages.iter().any(|stage| stage.until == Day::NONE);
        let until = self.stages.iter().map(|stage| stage.until).max();
        Extent {
            from: from.unwrap_or(Day::NONE),
            until: until.filter(|_| !open).unwrap_or(Day(i32::MAX)),
        }
    }

    /// The stage in force on the day, as [`Relation::stage`] has it.
    pub(super) fn stage(&self, day: Option<Day>) -> Option<(usize, &StageRow)> {
        let mut stages = self.stages.iter().enumerate().rev();
        match day {
            Some(day) => stages.find(|(_, stage)| stage.in_force(day)),
            None => stages.next().filter(|(_, stage)| stage.closing.is_none()),
        }
    }

    /// The acts behind a stage by the day: the one that began it, and those that happened since.
    pub(super) fn behind(
        &self,
        stage: &StageRow,
        day: Option<Day>,
    ) -> impl Iterator<Item = &ActRow> + Clone {
        let acts = stage.acts.iter().enumerate();
        acts.filter_map(move |(nth, &act)| {
            let act = self.acts.get(act as usize)?;
            let happened = nth == 0 || day.is_none_or(|day| act.begins <= day);
            happened.then_some(act)
        })
    }

    /// When its first stage begins.
    pub(super) fn first(&self) -> Day {
        self.stages.first().map_or(Day::NONE, |stage| stage.from)
    }

    /// The keys of all its statements.
    pub(super) fn keys(&self) -> impl Iterator<Item = u32> {
        let acts = self.acts.iter().flat_map(|act| act.keys.iter().copied());
        acts.chain(self.stages.iter().filter_map(|stage| stage.ended_by))
    }

    pub(super) fn write(&self, pen: &mut Pen) {
        let single = self.rest == 0
            && self.acts.len() == 1
            && self.stages.len() == 1
            && self.asides.is_empty();
        pen.byte((if single { SINGLE } else { 0 }) | (self.lane as u8) << NUMBER);
        if !single {
            pen.number(u64::from(self.rest));
            pen.number(self.acts.len() as u64);
            pen.number(self.stages.len() as u64);
            numbers(&self.asides, pen);
        }
        let mut before = (Day(0), 0);
        for act in &self.acts {
            act.write(&mut before, pen);
        }
        for stage in &self.stages {
            stage.write(&self.acts, single, pen);
        }
    }

    pub(super) fn read(eye: &mut Eye<'_>) -> Option<Self> {
        let what = eye.byte()?;
        let single = what & SINGLE != 0;
        let lane = match what >> NUMBER {
            0 => Lane::Forward,
            1 => Lane::Backward,
            2 => Lane::Both,
            _ => return None,
        };
        let (rest, n_acts, n_stages, asides) = if single {
            (0, 1, 1, Vec::new())
        } else {
            (eye.small()?, eye.count()?, eye.count()?, read_numbers(eye)?)
        };
        let mut before = (Day(0), 0);
        let acts = (0..n_acts)
            .map(|_| ActRow::read(&mut before, eye))
            .collect::<Option<Vec<_>>>()?;
        let stages = (0..n_stages)
            .map(|_| StageRow::read(&acts, single, eye))
            .collect::<Option<Vec<_>>>()?;
        Some(Self {
            lane,
            rest,
            acts,
            stages,
            asides,
        })
    }

    /// The relation, with its statements by their keys. `None`: one is missing, or the row makes no sense.
    pub(super) fn relation(
        &self,
        pair: (&ActorId, &ActorId),
        (legend, rules): (&Legend, &Rules),
        statements: &HashMap<u32, Arc<Statement>>,
    ) -> Option<Relation> {
        let (first, second) = pair;
        let statement = |key: u32| statements.get(&key).map(Arc::clone);
        let code = |act: &ActRow| legend.codes.get(act.code as usize);
        let leading = code(self.acts.first()?)?;
        let family = rules.family(leading.action, &leading.kind);
        let from = self.first().date();
        let mut id = identity(pair, self.lane, (leading.action, family), from);
        if self.rest > 0 {
            id.push_str(&format!(".{}", self.rest));
        }
        let occurrence = |act: &ActRow| {
            let code = code(act)?;
            let (source, target) = if act.forward { pair } else { (second, first) };
            Some(Occurrence {
                status: code.status,
                source: source.clone(),
                target: target.clone(),
                mutual: code.mutual,
                valid: act.valid,
                begins: act.begins.date(),
                due: match act.due {
                    Some((first, last)) => Some((first.date()?, last.date()?)),
                    None => None,
                },
                statements: act
                    .keys
                    .iter()
                    .map(|&key| statement(key))
                    .collect::<Option<_>>()?,
            })
        };
        let stage = |stage: &StageRow| {
            Some(Stage {
                status: code(self.acts.get(*stage.acts.first()? as usize)?)?.status,
                from: stage.from.date(),
                until: stage.until.date(),
                closing: stage.closing,
                occurrences: usizes(&stage.acts),
                ended_by: match stage.ended_by {
                    Some(key) => Some(statement(key)?),
                    None => None,
                },
            })
        };
        Some(Relation {
            id: RelationId::new(&id),
            parties: match self.lane {
                Lane::Forward | Lane::Both => (first.clone(), second.clone()),
                Lane::Backward => (second.clone(), first.clone()),
            },
            action: leading.action,
            family: family.to_owned(),
            occurrences: self.acts.iter().map(occurrence).collect::<Option<_>>()?,
            stages: self.stages.iter().map(stage).collect::<Option<_>>()?,
            asides: usizes(&self.asides),
        })
    }
}

impl ActRow {
    /// Whether all that it says of its time follows from one day and, for a plan, the day from which it is known.
    fn is_of_one_day(&self) -> bool {
        self.valid.dated_by == DatedBy::Text
            && self.valid.precision == Precision::Day
            && self.valid.from.is_some()
            && self.valid.from == self.valid.to
    }

    fn write(&self, (day, key): &mut (Day, i64), pen: &mut Pen) {
        let from = Day::of_option(self.valid.from);
        let fact = self.is_of_one_day() && self.begins == from && self.due.is_none();
        let due = self.is_of_one_day() && self.due == Some((from, from));
        let mut what = 0;
        for (flag, is) in [
            (SINGLE, self.keys.len() == 1),
            (FORWARD, self.forward),
            (FACT, fact),
            (DUE, due),
        ] {
            what |= if is { flag } else { 0 };
        }
        pen.byte(what);
        pen.number(u64::from(self.code));
        pen.day(from, *day);
        *day = from;
        if due {
            pen.day(self.begins, from);
        } else if !fact {
            pen.day(Day::of_option(self.valid.to), from);
            pen.byte(self.valid.precision as u8 | (self.valid.dated_by as u8) << NUMBER);
            pen.day(self.begins, from);
            let (first, last) = self.due.unwrap_or((Day::NONE, Day::NONE));
            pen.day(first, from);
            pen.day(last, from);
        }
        if self.keys.len() != 1 {
            pen.number(self.keys.len() as u64);
        }
        for &own in &self.keys {
            pen.step(i64::from(own) - *key);
            *key = i64::from(own);
        }
    }

    fn read((day, key): &mut (Day, i64), eye: &mut Eye<'_>) -> Option<Self> {
        let what = eye.byte()?;
        let code = eye.small()?;
        let from = eye.day(*day)?;
        *day = from;
        let mut valid = Valid {
            from: from.date(),
            to: from.date(),
            precision: Precision::Day,
            dated_by: DatedBy::Text,
        };
        let (begins, due) = if what & FACT != 0 {
            (from, None)
        } else if what & DUE != 0 {
            (eye.day(from)?, Some((from, from)))
        } else {
            valid.to = eye.day(from)?.date();
            let how = eye.byte()?;
            valid.precision = *Precision::ALL.get(usize::from(how & 0xf))?;
            valid.dated_by = *DatedBy::ALL.get(usize::from(how >> NUMBER))?;
            let begins = eye.day(from)?;
            let due = (eye.day(from)?, eye.day(from)?);
            (begins, (due.0 != Day::NONE).then_some(due))
        };
        let n_keys = if what & SINGLE != 0 { 1 } else { eye.count()? };
        let keys = (0..n_keys).map(|_| {
            *key = eye.step()?.checked_add(*key)?;
            u32::try_from(*key).ok()
        });
        Some(Self {
            forward: what & FORWARD != 0,
            code,
            valid,
            begins,
            due,
            keys: keys.collect::<Option<_>>()?,
        })
    }
}

impl StageRow {
    /// As [`Stage::in_force`].
    fn in_force(&self, day: Day) -> bool {
        let replaced_undated = self.closing.is_some() && self.until == Day::NONE;
        // No day lies before all days.
        let begun = self.from <= day;
        let over = self.until != Day::NONE && self.until <= day;
        begun && !over && !replaced_undated
    }

    fn write(&self, acts: &[ActRow], single: bool, pen: &mut Pen) {
        let begins = begins(&self.acts, acts);
        let mut what = 0;
        for (flag, is) in [
            (UNTIL, self.until != Day::NONE),
            (BY_OTHER, self.ended_by.is_some()),
            (WITH_ACT, begins == Some(self.from)),
        ] {
            what |= if is { flag } else { 0 };
        }
        let closing = self.closing.map_or(0, |closing| closing as u8 + 1);
        pen.byte(what | closing << NUMBER);
        if !single {
            numbers(&self.acts, pen);
        }
        if what & WITH_ACT == 0 {
            pen.day(self.from, begins.unwrap_or(Day::NONE));
        }
        if what & UNTIL != 0 {
            pen.day(self.until, self.from);
        }
        if let Some(key) = self.ended_by {
            pen.number(u64::from(key));
        }
    }

    fn read(all: &[ActRow], single: bool, eye: &mut Eye<'_>) -> Option<Self> {
        let what = eye.byte()?;
        let closing = match what >> NUMBER {
            0 => None,
            closing => Some(*Closing::ALL.get(usize::from(closing) - 1)?),
        };
        let acts = if single { vec![0] } else { read_numbers(eye)? };
        let begins = begins(&acts, all);
        let from = if what & WITH_ACT == 0 {
            eye.day(begins.unwrap_or(Day::NONE))?
        } else {
            begins?
        };
        let until = if what & UNTIL == 0 {
            Day::NONE
        } else {
            eye.day(from)?
        };
        let ended_by = if what & BY_OTHER == 0 {
            None
        } else {
            Some(eye.small()?)
        };
        Some(Self {
            from,
            until,
            closing,
            acts,
            ended_by,
        })
    }
}

/// When the first of these acts begins.
fn begins(positions: &[u32], acts: &[ActRow]) -> Option<Day> {
    Some(acts.get(*positions.first()? as usize)?.begins)
}

fn numbers(numbers: &[u32], pen: &mut Pen) {
    pen.number(numbers.len() as u64);
    for &number in numbers {
        pen.number(u64::from(number));
    }
}

fn read_numbers(eye: &mut Eye<'_>) -> Option<Vec<u32>> {
    (0..eye.count()?).map(|_| eye.small()).collect()
}

fn usizes(positions: &[u32]) -> Vec<usize> {
    positions
        .iter()
        .map(|&position| position as usize)
        .collect()
}
