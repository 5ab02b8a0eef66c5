//! What the linear voice sees of two parties: masked n-grams, the words between and around, the path in the tree, what the
//! rules read, and the company that words keep.

use std::borrow::Cow;

use super::Pair;
use super::linear::key_of;
use crate::language::{English, N_COMPANY, Tree, Upos};
use crate::mentions::Mention;
use crate::statements::marked::MarkedReading;

/// Words around a party that are told apart by their distance.
const WINDOW: usize = 3;
/// Steps of the tree path between the parties that are kept.
const MAX_PATH: usize = 8;

/// Readings of the rules that are looked at, best first: further ones hardly concern the parties.
const N_READINGS: usize = 4;

/// What the linear voice sees of a pair.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Features {
    /// Keys of the names of what is there, ascending, each once.
    pub keys: Vec<u32>,
    /// Mean word vectors of each of [`PLACES`], [`N_COMPANY`] numbers each.
    pub company: Vec<f32>,
}

/// Collects keys of names that are given in parts.
#[derive(Default)]
struct Keys(Vec<u32>);

impl Keys {
    fn push(&mut self, name: &[&str]) {
        self.0
            .push(key_of(name.iter().flat_map(|part| part.bytes())));
    }
}

/// Words whose mean vectors the model sees: where the parties' ways through the tree meet, all words on these ways up to
/// the root, what hangs on the meeting word, what stands between the parties, what stands outside of them, and each
/// party's own.
pub const PLACES: [&str; 7] = [
    "top", "path", "under", "between", "around", "source", "target",
];

/// What a number of a mean vector is multiplied with, so that it weighs in training as a named feature does.
const COMPANY_UNIT: f32 = 0.3;

