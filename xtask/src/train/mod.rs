//! `cargo xtask train`: from treebank to the models under `data/language/en/`.

pub mod encoder;
mod lemmas;
mod network;
mod own;
pub mod parameters;
mod parser;
mod perceptron;
pub mod random;
pub use random::Random;
mod tagger;

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;
use std::{fs, io};

use detente::language::training::{
    Dictionary, Lexeme, Lexicon, Tag, TagSet, Tagger, Weights, compile_dictionary, lexemes, normal,
};
use detente::language::{Rel, Upos};

use crate::treebank::{self, Gold};
use parser::Example;

use tagger::Tagged;

/// What to train from, and for how long.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// Folder with the UD English EWT files.
    #[arg(long, default_value = "../shared/data/treebanks")]
    ud: std::path::PathBuf,
    /// Seed of the order of sentences and of exploration.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Passes over the sentences for the parser.
    #[arg(long, default_value_t = 24)]
    epochs: usize,
    /// Learns from our own sentences and from copies in title case, too.
    #[arg(long)]
    own: bool,
    /// Trains no parser.
    #[arg(long)]
    tagger_only: bool,
    /// Trains no tagger.
    #[arg(long)]
    parser_only: bool,
    /// Where the models go.
    #[arg(long, default_value = "data/language/en")]
    into: std::path::PathBuf,
}

/// Passes over the sentences for the tagger.
const TAGGER_EPOCHS: usize = 6;

/// Parts that the treebank is cut into, so that the parser learns from tags as wrong as those it will see.
const N_FOLDS: usize = 5;

/// What a mistake in a tree that an earlier parser made counts, against one in a tree made by hand.
const SILVER_WEIGHT: f32 = 0.5;

/// Trains all models.
pub fn run(options: &Options) -> io::Result<()> {
    let sentences = treebank::read(&options.ud.join("en_ewt-ud-train.conllu.gz"))?;
    fs::create_dir_all(&options.into)?;
    let mut random = Random::new(options.seed);
    let tag_table = tag_table(&sentences);
    write(&options.into, "tags.tsv", tag_table.as_bytes())?;
    // The tag set borrows its names for the life of the program, which for this task ends soon.
    let tag_set = TagSet::parse(tag_table.leak()).map_err(io::Error::other)?;
    let word_table = word_table(&sentences, &tag_set);
    write(&options.into, "words.tsv", word_table.as_bytes())?;
    let clusters = fs::read_to_string(Path::new("data/language/en/clusters.tsv"))?;
    let senses = fs::read_to_string(Path::new("data/language/en/senses.tsv"))?;
    let dictionary = Dictionary::new(compile_dictionary(&clusters, &senses));
    let lexicon = Lexicon::new(&word_table, dictionary);
    let (exceptions, rules) = lemmas::learn(&sentences);
    write(&options.into, "lemma_exceptions.tsv", exceptions.as_bytes())?;
    write(&options.into, "lemma_rules.tsv", rules.as_bytes())?;

    let lessons = if options.own {
        own::lessons(&sentences, Path::new("data/language/en/own"), &mut random)?
    } else {
        own::treebank_only(&sentences)
    };
    let tagged: Vec<Tagged> = lessons
        .iter()
        .map(|lesson| {
            let seen = lexemes(lesson.words.iter().map(|word| word.form.as_str()), &lexicon);
            (
                seen,
                lesson
                    .words
                    .iter()
                    .map(|word| tag_of(word, &tag_set))
                    .collect(),
            )
        })
        .collect();
    let all: Vec<&Tagged> = tagged.iter().collect();
    if !options.parser_only {
        let rows = tagger::train(&all, &lexicon, tag_set.len(), TAGGER_EPOCHS, &mut random);
        write(&options.into, "tagger.bin", &Weights::encode(rows))?;
    }
    if options.tagger_only {
        return Ok(());
    }
    let predicted = jackknifed(&lessons, &tagged, &lexicon, &tag_set, &mut random)?;
    let mut examples: Vec<Example> = tagged
        .into_iter()
        .zip(predicted)
        .zip(&lessons)
        .map(|(((lexemes, _), tags), lesson)| Example {
            lexemes,
            tags: blurred(tags, &tag_set),
            arcs: arcs(&lesson.words),
            weight: 1.0,
        })
        .collect();
    if options.own {
        let parsed = treebank::read(Path::new("data/language/en/own/silver.conllu.gz"))?;
        examples.extend(parsed.iter().map(|words| Example {
            lexemes: seen(words, &lexicon),
            tags: blurred(words.iter().map(|word| tag_of(word, &tag_set)), &tag_set),
            arcs: arcs(words),
            weight: SILVER_WEIGHT,
        }));
    }
    let tagger = fs::read(options.into.join("tagger.bin"))?;
    let tagger = Tagger::new(
        Weights::read(tagger, tag_set.len()).map_err(io::Error::other)?,
        tag_set.len(),
    );
    let dev: Vec<Example> = treebank::read(&options.ud.join("en_ewt-ud-dev.conllu.gz"))?
        .iter()
        .map(|words| {
            let lexemes = seen(words, &lexicon);
            Example {
                tags: blurred(tagger.tag(&lexemes, &lexicon), &tag_set),
                lexemes,
                arcs: arcs(words),
                weight: 1.0,
            }
        })
        .collect();
    let vectors = fs::read(Path::new("data/language/en/vectors.bin"))?.leak();
    let network = parser::train(&examples, &dev, vectors, options.epochs, options.seed)
        .map_err(io::Error::other)?;
    write(&options.into, "parser.bin", &network)
}

