//! Dependency trees: a small network scores all arcs of a sentence, and the best tree is taken.
//!
//! Comes in: words as atoms, and their tags. Goes out: each word's head and relation.
//! Never imported here: mentions, statements, graph. Data: `data/language/en/parser.bin` and `vectors.bin`.

mod decode;
mod network;
mod rows;

use std::ops::Range;

pub use decode::best_tree;
pub use network::{FAR, N_RELATIONS, Network, Trained, distance};
pub use rows::{N_SLOTS, Vectors, row_keys};

use super::Rel;
use super::lexeme::Lexeme;
use super::tagset::Tag;

/// Parses sentences.
#[derive(Debug)]
pub struct Parser {
    network: Network,
}

/// Longer sentences (lists and tables, as a rule) are read in pieces, since scoring takes time in proportion to the
/// square of their length.
const LONG: usize = 160;

impl Parser {
    /// A parser from its network.
    pub fn new(network: Network) -> Self {
        Self { network }
    }

    /// The word vectors that the network reads with.
    pub fn vectors(&self) -> &Vectors {
        self.network.vectors()
    }

    /// Each word's head (`None` for the root) and relation. Takes time in proportion to the number of words.
    pub fn parse(&self, lexemes: &[Lexeme], tags: &[Tag]) -> Vec<(Option<usize>, Rel)> {
        let mut arcs: Vec<(Option<usize>, Rel)> = Vec::with_capacity(lexemes.len());
        let mut first_root = None;
        for piece in pieces(lexemes.len()) {
            let start = piece.start;
            let scores = self
                .network
                .score(&lexemes[piece.clone()], &tags[piece.clone()]);
            let heads = best_tree(&scores.heads, piece.len());
            let relations = self.network.relations(&scores, &heads);
            for (at, (head, rel)) in heads.into_iter().zip(relations).enumerate() {
                arcs.push(match (head, first_root) {
                    (Some(head), _) => (Some(start + head), rel),
                    (None, None) => {
                        first_root = Some(start + at);
                        (None, rel)
                    }
                    (None, root) => (root, Rel::Parataxis),
                });
            }
        }
        arcs
    }
}

/// Equal parts of a sentence, none too long.
fn pieces(n: usize) -> impl Iterator<Item = Range<usize>> {
    let n_pieces = n.div_ceil(LONG).max(1);
    let length = n.div_ceil(n_pieces).max(1);
    (0..n)
        .step_by(length)
        .map(move |start| start..(start + length).min(n))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_cover_all_words() {
        assert_eq!(pieces(0).count(), 0);
        assert_eq!(pieces(LONG).count(), 1);
        for n in [1, LONG + 1, 3 * LONG - 1, 10_007] {
            let mut next = 0;
            for piece in pieces(n) {
                assert_eq!(piece.start, next);
                assert!((1..=LONG).contains(&piece.len()));
                next = piece.end;
            }
            assert_eq!(next, n);
        }
    }
}
