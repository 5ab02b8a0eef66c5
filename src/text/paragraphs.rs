//! Paragraphs: where a line break ends a sentence and where it is only a space.

use crate::model::Span;

/// Lines longer than this, in bytes, are not hard-wrapped: each is a paragraph of its own.
const WIDEST_WRAPPED_LINE: usize = 110;

/// A wrapped line that leaves at least this many bytes free, although the next word would have fitted, was ended on purpose.
const SLACK: usize = 12;

/// The paragraphs of a text, in order, without blank ones.
pub(super) fn paragraphs(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut block: Vec<Span> = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive(['\n', '\u{2029}', '\u{c}']) {
        let trimmed = line.trim();
        if trimmed.is_empty() {
            flush(text, &mut block, &mut found);
        } else {
            let indent = line.len() - line.trim_start().len();
            block.push(Span::new(start + indent, start + indent + trimmed.len()));
        }
        start += line.len();
    }
    flush(text, &mut block, &mut found);
    found
}

/// Turns a block of lines into paragraphs.
fn flush(text: &str, block: &mut Vec<Span>, found: &mut Vec<Span>) {
    let widest = block.iter().map(|line| line.len()).max().unwrap_or(0);
    let mut open: Option<Span> = None;
    for (position, &line) in block.iter().enumerate() {
        let goes_on =
            position > 0 && continues(text, block[position - 1], line, widest, position == 1);
        open = match open {
            Some(paragraph) if goes_on => Some(paragraph.cover(line)),
            Some(paragraph) => {
                found.push(paragraph);
                Some(line)
            }
            None => Some(line),
        };
    }
    found.extend(open);
    block.clear();
}

/// Whether `line` goes on with the sentence or paragraph of the line before it.
fn continues(text: &str, before: Span, line: Span, widest: usize, before_is_first: bool) -> bool {
    let (before, line) = (&text[before.range()], &text[line.range()]);
    if is_list_point(line) {
        return false;
    }
    if line.starts_with(char::is_lowercase) {
        return true;
    }
    if widest > WIDEST_WRAPPED_LINE {
        return false;
    }
    let first_word = line.split_whitespace().next().map_or(0, str::len);
    let ended_on_purpose = before.len() + 1 + first_word + SLACK <= widest;
    let closed = before.ends_with(['.', '!', '?', '"', '”', ':', ')']);
    !(ended_on_purpose && (closed || before_is_first))
}

/// Whether a line opens with a bullet or a number.
fn is_list_point(line: &str) -> bool {
    let mut words = line.split_whitespace();
    let first = words.next().unwrap_or("");
    if words.next().is_none() {
        return false;
    }
    if matches!(first, "-" | "*" | "•" | "·" | "–" | "+" | "◦" | "▪") {
        return true;
    }
    let number = first.trim_start_matches('(').trim_end_matches([')', '.']);
    number.len() < first.len()
        && !number.is_empty()
        && number.len() <= 2
        && number.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<&str> {
        paragraphs(text)
            .iter()
            .map(|span| &text[span.range()])
            .collect()
    }

    #[test]
    fn wrapped_lines_are_joined_and_long_lines_stand_alone() {
        let wrapped =
            "The two ministers met in the afternoon and said\nTehran would answer within a week.";
        assert_eq!(split(wrapped), [wrapped]);
        let long = format!(
            "{}.\n{}.",
            "word ".repeat(40).trim(),
            "More ".repeat(40).trim()
        );
        assert_eq!(split(&long).len(), 2);
    }

    #[test]
    fn headlines_and_points_end_at_the_line() {
        assert_eq!(
            split("Talks resume\nThe two sides met again on Monday in Geneva, after a pause.")
                .len(),
            2
        );
        assert_eq!(split("Points:\n- one thing\n- another thing").len(), 3);
        assert_eq!(split("one\r\n\r\ntwo"), ["one", "two"]);
    }
}
