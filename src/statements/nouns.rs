//! Nouns that name an act, and those that only name a thing.

use super::act::{Act, Filler, distinct};
use super::clause::Mood;
use super::predicates::{Interpreter, without};
use super::status::{Dropped, temper};
use crate::language::{Rel, Upos};
use crate::mentions::{Form, Mention};
use crate::model::{Action, ActorKind, Status, Unsaid};
use crate::vocabulary::relations::{Effect, NounSense, Operator, Pattern, Requirement, Slot};

impl Interpreter<'_> {
    pub(super) fn noun(&mut self, at: usize, depth: usize) -> Vec<Act> {
        let acts = self.noun_alone(at, depth);
        let Some(be) = self.existence(at).filter(|_| depth == 0) else {
            return acts;
        };
        let clause = self.view.clause(be);
        let there_is = |act: Act| {
            let act = Act {
                asserted: true,
                ..act
            };
            self.tempered(act, clause, None, self.is_reported(be))
        };
        acts.into_iter().filter_map(there_is).collect()
    }

    /// "There may be talks", "there will be no truce": the verb that says whether it is so.
    fn existence(&self, at: usize) -> Option<usize> {
        let view = self.view;
        let be = view.word(at).head?;
        let there = view.word(be).lemma == "be"
            && view.tree.children(be).iter().any(|&child| {
                view.word(child).rel == Rel::Expl && view.word(child).lower == "there"
            });
        there.then_some(be)
    }

    fn noun_alone(&mut self, at: usize, depth: usize) -> Vec<Act> {
        self.visited[at] = true;
        let view = self.view;
        if self.names_a_thing(at) {
            return Vec::new();
        }
        let names = view.names(at);
        // "Called the accord a surrender", "retorted that this was a lie".
        let judged = self.judged_by(at, &names);
        if let Some(act) = judged.and_then(|judgement| self.judgement(at, judgement)) {
            return vec![act];
        }
        let negative = view.is_negative_phrase(at);
        let operator = names
            .iter()
            .find_map(|name| view.relations.operator_noun(name));
        // "sees no reason to apologise" refuses; that there is reason to do something says nothing.
        let mere_reason = !negative && view.is_a(at, "GROUNDS");
        if let Some(operator) = operator.filter(|_| !mere_reason) {
            let acts = self.operator_word(at, operator, depth);
            if !acts.is_empty() {
                let unwilling = view.is_a(at, "INTENDING");
                return if negative && !unwilling {
                    Vec::new()
                } else {
                    acts
                };
            }
        }
        let Some(senses) = names
            .iter()
            .map(|name| view.relations.noun(name))
            .find(|senses| !senses.is_empty())
        else {
            return Vec::new();
        };
        // "no talks will be held": what a verb says of nothing, its clause denies.
        let word = view.word(at);
        let denied_by_verb = (depth > 0 || self.existence(at).is_some())
            && matches!(word.rel, Rel::NsubjPass | Rel::Nsubj | Rel::Obj)
            && word.head.is_some_and(|verb| view.is_verb(verb));
        // "will treat any attack as …": one that there may be.
        let any = depth == 0
            && view
                .tree
                .dependents(at, Rel::Det)
                .any(|determiner| view.word(determiner).lower == "any");
        if any && !view.marked {
            self.dropped.borrow_mut().push(Dropped {
                act: self.noun_act(at, &senses[0]),
                why: Unsaid::Hypothetical,
            });
            return Vec::new();
        }
        if negative && !denied_by_verb {
            // "no talks", "neither raid": told as what was passed over.
            self.dropped.borrow_mut().push(Dropped {
                act: self.noun_act(at, &senses[0]),
                why: Unsaid::Negated,
            });
            return Vec::new();
        }
        if senses.iter().any(|sense| &*sense.kind == "accuse") {
            // "an allegation by Bern that it had armed them": the clause may hang on any of these.
            let verb = view.word(at).head.filter(|&verb| view.is_verb(verb));
            let phrases: Vec<usize> = view.tree.dependents(at, Rel::Nmod).collect();
            for governor in std::iter::once(at).chain(phrases).chain(verb) {
                self.close_allegation(governor, &["that"]);
            }
            // "charges of fraud and spying on Bern": alleged, too.
            let is_deed = |of: usize| {
                view.is_verb(of) || view.tree.dependents(of, Rel::Conj).any(|c| view.is_verb(c))
            };
            if view
                .tree
                .children(at)
                .iter()
                .any(|&of| view.has_case(of, "of") && is_deed(of))
            {
                self.close_allegation(at, &["of"]);
            }
        }
        let mut partial = None;
        for sense in senses {
            let act = self.noun_act(at, sense);
            if act.complete() {
                return self.modified(at, act).into_iter().collect();
            }
            partial.get_or_insert(act);
        }
        partial
            .and_then(|act| self.modified(at, act))
            .into_iter()
            .collect()
    }

    /// What a noun judges, by itself, by what it is an act of ("an act of piracy") or by its adjective ("a bad deal").
    fn judged_by(&self, at: usize, names: &[String]) -> Option<(Action, Status)> {
        let view = self.view;
        let by_name = |names: &[String]| {
            let mut names = names.iter();
            names.find_map(|name| view.relations.judgement(name))
        };
        let act_of = || {
            let mut below = view.tree.dependents(at, Rel::Nmod);
            let of = below.find(|&child| view.preposition(child) == Some("of"));
            of.filter(|_| matches!(view.word(at).lemma.as_str(), "act" | "piece" | "form"))
        };
        by_name(names)
            .or_else(|| by_name(&view.names(act_of()?)))
            .or_else(|| {
                view.tree
                    .dependents(at, Rel::Amod)
                    .find_map(|adjective| by_name(&[view.word(adjective).lemma.to_lowercase()]))
            })
    }

    /// "will be in Jerusalem next week": a visit without a verb of motion, if it is a person's.
    fn stay(&self, at: usize, mention: &Mention) -> Option<Act> {
        let view = self.view;
        if let Some(act) = self.belongs(at, mention) {
            return Some(act);
        }
        let is_place = mention.place && ["in", "at"].iter().any(|p| view.has_case(at, p));
        if !is_place || !view.is_predicate(at) && view.tree.dependent(at, Rel::Cop).is_none() {
            return None;
        }
        let mut sources = view.parties(view.subject(at)?);
        sources.retain(|source| source.party.kind == ActorKind::Person);
        let targets = without(view.parties(mention.head), &sources, false);
        let act = Act::asserted(
            (Action::Visit, "visit", Status::Done),
            [sources, targets],
            at,
            0.9,
        );
        self.tempered(act, view.clause(at), None, self.is_reported(at))
    }

    /// "has been in the alliance since April": a membership without a word for it.
    fn belongs(&self, at: usize, mention: &Mention) -> Option<Act> {
        let view = self.view;
        let clause = view.clause(at);
        let is_in = view.is_a(mention.head, "BODY")
            && view.has_case(at, "in")
            && view.tree.dependent(at, Rel::Cop).is_some();
        let subject = view
            .subject(at)
            .filter(|&subject| is_in && view.is_a(subject, "STATE"))?;
        let act = Act::asserted(
            (Action::Membership, "join", Status::Done),
            [view.parties(subject), view.parties(mention.head)],
            at,
            0.9,
        );
        self.tempered(act, clause, None, self.is_reported(at))
    }

    /// "has been a member of the union since May", "is to become a member".
    pub(super) fn member(&mut self, at: usize, mention: &Mention) -> Vec<Act> {
        let view = self.view;
        let word = view.word(at);
        if word.lemma != "member" {
            return self.stay(at, mention).into_iter().collect();
        }
        let verb = word.head.filter(|&v| {
            view.word(v).lemma == "become" && matches!(word.rel, Rel::Xcomp | Rel::Obj)
        });
        let predicate = if view.is_predicate(at) {
            at
        } else {
            verb.unwrap_or(at)
        };
        if predicate == at && !view.is_predicate(at) {
            return Vec::new();
        }
        let sources = view.agent_parties(predicate);
        let targets = without(view.parties(mention.head), &sources, false);
        let act = Act {
            action: Action::Membership,
            kind: "join".into(),
            status: Status::Done,
            sources,
            targets,
            mutual: false,
            anchors: vec![at, predicate],
            weight: 0.9,
            asserted: true,
            speakers: Vec::new(),
        };
        self.kept(temper(
            act,
            view.clause(predicate),
            None,
            self.is_reported(predicate),
            &view.relations.events,
        ))
        .into_iter()
        .collect()
    }

    /// A marked party may itself name an act: "refused <t>talks with the government</t>".
    pub(super) fn marked_noun(&mut self, at: usize, mention: &Mention, depth: usize) -> Vec<Act> {
        let mut acts = self.noun(at, depth);
        for act in &mut acts {
            if act.targets.is_empty() && act.sources.iter().all(|s| s.word != mention.head) {
                act.targets = self.view.parties(at);
            }
        }
        acts
    }

    /// "charter flights", "sanctions committee": a noun before a noun only names a kind of thing.
    pub(super) fn names_a_thing(&self, at: usize) -> bool {
        let word = self.view.word(at);
        word.rel == Rel::Compound
            && word.head.is_some_and(|head| {
                head > at
                    && self.view.word(head).upos == Upos::Noun
                    && self.view.mention(head).is_none()
            })
    }

    /// "Frosty relations", "relations have remained tense", "ties soured".
    fn is_strained(&self, at: usize) -> bool {
        let view = self.view;
        let strained = |word: usize| view.is_a(word, "STRAINED");
        view.tree.dependents(at, Rel::Amod).any(strained)
            || view.word(at).rel == Rel::Nsubj
                && view.word(at).head.is_some_and(|verb| {
                    strained(verb) || view.tree.dependents(verb, Rel::Xcomp).any(strained)
                })
    }

    pub(super) fn noun_act(&self, at: usize, sense: &NounSense) -> Act {
        let view = self.view;
        let Pattern {
            source,
            target,
            mutual,
        } = &sense.pattern;
        let mut sources = Vec::new();
        let mut status = sense.status;
        // "talks between Britain and France" names all; "Britain and France broke off talks with …" does not.
        let mut names_all = false;
        for slot in source {
            if *slot == Slot::Gov && !self.carries_out(at, sense.action) {
                continue;
            }
            sources = view.noun_parties(at, slot);
            if !sources.is_empty() {
                names_all = matches!(slot, Slot::Between | Slot::Pair) && distinct(&sources) > 1;
                if *slot == Slot::Gov {
                    status = self.scheduled(at, status);
                }
                break;
            }
        }
        // "its characterisation of the alliance": the possessor cannot be the alliance. The context finds another.
        if sense.action == Action::Criticism && sources.len() == 1 {
            let pronoun = view
                .mention(sources[0].word)
                .is_some_and(|m| m.form == Form::Pronoun);
            let of = view.noun_parties(at, &Slot::Prep("of".into()));
            if pronoun
                && of
                    .iter()
                    .any(|o| o.party.principal == sources[0].party.principal)
            {
                sources.clear();
            }
        }
        let mut targets = Vec::new();
        if !(*mutual && names_all) {
            for slot in target {
                targets = without(view.noun_parties(at, slot), &sources, *mutual);
                if !targets.is_empty() {
                    break;
                }
            }
        }
        if targets.is_empty() && sense.action == Action::Violence && !*mutual {
            targets = self.harmed(at, &sources);
        }
        if targets.is_empty() && &*sense.kind == "meet" && distinct(&sources) == 1 {
            targets = self.hosts(at, &sources);
        }
        if targets.is_empty() && &*sense.kind == "mediate" {
            targets = self.brought_together(at, &sources);
        }
        if targets.is_empty() && sense.status == Status::Demanded {
            targets = self.pressed(at, &sources);
        }
        let kind = if &*sense.kind == "relations" && self.is_strained(at) {
            "tense".into()
        } else {
            sense.kind.clone()
        };
        Act {
            action: sense.action,
            kind,
            status,
            sources,
            targets,
            mutual: *mutual,
            anchors: vec![at],
            weight: sense.weight,
            asserted: false,
            speakers: Vec::new(),
        }
    }

    /// "released him at Cairo's insistence": whoever has done as it was told.
    fn pressed(&self, at: usize, sources: &[Filler]) -> Vec<Filler> {
        let view = self.view;
        let by_demand = view.word(at).rel == Rel::Obl
            && ["at", "on", "upon", "under"]
                .iter()
                .any(|preposition| view.has_case(at, preposition));
        let Some(verb) = view
            .word(at)
            .head
            .filter(|&verb| by_demand && view.is_verb(verb))
        else {
            return Vec::new();
        };
        without(view.agent_parties(verb), sources, false)
    }

    /// "raids by Benin's air force emptied the towns": whom what the noun does has hit.
    fn harmed(&self, at: usize, sources: &[Filler]) -> Vec<Filler> {
        let view = self.view;
        let verb = view.word(at).head.filter(|&verb| {
            view.word(at).rel == Rel::Nsubj && view.is_a(verb, "HARMING") && !view.passive(verb)
        });
        let told = |&verb: &usize| {
            let clause = view.clause(verb);
            clause.mood == Mood::Past && !clause.negated
        };
        verb.filter(told)
            .and_then(|verb| view.patient(verb))
            .map(|harmed| without(view.parties(harmed), sources, false))
            .unwrap_or_default()
    }

    /// "is in Oslo for talks": with whom, if nobody else is named.
    fn hosts(&self, at: usize, guests: &[Filler]) -> Vec<Filler> {
        let view = self.view;
        let place = view.word(at).head.filter(|&place| {
            let there = view.mention(place).is_some_and(|mention| mention.place)
                && view.is_predicate(place)
                && view.has_case(place, "in");
            there && view.has_case(at, "for") && view.is_a(at, "TALKS")
        });
        let alone =
            view.prepositional(at, "with").is_none() && view.prepositional(at, "between").is_none();
        place
            .filter(|_| alone)
            .map(|place| without(view.parties(place), guests, false))
            .unwrap_or_default()
    }

    /// "A met B [under the mediation of C]": those who meet.
    fn brought_together(&self, at: usize, mediators: &[Filler]) -> Vec<Filler> {
        let view = self.view;
        let is_circumstance = view.word(at).rel == Rel::Obl
            && ["under", "through", "by"]
                .iter()
                .any(|preposition| view.has_case(at, preposition));
        let Some(verb) = view.word(at).head.filter(|_| is_circumstance) else {
            return Vec::new();
        };
        let both = [&Slot::Subj, &Slot::Obj, &Slot::Prep("with".into())]
            .iter()
            .flat_map(|slot| view.verb_parties(verb, slot))
            .collect();
        without(both, mediators, false)
    }

    /// "leaves tomorrow for talks", "will arrive for talks": the status of the verb that brings the parties together.
    pub(super) fn scheduled(&self, at: usize, status: Status) -> Status {
        let view = self.view;
        let Some(verb) = view.governor(at) else {
            return status;
        };
        let moves = view
            .relations
            .verb(&view.word(verb).lemma, &view.word(verb).lower)
            .iter()
            .any(|sense| {
                // Not "attends", a visit only by where the ceremony is.
                let of_object = |requirement: &Requirement| {
                    requirement.slot == Slot::Obj && !requirement.absent
                };
                matches!(
                    sense.effect,
                    Effect::Act {
                        action: Action::Visit,
                        ..
                    }
                ) && !sense.requires.iter().any(of_object)
            });
        match view.clause(verb).mood {
            Mood::Future if status == Status::Done => Status::Planned,
            Mood::Present | Mood::Ongoing if moves && status == Status::Done => Status::Planned,
            Mood::Possible if status == Status::Done => Status::Possible,
            _ => status,
        }
    }

    /// Applies the adjectives before the noun: "planned talks", "the suspended aid".
    pub(super) fn modified(&self, at: usize, mut act: Act) -> Option<Act> {
        let view = self.view;
        for child in view.tree.children(at).iter().copied() {
            let word = view.word(child);
            if child < at
                && matches!(word.rel, Rel::Amod | Rel::Compound | Rel::Nmod)
                && let Some(operator) = view.relations.modifier(&word.lower)
            {
                act = self.governed(act, operator, true)?;
                if operator == Operator::Deny {
                    // An alleged act is a claim at most.
                    act.status = Status::Done;
                    act.weight *= 0.5;
                }
            }
        }
        Some(act)
    }
}
