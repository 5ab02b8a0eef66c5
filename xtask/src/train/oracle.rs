//! The dynamic oracle of the arc-hybrid system (Goldberg and Nivre 2013): which transitions lose no gold arc
//! that could still be had.

use detente::language::Rel;
use detente::language::training::{NONE, State, Transition};

/// A sentence's gold tree, with the dependents of each word.
pub struct GoldTree {
    heads: Vec<u32>,
    rels: Vec<Rel>,
    dependents: Vec<Vec<u32>>,
}

impl GoldTree {
    pub fn new(arcs: impl Iterator<Item = (Option<usize>, Rel)>) -> Self {
        let (heads, rels): (Vec<u32>, Vec<Rel>) = arcs
            .map(|(head, rel)| (head.map_or(NONE, |head| head as u32), rel))
            .unzip();
        let mut dependents = vec![Vec::new(); heads.len()];
        for (word, &head) in heads.iter().enumerate() {
            if head != NONE {
                dependents[head as usize].push(word as u32);
            }
        }
        Self {
            heads,
            rels,
            dependents,
        }
    }

    /// How many gold arcs each kind of transition (shift, left, right) loses.
    pub fn costs(&self, state: &State, on_stack: &[bool]) -> [usize; 3] {
        let (top, beneath, next) = (state.stack(0), state.stack(1), state.buffer(0));
        let ahead = |word: u32| word != NONE && next != NONE && word >= next;
        let mut costs = [0; 3];
        if next != NONE {
            let head = self.heads[next as usize];
            // The root lies beneath the stack's bottom word: reachable only while the stack is empty.
            let head_lost = if head == NONE {
                top != NONE
            } else {
                head != top && head < next && on_stack[head as usize]
            };
            costs[0] = usize::from(head_lost)
                + self.dependents[next as usize]
                    .iter()
                    .filter(|&&word| word < next && on_stack[word as usize])
                    .count();
        }
        if top != NONE {
            let head = self.heads[top as usize];
            let dependents_lost = self.dependents[top as usize]
                .iter()
                .filter(|&&word| ahead(word))
                .count();
            let head_beneath = if head == NONE {
                beneath == NONE
            } else {
                head == beneath
            };
            costs[1] = dependents_lost + usize::from(head_beneath || (ahead(head) && head != next));
            costs[2] = dependents_lost + usize::from(ahead(head));
        }
        costs
    }

    /// Whether a transition gives its arc the gold relation, or makes none, or one that is wrong anyway.
    pub fn rel_fits(&self, state: &State, transition: Transition) -> bool {
        let (head, rel) = match transition {
            Transition::Shift => return true,
            Transition::Left(rel) => (state.buffer(0), rel),
            Transition::Right(rel) => (state.stack(1), rel),
        };
        let top = state.stack(0);
        top == NONE || self.heads[top as usize] != head || self.rels[top as usize] == rel
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use detente::language::training::each_allowed;

    #[test]
    fn free_transitions_lead_to_the_gold_tree() {
        // "The talks that Moscow sought failed ."
        let gold = [
            (Some(1), Rel::Det),
            (Some(5), Rel::Nsubj),
            (Some(4), Rel::Obj),
            (Some(4), Rel::Nsubj),
            (Some(1), Rel::AclRelcl),
            (None, Rel::Root),
            (Some(5), Rel::Punct),
        ];
        let tree = GoldTree::new(gold.into_iter());
        let mut state = State::new(gold.len());
        while !state.is_done() {
            let mut on_stack = vec![false; gold.len()];
            state
                .stack_words()
                .iter()
                .for_each(|&word| on_stack[word as usize] = true);
            let costs = tree.costs(&state, &on_stack);
            let mut free = None;
            each_allowed(&state, |number| {
                let transition = Transition::from_number(number);
                let cost = costs[transition.kind()];
                if free.is_none() && cost == 0 && tree.rel_fits(&state, transition) {
                    free = Some(transition);
                }
            });
            state.apply(free.expect("some transition is free"));
        }
        for (node, (head, rel)) in state.nodes().iter().zip(gold) {
            assert_eq!((node.head != NONE).then_some(node.head as usize), head);
            assert_eq!(node.rel, rel);
        }
    }
}
