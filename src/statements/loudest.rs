//! What the arbiter listens to, event by event.

use super::arbiter::{Arbiter, EVENTS};
use crate::vocabulary::relations::Relations;

/// Where the arbiter sees a word, as its features begin, and how they end: anywhere, where the ways of the two parties
/// meet, on the way from one to the other, and between them in either order.
const PLACES: [(&str, &str); 5] = [
    ("w:", ""),
    ("top:", ""),
    ("p:", "^"),
    ("stw:", ""),
    ("tsw:", ""),
];

/// What speaks loudest for an event, with its weight, loudest first.
///
/// The model keeps no names, only their hashes; named here is what the vocabulary can name: its words, in the places
/// where the arbiter looks for words, and the events that rules may have read, with how well the parties fitted.
pub fn loudest(
    arbiter: &Arbiter,
    relations: &Relations,
    event: &str,
    n: usize,
) -> Vec<(String, f64)> {
    let mut named = vec!["silent".to_owned()];
    for lemma in relations.lemmas() {
        named.extend(PLACES.map(|(start, end)| format!("{start}{lemma}{end}")));
    }
    for read in EVENTS {
        named.extend(["both", "one", "none"].map(|fit| format!("r0:{read} {fit}")));
        named.push(format!("r0:{read}"));
    }
    arbiter.reasons(&named, event, n)
}
