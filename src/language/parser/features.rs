//! What the parser looks at before each step, in the manner of Zhang and Nivre (2011).

use super::state::{NONE, Node, State};
use crate::language::Upos;
use crate::language::hash::{key, mix, template};
use crate::language::lexeme::Lexeme;
use crate::language::tagset::{NO_TAG, Tag, TagSet};

/// Distances and counts of dependents are told apart up to here.
const FAR: u32 = 10;
const MANY: u32 = 4;

/// Kinds of verbs are counted on from here, those of nouns from 0.
const VERBS: u32 = 64;

/// The atoms of one place: word, tag, coarse tag, relation to its head.
#[derive(Clone, Copy, Default)]
struct Place {
    at: u32,
    word: u32,
    tag: u32,
    upos: u32,
    rel: u32,
    fine: u32,
    middle: u32,
    coarse: u32,
    /// What kind of noun or verb it is by the dictionary, given its tag.
    kind: u32,
}

/// The keys of a state's features.
pub fn features(
    state: &State,
    lexemes: &[Lexeme],
    tags: &[Tag],
    tag_set: &TagSet,
    keys: &mut Vec<u32>,
) {
    keys.clear();
    let nodes = state.nodes();
    let place = |at: u32| {
        if at == NONE {
            return Place {
                at,
                tag: u32::from(NO_TAG),
                upos: 63,
                ..Place::default()
            };
        }
        let (index, tag) = (at as usize, tags[at as usize]);
        let [fine, middle, coarse] = lexemes[index].kin;
        let rel = if nodes[index].head == NONE {
            0
        } else {
            nodes[index].rel as u32 + 1
        };
        let lexeme = &lexemes[index];
        let kind = match tag_set.upos(tag) {
            Upos::Noun | Upos::Propn => lexeme.noun,
            Upos::Verb => VERBS + lexeme.verb,
            _ => 0,
        };
        Place {
            at,
            kind,
            word: lexemes[index].word,
            fine,
            middle,
            coarse,
            tag: u32::from(tag),
            upos: tag_set.upos(tag) as u32,
            rel,
        }
    };
    let nothing = Node::default();
    let node = |place: Place| {
        if place.at == NONE {
            &nothing
        } else {
            &nodes[place.at as usize]
        }
    };
    let [s0, s1, s2] = [0, 1, 2].map(|depth| place(state.stack(depth)));
    let [b0, b1, b2] = [0, 1, 2].map(|offset| place(state.buffer(offset)));
    let (s0n, s1n, b0n) = (node(s0), node(s1), node(b0));
    let [s0l, s0l2] = s0n.left.map(place);
    let [s0r, s0r2] = s0n.right.map(place);
    let [s1l, s1l2] = s1n.left.map(place);
    let [s1r, s1r2] = s1n.right.map(place);
    let [b0l, b0l2] = b0n.left.map(place);
    let s2r = place(node(s2).right[0]);
    let (s0rr, s0ll) = (place(node(s0r).right[0]), place(node(s0l).left[0]));
    let s1rr = place(node(s1r).right[0]);
    let s0rl = place(node(s0r).left[0]);
    let s1rl = place(node(s1r).left[0]);
    let after = |place_: Place| {
        if place_.at == NONE {
            Place::default()
        } else {
            place(if (place_.at as usize) + 1 < lexemes.len() {
                place_.at + 1
            } else {
                NONE
            })
        }
    };
    let before = |place_: Place| {
        if place_.at == NONE || place_.at == 0 {
            Place::default()
        } else {
            place(place_.at - 1)
        }
    };
    let (s0a, s0b, s1a) = (after(s0), before(s0), after(s1));
    let b0b = before(b0);
    let b3 = place(state.buffer(3));
    let distance = |from: Place, to: Place| {
        if from.at == NONE || to.at == NONE {
            0
        } else {
            (to.at - from.at).min(FAR)
        }
    };
    let (d0, d1) = (distance(s0, b0), distance(s1, s0));
    let (s0vl, s0vr) = (s0n.n_left.min(MANY), s0n.n_right.min(MANY));
    let (s1vl, s1vr) = (s1n.n_left.min(MANY), s1n.n_right.min(MANY));
    let b0vl = b0n.n_left.min(MANY);
    let set = |node: &Node| (node.rels ^ (node.rels >> 32)) as u32;
    let (s0set, s1set, b0set) = (set(s0n), set(s1n), set(b0n));

    let mut number = 0;
    macro_rules! add {
        ($($atom:expr),+) => {{
            number += 1;
            let mut state = template(number);
            $(state = mix(state, $atom);)+
            keys.push(key(state));
        }};
    }
    // Single places.
    for place in [s0, s1, b0, b1] {
        add!(place.word);
        add!(place.tag);
        add!(place.word, place.tag);
    }
    for place in [s2, b2] {
        add!(place.word);
        add!(place.tag);
    }
    add!(b3.tag);
    // Pairs.
    add!(s0.word, b0.word);
    add!(s0.word, b0.tag);
    add!(s0.tag, b0.word);
    add!(s0.tag, b0.tag);
    add!(s0.word, s0.tag, b0.tag);
    add!(s0.tag, b0.word, b0.tag);
    add!(s0.word, s0.tag, b0.word, b0.tag);
    add!(s1.word, s0.word);
    add!(s1.word, s0.tag);
    add!(s1.tag, s0.word);
    add!(s1.tag, s0.tag);
    add!(s1.word, s1.tag, s0.tag);
    add!(s1.tag, s0.word, s0.tag);
    add!(s1.tag, b0.tag);
    add!(s1.word, b0.word);
    add!(s1.tag, b0.word);
    add!(s1.word, b0.tag);
    add!(b0.tag, b1.tag);
    add!(b0.word, b1.tag);
    add!(b0.tag, b1.word);
    add!(b0.word, b1.word);
    add!(s0.word, b1.word);
    add!(s0.tag, b1.tag);
    add!(s2.tag, s0.tag);
    add!(s2.word, b0.tag);
    // Triples.
    add!(s0.tag, b0.tag, b1.tag);
    add!(s0.word, b0.tag, b1.tag);
    add!(s0.tag, b0.word, b1.tag);
    add!(s0.tag, b0.tag, b1.word);
    add!(b0.tag, b1.tag, b2.tag);
    add!(s1.tag, s0.tag, b0.tag);
    add!(s1.word, s0.tag, b0.tag);
    add!(s1.tag, s0.word, b0.tag);
    add!(s1.tag, s0.tag, b0.word);
    add!(s1.word, s0.word, b0.tag);
    add!(s1.word, s0.tag, b0.word);
    add!(s1.tag, s0.tag, b0.tag, b1.tag);
    add!(s2.tag, s1.tag, s0.tag);
    add!(s2.tag, s1.tag, s0.tag, b0.tag);
    add!(s2.upos, s1.upos, s0.upos, b0.upos, b1.upos);
    add!(s0.tag, b0.tag, b1.tag, b2.tag);
    // Dependents.
    for child in [s0l, s0r, s0l2, s0r2] {
        add!(s0.tag, child.tag, child.rel);
        add!(s0.tag, child.tag, b0.tag);
        add!(s0.word, child.rel);
        add!(child.word, child.rel, s0.tag);
        add!(s1.tag, s0.tag, child.tag);
    }
    for child in [s1l, s1r, s1l2, s1r2] {
        add!(s1.tag, child.tag, child.rel);
        add!(s1.tag, s0.tag, child.tag);
        add!(s1.word, child.rel);
        add!(child.word, child.rel, s1.tag);
    }
    for child in [b0l, b0l2] {
        add!(s0.tag, b0.tag, child.tag);
        add!(b0.tag, child.tag, child.rel);
        add!(b0.word, child.rel);
        add!(child.word, child.rel, b0.tag);
    }
    add!(s0.tag, s0l.tag, s0l2.tag);
    add!(s0.tag, s0r.tag, s0r2.tag);
    add!(s1.tag, s1l.tag, s1l2.tag);
    add!(s1.tag, s1r.tag, s1r2.tag);
    add!(b0.tag, b0l.tag, b0l2.tag);
    add!(s0.tag, s0l.rel, s0l2.rel);
    add!(s0.tag, s0r.rel, s0r2.rel);
    add!(s1.tag, s1r.rel, s1r2.rel);
    add!(b0.tag, b0l.rel, b0l2.rel);
    add!(s0.tag, s0r.tag, s0rr.tag);
    add!(s0.tag, s0l.tag, s0ll.tag);
    add!(s1.tag, s1r.tag, s1rr.tag, s0.tag);
    add!(s2.tag, s2r.rel, s1.tag);
    // Prepositions: the word they mark, and what it may hang on.
    add!(s1.word, s0l.word, s0.tag);
    add!(s1.tag, s0l.word, s0.word);
    add!(s1.word, s0l.word, s0.word);
    add!(s2.word, s1.word, s0l.word);
    add!(s2.tag, s1.tag, s0l.word, s0.tag);
    add!(s0.word, b0.word, b1.tag);
    add!(s1.word, s0.word, b0.word);
    add!(s1.tag, s0.tag, b0.word, b1.tag);
    add!(s0.word, s0r.word, s0rl.word);
    add!(s1.word, s1r.word, s1rl.word);
    add!(s0.word, b0l.word, b0.word);
    add!(s0.tag, s0l.word, b0.word);
    // Distances and numbers of dependents.
    add!(s0.word, d0);
    add!(s0.tag, d0);
    add!(b0.word, d0);
    add!(b0.tag, d0);
    add!(s0.tag, b0.tag, d0);
    add!(s0.word, b0.word, d0);
    add!(s1.tag, s0.tag, d1);
    add!(s1.word, s0.word, d1);
    add!(s0.tag, d1);
    add!(s1.tag, d1);
    add!(s0.word, s0vl);
    add!(s0.tag, s0vl);
    add!(s0.word, s0vr);
    add!(s0.tag, s0vr);
    add!(s1.word, s1vr);
    add!(s1.tag, s1vr);
    add!(s1.tag, s1vl);
    add!(b0.word, b0vl);
    add!(b0.tag, b0vl);
    // Relations they have already.
    add!(s0.tag, s0set);
    add!(s0.word, s0set);
    add!(s0.tag, s0set, b0.tag);
    add!(s1.tag, s1set);
    add!(s1.word, s1set);
    add!(s1.tag, s1set, s0.tag);
    add!(s1.upos, s1set, s0.upos, s0set);
    add!(b0.tag, b0set);
    add!(b0.word, b0set);
    add!(s0.tag, b0.tag, b0set);
    add!(s0.upos, s0set, b0.upos, b0set);
    // Neighbours in the text.
    add!(s0.tag, s0a.tag, b0.tag);
    add!(s0.tag, s0b.tag, b0.tag);
    add!(s1.tag, s1a.tag, s0.tag);
    add!(s1.tag, s1a.tag, s0b.tag, s0.tag);
    add!(s0.tag, s0a.tag, b0b.tag, b0.tag);
    add!(s0a.word, b0.tag);
    add!(s0.tag, b0b.word, b0.tag);
    // Kin of the words.
    for place in [s0, s1, b0] {
        add!(place.fine, place.tag);
    }
    add!(s0.fine, b0.fine);
    add!(s0.middle, s0.upos, b0.middle, b0.upos);
    add!(s0.fine, b0.tag);
    add!(s0.tag, b0.fine);
    add!(s0.word, b0.middle);
    add!(s0.middle, b0.word);
    add!(s1.fine, s0.fine);
    add!(s1.middle, s1.upos, s0.middle, s0.upos);
    add!(s1.fine, s0.tag);
    add!(s1.tag, s0.fine);
    add!(s1.word, s0.middle);
    add!(s1.middle, s0.word);
    add!(s1.coarse, s1.upos, s0.coarse, s0.upos, b0.tag);
    add!(s1.upos, s1.coarse, s0.upos, s0.coarse, b0.upos, b0.coarse);
    add!(s0.upos, s0.middle, b0.upos, b1.upos, b1.middle);
    add!(b0.middle, b1.middle, s0.upos);
    add!(s1.middle, s0l.word, s0.middle);
    add!(s1.word, s0l.word, s0.middle);
    add!(s1.middle, s0l.word, s0.word);
    add!(s1.coarse, s1.upos, s0l.word, s0.coarse, s0.upos);
    add!(s2.middle, s1.middle, s0l.word, s0.upos);
    add!(s2.coarse, s2.upos, s1.coarse, s1.upos, s0l.word, s0.middle);
    add!(s1.coarse, s0.coarse, b0.word, b1.upos);
    add!(s0.middle, s0.upos, b0.word, b1.middle);
    add!(s0.middle, s0set, b0.upos);
    add!(s1.middle, s1set, s0.upos, s0.middle);
    add!(s0.middle, b0.middle, d0);
    // Kinds of nouns and verbs.
    for place in [s0, s1, b0] {
        add!(place.kind, place.tag);
    }
    add!(s0.kind, s0.upos, b0.kind, b0.upos);
    add!(s1.kind, s1.upos, s0.kind, s0.upos);
    add!(s1.kind, s1.tag, s0.word);
    add!(s1.word, s0.kind, s0.upos);
    add!(s0.kind, s0.tag, b0.word);
    add!(s0.word, b0.kind, b0.upos);
    add!(s1.kind, s1.upos, s0l.word, s0.kind, s0.upos);
    add!(s1.kind, s1.tag, s0l.word, s0.upos);
    add!(s1.word, s0l.word, s0.kind, s0.upos);
    add!(s2.kind, s2.upos, s1.kind, s1.upos, s0l.word, s0.kind);
    add!(s0.kind, s0.tag, s0set);
    add!(s1.kind, s1.tag, s1set, s0.upos);
    add!(s0.kind, s0.upos, b0.kind, b0.upos, b1.tag);
}
