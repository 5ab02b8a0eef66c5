//! The life of the matters between two actors: acts in order of time become stages.
//!
//! Pairs do not touch each other, so that a pair is unfolded by itself, and again when statements about it arrive.

use std::cmp::Reverse;

use super::claim::{Lane, is_fact};
use super::occurrence::{Act, Conflict, conflict, in_order};
use super::relation::Closing;
use super::rules::{Holds, Rule, Rules};
use super::strict::said_until;
use super::valid::{DatedBy, days_apart};
use crate::model::{Action, Day, Precision, Status};

/// A stage under one status, with acts as positions in the list given to [`unfold`].
#[derive(Debug, Clone)]
pub(super) struct StageDraft {
    pub(super) status: Status,
    pub(super) from: Option<Day>,
    pub(super) until: Option<Day>,
    pub(super) closing: Option<Closing>,
    pub(super) acts: Vec<usize>,
    pub(super) ended_by: Option<usize>,
    said: Option<Day>,
    latest: Option<Day>,
    due: Option<(Day, Day)>,
}

impl StageDraft {
    /// Whether it is closed without a known day: replaced by a matter that has no date.
    fn closed_undated(&self) -> bool {
        self.closing.is_some() && self.until.is_none()
    }
}

/// The life of one matter.
#[derive(Debug, Clone)]
pub(super) struct Life<'a> {
    pub(super) action: Action,
    pub(super) family: &'a str,
    /// The number of the two.
    pub(super) topic: u32,
    pub(super) lane: Lane,
    pub(super) stages: Vec<StageDraft>,
    pub(super) asides: Vec<usize>,
    /// Whether what is planned undoes the action.
    undoing: bool,
}

impl Life<'_> {
    /// The acts of this life only, in order of time.
    pub(super) fn acts(&self) -> Vec<usize> {
        let of_stages = self.stages.iter().flat_map(|stage| &stage.acts);
        let mut own: Vec<usize> = of_stages.chain(&self.asides).copied().collect();
        own.sort_unstable();
        own
    }
}

/// What an act does to a life that it meets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Effect {
    Repeats,
    Supports,
    Replaces,
    Aside,
}

/// Unfolds the acts of one pair into lives. The acts are put into order of time first.
pub(super) fn unfold<'a>(acts: &mut [Act<'a>], rules: &Rules) -> Vec<Life<'a>> {
    acts.sort_by_cached_key(|act| {
        let leading = act.leading();
        let of_day = rank(act.status()) << 1 | u128::from(act.action() == Action::Truce);
        in_order(act.latest) << 96
            | in_order(act.said) << 64
            | of_day << 32
            | leading.statement as u128
    });
    let mut lives = Lives::default();
    // Here, so that memory for it is not asked for with each act.
    let mut met = Vec::new();
    let mut before = None;
    for (index, horizon) in horizons(acts).into_iter().enumerate() {
        if horizon != before {
            lives.forget_before(horizon);
            before = horizon;
        }
        let touched = place(index, acts, &mut lives, &mut met, rules);
        if let Some(touched) = touched {
            end_others(index, touched, acts, &mut lives);
        }
    }
    lives.all
}

/// For each act the earliest beginning among it and those that follow: what ended by then meets nothing any more.
///
/// Acts are in order of their latest day, so that a vague one ("in 1999") may begin before its predecessors.
fn horizons(acts: &[Act<'_>]) -> Vec<Option<Day>> {
    let mut earliest = Some(Day::LAST);
    let mut horizons: Vec<Option<Day>> = acts
        .iter()
        .rev()
        .map(|act| {
            earliest = earliest.min(act.begins);
            earliest
        })
        .collect();
    horizons.reverse();
    horizons
}

/// The lives of a pair, and which of them an act may still meet.
#[derive(Default)]
struct Lives<'a> {
    all: Vec<Life<'a>>,
    /// Positions of those not over, in order, each with its topic and lane.
    open: Vec<((u32, Lane), usize)>,
}

