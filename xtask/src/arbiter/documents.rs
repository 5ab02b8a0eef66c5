//! Whole texts that are annotated as gold briefs are, and the pairs of parties in them.

use std::io;
use std::path::Path;

use detente::language::English;
use detente::mentions::Mention;
use detente::model::{Action, Document, Published, Sentence, Status};
use detente::pipeline::Reader;
use detente::statements::training::{MentionPair, Pair, Sequence, Words, features};
use detente::statements::{EVENTS, SentenceReading};
use detente::vocabulary::relations::Relations;
use serde::Deserialize;

use super::Example;

/// Parts of the texts, each of which is weighed by an arbiter that the others have trained.
pub const N_PARTS: usize = 2;

/// Place of what says nothing among the events.
const NOTHING_AT: usize = EVENTS.len() - 1;

/// An annotated text.
#[derive(Deserialize)]
pub struct Text {
    id: String,
    published: String,
    #[serde(rename = "text")]
    words: String,
    gold: Vec<Said>,
}

/// What an annotator has read.
#[derive(Deserialize)]
pub struct Said {
    pub source: String,
    pub target: String,
    source_text: String,
    target_text: String,
    action: String,
    status: String,
    pub event: String,
    pub mutual: bool,
    evidence: String,
    pub optional: bool,
}

impl Text {
    /// The part to which it belongs.
    pub fn part(&self) -> usize {
        let hash = self.id.bytes().fold(0_usize, |hash, byte| {
            hash.wrapping_mul(31).wrapping_add(usize::from(byte))
        });
        hash / 7 % N_PARTS
    }

    /// The text as it is read.
    pub fn document(&self) -> Document {
        Document {
            id: self.id.clone(),
            published: self.published.parse().ok().map(Published),
            text: self.words.clone(),
            ..Document::default()
        }
    }

    /// What the annotator has read in a sentence.
    pub fn said(&self, sentence: &Sentence) -> Vec<&Said> {
        let held = squeezed(&self.words[sentence.span.range()]);
        let in_it = |said: &&Said| {
            let evidence = squeezed(&said.evidence);
            held.contains(&evidence) || evidence.contains(&held)
        };
        self.gold.iter().filter(in_it).collect()
    }

    /// Whether it is kept aside: never trained on, and never looked at while rules are written.
    fn is_aside(&self) -> bool {
        let (hand, number) = self.id.rsplit_once('-').unwrap_or_default();
        let number: usize = number.parse().unwrap_or_default();
        match hand {
            "own" => number > 30,
            "own2" => number > 25,
            "i4" | "j6" | "l6" | "p1" | "q4" => true,
            _ => hand.starts_with(['f', 'g']) && number.is_multiple_of(2),
        }
    }
}

