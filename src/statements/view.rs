//! A sentence with everything known about it, and the questions that reading asks of it.

use crate::language::{Rel, Tree, Upos, Word};
use crate::mentions::{Form, Mention, TimeExpression};
use crate::model::{Action, ActorKind};
use crate::vocabulary::relations::Relations;

/// Collectives whose "of" phrase says what they are: "a series of attacks", "tonnes of grain".
const TRANSPARENT: &[&str] = &[
    "series",
    "number",
    "wave",
    "couple",
    "dozen",
    "hundred",
    "thousand",
    "group",
    "lot",
    "tonne",
    "ton",
    "part",
    "rest",
    "score",
    "million",
    "billion",
    "kind",
    "type",
    "majority",
    "member",
    "shipment",
    "package",
    "piece",
    "batch",
    "list",
    "string",
    "spate",
    "round",
    "set",
    "flurry",
    "exchange",
    "range",
    "most",
    "much",
    "many",
    "some",
    "all",
    "any",
    "half",
    "bulk",
    "third",
    "quarter",
    "percent",
    "share",
    "last",
    "remainder",
    "remnant",
    "dozens",
    "scores",
    "metre",
    "litre",
    "barrel",
    "gallon",
    "kilo",
    "kilogram",
    "bushel",
    "none",
];

/// How many nouns a pronoun for a thing may reach back.
const MAX_NOUNS_BACK: usize = 12;

/// A common noun that a pronoun may stand for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EarlierNoun {
    /// Lower case.
    pub lemma: Box<str>,
    /// Whether it is plural.
    pub plural: bool,
}

/// One sentence, read-only.
pub struct View<'a> {
    /// Its words and tree.
    pub tree: &'a Tree,
    /// Who is named in it.
    pub mentions: &'a [Mention],
    /// What dates it.
    pub times: &'a [TimeExpression],
    /// The vocabulary.
    pub relations: &'a Relations,
    /// Whether it is a headline, where the present tense tells the past.
    pub headline: bool,
    /// Whether the mentions are marked parties, which may be any noun phrase.
    pub marked: bool,
    /// Common nouns of the sentence before.
    pub earlier: Vec<EarlierNoun>,
    mention_at: Vec<Option<usize>>,
    time_at: Vec<bool>,
}

impl<'a> View<'a> {
    /// Puts a sentence together.
    pub fn new(
        tree: &'a Tree,
        mentions: &'a [Mention],
        times: &'a [TimeExpression],
        relations: &'a Relations,
        headline: bool,
    ) -> Self {
        let n_words = tree.words.len();
        let mut mention_at = vec![None; n_words];
        for (idx, mention) in mentions.iter().enumerate() {
            for at in mention.words.clone() {
                if let Some(slot) = mention_at.get_mut(at) {
                    *slot = Some(idx);
                }
            }
        }
        let mut time_at = vec![false; n_words];
        for time in times {
            for at in time.words.clone() {
                if let Some(slot) = time_at.get_mut(at) {
                    *slot = true;
                }
            }
        }
        Self {
            tree,
            mentions,
            times,
            relations,
            headline,
            marked: false,
            earlier: Vec::new(),
            mention_at,
            time_at,
        }
    }

