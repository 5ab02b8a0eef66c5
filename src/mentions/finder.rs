//! From sentences and trees to mentions, one document at a time.

use super::memory::Memory;
use super::reader::Reader;
use super::{Mention, names::Names, words::Words};
use crate::language::Tree;
use crate::model::{Document, Sentence};
use crate::text::dateline;
use crate::vocabulary::actors::{Actors, to_day};

/// Finds the words that name actors.
///
/// ```
/// use detente::language::English;
/// use detente::mentions::Finder;
/// use detente::model::Document;
/// use detente::text::sentences;
/// use detente::vocabulary::actors::Actors;
///
/// let english = English::embedded()?;
/// let actors = Actors::embedded();
/// let document = Document { text: "France recalled its envoy from Canberra.".into(), ..Document::default() };
/// let sentences = sentences(&document.text);
/// let trees: Vec<_> = sentences.iter().map(|sentence| english.analyse(&document.text, sentence)).collect();
/// let mentions = Finder::new(&actors).find(&document, &sentences, &trees);
/// assert_eq!(mentions[0][0].parties[0].id.as_str(), "FRA");
/// # Ok::<(), detente::error::Error>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Finder<'v> {
    actors: &'v Actors,
}

impl<'v> Finder<'v> {
    /// A finder over what is known of actors.
    pub fn new(actors: &'v Actors) -> Self {
        Self { actors }
    }

    /// The mentions of each sentence, in order and without overlaps.
    ///
    /// Sentences are read in turn, since names, pronouns and descriptions look back.
    /// Cost is linear in the text but for the actors mentioned so far, which each pronoun weighs.
    pub fn find(
        &self,
        document: &Document,
        sentences: &[Sentence],
        trees: &[Tree],
    ) -> Vec<Vec<Mention>> {
        let day = document.published.map(|published| to_day(published.0));
        let mut memory = Memory::default();
        let mut names = Names::new(self.actors, day);
        memory.dateline = sentences
            .first()
            .filter(|first| first.index == 0)
            .and_then(|first| dateline(&document.text, first))
            .and_then(|line| {
                [line.country, line.place]
                    .into_iter()
                    .flatten()
                    .find_map(|place| names.state_of_place(&document.text[place.range()]))
            });
        sentences
            .iter()
            .zip(trees)
            .map(|(sentence, tree)| {
                let words = Words::new(tree);
                let mentions = Reader::new(
                    self.actors,
                    document,
                    sentence,
                    &words,
                    &mut names,
                    &mut memory,
                    day,
                )
                .read();
                memory.end_sentence(sentence.index);
                mentions
            })
            .collect()
    }
}