/// The texts of a folder that train.
pub fn read(folder: &Path) -> io::Result<Vec<Text>> {
    let mut texts = Vec::new();
    for file in super::files(folder, "jsonl")? {
        for (line, json) in std::fs::read_to_string(&file)?.lines().enumerate() {
            let text: Text = serde_json::from_str(json).map_err(|error| {
                io::Error::other(format!("{}:{}: {error}", file.display(), line + 1))
            })?;
            if !text.is_aside() {
                texts.push(text);
            }
        }
    }
    Ok(texts)
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What the arbiter may learn from a text.
pub fn examples(
    text: &Text,
    reader: &Reader,
    english: &English,
    relations: &Relations,
) -> Vec<Example> {
    let document = text.document();
    let analysis = reader.analyse(&document);
    let mut examples = Vec::new();
    for reading in analysis.readings() {
        let pairs = reader.statement_reader().pairs(reading);
        let words = Words::new(reading.tree, english);
        let labels = labels(
            &document,
            reading,
            &pairs,
            &text.said(reading.sentence),
            relations,
        );
        for (place, (pair, labels)) in pairs.iter().zip(labels).enumerate() {
            let nothing = labels == [[NOTHING_AT], [NOTHING_AT]];
            for (way, labels) in labels.into_iter().enumerate() {
                // Of two of whom nothing is said one direction is enough.
                let spared = nothing && (place + way + reading.sentence.index) % 2 == 1;
                if labels.is_empty() || spared {
                    continue;
                }
                let (source, target) = if way == 0 {
                    (&*pair.one, &*pair.other)
                } else {
                    (&*pair.other, &*pair.one)
                };
                let pair = Pair {
                    words: &words,
                    source: Some(source),
                    target: Some(target),
                    readings: &pair.readings[way],
                    relations,
                    whole_text: true,
                };
                let seen = features(&pair);
                let sequence = Sequence::of(&pair);
                examples.extend(labels.into_iter().map(|label| Example {
                    keys: seen.keys.clone(),
                    company: seen.company.clone(),
                    sequence: sequence.clone(),
                    label,
                    held_out: false,
                    part: Some(text.part()),
                }));
            }
        }
    }
    examples
}

/// The events of each pair in both directions, [`NOTHING_AT`] where none is said; no event where nothing is to be learned. A
/// statement is learned where it is best seen: at the words that the annotator names, whoever we hold them to mean, then
/// at those that stand nearest; the other mentions of its parties teach nothing.
fn labels(
    document: &Document,
    reading: SentenceReading<'_>,
    pairs: &[MentionPair],
    said: &[&Said],
    relations: &Relations,
) -> Vec<[Vec<usize>; 2]> {
    let mut labels = vec![[vec![NOTHING_AT], vec![NOTHING_AT]]; pairs.len()];
    let words = |mention: &Mention| {
        let words = &reading.tree.words[mention.words.clone()];
        let (first, last) = (words.first(), words.last());
        let span = first.zip(last).map(|(f, l)| f.span.start()..l.span.end());
        span.map_or_else(String::new, |span| squeezed(&document.text[span]))
    };
    let like = |mention: &Mention, text: &str| {
        let (words, text) = (words(mention), squeezed(text));
        2 * usize::from(words == text) + usize::from(words.contains(&text) || text.contains(&words))
    };
    // "The rebels" and "rebels" end alike.
    let ends_alike = |mention: &Mention, text: &str| {
        let words = words(mention);
        let mut backwards = words.split(' ').rev().zip(text.split_whitespace().rev());
        backwards.all(|(one, other)| one == other)
    };
    let has = |mention: &Mention, id: &str, text: &str| {
        let mut parties = mention.parties.iter();
        parties.any(|party| party.principal.as_str() == id) || ends_alike(mention, text)
    };
    // Pairs are in the order of nearness.
    let ordered = || {
        pairs.iter().enumerate().flat_map(|(place, pair)| {
            let (one, other) = (&pair.one, &pair.other);
            [(place, 0, one, other), (place, 1, other, one)]
        })
    };
    let mut best: Vec<(usize, usize, usize)> = Vec::new();
    for said in said {
        for turned in [false, true] {
            if turned && !said.mutual {
                continue;
            }
            let mut found: Option<(usize, usize, usize)> = None;
            for (place, way, one, other) in ordered() {
                let [source, target] = if turned { [other, one] } else { [one, other] };
                if !has(source, &said.source, &said.source_text)
                    || !has(target, &said.target, &said.target_text)
                {
                    continue;
                }
                labels[place][way].clear();
                let likeness = like(source, &said.source_text) + like(target, &said.target_text);
                if found.is_none_or(|(most, ..)| likeness > most) {
                    found = Some((likeness, place, way));
                }
            }
            let label = said.label(relations);
            if let (Some((_, place, way)), Some(label), false) = (found, label, said.optional) {
                best.push((place, way, label));
            }
        }
    }
    for (place, way, label) in best {
        let labels = &mut labels[place][way];
        if !labels.contains(&label) {
            labels.push(label);
        }
    }
    labels
}

impl Said {
    /// The event by the convention of marked pairs.
    fn label(&self, relations: &Relations) -> Option<usize> {
        let action = Action::ALL.iter().find(|a| a.as_str() == self.action)?;
        let status = Status::ALL.iter().find(|s| s.as_str() == self.status)?;
        let events = &relations.events;
        let code = events.code(*action, "*", *status);
        let event = if code.plover == self.event {
            events.pair_code(*action, "*", *status).plover
        } else {
            self.event.clone()
        };
        EVENTS.iter().position(|e| *e == event)
    }
}
