//! Pronouns: by grammar, number, gender and prominence.

use super::Form;
use super::memory::Known;
use super::reader::Reader;
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
        let asks = asks(self.words.lower(at))?;
        let end = at + 1;
        let word = self.words.word(at)?;
        if word.rel == Rel::Expl {
            return Some(end);
        }
        let sentence = self.sentence.index;
        let verb = word.head;
        let reflexive = matches!(
            self.words.lower(at),
            "himself" | "herself" | "itself" | "themselves"
        );
        let possessive = matches!(word.rel, Rel::NmodPoss)
            || matches!(self.words.lower(at), "its" | "his" | "their");
        let fits = |known: &Known| {
            // An object is not its own verb's subject, unless it says so.
            let subject_of_same = !reflexive
                && !possessive
                && known.sentence == sentence
                && self.words.word(known.at).is_some_and(|other| {
                    other.head == verb && matches!(other.rel, Rel::Nsubj | Rel::NsubjPass)
                });
            if subject_of_same {
                return false;
            }
            match asks {
                Asks::He => known.kind == Kind::Person && known.gender != 'f',
                Asks::She => known.kind == Kind::Person && known.gender != 'm',
                Asks::It => known.kind != Kind::Person && !known.plural,
                Asks::They => known.plural || matches!(known.kind, Kind::Group | Kind::People),
            }
        };
        let chosen = self.memory.best(sentence, fits);
        if let Some(known) = chosen.and_then(|position| self.memory.get(position)) {
            let meant = self.again(known);
            self.push(at..end, Form::Pronoun, vec![meant], false, SURE);
        } else if asks == Asks::They {
            let pair: Vec<_> = self
                .memory
                .pair
                .iter()
                .filter_map(|&position| self.memory.get(position))
                .map(|known| self.again(known))
                .take(2)
                .collect();
            self.push(at..end, Form::Pronoun, pair, false, SURE * 0.8);
        }
        Some(end)
    }
}
