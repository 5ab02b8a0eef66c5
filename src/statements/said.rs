//! What is said to somebody or of somebody: accusations, refusals, pledges, and demands of some conduct.

use super::act::{Act, Filler};
use super::clause::Mood;
use super::operators::{same, unnamed};
use super::predicates::{Interpreter, without};
use crate::language::{Rel, Upos};
use crate::model::{Action, Status};
use crate::vocabulary::relations::Slot;

impl Interpreter<'_> {
    /// "said that Norway was lying", "complained that Norway had broken the pact": who is accused of it, whatever it is; and
    /// "told Oslo that it had broken its word".
    pub(super) fn accused(&self, at: usize, nodes: &[usize], subject: &[Filler]) -> Option<Act> {
        let view = self.view;
        let alleges = view.is_a(at, "ALLEGING");
        // "told Oslo that it had broken its word".
        let told_to_face = |node: usize| {
            let pronoun = view.subject(node).is_some_and(|doer| {
                matches!(
                    &*view.word(doer).lower,
                    "it" | "they" | "he" | "she" | "you"
                )
            });
            pronoun
                && view.is_a(at, "TELLING")
                && view.is_a(node, "MISDOING")
                && view.tree.dependent(node, Rel::Obj).is_some()
        };
        let node = nodes.iter().copied().find(|&node| {
            let clause = view.clause(node);
            let told = matches!(clause.mood, Mood::Past | Mood::Present | Mood::Ongoing);
            told && !clause.negated
                && (alleges || view.is_a(node, "WRONGDOING") || told_to_face(node))
        })?;
        let accused = view.agent(node).or_else(|| view.subject(node))?;
        let targets = if told_to_face(node) {
            without(self.addressees(at, &Slot::Obj, false), subject, false)
        } else {
            without(view.parties(accused), subject, false)
        };
        let known = !subject.is_empty() && !targets.is_empty() && !view.marked;
        known.then(|| Act {
            action: Action::Criticism,
            kind: "accuse".into(),
            targets,
            ..unnamed(at, subject.to_vec())
        })
    }

    /// "told Oslo that it would not hand over the banker": who is told of a refusal is refused something, whatever it is.
    pub(super) fn tell(&self, at: usize, nodes: &[usize], subject: &[Filler], acts: &mut Vec<Act>) {
        let view = self.view;
        if subject.is_empty() || view.marked || !view.is_a(at, "TELLING") || view.passive(at) {
            return;
        }
        let told = without(self.addressees(at, &Slot::Obj, false), subject, false);
        if told.is_empty() {
            return;
        }
        if acts.is_empty() && nodes.iter().any(|&node| self.is_sent_away(node)) {
            acts.push(Act {
                action: Action::Coercion,
                kind: "expel".into(),
                targets: told,
                ..unnamed(at, subject.to_vec())
            });
            return;
        }
        for act in acts.iter_mut() {
            let refuses = act.status == Status::Refused && act.targets.is_empty();
            if refuses && (act.sources.is_empty() || same(&act.sources, subject)) {
                act.sources = subject.to_vec();
                act.targets.clone_from(&told);
                act.mutual = false;
            }
        }
        let refuses = nodes.iter().any(|&node| {
            let clause = view.clause(node);
            let doer = view.agent(node).map(|doer| view.parties(doer));
            let pronoun = view.agent(node).is_some_and(|doer| {
                matches!(&*view.word(doer).lower, "it" | "they" | "he" | "she" | "we")
            });
            let own = pronoun || doer.is_some_and(|doer| !doer.is_empty() && same(&doer, subject));
            let nothing = view
                .patient(node)
                .is_some_and(|object| view.is_negative_phrase(object));
            own && view.word(node).rel == Rel::Ccomp
                && matches!(clause.mood, Mood::Future | Mood::Conditional)
                && (clause.negated || nothing)
                && !clause.hypothetical
        });
        if acts.is_empty() && refuses {
            acts.push(Act {
                kind: "reject".into(),
                status: Status::Refused,
                targets: told,
                ..unnamed(at, subject.to_vec())
            });
        }
    }

    /// "said that Budapest must respect the ruling": who is told so, in the words of somebody else.
    pub(super) fn obliged(&self, nodes: &[usize]) -> Option<Vec<Filler>> {
        let view = self.view;
        nodes.iter().find_map(|&node| {
            let clause = view.clause(node);
            // "that Benin had to pay".
            let has_to = view.word(node).lemma == "have"
                && !clause.negated
                && view
                    .tree
                    .dependent(node, Rel::Xcomp)
                    .is_some_and(|infinitive| {
                        let mut below = view.tree.children(infinitive).iter();
                        below.any(|&mark| view.word(mark).lower == "to")
                    });
            if view.word(node).rel != Rel::Ccomp
                || clause.mood != Mood::Obligation && !has_to
                || clause.hypothetical
            {
                return None;
            }
            let obliged = view.parties(view.agent(node).or_else(|| view.subject(node))?);
            (!obliged.is_empty()).then_some(obliged)
        })
    }

    /// "said that ten Danish diplomats must leave": put out of the country.
    pub(super) fn is_sent_away(&self, node: usize) -> bool {
        let view = self.view;
        let clause = view.clause(node);
        let leaves = matches!(&*view.word(node).lemma, "leave" | "depart" | "quit" | "go")
            && clause.mood == Mood::Obligation
            && !clause.negated
            && !clause.hypothetical;
        let sent = |subject: usize| {
            ["ENVOY", "AGENCY", "CROSSER"]
                .iter()
                .any(|class| view.is_a(subject, class))
        };
        // "ninety of its diplomats".
        let people = |subject: usize| {
            let mut of = view.tree.dependents(subject, Rel::Nmod);
            let number = matches!(view.word(subject).upos, Upos::Num);
            of.find(|&of| number && view.has_case(of, "of"))
                .unwrap_or(subject)
        };
        leaves && view.subject(node).map(people).is_some_and(sent)
    }

    /// "that his patience was running out".
    pub(super) fn runs_out(&self, node: usize) -> bool {
        let view = self.view;
        view.subject(node)
            .is_some_and(|subject| view.word(subject).lemma == "patience")
    }

    /// "promised to respect Kuwait's borders", "undertook to keep clear of alliances": some other conduct, towards whom its
    /// object names, else whoever has asked for it.
    pub(super) fn pledge(&self, at: usize, nodes: &[usize], subject: &[Filler]) -> Option<Act> {
        let view = self.view;
        let node = nodes.iter().copied().find(|&node| view.is_verb(node))?;
        // "pledged a billion to help": what is promised is the money; "until it promises to leave": nothing is.
        let another = matches!(view.word(node).rel, Rel::Advcl | Rel::Acl)
            && view.tree.dependent(at, Rel::Obj).is_some();
        let awaited = view.tree.dependents(at, Rel::Mark).any(|mark| {
            matches!(
                &*view.word(mark).lower,
                "until" | "unless" | "once" | "if" | "when" | "before"
            )
        });
        if another || awaited {
            return None;
        }
        let towards = [Slot::Obj, Slot::Iobj, Slot::Poss, Slot::Prep("to".into())]
            .iter()
            .map(|slot| without(view.verb_parties(node, slot), subject, false))
            .find(|parties| !parties.is_empty())
            .unwrap_or_default();
        let negated = view.clause(at).negated;
        // "pledged not to meddle in each other's affairs".
        let (sources, towards, mutual) = self.reciprocal(node, subject.to_vec(), towards);
        (!subject.is_empty() && !negated).then(|| Act {
            targets: towards,
            mutual,
            kind: "pledge".into(),
            anchors: vec![node, at],
            ..unnamed(at, sources)
        })
    }

    /// "called for free elections in Togo", "demanded access": some conduct, of whom the phrase names, else of whom the
    /// text is about.
    pub(super) fn conduct(&self, at: usize, nodes: &[usize], subject: &[Filler]) -> Option<Act> {
        let view = self.view;
        let node = nodes
            .iter()
            .copied()
            .find(|&node| view.is_a(node, "CONDUCT") && view.mention(node).is_none())?;
        let named = [Slot::Poss, Slot::Adj]
            .iter()
            .map(|slot| view.noun_parties(node, slot))
            .chain(
                ["by", "from", "in"]
                    .iter()
                    .map(|preposition| view.verb_parties(at, &Slot::Prep((*preposition).into()))),
            )
            .map(|parties| without(parties, subject, false))
            .find(|parties| !parties.is_empty())
            .unwrap_or_default();
        (!subject.is_empty() && !view.marked).then(|| Act {
            kind: "conduct".into(),
            ..unnamed(at, named)
        })
    }

    /// "turned down the loan that Bern had offered it": what is refused is what the relative clause offers.
    pub(super) fn offered(&mut self, nodes: &[usize], depth: usize) -> Vec<Act> {
        let view = self.view;
        let clauses: Vec<usize> = nodes
            .iter()
            .flat_map(|&node| view.tree.dependents(node, Rel::AclRelcl))
            .collect();
        let mut acts: Vec<Act> = clauses
            .into_iter()
            .flat_map(|clause| self.interpret(clause, depth + 1))
            .filter(|act| act.status == Status::Proposed && act.complete())
            .collect();
        for act in &mut acts {
            act.status = Status::Done;
            act.targets = std::mem::take(&mut act.sources);
        }
        acts
    }
}
