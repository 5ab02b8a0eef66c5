//! How a clause presents its verb: tense, modality, negation.

use super::view::View;
use crate::language::{Rel, Upos};

/// What auxiliaries and form say of the verb.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mood {
    /// Past, perfect, or the historical present of headlines.
    Past,
    /// Plain present: "denies", "departs today".
    Present,
    /// Going on now: "is mediating", "has been holding".
    Ongoing,
    /// "will", "is to", "is going to".
    Future,
    /// "would".
    Conditional,
    /// "may", "might", "could".
    Possible,
    /// "should", "must", "has to".
    Obligation,
    /// An infinitive, gerund or participle, whose governor decides.
    Open,
}

/// Mood and polarity of a clause.
// Four independent yes-or-no marks of one clause; an enum for each would only rename them.
#[allow(clippy::struct_excessive_bools)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clause {
    /// Tense and modality.
    pub mood: Mood,
    /// Whether it is negated.
    pub negated: bool,
    /// "no longer": it was so, and is not now.
    pub no_longer: bool,
    /// Whether it stands under "if" or "unless".
    pub hypothetical: bool,
    /// Whether it stands under "whether".
    pub undecided: bool,
    /// Whether it is in the plain present, with a time: "meets him on Friday".
    pub scheduled: bool,
}

