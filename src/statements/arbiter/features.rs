//! What the linear voice sees of two parties: masked n-grams, the words between and around, the path in the tree, what the
//! rules read, and the company that words keep.

use super::Pair;
use crate::language::{English, N_COMPANY, Tree, Upos};
use crate::mentions::Mention;
use crate::statements::marked::MarkedReading;
use crate::vocabulary::relations::Relations;

/// Words around a party that are told apart by their distance.
const WINDOW: usize = 3;
/// Steps of the tree path between the parties that are kept.
const MAX_PATH: usize = 8;

/// Readings of the rules that are looked at, best first: further ones hardly concern the parties.
const N_READINGS: usize = 4;

/// What the linear voice sees of a pair.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Features {
    /// What is there, by name.
    pub named: Vec<String>,
    /// Mean word vectors of each of [`PLACES`], [`N_COMPANY`] numbers each.
    pub company: Vec<f32>,
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
        relations,
        english,
    } = pair;
    let mut masked: Vec<String> = Vec::with_capacity(tree.words.len());
    for (at, word) in tree.words.iter().enumerate() {
        let mask = if source.is_some_and(|s| s.words.contains(&at)) {
            "<S>"
        } else if target.is_some_and(|t| t.words.contains(&at)) {
            "<T>"
        } else {
            ""
        };
        if mask.is_empty() {
            masked.push(if word.lower.chars().any(|c| c.is_ascii_digit()) {
                "<N>".to_owned()
            } else {
                word.lemma.to_lowercase()
            });
        } else if masked.last().is_none_or(|last| last != mask) {
            masked.push(mask.to_owned());
        }
    }
    let mut features = vec!["bias".to_owned()];
    let at = |mask: &str| masked.iter().position(|w| w == mask);
    let (s, t) = (at("<S>"), at("<T>"));
    for (i, word) in masked.iter().enumerate() {
        features.push(format!("w:{word}"));
        if i + 1 < masked.len() {
            features.push(format!("b:{word} {}", masked[i + 1]));
        }
        if i + 2 < masked.len() {
            features.push(format!("t:{word} {} {}", masked[i + 1], masked[i + 2]));
        }
    }
    if let (Some(s), Some(t)) = (s, t) {
        let order = if s < t { "st" } else { "ts" };
        features.push(format!("order:{order}"));
        let between = &masked[s.min(t) + 1..s.max(t)];
        features.push(format!("gap:{}", between.len().min(12) / 2));
        for pair in between.windows(2) {
            features.push(format!("{order}b:{} {}", pair[0], pair[1]));
        }
        for word in between {
            features.push(format!("{order}w:{word}"));
        }
        for (name, position) in [("S", s), ("T", t)] {
            for offset in 1..=WINDOW {
                if let Some(word) = masked.get(position + offset) {
                    features.push(format!("{name}+{offset}:{word}"));
                }
                if let Some(word) = position.checked_sub(offset).and_then(|p| masked.get(p)) {
                    features.push(format!("{name}-{offset}:{word}"));
                }
            }
        }
    }
    for (name, mention) in [("S", source), ("T", target)] {
        let Some(mention) = mention else { continue };
        let head = &tree.words[mention.head];
        features.push(format!("{name}head:{}", head.lemma.to_lowercase()));
        features.push(format!("{name}rel:{}", head.rel.as_str()));
        for word in &tree.words[mention.words.clone()] {
            features.push(format!("{name}in:{}", word.lemma.to_lowercase()));
        }
        kin(english, &format!("{name}k"), &head.lemma, &mut features);
    }
    if let (Some(source), Some(target)) = (source, target) {
        path(tree, source.head, target.head, english, &mut features);
        let (first, last) = (
            source.words.end.min(target.words.end),
            source.words.start.max(target.words.start),
        );
        for word in tree.words[first.min(last)..last]
            .iter()
            .filter(|w| speaks(w.upos))
        {
            kin(english, "bk", &word.lemma, &mut features);
        }
    } else if let Some(one) = source.or(target) {
        // The word that the lone party hangs on stands for the path.
        if let Some(governor) = tree.words[one.head].head {
            let word = &tree.words[governor];
            features.push(format!("top:{}", word.lemma.to_lowercase()));
            kin(english, "topk", &word.lemma, &mut features);
        }
    }
    for (rank, reading) in readings.iter().take(N_READINGS).enumerate() {
        let (event, fit) = (event(reading, relations), fit(reading));
        let place = rank.min(1);
        features.push(format!("r{place}:{event}"));
        features.push(format!("r{place}:{event} {fit}"));
        features.push(format!(
            "r{place}:{}/{} {}",
            reading.action, reading.kind, reading.status
        ));
        features.push(format!(
            "r{place}:{} {fit} {}",
            reading.action,
            tree.words.get(reading.anchor).map_or("", |w| &w.lemma)
        ));
    }
    if readings.is_empty() {
        features.push("silent".to_owned());
    }
    Features {
        named: features,
        company: company(tree, source, target, english),
    }
}

/// The event of what the rules read, by the convention of marked pairs.
pub(super) fn event(reading: &MarkedReading, relations: &Relations) -> String {
    let events = &relations.events;
    events
        .pair_code(reading.action, &reading.kind, reading.status)
        .plover
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
fn path(tree: &Tree, source: usize, target: usize, english: &English, features: &mut Vec<String>) {
    let (up, down) = (chain(tree, source), chain(tree, target));
    let Some((i, j)) = up
        .iter()
        .enumerate()
        .find_map(|(i, a)| down.iter().position(|d| d == a).map(|j| (i, j)))
    else {
        return;
    };
    let lemma = |at: usize| tree.words[at].lemma.to_lowercase();
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
    features.push(format!("top:{}", lemma(up[i])));
    kin(english, "topk", &tree.words[up[i]].lemma, features);
    for step in steps.iter().take(MAX_PATH) {
        features.push(format!("p:{step}"));
    }
    if steps.len() <= MAX_PATH {
        features.push(format!("path:{}", steps.join(" ")));
    }
    for &at in up[1..=i].iter().chain(&down[1..j.max(1)]) {
        features.push(format!("on:{}", lemma(at)));
        if speaks(tree.words[at].upos) {
            kin(english, "onk", &tree.words[at].lemma, features);
        }
    }
    // What the act is done to or about, whoever that is.
    for &child in tree.children(up[i]) {
        let word = &tree.words[child];
        if speaks(word.upos) && child != source && child != target {
            features.push(format!("under:{} {}", word.rel.as_str(), lemma(child)));
            features.push(format!("{} {}", lemma(up[i]), lemma(child)));
            kin(english, "underk", &word.lemma, features);
        }
    }
}

/// Whether words of a class say what is done.
fn speaks(upos: Upos) -> bool {
    matches!(upos, Upos::Verb | Upos::Noun | Upos::Adj | Upos::Adv)
}

/// The classes of a word, so that a word never seen in training speaks through its kin.
fn kin(english: &English, name: &str, lemma: &str, features: &mut Vec<String>) {
    for (size, class) in english.kin(&lemma.to_lowercase()).into_iter().enumerate() {
        if class != 0 {
            features.push(format!("{name}{size}:{class}"));
        }
    }
}
