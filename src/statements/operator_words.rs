//! Nouns and adjectives that govern acts ("willingness to", "ready to", "resumption of"), and adjectives that judge.

use super::act::Act;
use super::clause::{Clause, Mood};
use super::predicates::{Interpreter, without};
use super::status::temper;
use crate::language::{Rel, Upos};
use crate::model::{Action, Status};
use crate::vocabulary::relations::{Complement, Operator, OperatorNoun, Slot};

/// Weight of an act that a noun such as "resumption" governs.
const NOMINAL_OPERATOR_WEIGHT: f32 = 0.45;

impl Interpreter<'_> {
    pub(super) fn operator_word(
        &mut self,
        at: usize,
        operator: &OperatorNoun,
        depth: usize,
    ) -> Vec<Act> {
        let view = self.view;
        let mut nodes = Vec::new();
        for complement in &operator.complements {
            match complement {
                Complement::Noun(Slot::Prep(preposition)) => {
                    let own = view.tree.children(at).iter().copied().find(|&c| {
                        matches!(
                            view.word(c).rel,
                            Rel::Nmod | Rel::Obl | Rel::Acl | Rel::Advcl
                        ) && view.tree.children(c).iter().any(|&m| {
                            matches!(view.word(m).rel, Rel::Case | Rel::Mark)
                                && view.word(m).lower == **preposition
                        })
                    });
                    // "accepted the proposal for talks": the phrase may hang on the verb.
                    let beside = || {
                        let verb = view.word(at).head.filter(|&verb| view.is_verb(verb))?;
                        view.tree.children(verb).iter().copied().find(|&c| {
                            view.word(c).rel == Rel::Obl
                                && view.has_case(c, preposition)
                                && view.tree.extent(c).0 == at + 1
                        })
                    };
                    if let Some(own) = own.or_else(beside) {
                        nodes.push(view.core(own));
                        nodes.extend(view.tree.dependents(own, Rel::Conj));
                    }
                }
                // "the agreement is dead", "talks are possible".
                Complement::Noun(Slot::Subj) => {
                    nodes.extend(view.subject(at).filter(|&subject| subject < at));
                }
                Complement::Noun(_) => {}
                Complement::Infinitive => {
                    nodes.extend(view.tree.children(at).iter().copied().filter(|&c| {
                        view.is_verb(c)
                            && c > at
                            && matches!(
                                view.word(c).rel,
                                Rel::Acl | Rel::Advcl | Rel::Xcomp | Rel::Ccomp
                            )
                            && view
                                .tree
                                .children(c)
                                .iter()
                                .any(|&m| view.word(m).lower == "to")
                    }));
                }
                Complement::Clause => {
                    nodes.extend(view.tree.children(at).iter().copied().filter(|&c| {
                        view.is_verb(c)
                            && c > at
                            && matches!(view.word(c).rel, Rel::Acl | Rel::Ccomp)
                            && view
                                .tree
                                .children(c)
                                .iter()
                                .any(|&m| view.word(m).lower == "that")
                    }));
                }
            }
        }
        let predicate = view.is_predicate(at);
        // "willingness to “unfreeze” its ties": the verb right behind "to", wherever the tree has hung it.
        if nodes.is_empty() && operator.complements.contains(&Complement::Infinitive) {
            let to = view
                .tree
                .words
                .get(at + 1)
                .is_some_and(|w| w.lower == "to" && w.upos == Upos::Part);
            let verb = (at + 2..view.len().min(at + 5)).find(|&v| view.is_verb(v));
            nodes.extend(verb.filter(|_| to));
        }
        let mut holders = Vec::new();
        for slot in &operator.holders {
            holders = match slot {
                Slot::Subj => view
                    .subject(at)
                    .map(|s| view.parties(s))
                    .unwrap_or_default(),
                slot => view.noun_parties(at, slot),
            };
            if !holders.is_empty() {
                break;
            }
        }
        let mut acts = Vec::new();
        for node in nodes {
            acts.extend(self.interpret(node, depth + 1));
        }
        let clause = predicate.then(|| view.clause(at));
        let cancels = matches!(
            view.word(at).lemma.as_str(),
            "cancellation" | "abandonment" | "scrapping"
        );
        acts.into_iter()
            .filter_map(|act| {
                let weight = act.weight;
                let asserted = act.asserted || predicate;
                let mut act = self.assign(act, operator.operator, &holders, &[], at);
                act.asserted = asserted;
                // A noun such as "resumption of talks" presupposes more than it asserts; its own governor may raise it.
                act.weight = if predicate {
                    1.0
                } else {
                    weight.max(NOMINAL_OPERATOR_WEIGHT)
                };
                let mut clause = clause;
                let mut effect = operator.operator;
                if let Some(own) = clause.as_mut()
                    && own.negated
                    && self.is_unwilling(at, *own, &act)
                {
                    effect = Operator::Refuse;
                    own.negated = false;
                }
                // "has no intention of paying".
                if clause.is_none() && view.is_negative_phrase(at) && view.is_a(at, "INTENDING") {
                    let had = Clause {
                        mood: Mood::Present,
                        negated: true,
                        ..view.clause(at)
                    };
                    if !self.is_unwilling(at, had, &act) {
                        return None;
                    }
                    effect = Operator::Refuse;
                }
                let act = self.governed(act, effect, cancels)?;
                match clause {
                    Some(clause) => self.kept(temper(
                        act,
                        clause,
                        Some(effect),
                        self.is_reported(at),
                        &view.relations.events,
                    )),
                    None => Some(act),
                }
            })
            .collect()
    }

    pub(super) fn adjective(&mut self, at: usize, depth: usize) -> Vec<Act> {
        let view = self.view;
        let lemma = view.word(at).lemma.to_lowercase();
        if let Some(judgement) = view.relations.judgement(&lemma) {
            return self.judgement(at, judgement).into_iter().collect();
        }
        let Some(operator) = view.relations.operator_adjective(&lemma) else {
            return self.anger(at).into_iter().collect();
        };
        self.visited[at] = true;
        let acts = self.operator_word(at, operator, depth);
        if !acts.is_empty() || operator.operator != Operator::Plan {
            return acts;
        }
        self.due(at)
    }

    /// "said that Budapest's conduct was unacceptable", "called the step unjustified".
    pub(super) fn judgement(
        &mut self,
        at: usize,
        (action, status): (Action, Status),
    ) -> Option<Act> {
        let view = self.view;
        let word = view.word(at);
        // "branded the step “unjustified”": the tree hangs the quoted word on the noun before.
        let quoted = |noun: usize| {
            let (first, _) = view.tree.extent(at);
            let is_quote =
                |at: usize| matches!(&*view.word(at).lower, "\"" | "“" | "``" | "''" | "'" | "‘");
            let opened = is_quote(first) || first > 0 && is_quote(first - 1);
            ((opened && word.rel == Rel::Appos
                || (opened || at == noun + 1) && word.rel == Rel::Amod)
                && noun < at
                && view.word(noun).rel == Rel::Obj)
                .then_some(noun)
        };
        let judged_here = word.head.and_then(quoted);
        let verb = judged_here.map_or(word.head, |noun| view.word(noun).head);
        let verb = verb.filter(|&verb| view.is_verb(verb))?;
        let judged = match word.rel {
            _ if judged_here.is_some() => judged_here?,
            Rel::Ccomp if view.is_predicate(at) => view.subject(at)?,
            Rel::Xcomp => view
                .tree
                .dependents(verb, Rel::Obj)
                .find(|&o| !view.is_time(o))?,
            // "called the huts a breach": two objects, as the tree has it.
            Rel::Obj => view
                .tree
                .dependents(verb, Rel::Obj)
                .chain(view.tree.dependents(verb, Rel::Iobj))
                .find(|&o| o < at && o > verb && !view.is_time(o))?,
            // "described the step as unjustified".
            Rel::Obl | Rel::Advcl if view.has_case(at, "as") => view.patient(verb)?,
            _ => return None,
        };
        // "called the charge absurd": who judges an accusation denies it.
        let status = if view.is_a(judged, "ALLEGATION") && action == Action::Criticism {
            Status::Denied
        } else {
            status
        };
        let says = view.is_a(verb, "JUDGING");
        let clause = view.clause(verb);
        // "nobody cares to call it a victory".
        let nobody = view
            .agent(verb)
            .is_some_and(|agent| view.is_negative_phrase(agent));
        if nobody || !says || clause.negated {
            return None;
        }
        // "called the offer not serious": what is not good is refused or found fault with; what is not bad is open.
        let (action, status) = match (view.clause(at).negated || self.not_before(at), action) {
            (false, _) => (action, status),
            (true, Action::Praise)
                if view.is_a(judged, "DECISION") || view.is_a(judged, "DEMAND") =>
            {
                (Action::Policy, Status::Refused)
            }
            (true, Action::Praise) => (Action::Criticism, Status::Done),
            (true, _) => return None,
        };
        self.visited[at] = true;
        let sources = view.agent_parties(verb);
        let targets = without(view.parties(judged), &sources, false);
        let act = Act {
            action,
            kind: match (action, status) {
                (Action::Praise, _) => "praise".into(),
                (Action::Policy, _) => "reject".into(),
                (_, Status::Denied) => "accuse".into(),
                _ => "criticise".into(),
            },
            status,
            sources,
            targets,
            mutual: false,
            anchors: vec![at, verb],
            weight: 0.9,
            asserted: true,
            speakers: Vec::new(),
        };
        self.kept(temper(act, clause, None, false, &view.relations.events))
    }

    /// Whether "not" stands right before a judging word, wherever the tree has hung it.
    fn not_before(&self, at: usize) -> bool {
        at > 0 && self.view.word(at - 1).lower == "not"
    }

    /// "is angry with Oslo over the arrests", "was outraged at the Danish raid".
    pub(super) fn anger(&self, at: usize) -> Option<Act> {
        let view = self.view;
        let clause = view.clause(at);
        let told = matches!(clause.mood, Mood::Past | Mood::Present);
        if !view.is_a(at, "ANGRY") || !view.is_predicate(at) || clause.negated || !told {
            return None;
        }
        let sources = view.parties(view.subject(at).filter(|&subject| subject < at)?);
        let targets = ["with", "at", "by", "over", "about", "of", "towards", "to"]
            .iter()
            .filter_map(|preposition| view.prepositional(at, preposition))
            .map(|nominal| without(view.parties(nominal), &sources, false))
            .find(|parties| !parties.is_empty())?;
        let act = Act::asserted(
            (Action::Criticism, "criticise", Status::Done),
            [sources, targets],
            at,
            0.8,
        );
        self.tempered(act, clause, None, false)
    }

    /// "is due in Tripoli today": a visit without a verb of motion.
    pub(super) fn due(&self, at: usize) -> Vec<Act> {
        let view = self.view;
        if !matches!(
            view.word(at).lemma.as_str(),
            "due" | "expected" | "scheduled" | "expect" | "schedule" | "await"
        ) {
            return Vec::new();
        }
        // "due in Riyadh": the tree may take "due" for a part of the preposition.
        let governs = view
            .word(at)
            .head
            .filter(|_| view.word(at).rel == Rel::Case);
        let place = ["in", "at"]
            .iter()
            .find_map(|p| view.prepositional(at, p))
            .or(governs)
            .filter(|&n| view.is_a(n, "PLACE"));
        // "Mr Vance, due in Riyadh tomorrow, …".
        let described = || {
            let word = view.word(at);
            let head = governs.map_or(word.head, |place| view.word(place).head);
            let modifies = matches!(word.rel, Rel::Amod | Rel::Acl | Rel::Appos | Rel::Case);
            head.filter(|&head| head < at && modifies && view.mention(head).is_some())
        };
        let subject = view.subject(at).or_else(described);
        let (Some(place), Some(subject)) = (place, subject) else {
            return Vec::new();
        };
        // "Temperatures in Seville are expected to …": who goes somewhere is named itself.
        if view.mention(subject).is_none_or(|mention| mention.place) {
            return Vec::new();
        }
        let sources = view.parties(subject);
        let targets = without(view.parties(place), &sources, false);
        vec![Act::asserted(
            (Action::Visit, "visit", Status::Planned),
            [sources, targets],
            at,
            1.0,
        )]
    }
}
