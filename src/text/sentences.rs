//! Sentences: paragraphs first, then boundaries between tokens.

use std::collections::VecDeque;

use super::dateline;
use super::lexicon::{self, Abbreviation};
use super::paragraphs::paragraphs;
use super::tokens::tokens;
use crate::model::{Sentence, Span};

/// Longest sentence in tokens. Longer ones are cut at the best punctuation, so that parsing stays bounded;
/// news sentences have about 25 tokens, and hardly any has 120.
pub const LONGEST_SENTENCE: usize = 400;

/// A line without a full stop and with no more tokens than this is a headline or list point.
const LONGEST_HEADLINE: usize = 30;

/// A paragraph is read in windows of this many bytes, so that a file on one line needs no more memory than others.
const WINDOW: usize = 64 * 1024;

/// Splits a text into sentences and their tokens.
///
/// Blank lines end a sentence, single newlines inside a hard-wrapped paragraph do not.
/// A dateline ("MOSCOW, July 6 --") is left out of the first sentence; [`dateline`](super::dateline()) gives it back.
/// For long texts, [`Sentences`] gives one after the other.
///
/// ```
/// let text = "Gen. Clark met Mr. Ivanov. The talks\nwent on.";
/// let sentences = detente::text::sentences(text);
/// assert_eq!(sentences.len(), 2);
/// assert_eq!(&text[sentences[0].span.range()], "Gen. Clark met Mr. Ivanov.");
/// ```
pub fn sentences(text: &str) -> Vec<Sentence> {
    Sentences::new(text).collect()
}

/// The sentences of a text, one after the other; at most one window's tokens are in memory.
#[derive(Debug)]
pub struct Sentences<'a> {
    text: &'a str,
    paragraphs: std::vec::IntoIter<Span>,
    /// What is left of the paragraph that is being read.
    rest: Option<Span>,
    ready: VecDeque<Sentence>,
    n_read: usize,
}

impl<'a> Sentences<'a> {
    /// Starts at the top of a text.
    pub fn new(text: &'a str) -> Self {
        Self {
            text,
            paragraphs: paragraphs(text).into_iter(),
            rest: None,
            ready: VecDeque::new(),
            n_read: 0,
        }
    }

    /// Reads one window of a paragraph; what it leaves over becomes `rest`.
    fn window(&mut self, paragraph: Span, first: bool) {
        let text = self.text;
        let end = window_end(text, paragraph);
        let whole = end == paragraph.end();
        let mut tokens = tokens(text, Span::new(paragraph.start(), end));
        if first {
            let skipped = dateline::length(text, &tokens);
            tokens.drain(..skipped);
        }
        let mut ends = boundaries(text, &tokens);
        let alone = first && whole && ends.len() == 1;
        self.rest = None;
        if !whole {
            // The last sentence may go on in the next window, unless it fills this one.
            let kept = if ends.len() > 1 { ends.len() - 1 } else { 1 };
            ends.truncate(kept);
            let next = ends
                .last()
                .and_then(|&last| tokens.get(last))
                .map_or(end, |token| token.start());
            self.rest = Some(Span::new(next, paragraph.end()));
        }
        let mut start = 0;
        for end in ends {
            let sentence = &tokens[start..end];
            let headline =
                alone && sentence.len() <= LONGEST_HEADLINE && !is_closed(text, sentence);
            for piece in pieces(text, sentence) {
                self.ready.push_back(Sentence {
                    index: self.n_read,
                    span: piece[0].cover(piece[piece.len() - 1]),
                    tokens: piece.to_vec(),
                    headline,
                });
                self.n_read += 1;
            }
            start = end;
        }
    }
}

impl Iterator for Sentences<'_> {
    type Item = Sentence;

    fn next(&mut self) -> Option<Sentence> {
        while self.ready.is_empty() {
            if let Some(rest) = self.rest.take() {
                self.window(rest, false);
            } else {
                let paragraph = self.paragraphs.next()?;
                self.window(paragraph, true);
            }
        }
        self.ready.pop_front()
    }
}

