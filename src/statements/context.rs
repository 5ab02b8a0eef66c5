//! What the sentences before have said, for acts that leave their target out.

use super::act::{Act, Filler};
use super::view::View;
use crate::mentions::Mention;
use crate::model::{Action, Status};

/// How much surer a target that the clause names is than one taken from the same sentence …
const SAME_SENTENCE: f32 = 0.6;
/// … or from the sentences before.
const EARLIER: f32 = 0.5;
/// How many acts back a matter is remembered: about a paragraph or two.
const N_REMEMBERED: usize = 12;

/// The acts of a document so far, latest last.
#[derive(Debug, Default)]
pub struct Context {
    acts: Vec<Act>,
    actors: Vec<Filler>,
}

impl Context {
    /// Remembers the complete acts of a sentence.
    pub fn remember(&mut self, acts: &[Act]) {
        self.acts
            .extend(acts.iter().filter(|act| act.complete()).cloned());
        let excess = self.acts.len().saturating_sub(N_REMEMBERED);
        self.acts.drain(..excess);
    }

    /// Forgets everything, at the start of a document.
    pub fn clear(&mut self) {
        self.acts.clear();
        self.actors.clear();
    }

    /// Remembers who was named in a sentence.
    pub fn remember_actors(&mut self, mentions: &[Mention]) {
        self.actors.extend(mentions.iter().flat_map(|mention| {
            mention.parties.iter().map(|party| Filler {
                party: party.clone(),
                word: mention.head,
                confidence: mention.confidence,
            })
        }));
        let excess = self.actors.len().saturating_sub(N_REMEMBERED);
        self.actors.drain(..excess);
    }

    /// A criticism by somebody whom a pronoun names, who cannot be its target: the last other one spoken of.
    pub fn critic(&self, act: &Act) -> Option<Act> {
        if act.action != Action::Criticism
            || !act.sources.is_empty()
            || act.targets.is_empty()
            || act.asserted
        {
            return None;
        }
        let other = self.actors.iter().rev().find(|actor| {
            act.targets
                .iter()
                .all(|target| target.party.principal != actor.party.principal)
        })?;
        let source = Filler {
            confidence: other.confidence * SAME_SENTENCE,
            ..other.clone()
        };
        Some(Act {
            sources: vec![source],
            ..act.clone()
        })
    }

    /// Gives an act without a target the one that the text has in mind, or leaves it as it is.
    ///
    /// - "severed relations with Qatar, shut the border": the target of the same source in the same sentence;
    /// - "condemned the bombing", "rejected the list": whoever did or asked for it last;
    /// - "reopened the corridor": the target of the same source's earlier act of the same action.
    ///
    /// Only acts that a verb asserts about a thing ("the border", "the step") are completed.
    pub fn complete(&self, view: &View<'_>, act: &Act, sentence: &[Act]) -> Option<Act> {
        if !act.asserted || act.mutual || act.sources.is_empty() || !act.targets.is_empty() {
            return None;
        }
        let about_acts = matches!(act.action, Action::Criticism | Action::Praise)
            || act.status == Status::Refused;
        let own = act.anchors.first().copied()?;
        let object = view.is_verb(own).then(|| view.patient(own)).flatten();
        // Without an object there is nothing that a target could be left out of.
        object?;
        let earlier = sentence
            .iter()
            .filter(|other| other.complete() && other.anchors.first() < act.anchors.first());
        if about_acts {
            let done_to = |other: &&Act| !same(&other.sources, &act.sources);
            let before: Vec<&Act> = earlier.collect();
            let found = before
                .into_iter()
                .rev()
                .find(done_to)
                .map(|a| (a, SAME_SENTENCE))
                .or_else(|| self.acts.iter().rev().find(done_to).map(|a| (a, EARLIER)));
            return found.map(|(other, factor)| with_target(act, &other.sources, factor));
        }
        if !matches!(
            act.action,
            Action::Coercion
                | Action::Violence
                | Action::Sanctions
                | Action::Policy
                | Action::Aid
                | Action::Forces
                | Action::Membership
        ) {
            return None;
        }
        let before: Vec<&Act> = earlier.collect();
        let neighbour = before
            .into_iter()
            .rev()
            .find(|other| same(&other.sources, &act.sources) && !other.targets.is_empty());
        if let Some(other) = neighbour {
            return Some(with_target(act, &other.targets, SAME_SENTENCE));
        }
        self.acts
            .iter()
            .rev()
            .find(|other| {
                other.action == act.action
                    && same(&other.sources, &act.sources)
                    && !other.targets.is_empty()
            })
            .map(|other| with_target(act, &other.targets, EARLIER))
    }
}

fn with_target(act: &Act, parties: &[Filler], factor: f32) -> Act {
    let targets = parties
        .iter()
        .filter(|party| {
            act.sources
                .iter()
                .all(|source| source.party.principal != party.party.principal)
        })
        .map(|party| Filler {
            confidence: party.confidence * factor,
            ..party.clone()
        })
        .collect();
    Act {
        targets,
        ..act.clone()
    }
}

fn same(left: &[Filler], right: &[Filler]) -> bool {
    left.iter()
        .any(|l| right.iter().any(|r| r.party.principal == l.party.principal))
}
