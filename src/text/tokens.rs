//! Words and punctuation, split as Universal Dependencies' English EWT splits them.
//!
//! One pass from left to right; every look ahead is bounded, so the cost is linear whatever the input.

use super::lexicon::{self, Abbreviation};
use crate::model::Span;

/// How far a single look ahead for an address or number pattern goes, in bytes.
const LOOK_AHEAD: usize = 256;

/// Longest word in bytes; longer runs without a space (base64, one-line dumps) are cut there.
const LONGEST_WORD: usize = 512;

/// Words and punctuation of `text[range]`, as byte spans into `text`, in order.
///
/// Clitics ("'s", "n't") and most hyphens are tokens of their own, abbreviations keep their full stop.
///
/// ```
/// use detente::text::tokens;
/// use detente::model::Span;
/// let text = "U.S.-led talks didn't start.";
/// let words: Vec<&str> = tokens(text, Span::new(0, text.len())).iter().map(|t| &text[t.range()]).collect();
/// assert_eq!(words, ["U.S.", "-", "led", "talks", "did", "n't", "start", "."]);
/// ```
pub fn tokens(text: &str, range: Span) -> Vec<Span> {
    let end = range.end().min(text.len());
    let mut scanner = Scanner {
        text,
        end,
        found: Vec::with_capacity(range.len() / 5),
    };
    let mut at = range.start();
    while at < end {
        let Some(c) = scanner.char_at(at) else { break };
        at = if c.is_whitespace() {
            at + c.len_utf8()
        } else {
            scanner.token(at, c)
        };
    }
    scanner.found
}

struct Scanner<'a> {
    text: &'a str,
    end: usize,
    found: Vec<Span>,
}

/// Whether a character builds words.
fn is_word(c: char) -> bool {
    c.is_alphanumeric()
        || c == '_'
        || (!c.is_ascii()
            && !c.is_whitespace()
            && !matches!(c, '\u{a1}'..='\u{bf}' | '\u{d7}' | '\u{f7}' | '\u{2000}'..='\u{2bff}' | '\u{3000}'..='\u{303f}' | '\u{fe10}'..='\u{fe6f}' | '\u{ff00}'..='\u{ff0f}'))
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’')
}

