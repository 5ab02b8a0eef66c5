//! From bytes to text: encodings, and which byte each character came from.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::model::OffsetMap;

/// A file's text, and how it relates to the file's bytes.
#[derive(Debug)]
pub(super) struct Decoded {
    /// The characters, without a byte-order mark.
    pub(super) text: String,
    /// From the text to the file's bytes.
    pub(super) origin: OffsetMap,
    /// What was guessed or lost.
    pub(super) warning: Option<String>,
}

/// Why bytes are no text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Binary(pub(super) &'static str);

/// How many bytes are looked at to tell text from other data.
const SAMPLE: usize = 8192;

/// Reads bytes as text: a byte-order mark decides, then a null in every other byte (UTF-16), then valid UTF-8,
/// then the charset that an HTML page names, and last Windows-1252, with a warning.
pub(super) fn decode(bytes: Vec<u8>) -> Result<Decoded, Binary> {
    if let Some(kind) = binary_kind(&bytes) {
        return Err(Binary(kind));
    }
    if let Some((encoding, mark)) = Encoding::for_bom(&bytes) {
        return Ok(decode_as(&bytes, encoding, mark));
    }
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    if let Some(encoding) = utf16_without_mark(sample) {
        return Ok(decode_as(&bytes, encoding, 0));
    }
    if sample.contains(&0) {
        return Err(Binary("binary data"));
    }
    if is_mostly_control(sample) {
        return Err(Binary("binary data"));
    }
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => {
            return Ok(Decoded {
                text,
                origin: OffsetMap::default(),
                warning: None,
            });
        }
        Err(error) => error.into_bytes(),
    };
    if let Some(encoding) = named_charset(&bytes).filter(|encoding| *encoding != UTF_8) {
        return Ok(decode_as(&bytes, encoding, 0));
    }
    if is_broken_utf8(&bytes) {
        return Ok(decode_as(&bytes, UTF_8, 0));
    }
    let mut decoded = decode_as(&bytes, WINDOWS_1252, 0);
    decoded.warning = Some("not UTF-8; read as Windows-1252".to_owned());
    Ok(decoded)
}

/// Files that are often handed over by mistake, by their first bytes.
fn binary_kind(bytes: &[u8]) -> Option<&'static str> {
    const MAGIC: [(&[u8], &str); 10] = [
        (b"%PDF", "a PDF"),
        (b"PK\x03\x04", "a ZIP archive or office document"),
        (b"\x1f\x8b", "gzip data"),
        (b"\xd0\xcf\x11\xe0", "an old office document"),
        (b"{\\rtf", "an RTF document"),
        (b"\x89PNG", "a picture"),
        (b"\xff\xd8\xff", "a picture"),
        (b"GIF8", "a picture"),
        (b"\x7fELF", "a program"),
        (b"SQLite format 3\0", "a database"),
    ];
    MAGIC
        .iter()
        .find(|(magic, _)| bytes.starts_with(magic))
        .map(|&(_, kind)| kind)
}

/// Text with Latin letters in UTF-16 has a null in nearly every other byte.
fn utf16_without_mark(sample: &[u8]) -> Option<&'static Encoding> {
    const ENOUGH: usize = 4;
    let pairs = sample.len() / 2;
    let nulls = |first: usize| {
        sample
            .iter()
            .skip(first)
            .step_by(2)
            .filter(|byte| **byte == 0)
            .count()
    };
    let (even, odd) = (nulls(0), nulls(1));
    if pairs < ENOUGH {
        None
    } else if odd * 10 > pairs * 4 && even * 20 < pairs {
        Some(UTF_16LE)
    } else if even * 10 > pairs * 4 && odd * 20 < pairs {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// Whether more than a tenth of the bytes are control characters that no text has.
fn is_mostly_control(sample: &[u8]) -> bool {
    let odd = sample
        .iter()
        .filter(|byte| matches!(byte, 1..=8 | 14..=26 | 28..=31 | 127))
        .count();
    odd * 10 > sample.len()
}

/// The charset that an HTML page or XML declaration names in its first bytes.
fn named_charset(bytes: &[u8]) -> Option<&'static Encoding> {
    const REACH: usize = 1024;
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(REACH)]).to_ascii_lowercase();
    if !head.trim_start().starts_with('<') {
        return None;
    }
    let at = ["charset=", "encoding="]
        .iter()
        .find_map(|key| head.find(key).map(|at| at + key.len()))?;
    let label: String = head[at..]
        .trim_start_matches(['"', '\''])
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || "-_:".contains(*c))
        .collect();
    Encoding::for_label(label.as_bytes())
}

/// Whether the bytes look like UTF-8 with a few bytes damaged rather than like a one-byte encoding.
fn is_broken_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good > bad
}

/// Decodes everything after the byte-order mark of `mark` bytes.
fn decode_as(bytes: &[u8], encoding: &'static Encoding, mark: usize) -> Decoded {
    let mut decoded = Decoded {
        text: String::new(),
        origin: OffsetMap::default(),
        warning: None,
    };
    if encoding == UTF_8 {
        decode_utf8(bytes, mark, &mut decoded);
        return decoded;
    }
    let (text, lost) = encoding.decode_without_bom_handling(&bytes[mark..]);
    decoded.text = text.into_owned();
    if encoding == UTF_16LE || encoding == UTF_16BE {
        // A lone surrogate becomes U+FFFD, which is as long in UTF-16 as what it replaces.
        map_by_length(
            &decoded.text,
            mark,
            |c| 2 * c.len_utf16(),
            &mut decoded.origin,
        );
    } else if encoding.is_single_byte() {
        map_by_length(&decoded.text, mark, |_| 1, &mut decoded.origin);
    } else {
        map_by_feeding(&bytes[mark..], mark, encoding, &mut decoded.origin);
    }
    if lost {
        decoded.warning = Some(format!(
            "some bytes are not {}; they are read as U+FFFD",
            encoding.name()
        ));
    }
    decoded
}