/// Where the window ends that starts with the paragraph: at its end, or at the last blank within reach.
fn window_end(text: &str, paragraph: Span) -> usize {
    if paragraph.len() <= WINDOW {
        return paragraph.end();
    }
    let mut end = paragraph.start() + WINDOW;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let window = &text[paragraph.start()..end];
    window
        .rfind(char::is_whitespace)
        .filter(|at| *at > 0)
        .map_or(end, |at| paragraph.start() + at)
}

/// Whether the tokens end with a full stop, question or exclamation mark, brackets and quotes apart.
fn is_closed(text: &str, tokens: &[Span]) -> bool {
    tokens
        .iter()
        .rev()
        .map(|token| &text[token.range()])
        .find(|word| !is_closer(word))
        .is_some_and(|word| is_terminal(word) || word.ends_with('.'))
}

fn is_terminal(word: &str) -> bool {
    matches!(
        word.chars().next(),
        Some('.' | '!' | '?' | '…' | '。' | '؟')
    ) && word
        .chars()
        .all(|c| matches!(c, '.' | '!' | '?' | '…' | '。' | '؟'))
}

fn is_closer(word: &str) -> bool {
    matches!(
        word,
        "\"" | "”" | "’" | "'" | "''" | "»" | ")" | "]" | "}" | "’’"
    )
}

/// Whether the token at `end` is a quotation mark or bracket that closes the sentence before it.
fn closes(text: &str, tokens: &[Span], end: usize) -> bool {
    let word = &text[tokens[end].range()];
    let attached = tokens[end].start() == tokens[end - 1].end();
    // In spaced-out text (". )") only signs that cannot open are taken along.
    is_closer(word)
        && (attached || matches!(word, ")" | "]" | "}" | "”" | "»") || end + 1 == tokens.len())
}

fn is_opener(word: &str) -> bool {
    matches!(
        word,
        "\"" | "“" | "‘" | "'" | "``" | "«" | "(" | "[" | "{" | "-" | "--" | "—" | "–" | "•" | "*"
    )
}

/// Positions one past the last token of each sentence.
fn boundaries(text: &str, tokens: &[Span]) -> Vec<usize> {
    let mut ends = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let word = &text[tokens[at].range()];
        at += 1;
        let stops = is_terminal(word);
        let abbreviates = word.len() > 1 && word.ends_with('.');
        if !(stops || abbreviates) {
            continue;
        }
        let mut end = at;
        while end < tokens.len() && closes(text, tokens, end) {
            end += 1;
        }
        let Some(next) = tokens.get(end) else { break };
        let spaced = next.start() > tokens[end - 1].end();
        let opens = if stops {
            opens_sentence(text, &tokens[end..], word, spaced)
        } else {
            spaced && abbreviation_ends(text, word, &tokens[end..], end > at)
        };
        if opens {
            ends.push(end);
            at = end;
        }
    }
    if ends.last() != Some(&tokens.len()) && !tokens.is_empty() {
        ends.push(tokens.len());
    }
    ends
}

/// Whether the tokens after a stop begin a sentence.
fn opens_sentence(text: &str, rest: &[Span], stop: &str, spaced: bool) -> bool {
    let mut words = rest.iter().map(|token| &text[token.range()]);
    let Some(first) = words.next() else {
        return true;
    };
    // A missing space ("ended.The") is a slip; "Yahoo!-owned" is none.
    if !spaced {
        return stop == "." && first.len() > 1 && first.starts_with(char::is_uppercase);
    }
    let word = if is_opener(first) {
        words.next().unwrap_or(first)
    } else {
        first
    };
    let Some(c) = word.chars().next() else {
        return true;
    };
    // A spaced-out ellipsis: ". . ."
    if is_terminal(first) {
        return false;
    }
    if stop.starts_with("..") || stop == "…" {
        return c.is_uppercase();
    }
    if stop == "." {
        return !c.is_lowercase() && !matches!(c, ',' | ';' | ':');
    }
    c.is_uppercase() || c.is_numeric() || is_opener(first)
}