/// What the linear voice sees of two marked parties, or of one where the other is not marked: masked n-grams, the words
/// between and around, the path in the tree, and what the rules read.
pub fn features(pair: &Pair<'_>) -> Features {
    let &Pair {
        tree,
        source,
        target,
        readings,
        english,
        ..
    } = pair;
    let mut masked: Vec<Cow<'_, str>> = Vec::with_capacity(tree.words.len());
    for (at, word) in tree.words.iter().enumerate() {
        let mask = if source.is_some_and(|s| s.words.contains(&at)) {
            "<S>"
        } else if target.is_some_and(|t| t.words.contains(&at)) {
            "<T>"
        } else {
            ""
        };
        if mask.is_empty() {
            masked.push(if word.lower.bytes().any(|c| c.is_ascii_digit()) {
                Cow::Borrowed("<N>")
            } else {
                lower(&word.lemma)
            });
        } else if masked.last().is_none_or(|last| last != mask) {
            masked.push(Cow::Borrowed(mask));
        }
    }
    let mut keys = Keys(Vec::with_capacity(masked.len() * 12));
    keys.push(&["bias"]);
    if pair.whole_text {
        keys.push(&["whole text"]);
    }
    let at = |mask: &str| masked.iter().position(|w| w == mask);
    let (s, t) = (at("<S>"), at("<T>"));
    for (i, word) in masked.iter().enumerate() {
        keys.push(&["w:", word]);
        if let Some(next) = masked.get(i + 1) {
            keys.push(&["b:", word, " ", next]);
            if let Some(third) = masked.get(i + 2) {
                keys.push(&["t:", word, " ", next, " ", third]);
            }
        }
    }
    if let (Some(s), Some(t)) = (s, t) {
        let order = if s < t { "st" } else { "ts" };
        keys.push(&["order:", order]);
        let between = &masked[s.min(t) + 1..s.max(t)];
        keys.push(&["gap:", digit(between.len().min(12) / 2)]);
        for pair in between.windows(2) {
            keys.push(&[order, "b:", &pair[0], " ", &pair[1]]);
        }
        for word in between {
            keys.push(&[order, "w:", word]);
        }
        for (name, position) in [("S", s), ("T", t)] {
            for offset in 1..=WINDOW {
                if let Some(word) = masked.get(position + offset) {
                    keys.push(&[name, "+", digit(offset), ":", word]);
                }
                if let Some(word) = position.checked_sub(offset).and_then(|p| masked.get(p)) {
                    keys.push(&[name, "-", digit(offset), ":", word]);
                }
            }
        }
    }
    for (name, mention) in [("S", source), ("T", target)] {
        let Some(mention) = mention else { continue };
        let head = &tree.words[mention.head];
        keys.push(&[name, "head:", &lower(&head.lemma)]);
        keys.push(&[name, "rel:", head.rel.as_str()]);
        for word in &tree.words[mention.words.clone()] {
            keys.push(&[name, "in:", &lower(&word.lemma)]);
        }
        kin(english, &[name, "k"], &head.lemma, &mut keys);
    }
    if let (Some(source), Some(target)) = (source, target) {
        path(tree, source.head, target.head, english, &mut keys);
        let (first, last) = (
            source.words.end.min(target.words.end),
            source.words.start.max(target.words.start),
        );
        for word in tree.words[first.min(last)..last]
            .iter()
            .filter(|w| speaks(w.upos))
        {
            kin(english, &["bk"], &word.lemma, &mut keys);
        }
    } else if let Some(one) = source.or(target) {
        // The word that the lone party hangs on stands for the path.
        if let Some(governor) = tree.words[one.head].head {
            let word = &tree.words[governor];
            keys.push(&["top:", &lower(&word.lemma)]);
            kin(english, &["topk"], &word.lemma, &mut keys);
        }
    }
    for (rank, reading) in readings.iter().take(N_READINGS).enumerate() {
        let (event, fit) = (reading.paired, fit(reading));
        let place = ["r", digit(rank.min(1)), ":"].concat();
        keys.push(&[&place, event]);
        keys.push(&[&place, event, " ", fit]);
        let (action, status) = (reading.action.as_str(), reading.status.as_str());
        keys.push(&[&place, action, "/", &reading.kind, " ", status]);
        let anchor = tree.words.get(reading.anchor).map_or("", |w| &w.lemma);
        keys.push(&[&place, action, " ", fit, " ", anchor]);
    }
    if readings.is_empty() {
        keys.push(&["silent"]);
    }
    if let Some(reading) = readings.first().filter(|_| pair.whole_text) {
        keys.push(&["whole text ", reading.paired, " ", fit(reading)]);
    }
    let Keys(mut keys) = keys;
    // A feature is there or not.
    keys.sort_unstable();
    keys.dedup();
    Features {
        keys,
        company: company(tree, source, target, english),
    }
}

/// Lower case; few words need another.
fn lower(word: &str) -> Cow<'_, str> {
    if word.chars().any(char::is_uppercase) {
        Cow::Owned(word.to_lowercase())
    } else {
        Cow::Borrowed(word)
    }
}

fn digit(number: usize) -> &'static str {
    const DIGITS: [&str; 10] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];
    DIGITS[number.min(9)]
}

/// How many of the parties fit what the rules read.
fn fit(reading: &MarkedReading) -> &'static str {
    match reading.fit {
        fit if fit > 0.9 => "both",
        fit if fit > 0.5 => "one",
        _ => "none",
    }
}

