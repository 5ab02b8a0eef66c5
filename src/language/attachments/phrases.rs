//! Phrases: which words before a noun are its own, and which relative clause behind it.

use super::{REACH, is_above, is_length_of_time};
use crate::language::{Rel, Upos, Word};

/// "a clash [between] Sudanese and Chadian soldiers": a preposition hung on an adjective is the noun's, and the noun no
/// partner of what stands before the preposition.
pub(super) fn free_prepositions(words: &mut [Word]) {
    for at in 1..words.len() {
        let is_case = words[at].rel == Rel::Case && words[at].xpos == "IN";
        let Some(adjective) = words[at]
            .head
            .filter(|&adjective| is_case && adjective > at)
        else {
            continue;
        };
        let noun = words[adjective].head.filter(|&noun| noun > adjective);
        let Some(noun) = noun.filter(|&noun| {
            words[adjective].rel == Rel::Amod
                && words[adjective].xpos == "JJ"
                && matches!(words[noun].xpos, "NN" | "NNS")
        }) else {
            continue;
        };
        words[at].head = Some(noun);
        if words[noun].rel == Rel::Conj && words[noun].head.is_some_and(|head| head < at) {
            words[noun].rel = Rel::Nmod;
        }
    }
}

/// "with Rome in [the French, British and German sectors]": adjectives joined before a noun are all the noun's, and none of
/// them stands for a noun.
pub(super) fn join_adjectives(words: &mut [Word]) {
    for at in 0..words.len() {
        if words[at].xpos != "JJ" || matches!(words[at].rel, Rel::Amod | Rel::Conj | Rel::Root) {
            continue;
        }
        let mut others = Vec::new();
        let mut next = at + 1;
        let noun = loop {
            let Some(word) = words.get(next) else {
                break None;
            };
            let joins = matches!(word.lower.as_str(), "," | "and" | "or");
            if joins && words.get(next + 1).is_some_and(|word| word.xpos == "JJ") {
                others.push(next + 1);
                next += 2;
            } else {
                break (matches!(word.xpos, "NN" | "NNS") && !others.is_empty()).then_some(next);
            }
        };
        let (Some(noun), Some(head)) = (noun, words[at].head) else {
            continue;
        };
        let breaks_up = matches!(words[noun].rel, Rel::Conj | Rel::Appos)
            && words[noun].head.is_some_and(|head| head <= next)
            && others
                .iter()
                .chain([&noun])
                .all(|&below| !is_above(words, below, head));
        if !breaks_up {
            continue;
        }
        words[noun].head = Some(head);
        words[noun].rel = words[at].rel;
        for below in &mut words[at.saturating_sub(REACH)..at] {
            if below.head == Some(at) && matches!(below.rel, Rel::Case | Rel::Det) {
                below.head = Some(noun);
            }
        }
        words[at].head = Some(noun);
        words[at].rel = Rel::Amod;
        for other in others {
            words[other].head = Some(at);
            words[other].rel = Rel::Conj;
        }
    }
}

/// "gave [Britain] help": a name between a verb of giving and its bare object is whoever receives it.
pub(super) fn part_recipients(words: &mut [Word], gives: impl Fn(&str) -> bool) {
    for at in 1..words.len().saturating_sub(1) {
        let (rel, object) = (words[at].rel, words[at].head);
        let Some(object) = object.filter(|&object| object > at) else {
            continue;
        };
        let is_name = words[at].upos == Upos::Propn
            && matches!(rel, Rel::Compound | Rel::Amod)
            && words[at + 1].upos != Upos::Propn
            && words[at + 1].lower != "'s"
            && !is_initials(&words[at].form);
        let Some(verb) = words[object].head.filter(|&verb| verb < at) else {
            continue;
        };
        let is_object = words[object].rel == Rel::Obj && words[object].upos == Upos::Noun;
        let first = (verb + 1..=at)
            .find(|&first| words[first].upos == Upos::Propn)
            .unwrap_or(at);
        let follows = (verb + 1..first).all(|between| words[between].lower == "the")
            && (first..at).all(|between| matches!(words[between].upos, Upos::Propn | Upos::Adj));
        if !is_name || !is_object || !follows || !gives(words[verb].lemma.as_str()) {
            continue;
        }
        for (below, word) in words.iter_mut().enumerate().take(at).skip(verb + 1) {
            if word.head == Some(object) {
                word.head = Some(at);
                word.rel = if below < first {
                    Rel::Det
                } else {
                    Rel::Compound
                };
            }
        }
        words[at].head = Some(verb);
        words[at].rel = Rel::Iobj;
    }
}

/// "NATO", "EU": what such a name stands before is more often its own.
fn is_initials(form: &str) -> bool {
    form.chars().filter(char::is_ascii_uppercase).count() > 1
}

