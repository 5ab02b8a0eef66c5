//! Roles of a known country: "Russian officials", "Israel's foreign minister", "his counterpart", "its soldiers".

use super::Form;
use super::people::again;
use super::phrases::Chain;
use super::reader::{Meant, Reader};
use crate::language::Upos;
use crate::model::{ActorId, ActorKind};
use crate::vocabulary::actors::{ActorIdx, Class, Kind, Noun, NounRole, Sense};

impl<'a> Reader<'_, 'a, '_> {
    /// A country with a role noun: "Russian officials", "Israel's foreign minister", "Iraqi rebels".
    pub(super) fn role_phrase(
        &mut self,
        start: usize,
        chain: &Chain<'a>,
        whole: &Meant,
        possessive: bool,
    ) -> Option<usize> {
        match chain.noun.role {
            NounRole::Arms
            | NounRole::Group
            | NounRole::Thing
            | NounRole::Place
            | NounRole::Hazard => return None,
            NounRole::Country => {
                if chain.noun.singular == "capital" && !possessive && !chain.plural {
                    self.push(
                        start..chain.end,
                        Form::Description,
                        std::slice::from_ref(whole),
                        true,
                        0.8,
                    );
                    return Some(chain.end);
                }
                return self.described_within(start, chain, whole, possessive);
            }
            NounRole::Organisation => {
                let described = self.actors.noun_trait(chain.noun)?;
                let actor = self.actors.find(&whole.id)?;
                if possessive || !self.actors.has_trait(actor, described) {
                    return None;
                }
                self.push(
                    start..chain.end,
                    Form::Name,
                    std::slice::from_ref(whole),
                    false,
                    0.9,
                );
                return Some(chain.end);
            }
            NounRole::Pair if chain.plural || chain.noun.singular != "side" => return None,
            _ => {}
        }
        if matches!(
            chain.noun.role,
            NounRole::Office | NounRole::Title | NounRole::Agents
        ) && !chain.plural
        {
            if let Some(end) = self.person_after(start, chain.end, Some(whole), Some(chain)) {
                return Some(end);
            }
            if chain.noun.role == NounRole::Title {
                return None;
            }
        }
        let meant = self
            .apposed_person(start, chain, whole.principal)
            .or_else(|| self.counterpart(chain, Some(whole.principal)))
            .unwrap_or_else(|| self.role_of(whole, chain));
        self.push_with_head(
            start..chain.end,
            chain.head,
            Form::Description,
            &[meant],
            false,
            0.9,
        );
        self.remember_role(chain);
        Some(self.apposition(start, chain.end))
    }

    /// "the NATO ally", "the African kingdom": the state in focus that is a member or lies there.
    fn described_within(
        &mut self,
        start: usize,
        chain: &Chain<'a>,
        whole: &Meant,
        possessive: bool,
    ) -> Option<usize> {
        // "The North African kingdom": a word may stand before the region.
        let definite = (start.saturating_sub(1)..=start)
            .rev()
            .find(|&at| self.words.lower(at) == "the" || at + 1 == start)
            .is_some_and(|at| {
                self.words.lower(at) == "the"
                    || (at > 0
                        && self.words.lower(at - 1) == "the"
                        && (self.words.is_capital(at) || self.words.lower(at) == "former"))
            });
        let former = start > 0 && self.words.lower(start - 1) == "former";
        if possessive || chain.plural || !definite {
            return None;
        }
        let within = self.actors.find(&whole.id)?;
        let region = self.words.lower(chain.head.checked_sub(1)?);
        let wanted = self
            .actors
            .noun_trait(chain.noun)
            .filter(|wanted| *wanted != "republic");
        let members = self.actors.members(within, self.day);
        let fits = |state: ActorIdx| {
            let inside = match self.actors.record(within).kind {
                Kind::Organisation => members.contains(&state),
                Kind::People => self.actors.has_trait(state, region),
                // "The former Yugoslav republic", "the former Soviet republic".
                Kind::State if former => {
                    self.actors.has_trait(state, region)
                        || (region == "soviet" && self.actors.has_trait(state, "ussr"))
                }
                _ => false,
            };
            inside && wanted.is_none_or(|wanted| self.actors.has_trait(state, wanted))
        };
        let state = self
            .memory
            .ranked(self.sentence.index, |known| fits(known.principal))
            .into_iter()
            .filter_map(|position| self.memory.get(position))
            .map(|known| known.principal)
            .next()?;
        let meant = self.meant(&[(state, 1.0)])?;
        self.push_with_head(
            start..chain.end,
            chain.head,
            Form::Description,
            &[meant],
            false,
            0.7,
        );
        Some(chain.end)
    }

    /// "his rival" within a country: the other person of the same principal that the text named last.
    fn rival_of(&self, owner: &Meant, chain: &Chain<'a>) -> Option<Meant> {
        if chain.noun.role != NounRole::Pair || owner.kind != Kind::Person {
            return None;
        }
        let rival = self.memory.best(self.sentence.index, |known| {
            known.kind == Kind::Person
                && known.principal == owner.principal
                && known.party.id != owner.id
        })?;
        self.memory.get(rival).map(again)
    }

