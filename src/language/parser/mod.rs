//! Dependency trees: an arc-hybrid parser with an averaged perceptron and a narrow beam.
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
        let width = if lexemes.len() > LONG { 1 } else { BEAM_WIDTH };
        let mut reader = Reader {
            parser: self,
            lexemes,
            tags,
            tag_set,
            keys: Vec::new(),
            found: Vec::new(),
        };
        let mut beam = vec![Reading {
            log_probability: 0.0,
            state: State::new(lexemes.len()),
        }];
        let mut steps = Vec::new();
        while !beam[0].state.is_done() {
            steps.clear();
            for (parent, reading) in beam.iter().enumerate() {
                reader.steps(parent, reading, &mut steps);
            }
            // A stable sort, so that equals keep their order and the outcome never varies.
            steps.sort_by(|left, right| right.log_probability.total_cmp(&left.log_probability));
            let least = steps[0].log_probability - BEAM_DEPTH;
            steps.truncate(width);
            steps.retain(|step| step.log_probability >= least);
            beam = follow(beam, &steps);
        }
        beam[0]
            .state
            .nodes()
            .iter()
            .map(|node| ((node.head != NONE).then_some(node.head as usize), node.rel))
            .collect()
    }
}

/// Readings of a sentence that are kept side by side.
///
/// The perceptron is trained on single steps; a beam over its softened scores repairs part of its greed:
/// on EWT dev 1 gives LAS 81.5, 4 gives 82.5, 8 the same as 4.
const BEAM_WIDTH: usize = 4;

/// A reading this much less likely than the best (in nats) is given up. 1.5 costs no accuracy against 4 and
/// keeps the beam at one reading most of the time.
const BEAM_DEPTH: f32 = 1.5;

/// Divides scores before they are turned into probabilities; chosen on EWT dev among 12,000 to 60,000.
const TEMPERATURE: f32 = 30_000.0;

/// Longer sentences (lists and tables, as a rule) are read greedily: copying a reading takes time in
/// proportion to the sentence, so that a beam would take the square of it.
const LONG: usize = 256;

/// A sentence partly read.
struct Reading {
    log_probability: f32,
    state: State,
}

/// One way on from a reading.
#[derive(Clone, Copy)]
struct Step {
    log_probability: f32,
    parent: usize,
    transition: Transition,
}

/// Scores steps.
struct Reader<'s> {
    parser: &'s Parser,
    lexemes: &'s [Lexeme],
    tags: &'s [Tag],
    tag_set: &'s TagSet,
    keys: Vec<u32>,
    found: Vec<u32>,
}

impl Reader<'_> {
    /// Adds the best shift, left-arc and right-arc that may follow. Relations do not branch: a second choice
    /// of relation would crowd out a second choice of head, which matters more to the rest of the tree.
    fn steps(&mut self, parent: usize, reading: &Reading, steps: &mut Vec<Step>) {
        let mut scores = [0; N_LABELS_MAX];
        features(
            &reading.state,
            self.lexemes,
            self.tags,
            self.tag_set,
            &mut self.keys,
        );
        self.parser
            .weights
            .score(&self.keys, &mut self.found, &mut scores);
        let mut best: [Option<usize>; 3] = [None; 3];
        each_allowed(&reading.state, |number| {
            let best = &mut best[Transition::from_number(number).kind()];
            if best.is_none_or(|best| scores[number] > scores[best]) {
                *best = Some(number);
            }
        });
        let numbers = || best.iter().flatten().copied();
        let top = numbers().map(|number| scores[number]).max().unwrap_or(0);
        let logit = |number: usize| (scores[number] - top) as f32 / TEMPERATURE;
        let total = numbers()
            .map(|number| logit(number).exp())
            .sum::<f32>()
            .ln();
        steps.extend(numbers().map(|number| Step {
            log_probability: reading.log_probability + logit(number) - total,
            parent,
            transition: Transition::from_number(number),
        }));
    }
}

/// The readings after some steps. A reading is copied only where it branches.
fn follow(beam: Vec<Reading>, steps: &[Step]) -> Vec<Reading> {
    let mut parents: Vec<Option<State>> = beam
        .into_iter()
        .map(|reading| Some(reading.state))
        .collect();
    let mut readings = Vec::with_capacity(steps.len());
    for (at, step) in steps.iter().enumerate() {
        let branches_again = steps[at + 1..]
            .iter()
            .any(|later| later.parent == step.parent);
        let parent = &mut parents[step.parent];
        let state = if branches_again {
            parent.clone()
        } else {
            parent.take()
        };
        if let Some(mut state) = state {
            state.apply(step.transition);
            readings.push(Reading {
                log_probability: step.log_probability,
                state,
            });
        }
    }
    readings
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
