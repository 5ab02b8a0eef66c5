//! Noun phrases: a country or organisation with a role noun, role nouns alone, descriptions.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use super::Form;
use super::names::Unit;
use super::reader::{Meant, Reader};
use crate::language::{Upos, Word};
use crate::vocabulary::actors::{Class, Kind, Noun, NounRole, Sense};

/// Most words between an adjective and its noun: "Russian Defence Ministry international cooperation chief".
const LONGEST_CHAIN: usize = 7;

/// Words between a duty or a ban and the goods that are under it, on either side.
const MEASURE_REACH: usize = 8;

const TRADE_MEASURES: &str = include_str!("../../data/lexicon/trade_measures.tsv");

/// Words, lower case, that name a duty, a ban or the like.
static MEASURE_WORDS: LazyLock<FxHashSet<&str>> = LazyLock::new(|| {
    TRADE_MEASURES
        .lines()
        .skip_while(|line| line.starts_with('#'))
        .skip(1)
        .collect()
});

/// Most words in which the title of a thing named after a place comes: "Boston College", "Georgia State University".
const LONGEST_TITLE: usize = 3;

/// How sure a title is that stands for one who was named with it.
const TITLED: f32 = 0.7;

/// How sure a role noun is whose country only the context gives.
const CONTEXT: f32 = 0.45;

/// A role noun at the end of a chain of modifiers.
#[derive(Debug, Clone, Copy)]
pub(super) struct Chain<'a> {
    /// The noun.
    pub noun: &'a Noun,
    /// Whether it stands in the plural.
    pub plural: bool,
    /// Where the chain begins: its first modifier, or the noun itself.
    pub start: usize,
    /// Its position (of its last word).
    pub head: usize,
    /// One past it.
    pub end: usize,
    /// A body named before it in the same chain: "foreign ministry" in "foreign ministry spokesman".
    pub part: Option<&'a Noun>,
}

impl<'a> Reader<'_, 'a, '_> {
    /// The longest listed noun that begins at a word, hyphens apart.
    pub(super) fn noun_at(&self, at: usize) -> Option<(&'a Noun, bool, usize)> {
        let first = self.words.lower(at);
        if !self
            .actors
            .starts_noun(first.split_once('-').map_or(first, |(before, _)| before))
        {
            return None;
        }
        let mut key = String::new();
        let mut best = None;
        let mut count = 0;
        let mut position = at;
        while count < self.actors.longest_noun() && position < self.words.len() {
            if self.words.is_hyphen(position) && position > at {
                position += 1;
                continue;
            }
            let lower = self.words.lower(position);
            if self.words.folded(position).is_empty() {
                break;
            }
            if !key.is_empty() {
                key.push(' ');
            }
            // "Semi-final" may be one word or three.
            key.extend(
                lower
                    .strip_suffix('.')
                    .unwrap_or(lower)
                    .chars()
                    .map(|c| if c == '-' { ' ' } else { c }),
            );
            count += 1;
            position += 1;
            if let Some((noun, plural)) = self.actors.noun(&key) {
                best = Some((noun, plural, position));
            }
        }
        best
    }

    /// Whether a word may stand between a country and its noun.
    fn is_modifier(&self, at: usize) -> bool {
        let Some(word) = self.words.word(at) else {
            return false;
        };
        match word.upos {
            Upos::Adj | Upos::Noun | Upos::Num | Upos::Propn => true,
            Upos::Verb => matches!(word.xpos, "VBN" | "VBG"),
            Upos::Punct => self.words.is_hyphen(at),
            _ => false,
        }
    }

    /// Whether a word that is tagged a noun is rather the verb of the phrase before it: "the prime minister hopes for",
    /// "the island needs credit". One who holds an office or is a country seldom modifies a plural.
    fn is_predicate(&self, at: usize, before: &Chain<'a>) -> bool {
        // "Demanded that the president apologise for".
        let wished = before.start > 1
            && self.words.lower(before.start - 2) == "that"
            && self.words.lower(before.start - 1) == "the"
            && self.words.upos(at + 1) != Upos::Noun;
        !before.plural
            && matches!(
                before.noun.role,
                NounRole::Office | NounRole::Country | NounRole::Organisation
            )
            && (wished || self.words.lower(at).ends_with('s'))
            && self.noun_at(at).is_none()
            && matches!(
                self.words.upos(at + 1),
                Upos::Det
                    | Upos::Adp
                    | Upos::Noun
                    | Upos::Pron
                    | Upos::Adj
                    | Upos::Propn
                    | Upos::Part
            )
    }

    /// A capitalised title of a thing right behind a name: "Boston | University study", "Panama | Canal".
    fn title_after(&self, from: usize) -> Option<usize> {
        (from..from + LONGEST_TITLE)
            .take_while(|&at| self.words.is_capital(at))
            .find_map(|at| {
                self.noun_at(at)
                    .filter(|(noun, _, _)| noun.role == NounRole::Thing && noun.part == "title")
                    .map(|(_, _, end)| end)
            })
    }