impl Scanner<'_> {
    fn char_at(&self, at: usize) -> Option<char> {
        self.text.get(at..self.end)?.chars().next()
    }

    fn char_before(&self, at: usize) -> Option<char> {
        self.text.get(..at)?.chars().next_back()
    }

    fn push(&mut self, start: usize, end: usize) -> usize {
        self.found.push(Span::new(start, end));
        end
    }

    /// Reads the token at `at`; gives the offset after it.
    fn token(&mut self, at: usize, c: char) -> usize {
        if is_word(c) {
            if let Some(end) = self.address(at) {
                return self.push(at, end);
            }
            let end = self.word_end(at);
            self.push_word(at, end);
            return end;
        }
        let end = self.punctuation_end(at, c);
        self.push(at, end)
    }

    /// The end of a URL or e-mail address that starts here.
    fn address(&self, at: usize) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let limit = self.end.min(at + LOOK_AHEAD);
        let mut stop = at;
        let mut sign = None;
        while stop < limit
            && !bytes[stop].is_ascii_whitespace()
            && !matches!(bytes[stop], b'<' | b'>' | b'"')
        {
            if bytes[stop] == b'@' && sign.is_none() {
                sign = Some(stop);
            }
            stop += 1;
        }
        while !self.text.is_char_boundary(stop) {
            stop -= 1;
        }
        let chunk = &self.text[at..stop];
        let is_url = ["http://", "https://", "www.", "ftp://"]
            .iter()
            .any(|scheme| {
                chunk
                    .get(..scheme.len())
                    .is_some_and(|start| start.eq_ignore_ascii_case(scheme))
            });
        if is_url {
            let trimmed = chunk.trim_end_matches(|c: char| {
                !c.is_alphanumeric() && !matches!(c, '/' | '#' | '=' | '&')
            });
            return (trimmed.len() > 4).then_some(at + trimmed.len());
        }
        let sign = sign? - at;
        let local = &chunk[..sign];
        if local.is_empty()
            || !local
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"._%+-".contains(&b))
        {
            return None;
        }
        let host = chunk[sign + 1..]
            .bytes()
            .take_while(|b| b.is_ascii_alphanumeric() || b".-".contains(b))
            .count();
        let host = chunk[sign + 1..sign + 1 + host].trim_end_matches(['.', '-']);
        host.contains('.').then_some(at + sign + 1 + host.len())
    }

    /// Where a word that starts at `at` ends, joined over inner signs as the treebank joins them.
    fn word_end(&self, at: usize) -> usize {
        let mut end = at;
        let mut previous = ' ';
        while let Some(c) = self.char_at(end) {
            if end - at >= LONGEST_WORD {
                break;
            }
            if is_word(c) {
                end += c.len_utf8();
                previous = c;
                continue;
            }
            let after = end + c.len_utf8();
            let next = self.char_at(after).unwrap_or(' ');
            if !self.joins(at, end, previous, c, next) {
                break;
            }
            end = after;
            if c == '$' || !is_word(next) {
                break;
            }
            previous = c;
        }
        end
    }

    /// Whether the sign `c` after `text[start..at]` belongs to the word.
    fn joins(&self, start: usize, at: usize, previous: char, c: char, next: char) -> bool {
        let word = &self.text[start..at];
        match c {
            '.' => self.joins_stop(start, at, previous, next),
            ',' | ':' => previous.is_ascii_digit() && next.is_ascii_digit(),
            '\'' | '’' => is_word(previous) && next.is_alphabetic(),
            '-' => {
                (next.is_alphanumeric() && lexicon::is_hyphen_prefix(word))
                    || (previous.is_ascii_digit()
                        && next.is_ascii_digit()
                        && self.is_hyphenated_number(start, at))
            }
            '/' => {
                (previous.is_ascii_digit() && next.is_ascii_digit())
                    || (word.len() == 1 && next.is_alphabetic() && !self.word_at(at + 2))
            }
            '&' => previous.is_uppercase() && next.is_uppercase(),
            '$' => matches!(word, "US" | "C" | "A" | "HK" | "NZ"),
            _ => false,
        }
    }

    fn word_at(&self, at: usize) -> bool {
        self.char_at(at).is_some_and(is_word)
    }

    /// Whether a full stop after `text[start..at]` belongs to the word.
    fn joins_stop(&self, start: usize, at: usize, previous: char, next: char) -> bool {
        let word = &self.text[start..at];
        if next == '.' && (!word.contains('.') || self.char_at(at + 2) == Some('.')) {
            return false;
        }
        let last_part = word.rsplit('.').next().unwrap_or(word);
        let one_letter = previous.is_alphabetic() && last_part.chars().nth(1).is_none();
        if is_word(next) {
            // "3.5", "U.S.", "example.com"; not "ended.The", where a space is missing.
            return one_letter
                || previous.is_numeric() == next.is_numeric() && !next.is_uppercase();
        }
        if one_letter && word.contains('.') {
            return true;
        }
        let follower = self.follower(at + 1);
        if one_letter {
            // An initial before a name or another initial: "J. Smith"; "He and I. Then" has none.
            return previous.is_uppercase()
                && follower.starts_with(char::is_uppercase)
                && (previous != 'I' || !lexicon::is_starter(follower));
        }
        match lexicon::abbreviation(word) {
            None => false,
            Some(Abbreviation::Number) => follower.starts_with(|c: char| c.is_ascii_digit()),
            Some(Abbreviation::Capital) => word.starts_with(char::is_uppercase),
            Some(_) => true,
        }
    }

    /// The word after the blanks at `at`, or an empty string. Looks no further than [`LOOK_AHEAD`].
    fn follower(&self, at: usize) -> &str {
        let mut limit = self.end.min(at + LOOK_AHEAD);
        while !self.text.is_char_boundary(limit) {
            limit -= 1;
        }
        let rest = self.text.get(at..limit).unwrap_or("").trim_start();
        let length = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
        &rest[..length]
    }

    /// Whether `text[start..at]` and the hyphen after it are part of a telephone number or numeric date.
    fn is_hyphenated_number(&self, start: usize, at: usize) -> bool {
        let bytes = &self.text.as_bytes()[start..self.end.min(at + 20)];
        let length = bytes
            .iter()
            .take_while(|b| b.is_ascii_digit() || **b == b'-')
            .count();
        if bytes.get(length).is_some_and(u8::is_ascii_alphabetic) {
            return false;
        }
        let groups: Vec<usize> = bytes[..length]
            .split(|b| *b == b'-')
            .map(<[u8]>::len)
            .collect();
        matches!(
            groups[..],
            [4, 2, 2] | [2 | 1, 2 | 1, 4] | [3, 3, 4] | [1, 3, 3, 4] | [3, 4]
        )
    }

    /// Splits a word into its clitics and pushes the parts.
    fn push_word(&mut self, start: usize, end: usize) {
        let word = &self.text[start..end];
        if let Some(cut) = clitic_start(word)
            .or_else(|| fused(word))
            .or_else(|| unit_start(word))
        {
            self.push(start, start + cut);
            self.push(start + cut, end);
        } else {
            self.push(start, end);
        }
    }

    /// Where the punctuation token that starts at `at` ends.
    fn punctuation_end(&self, at: usize, c: char) -> usize {
        let after = at + c.len_utf8();
        let run = |same: fn(char, char) -> bool| {
            let mut end = after;
            while let Some(next) = self.char_at(end).filter(|&next| same(c, next)) {
                end += next.len_utf8();
            }
            end
        };
        match c {
            ':' | ';' if self.emoticon(at).is_some() => self.emoticon(at).unwrap_or(after),
            '.' | '-' | '*' | '=' | '~' | '#' | '_' | '`' | '<' | '>' | '$' => {
                run(|c, next| c == next)
            }
            '!' | '?' => run(|_, next| matches!(next, '!' | '?')),
            '+' if self
                .char_at(after)
                .is_some_and(|next| next.is_ascii_digit()) =>
            {
                self.text[after..self.end]
                    .bytes()
                    .take_while(u8::is_ascii_digit)
                    .take(LONGEST_WORD)
                    .count()
                    + after
            }
            '\'' | '’' | '‘' => self.apostrophe_end(at, c, after),
            _ => after,
        }
    }

    /// The end of a face that stands alone: ":)", ";-)".
    fn emoticon(&self, at: usize) -> Option<usize> {
        let rest = self.text[at + 1..self.end]
            .strip_prefix('-')
            .unwrap_or(&self.text[at + 1..self.end]);
        let end = self.end - rest.len() + 1;
        (self.char_before(at).is_none_or(char::is_whitespace)
            && rest.starts_with([')', '(', 'D', 'P'])
            && self.char_at(end).is_none_or(|c| !is_word(c)))
        .then_some(end)
    }

    /// An apostrophe opens a clitic after a word ("U.S.'s"), a short year ("'98"), or is a quotation mark.
    fn apostrophe_end(&self, at: usize, c: char, after: usize) -> usize {
        let follower = {
            let rest = &self.text[after..self.end];
            let length = rest
                .bytes()
                .take(4)
                .take_while(u8::is_ascii_alphanumeric)
                .count();
            &rest[..length]
        };
        let attached = self
            .char_before(at)
            .is_some_and(|before| !before.is_whitespace());
        if attached
            && is_apostrophe(c)
            && CLITICS
                .iter()
                .any(|clitic| clitic.eq_ignore_ascii_case(follower))
        {
            return after + follower.len();
        }
        let year = follower.strip_suffix('s').unwrap_or(follower);
        if !attached && year.len() == 2 && year.bytes().all(|b| b.is_ascii_digit()) {
            return after + follower.len();
        }
        match self.char_at(after) {
            Some(next) if next == c || (c == '‘' && next == '’') => after + next.len_utf8(),
            _ => after,
        }
    }
}

