//! Finding acts at the words that name them, and composing them through the words that govern them.

use super::act::{Act, Filler, distinct};
use super::clause::{Clause, Mood};
use super::status::{govern, temper};
use super::view::View;
use crate::language::{Rel, Upos};
use crate::mentions::Mention;
use crate::model::{Action, ActorKind, Status};
use crate::vocabulary::relations::{
    Complement, Effect, NounSense, Operator, OperatorNoun, Pattern, Requirement, Slot, VerbSense,
};

/// Depth of governing words that are followed ("agreed to begin to withdraw …").
const MAX_DEPTH: usize = 8;
/// What is left of a noun's weight when it is only what the clause is about.
const TOPIC_WEIGHT: f32 = 0.3;
/// Weight of an act whose wording is not in the vocabulary, read off a demand alone ("urged Turkey to answer").
const UNNAMED_WEIGHT: f32 = 0.75;

/// Reads one sentence.
pub struct Interpreter<'v> {
    view: &'v View<'v>,
    visited: Vec<bool>,
}

impl<'v> Interpreter<'v> {
    /// Starts on a sentence.
    pub fn new(view: &'v View<'v>) -> Self {
        Self {
            view,
            visited: vec![false; view.len()],
        }
    }

    /// All acts of the sentence, outermost first.
    pub fn acts(mut self) -> Vec<Act> {
        let view = self.view;
        let mut order: Vec<(usize, usize)> = (0..view.len())
            .map(|at| (view.tree.ancestors(at).take(view.len()).count(), at))
            .collect();
        order.sort_unstable();
        let mut acts = Vec::new();
        for (_, at) in order {
            if !self.visited[at] {
                acts.extend(self.interpret(at, 0));
            }
        }
        acts.into_iter()
            .filter_map(|act| self.governed_late(act))
            .collect()
    }

    /// A noun that opens its clause stands or falls with the verb that follows ("A visit by …, planned for May, was put
    /// off"). Where the tree has not joined the two, the verb is looked for to the right, over asides.
    fn governed_late(&self, mut act: Act) -> Option<Act> {
        let view = self.view;
        let at = act.anchors[0];
        if act
            .anchors
            .iter()
            .any(|&anchor| view.is_verb(anchor) && self.only_a_topic(anchor))
        {
            act.weight *= TOPIC_WEIGHT;
            act.asserted = false;
            return Some(act);
        }
        if act.asserted || act.anchors.len() > 1 {
            return Some(act);
        }
        let subject = matches!(
            view.word(at).rel,
            Rel::Nsubj | Rel::NsubjPass | Rel::NsubjOuter
        ) || !(0..at)
            .any(|before| matches!(view.word(before).upos, Upos::Verb | Upos::Aux));
        if !subject {
            return Some(act);
        }
        let Some(verb) = self.main_verb_after(at) else {
            return Some(act);
        };
        let passive = (at..verb).any(|i| {
            matches!(
                &*view.word(i).lower,
                "be" | "been" | "was" | "were" | "is" | "are"
            )
        });
        let wanted = Complement::Noun(if passive { Slot::Obj } else { Slot::Subj });
        let operator = self
            .verb_senses(verb)
            .into_iter()
            .find_map(|sense| match &sense.effect {
                Effect::Operator {
                    operator,
                    complements,
                    addressee: None,
                } if complements.contains(&wanted) => Some(*operator),
                _ => None,
            });
        let Some(operator) = operator else {
            // Said of, not said to be: "The talks in Vienna drew crowds".
            act.weight *= TOPIC_WEIGHT;
            return Some(act);
        };
        act.anchors.push(verb);
        act.asserted = true;
        let act = govern(act, operator, cancels(view, verb), &view.relations.events)?;
        temper(
            act,
            view.clause(verb),
            None,
            self.is_reported(verb),
            &view.relations.events,
        )
    }

