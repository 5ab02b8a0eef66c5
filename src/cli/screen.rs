//! Writing for people: lines of 80 columns, colour on a terminal only.

use std::fmt::Write as _;
use std::io::{self, BufWriter, IsTerminal as _, Stdout, Write};

use serde::Serialize;

use super::Failure;
use crate::graph::{Sign, Standing};
use crate::model::Statement;

/// Columns of a line.
const WIDTH: usize = 80;
/// A blank at which no line is broken.
const NO_BREAK: char = '\u{a0}';

/// Standard output.
pub(super) struct Screen {
    out: BufWriter<Stdout>,
    colour: bool,
}

impl Screen {
    pub(super) fn new() -> Self {
        let out = io::stdout();
        let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        let colour = out.is_terminal() && !set("NO_COLOR") && !dumb;
        Self {
            out: BufWriter::new(out),
            colour,
        }
    }

    /// One JSON value on a line of its own.
    pub(super) fn json(&mut self, value: &impl Serialize) -> Result<(), Failure> {
        serde_json::to_writer(&mut self.out, value)?;
        self.out.write_all(b"\n")?;
        Ok(())
    }

    /// A line, wrapped at 80 columns; further lines are indented by `indent` columns.
    pub(super) fn line(&mut self, text: &str, indent: usize) -> Result<(), Failure> {
        writeln!(self.out, "{}", wrap(&clean(text), indent))?;
        Ok(())
    }

    /// A row of a table, whose columns are not broken.
    pub(super) fn row(&mut self, text: &str) -> Result<(), Failure> {
        writeln!(self.out, "{}", clean(text))?;
        Ok(())
    }

    pub(super) fn blank(&mut self) -> Result<(), Failure> {
        writeln!(self.out)?;
        Ok(())
    }

    /// A heading; bold where there is colour.
    pub(super) fn heading(&mut self, text: &str) -> Result<(), Failure> {
        let text = wrap(&clean(text), 0);
        if self.colour {
            writeln!(self.out, "\u{1b}[1m{text}\u{1b}[0m")?;
        } else {
            writeln!(self.out, "{text}")?;
        }
        Ok(())
    }

    /// A line that begins with the sign of a relation, in its colour.
    pub(super) fn signed(&mut self, sign: Sign, text: &str, indent: usize) -> Result<(), Failure> {
        let line = wrap(
            &format!("{}{} {}", " ".repeat(indent), mark(sign), clean(text)),
            indent + 2,
        );
        match (self.colour, sign) {
            (true, Sign::Hostile) => writeln!(self.out, "\u{1b}[33m{line}\u{1b}[0m")?,
            (true, Sign::Cooperative) => writeln!(self.out, "\u{1b}[36m{line}\u{1b}[0m")?,
            _ => writeln!(self.out, "{line}")?,
        }
        Ok(())
    }

    /// The sentence behind a statement, and where it stands.
    pub(super) fn evidence(&mut self, statement: &Statement, indent: usize) -> Result<(), Failure> {
        let margin = " ".repeat(indent);
        self.line(
            &format!("{margin}“{}”", statement.evidence.text.trim()),
            indent,
        )?;
        self.line(&format!("{margin}{}", place(statement)), indent)
    }

    /// Bytes as they are: a picture.
    pub(super) fn raw(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        self.out.write_all(bytes)?;
        Ok(())
    }

    pub(super) fn flush(&mut self) -> Result<(), Failure> {
        self.out.flush()?;
        Ok(())
    }
}

/// A line on standard error. That nobody can be told is no reason to stop.
pub(super) fn complain(text: &str) {
    let _ = writeln!(io::stderr(), "{}", clean(text));
}

/// `+`, `-` or a dot, so that the sign is legible without colour.
fn mark(sign: Sign) -> char {
    match sign {
        Sign::Hostile => '-',
        Sign::Cooperative => '+',
        Sign::Neutral => '·',
    }
}

/// "Russia → NATO: severed ties (Mar 1999)".
pub(super) fn relation_line(standing: &Standing, source: &str, target: &str) -> String {
    let arrow = if standing.mutual { "↔" } else { "→" };
    let mut line = format!(
        "{source} {arrow} {target}: {} ({})",
        standing.label,
        standing.date_text()
    );
    let n_documents = standing.n_documents();
    if n_documents > 1 {
        let _ = write!(line, ", {n_documents} documents");
    }
    line
}

/// "article.txt, sentence 3, published 21 Jul 1999".
pub(super) fn place(statement: &Statement) -> String {
    let mut place = format!(
        "{}, sentence {}",
        statement.document,
        statement.sentence + 1
    );
    if let Some(published) = statement.published {
        let inferred = if statement.published_inferred {
            ", as the text implies"
        } else {
            ""
        };
        let _ = write!(place, ", published {}{inferred}", long(published.0));
    }
    place
}

/// "21 Jul 1999".
pub(super) fn long(day: jiff::civil::Date) -> String {
    day.strftime("%-d %b %Y").to_string()
}

/// "1 relation", "3 relations".
pub(super) fn count(n: usize, one: &str) -> String {
    if n == 1 {
        format!("1 {one}")
    } else {
        format!("{n} {one}s")
    }
}

/// Text from documents must not steer the terminal: control characters go, white space becomes a blank.
fn clean(text: &str) -> String {
    // Marks that turn the direction of writing can make a line read as what it does not say.
    let turns = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    text.chars()
        .map(|c| {
            if c.is_whitespace() && c != NO_BREAK {
                ' '
            } else {
                c
            }
        })
        .filter(|&c| !c.is_control() && !turns(c))
        .collect()
}

/// Breaks between words at 80 columns. A word longer than the line stays whole.
fn wrap(text: &str, indent: usize) -> String {
    let lead = text.len() - text.trim_start_matches(' ').len();
    let mut wrapped = " ".repeat(lead);
    let mut column = lead;
    let mut fresh = true;
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let width = word.chars().count();
        if !fresh && column + 1 + width > WIDTH {
            wrapped.push('\n');
            wrapped.push_str(&" ".repeat(indent));
            column = indent;
        } else if !fresh {
            wrapped.push(' ');
            column += 1;
        }
        wrapped.push_str(word);
        column += width;
        fresh = false;
    }
    wrapped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_wrapped_at_eighty_columns_with_their_indent() {
        let text = format!("  {}", "word ".repeat(40));
        let wrapped = wrap(&text, 4);
        assert!(wrapped.lines().all(|line| line.chars().count() <= WIDTH));
        assert!(
            wrapped.starts_with("  word")
                && wrapped.lines().nth(1).unwrap().starts_with("    word")
        );
        assert_eq!(wrap(&"x".repeat(100), 0), "x".repeat(100));
        assert_eq!(wrap("", 2), "");
    }

    #[test]
    fn text_cannot_steer_the_terminal() {
        assert_eq!(clean("a\u{1b}[31mb\r\nc\u{202e}d"), "a[31mb  cd");
    }
}
