//! Tasks for the people who build Détente: training models and measuring them.

mod arbiter;
mod clusters;
mod corpus_check;
mod corpus_score;
mod events;
mod ordinary;
mod parse;
mod parse_score;
mod reference;
mod scores;
mod senses;
mod train;
mod treebank;
mod vectors;

use clap::Parser;

#[derive(Parser)]
enum Task {
    /// Train the English tagger, lemmatiser and parser.
    Train(train::Options),
    /// Sort words into classes by their vectors.
    Cluster(clusters::Options),
    /// Pack word vectors.
    Vectors(vectors::Options),
    /// Look words up in `WordNet`.
    Senses(senses::Options),
    /// Write a made-up stream of event data, for measuring.
    Events(events::Options),
    /// Show how sentences are read.
    Parse(parse::Options),
    /// Measure them on UD English EWT.
    ParseScore(parse_score::Options),
    /// Check the format of data/corpus and count what is in it.
    CorpusCheck(corpus_check::Options),
    /// Measure the rules on data/corpus with its own parties.
    CorpusScore(corpus_score::Options),
    /// Measure all that is recorded in .ci/scores.toml.
    Scores(scores::Options),
    /// Train the arbiter and the weighers on data/corpus.
    TrainArbiter(arbiter::Options),
    /// Train the gate, which says what sentences are worth a tree, on data/corpus.
    TrainGate(arbiter::gate::Options),
}

fn main() {
    let done = match Task::parse() {
        Task::Train(options) => train::run(&options),
        Task::Cluster(options) => clusters::run(&options),
        Task::Vectors(options) => vectors::run(&options),
        Task::Senses(options) => senses::run(&options),
        Task::Events(options) => events::run(&options),
        Task::Parse(options) => parse::run(&options),
        Task::ParseScore(options) => parse_score::run(&options),
        Task::CorpusCheck(options) => corpus_check::run(&options),
        Task::CorpusScore(options) => corpus_score::run(&options),
        Task::Scores(options) => scores::run(&options),
        Task::TrainArbiter(options) => arbiter::run(&options),
        Task::TrainGate(options) => arbiter::gate::run(&options),
    };
    if let Err(error) = done {
        eprintln!("{error}");
        std::process::exit(2);
    }
}
