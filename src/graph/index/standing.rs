//! Answers in numbers: for whoever counts, compares and draws, and fetches the words of what is shown.

use std::io::{Read, Seek};

use jiff::civil::Date;

use super::Fetch;
use super::frozen::{Answer, Frozen, Numbers};
use super::life_row::LifeRow;
use crate::graph::relation::Sign;
use crate::graph::rules::Rules;
use crate::graph::snapshot::Standing;
use crate::model::{Action, ActorId, Code, Day, Legend, Record, Status};

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

/// What a relation is about and how it stands on a day: by which relations are chosen before any words are fetched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outline<'a> {
    /// Who acts, by the statement behind the status.
    pub source: &'a ActorId,
    /// On whom.
    pub target: &'a ActorId,
    /// What it is about.
    pub action: Action,
    /// How it stands.
    pub status: Status,
    /// Whether both do it to each other.
    pub mutual: bool,
    /// Friendly, hostile or neither.
    pub sign: Sign,
}

impl<'a> Outline<'a> {
    /// That of a relation with its words.
    pub fn of(standing: &'a Standing) -> Self {
        Self {
            source: &standing.source,
            target: &standing.target,
            action: standing.action,
            status: standing.status,
            mutual: standing.mutual,
            sign: standing.sign,
        }
    }
}

/// Which relations are wanted.
#[derive(Clone, Copy)]
pub struct Keep<'k> {
    actor: Option<&'k ActorId>,
    are_wanted: &'k (dyn Fn(&Outline<'_>) -> bool + Sync),
}

impl<'k> Keep<'k> {
    /// All.
    pub fn all() -> Self {
        Self::those(&|_| true)
    }

    /// Those that the function wants.
    pub fn those(are_wanted: &'k (dyn Fn(&Outline<'_>) -> bool + Sync)) -> Self {
        Self {
            actor: None,
            are_wanted,
        }
    }

    /// Of these, those of an actor only, if one is given. What is between others is then not even looked at.
    #[must_use]
    pub fn of(self, actor: Option<&'k ActorId>) -> Self {
        Self { actor, ..self }
    }

    /// Whether the relation is wanted.
    pub fn keeps(&self, outline: &Outline<'_>) -> bool {
        let ends = [outline.source, outline.target];
        self.actor.is_none_or(|actor| ends.contains(&actor)) && (self.are_wanted)(outline)
    }

    pub(super) fn actor(&self) -> Option<&'k ActorId> {
        self.actor
    }
}

/// What the numbers of a frozen graph mean.
#[derive(Clone, Copy)]
pub(super) struct Known<'f> {
    pub(super) ids: &'f [ActorId],
    pub(super) later: &'f [ActorId],
    pub(super) legend: &'f Legend,
    pub(super) rules: &'f Rules,
}

impl<'f> Known<'f> {
    /// The actor with a number: first those when it was written down, then those who came later, in order of their ids.
    pub(super) fn node(&self, number: u32) -> Option<&'f ActorId> {
        let number = number as usize;
        let later = || self.later.get(number - self.ids.len());
        self.ids.get(number).or_else(later)
    }

    pub(super) fn outline(&self, stand: &Stand) -> Option<Outline<'f>> {
        let code = self.legend.codes.get(stand.code as usize)?;
        Some(Outline {
            source: self.node(stand.source)?,
            target: self.node(stand.target)?,
            action: code.action,
            status: code.status,
            mutual: code.mutual,
            sign: self.rules.sign(code.action, code.status, code.quad),
        })
    }
}

/// How a relation differs between two days: as it stood and as it stands, where it does.
pub type Difference = (Option<Stand>, Option<Stand>);

impl<R: Read + Seek> Frozen<R> {
    /// The relations in force on a day, each with its status then; without a day, on that of the latest publication.
    /// They are those of [`Graph::snapshot`](crate::graph::Graph::snapshot), in no order that means anything.
    ///
    /// Cost: grows with what is in force, not with the history; a microsecond a relation, and more where its life has
    /// many acts, shared by all cores.
    ///
    /// # Errors
    /// [`super::Damaged`] as [`Frozen::open`], and what `fetch` gives, which is asked only for pairs of which
    /// something came later.
    pub fn standings(&mut self, at: Option<Date>, fetch: &mut Fetch<'_>) -> Answer<Vec<Stand>> {
        let day = self.day(at);
        self.pick_in_force(&[day], None, fetch, |_, pair, life| stand(pair, life, day))
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
        self.pick_in_force(&days, None, fetch, |_, pair, life| {
            let [before, after] = days.map(|day| stand(pair, life, day));
            (before != after).then_some((before, after))
        })
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
}

/// How a life stands on a day; `None`: it does not.
pub(super) fn stand((one, other): Numbers, life: &LifeRow, day: Option<Day>) -> Option<Stand> {
    let nth = life.stage(day)?;
    let mut acts = life.behind(nth, day);
    let leading = acts.next()?;
    let act = &life.acts[leading as usize];
    let (source, target) = if act.forward {
        (one, other)
    } else {
        (other, one)
    };
    let mut stand = Stand {
        source,
        target,
        code: act.code,
        since: life.stages[nth].from,
        due: act.due.map_or(Day::NONE, |(first, _)| first),
        key: *life.keys_of(leading).first()?,
        n_statements: life.keys_of(leading).len(),
        stage: nth,
    };
    for at in acts {
        let due = life.acts[at as usize]
            .due
            .filter(|_| stand.due == Day::NONE);
        stand.due = due.map_or(stand.due, |(first, _)| first);
        stand.n_statements += life.keys_of(at).len();
    }
    Some(stand)
}
