//! Parts of speech: a greedy averaged perceptron, from left to right (Collins 2002).

#![allow(
    clippy::inline_always,
    reason = "what is not inlined into a kernel is compiled for any processor"
)]

use std::sync::OnceLock;

use super::hash::{key, mix, template};
use super::lexeme::Lexeme;
use super::lexicon::Lexicon;
use super::linear::{Kernel, Work, on_cpu};
use super::tagset::{NO_TAG, Tag};
use super::weights::{N_LABELS_MAX, Weights};

/// Places for words whose own features have been added up. Half a kilobyte each, as soon as a word takes it: text is made
/// of few words, and a third of the features of each see nothing else.
const N_KNOWN: usize = 1 << 13;

/// Tags sentences.
#[derive(Debug)]
pub struct Tagger {
    weights: Weights,
    n_tags: usize,
    /// By form; who comes first stays.
    known: Vec<OnceLock<Box<Known>>>,
}

/// What the features of a word by itself add up to.
#[derive(Debug)]
struct Known {
    lexeme: Lexeme,
    first: bool,
    scores: [i32; N_LABELS_MAX],
}

impl Tagger {
    /// A tagger from its weights, for tags up to `n_tags`.
    pub fn new(weights: Weights, n_tags: usize) -> Self {
        Self {
            weights,
            n_tags: n_tags.min(N_LABELS_MAX),
            known: std::iter::repeat_with(OnceLock::new)
                .take(N_KNOWN)
                .collect(),
        }
    }

    /// The tag of each word.
    pub fn tag(&self, lexemes: &[Lexeme], lexicon: &Lexicon) -> Vec<Tag> {
        let mut tags = Vec::with_capacity(lexemes.len());
        let (mut keys, mut found) = (Vec::new(), Vec::new());
        let mut scores = [0; N_LABELS_MAX];
        for (at, lexeme) in lexemes.iter().enumerate() {
            let tag = lexicon.sole_tag(lexeme.word).unwrap_or_else(|| {
                self.score_own(lexeme, at == 0, &mut scores);
                keys.clear();
                add_features::<AROUND>(lexemes, &tags, at, &mut keys);
                self.weights.add(&keys, &mut found, &mut scores);
                best(&scores[..self.n_tags])
            });
            tags.push(tag);
        }
        tags
    }

    /// Scores a word by itself.
    fn score_own(&self, lexeme: &Lexeme, first: bool, scores: &mut [i32; N_LABELS_MAX]) {
        let sum = |scores: &mut [i32; N_LABELS_MAX]| {
            // The word is at the start of a sentence or not, which is all that is seen of where it stands.
            let mut keys = Vec::new();
            let sentence = [*lexeme; 2];
            add_features::<OWN>(&sentence, &[NO_TAG], usize::from(!first), &mut keys);
            self.weights.score(&keys, &mut Vec::new(), scores);
        };
        // The lowest bit of an atom is always set.
        let place = (lexeme.form >> 1) as usize % N_KNOWN;
        let known = self.known[place].get_or_init(|| {
            let mut scores = [0; N_LABELS_MAX];
            sum(&mut scores);
            Box::new(Known {
                lexeme: *lexeme,
                first,
                scores,
            })
        });
        if known.first == first && known.lexeme == *lexeme {
            *scores = known.scores;
        } else {
            sum(scores);
        }
    }
}

/// The first label with the highest score.
fn best(scores: &[i32]) -> Tag {
    let mut most = 0;
    on_cpu(Most {
        scores,
        most: &mut most,
    });
    let best = scores.iter().position(|&score| score == most);
    best.unwrap_or_default() as Tag
}

/// The highest of some scores.
struct Most<'a> {
    scores: &'a [i32],
    most: &'a mut i32,
}

impl Work for Most<'_> {
    #[inline(always)]
    fn run(self, _: impl Kernel) {
        let mut most = i32::MIN;
        for &score in self.scores {
            most = most.max(score);
        }
        *self.most = most;
    }
}

/// The features of the word at a place, given the tags before it.
pub fn features(lexemes: &[Lexeme], tags: &[Tag], at: usize, keys: &mut Vec<u32>) {
    keys.clear();
    add_features::<OWN>(lexemes, tags, at, keys);
    add_features::<AROUND>(lexemes, tags, at, keys);
}

