//! Where the complement of a governing verb stands, and whom the verb addresses.

use super::act::Filler;
use super::predicates::Interpreter;
use crate::language::{Rel, Upos};
use crate::vocabulary::relations::{Complement, Slot};

impl Interpreter<'_> {
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
