//! Markdown: the text that a reader sees, without marks, addresses, pictures and code.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::clean::Clean;

/// Reads Markdown. Blocks stand apart by a blank line; raw HTML is dropped.
pub(super) fn read_markdown(source: &str) -> Clean {
    let mut clean = Clean::default();
    let mut hidden = 0_usize;
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    for (event, range) in Parser::new_ext(source, options).into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(_) | Tag::Image { .. } | Tag::HtmlBlock) => hidden += 1,
            Event::End(TagEnd::CodeBlock | TagEnd::Image | TagEnd::HtmlBlock) => {
                hidden = hidden.saturating_sub(1);
            }
            Event::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. })
            | Event::End(
                TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link,
            ) => {}
            Event::Start(_) => clean.end_paragraph(range.start),
            Event::End(_) | Event::Rule => clean.end_paragraph(range.end),
            _ if hidden > 0 => {}
            Event::Text(value) => {
                let written = source.get(range.clone()).unwrap_or("");
                if *value == *written {
                    clean.copy(written, range.start);
                } else {
                    clean.replace(&value, range.start, range.len());
                }
            }
            Event::Code(value) => {
                let inner = source
                    .get(range.clone())
                    .and_then(|written| written.find(&*value))
                    .unwrap_or(0);
                clean.copy(&value, range.start + inner);
            }
            Event::SoftBreak => clean.replace("\n", range.start, range.len()),
            Event::HardBreak => clean.end_line(range.start),
            _ => {}
        }
    }
    let length = clean.text.trim_end().len();
    clean.text.truncate(length);
    clean
}

/// The first heading of the first level.
pub(super) fn first_heading(source: &str) -> Option<String> {
    source
        .lines()
        .find_map(|line| line.strip_prefix("# "))
        .map(|title| title.trim().trim_end_matches('#').trim_end().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Span;

    #[test]
    fn marks_go_and_words_keep_their_place() {
        let source = "# Talks\n\nRussia **and** [NATO](http://x.example) met at the caf&eacute;\nin *Geneva*\\*.\n\n- one\n- two\n\n```\ncode\n```\n";
        let clean = read_markdown(source);
        assert_eq!(
            clean.text,
            "Talks\n\nRussia and NATO met at the café\nin Geneva*.\n\none\n\ntwo"
        );
        for (word, written) in [
            ("NATO", "NATO"),
            ("café", "caf&eacute;"),
            ("Geneva", "Geneva"),
            ("two", "two"),
        ] {
            let at = clean.text.find(word).unwrap();
            assert_eq!(
                &source[clean
                    .origin
                    .original_span(Span::new(at, at + word.len()))
                    .range()],
                written
            );
        }
        assert_eq!(first_heading(source).unwrap(), "Talks");
    }
}
