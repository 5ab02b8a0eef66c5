//! Making untrusted text harmless before it is drawn.
//!
//! Names, sentences and links come from texts that anybody may have written. Control characters break XML and
//! terminals, bidirectional overrides make a label read as something else, `javascript:` links run.

/// `text` on one line, without control and bidirectional characters, with runs of white space made one space.
///
/// ```
/// use detente::render::clean;
/// assert_eq!(clean("two\n lines\u{202e} and \u{7}bell"), "two lines and bell");
/// ```
pub fn clean(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    for letter in text.chars() {
        if letter.is_whitespace() {
            if !kept.is_empty() && !kept.ends_with(' ') {
                kept.push(' ');
            }
        } else if !is_dangerous(letter) {
            kept.push(letter);
        }
    }
    kept.truncate(kept.trim_end().len());
    kept
}

/// At most `max_chars` letters of the cleaned text, with "…" where it was cut.
pub fn clean_to(text: &str, max_chars: usize) -> String {
    let cleaned = clean(text);
    match cleaned.char_indices().nth(max_chars) {
        None => cleaned,
        Some((end, _)) => format!("{}…", cleaned[..end].trim_end()),
    }
}

/// Characters that XML forbids, that reorder what stands around them, or that show nothing.
fn is_dangerous(letter: char) -> bool {
    letter.is_control()
        || matches!(letter,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff0}'..='\u{fffb}' | '\u{fffe}' | '\u{ffff}'
            | '\u{e0000}'..='\u{e007f}')
        || (letter as u32 & 0xfffe) == 0xfffe
        || ('\u{fdd0}'..='\u{fdef}').contains(&letter)
}

/// Cleaned text for XML: element content or a quoted attribute.
///
/// ```
/// use detente::render::escape_xml;
/// assert_eq!(escape_xml("<b a=\"1\">R&D"), "&lt;b a=&quot;1&quot;&gt;R&amp;D");
/// ```
pub fn escape_xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in clean(text).chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}

/// The link, if it is one that may be followed: http or https, without white space and quotes.
///
/// ```
/// use detente::render::safe_link;
/// assert_eq!(safe_link("https://example.org/a?b=1"), Some("https://example.org/a?b=1"));
/// assert_eq!(safe_link("javascript:alert(1)"), None);
/// ```
pub fn safe_link(link: &str) -> Option<&str> {
    let lower = link.get(..8)?.to_ascii_lowercase();
    let is_web = lower.starts_with("http://") || lower == "https://";
    let is_plain = link.chars().all(|letter| {
        !letter.is_whitespace()
            && !is_dangerous(letter)
            && !matches!(letter, '"' | '\'' | '<' | '>' | '\\' | '`')
    });
    (is_web && is_plain).then_some(link)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_by_letters_not_bytes() {
        assert_eq!(clean_to("Ελλάδα και Τουρκία", 6), "Ελλάδα…");
        assert_eq!(clean_to("short", 6), "short");
    }

    #[test]
    fn refuses_links_that_are_not_web_links() {
        for link in [
            "javascript:alert(1)",
            "data:text/html,x",
            "file:///etc/passwd",
            "https://a\"onclick=",
            "http",
            "",
        ] {
            assert_eq!(safe_link(link), None, "{link}");
        }
        assert_eq!(
            safe_link("HTTPS://EXAMPLE.ORG/"),
            Some("HTTPS://EXAMPLE.ORG/")
        );
    }

    #[test]
    fn removes_what_xml_forbids() {
        assert_eq!(escape_xml("a\u{0}b\u{b}c\u{fffe}d\u{200f}e"), "ab cde");
    }
}
