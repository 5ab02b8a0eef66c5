//! What a text has spoken of so far: actors with their prominence, names introduced, pairs connected.
//!
//! Prominence is by place: later over earlier, subjects over objects over the rest (centering theory:
//! Grosz, Joshi and Weinstein 1995). It is deliberately plain, so that a choice can be explained.

use rustc_hash::FxHashMap;

use crate::model::Party;
use crate::vocabulary::actors::{ActorIdx, Kind};

/// Weight of the main clause's subject.
pub const MAIN: f32 = 1.2;
/// How a mention's grammatical place weighs.
pub const SUBJECT: f32 = 1.0;
/// The owner of a subject.
pub const OWNER: f32 = 0.8;
/// An object.
pub const OBJECT: f32 = 0.75;
/// Anything else.
pub const OTHER: f32 = 0.55;
/// A place name.
pub const PLACE: f32 = 0.25;
/// An adjective before a thing: "Russian planes".
pub const ADJECTIVE: f32 = 0.4;

/// What a sentence's distance leaves of a pair's weight.
const PAIR_DECAY: f32 = 0.7;

/// What any distance leaves of it: the two that a text is about stay the two sides.
const PAIR_LASTING: f32 = 0.1;

/// What a sentence's distance leaves of a mention's weight.
const DECAY: f32 = 0.6;

/// One who has been mentioned.
#[derive(Debug, Clone)]
pub struct Known {
    /// As last resolved.
    pub party: Party,
    /// The principal.
    pub principal: ActorIdx,
    /// What sort of actor it is.
    pub kind: Kind,
    /// `m`, `f` or space, for persons.
    pub gender: char,
    /// Whether it was named in the plural: "the Palestinians", "rebels".
    pub plural: bool,
    /// Whether it is one person, known by name or not: "a spokesman".
    pub animate: bool,
    /// Sentence of the last mention.
    pub sentence: usize,
    /// Word of the last mention.
    pub at: usize,
    /// Weight of the last mention.
    pub weight: f32,
    /// How often it was mentioned.
    pub count: usize,
}

/// Two parties that a sentence spoke of together.
#[derive(Debug, Clone, Copy)]
struct Pairing {
    one: ActorIdx,
    other: ActorIdx,
    sentence: usize,
    weight: f32,
    joined: bool,
}

/// Weight of two parties joined by "and", or members of one body.
pub const JOINED: f32 = 1.0;

/// Most weight of a pair in one sentence.
const MOST: f32 = 3.0;

/// What the dateline adds to a state's being the topic. On the development briefs, .6 and 1.5 were worse.
const REPORTED_FROM: f32 = 1.0;

/// What it adds to be the state named most often; others have their share of it.
const NAMED_MOST: f32 = 1.0;

/// Sentences after which a mention or a pair is out of reach of pronouns and descriptions.
const REACH: usize = 40;

/// Weight of two parties in one sentence.
pub const TOGETHER: f32 = 0.3;

/// The memory of one document.
#[derive(Debug, Clone, Default)]
pub struct Memory {
    known: Vec<Known>,
    /// Folded surnames and other single words of names that were introduced in full.
    pub surnames: FxHashMap<String, usize>,
    /// Acronyms introduced in brackets.
    pub acronyms: FxHashMap<String, usize>,
    /// Role nouns that were used with their country: "junta" after "Myanmar's junta".
    pub described: FxHashMap<String, usize>,
    /// Titles with the persons whose names they stood before: "general" with General Clay.
    titled: Vec<(String, usize)>,
    pairings: Vec<Pairing>,
    /// Parties joined in a row, with the sentence: "France, Germany and Belgium".
    rows: Vec<(usize, Vec<ActorIdx>)>,
    /// The parties of the sentence being read, in order.
    pub current: Vec<usize>,
    /// State of the dateline, where there is one.
    pub dateline: Option<ActorIdx>,
}

impl Memory {
    /// Remembers a mention; gives its position.
    pub fn add(&mut self, new: Known) -> usize {
        let same = self
            .known
            .iter()
            .position(|known| known.party.id == new.party.id && known.plural == new.plural);
        if let Some(position) = same {
            let known = &mut self.known[position];
            let count = known.count + 1;
            let gender = if new.gender == ' ' {
                known.gender
            } else {
                new.gender
            };
            let weight = if known.sentence == new.sentence {
                known.weight.max(new.weight)
            } else {
                new.weight
            };
            *known = Known {
                gender,
                weight,
                count,
                ..new
            };
            position
        } else {
            self.known.push(new);
            self.known.len() - 1
        }
    }

