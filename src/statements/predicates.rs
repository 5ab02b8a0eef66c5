//! Finding acts at the words that name them, and composing them through the words that govern them.
//!
//! The reading of each kind of word is beside: `verbs.rs`, `operators.rs`, `nouns.rs`, `operator_words.rs`.

use std::cell::RefCell;

use super::act::{Act, Filler};
use super::clause::{Clause, Mood};
use super::status::{Dropped, Governed, govern, temper};
use super::view::View;
use crate::language::{Rel, Upos};
use crate::mentions::Form;
use crate::model::{Action, ActorKind, Status};
use crate::vocabulary::relations::{Complement, Effect, Operator, Slot};

/// Depth of governing words that are followed ("agreed to begin to withdraw …").
const MAX_DEPTH: usize = 8;
/// What is left of a noun's weight when it is only what the clause is about.
pub(super) const TOPIC_WEIGHT: f32 = 0.3;

/// … and where both its parties are named with it.
const NAMED_WEIGHT: f32 = 0.7;

/// Reads one sentence.
pub struct Interpreter<'v> {
    pub(super) view: &'v View<'v>,
    pub(super) visited: Vec<bool>,
    /// Acts of which nothing is said, for those who ask; written while acts are filtered, where the reader is shared.
    pub(super) dropped: RefCell<Vec<Dropped>>,
}

impl<'v> Interpreter<'v> {
    /// Starts on a sentence.
    pub fn new(view: &'v View<'v>) -> Self {
        Self {
            view,
            visited: vec![false; view.len()],
            dropped: RefCell::new(Vec::new()),
        }
    }

    /// All acts of the sentence, outermost first.
    pub fn acts(self) -> Vec<Act> {
        self.read().0
    }

    /// All acts of the sentence, outermost first, and those that its words take back.
    pub fn read(mut self) -> (Vec<Act>, Vec<Dropped>) {
        let view = self.view;
        let mut order: Vec<(usize, usize)> = (0..view.len())
            .map(|at| (view.tree.ancestors(at).take(view.len()).count(), at))
            .collect();
        order.sort_unstable();
        let mut acts = Vec::new();
        for (_, at) in order {
            if !self.visited[at] {
                acts.extend(self.interpret(at, 0));
            }
        }
        let acts = acts
            .into_iter()
            .filter_map(|act| self.governed_late(act))
            .collect();
        (acts, self.dropped.into_inner())
    }

    /// An act under a governing word, unless that takes it back.
    pub(super) fn governed(&self, act: Act, operator: Operator, cancels: bool) -> Option<Act> {
        self.kept(govern(act, operator, cancels, &self.view.relations.events))
    }

    /// Remembers what is dropped.
    pub(super) fn kept(&self, governed: Governed) -> Option<Act> {
        governed
            .map_err(|dropped| self.dropped.borrow_mut().push(*dropped))
            .ok()
    }

    /// A noun that opens its clause stands or falls with the verb that follows ("A visit by …, planned for May, was put
    /// off"). Where the tree has not joined the two, the verb is looked for to the right, over asides.
    fn governed_late(&self, mut act: Act) -> Option<Act> {
        let view = self.view;
        let at = act.anchors[0];
        if act
            .anchors
            .iter()
            .any(|&anchor| view.is_verb(anchor) && self.only_a_topic(anchor))
        {
            act.weight *= TOPIC_WEIGHT;
            act.asserted = false;
            return Some(act);
        }
        if act.asserted || act.anchors.len() > 1 {
            return Some(act);
        }
        let subject = matches!(
            view.word(at).rel,
            Rel::Nsubj | Rel::NsubjPass | Rel::NsubjOuter
        ) || !(0..at)
            .any(|before| matches!(view.word(before).upos, Upos::Verb | Upos::Aux));
        if !subject {
            return Some(act);
        }
        let Some(verb) = self.main_verb_after(at) else {
            return Some(act);
        };
        let passive = (at..verb).any(|i| {
            matches!(
                &*view.word(i).lower,
                "be" | "been" | "was" | "were" | "is" | "are"
            )
        });
        let wanted = Complement::Noun(if passive { Slot::Obj } else { Slot::Subj });
        let operator = self
            .verb_senses(verb)
            .into_iter()
            .find_map(|sense| match &sense.effect {
                Effect::Operator {
                    operator,
                    complements,
                    addressee: None,
                } if complements.contains(&wanted) => Some(*operator),
                _ => None,
            });
        let Some(operator) = operator else {
            // Said of, not said to be: "The talks in Vienna drew crowds". "The arrest of a Swede by Iran" is told all the same.
            let happened = !act.mutual || act.action == Action::Violence;
            act.weight *= if act.complete() && happened {
                NAMED_WEIGHT
            } else {
                TOPIC_WEIGHT
            };
            return Some(act);
        };
        act.anchors.push(verb);
        act.asserted = true;
        let act = self.governed(act, operator, cancels(view, verb))?;
        self.kept(temper(
            act,
            view.clause(verb),
            None,
            self.is_reported(verb),
            &view.relations.events,
        ))
    }

