//! Corrections after the parse: constructions of news prose that a parser of web text misreads in known ways.
//!
//! Every rule looks at one word and its neighbours in the tree, so that all take time in proportion to the
//! sentence. None may take away the one root or make a cycle.

use std::collections::BTreeSet;

use super::{Rel, Upos, Word};

/// How far from a word its dependents are looked for, so that long sentences take time in proportion to their length.
const REACH: usize = 40;

/// Verbs whose grammar the rules know, from `data/language/en/verbs.tsv`.
#[derive(Debug, Default)]
pub struct Verbs {
    /// Verbs that report words: "say", "announce".
    speech: BTreeSet<&'static str>,
    /// Verbs whose object does what the infinitive says: "urge them to go".
    control: BTreeSet<&'static str>,
    /// Nouns that an infinitive explains: "plans to restart".
    explained: BTreeSet<&'static str>,
    /// Verbs that take a gerund: "begin bombing".
    gerund: BTreeSet<&'static str>,
    /// Verbs whose participle takes a name: "a man named Olsen".
    naming: BTreeSet<&'static str>,
    /// Verb forms that are nouns wherever no object follows: "embargo".
    noun: BTreeSet<&'static str>,
}

impl Verbs {
    /// Reads lines `lemma TAB class`. Lines that cannot be read are passed over; a test sees to it that there
    /// are none.
    pub fn parse(table: &'static str) -> Self {
        let mut verbs = Self::default();
        for line in table.lines() {
            match line.split_once('\t') {
                Some((lemma, "speech")) => verbs.speech.insert(lemma),
                Some((lemma, "control")) => verbs.control.insert(lemma),
                Some((lemma, "explained")) => verbs.explained.insert(lemma),
                Some((lemma, "gerund")) => verbs.gerund.insert(lemma),
                Some((lemma, "naming")) => verbs.naming.insert(lemma),
                Some((lemma, "noun")) => verbs.noun.insert(lemma),
                _ => false,
            };
        }
        verbs
    }

    /// Whether a verb, by lemma, takes a gerund.
    pub fn takes_a_gerund(&self, lemma: &str) -> bool {
        self.gerund.contains(lemma)
    }

    /// Whether a verb's participle, by lemma, takes a name.
    pub fn names(&self, lemma: &str) -> bool {
        self.naming.contains(lemma)
    }

    /// Whether a form is a noun wherever no object follows.
    pub fn is_rather_a_noun(&self, form: &str) -> bool {
        self.noun.contains(form)
    }

    /// Corrects a sentence.
    pub fn repair(&self, words: &mut [Word]) {
        self.attach_infinitives(words);
        self.attach_reported_clauses(words);
        self.raise_attribution(words);
        part_subjects(words);
        open_clauses_after_times(words);
        join_adjectives(words);
        hang_relatives(words);
        join_neighbours(words);
        agree_participles(words);
    }

    /// An infinitive read as a part of the object hangs on the verb ("urged Islamabad [to release them]"), one right
    /// behind a noun that needs it on the noun.
    fn attach_infinitives(&self, words: &mut [Word]) {
        for at in 0..words.len() {
            let word = &words[at];
            if !matches!(word.rel, Rel::Acl | Rel::Advcl | Rel::Ccomp) || word.xpos != "VB" {
                continue;
            }
            // "voiced alarm over plans [to restart talks]": no aim of the voicing.
            if word.rel == Rel::Advcl
                && at > 1
                && words[at - 1].xpos == "TO"
                && self.explained.contains(words[at - 2].lemma.as_str())
                && word.head.is_some_and(|head| head < at - 2)
                && !is_above(words, at, at - 2)
            {
                words[at].head = Some(at - 2);
                words[at].rel = Rel::Acl;
                continue;
            }
            let Some(object) = word.head.filter(|&object| object < at) else {
                continue;
            };
            // "led Moscow to sever ties" has its infinitive already, but as an aim.
            if word.rel == Rel::Advcl
                && self.control.contains(words[object].lemma.as_str())
                && (object + 1..at).any(|between| {
                    words[between].head == Some(object) && words[between].rel == Rel::Obj
                })
            {
                words[at].rel = Rel::Xcomp;
                continue;
            }
            let (rel, verb) = (words[object].rel, words[object].head);
            let Some(verb) = verb.filter(|&verb| verb < object) else {
                continue;
            };
            let is_object = matches!(rel, Rel::Obj | Rel::Iobj)
                || (rel == Rel::Obl
                    && words[verb].lemma == "call"
                    && words[verb + 1].lower == "on");
            let to = (object + 1..at)
                .rev()
                .take(3)
                .any(|mark| words[mark].xpos == "TO" && words[mark].head == Some(at));
            if is_object && to && self.control.contains(words[verb].lemma.as_str()) {
                words[at].head = Some(verb);
                words[at].rel = Rel::Xcomp;
            }
        }
    }

