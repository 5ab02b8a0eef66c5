//! `cargo xtask senses`: which parts of speech and what kinds of meaning `WordNet` gives to the words that have
//! a class, inflected ones through their base form.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{fs, io};

/// Where `WordNet` is, and where the table goes.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// Folder with `WordNet`'s `index.*` and `data.*` files.
    #[arg(long)]
    wordnet: PathBuf,
    /// The word classes, whose words are looked up.
    #[arg(long, default_value = "data/language/en/clusters.tsv")]
    clusters: PathBuf,
    /// Where the table goes.
    #[arg(long, default_value = "data/language/en/senses.tsv")]
    into: PathBuf,
}

/// `WordNet`'s parts of speech; for the first two, the lexicographer file of the first sense counts too.
const PARTS: [&str; 4] = ["noun", "verb", "adj", "adv"];

/// Endings of inflected forms and those of their base forms (`WordNet`'s morphological rules, morphy(7WN)).
const NOUN_ENDINGS: &[(&str, &str)] = &[
    ("s", ""),
    ("ses", "s"),
    ("xes", "x"),
    ("zes", "z"),
    ("ches", "ch"),
    ("shes", "sh"),
    ("men", "man"),
    ("ies", "y"),
];
const VERB_ENDINGS: &[(&str, &str)] = &[
    ("s", ""),
    ("ies", "y"),
    ("es", "e"),
    ("es", ""),
    ("ed", "e"),
    ("ed", ""),
    ("ied", "y"),
    ("ing", "e"),
    ("ing", ""),
];
const ADJECTIVE_ENDINGS: &[(&str, &str)] = &[
    ("er", ""),
    ("est", ""),
    ("er", "e"),
    ("est", "e"),
    ("ier", "y"),
    ("iest", "y"),
];

/// Writes lines `noun kind TAB verb kind TAB adj TAB adv TAB word word …`, zeros for parts of speech it cannot be.
pub fn run(options: &Options) -> io::Result<()> {
    let kinds = PARTS.map(|part| kinds(&options.wordnet, part));
    let [nouns, verbs, adjectives, adverbs] = kinds;
    let (nouns, verbs, adjectives, adverbs) = (nouns?, verbs?, adjectives?, adverbs?);
    let mut lines: BTreeMap<[u8; 4], Vec<String>> = BTreeMap::new();
    let clusters = fs::read_to_string(&options.clusters)?;
    for word in clusters
        .lines()
        .filter_map(|line| line.split('\t').nth(3))
        .flat_map(|words| words.split(' '))
    {
        let senses = [
            kind(&nouns, word, NOUN_ENDINGS),
            kind(&verbs, word, VERB_ENDINGS),
            kind(&adjectives, word, ADJECTIVE_ENDINGS).min(1),
            kind(&adverbs, word, &[]).min(1),
        ];
        if senses != [0; 4] {
            lines.entry(senses).or_default().push(word.to_owned());
        }
    }
    let mut table = String::new();
    for ([noun, verb, adjective, adverb], mut words) in lines {
        words.sort_unstable();
        let _ = writeln!(
            table,
            "{noun}\t{verb}\t{adjective}\t{adverb}\t{}",
            words.join(" ")
        );
    }
    eprintln!("{}: {} bytes", options.into.display(), table.len());
    fs::write(&options.into, table)
}

/// The number of the lexicographer file of each lemma's first sense, plus one.
fn kinds(folder: &Path, part: &str) -> io::Result<HashMap<String, u8>> {
    let data = fs::read_to_string(folder.join(format!("data.{part}")))?;
    let files: HashMap<&str, u8> = data
        .lines()
        .filter_map(|line| {
            let mut fields = line.split(' ');
            Some((fields.next()?, fields.next()?.parse::<u8>().ok()? + 1))
        })
        .collect();
    let index = fs::read_to_string(folder.join(format!("index.{part}")))?;
    Ok(index
        .lines()
        .filter_map(|line| {
            let fields: Vec<&str> = line.split_whitespace().collect();
            // lemma, part, senses, n pointers, pointers, senses, tagged senses, offsets of synsets
            let n_pointers: usize = fields.get(3)?.parse().ok()?;
            Some((
                fields[0].to_owned(),
                *files.get(fields.get(6 + n_pointers)?)?,
            ))
        })
        .collect())
}

/// The kind of a word, or else of the first base form that is known; 0 if none is.
fn kind(kinds: &HashMap<String, u8>, word: &str, endings: &[(&str, &str)]) -> u8 {
    let bases = endings.iter().filter_map(|(ending, base)| {
        word.strip_suffix(ending)
            .map(|stem| format!("{stem}{base}"))
    });
    std::iter::once(word.to_owned())
        .chain(bases.flat_map(|base| [undoubled(&base), Some(base)].into_iter().flatten()))
        .find_map(|base| kinds.get(&base).copied())
        .unwrap_or(0)
}

/// "stopp" as "stop".
fn undoubled(stem: &str) -> Option<String> {
    let mut letters = stem.chars().rev();
    let (last, before) = (letters.next()?, letters.next()?);
    (last == before && !"aeiouls".contains(last))
        .then(|| stem[..stem.len() - last.len_utf8()].to_owned())
}
