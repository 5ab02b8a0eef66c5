//! The life of a relation as bytes.

use super::life_row::{ActRow, LifeRow, StageRow};
use super::pen::{Eye, Pen};
use crate::graph::claim::Lane;
use crate::graph::relation::Closing;
use crate::graph::valid::DatedBy;
use crate::model::{Day, Precision};

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

impl LifeRow {
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
        for (nth, act) in (0..).zip(&self.acts) {
            act.write(self.keys_of(nth), &mut before, pen);
        }
        for (nth, stage) in self.stages.iter().enumerate() {
            stage.write(self.acts_of(nth), &self.acts, single, pen);
        }
    }

    /// Reads a life into the row, whatever it was before. `None`: the bytes are none.
    pub(super) fn read(&mut self, eye: &mut Eye<'_>) -> Option<()> {
        let what = eye.byte()?;
        let single = what & SINGLE != 0;
        self.lane = match what >> NUMBER {
            0 => Lane::Forward,
            1 => Lane::Backward,
            2 => Lane::Both,
            _ => return None,
        };
        self.asides.clear();
        let (rest, n_acts, n_stages) = if single {
            (0, 1, 1)
        } else {
            let counts = (eye.small()?, eye.count()?, eye.count()?);
            read_numbers(&mut self.asides, eye)?;
            counts
        };
        self.rest = rest;
        self.acts.clear();
        self.keys.clear();
        let mut before = (Day(0), 0);
        for _ in 0..n_acts {
            let act = ActRow::read(&mut self.keys, &mut before, eye)?;
            self.acts.push(act);
        }
        self.stages.clear();
        self.places.clear();
        for _ in 0..n_stages {
            let stage = StageRow::read(&self.acts, &mut self.places, single, eye)?;
            self.stages.push(stage);
        }
        self.name();
        Some(())
    }
}

impl ActRow {
    /// Whether all that it says of its time follows from one day and, for a plan, the day from which it is known.
    fn is_of_one_day(&self) -> bool {
        self.dated_by == DatedBy::Text
            && self.precision == Precision::Day
            && self.from != Day::NONE
            && self.from == self.to
    }

    fn write(&self, keys: &[u32], (day, key): &mut (Day, i64), pen: &mut Pen) {
        let from = self.from;
        let fact = self.is_of_one_day() && self.begins == from && self.due.is_none();
        let due = self.is_of_one_day() && self.due == Some((from, from));
        let mut what = 0;
        for (flag, is) in [
            (SINGLE, keys.len() == 1),
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
            pen.day(self.to, from);
            pen.byte(self.precision as u8 | (self.dated_by as u8) << NUMBER);
            pen.day(self.begins, from);
            let (first, last) = self.due.unwrap_or((Day::NONE, Day::NONE));
            pen.day(first, from);
            pen.day(last, from);
        }
        if keys.len() != 1 {
            pen.number(keys.len() as u64);
        }
        for &own in keys {
            pen.step(i64::from(own) - *key);
            *key = i64::from(own);
        }
    }

    fn read(keys: &mut Vec<u32>, (day, key): &mut (Day, i64), eye: &mut Eye<'_>) -> Option<Self> {
        let what = eye.byte()?;
        let code = eye.small()?;
        let from = eye.day(*day)?;
        *day = from;
        let mut act = Self {
            forward: what & FORWARD != 0,
            code,
            from,
            to: from,
            precision: Precision::Day,
            dated_by: DatedBy::Text,
            begins: from,
            due: None,
            keys_end: 0,
        };
        if what & DUE != 0 {
            act.begins = eye.day(from)?;
            act.due = Some((from, from));
        } else if what & FACT == 0 {
            act.to = eye.day(from)?;
            let how = eye.byte()?;
            act.precision = *Precision::ALL.get(usize::from(how & 0xf))?;
            act.dated_by = *DatedBy::ALL.get(usize::from(how >> NUMBER))?;
            act.begins = eye.day(from)?;
            let due = (eye.day(from)?, eye.day(from)?);
            act.due = (due.0 != Day::NONE).then_some(due);
        }
        let n_keys = if what & SINGLE != 0 { 1 } else { eye.count()? };
        for _ in 0..n_keys {
            *key = eye.step()?.checked_add(*key)?;
            keys.push(u32::try_from(*key).ok()?);
        }
        act.keys_end = keys.len() as u32;
        Some(act)
    }
}

impl StageRow {
    fn write(&self, own: &[u32], acts: &[ActRow], single: bool, pen: &mut Pen) {
        let begins = begins(own, acts);
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
            numbers(own, pen);
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

    fn read(
        acts: &[ActRow],
        places: &mut Vec<u32>,
        single: bool,
        eye: &mut Eye<'_>,
    ) -> Option<Self> {
        let what = eye.byte()?;
        let closing = match what >> NUMBER {
            0 => None,
            closing => Some(*Closing::ALL.get(usize::from(closing) - 1)?),
        };
        let start = places.len();
        if single {
            places.push(0);
        } else {
            read_numbers(places, eye)?;
        }
        let begins = begins(&places[start..], acts);
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
            places_end: places.len() as u32,
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

fn read_numbers(into: &mut Vec<u32>, eye: &mut Eye<'_>) -> Option<()> {
    for _ in 0..eye.count()? {
        into.push(eye.small()?);
    }
    Some(())
}
