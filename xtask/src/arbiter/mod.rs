//! Training the arbiter, a linear voice and a network, and the weighers, on the project's own corpus.

mod documents;
pub mod gate;
mod lbfgs;
mod linear;
mod network;
mod pooling;
mod weigher;

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use detente::language::{English, Tree, Weights};
use detente::mentions::Mention;
use detente::model::{Sentence, Span};
use detente::score::{AnnotatedSentence, held_out};
use detente::statements::training::{Network, Pair, Sequence, Words, both, features, shares};
use detente::statements::{Arbiter, EVENTS, NOTHING, marked, marked_mention};
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
    /// Annotated texts.
    #[arg(long, default_value = "data/corpus/briefs")]
    texts: PathBuf,
    /// Where the linear voice goes.
    #[arg(long, default_value = "data/relations/arbiter.bin")]
    out: PathBuf,
    /// Where the network goes.
    #[arg(long, default_value = "data/relations/arbiter-network.bin")]
    network: PathBuf,
    /// Where the weigher goes.
    #[arg(long, default_value = "data/relations/weigher.bin")]
    weigher: PathBuf,
    /// Where the weigher of the second look goes.
    #[arg(long, default_value = "data/relations/weigher-again.bin")]
    weigher_again: PathBuf,
    /// Times that the network sees each sentence.
    #[arg(long, default_value_t = 10)]
    epochs: usize,
    /// Where the network's random numbers start.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Rounds of the linear voice at most.
    #[arg(long, default_value_t = 90)]
    rounds: usize,
    /// Pull of every weight towards zero.
    #[arg(long, default_value_t = 10.0)]
    penalty: f64,
    /// Features seen less often are left out.
    #[arg(long, default_value_t = 3)]
    at_least: usize,
}

/// What is seen of an example, and the label of its event.
struct Example {
    keys: Vec<u32>,
    company: Vec<f32>,
    sequence: Sequence,
    label: usize,
    held_out: bool,
    /// The part of the annotated texts that it comes from.
    part: Option<usize>,
}

const N_EVENTS: usize = EVENTS.len();

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
    let reader = detente::pipeline::Reader::embedded().map_err(io::Error::other)?;
    let texts = documents::read(&options.texts)?;
    for text in &texts {
        examples.extend(documents::examples(text, &reader, english, &relations));
    }
    let (held_out, training): (Vec<&Example>, Vec<&Example>) =
        examples.iter().partition(|e| e.held_out);
    // The weighers learn from what an arbiter says of texts that have not trained it.
    let mut lots: Vec<Vec<&Example>> = vec![training.clone()];
    for part in 0..documents::N_PARTS {
        let others = training.iter().copied();
        lots.push(
            others
                .filter(|example| example.part != Some(part))
                .collect(),
        );
    }
    let mut trained = train(&lots, options);
    let (model, network) = trained.remove(0);
    let mut lessons = Vec::new();
    let mut reader = reader;
    for (part, (model, network)) in trained.into_iter().enumerate() {
        let bytes = Weights::encode(linear::weights(&model));
        let arbiter = Arbiter::new(bytes, network).map_err(io::Error::other)?;
        reader = reader.with_arbiter(arbiter);
        for text in texts.iter().filter(|text| text.part() == part) {
            lessons.push(weigher::lessons(text, &reader));
        }
    }
    let [first, again] = weigher::train(&lessons, options.rounds);
    std::fs::write(&options.weigher, first)?;
    std::fs::write(&options.weigher_again, again)?;
    let bytes = Weights::encode(linear::weights(&model));
    std::fs::write(&options.out, &bytes)?;
    std::fs::write(&options.network, &network)?;
    println!(
        "{} examples; {} features, {} bytes; network {} bytes",
        training.len(),
        model.places.len(),
        bytes.len(),
        network.len()
    );
    let network = Network::read(network).map_err(io::Error::other)?;
    for (name, examples) in [("training", &training), ("held-out", &held_out)] {
        let answers: Vec<Answers> = examples
            .iter()
            .map(|example| Answers {
                linear: model.predict(&model.rows(&example.keys), &example.company),
                network: network.scores(std::slice::from_ref(&example.sequence))[0]
                    .map(|[scores, _]| shares(&scores)),
                label: example.label,
            })
            .collect();
        report(name, "linear", &answers, |of| of.linear);
        report(name, "network", &answers, |of| {
            of.network.unwrap_or(of.linear)
        });
        report(name, "both", &answers, |of| {
            of.network
                .map_or(of.linear, |network| both(&of.linear, &network))
        });
    }
    Ok(())
}

