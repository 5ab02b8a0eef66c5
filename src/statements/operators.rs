//! Verbs that govern others: they set the status of their complement's act and hand it their parties.

use super::act::{Act, Filler, distinct};
use super::clause::{Clause, Mood};
use super::predicates::{Interpreter, cancels, without};
use crate::language::Rel;
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
}

/// A demand whose content the vocabulary does not know: some other conduct.
pub(super) fn unnamed(at: usize, doers: Vec<Filler>) -> Act {
    Act::asserted(
        (Action::Policy, "demand", Status::Done),
        [doers, Vec::new()],
        at,
        UNNAMED_WEIGHT,
    )
}

pub(super) fn same(left: &[Filler], right: &[Filler]) -> bool {
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
