//! The parties in the slots of a verb or noun.

use super::act::Filler;
use super::view::View;
use crate::language::{Rel, Upos};
use crate::mentions::{Form, Mention};
use crate::vocabulary::relations::Slot;

use super::roles::{MAX_CLIMB, MAX_REACH};

impl View<'_> {
    /// The nominal in a slot of a verb.
    pub fn verb_slot(&self, at: usize, slot: &Slot) -> Option<usize> {
        match slot {
            Slot::Subj => self.agent(at),
            Slot::Obj => self.patient(at),
            Slot::Iobj => self
                .double_object(at)
                .or_else(|| self.was_given(at))
                .map(|(receiver, _)| receiver)
                .or_else(|| self.tree.dependent(at, Rel::Iobj)),
            Slot::Between => self.prepositional(at, "between"),
            Slot::Gov => self.subject(at),
            Slot::Xcomp => self.infinitive(at),
            Slot::Poss | Slot::Adj | Slot::Pair => None,
            Slot::Prep(preposition) => self.prepositional(at, preposition),
        }
    }

    /// The infinitive under a verb, its own or that of the time it gives: "gave them two days to leave".
    fn infinitive(&self, at: usize) -> Option<usize> {
        let own = self.tree.dependent(at, Rel::Xcomp);
        // "called him a liar": what he is called, where the tree has two objects.
        let called = || {
            if let Some((_, name)) = self.name_called(at) {
                return Some(name);
            }
            let mut objects = self.tree.dependents(at, Rel::Obj).filter(|&o| o > at);
            let first = objects.next()?;
            let second = objects.find(|&second| second > first && !self.is_time(second))?;
            (self.is_a(at, "JUDGING") && self.mention(second).is_none()).then_some(second)
        };
        // "called on the king in Oslo to abdicate": a purpose to the tree.
        let urged = || {
            let mut clauses = self.tree.children(at).iter().copied().chain(
                self.prepositional(at, "on")
                    .into_iter()
                    .flat_map(|on| self.tree.children(on).iter().copied()),
            );
            clauses.find(|&clause| {
                self.is_verb(clause)
                    && self.word(clause).lemma != "do"
                    && clause > at
                    && self
                        .tree
                        .children(clause)
                        .iter()
                        .any(|&mark| self.word(mark).lower == "to" && mark < clause)
            })
        };
        let urged = || urged().filter(|_| self.word(at).lemma == "call");
        own.or_else(called)
            .or_else(urged)
            .or_else(|| {
                let mut objects = self.tree.dependents(at, Rel::Obj);
                let object = objects.find(|&object| {
                    let lemma = &*self.word(object).lemma;
                    matches!(lemma, "hour" | "day" | "week" | "month" | "minute")
                })?;
                self.tree.dependents(object, Rel::Acl).find(|&acl| {
                    let mut below = self.tree.children(acl).iter();
                    below.any(|&mark| self.word(mark).lower == "to")
                })
            })
            .or_else(|| self.adjective_behind_object(at))
    }

    /// "declared the envoy unwelcome": the adjective behind an object, which trees take for a part of it.
    fn adjective_behind_object(&self, at: usize) -> Option<usize> {
        let mut objects = self.tree.dependents(at, Rel::Obj);
        objects.find_map(|object| {
            self.tree
                .dependents(object, Rel::Amod)
                .find(|&adjective| adjective > object)
        })
    }

    /// The parties of the logical subject; through an instrument ("signed a law that bans …") those who use it.
    pub fn agent_parties(&self, at: usize) -> Vec<Filler> {
        let Some(agent) = self.agent(at) else {
            return Vec::new();
        };
        let parties = self.parties(agent);
        if !parties.is_empty() || self.passive(at) {
            return parties;
        }
        if self.is_a(agent, "INSTRUMENT")
            && let Some(verb) = self.governor(agent).filter(|&verb| verb != at)
        {
            return self
                .agent(verb)
                .map(|user| self.parties(user))
                .unwrap_or_default();
        }
        self.subject_before(at)
            .map(|subject| self.parties(subject))
            .unwrap_or_default()
    }

    /// The parties in a slot of a verb.
    pub fn verb_parties(&self, at: usize, slot: &Slot) -> Vec<Filler> {
        match slot {
            Slot::Poss => self
                .patient(at)
                .and_then(|object| self.tree.dependent(object, Rel::NmodPoss))
                .map(|possessor| self.parties(possessor))
                .unwrap_or_default(),
            Slot::Subj => self.agent_parties(at),
            Slot::Adj | Slot::Pair => self
                .patient(at)
                .map(|object| self.noun_parties(object, slot))
                .unwrap_or_default(),
            // "stopped buying Swedish ore", "told to leave Gabon": what the infinitive is about.
            Slot::Xcomp => self
                .infinitive(at)
                .and_then(|infinitive| self.patient(infinitive))
                .map(|object| self.parties(object))
                .unwrap_or_default(),
            slot => self
                .verb_slot(at, slot)
                .map(|nominal| self.parties(nominal))
                .unwrap_or_default(),
        }
    }

    /// The parties in a slot of a noun that names an act.
    pub fn noun_parties(&self, at: usize, slot: &Slot) -> Vec<Filler> {
        match slot {
            Slot::Poss => {
                let Some(possessor) = self.tree.dependent(at, Rel::NmodPoss) else {
                    return Vec::new();
                };
                if self.word(possessor).lower == "whose" {
                    return self
                        .antecedent(possessor)
                        .map(|a| self.parties(a))
                        .unwrap_or_default();
                }
                self.parties(possessor)
            }
            Slot::Adj => self
                .left_mentions(at)
                .into_iter()
                .flat_map(|m| self.parties(m))
                .collect(),
            Slot::Pair => self
                .left_mentions(at)
                .into_iter()
                .map(|m| self.parties(m))
                .find(|parties| super::act::distinct(parties) > 1)
                .unwrap_or_default(),
            Slot::Between => {
                let verb = self.word(at).head.filter(|&v| self.is_verb(v));
                // "talks that open here between Bern and Oslo".
                let relative = self.tree.dependent(at, Rel::AclRelcl);
                ["between", "among"]
                    .iter()
                    .find_map(|p| {
                        self.prepositional(at, p)
                            .or_else(|| verb.and_then(|v| self.prepositional(v, p)))
                            .or_else(|| relative.and_then(|v| self.prepositional(v, p)))
                    })
                    .map(|n| self.both(n))
                    .unwrap_or_default()
            }
            Slot::Gov => self.governing_subject(at),
            Slot::Obj | Slot::Subj | Slot::Xcomp => Vec::new(),
            Slot::Iobj => self
                .governor(at)
                .and_then(|verb| self.tree.dependent(verb, Rel::Iobj))
                .map(|n| self.parties(n))
                .unwrap_or_default(),
            Slot::Prep(preposition) => {
                if let Some(nominal) = self.prepositional(at, preposition) {
                    return self.parties(nominal);
                }
                // "the charge, levelled by Washington": whose it is stands under a participle.
                if &**preposition == "by" {
                    let mut made = self.tree.dependents(at, Rel::Acl);
                    let made = made.find(|&acl| acl > at && self.word(acl).xpos == "VBN");
                    if let Some(agent) =
                        made.and_then(|made| self.tree.dependent(made, Rel::OblAgent))
                    {
                        return self.parties(agent);
                    }
                }
                // "held talks on Kosovo … with": the phrase may hang on the verb.
                let verb = self.word(at).head.filter(|&v| {
                    self.is_verb(v)
                        && matches!(
                            self.word(at).rel,
                            Rel::Obj
                                | Rel::Obl
                                | Rel::NsubjPass
                                | Rel::Nsubj
                                | Rel::Xcomp
                                | Rel::Ccomp
                        )
                });
                // "of" and "by" bind to the noun itself.
                match verb {
                    Some(verb)
                        if !matches!(&**preposition, "of" | "by" | "from")
                            || (&**preposition == "by" && self.passive(verb)) =>
                    {
                        self.tree
                            .children(verb)
                            .iter()
                            .copied()
                            .find(|&c| {
                                matches!(self.word(c).rel, Rel::Obl | Rel::OblAgent)
                                    && self.has_case(c, preposition)
                            })
                            .map(|n| self.parties(n))
                            .unwrap_or_default()
                    }
                    _ => Vec::new(),
                }
            }
        }
    }

    /// Both parties of "between X and Y", also where the tree has joined only one.
    fn both(&self, at: usize) -> Vec<Filler> {
        let mut parties = self.parties(at);
        if super::act::distinct(&parties) == 1 {
            let and =
                (at + 1..self.len().min(at + MAX_REACH)).find(|&i| self.word(i).lower == "and");
            let other = and
                .and_then(|and| (and + 1..self.len().min(and + 5)).find_map(|i| self.mention(i)));
            if let Some(other) = other {
                parties.extend(self.parties(other.head));
            }
        }
        parties
    }

    /// The subject of the verb that a noun hangs on, where that verb has the noun as object, oblique or predicate.
    fn governing_subject(&self, at: usize) -> Vec<Filler> {
        if self.is_predicate(at) {
            return self
                .subject(at)
                .map(|s| self.parties(s))
                .unwrap_or_default();
        }
        let mut noun = at;
        for _ in 0..3 {
            let word = self.word(noun);
            let Some(head) = word.head else {
                return Vec::new();
            };
            match word.rel {
                Rel::Obj | Rel::Obl | Rel::Xcomp | Rel::Ccomp | Rel::Advcl
                    if self.is_verb(head) || self.is_predicate(head) =>
                {
                    // "is expected in Paris for talks", "was flown there for a meeting": who is brought together takes part.
                    let brought = || {
                        let purpose = self.passive(head) && self.has_case(noun, "for");
                        self.subject(head).filter(|_| purpose)
                    };
                    return self
                        .agent(head)
                        .or_else(brought)
                        .map(|s| self.parties(s))
                        .unwrap_or_default();
                }
                // "are in Oslo for talks".
                Rel::Nmod if self.is_predicate(head) && self.has_case(noun, "for") => {
                    return self
                        .subject(head)
                        .map(|s| self.parties(s))
                        .unwrap_or_default();
                }
                Rel::Conj if self.is_verb(head) => return self.agent_parties(head),
                Rel::Conj | Rel::Nmod => noun = head,
                _ => return Vec::new(),
            }
        }
        Vec::new()
    }

    /// "the Washington talks with Israel": a seat before talks is where they are held.
    fn is_venue(&self, mention: &Mention, at: usize) -> bool {
        let between = mention.words.end..at.max(mention.words.end);
        let paired = self.tree.words[between]
            .iter()
            .any(|word| matches!(&*word.lower, "-" | "–"));
        mention.form == Form::Seat && !paired && self.is_a(at, "TALKS")
    }

    /// Heads of the mentions to the left of a noun, inside its phrase, nearest first; a possessor ends the phrase.
    fn left_mentions(&self, at: usize) -> Vec<usize> {
        let mut found = Vec::new();
        let mut left = at;
        while left > 0 {
            left -= 1;
            let word = self.word(left);
            let inside = matches!(
                word.upos,
                Upos::Adj | Upos::Noun | Upos::Propn | Upos::Num | Upos::Verb | Upos::Cconj
            ) || matches!(&*word.lower, "-" | "–");
            if !inside {
                break;
            }
            if let Some(mention) = self.mention(left) {
                if mention.form == Form::Pronoun || self.word(mention.head).rel == Rel::NmodPoss {
                    break;
                }
                // A mention that is no part of this phrase: "… Russia talks" across a clause boundary.
                if !self.is_under(mention.head, at) {
                    break;
                }
                if !self.is_venue(mention, at) {
                    found.push(mention.head);
                }
                left = mention.words.start;
            }
        }
        found
    }

    /// Whether a word stands somewhere under another.
    pub fn is_under(&self, at: usize, top: usize) -> bool {
        at == top || self.tree.ancestors(at).take(MAX_CLIMB).any(|up| up == top)
    }
}
