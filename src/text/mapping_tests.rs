//! Laws of the way back: a word of a document's text leads to the bytes that spell it in the file.

use proptest::prelude::*;

use super::read::{ReadOptions, read};
use crate::model::{Document, Span};

/// Writes the bytes to a file and reads it as a user would.
fn document(bytes: &[u8], name: &str) -> Document {
    let folder = std::env::temp_dir().join(format!("detente-mapping-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join(name);
    std::fs::write(&path, bytes).unwrap();
    read(&[path], &ReadOptions::default(), std::io::empty())
        .unwrap()
        .documents
        .remove(0)
}

/// Checks each word: `written` gives the bytes that stand for it in the file.
fn check(document: &Document, bytes: &[u8], words: &[(String, Vec<u8>)]) {
    let mut from = 0;
    for (word, written) in words {
        let at = document.text[from..]
            .find(word.as_str())
            .map(|at| from + at);
        let at = at.unwrap_or_else(|| panic!("'{word}' is not in {:?}", document.text));
        from = at + word.len();
        let span = document.origin.original_span(Span::new(at, from));
        assert_eq!(
            &bytes[span.range()],
            written.as_slice(),
            "'{word}' in {:?}",
            document.text
        );
    }
}

fn word() -> impl Strategy<Value = String> {
    "[A-Za-zéüßñÅœ]{2,8}"
}

fn gap() -> impl Strategy<Value = &'static str> {
    prop_oneof![
        Just(" "),
        Just("\r\n"),
        Just("\n"),
        Just("  "),
        Just("\r\n\r\n")
    ]
}

fn utf16(text: &str, big: bool) -> Vec<u8> {
    text.encode_utf16()
        .flat_map(|unit| {
            if big {
                unit.to_be_bytes()
            } else {
                unit.to_le_bytes()
            }
        })
        .collect()
}

/// A character as HTML may spell it.
fn spelled(c: char, way: u8) -> String {
    match way {
        0 => format!("&#{};", u32::from(c)),
        1 => format!("&#x{:x};", u32::from(c)),
        2 if c == 'é' => "&eacute;".to_owned(),
        2 if c == 'ü' => "&uuml;".to_owned(),
        _ => c.to_string(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn utf16_leads_back(words in prop::collection::vec((word(), gap()), 4..20), big: bool, mark: bool) {
        let text: String = words.iter().flat_map(|(word, gap)| [word.as_str(), gap]).collect();
        let mark = if mark { "\u{feff}" } else { "" };
        let bytes = utf16(&format!("{mark}Talks went on in the old town. {text}"), big);
        let expected: Vec<_> = words.iter().map(|(word, _)| (word.clone(), utf16(word, big))).collect();
        check(&document(&bytes, &format!("utf16-{big}.txt")), &bytes, &expected);
    }

    #[test]
    fn windows_1252_leads_back(words in prop::collection::vec((word(), gap()), 1..20)) {
        let encode = |text: &str| encoding_rs::WINDOWS_1252.encode(text).0.into_owned();
        let text: String = words.iter().flat_map(|(word, gap)| [word.as_str(), gap]).collect();
        // Without a letter that is no UTF-8 before a blank, "ßœ" would be read as one.
        let bytes = encode(&format!("Caf\u{e9} talks. {text}"));
        let expected: Vec<_> = words.iter().map(|(word, _)| (word.clone(), encode(word))).collect();
        check(&document(&bytes, "latin.txt"), &bytes, &expected);
    }

    #[test]
    fn html_leads_back(words in prop::collection::vec((word(), gap(), prop::collection::vec(0_u8..6, 8), any::<bool>()), 1..20), wide: bool) {
        let mut page = "<!DOCTYPE html><html><body><p>".to_owned();
        let mut expected = Vec::new();
        for (word, gap, ways, tagged) in &words {
            let written: String = word.chars().zip(ways).map(|(c, way)| spelled(c, *way)).collect();
            let (open, close) = if *tagged { ("<b>", "</b>") } else { ("", "") };
            page.extend([open, &written, close, gap]);
            expected.push((word.clone(), written));
        }
        page += "</p></body></html>";
        let encode = |text: &str| if wide { utf16(text, false) } else { text.as_bytes().to_vec() };
        let bytes = encode(&page);
        let expected: Vec<_> = expected.into_iter().map(|(word, written)| (word, encode(&written))).collect();
        check(&document(&bytes, &format!("page-{wide}.html")), &bytes, &expected);
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        if let Ok(decoded) = super::decode::decode(bytes.clone()) {
            for sentence in super::sentences(&decoded.text) {
                for token in sentence.tokens {
                    prop_assert!(!decoded.text[token.range()].is_empty());
                    prop_assert!(decoded.origin.original_span(token).end() <= bytes.len());
                }
            }
        }
    }

    #[test]
    fn tokens_cover_the_text(text in "[ -~\n“”’—é]{0,200}") {
        let tokens = super::tokens(&text, Span::new(0, text.len()));
        let joined: String = tokens.iter().map(|token| &text[token.range()]).collect();
        let expected: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        prop_assert_eq!(joined, expected);
    }

    #[test]
    fn sentences_are_in_order(text in "[A-Za-z .,!?()\"\n-]{0,400}") {
        let sentences = super::sentences(&text);
        let mut end = 0;
        for (position, sentence) in sentences.iter().enumerate() {
            prop_assert_eq!(sentence.index, position);
            prop_assert!(sentence.span.start() >= end && !sentence.tokens.is_empty());
            end = sentence.span.end();
        }
    }
}
