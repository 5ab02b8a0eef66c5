//! Verbs: which sense, and what it says.

use super::act::{Act, Filler, distinct};
use super::clause::{Clause, Mood};
use super::predicates::{Interpreter, at_odds, persons, without};
use crate::language::{Rel, Upos};
use crate::mentions::{Form, Mention};
use crate::model::{Action, Status};
use crate::vocabulary::relations::{Effect, Slot, VerbSense};

/// Weight of what a refusal or a concession answers.
pub(super) const ANSWERED: f32 = 0.8;

impl Interpreter<'_> {
    pub(super) fn verb(&mut self, at: usize, depth: usize) -> Vec<Act> {
        let acts = self.verb_by_sense(at, depth);
        if depth > 0 {
            return acts;
        }
        self.on_purpose(at, acts)
    }

    fn verb_by_sense(&mut self, at: usize, depth: usize) -> Vec<Act> {
        let view = self.view;
        // "alarm over plans to restart meetings": the noun before "to" governs, wherever the tree has hung the verb.
        if at >= 2 && view.word(at - 1).lower == "to" && view.word(at - 1).upos == Upos::Part {
            let noun = at - 2;
            let governs = view.word(noun).upos == Upos::Noun
                && !self.visited[noun]
                && view
                    .names(noun)
                    .iter()
                    .any(|name| view.relations.operator_noun(name).is_some());
            if governs && view.mention(noun).is_none() {
                return self.noun(noun, depth);
            }
        }
        self.visited[at] = true;
        let clause = view.clause(at);
        if let Some(denied) = self.disclaimed(at, clause, depth) {
            return denied;
        }
        // "found the pact deeply worrying".
        if matches!(view.word(at).rel, Rel::Xcomp | Rel::Ccomp)
            && let Some(judgement) = view.relations.judgement(&view.word(at).lower)
            && let Some(act) = self.judgement(at, judgement)
        {
            return vec![act];
        }
        if let Some(asked) = self.asked_before(at) {
            return vec![asked];
        }
        let senses = self.verb_senses(at);
        let mut partial: Vec<Act> = Vec::new();
        let mut seen_by_partial: Option<Vec<bool>> = None;
        let mut governed: Vec<usize> = Vec::new();
        // A sense with requirements is surer than an operator over a named act, that surer than a bare verb.
        for rank in 0..3 {
            for sense in &senses {
                // What a sense that stays incomplete has taken for its own is free for the next.
                let was_visited = self.visited.clone();
                let acts = match (&sense.effect, rank) {
                    (Effect::Act { .. }, 0) if sense.is_specific() => {
                        self.verb_act(at, sense, clause)
                    }
                    (Effect::Act { .. }, 2) if !sense.is_specific() => {
                        self.verb_act(at, sense, clause)
                    }
                    (
                        Effect::Operator {
                            operator,
                            complements,
                            addressee,
                        },
                        1,
                    ) => self.operator(
                        at,
                        *operator,
                        complements,
                        addressee.as_ref(),
                        clause,
                        depth,
                    ),
                    _ => Vec::new(),
                };
                if acts.iter().any(Act::complete) {
                    self.visit(&governed);
                    return acts;
                }
                let seen = std::mem::replace(&mut self.visited, was_visited);
                if matches!(sense.effect, Effect::Operator { .. }) {
                    // Another sense may govern the same words, but nothing else may take them up: they may be denied.
                    governed.extend(seen.iter().enumerate().filter(|(_, s)| **s).map(|(w, _)| w));
                }
                if partial.is_empty() && !acts.is_empty() {
                    partial = acts;
                    seen_by_partial = Some(seen);
                }
            }
        }
        if let Some(seen) = seen_by_partial {
            self.visited = seen;
        }
        self.visit(&governed);
        if !partial.iter().any(Act::complete) && view.passive(at) {
            partial.extend(self.due(at));
        }
        partial
    }

    /// "did not leave, as Cairo had demanded": whoever does or does not do it has been asked to.
    fn asked_before(&self, at: usize) -> Option<Act> {
        let view = self.view;
        let word = view.word(at);
        let done = word.head.filter(|&head| view.is_verb(head) && head < at)?;
        let as_asked = matches!(word.rel, Rel::Advcl)
            && view.is_a(at, "DEMANDING")
            && !view.passive(at)
            && view.has_case(at, "as")
            && view.tree.dependent(at, Rel::Obj).is_none()
            && view.tree.dependent(at, Rel::Ccomp).is_none();
        if !as_asked || view.marked {
            return None;
        }
        let sources = view.agent_parties(at);
        let targets = without(view.agent_parties(done), &sources, false);
        let known = !sources.is_empty() && !targets.is_empty();
        known.then(|| {
            Act::asserted(
                (Action::Policy, "demand", Status::Demanded),
                [sources, targets],
                at,
                ANSWERED,
            )
        })
    }

    fn visit(&mut self, words: &[usize]) {
        for &word in words {
            self.visited[word] = true;
        }
    }

    /// "talks on renewing cooperation", "the first time that they had met": spoken of, not said to be.
    pub(super) fn only_a_topic(&self, at: usize) -> bool {
        let view = self.view;
        let word = view.word(at);
        // Not "go on negotiating", where the word belongs to the verb before.
        let topic = word.xpos == "VBG"
            && view.tree.children(at).iter().any(|&m| {
                matches!(view.word(m).rel, Rel::Mark | Rel::Case)
                    && matches!(&*view.word(m).lower, "on" | "about" | "over")
                    && !(m > 0 && view.is_verb(m - 1) && word.head == Some(m - 1))
            });
        let first_time = matches!(word.rel, Rel::Acl | Rel::AclRelcl)
            && word.head.is_some_and(|head| {
                view.word(head).lemma == "time"
                    && view.governor(head).is_some_and(|verb| {
                        matches!(view.clause(verb).mood, Mood::Conditional | Mood::Possible)
                    })
            });
        topic || first_time
    }

    /// The parties in a slot of a verb in one of its senses.
    fn parties_of(&self, at: usize, slot: &Slot, sense: &VerbSense) -> Vec<Filler> {
        if *slot == Slot::Obj && self.is_of_a_thing(at, sense) {
            return Vec::new();
        }
        // "placed its ships at Oslo's disposal": whose the deciding noun is, before whose the object is.
        let deciding = || {
            let behind = sense
                .requires
                .iter()
                .find(|r| matches!(r.slot, Slot::Prep(_)) && !r.absent);
            let nominal = self.slot_of(at, &behind?.slot, sense)?;
            let parties = self.view.noun_parties(nominal, slot);
            (self.view.mention(nominal).is_none() && !parties.is_empty()).then_some(parties)
        };
        if matches!(slot, Slot::Poss | Slot::Adj)
            && let Some(parties) = deciding()
        {
            return parties;
        }
        let parties = self.view.verb_parties(at, slot);
        if !parties.is_empty() {
            return parties;
        }
        let of_noun = match slot {
            Slot::Obj => return self.parties_of_object(at, sense),
            Slot::Poss | Slot::Adj => true,
            Slot::Prep(preposition) => matches!(&**preposition, "of" | "by" | "from"),
            _ => false,
        };
        // "bowed to Cairo's demand": whose the noun is behind the preposition that decides the sense.
        let nominal = sense.requires.iter().find_map(|requirement| {
            let behind = matches!(requirement.slot, Slot::Prep(_)) && !requirement.absent;
            behind.then(|| self.slot_of(at, &requirement.slot, sense))?
        });
        nominal
            .filter(|&nominal| of_noun && self.view.mention(nominal).is_none())
            .map(|nominal| self.view.noun_parties(nominal, slot))
            .unwrap_or_default()
    }

    /// "rejected it", "severed them": a pronoun that a sense takes for an offer or for ties names nobody.
    fn is_of_a_thing(&self, at: usize, sense: &VerbSense) -> bool {
        const THINGS: &[&str] = &[
            "DECISION",
            "DEMAND",
            "AGREEMENT",
            "TIES",
            "SANCTION",
            "TALKS",
            "TRUCE",
        ];
        let pronoun = self
            .slot_of(at, &Slot::Obj, sense)
            .is_some_and(|object| matches!(&*self.view.word(object).lower, "it" | "them"));
        pronoun
            && sense.requires.iter().any(|requirement| {
                requirement.slot == Slot::Obj
                    && !requirement.absent
                    && requirement
                        .any
                        .iter()
                        .any(|class| THINGS.contains(&&**class))
            })
    }

    fn parties_of_object(&self, at: usize, sense: &VerbSense) -> Vec<Filler> {
        self.slot_of(at, &Slot::Obj, sense)
            .map(|nominal| self.view.parties(nominal))
            .unwrap_or_default()
    }

    pub(super) fn verb_act(&mut self, at: usize, sense: &VerbSense, clause: Clause) -> Vec<Act> {
        let Effect::Act {
            action,
            kind,
            status,
            pattern,
        } = &sense.effect
        else {
            return Vec::new();
        };
        let first = |slots: &[Slot]| {
            slots
                .iter()
                .map(|slot| self.parties_of(at, slot, sense))
                .find(|p| !p.is_empty())
                .unwrap_or_default()
        };
        let sources = first(&pattern.source);
        let sources = if sources.is_empty() && &**kind == "release" {
            self.holder(at)
        } else {
            sources
        };
        // "Ankara denies that it will march in": states do not demonstrate.
        let is_state = |source: &Filler| {
            let mention = self.view.mention(source.word);
            let named = |m: &Mention| m.place && matches!(m.form, Form::Name | Form::Seat);
            mention.is_some_and(named)
                && self.view.word(source.word).upos == Upos::Propn
                && self.view.agent(at) == Some(source.word)
        };
        let demonstrates = *action == Action::Protest && !self.view.marked;
        if demonstrates && !sources.is_empty() && sources.iter().all(is_state) {
            return Vec::new();
        }
        let targets = pattern
            .target
            .iter()
            .map(|slot| {
                let judged = Self::is_judged_slot(slot)
                    .then(|| self.doers(*action, &sources, self.slot_of(at, slot, sense)));
                judged
                    .flatten()
                    .unwrap_or_else(|| self.parties_of(at, slot, sense))
            })
            .map(|parties| {
                let others = without(parties.clone(), &sources, pattern.mutual);
                if others.is_empty() && *action == Action::Criticism {
                    at_odds(parties, &sources)
                } else if others.is_empty() && *action == Action::Coercion {
                    persons(parties, &sources)
                } else {
                    others
                }
            })
            .find(|parties| !parties.is_empty())
            .unwrap_or_default();
        let targets = if targets.is_empty() && !pattern.mutual {
            self.imposed_on(at, &pattern.target, &sources)
        } else {
            targets
        };
        let (sources, targets, reciprocal) = self.reciprocal(at, sources, targets);
        // "Ethiopia and Eritrea laid down their arms": towards each other.
        let reciprocal = reciprocal
            || towards_each_other(*action, kind) && targets.is_empty() && distinct(&sources) > 1;
        let sources = if pattern.mutual && targets.is_empty() && distinct(&sources) == 1 {
            self.coordinated(at, sources)
        } else {
            sources
        };
        let (sources, targets) = if !pattern.mutual || !sources.is_empty() {
            (sources, targets)
        } else if targets.is_empty() {
            (self.named_by_object(at), targets)
        } else if distinct(&targets) > 1 {
            // "fighting between X and Y".
            (targets, Vec::new())
        } else {
            (sources, targets)
        };
        for requirement in &sense.requires {
            // The noun that decided the sense is no act of its own.
            if let Some(nominal) = self.slot_of(at, &requirement.slot, sense) {
                self.visited[nominal] = true;
            }
        }
        // "understood Poland's wish to join": what somebody else wishes has not been done.
        if *action == Action::Praise
            && let Some(object) = self.slot_of(at, &Slot::Obj, sense)
        {
            for wish in self.view.tree.dependents(object, Rel::Acl) {
                let mut below = self.view.tree.children(wish).iter();
                self.visited[wish] |= below.any(|&mark| self.view.word(mark).lower == "to");
            }
        }
        if *action == Action::Criticism {
            self.close_allegation(at, &["of", "for", "over", "with"]);
            // "Rejected a charge by Bern that it had armed them": the clause may hang on the verb.
            if *status == Status::Denied {
                self.close_allegation(at, &["that"]);
            }
        }
        let mut act = Act {
            action: *action,
            kind: kind.clone(),
            status: *status,
            sources,
            targets,
            mutual: pattern.mutual || reciprocal,
            anchors: vec![at],
            weight: 1.0,
            asserted: true,
            speakers: Vec::new(),
        };
        if &**kind == "pledge" {
            let promised = self.promised(at, sense, &act);
            if !promised.is_empty() {
                return promised;
            }
        }
        if let Some(idea) = self.refused_idea(at, sense, &act) {
            act = idea;
        }
        // "meets the Swedish premier on Friday": told in the present, it is to come.
        let appointment = act.action == Action::Meeting
            && matches!(&*act.kind, "meet" | "receive")
            && clause.mood == Mood::Present
            && matches!(self.view.word(at).xpos, "VBZ" | "VBP")
            && !self.view.marked
            && act.status == Status::Done;
        if appointment {
            act.status = Status::Planned;
        }
        // "will buy no more ore": it has bought some, and stops.
        let mut clause = clause;
        if &*act.kind == "buy" && self.no_more(at, clause) {
            act.action = Action::Sanctions;
            act.kind = "ban".into();
            clause.negated = false;
        }
        let answered = self.answered(at, sense, &act);
        // "Rejected an offer of mediation": what is refused is a meeting; "accepted" it: what is agreed to.
        let matter = answered.iter().find(|asked| asked.action != Action::Policy);
        let agreed = |matter: &Act| act.status == Status::Done && matter.status == Status::Proposed;
        if let Some(matter) = matter.filter(|m| act.status == Status::Refused || agreed(m)) {
            if act.status == Status::Done {
                act.status = Status::Planned;
            }
            act.action = matter.action;
            act.kind = matter.kind.clone();
        }
        self.tempered(act, clause, None, self.is_reported(at))
            .into_iter()
            .chain(answered)
            .collect()
    }

    /// "buys no more oil", "has bought no oil since".
    fn no_more(&self, at: usize, clause: Clause) -> bool {
        let view = self.view;
        let Some(object) = view.patient(at) else {
            return false;
        };
        let lower = |at: usize| view.tree.words.get(at).map_or("", |word| &*word.lower);
        let more = || (at + 1..object).any(|no| lower(no) == "no" && lower(no + 1) == "more");
        let since = || (object + 1..object + 3).any(|since| lower(since) == "since");
        more() || clause.negated && since()
    }

    /// "Two envoys held by Eritrea were freed": who held them has let them go.
    fn holder(&self, at: usize) -> Vec<Filler> {
        let view = self.view;
        let held = view.patient(at).into_iter().flat_map(|held| {
            view.tree
                .dependents(held, Rel::Acl)
                .filter(|&acl| view.is_a(acl, "HOLDING"))
        });
        held.filter_map(|acl| {
            let mut holders = ["by", "in"].iter();
            holders.find_map(|holder| view.prepositional(acl, holder))
        })
        .map(|holder| view.parties(holder))
        .next()
        .unwrap_or_default()
    }

    /// "A truce between X and Y was agreed", "the Franco-German pact was signed": the parties stand with the noun.
    fn named_by_object(&self, at: usize) -> Vec<Filler> {
        let Some(object) = self.view.patient(at) else {
            return Vec::new();
        };
        [Slot::Between, Slot::Pair]
            .iter()
            .map(|slot| self.view.noun_parties(object, slot))
            .find(|parties| distinct(parties) > 1)
            .unwrap_or_default()
    }

    /// "lifted the sanctions imposed on Iraq": the target stands under the participle that explains the object.
    fn imposed_on(&mut self, at: usize, slots: &[Slot], sources: &[Filler]) -> Vec<Filler> {
        let view = self.view;
        let Some(object) = view.tree.dependent(at, Rel::Obj) else {
            return Vec::new();
        };
        let Some(participle) = view
            .tree
            .dependent(object, Rel::Acl)
            .filter(|&acl| view.word(acl).xpos == "VBN")
        else {
            return Vec::new();
        };
        let targets = slots
            .iter()
            .filter(|slot| matches!(slot, Slot::Prep(_)))
            .map(|slot| without(view.verb_parties(participle, slot), sources, false))
            .find(|parties| !parties.is_empty())
            .unwrap_or_default();
        if !targets.is_empty() {
            self.visited[participle] = true;
        }
        targets
    }

    /// "accused Tehran of arming the rebels", "the charge that it had trained them": what is alleged behind such words is no
    /// act of anybody's yet.
    pub(super) fn close_allegation(&mut self, at: usize, behind: &[&str]) {
        let view = self.view;
        let mut stack: Vec<usize> = view
            .tree
            .children(at)
            .iter()
            .copied()
            .filter(|&child| {
                // "of having armed them": the mark may hang on the auxiliary.
                let own = view.tree.children(child).iter();
                let of_auxiliary = own
                    .clone()
                    .filter(|&&aux| view.word(aux).rel == Rel::Aux)
                    .flat_map(|&aux| view.tree.children(aux));
                child > at
                    && own.chain(of_auxiliary).any(|&m| {
                        matches!(view.word(m).rel, Rel::Case | Rel::Mark)
                            && behind.contains(&&*view.word(m).lower)
                    })
            })
            .collect();
        while let Some(inside) = stack.pop() {
            // "the charge that it had armed them", whatever the tree takes the clause for.
            let alleged = view.tree.children(inside).iter().any(|&mark| {
                view.word(mark).rel == Rel::Mark && behind.contains(&&*view.word(mark).lower)
            });
            if alleged || view.word(inside).rel != Rel::AclRelcl {
                self.visited[inside] = true;
                stack.extend(view.tree.children(inside));
            }
        }
    }

    /// "recognised each other": one mutual act among the sources.
    pub(super) fn reciprocal(
        &self,
        at: usize,
        sources: Vec<Filler>,
        targets: Vec<Filler>,
    ) -> (Vec<Filler>, Vec<Filler>, bool) {
        let words = &self.view.tree.words;
        let each_other = (at + 1..words.len().min(at + 8)).any(|i| {
            (words[i - 1].lower == "each" && words[i].lower == "other")
                || (words[i - 1].lower == "one" && words[i].lower == "another")
        });
        if each_other && distinct(&sources) > 1 {
            (sources, Vec::new(), true)
        } else {
            (sources, targets, false)
        }
    }

    /// "X's minister, and his host, Y, signed": the second party of a coordination that the tree has lost.
    pub(super) fn coordinated(&self, at: usize, mut sources: Vec<Filler>) -> Vec<Filler> {
        let view = self.view;
        let Some(first) = sources.iter().map(|s| s.word).min().filter(|&w| w < at) else {
            return sources;
        };
        for mention in view.mentions {
            let start = mention.words.start;
            if start <= first || mention.words.end > at || start == 0 {
                continue;
            }
            let after_and = (first..start).any(|i| view.word(i).lower == "and");
            let free = !matches!(view.word(start - 1).upos, Upos::Adp | Upos::Verb);
            if after_and && free && mention.form != crate::mentions::Form::Adjective {
                let others = without(view.parties(mention.head), &sources, true);
                sources.extend(others);
            }
        }
        sources
    }
}

/// Acts that two do to each other where no target is named: "laid down their arms", "reopened the border".
fn towards_each_other(action: Action, kind: &str) -> bool {
    action == Action::Truce || matches!(kind, "reopen" | "close")
}
