//! Training the arbiter on the project's own corpus.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::io;
use std::path::{Path, PathBuf};

use detente::language::training::Row;
use detente::language::{English, N_COMPANY, N_LABELS_MAX, Tree, Weights};
use detente::mentions::Mention;
use detente::model::{Sentence, Span};
use detente::score::{AnnotatedSentence, held_out};
use detente::statements::{
    EVENTS, LOUDNESS, NOTHING, PLACES, company_key, features, key, marked, marked_mention,
};
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
    /// Rounds at most.
    #[arg(long, default_value_t = 90)]
    rounds: usize,
    /// Pull of every weight towards zero.
    #[arg(long, default_value_t = 10.0)]
    penalty: f64,
    /// Features seen less often are left out.
    #[arg(long, default_value_t = 2)]
    at_least: usize,
}

/// What is seen of an example, and the label of its event.
struct Example {
    keys: Vec<u32>,
    company: Vec<f32>,
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
    let model = train(&training, options);
    let bytes = Weights::encode(rows(&model));
    std::fs::write(&options.out, &bytes)?;
    println!(
        "{} examples, {} features, {} bytes",
        training.len(),
        model.places.len(),
        bytes.len()
    );
    println!("training accuracy {:.3}", accuracy(&training, &model));
    println!(
        "held-out accuracy {:.3} macro-F1 {:.3} n {}",
        accuracy(&held_out, &model),
        macro_f1(&held_out, &model),
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
        let n = annotated.brackets.len();
        for (source, target) in (0..n).flat_map(|s| (0..n).map(move |t| (s, t))) {
            let said: Vec<_> = annotated
                .statements
                .iter()
                .filter(|s| {
                    (s.source, s.target) == (source, target)
                        || s.mutual && (s.target, s.source) == (source, target)
                })
                .collect();
            if source == target || said.iter().any(|s| s.alleged) {
                continue;
            }
            let event = said.first().map_or_else(
                || NOTHING.to_owned(),
                |said| {
                    let events = &relations.events;
                    let code = events.code(said.action, "*", said.status);
                    if code.plover == said.event {
                        events.pair_code(said.action, "*", said.status).plover
                    } else {
                        said.event.clone()
                    }
                },
            );
            let Some(label) = EVENTS.iter().position(|e| *e == event) else {
                continue;
            };
            let span = |bracket: usize| annotated.brackets[bracket].span;
            let seen = seen(
                &annotated.text,
                &sentence,
                &tree,
                [span(source), span(target)],
                relations,
                english,
            );
            examples.extend(seen.map(|(keys, company)| Example {
                keys,
                company,
                label,
                held_out: annotated.held_out(),
            }));
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
            if !EVENTS.contains(&event) {
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

fn pair_example(
    row: &MarkedRow,
    event: &str,
    english: &English,
    relations: &Relations,
) -> Option<Example> {
    let label = EVENTS.iter().position(|e| *e == event)?;
    sentences(&row.text).iter().find_map(|sentence| {
        let tree = english.analyse(&row.text, sentence);
        let (keys, company) = seen(
            &row.text,
            sentence,
            &tree,
            [row.source, row.target],
            relations,
            english,
        )?;
        Some(Example {
            keys,
            company,
            label,
            held_out: held_out(&row.text),
        })
    })
}

/// What the model sees of two parties, if the sentence holds both.
fn seen(
    text: &str,
    sentence: &Sentence,
    tree: &Tree,
    [source, target]: [Span; 2],
    relations: &Relations,
    english: &English,
) -> Option<(Vec<u32>, Vec<f32>)> {
    let source = marked_mention(text, sentence, tree, source, true)?;
    let target = marked_mention(text, sentence, tree, target, false)?;
    let mut mentions: Vec<Mention> = vec![source.clone(), target.clone()];
    mentions.sort_by_key(|m| m.words.start);
    let readings = marked(tree, &mentions, &[], relations);
    let seen = features(
        tree,
        Some(&source),
        Some(&target),
        &readings,
        relations,
        english,
    );
    let mut keys: Vec<u32> = seen.named.iter().map(|f| key(f)).collect();
    keys.sort_unstable();
    keys.dedup();
    Some((keys, seen.company))
}

/// Weights by feature, then by event: named features first, then the numbers of the mean vectors.
struct Model {
    places: HashMap<u32, usize>,
    weights: Vec<f64>,
}

const N_EVENTS: usize = EVENTS.len();
const N_NUMBERS: usize = PLACES.len() * N_COMPANY;

/// Multinomial logistic regression with a quadratic penalty, fitted by L-BFGS (Liu and Nocedal 1989), so that two
/// trainings give the same bytes.
fn train(examples: &[Example], options: &Options) -> Model {
    let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
    for example in examples {
        for &key in &example.keys {
            *counts.entry(key).or_default() += 1;
        }
    }
    let places: HashMap<u32, usize> = counts
        .into_iter()
        .filter(|&(_, n)| n >= options.at_least)
        .enumerate()
        .map(|(place, (key, _))| (key, place))
        .collect();
    let n = (places.len() + N_NUMBERS) * N_EVENTS;
    let mut model = Model {
        places,
        weights: vec![0.0; n],
    };
    let rows: Vec<Vec<usize>> = examples.iter().map(|e| model.rows(&e.keys)).collect();
    let mut memory: VecDeque<(Vec<f64>, Vec<f64>, f64)> = VecDeque::new();
    let (mut loss, mut slope) = model.loss(examples, &rows, options.penalty);
    for round in 0..options.rounds {
        // Two-loop recursion.
        let mut direction = slope.clone();
        let mut shares = Vec::new();
        for (step, change, curvature) in memory.iter().rev() {
            let share = dot(step, &direction) / curvature;
            add(&mut direction, change, -share);
            shares.push(share);
        }
        if let Some((_, change, curvature)) = memory.back() {
            let scale = curvature / dot(change, change);
            direction.iter_mut().for_each(|d| *d *= scale);
        }
        for ((step, change, curvature), share) in memory.iter().zip(shares.iter().rev()) {
            let back = dot(change, &direction) / curvature;
            add(&mut direction, step, share - back);
        }
        let descent = dot(&direction, &slope);
        let mut length = if memory.is_empty() {
            1.0 / norm(&slope)
        } else {
            1.0
        };
        let start = model.weights.clone();
        let (next_loss, next_slope) = loop {
            model.weights.clone_from(&start);
            add(&mut model.weights, &direction, -length);
            let (next, slope) = model.loss(examples, &rows, options.penalty);
            if next <= loss - 1e-4 * length * descent || length < 1e-8 {
                break (next, slope);
            }
            length *= 0.5;
        };
        let step: Vec<f64> = model
            .weights
            .iter()
            .zip(&start)
            .map(|(a, b)| a - b)
            .collect();
        let change: Vec<f64> = next_slope.iter().zip(&slope).map(|(a, b)| a - b).collect();
        let curvature = dot(&step, &change);
        if curvature > 1e-12 {
            memory.push_back((step, change, curvature));
            if memory.len() > MEMORY {
                memory.pop_front();
            }
        }
        let gain = loss - next_loss;
        (loss, slope) = (next_loss, next_slope);
        if round % 10 == 0 {
            eprintln!("round {round} loss {:.5}", loss / examples.len() as f64);
        }
        if gain < 1e-5 * loss {
            break;
        }
    }
    model
}

/// Steps that L-BFGS remembers.
const MEMORY: usize = 8;

fn dot(left: &[f64], right: &[f64]) -> f64 {
    left.iter().zip(right).map(|(a, b)| a * b).sum()
}

fn norm(numbers: &[f64]) -> f64 {
    dot(numbers, numbers).sqrt()
}

fn add(sum: &mut [f64], numbers: &[f64], times: f64) {
    sum.iter_mut()
        .zip(numbers)
        .for_each(|(s, n)| *s += n * times);
}

impl Model {
    /// The places of those features that have weights.
    fn rows(&self, keys: &[u32]) -> Vec<usize> {
        keys.iter()
            .filter_map(|key| self.places.get(key).copied())
            .collect()
    }

    fn predict(&self, rows: &[usize], company: &[f32]) -> [f64; N_EVENTS] {
        let mut scores = [0.0; N_EVENTS];
        for &row in rows {
            for (score, weight) in scores.iter_mut().zip(&self.weights[row * N_EVENTS..]) {
                *score += weight;
            }
        }
        let dense = &self.weights[self.places.len() * N_EVENTS..];
        for (weights, &amount) in dense.chunks_exact(N_EVENTS).zip(company) {
            for (score, weight) in scores.iter_mut().zip(weights) {
                *score += weight * f64::from(amount);
            }
        }
        let top = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let total: f64 = scores.iter().map(|s| (s - top).exp()).sum();
        scores.map(|s| (s - top).exp() / total)
    }

    /// Loss over all examples with the penalty, and its slope: halves on two threads, added up in order, so that two
    /// trainings give the same bytes.
    fn loss(&self, examples: &[Example], rows: &[Vec<usize>], penalty: f64) -> (f64, Vec<f64>) {
        let middle = examples.len() / 2;
        let ((left, mut slope), (right, more)) = std::thread::scope(|scope| {
            let other = scope.spawn(|| self.loss_of(&examples[middle..], &rows[middle..]));
            let own = self.loss_of(&examples[..middle], &rows[..middle]);
            (
                own,
                other
                    .join()
                    .unwrap_or_else(|_| unreachable!("sums do not panic")),
            )
        });
        for ((slope, more), weight) in slope.iter_mut().zip(&more).zip(&self.weights) {
            *slope += more + penalty * weight;
        }
        (
            left + right + 0.5 * penalty * dot(&self.weights, &self.weights),
            slope,
        )
    }

    /// Loss over examples without the penalty, and its slope.
    fn loss_of(&self, examples: &[Example], rows: &[Vec<usize>]) -> (f64, Vec<f64>) {
        let mut loss = 0.0;
        let mut slope = vec![0.0; self.weights.len()];
        let numbers = self.places.len() * N_EVENTS;
        for (example, rows) in examples.iter().zip(rows) {
            let mut errors = self.predict(rows, &example.company);
            loss -= errors[example.label].max(1e-300).ln();
            errors[example.label] -= 1.0;
            for &row in rows {
                for (slope, error) in slope[row * N_EVENTS..].iter_mut().zip(&errors) {
                    *slope += error;
                }
            }
            for (slope, &amount) in slope[numbers..]
                .chunks_exact_mut(N_EVENTS)
                .zip(&example.company)
            {
                for (slope, error) in slope.iter_mut().zip(&errors) {
                    *slope += error * f64::from(amount);
                }
            }
        }
        (loss, slope)
    }

    fn best(&self, example: &Example) -> usize {
        let probabilities = self.predict(&self.rows(&example.keys), &example.company);
        (0..N_EVENTS)
            .max_by(|&a, &b| probabilities[a].total_cmp(&probabilities[b]))
            .unwrap_or(0)
    }
}

fn accuracy(examples: &[Example], model: &Model) -> f64 {
    let right = examples.iter().filter(|e| model.best(e) == e.label).count();
    right as f64 / examples.len().max(1) as f64
}

fn macro_f1(examples: &[Example], model: &Model) -> f64 {
    let mut totals = detente::score::Totals::default();
    for example in examples {
        let got = model.best(example);
        if got == example.label {
            totals.hit(EVENTS[got]);
        } else {
            totals.extra(EVENTS[got]);
            totals.miss(EVENTS[example.label]);
        }
    }
    totals.macro_f1()
}

/// Smaller weights are left out of the file.
const SMALLEST: f64 = 0.02;

fn rows(model: &Model) -> Vec<Row> {
    let numbers = (0..N_NUMBERS).map(|number| (company_key(number), model.places.len() + number));
    let mut rows: Vec<Row> = model
        .places
        .iter()
        .map(|(&key, &place)| (key, place))
        .chain(numbers)
        .map(|(key, place)| {
            let labels = model.weights[place * N_EVENTS..][..N_EVENTS]
                .iter()
                .enumerate()
                .filter(|(_, w)| w.abs() > SMALLEST)
                .map(|(label, w)| (label as u8, w.clamp(-LOUDNESS, LOUDNESS) as f32))
                .collect();
            (key, labels)
        })
        .filter(|(key, labels): &Row| *key != 0 && !labels.is_empty())
        .collect();
    // The format scales by the loudest weight; an unused label carries LOUDNESS so that the scale is known.
    rows.push((0, vec![((N_LABELS_MAX - 1) as u8, LOUDNESS as f32)]));
    rows
}
