//! Numbers of days, weeks and years: "three", "a", "two and a half", "30", "twenty-five".

use super::Context;
use super::lexicon;

/// Larger numbers of units are no dates: "1,500 days".
const LARGEST: i64 = 1000;

/// A number in words or digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Number {
    /// One past its last word.
    pub(super) end: usize,
    /// How many halves it counts; `None` for "several".
    pub(super) halves: Option<i64>,
}

/// The number that starts at `at`, with words like "about" and "more than" before it.
pub(super) fn number(context: &Context<'_>, at: usize) -> Option<Number> {
    let mut start = at;
    loop {
        let (word, next) = (context.lower(start), context.lower(start + 1));
        start += match (word, next) {
            ("more" | "less" | "fewer", "than") | ("at", "least" | "most" | "about") => 2,
            _ if lexicon::is_approximate(word) => 1,
            _ => break,
        };
    }
    plain(context, start)
}

fn plain(context: &Context<'_>, at: usize) -> Option<Number> {
    let word = context.lower(at);
    if word == "a" && context.lower(at + 1) == "couple" {
        let of = usize::from(context.lower(at + 2) == "of");
        return Some(Number {
            end: at + 2 + of,
            halves: Some(4),
        });
    }
    if word == "half" && matches!(context.lower(at + 1), "a" | "an") {
        return Some(Number {
            end: at + 2,
            halves: Some(1),
        });
    }
    if word == "a" && matches!(context.lower(at + 1), "few" | "dozen") {
        let halves = (context.lower(at + 1) == "dozen").then_some(24);
        return Some(Number {
            end: at + 2,
            halves,
        });
    }
    if lexicon::is_imprecise(word) {
        return Some(Number {
            end: at + 1,
            halves: None,
        });
    }
    let mut value = lexicon::number(word).or_else(|| digits(word))?;
    let mut end = at + 1;
    // "twenty-five"
    if value >= 20
        && context.lower(end) == "-"
        && let Some(ones) =
            lexicon::number(context.lower(end + 1)).filter(|ones| (1..10).contains(ones))
    {
        value += ones;
        end += 2;
    }
    let mut halves = value * 2;
    if context.lower(end) == "and"
        && context.lower(end + 1) == "a"
        && context.lower(end + 2) == "half"
    {
        halves += 1;
        end += 3;
    }
    (value <= LARGEST).then_some(Number {
        end,
        halves: Some(halves),
    })
}

fn digits(word: &str) -> Option<i64> {
    (word.len() <= 4 && word.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| word.parse().ok())
        .flatten()
}
