//! Names in sentences: "the United States", but "Britain".

use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Names that take an article, from `data/relations/articles.tsv`.
struct Articles {
    first: BTreeSet<&'static str>,
    last: BTreeSet<&'static str>,
    whole: BTreeSet<&'static str>,
}

static ARTICLES: LazyLock<Articles> = LazyLock::new(|| {
    let rows = include_str!("../../data/relations/articles.tsv")
        .lines()
        .filter_map(|line| line.split_once('\t'));
    let of = |place: &str| {
        rows.clone()
            .filter(|(own, _)| *own == place)
            .map(|(_, word)| word)
            .collect()
    };
    Articles {
        first: of("first"),
        last: of("last"),
        whole: of("whole"),
    }
});

/// The name as a sentence has it: with "the" where English wants it.
pub(super) fn with_article(name: &str) -> String {
    let mut words = name.split_whitespace();
    let first = words.next().unwrap_or_default();
    let last = words.next_back();
    let takes_it = ARTICLES.whole.contains(name)
        || (last.is_some() && ARTICLES.first.contains(first))
        || last.is_some_and(|last| ARTICLES.last.contains(last));
    if takes_it {
        format!("the {name}")
    } else {
        name.to_owned()
    }
}

/// The text with a capital at its start.
pub(super) fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn some_names_take_an_article() {
        for (name, expected) in [
            ("United States", "the United States"),
            ("European Union", "the European Union"),
            ("Czech Republic", "the Czech Republic"),
            ("Netherlands", "the Netherlands"),
            ("Britain", "Britain"),
            ("NATO", "NATO"),
            ("Union", "Union"),
            ("", ""),
        ] {
            assert_eq!(with_article(name), expected);
        }
    }

    #[test]
    fn a_sentence_begins_with_a_capital() {
        assert_eq!(capitalised("the United States"), "The United States");
        assert_eq!(capitalised(""), "");
    }

    #[test]
    fn the_table_is_sorted() {
        let text = include_str!("../../data/relations/articles.tsv");
        let rows: Vec<&str> = text.lines().skip(2).collect();
        assert!(rows.is_sorted() && rows.len() > 40);
    }
}
