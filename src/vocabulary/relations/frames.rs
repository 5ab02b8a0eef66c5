//! Words by sense: which name an act, and which set the status of another's act.

use std::str::FromStr;

use rustc_hash::{FxHashMap, FxHashSet};

use super::events::Events;
use super::pattern::{Complement, Pattern, Slot};
use super::requirement::{Requirement, is_class_name};
use super::table::{TableError, rows, words};
use super::{JUDGEMENTS, MODIFIERS, NOUNS, OPERATORS, VERBS};
use crate::model::{Action, Status};

const IRREGULAR: &str = include_str!("../../../data/lexicon/irregular_verbs.tsv");
const CLASSES: &str = include_str!("../../../data/lexicon/classes.tsv");

/// What a word does to the status of its complement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Operator {
    /// Ends it: "sever", "lift", "call off".
    End,
    /// Brings it to its end: of a visit the same as having held it, else an end.
    Close,
    /// Carries it out: "hold", "impose", "resume".
    Begin,
    /// Keeps it going.
    Continue,
    /// Puts it off.
    Postpone,
    /// Schedules, promises or intends it.
    Plan,
    /// Tries it: of violence the same as doing it, else a plan.
    Attempt,
    /// Offers or suggests it.
    Propose,
    /// Asks for it.
    Demand,
    /// Rejects it or rules it out.
    Refuse,
    /// Threatens it.
    Threaten,
    /// Considers it or leaves it open.
    Possible,
    /// Says that it did not happen.
    Deny,
    /// Does not bring it about.
    Fail,
    /// Only reports it.
    Report,
}

impl FromStr for Operator {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Ok(match text {
            "end" => Self::End,
            "close" => Self::Close,
            "begin" => Self::Begin,
            "continue" => Self::Continue,
            "postpone" => Self::Postpone,
            "plan" => Self::Plan,
            "attempt" => Self::Attempt,
            "propose" => Self::Propose,
            "demand" => Self::Demand,
            "refuse" => Self::Refuse,
            "threaten" => Self::Threaten,
            "possible" => Self::Possible,
            "deny" => Self::Deny,
            "fail" => Self::Fail,
            "report" => Self::Report,
            _ => return Err(()),
        })
    }
}

/// What a verb's sense means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// It names an act.
    Act {
        /// What it is about.
        action: Action,
        /// The finer kind.
        kind: Box<str>,
        /// The status of the plain past tense.
        status: Status,
        /// Where the parties stand.
        pattern: Pattern,
    },
    /// It sets the status of the act in its complement.
    Operator {
        /// What it does.
        operator: Operator,
        /// Where the complement stands.
        complements: Vec<Complement>,
        /// Where the one addressed stands: "urged X to".
        addressee: Option<Slot>,
    },
}

/// One sense of a verb.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerbSense {
    /// Words that must follow the verb: "off" in "call off".
    pub particles: Vec<Box<str>>,
    /// What must stand beside it.
    pub requires: Vec<Requirement>,
    /// What it means then.
    pub effect: Effect,
}

impl VerbSense {
    /// Whether it asks for something to stand beside the verb, which makes it surer than a bare verb's sense.
    pub fn is_specific(&self) -> bool {
        self.requires.iter().any(|requirement| !requirement.absent)
    }
}

/// A noun that names an act.
#[derive(Debug, Clone, PartialEq)]
pub struct NounSense {
    /// What it is about.
    pub action: Action,
    /// The finer kind.
    pub kind: Box<str>,
    /// Its status when nothing else sets it.
    pub status: Status,
    /// How much a bare mention counts, 0 to 1.
    pub weight: f32,
    /// Where the parties stand.
    pub pattern: Pattern,
}

/// A noun or adjective that sets the status of its complement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OperatorNoun {
    /// What it does.
    pub operator: Operator,
    /// Where the complement stands.
    pub complements: Vec<Complement>,
    /// Where the one who carries it out stands.
    pub holders: Vec<Slot>,
}

/// The vocabulary of relations, indexed by lemma.
pub struct Relations {
    verbs: FxHashMap<String, Vec<VerbSense>>,
    verb_forms: FxHashMap<String, String>,
    nouns: FxHashMap<String, Vec<NounSense>>,
    operator_nouns: FxHashMap<String, OperatorNoun>,
    operator_adjectives: FxHashMap<String, OperatorNoun>,
    modifiers: FxHashMap<String, Operator>,
    judgements: FxHashMap<String, (Action, Status)>,
    classes: FxHashMap<Box<str>, FxHashSet<String>>,
    /// The codes of the field.
    pub events: Events,
}

