//! Dyads over time: what two actors did, by day, week, month or year.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::Serialize;

use crate::graph::claim::is_fact;
use crate::graph::valid::plus_days;
use crate::graph::{DatedBy, Graph, Occurrence, Relation};
use crate::model::{ActorId, Precision, Statement};

/// Rows at most, so that zeros for every day of every pair do not fill the memory.
const ROWS_AT_MOST: usize = 2_000_000;

/// The stretches of time of a series.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Every {
    /// A calendar day.
    Day,
    /// A week, from Monday to Sunday.
    Week,
    /// A calendar month.
    Month,
    /// A calendar year.
    Year,
}

impl Every {
    /// First and last day of the stretch in which the day lies, both included.
    ///
    /// ```
    /// use detente::graph::measure::Every;
    /// let day = jiff::civil::date(1999, 7, 21);
    /// let (monday, sunday) = Every::Week.around(day);
    /// assert_eq!((monday.to_string(), sunday.to_string()), ("1999-07-19".to_owned(), "1999-07-25".to_owned()));
    /// ```
    pub fn around(self, day: Date) -> (Date, Date) {
        match self {
            Self::Day => (day, day),
            Self::Week => {
                let since_monday = i32::from(day.weekday().to_monday_zero_offset());
                let monday = day
                    .checked_sub(jiff::Span::new().days(since_monday))
                    .unwrap_or(Date::MIN);
                (monday, plus_days(monday, 6))
            }
            Self::Month => (day.first_of_month(), day.last_of_month()),
            Self::Year => (day.first_of_year(), day.last_of_year()),
        }
    }

    /// The coarsest date that has its place in a stretch.
    fn precision(self) -> Precision {
        match self {
            Self::Day => Precision::Day,
            Self::Week => Precision::Week,
            Self::Month => Precision::Month,
            Self::Year => Precision::Year,
        }
    }
}

/// How a series is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeriesOptions {
    /// The stretches.
    pub every: Every,
    /// Whether who acts counts; otherwise the two of a pair are taken together, the lesser id as source.
    pub directed: bool,
    /// Whether stretches in which nothing happened have rows too.
    pub zeros: bool,
    /// Only these two.
    pub between: Option<(ActorId, ActorId)>,
    /// Only acts on these days, both included.
    pub period: (Date, Date),
}

impl Default for SeriesOptions {
    fn default() -> Self {
        Self {
            every: Every::Month,
            directed: true,
            zeros: false,
            between: None,
            period: (Date::MIN, Date::MAX),
        }
    }
}

/// What one actor did to another within a stretch.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Dyad {
    /// Who acts.
    pub source: ActorId,
    /// On whom.
    pub target: ActorId,
    /// First day of the stretch.
    pub start: Date,
    /// Last day, included.
    pub end: Date,
    /// Acts, each counted once however many documents report it.
    pub n_acts: usize,
    /// Documents that report them.
    pub n_documents: usize,
    /// Acts of the quad classes: verbal cooperation, material cooperation, verbal conflict, material conflict.
    pub quads: [usize; 4],
    /// Sum of their Goldstein values.
    pub goldstein: f64,
}

impl Dyad {
    /// Mean Goldstein value of an act; `None` without any.
    pub fn goldstein_mean(&self) -> Option<f64> {
        (self.n_acts > 0).then(|| self.goldstein / self.n_acts as f64)
    }
}

/// Dyads over time.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Series {
    /// The stretches.
    pub every: Every,
    /// By source, target and day.
    pub dyads: Vec<Dyad>,
    /// Acts left out since nobody knows when they happened.
    pub n_undated: usize,
    /// Acts left out since their date is wider than a stretch: "in 1999" in a series of months.
    pub n_vague: usize,
}

/// A series with too many rows.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "{n_rows} rows are too many (at most {ROWS_AT_MOST}): leave the zeros out, or choose a pair, a shorter period or wider stretches"
)]
pub struct TooManyRows {
    n_rows: usize,
}

#[derive(Default)]
struct Sum<'a> {
    n_acts: usize,
    documents: BTreeSet<&'a str>,
    quads: [usize; 4],
    goldstein: f64,
}

