//! Whom a judgement of an act is about: "condemned the attack on Israel" finds fault with the attacker, not with Israel.

use super::act::{Act, Filler};
use super::predicates::Interpreter;
use crate::language::Rel;
use crate::model::{Action, Status, Unsaid};
use crate::vocabulary::relations::{Effect, NounSense, Slot};

use super::status::Dropped;

impl<'v> Interpreter<'v> {
    /// Those who do the act that is judged, perhaps nobody named; nothing if no act is judged.
    pub(super) fn doers(
        &self,
        action: Action,
        judges: &[Filler],
        nominal: Option<usize>,
    ) -> Option<Vec<Filler>> {
        let view = self.view;
        let judging = matches!(action, Action::Criticism | Action::Praise) && !view.marked;
        let nominal = nominal.filter(|&at| judging && view.mention(at).is_none())?;
        let sense = self.one_sided_sense(nominal)?;
        let act = self.noun_act(nominal, sense);
        if !act.targets.is_empty() {
            // Nor may anybody else take its victim for whom the judgement is about.
            let judgement = Act {
                action,
                status: Status::Done,
                sources: judges.to_vec(),
                ..act.clone()
            };
            self.dropped.borrow_mut().push(Dropped {
                act: judgement,
                why: Unsaid::NoTarget,
            });
        }
        Some(act.sources)
    }

    /// The sense of a noun that names what one does to another.
    fn one_sided_sense(&self, at: usize) -> Option<&'v NounSense> {
        let view = self.view;
        let names = view.names(at);
        let senses = names.iter().map(|name| view.relations.noun(name));
        let sense = senses
            .into_iter()
            .find(|senses| !senses.is_empty())?
            .first()?;
        let one_sided = matches!(
            sense.action,
            Action::Violence
                | Action::Coercion
                | Action::Sanctions
                | Action::Forces
                | Action::Visit
                | Action::Aid
        );
        one_sided.then_some(sense)
    }

    /// Whether the subject of the verb over a noun does what a hostile noun names: "launched an attack", not "survived",
    /// "condemned" or "died in" one.
    pub(super) fn carries_out(&self, at: usize, action: Action) -> bool {
        let view = self.view;
        let hostile = matches!(
            action,
            Action::Violence | Action::Coercion | Action::Sanctions | Action::Forces
        );
        if !hostile || view.marked || view.is_predicate(at) {
            return true;
        }
        let mut noun = at;
        while matches!(view.word(noun).rel, Rel::Conj | Rel::Nmod) {
            match view.word(noun).head {
                Some(head) if view.is_nominal(head) => noun = head,
                _ => break,
            }
        }
        let Some(verb) = view.word(noun).head.filter(|&verb| view.is_verb(verb)) else {
            return true;
        };
        if view.has_case(noun, "with") {
            return true;
        }
        self.verb_senses(verb)
            .into_iter()
            .any(|sense| match &sense.effect {
                Effect::Operator { .. } => true,
                Effect::Act {
                    action: of_verb, ..
                } => *of_verb == action,
            })
    }

    /// The nominal in a slot that may name a judged act.
    pub(super) fn is_judged_slot(slot: &Slot) -> bool {
        match slot {
            Slot::Obj => true,
            Slot::Prep(preposition) => {
                matches!(
                    &**preposition,
                    "for" | "over" | "at" | "about" | "of" | "against"
                )
            }
            _ => false,
        }
    }
}
