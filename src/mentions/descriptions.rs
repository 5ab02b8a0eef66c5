//! Descriptions: "the alliance", "the two sides", "the kingdom", and role nouns whose country the text gives.

use super::Form;
use super::memory::Known;
use super::people::again;
use super::phrases::Chain;
use super::reader::{Meant, Reader};
use crate::language::{Rel, Upos};
use crate::vocabulary::actors::{ActorIdx, Class, Kind, NounRole, Sense};

impl<'a> Reader<'_, 'a, '_> {
    /// A description at `at`; its article, if any, at `start`.
    pub(super) fn description(&mut self, start: usize, at: usize) -> Option<usize> {
        if let Some(end) = self.former_or_latter(start, at) {
            return Some(end);
        }
        if let Some(end) = self.plural_description(start, at) {
            return Some(end);
        }
        let definite = start < at
            || matches!(
                self.words.lower(at.wrapping_sub(1)),
                "this" | "that" | "his" | "her" | "their" | "its"
            );
        if !definite {
            return None;
        }
        if matches!(self.words.lower(at), "north" | "south")
            && self.words.is_capital(at)
            && self.words.upos(at + 1) != Upos::Propn
            && !self.words.is_hyphen(at + 1)
        {
            return self.half_of_korea(start, at);
        }
        let chain = self.chain(at)?;
        if chain.plural {
            return None;
        }
        let actor = match chain.noun.role {
            NounRole::Organisation | NounRole::Group => self.described_organisation(at, &chain)?,
            NounRole::Country => self.described_country(at, &chain)?,
            _ => return None,
        };
        let preposition = self.words.lower(chain.end);
        if (matches!(preposition, "of" | "between")
            || (preposition == "for" && self.words.is_capital(chain.end + 1)))
            && self
                .words
                .word(chain.end + 1)
                .is_some_and(|next| next.xpos != "VBG")
            && chain.noun.role != NounRole::Country
        {
            return None;
        }
        let meant = self.meant(&[(actor, 1.0)])?;
        if self.words.is_possessive(chain.end) {
            let role = self.chain(chain.end + 1);
            if let Some(end) = role.and_then(|role| self.role_phrase(start, &role, &meant, true)) {
                return Some(end);
            }
        }
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

    fn half_of_korea(&mut self, start: usize, at: usize) -> Option<usize> {
        let (id, other) = if self.words.lower(at) == "north" {
            ("PRK", "KOR")
        } else {
            ("KOR", "PRK")
        };
        let (actor, other) = (self.actors.by_id(id)?, self.actors.by_id(other)?);
        let known = |actor: ActorIdx| {
            self.memory
                .all()
                .iter()
                .any(|known| known.principal == actor)
        };
        let ahead = |reader: &mut Self| {
            (at + 1..reader.words.len()).any(|next| {
                reader.names.at(reader.words, next).is_some_and(|unit| {
                    unit.candidates
                        .first()
                        .is_some_and(|&(named, _)| named == actor || named == other)
                })
            })
        };
        if !known(actor) && !known(other) && !ahead(self) {
            return None;
        }
        let meant = self.meant(&[(actor, 1.0)])?;
        self.push(start..at + 1, Form::Description, &[meant], false, 0.85);
        Some(at + 1)
    }

    /// The organisation or group in focus that the noun can describe.
    fn described_organisation(&self, at: usize, chain: &Chain<'a>) -> Option<ActorIdx> {
        let wanted = self.actors.noun_trait(chain.noun);
        // A leader stands for the movement that he leads.
        let ranked = self.memory.ranked(self.sentence.index, |known| {
            matches!(known.kind, Kind::Organisation | Kind::Group)
                || (known.kind == Kind::Person
                    && self.actors.record(known.principal).kind == Kind::Group)
        });
        let actor_of = |position: usize| {
            self.memory.get(position).and_then(|known| {
                if known.kind == Kind::Person {
                    Some(known.principal)
                } else {
                    self.actors.find(&known.party.id)
                }
            })
        };
        // A modifier that is a trait ("the Islamic movement") must fit as well.
        let modifiers: Vec<&str> = (at..chain.head)
            .map(|word| self.words.lower(word))
            .collect();
        let fits = |actor: ActorIdx| {
            wanted.is_none_or(|wanted| {
                self.actors.has_trait(actor, wanted)
                    || (matches!(wanted, "group" | "movement")
                        && self.actors.record(actor).kind == Kind::Group)
            })
        };
        let best = ranked
            .iter()
            .filter_map(|&position| actor_of(position))
            .filter(|&actor| fits(actor))
            .max_by_key(|&actor| {
                modifiers
                    .iter()
                    .filter(|word| self.actors.has_trait(actor, word))
                    .count()
            });
        let first = ranked
            .iter()
            .filter_map(|&position| actor_of(position))
            .find(|&actor| fits(actor));
        let chosen = match (best, first) {
            (Some(best), Some(first))
                if modifiers
                    .iter()
                    .any(|word| self.actors.has_trait(best, word)) =>
            {
                Some(
                    if modifiers
                        .iter()
                        .any(|word| self.actors.has_trait(first, word))
                    {
                        first
                    } else {
                        best
                    },
                )
            }
            (_, first) => first,
        };
        chosen.or_else(|| {
            // "the alliance" with nobody named is NATO, "the bloc" is the European Union.
            match chain.noun.singular.as_str() {
                "alliance" if modifiers.is_empty() => self.actors.by_id("NATO"),
                "bloc" if modifiers.is_empty() => self.actors.by_id("EU"),
                "council" if self.words.is_capital(chain.head) => self.actors.by_id("UN"),
                _ => None,
            }
        })
    }

    /// The state in focus that the noun can describe.
    fn described_country(&self, at: usize, chain: &Chain<'a>) -> Option<ActorIdx> {
        if !matches!(
            chain.noun.singular.as_str(),
            "country"
                | "kingdom"
                | "emirate"
                | "sultanate"
                | "republic"
                | "nation"
                | "island"
                | "monarchy"
                | "superpower"
                | "state"
                | "peninsula"
                | "capital"
        ) {
            return None;
        }
        let wanted = self.actors.noun_trait(chain.noun);
        let modifiers: Vec<&str> = (at..chain.head)
            .map(|word| self.words.lower(word))
            .filter(|word| !word.is_empty())
            .collect();
        let listed = |actor: ActorIdx| {
            modifiers
                .iter()
                .any(|word| self.actors.has_trait(actor, word))
        };
        let ranked: Vec<ActorIdx> = self
            .memory
            .ranked(self.sentence.index, |known| {
                self.actors.record(known.principal).kind == Kind::State
            })
            .into_iter()
            .filter_map(|position| self.memory.get(position).map(|known| known.principal))
            .collect();
        if chain.noun.singular == "state" && modifiers.is_empty() {
            return None;
        }
        // "visits the country", "troops in the country": not the subject's own.
        let subject = self
            .clause_subject(chain.head)
            .filter(|_| chain.noun.singular != "capital");
        let ranked: Vec<ActorIdx> = if ranked.len() > 1 {
            ranked
                .into_iter()
                .filter(|&actor| Some(actor) != subject)
                .collect()
        } else {
            ranked
        };
        ranked
            .iter()
            .copied()
            .find(|&actor| listed(actor))
            .or_else(|| {
                ranked.iter().copied().find(|&actor| {
                    wanted.is_none_or(|wanted| {
                        wanted == "republic" || self.actors.has_trait(actor, wanted)
                    })
                })
            })
    }

    /// The principal of the subject of the clause in which a word is an object or adjunct.
    fn clause_subject(&self, at: usize) -> Option<ActorIdx> {
        let word = self.words.word(at)?;
        if !matches!(word.rel, Rel::Obj | Rel::Obl) {
            return None;
        }
        let verb = word.head?;
        // "Asked the troops to leave the country": who is asked leaves.
        let asked = self.words.word(verb).filter(|word| word.rel == Rel::Xcomp);
        if let Some(asked) = asked
            && let Some(object) = self.out.iter().rev().find(|mention| {
                self.words.word(mention.head).is_some_and(|word| {
                    matches!(word.rel, Rel::Obj | Rel::Iobj) && word.head == asked.head
                })
            })
        {
            return self.actors.find(&object.parties.first()?.principal);
        }
        self.out
            .iter()
            .filter(|mention| {
                self.words.word(mention.head).is_some_and(|subject| {
                    matches!(subject.rel, Rel::Nsubj)
                        && (subject.head == Some(verb)
                            || self
                                .words
                                .tree
                                .ancestors(verb)
                                .take(2)
                                .any(|above| subject.head == Some(above) || above == mention.head))
                })
            })
            .find_map(|mention| mention.parties.first())
            .and_then(|party| self.actors.find(&party.principal))
    }

    /// "the two sides", "both countries", "the three leaders", "each other".
    fn plural_description(&mut self, start: usize, at: usize) -> Option<usize> {
        let lower = self.words.lower(at);
        if lower == "each" && self.words.lower(at + 1) == "other"
            || lower == "one" && self.words.lower(at + 1) == "another"
        {
            let meant = self.several(2, false);
            if meant.len() < 2 {
                return None;
            }
            self.push(at..at + 2, Form::Description, &meant, false, 0.75);
            return Some(at + 2);
        }
        let (number, next) = match lower {
            "both" | "two" => (2, at + 1),
            "three" => (3, at + 1),
            "four" => (4, at + 1),
            _ if start < at => (0, at),
            _ => return None,
        };
        let definite = start < at
            || lower == "both"
            || matches!(
                self.words.lower(start.wrapping_sub(1)),
                "these" | "those" | "its" | "their"
            );
        if !definite {
            return None;
        }
        let chain = self.chain(if self.words.lower(next) == "the" {
            next + 1
        } else {
            next
        })?;
        if !chain.plural {
            return None;
        }
        let number = match chain.noun.role {
            NounRole::Pair => number.max(2),
            NounRole::Country
                if matches!(
                    chain.noun.singular.as_str(),
                    "neighbour" | "neighbor" | "superpower"
                ) =>
            {
                2
            }
            NounRole::Country | NounRole::Office | NounRole::Body | NounRole::Agents
                if number > 0 =>
            {
                number
            }
            // "The two men": they stand for their countries.
            NounRole::Crowd
                if number > 0 && matches!(chain.noun.singular.as_str(), "man" | "woman") =>
            {
                number
            }
            _ => return None,
        };
        let states = chain.noun.role == NounRole::Country
            || chain.noun.role == NounRole::Office
            || chain.noun.part == "government";
        let meant = self.several(number, states);
        if meant.len() < 2 {
            return None;
        }
        self.push_with_head(
            start..chain.end,
            chain.head,
            Form::Description,
            &meant,
            false,
            0.75,
        );
        Some(chain.end)
    }

    /// The principals that are spoken of together, those of the closest pair first.
    fn several(&self, number: usize, states: bool) -> Vec<Meant> {
        let sentence = self.sentence.index;
        let fits = |actor: ActorIdx| {
            let kind = self.actors.record(actor).kind;
            kind == Kind::State || (!states && matches!(kind, Kind::Organisation | Kind::Group))
        };
        let mut principals: Vec<ActorIdx> = Vec::new();
        if let Some((one, other)) = self.memory.closest(sentence, fits) {
            principals.extend([one, other]);
        }
        let ranked = self
            .memory
            .ranked(sentence, |known: &Known| fits(known.principal));
        let mut rest: Vec<ActorIdx> = ranked
            .into_iter()
            .filter_map(|position| self.memory.get(position))
            .map(|known| known.principal)
            .collect();
        while principals.len() < number {
            rest.retain(|actor| !principals.contains(actor));
            let closeness = |actor: ActorIdx| -> f32 {
                principals
                    .iter()
                    .map(|&known| self.memory.closeness(known, actor, sentence))
                    .sum()
            };
            let Some(next) = rest
                .iter()
                .copied()
                .enumerate()
                .max_by(|(place, one), (other_place, other)| {
                    closeness(*one)
                        .total_cmp(&closeness(*other))
                        .then(other_place.cmp(place))
                })
                .map(|(_, actor)| actor)
            else {
                break;
            };
            principals.push(next);
        }
        principals.truncate(number);
        principals
            .into_iter()
            .filter_map(|principal| self.meant(&[(principal, 1.0)]))
            .collect()
    }

    /// The state most in focus, else the dateline's.
    pub(super) fn focus(&self) -> Option<ActorIdx> {
        self.memory
            .best(self.sentence.index, |known| {
                self.actors.record(known.principal).kind == Kind::State
            })
            .and_then(|position| self.memory.get(position))
            .map(|known| known.principal)
            .or(self.memory.dateline)
    }

    /// The state where police, crowds and rulers without a country are: the dateline's if the text speaks of it.
    fn home(&self) -> Option<ActorIdx> {
        self.memory
            .dateline
            .filter(|&state| {
                self.memory
                    .all()
                    .iter()
                    .any(|known| known.principal == state)
            })
            .or_else(|| self.focus())
    }

    /// Troops that are sent or ordered belong to the sentence's subject: "NATO will send 5,000 peacekeepers".
    pub(super) fn sender(&self, start: usize, chain: &Chain<'a>) -> Option<Meant> {
        if chain.noun.part != "military" || !chain.plural || self.words.lower(start) == "the" {
            return None;
        }
        let head = self.words.word(chain.head)?;
        if matches!(head.rel, Rel::Nsubj | Rel::NsubjPass | Rel::Root) {
            return None;
        }
        let subject = self.out.iter().find(|mention| {
            mention.parties.len() == 1
                && self
                    .words
                    .word(mention.head)
                    .is_some_and(|word| matches!(word.rel, Rel::Nsubj))
        })?;
        let principal = self.actors.find(&subject.parties[0].principal)?;
        let whole = self.meant(&[(principal, 1.0)])?;
        Some(self.role_of(&whole, chain))
    }

    /// The first state that the rest of the sentence names, for a text that opens with "Soldiers" or "Gunmen".
    fn state_ahead(&mut self, from: usize) -> Option<ActorIdx> {
        (from..self.words.len()).find_map(|at| {
            let unit = self.names.at(self.words, at)?;
            let &(actor, _) = unit.candidates.first()?;
            let principal = self.actors.principal_of(actor, self.day);
            (matches!(
                unit.sense,
                Sense::Name | Sense::Adjective | Sense::Seat | Sense::Place | Sense::FullName
            ) && self.actors.record(principal).kind == Kind::State)
                .then_some(principal)
        })
    }

    /// "The ousted president": who held the office before.
    fn is_ousted(&self, at: usize) -> bool {
        matches!(
            self.words.lower(at),
            "ousted" | "deposed" | "toppled" | "overthrown" | "former" | "fugitive"
        )
    }

    /// Whom a role noun without country means.
    pub(super) fn by_context(&mut self, start: usize, chain: &Chain<'a>) -> Option<Meant> {
        if chain.noun.role == NounRole::Office && !chain.plural {
            // There is one pope.
            if chain.noun.part == "holy-see" {
                let see = self.actors.by_id("VAT")?;
                let pope = self.actors.holder(see, chain.noun.class?, self.day);
                return self.meant(&[(pope.unwrap_or(see), 1.0)]);
            }
            if (start..chain.head).any(|at| self.is_ousted(at)) {
                let state = self.focus()?;
                let before = self
                    .actors
                    .holder_before(state, chain.noun.class?, self.day?)?;
                return self.meant(&[(before, 1.0)]);
            }
            let definite = matches!(self.words.lower(start), "the" | "a" | "an") || start > 0;
            let class = chain.noun.class;
            let holder = self.memory.best(self.sentence.index, |known| {
                known.kind == Kind::Person
                    && self
                        .actors
                        .find(&known.party.id)
                        .and_then(|actor| self.actors.role_on(actor, self.day))
                        .is_some_and(|role| {
                            Some(role.class) == class
                                || (chain.noun.singular == "leader"
                                    && role.class <= Class::HeadOfGovernment)
                        })
            });
            if let Some(known) = holder
                .and_then(|position| self.memory.get(position))
                .filter(|_| definite && class != Some(Class::Other))
            {
                return Some(again(known));
            }
        }
        let last = chain.noun.singular.rsplit(' ').next().unwrap_or_default();
        let described = self
            .memory
            .described
            .get(&chain.noun.singular)
            .or_else(|| self.memory.described.get(last));
        if let Some(known) = described.and_then(|&position| self.memory.get(position))
            && (chain.noun.role != NounRole::Office || chain.plural)
        {
            let mut meant = again(known);
            meant.plural = chain.plural;
            return Some(meant);
        }
        if chain.noun.part == "rebels" {
            // A leader stands for the movement that he leads.
            let group = self.memory.best(self.sentence.index, |known| {
                self.actors.record(known.principal).kind == Kind::Group
            });
            if let Some(known) = group.and_then(|position| self.memory.get(position)) {
                return self.meant(&[(known.principal, 1.0)]);
            }
        }
        let local = matches!(
            chain.noun.part.as_str(),
            "police" | "protesters" | "opposition" | "people" | "rebels"
        ) || matches!(
            chain.noun.singular.as_str(),
            "junta"
                | "army"
                | "military"
                | "soldier"
                | "colonel"
                | "general"
                | "regime"
                | "security force"
                | "authority"
        );
        let known = if local { self.home() } else { self.focus() };
        let principal = match known {
            None if chain.noun.role != NounRole::Office => self.state_ahead(chain.end)?,
            known => known?,
        };
        let whole = self.meant(&[(principal, 1.0)])?;
        Some(self.role_of(&whole, chain))
    }
}