    /// "said on Thursday [that he would not come]": the clause hangs on the verb, not on the day.
    fn attach_reported_clauses(&self, words: &mut [Word]) {
        for at in 1..words.len() {
            let that = &words[at - 1..at][0];
            // The mark stands before the clause's subject; look at the mark, go to its clause.
            if that.lower != "that" || that.rel != Rel::Mark {
                continue;
            }
            let Some(clause) = that.head else { continue };
            if clause < at
                || !matches!(
                    words[clause].rel,
                    Rel::Appos | Rel::Acl | Rel::AclRelcl | Rel::Parataxis | Rel::Dep
                )
            {
                continue;
            }
            let Some(noun) = words[clause].head.filter(|&noun| noun < at - 1) else {
                continue;
            };
            if !matches!(
                words[noun].rel,
                Rel::Obl | Rel::OblUnmarked | Rel::Advmod | Rel::Iobj
            ) {
                continue;
            }
            let Some(verb) = words[noun].head.filter(|&verb| verb < noun) else {
                continue;
            };
            if self.speech.contains(words[verb].lemma.as_str()) {
                words[clause].head = Some(verb);
                words[clause].rel = Rel::Ccomp;
            }
        }
    }

    /// "Rebels took the town, [witnesses said.]": the verb of saying at the end is the root, what was said its
    /// clause, as the treebank has it.
    fn raise_attribution(&self, words: &mut [Word]) {
        /// How far back from the end the verb may stand: "said in a statement late on Friday".
        const FAR: usize = 14;
        let Some(root) = words.iter().position(|word| word.head.is_none()) else {
            return;
        };
        let n = words.len();
        let found = (root + 1..n).rev().take(FAR).find(|&at| {
            let word = &words[at];
            matches!(word.xpos, "VBD" | "VBZ" | "VBP")
                && matches!(
                    word.rel,
                    Rel::Parataxis | Rel::Advcl | Rel::AclRelcl | Rel::Acl | Rel::Appos | Rel::Dep
                )
                && self.speech.contains(word.lemma.as_str())
        });
        let Some(verb) = found else { return };
        // Its subject begins right after a comma, and no "who", "which", "as", "and" links it to what comes before.
        let Some(first) = (root + 1..verb).find(|&at| is_under(words, at, verb)) else {
            return;
        };
        let own = |at: usize| words[at].head == Some(verb);
        let has_subject = (first..verb).any(|at| own(at) && matches!(words[at].rel, Rel::Nsubj));
        let is_linked = (first..n).any(|at| {
            own(at)
                && matches!(
                    words[at].rel,
                    Rel::Mark | Rel::Cc | Rel::Advmod | Rel::Ccomp | Rel::Xcomp | Rel::Obj
                )
        }) || (first..verb)
            .any(|at| matches!(words[at].xpos, "WDT" | "WP" | "WP$" | "WRB"));
        let after_comma = matches!(words[first - 1].lower.as_str(), "," | "\"" | "”" | "''")
            || words[first].lower == ",";
        let ends = (verb..n).all(|at| words[at].upos == Upos::Punct || is_under(words, at, verb));
        if has_subject && !is_linked && after_comma && ends {
            words[verb].head = None;
            words[verb].rel = Rel::Root;
            words[root].head = Some(verb);
            words[root].rel = Rel::Ccomp;
            if let Some(last) = words.last_mut().filter(|last| last.upos == Upos::Punct) {
                last.head = Some(verb);
            }
        }
    }
}

