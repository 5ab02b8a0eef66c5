//! What the rest of the text says about a word: acronyms introduced, seats shared by several, sport, speakers.

use super::names::Unit;
use super::people::again;
use super::reader::{Meant, Reader};
use super::{Form, Mention};
use crate::language::{Rel, Upos};
use crate::vocabulary::actors::{ActorIdx, Class, Kind, NounRole, Sense, distance};

/// Lengths that an acronym in brackets may have.
const ACRONYM: std::ops::RangeInclusive<usize> = 2..=8;

/// Sport words that make a sentence one about sport.
const SPORT_WORDS: usize = 2;

/// The main noun of a name of several words: "Union" of "African Union", "Community" of "Community of …".
fn main_noun(name: &str) -> Option<&str> {
    let words: Vec<&str> = name.split(' ').collect();
    let end = words
        .iter()
        .position(|word| matches!(*word, "of" | "for" | "in" | "on"))
        .unwrap_or(words.len());
    let last = end.checked_sub(1)?;
    (words.len() > 1).then(|| words[last])
}

/// Verbs by which somebody judges another.
const JUDGING_VERBS: &str = include_str!("../../data/lexicon/judging_verbs.tsv");

/// Whether a verb says that its subject judges its object: "accuse", "welcome".
pub(super) fn is_judging_verb(lemma: &str) -> bool {
    JUDGING_VERBS
        .lines()
        .skip_while(|line| line.starts_with('#'))
        .skip(1)
        .any(|verb| verb == lemma)
}

