//! Lines of a file in bounded memory, and records that quotation marks stretch over several of them.

use std::collections::VecDeque;
use std::io::{self, BufRead, Read as _};

/// The longest line and record that is read whole, in bytes; of longer lines, which no data set has, the rest is
/// passed over.
const LONGEST: usize = 1 << 20;

/// A line, or several that quotation marks hold together.
#[derive(Default)]
pub(super) struct Record {
    /// Its first line, from 1.
    pub(super) line: usize,
    pub(super) bytes: Vec<u8>,
}

/// Reads lines or records.
pub(super) struct Lines<R> {
    input: R,
    n_read: usize,
    /// Lines that were read in search of a closing quotation mark that did not come.
    left: VecDeque<Record>,
}

impl<R: BufRead> Lines<R> {
    pub(super) fn new(input: R) -> Self {
        Self {
            input,
            n_read: 0,
            left: VecDeque::new(),
        }
    }

    /// Reads the next line with its end; `false` at the end of the file.
    ///
    /// # Errors
    /// When the input cannot be read.
    pub(super) fn line(&mut self, line: &mut Record) -> io::Result<bool> {
        if let Some(left) = self.left.pop_front() {
            *line = left;
            return Ok(true);
        }
        line.bytes.clear();
        let n_bytes = (&mut self.input)
            .take(LONGEST as u64)
            .read_until(b'\n', &mut line.bytes)?;
        if n_bytes == 0 {
            return Ok(false);
        }
        if n_bytes == LONGEST && !line.bytes.ends_with(b"\n") {
            self.input.skip_until(b'\n')?;
        }
        self.n_read += 1;
        line.line = self.n_read;
        Ok(true)
    }

    /// Reads the next record of a CSV file (RFC 4180); `false` at the end of the file. A quotation mark that is not
    /// closed within the longest record is taken to be stray: the record is its line, so that one bad row costs no
    /// others.
    ///
    /// # Errors
    /// When the input cannot be read.
    pub(super) fn record(&mut self, record: &mut Record) -> io::Result<bool> {
        if !self.line(record)? {
            return Ok(false);
        }
        let mut open = is_open(&record.bytes);
        let (first, mut taken) = (record.bytes.len(), VecDeque::new());
        while open && record.bytes.len() < LONGEST {
            let mut next = Record::default();
            if !self.line(&mut next)? {
                break;
            }
            open ^= is_open(&next.bytes);
            record.bytes.extend_from_slice(&next.bytes);
            taken.push_back(next);
        }
        if open {
            record.bytes.truncate(first);
            taken.append(&mut self.left);
            self.left = taken;
        }
        Ok(true)
    }
}

/// Whether a quotation mark is left open.
fn is_open(bytes: &[u8]) -> bool {
    bytes
        .iter()
        .fold(false, |open, &byte| open ^ (byte == b'"'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn records(text: &str) -> Vec<(usize, String)> {
        let mut lines = Lines::new(text.as_bytes());
        let mut record = Record::default();
        let mut found = Vec::new();
        while lines.record(&mut record).unwrap() {
            found.push((
                record.line,
                String::from_utf8(record.bytes.clone()).unwrap(),
            ));
        }
        found
    }

    #[test]
    fn quotation_marks_hold_lines_together() {
        let found = records("a,\"b\nc\"\nd\n");
        assert_eq!(
            found,
            [(1, "a,\"b\nc\"\n".to_owned()), (3, "d\n".to_owned())]
        );
    }

    #[test]
    fn a_stray_quotation_mark_costs_its_line_only() {
        let found = records("a\"\nb\n\"c\nd\"\ne\"\nf");
        let lines: Vec<usize> = found.iter().map(|(line, _)| *line).collect();
        assert_eq!(found[0].1, "a\"\nb\n\"c\n");
        assert_eq!(lines, [1, 4, 6]);
        let found = records("a\nb\"\nc\nd");
        assert_eq!(found.len(), 4);
        assert_eq!(found[3], (4, "d".to_owned()));
    }

    #[test]
    fn lines_without_end_are_cut() {
        let text = format!("{}\nb", "x".repeat(3 * LONGEST));
        let found = records(&text);
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].1.len(), LONGEST);
        assert_eq!(found[1], (2, "b".to_owned()));
    }
}
