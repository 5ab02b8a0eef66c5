//! What the sentences before have said, for acts that leave their target out.

use super::act::{Act, Filler, distinct};
use super::echoes::echoes;
use super::replies::replies;
use super::view::{EarlierNoun, View};
use crate::language::Rel;
use crate::mentions::Mention;
use crate::model::{Action, Status};

/// How much surer a target that the clause names is than one taken from the same sentence …
const SAME_SENTENCE: f32 = 0.6;
/// … or from the sentences before.
const EARLIER: f32 = 0.5;
/// … or from what the whole text is about.
const TOPIC: f32 = 0.45;
/// Mentions that make an actor what a text is about.
const SPOKEN_OF: usize = 7;
/// How many mentions it is worth that something is done to an actor.
const AIMED_AT: usize = 2;
/// To how many at once an answer goes: more than these have only been spoken of together.
const MAX_ANSWERED: usize = 3;
/// How many acts back a matter is remembered: about a paragraph or two.
const N_REMEMBERED: usize = 12;

/// The acts of a document so far, latest last.
#[derive(Debug, Default)]
pub struct Context {
    acts: Vec<Act>,
    actors: Vec<Filler>,
    /// Those of the last sentence.
    last: Vec<Act>,
    /// The common nouns of the last sentence.
    nouns: Vec<EarlierNoun>,
    /// How often each principal has been spoken of, with one of its mentions.
    spoken_of: Vec<(Filler, usize)>,
}

impl Context {
    /// Remembers the acts of a sentence that say who did something, to somebody or so that others may judge it.
    pub fn remember(&mut self, view: &View<'_>, acts: &[Act]) {
        self.nouns = view.nouns();
        for act in acts.iter().filter(|act| act.complete()) {
            for target in &act.targets {
                self.count(target, AIMED_AT);
            }
        }
        self.acts
            .extend(acts.iter().filter(|act| tells_who(act)).cloned());
        let excess = self.acts.len().saturating_sub(N_REMEMBERED);
        self.acts.drain(..excess);
        self.last = acts.to_vec();
    }

    /// The common nouns of the last sentence, which a pronoun may stand for.
    pub fn nouns(&self) -> Vec<EarlierNoun> {
        self.nouns.clone()
    }

    /// Forgets everything, at the start of a document.
    pub fn clear(&mut self) {
        self.acts.clear();
        self.last.clear();
        self.actors.clear();
        self.spoken_of.clear();
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
        for mention in mentions {
            for party in &mention.parties {
                let filler = Filler {
                    party: party.clone(),
                    word: mention.head,
                    confidence: mention.confidence,
                };
                self.count(&filler, 1);
            }
        }
    }

    fn count(&mut self, spoken_of: &Filler, times: usize) {
        let known = self
            .spoken_of
            .iter_mut()
            .find(|(known, _)| known.party.principal == spoken_of.party.principal);
        match known {
            Some((_, n)) => *n += times,
            None => self.spoken_of.push((spoken_of.clone(), times)),
        }
    }

    /// "Talks with Damascus have been put off": by whoever has last had to do with it.
    fn counterpart(&self, act: &Act) -> Option<Act> {
        let meets = matches!(act.action, Action::Meeting | Action::Agreement);
        let other = self.acts.iter().rev().filter(|_| meets).find_map(|told| {
            let (mine, others) = if same(&told.sources, &act.targets) {
                (&told.sources, &told.targets)
            } else {
                (&told.targets, &told.sources)
            };
            let apart = same(mine, &act.targets) && !same(others, &act.targets);
            (apart && distinct(others) == 1).then(|| others[0].clone())
        })?;
        Some(Act {
            sources: vec![Filler {
                confidence: other.confidence * EARLIER,
                ..other
            }],
            ..act.clone()
        })
    }

    /// "Oslo offered to mediate": between the two others who have last had to do with each other.
    fn at_odds(&self, act: &Act, sentence: &[Act]) -> Option<Act> {
        let here = sentence
            .iter()
            .rev()
            .filter(|other| other.anchors.first() < act.anchors.first())
            .map(|other| (other, SAME_SENTENCE));
        let earlier = self.acts.iter().rev().map(|other| (other, EARLIER));
        let (between, factor) = here.chain(earlier).find_map(|(other, factor)| {
            let parties: Vec<Filler> = other
                .sources
                .iter()
                .chain(&other.targets)
                .cloned()
                .collect();
            let quarrel = other.mutual || !matches!(other.action, Action::Meeting | Action::Visit);
            let others = quarrel && distinct(&parties) == 2 && !same(&parties, &act.sources);
            others.then_some((parties, factor))
        })?;
        Some(with_target(act, &between, factor))
    }

