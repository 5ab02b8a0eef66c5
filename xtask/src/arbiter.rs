//! Training the arbiter on the project's own corpus.

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};

use detente::language::training::Row;
use detente::language::{English, N_LABELS_MAX, Tree, Weights};
use detente::mentions::Mention;
use detente::model::{Sentence, Span};
use detente::score::{AnnotatedSentence, held_out};
use detente::statements::{EVENTS, LOUDNESS, features, key, marked, marked_mention};
use detente::text::{self, MarkedRow, sentences};
use detente::vocabulary::relations::Relations;

#[derive(clap::Args)]
pub struct Options {
    /// The corpus.
    #[arg(long, default_value = "data/corpus")]
    corpus: PathBuf,
    /// Sentences with two marked parties and their event, as tables.
    #[arg(long, default_value = "data/corpus/pairs")]
    pairs: PathBuf,
    /// Where the model goes.
    #[arg(long, default_value = "data/relations/arbiter.bin")]
    out: PathBuf,
    /// Rounds over the corpus.
    #[arg(long, default_value_t = 12)]
    epochs: usize,
    /// Step of the first round.
    #[arg(long, default_value_t = 0.25)]
    rate: f64,
    /// Pull of every weight towards zero, once a round.
    #[arg(long, default_value_t = 0.08)]
    decay: f64,
    /// Features seen less often are left out.
    #[arg(long, default_value_t = 3)]
    at_least: usize,
}

/// Keys of an example's features, and the label of its event.
struct Example {
    keys: Vec<u32>,
    label: usize,
    held_out: bool,
}

pub fn run(options: &Options) -> io::Result<()> {
    let english = English::embedded().map_err(io::Error::other)?;
    let relations = Relations::load().map_err(io::Error::other)?;
    let mut examples = Vec::new();
    for annotated in crate::corpus_score::sentences(std::slice::from_ref(&options.corpus))? {
        gather(&annotated, english, &relations, &mut examples);
    }
    for (row, event) in pairs(&options.pairs)? {
        examples.extend(pair_example(&row, &event, english, &relations));
    }
    let (held_out, training): (Vec<Example>, Vec<Example>) =
        examples.into_iter().partition(|e| e.held_out);
    let weights = train(&training, options);
    let bytes = Weights::encode(rows(&weights));
    std::fs::write(&options.out, &bytes)?;
    println!(
        "{} examples, {} features, {} bytes",
        training.len(),
        weights.len(),
        bytes.len()
    );
    println!("training accuracy {:.3}", accuracy(&training, &weights));
    println!(
        "held-out accuracy {:.3} macro-F1 {:.3} n {}",
        accuracy(&held_out, &weights),
        macro_f1(&held_out, &weights),
        held_out.len()
    );
    Ok(())
}

fn gather(
    annotated: &AnnotatedSentence,
    english: &English,
    relations: &Relations,
    examples: &mut Vec<Example>,
) {
    for sentence in sentences(&annotated.text) {
        let tree = english.analyse(&annotated.text, &sentence);
        for statement in annotated.statements.iter().filter(|s| !s.alleged) {
            let Some(label) = EVENTS.iter().position(|e| *e == statement.event) else {
                continue;
            };
            let both = [
                (statement.source, statement.target),
                (statement.target, statement.source),
            ];
            for &(source, target) in both.iter().take(if statement.mutual { 2 } else { 1 }) {
                if source == target {
                    continue;
                }
                let span = |bracket: usize| annotated.brackets[bracket].span;
                let keys = keys(
                    &annotated.text,
                    &sentence,
                    &tree,
                    [span(source), span(target)],
                    relations,
                    english,
                );
                examples.extend(keys.map(|keys| Example {
                    keys,
                    label,
                    held_out: annotated.held_out(),
                }));
            }
        }
    }
}

/// The rows of the tables in a folder, in the order of their names, with the event each is annotated with.
fn pairs(folder: &Path) -> io::Result<Vec<(MarkedRow, String)>> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)?
        .filter_map(|entry| entry.ok().map(|e| e.path()))
        .filter(|path| path.extension().is_some_and(|e| e == "tsv"))
        .collect();
    files.sort();
    let mut pairs = Vec::new();
    for file in files {
        let lines: Vec<String> = std::fs::read_to_string(&file)?
            .lines()
            .map(str::to_owned)
            .collect();
        let (rows, warnings) = text::read_marked(&file).map_err(io::Error::other)?;
        if let Some(warning) = warnings.first() {
            return Err(io::Error::other(format!(
                "{}:{}: {}",
                file.display(),
                warning.line.unwrap_or(1),
                warning.message
            )));
        }
        for row in rows {
            let event = lines[row.line - 1].split('\t').next().unwrap_or_default();
            if event != NO_EVENT && !EVENTS.contains(&event) {
                return Err(io::Error::other(format!(
                    "{}:{}: '{event}' is no event",
                    file.display(),
                    row.line
                )));
            }
            pairs.push((row, event.to_owned()));
        }
    }
    Ok(pairs)
}

/// Annotates two parties between whom, in this direction, nothing is said.
const NO_EVENT: &str = "NONE";

