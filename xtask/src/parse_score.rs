//! `cargo xtask parse-score`: how right and how fast the built-in models are on a treebank's own tokens.

use std::path::Path;
use std::time::Instant;
use std::{fs, io};

use detente::language::training::{Models, compile_dictionary};
use detente::language::{English, Tree};
use detente::model::{Sentence, Span};

use crate::treebank::{self, Gold};

/// What to measure on.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// Folder with the UD English EWT files.
    #[arg(long, default_value = "../shared/data/treebanks")]
    ud: std::path::PathBuf,
    /// Which part: `test`, or `dev` for choosing.
    #[arg(long, default_value = "test")]
    part: String,
    /// Folder with other models than those built in.
    #[arg(long)]
    models: Option<std::path::PathBuf>,
}

#[derive(Default)]
struct Right {
    upos: usize,
    xpos: usize,
    lemma: usize,
    head: usize,
    labelled: usize,
}

/// Prints UPOS, XPOS, lemma, UAS and LAS (with punctuation, subtypes ignored) and tokens a second.
pub fn run(options: &Options) -> io::Result<()> {
    let sentences = treebank::read(
        &options
            .ud
            .join(format!("en_ewt-ud-{}.conllu.gz", options.part)),
    )?;
    let started = Instant::now();
    let english = english(options.models.as_deref())?;
    let loaded = started.elapsed();
    let inputs: Vec<(String, Sentence)> =
        sentences.iter().map(|sentence| input(sentence)).collect();
    let started = Instant::now();
    let trees: Vec<Tree> = inputs
        .iter()
        .map(|(text, sentence)| english.analyse(text, sentence))
        .collect();
    let taken = started.elapsed();
    let mut right = Right::default();
    for (word, gold) in trees
        .iter()
        .flat_map(|tree| &tree.words)
        .zip(sentences.iter().flatten())
    {
        right.upos += usize::from(word.upos == gold.upos);
        right.xpos += usize::from(word.xpos == gold.xpos);
        right.lemma += usize::from(word.lemma.to_lowercase() == gold.lemma.to_lowercase());
        let head = word.head == gold.head;
        right.head += usize::from(head);
        right.labelled += usize::from(head && bare(word.rel.as_str()) == bare(gold.rel.as_str()));
    }
    let n_tokens = sentences.iter().map(Vec::len).sum::<usize>();
    let percent = |count: usize| count as f64 / n_tokens as f64 * 100.0;
    println!(
        "EWT {}: UPOS {:.2}  XPOS {:.2}  lemma {:.2}  UAS {:.2}  LAS {:.2}",
        options.part,
        percent(right.upos),
        percent(right.xpos),
        percent(right.lemma),
        percent(right.head),
        percent(right.labelled)
    );
    println!(
        "loaded in {:.1} ms; {n_tokens} tokens in {:.2} s: {:.1} k tokens/s",
        loaded.as_secs_f64() * 1000.0,
        taken.as_secs_f64(),
        n_tokens as f64 / taken.as_secs_f64() / 1000.0
    );
    Ok(())
}

/// The models of a folder, or those built in.
pub fn english(folder: Option<&Path>) -> io::Result<&'static English> {
    match folder {
        Some(folder) => load(folder).map(|english| &*Box::leak(Box::new(english))),
        None => English::embedded().map_err(io::Error::other),
    }
}

/// Models from a folder. They stay in memory, as those built in do.
fn load(folder: &Path) -> io::Result<English> {
    let bytes = |name: &str| fs::read(folder.join(name)).map(|bytes| &*bytes.leak());
    let text = |name: &str| fs::read_to_string(folder.join(name)).map(|text| &*text.leak());
    let models = Models {
        tags: text("tags.tsv")?,
        words: text("words.tsv")?,
        dictionary: compile_dictionary(text("clusters.tsv")?, text("senses.tsv")?).leak(),
        verbs: text("verbs.tsv")?,
        lemma_exceptions: text("lemma_exceptions.tsv")?,
        lemma_rules: text("lemma_rules.tsv")?,
        irregular_verbs: fs::read_to_string("data/lexicon/irregular_verbs.tsv")?.leak(),
        tagger: bytes("tagger.bin")?,
        parser: bytes("parser.bin")?,
        vectors: bytes("vectors.bin")?,
    };
    English::load(&models).map_err(io::Error::other)
}

/// A relation without its subtype.
fn bare(rel: &str) -> &str {
    rel.split(':').next().unwrap_or(rel)
}

/// A treebank's sentence as the analyser takes it.
fn input(words: &[Gold]) -> (String, Sentence) {
    let mut text = String::new();
    let mut tokens = Vec::with_capacity(words.len());
    for word in words {
        let start = text.len();
        text.push_str(&word.form);
        tokens.push(Span::new(start, text.len()));
        text.push(' ');
    }
    (
        text,
        Sentence {
            tokens,
            ..Sentence::default()
        },
    )
}
