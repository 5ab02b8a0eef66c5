//! Building the markup-free text while keeping track of where each piece came from.

use crate::model::OffsetMap;

/// A text under construction, and its map to the source it is taken from.
#[derive(Debug, Default)]
pub(super) struct Clean {
    /// The text so far.
    pub(super) text: String,
    /// From the text to the source.
    pub(super) origin: OffsetMap,
}

impl Clean {
    /// Takes over `piece`, which stands at byte `at` of the source, letter for letter.
    pub(super) fn copy(&mut self, piece: &str, at: usize) {
        if !piece.is_empty() {
            self.origin.push(self.text.len(), at, (1, 1));
            self.text.push_str(piece);
        }
    }

    /// Writes `value` for `length` bytes at `at` of the source: an entity, an escape, a run of blanks.
    pub(super) fn replace(&mut self, value: &str, at: usize, length: usize) {
        if !value.is_empty() {
            self.origin
                .push(self.text.len(), at, (value.len() as u32, length as u32));
            self.text.push_str(value);
        }
    }

    /// Ends a paragraph: leaves one blank line, whatever was there before.
    pub(super) fn end_paragraph(&mut self, at: usize) {
        self.trim_blanks();
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            let breaks = if self.text.ends_with('\n') {
                "\n"
            } else {
                "\n\n"
            };
            self.origin.push(self.text.len(), at, (1, 0));
            self.text.push_str(breaks);
        }
    }

    /// Ends a line.
    pub(super) fn end_line(&mut self, at: usize) {
        self.trim_blanks();
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.origin.push(self.text.len(), at, (1, 0));
            self.text.push('\n');
        }
    }

    /// Takes over text in which runs of blanks, also across line breaks, count as one space.
    pub(super) fn copy_collapsed(&mut self, piece: &str, at: usize) {
        let mut start = 0;
        while start < piece.len() {
            let rest = &piece[start..];
            let blank = rest.len() - rest.trim_start_matches(is_blank).len();
            if blank > 0 {
                self.blank(at + start, blank);
                start += blank;
                continue;
            }
            let solid = rest.find(is_blank).unwrap_or(rest.len());
            self.copy(&rest[..solid], at + start);
            start += solid;
        }
    }

    /// One space for `length` bytes of blanks, unless a blank or the start of a line stands there already.
    fn blank(&mut self, at: usize, length: usize) {
        if !self.text.is_empty() && !self.text.ends_with([' ', '\n']) {
            self.replace(" ", at, length);
        }
    }

    fn trim_blanks(&mut self) {
        let length = self.text.trim_end_matches(' ').len();
        self.text.truncate(length);
    }
}

/// Blanks that markup collapses; a no-break space is none.
fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}')
}

/// Characters that are not seen but would split words: soft hyphen, zero-width signs, word joiner, stray byte-order marks.
const UNSEEN: [char; 6] = [
    '\u{ad}', '\u{200b}', '\u{200c}', '\u{200d}', '\u{2060}', '\u{feff}',
];

/// Leaves out characters that are not seen. Gives the text back untouched when there are none.
pub(super) fn without_unseen(text: String, origin: OffsetMap) -> (String, OffsetMap) {
    if !text.contains(UNSEEN) {
        return (text, origin);
    }
    let mut clean = Clean::default();
    let mut at = 0;
    for piece in text.split_inclusive(UNSEEN) {
        clean.copy(piece.trim_end_matches(UNSEEN), at);
        at += piece.len();
    }
    let length = clean.text.len();
    (clean.text, clean.origin.then(&origin, length))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Span;

    #[test]
    fn words_keep_their_place() {
        let source = "one  \n two";
        let mut clean = Clean::default();
        clean.copy_collapsed(source, 0);
        assert_eq!(clean.text, "one two");
        assert_eq!(
            clean.origin.original_span(Span::new(4, 7)),
            Span::new(7, 10)
        );
        clean.end_paragraph(10);
        clean.end_paragraph(10);
        assert_eq!(clean.text, "one two\n\n");
    }

    #[test]
    fn unseen_characters_go() {
        let (text, origin) =
            without_unseen("Mos\u{ad}cow\u{200b} now".to_owned(), OffsetMap::default());
        assert_eq!(text, "Moscow now");
        assert_eq!(origin.original_span(Span::new(0, 6)), Span::new(0, 8));
        assert_eq!(origin.original_span(Span::new(7, 10)), Span::new(12, 15));
    }
}
