//! Dependency trees: an arc-hybrid parser with an averaged perceptron and a narrow beam.
//!
//! Comes in: words as atoms, and their tags. Goes out: each word's head and relation.
//! Never imported here: mentions, statements, graph. Data: `data/language/en/parser.bin`.

mod features;
mod state;

pub use features::features;
pub use state::{NONE, Node, State, Transition};

use self::state::Context;
use super::Rel;
use super::hash::{SPREAD, key, mix};
use super::lexeme::Lexeme;
use super::lexicon::AtomMap;
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
            known: AtomMap::default(),
        };
        let mut beam = vec![Reading {
            log_probability: 0.0,
            state: State::new(lexemes.len()),
        }];
        let mut steps = Vec::new();
        while !beam[0].state.is_done() {
            steps.clear();
            if let [reading] = &beam[..] {
                // Nothing that was met before can come again.
                reader.known.clear();
                let best = reader.score(&reading.state);
                branch(0, reading, &best, &mut steps);
            } else {
                for (parent, reading) in beam.iter().enumerate() {
                    let best = reader.recall(&reading.state);
                    branch(parent, reading, &best, &mut steps);
                }
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

/// The best shift, left-arc and right-arc that may follow a state, by number, with their scores. Relations do not
/// branch: a second choice of relation would crowd out a second choice of head, which matters more to the rest of
/// the tree.
type Best = [Option<(usize, i32)>; 3];

/// Scores steps.
struct Reader<'s> {
    parser: &'s Parser,
    lexemes: &'s [Lexeme],
    tags: &'s [Tag],
    tag_set: &'s TagSet,
    keys: Vec<u32>,
    found: Vec<u32>,
    /// What was scored since the beam last widened, by a hash of the context. Readings that differ in what lies
    /// behind them meet the same contexts one after the other, and scoring is what takes time.
    known: AtomMap<(Context, Best)>,
}

impl Reader<'_> {
    fn score(&mut self, state: &State) -> Best {
        let mut scores = [0; N_LABELS_MAX];
        features(state, self.lexemes, self.tags, self.tag_set, &mut self.keys);
        self.parser
            .weights
            .score(&self.keys, &mut self.found, &mut scores);
        let mut best: Best = [None; 3];
        each_allowed(state, |number| {
            let best = &mut best[Transition::from_number(number).kind()];
            if best.is_none_or(|(_, score)| scores[number] > score) {
                *best = Some((number, scores[number]));
            }
        });
        best
    }

    /// As [`Reader::score`], once only for equal contexts.
    fn recall(&mut self, state: &State) -> Best {
        let context = state.context();
        let hash = key(context
            .as_flattened()
            .iter()
            .fold(SPREAD, |hash, &part| mix(hash, part)));
        if let Some((known, best)) = self.known.get(&hash)
            && *known == context
        {
            return *best;
        }
        let best = self.score(state);
        self.known.insert(hash, (context, best));
        best
    }
}

/// Adds the steps that lead on from a reading.
fn branch(parent: usize, reading: &Reading, best: &Best, steps: &mut Vec<Step>) {
    let scored = || best.iter().flatten().copied();
    let top = scored().map(|(_, score)| score).max().unwrap_or(0);
    let logit = |score: i32| (score - top) as f32 / TEMPERATURE;
    let total = scored()
        .map(|(_, score)| logit(score).exp())
        .sum::<f32>()
        .ln();
    steps.extend(scored().map(|(number, score)| Step {
        log_probability: reading.log_probability + logit(score) - total,
        parent,
        transition: Transition::from_number(number),
    }));
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
