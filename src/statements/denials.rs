//! "Had no part in the raid", "has no troops there", "has no relations with Oslo": what somebody says not to have.

use super::act::Act;
use super::clause::{Clause, Mood};
use super::predicates::{Interpreter, without};
use super::verbs::ANSWERED;
use crate::language::Rel;
use crate::model::{Action, Status};
use crate::vocabulary::relations::Operator;

impl Interpreter<'_> {
    /// "has had no diplomatic relations with Libya since the raid": they have been broken off.
    pub(super) fn without_relations(&self, at: usize, object: usize) -> Option<Act> {
        let view = self.view;
        let none = view.is_negative_phrase(object) && view.is_a(object, "TIES");
        let others = view
            .prepositional(object, "with")
            .or_else(|| view.prepositional(at, "with"))
            .filter(|_| none)?;
        let sources = view.agent_parties(at);
        let targets = without(view.parties(others), &sources, false);
        (!sources.is_empty() && !targets.is_empty()).then(|| {
            Act::asserted(
                (Action::Ties, "sever", Status::Ended),
                [sources, targets],
                at,
                ANSWERED,
            )
        })
    }

    /// "has no troops in Chad", "has not a single soldier there".
    pub(super) fn without_troops(&self, at: usize, object: usize) -> Option<Act> {
        let view = self.view;
        let single = view
            .tree
            .dependents(object, Rel::Amod)
            .any(|amod| matches!(&*view.word(amod).lower, "single" | "one"));
        let none = view.is_negative_phrase(object) || single && view.clause(at).negated;
        let place = view
            .prepositional(at, "in")
            .or_else(|| view.prepositional(at, "on"))?;
        let troops = view.is_a(object, "TROOPS") || view.is_a(object, "FIGHTER");
        let sources = view.agent_parties(at);
        let targets = without(view.parties(place), &sources, false);
        let known = none && troops && !sources.is_empty() && !targets.is_empty();
        (known && self.is_reported(at)).then(|| {
            Act::asserted(
                (Action::Forces, "deploy", Status::Denied),
                [sources, targets],
                at,
                ANSWERED,
            )
        })
    }

    /// "said that it had nothing to do with the raid", "had no part in it": the raid is denied, else whatever one has been
    /// accused of.
    pub(super) fn disclaimed(
        &mut self,
        at: usize,
        clause: Clause,
        depth: usize,
    ) -> Option<Vec<Act>> {
        let view = self.view;
        let told = matches!(clause.mood, Mood::Past | Mood::Present);
        if view.word(at).lemma != "have" || !told || clause.hypothetical || view.marked {
            return None;
        }
        let object = view
            .tree
            .dependents(at, Rel::Obj)
            .find(|&object| object > at)?;
        if let Some(severed) = self.without_relations(at, object) {
            self.visited[object] = true;
            return Some(vec![severed]);
        }
        if let Some(denied) = self.without_troops(at, object) {
            self.visited[object] = true;
            return Some(vec![denied]);
        }
        let matter = if view.word(object).lower == "nothing" {
            let to_do = |&verb: &usize| view.word(verb).lemma == "do" && verb > object;
            let below = view
                .tree
                .children(object)
                .iter()
                .chain(view.tree.children(at));
            view.prepositional(below.copied().find(|verb| to_do(verb))?, "with")?
        } else if view.is_negative_phrase(object) && view.is_a(object, "ROLE") {
            ["in", "of", "for", "with"]
                .iter()
                .find_map(|preposition| view.prepositional(object, preposition))?
        } else {
            return None;
        };
        let sources = view.agent_parties(at);
        if sources.is_empty() {
            return None;
        }
        self.visited[object] = true;
        let mut acts = self.interpret(matter, depth + 1);
        if acts.is_empty() {
            acts.push(Act::asserted(
                (Action::Criticism, "accuse", Status::Done),
                [Vec::new(), Vec::new()],
                at,
                ANSWERED,
            ));
        }
        let deny = |act: Act| {
            let act = self.assign(act, Operator::Deny, &sources, &[], at);
            self.governed(act, Operator::Deny, false)
        };
        Some(acts.into_iter().filter_map(deny).collect())
    }
}
