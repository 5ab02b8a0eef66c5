//! Several actors by one phrase: "the two sides", "both", "each minister", "each other", "its two neighbours".

use super::Form;
use super::memory::Known;
use super::phrases::Chain;
use super::reader::{Meant, Reader};
use crate::language::{Rel, Upos};
use crate::vocabulary::actors::{ActorIdx, Kind, NounRole};

/// How sure a group is.
const SURE: f32 = 0.75;

/// A number word, up to the largest that still picks actors out of a text.
fn number(word: &str) -> Option<usize> {
    match word {
        "both" | "two" | "pair" | "duo" => Some(2),
        "three" | "trio" => Some(3),
        "four" => Some(4),
        _ => None,
    }
}

impl<'a> Reader<'_, 'a, '_> {
    /// A phrase at `at` that means several; its article, if any, at `start`.
    pub(super) fn group(&mut self, start: usize, at: usize) -> Option<usize> {
        let lower = self.words.lower(at);
        if lower == "each" && self.words.lower(at + 1) == "other"
            || lower == "one" && self.words.lower(at + 1) == "another"
        {
            let meant = self.several(2, false, None);
            return self.push_group(at..at + 2, at, &meant);
        }
        if lower == "other" && start < at {
            return self.the_other(start, at);
        }
        if matches!(lower, "each" | "either" | "neither") {
            let chain = self.chain(at + 1).filter(|chain| {
                !chain.plural
                    && matches!(
                        chain.noun.role,
                        NounRole::Pair | NounRole::Office | NounRole::Body | NounRole::Country
                    )
            })?;
            return self.members_of(start, &chain, 2);
        }
        let all = lower == "all";
        let counted = number(self.words.lower(if all { at + 1 } else { at }));
        let mut next = at + usize::from(all) + usize::from(counted.is_some());
        if let Some(number) = counted.filter(|_| !all && self.is_alone(start, at)) {
            let meant = self.several(number, number > 2, self.clause_subject(at));
            if meant.len() < number {
                return None;
            }
            return self.push_group(start..at + 1, at, &meant);
        }
        if counted.is_none() && start == at && !all {
            return None;
        }
        let definite = start < at
            || all
            || lower == "both"
            || matches!(
                self.words.lower(start.wrapping_sub(1)),
                "these" | "those" | "its" | "their"
            );
        if !definite {
            return None;
        }
        if self.words.lower(next) == "the" {
            next += 1;
        }
        let chain = self.chain(next).filter(|chain| chain.plural)?;
        let number = counted.unwrap_or(0);
        let number = match chain.noun.role {
            NounRole::Pair => number.max(2),
            NounRole::Country
                if matches!(
                    chain.noun.singular.as_str(),
                    "neighbour" | "neighbor" | "superpower"
                ) =>
            {
                number.max(2)
            }
            NounRole::Country | NounRole::Office | NounRole::Body | NounRole::Agents => number,
            // "The two men": they stand for their countries.
            NounRole::Crowd if matches!(chain.noun.singular.as_str(), "man" | "woman") => number,
            _ => return None,
        };
        (number > 0)
            .then(|| self.members_of(start, &chain, number))
            .flatten()
    }

