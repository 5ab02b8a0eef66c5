//! Training the tagger.

use detente::language::training::{Lexeme, Lexicon, N_LABELS_MAX, Row, Tag, tagger_features};

use super::perceptron::Perceptron;
use super::random::Random;

/// One sentence: its words as atoms and their gold tags.
pub type Tagged = (Vec<Lexeme>, Vec<Tag>);

/// Trains on the sentences for some epochs.
pub fn train(
    sentences: &[&Tagged],
    lexicon: &Lexicon,
    n_tags: usize,
    epochs: usize,
    random: &mut Random,
) -> Vec<Row> {
    let mut perceptron = Perceptron::default();
    let mut order: Vec<usize> = (0..sentences.len()).collect();
    let mut keys = Vec::new();
    let mut scores = [0.0; N_LABELS_MAX];
    for _ in 0..epochs {
        random.shuffle(&mut order);
        for &index in &order {
            let (lexemes, gold) = sentences[index];
            let mut tags: Vec<Tag> = Vec::with_capacity(gold.len());
            for (at, lexeme) in lexemes.iter().enumerate() {
                let tag = lexicon.sole_tag(lexeme.word).unwrap_or_else(|| {
                    tagger_features(lexemes, &tags, at, &mut keys);
                    perceptron.score(&keys, &mut scores);
                    let mut best = 0;
                    for label in 0..n_tags {
                        if scores[label] > scores[best] {
                            best = label;
                        }
                    }
                    let right = usize::from(gold[at]);
                    if best != right {
                        perceptron.update(&keys, right, best, 1.0);
                    }
                    perceptron.tick();
                    best as Tag
                });
                tags.push(tag);
            }
        }
    }
    perceptron.finish(UPDATES_MIN)
}

/// Features with fewer updates are dropped: two thirds of the file for a tenth of a point.
const UPDATES_MIN: u32 = 3;
