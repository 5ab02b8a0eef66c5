//! `cargo xtask vectors`: packs the vectors of frequent words for the parser.

use std::fs;
use std::io;
use std::path::PathBuf;

use detente::language::training::{Vectors, word_atom};

/// Where the vectors are, and where they go.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// Word vectors in `GloVe`'s text format, frequent words first.
    #[arg(long)]
    vectors: PathBuf,
    /// How many of them to use.
    #[arg(long, default_value_t = 40_000)]
    words: usize,
    /// Where the packed vectors go.
    #[arg(long, default_value = "data/language/en/vectors.bin")]
    into: PathBuf,
}

/// Packs the most frequent words.
pub fn run(options: &Options) -> io::Result<()> {
    let text = fs::read_to_string(&options.vectors)?;
    let mut words = Vec::new();
    for (number, line) in text.lines().take(options.words).enumerate() {
        let numbers = line.split_once(' ').and_then(|(word, numbers)| {
            let numbers: Option<Vec<f32>> = numbers.split(' ').map(|n| n.parse().ok()).collect();
            Some((word_atom(word), numbers?))
        });
        words.push(numbers.ok_or_else(|| {
            io::Error::other(format!(
                "{}:{}: not a word with its numbers",
                options.vectors.display(),
                number + 1
            ))
        })?);
    }
    let bytes = Vectors::encode(words);
    eprintln!("{}: {} bytes", options.into.display(), bytes.len());
    fs::write(&options.into, bytes)
}