impl View<'_> {
    /// How the clause of a verb, or of a nominal or adjective with a copula, presents it.
    pub fn clause(&self, at: usize) -> Clause {
        let tree = self.tree;
        let mut auxiliaries: Vec<usize> = tree
            .children(at)
            .iter()
            .copied()
            .filter(|&c| matches!(self.word(c).rel, Rel::Aux | Rel::AuxPass | Rel::Cop))
            .collect();
        let own_auxiliaries = !auxiliaries.is_empty();
        // "has severed ties and expelled": a bare coordinate verb shares its partner's auxiliaries.
        if auxiliaries.is_empty() && self.word(at).rel == Rel::Conj {
            let first = self.word(at).head.unwrap_or(at);
            let has_subject = tree
                .children(at)
                .iter()
                .any(|&c| matches!(self.word(c).rel, Rel::Nsubj | Rel::NsubjPass));
            if !has_subject && self.is_verb(first) && self.shares_form(first, at) {
                auxiliaries = tree
                    .children(first)
                    .iter()
                    .copied()
                    .filter(|&c| matches!(self.word(c).rel, Rel::Aux | Rel::AuxPass))
                    .collect();
            }
        }
        let mood = self.mood(at, &auxiliaries);
        let mut negated = false;
        let mut no_longer = false;
        let mut hypothetical = false;
        let mut undecided = false;
        let mut without = false;
        for &child in tree.children(at) {
            let word = self.word(child);
            match word.rel {
                Rel::Advmod | Rel::Cc | Rel::CcPreconj | Rel::Det | Rel::Discourse
                    if is_negation(&word.lower) =>
                {
                    // "not only … but also" denies nothing.
                    let only = self
                        .tree
                        .words
                        .get(child + 1)
                        .is_some_and(|next| next.lower == "only");
                    negated |= !only;
                }
                Rel::Advmod if word.lower == "longer" => {
                    no_longer = tree
                        .children(child)
                        .iter()
                        .any(|&c| self.word(c).lower == "no")
                        || (child > 0 && self.word(child - 1).lower == "no");
                }
                Rel::Mark if word.lower == "whether" => undecided = true,
                Rel::Mark if matches!(&*word.lower, "if" | "unless" | "lest") => {
                    hypothetical = true;
                }
                Rel::Nsubj | Rel::NsubjPass | Rel::Obj if self.is_negative_phrase(child) => {
                    negated = true;
                }
                // "sided with neither Moscow nor Kyiv".
                Rel::Obl if self.has_neither(child) => negated = true,
                // "left without meeting him".
                Rel::Mark | Rel::Case if word.lower == "without" => without = true,
                _ => {}
            }
        }
        negated |= self.denied_by_phrase(at) || without;
        hypothetical |= self.of_anyone(at);
        // "should they strike at him": a condition without "if".
        if self.word(at).rel == Rel::Advcl
            && let Some(subject) = tree.dependent(at, Rel::Nsubj)
        {
            hypothetical |= tree.children(at).iter().any(|&aux| {
                aux < subject
                    && matches!(self.word(aux).rel, Rel::Aux | Rel::AuxPass | Rel::Cop)
                    && matches!(&*self.word(aux).lower, "should" | "were" | "had")
            });
        }
        for &aux in &auxiliaries {
            let after = self.tree.words.get(aux + 1);
            if after.is_some_and(|w| {
                matches!(&*w.lower, "n't" | "n’t" | "not" | "never") && aux + 1 < at
            }) {
                negated |= own_auxiliaries;
            }
        }
        if no_longer {
            negated = false;
        }
        Clause {
            mood: if without { Mood::Past } else { mood },
            negated,
            no_longer,
            hypothetical,
            undecided,
            scheduled: mood == Mood::Present && self.has_time(at),
        }
    }

    /// "Would on no account admit", "under no circumstances", "in no way": trees often lose such phrases.
    fn denied_by_phrase(&self, at: usize) -> bool {
        /// Words that may stand between the phrase and its verb.
        const NEAR: usize = 3;
        let first = at.saturating_sub(NEAR + 2);
        (first..at).any(|no| {
            let noun = no + 1;
            self.word(no).lower == "no"
                && no > 0
                && noun < at
                && matches!(
                    &*self.word(no - 1).lower,
                    "on" | "under" | "by" | "in" | "at"
                )
                && is_manner(&self.word(noun).lemma)
                && (noun + 1..at).all(|between| !self.is_verb(between))
        })
    }

    /// Whether a noun phrase denies: "no talks", "neither side", "none of".
    pub fn is_negative_phrase(&self, at: usize) -> bool {
        matches!(
            &*self.word(at).lower,
            "none" | "nobody" | "nothing" | "neither"
        ) || self.tree.children(at).iter().any(|&c| {
            matches!(
                self.word(c).rel,
                Rel::Det | Rel::CcPreconj | Rel::Advmod | Rel::Cc
            ) && matches!(&*self.word(c).lower, "no" | "neither" | "nor" | "without")
                // "no more arms", "no further talks".
                || self.word(c).rel == Rel::Amod
                    && matches!(&*self.word(c).lower, "more" | "further")
                    && c > 0
                    && self.word(c - 1).lower == "no"
        })
    }

    /// "Any troops crossing the border": nobody has crossed it.
    fn of_anyone(&self, at: usize) -> bool {
        let word = self.word(at);
        let Some(head) = word
            .head
            .filter(|_| matches!(word.rel, Rel::Acl | Rel::AclRelcl))
        else {
            return false;
        };
        let indefinite = |at: usize| {
            matches!(
                &*self.word(at).lower,
                "any" | "anyone" | "anybody" | "whoever" | "whichever" | "whatever"
            )
        };
        indefinite(head) || self.tree.dependents(head, Rel::Det).any(indefinite)
    }

    fn has_neither(&self, at: usize) -> bool {
        self.tree
            .children(at)
            .iter()
            .any(|&child| self.word(child).lower == "neither")
    }

    fn shares_form(&self, first: usize, second: usize) -> bool {
        let (first, second) = (self.word(first).xpos, self.word(second).xpos);
        first == second || (first == "VBN" && second == "VBD") || (first == "VB" && second == "VBP")
    }

    /// Whether a time stands in a verb's own clause, be it with one of its nouns: "holds talks in Geneva next week".
    fn has_time(&self, at: usize) -> bool {
        self.is_verb(at)
            && (0..self.len()).any(|time| {
                self.is_time(time)
                    && std::iter::once(time)
                        .chain(self.tree.ancestors(time).take(self.len()))
                        .find(|&up| up == at || self.is_verb(up))
                        == Some(at)
            })
    }

    fn mood(&self, at: usize, auxiliaries: &[usize]) -> Mood {
        let lower = |idx: &usize| &*self.word(*idx).lower;
        let has = |words: &[&str]| auxiliaries.iter().map(lower).any(|w| words.contains(&w));
        if has(&["will", "shall", "'ll", "’ll", "wo"]) {
            return Mood::Future;
        }
        if has(&["would", "'d", "’d"]) {
            return Mood::Conditional;
        }
        if has(&["may", "might", "could"]) {
            return Mood::Possible;
        }
        if has(&["should", "must", "ought", "need"]) {
            return Mood::Obligation;
        }
        if has(&["can", "cannot", "ca"]) {
            return Mood::Possible;
        }
        let xpos = self.word(at).xpos;
        let be_present = has(&["is", "are", "am", "'re", "’re", "'s", "’s", "'m"]);
        let be_past = has(&["was", "were"]);
        let have = has(&["has", "have", "had", "'ve", "’ve", "having"]);
        let infinitive = self.tree.children(at).iter().any(|&c| {
            matches!(self.word(c).rel, Rel::Mark | Rel::Aux) && self.word(c).lower == "to"
        });
        if infinitive {
            return if be_present || be_past {
                Mood::Future
            } else {
                Mood::Open
            };
        }
        if xpos == "VBG" {
            // "was still firing": what had not ended goes on.
            let still = || {
                let mut below = self.tree.children(at).iter();
                be_past && below.any(|&adverb| self.word(adverb).lower == "still")
            };
            if (be_present || (have && has(&["been"])) || still()) && !has(&["had"]) {
                return Mood::Ongoing;
            }
            return if be_past || have {
                Mood::Past
            } else {
                Mood::Open
            };
        }
        if have || be_past {
            return Mood::Past;
        }
        if be_present {
            return Mood::Present;
        }
        if has(&["does", "do"]) {
            return Mood::Present;
        }
        if has(&["did"]) {
            return Mood::Past;
        }
        match xpos {
            "VBD" => Mood::Past,
            "VBN" | "VB" => Mood::Open,
            "VBZ" | "VBP" if self.headline => Mood::Past,
            "VBZ" | "VBP" => Mood::Present,
            _ if self.word(at).upos == Upos::Verb => Mood::Open,
            _ => Mood::Present,
        }
    }
}

/// Nouns that deny the whole clause where they are denied.
fn is_manner(lemma: &str) -> bool {
    matches!(
        lemma,
        "account" | "circumstance" | "condition" | "event" | "means" | "mean" | "way" | "time"
    )
}

fn is_negation(lower: &str) -> bool {
    matches!(
        lower,
        "not" | "n't" | "n’t" | "never" | "neither" | "nor" | "nowhere" | "hardly" | "scarcely"
    )
}
