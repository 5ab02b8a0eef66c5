//! From a document to its statements, room by room.

use crate::error::{Error, Result};
use crate::language::{English, Tree};
use crate::model::{Document, Sentence, Statement};
use crate::statements;
use crate::text;
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
    relations: Relations,
}

impl Reader {
    /// A reader over what is embedded in the binary.
    ///
    /// # Errors
    /// [`Error::Internal`] when embedded data does not load.
    pub fn embedded() -> Result<Self> {
        Ok(Self {
            english: English::embedded()?,
            relations: Relations::load().map_err(|e| Error::Internal(e.to_string()))?,
        })
    }

    /// Reads one document.
    pub fn read(&self, document: &Document) -> Reading {
        let sentences: Vec<Sentence> = text::sentences(&document.text);
        let trees: Vec<Tree> = sentences
            .iter()
            .map(|s| self.english.analyse(&document.text, s))
            .collect();
        let reader = statements::Reader::new(&self.relations);
        let mut reading = Reading {
            n_sentences: sentences.len(),
            n_words: trees.iter().map(|t| t.words.len()).sum(),
            ..Reading::default()
        };
        for (sentence, tree) in sentences.iter().zip(&trees) {
            reading.statements.extend(reader.statements(
                document,
                statements::SentenceReading {
                    sentence,
                    tree,
                    mentions: &[],
                    times: &[],
                },
            ));
        }
        reading
    }
}
