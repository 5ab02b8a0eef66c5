//! `cargo xtask corpus-check`: whether the annotated corpus is well formed, and how varied it is.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io;
use std::path::PathBuf;

use detente::language::{English, Upos};
use detente::score::AnnotatedSentence;
use detente::statements::EVENTS as EVENT_NAMES;
use detente::text::sentences;
use detente::vocabulary::relations::Relations;

/// What to check.
#[derive(clap::Args)]
pub struct Options {
    /// The corpus files or a folder of them.
    #[arg(default_value = "data/corpus")]
    corpus: Vec<PathBuf>,
    /// Print the pairs of sentences that are nearly the same.
    #[arg(long)]
    duplicates: bool,
    /// Print the statements whose event is not what the table gives for their action and status.
    #[arg(long)]
    events: bool,
}

/// From (action, kind, status) to codes.
const EVENTS: &str = include_str!("../../data/relations/events.tsv");
/// Words of a window by which sentences are compared.
const N_GRAM: usize = 5;
/// Two sentences are nearly the same from this share of common windows on (Jaccard).
const NEAR: f64 = 0.5;

pub fn run(options: &Options) -> io::Result<()> {
    // A format error ends the check here, with file and line.
    let corpus = crate::corpus_score::sentences(&options.corpus)?;
    let faults = faults(&corpus);
    let relations = Relations::load().map_err(io::Error::other)?;
    let disagreeing = disagreeing(&corpus, &relations);
    if options.events {
        println!("{}", disagreeing.join("\n"));
    }
    let statements: Vec<_> = corpus.iter().flat_map(|s| &s.statements).collect();
    let actors: BTreeSet<&String> = corpus
        .iter()
        .flat_map(|s| &s.brackets)
        .flat_map(|b| &b.principals)
        .collect();
    println!("sentences          {:6}", corpus.len());
    println!(
        "  without statement {:5}",
        corpus.iter().filter(|s| s.statements.is_empty()).count()
    );
    println!(
        "  kept aside        {:5}",
        corpus.iter().filter(|s| s.held_out()).count()
    );
    println!("statements         {:6}", statements.len());
    println!(
        "  of two actors     {:5}",
        corpus.iter().map(between_two).sum::<usize>()
    );
    println!("  event not the table's {:2}", disagreeing.len());
    println!("actors             {:6}", actors.len());
    println!("predicates         {:6}", predicates(&corpus)?.len());
    let near = near_duplicates(&corpus);
    println!(
        "near-duplicates    {:6} ({:.2} % of sentences)",
        near.len(),
        share(near.len(), corpus.len()) * 100.0
    );
    if options.duplicates {
        for (one, other) in &near {
            println!("  {one} {other}");
        }
    }
    tally("actions", statements.iter().map(|s| s.action.to_string()));
    tally("statuses", statements.iter().map(|s| s.status.to_string()));
    tally("events", statements.iter().map(|s| s.event.clone()));
    tally("registers", corpus.iter().map(|s| s.register.clone()));
    tally(
        "constructions",
        corpus.iter().flat_map(|s| s.constructions.clone()),
    );
    if faults.is_empty() {
        Ok(())
    } else {
        Err(io::Error::other(faults.join("\n")))
    }
}

/// What is wrong beyond the format: ids that stand twice, events that are none, a party that acts on itself.
fn faults(corpus: &[AnnotatedSentence]) -> Vec<String> {
    let mut ids = BTreeSet::new();
    let mut faults = Vec::new();
    for sentence in corpus {
        if !ids.insert(&sentence.id) {
            faults.push(format!("{}: this id stands twice", sentence.id));
        }
        for statement in &sentence.statements {
            if !EVENT_NAMES.contains(&statement.event.as_str()) {
                faults.push(format!("{}: {} is no event", sentence.id, statement.event));
            }
            // "The Six signed two treaties": members of one bracket may act on each other.
            if statement.source == statement.target && !statement.mutual {
                faults.push(format!("{}: a party and itself", sentence.id));
            }
        }
    }
    faults
}

/// Statements whose event the table gives for no kind of their action under their status, as text.
fn disagreeing(corpus: &[AnnotatedSentence], relations: &Relations) -> Vec<String> {
    let kinds: BTreeSet<(&str, &str)> = EVENTS
        .lines()
        .filter_map(|line| {
            let mut cells = line.split('\t');
            Some((cells.next()?, cells.next()?))
        })
        .collect();
    let mut disagreeing = Vec::new();
    for sentence in corpus {
        for statement in &sentence.statements {
            let (action, status) = (statement.action, statement.status);
            let given: BTreeSet<String> = kinds
                .iter()
                .filter(|(of, _)| *of == action.as_str())
                .map(|(_, kind)| relations.events.code(action, kind, status).plover)
                .collect();
            if !given.contains(&statement.event) {
                let given: Vec<String> = given.into_iter().collect();
                disagreeing.push(format!(
                    "{} {action} {status}: {}, the table has {}",
                    sentence.id,
                    statement.event,
                    given.join(" or ")
                ));
            }
        }
    }
    disagreeing
}

