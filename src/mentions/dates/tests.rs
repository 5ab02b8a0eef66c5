//! Runs `cases.txt`: sentences, and the expressions and dates that must be found in them.

use super::*;
use crate::language::{Rel, Upos, Word};
use crate::model::{Precision, Span};
use crate::text::tokens;

/// A tree that says nothing: every word hangs on the first. Dates must be found without the parser's help.
fn flat_tree(text: &str) -> Tree {
    let words = tokens(text, Span::new(0, text.len()))
        .into_iter()
        .enumerate()
        .map(|(position, span)| {
            let form = text[span.range()].to_owned();
            let (upos, xpos) = if form.starts_with(char::is_uppercase) {
                (Upos::Propn, "NNP")
            } else if form.starts_with(|c: char| c.is_ascii_digit()) {
                (Upos::Num, "CD")
            } else {
                (Upos::Noun, "NN")
            };
            Word {
                lower: form.to_lowercase(),
                lemma: form.to_lowercase(),
                span,
                form,
                upos,
                xpos,
                head: (position > 0).then_some(0),
                rel: if position > 0 { Rel::Dep } else { Rel::Root },
            }
        });
    Tree::new(words.collect())
}

/// A date as the cases write it: `1999-07-20`, `1999-07`, `1999`, `A..B`, with the precision where it is another one.
fn written(when: &When) -> String {
    let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let whole =
        |stretch: Stretch| when.start == Some(stretch.start) && when.end == Some(stretch.end);
    let (text, implied) = match when.start {
        Some(start) if when.start == when.end => (start.to_string(), Precision::Day),
        Some(start) if whole(Stretch::month_of(start)) => {
            (start.strftime("%Y-%m").to_string(), Precision::Month)
        }
        Some(start) if Stretch::year(start.year()).is_some_and(whole) => {
            (start.year().to_string(), Precision::Year)
        }
        _ => (
            format!("{}..{}", day(when.start), day(when.end)),
            Precision::Day,
        ),
    };
    if when.precision == implied {
        text
    } else {
        format!("{text} {}", format!("{:?}", when.precision).to_lowercase())
    }
}

fn found(sentence: &str, published: Option<Published>, carried: Option<&When>) -> String {
    let tree = flat_tree(sentence);
    let written = |when: &Option<When>| when.as_ref().map_or_else(|| "-".to_owned(), written);
    let expressions = time_expressions(&tree, sentence, published, carried)
        .into_iter()
        .map(|expression| {
            let first = tree.words[expression.words.start].span;
            let words = &sentence[first
                .cover(tree.words[expression.words.end - 1].span)
                .range()];
            assert!(
                expression.words.contains(&expression.head),
                "{sentence}: the head is outside"
            );
            for when in [&expression.past, &expression.future].into_iter().flatten() {
                assert_eq!(when.text, words, "{sentence}");
                assert!(
                    when.start.is_some() || when.end.is_some(),
                    "{sentence}: no date in a date"
                );
            }
            if expression.bound == Bound::Vague {
                assert_eq!(
                    (&expression.past, &expression.future),
                    (&None, &None),
                    "{sentence}"
                );
                return format!("{words}: vague");
            }
            let (past, future) = (written(&expression.past), written(&expression.future));
            if past == future {
                format!("{words}: {past}")
            } else {
                format!("{words}: {past} / {future}")
            }
        });
    expressions.collect::<Vec<_>>().join("; ")
}

/// `1999-03-24` or `1999-03`
fn carried_date(text: &str) -> When {
    let date: crate::model::PartialDate = text.parse().unwrap();
    When::range(date.first(), date.last(), date.precision(), text)
}

#[test]
fn cases() {
    let (mut published, mut carried) = (None, None);
    let mut n_cases = 0;
    let mut wrong = Vec::new();
    for line in include_str!("cases.txt")
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
    {
        if let Some(setting) = line.strip_prefix("= ") {
            let (date, carry) = setting.split_once(" carried ").unwrap_or((setting, ""));
            published = (date != "-").then(|| Published(date.parse().unwrap()));
            carried = (!carry.is_empty()).then(|| carried_date(carry));
            continue;
        }
        let (sentence, expected) = line
            .split_once(" | ")
            .unwrap_or((line.trim_end_matches(" |"), ""));
        let found = found(sentence, published, carried.as_ref());
        n_cases += 1;
        if found != expected {
            wrong.push(format!("{sentence} | {found}\n    expected: {expected}"));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {n_cases} cases:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    assert!(n_cases >= 150, "{n_cases} cases");
}

#[test]
fn the_most_exact_date_is_carried() {
    let sentence =
        "On Monday the ministers met, as they had on Sunday, and will wait until August.";
    let published = Some(Published(jiff::civil::date(1999, 7, 21)));
    let found = time_expressions(&flat_tree(sentence), sentence, published, None);
    assert_eq!(
        carry(&found)
            .and_then(|when| when.start)
            .map(|day| day.to_string())
            .as_deref(),
        Some("1999-07-18")
    );
    assert_eq!(carry(&[]), None);
}

#[test]
fn empty_and_odd_sentences_are_no_trouble() {
    for sentence in [
        "",
        "of",
        "the",
        "May",
        "- - -",
        "1999",
        "in the",
        "two days",
        "from to",
        "early",
        "' s '",
        "mid-",
        "the 1st of",
    ] {
        found(
            sentence,
            Some(Published(jiff::civil::date(1999, 7, 21))),
            None,
        );
        found(sentence, None, None);
    }
    for (year, month, day) in [(-9999, 1, 1), (9999, 12, 31)] {
        let published = Some(Published(jiff::civil::date(year, month, day)));
        for sentence in [
            "next year and last year",
            "ten years ago",
            "in three centuries",
            "since last Monday",
            "tomorrow, yesterday",
        ] {
            found(sentence, published, None);
        }
    }
}