fn decode_utf8(bytes: &[u8], mark: usize, decoded: &mut Decoded) {
    let mut original = mark;
    let mut first_bad = None;
    decoded.origin.push(0, mark, (1, 1));
    for chunk in bytes[mark..].utf8_chunks() {
        decoded.text.push_str(chunk.valid());
        original += chunk.valid().len();
        let bad = chunk.invalid().len();
        if bad > 0 {
            first_bad.get_or_insert(original);
            let replacement = char::REPLACEMENT_CHARACTER;
            decoded.origin.push(
                decoded.text.len(),
                original,
                (replacement.len_utf8() as u32, bad as u32),
            );
            decoded.text.push(replacement);
            original += bad;
            decoded.origin.push(decoded.text.len(), original, (1, 1));
        }
    }
    decoded.warning =
        first_bad.map(|byte| format!("broken UTF-8 at byte {byte}; such bytes are read as U+FFFD"));
}

/// Builds the map where a character tells how many bytes it took.
fn map_by_length(text: &str, mark: usize, length: impl Fn(char) -> usize, origin: &mut OffsetMap) {
    let mut original = mark;
    for (at, c) in text.char_indices() {
        let bytes = length(c);
        origin.push(at, original, (c.len_utf8() as u32, bytes as u32));
        original += bytes;
    }
}

/// Builds the map for encodings of varying length: bytes are fed one by one, to see which completes a character.
fn map_by_feeding(bytes: &[u8], mark: usize, encoding: &'static Encoding, origin: &mut OffsetMap) {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let (mut text, mut unit_start) = (0_usize, 0_usize);
    let mut out = String::with_capacity(32);
    for (at, byte) in bytes.iter().enumerate() {
        out.clear();
        let last = at + 1 == bytes.len();
        let (_, _, _) = decoder.decode_to_string(std::slice::from_ref(byte), &mut out, last);
        if !out.is_empty() {
            origin.push(
                text,
                mark + unit_start,
                (out.len() as u32, (at + 1 - unit_start) as u32),
            );
            text += out.len();
            unit_start = at + 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Span;

    /// The original bytes of a word.
    fn bytes_of<'a>(bytes: &'a [u8], word: &str) -> &'a [u8] {
        let decoded = decode(bytes.to_vec()).unwrap();
        let at = decoded.text.find(word).unwrap();
        &bytes[decoded
            .origin
            .original_span(Span::new(at, at + word.len()))
            .range()]
    }

    fn utf16(text: &str, big: bool, mark: bool) -> Vec<u8> {
        let mark = if mark { "\u{feff}" } else { "" };
        let units = format!("{mark}{text}").encode_utf16().collect::<Vec<_>>();
        units
            .iter()
            .flat_map(|unit| {
                if big {
                    unit.to_be_bytes()
                } else {
                    unit.to_le_bytes()
                }
            })
            .collect()
    }

    #[test]
    fn words_map_to_their_bytes_in_every_encoding() {
        let text = "The café in Köln\r\nreopened 😀 today.";
        for (big, mark) in [(false, false), (false, true), (true, false), (true, true)] {
            let bytes = utf16(text, big, mark);
            assert_eq!(decode(bytes.clone()).unwrap().text, text);
            for word in ["The", "café", "Köln", "😀", "today"] {
                assert_eq!(bytes_of(&bytes, word), utf16(word, big, false));
            }
        }
        let (latin, _, _) = WINDOWS_1252.encode("“Oui”, said the café in Köln – today.");
        assert_eq!(bytes_of(&latin, "café"), b"caf\xe9");
        assert_eq!(bytes_of(&latin, "today"), b"today");
        assert!(
            decode(latin.to_vec())
                .unwrap()
                .warning
                .unwrap()
                .contains("Windows-1252")
        );
        let mut marked = b"\xef\xbb\xbf".to_vec();
        marked.extend("Köln today".bytes());
        assert_eq!(bytes_of(&marked, "today"), b"today");
    }

    #[test]
    fn named_charsets_of_pages_are_used() {
        let page = "<html><meta charset=\"gb2312\">北京 today 上海";
        let (bytes, encoding, _) = encoding_rs::GBK.encode(page);
        assert_eq!(encoding.name(), "GBK");
        assert_eq!(bytes_of(&bytes, "today"), b"today");
        assert_eq!(
            bytes_of(&bytes, "上海"),
            &*encoding_rs::GBK.encode("上海").0
        );
    }

    #[test]
    fn broken_utf8_is_kept_and_binary_refused() {
        let bytes = b"K\xc3\xb6ln and K\xc3\xb6ln \xff today";
        let decoded = decode(bytes.to_vec()).unwrap();
        assert!(decoded.warning.unwrap().contains("byte 16"));
        assert_eq!(bytes_of(bytes, "today"), b"today");
        assert_eq!(
            decode(b"%PDF-1.4 \xff".to_vec()).unwrap_err(),
            Binary("a PDF")
        );
        assert!(decode(vec![0, 1, 2, 3, 200, 0, 0, 7]).is_err());
        assert_eq!(decode(Vec::new()).unwrap().text, "");
    }
}
