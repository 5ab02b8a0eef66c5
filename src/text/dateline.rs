//! Datelines: "MOSCOW, July 6 (Reuters) --".

use super::tokens::tokens;
use super::{calendar, lexicon};
use crate::model::{Sentence, Span};

/// Where a report was filed, in front of its first sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dateline {
    /// From the place up to and with the dash.
    pub span: Span,
    /// The place's words: "MOSCOW".
    pub place: Option<Span>,
    /// The country's words behind it: "PARIS, Texas" and "PARIS, France" differ.
    pub country: Option<Span>,
    /// The date's words: "July 6".
    pub date: Option<Span>,
}

/// A dateline has at most this many tokens.
const LONGEST: usize = 20;

/// The dateline in front of a sentence, if it has one.
///
/// ```
/// let text = "MOSCOW, July 6 (AP) -- Russia left.";
/// let sentences = detente::text::sentences(text);
/// let dateline = detente::text::dateline(text, &sentences[0]).unwrap();
/// assert_eq!(&text[dateline.place.unwrap().range()], "MOSCOW");
/// assert_eq!(&text[dateline.date.unwrap().range()], "July 6");
/// assert_eq!(&text[sentences[0].span.range()], "Russia left.");
/// ```
pub fn dateline(text: &str, sentence: &Sentence) -> Option<Dateline> {
    const WIDEST: usize = 200;
    let end = sentence.span.start();
    let line = text[..end].rfind('\n').map_or(0, |newline| newline + 1);
    if end - line > WIDEST {
        return None;
    }
    let before = tokens(text, Span::new(line, end));
    parse(text, &before)
        .filter(|&(length, _)| length == before.len())
        .map(|(_, dateline)| dateline)
}

/// How many of the first tokens are a dateline; 0 when there is none.
pub(super) fn length(text: &str, tokens: &[Span]) -> usize {
    parse(text, tokens).map_or(0, |(length, _)| length)
}

fn parse(text: &str, tokens: &[Span]) -> Option<(usize, Dateline)> {
    let window = &tokens[..tokens.len().min(LONGEST)];
    let word = |position: usize| window.get(position).map(|token| &text[token.range()]);
    let dash = window
        .iter()
        .position(|token| matches!(&text[token.range()], "--" | "—" | "–" | "-" | "---"))?;
    let spaced = tokens
        .get(dash + 1)
        .is_none_or(|next| next.start() > window[dash].end())
        && dash > 0
        && (window[dash].start() > window[dash - 1].end());
    if dash == 0 || !(spaced || matches!(word(dash), Some("--" | "—"))) {
        return None;
    }
    let mut at = 0;
    let place_end = |from: usize| {
        let mut to = from;
        while to < dash
            && is_place_word(&text[window[to].range()])
            && !is_month(&text[window[to].range()])
        {
            to += 1;
        }
        to
    };
    let place = place_end(0);
    let mut country = place;
    let capitals = place > 0 && {
        let words = &text[window[0].cover(window[place - 1]).range()];
        words.chars().filter(|c| c.is_alphabetic()).count() > 1
            && !words.chars().any(char::is_lowercase)
    };
    at = at.max(place);
    // "PARIS, France"
    if word(at) == Some(",")
        && word(at + 1).is_some_and(|next| is_place_word(next) && !is_month(next))
    {
        at = place_end(at + 1);
        country = at;
    }
    if word(at) == Some(",") {
        at += 1;
    }
    let date_start = at;
    while at < dash
        && word(at).is_some_and(|next| {
            is_date_word(next)
                || (next == "," && at > date_start && word(at + 1).is_some_and(is_date_word))
        })
    {
        at += 1;
    }
    let date = (at > date_start).then(|| window[date_start].cover(window[at - 1]));
    if word(at) == Some(",") {
        at += 1;
    }
    let mut agency = false;
    if word(at) == Some("(") {
        let close = (at..dash).find(|&position| word(position) == Some(")"))?;
        agency = true;
        at = close + 1;
    }
    let named =
        place > 0 && lexicon::is_no_dateline(&text[window[0].cover(window[place - 1]).range()]);
    let certain = capitals && !named || agency || date.is_some() && place > 0;
    (at == dash && certain && (place > 0 || agency)).then(|| {
        let dateline = Dateline {
            span: window[0].cover(window[dash]),
            place: (place > 0).then(|| window[0].cover(window[place - 1])),
            country: (country > place).then(|| window[place + 1].cover(window[country - 1])),
            date,
        };
        (dash + 1, dateline)
    })
}

/// A word of a place's name: capitalised, or a sign that joins names.
fn is_place_word(word: &str) -> bool {
    word.starts_with(char::is_uppercase) || matches!(word, "/" | "'" | "’" | "-" | "de" | "al")
}

fn is_month(word: &str) -> bool {
    // Datelines in capitals name months so, too: "JULY 6".
    let mut letters = word.chars();
    let name: String = letters
        .next()
        .into_iter()
        .chain(letters.flat_map(char::to_lowercase))
        .collect();
    calendar::month(&name).is_some()
}

fn is_date_word(word: &str) -> bool {
    is_month(word) || (word.len() <= 4 && word.bytes().next().is_some_and(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn datelines_are_told_from_text() {
        let cases = [
            ("MOSCOW, July 6 -- They met.", Some("July 6")),
            ("UNITED NATIONS (Reuters) - They met.", None),
            ("Geneva, 4 May 2001 (AFP) — They met.", Some("4 May 2001")),
        ];
        for (text, date) in cases {
            let tokens = tokens(text, Span::new(0, text.len()));
            let (length, dateline) = parse(text, &tokens).unwrap();
            assert_eq!(&text[tokens[length].range()], "They", "{text}");
            assert_eq!(dateline.date.map(|span| &text[span.range()]), date);
        }
        for text in [
            "Russia - which left - came back.",
            "Talks -- long ones -- failed.",
            "He met Putin - twice.",
            "NATO - Russia ties have cooled.",
        ] {
            assert_eq!(
                length(text, &tokens(text, Span::new(0, text.len()))),
                0,
                "{text}"
            );
        }
    }
}