/// British and American spellings of one lemma as one key: "organize" is kept as "organise".
fn canonical(lemma: &str) -> String {
    match lemma.strip_suffix("ize") {
        Some(stem) => format!("{stem}ise"),
        None => lemma.to_owned(),
    }
}

impl Relations {
    /// Reads the embedded tables.
    ///
    /// # Errors
    /// The first row that cannot be read, with its line.
    pub fn load() -> Result<Self, TableError> {
        let mut relations = Self {
            verbs: FxHashMap::default(),
            verb_forms: FxHashMap::default(),
            nouns: FxHashMap::default(),
            operator_nouns: FxHashMap::default(),
            operator_adjectives: FxHashMap::default(),
            modifiers: FxHashMap::default(),
            judgements: FxHashMap::default(),
            classes: FxHashMap::default(),
            events: Events::load()?,
        };
        relations.load_classes()?;
        relations.load_verbs()?;
        relations.load_verb_forms()?;
        relations.load_nouns()?;
        relations.load_operators()?;
        Ok(relations)
    }

    fn load_classes(&mut self) -> Result<(), TableError> {
        for (line, cells) in rows("lexicon/classes.tsv", CLASSES)? {
            if !is_class_name(cells[0]) {
                return Err(TableError {
                    table: "lexicon/classes.tsv",
                    line,
                    message: format!(
                        "'{}' is no name for a class; write it in capitals A to Z, without _ or digits, so that it is not taken for a word",
                        cells[0]
                    ),
                });
            }
            let class = self.classes.entry(cells[0].into()).or_default();
            class.extend(words(cells[1]).map(canonical));
        }
        for (line, cells) in rows("lexicon/judgements.tsv", JUDGEMENTS)? {
            let error = |message| TableError {
                table: "lexicon/judgements.tsv",
                line,
                message,
            };
            let (action, status) = cells[0].split_once(':').unwrap_or((cells[0], "done"));
            let action: Action = action.parse().map_err(|e| error(format!("{e}")))?;
            let status: Status = status.parse().map_err(|e| error(format!("{e}")))?;
            for word in words(cells[1]) {
                self.judgements.insert(word.to_owned(), (action, status));
            }
        }
        for (line, cells) in rows("lexicon/modifiers.tsv", MODIFIERS)? {
            let operator = cells[0].parse().map_err(|()| TableError {
                table: "lexicon/modifiers.tsv",
                line,
                message: format!("'{}' is no operator", cells[0]),
            })?;
            for word in words(cells[1]) {
                self.modifiers.insert(word.to_owned(), operator);
            }
        }
        Ok(())
    }

    fn load_verbs(&mut self) -> Result<(), TableError> {
        let table = "relations/verbs.tsv";
        for (line, cells) in rows(table, VERBS)? {
            let error = |message: String| TableError {
                table,
                line,
                message,
            };
            let requires = words(cells[1])
                .map(|cell| Requirement::parse(cell, &self.classes).map_err(error))
                .collect::<Result<Vec<Requirement>, TableError>>()?;
            let effect = if let Some(name) = cells[0].strip_prefix("op:") {
                let (complements, addressee) = match cells[2].split_once('@') {
                    Some((complements, slot)) => (complements, Slot::list(slot).pop()),
                    None => (cells[2], None),
                };
                Effect::Operator {
                    operator: name
                        .parse()
                        .map_err(|()| error(format!("'{name}' is no operator")))?,
                    complements: Complement::list(complements),
                    addressee,
                }
            } else {
                let (action, kind, status) = frame(cells[0]).map_err(error)?;
                Effect::Act {
                    action,
                    kind,
                    status,
                    pattern: Pattern::parse(cells[2])
                        .ok_or_else(|| error(format!("'{}' is no pattern", cells[2])))?,
                }
            };
            for verb in words(cells[3]) {
                let mut parts = verb.split('_');
                let lemma = canonical(parts.next().unwrap_or_default());
                self.verbs.entry(lemma).or_default().push(VerbSense {
                    particles: parts.map(Into::into).collect(),
                    requires: requires.clone(),
                    effect: effect.clone(),
                });
            }
        }
        Ok(())
    }

