//! Learning lemma rules: for each tag and ending the edit that most forms take, and the forms that differ.

use std::collections::BTreeMap;
use std::fmt::Write;

use detente::language::Upos;
use detente::language::training::{Edit, N_ENDING};

use crate::treebank::Gold;

/// The two tables of the lemmatiser: exceptions and rules.
pub fn learn(sentences: &[Vec<Gold>]) -> (String, String) {
    let mut counts: BTreeMap<(&str, String), BTreeMap<Edit, usize>> = BTreeMap::new();
    for word in sentences.iter().flatten() {
        if word.lemma == "_" || word.upos == Upos::X {
            continue;
        }
        let lemma = if word.upos == Upos::Propn {
            word.lemma.to_lowercase()
        } else {
            word.lemma.clone()
        };
        let form = word.form.to_lowercase();
        let edit = Edit::between(&form, &lemma);
        *counts
            .entry((&word.xpos, form))
            .or_default()
            .entry(edit)
            .or_default() += 1;
    }
    let edits: BTreeMap<(&str, String), Edit> = counts
        .into_iter()
        .filter_map(|(key, edits)| Some((key, most(&edits)?)))
        .collect();
    let rules = rules(&edits);
    let mut table = (String::new(), String::new());
    for ((xpos, form), edit) in &edits {
        if find(&rules, xpos, form) != *edit {
            let _ = writeln!(table.0, "{xpos}\t{form}\t{}", edit.apply(form));
        }
    }
    for ((xpos, ending), edit) in &rules {
        let _ = writeln!(
            table.1,
            "{xpos}\t{ending}\t{}\t{}",
            edit.n_removed, edit.added
        );
    }
    table
}

type Rules = BTreeMap<(String, String), Edit>;

/// Short endings first: a longer one gets a rule only where it does better than the shorter ones.
fn rules(edits: &BTreeMap<(&str, String), Edit>) -> Rules {
    /// Forms that must share an ending and its edit before it becomes a rule.
    const FORMS_MIN: usize = 2;
    let mut rules = Rules::new();
    for length in 1..=N_ENDING {
        let mut counts: BTreeMap<(String, String), BTreeMap<Edit, usize>> = BTreeMap::new();
        for ((xpos, form), edit) in edits {
            let n = form.chars().count();
            // An ending is a part of a word: with nothing before it, it says nothing of others.
            if n > length {
                let ending: String = form.chars().skip(n - length).collect();
                *counts
                    .entry(((*xpos).to_owned(), ending))
                    .or_default()
                    .entry(edit.clone())
                    .or_default() += 1;
            }
        }
        for ((xpos, ending), edits) in counts {
            let Some(edit) = most(&edits) else { continue };
            if edits[&edit] >= FORMS_MIN && find(&rules, &xpos, &ending) != edit {
                rules.insert((xpos, ending), edit);
            }
        }
    }
    rules
}

fn find(rules: &Rules, xpos: &str, form: &str) -> Edit {
    let letters: Vec<char> = form.chars().collect();
    (1..=N_ENDING.min(letters.len()))
        .rev()
        .find_map(|length| {
            let ending: String = letters[letters.len() - length..].iter().collect();
            rules.get(&(xpos.to_owned(), ending)).cloned()
        })
        .unwrap_or(Edit {
            n_removed: 0,
            added: String::new(),
        })
}

/// The most frequent edit, the first of equals.
fn most(edits: &BTreeMap<Edit, usize>) -> Option<Edit> {
    edits
        .iter()
        .rev()
        .max_by_key(|(_, count)| **count)
        .map(|(edit, _)| edit.clone())
}