fn pair_example(
    row: &MarkedRow,
    event: &str,
    english: &English,
    relations: &Relations,
) -> Option<Example> {
    let label = EVENTS.iter().position(|e| *e == event)?;
    sentences(&row.text).iter().find_map(|sentence| {
        let tree = english.analyse(&row.text, sentence);
        let keys = keys(
            &row.text,
            sentence,
            &tree,
            [row.source, row.target],
            relations,
            english,
        )?;
        Some(Example {
            keys,
            label,
            held_out: held_out(&row.text),
        })
    })
}

/// What the model sees of two parties, if the sentence holds both.
fn keys(
    text: &str,
    sentence: &Sentence,
    tree: &Tree,
    [source, target]: [Span; 2],
    relations: &Relations,
    english: &English,
) -> Option<Vec<u32>> {
    let source = marked_mention(text, sentence, tree, source, true)?;
    let target = marked_mention(text, sentence, tree, target, false)?;
    let mut mentions: Vec<Mention> = vec![source.clone(), target.clone()];
    mentions.sort_by_key(|m| m.words.start);
    let readings = marked(tree, &mentions, &[], relations);
    let mut keys: Vec<u32> = features(tree, Some(&source), Some(&target), &readings, relations, english)
        .iter()
        .map(|f| key(f))
        .collect();
    keys.sort_unstable();
    keys.dedup();
    Some(keys)
}

type Model = HashMap<u32, [f64; EVENTS.len()]>;

/// Multinomial logistic regression by stochastic gradient steps of `AdaGrad`'s size (Duchi et al. 2011), in a fixed
/// pseudo-random order, so that two trainings give the same bytes.
fn train(examples: &[Example], options: &Options) -> Model {
    let mut counts: HashMap<u32, usize> = HashMap::new();
    for example in examples {
        for &key in &example.keys {
            *counts.entry(key).or_default() += 1;
        }
    }
    let mut weights: Model = HashMap::new();
    let mut steps: Model = HashMap::new();
    for (&key, &n) in &counts {
        if n >= options.at_least {
            weights.insert(key, [0.0; EVENTS.len()]);
            steps.insert(key, [1e-2; EVENTS.len()]);
        }
    }
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    for _ in 0..options.epochs {
        for i in (1..order.len()).rev() {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            order.swap(i, (state % (i as u64 + 1)) as usize);
        }
        for &idx in &order {
            let example = &examples[idx];
            let probabilities = predict(&example.keys, &weights);
            for key in &example.keys {
                let (Some(row), Some(step)) = (weights.get_mut(key), steps.get_mut(key)) else {
                    continue;
                };
                for label in 0..EVENTS.len() {
                    let gradient =
                        probabilities[label] - f64::from(u8::from(label == example.label));
                    step[label] += gradient * gradient;
                    row[label] = (row[label]
                        - options.rate * gradient
                            / step[label].sqrt()
                            / (example.keys.len() as f64).sqrt())
                    .clamp(-LOUDNESS, LOUDNESS);
                }
            }
        }
        for row in weights.values_mut() {
            for weight in row {
                *weight *= 1.0 - options.decay;
            }
        }
    }
    weights
}

fn predict(keys: &[u32], weights: &Model) -> [f64; EVENTS.len()] {
    let mut scores = [0.0; EVENTS.len()];
    for key in keys {
        if let Some(row) = weights.get(key) {
            for (score, weight) in scores.iter_mut().zip(row) {
                *score += weight;
            }
        }
    }
    let top = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let total: f64 = scores.iter().map(|s| (s - top).exp()).sum();
    scores.map(|s| (s - top).exp() / total)
}

fn best(example: &Example, weights: &Model) -> usize {
    let probabilities = predict(&example.keys, weights);
    (0..EVENTS.len())
        .max_by(|&a, &b| probabilities[a].total_cmp(&probabilities[b]))
        .unwrap_or(0)
}

fn accuracy(examples: &[Example], weights: &Model) -> f64 {
    let right = examples
        .iter()
        .filter(|e| best(e, weights) == e.label)
        .count();
    right as f64 / examples.len().max(1) as f64
}

fn macro_f1(examples: &[Example], weights: &Model) -> f64 {
    let mut totals = detente::score::Totals::default();
    for example in examples {
        let got = best(example, weights);
        if got == example.label {
            totals.hit(EVENTS[got]);
        } else {
            totals.extra(EVENTS[got]);
            totals.miss(EVENTS[example.label]);
        }
    }
    totals.macro_f1()
}

fn rows(weights: &Model) -> Vec<Row> {
    let mut rows: Vec<Row> = weights
        .iter()
        .map(|(&key, row)| {
            let labels = row
                .iter()
                .enumerate()
                .filter(|(_, w)| w.abs() > 0.01)
                .map(|(label, w)| (label as u8, *w as f32))
                .collect();
            (key, labels)
        })
        .collect();
    // The format scales by the loudest weight; an unused label carries LOUDNESS so that the scale is known.
    rows.retain(|(key, _)| *key != 0);
    rows.push((0, vec![((N_LABELS_MAX - 1) as u8, LOUDNESS as f32)]));
    rows
}
