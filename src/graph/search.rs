//! Sentences behind the relations, found by their words.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Serialize, Serializer};

use super::graph::Graph;
use super::relation::RelationId;
use crate::model::{Published, Span, Statement};

/// What to look for: words that must all stand in a sentence, in any order.
///
/// Words are compared whole and without regard to case. `*` at the end of a word stands for any ending; words within
/// double quotes, or joined by a hyphen, must follow each other. No language is known here: "sever" does not find
/// "severed", `sever*` does.
///
/// ```
/// use detente::graph::Search;
/// let search: Search = "tie* \"the alliance\"".parse().unwrap();
/// assert!(search.fits("Russia severed its ties with the Alliance."));
/// assert!(!search.fits("The new alliance has ties."));
/// assert!(" - ".parse::<Search>().is_err());
/// assert!("\"the alliance".parse::<Search>().is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Search {
    /// Each a row of words that follow each other.
    phrases: Vec<Vec<Term>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Term {
    letters: String,
    any_ending: bool,
}

impl Term {
    fn fits(&self, word: &str) -> bool {
        if self.any_ending {
            word.starts_with(&self.letters)
        } else {
            word == self.letters
        }
    }
}

/// Why words cannot be searched for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SearchError {
    /// A quotation without its second mark.
    #[error("a quotation mark is not closed: write \"the words\", or leave the mark out")]
    OpenQuotation,
    /// Nothing to look for.
    #[error("no word to look for: write one or more words, such as 'severed tie*'")]
    NoWord,
}

impl std::str::FromStr for Search {
    type Err = SearchError;

    fn from_str(text: &str) -> Result<Self, SearchError> {
        let mut phrases = Vec::new();
        let parts: Vec<&str> = text.split('"').collect();
        if parts.len().is_multiple_of(2) {
            return Err(SearchError::OpenQuotation);
        }
        for (at, part) in parts.into_iter().enumerate() {
            if at % 2 == 1 {
                phrases.push(terms(part));
            } else {
                phrases.extend(part.split_whitespace().map(terms));
            }
        }
        phrases.retain(|phrase| !phrase.is_empty());
        if phrases.is_empty() {
            return Err(SearchError::NoWord);
        }
        Ok(Self { phrases })
    }
}

impl Search {
    /// Whether the sentence has all the words.
    pub fn fits(&self, sentence: &str) -> bool {
        let words: Vec<String> = words(sentence).map(str::to_lowercase).collect();
        self.phrases.iter().all(|phrase| {
            words.windows(phrase.len()).any(|window| {
                window
                    .iter()
                    .zip(phrase)
                    .all(|(word, term)| term.fits(word))
            })
        })
    }
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
}

fn terms(text: &str) -> Vec<Term> {
    let in_word = |c: char| c.is_alphanumeric() || c == '*';
    text.split(|c: char| !in_word(c))
        .filter_map(|word| {
            let letters: String = word.to_lowercase().chars().filter(|c| *c != '*').collect();
            (!letters.is_empty()).then(|| Term {
                letters,
                any_ending: word.ends_with('*'),
            })
        })
        .collect()
}

/// A statement that a sentence makes, and the relation that it belongs to.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Claimed {
    /// What is said.
    #[serde(serialize_with = "in_full")]
    pub statement: Arc<Statement>,
    /// Of which relation it is evidence.
    pub relation: RelationId,
}

fn in_full<S: Serializer>(statement: &Arc<Statement>, serializer: S) -> Result<S::Ok, S::Error> {
    statement.serialize(serializer)
}

/// A sentence that was found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Passage {
    /// The document's id.
    pub document: String,
    /// When it was published.
    pub published: Option<Published>,
    /// Number of the sentence in the document, from 0.
    pub sentence: usize,
    /// The sentence.
    pub text: String,
    /// What it says, never empty; by relation.
    pub claims: Vec<Claimed>,
}

impl Graph {
    /// The sentences that have the words and say something that passes, by publication, document and place; those
    /// without a date first.
    ///
    /// Only sentences behind relations are looked at, not whole texts. Cost: one pass over the statements.
    pub fn search(&self, search: &Search, keep: impl Fn(&Statement) -> bool) -> Vec<Passage> {
        type Place<'a> = (Option<Published>, &'a str, usize, Span, &'a str);
        let mut found: BTreeMap<Place<'_>, Vec<Claimed>> = BTreeMap::new();
        for relation in self.relations() {
            for occurrence in &relation.occurrences {
                for statement in &occurrence.statements {
                    let evidence = &statement.evidence;
                    if !keep(statement) || !search.fits(&evidence.text) {
                        continue;
                    }
                    let place = (
                        statement.published,
                        statement.document.as_str(),
                        statement.sentence,
                        evidence.span,
                        evidence.text.as_str(),
                    );
                    found.entry(place).or_default().push(Claimed {
                        statement: Arc::clone(statement),
                        relation: relation.id.clone(),
                    });
                }
            }
        }
        found
            .into_iter()
            .map(
                |((published, document, sentence, _, text), claims)| Passage {
                    document: document.to_owned(),
                    published,
                    sentence,
                    text: text.to_owned(),
                    claims,
                },
            )
            .collect()
    }
}
