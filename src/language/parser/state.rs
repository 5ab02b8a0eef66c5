//! The arc-hybrid transition system (Kuhlmann, Gómez-Rodríguez and Satta 2011) with the root at the bottom
//! of the stack, so that exactly one word depends on it.

use crate::language::Rel;

/// Stands for "no word": the root's position on the stack, and children that are not there.
pub const NONE: u32 = u32::MAX;

/// One step of the parser.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transition {
    /// The next word goes onto the stack.
    Shift,
    /// The top of the stack depends on the next word.
    Left(Rel),
    /// The top of the stack depends on the word beneath it.
    Right(Rel),
}

impl Transition {
    /// Number of transitions.
    pub const N: usize = 1 + 2 * Rel::ALL.len();

    /// Its number, as models store it.
    pub fn number(self) -> usize {
        match self {
            Self::Shift => 0,
            Self::Left(rel) => 1 + rel as usize,
            Self::Right(rel) => 1 + Rel::ALL.len() + rel as usize,
        }
    }

    /// Its kind: shift 0, left 1, right 2.
    pub fn kind(self) -> usize {
        match self {
            Self::Shift => 0,
            Self::Left(_) => 1,
            Self::Right(_) => 2,
        }
    }

    /// From its number, which must be less than [`Self::N`].
    pub fn from_number(number: usize) -> Self {
        match number.checked_sub(1) {
            None => Self::Shift,
            Some(rel) if rel < Rel::ALL.len() => Self::Left(Rel::ALL[rel]),
            Some(rel) => Self::Right(Rel::ALL[rel - Rel::ALL.len()]),
        }
    }
}

/// What the parser knows of one word's dependents so far.
#[derive(Debug, Clone, Copy)]
pub struct Node {
    /// Its head, or [`NONE`].
    pub head: u32,
    /// Relation to the head; meaningless before it has one.
    pub rel: Rel,
    /// Outermost and next dependent on the left, or [`NONE`].
    pub left: [u32; 2],
    /// Outermost and next dependent on the right, or [`NONE`].
    pub right: [u32; 2],
    /// Number of dependents on the left.
    pub n_left: u32,
    /// Number of dependents on the right.
    pub n_right: u32,
    /// The relations of its dependents so far, one bit each.
    pub rels: u64,
}

impl Default for Node {
    fn default() -> Self {
        Self {
            head: NONE,
            rel: Rel::Root,
            left: [NONE; 2],
            right: [NONE; 2],
            n_left: 0,
            n_right: 0,
            rels: 0,
        }
    }
}

/// What the next step depends on, as positions, relations and counts.
pub type Context = [[u32; 8]; 4];

/// The parser in the middle of a sentence.
#[derive(Debug, Clone)]
pub struct State {
    /// Words without a head; the root is beneath the first and not stored.
    stack: Vec<u32>,
    /// The next word.
    next: u32,
    nodes: Vec<Node>,
}

impl State {
    /// Before the first of `n` words.
    pub fn new(n: usize) -> Self {
        Self {
            stack: Vec::with_capacity(32),
            next: 0,
            nodes: vec![Node::default(); n],
        }
    }

    /// The word at a depth in the stack, 0 being the top.
    #[inline]
    pub fn stack(&self, depth: usize) -> u32 {
        let n = self.stack.len();
        if depth < n {
            self.stack[n - 1 - depth]
        } else {
            NONE
        }
    }

    /// The stack's words from the bottom.
    pub fn stack_words(&self) -> &[u32] {
        &self.stack
    }

    /// The word at an offset in the buffer, 0 being the next.
    #[inline]
    pub fn buffer(&self, offset: usize) -> u32 {
        let place = self.next as usize + offset;
        if place < self.nodes.len() {
            place as u32
        } else {
            NONE
        }
    }