    /// Every form of every verb, so that a lemmatiser's slip on a rare verb loses nothing.
    fn load_verb_forms(&mut self) -> Result<(), TableError> {
        let mut irregular: FxHashMap<&str, Vec<&str>> = FxHashMap::default();
        for (_, cells) in rows("lexicon/irregular_verbs.tsv", IRREGULAR)? {
            irregular.insert(cells[0], words(cells[1]).collect());
        }
        let mut lemmas: Vec<&String> = self.verbs.keys().collect();
        lemmas.sort();
        for lemma in lemmas {
            for form in inflect(lemma) {
                self.verb_forms.entry(form).or_insert_with(|| lemma.clone());
            }
            if let Some(american) = lemma.strip_suffix("ise") {
                for form in inflect(&format!("{american}ize")) {
                    self.verb_forms.entry(form).or_insert_with(|| lemma.clone());
                }
            }
            for form in irregular.get(&**lemma).into_iter().flatten() {
                self.verb_forms.insert((*form).to_owned(), lemma.clone());
            }
        }
        Ok(())
    }

    fn load_nouns(&mut self) -> Result<(), TableError> {
        let table = "relations/nouns.tsv";
        for (line, cells) in rows(table, NOUNS)? {
            let error = |message: String| TableError {
                table,
                line,
                message,
            };
            let (action, kind, status) = frame(cells[0]).map_err(error)?;
            let sense = NounSense {
                action,
                kind,
                status,
                weight: cells[1]
                    .parse()
                    .map_err(|_| error(format!("'{}' is no weight", cells[1])))?,
                pattern: Pattern::parse(cells[2])
                    .ok_or_else(|| error(format!("'{}' is no pattern", cells[2])))?,
            };
            for noun in words(cells[3]) {
                self.nouns
                    .entry(canonical(noun))
                    .or_default()
                    .push(sense.clone());
            }
        }
        Ok(())
    }

    fn load_operators(&mut self) -> Result<(), TableError> {
        let table = "relations/operators.tsv";
        for (line, cells) in rows(table, OPERATORS)? {
            let error = |message: String| TableError {
                table,
                line,
                message,
            };
            let operator = OperatorNoun {
                operator: cells[0]
                    .parse()
                    .map_err(|()| error(format!("'{}' is no operator", cells[0])))?,
                complements: Complement::list(cells[2]),
                holders: Slot::list(cells[3]),
            };
            let index = match cells[1] {
                "n" => &mut self.operator_nouns,
                "a" => &mut self.operator_adjectives,
                other => return Err(error(format!("'{other}' is neither n nor a"))),
            };
            for word in words(cells[4]) {
                index
                    .entry(canonical(word))
                    .or_insert_with(|| operator.clone());
            }
        }
        Ok(())
    }

    /// The senses of a verb, by lemma, in the table's order; by its form in the text where the lemma is not known.
    pub fn verb(&self, lemma: &str, form: &str) -> &[VerbSense] {
        let known = self.verbs.get(&*spelled(lemma));
        known
            .or_else(|| {
                self.verb_forms
                    .get(form)
                    .and_then(|lemma| self.verbs.get(lemma))
            })
            .map_or(&[], Vec::as_slice)
    }

    /// The senses of a noun or noun phrase, by lemma.
    pub fn noun(&self, lemma: &str) -> &[NounSense] {
        self.nouns.get(&*spelled(lemma)).map_or(&[], Vec::as_slice)
    }

    /// A noun that sets the status of its complement.
    pub fn operator_noun(&self, lemma: &str) -> Option<&OperatorNoun> {
        self.operator_nouns.get(&*spelled(lemma))
    }

    /// An adjective that sets the status of its complement.
    pub fn operator_adjective(&self, lemma: &str) -> Option<&OperatorNoun> {
        self.operator_adjectives.get(&*spelled(lemma))
    }

    /// All words that name an act or set a status, as lemmas, sorted.
    pub fn lemmas(&self) -> Vec<&str> {
        let verbs = self.verbs.keys();
        let nouns = self.nouns.keys().chain(self.operator_nouns.keys());
        let all = verbs.chain(nouns).chain(self.operator_adjectives.keys());
        let mut lemmas: Vec<&str> = all.map(String::as_str).collect();
        lemmas.sort_unstable();
        lemmas.dedup();
        lemmas
    }

    /// What a modifier before a noun says of its status.
    pub fn modifier(&self, word: &str) -> Option<Operator> {
        self.modifiers.get(word).copied()
    }

