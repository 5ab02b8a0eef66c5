//! Appositions and what goes with a name: "Israel's foreign minister, Shimon Peres", "Sharif's government".

use super::Form;
use super::names::Unit;
use super::people::{again, stranger};
use super::phrases::Chain;
use super::reader::{Meant, Reader};
use crate::language::Upos;
use crate::vocabulary::actors::{ActorIdx, Class, Kind, NounRole, Sense};

/// Most words before the name in "sent by President Clinton", "an aide to the late Mr Clinton".
const NAME_REACH: usize = 4;

/// How sure a person's country is that an apposition names.
pub(super) const APPOSED: f32 = 0.85;

/// How sure it is when the apposition leaves the country to the context.
const IN_FOCUS: f32 = 0.6;

impl<'a> Reader<'_, 'a, '_> {
    /// "Sharif's government", "the Clinton administration": the body stands for the country.
    pub(super) fn government_of(&mut self, start: usize, end: usize) -> usize {
        let next = if self.words.is_possessive(end) {
            end + 1
        } else {
            end
        };
        let Some(chain) = self.chain(next) else {
            return end;
        };
        let close = chain.noun.part == "government" || next > end;
        if !close
            || !matches!(
                chain.noun.role,
                NounRole::Body | NounRole::Agents | NounRole::Office | NounRole::Rebels
            )
            || chain.end > next + 3
        {
            return end;
        }
        if next == end
            && !matches!(
                chain.noun.singular.as_str(),
                "government" | "administration" | "cabinet" | "regime"
            )
        {
            return end;
        }
        let Some(owner) = self.out.pop() else {
            return end;
        };
        let Some(principal) = owner
            .parties
            .first()
            .and_then(|party| self.actors.find(&party.principal))
        else {
            self.out.push(owner);
            return end;
        };
        let Some(whole) = self.meant(&[(principal, 1.0)]) else {
            self.out.push(owner);
            return end;
        };
        if chain.noun.role == NounRole::Office
            && !chain.plural
            && let Some(person) = self.person_after(start, chain.end, Some(&whole), Some(&chain))
        {
            return person;
        }
        let mut meant = self.role_of(&whole, &chain);
        if chain.noun.role == NounRole::Office
            && meant.kind == Kind::Person
            && chain
                .noun
                .class
                .is_some_and(|class| class <= Class::HeadOfGovernment)
        {
            meant = whole;
        }
        self.push_with_head(
            start..chain.end,
            chain.head,
            Form::Description,
            &[meant],
            false,
            0.85,
        );
        chain.end
    }

    /// Extends a description over a name in apposition: "Israel's foreign minister, Shimon Peres,".
    pub(super) fn apposition(&mut self, start: usize, end: usize) -> usize {
        if self.words.lower(end) != "," {
            return end;
        }
        // "The Secretary of State, Mr. Dean Rusk".
        let mut at = end + 1;
        while let Some((noun, _, after)) = self.noun_at(at)
            && noun.role == NounRole::Title
            && self.words.is_capital(after)
        {
            at = after;
        }
        let titled = at > end + 1;
        let run = self.name_run(at);
        let surname = titled && run > at;
        if run < at + 2 && !surname && !self.memory.surnames.contains_key(self.words.folded(at)) {
            return end;
        }
        let closed = self.words.word(run).is_none_or(|word| {
            matches!(word.form.as_str(), "," | "." | ";" | ":" | "-" | "–" | "—")
        });
        let unit = self.names.at(self.words, at);
        let person = unit.as_ref().is_none_or(|unit| {
            matches!(unit.sense, Sense::FullName | Sense::Surname)
                || self.actors.given_name(self.words.folded(at)).is_some()
        });
        if !closed || !person {
            return end;
        }
        let Some(role) = self.out.last().cloned() else {
            return end;
        };
        if role.parties.len() != 1
            || role.parties[0].office.is_none()
                && role.parties[0].kind == crate::model::ActorKind::People
        {
            return end;
        }
        let Some(principal) = self.actors.find(&role.parties[0].principal) else {
            return end;
        };
        let sure = role.confidence > 0.7;
        let meant = if let Some(mut meant) = unit.and_then(|unit| {
            let mut candidates = unit.candidates.clone();
            let own = |actor: ActorIdx| self.actors.principal_of(actor, self.day) == principal;
            // A surname is shared by many: it must fit the office.
            let in_office = |actor: ActorIdx| self.actors.is_in_office(actor, self.day);
            let named = unit.sense == Sense::FullName;
            candidates.retain(|&(actor, _)| named || in_office(actor) && (own(actor) || !sure));
            for (actor, weight) in &mut candidates {
                if own(*actor) {
                    *weight += 3.0;
                }
            }
            candidates.sort_by(|one, other| other.1.total_cmp(&one.1));
            self.meant(&candidates)
        }) {
            // "Its director, Mr ElBaradei": whose director he is, his office says better than the pronoun.
            let owned = matches!(self.words.lower(start), "its" | "their" | "his" | "her");
            let person = self.actors.find(&meant.id);
            let in_office = person.is_some_and(|person| self.actors.is_in_office(person, self.day));
            if sure && !(owned && in_office) {
                meant.principal = principal;
            }
            meant
        } else {
            let name = self.text(at, run);
            let gender = self.actors.given_name(self.words.folded(at));
            let office = Some(role.parties[0].text.clone());
            stranger(name, principal, office, gender.unwrap_or(' '))
        };
        self.out.pop();
        self.introduce(at, run, &meant);
        self.push_with_head(
            start..run,
            role.head,
            Form::Person,
            &[meant],
            false,
            role.confidence.max(0.8),
        );
        run
    }