    /// "The chancellor undertook to close the camps": whoever has asked for it, or has promised something in return.
    fn pledged(&self, act: &Act, sentence: &[Act]) -> Option<Act> {
        let here = sentence.iter().rev().map(|told| (told, SAME_SENTENCE));
        let earlier = self.acts.iter().rev().map(|told| (told, EARLIER));
        let to_source =
            |other: &Act| same(&other.targets, &act.sources) && !same(&other.sources, &act.sources);
        let asked = |(other, _): &(&Act, f32)| {
            let open = matches!(
                other.status,
                Status::Demanded | Status::Proposed | Status::Planned
            );
            open && to_source(other) && !other.sources.is_empty()
        };
        let (other, factor) = here.chain(earlier).find(asked)?;
        Some(with_target(act, &other.sources, factor))
    }

    /// "The talks will reopen in May": those who have last met, or were to.
    fn resumed(&self, act: &Act) -> Option<Act> {
        let meets = act.action == Action::Meeting && act.asserted;
        let before =
            self.acts.iter().rev().filter(|_| meets).find(|other| {
                other.action == Action::Meeting && other.mutual && other.complete()
            })?;
        let doubtful = |filler: &Filler| Filler {
            confidence: filler.confidence * SAME_SENTENCE,
            ..filler.clone()
        };
        Some(Act {
            sources: before.sources.iter().map(doubtful).collect(),
            targets: before.targets.iter().map(doubtful).collect(),
            ..act.clone()
        })
    }

    /// Whom the text is about, beside an act's own parties: spoken of most, and more than in passing.
    fn topic(&self, act: &Act) -> Option<Filler> {
        let (topic, n) = self
            .spoken_of
            .iter()
            .filter(|(known, _)| !same(std::slice::from_ref(known), &act.sources))
            .max_by_key(|(_, n)| *n)?;
        (*n >= SPOKEN_OF).then(|| topic.clone())
    }

    /// What a sentence answers to what was asked or offered before, in it or in the text.
    pub fn replies(&self, view: &View<'_>, sentence: &[Act]) -> Vec<Act> {
        let told = sentence.iter().rev().chain(self.acts.iter().rev());
        replies(view, sentence, &told)
    }

