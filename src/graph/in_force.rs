//! The rules as they are in force, to be read.

use serde::Serialize;

use super::rules::{Holds, Rule, Rules};
use crate::model::{Action, Status};

/// What an occurrence of an action under a status does, with everything that it takes from the general rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RuleInForce {
    /// The action; none for the general rule.
    pub action: Option<Action>,
    /// The status of the occurrence.
    pub status: Status,
    /// The kinds that it is confined to; all of the action's if empty.
    pub kinds: Vec<String>,
    /// Days that the stage holds after its last day; without, it holds until something replaces or ends it.
    pub days: Option<i32>,
    /// Days that a dated plan holds after its date.
    pub days_after_due: Option<i32>,
    /// Statuses that it takes the place of.
    pub replaces: Vec<Status>,
    /// Statuses that it takes the place of if it is later.
    pub replaces_if_later: Vec<Status>,
    /// Statuses for which it is more evidence.
    pub supports: Vec<Status>,
    /// Statuses beside which it changes nothing.
    pub aside: Vec<Status>,
    /// Statuses that, unless it is later, it only recalls.
    pub recalls: Vec<Status>,
    /// Whether the same status again goes on with the stage; otherwise it is a matter of its own.
    pub repeats: bool,
}

/// One matter ends another between the same two actors.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EndInForce {
    /// The action that ends.
    pub by: Action,
    /// Under one of these statuses.
    pub under: Vec<Status>,
    /// The kinds that it is confined to; all of the action's if empty.
    pub kinds: Vec<String>,
    /// Whether only an occurrence that its text dates has this effect.
    pub dated_by_text: bool,
    /// The action that is ended.
    pub ends: Action,
    /// The family that it is confined to.
    pub family: Option<String>,
    /// The statuses in which it is ended.
    pub standing: Vec<Status>,
}

impl Rules {
    /// What is in force: the general rules by status; then by action those that differ from them, each followed by
    /// those of single kinds. The window is put in as days.
    ///
    /// ```
    /// use detente::graph::Rules;
    /// let rules = Rules::embedded().unwrap().with_window(60).in_force();
    /// let planned = rules.iter().find(|rule| rule.status.as_str() == "planned").unwrap();
    /// assert_eq!((planned.action, planned.days, planned.days_after_due), (None, Some(90), Some(14)));
    /// let denied = rules.iter().find(|rule| rule.status.as_str() == "denied").unwrap();
    /// assert_eq!(denied.days, Some(60));
    /// ```
    pub fn in_force(&self) -> Vec<RuleInForce> {
        let mut told = Vec::new();
        for (&status, rule) in Status::ALL.iter().zip(&self.general) {
            told.push(self.tell(None, status, &[], rule));
        }
        for (&action, own) in Action::ALL.iter().zip(&self.of_action) {
            for ((&status, rule), general) in
                Status::ALL.iter().zip(&own.general).zip(&self.general)
            {
                if rule != general {
                    told.push(self.tell(Some(action), status, &[], rule));
                }
            }
            for (status, kinds, rule) in &own.by_kind {
                told.push(self.tell(Some(action), *status, kinds, rule));
            }
        }
        told
    }

    /// What ends what, in the order of `data/relations/life.toml`.
    pub fn ends_in_force(&self) -> Vec<EndInForce> {
        self.ends
            .iter()
            .map(|ends| EndInForce {
                by: ends.by,
                under: ends.status.list(),
                kinds: ends.kinds.clone(),
                dated_by_text: ends.dated_by_text,
                ends: ends.ended,
                family: ends.family.clone(),
                standing: ends.standing.list(),
            })
            .collect()
    }

    fn tell(
        &self,
        action: Option<Action>,
        status: Status,
        kinds: &[String],
        rule: &Rule,
    ) -> RuleInForce {
        RuleInForce {
            action,
            status,
            kinds: kinds.to_vec(),
            days: match rule.holds {
                Holds::Open => None,
                Holds::Days(days) => Some(days),
                Holds::Window => Some(self.window_days()),
            },
            days_after_due: rule.after_due,
            replaces: rule.replaces.list(),
            replaces_if_later: rule.later.list(),
            supports: rule.supports.list(),
            aside: rule.aside.list(),
            recalls: rule.recalls.list(),
            repeats: rule.repeats,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_differs_is_told_of_an_action() {
        let rules = Rules::embedded().unwrap();
        let told = rules.in_force();
        let of = |action: Action| -> Vec<&RuleInForce> {
            let own = told.iter().filter(|rule| rule.action == Some(action));
            own.collect()
        };
        assert!(of(Action::Praise).is_empty());
        let ties: Vec<Status> = of(Action::Ties).iter().map(|rule| rule.status).collect();
        assert_eq!(ties.len(), 3);
        assert!(
            of(Action::Ties)
                .iter()
                .all(|rule| { rule.days.is_none() || rule.status == Status::Underway })
        );
        let war = of(Action::Violence)
            .into_iter()
            .find(|rule| rule.kinds.iter().any(|kind| kind == "war"))
            .unwrap();
        assert_eq!((war.status, war.days), (Status::Done, None));
        assert_eq!(rules.ends_in_force().len(), 3);
    }
}
