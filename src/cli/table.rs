//! Figures in rows: columns for people, CSV for spreadsheets and R.

use super::Failure;
use super::screen::Screen;
use crate::interchange::export::csv_line;

/// Rows under headings.
pub(super) struct Table {
    head: Vec<&'static str>,
    rows: Vec<Vec<Cell>>,
}

/// What stands in a row.
pub(super) enum Cell {
    Text(String),
    /// A whole number.
    Count(usize),
    /// A number with so many digits after the point for people; `None` where there is none.
    Number(Option<f64>, usize),
}

impl Cell {
    pub(super) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// For a program: all digits that mean something, nothing where there is no number.
    fn plain(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Count(n) => n.to_string(),
            Self::Number(None, _) => String::new(),
            Self::Number(Some(number), _) => {
                let rounded = (number * 1e6).round() / 1e6;
                // A minus before nothing says nothing.
                (if rounded == 0.0 { 0.0 } else { rounded }).to_string()
            }
        }
    }

    fn shown(&self) -> String {
        match self {
            Self::Number(None, _) => "–".to_owned(),
            Self::Number(Some(number), digits) => {
                let shown = format!("{number:.digits$}");
                match shown.strip_prefix('-') {
                    Some(rest) if rest.chars().all(|c| matches!(c, '0' | '.')) => rest.to_owned(),
                    Some(rest) => format!("−{rest}"),
                    None => shown,
                }
            }
            other => other.plain(),
        }
    }
}

impl Table {
    pub(super) fn new(head: &[&'static str]) -> Self {
        Self {
            head: head.to_vec(),
            rows: Vec::new(),
        }
    }

    pub(super) fn row(&mut self, cells: Vec<Cell>) {
        self.rows.push(cells);
    }

    pub(super) fn n_rows(&self) -> usize {
        self.rows.len()
    }

    /// CSV (RFC 4180).
    pub(super) fn csv(&self, out: &mut Screen) -> Result<(), Failure> {
        let mut csv = String::new();
        csv_line(&mut csv, self.head.iter().map(|word| (*word).to_owned()));
        for row in &self.rows {
            csv_line(&mut csv, row.iter().map(Cell::plain));
        }
        out.raw(csv.as_bytes())
    }

    /// Columns, words to the left, numbers to the right; the first rows only.
    pub(super) fn show(&self, at_most: usize, out: &mut Screen) -> Result<(), Failure> {
        let rows: Vec<Vec<String>> = (self.rows.iter().take(at_most))
            .map(|row| row.iter().map(Cell::shown).collect())
            .collect();
        let widths: Vec<usize> = (self.head.iter().enumerate())
            .map(|(at, word)| {
                let cells = rows.iter().map(|row| row[at].chars().count());
                cells.max().unwrap_or_default().max(word.chars().count())
            })
            .collect();
        let is_text =
            |at: usize| matches!(self.rows.first().map(|row| &row[at]), Some(Cell::Text(_)));
        let line = |cells: &[String]| {
            let padded: Vec<String> = (cells.iter().zip(&widths).enumerate())
                .map(|(at, (cell, width))| {
                    if is_text(at) {
                        format!("{cell:<width$}")
                    } else {
                        format!("{cell:>width$}")
                    }
                })
                .collect();
            padded.join("  ").trim_end().to_owned()
        };
        let head: Vec<String> = self.head.iter().map(|word| (*word).to_owned()).collect();
        out.row(&line(&head))?;
        for row in &rows {
            out.row(&line(row))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_plain_for_programs_and_short_for_people() {
        let shown = |number: Option<f64>| {
            let cell = Cell::Number(number, 2);
            (cell.plain(), cell.shown())
        };
        assert_eq!(
            shown(Some(-1.0 / 3.0)),
            ("-0.333333".to_owned(), "−0.33".to_owned())
        );
        assert_eq!(shown(Some(-1e-9)), ("0".to_owned(), "0.00".to_owned()));
        assert_eq!(shown(None), (String::new(), "–".to_owned()));
    }
}
