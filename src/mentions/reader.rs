//! One sentence, read from left to right: at each word the longest pattern that names somebody.

use super::memory::{self, Known, Memory};
use super::names::{Names, Unit};
use super::words::Words;
use super::{Form, Mention};
use crate::language::{Rel, Upos};
use crate::model::{ActorId, Alternative, Document, Party, Sentence, Span};
use crate::vocabulary::actors::{ActorIdx, Actors, Day, Kind, NounRole, Sense, fold, kind_of};

/// Reads one sentence.
pub struct Reader<'r, 'a, 't> {
    pub(super) actors: &'a Actors,
    pub(super) document: &'r Document,
    pub(super) sentence: &'r Sentence,
    pub(super) words: &'r Words<'t>,
    pub(super) names: &'r mut Names<'a>,
    pub(super) memory: &'r mut Memory,
    pub(super) day: Option<Day>,
    pub(super) out: Vec<Mention>,
    /// First-person pronouns, which wait for the speaker.
    pub(super) first_person: Vec<usize>,
    sports: bool,
    pub(super) hazard: bool,
}

/// An actor meant, before it is written out as a party.
#[derive(Debug, Clone)]
pub(super) struct Meant {
    /// Its id: an actor's, or a part of one ("RUS-MILITARY").
    pub id: ActorId,
    /// Its name.
    pub name: String,
    /// What sort.
    pub kind: Kind,
    /// The principal.
    pub principal: ActorIdx,
    /// Office, for persons.
    pub office: Option<String>,
    /// Gender, for persons.
    pub gender: char,
    /// Named in the plural.
    pub plural: bool,
    /// One person, known by name or not.
    pub animate: bool,
    /// Others that may be meant.
    pub alternatives: Vec<(ActorIdx, f32)>,
}

impl<'r, 'a, 't> Reader<'r, 'a, 't> {
    /// A reader for one sentence.
    pub fn new(
        actors: &'a Actors,
        document: &'r Document,
        sentence: &'r Sentence,
        words: &'r Words<'t>,
        names: &'r mut Names<'a>,
        memory: &'r mut Memory,
        day: Option<Day>,
    ) -> Self {
        Self {
            actors,
            document,
            sentence,
            words,
            names,
            memory,
            day,
            out: Vec::new(),
            first_person: Vec::new(),
            sports: false,
            hazard: false,
        }
    }

    /// The sentence's mentions.
    pub fn read(mut self) -> Vec<Mention> {
        (self.sports, self.hazard) = self.topic();
        let mut at = 0;
        while at < self.words.len() {
            at = self.step(at).max(at + 1);
        }
        self.speakers();
        self.out
    }

    /// Reads what begins at a word; gives the word to go on from.
    fn step(&mut self, at: usize) -> usize {
        if self.words.folded(at).is_empty() {
            return self.bracketed_acronym(at).unwrap_or(at + 1);
        }
        if let Some(end) = self.pronoun(at) {
            return end;
        }
        if self.words.lower(at) == "the" && at + 1 < self.words.len() {
            // "The Hague", whose article is part of the name.
            if self
                .names
                .at(self.words, at)
                .is_some_and(|unit| unit.end > at + 1)
                && let Some(end) = self.phrase(at, at)
            {
                return end;
            }
            // Articles go with the phrase; aliases are kept without.
            if let Some(end) = self.phrase(at, at + 1) {
                return end;
            }
            return at + 1;
        }
        self.phrase(at, at).unwrap_or(at + 1)
    }

