//! A text with an id and a publication date.

use super::{Published, Span};

/// A text ready to be read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Document {
    /// A JSON line's `id`, otherwise the file's name.
    pub id: String,
    /// Publication date, if known.
    pub published: Option<Published>,
    /// Whether the date was inferred from the text ("yesterday … (AP, July 20)") rather than given.
    pub published_inferred: bool,
    /// Title, if the format has one apart from the text.
    pub title: Option<String>,
    /// The text as decoded UTF-8, markup removed.
    pub text: String,
    /// How offsets into `text` map to bytes of the original; empty when they are the same.
    pub origin: OffsetMap,
}

/// Maps offsets of the decoded, markup-free text to bytes of the file it came from.
///
/// Pieces are sorted by their offset in the text; between two starts, offsets run in step.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OffsetMap {
    pieces: Vec<(usize, usize)>,
}

impl OffsetMap {
    /// A map from pairs (offset in the text, byte of the original), sorted by the first.
    pub fn new(pieces: Vec<(usize, usize)>) -> Self {
        Self { pieces }
    }

    /// The original byte for an offset in the text.
    pub fn original(&self, offset: usize) -> usize {
        match self.pieces.partition_point(|&(text, _)| text <= offset) {
            0 => offset,
            n => {
                let (text, original) = self.pieces[n - 1];
                original + (offset - text)
            }
        }
    }

    /// The original bytes for a span of the text.
    pub fn original_span(&self, span: Span) -> Span {
        if self.pieces.is_empty() {
            return span;
        }
        let start = self.original(span.start());
        // The end is one past the last character, which may sit in an earlier piece than what follows it.
        let end = if span.is_empty() {
            start
        } else {
            self.original(span.end() - 1) + 1
        };
        Span::new(start, end)
    }
}

/// One sentence: where it stands, and its tokens.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sentence {
    /// Number in the document, from 0.
    pub index: usize,
    /// Where it stands in the document's text.
    pub span: Span,
    /// Words and punctuation as Universal Dependencies splits them, with byte offsets into the document's text.
    pub tokens: Vec<Span>,
    /// Whether it is a headline, list point or caption rather than running text.
    pub headline: bool,
}