    /// One of those mentioned.
    pub fn get(&self, position: usize) -> Option<&Known> {
        self.known.get(position)
    }

    /// All mentioned, in the order of their first mention.
    pub fn all(&self) -> &[Known] {
        &self.known
    }

    /// Prominence as seen from a word of a sentence.
    pub fn prominence(known: &Known, sentence: usize) -> f32 {
        let apart = sentence.saturating_sub(known.sentence) as i32;
        known.weight * DECAY.powi(apart) + 0.02 * known.count.min(5) as f32
    }

    /// The most prominent that fits, as seen from a sentence.
    pub fn best(&self, sentence: usize, fits: impl Fn(&Known) -> bool) -> Option<usize> {
        self.known
            .iter()
            .enumerate()
            .filter(|(_, known)| known.sentence + REACH > sentence && fits(known))
            .max_by(|(_, one), (_, other)| {
                Self::prominence(one, sentence)
                    .total_cmp(&Self::prominence(other, sentence))
                    .then(one.at.cmp(&other.at))
            })
            .map(|(position, _)| position)
    }

    /// All that fit, most prominent first.
    pub fn ranked(&self, sentence: usize, fits: impl Fn(&Known) -> bool) -> Vec<usize> {
        let mut found: Vec<usize> = (0..self.known.len())
            .filter(|&position| {
                let known = &self.known[position];
                known.sentence + REACH > sentence && fits(known)
            })
            .collect();
        found.sort_by(|&one, &other| {
            Self::prominence(&self.known[other], sentence)
                .total_cmp(&Self::prominence(&self.known[one], sentence))
                .then(self.known[other].at.cmp(&self.known[one].at))
        });
        found
    }

    /// Remembers that a person bears a title.
    pub fn entitle(&mut self, title: &str, position: usize) {
        let known = (title.to_owned(), position);
        if !self.titled.contains(&known) {
            self.titled.push(known);
        }
    }

    /// The most prominent bearer of a title that fits, as seen from a sentence.
    pub fn bearer(
        &self,
        title: &str,
        sentence: usize,
        fits: impl Fn(&Known) -> bool,
    ) -> Option<&Known> {
        self.titled
            .iter()
            .filter(|(borne, _)| borne == title)
            .filter_map(|&(_, position)| self.known.get(position))
            .filter(|known| fits(known))
            .max_by(|one, other| {
                Self::prominence(one, sentence)
                    .total_cmp(&Self::prominence(other, sentence))
                    .then(one.at.cmp(&other.at))
            })
    }

    /// One of those mentioned, to be corrected.
    pub fn get_mut(&mut self, position: usize) -> Option<&mut Known> {
        self.known.get_mut(position)
    }

    /// Remembers that two parties were spoken of together.
    pub fn pair(&mut self, one: ActorIdx, other: ActorIdx, sentence: usize, weight: f32) {
        if one != other {
            let same = self
                .pairings
                .iter_mut()
                .rev()
                .take_while(|pairing| pairing.sentence == sentence)
                .find(|pairing| (pairing.one, pairing.other) == (one, other));
            match same {
                // Named together once more: counted, but not without end in a list of a thousand.
                Some(pairing) => {
                    pairing.weight = (pairing.weight + weight).min(MOST);
                    pairing.joined |= weight >= JOINED;
                }
                None => self.pairings.push(Pairing {
                    one,
                    other,
                    sentence,
                    weight,
                    joined: weight >= JOINED,
                }),
            }
        }
    }

    /// Remembers that parties go on a row of names, or begin one.
    pub fn list(&mut self, parties: &[ActorIdx], sentence: usize, goes_on: bool) {
        let row = match self.rows.last_mut() {
            Some((when, row)) if goes_on && *when == sentence => row,
            _ => {
                self.rows.push((sentence, Vec::new()));
                &mut self.rows.last_mut().expect("a row was just begun").1
            }
        };
        for party in parties {
            if !row.contains(party) {
                row.push(*party);
            }
        }
    }

    /// The last row of so many parties that all fit.
    pub fn listed(
        &self,
        number: usize,
        sentence: usize,
        fits: impl Fn(ActorIdx) -> bool,
    ) -> Option<Vec<ActorIdx>> {
        self.rows
            .iter()
            .rev()
            .filter(|(when, _)| when + REACH > sentence)
            .map(|(_, row)| row)
            .find(|row| row.len() == number && row.iter().all(|&party| fits(party)))
            .cloned()
    }

