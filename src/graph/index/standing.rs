//! Answers in numbers: for whoever counts, compares and draws, and fetches the words of what is shown.

use std::io::{Read, Seek};

use jiff::civil::Date;

use super::Fetch;
use super::frozen::{Answer, Frozen, Numbers};
use super::life_row::LifeRow;
use crate::model::{ActorId, Code, Day, Record};

/// A relation as it stands on a day, in numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stand {
    /// Who acts, by the statement behind the status, as a number for [`Frozen::actor`].
    pub source: u32,
    /// On whom.
    pub target: u32,
    /// What it is about and how it stands, as a position for [`Frozen::code`].
    pub code: u32,
    /// Since when it stands so.
    pub since: Day,
    /// For when it is planned or was put off.
    pub due: Day,
    /// The leading statement's key, under which its words are found.
    pub key: u32,
    /// How many statements there are behind it.
    pub n_statements: usize,
    /// Which stage of its life it is.
    stage: usize,
}

/// How a relation differs between two days: as it stood and as it stands, where it does.
pub type Difference = (Option<Stand>, Option<Stand>);

impl<R: Read + Seek> Frozen<R> {
    /// The relations in force on a day, each with its status then; without a day, on that of the latest publication.
    /// They are those of [`Graph::snapshot`](crate::graph::Graph::snapshot), in no order that means anything.
    ///
    /// Cost: grows with what is in force, not with the history; a microsecond a relation, and more where its life has many acts.
    ///
    /// # Errors
    /// [`super::Damaged`] as [`Frozen::open`], and what `fetch` gives, which is asked only for pairs of which
    /// something came later.
    pub fn standings(&mut self, at: Option<Date>, fetch: &mut Fetch<'_>) -> Answer<Vec<Stand>> {
        let day = self.day(at);
        let mut found = Vec::new();
        self.each_in_force(&[day], fetch, &mut |pair, life| {
            found.extend(stand(pair, &life, day));
        })?;
        Ok(found)
    }

    /// What differs between the relations in force on two days: added, removed, changed, or reported again. They are
    /// the changes of [`Graph::diff`](crate::graph::Graph::diff), in no order that means anything.
    ///
    /// # Errors
    /// As [`Frozen::standings`].
    pub fn differences(
        &mut self,
        before: Option<Date>,
        after: Option<Date>,
        fetch: &mut Fetch<'_>,
    ) -> Answer<Vec<Difference>> {
        let days = [self.day(before), self.day(after)];
        let mut found = Vec::new();
        self.each_in_force(&days, fetch, &mut |pair, life| {
            let [before, after] = days.map(|day| stand(pair, &life, day));
            if before != after {
                found.push((before, after));
            }
        })?;
        Ok(found)
    }

    /// All that was said of two actors, in order of publication, under the legend of the graph ([`Frozen::code`]).
    ///
    /// Cost: grows with the answer; some 30 ns a statement.
    ///
    /// # Errors
    /// As [`Frozen::standings`].
    pub fn history(
        &mut self,
        one: &ActorId,
        other: &ActorId,
        fetch: &mut Fetch<'_>,
    ) -> Answer<Vec<Record>> {
        let pair = (one.min(other).clone(), one.max(other).clone());
        self.records(&pair, fetch)
    }

    /// The actor with a number of [`Stand`].
    pub fn actor(&self, number: u32) -> Option<&ActorId> {
        self.node(number)
    }

    /// What a number of [`Stand::code`] or [`Record::code`] means.
    pub fn code(&self, code: u32) -> Option<&Code> {
        self.legend.codes.get(code as usize)
    }

    fn day(&self, date: Option<Date>) -> Option<Day> {
        date.or(self.names().latest()).map(Day::of)
    }
}

/// How a life stands on a day; `None`: it does not.
fn stand((one, other): Numbers, life: &LifeRow, day: Option<Day>) -> Option<Stand> {
    let (nth, stage) = life.stage(day)?;
    let acts = life.behind(stage, day);
    let act = acts.clone().next()?;
    let (source, target) = if act.forward {
        (one, other)
    } else {
        (other, one)
    };
    Some(Stand {
        source,
        target,
        code: act.code,
        since: stage.from,
        due: (acts.clone())
            .find_map(|act| act.due)
            .map_or(Day::NONE, |(first, _)| first),
        key: *act.keys.first()?,
        n_statements: acts.map(|act| act.keys.len()).sum(),
        stage: nth,
    })
}
