//! Sentences with their two parties marked: "<s>Russia</s> met <t>NATO</t>." in a table.

use std::path::Path;

use super::read::{Warning, decoded_file};
use crate::error::{Error, Result};
use crate::model::Span;

/// A row of a marked file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarkedRow {
    /// The row's `id`, or its number from 1.
    pub id: String,
    /// The sentence without marks.
    pub text: String,
    /// The source's words, in `text`; empty, at its end, where only the target is marked.
    pub source: Span,
    /// The target's words, in `text`; empty, at its end, where only the source is marked.
    pub target: Span,
    /// The line it starts on, from 1.
    pub line: usize,
}

/// Reads a table of marked sentences, separated by tabs or commas, with fields quoted as in CSV where needed.
///
/// The columns `id` and `marked_sentence` are found by the header; without one, the first column that holds `<s>`
/// is the sentence. A mark that comes twice counts where it comes first. Rows without any mark, or with half of one,
/// are passed over with a warning.
///
/// # Errors
/// When the file cannot be read, or no column holds marked sentences.
pub fn read_marked(path: &Path) -> Result<(Vec<MarkedRow>, Vec<Warning>)> {
    let decoded = decoded_file(path, std::io::stdin().lock())?;
    let mut warnings: Vec<Warning> = decoded
        .warning
        .into_iter()
        .map(|message| Warning {
            path: path.to_owned(),
            line: None,
            message,
        })
        .collect();
    let rows = rows(&decoded.text);
    let Some(table) = Table::new(&rows) else {
        return Err(Error::Input {
            path: path.to_owned(),
            line: None,
            message: "no marked sentences: expected a column 'marked_sentence' with <s>…</s> and <t>…</t> around the two parties".to_owned(),
        });
    };
    let mut found = Vec::new();
    for (number, row) in rows.iter().skip(table.first).enumerate() {
        let id = table
            .id
            .and_then(|column| row.fields.get(column))
            .filter(|id| !id.is_empty());
        match row
            .fields
            .get(table.sentence)
            .map(|sentence| unmark(sentence))
        {
            Some(Ok((text, source, target))) => found.push(MarkedRow {
                id: id.cloned().unwrap_or_else(|| (number + 1).to_string()),
                text,
                source,
                target,
                line: row.line,
            }),
            outcome => {
                let reason = match outcome {
                    Some(Err(reason)) => reason,
                    _ => "the row has too few columns".to_owned(),
                };
                warnings.push(Warning {
                    path: path.to_owned(),
                    line: Some(row.line),
                    message: format!("{reason}; passed over"),
                });
            }
        }
    }
    Ok((found, warnings))
}

/// Where the columns are.
struct Table {
    id: Option<usize>,
    sentence: usize,
    /// The first row that is not a header.
    first: usize,
}

impl Table {
    fn new(rows: &[Row]) -> Option<Self> {
        let header = &rows.first()?.fields;
        if let Some(sentence) = header
            .iter()
            .position(|name| name.trim() == "marked_sentence")
        {
            let id = header.iter().position(|name| name.trim() == "id");
            return Some(Self {
                id,
                sentence,
                first: 1,
            });
        }
        let marked = |row: &Row| {
            row.fields
                .iter()
                .position(|field| field.contains("<s>") && field.contains("<t>"))
        };
        if let Some(sentence) = marked(&rows[0]) {
            return Some(Self {
                id: None,
                sentence,
                first: 0,
            });
        }
        let id = header.iter().position(|name| name.trim() == "id");
        Some(Self {
            id,
            sentence: marked(rows.get(1)?)?,
            first: 1,
        })
    }
}

/// Takes the marks out of a sentence.
fn unmark(sentence: &str) -> std::result::Result<(String, Span, Span), String> {
    const MARKS: [&str; 4] = ["<s>", "</s>", "<t>", "</t>"];
    let mut text = String::with_capacity(sentence.len());
    let mut places = [None; 4];
    let mut rest = sentence.trim();
    while let Some(at) = rest.find('<') {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some(mark) = MARKS.iter().position(|mark| rest.starts_with(mark)) {
            places[mark].get_or_insert(text.len());
            rest = &rest[MARKS[mark].len()..];
        } else {
            text.push('<');
            rest = &rest[1..];
        }
    }
    text.push_str(rest);
    let span = |open: usize, close: usize| match (places[open], places[close]) {
        (Some(start), Some(end)) if start < end => Ok(Some(trimmed(&text, start, end))),
        (Some(_), Some(_)) => Err(format!(
            "nothing stands between {} and {}",
            MARKS[open], MARKS[close]
        )),
        (None, None) => Ok(None),
        (None, Some(_)) => Err(format!("{} is missing", MARKS[open])),
        (Some(_), None) => Err(format!("{} is missing", MARKS[close])),
    };
    let (source, target) = (span(0, 1)?, span(2, 3)?);
    if source.is_none() && target.is_none() {
        return Err("neither <s> nor <t> is there".to_owned());
    }
    let unmarked = Span::new(text.len(), text.len());
    let (source, target) = (source.unwrap_or(unmarked), target.unwrap_or(unmarked));
    Ok((text, source, target))
}

