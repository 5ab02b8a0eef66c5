//! Persons: by full name, by title and name, by a surname that the text or the date makes plain.

use super::Form;
use super::apposition::APPOSED;
use super::names::Unit;
use super::phrases::Chain;
use super::reader::{Meant, Reader};
use crate::language::Upos;
use crate::model::ActorId;
use crate::vocabulary::actors::{ActorIdx, Class, Kind, NounRole, Sense, fold};

/// Most words of a name.
const LONGEST_NAME: usize = 7;

/// Surnames shorter than this name only heads of state without a title: "Xi", but not "Su".
const SHORTEST_SURNAME: usize = 3;

/// Lower-case words inside names.
const INNER: &[&str] = &[
    "al", "el", "bin", "ibn", "ben", "von", "van", "der", "den", "de", "del", "della", "di", "da",
    "dos", "du", "la", "le", "ul", "ur", "as", "ash", "e", "zu", "ter",
];

/// Capitalised words that end a name.
const CALENDAR: &[&str] = &[
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "january",
    "february",
    "march",
    "april",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Words for a government, which a name before them does not hold: "the Reagan Administration".
const GOVERNMENTS: &[&str] = &["administration", "government", "cabinet", "regime", "junta"];

impl<'a> Reader<'_, 'a, '_> {
    /// One past the last word of a run of capitalised words that can be a name.
    pub(super) fn name_run(&self, at: usize) -> usize {
        let mut end = at;
        let mut position = at;
        while position < self.words.len() && position < at + LONGEST_NAME {
            let lower = self.words.lower(position);
            if self.words.is_hyphen(position) {
                // "Chiang Kai-shek"; but "Saudi-backed".
                if end == position && end > at + 1 && self.is_second_syllable(position + 1) {
                    end = position + 2;
                    position = end;
                } else {
                    position += 1;
                }
                continue;
            }
            let capital = self.words.is_capital(position)
                && !self.words.folded(position).is_empty()
                && !CALENDAR.contains(&lower)
                && (position == at || !GOVERNMENTS.contains(&lower))
                && matches!(
                    self.words.upos(position),
                    Upos::Propn
                        | Upos::Noun
                        | Upos::Adj
                        | Upos::X
                        | Upos::Verb
                        | Upos::Adp
                        | Upos::Aux
                        | Upos::Intj
                        | Upos::Adv
                        | Upos::Num
                )
                && !matches!(lower, "the" | "in" | "on" | "of" | "and");
            if capital {
                position += 1;
                end = position;
                continue;
            }
            if INNER.contains(&lower)
                && (position > at || matches!(lower, "al" | "el" | "von" | "van" | "de"))
                && self.capital_follows(position)
            {
                position += 1;
                continue;
            }
            break;
        }
        end
    }

    /// Whether a word without a capital, behind a hyphen, belongs to a name.
    fn is_second_syllable(&self, at: usize) -> bool {
        /// Longer ones are words: "Bush-appointed".
        const LONGEST: usize = 5;
        let lower = self.words.lower(at);
        lower.len() <= LONGEST
            && lower.chars().all(char::is_alphabetic)
            && !self.words.is_capital(at)
            && self
                .words
                .word(at)
                .is_none_or(|word| !matches!(word.xpos, "VBN" | "VBG" | "VBD"))
            && !matches!(
                lower,
                "led" | "based" | "run" | "born" | "held" | "style" | "era"
            )
    }

    fn capital_follows(&self, at: usize) -> bool {
        let next = if self.words.is_hyphen(at + 1) {
            at + 2
        } else {
            at + 1
        };
        self.words.is_capital(next)
            || (INNER.contains(&self.words.lower(next)) && self.words.is_capital(next + 1))
    }

    /// A person named by a full name, or by a surname that needs no title.
    pub(super) fn known_person(
        &mut self,
        start: usize,
        at: usize,
        unit: Option<&Unit>,
    ) -> Option<usize> {
        if !self.words.is_capital(at) && !self.words.is_capital(at + 2) {
            return None;
        }
        let end = self.name_run(at);
        if end <= at {
            return None;
        }
        if let Some(unit) = unit
            && unit.sense == Sense::FullName
        {
            // "Sheikh Ahmed | Yassin": a title and a given name are many people's.
            let titled = self
                .noun_at(at)
                .is_some_and(|(noun, _, end)| noun.role == NounRole::Title && end + 1 == unit.end);
            if end > unit.end && titled && !self.words.is_upper(unit.end) {
                return self.unknown_person(start, at, end, None);
            }
            let mut candidates = unit.candidates.clone();
            self.prefer_mentioned(&mut candidates);
            let mut meant = self.meant(&candidates)?;
            self.place_former(&mut meant, unit.end);
            let reach = if end > unit.end
                && end <= unit.end + 1
                && self.words.upos(unit.end) == Upos::Propn
                && self.names.at(self.words, unit.end).is_none()
            {
                end
            } else {
                unit.end
            };
            self.introduce(at, reach, &meant);
            self.push(start..reach, Form::Person, &[meant], false, 0.93);
            // "General de Gaulle", "King Hassan": the title is part of the alias.
            if let Some(title) = self.chain(at).filter(|title| title.end < reach) {
                self.entitle(&title);
            }
            return Some(self.government_of(start, reach));
        }
        // A surname the text has introduced.
        let longer_unit =
            unit.is_some_and(|unit| unit.end > at + 1 && !matches!(unit.sense, Sense::Surname));
        if !longer_unit && let Some((meant, reach)) = self.introduced(at, end) {
            self.push(start..reach, Form::Person, &[meant], false, 0.9);
            return Some(self.government_of(start, reach));
        }
        if end >= at + 2 && !longer_unit && self.noun_at(at).is_none() {
            let candidates = self.names.transliterated(&self.text(at, end), true);
            if let Some(meant) = self.meant(&candidates) {
                self.introduce(at, end, &meant);
                self.push(start..end, Form::Person, &[meant], false, 0.85);
                return Some(self.government_of(start, end));
            }
        }
        if let Some(unit) = unit.filter(|unit| unit.sense == Sense::Surname) {
            let folded: String = (at..unit.end)
                .map(|position| self.words.folded(position))
                .collect();
            let short = folded.len() < SHORTEST_SURNAME && unit.candidates[0].1 < 0.99;
            let alone = end == unit.end
                && !short
                && !self.name_before(at)
                && !self.words.is_hyphen(unit.end);
            // Surnames that many bear, or that are words, want a text that speaks of the country.
            let mut candidates = unit.candidates.clone();
            if self.actors.is_common_word(&folded) {
                candidates.retain(|(actor, _)| self.is_spoken_of(*actor));
            }
            let proper = match self.words.upos(unit.end - 1) {
                Upos::Propn => true,
                Upos::Adj => false,
                _ => !self.actors.is_common_word(&folded),
            };
            if alone && proper && !candidates.is_empty() {
                self.prefer_mentioned(&mut candidates);
                let meant = self.meant(&candidates)?;
                let sure = if meant.alternatives.is_empty() {
                    0.8
                } else {
                    0.6
                };
                self.introduce(at, unit.end, &meant);
                self.push(start..unit.end, Form::Person, &[meant], false, sure);
                return Some(self.government_of(start, unit.end));
            }
        }
        if unit.is_none()
            && end == at + 1
            && !self.name_before(at)
            && self.noun_at(at).is_none()
            && !self.actors.is_common_word(self.words.folded(at))
        {
            let mut candidates = self.names.late(self.words.folded(at));
            candidates.retain(|(actor, _)| self.is_spoken_of(*actor));
            if let Some(meant) = self.meant(&candidates) {
                self.introduce(at, end, &meant);
                self.push(start..end, Form::Person, &[meant], false, 0.7);
                return Some(self.government_of(start, end));
            }
        }
        self.unknown_person(start, at, end, unit)
    }

    /// Whether the text has named somebody of the same principal.
    fn is_spoken_of(&self, actor: ActorIdx) -> bool {
        let principal = self.actors.principal_of(actor, self.day);
        let mut known = self.memory.all().iter();
        known.any(|known| known.principal == principal)
    }

    /// Whether the word before is a given name or an initial, so that a surname belongs to somebody else.
    fn name_before(&self, at: usize) -> bool {
        at > 0
            && self.words.is_capital(at - 1)
            && self.words.upos(at - 1) == Upos::Propn
            && !self.words.shouting
            && (self.noun_at(at - 1).is_none()
                || self.actors.given_name(self.words.folded(at - 1)).is_some())
    }

    /// Candidates whose principal or self the text has spoken of come first.
    fn prefer_mentioned(&self, candidates: &mut [(ActorIdx, f32)]) {
        for (actor, weight) in candidates.iter_mut() {
            let id = self.actors.id(*actor);
            let principal = self.actors.principal_of(*actor, self.day);
            let known = self.memory.all().iter();
            if known.clone().any(|known| known.party.id == id) {
                *weight += 2.0;
            } else if known.clone().any(|known| known.principal == principal) {
                *weight += 1.0;
            }
        }
        candidates.sort_by(|one, other| other.1.total_cmp(&one.1));
    }

    /// A person whose name the text gave before, by one of its words.
    fn introduced(&self, at: usize, end: usize) -> Option<(Meant, usize)> {
        if end <= at {
            return None;
        }
        let whole: String = (at..end)
            .map(|position| self.words.folded(position))
            .collect();
        let (key, reach) = if self.memory.surnames.contains_key(&whole) {
            (whole, end)
        } else {
            let single = self.words.folded(at).to_owned();
            (single, at + 1)
        };
        let &position = self.memory.surnames.get(&key)?;
        if reach < end && !self.words.is_hyphen(reach) && self.words.upos(reach) == Upos::Propn {
            // "Ivanov" was introduced, "Ivanov Petrov" is somebody else, unless the whole was introduced.
            return None;
        }
        let known = self.memory.get(position)?;
        Some((again(known), reach))
    }

    /// A name after a title, role or possessive: "Prime Minister | Tony Blair", "NATO's | Jens Stoltenberg".
    pub(super) fn person_after(
        &mut self,
        start: usize,
        at: usize,
        country: Option<&Meant>,
        chain: Option<&Chain<'a>>,
    ) -> Option<usize> {
        let end = self.name_after(start, at, country, chain)?;
        if let Some(chain) = chain {
            self.entitle(chain);
        }
        Some(end)
    }

    fn name_after(
        &mut self,
        start: usize,
        at: usize,
        country: Option<&Meant>,
        chain: Option<&Chain<'a>>,
    ) -> Option<usize> {
        let end = self.name_run(at);
        if end <= at {
            return None;
        }
        let unit = self.names.at(self.words, at);
        let full = unit
            .as_ref()
            .filter(|unit| unit.sense == Sense::FullName && unit.end <= end);
        if let Some(full) = full {
            let mut candidates = full.candidates.clone();
            if let Some(country) = country {
                for (actor, weight) in &mut candidates {
                    if self.actors.principal_of(*actor, self.day) == country.principal {
                        *weight += 3.0;
                    }
                }
            }
            self.prefer_mentioned(&mut candidates);
            let mut meant = self.meant(&candidates)?;
            if let Some(country) = country {
                self.correct(&mut meant, country);
            }
            self.introduce(at, full.end, &meant);
            self.push(start..full.end, Form::Person, &[meant], false, 0.96);
            return Some(self.government_of(start, full.end));
        }
        // A country, organisation or thing is no person's name: "President of", "Foreign Ministry Moscow".
        if unit.as_ref().is_some_and(|unit| {
            !matches!(unit.sense, Sense::Surname | Sense::FullName)
                && (unit.end >= end || unit.end > at + 1)
                && self.actors.given_name(self.words.folded(at)).is_none()
        }) {
            return None;
        }
        if let Some((meant, reach)) = self
            .introduced(at, end)
            .or_else(|| self.introduced(end - 1, end))
        {
            self.push(start..reach.max(end), Form::Person, &[meant], false, 0.93);
            return Some(self.government_of(start, reach.max(end)));
        }
        let Some(chain) = chain else {
            return self.citizen(start, at, end, country?);
        };
        let surname = if end == at + 1 || unit.as_ref().is_some_and(|unit| unit.end == end) {
            unit.filter(|unit| unit.sense == Sense::Surname)
        } else {
            None
        };
        if let Some(surname) = surname {
            let mut candidates: Vec<(ActorIdx, f32)> = surname
                .candidates
                .iter()
                .copied()
                .filter(|(actor, _)| {
                    country.is_none_or(|country| {
                        self.actors.principal_of(*actor, self.day) == country.principal
                    })
                })
                .map(|(actor, weight)| {
                    let fits = self
                        .actors
                        .role_on(actor, self.day)
                        .is_some_and(|role| Some(role.class) == chain.noun.class);
                    (actor, weight + f32::from(u8::from(fits)) * 1.5)
                })
                .collect();
            self.prefer_mentioned(&mut candidates);
            if let Some(meant) = self.meant(&candidates) {
                self.introduce(at, end, &meant);
                self.push(start..end, Form::Person, &[meant], false, 0.88);
                return Some(self.government_of(start, end));
            }
        }
        let mut candidates = self.names.transliterated(&self.text(at, end), end > at + 1);
        if let Some(country) = country {
            candidates.retain(|(actor, _)| {
                self.actors.principal_of(*actor, self.day) == country.principal
            });
        }
        if let Some(meant) = self.meant(&candidates) {
            self.introduce(at, end, &meant);
            self.push(start..end, Form::Person, &[meant], false, 0.85);
            return Some(self.government_of(start, end));
        }
        if matches!(chain.noun.role, NounRole::Agents) && end == at + 1 {
            return None;
        }
        let name = self.text(at, end);
        let (principal, confidence) = match country {
            Some(country) => (country.principal, 0.9),
            None => match self.apposed_country(end) {
                Some(apposed) => apposed,
                None => (self.state_of_stranger(chain)?, 0.5),
            },
        };
        let office = self.text(start, at);
        let office = chain
            .noun
            .class
            .map(|_| office.trim().to_owned())
            .filter(|office| !office.is_empty());
        let meant = stranger(name, principal, office, self.gender(at, chain));
        self.introduce(at, end, &meant);
        self.push(start..end, Form::Person, &[meant], false, confidence);
        Some(self.government_of(start, end))
    }

    /// The state most in focus whose office of the kind is not known to be somebody else's.
    fn state_of_stranger(&self, chain: &Chain<'a>) -> Option<ActorIdx> {
        let vacant = |state: ActorIdx| {
            chain
                .noun
                .class
                .filter(|class| *class <= Class::DefenceMinister)
                .is_none_or(|class| self.actors.holder(state, class, self.day).is_none())
        };
        self.memory
            .ranked(self.sentence.index, |known| {
                self.actors.record(known.principal).kind == Kind::State && vacant(known.principal)
            })
            .first()
            .and_then(|&position| self.memory.get(position))
            .map(|known| known.principal)
            .or_else(|| self.focus())
    }

    /// "Canada's | Lester Pearson", "the Frenchman | Guy Mollet": a given name and a surname of nobody known.
    fn citizen(&mut self, start: usize, at: usize, end: usize, country: &Meant) -> Option<usize> {
        let given = self.actors.given_name(self.words.folded(at))?;
        let closed = !matches!(
            self.words.upos(end),
            Upos::Noun | Upos::Propn | Upos::Adj | Upos::Num
        );
        let name = (at + 1..end).all(|word| self.noun_at(word).is_none());
        if end < at + 2 || !closed || !name || country.kind != Kind::State {
            return None;
        }
        let meant = stranger(self.text(at, end), country.principal, None, given);
        self.introduce(at, end, &meant);
        self.push(start..end, Form::Person, &[meant], false, 0.8);
        Some(self.government_of(start, end))
    }

    fn gender(&self, at: usize, chain: &Chain<'a>) -> char {
        match chain.noun.singular.as_str() {
            "mr" | "mr." | "sir" | "lord" | "king" | "prince" | "emir" | "sheikh" | "spokesman"
            | "chairman" => 'm',
            "mrs" | "ms" | "lady" | "dame" | "queen" | "spokeswoman" | "chairwoman" => 'f',
            _ => self.actors.given_name(self.words.folded(at)).unwrap_or(' '),
        }
    }

    /// "Joaquim Chissano, the United Nations mediator": for one who is in no office any more, or not yet, an apposition says
    /// whom he speaks for.
    fn place_former(&mut self, meant: &mut Meant, end: usize) {
        let known = self.actors.find(&meant.id);
        if known.is_none_or(|person| self.actors.is_in_office(person, self.day)) {
            return;
        }
        if let Some((principal, APPOSED)) = self.apposed_country(end) {
            meant.principal = principal;
        }
    }

    /// The country that the text gives outranks the data's: an envoy may have changed sides.
    fn correct(&self, meant: &mut Meant, country: &Meant) {
        // "The Somali faction leader X" leads his faction still.
        let own = self.actors.record(meant.principal);
        let country_kind = self.actors.record(country.principal).kind;
        if own.kind == Kind::Group && meant.office.is_some() && country_kind == Kind::State {
            return;
        }
        if self.actors.record(country.principal).kind == Kind::State || meant.office.is_none() {
            meant.principal = country.principal;
        }
    }

    /// The words of the text from one word to another.
    pub(super) fn text(&self, from: usize, to: usize) -> String {
        if to <= from {
            return String::new();
        }
        let span = self.span(from..to);
        self.document
            .text
            .get(span.range())
            .unwrap_or_default()
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// Remembers the words of a name, so that one of them is enough later.
    pub(super) fn introduce(&mut self, at: usize, end: usize, meant: &Meant) {
        let position = self.memory.add(super::memory::Known {
            party: self.party(meant, self.span(at..end)),
            principal: meant.principal,
            kind: meant.kind,
            gender: meant.gender,
            plural: false,
            animate: true,
            sentence: self.sentence.index,
            at,
            weight: super::memory::ADJECTIVE,
            count: 0,
        });
        let whole: String = (at..end).map(|word| self.words.folded(word)).collect();
        self.memory.surnames.insert(whole, position);
        let last = end - 1;
        for word in at..end {
            let folded = self.words.folded(word);
            let lower = self.words.lower(word);
            if folded.len() < 2 || INNER.contains(&lower) || !self.words.is_capital(word) {
                continue;
            }
            // A given name alone names nobody, unless it is the last word ("Lula da Silva" keeps "Lula" by its alias).
            if word != last && self.actors.given_name(folded).is_some() {
                continue;
            }
            self.memory.surnames.insert(folded.to_owned(), position);
        }
        let mut first = last;
        while first > at
            && (INNER.contains(&self.words.lower(first - 1))
                || self.words.is_hyphen(first - 1)
                || matches!(
                    self.words.lower(first - 1),
                    "le" | "la" | "de" | "von" | "van" | "al" | "del"
                ))
        {
            first -= 1;
        }
        if first < last {
            let surname: String = (first..end).map(|word| self.words.folded(word)).collect();
            self.memory.surnames.insert(surname, position);
        }
    }
}

/// A person whom the data do not know, by the name in the text.
pub(super) fn stranger(
    name: String,
    principal: ActorIdx,
    office: Option<String>,
    gender: char,
) -> Meant {
    let id = name
        .split([' ', '-'])
        .map(fold)
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join("-");
    Meant {
        id: ActorId::new(id),
        name,
        kind: Kind::Person,
        principal,
        office,
        gender,
        plural: false,
        animate: true,
        alternatives: Vec::new(),
    }
}

/// Somebody mentioned before, as meant again.
pub(super) fn again(known: &super::memory::Known) -> Meant {
    Meant {
        id: known.party.id.clone(),
        name: known.party.name.clone(),
        kind: known.kind,
        principal: known.principal,
        office: known.party.office.clone(),
        gender: known.gender,
        plural: known.plural,
        animate: known.animate,
        alternatives: Vec::new(),
    }
}
