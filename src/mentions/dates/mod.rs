//! Time expressions: the words of a sentence that say when, and the dates they mean.
//!
//! Comes in: a sentence's [`Tree`], the publication date, and the date that earlier words set. Goes out:
//! [`TimeExpression`]s, in order, without overlap, each with a past and a future reading where both are possible.
//! Never imported here: statements, graph, render. Data: `data/lexicon/` (calendar, numbers, time, holidays,
//! `vague_times`).
//!
//! Words decide, the tree only helps: it tells "since Tuesday" from "since Tuesday's accord", and which word is
//! attached. A date is never invented: relative words without a publication date, and "the same day" with no day
//! before it, are found but stay open.

mod absolute;
mod anchored;
mod bounds;
mod days;
mod deictic;
mod lexicon;
mod number;
mod parts;
mod reading;
mod vague;
mod years;

#[cfg(test)]
mod tests;

use std::ops::Range;

use jiff::civil::Date;

use self::reading::{Reading, Stretch};
use super::{Bound, TimeExpression};
use crate::language::Tree;
use crate::model::{Published, When};

/// The words before their preposition is looked at, and what they mean.
#[derive(Debug, Clone)]
struct Core {
    words: Range<usize>,
    head: usize,
    meaning: Meaning,
}

/// How a date is reached.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Meaning {
    /// By the calendar and the date of publication.
    Dated(Reading),
    /// From a date that the text gives elsewhere.
    Anchored(anchored::Step),
    /// Not at all: "recently".
    Vague,
}

/// What the matchers look at.
struct Context<'a> {
    tree: &'a Tree,
    forms: Vec<&'a str>,
    published: Option<Date>,
}

impl<'a> Context<'a> {
    /// The word at a position as written; an empty string outside the sentence.
    fn form(&self, position: usize) -> &'a str {
        self.forms.get(position).copied().unwrap_or("")
    }

    /// The word at a position in lower case; an empty string outside the sentence.
    fn lower(&self, position: usize) -> &'a str {
        self.tree.words.get(position).map_or("", |word| &word.lower)
    }

    /// The word before a position in lower case; an empty string at the start.
    fn lower_before(&self, position: usize) -> &'a str {
        position
            .checked_sub(1)
            .map_or("", |before| self.lower(before))
    }
}

/// Finds all words in a sentence that say when.
///
/// `carried` is the date that the last statement or sentence set, for "the same day" and "three days later".
/// Both readings of an expression are the same for full dates; "on Tuesday" is the last one in the past, the next
/// in the future; without `published`, relative expressions come with neither. Durations ("for two days") and
/// anniversaries are no dates and are not found.
///
/// Linear in the sentence's length.
pub fn time_expressions(
    tree: &Tree,
    text: &str,
    published: Option<Published>,
    carried: Option<&When>,
) -> Vec<TimeExpression> {
    let context = Context {
        tree,
        forms: tree.words.iter().map(|word| &*word.form).collect(),
        published: published.map(|published| published.0),
    };
    let mut cores = Vec::new();
    let mut at = 0;
    while at < tree.words.len() {
        match core(&context, at) {
            Some(core) => {
                at = core.words.end;
                cores.push(core);
            }
            None => at += 1,
        }
    }
    let cores = bounds::join_ranges(&context, cores);
    let readings = anchored::resolve(&context, &cores, carried.and_then(Stretch::from_when));
    cores
        .iter()
        .zip(readings)
        .map(|(core, reading)| bounds::expression(&context, text, core, reading))
        .collect()
}

/// The date that a sentence hands on to the next, for "the same day" and "three days later": the most exact one that
/// its words give for the past, and the last of these.
pub fn carry(expressions: &[TimeExpression]) -> Option<When> {
    expressions
        .iter()
        .rev()
        .filter_map(|expression| expression.past.as_ref())
        .min_by_key(|when| when.precision)
        .cloned()
}

/// The longest expression that starts at a word.
fn core(context: &Context<'_>, at: usize) -> Option<Core> {
    let found = [
        absolute::find(context, at),
        deictic::find(context, at),
        anchored::find(context, at),
        vague::find(context, at),
    ];
    // On equal length the earlier matcher wins, as it is the more exact one.
    found
        .into_iter()
        .flatten()
        .rev()
        .max_by_key(|core| core.words.end)
}