    /// States by how much the text is about them, as seen from a sentence: by prominence, how often they were named,
    /// and whether the report comes from there.
    pub fn topics(&self, sentence: usize, fits: impl Fn(ActorIdx) -> bool) -> Vec<ActorIdx> {
        let mut states: Vec<(ActorIdx, f32, usize)> = Vec::new();
        for known in &self.known {
            if known.sentence + REACH <= sentence || !fits(known.principal) {
                continue;
            }
            let prominence = Self::prominence(known, sentence);
            match states
                .iter_mut()
                .find(|(state, _, _)| *state == known.principal)
            {
                Some((_, most, count)) => {
                    *most = most.max(prominence);
                    *count += known.count;
                }
                None => states.push((known.principal, prominence, known.count)),
            }
        }
        let most = states.iter().map(|(_, _, count)| *count).max().unwrap_or(1);
        let score = |&(state, prominence, count): &(ActorIdx, f32, usize)| {
            let home = if self.dateline == Some(state) {
                REPORTED_FROM
            } else {
                0.0
            };
            prominence + home + NAMED_MOST * count as f32 / most.max(1) as f32
        };
        states.sort_by(|one, other| score(other).total_cmp(&score(one)));
        states.into_iter().map(|(state, _, _)| state).collect()
    }

    /// How closely two parties are connected, as seen from a sentence.
    pub fn closeness(&self, one: ActorIdx, other: ActorIdx, sentence: usize) -> f32 {
        self.pairings
            .iter()
            .filter(|pairing| {
                (pairing.one, pairing.other) == (one, other)
                    || (pairing.one, pairing.other) == (other, one)
            })
            .map(|pairing| {
                let apart = sentence.saturating_sub(pairing.sentence) as i32;
                pairing.weight * PAIR_DECAY.powi(apart).max(PAIR_LASTING)
            })
            .sum()
    }

    /// The pair most closely connected, in the order of its last mention.
    pub fn closest(
        &self,
        sentence: usize,
        fits: impl Fn(ActorIdx) -> bool,
    ) -> Option<(ActorIdx, ActorIdx)> {
        let mut best: Option<(f32, ActorIdx, ActorIdx)> = None;
        for pairing in self.pairings.iter().rev() {
            if !fits(pairing.one) || !fits(pairing.other) {
                continue;
            }
            if best.is_some_and(|(_, one, other)| {
                (one, other) == (pairing.one, pairing.other)
                    || (one, other) == (pairing.other, pairing.one)
            }) {
                continue;
            }
            let closeness = self.closeness(pairing.one, pairing.other, sentence);
            if best.is_none_or(|(most, _, _)| closeness > most) {
                best = Some((closeness, pairing.one, pairing.other));
            }
        }
        best.map(|(_, one, other)| (one, other))
    }

    /// The one most closely connected with a party.
    pub fn partner(
        &self,
        of: ActorIdx,
        sentence: usize,
        fits: impl Fn(ActorIdx) -> bool,
    ) -> Option<ActorIdx> {
        self.closest(sentence, |actor| actor == of || fits(actor))
            .filter(|pair| pair.0 == of || pair.1 == of)
            .map(|pair| if pair.0 == of { pair.1 } else { pair.0 })
            .or_else(|| {
                let mut others: Vec<ActorIdx> = self
                    .pairings
                    .iter()
                    .rev()
                    .filter(|pairing| pairing.one == of || pairing.other == of)
                    .map(|pairing| {
                        if pairing.one == of {
                            pairing.other
                        } else {
                            pairing.one
                        }
                    })
                    .filter(|other| fits(*other))
                    .collect();
                others.sort_by(|one, other| {
                    self.closeness(of, *other, sentence)
                        .total_cmp(&self.closeness(of, *one, sentence))
                });
                others.first().copied()
            })
    }

    /// The pair that was last joined by "and", if that was in this sentence or the one before.
    pub fn joined(&self, sentence: usize) -> Option<(ActorIdx, ActorIdx, usize)> {
        self.pairings
            .iter()
            .rev()
            .find(|pairing| pairing.joined && pairing.sentence + 1 >= sentence)
            .map(|pairing| (pairing.one, pairing.other, pairing.sentence))
    }

    /// Ends a sentence: what lies far behind is forgotten, so that the cost does not grow with the text.
    pub fn end_sentence(&mut self, sentence: usize) {
        self.current.clear();
        self.pairings
            .retain(|pairing| pairing.sentence + REACH > sentence);
        self.rows.retain(|(when, _)| when + REACH > sentence);
    }
}