impl<'a> Lives<'a> {
    /// Puts aside what was over by the day, so that a long history does not slow down each of its acts.
    fn forget_before(&mut self, day: Option<Day>) {
        let Some(day) = day else { return };
        let all = &self.all;
        self.open.retain(|&(_, at)| {
            let until = all[at].stages.last().and_then(|stage| stage.until);
            until.is_none_or(|until| until > day)
        });
    }

    fn add(&mut self, life: Life<'a>) -> usize {
        let at = self.all.len();
        self.open.push(((life.topic, life.lane), at));
        self.all.push(life);
        at
    }
}

/// Order of acts of the same day: first what is wanted, then what becomes of it.
fn rank(status: Status) -> u128 {
    match status {
        Status::Possible => 0,
        Status::Proposed => 1,
        Status::Demanded => 2,
        Status::Threatened => 3,
        Status::Planned => 4,
        Status::Postponed => 5,
        Status::Refused => 6,
        Status::Underway => 7,
        Status::Done => 8,
        Status::Ended => 9,
        Status::Denied => 10,
    }
}

/// Finds the life that the act belongs to, or opens one. Returns it unless the act changed nothing.
fn place<'a>(
    index: usize,
    acts: &[Act<'a>],
    lives: &mut Lives<'a>,
    met: &mut Vec<(Effect, usize)>,
    rules: &Rules,
) -> Option<usize> {
    let act = &acts[index];
    let matter = (act.leading().terms.topic, act.lane);
    let of_matter = lives.open.iter().filter(|(own, _)| *own == matter);
    met.clear();
    met.extend(
        of_matter.filter_map(|&(_, at)| Some((effect(act, &lives.all[at], acts, rules)?, at))),
    );
    let nearness = |&(effect, at): &(Effect, usize)| {
        let stage = lives.all[at].stages.last();
        let due = stage.and_then(|stage| stage.due);
        let distance = match (due, day_of(act)) {
            (Some(due), Some(day)) => days_apart(due, day),
            _ => i32::MAX,
        };
        let fact_first = stage.is_none_or(|stage| !is_fact(stage.status));
        (
            effect,
            fact_first,
            distance,
            Reverse(stage.and_then(|stage| stage.from)),
            Reverse(at),
        )
    };
    let nearest = match met.as_slice() {
        [one] => Some(*one),
        some => some.iter().copied().min_by_key(nearness),
    };
    let Some((effect, chosen)) = nearest else {
        return Some(lives.add(open(index, act, rules)));
    };
    match effect {
        Effect::Aside => {
            lives.all[chosen].asides.push(index);
            return None;
        }
        Effect::Repeats | Effect::Supports => {
            renew(&mut lives.all[chosen], index, act, rules);
        }
        Effect::Replaces => {
            let begins = act.begins;
            if let Some(stage) = lives.all[chosen].stages.last_mut() {
                close(stage, begins, Closing::Changed, None);
            }
            let mut stage = draft(index, act, rules);
            // A vague date ("in March") does not reach back before what it follows.
            let previous = lives.all[chosen].stages.last().and_then(|stage| stage.from);
            stage.from = stage.from.max(previous);
            lives.all[chosen].stages.push(stage);
        }
    }
    // What was wanted has come about, and with it the other wishes for the same thing.
    if is_fact(act.status()) && !act.leading().terms.persons {
        let others = met.iter().filter(|(_, at)| *at != chosen);
        for &(_, at) in others.filter(|(other, _)| *other == Effect::Replaces) {
            if let Some(stage) = lives.all[at].stages.last_mut()
                && !is_fact(stage.status)
            {
                close(stage, act.begins, Closing::EndedByOther, Some(index));
            }
        }
    }
    Some(chosen)
}

