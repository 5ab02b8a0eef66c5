//! Training the gate: which sentences are worth a tree, by their tagged words.

use std::io;
use std::path::PathBuf;

use detente::language::English;
use detente::score::held_out;
use detente::statements::training::{N_PLACES, places};
use detente::statements::{Gate, NOTHING};
use detente::text::sentences;

use super::{documents, lbfgs};

#[derive(clap::Args)]
pub struct Options {
    /// The corpus.
    #[arg(long, default_value = "data/corpus")]
    corpus: PathBuf,
    /// Sentences with two marked parties and their event, as tables.
    #[arg(long, default_value = "data/corpus/pairs")]
    pairs: PathBuf,
    /// Annotated texts.
    #[arg(long, default_value = "data/corpus/briefs")]
    texts: PathBuf,
    /// Where the gate goes.
    #[arg(long, default_value = "data/relations/gate.bin")]
    out: PathBuf,
    /// Rounds at most.
    #[arg(long, default_value_t = 40)]
    rounds: usize,
    /// Pull of every weight towards zero.
    #[arg(long, default_value_t = 3.0)]
    penalty: f64,
    /// Share of the sentences that say something that may be lost, in folds that have not trained the gate.
    #[arg(long, default_value_t = 0.002)]
    lost: f64,
}

/// Folds, each judged by a gate that the others have trained.
const N_FOLDS: usize = 4;
/// Shares of sentences lost for which the share of those stopped is told.
const CURVE: [f64; 7] = [0.0005, 0.001, 0.002, 0.003, 0.005, 0.01, 0.02];

/// A sentence.
struct Lesson {
    places: Vec<u16>,
    /// Whether an annotator has drawn a statement from it.
    says: bool,
    fold: usize,
    /// Whether it stands in a whole text, as what is read does.
    in_text: bool,
}

pub fn run(options: &Options) -> io::Result<()> {
    let lessons = lessons(options)?;
    let sums = folds(&lessons, options);
    let least = told("all", &lessons, &sums, options.lost, |_| true);
    told("texts", &lessons, &sums, options.lost, |own| own.in_text);
    let weights = train(&lessons.iter().collect::<Vec<_>>(), options);
    let bytes = Gate::encode(&weights, least);
    std::fs::write(&options.out, &bytes)?;
    println!("{} bytes; passes from {least:.3} on", bytes.len());
    ordinary(bytes)
}

/// Tells how many sentences of ordinary news, which train nothing, are stopped.
fn ordinary(gate: Vec<u8>) -> io::Result<()> {
    let english = English::embedded().map_err(io::Error::other)?;
    let gate = Gate::read(gate).map_err(io::Error::other)?;
    let text = std::fs::read_to_string(crate::ordinary::SENTENCES)?;
    let (mut n_stopped, mut n_sentences) = (0, 0);
    for line in text.lines() {
        for sentence in sentences(line) {
            n_sentences += 1;
            let tagged = english.tagged(line, &sentence);
            n_stopped += usize::from(!gate.passes(&sentence, &tagged, english));
        }
    }
    println!("ordinary news: {n_stopped} of {n_sentences} sentences stopped");
    Ok(())
}

fn lessons(options: &Options) -> io::Result<Vec<Lesson>> {
    let english = English::embedded().map_err(io::Error::other)?;
    let mut lessons = Vec::new();
    let mut learn =
        |text: &str, id: &str, says: &dyn Fn(&detente::model::Sentence) -> bool, in_text| {
            for sentence in sentences(text) {
                lessons.push(Lesson {
                    places: places(&english.tagged(text, &sentence), english),
                    says: says(&sentence),
                    fold: fold(id),
                    in_text,
                });
            }
        };
    for own in crate::corpus_score::sentences(std::slice::from_ref(&options.corpus))? {
        if !own.held_out() {
            learn(&own.text, &own.id, &|_| !own.statements.is_empty(), false);
        }
    }
    for (row, event) in super::pairs(&options.pairs)? {
        if !held_out(&row.text) {
            learn(&row.text, &row.text, &|_| event != NOTHING, false);
        }
    }
    for text in documents::read(&options.texts)? {
        let document = text.document();
        let says = |sentence: &detente::model::Sentence| !text.said(sentence).is_empty();
        learn(&document.text, &document.id, &says, true);
    }
    Ok(lessons)
}

