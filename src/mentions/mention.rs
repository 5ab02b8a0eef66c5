//! The words in a sentence that name an actor.

use std::ops::Range;

use crate::language::{Tree, Upos};
use crate::model::{Party, When};

/// How the words name the actor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Form {
    /// A state's or organisation's name: "Russia", "NATO".
    Name,
    /// A capital or seat that may stand for its government or be a mere place: "Moscow", "the Kremlin", "Geneva".
    Seat,
    /// A nationality word used as adjective: "Russian". It names an actor only through what it modifies.
    Adjective,
    /// A person by name, with or without title: "Russian Foreign Minister Igor Ivanov".
    Person,
    /// A description: "the alliance", "the Russian foreign minister", "his Iraqi counterpart", "rebels".
    Description,
    /// A pronoun or possessive: "it", "their".
    Pronoun,
    /// A body made of several members: "the Permanent Joint Council". Its members are the parties.
    Composite,
}

impl Form {
    /// One word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Seat => "seat",
            Self::Adjective => "adjective",
            Self::Person => "person",
            Self::Description => "description",
            Self::Pronoun => "pronoun",
            Self::Composite => "composite",
        }
    }
}

/// The words that name an actor, and whom they name.
#[derive(Debug, Clone, PartialEq)]
pub struct Mention {
    /// Positions of its words in the sentence, half-open.
    pub words: Range<usize>,
    /// The syntactic head among them.
    pub head: usize,
    /// How it names.
    pub form: Form,
    /// The actors meant. Several when the words mean several together ("the two sides"); never empty.
    pub parties: Vec<Party>,
    /// For names that are also places (states, capitals, cities): true. Grammar decides later which it is.
    pub place: bool,
    /// Whether the nouns around say that the name is only where: "the coast of Ecuador", "the cyclone that hit Fiji".
    pub whereabouts: bool,
    /// How sure, from 0 to 1.
    pub confidence: f32,
}

impl Mention {
    /// Whether the words only say where: "in Moscow", "off Italy", "northern Japan", "Pisco, Peru".
    ///
    /// Names that stand for a government as subject, object or possessor do not; "to Moscow" may be either and counts
    /// as an actor, unless a "from" goes before it.
    pub fn is_mere_place(&self, tree: &Tree) -> bool {
        if !self.place || !matches!(self.form, Form::Name | Form::Seat) {
            return false;
        }
        if self.whereabouts {
            return true;
        }
        let lower = |at: usize| tree.words.get(at).map_or("", |word| word.lower.as_str());
        let mut before = self.words.start;
        let mut is_part = false;
        while before > 0
            && (matches!(lower(before - 1), "the" | "of")
                || matches!(tree.words[before - 1].upos, Upos::Adj)
                || is_direction(lower(before - 1)))
        {
            is_part |= is_direction(lower(before - 1));
            before -= 1;
        }
        // A part of a country acts for nobody.
        if is_part || before == 0 {
            return is_part;
        }
        match lower(before - 1) {
            "in" | "at" | "near" | "off" | "into" | "across" | "around" | "outside" | "inside"
            | "through" | "throughout" | "onto" | "via" | "from" => true,
            "to" => (before.saturating_sub(6)..before).any(|at| lower(at) == "from"),
            "," => before > 1 && tree.words[before - 2].upos == Upos::Propn,
            "and" | "or" => (before.saturating_sub(4)..before)
                .any(|at| matches!(lower(at), "in" | "through" | "near")),
            _ => false,
        }
    }
}

/// A point of the compass: "northern", "south", "central".
fn is_direction(word: &str) -> bool {
    let word = word.strip_suffix("ern").unwrap_or(word);
    matches!(
        word,
        "north"
            | "south"
            | "east"
            | "west"
            | "central"
            | "northeast"
            | "northwest"
            | "southeast"
            | "southwest"
    )
}

/// How a time expression bounds what it dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Bound {
    /// It happens then: "on Tuesday", "in March 1999".
    At,
    /// From then on: "since March".
    Since,
    /// Up to then: "until Friday", "by January 24".
    Until,
    /// Deictic without a definite date: "in the coming days", "recently".
    Vague,
}

/// The words that say when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeExpression {
    /// Positions of its words in the sentence, half-open, with the preposition.
    pub words: Range<usize>,
    /// Its head word: the one that the tree attaches ("March" in "since March").
    pub head: usize,
    /// How it bounds.
    pub bound: Bound,
    /// The date meant if the matter lies in the past of the publication date.
    pub past: Option<When>,
    /// The date meant if it lies in the future. The same as `past` for full dates.
    pub future: Option<When>,
}
