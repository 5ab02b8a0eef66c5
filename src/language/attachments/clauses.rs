//! Clauses: which subject a verb has, where a clause begins, and whether a form is past tense or participle.

use super::{REACH, is_above, is_length_of_time, is_under};
use crate::language::{Rel, Upos, Word};

/// "ruled out [placing its troops]": a gerund right behind a verb that takes one is what the verb is about.
pub(super) fn open_gerunds(words: &mut [Word], takes_a_gerund: impl Fn(&str) -> bool) {
    for at in 1..words.len() {
        let word = &words[at];
        let Some(verb) = word.head.filter(|&verb| verb < at) else {
            continue;
        };
        let over_particle = at == verb + 2 && words[verb + 1].rel == Rel::CompoundPrt;
        let follows = over_particle || at == verb + 1 && takes_a_gerund(&words[verb].lemma);
        if follows && word.rel == Rel::Advcl && word.xpos == "VBG" {
            words[at].rel = Rel::Xcomp;
        }
    }
}

/// "rejected as slander [the accusation]": a noun phrase without a preposition behind a verb without an object is its
/// object.
pub(super) fn find_objects(words: &mut [Word]) {
    for at in 1..words.len() {
        let word = &words[at];
        let Some(verb) = word.head.filter(|&verb| verb < at) else {
            continue;
        };
        let noun = match word.rel {
            Rel::Obl => word.upos == Upos::Noun && !is_time(&word.lemma),
            // Whatever one becomes is no object.
            Rel::Xcomp => word.upos == Upos::Noun && !is_copular(&words[verb].lemma),
            _ => false,
        };
        if !noun || words[verb].upos != Upos::Verb || words[verb].rel == Rel::AclRelcl {
            continue;
        }
        let complete = words[verb + 1..].iter().take(REACH).any(|below| {
            let marked = below.head == Some(at) && matches!(below.rel, Rel::Case | Rel::Mark);
            marked
                || below.head == Some(verb)
                    && is_complement(below.rel)
                    && !std::ptr::eq(below, word)
        });
        let passive = words[..verb]
            .iter()
            .any(|before| before.head == Some(verb) && before.rel == Rel::AuxPass);
        let determined = words[verb + 1..at].iter().any(|below| {
            below.head == Some(at) && matches!(below.rel, Rel::Det | Rel::NmodPoss | Rel::Nummod)
        });
        if determined && !complete && !passive {
            words[at].rel = Rel::Obj;
        }
    }
}

fn is_copular(lemma: &str) -> bool {
    matches!(
        lemma,
        "be" | "become"
            | "remain"
            | "seem"
            | "appear"
            | "stay"
            | "turn"
            | "look"
            | "feel"
            | "prove"
    )
}

fn is_complement(rel: Rel) -> bool {
    matches!(rel, Rel::Obj | Rel::Iobj | Rel::Ccomp | Rel::Xcomp)
}

fn is_time(lemma: &str) -> bool {
    is_length_of_time(lemma)
        || matches!(
            lemma,
            "weekend" | "spring" | "summer" | "autumn" | "winter" | "decade" | "hour"
        )
}

/// Of two subjects of one verb, one with a preposition is a circumstance ("In Basra [a cleric] blamed …"),
/// and one after a comma explains the other ("Two points, [the fishing rights], are open").
pub(super) fn part_subjects(words: &mut [Word]) {
    for at in 0..words.len() {
        let (rel, verb) = (words[at].rel, words[at].head);
        if rel != Rel::Nsubj {
            continue;
        }
        let rival = (at + 1..words.len().min(at + REACH))
            .find(|&rival| words[rival].rel == Rel::Nsubj && words[rival].head == verb);
        let Some(rival) = rival else { continue };
        let is_marked = (at.saturating_sub(REACH)..at).any(|mark| {
            words[mark].head == Some(at) && words[mark].rel == Rel::Case && words[mark].xpos == "IN"
        });
        let first = (at + 1..=rival).find(|&first| is_under(words, first, rival));
        // "Thousands [of Greeks] marched".
        let is_of = words[at + 1].lower == "of" && words[at + 1].head == Some(rival);
        if is_of {
            words[rival].head = Some(at);
            words[rival].rel = Rel::Nmod;
        } else if is_marked {
            words[at].rel = Rel::Obl;
        } else if first
            .is_some_and(|first| words[first].lower == "," || words[first - 1].lower == ",")
        {
            words[rival].head = Some(at);
            words[rival].rel = Rel::Appos;
        }
    }
}

