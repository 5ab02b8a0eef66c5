//! From a document to its statements, room by room.

use std::sync::OnceLock;

use crate::error::{Error, Result};
use crate::language::{English, Tree};
use crate::mentions::{Finder, time_expressions};
use crate::model::{Document, Sentence, Statement, When};
use crate::statements::{self, Arbiter, MarkedPair, SentenceReading};
use crate::text::{self, MarkedRow};
use crate::vocabulary::actors::Actors;
use crate::vocabulary::relations::Relations;

/// What a document says, and what it was read from.
#[derive(Debug, Clone, Default)]
pub struct Reading {
    /// The statements, in the order of the text.
    pub statements: Vec<Statement>,
    /// Number of sentences.
    pub n_sentences: usize,
    /// Number of words.
    pub n_words: usize,
}

/// Reads documents with the embedded models and vocabulary.
pub struct Reader {
    english: &'static English,
    actors: Actors,
    relations: Relations,
    arbiter: OnceLock<Arbiter>,
}

impl Reader {
    /// A reader over what is embedded in the binary.
    ///
    /// # Errors
    /// [`Error::Internal`] when embedded data does not load.
    pub fn embedded() -> Result<Self> {
        Ok(Self {
            english: English::embedded()?,
            actors: Actors::embedded(),
            relations: Relations::load().map_err(|e| Error::Internal(e.to_string()))?,
            arbiter: OnceLock::new(),
        })
    }

    /// Who is known.
    pub fn actors(&self) -> &Actors {
        &self.actors
    }

    /// Reads one document. Cost is linear in its length.
    pub fn read(&self, document: &Document) -> Reading {
        let sentences: Vec<Sentence> = text::sentences(&document.text);
        let trees: Vec<Tree> = sentences
            .iter()
            .map(|s| self.english.analyse(&document.text, s))
            .collect();
        let mentions = Finder::new(&self.actors).find(document, &sentences, &trees);
        let mut reader = statements::Reader::new(&self.relations);
        let mut reading = Reading {
            n_sentences: sentences.len(),
            n_words: trees.iter().map(|t| t.words.len()).sum(),
            ..Reading::default()
        };
        let mut carried: Option<When> = None;
        for ((sentence, tree), mentions) in sentences.iter().zip(&trees).zip(&mentions) {
            let times =
                time_expressions(tree, &document.text, document.published, carried.as_ref());
            reading.statements.extend(reader.statements(
                document,
                SentenceReading {
                    sentence,
                    tree,
                    mentions,
                    times: &times,
                },
            ));
            if let Some(last) = times.iter().rev().find_map(|time| time.past.clone()) {
                carried = Some(last);
            }
        }
        reading
    }

    /// The best statement about two marked parties: always one, with its confidence.
    ///
    /// # Errors
    /// [`Error::Internal`] when the embedded arbiter does not load.
    pub fn read_marked(&self, row: &MarkedRow) -> Result<Statement> {
        let arbiter = match self.arbiter.get() {
            Some(arbiter) => arbiter,
            None => {
                let arbiter = Arbiter::embedded()?;
                self.arbiter.get_or_init(|| arbiter)
            }
        };
        let sentences = text::sentences(&row.text);
        let trees: Vec<Tree> = sentences
            .iter()
            .map(|s| self.english.analyse(&row.text, s))
            .collect();
        let pair = MarkedPair {
            id: &row.id,
            text: &row.text,
            source: row.source,
            target: row.target,
        };
        Ok(pair.statement(&sentences, &trees, &self.relations, arbiter))
    }
}
