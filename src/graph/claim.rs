//! A statement seen as a claim about one pair of actors: who acts, how it stands, on which days.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::relation::Level;
use super::rules::{Ends, Rule, Rules};
use super::valid::{DatedBy, ValidDays};
use crate::model::{
    Action, ActorId, ActorKind, Code, Day, Legend, Party, QuickMap, Record, Statement, Status,
};

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

/// What claims of one code have in common, by the rules: worked out once, since millions share some hundred codes.
#[derive(Debug, Clone)]
pub(super) struct Terms<'a> {
    pub(super) action: Action,
    pub(super) family: &'a str,
    /// A number of the action and family.
    pub(super) topic: u32,
    pub(super) status: Status,
    /// Whether the matter belongs to both parties alike.
    either: bool,
    /// Whether different persons make different matters.
    pub(super) persons: bool,
    /// Whether its kind undoes the action.
    pub(super) undoing: bool,
    /// How sure it is, in tenths.
    pub(super) tenths: i32,
    /// Goldstein value without its sign: how much the act weighs.
    pub(super) weight: f32,
    pub(super) rule: &'a Rule,
    /// What it ends.
    pub(super) ends: Vec<&'a Ends>,
}

/// Terms by their numbers, under which claims may meet.
#[derive(Debug)]
pub(super) struct AllTerms<'a> {
    rules: &'a Rules,
    terms: Vec<Terms<'a>>,
    topics: BTreeMap<(Action, &'a str), u32>,
}

/// Statements, each with its terms.
#[derive(Debug)]
pub(super) struct Termed<'a> {
    statements: &'a [Arc<Statement>],
    /// The number of each.
    numbers: Vec<u32>,
    terms: AllTerms<'a>,
}

impl<'a> AllTerms<'a> {
    /// Those of the codes of a legend, under their numbers.
    pub(super) fn of_codes(legend: &'a Legend, rules: &'a Rules) -> Self {
        let mut all = Self::none(rules);
        for code in &legend.codes {
            let goldstein = f32::from_bits(code.goldstein);
            let about = (code.action, code.kind.as_str(), code.status);
            all.add(about, code.tenths, goldstein);
        }
        all
    }

    fn none(rules: &'a Rules) -> Self {
        Self {
            rules,
            terms: Vec::new(),
            topics: BTreeMap::new(),
        }
    }

    fn add(&mut self, (action, kind, status): (Action, &str, Status), tenths: i32, goldstein: f32) {
        let rules = self.rules;
        let family = rules.family(action, kind);
        let next = self.topics.len() as u32;
        self.terms.push(Terms {
            action,
            family,
            topic: *self.topics.entry((action, family)).or_insert(next),
            status,
            either: rules.either(action),
            persons: rules.persons(action),
            undoing: rules.undoes(action, kind),
            tenths,
            weight: goldstein.abs(),
            rule: rules.rule(action, kind, status),
            ends: rules.ended_by(action, kind, status).collect(),
        });
    }

    fn get(&self, number: u32) -> Option<&Terms<'a>> {
        self.terms.get(number as usize)
    }
}

impl<'a> Termed<'a> {
    pub(super) fn new(statements: &'a [Arc<Statement>], rules: &'a Rules) -> Self {
        let mut terms = AllTerms::none(rules);
        let mut known: QuickMap<_, u32> = QuickMap::default();
        let number = |statement: &'a Arc<Statement>| {
            let about = (statement.action, statement.kind.as_str(), statement.status);
            let tenths = Code::tenths(statement.confidence);
            let goldstein = statement.event.goldstein;
            let next = known.len() as u32;
            *known
                .entry((about, tenths, goldstein.to_bits()))
                .or_insert_with(|| {
                    terms.add(about, tenths, goldstein);
                    next
                })
        };
        let numbers = statements.iter().map(number).collect();
        Self {
            statements,
            numbers,
            terms,
        }
    }

    /// What the statement at the position claims.
    pub(super) fn claim(&self, position: usize, level: Level) -> Claim<'_> {
        let statement = &self.statements[position];
        let forward = party_id(&statement.source, level) <= party_id(&statement.target, level);
        let ends = [person(&statement.source), person(&statement.target)];
        Claim {
            statement: position,
            terms: &self.terms.terms[self.numbers[position] as usize],
            acts: Lane::of(statement.mutual, forward),
            valid: ValidDays::of(statement),
            said: statement.published.map(|published| Day::of(published.0)),
            persons: if forward { ends } else { [ends[1], ends[0]] },
        }
    }
}

