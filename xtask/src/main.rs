//! Tasks for the people who build Détente: training models and measuring them.

mod parse_score;
mod train;
mod treebank;

use clap::Parser;

#[derive(Parser)]
enum Task {
    /// Train the English tagger, lemmatiser and parser.
    Train(train::Options),
    /// Measure them on UD English EWT.
    ParseScore(parse_score::Options),
}

fn main() {
    let done = match Task::parse() {
        Task::Train(options) => train::run(&options),
        Task::ParseScore(options) => parse_score::run(&options),
    };
    if let Err(error) = done {
        eprintln!("{error}");
        std::process::exit(2);
    }
}
