//! What the linear voice sees of two parties: masked n-grams, the words between and around, the path in the tree, what the
//! rules read, and the company that words keep.

use std::ops::Range;

use super::Pair;
use super::linear::Key;
use super::words::{BETWEEN, Company, GRAMS, KnownWord, Words, kin_key, speaks};
use crate::language::{N_COMPANY, Tree};
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
struct Keys(Vec<u32>);

impl Keys {
    fn push(&mut self, name: &[&str]) {
        self.0.push(Key::of(name).done());
    }

    /// Words one after the other; their key is known beforehand if none is a party.
    fn gram(
        &mut self,
        start: &str,
        gram: &[Masked],
        seen: &Words<'_>,
        known: impl Fn(&KnownWord<'_>) -> u32,
    ) {
        let plain = |word: &Masked| matches!(word, Masked::Word(_));
        if let (&Masked::Word(first), true) = (&gram[0], gram.iter().all(plain)) {
            self.0.push(known(&seen.known[first]));
            return;
        }
        let key = gram
            .iter()
            .enumerate()
            .fold(Key::new(start), |key, (n, word)| {
                let key = if n == 0 { key } else { key.and(" ") };
                key.and(word.name(seen))
            });
        self.0.push(key.done());
    }

    /// The classes of a word, so that a word never seen in training speaks through its kin.
    fn kin(&mut self, name: &[&str], kin: [u32; 3]) {
        let name = Key::of(name);
        let sizes = 0..kin.len();
        let keys = sizes.map(|size| kin_key(name, size, kin));
        self.0.extend(keys.filter(|&key| key != 0));
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

/// A word of a sentence in which each party is one word.
#[derive(Clone, Copy, PartialEq)]
enum Masked {
    Source,
    Target,
    Word(usize),
}

impl Masked {
    fn name<'a>(self, seen: &'a Words<'_>) -> &'a str {
        match self {
            Self::Source => "<S>",
            Self::Target => "<T>",
            Self::Word(at) => seen.known[at].name(),
        }
    }
}

/// What the linear voice sees of two marked parties, or of one where the other is not marked: masked n-grams, the words
/// between and around, the path in the tree, and what the rules read.
pub fn features(pair: &Pair<'_>) -> Features {
    let &Pair {
        words: seen,
        source,
        target,
        readings,
        ..
    } = pair;
    let tree = seen.tree;
    let mut masked: Vec<Masked> = Vec::with_capacity(tree.words.len());
    for at in 0..tree.words.len() {
        let word = if source.is_some_and(|s| s.words.contains(&at)) {
            Masked::Source
        } else if target.is_some_and(|t| t.words.contains(&at)) {
            Masked::Target
        } else {
            Masked::Word(at)
        };
        if masked.last() != Some(&word) {
            masked.push(word);
        }
    }
    let mut keys = Keys(Vec::with_capacity(masked.len() * 12));
    keys.push(&["bias"]);
    if pair.whole_text {
        keys.push(&["whole text"]);
    }
    let name = |word: Masked| word.name(seen);
    for i in 0..masked.len() {
        for (n, start) in GRAMS.iter().enumerate() {
            if let Some(gram) = masked.get(i..=i + n) {
                keys.gram(start, gram, seen, |word| word.grams[n]);
            }
        }
    }
    let at = |mask: Masked| masked.iter().position(|w| *w == mask);
    if let (Some(s), Some(t)) = (at(Masked::Source), at(Masked::Target)) {
        let order = usize::from(s > t);
        keys.push(&["order:", ["st", "ts"][order]]);
        let between = &masked[s.min(t) + 1..s.max(t)];
        keys.push(&["gap:", digit(between.len().min(12) / 2)]);
        for i in 0..between.len() {
            for (n, start) in BETWEEN[order].iter().enumerate() {
                if let Some(gram) = between.get(i..=i + n) {
                    keys.gram(start, gram, seen, |word| word.between[order][n]);
                }
            }
        }
        for (party, position) in [("S", s), ("T", t)] {
            for offset in 1..=WINDOW {
                if let Some(&word) = masked.get(position + offset) {
                    keys.push(&[party, "+", digit(offset), ":", name(word)]);
                }
                if let Some(&word) = position.checked_sub(offset).and_then(|p| masked.get(p)) {
                    keys.push(&[party, "-", digit(offset), ":", name(word)]);
                }
            }
        }
    }
    for (name, mention) in [("S", source), ("T", target)] {
        let Some(mention) = mention else { continue };
        let head = &seen.known[mention.head];
        keys.push(&[name, "head:", &head.lemma]);
        keys.push(&[name, "rel:", tree.words[mention.head].rel.as_str()]);
        for word in &seen.known[mention.words.clone()] {
            keys.push(&[name, "in:", &word.lemma]);
        }
        keys.kin(&[name, "k"], head.kin);
    }
    let ways = Ways::new(tree, source, target);
    if let (Some(source), Some(target)) = (source, target) {
        path(seen, &ways, &mut keys);
        for at in between(source, target) {
            if speaks(tree.words[at].upos) {
                let kin = seen.known[at].kin_between;
                keys.0.extend(kin.into_iter().filter(|&key| key != 0));
            }
        }
    } else if let Some(one) = source.or(target) {
        // The word that the lone party hangs on stands for the path.
        if let Some(governor) = tree.words[one.head].head {
            let word = &seen.known[governor];
            keys.push(&["top:", &word.lemma]);
            keys.kin(&["topk"], word.kin);
        }
    }
    for (rank, reading) in readings.iter().take(N_READINGS).enumerate() {
        let (event, fit) = (reading.paired, fit(reading));
        let place = ["r0:", "r1:"][rank.min(1)];
        keys.push(&[place, event]);
        keys.push(&[place, event, " ", fit]);
        let (action, status) = (reading.action.as_str(), reading.status.as_str());
        keys.push(&[place, action, "/", &reading.kind, " ", status]);
        let anchor = tree.words.get(reading.anchor).map_or("", |w| &w.lemma);
        keys.push(&[place, action, " ", fit, " ", anchor]);
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
        company: company(seen, source, target, &ways),
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

/// The words between two parties.
fn between(source: &Mention, target: &Mention) -> Range<usize> {
    let start = source.words.end.min(target.words.end);
    start..source.words.start.max(target.words.start).max(start)
}

/// The ways from the parties to the root.
struct Ways {
    up: Vec<usize>,
    down: Vec<usize>,
    /// Where on each way the two meet.
    meeting: Option<[usize; 2]>,
}

impl Ways {
    fn new(tree: &Tree, source: Option<&Mention>, target: Option<&Mention>) -> Self {
        let [up, down] = [source, target]
            .map(|party| party.map_or_else(Vec::new, |party| chain(tree, party.head)));
        let meeting = up.iter().enumerate().find_map(|(i, at)| {
            let j = down.iter().position(|other| other == at)?;
            Some([i, j])
        });
        Self { up, down, meeting }
    }
}

/// Mean vectors of the words that speak, in the order of [`PLACES`].
fn company(
    seen: &Words<'_>,
    source: Option<&Mention>,
    target: Option<&Mention>,
    ways: &Ways,
) -> Vec<f32> {
    let meeting = ways.meeting.map(|[i, _]| ways.up[i]);
    let own = |mention: Option<&Mention>| mention.map_or(0..0, |m| m.words.clone());
    let (own_source, own_target) = (own(source), own(target));
    let outside = |at: &usize| !own_source.contains(at) && !own_target.contains(at);
    let under = meeting.map_or(&[][..], |at| seen.tree.children(at));
    let between = source
        .zip(target)
        .map_or(0..0, |(source, target)| between(source, target));
    let on_ways = ways.up.iter().skip(1).chain(ways.down.iter().skip(1));
    let of = |words: &mut dyn Iterator<Item = usize>| {
        let mut company = Company::default();
        words.for_each(|at| company.add(&seen.known[at]));
        company
    };
    let around = if own_source.start < own_target.end && own_target.start < own_source.end {
        of(&mut (0..seen.known.len()).filter(outside))
    } else {
        seen.company(0..seen.known.len())
            .without(seen.company(own_source.clone()))
            .without(seen.company(own_target.clone()))
    };
    let places: [Company; PLACES.len()] = [
        of(&mut meeting.into_iter()),
        of(&mut on_ways.copied().filter(|_| meeting.is_some())),
        of(&mut under.iter().copied().filter(outside)),
        seen.company(between),
        around,
        seen.company(own_source),
        seen.company(own_target),
    ];
    let mut numbers = Vec::with_capacity(PLACES.len() * N_COMPANY);
    for company in places {
        numbers.extend(company.mean(COMPANY_UNIT));
    }
    numbers
}

/// A word and those above it, up to the root.
pub(super) fn chain(tree: &Tree, from: usize) -> Vec<usize> {
    std::iter::once(from)
        .chain(tree.ancestors(from).take(tree.words.len()))
        .collect()
}

/// Lemmas and relations on the way through the tree from source to target.
fn path(seen: &Words<'_>, Ways { up, down, meeting }: &Ways, keys: &mut Keys) {
    let Some([i, j]) = *meeting else { return };
    let tree = seen.tree;
    let top = &seen.known[up[i]];
    keys.push(&["top:", &top.lemma]);
    keys.kin(&["topk"], top.kin);
    let steps = || {
        let up = up[1..=i].iter().map(|&at| (&*seen.known[at].lemma, "^"));
        let down = down[..j].iter().rev();
        up.chain(down.map(|&at| (tree.words[at].rel.as_str(), "")))
    };
    for (step, end) in steps().take(MAX_PATH) {
        keys.push(&["p:", step, end]);
    }
    if i + j <= MAX_PATH {
        let mut key = Key::new("path:");
        for (place, (step, end)) in steps().enumerate() {
            key = key
                .and(if place == 0 { "" } else { " " })
                .and(step)
                .and(end);
        }
        keys.0.push(key.done());
    }
    for &at in up[1..=i].iter().chain(&down[1..j.max(1)]) {
        keys.push(&["on:", &seen.known[at].lemma]);
        if speaks(tree.words[at].upos) {
            keys.kin(&["onk"], seen.known[at].kin);
        }
    }
    // What the act is done to or about, whoever that is.
    for &child in tree.children(up[i]) {
        let word = &tree.words[child];
        if speaks(word.upos) && child != up[0] && child != down[0] {
            let own = &seen.known[child];
            keys.push(&["under:", word.rel.as_str(), " ", &own.lemma]);
            keys.push(&[&top.lemma, " ", &own.lemma]);
            keys.kin(&["underk"], own.kin);
        }
    }
}
