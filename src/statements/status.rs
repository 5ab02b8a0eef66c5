//! How statuses stack: one governing word at a time.

use super::act::Act;
use super::clause::{Clause, Mood};
use crate::model::{Action, ActorId, Status, Unsaid};
use crate::vocabulary::relations::{Events, Operator};

#[cfg(test)]
mod tests;

/// An act of which nothing is said any more, as it stood before, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct Dropped {
    /// The act.
    pub act: Act,
    /// Why.
    pub why: Unsaid,
}

impl Dropped {
    /// Whether it was between two actors, in whatever direction.
    pub fn joins(&self, one: &ActorId, other: &ActorId) -> bool {
        let has = |actor: &ActorId| {
            let mut fillers = self.act.sources.iter().chain(&self.act.targets);
            fillers.any(|filler| filler.party.principal == *actor)
        };
        has(one) && has(other)
    }
}

/// An act under its new status, or what has become of it.
pub type Governed = Result<Act, Box<Dropped>>;

fn dropped(act: Act, why: Unsaid) -> Governed {
    Err(Box::new(Dropped { act, why }))
}

/// Applies a governing word's effect. An error: nothing is said any more ("failed to agree").
///
/// The outermost word that leaves the matter open wins, except that a demand, refusal, threat or denial inside a plan
/// stays what it is ("agreed to postpone": postponed).
#[allow(clippy::match_same_arms)] // A table of rules, one a line, reads better unmerged.
pub fn govern(mut act: Act, operator: Operator, cancels: bool, events: &Events) -> Governed {
    use Operator as Op;
    use Status as S;
    act.status = match (operator, act.status) {
        (Op::Fail, _) => return dropped(act, Unsaid::Failed),
        (Op::Report, status) => status,
        (Op::Begin, S::Planned | S::Proposed | S::Possible) if act.asserted => act.status,
        (Op::Begin, S::Planned | S::Possible) => S::Done,
        (Op::Begin, status) => status,
        (Op::Continue, S::Done) => S::Underway,
        (Op::Continue, status) => status,
        // "dropped its refusal", "ended the suspension": what was closed is open again.
        // "dropped its veto on the accession": it yields, the accession is still to come.
        (Op::End, S::Refused) => {
            act.action = Action::Policy;
            act.kind = "yield".into();
            S::Done
        }
        (Op::End, S::Ended | S::Postponed) => {
            act.kind = if act.action == Action::Policy {
                "yield".into()
            } else {
                act.kind
            };
            S::Done
        }
        (Op::End, S::Demanded | S::Threatened | S::Denied) => {
            return dropped(act, Unsaid::Withdrawn);
        }
        (Op::Close, S::Done) if is_held(&act) => S::Done,
        (Op::Close, status) => return govern(Act { status, ..act }, Op::End, cancels, events),
        // "stopped the bombing", "promised to cease fire": who ends violence keeps a truce.
        (Op::End, S::Done | S::Underway) if act.action == Action::Violence && !cancels => {
            act.action = Action::Truce;
            act.kind = "ceasefire".into();
            S::Done
        }
        (Op::End, status) => {
            let begun = matches!(status, S::Done | S::Underway) && !cancels;
            act.kind = match act.action {
                Action::Meeting if !begun => "cancel".into(),
                action => events.reversal(action).into(),
            };
            S::Ended
        }
        (Op::Postpone, S::Refused | S::Denied) => act.status,
        (Op::Postpone, _) => S::Postponed,
        (Op::Plan, S::Refused | S::Threatened | S::Denied | S::Postponed | S::Demanded) => {
            act.status
        }
        // "tried to kill": what has been attempted is no mere plan.
        (Op::Attempt, S::Done) if act.action == Action::Violence => S::Done,
        (Op::Attempt, status) => return govern(Act { status, ..act }, Op::Plan, cancels, events),
        (Op::Plan, S::Possible) => S::Possible,
        (Op::Plan, _) => S::Planned,
        (Op::Propose, S::Refused | S::Denied) => act.status,
        (Op::Propose, _) => S::Proposed,
        (Op::Demand, _) => S::Demanded,
        (Op::Refuse, S::Denied) => act.status,
        (Op::Refuse, _) => S::Refused,
        (Op::Threaten, _) => S::Threatened,
        (Op::Possible, S::Refused | S::Demanded | S::Threatened) => act.status,
        (Op::Possible, _) => S::Possible,
        (Op::Deny, _) => S::Denied,
    };
    Ok(act)
}

/// Whether an act that ends has taken place, and not been broken off: a visit, a manoeuvre, talks that both sides end.
fn is_held(act: &Act) -> bool {
    match act.action {
        Action::Visit => true,
        Action::Cooperation => &*act.kind == "exercise",
        Action::Meeting => act.n_sources() > 1,
        _ => false,
    }
}