    /// Reads a noun phrase whose article, if any, is at `start` and whose first other word is at `at`.
    fn phrase(&mut self, start: usize, at: usize) -> Option<usize> {
        if self.is_in_may(at) {
            return Some(at + 1);
        }
        let unit = self.names.at(self.words, at);
        if let Some(unit) = &unit
            && matches!(unit.sense, Sense::Thing | Sense::Media)
        {
            return Some(self.voice(start, at, unit).unwrap_or(unit.end));
        }
        if let Some(end) = self.named_in_part(start, at, unit.as_ref()) {
            return Some(end);
        }
        if let Some(end) = self.acronym(start, at, unit.as_ref()) {
            return Some(end);
        }
        if let Some(end) = self.known_person(start, at, unit.as_ref()) {
            return Some(end);
        }
        if let Some(mut unit) = unit {
            if self.sports && !matches!(unit.sense, Sense::FullName | Sense::Surname) {
                return Some(unit.end);
            }
            if self.is_surname(at, &unit) {
                return Some(unit.end);
            }
            self.choose_by_text(&mut unit);
            if let Some(end) = self.country_phrase(start, at, &unit) {
                return Some(end);
            }
        }
        self.bare_phrase(start, at)
    }

    /// "In May", "since last May", "May 3": no prime minister.
    fn is_in_may(&self, at: usize) -> bool {
        let before = at
            .checked_sub(1)
            .map_or("", |before| self.words.lower(before));
        self.words.lower(at) == "may"
            && self.words.is_capital(at)
            && (matches!(
                before,
                "in" | "since"
                    | "until"
                    | "till"
                    | "during"
                    | "last"
                    | "next"
                    | "this"
                    | "early"
                    | "late"
                    | "mid"
            ) || self.words.upos(at + 1) == Upos::Num
                || at > 0 && self.words.upos(at - 1) == Upos::Num)
    }

    /// Whether a country's name is somebody's surname: "John Ireland". The given name before it belongs to nobody known.
    fn is_surname(&self, at: usize, unit: &Unit) -> bool {
        at > 0
            && unit.end == at + 1
            && matches!(unit.sense, Sense::Name | Sense::Seat | Sense::Place)
            && self.words.is_capital(at - 1)
            && self.words.upos(at - 1) == Upos::Propn
            && self.actors.given_name(self.words.folded(at - 1)).is_some()
            && self
                .out
                .last()
                .is_none_or(|last| !last.words.contains(&(at - 1)))
    }

    /// An actor as meant by an alias, with the others it may mean.
    pub(super) fn meant(&self, candidates: &[(ActorIdx, f32)]) -> Option<Meant> {
        let &(actor, _) = candidates.first()?;
        let record = self.actors.record(actor);
        let role = self.actors.role_on(actor, self.day);
        let total: f32 = candidates.iter().map(|(_, weight)| weight).sum();
        let principal = self.actors.principal_of(actor, self.day);
        Some(Meant {
            id: self.actors.id(actor),
            name: self.actors.name_text(actor).to_owned(),
            kind: record.kind,
            principal,
            office: role
                .map(|role| self.actors.office(role))
                .filter(|office| !office.is_empty())
                .map(str::to_owned),
            gender: self.gender_of(actor),
            plural: false,
            animate: record.kind == Kind::Person,
            alternatives: candidates
                .iter()
                .skip(1)
                .filter(|(other, _)| self.actors.principal_of(*other, self.day) != principal)
                .map(|&(other, weight)| (other, weight / total.max(f32::EPSILON)))
                .collect(),
        })
    }

    /// A person's gender; where the data have none, that of the given name.
    fn gender_of(&self, actor: ActorIdx) -> char {
        let record = self.actors.record(actor);
        if record.kind != Kind::Person || record.gender != ' ' {
            return record.gender;
        }
        let name = self.actors.name_text(actor);
        let given = name.split(' ').next().unwrap_or_default();
        self.actors.given_name(&fold(given)).unwrap_or(' ')
    }

    /// Puts a mention into the list and the memory.
    pub(super) fn push(
        &mut self,
        words: std::ops::Range<usize>,
        form: Form,
        meant: &[Meant],
        place: bool,
        confidence: f32,
    ) {
        let head = self.words.head(words.start, words.end);
        self.push_with_head(words, head, form, meant, place, confidence);
    }