/// The fold of a text by its id.
fn fold(id: &str) -> usize {
    let hash = id.bytes().fold(0_usize, |hash, byte| {
        hash.wrapping_mul(31).wrapping_add(usize::from(byte))
    });
    hash / 7 % N_FOLDS
}

/// The sum of weights of each sentence, by a gate that its fold has not trained.
fn folds(lessons: &[Lesson], options: &Options) -> Vec<f64> {
    let gates: Vec<Vec<f64>> = std::thread::scope(|scope| {
        let running: Vec<_> = (0..N_FOLDS)
            .map(|fold| {
                scope.spawn(move || {
                    let others = lessons.iter().filter(|lesson| lesson.fold != fold);
                    train(&others.collect::<Vec<_>>(), options)
                })
            })
            .collect();
        let gates = running.into_iter().map(std::thread::ScopedJoinHandle::join);
        gates
            .map(|gate| gate.unwrap_or_else(|_| unreachable!("sums do not panic")))
            .collect()
    });
    let sum = |lesson: &Lesson| sum(&gates[lesson.fold], &lesson.places);
    lessons.iter().map(sum).collect()
}

fn sum(weights: &[f64], places: &[u16]) -> f64 {
    places
        .iter()
        .map(|&place| weights[usize::from(place)])
        .sum()
}

/// Logistic regression.
fn train(lessons: &[&Lesson], options: &Options) -> Vec<f64> {
    let mut weights = vec![0.0; N_PLACES];
    let loss = |weights: &[f64]| {
        let mut slope: Vec<f64> = weights.iter().map(|w| options.penalty * w).collect();
        let mut loss = 0.5 * options.penalty * lbfgs::dot(weights, weights);
        for lesson in lessons {
            let odds = sum(weights, &lesson.places);
            let says = if lesson.says { 1.0 } else { 0.0 };
            let probability = 1.0 / (1.0 + (-odds).exp());
            // The logarithm of 1 + e^x, without overflow.
            loss += odds.max(0.0) + (-odds.abs()).exp().ln_1p() - says * odds;
            for &place in &lesson.places {
                slope[usize::from(place)] += probability - says;
            }
        }
        (loss, slope)
    };
    lbfgs::minimise(&mut weights, options.rounds, loss, |_, _| ());
    weights
}

/// Tells which share of the silent sentences is stopped where a share of the others is lost; gives the least sum with
/// which a sentence passes so that no more than `lost` of the others are.
fn told(
    name: &str,
    lessons: &[Lesson],
    sums: &[f64],
    lost: f64,
    counts: impl Fn(&Lesson) -> bool,
) -> f64 {
    let sums_of = |says: bool| {
        let own = lessons.iter().zip(sums);
        let own = own.filter(|(lesson, _)| lesson.says == says && counts(lesson));
        let mut sums: Vec<f64> = own.map(|(_, sum)| *sum).collect();
        sums.sort_by(f64::total_cmp);
        sums
    };
    let (saying, silent) = (sums_of(true), sums_of(false));
    println!(
        "{name}: {} sentences say something, {} nothing",
        saying.len(),
        silent.len()
    );
    let least = |lost: f64| {
        let place = (lost * saying.len() as f64) as usize;
        saying.get(place).copied().unwrap_or(f64::MIN)
    };
    for lost in CURVE {
        let stopped = silent.partition_point(|sum| *sum < least(lost));
        println!(
            "  {:5.2} % lost: {:5.1} % stopped, from {:.3} on",
            lost * 100.0,
            stopped as f64 / silent.len().max(1) as f64 * 100.0,
            least(lost)
        );
    }
    least(lost)
}
