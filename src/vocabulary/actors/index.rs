//! Walking the index: every alias that begins at a token, whatever its length.

use super::Actors;
use super::record::Posting;

/// An alias that was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found<'a> {
    /// How many tokens it covers.
    pub tokens: usize,
    /// Its meanings.
    pub postings: &'a [Posting],
}

impl Actors {
    /// The aliases that begin with the first of `folded` tokens and end with one of them, shortest first.
    ///
    /// Tokens that fold to nothing (hyphens, full stops) are walked over; an alias does not end with one.
    pub fn walk<'a, 't>(
        &'a self,
        folded: impl Iterator<Item = &'t str>,
        found: &mut Vec<Found<'a>>,
    ) {
        found.clear();
        let mut node = self.index.root();
        let mut value = 0;
        for (count, token) in folded.enumerate() {
            if token.is_empty() {
                if count == 0 {
                    return;
                }
                continue;
            }
            for byte in token.bytes() {
                let Some(input) = node.find_input(byte) else {
                    return;
                };
                let transition = node.transition(input);
                value += transition.out.value();
                node = self.index.node(transition.addr);
            }
            if node.is_final() {
                let position = (value + node.final_output().value()) as usize;
                found.push(Found {
                    tokens: count + 1,
                    postings: self.meanings(position),
                });
            }
        }
    }

    /// The meanings of a whole folded alias.
    pub fn postings(&self, folded: &str) -> &[Posting] {
        self.index
            .get(folded)
            .map_or(&[], |output| self.meanings(output.value() as usize))
    }

    pub(super) fn meanings(&self, value: usize) -> &[Posting] {
        match (
            self.tables.starts.get(value),
            self.tables.starts.get(value + 1),
        ) {
            (Some(&start), Some(&end)) => &self.tables.postings[start as usize..end as usize],
            _ => &[],
        }
    }
}