    pub(super) fn push_with_head(
        &mut self,
        words: std::ops::Range<usize>,
        head: usize,
        form: Form,
        meant: &[Meant],
        place: bool,
        confidence: f32,
    ) {
        if meant.is_empty() || words.is_empty() {
            return;
        }
        let span = self.span(words.clone());
        let parties: Vec<Party> = meant.iter().map(|one| self.party(one, span)).collect();
        let weight = self.weight(head, words.end, form, place);
        let joined = self.is_joined_to_last(words.start);
        let before: Vec<ActorIdx> = self
            .out
            .last()
            .map_or_else(Vec::new, |last| self.principals(last));
        self.connect(meant, &before, joined);
        for (one, party) in meant.iter().zip(&parties) {
            let position = self.memory.add(Known {
                party: party.clone(),
                principal: one.principal,
                kind: one.kind,
                gender: one.gender,
                plural: one.plural,
                animate: one.animate,
                sentence: self.sentence.index,
                at: head,
                weight,
                count: 1,
            });
            let counts = !place || form != Form::Seat || weight > memory::PLACE;
            if counts && !self.memory.current.contains(&position) {
                self.memory.current.push(position);
            }
        }
        if form == Form::Description && meant.len() == 1 && confidence > 0.6 {
            self.settle_person(words.start, meant[0].principal);
        }
        let whereabouts = place && self.is_whereabouts(words.start, head, words.end);
        self.out.push(Mention {
            words,
            head,
            form,
            parties,
            place,
            whereabouts,
            confidence,
        });
    }

    /// The bytes that words cover.
    pub(super) fn span(&self, words: std::ops::Range<usize>) -> Span {
        let word = |at: usize| {
            self.words
                .word(at)
                .map_or(self.sentence.span, |word| word.span)
        };
        word(words.start).cover(word(words.end - 1))
    }

    pub(super) fn party(&self, meant: &Meant, span: Span) -> Party {
        Party {
            id: meant.id.clone(),
            name: meant.name.clone(),
            kind: kind_of(meant.kind),
            principal: self.actors.id(meant.principal),
            principal_name: self.actors.name_text(meant.principal).to_owned(),
            office: meant.office.clone(),
            text: self
                .document
                .text
                .get(span.range())
                .unwrap_or_default()
                .to_owned(),
            span,
            alternatives: meant
                .alternatives
                .iter()
                .map(|&(other, weight)| Alternative {
                    id: self.actors.id(other),
                    principal: self.actors.id(self.actors.principal_of(other, self.day)),
                    weight,
                })
                .collect(),
        }
    }

    /// What a mention's grammatical place makes of its prominence.
    fn weight(&self, head: usize, end: usize, form: Form, place: bool) -> f32 {
        let Some(word) = self.words.word(head) else {
            return memory::OTHER;
        };
        // "in Moscow" is a place, and a poor antecedent.
        let after_preposition = head > 0
            && (head.saturating_sub(3)..head)
                .any(|at| matches!(self.words.lower(at), "in" | "at" | "near" | "into" | "from"));
        if place && form == Form::Seat && after_preposition {
            return memory::PLACE;
        }
        if form == Form::Adjective {
            return memory::ADJECTIVE;
        }
        // The parser's subjects are four in five; a finite verb right behind makes up for most of the rest.
        let verb_follows = self
            .words
            .word(end)
            .is_some_and(|next| matches!(next.xpos, "VBD" | "VBZ" | "VBP" | "MD"));
        let main = matches!(word.rel, Rel::Nsubj | Rel::NsubjPass)
            && word
                .head
                .and_then(|verb| self.words.word(verb))
                .is_some_and(|verb| verb.head.is_none());
        if main {
            return memory::MAIN;
        }
        // What opens a sentence is what it is about, unless it only owns something.
        let opens =
            (0..head).all(|at| self.words.lower(at) == "the") && !self.words.is_possessive(end);
        if opens {
            return memory::SUBJECT;
        }
        // "China's answer grew heavier: it …": who owns the subject is spoken of as well.
        let owns_subject = word.rel == Rel::NmodPoss
            && word
                .head
                .and_then(|noun| self.words.word(noun))
                .is_some_and(|noun| {
                    matches!(noun.rel, Rel::Nsubj | Rel::NsubjPass)
                        || noun.rel == Rel::Root && noun.upos == Upos::Noun
                });
        if owns_subject {
            return memory::OWNER;
        }
        if verb_follows && !after_preposition {
            return memory::SUBJECT;
        }
        // "met Mr Aznar, who had ended his tour": the subject of the clause behind.
        let who = usize::from(self.words.lower(end) == ",") + end;
        if self.words.lower(who) == "who" {
            return memory::SUBJECT;
        }
        match word.rel {
            Rel::Nsubj | Rel::NsubjPass => memory::SUBJECT,
            Rel::Root if word.upos != Upos::Verb => memory::SUBJECT,
            Rel::Obj | Rel::Iobj | Rel::OblAgent => memory::OBJECT,
            Rel::Conj => {
                word.head
                    .and_then(|first| self.words.word(first))
                    .map_or(memory::OTHER, |first| match first.rel {
                        Rel::Nsubj | Rel::NsubjPass => memory::SUBJECT,
                        _ => memory::OTHER,
                    })
            }
            _ => memory::OTHER,
        }
    }