    /// What a sentence says of one more party by an echo of what was said of another.
    pub fn echoes(&self, view: &View<'_>, sentence: &[Act]) -> Vec<Act> {
        echoes(view, sentence, &self.last)
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
    /// - "condemned the bombing", "rejected the list", "denied the charge": whoever did that to the source, else whoever
    ///   did or asked for something last;
    /// - "severed relations with Qatar, shut the border": the target of the same source in the same sentence;
    /// - "reopened the corridor": the target of the same source's earlier act of the same action;
    /// - "recalled its envoy", "broke off the talks": whom the source has last had to do with.
    ///
    /// Only acts that a verb asserts about a thing ("the border", "the step") are completed.
    pub fn complete(&self, view: &View<'_>, act: &Act, sentence: &[Act]) -> Option<Act> {
        if act.mutual && act.sources.is_empty() && act.targets.is_empty() {
            return self.resumed(act);
        }
        // Of a verb the subject is named, if only not known: "Smith flew there to consult with them".
        let by_noun = act.anchors.first().is_some_and(|&at| !view.is_verb(at));
        if by_noun
            && act.mutual
            && act.asserted
            && act.sources.is_empty()
            && distinct(&act.targets) == 1
        {
            return self.counterpart(act);
        }
        let alone = act.targets.is_empty() && act.n_sources() == 1;
        if !act.asserted || !alone {
            return None;
        }
        if &*act.kind == "mediate" {
            return self.at_odds(act, sentence);
        }
        if &*act.kind == "pledge" {
            return self.pledged(act, sentence);
        }
        let own = act.anchors.iter().copied().find(|&at| view.is_verb(at))?;
        // "an omission that Kyiv called absurd": what is judged is named, only not by whom.
        let judged = act.anchors.first() != Some(&own);
        let answered = matches!(act.status, Status::Denied | Status::Refused);
        if judged && !answered && view.word(own).rel == Rel::AclRelcl {
            return None;
        }
        // Without an object there is nothing that a target could be left out of.
        let reacts = act.action == Action::Criticism && view.is_a(own, "COMPLAINING");
        let object = view
            .patient(own)
            .or_else(|| reacts.then_some(own))
            .or_else(|| act.anchors.iter().find_map(|&at| view.patient(at)))
            .or_else(|| view.subject(act.anchors[0]).filter(|_| judged))?;
        let before: Vec<&Act> = sentence
            .iter()
            .filter(|other| {
                !other.sources.is_empty() && other.anchors.first() < act.anchors.first()
            })
            .collect();
        let told = || {
            let earlier = self.acts.iter().rev().map(|a| (a, EARLIER));
            let here = before.iter().rev().map(|&a| (a, SAME_SENTENCE));
            here.chain(earlier)
        };
        let replies = matches!(act.action, Action::Criticism | Action::Praise)
            || matches!(act.status, Status::Refused | Status::Denied);
        if replies && !act.mutual {
            let to_source = |(other, _): &(&Act, f32)| {
                same(&other.targets, &act.sources) && distinct(&other.sources) <= MAX_ANSWERED
            };
            let by_other = |(other, _): &(&Act, f32)| {
                !same(&other.sources, &act.sources) && distinct(&other.sources) <= MAX_ANSWERED
            };
            // "Condemned the raid": of all that was said, a raid.
            let lemma = &view.word(object).lemma;
            let named = |(other, _): &(&Act, f32)| {
                let mut senses = view.relations.noun(lemma).iter();
                senses.any(|sense| sense.action == other.action)
            };
            // "Rejected the offer": of all that was said, what was offered or asked.
            let refused = act.status == Status::Refused;
            let open = |(other, _): &(&Act, f32)| {
                refused && matches!(other.status, Status::Proposed | Status::Demanded)
            };
            return told()
                .find(|told| named(told) && by_other(told))
                .or_else(|| told().find(|told| open(told) && to_source(told) && by_other(told)))
                .or_else(|| told().find(|told| open(told) && by_other(told)))
                .or_else(|| told().find(to_source))
                .or_else(|| told().find(by_other))
                .map(|(other, factor)| with_target(act, &other.sources, factor));
        }
        if !leaves_its_target_out(act) {
            return None;
        }
        let of_source =
            |other: &Act| same(&other.sources, &act.sources) && !other.targets.is_empty();
        if let Some(other) = before.iter().rev().find(|other| of_source(other)) {
            return Some(with_target(act, &other.targets, SAME_SENTENCE));
        }
        let of_action = self
            .acts
            .iter()
            .rev()
            .find(|other| other.action == act.action && of_source(other));
        if let Some(other) = of_action {
            return Some(with_target(act, &other.targets, EARLIER));
        }
        // "promised to release all captives", "refused aid": what has not been done is done to the other one there is.
        let intended = matches!(
            act.action,
            Action::Aid | Action::Truce | Action::Sanctions | Action::Policy
        ) && !act.mutual
            && !matches!(
                act.status,
                Status::Done | Status::Underway | Status::Demanded
            );
        if intended && let Some(other) = only_other(view, act) {
            return Some(with_target(act, &[other], SAME_SENTENCE));
        }
        let topic = || {
            let conduct = &*act.kind == "conduct";
            let stands = !act.mutual && (act.status != Status::Demanded || conduct);
            let topic = self.topic(act).filter(|_| stands)?;
            Some(with_target(act, &[topic], TOPIC))
        };
        // "its envoy", "the talks": something that the source shares with one other.
        if !(intended || matches!(act.action, Action::Ties | Action::Meeting | Action::Visit))
            || view.mention(object).is_some_and(|m| m.place)
        {
            return topic();
        }
        let told = before.iter().rev().copied().chain(self.acts.iter().rev());
        let shared = told.into_iter().find_map(|other| {
            let others: Vec<Filler> = other
                .sources
                .iter()
                .chain(&other.targets)
                .filter(|p| !same(std::slice::from_ref(p), &act.sources))
                .cloned()
                .collect();
            let involved = same(&other.sources, &act.sources) || same(&other.targets, &act.sources);
            (involved && distinct(&others) == 1).then(|| with_target(act, &others, EARLIER))
        });
        shared.or_else(topic)
    }
}

/// The one other party that a sentence names.
fn only_other(view: &View<'_>, act: &Act) -> Option<Filler> {
    let mut others: Vec<Filler> = Vec::new();
    for mention in view.mentions {
        if mention.is_mere_place(view.tree) {
            continue;
        }
        for party in &mention.parties {
            let other = Filler {
                party: party.clone(),
                word: mention.head,
                confidence: mention.confidence,
            };
            if !same(std::slice::from_ref(&other), &act.sources) {
                others.push(other);
            }
        }
    }
    (distinct(&others) == 1).then(|| others.swap_remove(0))
}

/// Whether the target of such an act is often left to the text before.
fn leaves_its_target_out(act: &Act) -> bool {
    match act.action {
        Action::Coercion
        | Action::Violence
        | Action::Sanctions
        | Action::Policy
        | Action::Aid
        | Action::Forces
        | Action::Membership
        | Action::Truce
        | Action::Ties => true,
        Action::Meeting | Action::Visit => matches!(
            act.status,
            Status::Ended | Status::Postponed | Status::Planned | Status::Possible
        ),
        _ => false,
    }
}

fn tells_who(act: &Act) -> bool {
    let judged = matches!(
        act.action,
        Action::Violence | Action::Forces | Action::Coercion | Action::Policy | Action::Sanctions
    );
    let asked = matches!(act.status, Status::Demanded | Status::Proposed);
    act.complete() || act.asserted && (judged || asked) && !act.sources.is_empty()
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
