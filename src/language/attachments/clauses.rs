//! Clauses: which subject a verb has, where a clause begins, and whether a form is past tense or participle.

use super::{REACH, is_above, is_under};
use crate::language::{Rel, Upos, Word};

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
        if is_marked {
            words[at].rel = Rel::Obl;
        } else if first
            .is_some_and(|first| words[first].lower == "," || words[first - 1].lower == ",")
        {
            words[rival].head = Some(at);
            words[rival].rel = Rel::Appos;
        }
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
