//! What the network sees of two parties: the sentence word by word.

use super::Pair;
use super::features::chain;
use super::linear::Key;
use crate::language::{N_COMPANY, Tree};

/// Properties of a word that have rows in the network, whoever the parties are …
pub const N_OWN: usize = 3;
/// … and with those that depend on them.
pub const N_ROWS: usize = 7;

/// Numbers in a word's vector, padded to what the processor multiplies at once.
pub const VECTOR: usize = N_COMPANY.next_multiple_of(8);

/// Distances to a party are told apart up to here, on each side.
const FAR: i32 = 15;

/// A word, or a whole party.
#[derive(Debug, Clone, PartialEq)]
pub struct SeenWord {
    /// Its place in the sentence; for a party, that of its first word after the end of the sentence. In all sequences of a
    /// sentence, what is at one place has one vector and the same first [`N_OWN`] keys.
    pub place: usize,
    /// Keys of its rows: lemma, tag, relation to its head, where it stands on the ways through the tree, distance from
    /// the first party, distance from the second, and what the rules read in it of the two.
    pub keys: [u32; N_ROWS],
    /// Its vector; zeros for rare words and for parties, whose names are not to matter.
    pub vector: [f32; VECTOR],
}

/// A sentence with each party as one word. It looks the same whichever of the two is the source: who is shows only in
/// the order of `parties`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Sequence {
    /// The words in order.
    pub words: Vec<SeenWord>,
    /// Positions of source and target; nothing if the sentence does not hold both.
    pub parties: Option<[usize; 2]>,
}

impl Sequence {
    /// What there is to see of a pair. Empty if a party is missing, since the network has learnt from pairs only.
    pub fn of(pair: &Pair<'_>) -> Self {
        let &Pair {
            words: seen,
            readings,
            ..
        } = pair;
        let tree = seen.tree;
        let (Some(source), Some(target)) = (pair.source, pair.target) else {
            return Self::default();
        };
        let turned = target.words.start < source.words.start;
        let [first, second] = if turned {
            [target, source]
        } else {
            [source, target]
        };
        let (up, down) = (chain(tree, first.head), chain(tree, second.head));
        let meeting = up.iter().copied().find(|at| down.contains(at));
        // A party is one word, at its first.
        let mut kept: Vec<(usize, Option<usize>)> = Vec::with_capacity(tree.words.len());
        let mut last = None;
        for at in 0..tree.words.len() {
            let party = [first, second]
                .iter()
                .position(|party| party.words.contains(&at));
            if party.is_none() || party != last {
                kept.push((at, party));
            }
            last = party;
        }
        let place = |party: usize| kept.iter().position(|&(_, of)| of == Some(party));
        let (Some(first), Some(second)) = (place(0), place(1)) else {
            return Self::default();
        };
        let distance = |at: usize, from: usize| (at as i32 - from as i32).clamp(-FAR, FAR) as u8;
        let read_in = |at: usize| {
            let reading = readings.iter().find(|reading| reading.anchor == at);
            reading.map_or(0, |reading| {
                let mut roles = reading.roles;
                if turned {
                    roles.reverse();
                }
                let key = roles
                    .iter()
                    .fold(Key::new("a"), |key, &role| key.byte(role as u8));
                key.and(reading.paired).done()
            })
        };
        let words = kept.iter().enumerate().map(|(place, &(at, party))| {
            let ways = if party.is_some() {
                Way::Off
            } else {
                Way::of(tree, at, &up, &down, meeting)
            };
            let word = &seen.known[at];
            let [lemma, tag, rel] = if party.is_some() {
                let name = if pair.whole_text { "<A>" } else { "<P>" };
                let tag = Key::new("t").byte(tree.words[at].upos as u8);
                [Key::new("l").and(name), tag, Key::new("r")].map(Key::done)
            } else {
                word.rows
            };
            let vector = word.vector.filter(|_| party.is_none());
            SeenWord {
                place: if party.is_some() {
                    tree.words.len() + at
                } else {
                    at
                },
                keys: [
                    lemma,
                    tag,
                    rel,
                    Key::new("w").byte(ways as u8).done(),
                    Key::new("1").byte(distance(place, first)).done(),
                    Key::new("2").byte(distance(place, second)).done(),
                    read_in(at),
                ],
                vector: vector.unwrap_or([0.0; VECTOR]),
            }
        });
        Self {
            words: words.collect(),
            parties: Some(if turned {
                [second, first]
            } else {
                [first, second]
            }),
        }
    }
}

/// Where a word stands on the ways through the tree from the parties to the root.
#[derive(Clone, Copy)]
enum Way {
    /// Elsewhere.
    Off,
    /// Between a party and the meeting word.
    FromFirst,
    FromSecond,
    /// Where the ways meet, on what hangs there, above it.
    Meeting,
    Under,
    Above,
}

impl Way {
    fn of(tree: &Tree, at: usize, up: &[usize], down: &[usize], meeting: Option<usize>) -> Self {
        match (up.contains(&at), down.contains(&at)) {
            _ if meeting == Some(at) => Self::Meeting,
            (true, true) => Self::Above,
            (true, false) => Self::FromFirst,
            (false, true) => Self::FromSecond,
            _ if meeting.is_some() && tree.words[at].head == meeting => Self::Under,
            _ => Self::Off,
        }
    }
}