    /// Whether "the two" or "both" stands without a noun.
    fn is_alone(&self, start: usize, at: usize) -> bool {
        let next = self.words.word(at + 1);
        let finite = next.is_some_and(|next| matches!(next.xpos, "VBD" | "VBZ" | "VBP" | "MD"));
        let ends = next.is_none_or(|next| matches!(next.form.as_str(), "." | "," | ";" | ":"));
        if self.words.lower(at) == "both" {
            let argument = self.words.word(at).is_some_and(|word| {
                matches!(word.rel, Rel::Nsubj | Rel::NsubjPass | Rel::Obj | Rel::Iobj)
            });
            // "Congratulated both", "urged both to talk", but "both Paris and Bonn".
            let goes_on = next.is_none_or(|next| {
                matches!(
                    next.upos,
                    Upos::Adp | Upos::Aux | Upos::Adv | Upos::Part | Upos::Sconj | Upos::Verb
                )
            });
            let behind = self.words.upos(at.wrapping_sub(1)) == Upos::Adp;
            return start == at
                && (finite
                    || ends && (behind || argument)
                    || goes_on && argument
                    || behind && self.words.lower(at + 1) == "to");
        }
        // "The pair of ships" is none that was named.
        if matches!(self.words.lower(at), "pair" | "duo" | "trio")
            && self.words.lower(at + 1) == "of"
        {
            return false;
        }
        start < at
            && (finite
                || ends
                || next.is_some_and(|next| {
                    matches!(next.upos, Upos::Adp | Upos::Aux | Upos::Part | Upos::Sconj)
                }))
    }

    /// "Each side accused the other": those whom "each side" means.
    fn the_other(&mut self, start: usize, at: usize) -> Option<usize> {
        if matches!(
            self.words.upos(at + 1),
            Upos::Noun | Upos::Propn | Upos::Adj | Upos::Num
        ) {
            return None;
        }
        let each = self.out.iter().rev().find(|mention| {
            mention.form == Form::Description
                && mention.parties.len() == 2
                && matches!(self.words.lower(mention.words.start), "each" | "neither")
        })?;
        let meant: Vec<Meant> = each
            .parties
            .clone()
            .iter()
            .filter_map(|party| self.meant(&[(self.actors.find(&party.principal)?, 1.0)]))
            .collect();
        self.push_group(start..at + 1, at, &meant)
    }

    /// The group that a plural noun, or one behind "each", stands for.
    fn members_of(&mut self, start: usize, chain: &Chain<'a>, number: usize) -> Option<usize> {
        let states = matches!(chain.noun.role, NounRole::Country | NounRole::Office)
            || chain.noun.part == "government";
        // "Carter praised both leaders": two others.
        let meant = self.several(number, states, self.clause_subject(chain.head));
        self.push_group(start..chain.end, chain.head, &meant)
    }

    /// "Its two neighbours": those most closely connected with the owner.
    pub(super) fn partners_of(
        &mut self,
        start: usize,
        at: usize,
        chain: &Chain<'a>,
        owner: ActorIdx,
    ) -> Option<usize> {
        let number = number(self.words.lower(at))?;
        let meant = self.spoken_of(number, true, Some(owner));
        // "Its two neighbours".
        self.push_group(start..chain.end, chain.head, &meant)
    }

    fn push_group(
        &mut self,
        words: std::ops::Range<usize>,
        head: usize,
        meant: &[Meant],
    ) -> Option<usize> {
        if meant.len() < 2 {
            return None;
        }
        let end = words.end;
        self.push_with_head(words, head, Form::Description, meant, false, SURE);
        Some(end)
    }

    /// The principals that are spoken of together, the subject whose object they are left out if enough remain.
    fn several(&self, number: usize, states: bool, but: Option<ActorIdx>) -> Vec<Meant> {
        let others = self.spoken_of(number, states, but);
        if others.len() < 2 && but.is_some() {
            return self.spoken_of(number, states, None);
        }
        others
    }

    /// The principals that are spoken of together, those of the closest pair first; one may be left out.
    fn spoken_of(&self, number: usize, states: bool, but: Option<ActorIdx>) -> Vec<Meant> {
        let sentence = self.sentence.index;
        let fits = |actor: ActorIdx| {
            let kind = self.actors.record(actor).kind;
            Some(actor) != but
                && (kind == Kind::State
                    || (!states && matches!(kind, Kind::Organisation | Kind::Group)))
        };
        let mut principals: Vec<ActorIdx> = Vec::new();
        if number > 2
            && let Some(listed) = self.memory.listed(number, sentence, fits)
        {
            principals = listed;
        } else if let Some((one, other)) = self.memory.closest(sentence, fits) {
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
}