/// What the act does to this life; `None`: nothing, they are different occurrences.
fn effect(act: &Act<'_>, life: &Life<'_>, acts: &[Act<'_>], rules: &Rules) -> Option<Effect> {
    let stage = life.stages.last()?;
    let terms = act.leading().terms;
    let rule = terms.rule;
    let in_force = match (stage.until, act.begins) {
        (Some(until), Some(begins)) => begins < until,
        _ => !stage.closed_undated(),
    };
    if !in_force {
        return None;
    }
    let dated_alike = stage.from.is_some() == act.begins.is_some();
    let near = near_due(act, stage, rules);
    if terms.persons {
        let first = &acts[*stage.acts.first()?];
        match conflict(&act.persons, &first.persons) {
            Conflict::None => {}
            Conflict::Partial
                if stage.due.is_some()
                    && act.due.or(act.begins.map(|day| (day, day))).is_some()
                    && near => {}
            Conflict::Partial | Conflict::Full => return None,
        }
    }
    let status = terms.status;
    // Two wishes that go opposite ways are two matters; a fact settles the wishes that go its way.
    let wish = !is_fact(stage.status);
    let opposite = match status {
        Status::Done | Status::Underway => wish && life.undoing,
        Status::Ended => false,
        _ => wish && life.undoing != terms.undoing,
    };
    if opposite {
        return None;
    }
    let later = is_later(act, stage);
    let current = stage.status;
    if current == status {
        return (rule.repeats && dated_alike && near).then_some(Effect::Repeats);
    }
    if rule.supports.contains(current) {
        return Some(Effect::Supports);
    }
    let settles_date = near || current == Status::Postponed;
    if settles_date && (rule.replaces.contains(current) || (rule.later.contains(current) && later))
    {
        return Some(Effect::Replaces);
    }
    let recalls = rule.later.contains(current) || rule.recalls.contains(current);
    let aside = rule.aside.contains(current) || (recalls && !later);
    (aside && near).then_some(Effect::Aside)
}

/// Whether the act follows the stage rather than recalls what was before it.
fn is_later(act: &Act<'_>, stage: &StageDraft) -> bool {
    let said_later = match (act.said, stage.said) {
        (Some(act), Some(stage)) => act > stage,
        _ => false,
    };
    let happens_later = if is_fact(act.status()) {
        matches!((act.begins, stage.latest), (Some(begins), Some(latest)) if begins > latest)
    } else {
        matches!((act.due, stage.due), (Some(act), Some(stage)) if act.0 > stage.1)
    };
    said_later || happens_later
}

/// Whether the act can be the one for which the stage has a date. Without dates it can.
fn near_due(act: &Act<'_>, stage: &StageDraft, rules: &Rules) -> bool {
    let (Some(due), Some(day)) = (stage.due, day_of(act)) else {
        return true;
    };
    // It is called off, put off or refused beforehand.
    let settles_before = matches!(
        act.status(),
        Status::Ended | Status::Postponed | Status::Refused
    ) && act.begins.is_some_and(|begins| begins <= due.1);
    settles_before || days_apart(due, day) <= rules.near().due_days
}

/// The days of the act itself: those for which it is planned, or on which it happened.
fn day_of(act: &Act<'_>) -> Option<(Day, Day)> {
    if let Some(due) = act.due {
        return Some(due);
    }
    if is_fact(act.status()) {
        return Some((act.begins?, act.latest?));
    }
    None
}

fn open<'a>(index: usize, act: &Act<'a>, rules: &Rules) -> Life<'a> {
    let terms = act.leading().terms;
    Life {
        action: terms.action,
        family: terms.family,
        topic: terms.topic,
        lane: act.lane,
        stages: vec![draft(index, act, rules)],
        asides: Vec::new(),
        undoing: terms.undoing,
    }
}

fn draft(index: usize, act: &Act<'_>, rules: &Rules) -> StageDraft {
    let (until, closing) = holds_until(act, rules);
    StageDraft {
        status: act.status(),
        from: act.begins,
        until,
        closing,
        acts: vec![index],
        ended_by: None,
        said: act.said,
        latest: act.latest,
        due: act.due,
    }
}

