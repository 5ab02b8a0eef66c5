//! What kind of text a file holds, told by its content; the name decides only where the content does not.

use std::path::Path;

/// How a file's text is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    /// Plain text.
    Plain,
    /// Markdown as `CommonMark` defines it.
    Markdown,
    /// HTML.
    Html,
    /// One JSON object a line: texts or statements.
    JsonLines,
    /// One JSON value: an array of objects, or one object over several lines.
    Json,
}

/// How much of the text is looked at, in bytes.
const SAMPLE: usize = 4096;

/// File endings that folders are searched for.
pub(super) const ENDINGS: [&str; 11] = [
    "txt", "text", "md", "markdown", "html", "htm", "xhtml", "json", "jsonl", "ndjson", "asc",
];

/// Tells the format of a text. `path` is the file's name, or `-`.
pub(super) fn format(text: &str, path: &Path) -> Format {
    let start = text.trim_start();
    let ending = path
        .extension()
        .map(|ending| ending.to_string_lossy().to_ascii_lowercase())
        .unwrap_or_default();
    if let Some(json) = json(start, &ending) {
        return json;
    }
    let mut length = start.len().min(SAMPLE);
    while !start.is_char_boundary(length) {
        length -= 1;
    }
    let sample = &start[..length];
    if is_html(sample, &ending) {
        Format::Html
    } else if matches!(&*ending, "md" | "markdown") || is_markdown(sample) {
        Format::Markdown
    } else {
        Format::Plain
    }
}

fn json(start: &str, ending: &str) -> Option<Format> {
    if let Some(inner) = start.strip_prefix('[') {
        let inner = inner.trim_start();
        return (inner.starts_with('{') || (inner.starts_with(']') && ending == "json"))
            .then_some(Format::Json);
    }
    let inner = start.strip_prefix('{')?.trim_start();
    let named = matches!(ending, "jsonl" | "ndjson");
    if !(inner.starts_with('"') || inner.starts_with('}') || named) {
        return None;
    }
    let first = start.lines().next().unwrap_or("");
    let closed = first.trim_end().ends_with('}');
    Some(if closed || named {
        Format::JsonLines
    } else {
        Format::Json
    })
}

/// Whether a record's text is a piece of HTML.
pub(super) fn looks_like_html(text: &str) -> bool {
    let mut length = text.len().min(SAMPLE);
    while !text.is_char_boundary(length) {
        length -= 1;
    }
    is_html(text[..length].trim_start(), "")
}

fn is_html(sample: &str, ending: &str) -> bool {
    let lower = sample.to_ascii_lowercase();
    let opens = [
        "<!doctype html",
        "<html",
        "<head",
        "<body",
        "<?xml",
        "<article",
        "<div",
        "<p>",
        "<p ",
        "<meta",
    ];
    if opens.iter().any(|tag| lower.starts_with(tag)) {
        return true;
    }
    let tags = [
        "<p>", "<p ", "</p>", "<br", "<div", "</a>", "<html", "<body", "<h1", "<td",
    ];
    let n_kinds = tags.iter().filter(|tag| lower.contains(**tag)).count();
    n_kinds
        >= if matches!(ending, "html" | "htm" | "xhtml") {
            1
        } else {
            3
        }
}

/// Two different marks of Markdown are asked for, since plain texts use one of them now and then.
fn is_markdown(sample: &str) -> bool {
    let mut kinds = [false; 5];
    for line in sample.lines() {
        let line = line.trim_start();
        let hashes = line.bytes().take_while(|byte| *byte == b'#').count();
        kinds[0] |= (1..=6).contains(&hashes) && line[hashes..].starts_with(' ');
        kinds[1] |= line.contains("](http");
        kinds[2] |= line.starts_with("```");
        kinds[3] |= line.matches("**").count() >= 2;
        kinds[4] |= line.starts_with("> ");
    }
    kinds.iter().filter(|kind| **kind).count() >= 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_decides() {
        let cases = [
            ("Talks resumed.", "a.txt", Format::Plain),
            ("[Reuters] Talks resumed.", "a.txt", Format::Plain),
            ("{{{{ brackets", "a.txt", Format::Plain),
            (
                "{\"id\": \"a\", \"text\": \"b\"}\n{\"id\": \"c\"}\n",
                "a.txt",
                Format::JsonLines,
            ),
            ("{\n  \"text\": \"b\"\n}\n", "-", Format::Json),
            (" [ {\"text\": \"b\"} ]", "-", Format::Json),
            ("<!DOCTYPE html><title>x</title>", "page", Format::Html),
            ("Less <br> is more", "a.txt", Format::Plain),
            ("# Talks\n\nThey **met** again.", "a.txt", Format::Markdown),
            ("Talks", "a.md", Format::Markdown),
            ("", "a", Format::Plain),
        ];
        for (text, path, expected) in cases {
            assert_eq!(format(text, Path::new(path)), expected, "{text}");
        }
    }
}
