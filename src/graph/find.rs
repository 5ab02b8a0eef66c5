//! Which actor of the graph a person means by a word.

use std::collections::{BTreeMap, BTreeSet};

use super::claim::party_id;
use super::graph::Graph;
use crate::model::{ActorId, ActorKind, Party};

/// What was found for a word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// One actor. `through` names the person or body that speaks for it, if the word named that.
    One {
        /// The node.
        actor: ActorId,
        /// The person or institution that was meant: "Igor Ivanov" for Russia.
        through: Option<String>,
    },
    /// Several actors fit equally well.
    Several(Vec<ActorId>),
    /// None; names that look alike, the nearest first.
    Nothing(Vec<String>),
}

/// How well a word fits, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    Id,
    Name,
    Words,
    Surname,
}

/// How alike a name must be to be suggested, from 0 to 1: one letter wrong in three.
const ALIKE: f64 = 0.65;
/// How many names to suggest.
const N_SUGGESTIONS: usize = 3;

impl Graph {
    /// Finds an actor by id, name, the words of a text, or a person's surname, without regard to case.
    ///
    /// On the level of principals a person or institution stands for the state or organisation it speaks for.
    pub fn find(&self, word: &str) -> Found {
        let word = word.trim().to_lowercase();
        let mut fits: BTreeMap<Fit, BTreeMap<&ActorId, Option<&str>>> = BTreeMap::new();
        for party in self.parties() {
            for (fit, actor, through) in self.readings(party, &word) {
                let place = fits.entry(fit).or_default().entry(actor).or_insert(through);
                // Named itself, it needs nobody who speaks for it.
                if through.is_none() {
                    *place = None;
                }
            }
        }
        let Some((_, best)) = fits.into_iter().next() else {
            return Found::Nothing(self.suggestions(&word));
        };
        let mut best = best.into_iter();
        match (best.next(), best.len()) {
            (Some((actor, through)), 0) => Found::One {
                actor: actor.clone(),
                through: through.map(str::to_owned),
            },
            (first, _) => Found::Several(
                first
                    .into_iter()
                    .chain(best)
                    .map(|(actor, _)| actor.clone())
                    .collect(),
            ),
        }
    }

    /// The ways in which the word names this party or its principal.
    fn readings<'a>(
        &self,
        party: &'a Party,
        word: &str,
    ) -> Vec<(Fit, &'a ActorId, Option<&'a str>)> {
        let node = party_id(party, self.options.level);
        // Most names are ASCII, and then need no copy.
        let is = |text: &str| {
            if text.is_ascii() {
                text.eq_ignore_ascii_case(word)
            } else {
                text.to_lowercase() == word
            }
        };
        let through = (node != &party.id).then_some(party.name.as_str());
        let mut readings = Vec::new();
        if is(party.id.as_str()) {
            readings.push((Fit::Id, node, through));
        }
        if is(&party.name) {
            readings.push((Fit::Name, node, through));
        }
        if is(&party.text) {
            readings.push((Fit::Words, node, through));
        }
        if party.kind == ActorKind::Person
            && party.name.split_whitespace().next_back().is_some_and(is)
        {
            readings.push((Fit::Surname, node, through));
        }
        if node == &party.principal {
            if is(party.principal.as_str()) {
                readings.push((Fit::Id, node, None));
            }
            if is(&party.principal_name) {
                readings.push((Fit::Name, node, None));
            }
        }
        readings
    }

    fn suggestions(&self, word: &str) -> Vec<String> {
        let mut names: BTreeSet<&str> = BTreeSet::new();
        for party in self.parties() {
            names.extend([
                party.name.as_str(),
                party.principal_name.as_str(),
                party.principal.as_str(),
            ]);
        }
        let mut alike: Vec<(f64, &str)> = names
            .into_iter()
            .filter(|name| !name.is_empty())
            .map(|name| (likeness(word, &name.to_lowercase()), name))
            .filter(|(likeness, _)| *likeness >= ALIKE)
            .collect();
        alike.sort_by(|one, other| other.0.total_cmp(&one.0).then_with(|| one.1.cmp(other.1)));
        alike
            .into_iter()
            .take(N_SUGGESTIONS)
            .map(|(_, name)| name.to_owned())
            .collect()
    }
}

/// Likeness of a word to a name or to one word of it, from 0 to 1.
fn likeness(word: &str, name: &str) -> f64 {
    name.split_whitespace()
        .chain([name])
        .map(|part| strsim::normalized_damerau_levenshtein(word, part))
        .fold(0.0, f64::max)
}