/// The tags of each sentence by a tagger that has not seen it.
fn jackknifed(
    lessons: &[own::Lesson],
    tagged: &[Tagged],
    lexicon: &Lexicon,
    tag_set: &TagSet,
    random: &mut Random,
) -> io::Result<Vec<Vec<Tag>>> {
    let mut predicted: Vec<Vec<Tag>> = vec![Vec::new(); tagged.len()];
    for fold in 0..N_FOLDS {
        let inside = |index: &usize| lessons[*index].fold % N_FOLDS == fold;
        let others: Vec<&Tagged> = (0..tagged.len())
            .filter(|index| !inside(index))
            .map(|index| &tagged[index])
            .collect();
        let rows = tagger::train(&others, lexicon, tag_set.len(), TAGGER_EPOCHS, random);
        let weights =
            Weights::read(Weights::encode(rows), tag_set.len()).map_err(io::Error::other)?;
        let tagger = Tagger::new(weights, tag_set.len());
        for index in (0..tagged.len()).filter(inside) {
            predicted[index] = tagger.tag(&tagged[index].0, lexicon);
        }
        eprintln!("tagger: fold {} of {N_FOLDS}", fold + 1);
    }
    Ok(predicted)
}

fn blurred(tags: impl IntoIterator<Item = Tag>, tag_set: &TagSet) -> Vec<Tag> {
    tags.into_iter().map(|tag| tag_set.blurred(tag)).collect()
}

fn seen(words: &[Gold], lexicon: &Lexicon) -> Vec<Lexeme> {
    lexemes(words.iter().map(|word| word.form.as_str()), lexicon)
}

fn arcs(words: &[Gold]) -> Vec<(Option<usize>, Rel)> {
    words.iter().map(|word| (word.head, word.rel)).collect()
}

fn write(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    eprintln!("{name}: {} bytes", bytes.len());
    fs::write(folder.join(name), bytes)
}

fn tag_of(word: &Gold, tag_set: &TagSet) -> Tag {
    tag_set.find(word.upos, &word.xpos).unwrap_or(0)
}

/// The pairs of tags in the treebank.
fn tag_table(sentences: &[Vec<Gold>]) -> String {
    let pairs: std::collections::BTreeSet<(Upos, &str)> = sentences
        .iter()
        .flatten()
        .map(|word| (word.upos, word.xpos.as_str()))
        .collect();
    pairs
        .into_iter()
        .fold(String::new(), |mut table, (upos, xpos)| {
            let _ = writeln!(table, "{}\t{xpos}", upos.as_str());
            table
        })
}

/// Words seen so often that their tags are worth knowing, with their tags.
fn word_table(sentences: &[Vec<Gold>], tag_set: &TagSet) -> String {
    /// How often a word must be seen.
    const SEEN_MIN: usize = 4;
    /// How often a word with one tag must be seen before the tagger takes it as its only one.
    const SOLE_MIN: usize = 60;
    /// A tag counts if this share of a word's occurrences has it.
    const SHARE_MIN: f64 = 0.04;
    let mut counts: BTreeMap<String, BTreeMap<Tag, usize>> = BTreeMap::new();
    for word in sentences.iter().flatten() {
        *counts
            .entry(normal(&word.form).collect())
            .or_default()
            .entry(tag_of(word, tag_set))
            .or_default() += 1;
    }
    let mut table = String::new();
    for (word, tags) in counts {
        let seen: usize = tags.values().sum();
        if seen < SEEN_MIN {
            continue;
        }
        let mut frequent: Vec<(usize, Tag)> = tags
            .iter()
            .filter(|(_, count)| **count as f64 >= SHARE_MIN * seen as f64)
            .map(|(tag, count)| (*count, *tag))
            .collect();
        frequent.sort_by_key(|&(count, tag)| (std::cmp::Reverse(count), tag));
        let names: Vec<String> = frequent.iter().map(|(_, tag)| tag.to_string()).collect();
        let sole = if tags.len() == 1 && seen >= SOLE_MIN {
            "!"
        } else {
            ""
        };
        let _ = writeln!(table, "{word}\t{}{sole}", names.join(" "));
    }
    table
}