/// Clitics, without their apostrophe.
const CLITICS: [&str; 6] = ["s", "re", "ve", "ll", "d", "m"];

/// Where the clitic of a word starts: "Russia's", "didn't".
fn clitic_start(word: &str) -> Option<usize> {
    let at = word.rfind(is_apostrophe)?;
    let (head, tail) = word.split_at(at);
    let tail = tail.trim_start_matches(is_apostrophe);
    if head.is_empty() {
        return None;
    }
    if tail.eq_ignore_ascii_case("t") && head.len() > 1 && head.ends_with(['n', 'N']) {
        return Some(at - 1);
    }
    // "1990's" is one token.
    let numeric = head.bytes().all(|b| b.is_ascii_digit());
    (!numeric
        && CLITICS
            .iter()
            .any(|clitic| clitic.eq_ignore_ascii_case(tail)))
    .then_some(at)
}

/// Where two words are written as one: "cannot", "gonna".
fn fused(word: &str) -> Option<usize> {
    [("cannot", 3), ("gonna", 3), ("wanna", 3), ("gotta", 3)]
        .iter()
        .find(|(fused, _)| word.eq_ignore_ascii_case(fused))
        .map(|&(_, cut)| cut)
}

/// Where a unit is written onto its number: "10am", "20km".
fn unit_start(word: &str) -> Option<usize> {
    let digits = word
        .bytes()
        .take_while(|b| b.is_ascii_digit() || matches!(b, b'.' | b',' | b':'))
        .count();
    let unit = &word[digits..];
    (digits > 0 && lexicon::is_attached_unit(unit)).then_some(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<&str> {
        tokens(text, Span::new(0, text.len()))
            .iter()
            .map(|span| &text[span.range()])
            .collect()
    }

    #[test]
    fn splits_as_the_treebank() {
        let cases: &[(&str, &str)] = &[
            (
                "Gen. Clark's U.S.-led force won't leave.",
                "Gen. Clark 's U.S. - led force wo n't leave .",
            ),
            (
                "It cannot cost $3.5 (or 1,500 euros).",
                "It can not cost $ 3.5 ( or 1,500 euros ) .",
            ),
            (
                "At 10:30, on 1999-07-21; see www.example.org/a.",
                "At 10:30 , on 1999-07-21 ; see www.example.org/a .",
            ),
            (
                "Russia’s envoys—all of them—left...",
                "Russia ’s envoys — all of them — left ...",
            ),
            (
                "an anti-tank, mid-May, 1994-95 deal",
                "an anti-tank , mid-May , 1994 - 95 deal",
            ),
            (
                "\u{201c}No,\u{201d} he said -- twice.",
                "\u{201c} No , \u{201d} he said -- twice .",
            ),
            (
                "the U.S.'s and troops' 5pm talks, No. 5",
                "the U.S. 's and troops ' 5 pm talks , No. 5",
            ),
            ("He said no. It ended.The", "He said no . It ended . The"),
            ("J. R. Smith and I. Then", "J. R. Smith and I . Then"),
            (
                "mail a.b@example.org, and/or 9/11",
                "mail a.b@example.org , and / or 9/11",
            ),
            (
                "in '98 and the 1990s, AT&T, US$5",
                "in '98 and the 1990s , AT&T , US$ 5",
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(words(text).join(" "), *expected);
        }
    }

    #[test]
    fn long_runs_stay_linear_and_lose_nothing() {
        let text = "(".repeat(10_000) + &"a".repeat(100_000) + &".".repeat(1_000);
        let joined: String = words(&text).concat();
        assert_eq!(joined, text);
    }
}