    /// The first verb to the right that is in no aside between commas and no relative clause.
    fn main_verb_after(&self, at: usize) -> Option<usize> {
        let view = self.view;
        let mut next = at + 1;
        while next < view.len() {
            let word = view.word(next);
            if word.lower == "," {
                next = (next + 1..view.len()).find(|&i| view.word(i).lower == ",")? + 1;
                continue;
            }
            if matches!(&*word.lower, "that" | "which" | "who") {
                // A restrictive relative clause: its own verb comes first.
                next = (next..view.len()).find(|&i| view.is_verb(i))? + 1;
                continue;
            }
            let participle = word.rel == Rel::Acl
                || word.xpos == "VBN"
                    && view.word(next - 1).upos != Upos::Aux
                    && view.word(next - 1).upos != Upos::Adv;
            if view.is_verb(next) && !participle && word.lemma != "have" {
                return Some(next);
            }
            next += 1;
        }
        None
    }

    fn interpret(&mut self, at: usize, depth: usize) -> Vec<Act> {
        if depth > MAX_DEPTH || self.visited[at] {
            return Vec::new();
        }
        let word = self.view.word(at);
        match word.upos {
            Upos::Verb => self.verb(at, depth),
            Upos::Adj => self.adjective(at, depth),
            Upos::Noun | Upos::Propn if !self.view.is_time(at) => match self.view.mention(at) {
                Some(mention) if mention.head == at && !self.view.marked => Vec::new(),
                Some(mention) if mention.head == at => self.marked_noun(at, mention, depth),
                _ => self.noun(at, depth),
            },
            _ => Vec::new(),
        }
    }

    // Verbs.

