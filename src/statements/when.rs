//! Which date belongs to an act, and in which direction it is read.

use super::act::Act;
use super::clause::Mood;
use super::view::View;
use crate::language::Rel;
use crate::mentions::{Bound, TimeExpression};
use crate::model::{Published, Status, When};

/// Cost of leaving the clause on the way from an act to a date.
const CLAUSE_COST: usize = 6;
/// Cost of a date that is a step from another.
const STEP_COST: usize = 3;
/// A bare day that would only come round again after this many days was a day just past: "promised on July 19".
const FAR_DAYS: i64 = 330;
/// Dates dearer than this belong to something else.
const MAX_COST: usize = 9;

impl View<'_> {
    /// When an act happens or stands. A plan takes the date of the act, else of the promise; a demand, offer, threat
    /// or refusal the day it was said.
    pub fn when(&self, act: &Act, published: Option<Published>) -> Option<When> {
        let outer_first = matches!(
            act.status,
            Status::Demanded
                | Status::Proposed
                | Status::Threatened
                | Status::Refused
                | Status::Denied
                | Status::Ended
        );
        let mut anchors = act.anchors.clone();
        if outer_first {
            anchors.reverse();
        }
        if let Some(when) = anchors
            .iter()
            .find_map(|&anchor| self.dated_clause(anchor, act))
        {
            return Some(when);
        }
        let future = matches!(
            act.status,
            Status::Planned | Status::Possible | Status::Postponed
        );
        let mut best: Option<(usize, usize, &TimeExpression)> = None;
        for (rank, &anchor) in anchors.iter().enumerate() {
            for time in self.times {
                let dateless = time.past.is_none() && time.future.is_none();
                // "(AP, July 20)" dates the report, not what it reports.
                if time.bound == Bound::Vague || dateless || self.bracketed(time.head) {
                    continue;
                }
                let mut cost = self.distance(anchor, time, act).saturating_add(rank);
                // "nine years after they came, in January 2013": the date itself is better than the step from it.
                if matches!(&*self.word(time.words.end - 1).lower, "after" | "before") {
                    cost = cost.saturating_add(STEP_COST);
                }
                let near = time.head.abs_diff(anchor);
                if cost <= MAX_COST && best.is_none_or(|(c, n, _)| (cost, near) < (c, n)) {
                    best = Some((cost, near, time));
                }
            }
        }
        let (_, _, time) = best?;
        let future = future && !self.tells_of_the_past(time);
        // A promise made yesterday about a date to come: a past word dates the promise.
        let far = |when: &When| {
            matches!((published, when.start), (Some(published), Some(start))
                if start.duration_since(published.0).as_hours() / 24 >= FAR_DAYS)
        };
        // "will meet on Wednesday", told on a Wednesday: today.
        let today = time
            .past
            .as_ref()
            .filter(|when| published.is_some_and(|day| when.start == Some(day.0)));
        let chosen = if future {
            today
                .or(time.future.as_ref())
                .filter(|when| !far(when))
                .or(time.past.as_ref())
                .or(time.future.as_ref())
        } else {
            time.past.as_ref().or(time.future.as_ref())
        };
        let mut when = chosen?.clone();
        if time.bound == Bound::Since {
            when.open = true;
            when.end = None;
        }
        Some(when)
    }

    /// Whether a date belongs to a verb in the past: "said on Tuesday that it would", "promised in April". Not "was set for
    /// Tuesday", "put off until May".
    fn tells_of_the_past(&self, time: &TimeExpression) -> bool {
        let to_come = (time.words.start.saturating_sub(1)..time.words.end).any(|at| {
            matches!(
                &*self.word(at).lower,
                "for" | "until" | "till" | "to" | "by" | "from" | "before"
            )
        });
        let verb = std::iter::once(time.head)
            .chain(self.tree.ancestors(time.head).take(self.len()))
            .find(|&at| self.is_verb(at));
        !to_come
            && verb.is_some_and(|verb| {
                let clause = self.clause(verb);
                let finite = self.word(verb).xpos == "VBD";
                clause.mood == Mood::Past && finite && !self.passive(verb)
            })
    }

    /// Whether a word stands in brackets.
    fn bracketed(&self, at: usize) -> bool {
        let open = (0..at)
            .rev()
            .find(|&i| matches!(&*self.word(i).form, "(" | ")"));
        open.is_some_and(|i| self.word(i).form == "(")
    }

    /// "in March, when the start of the campaign led …": the date right before "when" dates its whole clause.
    fn dated_clause(&self, anchor: usize, act: &Act) -> Option<When> {
        let own = std::iter::once(anchor)
            .chain(self.tree.ancestors(anchor).take(MAX_COST))
            .find_map(|at| {
                self.tree
                    .children(at)
                    .iter()
                    .copied()
                    .find(|&c| self.word(c).lower == "when" && c < anchor)
            })?;
        let own_date = self.times.iter().any(|time| {
            time.words.start > own
                && self.distance(anchor, time, act) <= MAX_COST
                && (time.past.is_some() || time.future.is_some())
        });
        if own_date {
            return None;
        }
        let time = self
            .times
            .iter()
            .find(|time| time.words.end <= own && own - time.words.end <= 1)?;
        time.past.clone()
    }

    /// Steps in the tree from an anchor to a date, clause boundaries counted dear.
    fn distance(&self, anchor: usize, time: &TimeExpression, act: &Act) -> usize {
        // Another sentence but for its full stop.
        let between = anchor.min(time.head)..anchor.max(time.head);
        if between.clone().any(|at| self.word(at).form == ";") {
            return usize::MAX;
        }
        let chain = |from: usize| {
            let mut path = vec![from];
            path.extend(self.tree.ancestors(from).take(self.len()));
            path
        };
        let up = chain(anchor);
        let down = chain(time.head);
        let Some((i, j)) = up
            .iter()
            .enumerate()
            .find_map(|(i, a)| down.iter().position(|d| d == a).map(|j| (i, j)))
        else {
            return usize::MAX;
        };
        let cost = |path: &[usize]| -> usize {
            path.iter()
                .map(|&at| match self.word(at).rel {
                    Rel::AclRelcl | Rel::Advcl | Rel::Ccomp | Rel::Parataxis | Rel::Acl => {
                        CLAUSE_COST
                    }
                    Rel::Conj if self.is_verb(at) => CLAUSE_COST,
                    _ => 1,
                })
                .sum()
        };
        // "NAME, who was shot in 1991, thanked": what is told in passing has its own date; so has a clause with a subject of
        // its own, "and yesterday NAME called".
        let apart = |path: &[usize]| {
            path.iter().any(|&at| {
                let word = self.word(at);
                let own = word.head.is_some_and(|head| act.anchors.contains(&head))
                    || matches!(act.status, Status::Postponed | Status::Ended);
                let passing = word.rel == Rel::AclRelcl && !own;
                let other = word.rel == Rel::Conj
                    && self.is_verb(at)
                    && self.tree.dependent(at, Rel::Nsubj).is_some();
                passing || other
            })
        };
        if apart(&down[..j]) {
            return usize::MAX;
        }
        cost(&up[..i]) + cost(&down[..j])
    }
}
