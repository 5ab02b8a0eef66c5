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
/// The text is cut into runs. Within a run, `text` bytes of the text stand for `original` bytes of the file, again
/// and again: 1 and 1 for plain ASCII, 1 and 2 for ASCII in UTF-16, 2 and 8 for "é" written as `&eacute;`.
/// A word of the text so maps to whole characters of the file, whatever its encoding. Empty means: the same bytes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OffsetMap {
    runs: Vec<Run>,
}

/// Where a run starts on both sides, and the lengths of its units in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Run {
    text: usize,
    original: usize,
    unit: (u32, u32),
}

impl Run {
    /// The first original byte of the unit that holds text byte `offset`.
    fn start_of(self, offset: usize) -> usize {
        self.original + (offset - self.text) / self.unit.0 as usize * self.unit.1 as usize
    }

    /// One past the last original byte of the unit that holds text byte `offset`.
    fn end_of(self, offset: usize) -> usize {
        self.start_of(offset) + self.unit.1 as usize
    }
}

impl OffsetMap {
    /// A map from pairs (offset in the text, byte of the original), sorted by the first; between them, bytes run in step.
    pub fn new(pieces: Vec<(usize, usize)>) -> Self {
        let mut map = Self::default();
        for (text, original) in pieces {
            map.push(text, original, (1, 1));
        }
        map
    }

    /// Whether text and original are the same bytes.
    pub fn is_identity(&self) -> bool {
        self.runs.is_empty()
    }

    /// Starts a run at byte `text` of the text and `original` of the file; calls come in order of `text`.
    ///
    /// `unit` is how many bytes of the text stand for how many of the file; the first is taken as at least 1.
    pub fn push(&mut self, text: usize, original: usize, unit: (u32, u32)) {
        let run = Run {
            text,
            original,
            unit: (unit.0.max(1), unit.1),
        };
        let goes_on = self.runs.last().is_some_and(|last| {
            last.unit == run.unit
                && (text - last.text).is_multiple_of(run.unit.0 as usize)
                && last.start_of(text) == original
        });
        if !(goes_on || self.runs.is_empty() && text == 0 && original == 0 && run.unit == (1, 1)) {
            if self.runs.is_empty() && text > 0 {
                self.runs.push(Run {
                    text: 0,
                    original: 0,
                    unit: (1, 1),
                });
            }
            self.runs.push(run);
        }
    }

    /// This map followed by another one: `self` leads from the text (of `text_len` bytes) to an intermediate form,
    /// `outer` from there to the file.
    #[must_use]
    pub fn then(self, outer: &OffsetMap, text_len: usize) -> Self {
        if outer.is_identity() {
            return self;
        }
        if self.is_identity() {
            return outer.clone();
        }
        let mut map = Self::default();
        for (position, run) in self.runs.iter().enumerate() {
            let end = self
                .runs
                .get(position + 1)
                .map_or(text_len, |next| next.text);
            if run.unit == (1, 1) {
                outer.copy_runs(run.original, run.text, end, &mut map);
            } else {
                let start = outer.original(run.original);
                let stop = outer.original_end(run.original + run.unit.1 as usize);
                map.push(
                    run.text,
                    start,
                    (run.unit.0, stop.saturating_sub(start) as u32),
                );
            }
        }
        map
    }

    /// Copies the runs that cover this side's bytes from `from` on to `map`, where they cover `text..end`.
    fn copy_runs(&self, from: usize, text: usize, end: usize, map: &mut Self) {
        map.push(
            text,
            self.original(from),
            self.run_at(from).map_or((1, 1), |run| run.unit),
        );
        let first = self.runs.partition_point(|run| run.text <= from);
        for run in &self.runs[first..] {
            let at = text + (run.text - from);
            if at >= end {
                break;
            }
            map.push(at, run.original, run.unit);
        }
    }

    fn run_at(&self, offset: usize) -> Option<Run> {
        let after = self.runs.partition_point(|run| run.text <= offset);
        after.checked_sub(1).map(|position| self.runs[position])
    }

    /// The original byte at which the character at `offset` of the text starts.
    pub fn original(&self, offset: usize) -> usize {
        self.run_at(offset)
            .map_or(offset, |run| run.start_of(offset))
    }

    /// One past the original bytes of the character that ends at `end` of the text.
    fn original_end(&self, end: usize) -> usize {
        match end.checked_sub(1) {
            None => self.original(0),
            Some(last) => self.run_at(last).map_or(end, |run| run.end_of(last)),
        }
    }

    /// The original bytes for a span of the text.
    ///
    /// ```
    /// use detente::model::{OffsetMap, Span};
    /// // "no été" written as "no &eacute;té"
    /// let mut map = OffsetMap::default();
    /// map.push(0, 0, (1, 1));
    /// map.push(3, 3, (2, 8));
    /// map.push(5, 11, (1, 1));
    /// assert_eq!(map.original_span(Span::new(3, 8)), Span::new(3, 14));
    /// assert_eq!(map.original_span(Span::new(0, 2)), Span::new(0, 2));
    /// ```
    pub fn original_span(&self, span: Span) -> Span {
        let start = self.original(span.start());
        if span.is_empty() {
            return Span::new(start, start);
        }
        // The end is one past the last character, which may sit in an earlier run than what follows it.
        Span::new(start, self.original_end(span.end()))
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