    fn verb(&mut self, at: usize, depth: usize) -> Vec<Act> {
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
        let senses = self.verb_senses(at);
        let mut partial: Vec<Act> = Vec::new();
        // A sense with requirements is surer than an operator over a named act, that surer than a bare verb.
        for rank in 0..3 {
            for sense in &senses {
                let acts = match (&sense.effect, rank) {
                    (Effect::Act { .. }, 0) if !sense.requires.is_empty() => {
                        self.verb_act(at, sense, clause)
                    }
                    (Effect::Act { .. }, 2) if sense.requires.is_empty() => {
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
                    return acts;
                }
                if partial.is_empty() {
                    partial = acts;
                }
            }
        }
        partial
    }

    /// "talks on renewing cooperation", "the first time that they had met": spoken of, not said to be.
    fn only_a_topic(&self, at: usize) -> bool {
        let view = self.view;
        let word = view.word(at);
        let topic = word.xpos == "VBG"
            && view.tree.children(at).iter().any(|&m| {
                matches!(view.word(m).rel, Rel::Mark | Rel::Case)
                    && matches!(&*view.word(m).lower, "on" | "about" | "over")
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

    fn verb_senses(&self, at: usize) -> Vec<&'v VerbSense> {
        let view = self.view;
        let lemma = view.word(at).lemma.to_lowercase();
        let all = view.relations.verb(&lemma, &view.word(at).lower);
        let mut with_particle: Vec<&VerbSense> = all
            .iter()
            .filter(|s| !s.particles.is_empty() && self.has_particles(at, &s.particles))
            .collect();
        let longest = with_particle
            .iter()
            .map(|s| s.particles.len())
            .max()
            .unwrap_or(0);
        with_particle.retain(|s| s.particles.len() == longest);
        // The plain senses come after: "broke off the engagement" is still no other breaking.
        let plain = all.iter().filter(|s| s.particles.is_empty());
        let mut senses: Vec<&VerbSense> = if with_particle.is_empty() {
            plain.filter(|s| self.holds(at, &s.requires)).collect()
        } else {
            with_particle
                .into_iter()
                .filter(|s| self.holds(at, &s.requires))
                .collect()
        };
        // The sense that asks for more is the surer one; the table's order decides among equals.
        senses.sort_by_key(|s| std::cmp::Reverse(s.requires.len()));
        senses
    }

    fn has_particles(&self, at: usize, particles: &[Box<str>]) -> bool {
        let view = self.view;
        let matches_from = |start: usize| {
            particles.iter().enumerate().all(|(offset, particle)| {
                view.tree
                    .words
                    .get(start + offset)
                    .is_some_and(|w| w.lower == **particle)
            })
        };
        if matches_from(at + 1) {
            return true;
        }
        view.tree.children(at).iter().any(|&child| {
            child > at
                && matches!(
                    view.word(child).rel,
                    Rel::CompoundPrt | Rel::Advmod | Rel::Xcomp | Rel::Obl | Rel::Obj
                )
                && (matches_from(child)
                    || view.tree.children(child).iter().any(|&case| {
                        view.word(case).rel == Rel::Case && case > at && matches_from(case)
                    }))
        })
    }

    fn holds(&self, at: usize, requires: &[Requirement]) -> bool {
        requires.iter().all(|requirement| {
            let there = self
                .view
                .verb_slot(at, &requirement.slot)
                .is_some_and(|nominal| {
                    requirement
                        .any
                        .iter()
                        .any(|class| self.any_conjunct(nominal, class))
                });
            there != requirement.absent
        })
    }

    fn any_conjunct(&self, nominal: usize, class: &str) -> bool {
        self.view.is_a(nominal, class)
            || self
                .view
                .tree
                .dependents(nominal, Rel::Conj)
                .any(|c| self.view.is_a(c, class))
    }

    fn verb_act(&mut self, at: usize, sense: &VerbSense, clause: Clause) -> Vec<Act> {
        let Effect::Act {
            action,
            kind,
            status,
            pattern,
        } = &sense.effect
        else {
            return Vec::new();
        };
        let view = self.view;
        let first = |slots: &[Slot]| {
            slots
                .iter()
                .map(|slot| view.verb_parties(at, slot))
                .find(|p| !p.is_empty())
                .unwrap_or_default()
        };
        let sources = first(&pattern.source);
        let targets = pattern
            .target
            .iter()
            .map(|slot| view.verb_parties(at, slot))
            .map(|parties| without(parties, &sources, pattern.mutual))
            .find(|parties| !parties.is_empty())
            .unwrap_or_default();
        let (sources, targets, reciprocal) = self.reciprocal(at, sources, targets);
        let sources = if pattern.mutual && targets.is_empty() && distinct(&sources) == 1 {
            self.coordinated(at, sources)
        } else {
            sources
        };
        for requirement in &sense.requires {
            // The noun that decided the sense is no act of its own.
            if let Some(nominal) = view.verb_slot(at, &requirement.slot) {
                self.visited[nominal] = true;
            }
        }
        if *action == Action::Criticism {
            self.close_allegation(at);
        }
        let act = Act {
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
        temper(
            act,
            clause,
            None,
            self.is_reported(at),
            &view.relations.events,
        )
        .into_iter()
        .collect()
    }

    /// "accused Tehran of arming the rebels", "blamed Cairo for the raid": what is alleged is no act of the accuser's.
    fn close_allegation(&mut self, at: usize) {
        let view = self.view;
        let mut stack: Vec<usize> = view
            .tree
            .children(at)
            .iter()
            .copied()
            .filter(|&child| {
                child > at
                    && view.tree.children(child).iter().any(|&m| {
                        matches!(view.word(m).rel, Rel::Case | Rel::Mark)
                            && matches!(&*view.word(m).lower, "of" | "for" | "over")
                    })
            })
            .collect();
        while let Some(inside) = stack.pop() {
            if view.word(inside).rel != Rel::AclRelcl {
                self.visited[inside] = true;
                stack.extend(view.tree.children(inside));
            }
        }
    }

    /// "recognised each other": one mutual act among the sources.
    fn reciprocal(
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
    fn coordinated(&self, at: usize, mut sources: Vec<Filler>) -> Vec<Filler> {
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

    // Words that govern others.

    fn operator(
        &mut self,
        at: usize,
        operator: Operator,
        complements: &[Complement],
        addressee: Option<&Slot>,
        clause: Clause,
        depth: usize,
    ) -> Vec<Act> {
        let view = self.view;
        let subject = view.agent_parties(at);
        let addressed = addressee
            .map(|slot| self.addressees(at, slot, operator == Operator::Demand))
            .or_else(|| {
                // "promised Erdogan closer cooperation".
                view.double_object(at)
                    .map(|(receiver, _)| view.parties(receiver))
            })
            .unwrap_or_default();
        let mut nodes: Vec<usize> = complements
            .iter()
            .flat_map(|complement| self.complements(at, complement))
            .collect();
        nodes.dedup();
        if nodes.is_empty() {
            return Vec::new();
        }
        let mut acts = Vec::new();
        for node in nodes.iter().copied() {
            let was_visited = self.visited.clone();
            let inner = self.interpret(node, depth + 1);
            if inner.is_empty() && operator != Operator::Report {
                self.visited = was_visited;
            }
            acts.extend(inner);
        }
        if acts.is_empty() && operator == Operator::Demand && !addressed.is_empty() {
            acts.push(unnamed(at, addressed.clone()));
        }
        if acts.is_empty()
            && matches!(operator, Operator::Plan | Operator::Threaten)
            && !addressed.is_empty()
        {
            // "promised the Americans to freeze its reactors", "warned Greece that it would respond".
            let intends = operator == Operator::Plan
                || nodes.iter().any(|&node| {
                    matches!(
                        view.clause(node).mood,
                        Mood::Future | Mood::Conditional | Mood::Open
                    )
                });
            if intends {
                acts.push(Act {
                    targets: addressed.clone(),
                    ..unnamed(at, subject.clone())
                });
            }
        }
        if acts.is_empty()
            && operator == Operator::Demand
            && addressee.is_none()
            && view.is_verb(nodes[0])
        {
            // "demanded that Moscow pay": whoever is to act is addressed.
            let actor = view
                .agent(nodes[0])
                .map(|s| view.parties(s))
                .unwrap_or_default();
            if !actor.is_empty() {
                acts.push(unnamed(at, actor));
            }
        }
        let cancels = cancels(view, at);
        let reported = self.is_reported(at);
        acts.into_iter()
            .filter_map(|act| {
                let act = self.assign(act, operator, &subject, &addressed, at);
                let act = govern(act, operator, cancels, &view.relations.events)?;
                let operator = (operator != Operator::Begin
                    && operator != Operator::Report
                    && operator != Operator::End)
                    .then_some(operator);
                temper(act, clause, operator, reported, &view.relations.events)
            })
            .collect()
    }

    /// Gives an inner act the parties that its governor has.
    fn assign(
        &self,
        mut act: Act,
        operator: Operator,
        subject: &[Filler],
        addressed: &[Filler],
        at: usize,
    ) -> Act {
        act.anchors.push(at);
        match operator {
            Operator::Demand if act.status != Status::Demanded || act.sources.is_empty() => {
                let doers = if addressed.is_empty() {
                    act.sources.clone()
                } else {
                    addressed.to_vec()
                };
                let doers = without(doers, subject, false);
                if !subject.is_empty() {
                    act.targets = if doers.is_empty() {
                        without(act.targets, subject, false)
                    } else {
                        doers
                    };
                    act.sources = subject.to_vec();
                    act.mutual = false;
                } else if !doers.is_empty() {
                    // "was asked to withdraw": nobody is named as asking.
                    act.targets = doers;
                    act.sources = Vec::new();
                    act.mutual = false;
                }
            }
            Operator::Report => {
                if act.sources.is_empty() {
                    act.sources = subject.to_vec();
                }
                if let Some(speaker) = self.view.agent(at) {
                    if !matches!(
                        self.view.word(at).lemma.as_str(),
                        "be" | "have" | "lead" | "cause" | "let" | "make"
                    ) {
                        act.speakers.push(speaker);
                    }
                }
            }
            Operator::Refuse if act.status == Status::Demanded => {
                // "rejected Washington's demand": the refusal goes back to the one who asked.
                act.targets = without(act.sources, subject, false);
                act.sources = subject.to_vec();
                act.mutual = false;
            }
            Operator::Postpone
            | Operator::End
            | Operator::Refuse
            | Operator::Threaten
            | Operator::Deny
            | Operator::Plan
            | Operator::Propose
            | Operator::Possible
            | Operator::Begin
            | Operator::Continue
            | Operator::Fail => {
                if act.sources.is_empty() {
                    act.sources = subject.to_vec();
                    act.targets = without(act.targets, subject, act.mutual);
                } else if act.mutual && !subject.is_empty() {
                    // One side alone ends, refuses or proposes what both would do.
                    let one_sided = matches!(
                        operator,
                        Operator::Postpone
                            | Operator::End
                            | Operator::Refuse
                            | Operator::Threaten
                            | Operator::Propose
                            | Operator::Possible
                            | Operator::Deny
                    );
                    let others = without(
                        act.sources.iter().chain(&act.targets).cloned().collect(),
                        subject,
                        false,
                    );
                    if !others.is_empty() && distinct(subject) == 1 && one_sided {
                        act.sources = subject.to_vec();
                        act.targets = others;
                        act.mutual = false;
                    } else if act.targets.is_empty() && act.n_sources() < 2 && !others.is_empty() {
                        act.targets = others;
                        act.sources = subject.to_vec();
                    }
                } else if matches!(
                    operator,
                    Operator::Refuse
                        | Operator::Threaten
                        | Operator::End
                        | Operator::Postpone
                        | Operator::Deny
                ) && !subject.is_empty()
                {
                    // "blocked Iran's accession", "postponed Blair's visit": the governor's subject acts on the other.
                    let others = without(act.sources.clone(), subject, false);
                    if !others.is_empty() && (act.targets.is_empty() || same(&act.targets, subject))
                    {
                        act.targets = others;
                        act.sources = subject.to_vec();
                    }
                }
                if act.targets.is_empty() && !addressed.is_empty() {
                    act.targets = without(addressed.to_vec(), &act.sources, false);
                }
                if matches!(
                    operator,
                    Operator::Postpone | Operator::End | Operator::Refuse | Operator::Propose
                ) && distinct(&act.sources) == 1
                    && !act.targets.is_empty()
                    && !subject.is_empty()
                {
                    act.mutual = false;
                }
            }
            Operator::Demand => {}
        }
        act.asserted = true;
        act
    }

    fn addressees(&self, at: usize, slot: &Slot, demands: bool) -> Vec<Filler> {
        let view = self.view;
        match slot {
            Slot::Obj if view.passive(at) => view
                .subject(at)
                .map(|s| view.parties(s))
                .unwrap_or_default(),
            Slot::Obj => {
                for rel in [Rel::Iobj, Rel::Obj] {
                    if let Some(object) = view.tree.dependent(at, rel) {
                        let parties = view.parties(view.antecedent(object).unwrap_or(object));
                        if !parties.is_empty() {
                            return parties;
                        }
                    }
                }
                // "urged Turkey to answer" read as a clause with a subject of its own.
                if !demands {
                    return view
                        .double_object(at)
                        .map(|(receiver, _)| view.parties(receiver))
                        .unwrap_or_default();
                }
                view.tree
                    .children(at)
                    .iter()
                    .copied()
                    .find(|&c| matches!(view.word(c).rel, Rel::Ccomp | Rel::Xcomp))
                    .and_then(|clause| view.tree.dependent(clause, Rel::Nsubj))
                    .map(|s| view.parties(s))
                    .unwrap_or_default()
            }
            slot => view.verb_parties(at, slot),
        }
    }

    fn complements(&self, at: usize, complement: &Complement) -> Vec<usize> {
        let view = self.view;
        match complement {
            Complement::Noun(slot) => {
                let Some(nominal) = view.verb_slot(at, slot) else {
                    return Vec::new();
                };
                let nominal = view.core(nominal);
                let mut nodes = vec![nominal];
                nodes.extend(view.tree.dependents(nominal, Rel::Conj));
                nodes
            }
            Complement::Infinitive | Complement::Clause => {
                let clause = *complement == Complement::Clause;
                let mut nodes: Vec<usize> = view
                    .tree
                    .children(at)
                    .iter()
                    .copied()
                    .filter(|&c| {
                        let word = view.word(c);
                        let verbal = view.is_verb(c) || view.is_predicate(c);
                        let infinitive = view.tree.children(c).iter().any(|&m| {
                            view.word(m).lower == "to" && view.word(m).upos == Upos::Part
                        });
                        verbal
                            && c > at
                            && match word.rel {
                                Rel::Xcomp => !clause,
                                Rel::Ccomp => {
                                    clause || infinitive || word.xpos == "VBG" || word.xpos == "VB"
                                }
                                Rel::Advcl | Rel::Acl => {
                                    !clause && (infinitive || word.xpos == "VBG" && c == at + 1)
                                }
                                Rel::Obj => !clause && word.xpos == "VBG",
                                _ => false,
                            }
                    })
                    .collect();
                // "…, officials said": the clause stands before, with the verb of saying hung under it.
                if clause && nodes.is_empty() {
                    if let Some(before) = view
                        .word(at)
                        .head
                        .filter(|_| view.word(at).rel == Rel::Parataxis)
                    {
                        if view.is_verb(before) && !self.visited[before] {
                            nodes.push(before);
                        }
                    }
                    nodes.extend(view.tree.children(at).iter().copied().filter(|&c| {
                        matches!(view.word(c).rel, Rel::Ccomp | Rel::Parataxis)
                            && (view.is_verb(c) || view.is_predicate(c))
                    }));
                }
                if !clause {
                    // The infinitive may hang on the object: "asked Russia to withdraw" read as a noun's clause.
                    for rel in [Rel::Obj, Rel::Iobj, Rel::Obl] {
                        for object in view.tree.dependents(at, rel).collect::<Vec<_>>() {
                            nodes.extend(view.tree.children(object).iter().copied().filter(|&c| {
                                view.is_verb(c)
                                    && matches!(view.word(c).rel, Rel::Acl | Rel::Advcl)
                                    && view
                                        .tree
                                        .children(c)
                                        .iter()
                                        .any(|&m| view.word(m).lower == "to")
                            }));
                        }
                    }
                }
                let mut all = Vec::new();
                for node in nodes {
                    all.push(node);
                    all.extend(view.tree.dependents(node, Rel::Conj).filter(|&c| {
                        view.is_verb(c) && view.tree.dependent(c, Rel::Nsubj).is_none()
                    }));
                }
                all
            }
        }
    }

    // Nouns and adjectives.

    fn noun(&mut self, at: usize, depth: usize) -> Vec<Act> {
        self.visited[at] = true;
        let view = self.view;
        if self.names_a_thing(at) {
            return Vec::new();
        }
        let names = view.names(at);
        let negative = view.is_negative_phrase(at);
        let operator = names
            .iter()
            .find_map(|name| view.relations.operator_noun(name));
        if let Some(operator) = operator {
            let acts = self.operator_word(at, operator, depth);
            if !acts.is_empty() {
                return if negative { Vec::new() } else { acts };
            }
        }
        let Some(senses) = names
            .iter()
            .map(|name| view.relations.noun(name))
            .find(|senses| !senses.is_empty())
        else {
            return Vec::new();
        };
        if negative {
            return Vec::new();
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

    /// "has been a member of the union since May", "is to become a member".
    fn member(&mut self, at: usize, mention: &Mention) -> Vec<Act> {
        let view = self.view;
        let word = view.word(at);
        if word.lemma != "member" {
            return Vec::new();
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
        temper(
            act,
            view.clause(predicate),
            None,
            self.is_reported(predicate),
            &view.relations.events,
        )
        .into_iter()
        .collect()
    }

    /// A marked party may itself name an act: "refused <t>talks with the government</t>".
    fn marked_noun(&mut self, at: usize, mention: &Mention, depth: usize) -> Vec<Act> {
        let mut acts = self.noun(at, depth);
        for act in &mut acts {
            if act.targets.is_empty() && act.sources.iter().all(|s| s.word != mention.head) {
                act.targets = self.view.parties(at);
            }
        }
        acts
    }

    /// "charter flights", "sanctions committee": a noun before a noun only names a kind of thing.
    fn names_a_thing(&self, at: usize) -> bool {
        let word = self.view.word(at);
        word.rel == Rel::Compound
            && word.head.is_some_and(|head| {
                head > at
                    && self.view.word(head).upos == Upos::Noun
                    && self.view.mention(head).is_none()
            })
    }

    fn noun_act(&self, at: usize, sense: &NounSense) -> Act {
        let view = self.view;
        let Pattern {
            source,
            target,
            mutual,
        } = &sense.pattern;
        let mut sources = Vec::new();
        let mut status = sense.status;
        for slot in source {
            sources = view.noun_parties(at, slot);
            if !sources.is_empty() {
                if *slot == Slot::Gov {
                    status = self.scheduled(at, status);
                }
                break;
            }
        }
        let mut targets = Vec::new();
        if !(*mutual && distinct(&sources) > 1) {
            for slot in target {
                targets = without(view.noun_parties(at, slot), &sources, *mutual);
                if !targets.is_empty() {
                    break;
                }
            }
        }
        Act {
            action: sense.action,
            kind: sense.kind.clone(),
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

    /// "leaves tomorrow for talks", "will arrive for talks": the status of the verb that brings the parties together.
    fn scheduled(&self, at: usize, status: Status) -> Status {
        let view = self.view;
        let Some(verb) = view.governor(at) else {
            return status;
        };
        let moves = view
            .relations
            .verb(&view.word(verb).lemma, &view.word(verb).lower)
            .iter()
            .any(|sense| {
                matches!(
                    sense.effect,
                    Effect::Act {
                        action: Action::Visit,
                        ..
                    }
                )
            });
        match view.clause(verb).mood {
            Mood::Future if status == Status::Done => Status::Planned,
            Mood::Present | Mood::Ongoing if moves && status == Status::Done => Status::Planned,
            Mood::Possible if status == Status::Done => Status::Possible,
            _ => status,
        }
    }

    /// Applies the adjectives before the noun: "planned talks", "the suspended aid".
    fn modified(&self, at: usize, mut act: Act) -> Option<Act> {
        let view = self.view;
        for child in view.tree.children(at).iter().copied() {
            let word = view.word(child);
            if child < at && matches!(word.rel, Rel::Amod | Rel::Compound | Rel::Nmod) {
                if let Some(operator) = view.relations.modifier(&word.lower) {
                    act = govern(act, operator, true, &view.relations.events)?;
                    if operator == Operator::Deny {
                        // An alleged act is a claim at most.
                        act.status = Status::Done;
                        act.weight *= 0.5;
                    }
                }
            }
        }
        Some(act)
    }

    fn operator_word(&mut self, at: usize, operator: &OperatorNoun, depth: usize) -> Vec<Act> {
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
                    if let Some(own) = own {
                        nodes.push(view.core(own));
                        nodes.extend(view.tree.dependents(own, Rel::Conj));
                    }
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
                    }))
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
                    }))
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
                let act = govern(act, operator.operator, cancels, &view.relations.events)?;
                match clause {
                    Some(clause) => temper(
                        act,
                        clause,
                        Some(operator.operator),
                        self.is_reported(at),
                        &view.relations.events,
                    ),
                    None => Some(act),
                }
            })
            .collect()
    }

    fn adjective(&mut self, at: usize, depth: usize) -> Vec<Act> {
        let view = self.view;
        let lemma = view.word(at).lemma.to_lowercase();
        if let Some(action) = view.relations.judgement(&lemma) {
            return self.judgement(at, action).into_iter().collect();
        }
        let Some(operator) = view.relations.operator_adjective(&lemma) else {
            return Vec::new();
        };
        self.visited[at] = true;
        let acts = self.operator_word(at, operator, depth);
        if !acts.is_empty() || operator.operator != Operator::Plan {
            return acts;
        }
        self.due(at)
    }

    /// "said that Budapest's conduct was unacceptable", "called the step unjustified".
    fn judgement(&mut self, at: usize, action: Action) -> Option<Act> {
        let view = self.view;
        let word = view.word(at);
        let verb = word.head.filter(|&verb| view.is_verb(verb))?;
        let judged = match word.rel {
            Rel::Ccomp if view.is_predicate(at) => view.subject(at)?,
            Rel::Xcomp => view
                .tree
                .dependents(verb, Rel::Obj)
                .find(|&o| !view.is_time(o))?,
            _ => return None,
        };
        let says = matches!(
            &*view.word(verb).lemma,
            "say"
                | "call"
                | "describe"
                | "brand"
                | "declare"
                | "consider"
                | "deem"
                | "find"
                | "think"
                | "label"
                | "term"
                | "insist"
                | "add"
        );
        let clause = view.clause(verb);
        if !says || clause.negated || view.clause(at).negated {
            return None;
        }
        self.visited[at] = true;
        let sources = view.agent_parties(verb);
        let targets = without(view.parties(judged), &sources, false);
        let act = Act {
            action,
            kind: if action == Action::Praise {
                "praise".into()
            } else {
                "criticise".into()
            },
            status: Status::Done,
            sources,
            targets,
            mutual: false,
            anchors: vec![at, verb],
            weight: 0.9,
            asserted: true,
            speakers: Vec::new(),
        };
        temper(act, clause, None, false, &view.relations.events)
    }

    /// "is due in Tripoli today": a visit without a verb of motion.
    fn due(&self, at: usize) -> Vec<Act> {
        let view = self.view;
        if !matches!(
            view.word(at).lemma.as_str(),
            "due" | "expected" | "scheduled"
        ) {
            return Vec::new();
        }
        let place = ["in", "at"]
            .iter()
            .find_map(|p| view.prepositional(at, p))
            .filter(|&n| view.is_a(n, "PLACE"));
        let (Some(place), Some(subject)) = (place, view.subject(at)) else {
            return Vec::new();
        };
        let sources = view.parties(subject);
        let targets = without(view.parties(place), &sources, false);
        vec![Act {
            action: Action::Visit,
            kind: "visit".into(),
            status: Status::Planned,
            sources,
            targets,
            mutual: false,
            anchors: vec![at],
            weight: 1.0,
            asserted: true,
            speakers: Vec::new(),
        }]
    }

    /// Whether a clause is what somebody says: then "would" is a plan, not a wish.
    fn is_reported(&self, at: usize) -> bool {
        let view = self.view;
        let mut up = at;
        for _ in 0..4 {
            let word = view.word(up);
            match word.rel {
                Rel::Ccomp => return true,
                Rel::Conj | Rel::Xcomp => match word.head {
                    Some(head) => up = head,
                    None => return false,
                },
                _ => break,
            }
        }
        view.tree.children(up).iter().any(|&c| {
            view.word(c).rel == Rel::Parataxis
                && view.is_verb(c)
                && matches!(view.clause(c).mood, Mood::Past | Mood::Present)
        })
    }
}

/// Weight of an act that a noun such as "resumption" governs.
const NOMINAL_OPERATOR_WEIGHT: f32 = 0.45;

/// A demand whose content the vocabulary does not know: some other conduct.
fn unnamed(at: usize, doers: Vec<Filler>) -> Act {
    Act {
        action: Action::Policy,
        kind: "demand".into(),
        status: Status::Done,
        sources: doers,
        targets: Vec::new(),
        mutual: false,
        anchors: vec![at],
        weight: UNNAMED_WEIGHT,
        asserted: true,
        speakers: Vec::new(),
    }
}

/// Parties without those whose principal already stands on the other side. Inside one state, two different actors may
/// face each other ("police … students"), but not in a mutual act.
fn without(parties: Vec<Filler>, others: &[Filler], mutual: bool) -> Vec<Filler> {
    parties
        .into_iter()
        .filter(|filler| {
            others.iter().all(|other| {
                let same_principal = other.party.principal == filler.party.principal;
                let domestic = !mutual
                    && other.party.id != filler.party.id
                    && [other.party.kind, filler.party.kind]
                        .iter()
                        .any(|k| matches!(k, ActorKind::People | ActorKind::Group));
                !same_principal || domestic
            })
        })
        .collect()
}

fn same(left: &[Filler], right: &[Filler]) -> bool {
    left.iter()
        .all(|l| right.iter().any(|r| r.party.principal == l.party.principal))
}

/// Whether a verb of ending calls off what had not begun.
fn cancels(view: &View<'_>, at: usize) -> bool {
    let word = view.word(at);
    matches!(
        word.lemma.as_str(),
        "cancel" | "scrap" | "abandon" | "drop" | "scuttle" | "axe"
    ) || (word.lemma == "call"
        && view.tree.words[at + 1..]
            .iter()
            .take(6)
            .any(|w| w.lower == "off"))
}
