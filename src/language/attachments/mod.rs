//! Corrections after the parse: constructions of news prose that a parser of web text misreads in known ways.
//!
//! Every rule looks at one word and its neighbours in the tree, so that all take time in proportion to the
//! sentence. None may take away the one root or make a cycle.

mod clauses;
mod phrases;
#[cfg(test)]
mod tests;

use rustc_hash::FxHashSet;

use super::{Rel, Upos, Word};

/// How far from a word its dependents are looked for, so that long sentences take time in proportion to their length.
const REACH: usize = 40;

/// Verbs whose grammar the rules know, from `data/language/en/verbs.tsv`.
#[derive(Debug, Default)]
pub struct Verbs {
    /// Verbs that report words: "say", "announce".
    speech: FxHashSet<&'static str>,
    /// Verbs whose object does what the infinitive says: "urge them to go".
    control: FxHashSet<&'static str>,
    /// Nouns that an infinitive explains: "plans to restart".
    explained: FxHashSet<&'static str>,
    /// Verbs that take a gerund: "begin bombing".
    gerund: FxHashSet<&'static str>,
    /// Verbs whose participle takes a name: "a man named Olsen".
    naming: FxHashSet<&'static str>,
    /// Verb forms that are nouns wherever no object follows: "embargo".
    noun: FxHashSet<&'static str>,
    /// Forms that are nothing but a past tense: "forgave".
    past: FxHashSet<&'static str>,
    /// Verbs with a receiver before the object: "give them help".
    giving: FxHashSet<&'static str>,
    /// Plain forms that are verbs between "to" or a modal, or a subject, and an object: "free", "station".
    bare: FxHashSet<&'static str>,
    /// Participles that "was" makes a passive: "frozen".
    participle: FxHashSet<&'static str>,
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
                Some((form, "past")) => verbs.past.insert(form),
                Some((lemma, "giving")) => verbs.giving.insert(lemma),
                Some((form, "bare")) => verbs.bare.insert(form),
                Some((form, "participle")) => verbs.participle.insert(form),
                _ => false,
            };
        }
        verbs
    }

    /// Whether a verb, by lemma, takes a gerund.
    pub fn takes_a_gerund(&self, lemma: &str) -> bool {
        self.gerund.contains(lemma)
    }

    /// Whether a word, by lemma, is explained by an infinitive: "plans to restart".
    pub fn explains(&self, lemma: &str) -> bool {
        self.explained.contains(lemma)
    }

    /// Whether a verb's participle, by lemma, takes a name.
    pub fn names(&self, lemma: &str) -> bool {
        self.naming.contains(lemma)
    }

    /// Whether a form is a noun wherever no object follows.
    pub fn is_rather_a_noun(&self, form: &str) -> bool {
        self.noun.contains(form)
    }

    /// Whether a form is a past tense and nothing else.
    pub fn is_past(&self, form: &str) -> bool {
        self.past.contains(form)
    }

    /// Whether a plain form is a verb where an object follows and a subject, "to" or a modal stands before.
    pub fn is_bare(&self, form: &str) -> bool {
        self.bare.contains(form)
    }

    /// Whether a form, by "was", is a passive.
    pub fn is_participle(&self, form: &str) -> bool {
        self.participle.contains(form)
    }

    /// Corrects a sentence.
    pub fn repair(&self, words: &mut [Word]) {
        self.attach_infinitives(words);
        self.attach_reported_clauses(words);
        self.attach_demanded_clauses(words);
        self.raise_attribution(words);
        self.reach_over_attribution(words);
        clauses::raise_main_verb(words);
        clauses::raise_lone_verb(words);
        clauses::raise_participles(words);
        clauses::raise_lone_participle(words);
        clauses::part_subjects(words);
        clauses::find_subjects(words);
        clauses::place_there(words);
        clauses::open_clauses_after_times(words);
        clauses::open_clauses_after_until(words);
        clauses::open_gerunds(words, |lemma| self.gerund.contains(lemma));
        clauses::find_objects(words);
        phrases::free_prepositions(words);
        phrases::join_adjectives(words);
        phrases::hang_relatives(words);
        phrases::hang_on_agents(words);
        phrases::hang_persons(words);
        phrases::join_neighbours(words);
        phrases::part_recipients(words, |lemma| self.giving.contains(lemma));
        phrases::join_persons(words);
        clauses::agree_participles(words);
    }

    /// An infinitive read as a part of the object hangs on the verb ("urged Islamabad [to release them]"), one right
    /// behind a noun that needs it on the noun.
    fn attach_infinitives(&self, words: &mut [Word]) {
        for at in 0..words.len() {
            let word = &words[at];
            if !matches!(word.rel, Rel::Acl | Rel::Advcl | Rel::Ccomp) || word.xpos != "VB" {
                continue;
            }
            // "spoke of hopes [to end the strike]": no aim of the speaking.
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
            // "led Oslo to close its ports" has its infinitive already, but as an aim.
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

    /// "demanded on Monday [that Peru free them]": no relative clause of the day, whose "that" would have to have a part in
    /// it.
    fn attach_demanded_clauses(&self, words: &mut [Word]) {
        for that in 2..words.len().saturating_sub(1) {
            if words[that].lower != "that" {
                continue;
            }
            let Some(clause) = words[that].head.filter(|&clause| clause > that) else {
                continue;
            };
            let Some(time) = words[clause].head.filter(|&time| time < that) else {
                continue;
            };
            let Some(verb) = words[time].head.filter(|&verb| verb < time) else {
                continue;
            };
            let has = |rel: Rel| {
                (that + 1..words.len().min(clause + REACH))
                    .any(|at| words[at].head == Some(clause) && words[at].rel == rel)
            };
            let is_relative = words[clause].rel == Rel::AclRelcl
                && matches!(words[time].rel, Rel::Obl | Rel::OblUnmarked)
                && is_length_of_time(&words[time].lemma);
            let asks = self.speech.contains(words[verb].lemma.as_str())
                || self.control.contains(words[verb].lemma.as_str())
                || self.explained.contains(words[verb].lemma.as_str());
            let has_object = (verb + 1..words.len().min(verb + REACH)).any(|at| {
                words[at].head == Some(verb) && matches!(words[at].rel, Rel::Obj | Rel::Ccomp)
            });
            if !is_relative || !asks || has_object || !has(Rel::Nsubj) || !has(Rel::Obj) {
                continue;
            }
            words[that].rel = Rel::Mark;
            words[that].upos = Upos::Sconj;
            words[that].xpos = "IN";
            words[clause].head = Some(verb);
            words[clause].rel = Rel::Ccomp;
            if words[clause].upos == Upos::Adj {
                words[clause].upos = Upos::Verb;
                words[clause].xpos = "VB";
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

    /// "intends, [aides said,] to visit Oslo": an infinitive behind an attribution between commas is of the verb before it.
    fn reach_over_attribution(&self, words: &mut [Word]) {
        for at in 3..words.len() {
            let Some(speech) = words[at].head.filter(|&speech| speech < at) else {
                continue;
            };
            let infinitive = words[at].xpos == "VB" && words[at].rel == Rel::Xcomp;
            if !infinitive || !self.speech.contains(words[speech].lemma.as_str()) {
                continue;
            }
            let told = (0..speech).rev().take(REACH).find(|&told| {
                words[told].head == Some(speech)
                    && words[told].rel == Rel::Ccomp
                    && words[told].upos == Upos::Verb
            });
            let closed = words[speech..at].iter().any(|between| between.lower == ",");
            let opened = told.is_some_and(|told| {
                words[told + 1..speech]
                    .iter()
                    .any(|between| between.lower == ",")
            });
            if let Some(told) = told.filter(|_| closed && opened) {
                words[at].head = Some(told);
            }
        }
    }
}

/// Whether a noun is a time of some length, which a clause behind it may seem to be about.
fn is_length_of_time(lemma: &str) -> bool {
    let lemma = lemma.to_lowercase();
    lemma.ends_with("day")
        || matches!(
            lemma.as_str(),
            "night" | "morning" | "evening" | "afternoon" | "week" | "month" | "year" | "time"
        )
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
