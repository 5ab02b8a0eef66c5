//! Pronouns: by grammar, number, gender and prominence.

use super::memory::Known;
use super::people::again;
use super::reader::Reader;
use super::{Form, Mention};
use crate::language::Rel;
use crate::vocabulary::actors::Kind;

/// How sure a pronoun is.
const SURE: f32 = 0.7;

/// What a pronoun asks of its antecedent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asks {
    /// A man, or a person of unknown gender.
    He,
    /// A woman, or a person of unknown gender.
    She,
    /// A state, organisation or institution.
    It,
    /// Several, or people.
    They,
}

fn asks(lower: &str) -> Option<Asks> {
    Some(match lower {
        "he" | "him" | "his" | "himself" => Asks::He,
        "she" | "her" | "hers" | "herself" => Asks::She,
        "it" | "its" | "itself" => Asks::It,
        "they" | "them" | "their" | "theirs" | "themselves" => Asks::They,
        _ => return None,
    })
}

impl Reader<'_, '_, '_> {
    /// Reads a pronoun; gives the word after it.
    pub(super) fn pronoun(&mut self, at: usize) -> Option<usize> {
        if matches!(self.words.lower(at), "we" | "our" | "us" | "ours") && !self.words.is_upper(at)
        {
            self.first_person.push(at);
            return Some(at + 1);
        }
        let asks = asks(self.words.lower(at))?;
        let end = at + 1;
        let word = self.words.word(at)?;
        if word.rel == Rel::Expl && asks == Asks::It && !self.is_personal(at) {
            return Some(end);
        }
        let sentence = self.sentence.index;
        // "Condemned the raid and was not involved in it": behind a preposition "it" is often no actor at all.
        let (verb, antecedent) = if asks == Asks::It && word.rel != Rel::Obj {
            (word.head, None)
        } else {
            self.clause_of(word.head)
        };
        let reflexive = matches!(
            self.words.lower(at),
            "himself" | "herself" | "itself" | "themselves"
        );
        let possessive = matches!(word.rel, Rel::NmodPoss)
            || matches!(self.words.lower(at), "its" | "his" | "their");
        let judge = possessive.then(|| self.judge_of(word.head)).flatten();
        // "The minister, Mr Aznar, whom he met": the clause is about all of these words.
        let about = antecedent.and_then(|at| self.out.iter().rev().find(|m| m.words.contains(&at)));
        let is_about = |at: usize| {
            antecedent == Some(at) || about.is_some_and(|mention| mention.words.contains(&at))
        };
        let doer = (!reflexive && !possessive && self.is_party(at, asks))
            .then(|| self.doer_of(word.head))
            .flatten();
        let doing = doer.and_then(|doer| self.out.iter().find(|m| m.words.contains(&doer)));
        let does = |known: &Known| {
            let mut parties = doing.iter().flat_map(|mention| &mention.parties);
            parties.any(|party| party.id == known.party.id)
        };
        let fits = |known: &Known| {
            // An object is not its own verb's subject, unless it says so.
            let subject_of_same = !reflexive
                && !possessive
                && known.sentence == sentence
                && (self.is_subject(known.at, verb)
                    || self.is_subject(known.at, word.head)
                    || is_about(known.at)
                    || does(known));
            let judges =
                judge.is_some() && known.sentence == sentence && self.is_subject(known.at, judge);
            if subject_of_same || judges {
                return false;
            }
            match asks {
                Asks::He => known.animate && known.gender != 'f',
                Asks::She => known.animate && known.gender != 'm',
                Asks::It => known.kind != Kind::Person && !known.animate && !known.plural,
                Asks::They => known.plural || matches!(known.kind, Kind::Group | Kind::People),
            }
        };
        // "Kosovo declared independence, and Belgrade recalled its envoy": an object's owner is its own clause's subject.
        let owner = possessive
            .then(|| self.subject_before(at))
            .flatten()
            .filter(|&position| self.memory.get(position).is_some_and(fits));
        let chosen = owner
            .or_else(|| self.memory.best(sentence, fits))
            .and_then(|position| self.memory.get(position));
        if asks == Asks::They {
            // Two joined by "and" are "they" unless something in the plural was named since.
            let joined = self.memory.joined(sentence);
            if let Some((one, other, when)) = joined.filter(|(_, _, when)| {
                chosen.is_none_or(|known| {
                    known.sentence < *when
                        || known.weight < super::memory::SUBJECT && known.sentence == *when
                })
            }) {
                let pair: Vec<_> = [one, other]
                    .into_iter()
                    .filter_map(|actor| self.meant(&[(actor, 1.0)]))
                    .collect();
                if when == sentence || chosen.is_none() {
                    self.push(at..end, Form::Pronoun, &pair, false, SURE * 0.8);
                    return Some(end);
                }
            }
        }
        let Some(known) = chosen else {
            return Some(end);
        };
        let meant = again(known);
        if possessive
            && word.rel == Rel::NmodPoss
            && let Some(end) = self.owned_phrase(at, end, &meant)
        {
            return Some(end);
        }
        self.push(at..end, Form::Pronoun, &[meant], false, SURE);
        Some(end)
    }

    /// The verb by which somebody judges a thing, which is then not his own: "welcomed his decision". Persons may be:
    /// "praised its soldiers".
    fn judge_of(&self, noun: Option<usize>) -> Option<usize> {
        let thing = noun.and_then(|noun| self.words.word(noun))?;
        let person = noun.is_some_and(|noun| self.noun_at(noun).is_some());
        let verb = thing.head.filter(|_| thing.rel == Rel::Obj && !person)?;
        let judges = matches!(
            self.words.word(verb)?.lemma.as_str(),
            "welcome"
                | "praise"
                | "hail"
                | "applaud"
                | "commend"
                | "condemn"
                | "criticise"
                | "criticize"
                | "denounce"
                | "deplore"
                | "reject"
                | "oppose"
                | "endorse"
                | "dismiss"
                | "ridicule"
                | "question"
                | "attack"
                | "slam"
        );
        judges.then(|| self.clause_of(Some(verb)).0).flatten()
    }

    /// The verb whose subject a verb shares ("met him and | urged"), and the noun that a relative clause is about, which
    /// is its subject where it has no other ("Mr Smith, who met her and urged").
    fn clause_of(&self, verb: Option<usize>) -> (Option<usize>, Option<usize>) {
        let mut at = verb;
        while let Some(word) = at.and_then(|at| self.words.word(at)) {
            let subject =
                self.words.tree.words.iter().any(|child| {
                    child.head == at && matches!(child.rel, Rel::Nsubj | Rel::NsubjPass)
                });
            match word.rel {
                Rel::Conj if !subject => at = word.head,
                Rel::AclRelcl => return (at, word.head),
                _ => break,
            }
        }
        (at, None)
    }

    /// Whether a pronoun that is no subject is party to what its clause's subject does: "to resume talks with it". Behind
    /// other prepositions "it" is often no actor at all.
    fn is_party(&self, at: usize, asks: Asks) -> bool {
        let word = &self.words.tree.words[at];
        let case = self.words.tree.dependent(at, Rel::Case);
        let case = case.map(|case| self.words.lower(case));
        match word.rel {
            Rel::Obj | Rel::Iobj => true,
            Rel::Nmod | Rel::Obl if asks == Asks::It => matches!(case, Some("with" | "against")),
            Rel::Nmod | Rel::Obl => {
                matches!(case, Some("with" | "against" | "to" | "from" | "on" | "of"))
            }
            _ => false,
        }
    }

    /// The word of who does what a word is said of: the subject of its clause; in an infinitive that of the clause above,
    /// or its object ("urged Ankara to free him").
    fn doer_of(&self, from: Option<usize>) -> Option<usize> {
        /// Phrases inside phrases are shallow.
        const STEPS: usize = 6;
        let tree = self.words.tree;
        let mut at = from?;
        for _ in 0..STEPS {
            let word = self.words.word(at)?;
            let subject = tree.children(at).iter().copied().find(|&child| {
                child < at && matches!(tree.words[child].rel, Rel::Nsubj | Rel::NsubjPass)
            });
            if subject.is_some() {
                return subject;
            }
            let up = word.head?;
            match word.rel {
                // "Its talks with him" are its own.
                Rel::Obj | Rel::Nmod | Rel::Obl => {
                    if let Some(owner) = tree.dependent(at, Rel::NmodPoss) {
                        return Some(owner);
                    }
                }
                Rel::Xcomp => {
                    let object = [Rel::Obj, Rel::Iobj].into_iter();
                    if let Some(object) = { object }.find_map(|rel| tree.dependent(up, rel)) {
                        return Some(object);
                    }
                }
                Rel::Conj | Rel::Advcl => {}
                _ => return None,
            }
            at = up;
        }
        None
    }

    /// Whether a word is a verb's subject, or joined to it: "Italy and Spain rejected it".
    fn is_subject(&self, at: usize, verb: Option<usize>) -> bool {
        let head = |at: usize| self.words.word(at).map(|word| (word.head, word.rel));
        let first = match head(at) {
            Some((Some(first), Rel::Conj)) => first,
            _ => at,
        };
        head(first)
            .is_some_and(|(head, rel)| head == verb && matches!(rel, Rel::Nsubj | Rel::NsubjPass))
    }

    /// The actor that does what the verb says whose object a possessive's noun is: "Moscow withdrew its envoy", "urged
    /// Ankara to withdraw its troops", "Oslo's readiness to open its archives".
    fn subject_before(&self, at: usize) -> Option<usize> {
        /// Infinitives inside infinitives are shallow.
        const STEPS: usize = 4;
        let mut noun = self.words.word(at)?.head?;
        // "Quit talks with its creditors": deeper inside, as long as nobody else was named on the way.
        let deep = matches!(self.words.word(noun)?.rel, Rel::Nmod | Rel::Obl);
        let mut steps = 0;
        while matches!(self.words.word(noun)?.rel, Rel::Nmod) && steps < STEPS {
            noun = self.words.word(noun)?.head?;
            steps += 1;
        }
        let object = self.words.word(noun)?;
        if !matches!(object.rel, Rel::Obj | Rel::Obl) {
            return None;
        }
        let mut verb = object.head?;
        if deep {
            let last = self
                .out
                .iter()
                .rev()
                .find(|mention| mention.head < at)?
                .head;
            return self
                .words
                .word(last)
                .filter(|word| word.head == Some(verb) && word.rel == Rel::Nsubj)
                .and_then(|_| self.actor_before(at, verb, &[Rel::Nsubj]));
        }
        for _ in 0..STEPS {
            let word = self.words.word(verb)?;
            let up = word.head;
            let found = self
                .actor_before(at, verb, &[Rel::Nsubj])
                .or_else(|| match word.rel {
                    Rel::Xcomp => self.actor_before(at, up?, &[Rel::Obj, Rel::Iobj]),
                    Rel::Acl if word.xpos == "VB" => self.actor_before(at, up?, &[Rel::NmodPoss]),
                    // "the minister, who was met by crowds burning his portrait".
                    Rel::AclRelcl => self.actor_at(up?),
                    _ => None,
                });
            if found.is_some() {
                return found;
            }
            if !matches!(word.rel, Rel::Xcomp | Rel::Conj) {
                return None;
            }
            verb = up?;
        }
        None
    }

    /// The actor that a word is a part of.
    fn actor_at(&self, at: usize) -> Option<usize> {
        let mut mentions = self.out.iter().rev();
        let found =
            mentions.find(|mention| mention.words.contains(&at) && mention.parties.len() == 1)?;
        self.position_of(found)
    }

    /// Where the actor of a mention stands in the memory.
    fn position_of(&self, mention: &Mention) -> Option<usize> {
        let id = &mention.parties[0].id;
        let mut known = self.memory.all().iter();
        known.position(|known| known.party.id == *id)
    }

    /// The last actor before a place that stands in a relation to a word.
    fn actor_before(&self, at: usize, head: usize, rels: &[Rel]) -> Option<usize> {
        let found = self.out.iter().rev().find(|mention| {
            mention.parties.len() == 1
                && mention.head < at
                && self
                    .words
                    .word(mention.head)
                    .is_some_and(|word| word.head == Some(head) && rels.contains(&word.rel))
        })?;
        self.position_of(found)
    }

    /// "It is due to become", "it is ready to": no empty subject, whatever the parser says.
    fn is_personal(&self, at: usize) -> bool {
        matches!(
            self.words.lower(at + 1),
            "is" | "was" | "would" | "will" | "has" | "had"
        ) && (at + 2..at + 5).any(|next| {
            matches!(
                self.words.lower(next),
                "due"
                    | "ready"
                    | "willing"
                    | "able"
                    | "unable"
                    | "set"
                    | "prepared"
                    | "committed"
                    | "determined"
                    | "entitled"
                    | "bound"
            )
        })
    }
}