/// Applies the tense, modality and polarity of the clause in which the act's uppermost word stands.
#[allow(clippy::match_same_arms)] // A table of rules, one a line, reads better unmerged.
pub fn temper(
    mut act: Act,
    clause: Clause,
    operator: Option<Operator>,
    reported: bool,
    events: &Events,
) -> Governed {
    use Operator as Op;
    use Status as S;
    if clause.hypothetical {
        return dropped(act, Unsaid::Hypothetical);
    }
    if clause.negated {
        return deny(act, clause, operator, reported, events);
    }
    if clause.no_longer {
        return govern(act, Op::End, false, events);
    }
    if clause.undecided {
        act.status = S::Possible;
        return Ok(act);
    }
    let open = matches!(act.status, S::Done | S::Underway | S::Ended | S::Planned);
    act.status = match clause.mood {
        Mood::Past | Mood::Open => act.status,
        // "is sending its envoy to Oslo": not there yet.
        Mood::Ongoing if act.status == S::Done && &*act.kind == "send-envoy" => S::Planned,
        Mood::Ongoing if act.status == S::Done => S::Underway,
        Mood::Present
            if act.status == S::Done
                && (act.action == Action::Visit
                    || act.action == Action::Meeting && clause.scheduled) =>
        {
            S::Planned
        }
        Mood::Present | Mood::Ongoing => act.status,
        Mood::Future if open => S::Planned,
        // "will apply to join": it has not asked yet.
        Mood::Future if act.action == Action::Membership && act.status == S::Demanded => S::Planned,
        Mood::Future => act.status,
        Mood::Conditional if reported && open => S::Planned,
        Mood::Conditional if open => {
            act.weight *= CONDITIONAL_WEIGHT;
            S::Planned
        }
        Mood::Conditional => act.status,
        Mood::Possible if open || act.status == S::Proposed || act.status == S::Demanded => {
            S::Possible
        }
        Mood::Possible => act.status,
        Mood::Obligation if open => {
            return Ok(Act {
                status: S::Demanded,
                ..act
            });
        }
        Mood::Obligation => act.status,
    };
    Ok(act)
}

/// Weight of "would" outside reported speech, where it is as often a wish or a counterfactual as a plan.
const CONDITIONAL_WEIGHT: f32 = 0.6;

#[allow(clippy::match_same_arms)] // A table of rules, one a line, reads better unmerged.
fn deny(
    mut act: Act,
    clause: Clause,
    operator: Option<Operator>,
    reported: bool,
    events: &Events,
) -> Governed {
    use Operator as Op;
    use Status as S;
    match (operator, clause.mood) {
        // "is not ruling out", "did not exclude".
        (Some(Op::Refuse), _) => {
            act.status = S::Possible;
            Ok(act)
        }
        (
            Some(
                Op::Deny
                | Op::Fail
                | Op::Threaten
                | Op::Demand
                | Op::Propose
                | Op::Possible
                | Op::Plan
                | Op::Attempt
                | Op::Postpone,
            ),
            Mood::Past | Mood::Present | Mood::Ongoing,
        ) => dropped(act, Unsaid::Negated),
        (Some(Op::Plan | Op::Attempt), Mood::Open) => dropped(act, Unsaid::Negated),
        (_, Mood::Future | Mood::Conditional) if reported || clause.mood == Mood::Future => {
            act.status = S::Refused;
            Ok(act)
        }
        // "The king would not receive him": told of the past, it is a refusal as often as a mere wish.
        (None, Mood::Conditional) => {
            act.weight *= CONDITIONAL_WEIGHT;
            act.status = S::Refused;
            // One side alone would not.
            act.mutual &= act.targets.is_empty();
            Ok(act)
        }
        // An infinitive under a governor: "promised not to attack", "vowed never to recognise".
        (_, Mood::Open) => {
            if events.code(act.action, &act.kind, S::Planned).plover == "THREATEN" {
                govern(act, Op::End, false, events)
            } else {
                act.status = S::Refused;
                Ok(act)
            }
        }
        // "is not lifting its embargo", "is not sending food": said of what has been asked for.
        (None, Mood::Ongoing)
            if matches!(
                act.action,
                Action::Sanctions | Action::Aid | Action::Membership | Action::Visit
            ) && events.code(act.action, &act.kind, S::Planned).plover != "THREATEN" =>
        {
            act.status = S::Refused;
            Ok(act)
        }
        // "does not recognise": a standing refusal.
        (None, Mood::Present)
            if act.status == S::Done && matches!(act.action, Action::Ties | Action::Praise) =>
        {
            act.status = S::Refused;
            Ok(act)
        }
        _ => dropped(act, Unsaid::Negated),
    }
}
