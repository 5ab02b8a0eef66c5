//! Counting hits, extras and misses.

use std::collections::BTreeMap;
use std::fmt;

/// Hits, extras and misses.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Found and wanted.
    pub hits: usize,
    /// Found, not wanted.
    pub extras: usize,
    /// Wanted, not found.
    pub misses: usize,
}

impl Tally {
    /// Share of what was found that was wanted; 0 when nothing was found.
    pub fn precision(self) -> f64 {
        ratio(self.hits, self.hits + self.extras)
    }

    /// Share of what was wanted that was found; 0 when nothing was wanted.
    pub fn recall(self) -> f64 {
        ratio(self.hits, self.hits + self.misses)
    }

    /// Harmonic mean of the two.
    pub fn f1(self) -> f64 {
        ratio(2 * self.hits, 2 * self.hits + self.extras + self.misses)
    }
}

fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        0.0
    } else {
        part as f64 / whole as f64
    }
}

/// A tally over everything and one for each label.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Totals {
    /// Over everything.
    pub all: Tally,
    /// By label (PLOVER event).
    pub by_label: BTreeMap<String, Tally>,
}

impl Totals {
    /// Found and wanted.
    pub fn hit(&mut self, label: &str) {
        self.all.hits += 1;
        self.by_label.entry(label.to_owned()).or_default().hits += 1;
    }

    /// Found, not wanted.
    pub fn extra(&mut self, label: &str) {
        self.all.extras += 1;
        self.by_label.entry(label.to_owned()).or_default().extras += 1;
    }

    /// Wanted, not found.
    pub fn miss(&mut self, label: &str) {
        self.all.misses += 1;
        self.by_label.entry(label.to_owned()).or_default().misses += 1;
    }

    /// Mean of the labels' F1.
    pub fn macro_f1(&self) -> f64 {
        let n = self.by_label.len().max(1);
        self.by_label.values().map(|tally| tally.f1()).sum::<f64>() / n as f64
    }
}

impl fmt::Display for Totals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (label, tally) in &self.by_label {
            writeln!(
                f,
                "  {label:10} tp {:4} fp {:4} fn {:4} F1 {:.3}",
                tally.hits,
                tally.extras,
                tally.misses,
                tally.f1()
            )?;
        }
        write!(
            f,
            "P {:.3} R {:.3} F1 {:.3} macro-F1 {:.3}",
            self.all.precision(),
            self.all.recall(),
            self.all.f1(),
            self.macro_f1()
        )
    }
}
