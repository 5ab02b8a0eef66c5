//! Clauses of purpose: "is to fly to Vienna to see him" has not seen him yet.

use super::act::Act;
use super::clause::{Clause, Mood};
use super::predicates::Interpreter;
use crate::language::Rel;
use crate::vocabulary::relations::{Effect, Operator};

/// How many verbs above a purpose are looked at: "plans to send a team to meet …".
const MAX_ABOVE: usize = 3;

impl Interpreter<'_> {
    /// Acts of a clause of purpose stand as what is done for them: planned if that is, nothing if that is not done.
    pub(super) fn on_purpose(&self, at: usize, acts: Vec<Act>) -> Vec<Act> {
        let view = self.view;
        let Some(means) = view.word(at).head.filter(|_| self.is_purpose(at)) else {
            return acts;
        };
        let mut verb = means;
        for _ in 0..MAX_ABOVE {
            if !view.is_verb(verb) {
                break;
            }
            let clause = view.clause(verb);
            if clause.mood != Mood::Open || clause.negated {
                return self.under(acts, clause);
            }
            let Some(above) = view.word(verb).head else {
                break;
            };
            if let Some(operator) = self.opens(above) {
                return acts
                    .into_iter()
                    .filter_map(|act| self.governed(act, operator, false))
                    .collect();
            }
            verb = above;
        }
        acts
    }

    /// "… to see him", "… before heading home".
    fn is_purpose(&self, at: usize) -> bool {
        let view = self.view;
        let marks = |mark: usize| matches!(&*view.word(mark).lower, "to" | "before");
        view.word(at).rel == Rel::Advcl
            && view.clause(at).mood == Mood::Open
            && view.tree.children(at).iter().any(|&mark| marks(mark))
    }

    fn under(&self, acts: Vec<Act>, clause: Clause) -> Vec<Act> {
        acts.into_iter()
            .filter_map(|act| self.tempered(act, clause, None, false))
            .collect()
    }

    /// The operator of a verb that leaves open whether its infinitive is done.
    fn opens(&self, at: usize) -> Option<Operator> {
        if !self.view.is_verb(at) {
            return None;
        }
        self.verb_senses(at)
            .into_iter()
            .find_map(|sense| match sense.effect {
                Effect::Operator { operator, .. } => matches!(
                    operator,
                    Operator::Plan
                        | Operator::Propose
                        | Operator::Possible
                        | Operator::Demand
                        | Operator::Refuse
                        | Operator::Threaten
                )
                .then_some(operator),
                Effect::Act { .. } => None,
            })
    }
}
