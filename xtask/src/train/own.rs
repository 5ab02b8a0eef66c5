//! Sentences of our own (`data/language/en/own/`): news that the web treebank has too little of.

use std::collections::BTreeMap;
use std::path::Path;
use std::{fs, io};

use detente::language::{Rel, Upos};

use super::random::Random;
use crate::treebank::{self, Gold};

/// Sentences made from each pattern.
const N_FILLINGS: usize = 8;

/// How often each of the hand-written trees is seen.
const NEWS_WEIGHT: usize = 3;

/// Share of the treebank's sentences that are seen in title case, too.
const TITLED_SHARE: f64 = 0.08;

/// A sentence to learn from, and the part of the jackknife it belongs to: copies stay with their original.
pub struct Lesson {
    pub words: Vec<Gold>,
    pub fold: usize,
}

/// The treebank as it is.
pub fn treebank_only(treebank: &[Vec<Gold>]) -> Vec<Lesson> {
    let words = treebank.iter().cloned();
    words
        .enumerate()
        .map(|(fold, words)| Lesson { words, fold })
        .collect()
}

/// The treebank with our own sentences and copies in title case.
pub fn lessons(treebank: &[Vec<Gold>], own: &Path, random: &mut Random) -> io::Result<Vec<Lesson>> {
    let mut lessons: Vec<Lesson> = Vec::new();
    for (fold, words) in treebank.iter().enumerate() {
        lessons.push(Lesson {
            words: words.clone(),
            fold,
        });
        if (5..=25).contains(&words.len()) && random.fraction() < TITLED_SHARE {
            lessons.push(Lesson {
                words: titled(words),
                fold,
            });
        }
    }
    for (fold, words) in treebank::read(&own.join("news.conllu"))?
        .into_iter()
        .enumerate()
    {
        lessons.push(Lesson {
            words: titled(&words),
            fold,
        });
        lessons.extend((0..NEWS_WEIGHT).map(|_| Lesson {
            words: words.clone(),
            fold,
        }));
    }
    let slot_table = fs::read_to_string(own.join("slots.tsv"))?;
    let slots = slots(&slot_table);
    for (line, pattern) in fs::read_to_string(own.join("patterns.txt"))?
        .lines()
        .enumerate()
    {
        if pattern.starts_with('#') || pattern.is_empty() {
            continue;
        }
        for filling in 0..N_FILLINGS {
            let words = fill(pattern, &slots, random).ok_or_else(|| {
                io::Error::other(format!("patterns.txt:{}: not a pattern", line + 1))
            })?;
            let words = if filling == 0 { titled(&words) } else { words };
            lessons.push(Lesson {
                words,
                fold: line + filling,
            });
        }
    }
    Ok(lessons)
}

fn slots(table: &str) -> BTreeMap<&str, Vec<&str>> {
    table
        .lines()
        .filter_map(|line| line.split_once('\t'))
        .map(|(slot, words)| (slot, words.split(' ').collect()))
        .collect()
}

/// A sentence of a pattern, its slots filled at random.
fn fill(
    pattern: &str,
    slots: &BTreeMap<&str, Vec<&str>>,
    random: &mut Random,
) -> Option<Vec<Gold>> {
    let mut words = Vec::new();
    for token in pattern.split(' ') {
        let mut fields = token.rsplitn(4, '/');
        let rel = Rel::parse(fields.next()?)?;
        let head = fields.next()?.parse::<usize>().ok()?.checked_sub(1);
        let (xpos, form) = (fields.next()?, fields.next()?);
        let form = match form.strip_prefix('$') {
            Some(slot) => {
                let choices = slots.get(slot)?;
                choices[(random.next() % choices.len() as u64) as usize]
            }
            None => form,
        };
        let form = if words.is_empty() {
            capitalised(form)
        } else {
            form.to_owned()
        };
        words.push(Gold {
            form,
            lemma: "_".to_owned(),
            upos: upos(xpos, rel)?,
            xpos: xpos.to_owned(),
            head,
            rel,
        });
    }
    Some(words)
}

/// The universal tag that goes with a Penn tag and a relation, for the tags that patterns use.
fn upos(xpos: &str, rel: Rel) -> Option<Upos> {
    Some(match xpos {
        "VBD" | "VBZ" | "VBN" | "VBP" | "VB" | "VBG" => match rel {
            Rel::Aux | Rel::AuxPass | Rel::Cop => Upos::Aux,
            _ => Upos::Verb,
        },
        "MD" => Upos::Aux,
        "NN" | "NNS" => Upos::Noun,
        "NNP" | "NNPS" => Upos::Propn,
        "PRP$" | "WDT" => Upos::Pron,
        "JJ" => Upos::Adj,
        "DT" => Upos::Det,
        "CD" => Upos::Num,
        "CC" => Upos::Cconj,
        "TO" => Upos::Part,
        "IN" if rel == Rel::Mark => Upos::Sconj,
        "IN" => Upos::Adp,
        "." | "," => Upos::Punct,
        _ => return None,
    })
}

/// The sentence as a headline writes it.
fn titled(words: &[Gold]) -> Vec<Gold> {
    words
        .iter()
        .map(|word| Gold {
            form: capitalised(&word.form),
            ..word.clone()
        })
        .collect()
}

fn capitalised(form: &str) -> String {
    let mut letters = form.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}