/// What one statement claims about its pair.
#[derive(Debug, Clone, Copy)]
pub(super) struct Claim<'a> {
    /// Position in the list of statements.
    pub(super) statement: usize,
    pub(super) terms: &'a Terms<'a>,
    /// Who acts by this statement.
    pub(super) acts: Lane,
    pub(super) valid: ValidDays,
    pub(super) said: Option<Day>,
    /// The persons that speak for the first and the second of the pair.
    pub(super) persons: [Option<&'a ActorId>; 2],
}

impl<'a> Claim<'a> {
    /// That of a record between two actors, on the level of principals. `None`: it is not under this legend.
    pub(super) fn of_record(
        (position, record): (usize, &Record),
        first: &ActorId,
        legend: &'a Legend,
        terms: &'a AllTerms<'a>,
    ) -> Option<Self> {
        let terms = terms.get(record.code)?;
        let code = legend.codes.get(record.code as usize)?;
        let source = legend.parties.get(record.source as usize)?;
        let target = legend.parties.get(record.target as usize)?;
        let forward = source.principal == *first;
        let ends = [person(source), person(target)];
        Some(Self {
            statement: position,
            terms,
            acts: Lane::of(code.mutual, forward),
            valid: valid_of(record, code),
            said: record.published.known(),
            persons: if forward { ends } else { [ends[1], ends[0]] },
        })
    }

    pub(super) fn status(&self) -> Status {
        self.terms.status
    }

    /// Which lane of the pair the matter runs in; a matter of both alike has only one.
    pub(super) fn lane(&self) -> Lane {
        if self.terms.either {
            Lane::Both
        } else {
            self.acts
        }
    }

    /// First day on which the status holds.
    ///
    /// A plan holds from the day it is reported, or from its date if that is earlier ("had been due in March");
    /// a fact from the day on which it happened.
    pub(super) fn begins(&self) -> Option<Day> {
        // "Until Friday" names no beginning; it was so when reported, unless that is later still.
        let reported = self
            .said
            .map(|said| self.valid.to.map_or(said, |to| to.min(said)));
        let named = self.valid.from.or(reported);
        match (named, self.said) {
            (Some(named), Some(said)) if !is_fact(self.status()) => {
                // "This week" includes the day of the report: the plan is known from then, not from Monday.
                if self.valid.last_day().is_none_or(|last| said <= last) {
                    Some(said)
                } else {
                    Some(named)
                }
            }
            // A visit called off carries the date on which it was due; it is off from the day of the report.
            (Some(named), Some(said)) if self.status() == Status::Ended => Some(named.min(said)),
            _ => named,
        }
    }

    /// Last day that the claim speaks of: the latest day on which the act may have happened.
    pub(super) fn latest(&self) -> Option<Day> {
        let last = self.valid.last_day()?;
        let begins = self.begins()?;
        Some(match self.said {
            // What is reported as a fact lies before the report, even if the text only says "this month".
            Some(said) => last.min(said).max(begins),
            None => last.max(begins),
        })
    }

    /// The days for which an act is planned, offered, threatened or was planned before it was put off.
    pub(super) fn due(&self) -> Option<(Day, Day)> {
        if is_fact(self.status()) || self.valid.dated_by != DatedBy::Text {
            return None;
        }
        let last = self.valid.last_day()?;
        let first = self.valid.from.unwrap_or(last);
        let ahead = self.said.is_none_or(|said| last >= said);
        // A plan or a postponed act carries the date of the act, also a past one;
        // an offer, demand or threat carries the day it was made, unless that lies ahead.
        let dates_the_act = matches!(self.status(), Status::Planned | Status::Postponed);
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
pub(super) fn valid_of(record: &Record, code: &Code) -> ValidDays {
    let days = (record.start.known(), record.end.known());
    ValidDays::told(days, code.open, code.precision, record.published.known())
}
