//! The days of a timeline as places across the page.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use jiff::ToSpan as _;
use jiff::civil::{Date, date};

use super::lives::{CHART, NAMES};
use super::pen::{Pen, n};
use super::sheet::{MARGIN, Sheet};
use crate::render::chronicle::Life;
use crate::render::layout::geometry::at;

/// Size of the words, which stand above the lines.
pub(super) const AXIS_SIZE: f64 = 10.0;
/// Marks on the axis at most.
const MAX_MARKS: i64 = 12;

/// Days as places across the page.
pub(super) struct Axis {
    pub first: Date,
    pub last: Date,
    marks: Vec<(Date, String)>,
}

impl Axis {
    /// From the first to the last day of these lives, with a little air.
    pub fn of<'a>(lives: impl Iterator<Item = &'a Life>, latest: Option<Date>) -> Self {
        let days: BTreeSet<Date> = lives
            .flat_map(|life| {
                [life.from, life.until]
                    .into_iter()
                    .flatten()
                    .chain(life.reports.iter().copied())
            })
            .chain(latest)
            .collect();
        let first = days.first().copied().unwrap_or(date(2000, 1, 1));
        let last = days.last().copied().unwrap_or(date(2000, 12, 31));
        // A little air on both sides, so that what happened on one day is no point at the edge.
        let air = (days_between(first, last) / 30).max(1);
        let first = first.checked_sub(air.days()).unwrap_or(first);
        let last = last.checked_add(air.days()).unwrap_or(last);
        Self {
            first,
            last,
            marks: marks(first, last),
        }
    }

    /// What has no date begins at the left edge.
    pub fn x(&self, day: Option<Date>) -> f64 {
        let whole = days_between(self.first, self.last).max(1) as f64;
        let share = day.map_or(0.0, |day| days_between(self.first, day) as f64 / whole);
        MARGIN + NAMES + CHART * share.clamp(0.0, 1.0)
    }

    /// Lines for whole years, months or days, with their names at `top`.
    pub fn draw(&self, sheet: &mut Sheet, top: f64, bottom: f64) {
        let palette = sheet.palette;
        for (day, words) in &self.marks {
            let x = self.x(Some(*day));
            let _ = writeln!(
                sheet.out,
                "<path d=\"M{} {}V{}\" stroke=\"{}\" stroke-width=\"0.6\"/>",
                n(x),
                n(top + 4.0),
                n(bottom),
                palette.faint
            );
            let pen = Pen::new(AXIS_SIZE, palette.soft_ink).centred();
            sheet.text(words, at(x, top), pen);
        }
    }
}

/// Whole years, months or days, at most a dozen.
fn marks(first: Date, last: Date) -> Vec<(Date, String)> {
    let n_days = days_between(first, last);
    let n_months = n_days / 30;
    let mut marks = Vec::new();
    if n_months > 2 * MAX_MARKS {
        let step = [1, 2, 5, 10, 20, 50, 100]
            .into_iter()
            .find(|step| n_months / 12 / step <= MAX_MARKS);
        let step = i16::try_from(step.unwrap_or(1000)).unwrap_or(1000);
        for year in (first.year()..=last.year()).filter(|year| year % step == 0) {
            marks.push((date(year, 1, 1), year.to_string()));
        }
    } else if n_days > 62 {
        let step = if n_months > MAX_MARKS { 3 } else { 1 };
        let mut month = first.first_of_month();
        while month <= last {
            if (month.month() - 1) % step == 0 {
                let form = if month.month() == 1 || marks.is_empty() {
                    "%b %Y"
                } else {
                    "%b"
                };
                if month >= first {
                    marks.push((month, month.strftime(form).to_string()));
                }
            }
            let Ok(next) = month.checked_add(1.month()) else {
                break;
            };
            month = next;
        }
    } else {
        let step = (n_days / MAX_MARKS + 1).max(1);
        let mut day = first.tomorrow().unwrap_or(first);
        while day < last {
            marks.push((day, day.strftime("%-d %b").to_string()));
            let Ok(next) = day.checked_add(step.days()) else {
                break;
            };
            day = next;
        }
    }
    marks.retain(|(day, _)| *day >= first && *day <= last);
    marks
}

fn days_between(first: Date, last: Date) -> i64 {
    first
        .until(last)
        .map_or(0, |span| i64::from(span.get_days()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_whole_and_few() {
        let words = |first, last| -> Vec<String> {
            marks(first, last)
                .into_iter()
                .map(|(_, words)| words)
                .collect()
        };
        assert_eq!(
            words(date(1990, 3, 1), date(1993, 2, 1)),
            ["1991", "1992", "1993"]
        );
        assert_eq!(
            words(date(1999, 11, 20), date(2000, 2, 2)),
            ["Dec 1999", "Jan 2000", "Feb"]
        );
        assert!(words(date(1200, 1, 1), date(2020, 1, 1)).len() <= 12);
        assert!(words(date(1999, 1, 1), date(1999, 2, 20)).len() <= 13);
    }

    #[test]
    fn what_has_no_date_begins_at_the_left() {
        let axis = Axis::of(std::iter::empty(), Some(date(1999, 7, 21)));
        assert!(axis.x(None) <= axis.x(Some(date(1999, 7, 21))));
    }
}