impl Reader<'_, '_, '_> {
    /// "(SPLA)" after a name: the acronym stands for it from here on.
    pub(super) fn bracketed_acronym(&mut self, at: usize) -> Option<usize> {
        let form = self.words.word(at + 1).map(|word| word.form.as_str())?;
        let fits = self.words.lower(at) == "("
            && matches!(self.words.lower(at + 2), ")" | ",")
            && ACRONYM.contains(&form.len())
            && self.words.is_upper(at + 1);
        if !fits
            || self
                .names
                .at(self.words, at + 1)
                .is_some_and(|unit| unit.sense != Sense::Media)
        {
            return None;
        }
        let last = self
            .out
            .last()
            .filter(|last| last.words.end == at && last.parties.len() == 1)?;
        let party = last.parties[0].clone();
        let position = self
            .memory
            .all()
            .iter()
            .position(|known| known.party.id == party.id)?;
        self.memory.acronyms.insert(form.to_owned(), position);
        Some(at + 2)
    }

    /// An acronym that the text has introduced.
    pub(super) fn acronym(
        &mut self,
        start: usize,
        at: usize,
        unit: Option<&Unit>,
    ) -> Option<usize> {
        if unit.is_some() || !self.words.is_upper(at) {
            return None;
        }
        let form = &self.words.word(at)?.form;
        let &position = self.memory.acronyms.get(form.as_str())?;
        let meant = again(self.memory.get(position)?);
        self.push(start..at + 1, Form::Name, &[meant], false, 0.9);
        Some(at + 1)
    }

    /// A state's newspaper or agency that accuses or praises speaks for it; one that reports is only a source.
    pub(super) fn voice(&mut self, start: usize, at: usize, unit: &Unit) -> Option<usize> {
        let head = self.words.head(at, unit.end);
        let word = self
            .words
            .word(head)
            .filter(|word| word.rel == Rel::Nsubj)?;
        let verb = self.words.word(word.head?)?;
        if !is_judging_verb(&verb.lemma) {
            return None;
        }
        let folded: String = (at..unit.end).map(|at| self.words.folded(at)).collect();
        let actor = self
            .actors
            .postings(&folded)
            .iter()
            .filter(|posting| {
                posting.sense == Sense::Name && distance(posting.from, posting.until, self.day) == 0
            })
            .map(|posting| self.actors.actor(posting))
            .find(|&actor| self.actors.record(actor).kind == Kind::Institution)?;
        let meant = self.meant(&[(actor, 1.0)])?;
        self.push(start..unit.end, Form::Name, &[meant], false, 0.85);
        Some(unit.end)
    }

    /// "The Front", "the Community": the main noun in the name of a body that the text has named in full.
    pub(super) fn named_in_part(
        &mut self,
        start: usize,
        at: usize,
        unit: Option<&Unit>,
    ) -> Option<usize> {
        let part = self.words.word(at)?.form.as_str();
        let alone = start < at
            && unit.is_none()
            && self.words.is_capital(at)
            && !self.words.shouting
            && !self.words.is_capital(at + 1)
            && !self.words.is_hyphen(at + 1)
            && matches!(self.words.upos(at), Upos::Noun | Upos::Propn);
        if !alone {
            return None;
        }
        let is_named = |known: &super::memory::Known| {
            matches!(
                self.actors.record(known.principal).kind,
                Kind::Organisation | Kind::Group
            ) && main_noun(&known.party.principal_name) == Some(part)
        };
        let position = self.memory.best(self.sentence.index, is_named)?;
        let principal = self.memory.get(position)?.principal;
        let meant = self.meant(&[(principal, 1.0)])?;
        self.push(start..at + 1, Form::Name, &[meant], false, 0.85);
        Some(at + 1)
    }

    /// Of several owners of a seat ("Brussels"), the one that the text speaks of; the state by default.
    pub(super) fn choose_by_text(&self, unit: &mut Unit) {
        if unit.candidates.len() < 2
            || !matches!(
                unit.sense,
                Sense::Seat | Sense::Name | Sense::Adjective | Sense::People
            )
        {
            return;
        }
        let mentions = |actor: ActorIdx| {
            self.memory
                .all()
                .iter()
                .filter(|known| known.principal == self.actors.principal_of(actor, self.day))
                .map(|known| known.count)
                .sum::<usize>()
        };
        let has_state = unit.candidates.iter().any(|&(actor, _)| {
            self.actors.record(actor).kind == Kind::State && mentions(actor) > 0
        });
        let host = unit
            .candidates
            .iter()
            .map(|&(actor, _)| actor)
            .find(|&actor| self.actors.record(actor).kind == Kind::State);
        for (actor, weight) in &mut unit.candidates {
            let spoken_of = mentions(*actor);
            let state = self.actors.record(*actor).kind == Kind::State;
            // Other members speak with the union in "Brussels", and seldom with Belgium.
            if !state
                && !has_state
                && self.actors.has_trait(*actor, "union")
                && self
                    .actors
                    .members(*actor, self.day)
                    .into_iter()
                    .any(|member| Some(member) != host && mentions(member) > 0)
            {
                *weight += 0.5;
            }
            if spoken_of > 0 && (state || !has_state) {
                *weight += 1.0 + spoken_of as f32 / 100.0;
            } else if state {
                *weight += 0.2;
            }
        }
        unit.candidates
            .sort_by(|one, other| other.1.total_cmp(&one.1));
        let sum: f32 = unit.candidates.iter().map(|(_, weight)| weight).sum();
        for (_, weight) in &mut unit.candidates {
            *weight /= sum;
        }
        if let Some(first) = unit.candidates.first_mut() {
            first.1 = first.1.max(0.6);
        }
    }

    /// Whether the sentence is about sport, so that country names in it are teams, and whether it is about a
    /// catastrophe, so that they are where it struck. A sentence that speaks of rulers or arms is about neither.
    pub(super) fn topic(&self) -> (bool, bool) {
        let (mut sport, mut won, mut hazard, mut politics) = (0, false, false, false);
        let mut at = 0;
        while at < self.words.len() {
            let Some((noun, _, end)) = self.noun_at(at) else {
                at += 1;
                continue;
            };
            // "The final goal of the talks": only nouns count, but for phrases.
            let is_noun = end > at + 1 || matches!(self.words.upos(at), Upos::Noun | Upos::Propn);
            sport += match noun.part.as_str() {
                "sport" => usize::from(is_noun),
                "result" => SPORT_WORDS,
                _ => 0,
            };
            // "Beat", "stunned": of sport only beside its nouns or a score.
            won |= noun.part == "win";
            hazard |= noun.role == NounRole::Hazard;
            politics |= match noun.role {
                NounRole::Office | NounRole::Body => {
                    noun.class.is_some_and(|class| class < Class::Other)
                        || matches!(
                            noun.part.as_str(),
                            "government" | "foreign-ministry" | "military" | "police"
                        )
                }
                NounRole::Agents => matches!(noun.part.as_str(), "military" | "police"),
                NounRole::Rebels | NounRole::Arms => true,
                _ => false,
            };
            at = end;
        }
        let is_number = |at: usize| self.words.upos(at) == Upos::Num;
        let score = (1..self.words.len().saturating_sub(1)).any(|at| {
            (self.words.is_hyphen(at)
                && self.words.lower(at - 1).parse::<u8>().is_ok()
                && self.words.lower(at + 1).parse::<u8>().is_ok())
                // "Put seven past".
                || (is_number(at) && self.words.lower(at + 1) == "past")
        });
        sport += usize::from(score) + usize::from(won);
        // A text that has named ministers or ministries speaks of teams as politics: boycotts, visas, embassies.
        politics |= !score
            && !won
            && self
                .memory
                .all()
                .iter()
                .any(|known| known.party.office.is_some() && known.kind == Kind::Person);
        (!politics && sport >= SPORT_WORDS, !politics && hazard)
    }

    /// Whether the nouns around a name say that it is only where something is: "the coast of Ecuador",
    /// "the roofs of Paris".
    pub(super) fn is_whereabouts(&self, start: usize, head: usize, end: usize) -> bool {
        let land = start > 1
            && self.words.lower(start - 1) == "of"
            && self
                .actors
                .noun(self.words.lower(start - 2))
                .is_some_and(|(noun, _)| {
                    noun.role == NounRole::Place
                        || (noun.role == NounRole::Thing && !self.words.is_capital(start - 2))
                });
        let struck = self.hazard
            && !self.words.is_possessive(end)
            && self
                .words
                .word(head)
                .is_some_and(|word| !matches!(word.rel, Rel::Nsubj | Rel::Root));
        land || struck
    }

    /// Whether a nationality word stands for no noun and so is a language: "she speaks Russian and Persian".
    pub(super) fn is_language(&mut self, at: usize, end: usize) -> bool {
        let alone = |upos: Upos| matches!(upos, Upos::Adj | Upos::Det | Upos::Num | Upos::Pron);
        if at > 0 && alone(self.words.upos(at - 1)) {
            return false;
        }
        let mut next = end;
        loop {
            let word = self.words.word(next);
            match word.map(|word| word.upos) {
                None | Some(Upos::Adp | Upos::Aux | Upos::Sconj | Upos::Part | Upos::Adv) => {
                    return !self.words.is_possessive(next);
                }
                Some(Upos::Verb) => return word.is_some_and(|word| word.xpos != "VBN"),
                Some(Upos::Punct | Upos::Cconj) => {
                    if !matches!(self.words.lower(next), "," | "and" | "or") {
                        return matches!(self.words.lower(next), "." | ";" | "?" | "!");
                    }
                    next += 1;
                    match self.names.at(self.words, next) {
                        Some(unit) if matches!(unit.sense, Sense::Adjective | Sense::People) => {
                            next = unit.end;
                        }
                        _ => {
                            // "Russian and NATO generals", but "Russian and Persian."
                            let noun =
                                |at: usize| matches!(self.words.upos(at), Upos::Noun | Upos::Propn);
                            return match self.words.upos(next) {
                                Upos::Adj | Upos::Noun | Upos::Cconj => false,
                                Upos::Propn => !noun(next + 1),
                                _ => true,
                            };
                        }
                    }
                }
                Some(_) => return false,
            }
        }
    }

    /// "we", "our" inside quotation marks: the speaker of the sentence, else the person last in focus.
    pub(super) fn speakers(&mut self) {
        if self.first_person.is_empty() {
            return;
        }
        let quoted = (0..self.words.len())
            .any(|at| matches!(self.words.lower(at), "\"" | "“" | "”" | "``" | "''"));
        if !quoted {
            return;
        }
        let speaker = self
            .out
            .iter()
            .find(|mention| {
                self.words.word(mention.head).is_some_and(|word| {
                    matches!(word.rel, Rel::Nsubj)
                        && word
                            .head
                            .and_then(|verb| self.words.word(verb))
                            .is_some_and(|verb| {
                                matches!(
                                    verb.lemma.as_str(),
                                    "say"
                                        | "tell"
                                        | "add"
                                        | "declare"
                                        | "warn"
                                        | "announce"
                                        | "insist"
                                        | "write"
                                        | "reply"
                                        | "promise"
                                        | "vow"
                                        | "state"
                                )
                            })
                })
            })
            .map(|mention| mention.parties.clone());
        let sentence = self.sentence.index;
        let parties = speaker.or_else(|| {
            self.memory
                .best(sentence, |known| {
                    known.kind == Kind::Person || known.animate
                })
                .and_then(|position| self.memory.get(position))
                .map(|known| vec![known.party.clone()])
        });
        let Some(parties) = parties else { return };
        for at in std::mem::take(&mut self.first_person) {
            let span = self.span(at..at + 1);
            let text = self.text(at, at + 1);
            let parties = parties
                .iter()
                .map(|party| crate::model::Party {
                    text: text.clone(),
                    span,
                    ..party.clone()
                })
                .collect();
            self.out.push(Mention {
                words: at..at + 1,
                head: at,
                form: Form::Pronoun,
                parties,
                place: false,
                whereabouts: false,
                confidence: 0.6,
            });
        }
        self.out.sort_by_key(|mention| mention.words.start);
    }

    /// "the former", "the latter": the first and the last of those named just before.
    pub(super) fn former_or_latter(&mut self, start: usize, at: usize) -> Option<usize> {
        let latter = match self.words.lower(at) {
            "latter" => true,
            "former" => false,
            _ => return None,
        };
        if start == at
            || matches!(
                self.words.upos(at + 1),
                Upos::Noun | Upos::Propn | Upos::Adj | Upos::Num
            )
        {
            return None;
        }
        let mut seen: Vec<Meant> = Vec::new();
        let known: Vec<usize> = if self.memory.current.is_empty() {
            let previous = self.sentence.index.checked_sub(1)?;
            let mut found: Vec<usize> = (0..self.memory.all().len())
                .filter(|&position| self.memory.all()[position].sentence == previous)
                .collect();
            found.sort_by_key(|&position| self.memory.all()[position].at);
            found
        } else {
            self.memory.current.clone()
        };
        for position in known {
            let one = again(self.memory.get(position)?);
            seen.retain(|other| other.principal != one.principal);
            seen.push(one);
        }
        let meant = if latter {
            seen.pop()?
        } else {
            seen.into_iter().rev().nth(1)?
        };
        self.push(start..at + 1, Form::Description, &[meant], false, 0.7);
        Some(at + 1)
    }
}