    /// The state or body most in focus but one.
    fn other_than(&self, but: ActorIdx) -> Option<ActorIdx> {
        self.memory
            .best(self.sentence.index, |known| {
                known.principal != but
                    && known.weight > super::memory::PLACE
                    && matches!(
                        self.actors.record(known.principal).kind,
                        Kind::State | Kind::Group | Kind::Organisation
                    )
            })
            .and_then(|position| self.memory.get(position))
            .map(|known| known.principal)
    }

    /// Remembers a role noun that came with its country, for when it comes without.
    pub(super) fn remember_role(&mut self, chain: &Chain<'a>) {
        let Some(party) = self.out.last().and_then(|last| last.parties.first()) else {
            return;
        };
        let id = party.id.clone();
        let Some(position) = self
            .memory
            .all()
            .iter()
            .position(|known| known.party.id == id)
        else {
            return;
        };
        let last = chain.noun.singular.rsplit(' ').next().unwrap_or_default();
        for key in [chain.noun.singular.as_str(), last] {
            self.memory.described.insert(key.to_owned(), position);
        }
        self.entitle(chain);
    }

    /// Remembers by which title the person just named may be called again: "the general" after "General Clay".
    pub(super) fn entitle(&mut self, chain: &Chain<'a>) {
        let person = self
            .out
            .last()
            .and_then(|last| last.parties.first())
            .filter(|party| party.kind == ActorKind::Person)
            .map(|party| party.id.clone());
        let position = person.and_then(|id| {
            let mut known = self.memory.all().iter();
            known.position(|known| known.party.id == id)
        });
        let Some(position) = position else { return };
        self.memory.entitle(&chain.noun.singular, position);
        // "The minister" after "Foreign Minister Molotov", but no general after a secretary-general.
        let last = chain.noun.singular.rsplit(' ').next().unwrap_or_default();
        let vague = self.actors.noun(last);
        if vague.is_some_and(|(noun, _)| noun.class == Some(Class::Other)) {
            self.memory.entitle(last, position);
        }
    }

    /// "his Iraqi counterpart": the same office as that of the person before, for another country.
    pub(super) fn counterpart(
        &self,
        chain: &Chain<'a>,
        principal: Option<ActorIdx>,
    ) -> Option<Meant> {
        if chain.noun.singular != "counterpart" {
            return None;
        }
        let principal = principal?;
        let person = self
            .memory
            .best(self.sentence.index, |known| {
                known.kind == Kind::Person && known.principal != principal
            })
            .and_then(|position| self.memory.get(position))
            .and_then(|known| self.actors.find(&known.party.id))?;
        let class = self.actors.role_on(person, self.day)?.class;
        let holder = self.actors.holder(principal, class, self.day)?;
        self.meant(&[(holder, 1.0)])
    }

    /// A role of a known country: the office-holder on the date where the data have one, else a part of the state.
    pub(super) fn role_of(&self, whole: &Meant, chain: &Chain<'a>) -> Meant {
        let principal = self.actors.record(whole.principal);
        if chain.noun.role == NounRole::Office
            && !chain.plural
            && whole.id == self.actors.id(whole.principal)
            && let Some(person) = self.holder(whole.principal, chain.noun)
            && let Some(meant) = self.meant(&[(person, 1.0)])
        {
            return Meant {
                principal: whole.principal,
                ..meant
            };
        }
        let part = match chain.noun.part.as_str() {
            "" => chain.part.map_or("", |noun| noun.part.as_str()),
            own if matches!(chain.noun.role, NounRole::Office | NounRole::Agents) => chain
                .part
                .map(|noun| noun.part.as_str())
                .filter(|part| !part.is_empty())
                .unwrap_or(own),
            own => own,
        };
        if whole.kind == Kind::People && whole.id != self.actors.id(whole.principal) {
            return Meant {
                office: None,
                gender: ' ',
                plural: chain.plural,
                animate: matches!(chain.noun.role, NounRole::Office | NounRole::Agents)
                    && !chain.plural,
                ..whole.clone()
            };
        }
        if principal.kind != Kind::State || part.is_empty() || part == "government" {
            return Meant {
                id: self.actors.id(whole.principal),
                name: self.actors.name_text(whole.principal).to_owned(),
                kind: principal.kind,
                office: None,
                gender: ' ',
                plural: chain.plural
                    || (chain.noun.singular == chain.noun.plural
                        && chain.noun.role != NounRole::Body),
                animate: matches!(chain.noun.role, NounRole::Office | NounRole::Agents)
                    && !chain.plural,
                principal: whole.principal,
                alternatives: whole.alternatives.clone(),
            };
        }
        let kind = match chain.noun.role {
            NounRole::Crowd => Kind::People,
            NounRole::Rebels => Kind::Group,
            _ => Kind::Institution,
        };
        Meant {
            id: ActorId::new(format!(
                "{}-{}",
                self.actors.id_text(whole.principal),
                part.to_uppercase()
            )),
            name: format!(
                "{} ({})",
                self.actors.name_text(whole.principal),
                part.replace('-', " ")
            ),
            kind,
            principal: whole.principal,
            office: None,
            gender: ' ',
            plural: chain.plural || chain.noun.part == "police",
            animate: matches!(chain.noun.role, NounRole::Office | NounRole::Agents)
                && !chain.plural,
            alternatives: whole.alternatives.clone(),
        }
    }

