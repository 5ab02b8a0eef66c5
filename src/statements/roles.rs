//! Where the parties of a predicate stand: subjects, objects and prepositional phrases, also shared and moved ones.

use super::view::View;
use crate::language::{Rel, Upos};
use crate::mentions::Form;
use crate::model::ActorKind;

/// Steps up the tree that a search for a shared subject may take.
pub(super) const MAX_CLIMB: usize = 8;
/// How far behind a predicate a prepositional phrase is looked for when the tree has attached it elsewhere.
pub(super) const MAX_REACH: usize = 12;

impl View<'_> {
    /// Whether a verb stands in the passive.
    pub fn passive(&self, at: usize) -> bool {
        let tree = self.tree;
        let word = self.word(at);
        if tree
            .children(at)
            .iter()
            .any(|&c| matches!(self.word(c).rel, Rel::AuxPass | Rel::NsubjPass))
        {
            return true;
        }
        if word.xpos != "VBN" {
            return false;
        }
        let has_auxiliary = tree
            .children(at)
            .iter()
            .any(|&c| self.word(c).rel == Rel::Aux);
        if has_auxiliary {
            return false;
        }
        // A participle with an object of its own is active, whatever the tagger took it for.
        let no_object = tree.dependent(at, Rel::Obj).is_none();
        match word.rel {
            Rel::Acl | Rel::Advcl => no_object,
            Rel::Amod => true,
            // "had him charged", "wants the base closed".
            Rel::Xcomp => {
                no_object
                    && word.head.is_some_and(|verb| {
                        tree.dependent(verb, Rel::Obj).is_some()
                            && matches!(
                                &*self.word(verb).lemma,
                                "have" | "get" | "want" | "see" | "order" | "keep"
                            )
                    })
            }
            Rel::Conj => word.head.is_some_and(|first| {
                self.is_verb(first)
                    && tree.dependent(at, Rel::Nsubj).is_none()
                    && self.passive(first)
            }),
            _ => false,
        }
    }

    /// The grammatical subject of a verb or predicate, its own or shared through coordination, control or a relative clause.
    pub fn subject(&self, at: usize) -> Option<usize> {
        let mut verb = at;
        for _ in 0..MAX_CLIMB {
            let mut subjects = self.tree.children(verb).iter().copied().filter(|&c| {
                matches!(
                    self.word(c).rel,
                    Rel::Nsubj | Rel::NsubjPass | Rel::NsubjOuter
                ) && c != at
                    && !self.is_verb(c)
            });
            // "which Cairo bought", "that its conduct was": of two subjects the relative one is something else.
            let first = subjects.next();
            let own = match first {
                Some(first) if self.is_relative(first) => subjects.next().or(Some(first)),
                first => first,
            };
            let own = own.or_else(|| self.relative_subject(verb));
            // "Tbilisi, which broke off …, had pulled out": the tree often hangs the subject in some other way.
            let own = own.or_else(|| self.displaced_subject(verb));
            if let Some(subject) = own {
                return Some(self.antecedent(subject).unwrap_or(subject));
            }
            let word = self.word(verb);
            let head = word.head?;
            match word.rel {
                Rel::AclRelcl => return Some(head),
                Rel::Acl if word.xpos == "VBN" || word.xpos == "VBG" => return Some(head),
                Rel::Acl => {
                    // "Moscow's plan to visit": the possessor; otherwise whoever has the plan.
                    if let Some(possessor) = self.tree.dependent(head, Rel::NmodPoss) {
                        return Some(possessor);
                    }
                    verb = self.governor(head)?;
                }
                Rel::Xcomp => {
                    let object = self
                        .tree
                        .dependent(head, Rel::Obj)
                        .or_else(|| self.tree.dependent(head, Rel::Iobj));
                    match object {
                        Some(object) if self.is_verb(head) && object != verb => {
                            return Some(object);
                        }
                        _ => verb = head,
                    }
                }
                Rel::Conj
                | Rel::Advcl
                | Rel::Parataxis
                | Rel::Ccomp
                | Rel::CompoundPrt
                | Rel::Dep => {
                    // "thanked Bern for sending aid": it is Bern that has sent it.
                    if word.rel == Rel::Advcl
                        && word.xpos == "VBG"
                        && self.has_case(verb, "for")
                        && let Some(object) = self.tree.dependent(head, Rel::Obj)
                        && self.is_a(head, "REACTING")
                    {
                        return Some(object);
                    }
                    let finite = matches!(word.xpos, "VBD" | "VBZ" | "VBP")
                        || self
                            .tree
                            .children(verb)
                            .iter()
                            .any(|&c| self.word(c).rel == Rel::Aux);
                    if self.is_nominal(head)
                        && head < verb
                        && finite
                        && word.rel == Rel::Parataxis
                        && !self.is_predicate(head)
                    {
                        return Some(head);
                    }
                    if self.is_verb(head) || self.is_predicate(head) {
                        verb = head;
                    } else if self.is_nominal(head) && word.rel == Rel::Advcl {
                        verb = self.governor(head)?;
                    } else {
                        return None;
                    }
                }
                _ => return None,
            }
        }
        None
    }

    /// Whether a word is a relative pronoun, or a "that" taken for one.
    fn is_relative(&self, at: usize) -> bool {
        self.antecedent(at).is_some()
    }

    /// "who earlier accused": the pronoun right before a verb is its subject, whatever the tree has made of it.
    fn relative_subject(&self, verb: usize) -> Option<usize> {
        let mut left = verb;
        while left > 0 {
            left -= 1;
            let word = self.word(left);
            if self.is_time(left) || matches!(word.upos, Upos::Adv | Upos::Aux | Upos::Part) {
                continue;
            }
            return (matches!(&*word.lower, "who" | "which")
                && self.preposition(left).is_none()
                && !self.after_preposition(left))
            .then_some(left);
        }
        None
    }

    fn after_preposition(&self, at: usize) -> bool {
        at > 0 && self.word(at - 1).upos == Upos::Adp
    }

    /// "send Ukraine more armour": the receiver and the thing, where the tree has made the receiver the object.
    pub fn double_object(&self, at: usize) -> Option<(usize, usize)> {
        self.bare_receiver(at)
            .or_else(|| self.receiver_and_thing(at))
    }

    /// "sent Malta airport technicians", "sold the Danes ships": the name right behind a verb of giving, taken for a part of
    /// the thing's name.
    fn bare_receiver(&self, at: usize) -> Option<(usize, usize)> {
        if !self.is_a(at, "GIVING") || at + 1 >= self.len() {
            return None;
        }
        let article = self.word(at + 1).lower == "the";
        let first = at + 1 + usize::from(article);
        let receiver = (first < self.len()).then(|| self.mention(first))??;
        let is_state = receiver
            .parties
            .iter()
            .any(|party| party.kind == ActorKind::State);
        let named = if article {
            // "gave the British tanks" may be either.
            self.word(receiver.head).xpos == "NNPS"
        } else {
            receiver.form == Form::Name
        };
        let mut thing = receiver.head;
        while self.word(thing).rel == Rel::Compound {
            thing = self.word(thing).head?;
        }
        let is_thing = thing != receiver.head
            && self.word(thing).rel == Rel::Obj
            && self.word(thing).head == Some(at);
        (is_state && named && is_thing).then_some((receiver.head, thing))
    }

    fn receiver_and_thing(&self, at: usize) -> Option<(usize, usize)> {
        // "called his guest a liar" gives nobody anything.
        if self.is_a(at, "JUDGING") {
            return None;
        }
        let receiver = self
            .tree
            .dependents(at, Rel::Obj)
            .chain(self.tree.dependents(at, Rel::Iobj))
            .find(|&o| o > at && self.mention(o).is_some_and(|m| m.form != Form::Adjective))?;
        let end = self.mention(receiver)?.words.end;
        // "granted Peru credits worth a billion": a plural taken for a verb.
        let as_verb = self.tree.children(at).iter().copied().find(|&c| {
            c == end
                && self.word(c).xpos == "VBZ"
                && self.is_a(at, "GIVING")
                && self.is_a(c, "MONEY")
                && self.tree.dependent(c, Rel::Nsubj).is_none()
        });
        let thing = as_verb.or_else(|| {
            self.tree.children(at).iter().copied().find(|&c| {
                c >= end
                    && matches!(
                        self.word(c).rel,
                        Rel::Obj | Rel::Obl | Rel::OblUnmarked | Rel::Xcomp | Rel::Dep | Rel::Appos
                    )
                    && matches!(
                        self.word(c).upos,
                        Upos::Noun | Upos::Propn | Upos::Sym | Upos::Num
                    )
                    && self.preposition(c).is_none()
                    && !self.is_time(c)
            })
        })?;
        // Only a noun phrase right behind the receiver is the thing; "took the envoy off a plane" gives nothing.
        let (first, _) = self.tree.extent(thing);
        let behind_particle = first > 0 && self.word(first - 1).rel == Rel::CompoundPrt;
        if behind_particle {
            return None;
        }
        (first <= end + 1).then_some((receiver, thing))
    }

    /// "Kyiv was granted a loan": the receiver and the thing of a passive.
    pub fn was_given(&self, at: usize) -> Option<(usize, usize)> {
        if !self.passive(at) {
            return None;
        }
        let thing = self.tree.dependents(at, Rel::Obj).find(|&thing| {
            thing > at
                && self.is_nominal(thing)
                && !self.is_time(thing)
                && self.preposition(thing).is_none()
                && !self.is_particle(at, thing)
        })?;
        let receiver = self.subject(at).filter(|&subject| subject < at)?;
        Some((receiver, thing))
    }

    /// "were taken hostage": a noun that belongs to the verb.
    fn is_particle(&self, at: usize, noun: usize) -> bool {
        let (verb, noun) = (self.word(at), self.word(noun));
        let senses = self.relations.verb(&verb.lemma.to_lowercase(), &verb.lower);
        senses.iter().any(|sense| {
            sense
                .particles
                .iter()
                .any(|particle| **particle == *noun.lower)
        })
    }

    /// A bare nominal before a finite verb that the tree has hung on it as something else than its subject.
    fn displaced_subject(&self, verb: usize) -> Option<usize> {
        self.tree.children(verb).iter().copied().find(|&c| {
            c < verb
                && matches!(
                    self.word(c).rel,
                    Rel::Vocative
                        | Rel::Dislocated
                        | Rel::Obl
                        | Rel::OblUnmarked
                        | Rel::Obj
                        | Rel::Iobj
                        | Rel::List
                        | Rel::Dep
                        | Rel::Appos
                        | Rel::Nmod
                        | Rel::NmodUnmarked
                )
                && self.is_nominal(c)
                && !self.is_time(c)
                && self.preposition(c).is_none()
                && self.antecedent(c).is_none()
        })
    }

    /// Whether a nominal or adjective is the predicate of its clause.
    pub fn is_predicate(&self, at: usize) -> bool {
        self.tree
            .children(at)
            .iter()
            .any(|&c| matches!(self.word(c).rel, Rel::Cop | Rel::Nsubj | Rel::NsubjPass))
    }

    /// The verb, or predicate, that a nominal hangs on.
    pub fn governor(&self, at: usize) -> Option<usize> {
        let mut up = self.word(at).head?;
        for _ in 0..MAX_CLIMB {
            if self.is_verb(up) || self.is_predicate(up) {
                return Some(up);
            }
            up = self.word(up).head?;
        }
        None
    }

    /// The logical subject.
    pub fn agent(&self, at: usize) -> Option<usize> {
        if self.passive(at) {
            return self.prepositional(at, "by");
        }
        let finite = matches!(self.word(at).xpos, "VBD" | "VBZ" | "VBP")
            || self
                .tree
                .children(at)
                .iter()
                .any(|&c| self.word(c).rel == Rel::Aux && self.word(c).lower != "to");
        self.subject(at).or_else(|| {
            if finite {
                self.subject_before(at)
            } else {
                None
            }
        })
    }

    /// "called the Danes bandits": who is called something, and what, where the tree has made one phrase of both.
    pub(super) fn name_called(&self, at: usize) -> Option<(usize, usize)> {
        let article = at + 2 < self.len() && self.word(at + 1).lower == "the";
        if !article || !self.is_a(at, "JUDGING") {
            return None;
        }
        let called = self.mention(at + 2)?.head;
        let name = self.word(called).head?;
        let is_name = self.word(called).rel == Rel::Compound
            && self.word(called).xpos == "NNPS"
            && self.word(name).rel == Rel::Obj
            && self.word(name).head == Some(at);
        is_name.then_some((called, name))
    }

    /// The logical object.
    pub fn patient(&self, at: usize) -> Option<usize> {
        if let Some((called, _)) = self.name_called(at) {
            return Some(called);
        }
        if self.passive(at) {
            return self
                .was_given(at)
                .map(|(_, thing)| thing)
                .or_else(|| self.subject(at));
        }
        if let Some((_, thing)) = self.double_object(at) {
            return Some(thing);
        }
        for rel in [Rel::Obj, Rel::Iobj] {
            // "praised Arafat yesterday": a date is never the object.
            if let Some(object) = self
                .tree
                .dependents(at, rel)
                .find(|&o| !self.is_time(o) && Some(o) != self.relative_subject(at))
            {
                return Some(self.antecedent(object).unwrap_or(object));
            }
        }
        // "put forward a conference": the particle may have been read as a verb of its own.
        let behind = self
            .tree
            .dependent(at, Rel::Xcomp)
            .filter(|&particle| particle == at + 1 && self.word(particle).lower == "forward")
            .and_then(|particle| self.tree.dependent(particle, Rel::Obj));
        if let Some(object) = behind.or_else(|| self.object_after(at)) {
            return Some(object);
        }
        // "the embargo that it imposed": the gap of an object relative.
        let mut verb = at;
        for _ in 0..MAX_CLIMB {
            let word = self.word(verb);
            match word.rel {
                Rel::AclRelcl => {
                    let own_subject = self.tree.children(verb).iter().any(|&c| {
                        matches!(self.word(c).rel, Rel::Nsubj | Rel::NsubjPass)
                            && !self.is_relative(c)
                    });
                    return word.head.filter(|_| own_subject);
                }
                Rel::Xcomp | Rel::Ccomp => verb = word.head?,
                Rel::Conj => {
                    // "drafted and signed the accord": the object of the last is shared by the first, not the other way.
                    return None;
                }
                _ => return None,
            }
        }
        None
    }

    /// The noun phrase right behind a verb, over particles, adverbs and dates, where the tree shows no object.
    fn object_after(&self, at: usize) -> Option<usize> {
        let mut next = at + 1;
        while next < self.len() {
            let word = self.word(next);
            let particle = next == at + 1
                && matches!(
                    &*word.lower,
                    "off" | "out" | "up" | "down" | "back" | "away" | "over"
                );
            let skipped =
                self.is_time(next) || word.upos == Upos::Adv || word.xpos == "RP" || particle;
            if !skipped {
                break;
            }
            next += 1;
        }
        let first = next;
        let mut head = None;
        while next < self.len() {
            let word = self.word(next);
            let inside = matches!(
                word.upos,
                Upos::Det | Upos::Adj | Upos::Noun | Upos::Propn | Upos::Num | Upos::Pron
            ) || matches!(&*word.lower, "'s" | "’s" | "-" | "–");
            if !inside || self.is_time(next) || self.antecedent(next).is_some() {
                break;
            }
            if self.is_nominal(next) {
                head = Some(next);
            }
            next += 1;
        }
        // What follows has its own verb: "said Moscow would …" has no object.
        let clause = self
            .tree
            .words
            .get(next)
            .is_some_and(|w| matches!(w.upos, Upos::Verb | Upos::Aux | Upos::Part));
        head.filter(|&h| h >= first && !clause)
    }

    /// The noun phrase before a finite verb, over dates, adverbs, auxiliaries and phrases between commas.
    pub(super) fn subject_before(&self, at: usize) -> Option<usize> {
        let mut left = at;
        let mut steps = 0;
        while left > 0 && steps < 4 * MAX_REACH {
            left -= 1;
            steps += 1;
            let word = self.word(left);
            if self.is_time(left) || matches!(word.upos, Upos::Adv | Upos::Aux | Upos::Part) {
                continue;
            }
            if word.lower == "," {
                // Over an aside to the comma that opens it.
                let opening = (0..left)
                    .rev()
                    .take(3 * MAX_REACH)
                    .find(|&o| self.word(o).lower == ",")?;
                left = opening;
                continue;
            }
            if !self.is_nominal(left) {
                return None;
            }
            let (first, head) = match self.mention(left) {
                Some(mention) => (mention.words.start, mention.head),
                None => (left, left),
            };
            let before = first.checked_sub(1).map(|b| self.word(b));
            // Over "in Moscow" to the noun that it qualifies; "after" and the like open a clause instead.
            let opens_clause = before.is_some_and(|b| {
                matches!(
                    &*b.lower,
                    "after" | "before" | "since" | "until" | "as" | "than" | "while" | "once"
                )
            });
            if !opens_clause && before.is_some_and(|b| b.upos == Upos::Adp) {
                left = first - 1;
                continue;
            }
            return Some(self.antecedent(head).unwrap_or(head));
        }
        None
    }

    /// Whether a phrase at the head of the sentence only says where it plays: "In Brussels, …".
    fn is_setting(&self, at: usize, preposition: &str) -> bool {
        let (start, end) = self.tree.extent(at);
        let comma = (at + 1..=end).any(|next| next < self.len() && self.word(next).lower == ",");
        start == 0 && matches!(preposition, "in" | "at") && comma
    }

    /// "with respect to", "in view of": a noun that only makes a longer preposition.
    fn is_relator(&self, at: usize) -> bool {
        self.mention(at).is_none() && self.is_a(at, "RELATOR")
    }

    /// The nominal of a prepositional phrase that belongs to a predicate, wherever the tree has attached it.
    pub fn prepositional(&self, at: usize, preposition: &str) -> Option<usize> {
        let direct = |head: usize| {
            self.tree.children(head).iter().copied().find(|&c| {
                matches!(
                    self.word(c).rel,
                    Rel::Obl
                        | Rel::OblAgent
                        | Rel::Nmod
                        | Rel::Advmod
                        | Rel::Conj
                        | Rel::Xcomp
                        | Rel::Advcl
                ) && self.has_case(c, preposition)
                    && !(self.is_time(c) && self.mention(c).is_none())
                    && !self.is_setting(c, preposition)
                    && !self.is_relator(c)
            })
        };
        if let Some(own) = direct(at) {
            return Some(own);
        }
        // "a meeting set for Friday between the two".
        if preposition == "between" && self.is_nominal(at) {
            let mut reduced = self.tree.dependents(at, Rel::Acl);
            if let Some(own) = reduced.find_map(direct) {
                return Some(own);
            }
        }
        if self.is_verb(at) && self.passive(at) {
            // "a call for talks was issued": the phrase hangs on the passive's subject.
            if let Some(own) = self.subject(at).and_then(direct) {
                return Some(own);
            }
        }
        // Attached to the object, or one phrase deeper, but not through a bare circumstance: "Sunday, the day of a vote".
        for &child in self.tree.children(at) {
            let bare = preposition == "of"
                && matches!(self.word(child).rel, Rel::Obl | Rel::OblUnmarked)
                && (self.is_time(child) || self.tree.dependent(child, Rel::Case).is_none());
            if child > at
                && !bare
                && matches!(
                    self.word(child).rel,
                    Rel::Obj
                        | Rel::Obl
                        | Rel::Nmod
                        | Rel::Xcomp
                        | Rel::OblUnmarked
                        | Rel::CompoundPrt
                        | Rel::Advmod
                )
            {
                if let Some(own) = direct(child) {
                    return Some(own);
                }
                for &grandchild in self.tree.children(child) {
                    // "the sanctions that it imposed on Tripoli".
                    if self.word(grandchild).rel == Rel::AclRelcl
                        && let Some(own) = direct(grandchild)
                    {
                        return Some(own);
                    }
                    if grandchild > at
                        && matches!(self.word(grandchild).rel, Rel::Nmod | Rel::Obl | Rel::Conj)
                        && let Some(own) = direct(grandchild)
                    {
                        return Some(own);
                    }
                }
            }
        }
        // "put off by Annan" as an object relative of something else: scan to the right inside the clause.
        self.scan(at, preposition)
    }

    pub(super) fn has_case(&self, at: usize, preposition: &str) -> bool {
        self.tree.children(at).iter().any(|&c| {
            matches!(self.word(c).rel, Rel::Case | Rel::Mark) && self.word(c).lower == preposition
        })
    }

    fn scan(&self, at: usize, preposition: &str) -> Option<usize> {
        // "Of" belongs to the noun before it.
        let reach = if preposition == "of" { 1 } else { MAX_REACH };
        for next in at + 1..self.len().min(at + 1 + reach) {
            let word = self.word(next);
            let boundary = (word.upos == Upos::Verb
                && !matches!(word.rel, Rel::Amod | Rel::Compound))
                || word.upos == Upos::Sconj
                || matches!(
                    &*word.lower,
                    ";" | "." | ":" | "(" | "—" | "--" | "who" | "which" | "but"
                )
                || matches!(word.rel, Rel::Nsubj | Rel::NsubjPass);
            if boundary {
                return None;
            }
            if word.lower == preposition && word.upos == Upos::Adp {
                // "took the envoy off a plane", with "off" taken for the verb's particle and the plane for its object.
                let behind = (word.rel == Rel::CompoundPrt && word.head == Some(at))
                    .then(|| self.tree.dependents(at, Rel::Obj).find(|&o| o > next))
                    .flatten()
                    .filter(|_| {
                        self.tree
                            .dependents(at, Rel::Obj)
                            .any(|o| o < next && o > at)
                    });
                if behind.is_some() {
                    return behind;
                }
                let nominal = word.head?;
                if self.is_relator(nominal) {
                    continue;
                }
                return (nominal > next && self.is_nominal(nominal)).then_some(nominal);
            }
        }
        None
    }
}
