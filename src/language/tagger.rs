//! Parts of speech: a greedy averaged perceptron, from left to right (Collins 2002).

use super::hash::{key, mix, template};
use super::lexeme::Lexeme;
use super::lexicon::Lexicon;
use super::tagset::{NO_TAG, Tag};
use super::weights::{N_LABELS_MAX, Weights};

/// Tags sentences.
#[derive(Debug)]
pub struct Tagger {
    weights: Weights,
    n_tags: usize,
}

impl Tagger {
    /// A tagger from its weights, for tags up to `n_tags`.
    pub fn new(weights: Weights, n_tags: usize) -> Self {
        Self {
            weights,
            n_tags: n_tags.min(N_LABELS_MAX),
        }
    }

    /// The tag of each word.
    pub fn tag(&self, lexemes: &[Lexeme], lexicon: &Lexicon) -> Vec<Tag> {
        let mut tags = Vec::with_capacity(lexemes.len());
        let (mut keys, mut found) = (Vec::new(), Vec::new());
        let mut scores = [0; N_LABELS_MAX];
        for (at, lexeme) in lexemes.iter().enumerate() {
            let tag = lexicon.sole_tag(lexeme.word).unwrap_or_else(|| {
                features(lexemes, &tags, at, &mut keys);
                self.weights.score(&keys, &mut found, &mut scores);
                best(&scores[..self.n_tags])
            });
            tags.push(tag);
        }
        tags
    }
}

/// The first label with the highest score.
fn best(scores: &[i32]) -> Tag {
    let most = scores.iter().copied().fold(i32::MIN, i32::max);
    let best = scores.iter().position(|&score| score == most);
    best.unwrap_or_default() as Tag
}

/// The features of the word at a place, given the tags before it.
pub fn features(lexemes: &[Lexeme], tags: &[Tag], at: usize, keys: &mut Vec<u32>) {
    keys.clear();
    let near = |offset: isize| {
        at.checked_add_signed(offset)
            .and_then(|place| lexemes.get(place))
            .copied()
            .unwrap_or_default()
    };
    let before =
        |distance: usize| u32::from(at.checked_sub(distance).map_or(NO_TAG, |place| tags[place]));
    let (here, left, right) = (near(0), near(-1), near(1));
    let (left2, right2) = (near(-2), near(2));
    let (tag1, tag2) = (before(1), before(2));
    let first = u32::from(at == 0);
    let mut number = 0;
    let mut add = |atoms: &[u32]| {
        number += 1;
        keys.push(key(atoms
            .iter()
            .fold(template(number), |state, &atom| mix(state, atom))));
    };
    add(&[]);
    add(&[here.word]);
    add(&[here.form]);
    add(&[here.shape, first]);
    for prefix in here.prefixes {
        add(&[prefix]);
    }
    for suffix in here.suffixes {
        add(&[suffix]);
    }
    add(&[here.suffixes[2], here.shape, first]);
    add(&[here.suffixes[1], tag1]);
    add(&[here.suffixes[2], tag1]);
    add(&[here.suffixes[2], tag1, tag2]);
    add(&[here.suffixes[2], right.class]);
    add(&[here.class]);
    add(&[here.class, tag1]);
    add(&[here.class, right.class]);
    add(&[here.class, tag1, right.class]);
    add(&[here.class, tag1, tag2]);
    add(&[tag1]);
    add(&[tag1, tag2]);
    add(&[tag1, here.word]);
    add(&[tag1, tag2, here.word]);
    add(&[tag1, here.shape]);
    add(&[tag1, right.word]);
    add(&[left.word]);
    add(&[left.word, here.word]);
    add(&[left.suffixes[2]]);
    add(&[left.shape, here.shape, right.shape]);
    add(&[left2.word]);
    add(&[right.word]);
    add(&[right.word, here.word]);
    add(&[right.suffixes[2]]);
    add(&[right.suffixes[1], here.suffixes[2]]);
    add(&[right.shape, here.shape]);
    add(&[right.class]);
    add(&[right.class, right2.class]);
    add(&[here.word, right.class]);
    add(&[right2.word]);
    add(&[right2.suffixes[2]]);
    add(&[right2.class]);
    add(&[left.word, right.word]);
    add(&[tag1, tag2, right.class]);
    // Kin of the words around.
    let [fine, middle, coarse] = here.kin;
    add(&[fine]);
    add(&[middle]);
    add(&[coarse]);
    add(&[middle, here.shape, first]);
    add(&[middle, here.suffixes[1]]);
    add(&[fine, tag1]);
    add(&[coarse, tag1, tag2]);
    add(&[fine, right.class]);
    add(&[left.kin[0]]);
    add(&[right.kin[0]]);
    add(&[right2.kin[1]]);
    add(&[middle, right.kin[1]]);
    add(&[left.kin[1], middle]);
    add(&[here.class, right.kin[1]]);
    add(&[here.shape, left.kin[1], right.kin[1]]);
    // What the dictionary says.
    add(&[here.parts]);
    add(&[here.senses]);
    add(&[here.parts, tag1]);
    add(&[here.parts, tag1, tag2]);
    add(&[here.parts, here.suffixes[1], here.shape]);
    add(&[here.parts, right.parts]);
    add(&[here.parts, tag1, right.parts]);
    add(&[here.senses, tag1]);
    add(&[here.parts, middle]);
    add(&[here.parts, right.class]);
    add(&[left.parts, here.parts, right.parts, right2.parts]);
}