/// Features of a word by itself, and whether it is the first …
const OWN: bool = true;
/// … and those that see words or tags around it.
const AROUND: bool = false;

/// Adds those features that are a word's own, or the others.
fn add_features<const WANTED: bool>(
    lexemes: &[Lexeme],
    tags: &[Tag],
    at: usize,
    keys: &mut Vec<u32>,
) {
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
    let mut add = |kind: bool, atoms: &[u32]| {
        number += 1;
        if kind == WANTED {
            keys.push(key(atoms
                .iter()
                .fold(template(number), |state, &atom| mix(state, atom))));
        }
    };
    add(OWN, &[]);
    add(OWN, &[here.word]);
    add(OWN, &[here.form]);
    add(OWN, &[here.shape, first]);
    for prefix in here.prefixes {
        add(OWN, &[prefix]);
    }
    for suffix in here.suffixes {
        add(OWN, &[suffix]);
    }
    add(OWN, &[here.suffixes[2], here.shape, first]);
    add(AROUND, &[here.suffixes[1], tag1]);
    add(AROUND, &[here.suffixes[2], tag1]);
    add(AROUND, &[here.suffixes[2], tag1, tag2]);
    add(AROUND, &[here.suffixes[2], right.class]);
    add(OWN, &[here.class]);
    add(AROUND, &[here.class, tag1]);
    add(AROUND, &[here.class, right.class]);
    add(AROUND, &[here.class, tag1, right.class]);
    add(AROUND, &[here.class, tag1, tag2]);
    add(AROUND, &[tag1]);
    add(AROUND, &[tag1, tag2]);
    add(AROUND, &[tag1, here.word]);
    add(AROUND, &[tag1, tag2, here.word]);
    add(AROUND, &[tag1, here.shape]);
    add(AROUND, &[tag1, right.word]);
    add(AROUND, &[left.word]);
    add(AROUND, &[left.word, here.word]);
    add(AROUND, &[left.suffixes[2]]);
    add(AROUND, &[left.shape, here.shape, right.shape]);
    add(AROUND, &[left2.word]);
    add(AROUND, &[right.word]);
    add(AROUND, &[right.word, here.word]);
    add(AROUND, &[right.suffixes[2]]);
    add(AROUND, &[right.suffixes[1], here.suffixes[2]]);
    add(AROUND, &[right.shape, here.shape]);
    add(AROUND, &[right.class]);
    add(AROUND, &[right.class, right2.class]);
    add(AROUND, &[here.word, right.class]);
    add(AROUND, &[right2.word]);
    add(AROUND, &[right2.suffixes[2]]);
    add(AROUND, &[right2.class]);
    add(AROUND, &[left.word, right.word]);
    add(AROUND, &[tag1, tag2, right.class]);
    // Kin of the words around.
    let [fine, middle, coarse] = here.kin;
    add(OWN, &[fine]);
    add(OWN, &[middle]);
    add(OWN, &[coarse]);
    add(OWN, &[middle, here.shape, first]);
    add(OWN, &[middle, here.suffixes[1]]);
    add(AROUND, &[fine, tag1]);
    add(AROUND, &[coarse, tag1, tag2]);
    add(AROUND, &[fine, right.class]);
    add(AROUND, &[left.kin[0]]);
    add(AROUND, &[right.kin[0]]);
    add(AROUND, &[right2.kin[1]]);
    add(AROUND, &[middle, right.kin[1]]);
    add(AROUND, &[left.kin[1], middle]);
    add(AROUND, &[here.class, right.kin[1]]);
    add(AROUND, &[here.shape, left.kin[1], right.kin[1]]);
    // What the dictionary says.
    add(OWN, &[here.parts]);
    add(OWN, &[here.senses]);
    add(AROUND, &[here.parts, tag1]);
    add(AROUND, &[here.parts, tag1, tag2]);
    add(OWN, &[here.parts, here.suffixes[1], here.shape]);
    add(AROUND, &[here.parts, right.parts]);
    add(AROUND, &[here.parts, tag1, right.parts]);
    add(AROUND, &[here.senses, tag1]);
    add(OWN, &[here.parts, middle]);
    add(AROUND, &[here.parts, right.class]);
    add(AROUND, &[left.parts, here.parts, right.parts, right2.parts]);
}
