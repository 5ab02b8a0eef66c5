//! How fast texts are read: the whole way, and each room's share of it, on one core.
//!
//! `cargo bench --bench reading [FILES OR FOLDERS]`; without any, the samples. The texts are read again and again, each
//! time as new documents. Rooms are timed apart in the same run, on what the room before them gave, so that their
//! shares can be compared between machines and between loads; seconds cannot.

use std::hint::black_box;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use detente::language::{English, Tree};
use detente::mentions::{Finder, time_expressions};
use detente::model::{Document, Sentence};
use detente::pipeline::{Analysis, Reader};
use detente::text;

/// Each round reads the texts until this much time has passed.
const ROUND: Duration = Duration::from_millis(1500);
/// Rounds; the fastest counts, since what disturbs a measurement only makes it slower.
const N_ROUNDS: usize = 5;

type Done = Result<(), Box<dyn std::error::Error>>;

fn main() -> Done {
    // Cargo adds `--bench`.
    let mut paths: Vec<PathBuf> = std::env::args()
        .skip(1)
        .filter(|argument| !argument.starts_with("--"))
        .map(PathBuf::from)
        .collect();
    if paths.is_empty() {
        paths.push(concat!(env!("CARGO_MANIFEST_DIR"), "/data/samples").into());
    }
    let documents = text::read(&paths, &text::ReadOptions::default(), std::io::empty())?.documents;

    let started = Instant::now();
    let english = English::embedded()?;
    told("models loaded", started.elapsed());
    let started = Instant::now();
    let reader = Reader::embedded()?;
    told("actors and relations loaded", started.elapsed());

    let analyses: Vec<Analysis> = documents
        .iter()
        .map(|document| reader.analyse(document))
        .collect();
    let n_sentences: usize = analyses
        .iter()
        .map(|analysis| analysis.sentences.len())
        .sum();
    let n_words: usize = trees(&analyses).map(|tree| tree.words.len()).sum();
    let n_bytes: usize = documents.iter().map(|document| document.text.len()).sum();
    let n_statements: usize = documents
        .iter()
        .map(|document| reader.read(document).statements.len())
        .sum();
    println!(
        "\n{} texts, {n_sentences} sentences, {n_words} words, {n_bytes} bytes, {n_statements} statements\n",
        documents.len()
    );

    let whole = fastest(|| {
        for document in &documents {
            black_box(reader.read(document));
        }
    });
    let per_second = |n: usize| n as f64 / whole.as_secs_f64();
    println!(
        "whole: {:.0} sentences/s, {:.2} MB/s, {:.0} words/s\n",
        per_second(n_sentences),
        per_second(n_bytes) / 1e6,
        per_second(n_words)
    );

    let share = |room: &str, taken: Duration| {
        println!(
            "{room:24} {:9.0} sentences/s  {:5.1} % of the whole",
            n_sentences as f64 / taken.as_secs_f64(),
            taken.as_secs_f64() / whole.as_secs_f64() * 100.0
        );
    };
    share(
        "sentences and tokens",
        fastest(|| {
            for document in &documents {
                black_box(text::sentences(&document.text));
            }
        }),
    );
    let tagging = fastest(|| {
        for (document, sentence) in sentences(&documents, &analyses) {
            black_box(english.tagged(&document.text, sentence));
        }
    });
    share("tagger", tagging);
    let analysing = fastest(|| {
        for (document, sentence) in sentences(&documents, &analyses) {
            black_box(english.analyse(&document.text, sentence));
        }
    });
    share("parser", analysing.saturating_sub(tagging));
    share(
        "dates",
        fastest(|| {
            for (document, analysis) in documents.iter().zip(&analyses) {
                for tree in &analysis.trees {
                    let published = document.published;
                    black_box(time_expressions(tree, &document.text, published, None));
                }
            }
        }),
    );
    let finder = Finder::new(reader.actors());
    share(
        "actors",
        fastest(|| {
            for (document, analysis) in documents.iter().zip(&analyses) {
                black_box(finder.find(document, &analysis.sentences, &analysis.trees));
            }
        }),
    );
    share(
        "statements",
        fastest(|| {
            for (document, analysis) in documents.iter().zip(&analyses) {
                let mut statements = reader.statement_reader();
                black_box(statements.statements(document, analysis.readings()));
            }
        }),
    );
    Ok(())
}

fn trees(analyses: &[Analysis]) -> impl Iterator<Item = &Tree> {
    analyses.iter().flat_map(|analysis| &analysis.trees)
}

fn sentences<'a>(
    documents: &'a [Document],
    analyses: &'a [Analysis],
) -> impl Iterator<Item = (&'a Document, &'a Sentence)> {
    documents
        .iter()
        .zip(analyses)
        .flat_map(|(document, analysis)| analysis.sentences.iter().map(move |one| (document, one)))
}

/// Time of one pass in the fastest round.
fn fastest(mut pass: impl FnMut()) -> Duration {
    (0..N_ROUNDS)
        .map(|_| {
            let started = Instant::now();
            let mut n_passes = 0;
            while started.elapsed() < ROUND {
                pass();
                n_passes += 1;
            }
            started.elapsed() / n_passes
        })
        .min()
        .unwrap_or_default()
}

fn told(what: &str, taken: Duration) {
    println!("{what} in {:.1} ms", taken.as_secs_f64() * 1000.0);
}