/// "President Sadat of [Egypt] and [the rebel leader]": one who stands beside a person in office is joined to the person,
/// not to the country.
pub(super) fn join_persons(words: &mut [Word]) {
    for at in 1..words.len() {
        if words[at].rel != Rel::Conj || words[at].upos != Upos::Noun {
            continue;
        }
        let Some(place) = words[at].head.filter(|&place| place < at) else {
            continue;
        };
        let Some(person) = words[place].head.filter(|&person| person < place) else {
            continue;
        };
        let is_of = words[place].rel == Rel::Nmod
            && words[place].upos == Upos::Propn
            && words[person + 1..place]
                .iter()
                .any(|word| word.lower == "of" && word.head == Some(place));
        let is_named = words[at + 1..].iter().take(2).any(|word| {
            word.head == Some(at)
                && word.upos == Upos::Propn
                && matches!(word.rel, Rel::Appos | Rel::Flat)
        });
        if is_of && is_named && words[person].upos == Upos::Propn {
            words[at].head = Some(person);
        }
    }
}

/// "dropped out of [joint talks]": of two neighbours in one place of a verb, the first belongs to the second.
pub(super) fn join_neighbours(words: &mut [Word]) {
    for at in 0..words.len().saturating_sub(1) {
        let (this, next) = (&words[at], &words[at + 1]);
        // "suspended arms exports": what is suspended does not become exports.
        let object = this.rel == Rel::Obj && next.rel == Rel::Xcomp;
        let is_pair = (this.rel == next.rel || object)
            && this.head == next.head
            && matches!(this.rel, Rel::Obl | Rel::Nmod | Rel::Obj)
            && (matches!(this.xpos, "JJ" | "NN" | "VBG") || object && this.xpos == "NNS")
            && matches!(next.xpos, "NN" | "NNS")
            && this.head.is_some_and(|head| head < at);
        if !is_pair {
            continue;
        }
        if object {
            words[at + 1].rel = Rel::Obj;
        }
        words[at].rel = if words[at].xpos == "JJ" {
            Rel::Amod
        } else {
            Rel::Compound
        };
        words[at].head = Some(at + 1);
        for below in &mut words[at.saturating_sub(REACH)..at] {
            if below.head == Some(at) {
                below.head = Some(at + 1);
            }
        }
    }
}

/// "met the envoy on Tuesday, [who thanked him]": a day is nobody; the clause is of the noun before the day.
pub(super) fn hang_persons(words: &mut [Word]) {
    for at in 2..words.len() {
        let Some(verb) = words[at].head.filter(|&verb| verb > at) else {
            continue;
        };
        let Some(day) = words[verb].head.filter(|&day| day < at) else {
            continue;
        };
        let of_a_day = words[at].lower == "who"
            && words[verb].rel == Rel::AclRelcl
            && is_length_of_time(&words[day].lemma);
        let Some(governor) = words[day].head.filter(|_| of_a_day) else {
            continue;
        };
        let person = (0..day).rev().take(REACH).find(|&person| {
            words[person].head == Some(governor)
                && matches!(words[person].rel, Rel::Obj | Rel::Obl | Rel::Iobj)
                && matches!(words[person].upos, Upos::Noun | Upos::Propn)
        });
        if let Some(person) = person.filter(|&person| !is_above(words, verb, person)) {
            words[verb].head = Some(person);
        }
    }
}

/// "was met by crowds [burning] flags": what the agents of a passive do hangs on them.
pub(super) fn hang_on_agents(words: &mut [Word]) {
    for at in 1..words.len() {
        let agent = &words[at - 1];
        let beside = agent.rel == Rel::OblAgent && agent.head == words[at].head;
        let word = &mut words[at];
        if beside && word.xpos == "VBG" && matches!(word.rel, Rel::Xcomp | Rel::Advcl) {
            word.head = Some(at - 1);
            word.rel = Rel::Acl;
        }
    }
}

/// "left for Bonn, [which had won]": a clause that "which" or "who" opens behind a comma is the noun's before it.
pub(super) fn hang_relatives(words: &mut [Word]) {
    for at in 2..words.len() {
        let opens = matches!(words[at].lower.as_str(), "which" | "who")
            && matches!(words[at].rel, Rel::Nsubj | Rel::NsubjPass | Rel::Obj)
            && words[at - 1].lower == ",";
        let Some(verb) = words[at].head.filter(|&verb| opens && verb > at) else {
            continue;
        };
        let mut noun = at - 2;
        while matches!(words[noun].rel, Rel::Flat | Rel::Compound | Rel::Case) {
            let Some(head) = words[noun].head.filter(|&head| head < at) else {
                break;
            };
            noun = head;
        }
        let is_stray = matches!(
            words[verb].rel,
            Rel::Parataxis | Rel::Advcl | Rel::Ccomp | Rel::Dep
        ) && matches!(words[noun].upos, Upos::Noun | Upos::Propn)
            && !is_above(words, verb, noun);
        if is_stray {
            words[verb].head = Some(noun);
            words[verb].rel = Rel::AclRelcl;
        }
    }
}
