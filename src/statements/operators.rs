//! Verbs that govern others: they set the status of their complement's act and hand it their parties.

use super::act::{Act, Filler, distinct};
use super::clause::{Clause, Mood};
use super::predicates::{Interpreter, cancels, without};
use crate::language::{Rel, Upos};
use crate::model::{Action, Status};
use crate::vocabulary::relations::{Complement, Operator, Slot};

/// Weight of an act whose wording is not in the vocabulary, read off a demand alone ("urged Turkey to answer").
const UNNAMED_WEIGHT: f32 = 0.75;

impl Interpreter<'_> {
    pub(super) fn operator(
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
                    .or_else(|| view.was_given(at))
                    .map(|(receiver, _)| view.parties(receiver))
            })
            .unwrap_or_default();
        let mut nodes: Vec<usize> = complements
            .iter()
            .flat_map(|complement| self.complements(at, complement))
            .collect();
        nodes.dedup();
        match operator {
            Operator::Demand | Operator::Propose => {
                nodes.retain(|&node| !self.states_a_fact(node) && !self.is_expected(node));
            }
            Operator::Possible => nodes.retain(|&node| !self.states_a_fact(node)),
            Operator::Plan | Operator::Attempt => {
                nodes.retain(|&node| !self.is_told_as_past(node));
            }
            _ => {}
        }
        // "would not hear of a truce"; "heard of a truce" says nothing.
        let only_heard = view.word(at).lemma == "hear" && !clause.negated;
        if nodes.is_empty() || only_heard {
            return Vec::new();
        }
        // "ended two days of talks": held to their end, not broken off.
        let lasted = |&node: &usize| {
            let unit = &*view.word(node).lemma;
            let mut of = view.tree.dependents(node, Rel::Nmod);
            matches!(unit, "hour" | "day" | "week" | "month" | "round")
                && view.tree.dependent(node, Rel::Nummod).is_some()
                && of.any(|of| view.has_case(of, "of") && view.is_a(of, "TALKS"))
        };
        // "announced that it was leaving the union": it has left with these words.
        let is_leaving = |&node: &usize| {
            let clause = view.clause(node);
            clause.mood == Mood::Ongoing && view.is_a(node, "LEAVING")
        };
        let operator = if operator == Operator::Close && nodes.iter().any(lasted) {
            Operator::Begin
        } else if operator == Operator::Plan
            && view.word(at).lemma == "announce"
            && nodes.iter().any(is_leaving)
        {
            Operator::Report
        } else {
            operator
        };
        let mut acts = Vec::new();
        for node in nodes.iter().copied() {
            let was_visited = self.visited.clone();
            // "the talks that Armenia broke off": said of twice, by the clause it stands in and by its own.
            if view.word(at).rel == Rel::AclRelcl && view.word(at).head == Some(node) {
                self.visited[node] = false;
            }
            let inner = self.interpret(node, depth + 1);
            if inner.is_empty() && operator != Operator::Report {
                self.visited = was_visited;
            }
            acts.extend(inner);
        }
        if acts.is_empty() && operator == Operator::Refuse && !clause.negated && !view.marked {
            acts.extend(self.offered(&nodes, depth));
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
                || nodes.iter().any(|&node| self.runs_out(node))
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
            && operator == Operator::Threaten
            && !subject.is_empty()
            && nodes.iter().any(|&node| self.runs_out(node))
        {
            acts.push(unnamed(at, subject.clone()));
        }
        if acts.is_empty() && operator == Operator::Plan && view.is_a(at, "PROMISING") {
            acts.extend(self.pledge(at, &nodes, &subject));
        }
        if acts.is_empty() && operator == Operator::Deny && !subject.is_empty() && !view.marked {
            // "Asmara denies it", "denied any part in the raid": an accusation, by whomever.
            acts.push(Act {
                action: Action::Criticism,
                kind: "accuse".into(),
                ..unnamed(at, subject.clone())
            });
        }
        if operator == Operator::Report
            && !clause.negated
            && !acts.iter().any(Act::complete)
            && let Some(obliged) = self.obliged(&nodes)
        {
            let sources = without(subject.clone(), &obliged, false);
            if !sources.is_empty() {
                let demand = Act {
                    status: Status::Demanded,
                    targets: obliged,
                    ..unnamed(at, sources)
                };
                acts = vec![if nodes.iter().any(|&node| self.is_sent_away(node)) {
                    Act {
                        action: Action::Coercion,
                        kind: "expel".into(),
                        status: Status::Done,
                        ..demand
                    }
                } else {
                    demand
                }];
            }
        }
        if operator == Operator::Report && !clause.negated {
            if let Some(accused) = self.accused(at, &nodes, &subject) {
                acts.push(accused);
            }
            self.tell(at, &nodes, &subject, &mut acts);
        }
        if acts.is_empty()
            && operator == Operator::Demand
            && addressee.is_none()
            && view.is_verb(nodes[0])
        {
            // "demanded that Moscow pay", "that the Greek flag be taken down": whoever is to act, or whose matter it is.
            let asked = view.agent(nodes[0]).or_else(|| view.subject(nodes[0]));
            let actor = asked.map(|s| view.parties(s)).unwrap_or_default();
            if !actor.is_empty() {
                acts.push(unnamed(at, actor));
            }
        }
        if acts.is_empty() && operator == Operator::Demand {
            acts.extend(self.conduct(at, &nodes, &subject));
        }
        let cancels = cancels(view, at);
        let reported = self.is_reported(at);
        let no_intention = nodes
            .iter()
            .any(|&node| view.is_negative_phrase(node) && view.is_a(node, "INTENDING"));
        acts.into_iter()
            .filter_map(|mut act| {
                let mut operator = operator;
                let mut clause = clause;
                if no_intention && act.status == Status::Refused {
                    clause.negated = false;
                }
                if clause.negated && self.is_unwilling(at, clause, &act) {
                    operator = Operator::Refuse;
                    clause.negated = false;
                }
                if view.marked {
                    // Something is always answered of two marked parties.
                    if operator == Operator::Fail {
                        operator = Operator::Refuse;
                    } else if operator == Operator::Demand && opposes(&act, &addressed) {
                        act.action = Action::Criticism;
                        act.kind = "criticise".into();
                        act.status = Status::Done;
                        operator = Operator::Report;
                    }
                }
                // A rejected accusation is denied; to criticise may only be refused.
                let charge = act.action == Action::Criticism && !view.is_verb(act.anchors[0]);
                if charge && operator == Operator::Refuse {
                    operator = Operator::Deny;
                }
                // "ordered tanks to ring the embassy": no request, the thing itself.
                if operator == Operator::Demand
                    && act.status == Status::Done
                    && without(act.sources.clone(), &subject, false).is_empty()
                    && self.commands_own(at, &subject, &addressed)
                {
                    act.sources.clone_from(&subject);
                    act.targets = without(act.targets, &subject, act.mutual);
                    act.anchors.push(at);
                    return self.tempered(act, clause, None, reported);
                }
                let act = self.assign(act, operator, &subject, &addressed, at);
                let act = self.governed(act, operator, cancels)?;
                let operator = (operator != Operator::Begin
                    && operator != Operator::Report
                    && operator != Operator::End
                    && operator != Operator::Close)
                    .then_some(operator);
                self.tempered(act, clause, operator, reported)
            })
            .collect()
    }

    /// "turned down the loan that Bern had offered it": what is refused is what the relative clause offers.
    fn offered(&mut self, nodes: &[usize], depth: usize) -> Vec<Act> {
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

    /// Whether those whom a verb commands are the subject's own troops.
    fn commands_own(&self, at: usize, subject: &[Filler], addressed: &[Filler]) -> bool {
        let view = self.view;
        let own = without(addressed.to_vec(), subject, false).is_empty();
        let object = view
            .tree
            .dependent(at, Rel::Obj)
            .or_else(|| view.tree.dependent(at, Rel::Iobj));
        commands(&view.word(at).lemma)
            && !subject.is_empty()
            && own
            && !view.passive(at)
            && object.is_some_and(|object| view.is_a(object, "TROOPS"))
    }

    /// "does not intend to pay", "is not thinking of joining": no plan, but a refusal. That somebody does not want to cut
    /// what there is says nothing.
    pub(super) fn is_unwilling(&self, at: usize, clause: Clause, act: &Act) -> bool {
        let view = self.view;
        // "is not planning a trip": nobody has asked for it.
        let told = matches!(clause.mood, Mood::Past | Mood::Present)
            || clause.mood == Mood::Ongoing && view.word(at).lemma != "plan"
            // "would not hear of it".
            || view.word(at).lemma == "hear"
                && matches!(clause.mood, Mood::Future | Mood::Conditional);
        if !told || view.passive(at) || !view.is_a(at, "INTENDING") {
            return false;
        }
        if act.action == Action::Criticism || act.status == Status::Refused {
            return false;
        }
        let events = &view.relations.events;
        let hostile = events.code(act.action, &act.kind, Status::Planned).plover == "THREATEN";
        !hostile
            || act.status != Status::Ended
                && matches!(
                    act.action,
                    Action::Violence | Action::Sanctions | Action::Forces
                )
    }

    /// "called for free elections in Togo", "demanded access": some conduct, of whom the phrase names, else of whom the
    /// text is about.
    fn conduct(&self, at: usize, nodes: &[usize], subject: &[Filler]) -> Option<Act> {
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

    /// "said that Norway was lying", "complained that Norway had broken the pact": who is accused of it, whatever it is; and
    /// "told Oslo that it had broken its word".
    fn accused(&self, at: usize, nodes: &[usize], subject: &[Filler]) -> Option<Act> {
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
    fn tell(&self, at: usize, nodes: &[usize], subject: &[Filler], acts: &mut Vec<Act>) {
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

    /// "that his patience was running out".
    fn runs_out(&self, node: usize) -> bool {
        let view = self.view;
        view.subject(node)
            .is_some_and(|subject| view.word(subject).lemma == "patience")
    }

    /// "promised to respect Kuwait's borders", "undertook to keep clear of alliances": some other conduct, towards whom its
    /// object names, else whoever has asked for it.
    fn pledge(&self, at: usize, nodes: &[usize], subject: &[Filler]) -> Option<Act> {
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

    /// "said that Budapest must respect the ruling": who is told so, in the words of somebody else.
    fn obliged(&self, nodes: &[usize]) -> Option<Vec<Filler>> {
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
    fn is_sent_away(&self, node: usize) -> bool {
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

    /// "suggested that talks are going on": what is told so is neither asked for nor only possible.
    fn states_a_fact(&self, node: usize) -> bool {
        let view = self.view;
        !self.is_expected(node)
            && view.word(node).rel == Rel::Ccomp
            && (matches!(view.word(node).xpos, "VBD" | "VBZ")
                && view.word(node).lower != view.word(node).lemma
                || view.tree.children(node).iter().any(|&aux| {
                    matches!(view.word(aux).rel, Rel::Aux | Rel::AuxPass | Rel::Cop)
                        && matches!(view.word(aux).xpos, "VBD" | "VBZ" | "VBP")
                }))
    }

    /// "announced that the talks had ended", "captured him, the premier announced": no plan, whatever the verb may mean.
    fn is_told_as_past(&self, node: usize) -> bool {
        let view = self.view;
        view.is_verb(node)
            && view.word(node).xpos != "VBG"
            && matches!(view.word(node).rel, Rel::Ccomp | Rel::Root)
            && view.clause(node).mood == Mood::Past
    }

    /// "insisted that talks would go on": what is foretold is not asked for, as "insisted that talks go on" is.
    fn is_expected(&self, node: usize) -> bool {
        let view = self.view;
        view.word(node).rel == Rel::Ccomp
            && view.tree.children(node).iter().any(|&aux| {
                view.word(aux).rel == Rel::Aux
                    && matches!(
                        &*view.word(aux).lower,
                        "would" | "will" | "could" | "can" | "might" | "may"
                    )
            })
    }

    /// Gives an inner act the parties that its governor has.
    pub(super) fn assign(
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
                let both_named = !addressed.is_empty() && !subject.is_empty();
                let doers = without(doers, subject, false);
                // "ordered his own warships to support them": no request, the thing itself.
                if both_named && doers.is_empty() && commands(&self.view.word(at).lemma) {
                    act.sources = subject.to_vec();
                    act.targets = without(act.targets, subject, act.mutual);
                } else if !subject.is_empty() {
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
                if let Some(speaker) = self.view.agent(at)
                    && !matches!(
                        self.view.word(at).lemma.as_str(),
                        "be" | "have" | "lead" | "cause" | "let" | "make"
                    )
                {
                    act.speakers.push(speaker);
                }
            }
            Operator::Refuse if act.status == Status::Demanded => {
                // "rejected Washington's demand": the refusal goes back to the one who asked; "declined to ask Italy for
                // help" has asked nobody.
                let asked = without(act.sources.clone(), subject, false);
                if !asked.is_empty() || act.targets.is_empty() {
                    act.targets = asked;
                }
                act.sources = subject.to_vec();
                act.mutual = false;
            }
            Operator::Postpone
            | Operator::End
            | Operator::Close
            | Operator::Refuse
            | Operator::Threaten
            | Operator::Deny
            | Operator::Plan
            | Operator::Attempt
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
                            | Operator::Close
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
                        | Operator::Close
                        | Operator::Postpone
                        | Operator::Deny
                ) && !subject.is_empty()
                {
                    // "blocked Iran's accession", "postponed Blair's visit": the governor's subject acts on the other.
                    let others = without(act.sources.clone(), subject, false);
                    let instead = operator != Operator::Deny && !others.is_empty();
                    if instead && act.action == Action::Aid && !act.targets.is_empty() {
                        // "blocked the Union's aid to Kyiv": it is the receiver who goes without.
                        act.sources = subject.to_vec();
                        act.targets = without(act.targets, subject, false);
                    } else if !others.is_empty()
                        && (act.targets.is_empty()
                            || same(&act.targets, subject)
                            || instead && act.action == Action::Membership)
                    {
                        act.targets = others;
                        act.sources = subject.to_vec();
                    }
                }
                // "proposed that Trump come to Moscow": who is to come to whoever proposes it is asked to.
                if operator == Operator::Propose
                    && !act.mutual
                    && !act.targets.is_empty()
                    && same(&act.targets, subject)
                {
                    act.targets = without(act.sources, subject, false);
                    act.sources = subject.to_vec();
                }
                // "threatened Kyiv with a blockade of the port".
                let with_what = operator == Operator::Threaten
                    && !self.view.is_verb(act.anchors[0])
                    && without(act.sources.clone(), subject, false).is_empty();
                if (act.targets.is_empty() || with_what) && !addressed.is_empty() {
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

    pub(super) fn addressees(&self, at: usize, slot: &Slot, demands: bool) -> Vec<Filler> {
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

    pub(super) fn complements(&self, at: usize, complement: &Complement) -> Vec<usize> {
        let view = self.view;
        match complement {
            Complement::Noun(slot) => {
                // "insists on a treaty": what stands behind a preposition that is a part of the verb.
                let behind = || {
                    let next = view.tree.words.get(at + 1)?;
                    let particle = *slot == Slot::Obj && next.upos == Upos::Adp;
                    particle
                        .then(|| view.prepositional(at, &next.lower))
                        .flatten()
                };
                let Some(nominal) = view.verb_slot(at, slot).or_else(behind) else {
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
                                    // "asked that Moscow pay", not "told CNN that Moscow would pay".
                                    let bare = word.xpos == "VB"
                                        && view.tree.dependent(c, Rel::Aux).is_none();
                                    clause || infinitive || word.xpos == "VBG" || bare
                                }
                                Rel::Advcl | Rel::Acl => {
                                    !clause && (infinitive || word.xpos == "VBG" && c <= at + 2)
                                }
                                Rel::Obj => !clause && word.xpos == "VBG",
                                _ => false,
                            }
                    })
                    .collect();
                // "made it clear that": the clause may hang on the adjective.
                if clause && nodes.is_empty() {
                    let adjective = view.tree.dependents(at, Rel::Xcomp);
                    nodes.extend(
                        adjective
                            .flat_map(|adjective| view.tree.dependents(adjective, Rel::Ccomp))
                            .filter(|&c| view.is_verb(c) || view.is_predicate(c)),
                    );
                }
                // "…, officials said": the clause stands before, with the verb of saying hung under it.
                if clause && nodes.is_empty() {
                    if let Some(before) = view
                        .word(at)
                        .head
                        .filter(|_| view.word(at).rel == Rel::Parataxis)
                        && view.is_verb(before)
                        && !self.visited[before]
                    {
                        nodes.push(before);
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
}

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

fn same(left: &[Filler], right: &[Filler]) -> bool {
    left.iter()
        .all(|l| right.iter().any(|r| r.party.principal == l.party.principal))
}

/// "called for sanctions against Minsk": towards the target, who is asked nothing, it is opposition.
fn opposes(act: &Act, addressed: &[Filler]) -> bool {
    addressed.is_empty()
        && act.sources.is_empty()
        && !act.targets.is_empty()
        && act.status != Status::Ended
        && matches!(
            act.action,
            Action::Sanctions | Action::Violence | Action::Forces | Action::Coercion
        )
}

/// Whether a verb makes those obey who are one's own.
fn commands(lemma: &str) -> bool {
    matches!(
        lemma,
        "order" | "command" | "instruct" | "direct" | "authorise" | "authorize"
    )
}