    /// The first verb to the right that is in no aside between commas and no relative clause.
    fn main_verb_after(&self, at: usize) -> Option<usize> {
        let view = self.view;
        let mut next = at + 1;
        while next < view.len() {
            let word = view.word(next);
            if word.lower == "," {
                next = (next + 1..view.len()).find(|&i| view.word(i).lower == ",")? + 1;
                continue;
            }
            if matches!(&*word.lower, "that" | "which" | "who") {
                // A restrictive relative clause: its own verb comes first.
                next = (next..view.len()).find(|&i| view.is_verb(i))? + 1;
                continue;
            }
            let participle = word.rel == Rel::Acl
                || word.xpos == "VBN"
                    && view.word(next - 1).upos != Upos::Aux
                    && view.word(next - 1).upos != Upos::Adv;
            if view.is_verb(next) && !participle && word.lemma != "have" {
                return Some(next);
            }
            next += 1;
        }
        None
    }

    /// An act under the tense and polarity of its clause. Of two marked parties something is always answered: there,
    /// what was not done is refused, and what stands under a condition is possible.
    pub(super) fn tempered(
        &self,
        act: Act,
        clause: Clause,
        operator: Option<Operator>,
        reported: bool,
    ) -> Option<Act> {
        let fallback = self.view.marked.then(|| Act {
            status: if clause.negated {
                Status::Refused
            } else {
                Status::Possible
            },
            ..act.clone()
        });
        self.kept(temper(
            act,
            clause,
            operator,
            reported,
            &self.view.relations.events,
        ))
        .or(fallback)
    }

    pub(super) fn interpret(&mut self, at: usize, depth: usize) -> Vec<Act> {
        if depth > MAX_DEPTH || self.visited[at] {
            return Vec::new();
        }
        let word = self.view.word(at);
        match word.upos {
            _ if self.view.is_verb(at) => self.verb(at, depth),
            Upos::Adj => self.adjective(at, depth),
            Upos::Noun | Upos::Propn if !self.view.is_time(at) => match self.view.mention(at) {
                // "Return to the six-party talks": a body that is a meeting.
                Some(mention) if mention.form == Form::Composite && word.lemma == "talk" => {
                    self.noun(at, depth)
                }
                Some(mention) if mention.head == at && !self.view.marked => {
                    self.member(at, mention)
                }
                Some(mention) if mention.head == at => self.marked_noun(at, mention, depth),
                _ => self.noun(at, depth),
            },
            _ => Vec::new(),
        }
    }

    /// Whether a clause is what somebody says: then "would" is a plan, not a wish.
    pub(super) fn is_reported(&self, at: usize) -> bool {
        let view = self.view;
        let mut up = at;
        for _ in 0..4 {
            let word = view.word(up);
            match word.rel {
                Rel::Ccomp => return true,
                Rel::Conj | Rel::Xcomp => match word.head {
                    Some(head) => up = head,
                    None => return false,
                },
                _ => break,
            }
        }
        view.tree.children(up).iter().any(|&c| {
            view.word(c).rel == Rel::Parataxis
                && view.is_verb(c)
                && matches!(view.clause(c).mood, Mood::Past | Mood::Present)
        })
    }
}

/// Parties without those whose principal already stands on the other side. Inside one state, two different actors may
/// face each other ("police … students"), but not in a mutual act.
pub(super) fn without(parties: Vec<Filler>, others: &[Filler], mutual: bool) -> Vec<Filler> {
    parties
        .into_iter()
        .filter(|filler| {
            others.iter().all(|other| {
                let same_principal = other.party.principal == filler.party.principal;
                let domestic = !mutual
                    && other.party.id != filler.party.id
                    && [other.party.kind, filler.party.kind]
                        .iter()
                        .any(|k| matches!(k, ActorKind::People | ActorKind::Group));
                !same_principal || domestic
            })
        })
        .collect()
}

/// "The mayor accused Yeltsin", "Congress blamed the president": persons and bodies of one state who find fault with each
/// other.
pub(super) fn at_odds(parties: Vec<Filler>, sources: &[Filler]) -> Vec<Filler> {
    let of_state = |filler: &Filler| filler.party.kind == ActorKind::State;
    parties
        .into_iter()
        .filter(|party| {
            !of_state(party)
                && sources
                    .iter()
                    .all(|source| !of_state(source) && source.party.id != party.party.id)
        })
        .collect()
}

/// "The junta jailed Aung San Suu Kyi": persons whom their own state has taken hold of.
pub(super) fn persons(parties: Vec<Filler>, sources: &[Filler]) -> Vec<Filler> {
    parties
        .into_iter()
        .filter(|party| {
            party.party.kind == ActorKind::Person
                && sources
                    .iter()
                    .all(|source| source.party.id != party.party.id)
        })
        .collect()
}

/// Whether a verb of ending calls off what had not begun.
pub(super) fn cancels(view: &View<'_>, at: usize) -> bool {
    let word = view.word(at);
    matches!(
        word.lemma.as_str(),
        "cancel" | "scrap" | "abandon" | "drop" | "scuttle" | "axe"
    ) || (word.lemma == "call"
        && view.tree.words[at + 1..]
            .iter()
            .take(6)
            .any(|w| w.lower == "off"))
}
