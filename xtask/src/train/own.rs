//! Sentences of our own (`data/language/en/own/`): news that the web treebank has too little of.

use std::collections::BTreeMap;
use std::path::Path;
use std::{fs, io};

use detente::language::{Rel, Upos};

use super::random::Random;
use crate::treebank::{self, Gold};

/// Sentences made by the grammar, and their greatest length.
const N_MADE: usize = 5_000;
const LONGEST: usize = 45;

/// Rules inside rules: deeper down, the first way to make a thing is taken.
const DEEPEST: usize = 8;

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
    let text = fs::read_to_string(own.join("grammar.txt"))?;
    let grammar = Grammar::parse(&text)?;
    let mut fold = 0;
    while fold < N_MADE {
        let words = grammar.sentence(random)?;
        if words.len() <= LONGEST {
            lessons.push(Lesson { words, fold });
            fold += 1;
        }
    }
    Ok(lessons)
}

/// Rules that make sentences with their trees; the file says how they are written.
struct Grammar<'g> {
    slots: BTreeMap<&'g str, Vec<&'g str>>,
    rules: BTreeMap<&'g str, Vec<Vec<&'g str>>>,
}

impl<'g> Grammar<'g> {
    fn parse(text: &'g str) -> io::Result<Self> {
        let mut grammar = Self {
            slots: BTreeMap::new(),
            rules: BTreeMap::new(),
        };
        for (number, line) in text.lines().enumerate() {
            if line.starts_with('#') || line.is_empty() {
                continue;
            }
            let (name, items) = line.split_once(" = ").ok_or_else(|| {
                io::Error::other(format!("grammar.txt:{}: not a rule", number + 1))
            })?;
            let items = items.split(' ').collect();
            if let Some(slot) = name.strip_prefix('$') {
                grammar.slots.insert(slot, items);
            } else {
                grammar.rules.entry(name).or_default().push(items);
            }
        }
        Ok(grammar)
    }

    fn sentence(&self, random: &mut Random) -> io::Result<Vec<Gold>> {
        let mut words = Vec::new();
        let root = self
            .expand("TOP", 0, &mut words, random)
            .ok_or_else(|| io::Error::other("grammar.txt: a rule cannot be followed"))?;
        words[root].head = None;
        words[root].rel = Rel::Root;
        words[0].form = capitalised(&words[0].form);
        Ok(words)
    }

    /// Appends what a rule makes; gives the position of its head.
    fn expand(
        &self,
        name: &str,
        depth: usize,
        words: &mut Vec<Gold>,
        random: &mut Random,
    ) -> Option<usize> {
        let ways = self.rules.get(name)?;
        let way = if depth > DEEPEST {
            &ways[0]
        } else {
            &ways[below(ways.len(), random)]
        };
        let mut parts = Vec::new();
        let mut head = None;
        for item in way {
            let item = match item.strip_suffix('?') {
                Some(_) if random.fraction() < 0.5 => continue,
                Some(item) => item,
                None => item,
            };
            let (at, rel) = if item.contains('/') {
                let mut fields = item.rsplitn(3, '/');
                let (rel, xpos, form) = (fields.next()?, fields.next()?, fields.next()?);
                let form = match form.strip_prefix('$') {
                    Some(slot) => {
                        let choices = self.slots.get(slot)?;
                        choices[below(choices.len(), random)]
                    }
                    None => form,
                };
                words.push(Gold {
                    form: form.to_owned(),
                    lemma: "_".to_owned(),
                    upos: upos(xpos, Rel::parse(rel).unwrap_or(Rel::Dep))?,
                    xpos: xpos.to_owned(),
                    head: None,
                    rel: Rel::Dep,
                });
                (words.len() - 1, rel)
            } else {
                let (name, rel) = item.split_once(':')?;
                (self.expand(name, depth + 1, words, random)?, rel)
            };
            if rel == "@" {
                head = Some(at);
            } else {
                parts.push((at, Rel::parse(rel)?));
            }
        }
        for (at, rel) in parts {
            words[at].head = head;
            words[at].rel = rel;
        }
        head
    }
}

fn below(n: usize, random: &mut Random) -> usize {
    (random.next() % n as u64) as usize
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
        "PRP" | "PRP$" | "WDT" | "WP" | "WP$" => Upos::Pron,
        "RB" | "WRB" => Upos::Adv,
        "JJ" | "JJS" => Upos::Adj,
        "DT" => Upos::Det,
        "CD" => Upos::Num,
        "CC" => Upos::Cconj,
        "TO" | "POS" => Upos::Part,
        "IN" if rel == Rel::Mark => Upos::Sconj,
        "IN" | "RP" => Upos::Adp,
        "." | "," | ":" => Upos::Punct,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_grammar_makes_trees() {
        let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("../data/language/en/own");
        let text = fs::read_to_string(own.join("grammar.txt")).unwrap();
        let grammar = Grammar::parse(&text).unwrap();
        let mut random = Random::new(1);
        for _ in 0..500 {
            let words = grammar.sentence(&mut random).unwrap();
            assert_eq!(words.iter().filter(|word| word.head.is_none()).count(), 1);
            let depth = |at: usize| {
                std::iter::successors(Some(at), |&up| words[up].head)
                    .take(words.len() + 1)
                    .count()
            };
            assert!((0..words.len()).all(|at| depth(at) <= words.len()));
        }
    }
}