    /// The word at a position.
    pub fn word(&self, at: usize) -> &'a Word {
        &self.tree.words[at]
    }

    /// Number of words.
    pub fn len(&self) -> usize {
        self.tree.words.len()
    }

    /// The mention that covers a word.
    pub fn mention(&self, at: usize) -> Option<&'a Mention> {
        self.mention_at[at].map(|idx| &self.mentions[idx])
    }

    /// The word where the ways from two words to the root meet; the first of them where they do not.
    pub fn meeting(&self, one: usize, other: usize) -> usize {
        let chain = |from: usize| {
            std::iter::once(from)
                .chain(self.tree.ancestors(from))
                .take(self.len())
        };
        chain(one)
            .find(|&at| chain(other).any(|it| it == at))
            .unwrap_or(one)
    }

    /// Whether a word is part of a date.
    pub fn is_time(&self, at: usize) -> bool {
        self.time_at[at]
    }

    /// Whether a word is a verb in use (not an auxiliary).
    pub fn is_verb(&self, at: usize) -> bool {
        let word = self.word(at);
        // "had harsh words for Bern": taggers take it for an auxiliary.
        let main = || {
            word.upos == Upos::Aux
                && word.lemma == "have"
                && !matches!(word.rel, Rel::Aux | Rel::AuxPass | Rel::Cop)
                && self.tree.dependent(at, Rel::Obj).is_some()
        };
        word.upos == Upos::Verb || main()
    }

    /// Whether a word is nominal.
    pub fn is_nominal(&self, at: usize) -> bool {
        matches!(
            self.word(at).upos,
            Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num | Upos::Sym
        )
    }

    /// The preposition of a nominal, lower case.
    pub fn preposition(&self, at: usize) -> Option<&'a str> {
        self.tree
            .dependents(at, Rel::Case)
            .map(|case| self.word(case))
            .find(|case| case.lower != "'s" && case.lower != "’s")
            .map(|case| &*case.lower)
    }

    /// The nominal that an expression is really about: "attacks" for "a series of attacks".
    pub fn core(&self, at: usize) -> usize {
        // Few words have such a phrase; the list is long.
        self.tree
            .dependents(at, Rel::Nmod)
            .find(|&child| self.preposition(child) == Some("of"))
            .filter(|_| TRANSPARENT.contains(&&*self.word(at).lemma))
            .filter(|_| self.mention(at).is_none())
            .unwrap_or(at)
    }

    /// Lemmas under which a nominal may be known: with the word before it ("air strike"), then by itself.
    pub fn names(&self, at: usize) -> Vec<String> {
        let word = self.word(at);
        let mut names = Vec::with_capacity(4);
        if at > 0 {
            let before = self.word(at - 1);
            if matches!(
                before.upos,
                Upos::Adj | Upos::Noun | Upos::Propn | Upos::Verb
            ) {
                names.push(format!("{} {}", before.lower, word.lemma));
                if before.lemma != before.lower {
                    names.push(format!("{} {}", before.lemma, word.lemma));
                }
            }
        }
        if at + 2 < self.len() && self.word(at + 1).lower == "of" {
            names.push(format!("{} of {}", word.lemma, self.word(at + 2).lemma));
            // "an exchange of Angolan prisoners".
            let of = |child: &usize| self.preposition(*child) == Some("of");
            if let Some(of) = self.tree.dependents(at, Rel::Nmod).find(of) {
                names.push(format!("{} of {}", word.lemma, self.word(of).lemma));
            }
        }
        // "a ban on imports".
        if at + 2 < self.len() && self.word(at + 1).lower == "on" {
            names.push(format!("{} on {}", word.lemma, self.word(at + 2).lemma));
        }
        names.push(word.lemma.to_lowercase());
        if word.lower != word.lemma {
            names.push(word.lower.clone());
        }
        names
    }

    /// Whether a nominal belongs to a class of the vocabulary, or is the given word.
    pub fn is_a(&self, at: usize, class: &str) -> bool {
        let at = self.core(at);
        match class {
            "ANY" => true,
            "ACTOR" => {
                self.mention(at).is_some_and(|m| m.form != Form::Adjective) || self.is_national(at)
            }
            "NOUN" => match self.mention(at) {
                Some(mention) => mention.form != Form::Pronoun,
                None => self.word(at).upos != Upos::Pron,
            },
            "PLACE" => {
                self.mention(at).is_some_and(|m| m.place)
                    || self
                        .tree
                        .dependents(at, Rel::Appos)
                        .any(|child| self.mention(child).is_some_and(|m| m.place))
            }
            "BODY" => self.is_body(at),
            "STATE" => self.is_state(at),
            class
                if class.chars().all(|c| c.is_ascii_uppercase())
                    && matches!(&*self.word(at).lower, "it" | "them") =>
            {
                self.stands_for(at, class)
            }
            class if class.chars().all(|c| c.is_ascii_uppercase()) => {
                let names = self.names(at);
                names
                    .iter()
                    .any(|name| self.relations.in_class(class, name))
                    && !names.iter().any(|name| self.is_other_act(name, class))
            }
            word => self.word(at).lemma == word || self.word(at).lower == word,
        }
    }

    /// "… ties with Cairo. It had severed [them] in May": whether the nearest noun of a class agrees with a pronoun.
    fn stands_for(&self, at: usize, class: &str) -> bool {
        let plural = self.word(at).lower == "them";
        let here = (0..at).rev().map(|before| self.word(before));
        let here = here
            .filter(|word| word.upos == Upos::Noun)
            .map(|word| (&*word.lemma, word.xpos == "NNS"));
        let earlier = self.earlier.iter().rev();
        let earlier = earlier.map(|noun| (&*noun.lemma, noun.plural));
        here.chain(earlier)
            .take(MAX_NOUNS_BACK)
            .any(|(lemma, is_plural)| is_plural == plural && self.relations.in_class(class, lemma))
    }

    /// The common nouns of the sentence, for pronouns of the next.
    pub fn nouns(&self) -> Vec<EarlierNoun> {
        let nouns = self
            .tree
            .words
            .iter()
            .filter(|word| word.upos == Upos::Noun);
        nouns
            .map(|word| EarlierNoun {
                lemma: word.lemma.to_lowercase().into(),
                plural: word.xpos == "NNS",
            })
            .collect()
    }

    /// Whether a compound says which of several acts its head means, and it is none of the class: "air strikes" are no
    /// protests, though strikes may be.
    fn is_other_act(&self, name: &str, class: &str) -> bool {
        let (Ok(action), Some((_, head))) = (
            class.to_ascii_lowercase().parse::<Action>(),
            name.rsplit_once(' '),
        ) else {
            return false;
        };
        let senses = self.relations.noun(name);
        let of_head = self.relations.noun(head);
        !senses.is_empty()
            && senses.iter().all(|sense| {
                sense.action != action && of_head.iter().any(|other| other.action == sense.action)
            })
    }

    /// "British agencies", "Russian engineers": people and bodies of a nation that is named only as an adjective.
    fn is_national(&self, at: usize) -> bool {
        let nation = |adjective: usize| {
            self.mention(adjective)
                .is_some_and(|m| m.form == Form::Adjective)
        };
        self.tree.dependents(at, Rel::Amod).any(nation)
            && ["PERSON", "AGENCY", "ENVOY", "TROOPS", "PEOPLE", "EXPERTS"]
                .iter()
                .any(|class| self.is_a(at, class))
    }

    fn is_state(&self, at: usize) -> bool {
        self.mention(at).is_some_and(|mention| {
            let mut parties = mention.parties.iter();
            parties.any(|party| party.kind == ActorKind::State)
        })
    }

    fn is_body(&self, at: usize) -> bool {
        self.mention(at).is_some_and(|mention| {
            mention
                .parties
                .iter()
                .any(|party| party.kind == ActorKind::Organisation && party.id == party.principal)
        })
    }
}
