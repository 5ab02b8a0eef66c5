//! From paths to documents and statements.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read as ByteStream;
use std::path::{Path, PathBuf};

use super::clean::without_unseen;
use super::decode::{Decoded, decode};
use super::entities::without_references;
use super::format::{Format, format, looks_like_html};
use super::front_matter::front_matter;
use super::html::read_html;
use super::json::{Read, Record, TextRecord, read_lines, read_value};
use super::markdown::{first_heading, read_markdown};
use super::publication;
use super::walk::{files_in, may_hold_text};
use crate::error::{Error, Result};
use crate::model::{Document, OffsetMap, Published, Statement};

/// What the caller knows about the texts.
#[derive(Debug, Clone, Default)]
pub struct ReadOptions {
    /// The publication date, for all texts but JSON records that have their own.
    /// It goes before what a page, front matter, file name, masthead or dateline says.
    pub published: Option<Published>,
    /// Files in folders that are no texts and are read elsewhere, as [`files_in`](super::files_in) writes their paths.
    pub elsewhere: BTreeSet<PathBuf>,
}

/// What was read.
#[derive(Debug, Clone, Default)]
pub struct Inputs {
    /// Texts, in the order of the paths.
    pub documents: Vec<Document>,
    /// Statements from JSON Lines files that this program wrote.
    pub statements: Vec<Statement>,
    /// What was wrong but not fatal.
    pub warnings: Vec<Warning>,
}

/// Something in an input that was passed over or guessed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// The file, or `-`.
    pub path: PathBuf,
    /// The line, from 1, where there is one.
    pub line: Option<usize>,
    /// What was found and what was done about it.
    pub message: String,
}

/// At most this many warnings are kept for a file; the rest is counted.
const MOST_WARNINGS: usize = 20;

/// Reads files, folders and `standard_input` (`-`), in the given order; formats are told by content.
///
/// Files in folders are read in the order of their paths. For plain text, Markdown and HTML, `Document::origin` leads
/// back to the file's bytes; for JSON, offsets count in the record's text, which is the original there.
/// A file in a folder that is no text is a warning; one that was named is an error.
/// Memory: the file, its text, and 24 bytes for each place where they part.
///
/// # Errors
/// When a path cannot be read, a named file is binary, a folder holds no texts, or a JSON file has no record at all.
pub fn read(
    paths: &[PathBuf],
    options: &ReadOptions,
    mut standard_input: impl ByteStream,
) -> Result<Inputs> {
    let mut inputs = Inputs::default();
    for path in paths {
        if path.is_dir() {
            read_folder(path, options, &mut inputs)?;
        } else {
            let decoded = decoded_file(path, &mut standard_input)?;
            read_text(path, decoded, options, &mut inputs)?;
        }
    }
    tell_apart(&mut inputs.documents);
    Ok(inputs.finish())
}

fn read_folder(folder: &Path, options: &ReadOptions, inputs: &mut Inputs) -> Result<()> {
    let mut files = files_in(folder)?;
    let n_found = files.len();
    files.retain(|path| !options.elsewhere.contains(path));
    let n_here = files.len();
    files.retain(|path| may_hold_text(path));
    let n_others = n_here - files.len();
    if files.is_empty() && n_here == n_found {
        return Err(Error::Input {
            path: folder.to_owned(),
            line: None,
            message: format!(
                "no texts in this folder ({n_others} other files); expected files that end in .txt, .md, .html, .json or .jsonl"
            ),
        });
    }
    for path in files {
        let outcome = decoded_file(&path, std::io::empty())
            .and_then(|decoded| read_text(&path, decoded, options, inputs));
        if let Err(error) = outcome {
            let message = match error {
                Error::Input { message, .. } => message,
                Error::Io { source, .. } => source.to_string(),
                other => return Err(other),
            };
            inputs.warn(&path, None, format!("{message}; passed over"));
        }
    }
    if n_others > 0 {
        inputs.warn(
            folder,
            None,
            format!("{n_others} files passed over whose names do not end as texts do"),
        );
    }
    Ok(())
}

/// Reads and decodes a file, or `standard_input` for `-`.
///
/// # Errors
/// When it cannot be read or is binary.
pub(super) fn decoded_file(path: &Path, mut standard_input: impl ByteStream) -> Result<Decoded> {
    let io = |source| Error::Io {
        path: path.to_owned(),
        source,
    };
    let bytes = if path == Path::new("-") {
        let mut bytes = Vec::new();
        standard_input.read_to_end(&mut bytes).map_err(io)?;
        bytes
    } else {
        std::fs::read(path).map_err(io)?
    };
    decode(bytes).map_err(|binary| Error::Input {
        path: path.to_owned(),
        line: None,
        message: format!(
            "{}, not text; convert it to plain text, Markdown or HTML first",
            binary.0
        ),
    })
}

fn read_text(
    path: &Path,
    decoded: Decoded,
    options: &ReadOptions,
    inputs: &mut Inputs,
) -> Result<()> {
    if let Some(warning) = decoded.warning {
        inputs.warn(path, None, warning);
    }
    if decoded.text.trim().is_empty() {
        inputs.warn(path, None, "empty: no text to read".to_owned());
        return Ok(());
    }
    let format = format(&decoded.text, path);
    if matches!(format, Format::Json | Format::JsonLines) {
        return read_records(path, &decoded.text, format, options, inputs);
    }
    let mut document = document(&decoded.text, format, &decoded.origin, path);
    if document.text.trim().is_empty() {
        inputs.warn(path, None, "no text besides markup".to_owned());
        return Ok(());
    }
    document.published = options.published.or(document.published);
    complete(&mut document, path);
    inputs.documents.push(document);
    Ok(())
}

