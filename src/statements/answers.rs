//! Requests, offers and ideas that a verb answers, and promises that it gives.

use super::act::Act;
use super::predicates::{Interpreter, without};
use super::verbs::ANSWERED;
use crate::model::{Action, Status};
use crate::vocabulary::relations::{Slot, VerbSense};

impl Interpreter<'_> {
    /// "Cairo rejected an offer by Bern to mediate": what is answered was asked or offered, by whom the noun names.
    pub(super) fn answered(&mut self, at: usize, sense: &VerbSense, answer: &Act) -> Vec<Act> {
        if answer.action != Action::Policy || answer.sources.is_empty() || self.view.marked {
            return Vec::new();
        }
        let mut requirements = sense
            .requires
            .iter()
            .filter(|requirement| !requirement.absent);
        let Some(nominal) = requirements
            .find(|requirement| requirement.any.iter().any(|class| &**class == "DEMAND"))
            .and_then(|requirement| self.slot_of(at, &requirement.slot, sense))
        else {
            return Vec::new();
        };
        self.visited[nominal] = false;
        let asked = self.interpret(nominal, 1);
        self.visited[nominal] = true;
        asked
            .into_iter()
            .filter(|act| {
                let asked = matches!(act.status, Status::Demanded | Status::Proposed);
                asked && !act.sources.is_empty()
            })
            .filter_map(|act| {
                let sources = without(act.sources.clone(), &answer.sources, false);
                let targets = if act.targets.is_empty() {
                    answer.sources.clone()
                } else {
                    act.targets.clone()
                };
                (!sources.is_empty()).then_some(Act {
                    sources,
                    targets,
                    weight: ANSWERED,
                    asserted: true,
                    mutual: false,
                    ..act
                })
            })
            .collect()
    }

    /// "gave Bern an assurance that the talks would go on": what is promised, where the vocabulary knows it.
    pub(super) fn promised(&mut self, at: usize, sense: &VerbSense, pledge: &Act) -> Vec<Act> {
        let Some(nominal) = self.slot_of(at, &Slot::Obj, sense) else {
            return Vec::new();
        };
        self.visited[nominal] = false;
        let mut acts = self.interpret(nominal, 1);
        self.visited[nominal] = true;
        for act in &mut acts {
            if act.sources.is_empty() {
                act.sources.clone_from(&pledge.sources);
            }
            if act.targets.is_empty() && !act.mutual {
                act.targets = without(pledge.targets.clone(), &act.sources, false);
            }
            act.asserted = true;
        }
        acts.retain(Act::complete);
        acts
    }

    /// "dismissed any idea of a meeting with Oslo": what is refused is the meeting.
    pub(super) fn refused_idea(
        &mut self,
        at: usize,
        sense: &VerbSense,
        refusal: &Act,
    ) -> Option<Act> {
        let refused = refusal.action == Action::Policy && refusal.status == Status::Refused;
        if !refused || refusal.sources.is_empty() || self.view.marked {
            return None;
        }
        let nominal = self.slot_of(at, &Slot::Obj, sense)?;
        if !self.view.is_a(nominal, "IDEA") {
            return None;
        }
        self.visited[nominal] = false;
        let acts = self.interpret(nominal, 1);
        self.visited[nominal] = true;
        let act = acts.into_iter().find(|act| {
            matches!(
                act.status,
                Status::Possible | Status::Planned | Status::Proposed
            )
        })?;
        let others = act.sources.iter().chain(&act.targets).cloned().collect();
        Some(Act {
            status: Status::Refused,
            targets: without(others, &refusal.sources, false),
            sources: refusal.sources.clone(),
            mutual: false,
            asserted: true,
            weight: 1.0,
            ..act
        })
    }
}