    /// The country in an apposition after a name, and how sure it is: "X, the Iraqi defence minister", "X, foreign
    /// minister of Gabon", "X, Sharif's deputy", "X, the foreign secretary" of the country in focus.
    pub(super) fn apposed_country(&mut self, end: usize) -> Option<(ActorIdx, f32)> {
        if self.words.lower(end) != "," {
            return None;
        }
        let mut next = end + 1;
        while matches!(
            self.words.lower(next),
            "the" | "a" | "an" | "former" | "then" | "his" | "her" | "their" | "its"
        ) {
            next += 1;
        }
        let serves = |chain: &Chain<'a>| {
            matches!(
                chain.noun.role,
                NounRole::Office | NounRole::Agents | NounRole::Rebels
            )
        };
        if let Some(unit) = self.names.at(self.words, next) {
            let possessive = self.words.is_possessive(unit.end);
            let person = matches!(unit.sense, Sense::Surname | Sense::FullName);
            if !(matches!(unit.sense, Sense::Name | Sense::Adjective | Sense::Seat)
                || person && possessive)
            {
                return None;
            }
            self.chain(unit.end + usize::from(possessive))
                .filter(|chain| serves(chain) || chain.noun.role == NounRole::Crowd)?;
            let owner = self
                .actors
                .principal_of(unit.candidates.first()?.0, self.day);
            return Some((owner, APPOSED));
        }
        if matches!(self.words.lower(next), "sent" | "dispatched")
            && self.words.lower(next + 1) == "by"
        {
            return self.owner_ahead(next + 2).map(|owner| (owner, APPOSED));
        }
        let chain = self.chain(next).filter(serves)?;
        if matches!(self.words.lower(chain.end), "to" | "of")
            && let Some(owner) = self.person_ahead(chain.end + 1)
        {
            return Some((owner, APPOSED));
        }
        if self.words.lower(chain.end) == "from" {
            return self
                .owner_ahead(chain.end + 1)
                .map(|owner| (owner, APPOSED));
        }
        if matches!(self.words.lower(chain.end), "of" | "for" | "to") {
            let article = usize::from(self.words.lower(chain.end + 1) == "the");
            let unit = self.names.at(self.words, chain.end + 1 + article)?;
            let owner = self
                .actors
                .principal_of(unit.candidates.first()?.0, self.day);
            return matches!(unit.sense, Sense::Name | Sense::Seat).then_some((owner, APPOSED));
        }
        let high = chain.noun.class.is_some_and(|class| class < Class::Other);
        let owner = self
            .focus()
            .filter(|_| high && !chain.plural && next > end + 1)?;
        Some((owner, IN_FOCUS))
    }

    /// Whom the first name within a few words speaks for: "sent by President Clinton", "a senator from Vermont".
    fn owner_ahead(&mut self, from: usize) -> Option<ActorIdx> {
        (from..from + NAME_REACH).find_map(|at| {
            let unit = self.names.at(self.words, at)?;
            let &(actor, _) = unit.candidates.first()?;
            Some(self.actors.principal_of(actor, self.day))
        })
    }

    /// Likewise, for a person: "an aide to President Clinton".
    fn person_ahead(&mut self, from: usize) -> Option<ActorIdx> {
        (from..from + NAME_REACH).find_map(|at| {
            let unit = self.names.at(self.words, at)?;
            let &(actor, _) = unit.candidates.first()?;
            matches!(unit.sense, Sense::FullName | Sense::Surname)
                .then(|| self.actors.principal_of(actor, self.day))
        })
    }

    /// A full name of nobody known, with the country in an apposition.
    pub(super) fn unknown_person(
        &mut self,
        start: usize,
        at: usize,
        end: usize,
        unit: Option<&Unit>,
    ) -> Option<usize> {
        if end < at + 2 || unit.is_some_and(|unit| unit.end > at + 1) {
            return None;
        }
        let given = self.actors.given_name(self.words.folded(at));
        let country = self.apposed_country(end);
        if country.is_none() {
            // "Jordan Smith", "Chad Brown": a given name before a surname is no country.
            let place_name = unit
                .is_some_and(|unit| matches!(unit.sense, Sense::Name | Sense::Place | Sense::Seat));
            return (given.is_some()
                && (place_name || unit.is_none())
                && matches!(self.words.upos(end - 1), Upos::Propn | Upos::Noun | Upos::X)
                && self.noun_at(at + 1).is_none())
            .then_some(end);
        }
        if unit.is_some_and(|unit| !matches!(unit.sense, Sense::Surname)) && given.is_none() {
            return None;
        }
        let (principal, sure) = country?;
        let meant = stranger(self.text(at, end), principal, None, given.unwrap_or(' '));
        self.introduce(at, end, &meant);
        self.push(start..end, Form::Person, &[meant], false, sure);
        Some(end)
    }

    /// The person just named, when an office stands in apposition: "Radovan Karadzic, the Bosnian Serb leader".
    pub(super) fn apposed_person(
        &self,
        start: usize,
        chain: &Chain<'a>,
        principal: ActorIdx,
    ) -> Option<Meant> {
        if chain.noun.role != NounRole::Office
            || chain.plural
            || start == 0
            || self.words.lower(start - 1) != ","
        {
            return None;
        }
        let last = self
            .out
            .last()
            .filter(|last| last.form == Form::Person && last.words.end + 1 == start)?;
        let id = &last.parties.first()?.id;
        let known = self
            .memory
            .all()
            .iter()
            .find(|known| known.party.id == *id && known.principal == principal)?;
        Some(again(known))
    }

    /// "Emeka Anyaoku, the association's Secretary-General": the apposition settles a country that was a guess.
    pub(super) fn settle_person(&mut self, start: usize, principal: ActorIdx) {
        let id = self.actors.id(principal);
        let name = self.actors.name_text(principal).to_owned();
        let comma = start
            .checked_sub(1)
            .is_some_and(|at| self.words.lower(at) == ",");
        let Some(last) = self.out.last_mut().filter(|last| {
            comma
                && last.form == Form::Person
                && last.confidence <= 0.6
                && last.words.end + 1 == start
        }) else {
            return;
        };
        last.confidence = 0.85;
        let mut person = None;
        for party in &mut last.parties {
            party.principal = id.clone();
            party.principal_name.clone_from(&name);
            person = Some(party.clone());
        }
        if let Some(party) = person {
            let position = self
                .memory
                .all()
                .iter()
                .position(|known| known.party.id == party.id);
            if let Some(known) = position.and_then(|position| self.memory.get_mut(position)) {
                known.principal = principal;
                known.party = party;
            }
        }
    }
}
