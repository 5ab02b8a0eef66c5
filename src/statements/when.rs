//! Which date belongs to an act, and in which direction it is read.

use super::act::Act;
use super::clause::Mood;
use super::view::View;
use jiff::civil::Date;

use crate::language::Rel;
use crate::mentions::{Bound, TimeExpression};
use crate::model::{Precision, Published, Status, When};

/// Cost of leaving the clause on the way from an act to a date.
const CLAUSE_COST: usize = 6;
/// Cost of a date that is a step from another.
const STEP_COST: usize = 3;
/// A bare day that would only come round again after this many days was a day just past: "promised on July 19".
const FAR_DAYS: i64 = 330;
/// Dates dearer than this belong to something else.
const MAX_COST: usize = 9;
/// Cost of belonging to an outer word of the act, where an inner one has a date of its own.
const RANK_COST: usize = 3;
/// Most words between "due" and the date of what is due.
const PLAN_REACH: usize = 6;

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
        let time = self.nearest(&anchors, act)?;
        let due = self.is_due(time);
        let future = match act.status {
            Status::Planned | Status::Possible | Status::Postponed => {
                due || !self.tells_of_the_past(time)
            }
            // "Will skip the June summit", "called off a visit that was due in June": a day to come.
            Status::Refused | Status::Ended => {
                due || act.anchors.iter().any(|&at| self.will_be(at, time))
            }
            _ => false,
        };
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
        match time.bound {
            Bound::Since => {
                when.open = true;
                when.end = None;
            }
            Bound::Until if self.is_allowance(time) => when.start = None,
            // "Will leave by the end of May": at the latest then.
            Bound::Until if future && when.start.is_none() && !self.is_before(time) => {
                when.start = when.end.map(|end| first_day(end, when.precision));
            }
            _ => {}
        }
        Some(when)
    }

    /// The date nearest to an act: by steps in the tree, inner words of the act before outer ones, then by words.
    fn nearest(&self, anchors: &[usize], act: &Act) -> Option<&TimeExpression> {
        let mut best: Option<(usize, usize, &TimeExpression)> = None;
        for (rank, &anchor) in anchors.iter().enumerate() {
            for time in self.times {
                let dateless = time.past.is_none() && time.future.is_none();
                // "(AP, July 20)" dates the report, not what it reports.
                if time.bound == Bound::Vague || dateless || self.bracketed(time.head) {
                    continue;
                }
                let cost = self.distance(anchor, time, act).saturating_add(rank);
                if cost > MAX_COST {
                    continue;
                }
                let cost = cost + rank * RANK_COST + self.drawback(time, act);
                let near = time.head.abs_diff(anchor);
                if best.is_none_or(|(c, n, _)| (cost, near) < (c, n)) {
                    best = Some((cost, near, time));
                }
            }
        }
        best.map(|(_, _, time)| time)
    }

    /// What speaks against a date that stands near enough.
    fn drawback(&self, time: &TimeExpression, act: &Act) -> usize {
        let mut cost = 0;
        // "nine years after they came, in January 2013": the date itself is better than the step from it.
        if self.is_before(time) || self.ends_in(time, &["after"]) {
            cost += STEP_COST;
        }
        // "Promised on Monday to leave within two weeks".
        if self.is_allowance(time) {
            cost += CLAUSE_COST;
        }
        // A meeting put off keeps the day it was due; one called off has the day of that.
        match (act.status, self.is_due(time)) {
            (Status::Ended, true) | (Status::Postponed, false) => cost + CLAUSE_COST,
            _ => cost,
        }
    }

    fn ends_in(&self, time: &TimeExpression, words: &[&str]) -> bool {
        words.contains(&&*self.word(time.words.end - 1).lower)
    }

    /// "Two days before the vote", "before Friday"; not "before the end of May".
    fn is_before(&self, time: &TimeExpression) -> bool {
        let end = time
            .words
            .clone()
            .any(|at| matches!(&*self.word(at).lower, "end" | "close" | "late"));
        self.ends_in(time, &["before"]) || !end && self.word(time.words.start).lower == "before"
    }

    /// "Within two weeks": a stretch that a plan is given, which dates nothing.
    fn is_allowance(&self, time: &TimeExpression) -> bool {
        self.word(time.words.start).lower == "within" && time.bound == Bound::Until
    }

    /// Whether a date is that of a plan: "talks due on Monday", "which had been set to open in May".
    fn is_due(&self, time: &TimeExpression) -> bool {
        let start = time.words.start;
        (start.saturating_sub(PLAN_REACH)..start)
            .rev()
            .take_while(|&at| {
                self.word(at).form != "," && self.word(at).form != ";" && !self.is_time(at)
            })
            .any(|at| {
                matches!(
                    &*self.word(at).lower,
                    "due" | "scheduled" | "planned" | "slated" | "supposed" | "arranged"
                )
            })
    }

    /// Whether a verb to come governs a date that stands before one of its nouns: "will skip the June summit".
    fn will_be(&self, at: usize, time: &TimeExpression) -> bool {
        self.is_verb(at)
            && matches!(self.clause(at).mood, Mood::Future)
            && self
                .tree
                .ancestors(time.head)
                .take(MAX_COST)
                .any(|a| a == at)
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

    /// The word that a date belongs to: for "six weeks after it was imposed in May" what governs that clause.
    fn dated_word(&self, time: &TimeExpression) -> usize {
        let steps = self.ends_in(time, &["after", "before"]);
        let follows = self.times.iter().any(|next| {
            next.words.start >= time.words.end
                && (time.words.end..next.words.start).all(|at| self.word(at).form != ",")
        });
        let preceded = self
            .times
            .iter()
            .any(|other| other.words.end <= time.words.start && other.past.is_some());
        let verb = || self.tree.ancestors(time.head).find(|&at| self.is_verb(at));
        if steps && follows && !preceded {
            verb()
                .and_then(|verb| self.word(verb).head)
                .unwrap_or(time.head)
        } else {
            time.head
        }
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
        let down = chain(self.dated_word(time));
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

/// The first day of the unit of the calendar that ends on a day.
fn first_day(end: Date, precision: Precision) -> Date {
    match precision {
        Precision::Day | Precision::Week => end,
        Precision::Month | Precision::Season => end.first_of_month(),
        Precision::Year | Precision::Decade => end.first_of_year(),
    }
}