    /// Whether a word begins a noun phrase of its own: a number, or a country's name or adjective.
    fn starts_anew(&self, at: usize) -> bool {
        if self.words.upos(at) == Upos::Num
            && !self.words.is_hyphen(at + 1)
            && !self.words.is_hyphen(at - 1)
        {
            return true;
        }
        self.words.is_capital(at)
            && self
                .actors
                .postings(self.words.folded(at))
                .iter()
                .any(|posting| {
                    matches!(posting.sense, Sense::Adjective | Sense::Name) && posting.weight > 50
                })
            && self.noun_at(at).is_none()
    }

    /// The role noun that ends the chain of modifiers and nouns from `at`; `None` when another noun ends it.
    pub(super) fn chain(&self, at: usize) -> Option<Chain<'a>> {
        let mut position = at;
        let mut part = None;
        let mut found: Option<Chain<'a>> = None;
        while position < self.words.len() && position < at + LONGEST_CHAIN {
            if let Some((noun, plural, end)) = self.noun_at(position) {
                let verb = noun.role != NounRole::Thing
                    && self.words.word(end - 1).is_some_and(|word| {
                        matches!(word.upos, Upos::Verb | Upos::Aux)
                            && !matches!(word.xpos, "VBG" | "VBN")
                    });
                if verb
                    || (self.words.upos(position) == Upos::Verb && !plural && end == position + 1)
                {
                    break;
                }
                if let Some(before) = found
                    && (before.noun.role == NounRole::Body || !before.noun.part.is_empty())
                {
                    part = Some(before.noun);
                }
                found = Some(Chain {
                    noun,
                    plural,
                    start: at,
                    head: end - 1,
                    end,
                    part,
                });
                position = end;
                if plural && noun.role != NounRole::Arms && noun.singular != noun.plural {
                    break;
                }
                continue;
            }
            if found.is_some() {
                let follows = self.words.word(position).is_some_and(|word| {
                    (word.upos == Upos::Noun
                        && !self.words.is_capital(position)
                        && !found.is_some_and(|found| self.is_predicate(position, &found)))
                        || (self.words.is_hyphen(position)
                            && self.words.upos(position + 1) != Upos::Propn)
                });
                if follows {
                    // "Russian army base": the role noun only modifies.
                    found = None;
                    position += 1;
                    continue;
                }
                break;
            }
            if !self.is_modifier(position) || (position > at && self.starts_anew(position)) {
                break;
            }
            if self.words.is_capital(position)
                && self.words.upos(position) == Upos::Propn
                && self
                    .actors
                    .given_name(self.words.folded(position))
                    .is_some()
            {
                break;
            }
            position += 1;
        }
        found
    }

    /// Reads a unit that names a country, organisation or people, with what follows it.
    pub(super) fn country_phrase(&mut self, start: usize, at: usize, unit: &Unit) -> Option<usize> {
        if matches!(unit.sense, Sense::Surname | Sense::FullName) {
            return None;
        }
        let place = self.is_place(unit);
        let whole = self.meant(&unit.candidates)?;
        let weight = unit.candidates[0].1;
        if self.actors.record(unit.candidates[0].0).kind == Kind::Composite {
            return Some(self.composite(start, unit));
        }
        if let Some(end) = self.hyphenated(start, at, unit, &whole) {
            return Some(end);
        }
        // The longest look ahead first: possessive, then plain compound.
        let possessive = self.words.is_possessive(unit.end);
        let next = if possessive { unit.end + 1 } else { unit.end };
        let may_modify = possessive || unit.sense != Sense::Place;
        if !possessive && let Some(end) = self.title_after(unit.end) {
            return Some(end);
        }
        let introduces = possessive || unit.sense == Sense::People;
        if introduces && let Some(end) = self.person_after(start, next, Some(&whole), None) {
            return Some(end);
        }
        if (may_modify || self.words.is_capital(next))
            && let Some(chain) = self.chain(next)
        {
            // "Philippine navy dinghies" are the navy's.
            let goods = chain.noun.part.is_empty() && self.is_under_a_measure(at);
            // "Promised the Liberians rice".
            let plural = |word: &Word| matches!(word.xpos, "NNS" | "NNPS");
            let peoples = unit.sense == Sense::People && self.words.word(at).is_some_and(plural);
            if chain.noun.role == NounRole::Thing
                && !possessive
                && !goods
                && !peoples
                && chain.part.is_none()
                && (chain.noun.part != "title"
                    || self.words.is_capital(chain.head)
                    || chain.noun.singular.contains(' '))
            {
                return Some(chain.end);
            }
            if let Some(end) = self.role_phrase(start, &chain, &whole, possessive) {
                return Some(end);
            }
        }
        let (form, confidence) = match unit.sense {
            Sense::Adjective => (Form::Adjective, 0.9),
            Sense::Seat | Sense::Place => (Form::Seat, 0.85),
            Sense::People => (Form::Name, 0.9),
            _ => (Form::Name, 0.97),
        };
        let adjective_noun = unit.sense == Sense::Adjective && self.is_people_word(at, unit);
        if form == Form::Adjective
            && !adjective_noun
            && !possessive
            && self.is_language(at, unit.end)
        {
            return Some(unit.end);
        }
        let form = if adjective_noun { Form::Name } else { form };
        let mut meant = whole;
        meant.plural = matches!(unit.sense, Sense::People) || adjective_noun;
        let words = if form == Form::Adjective {
            at..unit.end
        } else {
            start..unit.end
        };

        self.push(
            words,
            form,
            &[meant],
            place,
            confidence * weight.clamp(0.3, 1.0),
        );
        Some(unit.end)
    }

    /// "a duty on Danish cheese", "hit Danish cheese with a tax": whose goods are taxed or kept out matters, as "Danish pastry" does
    /// not.
    fn is_under_a_measure(&self, at: usize) -> bool {
        (at.saturating_sub(MEASURE_REACH)..at + MEASURE_REACH)
            .any(|near| MEASURE_WORDS.contains(self.words.lower(near)))
    }

    /// "the French", "the Chinese": an adjective as a noun.
    fn is_people_word(&self, at: usize, unit: &Unit) -> bool {
        at > 0
            && self.words.lower(at - 1) == "the"
            && self.words.word(unit.end).is_none_or(|next| {
                !matches!(next.upos, Upos::Noun | Upos::Propn | Upos::Adj | Upos::Num)
                    && !self.words.is_hyphen(unit.end)
            })
    }

    /// A body made of several members: its members are the parties.
    fn composite(&mut self, start: usize, unit: &Unit) -> usize {
        let body = unit.candidates[0].0;
        let members: Vec<Meant> = self
            .actors
            .members(body, self.day)
            .into_iter()
            .filter_map(|member| self.meant(&[(member, 1.0)]))
            .collect();
        self.push(start..unit.end, Form::Composite, &members, false, 0.95);
        unit.end
    }

    /// "Russian-U.S. relations", "Anglo-Irish", "Russia-NATO": both parties in one mention.
    fn hyphenated(&mut self, start: usize, at: usize, unit: &Unit, first: &Meant) -> Option<usize> {
        if !self.words.is_hyphen(unit.end) {
            return None;
        }
        let second = self.names.at(self.words, unit.end + 1)?;
        if !matches!(
            second.sense,
            Sense::Name | Sense::Adjective | Sense::People | Sense::Seat
        ) {
            return None;
        }
        let other = self.meant(&second.candidates)?;
        if other.principal == first.principal {
            return None;
        }
        let mut parties = vec![first.clone(), other];
        let mut end = second.end;
        while self.words.is_hyphen(end) {
            let Some(next) = self.names.at(self.words, end + 1) else {
                break;
            };
            let Some(third) = self.meant(&next.candidates) else {
                break;
            };
            parties.push(third);
            end = next.end;
        }
        let form = if unit.sense == Sense::Adjective {
            Form::Adjective
        } else {
            Form::Name
        };
        let from = if form == Form::Adjective { at } else { start };
        self.push(from..end, form, &parties, false, 0.9);
        Some(end)
    }

    /// A role noun without country before it: one after it ("spokesman for Hamas"), a name, or the context decides.
    pub(super) fn bare_phrase(&mut self, start: usize, at: usize) -> Option<usize> {
        if let Some(end) = self.description(start, at) {
            return Some(end);
        }
        if !matches!(
            self.words.upos(at),
            Upos::Noun | Upos::Propn | Upos::Adj | Upos::X | Upos::Num | Upos::Verb
        ) {
            return None;
        }
        // "The ousted president", "the regional government": words before the noun, behind an article.
        let first_end = match self.noun_at(at) {
            Some((_, _, end)) => end,
            None if (start < at || self.is_indefinite(at))
                && !self.words.is_capital(at)
                && self.is_modifier(at) =>
            {
                at + 1
            }
            None => return None,
        };
        let chain = self.chain(at).filter(|chain| chain.end >= first_end)?;
        if matches!(
            chain.noun.role,
            NounRole::Office | NounRole::Title | NounRole::Agents
        ) && !chain.plural
            && let Some(end) = self.person_after(start, chain.end, None, Some(&chain))
        {
            return Some(end);
        }
        if let Some(end) = self.with_complement(start, &chain) {
            return Some(end);
        }
        // "The paramilitary Rapid Support Forces": the name says who.
        if !chain.plural
            && chain.noun.role == NounRole::Rebels
            && self.words.is_capital(chain.end)
            && self.names.at(self.words, chain.end).is_some_and(|unit| {
                unit.candidates.first().is_some_and(|&(actor, _)| {
                    matches!(
                        self.actors.record(actor).kind,
                        Kind::Group | Kind::Organisation
                    )
                })
            })
        {
            return None;
        }
        let swallowed = (at + 1..chain.head).find(|&position| {
            self.words.is_capital(position)
                && self
                    .names
                    .at(self.words, position)
                    .is_some_and(|unit| !matches!(unit.sense, Sense::Surname | Sense::FullName))
        });
        if swallowed.is_some() {
            return None;
        }
        let article = start < at
            || start > 0
                && matches!(
                    self.words.lower(start - 1),
                    "a" | "an" | "this" | "that" | "another" | "every"
                );
        let mass = matches!(
            chain.noun.part.as_str(),
            "police" | "parliament" | "opposition"
        );
        if !chain.plural && !article && !mass && !self.words.is_capital(start) {
            return None;
        }
        if let Some(meant) = self.bearer_of(start, &chain) {
            self.push_with_head(
                start..chain.end,
                chain.head,
                Form::Description,
                &[meant],
                false,
                TITLED,
            );
            return Some(self.apposition(start, chain.end));
        }
        match chain.noun.role {
            NounRole::Agents
                if matches!(
                    chain.noun.singular.as_str(),
                    "diplomat" | "source" | "member" | "pilot" | "guard"
                ) && start == at =>
            {
                return None;
            }
            NounRole::Office | NounRole::Agents | NounRole::Body | NounRole::Rebels => {}
            NounRole::Crowd
                if matches!(chain.noun.part.as_str(), "protesters" | "opposition")
                    || chain.noun.singular == "settler" => {}
            _ => return None,
        }
        let meant = self
            .sender(start, &chain)
            .or_else(|| self.by_context(start, &chain))?;
        self.push_with_head(
            start..chain.end,
            chain.head,
            Form::Description,
            &[meant],
            false,
            CONTEXT,
        );
        Some(self.apposition(start, chain.end))
    }

    fn is_indefinite(&self, at: usize) -> bool {
        at > 0 && matches!(self.words.lower(at - 1), "a" | "an")
    }

    /// The name in "(in the) port city of Gdansk".
    fn city_of(&mut self, from: usize) -> Option<Unit> {
        let of = (from + 1..=from + LONGEST_TITLE).find(|&at| self.words.lower(at) == "of")?;
        let described = (from..of).all(|at| {
            matches!(self.words.upos(at), Upos::Adj | Upos::Noun) && !self.words.is_capital(at)
        });
        let unit = self.names.at(self.words, of + 1).filter(|_| described)?;
        matches!(unit.sense, Sense::Seat | Sense::Place).then_some(unit)
    }

    /// "spokesman for Hamas", "the government in Reykjavik", "the president of Chile".
    fn with_complement(&mut self, start: usize, chain: &Chain<'a>) -> Option<usize> {
        if matches!(
            chain.noun.role,
            NounRole::Arms
                | NounRole::Pair
                | NounRole::Country
                | NounRole::Organisation
                | NounRole::Title
                | NounRole::Thing
                | NounRole::Place
                | NounRole::Hazard
        ) {
            return None;
        }
        let preposition = self.words.lower(chain.end);
        let local = matches!(preposition, "in" | "at");
        if !(local || matches!(preposition, "of" | "for" | "from")) {
            return None;
        }
        let soldiers = chain.noun.part == "military" && chain.noun.role != NounRole::Office;
        if local && soldiers {
            return None;
        }
        let mut next = chain.end + 1;
        if self.words.lower(next) == "the" {
            next += 1;
        }
        let unit = match self.names.at(self.words, next) {
            Some(unit) => unit,
            None if local => self.city_of(next)?,
            None => return None,
        };
        if !matches!(unit.sense, Sense::Name | Sense::Seat | Sense::Place)
            || (local
                && unit.sense == Sense::Name
                && chain.noun.part == "foreign-ministry"
                && chain.noun.role == NounRole::Office)
        {
            return None;
        }
        if preposition == "for"
            && !matches!(chain.noun.class, Some(Class::Spokesperson))
            && chain.noun.singular != "source"
        {
            return None;
        }
        let whole = self.meant(&unit.candidates)?;
        if self.actors.record(whole.principal).kind == Kind::Composite {
            return None;
        }
        let meant = self.role_of(&whole, chain);
        self.push_with_head(
            start..unit.end,
            chain.head,
            Form::Description,
            &[meant],
            false,
            0.8,
        );
        self.remember_role(chain);
        Some(self.apposition(start, unit.end))
    }
}
