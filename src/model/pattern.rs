//! Words that many events have in common, with gaps for what they do not: `{source}: Consult: {target}`.

use std::fmt::Write as _;

use jiff::civil::Date;

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
const REST: &str = "{rest}";

impl<'a> Fill<'a> {
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
}

/// The form of an id. It follows from the statement alone, so that whoever takes the statement apart finds the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum IdForm {
    /// Day, source, code, target.
    BySource,
    /// Day, target, code, source.
    ByTarget,
    /// Day, and something else.
    ByDay,
    /// Something behind the name of the data set.
    Named,
    /// Nothing that is known.
    Other,
}

impl IdForm {
    /// The form of an id of an event of that day, code, source and target; the name of the data set with which it
    /// begins, and what it has beyond the form.
    pub fn of<'t>(
        id: &'t str,
        day: Date,
        cameo: &str,
        (source, target): (&str, &str),
    ) -> (Self, &'t str, &'t str) {
        let Some((first, own)) = id.split_once(':').filter(|(first, _)| !first.contains('{'))
        else {
            return (Self::Other, "", id);
        };
        let Some(of_day) = dated(own, day) else {
            return (Self::Named, first, own);
        };
        let is = |one: &str, other: &str| {
            let code = of_day
                .strip_prefix(one)
                .and_then(|own| own.strip_prefix(':'));
            let last = code.and_then(|own| own.strip_prefix(cameo)?.strip_prefix(':'));
            last == Some(other)
        };
        if is(source, target) {
            (Self::BySource, first, "")
        } else if is(target, source) {
            (Self::ByTarget, first, "")
        } else {
            (Self::ByDay, first, of_day)
        }
    }

    /// The pattern of ids of the form that begin with the name.
    pub fn pattern(self, first: &str) -> String {
        match self {
            Self::BySource => format!("{first}:{{day}}:{{source}}:{{cameo}}:{{target}}"),
            Self::ByTarget => format!("{first}:{{day}}:{{target}}:{{cameo}}:{{source}}"),
            Self::ByDay => format!("{first}:{{day}}:{REST}"),
            Self::Named => format!("{first}:{REST}"),
            Self::Other => REST.to_owned(),
        }
    }

    /// The words before the gap, if the pattern has no other.
    pub(super) fn named(pattern: &str) -> Option<&str> {
        pattern
            .strip_suffix(REST)
            .filter(|first| !first.contains('{'))
    }

    /// Whether a pattern is one of these; earlier versions made others.
    pub(super) fn makes(pattern: &str) -> bool {
        let first = pattern.split_once(':').map_or("", |(first, _)| first);
        [
            Self::BySource,
            Self::ByTarget,
            Self::ByDay,
            Self::Named,
            Self::Other,
        ]
        .into_iter()
        .any(|form| form.pattern(first) == pattern)
    }
}

/// What follows the day, if the text begins with it. Days are written out only where one may stand: most ids have none.
fn dated(text: &str, day: Date) -> Option<&str> {
    let bytes = text.as_bytes();
    let may_be = bytes.get(4) == Some(&b'-') && bytes.get(10) == Some(&b':');
    let own = may_be.then(|| text.strip_prefix(&day.to_string()))??;
    own.strip_prefix(':')
}

/// What stands between the two names in words such as `Iran: Consult: Iraq`, and whether the source stands first.
pub(super) fn between<'t>(words: &'t str, source: &str, target: &str) -> Option<(bool, &'t str)> {
    let middle = |first: &str, second: &str| {
        let middle = words
            .strip_prefix(first)?
            .strip_prefix(": ")?
            .strip_suffix(second)?
            .strip_suffix(": ")?;
        (!middle.contains('{')).then_some(middle)
    };
    // The rows of codes for which the target acts name it first.
    match middle(source, target) {
        Some(said) => Some((true, said)),
        None => Some((false, middle(target, source)?)),
    }
}

/// The pattern of such words.
pub fn evidence(source_first: bool, middle: &str) -> String {
    if source_first {
        format!("{{source}}: {middle}: {{target}}")
    } else {
        format!("{{target}}: {middle}: {{source}}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILL: Fill<'_> = Fill {
        day: "2008-07-25",
        cameo: "042",
        source: "Iran",
        target: "Iraq",
    };

    #[test]
    fn ids_come_back_from_their_form() {
        for (id, form, rest) in [
            ("icews:2008-07-25:17", IdForm::ByDay, "17"),
            ("icews:2008-07-25:Iran:042:Iraq", IdForm::BySource, ""),
            ("icews:2008-07-25:Iraq:042:Iran", IdForm::ByTarget, ""),
            (
                "icews:2008-07-25:Iran:043:Iraq",
                IdForm::ByDay,
                "Iran:043:Iraq",
            ),
            ("gdelt:12", IdForm::Named, "12"),
            ("a:b:c", IdForm::Named, "b:c"),
            ("{day}:c", IdForm::Other, "{day}:c"),
            ("anything", IdForm::Other, "anything"),
        ] {
            let day = jiff::civil::date(2008, 7, 25);
            let (found, first, beyond) =
                IdForm::of(id, day, FILL.cameo, (FILL.source, FILL.target));
            assert_eq!((found, beyond), (form, rest));
            let pattern = form.pattern(first);
            assert!(IdForm::makes(&pattern));
            assert_eq!(FILL.words(&pattern, Some(&rest)), id);
        }
        assert!(!IdForm::makes("petrarch:7_1:USA:042:{rest}"));
    }

    #[test]
    fn words_come_back_from_their_pattern() {
        for (words, found) in [
            ("Iran: Host a visit: Iraq", Some((true, "Host a visit"))),
            ("Iraq: Host a visit: Iran", Some((false, "Host a visit"))),
            ("Iran: a {visit}: Iraq", None),
            ("Iran visited Iraq", None),
        ] {
            assert_eq!(between(words, "Iran", "Iraq"), found);
            if let Some((source_first, middle)) = found {
                assert_eq!(FILL.words(&evidence(source_first, middle), None), words);
            }
        }
    }
}
