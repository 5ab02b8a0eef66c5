//! Descriptions: "the alliance", "the kingdom", "the North", and role nouns whose country the text gives.

use super::Form;
use super::memory::Known;
use super::people::again;
use super::phrases::Chain;
use super::reader::{Meant, Reader};
use crate::language::{Rel, Upos};
use crate::model::ActorId;
use crate::vocabulary::actors::{ActorIdx, Actors, Class, Kind, NounRole, Sense, fold};

/// Words of a noun phrase before its noun, at most.
const PHRASE: usize = 8;

impl<'a> Reader<'_, 'a, '_> {
    /// A description at `at`; its article, if any, at `start`.
    pub(super) fn description(&mut self, start: usize, at: usize) -> Option<usize> {
        if let Some(end) = self.former_or_latter(start, at) {
            return Some(end);
        }
        if let Some(end) = self.group(start, at) {
            return Some(end);
        }
        if let Some(end) = self.half_of_country(start, at) {
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

    /// "the North", "the southern army", where the text speaks of a divided country: the half of that name.
    fn half_of_country(&mut self, start: usize, at: usize) -> Option<usize> {
        let lower = self.words.lower(at);
        let half = match lower.strip_suffix("ern").unwrap_or(lower) {
            "north" => "North",
            "south" => "South",
            _ => return None,
        };
        let chain = if lower.ends_with("ern") {
            let chain = self.chain(at + 1)?;
            if !matches!(
                chain.noun.role,
                NounRole::Agents | NounRole::Body | NounRole::Office
            ) {
                return None;
            }
            Some(chain)
        } else if self.words.is_capital(at)
            && start < at
            && self.words.upos(at + 1) != Upos::Propn
            && !self.words.is_hyphen(at + 1)
        {
            None
        } else {
            return None;
        };
        let state = self.half_named(half, at)?;
        let meant = self.meant(&[(state, 1.0)])?;
        let Some(chain) = chain else {
            self.push(start..at + 1, Form::Description, &[meant], false, 0.85);
            return Some(at + 1);
        };
        let part = self.role_of(&meant, &chain);
        self.push_with_head(
            start..chain.end,
            chain.head,
            Form::Description,
            &[part],
            false,
            0.8,
        );
        Some(self.apposition(start, chain.end))
    }

    /// The state called "North X" where the text names a "South X", or the other way round.
    fn half_named(&mut self, half: &str, at: usize) -> Option<ActorIdx> {
        let whole = |actors: &'a Actors, actor: ActorIdx| {
            let name = actors.name_text(actor);
            name.strip_prefix("North ")
                .or_else(|| name.strip_prefix("South "))
        };
        let actors = self.actors;
        let known = self
            .memory
            .all()
            .iter()
            .rev()
            .find_map(|known| whole(actors, known.principal));
        let country = known.or_else(|| {
            (at + 1..self.words.len()).find_map(|next| {
                let unit = self.names.at(self.words, next)?;
                whole(actors, unit.candidates.first()?.0)
            })
        })?;
        self.actors
            .postings(&fold(&format!("{half} {country}")))
            .iter()
            .find(|posting| posting.sense == Sense::Name)
            .map(|posting| self.actors.actor(posting))
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
                "alliance" if modifiers.is_empty() => {
                    let nato = self.actors.by_id("NATO");
                    nato.filter(|&nato| self.actors.exists_on(nato, self.day))
                }
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
        let ranked = self.topics();
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
    pub(super) fn clause_subject(&self, at: usize) -> Option<ActorIdx> {
        let mut word = self.words.word(at)?;
        // "Proposed an embargo against the country".
        if word.rel == Rel::Nmod
            && let Some(noun) = word.head.and_then(|noun| self.words.word(noun))
            && noun.rel == Rel::Obj
            && self.preposition_of(at) != Some("of")
        {
            word = noun;
        }
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

    /// The preposition before a noun.
    fn preposition_of(&self, at: usize) -> Option<&str> {
        let words = &self.words.tree.words;
        (0..at)
            .rev()
            .take(PHRASE)
            .find(|&case| words[case].head == Some(at) && words[case].rel == Rel::Case)
            .map(|case| words[case].lower.as_str())
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

    /// The states that the text is about, first the one most so.
    fn topics(&self) -> Vec<ActorIdx> {
        self.memory.topics(self.sentence.index, |actor| {
            self.actors.record(actor).kind == Kind::State
        })
    }

    /// The state that a body or crowd without a country belongs to: what the text is about, but not the one that deals
    /// with it ("Oslo mediates between the government and the rebels").
    fn topic_but(&self, at: usize) -> Option<ActorIdx> {
        let topics = self.topics();
        let subject = self.clause_subject(at).filter(|&state| {
            topics.len() > 1 || self.memory.dateline.is_some_and(|home| home != state)
        });
        topics
            .into_iter()
            .find(|&state| Some(state) != subject)
            .or(self.memory.dateline)
    }

    /// The state where police and crowds without a country are: the dateline's if the text speaks of it.
    fn home(&self, at: usize) -> Option<ActorIdx> {
        self.memory
            .dateline
            .filter(|&state| {
                self.memory
                    .all()
                    .iter()
                    .any(|known| known.principal == state)
            })
            .or_else(|| self.topic_but(at))
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

    /// "The opposition accuses Scott Morrison": its own ruler.
    fn ruler_ahead(&mut self, chain: &Chain<'a>) -> Option<ActorIdx> {
        /// Words to the object: "marched against Prime Minister Y".
        const OBJECT: usize = 6;
        let own = chain.noun.part == "opposition" || chain.noun.singular == "settler";
        let verb = chain.end;
        if !own || self.words.upos(verb) != Upos::Verb {
            return None;
        }
        (verb + 1..=verb + OBJECT).find_map(|at| {
            let unit = self.names.at(self.words, at)?;
            let &(actor, _) = unit.candidates.first()?;
            matches!(unit.sense, Sense::FullName | Sense::Surname)
                .then(|| self.actors.principal_of(actor, self.day))
                .filter(|&state| self.actors.record(state).kind == Kind::State)
        })
    }

    /// Soldiers who rule are those of the place that the report comes from, unless that deals with them.
    fn ruled_from_here(&self, chain: &Chain<'a>) -> Option<ActorIdx> {
        let rulers = matches!(
            chain.noun.singular.as_str(),
            "junta" | "colonel" | "general" | "military" | "army"
        );
        let subject = self.clause_subject(chain.head);
        self.home(chain.head).filter(|&state| {
            rulers && Some(state) != subject && self.memory.dateline == Some(state)
        })
    }

    /// "Talks between the government and the FARC": where the armed group beside it is at home. An army may fight a group
    /// of another country.
    fn state_of_rebels(&mut self, start: usize, chain: &Chain<'a>) -> Option<ActorIdx> {
        if chain.noun.part != "government" || chain.noun.role != NounRole::Body {
            return None;
        }
        let group = if self.words.lower(chain.end) == "and" {
            let article = usize::from(self.words.lower(chain.end + 1) == "the");
            self.group_at(chain.end + 1 + article)?
        } else {
            let last = self.out.last().filter(|last| {
                last.words.end + 1 == start && self.words.lower(last.words.end) == "and"
            })?;
            self.actors.find(&last.parties.first()?.principal)?
        };
        self.actors
            .home_of(group)
            .filter(|&home| home != group && self.actors.record(group).kind == Kind::Group)
    }

    /// The group that a name or a noun such as "rebels" at a word means.
    fn group_at(&mut self, at: usize) -> Option<ActorIdx> {
        if let Some(unit) = self.names.at(self.words, at) {
            let &(actor, _) = unit.candidates.first()?;
            return Some(self.actors.principal_of(actor, self.day));
        }
        let (noun, _, _) = self.noun_at(at)?;
        let known = self.memory.best(self.sentence.index, |known| {
            self.actors.record(known.principal).kind == Kind::Group
        });
        (noun.role == NounRole::Rebels)
            .then(|| known.and_then(|position| self.memory.get(position)))
            .flatten()
            .map(|known| known.principal)
    }

    /// The state of the place where the clause goes on: "police raided a casino in Moscow".
    fn place_ahead(&mut self, from: usize) -> Option<ActorIdx> {
        for at in from..self.words.len().saturating_sub(1) {
            if matches!(self.words.lower(at), "," | ";" | "and" | "that" | "who") {
                return None;
            }
            if matches!(self.words.lower(at), "in" | "outside" | "near") {
                let unit = self.names.at(self.words, at + 1);
                if let Some(unit) = unit
                    .filter(|unit| matches!(unit.sense, Sense::Seat | Sense::Place | Sense::Name))
                {
                    let &(actor, _) = unit.candidates.first()?;
                    let state = self.actors.principal_of(actor, self.day);
                    return (self.actors.record(state).kind == Kind::State).then_some(state);
                }
            }
        }
        None
    }

    /// "The communist leader", "the Arab king": the state last spoken of that is so.
    fn so_described(&self, start: usize, chain: &Chain<'a>) -> Option<ActorIdx> {
        let words: Vec<&str> = (start..chain.head).map(|at| self.words.lower(at)).collect();
        self.topics()
            .into_iter()
            .find(|&state| words.iter().any(|word| self.actors.has_trait(state, word)))
    }

    /// The ids of the subjects of the verbs above a word: a description is none of them ("Khrushchev told the president").
    fn subjects_above(&self, at: usize) -> Vec<ActorId> {
        let verbs: Vec<usize> = self.words.tree.ancestors(at).collect();
        self.out
            .iter()
            .filter(|mention| {
                mention.parties.len() == 1
                    && self.words.word(mention.head).is_some_and(|subject| {
                        subject.rel == Rel::Nsubj
                            && subject.head.is_some_and(|verb| verbs.contains(&verb))
                    })
            })
            .map(|mention| mention.parties[0].id.clone())
            .collect()
    }

    /// The state of the place that a phrase before names: "In Bombay, police".
    fn place_before(&self) -> Option<ActorIdx> {
        let place = self.out.last().filter(|last| {
            last.place
                && last.parties.len() == 1
                && (last.words.start.saturating_sub(2)..last.words.start)
                    .any(|at| matches!(self.words.lower(at), "in" | "at" | "outside" | "near"))
        })?;
        self.actors.find(&place.parties[0].principal)
    }

    /// "The ousted president": who held the office before.
    fn is_ousted(&self, at: usize) -> bool {
        matches!(
            self.words.lower(at),
            "ousted" | "deposed" | "toppled" | "overthrown" | "former" | "fugitive"
        )
    }

    /// "The general", "the prime minister": one whose name stood with that title before.
    pub(super) fn bearer_of(&self, start: usize, chain: &Chain<'a>) -> Option<Meant> {
        let bare = self.words.lower(start) == "the"
            && self
                .noun_at(start + 1)
                .is_some_and(|(_, _, end)| end == chain.end);
        if !bare || chain.plural {
            return None;
        }
        let above = self.subjects_above(chain.head);
        let other = |known: &Known| !above.contains(&known.party.id);
        self.memory
            .bearer(&chain.noun.singular, self.sentence.index, other)
            .map(again)
    }

    /// "The Secretary of State", "the king": the state in focus that has an office of this name. Ministers are called by
    /// many names everywhere.
    fn so_titled(&self, chain: &Chain<'a>) -> Option<ActorIdx> {
        let title = match chain.noun.singular.as_str() {
            "premier" => "prime minister",
            "federal chancellor" => "chancellor",
            title => title,
        };
        let class = chain.noun.class.filter(|class| *class < Class::Other)?;
        if chain.plural || title.contains("minister") && title != "prime minister" {
            return None;
        }
        self.topics().into_iter().find(|&state| {
            let offices = self.actors.offices_on(state, class, self.day);
            offices
                .into_iter()
                .any(|name| name.eq_ignore_ascii_case(title))
        })
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
            if let Some(state) = self.so_described(start, chain) {
                let whole = self.meant(&[(state, 1.0)])?;
                return Some(self.role_of(&whole, chain));
            }
            let above = self.subjects_above(chain.head);
            let other =
                |known: &Known| known.kind == Kind::Person && !above.contains(&known.party.id);
            let definite = matches!(self.words.lower(start), "the" | "a" | "an") || start > 0;
            let class = chain.noun.class;
            let holder = self.memory.best(self.sentence.index, |known| {
                other(known)
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
        let crowd = matches!(
            chain.noun.part.as_str(),
            "police" | "protesters" | "opposition" | "people"
        );
        let ruled = chain.noun.part == "rebels"
            || chain.noun.role == NounRole::Body
            || matches!(
                chain.noun.singular.as_str(),
                "soldier" | "colonel" | "general" | "security force" | "authority"
            );
        let known = if crowd {
            let place = self
                .place_before()
                .filter(|_| chain.noun.singular != "settler");
            place
                .or_else(|| self.ruler_ahead(chain))
                .or_else(|| {
                    (chain.noun.singular != "settler")
                        .then(|| self.place_ahead(chain.end))
                        .flatten()
                })
                .or_else(|| self.home(chain.head))
        } else if ruled {
            self.place_before()
                .or_else(|| self.state_of_rebels(start, chain))
                .or_else(|| self.ruled_from_here(chain))
                .or_else(|| self.topic_but(chain.head))
        } else {
            self.so_titled(chain).or_else(|| self.focus())
        };
        let principal = match known {
            None if chain.noun.role != NounRole::Office => self.state_ahead(chain.end)?,
            known => known?,
        };
        let whole = self.meant(&[(principal, 1.0)])?;
        Some(self.role_of(&whole, chain))
    }
}