/// "The envoy, Mr Smith, [mediated], and Mr Jones flew home": of two subjects of the second verb, the first has a verb of its
/// own that was read as a participle.
pub(super) fn raise_participles(words: &mut [Word]) {
    for first in 0..words.len() {
        let (rel, verb) = (words[first].rel, words[first].head);
        let Some(verb) = verb.filter(|&verb| rel == Rel::Nsubj && verb > first) else {
            continue;
        };
        let own = |at: usize, rel: Rel| words[at].head == Some(verb) && words[at].rel == rel;
        let Some(and) = (first + 1..verb).find(|&at| own(at, Rel::Cc)) else {
            continue;
        };
        let has_second = (and + 1..verb).any(|at| own(at, Rel::Nsubj));
        let participle = (first + 1..and).find(|&at| {
            words[at].head == Some(first)
                && words[at].rel == Rel::Acl
                && matches!(words[at].xpos, "VBN" | "VBD")
        });
        let Some(participle) = participle.filter(|_| has_second) else {
            continue;
        };
        let by =
            (participle + 1..and).any(|at| words[at].lower == "by" && words[at].rel == Rel::Case);
        if by {
            continue;
        }
        words[participle].head = words[verb].head;
        words[participle].rel = words[verb].rel;
        words[participle].xpos = "VBD";
        words[first].head = Some(participle);
        words[verb].head = Some(participle);
        words[verb].rel = Rel::Conj;
        for word in &mut words[..and] {
            if word.head == Some(verb) {
                word.head = Some(participle);
            }
        }
    }
}

/// "Senegalese troops [crossed] into the Gambia.": a sentence has a finite verb, if only a participle of its first noun.
/// Headlines, which need none, have no full stop.
pub(super) fn raise_lone_participle(words: &mut [Word]) {
    let Some(noun) = words.iter().position(|word| word.head.is_none()) else {
        return;
    };
    let is_finite = |word: &Word| matches!(word.xpos, "VBD" | "VBZ" | "VBP" | "MD");
    let participle = (noun + 1..words.len()).find(|&at| {
        words[at].head == Some(noun)
            && words[at].rel == Rel::Acl
            && matches!(words[at].xpos, "VBN" | "VBD")
    });
    let Some(verb) = participle.filter(|_| words[noun].upos != Upos::Verb) else {
        return;
    };
    let others = (0..words.len()).any(|at| at != verb && is_finite(&words[at]));
    let is_clause = words
        .iter()
        .any(|word| word.head == Some(noun) && matches!(word.rel, Rel::Cop | Rel::Nsubj));
    let passive = words[verb..]
        .iter()
        .any(|word| word.lower == "by" && word.rel == Rel::Case);
    let stopped = words.last().is_some_and(|last| last.lower == ".");
    if others || is_clause || passive || !stopped {
        return;
    }
    for (at, word) in words.iter_mut().enumerate() {
        if word.head == Some(noun) && (at > verb || word.rel == Rel::Punct) {
            word.head = Some(verb);
        }
    }
    words[verb].head = None;
    words[verb].rel = Rel::Root;
    words[verb].xpos = "VBD";
    words[noun].head = Some(verb);
    words[noun].rel = Rel::Nsubj;
}

/// "Visiting Rabat, the minister [voiced] alarm": a gerund without a subject that opens a sentence is a circumstance of the
/// finite verb behind it.
pub(super) fn raise_main_verb(words: &mut [Word]) {
    let Some(gerund) = words.iter().position(|word| word.head.is_none()) else {
        return;
    };
    let complete = words.iter().any(|word| {
        word.head == Some(gerund)
            && matches!(
                word.rel,
                Rel::Nsubj | Rel::NsubjPass | Rel::Aux | Rel::AuxPass
            )
    });
    if words[gerund].xpos != "VBG" || gerund > 2 || complete {
        return;
    }
    let main = (gerund + 1..words.len()).find(|&at| {
        words[at].head == Some(gerund)
            && matches!(
                words[at].rel,
                Rel::Parataxis | Rel::Ccomp | Rel::Dep | Rel::Xcomp
            )
            && words[at].upos == Upos::Verb
            && words[..at].iter().any(|subject| {
                subject.head == Some(at) && matches!(subject.rel, Rel::Nsubj | Rel::NsubjPass)
            })
    });
    let Some(main) = main else { return };
    words[main].head = None;
    words[main].rel = Rel::Root;
    words[gerund].head = Some(main);
    words[gerund].rel = Rel::Advcl;
}

