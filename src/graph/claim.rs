//! A statement seen as a claim about one pair of actors: who acts, how it stands, on which days.

use jiff::civil::Date;

use super::relation::Level;
use super::rules::Rules;
use super::valid::{DatedBy, Valid, last_day_of};
use crate::model::{Action, ActorId, ActorKind, Code, Legend, Party, Record, Statement, Status};

/// Who acts, in terms of the pair in the order of its ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Lane {
    /// The first on the second.
    Forward,
    /// The second on the first.
    Backward,
    /// Both on each other.
    Both,
}

impl Lane {
    pub(super) fn of(mutual: bool, forward: bool) -> Self {
        match (mutual, forward) {
            (true, _) => Self::Both,
            (false, true) => Self::Forward,
            (false, false) => Self::Backward,
        }
    }
}

/// What one statement claims about its pair.
#[derive(Debug, Clone)]
pub(super) struct Claim<'a> {
    /// Position in the list of statements.
    pub(super) statement: usize,
    pub(super) action: Action,
    pub(super) family: &'a str,
    pub(super) kind: &'a str,
    pub(super) status: Status,
    /// Who acts by this statement.
    pub(super) acts: Lane,
    pub(super) valid: Valid,
    pub(super) said: Option<Date>,
    /// The persons that speak for the first and the second of the pair.
    pub(super) persons: [Option<&'a ActorId>; 2],
    /// Whether its kind undoes the action.
    pub(super) undoing: bool,
    /// How sure it is, in tenths.
    pub(super) tenths: i32,
    /// Goldstein value without its sign: how much the act weighs.
    pub(super) weight: f32,
}

impl<'a> Claim<'a> {
    pub(super) fn new(
        statement: &'a Statement,
        position: usize,
        level: Level,
        rules: &'a Rules,
    ) -> Self {
        let forward = party_id(&statement.source, level) <= party_id(&statement.target, level);
        let ends = [person(&statement.source), person(&statement.target)];
        Self {
            statement: position,
            action: statement.action,
            family: rules.family(statement.action, &statement.kind),
            kind: &statement.kind,
            status: statement.status,
            acts: Lane::of(statement.mutual, forward),
            valid: Valid::of(statement),
            said: statement.published.map(|published| published.0),
            persons: if forward { ends } else { [ends[1], ends[0]] },
            undoing: rules.undoes(statement.action, &statement.kind),
            tenths: Code::tenths(statement.confidence),
            weight: statement.event.goldstein.abs(),
        }
    }

    /// The same from a record, on the level of principals.
    pub(super) fn of_record(
        record: &Record,
        position: usize,
        legend: &'a Legend,
        rules: &'a Rules,
    ) -> Option<Self> {
        let code = legend.codes.get(record.code as usize)?;
        let source = legend.parties.get(record.source as usize)?;
        let target = legend.parties.get(record.target as usize)?;
        let forward = source.principal <= target.principal;
        let ends = [person(source), person(target)];
        let said = record.published.date();
        Some(Self {
            statement: position,
            action: code.action,
            family: rules.family(code.action, &code.kind),
            kind: &code.kind,
            status: code.status,
            acts: Lane::of(code.mutual, forward),
            valid: valid_of(record, code),
            said,
            persons: if forward { ends } else { [ends[1], ends[0]] },
            undoing: rules.undoes(code.action, &code.kind),
            tenths: code.tenths,
            weight: f32::from_bits(code.goldstein).abs(),
        })
    }

    /// Which lane of the pair the matter runs in; a matter of both alike has only one.
    pub(super) fn lane(&self, rules: &Rules) -> Lane {
        if rules.either(self.action) {
            Lane::Both
        } else {
            self.acts
        }
    }

    /// First day on which the status holds.
    ///
    /// A plan holds from the day it is reported, or from its date if that is earlier ("had been due in March");
    /// a fact from the day on which it happened.
    pub(super) fn begins(&self) -> Option<Date> {
        // "Until Friday" names no beginning; it was so when reported, unless that is later still.
        let reported = self
            .said
            .map(|said| self.valid.to.map_or(said, |to| to.min(said)));
        let named = self.valid.from.or(reported);
        match (named, self.said) {
            (Some(named), Some(said)) if !is_fact(self.status) => {
                // "This week" includes the day of the report: the plan is known from then, not from Monday.
                if last_day_of(&self.valid).is_none_or(|last| said <= last) {
                    Some(said)
                } else {
                    Some(named)
                }
            }
            // A visit called off carries the date on which it was due; it is off from the day of the report.
            (Some(named), Some(said)) if self.status == Status::Ended => Some(named.min(said)),
            _ => named,
        }
    }

    /// Last day that the claim speaks of: the latest day on which the act may have happened.
    pub(super) fn latest(&self) -> Option<Date> {
        let last = last_day_of(&self.valid)?;
        let begins = self.begins()?;
        Some(match self.said {
            // What is reported as a fact lies before the report, even if the text only says "this month".
            Some(said) => last.min(said).max(begins),
            None => last.max(begins),
        })
    }

    /// The days for which an act is planned, offered, threatened or was planned before it was put off.
    pub(super) fn due(&self) -> Option<(Date, Date)> {
        if is_fact(self.status) || self.valid.dated_by != DatedBy::Text {
            return None;
        }
        let last = last_day_of(&self.valid)?;
        let first = self.valid.from.unwrap_or(last);
        let ahead = self.said.is_none_or(|said| last >= said);
        // A plan or a postponed act carries the date of the act, also a past one;
        // an offer, demand or threat carries the day it was made, unless that lies ahead.
        let dates_the_act = matches!(self.status, Status::Planned | Status::Postponed);
        (ahead || dates_the_act).then_some((first, last))
    }
}

/// Whether the status says that something is or was so, rather than will or might be.
pub(super) fn is_fact(status: Status) -> bool {
    matches!(status, Status::Done | Status::Underway | Status::Ended)
}

/// The id under which a party is a node at a level.
pub(super) fn party_id(party: &Party, level: Level) -> &ActorId {
    match level {
        Level::Principal => &party.principal,
        Level::Party => &party.id,
    }
}

fn person(party: &Party) -> Option<&ActorId> {
    (party.kind == ActorKind::Person).then_some(&party.id)
}

/// Valid time of a record.
pub(super) fn valid_of(record: &Record, code: &Code) -> Valid {
    let days = (record.start.date(), record.end.date());
    Valid::told(days, code.open, code.precision, record.published.date())
}