    /// The holder of an office by its class on the day.
    pub(super) fn holder(&self, principal: ActorIdx, noun: &Noun) -> Option<ActorIdx> {
        let class = noun.class?;
        if matches!(
            class,
            Class::Other
                | Class::Spokesperson
                | Class::Envoy
                | Class::GroupLeader
                | Class::MilitaryChief
        ) {
            return None;
        }
        let class = if matches!(noun.singular.as_str(), "leader" | "ruler" | "strongman")
            && (self.actors.has_trait(principal, "kingdom")
                || self
                    .actors
                    .holder(principal, Class::HeadOfState, self.day)
                    .is_none())
            && !self.actors.has_trait(principal, "gulf")
        {
            Class::HeadOfGovernment
        } else {
            class
        };
        self.actors.holder(principal, class, self.day)
    }

    /// "his government", "its soldiers", "his country", "its giant neighbour": after a pronoun whose owner is known.
    pub(super) fn owned_phrase(&mut self, start: usize, at: usize, owner: &Meant) -> Option<usize> {
        if let Some(unit) = self.names.at(self.words, at) {
            // "his Iraqi counterpart": the country is another one.
            if unit.sense == Sense::Adjective
                && self
                    .chain(unit.end)
                    .is_some_and(|chain| chain.noun.role == NounRole::Office)
            {
                return self.country_phrase(start, at, &unit);
            }
            return None;
        }
        let chain = self.chain(at)?;
        if (at..chain.head).any(|position| {
            self.words.is_capital(position)
                && self.words.upos(position) == Upos::Propn
                && self.noun_at(position).is_none()
        }) {
            return None;
        }
        let whole = self.meant(&[(owner.principal, 1.0)])?;
        let other = matches!(
            chain.noun.singular.as_str(),
            "neighbour"
                | "neighbor"
                | "rival"
                | "foe"
                | "enemy"
                | "host"
                | "guest"
                | "opponent"
                | "visitor"
                | "counterpart"
                | "adversary"
                | "ally"
                | "partner"
        );
        let meant = if other {
            if chain.plural
                && let Some(end) = self.partners_of(start, at, &chain, owner.principal)
            {
                return Some(end);
            }
            // "Its neighbours" may be many; "his hosts" are one government.
            let many = matches!(
                chain.noun.singular.as_str(),
                "neighbour" | "neighbor" | "ally" | "partner" | "opponent" | "visitor"
            );
            if chain.plural && many {
                return None;
            }
            if let Some(rival) = self.rival_of(owner, &chain) {
                self.push_with_head(
                    start..chain.end,
                    chain.head,
                    Form::Description,
                    &[rival],
                    false,
                    0.6,
                );
                return Some(chain.end);
            }
            let host = self
                .memory
                .dateline
                .filter(|&state| chain.noun.singular == "host" && state != owner.principal);
            let partner = host
                .or_else(|| {
                    self.memory
                        .partner(owner.principal, self.sentence.index, |actor| {
                            matches!(
                                self.actors.record(actor).kind,
                                Kind::State | Kind::Group | Kind::Organisation
                            )
                        })
                })
                .or_else(|| self.other_than(owner.principal))?;
            self.counterpart(&chain, Some(partner))
                .or_else(|| self.meant(&[(partner, 1.0)]))?
        } else {
            match chain.noun.role {
                NounRole::Country
                    if matches!(
                        chain.noun.singular.as_str(),
                        "country" | "nation" | "republic" | "kingdom"
                    ) && !chain.plural =>
                {
                    whole
                }
                NounRole::Body | NounRole::Agents | NounRole::Rebels => {
                    self.role_of(&whole, &chain)
                }
                NounRole::Office => {
                    if !chain.plural
                        && let Some(end) =
                            self.person_after(start, chain.end, Some(&whole), Some(&chain))
                    {
                        return Some(end);
                    }
                    self.role_of(&whole, &chain)
                }
                NounRole::Crowd if chain.noun.part == "people" => self.role_of(&whole, &chain),
                _ => return None,
            }
        };
        self.push_with_head(
            start..chain.end,
            chain.head,
            Form::Description,
            &[meant],
            false,
            0.75,
        );
        Some(self.apposition(start, chain.end))
    }
}