/// Mean vectors of the words that speak, in the order of [`PLACES`].
fn company(
    tree: &Tree,
    source: Option<&Mention>,
    target: Option<&Mention>,
    english: &English,
) -> Vec<f32> {
    let up = source.map_or_else(Vec::new, |s| chain(tree, s.head));
    let down = target.map_or_else(Vec::new, |t| chain(tree, t.head));
    let meeting = up.iter().copied().find(|at| down.contains(at));
    let own = |mention: Option<&Mention>| mention.map_or(0..0, |m| m.words.clone());
    let outside = |at: &usize| !own(source).contains(at) && !own(target).contains(at);
    let under = meeting.map_or(&[][..], |at| tree.children(at));
    let between = match (source, target) {
        (Some(source), Some(target)) => {
            let start = source.words.end.min(target.words.end);
            start..source.words.start.max(target.words.start).max(start)
        }
        _ => 0..0,
    };
    let ways = up.iter().skip(1).chain(down.iter().skip(1)).copied();
    let mut numbers = Vec::with_capacity(PLACES.len() * N_COMPANY);
    let mut add = |words: &mut dyn Iterator<Item = usize>| {
        let mut sum = [0.0; N_COMPANY];
        let mut n = 0;
        for at in words {
            let word = &tree.words[at];
            let heard = speaks(word.upos) || matches!(word.upos, Upos::Aux | Upos::Part);
            if let Some(vector) = english.company(&word.form).filter(|_| heard) {
                sum.iter_mut()
                    .zip(vector)
                    .for_each(|(sum, number)| *sum += number);
                n += 1;
            }
        }
        let unit = COMPANY_UNIT / n.max(1) as f32;
        numbers.extend(sum.map(|number| number * unit));
    };
    add(&mut meeting.into_iter());
    add(&mut ways.filter(|_| meeting.is_some()));
    add(&mut under.iter().copied().filter(outside));
    add(&mut between.clone());
    add(&mut (0..tree.words.len()).filter(outside));
    add(&mut own(source));
    add(&mut own(target));
    numbers
}

/// A word and those above it, up to the root.
pub(super) fn chain(tree: &Tree, from: usize) -> Vec<usize> {
    std::iter::once(from)
        .chain(tree.ancestors(from).take(tree.words.len()))
        .collect()
}

/// Lemmas and relations on the way through the tree from source to target.
fn path(tree: &Tree, source: usize, target: usize, english: &English, keys: &mut Keys) {
    let (up, down) = (chain(tree, source), chain(tree, target));
    let Some((i, j)) = up
        .iter()
        .enumerate()
        .find_map(|(i, a)| down.iter().position(|d| d == a).map(|j| (i, j)))
    else {
        return;
    };
    let lemma = |at: usize| lower(&tree.words[at].lemma);
    let mut steps: Vec<String> = up[1..=i]
        .iter()
        .map(|&at| format!("{}^", lemma(at)))
        .collect();
    steps.extend(
        down[..j]
            .iter()
            .rev()
            .map(|&at| tree.words[at].rel.as_str().to_owned()),
    );
    let top = lemma(up[i]);
    keys.push(&["top:", &top]);
    kin(english, &["topk"], &tree.words[up[i]].lemma, keys);
    for step in steps.iter().take(MAX_PATH) {
        keys.push(&["p:", step]);
    }
    if steps.len() <= MAX_PATH {
        keys.push(&["path:", &steps.join(" ")]);
    }
    for &at in up[1..=i].iter().chain(&down[1..j.max(1)]) {
        keys.push(&["on:", &lemma(at)]);
        if speaks(tree.words[at].upos) {
            kin(english, &["onk"], &tree.words[at].lemma, keys);
        }
    }
    // What the act is done to or about, whoever that is.
    for &child in tree.children(up[i]) {
        let word = &tree.words[child];
        if speaks(word.upos) && child != source && child != target {
            let own = lemma(child);
            keys.push(&["under:", word.rel.as_str(), " ", &own]);
            keys.push(&[&top, " ", &own]);
            kin(english, &["underk"], &word.lemma, keys);
        }
    }
}

/// Whether words of a class say what is done.
fn speaks(upos: Upos) -> bool {
    matches!(upos, Upos::Verb | Upos::Noun | Upos::Adj | Upos::Adv)
}

/// The classes of a word, so that a word never seen in training speaks through its kin.
fn kin(english: &English, name: &[&str], lemma: &str, keys: &mut Keys) {
    let name = name.concat();
    for (size, class) in english.kin(&lower(lemma)).into_iter().enumerate() {
        if class != 0 {
            keys.push(&[&name, digit(size), ":", &class.to_string()]);
        }
    }
}