impl Graph {
    /// What each actor did to each other by stretches of time, as the field counts events in dyads.
    ///
    /// Goldstein, "A Conflict-Cooperation Scale for WEIS Events Data", Journal of Conflict Resolution 36, 1992; quad
    /// classes as in Duval and Thompson, "Reconsidering the Aggregate Relationship between Size, Economic
    /// Development, and Some Types of Foreign Policy Behavior", American Journal of Political Science 24, 1980.
    /// An act counts where its leading statement passes `keep`: a fact on the first day on which it happened, a plan,
    /// demand or threat on the day it became known. A mutual act counts for both directions. What only recalls an
    /// earlier state of the matter does not count.
    ///
    /// # Errors
    /// When there were more than two million rows.
    pub fn series(
        &self,
        options: &SeriesOptions,
        keep: impl Fn(&Statement) -> bool,
    ) -> Result<Series, TooManyRows> {
        let mut series = Series {
            every: options.every,
            dyads: Vec::new(),
            n_undated: 0,
            n_vague: 0,
        };
        let mut sums: BTreeMap<(&ActorId, &ActorId), BTreeMap<Date, Sum<'_>>> = BTreeMap::new();
        let chosen = |relation: &&Relation| {
            options.between.as_ref().is_none_or(|(one, other)| {
                let (source, target) = &relation.parties;
                (source, target) == (one, other) || (target, source) == (one, other)
            })
        };
        for relation in self.relations().iter().filter(chosen) {
            for (at, occurrence) in relation.occurrences.iter().enumerate() {
                let leading = occurrence.leading();
                if relation.asides.contains(&at) || !keep(leading) {
                    continue;
                }
                let Some(day) = occurrence.begins else {
                    series.n_undated += 1;
                    continue;
                };
                if day < options.period.0 || options.period.1 < day {
                    continue;
                }
                if precision(occurrence) > options.every.precision() {
                    series.n_vague += 1;
                    continue;
                }
                let (start, _) = options.every.around(day);
                let (source, target) = (&occurrence.source, &occurrence.target);
                let ways = match (options.directed, occurrence.mutual && source != target) {
                    (false, _) => [Some((source.min(target), source.max(target))), None],
                    (true, true) => [Some((source, target)), Some((target, source))],
                    (true, false) => [Some((source, target)), None],
                };
                for way in ways.into_iter().flatten() {
                    let sum = sums.entry(way).or_default().entry(start).or_default();
                    sum.n_acts += 1;
                    let documents = occurrence.statements.iter();
                    sum.documents
                        .extend(documents.map(|statement| statement.document.as_str()));
                    if let Some(n) = usize::from(leading.event.quad)
                        .checked_sub(1)
                        .and_then(|quad| sum.quads.get_mut(quad))
                    {
                        *n += 1;
                    }
                    sum.goldstein += f64::from(leading.event.goldstein);
                }
            }
        }
        let starts = stretches(options, &sums)?;
        for ((source, target), mut by_start) in sums {
            let starts: Vec<Date> = match &starts {
                Some(all) => all.clone(),
                None => by_start.keys().copied().collect(),
            };
            for start in starts {
                let sum = by_start.remove(&start).unwrap_or_default();
                series.dyads.push(Dyad {
                    source: source.clone(),
                    target: target.clone(),
                    start,
                    end: options.every.around(start).1,
                    n_acts: sum.n_acts,
                    n_documents: sum.documents.len(),
                    quads: sum.quads,
                    // Whole tenths, as the scale has them, whatever the order of adding.
                    goldstein: (sum.goldstein * 10.0).round() / 10.0,
                });
            }
        }
        Ok(series)
    }
}

/// How exactly the day of an act is known. A plan became known on the day of its report, whenever it is for.
fn precision(occurrence: &Occurrence) -> Precision {
    let said = occurrence.leading().published.map(|published| published.0);
    let by_report = !is_fact(occurrence.status) && occurrence.begins == said;
    if by_report || occurrence.valid.dated_by == DatedBy::Publication {
        Precision::Day
    } else {
        occurrence.valid.precision
    }
}

/// With zeros, the first days of all stretches of the period, or from the first act to the last.
fn stretches(
    options: &SeriesOptions,
    sums: &BTreeMap<(&ActorId, &ActorId), BTreeMap<Date, Sum<'_>>>,
) -> Result<Option<Vec<Date>>, TooManyRows> {
    let days = || sums.values().flat_map(BTreeMap::keys);
    let (true, Some(&first), Some(&last)) = (options.zeros, days().min(), days().max()) else {
        let n_rows = sums.values().map(BTreeMap::len).sum();
        return if n_rows > ROWS_AT_MOST {
            Err(TooManyRows { n_rows })
        } else {
            Ok(None)
        };
    };
    let first = if options.period.0 == Date::MIN {
        first
    } else {
        options.period.0
    };
    let last = if options.period.1 == Date::MAX {
        last
    } else {
        options.period.1
    };
    let mut starts = Vec::new();
    let mut day = options.every.around(first).0;
    while day <= last {
        starts.push(day);
        let next = plus_days(options.every.around(day).1, 1);
        if next <= day {
            break;
        }
        day = next;
        let n_rows = starts.len() * sums.len();
        if n_rows > ROWS_AT_MOST {
            return Err(TooManyRows { n_rows });
        }
    }
    Ok(Some(starts))
}