fn renew(life: &mut Life<'_>, index: usize, act: &Act<'_>, rules: &Rules) {
    let Some(stage) = life.stages.last_mut() else {
        return;
    };
    stage.acts.push(index);
    stage.said = stage.said.max(act.said);
    stage.latest = stage.latest.max(act.latest);
    stage.due = stage.due.or(act.due);
    if act.status() != stage.status {
        return;
    }
    let (until, closing) = holds_until(act, rules);
    match (stage.until, until) {
        (Some(own), Some(new)) if new > own => {
            stage.until = Some(new);
            stage.closing = closing;
        }
        (Some(_), None) if closing.is_none() => {
            stage.until = None;
            stage.closing = None;
        }
        _ => {}
    }
}

/// First day on which the act no longer holds by itself.
fn holds_until(act: &Act<'_>, rules: &Rules) -> (Option<Day>, Option<Closing>) {
    const OPEN: (Option<Day>, Option<Closing>) = (None, None);
    if rules.is_strict() {
        return said_until(act);
    }
    let leading = act.leading();
    let valid = leading.valid;
    let rule: &Rule = leading.terms.rule;
    if leading.status() == Status::Underway
        && valid.dated_by == DatedBy::Text
        && valid.precision == Precision::Day
    {
        // "From 24 March to 10 June" or "until Friday" states the last day; a single day only says when it was seen.
        if let Some(to) = valid.to
            && valid.from != Some(to)
        {
            return (Some(to.plus(1)), Some(Closing::Stated));
        }
    }
    if is_fact(leading.status()) && valid.is_open() {
        return OPEN;
    }
    let lapse = |day: Day, days: i32| (Some(day.plus(days)), Some(Closing::Lapsed));
    if let (Some(days), Some((_, due))) = (rule.after_due, act.due) {
        return lapse(due, days + 1);
    }
    let last = if is_fact(leading.status()) {
        act.claims
            .iter()
            .filter_map(|claim| claim.latest().or(claim.valid.last_day()))
            .min()
    } else {
        act.said.max(act.begins)
    };
    let last = last.max(act.begins);
    match (rule.holds, last) {
        (Holds::Open, _) | (_, None) => OPEN,
        (Holds::Days(days), Some(last)) => lapse(last, days),
        (Holds::Window, Some(last)) => lapse(last, rules.window_days()),
    }
}

fn close(stage: &mut StageDraft, at: Option<Day>, closing: Closing, by: Option<usize>) {
    // A stage cannot end before it began: the later word replaces it on the spot.
    let at = at.max(stage.from);
    if stage
        .until
        .is_some_and(|until| at.is_some_and(|at| until < at))
    {
        return;
    }
    stage.until = at;
    stage.closing = Some(closing);
    stage.ended_by = by;
}

/// Closes the matters of the same pair that this act ends: the truce the war.
fn end_others(index: usize, own: usize, acts: &[Act<'_>], lives: &mut Lives<'_>) {
    let act = &acts[index];
    let Some(begins) = act.begins else { return };
    for ends in act.claims.iter().flat_map(|claim| &claim.terms.ends) {
        if ends.dated_by_text && act.leading().valid.dated_by != DatedBy::Text {
            continue;
        }
        for at in lives.open.iter().map(|&(_, at)| at).filter(|&at| at != own) {
            let life = &mut lives.all[at];
            let family_fits = ends
                .family
                .as_ref()
                .is_none_or(|family| *family == life.family);
            if life.action != ends.ended || !family_fits {
                continue;
            }
            if let Some(stage) = life.stages.last_mut()
                && ends.standing.contains(stage.status)
                && !stage.closed_undated()
                && stage.from.is_none_or(|from| from <= begins)
                && stage.until.is_none_or(|until| begins < until)
            {
                close(stage, Some(begins), Closing::EndedByOther, Some(index));
            }
        }
    }
}
