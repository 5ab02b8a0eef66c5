//! Names in a sentence: the longest alias that begins at a word, under the conditions of its spelling and date.

use super::words::Words;
use crate::vocabulary::actors::{
    ActorIdx, Actors, Case, Class, Day, Found, Kind, Posting, Sense, distance, fold,
};

/// Rough days around an office within which a bare surname may still mean its holder.
const SURNAME_GRACE: u32 = 150;

/// Rough days out of office in which a ruler's bare surname still names him where the text speaks of his country.
const LATE: u32 = 1500;

/// Adjectives of at most this weight, in percent, are combining forms and count before a hyphen only.
const COMBINING: u8 = 10;

/// An alias found at a word.
#[derive(Debug, Clone, PartialEq)]
pub struct Unit {
    /// One past its last word.
    pub end: usize,
    /// What it says of the actor.
    pub sense: Sense,
    /// Whom it may mean, with a weight from 0 to 1; best first, never empty unless it is a thing.
    pub candidates: Vec<(ActorIdx, f32)>,
}

/// Finds aliases; keeps its buffer between calls.
pub struct Names<'a> {
    actors: &'a Actors,
    day: Option<Day>,
    found: Vec<Found<'a>>,
}

impl<'a> Names<'a> {
    /// A matcher for texts published on `day`.
    pub fn new(actors: &'a Actors, day: Option<Day>) -> Self {
        Self {
            actors,
            day,
            found: Vec::new(),
        }
    }

    /// The longest alias that begins at word `at`. Things and media are given too, so that they can be passed over.
    pub fn at(&mut self, words: &Words<'_>, at: usize) -> Option<Unit> {
        let mut found = std::mem::take(&mut self.found);
        self.actors.walk(
            (at..words.len()).map(|position| words.folded(position)),
            &mut found,
        );
        let unit = found
            .iter()
            .rev()
            .find_map(|alias| self.unit(words, at, at + alias.tokens, alias.postings));
        self.found = found;
        unit
    }

    /// The state of a dateline's place: "KHARTOUM", "TABA, Egypt".
    pub fn state_of_place(&self, place: &str) -> Option<ActorIdx> {
        place.split([',', '/']).find_map(|part| {
            self.actors
                .postings(&fold(part))
                .iter()
                .filter(|posting| matches!(posting.sense, Sense::Name | Sense::Seat | Sense::Place))
                .map(|posting| (self.apart(posting), self.actors.actor(posting)))
                .filter(|(_, actor)| self.actors.record(*actor).kind == Kind::State)
                .min()
                .map(|(_, actor)| actor)
        })
    }

    /// Heads of state and government out of office for some years, by a bare surname, for a text that speaks of their
    /// country: the Yugoslav tribunal and "Milosevic" in 2001.
    pub fn late(&self, surname: &str) -> Vec<(ActorIdx, f32)> {
        let mut found: Vec<(u32, ActorIdx)> = self
            .actors
            .postings(surname)
            .iter()
            .filter(|posting| posting.sense == Sense::Surname && posting.until != 0)
            .filter(|posting| self.day.is_some_and(|day| posting.until < day))
            .map(|posting| (self.apart(posting), self.actors.actor(posting)))
            .filter(|(apart, actor)| {
                *apart <= LATE
                    && self
                        .actors
                        .record(*actor)
                        .roles
                        .iter()
                        .any(|role| role.class <= Class::HeadOfGovernment)
            })
            .collect();
        found.sort_unstable();
        found.dedup_by_key(|(_, actor)| *actor);
        found.into_iter().map(|(_, actor)| (actor, 0.7)).collect()
    }

    /// Whom another transliteration of a name means: a whole name, or behind a title a surname.
    pub fn transliterated(&self, name: &str, whole: bool) -> Vec<(ActorIdx, f32)> {
        let postings = if whole {
            self.actors.transliterated(name)
        } else {
            self.actors.transliterated_surname(name)
        };
        let mut found: Vec<(u32, ActorIdx)> = postings
            .iter()
            .map(|posting| (self.apart(posting), self.actors.actor(posting)))
            .filter(|(apart, _)| *apart <= SURNAME_GRACE * if whole { 12 } else { 1 })
            .collect();
        found.sort_unstable();
        found.dedup_by_key(|(_, actor)| *actor);
        // Skeletons are shared by chance too: several people on one date are nobody.
        let best = found.first().map(|(apart, _)| *apart);
        let tied = found
            .iter()
            .filter(|(apart, _)| Some(*apart) == best)
            .count();
        if tied == 1 {
            found
                .into_iter()
                .take(1)
                .map(|(_, actor)| (actor, 0.85))
                .collect()
        } else {
            Vec::new()
        }
    }