/// Takes the text out of its markup. `source` is the decoded file, `origin` leads from it to the bytes.
fn document(source: &str, format: Format, origin: &OffsetMap, path: &Path) -> Document {
    let mut document = Document {
        id: file_name(path),
        ..Document::default()
    };
    if format == Format::Html {
        let page = read_html(source);
        document.title = page.title;
        document.published = page.published;
        (document.text, document.origin) = joined(page.text, page.origin, origin);
        return document;
    }
    let matter = front_matter(source).unwrap_or_default();
    let body = &source[matter.length..];
    let mut before = OffsetMap::default();
    before.push(0, matter.length, (1, 1));
    let outer = before.then(origin, body.len());
    document.published = matter.published;
    document.title = matter.title;
    if format == Format::Markdown {
        let clean = read_markdown(body);
        document.title = document.title.or_else(|| first_heading(body));
        (document.text, document.origin) = joined(clean.text, clean.origin, &outer);
    } else {
        let (text, origin) = without_references(body.to_owned(), outer);
        (document.text, document.origin) = without_unseen(text, origin);
    }
    document
}

fn joined(text: String, inner: OffsetMap, outer: &OffsetMap) -> (String, OffsetMap) {
    let origin = inner.then(outer, text.len());
    without_unseen(text, origin)
}

/// Looks for the publication date in the text and the file's name, if nothing better gave it.
fn complete(document: &mut Document, path: &Path) {
    if document.published.is_none()
        && let Some(found) = publication::find(&document.text, path)
    {
        document.published = Some(found.published);
        document.published_inferred = found.inferred;
    }
}

fn read_records(
    path: &Path,
    text: &str,
    format: Format,
    options: &ReadOptions,
    inputs: &mut Inputs,
) -> Result<()> {
    let mut n_read = 0;
    let mut fault = None;
    let mut number = 0;
    let mut warnings = Vec::new();
    let each = |(line, read): Read| {
        number = if format == Format::JsonLines {
            line
        } else {
            number + 1
        };
        match read {
            Ok(Record::Statement(statement)) => {
                n_read += 1;
                inputs.statements.push(*statement);
            }
            Ok(Record::Text(record)) => {
                n_read += 1;
                let line = (format == Format::JsonLines).then_some(line);
                if let Some(date) = &record.odd_date {
                    warnings.push((
                        line,
                        format!(
                            "'{date}' is no date that can be read; expected YYYY-MM-DD; left open"
                        ),
                    ));
                }
                if record.text.trim().is_empty() {
                    warnings.push((line, "empty text".to_owned()));
                } else {
                    inputs
                        .documents
                        .push(from_record(record, path, number, options));
                }
            }
            Err(message) => {
                fault.get_or_insert((line, message.clone()));
                warnings.push((Some(line), message));
            }
        }
    };
    match format {
        Format::JsonLines => read_lines(text, each),
        _ => read_value(text, each),
    }
    if n_read == 0
        && let Some((line, message)) = fault
    {
        return Err(Error::Input {
            path: path.to_owned(),
            line: Some(line),
            message,
        });
    }
    for (line, message) in warnings {
        inputs.warn(path, line, message);
    }
    Ok(())
}

fn from_record(record: TextRecord, path: &Path, number: usize, options: &ReadOptions) -> Document {
    let (text, origin) = if looks_like_html(&record.text) {
        let page = read_html(&record.text);
        (page.text, page.origin)
    } else {
        without_references(record.text, OffsetMap::default())
    };
    let (text, origin) = without_unseen(text, origin);
    let mut document = Document {
        id: record
            .id
            .unwrap_or_else(|| format!("{}:{number}", file_name(path))),
        published: record.published.or(options.published),
        title: record.title,
        text,
        origin,
        ..Document::default()
    };
    complete(&mut document, path);
    document
}

fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(
        || path.display().to_string(),
        |name| name.to_string_lossy().into_owned(),
    )
}

/// Documents with the same id get a number, so that their statements stay apart.
fn tell_apart(documents: &mut [Document]) {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for document in documents {
        let count = seen.entry(document.id.clone()).or_insert(0);
        *count += 1;
        if *count > 1 {
            document.id = format!("{}#{count}", document.id);
        }
    }
}

impl Inputs {
    fn warn(&mut self, path: &Path, line: Option<usize>, message: String) {
        self.warnings.push(Warning {
            path: path.to_owned(),
            line,
            message,
        });
    }

    /// Cuts the warnings of each file to the first few.
    fn finish(mut self) -> Self {
        let mut counts: BTreeMap<PathBuf, usize> = BTreeMap::new();
        for warning in &self.warnings {
            *counts.entry(warning.path.clone()).or_insert(0) += 1;
        }
        let mut seen: BTreeMap<PathBuf, usize> = BTreeMap::new();
        self.warnings.retain_mut(|warning| {
            let position = seen.entry(warning.path.clone()).or_insert(0);
            *position += 1;
            let all = counts.get(&warning.path).copied().unwrap_or(0);
            if *position == MOST_WARNINGS && all > MOST_WARNINGS {
                warning.line = None;
                warning.message = format!("{} more lines with faults", all - MOST_WARNINGS + 1);
            }
            *position <= MOST_WARNINGS
        });
        self
    }
}

#[cfg(test)]
#[path = "read_tests.rs"]
mod tests;