    /// Whether an adjective or noun, by lemma, praises, criticises or calls untrue: the action with its status.
    pub fn judgement(&self, lemma: &str) -> Option<(Action, Status)> {
        self.judgements.get(lemma).copied()
    }

    /// Whether a lemma belongs to a class of nouns.
    pub fn in_class(&self, class: &str, lemma: &str) -> bool {
        self.class(class).has(lemma)
    }

    /// A class of nouns, for those who ask about many; one without nouns if there is none of that name.
    pub fn class(&self, class: &str) -> Class<'_> {
        Class(self.classes.get(class))
    }
}

/// Nouns of a class.
#[derive(Clone, Copy)]
pub struct Class<'v>(Option<&'v FxHashSet<String>>);

impl Class<'_> {
    /// Whether a lemma belongs to it.
    pub fn has(self, lemma: &str) -> bool {
        self.0.is_some_and(|nouns| nouns.contains(&*spelled(lemma)))
    }
}

fn spelled(lemma: &str) -> std::borrow::Cow<'_, str> {
    if lemma.ends_with("ize") {
        canonical(lemma).into()
    } else {
        lemma.into()
    }
}

/// The regular forms of a verb: third person, past, participles.
fn inflect(lemma: &str) -> Vec<String> {
    let mut letters = lemma.chars().rev();
    let (last, before, third) = (letters.next(), letters.next(), letters.next());
    let vowel = |c: Option<char>| c.is_some_and(|c| "aeiou".contains(c));
    let mut forms = vec![lemma.to_owned()];
    match last {
        Some('e') => {
            let stem = &lemma[..lemma.len() - 1];
            forms.extend([
                format!("{lemma}s"),
                format!("{lemma}d"),
                format!("{stem}ing"),
            ]);
        }
        Some('y') if !vowel(before) => {
            let stem = &lemma[..lemma.len() - 1];
            forms.extend([
                format!("{stem}ies"),
                format!("{stem}ied"),
                format!("{lemma}ing"),
            ]);
        }
        Some('s' | 'x' | 'z' | 'h') => forms.extend([
            format!("{lemma}es"),
            format!("{lemma}s"),
            format!("{lemma}ed"),
            format!("{lemma}ing"),
        ]),
        Some(last) => {
            forms.extend([
                format!("{lemma}s"),
                format!("{lemma}ed"),
                format!("{lemma}ing"),
            ]);
            // Doubled or not ("quelled", "travelled", "bombed"): both spellings are kept, the wrong one does no harm.
            if vowel(before) && !vowel(third) && !"wxy".contains(last) {
                forms.extend([format!("{lemma}{last}ed"), format!("{lemma}{last}ing")]);
            }
        }
        None => {}
    }
    forms
}

fn frame(cell: &str) -> Result<(Action, Box<str>, Status), String> {
    let (path, status) = match cell.split_once(':') {
        Some((path, status)) => (path, status.parse().map_err(|e| format!("{e}"))?),
        None => (cell, Status::Done),
    };
    let (action, kind) = path
        .split_once('/')
        .ok_or_else(|| format!("'{cell}' is not action/kind"))?;
    Ok((
        action.parse().map_err(|e| format!("{e}"))?,
        kind.into(),
        status,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_load_and_senses_are_found() {
        let relations = Relations::load().expect("embedded tables");
        assert!(relations.verb("sever", "severed").iter().any(|s| matches!(
            s.effect,
            Effect::Act {
                action: Action::Ties,
                ..
            }
        )));
        assert!(relations.verb("normalize", "").len() == relations.verb("", "normalised").len());
        assert!(relations.in_class("TROOPS", "soldier") && !relations.in_class("TROOPS", "talk"));
    }

    #[test]
    fn a_planned_hostile_act_is_a_threat_and_its_reversal_a_promise() {
        let relations = Relations::load().expect("embedded tables");
        let code = |action, kind, status| relations.events.code(action, kind, status).plover;
        assert_eq!(
            code(Action::Sanctions, "impose", Status::Planned),
            "THREATEN"
        );
        assert_eq!(code(Action::Sanctions, "lift", Status::Planned), "AGREE");
        assert_eq!(code(Action::Ties, "sever", Status::Ended), "SANCTION");
        assert_eq!(code(Action::Visit, "visit", Status::Postponed), "REJECT");
    }
}
