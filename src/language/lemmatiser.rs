//! Dictionary forms: exceptions first, then the rule of the longest ending.

use rustc_hash::FxHashMap;

/// Longest ending, in characters, that rules are looked up by.
pub const N_ENDING: usize = 6;

/// How a form becomes its lemma: so many characters off the end, these on.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edit {
    /// Characters to take off.
    pub n_removed: usize,
    /// Characters to put on.
    pub added: String,
}

impl Edit {
    /// The edit that leads from a form to a lemma.
    pub fn between(form: &str, lemma: &str) -> Self {
        let shared: usize = form
            .chars()
            .zip(lemma.chars())
            .take_while(|(left, right)| left == right)
            .map(|(letter, _)| letter.len_utf8())
            .sum();
        Self {
            n_removed: form[shared..].chars().count(),
            added: lemma[shared..].to_owned(),
        }
    }

    /// Carries out the edit.
    pub fn apply(&self, form: &str) -> String {
        let keep = form.chars().count().saturating_sub(self.n_removed);
        form.chars().take(keep).chain(self.added.chars()).collect()
    }
}

/// Finds dictionary forms.
#[derive(Debug, Default)]
pub struct Lemmatiser {
    exceptions: FxHashMap<(&'static str, &'static str), &'static str>,
    rules: FxHashMap<(&'static str, &'static str), Edit>,
}

impl Lemmatiser {
    /// Reads exceptions (`xpos TAB form TAB lemma`) and rules (`xpos TAB ending TAB n_removed TAB added`).
    ///
    /// Lines that cannot be read are passed over; a test sees to it that there are none.
    pub fn parse(exceptions: &'static str, rules: &'static str) -> Self {
        let mut lemmatiser = Self::default();
        for line in exceptions.lines() {
            let mut fields = line.split('\t');
            if let (Some(xpos), Some(form), Some(lemma)) =
                (fields.next(), fields.next(), fields.next())
            {
                lemmatiser.exceptions.insert((xpos, form), lemma);
            }
        }
        for line in rules.lines() {
            let fields: Vec<&'static str> = line.split('\t').collect();
            if let [xpos, ending, n_removed, added] = fields[..]
                && let Ok(n_removed) = n_removed.parse()
            {
                lemmatiser.rules.insert(
                    (xpos, ending),
                    Edit {
                        n_removed,
                        added: added.to_owned(),
                    },
                );
            }
        }
        lemmatiser
    }

    /// Adds past tenses and participles that no rule forms (`lemma TAB form, form …`); what was learnt from text stands.
    #[must_use]
    pub fn with_irregular(mut self, verbs: &'static str) -> Self {
        let lines = verbs.lines().filter(|line| !line.starts_with('#'));
        for (lemma, forms) in lines.filter_map(|line| line.split_once('\t')) {
            for form in forms.split(", ") {
                for xpos in ["VBD", "VBN"] {
                    self.exceptions.entry((xpos, form)).or_insert(lemma);
                }
            }
        }
        self
    }

    /// The lemma of a form (in lower case, or as written for proper nouns) that is `lower` in lower case, under a Penn tag.
    pub fn lemma(&self, form: &str, lower: &str, xpos: &'static str) -> String {
        if let Some(lemma) = self.exceptions.get(&(xpos, lower)) {
            return (*lemma).to_owned();
        }
        let mut endings = [""; N_ENDING];
        let starts = lower.char_indices().map(|(at, _)| at).rev();
        for (ending, at) in endings.iter_mut().zip(starts) {
            *ending = &lower[at..];
        }
        let rule = endings
            .into_iter()
            .rev()
            .filter(|ending| !ending.is_empty())
            .find_map(|ending| self.rules.get(&(xpos, ending)));
        match rule {
            Some(edit) => edit.apply(form),
            None => form.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exceptions_before_rules_and_long_endings_before_short() {
        let lemmatiser = Lemmatiser::parse("VBD\twent\tgo\n", "VBD\ted\t1\t\nVBD\tied\t3\ty\n");
        let lemma = |form, xpos| lemmatiser.lemma(form, form, xpos);
        assert_eq!(lemma("went", "VBD"), "go");
        assert_eq!(lemma("denied", "VBD"), "deny");
        assert_eq!(lemma("severed", "VBD"), "severe");
        assert_eq!(lemma("went", "NN"), "went");
        assert_eq!(lemma("", "NN"), "");
    }

    #[test]
    fn an_edit_leads_from_form_to_lemma() {
        for (form, lemma) in [
            ("denied", "deny"),
            ("cafés", "café"),
            ("is", "be"),
            ("a", "a"),
        ] {
            assert_eq!(Edit::between(form, lemma).apply(form), lemma);
        }
    }
}