/// "A gunboat [fired] on a tanker": where a sentence has no other finite verb, the past tense that was hung on its noun as a
/// participle is what the noun does.
pub(super) fn raise_lone_verb(words: &mut [Word]) {
    let Some(noun) = words.iter().position(|word| word.head.is_none()) else {
        return;
    };
    let nominal = matches!(words[noun].upos, Upos::Noun | Upos::Propn);
    let is_finite = |word: &Word| matches!(word.xpos, "VBD" | "VBZ" | "VBP" | "MD");
    let mut finite = (0..words.len()).filter(|&at| is_finite(&words[at]));
    let (Some(verb), None) = (finite.next(), finite.next()) else {
        return;
    };
    let hung = words[verb].xpos == "VBD"
        && words[verb].head == Some(noun)
        && words[verb].rel == Rel::Acl
        && noun < verb;
    let by = words[verb..]
        .iter()
        .take(REACH)
        .any(|word| word.lower == "by" && word.rel == Rel::Case);
    if !nominal || !hung || by {
        return;
    }
    words[verb].head = None;
    words[verb].rel = Rel::Root;
    words[noun].head = Some(verb);
    words[noun].rel = Rel::Nsubj;
    for word in &mut words[verb + 1..] {
        if word.head == Some(noun) && !matches!(word.rel, Rel::Conj | Rel::Appos | Rel::Cc) {
            word.head = Some(verb);
            if word.rel == Rel::Nmod {
                word.rel = Rel::Obl;
            }
        }
    }
}

/// "Under the accord [Russia] will rent bays", "As part of the bargain [Israel] freed him": a name right before a verb
/// without a subject is its subject, not another word for the noun before.
pub(super) fn find_subjects(words: &mut [Word]) {
    for at in 1..words.len().saturating_sub(1) {
        let is_name = words[at].upos == Upos::Propn
            && matches!(
                words[at].rel,
                Rel::Appos | Rel::Flat | Rel::Nmod | Rel::Dep | Rel::Compound
            )
            && words[at].head.is_some_and(|head| head < at)
            && words[at - 1].upos == Upos::Noun;
        if !is_name {
            continue;
        }
        let verb = (at + 1..words.len().min(at + 4)).find(|&verb| {
            words[verb].upos == Upos::Verb && matches!(words[verb].xpos, "VBD" | "VBZ" | "VB")
        });
        let Some(verb) = verb else { continue };
        let between = (at + 1..verb).all(|at| {
            words[at].head == Some(verb) && matches!(words[at].rel, Rel::Aux | Rel::Advmod)
        });
        let finite = words[verb].xpos != "VB" || (at + 1..verb).any(|at| words[at].xpos == "MD");
        let has_subject = (verb.saturating_sub(REACH)..verb).any(|subject| {
            words[subject].head == Some(verb)
                && matches!(words[subject].rel, Rel::Nsubj | Rel::NsubjPass | Rel::Expl)
        });
        // The noun before stands in a circumstance of the verb's.
        let inside = words[at]
            .head
            .is_some_and(|noun| is_above(words, verb, noun) && noun < at);
        if between && finite && inside && !has_subject {
            words[at].head = Some(verb);
            words[at].rel = Rel::Nsubj;
        }
    }
}

/// "cooperation between the troops [there] is proceeding": a place, no empty subject, where the clause has a subject already.
pub(super) fn place_there(words: &mut [Word]) {
    for there in 1..words.len().saturating_sub(2) {
        let (be, verb) = (there + 1, there + 2);
        let is_empty = words[there].lower == "there"
            && words[there].rel == Rel::Expl
            && words[there].head == Some(be)
            && words[be].lemma == "be"
            && words[verb].xpos == "VBG"
            && words[verb].head == Some(be)
            && words[there - 1].upos == Upos::Noun;
        let subject = (there.saturating_sub(REACH)..there)
            .find(|&at| words[at].head == Some(be) && words[at].rel == Rel::Nsubj);
        if !is_empty || subject.is_none() || is_above(words, there, there - 1) {
            continue;
        }
        words[verb].head = words[be].head;
        words[verb].rel = words[be].rel;
        words[verb].upos = Upos::Verb;
        for (at, word) in words.iter_mut().enumerate() {
            if at != verb && word.head == Some(be) {
                word.head = Some(verb);
            }
        }
        words[be].head = Some(verb);
        words[be].rel = Rel::Aux;
        words[be].upos = Upos::Aux;
        words[there].head = Some(there - 1);
        words[there].rel = Rel::Advmod;
    }
}

