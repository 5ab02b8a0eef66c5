//! `cargo xtask parse`: shows how sentences are read, one sentence a line in, CoNLL-U out.

use std::io::{self, Read};
use std::path::PathBuf;

use detente::model::{Sentence, Span};
use detente::text::tokens;

/// What to parse.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// File with one sentence a line; standard input if absent.
    file: Option<PathBuf>,
    /// Folder with other models than those built in.
    #[arg(long)]
    models: Option<PathBuf>,
}

/// Prints the trees.
pub fn run(options: &Options) -> io::Result<()> {
    let text = match &options.file {
        Some(path) => std::fs::read_to_string(path)?,
        None => io::read_to_string(io::stdin().by_ref())?,
    };
    let english = super::parse_score::english(options.models.as_deref())?;
    for (number, line) in text.lines().enumerate() {
        let span = Span::new(0, line.len());
        let sentence = Sentence {
            tokens: tokens(line, span),
            span,
            ..Sentence::default()
        };
        println!("# sent_id = {}\n# text = {line}", number + 1);
        for (at, word) in english.analyse(line, &sentence).words.iter().enumerate() {
            let head = word.head.map_or(0, |head| head + 1);
            let (upos, rel) = (word.upos.as_str(), word.rel.as_str());
            println!(
                "{}\t{}\t{}\t{upos}\t{}\t_\t{head}\t{rel}\t_\t_",
                at + 1,
                word.form,
                word.lemma,
                word.xpos
            );
        }
        println!();
    }
    Ok(())
}
