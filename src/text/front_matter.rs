//! Front matter: the block of keys between `---` (YAML) or `+++` (TOML) at the top of a text.

use super::publication::parse_date;
use crate::model::Published;

/// What the block says, and where the text after it begins.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct FrontMatter {
    pub(super) title: Option<String>,
    pub(super) published: Option<Published>,
    /// Length in bytes, with the closing line.
    pub(super) length: usize,
}

/// The block ends within this many bytes, or `---` was only a rule.
const LONGEST: usize = 8192;

/// Keys that give the date of publication, best first.
const DATE_KEYS: [&str; 4] = ["published", "date", "pubdate", "publication_date"];

/// Reads the front matter of a text; `None` if it has none.
pub(super) fn front_matter(text: &str) -> Option<FrontMatter> {
    let fence = ["---", "+++"]
        .into_iter()
        .find(|fence| text.starts_with(fence))?;
    let first = text.split_inclusive('\n').next()?;
    if first.trim_end() != fence {
        return None;
    }
    let mut at = first.len();
    let mut pairs = Vec::new();
    for line in text[at..].split_inclusive('\n') {
        at += line.len();
        if at > LONGEST {
            return None;
        }
        if line.trim_end() == fence {
            return (!pairs.is_empty()).then(|| from_pairs(&pairs, at));
        }
        let sign = if fence == "---" { ':' } else { '=' };
        if let Some((key, value)) = line.split_once(sign) {
            pairs.push((key.trim(), scalar(value)));
        }
    }
    None
}

/// A value without quotes and comment. Both formats write plain dates and titles alike.
fn scalar(value: &str) -> &str {
    let value = value.trim();
    for quote in ['"', '\''] {
        if let Some(inner) = value.strip_prefix(quote) {
            return inner.split(quote).next().unwrap_or(inner);
        }
    }
    value.split(" #").next().unwrap_or(value).trim_end()
}

fn from_pairs(pairs: &[(&str, &str)], length: usize) -> FrontMatter {
    let value = |wanted: &str| {
        pairs
            .iter()
            .find(|(key, _)| key.eq_ignore_ascii_case(wanted))
            .map(|&(_, value)| value)
    };
    FrontMatter {
        title: value("title")
            .filter(|title| !title.is_empty())
            .map(str::to_owned),
        published: DATE_KEYS
            .iter()
            .find_map(|key| value(key).and_then(parse_date))
            .map(Published),
        length,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_kinds_are_read() {
        for text in [
            "---\ntitle: \"Talks: a start\"\ndate: 1999-07-21 # late\n---\nText.",
            "+++\ntitle = 'Talks: a start'\ndate = 1999-07-21T10:00:00Z\n+++\nText.",
        ] {
            let found = front_matter(text).unwrap();
            assert_eq!(found.title.as_deref(), Some("Talks: a start"));
            assert_eq!(found.published.unwrap().0.to_string(), "1999-07-21");
            assert_eq!(&text[found.length..], "Text.");
        }
        assert_eq!(front_matter("---\nText between rules\n---\n"), None);
        assert_eq!(front_matter("Text."), None);
    }
}