/// "three weeks after [Norway and Sweden met]": "after" behind a length of time opens a clause, whose subject
/// is no part of the clause before.
pub(super) fn open_clauses_after_times(words: &mut [Word]) {
    for at in 1..words.len() {
        let is_mark = matches!(words[at].lower.as_str(), "after" | "before" | "since")
            && words[at].head == Some(at - 1)
            && matches!(
                words[at - 1].lemma.as_str(),
                "minute" | "hour" | "day" | "week" | "month" | "year" | "decade" | "time"
            );
        if !is_mark {
            continue;
        }
        let has_subject = |verb: usize| {
            (verb.saturating_sub(REACH)..verb).any(|subject| {
                words[subject].head == Some(verb)
                    && matches!(words[subject].rel, Rel::Nsubj | Rel::NsubjPass)
            })
        };
        let verb = (at + 1..words.len().min(at + REACH)).find(|&verb| {
            matches!(words[verb].xpos, "VBD" | "VBZ" | "VBP")
                && words[verb].upos == Upos::Verb
                && words[verb].head.is_some_and(|head| head < at)
        });
        let Some(verb) = verb.filter(|&verb| !has_subject(verb)) else {
            continue;
        };
        let subject = (at + 1..verb).find(|&subject| {
            matches!(words[subject].upos, Upos::Noun | Upos::Propn | Upos::Pron)
                && words[subject]
                    .head
                    .is_some_and(|head| head < at || head == verb)
        });
        let Some(subject) = subject.filter(|&subject| {
            [at - 1, at, subject]
                .iter()
                .all(|&below| !is_above(words, below, verb))
        }) else {
            continue;
        };
        words[subject].head = Some(verb);
        words[subject].rel = Rel::Nsubj;
        words[at].head = Some(verb);
        words[at].rel = Rel::Mark;
        words[verb].rel = Rel::Advcl;
        words[at - 1].head = Some(verb);
        words[at - 1].rel = Rel::OblUnmarked;
    }
}

/// "will bomb it until [the troops leave]": a noun behind "until" with a verb that has no subject is the subject.
pub(super) fn open_clauses_after_until(words: &mut [Word]) {
    for at in 1..words.len() {
        let opens = matches!(
            words[at].lower.as_str(),
            "until" | "till" | "before" | "after"
        ) && words[at].rel == Rel::Case;
        let Some(noun) = words[at].head.filter(|&noun| opens && noun > at) else {
            continue;
        };
        let verb = (noun + 1..words.len().min(noun + 3)).find(|&verb| {
            words[verb].upos == Upos::Verb
                && matches!(words[verb].xpos, "VBD" | "VBZ" | "VBP")
                && words[verb].head.is_some_and(|head| head < at)
        });
        let (Some(verb), Some(above)) = (verb, words[noun].head.filter(|&above| above < at)) else {
            continue;
        };
        let is_alone = (noun + 1..verb).all(|at| words[at].upos == Upos::Adv)
            && !(verb.saturating_sub(REACH)..verb).any(|subject| {
                words[subject].head == Some(verb)
                    && matches!(words[subject].rel, Rel::Nsubj | Rel::NsubjPass | Rel::Cc)
            });
        if is_alone && !is_above(words, verb, above) {
            words[noun].head = Some(verb);
            words[noun].rel = Rel::Nsubj;
            words[at].head = Some(verb);
            words[at].rel = Rel::Mark;
            words[verb].head = Some(above);
            words[verb].rel = Rel::Advcl;
        }
    }
}

/// Past tense and past participle look alike; once the tree is there, it tells which is which.
pub(super) fn agree_participles(words: &mut [Word]) {
    let n = words.len();
    let (mut subject, mut passive) = (vec![false; n], vec![None; n]);
    let (mut auxiliary, mut object) = (vec![false; n], vec![false; n]);
    for (at, word) in words.iter().enumerate() {
        if let Some(head) = word.head {
            subject[head] |= word.rel == Rel::Nsubj;
            object[head] |= word.rel == Rel::Obj;
            if word.rel == Rel::NsubjPass {
                passive[head] = Some(at);
            }
            auxiliary[head] |= matches!(word.rel, Rel::AuxPass)
                || (word.rel == Rel::Aux && matches!(word.lemma.as_str(), "have" | "be" | "get"));
        }
    }
    // Only headlines leave out "was": "Two killed in Basra".
    let is_prose = words
        .iter()
        .any(|word| matches!(word.xpos, "VBD" | "VBZ" | "VBP" | "MD"));
    for at in 0..n {
        let word = &mut words[at];
        let is_clause = matches!(
            word.rel,
            Rel::Root | Rel::Ccomp | Rel::Parataxis | Rel::AclRelcl | Rel::Conj | Rel::Advcl
        );
        let is_joined = matches!(word.rel, Rel::Conj | Rel::Advcl);
        match word.xpos {
            "VBN" if !auxiliary[at] && is_clause && word.upos == Upos::Verb => {
                if subject[at] {
                    word.xpos = "VBD";
                } else if let Some(subject) =
                    passive[at].filter(|_| object[at] || is_prose && !is_joined)
                {
                    word.xpos = "VBD";
                    words[subject].rel = Rel::Nsubj;
                }
            }
            "VBD"
                if (auxiliary[at] || word.rel == Rel::Acl && !subject[at])
                    && word.upos == Upos::Verb =>
            {
                word.xpos = "VBN";
            }
            _ => {}
        }
    }
}
