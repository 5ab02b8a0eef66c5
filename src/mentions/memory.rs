//! What a text has spoken of so far: actors with their prominence, names introduced, pairs connected.
//!
//! Prominence is by place: later over earlier, subjects over objects over the rest (centering theory:
//! Grosz, Joshi and Weinstein 1995). It is deliberately plain, so that a choice can be explained.

use std::collections::HashMap;

use crate::model::Party;
use crate::vocabulary::actors::{ActorIdx, Kind};

/// How a mention's grammatical place weighs.
pub const SUBJECT: f32 = 1.0;
/// An object.
pub const OBJECT: f32 = 0.75;
/// Anything else.
pub const OTHER: f32 = 0.55;
/// A place name.
pub const PLACE: f32 = 0.25;

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
    /// Sentence of the last mention.
    pub sentence: usize,
    /// Word of the last mention.
    pub at: usize,
    /// Weight of the last mention.
    pub weight: f32,
    /// How often it was mentioned.
    pub count: usize,
}

/// The memory of one document.
#[derive(Debug, Clone, Default)]
pub struct Memory {
    known: Vec<Known>,
    /// Folded surnames and other single words of names that were introduced in full.
    pub surnames: HashMap<String, usize>,
    /// Acronyms introduced in brackets.
    pub acronyms: HashMap<String, usize>,
    /// The last parties that one sentence connected, in order.
    pub pair: Vec<usize>,
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
            *known = Known {
                count,
                gender,
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
            .filter(|(_, known)| fits(known))
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
            .filter(|&position| fits(&self.known[position]))
            .collect();
        found.sort_by(|&one, &other| {
            Self::prominence(&self.known[other], sentence)
                .total_cmp(&Self::prominence(&self.known[one], sentence))
                .then(self.known[other].at.cmp(&self.known[one].at))
        });
        found
    }

    /// Ends a sentence: parties of different principals that it named together become the pair in focus.
    pub fn end_sentence(&mut self) {
        let mut principals = Vec::new();
        let mut pair = Vec::new();
        for &position in &self.current {
            let known = &self.known[position];
            if !principals.contains(&known.principal) {
                principals.push(known.principal);
                pair.push(position);
            }
        }
        if pair.len() >= 2 {
            self.pair = pair;
        }
        self.current.clear();
    }
}
