//! Training the parser.

use std::collections::{BTreeMap, HashMap};
use std::time::Instant;

use detente::language::Rel;
use detente::language::training::{Lexeme, Network, Parser, Tag, Vectors, row_keys};

use super::encoder::NO_ROW;
use super::network::{Learner, Lesson};
use super::random::Random;

/// One sentence: its words as atoms, their predicted tags, its arcs, and how much its mistakes count.
pub struct Example {
    pub lexemes: Vec<Lexeme>,
    pub tags: Vec<Tag>,
    pub arcs: Vec<(Option<usize>, Rel)>,
    pub weight: f32,
}

/// A row is learnt for what is seen this often.
const SEEN_MIN: usize = 3;

/// Words in one step of learning.
const BATCH: usize = 400;

/// Largest rate of learning; it grows over the first steps and then shrinks to nothing.
const RATE: f32 = 0.003;
const N_WARMING: usize = 300;

/// Longer sentences are left out.
const LONGEST: usize = 100;

/// Trains for some epochs; gives the network as a file.
pub fn train(
    examples: &[Example],
    dev: &[Example],
    vectors: &'static [u8],
    epochs: usize,
    seed: u64,
) -> detente::error::Result<Vec<u8>> {
    let read = || Vectors::read(vectors);
    let keys = frequent_rows(examples);
    let known = read()?;
    let lessons: Vec<Lesson> = examples
        .iter()
        .filter(|example| (2..=LONGEST).contains(&example.arcs.len()))
        .map(|example| lesson(example, &keys, &known))
        .collect();
    let mut learner = Learner::new(keys.len(), known.width(), seed);
    let mut random = Random::new(seed);
    let mut order: Vec<usize> = (0..lessons.len()).collect();
    let n_words: usize = lessons.iter().map(|lesson| lesson.heads.len()).sum();
    let n_steps = (epochs * n_words / BATCH) as f32;
    let mut n_done = 0;
    let started = Instant::now();
    for epoch in 1..=epochs {
        random.shuffle(&mut order);
        let (mut loss, mut n_batches) = (0.0, 0);
        let mut batch: Vec<&Lesson> = Vec::new();
        let mut n = 0;
        for &index in &order {
            batch.push(&lessons[index]);
            n += lessons[index].heads.len();
            if n >= BATCH {
                let warmth = (n_done as f32 / N_WARMING as f32).min(1.0);
                let rate = RATE * warmth * (1.0 - n_done as f32 / n_steps).max(0.01);
                loss += learner.learn(&batch, rate);
                n_batches += 1;
                n_done += 1;
                batch.clear();
                n = 0;
            }
        }
        let parser = Parser::new(Network::read(learner.trained(&keys).encode(), read()?)?);
        let (heads, labelled) = score(&parser, dev);
        eprintln!(
            "parser: epoch {epoch}, loss {:.3}, dev UAS {heads:.2} LAS {labelled:.2}, {:.0} s",
            loss / n_batches as f32,
            started.elapsed().as_secs_f64()
        );
    }
    Ok(learner.trained(&keys).encode())
}

/// Row keys that are seen often, with their rows.
fn frequent_rows(examples: &[Example]) -> HashMap<u32, u32> {
    let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
    for example in examples {
        for (lexeme, &tag) in example.lexemes.iter().zip(&example.tags) {
            for key in row_keys(lexeme, tag) {
                *counts.entry(key).or_default() += 1;
            }
        }
    }
    let frequent = counts.into_iter().filter(|&(_, count)| count >= SEEN_MIN);
    frequent.map(|(key, _)| key).zip(0..).collect()
}

fn lesson(example: &Example, keys: &HashMap<u32, u32>, vectors: &Vectors) -> Lesson {
    let n = example.arcs.len();
    let mut steps = Vec::new();
    for lexeme in &example.lexemes {
        vectors.add_steps(lexeme.word, &mut steps);
    }
    Lesson {
        rows: example
            .lexemes
            .iter()
            .zip(&example.tags)
            .map(|(lexeme, &tag)| {
                row_keys(lexeme, tag).map(|key| keys.get(&key).copied().unwrap_or(NO_ROW))
            })
            .collect(),
        vectors: steps
            .iter()
            .flat_map(|steps| steps.to_array().map(|step| f32::from(step) / 512.0))
            .collect(),
        heads: example
            .arcs
            .iter()
            .map(|(head, _)| head.unwrap_or(n))
            .collect(),
        rels: example.arcs.iter().map(|&(_, rel)| rel).collect(),
        weight: example.weight,
    }
}

/// Percentages of right heads, and of right heads with right relations (without subtypes).
fn score(parser: &Parser, examples: &[Example]) -> (f64, f64) {
    let (mut n, mut heads, mut labelled) = (0, 0, 0);
    let bare = |rel: Rel| rel.as_str().split(':').next();
    for example in examples {
        let arcs = parser.parse(&example.lexemes, &example.tags);
        for (found, gold) in arcs.iter().zip(&example.arcs) {
            n += 1;
            if found.0 == gold.0 {
                heads += 1;
                labelled += usize::from(bare(found.1) == bare(gold.1));
            }
        }
    }
    let percent = |count: usize| count as f64 * 100.0 / f64::from(n.max(1));
    (percent(heads), percent(labelled))
}