/// The span without blanks at its ends.
fn trimmed(text: &str, start: usize, end: usize) -> Span {
    let piece = &text[start..end];
    let lead = piece.len() - piece.trim_start().len();
    Span::new(start + lead, start + lead + piece.trim().len())
}

/// A row of a table.
struct Row {
    line: usize,
    fields: Vec<String>,
}

/// Splits a table into rows. A field that opens with a quotation mark goes on to its closing one, where there is one.
fn rows(text: &str) -> Vec<Row> {
    let first_line = text.lines().next().unwrap_or("");
    let delimiter = if first_line.contains('\t') { '\t' } else { ',' };
    let mut rows = Vec::new();
    let (mut at, mut line) = (0, 1);
    while at < text.len() {
        let mut row = Row {
            line,
            fields: Vec::new(),
        };
        loop {
            let (field, length) = field(&text[at..], delimiter);
            line += text[at..at + length].matches('\n').count();
            at += length;
            row.fields.push(field);
            if text[at..].starts_with(delimiter) {
                at += delimiter.len_utf8();
            } else {
                break;
            }
        }
        let end = &text[at..];
        at += if end.starts_with("\r\n") {
            2
        } else {
            usize::from(!end.is_empty())
        };
        line += 1;
        if row.fields.iter().any(|field| !field.trim().is_empty()) {
            rows.push(row);
        }
    }
    rows
}

/// The field at the start of `rest`, and its length up to the delimiter or the end of the line.
fn field(rest: &str, delimiter: char) -> (String, usize) {
    if let Some(quoted) = rest
        .strip_prefix('"')
        .and_then(|inner| quoted(inner, delimiter))
    {
        return quoted;
    }
    let length = rest.find([delimiter, '\n']).unwrap_or(rest.len());
    let plain = rest[..length].trim_end_matches('\r');
    (plain.to_owned(), plain.len())
}

/// A quoted field, given without its opening mark; `None` when no mark closes it before a delimiter.
fn quoted(inner: &str, delimiter: char) -> Option<(String, usize)> {
    /// A field that is longer than this was not meant as quoted.
    const LONGEST: usize = 65_536;
    let mut value = String::new();
    let mut at = 0;
    loop {
        let close = at + inner.get(at..)?.find('"')?;
        if close > LONGEST {
            return None;
        }
        value.push_str(&inner[at..close]);
        let after = &inner[close + 1..];
        if after.starts_with('"') {
            value.push('"');
            at = close + 2;
        } else if after.is_empty()
            || after.starts_with([delimiter, '\n'])
            || after.starts_with("\r\n")
        {
            return Some((value, close + 2));
        } else {
            return None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_become_spans() {
        let (text, source, target) =
            unmark("<t>NATO </t>hit back at <s>Moscow</s>, 3 < 4.").unwrap();
        assert_eq!(text, "NATO hit back at Moscow, 3 < 4.");
        assert_eq!(
            (&text[source.range()], &text[target.range()]),
            ("Moscow", "NATO")
        );
        assert_eq!(unmark("<s>NATO met.").unwrap_err(), "</s> is missing");
        assert!(unmark("NATO met.").is_err());
        let (text, source, target) = unmark("<s>NATO</s> met.").unwrap();
        assert_eq!((&text[source.range()], target.is_empty()), ("NATO", true));
    }

    #[test]
    fn quotes_are_read_as_in_csv() {
        let table =
            rows("id\tmarked_sentence\r\n1\t\"He said \"\"no\"\".\"\r\n2\t\"Open quote\n3\tlast");
        let fields: Vec<&str> = table
            .iter()
            .flat_map(|row| row.fields.iter().map(String::as_str))
            .collect();
        assert_eq!(
            fields,
            [
                "id",
                "marked_sentence",
                "1",
                "He said \"no\".",
                "2",
                "\"Open quote",
                "3",
                "last"
            ]
        );
        assert_eq!(
            table.iter().map(|row| row.line).collect::<Vec<_>>(),
            [1, 2, 3, 4]
        );
    }

    #[test]
    fn columns_are_found_without_header() {
        let table = Table::new(&rows("<s>A</s> met <t>B</t>\n")).unwrap();
        assert_eq!((table.id, table.sentence, table.first), (None, 0, 0));
        assert!(Table::new(&rows("a,b\nc,d\n")).is_none());
    }
}