    fn unit(&self, words: &Words<'_>, at: usize, end: usize, postings: &[Posting]) -> Option<Unit> {
        let pieces = words.pieces(at, end);
        // A possessive clitic at the end of an alias is part of it only within ("Children's Fund").
        if words.is_possessive(end - 1) {
            return None;
        }
        let mut fitting: Vec<(&Posting, u32)> = postings
            .iter()
            .filter(|posting| {
                pieces <= usize::from(posting.words) && spelt(words, at, end, posting)
            })
            .map(|posting| (posting, self.apart(posting)))
            .filter(|(posting, apart)| match posting.sense {
                Sense::Surname => *apart <= SURNAME_GRACE,
                // "Sino-", "Anglo-": half a word.
                Sense::Adjective if posting.weight <= COMBINING => words.is_hyphen(end),
                _ => true,
            })
            .collect();
        if fitting.is_empty() {
            return None;
        }
        if let Some((thing, _)) = fitting
            .iter()
            .find(|(posting, _)| matches!(posting.sense, Sense::Thing | Sense::Media))
        {
            return Some(Unit {
                end,
                sense: thing.sense,
                candidates: Vec::new(),
            });
        }
        // Of aliases valid on the day and others, only the valid ones count.
        let nearest = fitting.iter().map(|(_, apart)| *apart).min().unwrap_or(0);
        if nearest == 0 {
            fitting.retain(|(posting, apart)| *apart == 0 || posting.sense == Sense::FullName);
        }
        // A text without a date is of today.
        let lasts = |posting: &Posting| posting.until == 0;
        if self.day.is_none() && fitting.iter().any(|(posting, _)| lasts(posting)) {
            fitting.retain(|(posting, _)| {
                lasts(posting) || matches!(posting.sense, Sense::FullName | Sense::Surname)
            });
        }
        fitting.sort_by_key(|(posting, apart)| {
            (
                rank(posting.sense),
                *apart,
                std::cmp::Reverse(posting.weight),
                posting.actor,
            )
        });
        let sense = fitting[0].0.sense;
        let mut candidates: Vec<(ActorIdx, f32)> = Vec::new();
        for (posting, apart) in fitting {
            if rank(posting.sense) != rank(sense) {
                continue;
            }
            let actor = self.actors.actor(posting);
            if candidates.iter().all(|(known, _)| *known != actor) {
                let age = 1.0 / (1.0 + apart as f32 / 3000.0);
                candidates.push((actor, f32::from(posting.weight) / 100.0 * age));
            }
        }
        candidates.sort_by(|one, other| other.1.total_cmp(&one.1));
        Some(Unit {
            end,
            sense,
            candidates,
        })
    }

    /// How far an alias's time, or for full names the person's nearest office, lies from the day.
    fn apart(&self, posting: &Posting) -> u32 {
        if posting.sense == Sense::FullName {
            return self
                .actors
                .record(self.actors.actor(posting))
                .roles
                .iter()
                .map(|role| distance(role.from, role.until, self.day))
                .min()
                .unwrap_or(0);
        }
        distance(posting.from, posting.until, self.day)
    }
}

/// Which sense of one spelling is tried first.
fn rank(sense: Sense) -> u8 {
    match sense {
        Sense::Name | Sense::Thing | Sense::Media => 0,
        Sense::Seat => 1,
        Sense::Adjective | Sense::People => 2,
        Sense::FullName => 3,
        Sense::Surname => 4,
        Sense::Place => 5,
    }
}

/// Whether words are written as an alias demands.
fn spelt(words: &Words<'_>, at: usize, end: usize, posting: &Posting) -> bool {
    match posting.case {
        Case::Any => true,
        Case::Capital => {
            words.is_capital(at)
                    // "al-Assad", "von der Leyen": the capital may come later.
                    || (end > at + 1
                        && matches!(posting.sense, Sense::FullName | Sense::Surname | Sense::Name | Sense::Seat | Sense::Place)
                        && matches!(words.lower(at), "al" | "el" | "von" | "van" | "de" | "d'" | "anti" | "the")
                        && (at + 1..end).any(|position| words.is_capital(position)))
        }
        Case::Upper => {
            (at..end).all(|position| words.folded(position).is_empty() || words.is_upper(position))
        }
    }
}