    /// What is known of a word.
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// All that features and allowed transitions are drawn from: states with equal contexts have equal scores.
    #[inline]
    pub fn context(&self) -> Context {
        let nothing = Node::default();
        let node = |at: u32| self.nodes.get(at as usize).unwrap_or(&nothing);
        let [s0, s1, s2] = [0, 1, 2].map(|depth| self.stack(depth));
        let (s0n, s1n, b0n) = (node(s0), node(s1), node(self.next));
        let s2r = node(s2).right[0];
        let rels = |children: [u32; 4]| u32::from_le_bytes(children.map(|at| node(at).rel as u8));
        let counts = |node: &Node| node.n_left << 16 | node.n_right;
        let ([s0l, s0l2], [s0r, s0r2]) = (s0n.left, s0n.right);
        let ([s1l, s1l2], [s1r, s1r2]) = (s1n.left, s1n.right);
        let [b0l, b0l2] = b0n.left;
        let half = |rels: u64| [rels as u32, (rels >> 32) as u32];
        let ([s0x, s0y], [s1x, s1y], [b0x, b0y]) = (half(s0n.rels), half(s1n.rels), half(b0n.rels));
        let (s0c, s1c) = (counts(s0n), counts(s1n));
        [
            [s0, s1, s2, self.next, s2r, b0l, b0l2, b0n.n_left],
            [s0l, s0l2, s0r, s0r2, s1l, s1l2, s1r, s1r2],
            [s0x, s0y, s1x, s1y, b0x, b0y, s0c, s1c],
            [
                rels([s0l, s0l2, s0r, s0r2]),
                rels([s1l, s1l2, s1r, s1r2]),
                rels([b0l, b0l2, s2r, NONE]),
                node(s0r).right[0],
                node(s0l).left[0],
                node(s1r).right[0],
                node(s0r).left[0],
                node(s1r).left[0],
            ],
        ]
    }

    /// Whether every word has its head.
    pub fn is_done(&self) -> bool {
        self.next as usize == self.nodes.len() && self.stack.is_empty()
    }

    /// Which kinds of transition may follow: shift, left, right.
    ///
    /// The last word on the stack goes to the root only when no words are left, and only then.
    #[inline]
    pub fn allowed(&self) -> [bool; 3] {
        let more = (self.next as usize) < self.nodes.len();
        [
            more,
            more && !self.stack.is_empty(),
            self.stack.len() >= 2 || (!more && self.stack.len() == 1),
        ]
    }

    /// Whether the next right-arc makes the top depend on the root.
    #[inline]
    pub fn at_root(&self) -> bool {
        self.stack.len() == 1
    }

    /// Makes an allowed transition; others are ignored.
    pub fn apply(&mut self, transition: Transition) {
        match transition {
            Transition::Shift => {
                if (self.next as usize) < self.nodes.len() {
                    self.stack.push(self.next);
                    self.next += 1;
                }
            }
            Transition::Left(rel) => {
                let head = self.buffer(0);
                if head == NONE {
                    return;
                }
                if let Some(word) = self.stack.pop() {
                    self.attach(word, head, rel);
                    let node = &mut self.nodes[head as usize];
                    node.left = [word, node.left[0]];
                    node.n_left += 1;
                }
            }
            Transition::Right(rel) => {
                let Some(word) = self.stack.pop() else { return };
                let Some(&head) = self.stack.last() else {
                    self.attach(word, NONE, Rel::Root);
                    return;
                };
                self.attach(word, head, rel);
                let node = &mut self.nodes[head as usize];
                node.right = [word, node.right[0]];
                node.n_right += 1;
            }
        }
    }

    fn attach(&mut self, word: u32, head: u32, rel: Rel) {
        let node = &mut self.nodes[word as usize];
        (node.head, node.rel) = (head, rel);
        if head != NONE {
            self.nodes[head as usize].rels |= 1 << rel as u32;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_transitions_correspond() {
        for number in 0..Transition::N {
            assert_eq!(Transition::from_number(number).number(), number);
        }
    }

    #[test]
    fn one_word_depends_on_the_root() {
        // "Talks failed ." with the verb as root.
        let mut state = State::new(3);
        state.apply(Transition::Shift);
        state.apply(Transition::Left(Rel::Nsubj));
        state.apply(Transition::Shift);
        assert_eq!(
            state.allowed(),
            [true, true, false],
            "the root waits for the last word"
        );
        state.apply(Transition::Shift);
        state.apply(Transition::Right(Rel::Punct));
        assert_eq!(state.allowed(), [false, false, true]);
        state.apply(Transition::Right(Rel::Root));
        assert!(state.is_done());
        let heads: Vec<u32> = state.nodes().iter().map(|node| node.head).collect();
        assert_eq!(heads, [1, NONE, 1]);
    }
}