/// Trains both voices on each lot of examples, the longest work first, on as many threads as there are processors.
fn train(lots: &[Vec<&Example>], options: &Options) -> Vec<(linear::Model, Vec<u8>)> {
    let n_threads = std::thread::available_parallelism().map_or(1, usize::from);
    let works = (0..lots.len()).map(|lot| (lot, true));
    let works: Vec<(usize, bool)> = works
        .chain((0..lots.len()).map(|lot| (lot, false)))
        .collect();
    let next = AtomicUsize::new(0);
    let (models, networks) = (Mutex::new(BTreeMap::new()), Mutex::new(BTreeMap::new()));
    std::thread::scope(|scope| {
        for _ in 0..n_threads {
            scope.spawn(|| {
                while let Some(&(lot, network)) = works.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if network {
                        let trained = network::train(&lots[lot], options);
                        networks.lock().expect("no panic").insert(lot, trained);
                    } else {
                        let trained = linear::train(&lots[lot], options);
                        models.lock().expect("no panic").insert(lot, trained);
                    }
                }
            });
        }
    });
    let models = models.into_inner().expect("no panic").into_values();
    models
        .zip(networks.into_inner().expect("no panic").into_values())
        .collect()
}

/// What the voices make of an example, in probabilities.
struct Answers {
    linear: [f64; N_EVENTS],
    network: Option<[f64; N_EVENTS]>,
    label: usize,
}

/// Tells how many answers are right.
fn report(
    examples: &str,
    voice: &str,
    answers: &[Answers],
    probabilities: impl Fn(&Answers) -> [f64; N_EVENTS],
) {
    let mut totals = detente::score::Totals::default();
    let mut n_right = 0;
    for answer in answers {
        let probabilities = probabilities(answer);
        let got = (0..N_EVENTS)
            .max_by(|&a, &b| probabilities[a].total_cmp(&probabilities[b]))
            .unwrap_or(0);
        if got == answer.label {
            n_right += 1;
            totals.hit(EVENTS[got]);
        } else {
            totals.extra(EVENTS[got]);
            totals.miss(EVENTS[answer.label]);
        }
    }
    println!(
        "{examples} {voice:8} accuracy {:.4} macro-F1 {:.4} n {}",
        f64::from(n_right) / answers.len().max(1) as f64,
        totals.macro_f1(),
        answers.len()
    );
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
            examples.extend(seen.map(|seen| Example {
                keys: seen.0,
                company: seen.1,
                sequence: seen.2,
                label,
                held_out: annotated.held_out(),
                part: None,
            }));
        }
    }
}

/// The files of a folder that end so, in the order of their names.
fn files(folder: &Path, ending: &str) -> io::Result<Vec<PathBuf>> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)?
        .filter_map(|entry| entry.ok().map(|e| e.path()))
        .filter(|path| path.extension().is_some_and(|e| e == ending))
        .collect();
    files.sort();
    Ok(files)
}

/// The rows of the tables in a folder, in the order of their names, with the event each is annotated with.
fn pairs(folder: &Path) -> io::Result<Vec<(MarkedRow, String)>> {
    let mut pairs = Vec::new();
    for file in files(folder, "tsv")? {
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
        let (keys, company, sequence) = seen(
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
            sequence,
            label,
            held_out: held_out(&row.text),
            part: None,
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
) -> Option<(Vec<u32>, Vec<f32>, Sequence)> {
    let source = marked_mention(text, sentence, tree, source, true)?;
    let target = marked_mention(text, sentence, tree, target, false)?;
    let mut mentions: Vec<Mention> = vec![source.clone(), target.clone()];
    mentions.sort_by_key(|m| m.words.start);
    let readings = marked(tree, &mentions, &[], relations);
    let words = Words::new(tree, english);
    let pair = Pair {
        words: &words,
        source: Some(&source),
        target: Some(&target),
        readings: &readings,
        relations,
        whole_text: false,
    };
    let seen = features(&pair);
    Some((seen.keys, seen.company, Sequence::of(&pair)))
}