/// Whether a word is met on the way from another to the root.
fn is_above(words: &[Word], top: usize, at: usize) -> bool {
    std::iter::successors(Some(at), |&up| words[up].head).any(|up| up == top)
}

/// Whether a word is, or hangs on, another, within a few steps.
fn is_under(words: &[Word], at: usize, top: usize) -> bool {
    /// Trees of attributions are flat.
    const STEPS: usize = 8;
    std::iter::successors(Some(at), |&up| words[up].head)
        .take(STEPS)
        .any(|up| up == top)
}

/// Of two subjects of one verb, one with a preposition is a circumstance ("In the Gaza Strip [a spokesman] accused …"),
/// and one after a comma explains the other ("The demands, [the closure of a base], go too far").
fn part_subjects(words: &mut [Word]) {
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

/// "two days after [Britain and Australia concluded a pact]": "after" behind a length of time opens a clause, whose subject
/// is no part of the clause before.
fn open_clauses_after_times(words: &mut [Word]) {
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

/// "with Rome in [the French, British and German sectors]": adjectives joined before a noun are all the noun's, and none of
/// them stands for a noun.
fn join_adjectives(words: &mut [Word]) {
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

/// "walked out of [ceasefire talks]": of two neighbours in one place of a verb, the first belongs to the second.
fn join_neighbours(words: &mut [Word]) {
    for at in 0..words.len().saturating_sub(1) {
        let (this, next) = (&words[at], &words[at + 1]);
        let is_pair = this.rel == next.rel
            && this.head == next.head
            && matches!(this.rel, Rel::Obl | Rel::Nmod | Rel::Obj)
            && matches!(this.xpos, "JJ" | "NN" | "VBG")
            && matches!(next.xpos, "NN" | "NNS")
            && this.head.is_some_and(|head| head < at);
        if !is_pair {
            continue;
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

/// "with Finland, [which became a member]": a clause that "which" or "who" opens behind a comma is the noun's before it.
fn hang_relatives(words: &mut [Word]) {
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

/// Past tense and past participle look alike; once the tree is there, it tells which is which.
fn agree_participles(words: &mut [Word]) {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Span;

    /// Words as `form/xpos/head/relation`, heads from 1; lemmas are the forms.
    fn words(text: &str) -> Vec<Word> {
        text.split(' ')
            .map(|word| {
                let fields: Vec<&'static str> = word.to_owned().leak().split('/').collect();
                Word {
                    span: Span::default(),
                    form: fields[0].to_owned(),
                    lower: fields[0].to_lowercase(),
                    lemma: fields[0].to_owned(),
                    upos: if fields[1].starts_with('V') {
                        Upos::Verb
                    } else if matches!(fields[1], "." | ",") {
                        Upos::Punct
                    } else {
                        Upos::Noun
                    },
                    xpos: fields[1],
                    head: fields[2].parse::<usize>().unwrap().checked_sub(1),
                    rel: Rel::parse(fields[3]).unwrap(),
                }
            })
            .collect()
    }

    fn repaired(text: &str) -> String {
        let verbs =
            Verbs::parse("say\tspeech\ntell\tspeech\nurge\tcontrol\nplan\texplained\nend\tother\n");
        let mut words = words(text);
        verbs.repair(&mut words);
        let show = |word: &Word| {
            format!(
                "{}/{}",
                word.head.map_or(0, |head| head + 1),
                word.rel.as_str()
            )
        };
        words.iter().map(show).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn attribution_at_the_end_is_the_root() {
        let read = "Rebels/NNS/2/nsubj took/VBD/0/root towns/NNS/2/obj ,/,/2/punct witnesses/NNS/6/nsubj say/VBD/3/acl:relcl ././2/punct";
        assert_eq!(
            repaired(read),
            "2/nsubj 6/ccomp 2/obj 2/punct 6/nsubj 0/root 6/punct"
        );
    }

    #[test]
    fn who_said_is_no_attribution() {
        let read = "Rebels/NNS/2/nsubj met/VBD/0/root envoys/NNS/2/obj ,/,/6/punct who/WP/6/nsubj say/VBD/3/acl:relcl ././2/punct";
        assert_eq!(
            repaired(read),
            "2/nsubj 0/root 2/obj 6/punct 6/nsubj 3/acl:relcl 2/punct"
        );
    }

    #[test]
    fn an_infinitive_after_urge_hangs_on_the_verb() {
        let read = "They/PRP/2/nsubj urge/VBD/0/root Rome/NNP/2/obj to/TO/5/mark act/VB/3/acl";
        assert_eq!(repaired(read), "2/nsubj 0/root 2/obj 5/mark 2/xcomp");
        let alarm = "They/PRP/2/nsubj voiced/VBD/0/root alarm/NN/2/obj over/IN/5/case plan/NN/3/nmod to/TO/7/mark act/VB/2/advcl";
        assert_eq!(
            repaired(alarm),
            "2/nsubj 0/root 2/obj 5/case 3/nmod 7/mark 5/acl"
        );
        let plan = "They/PRP/2/nsubj end/VBD/0/root plans/NNS/2/obj to/TO/5/mark act/VB/3/acl";
        assert_eq!(repaired(plan), "2/nsubj 0/root 2/obj 5/mark 3/acl");
    }

    #[test]
    fn a_clause_after_a_day_hangs_on_the_verb() {
        let read = "They/PRP/2/nsubj say/VBD/0/root Monday/NNP/2/obl:unmarked that/IN/6/mark it/PRP/6/nsubj ended/VBD/3/acl";
        assert_eq!(
            repaired(read),
            "2/nsubj 0/root 2/obl:unmarked 6/mark 6/nsubj 2/ccomp"
        );
    }

    #[test]
    fn a_verb_has_one_subject() {
        let circumstance = "In/IN/2/case Gaza/NNP/4/nsubj rebels/NNS/4/nsubj fired/VBD/0/root";
        assert_eq!(repaired(circumstance), "2/case 4/obl 4/nsubj 0/root");
        let apposition =
            "Demands/NNS/5/nsubj ,/,/4/punct the/DT/4/det closure/NN/5/nsubj go/VBP/0/root";
        assert_eq!(repaired(apposition), "5/nsubj 4/punct 4/det 1/appos 0/root");
    }

    #[test]
    fn after_a_length_of_time_a_clause_begins() {
        let read = "Paris/NNP/2/nsubj left/VBD/0/root Rome/NNP/2/obj ,/,/5/punct day/NN/2/obl:unmarked after/IN/5/case London/NNP/3/conj and/CC/9/cc Bonn/NNP/7/conj met/VBD/2/conj";
        assert_eq!(
            repaired(read),
            "2/nsubj 0/root 2/obj 5/punct 10/obl:unmarked 10/mark 10/nsubj 9/cc 7/conj 2/advcl"
        );
    }

    #[test]
    fn adjectives_before_a_noun_are_joined() {
        let read = "met/VBD/0/root Rome/NNP/1/obj in/IN/5/case the/DT/5/det French/JJ/2/nmod and/CC/7/cc German/JJ/8/amod sectors/NNS/2/conj";
        assert_eq!(
            repaired(read),
            "0/root 1/obj 8/case 8/det 8/amod 7/cc 5/conj 2/nmod"
        );
    }

    #[test]
    fn which_behind_a_comma_is_of_the_noun_before() {
        let read = "Rome/NNP/2/nsubj left/VBD/0/root Bonn/NNP/2/obj ,/,/6/punct which/WDT/6/nsubj won/VBD/2/parataxis";
        assert_eq!(
            repaired(read),
            "2/nsubj 0/root 2/obj 6/punct 6/nsubj 3/acl:relcl"
        );
    }

    #[test]
    fn neighbours_in_one_place_are_one_phrase() {
        let read = "walked/VBD/0/root out/IN/3/case ceasefire/JJ/1/obl talks/NNS/1/obl";
        assert_eq!(repaired(read), "0/root 4/case 4/amod 1/obl");
    }

    #[test]
    fn a_passive_has_its_auxiliary() {
        let mut read = words("Rome/NNP/2/nsubj:pass praised/VBN/0/root envoys/NNS/2/obj");
        Verbs::default().repair(&mut read);
        assert_eq!((read[0].rel, read[1].xpos), (Rel::Nsubj, "VBD"));
        let mut headline = words("Two/CD/2/nsubj:pass killed/VBN/0/root");
        Verbs::default().repair(&mut headline);
        assert_eq!(headline[1].xpos, "VBN");
    }

    #[test]
    fn a_participle_with_a_subject_is_past_tense() {
        let mut read = words("Rebels/NNS/2/nsubj fired/VBN/0/root rockets/NNS/2/obj");
        Verbs::default().repair(&mut read);
        assert_eq!(read[1].xpos, "VBD");
        let mut passive = words("Rebels/NNS/3/nsubj:pass were/VBD/3/aux:pass fired/VBD/0/root");
        Verbs::default().repair(&mut passive);
        assert_eq!(passive[2].xpos, "VBN");
    }

    #[test]
    fn repairs_keep_one_root_and_make_no_cycle() {
        let pick = |state: &mut u64, n: usize| {
            *state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (*state >> 33) as usize % n
        };
        let forms = [
            "day", "after", "and", "urge", "plan", "to", "say", "that", ",", "call", "on", "in",
            "Rome", "who",
        ];
        let tags = ["JJ", "VB", "VBD", "VBN", "NN", "IN", "TO", "WP", "VBG", ","];
        let rels = [
            Rel::Acl,
            Rel::Advcl,
            Rel::Ccomp,
            Rel::Xcomp,
            Rel::Obj,
            Rel::Iobj,
            Rel::Obl,
            Rel::Nsubj,
            Rel::NsubjPass,
            Rel::Mark,
            Rel::Case,
            Rel::Parataxis,
            Rel::Appos,
            Rel::AclRelcl,
            Rel::Conj,
        ];
        let verbs = Verbs::parse("say\tspeech\nurge\tcontrol\ncall\tcontrol\nplan\texplained\n");
        let mut state = 7;
        for _ in 0..20_000 {
            let n = 2 + pick(&mut state, 11);
            let root = pick(&mut state, n);
            let mut order: Vec<usize> = (0..n).filter(|&at| at != root).collect();
            for at in (1..order.len()).rev() {
                let with = pick(&mut state, at + 1);
                order.swap(at, with);
            }
            let mut heads = vec![None; n];
            let mut above = vec![root];
            for at in order {
                heads[at] = Some(above[pick(&mut state, above.len())]);
                above.push(at);
            }
            let mut words: Vec<Word> = heads
                .into_iter()
                .map(|head| {
                    let form = forms[pick(&mut state, forms.len())];
                    let xpos = tags[pick(&mut state, tags.len())];
                    Word {
                        span: Span::default(),
                        form: form.to_owned(),
                        lower: form.to_lowercase(),
                        lemma: form.to_owned(),
                        upos: if xpos.starts_with('V') {
                            Upos::Verb
                        } else {
                            Upos::Noun
                        },
                        xpos,
                        head,
                        rel: head.map_or(Rel::Root, |_| rels[pick(&mut state, rels.len())]),
                    }
                })
                .collect();
            verbs.repair(&mut words);
            assert_eq!(words.iter().filter(|word| word.head.is_none()).count(), 1);
            for at in 0..n {
                let steps = std::iter::successors(Some(at), |&up| words[up].head);
                assert!(steps.take(n + 1).count() <= n, "{words:?}");
            }
        }
    }
}