fn between_two(sentence: &AnnotatedSentence) -> usize {
    let principals = |bracket: usize| &sentence.brackets[bracket].principals;
    sentence
        .statements
        .iter()
        .filter(|s| principals(s.source) != principals(s.target))
        .count()
}

/// The lemmas of the verbs on which the sentences' clauses hang: the root, and what governs or continues it.
fn predicates(corpus: &[AnnotatedSentence]) -> io::Result<BTreeSet<String>> {
    let english = English::embedded().map_err(io::Error::other)?;
    let mut lemmas = BTreeSet::new();
    for annotated in corpus.iter().filter(|s| !s.statements.is_empty()) {
        for sentence in sentences(&annotated.text) {
            let tree = english.analyse(&annotated.text, &sentence);
            for word in &tree.words {
                let clausal = word.upos == Upos::Verb
                    && !matches!(
                        word.rel.as_str().split(':').next(),
                        Some("acl" | "amod" | "aux" | "advcl" | "compound")
                    );
                if clausal {
                    lemmas.insert(word.lemma.to_lowercase());
                }
            }
        }
    }
    Ok(lemmas)
}

/// Pairs of sentences that share at least half of their five-word windows.
fn near_duplicates(corpus: &[AnnotatedSentence]) -> Vec<(&str, &str)> {
    let windows: Vec<BTreeSet<String>> = corpus.iter().map(|s| n_grams(&s.text)).collect();
    let mut holders: HashMap<&str, Vec<usize>> = HashMap::new();
    for (idx, grams) in windows.iter().enumerate() {
        for gram in grams {
            holders.entry(gram).or_default().push(idx);
        }
    }
    let mut near = Vec::new();
    for (idx, grams) in windows.iter().enumerate() {
        let mut common: BTreeMap<usize, usize> = BTreeMap::new();
        for gram in grams {
            for &other in &holders[gram.as_str()] {
                if other > idx {
                    *common.entry(other).or_default() += 1;
                }
            }
        }
        for (other, n_common) in common {
            let n_all = grams.len() + windows[other].len() - n_common;
            if share(n_common, n_all) >= NEAR {
                near.push((corpus[idx].id.as_str(), corpus[other].id.as_str()));
            }
        }
    }
    near
}

fn n_grams(text: &str) -> BTreeSet<String> {
    let words: Vec<String> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    words.windows(N_GRAM).map(|gram| gram.join(" ")).collect()
}

fn share(part: usize, whole: usize) -> f64 {
    part as f64 / whole.max(1) as f64
}

fn tally(heading: &str, words: impl Iterator<Item = String>) {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for word in words {
        *counts.entry(word).or_default() += 1;
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
    let told: Vec<String> = counts
        .iter()
        .map(|(word, count)| format!("{word} {count}"))
        .collect();
    println!("{heading}: {}", told.join(", "));
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Statements of the corpus that their author coded otherwise than the table does; mending them lowers this.
    const N_DISAGREEING: usize = 19;

    fn corpus() -> Vec<AnnotatedSentence> {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../data/corpus");
        crate::corpus_score::sentences(&[PathBuf::from(folder)]).unwrap()
    }

    #[test]
    fn the_corpus_is_well_formed() {
        let corpus = corpus();
        assert!(corpus.len() > 5_000);
        assert_eq!(faults(&corpus), Vec::<String>::new());
    }

    #[test]
    fn events_follow_from_action_and_status() {
        let disagreeing = disagreeing(&corpus(), &Relations::load().unwrap());
        assert!(
            disagreeing.len() <= N_DISAGREEING,
            "{}:\n{}",
            disagreeing.len(),
            disagreeing.join("\n")
        );
    }

    #[test]
    fn near_duplicates_share_half_of_their_windows() {
        let corpus = detente::score::parse(
            "# a | 1999-07-21 | wire | active\nOne two three four five six seven eight.\nnone\n\n\
             # b | 1999-07-21 | wire | active\nOne two three four five six seven nine.\nnone\n\n\
             # c | 1999-07-21 | wire | active\nNine two three four five, and no more of it.\nnone\n",
        )
        .unwrap();
        assert_eq!(near_duplicates(&corpus), [("a", "b")]);
    }
}
