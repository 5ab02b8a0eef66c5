//! Laws of analysing English that hold whatever the models say.

use super::{English, Rel, Tree};
use crate::model::{Sentence, Span};

/// Analyses words that blanks part.
fn analyse(text: &str) -> Tree {
    let mut tokens = Vec::new();
    let mut start = 0;
    for word in text.split(' ') {
        tokens.push(Span::new(start, start + word.len()));
        start += word.len() + 1;
    }
    tokens.retain(|token| !token.is_empty());
    let sentence = Sentence {
        tokens,
        ..Sentence::default()
    };
    English::embedded().unwrap().analyse(text, &sentence)
}

/// One root, no cycle.
fn assert_tree(tree: &Tree) {
    let roots = tree.words.iter().filter(|word| word.head.is_none()).count();
    assert_eq!(roots, 1);
    let root = tree.root().unwrap();
    let mut reached = 0;
    let mut stack = vec![root];
    while let Some(at) = stack.pop() {
        reached += 1;
        stack.extend(tree.children(at));
    }
    assert_eq!(reached, tree.words.len(), "every word hangs on the root");
    for word in &tree.words {
        assert_eq!(word.rel == Rel::Root, word.head.is_none());
    }
}

#[test]
fn no_words_give_an_empty_tree() {
    assert_eq!(analyse("").words, []);
}

#[test]
fn odd_words_give_a_tree() {
    for text in [
        "x",
        ".",
        "\u{fffd} \u{200b}",
        "!!! ??? ...",
        "ÇA VA",
        "東京 と 平壌",
        "🇫🇷 🇩🇪",
        "a a a a a a a a a",
    ] {
        assert_tree(&analyse(text));
    }
}

#[test]
fn spans_outside_the_text_are_empty_words() {
    let tokens = vec![Span::new(0, 2), Span::new(5, 9), Span::new(1, 2)];
    let sentence = Sentence {
        tokens,
        ..Sentence::default()
    };
    let tree = English::embedded().unwrap().analyse("né", &sentence);
    assert_eq!(
        tree.words
            .iter()
            .map(|word| word.form.as_str())
            .collect::<Vec<_>>(),
        ["", "", ""]
    );
    assert_tree(&tree);
}

#[test]
fn a_sentence_of_fifty_thousand_words_gives_a_tree() {
    let text = "the talks that failed , ( and"
        .repeat(8_000)
        .replace("andthe", "and the");
    let tree = analyse(&text);
    assert!(tree.words.len() > 50_000);
    assert_tree(&tree);
}

#[test]
fn the_same_words_give_the_same_tree() {
    let text = "Moscow severed all ties with the alliance in March , when NATO aircraft began bombing Yugoslavia .";
    assert_eq!(analyse(text), analyse(text));
}

#[test]
fn a_plain_sentence_is_read_right() {
    let tree = analyse("Britain recalled its ambassador on Tuesday .");
    let rels: Vec<&str> = tree.words.iter().map(|word| word.rel.as_str()).collect();
    assert_eq!(
        rels,
        ["nsubj", "root", "nmod:poss", "obj", "case", "obl", "punct"]
    );
    let lemmas: Vec<&str> = tree.words.iter().map(|word| word.lemma.as_str()).collect();
    assert_eq!(
        lemmas,
        [
            "Britain",
            "recall",
            "its",
            "ambassador",
            "on",
            "Tuesday",
            "."
        ]
    );
}