    fn principals(&self, mention: &Mention) -> Vec<ActorIdx> {
        mention
            .parties
            .iter()
            .filter_map(|party| self.actors.find(&party.principal))
            .collect()
    }

    /// Whether only "and" or a comma, with an article, preposition or adjective, stands between the last mention and a
    /// word: "to the army and to the paramilitary RSF".
    fn is_joined_to_last(&self, start: usize) -> bool {
        let Some(last) = self.out.last() else {
            return false;
        };
        let between = last.words.end..start;
        !between.is_empty()
            && between.len() <= 4
            && between.clone().all(|at| {
                matches!(
                    self.words.lower(at),
                    "and" | "&" | "," | "the" | "its" | "their" | "between" | "or"
                ) || (at > last.words.end
                    && (self.words.upos(at) == Upos::Adj
                        || self
                            .noun_at(at)
                            .is_some_and(|(noun, _, _)| noun.role == NounRole::Rebels)))
                    || (matches!(self.words.lower(at), "to" | "with" | "by" | "for")
                        && self.words.lower(at - 1) == "and")
            })
            && between
                .clone()
                .any(|at| matches!(self.words.lower(at), "and" | "&" | ","))
    }

    /// Remembers which parties the sentence speaks of together.
    fn connect(&mut self, meant: &[Meant], before: &[ActorIdx], joined: bool) {
        let sentence = self.sentence.index;
        let principals: Vec<ActorIdx> = meant.iter().map(|one| one.principal).collect();
        self.memory.list(&principals, sentence, joined);
        for (at, one) in meant.iter().enumerate() {
            for other in &meant[at + 1..] {
                self.memory
                    .pair(one.principal, other.principal, sentence, memory::JOINED);
            }
            for &earlier in before.iter().filter(|_| joined) {
                self.memory
                    .pair(earlier, one.principal, sentence, memory::JOINED);
            }
        }
        let mut others: Vec<ActorIdx> = self
            .memory
            .current
            .iter()
            .filter_map(|&position| self.memory.get(position))
            .map(|known| known.principal)
            .collect();
        others.sort_unstable();
        others.dedup();
        for other in others {
            for one in meant {
                self.memory
                    .pair(other, one.principal, sentence, memory::TOGETHER);
            }
        }
    }

    /// Whether the unit could be a place.
    pub(super) fn is_place(&self, unit: &Unit) -> bool {
        match unit.sense {
            Sense::Seat | Sense::Place => true,
            Sense::Name => unit.candidates.first().is_some_and(|&(actor, _)| {
                matches!(self.actors.record(actor).kind, Kind::State | Kind::People)
            }),
            _ => false,
        }
    }
}
