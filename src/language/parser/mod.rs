//! Dependency trees: a greedy arc-hybrid parser with an averaged perceptron.
//!
//! Comes in: words as atoms, and their tags. Goes out: each word's head and relation.
//! Never imported here: mentions, statements, graph. Data: `data/language/en/parser.bin`.

mod features;
mod state;

pub use features::features;
pub use state::{NONE, Node, State, Transition};

use super::Rel;
use super::lexeme::Lexeme;
use super::tagset::{Tag, TagSet};
use super::weights::{N_LABELS_MAX, Weights};

/// Parses sentences.
#[derive(Debug)]
pub struct Parser {
    weights: Weights,
}

impl Parser {
    /// A parser from its weights.
    pub fn new(weights: Weights) -> Self {
        Self { weights }
    }

    /// Each word's head (`None` for the root) and relation. Takes time in proportion to the number of words.
    pub fn parse(
        &self,
        lexemes: &[Lexeme],
        tags: &[Tag],
        tag_set: &TagSet,
    ) -> Vec<(Option<usize>, Rel)> {
        let mut state = State::new(lexemes.len());
        let (mut keys, mut found) = (Vec::new(), Vec::new());
        let mut scores = [0; N_LABELS_MAX];
        while !state.is_done() {
            features(&state, lexemes, tags, tag_set, &mut keys);
            self.weights.score(&keys, &mut found, &mut scores);
            state.apply(best(&state, &scores));
        }
        state
            .nodes()
            .iter()
            .map(|node| ((node.head != NONE).then_some(node.head as usize), node.rel))
            .collect()
    }
}

/// Calls `visit` with the number of every transition that a state allows.
pub fn each_allowed(state: &State, mut visit: impl FnMut(usize)) {
    let n = Rel::ALL.len();
    let [shift, left, right] = state.allowed();
    let root = Transition::Right(Rel::Root).number();
    if shift {
        visit(0);
    }
    if left {
        (1..=n)
            .filter(|&number| number != Transition::Left(Rel::Root).number())
            .for_each(&mut visit);
    }
    if right && state.at_root() {
        visit(root);
    } else if right {
        (n + 1..=2 * n)
            .filter(|&number| number != root)
            .for_each(&mut visit);
    }
}

/// The allowed transition with the highest score, the first of equals.
fn best(state: &State, scores: &[i32; N_LABELS_MAX]) -> Transition {
    let mut best: Option<usize> = None;
    each_allowed(state, |number| {
        if best.is_none_or(|best| scores[number] > scores[best]) {
            best = Some(number);
        }
    });
    Transition::from_number(best.unwrap_or(0))
}
