//! Words that many events have in common, with gaps for what they do not: `{source}: Consult: {target}`.

use std::fmt::Write as _;

/// What fills the gaps of a pattern.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fill<'a> {
    /// ISO 8601.
    pub(super) day: &'a str,
    pub(super) cameo: &'a str,
    pub(super) source: &'a str,
    pub(super) target: &'a str,
}

/// The gap that takes whatever is left; only at the end of a pattern.
pub(super) const REST: &str = "{rest}";

impl<'a> Fill<'a> {
    /// Whether the words can be told from gaps.
    pub(super) fn is_plain(&self) -> bool {
        [self.cameo, self.source, self.target]
            .iter()
            .all(|words| !words.contains('{'))
    }

    /// What fills the gap with which the pattern begins, and the pattern after it.
    fn gap<'p>(&self, pattern: &'p str) -> Option<(&'a str, &'p str)> {
        [
            ("{day}", self.day),
            ("{cameo}", self.cameo),
            ("{source}", self.source),
            ("{target}", self.target),
        ]
        .into_iter()
        .find_map(|(gap, words)| Some((words, pattern.strip_prefix(gap)?)))
    }

    /// The pattern's words.
    pub(super) fn words(&self, pattern: &str, rest: Option<&dyn std::fmt::Display>) -> String {
        let mut words = String::with_capacity(pattern.len() + 32);
        let mut left = pattern;
        while let Some(at) = left.find('{') {
            words.push_str(&left[..at]);
            left = &left[at..];
            if let Some((filling, after)) = self.gap(left) {
                words.push_str(filling);
                left = after;
            } else if left == REST {
                if let Some(rest) = rest {
                    let _ = write!(words, "{rest}");
                }
                left = "";
            } else {
                words.push('{');
                left = &left[1..];
            }
        }
        words + left
    }

    /// What stands in the gap for the rest, empty if there is none; `None` if these are not the pattern's words.
    pub(super) fn rest<'t>(&self, pattern: &str, text: &'t str) -> Option<&'t str> {
        let (mut left, mut text) = (pattern, text);
        while let Some(at) = left.find('{') {
            text = text.strip_prefix(&left[..at])?;
            left = &left[at..];
            if left == REST {
                return Some(text);
            }
            let (filling, after) = self.gap(left)?;
            text = text.strip_prefix(filling)?;
            left = after;
        }
        (text == left).then_some("")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_filled_in_is_found_again() {
        let fill = Fill {
            day: "2008-07-25",
            cameo: "042",
            source: "Iran",
            target: "Iraq",
        };
        for (pattern, words, rest) in [
            (
                "{source}: Host a visit: {target}",
                "Iran: Host a visit: Iraq",
                "",
            ),
            ("icews:{day}:{rest}", "icews:2008-07-25:17", "17"),
            ("icews:{source}:{cameo}", "icews:Iran:042", ""),
            ("{rest}", "anything", "anything"),
        ] {
            assert_eq!(fill.rest(pattern, words), Some(rest));
            assert_eq!(fill.words(pattern, Some(&rest)), words);
        }
        assert_eq!(
            fill.rest("{source}: Consult: {target}", "Iraq: Consult: Iran"),
            None
        );
        assert_eq!(fill.rest("{source}", "Iran and others"), None);
    }
}
