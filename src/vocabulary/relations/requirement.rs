//! What must stand beside a verb for one of its senses to hold.

use rustc_hash::{FxHashMap, FxHashSet};

use super::pattern::Slot;

/// What must stand in a slot for a sense to hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requirement {
    /// Which slot.
    pub slot: Slot,
    /// A class of nouns (upper case) or words, any of which will do.
    pub any: Vec<Box<str>>,
    /// Whether none of them may stand there instead.
    pub absent: bool,
}

impl Requirement {
    /// Reads `slot:CLASS|word` or, for what may not stand there, `!slot:…`. Words are in lower case, classes in capitals and
    /// known; what is neither would silently be taken for a word that no text has.
    pub(super) fn parse(
        cell: &str,
        classes: &FxHashMap<Box<str>, FxHashSet<String>>,
    ) -> Result<Self, String> {
        let (slot, any) = cell
            .split_once(':')
            .ok_or_else(|| format!("'{cell}' is not slot:CLASS"))?;
        let (slot, absent) = slot
            .strip_prefix('!')
            .map_or((slot, false), |slot| (slot, true));
        for name in any.split('|') {
            let built_in = matches!(name, "ACTOR" | "NOUN" | "PLACE" | "BODY" | "STATE" | "ANY");
            if is_class_name(name) {
                if !built_in && !classes.contains_key(name) {
                    return Err(format!(
                        "no class '{name}' in lexicon/classes.tsv; add it there, or write a word in lower case"
                    ));
                }
            } else if name.is_empty() || name.contains(|c: char| c == '_' || c.is_uppercase()) {
                return Err(format!(
                    "'{name}' in '{cell}' is neither a class (capitals A to Z, no _ or digits) nor a word (lower case, no _); write '{}' for a class of lexicon/classes.tsv",
                    name.replace(|c: char| !c.is_ascii_alphabetic(), "")
                        .to_ascii_uppercase()
                ));
            }
        }
        Ok(Self {
            slot: Slot::list(slot)
                .pop()
                .ok_or_else(|| format!("'{cell}' names no slot before the colon"))?,
            any: any.split('|').map(Into::into).collect(),
            absent,
        })
    }
}

/// Whether a word of a requirement names a class: capitals only.
pub(super) fn is_class_name(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|c| c.is_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_is_in_capitals_and_a_word_in_lower_case() {
        let classes =
            FxHashMap::from_iter([("TROOPS".into(), FxHashSet::from_iter(["army".to_owned()]))]);
        let read = |cell: &str| Requirement::parse(cell, &classes);
        assert!(read("obj:TROOPS|army").is_ok() && read("!xcomp:ANY").is_ok());
        for (wrong, advice) in [
            ("obj:TROOPS_LIKE", "TROOPSLIKE"),
            ("obj:Troops", "TROOPS"),
            ("obj:army|blue_helmet", "BLUEHELMET"),
            ("obj:TANKS", "classes.tsv"),
            ("obj:", "neither"),
            (":TROOPS", "slot"),
            ("TROOPS", "slot:CLASS"),
        ] {
            let message = read(wrong).unwrap_err();
            assert!(message.contains(advice), "{wrong}: {message}");
        }
        assert!(is_class_name("TROOPS") && !is_class_name("troops") && !is_class_name("TROOPS2"));
    }
}
