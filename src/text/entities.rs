//! Character references left in plain text and JSON ("&amp;", "&#39;", "&ldquo;"), as copies from web pages have them.

use super::clean::Clean;
use super::html::text_of;
use crate::model::OffsetMap;

/// A reference is at most this long, in bytes.
const LONGEST: usize = 12;

/// Resolves references; gives the text back untouched when there are none. Tags are left as they are.
pub(super) fn without_references(text: String, origin: OffsetMap) -> (String, OffsetMap) {
    if next_reference(&text, 0).is_none() {
        return (text, origin);
    }
    let mut clean = Clean::default();
    let mut at = 0;
    while let Some((start, end)) = next_reference(&text, at) {
        clean.copy(&text[at..start], at);
        clean.replace(&text_of(&text[start..end]), start, end - start);
        at = end;
    }
    clean.copy(&text[at..], at);
    let length = clean.text.len();
    (clean.text, clean.origin.then(&origin, length))
}

/// Start and end of the next closed reference from `from` on.
fn next_reference(text: &str, from: usize) -> Option<(usize, usize)> {
    let mut at = from;
    loop {
        let start = at + text[at..].find('&')?;
        let body = &text.as_bytes()[start + 1..];
        let digits = usize::from(body.first() == Some(&b'#'));
        let length = body[digits..]
            .iter()
            .take(LONGEST)
            .take_while(|byte| byte.is_ascii_alphanumeric())
            .count();
        let end = start + 1 + digits + length;
        if length > 1
            && text.as_bytes().get(end) == Some(&b';')
            && text_of(&text[start..=end]) != text[start..=end]
        {
            return Some((start, end + 1));
        }
        at = start + 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Span;

    #[test]
    fn references_are_resolved_and_mapped() {
        let source = "Iran&#39;s &ldquo;no&rdquo; &amp; A&B; &nosuch; &#8211; end";
        let (text, origin) = without_references(source.to_owned(), OffsetMap::default());
        assert_eq!(text, "Iran's “no” & A&B; &nosuch; – end");
        for (word, written) in [
            ("Iran's", "Iran&#39;s"),
            ("“no”", "&ldquo;no&rdquo;"),
            ("end", "end"),
            ("A&B", "A&B"),
        ] {
            let at = text.find(word).unwrap();
            assert_eq!(
                &source[origin.original_span(Span::new(at, at + word.len())).range()],
                written
            );
        }
    }
}