/// Whether an abbreviation ends the sentence, seen from what follows.
fn abbreviation_ends(text: &str, word: &str, rest: &[Span], closed: bool) -> bool {
    let Some(next) = rest.first().map(|token| &text[token.range()]) else {
        return true;
    };
    let next = if is_opener(next) {
        rest.get(1).map_or(next, |token| &text[token.range()])
    } else {
        next
    };
    if !next.starts_with(char::is_uppercase) {
        return false;
    }
    let stem = word.trim_end_matches('.');
    match lexicon::abbreviation(stem) {
        Some(Abbreviation::Title | Abbreviation::Number) => false,
        // An initial: "J. Smith".
        None if stem.chars().count() == 1 => false,
        _ => closed || lexicon::is_starter(next),
    }
}

/// Cuts a sentence that is longer than [`LONGEST_SENTENCE`], after the best punctuation in the second half of each piece.
fn pieces<'a>(text: &str, mut tokens: &'a [Span]) -> Vec<&'a [Span]> {
    let mut pieces = Vec::with_capacity(1);
    while tokens.len() > LONGEST_SENTENCE {
        let half = LONGEST_SENTENCE / 2;
        let rank = |position: usize| match &text[tokens[position].range()] {
            ";" => 3,
            ":" | "--" | "—" | "–" => 2,
            "," => 1,
            _ => 0,
        };
        let best = (half..LONGEST_SENTENCE)
            .max_by_key(|&position| (rank(position), position))
            .unwrap_or(half);
        let (piece, rest) = tokens.split_at(best + 1);
        pieces.push(piece);
        tokens = rest;
    }
    if !tokens.is_empty() {
        pieces.push(tokens);
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<&str> {
        sentences(text)
            .iter()
            .map(|sentence| &text[sentence.span.range()])
            .collect()
    }

    #[test]
    fn boundaries_of_sentences() {
        let cases: &[(&str, &[&str])] = &[
            (
                "Lt. Gen. Jones met J. R. Smith. He left.",
                &["Lt. Gen. Jones met J. R. Smith.", "He left."],
            ),
            (
                "They met in the U.S. The talks failed.",
                &["They met in the U.S.", "The talks failed."],
            ),
            ("The U.S. Senate voted.", &["The U.S. Senate voted."]),
            ("On Sept. 5 they met.", &["On Sept. 5 they met."]),
            ("\"We go.\" He went.", &["\"We go.\"", "He went."]),
            (
                "“Will you go?” he asked. No.",
                &["“Will you go?” he asked.", "No."],
            ),
            (
                "It stalled (AP, July 20). Then it went on.",
                &["It stalled (AP, July 20).", "Then it went on."],
            ),
            ("He waited ... and left. ", &["He waited ... and left."]),
            ("A title\n\nThe text.", &["A title", "The text."]),
            ("", &[]),
            (" \n \n", &[]),
        ];
        for (text, expected) in cases {
            assert_eq!(split(text), *expected, "{text}");
        }
    }

    #[test]
    fn headlines_are_marked() {
        let found = sentences("Talks to resume\n\nThey resume on Monday.");
        assert_eq!(
            found.iter().map(|s| s.headline).collect::<Vec<_>>(),
            [true, false]
        );
    }

    #[test]
    fn a_sentence_of_fifty_thousand_words_is_cut() {
        let text = "word, ".repeat(50_000);
        let found = sentences(&text);
        assert!(found.iter().all(|s| s.tokens.len() <= LONGEST_SENTENCE));
        assert_eq!(found.iter().map(|s| s.tokens.len()).sum::<usize>(), 100_000);
    }
}
