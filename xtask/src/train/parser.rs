//! Training the parser.

use std::time::Instant;

use detente::language::Rel;
use detente::language::training::{
    Lexeme, N_LABELS_MAX, Row, State, Tag, TagSet, Transition, each_allowed, parser_features,
};

use super::oracle::GoldTree;
use super::perceptron::Perceptron;
use super::random::Random;

/// One sentence: its words as atoms, their predicted tags, its gold arcs.
pub struct Example {
    pub lexemes: Vec<Lexeme>,
    pub tags: Vec<Tag>,
    pub arcs: Vec<(Option<usize>, Rel)>,
}

/// How often training follows the parser's own step rather than the oracle's, after the first epoch.
const EXPLORATION: f64 = 0.9;

/// Trains for some epochs.
pub fn train(
    examples: &[Example],
    tag_set: &TagSet,
    epochs: usize,
    updates_min: u32,
    random: &mut Random,
) -> Vec<Row> {
    let mut perceptron = Perceptron::default();
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let mut keys = Vec::new();
    let mut scores = [0.0; N_LABELS_MAX];
    let started = Instant::now();
    for epoch in 0..epochs {
        random.shuffle(&mut order);
        let (mut n_steps, mut n_wrong) = (0_u32, 0_u32);
        for &index in &order {
            let Example {
                lexemes,
                tags,
                arcs,
            } = &examples[index];
            let gold = GoldTree::new(arcs.iter().copied());
            let mut on_stack = vec![false; arcs.len()];
            let mut state = State::new(arcs.len());
            while !state.is_done() {
                parser_features(&state, lexemes, tags, tag_set, &mut keys);
                perceptron.score(&keys, &mut scores);
                let (best, free) = choose(&state, &gold, &on_stack, &scores);
                if best != free {
                    perceptron.update(&keys, free, best, 1.0);
                    n_wrong += 1;
                }
                perceptron.tick();
                n_steps += 1;
                let step = if epoch > 0 && random.fraction() < EXPLORATION {
                    best
                } else {
                    free
                };
                let transition = Transition::from_number(step);
                let moved = if transition == Transition::Shift {
                    state.buffer(0)
                } else {
                    state.stack(0)
                };
                on_stack[moved as usize] = transition == Transition::Shift;
                state.apply(transition);
            }
        }
        let wrong = f64::from(n_wrong) / f64::from(n_steps.max(1));
        eprintln!(
            "parser: epoch {}, {:.2} % of steps wrong, {:.0} s",
            epoch + 1,
            wrong * 100.0,
            started.elapsed().as_secs_f64()
        );
    }
    perceptron.finish(updates_min)
}

/// The best allowed transition, and the best that loses nothing.
fn choose(
    state: &State,
    gold: &GoldTree,
    on_stack: &[bool],
    scores: &[f32; N_LABELS_MAX],
) -> (usize, usize) {
    let costs = gold.costs(state, on_stack);
    let allowed = state.allowed();
    let least = (0..3)
        .filter(|&kind| allowed[kind])
        .map(|kind| costs[kind])
        .min()
        .unwrap_or(0);
    let (mut best, mut free) = (None::<usize>, None::<usize>);
    each_allowed(state, |number| {
        if best.is_none_or(|best| scores[number] > scores[best]) {
            best = Some(number);
        }
        let transition = Transition::from_number(number);
        let cost = costs[transition.kind()];
        if cost == least
            && free.is_none_or(|free| scores[number] > scores[free])
            && gold.rel_fits(state, transition)
        {
            free = Some(number);
        }
    });
    let best = best.unwrap_or(0);
    (best, free.unwrap_or(best))
}
