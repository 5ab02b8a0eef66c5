//! Hanging on what was left out while parsing: dates and bracketed sources.

use std::ops::Range;

use super::{Rel, Upos, Word};

/// Steps up the tree on the way to a verb; trees are rarely deeper than this.
const MAX_CLIMB: usize = 12;

/// Hangs the words of an aside on the tree of the others.
pub fn hang(words: &mut [Word], aside: Range<usize>) {
    let bracketed = words[aside.start].form.starts_with(['(', '[']);
    let host = if bracketed {
        root(words)
    } else {
        host(words, &aside)
    };
    let Some(host) = host.filter(|host| !aside.contains(host)) else {
        return;
    };
    let top = top(words, &aside);
    for at in aside.clone() {
        words[at].head = Some(top);
        words[at].rel = inner(&words[at], at < top);
    }
    words[top].head = Some(host);
    words[top].rel = if bracketed {
        Rel::Parataxis
    } else if words[aside.start].upos == Upos::Adp {
        Rel::Obl
    } else {
        Rel::OblUnmarked
    };
}

fn root(words: &[Word]) -> Option<usize> {
    words
        .iter()
        .position(|word| word.head.is_none() && word.rel == Rel::Root)
}

/// The word that a date stands under: its first noun, name or number.
fn top(words: &[Word], aside: &Range<usize>) -> usize {
    aside
        .clone()
        .find(|&at| matches!(words[at].upos, Upos::Noun | Upos::Propn))
        .or_else(|| {
            aside
                .clone()
                .find(|&at| matches!(words[at].upos, Upos::Num | Upos::Adv))
        })
        .unwrap_or(aside.start)
}

fn inner(word: &Word, before: bool) -> Rel {
    match word.upos {
        Upos::Adp if before => Rel::Case,
        Upos::Det => Rel::Det,
        Upos::Adj => Rel::Amod,
        Upos::Num => Rel::Nummod,
        Upos::Punct => Rel::Punct,
        Upos::Adv => Rel::Advmod,
        _ => Rel::NmodUnmarked,
    }
}

/// The verb a date belongs to: the one that governs the word before it; at the start of a clause, the one that
/// governs the word behind it. After "of", the noun itself.
fn host(words: &[Word], aside: &Range<usize>) -> Option<usize> {
    let attached = |at: usize| words[at].head.is_some() || words[at].rel == Rel::Root;
    let before = (0..aside.start).rev().find(|&at| attached(at));
    let behind = (aside.end..words.len()).find(|&at| attached(at) && words[at].upos != Upos::Punct);
    let opens = before.is_none_or(|at| {
        let word = &words[at];
        matches!(word.upos, Upos::Punct | Upos::Sconj | Upos::Cconj)
            || matches!(
                &*word.lower,
                "when"
                    | "that"
                    | "who"
                    | "which"
                    | "where"
                    | "and"
                    | "but"
                    | "while"
                    | "after"
                    | "before"
            )
    });
    // "…, in May": a comma before a date that ends the clause still looks back.
    let closes = behind.is_none()
        || words
            .get(aside.end)
            .is_some_and(|word| word.upos == Upos::Punct);
    let back = before.and_then(|at| {
        (0..=at)
            .rev()
            .find(|&b| attached(b) && words[b].upos != Upos::Punct)
    });
    if !opens || closes && back.is_some() && !relative(words, before) {
        let back = back?;
        if words[aside.start].lower == "of" {
            return Some(back);
        }
        return Some(climb(words, back));
    }
    behind.or(back).map(|at| climb(words, at))
}

/// Whether the word before opens a clause by itself ("which", "when"), so that the date belongs to what follows.
fn relative(words: &[Word], before: Option<usize>) -> bool {
    before.is_some_and(|at| {
        matches!(words[at].upos, Upos::Sconj | Upos::Cconj)
            || matches!(
                &*words[at].lower,
                "when" | "that" | "who" | "which" | "where"
            )
    })
}

/// The nearest verb at or above a word, else the root.
fn climb(words: &[Word], from: usize) -> usize {
    let mut at = from;
    for _ in 0..MAX_CLIMB {
        let word = &words[at];
        if word.upos == Upos::Verb && !matches!(word.rel, Rel::Amod | Rel::Compound) {
            return at;
        }
        match word.head {
            Some(head) => at = head,
            None => return at,
        }
    }
    at
}

#[cfg(test)]
#[allow(clippy::single_range_in_vec_init)] // One aside is one range.
mod tests {
    use super::super::English;
    use crate::language::Tree;
    use crate::text::sentences;

    fn analysed(text: &str, aside: &str) -> (Tree, usize) {
        let sentence = sentences(text).remove(0);
        let mut first = 0;
        let tree = English::embedded()
            .unwrap()
            .analyse_around(text, &sentence, |tree| {
                let start = text.find(aside).unwrap();
                let inside: Vec<usize> = (0..tree.words.len())
                    .filter(|&at| {
                        (start..start + aside.len()).contains(&tree.words[at].span.start())
                    })
                    .collect();
                first = inside[0];
                vec![inside[0]..inside[inside.len() - 1] + 1]
            });
        (tree, first)
    }

    fn hosts(text: &str, aside: &str) -> String {
        let (tree, first) = analysed(text, aside);
        let n_words = aside.split_whitespace().count();
        let top = (first..first + n_words)
            .find(|&at| {
                tree.words[at]
                    .head
                    .is_some_and(|h| h < first || h >= first + n_words)
            })
            .unwrap();
        tree.words[tree.words[top].head.unwrap()].form.clone()
    }

    #[test]
    fn dates_hang_on_their_verbs() {
        assert_eq!(
            hosts("On Friday Austria closed its border.", "On Friday"),
            "closed"
        );
        assert_eq!(
            hosts("Austria on Friday closed its border.", "on Friday"),
            "closed"
        );
        assert_eq!(
            hosts("Austria closed its border on Friday.", "on Friday"),
            "closed"
        );
        assert_eq!(
            hosts("The minister is due in Vienna today.", "today"),
            "due"
        );
        assert_eq!(
            hosts(
                "Oslo said that on Monday it had closed the port.",
                "on Monday"
            ),
            "closed"
        );
    }

    #[test]
    fn a_sentence_of_asides_alone_is_parsed_as_it_stands() {
        let text = "On Friday";
        let sentence = sentences(text).remove(0);
        let tree = English::embedded()
            .unwrap()
            .analyse_around(text, &sentence, |_| vec![0..2]);
        assert_eq!(
            tree.words.iter().filter(|word| word.head.is_none()).count(),
            1
        );
    }
}
